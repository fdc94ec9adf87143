//! Points that are drawn: draw `i` of input `j` depends on the seed, on `i` and on `j`, and on nothing else.

use super::sobol_points::{Coordinate, DIMENSIONS};
use crate::error::{Code, Error, did_you_mean};
use crate::math::from_count;
use crate::regression::draws::{Draws, philox};
use crate::text;
use crate::wording::Message;

/// How points are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SamplingMethod {
    /// Latin hypercube (拉丁超立方): every input once in each of as many parts as there are draws.
    LatinHypercube,
    /// Points of Sobol', shifted digitally by the seed.
    Sobol,
    /// Independent draws.
    Random,
}

impl SamplingMethod {
    /// The method of that name in `run.toml`.
    ///
    /// # Errors
    ///
    /// `EV-I006` for another word.
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::uncertainty::sampling::SamplingMethod;
    ///
    /// assert_eq!(SamplingMethod::named("sobol")?, SamplingMethod::Sobol);
    /// assert!(SamplingMethod::named("sobl").unwrap_err().hint().to_string().contains("`sobol`"));
    /// # Ok::<(), ecovalue::Error>(())
    /// ```
    pub fn named(word: &str) -> Result<Self, Error> {
        let all = [Self::LatinHypercube, Self::Sobol, Self::Random];
        all.into_iter().find(|method| method.as_str() == word).ok_or_else(|| {
            let hint = did_you_mean(word, all.map(Self::as_str));
            Error::new(Code::BadValue, text!("unknown method `{0}`", "未知的抽样方法 `{0}`", word), hint)
        })
    }

    /// Its name in `run.toml`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::LatinHypercube => "latin_hypercube",
            Self::Sobol => "sobol",
            Self::Random => "random",
        }
    }
}

/// The points of a run of draws: numbers between 0 and 1, one for each input.
///
/// # Equation
///
/// ```text
/// Latin hypercube   u_ij = (π_j(i) + v_ij) / n,   π_j a permutation of 0..n, v_ij uniform
/// Sobol'            u_ij = (s_ij ⊕ b_j) + v_ij 2⁻³²,   b_j 32 random bits
/// ```
///
/// The permutation is a Feistel network of eight rounds of Philox, walked until it falls within 0..n, so that no table
/// is kept and any draw can be made alone.
///
/// # Examples
///
/// ```
/// use ecovalue::uncertainty::sampling::{SamplingMethod, Points};
///
/// let points = Points::new(SamplingMethod::LatinHypercube, 100, 42);
/// // Each hundredth holds one draw of each input.
/// let mut parts: Vec<u32> = (0..100).map(|i| (points.uniform(i, 3) * 100.0) as u32).collect();
/// parts.sort();
/// assert!(parts.into_iter().eq(0..100));
/// ```
///
/// # References
///
/// * McKay, M. D., Beckman, R. J., Conover, W. J. (1979): A comparison of three methods for selecting values of input
///   variables, Technometrics 21, 239-245.
/// * L'Ecuyer, P., Lemieux, C. (2002): Recent advances in randomized quasi-Monte Carlo methods, for digital shifts.
#[derive(Debug, Clone, PartialEq)]
pub struct Points {
    method: SamplingMethod,
    draws: u32,
    seed: u64,
    coordinates: Vec<Coordinate>,
}

/// Streams of the generator that belong to one input.
const STREAMS: u64 = 4;

impl Points {
    /// Points by a method.
    #[must_use]
    pub fn new(method: SamplingMethod, draws: u32, seed: u64) -> Self {
        let coordinates = match method {
            SamplingMethod::Sobol => (0..DIMENSIONS).map_while(Coordinate::new).collect(),
            SamplingMethod::LatinHypercube | SamplingMethod::Random => Vec::new(),
        };
        Self { method, draws, seed, coordinates }
    }

    /// The method for so many inputs, and a remark where it is not the one that was asked for.
    #[must_use]
    pub fn method_for(asked: SamplingMethod, inputs: usize) -> (SamplingMethod, Option<Message>) {
        if asked == SamplingMethod::Sobol && inputs > DIMENSIONS {
            let remark = text!(
                "{0} inputs are more than the {1} dimensions of the points of Sobol': a Latin hypercube was drawn",
                "输入有 {0} 项，超过 Sobol' 点列的 {1} 维：改用拉丁超立方抽样",
                inputs,
                DIMENSIONS
            );
            return (SamplingMethod::LatinHypercube, Some(remark));
        }
        (asked, None)
    }

    /// How they are drawn.
    #[must_use]
    pub const fn method(&self) -> SamplingMethod {
        self.method
    }

    /// Number of draws.
    #[must_use]
    pub const fn draws(&self) -> u32 {
        self.draws
    }

    /// The seed.
    #[must_use]
    pub const fn seed(&self) -> u64 {
        self.seed
    }

    /// The number of an input in a draw, between 0 and 1.
    #[must_use]
    pub fn uniform(&self, draw: u32, input: u32) -> f64 {
        let stream = u64::from(input) * STREAMS;
        let within = Draws::new(self.seed, stream).uniform(u64::from(draw));
        match (self.method, usize::try_from(input).ok().and_then(|input| self.coordinates.get(input))) {
            (SamplingMethod::Random, _) => within,
            (SamplingMethod::Sobol, Some(coordinate)) => {
                let shift = Draws::new(self.seed, stream + 1).bits(0) >> 32;
                let bits = u64::from(coordinate.at(draw)) ^ shift;
                // 2⁻³² apart; the place within is cut to 2⁻²⁰ of it, so that the sum is exact and below 1.
                let within = from_count(Draws::new(self.seed, stream).bits(u64::from(draw)) >> 44) + 0.5;
                (from_count(bits) + within * (1.0 / 1_048_576.0)) * (1.0 / 4_294_967_296.0)
            }
            _ => {
                let part = self.permuted(draw, input);
                let u = (f64::from(part) + within) / f64::from(self.draws.max(1));
                u.min(1.0 - f64::EPSILON)
            }
        }
    }

