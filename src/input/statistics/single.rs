//! Statistics that a program states as values, not in a table.

use super::Statistics;
use super::observation::{Certainty, Observation, possible};
use super::registry::known;
use crate::error::{Code, Error};
use crate::evidence::Verified;
use crate::extent::Ecosystem;
use crate::text;
use crate::unit::Unit;

/// What stands for the file of statistics that a program states.
const PROGRAM: &str = "program";

impl Observation {
    /// A statistic of a year for the whole run: its key, and its value in a unit. It counts as assumed, and the account
    /// says so, until [`Observation::status`] states how sure it is. Money is in the prices of the year.
    ///
    /// # Errors
    ///
    /// `EV-I013` for an unknown key, `EV-U001` and `EV-U002` for a unit that is unknown or of another kind, `EV-I008` for a
    /// value that is not finite, `EV-I017` for one that the statistic cannot have, `EV-I006` for a year that does not have four digits.
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::Statistics;
    /// use ecovalue::input::statistics::{Certainty, Observation};
    ///
    /// let output = Observation::new("gdp", 2019, 600.0, "10^8 CNY")?
    ///     .source("statistical yearbook 2020")
    ///     .status(Certainty::Official);
    /// let statistics = Statistics::default().with(output)?;
    /// assert_eq!(statistics.rows()[0].value, 6e10); // CNY
    /// # Ok::<(), ecovalue::Error>(())
    /// ```
    pub fn new(key: &str, year: i32, value: f64, unit: &str) -> Result<Self, Error> {
        let statistic = known(key)?;
        if !value.is_finite() {
            let message = text!("`{0}` is {1}, not a finite number", "`{0}` 为 {1}，不是有限数", key, value);
            let hint = text!("state a finite number", "给出一个有限数");
            return Err(Error::new(Code::NotANumber, message, hint));
        }
        if !(1000..=9999).contains(&year) {
            let message = text!("`{0}` is not a year", "`{0}` 不是年份", year.to_string());
            let hint = text!("write four digits, such as 2019", "填写四位年份，例如 2019");
            return Err(Error::new(Code::BadValue, message, hint));
        }
        let written: Unit = unit.parse()?;
        let base = written.to(&statistic.unit.parse()?)?.apply(value);
        possible(statistic, base)?;
        Ok(Self {
            statistic,
            zone: String::new(),
            ecosystem: None,
            year,
            value: base,
            price_year: year,
            population_basis: String::new(),
            source: String::new(),
            status: Certainty::Assumption,
            verified: Verified::Derived,
            line: 0,
            written: (value, written),
            filled: None,
        })
    }

    /// The statistic of one zone.
    #[must_use]
    pub fn for_zone(mut self, zone: impl Into<String>) -> Self {
        self.zone = zone.into();
        self
    }

    /// The statistic of one ecosystem type.
    #[must_use]
    pub const fn for_ecosystem(mut self, ecosystem: Ecosystem) -> Self {
        self.ecosystem = Some(ecosystem);
        self
    }

    /// The amount in the prices of another year than its own.
    #[must_use]
    pub const fn at_prices_of(mut self, year: i32) -> Self {
        self.price_year = year;
        self
    }

    /// The statistic with where it was published.
    #[must_use]
    pub fn source(mut self, source: impl Into<String>) -> Self {
        self.source = source.into();
        self
    }

    /// The statistic with how sure it is.
    #[must_use]
    pub const fn status(mut self, status: Certainty) -> Self {
        self.status = status;
        self
    }

    /// The statistic with the mark that it was read in its source.
    #[must_use]
    pub const fn verified(mut self) -> Self {
        self.verified = Verified::Yes;
        self
    }
}

impl Statistics {
    /// The statistics with one more. Those of a program count from 1 in the order in which they are stated; that number
    /// stands for their line.
    ///
    /// # Errors
    ///
    /// `EV-I006` for a statistic that is official or verified, but has no source, and `EV-I009` if an earlier one has the
    /// same key, zone, ecosystem type and year.
    pub fn with(mut self, mut stated: Observation) -> Result<Self, Error> {
        let key = stated.statistic.key;
        let vouched = stated.status == Certainty::Official || stated.verified == Verified::Yes;
        if stated.source.is_empty() && vouched {
            let message = text!(
                "the statistic `{0}` of {1} is official or verified and has no source",
                "统计量 `{0}`（{1} 年）标为官方统计或已核实，却没有来源",
                key,
                stated.year
            );
            return Err(Error::new(
                Code::BadValue,
                message,
                text!("state it with `source`", "用 source 注明来源"),
            ));
        }
        let is_alike = |row: &Observation| row.year == stated.year && row.ecosystem == stated.ecosystem;
        if self.rows_of(key, &stated.zone).any(is_alike) {
            let message = text!(
                "`{0}` of {1} has the same zone and ecosystem as an earlier statistic",
                "{1} 年的 `{0}` 与前面一项的分区和生态系统类型相同",
                key,
                stated.year
            );
            return Err(Error::new(
                Code::DuplicateKey,
                message,
                text!("keep one of the two", "两项只保留一项"),
            ));
        }
        stated.line = self.rows.last().map_or(0, |row| row.line).saturating_add(1);
        self.rows.push(stated);
        let file = if self.file.is_empty() { PROGRAM.to_owned() } else { self.file };
        Ok(Self::of(file, self.rows))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statistic_that_cannot_be_used_is_refused_when_it_is_stated() {
        let code = |key, year, value, unit| Observation::new(key, year, value, unit).unwrap_err().code();
        assert_eq!(code("gpd", 2019, 1.0, "CNY"), Code::UnknownStatistic);
        assert_eq!(code("gdp", 2019, 1.0, "m3"), Code::IncompatibleUnit);
        assert_eq!(code("gdp", 2019, f64::INFINITY, "CNY"), Code::NotANumber);
        assert_eq!(code("gdp", 2019, -1.0, "CNY"), Code::OutOfRange);
        assert_eq!(code("gdp", 19, 1.0, "CNY"), Code::BadValue);
    }

    #[test]
    fn a_second_statistic_of_the_same_zone_and_year_is_refused() {
        let persons = |year| Observation::new("population_resident", year, 80.0, "10^4 person").unwrap();
        let statistics = Statistics::default().with(persons(2019)).unwrap();
        assert_eq!(statistics.clone().with(persons(2019)).unwrap_err().code(), Code::DuplicateKey);
        let statistics =
            statistics.with(persons(2020)).unwrap().with(persons(2019).for_zone("north")).unwrap();
        let lines: Vec<_> = statistics.rows().iter().map(|row| (row.line, row.value)).collect();
        assert_eq!(lines, [(1, 800_000.0), (2, 800_000.0), (3, 800_000.0)]);
        assert_eq!(statistics.file(), "program");
    }

    #[test]
    fn what_is_official_or_verified_has_a_source() {
        let output = || Observation::new("gdp", 2019, 1.0, "CNY").unwrap();
        for stated in [output().status(Certainty::Official), output().verified()] {
            assert_eq!(Statistics::default().with(stated.clone()).unwrap_err().code(), Code::BadValue);
            assert!(Statistics::default().with(stated.source("yearbook")).is_ok());
        }
    }
}
