//! Rows that take value off again: what came from outside the area, and what two services would count twice.

use std::collections::BTreeMap;

use super::{Compiler, row, unique};
use crate::account::overlap::Side;
use crate::account::plan::{Plan, PlannedService};
use crate::account::{Account, Row};
use crate::exact_sum::ExactSum;
use crate::service::{Indicator, Term};
use crate::unit::Cny;
use crate::valuation::Absence;
use crate::wording::Message;

/// Value of products that came from outside, which GB/T 46869-2025 subtracts.
static EXTERNAL_INFLOW: Indicator = Indicator {
    id: "external_inflow",
    name: "value that came from outside",
    name_zh: "区域外流入价值",
    unit: Cny::SYMBOL,
};

/// Value that another service holds as well.
static OVERLAP: Indicator = Indicator {
    id: "overlap",
    name: "value that another service holds as well",
    name_zh: "与其他服务重复的价值",
    unit: Cny::SYMBOL,
};

impl Compiler<'_> {
    /// What statistics say came from outside, service by service, as a negative value.
    pub(super) fn external_inflow(&mut self, planned: &PlannedService) {
        let key = format!("external_inflow_{}", planned.service.id);
        let Ok(statistic) = crate::input::statistics::known(&key) else { return };
        let terms = [Term::Statistic(statistic.key)];
        let zones = if self.setting.no_zone_has(&terms) { &[] } else { self.setting.zones };
        let by_zone: Vec<_> =
            zones.iter().map(String::as_str).map(|zone| (zone, self.terms(planned, &terms, zone))).collect();
        let any = by_zone.iter().any(|(_, terms)| terms.is_ok());
        let whole = (!any).then(|| ("", self.terms(planned, &terms, "")));
        for (zone, terms) in by_zone.into_iter().filter(|_| any).chain(whole) {
            match terms {
                Ok(terms) => self.rows.push(Row {
                    value: terms.values.first().map(|inflow| -inflow),
                    evidence: unique(terms.evidence),
                    ..row(planned, &EXTERNAL_INFLOW, zone)
                }),
                // Without a statistic nothing came from outside as far as the account knows.
                Err(Absence::NotAccounted(_)) => {}
                Err(refused) => self.absent(planned, &EXTERNAL_INFLOW, zone, refused),
            }
        }
    }

    /// The smaller of two values that overlap, zone by zone, taken off the second.
    pub(super) fn net_overlaps(&mut self, plan: &Plan) {
        for pair in &plan.net {
            let Some(planned) = plan.services.iter().find(|own| own.service.id == pair.second.service) else {
                continue;
            };
            let (first, second) = (self.values_of(&pair.first), self.values_of(&pair.second));
            for zone in self.setting.zones.iter().map(String::as_str).chain([""]) {
                let (Some(first), Some(second)) = (first.get(zone), second.get(zone)) else { continue };
                let (first, second) = (first.total(), second.total());
                let twice = first.min(second);
                if twice > 0.0 {
                    self.rows.push(Row { value: Some(-twice), ..row(planned, &OVERLAP, zone) });
                }
            }
        }
    }

    /// What is said of pairs of services that overlap, where both have a value.
    pub(super) fn overlap_notes(&self, plan: &Plan) -> Vec<Message> {
        let valued = |side: &Side| self.rows.iter().any(|row| row.value.is_some() && is_of(side, row));
        let both = plan.overlaps.iter().filter(|(pair, _)| valued(&pair.first) && valued(&pair.second));
        both.map(|(_, note)| note.clone()).collect()
    }

    /// The values of one side of an overlap, by zone.
    fn values_of(&self, side: &Side) -> BTreeMap<String, ExactSum> {
        let mut values: BTreeMap<String, ExactSum> = BTreeMap::new();
        for row in self.rows.iter().filter(|row| is_of(side, row)) {
            if let Some(value) = row.value {
                values.entry(row.zone.clone()).or_default().add(value);
            }
        }
        values
    }
}

/// Whether a row is of one side of an overlap.
fn is_of(side: &Side, row: &Row) -> bool {
    row.service.id == side.service && side.indicator.as_ref().is_none_or(|id| row.indicator.id == id.as_str())
}

impl Account {
    /// Whether a row takes value off that other rows have.
    #[must_use]
    pub fn is_correction(row: &Row) -> bool {
        is_correction(row.indicator.id)
    }
}

/// Whether an indicator takes value off that other rows have.
pub(in crate::account) fn is_correction(indicator: &str) -> bool {
    [EXTERNAL_INFLOW.id, OVERLAP.id].contains(&indicator)
}
