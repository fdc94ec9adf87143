//! One of two accounts, as far as its change is asked for.

use std::collections::{BTreeMap, BTreeSet};

use crate::account::{Account, Status, is_correction};
use crate::error::{Code, Error};
use crate::exact_sum::ExactSum;
use crate::extent::Ecosystem;
use crate::text;
use crate::valuation::PriceBasis;

/// A row that has a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Zone; empty for what belongs to the whole run only.
    pub zone: String,
    /// Ecosystem type; none where a total is not allotted.
    pub ecosystem: Option<Ecosystem>,
    /// Service.
    pub service: String,
    /// Indicator.
    pub indicator: String,
    /// Quantity; none where it is counted in money only.
    pub quantity: Option<f64>,
    /// Unit price.
    pub price: Option<f64>,
    /// Value.
    pub value: f64,
    /// Whether it is a part of a larger total, spread by a weight.
    pub allotted: bool,
}

/// An account of one year as it is compared: its money, its valued rows, the extent of its types, its population.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    /// Accounting year.
    pub year: i32,
    /// Money of the account.
    pub basis: PriceBasis,
    /// Rows that have a value.
    pub figures: Vec<Figure>,
    /// Area \[m²\] by zone and ecosystem type.
    pub extent: BTreeMap<(String, Ecosystem), f64>,
    /// Heads by zone; those of the whole run under an empty name.
    pub population: BTreeMap<String, f64>,
}

impl Side {
    /// An account; its population is added with [`Side::with_population`].
    #[must_use]
    pub fn of(account: &Account) -> Self {
        let figure = |row: &crate::account::Row| {
            Some(Figure {
                zone: row.zone.clone(),
                ecosystem: row.ecosystem,
                service: row.service.id.to_owned(),
                indicator: row.indicator.id.to_owned(),
                quantity: row.quantity,
                price: row.price,
                value: row.value?,
                allotted: row.status == Status::Allotted,
            })
        };
        let extent = account.extent.iter().map(|row| ((row.zone.clone(), row.ecosystem), row.area));
        Self {
            year: account.year,
            basis: account.basis.clone(),
            figures: account.rows.iter().filter_map(figure).collect(),
            extent: extent.collect(),
            population: BTreeMap::new(),
        }
    }

    /// The same with the heads of a zone, or of the whole run under an empty name.
    #[must_use]
    pub fn with_population(mut self, zone: &str, heads: f64) -> Self {
        self.population.insert(zone.to_owned(), heads);
        self
    }

    /// Zones that have land or a figure.
    #[must_use]
    pub fn zones(&self) -> BTreeSet<&str> {
        let land = self.extent.keys().map(|(zone, _)| zone.as_str());
        land.chain(self.figures.iter().map(|figure| figure.zone.as_str()))
            .filter(|zone| !zone.is_empty())
            .collect()
    }

    /// Refuses amounts of another money.
    ///
    /// # Errors
    ///
    /// `EV-U003` with both and with the setting of a run that makes them alike.
    pub fn require_same_money(&self, other: &Self) -> Result<(), Error> {
        let (own, theirs) = (&self.basis, &other.basis);
        if own == theirs {
            return Ok(());
        }
        let told = |basis: &PriceBasis| {
            text!(
                "{0}, {1}, prices of {2}",
                "{0}，{1}，{2} 年价格",
                &basis.currency,
                &basis.label,
                basis.price_year
            )
        };
        let message = text!(
            "the money of {0} ({1}) is not that of {2} ({3})",
            "{0} 年的货币（{1}）与 {2} 年的（{3}）不同",
            self.year,
            told(own),
            other.year,
            told(theirs)
        );
        let hint = if own.currency == theirs.currency {
            let year = own.price_year;
            text!(
                "state price_basis = {0} in both run.toml, and run both again",
                "在两个 run.toml 中均写 price_basis = {0}，并重新核算",
                format!("{{ constant = {year} }}")
            )
        } else {
            text!(
                "state the same `currency` in both run.toml, and run both again",
                "在两个 run.toml 中写相同的 `currency`，并重新核算"
            )
        };
        Err(Error::new(Code::MoneyBasis, message, hint))
    }

