//! Lines of what is known for zones, for ecosystem types, or for the whole run, and of what came from outside.

use super::compiler::{Compiler, ZoneRule};
use super::{Amount, AmountRule, Line, Numbers, Territory};
use crate::account::plan::PlannedService;
use crate::exact_sum::ExactSum;
use crate::extent::Ecosystem;
use crate::input::statistics::{Observation, known};
use crate::service::{Indicator, Term};
use crate::text;
use crate::unit::Cny;
use crate::valuation::Absence;
use crate::wording::TextArgument;

/// Value of products that came from outside, which GB/T 46869-2025 subtracts.
pub(in crate::account) static EXTERNAL_INFLOW: Indicator = Indicator {
    id: "external_inflow",
    name: "value that came from outside",
    name_zh: "区域外流入价值",
    unit: Cny::SYMBOL,
};

impl<'a> Compiler<'a, '_> {
    /// Lines of an indicator that is known for zones or for the whole run.
    pub(super) fn zone_lines(
        &mut self,
        planned: &'a PlannedService,
        indicator: &'static Indicator,
        zone_rule: ZoneRule,
    ) {
        let terms = zone_rule.equation.terms();
        let by_zone = self.by_zone(&terms, |compiler, zone| compiler.numbers(planned, &terms, zone));
        if let [Term::Statistic(key)] = terms.as_slice()
            && self.given_by_ecosystem(planned, indicator, key, zone_rule)
        {
            return;
        }
        if by_zone.iter().any(|(_, numbers)| numbers.is_ok()) {
            for (territory, numbers) in by_zone {
                self.zone_line(planned, indicator, territory, numbers, zone_rule);
            }
        } else {
            let whole = self.numbers(planned, &terms, "");
            self.zone_line(planned, indicator, Territory::WHOLE, whole, zone_rule);
        }
    }

    /// What is read for each zone; nothing where no zone has the statistics.
    fn by_zone<T>(
        &mut self,
        terms: &[Term],
        mut read: impl FnMut(&mut Self, &'a str) -> T,
    ) -> Vec<(Territory<'a>, T)> {
        let setting = self.pass.setting;
        let zones = if setting.no_zone_has(terms) { &[] } else { setting.zones };
        let names = zones.iter().map(String::as_str);
        // Zones of the setting are those of the legend, in its order.
        let known = &self.pass.legend.zones;
        let in_legend = |(position, name): (usize, &'a str)| {
            let same = known.get(position).filter(|zone| *zone == name).map(|_| position);
            Territory { name, zone: same.or_else(|| known.iter().position(|zone| zone == name)) }
        };
        let territories: Vec<Territory<'a>> = names.enumerate().map(in_legend).collect();
        territories.into_iter().map(|territory| (territory, read(self, territory.name))).collect()
    }

    fn zone_line(
        &mut self,
        planned: &'a PlannedService,
        indicator: &'static Indicator,
        territory: Territory<'a>,
        numbers: Result<Numbers<'a>, Absence>,
        ZoneRule { equation, formula, is_money, rule }: ZoneRule,
    ) {
        let numbers = match self.settle(numbers) {
            Some(Ok(numbers)) => numbers,
            Some(Err(reason)) => return self.not_accounted(planned, indicator, territory, reason),
            None => return,
        };
        let amount_rule = AmountRule::OfNumbers(equation);
        let amount = Amount { rule: amount_rule, formula, numbers, is_money, ecosystem: None };
        if let Some(line) = self.priced(planned, indicator, territory, amount, rule) {
            (self.take)(line);
        }
    }

    /// Lines of what statistics give by ecosystem type; whether there are any.
    fn given_by_ecosystem(
        &mut self,
        planned: &'a PlannedService,
        indicator: &'static Indicator,
        key: &'static str,
        zone_rule: ZoneRule,
    ) -> bool {
        let setting = self.pass.setting;
        let Ok(statistic) = known(key) else { return false };
        let terms = [Term::Statistic(statistic.key)];
        let zones: Vec<&'a str> = setting.zones_apart(&terms).collect();
        let mut lines = Vec::new();
        for (position, zone) in zones.into_iter().enumerate() {
            // What is given for the whole of a single zone is given for that zone.
            let territory = match setting.zones {
                [only] if zone.is_empty() => Territory { name: only, zone: Some(0) },
                _ if zone.is_empty() => Territory::WHOLE,
                _ => Territory { name: zone, zone: Some(position) },
            };
            for (place, row) in setting.statistics.by_ecosystem(key, zone, setting.year).enumerate() {
                lines.extend(self.given_line((planned, indicator, territory), (zone, place, row), zone_rule));
            }
        }
        let Some(last) = lines.len().checked_sub(1) else { return false };
        let whole = setting.statistics.figure(key, "", setting.zones, setting.year);
        let remark = whole.map(|whole| {
            let parts: ExactSum = lines.iter().filter_map(given_number).collect();
            text!(
                "{0} is given by ecosystem type, {1} in all, and as a whole, {2}: the parts were taken",
                "{0} 既按生态系统类型给出（合计 {1}），又给出总数（{2}）：采用分类型数据",
                TextArgument::Id { id: key.to_owned(), zh: statistic.name_zh },
                parts.total(),
                whole.value
            )
        });
        for (place, mut line) in lines.into_iter().enumerate() {
            line.remarks.extend(remark.clone().filter(|_| place == last));
            (self.take)(line);
        }
        true
    }

    fn given_line(
        &mut self,
        (planned, indicator, territory): (&'a PlannedService, &'static Indicator, Territory<'a>),
        (zone, place, row): (&'a str, usize, &Observation),
        zone_rule: ZoneRule,
    ) -> Option<Line<'a>> {
        let given = self.pass.setting.observed(row, self.book);
        let given = match self.settle(given)? {
            Ok(given) => given,
            Err(reason) => return Some(Line::new(planned, indicator, territory, Err(reason))),
        };
        let price = self.price(planned, zone_rule.rule, territory.name);
        let price = self.settle(price)?;
        let mut evidence = given.1.clone();
        if let Ok(Some(price)) = &price {
            evidence.extend(&price.numbers.evidence);
        }
        let amount = Amount {
            rule: AmountRule::Given,
            formula: zone_rule.formula,
            numbers: Numbers::given(row.statistic.key, zone, place, given),
            is_money: zone_rule.rule.is_some_and(|rule| rule.amount().is_some()),
            ecosystem: row.ecosystem.map(Ecosystem::plain),
        };
        let line = Line::new(planned, indicator, territory, Ok(amount));
        Some(Line { price, evidence, ..line })
    }

    /// What statistics say came from outside, service by service, taken off.
    pub(super) fn external_inflow(&mut self, planned: &'a PlannedService) {
        let key = format!("external_inflow_{}", planned.service.id);
        let Ok(statistic) = known(&key) else { return };
        let terms = [Term::Statistic(statistic.key)];
        let (choice, setting) = (Some(&planned.choice), self.pass.setting);
        let by_zone =
            self.by_zone(&terms, |compiler, zone| setting.terms(&terms, choice, zone, compiler.book));
        let any = by_zone.iter().any(|(_, read)| read.is_ok());
        let whole = (!any).then(|| (Territory::WHOLE, setting.terms(&terms, choice, "", self.book)));
        for (territory, read) in by_zone.into_iter().filter(|_| any).chain(whole) {
            // Without a statistic nothing came from outside as far as the account knows.
            let Some(Ok(read)) = self.settle(read) else { continue };
            let evidence = read.evidence.clone();
            let numbers = Numbers::of_terms(terms.to_vec(), territory.name, read);
            let rule = AmountRule::Given;
            let amount = Amount { rule, formula: "", numbers, is_money: true, ecosystem: None };
            let line = Line::new(planned, &EXTERNAL_INFLOW, territory, Ok(amount));
            (self.take)(Line { sign: -1.0, evidence, ..line });
        }
    }
}

/// The number of a line that is given, where it has a row.
fn given_number(line: &Line<'_>) -> Option<f64> {
    line.amount.as_ref().ok().filter(|_| line.price.is_ok())?.numbers.values.first().copied()
}
