//! Indices of accounts as values of indicators, with everything that decides whether two of them may be compared.

use std::collections::{BTreeMap, BTreeSet};

use super::plan::{AccountIndex, year};
use crate::account::Account;
use crate::error::{Code, Error, Findings, Place, did_you_mean};
use crate::index::{Index, NUMBER_COLUMNS, READING_COLUMNS};
use crate::table::{Row, Table};
use crate::text;
use crate::wording::{Message, Name, TextArgument};

/// One index of one account.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexFigure {
    /// Accounting year.
    pub year: i32,
    /// Zone; empty for the whole run.
    pub zone: String,
    /// The index.
    pub index: AccountIndex,
    /// Reading of the share, such as `P1-N2`; empty for GEP per area.
    pub variant: String,
    /// How far the account covers its profile, such as `partial: 3 of 14 services`; empty where it does not matter.
    pub coverage: String,
    /// Services that have a value; empty where they do not matter.
    pub services: BTreeSet<String>,
    /// The value, or why there is none.
    pub value: Result<f64, String>,
    /// Currency.
    pub currency: String,
    /// Year of the prices.
    pub price_year: i32,
    /// `current`, or `constant 2015`.
    pub price_basis: String,
    /// Numerator.
    pub numerator: String,
    /// Denominator.
    pub denominator: String,
    /// Population that is counted: resident or registered.
    pub population_basis: String,
    /// Profile, with the beginning of the hash of its text where it is known.
    pub profile: String,
    /// The account that it is from.
    pub account: String,
}

/// Under which prices two figures are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Money {
    /// Both in prices of one year.
    Constant,
    /// Each in prices of its own year.
    Current,
}

impl IndexFigure {
    pub(super) fn is_current(&self) -> bool {
        self.price_basis == "current"
    }

    /// The prices in words.
    pub(super) fn prices(&self) -> Message {
        if self.is_current() {
            text!("current prices of {0}", "{0} 年现价", self.price_year)
        } else {
            text!("constant prices of {0}", "{0} 年可比价", self.price_year)
        }
    }

    /// Reading, units, coverage and profile of the value, in one line.
    pub(super) fn basis(&self) -> String {
        let parts = [
            self.variant.as_str(),
            &format!("{} / {}", self.numerator, self.denominator),
            &self.population_basis,
            &self.coverage,
            &format!("profile {}", self.profile),
        ]
        .map(str::to_owned);
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
    }

    /// Reason why this figure may not be compared with one of another year.
    pub(super) fn unlike(&self, other: &Self, money: Money) -> Option<Message> {
        let differ = |en: &'static str, zh: &'static str, this: &str, others: &str| {
            (this != others).then(|| {
                text!(
                    "unlike {0}: {1} in {2}, {3} in {4}",
                    "{0}不同：{2} 年为 {1}，{4} 年为 {3}",
                    Name { en, zh },
                    this,
                    self.year,
                    others,
                    other.year
                )
            })
        };
        differ("profiles", "核算方案", &self.profile, &other.profile)
            .or_else(|| {
                if money == Money::Current || self.price_year == other.price_year {
                    differ("currency", "币种", &self.currency, &other.currency)
                } else {
                    Some(self.unlike_prices(other))
                }
            })
            .or_else(|| differ("coverage", "核算范围", &self.coverage, &other.coverage))
            .or_else(|| self.unlike_services(other))
            .or_else(|| differ("numerators", "分子", &self.numerator, &other.numerator))
            .or_else(|| differ("denominators", "分母", &self.denominator, &other.denominator))
            .or_else(|| differ("populations", "人口口径", &self.population_basis, &other.population_basis))
    }

    fn unlike_prices(&self, other: &Self) -> Message {
        text!(
            "unlike prices: {0} in {1}, {2} in {3}; a rise is judged at constant prices of one year",
            "价格口径不同：{1} 年为{0}，{3} 年为{2}；提高与否按同一年可比价判断",
            self.prices(),
            self.year,
            other.prices(),
            other.year
        )
    }

    fn unlike_services(&self, other: &Self) -> Option<Message> {
        (self.services != other.services).then(|| {
            let only = |a: &Self, b: &Self| list(a.services.difference(&b.services));
            text!(
                "unlike services: only in {0}: {1}; only in {2}: {3}",
                "核算服务不同：仅 {0} 年有：{1}；仅 {2} 年有：{3}",
                self.year,
                only(self, other),
                other.year,
                only(other, self)
            )
        })
    }
}

/// Names with commas between them, or a dash.
fn list<A: Into<TextArgument>>(names: impl IntoIterator<Item = A>) -> TextArgument {
    let names: Vec<TextArgument> = names.into_iter().map(Into::into).collect();
    if names.is_empty() { "–".into() } else { names.into() }
}

