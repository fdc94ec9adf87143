//! The district is the land, not the frame around it: areas below the line of the indices, holes, and numbers on the rim
//! of a map that stand for no data.
#![cfg(feature = "files")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::float_cmp,
    reason = "a test that cannot go on has failed; areas of small maps are exact"
)]

mod common;

use common::Folder;
use ecovalue::index::{IndexId, IndexUnit};
use ecovalue::input::grid::{Crs, Grid};
use ecovalue::report::map::{MapOptions, MapSample, MapWriter};
use ecovalue::run::YearResult as Year;
use ecovalue::wording::Language;

/// Area of a cell of the maps \[m²\].
const CELL: f64 = 900.0;

/// A run on `landcover.tif` with these lines in `[cells]`. Each cell of type 13 retains 1000 - 200 - 300 mm of water.
fn folder(cells: &str) -> Folder {
    let folder = Folder::empty();
    folder.put(
        "run.toml",
        format!(
            "schema = 1\ntitle = \"Land\"\nyear = 2019\nprofile = \"hj1173_2021\"\nallow_unverified = true\n\
             [cells]\nkind = \"raster\"\n{cells}\n\
             [[layer]]\nname = \"precipitation\"\nvalue = 1000.0\nunit = \"mm\"\n\
             [[layer]]\nname = \"surface_runoff\"\nvalue = 200.0\nunit = \"mm\"\n\
             [[layer]]\nname = \"actual_evapotranspiration\"\nvalue = 300.0\nunit = \"mm\"\n"
        ),
    );
    folder
}

/// Writes a map from a drawing: each letter is a number of the legend, `.` is the missing value.
fn draw(
    folder: &Folder,
    file: &str,
    drawing: &[&str],
    legend: &[(char, f64)],
    sample: MapSample,
    nodata: Option<f64>,
) {
    let (width, height) = (u32::try_from(drawing[0].len()).unwrap(), u32::try_from(drawing.len()).unwrap());
    let crs = Crs::from_epsg(32650).unwrap();
    let grid = Grid { width, height, origin: (500_000.0, 3_400_000.0), step: (30.0, -30.0), crs };
    let options = MapOptions { sample, nodata, tile: 16, ..MapOptions::default() };
    let mut map = MapWriter::create_with(&folder.path(file), &grid, "test", "1", options).unwrap();
    let number = |letter: char| match legend.iter().find(|(sign, _)| *sign == letter) {
        Some((_, number)) => *number,
        None if letter == '.' => f64::NAN,
        None => panic!("no number for {letter}"),
    };
    for (row, line) in (0..).zip(drawing) {
        map.write_rows(row, &line.chars().map(number).collect::<Vec<f64>>()).unwrap();
    }
    map.finish().unwrap();
}

/// Forest and farmland in bytes, with 255 for missing cells.
fn bytes(folder: &Folder, drawing: &[&str]) {
    draw(
        folder,
        "landcover.tif",
        drawing,
        &[('f', 13.0), ('c', 51.0), ('x', 99.0)],
        MapSample::U8,
        Some(255.0),
    );
}

fn year(folder: &Folder) -> Year {
    folder.outcome().years.swap_remove(0)
}

fn warnings(year: &Year) -> Vec<String> {
    year.account.warnings.iter().map(ToString::to_string).collect()
}

/// Warnings that have a word, which must be as many.
fn told(year: &Year, word: &str, number: usize) -> String {
    let all: Vec<String> = warnings(year).into_iter().filter(|warning| warning.contains(word)).collect();
    assert_eq!(all.len(), number, "{word}: {:?}", warnings(year));
    all.concat()
}

/// Value of the index per mu with a denominator.
fn per_mu(year: &Year, denominator: &str) -> Option<f64> {
    let found = year.indices.iter().find(|index| {
        index.id == IndexId::GepPerArea
            && index.reading.unit == IndexUnit::WanCnyPerMu
            && index.zone.is_empty()
            && index.denominator().en == denominator
    });
    found.and_then(|index| index.value.clone().ok())
}

