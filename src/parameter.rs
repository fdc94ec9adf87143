//! Parameters: dated rows of coefficients and prices, each with unit, source and a mark of verification.

mod dates;
mod lookup;
pub mod possible;
pub mod price_index;
pub mod profile;
pub mod region;
mod single;

use std::collections::BTreeMap;

use crate::error::{Code, Error, Findings, Place};
use crate::evidence::{Amount, Evidence, Ground, Number, Role, RowId, Verified};
use crate::extent::Ecosystem;
use crate::table::{Row, Table};
use crate::unit::Unit;

pub use lookup::{Found, NotInYear, Query};

/// Columns that a table of parameters must have.
pub const REQUIRED: [&str; 5] = ["key", "value", "unit", "source", "verified"];
/// Columns that it may have.
const OPTIONAL: [&str; 10] = [
    "variant",
    "ecosystem",
    "condition",
    "region",
    "price_year",
    "valid_from",
    "valid_to",
    "clause",
    "published",
    "note",
];

/// Tables in the crate.
const SHIPPED: &[(&str, &str)] = &[
    ("water_retention.csv", include_str!("parameter/data/water_retention.csv")),
    ("soil_retention.csv", include_str!("parameter/data/soil_retention.csv")),
    ("flood_mitigation.csv", include_str!("parameter/data/flood_mitigation.csv")),
    ("air_purification.csv", include_str!("parameter/data/air_purification.csv")),
    ("carbon_sequestration.csv", include_str!("parameter/data/carbon_sequestration.csv")),
    ("oxygen_release.csv", include_str!("parameter/data/oxygen_release.csv")),
    ("casa.csv", include_str!("parameter/data/casa.csv")),
    ("climate_regulation.csv", include_str!("parameter/data/climate_regulation.csv")),
    ("evapotranspiration.csv", include_str!("parameter/data/evapotranspiration.csv")),
    ("sand_fixation.csv", include_str!("parameter/data/sand_fixation.csv")),
    ("water_purification.csv", include_str!("parameter/data/water_purification.csv")),
    ("pollution_equivalents.csv", include_str!("parameter/data/pollution_equivalents.csv")),
    ("pest_control.csv", include_str!("parameter/data/pest_control.csv")),
    ("forest_standard.csv", include_str!("parameter/data/forest_standard.csv")),
    ("tourism.csv", include_str!("parameter/data/tourism.csv")),
    ("water_supply.csv", include_str!("parameter/data/water_supply.csv")),
    ("equivalent_factor.csv", include_str!("parameter/data/equivalent_factor.csv")),
    ("equivalent_factor_xie2008.csv", include_str!("parameter/data/equivalent_factor_xie2008.csv")),
    ("equivalent_factor_xie2015.csv", include_str!("parameter/data/equivalent_factor_xie2015.csv")),
    ("prices.csv", include_str!("parameter/data/prices.csv")),
    ("price_index.csv", include_str!("parameter/data/price_index.csv")),
];

/// One dated row.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// What it is.
    pub key: String,
    /// Which of several authorities, chosen by the profile; empty for the plain one.
    pub variant: String,
    /// The number, in `unit`.
    pub value: f64,
    /// Its unit.
    pub unit: Unit,
    /// Ecosystem types it stands for; none means any.
    pub ecosystems: Vec<Ecosystem>,
    /// A condition that the run must state; empty for none.
    pub condition: String,
    /// A region that the run must state; empty for any.
    pub region: String,
    /// Year of a price.
    pub price_year: Option<i32>,
    /// First year it holds.
    pub valid_from: Option<i32>,
    /// Last year it holds.
    pub valid_to: Option<i32>,
    /// Where it was read.
    pub source: String,
    /// Clause of the source.
    pub clause: String,
    /// How far it was checked.
    pub verified: Verified,
    /// Remark.
    pub note: String,
    /// File of the row.
    pub file: String,
    /// Line in the file.
    pub line: u64,
    /// Whether the run brought it.
    pub local: bool,
    id: RowId,
}

impl Parameter {
    /// Stable id.
    #[must_use]
    pub const fn id(&self) -> &RowId {
        &self.id
    }

    /// The row as evidence.
    #[must_use]
    pub fn evidence(&self, role: Role) -> Evidence {
        let amount = Amount { value: Number(self.value), unit: self.unit.text().to_owned() };
        Evidence {
            ground: Ground::Row { id: self.id.clone(), role, amount },
            source: self.source.clone(),
            verified: self.verified,
            assumed: false,
        }
    }

    /// File and line.
    #[must_use]
    pub fn place(&self) -> Place {
        Place::file(&self.file).row(self.line)
    }
}

/// All rows that a run may use: those of the crate, and its own.
///
/// # Examples
///
/// ```
/// use ecovalue::parameter::{Parameters, Query};
///
/// let rows = Parameters::shipped();
/// let found = rows.find(&Query::new("runoff_coefficient", 2019).ecosystem("11e".parse()?))?;
/// assert_eq!(found.row.value, 0.0465);
/// # Ok::<(), ecovalue::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Parameters {
    rows: Vec<Parameter>,
    /// Where the rows of each key stand, in their order.
    places: BTreeMap<String, Vec<usize>>,
}

impl Parameters {
    /// The rows of the crate.
    #[must_use]
    pub fn shipped() -> Self {
        let tables = SHIPPED.iter().filter_map(|(file, text)| Table::parse(file, text).ok());
        Self::of(tables.flat_map(|table| read(&table, false).unwrap_or_default()).collect())
    }

