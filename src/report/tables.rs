//! The tables of a run as CSV (RFC 4180, `.` decimal, full round-trip precision).
//!
//! A text that a spreadsheet would run as a formula has an apostrophe in front, as spreadsheets write it themselves;
//! control characters become `�`. Numbers stay as they are.

mod change;
mod revisions;

use std::borrow::Cow;

use crate::account::Account;
use crate::error::printable;
use crate::evidence::Verified;
use crate::extent::coverage::ClassCoverage;
use crate::index::{Index, NUMBER_COLUMNS, READING_COLUMNS};
use crate::report::switch::Switch;
use crate::table::number;
use crate::unit::SQUARE_METRES_PER_HECTARE;
use crate::wording::Say;

pub use change::{change, extent_change, transitions};
pub use revisions::revisions;

/// A table: its columns, and its rows as texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Csv {
    text: Vec<u8>,
}

impl Csv {
    pub(crate) fn new(header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Self {
        let mut writer = csv::Writer::from_writer(Vec::new());
        // Writing to memory cannot fail; rows have the width of the header by construction.
        let _ = writer.write_record(header);
        for row in rows {
            let _ = writer.write_record(row.iter().map(|field| harmless(field).into_owned()));
        }
        Self { text: writer.into_inner().unwrap_or_default() }
    }

    /// The bytes of the file.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.text
    }
}

/// A field that does nothing when it is opened in a spreadsheet or shown on a terminal.
///
/// # Examples
///
/// ```
/// use ecovalue::report::tables::harmless;
///
/// assert_eq!(harmless("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
/// assert_eq!((harmless("-12.5"), harmless("北碚")), ("-12.5".into(), "北碚".into()));
/// ```
#[must_use]
pub fn harmless(field: &str) -> Cow<'_, str> {
    let acts = printable(field) != field;
    // A line break inside a quoted field is plain text.
    let lines: Vec<String> = if acts { field.split('\n').map(printable).collect() } else { Vec::new() };
    let clean = if acts { Cow::Owned(lines.join("\n")) } else { Cow::Borrowed(field) };
    let begins = field.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    let blank = field.starts_with(['\t', '\r', '\n']);
    if blank || begins && number(field).is_err() { Cow::Owned(format!("'{clean}")) } else { clean }
}

/// A number that reads back to the same bits; empty where there is none, as in a share of nothing.
pub(crate) fn figure(value: Option<f64>) -> String {
    value.filter(|value| !value.is_nan()).map(|value| value.to_string()).unwrap_or_default()
}

/// `account.csv`.
#[must_use]
pub fn account<'a>(accounts: impl Iterator<Item = &'a Account>) -> Csv {
    let header = [
        "year",
        "zone",
        "ecosystem",
        "service",
        "indicator",
        "quantity",
        "unit",
        "price",
        "price_unit",
        "value",
        "currency",
        "price_year",
        "price_basis",
        "status",
    ];
    let rows = accounts.flat_map(|account| {
        account.rows.iter().map(|row| {
            vec![
                account.year.to_string(),
                row.zone.clone(),
                row.ecosystem.map(|ecosystem| ecosystem.to_string()).unwrap_or_default(),
                row.service.id.to_owned(),
                row.indicator.id.to_owned(),
                figure(row.quantity),
                row.indicator.unit.to_owned(),
                figure(row.price),
                row.price_unit.to_owned(),
                figure(row.value),
                account.basis.currency.clone(),
                account.basis.price_year.to_string(),
                account.basis.label.clone(),
                row.status.to_string(),
            ]
        })
    });
    Csv::new(&header, rows)
}

/// `yields.csv`: what a hectare of an ecosystem type gives, from rows that were computed cell by cell.
#[must_use]
pub fn yields<'a>(accounts: impl Iterator<Item = &'a Account>) -> Csv {
    let per_hectare = |value: Option<f64>| figure(value.map(|value| value * SQUARE_METRES_PER_HECTARE));
    let rows = accounts.flat_map(|account| {
        account.rows.iter().filter_map(move |row| {
            let (quantity, value) = row.per_area()?;
            Some(vec![
                account.year.to_string(),
                row.zone.clone(),
                row.ecosystem.map(|ecosystem| ecosystem.to_string()).unwrap_or_default(),
                row.service.id.to_owned(),
                row.indicator.id.to_owned(),
                figure(row.area),
                per_hectare(quantity),
                format!("{}/hm2", row.indicator.unit),
                per_hectare(value),
                format!("{}/hm2", account.basis.currency),
            ])
        })
    });
    let header = [
        "year",
        "zone",
        "ecosystem",
        "service",
        "indicator",
        "area_m2",
        "quantity_per_area",
        "quantity_unit",
        "value_per_area",
        "value_unit",
    ];
    Csv::new(&header, rows)
}

