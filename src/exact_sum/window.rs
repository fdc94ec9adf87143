//! Many values at once, in plain floating point that never rounds.
//!
//! Within a chunk whose values are not too far apart, every value is cut into a head and a tail on two fixed grids
//! so coarse that 256 heads or tails add up without rounding. The sums of a chunk go into the limbs.
//! The cut by a large number is that of Rump, S. M., Ogita, T., Oishi, S. (2008): Accurate floating-point summation,
//! part I, SIAM J. Sci. Comput. 31(1), section 3; that a running sum can be that number, so that to cut is to add, is
//! from Demmel, J., Nguyen, H. D. (2015): Parallel reproducible summation, IEEE Trans. Comput. 64(7), section IV.

use multiversion::multiversion;

/// Sums side by side, so that the loop vectorises.
const LANES: usize = 16;
/// Values that one sum can hold: 2⁸. More leave fewer bits for each.
const DEPTH_BITS: i32 = 8;
/// Values of a chunk: 2⁶ for each lane, which the grids rely on; a quarter of what a sum can hold, so that four lanes end in one.
pub(super) const CHUNK: usize = LANES << (DEPTH_BITS - 2);
/// Bits of a mantissa with the hidden one.
const PRECISION: i32 = 53;
/// Explicit bits of a mantissa.
const MANTISSA_BITS: u32 = 52;
/// What the exponent field of 1 holds.
const BIAS: i32 = 1023;

/// Sums of the heads and of the tails; together they hold the sum of the values exactly.
pub(super) struct Lanes {
    sums: [[f64; LANES]; 2],
    /// How many lanes are left after they were added up pairwise.
    used: usize,
    /// Whether no value is below zero.
    pub(super) none_is_negative: bool,
}

impl Lanes {
    pub(super) fn values(&self) -> impl Iterator<Item = f64> {
        self.sums.iter().flat_map(|lanes| lanes.iter().take(self.used).copied())
    }
}

/// The sums of at most a chunk of values, or nothing if they do not fit on the grids: too far apart, infinite, missing,
/// or near the ends of the range.
#[multiversion(targets("x86_64+avx512f+avx512dq+avx512vl", "x86_64+avx2"))]
pub(super) fn sums(values: &[f64]) -> Option<Lanes> {
    let (lines, rest) = values.as_chunks::<LANES>();
    // Zeros at the end add nothing.
    let mut last = [0.0; LANES];
    last.iter_mut().zip(rest).for_each(|(lane, value)| *lane = *value);
    let last = if rest.is_empty() { &[][..] } else { std::slice::from_ref(&last) };
    // The bits of numbers that are not negative are in the order of the numbers, NaN last; those of others are below 0.
    let (mut largest, mut signs) = ([0_i64; LANES], [0_i64; LANES]);
    for line in lines.iter().chain(last) {
        for ((largest, signs), value) in largest.iter_mut().zip(&mut signs).zip(line) {
            let bits = value.to_bits().cast_signed();
            *largest = if bits > *largest { bits } else { *largest };
            *signs |= bits;
        }
    }
    let none_is_negative = signs.iter().all(|sign| *sign >= 0);
    if !none_is_negative {
        for line in lines.iter().chain(last) {
            for (largest, value) in largest.iter_mut().zip(line) {
                let size = value.abs().to_bits().cast_signed();
                *largest = if size > *largest { size } else { *largest };
            }
        }
    }
    let [high, low] = grids(largest.into_iter().fold(0, i64::max))?;
    let (add, less) = (|a: f64, b: f64| a + b, |a: f64, b: f64| a - b);
    let (mut heads, mut tails, mut lost) = ([high; LANES], [low; LANES], [0_u64; LANES]);
    for line in lines.iter().chain(last) {
        let head = with(heads, line, add);
        let rest = with(*line, &with(head, &heads, less), less);
        let tail = with(tails, &rest, add);
        let left = with(rest, &with(tail, &tails, less), less);
        (heads, tails) = (head, tail);
        lost.iter_mut().zip(left).for_each(|(lost, left)| *lost |= left.to_bits());
    }
    let lost = lost.into_iter().fold(0, |all, bits| all | bits) << 1; // without the sign, which a zero may have
    let sums = [with(heads, &[high; LANES], less), with(tails, &[low; LANES], less)];
    let (sums, used) = folded(sums, lines.len() + last.len());
    (lost == 0).then_some(Lanes { sums, used, none_is_negative })
}

/// A number for each lane from two. Whole lines, one operation after another, stay in the registers; a loop over the lanes
/// with all operations inside writes them to memory between lines.
#[inline]
fn with(mut lanes: [f64; LANES], other: &[f64; LANES], operation: impl Fn(f64, f64) -> f64) -> [f64; LANES] {
    lanes.iter_mut().zip(other).for_each(|(lane, other)| *lane = operation(*lane, *other));
    lanes
}

/// Adds lanes up pairwise while a sum has no more summands than the grids can hold.
#[inline]
fn folded(mut sums: [[f64; LANES]; 2], mut summands: usize) -> ([[f64; LANES]; 2], usize) {
    let mut used = LANES;
    while used > 1 && 2 * summands <= 1 << DEPTH_BITS {
        (used, summands) = (used / 2, 2 * summands);
        for sums in &mut sums {
            let (left, right) = sums.split_at_mut(used);
            left.iter_mut().zip(right).for_each(|(left, right)| *left += *right);
        }
    }
    (sums, used)
}

/// The numbers that cut values, by having them added: at the grid of the heads and at that of the tails.
///
/// A sum that begins at `1.5 · 2ᵏ` and stays between 2ᵏ and 2^(k + 1) rounds what is added to multiples of 2^(k − 52).
/// A lane has at most 2⁶ values below 2ᵉ: with k = e + 8 − 1 it stays there, and the sum of 2⁸ heads is at most 2⁵³ such
/// multiples, no more bits than a mantissa. What is left of a value is at most half a multiple, 2^(e − 46), and its tails
/// are cut in the same way.
fn grids(largest: i64) -> Option<[f64; 2]> {
    if largest == 0 {
        return Some([1.5; 2]);
    }
    let field = i32::try_from(largest >> MANTISSA_BITS).ok()?;
    let high = field - BIAS + 1 + DEPTH_BITS - 1;
    let low = high - (PRECISION - DEPTH_BITS + 1);
    // The grid of the tails must not be finer than the finest number, nor a sum of heads beyond the largest.
    let fits = field > 0 && high < BIAS && low > -BIAS;
    fits.then_some([cut(high), cut(low)])
}

/// 1.5 · 2ᵏ for −1023 < k < 1023.
fn cut(exponent: i32) -> f64 {
    let field = u64::try_from(exponent + BIAS).unwrap_or(0);
    f64::from_bits((field << MANTISSA_BITS) | (1 << (MANTISSA_BITS - 1)))
}
