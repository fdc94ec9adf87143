//! Whether two maps lie on one grid, and what to do if they do not.

use super::crs::Likeness;
use super::{Grid, ROUNDING};
use crate::error::{Code, Error, Place};

/// Largest distance, in cells, between corners of two grids that count as one.
const ONE_GRID: f64 = 0.01;
/// Distance, in cells, up to which rounded coordinates are a likely reason.
const NEARLY_ONE: f64 = 0.1;

/// How two grids that count as one differ.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Agreement {
    /// Largest distance between the same corner of both, in cells: at most 0.01.
    pub largest_shift: f64,
    /// One of the two systems does not name its datum; all else is the same.
    pub datum_unnamed: bool,
}

impl Agreement {
    /// Whether both are alike but for the last digits.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.largest_shift <= ROUNDING && !self.datum_unnamed
    }

    /// What a log says of the difference, if there is one.
    #[must_use]
    pub fn note(&self, own_name: &str, other_name: &str) -> Option<String> {
        let mut differences = Vec::new();
        if self.largest_shift > ROUNDING {
            differences.push(format!("corners differ by up to {:.1e} of a cell", self.largest_shift));
        }
        if self.datum_unnamed {
            differences.push("only one of the systems names its datum".to_owned());
        }
        let differences = differences.join(", ");
        (!differences.is_empty())
            .then(|| format!("{other_name} lies on the grid of {own_name}: {differences}"))
    }
}

impl Grid {
    /// Refuses another grid than this. Corners may differ by up to 0.01 of a cell, as they do where coordinates were
    /// rounded; systems may be spelt in another way.
    ///
    /// # Errors
    ///
    /// `EV-G001`, naming both files and all that differs: the number of columns and rows, a corner, the cell size, or
    /// the coordinate reference system.
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::input::grid::{Crs, Grid};
    ///
    /// let crs = Crs::from_epsg(4490)?;
    /// let step = 1.0 / 120.0;
    /// let grid = Grid { width: 500, height: 400, origin: (104.0, 31.0), step: (step, -step), crs };
    /// let rounded = Grid { step: (0.008_333_333_3, -0.008_333_333_3), ..grid.clone() };
    /// assert!(grid.require_same("landcover.tif", &rounded, "rain.tif")?.largest_shift < 1e-5);
    /// let shifted = Grid { origin: (104.0, 31.0 + 0.02 * step), ..grid.clone() };
    /// assert!(grid.require_same("landcover.tif", &shifted, "rain.tif").is_err());
    /// # Ok::<(), ecovalue::Error>(())
    /// ```
    pub fn require_same(&self, own_name: &str, other: &Self, other_name: &str) -> Result<Agreement, Error> {
        let same_size = (self.width, self.height) == (other.width, other.height);
        let (near, far) = (self.shift(other, 0.0), self.shift(other, 1.0));
        let shift = near.max(far);
        // Written so that NaN is far.
        let one_place = shift <= ONE_GRID + ROUNDING && !near.is_nan() && !far.is_nan();
        let likeness = self.crs.compare(&other.crs);
        let one_system = matches!(likeness, Likeness::Same | Likeness::DatumUnnamed);
        if same_size && one_place && one_system {
            let datum_unnamed = likeness == Likeness::DatumUnnamed;
            return Ok(Agreement { largest_shift: shift, datum_unnamed });
        }
        let message = format!("the grid is not that of {other_name}: {}", self.differences(other).join("; "));
        let hint = if one_system {
            self.resampling(other_name, same_size && shift <= NEARLY_ONE)
        } else {
            self.assigning(other, (own_name, other_name), likeness, same_size && one_place)
        };
        Err(Error::new(Code::GridMismatch, message, hint).at(Place::file(own_name)))
    }

    /// Distance in cells between two corners, at a share of the way from the first to the last.
    fn shift(&self, other: &Self, share: f64) -> f64 {
        let corner = |grid: &Self| {
            (
                grid.origin.0 + share * f64::from(grid.width) * grid.step.0,
                grid.origin.1 + share * f64::from(grid.height) * grid.step.1,
            )
        };
        let (own, theirs) = (corner(self), corner(other));
        let cells = ((theirs.0 - own.0) / self.step.0, (theirs.1 - own.1) / self.step.1);
        if cells.0.is_nan() || cells.1.is_nan() { f64::NAN } else { cells.0.abs().max(cells.1.abs()) }
    }