    fn of(rows: Vec<Parameter>) -> Self {
        let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (place, row) in rows.iter().enumerate() {
            match places.get_mut(&row.key) {
                Some(own) => own.push(place),
                None => {
                    places.insert(row.key.clone(), vec![place]);
                }
            }
        }
        Self { rows, places }
    }

    /// The rows of a key, in their order.
    fn rows_of(&self, key: &str) -> impl Iterator<Item = &Parameter> {
        let places = self.places.get(key);
        places.into_iter().flatten().filter_map(|place| self.rows.get(*place))
    }

    /// The same rows and a run's own, which win.
    ///
    /// # Errors
    ///
    /// Every column, number, unit, type, year or mark that is wrong, and rows that stand twice.
    pub fn with_local(mut self, table: &Table) -> Result<Self, Findings> {
        self.rows.extend(read(table, true)?);
        Ok(Self::of(self.rows))
    }

    /// All rows.
    #[must_use]
    pub fn rows(&self) -> &[Parameter] {
        &self.rows
    }

    /// The same rows with other numbers, in the unit of each row, where `change` gives one.
    #[must_use]
    pub fn altered(&self, change: impl Fn(&Parameter) -> Option<f64>) -> Self {
        let mut altered = self.clone();
        for row in &mut altered.rows {
            row.value = change(row).unwrap_or(row.value);
        }
        altered
    }

    /// The keys, sorted, each once.
    #[must_use]
    pub fn keys(&self) -> Vec<&str> {
        let mut keys: Vec<&str> = self.rows.iter().map(|row| row.key.as_str()).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }
}

fn read(table: &Table, local: bool) -> Result<Vec<Parameter>, Findings> {
    table.expect_columns(&REQUIRED, &OPTIONAL)?;
    let mut findings = Findings::new();
    let mut rows: Vec<Parameter> = Vec::new();
    let mut known: BTreeMap<RowId, u64> = BTreeMap::new();
    for row in table.rows() {
        let Some(parameter) = findings.take(read_row(table, &row, local)) else { continue };
        let earlier = *known.entry(parameter.id.clone()).or_insert(parameter.line);
        if earlier != parameter.line {
            let key = &parameter.key;
            let message =
                format!("`{key}` has the same variant, ecosystem, region and years as line {earlier}");
            let error = Error::new(Code::DuplicateKey, message, "keep one of the two rows");
            findings.push(error.at(row.place("key")));
        }
        rows.push(parameter);
    }
    findings.into_result(rows)
}

fn read_row(table: &Table, row: &Row<'_>, local: bool) -> Result<Parameter, Error> {
    let at = |column: &'static str| move |error: Error| error.at(row.place(column));
    row.plain_but(&["value", "price_year", "valid_from", "valid_to"])?;
    let ecosystems = match row.text("ecosystem") {
        "" => Vec::new(),
        text => Ecosystem::list(text).map_err(at("ecosystem"))?,
    };
    if row.text("key").is_empty() {
        let error = Error::new(Code::MissingKey, "the key is empty", "name the parameter");
        return Err(error.at(row.place("key")));
    }
    let (valid_from, valid_to) = dates::validity(row)?;
    let price_year = dates::year(row, "price_year")?;
    let mut parameter = Parameter {
        key: row.text("key").to_owned(),
        variant: row.text("variant").to_owned(),
        value: row.required_number("value")?,
        unit: row.text("unit").parse().map_err(at("unit"))?,
        ecosystems,
        condition: row.text("condition").to_owned(),
        region: row.text("region").to_owned(),
        price_year,
        valid_from,
        valid_to,
        source: row.text("source").to_owned(),
        clause: row.text("clause").to_owned(),
        verified: row.text("verified").parse().map_err(at("verified"))?,
        note: row.text("note").to_owned(),
        file: table.file().to_owned(),
        line: row.line(),
        local,
        id: RowId::default(),
    };
    parameter.id = single::id_of(&parameter);
    Ok(parameter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_table_is_read_whole() {
        for (file, text) in SHIPPED {
            let table = Table::parse(file, text).unwrap();
            let rows = read(&table, false).map_err(|findings| findings.to_string()).unwrap();
            assert_eq!(rows.len(), table.len());
            assert!(rows.iter().all(|row| !row.source.is_empty()), "{file}");
        }
    }

    #[test]
    fn every_shipped_row_has_an_id_of_its_own() {
        let mut known: BTreeMap<String, String> = BTreeMap::new();
        let rows = Parameters::shipped();
        for row in rows.rows() {
            let place = row.place().to_string();
            let earlier = known.insert(row.id().to_string(), place.clone());
            assert!(earlier.is_none(), "`{}`: {earlier:?} and {place}", row.id());
        }
        assert_eq!((known.len(), rows.rows().len()), (584, 584));
    }

    #[test]
    fn faults_of_a_local_table_come_all_at_once() {
        let text = "key,variant,value,unit,ecosystem,condition,region,price_year,valid_from,source,verified,note\n\
                    a,,1;5,1,,,,,,s,yes,\n\
                    b,,1,furlong,,,,,,s,yes,\n\
                    c,,1,1,99,,,,,s,yes,\n\
                    d,,1,1,,,,MMX,,s,yes,\n\
                    e,,1,1,,,,,,s,maybe,\n\
                    f,,1,1,,,,,,s,yes,\n\
                    f,,2,1,,,,,,s,yes,\n";
        let table = Table::parse("local.csv", text).unwrap();
        let findings = Parameters::shipped().with_local(&table).unwrap_err();
        let codes: Vec<&str> = findings.as_slice().iter().map(|error| error.code().as_str()).collect();
        assert_eq!(codes, ["EV-I008", "EV-U001", "EV-I011", "EV-I006", "EV-I006", "EV-I009"]);
    }
}
