//! Payment cards: each answer says between which two amounts the willingness to pay lies.

use super::super::distribution::{normal_density, normal_probability, two_sided_quantile};
use super::super::estimates::{Estimates, StandardErrors, check_level};
use super::super::krinsky_robb::{Simulated, Simulation};
use super::super::maximum::{Likelihood, Problem, Terms};
use super::super::sample::{Sample, size};
use super::single_bounded::{WillingnessToPay, mean};
use crate::error::{Code, Error, Findings};
use crate::math;
use crate::text;
use crate::wording::Name;

/// ln √(2π)
const LN_ROOT_2_PI: f64 = 0.918_938_533_204_672_7;

/// Mean of the midpoints of payment cards.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Cards {
    /// Mean of the midpoints.
    pub mean: f64,
    /// Its standard error, s/√n.
    pub standard_error: f64,
    /// Interval of the mean, by t.
    pub interval: (f64, f64),
    /// Median of the midpoints.
    pub median: f64,
}

/// Mean of the midpoints of the intervals that people chose.
///
/// # Equation
///
/// ```text
/// m = Σ (lᵢ + uᵢ)/2 / n,   m ± t s/√n
/// ```
///
/// # Assumptions
///
/// The midpoint stands for the interval, which [`payment_card`] does not assume.
///
/// # Errors
///
/// `EV-S007` for a bound that is not finite, such as that of an open highest card, with its row; `EV-S004` for an upper
/// bound below the lower; `EV-S002` for fewer than two answers; `EV-I006` for a level outside 0 to 1 or lists of unequal
/// length.
///
/// # Examples
///
/// ```
/// use ecovalue::regression::contingent::interval_midpoints;
///
/// let cards = interval_midpoints(&[0.0, 10.0, 20.0], &[10.0, 20.0, 30.0], 0.95)?;
/// assert_eq!((cards.mean, cards.median), (15.0, 15.0));
/// assert!((cards.standard_error - (100.0_f64 / 3.0).sqrt()).abs() < 1e-14);
/// # Ok::<(), ecovalue::Findings>(())
/// ```
pub fn interval_midpoints(low: &[f64], high: &[f64], level: f64) -> Result<Cards, Findings> {
    check_level(level)?;
    let sample = Sample::new("low", low.to_vec()).intercept().regressor("high", high.to_vec());
    sample.check()?;
    check_bounds(&sample, high, PayDistribution::Normal)?;
    if low.len() < 2 {
        let message =
            text!("{0} {0|answer has|answers have} no standard error", "{0} 个回答不能计算标准误", low.len());
        return Err(Error::new(Code::TooFewRows, message, text!("add answers", "增加回答")).into());
    }
    let mut middles: Vec<f64> = low.iter().zip(high).map(|(low, high)| 0.5 * (low + high)).collect();
    let (n, centre) = (size(low.len()), mean(&middles));
    let squares = middles.iter().fold(0.0, |sum, x| sum + (x - centre) * (x - centre));
    let standard_error = (squares / (n - 1.0) / n).sqrt();
    let reach = two_sided_quantile(level, Some(n - 1.0)) * standard_error;
    middles.sort_by(f64::total_cmp);
    let (lower, upper) = (middles.get((middles.len() - 1) / 2), middles.get(middles.len() / 2));
    let median = lower.zip(upper).map_or(f64::NAN, |(lower, upper)| 0.5 * (lower + upper));
    Ok(Cards { mean: centre, standard_error, interval: (centre - reach, centre + reach), median })
}

/// Distribution of what people would pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PayDistribution {
    /// Normal.
    Normal,
    /// Its logarithm is normal.
    Lognormal,
}

/// A distribution of the willingness to pay behind payment cards.
#[derive(Debug, Clone)]
pub struct IntervalFit {
    distribution: PayDistribution,
    estimates: Estimates,
    log_likelihood: f64,
    iterations: u32,
    means: Vec<f64>,
}

