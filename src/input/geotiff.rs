//! Rasters in GeoTIFF, read a window of rows at a time.
//!
//! Strips and tiles, bands side by side or one after another, 8 to 64 bit integers and 32 or 64 bit floating
//! point, either byte order, BigTIFF, uncompressed, LZW, Deflate, `PackBits` and (feature `zstd`) Zstandard, with
//! any predictor. A colour table is allowed and not looked at: the values are its indices. Of a file with
//! overviews or masks the first image is read. World files and `.aux.xml` files are not.

mod chunk;
mod directory;
mod layout;
mod metadata;
mod missing;
mod place;

use std::collections::BTreeMap;
use std::fs::File;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use self::chunk::Part;
use self::directory::{Directory, Source};
use self::layout::Layout;
use self::missing::Missing;
use super::grid::Grid;
use super::limits::Limits;
use crate::error::{Code, Error, Place};
use crate::math::count;

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
}

/// Decoded chunks of one row of chunks, which the next window or band may need again.
#[derive(Debug, Default)]
struct Cache {
    chunk_row: u32,
    chunks: BTreeMap<u64, Vec<u8>>,
    bytes: u64,
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
        let header = Arc::clone(&self.header);
        let place = || Place::file(&header.name).column(format!("band {band}"));
        check_window(&header.layout, band, first_row, rows, out.len())
            .and_then(|band| self.read_window(&header, band, first_row..first_row.saturating_add(rows), out))
            .map_err(|error| error.at(place()))
    }

    fn read_window(
        &mut self,
        header: &Header,
        band: u16,
        rows: Range<u32>,
        out: &mut [f64],
    ) -> Result<(), Error> {
        let layout = &header.layout;
        let (width, tile) = (length(layout.width), length(layout.chunk_width));
        // The height of a chunk is not 0: it was checked when the layout was read.
        let above = rows.start.checked_div(layout.chunk_height).unwrap_or_default();
        for chunk_row in above..rows.end.div_ceil(layout.chunk_height) {
            let first = chunk_row.saturating_mul(layout.chunk_height);
            let last = first.saturating_add(layout.chunk_height).min(layout.height);
            let wanted = rows.start.max(first)..rows.end.min(last);
            // A chunk that serves one band and is wanted whole will not be wanted again.
            let keep = layout.chunk_bands() > 1 || wanted != (first..last);
            let start = length(wanted.start.saturating_sub(rows.start)).saturating_mul(width);
            let end = length(wanted.end.saturating_sub(rows.start)).saturating_mul(width);
            let target = out.get_mut(start..end).unwrap_or_default();
            for column in 0..layout.across() {
                let left = length(column).saturating_mul(tile);
                let decoded = self.chunk(header, band, chunk_row, column, keep)?;
                for (row, line) in (wanted.start.saturating_sub(first)..).zip(target.chunks_exact_mut(width))
                {
                    let part = Part {
                        row: length(row),
                        band: if layout.planar { 0 } else { usize::from(band) },
                        bands: usize::from(layout.chunk_bands()),
                        row_bytes: layout.chunk_row_bytes(),
                    };
                    let line = line.get_mut(left..width.min(left.saturating_add(tile))).unwrap_or_default();
                    if let Some(bytes) = &decoded {
                        chunk::numbers(layout.sample, &header.missing, bytes.as_ref(), part, line);
                    } else {
                        line.fill(f64::NAN);
                    }
                }
            }
        }
        Ok(())
    }

    /// The decoded bytes of a chunk; none if it was never written.
    fn chunk(
        &mut self,
        header: &Header,
        band: u16,
        chunk_row: u32,
        column: u32,
        keep: bool,
    ) -> Result<Option<Decoded<'_>>, Error> {
        let layout = &header.layout;
        let index = layout.chunk_index(band, chunk_row, column);
        if layout.was_never_written(index) {
            return Ok(None);
        }
        if self.cache.chunk_row != chunk_row {
            self.cache = Cache { chunk_row, ..Cache::default() };
        }
        if !self.cache.chunks.contains_key(&index) {
            let decoded = chunk::decode(layout, &mut self.source, index, layout.stored_rows(chunk_row))?;
            let bytes = self.cache.bytes.saturating_add(count(decoded.len()));
            if !keep || bytes > header.limits.memory_bytes {
                return Ok(Some(Decoded::Own(decoded)));
            }
            self.cache.bytes = bytes;
            self.cache.chunks.insert(index, decoded);
        }
        Ok(self.cache.chunks.get(&index).map(|decoded| Decoded::Kept(decoded)))
    }
}

/// Bytes of a chunk, kept for another window or not.
enum Decoded<'a> {
    Own(Vec<u8>),
    Kept(&'a [u8]),
}

impl AsRef<[u8]> for Decoded<'_> {
    fn as_ref(&self) -> &[u8] {
        match self {
            Self::Own(bytes) => bytes,
            Self::Kept(bytes) => bytes,
        }
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
        Ok(Self { name: name.to_owned(), layout, grid, missing, nodata, scales, limits: *limits })
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
fn check_window(layout: &Layout, band: u16, first_row: u32, rows: u32, cells: usize) -> Result<u16, Error> {
    let index = band.checked_sub(1).filter(|index| *index < layout.bands);
    let index = index.ok_or_else(|| {
        let bands = layout.bands;
        let message = format!("the raster has no band {band}; it has {bands}");
        Error::new(Code::Band, message, "bands are counted from 1")
    })?;
    let needed = u64::from(rows).saturating_mul(u64::from(layout.width));
    let within = first_row.checked_add(rows).is_some_and(|end| end <= layout.height);
    if !within || needed != count(cells) {
        return Err(Error::new(
            Code::BadValue,
            format!(
                "{rows} rows from row {first_row} do not fit {} rows and a buffer of {cells} cells",
                layout.height
            ),
            format!("ask for rows of the raster and give {needed} cells"),
        ));
    }
    Ok(index)
}

/// A number of cells as a length; every window was checked against its buffer before.
fn length(cells: u32) -> usize {
    usize::try_from(cells).unwrap_or(usize::MAX)
}
