//! Maps in every form are read back. `tests/oracle/geotiff_variants.py --options` reads the same ones with rasterio.

use ecovalue::error::Code;
use ecovalue::input::geotiff::GeoTiff;
use ecovalue::input::grid::{Crs, Grid};
use ecovalue::input::limits::Limits;
use ecovalue::report::map::{Compression, MapOptions, MapSample, MapWriter, Predictor};

use super::maps::folder;
use super::read;

const SIZE: (u32, u32) = (531, 300);

fn grid() -> Grid {
    let crs = Crs::from_epsg(4490).unwrap();
    Grid { width: SIZE.0, height: SIZE.1, origin: (105.0, 31.0), step: (0.01, -0.005), crs }
}

/// The value of a cell: whole numbers for integers, with fractions for floating point, every 17th missing.
fn cells(sample: MapSample, (scale, offset): (f64, f64)) -> Vec<f64> {
    let low = match sample {
        MapSample::U8 | MapSample::U16 | MapSample::U32 => 1,
        _ => -120,
    };
    let fraction = if sample.is_float() { 0.125 } else { 0.0 };
    let cell = |index: u32| match index % 17 {
        3 => f64::NAN,
        _ => (f64::from(index % 249) + f64::from(low) + fraction) * scale + offset,
    };
    (0..SIZE.0 * SIZE.1).map(cell).collect()
}

fn predictors(sample: MapSample) -> Vec<Predictor> {
    let all = [Predictor::None, Predictor::Horizontal, Predictor::FloatingPoint];
    all.into_iter().filter(|predictor| sample.is_float() || *predictor != Predictor::FloatingPoint).collect()
}

fn variants() -> Vec<(String, MapOptions)> {
    let mut all = Vec::new();
    let samples = [
        MapSample::U8,
        MapSample::U16,
        MapSample::I16,
        MapSample::U32,
        MapSample::I32,
        MapSample::F32,
        MapSample::F64,
    ];
    for sample in samples {
        let compressions = [
            Compression::None,
            Compression::Deflate,
            #[cfg(feature = "zstd")]
            Compression::Zstd,
        ];
        for compression in compressions {
            for predictor in predictors(sample) {
                if compression == Compression::None && predictor != Predictor::None {
                    continue;
                }
                for (tile, big, scale) in
                    [(256, false, (1.0, 0.0)), (512, true, (1.0, 0.0)), (64, true, (0.5, -3.0))]
                {
                    let nodata = if sample.is_float() && tile == 256 { f64::NAN } else { 255.0 };
                    let options = MapOptions {
                        sample,
                        compression,
                        predictor: Some(predictor),
                        tile,
                        big: Some(big),
                        nodata: Some(nodata),
                        scale,
                    };
                    let name = format!("{sample:?}_{compression:?}_{predictor:?}_{tile}_{big}.tif");
                    all.push((name.to_lowercase(), options));
                }
            }
        }
    }
    all
}

#[test]
fn every_form_is_read_back() {
    let out = folder("options");
    let variants = variants();
    assert!(variants.len() >= 51, "{}", variants.len());
    for (name, options) in variants {
        let path = out.join(&name);
        let cells = cells(options.sample, options.scale);
        let mut map = MapWriter::create_with(&path, &grid(), "form", "m3", options).unwrap();
        for (row, line) in (0..).zip(cells.chunks(531)) {
            map.write_rows(row, line).unwrap();
        }
        map.finish().unwrap();
        let mut map = GeoTiff::open(&path, &name, &Limits::default()).unwrap();
        assert_eq!(map.grid(), &grid(), "{name}");
        assert_eq!(map.scale_offset(1), options.scale, "{name}");
        let (scale, offset) = options.scale;
        let stored = read(&mut map, 1, 77).unwrap();
        let same = |(given, found): (&f64, &f64)| {
            *given == *found * scale + offset || (given.is_nan() && found.is_nan())
        };
        assert!(cells.iter().zip(&stored).all(same), "{name}");
    }
}

#[test]
fn what_a_type_does_not_hold_is_refused() {
    let out = folder("refused");
    let grid = Grid { width: 1, height: 1, ..grid() };
    let try_one = |name: &str, options: MapOptions, value: f64| {
        let mut map = MapWriter::create_with(&out.join(name), &grid, "", "", options)?;
        map.write_rows(0, &[value])?;
        map.finish()
    };
    let base = MapOptions { sample: MapSample::I16, nodata: Some(-9999.0), ..MapOptions::default() };
    try_one("whole.tif", base, -32_768.0).unwrap();
    for (name, options, value, text) in [
        ("a", base, 32_768.0, "32768 is beyond I16"),
        ("b", base, -9999.0, "is stored as the number of missing values"),
        ("c", base, f64::INFINITY, "is beyond I16"),
        ("d", MapOptions { nodata: None, ..base }, f64::NAN, "no number stands for missing values"),
        ("e", MapOptions { sample: MapSample::F32, ..base }, 1e39, "is beyond F32"),
        ("f", MapOptions { scale: (0.001, 0.0), ..base }, 33.0, "33 is beyond I16"),
        ("g", MapOptions { scale: (0.1, 0.0), ..base }, -999.94, "is stored as the number of missing values"),
    ] {
        let error = try_one(name, options, value).unwrap_err();
        assert_eq!(error.code(), Code::Output, "{error}");
        assert!(error.to_string().contains(text) && error.to_string().contains("line 1"), "{error}");
    }
    for (name, options, text) in [
        ("h", MapOptions { nodata: Some(0.5), ..base }, "nodata 0.5 does not fit into I16"),
        ("i", MapOptions { tile: 100, ..base }, "tiles of 100 cells"),
        ("j", MapOptions { tile: 0, ..base }, "tiles of 0 cells"),
        (
            "k",
            MapOptions { predictor: Some(Predictor::FloatingPoint), ..base },
            "floating-point predictor on I16",
        ),
        ("l", MapOptions { scale: (0.0, 1.0), ..base }, "scale 0 and offset 1"),
        (
            "m",
            MapOptions { compression: Compression::None, predictor: Some(Predictor::Horizontal), ..base },
            "a predictor without compression",
        ),
    ] {
        let error = try_one(name, options, 1.0).unwrap_err();
        assert_eq!(error.code(), Code::BadValue, "{error}");
        assert!(error.to_string().contains(text), "{error}");
    }
}
