//! Land that a layer leaves out: which service loses which area because a layer has no number there.

use std::collections::BTreeMap;

use super::gaps::{HECTARE, areas};
use super::partial::Partial;
use super::plan::{Plan, PlannedService, Step};
use crate::error::{Code, Error, in_chinese};
use crate::exact_sum::ExactSum;
use crate::input::legend::Legend;
use crate::input::plausibility::short;
use crate::quantity::Quantity;
use crate::wording::Message;

/// The share of the land of a service from which on a loss is told: strips along a border are less.
const REMARKABLE: f64 = 1e-3;

/// A service that loses land, with the lost area \[m²\] and its share of the land that the service counts.
struct Loss<'a> {
    planned: &'a PlannedService,
    area: f64,
    share: f64,
}

/// A warning for every layer that has no number on land that a service counts.
pub(super) fn warnings(legend: &Legend, plan: &Plan, partial: &Partial) -> Vec<Error> {
    let areas = areas(legend, partial);
    let mut layers: BTreeMap<&'static str, (&'static Quantity, Vec<Loss<'_>>)> = BTreeMap::new();
    for (index, planned) in plan.services.iter().enumerate() {
        // The indicators of a service read the same layers: the first is told, as in the closure.
        let supply = plan.supplies.iter().position(|supply| supply.service == index);
        let Some(missing) = supply.and_then(|supply| partial.missing.get(supply)) else { continue };
        let counted = areas.iter().enumerate().filter(|(class, _)| planned.counts(legend, *class));
        let counted = counted.map(|(_, area)| *area).collect::<ExactSum>().total();
        let mut lost: BTreeMap<&'static str, (&'static Quantity, ExactSum)> = BTreeMap::new();
        for ((_, slot, _), tally) in missing {
            let column = plan.columns.get(*slot).filter(|own| matches!(own.step, Step::Layer { .. }));
            let Some(column) = column else { continue };
            let (_, sum) =
                lost.entry(column.quantity.id).or_insert_with(|| (column.quantity, ExactSum::new()));
            sum.merge(&tally.area);
        }
        for (id, (quantity, sum)) in lost {
            let area = sum.total();
            let share = area / counted;
            if share >= REMARKABLE {
                let (_, losses) = layers.entry(id).or_insert_with(|| (quantity, Vec::new()));
                losses.push(Loss { planned, area, share });
            }
        }
    }
    layers.into_values().filter_map(|(quantity, losses)| warning(legend, quantity, &losses)).collect()
}

fn warning(legend: &Legend, quantity: &Quantity, losses: &[Loss<'_>]) -> Option<Error> {
    let profile = &losses.first()?.planned.choice.place;
    let place = legend.declared.get(quantity.id).map_or(profile, |(_, place)| place).clone();
    let sizes = |loss: &Loss<'_>| (short(loss.area / HECTARE), short(loss.share * 100.0));
    let (mut listed, mut listed_zh) = (Vec::new(), Vec::new());
    for loss in losses {
        let (area, share) = sizes(loss);
        let service = loss.planned.service;
        listed.push(format!("{area} hm2, {share} % of the land that {} counts", service.id));
        listed_zh.push(format!("{} {area} hm2（占应核算面积的 {share} %）", service.name_zh));
    }
    let (id, zh) = (quantity.id, quantity.name_zh);
    let message = format!("{id} has no number on {}: not valued", listed.join(", "));
    let hint = "complete the layer there; if its missing numbers are values, correct its nodata";
    let chinese = format!(
        "部分土地无{zh}（{id}）数据，未计入价值：{}；提示：请补全该图层；若所缺之处本为有效值，请更正其 nodata",
        listed_zh.join("、")
    );
    Some(in_chinese(
        &Error::new(Code::Implausible, Message::english(message), Message::english(hint)).at(place),
        &chinese,
    ))
}
