//! Which lines an indicator has: of its cells, of their total, or of zones, as its service says.

use std::collections::BTreeMap;

use super::{Allotment, FinishedPass, Line, Price, PriceRule, Territory};
use crate::account::partial::Tally;
use crate::account::plan::PlannedService;
use crate::equation::NumberEquation;
use crate::error::Findings;
use crate::evidence::Evidence;
use crate::exact_sum::ExactSum;
use crate::extent::Ecosystem;
use crate::parameter::profile::Weight;
use crate::reason::Reason;
use crate::service::{Indicator, Rule, Scope, Service, Supply, Term};
use crate::valuation::{Absence, Book, EvidenceId, Terms};

/// Numbers of a service that all zones share.
pub(super) type Shared = (&'static str, Vec<Term>, Result<Terms, Absence>);

pub(super) struct Compiler<'a, 'b> {
    pub(super) pass: FinishedPass<'a>,
    pub(super) book: &'b mut Book,
    /// Numbers that were looked up for all zones at once.
    pub(super) shared: Vec<Shared>,
    pub(super) findings: Findings,
    pub(super) take: &'b mut dyn FnMut(Line<'a>),
}

impl<'a> Compiler<'a, '_> {
    pub(super) fn indicator(
        &mut self,
        index: usize,
        planned: &'a PlannedService,
        indicator: &'static Indicator,
    ) {
        let supply = Service::supply(planned.physical, indicator.id);
        let rule = planned.rule(indicator.id);
        if let Some(reason) = planned.absence(indicator.id) {
            return self.not_accounted(planned, indicator, Territory::WHOLE, reason);
        }
        match supply.map(Supply::scope) {
            Some(Scope::Cell(_)) => {
                if let Some(position) = self.position(index, indicator) {
                    self.cell_lines(position, planned, indicator, rule);
                }
            }
            Some(Scope::Total { rule: of_total, .. }) => {
                if let Some(position) = self.position(index, indicator) {
                    self.total_lines(position, planned, indicator, (of_total, rule));
                }
            }
            Some(Scope::Zone(equation)) => {
                let formula = supply.map_or("", |supply| supply.formula);
                self.zone_lines(planned, indicator, ZoneRule { equation, formula, is_money: false, rule });
            }
            None => {
                if let Some((equation, rule)) = rule.and_then(|rule| Some((rule.amount()?, rule))) {
                    let (formula, rule) = (rule.formula(), Some(rule));
                    self.zone_lines(planned, indicator, ZoneRule { equation, formula, is_money: true, rule });
                }
            }
        }
    }

    /// Where the sums of an indicator of a service stand.
    fn position(&self, service: usize, indicator: &Indicator) -> Option<usize> {
        let mut supplies = self.pass.plan.supplies.iter();
        supplies.position(|supply| supply.service == service && supply.supply.indicator == indicator.id)
    }

    pub(super) fn price(
        &mut self,
        planned: &PlannedService,
        rule: Option<&'static Rule>,
        zone: &'a str,
    ) -> Priced<'a> {
        let Some((rule, equation)) = rule.and_then(|rule| Some((rule, rule.price()?))) else {
            return Ok(None);
        };
        let numbers = self.numbers(planned, &equation.price().terms(), zone)?;
        let rule = PriceRule { equation, formula: rule.formula() };
        Ok(Some(Price { rule, numbers }))
    }

    /// A number, or the reason why it is not there; none for one that may not be used, which is a finding.
    pub(super) fn settle<T>(&mut self, read: Result<T, Absence>) -> Option<Result<T, Reason>> {
        match read {
            Ok(read) => Some(Ok(read)),
            Err(Absence::NotAccounted(reason)) => Some(Err(reason)),
            Err(Absence::Refused(error)) => {
                if !self.findings.as_slice().contains(&error) {
                    self.findings.push(error);
                }
                None
            }
        }
    }

    pub(super) fn not_accounted(
        &mut self,
        planned: &'a PlannedService,
        indicator: &'static Indicator,
        territory: Territory<'a>,
        reason: Reason,
    ) {
        (self.take)(Line::new(planned, indicator, territory, Err(reason)));
    }

    /// How the profile spreads what belongs to a territory; `has_parts` says whether cells add to it.
    pub(super) fn allotment(
        &mut self,
        planned: &PlannedService,
        has_parts: bool,
        evidence: &mut Vec<EvidenceId>,
    ) -> Allotment {
        match (&planned.choice.weight, &planned.weight) {
            (Weight::Supply, _) if has_parts => Allotment::Supply,
            // Without cells in the equation there is nothing else to go by.
            (Weight::None | Weight::Supply, _) => Allotment::None,
            (Weight::Area | Weight::Quantity(_), None) => Allotment::Area,
            (_, Some(Err(reason))) => Allotment::Unavailable(reason.clone()),
            (_, Some(Ok(slot))) => {
                let legend = self.pass.legend;
                for layer in self.pass.plan.layers(*slot) {
                    evidence.extend(self.note_all(legend.layer_evidence.get(layer)));
                }
                Allotment::Column(*slot)
            }
        }
    }

    pub(super) fn note_all(&mut self, evidence: Option<&Vec<Evidence>>) -> Vec<EvidenceId> {
        evidence.into_iter().flatten().map(|evidence| self.book.note(evidence.clone())).collect()
    }
}

/// How an indicator that is known for zones comes about, and how it becomes money.
#[derive(Clone, Copy)]
pub(super) struct ZoneRule {
    pub(super) equation: &'static dyn NumberEquation,
    pub(super) formula: &'static str,
    pub(super) is_money: bool,
    pub(super) rule: Option<&'static Rule>,
}

/// A price, none for what is physical only, or why it is not there.
pub(super) type Priced<'a> = Result<Option<Price<'a>>, Absence>;

/// The sums of a per-cell indicator in a zone and type.
#[derive(Default)]
pub(super) struct Group {
    pub(super) quantity: ExactSum,
    pub(super) valued: Tally,
    pub(super) classes: Vec<usize>,
}

/// The same by zone and plain type.
pub(super) type Groups = BTreeMap<(usize, Ecosystem), Group>;
