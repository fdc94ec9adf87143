//! Stacks of rasters whose cells depend on their place alone, stored in any way.

use std::fs;
use std::path::Path;

use ecovalue::input::grid::{Crs, Grid};
use ecovalue::report::map::{Compression, MapOptions, MapSample, MapWriter};

use crate::common::Folder;

/// A map of so many cells.
#[derive(Clone, Copy)]
pub(crate) struct Stack {
    pub(crate) width: u32,
    pub(crate) height: u32,
}

const CLASSES: [u8; 8] = [11, 13, 21, 31, 41, 51, 61, 99];

/// The number of a cell by its row and column.
type Value = fn(u32, u32) -> f64;

impl Stack {
    /// A run on the stack in a folder of its own, in tiles of so many cells, or in strips of so many rows below 0.
    pub(crate) fn folder(self, tile: i32, memory_mib: usize) -> Folder {
        let folder = Folder::example("beibei_2019");
        let layers: [(&str, MapSample, Value); 4] = [
            ("landcover", MapSample::U8, |row, column| {
                f64::from(CLASSES[((row / 5 * 31 + column / 7 * 17 + row * column) % 8) as usize])
            }),
            ("zones", MapSample::U8, |row, column| f64::from((row / 40 + column / 61) % 4)),
            ("precipitation", MapSample::F32, |row, column| match (row * 7 + column * 13) % 101 {
                0 => f64::NAN,
                more => 500.0 + f64::from(more) * 9.0 + f64::from(row % 16) / 8.0,
            }),
            ("temperature", MapSample::F32, |row, column| f64::from((row + 3 * column) % 29) - 3.0),
        ];
        for (name, sample, value) in layers {
            let path = folder.path(&format!("{name}.tif"));
            if tile < 0 {
                fs::write(path, self.strips(sample, tile.unsigned_abs(), value)).unwrap();
            } else {
                self.tiles(&path, sample, tile.unsigned_abs(), value);
            }
        }
        folder.put("run.toml", format!("{RUN}\n[limits]\nmemory_mib = {memory_mib}\n"));
        folder.put("parameters.csv", crate::common::PARAMETERS);
        folder
    }

    fn tiles(self, path: &Path, sample: MapSample, tile: u32, value: fn(u32, u32) -> f64) {
        let Self { width, height } = self;
        let crs = Crs::from_epsg(32650).unwrap();
        let grid = Grid { width, height, origin: (500_000.0, 3_400_000.0), step: (30.0, -30.0), crs };
        let packed = if sample == MapSample::U8 { Compression::Deflate } else { Compression::None };
        let nodata = if sample == MapSample::U8 { 0.0 } else { f64::NAN };
        let options =
            MapOptions { sample, tile, compression: packed, nodata: Some(nodata), ..MapOptions::default() };
        let mut map = MapWriter::create_with(path, &grid, "test", "1", options).unwrap();
        for row in 0..height {
            // The number of missing values is written for missing values only.
            let cell = |column| Some(value(row, column)).filter(|value| *value != nodata).unwrap_or(f64::NAN);
            map.write_rows(row, &(0..width).map(cell).collect::<Vec<f64>>()).unwrap();
        }
        map.finish().unwrap();
    }

    /// A GeoTIFF in strips, uncompressed, on the same grid.
    fn strips(self, sample: MapSample, rows: u32, value: fn(u32, u32) -> f64) -> Vec<u8> {
        let Self { width, height } = self;
        let bytes = sample.bytes() as u32;
        let strips = height.div_ceil(rows);
        let doubles =
            |values: &[f64]| values.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<u8>>();
        let keys: [u16; 16] = [1, 1, 0, 3, 1024, 0, 1, 1, 1025, 0, 1, 1, 3072, 0, 1, 32650];
        let nodata: &[u8] = if sample == MapSample::U8 { b"0\0" } else { b"nan\0" };
        let entries = 14_u32;
        let mut behind = 8 + 2 + entries * 12 + 4;
        let mut values = Vec::new();
        let mut outside = |bytes: Vec<u8>| {
            let place = behind;
            behind += bytes.len() as u32;
            values.extend(bytes);
            place
        };
        let scale = outside(doubles(&[30.0, 30.0, 0.0]));
        let tie = outside(doubles(&[0.0, 0.0, 0.0, 500_000.0, 3_400_000.0, 0.0]));
        let keys = outside(keys.iter().flat_map(|key| key.to_le_bytes()).collect());
        let lengths = (0..strips).map(|strip| rows.min(height - strip * rows) * width * bytes);
        let lengths = outside(lengths.flat_map(u32::to_le_bytes).collect());
        let first = lengths + strips * 4 * 2;
        let offsets = (0..strips).map(|strip| first + strip * rows * width * bytes);
        let offsets = outside(offsets.flat_map(u32::to_le_bytes).collect());
        // A single strip has its offset and length in the entry itself.
        let (offsets, lengths) =
            if strips == 1 { (first, height * width * bytes) } else { (offsets, lengths) };
        let nodata = u32::from_le_bytes(std::array::from_fn(|byte| nodata.get(byte).copied().unwrap_or(0)));
        let missing = if sample == MapSample::U8 { 2 } else { 4 };
        let format = if sample == MapSample::U8 { 1 } else { 3 };
        let tags: [(u16, u16, u32, u32); 14] = [
            (256, 4, 1, width),
            (257, 4, 1, height),
            (258, 3, 1, 8 * bytes),
            (259, 3, 1, 1),
            (262, 3, 1, 1),
            (273, 4, strips, offsets),
            (277, 3, 1, 1),
            (278, 4, 1, rows),
            (279, 4, strips, lengths),
            (339, 3, 1, format),
            (33550, 12, 3, scale),
            (33922, 12, 6, tie),
            (34735, 3, 16, keys),
            (42113, 2, missing, nodata),
        ];
        let mut file = b"II\x2a\0\x08\0\0\0".to_vec();
        file.extend((entries as u16).to_le_bytes());
        for (tag, kind, count, value) in tags {
            file.extend(tag.to_le_bytes());
            file.extend(kind.to_le_bytes());
            file.extend(count.to_le_bytes());
            file.extend(value.to_le_bytes());
        }
        file.extend([0; 4]);
        file.extend(values);
        for row in 0..height {
            for column in 0..width {
                let value = value(row, column);
                match sample {
                    MapSample::U8 => file.push(value as u8),
                    _ => file.extend((value as f32).to_le_bytes()),
                }
            }
        }
        file
    }
}

const RUN: &str = r#"schema = 1
title = "Stack"
year = 2019
profile = "hj1173_2021"
allow_unverified = true

[cells]
kind = "raster"
landcover = { file = "landcover.tif", unmapped = "report" }
zones = { file = "zones.tif" }

[[layer]]
name = "precipitation"
file = "precipitation.tif"
unit = "mm"

[[layer]]
name = "temperature"
file = "temperature.tif"
unit = "degC"

[parameters]
file = "parameters.csv"

[output]
maps = ["water_retention", "carbon_sequestration"]
"#;
