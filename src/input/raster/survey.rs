//! One look through a raster of classes or zones: which numbers it holds, how often, how many of them lie on the rim of
//! the map, and how much is missing inside.

use std::collections::BTreeMap;
use std::ops::Range;

use super::holes::{Holes, Region};
use super::undeclared::no_class;
use super::{PIECE, cell_count, of_one, whole};
use crate::error::Findings;
use crate::input::geotiff::{GeoTiff, Window};
use crate::math::count;

/// The band that classes and zones are in.
const BAND: u16 = 1;

/// What a raster of classes or zones holds.
#[derive(Debug)]
pub(super) struct Survey {
    /// Cells of every number.
    pub(super) counts: BTreeMap<i64, u64>,
    /// Cells of every number on the rim of the map.
    pub(super) rim: BTreeMap<i64, u64>,
    /// All cells on the rim of the map.
    pub(super) rim_cells: u64,
    /// Cells without a number that are away from the edge of the map.
    pub(super) holes: Region,
}

impl Survey {
    /// Looks at every cell once. `area` \[m²\] is that of some cells of a row.
    ///
    /// # Errors
    ///
    /// What cannot be read, and a number that is no class; `key` is how the run names the raster.
    pub(super) fn of(
        raster: &GeoTiff,
        key: &'static str,
        area: impl Fn(u32, Range<u32>) -> f64,
    ) -> Result<Self, Findings> {
        let mut raster = raster.reopen()?;
        let mut looker = Looker::new(&raster);
        if raster.is_of_bytes() {
            let mut bytes = OfBytes::new(&raster);
            for window in raster.windows() {
                bytes.look(&mut raster, window, &mut looker)?;
                looker.end(window, &area);
            }
            bytes.finish(&mut looker);
        } else {
            let mut buffer = Vec::new();
            for window in raster.windows() {
                buffer.resize(window.cells(), f64::NAN);
                raster.read_window(BAND, window, &mut buffer)?;
                let fault = |value| no_class(value, key, raster.name());
                looker.numbers(window, &buffer).map_err(fault)?;
                looker.end(window, &area);
            }
        }
        let Looker { counts, rim, rim_cells, holes, .. } = looker;
        Ok(Self { counts, rim, rim_cells, holes: holes.together() })
    }

    /// Whether some of the rim has no number: a frame of missing cells is there already.
    pub(super) fn rim_is_open(&self) -> bool {
        self.rim.values().fold(0_u64, |sum, cells| sum.saturating_add(*cells)) < self.rim_cells
    }

    /// The share of the rim that a number has.
    pub(super) fn share_of_rim(&self, number: i64) -> f64 {
        let cells = self.rim.get(&number).copied().unwrap_or_default();
        crate::math::from_count(cells) / crate::math::from_count(self.rim_cells.max(1))
    }
}

/// What both kinds of rasters are counted into.
struct Looker {
    width: u32,
    height: u32,
    counts: BTreeMap<i64, u64>,
    rim: BTreeMap<i64, u64>,
    rim_cells: u64,
    missing: u64,
    holes: Holes,
}

impl Looker {
    fn new(raster: &GeoTiff) -> Self {
        let (width, height) = (raster.grid().width, raster.grid().height);
        let (counts, rim, holes) = (BTreeMap::new(), BTreeMap::new(), Holes::new(width, height));
        Self { width, height, counts, rim, rim_cells: 0, missing: 0, holes }
    }

    /// Hands over the cells of a window on the rim of the map.
    fn rim<T: Copy>(&mut self, window: Window, cells: &[T], mut take: impl FnMut(&mut Self, T)) {
        let across = cell_count(window.columns, 1).max(1);
        let last = self.width.saturating_sub(1);
        let sides = [window.column_range().contains(&0), window.column_range().contains(&last)];
        for (row, line) in window.row_range().zip(cells.chunks(across)) {
            if row == 0 || row.saturating_add(1) == self.height {
                self.rim_cells = self.rim_cells.saturating_add(count(line.len()));
                for cell in line {
                    take(self, *cell);
                }
                continue;
            }
            let [left, right] = sides;
            // The only column of a map is one side.
            let ends = [line.first().filter(|_| left), line.last().filter(|_| right && self.width > 1)];
            for cell in ends.into_iter().flatten() {
                self.rim_cells = self.rim_cells.saturating_add(1);
                take(self, *cell);
            }
        }
    }

