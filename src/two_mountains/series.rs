//! The values of one indicator by year, and what may be compared with what.

use std::collections::BTreeMap;

use super::cell::Value;
use super::figures::{Figures, IndexFigure, Money};
use super::options::{JudgementOptions, LandArea};
use super::plan::{AccountIndex, PlanIndicator};
use super::shown;
use crate::error::{Code, Error};
use crate::text;
use crate::wording::{Message, Name, TextArgument};

/// A value of a year.
#[derive(Debug, Clone)]
pub(super) struct Observed<'a> {
    pub(super) value: Value,
    /// Basis of the value as the table states it.
    pub(super) basis: &'a str,
    /// The figure of an account that it is.
    pub(super) figure: Option<&'a IndexFigure>,
}

/// The values of an indicator under one kind of prices.
#[derive(Debug)]
pub(super) struct Series<'a> {
    pub(super) years: BTreeMap<i32, Observed<'a>>,
    pub(super) money: Money,
    from_accounts: bool,
    has_accounts: bool,
    /// Reason why no year can have a value.
    pub(super) blocked: Option<Message>,
}

impl<'a> Series<'a> {
    /// The values of a row: those of the table, and those of the accounts under these prices.
    ///
    /// # Errors
    ///
    /// `EV-I009` where both have a figure for a year, `EV-I012` for a zone that no account has.
    pub(super) fn new(
        row: &'a PlanIndicator,
        figures: &'a Figures,
        options: &JudgementOptions,
        money: Money,
    ) -> Result<Self, Error> {
        let mut series = Self {
            years: BTreeMap::new(),
            money,
            from_accounts: row.account_index.is_some(),
            has_accounts: !figures.is_empty(),
            blocked: None,
        };
        for (year, of) in &row.years {
            if let Some(value) = of.value.clone() {
                series.years.insert(*year, Observed { value, basis: &of.basis, figure: None });
            }
        }
        let Some(index) = row.account_index else { return Ok(series) };
        if index == AccountIndex::EcoProductShare && options.share.is_none() && !figures.is_empty() {
            series.blocked = Some(text!("no variant was chosen", "未选定口径"));
            return Ok(series);
        }
        for (year, figure) in chosen(row, index, figures, options, money)? {
            let stated = series.years.get(&year).map(|observed| &observed.value);
            if let (Some(Value::Number(..)), Ok(_)) = (stated, &figure.value) {
                let message = text!(
                    "{0} has a value here and one in the account `{1}`",
                    "{0} 年在此处和核算结果 `{1}` 中各有一个数值",
                    year,
                    &figure.account
                );
                let hint = text!("keep one of the two", "保留其中一个");
                let error = Error::new(Code::DuplicateKey, message, hint);
                return Err(error.at(row.place.clone().column(format!("value_{year}"))));
            }
            let value = match &figure.value {
                Ok(value) => Value::Number(*value, String::new()),
                Err(reason) => Value::NotAccounted(reason.clone()),
            };
            series.years.insert(year, Observed { value, basis: "", figure: Some(figure) });
        }
        Ok(series)
    }

    /// Reason why a year has no value.
    pub(super) fn absent(&self) -> Message {
        if let Some(blocked) = &self.blocked {
            return blocked.clone();
        }
        match (self.from_accounts, self.has_accounts) {
            (true, true) => {
                text!("no value: no account of the year was given", "无数值：未给出该年核算结果")
            }
            (true, false) => text!("no value: no account was given", "无数值：未给出核算结果"),
            (false, _) => text!("no value", "无数值"),
        }
    }

    /// The figure of a year, or why there is none.
    pub(super) fn number(&self, year: i32) -> Result<f64, Message> {
        match self.years.get(&year).map(|observed| &observed.value) {
            _ if self.blocked.is_some() => Err(self.absent()),
            None => Err(self.absent()),
            Some(Value::Number(value, _)) => Ok(*value),
            Some(Value::Statement(words, _)) => {
                Err(text!("stated as “{0}”, without a figure", "仅表述为“{0}”，无数值", words))
            }
            Some(Value::Open(words)) => Err(text!("the value is left open ({0})", "数值{0}", words)),
            Some(Value::NotAccounted(reason)) => Err(text!("not accounted: {0}", "未核算：{0}", reason)),
        }
    }

