//! How a map is cut for a pass, so that memory does not grow with the map.
//!
//! A part is a window of whole chunks, for one thread; it is read block by block, so that the columns of a block stay
//! near the core. Where one row of chunks is too wide for the memory, parts are cut in columns as well. Blocks go down
//! one column of chunks after another, so that a thread holds few decoded chunks and decodes none twice.

use super::{Layer, RasterCells, Source, ZoneSource, cell_count};
use crate::input::geotiff::{GeoTiff, Window};

/// Cells of a block at most.
const BLOCK_CELLS: u64 = 1 << 13;
/// Cells of a part at most, and at least where the memory has room for them.
const PART_CELLS: (u64, u64) = (1 << 15, 1 << 19);
/// Parts that a thread should find, so that all end at about the same time.
const PARTS_OF_A_THREAD: u64 = 8;
/// Bytes of a cell of a block beside its columns: area, zone, type, state, group, and order of the groups.
const BLOCK_BYTES: u64 = 8 + 4 * 6;

/// What a pass asks of the parts.
#[derive(Debug, Clone, Copy)]
pub struct Demand {
    /// Threads that are wished.
    pub threads: usize,
    /// Numbers of 8 bytes that a cell takes while it is computed, beside the columns that are read.
    pub columns: usize,
    /// Numbers of 4 bytes that a cell leaves for maps, in all parts of a thread that are under way or wait.
    pub maps: usize,
    /// First row that is wanted.
    pub first_row: u32,
}

/// A map cut into parts, band after band of rows, in each from the first column to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    size: (u32, u32),
    first_row: u32,
    part: (u32, u32),
    block: (u32, u32),
    threads: usize,
}

impl RasterCells {
    /// The parts of a pass that reads some of the columns.
    #[must_use]
    pub fn parts(&self, needed: &[bool], demand: Demand) -> Parts {
        let memory = self.limits.memory_bytes;
        let read = self.read_rasters(needed);
        let cached: u64 = read.iter().map(|(raster, bands)| raster.bytes_per_cell(*bands)).sum();
        let bytes = cached.saturating_add(crate::math::count(demand.maps).saturating_mul(4));
        let size = (self.grid.height, self.grid.width);
        let mut unit = read.iter().fold((1, 1), |(rows, columns), (raster, _)| {
            (common(rows, raster.chunk_rows(), size.0), common(columns, raster.chunk_columns(), size.1))
        });
        let cells = |(rows, columns): (u32, u32)| u64::from(rows).saturating_mul(u64::from(columns));
        let cost = |unit| cells(unit).saturating_mul(bytes);
        let share = |threads: u64| memory.checked_div(threads.saturating_mul(2)).unwrap_or_default();
        let wished = crate::math::count(demand.threads).max(1);
        if cost(unit) > share(wished) {
            // Chunks of several sizes have no common multiple that fits: the largest it is.
            unit = read.iter().fold((1, 1), |(rows, columns), (raster, _)| {
                (rows.max(raster.chunk_rows().min(size.0)), columns.max(raster.chunk_columns().min(size.1)))
            });
        }
        let fitting = memory.checked_div(cost(unit).saturating_mul(2)).unwrap_or(u64::MAX);
        let threads = fitting.clamp(1, wished);
        let fair = cells(size).checked_div(threads.saturating_mul(PARTS_OF_A_THREAD)).unwrap_or_default();
        let wanted = fair.clamp(PART_CELLS.0, PART_CELLS.1);
        let wanted = wanted.min(share(threads).checked_div(bytes).unwrap_or(u64::MAX));
        if threads == 1 && unit.1 >= size.1 && cells(unit) > wanted {
            // One thread keeps a chunk from part to part: what is too large for a part is cut in rows.
            let rows = wanted.checked_div(u64::from(size.1)).unwrap_or_default();
            unit.0 = u32::try_from(rows).unwrap_or(u32::MAX).max(1);
        }
        let columns = self.block_columns(needed).saturating_add(demand.columns);
        let bytes = crate::math::count(columns).saturating_mul(8).saturating_add(BLOCK_BYTES);
        let block_bytes = memory.checked_div(threads.saturating_mul(4)).unwrap_or_default();
        let block_cells = block_bytes.checked_div(bytes).unwrap_or_default().clamp(1, BLOCK_CELLS);
        let part = part(unit, wanted, size.1);
        // Cells around a block lie in the chunks beside it, which are kept where blocks go across the part.
        let across = self.wanted(needed).any(|layer| matches!(layer.source, Source::Neighbours(_)));
        Parts {
            size,
            first_row: demand.first_row.min(size.0),
            part,
            block: block(if across { part } else { unit }, part.1, block_cells),
            threads: usize::try_from(threads).unwrap_or(1),
        }
    }

