//! What scarce water leaves of growth (水分胁迫系数), each month.

use super::{Driver, driver};
use crate::equation::bandwise;
use crate::quantity::{
    ACTUAL_EVAPOTRANSPIRATION_MONTHLY, POTENTIAL_EVAPOTRANSPIRATION_MONTHLY, WATER_STRESS_MONTHLY,
};
use crate::unit::{DepthMm, Fraction};

/// What scarce water leaves of growth in a month: half where nothing evaporates, all where demand is met.
///
/// # Equation
///
/// ```text
/// W = 0.5 + 0.5 · E / E_p
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `W` | returned | water stress coefficient | 1 |
/// | `E` | `actual` | actual evapotranspiration of the month | mm |
/// | `E_p` | `potential` | potential evapotranspiration of the month | mm |
///
/// # Assumptions
///
/// `W` is 1 where `E` is larger than `E_p`, which happens where the two come from different models, and where `E_p`
/// is 0: a month without demand knows no want. Both are ours; the source prints the ratio only.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`, and so does a negative depth.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::water_stress::evapotranspiration_ratio;
/// use ecovalue::unit::DepthMm;
///
/// assert_eq!(evapotranspiration_ratio(DepthMm::new(30.0), DepthMm::new(120.0)).get(), 0.625);
/// ```
///
/// # References
///
/// * Potter C. S. et al. (1993): Terrestrial ecosystem production. Global Biogeochemical Cycles 7(4), 811-841.
#[inline]
#[must_use]
pub fn evapotranspiration_ratio(actual: DepthMm, potential: DepthMm) -> Fraction {
    let (actual, potential) = (actual.get(), potential.get());
    let stress = 0.5 + 0.5 * (actual / potential);
    let met = actual >= potential;
    let possible = actual >= 0.0 && potential >= 0.0;
    let stress = if met { 1.0 } else { stress };
    Fraction::new(if possible { stress } else { f64::NAN })
}

/// Variants of this file.
pub static DRIVERS: &[Driver] = &[driver(
    WATER_STRESS_MONTHLY,
    "evapotranspiration_ratio",
    "W = 0.5 + 0.5 · E/E_p",
    &bandwise(
        evapotranspiration_ratio,
        (ACTUAL_EVAPOTRANSPIRATION_MONTHLY, POTENTIAL_EVAPOTRANSPIRATION_MONTHLY),
    ),
    "CASA as in a secondary application; unverified against Potter et al. 1993",
)];
