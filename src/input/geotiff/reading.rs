//! How a raster is to be read, beside what it says itself.

use super::side::Sides;
use crate::input::nodata::Nodata;

/// How a raster is to be read: which of its bands, and what is missing beside what it declares.
///
/// # Examples
///
/// ```
/// use ecovalue::input::geotiff::{GeoTiff, Reading, Window};
/// use ecovalue::input::limits::Limits;
/// use ecovalue::input::nodata::Nodata;
///
/// let name = "examples/sichuan_basin_2019/elevation_m.tif";
/// let reading = Reading { nodata: Nodata::stated(["5000..9000"])?, ..Reading::default() };
/// let mut map = GeoTiff::open_as(name.as_ref(), name, &reading, &Limits::default())?;
/// let mut cells = vec![0.0; 300 * 220];
/// map.read_window(1, Window { row: 0, rows: 220, column: 0, columns: 300 }, &mut cells)?;
/// // No cell of 5000 m or more is left; the others have their value.
/// assert!(cells.iter().all(|cell| cell.is_nan() || *cell < 5000.0));
/// assert!(cells.iter().any(|cell| map.physical(1, *cell) > 4000.0));
/// # Ok::<(), ecovalue::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// The band, counted from 1, that is offered as the only one; none for all bands of data.
    pub band: Option<u16>,
    /// What is stated about missing values.
    pub nodata: Nodata,
    /// The files beside the raster; none to look for them in its folder.
    pub sides: Option<Sides>,
}
