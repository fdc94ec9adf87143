//! Annual precipitation (年降水量).

use super::{Driver, unbound};
use crate::quantity::{PRECIPITATION, PRECIPITATION_MONTHLY};
use crate::unit::DepthMm;

/// Variants of this file.
pub const DRIVERS: &[Driver] = &[Driver {
 id: "sum_of_months", output: PRECIPITATION.0, equation: &unbound(&[PRECIPITATION_MONTHLY.0], |x, out| {
        let months = x.months(0, out.len());
        x.map_cells(out, |cell| sum_of_months(months.cell(cell).map(DepthMm::new)).get());
    }), formula: "P = Σ P_m", source: "sum of twelve months" }];

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
    // P = Σ P_m                                                   [mm a⁻¹]
    let mut sum = 0.0;
    for month in precipitation {
        sum += month.get();
    }
    DepthMm::new(sum)
}
