//! Partial accounts: what a pass over some of the cells has added up, exactly.
//!
//! Partial accounts of any split of the cells merge to the same bits.

mod bytes;
mod mappable;
mod redrawn;
mod sums;
mod weights;

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::columns::{Columns, Workspace};
use super::plan::{Plan, Slot};
use crate::exact_sum::ExactSum;
use crate::input::cells::{Cells, NO_ZONE};
use crate::input::plausibility::{LayerRange, Watched};

pub use mappable::Mappable;
pub use redrawn::{RedrawnSums, add_redrawn};
pub use weights::Weighing;

/// Area and number of some cells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Their area \[m²\].
    pub area: ExactSum,
    /// Their number.
    pub cells: u64,
}

impl Tally {
    /// Counts a cell.
    pub fn add(&mut self, area: f64) {
        self.area.add(area);
        self.cells += 1;
    }

    /// Counts some cells.
    pub fn add_slice(&mut self, areas: &[f64]) {
        self.area.add_slice(areas);
        self.cells += crate::math::count(areas.len());
    }

    /// Counts so many cells of one area.
    pub fn add_alike(&mut self, area: f64, cells: u32) {
        self.area.add_times(area, cells);
        self.cells += u64::from(cells);
    }

    /// Counts the cells of another tally.
    pub fn merge(&mut self, other: &Self) {
        self.area.merge(&other.area);
        self.cells = self.cells.saturating_add(other.cells);
    }

    /// Takes the cells of a part of this tally away.
    pub fn subtract(&mut self, other: &Self) {
        self.area.subtract(&other.area);
        self.cells = self.cells.saturating_sub(other.cells);
    }
}

/// What one indicator has added up in one zone and ecosystem type.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Supplied {
    /// The quantity, in the unit of the indicator.
    pub quantity: ExactSum,
    /// Cells below zero, and what they amount to.
    pub negative: Tally,
    /// The quantity of the cells below zero.
    pub negative_quantity: ExactSum,
}

/// Mean of a column over area.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Weighted {
    /// Value times area.
    pub product: ExactSum,
    /// Cells that have a value.
    pub tally: Tally,
}

impl Weighted {
    /// Adds the cells of another sum.
    pub fn merge(&mut self, other: &Self) {
        self.product.merge(&other.product);
        self.tally.merge(&other.tally);
    }
}

/// Zone, column that is missing, and ecosystem type.
pub type MissingKey = (usize, Slot, usize);

/// The keys of a zone among those by zone and ecosystem type.
pub(super) const fn of_zone(zone: usize) -> RangeInclusive<(usize, usize)> {
    (zone, 0)..=(zone, usize::MAX)
}

/// Exact sums over some of the cells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Partial {
    /// State of the map, by zone and state.
    pub map: BTreeMap<(u32, u32), Tally>,
    /// Valued area, by zone and ecosystem type.
    pub extent: BTreeMap<(usize, usize), Tally>,
    /// Per-cell indicators in the order of the plan, by zone and ecosystem type.
    pub supplies: Vec<BTreeMap<(usize, usize), Supplied>>,
    /// Counted cells without a result, for each per-cell indicator.
    pub missing: Vec<BTreeMap<MissingKey, Tally>>,
    /// Columns that are added up with the area, in the order of the plan, by zone and ecosystem type.
    pub weighted: Vec<BTreeMap<(usize, usize), Weighted>>,
    /// Range of the layers that slips are looked for in, in the order of the legend.
    pub ranges: Vec<LayerRange>,
}

/// What takes indicators of a block, cell by cell, for maps.
pub trait Mapped {
    /// Whether it takes the indicator at a position of the plan.
    fn wants(&self, _supply: usize) -> bool {
        false
    }

    /// Takes an indicator.
    fn take(&mut self, _supply: usize, _values: &Mappable<'_>) {}
}

/// Takes nothing.
impl Mapped for () {}

/// The indicators of a block, cell by cell, in the order in which they were asked for.
pub type Maps = Vec<Vec<f64>>;

/// Keeps what it takes.
struct Kept<'a> {
    mapped: &'a [usize],
    maps: Maps,
}

impl Mapped for Kept<'_> {
    fn wants(&self, supply: usize) -> bool {
        self.mapped.contains(&supply)
    }

    fn take(&mut self, supply: usize, values: &Mappable<'_>) {
        let maps = self.mapped.iter().zip(&mut self.maps);
        for (_, map) in maps.filter(|(own, _)| **own == supply) {
            values.lay(map, |value| value);
        }
    }
}

/// Counts the valued cells on which a layer is exactly 0.
fn add_zeros(range: &mut LayerRange, cells: &Cells, column: &[f64]) {
    for ((value, state), area) in column.iter().zip(&cells.state).zip(&cells.area) {
        if value.abs() <= 0.0 && *state == 0 {
            range.add_zero(*area);
        }
    }
}

