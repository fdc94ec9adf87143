//! Land in rasters, named by a program instead of a `run.toml`: `GeoTIFF`s and layers in, the account out.

use std::path::Path;

use super::assembly::{Assembly, Choices};
use super::cell_source::CellSource;
use super::check::check_days;
use super::crosswalk::read_crosswalk;
use super::pass::{Options, pass};
use super::{YearResult, check};
use crate::error::{Code, Error, Findings, Place};
use crate::extent::Ecosystem;
use crate::input::files::Files;
use crate::input::legend::Legend;
use crate::input::limits::Limits;
use crate::input::manifest::{
    Aggregate, BandChoice, Classes, LayerBands, LayerSource, LayerSpec, MissingYear, RasterSource, Stored,
    Zones,
};
use crate::input::nodata::Nodata;
use crate::input::raster::{self, RasterSpec};
use crate::quantity::Quantity;
use crate::text;

/// Rasters of one folder that together are the land of an account: land cover, zones and layers on one grid.
///
/// They are held to the rules of a `run.toml`: numbers that mean missing, scale, offset and masks of the files count, other
/// grids and classes without a type are refused, and a file that changes meanwhile is a finding.
///
/// # Examples
///
/// ```
/// use ecovalue::Profile;
/// use ecovalue::index::PerArea;
/// use ecovalue::input::manifest::Aggregate;
/// use ecovalue::quantity::{PRECIPITATION, TEMPERATURE};
/// use ecovalue::run::{Options, RasterLand};
/// use ecovalue::run::assembly::Choices;
///
/// let land = RasterLand::new("examples/sichuan_basin_2019", "landcover_igbp_2019.tif", Some("igbp"))
///     .class("10", "32a".parse()?)
///     .bands(PRECIPITATION, "precipitation_monthly_mm.tif", "mm", Aggregate::Sum)?
///     .bands(TEMPERATURE, "temperature_monthly_0p1degC.tif", "0.1 degC", Aggregate::Mean)?
///     .open()?;
/// let choices = Choices { allow_unverified: true, ..Choices::new(Profile::shipped("hj1173_2021")?, 2019) };
/// let result = land.compute(choices, &Options::default())?;
/// assert!(result.account.per_area(None).is_ok_and(|per_area| per_area.wan_yuan_per_mu() > 0.0));
/// # Ok::<(), ecovalue::Findings>(())
/// ```
#[derive(Debug)]
pub struct RasterLand {
    files: Files,
    landcover: RasterSource,
    classes: Classes,
    zones: Zones,
    layers: Vec<LayerSpec>,
}

/// Rasters that were opened: they lie on one grid, and every class has a type.
#[derive(Debug)]
pub struct OpenedRasters {
    files: Files,
    cells: CellSource,
}

impl RasterLand {
    /// Rasters below a folder: the land cover, and the id or CSV file of the crosswalk that tells its classes; without one
    /// the classes are types of HJ 1166. All other names are relative to the folder too.
    #[must_use]
    pub fn new(folder: impl AsRef<Path>, landcover: &str, crosswalk: Option<&str>) -> Self {
        let files = Files::new(vec![folder.as_ref().to_owned()], Limits::default());
        let classes = Classes {
            crosswalk: crosswalk.map(str::to_owned),
            rules: std::collections::BTreeMap::new(),
            report_unmapped: false,
            place: Place::file(landcover),
        };
        let landcover = RasterSource { file: landcover.to_owned(), band: None, nodata: Nodata::default() };
        Self { files, landcover, classes, zones: Zones::One, layers: Vec::new() }
    }

    /// The type of a class, beside the crosswalk or in the place of its rule.
    #[must_use]
    pub fn class(mut self, code: &str, ecosystem: Ecosystem) -> Self {
        self.classes.rules.insert(code.to_owned(), ecosystem);
        self
    }

    /// Zones by a raster of numbers and a table of their names, or by belts on a layer; one zone if none are stated.
    #[must_use]
    pub fn zones(mut self, zones: Zones) -> Self {
        self.zones = zones;
        self
    }

