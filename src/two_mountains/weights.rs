//! A total with weights of the user. The official annex publishes no weights, scores, aggregation or grades, so that there is
//! no total without a table of weights, and none of these is the official index (两山指数).

use std::collections::{BTreeMap, BTreeSet};

use super::Judgement;
use super::plan::{Indicators, ordinal};
use super::verdict::TargetState;
use crate::error::{Code, Error, Findings, Place};
use crate::exact_sum::ExactSum;
use crate::table::Table;
use crate::text;

/// Largest difference of the sum of the weights from 1: weights may be rounded decimals.
const SLACK: f64 = 1e-9;

/// A weight for each indicator, as a share of 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights(BTreeMap<u32, f64>);

/// The weights of the indicators of a zone and year, by what became of them. They add up to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Composite {
    /// Zone; empty for the whole base.
    pub zone: String,
    /// Year.
    pub year: i32,
    /// Weight of those that are met: the total, if none is undecided, and else its lower bound.
    pub met: f64,
    /// Weight of those that are not met.
    pub not_met: f64,
    /// Weight of those that are undecided or have no target in the year.
    pub undecided: f64,
    /// The total; none while an indicator that has a weight is undecided.
    pub total: Option<f64>,
}

impl Weights {
    /// Reads a table with the columns `no` and `weight`, one row for each indicator. The weights add up to 1, or to 100.
    ///
    /// # Errors
    ///
    /// `EV-I007` for columns, `EV-I006` for an indicator without a weight, one that is not there or weights that add up to
    /// something else, `EV-I008` for no number, `EV-I009` for a duplicate indicator, `EV-I017` below 0.
    pub fn from_table(table: &Table, indicators: &Indicators) -> Result<Self, Findings> {
        table.expect_columns(&["no", "weight"], &["indicator", "source", "note"])?;
        let (mut weights, mut findings) = (BTreeMap::new(), Findings::new());
        for row in table.rows() {
            findings.take(row.plain_but(&["weight"]));
            let no = findings.take(ordinal(&row, "no"));
            let weight = findings.take(row.required_number("weight"));
            let (Some(no), Some(weight)) = (no, weight) else { continue };
            if weight < 0.0 {
                let message = text!("a weight of {0} is below 0", "权重 {0} 为负", weight);
                let error =
                    Error::new(Code::OutOfRange, message, text!("write 0 or more", "填写不小于 0 的数"));
                findings.push(error.at(row.place("weight")));
            }
            if !indicators.has(no) {
                let message = text!("there is no indicator `{0}`", "没有指标 `{0}`", no);
                let hint = text!("write a number of the table of indicators", "填写指标表中的序号");
                findings.push(Error::new(Code::BadValue, message, hint).at(row.place("no")));
            }
            if weights.insert(no, weight).is_some() {
                let message = text!("indicator {0} has two weights", "指标 {0} 有两个权重", no);
                let error =
                    Error::new(Code::DuplicateKey, message, text!("keep one of them", "保留其中一个"));
                findings.push(error.at(row.place("no")));
            }
        }
        let place = Place::file(table.file()).column("weight");
        let numbers = indicators.each().map(|row| row.no);
        let missing: Vec<String> =
            numbers.filter(|no| !weights.contains_key(no)).map(|no| no.to_string()).collect();
        if !missing.is_empty() {
            let message = text!("no weight for the indicators {0}", "指标 {0} 没有权重", missing);
            let hint = text!(
                "give every indicator a weight, 0 if it is not to count",
                "为每个指标给出权重，不计入的写 0"
            );
            findings.push(Error::new(Code::BadValue, message, hint).at(place.clone()));
        }
        findings.into_result(())?;
        let scale = scale(&weights).map_err(|error| error.at(place))?;
        Ok(Self(weights.into_iter().map(|(no, weight)| (no, weight / scale)).collect()))
    }

    /// The total of each zone and year that has a target.
    #[must_use]
    pub fn composites(&self, judged: &[Judgement<'_>]) -> Vec<Composite> {
        let with_target = || judged.iter().filter(|judgement| judgement.target.is_some());
        let key = |judgement: &Judgement<'_>| (judgement.indicator.zone.clone(), judgement.year);
        let keys: BTreeSet<(String, i32)> = with_target().map(key).collect();
        keys.into_iter()
            .map(|(zone, year)| {
                let state = |no: u32| {
                    let found = with_target().find(|judgement| {
                        let row = judgement.indicator;
                        row.no == no && row.zone == zone && judgement.year == year
                    });
                    found.map_or(TargetState::Undecided, |judgement| judgement.verdict.state)
                };
                let of = |wanted: TargetState| {
                    let weights = self.0.iter().filter(|(no, _)| state(**no) == wanted);
                    weights.map(|(_, weight)| *weight).collect::<ExactSum>().total()
                };
                let (met, not_met, undecided) =
                    (of(TargetState::Met), of(TargetState::NotMet), of(TargetState::Undecided));
                let total = (undecided <= 0.0).then_some(met);
                Composite { zone, year, met, not_met, undecided, total }
            })
            .collect()
    }
}

/// The sum of the weights: 1, or 100.
fn scale(weights: &BTreeMap<u32, f64>) -> Result<f64, Error> {
    let sum = weights.values().copied().collect::<ExactSum>().total();
    [1.0, 100.0].into_iter().find(|whole| (sum / whole - 1.0).abs() <= SLACK).ok_or_else(|| {
        let message = text!("the weights add up to {0}", "权重合计为 {0}", sum);
        Error::new(Code::BadValue, message, text!("let them add up to 1, or to 100", "使权重合计为 1 或 100"))
    })
}
