//! Whether two maps lie on one grid, and what to do if they do not.

use super::crs::Likeness;
use super::{Grid, ROUNDING};
use crate::error::{Code, Error, Place};
use crate::text;
use crate::wording::Message;

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
    pub fn note(&self, name: &str, other_name: &str) -> Option<Message> {
        let shift = (self.largest_shift > ROUNDING).then(|| {
            text!(
                "corners differ by up to {0} of a cell",
                "角点最多相差 {0} 个像元",
                format!("{:.1e}", self.largest_shift)
            )
        });
        let datum = self
            .datum_unnamed
            .then(|| text!("only one of the systems names its datum", "只有一方的坐标参考系写明了基准"));
        let differences: Vec<Message> = shift.into_iter().chain(datum).collect();
        (!differences.is_empty()).then(|| {
            text!(
                "{0} lies on the grid of {1}: {2}",
                "{0} 与 {1} 位于同一格网：{2}",
                other_name,
                name,
                differences
            )
        })
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
    pub fn require_same(&self, name: &str, other: &Self, other_name: &str) -> Result<Agreement, Error> {
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
        let differences = self.differences(other);
        let differences = joined(differences, |list, next| text!("{0}; {1}", "{0}；{1}", list, next));
        let message =
            text!("the grid is not that of {0}: {1}", "格网与 {0} 的不同：{1}", other_name, differences);
        let hint = if one_system {
            self.resampling(other_name, same_size && shift <= NEARLY_ONE)
        } else {
            self.assigning(other, (name, other_name), likeness, same_size && one_place)
        };
        Err(Error::new(Code::GridMismatch, message, hint).at(Place::file(name)))
    }

    /// Distance in cells between two corners, at a share of the way from the first to the last.
    fn shift(&self, other: &Self, share: f64) -> f64 {
        let corner = |grid: &Self| {
            (
                grid.origin.0 + share * f64::from(grid.width) * grid.step.0,
                grid.origin.1 + share * f64::from(grid.height) * grid.step.1,
            )
        };
        let (here, there) = (corner(self), corner(other));
        let cells = ((there.0 - here.0) / self.step.0, (there.1 - here.1) / self.step.1);
        if cells.0.is_nan() || cells.1.is_nan() { f64::NAN } else { cells.0.abs().max(cells.1.abs()) }
    }

    fn differences(&self, other: &Self) -> Vec<Message> {
        let mut differences = Vec::new();
        if (self.width, self.height) != (other.width, other.height) {
            differences.push(text!(
                "size {0}x{1} against {2}x{3}",
                "大小 {0}x{1} 与 {2}x{3}",
                self.width,
                self.height,
                other.width,
                other.height
            ));
        }
        let is_far = |shift: f64| shift.is_nan() || shift > ONE_GRID + ROUNDING;
        let (near, far) = (self.shift(other, 0.0), self.shift(other, 1.0));
        if is_far(near) {
            differences.push(text!(
                "origin {0} against {1}, {2}",
                "起点 {0} 与 {1}，{2}",
                format!("{:?}", self.origin),
                format!("{:?}", other.origin),
                in_cells(near)
            ));
        }
        let steps = (self.step.0 - other.step.0, self.step.1 - other.step.1);
        let extent = (steps.0 * f64::from(self.width), steps.1 * f64::from(self.height));
        let stretch = (extent.0 / self.step.0).abs().max((extent.1 / self.step.1).abs());
        if is_far(stretch) || (differences.is_empty() && is_far(far)) {
            differences.push(text!(
                "cell size {0} against {1}, {2} over the map",
                "像元大小 {0} 与 {1}，全图{2}",
                format!("{:?}", self.step),
                format!("{:?}", other.step),
                in_cells(stretch)
            ));
        }
        if !self.crs.is_same(&other.crs) {
            let (here, there) = (self.crs.name(), other.crs.name());
            let text = if here == there {
                text!(
                    "system {0} against {1}",
                    "坐标参考系 {0} 与 {1}",
                    self.crs.described(),
                    other.crs.described()
                )
            } else {
                text!("system {0} against {1}", "坐标参考系 {0} 与 {1}", here, there)
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
    fn warp(&self, name: &str, system: &str) -> Message {
        let [west, south, east, north] = self.bounds();
        let (columns, rows) = (self.width, self.height);
        let command = format!(
            "gdalwarp{system} -te {west} {south} {east} {north} -ts {columns} {rows} -r average {name} OUT.tif"
        );
        text!(
            "{0} (-r near for classes, -r bilinear for coarser layers)",
            "{0}（类别用 -r near，较粗的图层用 -r bilinear）",
            command
        )
    }

    fn resampling(&self, name: &str, nearly: bool) -> Message {
        let warp = self.warp(name, "");
        if nearly {
            let [west, south, east, north] = self.bounds();
            return text!(
                "if only rounded coordinates differ, write the right ones: {0}; otherwise resample: {1}",
                "若仅坐标取整不同，写入正确的坐标：{0}；否则重采样：{1}",
                format!("gdal_edit.py -a_ullr {west} {north} {east} {south} {name}"),
                warp
            );
        }
        text!("bring {0} onto the grid: {1}", "把 {0} 重采样到该格网：{1}", name, warp)
    }

    /// What to do about another system.
    fn assigning(
        &self,
        other: &Self,
        (name, other_name): (&str, &str),
        likeness: Likeness,
        one_place: bool,
    ) -> Message {
        let code = self.crs.code().map(|code| format!("EPSG:{code}"));
        let system = code.unwrap_or_else(|| format!("\"$(gdalsrsinfo -o wkt1 {name})\""));
        let assign = format!("gdal_edit.py -a_srs {system} {other_name}");
        if other.crs.is_absent() {
            return text!(
                "if its coordinates are in the system of {0}, assign it: {1}",
                "若其坐标属于 {0} 的坐标参考系，指定该坐标参考系：{1}",
                name,
                assign
            );
        }
        if likeness == Likeness::OtherDatum && one_place {
            return text!(
                "the coordinates are alike and only the datums differ (WGS 84 and CGCS2000: by less than a metre); if the cells are meant to be the same, assign the system, do not resample: {0}",
                "坐标一致，仅基准不同（WGS 84 与 CGCS2000 相差不到 1 米）；若像元本应相同，指定坐标参考系即可，不要重采样：{0}",
                assign
            );
        }
        let warp = self.warp(other_name, &format!(" -t_srs {system}"));
        text!(
            "bring {0} onto the grid: {1}; if its system is told wrongly, assign it: {2}",
            "把 {0} 重采样到该格网：{1}；若其坐标参考系标注有误，重新指定：{2}",
            other_name,
            warp,
            assign
        )
    }
}

/// Several messages as one.
fn joined(messages: Vec<Message>, join: impl Fn(Message, Message) -> Message) -> Message {
    messages.into_iter().reduce(join).unwrap_or_else(Message::empty)
}

fn in_cells(shift: f64) -> Message {
    if shift.is_nan() {
        return text!("not a number", "不是数");
    }
    text!("{0} cells apart", "相差 {0} 个像元", rounded(shift))
}

/// Three digits are enough to see how far off a corner is.
fn rounded(shift: f64) -> String {
    if shift < 1.0 { format!("{shift:.3}") } else { format!("{shift:.1}") }
}
