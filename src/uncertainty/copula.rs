//! Correlated inputs: a Gaussian copula (高斯连接函数) by Cholesky's factor.

use nalgebra::{DMatrix, SymmetricEigen};

use crate::error::{Code, Error};
use crate::regression::distribution::{normal_probability, normal_quantile};
use crate::text;
use crate::wording::TextArgument;

/// A pivot below this counts as 0.
const SMALL: f64 = 1e-10;

/// Correlations of the normal scores of some inputs.
///
/// # Equation
///
/// ```text
/// R = L Lᵀ,   zᵢ = Σⱼ Lᵢⱼ Φ⁻¹(uⱼ),   u'ᵢ = Φ(zᵢ)
/// ```
///
/// The correlation is that of the normal scores: that of the values themselves is a little smaller where the
/// distributions are not normal, and rank correlation is (6/π) asin(r/2).
///
/// # Examples
///
/// ```
/// use ecovalue::uncertainty::copula::Copula;
///
/// let copula = Copula::new(2, &[(0, 1, 0.6)])?;
/// // L₂₁ = 0.6, L₂₂ = 0.8; the first input keeps its number.
/// let mut u = [0.9, 0.5];
/// copula.apply(&mut u);
/// assert_eq!(u[0], 0.9);
/// // z₂ = 0.6 · 1.281552 = 0.768931, Φ(z₂) = 0.7790
/// assert!((u[1] - 0.7790).abs() < 1e-4);
/// # Ok::<(), ecovalue::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Copula {
    /// Inputs that are correlated, and the factor over them.
    members: Vec<usize>,
    factor: Vec<Vec<f64>>,
    groups: Vec<Vec<usize>>,
}

impl Copula {
    /// The copula of `size` inputs with some pairs; all others are independent.
    ///
    /// # Errors
    ///
    /// `EV-I006` for a correlation outside −1 to 1, and for correlations that cannot hold together; the hint then has
    /// the nearest that can (Higham 2002).
    pub fn new(size: usize, pairs: &[(usize, usize, f64)]) -> Result<Self, Error> {
        let mut members: Vec<usize> = pairs.iter().flat_map(|(a, b, _)| [*a, *b]).collect();
        members.sort_unstable();
        members.dedup();
        let place = |input: usize| members.iter().position(|member| *member == input);
        let mut matrix = DMatrix::<f64>::identity(members.len(), members.len());
        for (a, b, correlation) in pairs {
            if correlation.is_nan() || correlation.abs() > 1.0 {
                let message = text!(
                    "a correlation of {0} is outside -1 to 1",
                    "相关系数 {0} 不在 -1 至 1 之间",
                    *correlation
                );
                return Err(Error::new(Code::BadValue, message, text!("correct the number", "更正该数值")));
            }
            if let (Some(a), Some(b)) = (place(*a), place(*b)) {
                for at in [(a, b), (b, a)] {
                    if let Some(entry) = matrix.get_mut(at) {
                        *entry = *correlation;
                    }
                }
            }
        }
        let factor = factor(&matrix).ok_or_else(|| impossible(&matrix, &members, pairs))?;
        Ok(Self { groups: groups(size, pairs), members, factor })
    }

    /// Correlates independent uniform numbers, one for each input.
    pub fn apply(&self, uniforms: &mut [f64]) {
        if self.members.is_empty() {
            return;
        }
        let score = |input: &usize| uniforms.get(*input).map_or(f64::NAN, |u| normal_quantile(*u));
        let scores: Vec<f64> = self.members.iter().map(score).collect();
        for (input, row) in self.members.iter().zip(&self.factor) {
            let z = row.iter().zip(&scores).fold(0.0, |sum, (l, z)| sum + l * z);
            // An input that is correlated with none before it keeps its bits.
            let alone = row.last().is_some_and(|diagonal| *diagonal >= 1.0);
            if let (Some(u), false) = (uniforms.get_mut(*input), alone) {
                *u = normal_probability(z).clamp(super::distribution::EDGE, 1.0 - super::distribution::EDGE);
            }
        }
    }

    /// Groups of correlated inputs, each input once; an uncorrelated input is a group of one.
    #[must_use]
    pub fn groups(&self) -> &[Vec<usize>] {
        &self.groups
    }
}

