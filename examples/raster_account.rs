//! An account from `GeoTIFF`s without a `run.toml`: land cover, rain and temperature of the Sichuan basin to 万元/亩.
//!
//! ```text
//! cargo run --release --example raster_account
//! ```
#![allow(clippy::print_stdout, reason = "a program for the screen")]

use ecovalue::index::PerArea;
use ecovalue::input::manifest::Aggregate::{Mean, Sum};
use ecovalue::input::manifest::LayerSpec;
use ecovalue::quantity::{PRECIPITATION, TEMPERATURE};
use ecovalue::run::assembly::Choices;
use ecovalue::run::{Options, RasterLand};
use ecovalue::service::water_retention::RETAINED_WATER;
use ecovalue::{Findings, Profile};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/sichuan_basin_2019");

fn main() -> Result<(), Findings> {
    let land = RasterLand::new(FOLDER, "landcover_igbp_2019.tif", Some("igbp"))
        .class("10", "32a".parse()?) // most grassland lies on the plateau
        .layer(LayerSpec::file(PRECIPITATION, "precipitation_monthly_mm.tif", "mm")?.aggregate(Sum))?
        .layer(LayerSpec::file(TEMPERATURE, "temperature_monthly_0p1degC.tif", "0.1 degC")?.aggregate(Mean))?
        .open()?;
    let choices = Choices { allow_unverified: true, ..Choices::new(Profile::shipped("hj1173_2021")?, 2019) };
    let result = land.compute(choices, &Options::default())?;
    let (water, per_area) = (result.account.rows().quantity(RETAINED_WATER), result.account.per_area(None));
    let wan_yuan = per_area.map(PerArea::wan_yuan_per_mu);
    println!("{} cells; water retained: {water:?}; 10^4 CNY/mu: {wan_yuan:?}", result.cells);
    result.account.warnings.iter().for_each(|warning| println!("{warning}"));
    Ok(())
}
