//! Individual travel cost: count models of single people's visits.

use super::super::estimates::Estimates;
use super::super::krinsky_robb::{Simulated, Simulation};
use super::demand::{Choke, falls, semi_log_surplus};
use crate::error::Error;

/// Consumer surplus of one visit.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct SurplusPerVisit {
    /// At the estimate of the price coefficient \[CNY\].
    pub estimate: f64,
    /// Median and interval over draws with a price coefficient below 0.
    pub simulated: Simulated,
}

/// Consumer surplus per visit from a count model with the cost of a trip among its regressors.
///
/// # Equation
///
/// ```text
/// s = −1/b without a choke price,   (1 − e^(b x)) / (−b) with an added price of x,   ln μ = … + b c
/// ```
///
/// times the visits of a person, or of all, for their surplus.
///
/// # Assumptions
///
/// −1/b of a normal b has no mean and no variance, so there is no standard error: the interval is made of quantiles of
/// draws (Krinsky and Robb 1986) with b < 0. The share of draws left out is reported. The unit of the surplus is that of
/// the cost.
///
/// # Errors
///
/// `EV-I007` for a regressor that the fit does not have, `EV-S010` if its coefficient is not below 0, as
/// [`Estimates::simulate`] otherwise.
///
/// # Examples
///
/// ```
/// use ecovalue::regression::travel_cost::{Choke, surplus_per_visit};
/// use ecovalue::regression::{Sample, Simulation, count::poisson};
///
/// let sample = Sample::new("visits", vec![8.0, 8.0, 2.0, 2.0])
///     .intercept()
///     .regressor("cost", vec![10.0, 10.0, 60.0, 60.0]);
/// let fit = poisson(&sample)?;
/// let surplus = surplus_per_visit(fit.estimates(), "cost", Choke::Unbounded, Simulation::default())?;
/// // b = ln(2/8)/50
/// assert!((surplus.estimate - 50.0 / 4.0_f64.ln()).abs() < 1e-9);
/// assert!(surplus.simulated.low < surplus.estimate && surplus.estimate < surplus.simulated.high);
/// # Ok::<(), ecovalue::Findings>(())
/// ```
///
/// # References
///
/// * Creel, M. D., Loomis, J. B. (1990): Theoretical and empirical advantages of truncated count data estimators for
///   analysis of deer hunting in California, American Journal of Agricultural Economics 72, 434-441.
pub fn surplus_per_visit(
    estimates: &Estimates,
    cost: &str,
    choke: Choke,
    simulation: Simulation,
) -> Result<SurplusPerVisit, Error> {
    let position = estimates.position(cost)?;
    let slope = estimates.values().get(position).copied().unwrap_or(f64::NAN);
    falls(slope)?;
    let estimate = semi_log_surplus(1.0, slope, choke)?;
    let simulated = estimates.simulate(simulation, |drawn| {
        drawn.get(position).and_then(|slope| semi_log_surplus(1.0, *slope, choke).ok())
    })?;
    Ok(SurplusPerVisit { estimate, simulated })
}

/// The hundredths of the surplus of a visit, by the draws of [`surplus_per_visit`]: what an uncertainty of an account draws
/// from.
///
/// # Errors
///
/// As [`surplus_per_visit`].
pub fn surplus_quantiles(
    estimates: &Estimates,
    cost: &str,
    choke: Choke,
    simulation: Simulation,
) -> Result<Vec<(f64, f64)>, Error> {
    let position = estimates.position(cost)?;
    estimates.simulate_quantiles(simulation, |drawn| {
        drawn.get(position).and_then(|slope| semi_log_surplus(1.0, *slope, choke).ok())
    })
}
