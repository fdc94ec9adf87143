//! Runs with water yield, flood mitigation, local climate regulation and productivity by light: every indicator counts
//! its own types, and monthly drivers reach the services.
#![cfg(feature = "files")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]
#![allow(clippy::disallowed_methods, reason = "numbers by hand come from another library than the crate's")]

mod common;

use approx::assert_relative_eq;
use common::{Folder, PARAMETERS, STATISTICS};
use ecovalue::Filter;
use ecovalue::account::{Account, LandState, Status};
use ecovalue::error::Findings;

/// Ganzi in 2010 by level I types, its wetland as 165.1 km² of lake, 2000 km² of marsh and the rest river.
const GANZI: &str = "zone,class,area,rain\n\
    Ganzi,11e,3192060,700\n\
    Ganzi,21,3228346,700\n\
    Ganzi,31,7111387,700\n\
    Ganzi,41,200000,700\n\
    Ganzi,42,16510,700\n\
    Ganzi,42r,500,700\n\
    Ganzi,43,69417,700\n\
    Ganzi,51,170787,700\n";

const FLOOD: &str = "[service.flood_mitigation]\nvalue = \"reservoir_cost\"\nvariants = { lake_storage_intercept = \"rao2014\", lake_storage_exponent = \"rao2014\", lake_exchanges = \"rao2014\" }\n";
const CLIMATE: &str =
    "[service.climate_regulation]\nphysical = \"heat_by_type\"\nvalue = \"electricity_price\"\n";

/// A run with services of its own, layers, and rows of statistics.
fn folder(services: &str, layers: &str, statistics: &str) -> Folder {
    let folder = Folder::new();
    folder.put("profiles/own.toml", format!("id = \"own\"\nextends = \"hj1173_2021\"\n{services}"));
    folder.edit("run.toml", "profile = \"hj1173_2021\"", "profile = \"own\"");
    folder.edit("run.toml", "year = 2019", "year = 2010");
    folder.edit("run.toml", "[\"south\"]", "[\"Ganzi\", \"青藏高原 Qinghai-Tibet\", \"south\"]");
    folder.edit("run.toml", "[statistics]", &format!("{layers}[statistics]"));
    folder.put("cells.csv", GANZI);
    let header = STATISTICS.lines().next().unwrap();
    folder.put("statistics.csv", format!("{header}\n{statistics}"));
    // A price of its own year, so that no index is needed.
    folder.put("parameters.csv", PARAMETERS.replace("8,CNY/m3,,,,2019", "7.06,CNY/m3,,,,2010"));
    folder
}

fn account(folder: &Folder) -> Account {
    folder.outcome().years.first().unwrap().account.clone()
}

fn layer(name: &str, value: &str, unit: &str) -> String {
    format!("[[layer]]\nname = \"{name}\"\nvalue = {value}\nunit = \"{unit}\"\n")
}

fn quantity(account: &Account, indicator: &str, ecosystem: Option<&str>) -> f64 {
    let ecosystem = ecosystem.map(|code| code.parse().unwrap());
    account.quantity(Filter { indicator: Some(indicator), ecosystem, ..Filter::default() }).unwrap()
}

fn value(account: &Account, indicator: &str) -> f64 {
    account.value(Filter { indicator: Some(indicator), ..Filter::default() }).unwrap()
}

#[test]
fn lakes_count_lakes_and_marshes_count_marshes() {
    let capacity = "reservoir_capacity,Ganzi,,2010,2768000,m3,,,,bureau,official,yes,\n";
    let choice = format!("{FLOOD}physical = \"lakes_together\"\necosystems = [\"4\"]\nweight = \"supply\"\n");
    let account = account(&folder(&choice, "", capacity));
    // Printed: 2.43, 0.01 and 6.00 · 10⁸ m³.
    assert_relative_eq!(quantity(&account, "lake_storage", None), 2.43e8, epsilon = 0.005e8);
    assert_relative_eq!(quantity(&account, "reservoir_storage", None), 0.01e8, epsilon = 0.005e8);
    assert_relative_eq!(quantity(&account, "marsh_storage", None), 6.0e8, max_relative = 1e-12);
    assert_relative_eq!(quantity(&account, "marsh_storage", Some("41")), 6.0e8, max_relative = 1e-12);
    let lakes = quantity(&account, "lake_storage", None);
    assert_relative_eq!(quantity(&account, "lake_storage", Some("42")), lakes, max_relative = 1e-12);
    assert_relative_eq!(value(&account, "marsh_storage"), 42.36e8, max_relative = 1e-12);
    assert!(account.closes());
    let missing = account
        .closure
        .iter()
        .any(|row| row.service == "flood_mitigation" && row.state == LandState::Missing);
    assert!(!missing, "{:?}", account.closure);
}

