//! `run.toml`: what to run.

mod cells;
mod layers;
mod missing_year;
mod rasters;
mod reading;
mod stated;
mod uncertainty;
mod values;
pub mod years;

use std::collections::BTreeMap;

use crate::document::Document;
use crate::error::{Code, Error, Findings, Place};
use crate::extent::Ecosystem;
use crate::input::limits::Limits;
use crate::text;

pub use layers::{Aggregate, BandChoice, LayerBands, LayerSource, LayerSpec, Stored};
pub use missing_year::{Filled, MissingYear};
pub use rasters::RasterSource;
pub use stated::FileLayer;
pub use uncertainty::{MapErrorSpec, UncertaintySpec};
pub use years::OfYear;

/// Prices that a run asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Of the accounting year (现价).
    Current,
    /// Of a base year (可比价).
    Constant(i32),
}

/// Where ecosystem types come from, and what happens to classes that have none.
#[derive(Debug, Clone, PartialEq)]
pub struct Classes {
    /// Id of a crosswalk, or a CSV file; none where the codes are HJ 1166 types already.
    pub crosswalk: Option<String>,
    /// Rules that the run states: class to type.
    pub rules: BTreeMap<String, Ecosystem>,
    /// Whether unmapped classes are reported instead of refused.
    pub report_unmapped: bool,
    /// Where the run says so.
    pub place: Place,
}

/// Zones of a raster run.
#[derive(Debug, Clone, PartialEq)]
pub enum Zones {
    /// One zone.
    One,
    /// A raster of numbers, and a table of their names.
    Raster {
        /// The raster.
        raster: RasterSource,
        /// The table.
        names: Option<String>,
    },
    /// Belts on a layer: name and upper bound, which belongs to the next belt.
    Belts {
        /// The layer.
        layer: String,
        /// The belts from below.
        belts: Vec<(String, Option<f64>)>,
    },
}

/// Where the cells come from.
#[derive(Debug, Clone, PartialEq)]
pub enum CellsSpec {
    /// A land-cover raster.
    Raster {
        /// The raster.
        landcover: RasterSource,
        /// Its classes.
        classes: Classes,
        /// Its zones.
        zones: Zones,
    },
    /// A table of parcels.
    Table {
        /// The table.
        file: String,
        /// Declared encoding.
        encoding: Option<String>,
        /// Column of the zone.
        zone: Option<String>,
        /// Column of the class.
        ecosystem: String,
        /// Column of the area.
        area: String,
        /// Unit of the area.
        unit: String,
        /// Column that marks parcels as `assumption`.
        status: Option<String>,
        /// Column of their source.
        source: Option<String>,
        /// Columns that tell a parcel from all others, such as a number of the village and one of the parcel.
        id: Vec<String>,
        /// Whether rows of totals are left out instead of refused.
        skip_totals: bool,
        /// Its classes.
        classes: Classes,
    },
}

impl CellsSpec {
    /// The columns that a table of parcels must have; its header is recognised by them.
    #[must_use]
    pub fn columns(&self) -> Vec<&str> {
        let Self::Table { zone, ecosystem, area, status, source, id, .. } = self else { return Vec::new() };
        let named = zone.iter().chain([ecosystem, area]).chain(status).chain(source).chain(id);
        named.map(String::as_str).collect()
    }
}

/// Cells that are left out on purpose.
#[derive(Debug, Clone, PartialEq)]
pub struct Exclude {
    /// Those of a zone.
    pub zone: Option<String>,
    /// Those of an ecosystem type.
    pub ecosystem: Option<Ecosystem>,
    /// Why.
    pub reason: String,
    /// Where the run says so.
    pub place: Place,
}

