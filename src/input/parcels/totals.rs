//! Rows of totals in a table of parcels: they would count land twice.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::{Code, Error, Findings, Place, in_chinese};
use crate::exact_sum::ExactSum;
use crate::input::manifest::CellsSpec;
use crate::table::{Row, Table, is_part, is_plain_total, is_total};

/// How far a stated total may be from the sum of its rows, as a share of the sum.
const SLACK: f64 = 1e-3;

/// How far a total without a name may be from the sum of the rows, as a share of the sum.
const EQUAL: f64 = 1e-6;

/// Most rows that a finding names.
const LISTED: usize = 5;

/// A row that adds up others.
struct Total<'a> {
    row: Row<'a>,
    /// What it is called; empty where only its area tells it.
    label: &'a str,
}

/// The table without its rows of totals where the run says `total_rows = "skip"`, and what the reader is told about them.
///
/// A table in which every row is called a total is taken as it is: nothing in it is counted twice.
///
/// # Errors
///
/// `EV-I006` for rows of totals that the run does not leave out.
pub fn counted(table: Table, spec: &CellsSpec) -> Result<(Table, Vec<Error>), Findings> {
    let CellsSpec::Table { skip_totals, .. } = spec else { return Ok((table, Vec::new())) };
    let columns = Columns::of(&table, spec);
    let totals = columns.totals(&table);
    if totals.is_empty() || totals.len() == table.len() {
        let warnings = columns.sum_of_all_others(&table).into_iter().collect();
        return Ok((table, warnings));
    }
    if !skip_totals {
        return Err(refusal(&table, &totals).into());
    }
    let warnings = columns.warnings(&table, &totals);
    let lines = totals.iter().map(|total| total.row.line()).collect();
    Ok((table.without(&lines), warnings))
}

