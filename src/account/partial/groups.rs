//! The cells of a block by zone and ecosystem type, so that each group is added up as one slice.

use crate::input::cells::{Cells, NO_ZONE};

/// Position of a cell that belongs to no group.
const NONE: u32 = u32::MAX;
/// Values of a group that are looked at together: what an exact sum takes at once, in the nearest cache.
pub(super) const TOGETHER: usize = 1024;

/// The valued cells of a block in the order of their groups. The room is used again for the next block.
#[derive(Debug, Default)]
pub(super) struct Groups {
    /// Zone and type of each group.
    pub(super) keys: Vec<(usize, usize)>,
    /// Group of each cell.
    of_cell: Vec<u32>,
    /// Cells in the order of their groups.
    order: Vec<u32>,
    /// Where each group ends in that order.
    ends: Vec<usize>,
    /// Where the next cell of each group goes.
    next: Vec<usize>,
    /// Group of each zone and type, where it has one.
    positions: Vec<u32>,
    /// Whether all cells are in one group, so that columns need not be put in order.
    one: bool,
}

/// Some values of a group.
pub(super) struct Chunk<'a> {
    /// Position of the group.
    pub(super) group: usize,
    /// Values of a column.
    pub(super) values: &'a [f64],
    /// The cells that have them.
    pub(super) cells: &'a [u32],
}

impl Groups {
    /// Puts the cells of a block in order.
    pub(super) fn fill(&mut self, cells: &Cells, (zones, classes): (usize, usize)) {
        self.find(cells, zones, classes);
        let valued = self.ends.iter().sum();
        let mut before = 0;
        self.next.clear();
        for end in &mut self.ends {
            self.next.push(before);
            before += *end;
            *end = before;
        }
        self.one = self.keys.len() == 1 && valued == cells.len();
        self.order.resize(valued, 0);
        if self.one {
            self.order.iter_mut().zip(0..).for_each(|(own, cell)| *own = cell);
            return;
        }
        for (cell, group) in (0_u32..).zip(&self.of_cell) {
            let next = usize::try_from(*group).ok().and_then(|group| self.next.get_mut(group));
            let Some(next) = next else { continue };
            if let Some(place) = self.order.get_mut(*next) {
                *place = cell;
            }
            *next += 1;
        }
    }

    /// The group of each cell, and how many cells each group has.
    fn find(&mut self, cells: &Cells, zones: usize, classes: usize) {
        let Self { keys, of_cell, ends, positions, .. } = self;
        for (zone, class) in keys.drain(..) {
            if let Some(position) = positions.get_mut(zone * classes + class) {
                *position = NONE;
            }
        }
        positions.resize(zones * classes, NONE);
        ends.clear();
        of_cell.clear();
        let mut group = |zone: u32, class: u32, state: u32| {
            if state != 0 || zone == NO_ZONE {
                return None;
            }
            let (zone, class) = (usize::try_from(zone).ok()?, usize::try_from(class).ok()?);
            let position = positions.get_mut(zone * classes + class)?;
            if *position == NONE {
                *position = u32::try_from(keys.len()).ok()?;
                keys.push((zone, class));
                ends.push(0);
            }
            *ends.get_mut(usize::try_from(*position).ok()?)? += 1;
            Some(*position)
        };
        let triples = cells.zone.iter().zip(&cells.class).zip(&cells.state);
        of_cell.extend(triples.map(|((zone, class), state)| group(*zone, *class, *state).unwrap_or(NONE)));
    }

    /// Hands over a column group by group, in pieces that stay in the nearest cache.
    pub(super) fn each(&self, column: &[f64], mut take: impl FnMut(Chunk<'_>)) {
        if self.one {
            for (values, cells) in column.chunks(TOGETHER).zip(self.order.chunks(TOGETHER)) {
                take(Chunk { group: 0, values, cells });
            }
            return;
        }
        let mut buffer = [f64::NAN; TOGETHER];
        for (group, cells) in self.cells().enumerate() {
            for cells in cells.chunks(TOGETHER) {
                let values = gather(column, cells, &mut buffer);
                take(Chunk { group, values, cells });
            }
        }
    }

    /// The cells of each group.
    fn cells(&self) -> impl Iterator<Item = &[u32]> {
        let starts = std::iter::once(&0).chain(&self.ends);
        starts.zip(&self.ends).map(|(start, end)| self.order.get(*start..*end).unwrap_or_default())
    }

    /// How many cells each group has.
    pub(super) fn counts(&self) -> impl Iterator<Item = usize> {
        self.cells().map(<[u32]>::len)
    }

    /// The group of each cell, if it has one.
    pub(super) fn of_cells(&self) -> impl Iterator<Item = Option<usize>> {
        self.of_cell.iter().map(|group| usize::try_from(*group).ok().filter(|_| *group != NONE))
    }
}

/// The values of some cells, put side by side.
pub(super) fn gather<'a>(column: &[f64], cells: &[u32], buffer: &'a mut [f64; TOGETHER]) -> &'a [f64] {
    for (out, cell) in buffer.iter_mut().zip(cells) {
        let value = usize::try_from(*cell).ok().and_then(|cell| column.get(cell));
        *out = value.copied().unwrap_or(f64::NAN);
    }
    buffer.get(..cells.len()).unwrap_or_default()
}
