//! What a view of the river and the distance to it add to the price of a home.
//!
//! ```text
//! cargo run --release --example hedonic
//! ```
//!
//! The data are simulated (`examples/data/simulate.py`, seed 20240601): a view adds 9 %, each kilometre takes 5 %.
#![allow(clippy::print_stdout, reason = "a program for the screen")]

use ecovalue::Findings;
use ecovalue::regression::hedonic::{annuity, hedonic, straight_line};
use ecovalue::regression::{Sample, StandardErrors};
use ecovalue::table::Table;
use ecovalue::unit::{Cny, Fraction};

fn main() -> Result<(), Findings> {
    let table = Table::parse("homes.csv", include_str!("data/homes.csv"))?;
    let sample = Sample::from_table(&table, "price", &["area", "age", "view", "distance_km"])?;
    let prices = hedonic(&sample, StandardErrors::Hc3)?;
    println!("{}", prices.fit().summary());
    let view = prices.premium("view", 1.0, 0.95)?;
    println!(
        "a view adds {:.1} % ({:.1} to {:.1})",
        100.0 * view.estimate,
        100.0 * view.low,
        100.0 * view.high
    );
    let nearer = prices.premium("distance_km", -0.5, 0.95)?;
    println!("500 m nearer add {:.1} %", 100.0 * nearer.estimate);

    let with_view = sample.response().iter().zip(sample.values("view")?).filter(|(_, view)| **view > 0.5);
    let paid: f64 = with_view.map(|(price, _)| price).sum();
    let stock = Cny::new(paid * prices.share_of_price("view", 1.0, 0.95)?.estimate);
    println!("of {paid:.0} CNY paid for homes with a view {:.0} are for it;", stock.get());
    println!("of one year of 70: {:.0} in equal parts,", straight_line(stock, 70.0).get());
    println!("{:.0} as an annuity at 3 %", annuity(stock, Fraction::new(0.03), 70.0).get());
    Ok(())
}
