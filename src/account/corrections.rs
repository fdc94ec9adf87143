//! Rows that take value off again: what came from outside the area, and what two services would count twice.

use std::collections::BTreeMap;

use super::lines::{EXTERNAL_INFLOW, FinishedPass};
use super::overlap::Side;
use super::plan::Plan;
use super::{Account, Row, rows};
use crate::exact_sum::ExactSum;
use crate::service::Indicator;
use crate::unit::Cny;
use crate::wording::Message;

/// Value that another service holds as well.
static OVERLAP: Indicator = Indicator {
    id: "overlap",
    name: "value that another service holds as well",
    name_zh: "与其他服务重复的价值",
    unit: Cny::SYMBOL,
};

/// The smaller of two values that overlap, zone by zone, taken off the second.
pub(super) fn net_overlaps(pass: FinishedPass<'_>, rows: &mut Vec<Row>) {
    for pair in &pass.plan.net {
        let mut services = pass.plan.services.iter();
        let Some(planned) = services.find(|planned| planned.service.id == pair.second.service) else {
            continue;
        };
        let (first, second) = (values_of(&pair.first, rows), values_of(&pair.second, rows));
        for zone in pass.setting.zones.iter().map(String::as_str).chain([""]) {
            let (Some(first), Some(second)) = (first.get(zone), second.get(zone)) else { continue };
            let twice = first.total().min(second.total());
            if twice > 0.0 {
                rows.push(Row { value: Some(-twice), ..rows::row(planned.service, &OVERLAP, zone) });
            }
        }
    }
}

/// What is said of pairs of services that overlap, where both have a value.
pub(super) fn overlap_notes(plan: &Plan, rows: &[Row]) -> Vec<Message> {
    let valued = |side: &Side| rows.iter().any(|row| row.value.is_some() && is_of(side, row));
    let both = plan.overlaps.iter().filter(|(pair, _)| valued(&pair.first) && valued(&pair.second));
    both.map(|(_, note)| note.clone()).collect()
}

/// The values of one side of an overlap, by zone.
fn values_of(side: &Side, rows: &[Row]) -> BTreeMap<String, ExactSum> {
    let mut values: BTreeMap<String, ExactSum> = BTreeMap::new();
    for row in rows.iter().filter(|row| is_of(side, row)) {
        if let Some(value) = row.value {
            values.entry(row.zone.clone()).or_default().add(value);
        }
    }
    values
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
pub(super) fn is_correction(indicator: &str) -> bool {
    [EXTERNAL_INFLOW.id, OVERLAP.id].contains(&indicator)
}
