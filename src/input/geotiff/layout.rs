//! How the cells of a raster are cut into chunks, and what a chunk holds.

use super::directory::{ByteOrder, Directory, Source, damaged, unread};
use super::sample::Sample;
use crate::error::{Code, Error};
use crate::input::limits::Limits;
use crate::math::count;
use crate::text;
use crate::wording::{Message, Name};

/// Where the chunks lie and how each is packed.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) bands: u16,
    pub(super) sample: Sample,
    pub(super) order: ByteOrder,
    pub(super) compression: u16,
    pub(super) predictor: u16,
    /// Whether every band has chunks of its own.
    pub(super) planar: bool,
    pub(super) tiled: bool,
    /// Whether a cell is one bit, eight of them in a byte.
    pub(super) bits: bool,
    pub(super) chunk_width: u32,
    pub(super) chunk_height: u32,
    /// Offset and length of every chunk \[byte\]; length 0 where none was written.
    pub(super) chunks: Vec<(u64, u64)>,
}

mod tag {
    pub(super) const WIDTH: u16 = 256;
    pub(super) const HEIGHT: u16 = 257;
    pub(super) const BITS: u16 = 258;
    pub(super) const COMPRESSION: u16 = 259;
    pub(super) const PHOTOMETRIC: u16 = 262;
    pub(super) const FILL_ORDER: u16 = 266;
    pub(super) const STRIP_OFFSETS: u16 = 273;
    pub(super) const BANDS: u16 = 277;
    pub(super) const ROWS_PER_STRIP: u16 = 278;
    pub(super) const STRIP_LENGTHS: u16 = 279;
    pub(super) const PLANAR: u16 = 284;
    pub(super) const PREDICTOR: u16 = 317;
    pub(super) const TILE_WIDTH: u16 = 322;
    pub(super) const TILE_HEIGHT: u16 = 323;
    pub(super) const TILE_OFFSETS: u16 = 324;
    pub(super) const TILE_LENGTHS: u16 = 325;
    pub(super) const SAMPLE_FORMAT: u16 = 339;
}

/// What a directory is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Data,
    /// Which cells are valid: bytes or bits, 0 where not.
    Mask,
}

/// Bytes of the table of chunks for each chunk: offset and length as `u64`.
const TABLE_ENTRY: u64 = 16;

impl Layout {
    pub(super) fn read(
        directory: &Directory,
        source: &mut Source,
        limits: &Limits,
        purpose: Purpose,
    ) -> Result<Self, Error> {
        let mut fields = Fields { directory, source };
        let (width, height) = (fields.size(tag::WIDTH)?, fields.size(tag::HEIGHT)?);
        let cells = u64::from(width).saturating_mul(u64::from(height));
        require(cells <= limits.max_cells, || {
            text!(
                "{0}x{1} cells, at most {2} are allowed",
                "{0}x{1} 个像元，上限 {2} 个",
                width,
                height,
                limits.max_cells
            )
        })?;
        let bands = fields.small(tag::BANDS, 1)?;
        let (sample, bits) = fields.sample(purpose, bands)?;
        let compression = fields.small(tag::COMPRESSION, 1)?;
        let predictor = fields.small(tag::PREDICTOR, 1)?;
        check_packing(compression, predictor, sample)?;
        check_meaning(fields.small(tag::PHOTOMETRIC, 1)?, fields.small(tag::FILL_ORDER, 1)?, purpose)?;
        let planar = fields.is_planar(bands)?;
        let tiled = directory.contains(tag::TILE_OFFSETS);
        let (chunk_width, chunk_height) = if tiled {
            (fields.size(tag::TILE_WIDTH)?, fields.size(tag::TILE_HEIGHT)?)
        } else {
            (width, fields.rows_per_strip(height)?)
        };
        let order = directory.order();
        let mut layout = Self {
            width,
            height,
            bands,
            sample,
            order,
            compression,
            predictor,
            planar,
            tiled,
            bits,
            chunk_width,
            chunk_height,
            chunks: Vec::new(),
        };
        layout.check_chunk_size(limits)?;
        layout.chunks = fields.chunks(&layout, limits)?;
        Ok(layout)
    }

