//! Householder QR with column scaling and pivoting.

use super::matrix::{RealMatrix, dot};
use crate::math::{self, from_count};

/// Columns A P S = Q R, where S scales every column by a power of two to a norm near 1.
#[derive(Debug, Clone)]
pub(crate) struct Qr {
    /// Each reflection I − b v vᵀ as (b, v).
    reflections: Vec<(f64, Vec<f64>)>,
    /// Upper triangle, by rows, of the columns in the order of `pivots`.
    upper: RealMatrix,
    pivots: Vec<usize>,
    /// Of each column, in the order of the input.
    scales: Vec<f64>,
    /// Norm of each scaled column, in the order of the input.
    norms: Vec<f64>,
    rank: usize,
    rows: usize,
}

/// The power of two that brings a norm to [√½, √2].
fn power_of_two_scale(norm: f64) -> f64 {
    if norm > 0.0 && norm.is_finite() {
        let exponent = (math::log2(norm) + 0.5).floor();
        // Exact, since the exponent is whole.
        math::exp2(-exponent).clamp(f64::MIN_POSITIVE, 1.0 / f64::MIN_POSITIVE)
    } else {
        1.0
    }
}

/// √Σ x², scaled so that neither end of the range is left.
pub(crate) fn norm(values: &[f64]) -> f64 {
    let largest = values.iter().fold(0.0_f64, |largest, x| if x.abs() > largest { x.abs() } else { largest });
    if largest == 0.0 {
        return 0.0;
    }
    let squares = values.iter().fold(0.0, |sum, x| sum + (x / largest) * (x / largest));
    largest * squares.sqrt()
}

/// √Σ x² of a column that is scaled already.
fn length(values: &[f64]) -> f64 {
    dot(values, values).sqrt()
}

impl Qr {
    /// Factors columns of equal length. The rank is judged after scaling: a column counts as dependent if what the
    /// others leave of it is below 32 √n units in the last place of its norm.
    pub(crate) fn new(columns: &[&[f64]]) -> Self {
        let rows = columns.first().map_or(0, |column| column.len());
        let scales: Vec<f64> = columns.iter().map(|column| power_of_two_scale(norm(column))).collect();
        let mut work: Vec<Vec<f64>> = columns
            .iter()
            .zip(&scales)
            .map(|(column, scale)| column.iter().map(|x| x * scale).collect())
            .collect();
        let norms: Vec<f64> = work.iter().map(|column| length(column)).collect();
        let width = columns.len();
        let mut qr = Self {
            reflections: Vec::with_capacity(width),
            upper: RealMatrix::zeros(width, width),
            pivots: (0..width).collect(),
            scales,
            norms,
            rank: 0,
            rows,
        };
        let tolerance = 32.0 * f64::EPSILON * from_count(math::count(rows)).sqrt();
        while qr.rank < width.min(rows) && qr.step(&mut work) > tolerance {
            qr.rank += 1;
        }
        // Each row of R stands in the first entries of the columns that were worked on.
        for (column, values) in work.iter().enumerate() {
            for (row, value) in values.iter().take(width).enumerate() {
                if row <= column || row < qr.rank {
                    qr.upper.set(row, column, if row <= column { *value } else { 0.0 });
                }
            }
        }
        qr
    }

    /// Eliminates below the diagonal in the column of which the most is left, and returns that share of its norm.
    fn step(&mut self, work: &mut [Vec<f64>]) -> f64 {
        let k = self.rank;
        let norm_of = |column: usize| self.pivots.get(column).and_then(|pivot| self.norms.get(*pivot));
        let left = |column: usize, values: &[f64]| {
            let share = length(values.get(k..).unwrap_or_default()) / norm_of(column).copied().unwrap_or(1.0);
            if share.is_finite() { share } else { 0.0 }
        };
        let shares = work.iter().enumerate().skip(k).map(|(column, values)| (column, left(column, values)));
        let (best, share) = shares.fold((k, -1.0), |best, found| if found.1 > best.1 { found } else { best });
        work.swap(k, best);
        self.pivots.swap(k, best);
        let Some((column, later)) = work.get_mut(k..).and_then(|rest| rest.split_first_mut()) else {
            return 0.0;
        };
        let length = length(column.get(k..).unwrap_or_default());
        if length <= 0.0 {
            return share;
        }
        let Some(tail) = column.get_mut(k..) else { return 0.0 };
        let mut vector = tail.to_vec();
        let Some(first) = vector.first_mut() else { return 0.0 };
        let diagonal = if *first > 0.0 { -length } else { length };
        *first -= diagonal;
        let factor = 2.0 / dot(&vector, &vector);
        tail.fill(0.0);
        if let Some(entry) = tail.first_mut() {
            *entry = diagonal;
        }
        for other in later {
            reflect(factor, &vector, other.get_mut(k..).unwrap_or_default());
        }
        self.reflections.push((factor, vector));
        share
    }

