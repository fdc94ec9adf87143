//! Vegetation factor (植被因子, C) of wind erosion: the share of erosion that remains under vegetation.

#![allow(clippy::inline_always, reason = "a call would keep a column from becoming vector instructions")]

use super::{Driver, driver};
use crate::equation::inlined;
use crate::math::exp;
use crate::quantity::{FRACTIONAL_COVER, RWEQ_COVER_DECAY, VEGETATION_FACTOR};
use crate::unit::{Fraction, PerPercent};

/// Vegetation factor from cover.
///
/// # Equation
///
/// ```text
/// C = exp(−a · SC)                                              (A.20)
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `C` | returned | vegetation factor | 1 |
/// | `a` | `decay` | coefficient of the ecosystem type | %⁻¹ |
/// | `SC` | `cover` | cover; the argument is a share, the equation takes percent | % |
///
/// # Assumptions
///
/// The standard gives `a` for forest, grassland, shrub, bare land, sandy land and farmland; the other types have none.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::vegetation_factor::by_cover;
/// use ecovalue::unit::{Fraction, PerPercent};
///
/// // Grassland that covers a tenth: exp(−0.1151 · 10).
/// let c = by_cover(Fraction::new(0.1), PerPercent::new(0.1151));
/// assert!((c.get() - 0.3163).abs() < 1e-4);
/// ```
///
/// # References
///
/// * HJ 1173-2021, Annex A, Eq. (A.20).
#[inline(always)]
#[must_use]
pub fn by_cover(cover: Fraction, decay: PerPercent) -> Fraction {
    // SC in percent.
    let percent = 100.0 * cover.get();

    Fraction::new(exp(-decay.get() * percent))
}

/// Variants of this file.
pub static DRIVERS: &[Driver] = &[driver(
    VEGETATION_FACTOR,
    "hj1173_2021",
    "C = exp(−a · SC), SC in percent",
    &inlined!(|cover, decay| by_cover(cover, decay), (FRACTIONAL_COVER, RWEQ_COVER_DECAY)),
    "HJ 1173-2021 Annex A, Eq. (A.20)",
)];
