//! Transitions of made maps, and of four dates of a real one.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use ecovalue::account::change::extent::ExtentChange;
use ecovalue::account::change::transitions::{Cover, Pairing, TransitionPartial, Transitions};
use ecovalue::error::Code;
use ecovalue::exact_sum::ExactSum;
use ecovalue::input::cells::State;
use ecovalue::input::grid::{Crs, Grid};
use ecovalue::report::map::MapWriter;
use ecovalue::report::tables;
use ecovalue::run::{Options, Run};
use ecovalue::{Ecosystem, Landscape};
use tempfile::TempDir;

use crate::common::{Folder, quiet};

/// Rows and columns add up to the extents, each cover closes, and all of it is the whole map.
fn check(transitions: &Transitions) {
    for level in [Ecosystem::plain, Ecosystem::level_one] {
        let extent = transitions.extent(level);
        assert!(extent.iter().all(ExtentChange::closes));
        let zones = transitions.zones.iter().map(String::as_str).chain([""]);
        for zone in zones {
            let matrix = transitions.matrix(Some(zone), level);
            let (opening, closing) = (matrix.opening(), matrix.closing());
            let of_zone: Vec<_> = extent.iter().filter(|row| row.zone == zone).collect();
            assert_eq!(of_zone.len(), matrix.covers.len(), "{zone}");
            for (index, row) in of_zone.iter().enumerate() {
                assert_eq!((&row.cover, &row.opening), (&matrix.covers[index], &opening[index]));
                assert_eq!(row.closing, closing[index]);
            }
        }
    }
}

fn parcels(rows: &[(&str, &str, f64)]) -> Landscape {
    let mut land = Landscape::new();
    for (zone, class, area) in rows {
        match *class {
            "" => land.left_out(zone, State::Nodata, "no class", *area).unwrap(),
            "?" => land.left_out(zone, State::Unmapped, "class 9", *area).unwrap(),
            class => land.cell(zone, class.parse().unwrap(), *area).unwrap(),
        }
    }
    land
}

const FIRST: [(&str, &str, f64); 7] = [
    ("north", "11e", 0.1),
    ("north", "11", 0.2),
    ("north", "51", 0.3),
    ("south", "12", 1e9),
    ("south", "", 0.7),
    ("south", "51p", 0.4),
    ("south", "?", 0.5),
];
const SECOND: [(&str, &str, f64); 7] = [
    ("north", "51", 0.1),
    ("north", "12", 0.2),
    ("north", "51", 0.3),
    ("south", "12", 1e9),
    ("south", "61", 0.7),
    ("south", "", 0.4),
    ("south", "?", 0.5),
];

fn transitions(first: &Landscape, second: &Landscape, block: usize) -> Transitions {
    let pairing = Pairing::new(first.legend(), second.legend()).unwrap();
    let mut whole = TransitionPartial::default();
    let starts: Vec<usize> = (0..first.cells().len()).step_by(block).collect();
    for start in starts.into_iter().rev() {
        let mut partial = TransitionPartial::default();
        partial.add(&pairing, &first.block(start, block), &second.block(start, block)).unwrap();
        whole.merge(&partial);
    }
    Transitions::new((2000, 2010), &pairing, whole)
}

#[test]
fn a_small_map_adds_up_by_hand_in_any_split() {
    let (first, second) = (parcels(&FIRST), parcels(&SECOND));
    let whole = transitions(&first, &second, 100);
    for block in [1, 2, 3] {
        assert_eq!(transitions(&first, &second, block), whole);
    }
    check(&whole);
    let csv = tables::transitions(&whole);
    let text = String::from_utf8(csv.bytes().to_vec()).unwrap();
    let expected = "zone,from,to,area_m2,cells\n\
        north,11,12,0.2,1\nnorth,11,51,0.1,1\nnorth,51,51,0.3,1\n\
        south,12,12,1000000000,1\nsouth,51,nodata,0.4,1\nsouth,unmapped,unmapped,0.5,1\nsouth,nodata,61,0.7,1\n";
    assert_eq!(text, expected);
    // Level I: broadleaf to needleleaf forest is no change.
    let forest = whole.extent(Ecosystem::level_one);
    let forest = forest.iter().find(|row| row.zone == "north" && row.cover.to_string() == "1").unwrap();
    assert_eq!(forest.reductions.as_ref().map(ExactSum::total), Some(0.1));
    assert_eq!(forest.additions, Some(ExactSum::new()));
    let text = String::from_utf8(
        tables::extent_change((2000, 2010), &whole.extent(Ecosystem::plain)).bytes().to_vec(),
    );
    assert!(text.unwrap().contains("2000,2010,south,nodata,0.7,0.4,0.7,0.4\n"));
    let matrix = whole.matrix(None, Ecosystem::plain);
    assert_eq!(matrix.rounded().rows(), matrix.covers.len());
}

