//! Cells: land with an area, an ecosystem type, a zone and named columns, wherever it came from.

mod landscape;
mod names;

pub use crate::input::checks::{check_area, check_range, check_texture, is_area};
pub use crate::input::legend::{Land, Legend, NO_LAND_COVER, State};
pub use landscape::Landscape;
pub use names::{check_names, order_of_names};

/// A block of cells as a struct of arrays. `zone`, `class` and `state` are positions in the [`Legend`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cells {
    /// Area \[m²\].
    pub area: Vec<f64>,
    /// Zone of each cell; [`NO_ZONE`] outside every zone.
    pub zone: Vec<u32>,
    /// Ecosystem type of each cell, if it is valued.
    pub class: Vec<u32>,
    /// State of each cell.
    pub state: Vec<u32>,
    /// Columns in the order of the legend; `NaN` is missing. Months stand one after another.
    pub columns: Vec<Vec<f64>>,
    /// Whether all cells are known to have the same number in each band of a column; columns behind its end are not.
    pub alike: Vec<bool>,
}

/// Zone of a cell outside every zone.
pub const NO_ZONE: u32 = u32::MAX;

impl Cells {
    /// Number of cells.
    #[must_use]
    pub fn len(&self) -> usize {
        self.area.len()
    }

    /// Whether there is no cell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.area.is_empty()
    }
}
