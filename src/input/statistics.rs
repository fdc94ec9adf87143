//! Official statistics of a run: population, output, visits, given quantities.
//!
//! Keys come from a closed registry, so that a misspelt key is found and every number has one unit and meaning.

mod observation;
mod registry;
mod single;
mod totals;
mod years;

use std::collections::{BTreeMap, BTreeSet};

use crate::error::{Code, Error, Findings, Place, did_you_mean};
use crate::exact_sum::ExactSum;
use crate::reason::{GivenStatistic, NoStatistic, Reason};
use crate::table::{Table, is_total};
use crate::text;

use observation::read;

pub use observation::{Certainty, Observation};
pub use registry::{STATISTICS, Statistic, known};
pub use totals::{Totals, without_totals};

/// Columns that a table of statistics must have.
pub const REQUIRED: [&str; 6] = ["key", "year", "value", "unit", "source", "status"];

/// The statistics of a run.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Statistics {
    file: String,
    rows: Vec<Observation>,
    places: Places,
}

/// Where the rows of each key and zone stand, in their order, and the years of each key.
#[derive(Debug, Clone, Default, PartialEq)]
struct Places {
    rows: BTreeMap<&'static str, BTreeMap<String, Vec<usize>>>,
    years: BTreeMap<&'static str, BTreeSet<i32>>,
    /// The years of rows that are of a zone.
    zones: BTreeMap<&'static str, BTreeSet<i32>>,
}

impl Places {
    fn of(rows: &[Observation]) -> Self {
        let mut places = Self::default();
        for (index, row) in rows.iter().enumerate() {
            let zones = places.rows.entry(row.statistic.key).or_default();
            zones.entry(row.zone.clone()).or_default().push(index);
            places.years.entry(row.statistic.key).or_default().insert(row.year);
            if !row.zone.is_empty() {
                places.zones.entry(row.statistic.key).or_default().insert(row.year);
            }
        }
        places
    }
}

/// A number for a zone or for the whole, and the rows that it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct ZoneFigure<'a> {
    /// The number in the base unit.
    pub value: f64,
    /// The rows; several where zones were added up.
    pub rows: Vec<&'a Observation>,
}

impl Statistics {
    /// Reads the table; see `schema` in the crate documentation for its columns.
    ///
    /// # Errors
    ///
    /// Every row with an unknown key, a number that is not finite, a unit of another kind, an unknown status, or a
    /// duplicate key.
    pub fn from_table(table: &Table) -> Result<Self, Findings> {
        let optional = [
            "zone",
            "ecosystem",
            "price_year",
            "price_basis",
            "population_basis",
            "verified",
            "note",
            "currency",
        ];
        table.expect_columns(&REQUIRED, &optional)?;
        let mut findings = Findings::new();
        let mut rows: Vec<Observation> = Vec::new();
        let mut known: BTreeMap<_, u64> = BTreeMap::new();
        for row in table.rows() {
            let Some(read) = findings.take(read(&row)) else { continue };
            let same = (read.statistic.key, read.zone.clone(), read.ecosystem, read.year);
            let earlier = *known.entry(same).or_insert(read.line);
            if earlier != read.line {
                let message = text!(
                    "`{0}` of {1} has the same zone and ecosystem as line {2}",
                    "{1} 年的 `{0}` 与第 {2} 行的分区和生态系统类型相同",
                    read.statistic.key,
                    read.year,
                    earlier
                );
                let hint = text!("keep one of the two rows", "两行只保留一行");
                findings.push(Error::new(Code::DuplicateKey, message, hint).at(row.place("key")));
            }
            rows.push(read);
        }
        findings.into_result(Self::of(table.file().to_owned(), rows))
    }

    fn of(file: String, rows: Vec<Observation>) -> Self {
        let places = Places::of(&rows);
        Self { file, rows, places }
    }

    /// The rows of a key and a zone, in the order of the table.
    fn rows_of(&self, key: &str, zone: &str) -> impl Iterator<Item = &Observation> {
        let places = self.places.rows.get(key).and_then(|zones| zones.get(zone));
        places.into_iter().flatten().filter_map(|place| self.rows.get(*place))
    }

