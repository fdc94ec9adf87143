//! Least squares to more digits than the factors have: residuals in twice the precision.

use super::matrix::RealMatrix;
use super::qr::Qr;
use super::sample::Sample;
use crate::error::Error;
use crate::math::double::Double;

const ZERO: Double = Double { high: 0.0, low: 0.0 };

/// a − b.
fn minus(a: Double, b: Double) -> Double {
    a.plus(Double { high: -b.high, low: -b.low })
}

/// Σ aᵢ bᵢ in twice the precision.
pub(crate) fn dot(a: &[Double], b: &[Double]) -> Double {
    a.iter().zip(b).fold(ZERO, |sum, (a, b)| sum.plus(a.times(*b)))
}

/// Columns √w X with their factor.
pub(crate) struct Refined {
    columns: Vec<Vec<Double>>,
    roots: Option<Vec<f64>>,
    qr: Qr,
}

/// Coefficients and residuals √w (y − X β).
pub(crate) struct Solution {
    pub(crate) coefficients: Vec<Double>,
    pub(crate) residuals: Vec<Double>,
}

impl Refined {
    /// Columns of a sample, each row times the root of its weight, and a factor of them.
    pub(crate) fn new(
        sample: &Sample,
        factor: impl FnOnce(&[&[f64]]) -> Result<Qr, Error>,
    ) -> Result<Self, Error> {
        let roots: Option<Vec<f64>> =
            sample.weight_values().map(|weights| weights.iter().map(|weight| weight.sqrt()).collect());
        let column = |high: &[f64], low: &[f64]| -> Vec<Double> {
            let low = low.iter().copied().chain(std::iter::repeat(0.0));
            let values = high.iter().zip(low).map(|(high, low)| Double { high: *high, low });
            weighted(values, roots.as_deref())
        };
        let columns: Vec<Vec<Double>> =
            sample.regressors().iter().map(|regressor| column(&regressor.high, &regressor.low)).collect();
        let high: Vec<Vec<f64>> =
            columns.iter().map(|column| column.iter().map(|x| x.high).collect()).collect();
        let high: Vec<&[f64]> = high.iter().map(Vec::as_slice).collect();
        let qr = factor(&high)?;
        Ok(Self { columns, roots, qr })
    }

    pub(crate) fn qr(&self) -> &Qr {
        &self.qr
    }

    /// The coefficients of a response less an offset.
    pub(crate) fn fit(&self, response: &[f64], offset: Option<&[f64]>) -> Solution {
        let offset = offset.into_iter().flatten().copied().chain(std::iter::repeat(0.0));
        let values = response.iter().zip(offset).map(|(y, offset)| Double::sum(*y, -offset));
        let right = weighted(values, self.roots.as_deref());
        self.solve(&right, &vec![0.0; self.columns.len()])
    }

    /// (XᵀWX)⁻¹.
    pub(crate) fn inverse(&self) -> RealMatrix {
        let width = self.columns.len();
        let rows = self.columns.first().map_or(0, Vec::len);
        let mut inverse = RealMatrix::zeros(width, width);
        for column in 0..width {
            let unit: Vec<f64> = (0..width).map(|k| if k == column { -1.0 } else { 0.0 }).collect();
            let solution = self.solve(&vec![ZERO; rows], &unit);
            for (row, value) in solution.coefficients.iter().enumerate() {
                inverse.set(row, column, value.high);
            }
        }
        inverse
    }

    /// r and x of r + A x = f, Aᵀ r = g, whose residuals are computed in twice the precision until they are as small as
    /// they get (Björck 1967). Each round gains as many digits as the factor has.
    fn solve(&self, f: &[Double], g: &[f64]) -> Solution {
        let width = self.columns.len();
        let mut residuals = vec![ZERO; f.len()];
        let mut coefficients = vec![ZERO; width];
        let norms = self.qr.column_norms();
        let mut last = f64::INFINITY;
        for _ in 0..20 {
            // f − r − A x
            let mut open: Vec<Double> = f.iter().zip(&residuals).map(|(f, r)| minus(*f, *r)).collect();
            for (column, x) in self.columns.iter().zip(&coefficients) {
                for (open, a) in open.iter_mut().zip(column) {
                    *open = minus(*open, a.times(*x));
                }
            }
            // g − Aᵀ r
            let gradient = self
                .columns
                .iter()
                .zip(g)
                .map(|(column, g)| minus(Double { high: *g, low: 0.0 }, dot(column, &residuals)).high);
            let gradient: Vec<f64> = gradient.collect();
            let open: Vec<f64> = open.iter().map(|open| open.high).collect();
            let (of_residuals, of_coefficients) = self.qr.solve_augmented(&open, &gradient);
            let largest = relative_change(&of_coefficients, &coefficients, &norms);
            if largest.is_nan() || largest > last * 0.5 {
                break;
            }
            for (r, change) in residuals.iter_mut().zip(of_residuals) {
                *r = r.plus(Double { high: change, low: 0.0 });
            }
            for (x, change) in coefficients.iter_mut().zip(of_coefficients) {
                *x = x.plus(Double { high: change, low: 0.0 });
            }
            if largest < 1e-24 {
                break;
            }
            last = largest;
        }
        Solution { coefficients, residuals }
    }
}

/// The largest change of a coefficient in units of the largest, both by the norms of their columns; `MAX` at the first.
fn relative_change(changes: &[f64], values: &[Double], norms: &[f64]) -> f64 {
    let largest = |sizes: &mut dyn Iterator<Item = f64>| {
        sizes.zip(norms).fold(0.0, |largest: f64, (x, norm)| {
            let size = x.abs() * norm;
            if size > largest || size.is_nan() { size } else { largest }
        })
    };
    let change = largest(&mut changes.iter().copied());
    match (change, largest(&mut values.iter().map(|value| value.high))) {
        (0.0, _) => 0.0,
        (_, 0.0) => f64::MAX,
        (change, value) => change / value,
    }
}

fn weighted(values: impl Iterator<Item = Double>, roots: Option<&[f64]>) -> Vec<Double> {
    match roots {
        None => values.collect(),
        Some(roots) => values.zip(roots).map(|(x, root)| x.times(Double { high: *root, low: 0.0 })).collect(),
    }
}
