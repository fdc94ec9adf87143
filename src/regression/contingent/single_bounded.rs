//! One bid, yes or no.

use super::super::distribution::{normal_density, normal_log_probability, normal_probability};
use super::super::estimates::{Estimates, StandardErrors};
use super::super::krinsky_robb::{Simulated, Simulation};
use super::super::maximum::{Likelihood, Problem, Terms};
use super::super::sample::{Sample, size};
use super::super::separation;
use super::super::summary::short;
use crate::error::{Code, Error, Findings, Place};
use crate::math;
use crate::text;
use crate::wording::Name;

/// Distribution of what people would pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkFunction {
    /// P(yes) = 1/(1 + e^−η)
    Logit,
    /// P(yes) = Φ(η)
    Probit,
}

/// How the bid enters η.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bid {
    /// As it is: what people would pay may be below 0.
    Linear,
    /// By its logarithm: what people would pay is above 0.
    Log,
}

/// A figure of the willingness to pay, at the means of the regressors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WillingnessToPay {
    /// Half of the people would pay it.
    Median,
    /// The mean over all, also below 0.
    Mean,
    /// The mean where nobody pays less than nothing.
    MeanAboveZero,
}

/// A model of answers to one bid.
#[derive(Debug, Clone)]
pub struct AnswerFit {
    link: LinkFunction,
    bid: Bid,
    estimates: Estimates,
    log_likelihood: f64,
    iterations: u32,
    /// Means of the regressors before the bid.
    means: Vec<f64>,
}

/// Fits answers, 1 for yes and 0 for no, to the bids that were asked.
///
/// # Equation
///
/// ```text
/// P(yes) = F(η),   η = xᵀβ + b t  (linear)  or  xᵀβ + b ln t  (log),   F logistic or normal
/// ```
///
/// The sample holds the answers and all regressors but the bid, an intercept among them; the bid is added as `bid` or
/// `ln bid`.
///
/// # Errors
///
/// `EV-S004` for each answer other than 0 and 1 and each bid that is not above 0 in a logarithm, with their rows;
/// `EV-S003` if all answer alike; `EV-S005` if regressors tell the answers without fault; `EV-I006` for another number of
/// bids than answers, and for HC2 and HC3; `EV-S001`, `EV-S002`, `EV-S006`, `EV-S007`, `EV-S008` as
/// [`crate::regression::count::fit`].
///
/// # Examples
///
/// ```
/// use ecovalue::regression::contingent::{Bid, WillingnessToPay, LinkFunction, single_bounded};
/// use ecovalue::regression::{Sample, StandardErrors};
///
/// // Of four people each, three would pay 10, and one would pay 30.
/// let answers = Sample::new("yes", vec![1.0, 1.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0]).intercept();
/// let bids = [10.0, 10.0, 10.0, 10.0, 30.0, 30.0, 30.0, 30.0];
/// let fit = single_bounded(&answers, &bids, Bid::Linear, LinkFunction::Logit, StandardErrors::Classical)?;
/// // η = ln 3 at 10 and −ln 3 at 30.
/// assert!((fit.willingness(WillingnessToPay::Median)? - 20.0).abs() < 1e-10);
/// # Ok::<(), ecovalue::Findings>(())
/// ```
///
/// # References
///
/// * Hanemann, W. M. (1984): Welfare evaluations in contingent valuation experiments with discrete responses, American
///   Journal of Agricultural Economics 66, 332-341.
pub fn single_bounded(
    answers: &Sample,
    bids: &[f64],
    bid: Bid,
    link: LinkFunction,
    errors: StandardErrors,
) -> Result<AnswerFit, Findings> {
    check(answers, bids, bid)?;
    let (name, values) = match bid {
        Bid::Linear => ("bid", bids.to_vec()),
        Bid::Log => ("ln bid", bids.iter().map(|bid| math::ln(*bid)).collect()),
    };
    let means = answers.regressors().iter().map(|regressor| mean(&regressor.high)).collect();
    let sample = answers.clone().regressor(name, values);
    sample.check()?;
    let qr = sample.factor(&sample.columns(), sample.regressors().len())?;
    separation::of_answers(&sample)?;
    let problem = Problem::new(&sample, &qr);
    let likelihood = Answers { link, response: sample.response() };
    let start = vec![0.0; sample.regressors().len()];
    let maximum = problem.maximise(&likelihood, start, Name { en: "yes-no", zh: "二分选择" })?;
    let estimates = problem.estimates(&likelihood, &sample, &maximum, errors)?;
    let (log_likelihood, iterations) = (maximum.log_likelihood, maximum.iterations);
    Ok(AnswerFit { link, bid, estimates, log_likelihood, iterations, means })
}

