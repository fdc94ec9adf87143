//! Statistics of a zone that is called a total (合计): the number of the whole, which stands beside those of the zones.

use std::collections::BTreeSet;

use super::{Observation, Statistics};
use crate::error::{Code, Error, Place};
use crate::exact_sum::ExactSum;
use crate::table::{Table, TableRow, is_total, shown};
use crate::text;
use crate::wording::{Message, TextArgument};

/// Largest difference between a stated total and the sum of the zones, as a share of the sum.
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
    let label = |row: &TableRow<'_>| {
        [row.text("zone"), row.text("key")].into_iter().find(|text| is_total(text)).map(str::to_owned)
    };
    let rows: Vec<(String, u64)> = table.rows().filter_map(|row| Some((label(&row)?, row.line()))).collect();
    if rows.is_empty() {
        return (table, Totals::default());
    }
    let totals: BTreeSet<u64> = rows.iter().map(|(_, line)| *line).collect();
    let others = table.rows().map(|row| row.line()).filter(|line| !totals.contains(line)).collect();
    // Rows that cannot be read are left out as well, and not compared.
    let read = Statistics::from_table(&table.clone().without(&others)).unwrap_or_default();
    (table.without(&totals), Totals { rows, read })
}

impl Totals {
    /// Warnings that rows were left out, and which of them differ from the number of the whole or the sum of the zones.
    #[must_use]
    pub fn warnings(&self, statistics: &Statistics) -> Vec<Error> {
        let Some((label, line)) = self.rows.first() else { return Vec::new() };
        let place = Place::file(statistics.file()).row(*line);
        let message = text!(
            "rows of totals are left out, as total_rows = \"skip\" asks: {0} (`{1}` in line {2} first)",
            "按 total_rows = \"skip\" 跳过合计行 {0} 行（首行为第 {2} 行“{1}”）",
            self.rows.len(),
            label,
            *line
        );
        let hint = text!("look whether all of them are totals", "请核对这些行是否均为合计");
        let mut warnings = vec![Error::new(Code::Implausible, message, hint).at(place)];
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
    let message = text!(
        "{0} of {1} is {2} {3} for `{4}`, and {5} {3} by the other rows",
        "{1} 年 {0}：“{4}”为 {2} {3}，其余各行为 {5} {3}",
        TextArgument::Id { id: total.statistic.key.to_owned(), zh: total.statistic.name_zh },
        total.year,
        shown(total.value),
        total.statistic.unit,
        &total.zone,
        shown(known)
    );
    let hint = text!("look whether rows are missing or duplicate", "请核对是否缺行或重复");
    let place = Place::file(statistics.file()).row(total.line).column("value");
    Some(Error::new(Code::Implausible, message, hint).at(place))
}

impl Statistics {
    /// What is wrong with a row whose zone is called a total, and what to do.
    pub(super) fn of_total(&self, row: &Observation) -> (Message, Message) {
        let whole = self.rows.iter().any(|other| {
            other.statistic.key == row.statistic.key
                && other.zone.is_empty()
                && other.year == row.year
                && other.ecosystem == row.ecosystem
        });
        let hint = if whole {
            text!(
                "delete the row, or write total_rows = \"skip\" in [statistics] to leave such rows out",
                "删去该行，或在 [statistics] 中写 total_rows = \"skip\" 跳过此类行"
            )
        } else {
            text!(
                "leave the zone empty, which is the whole, or write total_rows = \"skip\" in [statistics] to leave such rows out",
                "将 zone 留空（表示全区），或在 [statistics] 中写 total_rows = \"skip\" 跳过此类行"
            )
        };
        let message =
            text!("`{0}` is a total, not a zone of the cells", "`{0}` 是合计，不是核算单元的分区", &row.zone);
        (message, hint)
    }
}
