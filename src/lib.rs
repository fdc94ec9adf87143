//! Ecosystem accounts from land-use cells.
#![cfg_attr(test, allow(clippy::float_cmp, reason = "a test states the exact result it expects"))]

pub mod error;
pub mod exact_sum;
pub mod math;
pub mod unit;

pub mod quantity;

pub mod driver;

pub use error::{Error, Findings};