#[test]
fn lakes_one_by_one_take_the_area_of_each_lake() {
    let choice = format!("{FLOOD}physical = \"lakes_one_by_one\"\necosystems = [\"42\"]\n");
    let account = account(&folder(&choice, &layer("lake_area", "16.51", "km2"), ""));
    assert_relative_eq!(quantity(&account, "lake_storage", None), 5.1e8, epsilon = 0.05e8);
}

#[test]
fn vegetation_beside_the_water_balance_needs_a_word_of_the_profile() {
    let on = format!(
        "{FLOOD}physical = \"lakes_together_with_vegetation\"\necosystems = [\"1\", \"2\", \"3\", \"4\"]\n"
    );
    let storm = [layer("storm_precipitation", "100", "mm"), layer("curve_number", "80", "1")].concat();
    let drivers = "[drivers]\nstorm_runoff = \"scs_curve_number\"\n";
    let refused: Findings =
        folder(&format!("{drivers}{on}"), &storm, "").outcome_or_findings().map(|_| ()).unwrap_err();
    assert!(refused.to_string().contains("water_retention+flood_mitigation.vegetation_storage"), "{refused}");
    let said = "[overlaps]\n\"water_retention+flood_mitigation.vegetation_storage\" = \"count_both\"\n";
    let account = account(&folder(&format!("{drivers}{said}{on}"), &storm, ""));
    // 100 − 50.54 mm on forest, shrub and grassland only.
    let area = (3_192_060.0 + 3_228_346.0 + 7_111_387.0) * 1e4;
    let depth = 0.1 - 87.3 * 87.3 / 150.8 / 1000.0;
    assert_relative_eq!(quantity(&account, "vegetation_storage", None), area * depth, max_relative = 1e-12);
}

#[test]
fn the_climate_of_ganzi_has_the_printed_values() {
    let choice = format!("{CLIMATE}ecosystems = [\"1\", \"2\", \"3\", \"4\"]\n");
    // The heat that the account took, instead of that of the temperature.
    let layers =
        [layer("evaporation_of_hot_days", "55.5", "mm"), layer("latent_heat_of_vaporisation", "2450", "J/g")];
    let account = account(&folder(&choice, &layers.concat(), ""));
    let printed = |code: &str| {
        let ecosystem = Some(code.parse().unwrap());
        let indicator = Some("transpiration_energy");
        account.value(Filter { indicator, ecosystem, ..Filter::default() }).unwrap()
    };
    for (code, value) in [("11", 666.68e8), ("21", 309.16e8), ("31", 507.68e8), ("41", 0.0)] {
        assert_relative_eq!(printed(code), value, epsilon = 0.005e8);
    }
    // 674.34 · 10⁸ CNY over 2864.27 km² at 55.5 mm, whose last digit is worth 0.1 %.
    assert_relative_eq!(value(&account, "evaporation_energy"), 674.34e8, max_relative = 0.001);
    assert_relative_eq!(quantity(&account, "evaporation_energy", Some("11")), 0.0);
    // What the variant does not give has no row.
    assert!(account.rows.iter().all(|row| row.indicator.id != "measured_cooling_energy"));
}

#[test]
fn a_measured_difference_cools_the_air_once() {
    let choice = "[service.climate_regulation]\nphysical = \"measured_temperature_difference\"\nvalue = \"electricity_price\"\necosystems = [\"1\"]\n";
    let layers = [
        layer("temperature_difference", "1.5", "degC"),
        layer("cooled_air_height", "20", "m"),
        layer("air_density", "1.29", "kg/m3"),
    ];
    let account = account(&folder(choice, &layers.concat(), ""));
    let energy = 1.5 * 1.005 * 1.29 * 20.0 * 3_192_060.0 * 1e4 / (3600.0 * 3.0);
    assert_relative_eq!(quantity(&account, "measured_cooling_energy", None), energy, max_relative = 1e-12);
    assert_relative_eq!(value(&account, "measured_cooling_energy"), energy * 0.53, max_relative = 1e-12);
}

