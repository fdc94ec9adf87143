//! Statistics of the whole beside those of its zones.

use std::collections::BTreeMap;

use super::{RunObservations, short};
use crate::error::{Code, Error, Place};
use crate::exact_sum::ExactSum;
use crate::input::statistics::Observation;
use crate::text;
use crate::wording::{Message, TextArgument};

/// How far a sum of zones may be from the whole: figures of yearbooks are rounded and revised.
const TOLERANCE: f64 = 0.01;

/// Flows over borders: what leaves one zone for another is inside the whole.
const OVER_BORDERS: &[&str] = &["inflow_", "outflow_", "water_inflow", "water_outflow", "water_transfer_in"];

/// The zones of a statistic.
#[derive(Default)]
struct Parts<'a> {
    whole: Option<&'a Observation>,
    sum: ExactSum,
    ends: Option<(f64, f64)>,
    zones: usize,
    /// Whether all amounts are in the prices of one year.
    alike: Option<bool>,
}

impl<'a> Parts<'a> {
    fn add(&mut self, row: &'a Observation) {
        if row.zone.is_empty() {
            self.whole = Some(row);
            return;
        }
        self.sum.add(row.value);
        let (low, high) = self.ends.unwrap_or((row.value, row.value));
        self.ends = Some((low.min(row.value), high.max(row.value)));
        self.zones = self.zones.saturating_add(1);
    }
}

/// Every statistic of the year whose zones are not the whole.
pub(super) fn warnings(observed: &RunObservations<'_>) -> Vec<Error> {
    let of_year = || {
        let rows = observed.statistics.rows().iter();
        rows.filter(|row| row.year == observed.year && row.ecosystem.is_none())
    };
    let mut statistics: BTreeMap<&str, Parts<'_>> = BTreeMap::new();
    for row in of_year() {
        statistics.entry(row.statistic.key).or_default().add(row);
    }
    for row in of_year() {
        if let Some(parts) = statistics.get_mut(row.statistic.key)
            && let Some(whole) = parts.whole
        {
            let alike = !row.statistic.is_money() || row.price_year == whole.price_year;
            parts.alike = Some(parts.alike.unwrap_or(true) && alike);
        }
    }
    let all = observed.legend.zones.len();
    statistics.values().filter_map(|parts| disagreement(observed, parts, all)).collect()
}

fn disagreement(observed: &RunObservations<'_>, parts: &Parts<'_>, all: usize) -> Option<Error> {
    let whole = parts.whole.filter(|_| parts.zones > 0 && parts.alike == Some(true))?;
    let statistic = whole.statistic;
    if OVER_BORDERS.iter().any(|beginning| statistic.key.starts_with(beginning)) && all > 1 {
        return None;
    }
    let (low, high) = parts.ends?;
    let slack = TOLERANCE * whole.value.abs();
    let complete = parts.zones >= all;
    let sum = parts.sum.total();
    let more = sum > whole.value + slack;
    let (is_sum, seen) = match (statistic.additive || all == 1, complete) {
        (true, true) if more || sum < whole.value - slack => (true, text!("{0}", "{0}", short(sum))),
        (true, false) if more => (true, text!("{0}", "{0}", short(sum))),
        // A mean lies between the smallest and the largest.
        (false, true)
            if averages(statistic.unit) && (whole.value > high + slack || whole.value < low - slack) =>
        {
            (false, text!("{0} to {1}", "{0} 至 {1}", short(low), short(high)))
        }
        _ => return None,
    };
    let of = zones_in_words(parts.zones, all);
    let together = if is_sum && parts.zones > 1 { text!(" together", "合计") } else { Message::empty() };
    let message = text!(
        "{0} is {1} {2} for the whole and {3} {2} for {4}{5}",
        "{0}全域为 {1} {2}，{4}{5}为 {3} {2}",
        TextArgument::Id { id: statistic.key.to_owned(), zh: statistic.name_zh },
        short(whole.value),
        statistic.unit,
        seen,
        of,
        together
    );
    let hint = text!(
        "correct one of them: figures of the whole take the row of the whole, those of a zone the row of the zone",
        "请核对各分区与全域的数值、单位和口径，指标分别采用二者"
    );
    let place = Place::file(observed.statistics.file()).row(whole.line).column("value");
    Some(Error::new(Code::Disagreement, message, hint).at(place))
}

/// Which of all zones have a number.
fn zones_in_words(zones: usize, all: usize) -> Message {
    match (zones >= all, zones) {
        (true, 1) => text!("its only zone", "唯一分区"),
        (true, _) => text!("all its zones", "各分区"),
        (false, zones) => text!("{0} of {1} zones", "{1} 个分区中 {0} 个", zones, all),
    }
}

/// Whether a statistic of the whole is a mean of those of the zones: not an index that is added up over species.
fn averages(unit: &str) -> bool {
    unit != "index"
}