#[test]
fn cells_that_are_not_the_same_are_refused() {
    let first = parcels(&FIRST);
    let mut other = FIRST;
    other[2].0 = "south";
    other[5].0 = "north";
    let second = parcels(&other);
    let pairing = Pairing::new(first.legend(), second.legend()).unwrap();
    let refused = |second: &Landscape| {
        let mut partial = TransitionPartial::default();
        let error = partial.add(&pairing, first.cells(), second.cells()).unwrap_err();
        assert_eq!((error.code(), &partial), (Code::Incomparable, &TransitionPartial::default()));
        error.to_string()
    };
    assert!(
        refused(&second)
            .contains("`cell 3 of the block`: a cell is in `north` at the first date and in `south`")
    );
    let mut other = FIRST;
    other[1].2 = 0.25;
    assert!(refused(&parcels(&other)).contains("0.2 m2 at the first date and 0.25 m2"));
    assert!(refused(&parcels(&FIRST[..6])).contains("7 cells at the first date, 6 at the second"));
    let renamed = parcels(&[("east", "11", 1.0), ("north", "11", 1.0)]);
    let error = Pairing::new(first.legend(), renamed.legend()).unwrap_err().to_string();
    assert!(error.contains("only at the first date `south`; only at the second `east`"), "{error}");
}

/// A raster of numbers; `NaN` has no data.
fn raster(path: &Path, grid: &Grid, values: &[f32]) {
    let mut writer = MapWriter::create(path, grid, "made", "1").unwrap();
    writer.write_rows(0, values).unwrap();
    writer.finish().unwrap();
}

fn grid(origin: f64) -> Grid {
    Grid {
        width: 4,
        height: 3,
        origin: (origin, 3_000_000.0),
        step: (30.0, -30.0),
        crs: Crs::from_epsg(32648).unwrap(),
    }
}

const NONE: f32 = f32::NAN;
const COVER: [f32; 12] = [11.0, 11.0, 51.0, 51.0, 11.0, NONE, 51.0, 61.0, 12.0, 12.0, 61.0, NONE];
const ZONES: [f32; 12] = [1.0, 1.0, 2.0, 2.0, 1.0, 1.0, 2.0, NONE, 1.0, 1.0, 2.0, 2.0];

fn raster_run(folder: &TempDir, year: i32, grid: &Grid, cover: &[f32], zones: &[f32]) -> Run {
    let (landcover, zoning) = (format!("cover_{year}.tif"), format!("zones_{year}.tif"));
    raster(&folder.path().join(&landcover), grid, cover);
    raster(&folder.path().join(&zoning), grid, zones);
    let text = format!(
        "schema = 1\ntitle = \"Made\"\nyear = {year}\nprofile = \"hj1173_2021\"\nallow_unverified = true\n\
         [cells]\nkind = \"raster\"\nlandcover = {{ file = \"{landcover}\" }}\nzones = {{ file = \"{zoning}\" }}\n"
    );
    let path = folder.path().join(format!("{year}.toml"));
    fs::write(&path, text).unwrap();
    Run::open(&path, None).unwrap_or_else(|findings| panic!("{findings}"))
}

