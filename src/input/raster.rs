//! Cells from rasters on one grid: land cover, zones and layers, read a stripe of rows at a time.

mod basin;
mod legend;
mod reader;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::error::{Code, Error, Findings, Place};
use crate::input::cells::{Cells, Legend, NO_ZONE, check_range, check_texture};
use crate::input::geotiff::GeoTiff;
use crate::input::grid::Grid;
use crate::input::manifest::years::on_the_line;
use crate::input::manifest::{Aggregate, Bands, LayerSource, LayerSpec};
use crate::math;
use crate::quantity::{CELL_HEIGHT, CELL_WIDTH, LATITUDE, Quantity};
use crate::unit::Conversion;

pub use legend::{RasterSpec, open};
pub use reader::Reader;

use reader::Handles;

/// Cells of one block at most; columns of a block stay in the cache of a core.
const BLOCK_CELLS: u32 = 1 << 16;

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
    Raster { raster: GeoTiff, zones: BTreeMap<i64, u32> },
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
    nodata: Option<f64>,
}

/// Rasters of a run on one grid.
#[derive(Debug)]
pub struct RasterCells {
    legend: Legend,
    grid: Grid,
    landcover: GeoTiff,
    landcover_name: String,
    classes: BTreeMap<i64, Meaning>,
    no_class: u32,
    no_zone: u32,
    excluded_zones: BTreeMap<u32, u32>,
    zones: ZoneSource,
    layers: Vec<Layer>,
    stripe_rows: u32,
    basin_memory: u64,
    /// The land above each cell, once a pass has asked for it.
    upslope: OnceLock<Vec<f64>>,
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

    /// Number of stripes; each is read by one thread.
    #[must_use]
    pub fn stripes(&self) -> u32 {
        self.grid.height.div_ceil(self.stripe_rows)
    }

    /// What columns need before any stripe can be read: the land above each cell, from the whole elevation.
    ///
    /// # Errors
    ///
    /// `EV-L001` if it would take more memory than is allowed, and what reading the elevation finds.
    pub fn prepare(&self, needed: &[bool]) -> Result<(), Findings> {
        let layers = self.layers.iter().zip(needed).filter(|(_, needed)| **needed);
        let elevation = layers.map(|(layer, _)| layer).find_map(|layer| match &layer.source {
            Source::Upslope(of) => Some(of),
            _ => None,
        });
        let Some(elevation) = elevation.filter(|_| self.upslope.get().is_none()) else { return Ok(()) };
        basin::check_memory(self.grid.cells(), self.basin_memory)?;
        let mut handle = elevation.reopen()?;
        let mut heights: Vec<f32> = Vec::with_capacity(cell_count(self.grid.width, self.grid.height));
        let mut sizes = Vec::new();
        for row in 0..self.grid.height {
            let line = self.read_layer(elevation, handle.as_mut(), row, 1)?;
            heights.extend(line.into_iter().map(narrow));
            sizes
                .push(self.grid.cell_size(row).map_err(|error| error.at(Place::file(&self.landcover_name)))?);
        }
        let area = basin::upslope_area(heights, cell_count(self.grid.width, 1), &sizes);
        self.upslope.get_or_init(|| area);
        Ok(())
    }

    /// Reads a stripe block by block; `each` gets the first row of a block and its cells. Columns that are not needed
    /// stay empty.
    ///
    /// # Errors
    ///
    /// A raster that is damaged, a class that was not there before, a value that cannot be.
    pub fn read_stripe(
        &self,
        stripe: u32,
        needed: &[bool],
        mut each: impl FnMut(u32, &Cells),
    ) -> Result<(), Findings> {
        let mut reader = self.reader()?;
        for (row, rows) in self.blocks(stripe) {
            each(row, &reader.read(row, rows, needed)?);
        }
        Ok(())
    }