    /// All rows.
    #[must_use]
    pub fn rows(&self) -> &[Observation] {
        &self.rows
    }

    /// The same rows with other numbers, in the base unit, where `change` gives one.
    #[must_use]
    pub fn altered(&self, change: impl Fn(&Observation) -> Option<f64>) -> Self {
        let mut altered = self.clone();
        for row in &mut altered.rows {
            row.value = change(row).unwrap_or(row.value);
        }
        altered
    }

    /// Name of the file.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The zones of rows that the cells do not have.
    #[must_use]
    pub fn unknown_zones(&self, zones: &[String]) -> Findings {
        let mut findings = Findings::new();
        let known: BTreeSet<&String> = zones.iter().collect();
        for row in self.rows.iter().filter(|row| !row.zone.is_empty() && !known.contains(&row.zone)) {
            let (message, hint) = if is_total(&row.zone) {
                self.of_total(row)
            } else {
                let message = text!(
                    "zone `{0}` is not among the zones of the cells",
                    "核算单元中没有分区 `{0}`",
                    &row.zone
                );
                (message, did_you_mean(&row.zone, zones.iter().map(String::as_str)))
            };
            let place = Place::file(&self.file).row(row.line).column("zone");
            findings.push(Error::new(Code::UnknownZone, message, hint).at(place));
        }
        findings
    }

    /// Rows of a key in a year for a zone that name an ecosystem type.
    pub fn by_ecosystem(&self, key: &str, zone: &str, year: i32) -> impl Iterator<Item = &Observation> {
        self.rows_of(key, zone).filter(move |row| row.year == year && row.ecosystem.is_some())
    }

    /// The number of a zone, or of the whole run (`zone` empty), in a year.
    ///
    /// A run of a single zone may give a number either way, and a price, a wage, a cost or a yield of the whole is that of
    /// every zone which has none of its own. The whole of several zones is their exact sum, if the
    /// statistic adds up and every zone has one.
    #[must_use]
    pub fn figure(&self, key: &str, zone: &str, zones: &[String], year: i32) -> Option<ZoneFigure<'_>> {
        let row =
            |zone: &str| self.rows_of(key, zone).find(|row| row.year == year && row.ecosystem.is_none());
        if let Some(row) = row(zone) {
            return Some(ZoneFigure { value: row.value, rows: vec![row] });
        }
        let known = STATISTICS.iter().find(|known| known.key == key);
        let reaches = zones.len() == 1 || known.is_some_and(Statistic::reaches_zones);
        if !zone.is_empty() {
            let row = row("").filter(|_| reaches)?;
            return Some(ZoneFigure { value: row.value, rows: vec![row] });
        }
        if zones.len() != 1 && !known.is_some_and(|known| known.additive) {
            return None;
        }
        let rows: Vec<&Observation> = zones.iter().map(|zone| row(zone)).collect::<Option<_>>()?;
        let value = rows.iter().map(|row| row.value).collect::<ExactSum>().total();
        (!rows.is_empty()).then_some(ZoneFigure { value, rows })
    }

    /// Whether any row of a key in a year is of a zone.
    #[must_use]
    pub fn tells_zones_apart(&self, key: &str, year: i32) -> bool {
        let known = self.places.zones.get(key);
        known.is_some_and(|years| years.contains(&year))
    }

    /// Why a number is not there, with what there is: another year of the zone, or another zone.
    #[must_use]
    pub fn absence(&self, key: &str, zone: &str, year: i32) -> Reason {
        // What the run filled in by a rule of its own is no number that there is.
        let written = |row: &&Observation| row.ecosystem.is_none() && row.filled.is_none();
        let mut years: Vec<i32> = self.rows_of(key, zone).filter(written).map(|row| row.year).collect();
        years.sort_unstable();
        let given =
            if years.is_empty() { self.given_elsewhere(key, year) } else { GivenStatistic::Years(years) };
        let name_zh = known(key).map_or("", |statistic| statistic.name_zh);
        NoStatistic { key: key.to_owned(), name_zh, zone: zone.to_owned(), year, given }.into()
    }

    /// What there is of a key for other zones, of the year if there is any.
    fn given_elsewhere(&self, key: &str, year: i32) -> GivenStatistic {
        let written = |row: &Observation| row.ecosystem.is_none() && row.filled.is_none();
        let of_year = self.elsewhere(key, |row| row.year == year && written(row));
        let rows = if of_year.is_empty() { self.elsewhere(key, written) } else { of_year };
        if rows.is_empty() {
            return GivenStatistic::Nothing;
        }
        let places = rows.iter().take(NAMED).map(|row| (row.zone.clone(), row.year)).collect();
        GivenStatistic::Elsewhere { places, more: rows.len() > NAMED }
    }

    /// The first rows of a key that pass a test, one more than a reason names. They come in the order of zones and years, so
    /// that the order of the table does not show.
    fn elsewhere(&self, key: &str, test: impl Fn(&Observation) -> bool) -> Vec<&Observation> {
        let zones = self.places.rows.get(key).into_iter().flatten().map(|(zone, _)| zone);
        let rows = zones.flat_map(|zone| {
            let mut rows: Vec<&Observation> = self.rows_of(key, zone).filter(|row| test(row)).collect();
            rows.sort_by_key(|row| row.year);
            rows
        });
        rows.take(NAMED.saturating_add(1)).collect()
    }
}

