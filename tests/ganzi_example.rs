//! `examples/ganzi_2010`: the whole published account (Pema Dolkar et al. 2017, Tables 3 and 4), through the run of any other.
#![cfg(feature = "files")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod common;

use std::fs;
use std::path::Path;

use approx::assert_relative_eq;
use common::Folder;
use ecovalue::account::{Account, Status};
use ecovalue::exact_sum::ExactSum;
use ecovalue::service::Category;
use ecovalue::table::Table;
use ecovalue::unit::{Cny, YI};
use ecovalue::{Ecosystem, Filter};

/// Sums of printed numbers agree within this [10⁸ CNY].
const SUMS: f64 = 0.02;
/// Indicator of Table 3, indicator of the crate, units of the printed quantity.
const ROWS: [(&str, &str, f64); 22] = [
    ("生活用水量", "domestic_water", 1e8),
    ("工业用水量", "industrial_water", 1e8),
    ("农业用水量", "agricultural_water", 1e8),
    ("水力发电量", "hydropower", 1e8),
    ("水源涵养量", "retained_water", 1e8),
    ("减少泥沙淤积", "reduced_sediment", 1e8),
    ("减少N面源污染", "reduced_nitrogen", 1e4),
    ("减少P面源污染", "reduced_phosphorus", 1e4),
    ("防风固沙量", "fixed_sand", 1e4),
    ("湖泊调蓄量", "lake_storage", 1e8),
    ("水库调蓄量", "reservoir_storage", 1e8),
    ("沼泽调蓄量", "marsh_storage", 1e8),
    ("净化SO2量", "removed_sulphur_dioxide", 1.0),
    ("净化氮氧化物量", "removed_nitrogen_oxides", 1.0),
    ("净化工业粉尘量", "retained_dust", 1.0),
    ("净化COD量", "removed_cod", 1.0),
    ("净化氨氮量", "removed_ammonia_nitrogen", 1.0),
    ("固碳量", "sequestered_carbon_dioxide", 1e8),
    ("释氧量", "released_oxygen", 1e8),
    ("植被蒸腾降温增湿", "transpiration_energy", 1e8),
    ("水面蒸发降温增湿", "evaporation_energy", 1e8),
    ("森林病虫害控制面积", "natural_forest", 1e4),
];
/// Rows of Table 4 and the services that are in them.
const SERVICES: [(&str, &[&str]); 11] = [
    ("产品提供", &["biomass_provisioning", "water_supply", "ecological_energy"]),
    ("水源涵养", &["water_retention"]),
    ("土壤保持", &["soil_retention"]),
    ("防风固沙", &["sand_fixation"]),
    ("洪水调蓄", &["flood_mitigation"]),
    ("大气净化", &["air_purification"]),
    ("水质净化", &["water_purification"]),
    ("固碳释氧", &["carbon_sequestration", "oxygen_release"]),
    ("气候调节", &["climate_regulation"]),
    ("病虫害控制", &["pest_control"]),
    ("景观游憩", &["tourism"]),
];
const TYPES: [(&str, &str); 8] = [
    ("森林", "1"),
    ("灌丛", "2"),
    ("草地", "3"),
    ("湿地", "4"),
    ("农田", "5"),
    ("城镇", "6"),
    ("冰川积雪", "81"),
    ("裸地", "82"),
];

fn table(file: &str) -> Table {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/ganzi_gep_2010").join(file);
    Table::parse(file, &fs::read_to_string(path).unwrap()).unwrap()
}

fn account(folder: &Folder) -> Account {
    folder.outcome().years.remove(0).account
}

fn value(account: &Account, services: &[&str], ecosystem: Option<Ecosystem>) -> f64 {
    let of = |id: &&str| account.value(Filter { service: Some(id), ecosystem, ..Filter::default() });
    services.iter().filter_map(of).collect::<ExactSum>().total() / YI
}

#[test]
fn every_row_of_table_3_is_met_within_its_printed_digits() {
    let account = account(&Folder::example("ganzi_2010"));
    let printed = table("inputs.csv");
    for (name, indicator, scale) in ROWS {
        let row = printed.rows().find(|row| row.text("indicator") == name).unwrap();
        let number = |column: &str| row.text(column).parse::<f64>().unwrap();
        let filter = Filter { indicator: Some(indicator), ..Filter::default() };
        let quantity = account.quantity(filter).unwrap() / scale;
        assert!(
            (quantity - number("quantity")).abs() <= 0.005 + 0.001 * number("quantity"),
            "{name}: {quantity}"
        );
        let computed = account.value(filter).unwrap() / YI;
        assert!((computed - number("value_published_yi_yuan")).abs() <= 6e-5, "{name}: {computed}");
    }
    for (name, value) in
        [("agriculture", 12.2875), ("forestry", 2.3777), ("husbandry", 22.076), ("fishery", 0.0356)]
    {
        let computed = account.value(Filter { indicator: Some(name), ..Filter::default() }).unwrap() / YI;
        assert!((computed - value).abs() < 5e-5, "{name}: {computed}");
    }
    // Tourism is a value that the paper gives, and the account says so.
    let tourism = account.rows.iter().find(|row| row.indicator.id == "recreation_value").unwrap();
    assert!(tourism.quantity.is_none() && tourism.status == Status::Accounted);
}

