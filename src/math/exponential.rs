//! Exponential functions: reduction to |r| ≤ ln 2 / 2, the series of eʳ, and a power of two.

use super::double::Double;

/// 1.5 · 2⁵²: added to a number below 2⁵¹ it leaves no bits behind the point, and the integer in the lowest bits.
const ROUND: f64 = 6_755_399_441_055_744.0;
/// ln 2 in two parts. The first has 40 bits, so that its product with an exponent is exact.
pub(super) const LN_2_HIGH: f64 = f64::from_bits(0x3fe6_2e42_fefa_0000);
/// ln 2 less the first part.
pub(super) const LN_2_LOW: f64 = f64::from_bits(0x3d7c_f79a_bc9e_3b3a);

/// The nearest integer of a number below 2⁵¹.
#[inline(always)]
pub(super) fn round(x: f64) -> f64 {
    (x + ROUND) - ROUND
}

/// 2ⁿ for a whole −1023 < n < 1024.
#[inline(always)]
pub(super) fn power_of_two(n: f64) -> f64 {
    // The sum holds n + 1023 in its lowest bits, which move up to the exponent field.
    f64::from_bits((n + (ROUND + 1023.0)).to_bits() << 52)
}

/// x · 2ⁿ for a whole −2046 < n < 2048, rounded once where the result is below the normal numbers.
#[inline(always)]
pub(super) fn scale(x: f64, n: f64) -> f64 {
    let half = round(n * 0.5);
    x * power_of_two(half) * power_of_two(n - half)
}

/// A number kept between two bounds; `NaN` stays.
#[inline(always)]
pub(super) fn clamp(x: f64, low: f64, high: f64) -> f64 {
    let x = if x < low { low } else { x };
    if x > high { high } else { x }
}

/// (eʳ − 1 − r) for |r| ≤ ln 2 / 2.
#[inline(always)]
fn tail(r: f64) -> f64 {
    // 1/k! from k = 2: the remainder behind r¹⁴ is below 2⁻⁶³ of the result.
    let sum = polynomial!(
        r,
        1.0 / 2.0,
        1.0 / 6.0,
        1.0 / 24.0,
        1.0 / 120.0,
        1.0 / 720.0,
        1.0 / 5_040.0,
        1.0 / 40_320.0,
        1.0 / 362_880.0,
        1.0 / 3_628_800.0,
        1.0 / 39_916_800.0,
        1.0 / 479_001_600.0,
        1.0 / 6_227_020_800.0,
        1.0 / 87_178_291_200.0,
    );
    r * r * sum
}

/// n and r with x = n ln 2 + r, |r| ≤ ln 2 / 2; r in two parts.
#[inline(always)]
fn reduce(x: f64) -> (f64, Double) {
    let n = round(x * std::f64::consts::LOG2_E);
    (n, Double::sum_ordered(x - n * LN_2_HIGH, -n * LN_2_LOW))
}

/// eˣ.
///
/// # Special values
///
/// `NaN` gives `NaN`; +∞ and numbers above 709.78 give +∞, −∞ and numbers below −745.13 give 0.
///
/// # Examples
///
/// ```
/// use ecovalue::math::exp;
///
/// assert_eq!(exp(0.0), 1.0);
/// assert_eq!(exp(-800.0), 0.0);
/// ```
#[inline(always)]
#[must_use]
pub fn exp(x: f64) -> f64 {
    let (n, r) = reduce(clamp(x, -750.0, 710.0));
    scale(1.0 + (r.high + (tail(r.high) + r.low)), n)
}

/// 2ˣ; exact for whole x.
///
/// # Special values
///
/// `NaN` gives `NaN`; 1024 and above give +∞, −1075 and below give 0.
///
/// # Examples
///
/// ```
/// use ecovalue::math::exp2;
///
/// assert_eq!(exp2(-3.0), 0.125);
/// ```
#[inline(always)]
#[must_use]
pub fn exp2(x: f64) -> f64 {
    exp2_of(Double { high: x, low: 0.0 })
}

/// 2ˣ of a number in two parts.
#[inline(always)]
pub(super) fn exp2_of(x: Double) -> f64 {
    let high = clamp(x.high, -1080.0, 1030.0);
    let n = round(high);
    // The rest times ln 2, with the part that does not fit; the second part of a clamped number means nothing.
    let behind = clamp(x.low, -1.0, 1.0);
    let main = Double::product(high - n, std::f64::consts::LN_2);
    let low = main.low + (high - n) * LN_2_REST + behind * std::f64::consts::LN_2;
    let rest = Double::sum(main.high, low);
    scale(1.0 + (rest.high + (tail(rest.high) + rest.low)), n)
}

/// ln 2 less the nearest `f64`.
const LN_2_REST: f64 = f64::from_bits(0x3c7a_bc9e_3b39_803f);

/// eˣ − 1, without cancellation near 0.
///
/// # Special values
///
/// `NaN` gives `NaN`, −0 gives −0, −∞ gives −1, +∞ and numbers above 709.78 give +∞.
///
/// # Examples
///
/// ```
/// use ecovalue::math::expm1;
///
/// assert_eq!(expm1(1e-20), 1e-20);
/// assert_eq!(expm1(f64::NEG_INFINITY), -1.0);
/// ```
#[inline(always)]
#[must_use]
pub fn expm1(x: f64) -> f64 {
    let (n, r) = reduce(clamp(x, -50.0, 710.0));
    // (eˣ − 1)/2 = (2ⁿ⁻¹ − 1/2) + 2ⁿ⁻¹ (eʳ − 1); half, since 2¹⁰²⁴ is no number.
    let power = power_of_two(n - 1.0);
    let main = Double::sum(power - 0.5, power * r.high);
    let half = main.high + (main.low + power * (tail(r.high) + r.low));
    // Below 2⁻⁵⁴ the square is lost, and halves may be no numbers.
    if x.abs() < 5.5e-17 { x } else { 2.0 * half }
}

/// Hyperbolic tangent, within 2 units in the last place.
///
/// # Special values
///
/// `NaN` gives `NaN`, −0 gives −0, ±∞ give ±1.
///
/// # Examples
///
/// ```
/// use ecovalue::math::tanh;
///
/// assert_eq!(tanh(40.0), 1.0);
/// assert_eq!(tanh(-1e-20), -1e-20);
/// ```
#[inline(always)]
#[must_use]
pub fn tanh(x: f64) -> f64 {
    // tanh |x| = −t/(t + 2), t = exp(−2 |x|) − 1
    let t = expm1(-2.0 * x.abs());
    let size = -t / (t + 2.0);
    if x.abs() < 1e-8 { x } else { size.copysign(x) }
}