fn refusal(table: &Table, totals: &[Total<'_>]) -> Error {
    let place = Place::file(table.file()).row(totals.first().map_or(1, |total| total.row.line()));
    let hint = "delete them, or write total_rows = \"skip\" in [cells] to leave them out";
    if totals.iter().all(|total| total.label.is_empty()) {
        let lines: Vec<String> = totals.iter().map(|total| total.row.line().to_string()).collect();
        let message = format!(
            "rows without a class whose area is the sum of the others (line {}): they seem to be totals, which count land twice",
            lines.join(", ")
        );
        return Error::new(Code::BadValue, message, format!("{hint}; a parcel needs its class")).at(place);
    }
    let message = format!("rows of totals ({}) count land twice", listed(totals));
    Error::new(Code::BadValue, message, hint).at(place)
}

/// The first of some totals: `合计` in line 4.
fn listed(totals: &[Total<'_>]) -> String {
    let name = |total: &Total<'_>| format!("`{}` in line {}", total.label, total.row.line());
    let shown: Vec<String> = totals.iter().take(LISTED).map(name).collect();
    shown.join(", ") + if totals.len() > LISTED { " …" } else { "" }
}

/// Positions of the columns that tell a total.
struct Columns<'a> {
    zone: Option<usize>,
    class: Option<usize>,
    /// Columns whose text may name a total.
    labels: Vec<usize>,
    area: &'a str,
    unit: &'a str,
}

impl<'a> Columns<'a> {
    fn of(table: &Table, spec: &'a CellsSpec) -> Self {
        let CellsSpec::Table { zone, ecosystem, area, unit, id, .. } = spec else {
            return Self { zone: None, class: None, labels: Vec::new(), area: "", unit: "" };
        };
        let position = |name: &String| table.column(name).ok();
        let labels = zone.iter().chain([ecosystem]).chain(id).filter_map(position).collect();
        let zone = zone.as_ref().and_then(position);
        Self { zone, class: position(ecosystem), labels, area, unit }
    }

    fn zone_of<'t>(&self, row: &Row<'t>) -> &'t str {
        self.zone.map_or("", |zone| row.field(zone))
    }

    fn class_of<'t>(&self, row: &Row<'t>) -> &'t str {
        self.class.map_or("", |class| row.field(class))
    }

    /// What a row is called, if that is a total or a part of another row: by its zone, class, id or first field, and by any
    /// field that can mean nothing else.
    fn label<'t>(&self, row: &Row<'t>) -> Option<&'t str> {
        let first = row.field(0);
        let first = if first.is_empty() { row.first() } else { first };
        let named =
            self.labels.iter().map(|index| row.field(*index)).chain([first]).find(|text| is_total(text));
        named.or_else(|| row.fields().find(|text| is_plain_total(text) || is_part(text)))
    }

    fn totals<'t>(&self, table: &'t Table) -> Vec<Total<'t>> {
        let mut totals = Vec::new();
        let mut nameless = Vec::new();
        for row in table.rows() {
            if let Some(label) = self.label(&row) {
                totals.push(Total { row, label });
            } else if self.class.is_some() && self.class_of(&row).is_empty() {
                nameless.push(row);
            }
        }
        if !nameless.is_empty() {
            let called: BTreeSet<u64> = totals.iter().map(|total| total.row.line()).collect();
            totals.extend(self.nameless(table, nameless, &called));
            totals.sort_by_key(|total| total.row.line());
        }
        totals
    }

    /// Rows without a class whose area is that of all others, or of the others of their zone.
    fn nameless<'t>(
        &self,
        table: &'t Table,
        rows: Vec<Row<'t>>,
        called: &BTreeSet<u64>,
    ) -> impl Iterator<Item = Total<'t>> {
        let mut sums: BTreeMap<&str, (ExactSum, u64)> = BTreeMap::new();
        let classed =
            table.rows().filter(|row| !self.class_of(row).is_empty() && !called.contains(&row.line()));
        for row in classed {
            let Some(area) = self.area_of(&row) else { continue };
            // The sum of all stands under the empty name.
            let zone = self.zone_of(&row);
            for name in std::iter::once("").chain((!zone.is_empty()).then_some(zone)) {
                let (sum, count) = sums.entry(name).or_default();
                sum.add(area);
                *count = count.saturating_add(1);
            }
        }
        rows.into_iter().filter_map(move |row| {
            let (sum, count) = sums.get(self.zone_of(&row))?;
            let area = self.area_of(&row)?;
            (*count > 1 && near(area, sum.total(), EQUAL)).then_some(Total { row, label: "" })
        })
    }

    /// The first or the last row, if its area is the sum of all others and no other row has its zone: a total under a name of
    /// its own (全区, `District`).
    fn sum_of_all_others(&self, table: &Table) -> Option<Error> {
        self.zone?;
        let mut zones: BTreeMap<&str, u64> = BTreeMap::new();
        let mut sum = ExactSum::default();
        for row in table.rows() {
            sum.add(self.area_of(&row)?);
            let count = zones.entry(self.zone_of(&row)).or_default();
            *count = count.saturating_add(1);
        }
        let is_sum = |row: &Row<'_>| {
            let area = self.area_of(row).unwrap_or_default();
            zones.get(self.zone_of(row)) == Some(&1) && near(area, sum.total() - area, EQUAL)
        };
        let row = table.rows().next().into_iter().chain(table.rows().last()).find(is_sum)?;
        if table.len() <= 2 {
            return None;
        }
        let (zone, area, unit) = (self.zone_of(&row), row.text(self.area), self.unit);
        let finding = Error::new(
            Code::Implausible,
            format!(
                "the area of `{zone}`, {area} {unit}, is the sum of all other rows: a total would count land twice"
            ),
            "delete the row if it is a total",
        );
        let chinese =
            format!("“{zone}”的面积 {area} {unit} 等于其余各行之和；提示：若为合计行，会重复计算，请删除");
        Some(in_chinese(&finding.at(row.place(self.area)), &chinese))
    }

    fn area_of(&self, row: &Row<'_>) -> Option<f64> {
        row.number(self.area).ok().flatten()
    }

    /// That rows were left out, and which of them do not state the sum of the rows that they may add up: all of them, those
    /// of their zone or class, or those since the total before.
    fn warnings(&self, table: &Table, totals: &[Total<'_>]) -> Vec<Error> {
        let place = Place::file(table.file()).row(totals.first().map_or(1, |total| total.row.line()));
        let (count, listed) = (totals.len(), listed(totals));
        let finding = Error::new(
            Code::Implausible,
            format!("rows of totals are left out, as total_rows = \"skip\" asks: {count} ({listed})"),
            "look whether all of them are totals",
        );
        let chinese = format!(
            "按 total_rows = \"skip\" 跳过合计行 {count} 行（{}）；提示：请核对这些行是否均为合计",
            listed.replace(" in line ", " 第 ").replace(", ", " 行，") + " 行"
        );
        let mut warnings = vec![in_chinese(&finding.at(place), &chinese)];
        let sums = self.sums(table, totals);
        let mut block = ExactSum::default();
        let mut totals = totals.iter().peekable();
        for row in table.rows() {
            let Some(total) = totals.next_if(|total| total.row.line() == row.line()) else {
                self.area_of(&row).into_iter().for_each(|area| block.add(area));
                continue;
            };
            let parts = [self.zone_of(&row), self.class_of(&row), ""].map(|name| sums.get(name));
            let sums: Vec<f64> = parts.into_iter().flatten().map(ExactSum::total).collect();
            let block = std::mem::take(&mut block).total();
            if let Some(stated) = self.area_of(&row).filter(|_| !is_part(total.label))
                && !sums.iter().chain([&block]).any(|sum| near(stated, *sum, SLACK))
            {
                warnings.push(self.unlike(total, stated, sums.last().copied().unwrap_or_default()));
            }
        }
        warnings
    }

    /// Sums of all rows that are no totals (under the empty name), and of the zones and classes that totals name.
    fn sums<'t>(&self, table: &'t Table, totals: &[Total<'t>]) -> BTreeMap<&'t str, ExactSum> {
        let names = totals.iter().flat_map(|total| [self.zone_of(&total.row), self.class_of(&total.row), ""]);
        let mut sums: BTreeMap<&str, ExactSum> =
            names.filter(|name| !is_total(name)).map(|name| (name, ExactSum::default())).collect();
        let left_out: BTreeSet<u64> = totals.iter().map(|total| total.row.line()).collect();
        for row in table.rows().filter(|row| !left_out.contains(&row.line())) {
            let Some(area) = self.area_of(&row) else { continue };
            for name in BTreeSet::from([self.zone_of(&row), self.class_of(&row), ""]) {
                if let Some(sum) = sums.get_mut(name) {
                    sum.add(area);
                }
            }
        }
        sums
    }

    fn unlike(&self, total: &Total<'_>, stated: f64, sum: f64) -> Error {
        let (label, unit) = (total.label, self.unit);
        let finding = Error::new(
            Code::Implausible,
            format!("the total `{label}` states {stated} {unit}, the rows add up to {sum} {unit}"),
            "look whether rows are missing or stand twice",
        );
        let chinese =
            format!("合计“{label}”为 {stated} {unit}，各行之和为 {sum} {unit}；提示：请核对是否缺行或重复");
        in_chinese(&finding.at(total.row.place(self.area)), &chinese)
    }
}

fn near(value: f64, sum: f64, slack: f64) -> bool {
    (value - sum).abs() <= slack * sum.abs() && sum > 0.0
}
