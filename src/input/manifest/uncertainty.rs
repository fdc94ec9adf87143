//! `[uncertainty]`: what is drawn, how often, and from which seed.

use crate::document::Section;
use crate::error::{Code, Error, Place};

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
    let file = section.required_text("file", "name the table of inputs: file = \"uncertainty_inputs.csv\"");
    refuse_bare(section);
    let number = |key: &str, otherwise: u64, range: std::ops::RangeInclusive<u64>| {
        let value = section.whole(key).unwrap_or(otherwise);
        if !range.contains(&value) {
            let message = format!("{key} = {value} is outside {} to {}", range.start(), range.end());
            section.report(key, Error::new(Code::BadValue, message, format!("{otherwise} is usual")));
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
    let file =
        section.required_text("file", "name the counts of the confusion matrix: file = \"confusion.csv\"");
    let hint = "state how the sample was drawn: stratified, simple_random or systematic";
    let design = section.required_text("design", hint);
    Some(MapErrorSpec {
        year: section.whole("year").and_then(|year| i32::try_from(year).ok()),
        change: section.flag("change").unwrap_or(false),
        place: section.place("file"),
        file: file?,
        design: design?,
    })
}

/// An accuracy without its matrix is no input.
fn refuse_bare(section: &Section<'_>) -> bool {
    let words = ["accuracy", "overall_accuracy", "map_accuracy", "kappa"];
    let mut found = false;
    for key in words.into_iter().filter(|key| section.has(key)) {
        found = true;
        section.pass_over(key);
        let message =
            "an accuracy alone does not say which class is mapped as which, nor how well that is known";
        let hint = "give the counts of the confusion matrix: [[uncertainty.map]] file = \"confusion.csv\", design = \"stratified\"";
        section.report(key, Error::new(Code::BadValue, message, hint));
    }
    found
}
