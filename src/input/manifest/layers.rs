//! `[[layer]]`: one quantity for every cell, from a raster, a column of the table, or one number for all.

use super::years::{Filled, MissingYear, YEAR};
use crate::document::Section;
use crate::error::{Code, Error, Place, did_you_mean};
use crate::evidence::{Evidence, Verified};
use crate::quantity::{self, Quantity};
use crate::unit::Unit;

/// Which bands of a raster, and what is made of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bands {
    /// Numbers of the bands from 1; none for all.
    pub numbers: Option<Vec<u64>>,
    /// `sum` or `mean` over the bands; none where they stay apart.
    pub aggregate: Option<Aggregate>,
}

/// What becomes of several bands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aggregate {
    /// Their sum.
    Sum,
    /// Their mean.
    Mean,
}

/// Where the numbers of a layer come from.
#[derive(Debug, Clone, PartialEq)]
pub enum LayerSource {
    /// A raster on the grid of the land cover.
    Raster {
        /// The file.
        file: String,
        /// Its bands.
        bands: Bands,
        /// Overrides of the file's own scale, offset and nodata.
        scale: Option<f64>,
        /// As above.
        offset: Option<f64>,
        /// As above.
        nodata: Option<f64>,
    },
    /// Columns of the table of parcels: one, or twelve for months.
    Columns(Vec<String>),
    /// The same numbers for every cell.
    Constant(Vec<f64>),
    /// On the straight line between the numbers of two years.
    Between {
        /// Those of the earlier year.
        earlier: Box<LayerSource>,
        /// Those of the later year.
        later: Box<LayerSource>,
        /// How far the year lies on the way, 0 to 1.
        weight: f64,
    },
}

impl LayerSource {
    /// How many numbers a cell gets, where that is known without opening a file; none also where the two years between
    /// which a line is drawn have not the same number.
    #[must_use]
    pub fn count(&self) -> Option<usize> {
        match self {
            Self::Raster { .. } => None,
            Self::Columns(columns) => Some(columns.len()),
            Self::Constant(values) => Some(values.len()),
            Self::Between { earlier, later, .. } => {
                earlier.count().filter(|count| later.count() == Some(*count))
            }
        }
    }
}

/// A layer of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct LayerSpec {
    /// What it is.
    pub quantity: &'static Quantity,
    /// Unit of the numbers.
    pub unit: Unit,
    /// Where they come from.
    pub source: LayerSource,
    /// What the run says about their origin.
    pub stated_source: String,
    /// `official`, `estimate` or `assumption`; empty if not stated.
    pub status: String,
    /// Year that it is of; none for every year, or for that of its `{year}`.
    pub year: Option<i32>,
    /// Whether it is a mean of several years, by which weather is told from change.
    pub normal: bool,
    /// What is done for a year that has no number.
    pub missing_year: MissingYear,
    /// From which years its numbers were taken, if not from the accounting year.
    pub filled: Option<Filled>,
    /// The accounting year, where numbers of other years stand for it.
    pub asked: Option<i32>,
    /// Where the run says so.
    pub place: Place,
}

impl LayerSpec {
    /// Whether names in it hold `{year}`.
    #[must_use]
    pub fn is_template(&self) -> bool {
        match &self.source {
            LayerSource::Raster { file, .. } => file.contains(YEAR),
            LayerSource::Columns(columns) => columns.iter().any(|column| column.contains(YEAR)),
            LayerSource::Constant(_) | LayerSource::Between { .. } => false,
        }
    }

    /// Everything that the layer is evidence of: itself, and that it is of another year.
    #[must_use]
    pub fn grounds(&self) -> Vec<Evidence> {
        let filled = self.filled.zip(self.asked);
        let filled = filled.map(|(filled, year)| filled.evidence(self.quantity.id, year));
        std::iter::once(self.evidence()).chain(filled).collect()
    }

    /// The layer as evidence.
    #[must_use]
    pub fn evidence(&self) -> Evidence {
        let what = match &self.source {
            LayerSource::Between { .. } => format!("{} between two years", self.quantity.id),
            LayerSource::Raster { file, .. } => format!("{} from {file}", self.quantity.id),
            LayerSource::Columns(columns) => {
                format!("{} from column {}", self.quantity.id, columns.join(", "))
            }
            LayerSource::Constant(values) => {
                let values: Vec<String> = values.iter().map(ToString::to_string).collect();
                format!("{} = {} {} everywhere", self.quantity.id, values.join(", "), self.unit)
            }
        };
        let assumed = self.status == "assumption";
        let verified = if self.stated_source.is_empty() { Verified::Derived } else { Verified::Yes };
        Evidence { kind: "layer", what, source: self.stated_source.clone(), verified, assumed }
    }
}