/// A run as `run.toml` states it.
#[derive(Debug, Clone, PartialEq)]
pub struct Manifest {
    /// Title.
    pub title: String,
    /// Chinese title.
    pub title_zh: String,
    /// What the reader of the result must be told.
    pub remark: String,
    /// The same in Chinese.
    pub remark_zh: String,
    /// Accounting years.
    pub years: Vec<i32>,
    /// Currency.
    pub currency: String,
    /// Prices, the first where there are several.
    pub basis: Basis,
    /// All prices that the run asks for.
    pub bases: Vec<Basis>,
    /// Key of the index rows that bring money from one year to another; none for that of the profile.
    pub deflator: Option<String>,
    /// Profile id or file.
    pub profile: String,
    /// Whether rows that are not verified may be used.
    pub allow_unverified: bool,
    /// Cells.
    pub cells: CellsSpec,
    /// What happens if the cells have no file or column of a year.
    pub cells_missing_year: MissingYear,
    /// Layers.
    pub layers: Vec<LayerSpec>,
    /// Table of statistics.
    pub statistics: Option<String>,
    /// What happens if a statistic has no row of a year.
    pub statistics_missing_year: MissingYear,
    /// Whether statistics of a zone that is called a total are left out instead of refused.
    pub statistics_skip_totals: bool,
    /// Declared encoding of the statistics.
    pub statistics_encoding: Option<String>,
    /// Table of parameters.
    pub parameters: Option<String>,
    /// What happens if a price has no row of the accounting year.
    pub parameters_missing_year: MissingYear,
    /// Declared encoding of the parameters.
    pub parameters_encoding: Option<String>,
    /// Regions that the run lies in, the narrowest first; China stands last.
    pub regions: Vec<String>,
    /// Conditions that hold.
    pub conditions: Vec<String>,
    /// Cells left out.
    pub excludes: Vec<Exclude>,
    /// Services to be mapped.
    pub maps: Vec<String>,
    /// How the maps are packed, by name.
    pub compression: Option<String>,
    /// What is drawn for intervals, if anything.
    pub uncertainty: Option<UncertaintySpec>,
    /// Limits.
    pub limits: Limits,
    /// Places of keys that are checked later.
    pub places: BTreeMap<&'static str, Place>,
}

impl Manifest {
    /// Reads the text of `run.toml`; `file` is the name that findings carry.
    ///
    /// # Errors
    ///
    /// Every key that is missing, unknown or wrong.
    pub fn parse(file: &str, text: &str) -> Result<Self, Findings> {
        let manifest = Document::parse(file, text)?.read(reading::read)?;
        manifest.ok_or_else(|| {
            let message = text!("the run is not complete", "运行配置不完整");
            let hint = text!(
                "state schema, title, year, profile and [cells]",
                "写明 schema、title、year、profile 和 [cells]"
            );
            Error::new(Code::MissingKey, message, hint).at(Place::file(file)).into()
        })
    }

    /// Where a key stands.
    #[must_use]
    pub fn place(&self, key: &str) -> Place {
        self.places.get(key).cloned().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "schema = 1\ntitle = 't'\nyear = 2019\nprofile = 'hj1173_2021'\n\
        [cells]\nkind = 'table'\nfile = 'a.csv'\ncolumns = { zone = 'z', ecosystem = 'e', area = 'a', unit = 'mu' }\n";

    #[test]
    fn a_table_run_is_read() {
        let manifest = Manifest::parse("run.toml", GOOD).unwrap();
        assert_eq!((manifest.years.as_slice(), manifest.basis), (&[2019][..], Basis::Current));
        assert!(matches!(manifest.cells, CellsSpec::Table { .. }));
        assert_eq!(manifest.regions, ["China"]);
    }

    #[test]
    fn every_fault_of_a_run_is_found_at_once() {
        let text = "schema = 2\nyear = 2019\nyears = [2019]\nprofil = 'x'\ncurrency = 'USD'\nprice_basis = 'old'\n\
            [cells]\nkind = 'rasta'\n[[exclude]]\nreason = 'r'\n[limits]\nmemory = 1\n";
        let findings = Manifest::parse("run.toml", text).unwrap_err();
        let texts = findings.to_string();
        for part in [
            "schema 2 is not known",
            "both `year` and `years`",
            "did you mean `profile`?",
            "key `profile` is missing",
            "key `title` is missing",
            "currency `USD`",
            "price_basis `old`",
            "did you mean `raster`?",
            "`exclude.zone`: cells are left out by",
            "line 12, `limits.memory`",
        ] {
            assert!(texts.contains(part), "{part}\n{texts}");
        }
    }

    #[test]
    fn belts_must_rise() {
        let text = GOOD.replace("kind = 'table'", "kind = 'raster'").replace(
            "file = 'a.csv'",
            "landcover = { file = 'l.tif' }\nzones = { layer = 'elevation', belts = [{ id = 'a', below = 5 }, { id = 'b', below = 3 }, { id = 'c' }] }",
        );
        let findings = Manifest::parse("run.toml", &text).unwrap_err();
        assert!(findings.to_string().contains("belts must rise"), "{findings}");
    }
}