    /// Number of columns that do not depend on others.
    pub(crate) fn rank(&self) -> usize {
        self.rank
    }

    /// Norms of the columns as they were given.
    pub(crate) fn column_norms(&self) -> Vec<f64> {
        self.norms.iter().zip(&self.scales).map(|(norm, scale)| norm / scale).collect()
    }

    fn width(&self) -> usize {
        self.pivots.len()
    }

    /// Qᵀ b in place.
    fn rotate(&self, values: &mut [f64]) {
        for (k, (factor, vector)) in self.reflections.iter().enumerate() {
            reflect(*factor, vector, values.get_mut(k..).unwrap_or_default());
        }
    }

    /// Q b in place.
    fn rotate_back(&self, values: &mut [f64]) {
        for (k, (factor, vector)) in self.reflections.iter().enumerate().rev() {
            reflect(*factor, vector, values.get_mut(k..).unwrap_or_default());
        }
    }

    /// R⁻¹ b.
    fn solve_upper(&self, right: &[f64]) -> Vec<f64> {
        let size = right.len();
        let mut solved = right.to_vec();
        for row in (0..size).rev() {
            let sum = (row + 1..size)
                .fold(0.0, |sum, k| sum + self.upper.at(row, k) * solved.get(k).copied().unwrap_or(f64::NAN));
            if let Some(entry) = solved.get_mut(row) {
                *entry = (*entry - sum) / self.upper.at(row, row);
            }
        }
        solved
    }

    /// R⁻ᵀ b.
    fn solve_upper_transposed(&self, right: &[f64]) -> Vec<f64> {
        let mut solved: Vec<f64> = Vec::with_capacity(right.len());
        for (row, right) in right.iter().enumerate() {
            let sum = solved.iter().enumerate().fold(0.0, |sum, (k, x)| sum + self.upper.at(k, row) * x);
            solved.push((right - sum) / self.upper.at(row, row));
        }
        solved
    }

    /// From the order and scale of the input to those of R: of a row of A, or a gradient.
    fn in_pivot_order(&self, values: &[f64]) -> Vec<f64> {
        let entry = |column: &usize| Some(values.get(*column)? * self.scales.get(*column)?);
        self.pivots.iter().map(|column| entry(column).unwrap_or(f64::NAN)).collect()
    }

    /// From coefficients of R to those of the input.
    fn in_input_order(&self, values: &[f64]) -> Vec<f64> {
        let mut out = vec![0.0; self.width()];
        for (column, value) in self.pivots.iter().zip(values) {
            if let (Some(entry), Some(scale)) = (out.get_mut(*column), self.scales.get(*column)) {
                *entry = value * scale;
            }
        }
        out
    }

    /// The residual r and the coefficients x of r + A x = f, Aᵀ r = g.
    ///
    /// ```text
    /// h = R⁻ᵀ g,   (d₁, d₂) = Qᵀ f,   x = R⁻¹ (d₁ − h),   r = Q (h, d₂)
    /// ```
    pub(crate) fn solve_augmented(&self, f: &[f64], g: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let mut rotated = f.to_vec();
        self.rotate(&mut rotated);
        let h = self.solve_upper_transposed(&self.in_pivot_order(g));
        let difference: Vec<f64> = rotated.iter().zip(&h).map(|(d, h)| d - h).collect();
        let coefficients = self.in_input_order(&self.solve_upper(&difference));
        for (entry, h) in rotated.iter_mut().zip(&h) {
            *entry = *h;
        }
        self.rotate_back(&mut rotated);
        (rotated, coefficients)
    }

    /// √(xᵀ (AᵀA)⁻¹ x) = ‖R⁻ᵀ x‖ of a row of regressors.
    pub(crate) fn leverage_root(&self, row: &[f64]) -> f64 {
        norm(&self.solve_upper_transposed(&self.in_pivot_order(row)))
    }

