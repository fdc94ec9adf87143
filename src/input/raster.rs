//! Cells from rasters on one grid: land cover, zones and layers, read a window at a time.

mod background;
mod basin;
mod codes;
mod excess;
mod fills;
mod holes;
mod layer;
mod legend;
mod parts;
mod reader;
mod survey;
mod undeclared;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::error::{Error, Findings, Place};
use crate::input::geotiff::{GeoTiff, Window};
use crate::input::grid::Grid;
use crate::input::legend::Legend;
use crate::input::limits::Limits;
use crate::quantity::Quantity;
use crate::unit::Conversion;

pub use background::{Frame, enclosed, is_fill};
pub use fills::{Samples, Suspect, fills, suspects};
pub use holes::{Holes, Region};
pub use legend::{RasterSpec, open};
pub use parts::{Demand, Parts};
pub use reader::Reader;

use codes::Codes;
use fills::Watch;

/// Bytes beside one another that are looked at together: land cover comes in patches, so that most are of one class.
const PIECE: usize = 16;

/// The byte that a whole piece is made of, if it is one.
fn of_one(piece: &[u8]) -> Option<u8> {
    let piece = piece.first_chunk::<PIECE>()?;
    let [first, ..] = piece;
    (*piece == [*first; PIECE]).then_some(*first)
}

/// What a number of the land cover or zone raster stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    /// An ecosystem type of the legend.
    Class(u32),
    /// A state of the legend: excluded or unmapped.
    State(u32),
}

/// How the zone of a cell is told.
#[derive(Debug)]
enum ZoneSource {
    One,
    Raster { raster: GeoTiff, zones: Codes<u32> },
    Belts { column: usize, bounds: Vec<f64> },
}

/// A layer: which bands, and how their numbers become the quantity.
#[derive(Debug)]
struct Layer {
    quantity: &'static Quantity,
    source: Source,
    conversion: Conversion,
}

#[derive(Debug)]
enum Source {
    /// `divisor` where the bands are added up: their number for a mean, 1 for a sum.
    Raster {
        raster: GeoTiff,
        bands: Vec<Band>,
        divisor: Option<f64>,
        /// What each band is watched for.
        watches: Vec<Watch>,
    },
    Constant(Vec<f64>),
    /// A number that every cell of a row shares.
    OfRow(fn(&Grid, u32) -> Option<f64>),
    /// The cells around each cell of a layer, in nine bands.
    Neighbours(Box<Layer>),
    /// The land above each cell of a layer of elevations.
    Upslope(Box<Layer>),
}

#[derive(Debug, Clone, Copy)]
struct Band {
    number: u16,
    scale: f64,
    offset: f64,
}

/// Rasters of a run on one grid.
#[derive(Debug)]
pub struct RasterCells {
    legend: Legend,
    grid: Grid,
    landcover: GeoTiff,
    landcover_name: String,
    /// Ecosystem type and state of each class.
    classes: Codes<(u32, u32)>,
    no_class: u32,
    no_zone: u32,
    excluded_zones: BTreeMap<u32, u32>,
    zones: ZoneSource,
    layers: Vec<Layer>,
    limits: Limits,
    /// The land above each cell, once a pass has asked for it.
    upslope: OnceLock<Vec<f64>>,
    /// Whether the layers that nothing reads were looked over.
    looked_over: OnceLock<()>,
}

impl RasterCells {
    /// Zones, types, states and columns.
    #[must_use]
    pub const fn legend(&self) -> &Legend {
        &self.legend
    }

    /// The legend, to note what all types rest on.
    pub const fn legend_mut(&mut self) -> &mut Legend {
        &mut self.legend
    }

    /// The grid of all rasters.
    #[must_use]
    pub const fn grid(&self) -> &Grid {
        &self.grid
    }

