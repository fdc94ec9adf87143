//! The exact numbers of every variant of every service and driver, of all profiles and indices, and of draws.
//!
//! They stand in `data/bits`, each number in its shortest form that reads back to the same bits; `ECOVALUE_UPDATE=1`
//! writes them anew. A change of them is a change of figures, and is told in the changelog.
#![cfg(feature = "files")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod common;
mod points;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use ecovalue::account::Row;
use ecovalue::driver::Driver;
use ecovalue::equation::InputColumns;
use ecovalue::index::{Index, indices};
use ecovalue::input::statistics::STATISTICS;
use ecovalue::parameter::profile::shipped_ids;
use ecovalue::quantity::{AREA, PRECIPITATION_DAILY_LEAP_YEAR, QUANTITIES, Quantity};
use ecovalue::regression::travel_cost::Choke;
use ecovalue::regression::{Sample, Simulation, count::poisson};
use ecovalue::run::{Options, UncertaintyOptions};
use ecovalue::service::{Physical, REGISTRY, Rule, Service};
use ecovalue::table::Table;
use ecovalue::uncertainty::recreation::consumer_surplus;
use ecovalue::{Account, Landscape, Parameters, Profile, Setting, Statistics, driver};

use common::{Folder, RUN};
use points::Points;

const CELLS: usize = 48;
const ZONES: [&str; 2] = ["north", "south"];
const CLASSES: [&str; 8] = ["11e", "13", "31", "41", "42", "51p", "52", "61"];

static PARAMETERS: LazyLock<Parameters> = LazyLock::new(Parameters::shipped);
static STATED: LazyLock<Statistics> = LazyLock::new(statistics);

/// What an account of the land gives under a profile.
struct Found {
    account: Account,
    indices: Vec<Index>,
}

/// The one place where a setting is put together.
fn account(profile: &Profile, land: &Landscape) -> Found {
    let parameters = &*PARAMETERS;
    let mut setting = Setting::new(profile, parameters, &STATED, land.zones(), 2019).with_unverified();
    // Rows of lakes hold for a region of lakes only.
    let lakes = parameters.rows().iter().find(|row| row.key == "lake_storage_intercept");
    setting.regions.push("south".to_owned());
    setting.regions.extend(lakes.map(|row| row.region.clone()));
    let mut account =
        Account::of(&setting, land).unwrap_or_else(|findings| panic!("{}: {findings}", profile.id));
    let indices =
        indices(&setting, &mut account).unwrap_or_else(|findings| panic!("{}: {findings}", profile.id));
    Found { account, indices }
}

/// Every statistic, those that zones add up to for each zone.
fn statistics() -> Statistics {
    let mut text = "key,zone,year,value,unit,price_year,source,status,verified\n".to_owned();
    for (place, statistic) in (0_u32..).zip(STATISTICS) {
        let zones: &[&str] = if statistic.additive { &ZONES } else { &[""] };
        for (zone, more) in zones.iter().zip([0.0, 0.125]) {
            let share = 0.25 + f64::from(place) / 1000.0 + more;
            let value = match statistic.unit {
                _ if statistic.key.contains("attainment") => 1.0,
                "1" => share,
                "CNY" | "person" | "m2" | "m3" => 1e6 * share,
                _ => 10.0 * share,
            };
            let (key, unit) = (statistic.key, statistic.unit);
            writeln!(text, "{key},{zone},2019,{value},{unit},2019,test,official,yes").unwrap();
        }
    }
    Statistics::from_table(&Table::parse("statistics.csv", &text).unwrap()).unwrap()
}

