//! Hostile and damaged inputs that are no rasters: every one is refused, in its place, and nothing panics.
#![cfg(feature = "files")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that cannot go on has failed; it prints what it counted"
)]

mod common;
#[path = "hostile/corpus.rs"]
mod corpus;
#[path = "hostile/mutations.rs"]
mod mutations;
#[path = "hostile/outputs.rs"]
mod outputs;
#[path = "hostile/paths.rs"]
mod paths;
#[path = "hostile/sizes.rs"]
mod sizes;
