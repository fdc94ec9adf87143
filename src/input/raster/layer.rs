//! A layer of a raster run: its bands, its unit, and the columns that the grid itself brings.

use super::fills::Watch;
use super::{Band, Layer, Source};
use crate::error::{Code, Error};
use crate::input::checks::check_range;
use crate::input::geotiff::GeoTiff;
use crate::input::grid::Grid;
use crate::input::manifest::years::on_the_line;
use crate::input::manifest::{Aggregate, BandChoice, Bands, LayerSource, LayerSpec};
use crate::math;
use crate::quantity::{CELL_HEIGHT, CELL_WIDTH, LATITUDE};
use crate::text;
use crate::unit::Conversion;
use crate::wording::{Message, Name};

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
    bands: &Bands,
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
pub(super) fn another_scale(spec: &LayerSpec, layer: &Layer) -> Option<Error> {
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
    let message = text!(
        "`{0}` states the scale {1} for band {2}, and the run {3}, which is used",
        "{0} 第 {2} 波段注明的比例为 {1}，run.toml 为 {3}，采用后者",
        name,
        scale,
        number,
        stated
    );
    let hint = text!("take scale = {0} out if the file is right", "如以文件为准，请删去 scale = {0}", stated);
    Some(Error::new(Code::Implausible, message, hint).at(spec.place.clone()))
}

fn not_for_every_cell(spec: &LayerSpec) -> Error {
    let message = text!(
        "layer `{0}` is neither a raster nor one number for every cell",
        "图层 `{0}` 既不是栅格，也不是所有像元共用的一个数",
        spec.quantity.id
    );
    let hint = text!("name a `file` on the grid of the land cover", "写与土地覆盖同格网的栅格：file");
    Error::new(Code::BadValue, message, hint).at(spec.place.clone())
}

fn band_numbers(spec: &LayerSpec, bands: &Bands, raster: &GeoTiff) -> Result<Vec<u16>, Error> {
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
        |message: Message, hint: Message| Err(Error::new(Code::Band, message, hint).at(spec.place.clone()));
    let name = raster.name();
    if let Some(band) = wanted.iter().find(|band| **band == 0 || **band > u64::from(count)) {
        let message = text!(
            "`{0}` has no band {1}, it has {2}",
            "`{0}` 没有第 {1} 波段，共 {2} 个波段",
            name,
            *band,
            count
        );
        return fault(message, text!("bands are counted from 1", "波段从 1 数起"));
    }
    let per_cell = if bands.aggregate.is_some() { 1 } else { wanted.len() };
    if spec.quantity.of_count(per_cell).is_none() || wanted.is_empty() {
        let message = text!(
            "`{0}` needs {1} numbers per cell, found {2}",
            "`{0}` 每个像元需要 {1} 个数，实有 {2} 个",
            spec.quantity.id,
            spec.quantity.needs(),
            per_cell
        );
        return fault(message, hint_of_count(spec, per_cell));
    }
    Ok(wanted.into_iter().filter_map(|band| u16::try_from(band).ok()).collect())
}

/// What to do where the number of chosen bands is not that of the quantity.
fn hint_of_count(spec: &LayerSpec, found: usize) -> Message {
    match spec.quantity.bands {
        1 => text!(
            "choose the bands, or state aggregate = \"sum\" or \"mean\"",
            "选定波段，或写明 aggregate = \"sum\" 或 \"mean\""
        ),
        needed if found < needed => too_few(spec),
        _ => text!(
            "write band = [...] with the numbers of its {0} bands",
            "写 band = [...]，列出所需 {0} 个波段的序号",
            spec.quantity.needs()
        ),
    }
}

fn too_few(spec: &LayerSpec) -> Message {
    text!(
        "add the missing bands: `{0}` needs {1} for one year",
        "补齐缺少的波段：`{0}` 一年需要 {1} 个",
        spec.quantity.id,
        spec.quantity.needs()
    )
}

