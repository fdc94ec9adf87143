//! Parameters of a fit: estimates and their covariance.

use super::distribution::{two_sided, two_sided_quantile};
use super::matrix::RealMatrix;
use super::sample::unknown;
use crate::error::{Code, Error};
use crate::text;

/// How the covariance of estimates is computed.
///
/// ```text
/// classical   s² (XᵀX)⁻¹; for likelihoods the inverse of the observed information
/// HC0         (XᵀX)⁻¹ (Σ eᵢ² xᵢ xᵢᵀ) (XᵀX)⁻¹; for likelihoods H⁻¹ (Σ sᵢ sᵢᵀ) H⁻¹ with the scores s
/// HC1         HC0 · n / (n − p)
/// HC2         with eᵢ² / (1 − hᵢ)
/// HC3         with eᵢ² / (1 − hᵢ)²
/// ```
///
/// # References
///
/// * White, H. (1980): A heteroskedasticity-consistent covariance matrix estimator, Econometrica 48, 817-838.
/// * `MacKinnon`, J. G., White, H. (1985): Some heteroskedasticity-consistent covariance matrix estimators with improved
///   finite sample properties, Journal of Econometrics 29, 305-325.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum StandardErrors {
    /// The model is right.
    #[default]
    Classical,
    /// Robust, without correction.
    Hc0,
    /// Robust, corrected by the number of parameters.
    Hc1,
    /// Robust, corrected by leverage.
    Hc2,
    /// Robust, corrected by squared leverage (close to the jackknife).
    Hc3,
}

impl StandardErrors {
    /// Name as it is printed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Classical => "nonrobust",
            Self::Hc0 => "HC0",
            Self::Hc1 => "HC1",
            Self::Hc2 => "HC2",
            Self::Hc3 => "HC3",
        }
    }
}

/// One parameter of a fit.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Coefficient {
    /// Name of the regressor, or of the parameter.
    pub name: String,
    /// Estimate.
    pub estimate: f64,
    /// Standard error.
    pub standard_error: f64,
    /// Estimate in units of its standard error: t for least squares, z for likelihoods.
    pub statistic: f64,
    /// Probability of a statistic at least as far from 0 if the parameter is 0.
    pub p_value: f64,
}

/// Parameters of a fit with their covariance.
///
/// # Examples
///
/// ```
/// use ecovalue::regression::{Sample, least_squares};
///
/// let sample = Sample::new("y", vec![1.0, 3.0, 2.0]).intercept().regressor("x", vec![0.0, 1.0, 2.0]);
/// let fit = least_squares(&sample)?;
/// let slope = fit.estimates().coefficient("x")?;
/// assert!((slope.estimate - 0.5).abs() < 1e-15);
/// // s² = 1.5 on one degree of freedom, Σ (x − x̄)² = 2.
/// assert!((slope.standard_error - 0.75_f64.sqrt()).abs() < 1e-15);
/// # Ok::<(), ecovalue::Findings>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Estimates {
    names: Vec<String>,
    values: Vec<f64>,
    covariance: RealMatrix,
    freedom: Option<f64>,
}

impl Estimates {
    pub(crate) fn new(
        names: Vec<String>,
        values: Vec<f64>,
        covariance: RealMatrix,
        freedom: Option<f64>,
    ) -> Self {
        Self { names, values, covariance, freedom }
    }

    /// Names of the parameters, in the order of the regressors, with those of the distribution behind them.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Estimates, in the order of the names.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// Standard errors, in the order of the names.
    #[must_use]
    pub fn standard_errors(&self) -> Vec<f64> {
        self.covariance.diagonal().into_iter().map(f64::sqrt).collect()
    }

    /// Covariance of two parameters by their position; `NaN` outside.
    #[must_use]
    pub fn covariance(&self, first: usize, second: usize) -> f64 {
        self.covariance.at(first, second)
    }

    pub(crate) fn covariance_matrix(&self) -> &RealMatrix {
        &self.covariance
    }

    /// Degrees of freedom of t; `None` where statistics are normal.
    #[must_use]
    pub fn freedom(&self) -> Option<f64> {
        self.freedom
    }

    /// The position of a parameter.
    ///
    /// # Errors
    ///
    /// `EV-I007` with the nearest name.
    pub fn position(&self, name: &str) -> Result<usize, Error> {
        let names = || self.names.iter().map(String::as_str);
        names().position(|known| known == name).ok_or_else(|| unknown(name, names()))
    }

    /// All parameters, in order.
    #[must_use]
    pub fn coefficients(&self) -> Vec<Coefficient> {
        let errors = self.standard_errors();
        let rows = self.names.iter().zip(&self.values).zip(errors);
        rows.map(|((name, estimate), standard_error)| {
            let statistic = estimate / standard_error;
            let p_value = two_sided(statistic, self.freedom);
            Coefficient { name: name.clone(), estimate: *estimate, standard_error, statistic, p_value }
        })
        .collect()
    }

    /// One parameter.
    ///
    /// # Errors
    ///
    /// As [`Estimates::position`].
    pub fn coefficient(&self, name: &str) -> Result<Coefficient, Error> {
        let position = self.position(name)?;
        self.coefficients().into_iter().nth(position).ok_or_else(|| unknown(name, std::iter::empty()))
    }

    /// Lower and upper end of the interval that holds a parameter with a probability such as 0.95.
    ///
    /// ```text
    /// b ± q s,   q = the (1 + level)/2 quantile of t, or of the normal distribution
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Estimates::position`]; `EV-I006` for a level outside 0 to 1.
    pub fn interval(&self, name: &str, level: f64) -> Result<(f64, f64), Error> {
        check_level(level)?;
        let coefficient = self.coefficient(name)?;
        let reach = two_sided_quantile(level, self.freedom) * coefficient.standard_error;
        Ok((coefficient.estimate - reach, coefficient.estimate + reach))
    }
}

/// A probability that an interval may have.
pub(crate) fn check_level(level: f64) -> Result<(), Error> {
    if level > 0.0 && level < 1.0 {
        return Ok(());
    }
    let message = text!("level {0} is not between 0 and 1", "置信水平 {0} 不在 0 与 1 之间", level);
    Err(Error::new(Code::BadValue, message, text!("write 0.95 for 95 %", "95 % 写为 0.95")))
}
