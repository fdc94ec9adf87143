//! What a field of a table says: a number, or something that only looks like one.

use std::borrow::Cow;

use crate::error::{Code, Error};
use crate::table::{is_missing, spreadsheet_error};
use crate::unit::Unit;

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
    plain(text).ok_or_else(|| {
        let message = match spreadsheet_error(text) {
            Some(meaning) => format!("`{text}` is an error of the spreadsheet: {meaning}"),
            None => format!("`{text}` is not a finite number"),
        };
        Error::new(Code::NotANumber, message, hint(text))
    })
}

fn plain(text: &str) -> Option<f64> {
    let allowed = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e' | 'E');
    let parsed = if text.chars().all(allowed) { text.parse::<f64>().ok() } else { None };
    parsed.filter(|value| value.is_finite())
}

/// As [`number`], for a number that must be there: nothing advises to leave the field empty.
pub(super) fn required(text: &str) -> Result<f64, Error> {
    number(text).map_err(|error| {
        let hint = match error.hint().to_string() {
            hint if !hint.contains("leave the field empty") => return error,
            hint if hint.starts_with("write 0") => "write 0 if there is nothing",
            _ => "write a finite number; one is required here",
        };
        Error::new(error.code(), error.message(), hint)
    })
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

const FORMULA: &str = "save the values, not the formulas";

/// What to do about a text that is no number.
fn hint(text: &str) -> Cow<'static, str> {
    let has = |signs: &[char]| text.contains(signs);
    let digits = text.contains(|c: char| c.is_ascii_digit());
    let full_width = text.contains(|c: char| ('０'..='９').contains(&c));
    let hint = match text {
        _ if full_width || digits && has(&['．', '－', '＋', '−']) => {
            "write the digits, sign and decimal point in plain (half-width, 半角) characters"
        }
        _ if text.starts_with('#') && !is_missing(text) => {
            "the spreadsheet could not compute the cell: mend it there and save the values"
        }
        _ if text.starts_with(['=', '@', '\t', '\r']) => FORMULA,
        _ if plain(text.trim_end_matches(['%', '％', ' '])).is_some() && has(&['%', '％']) => {
            "write the number alone and state the unit % (in the unit column, or in run.toml)"
        }
        _ if thousands(text) => {
            "write the number without thousands separators, with a decimal point where one is needed"
        }
        _ if is_date(text) => {
            "the spreadsheet turned the value into a date: give the column the format Number and fill it in again"
        }
        _ if let Some((number, unit)) = with_unit(text) => {
            return format!(
                "write {number} alone and state the unit {unit} (in the unit column, or in run.toml)"
            )
            .into();
        }
        _ if has(&[',', '，', '、', ';', '；']) => "write a decimal point, and no thousands separators",
        _ if is_formula(text) => FORMULA,
        _ if digits && text.starts_with(['(', '（']) => "write a negative number with a minus sign",
        _ if digits && has(&['~', '～', '±', '<', '>', '≤', '≥', '≈', '约']) => {
            "write one number; a range or a bound belongs into the note"
        }
        _ if digits && has(&['×', '*', '^']) => "write powers of ten as 1.5e8",
        _ if digits && plain(text.trim_start_matches(['¥', '￥', '$'])).is_some() => {
            "write the number alone; the currency belongs into the unit (CNY)"
        }
        "无" => "write 0 if there is nothing, or leave the field empty if it is not known",
        _ if is_missing(text) => "fill in the number, or leave the field empty where a value may be missing",
        _ => "write a finite number, or leave the field empty where the value is missing",
    };
    hint.into()
}

/// A number and the unit behind it: `60公顷`, `12.5 mm`.
fn with_unit(text: &str) -> Option<(&str, &str)> {
    let numeric = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+');
    let end = text.find(|c| !numeric(c))?;
    let (number, unit) = text.split_at_checked(end)?;
    let unit = unit.trim();
    let named = unit.starts_with(|c: char| c.is_alphabetic() || c == '‰');
    (named && plain(number).is_some() && unit.parse::<Unit>().is_ok()).then_some((number, unit))
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
            ("82万", "unit 万 ("),
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
    fn plain_numbers_are_read() {
        for (text, value) in
            [("5", 5.0), ("+5", 5.0), ("-0.5", -0.5), (".5", 0.5), ("5.", 5.0), ("1E+03", 1e3)]
        {
            assert_eq!(number(text).unwrap(), value, "{text}");
            assert!(!is_formula(text), "{text}");
        }
    }
}