/// Zones that a reason names.
const NAMED: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Statistics, Findings> {
        let header = "key,zone,year,value,unit,source,status\n";
        Statistics::from_table(&Table::parse("statistics.csv", &format!("{header}{text}")).unwrap())
    }

    #[test]
    fn units_convert_and_zones_add_up() {
        let rows = read("gdp,a,2019,2,亿元,s,official\ngdp,b,2019,30000,10^4 CNY,s,official\n").unwrap();
        let zones = ["a".to_owned(), "b".to_owned()];
        assert_eq!(rows.figure("gdp", "a", &zones, 2019).unwrap().value, 2e8);
        assert_eq!(rows.figure("gdp", "", &zones, 2019).unwrap().value, 5e8);
        assert_eq!(rows.figure("gdp", "", &zones, 2020), None);
        let absence = |zone| rows.absence("gdp", zone, 2020).to_string();
        assert_eq!(
            absence(""),
            "no statistic gdp for the whole run (there is one of zone a in 2019, zone b in 2019)"
        );
        assert_eq!(absence("a"), "no statistic gdp for zone a in 2020 (there is one of 2019)");
        assert_eq!(
            rows.absence("wage_per_hour", "a", 2020).to_string(),
            "no statistic wage_per_hour for zone a"
        );
    }

    #[test]
    fn a_single_zone_may_be_named_or_not() {
        let zones = ["a".to_owned()];
        for zone in ["", "a"] {
            let rows = read(&format!("gdp,{zone},2019,2,CNY,s,official\n")).unwrap();
            assert_eq!(rows.figure("gdp", "", &zones, 2019).unwrap().value, 2.0);
            assert_eq!(rows.figure("gdp", "a", &zones, 2019).unwrap().value, 2.0);
        }
    }

    #[test]
    fn every_fault_is_found() {
        let findings = read(
            "gpd,,2019,1,CNY,s,official\ngdp,,2019,NaN,CNY,s,official\ngdp,,2019,inf,CNY,s,official\n\
             gdp,,2019,1,t,s,official\ngdp,,2019,1,CNY,s,sure\ngdp,,x,1,CNY,s,official\ngdp,,2019,-1,CNY,s,official\n\
             land_area,,2019,1,km2,s,official\nland_area,,2019,1,km2,s,official\n\
             gdp,,2018,1e305,亿元,s,official\nair_quality_attainment,,2019,95,%,s,official\n\
             tourism_ecosystem_share,,2019,35,1,s,official\n",
        )
        .unwrap_err();
        let codes: Vec<&str> = findings.as_slice().iter().map(|error| error.code().as_str()).collect();
        assert_eq!(
            codes,
            [
                "EV-I013", "EV-I008", "EV-I008", "EV-U002", "EV-I006", "EV-I006", "EV-I017", "EV-I009",
                "EV-I017", "EV-I017", "EV-I017"
            ]
        );
    }
}
