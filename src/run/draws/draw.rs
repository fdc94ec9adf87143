//! A draw of all inputs of a run.

/// A draw: the move of every input, and the areas of every map by ecosystem type.
#[derive(Debug, Clone, Default)]
pub(super) struct Draw {
    pub(super) moves: Vec<f64>,
    pub(super) factors: Vec<Vec<f64>>,
}
