//! From exact sums and prices to the rows of the account.

mod corrections;
mod tables;
mod total;
mod zone;

use std::collections::BTreeMap;

use super::closure::closure;
use super::partial::{Partial, Tally};
use super::plan::{Plan, PlannedService};
use super::{Account, Kind, Row, Status, gaps, uncovered};
use crate::error::{Findings, Warning};
use crate::evidence::Evidence;
use crate::exact_sum::ExactSum;
use crate::extent::Ecosystem;
use crate::input::cells::NO_ZONE;
use crate::input::legend::{Legend, NO_LAND_COVER, State};
use crate::input::plausibility::{self, Observed};
use crate::parameter::profile::{NegativePolicy, Total};
use crate::service::{Indicator, Rule, Scope};
use crate::valuation::{Absence, Book, EvidenceId, Setting};

pub(super) use corrections::is_correction;

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
    book: Book,
) -> Result<Account, Findings> {
    let mut compiler = Compiler::new(setting, legend, plan, partial, book);
    compiler.all_rows(None);
    compiler.notes.extend(tables::floors(plan, partial));
    let overlaps = compiler.overlap_notes(plan);
    let Compiler { book, rows, notes, findings, .. } = compiler;
    let unread: Vec<String> =
        plan.unread.iter().map(|id| format!("layer {id} is not read by the profile")).collect();
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
    book: Book,
    of: Option<&[&str]>,
) -> Result<Vec<Row>, Findings> {
    let mut compiler = Compiler::new(setting, legend, plan, partial, book);
    compiler.all_rows(of);
    let Compiler { rows, findings, .. } = compiler;
    findings.into_result(rows)
}

/// Whether a service is among those that are asked for.
pub(super) fn is_one_of(service: &str, of: Option<&[&str]>) -> bool {
    of.is_none_or(|of| of.contains(&service))
}

fn kind(setting: &Setting<'_>, plan: &Plan) -> Kind {
    let cross_check = plan.services.iter().any(|planned| !planned.service.category.is_in_gep());
    match setting.profile.total {
        _ if cross_check => Kind::CrossCheck,
        Total::Satellite => Kind::Satellite,
        Total::Gep => Kind::Gep,
    }
}