#[test]
fn two_rasters_on_one_grid_are_read_in_step() {
    let folder = tempfile::tempdir().unwrap();
    let mut later = COVER;
    later[0] = 61.0; // forest to settlement
    later[5] = 12.0; // data where there was none
    later[6] = NONE;
    let first = raster_run(&folder, 2000, &grid(500_000.0), &COVER, &ZONES);
    let second = raster_run(&folder, 2010, &grid(500_000.0), &later, &ZONES);
    let found = first.transitions(&second, &quiet()).unwrap_or_else(|findings| panic!("{findings}"));
    check(&found);
    let text = String::from_utf8(tables::transitions(&found).bytes().to_vec()).unwrap();
    let expected = "zone,from,to,area_m2,cells\n\
        1,11,11,1800,2\n1,11,61,900,1\n1,12,12,1800,2\n1,nodata,12,900,1\n\
        2,51,51,1800,2\n2,51,nodata,900,1\n2,61,61,900,1\n2,nodata,nodata,900,1\n,nodata,nodata,900,1\n";
    assert_eq!(text, expected);

    let shifted = raster_run(&folder, 2011, &grid(500_015.0), &COVER, &ZONES);
    let error = first.transitions(&shifted, &quiet()).unwrap_err();
    let text = error.to_string();
    assert_eq!(error.as_slice()[0].code(), Code::GridMismatch);
    assert!(text.contains("cover_2000.tif (2000)") && text.contains("cover_2011.tif (2011)"), "{text}");

    let other = ZONES.map(|zone| if zone == 2.0 { 3.0 } else { zone });
    let other = raster_run(&folder, 2012, &grid(500_000.0), &COVER, &other);
    let text = first.transitions(&other, &quiet()).unwrap_err().to_string();
    assert!(text.contains("the zones differ") && text.contains("EV-A003"), "{text}");
    let mut moved = ZONES;
    moved[3] = 1.0;
    let moved = raster_run(&folder, 2013, &grid(500_000.0), &COVER, &moved);
    let text = first.transitions(&moved, &quiet()).unwrap_err().to_string();
    assert!(
        text.contains("cover_2000.tif") && text.contains("in `2` at the first date and in `1`"),
        "{text}"
    );
}

#[test]
fn tables_are_joined_row_by_row_or_refused() {
    let first = Folder::new();
    let second = Folder::new();
    second.edit("cells.csv", "north,51,200", "north,61,200");
    let open = |folder: &Folder| folder.open().unwrap_or_else(|findings| panic!("{findings}"));
    let found = open(&first).transitions(&open(&second), &quiet()).unwrap();
    check(&found);
    assert!(found.rows().any(|row| row.from.to_string() == "51" && row.to.to_string() == "61"));
    second.edit("cells.csv", "south,61,25,900\n", "");
    let text = open(&first).transitions(&open(&second), &quiet()).unwrap_err().to_string();
    assert!(
        text.contains("4 parcels at the first date, 3 at the second") && text.contains("intersect"),
        "{text}"
    );
    let raster = Folder::example("sichuan_basin_2019");
    let text = open(&first).transitions(&open(&raster), &quiet()).unwrap_err().to_string();
    assert!(text.contains("one run reads a raster"), "{text}");
}

/// Classes of the Bungo maps to types of HJ 1166; a mapping of this test, checked by nobody.
const BUNGO: [(&str, &str); 41] = [
    ("1", "11"),
    ("2", "11"),
    ("3", "11"),
    ("4", "41"),
    ("5", "41"),
    ("6", "41"),
    ("7", "41"),
    ("8", "41"),
    ("9", "41"),
    ("10", "52"),
    ("11", "52"),
    ("12", "52"),
    ("13", "52"),
    ("14", "52"),
    ("15", "11"),
    ("16", "52"),
    ("17", "52"),
    ("18", "52"),
    ("19", "21"),
    ("20", "51"),
    ("21", "51p"),
    ("22", "52"),
    ("23", "33"),
    ("24", "82"),
    ("25", "61"),
    ("26", "52"),
    ("27", "52"),
    ("29", "52"),
    ("30", "52"),
    ("31", "11"),
    ("32", "52"),
    ("33", "52"),
    ("34", "52"),
    ("35", "21"),
    ("36", "51"),
    ("37", "51p"),
    ("39", "33"),
    ("40", "82"),
    ("41", "61"),
    ("42", "43"),
    ("43", "52"),
];

