//! How a column of the cells moves with what is drawn.

use crate::account::columns::Replaced;

/// How a column of the plan moves with the inputs.
pub(super) enum ColumnMove {
    /// Parameters by type, and what one unit of the move of an input adds to each.
    ByClass(Vec<f64>, Vec<(usize, Vec<f64>)>),
    /// A layer and its input, whether it is a factor.
    Layer(usize, bool),
}

impl ColumnMove {
    /// The column in a draw.
    pub(super) fn at(&self, moves: &[f64]) -> Replaced {
        let of = |input: usize| moves.get(input).copied().unwrap_or(0.0);
        match self {
            Self::ByClass(base, slopes) => {
                let mut values = base.clone();
                for (input, slopes) in slopes {
                    for (value, slope) in values.iter_mut().zip(slopes) {
                        *value += slope * of(*input);
                    }
                }
                Replaced::ByClass(values)
            }
            Self::Layer(input, true) => Replaced::Scaled(1.0 + of(*input)),
            Self::Layer(input, false) => Replaced::Shifted(of(*input)),
        }
    }

    /// The inputs that move it.
    pub(super) fn inputs(&self) -> Vec<usize> {
        match self {
            Self::ByClass(_, slopes) => slopes.iter().map(|(input, _)| *input).collect(),
            Self::Layer(input, _) => vec![*input],
        }
    }
}

/// What one unit of a move adds to each value, from the values before and after a move by `probe`.
pub(super) fn slopes(before: &[f64], after: &[f64], probe: f64) -> Vec<f64> {
    let slope = |(before, after): (&f64, &f64)| {
        let slope = (after - before) / probe;
        if slope.is_nan() { 0.0 } else { slope }
    };
    before.iter().zip(after).map(slope).collect()
}