/// Growth of the total of a zone on the year before, with means of several years in the place of the weather.
#[derive(Debug, Clone, PartialEq)]
pub struct NormalGrowth {
    /// Accounting year.
    pub year: i32,
    /// Zone; empty for the whole run.
    pub zone: String,
    /// Kind of prices.
    pub price_basis: String,
    /// Growth in percent, or why there is none.
    pub growth: Result<f64, String>,
}

/// The figures of some accounts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Figures {
    all: Vec<IndexFigure>,
    zones: BTreeSet<String>,
    accounts: Vec<String>,
    /// Growth at normal weather, where accounts are of a series that has it.
    pub(super) weather: Vec<NormalGrowth>,
}

impl Figures {
    /// The figures of an account in memory. `name` is what findings and results call it.
    #[must_use]
    pub fn of(name: &str, profile: &str, account: &Account, indices: &[Index]) -> Self {
        let figures = indices.iter().filter_map(|index| {
            let which = known(index.index, index.unit)?;
            let zone = (!index.zone.is_empty()).then_some(index.zone.as_str());
            let services = account.accounted_services(zone).into_iter().map(str::to_owned).collect();
            let (variant, coverage, services) = reading(which, &index.variant, services);
            let reason = || index.status.trim_start_matches("not_accounted: ").to_owned();
            Some(IndexFigure {
                year: account.year,
                zone: index.zone.clone(),
                index: which,
                variant,
                coverage,
                services,
                value: index.value.ok_or_else(reason),
                currency: account.basis.currency.clone(),
                price_year: account.basis.price_year,
                price_basis: account.basis.label.clone(),
                numerator: index.numerator.clone(),
                denominator: index.denominator.clone(),
                population_basis: index.population_basis.clone(),
                profile: profile.to_owned(),
                account: name.to_owned(),
            })
        });
        let zones = account.zones.iter().cloned().collect();
        Self { all: figures.collect(), zones, accounts: vec![name.to_owned()], weather: Vec::new() }
    }

    /// The figures of the tables `indices.csv` and `account.csv` of an account.
    ///
    /// # Errors
    ///
    /// `EV-I007` for a missing column, `EV-I006` for a year, `EV-I008` for a number that is none.
    pub fn from_tables(
        name: &str,
        profile: &str,
        indices: &Table,
        account: &Table,
    ) -> Result<Self, Findings> {
        let services = services(account)?;
        let mut findings = Findings::new();
        for column in NUMBER_COLUMNS.iter().chain(&READING_COLUMNS) {
            findings.take(indices.column(column));
        }
        let mut figures = Self { accounts: vec![name.to_owned()], ..findings.into_result(Self::default())? };
        let mut findings = Findings::new();
        for row in indices.rows() {
            if !row.text("zone").is_empty() {
                figures.zones.insert(row.text("zone").to_owned());
            }
            let Some(index) = known(row.text("index"), row.text("unit")) else { continue };
            figures.all.extend(findings.take(figure(&row, index, (name, profile), &services)));
        }
        findings.into_result(figures)
    }

    /// The figures of several accounts.
    ///
    /// # Errors
    ///
    /// `EV-I009` if two accounts have the same year under the same prices.
    pub fn join(parts: impl IntoIterator<Item = Self>) -> Result<Self, Findings> {
        let (mut all, mut findings) = (Self::default(), Findings::new());
        let mut owners: BTreeMap<(i32, String), String> = BTreeMap::new();
        for part in parts {
            let keys: BTreeSet<(i32, String)> =
                part.all.iter().map(|figure| (figure.year, figure.price_basis.clone())).collect();
            for key in keys {
                let name = part.accounts.join(", ");
                if let Some(first) = owners.get(&key) {
                    let message = text!(
                        "{0} ({1} prices) is in two accounts: {2} and {3}",
                        "{0} 年（价格口径 {1}）出现在两个核算结果中：{2} 和 {3}",
                        key.0,
                        &key.1,
                        first,
                        &name
                    );
                    let hint = text!(
                        "name one account for each year and price basis",
                        "每个年份和价格口径只给出一个核算结果"
                    );
                    let error = Error::new(Code::DuplicateKey, message, hint);
                    findings.push(error.at(Place::file(format!("{name}/indices.csv")).column("year")));
                }
                owners.insert(key, name);
            }
            all.all.extend(part.all);
            all.zones.extend(part.zones);
            all.accounts.extend(part.accounts);
            all.weather.extend(part.weather);
        }
        findings.into_result(all)
    }

