//! `[uncertainty]`: what is drawn, how often, and from which seed.

use crate::document::Section;
use crate::error::{Code, Error, Place};
use crate::text;

/// What a run says about its uncertainty.
#[derive(Debug, Clone, PartialEq)]
pub struct UncertaintySpec {
    /// Table of the inputs that are drawn.
    pub file: String,
    /// Table of their correlations.
    pub correlations: Option<String>,
    /// Confusion matrices of the land cover.
    pub maps: Vec<MapErrorSpec>,
    /// Number of draws.
    pub draws: u32,
    /// Seed.
    pub seed: u64,
    /// `latin_hypercube`, `sobol` or `random`.
    pub method: String,
    /// Draws for each Sobol index; 0 leaves them out.
    pub sensitivity: u32,
    /// Profiles whose figures stand beside the intervals.
    pub profiles: Vec<String>,
    /// Where the run says so.
    pub place: Place,
}

/// A confusion matrix of a land-cover map.
#[derive(Debug, Clone, PartialEq)]
pub struct MapErrorSpec {
    /// The table of counts.
    pub file: String,
    /// Sampling design.
    pub design: String,
    /// Year of the map; none for the map of every accounting year.
    pub year: Option<i32>,
    /// Whether its classes are classes of change, from one year to another.
    pub change: bool,
    /// Where the run says so.
    pub place: Place,
}

/// Fewest and most draws.
const DRAWS: std::ops::RangeInclusive<u64> = 100..=1_000_000;

pub(super) fn read(section: &Section<'_>) -> Option<UncertaintySpec> {
    let hint = text!(
        "name the table of inputs: file = \"uncertainty_inputs.csv\"",
        "写明输入表：file = \"uncertainty_inputs.csv\""
    );
    let file = section.required_text("file", hint);
    refuse_bare(section);
    let number = |key: &str, otherwise: u64, range: std::ops::RangeInclusive<u64>| {
        let value = section.whole(key).unwrap_or(otherwise);
        if !range.contains(&value) {
            let message = text!(
                "{0} = {1} is outside {2} to {3}",
                "{0} = {1} 不在 {2} 至 {3} 之间",
                key,
                value,
                *range.start(),
                *range.end()
            );
            let hint = text!("write {0} = {1}, as is usual", "写 {0} = {1}（常用值）", key, otherwise);
            section.report(key, Error::new(Code::BadValue, message, hint));
        }
        value
    };
    let draws = u32::try_from(number("draws", 10_000, DRAWS)).unwrap_or(u32::MAX);
    let sensitivity = u32::try_from(number("sensitivity", 1000, 0..=*DRAWS.end())).unwrap_or(u32::MAX);
    Some(UncertaintySpec {
        correlations: section.text("correlations"),
        maps: section.sections("map", read_map).into_iter().flatten().collect(),
        draws,
        seed: section.whole("seed").unwrap_or(0),
        method: section.text("method").unwrap_or_else(|| "latin_hypercube".to_owned()),
        sensitivity,
        profiles: section.texts("profiles").unwrap_or_default(),
        place: section.place("file"),
        file: file?,
    })
}

fn read_map(section: &Section<'_>) -> Option<MapErrorSpec> {
    let bare = refuse_bare(section);
    if bare && !section.has("file") {
        return None;
    }
    let hint = text!(
        "name the counts of the confusion matrix: file = \"confusion.csv\"",
        "写明误差矩阵的计数表：file = \"confusion.csv\""
    );
    let file = section.required_text("file", hint);
    let hint = text!(
        "state how the sample was drawn: stratified, simple_random or systematic",
        "写明抽样方式：stratified（分层）、simple_random（简单随机）或 systematic（系统）"
    );
    let design = section.required_text("design", hint);
    Some(MapErrorSpec {
        year: section.whole("year").and_then(|year| i32::try_from(year).ok()),
        change: section.flag("change").unwrap_or(false),
        place: section.place("file"),
        file: file?,
        design: design?,
    })
}

/// Refuses an accuracy without its matrix.
fn refuse_bare(section: &Section<'_>) -> bool {
    let words = ["accuracy", "overall_accuracy", "map_accuracy", "kappa"];
    let mut found = false;
    for key in words.into_iter().filter(|key| section.has(key)) {
        found = true;
        section.pass_over(key);
        let message = text!(
            "an accuracy alone does not say which class is mapped as which, nor how well that is known",
            "仅有精度不能说明哪一类被错分为哪一类，也不能说明其可靠程度"
        );
        let hint = text!(
            "give the counts of the confusion matrix: [[uncertainty.map]] file = \"confusion.csv\", design = \"stratified\"",
            "提供误差矩阵的计数：[[uncertainty.map]] file = \"confusion.csv\", design = \"stratified\""
        );
        section.report(key, Error::new(Code::BadValue, message, hint));
    }
    found
}
