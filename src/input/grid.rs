//! Where the cells of a map lie, how large each is, and whether two maps lie on one grid.

mod agreement;
mod crs;
mod ellipsoid;
mod plane;

use crate::error::{Code, Error};
use crate::math;
use crate::text;
use crate::unit::AreaM2;
use crate::wording::Message;

pub use agreement::Agreement;
pub use crs::{Crs, GeoKeys};
pub use ellipsoid::Ellipsoid;

use plane::{Measure, Transverse};

/// Rounding that is overlooked, in cells.
const ROUNDING: f64 = 1e-6;
const POLE: f64 = 90.0;
/// Largest areal scale of a transverse Mercator map, less 1, that is left in the areas.
const LARGEST_EXCESS: f64 = 0.01;
/// Distance \[m\] from a meridian that only another system explains.
const ELSEWHERE: f64 = 3e6;

/// A grid of cells in rows and columns, without rotation.
///
/// # Examples
///
/// ```
/// use ecovalue::input::grid::{Crs, Grid};
///
/// let grid = Grid {
///     width: 300,
///     height: 220,
///     origin: (97.0, 35.0),
///     step: (0.05, -0.05),
///     crs: Crs::from_epsg(4326)?,
/// };
/// assert_eq!(grid.cells(), 66_000);
/// assert_eq!(grid.latitude(100), Some(29.975));
/// // 111 km by 96 km to the degree at 30 °N: about 26.8 km².
/// assert!((grid.cell_area(100)?.square_kilometres() - 26.8).abs() < 0.1);
/// # Ok::<(), ecovalue::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Outer corner (x, y) of the first cell of the first row, in units of the system.
    pub origin: (f64, f64),
    /// Size (x, y) of a cell, in units of the system: x above 0; y below 0 if the first row lies in the north.
    pub step: (f64, f64),
    /// Coordinate reference system.
    pub crs: Crs,
}

impl Grid {
    /// Number of cells.
    #[must_use]
    pub fn cells(&self) -> u64 {
        u64::from(self.width).saturating_mul(u64::from(self.height))
    }

    /// Area \[m²\] of every cell of a row, counted from 0.
    ///
    /// On geographic coordinates it is the exact area of the ellipsoid between the cell's parallels and
    /// meridians. On a plane in metres it depends on the projection:
    ///
    /// * methods that keep areas (Albers, Lambert azimuthal and cylindrical equal area, sinusoidal, …): width times
    ///   height;
    /// * Mercator, Web Mercator, equidistant cylindrical, Miller, Mollweide, Eckert IV and VI: the area on the
    ///   ellipsoid, by the areal scale at the latitudes of the row;
    /// * transverse Mercator (UTM, Gauss–Krüger) and Cassini–Soldner: width times height, so that the projection's
    ///   own excess stays in the figure, which [`Grid::areal_excess`] tells.
    ///
    /// # Errors
    ///
    /// `EV-G002` without a coordinate reference system, on an unknown ellipsoid, in another unit than degree or
    /// metre, on a projection that is not true to area (Lambert conformal conic, stereographic, …) or not known, on
    /// a transverse Mercator map that reaches so far from its meridian that areas are more than 1 % off, beyond a
    /// pole, if the cells go round the Earth more than once, and for a row that the grid does not have.
    pub fn cell_area(&self, row: u32) -> Result<AreaM2, Error> {
        let (width, height) = (self.step.0.abs(), self.step.1.abs());
        if row >= self.height || !(width * height).is_normal() {
            let message = text!(
                "row {0} of the grid has no measurable cells",
                "格网第 {0} 行没有可量算面积的像元",
                row
            );
            return Err(unmeasurable(message, check_origin()));
        }
        match self.crs.measure()? {
            Measure::Plane => Ok(AreaM2::new(width * height)),
            Measure::Transverse(plane) => {
                self.check_excess(&plane)?;
                Ok(AreaM2::new(width * height))
            }
            Measure::Rows(plane) => {
                let area = plane.area((self.y(row), self.y(row.saturating_add(1))), width);
                if !area.is_normal() || area < 0.0 {
                    let message = text!(
                        "row {0} lies beyond the pole on {1}",
                        "第 {0} 行在 {1} 上越过极点",
                        row,
                        self.crs.name()
                    );
                    return Err(unmeasurable(message, check_origin()));
                }
                Ok(AreaM2::new(area))
            }
            Measure::Ellipsoid(ellipsoid) => {
                let (sines, difference) = self.sines(row)?;
                if width * f64::from(self.width) > 360.0 * (1.0 + ROUNDING) {
                    let message = text!(
                        "{0} columns of {1} degrees go round the Earth more than once",
                        "{0} 列、每列 {1} 度，绕地球不止一周",
                        self.width,
                        width
                    );
                    let hint = text!(
                        "check the cell size and the coordinate reference system",
                        "检查像元大小和坐标参考系"
                    );
                    return Err(unmeasurable(message, hint));
                }
                Ok(AreaM2::new(ellipsoid.band_area(sines, difference, width)))
            }
        }
    }