pub(super) fn mean(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |sum, x| sum + x) / size(values.len())
}

fn check(answers: &Sample, bids: &[f64], bid: Bid) -> Result<(), Findings> {
    answers.check()?;
    let mut findings = Findings::new();
    if bids.len() != answers.len() {
        let message = text!(
            "{0} {0|bid|bids} for {1} {1|answer|answers}",
            "{0} 个投标值，{1} 个回答",
            bids.len(),
            answers.len()
        );
        let hint = text!("give one bid for each answer", "每个回答给出一个投标值");
        findings.push(Error::new(Code::BadValue, message, hint));
    }
    for (row, answer) in answers.response().iter().enumerate() {
        if answer.abs() > 0.0 && (answer - 1.0).abs() > 0.0 {
            let message = text!("{0} is neither 0 nor 1", "{0} 既不是 0 也不是 1", *answer);
            let hint = text!("write 1 for yes and 0 for no", "愿意写 1，不愿意写 0");
            let error = Error::new(Code::Response, message, hint);
            findings.push(error.at(answers.place(row, answers.response_name())));
        }
    }
    for (row, _) in bids.iter().enumerate().filter(|(_, value)| **value <= 0.0 && bid == Bid::Log) {
        let message = text!("a bid of 0 or less has no logarithm", "不大于 0 的投标值没有对数");
        let hint = text!("take the linear form of the bid", "改用线性形式的投标值");
        let error = Error::new(Code::Response, message, hint);
        findings.push(error.at(answers.place(row, "bid")));
    }
    let yes = answers.response().iter().filter(|answer| **answer > 0.5).count();
    if findings.as_slice().is_empty() && (yes == 0 || yes == answers.len()) && !answers.is_empty() {
        let message = text!("all answers are alike", "所有回答都相同");
        let hint = text!("check the column, or ask other bids", "检查该列，或另设投标值再调查");
        let error = Error::new(Code::AllZero, message, hint);
        findings.push(error.at(Place::column_only(answers.response_name())));
    }
    findings.into_result(())
}

/// Likelihood of a yes or no.
struct Answers<'a> {
    link: LinkFunction,
    response: &'a [f64],
}

impl Likelihood for Answers<'_> {
    const SHAPE: Option<&'static str> = None;
    type Prepared = ();

    fn prepare(&self, _: f64) {}

    fn terms(&self, (): &(), row: usize, eta: f64) -> Terms {
        let yes = self.response.get(row).is_some_and(|y| *y > 0.5);
        // P(no) at η is P(yes) at −η for both.
        let sign = if yes { 1.0 } else { -1.0 };
        let x = sign * eta;
        match self.link {
            LinkFunction::Logit => {
                // ln P = −ln(1 + e^−x),   1 − P = 1/(1 + e^x)
                let small = math::exp(-x.abs());
                let value = if x < 0.0 { x } else { 0.0 } - math::ln_1p(small);
                let rest = if x < 0.0 { 1.0 } else { small } / (1.0 + small);
                Terms { value, slope: sign * rest, curvature: -rest * (1.0 - rest), ..Terms::default() }
            }
            LinkFunction::Probit => {
                let (value, ratio) = normal_log_probability(x);
                Terms { value, slope: sign * ratio, curvature: -ratio * (ratio + x), ..Terms::default() }
            }
        }
    }
}

