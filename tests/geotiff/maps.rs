//! Maps that are written are read back. `tests/oracle/geotiff_variants.py --maps` reads the same ones with rasterio.

use std::path::{Path, PathBuf};

use ecovalue::error::Code;
use ecovalue::input::geotiff::GeoTiff;
use ecovalue::input::grid::{Crs, Grid};
use ecovalue::input::limits::Limits;
use ecovalue::report::map::{Compression, MapDigest, MapOptions, MapWriter};

use super::{REAL, VARIANTS, open, read};

/// Where the maps of this run lie.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn write(path: &Path, grid: &Grid, cells: &[f32], rows: usize) -> Result<(), ecovalue::Error> {
    let mut map = MapWriter::create(path, grid, "copy of <band> 1", "m³ & more")?;
    let width = usize::try_from(grid.width).unwrap();
    for (index, block) in cells.chunks(rows * width).enumerate() {
        map.write_rows(u32::try_from(index * rows).unwrap(), block)?;
    }
    map.finish().map(drop)
}

#[expect(clippy::cast_possible_truncation, reason = "the numbers of the files are short")]
fn single(cells: &[f64]) -> Vec<f32> {
    cells.iter().map(|cell| *cell as f32).collect()
}

#[test]
fn a_map_is_read_back_on_the_grid_of_its_source() {
    let out = folder("maps");
    for (source, file) in [
        (REAL, "elevation_m.tif"),
        (REAL, "landcover_igbp_2019.tif"),
        (VARIANTS, "nodata_nan_f4.tif"),
        (VARIANTS, "sparse_tile.tif"),
        (VARIANTS, "pixel_is_point.tif"),
        (VARIANTS, "south_up.tif"),
        (VARIANTS, "utm.tif"),
        (VARIANTS, "gauss_kruger.tif"),
        (VARIANTS, "cgcs2000.tif"),
        (VARIANTS, "own_ellipsoid.tif"),
        (VARIANTS, "own_albers.tif"),
        (VARIANTS, "big_endian_p1_i2.tif"),
        (VARIANTS, "no_crs.tif"),
    ] {
        let mut map = open(source, file).unwrap();
        let cells = single(&read(&mut map, 1, 50).unwrap());
        let path = out.join(file);
        write(&path, map.grid(), &cells, 13).unwrap();
        std::fs::write(path.with_extension("txt"), format!("{source}/{file}\n")).unwrap();
        let mut copy = GeoTiff::open(&path, file, &Limits::default()).unwrap();
        map.grid().require_same(file, copy.grid(), "copy").unwrap();
        assert_eq!(map.grid().crs, copy.grid().crs, "{file}");
        assert!(copy.nodata().unwrap().is_nan());
        let copied = single(&read(&mut copy, 1, 50).unwrap());
        assert!(cells.iter().zip(&copied).all(|(a, b)| a == b || (a.is_nan() && b.is_nan())), "{file}");
    }
}

#[test]
fn tiles_of_several_rows_hold_every_kind_of_number_in_the_same_bytes() {
    let out = folder("kinds");
    let crs = Crs::from_epsg(4326).unwrap();
    let grid = Grid { width: 257, height: 600, origin: (100.0, 40.0), step: (0.01, -0.01), crs };
    let kinds =
        [0.0, -0.0, 1.5, f32::MIN, f32::MAX, f32::MIN_POSITIVE, 1e-45, f32::INFINITY, f32::NAN, -f32::NAN];
    let cells: Vec<f32> = kinds.iter().copied().cycle().take(257 * 600).collect();
    let (whole, parts) = (out.join("whole.tif"), out.join("parts.tif"));
    write(&whole, &grid, &cells, 600).unwrap();
    write(&parts, &grid, &cells, 1).unwrap();
    assert_eq!(std::fs::read(&whole).unwrap(), std::fs::read(&parts).unwrap());
    let mut map = GeoTiff::open(&whole, "whole.tif", &Limits::default()).unwrap();
    assert_eq!(map.chunk_rows(), 256);
    let read = single(&read(&mut map, 1, 100).unwrap());
    assert!(cells.iter().zip(&read).all(|(a, b)| a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan())));
}

#[test]
fn a_map_takes_its_rows_in_order_and_whole() {
    let out = folder("order");
    let crs = Crs::absent();
    let grid = Grid { width: 2, height: 3, origin: (0.0, 0.0), step: (1.0, -1.0), crs };
    let path = out.join("map.tif");
    let mut map = MapWriter::create(&path, &grid, "", "").unwrap();
    assert_eq!(map.write_rows(1, &[0.0; 2]).unwrap_err().code(), Code::Output);
    assert_eq!(map.write_rows(0, &[0.0; 3]).unwrap_err().code(), Code::Output);
    assert_eq!(map.write_rows(0, &[0.0; 8]).unwrap_err().code(), Code::Output);
    map.write_rows(0, &[0.0; 4]).unwrap();
    assert_eq!(map.finish().unwrap_err().code(), Code::Output);
    assert_eq!(MapWriter::create(&path, &grid, "", "").unwrap_err().code(), Code::Output, "it exists");
    let empty = Grid { width: 0, ..grid };
    assert_eq!(MapWriter::create(&out.join("x.tif"), &empty, "", "").unwrap_err().code(), Code::Output);
}

#[test]
fn a_map_is_known_by_its_grid_and_cells_however_it_is_packed() {
    let out = folder("digests");
    let crs = Crs::from_epsg(4490).unwrap();
    let grid = Grid { width: 300, height: 70, origin: (100.0, 40.0), step: (0.01, -0.01), crs };
    let mut cells: Vec<f32> = (0_u16..300).cycle().take(300 * 70).map(|cell| f32::from(cell) / 7.0).collect();
    cells[5] = f32::NAN;
    let digest = |name: &str, grid: &Grid, cells: &[f32], options: MapOptions| {
        let path = out.join(name);
        let mut map = MapWriter::create_with(&path, grid, "digest", "m3", options).unwrap();
        map.write_rows(0, cells).unwrap();
        let found = map.finish().unwrap();
        // What was hashed on the way is what the file holds.
        assert_eq!(found, MapDigest::of(&path, &found.name, &Limits::default()).unwrap());
        let bytes = std::fs::read(&path).unwrap();
        assert_eq!(found.bytes, format!("{:08x}", crc32fast::hash(&bytes)));
        assert_eq!(found.size, u64::try_from(bytes.len()).unwrap());
        found
    };
    let usual = digest("usual.tif", &grid, &cells, MapOptions::default());
    let plain = MapOptions { compression: Compression::None, tile: 16, ..MapOptions::default() };
    let plain = digest("plain.tif", &grid, &cells, plain);
    assert_eq!(usual.cells, plain.cells);
    assert_ne!(usual.bytes, plain.bytes);
    let moved = Grid { origin: (100.01, 40.0), ..grid.clone() };
    assert_ne!(digest("moved.tif", &moved, &cells, MapOptions::default()).cells, usual.cells);
    cells[299] = cells[299].next_up();
    assert_ne!(digest("other.tif", &grid, &cells, MapOptions::default()).cells, usual.cells);
}