    /// The map in whole rows, for who looks for the first cell of a kind.
    pub fn rows(&self) -> impl Iterator<Item = Window> + use<> {
        let (height, width) = (self.grid.height, self.grid.width);
        let rows = u32::try_from(BLOCK_CELLS).unwrap_or(1).checked_div(width).unwrap_or(1).max(1);
        let window =
            move |row| Window { row, rows: rows.min(height.saturating_sub(row)), column: 0, columns: width };
        (0..height).step_by(cell_count(rows, 1)).map(window)
    }

    /// Every raster that is read, and how many of its bands.
    fn read_rasters<'a>(&'a self, needed: &'a [bool]) -> Vec<(&'a GeoTiff, usize)> {
        let mut read = vec![(&self.landcover, 1)];
        if let ZoneSource::Raster { raster, .. } = &self.zones {
            read.push((raster, 1));
        }
        read.extend(self.wanted(needed).filter_map(Layer::raster));
        read
    }

    /// Numbers that a cell has in the columns that are read, and in the buffers of reading.
    fn block_columns(&self, needed: &[bool]) -> usize {
        self.wanted(needed).map(|layer| layer.quantity.bands).sum::<usize>().saturating_add(3)
    }

    /// The layers that are read: those that are needed, and the one that tells the zones.
    fn wanted<'a>(&'a self, needed: &'a [bool]) -> impl Iterator<Item = &'a Layer> {
        let all = self.layers.iter().enumerate();
        all.filter(move |(index, _)| self.is_wanted(*index, needed)).map(|(_, layer)| layer)
    }

    pub(super) fn is_wanted(&self, layer: usize, needed: &[bool]) -> bool {
        let belts = matches!(&self.zones, ZoneSource::Belts { column, .. } if *column == layer);
        belts || needed.get(layer).is_some_and(|needed| *needed)
    }
}

impl Layer {
    /// The raster that is read part by part, and how many of its bands.
    fn raster(&self) -> Option<(&GeoTiff, usize)> {
        match &self.source {
            Source::Raster { raster, bands, .. } => Some((raster, bands.len())),
            Source::Neighbours(of) => of.raster(),
            Source::Constant(_) | Source::OfRow(_) | Source::Upslope(_) => None,
        }
    }
}

impl Parts {
    /// Number of parts.
    #[must_use]
    pub fn count(&self) -> usize {
        let height = self.part.0.max(1);
        let before = self.first_row.checked_div(height).unwrap_or_default();
        cell_count(self.size.0.div_ceil(height).saturating_sub(before), self.across())
    }

    /// Threads that the memory has room for.
    #[must_use]
    pub const fn threads(&self) -> usize {
        self.threads
    }

    /// Parts beside one another.
    fn across(&self) -> u32 {
        self.size.1.div_ceil(self.part.1.max(1))
    }

    /// The window of a part; an empty one behind the last.
    #[must_use]
    pub fn window(&self, part: usize) -> Window {
        let part = u32::try_from(part).unwrap_or(u32::MAX);
        let (down, beside) = (
            part.checked_div(self.across()).unwrap_or_default(),
            part.checked_rem(self.across()).unwrap_or_default(),
        );
        // Bands begin at multiples of their height, so that a pass that goes on cuts the rest as before.
        let whole = self.first_row.checked_div(self.part.0).unwrap_or_default().saturating_add(down);
        let row = whole.saturating_mul(self.part.0).max(self.first_row).min(self.size.0);
        let end = whole.saturating_add(1).saturating_mul(self.part.0).min(self.size.0);
        let column = beside.saturating_mul(self.part.1).min(self.size.1);
        let columns = self.part.1.min(self.size.1.saturating_sub(column));
        Window { row, rows: end.saturating_sub(row), column, columns }
    }

