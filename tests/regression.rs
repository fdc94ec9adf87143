//! Regressions against statsmodels, mpmath, exact fractions and NIST's certified values, and what they refuse.
#![cfg(feature = "regression")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::float_cmp,
    reason = "a test that cannot go on has failed; it prints the digits it reached"
)]

#[path = "regression/answers.rs"]
mod answers;
#[path = "regression/generator.rs"]
mod generator;
#[path = "regression/nist.rs"]
mod nist;
#[path = "regression/refused.rs"]
mod refused;
#[path = "regression/values.rs"]
mod values;

use std::path::Path;

/// A file below `tests/data`.
fn data(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(file);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Digits that two numbers have in common.
fn digits(found: f64, wanted: f64) -> f64 {
    let difference = if wanted == 0.0 { found.abs() } else { (found / wanted - 1.0).abs() };
    if difference.is_nan() { 0.0 } else { -difference.max(1e-17).log10() }
}