/// The figure of a map that is forest all over.
fn of_forest() -> f64 {
    let folder = folder("landcover = { file = \"landcover.tif\" }");
    bytes(&folder, &["ff", "ff"]);
    per_mu(&year(&folder), "area of the map").unwrap()
}

/// Area and share of a hole that is told.
type Told = Option<(&'static str, &'static str)>;

fn refusal(folder: &Folder) -> String {
    folder.outcome_or_findings().map(|_| ()).unwrap_err().to_string()
}

#[test]
fn a_frame_of_nodata_is_no_land_whatever_its_shape() {
    let expected = of_forest();
    let shapes: [(&[&str], f64); 4] = [
        (&["fff", "fff", "fff"], 9.0),
        (&[".....", ".fff.", ".ff..", "....."], 5.0),
        (&["f....", "ff...", "fff..", "fffff"], 11.0),
        (&["...f...", "..fff..", ".fffff.", "..fff..", "...f..."], 13.0),
    ];
    for (shape, cells) in shapes {
        let folder = folder("landcover = { file = \"landcover.tif\" }");
        bytes(&folder, shape);
        let year = year(&folder);
        assert_eq!(year.account.area(None), cells * CELL);
        assert_eq!(year.account.area(Some("all")), cells * CELL);
        let value = per_mu(&year, "area of the map").unwrap();
        assert!((value / expected - 1.0).abs() < 1e-12, "{value} {expected}");
        assert_eq!(warnings(&year), Vec::<String>::new());
        // The closure keeps the frame.
        let map = year.account.closure.iter().filter(|row| row.service == "map");
        let all: u64 = map.map(|row| row.tally.cells).sum();
        assert_eq!(all, u64::try_from(shape.len() * shape[0].len()).unwrap());
        assert!(year.account.closes());
    }
}

#[test]
fn what_is_left_out_or_has_no_type_is_land_all_the_same() {
    let folder = folder(
        "landcover = { file = \"landcover.tif\", unmapped = \"report\" }\n\
         [[exclude]]\necosystem = \"51\"\nreason = \"outside the boundary\"",
    );
    bytes(&folder, &["..ff", "..fc", "xxfc"]);
    let year = year(&folder);
    assert_eq!(year.account.area(None), 8.0 * CELL);
    assert_eq!(year.account.extent.iter().map(|row| row.area).sum::<f64>(), 4.0 * CELL);
}

#[test]
fn a_hole_in_the_land_is_told_with_its_area() {
    // Holes over the corner of four tiles, at the boundary by a corner only, and none.
    let line = |row: usize| -> String {
        let cell = |column: usize| {
            let hole = (14..18).contains(&row) && (15..20).contains(&column);
            let frame = row < 2 || column > 36;
            if hole || frame { '.' } else { 'f' }
        };
        (0..40).map(cell).collect()
    };
    let large: Vec<String> = (0..35).map(line).collect();
    let large: Vec<&str> = large.iter().map(String::as_str).collect();
    let drawings: [(&[&str], Told); 5] = [
        (&large, Some(("1.8 hm2", "1.638 %"))), // 20 of 33 x 37 cells
        (&["fffff", "f..ff", "ff.ff", "fffff"], Some(("0.27 hm2", "15 %"))),
        (&[".ffff", "f.fff", "fffff"], None),
        (&["fffff", "fff..", "fffff"], None),
        (&[".....", ".fff.", ".f.f.", ".fff.", "....."], Some(("0.09 hm2", "11.1 %"))),
    ];
    for (drawing, expected) in drawings {
        for (sample, nodata) in [(MapSample::U8, 255.0), (MapSample::I16, -1.0), (MapSample::F32, f64::NAN)] {
            let folder = folder("landcover = { file = \"landcover.tif\" }");
            draw(&folder, "landcover.tif", drawing, &[('f', 13.0)], sample, Some(nodata));
            let year = year(&folder);
            let cells = drawing.iter().flat_map(|line| line.chars()).filter(|cell| *cell == 'f').count();
            assert_eq!(year.account.area(None), f64::from(u32::try_from(cells).unwrap()) * CELL);
            let warning = told(&year, "land encloses", usize::from(expected.is_some()));
            if let Some((area, share)) = expected {
                assert!(warning.contains(area) && warning.contains(share), "{warning}");
                assert!(year.account.warnings[0].say(Language::Chinese).contains(area));
            }
        }
    }
}