    /// The rows by what they are of; rows of one key are put together.
    pub(super) fn entries(&self) -> Entries {
        let mut rows: BTreeMap<Key, Entry> = BTreeMap::new();
        for figure in &self.figures {
            let key = Key {
                zone: figure.zone.clone(),
                service: figure.service.clone(),
                indicator: figure.indicator.clone(),
                ecosystem: figure.ecosystem,
            };
            let mut own = Entry {
                value: [figure.value].into_iter().collect(),
                quantity: figure.quantity.map(|quantity| [quantity].into_iter().collect()),
                price: figure.price,
                allotted: figure.allotted,
            };
            if let Some(known) = rows.remove(&key) {
                own.put_together(&known);
            }
            rows.insert(key, own);
        }
        let accounted = rows.keys().map(|key| (key.service.clone(), key.indicator.clone())).collect();
        let zones = self.zones().into_iter().map(str::to_owned).collect();
        Entries { rows, accounted, zones, extent: self.extent.clone() }
    }
}

/// What a row is of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) zone: String,
    pub(super) service: String,
    pub(super) indicator: String,
    pub(super) ecosystem: Option<Ecosystem>,
}

impl Key {
    pub(super) fn is_correction(&self) -> bool {
        is_correction(&self.indicator)
    }
}

#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) value: ExactSum,
    pub(super) quantity: Option<ExactSum>,
    pub(super) price: Option<f64>,
    pub(super) allotted: bool,
}

impl Entry {
    fn put_together(&mut self, other: &Self) {
        self.value.merge(&other.value);
        self.quantity = match (self.quantity.take(), &other.quantity) {
            (Some(mut own), Some(other)) => {
                own.merge(other);
                Some(own)
            }
            _ => None,
        };
        let alike = self.price.zip(other.price).is_some_and(|(own, other)| own.to_bits() == other.to_bits());
        self.price = self.price.filter(|_| alike);
        self.allotted |= other.allotted;
    }

    /// Nothing, at a price.
    fn nothing(price: Option<f64>, allotted: bool) -> Self {
        Self { value: ExactSum::new(), quantity: Some(ExactSum::new()), price, allotted }
    }
}

/// The rows of a side by key, and what tells an absent row from a row of nothing.
pub(super) struct Entries {
    pub(super) rows: BTreeMap<Key, Entry>,
    /// Service and indicator that have a value anywhere.
    accounted: BTreeSet<(String, String)>,
    zones: BTreeSet<String>,
    extent: BTreeMap<(String, Ecosystem), f64>,
}

impl Entries {
    /// Area of the type of a row; 0 where the zone has none of it.
    pub(super) fn area(&self, key: &Key) -> Option<f64> {
        let ecosystem = key.ecosystem?;
        let area = self.extent.get(&(key.zone.clone(), ecosystem)).copied();
        Some(area.unwrap_or(0.0))
    }

    /// The row of a key; a row of nothing where the indicator is accounted and the zone has no land of the type; none
    /// where the indicator is not accounted.
    pub(super) fn row(&self, key: &Key, other: Option<&Entry>) -> Option<Entry> {
        if let Some(own) = self.rows.get(key) {
            return Some(own.clone());
        }
        let other = other?;
        if key.is_correction() {
            return Some(Entry::nothing(None, false));
        }
        let accounted = self.accounted.contains(&(key.service.clone(), key.indicator.clone()));
        let land = self.area(key)?;
        if !(accounted && land == 0.0 && self.zones.contains(&key.zone)) {
            return None;
        }
        let same = |own: &&Key| {
            (&own.zone, &own.service, &own.indicator) == (&key.zone, &key.service, &key.indicator)
        };
        let price = self.rows.iter().find(|(own, _)| same(own)).and_then(|(_, own)| own.price);
        let mut nothing = Entry::nothing(price, other.allotted);
        if other.quantity.is_none() {
            nothing.quantity = None;
        }
        Some(nothing)
    }
}
