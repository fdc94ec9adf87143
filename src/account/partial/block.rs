//! The columns of a block, in room that is used again for the next block.
//!
//! The valued cells of a block are put in the order of their groups before anything is computed: what is computed is
//! then in that order too, and each group is one slice of every column. What all cells share is computed once.

use super::groups::Groups;
use crate::account::plan::{CellSupply, Plan, Slot, Step};
use crate::equation::{CellEquation, InputColumns};
use crate::input::cells::Cells;

/// Inputs of an equation at most; more would only cost an allocation.
const MOST_INPUTS: usize = 16;

/// Room for what is computed from a block. One thread keeps one and hands it to every block, so that blocks of a size
/// allocate nothing.
#[derive(Debug, Default)]
pub struct Workspace {
    /// Columns by slot.
    made: Vec<Made>,
    area: Made,
    groups: Groups,
    /// What one indicator comes to, in the order of the groups.
    result: Vec<f64>,
}

/// A column of the valued cells in the order of their groups.
#[derive(Debug, Default)]
struct Made {
    values: Vec<f64>,
    /// The number of each band, where all cells have the same.
    alike: Vec<f64>,
    /// For how many cells those numbers were laid out.
    cells: usize,
}

/// A block with its columns, and its cells by group.
pub(super) struct Block<'a> {
    pub(super) plan: &'a Plan,
    pub(super) cells: &'a Cells,
    pub(super) groups: &'a Groups,
    columns: Columns<'a>,
}

impl Workspace {
    /// Computes every column of a block; the room for a result is handed out beside it.
    pub(super) fn block<'a>(&'a mut self, plan: &'a Plan, cells: &'a Cells) -> (Block<'a>, &'a mut Vec<f64>) {
        let Self { made, area, groups, result } = self;
        groups.fill(cells, plan.size);
        match shared(&cells.area) {
            Some(alike) => area.lay(&[alike], groups.len()),
            None => area.gather(&cells.area, groups),
        }
        made.resize_with(plan.columns.len(), Made::default);
        for (slot, column) in plan.columns.iter().enumerate() {
            let (before, rest) = made.split_at_mut(slot);
            let Some(own) = rest.first_mut() else { continue };
            match &column.step {
                Step::Area => {}
                Step::Layer { column } => own.take(cells, *column, groups),
                Step::ByClass { values, .. } => {
                    own.vary();
                    by_class(values, plan.size.1, groups, &mut own.values);
                }
                Step::Driver { driver, inputs } => {
                    let columns = Columns { plan, cells, groups, area, made: before };
                    own.run(driver.equation, &columns, inputs, column.quantity.bands);
                }
            }
        }
        let columns = Columns { plan, cells, groups, area, made };
        (Block { plan, cells, groups, columns }, result)
    }
}

impl Made {
    /// Numbers that all cells have, one for each band.
    fn lay(&mut self, numbers: &[f64], cells: usize) {
        let bits = |own: &[f64]| own.iter().copied().map(f64::to_bits).collect::<Vec<_>>();
        let enough = if numbers.len() == 1 { self.cells >= cells } else { self.cells == cells };
        if enough && bits(&self.alike) == bits(numbers) {
            return;
        }
        self.alike.clear();
        self.alike.extend_from_slice(numbers);
        self.cells = cells;
        self.values.clear();
        for number in numbers {
            self.values.extend(std::iter::repeat_n(*number, cells));
        }
    }

    /// Lets the cells differ.
    fn vary(&mut self) {
        self.alike.clear();
        self.cells = 0;
    }

    /// A column of the block, unless its cells are in order as they came.
    fn gather(&mut self, column: &[f64], groups: &Groups) {
        self.vary();
        if groups.are_in_order() {
            self.values.clear();
        } else {
            groups.gather(column, &mut self.values);
        }
    }

    /// A column that the block brings.
    fn take(&mut self, cells: &Cells, column: usize, groups: &Groups) {
        let values = cells.columns.get(column).map_or(&[][..], Vec::as_slice);
        if cells.alike.get(column).is_some_and(|alike| *alike) {
            let numbers: Vec<f64> = values.iter().step_by(cells.len().max(1)).copied().collect();
            self.lay(&numbers, groups.len());
        } else {
            self.gather(values, groups);
        }
    }

