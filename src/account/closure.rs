//! Closure: where the area of the map went, for the map and for every service.

use std::collections::{BTreeMap, BTreeSet};

use super::partial::{Partial, Tally, of_zone};
use super::plan::{Plan, PlannedService, Slot, Step};
use super::{Row, Status};
use crate::extent::Ecosystem;
use crate::input::legend::{Legend, State};
use crate::reason::Reason;
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
    pub reason: Reason,
    /// Area and cells.
    pub tally: Tally,
}

/// The closure of the map and of every service of the plan.
pub(super) fn closure(legend: &Legend, plan: &Plan, partial: &Partial, rows: &[Row]) -> Vec<ClosureRow> {
    let map = map_rows(legend, partial);
    let mut all: Vec<ClosureRow> = map.iter().map(|(_, row)| row.clone()).collect();
    let not_valued = |(zone, row): &(Option<usize>, ClosureRow)| {
        (row.state != State::Valued.as_str() || zone.is_none()).then(|| row.clone())
    };
    // Rows of the map stand in the order of the zones, those outside of every zone last.
    let of_zone = |zone: Option<usize>| {
        let place = |own: Option<usize>| own.unwrap_or(usize::MAX);
        let start = map.partition_point(|(own, _)| place(*own) < place(zone));
        let behind = map.partition_point(|(own, _)| place(*own) <= place(zone));
        map.get(start..behind).unwrap_or_default()
    };
    for (index, planned) in plan.services.iter().enumerate() {
        let service = planned.service.id;
        let closing =
            Closing { legend, plan, partial, planned, index, absences: Absences::of(planned, rows) };
        for (zone, name) in legend.zones.iter().enumerate() {
            all.extend(closing.valued_rows(zone, name));
            let others = of_zone(Some(zone)).iter().filter_map(not_valued);
            all.extend(others.map(|row| ClosureRow { service, ..row }));
        }
        let outside = of_zone(None).iter().filter_map(not_valued);
        all.extend(outside.map(|row| ClosureRow { service, ..row }));
    }
    all
}

/// The rows of the map, with the position of their zone.
fn map_rows(legend: &Legend, partial: &Partial) -> Vec<(Option<usize>, ClosureRow)> {
    let row = |((zone, state), tally): (&(u32, u32), &Tally)| {
        let state = usize::try_from(*state).ok().and_then(|state| legend.states.get(state))?;
        let named = usize::try_from(*zone).ok().and_then(|zone| Some((zone, legend.zones.get(zone)?)));
        let row = ClosureRow {
            zone: named.map(|(_, name)| name.clone()).unwrap_or_default(),
            service: MAP,
            state: state.0.as_str(),
            reason: state.1.clone(),
            tally: tally.clone(),
        };
        Some((named.map(|(zone, _)| zone), row))
    };
    partial.map.iter().filter_map(row).collect()
}

/// The closure of one service.
struct Closing<'a> {
    legend: &'a Legend,
    plan: &'a Plan,
    partial: &'a Partial,
    planned: &'a PlannedService,
    index: usize,
    absences: Absences<'a>,
}

impl Closing<'_> {
    /// What became of the valued land of a zone.
    fn valued_rows(&self, zone: usize, name: &str) -> Vec<ClosureRow> {
        let Self { legend, plan, partial, planned, .. } = self;
        let row = |state: &'static str, reason: Reason, tally: Tally| ClosureRow {
            zone: name.to_owned(),
            service: planned.service.id,
            state,
            reason,
            tally,
        };
        let mut counted = Tally::default();
        let mut uncounted = Tally::default();
        for ((_, class), tally) in partial.extent.range(of_zone(zone)) {
            let listed = legend.classes.get(*class).is_some_and(|class| is_listed(planned, *class));
            if listed { counted.merge(tally) } else { uncounted.merge(tally) }
        }
        let mut result = Vec::new();
        let per_cell = plan.supplies.iter().position(|supply| supply.service == self.index);
        let reasons = match per_cell {
            Some(supply) => missing_reasons(legend, plan, partial, supply, zone),
            None => BTreeMap::new(),
        };
        for (_, tally) in reasons.values() {
            counted.subtract(tally);
        }
        match self.absences.reason(name) {
            Some(reason) => result.push(row("missing", reason, counted)),
            None => result.push(row("valued", Reason::NONE, counted)),
        }
        result.extend(reasons.into_values().map(|(reason, tally)| row("missing", reason, tally)));
        result.push(row("excluded", Reason::NotCounted, uncounted));
        result.retain(|row| row.tally.cells > 0);
        result
    }
}

