//! Weights by which totals are spread over cells.

use std::collections::BTreeMap;

use super::{Mappable, Partial};
use crate::account::columns::Workspace;
use crate::account::plan::{Plan, Slot};
use crate::exact_sum::ExactSum;
use crate::input::cells::Cells;

/// What a total is spread by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weighing {
    /// The area of the cells.
    Area,
    /// A column times the area.
    Column(Slot),
    /// What the cells add to an indicator, by its position in the plan.
    Supply(usize),
}

impl Partial {
    /// The weight of each cell of a block; `NaN` where a cell is not valued, but for the area.
    #[must_use]
    pub fn weights(plan: &Plan, cells: &Cells, weighing: Weighing) -> Vec<f64> {
        if weighing == Weighing::Area {
            return cells.area.clone();
        }
        let mut buffers = Workspace::default();
        let (columns, result) = buffers.columns(plan, cells);
        let mut weights = vec![f64::NAN; cells.len()];
        match weighing {
            Weighing::Area => {}
            Weighing::Column(slot) => {
                let products = columns.column(slot).iter().zip(columns.areas());
                let products: Vec<f64> = products.map(|(value, area)| value * area).collect();
                for group in 0..columns.groups.keys.len() {
                    columns.groups.scatter(group, &products, &mut weights, |weight| weight);
                }
            }
            Weighing::Supply(supply) => {
                if let Some(supply) = plan.supplies.get(supply) {
                    columns.supply(supply, result);
                    Mappable::new(supply, &columns, result).lay(&mut weights, |weight| weight);
                }
            }
        }
        weights
    }

    /// The weights of all cells by zone and ecosystem type.
    #[must_use]
    pub fn weight_totals(&self, plan: &Plan, weighing: Weighing) -> BTreeMap<(usize, usize), ExactSum> {
        match weighing {
            Weighing::Area => self.extent.iter().map(|(key, tally)| (*key, tally.area.clone())).collect(),
            Weighing::Column(slot) => {
                let position = plan.weighted.iter().position(|own| *own == slot);
                let sums = position.and_then(|position| self.weighted.get(position)).into_iter().flatten();
                sums.map(|(key, sum)| (*key, sum.product.clone())).collect()
            }
            Weighing::Supply(supply) => {
                let sums = self.supplies.get(supply).into_iter().flatten();
                sums.map(|(key, supplied)| (*key, supplied.quantity.clone())).collect()
            }
        }
    }
}
