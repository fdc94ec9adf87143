//! The land above each cell: a pre-step over the whole elevation, since the length of a slope has no finite halo.
//!
//! Depressions are filled from the outlets inwards (Barnes et al. 2014, Computers & Geosciences 62:117, priority flood),
//! each cell drains to its steepest lower neighbour (O'Callaghan and Mark 1984, Computer Vision, Graphics, and Image
//! Processing 28:323), and where there is none, as on a filled depression, to the neighbour from which it was flooded.
//! Cells at the edge of the map or beside cells without elevation are outlets. Equal heights go by their position, so
//! the result is the same on every machine.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::error::{Code, Error};
use crate::text;

/// Memory that each cell of the map takes while the pre-step works \[byte\]: filled elevation, order and queue, receiver, area.
const BYTES_PER_CELL: u64 = 4 + 4 + 12 + 1 + 8;
/// The receiver of a cell that drains out of the map.
const OUT: u8 = 8;
/// The receiver of a cell without elevation.
const NONE: u8 = 9;
/// Row and column steps to the neighbours; `7 − n` leads back from `n`.
const NEIGHBOURS: [(i64, i64); 8] = [(-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1)];

/// Whether the pre-step of a map of so many cells fits into a limit of memory.
///
/// # Errors
///
/// `EV-L001` with the memory that is needed.
pub(super) fn check_memory(cells: u64, limit: u64) -> Result<(), Error> {
    let needed = cells.saturating_mul(BYTES_PER_CELL);
    if needed <= limit && u32::try_from(cells).is_ok() {
        return Ok(());
    }
    let mebibytes = needed.div_ceil(1 << 20);
    let message = text!(
        "the land above each of {0} cells needs {1} MiB of memory, more than is allowed",
        "计算 {0} 个像元的上坡汇水面积需要 {1} MiB 内存，超过上限",
        cells,
        mebibytes
    );
    let hint = text!(
        "raise [limits] basin_memory_mib, give the layer upslope_area or slope_length, or take slope_length by cell_over_cosine",
        "调大 [limits] basin_memory_mib，或给出图层 upslope_area 或 slope_length，或用 cell_over_cosine 计算 slope_length"
    );
    Err(Error::new(Code::Limit, message, hint))
}

/// The sizes of a row of cells \[m\]: from west to east, from south to north.
pub(super) type CellSize = (f64, f64);

/// Area \[m²\] above each cell, the cell itself left out; `NaN` where there is no elevation.
///
/// `elevation` holds the rows one after another, `sizes` the cells of each row.
pub(super) fn upslope_area(elevation: Vec<f32>, width: usize, sizes: &[CellSize]) -> Vec<f64> {
    let mut basin =
        Basin { receiver: vec![NONE; elevation.len()], filled: elevation, width, height: sizes.len() };
    let order = basin.fill();
    for cell in &order {
        basin.drain(*cell, sizes);
    }
    // From the last flooded to the outlets: a cell is finished before its receiver takes it in.
    let mut above: Vec<f64> = basin.filled.iter().map(|z| if z.is_nan() { f64::NAN } else { 0.0 }).collect();
    for cell in order.iter().rev() {
        let Some(receiver) = basin.neighbour(*cell, basin.receiver_of(*cell)) else { continue };
        let (across, down) = basin.size_of(*cell, sizes);
        let whole = above.get(place(*cell)).copied().unwrap_or(f64::NAN) + across * down;
        if let Some(above) = above.get_mut(place(receiver)) {
            *above += whole;
        }
    }
    above
}

struct Basin {
    /// Elevation; depressions are filled to their outlet.
    filled: Vec<f32>,
    /// For each cell the neighbour that it drains to.
    receiver: Vec<u8>,
    width: usize,
    height: usize,
}

/// A cell in the queue: the lowest first, of equal ones the first on the map.
type Queued = Reverse<(Height, u32)>;

/// A height in the order of all numbers.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Height(i32);

impl Height {
    fn new(height: f32) -> Self {
        let bits = height.to_bits().cast_signed();
        Self(if bits < 0 { !bits ^ i32::MIN } else { bits })
    }
}

impl Basin {
    /// Fills the depressions and gives the cells from the outlets upwards. Every cell names as its receiver the one
    /// from which it was flooded.
    fn fill(&mut self) -> Vec<u32> {
        let count = u32::try_from(self.filled.len()).unwrap_or(u32::MAX);
        let mut queue: BinaryHeap<Queued> = BinaryHeap::new();
        let outlets: Vec<u32> = (0..count).filter(|cell| self.is_outlet(*cell)).collect();
        for cell in outlets {
            self.set_receiver(cell, OUT);
            queue.push(Reverse((Height::new(self.height_of(cell)), cell)));
        }
        let mut order = Vec::with_capacity(self.filled.len());
        while let Some(Reverse((_, cell))) = queue.pop() {
            order.push(cell);
            let level = self.height_of(cell);
            for step in 0..8 {
                let Some(next) = self.neighbour(cell, step) else { continue };
                if self.receiver_of(next) != NONE || self.height_of(next).is_nan() {
                    continue;
                }
                self.set_receiver(next, 7_u8.saturating_sub(step));
                if let Some(height) = self.filled.get_mut(place(next))
                    && *height < level
                {
                    *height = level;
                }
                queue.push(Reverse((Height::new(self.height_of(next)), next)));
            }
        }
        order
    }

