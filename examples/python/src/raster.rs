//! Rasters as the command reads them, as arrays.

use std::path::PathBuf;

use ecovalue::error::{Code, Error, Place};
use ecovalue::input::geotiff::{GeoTiff, Reading, Window};
use ecovalue::input::limits::Limits;
use ecovalue::input::nodata::Nodata;
use numpy::ndarray::Array2;
use numpy::{IntoPyArray, PyArray2};
use pyo3::prelude::*;

use crate::failure::raised;

/// One band of a GeoTIFF: its values with scale and offset, NaN where they are missing.
#[pyfunction]
#[pyo3(signature = (path, band=None, nodata=Vec::new()))]
pub(crate) fn read_raster(
    py: Python<'_>,
    path: PathBuf,
    band: Option<u16>,
    nodata: Vec<String>,
) -> PyResult<Bound<'_, PyArray2<f64>>> {
    let cells = py.detach(|| read(&path, band, &nodata)).map_err(raised)?;
    Ok(cells.into_pyarray(py))
}

fn read(path: &std::path::Path, band: Option<u16>, nodata: &[String]) -> Result<Array2<f64>, Error> {
    let name = path.display().to_string();
    let nodata =
        Nodata::stated(nodata.iter().map(String::as_str)).map_err(|error| error.at(Place::file(&name)))?;
    let reading = Reading { band, nodata, ..Reading::default() };
    let mut raster = GeoTiff::open_as(path, &name, &reading, &Limits::default())?;
    if raster.bands() != 1 {
        let message = format!("the raster has {} bands: {}", raster.bands(), raster.band_list());
        let error = Error::new(Code::Band, message, "say which one is meant: read_raster(path, band=1)");
        return Err(error.at(Place::file(&name)));
    }
    let (width, height) = (raster.grid().width, raster.grid().height);
    let window = Window { row: 0, rows: height, column: 0, columns: width };
    let mut cells = vec![f64::NAN; window.cells()];
    raster.read_window(1, window, &mut cells)?;
    let (scale, offset) = raster.scale_offset(1);
    for cell in &mut cells {
        *cell = *cell * scale + offset;
    }
    let shape = (usize::try_from(height).unwrap_or_default(), usize::try_from(width).unwrap_or_default());
    Array2::from_shape_vec(shape, cells).map_err(|error| {
        Error::new(Code::Raster, format!("the cells have another shape: {error}"), "report this")
            .at(Place::file(&name))
    })
}
