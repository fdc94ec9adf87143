//! Maps of a result: one band in a tiled GeoTIFF.
//!
//! Crate `tiff` cannot write tiles nor predict floating point, so the file is laid out here: keys and transform of the
//! grid as they came, BigTIFF where 4 GiB may not do. Without other [`MapOptions`] it has tiles of 256 × 256 cells, 32 bit
//! floating point, Deflate with the floating-point predictor, and `NaN` as missing value. The same figures give the
//! same bytes.

mod layout;
mod options;
mod pack;
mod state;

use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::Path;

use self::layout::{Field, Labels, Size};
use self::pack::pack_all;
use super::disk::File;
use crate::error::{Code, Error, Place};
use crate::input::grid::Grid;
use crate::math::count;

pub use options::{Compression, MapOptions, Predictor, Sample};
pub(crate) use state::MapState;

/// Writes a map from its first row to its last, holding one row of tiles.
///
/// # Examples
///
/// ```
/// use ecovalue::input::{geotiff::GeoTiff, grid::{Crs, Grid}, limits::Limits};
/// use ecovalue::report::map::MapWriter;
///
/// let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
/// let path = folder.path().join("water_retention.tif");
/// let crs = Crs::from_epsg(4490)?;
/// let grid = Grid { width: 3, height: 2, origin: (106.0, 30.0), step: (0.01, -0.01), crs };
///
/// let mut map = MapWriter::create(&path, &grid, "water retention", "m3")?;
/// map.write_rows(0, &[1.0, 2.0, f32::NAN])?;
/// map.write_rows(1, &[4.0, 5.0, 6.0])?;
/// map.finish()?;
///
/// let mut read = GeoTiff::open(&path, "water_retention.tif", &Limits::default())?;
/// let mut cells = [0.0; 6];
/// read.read_rows(1, 0, 2, &mut cells)?;
/// assert_eq!(cells[5], 6.0);
/// assert_eq!(read.grid(), &grid);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct MapWriter {
    name: String,
    file: BufWriter<File>,
    grid: Grid,
    labels: Labels,
    options: MapOptions,
    size: Size,
    /// Rows of the row of tiles that is being filled, as wide as the tiles: the bytes of the stored numbers.
    band: Vec<u8>,
    /// Threads that pack tiles.
    threads: usize,
    next_row: u32,
    position: u64,
    tiles: Vec<(u64, u64)>,
}

impl MapWriter {
    /// Creates a map for a grid, with a description and a unit that other programs show.
    ///
    /// # Errors
    ///
    /// `EV-O001` if the file exists or cannot be created, or if the grid has no cells.
    pub fn create(path: &Path, grid: &Grid, description: &str, unit: &str) -> Result<Self, Error> {
        Self::create_with(path, grid, description, unit, MapOptions::default())
    }

    /// Creates a map that is stored in another way.
    ///
    /// # Errors
    ///
    /// As [`MapWriter::create`], and `EV-I006` for options that do not go together.
    pub fn create_with(
        path: &Path,
        grid: &Grid,
        description: &str,
        unit: &str,
        options: MapOptions,
    ) -> Result<Self, Error> {
        let mut map = Self::with(path, grid, (description, unit), options, File::create_new)?;
        // The offset of the directory is put in when the file is finished.
        let header = map.size.header(0);
        map.append(&header).map_err(|error| failed(&map.name, &error))?;
        Ok(map)
    }

    fn with(
        path: &Path,
        grid: &Grid,
        (description, unit): (&str, &str),
        options: MapOptions,
        open: impl FnOnce(&Path) -> io::Result<File>,
    ) -> Result<Self, Error> {
        let name = path.display().to_string();
        options.check().map_err(|error| error.at(Place::file(&name)))?;
        if grid.cells() == 0 {
            let message = format!("a map of {}x{} cells is empty", grid.width, grid.height);
            return Err(Error::new(Code::Output, message, "").at(Place::file(name)));
        }
        let file = open(path).map_err(|error| failed(&name, &error))?;
        Ok(Self {
            name,
            file: BufWriter::new(file),
            grid: grid.clone(),
            labels: Labels { description: description.to_owned(), unit: unit.to_owned() },
            options,
            size: Size::of(grid, &options),
            band: Vec::new(),
            threads: 1,
            next_row: 0,
            position: 0,
            tiles: Vec::new(),
        })
    }

