//! `GeoTIFF`s: reading and writing, packed and not, and whole runs over them.
#![allow(clippy::unwrap_used, reason = "a bench that cannot go on has failed")]

use std::fs;
use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use ecovalue::Run;
use ecovalue::input::geotiff::GeoTiff;
use ecovalue::input::grid::{Crs, Grid};
use ecovalue::input::limits::Limits;
use ecovalue::report::map::{Compression, MapOptions, MapSample, MapWriter};
use ecovalue::run::{Options, WriteOptions};

/// Cells a side.
const SIDE: u32 = 512;

const RUN: &str = r#"schema = 1
title = "Bench"
year = 2019
profile = "hj1173_2021"
allow_unverified = true

[cells]
kind = "raster"
landcover = { file = "landcover.tif", crosswalk = "igbp", rules = { "10" = "32a" } }

[[layer]]
name = "precipitation"
file = "precipitation.tif"
unit = "mm"

[[layer]]
name = "temperature"
value = 15.0
unit = "degC"
"#;

fn grid() -> Grid {
    let crs = Crs::from_epsg(4490).unwrap();
    Grid { width: SIDE, height: SIDE, origin: (104.0, 32.0), step: (0.0003, -0.0003), crs }
}

/// Numbers between two bounds, in steps of the golden ratio.
fn cells(low: f64, high: f64) -> Vec<f64> {
    let share = |index: u32| (f64::from(index) * 0.618_033_988_749_894_9).fract();
    (0..SIDE * SIDE).map(|index| (low + (high - low) * share(index)).floor()).collect()
}

fn write(path: &Path, cells: &[f64], options: MapOptions) {
    let mut map = MapWriter::create_with(path, &grid(), "bench", "1", options).unwrap();
    map.write_rows(0, cells).unwrap();
    map.finish().unwrap();
}

fn files(bench: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let values = cells(200.0, 2000.0);
    let mut out = vec![0.0; values.len()];
    let mut group = bench.benchmark_group("GeoTIFF of 32-bit floating point");
    group.sample_size(10);
    group.throughput(Throughput::Elements(u64::from(SIDE) * u64::from(SIDE)));
    for (name, compression) in [("none", Compression::None), ("deflate", Compression::Deflate)] {
        let path = folder.path().join(format!("{name}.tif"));
        let options = MapOptions { compression, ..MapOptions::default() };
        group.bench_function(format!("write, {name}"), |bencher| {
            bencher.iter(|| {
                let _ = fs::remove_file(&path);
                write(&path, &values, options);
            });
        });
        group.bench_function(format!("read, {name}"), |bencher| {
            bencher.iter(|| {
                let mut map = GeoTiff::open(&path, name, &Limits::default()).unwrap();
                map.read_rows(1, 0, SIDE, black_box(&mut out)).unwrap();
            });
        });
    }
    group.finish();
}

/// From the settings to the folder; the services of the profile that the two layers feed.
fn runs(bench: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let classes = MapOptions { sample: MapSample::U8, nodata: None, ..MapOptions::default() };
    write(&path("landcover.tif"), &cells(0.0, 17.0), classes);
    write(&path("precipitation.tif"), &cells(200.0, 2000.0), MapOptions::default());
    let maps = "\n[output]\nmaps = [\"water_retention\"]\ncompression = \"none\"\n";
    fs::write(path("plain.toml"), RUN).unwrap();
    fs::write(path("maps.toml"), format!("{RUN}{maps}")).unwrap();
    let mut group = bench.benchmark_group("whole run");
    group.sample_size(10);
    group.throughput(Throughput::Elements(u64::from(SIDE) * u64::from(SIDE)));
    for (name, settings) in [("without maps", "plain.toml"), ("with a map", "maps.toml")] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let run = Run::open(&path(settings), None).unwrap();
                let options = Options { without_switches: true, ..Options::default() };
                run.write(&path("result"), &options, WriteOptions { force: true }).unwrap()
            });
        });
    }
    group.finish();
}

criterion_group!(benches, files, runs);
criterion_main!(benches);
