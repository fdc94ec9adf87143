//! Rows of `statistics.csv`: one number, checked and in the base unit.

use super::registry::{Statistic, known};
use crate::error::{Code, Error, did_you_mean};
use crate::evidence::{Amount, Evidence, FilledNumber, Ground, Number, StatisticOf, Verified};
use crate::extent::Ecosystem;
use crate::input::manifest::Filled;
use crate::table::Row;
use crate::unit::Unit;

/// One row of `statistics.csv`, in the base unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Observation {
    /// What it is.
    pub statistic: &'static Statistic,
    /// Zone; empty for the whole run.
    pub zone: String,
    /// Ecosystem type, where the number is of one.
    pub ecosystem: Option<Ecosystem>,
    /// Year.
    pub year: i32,
    /// The number in the base unit.
    pub value: f64,
    /// Year of the prices, for money.
    pub price_year: i32,
    /// Population basis as the row states it.
    pub population_basis: String,
    /// Source.
    pub source: String,
    /// `official`, `estimate` or `assumption`.
    pub status: String,
    /// How far it was checked.
    pub verified: Verified,
    /// Line in the file.
    pub line: u64,
    /// The number as it is written, and its unit.
    pub written: (f64, Unit),
    /// From which years it was taken, if it is no row of the table.
    pub filled: Option<Filled>,
}

impl Observation {
    /// The row as evidence.
    #[must_use]
    pub fn evidence(&self) -> Evidence {
        let amount = Amount { value: Number(self.value), unit: self.statistic.unit.to_owned() };
        Evidence {
            ground: Ground::Statistic { statistic: self.of(), year: self.year, amount },
            source: self.source.clone(),
            verified: self.verified,
            assumed: self.status == "assumption",
        }
    }

    /// That the number is of another year, as evidence.
    #[must_use]
    pub fn filled_evidence(&self) -> Option<Evidence> {
        self.filled.map(|filled| filled.evidence(FilledNumber::Statistic(self.of()), self.year))
    }

    /// Key and zone.
    fn of(&self) -> StatisticOf {
        let Statistic { key, name_zh, .. } = *self.statistic;
        StatisticOf { key: key.to_owned(), name_zh, zone: self.zone.clone() }
    }
}

/// A row of the table.
pub(super) fn read(row: &Row<'_>) -> Result<Observation, Error> {
    let at = |column: &'static str| move |error: Error| error.at(row.place(column));
    row.plain_but(&["value", "year", "price_year"])?;
    let statistic = known(row.text("key")).map_err(at("key"))?;
    let unit: Unit = row.text("unit").parse().map_err(at("unit"))?;
    let conversion = unit.to(&statistic.unit.parse()?).map_err(at("unit"))?;
    let year = whole_year(row, "year")?.ok_or_else(|| {
        Error::new(Code::MissingKey, "the year is empty", "state the year of the number")
            .at(row.place("year"))
    })?;
    let status = status(row)?;
    let verified = match row.text("verified") {
        "" => Verified::Derived,
        text => text.parse().map_err(at("verified"))?,
    };
    let ecosystem = match row.text("ecosystem") {
        "" => None,
        text => Some(text.parse().map_err(at("ecosystem"))?),
    };
    let written = row.required_number("value")?;
    let value = conversion.apply(written);
    possible(statistic, value).map_err(at("value"))?;
    Ok(Observation {
        statistic,
        zone: row.text("zone").to_owned(),
        ecosystem,
        year,
        value,
        price_year: whole_year(row, "price_year")?.unwrap_or(year),
        population_basis: row.text("population_basis").to_owned(),
        source: row.text("source").to_owned(),
        status,
        verified,
        line: row.line(),
        written: (written, unit),
        filled: None,
    })
}

/// How sure the number is, in one of three words.
fn status(row: &Row<'_>) -> Result<String, Error> {
    let status = row.text("status");
    let known_status = ["official", "estimate", "assumption"];
    if !known_status.contains(&status) {
        let message = match status {
            "" => "the status is empty".to_owned(),
            _ => format!("status `{status}` is not known"),
        };
        let hint = did_you_mean(status, known_status);
        return Err(Error::new(Code::BadValue, message, hint).at(row.place("status")));
    }
    Ok(status.to_owned())
}

/// What ends the key of a statistic that is a yes or a no.
const YES_OR_NO: &str = "_attainment";

/// More than the world has of anything in a base unit: money, water, persons, energy.
const MOST: f64 = 1e24;

/// Whether a number can be that of a statistic.
fn possible(statistic: &Statistic, value: f64) -> Result<(), Error> {
    let Statistic { key, unit, .. } = statistic;
    let (message, hint) = if !value.is_finite() {
        (format!("{key} is too large a number of {unit}"), "correct the number or its unit")
    } else if value < 0.0 {
        (format!("{key} is {value} {unit}, below 0"), "correct the number; a statistic is never negative")
    } else if value > MOST {
        (format!("{key} is {value:e} {unit}, more than the world has"), "correct the number or its unit")
    } else if *unit == "1" && value > 1.0 {
        (format!("{key} is {value}, a share is at most 1"), "state the unit % if the number is in percent")
    } else if key.ends_with(YES_OR_NO) && value > 0.0 && value < 1.0 {
        (
            format!("{key} is {value}, which is neither yes nor no"),
            "write 1 where the standard of quality is attained and 0 where not; a share of days or sections is another figure",
        )
    } else {
        return Ok(());
    };
    Err(Error::new(Code::OutOfRange, message, hint))
}

fn whole_year(row: &Row<'_>, column: &str) -> Result<Option<i32>, Error> {
    let text = row.text(column);
    if text.is_empty() {
        return Ok(None);
    }
    let year = text.parse().ok().filter(|year| (1000..=9999).contains(year));
    year.map(Some).ok_or_else(|| {
        Error::new(Code::BadValue, format!("`{text}` is no year"), "write four digits, such as 2019")
            .at(row.place(column))
    })
}
