//! Tables beside the account: extent of the types, means of the drivers.

use std::collections::BTreeMap;

use crate::account::partial::{Partial, Weighted};
use crate::account::plan::{Plan, Slot, Step};
use crate::account::{ExtentRow, MeanRow};
use crate::driver::marks_floor_of;
use crate::exact_sum::ExactSum;
use crate::extent::Ecosystem;
use crate::input::legend::Legend;
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
        for ((zone, _), own) in sums {
            zones.entry(*zone).or_default().merge(own);
        }
        let whole = together(sums.values());
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

fn together<'a>(parts: impl Iterator<Item = &'a Weighted>) -> Weighted {
    let mut whole = Weighted::default();
    parts.for_each(|part| whole.merge(part));
    whole
}

/// Where 0 stands for what an equation made negative: the equation, and the area.
pub(super) fn floors(plan: &Plan, partial: &Partial) -> Vec<String> {
    let note = |(slot, sums): (&Slot, &BTreeMap<(usize, usize), Weighted>)| {
        let column = plan.columns.get(*slot)?;
        let quantity = marks_floor_of(column.quantity)?;
        let Step::Driver { driver, .. } = &column.step else { return None };
        let whole = together(sums.values());
        let (at_floor, area) = (whole.product.total(), whole.tally.area.total());
        (at_floor > 0.0).then(|| {
            let (hectares, percent) = (at_floor / 1e4, 100.0 * at_floor / area);
            format!(
                "{quantity}: the equation {} is below 0 on {hectares:.2} hm2, {percent:.2} % of the land that has it; 0 takes its place there",
                driver.id
            )
        })
    };
    plan.weighted.iter().zip(&partial.weighted).filter_map(note).collect()
}

fn mean(zone: String, quantity: &'static Quantity, sums: &Weighted) -> MeanRow {
    let area = sums.tally.area.total();
    MeanRow { zone, quantity, mean: sums.product.total() / area, area }
}
