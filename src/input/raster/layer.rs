//! A layer of a raster run: its bands, its unit, and the columns that the grid itself brings.

use super::fills::Watch;
use super::{Band, Layer, Source};
use crate::error::{Code, Error};
use crate::input::cells::check_range;
use crate::input::geotiff::GeoTiff;
use crate::input::grid::Grid;
use crate::input::manifest::years::on_the_line;
use crate::input::manifest::{Aggregate, BandChoice, LayerBands, LayerSource, LayerSpec};
use crate::input::plausibility::Warning;
use crate::math;
use crate::quantity::{CELL_HEIGHT, CELL_WIDTH, LATITUDE};
use crate::unit::Conversion;

impl Layer {
    /// A handle of one thread on the raster of the layer, if it has one.
    pub(super) fn reopen(&self) -> Result<Option<GeoTiff>, Error> {
        match &self.source {
            Source::Raster { raster, .. } => raster.reopen().map(Some),
            Source::Neighbours(of) | Source::Upslope(of) => of.reopen(),
            Source::Constant(_) | Source::OfRow(_) => Ok(None),
        }
    }

    /// Whether a column holds the numbers of the layer, one for all cells of each band.
    pub(super) fn is_laid(&self, column: &[f64], cells: usize) -> bool {
        let Source::Constant(values) = &self.source else { return false };
        let numbers = values.iter().map(|value| self.conversion.apply(*value).to_bits());
        let laid = column.iter().step_by(cells.max(1)).map(|value| value.to_bits());
        column.len() == values.len().saturating_mul(cells) && laid.eq(numbers)
    }

    /// The same layer once more, to be read beside the first.
    pub(super) fn again(&self) -> Result<Self, Error> {
        let source = match &self.source {
            Source::Raster { raster, bands, divisor, .. } => Source::Raster {
                raster: raster.reopen()?,
                bands: bands.clone(),
                divisor: *divisor,
                watches: bands.iter().map(|_| Watch::default()).collect(),
            },
            Source::Constant(values) => Source::Constant(values.clone()),
            Source::OfRow(number) => Source::OfRow(*number),
            Source::Neighbours(of) => Source::Neighbours(Box::new(of.again()?)),
            Source::Upslope(of) => Source::Upslope(Box::new(of.again()?)),
        };
        Ok(Self { quantity: self.quantity, source, conversion: self.conversion })
    }
}

/// What a scale of 1 and an offset of 0 do to numbers: both zeros become one.
#[multiversion::multiversion(targets("x86_64+avx512f+avx512dq+avx512vl", "x86_64+avx2"))]
fn one_zero(column: &mut [f64]) {
    for value in column {
        *value += 0.0;
    }
}

impl Band {
    /// Turns stored numbers into the unit of the quantity.
    pub(super) fn convert(self, conversion: Conversion, column: &mut [f64]) {
        let plain = self.offset == 0.0 && conversion.is_identity();
        #[expect(clippy::float_cmp, reason = "a scale that is not stated is exactly 1")]
        let plain = plain && self.scale == 1.0;
        if plain {
            one_zero(column);
            return;
        }
        for value in column {
            *value = self.physical(conversion, *value);
        }
    }

    /// The quantity that a stored number stands for.
    pub(super) fn physical(self, conversion: Conversion, stored: f64) -> f64 {
        conversion.apply(stored * self.scale + self.offset)
    }
}

