//! Windows of a raster, and the decoded chunks that a handle keeps for the next of them.

use std::collections::BTreeMap;
use std::ops::Range;

use super::chunk::{self, ChunkRow};
use super::directory::Source;
use super::plane::Plane;
use super::{GeoTiff, length};
use crate::error::Error;
use crate::math::count;

/// Cells that are looked at together.
const ONE_LOOK: u32 = 1 << 16;

/// Some rows and columns of a raster, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// First row.
    pub row: u32,
    /// Number of rows.
    pub rows: u32,
    /// First column.
    pub column: u32,
    /// Number of columns.
    pub columns: u32,
}

impl Window {
    /// Number of cells.
    #[must_use]
    pub fn cells(&self) -> usize {
        length(self.rows).saturating_mul(length(self.columns))
    }

    /// The rows, from the first to behind the last.
    #[must_use]
    pub const fn row_range(&self) -> Range<u32> {
        self.row..self.row.saturating_add(self.rows)
    }

    /// The columns, from the first to behind the last.
    #[must_use]
    pub const fn column_range(&self) -> Range<u32> {
        self.column..self.column.saturating_add(self.columns)
    }
}

/// Decoded chunks that meet the last window, and buffers that go round.
#[derive(Debug, Default)]
pub(super) struct Cache {
    chunks: BTreeMap<u64, Kept>,
    bytes: u64,
    spare: Vec<Vec<u8>>,
    /// The bytes of a chunk as they stand in the file.
    packed: Vec<u8>,
    /// A chunk that serves one window only.
    once: Vec<u8>,
}

#[derive(Debug)]
struct Kept {
    row: u32,
    column: u32,
    bytes: Vec<u8>,
}

/// Where a chunk stands: band counted from 0, row and column of chunks.
#[derive(Clone, Copy)]
struct Spot {
    band: u16,
    row: u32,
    column: u32,
}

impl Cache {
    /// Lets go of every chunk outside some rows and columns of chunks.
    fn keep_only(&mut self, rows: &Range<u32>, columns: &Range<u32>) {
        let Self { chunks, bytes, spare, .. } = self;
        chunks.retain(|_, kept| {
            let stays = rows.contains(&kept.row) && columns.contains(&kept.column);
            if !stays {
                *bytes = bytes.saturating_sub(count(kept.bytes.len()));
                spare.push(std::mem::take(&mut kept.bytes));
            }
            stays
        });
    }

    /// The decoded bytes of a chunk; none if it was never written.
    fn chunk(
        &mut self,
        plane: &Plane,
        source: &mut Source,
        spot: Spot,
        keep: bool,
    ) -> Result<Option<&[u8]>, Error> {
        let layout = &plane.layout;
        let index = layout.chunk_index(spot.band, spot.row, spot.column);
        if layout.was_never_written(index) {
            return Ok(None);
        }
        if !self.chunks.contains_key(&index) {
            let rows = layout.stored_rows(spot.row);
            let size = count(layout.chunk_row_bytes()).saturating_mul(u64::from(rows));
            plane.decoded.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            if !keep || self.bytes.saturating_add(size) > plane.memory_bytes {
                chunk::decode(layout, source, (index, rows), &mut self.packed, &mut self.once)?;
                return Ok(Some(&self.once));
            }
            let mut bytes = self.spare.pop().unwrap_or_default();
            chunk::decode(layout, source, (index, rows), &mut self.packed, &mut bytes)?;
            self.bytes = self.bytes.saturating_add(count(bytes.len()));
            self.chunks.insert(index, Kept { row: spot.row, column: spot.column, bytes });
        }
        Ok(self.chunks.get(&index).map(|kept| kept.bytes.as_slice()))
    }