    fn differences(&self, other: &Self) -> Vec<String> {
        let mut differences = Vec::new();
        if (self.width, self.height) != (other.width, other.height) {
            differences.push(format!(
                "size {}x{} against {}x{}",
                self.width, self.height, other.width, other.height
            ));
        }
        let is_far = |shift: f64| shift.is_nan() || shift > ONE_GRID + ROUNDING;
        let (near, far) = (self.shift(other, 0.0), self.shift(other, 1.0));
        if is_far(near) {
            let cells = in_cells(near);
            differences.push(format!("origin {:?} against {:?}, {cells}", self.origin, other.origin));
        }
        let steps = (self.step.0 - other.step.0, self.step.1 - other.step.1);
        let extent = (steps.0 * f64::from(self.width), steps.1 * f64::from(self.height));
        let stretch = (extent.0 / self.step.0).abs().max((extent.1 / self.step.1).abs());
        if is_far(stretch) || (differences.is_empty() && is_far(far)) {
            let cells = in_cells(stretch);
            differences
                .push(format!("cell size {:?} against {:?}, {cells} over the map", self.step, other.step));
        }
        if !self.crs.is_same(&other.crs) {
            let (own, theirs) = (self.crs.name(), other.crs.name());
            let text = if own == theirs {
                format!("system {} against {}", self.crs.described(), other.crs.described())
            } else {
                format!("system {own} against {theirs}")
            };
            differences.push(text);
        }
        differences
    }

    /// West, south, east and north.
    fn bounds(&self) -> [f64; 4] {
        let (x, y) = self.origin;
        let (far_x, far_y) =
            (x + self.step.0 * f64::from(self.width), y + self.step.1 * f64::from(self.height));
        [x.min(far_x), y.min(far_y), x.max(far_x), y.max(far_y)]
    }

    /// The command that brings another raster onto this grid.
    fn warp(&self, name: &str, system: &str) -> String {
        let [west, south, east, north] = self.bounds();
        format!(
            "gdalwarp{system} -te {west} {south} {east} {north} -ts {} {} -r average {name} OUT.tif (-r near for classes, -r bilinear for coarser layers)",
            self.width, self.height
        )
    }

    fn resampling(&self, name: &str, nearly: bool) -> String {
        let warp = self.warp(name, "");
        if nearly {
            let [west, south, east, north] = self.bounds();
            return format!(
                "if only rounded coordinates differ, write the right ones: gdal_edit.py -a_ullr {west} {north} {east} {south} {name}; otherwise resample: {warp}"
            );
        }
        format!("bring {name} onto the grid: {warp}")
    }

    /// What to do about another system.
    fn assigning(&self, other: &Self, names: (&str, &str), likeness: Likeness, one_place: bool) -> String {
        let (own_name, name) = names;
        let code = self.crs.code().map(|code| format!("EPSG:{code}"));
        let system = code.unwrap_or_else(|| format!("\"$(gdalsrsinfo -o wkt1 {own_name})\""));
        let assign = format!("gdal_edit.py -a_srs {system} {name}");
        if other.crs.is_absent() {
            return format!("if its coordinates are in the system of {own_name}, assign it: {assign}");
        }
        if likeness == Likeness::OtherDatum && one_place {
            return format!(
                "the coordinates are alike and only the datums differ (WGS 84 and CGCS2000: by less than a metre); if the cells are meant to be the same, assign the system, do not resample: {assign}"
            );
        }
        let warp = self.warp(name, &format!(" -t_srs {system}"));
        format!("bring {name} onto the grid: {warp}; if its system is told wrongly, assign it: {assign}")
    }
}

fn in_cells(shift: f64) -> String {
    if shift.is_nan() { "not a number".to_owned() } else { format!("{} cells apart", rounded(shift)) }
}

/// Three digits are enough to see how far off a corner is.
fn rounded(shift: f64) -> String {
    if shift < 1.0 { format!("{shift:.3}") } else { format!("{shift:.1}") }
}
