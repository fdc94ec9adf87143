//! Reading windows, by threads that have handles and buffers of their own.

use super::{Layer, PIECE, RasterCells, Source, ZoneSource, cell_count, of_one};
use crate::error::{Error, Findings, Place};
use crate::input::cells::{Cells, NO_ZONE};
use crate::input::checks::{check_range, check_texture};
use crate::input::geotiff::{GeoTiff, Window};
use crate::math;

impl RasterCells {
    /// A reader of one thread.
    ///
    /// # Errors
    ///
    /// A raster that cannot be opened once more.
    pub fn reader(&self) -> Result<Reader<'_>, Error> {
        let zones = match &self.zones {
            ZoneSource::Raster { raster, .. } => Some(raster.reopen()?),
            _ => None,
        };
        let zone_bytes = match &self.zones {
            ZoneSource::Raster { raster, zones } => {
                raster.is_of_bytes().then(|| zones.of_bytes(&raster.meaning_of_bytes()))
            }
            _ => None,
        };
        let layers = self.layers.iter().map(Layer::reopen).collect::<Result<_, _>>()?;
        let landcover = self.landcover.reopen()?;
        let of_bytes = || self.classes.of_bytes(&landcover.meaning_of_bytes());
        let class_bytes = landcover.is_of_bytes().then(of_bytes);
        let (buffer, bytes) = (Vec::new(), Vec::new());
        Ok(Reader { cells: self, landcover, class_bytes, zones, zone_bytes, layers, buffer, bytes })
    }
}

/// Reads windows, for one thread. Its buffers, and those of the block, are used again for the next window.
pub struct Reader<'a> {
    cells: &'a RasterCells,
    landcover: GeoTiff,
    /// Type and state of each byte of a land cover of bytes.
    class_bytes: Option<Box<[(u32, u32); 256]>>,
    zones: Option<GeoTiff>,
    /// Zone of each byte of zones of bytes.
    zone_bytes: Option<Box<[u32; 256]>>,
    layers: Vec<Option<GeoTiff>>,
    /// Numbers of one band, on their way.
    buffer: Vec<f64>,
    bytes: Vec<u8>,
}

impl Reader<'_> {
    /// Fills a block with the cells of a window. Columns that are not needed stay empty.
    ///
    /// # Errors
    ///
    /// A raster that is damaged, a class that was not there before, a value that cannot be.
    pub fn read(&mut self, window: Window, needed: &[bool], block: &mut Cells) -> Result<(), Findings> {
        let rasters = self.cells;
        let across = cell_count(window.columns, 1);
        block.area.clear();
        for row in window.row_range() {
            let area = rasters
                .grid
                .cell_area(row)
                .map_err(|error| error.at(Place::file(&rasters.landcover_name)))?
                .get();
            block.area.extend(std::iter::repeat_n(area, across));
        }
        block.columns.resize(rasters.layers.len(), Vec::new());
        block.alike.resize(rasters.layers.len(), false);
        let layers = rasters.layers.iter().zip(&mut self.layers);
        let columns = block.columns.iter_mut().zip(&mut block.alike);
        for (index, ((layer, handle), (column, alike))) in layers.zip(columns).enumerate() {
            if !rasters.is_wanted(index, needed) {
                (*alike, *column) = (false, Vec::new());
                continue;
            }
            if *alike && layer.is_laid(column, window.cells()) {
                continue; // as the last block left it
            }
            rasters.read_layer(layer, handle.as_mut(), window, column, &mut self.buffer)?;
            *alike = matches!(layer.source, Source::Constant(_));
        }
        check_texture(&rasters.legend.columns, &block.columns, |index| {
            let (down, across) = place(window, index);
            Place::column_only(format!("layers sand, silt, clay at row {down}, column {across}"))
        })?;
        self.read_zones(window, block)?;
        self.read_classes(window, block)
    }

    fn read_zones(&mut self, window: Window, block: &mut Cells) -> Result<(), Findings> {
        block.zone.clear();
        match (&self.cells.zones, self.zones.as_mut()) {
            (ZoneSource::Raster { zones, .. }, Some(raster)) => {
                if let Some(known) = &self.zone_bytes {
                    self.bytes.resize(window.cells(), 0);
                    raster.read_bytes(window, &mut self.bytes)?;
                    let zone = |byte: &u8| known.get(usize::from(*byte)).copied().unwrap_or(NO_ZONE);
                    block.zone.extend(self.bytes.iter().map(zone));
                    return Ok(());
                }
                self.buffer.resize(window.cells(), f64::NAN);
                raster.read_window(1, window, &mut self.buffer)?;
                block.zone.extend(self.buffer.iter().map(|value| zones.get(*value)));
            }
            (ZoneSource::Belts { column, bounds }, _) => {
                let column = block.columns.get(*column).map_or(&[][..], Vec::as_slice);
                block.zone.extend(column.iter().map(|value| belt(bounds, *value)));
            }
            _ => block.zone.resize(window.cells(), 0),
        }
        Ok(())
    }

    fn read_classes(&mut self, window: Window, block: &mut Cells) -> Result<(), Findings> {
        let rasters = self.cells;
        block.class.resize(window.cells(), 0);
        block.state.resize(window.cells(), 0);
        if let Some(known) = &self.class_bytes {
            self.bytes.resize(window.cells(), 0);
            self.landcover.read_bytes(window, &mut self.bytes)?;
            let meaning = |byte: &u8| known.get(usize::from(*byte)).copied().unwrap_or((0, rasters.no_class));
            let pieces = block.class.chunks_mut(PIECE).zip(block.state.chunks_mut(PIECE));
            for ((classes, states), bytes) in pieces.zip(self.bytes.chunks(PIECE)) {
                if let Some(first) = of_one(bytes) {
                    let (class, state) = meaning(&first);
                    classes.fill(class);
                    states.fill(state);
                    continue;
                }
                for ((class, state), byte) in classes.iter_mut().zip(states).zip(bytes) {
                    (*class, *state) = meaning(byte);
                }
            }
        } else {
            self.buffer.resize(window.cells(), f64::NAN);
            self.landcover.read_window(1, window, &mut self.buffer)?;
            let cells = block.class.iter_mut().zip(&mut block.state);
            for ((class, state), value) in cells.zip(&self.buffer) {
                (*class, *state) = rasters.classes.get(*value);
            }
        }
        if matches!(rasters.zones, ZoneSource::One) && rasters.excluded_zones.is_empty() {
            return Ok(());
        }
        let cells = block.class.iter_mut().zip(&mut block.state);
        for ((class, state), zone) in cells.zip(&block.zone) {
            if *zone == NO_ZONE {
                (*class, *state) = (0, rasters.no_zone);
            } else if *state != rasters.no_class
                && let Some(excluded) = rasters.excluded_zones.get(zone)
            {
                (*class, *state) = (0, *excluded);
            }
        }
        Ok(())
    }
}

