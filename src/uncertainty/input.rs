//! The table of inputs that are drawn, and the table of their correlations.

use crate::error::{Code, Error, Findings, Place, did_you_mean};
use crate::extent::Ecosystem;
use crate::quantity;
use crate::table::{Row, Table};
use crate::text;
use crate::unit::Unit;

use super::distribution::{Distribution, Numbers};

/// Kind of number that an input stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputKind {
    /// A coefficient.
    Parameter,
    /// A parameter row that is a price.
    Price,
    /// A row of the statistics.
    Statistic,
    /// A layer of the run, the same for every cell.
    Layer,
}

impl InputKind {
    const ALL: [Self; 4] = [Self::Parameter, Self::Price, Self::Statistic, Self::Layer];

    /// Its name in tables.
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

/// How a draw is applied to the number of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applied {
    /// The draw is the number.
    Value,
    /// The number of the row times the draw.
    Factor,
    /// The number of the row plus the draw.
    Difference,
}

impl Applied {
    const ALL: [Self; 3] = [Self::Value, Self::Factor, Self::Difference];

    /// Its name in tables.
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
    /// Kind of number that it stands for.
    pub kind: InputKind,
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
    /// How a draw is applied.
    pub applied: Applied,
    /// Unit of the draws; none for a factor.
    pub unit: Option<Unit>,
    /// The distribution.
    pub distribution: Distribution,
    /// `official`, `estimate` or `assumption`.
    pub status: String,
    /// Source of the distribution.
    pub source: String,
    /// Its row in the table.
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
    /// Every unknown word, missing or impossible number, and duplicate id.
    pub fn read(table: &Table) -> Result<Vec<Self>, Findings> {
        table.expect_columns(&REQUIRED, &OPTIONAL)?;
        let mut findings = Findings::new();
        let mut inputs: Vec<Self> = Vec::new();
        for row in table.rows() {
            let Some(input) = findings.take(read(&row)) else { continue };
            if inputs.iter().any(|known| known.id == input.id) {
                let message = text!("duplicate input `{0}`", "输入 `{0}` 重复", &input.id);
                let hint = text!("give each input another id", "为每项输入取不同的 id");
                let error = Error::new(Code::DuplicateKey, message, hint);
                findings.push(error.at(row.place("id")));
            }
            inputs.push(input);
        }
        if inputs.is_empty() && findings.as_slice().is_empty() {
            let message = text!("the table has no input", "表中没有输入");
            let hint = text!("add a row for each input", "每项输入加一行");
            let error = Error::new(Code::MissingKey, message, hint);
            findings.push(error.at(Place::file(table.file())));
        }
        findings.into_result(inputs)
    }

    /// The correlated pairs of a table with the columns `first`, `second` and `correlation`.
    ///
    /// # Errors
    ///
    /// Every unknown id and every duplicate pair.
    pub fn correlations(inputs: &[Self], table: &Table) -> Result<Vec<(usize, usize, f64)>, Findings> {
        table.expect_columns(&["first", "second", "correlation"], &["source", "note"])?;
        let mut findings = Findings::new();
        let mut pairs: Vec<(usize, usize, f64)> = Vec::new();
        for row in table.rows() {
            let place = |column: &str| {
                let id = row.text(column);
                inputs.iter().position(|input| input.id == id).ok_or_else(|| {
                    let hint = did_you_mean(id, inputs.iter().map(|input| input.id.as_str()));
                    let message = text!("unknown input `{0}`", "未知的输入 `{0}`", id);
                    Error::new(Code::BadValue, message, hint).at(row.place(column))
                })
            };
            let first = findings.take(place("first"));
            let second = findings.take(place("second"));
            let number = findings.take(row.required_number("correlation"));
            let (Some(first), Some(second), Some(number)) = (first, second, number) else { continue };
            let twice = pairs.iter().any(|(a, b, _)| [(*a, *b), (*b, *a)].contains(&(first, second)));
            if first == second || twice {
                let message = if twice {
                    text!("duplicate pair", "数对重复")
                } else {
                    text!("an input cannot be correlated with itself", "输入不能与自身设相关系数")
                };
                let hint =
                    text!("keep one row for each pair of different inputs", "每两项不同的输入只保留一行");
                let error = Error::new(Code::DuplicateKey, message, hint);
                findings.push(error.at(row.place("second")));
                continue;
            }
            pairs.push((first, second, number));
        }
        findings.into_result(pairs)
    }
}

