//! Regressions of counts: visits in a year.
//!
//! In every model ln μ = o + xᵀβ is the linear predictor of the mean μ of the whole population, offset o included, also
//! where only visitors were asked.

mod deviance;
mod dispersion;
mod fit;
mod kernel;
mod rising;

use super::estimates::StandardErrors;
use super::maximum::{Maximum, Problem};
use super::sample::Sample;
use super::separation;
use crate::error::{Code, Error, Findings};
use crate::math;
use crate::text;
use crate::wording::Name;
use kernel::{NegativeBinomial, Poisson, Support};

pub use dispersion::{DispersionTest, Overdispersion, overdispersion};
pub use fit::CountFit;

/// A model of counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Family {
    /// See [`poisson`].
    Poisson,
    /// See [`negative_binomial`].
    NegativeBinomial,
    /// See [`truncated_poisson`].
    TruncatedPoisson,
    /// See [`truncated_negative_binomial`].
    TruncatedNegativeBinomial,
    /// See [`on_site_poisson`].
    OnSitePoisson,
    /// See [`on_site_negative_binomial`].
    OnSiteNegativeBinomial,
}

impl Family {
    /// All models.
    pub const ALL: [Self; 6] = [
        Self::Poisson,
        Self::NegativeBinomial,
        Self::TruncatedPoisson,
        Self::TruncatedNegativeBinomial,
        Self::OnSitePoisson,
        Self::OnSiteNegativeBinomial,
    ];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> Name {
        let (en, zh) = match self {
            Self::Poisson => ("Poisson", "泊松"),
            Self::NegativeBinomial => ("negative binomial (NB2)", "负二项（NB2）"),
            Self::TruncatedPoisson => ("truncated Poisson", "零截断泊松"),
            Self::TruncatedNegativeBinomial => ("truncated negative binomial (NB2)", "零截断负二项（NB2）"),
            Self::OnSitePoisson => ("on-site Poisson", "现场抽样泊松"),
            Self::OnSiteNegativeBinomial => ("on-site negative binomial (NB2)", "现场抽样负二项（NB2）"),
        };
        Name { en, zh }
    }

    /// Whether the variance has a parameter α.
    #[must_use]
    pub const fn has_dispersion(self) -> bool {
        matches!(
            self,
            Self::NegativeBinomial | Self::TruncatedNegativeBinomial | Self::OnSiteNegativeBinomial
        )
    }

    /// The lowest count that the model allows.
    #[must_use]
    pub const fn floor(self) -> f64 {
        match self.support() {
            Support::All => 0.0,
            Support::Positive | Support::OnSite => 1.0,
        }
    }

    const fn support(self) -> Support {
        match self {
            Self::Poisson | Self::NegativeBinomial => Support::All,
            Self::TruncatedPoisson | Self::TruncatedNegativeBinomial => Support::Positive,
            Self::OnSitePoisson | Self::OnSiteNegativeBinomial => Support::OnSite,
        }
    }
}

/// Largest count of a negative binomial model, whose likelihood is a sum over the counts below.
const LARGEST_COUNT: f64 = 1e7;

