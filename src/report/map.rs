//! Maps of a result: one band in a tiled GeoTIFF.
//!
//! Crate `tiff` cannot write tiles nor predict floating point, so the file is laid out here: keys and transform of the
//! grid as they came, BigTIFF where 4 GiB may not do. Without other [`MapOptions`] it has tiles of 256 × 256 cells, 32 bit
//! floating point, Deflate with the floating-point predictor, and `NaN` as missing value. The same figures give the
//! same bytes.

mod digest;
mod layout;
mod options;
mod pack;
mod state;

use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use self::digest::{CellHash, printed};
use self::layout::{Field, Labels, Size};
use self::pack::{pack, pack_all};
use super::disk::File;
use super::threads::spawn;
use crate::error::{Code, Error, Place, of_system};
use crate::input::geotiff::Window;
use crate::input::grid::Grid;
use crate::input::limits::Limits;
use crate::math::count;
use crate::text;
use crate::wording::Message;

pub use digest::MapDigest;
pub use options::{Compression, MapOptions, MapSample, Predictor};
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
    path: PathBuf,
    name: String,
    file: File,
    grid: Grid,
    labels: Labels,
    options: MapOptions,
    size: Size,
    /// Rows from `band_row` on, as wide as the tiles: the bytes of the stored numbers. Behind the map is padding.
    band: Vec<u8>,
    band_row: u32,
    /// First row that is not whole yet.
    next_row: u32,
    /// Room for a tile that is packed.
    packed: Vec<u8>,
    /// Threads that pack tiles and hash cells.
    threads: usize,
    position: u64,
    tiles: Vec<(u64, u64)>,
    /// The hash of the cells, where it can be had on the way.
    cells: Option<CellHash>,
    /// The check of the bytes behind the header.
    check: crc32fast::Hasher,
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
        map.cells = map.is_plain().then(|| CellHash::new(grid));
        map.check = crc32fast::Hasher::new();
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
            let message = text!(
                "a map of {0}x{1} cells is empty",
                "地图为 {0}×{1} 个像元，没有内容",
                grid.width,
                grid.height
            );
            let hint = text!("take a grid with cells", "使用有像元的格网");
            return Err(Error::new(Code::Output, message, hint).at(Place::file(name)));
        }
        let file = open(path).map_err(|error| failed(&name, &error))?;
        Ok(Self {
            path: path.to_path_buf(),
            name,
            file,
            grid: grid.clone(),
            labels: Labels { description: description.to_owned(), unit: unit.to_owned() },
            options,
            size: Size::of(grid, &options),
            band: Vec::new(),
            band_row: 0,
            next_row: 0,
            packed: Vec::new(),
            threads: 1,
            position: 0,
            tiles: Vec::new(),
            cells: None,
            check: crc32fast::Hasher::new(),
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
            let message = text!(
                "{0} cells of {1} columns cannot follow as row {2}; row {3} of {4} is next",
                "{0} 个像元（每行 {1} 列）不能作为第 {2} 行写入；下一行应为第 {3} 行（共 {4} 行）",
                cells.len(),
                width,
                first_row,
                self.next_row,
                self.grid.height
            );
            let hint = text!("write whole rows in order", "按顺序写入整行");
            return Err(Error::new(Code::Output, message, hint).at(Place::file(&self.name)));
        }
        let side = length(self.options.tile);
        for (row, cells) in (first_row..).step_by(side).zip(cells.chunks(width * side)) {
            let rows = u32::try_from(cells.len() / width).unwrap_or(u32::MAX);
            self.put(Window { row, rows, column: 0, columns: self.grid.width }, cells)?;
        }
        Ok(())
    }

    /// Takes a window of the map. Windows of the same rows come from left to right, and rows from top to bottom.
    pub(crate) fn put<T: Copy + Into<f64>>(&mut self, window: Window, cells: &[T]) -> Result<(), Error> {
        let bytes = self.options.sample.bytes();
        let (row_bytes, left) = (self.row_bytes(), length(window.column) * bytes);
        self.hold(window.row_range().end);
        let mut band = std::mem::take(&mut self.band);
        let skip = length(window.row.saturating_sub(self.band_row)) * row_bytes;
        let lines = band.get_mut(skip..).unwrap_or_default().chunks_exact_mut(row_bytes);
        let columns = length(window.columns);
        for ((line, cells), row) in lines.zip(cells.chunks_exact(columns.max(1))).zip(window.row..) {
            let target = line.get_mut(left..left + columns * bytes).unwrap_or_default();
            self.store(row, cells, target)?;
        }
        self.band = band;
        if window.column_range().end == self.grid.width {
            self.next_row = window.row_range().end;
            while self.next_row == self.grid.height && self.band_row < self.next_row
                || self.next_row - self.band_row >= self.options.tile
            {
                self.write_tiles()?;
            }
        }
        Ok(())
    }

    /// Bytes of a row that is as wide as its tiles.
    fn row_bytes(&self) -> usize {
        length(self.grid.width).next_multiple_of(length(self.options.tile)) * self.options.sample.bytes()
    }

    /// Makes room for the rows up to one.
    fn hold(&mut self, end: u32) {
        let row = self.row_bytes();
        let wanted = length(end.saturating_sub(self.band_row)) * row;
        if self.band.len() < wanted {
            let padding = self.padding().to_le_bytes();
            let padding = padding.get(..self.options.sample.bytes()).unwrap_or_default();
            let missing = (wanted - self.band.len()) / padding.len().max(1);
            self.band.extend_from_slice(&padding.repeat(missing));
        }
    }

    /// Puts cells of a row of the map into bytes.
    fn store<T: Copy + Into<f64>>(&self, row: u32, cells: &[T], out: &mut [u8]) -> Result<(), Error> {
        if !self.is_plain() {
            for (value, target) in cells.iter().zip(out.chunks_exact_mut(self.options.sample.bytes())) {
                let bits = self.stored(row, (*value).into())?.to_le_bytes();
                target.iter_mut().zip(bits).for_each(|(place, byte)| *place = byte);
            }
            return Ok(());
        }
        let mut infinite = false;
        for (value, target) in cells.iter().zip(out.as_chunks_mut::<4>().0) {
            let value: f64 = (*value).into();
            #[expect(clippy::cast_possible_truncation, reason = "a map in 32 bits rounds by design")]
            let single = if value.is_nan() { f32::NAN } else { value as f32 };
            infinite |= single.is_infinite();
            *target = single.to_le_bytes();
        }
        if infinite {
            // What is too large for the type is told as for every other type.
            for value in cells {
                self.stored(row, (*value).into())?;
            }
        }
        Ok(())
    }

    /// Writes the directory, brings the file to the disk and closes it.
    ///
    /// # Errors
    ///
    /// `EV-O001` if rows are missing or the disk fails.
    pub fn finish(mut self) -> Result<MapDigest, Error> {
        if self.next_row != self.grid.height {
            let message = text!(
                "the map ends at row {0} of {1}",
                "地图只写到第 {0} 行，共 {1} 行",
                self.next_row,
                self.grid.height
            );
            let hint = text!("write all rows", "写完所有行");
            return Err(Error::new(Code::Output, message, hint).at(Place::file(&self.name)));
        }
        let header = self.close().map_err(|error| failed(&self.name, &error))?;
        let Self { path, name, position: size, cells, check, .. } = self;
        let Some(cells) = cells else {
            let limits = Limits { max_file_bytes: u64::MAX, ..Limits::default() };
            return MapDigest::of(&path, &name, &limits);
        };
        let mut bytes = crc32fast::Hasher::new();
        bytes.update(&header);
        bytes.combine(&check);
        Ok(MapDigest { name, size, cells: cells.hex(), bytes: printed(&bytes) })
    }

    /// Ends the file; its header, which is written last.
    fn close(&mut self) -> io::Result<Vec<u8>> {
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
        self.file.sync()?;
        Ok(header)
    }

    /// Lets several threads pack tiles and hash cells, which leaves no trace in the file.
    pub(crate) const fn set_threads(&mut self, threads: usize) {
        self.threads = threads;
    }

    /// Packs the first rows of the band as one row of tiles.
    fn write_tiles(&mut self) -> Result<(), Error> {
        let (side, row) = (length(self.options.tile), self.row_bytes());
        let tile = side * self.options.sample.bytes();
        let end = self.band_row.saturating_add(self.options.tile);
        self.hold(end);
        let mut band = std::mem::take(&mut self.band);
        let whole = length(self.grid.height.min(end).saturating_sub(self.band_row)) * row;
        if let Some(below) = band.get_mut(whole..row * side) {
            // What an earlier row of tiles left there is no padding.
            let padding = self.padding().to_le_bytes();
            let padding = padding.get(..self.options.sample.bytes()).unwrap_or_default();
            below.chunks_exact_mut(padding.len().max(1)).for_each(|cell| cell.copy_from_slice(padding));
        }
        let written = self.hash_and_write((&band, whole), (row, tile));
        written.map_err(|error| failed(&self.name, &error))?;
        // Rows of the next row of tiles that came with this one.
        let rest = length(self.next_row.saturating_sub(end));
        band.copy_within(row * side..row * (side + rest), 0);
        (self.band, self.band_row) = (band, end.min(self.grid.height));
        Ok(())
    }

    /// Hashes the whole rows at the front of the band and writes its first row of tiles, beside one another.
    fn hash_and_write(&mut self, (band, whole): (&[u8], usize), size: (usize, usize)) -> io::Result<()> {
        let unpadded = length(self.grid.width) * self.options.sample.bytes();
        let rows = band.get(..size.0 * length(self.options.tile)).unwrap_or_default();
        let mut cells = self.cells.take();
        let hash = |cells: &mut Option<CellHash>| {
            let Some(cells) = cells else { return };
            for row in band.get(..whole).unwrap_or_default().chunks_exact(size.0) {
                cells.add(row.get(..unpadded).unwrap_or_default());
            }
        };
        let threads = self.threads;
        let mut write = || self.write_packed(rows, size);
        let (is_hashed, written) = if threads > 1 {
            std::thread::scope(|scope| (spawn(scope, || hash(&mut cells)).is_ok(), write()))
        } else {
            (false, write())
        };
        if !is_hashed {
            hash(&mut cells);
        }
        self.cells = cells;
        written
    }

    fn write_packed(&mut self, rows: &[u8], (row, tile): (usize, usize)) -> io::Result<()> {
        if self.threads > 1 && self.options.compression != Compression::None {
            for packed in pack_all(&self.options, rows, (row, tile), self.threads)? {
                self.append_tile(&packed)?;
            }
            return Ok(());
        }
        let mut packed = std::mem::take(&mut self.packed);
        for column in (0..row).step_by(tile) {
            packed.clear();
            let lines = rows.chunks_exact(row).map(|line| line.get(column..column + tile));
            pack(&self.options, lines.map(Option::unwrap_or_default), &mut packed)?;
            self.append_tile(&packed)?;
        }
        self.packed = packed;
        Ok(())
    }

    fn append_tile(&mut self, packed: &[u8]) -> io::Result<()> {
        self.tiles.push((self.position, count(packed.len())));
        self.append(packed)
    }

    /// Whether numbers are stored in 32 bit floating point as they are, as in the maps of a run.
    fn is_plain(&self) -> bool {
        let MapOptions { sample, nodata, scale, .. } = self.options;
        sample == MapSample::F32 && scale == (1.0, 0.0) && nodata.is_some_and(f64::is_nan)
    }

    /// The bits of a value as it is stored.
    fn stored(&self, row: u32, value: f64) -> Result<u64, Error> {
        let MapOptions { sample, nodata, scale: (scale, offset), .. } = self.options;
        let fault = |message: Message, hint: Message| {
            let place = Place::file(&self.name).row(u64::from(row) + 1);
            Err(Error::new(Code::Output, message, hint).at(place))
        };
        if value.is_nan() {
            // One bit pattern for every NaN, so that the bytes do not depend on how it came about.
            let canonical = |nodata: f64| if nodata.is_nan() { f64::NAN } else { nodata };
            return nodata.and_then(|nodata| sample.hold(canonical(nodata))).map_or_else(
                || {
                    let message = text!(
                        "{0} is missing, and no number stands for missing values",
                        "值 {0} 缺失，而没有约定的无数据值",
                        value
                    );
                    fault(message, text!("state nodata", "写明 nodata"))
                },
                Ok,
            );
        }
        let scaled = if (scale, offset) == (1.0, 0.0) { value } else { (value - offset) / scale };
        let scaled = if sample.is_float() { scaled } else { scaled.round_ties_even() };
        let Some(bits) = sample.hold(scaled) else {
            let message = text!("{0} is beyond {1}", "{0} 超出 {1} 的范围", value, format!("{sample:?}"));
            return fault(message, text!("take a wider type, or a scale", "改用更宽的类型，或设置比例"));
        };
        if nodata.and_then(|nodata| sample.hold(nodata)) == Some(bits) {
            let message =
                text!("{0} is stored as the number of missing values", "{0} 存储后与无数据值相同", value);
            return fault(message, text!("state another nodata", "改用其他 nodata"));
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
        self.check.update(bytes);
        Ok(())
    }
}

