//! Every form of file that rasterio wrote is read as rasterio reads it.

use ecovalue::error::{Code, Error};
use ecovalue::input::geotiff::GeoTiff;

use super::{REAL, VARIANTS, open, read, table};

/// Sum, sum weighted by the position from 1, and number of cells that are not missing.
fn sums(cells: &[f64]) -> (f64, f64, usize) {
    let valid = (1_u32..).zip(cells).filter(|(_, cell)| !cell.is_nan());
    valid.fold((0.0, 0.0, 0), |(sum, weighted, count), (position, cell)| {
        (sum + cell, weighted + cell * f64::from(position), count + 1)
    })
}

fn number(text: &str) -> f64 {
    text.parse().unwrap()
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-13 * a.abs().max(b.abs())
}

fn check_header(map: &GeoTiff, row: &[String]) {
    let [file, band, bands, width, height, x, y, step_x, step_y, epsg, nodata, scale, offset, ..] = row
    else {
        panic!("{row:?}")
    };
    let grid = map.grid();
    assert_eq!((grid.width.to_string(), grid.height.to_string()), (width.clone(), height.clone()), "{file}");
    assert_eq!(map.bands().to_string(), *bands, "{file}");
    assert!(near(grid.origin.0, number(x)) && near(grid.origin.1, number(y)), "{file} {:?}", grid.origin);
    assert!(near(grid.step.0, number(step_x)) && near(grid.step.1, number(step_y)), "{file} {:?}", grid.step);
    assert_eq!(grid.crs.epsg().map_or(String::new(), |code| code.to_string()), *epsg, "{file}");
    match (map.nodata(), nodata.as_str()) {
        (None, "") => {}
        (Some(nodata), "nan") => assert!(nodata.is_nan(), "{file}"),
        (nodata, text) => assert_eq!(nodata, Some(number(text)), "{file}"),
    }
    assert_eq!(map.scale_offset(band.parse().unwrap()), (number(scale), number(offset)), "{file}");
}

fn check(folder: &str, row: &[String]) -> Result<(), Error> {
    let (file, band): (&str, u16) = (&row[0], row[1].parse().unwrap());
    let mut map = open(folder, file)?;
    check_header(&map, row);
    let expected = (number(&row[13]), number(&row[14]), row[15].parse().unwrap());
    for window in [map.grid().height, map.chunk_rows().min(map.grid().height), 7, 1] {
        assert_eq!(sums(&read(&mut map, band, window)?), expected, "{file} band {band} window {window}");
    }
    Ok(())
}

#[test]
fn every_form_is_read_as_rasterio_reads_it() {
    let rows = table(VARIANTS, "expected.csv");
    assert!(rows.len() > 90);
    for row in rows {
        let result = check(VARIANTS, &row);
        if row[0].starts_with("zstd") && cfg!(not(feature = "zstd")) {
            let error = result.unwrap_err();
            assert_eq!(error.code(), Code::Raster);
            assert!(error.to_string().contains("feature `zstd` is off"), "{error}");
        } else {
            result.unwrap();
        }
    }
}

#[test]
fn the_real_stack_is_read_as_rasterio_reads_it() {
    let rows = table("tests/data", "sichuan_basin_2019.csv");
    assert_eq!(rows.len(), 27);
    for row in rows {
        check(REAL, &row).unwrap();
    }
}

#[test]
fn the_real_stack_lies_on_one_grid() {
    let land = open(REAL, "landcover_igbp_2019.tif").unwrap();
    for file in ["elevation_m.tif", "precipitation_monthly_mm.tif", "temperature_monthly_0p1degC.tif"] {
        land.grid().require_same("land", open(REAL, file).unwrap().grid(), file).unwrap();
    }
    let other = open(VARIANTS, "utm.tif").unwrap();
    let error = land.grid().require_same("landcover.tif", other.grid(), "utm.tif").unwrap_err();
    assert_eq!(error.code(), Code::GridMismatch);
    for part in ["landcover.tif", "utm.tif", "300x220 against 21x18", "origin", "cell size", "EPSG:32648"] {
        assert!(error.to_string().contains(part), "{error}");
    }
}