    /// By how much the areas of cells are too large at the corner of the map where that is most; below 0 if they
    /// are too small everywhere. 0.001 is 0.1 %.
    ///
    /// `None` unless the areas are those of a transverse Mercator (UTM, Gauss–Krüger) or Cassini–Soldner plane: all
    /// others are true.
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::input::grid::{Crs, Grid};
    ///
    /// // 145 km from the meridian, at the edge of a zone of 3 degrees.
    /// let grid = Grid {
    ///     width: 100,
    ///     height: 100,
    ///     origin: (642_000.0, 3_330_000.0),
    ///     step: (30.0, -30.0),
    ///     crs: Crs::from_epsg(4545)?,
    /// };
    /// let excess = grid.areal_excess().unwrap_or_default();
    /// assert!((excess - 0.000_52).abs() < 0.000_01);
    /// # Ok::<(), ecovalue::Error>(())
    /// ```
    #[must_use]
    pub fn areal_excess(&self) -> Option<f64> {
        match self.crs.measure() {
            Ok(Measure::Transverse(plane)) => Some(self.excess(&plane)),
            _ => None,
        }
    }

    fn excess(&self, plane: &Transverse) -> f64 {
        let (west, east) = (self.origin.0, self.origin.0 + self.step.0 * f64::from(self.width));
        let corners = [west, east].into_iter().flat_map(|x| [(x, self.y(0)), (x, self.y(self.height))]);
        let scales = corners.map(|(x, y)| plane.areal_scale(x, y));
        // A corner that is not a number makes the whole so.
        scales.fold(f64::NEG_INFINITY, |largest, scale| if scale <= largest { largest } else { scale }) - 1.0
    }

    fn check_excess(&self, plane: &Transverse) -> Result<(), Error> {
        let (west, east) = (self.origin.0, self.origin.0 + self.step.0 * f64::from(self.width));
        let excess = self.excess(plane);
        // Written so that NaN is refused.
        if excess <= LARGEST_EXCESS && (east - west).is_finite() {
            return Ok(());
        }
        let far = if plane.distance(west) > plane.distance(east) { west } else { east };
        let name = self.crs.name();
        if plane.distance(far) > ELSEWHERE {
            return Err(self.of_another_zone(far));
        }
        let message = text!(
            "cells of {0} are not true to area: {1} km from the meridian they are {2} % too large",
            "{0} 的像元面积不真实：距中央经线 {1} km 处偏大 {2}%",
            name,
            format!("{:.0}", plane.distance(far) / 1000.0),
            format!("{:.1}", 100.0 * excess)
        );
        Err(unmeasurable(message, crs::resample()))
    }

    /// The finding of an x that is not an easting of the system.
    fn of_another_zone(&self, x: f64) -> Error {
        let (name, rounded) = (self.crs.name(), round_metres(x));
        let Some(code) = self.crs.other_zone(x) else {
            let message =
                text!("x = {0} is not an easting of {1}", "x = {0} 不是 {1} 的东坐标", rounded, name);
            let hint = text!(
                "assign the system that the coordinates are in: gdal_edit.py -a_srs <system>",
                "指定坐标实际所属的坐标参考系：gdal_edit.py -a_srs <system>"
            );
            return unmeasurable(message, hint);
        };
        let message = text!(
            "x = {0} is not an easting of {1}: do they belong to EPSG:{2}, whose eastings lie there?",
            "x = {0} 不是 {1} 的东坐标：是否属于东坐标在此范围的 EPSG:{2}？",
            rounded,
            name,
            code
        );
        let hint = text!(
            "assign the system that the coordinates are in: gdal_edit.py -a_srs EPSG:{0}",
            "指定坐标实际所属的坐标参考系：gdal_edit.py -a_srs EPSG:{0}",
            code
        );
        unmeasurable(message, hint)
    }

    /// y of the upper edge of a row.
    fn y(&self, row: u32) -> f64 {
        self.origin.1 + f64::from(row) * self.step.1
    }

