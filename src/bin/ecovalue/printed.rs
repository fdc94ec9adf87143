//! What the command prints to the standard output.

use std::path::Path;

use ecovalue::text;
use ecovalue::wording::{Language, Message};

/// The text so far, in the language that was asked for.
pub(crate) struct Printed {
    text: String,
    pub(crate) language: Language,
}

impl Printed {
    pub(crate) const fn new(language: Language) -> Self {
        Self { text: String::new(), language }
    }

    /// A text that ends its own lines.
    pub(crate) fn page(&mut self, text: &str) {
        self.text.push_str(text);
    }

    pub(crate) fn line(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push('\n');
    }

    pub(crate) fn say(&mut self, message: &Message) {
        self.line(&message.say(self.language));
    }

    /// The last line of a command that wrote a folder.
    pub(crate) fn written(&mut self, folder: &Path) {
        self.say(&text!("written to: {0}", "已写入：{0}", folder.display().to_string()));
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }
}
