//! Possible numbers of a row, by the kind of its unit: prices, shares, divisors of an equation.
//!
//! Quantities of cells have a range of their own in [`crate::quantity`].

use crate::error::{Code, Error};
use crate::text;
use crate::unit::Unit;
use crate::wording::{Message, Name};

/// The largest price that is likely anywhere, by its unit; the first unit that a price can be converted to counts.
const PRICES: &[(&str, f64)] = &[
    ("CNY/m3", 2e4),
    ("CNY/t", 1e6),
    ("CNY/tCO2", 1e4),
    ("CNY/tC", 4e4),
    ("CNY/tO2", 1e5),
    ("CNY/kWh", 20.0),
    ("CNY/m2", 1e6),
    ("CNY/km", 1e9),
    ("CNY/h", 5e3),
    ("CNY/person", 1e6),
    ("CNY/(room d)", 1e5),
    ("CNY/equivalent", 1e6),
];

/// No price is this many times the largest likely price.
const ABSURD: f64 = 1e6;

/// The largest number of any unit: the world has less of anything in a base unit.
const LARGEST: f64 = 1e18;

/// Units of numbers that equations divide by, or that measure something that exists; none of them is 0.
const POSITIVE: &[&str] = &["a", "t/m3", "kg"];

/// Endings of keys whose numbers are a part of a whole.
const PARTS: &[&str] = &["_share", "_rate", "_fraction"];

/// The largest likely price in the unit of a price, and the unit that it is stated in; nothing for what is no price.
#[must_use]
pub fn largest_price(unit: &Unit) -> Option<(f64, &'static str)> {
    PRICES.iter().find_map(|(text, most)| {
        let stated: Unit = text.parse().ok()?;
        Some((stated.to(unit).ok()?.apply(*most), *text))
    })
}

/// Whether a number in a unit can be that of a key; `signed` where rows of the key may be below 0.
///
/// # Errors
///
/// `EV-I017` for what cannot be: a price below 0 or beyond measure, a part beyond the whole, a divisor of 0.
///
/// # Examples
///
/// ```
/// use ecovalue::parameter::possible::check;
///
/// let unit = "CNY/m3".parse()?;
/// assert!(check("reservoir_unit_cost", 7.06, &unit, false).is_ok());
/// assert!(check("reservoir_unit_cost", -7.06, &unit, false).is_err());
/// assert!(check("reservoir_unit_cost", 1e300, &unit, false).is_err());
/// # Ok::<(), ecovalue::Error>(())
/// ```
pub fn check(key: &str, value: f64, unit: &Unit, signed: bool) -> Result<(), Error> {
    let most = if unit.is_money() {
        largest_price(unit).map_or(LARGEST, |(most, _)| most * ABSURD)
    } else {
        LARGEST
    };
    let is = |text: &&&str| text.parse::<Unit>().is_ok_and(|known| unit.to(&known).is_ok());
    let plain = "1".parse::<Unit>().ok().and_then(|plain| unit.to(&plain).ok());
    let part = plain.filter(|_| PARTS.iter().any(|ending| key.ends_with(ending)));
    let unit_text = unit.text();
    let (message, hint) = if !value.is_finite() || value.abs() > most {
        let message = text!(
            "`{0}` is {1} {2}, outside what a {3} can be",
            "`{0}` 为 {1} {2}，超出{3}的可能范围",
            key,
            format!("{value:e}"),
            unit_text,
            if unit.is_money() { PRICE } else { NUMBER }
        );
        (message, correct_number_or_unit())
    } else if value < 0.0 && (unit.is_money() || !signed) {
        let message = text!("`{0}` is {1} {2}, below 0", "`{0}` 为 {1} {2}，小于 0", key, value, unit_text);
        (message, text!("correct the number: it is never negative", "改正数值：它不会为负"))
    } else if value <= 0.0 && POSITIVE.iter().find(is).is_some() {
        let message = text!(
            "`{0}` is 0 {1}, and an equation divides by it",
            "`{0}` 为 0 {1}，而方程要除以它",
            key,
            unit_text
        );
        (message, text!("correct the number, or take the row out", "改正数值，或删去该行"))
    } else if part.is_some_and(|part| part.apply(value) > 1.0) {
        let message = text!(
            "`{0}` is {1} {2}, outside 0 to 1: a part is at most the whole",
            "`{0}` 为 {1} {2}，超出 0 至 1：部分不大于整体",
            key,
            value,
            unit_text
        );
        let hint = text!("state the unit % if the number is in percent", "若数值为百分数，单位写 %");
        (message, hint)
    } else {
        return Ok(());
    };
    Err(Error::new(Code::OutOfRange, message, hint))
}

const PRICE: Name = Name { en: "price", zh: "单价" };
const NUMBER: Name = Name { en: "number", zh: "数值" };

fn correct_number_or_unit() -> Message {
    text!("correct the number or its unit", "改正数值或其单位")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameter::Parameters;

    #[test]
    fn every_shipped_row_can_be() {
        for row in Parameters::shipped().rows() {
            let signed = row.value < 0.0;
            check(&row.key, row.value, &row.unit, signed).unwrap();
            let likely = largest_price(&row.unit).is_none_or(|(most, _)| row.value <= most);
            assert!(likely, "{}", row.key);
        }
    }

    #[test]
    fn what_cannot_be_is_refused_by_the_kind_of_its_unit() {
        for (key, value, unit, word) in [
            ("co2_price", -1.0, "CNY/tCO2", "below 0"),
            ("electricity_price", 1e9, "CNY/kWh", "outside"),
            ("reservoir_service_life", 0.0, "a", "divides"),
            ("sand_bulk_density", 0.0, "t/m3", "divides"),
            ("reservoir_flood_share", 35.0, "1", "outside 0 to 1"),
            ("reservoir_flood_share", 135.0, "%", "outside 0 to 1"),
            ("discount_rate", 4.5, "1", "outside 0 to 1"),
            ("air_heat_capacity", 1e308, "kJ/(kg K)", "outside"),
        ] {
            let error = check(key, value, &unit.parse().unwrap(), false).unwrap_err();
            assert!(error.message().to_string().contains(word), "{error}");
        }
        for (key, value, unit) in [
            ("co2_price", 0.0, "CNY/tCO2"),
            ("forest_pest_control_cost", 375.0, "CNY/hm2"),
            ("reservoir_flood_share", 35.0, "%"),
        ] {
            check(key, value, &unit.parse().unwrap(), false).unwrap();
        }
        check("storm_runoff_intercept", -45.257, &"mm".parse().unwrap(), true).unwrap();
    }
}
