//! Where the cells of a run are.

use crate::error::Error;
use crate::input::cells::Landscape;
use crate::input::grid::Grid;
use crate::input::legend::Legend;
use crate::input::raster::RasterCells;

/// Where the cells of a run are.
#[derive(Debug)]
pub(crate) enum CellSource {
    /// In memory, from a table of parcels.
    Table(Box<Landscape>),
    /// In rasters, read a part at a time.
    Raster(Box<RasterCells>),
}

impl CellSource {
    pub(super) fn legend(&self) -> &Legend {
        match self {
            Self::Table(land) => land.legend(),
            Self::Raster(cells) => cells.legend(),
        }
    }

    pub(super) const fn legend_mut(&mut self) -> &mut Legend {
        match self {
            Self::Table(land) => land.legend_mut(),
            Self::Raster(cells) => cells.legend_mut(),
        }
    }

    /// Warnings of the last pass about the numbers of the layers.
    pub(super) fn warnings(&self) -> Vec<Error> {
        match self {
            Self::Table(_) => Vec::new(),
            Self::Raster(cells) => cells.warnings(),
        }
    }

    pub(super) fn grid(&self) -> Option<&Grid> {
        match self {
            Self::Table(_) => None,
            Self::Raster(cells) => Some(cells.grid()),
        }
    }
}
