//! Coefficients that ecosystem types lack: which service loses which land for want of a row.

use std::collections::BTreeMap;

use super::partial::Partial;
use super::plan::{Plan, PlannedService, Slot, Step};
use crate::error::{Code, Error, in_chinese};
use crate::exact_sum::ExactSum;
use crate::extent::Ecosystem;
use crate::input::legend::Legend;
use crate::input::plausibility::short;
use crate::parameter::Query;
use crate::quantity::Quantity;
use crate::valuation::Setting;
use crate::wording::Message;

/// A quantity that a service reads by ecosystem type, and the land of the types that have no row of it.
struct Gap {
    quantity: &'static Quantity,
    /// Area \[m²\] of each type.
    types: BTreeMap<Ecosystem, f64>,
}

/// One square hectometre \[m²\].
pub(super) const HECTARE: f64 = 1e4;

/// A warning for every service and coefficient that some land of the run has no row of.
pub(super) fn warnings(setting: &Setting<'_>, legend: &Legend, plan: &Plan, partial: &Partial) -> Vec<Error> {
    let areas = areas(legend, partial);
    let services = plan.services.iter().enumerate();
    let of = |(index, planned): (usize, &PlannedService)| {
        let counted = areas.iter().enumerate().filter(|(class, _)| planned.counts(legend, *class));
        let counted = counted.map(|(_, area)| *area).collect::<ExactSum>().total();
        let gaps = gaps(legend, plan, partial, &areas, index);
        gaps.into_iter().filter_map(|gap| warning(setting, planned, &gap, counted)).collect::<Vec<_>>()
    };
    services.flat_map(of).collect()
}

/// Area of each class of the legend, all zones together \[m²\].
pub(super) fn areas(legend: &Legend, partial: &Partial) -> Vec<f64> {
    let mut sums = vec![ExactSum::new(); legend.classes.len()];
    for ((_, class), tally) in &partial.extent {
        if let Some(sum) = sums.get_mut(*class) {
            sum.merge(&tally.area);
        }
    }
    sums.iter().map(ExactSum::total).collect()
}

fn gaps(legend: &Legend, plan: &Plan, partial: &Partial, areas: &[f64], service: usize) -> Vec<Gap> {
    let area = |class: usize| areas.get(class).copied().unwrap_or(0.0);
    let mut gaps: Vec<Gap> = Vec::new();
    let mut note = |quantity: &'static Quantity, class: usize, area: f64| {
        let Some(ecosystem) = legend.classes.get(class).filter(|_| area > 0.0) else { return };
        let position = gaps.iter().position(|gap| gap.quantity.id == quantity.id);
        let position = position.unwrap_or_else(|| {
            gaps.push(Gap { quantity, types: BTreeMap::new() });
            gaps.len().saturating_sub(1)
        });
        if let Some(gap) = gaps.get_mut(position) {
            gap.types.insert(*ecosystem, area);
        }
    };
    let supplies = plan.supplies.iter().zip(&partial.missing);
    for (supply, missing) in supplies.filter(|(supply, _)| supply.service == service) {
        for slot in plan.coefficients(&supply.inputs) {
            let Some(column) = plan.columns.get(slot) else { continue };
            let counted = supply.counted.iter().enumerate().filter(|(_, counted)| **counted);
            for (class, _) in counted {
                let lost = match plan.rows(slot, class) {
                    (0, _) => area(class),
                    (known, all) if known == all => continue,
                    // Some grades only: what the pass found missing.
                    _ => missing_area(plan, missing, slot, class),
                };
                note(column.quantity, class, lost);
            }
        }
    }
    for (quantity, classes) in plan.services.get(service).into_iter().flat_map(|own| &own.without_rows) {
        for class in classes {
            note(quantity, *class, area(*class));
        }
    }
    gaps
}

/// Area of a class whose cells miss a column, or what is made of it alone.
fn missing_area(
    plan: &Plan,
    missing: &BTreeMap<super::partial::MissingKey, super::partial::Tally>,
    slot: Slot,
    class: usize,
) -> f64 {
    let reads = |own: Slot| match plan.columns.get(own).map(|column| &column.step) {
        Some(Step::Driver { inputs, .. }) => inputs.contains(&slot),
        _ => own == slot,
    };
    let mut sum = ExactSum::new();
    for ((_, own, of), tally) in missing {
        if *of == class && reads(*own) {
            sum.merge(&tally.area);
        }
    }
    sum.total()
}