    /// The place of a draw in the order of an input.
    fn permuted(&self, draw: u32, input: u32) -> u32 {
        // The smallest even number of bits that holds all draws.
        let half = (33 - self.draws.saturating_sub(1).leading_zeros()).div_ceil(2).clamp(1, 16);
        let mask = (1_u32 << half) - 1;
        let mut at = draw;
        loop {
            let (mut left, mut right) = ((at >> half) & mask, at & mask);
            for round in 0..4 {
                let [a, ..] = philox([right, input, round, 0x4c48_5321], halves(self.seed));
                left ^= a & mask;
                let [b, ..] = philox([left, input, round, 0x4c48_5322], halves(self.seed));
                right ^= b & mask;
            }
            at = (left << half) | right;
            if at < self.draws {
                return at;
            }
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the halves are what is wanted")]
const fn halves(seed: u64) -> [u32; 2] {
    [seed as u32, (seed >> 32) as u32]
}

/// A gamma number of a shape, drawn from a numbered sequence (Marsaglia and Tsang 2000).
///
/// # Equation
///
/// ```text
/// d = a − 1/3,  c = 1/√(9d);   v = (1 + c z)³,   taken if ln u < z²/2 + d − d v + d ln v;   then d v
/// a < 1:   Γ(a) = Γ(a + 1) u^(1/a)
/// ```
///
/// # References
///
/// * Marsaglia, G., Tsang, W. W. (2000): A simple method for generating gamma variables, ACM Transactions on
///   Mathematical Software 26, 363-372.
#[must_use]
pub fn gamma(shape: f64, draws: &Draws, first: u64) -> f64 {
    use crate::math::{ln, pow};
    if shape < 1.0 {
        let boost = pow(draws.uniform(first), 1.0 / shape);
        return gamma(shape + 1.0, draws, first + 1) * boost;
    }
    let scale = shape - 1.0 / 3.0;
    let mut at = first;
    loop {
        let (normal, uniform) = (draws.normal(at), draws.uniform(at + 1));
        let root = 1.0 + normal * (1.0 / (9.0 * scale).sqrt());
        let cube = root * root * root;
        let accepted = 0.5 * normal * normal + scale - scale * cube + scale * ln(cube);
        if cube > 0.0 && ln(uniform) < accepted {
            return scale * cube;
        }
        at += 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_a_latin_hypercube_is_drawn_once() {
        for draws in [1, 2, 3, 7, 64, 100, 1025] {
            for seed in [0, 42, u64::MAX] {
                let points = Points::new(SamplingMethod::LatinHypercube, draws, seed);
                for input in [0, 1, 70] {
                    let mut places: Vec<u32> = (0..draws).map(|draw| points.permuted(draw, input)).collect();
                    places.sort_unstable();
                    assert!(places.into_iter().eq(0..draws), "{draws} {seed} {input}");
                }
            }
        }
    }

    #[test]
    fn inputs_of_a_latin_hypercube_are_not_correlated() {
        let points = Points::new(SamplingMethod::LatinHypercube, 4000, 9);
        for (a, b) in [(0, 1), (1, 2), (3, 17)] {
            let product = |i| (points.uniform(i, a) - 0.5) * (points.uniform(i, b) - 0.5) * 12.0;
            let correlation = (0..4000).map(product).sum::<f64>() / 4000.0;
            assert!(correlation.abs() < 0.05, "{correlation}");
        }
    }

    #[test]
    fn shifted_points_of_sobol_keep_their_parts() {
        let points = Points::new(SamplingMethod::Sobol, 256, 5);
        for input in [0, 1, 63] {
            let mut parts: Vec<f64> = (0..256).map(|i| (points.uniform(i, input) * 256.0).floor()).collect();
            parts.sort_by(f64::total_cmp);
            assert!(parts.into_iter().eq((0..256).map(f64::from)));
        }
        assert_eq!(Points::method_for(SamplingMethod::Sobol, 65).0, SamplingMethod::LatinHypercube);
        assert!(Points::method_for(SamplingMethod::Sobol, 64).1.is_none());
    }

    #[test]
    fn gamma_numbers_have_their_moments() {
        for shape in [0.3, 1.0, 4.5, 60.0] {
            let n = 20_000_u32;
            let values: Vec<f64> = (0..u64::from(n)).map(|i| gamma(shape, &Draws::new(3, i), 0)).collect();
            let mean = values.iter().sum::<f64>() / f64::from(n);
            let variance = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / f64::from(n);
            // Standard errors: √(a/n) and about a √((2 + 6/a)/n).
            let n = f64::from(n);
            assert!((mean - shape).abs() < 4.0 * (shape / n).sqrt(), "{shape} {mean}");
            let error = shape * ((2.0 + 6.0 / shape) / n).sqrt();
            assert!((variance - shape).abs() < 4.0 * error, "{shape} {variance}");
        }
    }
}
