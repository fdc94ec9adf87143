//! Published accounts of material products, recreation and equivalent factors, through the whole account.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on has failed")]

use std::fmt::Write;
use std::fs;
use std::path::Path;

use approx::assert_relative_eq;
use ecovalue::extent::Ecosystem;
use ecovalue::parameter::Query;
use ecovalue::service::{Category, equivalent_factor};
use ecovalue::table::Table;
use ecovalue::unit::YI;
use ecovalue::valuation::PriceBasis;
use ecovalue::{Account, Filter, Landscape, Parameters, Profile, Setting, Statistics};

const ZONE: &str = "z";
const GANZI: &str = "ganzi_gep_2010";
const XIE: &str = "xie2015_equivalents";

fn table(folder: &str, file: &str) -> Table {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(folder);
    Table::parse(file, &fs::read_to_string(folder.join(file)).unwrap()).unwrap()
}

/// A profile of some services.
fn profile(services: &str) -> Profile {
    let head = "id = 'own'\ntitle = 'own'\nstatus = 'published'\nsource = 'test'\n";
    Profile::parse("own.toml", &format!("{head}{services}")).map_err(|faults| faults.to_string()).unwrap()
}

/// One service without variants.
fn service(id: &str, physical: &str, value: &str) -> String {
    format!("[service.{id}]\nphysical = '{physical}'\nvalue = '{value}'\n")
}

/// A service of equivalent factors with a table of one year.
fn equivalents(table: &str) -> String {
    let keys: Vec<String> = equivalent_factor::SERVICE
        .indicators
        .iter()
        .map(|line| format!("equivalent_factor_{} = '{table}'", line.id))
        .collect();
    format!(
        "{}variants = {{ {} }}\n",
        service("equivalent_factor", "table", "standard_value"),
        keys.join(", ")
    )
}

/// Statistics of one year; each is key, ecosystem, value, unit.
fn statistics(year: i32, rows: &[(&str, &str, f64, &str)]) -> Statistics {
    let mut text = String::from("key,zone,ecosystem,year,value,unit,source,status,verified\n");
    for (key, ecosystem, value, unit) in rows {
        let _ = writeln!(text, "{key},,{ecosystem},{year},{value},{unit},paper,official,yes");
    }
    Statistics::from_table(&Table::parse("statistics.csv", &text).unwrap()).unwrap()
}

fn land(cells: &[(&str, f64)]) -> Landscape {
    let mut land = Landscape::new();
    for (code, area) in cells {
        land.cell(ZONE, code.parse().unwrap(), *area).unwrap();
    }
    land
}

fn account(profile: &Profile, statistics: &Statistics, land: &Landscape, year: i32) -> Account {
    let parameters = Parameters::shipped();
    let mut setting = Setting::new(profile, &parameters, statistics, land.zones(), year).with_unverified();
    // Prices of the sources are used as they are printed.
    setting.basis = PriceBasis::constant(if year == 2011 { 2011 } else { 2010 });
    Account::of(&setting, land).map_err(|faults| faults.to_string()).unwrap()
}

fn value(account: &Account, indicator: &str) -> f64 {
    account.value(Filter { indicator: Some(indicator), ..Filter::default() }).unwrap() / YI
}

fn near(found: f64, printed: f64, tolerance: f64, what: &str) {
    assert!((found - printed).abs() <= tolerance, "{what}: {found} for {printed}");
}

