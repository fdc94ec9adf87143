//! `[[layer]]`: one quantity for every cell, from a raster, a column of the table, or one number for all.

use std::collections::BTreeSet;

use super::missing_year::{Filled, MissingYear, YEAR};
use super::rasters;
use crate::document::Section;
use crate::error::{Code, Error, Place, did_you_mean};
use crate::evidence::{Evidence, FilledNumber, Ground, LayerOrigin, Number, Verified};
use crate::input::nodata::Nodata;
use crate::quantity::{self, Quantity};
use crate::unit::Unit;

/// Which bands of a raster are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BandChoice {
    /// The run does not say: the only one, or as many as the quantity has.
    Unstated,
    /// All of them.
    All,
    /// Those of these numbers, from 1.
    Numbers(Vec<u64>),
}

/// Which bands of a raster, and what is made of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bands {
    /// Which are read.
    pub choice: BandChoice,
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

/// How the numbers of a file or a column stand for the quantity: number × scale + offset, unless it is missing.
///
/// What is stated here stands in the place of the file's scale and offset, and beside its missing values.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Stored {
    /// Factor.
    pub scale: Option<f64>,
    /// What is added behind the factor.
    pub offset: Option<f64>,
    /// Missing values, compared with the number before scale and offset.
    pub nodata: Nodata,
}

impl Stored {
    /// The number that a stored one stands for, where only the run says so; `NaN` where it is missing.
    #[must_use]
    pub fn physical(&self, number: f64) -> f64 {
        if self.nodata.holds(number) {
            return f64::NAN;
        }
        // Without a scale and an offset a number keeps its bits.
        let scaled = self.scale.map_or(number, |scale| number * scale);
        self.offset.map_or(scaled, |offset| scaled + offset)
    }

    /// Refuses a scale beside a unit that holds a factor: one of them is meant, not both.
    ///
    /// # Errors
    ///
    /// `EV-I006` with what to write in its place.
    pub fn check_unit(&self, of_file: Option<f64>, unit: &Unit) -> Result<(), Error> {
        let scale = self.scale.or(of_file).unwrap_or(1.0);
        #[expect(clippy::float_cmp, reason = "a scale that changes nothing is exactly 1")]
        let plain = scale == 1.0;
        let Some((factor, bare)) = factor(unit.text()).filter(|_| !plain) else { return Ok(()) };
        let whose = if self.scale.is_some() { "the run states" } else { "the file states" };
        let message = format!(
            "{whose} a scale of {scale}, and the unit `{unit}` holds the factor {factor}: both would apply"
        );
        let hint = format!(
            "write unit = \"{bare}\" if number x scale is in {bare}, or scale = 1 if the number itself is in {unit}"
        );
        Err(Error::new(Code::BadValue, message, hint))
    }
}

