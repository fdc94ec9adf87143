//! A price of a survey and a profile of a district: rows and choices of the caller beside those of the crate.
//!
//! ```text
//! cargo run --example own_price_and_profile
//! ```
#![allow(clippy::print_stdout, reason = "a program for the screen")]

use ecovalue::parameter::Parameter;
use ecovalue::quantity::{ACTUAL_EVAPOTRANSPIRATION, PRECIPITATION, SURFACE_RUNOFF};
use ecovalue::service::water_retention::RETAINED_WATER;
use ecovalue::{Account, Findings, Landscape, Parameters, Profile, Setting, Statistics};

const PROFILE: &str = r#"
id = "district"
title = "Water retention of a district"
title_zh = "某区水源涵养"
status = "reconstructed"
source = "assumed for an example"
[service.water_retention]
physical = "water_balance"
value = "reservoir_cost"
"#;

fn main() -> Result<(), Findings> {
    let mut land = Landscape::new();
    land.cell("north", "11".parse()?, 1e6)?; // 1 km² of broadleaf forest
    land.column(PRECIPITATION, vec![1100.0])?;
    land.column(SURFACE_RUNOFF, vec![60.0])?;
    land.column(ACTUAL_EVAPOTRANSPIRATION, vec![640.0])?;
    let price = Parameter::price("reservoir_unit_cost", 9.0, "CNY/m3", 2019)?.source("survey").verified();
    let rows = Parameters::shipped().with(price)?;
    let (profile, statistics) = (Profile::parse("district.toml", PROFILE)?, Statistics::default());
    let setting = Setting::new(&profile, &rows, &statistics, land.zones(), 2019).with_unverified();
    let account = Account::of(&setting, &land)?;
    let water = account.rows().zone("north")?.service("water_retention")?;
    println!("{:?} worth {:?}", water.quantity(RETAINED_WATER), water.value());
    Ok(())
}
