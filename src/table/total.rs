//! Rows of totals, by what they are called.

/// What a row of totals is called, without spaces and in small letters.
const LABELS: [&str; 20] = [
    "合计",
    "总计",
    "小计",
    "共计",
    "总和",
    "总合计",
    "汇总",
    "合計",
    "總計",
    "小計",
    "共計",
    "總和",
    "匯總",
    "total",
    "totals",
    "subtotal",
    "sub-total",
    "grandtotal",
    "sum",
    "grandsum",
];

/// How the names of totals end that a spreadsheet or a yearbook makes of a group: `北镇 汇总`, `城关镇小计`, `全区合计`.
const ENDINGS: [&str; 10] = ["合计", "总计", "小计", "共计", "汇总", "合計", "總計", "小計", "共計", "匯總"];

/// Whether the text of a cell names a row of totals: 合计, 总计, 小计, 共计 (also behind the name of a group, and with
/// spaces between), `Total`, `Subtotal`, `Grand total`, `Sum`. A place such as 合计村 is none.
///
/// # Examples
///
/// ```
/// use ecovalue::table::is_total;
///
/// assert!(is_total("合　计") && is_total("总 计：") && is_total("城关镇小计") && is_total("Grand Total") && is_total("North total"));
/// assert!(!is_total("合计村") && !is_total("Totalán") && !is_total("0301") && !is_total(""));
/// ```
#[must_use]
pub fn is_total(text: &str) -> bool {
    // Codes and names of places are told at their last letter; most codes end with a digit.
    if text.as_bytes().last().is_none_or(u8::is_ascii_digit) {
        return false;
    }
    let text = text.trim_end_matches([':', '：', ' ', '\u{3000}', '*', '＊']);
    let Some(last) = text.chars().next_back() else { return false };
    if !matches!(last, '计' | '計' | '和' | '总' | '總' | 'l' | 'L' | 's' | 'S' | 'm' | 'M') {
        return false;
    }
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    let last_word = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    let word = last_word.len() < text.len()
        && ["total", "totals", "subtotal"].iter().any(|w| last_word.eq_ignore_ascii_case(w));
    word || LABELS.contains(&bare.as_str()) || ENDINGS.iter().any(|ending| bare.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_are_told_from_places() {
        for text in [
            "合计",
            "合 计",
            "合　　计",
            "小计",
            "TOTAL",
            "total:",
            "Sub total",
            "SUM",
            "全区合计",
            "北镇 汇总",
            "總計",
            "Grand  Total",
        ] {
            assert!(is_total(text), "{text}");
        }
        for text in [
            "合计村",
            "总计划林场",
            "Totalán",
            "Summer",
            "計",
            "和",
            "assum",
            "0301",
            "",
            "水体",
            "Total forest",
        ] {
            assert!(!is_total(text), "{text}");
        }
    }
}
