//! Maximum likelihood by Newton's method, for likelihoods whose rows depend on a linear predictor and one shape.

use super::estimates::{Estimates, StandardErrors};
use super::least_squares::add_outer;
use super::matrix::{RealMatrix, dot};
use super::qr::Qr;
use super::sample::{Sample, size};
use crate::error::{Code, Error};
use crate::math;
use crate::math::double::Double;
use crate::text;
use crate::wording::Name;

/// ln of the likelihood of a row, with derivatives by the linear predictor η and the shape τ.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Terms {
    pub(crate) value: f64,
    /// ∂/∂η
    pub(crate) slope: f64,
    /// ∂²/∂η²
    pub(crate) curvature: f64,
    /// ∂/∂τ
    pub(crate) shape: f64,
    /// ∂²/∂η∂τ
    pub(crate) cross: f64,
    /// ∂²/∂τ²
    pub(crate) shape_curvature: f64,
}

/// The likelihood of one row.
pub(crate) trait Likelihood {
    /// Name of the shape exp τ, if there is one.
    const SHAPE: Option<&'static str>;
    /// Terms that are computed once for a shape.
    type Prepared;
    fn prepare(&self, shape: f64) -> Self::Prepared;
    fn terms(&self, prepared: &Self::Prepared, row: usize, eta: f64) -> Terms;
}

/// The maximum of a likelihood.
#[derive(Debug, Clone)]
pub(crate) struct Maximum {
    pub(crate) log_likelihood: f64,
    pub(crate) iterations: u32,
    /// Linear predictor of each row.
    pub(crate) eta: Vec<f64>,
    /// ln of the shape.
    pub(crate) shape: f64,
    /// Coefficients in the basis that the search ran in, then τ.
    parameters: Vec<f64>,
    /// Inverse of the observed information there.
    inverse: RealMatrix,
    /// Σ w² s sᵀ of the scores there.
    meat: RealMatrix,
}

/// Rows of regressors in an orthonormal basis, with what belongs to a row.
pub(crate) struct Problem {
    width: usize,
    rows: Vec<f64>,
    offset: Vec<f64>,
    weights: Option<Vec<f64>>,
    /// Coefficients of the sample are Tᵀ times those of the basis.
    basis: RealMatrix,
}

/// Rows that are summed before they are added to a total.
const BLOCK: usize = 256;
const MOST_ITERATIONS: u32 = 200;
/// Farthest that ln of a shape is followed.
const FARTHEST_SHAPE: f64 = 18.0;

struct Evaluation {
    value: f64,
    gradient: Vec<f64>,
    /// Minus the second derivatives.
    information: RealMatrix,
}

impl Problem {
    pub(crate) fn new(sample: &Sample, qr: &Qr) -> Self {
        let width = sample.regressors().len();
        let basis = qr.basis();
        let columns = sample.columns();
        let mut rows = Vec::with_capacity(width * sample.len());
        let mut row = vec![0.0; width];
        for index in 0..sample.len() {
            for (entry, column) in row.iter_mut().zip(&columns) {
                *entry = column.get(index).copied().unwrap_or(f64::NAN);
            }
            rows.extend((0..width).map(|k| dot(basis.row(k), &row)));
        }
        let offset = sample.offset_values().map_or_else(|| vec![0.0; sample.len()], <[f64]>::to_vec);
        Self { width, rows, offset, weights: sample.weight_values().map(<[f64]>::to_vec), basis }
    }

    /// Parameters whose linear predictor is nearest to values of each row.
    pub(crate) fn start(&self, wanted: &[f64]) -> Vec<f64> {
        let mut start = vec![0.0; self.width];
        for ((row, wanted), offset) in self.rows.chunks_exact(self.width).zip(wanted).zip(&self.offset) {
            for (entry, x) in start.iter_mut().zip(row) {
                *entry += x * (wanted - offset);
            }
        }
        start
    }

    /// Whether some rows tell all coefficients apart, by a margin that leaves no doubt.
    pub(crate) fn spanned_by(&self, wanted: impl Fn(usize) -> bool) -> bool {
        let mut square = RealMatrix::zeros(self.width, self.width);
        for (index, row) in self.rows.chunks_exact(self.width).enumerate() {
            if wanted(index) {
                add_outer(&mut square, row, 1.0);
            }
        }
        // The basis is orthonormal over all rows, so that entries are shares.
        square.cholesky().is_some_and(|lower| lower.diagonal().iter().all(|pivot| *pivot > 1e-5))
    }

    fn eta(&self, parameters: &[f64]) -> Vec<f64> {
        let coefficients = parameters.get(..self.width).unwrap_or_default();
        let rows = self.rows.chunks_exact(self.width).zip(&self.offset);
        rows.map(|(row, offset)| offset + dot(row, coefficients)).collect()
    }

    fn weight(&self, row: usize) -> f64 {
        self.weights.as_ref().and_then(|weights| weights.get(row)).copied().unwrap_or(1.0)
    }

