//! Tables beside the account: extent of the types, means of the drivers.

use std::collections::BTreeMap;

use crate::account::partial::{Partial, Weighted};
use crate::account::plan::Plan;
use crate::account::{ExtentRow, MeanRow};
use crate::exact_sum::ExactSum;
use crate::extent::Ecosystem;
use crate::input::cells::Legend;
use crate::quantity::Quantity;

pub(super) fn extent(legend: &Legend, partial: &Partial) -> Vec<ExtentRow> {
    let mut areas: BTreeMap<(usize, Ecosystem), ExactSum> = BTreeMap::new();
    let mut zones: BTreeMap<usize, ExactSum> = BTreeMap::new();
    for ((zone, class), tally) in &partial.extent {
        let Some(ecosystem) = legend.classes.get(*class) else { continue };
        areas.entry((*zone, ecosystem.plain())).or_default().merge(&tally.area);
        zones.entry(*zone).or_default().merge(&tally.area);
    }
    let row = |((zone, ecosystem), area): ((usize, Ecosystem), ExactSum)| ExtentRow {
        zone: legend.zones.get(zone).cloned().unwrap_or_default(),
        ecosystem,
        area: area.total(),
        share: area.total() / zones.get(&zone).map_or(f64::NAN, ExactSum::total),
    };
    areas.into_iter().map(row).collect()
}

pub(super) fn means(legend: &Legend, plan: &Plan, partial: &Partial) -> Vec<MeanRow> {
    let mut rows = Vec::new();
    let weighted = plan.weighted.iter().zip(&partial.weighted);
    for (slot, sums) in weighted.filter(|(slot, _)| plan.reported.contains(slot)) {
        let Some(column) = plan.columns.get(*slot) else { continue };
        let mut zones: BTreeMap<usize, Weighted> = BTreeMap::new();
        let mut whole = Weighted::default();
        for ((zone, _), own) in sums {
            for sum in [zones.entry(*zone).or_default(), &mut whole] {
                sum.product.merge(&own.product);
                sum.tally.merge(&own.tally);
            }
        }
        for (zone, own) in &zones {
            let zone = legend.zones.get(*zone).cloned().unwrap_or_default();
            rows.push(mean(zone, column.quantity, own));
        }
        if legend.zones.len() > 1 {
            rows.push(mean(String::new(), column.quantity, &whole));
        }
    }
    rows.retain(|row| row.area > 0.0);
    rows
}

fn mean(zone: String, quantity: &'static Quantity, sums: &Weighted) -> MeanRow {
    let area = sums.tally.area.total();
    MeanRow { zone, quantity, mean: sums.product.total() / area, area }
}
