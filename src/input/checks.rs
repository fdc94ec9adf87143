//! What a cell cannot be: areas, ranges, and shares of one soil.

use crate::error::{Code, Error, Place};
use crate::input::plausibility::impossible;
use crate::quantity::{AREA, CLAY, Quantity, SAND, SILT};

/// An area must be finite and not negative.
///
/// # Errors
///
/// `EV-I010` below zero, `EV-I008` if not finite.
pub fn check_area(area: f64) -> Result<(), Error> {
    if !area.is_finite() {
        return Err(Error::new(Code::NotANumber, format!("area {area} is not finite"), "correct the area"));
    }
    if area < 0.0 {
        return Err(Error::new(
            Code::NegativeArea,
            format!("area {area} m2 is below 0"),
            "an area is 0 or more: correct the table",
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
    let id = quantity.id;
    let unit = if quantity.unit == "1" { String::new() } else { format!(" {}", quantity.unit) };
    let hint = impossible(quantity, value);
    let message = format!("{id} of {value}{unit} is outside {low} to {high}{unit}");
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
    let (Some(sand), Some(silt), Some(clay)) = (column(SAND), column(SILT), column(CLAY)) else {
        return Ok(());
    };
    let sums = sand.iter().zip(silt).zip(clay).map(|((sand, silt), clay)| sand + silt + clay);
    let off = |(_, sum): &(usize, f64)| (sum - 100.0).abs() > TEXTURE_SLACK;
    let Some((index, sum)) = sums.enumerate().find(off) else { return Ok(()) };
    let message = format!("sand, silt and clay are {sum} % together");
    let hint =
        "they are shares of the fine soil and add up to 100 %, give or take one: check units and scales";
    Err(Error::new(Code::OutOfRange, message, hint).at(place(index)))
}

/// Whether a quantity is the area itself, which every block has.
#[must_use]
pub fn is_area(quantity: &Quantity) -> bool {
    quantity.id == AREA.id
}
