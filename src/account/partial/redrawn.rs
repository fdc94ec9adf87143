//! Sums of the same cells under other parameters: all draws of a block while it is at hand.

use std::collections::BTreeMap;

use super::sums::{counted_value, counts};
use crate::account::columns::{Chunk, Columns, Dependents, Replaced, ReplacedColumns};
use crate::exact_sum::ExactSum;

/// Exact sums of one indicator in one draw, by zone and ecosystem type; and how many cells had no number.
pub type RedrawnSums = BTreeMap<(usize, usize), (ExactSum, u64)>;

/// Adds a block to the sums of a draw: `replaced` has a column for each that is replaced, and `sums` a table for each
/// indicator that changes.
pub fn add_redrawn<'b>(
    base: &Columns<'b>,
    dependents: &'b Dependents,
    replaced: &[Replaced],
    buffers: &'b mut ReplacedColumns,
    sums: &mut [RedrawnSums],
) {
    let (columns, result) = buffers.columns(base, dependents, replaced);
    for (index, sums) in dependents.supplies().iter().zip(sums) {
        let Some(supply) = columns.plan.supplies.get(*index) else { continue };
        columns.supply(supply, result);
        columns.groups.each(result, |Chunk { group, values, .. }| {
            let Some(key) = columns.groups.keys.get(group).filter(|key| counts(supply, key.1)) else {
                return;
            };
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
