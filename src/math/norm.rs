//! The norm of two numbers, for curves such as Fu's: a logarithm, a power, a logarithm and an exponential in one go.
//!
//! Put together from the functions beside it, each would reduce its argument and divide anew, and the power would carry
//! a logarithm of twice the precision that the root takes away again. Here ranges are known from the step before, and two
//! divisions do.

use super::exponential::{LN_2_HIGH, LN_2_LOW, clamp, power_of_two, round};

/// Half a step of the exponent field, and 2⁶³: makes the difference of the bits of two numbers a positive number whose
/// upper bits are the rounded difference of their exponents, and 2048.
const HALF_STEP: u64 = (1 << 63) + (1 << 51);
/// 2⁵²: its mantissa takes the exponent field of a number.
const INTEGER: u64 = 0x4330_0000_0000_0000;
/// 2⁵² and 2048.
const INTEGER_AND_BIAS: f64 = 4_503_599_627_370_496.0 + 2048.0;

/// What the norm ‖(a, b)‖ = (aʷ + bʷ)^(1/w) is more than the larger of its two numbers, in shares of it:
/// (1 + (a/b)ʷ)^(1/w) − 1 for 0 ≤ a ≤ b.
///
/// Within 2⁻⁵⁰ · (1 + |w ln (a/b)|) of the result, which `tests/math.rs` holds against 50 digits.
///
/// # Special values
///
/// For orders from 1 upwards and finite numbers b > 0. Other arguments give no meaningful number.
///
/// # Examples
///
/// ```
/// use ecovalue::math::norm_excess;
///
/// // √(3² + 4²) = 5 is a quarter more than 4.
/// assert!((norm_excess(3.0, 4.0, 2.0) - 0.25).abs() < 1e-15);
/// ```
#[inline(always)]
#[must_use]
pub fn norm_excess(smaller: f64, larger: f64, order: f64) -> f64 {
    let power = exp_below_one(order * ln_of_quotient(smaller, larger));

    // ln (1 + u)/w for 0 ≤ u ≤ 1: above ½ of (1 + u)/2, which is nearer to 1. One division gives both quotients.
    let upper = power > 0.5;
    let (above, below) = if upper { (power - 1.0, power + 3.0) } else { (power, power + 2.0) };
    let whole = if upper { std::f64::consts::LN_2 } else { 0.0 };
    let inverse = 1.0 / (below * order);
    let s = above * (order * inverse);
    let root = (whole + twice_artanh(s)) * (below * inverse);

    // eˣ − 1 = e (e + 2), e = exp(x/2) − 1
    let half = root * 0.5;
    let e = half + tail(half);
    e * (e + 2.0)
}

/// ln (a/b) for 0 ≤ a ≤ b: k ln 2 + ln (a/(2ᵏ b)), with k that brings the second quotient near 1.
#[inline(always)]
fn ln_of_quotient(a: f64, b: f64) -> f64 {
    // The bits of a number are nearly its logarithm, so that the quotient lies between 2^(−0.59) and 2^(0.59).
    let steps = a.to_bits().wrapping_sub(b.to_bits()).wrapping_add(HALF_STEP) >> 52;
    let k = clamp(f64::from_bits(steps | INTEGER) - INTEGER_AND_BIAS, -1000.0, 0.0);
    let near = b * power_of_two(k);
    let s = (a - near) / (a + near);
    k * LN_2_HIGH + (twice_artanh(s) + k * LN_2_LOW)
}

/// 2 s + 2 s³/3 + 2 s⁵/5 + … for s² ≤ 0.04: the remainder behind s²⁵ is below 2⁻⁵⁸ of the result.
#[inline(always)]
fn twice_artanh(s: f64) -> f64 {
    let z = s * s;
    let zz = z * z;
    // Every other term by itself: two short chains of operations instead of a long one.
    let even = polynomial!(zz, 2.0 / 3.0, 2.0 / 7.0, 2.0 / 11.0, 2.0 / 15.0, 2.0 / 19.0, 2.0 / 23.0);
    let odd = polynomial!(zz, 2.0 / 5.0, 2.0 / 9.0, 2.0 / 13.0, 2.0 / 17.0, 2.0 / 21.0, 2.0 / 25.0);
    2.0 * s + s * z * (even + z * odd)
}

/// eˣ for x ≤ 0; below −700, where it makes no difference to 1, that of −700.
#[inline(always)]
fn exp_below_one(x: f64) -> f64 {
    let x = clamp(x, -700.0, 0.0);
    let n = round(x * std::f64::consts::LOG2_E);
    let r = (x - n * LN_2_HIGH) - n * LN_2_LOW;
    (1.0 + (r + tail(r))) * power_of_two(n)
}

/// eʳ − 1 − r for |r| ≤ ln 2 / 2; the remainder behind r¹³ is below 2⁻⁵⁷.
#[inline(always)]
fn tail(r: f64) -> f64 {
    let z = r * r;
    let even = polynomial!(
        z,
        1.0 / 2.0,
        1.0 / 24.0,
        1.0 / 720.0,
        1.0 / 40_320.0,
        1.0 / 3_628_800.0,
        1.0 / 479_001_600.0,
    );
    let odd = polynomial!(
        z,
        1.0 / 6.0,
        1.0 / 120.0,
        1.0 / 5_040.0,
        1.0 / 362_880.0,
        1.0 / 39_916_800.0,
        1.0 / 6_227_020_800.0,
    );
    z * (even + r * odd)
}
