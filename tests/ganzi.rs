//! The account of Ganzi (甘孜州) 2010 after Pema Dolkar et al. 2017, Table 3: three services from given quantities.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::float_cmp,
    reason = "a test that cannot go on has failed"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use approx::assert_relative_eq;
use ecovalue::account::partial::Partial;
use ecovalue::account::plan::Plan;
use ecovalue::account::{self, Account, Filter, Row, Status, ValueMatrix};
use ecovalue::exact_sum::ExactSum;
use ecovalue::extent::Ecosystem;
use ecovalue::input::cells::Landscape;
use ecovalue::input::statistics::Statistics;
use ecovalue::parameter::Parameters;
use ecovalue::parameter::profile::Profile;
use ecovalue::table::Table;
use ecovalue::unit::{AreaM2, Cny, YI};
use ecovalue::valuation::{Book, PriceBasis, Setting};

const ZONE: &str = "ganzi";
/// Ecosystem types of the paper; the standard has no level I code for ice apart from bare land.
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
const WATER: &str = "water_retention";
const CARBON: &str = "carbon_sequestration";
const TOURISM: &str = "tourism";
/// Sums of printed numbers agree within this [10⁸ CNY].
const SUMS: f64 = 0.02;

fn table(file: &str) -> Table {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/ganzi_gep_2010");
    let text = fs::read_to_string(folder.join(file)).unwrap();
    Table::parse(file, &text).unwrap()
}

/// A row of Table 3: quantity [10⁸ of its unit], unit price, value [10⁸ CNY].
struct Printed {
    quantity: f64,
    price: f64,
    value: f64,
}

impl Printed {
    /// Half a unit of the last digit of the quantity times the price, and half of one of the value.
    fn tolerance(&self) -> f64 {
        0.005 * self.price + 0.000_05
    }
}

fn printed(indicator: &str) -> Printed {
    let table = table("inputs.csv");
    let row = table.rows().find(|row| row.text("indicator") == indicator).unwrap();
    let number = |column: &str| row.text(column).parse::<f64>();
    Printed {
        quantity: number("quantity").unwrap(),
        price: number("unit_price").unwrap_or(0.0),
        value: number("value_published_yi_yuan").unwrap(),
    }
}

fn water() -> Printed {
    printed("水源涵养量")
}

fn carbon() -> Printed {
    printed("固碳量")
}

fn tourism() -> Printed {
    printed("旅游总人次")
}

/// Printed value of a service [10⁸ CNY] by ecosystem type.
fn printed_by_type(service: &str) -> BTreeMap<Ecosystem, f64> {
    let table = table("inputs_by_ecosystem.csv");
    let row = table.rows().find(|row| row.text("service") == service).unwrap();
    TYPES.iter().map(|(name, code)| (code.parse().unwrap(), row.text(name).parse().unwrap())).collect()
}

fn land() -> Landscape {
    let areas = table("inputs_areas.csv");
    let mut land = Landscape::new();
    for (name, code) in TYPES {
        let row = areas.rows().find(|row| row.text("ecosystem") == name).unwrap();
        let area = AreaM2::from_square_kilometres(row.text("area_km2").parse().unwrap());
        land.cell(ZONE, code.parse().unwrap(), area.get()).unwrap();
    }
    land
}

/// A row of `statistics.csv`; `ecosystem` may be empty.
fn statistic(key: &str, ecosystem: &str, value: f64, unit: &str) -> String {
    format!(
        "{key},{ZONE},{ecosystem},2010,{value},{unit},\"Pema Dolkar et al. 2017, Table 3\",official,yes\n"
    )
}

/// Water [10⁸ m³], carbon dioxide [10⁸ t] and the printed value and visits of tourism.
fn statistics(water: f64, carbon: f64) -> String {
    statistic("water_retention_quantity", "", water, "亿m3")
        + &statistic("carbon_sequestration_quantity", "", carbon, "亿tCO2")
        + &tourism_statistics()
}

fn tourism_statistics() -> String {
    let tourism = tourism();
    statistic("tourism_value", "", tourism.value, "亿元")
        + &statistic("tourism_visits", "", tourism.quantity, "万人次")
}

fn account(statistics: &str) -> Account {
    account_in(statistics, PriceBasis::current(2010), false)
}

fn account_in(statistics: &str, basis: PriceBasis, allow_unverified: bool) -> Account {
    let header = "key,zone,ecosystem,year,value,unit,source,status,verified\n";
    let statistics = Table::parse("statistics.csv", &format!("{header}{statistics}")).unwrap();
    let statistics = Statistics::from_table(&statistics).unwrap();
    let (profile, parameters) = (Profile::shipped("ganzi2017").unwrap(), Parameters::shipped());
    let regions = ["Ganzi", "Sichuan", "China"].map(str::to_owned);
    let land = land();
    let setting = Setting {
        registry: ecovalue::Registry::shipped(),
        profile: &profile,
        parameters: &parameters,
        statistics: &statistics,
        zones: &land.legend().zones,
        year: 2010,
        basis,
        regions: regions.to_vec(),
        conditions: Vec::new(),
        allow_unverified,
    };
    let mut book = Book::default();
    let plan = Plan::new(&setting, land.legend(), &mut book).unwrap();
    let mut partial = Partial::new(&plan);
    partial.add(&plan, land.cells());
    account::compile(&setting, land.legend(), &plan, &partial, book).unwrap()
}

