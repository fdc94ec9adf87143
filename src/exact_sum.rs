//! Sums over cells whose bits do not depend on order, threads, tiles or machines.
//!
//! A sum of `f64` in fixed point over the whole range of the type: every value is added without rounding, partial
//! sums merge by adding integers, and the total is rounded once, half to even. Slices go through a window of plain
//! floating point that does not round either, which makes them as fast as a plain sum.

mod bytes;
mod limbs;
mod window;

use limbs::Limbs;

/// Bits of one limb.
const LIMB_BITS: u32 = 32;
/// Limbs: 2⁻¹⁰⁷⁴ to 2¹⁰²⁴, and 2⁶³ values of the largest size on top.
const LIMBS: usize = 68;
/// Additions after which the limbs must be carried; each adds less than 2³² to a limb of 63 bits.
const CARRY_AFTER: u32 = 1 << 30;
/// Explicit bits of the mantissa of an `f64`.
const MANTISSA_BITS: u32 = 52;

/// The exact sum of any number of `f64`.
///
/// # Equation
///
/// ```text
/// total = round(Σ x)      the true sum, rounded once, half to even
/// ```
///
/// # Missing and negative values
///
/// `NaN`, or `+∞` together with `−∞`, makes the total `NaN`; an infinity alone makes it that infinity. The sum of
/// nothing is `+0.0`, and a sum that is exactly zero is `+0.0`.
///
/// # Examples
///
/// ```
/// use ecovalue::exact_sum::ExactSum;
///
/// let mut left = ExactSum::new();
/// left.add(1e16);
/// left.add(1.0);
/// let mut right = ExactSum::new();
/// right.add(-1e16);
/// left.merge(&right);
/// assert_eq!(left.total(), 1.0); // 1e16 + 1 − 1e16; plain `f64` gives 0
/// ```
///
/// # References
///
/// * Neal, R. M. (2015): Fast exact summation using small and large superaccumulators, arXiv:1505.05571.
#[derive(Debug, Clone)]
pub struct ExactSum {
    limbs: Limbs,
    uncarried: u32,
    /// Values that are no finite numbers, where there are any.
    specials: Option<Box<Specials>>,
}

/// How many values were no finite numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Specials {
    /// +∞ and −∞.
    infinite: [u64; 2],
    nan: u64,
}

/// Two sums are equal if they hold the same number, however it was added up.
impl PartialEq for ExactSum {
    fn eq(&self, other: &Self) -> bool {
        self.carried() == other.carried() && self.specials() == other.specials()
    }
}

impl Eq for ExactSum {}

impl Default for ExactSum {
    fn default() -> Self {
        Self::new()
    }
}

impl FromIterator<f64> for ExactSum {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Self {
        let mut sum = Self::new();
        values.into_iter().for_each(|value| sum.add(value));
        sum
    }
}

