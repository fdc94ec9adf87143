//! Rasters in GeoTIFF, read a window of rows at a time.
//!
//! Strips and tiles, bands side by side or one after another, 8 to 64 bit integers and 32 or 64 bit floating
//! point, either byte order, BigTIFF, uncompressed, LZW, Deflate, `PackBits` and (feature `zstd`) Zstandard, with
//! any predictor. A colour table is allowed and not looked at: the values are its indices. Of a file with
//! overviews the first image is read. World files are not read.
//!
//! A cell is missing where any of these says so:
//!
//! - its number is `NaN`, the missing value that the file declares (tag 42113), or one that [`Reading`] states. Numbers
//!   are compared as they are stored, before scale and offset, in the type of the samples;
//! - the mask within the file or the file `NAME.msk` beside it is 0 there (GDAL takes a mask in the place of the
//!   declared value; here both hold);
//! - an alpha band is 0 there. An alpha band is no band of data and is not counted; cells that are partly transparent
//!   are valid. A colour table is no mask;
//! - it lies in a tile that was never written, and the file declares a missing value that its samples can hold. Without
//!   one such a file is refused.
//!
//! `NAME.aux.xml` beside the file is read for missing values, scale, offset and descriptions, which stand in the place
//! of those of the file, as in GDAL; its statistics change nothing. A mask of another size, several masks, or a
//! coordinate reference system in `NAME.aux.xml` that is not that of the file are refused.

mod chunk;
mod directory;
mod header;
mod layout;
mod mask;
mod metadata;
mod missing;
mod place;
mod plane;
mod reading;
mod sample;
mod side;
mod window;
mod xml;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use self::directory::Source;
use self::header::{Field, Header};
use self::layout::Layout;
use self::mask::MaskHandle;
use self::sample::Sample;
use self::window::Cache;
use super::grid::Grid;
use super::limits::Limits;
use crate::error::{Code, Error, Place};
use crate::math::count;
use crate::text;
use crate::wording::Message;