#[test]
fn every_cell_of_a_zone_is_land_and_no_other() {
    let folder = folder("landcover = { file = \"landcover.tif\" }\nzones = { file = \"zones.tif\" }");
    // Zone 1 is whole; the land cover of zone 2 has a hole of a cell; land outside of every zone is none.
    bytes(&folder, &["fffff.", "fffff.", "fff.f.", "ffffff"]);
    let zones = ["......", ".112..", ".1222.", "......"];
    draw(&folder, "zones.tif", &zones, &[('1', 1.0), ('2', 2.0)], MapSample::U8, Some(0.0));
    let year = year(&folder);
    assert_eq!(year.account.area(Some("1")), 3.0 * CELL);
    assert_eq!(year.account.area(Some("2")), 4.0 * CELL);
    assert_eq!(year.account.area(None), 7.0 * CELL);
    let warning = told(&year, "inside of zones", 1);
    assert!(warning.contains("0.09 hm2") && warning.contains("14.3 %"), "{warning}");
    told(&year, "land encloses", 0);
}

#[test]
fn a_hole_outside_of_every_zone_is_not_told() {
    let folder = folder("landcover = { file = \"landcover.tif\" }\nzones = { file = \"zones.tif\" }");
    bytes(&folder, &["ffffff", "ff.fff", "ffffff"]);
    draw(&folder, "zones.tif", &["....11", "....11", "....11"], &[('1', 1.0)], MapSample::U8, Some(0.0));
    let year = year(&folder);
    assert_eq!((year.account.area(None), warnings(&year).len()), (6.0 * CELL, 0));
}

#[test]
fn belts_are_zones() {
    let folder = folder(
        "landcover = { file = \"landcover.tif\" }\n\
         zones = { layer = \"elevation\", belts = [{ id = \"low\", below = 500 }, { id = \"high\" }] }",
    );
    let run = folder.text("run.toml");
    folder.put("run.toml", run + "[[layer]]\nname = \"elevation\"\nfile = \"elevation.tif\"\nunit = \"m\"\n");
    bytes(&folder, &["ffff", "f.ff", "ffff"]);
    let legend = [('l', 100.0), ('h', 900.0)];
    draw(&folder, "elevation.tif", &["llh.", "llh.", "llh."], &legend, MapSample::F32, Some(f64::NAN));
    let year = year(&folder);
    assert_eq!(year.account.area(Some("low")), 6.0 * CELL);
    assert_eq!(year.account.area(None), 9.0 * CELL);
    told(&year, "inside of zones", 1);
}

#[test]
fn all_parcels_of_a_table_are_land() {
    let folder = Folder::new();
    folder.put("cells.csv", "zone,class,area,rain\nnorth,13,100,1100\nnorth,,50,1000\nsouth,11e,50,1200\n");
    let year = year(&folder);
    assert_eq!((year.account.area(None), year.account.area(Some("north"))), (2e6, 1.5e6));
}

#[test]
fn both_areas_stand_where_the_stated_one_differs() {
    // 9 cells are 8100 m2 of land.
    for (stated, number) in [(0.81, 0), (0.8165, 0), (0.83, 1), (0.79, 1), (1.6, 1), (0.081, 1)] {
        let folder = folder("landcover = { file = \"landcover.tif\" }");
        folder.put("run.toml", folder.text("run.toml") + "[statistics]\nfile = \"statistics.csv\"\n");
        let header = common::STATISTICS.lines().next().unwrap();
        let row = format!("land_area,,,2019,{stated},hm2,,,,survey,official,yes,");
        folder.put("statistics.csv", format!("{header}\n{row}\n"));
        bytes(&folder, &[".....", ".fff.", ".fff.", ".fff.", "....."]);
        let year = year(&folder);
        let warning = told(&year, "land_area", number);
        assert!(number == 0 || warning.contains("0.0081 km2"), "{warning}");
        let (map, official) =
            (per_mu(&year, "area of the map").unwrap(), per_mu(&year, "land_area").unwrap());
        assert!((map / official - stated / 0.81).abs() < 1e-9, "{map} {official}");
    }
}