fn read(row: &Row<'_>) -> Result<Input, Error> {
    let kind = word(row, "kind", InputKind::ALL, InputKind::as_str)?;
    let applied = word(row, "applied", Applied::ALL, Applied::as_str)?;
    let key = row.text("key");
    check_key(kind, key).map_err(|error| error.at(row.place("key")))?;
    if kind == InputKind::Layer && applied == Applied::Value {
        let message = text!("a layer cannot be replaced by one value", "图层不能用单个数值代替");
        let hint = text!("write factor or difference", "填写 factor 或 difference");
        return Err(Error::new(Code::BadValue, message, hint).at(row.place("applied")));
    }
    let unit = unit(row, applied)?;
    let status = status(row)?;
    let optional = |column: &str| Some(row.text(column)).filter(|text| !text.is_empty()).map(str::to_owned);
    let id = optional("id").ok_or_else(|| {
        let error = Error::new(
            Code::MissingKey,
            text!("the id is empty", "id 为空"),
            text!("name the input", "为输入命名"),
        );
        error.at(row.place("id"))
    })?;
    let year = year(row)?;
    let ecosystem = match row.text("ecosystem") {
        "" => None,
        code => Some(code.parse().map_err(|error: Error| error.at(row.place("ecosystem")))?),
    };
    Ok(Input {
        id,
        kind,
        key: key.to_owned(),
        variant: optional("variant"),
        ecosystem,
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

/// A column that holds one of some words.
fn word<T: Copy, const N: usize>(
    row: &Row<'_>,
    column: &'static str,
    known: [T; N],
    name: fn(T) -> &'static str,
) -> Result<T, Error> {
    let text = row.text(column);
    known.into_iter().find(|word| name(*word) == text).ok_or_else(|| {
        let message = text!("unknown {0} `{1}`", "{0} 的取值 `{1}` 未知", column, text);
        Error::new(Code::BadValue, message, did_you_mean(text, known.map(name))).at(row.place(column))
    })
}

/// The unit of the draws; a factor has none.
fn unit(row: &Row<'_>, applied: Applied) -> Result<Option<Unit>, Error> {
    let unit = row.text("unit");
    if applied != Applied::Factor {
        return unit.parse().map(Some).map_err(|error: Error| error.at(row.place("unit")));
    }
    if ["", "1"].contains(&unit) {
        return Ok(None);
    }
    let message = text!("a factor has no unit `{0}`", "系数（factor）没有单位 `{0}`", unit);
    Err(Error::new(Code::BadValue, message, text!("leave it empty", "留空")).at(row.place("unit")))
}

fn status<'a>(row: &Row<'a>) -> Result<&'a str, Error> {
    let status = row.text("status");
    let known = ["", "official", "estimate", "assumption"];
    if known.contains(&status) {
        return Ok(status);
    }
    let message = text!("unknown status `{0}`", "未知的状态 `{0}`", status);
    Err(Error::new(Code::BadValue, message, did_you_mean(status, known)).at(row.place("status")))
}

fn year(row: &Row<'_>) -> Result<Option<i32>, Error> {
    match row.text("year") {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| {
            let message = text!("`{0}` is not a year", "`{0}` 不是年份", text);
            Error::new(Code::BadValue, message, text!("write four digits", "填写四位数字"))
                .at(row.place("year"))
        }),
    }
}

/// Refuses unknown keys of statistics and layers; those of parameters are compared with the rows of the run later.
fn check_key(kind: InputKind, key: &str) -> Result<(), Error> {
    match kind {
        InputKind::Statistic => crate::input::statistics::known(key).map(|_| ()),
        InputKind::Layer => quantity::named(key).map(|_| ()),
        InputKind::Parameter | InputKind::Price => Ok(()),
    }
}

fn distribution(row: &Row<'_>) -> Result<Distribution, Error> {
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
        .map(|word| {
            pair(word).ok_or_else(|| {
                let message = text!(
                    "`{0}` is not a pair of a probability and a value",
                    "`{0}` 不是“概率=数值”的数对",
                    word
                );
                Error::new(
                    Code::BadValue,
                    message,
                    text!("write such as `0=8 0.5=10 1=14`", "写法如 `0=8 0.5=10 1=14`"),
                )
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
