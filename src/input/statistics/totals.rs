//! Statistics of a zone that is called a total (合计): the number of the whole, which stands beside those of the zones.

use std::collections::BTreeSet;

use super::{Observation, Statistics};
use crate::error::{Code, Error, Place, in_chinese};
use crate::exact_sum::ExactSum;
use crate::table::{Table, is_total};

/// How far a stated total may be from the sum of the zones, as a share of the sum.
const SLACK: f64 = 1e-3;

/// Rows of totals that were left out.
#[derive(Debug, Clone, Default)]
pub struct Totals {
    /// Name and line of each.
    rows: Vec<(String, u64)>,
    /// Those that can be read.
    read: Statistics,
}

/// The table without the rows whose zone is called a total, and these rows.
#[must_use]
pub fn without_totals(table: Table) -> (Table, Totals) {
    let is_one = |text: &&str| is_total(text);
    let label = |row: &crate::table::Row<'_>| {
        [row.text("zone"), row.text("key")].into_iter().find(is_one).map(str::to_owned)
    };
    let rows: Vec<(String, u64)> = table.rows().filter_map(|row| Some((label(&row)?, row.line()))).collect();
    if rows.is_empty() {
        return (table, Totals::default());
    }
    let totals: BTreeSet<u64> = rows.iter().map(|(_, line)| *line).collect();
    let others = table.rows().map(|row| row.line()).filter(|line| !totals.contains(line)).collect();
    // What cannot be read is left out all the same, and not compared.
    let read = Statistics::from_table(&table.clone().without(&others)).unwrap_or_default();
    (table.without(&totals), Totals { rows, read })
}

impl Totals {
    /// That rows were left out, and which of them differ from the number of the whole or the sum of the zones.
    #[must_use]
    pub fn warnings(&self, statistics: &Statistics) -> Vec<Error> {
        let Some((label, line)) = self.rows.first() else { return Vec::new() };
        let (count, place) = (self.rows.len(), Place::file(statistics.file()).row(*line));
        let finding = Error::new(
            Code::Implausible,
            format!(
                "rows of totals are left out, as total_rows = \"skip\" asks: {count} (`{label}` in line {line} first)"
            ),
            "look whether all of them are totals",
        );
        let chinese = format!(
            "按 total_rows = \"skip\" 跳过合计行 {count} 行（首行为第 {line} 行“{label}”）；提示：请核对这些行是否均为合计"
        );
        let mut warnings = vec![in_chinese(&finding.at(place), &chinese)];
        warnings.extend(self.read.rows.iter().filter_map(|total| unlike(total, statistics)));
        warnings
    }
}

/// A total that is not the number of the whole, nor the sum of the zones.
fn unlike(total: &Observation, statistics: &Statistics) -> Option<Error> {
    let same = |row: &&Observation| {
        row.statistic.key == total.statistic.key && row.year == total.year && row.ecosystem == total.ecosystem
    };
    let rows: Vec<&Observation> = statistics.rows.iter().filter(same).collect();
    let of_whole = rows.iter().find(|row| row.zone.is_empty()).map(|row| row.value);
    let zones = || rows.iter().filter(|row| !row.zone.is_empty());
    let sum = (total.statistic.additive && zones().next().is_some())
        .then(|| zones().map(|row| row.value).collect::<ExactSum>().total());
    let known = of_whole.or(sum)?;
    let near = |other: f64| (total.value - other).abs() <= SLACK * other.abs();
    if [of_whole, sum].into_iter().flatten().any(near) {
        return None;
    }
    let (key, year, unit, zone) = (total.statistic.key, total.year, total.statistic.unit, &total.zone);
    let value = total.value;
    let finding = Error::new(
        Code::Implausible,
        format!("{key} of {year} is {value} {unit} for `{zone}`, and {known} {unit} by the other rows"),
        "look whether rows are missing or stand twice",
    );
    let chinese = format!(
        "{year} 年{}：“{zone}”为 {value} {unit}，其余各行为 {known} {unit}；提示：请核对是否缺行或重复",
        total.statistic.name_zh
    );
    Some(in_chinese(&finding.at(Place::file(statistics.file()).row(total.line).column("value")), &chinese))
}

impl Statistics {
    /// What is wrong with a row whose zone is called a total, and what to do.
    pub(super) fn of_total(&self, row: &Observation) -> (String, String) {
        let whole = self.rows.iter().any(|other| {
            other.statistic.key == row.statistic.key
                && other.zone.is_empty()
                && other.year == row.year
                && other.ecosystem == row.ecosystem
        });
        let skip = "total_rows = \"skip\" in [statistics] to leave such rows out";
        let hint = if whole {
            format!("delete the row, or write {skip}")
        } else {
            format!("leave the zone empty, which is the whole, or write {skip}")
        };
        (format!("`{}` is a total and no zone of the cells", row.zone), hint)
    }
}