    /// A quantity from a raster with as many bands as the quantity has, in a unit.
    ///
    /// # Errors
    ///
    /// `EV-U001` for an unknown unit, `EV-I009` for a quantity that was stated before. Whether the unit is one of the
    /// quantity is found by [`RasterLand::open`].
    pub fn layer(
        self,
        quantity: impl Into<&'static Quantity>,
        file: &str,
        unit: &str,
    ) -> Result<Self, Error> {
        let bands = LayerBands { choice: BandChoice::Unstated, aggregate: None };
        self.with(quantity.into(), LayerSource::Raster { file: file.to_owned(), bands }, unit, file)
    }

    /// A quantity from all bands of a raster: their sum, as of the rain of months, or their mean, as of temperatures.
    ///
    /// # Errors
    ///
    /// As [`RasterLand::layer`].
    pub fn bands(
        self,
        quantity: impl Into<&'static Quantity>,
        file: &str,
        unit: &str,
        aggregate: Aggregate,
    ) -> Result<Self, Error> {
        let bands = LayerBands { choice: BandChoice::All, aggregate: Some(aggregate) };
        self.with(quantity.into(), LayerSource::Raster { file: file.to_owned(), bands }, unit, file)
    }

    /// A quantity that is one number on all land. It counts as assumed.
    ///
    /// # Errors
    ///
    /// As [`RasterLand::layer`].
    pub fn constant(
        self,
        quantity: impl Into<&'static Quantity>,
        value: f64,
        unit: &str,
    ) -> Result<Self, Error> {
        self.with(quantity.into(), LayerSource::Constant(vec![value]), unit, "program")
    }

    fn with(
        mut self,
        quantity: &'static Quantity,
        source: LayerSource,
        unit: &str,
        file: &str,
    ) -> Result<Self, Error> {
        let place = Place::file(file);
        if self.layers.iter().any(|layer| layer.quantity.id == quantity.id) {
            let message = text!("layer `{0}` is given twice", "图层 `{0}` 重复", quantity.id);
            let hint = text!("keep one of the two", "两项只保留一项");
            return Err(Error::new(Code::DuplicateKey, message, hint).at(place));
        }
        let unit = unit.parse().map_err(|error: Error| error.at(place.clone()))?;
        let assumed = matches!(source, LayerSource::Constant(_));
        self.layers.push(LayerSpec {
            quantity,
            unit,
            source,
            stored: Stored::default(),
            stated_source: String::new(),
            status: if assumed { "assumption".to_owned() } else { String::new() },
            year: None,
            normal: false,
            missing_year: MissingYear::Refuse,
            filled: None,
            asked: None,
            source_place: place.clone(),
            place,
        });
        Ok(self)
    }

    /// Opens all rasters and reads land cover and zones once for what they hold.
    ///
    /// # Errors
    ///
    /// All findings at once: files that cannot be read or lie on another grid, classes without a type, zones without a
    /// name, units of another kind.
    pub fn open(self) -> Result<OpenedRasters, Findings> {
        let crosswalk = read_crosswalk(&self.classes, &self.files)?;
        let spec = RasterSpec {
            landcover: &self.landcover,
            classes: &self.classes,
            crosswalk: &crosswalk,
            zones: &self.zones,
            layers: &self.layers,
            excludes: &[],
        };
        let cells = raster::open(&self.files, &spec)?;
        Ok(OpenedRasters { files: self.files, cells: CellSource::Raster(Box::new(cells)) })
    }
}

impl OpenedRasters {
    /// Zones, ecosystem types and columns.
    #[must_use]
    pub fn legend(&self) -> &Legend {
        self.cells.legend()
    }

    /// The account of all cells with its indices, in one pass; the figures have the same bits for any threads.
    ///
    /// # Errors
    ///
    /// What [`Assembly::new`] refuses, values that cannot be, and files that changed meanwhile.
    pub fn compute(&self, choices: Choices, options: &Options<'_>) -> Result<YearResult, Findings> {
        check_days(self.legend(), choices.year)?;
        let assembly = Assembly::new(choices, self.legend().clone())?;
        let whole = pass(&self.cells, assembly.plan(), options, Vec::new())?;
        let mut result = assembly.finish(&whole)?;
        self.files.check_unchanged()?;
        let warnings = &mut result.account.warnings;
        warnings.extend(self.cells.warnings());
        warnings.extend(self.files.seen().iter().filter_map(check::guessed));
        warnings.extend(self.files.notes());
        Ok(result)
    }
}
