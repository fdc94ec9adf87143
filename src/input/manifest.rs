//! `run.toml`: what to run.

mod cells;
mod layers;
mod missing_year;
mod rasters;
mod uncertainty;
pub mod years;

use std::collections::BTreeMap;

use crate::document::{Document, Section};
use crate::error::{Code, Error, Findings, Place, did_you_mean};
use crate::extent::Ecosystem;
use crate::input::limits::Limits;
use crate::table::TableLimits;

pub use layers::{Aggregate, BandChoice, Bands, LayerSource, LayerSpec, Stored};
pub use missing_year::{Filled, MissingYear};
pub use rasters::RasterSource;
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

/// Where ecosystem types come from and what is to be done with classes that have none.
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
    /// The columns that a table of parcels must have, by which its header is known.
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

/// A run as it is asked for.
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
    /// What is done where the cells have no file or column of a year.
    pub cells_missing_year: MissingYear,
    /// Layers.
    pub layers: Vec<LayerSpec>,
    /// Table of statistics.
    pub statistics: Option<String>,
    /// What is done where a statistic has no row of a year.
    pub statistics_missing_year: MissingYear,
    /// Whether statistics of a zone that is called a total are left out instead of refused.
    pub statistics_skip_totals: bool,
    /// Declared encoding of the statistics.
    pub statistics_encoding: Option<String>,
    /// Table of parameters.
    pub parameters: Option<String>,
    /// What is done where a price has no row of the accounting year.
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
    /// What is drawn for intervals, where the run has any.
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
        let manifest = Document::parse(file, text)?.read(read)?;
        manifest.ok_or_else(|| {
            Error::new(Code::MissingKey, "the run is not complete", "see the examples")
                .at(Place::file(file))
                .into()
        })
    }

    /// Where a key stands.
    #[must_use]
    pub fn place(&self, key: &str) -> Place {
        self.places.get(key).cloned().unwrap_or_default()
    }
}

fn read(root: &Section<'_>) -> Option<Manifest> {
    match root.whole("schema") {
        Some(1) => {}
        None if !root.has("schema") => root.missing("schema", "begin the file with schema = 1"),
        Some(other) => {
            let message = format!("schema {other} is not known");
            root.report("schema", Error::new(Code::BadValue, message, "this version reads schema = 1"));
        }
        None => {}
    }
    refuse_roots(root);
    let years = read_years(root);
    let mut cells_missing_year = MissingYear::default();
    let spec = root.section("cells", |section| {
        cells_missing_year = MissingYear::read(section, &[MissingYear::Refuse, MissingYear::CarryForward]);
        cells::read(section)
    });
    if spec.is_none() && !root.has("cells") {
        root.missing("cells", "say where the cells come from: [cells] kind = \"raster\" or \"table\"");
    }
    let mut statistics_missing_year = MissingYear::default();
    let statistics = root.section("statistics", |section| {
        let all = [MissingYear::Refuse, MissingYear::CarryForward, MissingYear::Interpolate];
        statistics_missing_year = MissingYear::read(section, &all);
        let file = section.required_text("file", "name the table");
        (file, read_encoding(section), read_total_rows(section))
    });
    // A price of another year is brought to the prices of the account by the index, unless the run refuses it.
    let mut parameters_missing_year = MissingYear::CarryForward;
    let parameters = root.section("parameters", |section| {
        if section.has("missing_year") {
            let known = [MissingYear::Refuse, MissingYear::CarryForward];
            parameters_missing_year = MissingYear::read(section, &known);
        }
        let regions = section.texts("regions").unwrap_or_default();
        let conditions = section.texts("conditions").unwrap_or_default();
        (section.text("file"), read_encoding(section), regions, conditions)
    });
    let (parameters, parameters_encoding, mut regions, conditions) = parameters.unwrap_or_default();
    if !regions.iter().any(|region| region == "China") {
        regions.push("China".to_owned());
    }
    let (statistics, statistics_encoding, statistics_skip_totals) = statistics.unwrap_or_default();
    let (maps, compression) = root.section("output", read_output).unwrap_or_default();
    let keys = ["profile", "statistics", "parameters", "output", "cells"];
    let bases = read_bases(root, years.first().copied());
    Some(Manifest {
        title: root.required_text("title", "name the run").unwrap_or_default(),
        title_zh: root.text("title_zh").unwrap_or_default(),
        remark: root.text("remark").unwrap_or_default(),
        remark_zh: root.text("remark_zh").unwrap_or_default(),
        years,
        currency: read_currency(root),
        basis: bases.first().copied().unwrap_or(Basis::Current),
        bases,
        deflator: root.text("deflator"),
        cells_missing_year,
        statistics_missing_year,
        parameters_missing_year,
        allow_unverified: root.flag("allow_unverified").unwrap_or(false),
        layers: layers::read(root),
        statistics,
        statistics_skip_totals,
        statistics_encoding,
        parameters,
        parameters_encoding,
        regions,
        conditions,
        excludes: root.sections("exclude", read_exclude),
        maps,
        compression,
        uncertainty: root.section("uncertainty", uncertainty::read).flatten(),
        limits: root.section("limits", read_limits).unwrap_or_default(),
        places: keys.into_iter().map(|key| (key, root.place(key))).collect(),
        profile: root.required_text("profile", "name a profile, e.g. profile = \"hj1173_2021\"")?,
        cells: spec??,
    })
}