/// Usual numbers of quantities whose possible ones are much wider, or hang together.
const USUAL: &[(&str, f64, f64)] = &[
    ("temperature", 5.0, 22.0),
    ("temperature_monthly", -3.0, 28.0),
    ("temperature_maximum_monthly", 8.0, 34.0),
    ("temperature_minimum_monthly", -9.0, 7.0),
    ("precipitation", 500.0, 1600.0),
    ("precipitation_monthly", 10.0, 220.0),
    ("precipitation_daily", 0.0, 60.0),
    ("elevation_window", 300.0, 360.0),
    ("latitude", 25.0, 35.0),
    ("potential_evapotranspiration", 600.0, 1300.0),
    ("reference_evapotranspiration", 600.0, 1300.0),
    ("actual_evapotranspiration", 300.0, 500.0),
    ("actual_evapotranspiration_monthly", 10.0, 90.0),
    ("potential_evapotranspiration_monthly", 95.0, 150.0),
    ("relative_evapotranspiration_monthly", 20.0, 150.0),
    ("surface_runoff", 20.0, 150.0),
    ("ndvi", 0.1, 0.9),
    ("ndvi_monthly", 0.1, 0.9),
    ("ndvi_soil", 0.02, 0.08),
    ("ndvi_vegetation", 0.92, 0.95),
    ("casa_ndvi_min", 0.02, 0.05),
    ("casa_ndvi_max", 0.92, 0.95),
    ("casa_sr_min", 1.0, 1.1),
    ("casa_sr_max", 20.0, 30.0),
    ("optimum_temperature", 15.0, 25.0),
    ("solar_radiation_monthly", 200.0, 600.0),
    ("rain_days_monthly", 2.0, 15.0),
    ("snow_days_monthly", 0.0, 10.0),
    ("local_relief", 0.1, 3.0),
    ("relief_distance", 100.0, 500.0),
    ("erosive_daily_rain", 10.0, 12.0),
    ("warm_season_first_month", 5.0, 5.0),
    ("warm_season_last_month", 9.0, 9.0),
    ("vegetated", 1.0, 1.0),
    ("slope", 0.0, 40.0),
    ("cell_width", 25.0, 35.0),
    ("cell_height", 25.0, 35.0),
    ("crop_coefficient", 0.5, 1.2),
    ("root_depth", 300.0, 1500.0),
    ("root_restricting_depth", 300.0, 1500.0),
    ("plant_available_water_fraction", 0.1, 0.2),
    ("seasonality_factor", 2.0, 10.0),
    ("soil_organic_carbon", 0.3, 4.0),
    ("storm_precipitation", 50.0, 200.0),
    ("curve_number", 40.0, 90.0),
    ("sand", 20.0, 40.0),
    ("silt", 20.0, 30.0),
    ("clay", 25.0, 30.0),
];

/// The smallest and largest number that land has here.
fn usual(quantity: &Quantity) -> (f64, f64) {
    let (low, high) = quantity.range;
    let width = (high - low).min(2000.0);
    let usual = USUAL.iter().find(|(id, ..)| *id == quantity.id);
    usual.map_or((low + 0.1 * width, low + 0.6 * width), |(_, low, high)| (*low, *high))
}

/// What an equation makes of some cells: the one place where it is run.
fn evaluate(driver: &Driver, columns: &[&[f64]], cells: usize) -> Vec<f64> {
    let mut out = vec![f64::INFINITY; cells * driver.output.bands];
    driver.equation.run(InputColumns::Wide(columns), &mut out);
    out
}

