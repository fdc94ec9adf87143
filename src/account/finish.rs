//! The account of a finished pass: its rows, and the tables and warnings beside them.

use super::closure::closure;
use super::lines::FinishedPass;
use super::partial::Partial;
use super::plan::Plan;
use super::rows::Rows;
use super::{Account, Kind, corrections, gaps, tables, uncovered};
use crate::error::{Error, Findings};
use crate::exact_sum::ExactSum;
use crate::input::cells::NO_ZONE;
use crate::input::legend::{Legend, NO_LAND_COVER, State};
use crate::input::plausibility::{self, RunObservations};
use crate::parameter::profile::Total;
use crate::valuation::{Book, Setting};
use crate::wording::Message;

/// Makes the account of a finished pass.
///
/// # Errors
///
/// Every price or statistic that may not be used.
pub fn compile(
    setting: &Setting<'_>,
    legend: &Legend,
    plan: &Plan,
    partial: &Partial,
    mut book: Book,
) -> Result<Account, Findings> {
    let pass = FinishedPass { setting, legend, plan, partial };
    let (Rows { list: rows, mut notes, .. }, findings) = all_rows(pass, None, &mut book);
    notes.extend(tables::floors(plan, partial));
    let overlaps = corrections::overlap_notes(plan, &rows);
    let unread: Vec<Message> = plan.unread.iter().map(|quantity| tables::unread(quantity)).collect();
    let notes = [unread.clone(), overlaps, notes].concat();
    let mut account = Account {
        year: setting.year,
        basis: setting.basis.clone(),
        zones: legend.zones.clone(),
        land: legend.land,
        scope: setting.profile.scope.clone(),
        kind: kind(setting, plan),
        extent: tables::extent(legend, partial),
        closure: closure(legend, plan, partial, &rows),
        means: tables::means(legend, plan, partial),
        rows,
        book,
        notes,
        unread,
        warnings: Vec::new(),
    };
    account.warnings = warnings(setting, legend, partial, &account);
    account.warnings.extend(gaps::warnings(setting, legend, plan, partial));
    account.warnings.extend(uncovered::warnings(legend, plan, partial));
    findings.into_result(account)
}

/// The rows of some services alone, all of them where `of` is none, and nothing beside them.
///
/// # Errors
///
/// As [`compile`].
#[cfg(feature = "files")]
pub(crate) fn rows(
    setting: &Setting<'_>,
    legend: &Legend,
    plan: &Plan,
    partial: &Partial,
    mut book: Book,
    of: Option<&[&str]>,
) -> Result<Vec<super::Row>, Findings> {
    let pass = FinishedPass { setting, legend, plan, partial };
    let (rows, findings) = all_rows(pass, of, &mut book);
    findings.into_result(rows.list)
}

/// The rows of some services, and what two of them would count twice taken off.
fn all_rows<'a>(pass: FinishedPass<'a>, of: Option<&[&str]>, book: &mut Book) -> (Rows<'a>, Findings) {
    let mut rows = Rows::new(pass);
    let findings = pass.lines(of, book, &mut |line| rows.take(line));
    corrections::net_overlaps(pass, &mut rows.list);
    (rows, findings)
}

fn kind(setting: &Setting<'_>, plan: &Plan) -> Kind {
    let cross_check = plan.services.iter().any(|planned| !planned.service.category.is_in_gep());
    match setting.profile.total {
        _ if cross_check => Kind::CrossCheck,
        Total::Satellite => Kind::Satellite,
        Total::Gep => Kind::Gep,
    }
}

fn warnings(setting: &Setting<'_>, legend: &Legend, partial: &Partial, account: &Account) -> Vec<Error> {
    let areas = account.areas(&legend.zones.iter().map(String::as_str).zip(0..).collect());
    let (mut forest, mut valued) = (ExactSum::new(), ExactSum::new());
    for ((_, class), tally) in &partial.extent {
        valued.merge(&tally.area);
        if legend.classes.get(*class).is_some_and(|ecosystem| ecosystem.group() == FOREST) {
            forest.merge(&tally.area);
        }
    }
    plausibility::warnings(&RunObservations {
        legend,
        ranges: &partial.ranges,
        statistics: setting.statistics,
        year: setting.year,
        areas: &areas,
        area: account.area(None),
        uncovered: uncovered(legend, partial),
        forest: forest.total() / valued.total(),
    })
}

/// Area \[m²\] of the cells of zones that have no land cover.
fn uncovered(legend: &Legend, partial: &Partial) -> f64 {
    let is_uncovered = |state: u32| {
        let state = usize::try_from(state).ok().and_then(|state| legend.states.get(state));
        state.is_some_and(|(state, reason)| *state == State::Nodata && *reason == NO_LAND_COVER)
    };
    let mut area = ExactSum::new();
    for ((_, _), tally) in
        partial.map.iter().filter(|((zone, state), _)| *zone != NO_ZONE && is_uncovered(*state))
    {
        area.merge(&tally.area);
    }
    area.total()
}

/// Level I code of forest.
const FOREST: u8 = 1;
