//! Rasters and maps against rasterio (GDAL), and cell areas against `GeographicLib`.
//!
//! The reference numbers are data, made by `tests/oracle/geotiff_variants.py`.
#![cfg(feature = "files")]
#![allow(clippy::float_cmp, reason = "sums of multiples of 1/8 are exact")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a helper of tests may fail")]

#[path = "geotiff/area.rs"]
mod area;
#[path = "geotiff/damage.rs"]
mod damage;
#[path = "geotiff/maps.rs"]
mod maps;
#[path = "geotiff/options.rs"]
mod options;
#[path = "geotiff/variants.rs"]
mod variants;

use std::path::PathBuf;

use ecovalue::input::geotiff::GeoTiff;
use ecovalue::input::limits::Limits;

const VARIANTS: &str = "tests/data/geotiff";
const REAL: &str = "examples/sichuan_basin_2019";

fn path(folder: &str, file: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), folder, file].iter().collect()
}

fn open(folder: &str, file: &str) -> Result<GeoTiff, ecovalue::Error> {
    GeoTiff::open(&path(folder, file), file, &Limits::default())
}

/// Rows of a table of reference numbers.
fn table(folder: &str, file: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(path(folder, file)).unwrap();
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// All cells of a band, read in windows of a number of rows.
fn read(map: &mut GeoTiff, band: u16, window: u32) -> Result<Vec<f64>, ecovalue::Error> {
    let (width, height) = (map.grid().width, map.grid().height);
    let mut cells = vec![f64::INFINITY; usize::try_from(map.grid().cells()).unwrap()];
    let rows = usize::try_from(width * window).unwrap();
    for (first, out) in (0..height).step_by(usize::try_from(window).unwrap()).zip(cells.chunks_mut(rows)) {
        map.read_rows(band, first, window.min(height - first), out)?;
    }
    Ok(cells)
}
