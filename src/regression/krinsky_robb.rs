//! Intervals of what is computed from estimates, by simulation (Krinsky and Robb 1986).

use super::draws::Draws;
use super::estimates::{Estimates, check_level};
use super::matrix::RealMatrix;
use super::sample::size;
use crate::error::{Code, Error};
use crate::math::count;
use crate::text;

/// Number of draws, seed and level of the interval.
///
/// # Examples
///
/// ```
/// use ecovalue::regression::Simulation;
///
/// assert_eq!(Simulation::default(), Simulation { draws: 10_000, seed: 0, level: 0.95 });
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Simulation {
    /// Number of draws.
    pub draws: u32,
    /// Seed, see [`crate::regression::draws`].
    pub seed: u64,
    /// Probability of the interval.
    pub level: f64,
}

impl Default for Simulation {
    /// 10 000 draws with seed 0, 95 %.
    fn default() -> Self {
        Self { draws: 10_000, seed: 0, level: 0.95 }
    }
}

/// Median and interval of a simulated figure.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Simulated {
    /// Median of the draws that were kept.
    pub median: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Share of draws for which the figure has no value, such as a price coefficient that is not below 0. The others
    /// make the quantiles, so a share that is not small says that the interval is too narrow.
    pub left_out: f64,
}

impl Estimates {
    /// Median and interval of a function of the parameters, by draws from their normal distribution.
    ///
    /// # Equation
    ///
    /// ```text
    /// βᵣ = β + L zᵣ,   L Lᵀ = Cov(β),   zᵣ standard normal, number r k + j of stream 0 for parameter j of k
    /// ```
    ///
    /// Quantiles are linear between order statistics. The function gives `None` where it has no value.
    ///
    /// # Errors
    ///
    /// `EV-I006` for a level outside 0 to 1 or no draws; `EV-S006` if the covariance is not positive definite;
    /// `EV-S010` if no draw has a value.
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::regression::{Sample, Simulation, least_squares};
    ///
    /// let sample = Sample::new("y", vec![1.0, 3.0, 2.0]).intercept();
    /// let fit = least_squares(&sample)?;
    /// let simulated = fit.estimates().simulate(Simulation::default(), |b| Some(2.0 * b[0]))?;
    /// // Mean 2 with standard error 1/√3.
    /// assert!((simulated.median - 4.0).abs() < 0.03);
    /// assert!((simulated.high - 4.0 - 2.0 * 1.96 / 3.0_f64.sqrt()).abs() < 0.1);
    /// # Ok::<(), ecovalue::Findings>(())
    /// ```
    ///
    /// # References
    ///
    /// * Krinsky, I., Robb, A. L. (1986): On approximating the statistical properties of elasticities, Review of
    ///   Economics and Statistics 68, 715-719.
    pub fn simulate(
        &self,
        simulation: Simulation,
        figure: impl Fn(&[f64]) -> Option<f64>,
    ) -> Result<Simulated, Error> {
        check_level(simulation.level)?;
        let figures = self.simulated_figures(simulation, figure)?;
        let tail = 0.5 - 0.5 * simulation.level;
        Ok(Simulated {
            median: quantile(&figures, 0.5),
            low: quantile(&figures, tail),
            high: quantile(&figures, 1.0 - tail),
            left_out: 1.0 - size(figures.len()) / f64::from(simulation.draws),
        })
    }
}

impl Estimates {
    /// The hundredths of a function of the parameters, by the same draws: pairs of probability and value from the smallest
    /// to the largest draw, as module `uncertainty` reads them.
    ///
    /// # Errors
    ///
    /// As [`Estimates::simulate`].
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::regression::{Sample, Simulation, least_squares};
    ///
    /// let fit = least_squares(&Sample::new("y", vec![1.0, 3.0, 2.0]).intercept())?;
    /// let simulation = Simulation::default();
    /// let quantiles = fit.estimates().simulate_quantiles(simulation, |b| Some(2.0 * b[0]))?;
    /// assert_eq!((quantiles.len(), quantiles[50].0), (101, 0.5));
    /// assert_eq!(quantiles[50].1, fit.estimates().simulate(simulation, |b| Some(2.0 * b[0]))?.median);
    /// # Ok::<(), ecovalue::Findings>(())
    /// ```
    pub fn simulate_quantiles(
        &self,
        simulation: Simulation,
        figure: impl Fn(&[f64]) -> Option<f64>,
    ) -> Result<Vec<(f64, f64)>, Error> {
        let figures = self.simulated_figures(simulation, figure)?;
        let probabilities = (0..=100_u32).map(|hundredth| f64::from(hundredth) / 100.0);
        Ok(probabilities.map(|probability| (probability, quantile(&figures, probability))).collect())
    }

    /// The values of a figure in the draws that have one, sorted.
    fn simulated_figures(
        &self,
        simulation: Simulation,
        figure: impl Fn(&[f64]) -> Option<f64>,
    ) -> Result<Vec<f64>, Error> {
        let factor = factor(self.covariance_matrix())?;
        let draws = Draws::new(simulation.seed, 0);
        let width = count(self.values().len());
        let mut figures = Vec::new();
        for draw in 0..u64::from(simulation.draws) {
            let normal: Vec<f64> = (0..width).map(|j| draws.normal(draw * width + j)).collect();
            let shift = factor.times_vector(&normal);
            let parameters: Vec<f64> = self.values().iter().zip(shift).map(|(b, shift)| b + shift).collect();
            figures.extend(figure(&parameters).filter(|x| !x.is_nan()));
        }
        if figures.is_empty() {
            let message = text!("none of {0} draws has a value", "{0} 次抽样均无数值", simulation.draws);
            let hint = text!(
                "look at the sign and the standard error of the price coefficient",
                "检查价格系数的符号和标准误"
            );
            return Err(Error::new(Code::NoSurplus, message, hint));
        }
        figures.sort_by(f64::total_cmp);
        Ok(figures)
    }
}

/// The lower factor of a covariance.
fn factor(covariance: &RealMatrix) -> Result<RealMatrix, Error> {
    covariance.cholesky().ok_or_else(|| {
        let message =
            text!("the covariance of the estimates is not positive definite", "估计值的协方差矩阵不是正定的");
        let hint = text!("add rows, or leave out regressors", "增加数据行，或减少自变量");
        Error::new(Code::NoConvergence, message, hint)
    })
}

/// A quantile of sorted numbers, linear between them (type 7 of Hyndman and Fan 1996).
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a position within a vector, which is not negative"
)]
fn quantile(sorted: &[f64], probability: f64) -> f64 {
    let position = (size(sorted.len()) - 1.0) * probability;
    let below = position.floor();
    let at = |index: usize| sorted.get(index).or(sorted.last()).copied().unwrap_or(f64::NAN);
    let (low, high) = (at(below as usize), at(below as usize + 1));
    if low.total_cmp(&high).is_eq() { low } else { low + (position - below) * (high - low) }
}
