//! What a cell cannot be: areas, ranges, and shares of one soil.

use crate::error::{Code, Error, Place};
use crate::input::plausibility::{impossible, rounded};
use crate::quantity::{AREA, CLAY, Quantity, SAND, SILT};
use crate::text;
use crate::wording::TextArgument;

/// An area must be finite and not negative.
///
/// # Errors
///
/// `EV-I010` below zero, `EV-I008` if not finite.
pub fn check_area(area: f64) -> Result<(), Error> {
    if !area.is_finite() {
        let message = text!("area {0} is not finite", "面积 {0} 不是有限数", area);
        return Err(Error::new(Code::NotANumber, message, text!("correct the area", "更正面积")));
    }
    if area < 0.0 {
        return Err(Error::new(
            Code::NegativeArea,
            text!("area {0} m2 is below 0", "面积 {0} m2 为负", rounded(area)),
            text!("an area is 0 or more: correct the table", "面积不小于 0：更正表格"),
        ));
    }
    Ok(())
}

/// A value must be missing (`NaN`) or within what is physically possible.
///
/// # Errors
///
/// `EV-I017` with a hint at the usual slips of scale.
pub fn check_range(quantity: &Quantity, value: f64, place: impl Fn() -> Place) -> Result<(), Error> {
    let (low, high) = quantity.range;
    if value.is_nan() || (low..=high).contains(&value) {
        return Ok(());
    }
    let unit = if quantity.unit == "1" { String::new() } else { format!(" {}", quantity.unit) };
    let hint = impossible(quantity, value);
    // A value just outside keeps its digits, or it would seem to lie inside.
    let told = Some(rounded(value)).filter(|told| !(low..=high).contains(told)).unwrap_or(value);
    let message = text!(
        "{0} of {1}{2} is outside {3} to {4}{2}",
        "{0} 为 {1}{2}，超出 {3} 至 {4}{2}",
        TextArgument::Id { id: quantity.id.to_owned(), zh: quantity.name_zh },
        told,
        unit,
        low,
        high
    );
    Err(Error::new(Code::OutOfRange, message, hint).at(place()))
}

/// How far sand, silt and clay may be from 100 % together \[%\].
const TEXTURE_SLACK: f64 = 1.0;

/// Sand, silt and clay are shares of one soil: where all three are known they add up to 100 %, give or take one.
///
/// # Errors
///
/// `EV-I017` for the first cell where they do not.
pub fn check_texture(
    quantities: &[&Quantity],
    columns: &[Vec<f64>],
    place: impl Fn(usize) -> Place,
) -> Result<(), Error> {
    let column = |wanted: &Quantity| {
        let position = quantities.iter().position(|known| known.id == wanted.id);
        position.and_then(|position| columns.get(position)).filter(|column| !column.is_empty())
    };
    let (Some(sand), Some(silt), Some(clay)) = (column(SAND.0), column(SILT.0), column(CLAY.0)) else {
        return Ok(());
    };
    let sums = sand.iter().zip(silt).zip(clay).map(|((sand, silt), clay)| sand + silt + clay);
    let off = |(_, sum): &(usize, f64)| (sum - 100.0).abs() > TEXTURE_SLACK;
    let Some((index, sum)) = sums.enumerate().find(off) else { return Ok(()) };
    let message = text!("sand, silt and clay are {0} % together", "砂粒、粉粒、黏粒合计 {0} %", rounded(sum));
    let hint = text!(
        "they are shares of the fine soil and add up to 100 %, give or take one: check units and scales",
        "三者为细土中的比例，合计应为 100 %（误差不超过 1）：核对单位与比例"
    );
    Err(Error::new(Code::OutOfRange, message, hint).at(place(index)))
}

/// Whether a quantity is the area itself, which every block has.
#[must_use]
pub fn is_area(quantity: &Quantity) -> bool {
    quantity.id == AREA.id
}
