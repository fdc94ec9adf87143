//! Slope length and steepness, soil loss and carbon on a real stack: elevation, soil, four dates, eight zones.
//!
//! The data lies outside the project; where it is absent the test says so and ends.
#![cfg(feature = "files")]
#![allow(clippy::print_stdout, reason = "the figures seen are shown")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]
#![allow(clippy::indexing_slicing, clippy::cast_possible_truncation, reason = "maps are stored in 32 bits")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use approx::assert_relative_eq;
use ecovalue::Filter;
use ecovalue::account::{Account, MAP};
use ecovalue::exact_sum::ExactSum;
use ecovalue::input::geotiff::GeoTiff;
use ecovalue::input::limits::Limits;
use ecovalue::report::map::MapWriter;
use ecovalue::run::{Options, Run};
use ecovalue::table::Table;
use tempfile::TempDir;

const CELLS: usize = 1198 * 866;
/// Side of a cell \[m\]; 0.9996033579 hm² each.
const SIDE: f64 = 99.98016;

/// Types of HJ 1166 for groups of classes; a mapping of this test, checked by nobody.
fn ecosystem(class: i64, group: &str) -> &'static str {
    match (class, group) {
        (_, "Undisturbed forest" | "Logged-over forest") => "11",
        (21 | 37, _) => "51p",
        (_, "Agriculture/annual crop") => "51",
        (24 | 40, _) => "82",
        (23 | 39, _) => "33",
        (_, "Shrub, grass, and cleared land") => "21",
        (_, "Settlement and built-up area") => "61",
        (_, "Others") => "43",
        _ => "52",
    }
}

/// A column of the table of classes.
fn classes(data: &Path, column: &str) -> BTreeMap<i64, String> {
    let text = fs::read_to_string(data.join("tables/landcover_classes.csv")).unwrap();
    let table = Table::parse("landcover_classes.csv", &text).unwrap();
    let row = |row: ecovalue::table::TableRow<'_>| {
        (row.text("class_id").parse().unwrap(), row.text(column).to_owned())
    };
    table.rows().map(row).collect()
}

/// The cells of a raster of one band.
fn read(path: &Path) -> Vec<f64> {
    let mut raster = GeoTiff::open(path, "raster", &Limits::default()).unwrap();
    let mut cells = vec![0.0; CELLS];
    raster.read_rows(1, 0, 866, &mut cells).unwrap();
    cells
}

/// Writes a map with a number for each class of the land cover.
fn by_class(
    folder: &TempDir,
    data: &Path,
    (cover, file): (&str, &str),
    numbers: &BTreeMap<i64, String>,
) -> Vec<f64> {
    let path = data.join(cover);
    let number = |class: f64| numbers.get(&(class as i64)).map_or(f64::NAN, |text| text.parse().unwrap());
    let values: Vec<f64> =
        read(&path).into_iter().map(|class| if class.is_nan() { f64::NAN } else { number(class) }).collect();
    let grid = GeoTiff::open(&path, cover, &Limits::default()).unwrap().grid().clone();
    let mut map = MapWriter::create(&folder.path().join(file), &grid, file, "").unwrap();
    map.write_rows(0, &values.iter().map(|value| *value as f32).collect::<Vec<_>>()).unwrap();
    map.finish().unwrap();
    values
}

const RUN: &str = r#"schema = 1
title = "Bungo"
year = 2010
profile = "own"
allow_unverified = true
[cells]
kind = "raster"
landcover = { file = "landcover_2010.tif", crosswalk = "bungo.csv" }
zones = { file = "zones.tif", names = "tables/zones.csv" }
"#;

/// Layers: quantity, `file` or `value`, unit.
const LAYERS: [(&str, &str, &str); 13] = [
    ("elevation", "file = \"dem.tif\"", "m"),
    ("sand", "file = \"sand.tif\"", "%"),
    ("silt", "file = \"silt.tif\"", "%"),
    ("clay", "file = \"clay.tif\"", "%"),
    ("soil_organic_carbon", "file = \"soc.tif\"", "g/kg"),
    ("soil_nitrogen_content", "file = \"soil_n.tif\"", "g/kg"),
    ("support_practice_factor", "file = \"p_factor.tif\"", "1"),
    ("cover_factor", "file = \"cover_factor.tif\"", "1"),
    ("rainfall_erosivity", "value = 9000", "MJ mm/(hm2 h a)"),
    ("soil_bulk_density", "value = 1.2", "t/m3"),
    ("carbon_stock_opening", "file = \"carbon_1990.tif\"", "tC/hm2"),
    ("carbon_stock_closing", "file = \"carbon_2010.tif\"", "tC/hm2"),
    ("carbon_stock_interval", "value = 20", "a"),
];

const PROFILE: &str = "extends = \"hj1173_2021\"\nid = \"own\"\n\
    reported = [\"slope\", \"slope_length_steepness\", \"soil_erodibility\", \"cover_factor\"]\n\
    [drivers]\nslope_length_steepness = \"LS\"\n\
    [service.soil_retention]\nphysical = \"rusle_ecosystem\"\n\
    [service.carbon_sequestration]\nphysical = \"stock_change\"\necosystems = []\n";