#[test]
fn products_of_ganzi_are_those_of_table_3() {
    let inputs = table(GANZI, "inputs.csv");
    let printed = |indicator: &str, column: &str| -> f64 {
        let row = inputs.rows().find(|row| {
            row.text("indicator") == indicator
                || row.text("indicator") == "net output" && row.text("service") == indicator
        });
        row.unwrap().text(column).parse().unwrap()
    };
    let yuan = |indicator: &str| printed(indicator, "value_published_yi_yuan");
    let quantity = |indicator: &str| printed(indicator, "quantity");
    let sectors = [
        ("agriculture", "农业产品"),
        ("forestry", "林业产品"),
        ("husbandry", "畜牧业产品"),
        ("fishery", "渔业产品"),
    ];
    let waters = [
        ("domestic_water", "water_use_domestic", "生活用水量"),
        ("industrial_water", "water_use_industry", "工业用水量"),
        ("agricultural_water", "water_use_agriculture", "农业用水量"),
    ];
    let keys: Vec<String> = sectors.iter().map(|(id, _)| format!("value_added_{id}")).collect();
    let mut rows: Vec<(&str, &str, f64, &str)> =
        keys.iter().zip(&sectors).map(|(key, (_, zh))| (key.as_str(), "", yuan(zh), "亿元")).collect();
    rows.extend(waters.iter().map(|(_, key, zh)| (*key, "", quantity(zh), "亿m3")));
    rows.push(("hydropower_generation", "", quantity("水力发电量"), "亿kWh"));
    let profile = profile(
        &[
            service("biomass_provisioning", "given_value", "value_added"),
            service("water_supply", "water_use", "market_price"),
            service("ecological_energy", "hydropower", "market_price"),
        ]
        .concat(),
    );
    let account = account(&profile, &statistics(2010, &rows), &land(&[("51", 1e6)]), 2010);
    for (id, zh) in sectors {
        near(value(&account, id), yuan(zh), 1e-9, id);
    }
    for (id, _, zh) in waters {
        // Half a unit of the last digit of the quantity times the price, and half of one of the value.
        near(value(&account, id), yuan(zh), 0.005 * printed(zh, "unit_price") + 0.005, id);
    }
    near(value(&account, "hydropower"), yuan("水力发电量"), 1e-9, "hydropower");
    let products = account.value(Filter { category: Some(Category::Provisioning), ..Filter::default() });
    near(products.unwrap() / YI, 632.64, 0.01, "产品提供");
    assert!(account.rows.iter().all(|row| row.value.is_some()));
}

#[test]
fn recreation_of_ganzi_may_be_given_by_type() {
    let matrix = table(GANZI, "inputs_by_ecosystem.csv");
    let printed = matrix.rows().find(|row| row.text("service") == "景观游憩").unwrap();
    let types = [("森林", "1"), ("灌丛", "2"), ("草地", "3"), ("湿地", "4")];
    let values: Vec<(&str, f64)> =
        types.iter().map(|(zh, code)| (*code, printed.text(zh).parse().unwrap())).collect();
    let rows: Vec<_> = values.iter().map(|(code, value)| ("tourism_value", *code, *value, "亿元")).collect();
    let profile = profile(&service("tourism", "given_value", "given_value"));
    let account = account(&profile, &statistics(2010, &rows), &land(&[("1", 1e6), ("3", 1e6)]), 2010);
    for (code, value) in &values {
        let filter = Filter { ecosystem: Some(code.parse().unwrap()), ..Filter::default() };
        assert_relative_eq!(account.value(filter).unwrap() / YI, *value, max_relative = 1e-14);
    }
    near(value(&account, "recreation_value"), 70.67, 0.02, "景观游憩");
}

#[test]
fn baiyangdian_counts_spending_time_surplus_and_lake_water() {
    // 52.47, 343.33 and 578.03 CNY a visit, 135 · 10⁴ visits: 13.15 · 10⁸ CNY. An hour stands for the time of a visit.
    let visits = 135e4;
    let rows = [
        ("tourism_visits", "", visits, "person"),
        ("tourism_spend", "", 52.47 * visits, "CNY"),
        ("tourism_ecosystem_share", "", 1.0, "1"),
        ("tourism_time_per_visit", "", 1.0, "h"),
        ("wage_per_hour", "", 343.33 / 0.3, "CNY/h"),
        ("tourism_consumer_surplus", "", 578.03 * visits, "CNY"),
        ("lake_inflow", "", 2.5e8, "m3"),
        ("lake_precipitation", "", 0.9e8, "m3"),
        ("lake_outflow", "", 0.3e8, "m3"),
        ("lake_evaporation", "", 2.2e8, "m3"),
        ("lake_storage_opening", "", 1.58e8, "m3"),
        ("lake_storage_closing", "", 1.5e8, "m3"),
    ];
    let lake = service("water_supply", "lake_balance", "market_price");
    let with = profile(&[service("tourism", "travel_cost", "with_consumer_surplus"), lake].concat());
    let land = land(&[("42", 1e6)]);
    let found = account(&with, &statistics(2011, &rows), &land, 2011);
    let recreation = |account: &Account| {
        account.value(Filter { service: Some("tourism"), ..Filter::default() }).unwrap() / YI
    };
    near(recreation(&found), 13.15, 0.005, "休闲娱乐");
    near(value(&found, "lake_water"), 0.49, 0.005, "水资源供给");

    let without = profile(&service("tourism", "travel_cost", "exchange_value"));
    let found = account(&without, &statistics(2011, &rows), &land, 2011);
    near(recreation(&found), (52.47 + 343.33) * visits / YI, 1e-9, "without surplus");
}