impl RasterCells {
    /// Fills a column with a window of a layer, its bands one after another.
    pub(super) fn read_layer(
        &self,
        layer: &Layer,
        handle: Option<&mut GeoTiff>,
        window: Window,
        column: &mut Vec<f64>,
        buffer: &mut Vec<f64>,
    ) -> Result<(), Findings> {
        let count = window.cells();
        let is_read = matches!((&layer.source, &handle), (Source::Raster { .. }, Some(_)));
        if !is_read {
            column.clear(); // what is read is written over
        }
        match (&layer.source, handle) {
            (Source::OfRow(number), _) => {
                for row in window.row_range() {
                    let number = number(&self.grid, row).unwrap_or(f64::NAN);
                    column.extend(std::iter::repeat_n(number, cell_count(window.columns, 1)));
                }
            }
            (Source::Neighbours(of), handle) => {
                let around = around(window, (self.grid.height, self.grid.width));
                // The buffer takes the cells around; elevation is one band, which needs no other.
                let mut values = std::mem::take(buffer);
                self.read_layer(of, handle, around, &mut values, &mut Vec::new())?;
                neighbours(&values, around, window, column);
                *buffer = values;
            }
            (Source::Upslope(_), _) => {
                let area = self.upslope.get().map_or(&[][..], Vec::as_slice);
                for row in window.row_range() {
                    let start = cell_count(self.grid.width, row).saturating_add(cell_count(window.column, 1));
                    let end = start.saturating_add(cell_count(window.columns, 1));
                    column.extend(area.get(start..end).unwrap_or_default());
                }
                column.resize(count, f64::NAN);
            }
            (Source::Constant(values), _) => {
                for value in values {
                    column.extend(std::iter::repeat_n(layer.conversion.apply(*value), count));
                }
            }
            (Source::Raster { .. }, Some(raster)) => {
                layer.read_bands(raster, window, column, buffer)?;
                check(layer, raster, column, window)?;
            }
            (Source::Raster { .. }, None) => {}
        }
        Ok(())
    }
}

