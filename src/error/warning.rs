//! Warnings whose Chinese is one text.

use super::Error;
use crate::wording::Message;

/// A warning whose Chinese is a whole text: its message, `；提示：`, and its hint.
pub(crate) fn in_chinese(warning: &Error, chinese: &str) -> Error {
    let (message, hint) = chinese.split_once("；提示：").unwrap_or((chinese, ""));
    let told = |english: &Message, chinese: &str| Message::told(english.to_string(), chinese);
    Error::new(warning.code(), told(warning.message(), message), told(warning.hint(), hint))
        .at(warning.place().clone())
}