const CELLS: u64 = 1198 * 866;

fn bungo(folder: &TempDir, data: &Path, year: i32) -> Run {
    let text = format!(
        "schema = 1\ntitle = \"Bungo\"\nyear = {year}\nprice_basis = {{ constant = 2015 }}\n\
         profile = \"hj1173_2021\"\nallow_unverified = true\n\
         [cells]\nkind = \"raster\"\nlandcover = {{ file = \"landcover_{year}.tif\", crosswalk = \"bungo.csv\" }}\n\
         zones = {{ file = \"zones.tif\", names = \"tables/zones.csv\" }}\n"
    );
    let path = folder.path().join(format!("{year}.toml"));
    fs::write(&path, text).unwrap();
    Run::open(&path, Some(data)).unwrap_or_else(|findings| panic!("{findings}"))
}

#[test]
fn four_dates_of_a_real_map_chain_to_the_bit() {
    let data: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/bungo");
    if !data.join("landcover_1990.tif").is_file() {
        println!("skipped: ../shared/data/bungo is not there");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let rows =
        BUNGO.map(|(class, ecosystem)| format!("{class},class {class},{ecosystem},,mapping of a test,no,\n"));
    let header = "class_code,class_name,ecosystem,rule,source,verified,note\n";
    fs::write(folder.path().join("bungo.csv"), format!("{header}{}", rows.concat())).unwrap();
    let runs = [1990, 2000, 2005, 2010].map(|year| bungo(&folder, &data, year));
    let found: Vec<Transitions> = runs
        .windows(2)
        .map(|pair| {
            pair[0].transitions(&pair[1], &Options::default()).unwrap_or_else(|findings| panic!("{findings}"))
        })
        .collect();
    let extents = |transitions: &Transitions, closing: bool| -> BTreeMap<(String, Cover), ExactSum> {
        let rows = transitions.extent(Ecosystem::plain).into_iter();
        let sums = rows.map(|row| ((row.zone, row.cover), if closing { row.closing } else { row.opening }));
        sums.filter(|(_, area)| *area != ExactSum::new()).collect()
    };
    for transitions in &found {
        check(transitions);
        assert_eq!(transitions.rows().map(|row| row.tally.cells).sum::<u64>(), CELLS);
        let (from, to) = transitions.years;
        for row in transitions.extent(Ecosystem::plain).iter().filter(|row| row.zone == "Production Forest") {
            let km2 = |sum: &ExactSum| sum.total() / 1e6;
            let [additions, reductions] =
                [&row.additions, &row.reductions].map(|sum| sum.as_ref().map_or(0.0, km2));
            println!(
                "{from}-{to} {} {}: {:.3} + {additions:.3} - {reductions:.3} = {:.3} km2",
                row.zone,
                row.cover,
                km2(&row.opening),
                km2(&row.closing)
            );
        }
    }
    for transitions in &found {
        let moved: ExactSum = ExactSum::new();
        let moved = transitions.rows().filter(|row| row.from != row.to).fold(moved, |mut sum, row| {
            sum.merge(&row.tally.area);
            sum
        });
        println!("{:?}: {:.3} km2 changed their type", transitions.years, moved.total() / 1e6);
    }
    for pair in found.windows(2) {
        assert_eq!(extents(&pair[0], true), extents(&pair[1], false));
    }
    // The same bits with one thread, and the extents of the account itself.
    assert_eq!(runs[2].transitions(&runs[3], &quiet()).unwrap(), found[2]);
    let outcome = runs[3].compute(&Options { without_switches: true, ..Options::default() }).unwrap();
    let closing = extents(&found[2], true);
    let account = &outcome.years[0].account;
    assert!(account.extent.len() > 20);
    for row in &account.extent {
        let before = &closing[&(row.zone.clone(), Cover::Type(row.ecosystem))];
        assert_eq!(before.total().to_bits(), row.area.to_bits());
    }
    let types =
        closing.keys().filter(|(zone, cover)| !zone.is_empty() && matches!(cover, Cover::Type(_))).count();
    assert_eq!(types, account.extent.len());
}
