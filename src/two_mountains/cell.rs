//! Fields of an indicator table: a number with its unit and a remark, a statement, or a value that is still open.

use std::fmt;

use crate::error::{Code, Error};
use crate::table::number;
use crate::text;

/// Words of a plan for a figure that is not there yet.
pub const OPEN: [&str; 4] = ["未统计", "待确定", "暂未统计", "待定"];

/// Signs for an empty field.
const NOTHING: [&str; 7] = ["", "-", "--", "—", "——", "–", "/"];

/// The value of an indicator in a year.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A figure in the unit of the indicator, with what stands in brackets behind it.
    Number(f64, String),
    /// A statement such as `建立实施`, with what stands in brackets behind it.
    Statement(String, String),
    /// Still open: `未统计`, `待确定`.
    Open(String),
    /// An account was read and has no figure, for a reason.
    NotAccounted(String),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(value, remark) if remark.is_empty() => write!(f, "{value}"),
            Self::Number(value, remark) => write!(f, "{value} ({remark})"),
            Self::Statement(text, remark) if remark.is_empty() => f.write_str(text),
            Self::Statement(text, remark) => write!(f, "{text} ({remark})"),
            Self::Open(text) => f.write_str(text),
            Self::NotAccounted(reason) => write!(f, "not_accounted: {reason}"),
        }
    }
}

/// A field with plain (half-width) signs and digits, and one sign for each comparison.
///
/// # Examples
///
/// ```
/// use ecovalue::two_mountains::cell::normal;
///
/// assert_eq!(normal(" ＞＝９５％ "), "≥95%");
/// assert_eq!(normal("87.67（320天）"), "87.67(320天)");
/// ```
#[must_use]
pub fn normal(text: &str) -> String {
    let plain = |c: char| match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' => ' ',
        '≧' | '⩾' => '≥',
        '≦' | '⩽' => '≤',
        '²' => '2',
        '−' => '-',
        _ => c,
    };
    let text: String = text.trim().chars().map(plain).collect();
    text.trim().replace(">=", "≥").replace("<=", "≤")
}

/// Whether a field stands for nothing, in its normal form.
pub(super) fn is_nothing(normal: &str) -> bool {
    NOTHING.contains(&normal)
}

/// The number of a text that may carry the unit of its indicator, in normal form.
///
/// # Errors
///
/// `EV-I008` for anything else than a finite number, with its unit or without.
pub(super) fn figure(normal_text: &str, unit: &str) -> Result<f64, Error> {
    let text = normal_text.trim();
    let unit = normal(unit);
    let bare = if is_nothing(&unit) { None } else { text.strip_suffix(unit.as_str()) };
    number(bare.unwrap_or(text).trim())
}

/// A field of a value: `53.13`, `90%`, `87.67（320天）`, `获得（国家园林城区）`, `未统计`; nothing if it is empty.
///
/// # Errors
///
/// `EV-I008` for a text that begins like a number and is none, or carries another unit; `EV-I017` for a share outside
/// 0 to 100 %, if `is_part` says that it is a part of a whole.
///
/// # Examples
///
/// ```
/// use ecovalue::two_mountains::cell::{Value, value};
///
/// assert_eq!(value("８７．６７％（320天）", "%", true)?, Some(Value::Number(87.67, "320天".into())));
/// assert_eq!(value("待确定", "km²", false)?, Some(Value::Open("待确定".into())));
/// assert_eq!(value("/", "%", true)?, None);
/// assert!(value("3万", "km²", false).is_err() && value("101", "%", true).is_err());
/// # Ok::<(), ecovalue::Error>(())
/// ```
pub fn value(text: &str, unit: &str, is_part: bool) -> Result<Option<Value>, Error> {
    let text = normal(text);
    if is_nothing(&text) {
        return Ok(None);
    }
    let (head, remark) = match text.strip_suffix(')').and_then(|text| text.split_once('(')) {
        Some((head, remark)) if !head.trim().is_empty() => (head.trim(), remark.trim()),
        _ => (text.as_str(), ""),
    };
    if OPEN.contains(&head) {
        return Ok(Some(Value::Open(head.to_owned())));
    }
    let begins = |c: char| c.is_ascii_digit() || "+-.,<>≤≥=~±约¥$#@".contains(c);
    if !head.starts_with(begins) {
        return Ok(Some(Value::Statement(head.to_owned(), remark.to_owned())));
    }
    let figure = figure(head, unit)?;
    if is_part && normal(unit) == "%" && !(0.0..=100.0).contains(&figure) {
        let message = text!("{0} % is outside 0 to 100 %", "{0}% 不在 0 至 100% 之间", figure);
        let hint = text!("correct the number, or its unit", "更正数值或其单位");
        return Err(Error::new(Code::OutOfRange, message, hint));
    }
    Ok(Some(Value::Number(figure, remark.to_owned())))
}
