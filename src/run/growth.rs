//! Growth of a series of years: at current and constant prices, and by volume chained at the prices of the year before.

use std::collections::{BTreeMap, BTreeSet};

use crate::account::{Account, Filter, Row};
use crate::evidence::Evidence;
use crate::exact_sum::ExactSum;
use crate::index::IndexId;
use crate::reason::Reason;
use crate::report::growth::{GrowthRow, NORMAL_WEATHER};
use crate::service;
use crate::service::Valuation;
use crate::text;
use crate::wording::{Message, Say, TextArgument};

/// What a year of a series leaves behind for the comparison with the year before.
pub(super) struct Link {
    pub(super) year: i32,
    /// The year before in the series.
    pub(super) before: Option<i32>,
    /// The account at prices of its own year, or why there is none.
    pub(super) current: Result<Account, Message>,
    /// The account in money of the year before, or why there is none.
    pub(super) deflated: Option<Result<Account, Message>>,
    /// How services are valued.
    pub(super) rules: Vec<(&'static str, &'static Valuation)>,
    /// Accounts at normal weather, at every kind of prices.
    pub(super) normal: Vec<Account>,
}

/// The rows of `growth.csv`, year after year; `accounts` are those of the run.
pub(super) fn rows(accounts: &[&Account], links: &[Link]) -> Vec<GrowthRow> {
    let mut links: Vec<&Link> = links.iter().collect();
    links.sort_by_key(|link| link.year);
    let mut zones: Vec<Option<&str>> = vec![None];
    let mut known = BTreeSet::new();
    for zone in accounts.iter().flat_map(|account| &account.zones) {
        if known.insert(zone) {
            zones.push(Some(zone.as_str()));
        }
    }
    let mut all = Vec::new();
    for zone in zones {
        let mut chained = Some(100.0);
        for (position, link) in links.iter().enumerate() {
            for account in accounts.iter().filter(|account| account.year == link.year) {
                all.extend(level(account, zone, accounts, link.before, ""));
            }
            for account in &link.normal {
                let others: Vec<&Account> = links.iter().flat_map(|link| &link.normal).collect();
                all.extend(level(account, zone, &others, link.before, NORMAL_WEATHER));
            }
            let last = position.checked_sub(1).and_then(|last| links.get(last));
            all.extend(volume(link, last.copied(), zone, &mut chained));
            let of_year = accounts.iter().find(|account| account.year == link.year);
            all.extend(of_year.into_iter().flat_map(|account| shares(account, zone)));
        }
    }
    all
}

/// A figure without money that stands for a year.
fn plain(account: &Account, zone: Option<&str>, index: String, unit: &'static str) -> GrowthRow {
    GrowthRow {
        year: account.year,
        zone: zone.unwrap_or_default().to_owned(),
        index,
        variant: String::new(),
        value: None,
        unit,
        currency: String::new(),
        price_year: None,
        price_basis: String::new(),
        compared_with: None,
        status: text!("accounted", "已核算"),
    }
}

/// That there is no number, and why.
fn not_accounted(reason: &Message) -> Message {
    text!("not_accounted: {0}", "未核算：{0}", reason)
}

/// The same with a number, or why it has none.
fn with(row: GrowthRow, value: Result<f64, Message>) -> GrowthRow {
    match value {
        Ok(value) => GrowthRow { value: Some(value), ..row },
        Err(reason) => GrowthRow { status: not_accounted(&reason), ..row },
    }
}

/// The total of a year at one kind of prices, and its growth on the year before.
fn level(
    account: &Account,
    zone: Option<&str>,
    accounts: &[&Account],
    before: Option<i32>,
    weather: &str,
) -> Vec<GrowthRow> {
    let index = IndexId::total(account.kind).code();
    let row = |index: String, unit| GrowthRow {
        variant: format!("{}{weather}", account.basis.label),
        currency: account.basis.currency.clone(),
        price_year: Some(account.basis.price_year),
        price_basis: account.basis.label.clone(),
        ..plain(account, zone, index, unit)
    };
    let nothing = || Reason::NoValue.message();
    let total = account.total(zone).ok_or_else(nothing);
    let mut rows = vec![with(row(index.to_owned(), "CNY"), total.clone())];
    if let Some(before) = before {
        let last = accounts
            .iter()
            .find(|earlier| earlier.year == before && earlier.basis.label == account.basis.label)
            .ok_or_else(|| text!("no account of {0}", "没有 {0} 年的核算", before));
        let growth = last.and_then(|last| {
            alike(last, account, zone)?;
            let first = last.total(zone).ok_or_else(no_value)?;
            growth(first, total?)
        });
        let row = GrowthRow { compared_with: Some(before), ..row(format!("{index}_growth"), "%") };
        rows.push(with(row, growth));
    }
    rows
}

fn growth(first: f64, second: f64) -> Result<f64, Message> {
    if first > 0.0 {
        Ok((second / first - 1.0) * 100.0)
    } else {
        Err(text!("the first total is not above 0", "前一年的总值不大于 0"))
    }
}

