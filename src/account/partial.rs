//! Partial accounts: what a pass over some of the cells has added up, exactly.
//!
//! Partial accounts of any split of the cells merge to the same bits.

mod bytes;
mod groups;
mod redrawn;
mod weights;

use std::borrow::Cow;
use std::collections::BTreeMap;

use self::groups::Groups;
use super::plan::{CellSupply, Column, Plan, Slot, Step};
use crate::driver::{Inputs, Kernel};
use crate::exact_sum::ExactSum;
use crate::input::cells::{Cells, NO_ZONE};
use crate::input::plausibility::Spread;
use crate::parameter::profile::NegativePolicy;

pub use redrawn::{Altered, Redrawn, RedrawnBlock, RedrawnSums};
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

    /// Some cells.
    #[must_use]
    pub fn of(areas: &[f64]) -> Self {
        let mut sum = ExactSum::new();
        sum.add_slice(areas);
        Self { area: sum, cells: crate::math::count(areas.len()) }
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
    /// Spread of the layers that slips are looked for in, in the order of the legend.
    pub spreads: Vec<Spread>,
}

/// The indicators of a block, cell by cell, for maps.
pub type Maps = Vec<Vec<f64>>;

impl Partial {
    /// The sums of no cell.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        Self {
            supplies: vec![BTreeMap::new(); plan.supplies.len()],
            missing: vec![BTreeMap::new(); plan.supplies.len()],
            weighted: vec![BTreeMap::new(); plan.weighted.len()],
            spreads: vec![Spread::default(); plan.watched.len()],
            ..Self::default()
        }
    }

    /// Adds the cells of a block.
    pub fn add(&mut self, plan: &Plan, cells: &Cells) {
        self.add_with_maps(plan, cells, &[]);
    }

    /// Adds the cells of a block and gives some indicators of each cell, by their position in the plan.
    pub fn add_with_maps(&mut self, plan: &Plan, cells: &Cells, mapped: &[usize]) -> Maps {
        let block = Block::new(plan, cells);
        self.add_map(&block);
        for ((spread, watched), column) in self.spreads.iter_mut().zip(&plan.watched).zip(&cells.columns) {
            if *watched {
                spread.add(column);
            }
        }
        for (slot, sums) in plan.weighted.iter().zip(&mut self.weighted) {
            if let Some(column) = block.columns.get(*slot) {
                add_weighted(sums, column, &block);
            }
        }
        let mut maps: Maps = vec![Vec::new(); mapped.len()];
        let sums = self.supplies.iter_mut().zip(&mut self.missing);
        for ((index, supply), (sums, missing)) in plan.supplies.iter().enumerate().zip(sums) {
            let result = supply_of(supply, &block.columns, cells.len());
            add_supply(plan, supply, &block, &result, sums, missing);
            if let Some(place) =
                mapped.iter().position(|own| *own == index).and_then(|place| maps.get_mut(place))
            {
                *place = masked(supply, &block, result);
            }
        }
        maps
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
        for (mine, theirs) in self.spreads.iter_mut().zip(&other.spreads) {
            mine.merge(theirs);
        }
        for (mine, theirs) in self.weighted.iter_mut().zip(&other.weighted) {
            join(mine, theirs, Weighted::merge);
        }
    }

    fn add_map(&mut self, block: &Block<'_>) {
        for (key, areas) in block.groups.keys.iter().zip(block.groups.slices(&block.areas)) {
            let tally = Tally::of(areas);
            self.extent.entry(*key).or_default().merge(&tally);
            // Only valued cells, state 0, are in a group.
            self.map.entry((u32::try_from(key.0).unwrap_or(NO_ZONE), 0)).or_default().merge(&tally);
        }
        let Cells { zone, state, area, .. } = block.cells;
        let mut run: Option<((u32, u32), Vec<f64>)> = None;
        for (((zone, state), area), group) in zone.iter().zip(state).zip(area).zip(block.groups.of_cells()) {
            if group.is_some() {
                continue;
            }
            let key = (*zone, *state);
            match &mut run {
                Some((own, areas)) if *own == key => areas.push(*area),
                _ => {
                    if let Some((key, areas)) = run.replace((key, vec![*area])) {
                        self.map.entry(key).or_default().merge(&Tally::of(&areas));
                    }
                }
            }
        }
        if let Some((key, areas)) = run {
            self.map.entry(key).or_default().merge(&Tally::of(&areas));
        }
    }
}

/// A block with its columns, and its cells by group.
struct Block<'a> {
    cells: &'a Cells,
    columns: Slots<'a>,
    groups: Groups,
    /// Areas in the order of the groups.
    areas: Vec<f64>,
}

impl<'a> Block<'a> {
    fn new(plan: &Plan, cells: &'a Cells) -> Self {
        let groups = Groups::of(cells, plan.size);
        Self { cells, columns: evaluate(plan, cells), areas: groups.gather(&cells.area), groups }
    }
}

/// The columns of a block, in the order of the plan.
pub type Slots<'a> = Vec<Cow<'a, [f64]>>;

