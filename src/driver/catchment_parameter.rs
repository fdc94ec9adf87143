//! Parameters of the curves that share rain between evapotranspiration and yield: Fu's ω and Zhang's w.

use super::{Driver, driver};
use crate::equation::cell;
use crate::quantity::{
    BUDYKO_FU_OMEGA, PLANT_AVAILABLE_WATER_CAPACITY, PRECIPITATION, SEASONALITY_FACTOR, ZHANG_PLANT_WATER,
};
use crate::unit::{DepthMm, Fraction};

/// Fu's catchment parameter from soil water and the seasons of rain, as InVEST has it.
///
/// # Equation
///
/// ```text
/// ω = min(Z · AWC/P + 1.25, 5)
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `ω` | returned | Fu's catchment parameter | 1 |
/// | `Z` | `seasonality` | factor of the distribution of rain over the year, 1 to 30 | 1 |
/// | `AWC` | `available_water` | water in the root zone that plants can take | mm |
/// | `P` | `precipitation` | annual precipitation | mm a⁻¹ |
///
/// # Assumptions
///
/// Where no rain falls ω is 5, its limit; nothing evaporates and nothing is yielded there. InVEST itself gives `NaN`
/// for such cells. `Z` of the older form ([`zhang2001_old_invest`], 9.433) is another number than that of this one.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`, and so does a negative one.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::catchment_parameter::invest_omega;
/// use ecovalue::unit::{DepthMm, Fraction};
///
/// let omega = invest_omega(Fraction::new(5.0), DepthMm::new(150.0), DepthMm::new(1000.0));
/// assert_eq!(omega.get(), 2.0); // 5 · 0.15 + 1.25
/// ```
///
/// # References
///
/// * InVEST user's guide, annual water yield; Donohue R. J. et al. (2012), Journal of Hydrology 436, 35-50.
#[inline]
#[must_use]
pub fn invest_omega(seasonality: Fraction, available_water: DepthMm, precipitation: DepthMm) -> Fraction {
    let omega = water_by_rain(seasonality, available_water, precipitation, f64::INFINITY) + 1.25;
    Fraction::new(if omega > 5.0 { 5.0 } else { omega })
}

/// Zhang's coefficient from soil water and the seasons of rain, as older versions of InVEST had it.
///
/// # Equation
///
/// ```text
/// w = Z · AWC/P
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `w` | returned | plant-available water coefficient | 1 |
/// | `Z` | `seasonality` | seasonality factor: 9.433 by default, 2.1 as calibrated on the Shiyang | 1 |
/// | `AWC` | `available_water` | water in the root zone that plants can take | mm |
/// | `P` | `precipitation` | annual precipitation | mm a⁻¹ |
///
/// # Assumptions
///
/// Where no rain falls the coefficient is 0: nothing evaporates there in any case.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`, and so does a negative one.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::catchment_parameter::zhang2001_old_invest;
/// use ecovalue::unit::{DepthMm, Fraction};
///
/// let w = zhang2001_old_invest(Fraction::new(9.433), DepthMm::new(100.0), DepthMm::new(500.0));
/// assert!((w.get() - 1.8866).abs() < 1e-12);
/// ```
///
/// # References
///
/// * Ding C. et al. (2017), ChinaXiv-201706.00455; Zhang L. et al. (2001), Water Resources Research 37(3), 701.
#[inline]
#[must_use]
pub fn zhang2001_old_invest(
    seasonality: Fraction,
    available_water: DepthMm,
    precipitation: DepthMm,
) -> Fraction {
    Fraction::new(water_by_rain(seasonality, available_water, precipitation, 0.0))
}

/// Z · AWC/P, or the given value where no rain falls.
#[inline]
fn water_by_rain(seasonality: Fraction, water: DepthMm, rain: DepthMm, without_rain: f64) -> f64 {
    let (factor, water, rain) = (seasonality.get(), water.get(), rain.get());
    let ratio = if rain > 0.0 { factor * (water / rain) } else { without_rain };
    let possible = factor >= 0.0 && water >= 0.0 && rain >= 0.0;
    if possible { ratio } else { f64::NAN }
}

/// Variants of this file.
pub static DRIVERS: &[Driver] = &[
    driver(
        BUDYKO_FU_OMEGA,
        "invest",
        "ω = min(Z · AWC/P + 1.25, 5)",
        &cell(invest_omega, (SEASONALITY_FACTOR, PLANT_AVAILABLE_WATER_CAPACITY, PRECIPITATION)),
        "InVEST user's guide, annual water yield, after Donohue et al. 2012",
    ),
    driver(
        ZHANG_PLANT_WATER,
        "zhang2001_old_invest",
        "w = Z · AWC/P",
        &cell(zhang2001_old_invest, (SEASONALITY_FACTOR, PLANT_AVAILABLE_WATER_CAPACITY, PRECIPITATION)),
        "Ding et al. 2017, ChinaXiv-201706.00455, the older InVEST form",
    ),
];