    /// Makes the cells of a window missing where a mask is 0; what was never written of a mask is 0.
    pub(super) fn mask(
        &mut self,
        plane: &Plane,
        source: &mut Source,
        band: u16,
        window: Window,
        out: &mut [f64],
    ) -> Result<(), Error> {
        self.lines(plane, source, band, window, |range, line| {
            let target = out.get_mut(range).unwrap_or_default();
            match line {
                Some((decoded, part)) => chunk::mask(plane.layout.bits, decoded, part, target),
                None => target.fill(f64::NAN),
            }
        })
    }

    /// Hands over a window of a band line by line: where it goes in the buffer, and where it stands in a decoded chunk,
    /// if that was ever written.
    pub(super) fn lines(
        &mut self,
        plane: &Plane,
        source: &mut Source,
        band: u16,
        window: Window,
        mut take: impl FnMut(Range<usize>, Option<(&[u8], ChunkRow)>),
    ) -> Result<(), Error> {
        let layout = &plane.layout;
        let rows = chunks(&window.row_range(), layout.chunk_height);
        let columns = chunks(&window.column_range(), layout.chunk_width);
        self.keep_only(&rows, &columns);
        for row in rows {
            let down = part(row, layout.chunk_height, layout.height);
            let wanted_rows = meet(&down, &window.row_range());
            for column in columns.clone() {
                let across = part(column, layout.chunk_width, layout.width);
                let wanted = meet(&across, &window.column_range());
                // A chunk that serves one band and is wanted whole will not be wanted again.
                let whole = wanted_rows == down && wanted == across;
                let spot = Spot { band, row, column };
                let decoded = self.chunk(plane, source, spot, layout.chunk_bands() > 1 || !whole)?;
                for line in wanted_rows.clone() {
                    let start =
                        length(line.saturating_sub(window.row)).saturating_mul(length(window.columns));
                    let start = start.saturating_add(length(wanted.start.saturating_sub(window.column)));
                    let end = start.saturating_add(length(wanted.end.saturating_sub(wanted.start)));
                    let part = ChunkRow {
                        row: length(line.saturating_sub(down.start)),
                        column: length(wanted.start.saturating_sub(across.start)),
                        band: if layout.planar { 0 } else { usize::from(band) },
                        bands: usize::from(layout.chunk_bands()),
                        row_bytes: layout.chunk_row_bytes(),
                    };
                    take(start..end, decoded.map(|decoded| (decoded, part)));
                }
            }
        }
        Ok(())
    }
}

impl GeoTiff {
    /// The whole raster in small windows, chunk after chunk, or some low strips after others: the way to see every cell
    /// once.
    pub fn windows(&self) -> impl Iterator<Item = Window> + use<> {
        let layout = &self.header.plane.layout;
        let (width, height, columns) = (layout.width, layout.height, layout.chunk_width);
        let rows = ONE_LOOK.checked_div(columns).unwrap_or(1).max(1);
        let low = rows.checked_div(layout.chunk_height).unwrap_or(1).max(1);
        let band = layout.chunk_height.saturating_mul(low);
        (0..height).step_by(length(band)).flat_map(move |first| {
            let end = first.saturating_add(band).min(height);
            (0..width).step_by(length(columns)).flat_map(move |column| {
                (first..end).step_by(length(rows)).map(move |row| Window {
                    row,
                    rows: rows.min(end.saturating_sub(row)),
                    column,
                    columns: columns.min(width.saturating_sub(column)),
                })
            })
        })
    }
}

/// The chunks of a size that meet some cells. A size is not 0: it was checked when the layout was read.
fn chunks(cells: &Range<u32>, size: u32) -> Range<u32> {
    if cells.is_empty() {
        return 0..0;
    }
    cells.start.checked_div(size).unwrap_or_default()..cells.end.div_ceil(size)
}

/// The cells of a chunk within the raster.
fn part(index: u32, size: u32, end: u32) -> Range<u32> {
    let first = index.saturating_mul(size);
    first..first.saturating_add(size).min(end)
}

fn meet(one: &Range<u32>, other: &Range<u32>) -> Range<u32> {
    one.start.max(other.start)..one.end.min(other.end)
}
