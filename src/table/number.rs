//! What a field of a table says: a number, or something that only looks like one.

use crate::error::{Code, Error};
use crate::table::{is_missing, spreadsheet_error};
use crate::text;
use crate::unit::Unit;
use crate::wording::Message;

/// A finite number as official tables write it: digits, one `.`, an optional sign and exponent.
///
/// # Errors
///
/// `EV-I008` with the reason.
///
/// # Examples
///
/// ```
/// use ecovalue::table::number;
///
/// assert_eq!(number("-1.5e3")?, -1500.0);
/// assert!(number("1,5").unwrap_err().hint().to_string().contains("decimal point"));
/// assert!(number("NaN").is_err());
/// # Ok::<(), ecovalue::Error>(())
/// ```
pub fn number(text: &str) -> Result<f64, Error> {
    plain(text).ok_or_else(|| refusal(text, true))
}

/// As [`number`], for a number that must be there: the hint does not advise to leave the field empty.
pub(super) fn required(text: &str) -> Result<f64, Error> {
    plain(text).ok_or_else(|| refusal(text, false))
}

fn refusal(text: &str, may_be_empty: bool) -> Error {
    let message = match spreadsheet_error(text) {
        Some(meaning) => {
            text!("`{0}` is an error of the spreadsheet: {1}", "`{0}` 是电子表格的错误值：{1}", text, meaning)
        }
        None => text!("`{0}` is not a finite number", "`{0}` 不是有限数值", text),
    };
    let hint = hint(text).unwrap_or_else(|| hint_of_absence(text, may_be_empty));
    Error::new(Code::NotANumber, message, hint)
}

fn plain(text: &str) -> Option<f64> {
    let allowed = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e' | 'E');
    let parsed = if text.chars().all(allowed) { text.parse::<f64>().ok() } else { None };
    parsed.filter(|value| value.is_finite())
}

/// A computed number for a reader: twelve significant digits, so that the sum of 0.1 and 0.2 is 0.3.
pub(crate) fn shown(value: f64) -> String {
    let rounded = format!("{value:.11e}").parse::<f64>();
    rounded.map_or_else(|_| value.to_string(), |value| value.to_string())
}

/// Whether a spreadsheet would run a field as a formula: it begins with `=`, `+`, `-`, `@` (also full-width), a tab or
/// a carriage return. A plain number with a sign is none, nor are dashes alone.
///
/// # Examples
///
/// ```
/// use ecovalue::table::is_formula;
///
/// assert!(is_formula("=1+1") && is_formula("-2+3") && is_formula("@SUM(A1)") && is_formula("\tx"));
/// assert!(!is_formula("-1.5") && !is_formula("--") && !is_formula("北碚"));
/// ```
#[must_use]
pub fn is_formula(field: &str) -> bool {
    let text = field.trim();
    let begins = field.starts_with(['\t', '\r']) && !text.is_empty()
        || text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    begins && plain(text).is_none() && text.chars().any(|c| !matches!(c, '-' | '－'))
}

/// What to do about a text that was meant as a number, if that is clear.
fn hint(text: &str) -> Option<Message> {
    let has = |signs: &[char]| text.contains(signs);
    let digits = text.contains(|c: char| c.is_ascii_digit());
    let full_width = text.contains(|c: char| ('０'..='９').contains(&c));
    let hint = match text {
        _ if full_width || digits && has(&['．', '－', '＋', '−']) => text!(
            "write the digits, sign and decimal point in plain (half-width, 半角) characters",
            "数字、符号和小数点用半角字符书写"
        ),
        _ if text.starts_with('#') && !is_missing(text) => text!(
            "the spreadsheet could not compute the cell: mend it there and save the values",
            "电子表格无法计算该单元格：在表中改正后保存数值"
        ),
        _ if text.starts_with(['=', '@', '\t', '\r']) => save_values(),
        _ if plain(text.trim_end_matches(['%', '％', ' '])).is_some() && has(&['%', '％']) => text!(
            "write the number alone and state the unit % (in the unit column, or in run.toml)",
            "只写数值，单位 % 写在单位列或 run.toml 中"
        ),
        _ if thousands(text) => text!(
            "write the number without thousands separators, with a decimal point where one is needed",
            "不写千位分隔符，需要时使用小数点"
        ),
        _ if is_date(text) => text!(
            "the spreadsheet turned the value into a date: give the column the format Number and fill it in again",
            "电子表格把数值变成了日期：将该列设为数值格式后重新填写"
        ),
        _ if let Some((number, word, whole)) = with_multiplier(text) => text!(
            "write {0}, or write {1} and put {2} before the unit (in the unit column, or in run.toml)",
            "写 {0}；或只写 {1}，并在单位前加“{2}”（写在单位列或 run.toml 中）",
            whole,
            number,
            word
        ),
        _ if let Some((number, unit)) = with_unit(text) => text!(
            "write {0} alone and state the unit {1} (in the unit column, or in run.toml)",
            "只写 {0}，单位 {1} 写在单位列或 run.toml 中",
            number,
            unit
        ),
        _ if has(&[',', '，', '、', ';', '；']) => {
            text!("write a decimal point, and no thousands separators", "使用小数点，不写千位分隔符")
        }
        _ if is_formula(text) => save_values(),
        _ if digits => return hint_of_signs(text),
        _ => return None,
    };
    Some(hint)
}

