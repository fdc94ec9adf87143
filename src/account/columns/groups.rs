//! The valued cells of a block in the order of zone and ecosystem type, so that each group is one slice of a column.

use std::ops::Range;

use crate::input::cells::{Cells, NO_ZONE};

/// Position of a cell that belongs to no group.
const NONE: u32 = u32::MAX;
/// Values of a group that are looked at together: what an exact sum takes at once, in the nearest cache.
pub(in crate::account) const TOGETHER: usize = 1024;
/// Cells beside one another that are looked at together.
const PIECE: usize = 16;

/// The groups of a block. The buffers are used again for the next block.
#[derive(Debug, Default)]
pub(in crate::account) struct Groups {
    /// Zone and type of each group.
    pub(in crate::account) keys: Vec<(usize, usize)>,
    /// Where each group ends among the valued cells.
    ends: Vec<usize>,
    /// The valued cells in the order of their groups, unless that is the order of the block.
    order: Vec<u32>,
    /// Whether the block is one group, so that columns need not be put in order.
    one: bool,
    /// Cells beside one another that are alike, with their group.
    runs: Vec<(Range<u32>, u32)>,
    /// Cells of the block.
    cells: usize,
    /// Where the next cell of each group goes.
    next: Vec<usize>,
    /// Group of each zone and type, where it has one.
    positions: Vec<u32>,
}

/// Some values of a group.
pub(in crate::account) struct Chunk<'a> {
    /// Position of the group.
    pub(in crate::account) group: usize,
    /// Values of a column.
    pub(in crate::account) values: &'a [f64],
    /// Place of the first of them among the valued cells.
    pub(in crate::account) first: usize,
}

impl Groups {
    /// Puts the cells of a block in order.
    pub(in crate::account) fn fill(&mut self, cells: &Cells, (zones, classes): (usize, usize)) {
        self.find(cells, zones, classes);
        let mut before = 0;
        self.next.clear();
        for end in &mut self.ends {
            self.next.push(before);
            before += *end;
            *end = before;
        }
        self.one = self.keys.len() <= 1 && before == cells.len();
        self.order.resize(if self.one { 0 } else { before }, 0);
        if self.one {
            return;
        }
        for (run, group) in &self.runs {
            let next = usize::try_from(*group).ok().and_then(|group| self.next.get_mut(group));
            let Some(next) = next else { continue };
            let places = self.order.get_mut(*next..*next + run.len()).unwrap_or_default();
            places.iter_mut().zip(run.clone()).for_each(|(place, cell)| *place = cell);
            *next += run.len();
        }
    }

    /// Runs of cells that are alike, with the group of each, and how many cells each group has.
    fn find(&mut self, cells: &Cells, zones: usize, classes: usize) {
        let Self { keys, ends, positions, runs, .. } = self;
        for (zone, class) in keys.drain(..) {
            if let Some(position) = positions.get_mut(zone * classes + class) {
                *position = NONE;
            }
        }
        positions.resize(zones * classes, NONE);
        ends.clear();
        runs.clear();
        let mut group = |zone: u32, class: u32, state: u32| {
            if state != 0 || zone == NO_ZONE {
                return None;
            }
            let (zone, class) = (usize::try_from(zone).ok()?, usize::try_from(class).ok()?);
            let position = positions.get_mut(zone * classes + class).filter(|_| class < classes)?;
            if *position == NONE {
                *position = u32::try_from(keys.len()).ok()?;
                keys.push((zone, class));
            }
            Some(*position)
        };
        let mut last = None;
        let mut cell = 0_u32;
        let pieces = cells.zone.chunks(PIECE).zip(cells.class.chunks(PIECE)).zip(cells.state.chunks(PIECE));
        for ((zones, classes), states) in pieces {
            // Most pieces are of one type, which one cell tells.
            let told = if [zones, classes, states].into_iter().all(is_alike) { 1 } else { zones.len() };
            let triples = zones.iter().zip(classes).zip(states).take(told);
            for (cell, ((zone, class), state)) in (cell..).zip(triples) {
                let triple = (*zone, *class, *state);
                if last != Some(triple) {
                    end_run(runs, cell);
                    runs.push((cell..cell, group(triple.0, triple.1, triple.2).unwrap_or(NONE)));
                    last = Some(triple);
                }
            }
            cell = cell.saturating_add(u32::try_from(zones.len()).unwrap_or(NONE));
        }
        self.cells = cells.len();
        end_run(runs, u32::try_from(self.cells).unwrap_or(NONE));
        ends.resize(keys.len(), 0);
        for (run, group) in runs {
            if let Some(count) = usize::try_from(*group).ok().and_then(|group| ends.get_mut(group)) {
                *count += run.len();
            }
        }
    }

