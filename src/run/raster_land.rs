//! Land in rasters, named by a program instead of a `run.toml`: `GeoTIFF`s and layers in, the account out.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

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
use crate::input::manifest::{Classes, Exclude, LayerSpec, RasterSource, Zones};
use crate::input::raster::{self, RasterSpec};
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
/// use ecovalue::input::manifest::{Aggregate, LayerSpec};
/// use ecovalue::quantity::{PRECIPITATION, TEMPERATURE};
/// use ecovalue::run::{Options, RasterLand};
/// use ecovalue::run::assembly::Choices;
///
/// let land = RasterLand::new("examples/sichuan_basin_2019", "landcover_igbp_2019.tif", Some("igbp"))
///     .class("10", "32a".parse()?)
///     .layer(LayerSpec::file(PRECIPITATION, "precipitation_monthly_mm.tif", "mm")?.aggregate(Aggregate::Sum))?
///     .layer(LayerSpec::value(TEMPERATURE, [14.0], "degC")?.assumed())?
///     .open()?;
/// let choices = Choices { allow_unverified: true, ..Choices::new(Profile::shipped("hj1173_2021")?, 2019) };
/// let result = land.compute(choices, &Options::default())?;
/// assert!(result.account.per_area(None).is_ok_and(|per_area| per_area.wan_yuan_per_mu() > 0.0));
/// # Ok::<(), ecovalue::Findings>(())
/// ```
#[derive(Debug)]
pub struct RasterLand {
    folder: PathBuf,
    limits: Limits,
    landcover: RasterSource,
    classes: Classes,
    zones: Zones,
    layers: Vec<LayerSpec>,
    excludes: Vec<Exclude>,
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
    pub fn new(
        folder: impl AsRef<Path>,
        landcover: impl Into<RasterSource>,
        crosswalk: Option<&str>,
    ) -> Self {
        let landcover = landcover.into();
        let classes = Classes {
            crosswalk: crosswalk.map(str::to_owned),
            rules: BTreeMap::new(),
            report_unmapped: false,
            place: Place::file(&landcover.file),
        };
        let (folder, limits) = (folder.as_ref().to_owned(), Limits::default());
        let (layers, excludes) = (Vec::new(), Vec::new());
        Self { folder, limits, landcover, classes, zones: Zones::One, layers, excludes }
    }

    /// The type of a class, beside the crosswalk or in the place of its rule.
    #[must_use]
    pub fn class(mut self, code: &str, ecosystem: Ecosystem) -> Self {
        self.classes.rules.insert(code.to_owned(), ecosystem);
        self
    }

    /// Classes without a type are left out and told of, not refused.
    #[must_use]
    pub const fn report_unmapped(mut self) -> Self {
        self.classes.report_unmapped = true;
        self
    }

    /// Zones by a raster of numbers and a table of their names, or by belts on a layer; one zone if none are stated.
    #[must_use]
    pub fn zones(mut self, zones: Zones) -> Self {
        self.zones = zones;
        self
    }

    /// Cells of a zone or of a type that are left out, and why.
    #[must_use]
    pub fn exclude(mut self, exclude: Exclude) -> Self {
        self.excludes.push(exclude);
        self
    }

    /// Limits of memory and sizes in the place of the usual ones.
    #[must_use]
    pub const fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// A layer: a file or a value, and how its numbers are read.
    ///
    /// # Errors
    ///
    /// `EV-I009` for a quantity that was stated before or a band that is listed twice, `EV-I016` for another number of bands
    /// than the quantity has, `EV-I006` for a scale of 0.
    pub fn layer(mut self, layer: impl Into<LayerSpec>) -> Result<Self, Error> {
        let layer = layer.into();
        layer.check()?;
        let id = layer.quantity.id;
        if self.layers.iter().any(|known| known.quantity.id == id) {
            let message = text!("layer `{0}` is given twice", "图层 `{0}` 重复", id);
            let hint = text!("keep one of the two", "两项只保留一项");
            return Err(Error::new(Code::DuplicateKey, message, hint).at(layer.place));
        }
        self.layers.push(layer);
        Ok(self)
    }

    /// Opens all rasters and reads land cover and zones once for what they hold.
    ///
    /// # Errors
    ///
    /// All findings at once: files that cannot be read or lie on another grid, classes without a type, zones without a
    /// name.
    pub fn open(self) -> Result<OpenedRasters, Findings> {
        let files = Files::new(vec![self.folder], self.limits);
        let crosswalk = read_crosswalk(&self.classes, &files)?;
        let spec = RasterSpec {
            landcover: &self.landcover,
            classes: &self.classes,
            crosswalk: &crosswalk,
            zones: &self.zones,
            layers: &self.layers,
            excludes: &self.excludes,
        };
        let cells = raster::open(&files, &spec)?;
        Ok(OpenedRasters { files, cells: CellSource::Raster(Box::new(cells)) })
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
