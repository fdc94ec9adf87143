//! From exact sums and prices to the rows of the account.

use std::collections::BTreeMap;

use super::allot::allot;
use super::closure::closure;
use super::partial::{Partial, Tally};
use super::plan::{Plan, PlannedService};
use super::{Account, ExtentRow, MeanRow, Row, Status};
use crate::error::Findings;
use crate::evidence::Evidence;
use crate::exact_sum::ExactSum;
use crate::extent::Ecosystem;
use crate::input::cells::Legend;
use crate::input::statistics::Observation;
use crate::parameter::profile::{NegativePolicy, Weight};
use crate::service::{Indicator, Rule, Scope, Supply, Term};
use crate::valuation::{Absence, Book, EvidenceId, Setting, Terms};

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
    let mut compiler = Compiler {
        setting,
        legend,
        plan,
        partial,
        book,
        rows: Vec::new(),
        notes: plan.warnings.clone(),
        findings: Findings::new(),
    };
    for (index, planned) in plan.services.iter().enumerate() {
        for indicator in planned.service.indicators {
            compiler.indicator(index, planned, indicator);
        }
    }
    let Compiler { book, rows, notes, findings, .. } = compiler;
    findings.into_result(Account {
        year: setting.year,
        basis: setting.basis.clone(),
        zones: legend.zones.clone(),
        scope: setting.profile.scope.clone(),
        extent: extent(legend, partial),
        closure: closure(legend, plan, partial, &rows),
        means: means(legend, plan, partial),
        rows,
        book,
        notes,
    })
}