fn warnings(setting: &Setting<'_>, legend: &Legend, partial: &Partial, account: &Account) -> Vec<Warning> {
    let areas = account.areas(&legend.zones.iter().map(String::as_str).zip(0..).collect());
    let (mut forest, mut valued) = (ExactSum::new(), ExactSum::new());
    for ((_, class), tally) in &partial.extent {
        valued.merge(&tally.area);
        if legend.classes.get(*class).is_some_and(|ecosystem| ecosystem.group() == FOREST) {
            forest.merge(&tally.area);
        }
    }
    plausibility::warnings(&Observed {
        legend,
        spreads: &partial.spreads,
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
        state.is_some_and(|(state, reason)| *state == State::Nodata && reason == NO_LAND_COVER)
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

struct Compiler<'a> {
    setting: &'a Setting<'a>,
    legend: &'a Legend,
    /// Position of each zone.
    positions: BTreeMap<&'a str, usize>,
    /// Numbers that were looked up for all zones at once.
    shared: Vec<zone::Shared>,
    plan: &'a Plan,
    partial: &'a Partial,
    book: Book,
    rows: Vec<Row>,
    notes: Vec<String>,
    findings: Findings,
}

/// A unit price, or that there is none.
struct Price {
    value: Option<f64>,
    unit: &'static str,
    of: fn(f64, f64) -> f64,
    evidence: Vec<EvidenceId>,
}

impl Price {
    const NONE: Self = Self { value: None, unit: "", of: |_, _| f64::NAN, evidence: Vec::new() };
}

impl<'a> Compiler<'a> {
    fn new(
        setting: &'a Setting<'a>,
        legend: &'a Legend,
        plan: &'a Plan,
        partial: &'a Partial,
        book: Book,
    ) -> Self {
        Self {
            setting,
            legend,
            positions: legend.zones.iter().map(String::as_str).zip(0..).collect(),
            shared: Vec::new(),
            plan,
            partial,
            book,
            rows: Vec::new(),
            notes: Vec::new(),
            findings: Findings::new(),
        }
    }

    /// The rows of some services, and what two of them would count twice taken off.
    fn all_rows(&mut self, of: Option<&[&str]>) {
        let plan = self.plan;
        let services = plan.services.iter().enumerate();
        for (index, planned) in services.filter(|(_, planned)| is_one_of(planned.service.id, of)) {
            for indicator in planned.service.indicators {
                self.indicator(index, planned, indicator);
            }
            self.external_inflow(planned);
        }
        self.net_overlaps(plan);
    }
}

impl Compiler<'_> {
    fn indicator(&mut self, index: usize, planned: &PlannedService, indicator: &'static Indicator) {
        let supply = crate::service::Service::supply(planned.physical, indicator.id);
        let rule = planned.valuation.rules.iter().find(|rule| rule.indicator() == indicator.id);
        if let Some(Rule::LeftOut { reason, .. }) = rule {
            self.not_accounted(planned, indicator, "", (*reason).to_owned());
            return;
        }
        if let Some((_, reason)) = planned.unavailable.iter().find(|(id, _)| *id == indicator.id) {
            self.not_accounted(planned, indicator, "", reason.clone());
            return;
        }
        match supply.map(|supply| &supply.scope) {
            Some(Scope::Cell { .. }) => {
                if let Some(position) = self.position(index, indicator) {
                    self.cell_rows(position, planned, indicator, rule);
                }
            }
            Some(Scope::Total { terms, equation, .. }) => {
                if let Some(position) = self.position(index, indicator) {
                    self.total_rows(position, planned, indicator, (terms, *equation), rule);
                }
            }
            Some(Scope::Zone { terms, .. }) => {
                self.zone_rows(planned, indicator, terms, supply, rule);
            }
            None => {
                if let Some(Rule::Money { terms, .. }) = rule {
                    self.zone_rows(planned, indicator, terms, None, rule);
                }
            }
        }
    }

    /// Where the sums of an indicator of a service stand.
    fn position(&self, service: usize, indicator: &Indicator) -> Option<usize> {
        let is_it = |supply: &super::plan::CellSupply| {
            supply.service == service && supply.supply.indicator == indicator.id
        };
        self.plan.supplies.iter().position(is_it)
    }

    /// Rows of an indicator that was computed cell by cell, one for each zone and type.
    fn cell_rows(
        &mut self,
        position: usize,
        planned: &PlannedService,
        indicator: &'static Indicator,
        rule: Option<&Rule>,
    ) {
        let Some(supply) = self.plan.supplies.get(position) else { return };
        let groups = self.groups(position);
        self.note_negative(planned, position, supply.negative);
        let mut known: BTreeMap<Vec<usize>, Vec<EvidenceId>> = BTreeMap::new();
        for ((zone, ecosystem), group) in groups {
            let Some(name) = self.legend.zones.get(zone).cloned() else { continue };
            if group.valued.cells == 0 {
                let reason = "no cell of the type has all inputs; closure.csv names them".to_owned();
                self.not_accounted(planned, indicator, &name, reason);
                if let Some(row) = self.rows.last_mut() {
                    row.ecosystem = Some(ecosystem);
                }
                continue;
            }
            let (price, status) = match self.price(planned, rule, &name) {
                Ok(price) => (price, Status::Accounted),
                // The quantity is known all the same.
                Err(Absence::NotAccounted(reason)) => (Price::NONE, Status::NotAccounted(reason)),
                Err(refused) => {
                    self.absent(planned, indicator, &name, refused);
                    continue;
                }
            };
            let quantity = group.quantity.total();
            let mut evidence = match known.get(&group.classes) {
                Some(evidence) => evidence.clone(),
                None => self.cell_evidence(position, group.classes.iter()),
            };
            known.entry(group.classes).or_insert_with(|| evidence.clone());
            evidence.extend(price.evidence);
            self.rows.push(Row {
                ecosystem: Some(ecosystem),
                quantity: Some(quantity),
                area: Some(group.valued.area.total()),
                price: price.value,
                price_unit: price.unit,
                value: price.value.map(|unit_price| (price.of)(quantity, unit_price)),
                status,
                evidence: unique(evidence),
                ..row(planned, indicator, &name)
            });
        }
    }

    fn note_all(&mut self, evidence: Option<&Vec<Evidence>>) -> Vec<EvidenceId> {
        evidence.into_iter().flatten().map(|evidence| self.book.note(evidence.clone())).collect()
    }

    /// The sums of a per-cell indicator by zone and plain type, flags put together.
    fn groups(&self, position: usize) -> BTreeMap<(usize, Ecosystem), Group> {
        let mut groups: BTreeMap<(usize, Ecosystem), Group> = BTreeMap::new();
        for ((zone, class), supplied) in self.partial.supplies.get(position).into_iter().flatten() {
            let Some(ecosystem) = self.legend.classes.get(*class) else { continue };
            let group = groups.entry((*zone, ecosystem.plain())).or_default();
            group.quantity.merge(&supplied.quantity);
            group.classes.push(*class);
            group.valued.merge(self.partial.extent.get(&(*zone, *class)).unwrap_or(&Tally::default()));
        }
        for ((zone, _, class), tally) in self.partial.missing.get(position).into_iter().flatten() {
            let Some(ecosystem) = self.legend.classes.get(*class) else { continue };
            if let Some(group) = groups.get_mut(&(*zone, ecosystem.plain())) {
                group.valued.subtract(tally);
            }
        }
        groups
    }

    fn note_negative(&mut self, planned: &PlannedService, position: usize, policy: NegativePolicy) {
        let mut negative = Tally::default();
        let mut quantity = ExactSum::new();
        for supplied in
            self.partial.supplies.get(position).into_iter().flatten().map(|(_, supplied)| supplied)
        {
            negative.merge(&supplied.negative);
            quantity.merge(&supplied.negative_quantity);
        }
        if negative.cells > 0 {
            let kept = match policy {
                NegativePolicy::Keep => "they stay in the total",
                NegativePolicy::Clamp => "they count as 0",
            };
            let (cells, total) = (negative.cells, quantity.total());
            self.notes
                .push(format!("{}: {cells} cells are below 0 ({total:.0}); {kept}", planned.service.id));
        }
    }

    fn price(&mut self, planned: &PlannedService, rule: Option<&Rule>, zone: &str) -> Result<Price, Absence> {
        let Some(Rule::Price { terms, unit_price, unit, value, .. }) = rule else {
            return Ok(Price::NONE);
        };
        let terms = self.terms(planned, terms, zone)?;
        Ok(Price { value: Some(unit_price(&terms.values)), unit, of: *value, evidence: terms.evidence })
    }

    fn absent(
        &mut self,
        planned: &PlannedService,
        indicator: &'static Indicator,
        zone: &str,
        absence: Absence,
    ) {
        match absence {
            Absence::NotAccounted(reason) => self.not_accounted(planned, indicator, zone, reason),
            Absence::Refused(error) => {
                if !self.findings.as_slice().contains(&error) {
                    self.findings.push(error);
                }
            }
        }
    }

    fn not_accounted(
        &mut self,
        planned: &PlannedService,
        indicator: &'static Indicator,
        zone: &str,
        reason: String,
    ) {
        let own = row(planned, indicator, zone);
        self.rows.push(Row { status: Status::NotAccounted(reason), ..own });
    }
}

#[derive(Default)]
struct Group {
    quantity: ExactSum,
    valued: Tally,
    classes: Vec<usize>,
}

fn row(planned: &PlannedService, indicator: &'static Indicator, zone: &str) -> Row {
    Row {
        zone: zone.to_owned(),
        ecosystem: None,
        service: planned.service,
        indicator,
        quantity: None,
        price: None,
        price_unit: "",
        value: None,
        area: None,
        status: Status::Accounted,
        evidence: Vec::new(),
    }
}

fn unique(mut evidence: Vec<EvidenceId>) -> Vec<EvidenceId> {
    evidence.sort_unstable();
    evidence.dedup();
    evidence
}
