//! The one interpreter of a plan over a block: for the sums of an account, for its draws, and for a cell that is explained.
//!
//! The valued cells of a block are put in the order of their groups before anything is computed: what is computed is
//! then in that order too, and each group is one slice of every column. What all cells share is computed once.

mod groups;
mod replaced;

use super::plan::{CellSupply, Plan, Slot, Step};
use crate::equation::{CellEquation, InputColumns};
use crate::input::cells::Cells;

pub(super) use groups::{Chunk, Groups, TOGETHER};
pub use replaced::{Dependents, Replaced, ReplacedColumns};

/// Inputs of an equation at most; more would only cost an allocation.
const MOST_INPUTS: usize = 16;

/// Buffers for what is computed from a block. One thread keeps them and hands them to every block, so that blocks of a
/// size allocate nothing.
#[derive(Debug, Default)]
pub struct Workspace {
    /// Columns by slot.
    computed: Vec<ColumnBuffer>,
    area: ColumnBuffer,
    groups: Groups,
    /// What one indicator comes to, in the order of the groups.
    result: Vec<f64>,
}

impl Workspace {
    /// Computes every column of a block; the buffer for the result of an equation is handed out beside them.
    pub fn columns<'a>(&'a mut self, plan: &'a Plan, cells: &'a Cells) -> (Columns<'a>, &'a mut Vec<f64>) {
        let Self { computed, area, groups, result } = self;
        groups.fill(cells, plan.size);
        match shared(&cells.area) {
            Some(alike) => area.lay(&[alike], groups.len()),
            None => area.gather(&cells.area, groups),
        }
        computed.resize_with(plan.columns.len(), ColumnBuffer::default);
        for slot in 0..plan.columns.len() {
            let (before, rest) = computed.split_at_mut(slot);
            let columns = Columns { plan, cells, groups, area, computed: before, replaced: None };
            if let Some(column) = rest.first_mut() {
                columns.step(slot, column);
            }
        }
        (Columns { plan, cells, groups, area, computed, replaced: None }, result)
    }
}

/// A column of the valued cells in the order of their groups.
#[derive(Debug, Default)]
struct ColumnBuffer {
    values: Vec<f64>,
    /// The number of each band, where all cells have the same.
    alike: Vec<f64>,
    /// For how many cells those numbers were laid out.
    cells: usize,
}

impl ColumnBuffer {
    /// Numbers that all cells have, one for each band.
    fn lay(&mut self, numbers: &[f64], cells: usize) {
        let same = self
            .alike
            .iter()
            .map(|number| number.to_bits())
            .eq(numbers.iter().map(|number| number.to_bits()));
        let enough = if numbers.len() == 1 { self.cells >= cells } else { self.cells == cells };
        if enough && same {
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

    /// The parameters of the cells, grade after grade.
    fn look_up(&mut self, parameters: &[f64], classes: usize, groups: &Groups) {
        self.vary();
        self.values.clear();
        for grade in parameters.chunks(classes.max(1)) {
            for ((_, class), range) in groups.keys.iter().zip(groups.ranges()) {
                let value = grade.get(*class).copied().unwrap_or(f64::NAN);
                self.values.extend(std::iter::repeat_n(value, range.len()));
            }
        }
    }
}

/// The columns of a block, as far as they are computed.
#[derive(Clone, Copy)]
pub struct Columns<'a> {
    pub(super) plan: &'a Plan,
    pub(super) cells: &'a Cells,
    pub(super) groups: &'a Groups,
    area: &'a ColumnBuffer,
    computed: &'a [ColumnBuffer],
    /// Columns that are other than the plan says, and whether a slot is one of them.
    replaced: Option<(&'a [bool], &'a [ColumnBuffer])>,
}

impl<'a> Columns<'a> {
    /// The values of a column: of all valued cells in the order of their groups, band after band.
    #[must_use]
    pub fn column(&self, slot: Slot) -> &'a [f64] {
        let Some(column) = self.plan.columns.get(slot) else { return &[] };
        let as_it_came = match &column.step {
            Step::Area => return self.areas(),
            Step::Layer { column } => self.cells.columns.get(*column).map_or(&[][..], Vec::as_slice),
            _ => &[],
        };
        let computed = self.buffer(slot).filter(|buffer| !buffer.values.is_empty());
        computed.map_or(as_it_came, |buffer| {
            buffer.values.get(..self.groups.len() * column.quantity.bands).unwrap_or_default()
        })
    }

