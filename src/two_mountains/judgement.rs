//! Every indicator in every year.

use std::collections::BTreeSet;

use super::figures::{Figures, Money};
use super::options::Options;
use super::plan::{AccountIndex, Indicator, Indicators, Target};
use super::series::{Observed, Series, readings};
use super::verdict::{Case, Verdict};
use super::{Text, VARIANTS, shown, weather};
use crate::error::{Code, Error, Findings};

/// What became of an indicator in a year.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement<'a> {
    /// The indicator.
    pub indicator: &'a Indicator,
    /// The year.
    pub year: i32,
    /// The value as it is shown; empty where there is none.
    pub value: String,
    /// The figure, where the value is one.
    pub number: Option<f64>,
    /// The target, where there is one.
    pub target: Option<&'a Target>,
    /// The rule in words.
    pub rule: String,
    /// The state and its reason; without a target it is undecided.
    pub verdict: Verdict,
    /// Prices of the value; empty where it is not from an account.
    pub prices: Text,
    /// The same year at current prices, and a rise at normal weather; empty where there are no such figures.
    pub reading: Text,
    /// What the value rests on.
    pub basis: String,
    /// The account that it is from.
    pub account: String,
    /// Remarks.
    pub note: String,
}

/// Judges every indicator in every year that has a value or a target, in the order of the table.
///
/// # Errors
///
/// `EV-I009` where table and account both have a figure, `EV-I012` for a zone that no account has, `EV-I006` if accounts
/// are given and no row takes its value from one, or they have several base years of prices and none is chosen.
pub fn judge<'a>(
    indicators: &'a Indicators,
    figures: &'a Figures,
    options: &Options,
) -> Result<Vec<Judgement<'a>>, Findings> {
    let mut findings = Findings::new();
    if !figures.is_empty() && indicators.rows.iter().all(|row| row.account_index.is_none()) {
        let message = "accounts are given, but no indicator takes its value from one";
        let hint = "write gep_per_area or eco_product_share into the column account_index of its row";
        let file = indicators.rows.first().and_then(|row| row.place.file.clone());
        let place = crate::error::Place { file, row: Some(1), column: Some("account_index".to_owned()) };
        findings.push(Error::new(Code::BadValue, message, hint).at(place));
    }
    if options.stable_within.is_some_and(|percent| !(0.0..=100.0).contains(&percent)) {
        let message = "the fall that 保持稳定 allows is outside 0 to 100 %";
        findings.push(Error::new(Code::OutOfRange, message, "write a percentage such as 1"));
    }
    let mut all = Vec::new();
    for row in &indicators.rows {
        let series = Series::new(row, figures, options, Money::Constant);
        let current = Series::new(row, figures, options, Money::Current);
        let (Some(series), Ok(current)) = (findings.take(series), current) else { continue };
        let with_any = row.years.iter().filter(|(_, of)| of.value.is_some() || of.target.is_some());
        let years: BTreeSet<i32> =
            with_any.map(|(year, _)| *year).chain(series.years.keys().copied()).collect();
        for year in years {
            let mut own = one(row, year, (&series, &current), options, note(row, year, figures, options));
            let rule = own.target.map(|target| &target.rule);
            let weather = weather::reading(row, year, rule, figures, options);
            own.reading = Text::join(&[own.reading, weather]);
            all.push(own);
        }
    }
    findings.each_once().into_result(all)
}

fn one<'a>(
    row: &'a Indicator,
    year: i32,
    (series, current): (&Series<'a>, &Series<'a>),
    options: &Options,
    note: String,
) -> Judgement<'a> {
    let target = row.years.get(&year).and_then(|of| of.target.as_ref());
    let terrain = row.terrain.or(options.terrain);
    let verdict = |series: &Series<'_>| match target {
        Some(target) => Case { series, year, terrain, options }.verdict(&target.rule),
        None => Verdict::undecided(Text::new("no target for the year", "该年无目标")),
    };
    let observed = series.years.get(&year);
    let figure = observed.and_then(|observed| observed.figure);
    Judgement {
        indicator: row,
        year,
        value: observed.map(|observed| observed.value.to_string()).unwrap_or_default(),
        number: series.number(year).ok(),
        target,
        rule: target.map(|target| target.rule.describe(options)).unwrap_or_default(),
        verdict: verdict(series),
        prices: figure.map(super::Figure::prices).unwrap_or_default(),
        reading: current
            .years
            .get(&year)
            .map(|own| reading(own, &verdict(current), target))
            .unwrap_or_default(),
        basis: match (observed, figure) {
            (_, Some(figure)) => figure.basis(),
            (Some(observed), None) => observed.basis.to_owned(),
            (None, None) => String::new(),
        },
        account: figure.map(|figure| figure.account.clone()).unwrap_or_default(),
        note,
    }
}

/// A year at current prices, beside the judgement at constant ones.
fn reading(observed: &Observed<'_>, verdict: &Verdict, target: Option<&Target>) -> Text {
    let (Some(figure), super::cell::Value::Number(value, _)) = (observed.figure, &observed.value) else {
        return Text::default();
    };
    let (prices, value) = (figure.prices(), shown(*value));
    let said = match target {
        Some(_) => Text::new(
            format!(": {} ({})", verdict.state.as_str(), verdict.reason.english),
            format!("：{}（{}）", verdict.state.chinese(), verdict.reason.chinese),
        ),
        None => Text::default(),
    };
    Text::new(
        format!("{}: {value}{}", prices.english, said.english),
        format!("{}：{value}{}", prices.chinese, said.chinese),
    )
}

/// The remark of the row, and every reading of a share of which none was chosen.
fn note(row: &Indicator, year: i32, figures: &Figures, options: &Options) -> String {
    let unchosen = row.account_index == Some(AccountIndex::EcoProductShare) && options.share.is_none();
    let readings = if unchosen { readings(row, year, figures, options) } else { String::new() };
    if readings.is_empty() {
        return row.note.clone();
    }
    let list = format!("{VARIANTS}{readings}");
    if row.note.is_empty() { list } else { format!("{}; {list}", row.note) }
}