    fn read_block(
        &self,
        handles: &mut Handles,
        needed: &[bool],
        row: u32,
        rows: u32,
    ) -> Result<Cells, Findings> {
        let count = cell_count(self.grid.width, rows);
        let mut cells = Cells { area: Vec::with_capacity(count), ..Cells::default() };
        for row in row..row.saturating_add(rows) {
            let area = self.grid.cell_area(row).map_err(|e| e.at(Place::file(&self.landcover_name)))?.get();
            cells.area.extend(std::iter::repeat_n(area, cell_count(self.grid.width, 1)));
        }
        let belts = if let ZoneSource::Belts { column, .. } = &self.zones { Some(*column) } else { None };
        for (index, (layer, handle)) in self.layers.iter().zip(&mut handles.layers).enumerate() {
            let wanted = needed.get(index).is_some_and(|needed| *needed) || belts == Some(index);
            let column = wanted.then(|| self.read_layer(layer, handle.as_mut(), row, rows)).transpose()?;
            cells.columns.push(column.unwrap_or_default());
        }
        let width = usize::try_from(self.grid.width).unwrap_or(usize::MAX).max(1);
        check_texture(&self.legend.columns, &cells.columns, |index| {
            let down =
                u64::from(row).saturating_add(math::count(index.checked_div(width).unwrap_or_default()));
            let across = index.checked_rem(width).unwrap_or_default();
            Place::column_only(format!("layers sand, silt, clay at row {down}, column {across}"))
        })?;
        self.read_zones(handles, &mut cells, row, rows)?;
        self.read_classes(handles, &mut cells, row, rows)?;
        Ok(cells)
    }

    fn read_layer(
        &self,
        layer: &Layer,
        handle: Option<&mut GeoTiff>,
        row: u32,
        rows: u32,
    ) -> Result<Vec<f64>, Findings> {
        let count = cell_count(self.grid.width, rows);
        let mut column = Vec::with_capacity(count.saturating_mul(layer.quantity.bands));
        match (&layer.source, handle) {
            (Source::OfRow(number), _) => {
                for row in row..row.saturating_add(rows) {
                    let number = number(&self.grid, row).unwrap_or(f64::NAN);
                    column.extend(std::iter::repeat_n(number, cell_count(self.grid.width, 1)));
                }
            }
            (Source::Neighbours(of), handle) => {
                let above = u32::from(row > 0);
                let below = u32::from(row.saturating_add(rows) < self.grid.height);
                let wider = rows.saturating_add(above).saturating_add(below);
                let around = self.read_layer(of, handle, row.saturating_sub(above), wider)?;
                neighbours(&around, self.grid.width, (above, rows), &mut column);
            }
            (Source::Upslope(_), _) => {
                let width = cell_count(self.grid.width, 1);
                let area = self.upslope.get().map_or(&[][..], Vec::as_slice);
                column.extend(
                    area.chunks(width.max(1)).skip(cell_count(row, 1)).take(cell_count(rows, 1)).flatten(),
                );
                column.resize(count, f64::NAN);
            }
            (Source::Constant(values), _) => {
                for value in values {
                    column.extend(std::iter::repeat_n(layer.conversion.apply(*value), count));
                }
            }
            (Source::Raster { bands, divisor, .. }, Some(raster)) => {
                let mut buffer = vec![f64::NAN; count];
                for band in bands {
                    raster.read_rows(band.number, row, rows, &mut buffer)?;
                    let values = buffer.iter().map(|raw| layer.conversion.apply(band.physical(*raw)));
                    if divisor.is_some() && !column.is_empty() {
                        column.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
                    } else {
                        column.extend(values);
                    }
                }
                column.iter_mut().zip(divisor.iter().cycle()).for_each(|(sum, divisor)| *sum /= divisor);
                self.check(layer, raster, &column, row)?;
            }
            (Source::Raster { .. }, None) => {}
        }
        Ok(column)
    }

    /// Refuses the first value that cannot be, with its row and column.
    fn check(&self, layer: &Layer, raster: &GeoTiff, column: &[f64], row: u32) -> Result<(), Error> {
        let (low, high) = layer.quantity.range;
        let Some(index) = column.iter().position(|value| *value < low || *value > high) else {
            return Ok(());
        };
        let value = column.get(index).copied().unwrap_or(f64::NAN);
        let width = usize::try_from(self.grid.width).unwrap_or(usize::MAX).max(1);
        let down = u64::from(row).saturating_add(math::count(index.checked_div(width).unwrap_or_default()));
        let across = index.checked_rem(width).unwrap_or_default();
        let place = || {
            Place::file(raster.name()).column(format!("{} at row {down}, column {across}", layer.quantity.id))
        };
        check_range(layer.quantity, value, place)
    }

