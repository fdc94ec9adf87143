//! Small dense matrices: the covariances and factors of a fit, a few rows wide.

/// A dense matrix by rows. An entry outside is `NaN`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RealMatrix {
    columns: usize,
    data: Vec<f64>,
}

impl RealMatrix {
    /// A matrix of zeros.
    pub(crate) fn zeros(rows: usize, columns: usize) -> Self {
        Self { columns, data: vec![0.0; rows * columns] }
    }

    /// A matrix whose entries a function gives.
    pub(crate) fn from_fn(rows: usize, columns: usize, entry: impl Fn(usize, usize) -> f64) -> Self {
        let data = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
        Self { columns, data: data.map(|(row, column)| entry(row, column)).collect() }
    }

    pub(crate) fn rows(&self) -> usize {
        self.data.len().checked_div(self.columns).unwrap_or(0)
    }

    pub(crate) fn at(&self, row: usize, column: usize) -> f64 {
        let inside = column < self.columns;
        self.data.get(row * self.columns + column).filter(|_| inside).copied().unwrap_or(f64::NAN)
    }

    pub(crate) fn set(&mut self, row: usize, column: usize, value: f64) {
        if let Some(entry) = self.data.get_mut(row * self.columns + column) {
            *entry = value;
        }
    }

    pub(crate) fn row(&self, row: usize) -> &[f64] {
        self.data.get(row * self.columns..(row + 1) * self.columns).unwrap_or_default()
    }

    pub(crate) fn data_mut(&mut self) -> &mut [f64] {
        &mut self.data
    }

    pub(crate) fn diagonal(&self) -> Vec<f64> {
        (0..self.columns).map(|k| self.at(k, k)).collect()
    }

    /// Adds another matrix of the same size.
    pub(crate) fn add(&mut self, other: &Self) {
        for (entry, other) in self.data.iter_mut().zip(&other.data) {
            *entry += other;
        }
    }

    pub(crate) fn scaled(mut self, factor: f64) -> Self {
        for entry in &mut self.data {
            *entry *= factor;
        }
        self
    }

    /// A x.
    pub(crate) fn times_vector(&self, vector: &[f64]) -> Vec<f64> {
        (0..self.rows()).map(|row| dot(self.row(row), vector)).collect()
    }

    /// A B.
    pub(crate) fn times(&self, other: &Self) -> Self {
        let entry =
            |row, column| (0..self.columns).fold(0.0, |sum, k| sum + self.at(row, k) * other.at(k, column));
        Self::from_fn(self.rows(), other.columns, entry)
    }

    pub(crate) fn transposed(&self) -> Self {
        Self::from_fn(self.columns, self.rows(), |row, column| self.at(column, row))
    }

    /// A M Aᵀ.
    pub(crate) fn sandwich(&self, meat: &Self) -> Self {
        self.times(meat).times(&self.transposed())
    }

    /// The lower factor of A = L Lᵀ, or `None` if A is not positive definite.
    pub(crate) fn cholesky(&self) -> Option<Self> {
        let size = self.columns;
        let mut lower = Self::zeros(size, size);
        for row in 0..size {
            for column in 0..=row {
                let sum = (0..column).fold(0.0, |sum, k| sum + lower.at(row, k) * lower.at(column, k));
                let rest = self.at(row, column) - sum;
                if row > column {
                    lower.set(row, column, rest / lower.at(column, column));
                } else if rest > 0.0 && rest.is_finite() {
                    lower.set(row, row, rest.sqrt());
                } else {
                    return None;
                }
            }
        }
        Some(lower)
    }

    /// L⁻¹ b, for a lower factor.
    pub(crate) fn solve_lower(&self, right: &[f64]) -> Vec<f64> {
        let mut solved: Vec<f64> = Vec::with_capacity(right.len());
        for (row, right) in right.iter().enumerate() {
            let sum = dot(self.row(row), &solved);
            solved.push((right - sum) / self.at(row, row));
        }
        solved
    }

    /// L⁻ᵀ b, for a lower factor.
    pub(crate) fn solve_lower_transposed(&self, right: &[f64]) -> Vec<f64> {
        let mut solved = right.to_vec();
        for row in (0..right.len()).rev() {
            let sum = ((row + 1)..right.len())
                .fold(0.0, |sum, k| sum + self.at(k, row) * solved.get(k).copied().unwrap_or(f64::NAN));
            if let Some(entry) = solved.get_mut(row) {
                *entry = (*entry - sum) / self.at(row, row);
            }
        }
        solved
    }

    /// A⁻¹ of a positive definite matrix.
    pub(crate) fn inverse(&self) -> Option<Self> {
        let lower = self.cholesky()?;
        let size = self.columns;
        let mut inverse = Self::zeros(size, size);
        for column in 0..size {
            let unit: Vec<f64> = (0..size).map(|row| if row == column { 1.0 } else { 0.0 }).collect();
            let solved = lower.solve_lower_transposed(&lower.solve_lower(&unit));
            for (row, value) in solved.into_iter().enumerate() {
                inverse.set(row, column, value);
            }
        }
        Some(inverse)
    }
}

/// aᵀ b over the shorter of both, in four sums that are added at the end: the order is the same everywhere, and the
/// sums do not wait for each other.
pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let length = a.len().min(b.len());
    let (a, b) = (a.get(..length).unwrap_or_default(), b.get(..length).unwrap_or_default());
    let (fours_of_a, fours_of_b) = (a.chunks_exact(4), b.chunks_exact(4));
    let rest = fours_of_a.remainder().iter().zip(fours_of_b.remainder()).fold(0.0, |sum, (a, b)| sum + a * b);
    let mut sums = [0.0; 4];
    for (a, b) in fours_of_a.zip(fours_of_b) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += a * b;
        }
    }
    let [s0, s1, s2, s3] = sums;
    ((s0 + s1) + (s2 + s3)) + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matrix_times_its_inverse_is_one() {
        let matrix = RealMatrix::from_fn(3, 3, |i, j| if i == j { 4.0 } else { 1.0 });
        let product = matrix.times(&matrix.inverse().unwrap());
        for (i, j) in [(0, 0), (1, 2), (2, 2)] {
            assert!((product.at(i, j) - f64::from(u8::from(i == j))).abs() < 1e-15);
        }
        assert!(RealMatrix::from_fn(2, 2, |_, _| 1.0).inverse().is_none());
        assert!(matrix.at(0, 3).is_nan());
    }
}