/// Services to be mapped, and how the maps are packed.
fn read_output(output: &Section<'_>) -> (Vec<String>, Option<String>) {
    let compression = output.text("compression");
    if let Some(name) = compression.as_deref().filter(|name| !COMPRESSIONS.contains(name)) {
        let message = format!("compression `{name}` is not known");
        output.report(
            "compression",
            Error::new(Code::BadValue, message, did_you_mean(name, COMPRESSIONS.iter().copied())),
        );
    }
    (output.texts("maps").unwrap_or_default(), compression)
}

/// How maps may be packed.
const COMPRESSIONS: &[&str] =
    if cfg!(feature = "zstd") { &["none", "deflate", "zstd"] } else { &["none", "deflate"] };

/// Declared encodings of a table.
const ENCODINGS: [&str; 5] = ["utf-8", "utf8", "gb18030", "gbk", "gb2312"];

fn read_encoding(section: &Section<'_>) -> Option<String> {
    let encoding = section.text("encoding")?;
    if !ENCODINGS.contains(&encoding.to_ascii_lowercase().as_str()) {
        let message = format!("encoding `{encoding}` is not known");
        section.report("encoding", Error::new(Code::Encoding, message, "write \"utf-8\" or \"gb18030\""));
        return None;
    }
    Some(encoding)
}

/// Whether rows of totals are left out.
fn read_total_rows(section: &Section<'_>) -> bool {
    let text = section.text("total_rows");
    if let Some(text) = text.as_deref().filter(|text| !["refuse", "skip"].contains(text)) {
        let message = format!("`{text}` is not known");
        section.report("total_rows", Error::new(Code::BadValue, message, "write \"refuse\" or \"skip\""));
    }
    text.as_deref() == Some("skip")
}

/// Where inputs may lie is for whoever starts the run to say, never for the file.
fn refuse_roots(root: &Section<'_>) {
    for key in ["input_root", "input-root", "root", "roots"] {
        if root.has(key) {
            root.pass_over(key);
            let message = format!("`{key}` is not for run.toml to say: inputs lie below its own folder");
            let hint = "take it out, and start the run with --input-root DIR";
            root.report(key, Error::new(Code::PathOutside, message, hint));
        }
    }
}

fn read_years(root: &Section<'_>) -> Vec<i32> {
    let years = match (root.has("year"), root.has("years")) {
        (true, true) => {
            let error = Error::new(Code::BadValue, "both `year` and `years` are given", "keep one of them");
            root.report("years", error);
            Vec::new()
        }
        (_, true) => root.wholes("years").unwrap_or_default(),
        (true, _) => root.whole("year").into_iter().collect(),
        _ => {
            root.missing("year", "state the accounting year, e.g. year = 2019");
            Vec::new()
        }
    };
    root.whole("year");
    root.wholes("years");
    let mut read = Vec::new();
    for year in years {
        match i32::try_from(year) {
            Ok(year) if (1900..=2200).contains(&year) && !read.contains(&year) => read.push(year),
            Ok(known) if read.contains(&known) => {
                let message = format!("year {year} stands twice");
                root.report("years", Error::new(Code::BadValue, message, "keep it once"));
            }
            _ => {
                let message = format!("year {year} is outside 1900 to 2200");
                root.report("year", Error::new(Code::BadValue, message, "write a year such as 2019"));
            }
        }
    }
    read
}