/// A decimal factor at the front of a unit, and the unit behind it.
fn factor(unit: &str) -> Option<(&str, &str)> {
    let unit = unit.trim();
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | '^' | '*' | '-' | '+' | '×' | '·');
    let end = unit.find(|c: char| !is_part(c)).unwrap_or(unit.len());
    // 1e-4 mm
    let rest = unit.get(end..)?;
    let power = rest.strip_prefix(['e', 'E']).map(|rest| rest.trim_start_matches(['-', '+']));
    let power = power.filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let rest = power.map_or(rest, |rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    let factor = unit.get(..unit.len().checked_sub(rest.len())?)?;
    let bare = rest.trim_start_matches([' ', '*', '×', '·']).trim();
    let is_number = factor.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    let is_unit = bare.starts_with(|c: char| c.is_alphabetic() || matches!(c, '°' | '℃' | '%' | '‰'));
    (is_number && is_unit && factor != "1").then_some((factor, bare))
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
    /// How they are stored there.
    pub stored: Stored,
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
        let filled =
            filled.map(|(filled, year)| filled.evidence(FilledNumber::Layer(self.quantity.id), year));
        std::iter::once(self.evidence()).chain(filled).collect()
    }

    /// The layer as evidence.
    #[must_use]
    pub fn evidence(&self) -> Evidence {
        let origin = match &self.source {
            LayerSource::Between { .. } => LayerOrigin::BetweenYears,
            LayerSource::Raster { file, .. } => LayerOrigin::File(file.clone()),
            LayerSource::Columns(columns) => LayerOrigin::Columns(columns.clone()),
            LayerSource::Constant(values) => {
                let values = values.iter().copied().map(Number).collect();
                LayerOrigin::Constant { values, unit: self.unit.to_string() }
            }
        };
        let assumed = self.status == "assumption";
        let verified = if self.stated_source.is_empty() { Verified::Derived } else { Verified::Yes };
        let ground = Ground::Layer { quantity: self.quantity.id, origin };
        Evidence { ground, source: self.stated_source.clone(), verified, assumed }
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
    let stored = read_stored(section);
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
    if !matches!(source, LayerSource::Raster { .. }) {
        section.take("unit", stored.check_unit(None, &unit));
    }
    let place = section.place("name");
    let (filled, asked) = (None, None);
    Some(LayerSpec {
        quantity,
        unit,
        source,
        stored,
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
        (Some(file), None, None) => Some(LayerSource::Raster { file, bands }),
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

/// Scale, offset and nodata, which a number that the run itself states has not.
fn read_stored(section: &Section<'_>) -> Stored {
    let stored = Stored {
        scale: section.number("scale"),
        offset: section.number("offset"),
        nodata: rasters::nodata(section),
    };
    if stored.scale.is_some_and(|scale| scale.abs() <= 0.0) {
        let error = Error::new(
            Code::BadValue,
            "a scale of 0 makes every number 0",
            "state the factor of the numbers",
        );
        section.report("scale", error);
    }
    for key in ["scale", "offset", "nodata", "band", "aggregate"] {
        let of_files = ["band", "aggregate"].contains(&key);
        let other = ["value", "column"].into_iter().find(|other| section.has(other));
        let Some(other) = other.filter(|other| section.has(key) && (of_files || *other == "value")) else {
            continue;
        };
        let message = format!("`{key}` does not go with `{other}`");
        let hint = match (other, key) {
            ("column", _) => "take it out: a column has no bands",
            (_, "nodata" | "band" | "aggregate") => "take it out: `value` is one number for every cell",
            _ => "take it out, and write the number itself in its unit",
        };
        section.report(key, Error::new(Code::BadValue, message, hint));
    }
    stored
}

fn read_bands(section: &Section<'_>) -> Bands {
    let choice = match section.kind("band") {
        Some("a text") => {
            if let Some(text) = section.text("band").filter(|text| text != "all") {
                let message = format!("band `{text}` is not known");
                let hint = "write a number, a list of numbers, or \"all\"";
                section.report("band", Error::new(Code::BadValue, message, hint));
            }
            BandChoice::All
        }
        Some("a list") => section.wholes("band").map_or(BandChoice::All, |numbers| {
            let mut known = BTreeSet::new();
            if let Some(twice) = numbers.iter().find(|number| !known.insert(**number)) {
                let message = format!("band {twice} stands twice in the list");
                let error = Error::new(Code::DuplicateKey, message, "name each band once");
                section.report("band", error);
            }
            BandChoice::Numbers(numbers)
        }),
        Some(_) => section.whole("band").map_or(BandChoice::All, |band| BandChoice::Numbers(vec![band])),
        None => BandChoice::Unstated,
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
    Bands { choice, aggregate }
}

/// The number of bands, columns or values must be that of the quantity; of a raster it is known when it is open.
fn check_count(section: &Section<'_>, quantity: &'static Quantity, source: &LayerSource) {
    let (key, count) = match source {
        LayerSource::Columns(columns) => ("column", columns.len()),
        LayerSource::Constant(values) => ("value", values.len()),
        LayerSource::Raster { bands, .. } => match (&bands.choice, bands.aggregate) {
            (BandChoice::Numbers(numbers), None) => ("band", numbers.len()),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_factor_of_a_unit_is_told_from_the_unit() {
        for (unit, found) in [
            ("0.1 degC", Some(("0.1", "degC"))),
            ("0.1mm", Some(("0.1", "mm"))),
            ("10^-4 kgC/m2", Some(("10^-4", "kgC/m2"))),
            ("1e-4 mm", Some(("1e-4", "mm"))),
            ("10 kg/hm2", Some(("10", "kg/hm2"))),
            ("degC", None),
            ("1", None),
            ("1/%", None),
            ("1/a", None),
            ("%", None),
            ("kgC/m2", None),
            ("equivalent/hm2", None),
        ] {
            assert_eq!(factor(unit), found, "{unit}");
        }
    }

    #[test]
    fn a_stored_number_is_compared_before_scale_and_offset() {
        let nodata = Nodata::stated(["-9999"]).unwrap();
        let stored = Stored { scale: Some(0.1), offset: Some(5.0), nodata };
        assert_eq!(stored.physical(100.0), 15.0);
        assert!(stored.physical(-9999.0).is_nan());
        assert_eq!(Stored::default().physical(-0.0).to_bits(), (-0.0_f64).to_bits());
    }
}
