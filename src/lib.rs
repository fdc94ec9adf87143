//! Ecosystem accounts from land-use cells.
#![cfg_attr(test, allow(clippy::float_cmp, reason = "a test states the exact result it expects"))]

pub mod document;
pub mod error;
pub mod evidence;
pub mod exact_sum;
pub mod math;
pub mod table;
pub mod unit;

pub mod extent;
pub mod parameter;
pub mod quantity;

pub mod input;

pub mod driver;

pub mod service;

pub mod valuation;

pub mod account;

pub mod index;

pub mod report;

#[cfg(feature = "files")]
pub mod run;

pub use error::{Error, Findings};
