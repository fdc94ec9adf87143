//! Linear least squares.

mod goodness;

use super::distribution::two_sided_quantile;
use super::estimates::{Estimates, StandardErrors, check_level};
use super::matrix::{RealMatrix, dot};
use super::qr::{CONDITION_LIMIT, Qr};
use super::refine::{self, Refined};
use super::sample::{Sample, size};
use crate::error::{Code, Error, Findings};
use crate::text;
use crate::wording::TextArgument;
use goodness::Goodness;

/// A fitted linear model.
#[derive(Debug, Clone)]
pub struct LinearFit {
    estimates: Estimates,
    standard_errors: StandardErrors,
    response_name: String,
    residuals: Vec<f64>,
    squares: f64,
    goodness: Goodness,
    qr: Qr,
    condition_number: f64,
}

/// A mean and what a new observation may be, at some regressors.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Prediction {
    /// Estimate of the mean.
    pub mean: f64,
    /// Standard error of the mean.
    pub standard_error: f64,
    /// Confidence interval of the mean.
    pub mean_interval: (f64, f64),
    /// Interval of a new observation of weight 1.
    pub interval: (f64, f64),
}

/// Linear least squares with classical standard errors.
///
/// # Equation
///
/// ```text
/// b = argmin Σ wᵢ (yᵢ − oᵢ − xᵢᵀ b)²
/// s² = Σ wᵢ eᵢ² / (n − p),   Cov(b) = s² (XᵀWX)⁻¹
/// R² = 1 − Σ wᵢ eᵢ² / Σ wᵢ (yᵢ − ȳ)²,   without ȳ where no combination of regressors is constant
/// ℓ = −n/2 (ln 2π + ln(Σ wᵢ eᵢ² / n) + 1) + ½ Σ ln wᵢ,   AIC = −2 ℓ + 2 p
/// ```
///
/// `y` response, `x` regressors, `w` weights (1 where none are given), `o` offset (0), `e` residuals, `n` rows, `p`
/// coefficients. AIC does not count the variance as a parameter, as in statsmodels; R counts it, which adds 2.
///
/// # Assumptions
///
/// Errors have mean 0 and, for classical standard errors, variance σ²/wᵢ; t and F are exact for normal errors. Whether
/// regressors are collinear is judged after scaling each to length 1, at 32 √n units in the last place, so that a
/// polynomial of degree 10 is fitted and a column that is a sum of others is not.
///
/// # Errors
///
/// `EV-S007` for each value that is not a finite number, with its row; `EV-S008` for a weight that is not above 0;
/// `EV-I006` for columns of unequal length; `EV-S002` for fewer rows than coefficients; `EV-S001` for collinear
/// regressors, with their names.
///
/// # Examples
///
/// ```
/// use ecovalue::regression::{Sample, least_squares};
///
/// let sample = Sample::new("y", vec![1.0, 3.0, 2.0, 6.0])
///     .intercept()
///     .regressor("x", vec![0.0, 1.0, 2.0, 3.0]);
/// let fit = least_squares(&sample)?;
/// // x̄ = 1.5, ȳ = 3; Σ (x − x̄)(y − ȳ) = 7, Σ (x − x̄)² = 5.
/// assert!((fit.estimates().values()[1] - 1.4).abs() < 1e-15);
/// assert!((fit.r_squared() - 1.4 * 7.0 / 14.0).abs() < 1e-15);
/// # Ok::<(), ecovalue::Findings>(())
/// ```
///
/// # References
///
/// * Golub, G. H., Van Loan, C. F. (2013): Matrix computations, 4th edition, 5.3 and 5.4.
/// * Björck, Å. (1967): Iterative refinement of linear least squares solutions I, BIT 7, 257-278.
pub fn least_squares(sample: &Sample) -> Result<LinearFit, Findings> {
    least_squares_with(sample, StandardErrors::Classical)
}