macro_rules! models {
    ($($(#[$doc:meta])* $name:ident = $family:ident;)+) => { $(
        $(#[$doc])*
        pub fn $name(sample: &Sample) -> Result<CountFit, Findings> {
            fit(sample, Family::$family, StandardErrors::Classical)
        }
    )+ };
}

models! {
    /// Poisson regression.
    ///
    /// # Equation
    ///
    /// ```text
    /// P(y) = e^−μ μ^y / y!,   ln μ = o + xᵀβ
    /// ```
    ///
    /// # Assumptions
    ///
    /// Mean and variance of a count are equal. Coefficients are consistent if only the mean is right; then standard errors
    /// must be robust, see [`fit`].
    ///
    /// # Errors
    ///
    /// As [`fit`].
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::regression::{Sample, count::poisson};
    ///
    /// let sample = Sample::new("visits", vec![1.0, 2.0, 3.0, 6.0]).intercept();
    /// let fit = poisson(&sample)?;
    /// // The mean is 3; the information is n μ = 12.
    /// assert!((fit.estimates().values()[0] - 3.0_f64.ln()).abs() < 1e-14);
    /// assert!((fit.estimates().standard_errors()[0] - 12.0_f64.sqrt().recip()).abs() < 1e-14);
    /// # Ok::<(), ecovalue::Findings>(())
    /// ```
    ///
    /// # References
    ///
    /// * Cameron, A. C., Trivedi, P. K. (2013): Regression analysis of count data, 2nd edition, 2.2 and 3.2.
    poisson = Poisson;

    /// Negative binomial regression NB2.
    ///
    /// # Equation
    ///
    /// ```text
    /// P(y) = Γ(y + 1/α) / (y! Γ(1/α)) · (αμ)^y / (1 + αμ)^(y + 1/α),   ln μ = o + xᵀβ,   Var(y) = μ + α μ²
    /// ```
    ///
    /// α is estimated together with β, and standard errors come from the joint information. The ratio of gamma functions
    /// is computed as the product of 1 + αj over 0 ≤ j < y, which has no cancellation as α → 0.
    ///
    /// # Errors
    ///
    /// As [`fit`]; `EV-S009` if the counts do not vary more than a Poisson model allows, so that α goes to 0.
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::regression::{Sample, count::negative_binomial};
    ///
    /// let sample = Sample::new("visits", vec![0.0, 0.0, 1.0, 2.0, 12.0]).intercept();
    /// let fit = negative_binomial(&sample)?;
    /// // With an intercept only, the estimate of the mean is the mean, 3.
    /// assert!((fit.estimates().values()[0] - 3.0_f64.ln()).abs() < 1e-12);
    /// assert!(fit.dispersion().is_some_and(|alpha| alpha > 1.0));
    /// # Ok::<(), ecovalue::Findings>(())
    /// ```
    ///
    /// # References
    ///
    /// * Lawless, J. F. (1987): Negative binomial and mixed Poisson regression, Canadian Journal of Statistics 15, 209-225.
    /// * Cameron and Trivedi (2013), 3.3.
    negative_binomial = NegativeBinomial;

    /// Poisson regression of counts of which zeros were not observed: a list of visitors.
    ///
    /// # Equation
    ///
    /// ```text
    /// P(y | y > 0) = e^−μ μ^y / (y! (1 − e^−μ)),   ln μ = o + xᵀβ
    /// ```
    ///
    /// # Errors
    ///
    /// As [`fit`]; `EV-S004` for a count of 0.
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::regression::{Sample, count::truncated_poisson};
    ///
    /// let fit = truncated_poisson(&Sample::new("visits", vec![1.0, 1.0, 2.0, 4.0]).intercept())?;
    /// // The mean of those above 0, μ / (1 − e^−μ), is the mean of the sample, 2.
    /// let mean = fit.means()[0];
    /// assert!((mean / (1.0 - (-mean).exp()) - 2.0).abs() < 1e-12);
    /// # Ok::<(), ecovalue::Findings>(())
    /// ```
    ///
    /// # References
    ///
    /// * Grogger, J. T., Carson, R. T. (1991): Models for truncated counts, Journal of Applied Econometrics 6, 225-238.
    truncated_poisson = TruncatedPoisson;

    /// Negative binomial regression NB2 of counts of which zeros were not observed.
    ///
    /// # Equation
    ///
    /// ```text
    /// P(y | y > 0) = P(y) / (1 − (1 + αμ)^(−1/α)),   P as in [`negative_binomial`]
    /// ```
    ///
    /// # Assumptions
    ///
    /// Without zeros the shape is told by the tail alone. Samples in which α grows without end while μ goes to 0 (the
    /// logarithmic series) are common; they are refused, and never returned as a fit.
    ///
    /// # Errors
    ///
    /// As [`fit`]; `EV-S004` for a count of 0, `EV-S009` if α goes to 0 or to infinity.
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::regression::{Sample, count::truncated_negative_binomial};
    ///
    /// let visits = vec![1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 6.0, 9.0, 14.0];
    /// let fit = truncated_negative_binomial(&Sample::new("visits", visits).intercept())?;
    /// let (mean, alpha) = (fit.means()[0], fit.dispersion().unwrap_or(f64::NAN));
    /// assert!((mean / (1.0 - (1.0 + alpha * mean).powf(-1.0 / alpha)) - 4.5).abs() < 1e-9);
    /// # Ok::<(), ecovalue::Findings>(())
    /// ```
    ///
    /// # References
    ///
    /// * Grogger and Carson (1991), as in [`truncated_poisson`].
    truncated_negative_binomial = TruncatedNegativeBinomial;

    /// Poisson regression of counts asked at the site, where who comes often is met often (endogenous stratification).
    ///
    /// # Equation
    ///
    /// ```text
    /// P(y | on site) = y P(y) / μ = e^−μ μ^(y−1) / (y − 1)!,   ln μ = o + xᵀβ
    /// ```
    ///
    /// which is [`poisson`] of y − 1.
    ///
    /// # Errors
    ///
    /// As [`fit`]; `EV-S004` for a count of 0.
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::regression::{Sample, count::on_site_poisson};
    ///
    /// let fit = on_site_poisson(&Sample::new("visits", vec![1.0, 2.0, 3.0, 6.0]).intercept())?;
    /// // The visitors who were met come 3 times, people as a whole 3 − 1 times.
    /// assert!((fit.means()[0] - 2.0).abs() < 1e-14);
    /// # Ok::<(), ecovalue::Findings>(())
    /// ```
    ///
    /// # References
    ///
    /// * Shaw, D. (1988): On-site samples' regression, Journal of Econometrics 37, 211-223.
    on_site_poisson = OnSitePoisson;

    /// Negative binomial regression NB2 of counts asked at the site.
    ///
    /// # Equation
    ///
    /// ```text
    /// P(y | on site) = y P(y) / μ
    ///                = y Γ(y + 1/α) / (y! Γ(1/α)) · α^y μ^(y−1) (1 + αμ)^−(y + 1/α),   P as in [`negative_binomial`]
    /// ```
    ///
    /// It is not [`negative_binomial`] of y − 1.
    ///
    /// # Errors
    ///
    /// As [`fit`]; `EV-S004` for a count of 0, `EV-S009` if α goes to 0 or to infinity.
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::regression::{Sample, count::on_site_negative_binomial};
    ///
    /// let visits = vec![1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 5.0, 6.0, 8.0];
    /// let fit = on_site_negative_binomial(&Sample::new("visits", visits).intercept())?;
    /// // The mean of those met is μ (1 + α) + 1.
    /// let (mean, alpha) = (fit.means()[0], fit.dispersion().unwrap_or(f64::NAN));
    /// assert!((mean * (1.0 + alpha) + 1.0 - 3.5).abs() < 1e-9);
    /// # Ok::<(), ecovalue::Findings>(())
    /// ```
    ///
    /// # References
    ///
    /// * Englin, J., Shonkwiler, J. S. (1995): Estimating social welfare using count data models: an application to
    ///   long-run recreation demand under conditions of endogenous stratification and truncation, Review of Economics and
    ///   Statistics 77, 104-112.
    on_site_negative_binomial = OnSiteNegativeBinomial;
}

/// A regression of counts by maximum likelihood.
///
/// # Equation
///
/// ```text
/// ℓ(β, α) = Σ wᵢ ln P(yᵢ),   AIC = −2 ℓ + 2 k
/// ```
///
/// `w` weights (1 where none are given), `k` parameters, α included. Newton's method with the observed information;
/// for [`poisson`] this is iteratively reweighted least squares. A step is halved until ℓ does not fall.
///
/// # Errors
///
/// `EV-S007` for each value that is not a finite number and `EV-S004` for each count that is negative, broken, or 0 where
/// the model has none, all with their rows; `EV-S008` for a weight that is not above 0; `EV-S002` for fewer rows than
/// parameters; `EV-S001` for collinear regressors, with their names; `EV-S003` if every count is the lowest possible;
/// `EV-S005` if a regressor tells the lowest counts without fault; `EV-S006` if the search does not end; `EV-S009` if α
/// leaves its range; `EV-L001` for a count above 10⁷ in a negative binomial model; `EV-I006` for HC2 and HC3.
///
/// # Examples
///
/// ```
/// use ecovalue::regression::{Sample, StandardErrors, count};
///
/// let sample = Sample::new("visits", vec![1.0, 2.0, 3.0, 6.0]).intercept();
/// let fit = count::fit(&sample, count::Family::Poisson, StandardErrors::Hc0)?;
/// // Σ (y − μ)² / (n μ)² = 14/144.
/// assert!((fit.estimates().standard_errors()[0] - (14.0_f64 / 144.0).sqrt()).abs() < 1e-14);
/// # Ok::<(), ecovalue::Findings>(())
/// ```
pub fn fit(sample: &Sample, family: Family, errors: StandardErrors) -> Result<CountFit, Findings> {
    sample.check()?;
    check_counts(sample, family)?;
    let extra = usize::from(family.has_dispersion());
    let qr = sample.factor(&sample.columns(), sample.regressors().len() + extra)?;
    let problem = Problem::new(sample, &qr);
    let above_floor = |row: usize| sample.response().get(row).is_some_and(|y| *y > family.floor());
    if !problem.spanned_by(above_floor) {
        separation::of_counts(sample, family.floor())?;
    }
    let poisson = Poisson::new(sample, family.support());
    let maximum = start_of_poisson(&problem, &poisson, sample, family)?;
    let condition_number = qr.condition_number();
    if !family.has_dispersion() {
        let estimates = problem.estimates(&poisson, sample, &maximum, errors)?;
        return Ok(CountFit::new(sample, family, errors, estimates, &maximum, condition_number));
    }
    let negative_binomial = NegativeBinomial::new(sample, family.support());
    let mut start = problem.coefficients(&maximum);
    start.push(math::ln(first_dispersion(sample, &maximum)));
    let maximum = problem.maximise(&negative_binomial, start, family.name())?;
    let estimates = problem.estimates(&negative_binomial, sample, &maximum, errors)?;
    Ok(CountFit::new(sample, family, errors, estimates, &maximum, condition_number))
}

fn start_of_poisson(
    problem: &Problem,
    poisson: &Poisson,
    sample: &Sample,
    family: Family,
) -> Result<Maximum, Error> {
    let floor = if matches!(family.support(), Support::OnSite) { 1.0 } else { 0.0 };
    let wanted = sample.response().iter().map(|y| {
        let above = y - floor;
        math::ln(if above > 0.5 { above } else { 0.5 })
    });
    let wanted: Vec<f64> = wanted.collect();
    problem.maximise(poisson, problem.start(&wanted), family.name())
}

/// α by moments: Σ ((y − μ)² − y) / Σ μ², kept where a search may begin.
fn first_dispersion(sample: &Sample, poisson: &Maximum) -> f64 {
    let (mut excess, mut squares) = (0.0, 0.0);
    for (y, eta) in sample.response().iter().zip(&poisson.eta) {
        let mean = math::exp(*eta);
        excess += (y - mean) * (y - mean) - y;
        squares += mean * mean;
    }
    (excess / squares).clamp(0.05, 5.0)
}

fn check_counts(sample: &Sample, family: Family) -> Result<(), Findings> {
    let mut findings = Findings::new();
    let name = sample.response_name();
    for (row, y) in sample.response().iter().enumerate() {
        let fault = if y.floor() < *y || *y < 0.0 {
            let message = text!("{0} is not a count", "{0} 不是计数值", *y);
            Some((Code::Response, message, text!("give whole numbers from 0 upwards", "填写不小于 0 的整数")))
        } else if *y < family.floor() {
            let message =
                text!("a count of {0} in data of visitors only", "仅含访客的数据中出现计数 {0}", *y);
            let hint = text!(
                "take the model of all people, or leave the row out",
                "改用面向全部人口的模型，或去掉该行"
            );
            Some((Code::Response, message, hint))
        } else if *y > LARGEST_COUNT && family.has_dispersion() {
            let message = text!("a count of {0}, 10^7 is the largest", "计数为 {0}，最大为 10^7", *y);
            Some((Code::Limit, message, text!("count in larger units", "换用更大的计数单位")))
        } else {
            None
        };
        if let Some((code, message, hint)) = fault {
            findings.push(Error::new(code, message, hint).at(sample.place(row, name)));
        }
    }
    let floor = family.floor();
    if findings.as_slice().is_empty() && sample.response().iter().all(|y| *y <= floor) && !sample.is_empty() {
        let message = text!("every count is {0}", "所有计数均为 {0}", floor);
        let hint = text!(
            "check the column: there is nothing to explain",
            "检查该列：数值全部相同，没有可解释的差异"
        );
        let error = Error::new(Code::AllZero, message, hint);
        findings.push(error.at(crate::error::Place::column_only(name)));
    }
    findings.into_result(())
}
