//! Partial accounts: what a pass over some of the cells has added up, exactly.
//!
//! Partial accounts of any split of the cells merge to the same bits.

mod bytes;

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::plan::{CellSupply, Column, Plan, Slot, Step};
use crate::driver::{Inputs, Kernel};
use crate::exact_sum::ExactSum;
use crate::input::cells::{Cells, NO_ZONE};
use crate::input::plausibility::Spread;
use crate::parameter::profile::NegativePolicy;

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
    /// Reported columns in the order of the plan, by zone.
    pub reported: Vec<BTreeMap<usize, Weighted>>,
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
            reported: vec![BTreeMap::new(); plan.reported.len()],
            spreads: vec![Spread::default(); plan.watched.len()],
            ..Self::default()
        }
    }

    /// Adds the cells of a block and gives the indicators of each cell.
    pub fn add(&mut self, plan: &Plan, cells: &Cells) -> Maps {
        let columns = evaluate(plan, cells);
        let groups = Groups::of(cells, plan.size);
        self.add_map(cells, &groups);
        for ((spread, watched), column) in self.spreads.iter_mut().zip(&plan.watched).zip(&cells.columns) {
            if *watched {
                spread.add(column);
            }
        }
        for (index, slot) in plan.reported.iter().enumerate() {
            let (Some(column), Some(sums)) = (columns.get(*slot), self.reported.get_mut(index)) else {
                continue;
            };
            add_reported(sums, column, cells, &groups);
        }
        let mut maps = Vec::new();
        for (index, supply) in plan.supplies.iter().enumerate() {
            let mut result = supply_of(supply, &columns, cells.len());
            if let (Some(sums), Some(missing)) = (self.supplies.get_mut(index), self.missing.get_mut(index)) {
                add_supply(plan, supply, &columns, cells, &groups, &mut result, sums, missing);
            }
            maps.push(result);
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
        for (mine, theirs) in self.reported.iter_mut().zip(&other.reported) {
            join(mine, theirs, |own, value| {
                own.product.merge(&value.product);
                own.tally.merge(&value.tally);
            });
        }
    }

    fn add_map(&mut self, cells: &Cells, groups: &Groups) {
        let mut map: BTreeMap<(u32, u32), Tally> = BTreeMap::new();
        for ((zone, state), area) in cells.zone.iter().zip(&cells.state).zip(&cells.area) {
            map.entry((*zone, *state)).or_default().add(*area);
        }
        for (key, tally) in &map {
            self.map.entry(*key).or_default().merge(tally);
        }
        let mut extent: Vec<Tally> = vec![Tally::default(); groups.keys.len()];
        for (group, area) in groups.of_cell.iter().zip(&cells.area) {
            if let Some(tally) = group.and_then(|group| extent.get_mut(group)) {
                tally.add(*area);
            }
        }
        for (key, tally) in groups.keys.iter().zip(&extent) {
            self.extent.entry(*key).or_default().merge(tally);
        }
    }
}

/// The zone and type of each valued cell, as a position among those that the block has.
struct Groups {
    keys: Vec<(usize, usize)>,
    of_cell: Vec<Option<usize>>,
}

impl Groups {
    fn of(cells: &Cells, (zones, classes): (usize, usize)) -> Self {
        let mut positions: Vec<Option<usize>> = vec![None; zones * classes];
        let mut keys = Vec::new();
        let of_cell = cells.zone.iter().zip(&cells.class).zip(&cells.state).map(|((zone, class), state)| {
            if *state != 0 || *zone == NO_ZONE {
                return None;
            }
            let (zone, class) = (usize::try_from(*zone).ok()?, usize::try_from(*class).ok()?);
            let position = positions.get_mut(zone * classes + class)?;
            if position.is_none() {
                *position = Some(keys.len());
                keys.push((zone, class));
            }
            *position
        });
        let of_cell = of_cell.collect();
        Self { keys, of_cell }
    }

    fn key(&self, group: usize) -> (usize, usize) {
        self.keys.get(group).copied().unwrap_or_default()
    }
}

type Slots<'a> = Vec<Cow<'a, [f64]>>;

/// Every column of the plan for a block.
fn evaluate<'a>(plan: &Plan, cells: &'a Cells) -> Slots<'a> {
    let mut columns: Slots<'a> = Vec::new();
    for column in &plan.columns {
        let made = match &column.step {
            Step::Area => Cow::Borrowed(cells.area.as_slice()),
            Step::Layer { column } => {
                Cow::Borrowed(cells.columns.get(*column).map_or(&[][..], Vec::as_slice))
            }
            Step::ByClass { values, .. } => Cow::Owned(by_class(values, cells)),
            Step::Driver { driver, inputs } => {
                Cow::Owned(run(driver.kernel, inputs, &columns, cells.len() * column.quantity.bands))
            }
        };
        columns.push(made);
    }
    columns
}

fn by_class(values: &[f64], cells: &Cells) -> Vec<f64> {
    let value = |class: &u32| {
        let class = usize::try_from(*class).ok();
        class.and_then(|class| values.get(class)).copied().unwrap_or(f64::NAN)
    };
    cells.class.iter().map(value).collect()
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

fn add_reported(sums: &mut BTreeMap<usize, Weighted>, column: &[f64], cells: &Cells, groups: &Groups) {
    let mut by_zone: BTreeMap<usize, Weighted> = BTreeMap::new();
    for ((value, area), group) in column.iter().zip(&cells.area).zip(&groups.of_cell) {
        if let (Some(group), false) = (group, value.is_nan()) {
            let sums = by_zone.entry(groups.key(*group).0).or_default();
            sums.product.add(value * area);
            sums.tally.add(*area);
        }
    }
    for (zone, own) in by_zone {
        let sums = sums.entry(zone).or_default();
        sums.product.merge(&own.product);
        sums.tally.merge(&own.tally);
    }
}

#[expect(clippy::too_many_arguments, reason = "one place of the pass; the parts belong to different owners")]
fn add_supply(
    plan: &Plan,
    supply: &CellSupply,
    columns: &Slots<'_>,
    cells: &Cells,
    groups: &Groups,
    result: &mut [f64],
    sums: &mut BTreeMap<(usize, usize), Supplied>,
    missing: &mut BTreeMap<MissingKey, Tally>,
) {
    let mut own: Vec<Option<Supplied>> = groups
        .keys
        .iter()
        .map(|(_, class)| supply.counted.get(*class).is_some_and(|counted| *counted).then(Supplied::default))
        .collect();
    for (cell, ((value, area), group)) in result.iter_mut().zip(&cells.area).zip(&groups.of_cell).enumerate()
    {
        let Some((group, Some(sums))) = group.and_then(|group| Some((group, own.get_mut(group)?.as_mut())))
        else {
            *value = f64::NAN;
            continue;
        };
        if value.is_nan() {
            let (zone, class) = groups.key(group);
            let slot = culprit(plan, columns, &supply.inputs, cell, cells.len()).unwrap_or(Slot::MAX);
            missing.entry((zone, slot, class)).or_default().add(*area);
            continue;
        }
        if *value < 0.0 {
            sums.negative.add(*area);
            sums.negative_quantity.add(*value);
            if supply.negative == NegativePolicy::Clamp {
                *value = 0.0;
            }
        }
        sums.quantity.add(*value);
    }
    for (key, own) in groups.keys.iter().zip(own) {
        let Some(own) = own else { continue };
        let sums = sums.entry(*key).or_default();
        sums.quantity.merge(&own.quantity);
        sums.negative.merge(&own.negative);
        sums.negative_quantity.merge(&own.negative_quantity);
    }
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