    fn read_zones(
        &self,
        handles: &mut Handles,
        cells: &mut Cells,
        row: u32,
        rows: u32,
    ) -> Result<(), Findings> {
        let count = cells.area.len();
        cells.zone = match (&self.zones, handles.zones.as_mut()) {
            (ZoneSource::Raster { zones, .. }, Some(raster)) => {
                let mut buffer = vec![f64::NAN; count];
                raster.read_rows(1, row, rows, &mut buffer)?;
                let zone = |value: &f64| whole(*value).and_then(|value| zones.get(&value)).copied();
                buffer.iter().map(|value| zone(value).unwrap_or(NO_ZONE)).collect()
            }
            (ZoneSource::Belts { column, bounds }, _) => {
                let column = cells.columns.get(*column).map_or(&[][..], Vec::as_slice);
                column.iter().map(|value| belt(bounds, *value)).collect()
            }
            _ => vec![0; count],
        };
        Ok(())
    }

    fn read_classes(
        &self,
        handles: &mut Handles,
        cells: &mut Cells,
        row: u32,
        rows: u32,
    ) -> Result<(), Findings> {
        let mut buffer = vec![f64::NAN; cells.area.len()];
        handles.landcover.read_rows(1, row, rows, &mut buffer)?;
        for (value, zone) in buffer.iter().zip(&cells.zone) {
            let meaning = whole(*value).and_then(|value| self.classes.get(&value)).copied();
            let (class, state) = match (meaning, self.excluded_zones.get(zone)) {
                _ if *zone == NO_ZONE => (0, self.no_zone),
                (None, _) => (0, self.no_class),
                (Some(_), Some(state)) => (0, *state),
                (Some(Meaning::State(state)), None) => (0, state),
                (Some(Meaning::Class(class)), None) => (class, 0),
            };
            cells.class.push(class);
            cells.state.push(state);
        }
        Ok(())
    }
}

impl Layer {
    /// A handle of one thread on the raster of the layer, if it has one.
    fn reopen(&self) -> Result<Option<GeoTiff>, Error> {
        match &self.source {
            Source::Raster { raster, .. } => raster.reopen().map(Some),
            Source::Neighbours(of) | Source::Upslope(of) => of.reopen(),
            Source::Constant(_) | Source::OfRow(_) => Ok(None),
        }
    }

    /// The same layer once more, to be read beside the first.
    fn again(&self) -> Result<Self, Error> {
        let source = match &self.source {
            Source::Raster { raster, bands, divisor } => {
                Source::Raster { raster: raster.reopen()?, bands: bands.clone(), divisor: *divisor }
            }
            Source::Constant(values) => Source::Constant(values.clone()),
            Source::OfRow(number) => Source::OfRow(*number),
            Source::Neighbours(of) => Source::Neighbours(Box::new(of.again()?)),
            Source::Upslope(of) => Source::Upslope(Box::new(of.again()?)),
        };
        Ok(Self { quantity: self.quantity, source, conversion: self.conversion })
    }
}

/// Nine bands of the cells of some rows: the cell's neighbours row by row from the north-west, itself in the middle.
/// `around` holds the rows, and one above and below them where the grid has one; beyond the grid is nothing.
fn neighbours(around: &[f64], width: u32, (above, rows): (u32, u32), out: &mut Vec<f64>) {
    let width = cell_count(width, 1).max(1);
    let lines: Vec<&[f64]> = around.chunks_exact(width).collect();
    let absent = vec![f64::NAN; width];
    for down in 0..3 {
        for across in 0..3_usize {
            for row in 0..rows {
                // Line 0 of `around` is the row above the first, or the first itself.
                let line = u64::from(row).saturating_add(u64::from(above)).saturating_add(down);
                let line = line.checked_sub(1).and_then(|line| lines.get(usize::try_from(line).ok()?));
                let line = line.copied().unwrap_or(&absent);
                match across {
                    0 => out.extend(std::iter::once(&f64::NAN).chain(line).take(width)),
                    1 => out.extend(line),
                    _ => out.extend(line.iter().skip(1).chain([&f64::NAN])),
                }
            }
        }
    }
}

impl Band {
    fn physical(self, raw: f64) -> f64 {
        // The override of the run is compared with the stored number, before scale and offset.
        #[expect(clippy::float_cmp, reason = "nodata is an exact stored number")]
        let missing = self.nodata.is_some_and(|nodata| raw == nodata);
        if missing { f64::NAN } else { raw * self.scale + self.offset }
    }
}

