//! Annual mean temperature (年平均气温).

use super::{Driver, driver};
use crate::equation::cell;
use crate::quantity::{TEMPERATURE, TEMPERATURE_MONTHLY};
use crate::unit::TemperatureC;

/// Annual mean temperature from the twelve monthly means.
///
/// # Equation
///
/// ```text
/// T = Σ T_m / 12
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `T` | returned | annual mean temperature | °C |
/// | `T_m` | `temperature` | mean temperature of the months, January first | °C |
///
/// # Assumptions
///
/// Every month weighs the same. By days, the mean of a continental climate is up to 0.1 °C higher.
///
/// # Missing and negative values
///
/// `NaN` in any month gives `NaN`. Temperatures may be negative.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::temperature::mean_of_months;
/// use ecovalue::unit::TemperatureC;
///
/// // Six months at −3 °C and six at 15 °C.
/// let months = [-3.0, -3.0, -3.0, 15.0, 15.0, 15.0, 15.0, 15.0, 15.0, -3.0, -3.0, -3.0];
/// assert_eq!(mean_of_months(months.map(TemperatureC::new)).get(), 6.0);
/// ```
#[inline]
#[must_use]
pub fn mean_of_months(temperature: [TemperatureC; 12]) -> TemperatureC {
    let sum: TemperatureC = temperature.into_iter().sum();
    TemperatureC::new(sum.get() / 12.0)
}

/// Variants of this file.
pub static DRIVERS: &[Driver] = &[driver(
    TEMPERATURE,
    "mean_of_months",
    "T = Σ T_m / 12",
    &cell(mean_of_months, (TEMPERATURE_MONTHLY,)),
    "arithmetic mean of twelve months, each with the same weight",
)];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::equation::InputColumns;

    #[test]
    fn a_block_keeps_the_months_of_its_cells_apart() {
        let months: Vec<f64> = (0..12).flat_map(|month| [f64::from(month), 5.0, f64::NAN]).collect();
        let mut out = [0.0; 3];
        for driver in DRIVERS {
            driver.equation.run(InputColumns::Wide(&[&months]), &mut out);
        }
        assert_eq!(out[..2], [5.5, 5.0]);
        assert!(out[2].is_nan());
    }
}
