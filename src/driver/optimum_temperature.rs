//! Temperature at which vegetation grows best (最适温度).

use super::{Driver, driver};
use crate::equation::cell;
use crate::quantity::{NDVI_MONTHLY, OPTIMUM_TEMPERATURE, TEMPERATURE_MONTHLY};
use crate::unit::{Fraction, TemperatureC};

/// Mean temperature of the month in which vegetation is greenest.
///
/// # Equation
///
/// ```text
/// T_opt = T_m of the month with the largest NDVI_m
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `T_opt` | returned | temperature at which vegetation grows best | °C |
/// | `T_m` | `temperature` | mean temperature of the months, January first | °C |
/// | `NDVI_m` | `ndvi` | vegetation index of the months | 1 |
///
/// # Assumptions
///
/// Of two months with the same index the earlier one counts.
///
/// # Missing and negative values
///
/// `NaN` in any month of either gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::optimum_temperature::month_of_largest_ndvi;
/// use ecovalue::unit::{Fraction, TemperatureC};
///
/// let temperature = [1.0, 3.0, 8.0, 14.0, 18.0, 22.0, 26.0, 25.0, 20.0, 14.0, 8.0, 3.0];
/// let ndvi = [0.2, 0.2, 0.3, 0.5, 0.6, 0.7, 0.7, 0.8, 0.6, 0.4, 0.3, 0.2];
/// let optimum = month_of_largest_ndvi(temperature.map(TemperatureC::new), ndvi.map(Fraction::new));
/// assert_eq!(optimum.get(), 25.0);
/// ```
///
/// # References
///
/// * Potter C. S. et al. (1993): Terrestrial ecosystem production. Global Biogeochemical Cycles 7(4), 811-841.
#[must_use]
pub fn month_of_largest_ndvi(temperature: [TemperatureC; 12], ndvi: [Fraction; 12]) -> TemperatureC {
    let mut greenest = (f64::NEG_INFINITY, f64::NAN);
    for (temperature, ndvi) in temperature.into_iter().zip(ndvi) {
        let (temperature, ndvi) = (temperature.get(), ndvi.get());
        if temperature.is_nan() || ndvi.is_nan() {
            return TemperatureC::new(f64::NAN);
        }
        if ndvi > greenest.0 {
            greenest = (ndvi, temperature);
        }
    }
    TemperatureC::new(greenest.1)
}

/// Variants of this file.
pub static DRIVERS: &[Driver] = &[driver(
    OPTIMUM_TEMPERATURE,
    "month_of_largest_ndvi",
    "T_opt = T_m of the month with the largest NDVI_m",
    &cell(month_of_largest_ndvi, (TEMPERATURE_MONTHLY, NDVI_MONTHLY)),
    "CASA, Potter et al. 1993; unverified: from general knowledge",
)];
