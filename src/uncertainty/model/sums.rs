//! Sums over cells, by place: what the draws of a model start from.

use std::collections::BTreeMap;

use crate::account::partial::Partial;
use crate::exact_sum::ExactSum;
use crate::extent::Ecosystem;
use crate::input::legend::Legend;

/// Indicator, zone and ecosystem type of a sum, by position.
pub type SumKey = (usize, usize, usize);

/// The sums over cells that a model starts from.
#[derive(Debug, Clone, Default)]
pub struct CellSums {
    /// Place of each sum.
    pub places: BTreeMap<SumKey, usize>,
    /// The sums as they are.
    pub base: Vec<f64>,
    /// Cells without one.
    pub absent: Vec<u64>,
}

/// Ecosystem types without their flags, in the order of the legend.
#[must_use]
pub fn ecosystems(legend: &Legend) -> Vec<Ecosystem> {
    let mut all: Vec<Ecosystem> = Vec::new();
    for class in legend.classes.iter().map(|class| class.plain()) {
        if !all.contains(&class) {
            all.push(class);
        }
    }
    all
}

impl CellSums {
    /// The sums of a finished pass.
    #[must_use]
    pub fn new(legend: &Legend, partial: &Partial) -> Self {
        let types = ecosystems(legend);
        let plain = |class: usize| {
            let class = legend.classes.get(class).map(|class| class.plain());
            types.iter().position(|ecosystem| Some(*ecosystem) == class).unwrap_or(usize::MAX)
        };
        let mut gathered: BTreeMap<SumKey, (ExactSum, u64)> = BTreeMap::new();
        for (supply, sums) in partial.supplies.iter().enumerate() {
            for ((zone, class), supplied) in sums {
                let (sum, _) = gathered.entry((supply, *zone, plain(*class))).or_default();
                sum.merge(&supplied.quantity);
            }
        }
        for (supply, missing) in partial.missing.iter().enumerate() {
            for ((zone, _, class), tally) in missing {
                if let Some((_, absent)) = gathered.get_mut(&(supply, *zone, plain(*class))) {
                    *absent += tally.cells;
                }
            }
        }
        let mut sums = Self::default();
        for (place, (key, (sum, absent))) in gathered.into_iter().enumerate() {
            sums.places.insert(key, place);
            sums.base.push(sum.total());
            sums.absent.push(absent);
        }
        sums
    }
}