    /// Name of the land-cover raster.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.landcover_name
    }

    /// The rasters of land cover, zones and layers, with the chunks of each: how many there are, and how many were
    /// decoded since it was opened.
    pub fn chunks(&self) -> impl Iterator<Item = (&str, (u64, u64))> {
        let zones = if let ZoneSource::Raster { raster, .. } = &self.zones { Some(raster) } else { None };
        let layers = self.layers.iter().filter_map(|layer| match &layer.source {
            Source::Raster { raster, .. } => Some(raster),
            _ => None,
        });
        let all = std::iter::once(&self.landcover).chain(zones).chain(layers);
        all.map(|raster| (raster.name(), raster.chunks()))
    }

    /// What looks like a missing value among the numbers that were read so far.
    #[must_use]
    pub fn warnings(&self) -> Vec<Error> {
        self.layers.iter().flat_map(Layer::warnings).collect()
    }

    /// Reads whole layers, or some of them, only to look for what cannot be or looks like a missing value.
    ///
    /// # Errors
    ///
    /// What reading them finds.
    pub fn look_over(&self, which: &[bool]) -> Result<(), Findings> {
        let (mut column, mut buffer) = (Vec::new(), Vec::new());
        let layers = self.layers.iter().zip(which).filter(|(_, which)| **which);
        for (layer, _) in layers.filter(|(layer, _)| matches!(layer.source, Source::Raster { .. })) {
            let mut handle = layer.reopen()?;
            let windows: Vec<Window> = handle.iter().flat_map(GeoTiff::windows).collect();
            for window in windows {
                self.read_layer(layer, handle.as_mut(), window, &mut column, &mut buffer)?;
            }
        }
        Ok(())
    }

    /// Looks over the layers that nothing reads, once.
    fn look_over_the_rest(&self, needed: &[bool]) -> Result<(), Findings> {
        if self.looked_over.get().is_some() {
            return Ok(());
        }
        let rest: Vec<bool> = (0..self.layers.len()).map(|layer| !self.is_wanted(layer, needed)).collect();
        self.look_over(&rest)?;
        self.looked_over.get_or_init(|| ());
        Ok(())
    }

    /// What columns need before any part can be read: the land above each cell, from the whole elevation.
    ///
    /// # Errors
    ///
    /// `EV-L001` if it would take more memory than is allowed, and what reading the elevation finds.
    pub fn prepare(&self, needed: &[bool]) -> Result<(), Findings> {
        self.look_over_the_rest(needed)?;
        let layers = self.layers.iter().zip(needed).filter(|(_, needed)| **needed);
        let elevation = layers.map(|(layer, _)| layer).find_map(|layer| match &layer.source {
            Source::Upslope(of) => Some(of),
            _ => None,
        });
        let Some(elevation) = elevation.filter(|_| self.upslope.get().is_none()) else { return Ok(()) };
        basin::check_memory(self.grid.cells(), self.limits.basin_memory_bytes)?;
        let mut handle = elevation.reopen()?;
        let mut heights: Vec<f32> = Vec::with_capacity(cell_count(self.grid.width, self.grid.height));
        let (mut sizes, mut line, mut buffer) = (Vec::new(), Vec::new(), Vec::new());
        for row in 0..self.grid.height {
            let window = Window { row, rows: 1, column: 0, columns: self.grid.width };
            self.read_layer(elevation, handle.as_mut(), window, &mut line, &mut buffer)?;
            heights.extend(line.iter().copied().map(narrow));
            sizes
                .push(self.grid.cell_size(row).map_err(|error| error.at(Place::file(&self.landcover_name)))?);
        }
        let area = basin::upslope_area(heights, cell_count(self.grid.width, 1), &sizes);
        self.upslope.get_or_init(|| area);
        Ok(())
    }
}

/// A class or zone number; none for missing, fractions and numbers out of all range.
fn whole(value: f64) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and far inside the range")]
    let number = (value.fract() == 0.0 && value.abs() < 9e15).then_some(value as i64);
    number
}

/// Heights of the pre-step are compared in 32 bits, 0.5 mm at the height of Everest.
#[expect(clippy::cast_possible_truncation, reason = "storage of heights is f32 by design")]
const fn narrow(height: f64) -> f32 {
    height as f32
}

fn cell_count(width: u32, rows: u32) -> usize {
    usize::try_from(u64::from(width).saturating_mul(u64::from(rows))).unwrap_or(usize::MAX)
}
