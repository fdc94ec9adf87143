//! Rasters in GeoTIFF, read a window of rows at a time.
//!
//! Strips and tiles, bands side by side or one after another, 8 to 64 bit integers and 32 or 64 bit floating
//! point, either byte order, BigTIFF, uncompressed, LZW, Deflate, `PackBits` and (feature `zstd`) Zstandard, with
//! any predictor. A colour table is allowed and not looked at: the values are its indices. Of a file with
//! overviews or masks the first image is read. World files and `.aux.xml` files are not.

mod chunk;
mod directory;
mod foreign;
mod layout;
mod metadata;
mod missing;
mod place;
mod window;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use self::directory::{Directory, Source};
use self::layout::{Layout, Sample};
use self::missing::Missing;
use self::window::Cache;
use super::grid::Grid;
use super::limits::Limits;
use crate::error::{Code, Error, Place};
use crate::math::count;

pub use window::Window;

const METADATA_TAG: u16 = 42112;
const NODATA_TAG: u16 = 42113;

/// An open GeoTIFF.
///
/// Opening reads the header only. A handle serves one thread; [`GeoTiff::reopen`] makes another that shares the
/// header.
#[derive(Debug)]
pub struct GeoTiff {
    path: PathBuf,
    header: Arc<Header>,
    source: Source,
    cache: Cache,
}

/// What all handles of a file share.
#[derive(Debug)]
struct Header {
    name: String,
    layout: Layout,
    grid: Grid,
    missing: Missing,
    nodata: Option<f64>,
    scales: Vec<(f64, f64)>,
    limits: Limits,
    /// Chunks that were decoded, by all handles.
    decoded: AtomicU64,
}

impl GeoTiff {
    /// Opens a file and reads its header. `name` is the file as the user wrote it, for messages.
    ///
    /// # Errors
    ///
    /// `EV-I001` if the file cannot be read, `EV-I015` if it is damaged or of a form that is not read, `EV-L001` if
    /// it is over a limit, `EV-G002` if its grid is rotated, mirrored or absent. A grid without a coordinate
    /// reference system is only refused when an area is asked of it.
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::input::geotiff::GeoTiff;
    /// use ecovalue::input::limits::Limits;
    ///
    /// let name = "examples/sichuan_basin_2019/elevation_m.tif";
    /// let mut map = GeoTiff::open(name.as_ref(), name, &Limits::default())?;
    /// assert_eq!((map.grid().width, map.grid().height, map.bands()), (300, 220, 1));
    /// let mut row = vec![0.0; 300];
    /// map.read_rows(1, 103, 1, &mut row)?;
    /// assert_eq!(map.physical(1, row[188]), row[188]); // no scale, no offset
    /// # Ok::<(), ecovalue::Error>(())
    /// ```
    pub fn open(path: &Path, name: &str, limits: &Limits) -> Result<Self, Error> {
        let open = || {
            let mut source = source(path, limits)?;
            let directory = Directory::read(&mut source)?;
            let header = Header::read(&directory, &mut source, name, limits)?;
            Ok(Self { path: path.to_path_buf(), header: Arc::new(header), source, cache: Cache::default() })
        };
        open().map_err(|error: Error| error.at(Place::file(name)))
    }

    /// Another handle of the same file, for another thread.
    ///
    /// # Errors
    ///
    /// `EV-I001` if the file can no longer be read or has another length than before.
    pub fn reopen(&self) -> Result<Self, Error> {
        let source = source(&self.path, &self.header.limits)
            .and_then(|source| {
                if source.length() == self.source.length() {
                    return Ok(source);
                }
                Err(unreadable("the file changed while it was read", "run again when it is complete"))
            })
            .map_err(|error| error.at(Place::file(&self.header.name)))?;
        Ok(Self {
            path: self.path.clone(),
            header: Arc::clone(&self.header),
            source,
            cache: Cache::default(),
        })
    }

