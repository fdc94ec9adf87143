//! A page of text in one language; each report adds the parts that it is read in.

use crate::error::printable;

use crate::wording::{Language, Message};

/// The page of a report that is being written.
pub(super) struct Page<'a, Report> {
    /// What it tells of.
    pub(super) report: &'a Report,
    pub(super) language: Language,
    pub(super) out: String,
}

impl<'a, Report> Page<'a, Report> {
    pub(super) const fn new(report: &'a Report, language: Language) -> Self {
        Self { report, language, out: String::new() }
    }

    /// A line; texts of files lose what acts on a terminal.
    pub(super) fn line(&mut self, text: &str) {
        self.out.push_str(&printable(text));
        self.out.push('\n');
    }

    /// A line in the language of the page.
    pub(super) fn say(&mut self, english: &str, chinese: &str) {
        self.line(self.language.of(english, chinese));
    }

    /// A line that is told in both languages.
    pub(super) fn say_line(&mut self, message: &Message) {
        self.line(&message.say(self.language));
    }

    /// The line above a part.
    pub(super) fn title(&mut self, english: &str, chinese: &str) {
        self.out.push('\n');
        self.say(english, chinese);
    }
}
