//! Which cells of a raster count, however a file says so: nodata, masks, alpha, files beside it, bands, fills, scale.
//!
//! Every run here is 100 cells of forest of 1 ha with P - R - ET = 500 mm unless a test changes it: 500 000 m3, and
//! 5 000 m3 less for every cell that is missing.
#![cfg(feature = "files")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "a helper of tests may fail, and its numbers are small"
)]
#![allow(clippy::float_cmp, reason = "500 mm on cells of 1 ha are whole cubic metres")]

#[path = "conventions/bands.rs"]
mod bands;
mod common;
#[path = "conventions/fills.rs"]
mod fills;
#[path = "conventions/masks.rs"]
mod masks;
#[path = "conventions/nodata.rs"]
mod nodata;
#[path = "conventions/rain_values.rs"]
mod rain_values;
#[path = "conventions/scale.rs"]
mod scale;
#[path = "conventions/tiff.rs"]
mod tiff;

use common::Folder;
use ecovalue::Filter;
use ecovalue::wording::Language;
use tiff::{Image, tiff};

const RUN: &str = r#"schema = 1
title = "Conventions"
year = 2019
profile = "hj1173_2021"
allow_unverified = true

[cells]
kind = "raster"
landcover = { file = "cover.tif", crosswalk = "clcd", rules = { "2" = "13" } }

[[layer]]
name = "precipitation"
file = "rain.tif"
unit = "mm"

[[layer]]
name = "surface_runoff"
value = 200.0
unit = "mm"

[[layer]]
name = "actual_evapotranspiration"
value = 300.0
unit = "mm"
"#;

/// Half of the cells: those of the upper rows.
fn upper(place: u32) -> bool {
    place < 50
}

fn cover() -> Image {
    Image::new(1, |_, _| 2_u8)
}

fn rain() -> Image {
    Image::new(1, |_, _| 1000.0_f32)
}

/// A run on a land cover and rain, which may be of several images.
fn run(cover: &[Image], rain: &[Image]) -> Folder {
    let folder = Folder::empty();
    folder.put("run.toml", RUN);
    folder.put("cover.tif", tiff(cover));
    folder.put("rain.tif", tiff(rain));
    folder
}

/// The run with a rain of its own.
fn with_rain(rain: &Image) -> Folder {
    run(&[cover()], std::slice::from_ref(rain))
}

/// The keys of the land cover, and of the layer of rain.
fn cover_keys(folder: &Folder, keys: &str) {
    folder.edit("run.toml", "crosswalk = \"clcd\",", &format!("crosswalk = \"clcd\", {keys},"));
}

/// A line of zones behind that of the land cover.
fn zone_line(folder: &Folder, line: &str) {
    let rules = "rules = { \"2\" = \"13\" } }\n";
    folder.edit("run.toml", rules, &format!("{rules}{line}\n"));
}

fn rain_keys(folder: &Folder, keys: &str) {
    folder.edit("run.toml", "file = \"rain.tif\"\n", &format!("file = \"rain.tif\"\n{keys}\n"));
}

/// Retained water \[m3\].
fn water(folder: &Folder) -> f64 {
    let outcome = folder.outcome_or_findings().unwrap();
    let filter = Filter { indicator: Some("retained_water"), ..Filter::default() };
    outcome.years[0].account.quantity(filter).unwrap_or(0.0)
}

/// Hectares that are valued.
fn valued(folder: &Folder) -> f64 {
    folder.outcome().years[0].account.extent.iter().map(|row| row.area).sum::<f64>() / 1e4
}

/// Everything that a run is refused for.
fn refusal(folder: &Folder) -> String {
    folder.outcome_or_findings().map(|_| ()).unwrap_err().to_string()
}

/// The warnings of a run, in English and Chinese.
fn warnings(folder: &Folder) -> String {
    let warnings = &folder.outcome().years[0].account.warnings;
    let texts = warnings.iter().flat_map(|warning| [warning.to_string(), warning.say(Language::Chinese)]);
    texts.flat_map(|text| [text, "\n".to_owned()]).collect()
}

/// Asserts that a text has all of some parts.
fn has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "`{part}` is not in: {text}");
    }
}

#[test]
fn the_plain_run_has_its_figure() {
    let folder = run(&[cover()], &[rain()]);
    assert_eq!((water(&folder), valued(&folder)), (500_000.0, 100.0));
    assert!(!warnings(&folder).contains("nodata"));
}
