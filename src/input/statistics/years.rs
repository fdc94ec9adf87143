//! Rows for accounting years that the table lacks, by the rule of the run.

use std::collections::BTreeSet;

use super::{Certainty, Observation, Statistics};
use crate::extent::Ecosystem;
use crate::input::manifest::years::{on_the_line, way};
use crate::input::manifest::{Filled, MissingYear};

/// What two rows of a series have in common.
type SeriesKey = (&'static str, String, Option<Ecosystem>);

fn key(row: &Observation) -> SeriesKey {
    (row.statistic.key, row.zone.clone(), row.ecosystem)
}

impl Statistics {
    /// The same rows, and one for every accounting year that a series has none of, by the rule of the run.
    ///
    /// A year of a zone is missing if the table has no row of the statistic for the zone, nor for the whole run. An amount of
    /// money keeps the year of its prices, and is brought to the prices of the account like any other; amounts in prices of
    /// unlike years are not interpolated, since unlike money is never added.
    #[must_use]
    pub fn filled(self, years: &[i32], policy: MissingYear) -> Self {
        let keys: BTreeSet<SeriesKey> = self.rows.iter().map(key).collect();
        let mut filled = Vec::new();
        for series in &keys {
            for year in years {
                if !self.has_year(series, *year) {
                    filled.extend(self.fill(series, *year, policy));
                }
            }
        }
        let Self { file, mut rows, .. } = self;
        rows.extend(filled);
        Self::of(file, rows)
    }

    fn has_year(&self, (statistic, zone, _): &SeriesKey, year: i32) -> bool {
        let known = self.places.years.get(statistic).is_some_and(|years| years.contains(&year));
        let here = || self.rows_of(statistic, zone).chain(self.rows_of(statistic, ""));
        known && (zone.is_empty() || here().any(|row| row.year == year))
    }

    fn fill(&self, series: &SeriesKey, year: i32, policy: MissingYear) -> Option<Observation> {
        let (statistic, zone, ecosystem) = series;
        let rows = || self.rows_of(statistic, zone).filter(|row| row.ecosystem == *ecosystem);
        let before = rows().filter(|row| row.year < year).max_by_key(|row| row.year)?;
        let taken = Observation { year, status: Certainty::Assumption, ..before.clone() };
        match policy {
            MissingYear::Refuse => None,
            MissingYear::CarryForward => {
                Some(Observation { filled: Some(Filled::Carried(before.year)), ..taken })
            }
            MissingYear::Interpolate => {
                let behind = rows().filter(|row| row.year > year).min_by_key(|row| row.year)?;
                let unlike_money = before.statistic.is_money() && before.price_year != behind.price_year;
                if unlike_money || before.population_basis != behind.population_basis {
                    return None;
                }
                let weight = way(before.year, year, behind.year);
                Some(Observation {
                    value: on_the_line(before.value, behind.value, weight),
                    verified: before.verified.max(behind.verified),
                    filled: Some(Filled::Interpolated(before.year, behind.year)),
                    ..taken
                })
            }
        }
    }
}