/// Land with a number for every quantity but some, one in forty missing.
fn land(without: &dyn Fn(&Quantity) -> bool) -> Landscape {
    let mut land = Landscape::new();
    let mut points = Points(2019);
    let mut unit = || f64::from(u32::try_from(points.bits() >> 32).unwrap()) / f64::from(u32::MAX);
    for cell in 0..CELLS {
        let class = CLASSES[cell % CLASSES.len()].parse().unwrap();
        land.cell(ZONES[cell % 3 % 2], class, 1e4 + 1e6 * unit()).unwrap();
    }
    let shares: Vec<(f64, f64)> = (0..CELLS).map(|_| (10.0 + 30.0 * unit(), 10.0 + 30.0 * unit())).collect();
    for quantity in QUANTITIES {
        let (low, high) = usual(quantity);
        let missing = 0.025 / f64::from(u32::try_from(quantity.bands).unwrap());
        let mut random = |_| {
            let place = unit();
            if unit() < missing { f64::NAN } else { low + (high - low) * place }
        };
        let drawn: Vec<f64> = (0..CELLS * quantity.bands).map(&mut random).collect();
        let column = match quantity.id {
            "sand" => shares.iter().map(|(sand, _)| *sand).collect(),
            "silt" => shares.iter().map(|(_, silt)| *silt).collect(),
            "clay" => shares.iter().map(|(sand, silt)| 100.0 - sand - silt).collect(),
            _ => drawn,
        };
        let is_given = ![AREA.id, PRECIPITATION_DAILY_LEAP_YEAR.id].contains(&quantity.id);
        if is_given && !without(quantity) {
            land.column(*quantity, column).unwrap();
        }
    }
    land
}

/// For each key without a plain row, its first variant.
fn first_variants() -> String {
    let parameters = &*PARAMETERS;
    let variant =
        |key: &str| parameters.variants(key).first().map(|variant| format!("{key} = \"{variant}\""));
    let lacking = parameters.keys().into_iter().filter(|key| parameters.variants(key).first() != Some(&""));
    lacking.filter_map(variant).collect::<Vec<_>>().join(", ")
}

fn profile(more: &str) -> Profile {
    let text = format!("id = \"test\"\ntitle = \"t\"\nstatus = \"published\"\nsource = \"test\"\n{more}");
    Profile::parse("test.toml", &text).unwrap_or_else(|findings| panic!("{findings}\n{text}"))
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{value:?}"))
}

fn row(row: &Row) -> String {
    let ecosystem = row.ecosystem.map(|code| code.to_string()).unwrap_or_default();
    let (service, indicator) = (row.service.id, row.indicator.id);
    let numbers = [row.quantity, row.price, row.value, row.area].map(number).join(" ");
    format!("{service}/{indicator} {}/{ecosystem} {numbers}", row.zone)
}

fn index(index: &Index) -> String {
    let Index { zone, index, variant, value, unit, numerator, denominator, .. } = index;
    let sides = if zone.is_empty() { format!(" = {numerator} / {denominator}") } else { String::new() };
    format!("{index} {zone} [{variant}] {} {unit}{sides}", number(*value))
}

/// FNV-1a of lines.
fn hash(lines: &[String]) -> u64 {
    let bytes = lines.iter().flat_map(|line| line.bytes().chain([b'\n']));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The hash of all rows, and some rows of a zone or, with no name, of the whole.
fn write_account(page: &mut String, name: &str, found: &Found, zone: &str) {
    let rows: Vec<String> = found.account.rows.iter().map(row).collect();
    writeln!(page, "\n{name}: {} rows", rows.len()).unwrap();
    for shown in found.account.rows.iter().filter(|row| row.zone == zone) {
        let ecosystem = shown.ecosystem.map(|code| code.to_string()).unwrap_or_default();
        if ["", "11", "42"].contains(&ecosystem.as_str()) {
            writeln!(page, "{}", row(shown)).unwrap();
        }
    }
    writeln!(page, "all rows: {:016x}", hash(&rows)).unwrap();
}

fn agree(file: &str, page: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/bits").join(file);
    #[allow(clippy::disallowed_methods, reason = "a test may be asked to write anew")]
    if std::env::var("ECOVALUE_UPDATE").is_ok() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, page).unwrap();
    }
    let agreed = fs::read_to_string(&path).unwrap_or_default();
    let mut section = "";
    for (line, agreed) in page.lines().zip(agreed.lines()) {
        section = if line.ends_with(" rows") { line } else { section };
        assert_eq!(line, agreed, "{file}, {section}: figures have moved; ECOVALUE_UPDATE=1 writes them anew");
    }
    assert_eq!(page.lines().count(), agreed.lines().count(), "{file}: lines came or went");
}

