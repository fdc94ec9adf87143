//! Rows of `statistics.csv`: one number, checked and in the base unit.

use super::registry::{Statistic, known};
use crate::error::{Code, Error, did_you_mean};
use crate::evidence::{Amount, Evidence, FilledNumber, Ground, Number, StatisticOf, Verified};
use crate::extent::Ecosystem;
use crate::input::manifest::Filled;
use crate::table::TableRow;
use crate::text;
use crate::unit::Unit;
use crate::wording::{Message, Name, TextArgument};

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
    /// How sure the number is.
    pub status: Certainty,
    /// How far it was checked.
    pub verified: Verified,
    /// Line in the file.
    pub line: u64,
    /// The number as it is written, and its unit.
    pub written: (f64, Unit),
    /// From which years it was taken, if it is no row of the table.
    pub filled: Option<Filled>,
}

/// How sure a statistic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// Published by an office.
    Official,
    /// Estimated.
    Estimate,
    /// Assumed.
    Assumption,
}

impl Certainty {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Official, Self::Estimate, Self::Assumption];

    /// The word in tables, and its Chinese name.
    #[must_use]
    pub const fn name(self) -> Name {
        let (en, zh) = match self {
            Self::Official => ("official", "官方统计"),
            Self::Estimate => ("estimate", "估算"),
            Self::Assumption => ("assumption", "假定"),
        };
        Name { en, zh }
    }
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
            assumed: self.status == Certainty::Assumption,
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
pub(super) fn read(row: &TableRow<'_>) -> Result<Observation, Error> {
    let at = |column: &'static str| move |error: Error| error.at(row.place(column));
    row.plain_but(&["value", "year", "price_year"])?;
    let statistic = known(row.text("key")).map_err(at("key"))?;
    let unit: Unit = row.text("unit").parse().map_err(at("unit"))?;
    let conversion = unit.to(&statistic.unit.parse()?).map_err(at("unit"))?;
    let year = whole_year(row, "year")?.ok_or_else(|| {
        let hint = text!("state the year of the number", "填写数值的年份");
        Error::new(Code::MissingKey, text!("the year is empty", "年份为空"), hint).at(row.place("year"))
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
fn status(row: &TableRow<'_>) -> Result<Certainty, Error> {
    let status = row.text("status");
    Certainty::ALL.into_iter().find(|known| known.name().en == status).ok_or_else(|| {
        let message = match status {
            "" => text!("the status is empty", "status 为空"),
            _ => text!("status `{0}` is not known", "未知的 status `{0}`", status),
        };
        let hint = did_you_mean(status, Certainty::ALL.map(|known| known.name().en));
        Error::new(Code::BadValue, message, hint).at(row.place("status"))
    })
}

/// Ending of the key of a statistic that is a yes or a no.
const YES_OR_NO: &str = "_attainment";

/// The largest number in a base unit: the world has less money, water, persons or energy.
const MOST: f64 = 1e24;

/// Checks that a statistic can have a number.
pub(super) fn possible(statistic: &Statistic, value: f64) -> Result<(), Error> {
    let Statistic { key, unit, name_zh, .. } = statistic;
    let name = || TextArgument::Id { id: (*key).to_owned(), zh: name_zh };
    let (message, hint) = if !value.is_finite() {
        let message = text!("{0} is too large a number of {1}", "{0} 的数值（{1}）过大", name(), *unit);
        (message, correct_number_or_unit())
    } else if value < 0.0 {
        let message = text!("{0} is {1} {2}, below 0", "{0} 为 {1} {2}，小于 0", name(), value, *unit);
        let hint = text!("correct the number; a statistic is never negative", "改正数值；统计量不会为负");
        (message, hint)
    } else if value > MOST {
        let message = text!(
            "{0} is {1} {2}, more than the world has",
            "{0} 为 {1} {2}，超过全世界的总量",
            name(),
            format!("{value:e}"),
            *unit
        );
        (message, correct_number_or_unit())
    } else if *unit == "1" && value > 1.0 {
        let message = text!("{0} is {1}, a share is at most 1", "{0} 为 {1}，比例不大于 1", name(), value);
        let hint = text!("state the unit % if the number is in percent", "若数值为百分数，单位写 %");
        (message, hint)
    } else if key.ends_with(YES_OR_NO) && value > 0.0 && value < 1.0 {
        let message = text!(
            "{0} is {1}, which is neither yes nor no",
            "{0} 为 {1}，既不是“是”也不是“否”",
            name(),
            value
        );
        let hint = text!(
            "write 1 where the standard of quality is attained and 0 where not; a share of days or sections is another figure",
            "达标写 1，不达标写 0；达标天数或断面比例是另一指标"
        );
        (message, hint)
    } else {
        return Ok(());
    };
    Err(Error::new(Code::OutOfRange, message, hint))
}

fn correct_number_or_unit() -> Message {
    text!("correct the number or its unit", "改正数值或其单位")
}

fn whole_year(row: &TableRow<'_>, column: &str) -> Result<Option<i32>, Error> {
    let text = row.text(column);
    if text.is_empty() {
        return Ok(None);
    }
    let year = text.parse().ok().filter(|year| (1000..=9999).contains(year));
    year.map(Some).ok_or_else(|| {
        let message = text!("`{0}` is not a year", "`{0}` 不是年份", text);
        let hint = text!("write four digits, such as 2019", "填写四位年份，例如 2019");
        Error::new(Code::BadValue, message, hint).at(row.place(column))
    })
}
