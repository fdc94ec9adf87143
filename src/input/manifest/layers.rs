//! `[[layer]]`: one quantity for every cell, from a raster, a column of the table, or one number for all.

use std::collections::BTreeSet;

use super::missing_year::{Filled, MissingYear, YEAR};
use super::rasters;
use super::values::unknown_value;
use crate::document::{Section, ValueKind};
use crate::error::{Code, Error, Place, did_you_mean};
use crate::evidence::{Evidence, FilledNumber, Ground, LayerOrigin, Number, Verified};
use crate::input::nodata::Nodata;
use crate::quantity::{self, Quantity};
use crate::text;
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

/// Which bands of a raster, and how they are combined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayerBands {
    /// Which are read.
    pub choice: BandChoice,
    /// `sum` or `mean` over the bands; none where they stay apart.
    pub aggregate: Option<Aggregate>,
}

/// How several bands are combined.
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
        let whose =
            if self.scale.is_some() { text!("the run", "run.toml") } else { text!("the file", "文件") };
        let message = text!(
            "{0} states a scale of {1}, and the unit `{2}` holds the factor {3}: both would apply",
            "{0}注明比例 {1}，单位 `{2}` 又含系数 {3}：两者会同时生效",
            whose,
            scale,
            unit.text(),
            factor
        );
        let hint = text!(
            "write unit = \"{0}\" if number x scale is in {0}, or scale = 1 if the number itself is in {1}",
            "若数值乘以比例后单位为 {0}，写 unit = \"{0}\"；若数值本身单位为 {1}，写 scale = 1",
            bare,
            unit.text()
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
        bands: LayerBands,
    },
    /// Columns of the table of parcels: one, or twelve for months.
    Columns(Vec<String>),
    /// The same numbers for every cell.
    Constant(Vec<f64>),
    /// Interpolated between the numbers of two years.
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
    /// How many numbers a cell gets, if that is known without opening a file. None if the two years of an interpolation
    /// differ in it.
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
    /// What happens for a year that has no number.
    pub missing_year: MissingYear,
    /// From which years its numbers were taken, if not from the accounting year.
    pub filled: Option<Filled>,
    /// The accounting year, where numbers of other years stand for it.
    pub asked: Option<i32>,
    /// Where the run says so.
    pub place: Place,
    /// Where the run names its file, its columns or its value.
    pub source_place: Place,
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
            let id = layer.quantity.id;
            let message = match layer.year {
                Some(year) => {
                    text!("layer `{0}` of {1} is given twice", "{1} 年的图层 `{0}` 重复", id, year)
                }
                None => text!("layer `{0}` is given twice", "图层 `{0}` 重复", id),
            };
            let hint = text!("keep one of the two, or state the year of each", "只保留一个，或分别写明年份");
            section.report("name", Error::new(Code::DuplicateKey, message, hint));
        }
        names.push(key);
        Some(layer)
    });
    layers.into_iter().flatten().collect()
}

fn read_layer(section: &Section<'_>) -> Option<LayerSpec> {
    let hint = text!(
        "name the quantity, e.g. name = \"precipitation\"",
        "写明图层的量，例如 name = \"precipitation\""
    );
    let name = section.required_text("name", hint);
    let quantity = name.and_then(|name| section.take("name", quantity::named(&name)));
    let hint =
        text!("state the unit of the numbers, e.g. unit = \"mm\"", "写明数值的单位，例如 unit = \"mm\"");
    let unit = section.required_text("unit", hint);
    let unit: Option<Unit> = unit.and_then(|unit| section.take("unit", unit.parse()));
    let source = read_source(section);
    let stored = read_stored(section);
    let status = read_status(section);
    let stated_source = section.text("source").unwrap_or_default();
    let year = section.whole("year").and_then(|year| i32::try_from(year).ok());
    let normal = section.flag("normal").unwrap_or(false);
    let all = [MissingYear::Refuse, MissingYear::CarryForward, MissingYear::Interpolate];
    let missing_year = MissingYear::read(section, &all);
    if normal && year.is_some() {
        let message = text!("a mean of several years has no year", "多年平均值没有年份");
        let hint = text!("keep `normal` or `year`", "`normal` 和 `year` 只保留一个");
        section.report("year", Error::new(Code::BadValue, message, hint));
    }
    let (quantity, unit, source) = (quantity?, unit?, source?);
    let base = quantity.unit.parse().ok()?;
    section.take("unit", unit.to(&base))?;
    if let Some((key, error)) = count_fault(quantity, &source) {
        section.report(key, error);
    }
    if !matches!(source, LayerSource::Raster { .. }) {
        section.take("unit", stored.check_unit(None, &unit));
    }
    Some(LayerSpec {
        quantity,
        unit,
        source_place: section.place(source_key(&source)),
        source,
        stored,
        stated_source,
        status,
        year,
        normal,
        missing_year,
        filled: None,
        asked: None,
        place: section.place("name"),
    })
}