    /// Number of valued cells.
    pub(in crate::account) fn len(&self) -> usize {
        self.ends.last().copied().unwrap_or_default()
    }

    /// Whether the columns of the block are in order as they came.
    pub(in crate::account) const fn are_in_order(&self) -> bool {
        self.one
    }

    /// Puts a column of the block in order, band after band.
    pub(in crate::account) fn gather(&self, column: &[f64], out: &mut Vec<f64>) {
        out.clear();
        let bands = column.chunks_exact(self.cells.max(1));
        for band in bands {
            let value = |cell: &u32| usize::try_from(*cell).ok().and_then(|cell| band.get(cell)).copied();
            out.extend(self.order.iter().map(|cell| value(cell).unwrap_or(f64::NAN)));
        }
    }

    /// Puts the values of one group where its cells stand in the block.
    pub(in crate::account) fn scatter<V>(
        &self,
        group: usize,
        values: &[f64],
        out: &mut [V],
        stored: impl Fn(f64) -> V,
    ) {
        let Some(range) = self.range(group) else { return };
        let values = values.get(range.clone()).unwrap_or_default();
        if self.one {
            out.iter_mut().zip(values).for_each(|(own, value)| *own = stored(*value));
            return;
        }
        for (cell, value) in self.order.get(range).unwrap_or_default().iter().zip(values) {
            if let Some(own) = usize::try_from(*cell).ok().and_then(|cell| out.get_mut(cell)) {
                *own = stored(*value);
            }
        }
    }

    /// Where a group stands in a column that is in order.
    fn range(&self, group: usize) -> Option<Range<usize>> {
        let before = group.checked_sub(1).and_then(|before| self.ends.get(before)).copied();
        Some(before.unwrap_or_default()..*self.ends.get(group)?)
    }

    /// Where each group stands in a column that is in order.
    pub(in crate::account) fn ranges(&self) -> impl Iterator<Item = Range<usize>> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| start..*end)
    }

    /// Hands over a column that is in order group by group, in pieces that stay in the nearest cache.
    pub(in crate::account) fn each(&self, column: &[f64], mut take: impl FnMut(Chunk<'_>)) {
        for (group, range) in self.ranges().enumerate() {
            let mut first = range.start;
            for values in column.get(range).unwrap_or_default().chunks(TOGETHER) {
                take(Chunk { group, values, first });
                first += values.len();
            }
        }
    }

    /// Runs of cells that are alike and belong to no group.
    pub(in crate::account) fn left_out(&self) -> impl Iterator<Item = Range<usize>> {
        let place = |cell: u32| usize::try_from(cell).unwrap_or(usize::MAX);
        let runs = self.runs.iter().filter(|(_, group)| *group == NONE);
        runs.map(move |(run, _)| place(run.start)..place(run.end))
    }
}

/// Whether a piece is whole and all of its numbers are one.
fn is_alike(numbers: &[u32]) -> bool {
    let Some([first, numbers @ ..]) = numbers.first_chunk::<PIECE>() else { return false };
    numbers.iter().fold(0, |differs, number| differs | (number ^ first)) == 0
}

fn end_run(runs: &mut [(Range<u32>, u32)], end: u32) {
    if let Some((run, _)) = runs.last_mut() {
        run.end = end;
    }
}
