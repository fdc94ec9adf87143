//! Layers and rasters that a program states, with the words and the checks of `run.toml`: what a hint says of a key is done
//! by the function of that name.

use super::layers::{count_fault, scale_of_zero};
use super::{Aggregate, BandChoice, LayerBands, LayerSource, LayerSpec, MissingYear, RasterSource, Stored};
use crate::error::{Code, Error, Place};
use crate::input::nodata::Nodata;
use crate::quantity::Quantity;
use crate::text;

/// What stands for the file of a number that a program states.
const PROGRAM: &str = "program";

impl RasterSource {
    /// A raster with one band, and the missing values that the file declares.
    #[must_use]
    pub fn new(file: impl Into<String>) -> Self {
        Self { file: file.into(), band: None, nodata: Nodata::default() }
    }

    /// The raster in one of several bands, counted from 1.
    #[must_use]
    pub const fn band(mut self, band: u16) -> Self {
        self.band = Some(band);
        self
    }

    /// The raster with missing values beside those of the file: numbers, ranges `a..b`, or `none` for none but these.
    ///
    /// # Errors
    ///
    /// `EV-I006` for a text that is none of them.
    pub fn nodata<'a>(mut self, texts: impl IntoIterator<Item = &'a str>) -> Result<Self, Error> {
        self.nodata = Nodata::stated(texts)?;
        Ok(self)
    }
}

impl From<&str> for RasterSource {
    fn from(file: &str) -> Self {
        Self::new(file)
    }
}

impl LayerSpec {
    /// A quantity from a raster in a unit: its only band, or as many as the quantity has.
    ///
    /// # Errors
    ///
    /// `EV-U001` for an unknown unit, `EV-U002` for one of another kind than that of the quantity.
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::input::manifest::{Aggregate, LayerSpec};
    /// use ecovalue::quantity::PRECIPITATION;
    ///
    /// // Twelve months in tenths of a millimetre, added up to a year; -9999 is missing.
    /// let rain = LayerSpec::file(PRECIPITATION, "rain_of_months.tif", "0.1 mm")?
    ///     .aggregate(Aggregate::Sum)
    ///     .nodata(["-9999"])?;
    /// let rain = LayerSpec::from(rain).source("weather service, 2019");
    /// assert_eq!(rain.unit.text(), "0.1 mm");
    /// # Ok::<(), ecovalue::Error>(())
    /// ```
    pub fn file(
        quantity: impl Into<&'static Quantity>,
        file: impl Into<String>,
        unit: &str,
    ) -> Result<FileLayer, Error> {
        let (file, bands) = (file.into(), LayerBands { choice: BandChoice::Unstated, aggregate: None });
        let place = Place::file(&file);
        Self::stated(quantity.into(), LayerSource::Raster { file, bands }, unit, place).map(FileLayer)
    }

    /// A quantity of the same numbers on all land: one, or as many as the quantity has.
    ///
    /// # Errors
    ///
    /// As [`LayerSpec::file`], `EV-I016` for another number of numbers, and `EV-I008` for one that is not finite.
    pub fn value(
        quantity: impl Into<&'static Quantity>,
        values: impl Into<Vec<f64>>,
        unit: &str,
    ) -> Result<Self, Error> {
        let (quantity, values, place) = (quantity.into(), values.into(), Place::file(PROGRAM));
        if let Some(value) = values.iter().find(|value| !value.is_finite()) {
            let message =
                text!("`{0}` is {1}, not a finite number", "`{0}` 为 {1}，不是有限数", quantity.id, *value);
            let hint = text!("state a finite number", "给出一个有限数");
            return Err(Error::new(Code::NotANumber, message, hint).at(place));
        }
        let layer = Self::stated(quantity, LayerSource::Constant(values), unit, place)?;
        layer.check()?;
        Ok(layer)
    }

    fn stated(
        quantity: &'static Quantity,
        source: LayerSource,
        unit: &str,
        place: Place,
    ) -> Result<Self, Error> {
        let at = |error: Error| error.at(place.clone());
        let unit: crate::unit::Unit = unit.parse().map_err(at)?;
        unit.to(&quantity.unit.parse()?).map_err(at)?;
        Ok(Self {
            quantity,
            unit,
            source,
            stored: Stored::default(),
            stated_source: String::new(),
            status: String::new(),
            year: None,
            normal: false,
            missing_year: MissingYear::Refuse,
            filled: None,
            asked: None,
            source_place: place.clone(),
            place,
        })
    }

    /// The layer with where it was published.
    #[must_use]
    pub fn source(mut self, source: impl Into<String>) -> Self {
        self.stated_source = source.into();
        self
    }

    /// The layer with the mark that it is assumed.
    #[must_use]
    pub fn assumed(mut self) -> Self {
        "assumption".clone_into(&mut self.status);
        self
    }

    /// Checks what needs no file: bands listed twice, their number, a scale of 0.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let at = |error: Error| error.at(self.place.clone());
        if let LayerSource::Raster { bands, .. } = &self.source {
            bands.check().map_err(at)?;
        }
        count_fault(self.quantity, &self.source).map_or(Ok(()), |(_, error)| Err(at(error)))?;
        scale_of_zero(&self.stored).map_or(Ok(()), |error| Err(at(error)))
    }
}

/// A layer of a file, and how the numbers of the file are read; a value has no bands, no scale and no missing numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct FileLayer(LayerSpec);

impl FileLayer {
    /// The layer from some bands of its file, counted from 1.
    #[must_use]
    pub fn band(mut self, numbers: impl IntoIterator<Item = u64>) -> Self {
        if let LayerSource::Raster { bands, .. } = &mut self.0.source {
            bands.choice = BandChoice::Numbers(numbers.into_iter().collect());
        }
        self
    }

    /// The layer as the sum or the mean of its bands: of those of [`FileLayer::band`], else of all.
    #[must_use]
    pub fn aggregate(mut self, aggregate: Aggregate) -> Self {
        if let LayerSource::Raster { bands, .. } = &mut self.0.source {
            bands.aggregate = Some(aggregate);
            if bands.choice == BandChoice::Unstated {
                bands.choice = BandChoice::All;
            }
        }
        self
    }

    /// The layer with missing values beside those of the file: numbers, ranges `a..b`, or `none` for none but these.
    ///
    /// # Errors
    ///
    /// `EV-I006` for a text that is none of them.
    pub fn nodata<'a>(mut self, texts: impl IntoIterator<Item = &'a str>) -> Result<Self, Error> {
        self.0.stored.nodata = Nodata::stated(texts)?;
        Ok(self)
    }

    /// The layer with a factor in the place of that of the file.
    #[must_use]
    pub const fn scale(mut self, scale: f64) -> Self {
        self.0.stored.scale = Some(scale);
        self
    }

    /// The layer with a number that is added behind the factor, in the place of that of the file.
    #[must_use]
    pub const fn offset(mut self, offset: f64) -> Self {
        self.0.stored.offset = Some(offset);
        self
    }
}

impl From<FileLayer> for LayerSpec {
    fn from(layer: FileLayer) -> Self {
        layer.0
    }
}