/// Every column of the plan for a block.
fn evaluate<'a>(plan: &Plan, cells: &'a Cells) -> Slots<'a> {
    let mut columns: Slots<'a> = Vec::new();
    for column in &plan.columns {
        let made = match &column.step {
            Step::Area => Cow::Borrowed(cells.area.as_slice()),
            Step::Layer { column } => {
                Cow::Borrowed(cells.columns.get(*column).map_or(&[][..], Vec::as_slice))
            }
            Step::ByClass { values, .. } => Cow::Owned(by_class(values, plan.size.1, cells)),
            Step::Driver { driver, inputs } => {
                Cow::Owned(run(driver.kernel, inputs, &columns, cells.len() * column.quantity.bands))
            }
        };
        columns.push(made);
    }
    columns
}

/// The parameters of the cells, grade after grade.
fn by_class(values: &[f64], classes: usize, cells: &Cells) -> Vec<f64> {
    let grade = |values: &[f64]| {
        let value = |class: &u32| {
            let class = usize::try_from(*class).ok();
            class.and_then(|class| values.get(class)).copied().unwrap_or(f64::NAN)
        };
        cells.class.iter().map(value).collect::<Vec<f64>>()
    };
    values.chunks(classes.max(1)).flat_map(grade).collect()
}

fn run(kernel: Kernel, inputs: &[Slot], columns: &Slots<'_>, count: usize) -> Vec<f64> {
    let mut out = vec![f64::NAN; count];
    let inputs: Vec<&[f64]> =
        inputs.iter().map(|slot| columns.get(*slot).map_or(&[][..], Cow::as_ref)).collect();
    kernel(&Inputs::new(&inputs), &mut out);
    out
}

fn supply_of(supply: &CellSupply, columns: &Slots<'_>, count: usize) -> Vec<f64> {
    let cells = supply.supply.scope.cells();
    cells.map_or_else(Vec::new, |(_, kernel)| run(kernel, &supply.inputs, columns, count))
}

fn add_weighted(sums: &mut BTreeMap<(usize, usize), Weighted>, column: &[f64], block: &Block<'_>) {
    let gathered = block.groups.gather(column);
    let groups = block.groups.keys.iter().zip(block.groups.slices(&gathered));
    for ((key, values), areas) in groups.zip(block.groups.slices(&block.areas)) {
        let present = || values.iter().zip(areas).filter(|(value, _)| !value.is_nan());
        let products: Vec<f64> = present().map(|(value, area)| value * area).collect();
        let areas: Vec<f64> = present().map(|(_, area)| *area).collect();
        if areas.is_empty() {
            continue;
        }
        let own = sums.entry(*key).or_default();
        own.product.add_slice(&products);
        own.tally.merge(&Tally::of(&areas));
    }
}

fn add_supply(
    plan: &Plan,
    supply: &CellSupply,
    block: &Block<'_>,
    result: &[f64],
    sums: &mut BTreeMap<(usize, usize), Supplied>,
    missing: &mut BTreeMap<MissingKey, Tally>,
) {
    let groups = &block.groups;
    let gathered = groups.gather(result);
    for ((key, values), cells) in groups.keys.iter().zip(groups.slices(&gathered)).zip(groups.cells()) {
        if !supply.counted.get(key.1).is_some_and(|counted| *counted) {
            continue;
        }
        let sums = sums.entry(*key).or_default();
        // Counting, so that all values are looked at in one stream.
        if values.iter().filter(|value| **value >= 0.0).count() == values.len() {
            sums.quantity.add_slice(values);
            continue;
        }
        for (value, cell) in values.iter().zip(cells) {
            let cell = usize::try_from(*cell).unwrap_or(usize::MAX);
            let area = block.cells.area.get(cell).copied().unwrap_or(f64::NAN);
            if value.is_nan() {
                let slot = culprit(plan, &block.columns, &supply.inputs, cell, block.cells.len());
                missing.entry((key.0, slot.unwrap_or(Slot::MAX), key.1)).or_default().add(area);
                continue;
            }
            if *value < 0.0 {
                sums.negative.add(area);
                sums.negative_quantity.add(*value);
            }
            sums.quantity.add(counted_value(supply, *value));
        }
    }
}

/// What a value counts as under the policy for negative cells.
fn counted_value(supply: &CellSupply, value: f64) -> f64 {
    if value < 0.0 && supply.negative == NegativePolicy::Clamp { 0.0 } else { value }
}

/// The values of the cells that count; `NaN` elsewhere.
fn masked(supply: &CellSupply, block: &Block<'_>, mut result: Vec<f64>) -> Vec<f64> {
    let class_of = |group: usize| block.groups.keys.get(group).map(|(_, class)| *class);
    for (value, group) in result.iter_mut().zip(block.groups.of_cells()) {
        let counted = group.and_then(class_of).and_then(|class| supply.counted.get(class)).copied();
        *value = if counted == Some(true) { counted_value(supply, *value) } else { f64::NAN };
    }
    result
}

/// The first column in the order of the equations that has no number for a cell.
fn culprit(plan: &Plan, columns: &Slots<'_>, inputs: &[Slot], cell: usize, cells: usize) -> Option<Slot> {
    inputs.iter().find_map(|slot| {
        let column: &Column = plan.columns.get(*slot)?;
        let values = columns.get(*slot)?;
        let bands = 0..column.quantity.bands;
        let absent = |band: usize| values.get(band * cells + cell).is_none_or(|value: &f64| value.is_nan());
        if !bands.into_iter().any(absent) {
            return None;
        }
        match &column.step {
            Step::Driver { inputs, .. } => culprit(plan, columns, inputs, cell, cells).or(Some(*slot)),
            _ => Some(*slot),
        }
    })
}