impl ExactSum {
    /// The sum of nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self { limbs: Limbs::new(), uncarried: 0, specials: None }
    }

    /// Adds one value without rounding.
    pub fn add(&mut self, value: f64) {
        if !value.is_finite() {
            self.add_special(value);
            return;
        }
        let (mantissa, position) = parts(value);
        self.add_wide(u128::from(mantissa) << (position % LIMB_BITS), position, value.is_sign_negative());
    }

    /// Adds a number of 128 bits whose lowest bit stands in the limb of a position.
    #[inline]
    fn add_wide(&mut self, wide: u128, position: u32, negative: bool) {
        let first = (position / LIMB_BITS) as usize;
        let parts = [0, LIMB_BITS, 2 * LIMB_BITS, 3 * LIMB_BITS].map(|shift| {
            let part = i64::try_from((wide >> shift) & 0xffff_ffff).unwrap_or(0);
            if negative { -part } else { part }
        });
        // A single value has three parts.
        let used = if wide >> (3 * LIMB_BITS) == 0 { 3 } else { 4 };
        self.limbs.add(first, parts.get(..used).unwrap_or(&parts));
        self.uncarried += 1;
        if self.uncarried >= CARRY_AFTER {
            self.carry();
        }
    }

    /// Adds a value so many times without rounding.
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::exact_sum::ExactSum;
    ///
    /// let mut sum = ExactSum::new();
    /// sum.add_times(0.1, 10);
    /// assert_eq!(sum, std::iter::repeat_n(0.1, 10).collect());
    /// ```
    pub fn add_times(&mut self, value: f64, times: u32) {
        if !value.is_finite() {
            for _ in 0..times {
                self.add_special(value);
            }
            return;
        }
        let (mantissa, position) = parts(value);
        // 53 bits times 32 bits, moved by less than 32.
        let wide = (u128::from(mantissa) * u128::from(times)) << (position % LIMB_BITS);
        self.add_wide(wide, position, value.is_sign_negative());
    }

    /// Adds every value of a slice, which is faster than one by one and has the same bits.
    pub fn add_slice(&mut self, values: &[f64]) {
        for chunk in values.chunks(window::CHUNK) {
            match window::sums(chunk) {
                Some(lanes) => lanes.values().for_each(|sum| self.add(sum)),
                None => chunk.iter().for_each(|value| self.add(*value)),
            }
        }
    }

    /// Adds every value of a slice if none of them is missing or below zero; nothing, and `false`, otherwise or where
    /// that cannot be told in passing.
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::exact_sum::ExactSum;
    ///
    /// let mut sum = ExactSum::new();
    /// assert!(sum.add_plain(&[0.5, 2.0]) && !sum.add_plain(&[1.0, -1.0]) && !sum.add_plain(&[f64::NAN]));
    /// assert_eq!(sum.total(), 2.5);
    /// ```
    pub fn add_plain(&mut self, values: &[f64]) -> bool {
        let chunks = values.chunks(window::CHUNK);
        if chunks.len() != 1 {
            let mut whole = Self::new();
            let plain = chunks.into_iter().all(|chunk| whole.add_plain(chunk));
            if plain {
                self.merge(&whole);
            }
            return plain;
        }
        let Some(lanes) = window::sums(values).filter(|lanes| lanes.none_is_negative) else { return false };
        lanes.values().for_each(|sum| self.add(sum));
        true
    }

    /// Adds the values of another sum.
    pub fn merge(&mut self, other: &Self) {
        // The limbs of the two, and one more addition, must not run over.
        if self.uncarried.saturating_add(other.uncarried) >= CARRY_AFTER {
            self.carry();
            let mut carried = other.clone();
            carried.carry();
            self.join(&carried);
        } else {
            self.join(other);
        }
    }

    /// Adds limbs to limbs. Carried limbs count as one addition.
    fn join(&mut self, other: &Self) {
        self.limbs.join(&other.limbs);
        self.uncarried += other.uncarried + 1;
        if let Some(theirs) = &other.specials {
            let mine = self.specials.get_or_insert_default();
            mine.count(theirs, u64::saturating_add);
        }
    }

    /// Takes the values of another sum away, which must be part of this one.
    pub fn subtract(&mut self, other: &Self) {
        let mut other = other.clone();
        other.limbs.negate();
        if let Some((mine, theirs)) = self.specials.as_mut().zip(other.specials.take()) {
            mine.count(&theirs, u64::saturating_sub);
        }
        other.specials = None;
        self.merge(&other);
    }

    /// The sum, rounded once to the nearest `f64`, half to even.
    #[must_use]
    pub fn total(&self) -> f64 {
        let Specials { infinite, nan } = self.specials();
        match (nan, infinite) {
            (0, [0, 0]) => self.finite_total(),
            (0, [_, 0]) => f64::INFINITY,
            (0, [0, _]) => f64::NEG_INFINITY,
            _ => f64::NAN,
        }
    }

    fn add_special(&mut self, value: f64) {
        let Specials { infinite: [above, below], nan } = &mut **self.specials.get_or_insert_default();
        if value.is_nan() {
            *nan += 1;
        } else if value > 0.0 {
            *above += 1;
        } else {
            *below += 1;
        }
    }

    fn specials(&self) -> Specials {
        self.specials.as_deref().cloned().unwrap_or_default()
    }

    /// Brings every limb but the last into 0..2³².
    fn carry(&mut self) {
        self.limbs = Limbs::of(&self.carried());
        self.uncarried = 0;
    }

    /// The limbs, every one but the last in 0..2³².
    fn carried(&self) -> [i64; LIMBS] {
        let mut limbs = self.limbs.whole();
        carry(&mut limbs);
        limbs
    }

    /// Whether the number is negative, and its size in carried limbs.
    fn magnitude_limbs(&self) -> (bool, [i64; LIMBS]) {
        let mut limbs = self.carried();
        let negative = limbs.last().is_some_and(|limb| *limb < 0);
        if negative {
            for limb in &mut limbs {
                *limb = -*limb;
            }
            carry(&mut limbs);
        }
        (negative, limbs)
    }

    fn finite_total(&self) -> f64 {
        let (negative, limbs) = self.magnitude_limbs();
        let size = magnitude(&limbs);
        if negative { -size } else { size }
    }
}

