//! To be written.
use super::Driver;
/// Variants of this file.
pub const DRIVERS: &[Driver] = &[];
