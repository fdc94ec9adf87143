//! One equation by itself: the water that a square kilometre of forest retains in a year, and its value.
//!
//! ```text
//! cargo run --example one_equation
//! ```
#![allow(clippy::print_stdout, reason = "a program for the screen")]

use ecovalue::service::water_retention::{reservoir_cost, water_balance};
use ecovalue::unit::{AreaM2, CnyPerM3, DepthMm};

fn main() {
    let rain = DepthMm::new(1100.0);
    let (runoff, evapotranspiration) = (DepthMm::new(60.0), DepthMm::new(640.0));
    let retained = water_balance(AreaM2::new(1e6), rain, runoff, evapotranspiration);
    println!("retained: {retained}; value: {}", reservoir_cost(retained, CnyPerM3::new(7.0)));
}