/// The finding of several bands where the run does not say which is meant.
fn several(spec: &LayerSpec, bands: &Bands, raster: &GeoTiff) -> Error {
    let count = raster.bands();
    let id = spec.quantity.id;
    if usize::from(count) < spec.quantity.bands && bands.aggregate.is_none() {
        let message = text!(
            "`{0}` has {1} {1|band|bands}, `{2}` needs {3} for one year",
            "`{0}` 有 {1} 个波段，`{2}` 一年需要 {3} 个",
            raster.name(),
            count,
            id,
            spec.quantity.needs()
        );
        let hint = text!(
            "add the missing bands, or name a raster with all of them",
            "补齐缺少的波段，或改用波段齐全的栅格"
        );
        return Error::new(Code::Band, message, hint).at(spec.place.clone());
    }
    let message = text!(
        "`{0}` has {1} bands ({2}), and the layer does not say which of them `{3}` is",
        "`{0}` 有 {1} 个波段（{2}），图层未说明 `{3}` 是哪一个",
        raster.name(),
        count,
        raster.band_list(),
        id
    );
    let hint = match (spec.quantity.bands, bands.aggregate) {
        (1, None) => match incomplete_year(count) {
            Some(parts) => text!(
                "write band = 1, 2 ...; {0} bands are not the {1} of a year: add those that are missing before band = \"all\" with aggregate = \"sum\" or \"mean\"",
                "写 band = 1、2 ……；{0} 个波段不是一年的{1}：补齐后再写 band = \"all\" 和 aggregate = \"sum\" 或 \"mean\"",
                count,
                parts
            ),
            None => text!(
                "write band = 1, 2 ..., or band = \"all\" with aggregate = \"sum\" or \"mean\" where they are parts of a year",
                "写 band = 1、2 ……；若各波段为一年的各部分，写 band = \"all\" 和 aggregate = \"sum\" 或 \"mean\""
            ),
        },
        (1, Some(_)) => text!(
            "write band = \"all\", or the numbers of the bands that belong together",
            "写 band = \"all\"，或列出应合并的波段序号"
        ),
        _ => text!(
            "write band = [...] with the numbers of its {0} bands",
            "写 band = [...]，列出所需 {0} 个波段的序号",
            spec.quantity.needs()
        ),
    };
    Error::new(Code::Band, message, hint).at(spec.place.clone())
}

/// The parts of a year that so many bands nearly are: months or days, one or two too few or too many.
fn incomplete_year(bands: u16) -> Option<Name> {
    match bands {
        10 | 11 | 13 => Some(Name { en: "12 months", zh: "12 个月" }),
        363 | 364 | 367 => Some(Name { en: "365 or 366 days", zh: "365 或 366 天" }),
        _ => None,
    }
}

/// Bands that are added up or averaged for a year, and are not the parts of one.
pub(super) fn not_a_year(spec: &LayerSpec, layer: &Layer) -> Option<Error> {
    let Source::Raster { raster, bands, divisor: Some(_), .. } = &layer.source else { return None };
    let used = u16::try_from(bands.len()).ok()?;
    let parts = incomplete_year(used).filter(|_| spec.quantity.bands == 1)?;
    let message = text!(
        "{0} bands of `{1}` are taken together for `{2}` of the year, which has {3}",
        "`{2}` 由 {1} 的 {0} 个波段合成，而一年有 {3}",
        used,
        raster.name(),
        spec.quantity.id,
        parts
    );
    let hint = text!(
        "add the bands that are missing, or take out those of another year",
        "补齐缺少的波段，或去掉其他年份的波段"
    );
    Some(Error::new(Code::Implausible, message, hint).at(spec.place.clone()))
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
        layers.push(of_row(LATITUDE.0, Grid::latitude));
    }
    layers.push(of_row(CELL_WIDTH.0, |grid, row| grid.cell_size(row).ok().map(|(width, _)| width)));
    layers.push(of_row(CELL_HEIGHT.0, |grid, row| grid.cell_size(row).ok().map(|(_, height)| height)));
    layers
}