const IGBP: &str = "landcover = { file = \"landcover.tif\", crosswalk = \"igbp\", \
                    rules = { \"5\" = \"13\", \"12\" = \"51\" } }";

#[test]
fn a_background_that_has_a_type_is_told() {
    let frame = ["0000", "0ff0", "0fc0", "0000"];
    let coast = ["ff00", "ff00", "fcf0", "ffff"];
    let lake = ["ffff", "f00f", "f00f", "ffff"];
    let inlet = ["ffffffff", "ffffffff", "fffffff0", "ffffffff"];
    let plain = ["ffff", "fccf", "fccf", "cccc"];
    let cases: [(&[&str], usize); 5] = [(&frame, 1), (&coast, 1), (&lake, 0), (&inlet, 0), (&plain, 0)];
    let legend = [('0', 0.0), ('f', 5.0), ('c', 12.0)];
    for (drawing, number) in cases {
        for sample in [MapSample::U8, MapSample::I16, MapSample::F32] {
            let folder = folder(IGBP);
            draw(&folder, "landcover.tif", drawing, &legend, sample, None);
            let warning = told(&year(&folder), "background", number);
            if number > 0 {
                assert!(warning.contains("class `0`") && warning.contains("nodata = 0 }"), "{warning}");
            }
        }
    }
    let folder = folder(IGBP);
    draw(&folder, "landcover.tif", &frame, &legend, MapSample::U8, None);
    let warning = told(&year(&folder), "background", 1);
    assert!(warning.contains("100 % of the edge") && warning.contains("1.08 hm2"), "{warning}");
    // A frame that is declared is none, and water beside it is water.
    let folder = self::folder(IGBP);
    draw(&folder, "landcover.tif", &["....", "0ff.", "0fc.", "0000"], &legend, MapSample::U8, Some(255.0));
    told(&year(&folder), "background", 0);
}

#[test]
fn a_background_without_a_type_is_refused_with_the_line_that_declares_it() {
    let names_nodata = [
        ("clcd", 127.0, MapSample::U8, "nodata = 127 }"),
        ("clcd", 255.0, MapSample::U8, "nodata = 255 }"),
        ("worldcover", 0.0, MapSample::U8, "nodata = 0 }"),
        ("worldcover", 77.0, MapSample::U8, "nodata = 77 }"),
        ("clcd", -9999.0, MapSample::I16, "nodata = -9999 }"),
        ("clcd", -32768.0, MapSample::I16, "nodata = -32768 }"),
        ("clcd", 65535.0, MapSample::U16, "nodata = 65535 }"),
        ("clcd", -3.4e38, MapSample::F32, "nodata = -3.4e38 }"),
        ("clcd", f64::from(f32::MIN), MapSample::F32, "nodata = -3.4028235e38 }"),
        ("clcd", 1e20, MapSample::F64, "nodata = 1e20 }"),
    ];
    let mut refusals = Vec::new();
    for (crosswalk, number, sample, line) in names_nodata {
        let folder =
            folder(&format!("landcover = {{ file = \"landcover.tif\", crosswalk = \"{crosswalk}\" }}"));
        let land = if crosswalk == "clcd" { 1.0 } else { 40.0 };
        draw(&folder, "landcover.tif", &["xxx", "xff", "xff"], &[('x', number), ('f', land)], sample, None);
        let text = refusal(&folder);
        let declared = format!("landcover = {{ file = \"landcover.tif\", ..., {line}");
        assert!(text.contains(&declared), "{crosswalk} {number}: {text}");
        refusals.push(text);
    }
    // What is no class, but lies inside, and a class that only lacks a rule, are asked for a rule.
    for (drawing, number) in [(["fff", "fxf", "fff"], 77.0), (["xxx", "xff", "fff"], 2.0)] {
        let folder = folder("landcover = { file = \"landcover.tif\", crosswalk = \"clcd\" }");
        draw(&folder, "landcover.tif", &drawing, &[('x', number), ('f', 1.0)], MapSample::U8, None);
        let text = refusal(&folder);
        assert!(text.contains("rules = {") && !text.contains("nodata"), "{text}");
    }
    let folder = folder("landcover = { file = \"landcover.tif\" }");
    draw(&folder, "landcover.tif", &["ff", "fx"], &[('x', 13.5), ('f', 13.0)], MapSample::F32, None);
    let text = refusal(&folder);
    assert!(text.contains("13.5 is not a whole number") && !text.contains("nodata"), "{text}");
}

