//! The cells of a block by zone and ecosystem type, so that each group is added up as one slice.

use crate::input::cells::{Cells, NO_ZONE};

/// Position of a cell that belongs to no group.
const NONE: u32 = u32::MAX;

/// The valued cells of a block in the order of their groups.
pub(super) struct Groups {
    /// Zone and type of each group.
    pub(super) keys: Vec<(usize, usize)>,
    /// Group of each cell.
    of_cell: Vec<u32>,
    /// Cells in the order of their groups.
    order: Vec<u32>,
    /// Where each group ends in that order.
    ends: Vec<usize>,
}

impl Groups {
    pub(super) fn of(cells: &Cells, (zones, classes): (usize, usize)) -> Self {
        let mut positions: Vec<u32> = vec![NONE; zones * classes];
        let (mut keys, mut ends) = (Vec::new(), Vec::new());
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
        let of_cell: Vec<u32> =
            triples.map(|((zone, class), state)| group(*zone, *class, *state).unwrap_or(NONE)).collect();
        let mut before = 0;
        let mut next: Vec<usize> = Vec::with_capacity(ends.len());
        for end in &mut ends {
            next.push(before);
            before += *end;
            *end = before;
        }
        let mut order = vec![0; before];
        for (cell, group) in (0_u32..).zip(&of_cell) {
            let next = usize::try_from(*group).ok().and_then(|group| next.get_mut(group));
            let Some(next) = next else { continue };
            if let Some(place) = order.get_mut(*next) {
                *place = cell;
            }
            *next += 1;
        }
        Self { keys, of_cell, order, ends }
    }

    /// The values of a column in the order of the groups.
    pub(super) fn gather(&self, column: &[f64]) -> Vec<f64> {
        let value = |cell: &u32| usize::try_from(*cell).ok().and_then(|cell| column.get(cell)).copied();
        self.order.iter().map(|cell| value(cell).unwrap_or(f64::NAN)).collect()
    }

    /// Each group of gathered values.
    pub(super) fn slices<'a, T>(&'a self, gathered: &'a [T]) -> impl Iterator<Item = &'a [T]> {
        let starts = std::iter::once(&0).chain(&self.ends);
        starts.zip(&self.ends).map(|(start, end)| gathered.get(*start..*end).unwrap_or_default())
    }

    /// The cells of each group.
    pub(super) fn cells(&self) -> impl Iterator<Item = &[u32]> {
        self.slices(&self.order)
    }

    /// The group of each cell, if it has one.
    pub(super) fn of_cells(&self) -> impl Iterator<Item = Option<usize>> {
        self.of_cell.iter().map(|group| usize::try_from(*group).ok().filter(|_| *group != NONE))
    }
}