struct Compiler<'a> {
    setting: &'a Setting<'a>,
    legend: &'a Legend,
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
            Some(Scope::Cell { .. }) => self.cell_rows(index, planned, indicator, rule),
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

    /// Rows of an indicator that was computed cell by cell, one for each zone and type.
    fn cell_rows(
        &mut self,
        index: usize,
        planned: &PlannedService,
        indicator: &'static Indicator,
        rule: Option<&Rule>,
    ) {
        let is_it = |supply: &&super::plan::CellSupply| {
            supply.service == index && supply.supply.indicator == indicator.id
        };
        let Some(position) = self.plan.supplies.iter().position(|supply| is_it(&supply)) else { return };
        let Some(supply) = self.plan.supplies.get(position) else { return };
        let groups = self.groups(position);
        self.note_negative(planned, position, supply.negative);
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
            let mut evidence = price.evidence.clone();
            for class in &group.classes {
                evidence.extend(supply.inputs.iter().flat_map(|slot| self.plan.evidence(*slot, *class)));
                evidence.extend(self.note_all(self.legend.class_evidence.get(*class)));
            }
            for layer in supply.inputs.iter().flat_map(|slot| self.plan.layers(*slot)) {
                evidence.extend(self.note_all(self.legend.layer_evidence.get(layer)));
            }
            self.rows.push(Row {
                ecosystem: Some(ecosystem),
                quantity: Some(quantity),
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

    /// Rows of an indicator that is known for zones or for the whole run.
    fn zone_rows(
        &mut self,
        planned: &PlannedService,
        indicator: &'static Indicator,
        terms: &[Term],
        supply: Option<&Supply>,
        rule: Option<&Rule>,
    ) {
        let zones = self.setting.zones;
        let by_zone: Vec<(&String, Result<Terms, Absence>)> =
            zones.iter().map(|zone| (zone, self.terms(planned, terms, zone))).collect();
        if let [Term::Statistic(key)] = terms
            && self.given_by_ecosystem(planned, indicator, key, rule)
        {
            return;
        }
        if by_zone.iter().any(|(_, terms)| terms.is_ok()) {
            for (zone, terms) in by_zone {
                self.zone_row(planned, indicator, zone, terms, supply, rule);
            }
        } else {
            let whole = self.terms(planned, terms, "");
            self.zone_row(planned, indicator, "", whole, supply, rule);
        }
    }

    fn terms(&mut self, planned: &PlannedService, terms: &[Term], zone: &str) -> Result<Terms, Absence> {
        self.setting.terms(terms, Some(&planned.choice), zone, &mut self.book)
    }

    /// Rows of what statistics give by ecosystem type; whether there are any.
    fn given_by_ecosystem(
        &mut self,
        planned: &PlannedService,
        indicator: &'static Indicator,
        key: &str,
        rule: Option<&Rule>,
    ) -> bool {
        let setting = self.setting;
        let first = self.rows.len();
        for zone in setting.zones.iter().map(String::as_str).chain([""]) {
            // What is given for the whole of a single zone is given for that zone.
            let name = match setting.zones {
                [only] if zone.is_empty() => only.as_str(),
                _ => zone,
            };
            for observation in setting.statistics.by_ecosystem(key, zone, setting.year) {
                match self.given_row(planned, indicator, name, observation, rule) {
                    Ok(row) => self.rows.push(row),
                    Err(absence) => self.absent(planned, indicator, name, absence),
                }
            }
        }
        let rows = self.rows.get(first..).unwrap_or_default();
        if let (false, Some(whole)) =
            (rows.is_empty(), setting.statistics.figure(key, "", setting.zones, setting.year))
        {
            let parts: ExactSum = rows.iter().filter_map(|row| row.quantity.or(row.value)).collect();
            let note = format!(
                "{key} is given by ecosystem type, {} in all, and as a whole, {}: the parts were taken",
                parts.total(),
                whole.value
            );
            self.notes.push(note);
        }
        self.rows.len() > first
    }

    fn given_row(
        &mut self,
        planned: &PlannedService,
        indicator: &'static Indicator,
        zone: &str,
        observation: &Observation,
        rule: Option<&Rule>,
    ) -> Result<Row, Absence> {
        let (given, mut evidence) = self.setting.observed(observation, &mut self.book)?;
        let price = self.price(planned, rule, zone)?;
        evidence.extend(price.evidence);
        let is_money = matches!(rule, Some(Rule::Money { .. }));
        Ok(Row {
            ecosystem: observation.ecosystem.map(Ecosystem::plain),
            quantity: (!is_money).then_some(given),
            price: price.value,
            price_unit: price.unit,
            value: if is_money {
                Some(given)
            } else {
                price.value.map(|price_of_unit| (price.of)(given, price_of_unit))
            },
            evidence: unique(evidence),
            ..row(planned, indicator, zone)
        })
    }

    fn zone_row(
        &mut self,
        planned: &PlannedService,
        indicator: &'static Indicator,
        zone: &str,
        terms: Result<Terms, Absence>,
        supply: Option<&Supply>,
        rule: Option<&Rule>,
    ) {
        let terms = match terms {
            Ok(terms) => terms,
            Err(absence) => return self.absent(planned, indicator, zone, absence),
        };
        for note in &terms.notes {
            if !self.notes.contains(note) {
                self.notes.push(note.clone());
            }
        }
        let mut own = row(planned, indicator, zone);
        own.evidence = terms.evidence;
        match (supply.map(|supply| &supply.scope), rule) {
            (Some(Scope::Zone { equation, .. }), _) => {
                let quantity = equation(&terms.values);
                own.quantity = Some(quantity);
                match self.price(planned, rule, zone) {
                    Ok(price) => {
                        own.price = price.value;
                        own.price_unit = price.unit;
                        own.value = price.value.map(|unit_price| (price.of)(quantity, unit_price));
                        own.evidence.extend(price.evidence);
                    }
                    Err(absence) => return self.absent(planned, indicator, zone, absence),
                }
            }
            (_, Some(Rule::Money { amount, .. })) => own.value = Some(amount(&terms.values)),
            _ => return,
        }
        own.evidence = unique(own.evidence);
        match planned.choice.weight {
            Weight::None => self.rows.push(own),
            Weight::Area => self.allot_row(planned, &own),
        }
    }

    /// Spreads a row over the types of its zone by area, or over those of all zones.
    fn allot_row(&mut self, planned: &PlannedService, row: &Row) {
        let types = &planned.choice.ecosystems;
        let mut weights: BTreeMap<(usize, Ecosystem), ExactSum> = BTreeMap::new();
        for ((zone, class), tally) in &self.partial.extent {
            let (Some(name), Some(class)) = (self.legend.zones.get(*zone), self.legend.classes.get(*class))
            else {
                continue;
            };
            let listed = types.is_empty() || types.iter().any(|listed| class.is_within(*listed));
            if listed && (row.zone.is_empty() || row.zone == *name) {
                weights.entry((*zone, class.plain())).or_default().merge(&tally.area);
            }
        }
        let areas: Vec<f64> = weights.values().map(ExactSum::total).collect();
        let spread = |total: Option<f64>| total.and_then(|total| allot(total, &areas));
        let (quantities, values) = (spread(row.quantity), spread(row.value));
        if quantities.is_none() && values.is_none() {
            self.rows.push(row.clone());
            return;
        }
        for (part, (zone, ecosystem)) in weights.keys().enumerate() {
            let share = |parts: &Option<Vec<f64>>| parts.as_ref().and_then(|parts| parts.get(part).copied());
            self.rows.push(Row {
                zone: self.legend.zones.get(*zone).cloned().unwrap_or_default(),
                ecosystem: Some(*ecosystem),
                quantity: share(&quantities),
                value: share(&values),
                status: Status::Allotted,
                ..row.clone()
            });
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
        status: Status::Accounted,
        evidence: Vec::new(),
    }
}

fn unique(mut evidence: Vec<EvidenceId>) -> Vec<EvidenceId> {
    evidence.sort_unstable();
    evidence.dedup();
    evidence
}

fn extent(legend: &Legend, partial: &Partial) -> Vec<ExtentRow> {
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

fn means(legend: &Legend, plan: &Plan, partial: &Partial) -> Vec<MeanRow> {
    let mut rows = Vec::new();
    for (slot, sums) in plan.reported.iter().zip(&partial.reported) {
        let Some(column) = plan.columns.get(*slot) else { continue };
        let mut whole = super::partial::Weighted::default();
        for (zone, own) in sums {
            let zone = legend.zones.get(*zone).cloned().unwrap_or_default();
            rows.push(mean(zone, column.quantity, own));
            whole.product.merge(&own.product);
            whole.tally.merge(&own.tally);
        }
        if legend.zones.len() > 1 {
            rows.push(mean(String::new(), column.quantity, &whole));
        }
    }
    rows.retain(|row| row.area > 0.0);
    rows
}

fn mean(
    zone: String,
    quantity: &'static crate::quantity::Quantity,
    sums: &super::partial::Weighted,
) -> MeanRow {
    let area = sums.tally.area.total();
    MeanRow { zone, quantity, mean: sums.product.total() / area, area }
}
