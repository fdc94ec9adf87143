//! Accounts of change: from one account to another, step by step, and every ecosystem type from opening to closing.
//!
//! A value is area x yield x price. Its change between two accounts is shared among these factors, row by row:
//!
//! | rows | steps |
//! |---|---|
//! | computed from cells, or given by ecosystem type | area, quality (yield per area), price |
//! | parts of a larger total that was spread | allotted quantity, price |
//! | totals of a zone or of the run, not spread | quantity of the zone, price |
//! | counted in money only | given amount |
//! | value taken off (inflow from outside, overlap) | correction |
//! | accounted on one side only | coverage |
//!
//! Per-head figures have the population as a step more. What another method (profile, parameter rows) does is a step of
//! its own if the first year is computed once more under the second method and handed in between
//! ([`Change::over_method`]); else it is inside the other steps.
//!
//! **Closure.** `from`, `to` and the parts of a row are exact sums, and the parts add up to `to` − `from` to the bit: what
//! rounding leaves goes to the largest part, of several to the first ([`decomposition::close`]). Sums of rows close
//! in the same way. A printed number is an exact sum rounded once.

pub mod decomposition;
pub mod extent;
mod factors;
pub mod multiplicative;
mod side;
pub mod transitions;

use std::collections::{BTreeMap, BTreeSet};

pub use side::{Figure, Side};

use crate::error::{Code, Error, Findings, Place};
use crate::exact_sum::ExactSum;
use crate::extent::Ecosystem;
use crate::text;
use crate::valuation::PriceBasis;

use decomposition::{Method, close, parts};
use factors::factors;
use side::{Entry, Key};

/// What a change comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Area of the ecosystem type.
    Area,
    /// Quantity per area.
    Quality,
    /// Quantity that is a part of a larger total.
    AllottedQuantity,
    /// Quantity of a zone or of the run as a whole.
    ZoneQuantity,
    /// Value of a unit of quantity.
    Price,
    /// Heads.
    Population,
    /// An amount of money as it was given.
    GivenAmount,
    /// Accounted on one side only.
    Coverage,
    /// Value taken off.
    Correction,
    /// Another profile or other parameter rows.
    Method,
}

impl Step {
    /// All, in the order of the tables.
    pub const ALL: [Self; 10] = [
        Self::Area,
        Self::Quality,
        Self::AllottedQuantity,
        Self::ZoneQuantity,
        Self::Price,
        Self::Population,
        Self::GivenAmount,
        Self::Coverage,
        Self::Correction,
        Self::Method,
    ];

    /// The word in tables.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Area => "area",
            Self::Quality => "quality",
            Self::AllottedQuantity => "allotted_quantity",
            Self::ZoneQuantity => "zone_quantity",
            Self::Price => "price",
            Self::Population => "population",
            Self::GivenAmount => "given_amount",
            Self::Coverage => "coverage",
            Self::Correction => "correction",
            Self::Method => "method",
        }
    }

    /// English and Chinese name.
    #[must_use]
    pub const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Area => ("area", "面积"),
            Self::Quality => ("quality", "质量"),
            Self::AllottedQuantity => ("allotted quantity", "分摊实物量"),
            Self::ZoneQuantity => ("quantity of zone", "分区实物量"),
            Self::Price => ("price", "价格"),
            Self::Population => ("population", "人口"),
            Self::GivenAmount => ("given amount", "给定金额"),
            Self::Coverage => ("coverage", "核算范围"),
            Self::Correction => ("correction", "扣减项"),
            Self::Method => ("method", "方法"),
        }
    }
}

/// From one number to another, in parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Movement {
    /// The number before.
    pub from: ExactSum,
    /// The number behind.
    pub to: ExactSum,
    /// What each step has of the change.
    pub parts: BTreeMap<Step, ExactSum>,
}

impl Movement {
    /// The number behind less the number before.
    #[must_use]
    pub fn change(&self) -> ExactSum {
        let mut change = self.to.clone();
        change.subtract(&self.from);
        change
    }

    /// What a step has of the change, rounded once; none where the step does not apply.
    #[must_use]
    pub fn part(&self, step: Step) -> Option<f64> {
        self.parts.get(&step).map(ExactSum::total)
    }

    /// Whether the parts add up to the change, to the bit.
    #[must_use]
    pub fn closes(&self) -> bool {
        let mut rest = self.change();
        self.parts.values().for_each(|part| rest.subtract(part));
        rest == ExactSum::new()
    }

    fn add(&mut self, other: &Self) {
        self.from.merge(&other.from);
        self.to.merge(&other.to);
        for (step, part) in &other.parts {
            self.parts.entry(*step).or_default().merge(part);
        }
    }
}

/// The change of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeRow {
    /// Zone; empty for what belongs to the whole run only.
    pub zone: String,
    /// Ecosystem type; none where a total is not allotted.
    pub ecosystem: Option<Ecosystem>,
    /// Service.
    pub service: String,
    /// Indicator.
    pub indicator: String,
    /// The change.
    pub movement: Movement,
}

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Values.
    Value,
    /// Values over the heads of a zone or of the whole run.
    PerHead,
}