/// All layers of a run.
pub(super) fn read(root: &Section<'_>) -> Vec<LayerSpec> {
    let mut names: Vec<(&'static str, Option<i32>, bool)> = Vec::new();
    let layers = root.sections("layer", |section| {
        let layer = read_layer(section)?;
        let key = (layer.quantity.id, layer.year, layer.normal);
        if names.contains(&key) {
            let of = layer.year.map(|year| format!(" of {year}")).unwrap_or_default();
            let message = format!("layer `{}`{of} is given twice", layer.quantity.id);
            let hint = "keep one of the two, or state the year of each";
            section.report("name", Error::new(Code::DuplicateKey, message, hint));
        }
        names.push(key);
        Some(layer)
    });
    layers.into_iter().flatten().collect()
}

fn read_layer(section: &Section<'_>) -> Option<LayerSpec> {
    let name = section.required_text("name", "name the quantity, e.g. name = \"precipitation\"");
    let quantity = name.and_then(|name| section.take("name", quantity::named(&name)));
    let unit = section.required_text("unit", "state the unit of the numbers, e.g. unit = \"mm\"");
    let unit: Option<Unit> = unit.and_then(|unit| section.take("unit", unit.parse()));
    let source = read_source(section);
    let status = section.text("status").unwrap_or_default();
    let known = ["", "official", "estimate", "assumption"];
    if !known.contains(&status.as_str()) {
        let message = format!("status `{status}` is not known");
        section.report("status", Error::new(Code::BadValue, message, did_you_mean(&status, known)));
    }
    let stated_source = section.text("source").unwrap_or_default();
    let year = section.whole("year").and_then(|year| i32::try_from(year).ok());
    let normal = section.flag("normal").unwrap_or(false);
    let all = [MissingYear::Refuse, MissingYear::CarryForward, MissingYear::Interpolate];
    let missing_year = MissingYear::read(section, &all);
    if normal && year.is_some() {
        let error =
            Error::new(Code::BadValue, "a mean of several years has no year", "keep `normal` or `year`");
        section.report("year", error);
    }
    let (quantity, unit, source) = (quantity?, unit?, source?);
    let base = quantity.unit.parse().ok()?;
    section.take("unit", unit.to(&base))?;
    check_count(section, quantity, &source);
    let place = section.place("name");
    let (filled, asked) = (None, None);
    Some(LayerSpec {
        quantity,
        unit,
        source,
        stated_source,
        status,
        year,
        normal,
        missing_year,
        filled,
        asked,
        place,
    })
}

fn read_source(section: &Section<'_>) -> Option<LayerSource> {
    let bands = read_bands(section);
    let (scale, offset, nodata) =
        (section.number("scale"), section.number("offset"), section.number("nodata"));
    let file = section.text("file");
    let columns = match section.kind("column") {
        Some("a list") => section.texts("column"),
        _ => section.text("column").map(|column| vec![column]),
    };
    let constant = match section.kind("value") {
        Some("a list") => section.numbers("value"),
        _ => section.number("value").map(|value| vec![value]),
    };
    let given = ["file", "column", "value"].into_iter().filter(|key| section.has(key)).count();
    match (file, columns, constant) {
        (Some(file), None, None) => Some(LayerSource::Raster { file, bands, scale, offset, nodata }),
        (None, Some(columns), None) => Some(LayerSource::Columns(columns)),
        (None, None, Some(values)) => Some(LayerSource::Constant(values)),
        // What is given is no file, column or value, and that was said.
        _ if given == 1 => None,
        (None, None, None) if given == 0 => {
            section.missing("file", "give `file`, `column` of the table, or `value` for every cell");
            None
        }
        _ => {
            let error = Error::new(
                Code::BadValue,
                "a layer has one of `file`, `column` and `value`",
                "keep one of the three",
            );
            section.report("name", error);
            None
        }
    }
}

fn read_bands(section: &Section<'_>) -> Bands {
    let numbers = match section.kind("band") {
        Some("a text") => {
            if let Some(text) = section.text("band").filter(|text| text != "all") {
                let message = format!("band `{text}` is not known");
                let hint = "write a number, a list of numbers, or \"all\"";
                section.report("band", Error::new(Code::BadValue, message, hint));
            }
            None
        }
        Some("a list") => section.wholes("band"),
        Some(_) => section.whole("band").map(|band| vec![band]),
        None => Some(vec![1]),
    };
    let aggregate = section.text("aggregate").and_then(|text| match text.as_str() {
        "sum" => Some(Aggregate::Sum),
        "mean" => Some(Aggregate::Mean),
        _ => {
            let hint = did_you_mean(&text, ["sum", "mean"]);
            section.report("aggregate", Error::new(Code::BadValue, format!("`{text}` is not known"), hint));
            None
        }
    });
    Bands { numbers, aggregate }
}

/// The number of bands, columns or values must be that of the quantity; of a raster it is known when it is open.
fn check_count(section: &Section<'_>, quantity: &'static Quantity, source: &LayerSource) {
    let (key, count) = match source {
        LayerSource::Columns(columns) => ("column", columns.len()),
        LayerSource::Constant(values) => ("value", values.len()),
        LayerSource::Raster { bands, .. } => match (&bands.numbers, bands.aggregate) {
            (Some(numbers), None) => ("band", numbers.len()),
            (_, Some(_)) => ("band", 1),
            _ => return,
        },
        LayerSource::Between { .. } => return,
    };
    if quantity.of_count(count).is_none() {
        let message = format!("`{}` needs {} numbers per cell, found {count}", quantity.id, quantity.needs());
        let hint = "choose the bands, or state aggregate = \"sum\" or \"mean\"";
        section.report(key, Error::new(Code::Band, message, hint));
    }
}
