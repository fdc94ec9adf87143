//! The encoding of a text: strict UTF-8, or GB18030 where it is declared or the bytes are no UTF-8.
//!
//! Chinese text in UTF-8 reads as GB18030 without any error, as other characters; so UTF-8 is tried first, and a
//! declaration that the bytes contradict is refused.

use crate::error::{Code, Error};
use crate::input::foreign;
use crate::text;
use crate::wording::Message;

/// The text of some bytes, and its encoding if that is not UTF-8.
pub(super) fn decode(bytes: &[u8], declared: Option<&str>) -> Result<(String, Option<&'static str>), Error> {
    let refused = |message: Message, hint: Message| Err(Error::new(Code::Encoding, message, hint));
    if let Some((what, hint)) = foreign::no_table(bytes) {
        let message = text!(
            "this is {0}, expected a text in UTF-8 or GB18030",
            "这是{0}，应为 UTF-8 或 GB18030 编码的文本",
            what
        );
        return refused(message, hint);
    }
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        let message = text!("byte {0} is NUL, which no text holds", "第 {0} 字节为 NUL，文本中不应出现", at);
        return refused(message, foreign::save_as_utf8());
    }
    let utf8 = std::str::from_utf8(bytes);
    let gb18030 = || {
        let (text, damaged) = encoding_rs::GB18030.decode_without_bom_handling(bytes);
        (!damaged).then(|| (text.into_owned(), Some("GB18030")))
    };
    match (declared.map(str::to_ascii_lowercase).as_deref(), utf8) {
        (Some("utf-8" | "utf8") | None, Ok(text)) => Ok((text.to_owned(), None)),
        (Some("gb18030" | "gbk" | "gb2312"), Ok(text)) if is_chinese(text) => refused(
            text!("the bytes are UTF-8, GB18030 is declared", "文件为 UTF-8 编码，却声明为 GB18030"),
            text!("write encoding = \"utf-8\", or leave it out", "改为 encoding = \"utf-8\"，或删去该键"),
        ),
        (Some("gb18030" | "gbk" | "gb2312"), _) => gb18030().map_or_else(
            || {
                let message = text!(
                    "the bytes are not GB18030 text, which is declared",
                    "声明为 GB18030，但文件不是 GB18030 文本"
                );
                refused(message, foreign::save_as_utf8())
            },
            Ok,
        ),
        (Some("utf-8" | "utf8"), Err(error)) => {
            let (message, hint) = not_utf8(error, gb18030().is_some());
            refused(message, hint)
        }
        (None, Err(error)) => gb18030().map_or_else(
            || {
                let message = text!(
                    "byte {0} is neither UTF-8 nor GB18030",
                    "第 {0} 字节既不是 UTF-8，也不是 GB18030",
                    error.valid_up_to()
                );
                refused(message, foreign::save_as_utf8())
            },
            Ok,
        ),
        (Some(other), _) => refused(
            text!("unknown encoding `{0}`", "未知的编码 `{0}`", other),
            text!("write \"utf-8\" or \"gb18030\"", "写 \"utf-8\" 或 \"gb18030\""),
        ),
    }
}

/// What is said of bytes that are declared as UTF-8 and are not, but may be GB18030.
fn not_utf8(error: std::str::Utf8Error, is_gb18030: bool) -> (Message, Message) {
    let message = text!("byte {0} is not UTF-8", "第 {0} 字节不是 UTF-8", error.valid_up_to());
    let hint = if is_gb18030 {
        text!(
            "declare encoding = \"gb18030\", or save it in UTF-8",
            "声明 encoding = \"gb18030\"，或另存为 UTF-8"
        )
    } else {
        foreign::save_as_utf8()
    };
    (message, hint)
}

/// Whether bytes that nobody declared are UTF-8 by chance: short words in GB18030 are (`水源` is `ˮԴ`), with letters of
/// scripts that no table for China holds, and none beyond them.
pub(super) fn is_doubtful(bytes: &[u8], declared: Option<&str>) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let strange = |c: char| matches!(c, '\u{250}'..='\u{7ff}');
    declared.is_none()
        && text.chars().any(strange)
        && text.chars().all(|c| c < '\u{800}')
        && encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes).is_some()
}

/// Whether a text holds Chinese characters or a byte order mark, which no GB18030 text becomes by chance.
fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{feff}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_texts_are_read_in_both_encodings() {
        let (bytes, _, _) = encoding_rs::GB18030.encode("水源涵养");
        assert_eq!(decode(&bytes, None).unwrap(), ("水源涵养".to_owned(), Some("GB18030")));
        assert_eq!(decode(&bytes, Some("GBK")).unwrap(), ("水源涵养".to_owned(), Some("GB18030")));
        assert_eq!(decode("水源涵养".as_bytes(), None).unwrap(), ("水源涵养".to_owned(), None));
        assert_eq!(decode(b"a,b", Some("gb18030")).unwrap(), ("a,b".to_owned(), Some("GB18030")));
    }

    #[test]
    fn words_that_are_good_in_both_encodings_are_doubtful() {
        let (water, _, _) = encoding_rs::GB18030.encode("key,水源");
        assert_eq!(decode(&water, None).unwrap().0, "key,ˮԴ");
        assert!(is_doubtful(&water, None) && !is_doubtful(&water, Some("utf-8")));
        for text in ["key", "Café,m²", "水源", "μg,水源"] {
            assert!(!is_doubtful(text.as_bytes(), None), "{text}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_say_what_they_are() {
        let (gb, _, _) = encoding_rs::GB18030.encode("水源涵养");
        let utf16: Vec<u8> = "key".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let cases: [(&[u8], Option<&str>, &str); 16] = [
            (&[0xff, 0xff], None, "neither UTF-8 nor GB18030"),
            (&gb, Some("utf-8"), "declare encoding = \"gb18030\""),
            ("水源涵养".as_bytes(), Some("gb18030"), "the bytes are UTF-8"),
            ("\u{feff}key".as_bytes(), Some("gb18030"), "the bytes are UTF-8"),
            (b"\xff\xfek\0", None, "UTF-16"),
            (&utf16, None, "UTF-16"),
            (b"a,b\0c,d", None, "byte 3 is NUL"),
            (b"PK\x03\x04......xl/workbook.xml", None, "workbook (xlsx)"),
            (b"PK\x03\x04......mimetypeapplication/vnd.oasis.opendocument.spreadsheet", None, "workbook (ods)"),
            (b"PK\x03\x04......parcels.shp", None, "zipped Shapefile"),
            (b"PK\x03\x04......parcels.csv", None, "a zip file"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1", None, "xls, et"),
            (b"SQLite format 3\0", None, "GeoPackage"),
            (b"\x03\x7c\x05\x1f\x01\0\0\0\x41\0\x0b\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0area\0\0\0\0\0\0\0N\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", None, "dbf"),
            (b"\x1f\x8b\x08", None, "gzip"),
            (b"a", Some("latin1"), "encoding `latin1`"),
        ];
        for (bytes, declared, part) in cases {
            let error = decode(bytes, declared).unwrap_err();
            assert!(error.code() == Code::Encoding && error.to_string().contains(part), "{error}");
        }
    }
}
