//! One chunk of a raster, from packed bytes to numbers.
//!
//! Crate `tiff` knows the compressions, predictors and byte orders, and is used for nothing else: every chunk
//! is handed to it as a file of its own, one strip under a header written here. What `tiff` 0.11 does with a
//! whole file stays out of play: it panics on sizes that overflow, refuses colour tables and more than 1 MiB of
//! tags, and leaves the padding in the lower tiles of bands after the first.

use std::io::Cursor;

use tiff::decoder::{Decoder, Limits};

use super::directory::{ByteOrder, Source, damaged};
use super::layout::Layout;
use super::missing::{Missing, Stored};
use super::sample::Sample;
use crate::error::Error;
use crate::text;

/// Bytes of the header before the payload: 8, a directory of 12 entries, and the end of the list.
const HEADER: u32 = 8 + 2 + 12 * 12 + 4;

const SHORT: u16 = 3;
const LONG: u16 = 4;

/// The bytes of a chunk in the order of this machine, padding included. `packed` is a buffer for them as they are stored.
pub(super) fn decode(
    layout: &Layout,
    source: &mut Source,
    (index, rows): (u64, u32),
    packed: &mut Vec<u8>,
    decoded: &mut Vec<u8>,
) -> Result<(), Error> {
    let entry = usize::try_from(index).ok().and_then(|index| layout.chunks.get(index));
    let &(offset, length) = entry
        .ok_or_else(|| damaged(text!("chunk {0} is not in the table", "数据块表中没有第 {0} 块", index)))?;
    let length32 = u32::try_from(length)
        .map_err(|_| damaged(text!("chunk {0} has {1} bytes", "第 {0} 数据块有 {1} 字节", index, length)))?;
    let bytes = layout.chunk_row_bytes().saturating_mul(usize::try_from(rows).unwrap_or(usize::MAX));
    if layout.is_plain() && length == crate::math::count(bytes) {
        decoded.clear();
        return source.append(offset, length, decoded);
    }
    packed.clear();
    header(layout, rows, length32, packed);
    source.append(offset, length, packed)?;
    decoded.resize(bytes, 0);
    let mut limits = Limits::default();
    limits.intermediate_buffer_size = packed.len();
    Decoder::new(Cursor::new(packed.as_slice()))
        .and_then(|decoder| decoder.with_limits(limits).read_chunk_bytes(0, decoded))
        .map_err(|error| {
            damaged(text!(
                "chunk {0} at byte {1} cannot be decoded: {2}",
                "第 {0} 数据块（起于第 {1} 字节）无法解码：{2}",
                index,
                offset,
                error.to_string()
            ))
        })
}

/// A TIFF header for one strip that follows it.
fn header(layout: &Layout, rows: u32, length: u32, bytes: &mut Vec<u8>) {
    let mut bytes = Bytes { order: layout.order, bytes };
    bytes.bytes.extend(match layout.order {
        ByteOrder::Little => b"II",
        ByteOrder::Big => b"MM",
    });
    bytes.short(42);
    bytes.long(8);
    bytes.short(12);
    let bits = u16::try_from(layout.sample.bytes().saturating_mul(8)).unwrap_or_default();
    bytes.entry(256, LONG, layout.stored_width());
    bytes.entry(257, LONG, rows);
    bytes.entry(258, SHORT, u32::from(bits));
    bytes.entry(259, SHORT, u32::from(layout.compression));
    bytes.entry(262, SHORT, 1);
    bytes.entry(273, LONG, HEADER);
    bytes.entry(277, SHORT, u32::from(layout.chunk_bands()));
    bytes.entry(278, LONG, rows);
    bytes.entry(279, LONG, length);
    bytes.entry(284, SHORT, 1);
    bytes.entry(317, SHORT, u32::from(layout.predictor));
    bytes.entry(339, SHORT, u32::from(layout.sample.format()));
    bytes.long(0);
}

struct Bytes<'a> {
    order: ByteOrder,
    bytes: &'a mut Vec<u8>,
}

impl Bytes<'_> {
    fn short(&mut self, value: u16) {
        self.bytes.extend(match self.order {
            ByteOrder::Little => value.to_le_bytes(),
            ByteOrder::Big => value.to_be_bytes(),
        });
    }

    fn long(&mut self, value: u32) {
        self.bytes.extend(match self.order {
            ByteOrder::Little => value.to_le_bytes(),
            ByteOrder::Big => value.to_be_bytes(),
        });
    }

    fn entry(&mut self, tag: u16, kind: u16, value: u32) {
        self.short(tag);
        self.short(kind);
        self.long(1);
        match u16::try_from(value) {
            // A short stands at the front of its field in either byte order.
            Ok(short) if kind == SHORT => {
                self.short(short);
                self.short(0);
            }
            _ => self.long(value),
        }
    }
}

