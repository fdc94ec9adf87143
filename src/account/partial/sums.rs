//! Adding up the columns of a block group by group.

use std::collections::BTreeMap;

use super::block::Block;
use super::groups::{Chunk, TOGETHER, gather};
use super::{MissingKey, Supplied, Tally, Weighted};
use crate::account::plan::{CellSupply, Slot};
use crate::parameter::profile::NegativePolicy;

/// Area and number of the cells of each group.
pub(super) fn tallies(block: &Block<'_>) -> Vec<Tally> {
    let mut tallies = vec![Tally::default(); block.groups.keys.len()];
    if let Some(area) = block.area {
        for (tally, cells) in tallies.iter_mut().zip(block.groups.counts()) {
            tally.add_alike(area, u32::try_from(cells).unwrap_or(u32::MAX));
        }
        return tallies;
    }
    block.groups.each(&block.cells.area, |chunk| {
        if let Some(tally) = tallies.get_mut(chunk.group) {
            tally.add_slice(chunk.values);
        }
    });
    tallies
}

/// Adds a column times the area, where it has a value.
pub(super) fn add_weighted(sums: &mut BTreeMap<(usize, usize), Weighted>, column: &[f64], block: &Block<'_>) {
    let mut room = ([f64::NAN; TOGETHER], [f64::NAN; TOGETHER]);
    block.groups.each(column, |Chunk { group, values, cells }| {
        let Some(key) = block.groups.keys.get(group) else { return };
        let (products, areas) = &mut room;
        let own_areas = gather(&block.cells.area, cells, areas);
        for ((product, value), area) in products.iter_mut().zip(values).zip(own_areas) {
            *product = value * area;
        }
        let missing = values.iter().filter(|value| value.is_nan()).count();
        if missing == values.len() {
            return;
        }
        let own = sums.entry(*key).or_default();
        if missing == 0 {
            own.product.add_slice(products.get(..values.len()).unwrap_or_default());
            match block.area {
                Some(area) => own.tally.add_alike(area, u32::try_from(values.len()).unwrap_or(u32::MAX)),
                None => own.tally.add_slice(own_areas),
            }
            return;
        }
        for ((value, product), area) in values.iter().zip(products).zip(own_areas) {
            if !value.is_nan() {
                own.product.add(*product);
                own.tally.add(*area);
            }
        }
    });
}

/// Adds an indicator.
pub(super) fn add_supply(
    supply: &CellSupply,
    block: &Block<'_>,
    result: &[f64],
    sums: &mut BTreeMap<(usize, usize), Supplied>,
    missing: &mut BTreeMap<MissingKey, Tally>,
) {
    block.groups.each(result, |Chunk { group, values, cells }| {
        let counts = |key: &&(usize, usize)| supply.counted.get(key.1).is_some_and(|counted| *counted);
        let Some(key) = block.groups.keys.get(group).filter(counts) else { return };
        let own = sums.entry(*key).or_default();
        // Counting, so that all values are looked at in one stream.
        if values.iter().filter(|value| **value >= 0.0).count() == values.len() {
            own.quantity.add_slice(values);
            return;
        }
        // Cells of one area that miss the same column are counted together.
        let mut alike: Option<(Slot, u32)> = None;
        for (value, cell) in values.iter().zip(cells) {
            let cell = usize::try_from(*cell).unwrap_or(usize::MAX);
            let area = block.cells.area.get(cell).copied().unwrap_or(f64::NAN);
            if value.is_nan() {
                let slot = block.culprit(&supply.inputs, cell).unwrap_or(Slot::MAX);
                match (block.area, &mut alike) {
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
        if let (Some((slot, cells)), Some(area)) = (alike, block.area) {
            missing.entry((key.0, slot, key.1)).or_default().add_alike(area, cells);
        }
    });
}

/// What a value counts as under the policy for negative cells.
pub(super) fn counted_value(supply: &CellSupply, value: f64) -> f64 {
    if value < 0.0 && supply.negative == NegativePolicy::Clamp { 0.0 } else { value }
}

/// Leaves the values of the cells that count; `NaN` elsewhere.
pub(super) fn mask(supply: &CellSupply, block: &Block<'_>, result: &mut [f64]) {
    let class_of = |group: usize| block.groups.keys.get(group).map(|(_, class)| *class);
    for (value, group) in result.iter_mut().zip(block.groups.of_cells()) {
        let counted = group.and_then(class_of).and_then(|class| supply.counted.get(class)).copied();
        *value = if counted == Some(true) { counted_value(supply, *value) } else { f64::NAN };
    }
}
