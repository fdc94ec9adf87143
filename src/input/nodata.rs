//! Numbers that stand for missing values: what a file declares, and what a run states.
//!
//! A number is kept as its text, so that every type of stored numbers compares it in its own precision: `-99.9` meets
//! the single that a raster of 32 bits holds, and `-1.79769313486232e+308`, which is beyond a double, the lowest of them.

use std::fmt;

use crate::error::{Code, Error};
use crate::text;

/// Numbers from this size on measure nothing: they are extremes of a type and other fills, written with few digits.
const BEYOND_MEASURE: f64 = 1e30;
/// How far such a number may be from its text, as a share: R writes -3.4e+38 for the lowest single.
const FEW_DIGITS: f64 = 1e-3;
/// From here on a number is meant as the extreme of a double.
const DOUBLE_EXTREME: f64 = 1.79e308;
/// From here on a number is meant as the extreme of a single.
const SINGLE_EXTREME: f64 = 3.39e38;
/// Digits from which on a text of a double is rounded, and from which on it is exact.
const ROUNDED_DIGITS: std::ops::Range<usize> = 15..17;

/// How the texts of several systems write what is not a number.
const NOT_A_NUMBER: [&str; 9] =
    ["nan", "-nan", "nan(ind)", "-nan(ind)", "1.#qnan", "-1.#qnan", "1.#ind", "-1.#ind", "nan(snan)"];

/// A number or a closed range that stands for missing values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    low: String,
    high: String,
}

/// What a run states about missing values: `nodata = -9999`, `nodata = [65535, "32761..32767"]`, `nodata = "none"`.
///
/// Stated numbers are added to what the file declares; `"none"` takes that away.
///
/// # Examples
///
/// ```
/// use ecovalue::input::nodata::Nodata;
///
/// let nodata = Nodata::stated(["65535", "32761..32767"])?;
/// assert!(nodata.keeps_declared() && nodata.holds(32765.0) && !nodata.holds(32760.0));
/// let nodata = Nodata::stated(["none"])?;
/// assert!(!nodata.keeps_declared());
/// assert!(Nodata::stated(["x"]).is_err());
/// # Ok::<(), ecovalue::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Nodata {
    without_declared: bool,
    items: Vec<Item>,
}

impl Nodata {
    /// From texts of numbers, ranges `a..b`, and `none`.
    ///
    /// # Errors
    ///
    /// `EV-I006` for a text that is none of them.
    pub fn stated<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Self, Error> {
        let mut stated = Self::default();
        for text in texts {
            if text.trim() == "none" {
                stated.without_declared = true;
                continue;
            }
            let item = Item::parse(text).ok_or_else(|| {
                let message = text!(
                    "nodata `{0}` is not a number, a range or \"none\"",
                    "nodata `{0}` 不是数、区间或 \"none\"",
                    text
                );
                let hint = text!(
                    "write nodata = -9999, nodata = [65535, \"32761..32767\"], or nodata = \"none\"",
                    "写成 nodata = -9999、nodata = [65535, \"32761..32767\"] 或 nodata = \"none\""
                );
                Error::new(Code::BadValue, message, hint)
            })?;
            stated.items.push(item);
        }
        Ok(stated)
    }

    /// Whether what the file declares holds too.
    #[must_use]
    pub const fn keeps_declared(&self) -> bool {
        !self.without_declared
    }

    /// Whether nothing is stated.
    #[must_use]
    pub const fn is_silent(&self) -> bool {
        self.items.is_empty() && !self.without_declared
    }

    /// The numbers and ranges that are stated.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// Whether a double is one of the stated numbers.
    #[must_use]
    pub fn holds(&self, value: f64) -> bool {
        self.items.iter().filter_map(Item::doubles).any(|(low, high)| low <= value && value <= high)
    }

    /// The line of `run.toml` that states these numbers and some more.
    #[must_use]
    pub fn line_with(&self, more: &[String]) -> String {
        let none = self.without_declared.then(|| "\"none\"".to_owned());
        let stated = self.items.iter().map(ToString::to_string);
        let mut texts: Vec<String> = none.into_iter().chain(stated).collect();
        for text in more {
            if !texts.contains(text) {
                texts.push(text.clone());
            }
        }
        match texts.as_slice() {
            [only] => format!("nodata = {only}"),
            _ => format!("nodata = [{}]", texts.join(", ")),
        }
    }
}

impl fmt::Display for Nodata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line_with(&[]))
    }
}

impl fmt::Display for Item {
    /// As it stands in `run.toml`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.low == self.high {
            return f.write_str(&self.low);
        }
        write!(f, "\"{}..{}\"", self.low, self.high)
    }
}

impl Item {
    /// A number, or `a..b`; none for any other text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let clean = |text: &str| text.trim_matches(|c: char| c.is_whitespace() || c == '\0').to_owned();
        if let Some((low, high)) = text.split_once("..") {
            let (low, high) = (clean(low), clean(high));
            let (first, last) = (number(&low)?, number(&high)?);
            return (first <= last).then_some(Self { low, high });
        }
        let text = clean(text);
        number(&text)?;
        Some(Self { low: text.clone(), high: text })
    }

    /// The number as a double, where it is one number; `NaN` is possible.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        (self.low == self.high).then(|| number(&self.low)).flatten()
    }

    /// The whole numbers that are meant, from the first to the last.
    #[must_use]
    pub fn integers(&self) -> Option<(i128, i128)> {
        let (low, high) = (whole(&self.low)?.0, whole(&self.high)?.1);
        (low <= high).then_some((low, high))
    }

    /// The doubles that are meant, from the first to the last.
    #[must_use]
    pub fn doubles(&self) -> Option<(f64, f64)> {
        Some((spread(&self.low)?.0, spread(&self.high)?.1))
    }

    /// The singles that are meant, from the first to the last.
    #[must_use]
    pub fn singles(&self) -> Option<(f32, f32)> {
        let (low, high) = (single(&self.low)?.0, single(&self.high)?.1);
        (low <= high).then_some((low, high))
    }
}