/// `official`, `estimate` or `assumption`; empty if not stated.
fn read_status(section: &Section<'_>) -> String {
    let status = section.text("status").unwrap_or_default();
    let known = ["official", "estimate", "assumption"];
    if !status.is_empty() && !known.contains(&status.as_str()) {
        let message = text!("status `{0}` is not known", "未知的 status `{0}`", &status);
        section.report("status", Error::new(Code::BadValue, message, did_you_mean(&status, known)));
    }
    status
}

/// The key that names the numbers of a layer.
const fn source_key(source: &LayerSource) -> &'static str {
    match source {
        LayerSource::Raster { .. } => "file",
        LayerSource::Columns(_) => "column",
        LayerSource::Constant(_) => "value",
        LayerSource::Between { .. } => "name",
    }
}

fn read_source(section: &Section<'_>) -> Option<LayerSource> {
    let bands = read_bands(section);
    let file = section.text("file");
    let columns = match section.kind("column") {
        Some(ValueKind::List) => section.texts("column"),
        _ => section.text("column").map(|column| vec![column]),
    };
    let constant = match section.kind("value") {
        Some(ValueKind::List) => section.numbers("value"),
        _ => section.number("value").map(|value| vec![value]),
    };
    let given = ["file", "column", "value"].into_iter().filter(|key| section.has(key)).count();
    match (file, columns, constant) {
        (Some(file), None, None) => Some(LayerSource::Raster { file, bands }),
        (None, Some(columns), None) => Some(LayerSource::Columns(columns)),
        (None, None, Some(values)) => Some(LayerSource::Constant(values)),
        // The one that is given has a wrong value, which was reported.
        _ if given == 1 => None,
        (None, None, None) if given == 0 => {
            let hint = text!(
                "give `file`, `column` of the table, or `value` for every cell",
                "写 `file`、表中的 `column`，或适用于所有单元的 `value`"
            );
            section.missing("file", hint);
            None
        }
        _ => {
            let message = text!(
                "a layer has one of `file`, `column` and `value`",
                "一个图层只能有 `file`、`column` 和 `value` 之一"
            );
            let hint = text!("keep one of the three", "三者只保留一个");
            section.report("name", Error::new(Code::BadValue, message, hint));
            None
        }
    }
}

/// Scale, offset and nodata, which a number that the run itself states does not have.
fn read_stored(section: &Section<'_>) -> Stored {
    let stored = Stored {
        scale: section.number("scale"),
        offset: section.number("offset"),
        nodata: rasters::nodata(section),
    };
    if let Some(error) = scale_of_zero(&stored) {
        section.report("scale", error);
    }
    for key in ["scale", "offset", "nodata", "band", "aggregate"] {
        let of_files = ["band", "aggregate"].contains(&key);
        let other = ["value", "column"].into_iter().find(|other| section.has(other));
        let Some(other) = other.filter(|other| section.has(key) && (of_files || *other == "value")) else {
            continue;
        };
        let message = text!("`{0}` does not go with `{1}`", "`{0}` 不能与 `{1}` 同用", key, other);
        let hint = match (other, key) {
            ("column", _) => text!("take it out: a column has no bands", "删去该键：列没有波段"),
            (_, "nodata" | "band" | "aggregate") => text!(
                "take it out: `value` is one number for every cell",
                "删去该键：`value` 是适用于所有单元的一个数值"
            ),
            _ => {
                text!("take it out, and write the number itself in its unit", "删去该键，直接按单位填写数值")
            }
        };
        section.report(key, Error::new(Code::BadValue, message, hint));
    }
    stored
}