impl Partial {
    /// The sums of no cell.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        Self {
            supplies: vec![BTreeMap::new(); plan.supplies.len()],
            missing: vec![BTreeMap::new(); plan.supplies.len()],
            weighted: vec![BTreeMap::new(); plan.weighted.len()],
            ranges: vec![LayerRange::default(); plan.watched.len()],
            ..Self::default()
        }
    }

    /// Number of the cells, whatever became of them.
    #[must_use]
    pub fn cells(&self) -> u64 {
        self.map.values().fold(0, |cells, tally| cells.saturating_add(tally.cells))
    }

    /// Whether the sums can be those of a plan.
    #[must_use]
    pub fn fits(&self, plan: &Plan) -> bool {
        let (zones, classes) = plan.size;
        let within = |key: &(usize, usize)| key.0 < zones && key.1 < classes;
        self.supplies.len() == plan.supplies.len()
            && self.missing.len() == plan.supplies.len()
            && self.weighted.len() == plan.weighted.len()
            && self.ranges.len() == plan.watched.len()
            && self.extent.keys().all(within)
            && self.supplies.iter().all(|sums| sums.keys().all(within))
            && self.weighted.iter().all(|sums| sums.keys().all(within))
    }

    /// Adds the cells of a block.
    pub fn add(&mut self, plan: &Plan, cells: &Cells) {
        self.add_with(plan, cells, &mut Workspace::default());
    }

    /// Adds the cells of a block, in the buffers of the last block.
    pub fn add_with(&mut self, plan: &Plan, cells: &Cells, buffers: &mut Workspace) {
        self.add_mapped(plan, cells, buffers, &mut ());
    }

    /// Adds the cells of a block and gives some indicators of each cell, by their position in the plan.
    pub fn add_with_maps(&mut self, plan: &Plan, cells: &Cells, mapped: &[usize]) -> Maps {
        let mut kept = Kept { mapped, maps: vec![Vec::new(); mapped.len()] };
        self.add_mapped(plan, cells, &mut Workspace::default(), &mut kept);
        kept.maps
    }

    /// Adds the cells of a block, and hands those indicators to `map` that it wants.
    pub fn add_mapped(&mut self, plan: &Plan, cells: &Cells, buffers: &mut Workspace, map: &mut impl Mapped) {
        let (columns, result) = buffers.columns(plan, cells);
        self.add_map(&columns);
        for ((range, watched), column) in self.ranges.iter_mut().zip(&plan.watched).zip(&cells.columns) {
            if *watched != Watched::No {
                range.add(column);
            }
            if *watched == Watched::Zeros && range.begins_at_zero() {
                add_zeros(range, cells, column);
            }
        }
        for (slot, sums) in plan.weighted.iter().zip(&mut self.weighted) {
            sums::add_weighted(sums, columns.column(*slot), &columns);
        }
        let sums = self.supplies.iter_mut().zip(&mut self.missing);
        for ((index, supply), (sums, missing)) in plan.supplies.iter().enumerate().zip(sums) {
            columns.supply(supply, result);
            sums::add_supply(supply, &columns, result, sums, missing);
            if map.wants(index) {
                map.take(index, &Mappable::new(supply, &columns, result));
            }
        }
    }

    /// Adds the sums of other cells.
    pub fn merge(&mut self, other: &Self) {
        fn join<K: Ord + Copy, V: Clone>(
            mine: &mut BTreeMap<K, V>,
            theirs: &BTreeMap<K, V>,
            add: fn(&mut V, &V),
        ) {
            for (key, value) in theirs {
                match mine.get_mut(key) {
                    Some(own) => add(own, value),
                    None => {
                        mine.insert(*key, value.clone());
                    }
                }
            }
        }
        join(&mut self.map, &other.map, Tally::merge);
        join(&mut self.extent, &other.extent, Tally::merge);
        for (mine, theirs) in self.supplies.iter_mut().zip(&other.supplies) {
            join(mine, theirs, |own, value| {
                own.quantity.merge(&value.quantity);
                own.negative.merge(&value.negative);
                own.negative_quantity.merge(&value.negative_quantity);
            });
        }
        for (mine, theirs) in self.missing.iter_mut().zip(&other.missing) {
            join(mine, theirs, Tally::merge);
        }
        for (mine, theirs) in self.ranges.iter_mut().zip(&other.ranges) {
            mine.merge(theirs);
        }
        for (mine, theirs) in self.weighted.iter_mut().zip(&other.weighted) {
            join(mine, theirs, Weighted::merge);
        }
    }

    /// Counts the cells of the map by state, and the valued ones by zone and type.
    fn add_map(&mut self, columns: &Columns<'_>) {
        for (key, tally) in columns.groups.keys.iter().zip(sums::tallies(columns)) {
            self.extent.entry(*key).or_default().merge(&tally);
            // Only valued cells, state 0, are in a group.
            self.map.entry((u32::try_from(key.0).unwrap_or(NO_ZONE), 0)).or_default().merge(&tally);
        }
        let Cells { zone, state, area, .. } = columns.cells;
        for run in columns.groups.left_out() {
            let Some(key) = zone.get(run.start).zip(state.get(run.start)) else { continue };
            let tally = self.map.entry((*key.0, *key.1)).or_default();
            tally.add_slice(area.get(run).unwrap_or_default());
        }
    }
}
