//! Inputs that make a figure uncertain: Sobol indices (Sobol敏感性指数) of first order and in total.

use crate::math::{count, from_count};

/// Shares of the variance of a figure that are due to an input, or to a group of inputs.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct SobolIndex {
    /// Share by itself, and its Monte Carlo standard error.
    pub first_order: (f64, f64),
    /// Share with everything that it does together with others, and its Monte Carlo standard error.
    pub total: (f64, f64),
}

/// The index of one input from a figure at three sets of independent draws: `a`, `b`, and `ab`, which are the draws of
/// `a` with those of the input taken from `b`.
///
/// # Equation
///
/// ```text
/// S  = 1 − Σ (f(B) − f(AB))² / 2NV          (Jansen 1999)
/// Sᵀ = Σ (f(A) − f(AB))² / 2NV
/// V  = variance of f over A and B
/// ```
///
/// Errors are those of the ratio of two means (delta method) over independent draws. None where a figure has no value or
/// does not vary.
///
/// # Examples
///
/// ```
/// use ecovalue::regression::draws::Draws;
/// use ecovalue::uncertainty::sensitivity::sobol_index;
///
/// // f = 2 x₁ + x₂ with uniform inputs: 4/5 of the variance is due to x₁.
/// let x = |stream| (0..4000).map(move |i| Draws::new(1, stream).uniform(i));
/// let f = |x1: f64, x2: f64| 2.0 * x1 + x2;
/// let a: Vec<f64> = x(0).zip(x(1)).map(|(x1, x2)| f(x1, x2)).collect();
/// let b: Vec<f64> = x(2).zip(x(3)).map(|(x1, x2)| f(x1, x2)).collect();
/// let ab: Vec<f64> = x(2).zip(x(1)).map(|(x1, x2)| f(x1, x2)).collect();
/// let index = sobol_index(&a, &b, &ab).unwrap();
/// assert!((index.first_order.0 - 0.8).abs() < 4.0 * index.first_order.1);
/// assert!((index.total.0 - 0.8).abs() < 4.0 * index.total.1);
/// ```
///
/// # References
///
/// * Jansen, M. J. W. (1999): Analysis of variance designs for model output, Computer Physics Communications 117, 35-43.
/// * Saltelli, A., et al. (2010): Variance based sensitivity analysis of model output, Computer Physics Communications
///   181, 259-270, for the scheme of A, B and AB.
#[must_use]
pub fn sobol_index(a: &[f64], b: &[f64], ab: &[f64]) -> Option<SobolIndex> {
    let rows: Vec<[f64; 3]> = a
        .iter()
        .zip(b)
        .zip(ab)
        .map(|((a, b), ab)| [*a, *b, *ab])
        .filter(|row| row.iter().all(|value| value.is_finite()))
        .collect();
    let n = from_count(count(rows.len()));
    let mean = rows.iter().fold(0.0, |sum, [a, b, _]| sum + 0.5 * (a + b)) / n;
    let spread: Vec<f64> =
        rows.iter().map(|[a, b, _]| 0.5 * ((a - mean) * (a - mean) + (b - mean) * (b - mean))).collect();
    let variance = spread.iter().fold(0.0, |sum, square| sum + square) / n;
    let scale = rows.iter().fold(0.0_f64, |most, [a, ..]| most.max(a.abs()));
    if n < 2.0 || variance.is_nan() || variance <= 1e-28 * scale * scale {
        return None;
    }
    let ratio = |half_squares: Vec<f64>| {
        let share = half_squares.iter().fold(0.0, |sum, half| sum + half) / n / variance;
        let square = half_squares.iter().zip(&spread).fold(0.0, |sum, (half, spread)| {
            let influence = (half - share * spread) / variance;
            sum + influence * influence
        });
        (share, (square / (n - 1.0) / n).sqrt())
    };
    let half = |x: f64, y: f64| 0.5 * (x - y) * (x - y);
    let without = ratio(rows.iter().map(|[_, b, ab]| half(*b, *ab)).collect());
    let total = ratio(rows.iter().map(|[a, _, ab]| half(*a, *ab)).collect());
    Some(SobolIndex { first_order: (1.0 - without.0, without.1), total })
}