/// The fault of a scale that is 0.
pub(super) fn scale_of_zero(stored: &Stored) -> Option<Error> {
    stored.scale.filter(|scale| scale.abs() <= 0.0)?;
    let message = text!("a scale of 0 makes every number 0", "比例为 0 会使所有数值为 0");
    Some(Error::new(Code::BadValue, message, text!("state the factor of the numbers", "写明数值的换算系数")))
}

impl LayerBands {
    /// Refuses a band that is listed twice.
    pub(super) fn check(&self) -> Result<(), Error> {
        let BandChoice::Numbers(numbers) = &self.choice else { return Ok(()) };
        let mut known = BTreeSet::new();
        let Some(twice) = numbers.iter().find(|number| !known.insert(**number)) else { return Ok(()) };
        let message = text!("band {0} is listed twice", "波段 {0} 重复", *twice);
        Err(Error::new(Code::DuplicateKey, message, text!("name each band once", "每个波段只写一次")))
    }
}

fn read_bands(section: &Section<'_>) -> LayerBands {
    let choice = match section.kind("band") {
        Some(ValueKind::Text) => {
            if let Some(text) = section.text("band").filter(|text| text != "all") {
                let message = text!("band `{0}` is not known", "未知的 band `{0}`", text);
                let hint =
                    text!("write a number, a list of numbers, or \"all\"", "写一个序号、序号列表或 \"all\"");
                section.report("band", Error::new(Code::BadValue, message, hint));
            }
            BandChoice::All
        }
        Some(ValueKind::List) => section.wholes("band").map_or(BandChoice::All, BandChoice::Numbers),
        Some(_) => section.whole("band").map_or(BandChoice::All, |band| BandChoice::Numbers(vec![band])),
        None => BandChoice::Unstated,
    };
    let aggregate = section.text("aggregate").and_then(|text| match text.as_str() {
        "sum" => Some(Aggregate::Sum),
        "mean" => Some(Aggregate::Mean),
        _ => {
            let hint = did_you_mean(&text, ["sum", "mean"]);
            section.report("aggregate", Error::new(Code::BadValue, unknown_value(&text), hint));
            None
        }
    });
    let bands = LayerBands { choice, aggregate };
    section.take("band", bands.check());
    bands
}

/// The key and the fault where the number of bands, columns or values does not fit the quantity. That of a raster is known
/// once it is open.
pub(super) fn count_fault(
    quantity: &'static Quantity,
    source: &LayerSource,
) -> Option<(&'static str, Error)> {
    let (key, count) = match source {
        LayerSource::Columns(columns) => ("column", columns.len()),
        LayerSource::Constant(values) => ("value", values.len()),
        LayerSource::Raster { bands, .. } => match (&bands.choice, bands.aggregate) {
            (BandChoice::Numbers(numbers), None) => ("band", numbers.len()),
            (_, Some(_)) => ("band", 1),
            _ => return None,
        },
        LayerSource::Between { .. } => return None,
    };
    quantity.of_count(count).is_none().then(|| (key, count_error(quantity, key, count)))
}

fn count_error(quantity: &Quantity, key: &str, count: usize) -> Error {
    // `needs` is `1`, `12` or `1 or 12`.
    let needs = quantity.needs();
    let message = if needs == "1" {
        text!(
            "`{0}` needs 1 number per cell, found {1}",
            "`{0}` 每个单元需要 1 个数值，现有 {1} 个",
            quantity.id,
            count
        )
    } else {
        text!(
            "`{0}` needs {1} numbers per cell, found {2}",
            "`{0}` 每个单元需要 {1} 个数值，现有 {2} 个",
            quantity.id,
            needs,
            count
        )
    };
    let hint = match key {
        "column" => text!("name as many columns in `column`", "在 `column` 中写相应数目的列"),
        "value" => text!("write as many numbers in `value`", "在 `value` 中写相应数目的数值"),
        _ => text!(
            "choose the bands, or state aggregate = \"sum\" or \"mean\"",
            "指明波段，或写 aggregate = \"sum\" 或 \"mean\""
        ),
    };
    Error::new(Code::Band, message, hint)
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
