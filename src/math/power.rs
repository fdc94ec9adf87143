//! Powers: a logarithm of twice the precision, since its error is multiplied by the exponent.

use super::double::Double;
use super::exponential::{clamp, exp2_of};
use super::logarithm::{LOG2_E_REST, series_from_fifth, split};

/// 2/3 in two parts.
const TWO_THIRDS: Double = Double { high: 2.0 / 3.0, low: 3.700_743_415_417_188e-17 };
/// 1/ln 2 in two parts.
const LOG2_E: Double = Double { high: std::f64::consts::LOG2_E, low: LOG2_E_REST };
/// Largest exponent that makes a difference: the logarithm of a number beside 1 times it is beyond every result.
const LARGEST: f64 = 1_180_591_620_717_411_303_424.0; // 2⁷⁰

/// Logarithm to base 2 of a positive finite number, to about 2⁻⁶⁴ of itself.
#[inline(always)]
fn log2_double(x: f64) -> Double {
    let (k, f) = split(x);
    // s = f/(2 + f); what the division leaves makes its second part
    let below = Double::sum(2.0, f);
    let s = f / below.high;
    let back = Double::product(s, below.high);
    let rest = ((f - back.high) - back.low) - s * below.low;
    let s = Double::sum_ordered(s, rest / below.high);

    // ln (1 + f) = s (2 + z (2/3 + z (2/5 + …))), z = s²
    let z = s.times(s);
    let inner = Double::sum_ordered(TWO_THIRDS.high, series_from_fifth(z.high));
    let inner = Double { high: inner.high, low: inner.low + TWO_THIRDS.low };
    let factor = Double { high: 2.0, low: 0.0 }.plus(z.times(inner));
    let natural = s.times(factor);
    Double { high: k, low: 0.0 }.plus(natural.times(LOG2_E))
}

/// Whether a number that is not negative is whole; whole numbers begin at 2⁵².
#[inline(always)]
fn is_whole(x: f64) -> bool {
    const WHOLE: f64 = 4_503_599_627_370_496.0;
    let rounded = (x + WHOLE) - WHOLE;
    x >= WHOLE || (rounded - x).abs() <= 0.0
}

/// xʸ.
///
/// # Special values
///
/// As IEEE 754-2019 has them: x⁰ and 1ʸ are 1, even for `NaN`; a negative number to a power that is not whole is
/// `NaN`; zeros and infinities keep their sign for odd powers.
///
/// # Examples
///
/// ```
/// use ecovalue::math::pow;
///
/// assert_eq!(pow(2.0, 10.0), 1024.0);
/// assert_eq!(pow(-2.0, 3.0), -8.0);
/// assert!(pow(-2.0, 0.5).is_nan());
/// ```
#[inline(always)]
#[must_use]
#[expect(clippy::float_cmp, reason = "special values are exact")]
pub fn pow(x: f64, y: f64) -> f64 {
    let size = x.abs();
    let log = log2_double(size);
    let exponent = clamp(y, -LARGEST, LARGEST);
    let main = Double::product(log.high, exponent);
    let product = Double::sum_ordered(main.high, main.low + log.low * exponent);
    let result = exp2_of(product);

    let up = y > 0.0;
    let result = if size == 0.0 { if up { 0.0 } else { f64::INFINITY } } else { result };
    let result = if size == f64::INFINITY { if up { f64::INFINITY } else { 0.0 } } else { result };
    let whole = is_whole(y.abs());
    let odd = whole && !is_whole(y.abs() * 0.5);
    let signed = if odd && x.is_sign_negative() { -result } else { result };
    // −∞ to a power that is not whole is as +∞, and so is −0.
    let impossible = x < 0.0 && !whole && size != f64::INFINITY;
    let result = if impossible { f64::NAN } else { signed };
    let result = if x.is_nan() || y.is_nan() { f64::NAN } else { result };
    if y == 0.0 || x == 1.0 { 1.0 } else { result }
}