impl AnswerFit {
    /// Coefficients, that of the bid last.
    #[must_use]
    pub fn estimates(&self) -> &Estimates {
        &self.estimates
    }

    /// ℓ.
    #[must_use]
    pub fn log_likelihood(&self) -> f64 {
        self.log_likelihood
    }

    /// −2 ℓ + 2 k.
    #[must_use]
    pub fn aic(&self) -> f64 {
        -2.0 * self.log_likelihood + 2.0 * size(self.estimates.values().len())
    }

    /// Steps of Newton's method.
    #[must_use]
    pub fn iterations(&self) -> u32 {
        self.iterations
    }

    /// Willingness to pay at the means x̄ of the regressors, with a = x̄ᵀβ.
    ///
    /// # Equation
    ///
    /// ```text
    /// linear  median = mean = a/(−b)
    ///         mean above 0    logit  ln(1 + e^a)/(−b),   probit  (a Φ(a) + φ(a))/(−b)
    /// log     median e^(−a/b)
    ///         mean            logit  median (π/k)/sin(π/k) for k = −b > 1,   probit  median e^(1/(2b²))
    /// ```
    ///
    /// # Errors
    ///
    /// `EV-S010` if b is not below 0, or if the mean is infinite (log-logit with b ≥ −1).
    ///
    /// # References
    ///
    /// * Hanemann, W. M. (1989): Welfare evaluations in contingent valuation experiments with discrete response data:
    ///   reply, American Journal of Agricultural Economics 71, 1057-1061.
    pub fn willingness(&self, figure: WillingnessToPay) -> Result<f64, Error> {
        self.figure(figure, self.estimates.values()).ok_or_else(|| {
            let slope = self.estimates.values().last().copied().unwrap_or(f64::NAN);
            let message = text!(
                "a coefficient of the bid of {0} gives no finite willingness to pay",
                "投标值系数为 {0}，支付意愿不是有限数值",
                short(slope)
            );
            let hint =
                text!("take the median, or look for answers that protest", "改用中位数，或检查抗议性回答");
            Error::new(Code::NoSurplus, message, hint)
        })
    }

    /// Median and interval of [`AnswerFit::willingness`] over draws of the coefficients (Krinsky and Robb 1986).
    ///
    /// # Errors
    ///
    /// As [`Estimates::simulate`].
    pub fn simulate(&self, figure: WillingnessToPay, simulation: Simulation) -> Result<Simulated, Error> {
        self.estimates.simulate(simulation, |parameters| self.figure(figure, parameters))
    }

    fn figure(&self, figure: WillingnessToPay, parameters: &[f64]) -> Option<f64> {
        let (slope, others) = parameters.split_last()?;
        let a = others.iter().zip(&self.means).fold(0.0, |sum, (b, mean)| sum + b * mean);
        let k = -slope;
        if k <= 0.0 {
            return None;
        }
        let figure = match (self.bid, figure, self.link) {
            (Bid::Linear, WillingnessToPay::Median | WillingnessToPay::Mean, _) => a / k,
            // ln(1 + e^a) without overflow
            (Bid::Linear, WillingnessToPay::MeanAboveZero, LinkFunction::Logit) => {
                (if a > 0.0 { a } else { 0.0 } + math::ln_1p(math::exp(-a.abs()))) / k
            }
            (Bid::Linear, WillingnessToPay::MeanAboveZero, LinkFunction::Probit) => {
                (a * normal_probability(a) + normal_density(a)) / k
            }
            (Bid::Log, WillingnessToPay::Median, _) => math::exp(a / k),
            (Bid::Log, _, LinkFunction::Probit) => math::exp(a / k + 0.5 / (k * k)),
            (Bid::Log, _, LinkFunction::Logit) if k > 1.0 => {
                let angle = std::f64::consts::PI / k;
                math::exp(a / k) * angle / math::sin(angle)
            }
            (Bid::Log, _, LinkFunction::Logit) => return None,
        };
        figure.is_finite().then_some(figure)
    }
}