impl Layer {
    /// Reads the bands of a raster one after another, or what they come to together.
    fn read_bands(
        &self,
        raster: &mut GeoTiff,
        window: Window,
        column: &mut Vec<f64>,
        buffer: &mut Vec<f64>,
    ) -> Result<(), Error> {
        let Source::Raster { bands, divisor, watches, .. } = &self.source else { return Ok(()) };
        let count = window.cells();
        let kept = if divisor.is_some() { 1 } else { bands.len() };
        column.resize(count.saturating_mul(kept), f64::NAN);
        let (kept_bands, added) = bands.split_at(kept.min(bands.len()));
        let (watched, watched_added) = watches.split_at(kept.min(watches.len()));
        let columns = column.chunks_exact_mut(count.max(1));
        for ((band, watch), numbers) in kept_bands.iter().zip(watched).zip(columns) {
            raster.read_window(band.number, window, numbers)?;
            watch.check(self.quantity, raster, band, numbers)?;
            band.convert(self.conversion, numbers);
        }
        for (band, watch) in added.iter().zip(watched_added) {
            buffer.resize(count, f64::NAN);
            raster.read_window(band.number, window, buffer)?;
            watch.check(self.quantity, raster, band, buffer)?;
            band.convert(self.conversion, buffer);
            column.iter_mut().zip(buffer.iter()).for_each(|(sum, value)| *sum += value);
        }
        if let Some(divisor) = divisor {
            for sum in column.iter_mut() {
                *sum /= divisor;
            }
        }
        Ok(())
    }
}

/// Whether any of some values lies outside of bounds; what is missing does not.
#[multiversion::multiversion(targets("x86_64+avx512f+avx512dq+avx512vl", "x86_64+avx2"))]
fn any_outside(values: &[f64], low: f64, high: f64) -> bool {
    let outside = |value: &f64| u64::from(*value < low) | u64::from(*value > high);
    values.iter().fold(0, |any, value| any | outside(value)) > 0
}

/// Refuses the first value that cannot be, with its row and column.
fn check(layer: &Layer, raster: &GeoTiff, column: &[f64], window: Window) -> Result<(), Error> {
    let (low, high) = layer.quantity.range;
    if !any_outside(column, low, high) {
        return Ok(());
    }
    let outside = |value: &f64| *value < low || *value > high;
    let Some((index, value)) = column.iter().enumerate().find(|(_, value)| outside(value)) else {
        return Ok(());
    };
    layer.name_fills(raster)?;
    let (down, across) = place(window, index);
    check_range(layer.quantity, *value, || {
        Place::file(raster.name()).column(format!("{} at row {down}, column {across}", layer.quantity.id))
    })
}

/// Row and column on the map of a value of a column; bands stand one after another.
fn place(window: Window, index: usize) -> (u64, u64) {
    let index = math::count(index).checked_rem(math::count(window.cells())).unwrap_or_default();
    let columns = u64::from(window.columns);
    let down = index.checked_div(columns).unwrap_or_default();
    let across = index.checked_rem(columns).unwrap_or_default();
    (u64::from(window.row).saturating_add(down), u64::from(window.column).saturating_add(across))
}

/// A window with one more row and column on every side where the grid has one.
fn around(window: Window, (height, width): (u32, u32)) -> Window {
    let more = |first: u32, number: u32, whole: u32| {
        let start = first.saturating_sub(1);
        let end = first.saturating_add(number).saturating_add(1).min(whole);
        (start, end.saturating_sub(start))
    };
    let (row, rows) = more(window.row, window.rows, height);
    let (column, columns) = more(window.column, window.columns, width);
    Window { row, rows, column, columns }
}

/// Nine bands of the cells of a window: the cell's neighbours row by row from the north-west, itself in the middle.
/// `values` are those of the cells around; beyond the grid is nothing.
fn neighbours(values: &[f64], around: Window, window: Window, out: &mut Vec<f64>) {
    let width = cell_count(around.columns, 1);
    for down in 0..3 {
        for across in 0..3 {
            for row in window.row_range() {
                // Rows and columns of the grid, each one further on, so that none is below 0.
                let line = row.saturating_add(down).checked_sub(around.row.saturating_add(1));
                let line = line.filter(|line| *line < around.rows);
                let start = line.map(|line| cell_count(line, around.columns));
                let line = start.and_then(|start| values.get(start..start.saturating_add(width)));
                let line = line.unwrap_or_default();
                let first = window.column.saturating_add(across).checked_sub(around.column.saturating_add(1));
                let absent = usize::from(first.is_none());
                let wanted = cell_count(window.columns, 1);
                let end = out.len().saturating_add(wanted);
                out.extend(std::iter::repeat_n(f64::NAN, absent));
                let rest = line.iter().skip(cell_count(first.unwrap_or_default(), 1));
                out.extend(rest.take(wanted.saturating_sub(absent)));
                out.resize(end, f64::NAN);
            }
        }
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
