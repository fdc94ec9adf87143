//! The only place that may call transcendental functions.
//!
//! The functions of the standard library take the platform's own: their bits change with the system. Those for
//! exponentials, logarithms and powers are written here from `+ − × ÷`, comparisons and the bits of a number alone.
//! They have no branches and no tables, so that a loop over a column becomes vector instructions, and have one result
//! on every target; `mul_add` is not used, since not every target has it. They are within 1.5 units in the last
//! place, which `tests/math.rs` holds against 50 digits. Trigonometric functions and the error function come from `libm`,
//! which is the same Rust code everywhere. `sqrt` is exact by IEEE 754 and stays on `f64`.
//!
//! # References
//!
//! * Cody, W. J., Waite, W. (1980): Software manual for the elementary functions, for the reduction of arguments.
//! * Dekker, T. J. (1971): A floating-point technique for extending the available precision, Numer. Math. 18.
//! * Muller, J.-M. (2016): Elementary functions, 3rd edition, for the series and their use.
#![allow(clippy::inline_always, reason = "a call would keep a loop from becoming vector instructions")]
#![allow(clippy::many_single_char_names, reason = "the symbols of the literature")]

/// c₀ + x (c₁ + x (c₂ + …)) written out: a loop inside the loop over a column would keep it from becoming vector
/// instructions.
macro_rules! polynomial {
    ($x:expr, $last:expr $(,)?) => { $last };
    ($x:expr, $first:expr, $($rest:expr),+ $(,)?) => { $first + $x * polynomial!($x, $($rest),+) };
}

pub(crate) mod double;
mod exponential;
mod logarithm;
mod norm;
mod power;

pub use exponential::{exp, exp2, expm1, tanh};
pub use libm::{acos, asin, atan, atan2, atanh, cos, erfc, log10, sin, sinh, tan};
pub use logarithm::{ln, ln_1p, log2};
pub use norm::norm_excess;
pub use power::pow;

/// A count as a number. Exact below 2⁵³, which is beyond any map.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts of cells stay far below 2^53")]
pub const fn from_count(count: u64) -> f64 {
    count as f64
}

/// A length as a count. Exact on every platform that the crate supports.
#[must_use]
pub const fn count(length: usize) -> u64 {
    length as u64
}

/// Radians to degrees.
#[must_use]
pub const fn degrees(radians: f64) -> f64 {
    radians * (180.0 / std::f64::consts::PI)
}

/// Degrees to radians.
#[must_use]
pub const fn radians(degrees: f64) -> f64 {
    degrees * (std::f64::consts::PI / 180.0)
}