    /// The file, as the user wrote it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.header.name
    }

    /// Where the cells lie.
    #[must_use]
    pub fn grid(&self) -> &Grid {
        &self.header.grid
    }

    /// Number of bands.
    #[must_use]
    pub fn bands(&self) -> u16 {
        self.header.layout.bands
    }

    /// The declared missing value, rounded as the file stores numbers; `NaN` is possible.
    #[must_use]
    pub fn nodata(&self) -> Option<f64> {
        self.header.nodata
    }

    /// Scale and offset of a band counted from 1; (1, 0) where none is declared.
    #[must_use]
    pub fn scale_offset(&self, band: u16) -> (f64, f64) {
        let index = usize::from(band).checked_sub(1);
        index.and_then(|index| self.header.scales.get(index)).copied().unwrap_or((1.0, 0.0))
    }

    /// The value that a stored number of a band stands for: number × scale + offset.
    #[must_use]
    pub fn physical(&self, band: u16, stored: f64) -> f64 {
        let (scale, offset) = self.scale_offset(band);
        stored * scale + offset
    }

    /// Rows of a tile or strip. Windows of whole multiples of it are read fastest.
    #[must_use]
    pub fn chunk_rows(&self) -> u32 {
        self.header.layout.chunk_height
    }

    /// Columns of a tile; of a strip, those of the raster.
    #[must_use]
    pub fn chunk_columns(&self) -> u32 {
        self.header.layout.chunk_width
    }

    /// Bytes that a cell takes in the decoded chunks of so many bands.
    #[must_use]
    pub fn bytes_per_cell(&self, bands: usize) -> u64 {
        let layout = &self.header.layout;
        let bands = if layout.planar { bands } else { usize::from(layout.bands) };
        count(bands.saturating_mul(layout.sample.bytes()))
    }

    /// How many chunks the file has, and how many were decoded by all handles since it was opened.
    #[must_use]
    pub fn chunks(&self) -> (u64, u64) {
        (count(self.header.layout.chunks.len()), self.header.decoded.load(Ordering::Relaxed))
    }

    /// Reads rows of a band, counted from 1, as they are stored: without scale and offset.
    ///
    /// # Units
    ///
    /// Those of the file. Integers beyond 2⁵³ are rounded to the nearest number.
    ///
    /// # Missing values
    ///
    /// `NaN` where the stored number is the declared missing value, compared in the file's own type, and where a
    /// tile was never written.
    ///
    /// # Errors
    ///
    /// `EV-I016` for a band that the file does not have; `EV-I006` if the rows are not in the file or `out` has not
    /// `rows` × width cells; `EV-I015` if a chunk is damaged, `EV-I001` if the disk fails. `out` is then
    /// partly written.
    pub fn read_rows(&mut self, band: u16, first_row: u32, rows: u32, out: &mut [f64]) -> Result<(), Error> {
        let window = Window { row: first_row, rows, column: 0, columns: self.header.layout.width };
        self.read_window(band, window, out)
    }

    /// Whether the raster is of one byte without sign for each cell, as most maps of classes are.
    #[must_use]
    pub fn is_of_bytes(&self) -> bool {
        self.header.layout.sample == Sample::U8
    }

    /// What each byte stands for in a raster of bytes: its number, or `NaN` for the missing value.
    #[must_use]
    pub fn meaning_of_bytes(&self) -> [f64; 256] {
        let missing = self.header.missing.byte();
        std::array::from_fn(|byte| match u8::try_from(byte) {
            Ok(byte) if Some(byte) != missing => f64::from(byte),
            _ => f64::NAN,
        })
    }

    /// Reads a window of the first band of a raster of bytes as they are stored, the missing value included.
    ///
    /// # Errors
    ///
    /// As [`GeoTiff::read_rows`], and `EV-I006` for a raster of other numbers.
    pub fn read_bytes(&mut self, window: Window, out: &mut [u8]) -> Result<(), Error> {
        let Self { header, source, cache, .. } = self;
        if header.layout.sample != Sample::U8 {
            let error = Error::new(Code::BadValue, "the raster is not of bytes", "read it as numbers");
            return Err(error.at(Place::file(&header.name)));
        }
        let place = || Place::file(&header.name).column("band 1");
        check_window(&header.layout, 1, window, out.len())
            .and_then(|_| cache.read_bytes(header, source, window, out))
            .map_err(|error| error.at(place()))
    }

    /// Reads a window of a band as [`GeoTiff::read_rows`] reads whole rows; `out` gets its cells row after row.
    ///
    /// # Errors
    ///
    /// As [`GeoTiff::read_rows`].
    pub fn read_window(&mut self, band: u16, window: Window, out: &mut [f64]) -> Result<(), Error> {
        let Self { header, source, cache, .. } = self;
        let place = || Place::file(&header.name).column(format!("band {band}"));
        check_window(&header.layout, band, window, out.len())
            .and_then(|band| cache.read(header, source, band, window, out))
            .map_err(|error| error.at(place()))
    }
}

