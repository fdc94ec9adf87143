//! A total of the user's own. The official annex publishes no weights, scores, aggregation or grades, so that there is
//! no total without a table of weights, and none of these is the official index (两山指数).

use std::collections::{BTreeMap, BTreeSet};

use super::Judgement;
use super::plan::{Indicators, ordinal};
use super::verdict::State;
use crate::error::{Code, Error, Findings, Place};
use crate::exact_sum::ExactSum;
use crate::table::Table;

/// How far the weights may be from 1 in sum, as decimals that were rounded are.
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
    /// something else, `EV-I008` for no number, `EV-I009` for an indicator that stands twice, `EV-I017` below 0.
    pub fn from_table(table: &Table, indicators: &Indicators) -> Result<Self, Findings> {
        table.expect_columns(&["no", "weight"], &["indicator", "source", "note"])?;
        let (mut weights, mut findings) = (BTreeMap::new(), Findings::new());
        for row in table.rows() {
            findings.take(row.plain_but(&["weight"]));
            let no = findings.take(ordinal(&row, "no"));
            let weight = findings.take(row.required_number("weight"));
            let (Some(no), Some(weight)) = (no, weight) else { continue };
            if weight < 0.0 {
                let error = Error::new(
                    Code::OutOfRange,
                    format!("a weight of {weight} is below 0"),
                    "write 0 or more",
                );
                findings.push(error.at(row.place("weight")));
            }
            if !indicators.has(no) {
                let error = Error::new(
                    Code::BadValue,
                    format!("there is no indicator `{no}`"),
                    "write a number of the table of indicators",
                );
                findings.push(error.at(row.place("no")));
            }
            if weights.insert(no, weight).is_some() {
                let error = Error::new(
                    Code::DuplicateKey,
                    format!("indicator {no} has two weights"),
                    "keep one of them",
                );
                findings.push(error.at(row.place("no")));
            }
        }
        let missing: Vec<String> = indicators
            .each()
            .map(|own| own.no)
            .filter(|no| !weights.contains_key(no))
            .map(|no| no.to_string())
            .collect();
        let whole = Place::file(table.file()).column("weight");
        if !missing.is_empty() {
            let message = format!("no weight for the indicators {}", missing.join(", "));
            findings.push(
                Error::new(Code::BadValue, message, "give every indicator a weight, 0 if it is not to count")
                    .at(whole.clone()),
            );
        }
        findings.into_result(())?;
        let sum = weights.values().copied().collect::<ExactSum>().total();
        let whole_of = [1.0, 100.0].into_iter().find(|whole| (sum / whole - 1.0).abs() <= SLACK);
        let scale = whole_of.ok_or_else(|| {
            let message = format!("the weights add up to {sum}");
            Error::new(Code::BadValue, message, "let them add up to 1, or to 100").at(whole)
        })?;
        Ok(Self(weights.into_iter().map(|(no, weight)| (no, weight / scale)).collect()))
    }

    /// The total of each zone and year that has a target.
    #[must_use]
    pub fn composites(&self, judged: &[Judgement<'_>]) -> Vec<Composite> {
        let with_target = || judged.iter().filter(|own| own.target.is_some());
        let keys: BTreeSet<(&str, i32)> =
            with_target().map(|own| (own.indicator.zone.as_str(), own.year)).collect();
        keys.into_iter()
            .map(|(zone, year)| {
                let state = |no: u32| {
                    let own = with_target()
                        .find(|own| own.indicator.no == no && own.indicator.zone == zone && own.year == year);
                    own.map_or(State::Undecided, |own| own.verdict.state)
                };
                let of = |wanted: State| {
                    let own = self.0.iter().filter(|(no, _)| state(**no) == wanted);
                    own.map(|(_, weight)| *weight).collect::<ExactSum>().total()
                };
                let (met, not_met, undecided) = (of(State::Met), of(State::NotMet), of(State::Undecided));
                let total = (undecided <= 0.0).then_some(met);
                Composite { zone: zone.to_owned(), year, met, not_met, undecided, total }
            })
            .collect()
    }
}
