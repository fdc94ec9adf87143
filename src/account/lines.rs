//! The one compiler of an account: what each line is made of, before anybody adds it up, draws it or explains it.
//!
//! A line is an indicator of a service in a zone or in the whole run. It has read its numbers and its price, and it knows
//! how a total comes to the cells. `rows` makes the rows of the account of lines, `uncertainty/model` evaluates them under
//! other numbers, and an explanation tells them.

mod cells;
mod compiler;
mod numbers;
mod zones;

use super::partial::{Partial, of_zone};
use super::plan::{Plan, PlannedService, Slot};
use crate::equation::{Bound, NumberEquation, PriceEquation, TotalEquation};
use crate::error::Findings;
use crate::exact_sum::ExactSum;
use crate::extent::Ecosystem;
use crate::input::legend::Legend;
use crate::reason::Reason;
use crate::service::Indicator;
use crate::valuation::{Book, EvidenceId, Setting};
use crate::wording::Message;

use compiler::Compiler;

pub use numbers::Numbers;
pub(super) use zones::EXTERNAL_INFLOW;

/// Where a line belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Territory<'a> {
    /// Name of the zone; empty for the whole run.
    pub name: &'a str,
    /// Position of the zone in the legend; none for the whole run.
    pub zone: Option<usize>,
}

impl Territory<'_> {
    /// The whole run.
    pub const WHOLE: Self = Self { name: "", zone: None };
}

/// What the cells of an ecosystem type in a zone add up to.
#[derive(Debug, Clone)]
pub struct Part {
    /// Position of the zone.
    pub zone: usize,
    /// The type, without flags.
    pub ecosystem: Ecosystem,
    /// The exact sum, rounded once.
    pub sum: f64,
    /// Area of the cells that have a number \[m²\].
    pub area: f64,
    /// Their number.
    pub cells: u64,
    /// What the cells rest on, where each part is a row.
    pub evidence: Vec<EvidenceId>,
}

/// How a quantity or an amount of money comes about.
#[derive(Clone, Copy)]
pub enum AmountRule {
    /// Each part by itself.
    EachPart,
    /// An equation of the sum of all parts and of numbers.
    OfTotal(&'static dyn TotalEquation),
    /// An equation of numbers.
    OfNumbers(&'static dyn NumberEquation),
    /// A number as it is given.
    Given,
}

impl AmountRule {
    /// The quantity or the amount, of a sum of cells and of numbers.
    #[must_use]
    pub fn evaluate(self, total: f64, numbers: &[f64]) -> Bound {
        match self {
            Self::EachPart => Bound::plain(total),
            Self::OfTotal(equation) => equation.bound(total, numbers),
            Self::OfNumbers(equation) => Bound::plain(equation.value(numbers)),
            Self::Given => Bound::plain(numbers.first().copied().unwrap_or(f64::NAN)),
        }
    }
}

/// A quantity, or an amount of money.
#[derive(Clone)]
pub struct Amount<'a> {
    /// How it comes about.
    pub rule: AmountRule,
    /// The equation on one line.
    pub formula: &'static str,
    /// The numbers that it reads.
    pub numbers: Numbers<'a>,
    /// Whether it is money already.
    pub is_money: bool,
    /// Ecosystem type of a number that is given by type.
    pub ecosystem: Option<Ecosystem>,
}

/// How a quantity becomes money.
#[derive(Clone, Copy)]
pub struct PriceRule {
    /// The unit price, and the value at it.
    pub equation: &'static dyn PriceEquation,
    /// The equation on one line.
    pub formula: &'static str,
}

impl PriceRule {
    /// The unit price.
    #[must_use]
    pub fn unit_price(self, numbers: &[f64]) -> f64 {
        self.equation.price().value(numbers)
    }
}

/// The value of a quantity, or of an amount of money where there is no price. A price comes with its number.
#[must_use]
pub fn value(quantity: f64, price: Option<(PriceRule, f64)>, sign: f64) -> f64 {
    price.map_or(quantity, |(rule, unit_price)| rule.equation.value(quantity, unit_price)) * sign
}

/// A price with the numbers that it is made of.
#[derive(Clone)]
pub struct Price<'a> {
    /// How it comes about.
    pub rule: PriceRule,
    /// The numbers that it reads.
    pub numbers: Numbers<'a>,
}

/// How a line that belongs to a territory comes to its zones and types.
#[derive(Debug, Clone, PartialEq)]
pub enum Allotment {
    /// Not at all.
    None,
    /// By the area of the types that the service counts.
    Area,
    /// By a column times the area.
    Column(Slot),
    /// By what each part adds.
    Supply,
    /// By a column that cannot be had.
    Unavailable(Reason),
}

/// A line of the account.
#[derive(Clone)]
pub struct Line<'a> {
    /// The service with its equations.
    pub planned: &'a PlannedService,
    /// The indicator.
    pub indicator: &'static Indicator,
    /// Where it belongs.
    pub territory: Territory<'a>,
    /// Position in the plan of what is computed for every cell, if anything is.
    pub supply: Option<usize>,
    /// What cells add up to, in the order of zones and types.
    pub parts: Vec<Part>,
    /// The exact sum of all parts, rounded once, where a rule is of the total.
    pub total: f64,
    /// The quantity or the amount, or why there is none.
    pub amount: Result<Amount<'a>, Reason>,
    /// The price; none for what is physical only, and for money.
    pub price: Result<Option<Price<'a>>, Reason>,
    /// +1, or −1 for what is taken off.
    pub sign: f64,
    /// How it comes to zones and types.
    pub allotment: Allotment,
    /// What it rests on, beside its parts.
    pub evidence: Vec<EvidenceId>,
    /// Remarks for the reader.
    pub remarks: Vec<Message>,
    /// Remarks that are made once, however many lines have them.
    pub notes: Vec<Message>,
}

