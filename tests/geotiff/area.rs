//! Areas of cells against Karney's geodesic polygons.

use ecovalue::input::grid::{Crs, Grid};
use geographiclib_rs::{Geodesic, PolygonArea, Winding};

const POLYGON_LOSS: f64 = 1e-5;

/// Area of a cell whose parallels are cut into geodesics.
fn polygon(geodesic: &Geodesic, south: f64, north: f64, width: f64, pieces: u32) -> f64 {
    let mut polygon = PolygonArea::new(geodesic, Winding::CounterClockwise);
    let longitude = |piece: u32| width * f64::from(piece) / f64::from(pieces);
    for piece in 0..=pieces {
        polygon.add_point(south, longitude(piece));
    }
    for piece in (0..=pieces).rev() {
        polygon.add_point(north, longitude(piece));
    }
    polygon.compute(true).1.abs()
}

/// The same with the error of the pieces, which falls with their square, taken out.
fn reference(geodesic: &Geodesic, south: f64, north: f64, width: f64) -> f64 {
    let (coarse, fine) =
        (polygon(geodesic, south, north, width, 64), polygon(geodesic, south, north, width, 128));
    fine + (fine - coarse) / 3.0
}

fn compare(epsg: u32, geodesic: &Geodesic) {
    let crs = Crs::from_epsg(epsg).unwrap();
    for size in [1e-4, 1e-3, 0.05, 0.25, 1.0, 5.0] {
        // The last one touches the pole.
        for north in [size, 0.4 * size, 18.0, 29.83, -45.0, 60.0, 80.0, 90.0 - 2.0 * size, 90.0, -90.0 + size]
        {
            let grid =
                Grid { width: 1, height: 1, origin: (0.0, north), step: (size, -size), crs: crs.clone() };
            let area = grid.cell_area(0).unwrap().get();
            let expected = reference(geodesic, north - size, north, size);
            // The polygon itself is the difference of areas down to the equator: it loses 10⁻⁵ m² at cells of 10 m.
            let tolerance = 1e-9 * expected + POLYGON_LOSS;
            assert!((area - expected).abs() < tolerance, "{size} at {north}: {area} against {expected}");
        }
    }
}

#[test]
fn areas_on_wgs84_agree_with_geodesic_polygons() {
    compare(4326, &Geodesic::wgs84());
}

#[test]
fn areas_on_cgcs2000_and_krasovsky_agree_with_geodesic_polygons() {
    compare(4490, &Geodesic::new(6_378_137.0, 1.0 / 298.257_222_101));
    compare(4214, &Geodesic::new(6_378_245.0, 1.0 / 298.3));
}

#[test]
fn areas_agree_with_fifty_digits() {
    for row in super::table("tests/data", "cell_area.csv") {
        let number = |index: usize| row[index].parse::<f64>().unwrap();
        let (origin, step) = (number(1), number(2));
        let crs = Crs::from_epsg(row[0].parse().unwrap()).unwrap();
        let grid = Grid { width: 1, height: 1, origin: (0.0, origin), step: (step.abs(), step), crs };
        let ratio = grid.cell_area(0).unwrap().get() / number(3) - 1.0;
        assert!(ratio.abs() < 1e-12, "{row:?}: {ratio}");
    }
}