/// The cells of each zone that a service, by its place in the plan, values: what `closure` calls valued.
#[cfg(feature = "files")]
pub(super) fn valued_cells(
    legend: &Legend,
    plan: &Plan,
    partial: &Partial,
    rows: &[Row],
    index: usize,
) -> Vec<u64> {
    let mut cells = vec![0_u64; legend.zones.len()];
    let Some(planned) = plan.services.get(index) else { return cells };
    let listed: Vec<bool> = legend.classes.iter().map(|class| is_listed(planned, *class)).collect();
    for ((zone, class), tally) in &partial.extent {
        let counted = listed.get(*class).is_some_and(|listed| *listed);
        if let Some(own) = cells.get_mut(*zone).filter(|_| counted) {
            *own = own.saturating_add(tally.cells);
        }
    }
    let per_cell = plan.supplies.iter().position(|supply| supply.service == index);
    for ((zone, _, _), tally) in per_cell.and_then(|supply| partial.missing.get(supply)).into_iter().flatten()
    {
        if let Some(own) = cells.get_mut(*zone) {
            *own = own.saturating_sub(tally.cells);
        }
    }
    let absences = Absences::of(planned, rows);
    for (own, name) in cells.iter_mut().zip(&legend.zones) {
        if absences.reason(name).is_some() {
            *own = 0;
        }
    }
    cells
}

/// Whether the profile counts a type for a service.
fn is_listed(planned: &PlannedService, class: Ecosystem) -> bool {
    let types = &planned.choice.ecosystems;
    types.is_empty() || types.iter().any(|listed| class.is_within(*listed))
}

fn missing_reasons(
    legend: &Legend,
    plan: &Plan,
    partial: &Partial,
    supply: usize,
    zone: usize,
) -> BTreeMap<String, (Reason, Tally)> {
    let mut reasons: BTreeMap<String, (Reason, Tally)> = BTreeMap::new();
    let of_zone = (zone, Slot::MIN, usize::MIN)..=(zone, Slot::MAX, usize::MAX);
    let missing = partial.missing.get(supply).into_iter().flat_map(|missing| missing.range(of_zone.clone()));
    for ((_, slot, class), tally) in missing {
        let reason = missing_reason(legend, plan, *slot, *class);
        // In the order of the English texts, as the table has them.
        let (_, sum) = reasons.entry(reason.to_string()).or_insert_with(|| (reason, Tally::default()));
        sum.merge(tally);
    }
    reasons
}

/// Why cells of a type have no result: the column that is missing, or none for the equation itself.
fn missing_reason(legend: &Legend, plan: &Plan, slot: Slot, class: usize) -> Reason {
    let Some(column) = plan.columns.get(slot) else { return Reason::OutsideEquation };
    let quantity = column.quantity;
    match (&column.step, legend.classes.get(class)) {
        (Step::ByClass { .. }, Some(ecosystem)) => Reason::NoRowOfType { quantity, ecosystem: *ecosystem },
        (Step::Driver { driver, .. }, _) => Reason::OutsideDriver { quantity, driver: driver.id },
        _ => Reason::NoData(quantity),
    }
}

/// Why a service has no value at all in a zone, if it has none.
enum Absences<'a> {
    /// In every zone for one reason.
    All(&'a Reason),
    /// In none: it is computed cell by cell.
    None,
    /// Zones with a value, and the reason of those without; an empty zone stands for all.
    ByZone { valued: BTreeSet<&'a str>, reasons: BTreeMap<&'a str, &'a Reason> },
}

impl<'a> Absences<'a> {
    fn of(planned: &'a PlannedService, rows: &'a [Row]) -> Self {
        if let [(_, reason), ..] = planned.unavailable.as_slice() {
            return Self::All(reason);
        }
        let mut supplies = planned.physical.supplies.iter();
        if supplies.any(|supply| matches!(supply.scope(), Scope::Cell(_))) {
            return Self::None;
        }
        let (mut valued, mut reasons) = (BTreeSet::new(), BTreeMap::new());
        for row in rows.iter().filter(|row| row.service.id == planned.service.id) {
            if row.value.is_some() {
                valued.insert(row.zone.as_str());
            }
            if let Status::NotAccounted(reason) = &row.status {
                reasons.entry(row.zone.as_str()).or_insert(reason);
            }
        }
        Self::ByZone { valued, reasons }
    }

    fn reason(&self, zone: &str) -> Option<Reason> {
        match self {
            Self::All(reason) => Some((*reason).clone()),
            Self::None => None,
            Self::ByZone { valued, .. } if valued.contains(zone) || valued.contains("") => None,
            Self::ByZone { reasons, .. } => {
                let reason = reasons.get(zone).or_else(|| reasons.get(""));
                Some(reason.map_or(Reason::NotOfZone, |reason| (*reason).clone()))
            }
        }
    }
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