impl Header {
    fn read(directory: &Directory, source: &mut Source, name: &str, limits: &Limits) -> Result<Self, Error> {
        let layout = Layout::read(directory, source, limits)?;
        let grid = place::grid(directory, source, (layout.width, layout.height))?;
        let nodata = directory.text(source, NODATA_TAG)?.unwrap_or_default();
        let (missing, nodata) = Missing::parse(&nodata)?;
        let nodata = nodata.map(|value| missing.stored(layout.sample, value));
        let metadata = directory.text(source, METADATA_TAG)?.unwrap_or_default();
        let scales = metadata::scales(&metadata, layout.bands)?;
        if nodata.is_none() && layout.chunks.iter().any(|(_, length)| *length == 0) {
            return Err(Error::new(
                Code::Raster,
                "parts of the raster were never written and no missing value is declared: they may be 0 or missing",
                "declare it with gdal_edit.py -a_nodata, or write the zeros with gdal_translate",
            ));
        }
        Ok(Self {
            name: name.to_owned(),
            layout,
            grid,
            missing,
            nodata,
            scales,
            limits: *limits,
            decoded: AtomicU64::new(0),
        })
    }
}

fn source(path: &Path, limits: &Limits) -> Result<Source, Error> {
    let failed = |error: std::io::Error| {
        unreadable(&format!("the file cannot be opened: {error}"), "check its name and rights")
    };
    // Asked before opening, because opening a pipe waits for its writer.
    if !std::fs::metadata(path).map_err(failed)?.is_file() {
        return Err(unreadable("this is not a plain file", "name a GeoTIFF file"));
    }
    let file = File::open(path).map_err(failed)?;
    let length = file.metadata().map_err(failed)?.len();
    if length > limits.max_file_bytes {
        return Err(Error::new(
            Code::Limit,
            format!("the file has {length} bytes, limit {}", limits.max_file_bytes),
            "raise the limit if the file is trusted",
        ));
    }
    Ok(Source::new(file, length))
}

fn unreadable(message: &str, hint: &str) -> Error {
    Error::new(Code::FileUnreadable, message, hint)
}

/// The band counted from 0, if the window lies in the raster and in the buffer.
fn check_window(layout: &Layout, band: u16, window: Window, cells: usize) -> Result<u16, Error> {
    let index = band.checked_sub(1).filter(|index| *index < layout.bands);
    let index = index.ok_or_else(|| {
        let bands = layout.bands;
        let message = format!("the raster has no band {band}; it has {bands}");
        Error::new(Code::Band, message, "bands are counted from 1")
    })?;
    let Window { row, rows, column, columns } = window;
    let needed = u64::from(rows).saturating_mul(u64::from(columns));
    let ends = |first: u32, number: u32, end| first.checked_add(number).is_some_and(|last| last <= end);
    if !ends(row, rows, layout.height) || !ends(column, columns, layout.width) || needed != count(cells) {
        let (height, width) = (layout.height, layout.width);
        let message = format!(
            "{rows} rows from row {row} and {columns} columns from column {column} do not fit {height} rows of \
             {width} columns and a buffer of {cells} cells"
        );
        let hint = format!("ask for cells of the raster and give room for {needed}");
        return Err(Error::new(Code::BadValue, message, hint));
    }
    Ok(index)
}

/// A number of cells as a length; every window was checked against its buffer before.
fn length(cells: u32) -> usize {
    usize::try_from(cells).unwrap_or(usize::MAX)
}