/// Columns of the table of 2015 and the code that stands for each here.
const BIOMES: [(&str, &str); 14] = [
    ("旱地", "51"),
    ("水田", "51p"),
    ("针叶", "12"),
    ("针阔混交", "13"),
    ("阔叶", "11"),
    ("灌木", "2"),
    ("草原", "32"),
    ("灌草丛", "33"),
    ("草甸", "31"),
    ("湿地", "41"),
    ("荒漠", "7"),
    ("裸地", "82"),
    ("水系", "42"),
    ("冰川积雪", "81"),
];

#[test]
fn every_cell_of_the_table_of_2015_is_a_row() {
    let (printed, rows) = (table(XIE, "inputs.csv"), Parameters::shipped());
    let mut cells = 0;
    for row in printed.rows() {
        let line =
            equivalent_factor::SERVICE.indicators.iter().find(|line| line.name_zh == row.text("service"));
        let key = format!("equivalent_factor_{}", line.unwrap().id);
        for (biome, code) in BIOMES {
            let query = Query::new(&key, 2015).variant("xie2015").ecosystem(code.parse().unwrap());
            let expected: f64 = row.text(biome).parse().unwrap();
            assert_eq!(
                rows.find(&query).unwrap().row.value.to_bits(),
                expected.to_bits(),
                "{key} of {biome}"
            );
            cells += 1;
        }
    }
    assert_eq!(cells, 154);
}

#[test]
fn a_hundred_hectares_of_each_type_have_the_printed_sums() {
    let cells: Vec<(&str, f64)> = BIOMES.iter().map(|(_, code)| (*code, 1e6)).collect();
    let land = land(&cells);
    let account = account(&profile(&equivalents("xie2015")), &Statistics::default(), &land, 2010);
    let quantity = |code: &str| {
        let ecosystem: Option<Ecosystem> = Some(code.parse().unwrap());
        account.quantity(Filter { ecosystem, ..Filter::default() }).unwrap()
    };
    let printed = table(XIE, "expected.csv");
    let sum = |biome: &str| -> f64 {
        printed
            .rows()
            .find(|row| row.text("ecosystem") == biome)
            .unwrap()
            .text("sum_of_equivalents")
            .parse()
            .unwrap()
    };
    for (biome, code) in BIOMES.into_iter().filter(|(biome, _)| !["旱地", "水田"].contains(biome)) {
        assert_relative_eq!(quantity(code), sum(biome) * 100.0, max_relative = 1e-14);
    }
    // An account lists types without flags: dry land and paddy are both cropland.
    assert_relative_eq!(quantity("51"), (sum("旱地") + sum("水田")) * 100.0, max_relative = 1e-14);
    let all: f64 = BIOMES.iter().map(|(biome, _)| sum(biome) * 100.0).sum();
    let whole = account.value(Filter { service: Some("equivalent_factor"), ..Filter::default() }).unwrap();
    assert_relative_eq!(whole, all * 3406.5, max_relative = 1e-14);
    let paddy = account
        .rows
        .iter()
        .find(|row| row.indicator.id == "water_supply" && row.ecosystem == Some("51".parse().unwrap()));
    assert_relative_eq!(paddy.unwrap().quantity.unwrap(), -261.0, max_relative = 1e-14);
    assert!(account.closes());
}