    /// Chunks beside one another.
    pub(super) const fn across(&self) -> u32 {
        self.width.div_ceil(self.chunk_width)
    }

    /// Chunks below one another.
    pub(super) const fn down(&self) -> u32 {
        self.height.div_ceil(self.chunk_height)
    }

    /// Bands that a chunk holds, side by side for every cell.
    pub(super) const fn chunk_bands(&self) -> u16 {
        if self.planar { 1 } else { self.bands }
    }

    /// Rows that a chunk really stores: tiles are padded to their full height, the last strip is not.
    pub(super) fn stored_rows(&self, chunk_row: u32) -> u32 {
        if self.tiled {
            return self.chunk_height;
        }
        self.height.saturating_sub(chunk_row.saturating_mul(self.chunk_height)).min(self.chunk_height)
    }

    /// Index of a chunk of a band counted from 0.
    pub(super) fn chunk_index(&self, band: u16, chunk_row: u32, chunk_column: u32) -> u64 {
        let plane = if self.planar { u64::from(band) } else { 0 };
        let row = plane.saturating_mul(u64::from(self.down())).saturating_add(u64::from(chunk_row));
        row.saturating_mul(u64::from(self.across())).saturating_add(u64::from(chunk_column))
    }

    /// Whether a chunk was never written.
    pub(super) fn was_never_written(&self, index: u64) -> bool {
        let entry = usize::try_from(index).ok().and_then(|index| self.chunks.get(index));
        entry.is_some_and(|(_, length)| *length == 0)
    }

    /// Whether chunks stand in the file as they are decoded.
    pub(super) fn is_plain(&self) -> bool {
        let native = if cfg!(target_endian = "little") { ByteOrder::Little } else { ByteOrder::Big };
        self.compression == 1 && self.predictor == 1 && (self.sample.bytes() == 1 || self.order == native)
    }

    /// Bytes of one row of a decoded chunk. Checked against the limit when the layout was read.
    pub(super) fn chunk_row_bytes(&self) -> usize {
        let width = usize::try_from(self.stored_width()).unwrap_or(usize::MAX);
        width.saturating_mul(usize::from(self.chunk_bands())).saturating_mul(self.sample.bytes())
    }

    /// Samples beside one another in a chunk: its columns, or the bytes of their bits.
    pub(super) const fn stored_width(&self) -> u32 {
        if self.bits { self.chunk_width.div_ceil(8) } else { self.chunk_width }
    }

    /// Whether a part of a band was never written.
    pub(super) fn has_unwritten(&self, band: u16) -> bool {
        let (first, last) = if self.planar {
            (self.chunk_index(band, 0, 0), self.chunk_index(band.saturating_add(1), 0, 0))
        } else {
            (0, u64::MAX)
        };
        let place = |index| usize::try_from(index).unwrap_or(usize::MAX).min(self.chunks.len());
        let chunks = self.chunks.get(place(first)..place(last)).unwrap_or_default();
        chunks.iter().any(|(_, length)| *length == 0)
    }

    fn check_chunk_size(&self, limits: &Limits) -> Result<(), Error> {
        let bytes = u128::from(self.chunk_width)
            .saturating_mul(u128::from(self.chunk_height))
            .saturating_mul(u128::from(self.chunk_bands()))
            .saturating_mul(u128::from(count(self.sample.bytes())));
        require(bytes <= u128::from(limits.memory_bytes), || {
            text!(
                "one chunk of {0} bytes, at most {1} are allowed",
                "一个数据块 {0} 字节，上限 {1} 字节",
                bytes,
                limits.memory_bytes
            )
        })?;
        let chunks = self.chunk_count();
        require(chunks <= u128::from(limits.memory_bytes / TABLE_ENTRY), || {
            text!(
                "{0} chunks, at most {1} are allowed",
                "{0} 个数据块，上限 {1} 个",
                chunks,
                limits.memory_bytes / TABLE_ENTRY
            )
        })
    }