    /// Sends a cell to its steepest lower neighbour, if it has one.
    fn drain(&mut self, cell: u32, sizes: &[CellSize]) {
        let (across, down) = self.size_of(cell, sizes);
        let level = f64::from(self.height_of(cell));
        let mut steepest = 0.0;
        let mut receiver = None;
        for (step, (rows, columns)) in (0_u8..).zip(NEIGHBOURS) {
            let Some(next) = self.neighbour(cell, step) else { continue };
            let along = if columns == 0 { 0.0 } else { across };
            let up = if rows == 0 { 0.0 } else { down };
            let gradient = (level - f64::from(self.height_of(next))) / (along * along + up * up).sqrt();
            if gradient > steepest {
                (steepest, receiver) = (gradient, Some(step));
            }
        }
        if let Some(step) = receiver {
            self.set_receiver(cell, step);
        }
    }

    /// Whether water leaves the map at a cell.
    fn is_outlet(&self, cell: u32) -> bool {
        let beside = |step| self.neighbour(cell, step).is_none_or(|next| self.height_of(next).is_nan());
        !self.height_of(cell).is_nan() && (0..8).any(beside)
    }

    /// The neighbour of a cell, if the map has it.
    fn neighbour(&self, cell: u32, step: u8) -> Option<u32> {
        let (rows, columns) = NEIGHBOURS.get(usize::from(step))?;
        let (width, height) = (i64::try_from(self.width).ok()?, i64::try_from(self.height).ok()?);
        let cell = i64::from(cell);
        let (row, column) =
            (cell.checked_div(width)?.checked_add(*rows)?, cell.checked_rem(width)?.checked_add(*columns)?);
        let inside = (0..height).contains(&row) && (0..width).contains(&column);
        inside.then(|| u32::try_from(row.checked_mul(width)?.checked_add(column)?).ok())?
    }

    /// The sizes of a cell, from those of its row.
    fn size_of(&self, cell: u32, sizes: &[CellSize]) -> CellSize {
        let row = place(cell).checked_div(self.width).unwrap_or_default();
        sizes.get(row).copied().unwrap_or((f64::NAN, f64::NAN))
    }

    fn height_of(&self, cell: u32) -> f32 {
        self.filled.get(place(cell)).copied().unwrap_or(f32::NAN)
    }

    fn receiver_of(&self, cell: u32) -> u8 {
        self.receiver.get(place(cell)).copied().unwrap_or(NONE)
    }

    fn set_receiver(&mut self, cell: u32, step: u8) {
        if let Some(receiver) = self.receiver.get_mut(place(cell)) {
            *receiver = step;
        }
    }
}

fn place(cell: u32) -> usize {
    usize::try_from(cell).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The land above each cell of a map of cells of 1 m², in cells.
    fn above<const W: usize>(rows: &[[f32; W]]) -> Vec<f64> {
        upslope_area(rows.concat(), W, &vec![(1.0, 1.0); rows.len()])
    }

    #[test]
    fn water_runs_down_a_plane_column_by_column() {
        let found = above(&[[3.0, 3.0, 3.0], [2.0, 2.0, 2.0], [1.0, 1.0, 1.0], [0.0, 0.0, 0.0]]);
        assert_eq!(found, [0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 2.0, 2.0, 2.0, 3.0, 3.0, 3.0]);
    }

    #[test]
    fn a_valley_gathers_both_sides() {
        let found = above(&[[2.0, 1.0, 2.0], [1.9, 0.9, 1.9], [1.8, 0.5, 1.8]]);
        // The middle of the last row takes all the others in.
        assert_eq!(found[7], 8.0);
    }

    #[test]
    fn a_pit_is_filled_and_drains_over_its_rim() {
        // The pit of the second row overflows at the rim of height 3 to its right.
        let found = above(&[[9.0, 9.0, 9.0, 9.0, 9.0], [9.0, 1.0, 3.0, 2.0, 0.0], [9.0, 9.0, 9.0, 9.0, 9.0]]);
        assert!(found[9] >= 3.0, "{found:?}");
        assert!(found.iter().all(|area| *area < 15.0));
    }

    #[test]
    fn a_hole_is_an_outlet_and_has_no_area() {
        let found = above(&[[5.0, 5.0, 5.0], [5.0, f32::NAN, 5.0], [5.0, 5.0, 5.0]]);
        assert!(found[4].is_nan());
        assert!(found.iter().enumerate().all(|(cell, area)| cell == 4 || *area == 0.0));
    }

    #[test]
    fn memory_is_asked_for_before_it_is_taken() {
        assert!(check_memory(1000, 29_000).is_ok());
        let error = check_memory(1 << 33, 1 << 30).unwrap_err();
        assert_eq!(error.code(), Code::Limit);
    }

    proptest! {
        /// All land leaves the map: what the outlets gather, themselves included, is the whole of it.
        #[test]
        fn no_land_is_lost(heights in proptest::collection::vec(prop_oneof![9 => 0.0..50.0_f32, 1 => Just(f32::NAN)], 56)) {
            let mut basin =
                Basin { receiver: vec![NONE; 56], filled: heights.clone(), width: 8, height: 7 };
            let sizes = vec![(2.0, 3.0); 7];
            let order = basin.fill();
            for cell in &order {
                basin.drain(*cell, &sizes);
            }
            let land = heights.iter().filter(|height| !height.is_nan()).count();
            prop_assert_eq!(order.len(), land);
            let above = upslope_area(heights, 8, &sizes);
            let outlets = (0..56_u32).filter(|cell| basin.neighbour(*cell, basin.receiver_of(*cell)).is_none());
            let gathered: f64 =
                outlets.map(|cell| above[place(cell)]).filter(|area| !area.is_nan()).map(|area| area + 6.0).fold(0.0, |a, b| a + b);
            prop_assert_eq!(gathered, 6.0 * f64::from(u32::try_from(land).unwrap()));
        }
    }
}