    /// Writes the next rows; `first_row` says which they are, counted from 0. Any `NaN` is missing. With a scale, or
    /// in integers, a value is stored as the nearest number of the type, half to even.
    ///
    /// # Errors
    ///
    /// `EV-O001` if the rows are not whole, not the next ones or too many, if the type does not hold a value or
    /// holds it as the number of missing values, or if the disk fails.
    pub fn write_rows<T: Copy + Into<f64>>(&mut self, first_row: u32, cells: &[T]) -> Result<(), Error> {
        let width = length(self.grid.width);
        let rows = u32::try_from(cells.len() / width).unwrap_or(u32::MAX);
        let fits = self.next_row.checked_add(rows).is_some_and(|end| end <= self.grid.height);
        if first_row != self.next_row || !fits || !cells.len().is_multiple_of(width) {
            let message = format!(
                "{} cells of {width} columns cannot follow as row {first_row}; row {} of {} is next",
                cells.len(),
                self.next_row,
                self.grid.height
            );
            return Err(
                Error::new(Code::Output, message, "write whole rows in order").at(Place::file(&self.name))
            );
        }
        for row in cells.chunks_exact(width) {
            if self.is_plain() {
                self.push_plain(row)?;
            } else {
                for value in row {
                    let bits = self.stored((*value).into())?;
                    self.push(bits);
                }
            }
            self.pad(
                self.band.len().next_multiple_of(length(self.options.tile) * self.options.sample.bytes()),
            );
            self.next_row += 1;
            if self.next_row.is_multiple_of(self.options.tile) {
                self.write_tiles()?;
            }
        }
        Ok(())
    }

    /// Writes the directory and closes the file.
    ///
    /// # Errors
    ///
    /// `EV-O001` if rows are missing or the disk fails.
    pub fn finish(mut self) -> Result<(), Error> {
        if self.next_row != self.grid.height {
            let message = format!("the map ends at row {} of {}", self.next_row, self.grid.height);
            return Err(Error::new(Code::Output, message, "write all rows").at(Place::file(&self.name)));
        }
        if !self.band.is_empty() {
            self.write_tiles()?;
        }
        self.close().map_err(|error| failed(&self.name, &error))
    }

    fn close(&mut self) -> io::Result<()> {
        // A directory stands at an even offset.
        if self.position % 2 == 1 {
            self.append(&[0])?;
        }
        let fields = Field::list(&self.grid, &self.labels, &self.options, &self.tiles, self.size);
        let directory = self.size.directory(self.position, &fields);
        let header = self.size.header(self.position);
        self.append(&directory)?;
        self.file.seek(SeekFrom::Start(0))?;
        self.file.write_all(&header)?;
        self.file.flush()?;
        self.file.get_ref().sync()
    }

    /// Lets several threads pack tiles, which leaves no trace in the file.
    pub(crate) const fn set_threads(&mut self, threads: usize) {
        self.threads = threads;
    }

    /// Packs the rows that are waiting as one row of tiles.
    fn write_tiles(&mut self) -> Result<(), Error> {
        let side = length(self.options.tile);
        let tile = side * self.options.sample.bytes();
        let row = length(self.grid.width).next_multiple_of(side) * self.options.sample.bytes();
        self.pad(row * side);
        let rows = std::mem::take(&mut self.band);
        let packed = pack_all(&self.options, &rows, (row, tile), self.threads);
        let written = packed.and_then(|packed| {
            for packed in packed {
                self.tiles.push((self.position, count(packed.len())));
                self.append(&packed)?;
            }
            Ok(())
        });
        written.map_err(|error| failed(&self.name, &error))?;
        self.band = rows;
        self.band.clear();
        Ok(())
    }

    /// Appends the bytes of a stored number.
    fn push(&mut self, bits: u64) {
        self.band.extend(bits.to_le_bytes().iter().take(self.options.sample.bytes()));
    }

    /// Fills the band with padding up to so many bytes.
    fn pad(&mut self, bytes: usize) {
        let bits = self.padding();
        while self.band.len() < bytes {
            self.push(bits);
        }
    }