/// What a line, or a part of it, comes to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evaluated {
    /// The quantity; none of money.
    pub quantity: Option<f64>,
    /// The unit price.
    pub price: Option<f64>,
    /// The value.
    pub value: Option<f64>,
    /// Which branch of a rule held; empty where there is one only.
    pub branch: &'static str,
}

impl<'a> Line<'a> {
    /// Whether each part is by itself.
    #[must_use]
    pub fn is_of_parts(&self) -> bool {
        self.amount.as_ref().is_ok_and(|amount| matches!(amount.rule, AmountRule::EachPart))
    }

    /// What the line comes to for a sum of cells.
    #[must_use]
    pub fn evaluate(&self, total: f64) -> Evaluated {
        let nothing = Evaluated { quantity: None, price: None, value: None, branch: "" };
        let Ok(amount) = &self.amount else { return nothing };
        let Bound { quantity, branch } = amount.rule.evaluate(total, &amount.numbers.values);
        if amount.is_money {
            return Evaluated { value: Some(value(quantity, None, self.sign)), branch, ..nothing };
        }
        let price = self.price.as_ref().ok().and_then(Option::as_ref);
        let price = price.map(|price| (price.rule, price.rule.unit_price(&price.numbers.values)));
        let worth = price.map(|_| value(quantity, price, self.sign));
        Evaluated { quantity: Some(quantity), price: price.map(|(_, number)| number), value: worth, branch }
    }

    /// Unit of the price; empty where there is none.
    #[must_use]
    pub fn price_unit(&self) -> &'static str {
        self.price
            .as_ref()
            .ok()
            .and_then(Option::as_ref)
            .map_or("", |price| price.rule.equation.price().unit())
    }

    fn new(
        planned: &'a PlannedService,
        indicator: &'static Indicator,
        territory: Territory<'a>,
        amount: Result<Amount<'a>, Reason>,
    ) -> Self {
        Self {
            planned,
            indicator,
            territory,
            supply: None,
            parts: Vec::new(),
            total: f64::NAN,
            amount,
            price: Ok(None),
            sign: 1.0,
            allotment: Allotment::None,
            evidence: Vec::new(),
            remarks: Vec::new(),
            notes: Vec::new(),
        }
    }
}

/// A finished pass, and what its figures are looked up by.
#[derive(Clone, Copy)]
pub struct FinishedPass<'a> {
    /// Rows, prices and statistics.
    pub setting: &'a Setting<'a>,
    /// Zones and types.
    pub legend: &'a Legend,
    /// The plan.
    pub plan: &'a Plan,
    /// The sums.
    pub partial: &'a Partial,
}

impl<'a> FinishedPass<'a> {
    /// Hands over the lines of some services, of all of them where `of` is none, in the order of the account. What they
    /// rest on is noted in the book that the plan was made with; another book does where nobody asks for evidence.
    ///
    /// The findings are the prices and statistics that may not be used; their lines are left out.
    pub fn lines(self, of: Option<&[&str]>, book: &mut Book, take: &mut dyn FnMut(Line<'a>)) -> Findings {
        let mut compiler = Compiler { pass: self, book, shared: Vec::new(), findings: Findings::new(), take };
        let services = self.plan.services.iter().enumerate();
        for (index, planned) in services.filter(|(_, planned)| is_one_of(planned.service.id, of)) {
            for indicator in planned.service.indicators {
                compiler.indicator(index, planned, indicator);
            }
            compiler.external_inflow(planned);
        }
        compiler.findings
    }

    /// What a total is spread by: weights of the zones and types of a territory that the service counts, in the order of
    /// the legend. None for what is spread otherwise.
    #[must_use]
    pub fn weights(self, line: &Line<'_>) -> Vec<((usize, usize), &'a ExactSum)> {
        let keys = match line.territory.zone {
            Some(zone) => of_zone(zone),
            None => (0, 0)..=(self.legend.zones.len(), usize::MAX),
        };
        let all: Vec<((usize, usize), &ExactSum)> = match line.allotment {
            Allotment::Area => {
                self.partial.extent.range(keys).map(|(key, tally)| (*key, &tally.area)).collect()
            }
            Allotment::Column(slot) => {
                let position = self.plan.weighted.iter().position(|weighted| *weighted == slot);
                let sums = position.and_then(|position| self.partial.weighted.get(position));
                let sums = sums.into_iter().flat_map(|sums| sums.range(keys.clone()));
                sums.map(|(key, sum)| (*key, &sum.product)).collect()
            }
            Allotment::None | Allotment::Supply | Allotment::Unavailable(_) => Vec::new(),
        };
        let is_counted = |((_, class), _): &((usize, usize), _)| line.planned.counts(self.legend, *class);
        all.into_iter().filter(is_counted).collect()
    }
}

/// Whether a service is among those that are asked for.
pub(super) fn is_one_of(service: &str, of: Option<&[&str]>) -> bool {
    of.is_none_or(|of| of.contains(&service))
}
