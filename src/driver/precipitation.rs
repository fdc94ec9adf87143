//! Annual precipitation (年降水量).

use super::{Driver, driver};
use crate::equation::cell;
use crate::quantity::{PRECIPITATION, PRECIPITATION_MONTHLY};
use crate::unit::DepthMm;

/// Annual precipitation from that of the twelve months.
///
/// # Equation
///
/// ```text
/// P = Σ P_m
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `P` | returned | annual precipitation | mm a⁻¹ |
/// | `P_m` | `precipitation` | precipitation of the months, January first | mm |
///
/// # Missing and negative values
///
/// `NaN` in any month gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::precipitation::sum_of_months;
/// use ecovalue::unit::DepthMm;
///
/// assert_eq!(sum_of_months([DepthMm::new(50.0); 12]).get(), 600.0);
/// ```
#[inline]
#[must_use]
pub fn sum_of_months(precipitation: [DepthMm; 12]) -> DepthMm {
    precipitation.into_iter().sum()
}

/// Variants of this file.
pub static DRIVERS: &[Driver] = &[driver(
    PRECIPITATION,
    "sum_of_months",
    "P = Σ P_m",
    &cell(sum_of_months, (PRECIPITATION_MONTHLY,)),
    "sum of twelve months",
)];
