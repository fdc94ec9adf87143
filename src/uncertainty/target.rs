//! The rows that an input moves, and by how much.

use crate::error::{Code, Error, Findings, did_you_mean};
use crate::input::checks::check_range;
use crate::input::statistics::{Observation, Statistics};
use crate::parameter::{Parameter, Parameters};
use crate::quantity;
use crate::regression::number;
use crate::text;
use crate::unit::Unit;
use crate::valuation::Book;
use crate::wording::Message;

use super::input::{Applied, Input, InputKind};

/// An input with the rows that it moves.
///
/// Every number of an account is a straight line in the number of a single row, so it is enough to know the move `c`
/// of a draw: a row of value v becomes v (1 + c) under a factor, and v + c otherwise.
#[derive(Debug, Clone)]
pub struct DrawTarget {
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

impl DrawTarget {
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
            InputKind::Layer => layer(input).map_err(Findings::from),
            InputKind::Statistic => of_statistics(input, statistics, years),
            InputKind::Parameter | InputKind::Price => of_parameters(input, books, parameters),
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

    /// The moved value of a parameter row; none for a row that the input does not move.
    #[must_use]
    pub fn parameter(&self, row: &Parameter, moved: f64) -> Option<f64> {
        let moves = self.parameters.iter().any(|(file, line)| *file == row.file && *line == row.line);
        moves.then(|| self.apply(row.value, moved))
    }

    /// The moved value of a row of the statistics; none for a row that the input does not move.
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

fn layer(input: &Input) -> Result<DrawTarget, Error> {
    let quantity = quantity::named(&input.key)?;
    let (parameters, statistics) = (Vec::new(), Vec::new());
    let Some(unit) = &input.unit else {
        let (low, _) = input.distribution.support();
        if low < 0.0 && quantity.range.0 >= 0.0 {
            let what = text!(
                "a factor down to {0} would turn {1} negative",
                "系数可低至 {0}，会使 {1} 为负",
                format!("{low:.4}"),
                quantity.id
            );
            return Err(beyond(input, what));
        }
        return Ok(DrawTarget { parameters, statistics, scale: Scale::Factor });
    };
    // A difference of temperatures has no zero point.
    let conversion = slope(unit, &quantity.unit.parse()?)?;
    let scale = Scale::Less { conversion: (conversion, 0.0), base: 0.0 };
    Ok(DrawTarget { parameters, statistics, scale })
}

/// The difference of one unit, in another unit.
fn slope(from: &Unit, to: &Unit) -> Result<f64, Error> {
    let conversion = from.to(to)?;
    Ok(conversion.apply(1.0) - conversion.apply(0.0))
}

fn of_parameters<'a>(
    input: &Input,
    books: impl Iterator<Item = &'a Book> + Clone,
    parameters: &Parameters,
) -> Result<DrawTarget, Findings> {
    let rows = moved_rows(input, books, parameters)?;
    let values: Vec<(f64, &Unit)> = rows.iter().map(|row| (row.value, &row.unit)).collect();
    let scale = scale(input, &values)?;
    let target = DrawTarget {
        parameters: rows.iter().map(|row| (row.file.clone(), row.line)).collect(),
        statistics: Vec::new(),
        scale,
    };
    let mut findings = Findings::new();
    for row in rows {
        for value in reached(input, &target, row.value) {
            findings.take(check_reached(input, row, value));
        }
    }
    findings.each_once().into_result(target)
}

/// The parameter rows that an input moves, each once.
fn moved_rows<'a>(
    input: &Input,
    books: impl Iterator<Item = &'a Book> + Clone,
    parameters: &Parameters,
) -> Result<Vec<&'a Parameter>, Error> {
    let mut rows: Vec<&Parameter> =
        books.clone().flat_map(Book::rows).filter(|row| row.key == input.key).collect();
    if rows.is_empty() {
        return Err(unread(input, books, parameters));
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
        let message = text!(
            "no row of `{0}` that the run reads fits the input",
            "本次核算用到的 `{0}` 参数行中，没有与该输入相符的",
            &input.key
        );
        let hint = text!(
            "leave variant, ecosystem, year and zone empty, or name those of a row that lock.json lists",
            "将 variant、ecosystem、year、zone 留空，或填写 lock.json 所列某一行的值"
        );
        return Err(Error::new(Code::NoParameter, message, hint).at(input.place.clone()));
    };
    if input.kind == InputKind::Price && !first.unit.is_money() {
        let message = text!(
            "`{0}` in {1} is not a price",
            "`{0}`（单位 {1}）不是单价",
            &input.key,
            first.unit.to_string()
        );
        let hint = text!("write the kind parameter", "kind 填写 parameter");
        let error = Error::new(Code::BadValue, message, hint);
        return Err(error.at(input.place.clone()));
    }
    Ok(rows)
}

