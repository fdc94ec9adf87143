//! Numbers that are possible but not likely: the usual slips of unit and scale, each with a hint that names it.
//!
//! What cannot be is refused where it is read; what is only unlikely is used, and the result says so.

mod figures;
mod land;
mod layers;
mod shares;
mod zones;

use std::fmt;

use crate::error::{Code, Error, Place};
use crate::exact_sum::ExactSum;
use crate::input::cells::Legend;
use crate::input::statistics::Statistics;
use crate::math;
use crate::wording::Language;

pub use layers::{impossible, unlikely_row};
pub use shares::fraction_in_percent;

/// Something that a reader should look at before using the figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Warning {
    finding: Error,
    chinese: String,
}

impl Warning {
    /// A warning; `chinese` is its message and hint in Chinese.
    #[must_use]
    pub fn new(finding: Error, chinese: impl Into<String>) -> Self {
        Self { finding, chinese: chinese.into() }
    }

    fn implausible(place: Place, message: [String; 2], hint: [String; 2]) -> Self {
        let [message, message_zh] = message;
        let [hint, hint_zh] = hint;
        let finding = Error::new(Code::Implausible, message, hint).at(place);
        Self::new(finding, format!("{message_zh}；提示：{hint_zh}"))
    }

    /// Place, code, message and hint.
    #[must_use]
    pub const fn finding(&self) -> &Error {
        &self.finding
    }

    /// The warning in Chinese.
    #[must_use]
    pub fn chinese(&self) -> String {
        let place = self.finding.place().to_string();
        let place = if place.is_empty() { place } else { place + "：" };
        format!("{place}{} [{}]", self.chinese, self.finding.code().as_str())
    }
}

impl From<Error> for Warning {
    fn from(finding: Error) -> Self {
        let [message, hint] = [finding.message(), finding.hint()].map(|text| text.say(Language::Chinese));
        let chinese = if hint.is_empty() { message } else { format!("{message}；提示：{hint}") };
        Self { finding, chinese }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.finding.fmt(f)
    }
}

/// Mean, smallest and largest value of a layer over the cells that have one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spread {
    pub(crate) sum: ExactSum,
    pub(crate) count: u64,
    /// Smallest and largest value; bits, so that spreads compare as sums do.
    pub(crate) ends: Option<(u64, u64)>,
}

impl Spread {
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
                for (own, value) in present.iter_mut().zip(values.iter().filter(|value| !value.is_nan())) {
                    *own = *value;
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

    /// Adds the cells of another spread.
    pub fn merge(&mut self, other: &Self) {
        self.sum.merge(&other.sum);
        self.count = self.count.saturating_add(other.count);
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

    fn ends(&self) -> Option<(f64, f64)> {
        self.ends.map(|(low, high)| (f64::from_bits(low), f64::from_bits(high)))
    }

    fn mean(&self) -> f64 {
        self.sum.total() / math::from_count(self.count)
    }
}

/// Whether the slips of a quantity are looked for, so that a pass need not add up the other layers.
#[must_use]
pub fn is_watched(quantity: &str) -> bool {
    layers::is_watched(quantity)
}

/// What a run has read, as far as it tells of slips.
#[derive(Debug)]
pub struct Observed<'a> {
    /// Layers and zones.
    pub legend: &'a Legend,
    /// The spread of every layer of the legend.
    pub spreads: &'a [Spread],
    /// Statistics.
    pub statistics: &'a Statistics,
    /// Accounting year.
    pub year: i32,
    /// Area of the land of every zone \[m²\] in the order of the legend.
    pub areas: &'a [f64],
    /// Area of all land \[m²\].
    pub area: f64,
    /// Area \[m²\] of the cells of zones that have no land cover.
    pub uncovered: f64,
    /// Share of forest in the valued area.
    pub forest: f64,
}

/// The smallest and the largest of some values, and whether any may be missing.
#[multiversion::multiversion(targets("x86_64+avx512f+avx512dq+avx512vl", "x86_64+avx2"))]
fn ends(values: &[f64]) -> (f64, f64, bool) {
    /// Values side by side, so that the loop need not wait for each of them.
    const LANES: usize = 16;
    fn with(mut one: [f64; LANES], other: &[f64; LANES], own: impl Fn(f64, f64) -> f64) -> [f64; LANES] {
        one.iter_mut().zip(other).for_each(|(one, other)| *one = own(*one, *other));
        one
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
    (low, high, sums.iter().chain(rest).any(|own| own.is_nan()))
}

/// Every usual slip that the numbers of a run look like.
#[must_use]
pub fn warnings(observed: &Observed<'_>) -> Vec<Warning> {
    let mut all = observed.legend.warnings.clone();
    all.extend(layers::warnings(observed));
    all.extend(land::warning(observed));
    all.extend(figures::warnings(observed));
    all.extend(zones::warnings(observed));
    all
}

/// A number with four significant digits.
#[must_use]
pub fn short(value: f64) -> String {
    let size = value.abs();
    let text = match () {
        () if size >= 1e7 || size > 0.0 && size < 1e-3 => format!("{value:.3e}"),
        () if size >= 1000.0 => return format!("{value:.0}"),
        () if size >= 10.0 => format!("{value:.1}"),
        () if size > 0.0 && size < 0.1 => format!("{value:.5}"),
        () => format!("{value:.3}"),
    };
    let (digits, power) =
        text.split_once('e').map_or((text.as_str(), None), |(digits, power)| (digits, Some(power)));
    let digits =
        if digits.contains('.') { digits.trim_end_matches('0').trim_end_matches('.') } else { digits };
    power.map_or_else(|| digits.to_owned(), |power| format!("{digits}e{power}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        for (value, text) in [
            (1.1, "1.1"),
            (5.0, "5"),
            (1e8, "1e8"),
            (1.5e-4, "1.5e-4"),
            (0.0081, "0.0081"),
            (1234.5, "1234"),
            (100.0, "100"),
        ] {
            assert_eq!(short(value), text);
        }
    }

    #[test]
    fn a_spread_does_not_depend_on_the_order_of_its_parts() {
        let (mut a, mut b) = (Spread::default(), Spread::default());
        a.add(&[3.0, f64::NAN, -0.0]);
        b.add(&[0.0, 1.0]);
        let mut there = a.clone();
        there.merge(&b);
        b.merge(&a);
        assert_eq!(there, b);
        assert_eq!((there.mean(), there.ends()), (1.0, Some((0.0, 3.0))));
    }
}