pub use reading::Reading;
pub use side::Sides;
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
    cache: Box<Cache>,
    masks: Vec<MaskHandle>,
    /// Numbers of the alpha band, on their way.
    alpha: Vec<f64>,
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
        Self::open_as(path, name, &Reading::default(), limits)
    }

    /// Opens a file as [`GeoTiff::open`] does, one of its bands, or with numbers that are missing beside those that it
    /// declares.
    ///
    /// # Errors
    ///
    /// As [`GeoTiff::open`]; `EV-I016` for a band that the file does not have.
    pub fn open_as(path: &Path, name: &str, reading: &Reading, limits: &Limits) -> Result<Self, Error> {
        let open = || {
            let sides = match &reading.sides {
                Some(sides) => sides.clone(),
                None => Sides::beside(path, name)?,
            };
            let mut source = open_source(path, limits)?;
            let header = Header::read(&mut source, name, &sides, reading, limits)?;
            Self::of(path, Arc::new(header), source)
        };
        open().map_err(|error: Error| error.at(Place::file(name)))
    }

    fn of(path: &Path, header: Arc<Header>, source: Source) -> Result<Self, Error> {
        let masks =
            header.masks.iter().map(|mask| mask.open(path, &header.limits)).collect::<Result<_, _>>()?;
        Ok(Self { path: path.to_path_buf(), header, source, cache: Box::default(), masks, alpha: Vec::new() })
    }

    /// Another handle of the same file, for another thread.
    ///
    /// # Errors
    ///
    /// `EV-I001` if the file can no longer be read or has another length than before.
    pub fn reopen(&self) -> Result<Self, Error> {
        let open = || {
            let source = open_source(&self.path, &self.header.limits)?;
            if source.length() == self.source.length() {
                return Self::of(&self.path, Arc::clone(&self.header), source);
            }
            Err(changed())
        };
        open().map_err(|error| error.at(Place::file(&self.header.name)))
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

    /// Number of bands of data: an alpha band is none, and of a chosen band there is one.
    #[must_use]
    pub fn bands(&self) -> u16 {
        u16::try_from(self.header.bands.len()).unwrap_or(u16::MAX)
    }

    /// What the file says that a band, counted from 1, is; empty where it says nothing.
    #[must_use]
    pub fn description(&self, band: u16) -> &str {
        self.field(band).map_or("", |field| field.description.as_str())
    }

    /// The bands with their descriptions, for messages: `1 "2018", 2 "2019"`.
    #[must_use]
    pub fn band_list(&self) -> String {
        const MOST: u16 = 24;
        let name = |band: u16| match self.description(band) {
            "" => band.to_string(),
            description => format!("{band} \"{description}\""),
        };
        let names: Vec<String> = (1..=self.bands().min(MOST)).map(name).collect();
        let more = if self.bands() > MOST { ", ..." } else { "" };
        format!("{}{more}", names.join(", "))
    }

    /// Stated numbers that the samples of the file cannot hold, so that they are never met.
    #[must_use]
    pub fn idle_nodata(&self) -> &[String] {
        &self.header.idle
    }

    /// What a user of the file should be told.
    #[must_use]
    pub fn remarks(&self) -> &[Message] {
        &self.header.remarks
    }

    /// Smallest and largest number that the samples can hold, rounded to 53 bits.
    #[must_use]
    pub fn extremes(&self) -> (f64, f64) {
        self.header.plane.layout.sample.extremes()
    }

    /// Whether the samples are whole numbers.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        !matches!(self.header.plane.layout.sample, Sample::F32 | Sample::F64)
    }

    fn field(&self, band: u16) -> Option<&Field> {
        let stored = self.header.stored_band(band).ok()?;
        self.header.fields.get(usize::from(stored))
    }

    /// The declared missing value of the first band, rounded as the file stores numbers; `NaN` is possible.
    #[must_use]
    pub fn nodata(&self) -> Option<f64> {
        self.header.nodata
    }

    /// Scale and offset of a band counted from 1; (1, 0) where none is declared.
    #[must_use]
    pub fn scale_offset(&self, band: u16) -> (f64, f64) {
        self.field(band).map_or((1.0, 0.0), |field| field.scale)
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
        self.header.plane.layout.chunk_height
    }

    /// Columns of a tile; of a strip, those of the raster.
    #[must_use]
    pub fn chunk_columns(&self) -> u32 {
        self.header.plane.layout.chunk_width
    }

    /// Bytes that a cell takes in the decoded chunks of so many bands.
    #[must_use]
    pub fn bytes_per_cell(&self, bands: usize) -> u64 {
        let layout = &self.header.plane.layout;
        let alpha = usize::from(self.header.alpha.is_some());
        let bands = if layout.planar { bands.saturating_add(alpha) } else { usize::from(layout.bands) };
        count(bands.saturating_mul(layout.sample.bytes()).saturating_add(self.header.masks.len()))
    }

    /// How many chunks the file has, and how many were decoded by all handles since it was opened.
    #[must_use]
    pub fn chunks(&self) -> (u64, u64) {
        (count(self.header.plane.layout.chunks.len()), self.header.plane.decoded.load(Ordering::Relaxed))
    }

    /// Reads rows of a band, counted from 1, as they are stored: without scale and offset.
    ///
    /// # Units
    ///
    /// Those of the file. Integers beyond 2⁵³ are rounded to the nearest number.
    ///
    /// # Missing values
    ///
    /// `NaN` where a number is missing, as the head of this module says.
    ///
    /// # Errors
    ///
    /// `EV-I016` for a band that the file does not have; `EV-I006` if the rows are not in the file or `out` has not
    /// `rows` × width cells; `EV-I015` if a chunk is damaged, `EV-I001` if the disk fails. `out` is then
    /// partly written.
    pub fn read_rows(&mut self, band: u16, first_row: u32, rows: u32, out: &mut [f64]) -> Result<(), Error> {
        let window = Window { row: first_row, rows, column: 0, columns: self.header.plane.layout.width };
        self.read_window(band, window, out)
    }

    /// Whether the raster is of one byte without sign for each cell, and neither masked nor with an alpha band, as most
    /// maps of classes are.
    #[must_use]
    pub fn is_of_bytes(&self) -> bool {
        let header = &self.header;
        header.plane.layout.sample == Sample::U8 && header.masks.is_empty() && header.alpha.is_none()
    }

    /// What each byte stands for in the first band of a raster of bytes: its number, or `NaN` for a missing one.
    #[must_use]
    pub fn meaning_of_bytes(&self) -> [f64; 256] {
        let field = self.field(1);
        let is_missing = |byte| field.is_some_and(|field| field.missing.has_byte(byte));
        std::array::from_fn(|byte| match u8::try_from(byte) {
            Ok(byte) if !is_missing(byte) => f64::from(byte),
            _ => f64::NAN,
        })
    }

    /// Reads a window of the first band of a raster of bytes as they are stored, missing ones included.
    ///
    /// # Errors
    ///
    /// As [`GeoTiff::read_rows`], and `EV-I006` for a raster that [`GeoTiff::is_of_bytes`] says no to.
    pub fn read_bytes(&mut self, window: Window, out: &mut [u8]) -> Result<(), Error> {
        if !self.is_of_bytes() {
            let message = text!("the raster is not of plain bytes", "栅格不是单纯的字节");
            let error = Error::new(Code::BadValue, message, text!("read it as numbers", "按数值读取"));
            return Err(error.at(Place::file(&self.header.name)));
        }
        let Self { header, source, cache, .. } = self;
        let place = || Place::file(&header.name).column("band 1");
        let checked = header.stored_band(1).and_then(|band| {
            check_window(&header.plane.layout, window, out.len())?;
            cache.read_bytes(header, source, band, window, out)
        });
        checked.map_err(|error| error.at(place()))
    }

    /// Reads a window of a band as [`GeoTiff::read_rows`] reads whole rows; `out` gets its cells row after row.
    ///
    /// # Errors
    ///
    /// As [`GeoTiff::read_rows`].
    pub fn read_window(&mut self, band: u16, window: Window, out: &mut [f64]) -> Result<(), Error> {
        let stored = self.header.stored_band(band);
        let number = stored.as_ref().map_or(band, |stored| stored.saturating_add(1));
        let read = stored.and_then(|stored| self.read_stored(stored, window, out));
        read.map_err(|error| error.at(Place::file(&self.header.name).column(format!("band {number}"))))
    }

    fn read_stored(&mut self, band: u16, window: Window, out: &mut [f64]) -> Result<(), Error> {
        let Self { header, source, cache, masks, alpha, .. } = self;
        check_window(&header.plane.layout, window, out.len())?;
        cache.read(header, source, band, window, out)?;
        for (mask, handle) in header.masks.iter().zip(masks) {
            mask.apply(handle, band, window, out)?;
        }
        if let Some(alpha_band) = header.alpha.filter(|alpha| *alpha != band) {
            alpha.resize(out.len(), 0.0);
            cache.read(header, source, alpha_band, window, alpha)?;
            for (cell, alpha) in out.iter_mut().zip(alpha.iter()) {
                // A missing alpha makes nothing visible either.
                if alpha.is_nan() || *alpha == 0.0 {
                    *cell = f64::NAN;
                }
            }
        }
        Ok(())
    }
}