fn read_currency(root: &Section<'_>) -> String {
    let currency = root.text("currency").unwrap_or_else(|| "CNY".to_owned());
    if currency != "CNY" {
        let message = format!("currency `{currency}` has no prices in the parameter tables");
        root.report("currency", Error::new(Code::BadValue, message, "write currency = \"CNY\""));
    }
    currency
}

/// What `price_basis` may say.
const BASES: &str = "write \"current\", \"both\", { constant = 2015 }, or a list of these";

/// Prices: one kind, both, or a list.
fn read_bases(root: &Section<'_>, first_year: Option<i32>) -> Vec<Basis> {
    let of_table = |basis: &Section<'_>| {
        let year = basis.whole("constant").and_then(|year| i32::try_from(year).ok());
        let year = year.filter(|year| (1900..=2200).contains(year));
        if year.is_none() {
            let message = "the base year of constant prices is missing or no year";
            basis.report("constant", Error::new(Code::BadValue, message, BASES));
        }
        vec![year.map_or(Basis::Current, Basis::Constant)]
    };
    let of_text = |text: &str| match (text, first_year) {
        ("both", Some(year)) => vec![Basis::Current, Basis::Constant(year)],
        ("current" | "both", _) => vec![Basis::Current],
        _ => {
            let message = format!("price_basis `{text}` is not known");
            root.report("price_basis", Error::new(Code::BadValue, message, BASES));
            Vec::new()
        }
    };
    let bases: Vec<Basis> = match root.kind("price_basis") {
        None => Vec::new(),
        Some("a table") => root.section("price_basis", of_table).unwrap_or_default(),
        Some("a list") => {
            root.texts_or_sections("price_basis", of_text, of_table).into_iter().flatten().collect()
        }
        Some(_) => root.text("price_basis").map(|text| of_text(&text)).unwrap_or_default(),
    };
    let mut once: Vec<Basis> = Vec::new();
    for basis in bases {
        if once.contains(&basis) {
            let error = Error::new(Code::BadValue, "a kind of prices stands twice", "keep it once");
            root.report("price_basis", error);
        } else {
            once.push(basis);
        }
    }
    if once.is_empty() { vec![Basis::Current] } else { once }
}

fn read_exclude(section: &Section<'_>) -> Exclude {
    let ecosystem = section.text("ecosystem").and_then(|text| section.take("ecosystem", text.parse()));
    let exclude = Exclude {
        zone: section.text("zone"),
        ecosystem,
        reason: section.required_text("reason", "say why these cells are left out").unwrap_or_default(),
        place: section.place("zone"),
    };
    if section.has("zone") == section.has("ecosystem") {
        let message = "cells are left out by `zone` or by `ecosystem`, one of the two";
        let hint = "write one [[exclude]] for each zone or ecosystem type";
        section.report("zone", Error::new(Code::BadValue, message, hint));
    }
    exclude
}

fn read_limits(section: &Section<'_>) -> Limits {
    const MIB: u64 = 1 << 20;
    let default = Limits::default();
    let mebibytes = |key: &str| section.whole(key).map(|size| size.saturating_mul(MIB));
    let size = |key: &str| section.whole(key).map(|size| usize::try_from(size).unwrap_or(usize::MAX));
    Limits {
        memory_bytes: mebibytes("memory_mib").unwrap_or(default.memory_bytes),
        basin_memory_bytes: mebibytes("basin_memory_mib").unwrap_or(default.basin_memory_bytes),
        max_file_bytes: mebibytes("max_file_mib").unwrap_or(default.max_file_bytes),
        max_cells: section.whole("max_cells").unwrap_or(default.max_cells),
        max_table_bytes: mebibytes("max_table_mib").unwrap_or(default.max_table_bytes),
        tables: TableLimits {
            row_bytes: size("max_row_kib")
                .map_or(default.tables.row_bytes, |kib| kib.saturating_mul(1 << 10)),
            columns: size("max_columns").unwrap_or(default.tables.columns),
        },
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
