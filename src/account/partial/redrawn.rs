//! Sums of the same cells under other parameters: all draws of a block while it is at hand.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::Workspace;
use super::block::{Block, by_class};
use super::groups::Chunk;
use super::sums::{counted_value, counts};
use crate::account::plan::{Plan, Slot, Step};
use crate::equation::{CellEquation, InputColumns};
use crate::exact_sum::ExactSum;
use crate::input::cells::Cells;

/// A column in a draw.
#[derive(Debug, Clone, PartialEq)]
pub enum Altered {
    /// Parameters by type of the legend, grade after grade.
    ByClass(Vec<f64>),
    /// The column of the block, times a number.
    Scaled(f64),
    /// The column of the block, and a number added.
    Shifted(f64),
}

/// The columns of a block, in the order of the plan.
pub type Slots<'a> = Vec<Cow<'a, [f64]>>;

/// What has to be computed again when some columns of a plan change.
pub struct Redrawn<'a> {
    plan: &'a Plan,
    changed: Vec<Slot>,
    /// Drivers that read them, directly or through others, in the order of the plan.
    drivers: Vec<Slot>,
    /// Indicators that read any of those.
    supplies: Vec<usize>,
}

/// Exact sums of one indicator in one draw, by zone and ecosystem type; and how many cells had no number.
pub type RedrawnSums = BTreeMap<(usize, usize), (ExactSum, u64)>;

impl<'a> Redrawn<'a> {
    /// What depends on some columns, but for the indicators that are passed over.
    #[must_use]
    pub fn new(plan: &'a Plan, changed: &[Slot], passed_over: &[usize]) -> Self {
        let mut touched = changed.to_vec();
        let mut drivers = Vec::new();
        for (slot, column) in plan.columns.iter().enumerate() {
            if let Step::Driver { inputs, .. } = &column.step
                && inputs.iter().any(|input| touched.contains(input))
            {
                touched.push(slot);
                drivers.push(slot);
            }
        }
        let reads = |inputs: &[Slot]| inputs.iter().any(|input| touched.contains(input));
        let supplies = plan.supplies.iter().enumerate();
        let supplies: Vec<usize> = supplies
            .filter(|(index, supply)| reads(&supply.inputs) && !passed_over.contains(index))
            .map(|(index, _)| index)
            .collect();
        // A column that no indicator of them reads is left alone.
        let own = supplies.iter().filter_map(|own| plan.supplies.get(*own));
        let mut wanted: Vec<Slot> = own.flat_map(|own| own.inputs.clone()).collect();
        let mut next = 0;
        while let Some(slot) = wanted.get(next).copied() {
            if let Some(Step::Driver { inputs, .. }) = plan.columns.get(slot).map(|column| &column.step) {
                let new: Vec<Slot> = inputs.iter().copied().filter(|own| !wanted.contains(own)).collect();
                wanted.extend(new);
            }
            next += 1;
        }
        drivers.retain(|slot| wanted.contains(slot));
        let changed = changed.iter().copied().filter(|slot| wanted.contains(slot)).collect();
        Self { plan, changed, drivers, supplies }
    }

    /// The columns that change, as far as they are read.
    #[must_use]
    pub fn changed(&self) -> &[Slot] {
        &self.changed
    }

    /// Positions of the indicators that change.
    #[must_use]
    pub fn supplies(&self) -> &[usize] {
        &self.supplies
    }

    /// The block with its columns as they are without draws.
    #[must_use]
    pub fn block<'b>(&'b self, cells: &'b Cells, room: &'b mut Workspace) -> RedrawnBlock<'b> {
        RedrawnBlock { work: self, block: room.block(self.plan, cells).0 }
    }
}

/// A block of which the sums are made again and again.
pub struct RedrawnBlock<'a> {
    work: &'a Redrawn<'a>,
    block: Block<'a>,
}

impl RedrawnBlock<'_> {
    /// Columns to write the draws in; one for each thread.
    #[must_use]
    pub fn columns(&self) -> Slots<'_> {
        (0..self.work.plan.columns.len()).map(|slot| Cow::Borrowed(self.block.column(slot))).collect()
    }

    /// Adds the block to the sums of a draw: `altered` has a column for each that changes, and `sums` a table for each
    /// indicator that does.
    pub fn add<'b>(&'b self, columns: &mut Slots<'b>, altered: &[Altered], sums: &mut [RedrawnSums]) {
        let (plan, groups) = (self.work.plan, self.block.groups);
        for (slot, altered) in self.work.changed.iter().zip(altered) {
            let own = self.block.column(*slot);
            let made: Vec<f64> = match altered {
                Altered::ByClass(values) => {
                    let mut made = Vec::with_capacity(own.len());
                    by_class(values, plan.size.1, groups, &mut made);
                    made
                }
                Altered::Scaled(factor) => own.iter().map(|value| value * factor).collect(),
                Altered::Shifted(shift) => own.iter().map(|value| value + shift).collect(),
            };
            put(columns, *slot, made);
        }
        for slot in &self.work.drivers {
            let Some(column) = plan.columns.get(*slot) else { continue };
            if let Step::Driver { driver, inputs } = &column.step {
                let made = run(driver.equation, inputs, columns, groups.len() * column.quantity.bands);
                put(columns, *slot, made);
            }
        }
        for (index, sums) in self.work.supplies.iter().zip(sums) {
            let Some(supply) = plan.supplies.get(*index) else { continue };
            let Some(equation) = supply.supply.scope().cells() else { continue };
            let result = run(equation, &supply.inputs, columns, groups.len());
            groups.each(&result, |Chunk { group, values, .. }| {
                let Some(key) = groups.keys.get(group).filter(|key| counts(supply, key.1)) else { return };
                let (sum, absent) = sums.entry(*key).or_default();
                if sum.add_plain(values) {
                    return;
                }
                let present = values.iter().filter(|value| !value.is_nan());
                let counted: Vec<f64> = present.map(|value| counted_value(supply, *value)).collect();
                *absent += crate::math::count(values.len() - counted.len());
                sum.add_slice(&counted);
            });
        }
    }
}

fn put(columns: &mut Slots<'_>, slot: Slot, made: Vec<f64>) {
    if let Some(column) = columns.get_mut(slot) {
        *column = Cow::Owned(made);
    }
}

fn run(equation: &dyn CellEquation, inputs: &[Slot], columns: &Slots<'_>, count: usize) -> Vec<f64> {
    let mut out = vec![f64::NAN; count];
    let inputs: Vec<&[f64]> =
        inputs.iter().map(|slot| columns.get(*slot).map_or(&[][..], Cow::as_ref)).collect();
    equation.run(InputColumns::Wide(&inputs), &mut out);
    out
}
