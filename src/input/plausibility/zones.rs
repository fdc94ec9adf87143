//! Statistics of the whole beside those of its zones.

use std::collections::BTreeMap;

use super::{Observed, Warning, short};
use crate::error::{Code, Error, Place};
use crate::exact_sum::ExactSum;
use crate::input::statistics::Observation;

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
pub(super) fn warnings(observed: &Observed<'_>) -> Vec<Warning> {
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

fn disagreement(observed: &Observed<'_>, parts: &Parts<'_>, all: usize) -> Option<Warning> {
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
        (true, true) if more || sum < whole.value - slack => (true, short(sum)),
        (true, false) if more => (true, short(sum)),
        // A mean lies between the smallest and the largest.
        (false, true)
            if averages(statistic.unit) && (whole.value > high + slack || whole.value < low - slack) =>
        {
            (false, format!("{} to {}", short(low), short(high)))
        }
        _ => return None,
    };
    let (key, unit, value) = (statistic.key, statistic.unit, short(whole.value));
    let of = match (complete, parts.zones) {
        (true, 1) => ["its only zone".to_owned(), "唯一分区".to_owned()],
        (true, _) => ["all its zones".to_owned(), "各分区".to_owned()],
        (false, zones) => [format!("{zones} of {all} zones"), format!("{all} 个分区中 {zones} 个")],
    };
    let [of, of_zh] = of;
    let (together, together_zh) = if is_sum && parts.zones > 1 { (" together", "合计") } else { ("", "") };
    let message = format!("{key} is {value} {unit} for the whole and {seen} {unit} for {of}{together}");
    let chinese = format!(
        "{}（{key}）全域为 {value} {unit}，{of_zh}{together_zh}为 {}；提示：请核对各分区与全域的数值、单位和口径，指标分别采用二者",
        statistic.name_zh,
        seen.replace(" to ", " 至 ")
    );
    let hint = "correct one of them: figures of the whole take the row of the whole, those of a zone the row of the zone";
    let place = Place::file(observed.statistics.file()).row(whole.line).column("value");
    Some(Warning::new(Error::new(Code::Disagreement, message, hint).at(place), chinese))
}

/// Whether a statistic of the whole is a mean of those of the zones: not an index that is added up over species.
fn averages(unit: &str) -> bool {
    unit != "index"
}
