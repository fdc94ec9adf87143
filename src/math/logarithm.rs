//! Logarithms: an exponent, and the series of artanh on √½ ≤ m < √2.

use super::double::Double;
use super::exponential::{LN_2_HIGH, LN_2_LOW};

/// What the bits of √½ are, cut to 32.
const HALF_ROOT: u64 = 0x3fe6_a09e_0000_0000;
const ONE: u64 = 0x3ff0_0000_0000_0000;
const MANTISSA: u64 = (1 << 52) - 1;
/// 2⁵²: its mantissa takes the exponent field of a number.
const INTEGER: u64 = 0x4330_0000_0000_0000;

/// k and f with x = 2ᵏ (1 + f), √½ ≤ 1 + f < √2, for a positive finite number.
#[inline(always)]
pub(super) fn split(x: f64) -> (f64, f64) {
    let small = x < f64::MIN_POSITIVE;
    let normal = if small { x * 18_014_398_509_481_984.0 } else { x }; // 2⁵⁴
    let shifted = normal.to_bits().wrapping_add(ONE - HALF_ROOT);
    let exponent = f64::from_bits((shifted >> 52) | INTEGER) - 4_503_599_627_370_496.0;
    let k = exponent - if small { 1077.0 } else { 1023.0 };
    let m = f64::from_bits((shifted & MANTISSA).wrapping_add(HALF_ROOT));
    (k, m - 1.0)
}

/// 2 z/3 + 2 z²/5 + …
#[inline(always)]
fn series(z: f64) -> f64 {
    z * (2.0 / 3.0 + series_from_fifth(z))
}

/// 2 z/5 + 2 z²/7 + …: with z = s² ≤ 0.0295 the remainder behind s²³ is below 2⁻⁶³ of the result.
#[inline(always)]
pub(super) fn series_from_fifth(z: f64) -> f64 {
    z * polynomial!(
        z,
        2.0 / 5.0,
        2.0 / 7.0,
        2.0 / 9.0,
        2.0 / 11.0,
        2.0 / 13.0,
        2.0 / 15.0,
        2.0 / 17.0,
        2.0 / 19.0,
        2.0 / 21.0,
        2.0 / 23.0,
    )
}

/// What ln (1 + f) is less than f, for √½ ≤ 1 + f < √2.
///
/// With s = f/(2 + f), ln (1 + f) = 2 s + s (2 s²/3 + …), and 2 s = f − s f.
#[inline(always)]
fn less(f: f64) -> f64 {
    let s = f / (2.0 + f);
    s * (f - series(s * s))
}

/// The logarithm where the argument is 0, negative, infinite or missing.
#[inline(always)]
pub(super) fn special(x: f64, regular: f64) -> f64 {
    let result = if x < f64::INFINITY { regular } else { x };
    let result = if x == 0.0 { f64::NEG_INFINITY } else { result };
    if x < 0.0 { f64::NAN } else { result }
}

/// Natural logarithm.
///
/// # Special values
///
/// `NaN` and negative numbers give `NaN`, 0 and −0 give −∞, +∞ gives +∞.
///
/// # Examples
///
/// ```
/// use ecovalue::math::ln;
///
/// assert_eq!(ln(1.0), 0.0);
/// assert_eq!(ln(std::f64::consts::E), 1.0);
/// ```
#[inline(always)]
#[must_use]
pub fn ln(x: f64) -> f64 {
    let (k, f) = split(x);
    special(x, assemble(k, f, less(f) - k * LN_2_LOW))
}

/// k ln 2 + f − rest; the first product is exact.
#[inline(always)]
fn assemble(k: f64, f: f64, rest: f64) -> f64 {
    let main = Double::sum(k * LN_2_HIGH, f);
    main.high + (main.low - rest)
}

/// ln (1 + x), without cancellation near 0.
///
/// # Special values
///
/// `NaN` and numbers below −1 give `NaN`, −1 gives −∞, −0 gives −0, +∞ gives +∞.
///
/// # Examples
///
/// ```
/// use ecovalue::math::ln_1p;
///
/// assert_eq!(ln_1p(1e-20), 1e-20);
/// assert_eq!(ln_1p(-1.0), f64::NEG_INFINITY);
/// ```
#[inline(always)]
#[must_use]
pub fn ln_1p(x: f64) -> f64 {
    let sum = Double::sum(1.0, x);
    let (k, f) = split(sum.high);
    // ln (u + c) = ln u + c/u, what is behind it being far below the last place
    let rest = less(f) - k * LN_2_LOW - sum.low / sum.high;
    let result = special(sum.high, assemble(k, f, rest));
    if x.abs() < 5.5e-17 { x } else { result }
}

/// 1/ln 2 less the nearest `f64`.
pub(super) const LOG2_E_REST: f64 = f64::from_bits(0x3c77_77d0_ffda_0d24);

/// Logarithm to base 2; exact for powers of two.
///
/// # Special values
///
/// `NaN` and negative numbers give `NaN`, 0 and −0 give −∞, +∞ gives +∞.
///
/// # Examples
///
/// ```
/// use ecovalue::math::log2;
///
/// assert_eq!(log2(0.125), -3.0);
/// ```
#[inline(always)]
#[must_use]
pub fn log2(x: f64) -> f64 {
    let (k, f) = split(x);
    let natural = Double::sum(f, -less(f));
    let e = std::f64::consts::LOG2_E;
    let product = Double::product(natural.high, e);
    let low = product.low + (natural.low * e + natural.high * LOG2_E_REST);
    let main = Double::sum(k, product.high);
    special(x, main.high + (main.low + low))
}
