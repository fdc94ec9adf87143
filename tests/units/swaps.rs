//! Every unit in the place of every other, against factors from definitions (`factors.py`).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::LazyLock;

use ecovalue::error::Code;
use ecovalue::extent::crosswalk::Crosswalk;
use ecovalue::input::manifest::Manifest;
use ecovalue::input::parcels;
use ecovalue::input::statistics::STATISTICS;
use ecovalue::quantity::{AREA, QUANTITIES, Quantity};
use ecovalue::service::{REGISTRY, Rule, Term};
use ecovalue::table::Table;
use ecovalue::unit::SYMBOLS;
use ecovalue::valuation::Absence;
use ecovalue::{Error, Findings, Landscape, Parameters, Profile, Setting, Statistics};

/// Relative, of a value after one conversion from a decimal text.
const TOLERANCE: f64 = 1e-12;

struct Factor {
    kind: String,
    size: f64,
    offset: f64,
}

/// The units of the test with their size in the base of their kind.
fn factors() -> BTreeMap<String, Factor> {
    let text = include_str!("factors.csv");
    let rows = text.lines().skip(1).map(|line| {
        let field: Vec<&str> = line.split(',').collect();
        let number = |index: usize| field[index].parse::<f64>().unwrap();
        let factor = Factor { kind: field[1].to_owned(), size: number(2) / number(3), offset: number(4) };
        (field[0].to_owned(), factor)
    });
    rows.collect()
}

fn terms() -> impl Iterator<Item = Term> {
    REGISTRY.iter().flat_map(|service| {
        let zone = service
            .physical
            .iter()
            .flat_map(|physical| physical.supplies)
            .map(|physical| physical.scope().terms());
        let money = service.values.iter().flat_map(|valuation| valuation.rules).map(Rule::terms);
        zone.chain(money).flatten()
    })
}

/// Every unit that the crate names anywhere.
fn known() -> BTreeSet<String> {
    let mut all: BTreeSet<String> = SYMBOLS.iter().map(ToString::to_string).collect();
    all.extend(QUANTITIES.iter().map(|quantity| quantity.unit.to_owned()));
    all.extend(STATISTICS.iter().map(|statistic| statistic.unit.to_owned()));
    all.extend(Parameters::shipped().rows().iter().map(|row| row.unit.text().to_owned()));
    for service in REGISTRY {
        all.extend(service.indicators.iter().map(|indicator| indicator.unit.to_owned()));
        for rule in service.values.iter().flat_map(|valuation| valuation.rules) {
            all.extend(rule.price().map(|priced| priced.price().unit().to_owned()));
        }
    }
    all.extend(terms().filter_map(|term| match term {
        Term::Parameter(_, unit) => Some(unit.to_owned()),
        _ => None,
    }));
    all
}

#[derive(Default)]
struct Counts {
    items: usize,
    converted: usize,
    refused: usize,
}

impl Counts {
    /// Reads one item in every unit. `read` gets a number as text and its unit, and gives the number in the base unit.
    fn item(&mut self, name: &str, base: &str, value: f64, read: impl Fn(&str, &str) -> Result<f64, Error>) {
        static FACTORS: LazyLock<BTreeMap<String, Factor>> = LazyLock::new(factors);
        let factors = &*FACTORS;
        let declared = &factors[base];
        self.items += 1;
        for (unit, other) in factors {
            // In the base of the kind, then in the other unit.
            let written = (value * declared.size + declared.offset - other.offset) / other.size;
            let result = read(&format!("{written:e}"), unit);
            if declared.kind == other.kind {
                let found = result.unwrap_or_else(|error| panic!("{name} in {unit}: {error}"));
                let near =
                    (found - value).abs() <= TOLERANCE * value.abs().max(300.0 * declared.offset.abs());
                let temperature = declared.kind == "temperature" && (found - value).abs() < 1e-10;
                assert!(near || temperature, "{name}: {written} {unit} is {found} {base}, not {value}");
                self.converted += 1;
            } else {
                let error = result.err().unwrap_or_else(|| panic!("{name} was read in {unit}"));
                assert_eq!(error.code(), Code::IncompatibleUnit, "{name} in {unit}: {error}");
                assert!(
                    !error.hint().to_string().is_empty() && error.to_string().contains(unit.as_str()),
                    "{error}"
                );
                self.refused += 1;
            }
        }
    }

