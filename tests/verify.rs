//! Verification: what is flipped, exchanged, edited, fixed up, missing or added is found; golden runs stay as they are.
#![cfg(feature = "files")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

#[path = "verify/command.rs"]
mod command;
#[path = "verify/golden.rs"]
mod golden;
#[path = "verify/revisions.rs"]
mod revisions;
#[path = "verify/tampering.rs"]
mod tampering;

mod common;