fn open_source(path: &Path, limits: &Limits) -> Result<Source, Error> {
    let failed = |error: std::io::Error| {
        unreadable(
            text!("the file cannot be opened: {0}", "无法打开文件：{0}", error.to_string()),
            text!("check its name and permissions", "检查文件名和权限"),
        )
    };
    // Asked before opening, because opening a pipe waits for its writer.
    if !std::fs::metadata(path).map_err(failed)?.is_file() {
        return Err(unreadable(
            text!("this is not a regular file", "这不是普通文件"),
            text!("name a GeoTIFF file", "写 GeoTIFF 的文件名"),
        ));
    }
    let file = File::open(path).map_err(failed)?;
    let length = file.metadata().map_err(failed)?.len();
    if length > limits.max_file_bytes {
        return Err(Error::new(
            Code::Limit,
            text!(
                "the file has {0} bytes, at most {1} are allowed",
                "文件有 {0} 字节，上限 {1} 字节",
                length,
                limits.max_file_bytes
            ),
            text!(
                "raise [limits] max_file_mib if the file is trusted",
                "文件可信时调大 [limits] max_file_mib"
            ),
        ));
    }
    Ok(Source::new(file, length))
}

fn unreadable(message: Message, hint: Message) -> Error {
    Error::new(Code::FileUnreadable, message, hint)
}

fn changed() -> Error {
    unreadable(
        text!("the file changed while it was read", "文件在读取过程中发生变化"),
        text!("run again when it is complete", "待文件完整后重新运行"),
    )
}

/// Refuses a window that does not lie in the raster, or not in the buffer.
fn check_window(layout: &Layout, window: Window, cells: usize) -> Result<(), Error> {
    let Window { row, rows, column, columns } = window;
    let needed = u64::from(rows).saturating_mul(u64::from(columns));
    let ends = |first: u32, number: u32, end| first.checked_add(number).is_some_and(|last| last <= end);
    if !ends(row, rows, layout.height) || !ends(column, columns, layout.width) || needed != count(cells) {
        let (height, width) = (layout.height, layout.width);
        let message = text!(
            "{0} rows from row {1} and {2} columns from column {3} do not fit {4} rows of {5} columns and a buffer of {6} cells",
            "自第 {1} 行起 {0} 行、自第 {3} 列起 {2} 列，超出 {4} 行 {5} 列的栅格或 {6} 个像元的缓冲区",
            rows,
            row,
            columns,
            column,
            height,
            width,
            cells
        );
        let hint = text!(
            "ask for cells of the raster and give a buffer of {0} cells",
            "请求栅格范围内的像元，并给出 {0} 个像元的缓冲区",
            needed
        );
        return Err(Error::new(Code::BadValue, message, hint));
    }
    Ok(())
}

/// A number of cells as a length; every window was checked against its buffer before.
fn length(cells: u32) -> usize {
    usize::try_from(cells).unwrap_or(usize::MAX)
}
