//! Test for overdispersion.

use super::super::distribution::normal_probability;
use super::super::least_squares;
use super::super::sample::Sample;
use super::{Family, poisson};
use crate::error::{Findings, Place};

/// How the variance may exceed the mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overdispersion {
    /// Var(y) = μ + α μ, as in NB1.
    Linear,
    /// Var(y) = μ + α μ², as in NB2.
    Quadratic,
}

/// Result of a test for overdispersion.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct DispersionTest {
    /// Estimate of α by the regression of the test.
    pub alpha: f64,
    /// Its t statistic, standard normal if counts are Poisson.
    pub statistic: f64,
    /// Probability of a statistic at least as large: small values speak for overdispersion.
    pub p_value: f64,
}

/// The regression-based test for overdispersion behind a Poisson model.
///
/// # Equation
///
/// ```text
/// ((yᵢ − μᵢ)² − yᵢ) / μᵢ = α g(μᵢ)/μᵢ + uᵢ,   g(μ) = μ (linear) or μ² (quadratic)
/// ```
///
/// by least squares without intercept; the statistic is the t of α, compared one-sided with the normal distribution.
/// Weights are not used.
///
/// # Errors
///
/// As [`poisson`].
///
/// # Examples
///
/// ```
/// use ecovalue::regression::{Sample, count::{Overdispersion, overdispersion}};
///
/// let sample = Sample::new("visits", vec![0.0, 0.0, 1.0, 2.0, 12.0]).intercept();
/// let test = overdispersion(&sample, Overdispersion::Quadratic)?;
/// // μ = 3: ((y − 3)² − y)/3 is on average 3 α, so α = Σ ((y − 3)² − y) / (5 · 9) = 89/45.
/// assert!((test.alpha - 89.0 / 45.0).abs() < 1e-12);
/// # Ok::<(), ecovalue::Findings>(())
/// ```
///
/// # References
///
/// * Cameron, A. C., Trivedi, P. K. (1990): Regression-based tests for overdispersion in the Poisson model, Journal of
///   Econometrics 46, 347-364.
pub fn overdispersion(sample: &Sample, form: Overdispersion) -> Result<DispersionTest, Findings> {
    let fit = poisson(sample)?;
    let rows = sample.response().iter().zip(fit.means());
    let excess = rows.map(|(y, mean)| ((y - mean) * (y - mean) - y) / mean).collect();
    let share = match form {
        Overdispersion::Linear => vec![1.0; sample.len()],
        Overdispersion::Quadratic => fit.means().to_vec(),
    };
    let auxiliary = Sample::new("excess", excess).regressor("alpha", share);
    let test = least_squares(&auxiliary)?.estimates().coefficient("alpha");
    let test = test.map_err(|error| error.at(Place::column_only(Family::Poisson.name().en)))?;
    let p_value = normal_probability(-test.statistic);
    Ok(DispersionTest { alpha: test.estimate, statistic: test.statistic, p_value })
}