/// As [`least_squares()`], with standard errors of one's choice. Statistics are compared with t for all of them.
///
/// # Errors
///
/// As [`least_squares()`].
///
/// # Examples
///
/// ```
/// use ecovalue::regression::{Sample, StandardErrors, least_squares_with};
///
/// let sample = Sample::new("y", vec![1.0, 3.0, 2.0]).intercept();
/// let fit = least_squares_with(&sample, StandardErrors::Hc0)?;
/// // The mean is 2; Σ e² / n² = 2/9.
/// assert!((fit.estimates().standard_errors()[0] - (2.0_f64 / 9.0).sqrt()).abs() < 1e-15);
/// # Ok::<(), ecovalue::Findings>(())
/// ```
pub fn least_squares_with(sample: &Sample, standard_errors: StandardErrors) -> Result<LinearFit, Findings> {
    sample.check()?;
    let width = sample.regressors().len();
    let refined = Refined::new(sample, |columns| sample.factor(columns, width))?;
    let solution = refined.fit(sample.response(), sample.offset_values());
    let squares = refine::dot(&solution.residuals, &solution.residuals).high;
    let freedom = size(sample.len()) - size(width);
    let weighted: Vec<f64> = solution.residuals.iter().map(|residual| residual.high).collect();
    let condition_number = refined.qr().condition_number();
    // Below this the factor alone gives eight digits and more of the covariance.
    let inverse = if condition_number < 1e6 { factor_inverse(refined.qr()) } else { refined.inverse() };
    let covariance = match standard_errors {
        StandardErrors::Classical => inverse.scaled(squares / freedom),
        robust => inverse.sandwich(&meat(sample, &weighted, refined.qr(), robust, freedom)),
    };
    let names = sample.names().map(str::to_owned).collect();
    let values = solution.coefficients.iter().map(|x| x.high).collect();
    let residuals = match sample.weight_values() {
        None => weighted,
        Some(weights) => weighted.iter().zip(weights).map(|(e, weight)| e / weight.sqrt()).collect(),
    };
    Ok(LinearFit {
        estimates: Estimates::new(names, values, covariance, Some(freedom)),
        standard_errors,
        response_name: sample.response_name().to_owned(),
        residuals,
        squares,
        goodness: Goodness::new(sample, squares, refined.qr()),
        qr: refined.qr().clone(),
        condition_number,
    })
}

/// (AᵀA)⁻¹ = Tᵀ T.
fn factor_inverse(qr: &Qr) -> RealMatrix {
    let basis = qr.basis();
    basis.transposed().times(&basis)
}

/// Σ wᵢ eᵢ² cᵢ wᵢ xᵢ xᵢᵀ / wᵢ with the correction cᵢ.
fn meat(sample: &Sample, weighted: &[f64], qr: &Qr, kind: StandardErrors, freedom: f64) -> RealMatrix {
    let width = sample.regressors().len();
    let n = size(sample.len());
    let orthonormal = match kind {
        StandardErrors::Hc2 | StandardErrors::Hc3 => qr.orthonormal(),
        _ => Vec::new(),
    };
    let mut row = vec![0.0; width];
    let mut meat = RealMatrix::zeros(width, width);
    for (index, residual) in weighted.iter().enumerate() {
        let root = sample.weight_values().and_then(|weights| weights.get(index)).map_or(1.0, |w| w.sqrt());
        for (entry, regressor) in row.iter_mut().zip(sample.regressors()) {
            *entry = regressor.high.get(index).copied().unwrap_or(f64::NAN) * root;
        }
        let leverage = orthonormal.iter().filter_map(|column| column.get(index)).fold(0.0, |h, q| h + q * q);
        let correction = match kind {
            StandardErrors::Classical | StandardErrors::Hc0 => 1.0,
            StandardErrors::Hc1 => n / freedom,
            StandardErrors::Hc2 => 1.0 / (1.0 - leverage),
            StandardErrors::Hc3 => 1.0 / ((1.0 - leverage) * (1.0 - leverage)),
        };
        add_outer(&mut meat, &row, residual * residual * correction);
    }
    meat
}

/// M ← M + f x xᵀ.
pub(crate) fn add_outer(matrix: &mut RealMatrix, vector: &[f64], factor: f64) {
    let width = vector.len().max(1);
    for (row, x) in matrix.data_mut().chunks_exact_mut(width).zip(vector) {
        let share = factor * x;
        for (entry, y) in row.iter_mut().zip(vector) {
            *entry += share * y;
        }
    }
}

impl LinearFit {
    /// Coefficients and their covariance.
    #[must_use]
    pub fn estimates(&self) -> &Estimates {
        &self.estimates
    }

    /// Kind of the standard errors.
    #[must_use]
    pub fn standard_errors(&self) -> StandardErrors {
        self.standard_errors
    }

    /// Name of the response.
    #[must_use]
    pub fn response_name(&self) -> &str {
        &self.response_name
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.residuals.len()
    }

    /// Rows less coefficients.
    #[must_use]
    pub fn residual_freedom(&self) -> f64 {
        size(self.rows()) - size(self.estimates.values().len())
    }

    /// y − o − Xb, one for each row.
    #[must_use]
    pub fn residuals(&self) -> &[f64] {
        &self.residuals
    }

    /// Σ wᵢ eᵢ².
    #[must_use]
    pub fn squared_residuals(&self) -> f64 {
        self.squares
    }

    /// s = √(Σ wᵢ eᵢ² / (n − p)).
    #[must_use]
    pub fn residual_standard_deviation(&self) -> f64 {
        (self.squares / self.residual_freedom()).sqrt()
    }

    /// R², see [`least_squares()`].
    #[must_use]
    pub fn r_squared(&self) -> f64 {
        self.goodness.r_squared
    }