fn ganzi() -> Account {
    account(&statistics(water().quantity, carbon().quantity))
}

/// The only row of an indicator.
fn row<'a>(account: &'a Account, service: &'a str, indicator: &'a str) -> &'a Row {
    let filter = Filter { service: Some(service), indicator: Some(indicator), ..Filter::default() };
    let rows: Vec<&Row> = account.select(filter).collect();
    let [row] = rows[..] else { panic!("{service}/{indicator} has {} rows", rows.len()) };
    row
}

/// The three rows that have a value.
fn rows(account: &Account) -> [&Row; 3] {
    [
        row(account, WATER, "retained_water"),
        row(account, CARBON, "sequestered_carbon_dioxide"),
        row(account, TOURISM, "recreation_value"),
    ]
}

#[test]
fn the_three_rows_are_those_of_table_3() {
    let account = ganzi();
    for (row, printed) in rows(&account).into_iter().zip([water(), carbon(), tourism()]) {
        let value = row.value.unwrap() / YI;
        let off = (value - printed.value).abs();
        assert!(off <= printed.tolerance(), "{}: {value} for {}", row.service.id, printed.value);
        assert_eq!((row.zone.as_str(), row.ecosystem, &row.status), (ZONE, None, &Status::Accounted));
    }
    let [water_row, carbon_row, recreation] = rows(&account);
    assert_eq!((water_row.quantity, carbon_row.quantity), (Some(321.49e8), Some(0.31e8)));
    assert_eq!((recreation.quantity, recreation.price), (None, None));
    assert_relative_eq!(recreation.value.unwrap(), 70.6669e8, max_relative = 1e-15);
    let visits = row(&account, TOURISM, "visits");
    assert_relative_eq!(visits.quantity.unwrap(), 358.68e4, max_relative = 1e-15);
    assert_eq!(visits.value, None);
}

#[test]
fn the_whole_is_the_sum_of_the_rows_and_the_map_closes() {
    let account = ganzi();
    let (water, carbon, tourism) = (water(), carbon(), tourism());
    let whole = account.gross_ecosystem_product(None).unwrap();
    let by_hand = 321.49e8 * 7.06 + 0.31e8 * 380.0 + 70.6669e8;
    assert_relative_eq!(whole, by_hand, max_relative = 1e-15);
    let off = (whole / YI - (water.value + carbon.value + tourism.value)).abs();
    assert!(off <= water.tolerance() + carbon.tolerance() + tourism.tolerance(), "{off}");
    assert_eq!(account.gross_ecosystem_product(Some(ZONE)), Some(whole));
    let sum: ExactSum = rows(&account).into_iter().filter_map(|row| row.value).collect();
    assert_eq!(sum.total().to_bits(), whole.to_bits());
    assert_eq!(account.accounted_services(None).into_iter().collect::<Vec<_>>(), [CARBON, TOURISM, WATER]);
    assert!(account.closes());
    assert_eq!(account.extent.len(), TYPES.len());
    assert_eq!(account.scope.len(), 14);
}

#[test]
fn prices_of_the_accounting_year_are_used_as_they_are_printed() {
    let is_index =
        |account: &Account| account.book.list().iter().any(ecovalue::evidence::Evidence::is_price_index);
    let account = ganzi();
    let [water_row, carbon_row, _] = rows(&account);
    assert_eq!((water_row.price, water_row.price_unit), (Some(water().price), "CNY/m3"));
    assert_eq!((carbon_row.price, carbon_row.price_unit), (Some(carbon().price), "CNY/tCO2"));
    assert_eq!((water().price, carbon().price), (7.06, 380.0));
    assert!(!is_index(&account));

    // In the prices of another year the index is at work, and on given money as well. Its rows are recalled.
    let given = statistics(water().quantity, carbon().quantity);
    let other = account_in(&given, PriceBasis::constant(2015), true);
    let index = Parameters::shipped();
    let factor = index.reexpress("consumer_price_index", 2010, 2015, &["China".to_owned()]).unwrap().factor;
    assert!(factor > 1.1 && is_index(&other));
    for (row, other) in rows(&account).into_iter().zip(rows(&other)) {
        assert_relative_eq!(other.value.unwrap(), row.value.unwrap() * factor, max_relative = 1e-14);
    }
}

