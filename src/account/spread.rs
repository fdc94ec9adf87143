//! Totals of zones on a map: what each cell has of a row that was spread by a weight.

use std::collections::BTreeMap;

use super::partial::{Partial, Weighing};
use super::plan::{Plan, PlannedService};
use super::{Account, Status};
use crate::exact_sum::ExactSum;
use crate::extent::Ecosystem;
use crate::input::cells::Cells;
use crate::input::legend::Legend;
use crate::parameter::profile::Weight;
use crate::service::{Indicator, Scope, Service};

/// An indicator of which the account has parts by zone and ecosystem type, and how a part becomes cells.
#[derive(Debug)]
pub struct Spread {
    /// The service.
    pub service: &'static Service,
    /// The indicator.
    pub indicator: &'static Indicator,
    weighing: Weighing,
    /// What a unit of weight has of the part, by zone and position of the type in the legend.
    per_weight: BTreeMap<(u32, u32), f64>,
}

impl Spread {
    /// What each cell of a block has; `NaN` where nothing was spread to.
    #[must_use]
    pub fn cells(&self, plan: &Plan, cells: &Cells) -> Vec<f64> {
        let mut weights = Partial::weights(plan, cells, self.weighing);
        let groups = cells.zone.iter().zip(&cells.class).zip(&cells.state);
        for (weight, ((zone, class), state)) in weights.iter_mut().zip(groups) {
            let rate = self.per_weight.get(&(*zone, *class)).filter(|_| *state == 0);
            *weight *= rate.copied().unwrap_or(f64::NAN);
        }
        weights
    }
}

impl Account {
    /// Every indicator of a service whose total was spread over the cells. Quantities where there are any, else values.
    #[must_use]
    pub fn spreads(&self, service: &str, legend: &Legend, plan: &Plan, partial: &Partial) -> Vec<Spread> {
        let Some(planned) = plan.services.iter().find(|own| own.service.id == service) else {
            return Vec::new();
        };
        let indicators = planned.service.indicators.iter();
        indicators.filter_map(|indicator| self.spread(planned, indicator, legend, plan, partial)).collect()
    }

    fn spread(
        &self,
        planned: &PlannedService,
        indicator: &'static Indicator,
        legend: &Legend,
        plan: &Plan,
        partial: &Partial,
    ) -> Option<Spread> {
        let is_part = |row: &&super::Row| {
            row.service.id == planned.service.id
                && row.indicator.id == indicator.id
                && row.status == Status::Allotted
        };
        let parts = self.rows.iter().filter(is_part);
        let parts: BTreeMap<(&str, Option<Ecosystem>), f64> = parts
            .filter_map(|row| Some(((row.zone.as_str(), row.ecosystem), row.quantity.or(row.value)?)))
            .collect();
        let weighing = weighing(planned, indicator, plan).filter(|_| !parts.is_empty())?;
        let weights = partial.weight_totals(plan, weighing);
        let mut totals: BTreeMap<(usize, Ecosystem), ExactSum> = BTreeMap::new();
        for ((zone, class), weight) in &weights {
            let Some(ecosystem) = legend.classes.get(*class) else { continue };
            totals.entry((*zone, ecosystem.plain())).or_default().merge(weight);
        }
        let mut per_weight = BTreeMap::new();
        for (zone, class) in weights.into_keys() {
            let (Some(name), Some(ecosystem)) = (legend.zones.get(zone), legend.classes.get(class)) else {
                continue;
            };
            let part = parts.get(&(name.as_str(), Some(ecosystem.plain())));
            let total = totals.get(&(zone, ecosystem.plain())).map_or(f64::NAN, ExactSum::total);
            let key = (u32::try_from(zone).ok()?, u32::try_from(class).ok()?);
            if let Some(part) = part {
                per_weight.insert(key, part / total);
            }
        }
        Some(Spread { service: planned.service, indicator, weighing, per_weight })
    }
}

/// By what the profile spreads an indicator.
fn weighing(planned: &PlannedService, indicator: &Indicator, plan: &Plan) -> Option<Weighing> {
    let supply = || {
        plan.supplies.iter().position(|own| {
            let is_its = plan.services.get(own.service).is_some_and(|of| of.service.id == planned.service.id);
            is_its
                && own.supply.indicator == indicator.id
                && matches!(own.supply.scope(), Scope::Total { .. })
        })
    };
    match (&planned.choice.weight, &planned.weight) {
        (Weight::None, _) => None,
        (Weight::Area, _) => Some(Weighing::Area),
        (Weight::Supply, _) => supply().map(Weighing::Supply),
        (Weight::Quantity(_), slot) => slot.as_ref()?.as_ref().ok().map(|slot| Weighing::Column(*slot)),
    }
}