    /// Value and derivatives, block after block.
    fn evaluate<L: Likelihood>(&self, likelihood: &L, parameters: &[f64]) -> Evaluation {
        let (width, total) = (self.width, parameters.len());
        let shape = parameters.get(width).copied().unwrap_or(0.0);
        let prepared = likelihood.prepare(shape);
        let eta = self.eta(parameters);
        let mut value = Double { high: 0.0, low: 0.0 };
        let mut gradient = vec![0.0; total];
        let mut information = RealMatrix::zeros(total, total);
        let mut square = RealMatrix::zeros(width, width);
        let mut block_gradient = vec![0.0; width];
        let mut block_cross = vec![0.0; width];
        let blocks = self.rows.chunks(BLOCK * width).zip(eta.chunks(BLOCK));
        for (block, (rows, eta)) in blocks.enumerate() {
            square.data_mut().fill(0.0);
            block_gradient.fill(0.0);
            block_cross.fill(0.0);
            let (mut of_shape, mut of_shape_curvature) = (0.0, 0.0);
            for (index, (row, eta)) in rows.chunks_exact(width).zip(eta).enumerate() {
                let index = block * BLOCK + index;
                let terms = likelihood.terms(&prepared, index, *eta);
                let weight = self.weight(index);
                value = value.plus(Double::product(terms.value, weight));
                let (slope, cross) = (weight * terms.slope, weight * terms.cross);
                for ((gradient, of_cross), x) in block_gradient.iter_mut().zip(&mut block_cross).zip(row) {
                    *gradient += slope * x;
                    *of_cross += cross * x;
                }
                of_shape += weight * terms.shape;
                of_shape_curvature += weight * terms.shape_curvature;
                add_outer(&mut square, row, -weight * terms.curvature);
            }
            for (total, part) in gradient.iter_mut().zip(&block_gradient) {
                *total += part;
            }
            for (k, cross) in block_cross.iter().enumerate() {
                for (l, entry) in square.row(k).iter().enumerate() {
                    information.set(k, l, information.at(k, l) + entry);
                }
                if total > width {
                    information.set(k, width, information.at(k, width) - cross);
                    information.set(width, k, information.at(width, k) - cross);
                }
            }
            if let Some(entry) = gradient.get_mut(width) {
                *entry += of_shape;
                information.set(width, width, information.at(width, width) - of_shape_curvature);
            }
        }
        Evaluation { value: value.high, gradient, information }
    }

    /// The maximum that Newton's method leads to from a start: coefficients of the basis, then ln of the shape.
    ///
    /// A step is halved until the likelihood does not fall. The search ends one full step after the gain that is left
    /// is below 1e-16.
    pub(crate) fn maximise<L: Likelihood>(
        &self,
        likelihood: &L,
        start: Vec<f64>,
        model: Name,
    ) -> Result<Maximum, Error> {
        let mut parameters = start;
        let mut at = self.evaluate(likelihood, &parameters);
        let mut last_gain = f64::INFINITY;
        for iteration in 1..=MOST_ITERATIONS {
            let Some(direction) = direction(&at) else { break };
            let gain = dot(&direction, &at.gradient);
            if !gain.is_finite() {
                break;
            }
            // Or as small as the rounding of the gradient lets it become.
            let stalls = gain < 1e-9 && gain > 0.5 * last_gain;
            last_gain = gain;
            if gain < 1e-16 || stalls {
                let last = moved(&parameters, &direction, 1.0);
                let end = self.evaluate(likelihood, &last);
                if !end.value.is_finite() {
                    break;
                }
                return self.finish(likelihood, last, &end, iteration).ok_or_else(|| lost(model, iteration));
            }
            let step = self.longest(&direction);
            let slack = 64.0 * f64::EPSILON * (1.0 + at.value.abs());
            let tried = (0..50).scan(step, |step, _| {
                let trial = moved(&parameters, &direction, *step);
                *step *= 0.5;
                Some((self.evaluate(likelihood, &trial), trial))
            });
            let floor = at.value - slack;
            let Some((better, trial)) = tried.into_iter().find(|(found, _)| found.value >= floor) else {
                break;
            };
            (at, parameters) = (better, trial);
            if let (Some(name), Some(shape)) = (L::SHAPE, parameters.get(self.width))
                && shape.abs() > FARTHEST_SHAPE
            {
                return Err(at_edge(model, name, *shape));
            }
        }
        Err(lost(model, MOST_ITERATIONS))
    }

    /// The longest share of a step that moves ln of the shape by no more than 2.
    fn longest(&self, direction: &[f64]) -> f64 {
        let of_shape = direction.get(self.width).map_or(0.0, |step| step.abs());
        if of_shape > 2.0 { 2.0 / of_shape } else { 1.0 }
    }

