//! Soil wetness factor (土壤湿度因子, SW) of each month for wind erosion: wet soil does not fly.

use super::{Driver, driver};
use crate::equation::monthly;
use crate::quantity::{
    IRRIGATION_MONTHLY, PRECIPITATION_MONTHLY, RAIN_DAYS_MONTHLY, RELATIVE_EVAPOTRANSPIRATION_MONTHLY,
    SOIL_WETNESS_MONTHLY,
};
use crate::unit::{Days, DepthMm, Fraction};

/// Soil wetness factor of a month.
///
/// # Equation
///
/// ```text
/// SW = (ETp − (R + I) · Rd / Nd) / ETp        not below 0
/// SW = (ETp − R · Rd / Nd) / ETp              without irrigation
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `SW` | returned | soil wetness factor, 1 is dry | 1 |
/// | `ETp` | `evapotranspiration` | potential relative evapotranspiration of the month | mm |
/// | `R + I` | `water` | rain and irrigation of the month | mm |
/// | `Rd` | `wet_days` | days with rain or irrigation | d |
/// | `Nd` | `days` | days of the month | d |
///
/// # Assumptions
///
/// More water than can evaporate leaves 0. A month without evapotranspiration has 0 with any water and 1 without any, to
/// which the equation goes as `ETp` gets small. A known script takes `P · days` for the second term, whose unit is wrong.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`, and so do negative arguments and a month without days.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::soil_wetness::soil_wetness;
/// use ecovalue::unit::{Days, DepthMm};
///
/// // 60 mm on 10 of 30 days: 1 − 20/80.
/// let depth = DepthMm::new;
/// let sw = soil_wetness(depth(80.0), depth(60.0), Days::new(10.0), Days::new(30.0));
/// assert_eq!(sw.get(), 0.75);
/// assert_eq!(soil_wetness(depth(80.0), depth(300.0), Days::new(10.0), Days::new(30.0)).get(), 0.0);
/// ```
///
/// # References
///
/// * Fryrear D. W. et al. (1998): Revised Wind Erosion Equation (RWEQ). Technical Bulletin 1, USDA-ARS, Big Spring.
/// * HJ 1173-2021, Annex A, Eq. (A.17) names the factor.
#[inline]
#[must_use]
pub fn soil_wetness(evapotranspiration: DepthMm, water: DepthMm, wet_days: Days, days: Days) -> Fraction {
    let (potential, water) = (evapotranspiration.get(), water.get());
    let (wet_days, days) = (wet_days.get(), days.get());
    let possible = potential >= 0.0 && water >= 0.0 && wet_days >= 0.0 && days > 0.0;

    let wetting = water * wet_days / days;

    Fraction::new(if !possible {
        f64::NAN
    } else if wetting <= 0.0 {
        1.0
    } else if wetting >= potential {
        0.0
    } else {
        (potential - wetting) / potential
    })
}

/// Variants of this file.
pub static DRIVERS: &[Driver] = &[
    driver(
        SOIL_WETNESS_MONTHLY,
        "rain",
        "SW = (ETp − R · Rd/Nd) / ETp, not below 0",
        &monthly(
            |days, potential, rain, wet_days| soil_wetness(potential, rain, wet_days, days),
            (RELATIVE_EVAPOTRANSPIRATION_MONTHLY, PRECIPITATION_MONTHLY, RAIN_DAYS_MONTHLY),
        ),
        "Fryrear et al. 1998, without irrigation; the bound is secondary",
    ),
    driver(
        SOIL_WETNESS_MONTHLY,
        "rain_and_irrigation",
        "SW = (ETp − (R + I) · Rd/Nd) / ETp, not below 0",
        &monthly(
            |days, potential, rain: DepthMm, irrigation, wet_days| {
                soil_wetness(potential, rain + irrigation, wet_days, days)
            },
            (
                RELATIVE_EVAPOTRANSPIRATION_MONTHLY,
                PRECIPITATION_MONTHLY,
                IRRIGATION_MONTHLY,
                RAIN_DAYS_MONTHLY,
            ),
        ),
        "Fryrear et al. 1998; the bound is secondary",
    ),
];
