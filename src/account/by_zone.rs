//! The rows of an account by zone, found once, so that many zones cost no more than their rows.

use std::collections::{BTreeMap, BTreeSet};

use super::{Account, Row, exact};
use crate::exact_sum::ExactSum;
use crate::service::Category;

/// The rows and the area of each zone.
#[derive(Debug)]
pub(crate) struct ByZone<'a> {
    account: &'a Account,
    positions: BTreeMap<&'a str, usize>,
    rows: Vec<Vec<&'a Row>>,
    areas: Vec<f64>,
}

impl<'a> ByZone<'a> {
    pub(crate) fn new(account: &'a Account) -> Self {
        let positions: BTreeMap<&str, usize> = account.zones.iter().map(String::as_str).zip(0..).collect();
        let mut rows = vec![Vec::new(); account.zones.len()];
        for row in &account.rows {
            let place = positions.get(row.zone.as_str());
            if let Some(own) = place.and_then(|place| rows.get_mut(*place)) {
                own.push(row);
            }
        }
        let areas = account.areas(&positions);
        Self { account, positions, rows, areas }
    }

    /// The rows of a zone, or of the whole run.
    pub(crate) fn rows(&self, zone: Option<&str>) -> impl Iterator<Item = &'a Row> {
        let all = zone.is_none().then_some(&self.account.rows);
        let own = zone.and_then(|zone| self.rows.get(*self.positions.get(zone)?));
        all.into_iter().flatten().chain(own.into_iter().flatten().copied())
    }

    /// The sum of all values of a zone, or of the whole run.
    pub(crate) fn total(&self, zone: Option<&str>) -> Option<f64> {
        exact(self.rows(zone).filter_map(|row| row.value))
    }

    /// The values of a category.
    pub(crate) fn of_category(&self, zone: Option<&str>, category: Category) -> Option<f64> {
        let rows = self.rows(zone).filter(|row| row.service.category == category);
        exact(rows.filter_map(|row| row.value))
    }

    /// Services that have a value.
    pub(crate) fn accounted_services(&self, zone: Option<&str>) -> BTreeSet<&'static str> {
        self.rows(zone).filter(|row| row.value.is_some()).map(|row| row.service.id).collect()
    }

    /// Area \[m²\] of the land.
    pub(crate) fn area(&self, zone: Option<&str>) -> f64 {
        let Some(zone) = zone else { return self.account.area(None) };
        self.positions.get(zone).and_then(|place| self.areas.get(*place)).copied().unwrap_or(0.0)
    }
}

impl Account {
    /// Area \[m²\] of the land of each zone, by its position.
    pub(super) fn areas(&self, positions: &BTreeMap<&str, usize>) -> Vec<f64> {
        let mut sums: BTreeMap<usize, ExactSum> = BTreeMap::new();
        for row in self.closure.iter().filter(|row| self.is_land(row)) {
            if let Some(place) = positions.get(row.zone.as_str()) {
                sums.entry(*place).or_default().merge(&row.tally.area);
            }
        }
        (0..self.zones.len()).map(|place| sums.get(&place).map_or(0.0, ExactSum::total)).collect()
    }
}