/// The change from one account to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The two years.
    pub years: (i32, i32),
    /// The money of both.
    pub basis: PriceBasis,
    /// How changes are shared among steps.
    pub method: Method,
    /// What is compared.
    pub measure: Measure,
    /// The rows.
    pub rows: Vec<ChangeRow>,
}

impl Change {
    /// The change of every valued row between two accounts.
    ///
    /// # Errors
    ///
    /// `EV-U003` for unlike money; `EV-A002` for every row that changes its sign, by the logarithmic mean.
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::account::change::{Change, Figure, Side, Step};
    /// use ecovalue::account::change::decomposition::Method;
    /// use ecovalue::valuation::PriceBasis;
    ///
    /// let side = |year, area, quantity, price| Side {
    ///     year,
    ///     basis: PriceBasis::constant(2015),
    ///     figures: vec![Figure {
    ///         zone: "north".into(),
    ///         ecosystem: "11".parse().ok(),
    ///         service: "water_retention".into(),
    ///         indicator: "retained_water".into(),
    ///         quantity: Some(quantity),
    ///         price: Some(price),
    ///         value: quantity * price,
    ///         allotted: false,
    ///     }],
    ///     extent: "11".parse().map(|own| ((String::from("north"), own), area)).into_iter().collect(),
    ///     population: Default::default(),
    /// };
    /// // Twice the area with the same yield and price.
    /// let change = Change::between(&side(2015, 4.0, 12.0, 2.0), &side(2020, 8.0, 24.0, 2.0), Method::Shapley)?;
    /// let total = change.total(|_| true);
    /// assert_eq!(total.change().total(), 24.0);
    /// assert_eq!(total.part(Step::Area), Some(24.0));
    /// assert_eq!(total.part(Step::Quality), Some(0.0));
    /// assert!(total.closes());
    /// # Ok::<(), ecovalue::Findings>(())
    /// ```
    pub fn between(first: &Side, second: &Side, method: Method) -> Result<Self, Findings> {
        Comparison { first, rerun: None, second, method, heads: None }.change(|_| true)
    }

    /// As [`Change::between`], with what another method does as a step of its own: `rerun` is the first year once more,
    /// under the profile and the parameter rows of the second.
    ///
    /// # Errors
    ///
    /// As [`Change::between`]; `EV-A003` if the account in between is of another year than the first.
    pub fn over_method(first: &Side, rerun: &Side, second: &Side, method: Method) -> Result<Self, Findings> {
        Comparison { first, rerun: Some(rerun), second, method, heads: None }.change(|_| true)
    }

    /// The change of the values per head of a zone, or of the whole run. `rerun` as in [`Change::over_method`].
    ///
    /// # Errors
    ///
    /// As [`Change::over_method`]; `EV-A003` where the population is not known for both years.
    pub fn per_head(
        first: &Side,
        rerun: Option<&Side>,
        second: &Side,
        zone: Option<&str>,
        method: Method,
    ) -> Result<Self, Findings> {
        let name = zone.unwrap_or_default();
        let heads = |side: &Side| {
            let heads = side.population.get(name).copied().filter(|heads| *heads > 0.0);
            heads.ok_or_else(|| {
                let whose = match name {
                    "" => text!("the whole run", "全区域"),
                    _ => text!("zone `{0}`", "分区 `{0}`", name),
                };
                let message = text!(
                    "the population of {0} in {1} is not known",
                    "缺少{0} {1} 年的人口",
                    whose,
                    side.year
                );
                let hint = text!(
                    "give population_resident for both years",
                    "提供两个年度的常住人口（population_resident）"
                );
                Error::new(Code::Incomparable, message, hint)
            })
        };
        let heads = Some((heads(first)?, heads(second)?));
        Comparison { first, rerun, second, method, heads }
            .change(|key| zone.is_none_or(|zone| key.zone == zone))
    }

    /// The sum of some rows.
    #[must_use]
    pub fn total(&self, choice: impl Fn(&ChangeRow) -> bool) -> Movement {
        let mut total = Movement::default();
        self.rows.iter().filter(|row| choice(row)).for_each(|row| total.add(&row.movement));
        total
    }

    /// The steps that some row has, in the order of the tables.
    #[must_use]
    pub fn steps(&self) -> Vec<Step> {
        let known: BTreeSet<Step> =
            self.rows.iter().flat_map(|row| row.movement.parts.keys().copied()).collect();
        known.into_iter().collect()
    }
}

/// Two accounts, what stands between them, and how they are compared.
struct Comparison<'a> {
    first: &'a Side,
    rerun: Option<&'a Side>,
    second: &'a Side,
    method: Method,
    /// Heads at both ends, for figures per head.
    heads: Option<(f64, f64)>,
}

