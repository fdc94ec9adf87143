//! The values of one indicator by year, and what may be compared with what.

use std::collections::BTreeMap;

use super::cell::Value;
use super::figures::{Figure, Figures, Money};
use super::options::{LandArea, Options};
use super::plan::{AccountIndex, Indicator};
use super::{Text, shown};
use crate::error::{Code, Error};
use crate::index::{Below, Heads};
use crate::wording::{Language, Say};

/// A value of a year.
#[derive(Debug, Clone)]
pub(super) struct Observed<'a> {
    pub(super) value: Value,
    /// What the table says it rests on.
    pub(super) basis: &'a str,
    /// The figure of an account that it is.
    pub(super) figure: Option<&'a Figure>,
}

/// The values of an indicator under one kind of prices.
#[derive(Debug)]
pub(super) struct Series<'a> {
    pub(super) years: BTreeMap<i32, Observed<'a>>,
    pub(super) money: Money,
    from_accounts: bool,
    has_accounts: bool,
    /// Why no year can have a value.
    pub(super) blocked: Option<Text>,
}

impl<'a> Series<'a> {
    /// The values of a row: those of the table, and those of the accounts under these prices.
    ///
    /// # Errors
    ///
    /// `EV-I009` where both have a figure for a year, `EV-I012` for a zone that no account has.
    pub(super) fn new(
        row: &'a Indicator,
        figures: &'a Figures,
        options: &Options,
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
            series.blocked = Some(Text::new("no variant was chosen", "未选定口径"));
            return Ok(series);
        }
        for (year, figure) in chosen(row, index, figures, options, money)? {
            let stated = series.years.get(&year).map(|observed| &observed.value);
            if let (Some(Value::Number(..)), Ok(_)) = (stated, &figure.value) {
                let message = format!("{year} has a value here and one in the account `{}`", figure.account);
                let error = Error::new(Code::DuplicateKey, message, "keep one of the two");
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

    /// Why a year has no value.
    pub(super) fn absent(&self) -> Text {
        if let Some(blocked) = &self.blocked {
            return blocked.clone();
        }
        match (self.from_accounts, self.has_accounts) {
            (true, true) => {
                Text::new("no value: no account of the year was given", "无数值：未给出该年核算结果")
            }
            (true, false) => Text::new("no value: no account was given", "无数值：未给出核算结果"),
            (false, _) => Text::new("no value", "无数值"),
        }
    }

    /// The figure of a year, or why there is none.
    pub(super) fn number(&self, year: i32) -> Result<f64, Text> {
        match self.years.get(&year).map(|observed| &observed.value) {
            _ if self.blocked.is_some() => Err(self.absent()),
            None => Err(self.absent()),
            Some(Value::Number(value, _)) => Ok(*value),
            Some(Value::Statement(text, _)) => Err(Text::new(
                format!("stated as “{text}”, without a figure"),
                format!("仅表述为“{text}”，无数值"),
            )),
            Some(Value::Open(text)) => {
                Err(Text::new(format!("the value is left open ({text})"), format!("数值{text}")))
            }
            Some(Value::NotAccounted(reason)) => Err(Text::new(
                format!("not accounted: {reason}"),
                format!("未核算：{}", reason.say(Language::Chinese)),
            )),
        }
    }

    /// The figures of a year and of the year before, if they may be compared.
    pub(super) fn with_last(&self, year: i32) -> Result<(f64, f64), Text> {
        let value = self.number(year)?;
        let before = year - 1;
        let last = self.number(before).map_err(|why| {
            Text::new(
                format!("no baseline in {before}: {}", why.english),
                format!("{before} 年无基准值：{}", why.chinese),
            )
        })?;
        let pair = self.years.get(&year).zip(self.years.get(&(year - 1)));
        match pair.and_then(|(own, last)| self.unlike((year, own), (year - 1, last))) {
            Some(why) => Err(why),
            None => Ok((value, last)),
        }
    }

    fn unlike(
        &self,
        (year, own): (i32, &Observed<'_>),
        (before, last): (i32, &Observed<'_>),
    ) -> Option<Text> {
        let texts = |a: &str, b: &str| {
            Text::new(
                format!("unlike bases: {year} is {a}, {before} is {b}"),
                format!("口径不同：{year} 年为{a}，{before} 年为{b}"),
            )
        };
        match (own.figure, last.figure) {
            (Some(own), Some(last)) => own.unlike(last, self.money),
            (Some(_), None) => Some(texts("computed (核算值)", "stated (填报值)")),
            (None, Some(_)) => Some(texts("stated (填报值)", "computed (核算值)")),
            (None, None) => {
                let both = !own.basis.is_empty() && !last.basis.is_empty();
                (both && own.basis != last.basis)
                    .then(|| texts(&format!("“{}”", own.basis), &format!("“{}”", last.basis)))
            }
        }
    }
}

/// The figures of a row by year.
fn chosen<'a>(
    row: &Indicator,
    index: AccountIndex,
    figures: &'a Figures,
    options: &Options,
    money: Money,
) -> Result<BTreeMap<i32, &'a Figure>, Error> {
    let zone = if row.zone.is_empty() { options.zone.as_deref().unwrap_or_default() } else { &row.zone };
    let own_zone = !row.zone.is_empty();
    figures
        .check_zone(zone)
        .map_err(|error| if own_zone { error.at(row.place.clone().column("zone")) } else { error })?;
    let constant = figures.constant_year(options.price_year)?;
    let of_row = || figures.all().iter().filter(|figure| figure.index == index && figure.zone == zone);
    let area = options.land_area.unwrap_or_else(|| {
        let has =
            |year: i32| of_row().any(|own| own.year == year && own.below == Some(LandArea::Stated.below()));
        if of_row().all(|figure| has(figure.year)) { LandArea::Stated } else { LandArea::Map }
    });
    let is_chosen = |figure: &&Figure| match (index, &options.share) {
        (AccountIndex::GepPerArea, _) => figure.below == Some(area.below()),
        (AccountIndex::EcoProductShare, Some(share)) => share.is(&figure.variant, figure.below),
        (AccountIndex::EcoProductShare, None) => false,
    };
    let mut by_year: BTreeMap<i32, &Figure> = BTreeMap::new();
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

/// Every reading of the share that the accounts hold for a row and year, in one line.
pub(super) fn readings(row: &Indicator, year: i32, figures: &Figures, options: &Options) -> String {
    let zone = if row.zone.is_empty() { options.zone.as_deref().unwrap_or_default() } else { &row.zone };
    let shares = figures.all().iter().filter(|figure| {
        figure.index == AccountIndex::EcoProductShare && figure.zone == zone && figure.year == year
    });
    let line = |figure: &Figure| {
        let heads = if figure.below == Some(Below::Income(Heads::Registered)) { "/registered" } else { "" };
        let value = match &figure.value {
            Ok(value) => format!("{} %", shown(*value)),
            Err(reason) => reason.not_accounted().to_string(),
        };
        format!("{}{heads} {} ({}) = {value}", figure.variant, figure.year, figure.price_basis)
    };
    shares.map(line).collect::<Vec<_>>().join("; ")
}