#[test]
fn months_of_light_become_carbon() {
    let months = |value: &str| format!("[{}]", [value; 12].join(", "));
    let layers = [
        layer("solar_radiation_monthly", &months("400"), "MJ/m2"),
        layer("ndvi_monthly", &months("0.5"), "1"),
        layer("temperature_monthly", &months("20"), "degC"),
        layer("actual_evapotranspiration_monthly", &months("40"), "mm"),
        layer("potential_evapotranspiration_monthly", &months("80"), "mm"),
        layer("precipitation_monthly", &months("60"), "mm"),
    ];
    let drivers = "[drivers]\nfpar_monthly = \"casa_ndvi_sr\"\nwater_stress_monthly = \"evapotranspiration_ratio\"\noptimum_temperature = \"month_of_largest_ndvi\"\nnet_primary_productivity = \"casa\"\nnet_ecosystem_productivity = \"npp_less_heterotrophic_respiration\"\nheterotrophic_respiration = \"pei_zhiyong\"\n";
    let table = "chinaxiv_202106_00083";
    let variants: String = ["ndvi_min", "ndvi_max", "sr_min", "sr_max", "maximum_light_use_efficiency"]
        .map(|key| format!("casa_{key} = \"{table}\""))
        .join(", ");
    let service = format!(
        "[service.carbon_sequestration]\nphysical = \"net_ecosystem_productivity\"\nvalue = \"carbon_price\"\necosystems = [\"11\"]\nvariants = {{ co2_price = \"afforestation_cost\", {variants} }}\n"
    );
    let account = account(&folder(&format!("{drivers}{service}"), &layers.concat(), ""));
    let row = account.rows.iter().find(|row| row.service.id == "carbon_sequestration").unwrap();
    assert_eq!(row.status, Status::Accounted);
    // Evergreen broadleaf: limits 0.023..0.676 and 1.05..5.17, 0.692 gC/MJ.
    let of = |x: f64, low: f64, high: f64| (x - low) / (high - low) * 0.949 + 0.001;
    let fpar = 0.5 * (of(0.5, 0.023, 0.676) + of(3.0, 1.05, 5.17));
    let warmth = 1.184 / (1.0 + (-2.0_f64).exp()) / (1.0 + (-3.0_f64).exp());
    let npp = 12.0 * 400.0 * fpar * 0.5 * warmth * 0.75 * 0.692;
    let respired = 12.0 * 0.22 * ((0.0912 * 20.0_f64).exp() + (0.3145 * 60.0_f64).ln_1p()) * 30.0 * 0.465;
    let carbon_dioxide = 44.0 / 12.0 * (npp - respired) * 3_192_060.0 * 1e4 * 1e-6;
    assert_relative_eq!(row.quantity.unwrap(), carbon_dioxide, max_relative = 1e-12);
}

#[test]
fn the_chain_of_invest_yields_water() {
    let layers = [
        layer("reference_evapotranspiration", "1000", "mm"),
        layer("root_restricting_depth", "800", "mm"),
        layer("plant_available_water_fraction", "0.125", "1"),
        layer("flow_velocity_coefficient", "249", "1"),
        layer("topographic_index", "5", "1"),
        layer("saturated_conductivity", "300", "cm/d"),
    ];
    let drivers = "[drivers]\npotential_evapotranspiration = \"crop_coefficient\"\nplant_available_water_capacity = \"invest\"\nbudyko_fu_omega = \"invest\"\nwater_yield = \"invest_budyko_fu\"\n";
    let service = "[service.water_retention]\nphysical = \"yield_retention\"\nvalue = \"reservoir_cost\"\necosystems = [\"1\", \"42\"]\nvariants = { seasonality_factor = \"zhang2001_old_invest\" }\n";
    let folder = folder(&format!("{drivers}{service}"), &layers.concat(), "");
    let row = "crop_coefficient,,0.6,1,42,,,,,,test,,,yes,\n";
    folder.put("parameters.csv", format!("{}{row}", folder.text("parameters.csv")));
    let account = account(&folder);
    // Forest: AWC 100 mm, Z 9.433: ω = 9.433 · 100/700 + 1.25; Kc 1, φ = 1000/700.
    let omega = 9.433 / 7.0 + 1.25;
    let ratio: f64 = 1000.0 / 700.0;
    let depth = 700.0 * ((1.0 + ratio.powf(omega)).powf(1.0 / omega) - ratio);
    let forest = quantity(&account, "retained_water", Some("11"));
    assert_relative_eq!(forest, 3_192_060.0 * 10.0 * depth, max_relative = 1e-12);
    // A lake yields what rain has over evaporation: 700 − 0.6 · 1000 mm on 165.1 km² and a reservoir of 5 km².
    let lake = quantity(&account, "retained_water", Some("42"));
    assert_relative_eq!(lake, 17_010.0 * 10.0 * 100.0, max_relative = 1e-12);
}
