//! Lines of indicators that are computed cell by cell: types of a zone by themselves, and rules of totals.

use std::collections::BTreeMap;

use super::compiler::{Compiler, Group, Groups};
use super::{Allotment, Amount, AmountRule, Line, Numbers, Part, Territory};
use crate::account::partial::Tally;
use crate::account::plan::PlannedService;
use crate::equation::TotalEquation;
use crate::exact_sum::ExactSum;
use crate::extent::Ecosystem;
use crate::parameter::profile::{Level, NegativePolicy};
use crate::reason::Reason;
use crate::service::{Indicator, Rule};
use crate::text;
use crate::valuation::EvidenceId;
use crate::wording::Message;

impl<'a> Compiler<'a, '_> {
    /// A line for each zone; each of its types is a part.
    pub(super) fn cell_lines(
        &mut self,
        position: usize,
        planned: &'a PlannedService,
        indicator: &'static Indicator,
        rule: Option<&'static Rule>,
    ) {
        let groups: Vec<((usize, Ecosystem), Group)> = self.groups(position).into_iter().collect();
        let mut remarks = self.below_zero(planned, position);
        let mut known: BTreeMap<&[usize], Vec<EvidenceId>> = BTreeMap::new();
        let formula = self.formula(position);
        for of_zone in groups.chunk_by(|((zone, _), _), ((next, _), _)| zone == next) {
            let Some(territory) = of_zone.first().and_then(|((zone, _), _)| self.territory(*zone)) else {
                continue;
            };
            // Where no cell has all inputs, no price is asked for.
            let has_cells = of_zone.iter().any(|(_, group)| group.valued.cells > 0);
            let price = if has_cells { self.price(planned, rule, territory.name) } else { Ok(None) };
            let Some(price) = self.settle(price) else { continue };
            let mut parts = Vec::with_capacity(of_zone.len());
            for ((zone, ecosystem), group) in of_zone {
                let mut part = group.part(*zone, *ecosystem);
                if group.valued.cells > 0 {
                    part.evidence = match known.get(group.classes.as_slice()) {
                        Some(evidence) => evidence.clone(),
                        None => self.cell_evidence(position, &group.classes),
                    };
                    known.entry(&group.classes).or_insert_with(|| part.evidence.clone());
                }
                parts.push(part);
            }
            let rule = AmountRule::EachPart;
            let amount = Amount { rule, formula, numbers: Numbers::NONE, is_money: false, ecosystem: None };
            let evidence = match &price {
                Ok(Some(price)) => price.numbers.evidence.clone(),
                _ => Vec::new(),
            };
            let remarks = std::mem::take(&mut remarks);
            let line = Line::new(planned, indicator, territory, Ok(amount));
            (self.take)(Line { supply: Some(position), parts, price, evidence, remarks, ..line });
        }
    }

    /// Lines of an indicator whose cells are added up before the equation: one for each zone, or one for the run.
    pub(super) fn total_lines(
        &mut self,
        position: usize,
        planned: &'a PlannedService,
        indicator: &'static Indicator,
        (of_total, rule): (&'static dyn TotalEquation, Option<&'static Rule>),
    ) {
        let (groups, formula) = (self.groups(position), self.formula(position));
        let classes: Vec<usize> = groups.values().flat_map(|group| &group.classes).copied().collect();
        let of_cells = self.cell_evidence(position, &classes);
        let mut levels: BTreeMap<Option<usize>, (Vec<Part>, ExactSum)> = BTreeMap::new();
        for ((zone, ecosystem), group) in &groups {
            let level = (planned.choice.level == Level::Zone).then_some(*zone);
            let (parts, total) = levels.entry(level).or_default();
            if group.valued.cells > 0 {
                parts.push(group.part(*zone, *ecosystem));
                total.merge(&group.quantity);
            }
        }
        for (level, (parts, total)) in levels {
            let territory = level.and_then(|zone| self.territory(zone)).unwrap_or(Territory::WHOLE);
            if parts.is_empty() {
                self.not_accounted(planned, indicator, territory, Reason::NoCompleteCell);
                continue;
            }
            let line = self.total_line(planned, indicator, territory, (of_total, formula, rule));
            if let Some(mut line) = line {
                line.evidence.extend(&of_cells);
                (self.take)(Line { supply: Some(position), parts, total: total.total(), ..line });
            }
        }
    }

    fn total_line(
        &mut self,
        planned: &'a PlannedService,
        indicator: &'static Indicator,
        territory: Territory<'a>,
        (of_total, formula, rule): (&'static dyn TotalEquation, &'static str, Option<&'static Rule>),
    ) -> Option<Line<'a>> {
        let numbers = self.numbers(planned, &of_total.terms(), territory.name);
        let numbers = match self.settle(numbers)? {
            Ok(numbers) => numbers,
            Err(reason) => return Some(Line::new(planned, indicator, territory, Err(reason))),
        };
        let amount_rule = AmountRule::OfTotal(of_total);
        let amount = Amount { rule: amount_rule, formula, numbers, is_money: false, ecosystem: None };
        self.priced(planned, indicator, territory, amount, rule)
    }

    /// A line that is spread as the profile says, with its price.
    pub(super) fn priced(
        &mut self,
        planned: &'a PlannedService,
        indicator: &'static Indicator,
        territory: Territory<'a>,
        mut amount: Amount<'a>,
        rule: Option<&'static Rule>,
    ) -> Option<Line<'a>> {
        let price = self.price(planned, rule, territory.name);
        let price = self.settle(price)?;
        let notes = std::mem::take(&mut amount.numbers.notes);
        let mut evidence = amount.numbers.evidence.clone();
        let mut allotment = Allotment::None;
        if let Ok(price) = &price {
            evidence.extend(price.iter().flat_map(|price| &price.numbers.evidence));
            let has_parts = matches!(amount.rule, AmountRule::OfTotal(_));
            allotment = self.allotment(planned, has_parts, &mut evidence);
        }
        let line = Line::new(planned, indicator, territory, Ok(amount));
        Some(Line { price, allotment, evidence, notes, ..line })
    }

    fn formula(&self, position: usize) -> &'static str {
        self.pass.plan.supplies.get(position).map_or("", |supply| supply.supply.formula)
    }

    fn territory(&self, zone: usize) -> Option<Territory<'a>> {
        let name = self.pass.legend.zones.get(zone)?;
        Some(Territory { name, zone: Some(zone) })
    }

    /// The sums of a per-cell indicator by zone and plain type, flags put together.
    fn groups(&self, position: usize) -> Groups {
        let (legend, partial) = (self.pass.legend, self.pass.partial);
        let mut groups = Groups::new();
        for ((zone, class), supplied) in partial.supplies.get(position).into_iter().flatten() {
            let Some(ecosystem) = legend.classes.get(*class) else { continue };
            let group = groups.entry((*zone, ecosystem.plain())).or_default();
            group.quantity.merge(&supplied.quantity);
            group.classes.push(*class);
            group.valued.merge(partial.extent.get(&(*zone, *class)).unwrap_or(&Tally::default()));
        }
        for ((zone, _, class), tally) in partial.missing.get(position).into_iter().flatten() {
            let Some(ecosystem) = legend.classes.get(*class) else { continue };
            if let Some(group) = groups.get_mut(&(*zone, ecosystem.plain())) {
                group.valued.subtract(tally);
            }
        }
        groups
    }

    /// What is said of cells below zero, if there are any.
    fn below_zero(&self, planned: &PlannedService, position: usize) -> Vec<Message> {
        let mut negative = Tally::default();
        let mut quantity = ExactSum::new();
        for (_, supplied) in self.pass.partial.supplies.get(position).into_iter().flatten() {
            negative.merge(&supplied.negative);
            quantity.merge(&supplied.negative_quantity);
        }
        let policy = self.pass.plan.supplies.get(position).map(|supply| supply.negative);
        let kept = match policy {
            Some(NegativePolicy::Keep) => text!("they stay in the total", "仍计入总量"),
            Some(NegativePolicy::Clamp) => text!("they count as 0", "按 0 计"),
            None => return Vec::new(),
        };
        if negative.cells == 0 {
            return Vec::new();
        }
        let total = format!("{:.0}", quantity.total());
        vec![text!(
            "{0}: {1} cells are below 0 ({2}); {3}",
            "{0}：{1} 个单元为负值（合计 {2}），{3}",
            planned.argument(),
            negative.cells,
            total,
            kept
        )]
    }

    /// What the cells of some types rest on in a per-cell equation: rows, crosswalk and layers.
    fn cell_evidence(&mut self, position: usize, classes: &[usize]) -> Vec<EvidenceId> {
        let (legend, plan) = (self.pass.legend, self.pass.plan);
        let Some(supply) = plan.supplies.get(position) else { return Vec::new() };
        let mut evidence = Vec::new();
        for class in classes {
            evidence.extend(supply.inputs.iter().flat_map(|slot| plan.evidence(*slot, *class)));
            evidence.extend(self.note_all(legend.class_evidence.get(*class)));
        }
        for layer in supply.inputs.iter().flat_map(|slot| plan.layers(*slot)) {
            evidence.extend(self.note_all(legend.layer_evidence.get(layer)));
        }
        evidence.sort_unstable();
        evidence.dedup();
        evidence
    }
}

impl Group {
    fn part(&self, zone: usize, ecosystem: Ecosystem) -> Part {
        let (sum, area) = (self.quantity.total(), self.valued.area.total());
        Part { zone, ecosystem, sum, area, cells: self.valued.cells, evidence: Vec::new() }
    }
}