impl Specials {
    fn count(&mut self, other: &Self, count: fn(u64, u64) -> u64) {
        for (mine, theirs) in self.infinite.iter_mut().zip(other.infinite) {
            *mine = count(*mine, theirs);
        }
        self.nan = count(self.nan, other.nan);
    }
}

/// Brings every limb but the last into 0..2³².
fn carry(limbs: &mut [i64; LIMBS]) {
    let mut carried = 0;
    let last = LIMBS - 1;
    for (index, limb) in limbs.iter_mut().enumerate() {
        *limb += carried;
        carried = if index == last { 0 } else { *limb >> LIMB_BITS };
        *limb -= carried << LIMB_BITS;
    }
}

/// The number in carried, non-negative limbs, rounded.
fn magnitude(limbs: &[i64; LIMBS]) -> f64 {
    let Some((top, limb)) = limbs.iter().enumerate().rev().find(|(_, limb)| **limb != 0) else {
        return 0.0;
    };
    let top = u32::try_from(top).unwrap_or(0);
    let highest = top * LIMB_BITS + (63 - limb.leading_zeros());
    if highest <= MANTISSA_BITS {
        return f64::from_bits(bits_from(limbs, 0));
    }
    let lowest = highest - MANTISSA_BITS;
    let mantissa = bits_from(limbs, lowest) & ((1 << (MANTISSA_BITS + 1)) - 1);
    let half = bits_from(limbs, lowest - 1) & 1 == 1;
    let round_up = half && (mantissa & 1 == 1 || any_below(limbs, lowest - 1));
    // The carry of a mantissa of ones runs into the exponent field, which is what rounding up means.
    let bits = (u64::from(lowest) << MANTISSA_BITS) + mantissa + u64::from(round_up);
    let infinity = f64::INFINITY.to_bits();
    f64::from_bits(bits.min(infinity))
}

/// 64 bits from a position upwards.
fn bits_from(limbs: &[i64; LIMBS], position: u32) -> u64 {
    let first = (position / LIMB_BITS) as usize;
    let wide = limbs.iter().skip(first).take(3).rev();
    let wide = wide.fold(0_u128, |wide, limb| (wide << LIMB_BITS) | u128::from(limb.unsigned_abs()));
    let wide = (wide >> (position % LIMB_BITS)) & u128::from(u64::MAX);
    u64::try_from(wide).unwrap_or(u64::MAX)
}

fn any_below(limbs: &[i64; LIMBS], position: u32) -> bool {
    let whole = (position / LIMB_BITS) as usize;
    let below = limbs.iter().take(whole).any(|limb| *limb != 0);
    let part = limbs.get(whole).is_some_and(|limb| limb & ((1 << (position % LIMB_BITS)) - 1) != 0);
    below || part
}

