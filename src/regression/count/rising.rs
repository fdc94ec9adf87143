//! Σ ln(1 + αj) below each count: what α has to do with a count alone.

use crate::math;
use crate::math::double::Double;

/// Σ over 0 ≤ j < y of ln(1 + αj), j/(1 + αj) and (j/(1 + αj))².
#[derive(Debug, Clone, Copy)]
pub(super) struct RisingSums {
    pub(super) log: f64,
    pub(super) first: f64,
    pub(super) second: f64,
}

/// The different counts of a sample, and which of them each row has.
#[derive(Debug)]
pub(super) struct Rising {
    distinct: Vec<f64>,
    rows: Vec<usize>,
}

impl Rising {
    pub(super) fn new(counts: &[f64]) -> Self {
        let mut distinct = counts.to_vec();
        distinct.sort_by(f64::total_cmp);
        distinct.dedup_by(|a, b| a.total_cmp(b).is_eq());
        let position = |y: &f64| distinct.binary_search_by(|known| known.total_cmp(y)).unwrap_or(0);
        let rows = counts.iter().map(position).collect();
        Self { distinct, rows }
    }

    /// The sums of each of the different counts, in one walk up to the largest.
    pub(super) fn sums(&self, alpha: f64) -> Vec<RisingSums> {
        let mut log = Double { high: 0.0, low: 0.0 };
        let (mut first, mut second, mut j) = (log, log, 0.0);
        let mut sums = Vec::with_capacity(self.distinct.len());
        let add = |sum: Double, value: f64| sum.plus(Double { high: value, low: 0.0 });
        for y in &self.distinct {
            while j < *y {
                let share = j / (1.0 + alpha * j);
                log = add(log, math::ln_1p(alpha * j));
                first = add(first, share);
                second = add(second, share * share);
                j += 1.0;
            }
            sums.push(RisingSums { log: log.high, first: first.high, second: second.high });
        }
        sums
    }

    #[inline]
    pub(super) fn of_row(&self, sums: &[RisingSums], row: usize) -> RisingSums {
        let found = self.rows.get(row).and_then(|index| sums.get(*index)).copied();
        found.unwrap_or(RisingSums { log: f64::NAN, first: f64::NAN, second: f64::NAN })
    }
}
