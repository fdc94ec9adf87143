//! Hedonic prices (享乐价格法): what a view or a distance adds to the price of a home or a room.

use super::StandardErrors;
use super::estimates::Estimates;
use super::least_squares::{LinearFit, least_squares_with};
use super::sample::Sample;
use crate::error::{Code, Error, Findings};
use crate::math;
use crate::text;
use crate::unit::{Cny, Fraction};

/// A semi-log price equation.
#[derive(Debug, Clone)]
pub struct Hedonic {
    fit: LinearFit,
}

/// A premium with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Premium {
    /// Estimate.
    pub estimate: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
}

/// Fits the logarithm of prices.
///
/// # Equation
///
/// ```text
/// ln P = a + Σ bⱼ xⱼ + u
/// ```
///
/// # Assumptions
///
/// The market is in equilibrium and buyers see what they pay for. What goes with the view (storey, age, floor area, the
/// distance to the centre) must be among the regressors, or the view is paid for it. Prices of homes spread more the higher
/// they are, so that robust standard errors are the rule.
///
/// # Errors
///
/// `EV-S004` for each price that is not above 0, with its row; as [`crate::regression::least_squares()`] otherwise.
///
/// # Examples
///
/// ```
/// use ecovalue::regression::{Sample, StandardErrors, hedonic::hedonic};
///
/// let sample = Sample::new("price", vec![100.0, 100.0, 125.0, 125.0])
///     .intercept()
///     .regressor("view", vec![0.0, 0.0, 1.0, 1.0]);
/// let prices = hedonic(&sample, StandardErrors::Hc3)?;
/// assert!((prices.premium("view", 1.0, 0.95)?.estimate - 0.25).abs() < 1e-14);
/// // Of the price with the view, a fifth is due to it.
/// assert!((prices.share_of_price("view", 1.0, 0.95)?.estimate - 0.2).abs() < 1e-14);
/// # Ok::<(), ecovalue::Findings>(())
/// ```
///
/// # References
///
/// * Rosen, S. (1974): Hedonic prices and implicit markets, Journal of Political Economy 82, 34-55.
pub fn hedonic(sample: &Sample, errors: StandardErrors) -> Result<Hedonic, Findings> {
    sample.check()?;
    let refused = sample.response().iter().enumerate().filter(|(_, price)| **price <= 0.0);
    let findings: Findings = refused
        .map(|(row, price)| {
            let message = text!("a price of {0} has no logarithm", "价格 {0} 没有对数", *price);
            let error = Error::new(Code::Response, message, text!("drop the row", "去掉该行"));
            error.at(sample.place(row, sample.response_name()))
        })
        .collect();
    findings.into_result(())?;
    let logarithms = sample.response().iter().map(|price| math::ln(*price)).collect();
    Ok(Hedonic { fit: least_squares_with(&sample.with_response(logarithms), errors)? })
}

impl Hedonic {
    /// The regression of ln P.
    #[must_use]
    pub fn fit(&self) -> &LinearFit {
        &self.fit
    }

    /// Coefficients of ln P.
    #[must_use]
    pub fn estimates(&self) -> &Estimates {
        self.fit.estimates()
    }

    /// By what share a change of a regressor raises a price.
    ///
    /// # Equation
    ///
    /// ```text
    /// π = e^(b Δ) − 1
    /// ```
    ///
    /// with the ends of the interval of b. The coefficient itself is not the premium: b = 0.25 is 28 %.
    ///
    /// # Errors
    ///
    /// As [`Estimates::interval`].
    ///
    /// # References
    ///
    /// * Halvorsen, R., Palmquist, R. (1980): The interpretation of dummy variables in semilogarithmic equations, American
    ///   Economic Review 70, 474-475.
    pub fn premium(&self, regressor: &str, change: f64, level: f64) -> Result<Premium, Error> {
        self.figure(regressor, change, level, math::expm1)
    }

    /// Share of a price with the change that is due to it.
    ///
    /// # Equation
    ///
    /// ```text
    /// 1 − e^(−b Δ) = π / (1 + π)
    /// ```
    ///
    /// Prices that were paid hold the premium already: this share, not π, is to be multiplied with them.
    ///
    /// # Errors
    ///
    /// As [`Estimates::interval`].
    pub fn share_of_price(&self, regressor: &str, change: f64, level: f64) -> Result<Premium, Error> {
        self.figure(regressor, change, level, |x| -math::expm1(-x))
    }

    fn figure(
        &self,
        regressor: &str,
        change: f64,
        level: f64,
        of: impl Fn(f64) -> f64,
    ) -> Result<Premium, Error> {
        let slope = self.estimates().coefficient(regressor)?.estimate;
        let (low, high) = self.estimates().interval(regressor, level)?;
        let (low, high) = if change < 0.0 { (high, low) } else { (low, high) };
        Ok(Premium { estimate: of(slope * change), low: of(low * change), high: of(high * change) })
    }
}

/// Value of a stock for one year of its life, in equal parts.
///
/// # Equation
///
/// ```text
/// A = V / n
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `A` | returned | value of a year | CNY a⁻¹ |
/// | `V` | `value` | premium paid once, such as area · price · premium share | CNY |
/// | `n` | `years` | useful years | a |
///
/// # Assumptions
///
/// A premium paid at a sale is a stock. Added to flows of a year as it is, it counts all years at once.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`; no years give `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::regression::hedonic::straight_line;
/// use ecovalue::unit::Cny;
///
/// assert_eq!(straight_line(Cny::new(70_000.0), 70.0).get(), 1000.0);
/// ```
#[must_use]
pub fn straight_line(value: Cny, years: f64) -> Cny {
    if years > 0.0 { Cny::new(value.get() / years) } else { Cny::new(f64::NAN) }
}

/// Value of a stock for one year of its life, as an annuity.
///
/// # Equation
///
/// ```text
/// A = V i / (1 − (1 + i)^−n),   V/n at i = 0
/// ```
///
/// # Units
///
/// As [`straight_line`]; `i`, `discount_rate`, is the rate of a year \[1\].
///
/// # Missing and negative values
///
/// As [`straight_line`].
///
/// # Examples
///
/// ```
/// use ecovalue::regression::hedonic::annuity;
/// use ecovalue::unit::{Cny, Fraction};
///
/// // 1.1 · 0.1/(1.1 − 1) at one year.
/// assert!((annuity(Cny::new(100.0), Fraction::new(0.1), 1.0).get() - 110.0).abs() < 1e-12);
/// assert_eq!(annuity(Cny::new(100.0), Fraction::new(0.0), 4.0).get(), 25.0);
/// ```
#[must_use]
pub fn annuity(value: Cny, discount_rate: Fraction, years: f64) -> Cny {
    let rate = discount_rate.get();
    if rate.abs() <= 0.0 {
        return straight_line(value, years);
    }
    // 1 − (1 + i)^−n without cancellation
    let discounted = -math::expm1(-years * math::ln_1p(rate));
    if years > 0.0 { Cny::new(value.get() * rate / discounted) } else { Cny::new(f64::NAN) }
}
