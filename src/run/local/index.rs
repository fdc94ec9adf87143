//! Rows of a price index: the previous year is 100, which is easily taken for another base.

use super::needs::Needs;
use crate::error::{Code, Error, in_chinese};
use crate::parameter::{Parameter, Parameters};

/// Prices of a year over those of the year before, in any year of China and most of other countries.
const POSSIBLE: std::ops::RangeInclusive<f64> = 0.7..=1.35;

/// What such a ratio usually is; where it is written as a plain number, a change in percent is near.
const LIKELY: std::ops::RangeInclusive<f64> = 0.93..=1.3;
const LIKELY_PLAIN: std::ops::RangeInclusive<f64> = 0.93..=1.13;

/// What stands for 100 in another base.
const HUNDRED: f64 = 100.0;

/// Percent by which prices may change, where the change was written in the place of the index.
const CHANGE: f64 = 30.0;

/// A change that may be written as a share or in percent.
const SHARE: f64 = 0.5;

/// Years in a row in which an index rises that may have a fixed base, and to what it rises.
const RISING: usize = 4;
const RISEN: f64 = 1.1;

/// Refuses a row that is of no year, or that is no ratio to the year before.
pub(super) fn check(row: &Parameter) -> Result<(), Error> {
    let refuse = |code, column: &str, message: String, hint: String| {
        Err(Error::new(code, message, hint).at(row.place().column(column)))
    };
    let key = &row.key;
    let plain = "1".parse().and_then(|plain| row.unit.to(&plain));
    let ratio = plain.map_err(|error| error.at(row.place().column("unit")))?.apply(row.value);
    let Some(year) = row.valid_from else {
        let message = format!("the price index `{key}` is of no year");
        return refuse(Code::MissingKey, "valid_from", message, "write its year in valid_from".to_owned());
    };
    if row.valid_to.is_some_and(|end| end != year) {
        let message = format!("the price index `{key}` is of more than the year {year}");
        let hint = "write one row for each year, valid_from and valid_to within it";
        return refuse(Code::BadValue, "valid_to", message, hint.to_owned());
    }
    for (column, text) in [("variant", &row.variant), ("condition", &row.condition)] {
        if !text.is_empty() {
            let message = format!("a price index has no {column}, and this row has `{text}`");
            return refuse(Code::BadValue, column, message, "leave the field empty".to_owned());
        }
    }
    if POSSIBLE.contains(&ratio) {
        return Ok(());
    }
    let times = format!("prices of {year} would be {} times those of the year before", short(ratio));
    let message =
        format!("the price index `{key}` is {} {}, outside what it can be: {times}", row.value, row.unit);
    refuse(Code::OutOfRange, "value", message, remedy(row.value, ratio))
}

/// What a number that is no ratio to the year before is likely to be.
fn remedy(value: f64, ratio: f64) -> String {
    let is = |ratio: f64| POSSIBLE.contains(&ratio);
    let changed = |change: f64| short(HUNDRED + change);
    if is(value / HUNDRED) && !is(value) {
        "write the unit `previous year = 100`".to_owned()
    } else if is(value) && ratio < value {
        let index = changed(value);
        format!("write the unit `1` for a ratio to the year before; a change of {value} % is {index}")
    } else if value.abs() <= SHARE && value.abs() > 0.0 {
        let (percent, share) = (changed(value), changed(value * HUNDRED));
        format!(
            "a change of {value} % is {percent}, one by the share {value} is {share}, with the unit `previous year = 100`"
        )
    } else if value.abs() <= CHANGE {
        let index = changed(value);
        format!("a change of {value} % is written as {index} with the unit `previous year = 100`")
    } else {
        "an index of a fixed base is divided by that of the year before: write 100 times the quotient with the unit `previous year = 100`".to_owned()
    }
}

/// A number without the digits that arithmetic leaves.
fn short(value: f64) -> String {
    let text = format!("{value:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Rows of the run whose ratios are not likely, and those that rise from year to year as an index of a fixed base does.
pub(super) fn warnings(parameters: &Parameters, needs: &Needs) -> Vec<Error> {
    let mut rows: Vec<IndexRow<'_>> = Vec::new();
    for row in parameters.rows().iter().filter(|row| row.local && needs.is_index(&row.key)) {
        let ratio = "1".parse().and_then(|plain| row.unit.to(&plain)).map(|plain| plain.apply(row.value));
        if let (Some(year), Ok(ratio)) = (row.valid_from, ratio) {
            rows.push(IndexRow { year, ratio, row });
        }
    }
    rows.sort_by_key(|own| (&own.row.region, own.year));
    let unlikely = rows.iter().filter_map(unlikely).collect::<Vec<_>>();
    unlikely.into_iter().chain(fixed_base(&rows)).collect()
}

struct IndexRow<'a> {
    year: i32,
    ratio: f64,
    row: &'a Parameter,
}

fn unlikely(own: &IndexRow<'_>) -> Option<Error> {
    let plain = own.ratio.to_bits() == own.row.value.to_bits();
    if (if plain { LIKELY_PLAIN } else { LIKELY }).contains(&own.ratio) {
        return None;
    }
    let (key, value, year, ratio) = (&own.row.key, own.row.value, own.year, own.ratio);
    let times = short(ratio);
    let message = format!(
        "the price index `{key}` of {year} is {value}: prices would be {times} times those of the year before"
    );
    let index = short(HUNDRED + value);
    let (hint, hint_zh) = if plain {
        (
            format!("if it is a change of {value} %, write {index} with the unit `previous year = 100`"),
            format!("若为上涨 {value}%，请写 {index}，单位 previous year = 100"),
        )
    } else {
        ("check the number and its unit".to_owned(), "请核对数值与单位".to_owned())
    };
    let chinese = format!("{year}年价格指数 {key} 为 {value}，即价格为上年的 {ratio} 倍；提示：{hint_zh}");
    let finding = Error::new(Code::Implausible, message, hint).at(own.row.place().column("value"));
    Some(in_chinese(&finding, &chinese))
}

fn fixed_base(rows: &[IndexRow<'_>]) -> Option<Error> {
    let rises = |a: &IndexRow<'_>, b: &IndexRow<'_>| {
        a.row.region == b.row.region && a.year.checked_add(1) == Some(b.year) && a.ratio < b.ratio
    };
    let mut series = rows.chunk_by(rises);
    let risen =
        |rows: &&[IndexRow<'_>]| rows.len() >= RISING && rows.last().is_some_and(|own| own.ratio > RISEN);
    let series = series.find(risen)?;
    let (first, last) = (series.first()?, series.last()?);
    let (key, value) = (&first.row.key, last.row.value);
    let message = format!(
        "the price index `{key}` rises in every year from {} to {}, up to {value}",
        first.year, last.year
    );
    let hint =
        "is it of a fixed base? an index of the previous year = 100 says what prices rose in the year alone";
    let chinese = format!(
        "价格指数 {key} 自{}年至{}年逐年上升至 {value}；提示：是否为定基指数？此处需要环比（上年=100）指数",
        first.year, last.year
    );
    let finding = Error::new(Code::Implausible, message, hint).at(last.row.place().column("value"));
    Some(in_chinese(&finding, &chinese))
}