    /// Whether there is no account.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.accounts.is_empty()
    }

    /// Names of the accounts.
    #[must_use]
    pub fn accounts(&self) -> &[String] {
        &self.accounts
    }

    /// The figures.
    #[must_use]
    pub fn all(&self) -> &[IndexFigure] {
        &self.all
    }

    /// Refuses a zone that no account has.
    ///
    /// # Errors
    ///
    /// `EV-I012` with the nearest name.
    pub(super) fn check_zone(&self, zone: &str) -> Result<(), Error> {
        if zone.is_empty() || self.is_empty() || self.zones.contains(zone) {
            return Ok(());
        }
        let hint = did_you_mean(zone, self.zones.iter().map(String::as_str));
        let message = text!("no account has a zone `{0}`", "核算结果中没有分区 `{0}`", zone);
        Err(Error::new(Code::UnknownZone, message, hint))
    }

    /// The year of the constant prices: the stated one, else the only one there is.
    ///
    /// # Errors
    ///
    /// `EV-I006` if there are several and none is stated, or the stated one is not there.
    pub(super) fn constant_year(&self, stated: Option<i32>) -> Result<Option<i32>, Error> {
        let constant = self.all.iter().filter(|figure| !figure.is_current());
        let years: BTreeSet<i32> = constant.map(|figure| figure.price_year).collect();
        match stated {
            Some(stated) if !self.all.iter().any(|figure| figure.price_year == stated) => {
                let message = text!("no account is in prices of {0}", "没有按 {0} 年价格的核算结果", stated);
                let hint = text!(
                    "choose the year of accounts at constant prices: {0}",
                    "改选已有可比价核算结果的年份：{0}",
                    list(years)
                );
                Err(Error::new(Code::BadValue, message, hint))
            }
            Some(stated) => Ok(Some(stated)),
            None if years.len() > 1 => {
                let message = text!(
                    "there are accounts at constant prices of several years: {0}",
                    "可比价核算结果有多个基年：{0}",
                    list(years)
                );
                let hint = text!("choose one with --price-year", "用 --price-year 选定一个");
                Err(Error::new(Code::BadValue, message, hint))
            }
            None => Ok(years.first().copied()),
        }
    }
}

fn known(index: &str, unit: &str) -> Option<AccountIndex> {
    AccountIndex::ALL.into_iter().find(|known| known.id() == index && known.units().0 == unit)
}

/// Reading, coverage and services of an index. Realised output (N1) comes from statistics, not from services.
fn reading(
    index: AccountIndex,
    variant: &str,
    services: BTreeSet<String>,
) -> (String, String, BTreeSet<String>) {
    if index == AccountIndex::GepPerArea {
        return (String::new(), variant.to_owned(), services);
    }
    match variant.split_once("; ") {
        Some((reading, coverage)) => (reading.to_owned(), coverage.to_owned(), services),
        None => (variant.to_owned(), String::new(), BTreeSet::new()),
    }
}

/// Services with a value, by year and zone; the empty zone holds those of the whole run.
type Services = BTreeMap<(i32, String), BTreeSet<String>>;

fn services(account: &Table) -> Result<Services, Findings> {
    let mut findings = Findings::new();
    for column in ["year", "zone", "service", "value"] {
        findings.take(account.column(column));
    }
    findings.into_result(())?;
    let (mut services, mut findings) = (Services::new(), Findings::new());
    for row in account.rows().filter(|row| !row.text("value").is_empty()) {
        let Some(year) = findings.take(year_of(&row, "year")) else { continue };
        for zone in ["", row.text("zone")] {
            services.entry((year, zone.to_owned())).or_default().insert(row.text("service").to_owned());
        }
    }
    findings.into_result(services)
}

pub(super) fn year_of(row: &Row<'_>, column: &str) -> Result<i32, Error> {
    let text = row.text(column);
    year(text).ok_or_else(|| {
        let message = text!("`{0}` is not a year", "`{0}` 不是年份", text);
        let hint = text!("take the table as `ecovalue run` wrote it", "使用 `ecovalue run` 写出的原表");
        Error::new(Code::BadValue, message, hint).at(row.place(column))
    })
}

fn figure(
    row: &Row<'_>,
    index: AccountIndex,
    (account, profile): (&str, &str),
    services: &Services,
) -> Result<IndexFigure, Error> {
    let (year, text) = (year_of(row, "year")?, |column: &str| row.text(column).to_owned());
    let accounted = services.get(&(year, text("zone"))).cloned().unwrap_or_default();
    let (variant, coverage, services) = reading(index, row.text("variant"), accounted);
    let status = row.text("status");
    let reason = status.strip_prefix("not_accounted: ").unwrap_or(status).to_owned();
    Ok(IndexFigure {
        year,
        zone: text("zone"),
        index,
        variant,
        coverage,
        services,
        value: row.number("value")?.ok_or(reason),
        currency: text("currency"),
        price_year: year_of(row, "price_year")?,
        price_basis: text("price_basis"),
        numerator: text("numerator"),
        denominator: text("denominator"),
        population_basis: text("population_basis"),
        profile: profile.to_owned(),
        account: account.to_owned(),
    })
}
