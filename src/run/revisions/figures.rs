//! The figures of a publication: rows, sums over the whole run, indices.

use std::collections::BTreeMap;

use crate::error::Findings;
use crate::exact_sum::ExactSum;
use crate::report::revisions::{COLUMNS, Subject};
use crate::table::{Table, TableRow};

pub(super) type Figures = BTreeMap<Subject, f64>;

/// The figures of `account.csv` and `indices.csv`. A row without a number is no figure.
pub(super) fn of(account: &Table, indices: &Table) -> Result<Figures, Findings> {
    let (mut figures, mut findings) = (Figures::new(), Findings::new());
    let mut sums: BTreeMap<Subject, ExactSum> = BTreeMap::new();
    for row in account.rows() {
        for (measure, unit) in [("quantity", row.text("unit")), ("value", row.text("currency"))] {
            let Some(Some(value)) = findings.take(row.number(measure)) else { continue };
            figures.insert(subject(&row, "row", measure, unit, &[]), value);
            let whole = subject(&row, "service", measure, unit, &["zone", "ecosystem"]);
            sums.entry(whole).or_default().add(value);
        }
    }
    for row in indices.rows() {
        if let Some(Some(value)) = findings.take(row.number("value")) {
            figures.insert(subject(&row, "index", "", row.text("unit"), &[]), value);
        }
    }
    figures.extend(sums.into_iter().map(|(subject, sum)| (subject, sum.total())));
    findings.into_result(figures)
}

fn subject(row: &TableRow<'_>, level: &str, measure: &str, unit: &str, without: &[&str]) -> Subject {
    Subject(COLUMNS.map(|column| {
        match column {
            "level" => level,
            "measure" => measure,
            "unit" => unit,
            "variant" => reading(row.text("variant")),
            _ if without.contains(&column) => "",
            _ => row.text(column),
        }
        .to_owned()
    }))
}

/// The reading of an index, without the count of services behind it: a revision may add a service.
fn reading(variant: &str) -> &str {
    let reading = variant.split(';').next().unwrap_or_default();
    if reading.starts_with("partial") || reading.starts_with("full") { "" } else { reading }
}