/// L of A = L Lᵀ for a positive semi-definite matrix, or none.
fn factor(matrix: &DMatrix<f64>) -> Option<Vec<Vec<f64>>> {
    let size = matrix.nrows();
    let mut rows: Vec<Vec<f64>> = Vec::with_capacity(size);
    for row in 0..size {
        let mut entries: Vec<f64> = Vec::with_capacity(size);
        for column in 0..=row {
            let other = rows.get(column);
            let sum = entries.iter().zip(other.unwrap_or(&entries)).fold(0.0, |sum, (a, b)| sum + a * b);
            let rest = matrix.get((row, column))? - sum;
            let pivot = other.and_then(|other| other.get(column)).copied();
            let entry = match pivot {
                None if rest > SMALL => rest.sqrt(),
                None if rest > -SMALL => 0.0,
                Some(pivot) if pivot > 0.0 => rest / pivot,
                Some(_) if rest.abs() < SMALL.sqrt() => 0.0,
                None | Some(_) => return None,
            };
            entries.push(entry);
        }
        rows.push(entries);
    }
    Some(rows)
}

fn impossible(matrix: &DMatrix<f64>, members: &[usize], pairs: &[(usize, usize, f64)]) -> Error {
    let nearest = nearest_correlation(matrix);
    let place = |input: &usize| members.iter().position(|member| member == input).unwrap_or(usize::MAX);
    let list = pairs.iter().map(|(a, b, _)| {
        let entry = nearest.get((place(a), place(b))).copied().unwrap_or(f64::NAN);
        format!("{}-{} {entry:.4}", a + 1, b + 1)
    });
    let message = text!(
        "the correlations cannot hold together: their matrix is not positive semi-definite",
        "这些相关系数不能同时成立：相关矩阵不是半正定的"
    );
    let hint = text!(
        "correct them; the nearest that can hold (Higham 2002), by position of the inputs: {0}",
        "更正相关系数；最近的可成立取值（Higham 2002，按输入的序号）：{0}",
        TextArgument::list(list)
    );
    Error::new(Code::BadValue, message, hint)
}

/// The correlation matrix that is nearest to a symmetric one, by alternating projections with Dykstra's correction.
///
/// # References
///
/// * Higham, N. J. (2002): Computing the nearest correlation matrix - a problem from finance, IMA Journal of Numerical
///   Analysis 22, 329-343, algorithm 3.3.
fn nearest_correlation(matrix: &DMatrix<f64>) -> DMatrix<f64> {
    let mut y = matrix.clone();
    let mut correction = DMatrix::zeros(matrix.nrows(), matrix.ncols());
    for _ in 0..1000 {
        let before = y.clone();
        let r = &y - &correction;
        let mut eigen = SymmetricEigen::new(r.clone());
        eigen.eigenvalues.iter_mut().for_each(|value| *value = value.max(0.0));
        let x = eigen.recompose();
        correction = &x - &r;
        y = x;
        y.fill_diagonal(1.0);
        if (&y - &before).norm() < 1e-12 * y.norm() {
            break;
        }
    }
    y
}

fn groups(size: usize, pairs: &[(usize, usize, f64)]) -> Vec<Vec<usize>> {
    let mut group: Vec<usize> = (0..size).collect();
    for (a, b, correlation) in pairs {
        let (Some(first), Some(other)) = (group.get(*a).copied(), group.get(*b).copied()) else { continue };
        if *correlation != 0.0 {
            group.iter_mut().filter(|id| **id == other.max(first)).for_each(|id| *id = first.min(other));
        }
    }
    let members =
        |id: usize| group.iter().enumerate().filter(move |(_, group)| **group == id).map(|(at, _)| at);
    (0..size).map(|id| members(id).collect()).filter(|members: &Vec<usize>| !members.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_matrix_is_that_of_higham() {
        // Higham (2002), section 4: 0.7607 beside the diagonal and 0.1573 in the corner.
        let matrix = DMatrix::from_row_slice(3, 3, &[1.0, 1.0, 0.0, 1.0, 1.0, 1.0, 0.0, 1.0, 1.0]);
        let nearest = nearest_correlation(&matrix);
        assert!((nearest[(0, 1)] - 0.7607).abs() < 5e-5 && (nearest[(0, 2)] - 0.1573).abs() < 5e-5);
        assert!(factor(&nearest).is_some());
    }

    #[test]
    fn a_matrix_at_the_edge_is_taken_and_one_beyond_is_refused() {
        let copula = Copula::new(3, &[(0, 2, 1.0)]).unwrap();
        let mut u = [0.2, 0.3, 0.9];
        copula.apply(&mut u);
        assert!(u[0] == 0.2 && u[1] == 0.3 && (u[2] - 0.2).abs() < 1e-15);
        assert_eq!(copula.groups(), [vec![0, 2], vec![1]]);
        let error = Copula::new(3, &[(0, 1, 1.0), (1, 2, 1.0), (0, 2, 0.0)]).unwrap_err();
        assert!(error.hint().to_string().contains("1-2 0.7607"), "{error}");
    }
}
