//! Goodness of fit of a linear model.

use super::super::qr::{Qr, norm};
use super::super::sample::{Sample, size};
use crate::math;
use crate::math::double::Double;

/// R² and likelihood of a linear fit.
#[derive(Debug, Clone)]
pub(super) struct Goodness {
    pub(super) r_squared: f64,
    /// Squares that the model explains.
    pub(super) explained: f64,
    /// 1 if a combination of regressors is constant, 0 if not.
    pub(super) constants: f64,
    pub(super) log_likelihood: f64,
}

impl Goodness {
    pub(super) fn new(sample: &Sample, squares: f64, qr: &Qr) -> Self {
        let constants = if has_constant(sample, qr) { 1.0 } else { 0.0 };
        let total = total_squares(sample, constants > 0.0);
        let n = size(sample.len());
        let weights = sample.weight_values().unwrap_or_default();
        let logs = weights.iter().fold(0.0, |sum, weight| sum + math::ln(*weight));
        let ln_2_pi = 1.837_877_066_409_345_3;
        let log_likelihood = -0.5 * n * (ln_2_pi + math::ln(squares / n) + 1.0) + 0.5 * logs;
        Self { r_squared: 1.0 - squares / total, explained: total - squares, constants, log_likelihood }
    }
}

/// Whether some combination of the regressors is the same in every row.
fn has_constant(sample: &Sample, qr: &Qr) -> bool {
    let constant = |values: &[f64]| {
        values
            .first()
            .is_some_and(|first| first.abs() > 0.0 && values.iter().all(|x| x.total_cmp(first).is_eq()))
    };
    if sample.columns().into_iter().any(constant) {
        return true;
    }
    let roots: Vec<f64> = match sample.weight_values() {
        None => vec![1.0; sample.len()],
        Some(weights) => weights.iter().map(|weight| weight.sqrt()).collect(),
    };
    let (rest, _) = qr.solve_augmented(&roots, &vec![0.0; sample.regressors().len()]);
    norm(&rest) < 1e-10 * norm(&roots)
}

/// Σ wᵢ (yᵢ − ȳ)², or Σ wᵢ yᵢ², of the response less its offset.
fn total_squares(sample: &Sample, centred: bool) -> f64 {
    let offset = sample.offset_values().into_iter().flatten().copied().chain(std::iter::repeat(0.0));
    let weights = sample.weight_values().into_iter().flatten().copied().chain(std::iter::repeat(1.0));
    let rows = || sample.response().iter().zip(offset.clone()).zip(weights.clone());
    let mut totals = [Double { high: 0.0, low: 0.0 }; 2];
    let [of_weights, of_values] = &mut totals;
    for ((y, offset), weight) in rows() {
        *of_weights = of_weights.plus(Double { high: weight, low: 0.0 });
        let value = Double::sum(*y, -offset).times(Double { high: weight, low: 0.0 });
        *of_values = of_values.plus(value);
    }
    let mean = if centred { of_values.high / of_weights.high } else { 0.0 };
    rows()
        .fold(Double { high: 0.0, low: 0.0 }, |sum, ((y, offset), weight)| {
            let deviation = Double::sum(*y, -offset).plus(Double { high: -mean, low: 0.0 });
            sum.plus(deviation.times(deviation).times(Double { high: weight, low: 0.0 }))
        })
        .high
}