/// Areas of the coast of the Beibu Gulf \[km²\] by year: Luo and Yan 2018, Table 3. Fields take the column of paddies,
/// orchards that of shrub, fish ponds and mangroves that of wetland.
const BEIBU: [(&str, [f64; 3]); 8] = [
    ("51p", [3678.80, 2761.08, 2636.67]),
    ("11", [1525.38, 1923.88, 1915.22]),
    ("52", [2553.95, 2725.06, 2720.13]),
    ("41", [249.31 + 80.38, 391.93 + 49.19, 314.19 + 13.07]),
    ("42", [290.43, 299.39, 364.49]),
    ("82", [341.46, 377.83, 282.26]),
    ("61", [122.40, 310.66, 595.73]),
    ("63", [0.0, 0.0, 0.0]),
];
/// Table 8 \[10⁸ CNY\].
const BEIBU_LINES: [(&str, [f64; 3]); 11] = [
    ("food_production", [21.6, 18.0, 17.4]),
    ("raw_materials", [9.09, 10.1, 9.94]),
    ("water_supply", [-18.2, -8.12, -6.19]),
    ("gas_regulation", [40.4, 41.4, 40.3]),
    ("climate_regulation", [84.0, 95.0, 93.6]),
    ("environmental_purification", [32.9, 37.3, 37.0]),
    ("hydrological_regulation", [216.0, 228.0, 240.0]),
    ("soil_conservation", [32.4, 37.9, 37.1]),
    ("nutrient_cycling", [4.82, 4.65, 4.50]),
    ("biodiversity", [40.2, 46.8, 44.1]),
    ("aesthetic_landscape", [19.8, 23.2, 21.7]),
];
/// Table 7 \[10⁸ CNY\], and the codes of each of its ecosystems.
const BEIBU_TYPES: [(&[&str], [f64; 3]); 6] = [
    (&["51"], [48.7, 36.6, 34.9]),
    (&["11", "52"], [252.0, 292.0, 291.0]),
    (&["41"], [58.4, 78.2, 58.0]),
    (&["42"], [124.0, 128.0, 156.0]),
    (&["82"], [0.233, 0.257, 0.192]),
    (&["61"], [0.0, 0.0, 0.0]),
];

/// Half a unit of the last digit of every area, 0.5 hm² of each type at 3406.5 times its water supply \[10⁸ CNY\].
const AREAS: f64 = 0.000_3;

/// Half a unit of the third digit, in which the tables are printed.
fn third_digit(printed: f64) -> f64 {
    let mut unit = 1e-6;
    while printed.abs() >= unit * 1000.0 {
        unit *= 10.0;
    }
    unit * 0.5001
}

#[test]
fn the_coast_of_the_beibu_gulf_has_the_printed_values() {
    let profile = profile(&equivalents("xie2015"));
    for year in 0..3 {
        let cells: Vec<(&str, f64)> = BEIBU.iter().map(|(code, areas)| (*code, areas[year] * 1e6)).collect();
        let account = account(&profile, &Statistics::default(), &land(&cells), 2010);
        for (line, printed) in BEIBU_LINES {
            near(value(&account, line), printed[year], third_digit(printed[year]) + AREAS, line);
        }
        for (codes, printed) in BEIBU_TYPES {
            let of = |code: &&str| {
                let filter = Filter { ecosystem: Some(code.parse().unwrap()), ..Filter::default() };
                account.value(filter).unwrap() / YI
            };
            near(codes.iter().map(of).sum(), printed[year], third_digit(printed[year]), codes[0]);
        }
        let whole = account.value(Filter { service: Some("equivalent_factor"), ..Filter::default() });
        near(whole.unwrap() / YI, [483.0, 535.0, 540.0][year], 0.5, "总价值");
    }
}

#[test]
fn the_table_of_2008_has_nine_lines_and_a_type_without_a_column_is_missing() {
    let cells = land(&[("11", 1e6), ("34", 1e6), ("61", 1e6)]);
    let account = account(&profile(&equivalents("xie2008")), &Statistics::default(), &cells, 2010);
    // Recalled: 28.12 equivalents of a hectare of forest.
    let forest = account.quantity(Filter { ecosystem: Some("11".parse().unwrap()), ..Filter::default() });
    assert_relative_eq!(forest.unwrap(), 2812.0, max_relative = 1e-12);
    let lines = |with: bool| {
        let rows = account.rows.iter().filter(|row| row.ecosystem == Some("11".parse().unwrap()));
        rows.filter(|row| row.value.is_some() == with).count()
    };
    assert_eq!(lines(true), 9);
    let built = account.quantity(Filter { ecosystem: Some("61".parse().unwrap()), ..Filter::default() });
    assert_eq!(built, None);
    assert!(account.closes());
}