    /// Latitude \[degree\] of the centres of a row, north positive; `None` unless the coordinates are geographic.
    #[must_use]
    pub fn latitude(&self, row: u32) -> Option<f64> {
        self.crs.is_geographic().then(|| self.origin.1 + (f64::from(row) + 0.5) * self.step.1)
    }

    /// Width and height \[m\] of the cells of a row through their centre, west to east and south to north.
    ///
    /// On geographic coordinates they are arcs of the parallel and of the meridian; on Mercator's and other
    /// cylindrical planes they are lengths on the ground.
    ///
    /// # Errors
    ///
    /// As [`Grid::cell_area`].
    pub fn cell_size(&self, row: u32) -> Result<(f64, f64), Error> {
        self.cell_area(row)?;
        let (width, height) = (self.step.0.abs(), self.step.1.abs());
        match self.crs.measure()? {
            Measure::Rows(plane) if plane.is_cylindrical() => {
                let middle = self.origin.1 + (f64::from(row) + 0.5) * self.step.1;
                let (east, north) = plane.ground(plane.latitude(middle));
                Ok((width * east, height * north))
            }
            Measure::Plane | Measure::Transverse(_) | Measure::Rows(_) => Ok((width, height)),
            Measure::Ellipsoid(ellipsoid) => {
                let latitude = math::radians(self.latitude(row).unwrap_or(f64::NAN));
                let (parallel, meridian) = ellipsoid.radii(math::sin(latitude), math::cos(latitude));
                Ok((parallel * math::radians(width), meridian * math::radians(height)))
            }
        }
    }

    /// Sines of the two parallels of a row, and their difference without cancellation (≥ 0).
    fn sines(&self, row: u32) -> Result<((f64, f64), f64), Error> {
        let row = f64::from(row);
        let (first, second) = (self.north_distance(row), self.north_distance(row + 1.0));
        let (upper, lower) = if first < second { (first, second) } else { (second, first) };
        // Rounding may put the outermost edge a little beyond a pole.
        let slack = ROUNDING * self.step.1.abs();
        if !(lower - upper).is_finite() || upper < -slack || lower > 2.0 * POLE + slack {
            let latitude = POLE - if upper < 0.0 { upper } else { lower };
            let message = text!(
                "row {0} reaches beyond a pole, to latitude {1}",
                "第 {0} 行越过极点，到纬度 {1}",
                row,
                round_degrees(latitude)
            );
            let hint = text!(
                "are latitude and longitude exchanged? check the origin, the cell size and the coordinate reference system",
                "经纬度是否互换？检查起点、像元大小和坐标参考系"
            );
            return Err(unmeasurable(message, hint));
        }
        let sine = |north: f64| math::cos(math::radians(north.clamp(0.0, 2.0 * POLE)));
        // The cosine of a latitude near a pole keeps its digits as the sine of the distance from that pole.
        let from_pole = self.north_distance(row + 0.5).min(self.south_distance(row + 0.5));
        // sin φ₂ − sin φ₁ = 2 cos((φ₁ + φ₂)/2) sin((φ₂ − φ₁)/2)
        let half = math::sin(math::radians(0.5 * self.step.1.abs()));
        let difference = 2.0 * math::sin(math::radians(from_pole)) * half;
        Ok(((sine(lower), sine(upper)), difference))
    }

    /// Distance \[degree\] from the north pole at a number of rows below the origin.
    fn north_distance(&self, rows: f64) -> f64 {
        (POLE - self.origin.1) - rows * self.step.1
    }

    /// Distance \[degree\] from the south pole at a number of rows below the origin.
    fn south_distance(&self, rows: f64) -> f64 {
        (POLE + self.origin.1) + rows * self.step.1
    }
}

fn unmeasurable(message: Message, hint: Message) -> Error {
    Error::new(Code::GridUnmeasurable, message, hint)
}

fn check_origin() -> Message {
    text!(
        "check the origin, the cell size and the coordinate reference system",
        "检查起点、像元大小和坐标参考系"
    )
}

/// A length in metres for a reader, to a millimetre.
fn round_metres(length: f64) -> f64 {
    (length * 1e3).round() / 1e3
}