    /// 1 − (1 − R²)(n − c)/(n − p), where c is 1 if a combination of regressors is constant and 0 if not.
    #[must_use]
    pub fn adjusted_r_squared(&self) -> f64 {
        let total = size(self.rows()) - self.goodness.constants;
        1.0 - (1.0 - self.goodness.r_squared) * total / self.residual_freedom()
    }

    /// F of all regressors but the constant, and the probability that it is larger by chance (classical).
    ///
    /// ```text
    /// F = (R² / (p − c)) / ((1 − R²) / (n − p))
    /// ```
    #[must_use]
    pub fn f_statistic(&self) -> (f64, f64) {
        let numerator = size(self.estimates.values().len()) - self.goodness.constants;
        let denominator = self.residual_freedom();
        let statistic = (self.goodness.explained / numerator) / (self.squares / denominator);
        (statistic, super::distribution::f_above(statistic, numerator, denominator))
    }

    /// ℓ, see [`least_squares()`].
    #[must_use]
    pub fn log_likelihood(&self) -> f64 {
        self.goodness.log_likelihood
    }

    /// −2 ℓ + 2 p.
    #[must_use]
    pub fn aic(&self) -> f64 {
        -2.0 * self.goodness.log_likelihood + 2.0 * size(self.estimates.values().len())
    }

    /// −2 ℓ + p ln n.
    #[must_use]
    pub fn bic(&self) -> f64 {
        -2.0 * self.goodness.log_likelihood
            + crate::math::ln(size(self.rows())) * size(self.estimates.values().len())
    }

    /// Ratio of the largest to the smallest singular value of the regressors, each scaled to length 1 (Belsley, Kuh and
    /// Welsch 1980). Above 30 single coefficients are ill determined, whatever the digits.
    #[must_use]
    pub fn condition_number(&self) -> f64 {
        self.condition_number
    }

    /// `EV-W003` if the condition number is above 1000.
    #[must_use]
    pub fn warning(&self) -> Option<Error> {
        warning(self.condition_number)
    }

    /// The mean and a new observation at regressors in the order of the sample, with intervals of a probability.
    ///
    /// # Equation
    ///
    /// ```text
    /// m = xᵀ b,   m ± t √(xᵀ Cov(b) x),   m ± t √(s² + xᵀ Cov(b) x)
    /// ```
    ///
    /// # Errors
    ///
    /// `EV-I006` for a level outside 0 to 1 or another number of regressors.
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::regression::{Sample, least_squares};
    ///
    /// let sample = Sample::new("y", vec![1.0, 3.0, 2.0]).intercept().regressor("x", vec![0.0, 1.0, 2.0]);
    /// let prediction = least_squares(&sample)?.predict(&[1.0, 1.0], 0.95)?;
    /// assert!((prediction.mean - 2.0).abs() < 1e-15);
    /// // At x̄ the variance of the mean is s²/n = 1.5/3.
    /// assert!((prediction.standard_error - 0.5_f64.sqrt()).abs() < 1e-15);
    /// # Ok::<(), ecovalue::Findings>(())
    /// ```
    pub fn predict(&self, regressors: &[f64], level: f64) -> Result<Prediction, Error> {
        check_level(level)?;
        let wanted = self.estimates.values().len();
        if regressors.len() != wanted {
            let message = text!(
                "{0} {0|regressor|regressors}, the fit has {1}",
                "给出了 {0} 个自变量，模型有 {1} 个",
                regressors.len(),
                wanted
            );
            let hint = text!("give {0}", "给出 {0}", TextArgument::list(self.estimates.names()));
            return Err(Error::new(Code::BadValue, message, hint));
        }
        let deviation = self.residual_standard_deviation();
        let variance = match self.standard_errors {
            // Not through the covariance, whose entries may cancel.
            StandardErrors::Classical => {
                let root = deviation * self.qr.leverage_root(regressors);
                root * root
            }
            _ => dot(regressors, &self.estimates.covariance_matrix().times_vector(regressors)),
        };
        let mean = dot(regressors, self.estimates.values());
        let quantile = two_sided_quantile(level, self.estimates.freedom());
        let around = |reach: f64| (mean - reach, mean + reach);
        Ok(Prediction {
            mean,
            standard_error: variance.sqrt(),
            mean_interval: around(quantile * variance.sqrt()),
            interval: around(quantile * (deviation * deviation + variance).sqrt()),
        })
    }
}

/// `EV-W003` for columns that are nearly collinear.
pub(crate) fn warning(condition_number: f64) -> Option<Error> {
    (condition_number > CONDITION_LIMIT).then(|| {
        let message = text!(
            "the condition number of the regressors is {0}",
            "自变量的条件数为 {0}",
            format!("{condition_number:.3e}")
        );
        let hint = text!(
            "centre regressors that hardly vary, and leave out one of two that move together",
            "对几乎不变的自变量作中心化，两个同步变动的自变量去掉一个"
        );
        Error::new(Code::IllConditioned, message, hint)
    })
}
