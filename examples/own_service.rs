//! A service, a driver, a quantity and a price that the crate does not know take part in an account like all others.
//!
//! ```text
//! cargo run --example own_service
//! ```
#![allow(clippy::print_stdout, reason = "a program for the screen")]

use ecovalue::driver::{Driver, driver};
use ecovalue::equation::{as_given, cell, parameter, priced};
use ecovalue::parameter::Parameter;
use ecovalue::quantity::{AREA, Of, PRECIPITATION, Quantity};
use ecovalue::service::{Category, Physical, Service, Valuation};
use ecovalue::unit::{AreaM2, Cny, CnyPerTonne, DepthMm, Tonnes, TonnesPerHm2};
use ecovalue::{
    Account, Filter, Findings, Landscape, Parameters, Profile, Registry, Setting, Statistics, indicator,
};

/// Crop that wild bees pollinate, by the yield of a hectare.
fn pollinated_crop(area: AreaM2, yield_of_hectare: TonnesPerHm2) -> Tonnes {
    Tonnes::new(area.hectares() * yield_of_hectare.get())
}

/// Yield of a hectare, from the rain of the year.
fn yield_by_rain(rain: DepthMm) -> TonnesPerHm2 {
    TonnesPerHm2::new(rain.get() / 1000.0)
}

/// Value at the market price.
fn market_value(crop: Tonnes, price: CnyPerTonne) -> Cny {
    crop * price
}

const YIELD: Of<TonnesPerHm2> = Of::new(&Quantity {
    id: "pollinated_yield",
    unit: "t/hm2",
    bands: 1,
    range: (0.0, 100.0),
    name: "yield owed to wild bees",
    name_zh: "野生蜂授粉产量",
});

indicator! {
    /// Crop owed to wild bees (授粉作物产量).
    CROP: Tonnes = ("pollinated_crop", "crop owed to wild bees", "授粉作物产量");
}

static BY_RAIN: Driver =
    driver(YIELD, "by_rain", "y = P / 1000", &cell(yield_by_rain, (PRECIPITATION,)), "assumed");

static POLLINATION: Service = Service {
    id: "pollination",
    name: "Pollination",
    name_zh: "授粉",
    category: Category::Regulating,
    indicators: &[CROP.0],
    physical: &[Physical {
        id: "yield",
        supplies: &[CROP.per_cell("Q = A · y", &cell(pollinated_crop, (AREA, YIELD)))],
        source: "assumed",
    }],
    values: &[Valuation {
        id: "market_price",
        rules: &[CROP.price("V = Q · p", &priced(market_value, as_given(parameter("crop_price"))))],
        source: "assumed",
    }],
};

const PROFILE: &str = r#"
id = "bees"
title = "Crop of wild bees"
status = "reconstructed"
source = "assumed for an example"
[drivers]
pollinated_yield = "by_rain"
[service.pollination]
physical = "yield"
value = "market_price"
"#;

fn main() -> Result<(), Findings> {
    let registry = Registry::shipped().with_service(&POLLINATION)?.with_driver(&BY_RAIN)?;
    let mut land = Landscape::new();
    land.cell("north", "51".parse()?, 2e4)?; // 2 hm2 of cropland
    land.column(PRECIPITATION, vec![1500.0])?;
    let rows = Parameters::shipped()
        .with(Parameter::price("crop_price", 3000.0, "CNY/t", 2019)?.source("survey").verified())?;
    let (profile, statistics) = (Profile::parse("bees.toml", PROFILE)?, Statistics::default());
    let setting = Setting::new(&profile, &rows, &statistics, land.zones(), 2019).with_registry(&registry);
    let account = Account::of(&setting, &land)?;
    let crop = account.quantity(Filter { indicator: Some(CROP.0.id), ..Filter::default() });
    println!("{crop:?} t, {:?} CNY", account.gross_ecosystem_product(None));
    Ok(())
}