#[test]
fn a_background_that_the_run_reports_as_unmapped_is_told() {
    let folder =
        folder("landcover = { file = \"landcover.tif\", crosswalk = \"clcd\", unmapped = \"report\" }");
    draw(&folder, "landcover.tif", &["xxx", "xff", "xff"], &[('x', 255.0), ('f', 1.0)], MapSample::U8, None);
    let warning = told(&year(&folder), "background", 1);
    assert!(warning.contains("class `255`"), "{warning}");
}

#[test]
fn zones_that_stand_for_no_data_are_refused_or_told() {
    let zones = |names: bool, number: f64, sample: MapSample, drawing: &[&str]| {
        let names_key = if names { ", names = \"names.csv\"" } else { "" };
        let folder = folder(&format!(
            "landcover = {{ file = \"landcover.tif\" }}\nzones = {{ file = \"zones.tif\"{names_key} }}"
        ));
        folder.put("names.csv", "zone_id,name\n1,North\n2,South\n");
        bytes(&folder, &["ffff", "ffff", "ffff", "ffff"]);
        draw(&folder, "zones.tif", drawing, &[('1', 1.0), ('2', 2.0), ('x', number)], sample, None);
        folder
    };
    let frame = ["xxxx", "x11x", "x22x", "xxxx"];
    let inside = ["1111", "1xx1", "2222", "2222"];
    for (number, sample) in [(-9999.0, MapSample::I32), (65535.0, MapSample::U16), (-32768.0, MapSample::I16)]
    {
        let text = refusal(&zones(false, number, sample, &frame));
        assert!(text.contains(&format!("..., nodata = {number} }}")), "{text}");
    }
    let text = refusal(&zones(false, -3.4e38, MapSample::F32, &frame));
    assert!(text.contains("zones = { file = \"zones.tif\", ..., nodata = -3.4e38 }"), "{text}");
    for number in [0.0, 255.0] {
        told(&year(&zones(false, number, MapSample::U8, &frame)), "background", 1);
        told(&year(&zones(false, number, MapSample::U8, &inside)), "background", 0);
        let text = refusal(&zones(true, number, MapSample::U8, &frame));
        assert!(text.contains("may stand for no data") && text.contains("table of zone names"), "{text}");
    }
    // Numbers that are counted through the end of a type are zones.
    let folder = zones(false, 65535.0, MapSample::U32, &["xx11", "xx11", "1111", "2222"]);
    std::fs::remove_file(folder.path("zones.tif")).unwrap();
    draw(
        &folder,
        "zones.tif",
        &["xxyy", "xxyy", "xxyy", "xxyy"],
        &[('x', 65534.0), ('y', 65535.0)],
        MapSample::U32,
        None,
    );
    told(&year(&folder), "background", 0);
    // A name makes it a zone.
    let named = zones(true, 0.0, MapSample::U8, &frame);
    named.put("names.csv", "zone_id,name\n0,Ring\n1,North\n2,South\n");
    let year = year(&named);
    told(&year, "background", 0);
    assert_eq!(year.account.area(Some("Ring")), 12.0 * CELL);
}
