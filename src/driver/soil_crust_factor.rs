//! Soil crust factor (土壤结皮因子, SCF) for wind erosion.

use super::{Driver, driver};
use crate::equation::cell;
use crate::quantity::{CLAY, SOIL_CRUST_FACTOR, SOIL_ORGANIC_MATTER};
use crate::unit::{Fraction, Percent};

/// What the crust of a soil leaves to the wind.
///
/// # Equation
///
/// ```text
/// SCF = 1 / (1 + 0.0066 cl² + 0.021 OM²)
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `SCF` | returned | soil crust factor | 1 |
/// | `cl` | `clay` | clay | % |
/// | `OM` | `organic_matter` | organic matter | % |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::soil_crust_factor::crust_factor;
/// use ecovalue::unit::Percent;
///
/// // 1 / (1 + 0.66 + 0.021)
/// let scf = crust_factor(Percent::new(10.0), Percent::new(1.0));
/// assert!((scf.get() - 1.0 / 1.681).abs() < 1e-15);
/// ```
///
/// # References
///
/// * HJ 1173-2021, Annex A, equations of the wind erosion model.
#[inline]
#[must_use]
pub fn crust_factor(clay: Percent, organic_matter: Percent) -> Fraction {
    let (clay, matter) = (clay.get(), organic_matter.get());

    Fraction::new(1.0 / (1.0 + 0.0066 * clay * clay + 0.021 * matter * matter))
}

/// Variants of this file.
pub static DRIVERS: &[Driver] = &[driver(
    SOIL_CRUST_FACTOR,
    "hj1173_2021",
    "SCF = 1 / (1 + 0.0066 cl² + 0.021 OM²)",
    &cell(crust_factor, (CLAY, SOIL_ORGANIC_MATTER)),
    "HJ 1173-2021 Annex A; Fryrear et al. 1998",
)];
