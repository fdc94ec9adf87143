//! Every column of one cell, so that a figure can be followed by hand from its layers to its quantity.

use super::plan::{Plan, Slot, Step};
use crate::equation::{CellEquation, InputColumns};
use crate::input::cells::Cells;

/// The columns of one cell, by their slot in the plan. A quantity of several bands has several numbers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Trace {
    columns: Vec<Vec<f64>>,
}

/// One cell of a block as a block of its own; none where the block has no such cell.
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

impl Trace {
    /// Evaluates every column of the plan for a block of one cell, in the order in which the pass does.
    #[must_use]
    pub fn of(plan: &Plan, cell: &Cells) -> Self {
        let mut own = Self::default();
        let class = cell.class.first().and_then(|class| usize::try_from(*class).ok());
        for column in &plan.columns {
            let values = match &column.step {
                Step::Area => cell.area.clone(),
                Step::Layer { column } => cell.columns.get(*column).cloned().unwrap_or_default(),
                Step::ByClass { values, .. } => {
                    let grades = values.chunks(plan.size.1.max(1));
                    let value = |grade: &[f64]| class.and_then(|class| grade.get(class)).copied();
                    grades.map(|grade| value(grade).unwrap_or(f64::NAN)).collect()
                }
                Step::Driver { driver, inputs } => own.run(driver.equation, inputs, column.quantity.bands),
            };
            own.columns.push(values);
        }
        own
    }

    /// The numbers of a column.
    #[must_use]
    pub fn column(&self, slot: Slot) -> &[f64] {
        self.columns.get(slot).map_or(&[], Vec::as_slice)
    }

    /// The result of an equation over columns of the cell.
    #[must_use]
    pub fn run(&self, equation: &dyn CellEquation, inputs: &[Slot], bands: usize) -> Vec<f64> {
        let columns: Vec<&[f64]> = inputs.iter().map(|slot| self.column(*slot)).collect();
        let mut out = vec![f64::NAN; bands.max(1)];
        equation.run(InputColumns::Wide(&columns), &mut out);
        out
    }
}

impl Plan {
    /// The columns that equations make on the way to a column, each once, in the order in which they come about.
    #[must_use]
    pub fn made_before(&self, slots: &[Slot]) -> Vec<Slot> {
        let (mut open, mut made) = (slots.to_vec(), Vec::new());
        while let Some(slot) = open.pop() {
            if let Some(Step::Driver { inputs, .. }) = self.columns.get(slot).map(|column| &column.step)
                && !made.contains(&slot)
            {
                made.push(slot);
                open.extend(inputs);
            }
        }
        made.sort_unstable();
        made
    }
}
