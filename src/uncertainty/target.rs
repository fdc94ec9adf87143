//! Which rows an input moves, and how far.

use crate::error::{Code, Error, Findings, did_you_mean};
use crate::input::checks::check_range;
use crate::input::statistics::{Observation, Statistics};
use crate::parameter::{Parameter, Parameters};
use crate::quantity;
use crate::unit::Unit;
use crate::valuation::Book;

use super::input::{Applied, Input, Kind};

/// An input with the rows that it moves.
///
/// Every number of an account is a straight line in the number of a single row, so it is enough to know the move `c`
/// of a draw: a row of value v becomes v (1 + c) under a factor, and v + c otherwise.
#[derive(Debug, Clone)]
pub struct Target {
    /// Lines of the parameter rows: file and line.
    parameters: Vec<(String, u64)>,
    /// Lines of the statistics.
    statistics: Vec<u64>,
    /// Unit of the rows, and what a draw is measured from: the number of the rows.
    scale: Scale,
}

#[derive(Debug, Clone)]
enum Scale {
    Factor,
    /// Draws less a number, after conversion to the unit of the rows.
    Less {
        conversion: (f64, f64),
        base: f64,
    },
}

impl Target {
    /// The rows of an input among those that the accounts of a run rest on.
    ///
    /// # Errors
    ///
    /// A key that no account reads, rows that one value cannot stand for, units that do not fit, and a distribution that
    /// reaches beyond what is possible.
    pub fn find<'a>(
        input: &Input,
        books: impl Iterator<Item = &'a Book> + Clone,
        parameters: &Parameters,
        statistics: &Statistics,
        years: &[i32],
    ) -> Result<Self, Findings> {
        match input.kind {
            Kind::Layer => layer(input).map_err(Findings::from),
            Kind::Statistic => of_statistics(input, statistics, years),
            Kind::Parameter | Kind::Price => of_parameters(input, books, parameters),
        }
    }

    /// The move of a draw.
    #[must_use]
    pub fn moved(&self, draw: f64) -> f64 {
        match &self.scale {
            Scale::Factor => draw - 1.0,
            Scale::Less { conversion, base } => draw * conversion.0 + conversion.1 - base,
        }
    }

    /// A move that is large enough to measure slopes by; that of a factor doubles.
    #[must_use]
    pub fn probe(&self) -> f64 {
        match &self.scale {
            Scale::Less { base, .. } if *base != 0.0 => *base,
            Scale::Less { .. } | Scale::Factor => 1.0,
        }
    }

    fn apply(&self, value: f64, moved: f64) -> f64 {
        match self.scale {
            Scale::Factor => value * (1.0 + moved),
            Scale::Less { .. } => value + moved,
        }
    }

    /// What a parameter row becomes; none for a row of others.
    #[must_use]
    pub fn parameter(&self, row: &Parameter, moved: f64) -> Option<f64> {
        let own = self.parameters.iter().any(|(file, line)| *file == row.file && *line == row.line);
        own.then(|| self.apply(row.value, moved))
    }

    /// What a row of the statistics becomes; none for a row of others.
    #[must_use]
    pub fn statistic(&self, row: &Observation, moved: f64) -> Option<f64> {
        self.statistics.contains(&row.line).then(|| self.apply(row.value, moved))
    }

    /// Whether two inputs move the same row.
    #[must_use]
    pub fn shares_rows_with(&self, other: &Self) -> bool {
        self.parameters.iter().any(|row| other.parameters.contains(row))
            || self.statistics.iter().any(|row| other.statistics.contains(row))
    }
}

fn layer(input: &Input) -> Result<Target, Error> {
    let quantity = quantity::named(&input.key)?;
    let (parameters, statistics) = (Vec::new(), Vec::new());
    let Some(unit) = &input.unit else {
        let (low, _) = input.distribution.support();
        if low < 0.0 && quantity.range.0 >= 0.0 {
            return Err(beyond(
                input,
                &format!("a factor down to {low:.4} would turn {} negative", quantity.id),
            ));
        }
        return Ok(Target { parameters, statistics, scale: Scale::Factor });
    };
    // A difference of temperatures has no zero point.
    let conversion = slope(unit, &quantity.unit.parse()?)?;
    let scale = Scale::Less { conversion: (conversion, 0.0), base: 0.0 };
    Ok(Target { parameters, statistics, scale })
}

/// How many of one unit a difference of one of another is.
fn slope(from: &Unit, to: &Unit) -> Result<f64, Error> {
    let conversion = from.to(to)?;
    Ok(conversion.apply(1.0) - conversion.apply(0.0))
}

