//! Reading blocks of rows, by threads that have handles of their own.

use super::{BLOCK_CELLS, Layer, RasterCells, ZoneSource, rows_of};
use crate::error::{Error, Findings};
use crate::input::cells::Cells;
use crate::input::geotiff::GeoTiff;

impl RasterCells {
    /// The blocks of a stripe: first row and number of rows.
    pub fn blocks(&self, stripe: u32) -> impl Iterator<Item = (u32, u32)> {
        let first = stripe.saturating_mul(self.stripe_rows);
        let last = first.saturating_add(self.stripe_rows).min(self.grid.height);
        let rows = rows_of(BLOCK_CELLS, self.grid.width);
        let step = usize::try_from(rows).unwrap_or(usize::MAX);
        (first..last).step_by(step).map(move |row| (row, rows.min(last.saturating_sub(row))))
    }

    /// A reader of one thread.
    ///
    /// # Errors
    ///
    /// A raster that cannot be opened once more.
    pub fn reader(&self) -> Result<Reader<'_>, Error> {
        Handles::open(self).map(|handles| Reader { cells: self, handles })
    }

    /// Name of the land-cover raster.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.landcover_name
    }
}

/// Reads blocks of rows, for one thread.
pub struct Reader<'a> {
    cells: &'a RasterCells,
    handles: Handles,
}

impl Reader<'_> {
    /// The cells of some rows. Columns that are not needed stay empty.
    ///
    /// # Errors
    ///
    /// As [`RasterCells::read_stripe`].
    pub fn read(&mut self, row: u32, rows: u32, needed: &[bool]) -> Result<Cells, Findings> {
        self.cells.read_block(&mut self.handles, needed, row, rows)
    }
}

/// Handles of one thread.
pub(super) struct Handles {
    pub(super) landcover: GeoTiff,
    pub(super) zones: Option<GeoTiff>,
    pub(super) layers: Vec<Option<GeoTiff>>,
}

impl Handles {
    pub(super) fn open(cells: &RasterCells) -> Result<Self, Error> {
        let zones = match &cells.zones {
            ZoneSource::Raster { raster, .. } => Some(raster.reopen()?),
            _ => None,
        };
        let layers = cells.layers.iter().map(Layer::reopen).collect::<Result<_, _>>()?;
        Ok(Self { landcover: cells.landcover.reopen()?, zones, layers })
    }
}
