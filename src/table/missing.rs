//! Marks of missing values, and errors that a spreadsheet writes instead of a value.

use crate::wording::Name;

/// Words that programs and yearbooks write if there is no value, in small letters. `无` is not among them: it may also
/// mean that there is nothing, which is 0.
const WORDS: [&str; 13] =
    ["n/a", "na", "#n/a", "n.a.", "nan", "null", "none", "缺", "缺失", "缺测", "暂无", "无数据", "未知"];

/// Whether a text marks a missing value: dashes, a stroke, dots, `N/A`, `NA`, `缺` and their full-width forms.
///
/// # Examples
///
/// ```
/// use ecovalue::table::is_missing;
///
/// assert!(is_missing("-") && is_missing("——") && is_missing("/") && is_missing("……") && is_missing("N/A"));
/// assert!(!is_missing("") && !is_missing("0") && !is_missing("无") && !is_missing("-1"));
/// ```
#[must_use]
pub fn is_missing(text: &str) -> bool {
    let first = text.chars().next();
    let alike = |signs: &[char]| text.chars().all(|c| signs.contains(&c));
    match first {
        // Most fields are numbers.
        None | Some('0'..='9') => false,
        _ if alike(&['-', '—', '–', '−', '－', '―', '─', '‐', '‑']) => true,
        _ if alike(&['/', '／']) || alike(&['\\', '＼']) => true,
        _ if alike(&['.', '…', '．', '。', '⋯']) => text != ".",
        _ => WORDS.contains(&half_width(text).as_str()),
    }
}

/// The text in small half-width letters, where it is short enough to be a word.
fn half_width(text: &str) -> String {
    let plain = |c: char| match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    };
    text.chars().take(16).map(plain).collect::<String>().to_ascii_lowercase()
}

/// The error that a spreadsheet wrote into a cell, such as `#DIV/0!`. `#N/A` is a mark of a missing value.
#[must_use]
pub fn spreadsheet_error(text: &str) -> Option<Name> {
    const ERRORS: [(&str, &str, &str); 8] = [
        ("#DIV/0!", "a division by zero", "除数为零"),
        ("#REF!", "a reference to a cell that is gone", "引用的单元格已不存在"),
        ("#VALUE!", "a value of the wrong kind in a formula", "公式中的值类型不对"),
        ("#NAME?", "a name that the spreadsheet does not know", "电子表格不认识的名称"),
        ("#NUM!", "a number that cannot be computed", "无法计算的数"),
        ("#NULL!", "ranges that do not meet", "区域不相交"),
        ("#SPILL!", "a formula whose result has no place", "公式结果无处可放"),
        ("##", "a column that is too narrow to show the number", "列宽不足，数值未显示"),
    ];
    let upper = text.to_ascii_uppercase();
    let found = ERRORS.iter().find(|(start, _, _)| upper.starts_with(start));
    found.map(|(_, en, zh)| Name { en, zh })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_told_from_numbers_and_words() {
        for mark in [
            "-",
            "--",
            "—",
            "——",
            "－",
            "/",
            "／",
            "...",
            "…",
            "……",
            "N/A",
            "n/a",
            "NA",
            "#N/A",
            "Ｎ／Ａ",
            "缺",
            "NaN",
        ] {
            assert!(is_missing(mark), "{mark}");
        }
        for text in ["", "0", "-1", "-.5", "无", "1/2", "北碚", "Nantong", ".", "一", "#REF!", "x"] {
            assert!(!is_missing(text), "{text}");
        }
        assert_eq!(spreadsheet_error("#div/0!").map(|meaning| meaning.en), Some("a division by zero"));
        assert_eq!(spreadsheet_error("#N/A"), None);
    }
}
