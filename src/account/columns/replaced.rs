//! The columns of a block with some of them other than the plan says: what a draw changes, and what depends on it.

use super::{ColumnBuffer, Columns};
use crate::account::plan::{Plan, Slot, Step};

/// What stands in the place of a column.
#[derive(Debug, Clone, PartialEq)]
pub enum Replaced {
    /// Parameters by type of the legend, grade after grade.
    ByClass(Vec<f64>),
    /// The column of the block, times a number.
    Scaled(f64),
    /// The column of the block, and a number added.
    Shifted(f64),
}

/// What has to be computed again when some columns of a plan are replaced.
pub struct Dependents {
    replaced: Vec<Slot>,
    /// Whether a column is replaced, or a driver that reads one of these, directly or through others.
    touched: Vec<bool>,
    /// Indicators that read any of those.
    supplies: Vec<usize>,
}

impl Dependents {
    /// What depends on some columns, but for the indicators that are passed over.
    #[must_use]
    pub fn new(plan: &Plan, replaced: &[Slot], passed_over: &[usize]) -> Self {
        let is_touched = |touched: &[bool], inputs: &[Slot]| {
            inputs.iter().any(|input| touched.get(*input).is_some_and(|touched| *touched))
        };
        let mut touched: Vec<bool> = Vec::with_capacity(plan.columns.len());
        for (slot, column) in plan.columns.iter().enumerate() {
            let depends = match &column.step {
                Step::Driver { inputs, .. } => is_touched(&touched, inputs),
                _ => false,
            };
            touched.push(depends || replaced.contains(&slot));
        }
        let supplies = plan.supplies.iter().enumerate();
        let supplies = supplies
            .filter(|(index, supply)| is_touched(&touched, &supply.inputs) && !passed_over.contains(index));
        let (supplies, inputs): (Vec<usize>, Vec<&[Slot]>) =
            supplies.map(|(index, supply)| (index, supply.inputs.as_slice())).unzip();
        // A column that no indicator of them reads is left alone.
        let wanted = plan.behind(&inputs.concat());
        for (slot, touched) in touched.iter_mut().enumerate() {
            *touched &= wanted.contains(&slot);
        }
        let replaced = replaced.iter().copied().filter(|slot| wanted.contains(slot)).collect();
        Self { replaced, touched, supplies }
    }

    /// The columns that are replaced, as far as they are read.
    #[must_use]
    pub fn replaced(&self) -> &[Slot] {
        &self.replaced
    }

    /// Positions of the indicators that change.
    #[must_use]
    pub fn supplies(&self) -> &[usize] {
        &self.supplies
    }
}

/// Buffers for columns that are replaced, and for what depends on them; one for each thread.
#[derive(Debug, Default)]
pub struct ReplacedColumns {
    /// By slot.
    buffers: Vec<ColumnBuffer>,
    result: Vec<f64>,
}

impl ReplacedColumns {
    /// The columns of a block with some of them replaced, `replaced` in the order of [`Dependents::replaced`]. Only what
    /// depends on them is computed again; the buffer for the result of an equation is handed out beside them.
    pub fn columns<'b>(
        &'b mut self,
        base: &Columns<'b>,
        dependents: &'b Dependents,
        replaced: &[Replaced],
    ) -> (Columns<'b>, &'b mut Vec<f64>) {
        let Self { buffers, result } = self;
        let touched = dependents.touched.as_slice();
        buffers.resize_with(touched.len(), ColumnBuffer::default);
        for slot in (0..touched.len()).filter(|slot| touched.get(*slot).is_some_and(|touched| *touched)) {
            let (before, rest) = buffers.split_at_mut(slot);
            let Some(buffer) = rest.first_mut() else { continue };
            let mut given = dependents.replaced.iter().zip(replaced);
            match given.find(|(given, _)| **given == slot) {
                Some((_, replaced)) => base.replace(slot, replaced, buffer),
                None => Columns { replaced: Some((touched, before)), ..*base }.step(slot, buffer),
            }
        }
        (Columns { replaced: Some((touched, buffers)), ..*base }, result)
    }
}

impl Columns<'_> {
    fn replace(&self, slot: Slot, replaced: &Replaced, buffer: &mut ColumnBuffer) {
        match replaced {
            Replaced::ByClass(values) => buffer.look_up(values, self.plan.size.1, self.groups),
            Replaced::Scaled(factor) => self.map(slot, |value| value * factor, buffer),
            Replaced::Shifted(shift) => self.map(slot, |value| value + shift, buffer),
        }
    }

    /// A function of the values of a column: once for all cells where they share them.
    fn map(&self, slot: Slot, function: impl Fn(f64) -> f64, buffer: &mut ColumnBuffer) {
        if let Some(alike) = self.alike(slot) {
            let numbers: Vec<f64> = alike.iter().map(|value| function(*value)).collect();
            buffer.lay(&numbers, self.groups.len());
            return;
        }
        buffer.vary();
        buffer.values.clear();
        buffer.values.extend(self.column(slot).iter().map(|value| function(*value)));
    }
}