fn failed(name: &str, error: &io::Error) -> Error {
    let message = text!("the map cannot be written: {0}", "无法写入地图：{0}", of_system(error));
    let hint = text!("name a new file on a disk with room", "指定空间充足的磁盘上的新文件");
    Error::new(Code::Output, message, hint).at(Place::file(name))
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

    #[test]
    fn a_map_is_the_same_without_the_threads_that_it_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let crs = Crs::from_epsg(4326).unwrap();
        let grid = Grid { width: 70, height: 60, origin: (100.0, 30.0), step: (0.1, -0.1), crs };
        let cells: Vec<f32> = (0_u16..70 * 60).map(f32::from).collect();
        let options = MapOptions { tile: 16, ..MapOptions::default() };
        let written = |name: &str, threads: usize, given: Option<usize>| {
            let mut map = MapWriter::create_with(&folder.path().join(name), &grid, "", "", options).unwrap();
            map.set_threads(threads);
            crate::report::threads::refusals::refuse_after(given);
            map.write_rows(0, &cells).unwrap();
            crate::report::threads::refusals::refuse_after(None);
            let map = map.finish().unwrap();
            (map.cells, map.bytes, std::fs::read(folder.path().join(name)).unwrap())
        };
        let one = written("one.tif", 1, None);
        for given in [Some(0), Some(1), Some(2), None] {
            assert!(written(&format!("{given:?}.tif"), 4, given) == one, "{given:?} threads");
        }
    }

    #[test]
    fn windows_beside_one_another_make_the_map_of_its_rows() {
        let folder = tempfile::tempdir().unwrap();
        let crs = Crs::from_epsg(4326).unwrap();
        let grid = Grid { width: 70, height: 60, origin: (100.0, 30.0), step: (0.1, -0.1), crs };
        let cells: Vec<f32> = (0_u16..70 * 60).map(f32::from).collect();
        let options = MapOptions { tile: 16, ..MapOptions::default() };
        let create =
            |name: &str| MapWriter::create_with(&folder.path().join(name), &grid, "", "", options).unwrap();
        let mut whole = create("whole.tif");
        whole.write_rows(0, &cells).unwrap();
        let whole = whole.finish().unwrap();
        for (rows, columns) in [(60, 32), (20, 70), (7, 16), (33, 1)] {
            let mut map = create(&format!("{rows}_{columns}.tif"));
            for row in (0..60).step_by(rows) {
                for column in (0..70).step_by(columns) {
                    let (row, column) = (u32::try_from(row).unwrap(), u32::try_from(column).unwrap());
                    let (rows, columns) = (u32::try_from(rows).unwrap(), u32::try_from(columns).unwrap());
                    let (rows, columns) = (rows.min(60 - row), columns.min(70 - column));
                    let window = Window { row, rows, column, columns };
                    let indices =
                        window.row_range().flat_map(|row| window.column_range().map(move |c| row * 70 + c));
                    let values: Vec<f32> =
                        indices.map(|cell| cells[usize::try_from(cell).unwrap()]).collect();
                    map.put(window, &values).unwrap();
                }
            }
            let map = map.finish().unwrap();
            assert_eq!(
                (map.cells, map.bytes),
                (whole.cells.clone(), whole.bytes.clone()),
                "{rows} {columns}"
            );
        }
    }
}