/// Totals of unlike services are not compared.
fn alike(first: &Account, second: &Account, zone: Option<&str>) -> Result<(), Message> {
    let (one, two) = (first.accounted_services(zone), second.accounted_services(zone));
    let only = |a: &BTreeSet<&str>, b: &BTreeSet<&str>, year: i32| {
        let list: Vec<TextArgument> = a.difference(b).map(|id| named(id)).collect();
        (!list.is_empty())
            .then(|| text!("only in {0}: {1}", "只有 {0} 年核算：{1}", year, TextArgument::List(list)))
    };
    let parts = [only(&one, &two, first.year), only(&two, &one, second.year)];
    let parts = parts.into_iter().flatten().reduce(|all, part| text!("{0}; {1}", "{0}；{1}", all, part));
    parts.map_or(Ok(()), |parts| Err(text!("unlike services, {0}", "核算的服务不同，{0}", parts)))
}

/// Growth of volume at the prices of the year before, and the index that chains it.
fn volume(link: &Link, last: Option<&Link>, zone: Option<&str>, chained: &mut Option<f64>) -> Vec<GrowthRow> {
    let Ok(current) = &link.current else { return Vec::new() };
    let index = IndexId::total(current.kind).code();
    let chain = |value: Option<f64>| {
        let row = GrowthRow {
            variant: "chained".to_owned(),
            compared_with: link.before,
            ..plain(current, zone, format!("{index}_chained_index"), "first year = 100")
        };
        with(row, value.ok_or_else(|| text!("a link of the chain is missing", "环比链中缺一年")))
    };
    let Some(last) = last else { return vec![chain(*chained)] };
    let grown = grown(link, last, zone);
    let row = GrowthRow {
        variant: "chained".to_owned(),
        currency: current.basis.currency.clone(),
        price_year: Some(last.year),
        price_basis: format!("prices of {}", last.year),
        compared_with: Some(last.year),
        ..plain(current, zone, format!("{index}_growth"), "%")
    };
    *chained = chained.zip(grown.as_ref().ok()).map(|(chained, grown)| chained * (1.0 + grown / 100.0));
    vec![with(row, grown), chain(*chained)]
}

fn grown(link: &Link, last: &Link, zone: Option<&str>) -> Result<f64, Message> {
    let first = last.current.as_ref().map_err(Clone::clone)?;
    let deflated = match &link.deflated {
        Some(deflated) => deflated.as_ref().map_err(Clone::clone)?,
        None => return Err(text!("no account in money of the year before", "没有按上年价格的核算")),
    };
    alike(first, deflated, zone)?;
    let prices = Prices::of(first);
    let mut total = ExactSum::new();
    for row in deflated.select(Filter { zone, ..Filter::default() }) {
        let Some(value) = row.value else { continue };
        total.add(prices.revalued(row, &link.rules).unwrap_or(value));
    }
    let before = first.total(zone).ok_or_else(|| Reason::NoValue.message())?;
    growth(before, total.total())
}

/// What a price stands for: zone, service, indicator.
type PriceKey<'a> = (&'a str, &'static str, &'static str);

/// Unit prices of a year.
struct Prices<'a>(BTreeMap<PriceKey<'a>, f64>);

impl<'a> Prices<'a> {
    fn of(account: &'a Account) -> Self {
        let mut prices = BTreeMap::new();
        for row in &account.rows {
            if let Some(price) = row.price {
                // The price of a zone holds for all of its types; any zone stands for one that has none of its own.
                prices.entry((row.zone.as_str(), row.service.id, row.indicator.id)).or_insert(price);
                prices.entry(("", row.service.id, row.indicator.id)).or_insert(price);
            }
        }
        Self(prices)
    }

    /// The value of a row's quantity at these prices; none for what has no quantity or had no price.
    fn revalued(&self, row: &Row, rules: &[(&'static str, &'static Valuation)]) -> Option<f64> {
        row.price?;
        let of = |zone: &str| self.0.get(&(zone, row.service.id, row.indicator.id)).copied();
        let price = of(&row.zone).or_else(|| of(""))?;
        let (_, valuation) = rules.iter().find(|(id, _)| *id == row.service.id)?;
        let rule = valuation.rules.iter().find(|rule| rule.indicator() == row.indicator.id)?;
        Some(rule.price()?.value(row.quantity?, price))
    }
}

fn no_value() -> Message {
    text!("no service has a value", "没有服务有价值量")
}

/// A service by its id, with its name in Chinese.
fn named(id: &str) -> TextArgument {
    TextArgument::Id { id: id.to_owned(), zh: service::named(id).map_or("", |known| known.name_zh) }
}

/// How much of the value rests on numbers of other years, and on prices of other years.
fn shares(account: &Account, zone: Option<&str>) -> Vec<GrowthRow> {
    let on = |test: fn(&Evidence) -> bool| {
        let rows = account.select(Filter { zone, ..Filter::default() });
        let rows = rows.filter(|row| account.rests_on(row, test));
        let part: ExactSum = rows.filter_map(|row| row.value).collect();
        let whole = account.total(zone).filter(|whole| *whole > 0.0);
        whole.map(|whole| part.total() / whole * 100.0).ok_or_else(|| Reason::NoValue.message())
    };
    let row = |index: &str| GrowthRow {
        variant: account.basis.label.clone(),
        price_year: Some(account.basis.price_year),
        price_basis: account.basis.label.clone(),
        currency: account.basis.currency.clone(),
        ..plain(account, zone, index.to_owned(), "%")
    };
    vec![
        with(row("carried_forward_share"), on(Evidence::is_filled)),
        with(row("reexpressed_price_share"), on(Evidence::is_price_index)),
    ]
}
