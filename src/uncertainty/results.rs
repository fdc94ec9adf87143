//! The result: intervals, ranks, sensitivity, and the figures of other profiles, each as a table.

use crate::report::tables::{Csv, figure};
use crate::wording::Message;

use super::map_error::ClassArea;
use super::sensitivity::SobolIndex;
use super::summary::{Interval, Ranks};

/// Number of draws, method and seed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    /// Number of draws.
    pub draws: u32,
    /// `latin_hypercube`, `sobol` or `random`.
    pub method: &'static str,
    /// Seed.
    pub seed: u64,
}

/// A figure with its interval.
#[derive(Debug, Clone)]
pub struct FigureRow {
    /// Year.
    pub year: i32,
    /// The year that a change is counted from; none for the figure itself.
    pub from: Option<i32>,
    /// Zone; empty for the whole run.
    pub zone: String,
    /// Index or service.
    pub figure: String,
    /// Reading of the figure.
    pub variant: String,
    /// Unit.
    pub unit: String,
    /// The number of the account.
    pub account: f64,
    /// Interval of the draws; none where no draw has a value.
    pub interval: Option<Interval>,
}

/// Ranks of the zones in a figure.
#[derive(Debug, Clone)]
pub struct RankRow {
    /// Year.
    pub year: i32,
    /// Figure and unit.
    pub figure: (String, String),
    /// Zones.
    pub zones: Vec<String>,
    /// Their ranks.
    pub ranks: Ranks,
}

/// Sensitivity of a figure to an input.
#[derive(Debug, Clone)]
pub struct SensitivityRow {
    /// Year, and the year that a change is counted from.
    pub year: (i32, Option<i32>),
    /// Figure.
    pub figure: String,
    /// Inputs that go together, or one.
    pub input: String,
    /// The index; none where the figure does not vary.
    pub index: Option<SobolIndex>,
    /// Draws behind it.
    pub draws: u32,
}

/// A figure with one input at its ends and all others as in the account.
#[derive(Debug, Clone)]
pub struct TornadoRow {
    /// Year, and the year that a change is counted from.
    pub year: (i32, Option<i32>),
    /// Figure.
    pub figure: String,
    /// Input.
    pub input: String,
    /// 5 and 95 percentile of the input; none for the error of a map.
    pub input_at: Option<(f64, f64)>,
    /// Figure at both.
    pub figure_at: (f64, f64),
}

/// A figure under another profile.
#[derive(Debug, Clone)]
pub struct ProfileRow {
    /// Year.
    pub year: i32,
    /// Profile.
    pub profile: String,
    /// Zone.
    pub zone: String,
    /// `gep`, or a service.
    pub figure: String,
    /// Its value; none where it has none.
    pub value: Option<f64>,
    /// Value less that of the run.
    pub difference: Option<f64>,
    /// Reason why there is no value.
    pub status: String,
}

/// An input as it was drawn.
#[derive(Debug, Clone)]
pub struct InputRow {
    /// Name.
    pub id: String,
    /// What it stands for: kind, key, and how draws are applied.
    pub target: String,
    /// The distribution.
    pub distribution: String,
    /// `official`, `estimate` or `assumption`.
    pub status: String,
    /// Source.
    pub source: String,
    /// Whether the cells were computed again for it.
    pub by_cell: bool,
}

/// Areas of a map's classes.
#[derive(Debug, Clone)]
pub struct MapRow {
    /// File of the matrix.
    pub file: String,
    /// Sampling design.
    pub design: String,
    /// Whether the classes are classes of change.
    pub change: bool,
    /// Overall accuracy and its standard error.
    pub accuracy: (f64, f64),
    /// The classes; areas \[m²\].
    pub classes: Vec<ClassArea>,
}

/// The uncertainty of a run.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Uncertainty {
    /// Titles of the run.
    pub titles: (String, String),
    /// Number of draws, method and seed.
    pub drawing: Drawing,
    /// Inputs.
    pub inputs: Vec<InputRow>,
    /// Figures and changes.
    pub figures: Vec<FigureRow>,
    /// Ranks.
    pub ranks: Vec<RankRow>,
    /// Sobol indices.
    pub sensitivity: Vec<SensitivityRow>,
    /// One input at a time.
    pub tornado: Vec<TornadoRow>,
    /// Other profiles.
    pub profiles: Vec<ProfileRow>,
    /// Maps.
    pub maps: Vec<MapRow>,
    /// Remarks.
    pub notes: Vec<Message>,
}

fn year(year: Option<i32>) -> String {
    year.map(|year| year.to_string()).unwrap_or_default()
}

impl Uncertainty {
    /// The tables by file name.
    #[must_use]
    pub fn tables(&self) -> Vec<(&'static str, Csv)> {
        vec![
            ("uncertainty.csv", self.figure_table()),
            ("drawn_inputs.csv", self.input_table()),
            ("ranks.csv", self.rank_table()),
            ("rank_pairs.csv", self.pair_table()),
            ("sensitivity.csv", self.sensitivity_table()),
            ("tornado.csv", self.tornado_table()),
            ("other_profiles.csv", self.profile_table()),
            ("map_error.csv", self.map_table()),
        ]
    }