#[test]
fn value_per_area_is_in_wan_per_mu() {
    let account = ganzi();
    let printed = table("inputs_areas.csv");
    let total = printed.rows().find(|row| row.text("ecosystem") == "合计").unwrap();
    let square_kilometres: f64 = total.text("area_km2").parse().unwrap();
    let area = AreaM2::new(account.area(None));
    assert!((area.square_kilometres() - square_kilometres).abs() < 0.05, "{}", area.square_kilometres());

    // 1 km² = 1500 亩, 1 亿元 = 10⁴ 万元
    let whole = Cny::new(account.gross_ecosystem_product(None).unwrap());
    let by_hand = whole.yi() * 1e4 / (area.square_kilometres() * 1500.0);
    assert_relative_eq!(whole.wan() / area.mu(), by_hand, max_relative = 1e-14);
    assert!((whole.wan() / area.mu() - 0.1095).abs() < 5e-5, "{}", whole.wan() / area.mu());

    // The whole of the paper over the same land: 504.1 万元/km², 0.3361 万元/亩.
    let expected = table("expected.csv");
    let gep = expected.rows().find(|row| (row.text("level"), row.text("item")) == ("total", "GEP")).unwrap();
    let gep = Cny::new(gep.text("value_yi_yuan_or_as_named").parse::<f64>().unwrap() * YI);
    assert!((gep.wan() / area.square_kilometres() - 504.1).abs() < 0.05);
    assert!((gep.wan() / area.mu() - 0.3361).abs() < 5e-5);
}

#[test]
fn quantities_by_ecosystem_give_the_printed_matrix() {
    let (water, carbon) = (water(), carbon());
    let water_by_type = printed_by_type("水源涵养");
    // The matrix prints carbon and oxygen together. One follows from the other by a ratio of masses, so the share of
    // carbon is the same everywhere.
    let both: BTreeMap<Ecosystem, f64> = printed_by_type("固碳释氧");
    let share = carbon.value / both.values().copied().collect::<ExactSum>().total();
    let carbon_by_type: BTreeMap<Ecosystem, f64> =
        both.iter().map(|(of, value)| (*of, value * share)).collect();

    let mut given = tourism_statistics();
    for (of, value) in &water_by_type {
        given += &statistic("water_retention_quantity", &of.to_string(), value / water.price, "亿m3");
    }
    for (of, value) in &carbon_by_type {
        given += &statistic("carbon_sequestration_quantity", &of.to_string(), value / carbon.price, "亿tCO2");
    }
    let account = account(&given);

    for (service, values, whole) in
        [(WATER, &water_by_type, water.value), (CARBON, &carbon_by_type, carbon.value)]
    {
        let filter = Filter { service: Some(service), ..Filter::default() };
        assert_eq!(account.select(filter).count(), TYPES.len());
        for (of, value) in values {
            let found = account.value(Filter { ecosystem: Some(*of), ..filter }).unwrap() / YI;
            assert!((found - value).abs() < SUMS, "{service} of {of}: {found} for {value}");
        }
        let found = account.value(filter).unwrap() / YI;
        assert!((found - whole).abs() < SUMS, "{service}: {found} for {whole}");
    }

    // Columns: the types, and last what has no type.
    let ValueMatrix { services, types, values } = account.matrix(Ecosystem::plain);
    assert_eq!(services.iter().map(|service| service.id).collect::<Vec<_>>(), [WATER, CARBON, TOURISM]);
    assert_eq!(types.len(), TYPES.len() + 1);
    for (column, of) in types.iter().enumerate() {
        let printed = match of {
            Some(of) => water_by_type[of] + carbon_by_type[of],
            None => tourism().value,
        };
        let found =
            values.column(column).copied().filter(|value| !value.is_nan()).collect::<ExactSum>().total() / YI;
        assert!((found - printed).abs() < SUMS, "column {of:?}: {found} for {printed}");
    }
    let whole = account.gross_ecosystem_product(None).unwrap() / YI;
    assert!((whole - (water.value + carbon.value + tourism().value)).abs() < SUMS, "{whole}");
    assert!(account.closes());
}

#[test]
fn another_quantity_moves_the_total_by_its_price() {
    let (water, carbon) = (water(), carbon());
    let whole =
        |water: f64, carbon: f64| account(&statistics(water, carbon)).gross_ecosystem_product(None).unwrap();
    let first = whole(water.quantity, carbon.quantity);
    for x in [1.0, -17.25, 250.0] {
        let moved = whole(water.quantity + x, carbon.quantity) - first;
        assert_relative_eq!(moved, x * 1e8 * water.price, max_relative = 1e-12);
    }
    for x in [0.25, -0.125, 4.0] {
        let moved = whole(water.quantity, carbon.quantity + x) - first;
        assert_relative_eq!(moved, x * 1e8 * carbon.price, max_relative = 1e-12);
    }
}

#[test]
fn a_quantity_that_is_not_given_is_not_accounted_and_not_zero() {
    let given = statistic("water_retention_quantity", "", water().quantity, "亿m3");
    let account = account(&given);
    let carbon = row(&account, CARBON, "sequestered_carbon_dioxide");
    assert_eq!((carbon.quantity, carbon.value), (None, None));
    assert!(
        matches!(&carbon.status, Status::NotAccounted(reason) if reason.to_string().contains("carbon_sequestration_quantity"))
    );
    assert_eq!(account.accounted_services(None).into_iter().collect::<Vec<_>>(), [WATER]);
    assert_eq!(account.gross_ecosystem_product(None), row(&account, WATER, "retained_water").value);
}