    fn chunk_count(&self) -> u128 {
        let planes = if self.planar { self.bands } else { 1 };
        u128::from(self.across()).saturating_mul(u128::from(self.down())).saturating_mul(u128::from(planes))
    }
}

/// Reads tags that must have plain values.
struct Fields<'a> {
    directory: &'a Directory,
    source: &'a mut Source,
}

impl Fields<'_> {
    /// A size that must be there and above 0.
    fn size(&mut self, tag: u16) -> Result<u32, Error> {
        let value = self.directory.unsigned(self.source, tag)?;
        value.and_then(|value| u32::try_from(value).ok()).filter(|value| *value > 0).ok_or_else(|| {
            let found = value.map_or_else(
                || text!("no size in tag {0}", "标签 {0} 没有尺寸", tag),
                |value| {
                    text!("size {0} of tag {1} is not possible", "标签 {1} 的尺寸 {0} 不可能", value, tag)
                },
            );
            damaged(found)
        })
    }

    fn small(&mut self, tag: u16, default: u16) -> Result<u16, Error> {
        let value = self.directory.unsigned(self.source, tag)?.unwrap_or(u64::from(default));
        u16::try_from(value).map_err(|_| {
            damaged(text!("value {0} of tag {1} is not possible", "标签 {1} 的值 {0} 不可能", value, tag))
        })
    }

    /// A value that must be the same for every band.
    fn uniform(&mut self, tag: u16, default: u64) -> Result<u64, Error> {
        let list = self.directory.unsigned_list(self.source, tag, 1 << 20)?.unwrap_or_default();
        match list.split_first() {
            None => Ok(default),
            Some((first, rest)) if rest.iter().all(|value| value == first) => Ok(*first),
            Some(_) => Err(unread(
                text!("bands of different types", "类型不同的波段"),
                text!("write each band into a file", "把各波段分别写成文件"),
            )),
        }
    }

    /// The type of the samples, and whether each is one bit.
    fn sample(&mut self, purpose: Purpose, bands: u16) -> Result<(Sample, bool), Error> {
        let (stored, format) = (self.uniform(tag::BITS, 1)?, self.uniform(tag::SAMPLE_FORMAT, 1)?);
        let bits = purpose == Purpose::Mask && stored == 1 && bands == 1;
        Ok((if bits { Sample::U8 } else { Sample::new(stored, format)? }, bits))
    }

    /// Whether every one of the bands has chunks of its own.
    fn is_planar(&mut self, bands: u16) -> Result<bool, Error> {
        let planar = match self.small(tag::PLANAR, 1)? {
            1 => false,
            2 => bands > 1,
            other => {
                return Err(damaged(text!(
                    "unknown planar configuration {0}",
                    "未知的波段排列方式 {0}",
                    other
                )));
            }
        };
        if bands == 0 {
            return Err(damaged(text!("the raster has no band", "栅格没有波段")));
        }
        Ok(planar)
    }

    fn rows_per_strip(&mut self, height: u32) -> Result<u32, Error> {
        // Larger values, up to 2³² − 1, stand for a single strip.
        let rows = self.directory.unsigned(self.source, tag::ROWS_PER_STRIP)?.unwrap_or(u64::from(height));
        match u32::try_from(rows).unwrap_or(height).min(height) {
            0 => Err(damaged(text!("a strip has no rows", "条带没有行"))),
            rows => Ok(rows),
        }
    }

    fn chunks(&mut self, layout: &Layout, limits: &Limits) -> Result<Vec<(u64, u64)>, Error> {
        let (offsets, lengths) = if layout.tiled {
            (tag::TILE_OFFSETS, tag::TILE_LENGTHS)
        } else {
            (tag::STRIP_OFFSETS, tag::STRIP_LENGTHS)
        };
        for tag in [offsets, lengths] {
            let (found, needed) = (self.directory.count(tag), layout.chunk_count());
            if u128::from(found) != needed {
                return Err(damaged(text!(
                    "tag {0} names {1} {1|chunk|chunks} where {2} are needed",
                    "标签 {0} 列出 {1} 个数据块，需要 {2} 个",
                    tag,
                    found,
                    needed
                )));
            }
        }
        let mut list = |tag| {
            let list = self.directory.unsigned_list(self.source, tag, limits.memory_bytes)?;
            Ok::<_, Error>(list.unwrap_or_default())
        };
        let pairs = list(offsets)?.into_iter().zip(list(lengths)?);
        // A chunk without offset was never written, whatever its length says.
        Ok(pairs.map(|(offset, length)| if offset == 0 { (0, 0) } else { (offset, length) }).collect())
    }
}