/// What to do about signs beside digits: brackets, ranges and bounds, powers of ten, currencies.
fn hint_of_signs(text: &str) -> Option<Message> {
    let hint = match text {
        _ if text.starts_with(['(', '（']) => {
            text!("write a negative number with a minus sign", "负数用负号表示")
        }
        _ if text.contains(['~', '～', '±', '<', '>', '≤', '≥', '≈', '约']) => text!(
            "write one number; a range or a bound belongs into the note",
            "只写一个数值；范围或界限写在备注中"
        ),
        _ if text.contains(['×', '*', '^']) => {
            text!("write powers of ten as 1.5e8", "10 的幂写成 1.5e8 的形式")
        }
        _ if plain(text.trim_start_matches(['¥', '￥', '$'])).is_some() => text!(
            "write the number alone; the currency belongs into the unit (CNY)",
            "只写数值；货币写在单位中（CNY）"
        ),
        _ => return None,
    };
    Some(hint)
}

/// What to do about any other text, which may stand for a missing value.
fn hint_of_absence(text: &str, may_be_empty: bool) -> Message {
    match (text, may_be_empty) {
        ("无", true) => text!(
            "write 0 if there is nothing, or leave the field empty if it is not known",
            "没有则写 0，未知则留空"
        ),
        ("无", false) => text!("write 0 if there is nothing", "没有则写 0"),
        (_, false) => {
            text!("write a finite number; one is required here", "填写有限数值；此处必须有数值")
        }
        _ if is_missing(text) => text!(
            "fill in the number, or leave the field empty where a value may be missing",
            "填写数值；可以缺失的留空"
        ),
        _ => text!(
            "write a finite number, or leave the field empty where the value is missing",
            "填写有限数值；缺失的留空"
        ),
    }
}

fn save_values() -> Message {
    text!("save the values, not the formulas", "保存数值，不要保存公式")
}

/// A number with a word for a power of ten behind it, and the number in full: `0.4万` is 4000.
fn with_multiplier(text: &str) -> Option<(&str, &str, String)> {
    let (number, word) = split_number(text)?;
    let power = |sign: char| match sign {
        '十' => Some(1),
        '百' => Some(2),
        '千' => Some(3),
        '万' | '萬' => Some(4),
        '亿' | '億' => Some(8),
        _ => None,
    };
    let tens = word.chars().map(power).sum::<Option<usize>>().filter(|tens| (1..=12).contains(tens))?;
    Some((number, word, shifted(number, tens)))
}

/// A plain decimal number times a power of ten, digit by digit.
fn shifted(number: &str, tens: usize) -> String {
    let digits = number.trim_start_matches(['-', '+']);
    let sign = if number.starts_with('-') { "-" } else { "" };
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let mut decimals = decimals.chars();
    let moved: String = decimals.by_ref().chain(std::iter::repeat('0')).take(tens).collect();
    let rest = decimals.as_str().trim_end_matches('0');
    let whole = format!("{whole}{moved}");
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    if rest.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}

/// A number and the unit behind it: `60公顷`, `12.5 mm`.
fn with_unit(text: &str) -> Option<(&str, &str)> {
    let (number, unit) = split_number(text)?;
    let named = unit.starts_with(|c: char| c.is_alphabetic() || c == '‰');
    (named && unit.parse::<Unit>().is_ok()).then_some((number, unit))
}

/// A plain number at the beginning of a text, and the text behind it.
fn split_number(text: &str) -> Option<(&str, &str)> {
    let numeric = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+');
    let (number, rest) = text.split_at_checked(text.find(|c| !numeric(c))?)?;
    plain(number).map(|_| (number, rest.trim()))
}

/// Whether a spreadsheet wrote a date: `2019-3-1`, `2019/3/1`, `3月1日`.
fn is_date(text: &str) -> bool {
    let number =
        |text: &str| !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = text.split(['-', '/']).collect();
    let chinese =
        text.split_once('月').is_some_and(|(month, day)| number(month) && number(day.trim_end_matches('日')));
    chinese
        || matches!(parts.as_slice(), [year, month, day] if year.len() == 4 && number(year) && number(month) && number(day))
}

