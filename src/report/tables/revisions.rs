//! Table of revisions.

use super::{Csv, figure};
use crate::exact_sum::ExactSum;
use crate::report::revisions::{COLUMNS, RevisedPart, Revisions};

/// `revisions.csv`: every figure of two publications that follow each other, and the parts of its revision. The parts
/// are empty where either publication has no such figure.
#[must_use]
pub fn revisions(revisions: &Revisions) -> Csv {
    let header: Vec<&str> = ["vintage_from", "vintage_to"]
        .into_iter()
        .chain(COLUMNS)
        .chain(["value_from", "value_to", "revision"])
        .chain(RevisedPart::ALL.map(RevisedPart::id))
        .chain(["status"])
        .collect();
    let rows = revisions.passages.iter().flat_map(|passage| {
        passage.rows.iter().map(|row| {
            let mut fields = vec![passage.between.0.to_string(), passage.between.1.to_string()];
            fields.extend(row.subject.0.iter().cloned());
            fields.extend([row.from, row.to, row.change().as_ref().map(ExactSum::total)].map(figure));
            fields.extend(RevisedPart::ALL.map(|part| figure(row.part(part))));
            fields.push(row.status().to_owned());
            fields
        })
    });
    Csv::new(&header, rows)
}