/// A layer of the run as it is read.
pub(super) fn layer(spec: &LayerSpec, raster: Option<GeoTiff>) -> Result<Layer, Error> {
    let conversion = spec.unit.to(&spec.quantity.unit.parse()?)?;
    let source = match (&spec.source, raster) {
        (LayerSource::Raster { bands, .. }, Some(raster)) => of_raster(spec, bands, raster, conversion)?,
        (LayerSource::Between { earlier, later, weight }, _) => {
            let of = |source: &LayerSource| {
                layer(&LayerSpec { source: source.clone(), ..spec.clone() }, None).map(|layer| layer.source)
            };
            match (of(earlier)?, of(later)?) {
                (Source::Constant(from), Source::Constant(to)) if from.len() == to.len() => {
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
    let count = match &source {
        Source::Raster { bands, divisor: None, .. } => bands.len(),
        Source::Constant(values) => values.len(),
        _ => 1,
    };
    let quantity = spec.quantity.of_count(count).unwrap_or(spec.quantity);
    Ok(Layer { quantity, source, conversion })
}

fn of_raster(
    spec: &LayerSpec,
    bands: &LayerBands,
    raster: GeoTiff,
    conversion: Conversion,
) -> Result<Source, Error> {
    let numbers = band_numbers(spec, bands, &raster)?;
    let divisor = match bands.aggregate {
        Some(Aggregate::Mean) => Some(math::from_count(math::count(numbers.len()))),
        Some(Aggregate::Sum) => Some(1.0),
        None => None,
    };
    let band = |number: &u16| {
        let (scale, offset) = raster.scale_offset(*number);
        spec.stored.check_unit(Some(scale), &spec.unit).map_err(|error| error.at(spec.place.clone()))?;
        let stored = &spec.stored;
        Ok(Band {
            number: *number,
            scale: stored.scale.unwrap_or(scale),
            offset: stored.offset.unwrap_or(offset),
        })
    };
    let bands: Vec<Band> = numbers.iter().map(band).collect::<Result<_, Error>>()?;
    let watches = bands.iter().map(|band| Watch::new(spec, conversion, &raster, band)).collect();
    Ok(Source::Raster { raster, bands, divisor, watches })
}

/// A scale that the run states in the place of another one that the file states.
pub(super) fn another_scale(spec: &LayerSpec, layer: &Layer) -> Option<Warning> {
    let (stated, Source::Raster { raster, bands, .. }) = (spec.stored.scale?, &layer.source) else {
        return None;
    };
    let of_file = |band: &Band| raster.scale_offset(band.number).0;
    let is = |scale: f64, other: f64| scale.to_bits() == other.to_bits();
    if bands.iter().all(|band| is(of_file(band), 1.0)) {
        return None; // the file states none
    }
    let band = bands.iter().find(|band| !is(of_file(band), stated))?;
    let (name, number, scale) = (raster.name(), band.number, of_file(band));
    let message =
        format!("`{name}` states the scale {scale} for band {number}, and the run {stated}, which is used");
    let hint = format!("take scale = {stated} out if the file is right");
    let chinese = format!(
        "{name} 第 {number} 波段注明的比例为 {scale}，run.toml 为 {stated}，采用后者；提示：如以文件为准，请删去 scale = {stated}"
    );
    Some(Warning::new(Error::new(Code::Implausible, message, hint).at(spec.place.clone()), chinese))
}

fn not_for_every_cell(spec: &LayerSpec) -> Error {
    let message = format!("layer `{}` is no raster and no number for every cell", spec.quantity.id);
    let error = Error::new(Code::BadValue, message, "name a `file` on the grid of the land cover");
    error.at(spec.place.clone())
}

fn band_numbers(spec: &LayerSpec, bands: &LayerBands, raster: &GeoTiff) -> Result<Vec<u16>, Error> {
    let count = raster.bands();
    let all = || (1..=count).map(u64::from).collect();
    let wanted: Vec<u64> = match &bands.choice {
        BandChoice::Numbers(numbers) => numbers.clone(),
        BandChoice::All => all(),
        BandChoice::Unstated => {
            let fits = bands.aggregate.is_none() && usize::from(count) == spec.quantity.bands;
            if count != 1 && !fits {
                return Err(several(spec, bands, raster));
            }
            all()
        }
    };
    let fault =
        |message: String, hint: &str| Err(Error::new(Code::Band, message, hint).at(spec.place.clone()));
    let name = raster.name();
    if let Some(band) = wanted.iter().find(|band| **band == 0 || **band > u64::from(count)) {
        return fault(format!("`{name}` has no band {band}, it has {count}"), "bands are counted from 1");
    }
    let per_cell = if bands.aggregate.is_some() { 1 } else { wanted.len() };
    if spec.quantity.of_count(per_cell).is_none() || wanted.is_empty() {
        let message = format!(
            "`{}` needs {} numbers per cell, found {per_cell}",
            spec.quantity.id,
            spec.quantity.needs()
        );
        return fault(message, "choose the bands, or state aggregate = \"sum\" or \"mean\"");
    }
    Ok(wanted.into_iter().filter_map(|band| u16::try_from(band).ok()).collect())
}

/// The finding of several bands where the run does not say which is meant.
fn several(spec: &LayerSpec, bands: &LayerBands, raster: &GeoTiff) -> Error {
    let message = format!(
        "`{}` has {} bands ({}), and the layer does not say which of them `{}` is",
        raster.name(),
        raster.bands(),
        raster.band_list(),
        spec.quantity.id
    );
    let hint = match (spec.quantity.bands, bands.aggregate) {
        (1, None) => {
            "write band = 1, 2 ..., or band = \"all\" with aggregate = \"sum\" or \"mean\" where they are parts of a year"
                .to_owned()
        }
        (1, Some(_)) => "write band = \"all\", or the numbers of the bands that belong together".to_owned(),
        (needed, _) => format!("write band = [...] with the numbers of its {needed} bands"),
    };
    Error::new(Code::Band, message, hint).at(spec.place.clone())
}

/// What the grid tells of its cells without a layer, for drivers that ask for it.
pub(super) fn of_the_grid(grid: &Grid) -> Vec<Layer> {
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
