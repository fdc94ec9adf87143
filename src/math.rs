//! The only place that may call transcendental functions.
//!
//! The functions of the standard library take the platform's own: their bits change with the system. These
//! come from `libm`, which is the same Rust code everywhere. `sqrt` is exact by IEEE 754 and stays on `f64`.

pub use libm::{acos, atanh, cos, exp, expm1, log as ln, log1p as ln_1p, log10, pow, sin, sinh, tan, tanh};

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

/// Degrees to radians.
#[must_use]
pub const fn radians(degrees: f64) -> f64 {
    degrees * (std::f64::consts::PI / 180.0)
}
