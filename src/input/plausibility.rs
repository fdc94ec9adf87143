//! Numbers that are possible but not likely: the usual slips of unit and scale, each with a hint that names it.
//!
//! What cannot be is refused where it is read; what is only unlikely is used, and the result says so.

mod figures;
mod land;
mod layers;
mod range;
mod shares;
mod slips;
mod zones;

use crate::error::{Code, Error, Place};
use crate::input::legend::Legend;
use crate::input::statistics::Statistics;
use crate::quantity::Quantity;
use crate::wording::Message;

pub use layers::{impossible, unlikely_row};
pub use range::LayerRange;
pub use shares::fraction_in_percent;

/// What is noted of a layer while it is read, so that a pass need not add up the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watched {
    /// Nothing.
    No,
    /// Mean, smallest and largest value.
    Range,
    /// These, and the land on which it is exactly 0.
    Zeros,
}

/// What is noted of the layer of a quantity.
#[must_use]
pub fn watched(quantity: &Quantity) -> Watched {
    match () {
        () if layers::counts_zeros(quantity) => Watched::Zeros,
        () if layers::is_watched(quantity.id) => Watched::Range,
        () => Watched::No,
    }
}

/// What a run has read, as far as it tells of slips.
#[derive(Debug)]
pub struct RunObservations<'a> {
    /// Layers and zones.
    pub legend: &'a Legend,
    /// The range of every layer of the legend.
    pub ranges: &'a [LayerRange],
    /// Statistics.
    pub statistics: &'a Statistics,
    /// Accounting year.
    pub year: i32,
    /// Area of the land of every zone \[m²\] in the order of the legend.
    pub areas: &'a [f64],
    /// Area of all land \[m²\].
    pub area: f64,
    /// Area \[m²\] of the cells of zones that have no land cover.
    pub uncovered: f64,
    /// Share of forest in the valued area.
    pub forest: f64,
}

/// Every usual slip that the numbers of a run look like.
#[must_use]
pub fn warnings(observed: &RunObservations<'_>) -> Vec<Error> {
    let mut all = observed.legend.warnings.clone();
    all.extend(layers::warnings(observed));
    all.extend(land::warning(observed));
    all.extend(figures::warnings(observed));
    all.extend(zones::warnings(observed));
    all
}

/// A warning of a number that is possible, but not likely.
fn implausible(place: Place, message: Message, hint: impl Into<Message>) -> Error {
    Error::new(Code::Implausible, message, hint).at(place)
}

/// A unit behind a number: nothing of a share.
fn with_unit(unit: &str) -> String {
    if unit == "1" { String::new() } else { format!(" {unit}") }
}

/// A number for a reader: without the digits that a calculation leaves behind the sixth.
#[must_use]
pub fn rounded(value: f64) -> f64 {
    format!("{value:.5e}").parse().unwrap_or(value)
}

/// A number with four significant digits.
#[must_use]
pub fn short(value: f64) -> String {
    let size = value.abs();
    let text = match () {
        () if size >= 1e7 || size > 0.0 && size < 1e-3 => format!("{value:.3e}"),
        () if size >= 1000.0 => return format!("{value:.0}"),
        () if size >= 10.0 => format!("{value:.1}"),
        () if size > 0.0 && size < 0.1 => format!("{value:.5}"),
        () => format!("{value:.3}"),
    };
    let (digits, power) =
        text.split_once('e').map_or((text.as_str(), None), |(digits, power)| (digits, Some(power)));
    let digits =
        if digits.contains('.') { digits.trim_end_matches('0').trim_end_matches('.') } else { digits };
    power.map_or_else(|| digits.to_owned(), |power| format!("{digits}e{power}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        for (value, text) in [
            (1.1, "1.1"),
            (5.0, "5"),
            (1e8, "1e8"),
            (1.5e-4, "1.5e-4"),
            (0.0081, "0.0081"),
            (1234.5, "1234"),
            (100.0, "100"),
        ] {
            assert_eq!(short(value), text);
        }
    }
}
