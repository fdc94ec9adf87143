//! Rows of indicators that are known for zones, for types, or for the whole run, and their spreading over cells.

use std::collections::BTreeMap;

use super::{Compiler, row, unique};
use crate::account::Row;
use crate::account::partial::of_zone;
use crate::account::plan::PlannedService;
use crate::exact_sum::ExactSum;
use crate::extent::Ecosystem;
use crate::input::statistics::{Observation, known};
use crate::parameter::profile::Weight;
use crate::service::{Indicator, Rule, Scope, Supply, Term};
use crate::text;
use crate::valuation::{Absence, Terms};
use crate::wording::{Message, Say, TextArgument};

/// Numbers of a service that all zones share.
pub(super) type Shared = (&'static str, Vec<Term>, Result<Terms, Absence>);

impl Compiler<'_> {
    /// Rows of an indicator that is known for zones or for the whole run.
    pub(super) fn zone_rows(
        &mut self,
        planned: &PlannedService,
        indicator: &'static Indicator,
        terms: &[Term],
        supply: Option<&Supply>,
        rule: Option<&Rule>,
    ) {
        let zones = if self.setting.no_zone_has(terms) { &[] } else { self.setting.zones };
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

    pub(super) fn terms(
        &mut self,
        planned: &PlannedService,
        terms: &[Term],
        zone: &str,
    ) -> Result<Terms, Absence> {
        if !terms.iter().all(|term| matches!(term, Term::Parameter(..))) {
            return self.setting.terms(terms, Some(&planned.choice), zone, &mut self.book);
        }
        // Numbers that all zones share are looked up once.
        let is_it = |(service, own, _): &&Shared| *service == planned.service.id && own == terms;
        if let Some((_, _, read)) = self.shared.iter().find(is_it) {
            return read.clone();
        }
        let read = self.setting.terms(terms, Some(&planned.choice), zone, &mut self.book);
        self.shared.push((planned.service.id, terms.to_vec(), read.clone()));
        read
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
        let Ok((statistic, name_zh)) = known(key).map(|statistic| (statistic.key, statistic.name_zh)) else {
            return false;
        };
        let first = self.rows.len();
        for zone in setting.zones_apart(&[Term::Statistic(statistic)]) {
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
            self.notes.push(text!(
                "{0} is given by ecosystem type, {1} in all, and as a whole, {2}: the parts were taken",
                "{0} 既按生态系统类型给出（合计 {1}），又给出总数（{2}）：采用分类型数据",
                TextArgument::Id { id: key.to_owned(), zh: name_zh },
                parts.total(),
                whole.value
            ));
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
        self.note_terms(&terms.notes);
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
            Weight::Area | Weight::Quantity(_) => self.allot_row(planned, own),
            // Without cells in the equation there is nothing else to go by.
            Weight::None | Weight::Supply => self.rows.push(own),
        }
    }

    pub(super) fn note_terms(&mut self, notes: &[Message]) {
        for note in notes {
            if !self.notes.contains(note) {
                self.notes.push(note.clone());
            }
        }
    }

    /// Spreads a row over the types of its zone, or over those of all zones, by their area or by the column that the
    /// profile names.
    pub(super) fn allot_row(&mut self, planned: &PlannedService, mut row: Row) {
        let mut weights: BTreeMap<(usize, Ecosystem), ExactSum> = BTreeMap::new();
        let mut add = |(zone, class): (usize, usize), sum: &ExactSum| {
            let Some(class) = self.legend.classes.get(class) else { return };
            let types = &planned.choice.ecosystems;
            if types.is_empty() || types.iter().any(|listed| class.is_within(*listed)) {
                weights.entry((zone, class.plain())).or_default().merge(sum);
            }
        };
        let keys = match self.positions.get(row.zone.as_str()) {
            Some(zone) => of_zone(*zone),
            None => (0, 0)..=(self.legend.zones.len(), usize::MAX),
        };
        match &planned.weight {
            None => {
                let extent = self.partial.extent.range(keys);
                extent.for_each(|(key, tally)| add(*key, &tally.area));
            }
            Some(Ok(slot)) => {
                let position = self.plan.weighted.iter().position(|own| own == slot);
                let sums = position.and_then(|position| self.partial.weighted.get(position));
                let sums = sums.into_iter().flat_map(|sums| sums.range(keys.clone()));
                sums.for_each(|(key, sum)| add(*key, &sum.product));
            }
            Some(Err(reason)) => {
                let note = text!(
                    "{0}: not spread over cells: {1}",
                    "{0}：未分摊到单元：{1}",
                    planned.argument(),
                    reason.message()
                );
                self.note_terms(&[note]);
            }
        }
        if let Some(Ok(slot)) = &planned.weight {
            for layer in self.plan.layers(*slot) {
                row.evidence.extend(self.note_all(self.legend.layer_evidence.get(layer)));
            }
            row.evidence = unique(row.evidence);
        }
        let weights = weights.into_iter().map(|(key, sum)| (key, sum.total())).collect();
        self.allot_parts(&row, &weights);
    }
}
