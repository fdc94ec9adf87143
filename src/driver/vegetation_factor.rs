//! Vegetation factor (植被因子, C) of wind erosion: what a cover of vegetation leaves to the wind.

#![allow(clippy::inline_always, reason = "a call would keep a column from becoming vector instructions")]

use super::{Driver, unbound, kernel};
use crate::math::exp;
use crate::quantity::{FRACTIONAL_COVER, RWEQ_COVER_DECAY, VEGETATION_FACTOR};
use crate::unit::{Fraction, PerPercent};

/// Variants of this file.
pub const DRIVERS: &[Driver] = &[Driver {
 id: "hj1173_2021", output: VEGETATION_FACTOR.0, equation: &unbound(&[FRACTIONAL_COVER.0, RWEQ_COVER_DECAY.0], kernel!(|cover, decay| by_cover(Fraction::new(cover), PerPercent::new(decay)).get())), formula: "C = exp(−a · SC), SC in percent", source: "HJ 1173-2021 Annex A, Eq. (A.20)" }];

/// Vegetation factor from cover.
///
/// # Equation
///
/// ```text
/// C = exp(−a_i · SC)                                            (A.20)
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `C` | returned | vegetation factor | 1 |
/// | `a_i` | `decay` | coefficient of the ecosystem type | %⁻¹ |
/// | `SC` | `cover` | cover; the argument is a share, the equation takes percent | % |
///
/// # Assumptions
///
/// The standard gives `a_i` for forest, grassland, shrub, bare land, sandy land and farmland; the other types have none.
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
    // SC                                                          [%]
    let percent = 100.0 * cover.get();

    // C = exp(−a_i SC)                                            [1]
    Fraction::new(exp(-decay.get() * percent))
}
