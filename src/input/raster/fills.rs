//! Numbers that look like missing values although nobody declares them.
//!
//! Every product fills its gaps with numbers of its own, and many of them lie within what is possible: 32767 x 0.1 mm is
//! a year's rain of 3276.7 mm. What a product is known to fill with is refused, what could be true is told.

mod products;
mod suspect;
mod words;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use super::{Band, Layer, Source};
use crate::error::{Error, Place};
use crate::input::geotiff::GeoTiff;
use crate::input::manifest::LayerSpec;
use crate::input::nodata::Nodata;
use crate::quantity::Quantity;
use crate::unit::Conversion;

pub use suspect::{Samples, Suspect, fills, suspects};

/// What a band is watched for while it is read.
#[derive(Debug, Default)]
pub(super) struct Watch {
    suspects: Vec<Suspect>,
    /// Numbers up to the first and from the second on are looked at.
    bounds: Option<(f64, f64)>,
    nodata: Nodata,
    place: Place,
    looked: AtomicBool,
    found: Mutex<Vec<Error>>,
}

/// What a look at a whole band has counted.
struct Counted {
    /// Cells of each suspect.
    cells: Vec<u64>,
    /// Smallest and largest number of all others.
    others: (f64, f64),
}

/// Impossible numbers of a band that no file is known to write for missing values.
enum Others {
    None,
    /// The same number on so many cells.
    One(f64, u64),
    Several,
}

impl Others {
    #[expect(clippy::float_cmp, reason = "the same stored number")]
    fn count(&mut self, value: f64) {
        *self = match *self {
            Self::None => Self::One(value, 1),
            Self::One(known, cells) if known == value => Self::One(known, cells.saturating_add(1)),
            _ => Self::Several,
        };
    }
}

impl Watch {
    /// What a band of a layer is watched for; nothing where the run says that all of its numbers are values.
    pub(super) fn new(spec: &LayerSpec, conversion: Conversion, raster: &GeoTiff, band: &Band) -> Self {
        let nodata = spec.stored.nodata.clone();
        let place = spec.place.clone();
        if !nodata.keeps_declared() {
            return Self { nodata, place, ..Self::default() };
        }
        let physical = |stored| band.physical(conversion, stored);
        let samples =
            Samples { extremes: raster.extremes(), is_whole: raster.is_whole(), physical: &physical };
        let suspects = suspects(spec.quantity, samples);
        let below = suspects.iter().filter(|suspect| suspect.high < 0.0).map(|suspect| suspect.high);
        let above = suspects.iter().filter(|suspect| suspect.high >= 0.0).map(|suspect| suspect.low);
        let bounds = (below.fold(f64::NEG_INFINITY, f64::max), above.fold(f64::INFINITY, f64::min));
        let bounds = (!suspects.is_empty()).then_some(bounds);
        Self { suspects, bounds, nodata, place, ..Self::default() }
    }

    /// Looks at stored numbers; at the whole band once, if any of them looks like a missing value.
    ///
    /// # Errors
    ///
    /// `EV-I017` for numbers that a product is known to fill its gaps with.
    pub(super) fn check(
        &self,
        quantity: &Quantity,
        raster: &GeoTiff,
        band: &Band,
        values: &[f64],
    ) -> Result<(), Error> {
        let Some((low, high)) = self.bounds else { return Ok(()) };
        if !any_beyond(values, low, high) || self.looked.swap(true, Ordering::Relaxed) {
            return Ok(());
        }
        let counted = count(raster, band, &self.suspects)?;
        let met = || self.suspects.iter().zip(&counted.cells).filter(|(_, cells)| **cells > 0);
        let refused: Vec<(&Suspect, u64)> =
            met().filter(|(suspect, _)| suspect.refused).map(|(suspect, cells)| (suspect, *cells)).collect();
        if !refused.is_empty() {
            return Err(self.refusal(raster, band, &refused, true));
        }
        let mut told = met().filter(|(suspect, _)| suspect.stands_apart(raster.extremes(), counted.others));
        let warnings: Vec<Error> = told
            .by_ref()
            .map(|(suspect, cells)| self.warning(quantity, raster, band, (suspect, *cells)))
            .collect();
        self.found.lock().unwrap_or_else(PoisonError::into_inner).extend(warnings);
        Ok(())
    }

