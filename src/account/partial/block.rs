//! The columns of a block, in room that is used again for the next block.

use super::groups::Groups;
use crate::account::plan::{CellSupply, Plan, Slot, Step};
use crate::driver::{self, Inputs, Kernel};
use crate::input::cells::Cells;

/// Inputs of an equation at most; more would only cost an allocation.
const MOST_INPUTS: usize = 16;

/// Room for what is computed from a block. One thread keeps one and hands it to every block, so that blocks of a size
/// allocate nothing.
#[derive(Debug, Default)]
pub struct Workspace {
    /// Columns that are looked up or computed, by slot.
    made: Vec<Vec<f64>>,
    groups: Groups,
    /// What an indicator comes to, cell by cell.
    pub(super) result: Vec<f64>,
}

/// A block with its columns, and its cells by group.
pub(super) struct Block<'a> {
    pub(super) plan: &'a Plan,
    pub(super) cells: &'a Cells,
    pub(super) groups: &'a Groups,
    made: &'a [Vec<f64>],
    /// The area that all cells share, where they do.
    pub(super) area: Option<f64>,
}

impl Workspace {
    /// Computes every column of a block; the room for results is handed out beside it.
    pub(super) fn block<'a>(&'a mut self, plan: &'a Plan, cells: &'a Cells) -> (Block<'a>, &'a mut Vec<f64>) {
        let Self { made, groups, result } = self;
        groups.fill(cells, plan.size);
        made.resize_with(plan.columns.len(), Vec::new);
        for (slot, column) in plan.columns.iter().enumerate() {
            let (before, rest) = made.split_at_mut(slot);
            let Some(out) = rest.first_mut() else { continue };
            match &column.step {
                Step::Area | Step::Layer { .. } => out.clear(),
                Step::ByClass { values, .. } => by_class(values, plan.size.1, cells, out),
                Step::Driver { driver, inputs } => {
                    let columns = Columns { plan, cells, made: before };
                    columns.run(driver.kernel, inputs, cells.len() * column.quantity.bands, out);
                }
            }
        }
        (Block { plan, cells, groups, made, area: shared(&cells.area) }, result)
    }
}

/// The columns that were made so far.
#[derive(Clone, Copy)]
struct Columns<'a> {
    plan: &'a Plan,
    cells: &'a Cells,
    made: &'a [Vec<f64>],
}

impl<'a> Columns<'a> {
    fn get(self, slot: Slot) -> &'a [f64] {
        match self.plan.columns.get(slot).map(|column| &column.step) {
            Some(Step::Area) => &self.cells.area,
            Some(Step::Layer { column }) => self.cells.columns.get(*column).map_or(&[], Vec::as_slice),
            _ => self.made.get(slot).map_or(&[], Vec::as_slice),
        }
    }

    fn run(self, kernel: Kernel, inputs: &[Slot], count: usize, out: &mut Vec<f64>) {
        out.clear();
        out.resize(count, f64::NAN);
        let mut few: [&[f64]; MOST_INPUTS] = [&[]; MOST_INPUTS];
        if let Some(few) = few.get_mut(..inputs.len()) {
            few.iter_mut().zip(inputs).for_each(|(own, slot)| *own = self.get(*slot));
            kernel(&Inputs::new(few), out);
        } else {
            let many: Vec<&[f64]> = inputs.iter().map(|slot| self.get(*slot)).collect();
            kernel(&Inputs::new(&many), out);
        }
    }
}

impl<'a> Block<'a> {
    /// A column of the plan.
    pub(super) fn column(&self, slot: Slot) -> &'a [f64] {
        Columns { plan: self.plan, cells: self.cells, made: self.made }.get(slot)
    }

    /// What an indicator comes to, cell by cell.
    pub(super) fn supply(&self, supply: &CellSupply, out: &mut Vec<f64>) {
        out.clear();
        if let Some((_, kernel)) = supply.supply.scope.cells() {
            let columns = Columns { plan: self.plan, cells: self.cells, made: self.made };
            columns.run(kernel, &supply.inputs, self.cells.len(), out);
        }
    }

    /// The first column in the order of the equations that has no number for a cell.
    pub(super) fn culprit(&self, inputs: &[Slot], cell: usize) -> Option<Slot> {
        inputs.iter().find_map(|slot| {
            let column = self.plan.columns.get(*slot)?;
            let (values, cells) = (self.column(*slot), self.cells.len());
            let absent = |band: usize| values.get(band * cells + cell).is_none_or(|value| value.is_nan());
            if !(0..column.quantity.bands).any(absent) {
                return None;
            }
            match &column.step {
                Step::Driver { inputs, .. } => self.culprit(inputs, cell).or(Some(*slot)),
                _ => Some(*slot),
            }
        })
    }
}

/// The parameters of the cells, grade after grade.
pub(super) fn by_class(values: &[f64], classes: usize, cells: &Cells, out: &mut Vec<f64>) {
    let (classes, count) = (classes.max(1), cells.len().max(1));
    out.clear();
    out.resize(values.len().div_ceil(classes) * cells.len(), f64::NAN);
    for (values, grade) in values.chunks(classes).zip(out.chunks_mut(count)) {
        driver::by_class(&cells.class, values, f64::NAN, grade);
    }
}

/// The value that all of some numbers are, if they are one.
fn shared(values: &[f64]) -> Option<f64> {
    let first = values.first()?;
    let differs = values.iter().fold(0, |differs, value| differs | (value.to_bits() ^ first.to_bits()));
    (differs == 0).then_some(*first)
}