    /// The blocks of a part: down one column of them after another.
    pub fn blocks(&self, part: usize) -> impl Iterator<Item = Window> + use<> {
        let window = self.window(part);
        let (rows, columns) = self.block;
        let (down, across) = (window.row_range(), window.column_range());
        across.clone().step_by(cell_count(columns, 1)).flat_map(move |column| {
            let (down, right) = (down.clone(), across.end);
            down.clone().step_by(cell_count(rows, 1)).map(move |row| Window {
                row,
                rows: rows.min(down.end.saturating_sub(row)),
                column,
                columns: columns.min(right.saturating_sub(column)),
            })
        })
    }
}

/// The least common multiple of two sizes, at most the whole.
fn common(one: u32, other: u32, whole: u32) -> u32 {
    let (mut a, mut b) = (one, other);
    while b != 0 {
        (a, b) = (b, a.checked_rem(b).unwrap_or_default());
    }
    one.checked_div(a).unwrap_or(1).saturating_mul(other).min(whole).max(1)
}

/// A unit doubled in columns, and then in rows, while it has fewer cells than wanted.
fn part((mut rows, mut columns): (u32, u32), wanted: u64, width: u32) -> (u32, u32) {
    let fits = |rows: u32, columns: u32| {
        u64::from(rows).saturating_mul(u64::from(columns)).saturating_mul(2) <= wanted
    };
    while columns < width && fits(rows, columns) {
        columns = columns.saturating_mul(2).min(width);
    }
    while columns >= width && fits(rows, columns) {
        rows = rows.saturating_mul(2);
    }
    (rows.max(1), columns.clamp(1, width.max(1)))
}

/// Rows and columns of a block of at most so many cells: part of a unit, or some units beside one another.
fn block((rows, columns): (u32, u32), across: u32, cells: u64) -> (u32, u32) {
    let most = u32::try_from(cells).unwrap_or(u32::MAX).max(1);
    let units = most.checked_div(rows.saturating_mul(columns)).unwrap_or_default().max(1);
    let columns = columns.saturating_mul(units).min(across).clamp(1, most);
    (most.checked_div(columns).unwrap_or(1).max(1), columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(size: (u32, u32), part: (u32, u32), block_cells: u64, first_row: u32) -> Parts {
        Parts {
            size,
            first_row,
            part,
            block: block((part.0.min(2), part.1.min(3)), part.1, block_cells),
            threads: 2,
        }
    }

    /// Every cell from the first row on stands in one block of one part.
    fn check(parts: &Parts) {
        let (height, width) = parts.size;
        let mut met = vec![0_u8; cell_count(width, height)];
        for part in 0..parts.count() {
            let whole = parts.window(part);
            for block in parts.blocks(part) {
                assert!(
                    (1..=u64::from(parts.block.0) * u64::from(parts.block.1))
                        .contains(&(block.cells() as u64)),
                    "{block:?}"
                );
                assert!(whole.row <= block.row && block.row_range().end <= whole.row_range().end);
                for row in block.row_range() {
                    for column in block.column_range() {
                        met[cell_count(width, row) + cell_count(column, 1)] += 1;
                    }
                }
            }
        }
        let (before, after) = met.split_at(cell_count(width, parts.first_row));
        assert!(before.iter().all(|times| *times == 0) && after.iter().all(|times| *times == 1), "{parts:?}");
    }

    #[test]
    fn blocks_cover_the_map_once() {
        for size in [(1, 1), (7, 13), (40, 9), (33, 64)] {
            for part in [(1, 1), (4, 5), (8, 64), (64, 2)] {
                for block_cells in [1, 6, 50, 1 << 15] {
                    for first_row in [0, 3, size.0] {
                        check(&parts(size, part, block_cells, first_row.min(size.0)));
                    }
                }
            }
        }
    }

    #[test]
    fn parts_are_whole_chunks() {
        assert_eq!(part((256, 256), 1 << 20, 10_000), (256, 4096));
        assert_eq!(part((1, 10_000), 1 << 20, 10_000), (64, 10_000));
        assert_eq!(part((512, 512), 1 << 10, 10_000), (512, 512));
        assert_eq!(block((256, 256), 4096, 1 << 15), (128, 256));
        assert_eq!(block((16, 16), 4096, 1 << 15), (16, 2048));
        assert_eq!(block((1, 10_000), 10_000, 1 << 15), (3, 10_000));
        assert_eq!(block((1, 10_000), 10_000, 100), (1, 100));
        assert_eq!([common(256, 512, 9999), common(4, 6, 9999), common(7, 64, 100)], [512, 12, 100]);
    }
}
