//! Closure: where the area of the map went, for the map and for every service.

use std::collections::BTreeMap;

use super::partial::{Partial, Tally};
use super::plan::{Plan, PlannedService, Step};
use super::{Row, Status};
use crate::input::cells::{Legend, State};
use crate::service::Scope;

/// Name of the map itself in the `service` column.
pub const MAP: &str = "map";

/// Area in one state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosureRow {
    /// Zone; empty for land outside every zone.
    pub zone: String,
    /// `map`, or a service.
    pub service: &'static str,
    /// `valued`, `excluded`, `missing`, `unmapped` or `nodata`.
    pub state: &'static str,
    /// Why.
    pub reason: String,
    /// Area and cells.
    pub tally: Tally,
}

/// The closure of the map and of every service of the plan.
pub(super) fn closure(legend: &Legend, plan: &Plan, partial: &Partial, rows: &[Row]) -> Vec<ClosureRow> {
    let map = map_rows(legend, partial);
    let mut all = map.clone();
    for (index, planned) in plan.services.iter().enumerate() {
        for (zone, name) in legend.zones.iter().enumerate() {
            all.extend(valued_rows(legend, plan, partial, rows, index, planned, zone, name));
            let others = map.iter().filter(|row| row.zone == *name && row.state != State::Valued.as_str());
            all.extend(others.map(|row| ClosureRow { service: planned.service.id, ..row.clone() }));
        }
        let outside = map.iter().filter(|row| row.zone.is_empty());
        all.extend(outside.map(|row| ClosureRow { service: planned.service.id, ..row.clone() }));
    }
    all
}

fn map_rows(legend: &Legend, partial: &Partial) -> Vec<ClosureRow> {
    let name = |zone: u32| {
        let zone = usize::try_from(zone).ok();
        zone.and_then(|zone| legend.zones.get(zone)).cloned().unwrap_or_default()
    };
    let row = |((zone, state), tally): (&(u32, u32), &Tally)| {
        let state = usize::try_from(*state).ok().and_then(|state| legend.states.get(state))?;
        Some(ClosureRow {
            zone: name(*zone),
            service: MAP,
            state: state.0.as_str(),
            reason: state.1.clone(),
            tally: tally.clone(),
        })
    };
    partial.map.iter().filter_map(row).collect()
}

/// What became of the valued land of a zone in one service.
#[expect(clippy::too_many_arguments, reason = "one place; the parts belong to different owners")]
fn valued_rows(
    legend: &Legend,
    plan: &Plan,
    partial: &Partial,
    rows: &[Row],
    index: usize,
    planned: &PlannedService,
    zone: usize,
    name: &str,
) -> Vec<ClosureRow> {
    let row = |state: &'static str, reason: String, tally: Tally| ClosureRow {
        zone: name.to_owned(),
        service: planned.service.id,
        state,
        reason,
        tally,
    };
    let mut counted = Tally::default();
    let mut uncounted = Tally::default();
    for ((own_zone, class), tally) in &partial.extent {
        if *own_zone == zone {
            let listed = legend.classes.get(*class).is_some_and(|class| {
                let types = &planned.choice.ecosystems;
                types.is_empty() || types.iter().any(|listed| class.is_within(*listed))
            });
            if listed { counted.merge(tally) } else { uncounted.merge(tally) }
        }
    }
    let mut result = Vec::new();
    let per_cell = plan.supplies.iter().position(|supply| supply.service == index);
    let reasons = match per_cell {
        Some(supply) => missing_reasons(legend, plan, partial, supply, zone),
        None => BTreeMap::new(),
    };
    for tally in reasons.values() {
        counted.subtract(tally);
    }
    match not_accounted(planned, rows, name) {
        Some(reason) => result.push(row("missing", reason, counted)),
        None => result.push(row("valued", String::new(), counted)),
    }
    result.extend(reasons.into_iter().map(|(reason, tally)| row("missing", reason, tally)));
    result.push(row("excluded", "ecosystem type not counted by the profile".to_owned(), uncounted));
    result.retain(|row| row.tally.cells > 0);
    result
}

fn missing_reasons(
    legend: &Legend,
    plan: &Plan,
    partial: &Partial,
    supply: usize,
    zone: usize,
) -> BTreeMap<String, Tally> {
    let mut reasons: BTreeMap<String, Tally> = BTreeMap::new();
    for ((own_zone, slot, class), tally) in partial.missing.get(supply).into_iter().flatten() {
        if *own_zone != zone {
            continue;
        }
        let reason = match plan.columns.get(*slot).map(|column| (column.quantity.id, &column.step)) {
            Some((id, Step::ByClass { .. })) => {
                let class = legend.classes.get(*class).map(ToString::to_string).unwrap_or_default();
                format!("no row of {id} for ecosystem {class}")
            }
            Some((id, Step::Driver { driver, .. })) => format!("{id}: outside the range of {}", driver.id),
            Some((id, _)) => format!("{id}: no data"),
            None => "outside the range of the equation".to_owned(),
        };
        reasons.entry(reason).or_default().merge(tally);
    }
    reasons
}

/// Why a service has no value at all in a zone, if it has none.
fn not_accounted(planned: &PlannedService, rows: &[Row], zone: &str) -> Option<String> {
    if let [(_, reason), ..] = planned.unavailable.as_slice() {
        return Some(reason.clone());
    }
    let zonal = planned.physical.supplies.iter().all(|supply| !matches!(supply.scope, Scope::Cell { .. }));
    if !zonal {
        return None;
    }
    let here = |row: &&Row| row.service.id == planned.service.id && (row.zone == zone || row.zone.is_empty());
    if rows.iter().filter(here).any(|row| row.value.is_some()) {
        return None;
    }
    let reason = rows.iter().filter(here).find_map(|row| match &row.status {
        Status::NotAccounted(reason) => Some(reason.clone()),
        _ => None,
    });
    Some(reason.unwrap_or_else(|| "not given for the zone".to_owned()))
}

/// Whether the states of every service add up to the map, zone by zone, to the bit.
pub(super) fn closes(rows: &[ClosureRow]) -> bool {
    let mut sums: BTreeMap<(&str, &str), Tally> = BTreeMap::new();
    for row in rows {
        sums.entry((row.service, &row.zone)).or_default().merge(&row.tally);
    }
    sums.iter().all(|((_, zone), tally)| {
        let mut rest = tally.clone();
        let map = sums.get(&(MAP, *zone)).cloned().unwrap_or_default();
        rest.area.subtract(&map.area);
        rest.area.total() == 0.0 && tally.cells == map.cells
    })
}
