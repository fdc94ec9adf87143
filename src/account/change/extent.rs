//! The extent account: opening, additions, reductions and closing of every ecosystem type.

use std::collections::{BTreeMap, BTreeSet};

use super::side::Side;
use super::transitions::{Cover, Transitions};
use crate::exact_sum::ExactSum;
use crate::extent::Ecosystem;

/// The extent of a cover in a zone between two dates \[m²\]: opening + additions − reductions = closing, exactly.
#[derive(Debug, Clone, PartialEq)]
pub struct ExtentChange {
    /// Zone; empty outside every zone.
    pub zone: String,
    /// The cover.
    pub cover: Cover,
    /// Area at the first date.
    pub opening: ExactSum,
    /// What came from other covers; none where only the totals of both dates are known.
    pub additions: Option<ExactSum>,
    /// What went to other covers; none where only the totals of both dates are known.
    pub reductions: Option<ExactSum>,
    /// Area at the second date.
    pub closing: ExactSum,
}

impl ExtentChange {
    /// Closing less opening.
    #[must_use]
    pub fn net(&self) -> ExactSum {
        let mut net = self.closing.clone();
        net.subtract(&self.opening);
        net
    }

    /// Whether opening + additions − reductions is the closing extent, to the bit.
    #[must_use]
    pub fn closes(&self) -> bool {
        let (Some(additions), Some(reductions)) = (&self.additions, &self.reductions) else { return true };
        let mut sum = self.opening.clone();
        sum.merge(additions);
        sum.subtract(reductions);
        sum == self.closing
    }
}

impl Transitions {
    /// The extent account by zone and cover. `level` puts types together ([`Ecosystem::plain`] keeps them,
    /// [`Ecosystem::level_one`] makes the eight classes); what moves inside a class is then no change.
    #[must_use]
    pub fn extent(&self, level: fn(Ecosystem) -> Ecosystem) -> Vec<ExtentChange> {
        let mut rows: BTreeMap<(&str, Cover), ExtentChange> = BTreeMap::new();
        for transition in self.rows() {
            let (from, to) = (transition.from.at_level(level), transition.to.at_level(level));
            let (zone, area) = (transition.zone, &transition.tally.area);
            let opening = rows.entry((zone, from)).or_insert_with(|| nothing(zone, from));
            opening.opening.merge(area);
            if from != to {
                opening.reductions.get_or_insert_default().merge(area);
            }
            let closing = rows.entry((zone, to)).or_insert_with(|| nothing(zone, to));
            closing.closing.merge(area);
            if from != to {
                closing.additions.get_or_insert_default().merge(area);
            }
        }
        // Zones in the order of the input, the land outside every zone last.
        let place = |zone: &str| self.zones.iter().position(|known| known == zone).unwrap_or(usize::MAX);
        let mut rows: Vec<ExtentChange> = rows.into_values().collect();
        rows.sort_by_key(|row| (place(&row.zone), row.cover));
        rows
    }
}

fn nothing(zone: &str, cover: Cover) -> ExtentChange {
    ExtentChange {
        zone: zone.to_owned(),
        cover,
        opening: ExactSum::new(),
        additions: Some(ExactSum::new()),
        reductions: Some(ExactSum::new()),
        closing: ExactSum::new(),
    }
}

/// The extent account of which only the totals of both dates are known: additions and reductions are not.
#[must_use]
pub fn of_totals(first: &Side, second: &Side) -> Vec<ExtentChange> {
    let keys: BTreeSet<&(String, Ecosystem)> = first.extent.keys().chain(second.extent.keys()).collect();
    let area = |side: &Side, key: &(String, Ecosystem)| side.extent.get(key).copied().into_iter().collect();
    let row = |key: &(String, Ecosystem)| ExtentChange {
        additions: None,
        reductions: None,
        opening: area(first, key),
        closing: area(second, key),
        ..nothing(&key.0, Cover::Type(key.1))
    };
    keys.into_iter().map(row).collect()
}
