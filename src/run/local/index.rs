//! Rows of a price index: the previous year is 100, which is easily taken for another base.

use super::needs::Needs;
use crate::error::{Code, Error};
use crate::parameter::{Parameter, Parameters};
use crate::text;
use crate::wording::Message;

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
    let refuse = |code, column: &str, message: Message, hint: Message| {
        Err(Error::new(code, message, hint).at(row.place().column(column)))
    };
    let key = &row.key;
    let plain = "1".parse().and_then(|plain| row.unit.to(&plain));
    let ratio = plain.map_err(|error| error.at(row.place().column("unit")))?.apply(row.value);
    let Some(year) = row.valid_from else {
        let message = text!("the price index `{0}` has no year", "价格指数 `{0}` 没有年份", key);
        let hint = text!("write its year in valid_from", "在 valid_from 中写明年份");
        return refuse(Code::MissingKey, "valid_from", message, hint);
    };
    if row.valid_to.is_some_and(|end| end != year) {
        let message = text!(
            "the price index `{0}` holds for more than the year {1}",
            "价格指数 `{0}` 不只适用于 {1} 年",
            key,
            year
        );
        let hint = text!(
            "write one row for each year, valid_from and valid_to within it",
            "每年写一行，valid_from 与 valid_to 都在该年之内"
        );
        return refuse(Code::BadValue, "valid_to", message, hint);
    }
    for (column, text) in [("variant", &row.variant), ("condition", &row.condition)] {
        if !text.is_empty() {
            let message = text!(
                "a price index has no {0}, and this row has `{1}`",
                "价格指数没有 {0}，而该行写有 `{1}`",
                column,
                text
            );
            return refuse(Code::BadValue, column, message, text!("leave the field empty", "该字段留空"));
        }
    }
    if POSSIBLE.contains(&ratio) {
        return Ok(());
    }
    let message = text!(
        "the price index `{0}` is {1} {2}, outside what it can be: prices of {3} would be {4} times those of the year before",
        "价格指数 `{0}` 为 {1} {2}，超出可能范围：{3} 年价格将是上年的 {4} 倍",
        key,
        row.value,
        row.unit.to_string(),
        year,
        short(ratio)
    );
    refuse(Code::OutOfRange, "value", message, remedy(row.value, ratio))
}

/// What a number that is no ratio to the year before is likely to be.
fn remedy(value: f64, ratio: f64) -> Message {
    let is = |ratio: f64| POSSIBLE.contains(&ratio);
    let changed = |change: f64| short(HUNDRED + change);
    if is(value / HUNDRED) && !is(value) {
        text!("write the unit `previous year = 100`", "单位写为 `previous year = 100`")
    } else if is(value) && ratio < value {
        text!(
            "write the unit `1` for a ratio to the year before; a change of {0} % is {1}",
            "与上年之比的单位写为 `1`；若为上涨 {0}%，应写 {1}",
            value,
            changed(value)
        )
    } else if value.abs() <= SHARE && value.abs() > 0.0 {
        text!(
            "a change of {0} % is {1}, one by the share {0} is {2}, with the unit `previous year = 100`",
            "若上涨 {0}%，应写 {1}；若上涨幅度（小数）为 {0}，应写 {2}；单位均为 `previous year = 100`",
            value,
            changed(value),
            changed(value * HUNDRED)
        )
    } else if value.abs() <= CHANGE {
        text!(
            "a change of {0} % is written as {1} with the unit `previous year = 100`",
            "上涨 {0}% 应写为 {1}，单位 `previous year = 100`",
            value,
            changed(value)
        )
    } else {
        text!(
            "an index of a fixed base is divided by that of the year before: write 100 times the quotient with the unit `previous year = 100`",
            "定基指数应除以上年的指数：写商的 100 倍，单位 `previous year = 100`"
        )
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
    rows.sort_by_key(|index| (&index.row.region, index.year));
    let unlikely = rows.iter().filter_map(unlikely).collect::<Vec<_>>();
    unlikely.into_iter().chain(fixed_base(&rows)).collect()
}

struct IndexRow<'a> {
    year: i32,
    ratio: f64,
    row: &'a Parameter,
}

fn unlikely(index: &IndexRow<'_>) -> Option<Error> {
    let IndexRow { year, ratio, row } = *index;
    let is_plain = ratio.to_bits() == row.value.to_bits();
    if (if is_plain { LIKELY_PLAIN } else { LIKELY }).contains(&ratio) {
        return None;
    }
    let message = text!(
        "the price index `{0}` of {1} is {2}: prices would be {3} times those of the year before",
        "{1} 年价格指数 `{0}` 为 {2}，即价格为上年的 {3} 倍",
        &row.key,
        year,
        row.value,
        short(ratio)
    );
    let hint = if is_plain {
        text!(
            "if it is a change of {0} %, write {1} with the unit `previous year = 100`",
            "若为上涨 {0}%，写 {1}，单位 `previous year = 100`",
            row.value,
            short(HUNDRED + row.value)
        )
    } else {
        text!("check the number and its unit", "核对数值与单位")
    };
    Some(Error::new(Code::Implausible, message, hint).at(row.place().column("value")))
}

fn fixed_base(rows: &[IndexRow<'_>]) -> Option<Error> {
    let rises = |a: &IndexRow<'_>, b: &IndexRow<'_>| {
        a.row.region == b.row.region && a.year.checked_add(1) == Some(b.year) && a.ratio < b.ratio
    };
    let mut series = rows.chunk_by(rises);
    let risen =
        |rows: &&[IndexRow<'_>]| rows.len() >= RISING && rows.last().is_some_and(|last| last.ratio > RISEN);
    let series = series.find(risen)?;
    let (first, last) = (series.first()?, series.last()?);
    let message = text!(
        "the price index `{0}` rises in every year from {1} to {2}, up to {3}",
        "价格指数 `{0}` 自 {1} 年至 {2} 年逐年上升至 {3}",
        &first.row.key,
        first.year,
        last.year,
        last.row.value
    );
    let hint = text!(
        "is it of a fixed base? an index of the previous year = 100 says what prices rose in the year alone",
        "是否为定基指数？此处需要环比（上年=100）指数"
    );
    Some(Error::new(Code::Implausible, message, hint).at(last.row.place().column("value")))
}
