//! Consumer surplus of a site, from zones and from single visitors.
//!
//! ```text
//! cargo run --release --example travel_cost
//! ```
//!
//! The data are simulated (`examples/data/simulate.py`, seed 20240601): the true surplus of a visit is 50 CNY.
#![allow(clippy::print_stdout, reason = "a program for the screen")]

use ecovalue::Findings;
use ecovalue::regression::count::{
    Overdispersion, on_site_negative_binomial, overdispersion, truncated_negative_binomial,
};
use ecovalue::regression::travel_cost::{Choke, DemandForm, Rate, Zone, surplus_per_visit, zonal};
use ecovalue::regression::{Sample, Simulation};
use ecovalue::table::Table;

fn main() -> Result<(), Findings> {
    let table = Table::parse("zones.csv", include_str!("data/zones.csv"))?;
    let mut zones = Vec::new();
    for row in table.rows() {
        zones.push(Zone {
            name: row.text("zone").to_owned(),
            population: row.required_number("population")?,
            visits: row.required_number("visits")?,
            cost: row.required_number("cost")?,
            others: vec![row.required_number("income")?],
        });
    }
    for form in [DemandForm::Linear, DemandForm::SemiLog, DemandForm::DoubleLog] {
        let demand = zonal(&zones, &["income"], form)?;
        let visits = demand.visits(0.0, Rate::Observed)?;
        let surplus = demand.surplus(Choke::At(200.0), Rate::Observed)?;
        let interval = demand.simulate(Choke::At(200.0), Rate::Observed, Simulation::default())?;
        println!(
            "{form:?}: {:.0} CNY a year up to 200 CNY (95 %: {:.0} to {:.0}), {:.1} CNY a visit",
            surplus,
            interval.low,
            interval.high,
            surplus / visits
        );
    }

    let table = Table::parse("visits.csv", include_str!("data/visits.csv"))?;
    let sample = Sample::from_table(&table, "visits", &["cost", "income"])?;
    let test = overdispersion(&sample, Overdispersion::Quadratic)?;
    println!("\noverdispersion: alpha {:.2}, p {:.1e}", test.alpha, test.p_value);
    let on_site = on_site_negative_binomial(&sample)?;
    println!("\n{}", on_site.summary());
    for fit in [&on_site, &truncated_negative_binomial(&sample)?] {
        for choke in [Choke::Unbounded, Choke::At(200.0)] {
            let surplus = surplus_per_visit(fit.estimates(), "cost", choke, Simulation::default())?;
            let (name, interval) = (fit.family().name().en, surplus.simulated);
            println!(
                "{name}, {choke:?}: {:.1} CNY a visit (95 %: {:.1} to {:.1})",
                surplus.estimate, interval.low, interval.high
            );
        }
    }
    Ok(())
}