    /// What an equation makes: once for all cells where they share its inputs.
    fn run(&mut self, equation: &dyn CellEquation, columns: &Columns<'_>, inputs: &[Slot], bands: usize) {
        let alike: Option<Vec<&[f64]>> = inputs.iter().map(|slot| columns.alike(*slot)).collect();
        if let Some(alike) = alike.filter(|alike| !alike.is_empty()) {
            let mut numbers = vec![f64::NAN; bands];
            equation.run(InputColumns::Wide(&alike), &mut numbers);
            self.lay(&numbers, columns.groups.len());
            return;
        }
        self.vary();
        columns.run(equation, inputs, bands, &mut self.values);
    }
}

/// The columns that were made so far.
#[derive(Clone, Copy)]
struct Columns<'a> {
    plan: &'a Plan,
    cells: &'a Cells,
    groups: &'a Groups,
    area: &'a Made,
    made: &'a [Made],
}

impl<'a> Columns<'a> {
    fn get(&self, slot: Slot) -> &'a [f64] {
        let Some(column) = self.plan.columns.get(slot) else { return &[] };
        let as_it_came = match &column.step {
            Step::Area => return self.area(),
            Step::Layer { column } => self.cells.columns.get(*column).map_or(&[][..], Vec::as_slice),
            _ => &[],
        };
        let made = self.made.get(slot).filter(|made| !made.values.is_empty());
        made.map_or(as_it_came, |made| {
            made.values.get(..self.groups.len() * column.quantity.bands).unwrap_or_default()
        })
    }

    fn area(&self) -> &'a [f64] {
        let made = self.area.values.get(..self.groups.len()).filter(|_| !self.area.values.is_empty());
        made.unwrap_or(&self.cells.area)
    }

    /// The number of each band of a column, where all cells have the same.
    fn alike(&self, slot: Slot) -> Option<&'a [f64]> {
        let own = match self.plan.columns.get(slot)?.step {
            Step::Area => self.area,
            _ => self.made.get(slot)?,
        };
        (!own.alike.is_empty()).then_some(own.alike.as_slice())
    }

    fn run(&self, equation: &dyn CellEquation, inputs: &[Slot], bands: usize, out: &mut Vec<f64>) {
        // Every equation writes every cell if it has its columns.
        if inputs.iter().any(|slot| self.get(*slot).is_empty()) {
            out.clear();
        }
        out.resize(self.groups.len() * bands, f64::NAN);
        let mut few: [&[f64]; MOST_INPUTS] = [&[]; MOST_INPUTS];
        if let Some(few) = few.get_mut(..inputs.len()) {
            few.iter_mut().zip(inputs).for_each(|(own, slot)| *own = self.get(*slot));
            equation.run(InputColumns::Wide(few), out);
        } else {
            let many: Vec<&[f64]> = inputs.iter().map(|slot| self.get(*slot)).collect();
            equation.run(InputColumns::Wide(&many), out);
        }
    }
}

impl<'a> Block<'a> {
    /// A column of the plan.
    pub(super) fn column(&self, slot: Slot) -> &'a [f64] {
        self.columns.get(slot)
    }

    /// The area of each cell.
    pub(super) fn areas(&self) -> &'a [f64] {
        self.columns.area()
    }

    /// The area that all cells share, where they do.
    pub(super) fn area(&self) -> Option<f64> {
        self.columns.area.alike.first().copied()
    }

    /// What an indicator comes to, cell by cell.
    pub(super) fn supply(&self, supply: &CellSupply, out: &mut Vec<f64>) {
        match supply.supply.scope().cells() {
            Some(equation) => self.columns.run(equation, &supply.inputs, 1, out),
            None => out.clear(),
        }
    }

    /// The first column in the order of the equations that has no number for a cell.
    pub(super) fn culprit(&self, inputs: &[Slot], cell: usize) -> Option<Slot> {
        inputs.iter().find_map(|slot| {
            let column = self.plan.columns.get(*slot)?;
            let (values, cells) = (self.column(*slot), self.groups.len());
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
pub(super) fn by_class(values: &[f64], classes: usize, groups: &Groups, out: &mut Vec<f64>) {
    out.clear();
    for grade in values.chunks(classes.max(1)) {
        for ((_, class), range) in groups.keys.iter().zip(groups.ranges()) {
            let value = grade.get(*class).copied().unwrap_or(f64::NAN);
            out.extend(std::iter::repeat_n(value, range.len()));
        }
    }
}

/// The value that all of some numbers are, if they are one.
fn shared(values: &[f64]) -> Option<f64> {
    let first = values.first()?;
    let differs = values.iter().fold(0, |differs, value| differs | (value.to_bits() ^ first.to_bits()));
    (differs == 0).then_some(*first)
}
