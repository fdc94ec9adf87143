//! The table of inputs that are drawn, and the table of their correlations.

use crate::error::{Code, Error, Findings, Place, did_you_mean};
use crate::extent::Ecosystem;
use crate::quantity;
use crate::table::{Table, TableRow};
use crate::unit::Unit;

use super::distribution::{Distribution, Numbers};

/// What an input stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A coefficient.
    Parameter,
    /// A parameter row that is a price.
    Price,
    /// A row of the statistics.
    Statistic,
    /// A layer of the run, the same for every cell.
    Layer,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Parameter, Self::Price, Self::Statistic, Self::Layer];

    /// Its word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Parameter => "parameter",
            Self::Price => "price",
            Self::Statistic => "statistic",
            Self::Layer => "layer",
        }
    }
}

/// How a draw becomes the number of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applied {
    /// The draw is the number.
    Value,
    /// The number of the row times the draw.
    Factor,
    /// The number of the row and the draw.
    Difference,
}

impl Applied {
    const ALL: [Self; 3] = [Self::Value, Self::Factor, Self::Difference];

    /// Its word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::Factor => "factor",
            Self::Difference => "difference",
        }
    }
}

/// An input that is drawn: one number, for all rows that it names, all years and all zones.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    /// Name in tables.
    pub id: String,
    /// What it stands for.
    pub kind: Kind,
    /// Key of the rows.
    pub key: String,
    /// Their variant, where one is named.
    pub variant: Option<String>,
    /// Their ecosystem type, where one is named.
    pub ecosystem: Option<Ecosystem>,
    /// Their zone, where one is named.
    pub zone: Option<String>,
    /// Their year, where one is named.
    pub year: Option<i32>,
    /// How a draw becomes a number.
    pub applied: Applied,
    /// Unit of the draws; none for a factor.
    pub unit: Option<Unit>,
    /// The distribution.
    pub distribution: Distribution,
    /// `official`, `estimate` or `assumption`.
    pub status: String,
    /// Where the distribution comes from.
    pub source: String,
    /// Where it stands.
    pub place: Place,
}

/// Columns that the table must have.
const REQUIRED: [&str; 6] = ["id", "kind", "key", "applied", "distribution", "source"];
/// Columns that it may have.
const OPTIONAL: [&str; 20] = [
    "variant",
    "ecosystem",
    "zone",
    "year",
    "unit",
    "mean",
    "sd",
    "median",
    "log_sd",
    "minimum",
    "mode",
    "maximum",
    "alpha",
    "beta",
    "low",
    "high",
    "points",
    "status",
    "note",
    "clause",
];

impl Input {
    /// The inputs of a table.
    ///
    /// # Errors
    ///
    /// Every word that is not known, number that is missing or cannot be, and id that stands twice.
    pub fn read(table: &Table) -> Result<Vec<Self>, Findings> {
        table.expect_columns(&REQUIRED, &OPTIONAL)?;
        let mut findings = Findings::new();
        let mut inputs: Vec<Self> = Vec::new();
        for row in table.rows() {
            let Some(input) = findings.take(read(&row)) else { continue };
            if inputs.iter().any(|known| known.id == input.id) {
                let message = format!("the input `{}` stands twice", input.id);
                let error = Error::new(Code::DuplicateKey, message, "give each input an id of its own");
                findings.push(error.at(row.place("id")));
            }
            inputs.push(input);
        }
        if inputs.is_empty() && findings.as_slice().is_empty() {
            let error = Error::new(Code::MissingKey, "the table has no input", "add a row for each");
            findings.push(error.at(Place::file(table.file())));
        }
        findings.into_result(inputs)
    }

    /// The correlated pairs of a table with the columns `first`, `second` and `correlation`.
    ///
    /// # Errors
    ///
    /// Every id that is not known and every pair that stands twice.
    pub fn correlations(inputs: &[Self], table: &Table) -> Result<Vec<(usize, usize, f64)>, Findings> {
        table.expect_columns(&["first", "second", "correlation"], &["source", "note"])?;
        let mut findings = Findings::new();
        let mut pairs: Vec<(usize, usize, f64)> = Vec::new();
        for row in table.rows() {
            let place = |column: &str| {
                let id = row.text(column);
                inputs.iter().position(|input| input.id == id).ok_or_else(|| {
                    let hint = did_you_mean(id, inputs.iter().map(|input| input.id.as_str()));
                    let message = format!("`{id}` is no input of the uncertainty");
                    Error::new(Code::BadValue, message, hint).at(row.place(column))
                })
            };
            let first = findings.take(place("first"));
            let second = findings.take(place("second"));
            let number = findings.take(row.required_number("correlation"));
            let (Some(first), Some(second), Some(number)) = (first, second, number) else { continue };
            let twice = pairs.iter().any(|(a, b, _)| [(*a, *b), (*b, *a)].contains(&(first, second)));
            if first == second || twice {
                let message =
                    if twice { "the pair stands twice" } else { "an input goes with itself anyway" };
                let error = Error::new(Code::DuplicateKey, message, "keep one row for two inputs");
                findings.push(error.at(row.place("second")));
                continue;
            }
            pairs.push((first, second, number));
        }
        findings.into_result(pairs)
    }
}