/// Whether the digits stand in groups of three behind the first, as in `1,234,567`, `1 234` and `1'234`.
fn thousands(text: &str) -> bool {
    const MARKS: [char; 10] = [',', '，', ' ', '\u{a0}', '\u{2009}', '\u{202f}', '\u{3000}', '\'', '’', '_'];
    let whole = text.trim_start_matches(['-', '+']);
    let whole = whole.split_once('.').map_or(whole, |(whole, _)| whole);
    let mut groups = whole.split(MARKS);
    let digits = |group: &str| !group.is_empty() && group.chars().all(|c| c.is_ascii_digit());
    let first = groups.next().is_some_and(|first| first.len() <= 3 && digits(first));
    let mut rest = groups.peekable();
    first && rest.peek().is_some() && rest.all(|group| group.len() == 3 && digits(group))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_usual_way_to_miss_a_number_has_its_hint() {
        for (text, part) in [
            ("1,5", "decimal point"),
            ("1，5", "decimal point"),
            ("2,00", "decimal point"),
            ("1,234", "thousands"),
            ("-1,234.5", "thousands"),
            ("1,234,567", "thousands"),
            ("-1,5", "decimal point"),
            ("1，234", "thousands"),
            ("1 234", "thousands"),
            ("1\u{a0}234", "thousands"),
            ("1\u{202f}234", "thousands"),
            ("1'234", "thousands"),
            ("1’234", "thousands"),
            ("1_234", "thousands"),
            ("１２３", "half-width"),
            ("1．5", "half-width"),
            ("−5", "half-width"),
            ("5%", "unit column"),
            ("5％", "unit column"),
            ("3亿元", "write 3 alone and state the unit 亿元"),
            ("82万", "write 820000, or write 82 and put 万 before the unit ("),
            ("0.4万", "write 4000, or write 0.4 and put 万"),
            ("-1.13 亿", "write -113000000, or write -1.13 and put 亿"),
            ("1.23456万", "write 12345.6, "),
            ("3千万", "write 30000000, "),
            ("82万人", "write 82 alone and state the unit 万人"),
            ("60公顷", "unit 公顷 ("),
            ("12 亩", "unit 亩 ("),
            ("¥3", "the unit (CNY)"),
            ("2019-03-01", "a date"),
            ("3月1日", "a date"),
            ("=A1*2", "not the formulas"),
            ("-A1", "not the formulas"),
            ("@A1", "not the formulas"),
            ("#DIV/0!", "could not compute"),
            ("(5)", "minus sign"),
            ("1~2", "one number"),
            ("<5", "one number"),
            ("1.5×10^8", "1.5e8"),
            ("-", "leave the field empty"),
            ("NA", "leave the field empty"),
            ("无", "write 0 if there is nothing"),
            ("#N/A", "leave the field empty"),
            ("1e999", "leave the field empty"),
            ("0x10", "leave the field empty"),
        ] {
            let error = number(text).unwrap_err();
            assert!(error.hint().to_string().contains(part), "{text}: {}", error.hint());
        }
    }

    #[test]
    fn a_multiplier_before_a_unit_is_a_unit() {
        for unit in ["万hm2", "万亩", "万元", "亿元", "万 CNY", "万m3", "千万元", "亿kWh", "万人"]
        {
            assert!(unit.parse::<Unit>().is_ok(), "{unit}");
        }
    }

    #[test]
    fn a_required_number_is_not_left_empty() {
        for (text, part) in
            [("无", "write 0 if there is nothing"), ("x", "one is required here"), ("1,5", "decimal point")]
        {
            let hint = required(text).unwrap_err().hint().to_string();
            assert!(hint.contains(part) && !hint.contains("empty"), "{text}: {hint}");
        }
    }

    #[test]
    fn a_computed_number_is_shown_without_its_noise() {
        for (value, text) in
            [(0.1 + 0.2, "0.3"), (60.0, "60"), (-13_333.333_333_333_334, "-13333.3333333"), (0.0, "0")]
        {
            assert_eq!(shown(value), text);
        }
    }

    #[test]
    fn plain_numbers_are_read() {
        for (text, value) in
            [("5", 5.0), ("+5", 5.0), ("-0.5", -0.5), (".5", 0.5), ("5.", 5.0), ("1E+03", 1e3)]
        {
            assert_eq!(number(text).unwrap(), value, "{text}");
            assert!(!is_formula(text), "{text}");
        }
    }
}
