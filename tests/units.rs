//! Units are a contract: what converts has the right value, what does not is refused, and usual slips are named.
#![cfg(feature = "files")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that cannot go on has failed; it prints what it counted"
)]

mod common;
#[path = "units/slips.rs"]
mod slips;
#[path = "units/swaps.rs"]
mod swaps;