/// `indices.csv`.
#[must_use]
pub fn indices<'a>(years: impl Iterator<Item = (&'a Account, &'a [Index])>) -> Csv {
    let header = [&NUMBER_COLUMNS[..], &READING_COLUMNS].concat();
    let rows = years.flat_map(|(account, indices)| {
        indices.iter().map(|index| {
            vec![
                account.year.to_string(),
                index.zone.clone(),
                index.id.code().to_owned(),
                index.variant().to_string(),
                figure(index.value.as_ref().ok().copied()),
                index.reading.unit.name().en.to_owned(),
                account.basis.currency.clone(),
                account.basis.price_year.to_string(),
                account.basis.label.clone(),
                index.numerator().en.to_owned(),
                index.denominator().en.to_owned(),
                index.population_basis.message().to_string(),
                index.status().to_string(),
            ]
        })
    });
    Csv::new(&header, rows)
}

/// `extent.csv`.
#[must_use]
pub fn extent<'a>(accounts: impl Iterator<Item = &'a Account>) -> Csv {
    let rows = accounts.flat_map(|account| {
        account.extent.iter().map(|row| {
            vec![
                account.year.to_string(),
                row.zone.clone(),
                row.ecosystem.to_string(),
                figure(Some(row.area)),
                figure(Some(row.share)),
            ]
        })
    });
    Csv::new(&["year", "zone", "ecosystem", "area_m2", "share"], rows)
}

/// `closure.csv`.
#[must_use]
pub fn closure<'a>(accounts: impl Iterator<Item = &'a Account>) -> Csv {
    let rows = accounts.flat_map(|account| {
        account.closure.iter().map(|row| {
            vec![
                account.year.to_string(),
                row.zone.clone(),
                row.service.to_owned(),
                row.state.as_str().to_owned(),
                row.reason.to_string(),
                figure(Some(row.tally.area.total())),
                row.tally.cells.to_string(),
            ]
        })
    });
    Csv::new(&["year", "zone", "service", "state", "reason", "area_m2", "cells"], rows)
}

/// `coverage.csv`: which classes of the land cover were met, and what they became.
#[must_use]
pub fn coverage(coverage: &ClassCoverage) -> Csv {
    let rows = coverage.classes().map(|class| {
        let (ecosystem, reason) = match &class.ecosystem {
            Ok(ecosystem) => (ecosystem.to_string(), String::new()),
            Err(why) => (String::new(), why.to_string()),
        };
        vec![
            class.class.clone(),
            class.name.clone(),
            ecosystem,
            class.state().to_owned(),
            reason,
            class.rule.clone(),
            class.verified.map_or("", Verified::as_str).to_owned(),
            class.cells.to_string(),
        ]
    });
    Csv::new(&["class", "name", "ecosystem", "state", "reason", "rule", "verified", "cells"], rows)
}

/// `drivers.csv`: means over area of what the equations read.
#[must_use]
pub fn drivers<'a>(accounts: impl Iterator<Item = &'a Account>) -> Csv {
    let rows = accounts.flat_map(|account| {
        account.means.iter().map(|row| {
            vec![
                account.year.to_string(),
                row.zone.clone(),
                row.quantity.id.to_owned(),
                figure(Some(row.mean)),
                row.quantity.unit.to_owned(),
                figure(Some(row.area)),
            ]
        })
    });
    Csv::new(&["year", "zone", "driver", "mean", "unit", "area_m2"], rows)
}

/// `switches.csv`: GEP under other equations and prices.
#[must_use]
pub fn switches<'a>(years: impl Iterator<Item = (&'a Account, &'a [Switch])>) -> Csv {
    let rows = years.flat_map(|(account, switches)| {
        switches.iter().map(|switch| {
            vec![
                account.year.to_string(),
                switch.what.to_string(),
                switch.from.to_string(),
                switch.to.clone(),
                figure(Some(switch.gep)),
                figure(Some(switch.change)),
                switch.turns_negative.to_string(),
            ]
        })
    });
    Csv::new(&["year", "switch", "from", "to", "gep", "change", "turns_negative"], rows)
}