/// Whether a value variant makes money of something that a physical variant gives.
fn is_priced(physical: &'static Physical, rule: &Rule) -> bool {
    rule.price().is_none() || Service::supply(physical, rule.indicator()).is_some()
}

#[test]
fn every_variant_of_every_service() {
    let (land, chosen) = (land(&|_| false), first_variants());
    let mut page = String::new();
    let mut count = 0;
    for service in REGISTRY {
        for physical in service.physical {
            for value in service.values.iter().filter(|v| v.rules.iter().any(|r| is_priced(physical, r))) {
                let (id, physical, value) = (service.id, physical.id, value.id);
                let text = format!(
                    "[service.{id}]\nphysical = \"{physical}\"\nvalue = \"{value}\"\nvariants = {{ {chosen} }}\n"
                );
                let found = account(&profile(&text), &land);
                write_account(&mut page, &format!("{id}/{physical}/{value}"), &found, "north");
                count += 1;
            }
        }
    }
    assert!(count > 100, "{count} pairs of variants");
    agree("services.txt", &page);
}

#[test]
fn every_variant_of_every_driver() {
    let chosen = first_variants();
    let mut page = String::new();
    for driver in driver::registry() {
        let quantity = driver.output;
        let text = format!(
            "reported = [\"{0}\"]\n[drivers]\n{0} = \"{1}\"\n[service.tourism]\nphysical = \"given_value\"\nvalue = \"given_value\"\nvariants = {{ {chosen} }}\n",
            quantity.id, driver.id
        );
        let found = account(&profile(&text), &land(&|other| other.id == quantity.id));
        writeln!(page, "\n{}/{}: {} rows", quantity.id, driver.id, found.account.means.len()).unwrap();
        for mean in &found.account.means {
            writeln!(page, "{} {:?} {:?}", mean.zone, mean.mean, mean.area).unwrap();
        }
        let mut points = Points(7);
        let mut unit = || f64::from(u32::try_from(points.bits() >> 32).unwrap()) / f64::from(u32::MAX);
        let mut column = |input: &&Quantity| -> Vec<f64> {
            let (low, high) = usual(input);
            (0..6 * input.bands).map(|_| low + (high - low) * unit()).collect()
        };
        let mut columns: Vec<Vec<f64>> = driver.inputs().iter().map(&mut column).collect();
        let of = |id: &str| driver.inputs().iter().position(|input| input.id == id);
        if let (Some(sand), Some(silt), Some(clay)) = (of("sand"), of("silt"), of("clay")) {
            columns[clay] = (0..6).map(|cell| 100.0 - columns[sand][cell] - columns[silt][cell]).collect();
        }
        let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let cells = evaluate(driver, &columns, 6);
        assert!(cells.iter().any(|cell| cell.is_finite()), "{}/{}: {cells:?}", quantity.id, driver.id);
        let shown: Vec<String> = cells.iter().take(6).map(|cell| format!("{cell:?}")).collect();
        let all: Vec<String> = cells.iter().map(|cell| format!("{cell:?}")).collect();
        writeln!(page, "cells {:016x}: {}", hash(&all), shown.join(" ")).unwrap();
    }
    agree("drivers.txt", &page);
}

#[test]
fn every_profile_with_all_its_indices() {
    let mut page = String::new();
    let computed: BTreeSet<&str> = driver::registry().map(|driver| driver.output.id).collect();
    let lands =
        [("all layers", land(&|_| false)), ("drivers", land(&|quantity| computed.contains(quantity.id)))];
    for id in shipped_ids() {
        for (name, land) in &lands {
            let found = account(&Profile::shipped(id).unwrap(), land);
            write_account(&mut page, &format!("{id}, {name}"), &found, "");
            for mean in &found.account.means {
                writeln!(page, "{} {} {:?} {:?}", mean.quantity.id, mean.zone, mean.mean, mean.area).unwrap();
            }
            let all: Vec<String> = found.indices.iter().map(index).collect();
            let shown = found.indices.iter().zip(&all).filter(|(index, _)| index.zone != "south");
            for (_, line) in shown {
                writeln!(page, "{line}").unwrap();
            }
            writeln!(page, "all {} indices: {:016x}", all.len(), hash(&all)).unwrap();
        }
    }
    agree("profiles.txt", &page);
}