#[test]
fn rows_come_in_any_order_and_from_any_thread() {
    let file = "bands_pixel_tile_p2_i2.tif";
    let mut map = open(VARIANTS, file).unwrap();
    let whole: Vec<Vec<f64>> = (1..=3).map(|band| read(&mut map, band, 18).unwrap()).collect();
    std::thread::scope(|scope| {
        for start in [0, 5, 11] {
            let (mut map, whole) = (map.reopen().unwrap(), &whole);
            scope.spawn(move || {
                let mut row = [0.0; 21];
                for step in 0..54_u32 {
                    let (line, band) = ((start + step * 7) % 18, 1 + u16::try_from(step % 3).unwrap());
                    map.read_rows(band, line, 1, &mut row).unwrap();
                    let from = usize::try_from(line).unwrap() * 21;
                    let expected = &whole[usize::from(band) - 1][from..from + 21];
                    assert!(row.iter().zip(expected).all(|(a, b)| a.to_bits() == b.to_bits()));
                }
            });
        }
    });
}

#[test]
fn physical_values_have_scale_and_offset() {
    let map = open(VARIANTS, "scale_offset.tif").unwrap();
    assert_eq!(map.physical(1, 300.0), 300.0 * 0.1 - 273.15);
    assert_eq!(map.physical(2, 300.0), 305.0);
    assert!(map.physical(1, f64::NAN).is_nan());
}

#[test]
fn forms_that_are_not_read_are_refused_by_name() {
    for row in table(VARIANTS, "refused.csv") {
        let error = open(VARIANTS, &row[0]).unwrap_err();
        assert!(matches!(error.code(), Code::Raster | Code::GridUnmeasurable), "{error}");
        let text = error.to_string();
        assert!(text.starts_with(&row[0]) && text.contains(&row[1]) && text.contains("hint"), "{text}");
    }
}

#[test]
fn areas_are_refused_where_they_would_be_wrong() {
    for (file, parts) in [
        ("no_crs.tif", ["no coordinate reference system", "assign"]),
        ("feet.tif", ["US survey feet", "EPSG:2263"]),
        // Eastings of zone 37, said to be of zone 25.
        (
            "gauss_kruger.tif",
            ["x = 37400210 is not an easting of EPSG:4513", "gdal_edit.py -a_srs EPSG:4525"],
        ),
    ] {
        let error = open(VARIANTS, file).unwrap().grid().cell_area(0).unwrap_err();
        assert_eq!(error.code(), Code::GridUnmeasurable);
        assert!(parts.iter().all(|part| error.to_string().contains(part)), "{error}");
    }
}

#[test]
fn areas_of_known_systems_are_measured() {
    let area = |file| open(VARIANTS, file).unwrap().grid().cell_area(3).unwrap().get();
    assert_eq!((area("utm.tif"), area("own_albers.tif")), (900.0, 1e6));
    // Web Mercator is measured on the ellipsoid, by the latitude of the row.
    // A geodesic polygon round the cell, by GeographicLib, has 693.800 799 m².
    assert!((area("web_mercator.tif") - 693.800_799).abs() < 1e-5, "{}", area("web_mercator.tif"));
    let wgs84 = area("raw_tile.tif");
    for (file, ratio) in [("cgcs2000.tif", 1e-10), ("beijing1954.tif", 1e-4), ("own_ellipsoid.tif", 1e-5)] {
        let difference = (area(file) / wgs84 - 1.0).abs();
        assert!(difference > 0.0 && difference < ratio, "{file} {difference}");
    }
}

#[test]
fn a_window_that_does_not_fit_is_refused() {
    let mut map = open(VARIANTS, "raw_strip.tif").unwrap();
    let mut out = [0.0; 42];
    assert_eq!(map.read_rows(0, 0, 2, &mut out).unwrap_err().code(), Code::Band);
    assert_eq!(map.read_rows(2, 0, 2, &mut out).unwrap_err().code(), Code::Band);
    assert_eq!(map.read_rows(1, 17, 2, &mut out).unwrap_err().code(), Code::BadValue);
    assert_eq!(map.read_rows(1, u32::MAX, 2, &mut out).unwrap_err().code(), Code::BadValue);
    assert_eq!(map.read_rows(1, 0, 1, &mut out).unwrap_err().code(), Code::BadValue);
    map.read_rows(1, 18, 0, &mut []).unwrap();
    assert_eq!(
        map.read_rows(7, 0, 2, &mut out).unwrap_err().to_string(),
        "raw_strip.tif, `band 7`: the raster has no band 7; it has 1; hint: bands are counted from 1 [EV-I016]"
    );
}
