//! Deviance of a model of counts.

use super::super::sample::Sample;
use super::Family;
use crate::math;

/// See [`super::CountFit::deviance`].
pub(super) fn deviance(sample: &Sample, family: Family, means: &[f64], alpha: f64) -> Option<f64> {
    let less = if family == Family::OnSitePoisson { 1.0 } else { 0.0 };
    let unit = |y: f64, mean: f64| {
        // y ln(y/μ) → 0 as y → 0
        let log = if y > 0.0 { y * math::ln(y / mean) } else { 0.0 };
        match family {
            Family::Poisson | Family::OnSitePoisson => Some(log - (y - mean)),
            Family::NegativeBinomial => {
                let ratio = math::ln_1p(alpha * y) - math::ln_1p(alpha * mean);
                Some(log - (y + 1.0 / alpha) * ratio)
            }
            _ => None,
        }
    };
    let weights = sample.weight_values().into_iter().flatten().copied().chain(std::iter::repeat(1.0));
    let rows = sample.response().iter().zip(means).zip(weights);
    rows.map(|((y, mean), weight)| Some(2.0 * weight * unit(y - less, *mean)?))
        .try_fold(0.0, |sum, part| Some(sum + part?))
}
