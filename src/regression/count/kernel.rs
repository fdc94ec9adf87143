//! ln P of a count and its derivatives.

use super::super::distribution::ln_factorial;
use super::super::maximum::{Likelihood, Terms};
use super::super::sample::Sample;
use super::rising::{Rising, RisingSums};
use crate::math;

/// Counts that can be observed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Support {
    /// 0, 1, 2, …
    All,
    /// 1, 2, … of all people.
    Positive,
    /// 1, 2, … of visitors, each met as often as they come.
    OnSite,
}

/// Poisson, as it is, truncated or on site.
pub(super) struct Poisson {
    support: Support,
    /// y, less 1 on site; ln y!
    counts: Vec<(f64, f64)>,
}

impl Poisson {
    pub(super) fn new(sample: &Sample, support: Support) -> Self {
        let less = if support == Support::OnSite { 1.0 } else { 0.0 };
        let counts = sample.response().iter().map(|y| (y - less, ln_factorial(y - less))).collect();
        Self { support, counts }
    }
}

impl Likelihood for Poisson {
    const SHAPE: Option<&'static str> = None;
    type Prepared = ();

    fn prepare(&self, _: f64) {}

    #[inline]
    fn terms(&self, (): &(), row: usize, eta: f64) -> Terms {
        let (y, log_factorial) = self.counts.get(row).copied().unwrap_or((f64::NAN, f64::NAN));
        let mean = math::exp(eta);
        // ln P = y η − μ − ln y!
        let terms = Terms {
            value: y * eta - mean - log_factorial,
            slope: y - mean,
            curvature: -mean,
            ..Terms::default()
        };
        if self.support == Support::Positive {
            // −ln P(0) = μ
            let zero = Terms { value: mean, slope: mean, curvature: mean, ..Terms::default() };
            return without_zero(terms, zero);
        }
        terms
    }
}

/// Negative binomial NB2, as it is, truncated or on site. The shape is τ = ln α.
pub(super) struct NegativeBinomial {
    support: Support,
    /// y, ln y!
    counts: Vec<(f64, f64)>,
    rising: Rising,
}

impl NegativeBinomial {
    pub(super) fn new(sample: &Sample, support: Support) -> Self {
        let counts = sample.response().iter().map(|y| (*y, ln_factorial(*y))).collect();
        Self { support, counts, rising: Rising::new(sample.response()) }
    }
}

impl Likelihood for NegativeBinomial {
    const SHAPE: Option<&'static str> = Some("alpha");
    /// α, and Σ ln(1 + αj) with its derivatives of each count.
    type Prepared = (f64, Vec<RisingSums>);

    fn prepare(&self, shape: f64) -> (f64, Vec<RisingSums>) {
        let alpha = math::exp(shape);
        (alpha, self.rising.sums(alpha))
    }

    #[inline]
    fn terms(&self, (alpha, sums): &(f64, Vec<RisingSums>), row: usize, eta: f64) -> Terms {
        let (y, log_factorial) = self.counts.get(row).copied().unwrap_or((f64::NAN, f64::NAN));
        let RisingSums { log, first, second } = self.rising.of_row(sums, row);
        let alpha = *alpha;
        let mean = math::exp(eta);
        // u = αμ,   L = ln(1 + u)/α,   c(u) = (ln(1 + u) − u/(1 + u))/u²
        let u = alpha * mean;
        let wide = 1.0 + u;
        let logarithm = math::ln_1p(u);
        let (ratio, ratio_slope) = ratio(u, logarithm);
        let zero = Terms {
            value: logarithm / alpha,
            slope: mean / wide,
            curvature: mean / (wide * wide),
            shape: -mean * mean * ratio,
            cross: -mean * mean / (wide * wide),
            shape_curvature: -mean * mean * mean * ratio_slope,
        };
        // ln P = Σ ln(1 + αj) − ln y! + y η − y ln(1 + u) − L, derivatives by α first
        let of_alpha = first - y * mean / wide - zero.shape;
        let of_alpha_twice = -second + y * mean * mean / (wide * wide) - zero.shape_curvature;
        let mut terms = Terms {
            value: log - log_factorial + y * (eta - logarithm) - zero.value,
            slope: (y - mean) / wide,
            curvature: -mean * (1.0 + alpha * y) / (wide * wide),
            shape: of_alpha,
            cross: -(y - mean) * mean / (wide * wide),
            shape_curvature: of_alpha_twice,
        };
        match self.support {
            Support::All => {}
            Support::Positive => terms = without_zero(terms, zero),
            // ln(y P / μ)
            Support::OnSite => {
                terms.value += math::ln(y) - eta;
                terms.slope -= 1.0;
            }
        }
        // ∂/∂τ = α ∂/∂α,   ∂²/∂τ² = α ∂/∂α + α² ∂²/∂α²
        terms.shape_curvature = alpha * terms.shape + alpha * alpha * terms.shape_curvature;
        terms.shape *= alpha;
        terms.cross *= alpha;
        terms
    }
}

