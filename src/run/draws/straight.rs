//! Sums that are straight lines in what is drawn, such as a rate by type times an area: they need no cells in a draw.
//!
//! No equation says of itself that it is straight. So each sum is made at both ends and in the middle of every input by
//! itself, and at the lower and the upper ends of all of them together. What lies on the line within rounding at all of
//! these is taken for straight; everything else is computed cell by cell.

use super::super::{Options, Run};
use super::draw::Draw;
use super::drawn::Drawn;
use super::redraw::{Redraw, Slopes};
use super::sampler::Sampler;
use crate::error::Findings;

/// Relative distance from the line that rounding may leave.
const ROUNDING: f64 = 1e-12;

/// The indicators of a year whose sums are straight.
#[derive(Debug, Default)]
pub(super) struct Straight {
    /// Their positions in the plan.
    pub(super) supplies: Vec<usize>,
    /// What their sums gain.
    pub(super) slopes: Slopes,
}

impl Straight {
    pub(super) fn find(
        run: &Run,
        drawn: &Drawn<'_>,
        sampler: &Sampler<'_>,
        options: &Options<'_>,
    ) -> Result<Self, Findings> {
        let mut inputs: Vec<usize> = drawn.columns.iter().flat_map(|(_, column)| column.inputs()).collect();
        inputs.sort_unstable();
        inputs.dedup();
        let ends: Vec<[f64; 3]> = inputs.iter().map(|input| sampler.reach(*input)).collect();
        let mut draws = Vec::new();
        for (input, ends) in inputs.iter().zip(&ends) {
            draws.extend(ends.iter().map(|moved| sampler.with(&[(*input, *moved)])));
        }
        for end in [0, 2] {
            let all: Vec<(usize, f64)> = inputs
                .iter()
                .zip(&ends)
                .map(|(input, ends)| (*input, ends.get(end).copied().unwrap_or(0.0)))
                .collect();
            draws.push(sampler.with(&all));
        }
        let redraw = Redraw::new(run, drawn, &draws, &[]);
        let supplies = redraw.supplies().to_vec();
        let quiet = Options { progress: None, ..*options };
        let sums = redraw.sums(&quiet)?;
        let base = &drawn.year.sums.base;
        let values: Vec<Vec<f64>> =
            (0..draws.len()).map(|draw| sums.of(draw, base, &Slopes::new(), &[])).collect();
        let mut straight = Self::default();
        for supply in supplies {
            let places = drawn.year.sums.places.iter().filter(|((own, ..), _)| *own == supply);
            let lines: Option<Slopes> = places
                .map(|(_, place)| Some((*place, line(*place, base, &inputs, &draws, &values)?)))
                .collect();
            if let Some(lines) = lines {
                straight.supplies.push(supply);
                straight.slopes.extend(lines);
            }
        }
        Ok(straight)
    }
}

/// The slopes of a sum, if it lies on one line in all draws.
fn line(
    place: usize,
    base: &[f64],
    inputs: &[usize],
    draws: &[Draw],
    values: &[Vec<f64>],
) -> Option<Vec<(usize, f64)>> {
    let base = *base.get(place)?;
    let mut slopes = Vec::new();
    for (input, own) in inputs.iter().zip(values.chunks(3)) {
        // By the end that is farther, which rounding blurs least.
        let first = 3 * slopes.len();
        let moves = |end: usize| draws.get(first + end).and_then(|draw| draw.moves.get(*input)).copied();
        let (low, high) = (moves(0)?, moves(2)?);
        let (end, moved) = if low.abs() > high.abs() { (0, low) } else { (2, high) };
        let value = *own.get(end)?.get(place)?;
        slopes.push((*input, if moved == 0.0 { 0.0 } else { (value - base) / moved }));
    }
    let on_line = |(draw, values): (&Draw, &Vec<f64>)| {
        let moved = |input: usize| draw.moves.get(input).copied().unwrap_or(0.0);
        let expected = slopes.iter().fold(base, |sum, (input, slope)| sum + slope * moved(*input));
        values.get(place).is_some_and(|value| {
            (value - expected).abs() <= ROUNDING * value.abs().max(expected.abs()).max(base.abs())
        })
    };
    draws.iter().zip(values).all(on_line).then_some(slopes)
}