/// What to say of a gap; nothing where no type at all has a row that holds: the number is then one that the run has
/// not brought, and the service says so itself.
fn warning(setting: &Setting<'_>, planned: &PlannedService, gap: &Gap, counted: f64) -> Option<Error> {
    let Gap { quantity, types } = gap;
    let rows =
        Rows { setting, key: quantity.id, variant: planned.choice.variant(quantity.id).unwrap_or_default() };
    if !rows.hold_for_some() {
        return None;
    }
    let listed = |separator: &str| {
        let one = |(ecosystem, area): (&Ecosystem, &f64)| {
            format!("{ecosystem} ({} hm2, {} %)", short(area / HECTARE), short(area / counted * 100.0))
        };
        types.iter().map(one).collect::<Vec<_>>().join(separator)
    };
    let (service, id) = (planned.service, quantity.id);
    let lost = types.values().copied().collect::<ExactSum>().total();
    let (lost, share) = (short(lost / HECTARE), short(lost / counted * 100.0));
    let message = format!(
        "{}: {lost} hm2, {share} % of the land that it counts, have no figure, since no {id} is given for {}",
        service.id,
        listed(", ")
    );
    let names = types.keys().map(ToString::to_string).collect::<Vec<_>>().join("/");
    let mut hints = vec![[
        format!(
            "add a row to the parameter table of the run (key {id}, ecosystem {names}, with unit and source)"
        ),
        format!("请在本次核算的参数表中补充（key 为 {id}，ecosystem 为 {names}，并注明单位与来源）"),
    ]];
    if let Some(conditions) = types.keys().find_map(|own| rows.conditions(*own)) {
        hints.push([
            format!("state a condition of its rows in the run ({conditions})"),
            format!("在 run.toml 中写明其适用条件（{conditions}）"),
        ]);
    }
    let narrower = rows.narrower(types);
    if !narrower.is_empty() {
        hints.push([
            format!("map what is such land to a type with flags that has one ({narrower})"),
            format!("将其中确属此类的土地对应到已有系数的细分类型（{narrower}）"),
        ]);
    }
    let (hint, hint_zh): (Vec<String>, Vec<String>) = hints.into_iter().map(|[own, zh]| (own, zh)).unzip();
    let (hint, hint_zh) = (hint.join(", or "), hint_zh.join("，或"));
    let chinese = format!(
        "{}（{}）：应核算面积中有 {lost} hm2（{share} %）未计入，因生态系统类型 {} 没有{}（{id}）；提示：{hint_zh}",
        service.name_zh,
        service.id,
        listed("、"),
        quantity.name_zh
    );
    Some(in_chinese(
        &Error::new(Code::Implausible, Message::english(message), Message::english(hint))
            .at(planned.choice.place.clone()),
        &chinese,
    ))
}

/// The parameter rows of a coefficient.
struct Rows<'a> {
    setting: &'a Setting<'a>,
    key: &'a str,
    variant: &'a str,
}

impl Rows<'_> {
    fn types(&self) -> impl Iterator<Item = Ecosystem> {
        let rows = self.setting.parameters.rows().iter();
        let own = rows.filter(|row| row.key == self.key && row.variant == self.variant);
        own.flat_map(|row| row.ecosystems.iter().copied())
    }

    fn query(&self, ecosystem: Ecosystem) -> Query<'_> {
        let Setting { year, conditions, regions, .. } = self.setting;
        let query = Query::new(self.key, *year).variant(self.variant).ecosystem(ecosystem);
        query.conditions(conditions).regions(regions)
    }

    /// Whether any type has a row that holds.
    fn hold_for_some(&self) -> bool {
        self.types().any(|own| self.holds(own))
    }

    /// Whether a type has a row that holds, of any grade.
    fn holds(&self, ecosystem: Ecosystem) -> bool {
        let grades = crate::quantity::named(self.key).map(crate::quantity::grades).unwrap_or_default();
        let query = |grade| self.query(ecosystem).grade(grade);
        grades.iter().any(|grade| self.setting.parameters.find(&query(*grade)).is_ok())
    }

    fn conditions(&self, ecosystem: Ecosystem) -> Option<String> {
        let conditions = self.setting.parameters.conditions_for(&self.query(ecosystem));
        (!conditions.is_empty()).then(|| conditions.join(", "))
    }

    /// The types without a row, with the flags of types of the same code that have one: `11e` and `11d` for `11`.
    fn narrower(&self, types: &BTreeMap<Ecosystem, f64>) -> String {
        let of_rows: Vec<Ecosystem> = self.types().collect();
        let with = |wide: &Ecosystem| {
            let alike = of_rows.iter().filter(|own| own.code() == wide.code() && own.flags().count() > 0);
            alike.map(|own| wide.with_flags_of(*own)).collect::<Vec<_>>()
        };
        let mut found: Vec<Ecosystem> = types.keys().flat_map(with).collect();
        found.retain(|own| self.holds(*own));
        found.sort_unstable();
        found.dedup();
        found.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    }
}