/// The double of a text; `NaN` for the texts that mean it.
fn number(text: &str) -> Option<f64> {
    if NOT_A_NUMBER.contains(&text.to_lowercase().as_str()) {
        return Some(f64::NAN);
    }
    text.parse().ok()
}

/// Significant digits of a text.
fn digits(text: &str) -> usize {
    let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    digits.trim_start_matches('0').len()
}

/// The doubles that a text may stand for; none for `NaN`.
fn spread(text: &str) -> Option<(f64, f64)> {
    let value = number(text).filter(|value| !value.is_nan())?;
    let size = value.abs();
    let named_infinite = text.to_lowercase().contains("inf");
    if named_infinite || size < f64::MIN_POSITIVE {
        return Some((value, value));
    }
    if size >= DOUBLE_EXTREME {
        let (low, high) = (DOUBLE_EXTREME, f64::INFINITY);
        return Some(if value < 0.0 { (-high, -low) } else { (low, high) });
    }
    let slack = match digits(text) {
        _ if size >= BEYOND_MEASURE => size * FEW_DIGITS,
        // A text of 15 digits stands for every double that would be written so.
        known if ROUNDED_DIGITS.contains(&known) => half_unit(value, known),
        _ => 0.0,
    };
    Some((value - slack, value + slack))
}

/// Half a unit of the last of so many digits of a number.
fn half_unit(value: f64, digits: usize) -> f64 {
    let text = format!("{value:e}");
    let exponent: i32 = text.split('e').nth(1).and_then(|power| power.parse().ok()).unwrap_or_default();
    let digits = i32::try_from(digits).unwrap_or_default();
    let power = exponent.saturating_sub(digits).saturating_add(1);
    format!("5e{}", power.saturating_sub(1)).parse().unwrap_or_default()
}

fn single(text: &str) -> Option<(f32, f32)> {
    let value = number(text).filter(|value| !value.is_nan())?;
    let size = value.abs();
    let of = |value: f64| format!("{value:e}").parse::<f32>().ok();
    if text.to_lowercase().contains("inf") {
        return of(value).map(|value| (value, value));
    }
    if size >= DOUBLE_EXTREME {
        let (low, high) = (of(SINGLE_EXTREME)?, f32::INFINITY);
        return Some(if value < 0.0 { (-high, -low) } else { (low, high) });
    }
    if size >= BEYOND_MEASURE {
        let (low, high) = (of(value - size * FEW_DIGITS)?, of(value + size * FEW_DIGITS)?);
        let (low, high) = (low.max(f32::MIN), high.min(f32::MAX));
        return (low <= high).then_some((low, high));
    }
    text.parse::<f32>().ok().map(|value| (value, value))
}

/// The whole numbers that a text may stand for.
fn whole(text: &str) -> Option<(i128, i128)> {
    if let Ok(exact) = text.parse::<i128>() {
        return Some((exact, exact));
    }
    let (low, high) = spread(text)?;
    let of = |value: f64| {
        let end = if value < 0.0 { i128::MIN } else { i128::MAX };
        format!("{value:.0}").parse().unwrap_or(end)
    };
    Some((of(low.ceil()), of(high.floor())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(text: &str, value: f64) -> bool {
        Nodata::stated([text]).unwrap().holds(value)
    }

    #[test]
    fn a_text_of_fifteen_digits_meets_what_would_be_written_so() {
        assert!(holds("-3.40282346638529e+38", f64::from(f32::MIN)));
        assert!(
            holds("-1.79769313486232e+308", f64::MIN) && holds("-1.79769313486232e+308", f64::NEG_INFINITY)
        );
        assert!(holds("-3.4e+38", f64::from(f32::MIN)));
        assert!(holds("0.333333333333333", 1.0 / 3.0) && !holds("0.333333333333333", 0.333_333_333_333_32));
        assert!(holds("-9999", -9999.0) && !holds("-9999", -9_999.000_000_000_01));
        assert!(holds("-9.99900000000000E+03", -9999.0));
        assert!(!holds("0.33333333333333331", 0.333_333_333_333_333_4));
    }

    #[test]
    fn ranges_are_closed_and_whole_numbers_exact() {
        let item = |text| Item::parse(text).unwrap();
        assert_eq!(item("32761..32767").integers(), Some((32761, 32767)));
        assert_eq!(item("0.5..3").integers(), Some((1, 3)));
        assert_eq!(
            item("18446744073709551615").integers(),
            Some((i128::from(u64::MAX), i128::from(u64::MAX)))
        );
        assert_eq!(item("255.5").integers(), None);
        assert_eq!(item("255.0").integers(), Some((255, 255)));
        assert_eq!(item("-inf..-1000").doubles(), Some((f64::NEG_INFINITY, -1000.0)));
        assert_eq!(item("nan").doubles(), None);
        for wrong in ["", "x", "5..3", "1..", "..", "1...3", "none"] {
            assert_eq!(Item::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_line_that_states_more_keeps_what_was_stated() {
        let stated = Nodata::stated(["32767"]).unwrap();
        assert_eq!(stated.to_string(), "nodata = 32767");
        assert_eq!(stated.line_with(&["\"32761..32766\"".to_owned()]), "nodata = [32767, \"32761..32766\"]");
    }
}