    /// Whether numbers are stored in 32 bit floating point as they are, as in the maps of a run.
    fn is_plain(&self) -> bool {
        let MapOptions { sample, nodata, scale, .. } = self.options;
        sample == Sample::F32 && scale == (1.0, 0.0) && nodata.is_some_and(f64::is_nan)
    }

    /// Appends a row of such numbers.
    fn push_plain<T: Copy + Into<f64>>(&mut self, row: &[T]) -> Result<(), Error> {
        for value in row {
            let value: f64 = (*value).into();
            #[expect(clippy::cast_possible_truncation, reason = "a map in 32 bits rounds by design")]
            let single = if value.is_nan() { f32::NAN } else { value as f32 };
            if single.is_infinite() {
                // What is too large for the type is told as for every other type.
                self.stored(value)?;
            }
            self.band.extend(single.to_le_bytes());
        }
        Ok(())
    }

    /// The bits of a value as it is stored.
    fn stored(&self, value: f64) -> Result<u64, Error> {
        let MapOptions { sample, nodata, scale: (scale, offset), .. } = self.options;
        let fault = |what: &str, hint: &str| {
            let place = Place::file(&self.name).row(u64::from(self.next_row) + 1);
            Err(Error::new(Code::Output, format!("{value} {what}"), hint).at(place))
        };
        if value.is_nan() {
            // One bit pattern for every NaN, so that the bytes do not depend on how it came about.
            let canonical = |nodata: f64| if nodata.is_nan() { f64::NAN } else { nodata };
            return nodata.and_then(|nodata| sample.hold(canonical(nodata))).map_or_else(
                || fault("is missing, and no number stands for missing values", "state nodata"),
                Ok,
            );
        }
        let own = if (scale, offset) == (1.0, 0.0) { value } else { (value - offset) / scale };
        let own = if sample.is_float() { own } else { own.round_ties_even() };
        let Some(bits) = sample.hold(own) else {
            return fault(&format!("is beyond {sample:?}"), "take a wider type, or a scale");
        };
        if nodata.and_then(|nodata| sample.hold(nodata)) == Some(bits) {
            return fault("is stored as the number of missing values", "state another nodata");
        }
        Ok(bits)
    }

    /// What fills the tiles beyond the map.
    fn padding(&self) -> u64 {
        self.options.nodata.and_then(|nodata| self.options.sample.hold(nodata)).unwrap_or_default()
    }

    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)?;
        self.position += count(bytes.len());
        Ok(())
    }
}

fn failed(name: &str, error: &io::Error) -> Error {
    Error::new(
        Code::Output,
        format!("the map cannot be written: {error}"),
        "name a new file on a disk with room",
    )
    .at(Place::file(name))
}

/// A number of cells as a length; a row of tiles is held in memory.
fn length(cells: u32) -> usize {
    usize::try_from(cells).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::geotiff::GeoTiff;
    use crate::input::grid::Crs;
    use crate::input::limits::Limits;

    #[test]
    fn a_map_of_more_than_4_gib_would_be_read_back_too() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("big.tif");
        let crs = Crs::from_epsg(4326).unwrap();
        let grid = Grid { width: 300, height: 260, origin: (100.0, 30.0), step: (0.1, -0.1), crs };
        let mut map = MapWriter::create(&path, &grid, "big", "m3").unwrap();
        // The same small map with the offsets of a large one.
        (map.size, map.position) = (Size::Big, 0);
        map.file.seek(SeekFrom::Start(0)).unwrap();
        map.append(&Size::Big.header(0)).unwrap();
        let cells: Vec<f32> = (0_u16..300).cycle().take(300 * 260).map(f32::from).collect();
        map.write_rows(0, &cells).unwrap();
        map.finish().unwrap();
        let mut read = GeoTiff::open(&path, "big.tif", &Limits::default()).unwrap();
        let mut row = vec![0.0; 300];
        read.read_rows(1, 259, 1, &mut row).unwrap();
        assert!(std::fs::read(&path).unwrap().starts_with(b"II\x2b\0"));
        assert!(row.iter().zip(&cells).all(|(a, b)| *a == f64::from(*b)));
        assert_eq!(read.grid(), &grid);
    }
}