impl Comparison<'_> {
    /// Refuses an account in between that has another money, or is not of the first year.
    fn check_rerun(&self) -> Result<(), Error> {
        if let Some(rerun) = self.rerun {
            self.first.require_same_money(rerun)?;
            if rerun.year != self.first.year {
                let (found, wanted) = (rerun.year, self.first.year);
                let message = text!(
                    "the account in between is of {0}, the first of {1}",
                    "中间账户为 {0} 年，第一个账户为 {1} 年",
                    found,
                    wanted
                );
                let hint = text!(
                    "run the first year once more, under the second profile and parameters",
                    "用第二个账户的核算方案和参数重新核算第一个年度"
                );
                return Err(Error::new(Code::Incomparable, message, hint));
            }
        }
        Ok(())
    }

    fn change(&self, choice: impl Fn(&Key) -> bool) -> Result<Change, Findings> {
        self.first.require_same_money(self.second)?;
        self.check_rerun()?;
        let (first, second) = (self.first.entries(), self.second.entries());
        let rerun = self.rerun.map(Side::entries);
        let base = rerun.as_ref().unwrap_or(&first);
        let keys: BTreeSet<&Key> =
            first.rows.keys().chain(base.rows.keys()).chain(second.rows.keys()).collect();
        let (mut rows, mut findings) = (Vec::new(), Findings::new());
        for key in keys.into_iter().filter(|key| choice(key)) {
            let before = base.row(key, second.rows.get(key));
            let behind = second.row(key, base.rows.get(key));
            let mut movement = Movement {
                from: self.value(first.rows.get(key), |heads| heads.0),
                to: self.value(behind.as_ref(), |heads| heads.1),
                parts: BTreeMap::new(),
            };
            let middle = self.value(before.as_ref(), |heads| heads.0);
            if self.rerun.is_some() {
                let mut moved = middle.clone();
                moved.subtract(&movement.from);
                movement.parts.insert(Step::Method, moved);
            }
            let mut rest = movement.to.clone();
            rest.subtract(&middle);
            let ends = match (&before, &behind) {
                (Some(before), Some(behind)) => {
                    self.split(key, (before, base.area(key)), (behind, second.area(key)), &rest)
                }
                (None, None) => Ok(BTreeMap::new()),
                _ => Ok(BTreeMap::from([(Step::Coverage, rest)])),
            };
            movement.parts.extend(findings.take(ends).unwrap_or_default());
            rows.push(ChangeRow {
                zone: key.zone.clone(),
                ecosystem: key.ecosystem,
                service: key.service.clone(),
                indicator: key.indicator.clone(),
                movement,
            });
        }
        findings.into_result(Change {
            years: (self.first.year, self.second.year),
            basis: self.first.basis.clone(),
            method: self.method,
            measure: if self.heads.is_some() { Measure::PerHead } else { Measure::Value },
            rows,
        })
    }

    /// The value of a row, or its value per head; nothing for an absent row.
    fn value(&self, entry: Option<&Entry>, side: fn((f64, f64)) -> f64) -> ExactSum {
        match (entry, self.heads) {
            (None, _) => ExactSum::new(),
            (Some(entry), None) => entry.value.clone(),
            (Some(entry), Some(heads)) => exact(entry.value.total() / side(heads)),
        }
    }

    /// The parts of the change of a row that both sides have.
    fn split(
        &self,
        key: &Key,
        before: (&Entry, Option<f64>),
        behind: (&Entry, Option<f64>),
        change: &ExactSum,
    ) -> Result<BTreeMap<Step, ExactSum>, Error> {
        let mut factors = factors(key, before, behind);
        if let Some((before, behind)) = self.heads {
            factors.push((Step::Population, 1.0 / before, 1.0 / behind));
        }
        if let [(step, _, _)] = factors.as_slice() {
            return Ok(BTreeMap::from([(*step, change.clone())]));
        }
        let from: Vec<f64> = factors.iter().map(|(_, from, _)| *from).collect();
        let to: Vec<f64> = factors.iter().map(|(_, _, to)| *to).collect();
        let shared =
            parts(self.method, &from, &to).map_err(|error| error.at(Place::column_only(name(key))))?;
        let mut shared: Vec<ExactSum> = shared.into_iter().map(exact).collect();
        close(&mut shared, change);
        Ok(factors.into_iter().map(|(step, _, _)| step).zip(shared).collect())
    }
}

fn exact(value: f64) -> ExactSum {
    [value].into_iter().collect()
}

/// How a finding names a row.
fn name(key: &Key) -> String {
    let ecosystem = key.ecosystem.map(|own| format!(", {own}")).unwrap_or_default();
    format!("{}{ecosystem}, {}.{}", key.zone, key.service, key.indicator)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_has_a_word_of_its_own() {
        let ids: BTreeSet<&str> = Step::ALL.into_iter().map(Step::id).collect();
        assert_eq!(ids.len(), Step::ALL.len());
        assert!(Step::ALL.is_sorted());
    }
}