/// An angle in degrees for a reader, to a tenth of a metre on the ground.
fn round_degrees(angle: f64) -> f64 {
    (angle * 1e6).round() / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;

    fn degrees(origin: f64, step: f64, height: u32) -> Grid {
        let crs = Crs::from_epsg(4326).unwrap();
        Grid { width: 1, height, origin: (100.0, origin), step: (step.abs(), step), crs }
    }

    #[test]
    fn rows_add_up_to_the_earth() {
        let rows = 3600;
        let grid = degrees(90.0, -0.05, rows);
        let sum: f64 = (0..rows).map(|row| grid.cell_area(row).unwrap().get()).sum();
        assert!((sum * 7200.0 / 510_065_621_724_088.44 - 1.0).abs() < 1e-12, "{sum}");
    }

    #[test]
    fn a_large_cell_is_the_sum_of_its_small_ones() {
        for origin in [90.0, 60.0, 0.5, -89.0] {
            let large = degrees(origin, -1.0, 1).cell_area(0).unwrap().get();
            let grid = degrees(origin, -1e-5, 100_000);
            let small = |row| grid.cell_area(row).unwrap().get();
            let sum: f64 = (0..100_000).map(small).sum();
            assert!((sum * 1e5 / large - 1.0).abs() < 1e-11, "{origin} {}", sum * 1e5 / large - 1.0);
        }
    }

    #[test]
    fn north_and_south_are_alike_in_either_row_order() {
        for (origin, step) in [(90.0, 1e-5), (45.0, 0.25), (1e-5, 1e-5), (0.1, 0.2)] {
            let north = degrees(origin, -step, 1).cell_area(0).unwrap();
            let south = degrees(-origin, step, 1).cell_area(0).unwrap();
            let upward = degrees(origin - step, step, 1).cell_area(0).unwrap();
            assert_eq!(north, south);
            assert!((north.get() / upward.get() - 1.0).abs() < 1e-5 && north.get() > 0.0);
        }
    }

    #[test]
    fn a_cell_at_the_pole_is_a_flat_triangle() {
        // Radius of curvature at the pole c = a²/b; a sector of Δλ with radius c Δφ.
        let step = math::radians(1e-5);
        let radius = 6_378_137.0 * 6_378_137.0 / 6_356_752.314_245_179;
        let expected = 0.5 * step * (radius * step) * (radius * step);
        let area = degrees(90.0, -1e-5, 1).cell_area(0).unwrap().get();
        assert!((area / expected - 1.0).abs() < 1e-12, "{area} {expected}");
    }

    #[test]
    fn beyond_the_pole_and_round_the_earth_are_refused() {
        assert!(degrees(90.5, -1.0, 1).cell_area(0).is_err());
        assert!(degrees(-89.5, -1.0, 1).cell_area(0).is_err());
        assert!(degrees(90.0, -1.0, 1).cell_area(1).is_err());
        assert!(Grid { width: 400, ..degrees(10.0, -1.0, 1) }.cell_area(0).is_err());
        assert!(degrees(f64::NAN, -1.0, 1).cell_area(0).is_err());
    }

    #[test]
    fn a_plane_in_metres_needs_no_latitude() {
        let crs = Crs::from_epsg(32648).unwrap();
        let grid = Grid { step: (30.0, -30.0), crs, ..degrees(0.0, -1.0, 1) };
        assert_eq!(grid.cell_area(0).unwrap().get(), 900.0);
        assert_eq!(grid.latitude(0), None);
    }

    #[test]
    fn grids_that_do_not_fit_are_told_apart() {
        let grid = degrees(35.0, -0.05, 220);
        let near = Grid { origin: (100.0 + 1e-9, 35.0), ..grid.clone() };
        assert!(grid.require_same("a.tif", &near, "b.tif").is_ok());
        let crs = Crs::from_epsg(4490).unwrap();
        for (other, part) in [
            (
                Grid { origin: (100.025, 35.0), ..grid.clone() },
                "origin (100.0, 35.0) against (100.025, 35.0)",
            ),
            (Grid { origin: (100.0, 24.0), step: (0.05, 0.05), ..grid.clone() }, "cell size"),
            (Grid { height: 219, ..grid.clone() }, "size 1x220 against 1x219"),
            (Grid { crs, ..grid.clone() }, "system EPSG:4326 against EPSG:4490"),
            (Grid { origin: (f64::NAN, 35.0), ..grid.clone() }, "origin"),
        ] {
            let error = grid.require_same("a.tif", &other, "b.tif").unwrap_err();
            assert_eq!(error.code(), Code::GridMismatch);
            let text = error.to_string();
            assert!(text.starts_with("a.tif: ") && text.contains("b.tif") && text.contains(part), "{text}");
        }
    }
}