    fn print(&self, what: &str) {
        let Self { items, converted, refused } = self;
        println!("{what}: {items} items, {converted} converted right, {refused} refused");
        assert!(*items > 0 && *converted >= *items && *refused > *items);
    }
}

fn first(findings: Findings) -> Error {
    findings.into_iter().next().unwrap()
}

/// A table run of one cell with a layer as a column.
fn landscape(layer: Option<&Quantity>, value: &str, unit: &str) -> Result<Landscape, Findings> {
    let (area, area_unit) = if layer.is_none() { (value, unit) } else { ("1", "hm2") };
    let mut run = format!(
        "schema = 1\ntitle = 't'\nyear = 2019\nprofile = 'hj1173_2021'\n[cells]\nkind = 'table'\nfile = 'c.csv'\n\
         columns = {{ ecosystem = 'e', area = 'area', unit = '{area_unit}' }}\n"
    );
    let mut values = String::new();
    let mut header = String::from("e,area");
    if let Some(quantity) = layer {
        let columns: Vec<String> = (0..quantity.bands).map(|band| format!("x{band}")).collect();
        let list = columns.iter().map(|column| format!("'{column}'")).collect::<Vec<_>>().join(", ");
        let id = quantity.id;
        let _ = write!(run, "[[layer]]\nname = '{id}'\ncolumn = [{list}]\nunit = '{unit}'\n");
        header = format!("{header},{}", columns.join(","));
        values = format!(",{value}").repeat(quantity.bands);
    }
    let manifest = Manifest::parse("run.toml", &run)?;
    let table = Table::parse("c.csv", &format!("{header}\n13,{area}{values}\n"))?;
    parcels::read(table, &manifest.cells, &Crosswalk::identity(), &manifest.layers, &[])
}

#[test]
fn every_unit_of_the_crate_has_a_factor_here() {
    let factors = factors();
    let missing: Vec<String> = known().into_iter().filter(|unit| !factors.contains_key(unit)).collect();
    assert!(missing.is_empty(), "add to factors.py: {missing:?}");
}

#[test]
fn layers_and_areas_in_every_unit() {
    let mut counts = Counts::default();
    for quantity in QUANTITIES {
        let (low, high) = quantity.range;
        let value = low + (high - low) * 0.375;
        let layer = (quantity.id != AREA.id).then_some(*quantity);
        counts.item(quantity.id, quantity.unit, value, |value, unit| {
            let land = landscape(layer, value, unit).map_err(first)?;
            let cells = land.cells();
            Ok(if layer.is_some() { cells.columns[0][0] } else { cells.area[0] })
        });
    }
    counts.print("layers");
}

#[test]
fn statistics_in_every_unit() {
    let mut counts = Counts::default();
    for known in STATISTICS {
        // Attainment is a yes or a no; other numbers without a unit are shares.
        let value = match (known.unit, known.key.ends_with("_attainment")) {
            ("1", true) => 1.0,
            ("1", false) => 0.375,
            _ => 1234.5,
        };
        counts.item(known.key, known.unit, value, |value, unit| {
            let text = format!(
                "key,zone,year,value,unit,source,status\n{},,2019,{value},{unit},s,official\n",
                known.key
            );
            let rows = Statistics::from_table(&Table::parse("s.csv", &text).unwrap()).map_err(first)?;
            Ok(rows.rows()[0].value)
        });
    }
    counts.print("statistics");
}