#[test]
fn totals_and_the_matrix_of_table_4_are_those_of_the_paper() {
    let folder = Folder::example("ganzi_2010");
    let outcome = folder.outcome();
    let (account, indices) = (&outcome.years[0].account, &outcome.years[0].indices);
    let gep = account.gross_ecosystem_product(None).unwrap();
    assert!((gep / YI - 7545.59).abs() < SUMS);
    for (category, printed) in
        [(Category::Provisioning, 632.64), (Category::Regulating, 6842.28), (Category::Cultural, 70.67)]
    {
        let computed = account.value(Filter { category: Some(category), ..Filter::default() }).unwrap() / YI;
        assert!((computed - printed).abs() < SUMS, "{computed} for {printed}");
    }
    let of = |index: &str, unit: &str| {
        let found = indices
            .iter()
            .find(|row| row.id.code() == index && row.reading.unit.name().en == unit && row.zone.is_empty());
        found.and_then(|row| row.value.clone().ok()).unwrap()
    };
    assert!((of("gep_per_area", "10^4 CNY/mu") - 0.3361).abs() < 5e-5);
    assert!((of("gep_per_area", "10^4 CNY/km2") - 504.09).abs() < 0.005);
    assert!((Cny::new(of("gep_per_capita", "CNY/person")).wan() - 71.18).abs() < 0.005 + 1e-3);

    let by_ecosystem = table("inputs_by_ecosystem.csv");
    let expected = table("expected_by_ecosystem.csv");
    let total = |name: &str| {
        let row = expected.rows().find(|row| row.text("service") == name).unwrap();
        row.text("row_total").parse::<f64>().unwrap()
    };
    for (name, services) in SERVICES {
        let row = by_ecosystem.rows().find(|row| row.text("service") == name).unwrap();
        for (column, code) in TYPES {
            let computed = value(account, services, Some(code.parse().unwrap()));
            let printed: f64 = row.text(column).parse().unwrap();
            assert!((computed - printed).abs() < SUMS, "{name} of {column}: {computed} for {printed}");
        }
        let computed = value(account, services, None);
        assert!((computed - total(name)).abs() < SUMS, "{name}: {computed}");
    }
    let all: Vec<&str> = SERVICES.iter().flat_map(|(_, services)| *services).copied().collect();
    for (column, code) in TYPES {
        let computed = value(account, &all, Some(code.parse().unwrap()));
        let printed = total(&format!("COLTOTAL_{column}"));
        // Eleven printed numbers of two digits stand in a column.
        assert!((computed - printed).abs() < 0.055, "{column}: {computed} for {printed}");
    }
    assert!(account.closes());
    let weak = account
        .value_resting_on(|account, row| account.rests_on(row, |evidence| evidence.verified.needs_leave()));
    assert!(weak.0.abs() < 1e-9, "the account rests on no row that needs leave");
}

#[test]
fn one_quantity_more_moves_the_total_by_its_price() {
    let folder = Folder::example("ganzi_2010");
    let before = account(&folder).gross_ecosystem_product(None).unwrap();
    folder.edit("statistics.csv", "emission_so2,甘孜州,4,2010,1137,", "emission_so2,甘孜州,4,2010,2137,");
    folder.edit(
        "statistics.csv",
        "hydropower_generation,甘孜州,4,2010,9530000000,",
        "hydropower_generation,甘孜州,4,2010,9630000000,",
    );
    let after = account(&folder).gross_ecosystem_product(None).unwrap();
    assert_relative_eq!(after - before, 1000.0 * 1200.0 + 1e8 * 0.53, max_relative = 1e-9);
}

#[test]
fn quantities_of_the_paper_come_out_of_its_equations() {
    // 38.86 · 10⁸ t of soil by the coefficients of the paper, in place of the three quantities that it prints.
    let folder = Folder::example("ganzi_2010");
    let profile = "extends = \"ganzi2017\"\nid = \"own\"\n[service.soil_retention]\nphysical = \"given_retained_soil\"\n";
    folder.put("profiles/own.toml", profile);
    folder.edit("run.toml", "profile = \"ganzi2017\"", "profile = \"own\"\nallow_unverified = true");
    let row = "retained_soil_quantity,甘孜州,,2010,38.86,亿t,,,paper,estimate,yes,\n";
    folder.put("statistics.csv", format!("{}{row}", folder.text("statistics.csv")));
    let account = account(&folder);
    for (indicator, printed, half) in [
        ("reduced_sediment", 10.03e8, 0.005e8),
        ("reduced_nitrogen", 1437.94e4, 0.2e4),
        ("reduced_phosphorus", 419.72e4, 0.06e4),
    ] {
        let computed = account.quantity(Filter { indicator: Some(indicator), ..Filter::default() }).unwrap();
        assert!((computed - printed).abs() <= half, "{indicator}: {computed}");
    }
}