/// The refusal of a key that no account reads.
fn unread<'a>(input: &Input, books: impl Iterator<Item = &'a Book>, parameters: &Parameters) -> Error {
    let keys: Vec<&str> = books.flat_map(Book::rows).map(|row| row.key.as_str()).collect();
    let known = parameters.rows().iter().any(|row| row.key == input.key);
    let message = if known {
        text!("no account of the run reads the parameter `{0}`", "本次核算没有用到参数 `{0}`", &input.key)
    } else {
        text!("no equation reads a parameter `{0}`", "没有方程用到参数 `{0}`", &input.key)
    };
    Error::new(Code::UnknownParameter, message, did_you_mean(&input.key, keys)).at(input.place.clone())
}

/// Refuses a number that a row may become beyond what is possible.
fn check_reached(input: &Input, row: &Parameter, value: f64) -> Result<(), Error> {
    match quantity::named(&row.key) {
        Ok(quantity) => row
            .unit
            .to(&quantity.unit.parse()?)
            .and_then(|unit| check_range(quantity, unit.apply(value), || input.place.clone()))
            .map_err(|error| beyond(input, error.message().clone())),
        Err(_) if row.unit.is_money() && value < 0.0 => {
            let what =
                text!("the price `{0}` would become {1}", "单价 `{0}` 会变为 {1}", &row.key, number(value));
            Err(beyond(input, what))
        }
        Err(_) => Ok(()),
    }
}

fn of_statistics(input: &Input, statistics: &Statistics, years: &[i32]) -> Result<DrawTarget, Findings> {
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
        let message = text!(
            "no row `{0}` of the statistics fits the input",
            "统计表中没有与该输入相符的 `{0}` 行",
            &input.key
        );
        return Err(Error::new(Code::UnknownStatistic, message, hint).at(input.place.clone()).into());
    };
    let unit: Unit = first.statistic.unit.parse()?;
    let values: Vec<(f64, &Unit)> = rows.iter().map(|row| (row.value, &unit)).collect();
    let scale = scale(input, &values)?;
    let statistics = rows.iter().map(|row| row.line).collect();
    let target = DrawTarget { parameters: Vec::new(), statistics, scale };
    let mut findings = Findings::new();
    for row in rows {
        for value in reached(input, &target, row.value) {
            if value < 0.0 || row.statistic.unit == "1" && value > 1.0 {
                let limit = if value < 0.0 {
                    text!("below 0", "为负")
                } else {
                    text!("above 1, and a share is at most 1", "大于 1，而比例至多为 1")
                };
                let key = row.statistic.key;
                let what =
                    text!("{0} would become {1}, {2}", "{0} 会变为 {1}，{2}", key, number(value), limit);
                findings.push(beyond(input, what));
            }
        }
    }
    findings.each_once().into_result(target)
}

/// How draws are compared with the numbers of the rows.
fn scale(input: &Input, rows: &[(f64, &Unit)]) -> Result<Scale, Error> {
    let (Some(unit), Some((base, of_rows))) = (&input.unit, rows.first()) else { return Ok(Scale::Factor) };
    if rows.iter().any(|(_, unit)| unit.text() != of_rows.text()) {
        let message = text!("rows of `{0}` have several units", "`{0}` 各行的单位不一致", &input.key);
        let hint = text!(
            "draw a factor, or name the ecosystem type, the variant or the year of one row",
            "改为抽取系数（factor），或写明某一行的生态系统类型、计算方法或年份"
        );
        return Err(Error::new(Code::BadValue, message, hint).at(input.place.clone()));
    }
    let at = |error: Error| error.at(input.place.clone().column("unit"));
    if input.applied == Applied::Difference {
        return Ok(Scale::Less { conversion: (slope(unit, of_rows).map_err(at)?, 0.0), base: 0.0 });
    }
    if rows.iter().any(|(value, _)| value.total_cmp(base).is_ne()) {
        let message = text!(
            "one value cannot stand for {0} rows of `{1}` that differ",
            "`{1}` 的 {0} 行数值不同，不能用同一个数值代替",
            rows.len(),
            &input.key
        );
        let hint = text!(
            "draw a factor, or name the ecosystem type, the zone, the variant or the year of one row",
            "改为抽取系数（factor），或写明某一行的生态系统类型、分区、计算方法或年份"
        );
        return Err(Error::new(Code::BadValue, message, hint).at(input.place.clone()));
    }
    let conversion = unit.to(of_rows).map_err(at)?;
    let zero = conversion.apply(0.0);
    Ok(Scale::Less { conversion: (conversion.apply(1.0) - zero, zero), base: *base })
}

/// The smallest and the largest number that a row may become.
fn reached(input: &Input, target: &DrawTarget, value: f64) -> [f64; 2] {
    let (low, high) = input.distribution.support();
    [low, high].map(|draw| target.apply(value, target.moved(draw)))
}

fn beyond(input: &Input, what: Message) -> Error {
    let message = text!(
        "`{0}`: {1} reaches beyond what is possible: {2}",
        "`{0}`：{1} 超出可能的范围：{2}",
        &input.id,
        input.distribution.to_string(),
        what
    );
    let hint = text!(
        "cut it off with low and high, or take a distribution within the limits, such as lognormal or beta",
        "用 low 和 high 截断，或改用在该范围内的分布，如 lognormal 或 beta"
    );
    Error::new(Code::OutOfRange, message, hint).at(input.place.clone().column("distribution"))
}