/// Fits a normal or lognormal willingness to pay to the intervals that people chose.
///
/// # Equation
///
/// ```text
/// ℓ = Σ ln(Φ((uᵢ − ηᵢ)/σ) − Φ((lᵢ − ηᵢ)/σ)),   η = xᵀβ,   with ln l and ln u for lognormal
/// ```
///
/// and the density where both bounds are the same. The response of the sample is the lower bound; upper bounds may be
/// infinite. A lower bound of 0 is −∞ in logarithms.
///
/// # Errors
///
/// `EV-S004` for an upper bound below the lower, or for lognormal an upper bound that is not above 0 or a lower below 0,
/// with its row; `EV-I006` for lists of unequal length, and for HC2 and HC3; `EV-S009` if σ goes to 0, because one amount
/// lies in all intervals; `EV-S001`, `EV-S002`, `EV-S006`, `EV-S007`, `EV-S008` as [`crate::regression::count::fit`].
///
/// # Examples
///
/// ```
/// use ecovalue::regression::contingent::{WillingnessToPay, PayDistribution, payment_card};
/// use ecovalue::regression::{Sample, StandardErrors};
///
/// let low = Sample::new("low", vec![0.0, 10.0, 10.0, 20.0]).intercept();
/// let fit = payment_card(&low, &[10.0, 20.0, 20.0, 30.0], PayDistribution::Normal, StandardErrors::Classical)?;
/// assert!((fit.willingness(WillingnessToPay::Mean)? - 15.0).abs() < 1e-9);
/// # Ok::<(), ecovalue::Findings>(())
/// ```
///
/// # References
///
/// * Cameron, T. A., Huppert, D. D. (1989): OLS versus ML estimation of non-market resource values with payment card
///   interval data, Journal of Environmental Economics and Management 17, 230-246.
pub fn payment_card(
    low: &Sample,
    high: &[f64],
    distribution: PayDistribution,
    errors: StandardErrors,
) -> Result<IntervalFit, Findings> {
    low.check()?;
    check_bounds(low, high, distribution)?;
    let scale = |x: f64| match distribution {
        PayDistribution::Normal => x,
        PayDistribution::Lognormal if x > 0.0 => math::ln(x),
        PayDistribution::Lognormal => f64::NEG_INFINITY,
    };
    let bounds: Vec<(f64, f64)> =
        low.response().iter().zip(high).map(|(low, high)| (scale(*low), scale(*high))).collect();
    let qr = low.factor(&low.columns(), low.regressors().len() + 1)?;
    let problem = Problem::new(low, &qr);
    let middles: Vec<f64> = bounds.iter().map(|bounds| middle(*bounds)).collect();
    let centre = mean(&middles);
    let variance = mean(&middles.iter().map(|x| (x - centre) * (x - centre)).collect::<Vec<f64>>());
    let mut start = problem.start(&middles);
    start.push(0.5 * math::ln(if variance > 1e-6 { variance } else { 1.0 }));
    let likelihood = Intervals { bounds };
    let maximum = problem.maximise(&likelihood, start, Name { en: "payment card", zh: "支付卡" })?;
    let estimates = problem.estimates(&likelihood, low, &maximum, errors)?;
    let means = low.regressors().iter().map(|regressor| mean(&regressor.high)).collect();
    let (log_likelihood, iterations) = (maximum.log_likelihood, maximum.iterations);
    Ok(IntervalFit { distribution, estimates, log_likelihood, iterations, means })
}

/// A point within bounds from which a search begins.
fn middle((low, high): (f64, f64)) -> f64 {
    match (low.is_finite(), high.is_finite()) {
        (true, true) => 0.5 * (low + high),
        (true, false) => low,
        (false, true) => high,
        (false, false) => 0.0,
    }
}

fn check_bounds(low: &Sample, high: &[f64], distribution: PayDistribution) -> Result<(), Findings> {
    let mut findings = Findings::new();
    if high.len() != low.len() {
        let message = text!(
            "{0} upper {0|bound|bounds} for {1} lower",
            "{0} 个上限，{1} 个下限",
            high.len(),
            low.len()
        );
        let hint = text!("give two bounds for each answer", "每个回答给出上限和下限");
        findings.push(Error::new(Code::BadValue, message, hint));
    }
    for (row, (below, above)) in low.response().iter().zip(high).enumerate() {
        let fault = if above.is_nan() {
            let hint = text!("write infinity for an open card", "无上限的卡片写为无穷大");
            Some((Code::NotFinite, text!("no upper bound", "没有上限"), hint))
        } else if above < below {
            let message =
                text!("an upper bound of {0} below the lower, {1}", "上限 {0} 小于下限 {1}", *above, *below);
            Some((Code::Response, message, text!("exchange the bounds", "对调上限和下限")))
        } else if distribution == PayDistribution::Lognormal && (*below < 0.0 || *above <= 0.0) {
            let message = text!(
                "a lognormal amount between {0} and {1}",
                "对数正态分布的数额在 {0} 与 {1} 之间",
                *below,
                *above
            );
            let hint = text!(
                "model those who pay nothing apart, or take the normal distribution",
                "对零支付者另行建模，或改用正态分布"
            );
            Some((Code::Response, message, hint))
        } else {
            None
        };
        if let Some((code, message, hint)) = fault {
            findings.push(Error::new(code, message, hint).at(low.place(row, "high")));
        }
    }
    findings.into_result(())
}

/// Likelihood of an interval. The shape is τ = ln σ.
struct Intervals {
    bounds: Vec<(f64, f64)>,
}

