//! A district from arrays in memory: cells, layers and official statistics in, 万元/亩 and the indices out.
//!
//! ```text
//! cargo run --example district_from_arrays
//! ```
#![allow(clippy::print_stdout, reason = "a program for the screen")]

use ecovalue::index::{Index, PerArea, indices};
use ecovalue::input::statistics::{Certainty, Observation};
use ecovalue::quantity::{PRECIPITATION, TEMPERATURE};
use ecovalue::service::water_retention::RETAINED_WATER;
use ecovalue::{Account, Error, Findings, Landscape, Parameters, Profile, Setting, Statistics};

/// Zone, ecosystem type of HJ 1166, and area \[m²\] of four cells.
const CELLS: [(&str, &str, f64); 4] =
    [("north", "13", 1e6), ("north", "51", 1e6), ("south", "13", 1e6), ("south", "51", 1e6)];
const RAIN: [f64; 4] = [1100.0, 1050.0, 1200.0, 1150.0]; // mm
const WARMTH: [f64; 4] = [16.0, 17.5, 15.0, 17.0]; // degC

/// Statistics of the yearbook: key, value and unit.
const YEARBOOK: [(&str, f64, &str); 3] = [
    ("gdp", 0.6, "10^8 CNY"),
    ("population_resident", 800.0, "person"),
    ("disposable_income_per_head", 3.5e4, "CNY/person"),
];

fn with(all: Statistics, (key, value, unit): (&str, f64, &str)) -> Result<Statistics, Error> {
    all.with(
        Observation::new(key, 2019, value, unit)?.source("constructed yearbook").status(Certainty::Official),
    )
}

fn line(index: &Index) -> String {
    let value = index.value.as_ref().map_or_else(ToString::to_string, |value| format!("{value:.4}"));
    let (id, unit, reading) = (index.id.code(), index.reading.unit.name().en, index.variant());
    format!("{id} ({reading}): {value} [{unit}]; {}", index.coverage)
}

fn main() -> Result<(), Findings> {
    let mut land = Landscape::new();
    CELLS.iter().try_for_each(|(zone, code, area)| land.cell(zone, code.parse()?, *area))?;
    land.column(PRECIPITATION, RAIN.to_vec())?;
    land.column(TEMPERATURE, WARMTH.to_vec())?;
    let statistics = YEARBOOK.into_iter().try_fold(Statistics::default(), with)?;
    let (profile, rows) = (Profile::shipped("hj1173_2021")?, Parameters::shipped());
    let setting = Setting::new(&profile, &rows, &statistics, land.zones(), 2019).with_unverified();
    let mut account = Account::of(&setting, &land)?;
    let (north, per_area) = (account.rows().zone("north")?, account.per_area(None));
    println!("water retained in the north: {:?}", north.quantity(RETAINED_WATER));
    println!("10^4 CNY/mu: {:?}", per_area.map(PerArea::wan_yuan_per_mu));
    for index in indices(&setting, &mut account)?.iter().filter(|index| index.zone.is_empty()) {
        println!("{}", line(index));
    }
    Ok(())
}
