//! Every indicator in every year.

use std::collections::BTreeSet;

use super::cell::Value;
use super::figures::{Figures, Money};
use super::options::JudgementOptions;
use super::plan::{AccountIndex, Indicators, PlanIndicator, YearTarget};
use super::series::{Observed, Series, readings};
use super::verdict::{Case, Verdict};
use super::{VARIANTS, joined, shown, weather};
use crate::error::{Code, Error, Findings, Place};
use crate::text;
use crate::wording::Message;

/// Value, target and state of an indicator in a year.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement<'a> {
    /// The indicator.
    pub indicator: &'a PlanIndicator,
    /// The year.
    pub year: i32,
    /// The value as it is shown; empty where there is none.
    pub value: String,
    /// The figure, where the value is one.
    pub number: Option<f64>,
    /// The target, where there is one.
    pub target: Option<&'a YearTarget>,
    /// The rule in words, where there is a target.
    pub rule: Option<Message>,
    /// The state and its reason; without a target it is undecided.
    pub verdict: Verdict,
    /// Prices of the value; none where it is not from an account.
    pub prices: Option<Message>,
    /// Whether the value itself is at current prices.
    pub is_current: bool,
    /// The same year at current prices, where there is such a figure.
    pub at_current_prices: Option<Message>,
    /// A rise at normal weather, where it is known.
    pub at_normal_weather: Option<Message>,
    /// Basis of the value.
    pub basis: String,
    /// The account that it is from.
    pub account: String,
    /// Remark of the row.
    pub note: String,
    /// Every reading of a share of which none was chosen.
    pub variants: Vec<String>,
}

impl Judgement<'_> {
    /// The year at current prices, and a rise at normal weather.
    #[must_use]
    pub fn reading(&self) -> Option<Message> {
        joined(self.at_current_prices.iter().chain(&self.at_normal_weather).cloned())
    }

    /// The remark of the row with every reading of a share of which none was chosen.
    #[must_use]
    pub fn remark(&self) -> String {
        let readings = format!("{VARIANTS}{}", self.variants.join("; "));
        match (self.note.is_empty(), self.variants.is_empty()) {
            (_, true) => self.note.clone(),
            (true, false) => readings,
            (false, false) => format!("{}; {readings}", self.note),
        }
    }
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
    options: &JudgementOptions,
) -> Result<Vec<Judgement<'a>>, Findings> {
    let mut findings = Findings::new();
    if !figures.is_empty() && indicators.rows.iter().all(|row| row.account_index.is_none()) {
        let message = text!(
            "accounts are given, but no indicator takes its value from one",
            "给出了核算结果，但没有指标取用其数值"
        );
        let hint = text!(
            "write gep_per_area or eco_product_share into the column account_index of its row",
            "在该指标行的 account_index 列填写 gep_per_area 或 eco_product_share"
        );
        let file = indicators.rows.first().and_then(|row| row.place.file.clone());
        let place = Place { file, row: Some(1), column: Some("account_index".to_owned()) };
        findings.push(Error::new(Code::BadValue, message, hint).at(place));
    }
    if let Some(percent) = options.stable_within.filter(|percent| !(0.0..=100.0).contains(percent)) {
        let message = text!(
            "the fall that 保持稳定 allows, {0} %, is outside 0 to 100 %",
            "“保持稳定”允许的降幅 {0}% 不在 0 至 100% 之间",
            percent
        );
        let hint = text!("write a percentage such as 1", "填写百分数，如 1");
        findings.push(Error::new(Code::OutOfRange, message, hint));
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
            all.push(judged(row, year, (&series, &current), figures, options));
        }
    }
    findings.each_once().into_result(all)
}

fn judged<'a>(
    row: &'a PlanIndicator,
    year: i32,
    (series, current): (&Series<'a>, &Series<'a>),
    figures: &Figures,
    options: &JudgementOptions,
) -> Judgement<'a> {
    let target = row.years.get(&year).and_then(|of| of.target.as_ref());
    let terrain = row.terrain.or(options.terrain);
    let verdict = |series: &Series<'_>| match target {
        Some(target) => Case { series, year, terrain, options }.verdict(&target.rule),
        None => Verdict::undecided(text!("no target for the year", "该年无目标")),
    };
    let observed = series.years.get(&year);
    let figure = observed.and_then(|observed| observed.figure);
    let at_current = current.years.get(&year);
    let unchosen = row.account_index == Some(AccountIndex::EcoProductShare) && options.share.is_none();
    Judgement {
        indicator: row,
        year,
        value: observed.map(|observed| observed.value.to_string()).unwrap_or_default(),
        number: series.number(year).ok(),
        target,
        rule: target.map(|target| target.rule.describe(options)),
        verdict: verdict(series),
        prices: figure.map(super::IndexFigure::prices),
        is_current: figure.is_some_and(super::IndexFigure::is_current),
        at_current_prices: at_current.and_then(|observed| reading(observed, &verdict(current), target)),
        at_normal_weather: weather::reading(row, year, target.map(|target| &target.rule), figures, options),
        basis: match (observed, figure) {
            (_, Some(figure)) => figure.basis(),
            (Some(observed), None) => observed.basis.to_owned(),
            (None, None) => String::new(),
        },
        account: figure.map(|figure| figure.account.clone()).unwrap_or_default(),
        note: row.note.clone(),
        variants: if unchosen { readings(row, year, figures, options) } else { Vec::new() },
    }
}

/// A year at current prices, beside the judgement at constant ones.
fn reading(observed: &Observed<'_>, verdict: &Verdict, target: Option<&YearTarget>) -> Option<Message> {
    let (Some(figure), Value::Number(value, _)) = (observed.figure, &observed.value) else { return None };
    let value = shown(*value);
    Some(match target {
        Some(_) => text!(
            "{0}: {1}: {2} ({3})",
            "{0}：{1}：{2}（{3}）",
            figure.prices(),
            value,
            verdict.state.name(),
            &verdict.reason
        ),
        None => text!("{0}: {1}", "{0}：{1}", figure.prices(), value),
    })
}
