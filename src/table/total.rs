//! Rows of totals, by what they are called.

/// What a row of totals is called, without spaces and in small letters.
const LABELS: [&str; 29] = [
    "合计",
    "总计",
    "小计",
    "共计",
    "总和",
    "总合计",
    "汇总",
    "累计",
    "总数",
    "总面积",
    "合计面积",
    "合计数",
    "总计数",
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
    "totalarea",
    "areatotal",
    "sumtotal",
];

/// How the names of totals end that a spreadsheet or a yearbook makes of a group: `北镇 汇总`, `城关镇小计`, `全区合计`.
const ENDINGS: [&str; 12] =
    ["合计", "总计", "小计", "共计", "汇总", "合计数", "总面积", "合計", "總計", "小計", "共計", "匯總"];

/// Names of totals that mean nothing else, in whatever column they stand.
const PLAIN: [&str; 12] = [
    "合计",
    "总计",
    "小计",
    "共计",
    "合计数",
    "总计数",
    "合計",
    "總計",
    "小計",
    "total",
    "subtotal",
    "grandtotal",
];

/// Whether the text of a cell names a row of totals: 合计, 总计, 小计, 共计 (also behind the name of a group, with spaces
/// between, in brackets, or with a unit in brackets behind), `Total`, `Subtotal`, `Grand total`, `Sum`. A place such as
/// 合计村 is none.
///
/// # Examples
///
/// ```
/// use ecovalue::table::is_total;
///
/// assert!(is_total("合　计") && is_total("总 计：") && is_total("城关镇小计") && is_total("Grand Total") && is_total("North total"));
/// assert!(is_total("【合计】") && is_total("合计（公顷）") && is_total("Total area"));
/// assert!(!is_total("合计村") && !is_total("Totalán") && !is_total("0301") && !is_total(""));
/// ```
#[must_use]
pub fn is_total(text: &str) -> bool {
    if !may_be_label(text) {
        return false;
    }
    let (text, behind) = parts(text);
    names_total(text) || behind.is_some_and(names_total)
}

fn names_total(text: &str) -> bool {
    let bare = bare(text);
    let last_word = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    let word = last_word.len() < text.len()
        && ["total", "totals", "subtotal"].iter().any(|w| last_word.eq_ignore_ascii_case(w));
    word || LABELS.contains(&bare.as_str()) || ENDINGS.iter().any(|ending| bare.ends_with(ending))
}

/// Whether the text is a name of a total that means nothing else, so that it tells a total in a column of notes or of names
/// too.
#[must_use]
pub fn is_plain_total(text: &str) -> bool {
    may_be_label(text) && PLAIN.contains(&bare(parts(text).0).as_str())
}

/// Whether the text names a part of the row before, which counts that land twice: `其中：天然林`, `of which: planted`.
///
/// # Examples
///
/// ```
/// use ecovalue::table::is_part;
///
/// assert!(is_part("其中：天然林") && is_part("  其中") && is_part("of which planted"));
/// assert!(!is_part("其中村") && !is_part("天然林") && !is_part(""));
/// ```
#[must_use]
pub fn is_part(text: &str) -> bool {
    let behind = |text: &str| {
        text.chars().next().is_none_or(|c| c.is_whitespace() || matches!(c, ':' | '：' | ',' | '，' | '、'))
    };
    let text = text.trim_start();
    text.strip_prefix("其中").or_else(|| text.strip_prefix("of which")).is_some_and(behind)
}

/// Codes and most names hold none of the signs of a label: seen without a copy.
fn may_be_label(text: &str) -> bool {
    let signs = ['计', '計', '和', '总', '總', '汇', '匯', 't', 'T', 's', 'S'];
    text.as_bytes().last().is_some_and(|last| !last.is_ascii_digit()) && text.contains(signs)
}

/// The text without brackets and punctuation around it, and what stands in brackets at its end apart: `合计` and `亩`.
fn parts(text: &str) -> (&str, Option<&str>) {
    let sign = |c: char| {
        c.is_whitespace() || c.is_ascii_punctuation() || "：。、，＊（）【】［］《》“”—".contains(c)
    };
    let framed = text.trim_matches(sign);
    let ends = text.trim_end().ends_with([')', '）', ']', '］', '】']);
    match framed.rsplit_once(['(', '（', '[', '［', '【']).filter(|_| ends) {
        Some((before, behind)) => (before.trim_end_matches(sign), Some(behind.trim_matches(sign))),
        None => (framed, None),
    }
}

/// The text in small letters, without spaces and signs that take no place.
fn bare(text: &str) -> String {
    let shown =
        |c: &char| !c.is_whitespace() && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    text.chars().filter(shown).flat_map(char::to_lowercase).collect()
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
            "（合计）",
            "【总计】",
            "合计(亩)",
            "合计（公顷）",
            "甲镇合计数",
            "全县总面积",
            "累计",
            "北镇（合计）",
            "Total area",
            "TOTAL.",
            "合\u{200b}计",
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
            "总部（合计村）",
            "累计村",
            "Total (forest) reserve",
            "北镇（东）",
            "t",
        ] {
            assert!(!is_total(text), "{text}");
        }
    }
}
