//! From a travel cost survey to an account: consumer surplus of tourism (旅游) or recreation (休闲游憩), with value and
//! interval.

use crate::error::Error;
use crate::regression::travel_cost::{Choke, surplus_per_visit, surplus_quantiles};
use crate::regression::{Estimates, Simulation};

use super::distribution::{Distribution, Shape};

/// The surplus of all visits: a value for `statistics.csv`, and a distribution for the table of inputs.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Surplus {
    /// Surplus of all visits, in the money of the cost.
    pub value: f64,
    /// Its distribution, by draws of Krinsky and Robb.
    pub distribution: Distribution,
}

/// The surplus of a number of visits from a count regression of visits on their cost.
///
/// # Equation
///
/// ```text
/// CS = N s,   s as in `surplus_per_visit`, quantiles of s from draws of the coefficients
/// ```
///
/// # Errors
///
/// As [`surplus_per_visit`]; `EV-I006` if the draws do not vary.
///
/// # Examples
///
/// ```
/// use ecovalue::regression::travel_cost::Choke;
/// use ecovalue::regression::{Sample, Simulation, count::poisson};
/// use ecovalue::uncertainty::recreation::consumer_surplus;
///
/// let visits: Vec<f64> = [8.0, 2.0].into_iter().cycle().take(40).collect();
/// let cost: Vec<f64> = [10.0, 60.0].into_iter().cycle().take(40).collect();
/// let fit = poisson(&Sample::new("visits", visits).intercept().regressor("cost", cost))?;
/// let surplus = consumer_surplus(fit.estimates(), "cost", Choke::Unbounded, 1000.0, Simulation::default())?;
/// // 1000 · 50/ln 4, and a row `tourism_consumer_surplus` with these quantiles in the table of inputs.
/// assert!((surplus.value - 50_000.0 / 4.0_f64.ln()).abs() < 1e-6);
/// assert!((surplus.distribution.quantile(0.5) / surplus.value - 1.0).abs() < 0.02);
/// assert!(surplus.points().starts_with("0="));
/// # Ok::<(), ecovalue::Findings>(())
/// ```
pub fn consumer_surplus(
    estimates: &Estimates,
    cost: &str,
    choke: Choke,
    visits: f64,
    simulation: Simulation,
) -> Result<Surplus, Error> {
    let per_visit = surplus_per_visit(estimates, cost, choke, simulation)?;
    let quantiles = surplus_quantiles(estimates, cost, choke, simulation)?;
    let points = quantiles.into_iter().map(|(probability, value)| (probability, value * visits)).collect();
    let distribution = Distribution::new(Shape::Quantiles(points))?;
    Ok(Surplus { value: per_visit.estimate * visits, distribution })
}

impl Surplus {
    /// The column `points` of the table of inputs, for distribution `quantiles` applied as a value.
    #[must_use]
    pub fn points(&self) -> String {
        let Shape::Quantiles(points) = self.distribution.shape() else { return String::new() };
        let pairs = points.iter().map(|(probability, value)| format!("{probability}={value}"));
        pairs.collect::<Vec<_>>().join(" ")
    }
}
