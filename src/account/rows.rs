//! From lines to the rows of the account: totals are exact, and come to zones and types by exact parts.

use std::collections::BTreeMap;

use super::allot::allot;
use super::lines::{Allotment, Amount, FinishedPass, Line, Part};
use super::{Row, Status};
use crate::exact_sum::ExactSum;
use crate::extent::Ecosystem;
use crate::reason::Reason;
use crate::service::{Indicator, Service};
use crate::text;
use crate::valuation::EvidenceId;
use crate::wording::{Message, Say};

/// What the ecosystem types of some zones weigh.
type Weights = BTreeMap<(usize, Ecosystem), f64>;

/// The rows that lines were made into, and what is said of them.
pub(super) struct Rows<'a> {
    pass: FinishedPass<'a>,
    pub(super) list: Vec<Row>,
    pub(super) notes: Vec<Message>,
}

impl<'a> Rows<'a> {
    pub(super) const fn new(pass: FinishedPass<'a>) -> Self {
        Self { pass, list: Vec::new(), notes: Vec::new() }
    }

    /// Adds the rows of a line.
    pub(super) fn take(&mut self, mut line: Line<'_>) {
        for note in std::mem::take(&mut line.notes) {
            self.note_once(note);
        }
        let amount = match &line.amount {
            Ok(amount) => amount,
            Err(reason) => return self.not_accounted(&line, None, reason),
        };
        if line.is_of_parts() {
            line.parts.iter().for_each(|part| self.part(&line, part));
        } else {
            self.whole(&line, amount);
        }
        self.notes.append(&mut line.remarks);
    }

    /// The row of a type whose cells are added up by themselves.
    fn part(&mut self, line: &Line<'_>, part: &Part) {
        if part.cells == 0 {
            return self.not_accounted(line, Some(part.ecosystem), &Reason::NoCompleteCellOfType);
        }
        let result = line.evaluate(part.sum);
        self.list.push(Row {
            ecosystem: Some(part.ecosystem),
            quantity: Some(part.sum),
            area: Some(part.area),
            price: result.price,
            price_unit: line.price_unit(),
            value: result.value,
            // Without a price the quantity is known all the same.
            status: line
                .price
                .as_ref()
                .err()
                .map_or(Status::Accounted, |reason| Status::NotAccounted(reason.clone())),
            evidence: unique(line.evidence.iter().chain(&part.evidence)),
            ..of_line(line)
        });
    }

    /// The rows of a line that is evaluated once.
    fn whole(&mut self, line: &Line<'_>, amount: &Amount<'_>) {
        let result = line.evaluate(line.total);
        if !result.branch.is_empty() {
            self.note_branch(line, result.branch);
        }
        if let Err(reason) = &line.price {
            return self.not_accounted(line, None, reason);
        }
        let whole = Row {
            ecosystem: amount.ecosystem,
            quantity: result.quantity,
            price: result.price,
            price_unit: line.price_unit(),
            value: result.value,
            evidence: unique(&line.evidence),
            ..of_line(line)
        };
        let weights = match &line.allotment {
            Allotment::None => return self.list.push(whole),
            Allotment::Supply => {
                line.parts.iter().map(|part| ((part.zone, part.ecosystem), part.sum)).collect()
            }
            Allotment::Area | Allotment::Column(_) => self.weights(line),
            Allotment::Unavailable(reason) => {
                let service = line.planned.argument();
                self.note_once(text!(
                    "{0}: not spread over cells: {1}",
                    "{0}：未分摊到单元：{1}",
                    service,
                    reason.message()
                ));
                Weights::new()
            }
        };
        self.allot(whole, &weights);
    }

    /// Spreads a row over types of zones by weight; without any weight the row stays whole.
    fn allot(&mut self, whole: Row, weights: &Weights) {
        let sizes: Vec<f64> = weights.values().copied().collect();
        let spread = |total: Option<f64>| total.and_then(|total| allot(total, &sizes));
        let (quantities, values) = (spread(whole.quantity), spread(whole.value));
        if quantities.is_none() && values.is_none() {
            return self.list.push(whole);
        }
        for (part, (zone, ecosystem)) in weights.keys().enumerate() {
            let share = |parts: &Option<Vec<f64>>| parts.as_ref().and_then(|parts| parts.get(part).copied());
            self.list.push(Row {
                zone: self.pass.legend.zones.get(*zone).cloned().unwrap_or_default(),
                ecosystem: Some(*ecosystem),
                quantity: share(&quantities),
                value: share(&values),
                status: Status::Allotted,
                ..whole.clone()
            });
        }
    }

    /// Weights of the types, flags put together.
    fn weights(&self, line: &Line<'_>) -> Weights {
        let mut weights: BTreeMap<(usize, Ecosystem), ExactSum> = BTreeMap::new();
        for ((zone, class), sum) in self.pass.weights(line) {
            if let Some(class) = self.pass.legend.classes.get(class) {
                weights.entry((zone, class.plain())).or_default().merge(sum);
            }
        }
        weights.into_iter().map(|(key, sum)| (key, sum.total())).collect()
    }

    fn not_accounted(&mut self, line: &Line<'_>, ecosystem: Option<Ecosystem>, reason: &Reason) {
        self.list.push(Row { ecosystem, status: Status::NotAccounted(reason.clone()), ..of_line(line) });
    }

    fn note_once(&mut self, note: Message) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    fn note_branch(&mut self, line: &Line<'_>, branch: &'static str) {
        let place = match line.territory.name {
            "" => text!("the whole run", "整个核算区域"),
            zone => text!("{0}", "{0}", zone),
        };
        let (service, indicator) = (line.planned.argument(), line.indicator.id);
        self.notes.push(text!("{0}: {1}: {2}: {3}", "{0}：{1}：{2}：{3}", service, indicator, place, branch));
    }
}

/// A row that has no number yet.
pub(super) fn row(service: &'static Service, indicator: &'static Indicator, zone: &str) -> Row {
    Row {
        zone: zone.to_owned(),
        ecosystem: None,
        service,
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

fn of_line(line: &Line<'_>) -> Row {
    row(line.planned.service, line.indicator, line.territory.name)
}

fn unique<'e>(evidence: impl IntoIterator<Item = &'e EvidenceId>) -> Vec<EvidenceId> {
    let mut evidence: Vec<EvidenceId> = evidence.into_iter().copied().collect();
    evidence.sort_unstable();
    evidence.dedup();
    evidence
}
