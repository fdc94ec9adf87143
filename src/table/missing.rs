//! Marks that stand for a value that is not known, and errors that a spreadsheet writes in the place of one.

/// Words that programs and yearbooks write where there is no value, in small letters. `无` is not among them: it may
/// as well say that there is nothing, which is 0.
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
pub fn spreadsheet_error(text: &str) -> Option<&'static str> {
    const ERRORS: [(&str, &str); 8] = [
        ("#DIV/0!", "a division by zero"),
        ("#REF!", "a reference to a cell that is gone"),
        ("#VALUE!", "a value of the wrong kind in a formula"),
        ("#NAME?", "a name that the spreadsheet does not know"),
        ("#NUM!", "a number that cannot be computed"),
        ("#NULL!", "ranges that do not meet"),
        ("#SPILL!", "a formula whose result has no place"),
        ("##", "a column that is too narrow to show the number"),
    ];
    let upper = text.to_ascii_uppercase();
    ERRORS.iter().find(|(start, _)| upper.starts_with(start)).map(|(_, meaning)| *meaning)
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
        assert_eq!(spreadsheet_error("#div/0!"), Some("a division by zero"));
        assert_eq!(spreadsheet_error("#N/A"), None);
    }
}