const INPUTS: &str = "id,kind,key,applied,unit,ecosystem,zone,distribution,mean,sd,median,log_sd,minimum,mode,maximum,alpha,beta,low,high,points,source,status\n\
    cost,price,reservoir_unit_cost,value,CNY/m3,,,uniform,,,,,6,,10,,,,,,test,assumption\n\
    runoff,parameter,runoff_coefficient,factor,,13,,triangular,,,,,0.5,1,1.5,,,,,,test,assumption\n\
    ratio,parameter,nep_npp_ratio,difference,1,,,normal,0,0.01,,,,,,,,-0.05,0.05,,test,assumption\n\
    rain,layer,precipitation,factor,,,,lognormal,,,1,0.05,,,,,,,,,test,assumption\n\
    warmth,layer,temperature,difference,degC,,,normal,0,0.5,,,,,,,,,,,test,assumption\n\
    heads,statistic,population_resident,factor,,,,beta,,,,,0.9,,1.1,2,3,,,,test,assumption\n\
    share,statistic,tourism_ecosystem_share,value,%,,north,quantiles,,,,,,,,,,,,0=30 0.5=50 1=80,test,assumption\n";

#[test]
fn draws_of_every_kind_of_input() {
    let visits: Vec<f64> = [8.0, 2.0, 5.0].into_iter().cycle().take(40).collect();
    let cost: Vec<f64> = [10.0, 60.0, 20.0].into_iter().cycle().take(40).collect();
    let fit = poisson(&Sample::new("visits", visits).intercept().regressor("cost", cost)).unwrap();
    let surplus =
        consumer_surplus(fit.estimates(), "cost", Choke::Unbounded, 1e6, Simulation::default()).unwrap();
    let folder = Folder::new();
    // The surplus of a survey takes the place of what tourists spend.
    let spend = format!(
        "spend,statistic,tourism_spend,value,CNY,,north,quantiles,,,,,,,,,,,,{},test,assumption\n",
        surplus.points()
    );
    folder.put("inputs.csv", INPUTS.to_owned() + &spend);
    folder.put(
        "correlations.csv",
        "first,second,correlation,source\ncost,runoff,0.4,test\nrain,warmth,-0.3,test\n",
    );
    folder.put("matrix.csv", "map,reference,count\n1,1,90\n1,5,5\n1,6,5\n5,5,95\n5,1,5\n6,6,60\n");
    let section = "\n[uncertainty]\nfile = \"inputs.csv\"\ncorrelations = \"correlations.csv\"\ndraws = 128\nseed = 3\nsensitivity = 32\nprofiles = [\"ganzi2017\"]\n[[uncertainty.map]]\nfile = \"matrix.csv\"\ndesign = \"stratified\"\n";
    folder.put("run.toml", RUN.to_owned() + section);
    let run = folder.open().unwrap_or_else(|findings| panic!("{findings}"));
    let options = Options { threads: Some(2), without_switches: true, ..Options::default() };
    let result = run
        .uncertainty(&options, UncertaintyOptions::default())
        .unwrap_or_else(|findings| panic!("{findings}"));
    let mut page = format!("surplus {:?} {}\n", surplus.value, surplus.points());
    for (file, table) in result.tables() {
        let text = String::from_utf8(table.bytes().to_vec()).unwrap();
        writeln!(page, "\n{file}: {} rows\n{text}", text.lines().count()).unwrap();
    }
    agree("draws.txt", &page);
}