/// The belt of a value; the lower bound belongs to it. Outside every zone where the value is missing.
fn belt(bounds: &[f64], value: f64) -> u32 {
    if value.is_nan() {
        return NO_ZONE;
    }
    let belt = bounds.iter().position(|below| value < *below).unwrap_or(bounds.len());
    u32::try_from(belt).unwrap_or(NO_ZONE)
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

/// Rows that hold so many cells, at least one.
fn rows_of(cells: u32, width: u32) -> u32 {
    cells.checked_div(width).unwrap_or(cells).max(1)
}

fn cell_count(width: u32, rows: u32) -> usize {
    usize::try_from(u64::from(width).saturating_mul(u64::from(rows))).unwrap_or(usize::MAX)
}

/// A layer of the run as it is read.
fn layer(spec: &LayerSpec, raster: Option<GeoTiff>) -> Result<Layer, Error> {
    let conversion = spec.unit.to(&spec.quantity.unit.parse()?)?;
    let source = match (&spec.source, raster) {
        (LayerSource::Raster { bands, scale, offset, nodata, .. }, Some(raster)) => {
            let numbers = band_numbers(spec, bands, &raster)?;
            let divisor = match bands.aggregate {
                Some(Aggregate::Mean) => Some(math::from_count(math::count(numbers.len()))),
                Some(Aggregate::Sum) => Some(1.0),
                None => None,
            };
            let band = |number: &u16| {
                let (own_scale, own_offset) = raster.scale_offset(*number);
                Band {
                    number: *number,
                    scale: scale.unwrap_or(own_scale),
                    offset: offset.unwrap_or(own_offset),
                    nodata: *nodata,
                }
            };
            let bands = numbers.iter().map(band).collect();
            Source::Raster { raster, bands, divisor }
        }
        (LayerSource::Between { earlier, later, weight }, _) => {
            let of = |source: &LayerSource| {
                layer(&LayerSpec { source: source.clone(), ..spec.clone() }, None).map(|layer| layer.source)
            };
            match (of(earlier)?, of(later)?) {
                (Source::Constant(from), Source::Constant(to)) => {
                    let line = |(from, to): (f64, f64)| on_the_line(from, to, *weight);
                    Source::Constant(from.into_iter().zip(to).map(line).collect())
                }
                _ => return Err(not_for_every_cell(spec)),
            }
        }
        (LayerSource::Constant(values), _) => {
            for value in values {
                let place = || spec.place.clone().column("layer.value");
                check_range(spec.quantity, conversion.apply(*value), place)?;
            }
            Source::Constant(values.clone())
        }
        _ => return Err(not_for_every_cell(spec)),
    };
    Ok(Layer { quantity: spec.quantity, source, conversion })
}

fn not_for_every_cell(spec: &LayerSpec) -> Error {
    let message = format!("layer `{}` is no raster and no number for every cell", spec.quantity.id);
    let error = Error::new(Code::BadValue, message, "name a `file` on the grid of the land cover");
    error.at(spec.place.clone())
}

fn band_numbers(spec: &LayerSpec, bands: &Bands, raster: &GeoTiff) -> Result<Vec<u16>, Error> {
    let all = || (1..=raster.bands()).map(u64::from).collect();
    let wanted: Vec<u64> = bands.numbers.clone().unwrap_or_else(all);
    let fault =
        |message: String, hint: &str| Err(Error::new(Code::Band, message, hint).at(spec.place.clone()));
    let (name, count) = (raster.name(), raster.bands());
    if let Some(band) = wanted.iter().find(|band| **band == 0 || **band > u64::from(count)) {
        return fault(format!("`{name}` has no band {band}, it has {count}"), "bands are counted from 1");
    }
    let per_cell = if bands.aggregate.is_some() { 1 } else { wanted.len() };
    if per_cell != spec.quantity.bands || wanted.is_empty() {
        let message = format!(
            "`{}` needs {} numbers per cell, found {per_cell}",
            spec.quantity.id, spec.quantity.bands
        );
        return fault(message, "choose the bands, or state aggregate = \"sum\" or \"mean\"");
    }
    Ok(wanted.into_iter().filter_map(|band| u16::try_from(band).ok()).collect())
}

/// What the grid tells of its cells without a layer, for drivers that ask for it.
fn of_the_grid(grid: &Grid) -> Vec<Layer> {
    let of_row = |quantity, number| Layer {
        quantity,
        source: Source::OfRow(number),
        conversion: Conversion::IDENTITY,
    };
    let mut layers = Vec::new();
    if grid.latitude(0).is_some() {
        layers.push(of_row(LATITUDE, Grid::latitude));
    }
    layers.push(of_row(CELL_WIDTH, |grid, row| grid.cell_size(row).ok().map(|(width, _)| width)));
    layers.push(of_row(CELL_HEIGHT, |grid, row| grid.cell_size(row).ok().map(|(_, height)| height)));
    layers
}
