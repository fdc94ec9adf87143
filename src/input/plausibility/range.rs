//! What is known of the values of a layer when all of them were read.

use crate::exact_sum::ExactSum;
use crate::math;

/// Mean, smallest and largest value of a layer over the cells that have one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LayerRange {
    pub(crate) sum: ExactSum,
    pub(crate) count: u64,
    /// Smallest and largest value; bits, so that ranges compare as sums do.
    pub(crate) ends: Option<(u64, u64)>,
    /// Number and area \[m²\] of the cells whose value is exactly 0, where they are counted.
    pub(crate) zeros: u64,
    pub(crate) zero_area: ExactSum,
}

impl LayerRange {
    /// Adds the values of some cells; `NaN` is missing.
    pub fn add(&mut self, values: &[f64]) {
        /// Values that are added up together.
        const TOGETHER: usize = 1024;
        let mut whole = (f64::INFINITY, f64::NEG_INFINITY);
        let mut present = [0.0; TOGETHER];
        for values in values.chunks(TOGETHER) {
            let (low, high, missing) = ends(values);
            whole = (whole.0.min(low), whole.1.max(high));
            let mut values = values;
            if missing {
                let mut count = 0_usize;
                for (kept, value) in present.iter_mut().zip(values.iter().filter(|value| !value.is_nan())) {
                    *kept = *value;
                    count = count.saturating_add(1);
                }
                values = present.get(..count).unwrap_or_default();
            }
            self.sum.add_slice(values);
            self.count = self.count.saturating_add(math::count(values.len()));
        }
        if whole.0 <= whole.1 {
            self.widen(whole.0, whole.1);
        }
    }

    /// Whether a value of exactly 0 was met so far, if none may be below 0.
    #[must_use]
    pub fn begins_at_zero(&self) -> bool {
        self.ends().is_some_and(|(low, _)| low.abs() <= 0.0)
    }

    /// Counts a cell whose value is exactly 0, by its area \[m²\].
    pub fn add_zero(&mut self, area: f64) {
        self.zeros = self.zeros.saturating_add(1);
        self.zero_area.add(area);
    }

    /// Adds the cells of another range.
    pub fn merge(&mut self, other: &Self) {
        self.sum.merge(&other.sum);
        self.count = self.count.saturating_add(other.count);
        self.zeros = self.zeros.saturating_add(other.zeros);
        self.zero_area.merge(&other.zero_area);
        if let Some((low, high)) = other.ends {
            self.widen(f64::from_bits(low), f64::from_bits(high));
        }
    }

    fn widen(&mut self, low: f64, high: f64) {
        // Adding zero gives both zeros the same bits.
        let (low, high) = (low + 0.0, high + 0.0);
        let (old_low, old_high) = self.ends().unwrap_or((low, high));
        self.ends = Some((old_low.min(low).to_bits(), old_high.max(high).to_bits()));
    }

    pub(super) fn ends(&self) -> Option<(f64, f64)> {
        self.ends.map(|(low, high)| (f64::from_bits(low), f64::from_bits(high)))
    }

    pub(super) fn mean(&self) -> f64 {
        self.sum.total() / math::from_count(self.count)
    }
}

/// The smallest and the largest of some values, and whether any may be missing.
#[multiversion::multiversion(targets("x86_64+avx512f+avx512dq+avx512vl", "x86_64+avx2"))]
fn ends(values: &[f64]) -> (f64, f64, bool) {
    /// Values side by side, so that the loop need not wait for each of them.
    const LANES: usize = 16;
    fn with(mut held: [f64; LANES], line: &[f64; LANES], join: impl Fn(f64, f64) -> f64) -> [f64; LANES] {
        held.iter_mut().zip(line).for_each(|(held, value)| *held = join(*held, *value));
        held
    }
    let (lines, rest) = values.as_chunks::<LANES>();
    let (mut lows, mut highs) = ([f64::INFINITY; LANES], [f64::NEG_INFINITY; LANES]);
    // What has a missing value added to it is missing; of infinities it may be too, which are then looked at one by one.
    let mut sums = [0.0; LANES];
    for line in lines {
        lows = with(lows, line, |low, value| if value < low { value } else { low });
        highs = with(highs, line, |high, value| if value > high { value } else { high });
        sums = with(sums, line, |sum, value| sum + value);
    }
    let low = lows.iter().chain(rest).copied().fold(f64::INFINITY, f64::min);
    let high = highs.iter().chain(rest).copied().fold(f64::NEG_INFINITY, f64::max);
    (low, high, sums.iter().chain(rest).any(|sum| sum.is_nan()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_does_not_depend_on_the_order_of_its_parts() {
        let (mut a, mut b) = (LayerRange::default(), LayerRange::default());
        a.add(&[3.0, f64::NAN, -0.0]);
        b.add(&[0.0, 1.0]);
        let mut there = a.clone();
        there.merge(&b);
        b.merge(&a);
        assert_eq!(there, b);
        assert_eq!((there.mean(), there.ends()), (1.0, Some((0.0, 3.0))));
    }
}