/// φ(z), z φ(z), z² φ(z), z³ φ(z), which are 0 at infinity.
fn moments(z: f64) -> [f64; 4] {
    if z.is_infinite() {
        return [0.0; 4];
    }
    let density = normal_density(z);
    [density, z * density, z * z * density, z * z * z * density]
}

impl Likelihood for Intervals {
    const SHAPE: Option<&'static str> = Some("sigma");
    type Prepared = f64;

    fn prepare(&self, shape: f64) -> f64 {
        math::exp(shape)
    }

    fn terms(&self, sigma: &f64, row: usize, eta: f64) -> Terms {
        let (low, high) = self.bounds.get(row).copied().unwrap_or((f64::NAN, f64::NAN));
        let (sigma, a, b) = (*sigma, (low - eta) / sigma, (high - eta) / sigma);
        if low.total_cmp(&high).is_eq() {
            // ln φ(z) − ln σ
            return Terms {
                value: -0.5 * a * a - math::ln(sigma) - LN_ROOT_2_PI,
                slope: a / sigma,
                curvature: -1.0 / (sigma * sigma),
                shape: a * a - 1.0,
                cross: -2.0 * a / sigma,
                shape_curvature: -2.0 * a * a,
            };
        }
        // P = Φ(b) − Φ(a), from the side where both are small
        let probability = if a > 0.0 {
            normal_probability(-a) - normal_probability(-b)
        } else {
            normal_probability(b) - normal_probability(a)
        };
        let ([a0, a1, a2, a3], [b0, b1, b2, b3]) = (moments(a), moments(b));
        // mₖ = (bᵏ φ(b) − aᵏ φ(a)) / P
        let [m0, m1, m2, m3] = [b0 - a0, b1 - a1, b2 - a2, b3 - a3].map(|m| m / probability);
        Terms {
            value: math::ln(probability),
            slope: -m0 / sigma,
            curvature: -(m1 + m0 * m0) / (sigma * sigma),
            shape: -m1,
            cross: (m0 - m2 - m0 * m1) / sigma,
            shape_curvature: m1 - m3 - m1 * m1,
        }
    }
}

impl IntervalFit {
    /// Coefficients of the normal distribution, and σ behind them; of ln for lognormal.
    #[must_use]
    pub fn estimates(&self) -> &Estimates {
        &self.estimates
    }

    /// ℓ.
    #[must_use]
    pub fn log_likelihood(&self) -> f64 {
        self.log_likelihood
    }

    /// Steps of Newton's method.
    #[must_use]
    pub fn iterations(&self) -> u32 {
        self.iterations
    }

    /// Willingness to pay at the means of the regressors.
    ///
    /// # Equation
    ///
    /// ```text
    /// normal     median = mean = a,   mean above 0  a Φ(a/σ) + σ φ(a/σ)
    /// lognormal  median e^a,   mean e^(a + σ²/2)
    /// ```
    ///
    /// # Errors
    ///
    /// `EV-S010` if the figure is not finite.
    pub fn willingness(&self, figure: WillingnessToPay) -> Result<f64, Error> {
        self.figure(figure, self.estimates.values()).ok_or_else(|| {
            let message = text!("the willingness to pay is not finite", "支付意愿不是有限数值");
            Error::new(Code::NoSurplus, message, text!("take the median", "改用中位数"))
        })
    }

    /// Median and interval of [`IntervalFit::willingness`] over draws of the parameters (Krinsky and Robb 1986).
    ///
    /// # Errors
    ///
    /// As [`Estimates::simulate`].
    pub fn simulate(&self, figure: WillingnessToPay, simulation: Simulation) -> Result<Simulated, Error> {
        self.estimates.simulate(simulation, |parameters| self.figure(figure, parameters))
    }

    fn figure(&self, figure: WillingnessToPay, parameters: &[f64]) -> Option<f64> {
        let (sigma, others) = parameters.split_last()?;
        if *sigma <= 0.0 {
            return None;
        }
        let a = others.iter().zip(&self.means).fold(0.0, |sum, (b, mean)| sum + b * mean);
        let figure = match (self.distribution, figure) {
            (PayDistribution::Normal, WillingnessToPay::Median | WillingnessToPay::Mean) => a,
            (PayDistribution::Normal, WillingnessToPay::MeanAboveZero) => {
                a * normal_probability(a / sigma) + sigma * normal_density(a / sigma)
            }
            (PayDistribution::Lognormal, WillingnessToPay::Median) => math::exp(a),
            (PayDistribution::Lognormal, _) => math::exp(a + 0.5 * sigma * sigma),
        };
        figure.is_finite().then_some(figure)
    }
}