fn of_parameters<'a>(
    input: &Input,
    books: impl Iterator<Item = &'a Book> + Clone,
    parameters: &Parameters,
) -> Result<Target, Findings> {
    let mut rows: Vec<&Parameter> =
        books.clone().flat_map(Book::rows).filter(|row| row.key == input.key).collect();
    if rows.is_empty() {
        let keys: Vec<&str> = books.flat_map(Book::rows).map(|row| row.key.as_str()).collect();
        let known = parameters.rows().iter().any(|row| row.key == input.key);
        let message = if known {
            format!("no account of the run reads the parameter `{}`", input.key)
        } else {
            format!("no equation reads a parameter `{}`", input.key)
        };
        let error = Error::new(Code::UnknownParameter, message, did_you_mean(&input.key, keys));
        return Err(error.at(input.place.clone()).into());
    }
    rows.retain(|row| {
        input.variant.as_ref().is_none_or(|variant| *variant == row.variant)
            && input.ecosystem.is_none_or(|ecosystem| row.ecosystems.contains(&ecosystem))
            && input.year.is_none_or(|year| row.price_year.or(row.valid_from) == Some(year))
            && input.zone.is_none()
    });
    rows.sort_by_key(|row| (&row.file, row.line));
    rows.dedup_by_key(|row| (&row.file, row.line));
    let Some(first) = rows.first() else {
        let message = format!("no row of `{}` that the run reads fits the input", input.key);
        let hint =
            "leave variant, ecosystem, year and zone empty, or name those of a row that lock.json lists";
        return Err(Error::new(Code::NoParameter, message, hint).at(input.place.clone()).into());
    };
    if input.kind == Kind::Price && !first.unit.is_money() {
        let message = format!("`{}` in {} is no price", input.key, first.unit);
        let error = Error::new(Code::BadValue, message, "write the kind parameter");
        return Err(error.at(input.place.clone()).into());
    }
    let values: Vec<(f64, &Unit)> = rows.iter().map(|row| (row.value, &row.unit)).collect();
    let scale = scale(input, &values)?;
    let target = Target {
        parameters: rows.iter().map(|row| (row.file.clone(), row.line)).collect(),
        statistics: Vec::new(),
        scale,
    };
    let mut findings = Findings::new();
    for row in rows {
        for value in reached(input, &target, row.value) {
            let checked = match quantity::named(&row.key) {
                Ok(quantity) => row
                    .unit
                    .to(&quantity.unit.parse()?)
                    .and_then(|unit| check_range(quantity, unit.apply(value), || input.place.clone()))
                    .map_err(|error| beyond(input, &error.message().to_string())),
                Err(_) if row.unit.is_money() && value < 0.0 => {
                    Err(beyond(input, &format!("the price `{}` would become {value}", row.key)))
                }
                Err(_) => Ok(()),
            };
            findings.take(checked);
        }
    }
    findings.each_once().into_result(target)
}

fn of_statistics(input: &Input, statistics: &Statistics, years: &[i32]) -> Result<Target, Findings> {
    let rows: Vec<&Observation> = statistics
        .rows()
        .iter()
        .filter(|row| {
            row.statistic.key == input.key
                && years.contains(&row.year)
                && input.year.is_none_or(|year| row.year == year)
                && input.zone.as_ref().is_none_or(|zone| row.zone == *zone)
                && input.ecosystem.is_none_or(|ecosystem| row.ecosystem == Some(ecosystem))
        })
        .collect();
    let Some(first) = rows.first() else {
        let keys: Vec<&str> = statistics.rows().iter().map(|row| row.statistic.key).collect();
        let hint = did_you_mean(&input.key, keys);
        let message = format!("no row `{}` of the statistics fits the input", input.key);
        return Err(Error::new(Code::UnknownStatistic, message, hint).at(input.place.clone()).into());
    };
    let unit: Unit = first.statistic.unit.parse()?;
    let values: Vec<(f64, &Unit)> = rows.iter().map(|row| (row.value, &unit)).collect();
    let scale = scale(input, &values)?;
    let statistics = rows.iter().map(|row| row.line).collect();
    let target = Target { parameters: Vec::new(), statistics, scale };
    let mut findings = Findings::new();
    for row in rows {
        for value in reached(input, &target, row.value) {
            if value < 0.0 || row.statistic.unit == "1" && value > 1.0 {
                let limit = if value < 0.0 { "below 0" } else { "above 1, and a share is at most 1" };
                let message = format!("{} would become {value}, {limit}", row.statistic.key);
                findings.push(beyond(input, &message));
            }
        }
    }
    findings.each_once().into_result(target)
}

/// How draws are measured against the numbers of the rows.
fn scale(input: &Input, rows: &[(f64, &Unit)]) -> Result<Scale, Error> {
    let (Some(unit), Some((base, own))) = (&input.unit, rows.first()) else { return Ok(Scale::Factor) };
    if rows.iter().any(|(_, unit)| unit.text() != own.text()) {
        let message = format!("rows of `{}` have several units", input.key);
        let hint = "draw a factor, or name the ecosystem type, the variant or the year of one row";
        return Err(Error::new(Code::BadValue, message, hint).at(input.place.clone()));
    }
    let at = |error: Error| error.at(input.place.clone().column("unit"));
    if input.applied == Applied::Difference {
        return Ok(Scale::Less { conversion: (slope(unit, own).map_err(at)?, 0.0), base: 0.0 });
    }
    if rows.iter().any(|(value, _)| value.total_cmp(base).is_ne()) {
        let message =
            format!("one value cannot stand for {} rows of `{}` that differ", rows.len(), input.key);
        let hint = "draw a factor, or name the ecosystem type, the zone, the variant or the year of one row";
        return Err(Error::new(Code::BadValue, message, hint).at(input.place.clone()));
    }
    let conversion = unit.to(own).map_err(at)?;
    let zero = conversion.apply(0.0);
    Ok(Scale::Less { conversion: (conversion.apply(1.0) - zero, zero), base: *base })
}

/// The smallest and the largest number that a row may become.
fn reached(input: &Input, target: &Target, value: f64) -> [f64; 2] {
    let (low, high) = input.distribution.support();
    [low, high].map(|draw| target.apply(value, target.moved(draw)))
}

fn beyond(input: &Input, what: &str) -> Error {
    let message = format!("`{}`: {} reaches beyond what is possible: {what}", input.id, input.distribution);
    let hint =
        "cut it off with low and high, or take a distribution within the limits, such as lognormal or beta";
    Error::new(Code::OutOfRange, message, hint).at(input.place.clone().column("distribution"))
}
