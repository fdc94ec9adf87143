//! A series of years: totals at every kind of prices, their growth, a chained index of volume, and how much is not of the
//! year itself.

use super::layout::{Align, Layout, decimals};
use super::tables::Csv;
use super::words;
use crate::index::NUMBER_COLUMNS;
use crate::wording::{Language, Message};

/// What a variant ends with where means of several years stand for the weather.
pub(crate) const NORMAL_WEATHER: &str = ", normal weather";

/// One figure of a series.
#[derive(Debug, Clone, PartialEq)]
pub struct GrowthRow {
    /// Accounting year.
    pub year: i32,
    /// Zone; empty for the whole run.
    pub zone: String,
    /// `gep`, `gep_growth`, `gep_chained_index`, `carried_forward_share`, `reexpressed_price_share`; other totals carry the
    /// name of their kind.
    pub index: String,
    /// `current`, `constant 2015`, `chained`; with `, normal weather` where means of several years stand for the weather.
    pub variant: String,
    /// The number; none where it cannot be had.
    pub value: Option<f64>,
    /// Unit.
    pub unit: &'static str,
    /// Currency.
    pub currency: String,
    /// Year of the prices; none for shares and indices of volume.
    pub price_year: Option<i32>,
    /// Kind of the prices.
    pub price_basis: String,
    /// The year that it is compared with.
    pub compared_with: Option<i32>,
    /// Accounted, or not and why; in English as in the table.
    pub status: Message,
}

/// `growth.csv`.
#[must_use]
pub fn table(rows: &[GrowthRow]) -> Csv {
    let header = [&NUMBER_COLUMNS[..], &["compared_with", "status"]].concat();
    let year = |year: Option<i32>| year.map(|year| year.to_string()).unwrap_or_default();
    let rows = rows.iter().map(|row| {
        vec![
            row.year.to_string(),
            row.zone.clone(),
            row.index.clone(),
            row.variant.clone(),
            super::tables::figure(row.value),
            row.unit.to_owned(),
            row.currency.clone(),
            year(row.price_year),
            row.price_basis.clone(),
            year(row.compared_with),
            row.status.to_string(),
        ]
    });
    Csv::new(&header, rows)
}

/// The series of the whole run as text.
///
/// # Examples
///
/// ```
/// use ecovalue::report::growth::{GrowthRow, print};
/// use ecovalue::{text, wording::Language};
///
/// let row = GrowthRow {
///     year: 2020, zone: String::new(), index: "gep_growth".into(), variant: "constant 2019".into(), value: Some(2.5),
///     unit: "%", currency: "CNY".into(), price_year: Some(2019), price_basis: "constant 2019".into(),
///     compared_with: Some(2019), status: text!("accounted", "已核算"),
/// };
/// assert!(print(&[row], Language::English).contains("2.50 %"));
/// ```
#[must_use]
pub fn print(rows: &[GrowthRow], language: Language) -> String {
    let whole: Vec<&GrowthRow> = rows.iter().filter(|row| row.zone.is_empty()).collect();
    let mut out = String::new();
    let title = language
        .of("Series of years, whole run (zones in growth.csv)", "年度序列，全区（分区见 growth.csv）");
    out.push_str(title);
    out.push('\n');
    let mut table = Layout::new(&[Align::Left, Align::Left, Align::Right, Align::Right, Align::Left]);
    for row in whole {
        let said = row.value.map_or_else(String::new, |value| match row.unit {
            "%" => format!("{} %", decimals(value, 2)),
            "CNY" => format!("{} {}", decimals(value / crate::unit::YI, 4), language.of("10^8 CNY", "亿元")),
            _ => decimals(value, 4),
        });
        let (english, chinese) = name(&row.index);
        let reason = if row.value.is_some() { String::new() } else { row.status.say(language) };
        let variant = variant(&row.variant, language);
        table.row([language.of(english, chinese).to_owned(), variant, row.year.to_string(), said, reason]);
    }
    table.print(&mut out);
    out
}

fn name(index: &str) -> (&str, &str) {
    match index {
        "gep" => ("GEP", "GEP"),
        "gep_growth" => ("growth on the year before", "比上年增长"),
        "gep_chained_index" => ("chained index of volume", "环比物量指数"),
        "carried_forward_share" => ("share on numbers of other years", "沿用或插补其他年份数据的比例"),
        "reexpressed_price_share" => ("share at re-expressed prices", "按指数换算价格的比例"),
        other => (other, other),
    }
}

/// A kind of prices, at the weather of the year or at that of many years.
fn variant(variant: &str, language: Language) -> String {
    let (prices, weather) = match variant.strip_suffix(NORMAL_WEATHER) {
        Some(prices) => (prices, language.of(NORMAL_WEATHER, "，常年气候")),
        None => (variant, ""),
    };
    let prices = match prices {
        "chained" => language.of("chained", "环比").to_owned(),
        prices => words::price_basis(prices, language),
    };
    prices + weather
}