    /// Marks the missing cells of a window.
    fn mark<T: Copy>(&mut self, window: Window, cells: &[T], is_missing: impl Fn(T) -> bool) {
        let across = cell_count(window.columns, 1).max(1);
        for (row, line) in window.row_range().zip(cells.chunks(across)) {
            self.holes.mark(row, window.column, line.iter().map(|cell| is_missing(*cell)));
        }
    }

    /// Counts the numbers of a window; the first that is no class is an error.
    fn numbers(&mut self, window: Window, numbers: &[f64]) -> Result<(), f64> {
        let before = self.missing;
        // Classes and zones come in runs.
        for run in numbers.chunk_by(|one, other| one.to_bits() == other.to_bits()) {
            let Some(value) = run.first().copied() else { continue };
            if value.is_nan() {
                self.missing = self.missing.saturating_add(count(run.len()));
                continue;
            }
            let known = self.counts.entry(whole(value).ok_or(value)?).or_default();
            *known = known.saturating_add(count(run.len()));
        }
        self.rim(window, numbers, |looker, value| {
            if let Some(number) = whole(value).filter(|_| !value.is_nan()) {
                let cells = looker.rim.entry(number).or_default();
                *cells = cells.saturating_add(1);
            }
        });
        if self.missing > before {
            self.mark(window, numbers, f64::is_nan);
        }
        Ok(())
    }

    /// Windows go down one column of chunks after another: behind the last one, rows are complete.
    fn end(&mut self, window: Window, area: impl Fn(u32, Range<u32>) -> f64) {
        if window.column_range().end == self.width {
            self.holes.complete(window.row_range(), area);
        }
    }
}

/// A raster of bytes, which are counted as they are stored.
struct OfBytes {
    buffer: Vec<u8>,
    numbers: [f64; 256],
    counts: [u64; 256],
    rim: [u64; 256],
}

impl OfBytes {
    fn new(raster: &GeoTiff) -> Self {
        let numbers = raster.meaning_of_bytes();
        Self { buffer: Vec::new(), numbers, counts: [0; 256], rim: [0; 256] }
    }

    fn look(&mut self, raster: &mut GeoTiff, window: Window, looker: &mut Looker) -> Result<(), Findings> {
        let Self { buffer, numbers, counts, rim } = self;
        buffer.resize(window.cells(), 0);
        raster.read_bytes(window, buffer)?;
        for piece in buffer.chunks(PIECE) {
            match of_one(piece) {
                Some(first) => add(counts, first, count(piece.len())),
                None => piece.iter().for_each(|byte| add(counts, *byte, 1)),
            }
        }
        looker.rim(window, buffer, |_, byte| add(rim, byte, 1));
        let missing = counts.iter().zip(&*numbers).filter(|(_, number)| number.is_nan());
        let missing = missing.fold(0_u64, |sum, (cells, _)| sum.saturating_add(*cells));
        if missing > looker.missing {
            looker.missing = missing;
            looker.mark(window, buffer, |byte| {
                numbers.get(usize::from(byte)).is_none_or(|number| number.is_nan())
            });
        }
        Ok(())
    }

    fn finish(self, looker: &mut Looker) {
        let cells = self.counts.into_iter().zip(self.rim);
        for (number, (cells, rim)) in self.numbers.into_iter().zip(cells) {
            let Some(number) = whole(number).filter(|_| !number.is_nan() && cells > 0) else { continue };
            looker.counts.insert(number, cells);
            if rim > 0 {
                looker.rim.insert(number, rim);
            }
        }
    }
}

fn add(counts: &mut [u64; 256], byte: u8, cells: u64) {
    if let Some(count) = counts.get_mut(usize::from(byte)) {
        *count = count.saturating_add(cells);
    }
}