    fn finish<L: Likelihood>(
        &self,
        likelihood: &L,
        parameters: Vec<f64>,
        end: &Evaluation,
        iterations: u32,
    ) -> Option<Maximum> {
        let inverse = end.information.inverse()?;
        let shape = parameters.get(self.width).copied().unwrap_or(0.0);
        let prepared = likelihood.prepare(shape);
        let eta = self.eta(&parameters);
        let mut meat = RealMatrix::zeros(parameters.len(), parameters.len());
        let mut score = vec![0.0; parameters.len()];
        for (index, (row, eta)) in self.rows.chunks_exact(self.width).zip(&eta).enumerate() {
            let terms = likelihood.terms(&prepared, index, *eta);
            score.fill(terms.shape);
            for (entry, x) in score.iter_mut().zip(row) {
                *entry = terms.slope * x;
            }
            let weight = self.weight(index);
            add_outer(&mut meat, &score, weight * weight);
        }
        Some(Maximum { log_likelihood: end.value, iterations, eta, shape, parameters, inverse, meat })
    }

    /// Estimates of the regressors of the sample and of the shape.
    pub(crate) fn estimates<L: Likelihood>(
        &self,
        _: &L,
        sample: &Sample,
        maximum: &Maximum,
        kind: StandardErrors,
    ) -> Result<Estimates, Error> {
        let total = maximum.parameters.len();
        let n = size(sample.len());
        let inverse = match kind {
            StandardErrors::Classical => maximum.inverse.clone(),
            StandardErrors::Hc0 => maximum.inverse.sandwich(&maximum.meat),
            StandardErrors::Hc1 => maximum.inverse.sandwich(&maximum.meat).scaled(n / (n - size(total))),
            StandardErrors::Hc2 | StandardErrors::Hc3 => {
                let message =
                    text!("{0} is not defined for a likelihood", "{0} 不适用于似然模型", kind.name());
                return Err(Error::new(Code::BadValue, message, text!("take HC0 or HC1", "改用 HC0 或 HC1")));
            }
        };
        let shape = math::exp(maximum.shape);
        let back =
            RealMatrix::from_fn(total, total, |row, column| match (row < self.width, column < self.width) {
                (true, true) => self.basis.at(column, row),
                (false, false) => shape,
                _ => 0.0,
            });
        let mut values = back.times_vector(&maximum.parameters);
        let mut names: Vec<String> = sample.names().map(str::to_owned).collect();
        if let (Some(name), Some(value)) = (L::SHAPE, values.get_mut(self.width)) {
            *value = shape;
            names.push(name.to_owned());
        }
        Ok(Estimates::new(names, values, back.sandwich(&inverse), None))
    }

    /// The coefficients of a maximum in the basis, without the shape.
    pub(crate) fn coefficients(&self, maximum: &Maximum) -> Vec<f64> {
        maximum.parameters.get(..self.width).unwrap_or_default().to_vec()
    }
}

/// Newton's direction; where the likelihood is not concave, one that is turned to the gradient until it rises.
fn direction(at: &Evaluation) -> Option<Vec<f64>> {
    let size = at.gradient.len();
    let largest =
        at.information.diagonal().into_iter().map(f64::abs).fold(1e-8, |a, b| if b > a { b } else { a });
    let mut ridge = 0.0;
    for _ in 0..20 {
        let mut matrix =
            RealMatrix::from_fn(size, size, |row, column| if row == column { ridge } else { 0.0 });
        matrix.add(&at.information);
        if let Some(lower) = matrix.cholesky() {
            return Some(lower.solve_lower_transposed(&lower.solve_lower(&at.gradient)));
        }
        ridge = if ridge > 0.0 { ridge * 10.0 } else { 1e-6 * largest };
    }
    None
}

fn moved(parameters: &[f64], direction: &[f64], step: f64) -> Vec<f64> {
    parameters.iter().zip(direction).map(|(x, d)| x + step * d).collect()
}

fn lost(model: Name, iterations: u32) -> Error {
    let message = text!(
        "the likelihood of the {0} model has no maximum that {1} {1|step|steps} {1|reaches|reach}",
        "{0}模型的似然函数在 {1} 步内未达到最大值",
        model,
        iterations
    );
    let hint = text!(
        "leave out regressors that hardly vary, or take a simpler model",
        "去掉几乎不变的自变量，或改用更简单的模型"
    );
    Error::new(Code::NoConvergence, message, hint)
}

fn at_edge(model: Name, parameter: &str, shape: f64) -> Error {
    if shape < 0.0 {
        let message = text!(
            "the likelihood of the {0} model rises while `{1}` goes to 0",
            "{0}模型的似然函数在 `{1}` 趋于 0 时仍在上升",
            model,
            parameter
        );
        let hint = text!(
            "take the model without it: the data do not vary more than that model allows",
            "改用没有该参数的模型：数据的变异不超过该模型所允许的"
        );
        return Error::new(Code::Boundary, message, hint);
    }
    let message = text!(
        "the likelihood of the {0} model rises while `{1}` goes to infinity",
        "{0}模型的似然函数在 `{1}` 趋于无穷时仍在上升",
        model,
        parameter
    );
    let hint = text!(
        "take a model without it: the data do not tell the shape from the mean",
        "改用没有该参数的模型：数据不能区分形状与均值"
    );
    Error::new(Code::Boundary, message, hint)
}
