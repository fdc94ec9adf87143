//! Slips of layers: which quantities they happen to, what values they lead to, and the hint that names each.

mod impossible;
mod unlikely;

use crate::wording::Name;

use impossible::IMPOSSIBLE;
use unlikely::UNLIKELY;

/// Which number of a layer is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// The mean of the layer.
    Mean,
    /// The mean of the sums over its bands: months or days that make a year.
    Year,
    /// Its smallest value.
    Smallest,
    /// Its largest value.
    Largest,
}

/// A slip: the quantities that it happens to, the values that it leads to, and what it is.
struct Slip {
    quantities: &'static [&'static str],
    values: (f64, f64),
    hint: Name,
}

pub(super) const RAIN: &[&str] = &["precipitation", "runoff_producing_precipitation"];
pub(super) const WARMTH: &[&str] =
    &["temperature", "temperature_monthly", "temperature_maximum_monthly", "temperature_minimum_monthly"];
pub(super) const EVAPORATION: &[&str] = &["potential_evapotranspiration", "actual_evapotranspiration"];
pub(super) const SHARES: &[&str] =
    &["runoff_coefficient", "runoff_producing_rain_share", "runoff_reduction_coefficient", "nep_npp_ratio"];
pub(super) const MONTHLY_RAIN: &[&str] = &["precipitation_monthly"];
pub(super) const DAILY_RAIN: &[&str] = &["precipitation_daily", "precipitation_daily_leap_year"];
pub(super) const PARTS_OF_RAIN: &[&str] =
    &["precipitation_monthly", "precipitation_daily", "precipitation_daily_leap_year"];
pub(super) const MONTHLY_EVAPORATION: &[&str] =
    &["potential_evapotranspiration_monthly", "actual_evapotranspiration_monthly"];
pub(super) const GREENNESS: &[&str] = &["ndvi", "ndvi_monthly", "ndvi_soil", "ndvi_vegetation"];
pub(super) const ABSORPTION: &[&str] = &["fapar", "fpar_monthly"];
pub(super) const COVER: &[&str] = &["fractional_cover"];

/// The slip that leads to a value that a cell cannot have.
pub(super) fn of_cell(quantity: &str, value: f64) -> Option<Name> {
    IMPOSSIBLE.iter().find(|slip| slip.fits(quantity, value)).map(|slip| slip.hint)
}

/// The slip that leads to a number of a layer that is not likely.
pub(super) fn of_layer(quantity: &str, of: Of, value: f64) -> Option<Name> {
    let slips = UNLIKELY.iter().filter(|(known, _)| *known == of);
    slips.map(|(_, slip)| slip).find(|slip| slip.fits(quantity, value)).map(|slip| slip.hint)
}

/// Whether slips of the whole layer are known.
pub(super) fn is_watched(quantity: &str) -> bool {
    UNLIKELY.iter().any(|(_, slip)| slip.quantities.contains(&quantity))
}

impl Slip {
    fn fits(&self, quantity: &str, value: f64) -> bool {
        let (low, high) = self.values;
        self.quantities.contains(&quantity) && (low..=high).contains(&value)
    }
}
