//! Results of a fitted model of counts.

use super::super::distribution::chi_squared_above;
use super::super::estimates::{Estimates, StandardErrors};
use super::super::least_squares::warning;
use super::super::maximum::Maximum;
use super::super::sample::{Sample, size};
use super::deviance::deviance;
use super::{Family, fit};
use crate::error::{Error, Findings};
use crate::math;

/// A fitted model of counts.
#[derive(Debug, Clone)]
pub struct CountFit {
    family: Family,
    standard_errors: StandardErrors,
    estimates: Estimates,
    response_name: String,
    log_likelihood: f64,
    deviance: Option<f64>,
    iterations: u32,
    means: Vec<f64>,
    condition_number: f64,
}

impl CountFit {
    pub(super) fn new(
        sample: &Sample,
        family: Family,
        standard_errors: StandardErrors,
        estimates: Estimates,
        maximum: &Maximum,
        condition_number: f64,
    ) -> Self {
        let means: Vec<f64> = maximum.eta.iter().map(|eta| math::exp(*eta)).collect();
        Self {
            family,
            standard_errors,
            estimates,
            response_name: sample.response_name().to_owned(),
            log_likelihood: maximum.log_likelihood,
            deviance: deviance(sample, family, &means, math::exp(maximum.shape)),
            iterations: maximum.iterations,
            means,
            condition_number,
        }
    }

    /// The model.
    #[must_use]
    pub fn family(&self) -> Family {
        self.family
    }

    /// Kind of the standard errors.
    #[must_use]
    pub fn standard_errors(&self) -> StandardErrors {
        self.standard_errors
    }

    /// Coefficients, and α behind them, with their covariance.
    #[must_use]
    pub fn estimates(&self) -> &Estimates {
        &self.estimates
    }

    /// Name of the response.
    #[must_use]
    pub fn response_name(&self) -> &str {
        &self.response_name
    }

    /// α of a negative binomial model.
    #[must_use]
    pub fn dispersion(&self) -> Option<f64> {
        self.estimates.values().last().copied().filter(|_| self.family.has_dispersion())
    }

    /// Mean μ of the whole population at the regressors of each row.
    #[must_use]
    pub fn means(&self) -> &[f64] {
        &self.means
    }

    /// ℓ with all its constants.
    #[must_use]
    pub fn log_likelihood(&self) -> f64 {
        self.log_likelihood
    }

    /// −2 ℓ + 2 k, α counted.
    #[must_use]
    pub fn aic(&self) -> f64 {
        -2.0 * self.log_likelihood + 2.0 * size(self.estimates.values().len())
    }

    /// −2 ℓ + k ln n, α counted.
    #[must_use]
    pub fn bic(&self) -> f64 {
        -2.0 * self.log_likelihood + math::ln(size(self.rows())) * size(self.estimates.values().len())
    }

    /// Twice what a model with a mean for each row has more in ℓ, at the same α; `None` for truncated and on-site
    /// negative binomial models.
    ///
    /// ```text
    /// Poisson             2 Σ w (y ln(y/μ) − (y − μ)),   on site with y − 1 for y
    /// negative binomial   2 Σ w (y ln(y/μ) − (y + 1/α) ln((1 + αy)/(1 + αμ)))
    /// ```
    #[must_use]
    pub fn deviance(&self) -> Option<f64> {
        self.deviance
    }

    /// Steps of Newton's method.
    #[must_use]
    pub fn iterations(&self) -> u32 {
        self.iterations
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.means.len()
    }

    /// As [`crate::regression::LinearFit::condition_number`].
    #[must_use]
    pub fn condition_number(&self) -> f64 {
        self.condition_number
    }

    /// `EV-W003` if the condition number is above 1000.
    #[must_use]
    pub fn warning(&self) -> Option<Error> {
        warning(self.condition_number)
    }

    /// ℓ₀ of the same model with an intercept only, for `McFadden`'s 1 − ℓ/ℓ₀.
    ///
    /// # Errors
    ///
    /// As [`fit()`].
    pub fn null_log_likelihood(&self, sample: &Sample) -> Result<f64, Findings> {
        let mut null = Sample::new(sample.response_name(), sample.response().to_vec()).intercept();
        if let Some(weights) = sample.weight_values() {
            null = null.weights(weights.to_vec());
        }
        if let Some(offset) = sample.offset_values() {
            null = null.offset(offset.to_vec());
        }
        fit(&null, self.family, StandardErrors::Classical).map(|fit| fit.log_likelihood)
    }

    /// Likelihood ratio of all regressors but the intercept, and the probability that it is larger by chance.
    ///
    /// # Equation
    ///
    /// ```text
    /// 2 (ℓ − ℓ₀),   χ² with p − 1 degrees of freedom, p regressors with the intercept
    /// ```
    ///
    /// # Errors
    ///
    /// As [`fit()`].
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::regression::{Sample, count::poisson};
    ///
    /// let sample = Sample::new("visits", vec![8.0, 8.0, 2.0, 2.0])
    ///     .intercept()
    ///     .regressor("far", vec![0.0, 0.0, 1.0, 1.0]);
    /// let (ratio, p_value) = poisson(&sample)?.likelihood_ratio(&sample)?;
    /// // 2 Σ y ln(μ/μ₀) with μ₀ = 5
    /// assert!((ratio - 2.0 * (16.0 * 1.6_f64.ln() + 4.0 * 0.4_f64.ln())).abs() < 1e-12);
    /// assert!(p_value < 0.01);
    /// # Ok::<(), ecovalue::Findings>(())
    /// ```
    pub fn likelihood_ratio(&self, sample: &Sample) -> Result<(f64, f64), Findings> {
        let ratio = 2.0 * (self.log_likelihood - self.null_log_likelihood(sample)?);
        Ok((ratio, chi_squared_above(ratio, size(sample.names().count()) - 1.0)))
    }
}