/// Part of a row of a decoded chunk.
#[derive(Debug, Clone, Copy)]
pub(super) struct ChunkRow {
    /// Row of the chunk.
    pub(super) row: usize,
    /// First column of the chunk.
    pub(super) column: usize,
    /// Band within the chunk.
    pub(super) band: usize,
    /// Bands side by side in the chunk.
    pub(super) bands: usize,
    /// Bytes of a row of the chunk.
    pub(super) row_bytes: usize,
}

/// Writes part of a row of a decoded chunk as numbers, missing ones as `NaN`.
pub(super) fn numbers(sample: Sample, missing: &Missing, decoded: &[u8], part: ChunkRow, out: &mut [f64]) {
    let step = part.bands.saturating_mul(sample.bytes());
    let start = part.row.saturating_mul(part.row_bytes).saturating_add(part.column.saturating_mul(step));
    let start = start.saturating_add(part.band.saturating_mul(sample.bytes()));
    let row = decoded.get(start..).unwrap_or_default();
    macro_rules! copy {
        ($type:ty, $number:expr) => {{
            let read = |bytes: [u8; size_of::<$type>()]| <$type>::from_ne_bytes(bytes);
            match <$type>::ranges(missing) {
                [] => copy(row, step, out, |bytes| $number(read(bytes))),
                &[(low, high)] if low >= high => copy(row, step, out, |bytes| {
                    let value = read(bytes);
                    if Some(value) == Some(low) { f64::NAN } else { $number(value) }
                }),
                ranges => copy(row, step, out, |bytes| {
                    let value = read(bytes);
                    let missing = ranges.iter().any(|(low, high)| *low <= value && value <= *high);
                    if missing { f64::NAN } else { $number(value) }
                }),
            }
        }};
    }
    match sample {
        Sample::U8 => copy!(u8, f64::from),
        Sample::I8 => copy!(i8, f64::from),
        Sample::U16 => copy!(u16, f64::from),
        Sample::I16 => copy!(i16, f64::from),
        Sample::U32 => copy!(u32, f64::from),
        Sample::I32 => copy!(i32, f64::from),
        Sample::F32 => copy!(f32, f64::from),
        Sample::U64 => copy!(u64, crate::math::from_count),
        Sample::I64 => copy!(i64, from_signed),
        Sample::F64 => copy!(f64, f64::from),
    }
}

/// Makes the cells missing whose byte or bit in part of a row of a decoded mask is 0.
pub(super) fn mask(bits: bool, decoded: &[u8], part: ChunkRow, out: &mut [f64]) {
    let row = decoded.get(part.row.saturating_mul(part.row_bytes)..).unwrap_or_default();
    let is_set = |byte: Option<&u8>, bit: usize| byte.is_some_and(|byte| (byte << (bit & 7)) & 0x80 != 0);
    for (column, cell) in (part.column..).zip(out) {
        let valid = if bits {
            is_set(row.get(column >> 3), column)
        } else {
            row.get(column.saturating_mul(part.bands).saturating_add(part.band))
                .is_some_and(|byte| *byte != 0)
        };
        if !valid {
            *cell = f64::NAN;
        }
    }
}

/// Copies part of a row of a decoded chunk of bytes.
pub(super) fn bytes(decoded: &[u8], part: ChunkRow, out: &mut [u8]) {
    let start =
        part.row.saturating_mul(part.row_bytes).saturating_add(part.column.saturating_mul(part.bands));
    let row = decoded.get(start.saturating_add(part.band)..).unwrap_or_default();
    if part.bands == 1 {
        // A step that is known when the crate is built, so that the bytes are copied together.
        out.iter_mut().zip(row).for_each(|(out, byte)| *out = *byte);
        return;
    }
    out.iter_mut().zip(row.iter().step_by(part.bands)).for_each(|(out, byte)| *out = *byte);
}

#[multiversion::multiversion(targets("x86_64+avx512f+avx512dq+avx512vl", "x86_64+avx2"))]
fn copy<const N: usize, F: Fn([u8; N]) -> f64>(row: &[u8], step: usize, out: &mut [f64], number: F) {
    if step == N {
        // Numbers side by side: a loop that becomes vector instructions.
        for (out, bytes) in out.iter_mut().zip(row.as_chunks::<N>().0) {
            *out = number(*bytes);
        }
        return;
    }
    for (out, bytes) in out.iter_mut().zip(row.chunks(step)) {
        *out = bytes.first_chunk::<N>().map_or(f64::NAN, |bytes| number(*bytes));
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a raster of 64-bit integers is read to 53 bits, as documented"
)]
const fn from_signed(value: i64) -> f64 {
    value as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::count;

    #[test]
    fn the_header_has_the_length_it_states() {
        let layout = Layout {
            width: 3,
            height: 2,
            bands: 1,
            sample: Sample::I16,
            order: ByteOrder::Big,
            compression: 1,
            predictor: 1,
            planar: false,
            tiled: false,
            bits: false,
            chunk_width: 3,
            chunk_height: 2,
            chunks: Vec::new(),
        };
        let mut bytes = Vec::new();
        header(&layout, 2, 12, &mut bytes);
        assert_eq!(count(bytes.len()), u64::from(HEADER));
    }
}
