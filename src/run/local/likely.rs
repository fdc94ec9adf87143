//! Numbers of rows of the run that are possible but not likely: beside the rows of the crate, and by the kind of their unit.

use super::converted;
use super::needs::Needs;
use crate::error::{Code, Error};
use crate::input::plausibility;
use crate::parameter::possible::largest_price;
use crate::parameter::{Parameter, Parameters};
use crate::quantity;
use crate::text;
use crate::unit::Unit;
use crate::wording::{Message, TextArgument};

/// How far a price may be from those of the crate: prices of places and years differ, but not by 万 (10⁴).
const PRICE_FACTOR: f64 = 100.0;
/// The same for any other number.
const FACTOR: f64 = 1000.0;

pub(super) fn warnings(parameters: &Parameters, needs: &Needs) -> Vec<Error> {
    let local = parameters.rows().iter().filter(|row| row.local && !needs.is_index(&row.key));
    local.filter_map(|row| unlikely(row, parameters, needs)).collect()
}

fn unlikely(row: &Parameter, parameters: &Parameters, needs: &Needs) -> Option<Error> {
    if row.unit.is_percent()
        && let Some(hint) = plausibility::fraction_in_percent(&row.key, row.value)
    {
        let message = text!("{0} is {1} %", "{0} 为 {1} %", &row.key, row.value);
        return Some(warning(row, message, hint));
    }
    let (unit, conversion) = converted(row, &needs.units(&row.key))?;
    let value = conversion.apply(row.value);
    if let Ok(quantity) = quantity::named(&row.key)
        && let Some(hint) = plausibility::unlikely_row(quantity, value)
    {
        let named = TextArgument::Id { id: row.key.clone(), zh: quantity.name_zh };
        let message = text!(
            "{0} is {1} {2}, which is not likely",
            "{0} 为 {1} {2}，不太可能",
            named,
            row.value,
            row.unit.to_string()
        );
        return Some(warning(row, message, text!("{0}", "{0}", hint)));
    }
    beside_shipped(row, value, &unit, parameters).or_else(|| dear(row, value, &unit))
}

/// A number that is many times those of the crate, or a small part of them.
fn beside_shipped(row: &Parameter, value: f64, unit: &Unit, parameters: &Parameters) -> Option<Error> {
    let money = unit.is_money();
    if value <= 0.0 || !money && quantity::named(&row.key).is_ok() {
        return None;
    }
    let same = parameters.rows().iter().filter(|known| !known.local && known.key == row.key);
    let shipped = same.filter_map(|known| Some(known.unit.to(unit).ok()?.apply(known.value)));
    let shipped: Vec<f64> = shipped.filter(|known| *known > 0.0).collect();
    let low = shipped.iter().copied().reduce(f64::min)?;
    let high = shipped.iter().copied().reduce(f64::max)?;
    let factor = if money { PRICE_FACTOR } else { FACTOR };
    let (times, beside) = if value > factor * high {
        (text!("{0} times", "{0} 倍", format!("{:.0}", value / high)), high)
    } else if value < low / factor {
        (text!("1/{0} of", "1/{0}", format!("{:.0}", low / value)), low)
    } else {
        return None;
    };
    let message = text!(
        "{0} is {1} {2}, {3} the shipped {4} {5}",
        "{0} 为 {1} {2}，为自带值 {4} {5} 的 {3}",
        &row.key,
        row.value,
        row.unit.to_string(),
        times,
        beside,
        unit.to_string()
    );
    Some(warning(row, message, check_the_unit()))
}

fn check_the_unit() -> Message {
    text!(
        "check the unit: 万 (10^4) and 亿 (10^8) are easily written for 1, or left out",
        "核对单位：是否误写或漏写“万”“亿”？"
    )
}

/// A price beyond any that is likely for its unit.
fn dear(row: &Parameter, value: f64, unit: &Unit) -> Option<Error> {
    let (most, text) = largest_price(unit).filter(|(most, _)| value > *most)?;
    let stated = text.parse::<Unit>().ok().and_then(|stated| unit.to(&stated).ok());
    let most = stated.map_or(most, |stated| stated.apply(most));
    let message = text!(
        "{0} is {1} {2}, beyond {3} {4}",
        "{0} 为 {1} {2}，超过 {3} {4}",
        &row.key,
        row.value,
        row.unit.to_string(),
        most,
        text
    );
    Some(warning(row, message, check_the_unit()))
}

fn warning(row: &Parameter, message: Message, hint: Message) -> Error {
    Error::new(Code::Implausible, message, hint).at(row.place().column("value"))
}