fn read(row: &TableRow<'_>) -> Result<Input, Error> {
    let at = |column: &'static str| move |error: Error| error.at(row.place(column));
    let word = |column: &'static str, known: &[&str]| {
        let text = row.text(column);
        known.iter().position(|own| *own == text).ok_or_else(|| {
            let message = format!("`{text}` is no {column} of an input");
            Error::new(Code::BadValue, message, did_you_mean(text, known.iter().copied()))
                .at(row.place(column))
        })
    };
    let kind = word("kind", &Kind::ALL.map(Kind::as_str))?;
    let kind = Kind::ALL.get(kind).copied().unwrap_or(Kind::Parameter);
    let applied = word("applied", &Applied::ALL.map(Applied::as_str))?;
    let applied = Applied::ALL.get(applied).copied().unwrap_or(Applied::Value);
    let key = row.text("key");
    check_key(kind, key).map_err(at("key"))?;
    if kind == Kind::Layer && applied == Applied::Value {
        let error = Error::new(Code::BadValue, "a layer has many numbers", "write factor or difference");
        return Err(error.at(row.place("applied")));
    }
    let unit = row.text("unit");
    let unit = if applied == Applied::Factor {
        if !["", "1"].contains(&unit) {
            let error =
                Error::new(Code::BadValue, format!("a factor has no unit `{unit}`"), "leave it empty");
            return Err(error.at(row.place("unit")));
        }
        None
    } else {
        Some(unit.parse().map_err(at("unit"))?)
    };
    let status = row.text("status");
    let known = ["", "official", "estimate", "assumption"];
    if !known.contains(&status) {
        let error = Error::new(
            Code::BadValue,
            format!("status `{status}` is not known"),
            did_you_mean(status, known),
        );
        return Err(error.at(row.place("status")));
    }
    let optional = |column: &str| Some(row.text(column)).filter(|text| !text.is_empty()).map(str::to_owned);
    let id = optional("id").ok_or_else(|| {
        Error::new(Code::MissingKey, "the id is empty", "name the input").at(row.place("id"))
    })?;
    let year = match row.text("year") {
        "" => None,
        text => Some(text.parse().map_err(|_| {
            Error::new(Code::BadValue, format!("`{text}` is no year"), "write four digits")
                .at(row.place("year"))
        })?),
    };
    let ecosystem = row.text("ecosystem");
    Ok(Input {
        id,
        kind,
        key: key.to_owned(),
        variant: optional("variant"),
        ecosystem: if ecosystem.is_empty() {
            None
        } else {
            Some(ecosystem.parse().map_err(at("ecosystem"))?)
        },
        zone: optional("zone"),
        year,
        applied,
        unit,
        distribution: distribution(row)?,
        status: status.to_owned(),
        source: row.text("source").to_owned(),
        place: row.place("key"),
    })
}

/// Keys that no statistic and no layer has; keys of parameters are held against the rows of the run.
fn check_key(kind: Kind, key: &str) -> Result<(), Error> {
    match kind {
        Kind::Statistic => crate::input::statistics::known(key).map(|_| ()),
        Kind::Layer => quantity::named(key).map(|_| ()),
        Kind::Parameter | Kind::Price => Ok(()),
    }
}

fn distribution(row: &TableRow<'_>) -> Result<Distribution, Error> {
    let number = |column| row.number(column);
    let numbers = Numbers {
        mean: number("mean")?,
        sd: number("sd")?,
        median: number("median")?,
        log_sd: number("log_sd")?,
        minimum: number("minimum")?,
        mode: number("mode")?,
        maximum: number("maximum")?,
        alpha: number("alpha")?,
        beta: number("beta")?,
        low: number("low")?,
        high: number("high")?,
        points: points(row.text("points")).map_err(|error| error.at(row.place("points")))?,
    };
    numbers.distribution(row.text("distribution")).map_err(|error| error.at(row.place("distribution")))
}

/// The pairs of `0=8 0.5=10 1=14`.
fn points(text: &str) -> Result<Vec<(f64, f64)>, Error> {
    let pair = |pair: &str| {
        let (probability, value) = pair.split_once('=')?;
        Some((probability.parse().ok()?, value.parse().ok()?))
    };
    text.split_whitespace()
        .map(|own| {
            pair(own).ok_or_else(|| {
                let message = format!("`{own}` is no pair of a probability and a value");
                Error::new(Code::BadValue, message, "write such as `0=8 0.5=10 1=14`")
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "id,kind,key,applied,unit,distribution,mean,sd,median,log_sd,points,source\n";

    fn inputs(rows: &str) -> Result<Vec<Input>, Findings> {
        Input::read(&Table::parse("inputs.csv", &format!("{HEADER}{rows}")).unwrap())
    }

    #[test]
    fn inputs_are_read() {
        let read = inputs(
            "a,price,reservoir_unit_cost,factor,,lognormal,,,1,0.2,,s\nb,statistic,gdp,value,亿元,quantiles,,,,,0=1 1=3,s\n",
        )
        .unwrap();
        assert_eq!((read[0].applied, read[0].unit.is_none()), (Applied::Factor, true));
        assert_eq!(read[1].distribution.quantile(0.25), 1.5);
    }

    #[test]
    fn faults_name_their_column_and_what_was_meant() {
        let text = inputs(
            "a,prize,x,factor,,normal,1,1,,,,s\nb,statistic,gpd,factor,,normal,1,1,,,,s\n\
             c,parameter,x,factor,mm,normal,1,1,,,,s\nd,layer,precipitation,value,mm,normal,1,1,,,,s\n\
             e,parameter,x,factor,,norml,1,1,,,,s\n",
        )
        .unwrap_err()
        .to_string();
        for part in ["`price`", "`gdp`", "has no unit `mm`", "factor or difference", "`normal`"] {
            assert!(text.contains(part), "{part}\n{text}");
        }
    }
}
