//! Adding up the columns of a block group by group.

use std::collections::BTreeMap;

use super::{MissingKey, Supplied, Tally, Weighted};
use crate::account::columns::{Chunk, Columns, TOGETHER};
use crate::account::plan::{CellSupply, Slot};
use crate::parameter::profile::NegativePolicy;

/// Area and number of the cells of each group.
pub(super) fn tallies(columns: &Columns<'_>) -> impl Iterator<Item = Tally> {
    columns.groups.ranges().map(|range| {
        let mut tally = Tally::default();
        match columns.area() {
            Some(area) => tally.add_alike(area, number(range.len())),
            None => tally.add_slice(columns.areas().get(range).unwrap_or_default()),
        }
        tally
    })
}

/// Adds a column times the area, where it has a value.
pub(super) fn add_weighted(
    sums: &mut BTreeMap<(usize, usize), Weighted>,
    column: &[f64],
    columns: &Columns<'_>,
) {
    let mut products = [f64::NAN; TOGETHER];
    columns.groups.each(column, |Chunk { group, values, first }| {
        let Some(key) = columns.groups.keys.get(group) else { return };
        let areas = columns.areas().get(first..first + values.len()).unwrap_or_default();
        for ((product, value), area) in products.iter_mut().zip(values).zip(areas) {
            *product = value * area;
        }
        let missing = values.iter().filter(|value| value.is_nan()).count();
        if missing == values.len() {
            return;
        }
        let own = sums.entry(*key).or_default();
        if missing == 0 {
            own.product.add_slice(products.get(..values.len()).unwrap_or_default());
            match columns.area() {
                Some(area) => own.tally.add_alike(area, number(values.len())),
                None => own.tally.add_slice(areas),
            }
            return;
        }
        for ((value, product), area) in values.iter().zip(products).zip(areas) {
            if !value.is_nan() {
                own.product.add(product);
                own.tally.add(*area);
            }
        }
    });
}

/// Adds an indicator.
pub(super) fn add_supply(
    supply: &CellSupply,
    columns: &Columns<'_>,
    result: &[f64],
    sums: &mut BTreeMap<(usize, usize), Supplied>,
    missing: &mut BTreeMap<MissingKey, Tally>,
) {
    columns.groups.each(result, |Chunk { group, values, first }| {
        let Some(key) = columns.groups.keys.get(group).filter(|key| counts(supply, key.1)) else { return };
        let own = sums.entry(*key).or_default();
        if own.quantity.add_plain(values) {
            return;
        }
        if values.iter().all(|value| *value >= 0.0) {
            own.quantity.add_slice(values);
            return;
        }
        // Cells of one area that miss the same column are counted together.
        let mut alike: Option<(Slot, u32)> = None;
        for (value, cell) in values.iter().zip(first..) {
            let area = columns.areas().get(cell).copied().unwrap_or(f64::NAN);
            if value.is_nan() {
                let slot = columns.culprit(&supply.inputs, cell).unwrap_or(Slot::MAX);
                match (columns.area(), &mut alike) {
                    (None, _) => missing.entry((key.0, slot, key.1)).or_default().add(area),
                    (Some(_), Some((last, cells))) if *last == slot => *cells += 1,
                    (Some(area), alike) => {
                        if let Some((last, cells)) = alike.replace((slot, 1)) {
                            missing.entry((key.0, last, key.1)).or_default().add_alike(area, cells);
                        }
                    }
                }
                continue;
            }
            if *value < 0.0 {
                own.negative.add(area);
                own.negative_quantity.add(*value);
            }
            own.quantity.add(counted_value(supply, *value));
        }
        if let (Some((slot, cells)), Some(area)) = (alike, columns.area()) {
            missing.entry((key.0, slot, key.1)).or_default().add_alike(area, cells);
        }
    });
}

/// Whether the cells of a type count for an indicator.
pub(super) fn counts(supply: &CellSupply, class: usize) -> bool {
    supply.counted.get(class).is_some_and(|counted| *counted)
}

/// What a value counts as under the policy for negative cells.
pub(super) fn counted_value(supply: &CellSupply, value: f64) -> f64 {
    if value < 0.0 && supply.negative == NegativePolicy::Clamp { 0.0 } else { value }
}

fn number(cells: usize) -> u32 {
    u32::try_from(cells).unwrap_or(u32::MAX)
}
