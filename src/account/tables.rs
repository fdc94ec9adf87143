//! Tables beside the account: extent of the types, means of the drivers.

use std::collections::BTreeMap;

use super::partial::{Partial, Weighted};
use super::plan::{Plan, Slot, Step};
use super::{ExtentRow, MeanRow};
use crate::driver::marks_floor_of;
use crate::exact_sum::ExactSum;
use crate::extent::Ecosystem;
use crate::input::legend::Legend;
use crate::quantity::{self, Quantity};
use crate::text;
use crate::wording::{Message, TextArgument};

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
pub(super) fn floors(plan: &Plan, partial: &Partial) -> Vec<Message> {
    let note = |(slot, sums): (&Slot, &BTreeMap<(usize, usize), Weighted>)| {
        let column = plan.columns.get(*slot)?;
        let quantity = marks_floor_of(column.quantity)?;
        let Step::Driver { driver, .. } = &column.step else { return None };
        let whole = together(sums.values());
        let (at_floor, area) = (whole.product.total(), whole.tally.area.total());
        (at_floor > 0.0).then(|| {
            let (hectares, percent) = (at_floor / 1e4, 100.0 * at_floor / area);
            text!(
                "{0}: the equation {1} is below 0 on {2} hm2, {3} % of the land that has it; 0 takes its place there",
                "{0}：驱动方程 {1} 在 {2} hm2（占有值面积的 {3} %）上为负，按 0 计",
                argument(quantity),
                driver.id,
                format!("{hectares:.2}"),
                format!("{percent:.2}")
            )
        })
    };
    plan.weighted.iter().zip(&partial.weighted).filter_map(note).collect()
}

/// A layer that the run brings and the profile does not read.
pub(super) fn unread(id: &str) -> Message {
    text!("layer {0} is not read by the profile", "核算方案未使用图层 {0}", argument(id))
}

/// A quantity in a text by its id.
fn argument(id: &str) -> TextArgument {
    quantity::named(id).map_or_else(|_| id.into(), TextArgument::from)
}

fn mean(zone: String, quantity: &'static Quantity, sums: &Weighted) -> MeanRow {
    let area = sums.tally.area.total();
    MeanRow { zone, quantity, mean: sums.product.total() / area, area }
}