    /// The figures of a year and of the year before, if they may be compared.
    pub(super) fn with_last(&self, year: i32) -> Result<(f64, f64), Message> {
        let value = self.number(year)?;
        let before = year - 1;
        let last = self
            .number(before)
            .map_err(|why| text!("no baseline in {0}: {1}", "{0} 年无基准值：{1}", before, why))?;
        let pair = self.years.get(&year).zip(self.years.get(&(year - 1)));
        match pair.and_then(|(this, last)| self.unlike((year, this), (before, last))) {
            Some(why) => Err(why),
            None => Ok((value, last)),
        }
    }

    fn unlike(
        &self,
        (year, this): (i32, &Observed<'_>),
        (before, last): (i32, &Observed<'_>),
    ) -> Option<Message> {
        let unlike = |this: TextArgument, last: TextArgument| {
            text!(
                "unlike bases: {0} is {1}, {2} is {3}",
                "口径不同：{0} 年为{1}，{2} 年为{3}",
                year,
                this,
                before,
                last
            )
        };
        let computed = Name { en: "computed (核算值)", zh: "核算值" };
        let stated = Name { en: "stated (填报值)", zh: "填报值" };
        match (this.figure, last.figure) {
            (Some(this), Some(last)) => this.unlike(last, self.money),
            (Some(_), None) => Some(unlike(computed.into(), stated.into())),
            (None, Some(_)) => Some(unlike(stated.into(), computed.into())),
            (None, None) => {
                let both = !this.basis.is_empty() && !last.basis.is_empty();
                let quoted = |basis: &str| TextArgument::from(format!("“{basis}”"));
                (both && this.basis != last.basis).then(|| unlike(quoted(this.basis), quoted(last.basis)))
            }
        }
    }
}

/// The figures of a row by year.
fn chosen<'a>(
    row: &PlanIndicator,
    index: AccountIndex,
    figures: &'a Figures,
    options: &JudgementOptions,
    money: Money,
) -> Result<BTreeMap<i32, &'a IndexFigure>, Error> {
    let zone = if row.zone.is_empty() { options.zone.as_deref().unwrap_or_default() } else { &row.zone };
    let stated_by_row = !row.zone.is_empty();
    figures
        .check_zone(zone)
        .map_err(|error| if stated_by_row { error.at(row.place.clone().column("zone")) } else { error })?;
    let constant = figures.constant_year(options.price_year)?;
    let of_row = || figures.all().iter().filter(|figure| figure.index == index && figure.zone == zone);
    let area = options.land_area.unwrap_or_else(|| {
        let has = |year: i32| {
            of_row().any(|figure| figure.year == year && figure.denominator == LandArea::Stated.denominator())
        };
        if of_row().all(|figure| has(figure.year)) { LandArea::Stated } else { LandArea::Map }
    });
    let is_chosen = |figure: &&IndexFigure| match (index, &options.share) {
        (AccountIndex::GepPerArea, _) => figure.denominator == area.denominator(),
        (AccountIndex::EcoProductShare, Some(share)) => share.is(&figure.variant, &figure.denominator),
        (AccountIndex::EcoProductShare, None) => false,
    };
    let mut by_year: BTreeMap<i32, &IndexFigure> = BTreeMap::new();
    for figure in of_row().filter(is_chosen) {
        let wanted = match money {
            Money::Current => figure.is_current(),
            // An account at current prices shows its value where there is none at constant prices.
            Money::Constant => figure.is_current() || Some(figure.price_year) == constant,
        };
        let better = by_year.get(&figure.year).is_none_or(|first| first.is_current());
        if wanted && better {
            by_year.insert(figure.year, figure);
        }
    }
    Ok(by_year)
}

/// Every reading of the share that the accounts hold for a row and year.
pub(super) fn readings(
    row: &PlanIndicator,
    year: i32,
    figures: &Figures,
    options: &JudgementOptions,
) -> Vec<String> {
    let zone = if row.zone.is_empty() { options.zone.as_deref().unwrap_or_default() } else { &row.zone };
    let shares = figures.all().iter().filter(|figure| {
        figure.index == AccountIndex::EcoProductShare && figure.zone == zone && figure.year == year
    });
    let line = |figure: &IndexFigure| {
        let heads = if figure.denominator.ends_with("population_registered") { "/registered" } else { "" };
        let value = match &figure.value {
            Ok(value) => format!("{} %", shown(*value)),
            Err(reason) => format!("not_accounted: {reason}"),
        };
        format!("{}{heads} {} ({}) = {value}", figure.variant, figure.year, figure.price_basis)
    };
    shares.map(line).collect()
}