#[test]
fn parameter_rows_and_prices_in_every_unit() {
    let mut needed: BTreeMap<&str, &str> = BTreeMap::new();
    needed.extend(terms().filter_map(|term| match term {
        Term::Parameter(key, unit) => Some((key, unit)),
        _ => None,
    }));
    // Coefficients by ecosystem type are quantities.
    needed.extend(QUANTITIES.iter().map(|quantity| (quantity.id, quantity.unit)));
    let profile = Profile::shipped("hj1173_2021").unwrap();
    let statistics = Statistics::default();
    let shipped = Parameters::shipped();
    let mut counts = Counts::default();
    for (key, base) in needed {
        counts.item(key, base, 0.375, |value, unit| {
            let header = "key,value,unit,price_year,source,verified";
            let table =
                Table::parse("p.csv", &format!("{header}\n{key},{value},{unit},2019,s,yes\n")).unwrap();
            let rows = shipped.clone().with_local(&table).map_err(first)?;
            let setting = Setting::new(&profile, &rows, &statistics, &[], 2019).with_unverified();
            match setting.parameter(key, base, None, None, &mut ecovalue::valuation::Book::default()) {
                Ok((value, _)) => Ok(value),
                Err(Absence::Refused(error)) => Err(error),
                Err(Absence::NotAccounted(why)) => panic!("{key}: {why}"),
            }
        });
    }
    counts.print("parameter rows and prices");
}

#[test]
fn a_price_index_is_a_plain_number() {
    let factors = factors();
    let shipped = Parameters::shipped();
    let (mut right, mut refused) = (0, 0);
    for (unit, factor) in &factors {
        let text = format!(
            "key,value,unit,valid_from,source,verified\nconsumer_price_index,{:e},{unit},2019,s,yes\n",
            1.029 / factor.size
        );
        let rows = shipped.clone().with_local(&Table::parse("p.csv", &text).unwrap()).unwrap();
        match rows.reexpress("consumer_price_index", 2018, 2019, &["China".to_owned()]) {
            Ok(found) => {
                assert!(factor.kind == "number" && (found.factor - 1.029).abs() < 1e-12, "{unit}");
                right += 1;
            }
            Err(error) => {
                assert!(factor.kind != "number" && error.code() == Code::IncompatibleUnit, "{unit}: {error}");
                refused += 1;
            }
        }
    }
    println!("price index: {right} converted right, {refused} refused");
    assert!(right >= 4 && refused > 50);
}

#[test]
fn no_unit_and_a_wrong_case_are_refused() {
    for unit in [
        "",
        " ",
        "MM",
        "Mm",
        "KM2",
        "Hm2",
        "cny",
        "Tco2",
        "TC",
        "MU",
        "DEGC",
        "元元元x",
        "mm2m",
        "USD",
        "inch",
    ] {
        let layer = landscape(Some(QUANTITIES[3]), "1", unit).map_err(first).unwrap_err();
        assert_eq!(layer.code(), Code::UnknownUnit, "{unit}: {layer}");
        let text = format!("key,year,value,unit,source,status\ngdp,2019,1,{unit},s,official\n");
        let row = Statistics::from_table(&Table::parse("s.csv", &text).unwrap()).map_err(first).unwrap_err();
        assert_eq!(row.code(), Code::UnknownUnit, "{unit}: {row}");
        let text = format!("key,value,unit,source,verified\nnep_npp_ratio,1,{unit},s,yes\n");
        let row = Parameters::shipped().with_local(&Table::parse("p.csv", &text).unwrap());
        assert_eq!(row.map_err(first).unwrap_err().code(), Code::UnknownUnit, "{unit}");
    }
    let without = "schema = 1\ntitle = 't'\nyear = 2019\nprofile = 'hj1173_2021'\n[cells]\nkind = 'table'\nfile = 'c'\n\
                   columns = { ecosystem = 'e', area = 'a' }\n[[layer]]\nname = 'precipitation'\nvalue = 1\n";
    let texts = Manifest::parse("run.toml", without).unwrap_err().to_string();
    for key in ["`cells.columns.unit`: key `unit` is missing", "`layer.unit`: key `unit` is missing"] {
        assert!(texts.contains(key), "{texts}");
    }
}
