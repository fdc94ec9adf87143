//! Fractional vegetation cover (植被覆盖度) from a vegetation index or from absorbed light.

use super::{Driver, driver};
use crate::equation::cell;
use crate::quantity::{FAPAR, FRACTIONAL_COVER, NDVI, NDVI_SOIL, NDVI_VEGETATION};
use crate::unit::Fraction;

/// FPAR of full cover in the linear law of CASA.
const FPAR_MAXIMUM_CASA: f64 = 0.95;
/// FPAR of bare soil in the linear law of CASA.
const FPAR_MINIMUM_CASA: f64 = 0.001;

/// Fractional vegetation cover by the dimidiate pixel model (像元二分模型).
///
/// # Equation
///
/// ```text
/// c = (NDVI − NDVI_soil) / (NDVI_veg − NDVI_soil)
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `c` | returned | share of the ground that vegetation covers | 1 |
/// | `NDVI` | `index` | vegetation index of the cell | 1 |
/// | `NDVI_soil` | `soil` | vegetation index of bare soil | 1 |
/// | `NDVI_veg` | `vegetation` | vegetation index of full cover | 1 |
///
/// # Assumptions
///
/// Results below 0 and above 1 become 0 and 1; the standard does not print that. The two end members are usually low
/// and high percentiles of the scene, so they are of a region and a sensor: the crate ships none.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`, and so do end members of which that of vegetation is not the larger.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::fractional_cover::ndvi_dimidiate;
/// use ecovalue::unit::Fraction;
///
/// let share = Fraction::new;
/// assert_eq!(ndvi_dimidiate(share(0.5), share(0.25), share(0.75)).get(), 0.5);
/// assert_eq!(ndvi_dimidiate(share(0.9), share(0.25), share(0.75)).get(), 1.0);
/// ```
///
/// # References
///
/// * HJ 1172-2021, 全国生态状况调查评估技术规范 生态系统质量评估.
#[inline]
#[must_use]
pub fn ndvi_dimidiate(index: Fraction, soil: Fraction, vegetation: Fraction) -> Fraction {
    let (index, soil, vegetation) = (index.get(), soil.get(), vegetation.get());
    let possible = vegetation > soil;
    let cover = (index - soil) / (vegetation - soil);
    Fraction::new(if possible { cover.clamp(0.0, 1.0) } else { f64::NAN })
}

/// Fractional vegetation cover from the share of light that vegetation absorbs.
///
/// # Equation
///
/// ```text
/// c = (FAPAR − 0.001) / (0.95 − 0.001)
/// ```
///
/// which is `FPAR = (NDVI − NDVI_min)/(NDVI_max − NDVI_min) · (0.95 − 0.001) + 0.001` of CASA with the first factor
/// taken as the cover.
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `c` | returned | share of the ground that vegetation covers | 1 |
/// | `FAPAR` | `absorbed` | share of the photosynthetically active radiation that vegetation absorbs | 1 |
///
/// # Assumptions
///
/// Results below 0 and above 1 become 0 and 1. Absorbed light and cover are not the same: a thin canopy that covers
/// all ground absorbs less. The greenest month of the year gives the largest cover and the least soil loss; which month
/// or mean the layer holds is the user's to say.
///
/// # Missing and negative values
///
/// `NaN` gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::fractional_cover::fapar_casa;
/// use ecovalue::unit::Fraction;
///
/// assert_eq!(fapar_casa(Fraction::new(0.4755)).get(), 0.5); // 0.4745 / 0.949
/// assert_eq!(fapar_casa(Fraction::new(0.0)).get(), 0.0);
/// ```
///
/// # References
///
/// * Law of FPAR as recalled of the CASA model (Potter et al. 1993; Ruimy et al. 1994); its use for cover is of
///   practice, unverified.
#[inline]
#[must_use]
pub fn fapar_casa(absorbed: Fraction) -> Fraction {
    let cover = (absorbed.get() - FPAR_MINIMUM_CASA) / (FPAR_MAXIMUM_CASA - FPAR_MINIMUM_CASA);
    Fraction::new(cover.clamp(0.0, 1.0))
}

/// Variants of this file.
pub static DRIVERS: &[Driver] = &[
    driver(
        FRACTIONAL_COVER,
        "ndvi_dimidiate",
        "c = (NDVI − NDVI_soil) / (NDVI_veg − NDVI_soil), within 0 and 1",
        &cell(ndvi_dimidiate, (NDVI, NDVI_SOIL, NDVI_VEGETATION)),
        "HJ 1172-2021, dimidiate pixel model (像元二分模型)",
    ),
    driver(
        FRACTIONAL_COVER,
        "fapar_casa",
        "c = (FAPAR − 0.001) / (0.95 − 0.001), within 0 and 1",
        &cell(fapar_casa, (FAPAR,)),
        "linear law of FPAR and NDVI of the CASA model, turned round; unverified",
    ),
];
