//! Separation: data for which a likelihood rises for ever along a direction of the coefficients.
//!
//! For counts, a direction d with xᵀd = 0 where the count is above its floor and xᵀd ≤ 0 (not always 0) where it is at
//! the floor: the mean of those rows goes to the floor at no cost. For yes and no, a direction with xᵀd ≥ 0 for yes and
//! ≤ 0 for no. Both ask whether a subspace meets the cone of vectors without a negative entry; projecting on the one
//! and the other in turn ends in a point of both, and in 0 only if there is no other (Correia et al. 2019).
//!
//! # References
//!
//! * Santos Silva, J. M. C., Tenreyro, S. (2010): On the existence of the maximum likelihood estimates in Poisson
//!   regression, Economics Letters 107, 310-312.
//! * Correia, S., Guimarães, P., Zylkin, T. (2019): Verifying the existence of maximum likelihood estimates for
//!   generalized linear models, arXiv:1903.01633.

use super::matrix::dot;
use super::qr::{Qr, norm};
use super::sample::Sample;
use crate::error::{Code, Error};
use crate::text;

/// Refuses counts of which some are at the floor because a regressor says so.
pub(crate) fn of_counts(sample: &Sample, floor: f64) -> Result<(), Error> {
    let above: Vec<bool> = sample.response().iter().map(|y| *y > floor).collect();
    let pick = |wanted: bool| -> Vec<Vec<f64>> {
        let rows = |column: &&[f64]| -> Vec<f64> {
            column.iter().zip(&above).filter(|(_, above)| **above == wanted).map(|(x, _)| *x).collect()
        };
        sample.columns().iter().map(rows).collect()
    };
    let (positive, at_floor) = (pick(true), pick(false));
    let views: Vec<&[f64]> = positive.iter().map(Vec::as_slice).collect();
    let null_space = Qr::new(&views).null_space();
    if null_space.is_empty() {
        return Ok(());
    }
    let shifts: Vec<Vec<f64>> =
        null_space.iter().map(|direction| combination(&at_floor, direction)).collect();
    match recession(&shifts) {
        None => Ok(()),
        Some(weights) => Err(separated(sample, &combination(&null_space, &weights))),
    }
}

/// Refuses answers that a combination of regressors tells without fault.
pub(crate) fn of_answers(sample: &Sample) -> Result<(), Error> {
    let signed = |column: &&[f64]| -> Vec<f64> {
        column.iter().zip(sample.response()).map(|(x, y)| if *y > 0.5 { *x } else { -*x }).collect()
    };
    let columns: Vec<Vec<f64>> = sample.columns().iter().map(signed).collect();
    match recession(&columns) {
        None => Ok(()),
        Some(direction) => Err(separated(sample, &direction)),
    }
}

/// Σ dₖ columnₖ.
fn combination(columns: &[Vec<f64>], weights: &[f64]) -> Vec<f64> {
    let mut sum = vec![0.0; columns.first().map_or(0, Vec::len)];
    for (column, weight) in columns.iter().zip(weights) {
        for (entry, x) in sum.iter_mut().zip(column) {
            *entry += weight * x;
        }
    }
    sum
}

/// Coefficients of columns whose combination has one sign and is not 0, if there are any.
fn recession(columns: &[Vec<f64>]) -> Option<Vec<f64>> {
    let views: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let qr = Qr::new(&views);
    if qr.rank() < views.len() {
        return None;
    }
    let basis = qr.orthonormal();
    let rows = columns.first().map_or(0, Vec::len);
    let mut point = vec![1.0; rows];
    let start = norm(&point);
    for _ in 0..5000 {
        let coefficients: Vec<f64> = basis.iter().map(|column| dot(column, &point)).collect();
        let projected = combination(&basis, &coefficients);
        let length = norm(&projected);
        if length < 1e-6 * start {
            return None;
        }
        let lowest = projected.iter().copied().fold(f64::INFINITY, f64::min);
        if lowest > -1e-9 * length {
            let (_, direction) = qr.solve_augmented(&projected, &vec![0.0; columns.len()]);
            return Some(direction);
        }
        point = projected.into_iter().map(|x| if x > 0.0 { x } else { 0.0 }).collect();
    }
    None
}

fn separated(sample: &Sample, direction: &[f64]) -> Error {
    let sizes: Vec<f64> =
        direction.iter().zip(sample.columns()).map(|(d, column)| d.abs() * norm(column)).collect();
    let largest = sizes.iter().copied().fold(0.0, f64::max);
    let names = sample.names().zip(&sizes).filter(|(_, size)| **size > 1e-6 * largest);
    let names: Vec<String> = names.map(|(name, _)| format!("`{name}`")).collect();
    let message = text!(
        "the rows of `{0}` at one end are predicted perfectly by {1}, so that the coefficients are infinite",
        "`{0}` 中处于一端的行可由 {1} 完全预测，系数趋于无穷",
        sample.response_name(),
        names
    );
    let hint = text!(
        "leave the regressor out, or join groups that have one answer only",
        "去掉该自变量，或合并只有一种取值的组"
    );
    Error::new(Code::Separation, message, hint)
}