/// Mantissa and position of a finite value: mantissa · 2^(position − 1074).
#[inline]
fn parts(value: f64) -> (u64, u32) {
    let bits = value.to_bits();
    let mantissa = bits & ((1 << MANTISSA_BITS) - 1);
    let field = u32::try_from((bits >> MANTISSA_BITS) & 0x7ff).unwrap_or(0);
    // A normal number has the hidden bit.
    if field == 0 { (mantissa, 0) } else { (mantissa | (1 << MANTISSA_BITS), field - 1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn total(values: &[f64]) -> f64 {
        values.iter().copied().collect::<ExactSum>().total()
    }

    #[test]
    fn a_single_value_comes_back_as_it_is() {
        for value in [0.1, -3.5, f64::MAX, f64::MIN, f64::MIN_POSITIVE, 5e-324, -5e-324, 1.0] {
            assert_eq!(total(&[value]).to_bits(), value.to_bits());
        }
        assert_eq!(total(&[]).to_bits(), 0.0_f64.to_bits());
        assert_eq!(total(&[-0.0]).to_bits(), 0.0_f64.to_bits());
    }

    #[test]
    fn a_tie_rounds_to_even_and_a_sticky_bit_breaks_it() {
        let half = f64::EPSILON / 2.0;
        assert_eq!(total(&[1.0, half]), 1.0);
        assert_eq!(total(&[1.0 + f64::EPSILON, half]), 1.0 + 2.0 * f64::EPSILON);
        assert_eq!(total(&[1.0, half, 5e-324]), 1.0 + f64::EPSILON);
        assert_eq!(total(&[-1.0, -half, -5e-324]), -1.0 - f64::EPSILON);
    }

    #[test]
    fn overflow_is_infinite_and_specials_win() {
        assert_eq!(total(&[f64::MAX, f64::MAX]), f64::INFINITY);
        assert_eq!(total(&[f64::MAX, f64::MAX, -f64::MAX]), f64::MAX);
        assert_eq!(total(&[1.0, f64::NEG_INFINITY]), f64::NEG_INFINITY);
        assert!(total(&[f64::INFINITY, f64::NEG_INFINITY]).is_nan());
        assert!(total(&[1.0, f64::NAN]).is_nan());
    }

    #[test]
    fn what_was_added_can_be_taken_away() {
        let mut sum: ExactSum = [0.1, 1e300, -7.0, f64::NAN].into_iter().collect();
        sum.subtract(&[1e300, f64::NAN].into_iter().collect());
        assert_eq!(sum.total(), 0.1 - 7.0);
    }

    #[test]
    fn sums_of_any_size_are_one_whether_limbs_are_few_or_all() {
        // The same values in orders that hold few limbs, move them, and hold all.
        let values = [1e-300, 1e300, 2.0, -1e300, 5e-324, 1e40, -1e40, 3e-20, -7.5, 1e-300, 1e25];
        let whole: ExactSum = values.into_iter().collect();
        for start in 0..values.len() {
            let (left, right) = (values.iter().skip(start), values.iter().take(start));
            let mut sum: ExactSum = left.copied().collect();
            sum.merge(&right.copied().collect());
            assert_eq!(sum, whole);
            assert_eq!(sum.total().to_bits(), whole.total().to_bits());
            assert_eq!(sum.to_bytes(), whole.to_bytes());
        }
        assert_eq!(whole.total(), 1e25);
        let mut rest = whole.clone();
        rest.subtract(&[1e25].into_iter().collect());
        assert_eq!(rest.total(), 2.0 - 7.5 + 3e-20);
        let mut none = whole.clone();
        none.subtract(&whole);
        assert!(none == ExactSum::new() && none.to_bytes() == ExactSum::new().to_bytes());
        assert!(size_of::<ExactSum>() <= 104, "{}", size_of::<ExactSum>());
    }

    #[test]
    fn subnormal_totals_are_exact() {
        assert_eq!(total(&[5e-324, 5e-324, -1e-323]), 0.0);
        assert_eq!(total(&[f64::MIN_POSITIVE, -5e-324]), f64::from_bits(f64::MIN_POSITIVE.to_bits() - 1));
    }
}