    /// What was found and is told.
    pub(super) fn warnings(&self) -> Vec<Error> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The finding where every impossible number of a band looks like a missing value, or where one number below 0 is all
    /// that is wrong with it; none where numbers are impossible for another reason.
    pub(super) fn impossible(&self, layer: &Layer, raster: &GeoTiff, band: &Band) -> Result<(), Error> {
        let known = fills(layer.quantity, raster.extremes(), raster.is_whole());
        let mut cells = vec![0_u64; known.len()];
        let mut others = Others::None;
        let (low, high) = layer.quantity.range;
        each(raster, band, |values| {
            for value in values {
                let physical = band.physical(layer.conversion, *value);
                if !(physical < low || physical > high) {
                    continue;
                }
                match known.iter().position(|suspect| suspect.has(*value)) {
                    Some(index) => add(&mut cells, index),
                    None => others.count(*value),
                }
            }
        })?;
        let met: Vec<(&Suspect, u64)> = known.iter().zip(cells).filter(|(_, cells)| *cells > 0).collect();
        match others {
            Others::None if !met.is_empty() => Err(self.refusal(raster, band, &met, false)),
            Others::One(value, cells)
                if met.is_empty() && low >= 0.0 && value < 0.0 && value.fract().abs() <= 0.0 =>
            {
                Err(self.below_zero(layer.quantity, raster, band, (value, cells)))
            }
            _ => Ok(()),
        }
    }
}

/// Whether any of some numbers lies at or beyond a bound.
#[multiversion::multiversion(targets("x86_64+avx512f+avx512dq+avx512vl", "x86_64+avx2"))]
fn any_beyond(values: &[f64], low: f64, high: f64) -> bool {
    let beyond = |value: &f64| u64::from(*value <= low) | u64::from(*value >= high);
    values.iter().fold(0, |any, value| any | beyond(value)) > 0
}

/// Reads a whole band in windows.
fn each(raster: &GeoTiff, band: &Band, mut take: impl FnMut(&[f64])) -> Result<(), Error> {
    let mut handle = raster.reopen()?;
    let mut buffer = Vec::new();
    for window in raster.windows() {
        buffer.resize(window.cells(), f64::NAN);
        handle.read_window(band.number, window, &mut buffer)?;
        take(&buffer);
    }
    Ok(())
}

fn count(raster: &GeoTiff, band: &Band, suspects: &[Suspect]) -> Result<Counted, Error> {
    let mut cells = vec![0_u64; suspects.len()];
    let mut others = (f64::INFINITY, f64::NEG_INFINITY);
    each(raster, band, |values| {
        for value in values {
            match suspects.iter().position(|suspect| suspect.has(*value)) {
                Some(index) => add(&mut cells, index),
                None => others = (others.0.min(*value), others.1.max(*value)),
            }
        }
    })?;
    Ok(Counted { cells, others })
}

fn add(cells: &mut [u64], index: usize) {
    if let Some(count) = cells.get_mut(index) {
        *count = count.saturating_add(1);
    }
}

impl Layer {
    /// Refuses impossible numbers that look like missing values by name.
    pub(super) fn name_fills(&self, raster: &GeoTiff) -> Result<(), Error> {
        let Source::Raster { bands, watches, .. } = &self.source else { return Ok(()) };
        for (band, watch) in bands.iter().zip(watches) {
            watch.impossible(self, raster, band)?;
        }
        Ok(())
    }

    /// What was found in the numbers of the layer and is told.
    pub(super) fn warnings(&self) -> Vec<Error> {
        let Source::Raster { watches, .. } = &self.source else { return Vec::new() };
        watches.iter().flat_map(Watch::warnings).collect()
    }
}
