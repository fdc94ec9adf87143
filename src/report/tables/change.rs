//! Tables of change.

use super::{Csv, figure};
use crate::account::change::extent::ExtentChange;
use crate::account::change::transitions::Transitions;
use crate::account::change::{Change, Measure, Step};
use crate::exact_sum::ExactSum;

/// `extent_change.csv`: opening, additions, reductions and closing of every ecosystem type. Additions and reductions are
/// empty where only the totals of both dates are known.
#[must_use]
pub fn extent_change(years: (i32, i32), rows: &[ExtentChange]) -> Csv {
    let header = [
        "year_from",
        "year_to",
        "zone",
        "ecosystem",
        "opening_m2",
        "additions_m2",
        "reductions_m2",
        "closing_m2",
    ];
    let area = |sum: Option<&ExactSum>| figure(sum.map(ExactSum::total));
    let rows = rows.iter().map(|row| {
        vec![
            years.0.to_string(),
            years.1.to_string(),
            row.zone.clone(),
            row.cover.to_string(),
            area(Some(&row.opening)),
            area(row.additions.as_ref()),
            area(row.reductions.as_ref()),
            area(Some(&row.closing)),
        ]
    });
    Csv::new(&header, rows)
}

/// `transitions.csv`: area that was one cover at the first date and is another at the second.
#[must_use]
pub fn transitions(transitions: &Transitions) -> Csv {
    let rows = transitions.rows().map(|row| {
        vec![
            row.zone.to_owned(),
            row.from.to_string(),
            row.to.to_string(),
            figure(Some(row.tally.area.total())),
            row.tally.cells.to_string(),
        ]
    });
    Csv::new(&["zone", "from", "to", "area_m2", "cells"], rows)
}

/// `change.csv`: the change of every row in steps. A sum filters on one `measure`; `value_per_head` is over the heads
/// of the whole run. A step that does not apply to a row is empty.
#[must_use]
pub fn change<'a>(changes: impl Iterator<Item = &'a Change>) -> Csv {
    let columns = [
        "measure",
        "year_from",
        "year_to",
        "zone",
        "ecosystem",
        "service",
        "indicator",
        "value_from",
        "value_to",
        "change",
    ];
    let money = ["currency", "price_year", "price_basis", "decomposition"];
    let header: Vec<&str> = columns.into_iter().chain(Step::ALL.map(Step::id)).chain(money).collect();
    let rows = changes.flat_map(|change| {
        let measure = match change.measure {
            Measure::Value => "value",
            Measure::PerHead => "value_per_head",
        };
        change.rows.iter().map(move |row| {
            let movement = &row.movement;
            let mut fields = vec![
                measure.to_owned(),
                change.years.0.to_string(),
                change.years.1.to_string(),
                row.zone.clone(),
                row.ecosystem.map(|ecosystem| ecosystem.to_string()).unwrap_or_default(),
                row.service.clone(),
                row.indicator.clone(),
                figure(Some(movement.from.total())),
                figure(Some(movement.to.total())),
                figure(Some(movement.change().total())),
            ];
            fields.extend(Step::ALL.map(|step| figure(movement.part(step))));
            fields.extend([
                change.basis.currency.clone(),
                change.basis.price_year.to_string(),
                change.basis.label.clone(),
                change.method.id().to_owned(),
            ]);
            fields
        })
    });
    Csv::new(&header, rows)
}
