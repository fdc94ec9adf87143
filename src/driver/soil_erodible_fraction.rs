//! Erodible fraction of the soil (土壤可蚀性因子, EF) for wind erosion, and its organic matter.

#![allow(clippy::inline_always, reason = "a call would keep a column from becoming vector instructions")]

use super::{Driver, driver};
use crate::equation::{cell, inlined};
use crate::quantity::{
    CALCIUM_CARBONATE, CLAY, COARSE_SAND, SILT, SOIL_ERODIBLE_FRACTION, SOIL_ORGANIC_CARBON,
    SOIL_ORGANIC_MATTER,
};
use crate::unit::{Fraction, Percent};

/// Share of the soil that wind can carry.
///
/// # Equation
///
/// ```text
/// EF = (29.09 + 0.31 sa + 0.17 si + 0.33 sa/cl − 2.59 OM − 0.95 CaCO₃) / 100
/// EF = (29.09 + 0.31 sa + 0.17 si + 0.33 sa/cl − 2.59 OM) / 100                 without carbonate
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `EF` | returned | erodible fraction | 1 |
/// | `sa` | `coarse_sand` | sand of 0.2 to 2 mm | % |
/// | `si` | `silt` | silt | % |
/// | `cl` | `clay` | clay | % |
/// | `OM` | `organic_matter` | organic matter, 1.724 times organic carbon | % |
/// | `CaCO₃` | `carbonate` | calcium carbonate | % |
///
/// # Assumptions
///
/// The sand of the standard is the coarse one of 0.2 to 2 mm, not the sand of 0.05 to 2 mm that the erodibility `K`
/// and most soil maps take: with the latter EF comes out too high. The standard has no bounds. The regression leaves 0
/// to 1 where there is hardly any clay or much organic matter; a share cannot, so it is held there.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`. Sand without any clay has 1; with neither `sa/cl` has no value and the result is
/// `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::soil_erodible_fraction::erodible_fraction;
/// use ecovalue::unit::Percent;
///
/// // (29.09 + 0.31 · 40 + 0.17 · 30 + 0.33 · 40/10 − 2.59 · 1 − 0.95 · 2) / 100
/// let percent = Percent::new;
/// let ef = erodible_fraction(percent(40.0), percent(30.0), percent(10.0), percent(1.0), percent(2.0));
/// assert!((ef.get() - 0.4342).abs() < 1e-12);
/// ```
///
/// # References
///
/// * HJ 1173-2021, Annex A, equations of the wind erosion model.
/// * Fryrear D. W., Krammes C. A., Williamson D. L., Zobeck T. M. (1994): Computing the wind erodible fraction of
///   soils. Journal of Soil and Water Conservation 49(2), 183-188.
#[inline(always)]
#[must_use]
pub fn erodible_fraction(
    coarse_sand: Percent,
    silt: Percent,
    clay: Percent,
    organic_matter: Percent,
    carbonate: Percent,
) -> Fraction {
    let (sand, clay) = (coarse_sand.get(), clay.get());
    let percent = 29.09 + 0.31 * sand + 0.17 * silt.get() + 0.33 * (sand / clay)
        - 2.59 * organic_matter.get()
        - 0.95 * carbonate.get();

    // What is missing stays missing.
    Fraction::new((percent / 100.0).clamp(0.0, 1.0))
}

/// Organic matter of a soil from its organic carbon.
///
/// # Equation
///
/// ```text
/// OM = 1.724 · C
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `OM` | returned | organic matter | % |
/// | `C` | `organic_carbon` | organic carbon | % |
///
/// # Assumptions
///
/// Organic matter is 58 % carbon, in every soil.
///
/// # Missing and negative values
///
/// `NaN` gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::soil_erodible_fraction::organic_matter;
/// use ecovalue::unit::Percent;
///
/// assert_eq!(organic_matter(Percent::new(2.0)).get(), 3.448);
/// ```
///
/// # References
///
/// * The van Bemmelen factor of any textbook of soils.
#[inline(always)]
#[must_use]
pub fn organic_matter(organic_carbon: Percent) -> Percent {
    Percent::new(1.724 * organic_carbon.get())
}

/// Variants of this file.
pub static DRIVERS: &[Driver] = &[
    driver(
        SOIL_ERODIBLE_FRACTION,
        "hj1173_2021",
        "EF = (29.09 + 0.31 sa + 0.17 si + 0.33 sa/cl − 2.59 OM − 0.95 CaCO₃) / 100",
        &inlined!(
            |sand, silt, clay, matter, carbonate| erodible_fraction(sand, silt, clay, matter, carbonate),
            (COARSE_SAND, SILT, CLAY, SOIL_ORGANIC_MATTER, CALCIUM_CARBONATE),
        ),
        "HJ 1173-2021 Annex A; Fryrear et al. 1994",
    ),
    driver(
        SOIL_ERODIBLE_FRACTION,
        "hj1173_2021_without_carbonate",
        "EF = (29.09 + 0.31 sa + 0.17 si + 0.33 sa/cl − 2.59 OM) / 100",
        &inlined!(
            |sand, silt, clay, matter| erodible_fraction(sand, silt, clay, matter, Percent::new(0.0)),
            (COARSE_SAND, SILT, CLAY, SOIL_ORGANIC_MATTER),
        ),
        "HJ 1173-2021 Annex A, which lets CaCO₃ be left out",
    ),
    driver(
        SOIL_ORGANIC_MATTER,
        "van_bemmelen",
        "OM = 1.724 · C",
        &cell(organic_matter, (SOIL_ORGANIC_CARBON,)),
        "van Bemmelen factor of any textbook of soils",
    ),
];
