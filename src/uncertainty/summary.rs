//! From draws to intervals and ranks.

use crate::math::{count, from_count};

/// Mean, spread and percentiles of the draws of a figure. Draws without a value are left out and counted.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Interval {
    /// Mean.
    pub mean: f64,
    /// Median.
    pub median: f64,
    /// Standard deviation.
    pub sd: f64,
    /// 2.5, 5, 95 and 97.5 percentiles.
    pub percentiles: [f64; 4],
    /// Draws with a value.
    pub draws: u64,
}

impl Interval {
    /// The interval of some draws; none without any.
    ///
    /// # Equation
    ///
    /// ```text
    /// quantile p: linear between the order statistics around 1 + (n − 1) p (type 7 of Hyndman and Fan 1996)
    /// ```
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::uncertainty::summary::Interval;
    ///
    /// let interval = Interval::of((0..=100).map(f64::from)).unwrap();
    /// assert_eq!((interval.mean, interval.median), (50.0, 50.0));
    /// assert_eq!(interval.percentiles, [2.5, 5.0, 95.0, 97.5]);
    /// ```
    #[must_use]
    pub fn of(draws: impl Iterator<Item = f64>) -> Option<Self> {
        let mut values: Vec<f64> = draws.filter(|value| !value.is_nan()).collect();
        if values.is_empty() {
            return None;
        }
        let n = from_count(count(values.len()));
        // Less the first value, so that figures of 10¹¹ keep the places of their spread.
        let origin = values.first().copied().unwrap_or(0.0);
        let mean = origin + values.iter().fold(0.0, |sum, value| sum + (value - origin)) / n;
        let square = values.iter().fold(0.0, |sum, value| sum + (value - mean) * (value - mean));
        values.sort_by(f64::total_cmp);
        Some(Self {
            mean,
            median: quantile(&values, 0.5),
            sd: if n > 1.0 { (square / (n - 1.0)).sqrt() } else { f64::NAN },
            percentiles: [0.025, 0.05, 0.95, 0.975].map(|p| quantile(&values, p)),
            draws: count(values.len()),
        })
    }
}

/// A quantile of sorted numbers.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a position within a vector, which is not negative"
)]
pub fn quantile(sorted: &[f64], probability: f64) -> f64 {
    let position = from_count(count(sorted.len()).saturating_sub(1)) * probability;
    let below = position.floor();
    let at = |index: usize| sorted.get(index).or(sorted.last()).copied().unwrap_or(f64::NAN);
    let (low, high) = (at(below as usize), at(below as usize + 1));
    if low.total_cmp(&high).is_eq() { low } else { low + (position - below) * (high - low) }
}

/// How often each of several zones had each rank, the largest value first.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Ranks {
    /// Probability of rank k + 1 for each zone. A zone that ties shares the better rank.
    pub probabilities: Vec<Vec<f64>>,
    /// Share of draws in which the zone ties with another.
    pub ties: Vec<f64>,
    /// For each pair of zones: positions, probability that the first is larger, probability that they are equal.
    pub pairs: Vec<(usize, usize, f64, f64)>,
}

impl Ranks {
    /// Ranks over draws; `value` gives the value of a zone in a draw. Draws in which a zone has no value are left out.
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::uncertainty::summary::Ranks;
    ///
    /// let draws = [[3.0, 1.0], [3.0, 1.0], [1.0, 2.0], [2.0, 2.0]];
    /// let ranks = Ranks::of(2, 4, |zone, draw| draws[draw][zone]);
    /// assert_eq!(ranks.probabilities[0], [0.75, 0.25]);
    /// assert_eq!(ranks.pairs, [(0, 1, 0.5, 0.25)]);
    /// assert_eq!(ranks.ties, [0.25, 0.25]);
    /// ```
    #[must_use]
    pub fn of(zones: usize, draws: usize, value: impl Fn(usize, usize) -> f64) -> Self {
        let mut ranks = vec![vec![0_u64; zones]; zones];
        let mut ties = vec![0_u64; zones];
        let mut pairs: Vec<(usize, usize, u64, u64)> =
            (0..zones).flat_map(|a| (a + 1..zones).map(move |b| (a, b, 0, 0))).collect();
        let mut kept = 0_u64;
        for draw in 0..draws {
            let values: Vec<f64> = (0..zones).map(|zone| value(zone, draw)).collect();
            if values.iter().any(|value| value.is_nan()) {
                continue;
            }
            kept += 1;
            for ((value, rank), tie) in values.iter().zip(&mut ranks).zip(&mut ties) {
                let above = values.iter().filter(|other| *other > value).count();
                let equal = values.iter().filter(|other| other.total_cmp(value).is_eq()).count();
                if let Some(count) = rank.get_mut(above) {
                    *count += 1;
                }
                *tie += u64::from(equal > 1);
            }
            for (a, b, above, equal) in &mut pairs {
                match values.get(*a).zip(values.get(*b)).map(|(a, b)| a.total_cmp(b)) {
                    Some(std::cmp::Ordering::Greater) => *above += 1,
                    Some(std::cmp::Ordering::Equal) => *equal += 1,
                    _ => {}
                }
            }
        }
        let share = |count: u64| from_count(count) / from_count(kept);
        Self {
            probabilities: ranks.into_iter().map(|counts| counts.into_iter().map(share).collect()).collect(),
            ties: ties.into_iter().map(share).collect(),
            pairs: pairs.into_iter().map(|(a, b, above, equal)| (a, b, share(above), share(equal))).collect(),
        }
    }
}