    /// What an indicator comes to, cell by cell.
    pub fn supply(&self, supply: &CellSupply, out: &mut Vec<f64>) {
        match supply.supply.scope().cells() {
            Some(equation) => self.run(equation, &supply.inputs, 1, out),
            None => out.clear(),
        }
    }

    /// The area of each cell.
    pub(super) fn areas(&self) -> &'a [f64] {
        let values = self.area.values.get(..self.groups.len()).filter(|_| !self.area.values.is_empty());
        values.unwrap_or(&self.cells.area)
    }

    /// The area that all cells share, where they do.
    pub(super) fn area(&self) -> Option<f64> {
        self.area.alike.first().copied()
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

    fn buffer(&self, slot: Slot) -> Option<&'a ColumnBuffer> {
        if let Some((is_replaced, buffers)) = self.replaced
            && is_replaced.get(slot).is_some_and(|is_replaced| *is_replaced)
        {
            return buffers.get(slot);
        }
        self.computed.get(slot)
    }

    /// The number of each band of a column, where all cells have the same.
    fn alike(&self, slot: Slot) -> Option<&'a [f64]> {
        let buffer = match self.plan.columns.get(slot)?.step {
            Step::Area => self.area,
            _ => self.buffer(slot)?,
        };
        (!buffer.alike.is_empty()).then_some(buffer.alike.as_slice())
    }

    /// Computes a column from those before it, as the plan says.
    fn step(&self, slot: Slot, column: &mut ColumnBuffer) {
        let Some(planned) = self.plan.columns.get(slot) else { return };
        match &planned.step {
            Step::Area => {}
            Step::Layer { column: layer } => column.take(self.cells, *layer, self.groups),
            Step::ByClass { values, .. } => column.look_up(values, self.plan.size.1, self.groups),
            Step::Driver { driver, inputs } => {
                self.drive(driver.equation, inputs, planned.quantity.bands, column);
            }
        }
    }

    /// What the equation of a driver comes to: once for all cells where they share its inputs.
    fn drive(&self, equation: &dyn CellEquation, inputs: &[Slot], bands: usize, column: &mut ColumnBuffer) {
        let alike: Option<Vec<&[f64]>> = inputs.iter().map(|slot| self.alike(*slot)).collect();
        if let Some(alike) = alike.filter(|alike| !alike.is_empty()) {
            let mut numbers = vec![f64::NAN; bands];
            apply(equation, &alike, &mut numbers);
            column.lay(&numbers, self.groups.len());
            return;
        }
        column.vary();
        self.run(equation, inputs, bands, &mut column.values);
    }

    fn run(&self, equation: &dyn CellEquation, inputs: &[Slot], bands: usize, out: &mut Vec<f64>) {
        // Every equation writes every cell if it has its columns.
        if inputs.iter().any(|slot| self.column(*slot).is_empty()) {
            out.clear();
        }
        out.resize(self.groups.len() * bands, f64::NAN);
        let mut few: [&[f64]; MOST_INPUTS] = [&[]; MOST_INPUTS];
        if let Some(few) = few.get_mut(..inputs.len()) {
            few.iter_mut().zip(inputs).for_each(|(input, slot)| *input = self.column(*slot));
            apply(equation, few, out);
        } else {
            let many: Vec<&[f64]> = inputs.iter().map(|slot| self.column(*slot)).collect();
            apply(equation, &many, out);
        }
    }
}

/// Runs an equation over its columns: the one place that calls one.
fn apply(equation: &dyn CellEquation, inputs: &[&[f64]], out: &mut [f64]) {
    equation.run(InputColumns::Wide(inputs), out);
}

/// The value that all of some numbers are, if they are one.
fn shared(values: &[f64]) -> Option<f64> {
    let first = values.first()?;
    let differs = values.iter().fold(0, |differs, value| differs | (value.to_bits() ^ first.to_bits()));
    (differs == 0).then_some(*first)
}

/// One cell of a block as a block by itself; none where the block has no such cell.
#[must_use]
pub fn single(cells: &Cells, index: usize) -> Option<Cells> {
    let count = cells.len();
    let bands = |column: &Vec<f64>| column.iter().skip(index).step_by(count.max(1)).copied().collect();
    Some(Cells {
        area: vec![*cells.area.get(index)?],
        zone: vec![*cells.zone.get(index)?],
        class: vec![*cells.class.get(index)?],
        state: vec![*cells.state.get(index)?],
        columns: cells.columns.iter().map(bands).collect(),
        alike: Vec::new(),
    })
}
