//! Values that several sections of `run.toml` have.

use crate::document::Section;
use crate::error::{Code, Error};
use crate::text;
use crate::wording::Message;

/// Declared encodings of a table.
const ENCODINGS: [&str; 5] = ["utf-8", "utf8", "gb18030", "gbk", "gb2312"];

pub(super) fn read_encoding(section: &Section<'_>) -> Option<String> {
    let encoding = section.text("encoding")?;
    if !ENCODINGS.contains(&encoding.to_ascii_lowercase().as_str()) {
        let message = text!("encoding `{0}` is not known", "未知的编码 `{0}`", &encoding);
        let hint = text!("write \"utf-8\" or \"gb18030\"", "写 \"utf-8\" 或 \"gb18030\"");
        section.report("encoding", Error::new(Code::Encoding, message, hint));
        return None;
    }
    Some(encoding)
}

/// Whether rows of totals are left out.
pub(super) fn read_total_rows(section: &Section<'_>) -> bool {
    let text = section.text("total_rows");
    if let Some(text) = text.as_deref().filter(|text| !["refuse", "skip"].contains(text)) {
        let hint = text!("write \"refuse\" or \"skip\"", "写 \"refuse\" 或 \"skip\"");
        section.report("total_rows", Error::new(Code::BadValue, unknown_value(text), hint));
    }
    text.as_deref() == Some("skip")
}

/// That a key has a value outside the words that it may have.
pub(super) fn unknown_value(text: &str) -> Message {
    text!("`{0}` is not known", "未知的取值 `{0}`", text)
}
