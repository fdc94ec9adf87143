//! An indicator of a block for maps: from the order of the groups back to that of the cells.

use super::sums::{counted_value, counts};
use crate::account::columns::Columns;
use crate::account::plan::CellSupply;
use crate::parameter::profile::NegativePolicy;

/// What an indicator comes to in the cells of a columns.
pub struct Mappable<'a> {
    supply: &'a CellSupply,
    columns: &'a Columns<'a>,
    /// In the order of the groups.
    result: &'a [f64],
}

impl<'a> Mappable<'a> {
    pub(super) const fn new(supply: &'a CellSupply, columns: &'a Columns<'a>, result: &'a [f64]) -> Self {
        Self { supply, columns, result }
    }

    /// Lays the values out in the order of the block, as another type: those of the cells that count, what `NaN` becomes
    /// elsewhere.
    pub fn lay<V: Copy>(&self, out: &mut Vec<V>, stored: impl Fn(f64) -> V) {
        let Self { supply, columns, result } = self;
        out.clear();
        out.resize(columns.cells.len(), stored(f64::NAN));
        let clamped = supply.negative == NegativePolicy::Clamp;
        for (group, (_, class)) in columns.groups.keys.iter().enumerate() {
            if !counts(supply, *class) {
                continue;
            }
            if clamped {
                columns.groups.scatter(group, result, out, |value| stored(counted_value(supply, value)));
            } else {
                columns.groups.scatter(group, result, out, &stored);
            }
        }
    }
}