    fn figure_table(&self) -> Csv {
        let header = [
            "year",
            "from_year",
            "zone",
            "figure",
            "variant",
            "unit",
            "account",
            "mean",
            "median",
            "sd",
            "p2_5",
            "p5",
            "p95",
            "p97_5",
            "draws",
            "method",
            "seed",
        ];
        let rows = self.figures.iter().map(|row| {
            let of = |value: fn(&Interval) -> f64| figure(row.interval.as_ref().map(value));
            let [low, p5, p95, high]: [fn(&Interval) -> f64; 4] = [
                |interval| interval.percentiles[0],
                |interval| interval.percentiles[1],
                |interval| interval.percentiles[2],
                |interval| interval.percentiles[3],
            ];
            vec![
                row.year.to_string(),
                year(row.from),
                row.zone.clone(),
                row.figure.clone(),
                row.variant.clone(),
                row.unit.clone(),
                figure(Some(row.account)),
                of(|interval| interval.mean),
                of(|interval| interval.median),
                of(|interval| interval.sd),
                of(low),
                of(p5),
                of(p95),
                of(high),
                row.interval.map_or(0, |interval| interval.draws).to_string(),
                self.drawing.method.to_owned(),
                self.drawing.seed.to_string(),
            ]
        });
        Csv::new(&header, rows)
    }

    fn input_table(&self) -> Csv {
        let rows = self.inputs.iter().map(|row| {
            let by_cell = if row.by_cell { "cells computed again" } else { "straight" };
            let texts = [&row.id, &row.target, &row.distribution, &row.status, &row.source];
            texts.into_iter().cloned().chain([by_cell.to_owned()]).collect()
        });
        Csv::new(&["input", "target", "distribution", "status", "source", "propagation"], rows)
    }

    fn rank_table(&self) -> Csv {
        let rows = self.ranks.iter().flat_map(|row| {
            let zones = row.zones.iter().zip(&row.ranks.probabilities).zip(&row.ranks.ties);
            zones.flat_map(move |((zone, ranks), ties)| {
                ranks.iter().enumerate().map(move |(rank, probability)| {
                    vec![
                        row.year.to_string(),
                        row.figure.0.clone(),
                        row.figure.1.clone(),
                        zone.clone(),
                        (rank + 1).to_string(),
                        figure(Some(*probability)),
                        figure(Some(*ties)),
                    ]
                })
            })
        });
        Csv::new(&["year", "figure", "unit", "zone", "rank", "probability", "tied"], rows)
    }

    fn pair_table(&self) -> Csv {
        let rows = self.ranks.iter().flat_map(|row| {
            row.ranks.pairs.iter().map(|(a, b, above, equal)| {
                let name = |zone: usize| row.zones.get(zone).cloned().unwrap_or_default();
                let told_apart = match *above + 0.5 * *equal {
                    p if p >= 0.95 => "first above",
                    p if p <= 0.05 => "second above",
                    _ => "tied",
                };
                vec![
                    row.year.to_string(),
                    row.figure.0.clone(),
                    row.figure.1.clone(),
                    name(*a),
                    name(*b),
                    figure(Some(*above)),
                    figure(Some(*equal)),
                    told_apart.to_owned(),
                ]
            })
        });
        let header = [
            "year",
            "figure",
            "unit",
            "first",
            "second",
            "probability_first_above",
            "probability_equal",
            "verdict",
        ];
        Csv::new(&header, rows)
    }

    fn sensitivity_table(&self) -> Csv {
        let header = [
            "year",
            "from_year",
            "figure",
            "input",
            "first_order",
            "first_order_error",
            "total",
            "total_error",
            "draws",
        ];
        let rows = self.sensitivity.iter().map(|row| {
            let of = |value: fn(&SobolIndex) -> f64| figure(row.index.as_ref().map(value));
            vec![
                row.year.0.to_string(),
                year(row.year.1),
                row.figure.clone(),
                row.input.clone(),
                of(|index| index.first_order.0),
                of(|index| index.first_order.1),
                of(|index| index.total.0),
                of(|index| index.total.1),
                row.draws.to_string(),
            ]
        });
        Csv::new(&header, rows)
    }

    fn tornado_table(&self) -> Csv {
        let header = [
            "year",
            "from_year",
            "figure",
            "input",
            "input_p5",
            "input_p95",
            "figure_at_p5",
            "figure_at_p95",
            "swing",
        ];
        let rows = self.tornado.iter().map(|row| {
            let (low, high) = row.figure_at;
            vec![
                row.year.0.to_string(),
                year(row.year.1),
                row.figure.clone(),
                row.input.clone(),
                figure(row.input_at.map(|at| at.0)),
                figure(row.input_at.map(|at| at.1)),
                figure(Some(low)),
                figure(Some(high)),
                figure(Some((high - low).abs())),
            ]
        });
        Csv::new(&header, rows)
    }

    fn profile_table(&self) -> Csv {
        let rows = self.profiles.iter().map(|row| {
            vec![
                row.year.to_string(),
                row.profile.clone(),
                row.zone.clone(),
                row.figure.clone(),
                figure(row.value),
                "CNY".to_owned(),
                figure(row.difference),
                row.status.clone(),
            ]
        });
        Csv::new(&["year", "profile", "zone", "figure", "value", "unit", "difference", "status"], rows)
    }

    fn map_table(&self) -> Csv {
        let header = [
            "matrix",
            "design",
            "change",
            "class",
            "mapped_m2",
            "area_m2",
            "standard_error_m2",
            "users_accuracy",
            "users_accuracy_error",
            "producers_accuracy",
            "producers_accuracy_error",
            "overall_accuracy",
            "overall_accuracy_error",
        ];
        let rows = self.maps.iter().flat_map(|map| {
            map.classes.iter().map(|class| {
                let numbers = [
                    class.mapped,
                    class.area,
                    class.standard_error,
                    class.users_accuracy.0,
                    class.users_accuracy.1,
                    class.producers_accuracy.0,
                    class.producers_accuracy.1,
                    map.accuracy.0,
                    map.accuracy.1,
                ];
                let texts =
                    [map.file.clone(), map.design.clone(), map.change.to_string(), class.class.clone()];
                texts.into_iter().chain(numbers.into_iter().map(|number| figure(Some(number)))).collect()
            })
        });
        Csv::new(&header, rows)
    }
}
