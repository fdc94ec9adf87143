//! What lies around and inside of a map of arrays: frames of a background, and holes.

use ecovalue::error::{Code, Error, Place};
use ecovalue::extent::crosswalk::Crosswalk;
use ecovalue::input::cells::{Land, Legend};
use ecovalue::input::raster;
use ecovalue::text;
use numpy::PyReadonlyArray2;
use pyo3::prelude::*;

use crate::failure::raised;

/// Cells and area \[m²\] of all holes.
pub(crate) type Enclosed = (u64, f64);

/// A number on the rim: `landcover` or `zones`, variable, number, share of the rim, area \[m²\].
pub(crate) type Rim = (String, String, i64, f64, f64);

/// The search for regions of missing cells that do not reach the edge of a map.
#[pyclass(module = "ecovalue._ecovalue")]
pub(crate) struct Holes {
    search: raster::Holes,
    areas: Vec<f64>,
}

#[pymethods]
impl Holes {
    /// The search in a map of so many columns, whose rows have cells of some areas.
    #[new]
    fn new(width: u32, areas: Vec<f64>) -> PyResult<Self> {
        let height = u32::try_from(areas.len()).map_err(|_| too_large())?;
        Ok(Self { search: raster::Holes::new(width, height), areas })
    }

    /// Marks the missing cells of a block from a row and a column on.
    #[expect(clippy::needless_pass_by_value, reason = "arrays of Python come by value")]
    fn mark(&mut self, row: u32, column: u32, missing: PyReadonlyArray2<'_, bool>) {
        for (row, line) in (row..).zip(missing.as_array().rows()) {
            self.search.mark(row, column, line.iter().copied());
        }
    }

    /// Takes the rows up to one, of which all columns were marked.
    fn complete(&mut self, first: u32, end: u32) {
        let areas = &self.areas;
        let area = |row: u32, columns: std::ops::Range<u32>| {
            let cell = usize::try_from(row).ok().and_then(|row| areas.get(row)).copied().unwrap_or(f64::NAN);
            cell * f64::from(columns.end.saturating_sub(columns.start))
        };
        self.search.complete(first..end, area);
    }

    /// Cells and area of all holes, once every row is complete.
    fn together(&mut self) -> Enclosed {
        let search = std::mem::replace(&mut self.search, raster::Holes::new(0, 0));
        let found = search.together();
        (found.cells, found.area)
    }
}

fn too_large() -> PyErr {
    raised(Error::new(Code::Limit, "the map has more than 4294967295 rows", "cut it into parts"))
}

/// Whether a zone number is what programs write where there is no data.
#[pyfunction]
pub(crate) fn is_fill(number: i64) -> bool {
    raster::is_fill(number)
}

/// Notes holes and frames of the land cover in a legend.
pub(crate) fn note(
    legend: &mut Legend,
    crosswalk: &Crosswalk,
    variable: &str,
    covered: u64,
    (holes, rims): (Enclosed, &[Rim]),
) {
    for (key, variable, number, share, area) in rims {
        let class = crosswalk.class(&number.to_string()).filter(|_| key == "landcover");
        let declaration = text!(
            "declare it as nodata: set .attrs[\"nodata\"] = {0} on `{1}`",
            "请声明 nodata：{1} 设 .attrs[\"nodata\"] = {0}",
            *number,
            variable
        );
        let frame = raster::Frame {
            key,
            number: *number,
            name: class.map_or("", |class| &class.name),
            share: *share,
            area: *area,
            place: &Place::column_only(variable),
            declaration: &declaration,
        };
        legend.warnings.extend(frame.warning());
    }
    legend.has_holes = holes.0 > 0;
    if legend.land == Land::Covered {
        legend.warnings.extend(raster::enclosed(holes, covered, Place::column_only(variable)));
    }
}
