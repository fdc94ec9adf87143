//! What is not refused, and should be looked at before figures are used.

use std::fmt;

use super::{Code, Error, Place};
use crate::wording::Language;

/// Something that a reader should look at before using the figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Warning {
    finding: Error,
    /// None where the finding tells it itself.
    chinese: Option<String>,
}

impl Warning {
    /// A warning; `chinese` is its message and hint in Chinese.
    #[must_use]
    pub fn new(finding: Error, chinese: impl Into<String>) -> Self {
        Self { finding, chinese: Some(chinese.into()) }
    }

    pub(crate) fn implausible(place: Place, message: [String; 2], hint: [String; 2]) -> Self {
        let [message, message_zh] = message;
        let [hint, hint_zh] = hint;
        let finding = Error::new(Code::Implausible, message, hint).at(place);
        Self::new(finding, format!("{message_zh}；提示：{hint_zh}"))
    }

    /// Place, code, message and hint.
    #[must_use]
    pub const fn finding(&self) -> &Error {
        &self.finding
    }

    /// The warning in Chinese.
    #[must_use]
    pub fn chinese(&self) -> String {
        let Some(chinese) = &self.chinese else { return self.finding.say(Language::Chinese) };
        let place = self.finding.place().to_string();
        let place = if place.is_empty() { place } else { place + "：" };
        format!("{place}{chinese} [{}]", self.finding.code().as_str())
    }
}

impl From<Error> for Warning {
    fn from(finding: Error) -> Self {
        Self { finding, chinese: None }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.finding.fmt(f)
    }
}