    /// Row-wise x ↦ R⁻ᵀ x as a matrix T, so that A Tᵀ has orthonormal columns: coefficients in that basis times Tᵀ
    /// are coefficients of the input.
    pub(crate) fn basis(&self) -> RealMatrix {
        let width = self.width();
        let columns: Vec<Vec<f64>> = (0..width)
            .map(|column| {
                let unit: Vec<f64> = (0..width).map(|k| if k == column { 1.0 } else { 0.0 }).collect();
                self.in_input_order(&self.solve_upper(&unit))
            })
            .collect();
        RealMatrix::from_fn(width, width, |row, column| {
            columns.get(row).and_then(|values| values.get(column)).copied().unwrap_or(f64::NAN)
        })
    }

    /// The first columns of Q.
    pub(crate) fn orthonormal(&self) -> Vec<Vec<f64>> {
        let unit = |k: usize| {
            let mut column = vec![0.0; self.rows];
            if let Some(entry) = column.get_mut(k) {
                *entry = 1.0;
            }
            self.rotate_back(&mut column);
            column
        };
        (0..self.rank).map(unit).collect()
    }

    /// A column that depends on others, and those others with coefficients, in the order of the input.
    pub(crate) fn dependence(&self) -> Option<(usize, Vec<usize>)> {
        let dependent = self.pivots.get(self.rank)?;
        let right: Vec<f64> = (0..self.rank).map(|row| self.upper.at(row, self.rank)).collect();
        let coefficients = self.solve_upper(&right);
        let used = self.pivots.iter().zip(&coefficients).filter(|(_, x)| x.abs() > 1e-10);
        let mut used: Vec<usize> = used.map(|(column, _)| *column).collect();
        used.sort_unstable();
        Some((*dependent, used))
    }

    /// Vectors d with A d = 0, one for each column that depends on others.
    pub(crate) fn null_space(&self) -> Vec<Vec<f64>> {
        let vector = |column: usize| {
            let right: Vec<f64> = (0..self.rank).map(|row| self.upper.at(row, column)).collect();
            let mut direction = self.solve_upper(&right);
            for x in &mut direction {
                *x = -*x;
            }
            direction.extend((self.rank..self.width()).map(|k| if k == column { 1.0 } else { 0.0 }));
            self.in_input_order(&direction)
        };
        (self.rank..self.width()).map(vector).collect()
    }

    /// Ratio of the largest to the smallest singular value of the columns scaled to length 1 (Belsley).
    pub(crate) fn condition_number(&self) -> f64 {
        let width = self.width();
        let norm = |k: usize| self.pivots.get(k).and_then(|column| self.norms.get(*column)).copied();
        let entry = |row, column| {
            if row <= column { self.upper.at(row, column) / norm(column).unwrap_or(f64::NAN) } else { 0.0 }
        };
        let values = nalgebra::DMatrix::from_fn(width, width, entry).singular_values();
        let (largest, smallest) = values.iter().fold((0.0_f64, f64::INFINITY), |(high, low), x| {
            (if *x > high { *x } else { high }, low.min(*x))
        });
        if width == 0 { 1.0 } else { largest / smallest }
    }
}

/// b ← b − f v (vᵀ b).
fn reflect(factor: f64, vector: &[f64], values: &mut [f64]) {
    let share = factor * dot(vector, values);
    for (value, x) in values.iter_mut().zip(vector) {
        *value -= share * x;
    }
}

/// Largest condition number of scaled columns that is passed over in silence. Belsley, Kuh and Welsch (1980) call 30
/// moderate; above 1000 a slip such as a trend that stands twice is more likely than a finding.
pub(crate) const CONDITION_LIMIT: f64 = 1000.0;

#[cfg(test)]
mod tests {
    use std::f64::consts::SQRT_2;

    use super::*;

    #[test]
    fn scales_are_powers_of_two_near_the_norm() {
        for norm in [1e-300, 0.3, 1.0, 1.5, 7.0, 1e300] {
            let scale = power_of_two_scale(norm);
            assert!((norm * scale) >= 1.0 / SQRT_2 - 1e-9 && norm * scale <= SQRT_2 + 1e-9, "{norm}");
            assert_eq!(scale.to_bits() << 12, 0);
        }
    }

    #[test]
    fn a_sum_of_two_columns_is_found() {
        let (a, b) = ([1.0, 2.0, 4.0, 8.0], [1e6, 1e6, 1e6, 2e6]);
        let c: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a * 0.1 + b).collect();
        let qr = Qr::new(&[&a, &b, &c]);
        assert_eq!(qr.rank(), 2);
        let (dependent, mut others) = qr.dependence().unwrap();
        others.push(dependent);
        others.sort_unstable();
        assert_eq!(others, [0, 1, 2]);
    }
}