/// (k − 1)/k from k = 14 down to 2.
const SERIES: [f64; 13] = [
    13.0 / 14.0,
    12.0 / 13.0,
    11.0 / 12.0,
    10.0 / 11.0,
    9.0 / 10.0,
    8.0 / 9.0,
    7.0 / 8.0,
    6.0 / 7.0,
    5.0 / 6.0,
    4.0 / 5.0,
    3.0 / 4.0,
    2.0 / 3.0,
    1.0 / 2.0,
];

/// c(u) = (ln(1 + u) − u/(1 + u))/u² and c′(u) = ((1 + u)⁻² − 2 c)/u.
#[inline]
fn ratio(u: f64, logarithm: f64) -> (f64, f64) {
    if u < 0.05 {
        // c = Σ (k − 1)/k (−u)ᵏ⁻² from k = 2, to 0.05¹³
        let (mut value, mut slope) = (0.0, 0.0);
        for share in SERIES {
            slope = value - u * slope;
            value = share - u * value;
        }
        // By −u so far.
        let slope = -slope;
        return (value, slope);
    }
    let wide = 1.0 + u;
    let value = (logarithm - u / wide) / (u * u);
    (value, (1.0 / (wide * wide) - 2.0 * value) / u)
}

/// ln P − ln(1 − P(0)) from ln P and L = −ln P(0), with derivatives of both.
#[inline]
fn without_zero(terms: Terms, zero: Terms) -> Terms {
    // T(L) = −ln(1 − e^−L),   T′ = −k,   T″ = k (1 + k),   k = 1/(e^L − 1)
    let k = 1.0 / math::expm1(zero.value);
    let (first, second) = (-k, k * (1.0 + k));
    Terms {
        value: terms.value - math::ln(-math::expm1(-zero.value)),
        slope: terms.slope + first * zero.slope,
        curvature: terms.curvature + second * zero.slope * zero.slope + first * zero.curvature,
        shape: terms.shape + first * zero.shape,
        cross: terms.cross + second * zero.slope * zero.shape + first * zero.cross,
        shape_curvature: terms.shape_curvature
            + second * zero.shape * zero.shape
            + first * zero.shape_curvature,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Derivatives against differences of the value.
    fn check<L: Likelihood>(likelihood: &L, row: usize, eta: f64, tau: f64) {
        let at = |eta: f64, tau: f64| likelihood.terms(&likelihood.prepare(tau), row, eta);
        let h = 1e-5;
        let terms = at(eta, tau);
        let near = |a: f64, b: f64, what: &str| {
            assert!((a - b).abs() < 1e-6 * (1.0 + a.abs()), "{what}: {a} {b} at {row} {eta} {tau}");
        };
        near(terms.slope, (at(eta + h, tau).value - at(eta - h, tau).value) / (2.0 * h), "slope");
        near(terms.curvature, (at(eta + h, tau).slope - at(eta - h, tau).slope) / (2.0 * h), "curvature");
        near(terms.shape, (at(eta, tau + h).value - at(eta, tau - h).value) / (2.0 * h), "shape");
        near(terms.cross, (at(eta, tau + h).slope - at(eta, tau - h).slope) / (2.0 * h), "cross");
        let second = (at(eta, tau + h).shape - at(eta, tau - h).shape) / (2.0 * h);
        near(terms.shape_curvature, second, "shape curvature");
    }

    #[test]
    fn derivatives_are_those_of_the_value() {
        let sample = Sample::new("y", vec![1.0, 2.0, 7.0, 40.0]);
        for support in [Support::All, Support::Positive, Support::OnSite] {
            let (poisson, binomial) =
                (Poisson::new(&sample, support), NegativeBinomial::new(&sample, support));
            for row in 0..4 {
                for eta in [-3.0, 0.0, 1.0, 4.0] {
                    check(&poisson, row, eta, 0.0);
                    for tau in [-9.0, -4.0, -3.2, 0.0, 2.0] {
                        check(&binomial, row, eta, tau);
                    }
                }
            }
        }
    }

    #[test]
    fn the_negative_binomial_becomes_poisson() {
        let sample = Sample::new("y", vec![1.0, 9.0]);
        for support in [Support::All, Support::Positive, Support::OnSite] {
            let poisson = Poisson::new(&sample, support).terms(&(), 1, 1.5);
            let binomial = NegativeBinomial::new(&sample, support);
            let binomial = binomial.terms(&binomial.prepare(-30.0), 1, 1.5);
            assert!((poisson.value - binomial.value).abs() < 1e-10);
            assert!((poisson.slope - binomial.slope).abs() < 1e-10);
        }
    }
}