fn check_packing(compression: u16, predictor: u16, sample: Sample) -> Result<(), Error> {
    let name = |en, zh| Some(Name { en, zh });
    let unread_kind = match compression {
        1 | 5 | 8 | 32773 | 32946 => None,
        50000 if cfg!(feature = "zstd") => None,
        50000 => name("Zstandard compression (feature `zstd` is off)", "Zstandard 压缩（未启用功能 `zstd`）"),
        2..=4 => name("fax compression", "传真压缩"),
        6 | 7 => name("JPEG compression, which changes values,", "会改变数值的 JPEG 压缩"),
        34712 => name("JPEG 2000 compression", "JPEG 2000 压缩"),
        34887 => name("LERC compression", "LERC 压缩"),
        34925 => name("LZMA compression", "LZMA 压缩"),
        50001 => name("WebP compression", "WebP 压缩"),
        50002 => name("JPEG XL compression", "JPEG XL 压缩"),
        _ => name("its compression", "该压缩方式"),
    };
    if let Some(name) = unread_kind {
        let hint = text!(
            "convert with gdal_translate -co COMPRESS=DEFLATE",
            "用 gdal_translate -co COMPRESS=DEFLATE 转换"
        );
        return Err(unread(text!("{0}", "{0}", name), hint));
    }
    match predictor {
        1 | 2 => Ok(()),
        3 if sample.format() == 3 => Ok(()),
        other => {
            Err(damaged(text!("predictor {0} does not fit the samples", "预测器 {0} 与数据类型不符", other)))
        }
    }
}

/// Refuses pictures. A colour table is no picture: its indices are the classes of a land-cover map.
fn check_meaning(photometric: u16, fill_order: u16, purpose: Purpose) -> Result<(), Error> {
    // Four bands of bytes are written as a picture with an alpha band, which would remain.
    let hint = || {
        text!(
            "if the bands are data, convert with gdal_translate -co PHOTOMETRIC=MINISBLACK -co ALPHA=NO",
            "若波段为数据，用 gdal_translate -co PHOTOMETRIC=MINISBLACK -co ALPHA=NO 转换"
        )
    };
    match (photometric, fill_order) {
        (1 | 3, 1) => Ok(()),
        (4, 1) if purpose == Purpose::Mask => Ok(()),
        (_, 2) => Err(unread(
            text!("reversed bits", "逆序的位"),
            text!("convert with gdal_translate", "用 gdal_translate 转换"),
        )),
        (0, _) => Err(unread(text!("a picture with white as zero", "以白为零的图像"), hint())),
        (2, _) => Err(unread(text!("an RGB picture", "RGB 图像"), hint())),
        (other, _) => {
            Err(unread(text!("a picture of colour type {0}", "颜色类型为 {0} 的图像", other), hint()))
        }
    }
}

fn require(within: bool, message: impl FnOnce() -> Message) -> Result<(), Error> {
    if within {
        return Ok(());
    }
    Err(Error::new(
        Code::Limit,
        text!("the raster is too large: {0}", "栅格过大：{0}", message()),
        text!(
            "raise max_cells or memory_mib under [limits] if the file is trusted, or cut it into tiles of 256 or 512 cells",
            "文件可信时调大 [limits] 中的 max_cells 或 memory_mib，或按 256 或 512 个像元重新分块"
        ),
    ))
}