fn account(folder: &TempDir, data: &Path, length_and_steepness: &str) -> Account {
    let layers = LAYERS.map(|(name, source, unit)| {
        format!("[[layer]]\nname = \"{name}\"\n{source}\nunit = \"{unit}\"\nsource = \"test\"\n")
    });
    let path = folder.path().join("run.toml");
    fs::write(&path, format!("{RUN}{}", layers.concat())).unwrap();
    fs::create_dir_all(folder.path().join("profiles")).unwrap();
    fs::write(
        folder.path().join("profiles/own.toml"),
        PROFILE.replace("LS\"", &format!("{length_and_steepness}\"")),
    )
    .unwrap();
    let run = Run::open(&path, Some(data)).unwrap_or_else(|findings| panic!("{findings}"));
    let options = Options { without_switches: true, ..Options::default() };
    let mut outcome = run.compute(&options).unwrap_or_else(|findings| panic!("{findings}"));
    outcome.years.remove(0).account
}

fn mean(account: &Account, quantity: &str) -> f64 {
    account.means.iter().find(|row| row.zone.is_empty() && row.quantity.id == quantity).unwrap().mean
}

fn cells(account: &Account, service: &str, state: &str) -> u64 {
    let rows = account.closure.iter().filter(|row| row.service == service && row.state.as_str() == state);
    rows.map(|row| row.tally.cells).sum()
}

#[test]
fn soil_and_carbon_of_a_real_stack_run_whole_and_close() {
    let data: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/bungo");
    if !data.join("dem.tif").is_file() {
        println!("skipped: ../shared/data/bungo is not there");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let groups = classes(&data, "group");
    let rows = groups
        .iter()
        .map(|(class, group)| format!("{class},class {class},{},,test,no,\n", ecosystem(*class, group)));
    let header = "class_code,class_name,ecosystem,rule,source,verified,note\n";
    fs::write(folder.path().join("bungo.csv"), format!("{header}{}", rows.collect::<String>())).unwrap();
    by_class(
        &folder,
        &data,
        ("landcover_2010.tif", "cover_factor.tif"),
        &classes(&data, "c_factor_usda1972"),
    );
    let stock = classes(&data, "carbon_t_per_ha");
    let opening = by_class(&folder, &data, ("landcover_1990.tif", "carbon_1990.tif"), &stock);
    let closing = by_class(&folder, &data, ("landcover_2010.tif", "carbon_2010.tif"), &stock);

    let variants = ["hj1173_2021", "desmet_govers", "desmet_govers_invest"];
    let accounts = variants.map(|variant| account(&folder, &data, variant));
    let of = |account: &Account, indicator: &'static str| {
        account.quantity(Filter { indicator: Some(indicator), ..Filter::default() }).unwrap()
    };
    for (variant, account) in variants.iter().zip(&accounts) {
        assert!(account.closes(), "{variant}");
        let (slope, steepness) = (mean(account, "slope"), mean(account, "slope_length_steepness"));
        let (erodibility, retained) = (mean(account, "soil_erodibility"), of(account, "retained_soil"));
        let area = account.area(None);
        println!(
            "{variant}: slope {slope:.2} deg, LS {steepness:.3}, K {erodibility:.5}, soil retained {:.4} x 10^8 t, {:.1} t/hm2, N kept {:.3} x 10^4 t",
            retained / 1e8,
            retained / (area / 1e4),
            of(account, "reduced_nitrogen") / 1e4
        );
        assert!((4.0..15.0).contains(&slope) && (0.5..25.0).contains(&steepness), "{variant}");
        assert!((0.005..0.06).contains(&erodibility), "{variant}");
        assert!((1e7..1e9).contains(&retained), "{variant}");
        // Cells without elevation, soil or practice are missing for soil and not for carbon.
        assert!(cells(account, "soil_retention", "missing") > 100, "{variant}");
        assert_eq!(cells(account, MAP, "valued") + cells(account, MAP, "nodata"), CELLS as u64);
    }

    // Carbon against a count of this test: stock of 2010 less that of 1990 on the cells of a zone.
    let zones = read(&data.join("zones.tif"));
    let area = SIDE * SIDE / 1e4;
    let changes = opening.iter().zip(&closing).zip(&zones).filter(|(_, zone)| !zone.is_nan());
    let total: ExactSum =
        changes.map(|((first, second), _)| second - first).filter(|change| !change.is_nan()).collect();
    let by_hand = 44.0 / 12.0 * total.total() / 20.0 * area;
    let found = of(&accounts[0], "sequestered_carbon_dioxide");
    println!("carbon: {:.3} x 10^4 tCO2 a year, by hand {:.3}", found / 1e4, by_hand / 1e4);
    assert_relative_eq!(found, by_hand, max_relative = 2e-6);
    assert!(found < 0.0, "forest was lost, and the account keeps it");
}
