//! Random numbers by number: the same draws for any order and any number of threads.
//!
//! The generator is Philox 4×32 with ten rounds, a function from a counter and a key to 128 random bits. Draw `i` of
//! stream `s` with seed `k` depends on `(k, s, i)` and nothing else: there is no state to share or to lose.
//!
//! # References
//!
//! * Salmon, J. K., Moraes, M. A., Dror, R. O., Shaw, D. E. (2011): Parallel random numbers: as easy as 1, 2, 3, SC '11.
//!   The known answers in the tests are those of their Random123.

use super::distribution::normal_quantile;
use crate::math::from_count;

/// A numbered sequence of random draws.
///
/// # Examples
///
/// ```
/// use ecovalue::regression::draws::Draws;
///
/// let draws = Draws::new(42, 0);
/// let uniform = draws.uniform(7);
/// assert!(uniform > 0.0 && uniform < 1.0);
/// assert_eq!(uniform, Draws::new(42, 0).uniform(7));
/// assert_ne!(uniform, Draws::new(42, 1).uniform(7));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Draws {
    seed: u64,
    stream: u64,
}

impl Draws {
    /// The sequence of a seed and a stream; streams of one seed are independent of each other.
    #[must_use]
    pub const fn new(seed: u64, stream: u64) -> Self {
        Self { seed, stream }
    }

    /// 64 random bits.
    #[must_use]
    pub fn bits(&self, index: u64) -> u64 {
        let ([low, high], [stream_low, stream_high]) = (halves(index >> 1), halves(self.stream));
        let [a, b, c, d] = philox([low, high, stream_low, stream_high], halves(self.seed));
        let (high, low) = if index & 1 == 0 { (a, b) } else { (c, d) };
        (u64::from(high) << 32) | u64::from(low)
    }

    /// A number between 0 and 1, neither included: (upper 52 bits + ½) · 2⁻⁵².
    #[must_use]
    pub fn uniform(&self, index: u64) -> f64 {
        // With 52 bits the sum is exact, so that none rounds to 1.
        (from_count(self.bits(index) >> 12) + 0.5) * (1.0 / 4_503_599_627_370_496.0)
    }

    /// A standard normal number: the quantile of [`Draws::uniform`].
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::regression::distribution::normal_quantile;
    /// use ecovalue::regression::draws::Draws;
    ///
    /// let draws = Draws::new(1, 2);
    /// assert_eq!(draws.normal(3), normal_quantile(draws.uniform(3)));
    /// ```
    #[must_use]
    pub fn normal(&self, index: u64) -> f64 {
        normal_quantile(self.uniform(index))
    }
}

/// Lower and upper half.
#[expect(clippy::cast_possible_truncation, reason = "the halves are what is wanted")]
const fn halves(value: u64) -> [u32; 2] {
    [value as u32, (value >> 32) as u32]
}

/// Philox 4×32 with ten rounds: 128 random bits from a counter and a key.
///
/// # Equation
///
/// ```text
/// (h₀, l₀) = c₀ · 0xD2511F53,   (h₁, l₁) = c₂ · 0xCD9E8D57
/// c ← (h₁ ⊕ c₁ ⊕ k₀, l₁, h₀ ⊕ c₃ ⊕ k₁, l₀),   k ← k + (0x9E3779B9, 0xBB67AE85)
/// ```
///
/// # Examples
///
/// ```
/// use ecovalue::regression::draws::philox;
///
/// assert_eq!(philox([0; 4], [0; 2]), [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
/// ```
#[must_use]
pub fn philox(counter: [u32; 4], key: [u32; 2]) -> [u32; 4] {
    let (mut counter, mut key) = (counter, key);
    for _ in 0..10 {
        let [c0, c1, c2, c3] = counter;
        let [k0, k1] = key;
        let [low0, high0] = halves(u64::from(c0) * 0xd251_1f53);
        let [low1, high1] = halves(u64::from(c2) * 0xcd9e_8d57);
        counter = [high1 ^ c1 ^ k0, low1, high0 ^ c3 ^ k1, low0];
        key = [k0.wrapping_add(0x9e37_79b9), k1.wrapping_add(0xbb67_ae85)];
    }
    counter
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_answers() {
        let ones = u32::MAX;
        assert_eq!(philox([0; 4], [0; 2]), [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
        assert_eq!(philox([ones; 4], [ones; 2]), [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]);
        assert_eq!(
            philox([0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0]),
            [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
        );
    }

    #[test]
    fn moments_are_those_of_the_distributions() {
        let draws = Draws::new(7, 0);
        let n = 20_000_u32;
        let (mut uniform, mut mean, mut square) = (0.0, 0.0, 0.0);
        for index in 0..u64::from(n) {
            uniform += draws.uniform(index) / f64::from(n);
            let normal = draws.normal(index);
            mean += normal / f64::from(n);
            square += normal * normal / f64::from(n);
        }
        assert!((uniform - 0.5).abs() < 0.01 && mean.abs() < 0.03 && (square - 1.0).abs() < 0.04);
    }
}
