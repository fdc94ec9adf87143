//! Errors of the land cover: confusion matrices against the types of the account.

use super::super::Run;
use super::draw::Draw;
use super::year::DrawnYear;
use crate::error::{Code, Error, Findings, Place};
use crate::extent::Ecosystem;
use crate::input::manifest::{MapErrorSpec, UncertaintySpec};
use crate::table::Table;
use crate::text;
use crate::uncertainty::map_error::{ConfusionMatrix, Design};
use crate::uncertainty::model::ecosystems;
use crate::uncertainty::results::MapRow;
use crate::wording::Message;

/// A matrix whose classes are types of the account.
struct MapError {
    spec: MapErrorSpec,
    matrix: ConfusionMatrix,
    /// Area of each class on the map of the run.
    mapped: Vec<f64>,
    /// Class of each type of the account.
    class_of: Vec<usize>,
}

/// The matrices of a run.
pub(super) struct MapErrors {
    maps: Vec<MapError>,
    /// Those of change, which say nothing of a single year.
    changes: Vec<(MapErrorSpec, ConfusionMatrix, Vec<f64>)>,
    pub(super) notes: Vec<Message>,
}

impl MapErrors {
    pub(super) fn read(run: &Run, spec: &UncertaintySpec, years: &[DrawnYear<'_>]) -> Result<Self, Findings> {
        let mut findings = Findings::new();
        let mut maps = Self { maps: Vec::new(), changes: Vec::new(), notes: Vec::new() };
        for map in &spec.maps {
            let at = |error: Error| error.at(map.place.clone());
            findings.take(Design::named(&map.design).map_err(at));
            let Some(table) = findings.take(run.files.table(&map.file, None)) else { continue };
            let Some(matrix) = findings.take(ConfusionMatrix::from_table(&table)) else { continue };
            if map.change {
                let areas = findings.take(change_areas(map, &matrix, &table, years));
                maps.changes.extend(areas.map(|areas| (map.clone(), matrix, areas)));
                continue;
            }
            let is_same = |year: Option<i32>| year.is_none() || year == map.year || map.year.is_none();
            if maps.maps.iter().any(|known| is_same(known.spec.year)) {
                let message = text!("two confusion matrices stand for the same year", "同一年有两个误差矩阵");
                let hint = text!("state the year of each map", "写明每幅图的年份");
                let error = Error::new(Code::DuplicateKey, message, hint);
                findings.push(at(error));
                continue;
            }
            if let Some(map) = findings.take(MapError::new(run, map, matrix, years, &mut maps.notes)) {
                maps.maps.push(map);
            }
        }
        findings.into_result(maps)
    }

    /// Number of matrices of single years.
    pub(super) const fn count(&self) -> usize {
        self.maps.len()
    }

    /// Name of a matrix in tables.
    pub(super) fn name(&self, map: usize) -> String {
        self.maps.get(map).map(|map| format!("land cover ({})", map.spec.file)).unwrap_or_default()
    }

    /// The matrix of a year.
    pub(super) fn of_year(&self, year: i32) -> Option<usize> {
        self.maps.iter().position(|map| map.spec.year.is_none_or(|stated| stated == year))
    }

    /// Refuses a change between two maps of which each has a matrix of its own.
    pub(super) fn allows_change(&self, from: i32, to: i32) -> Result<(), Findings> {
        if self.of_year(from) == self.of_year(to) {
            return Ok(());
        }
        let message = text!(
            "the change from {0} to {1} has no interval from the matrices of single dates",
            "{0} 年至 {1} 年的变化无法由单期误差矩阵给出区间",
            from,
            to
        );
        let hint = text!(
            "errors of two maps go together in a way that neither matrix knows: take out the years but one, or \
             judge the map of change itself against a sample of change (Olofsson et al. 2014)",
            "两期图的误差相互关联，单期矩阵都不反映：只保留一年，或用变化样本检验变化图本身（Olofsson et al. 2014）"
        );
        let places = self.maps.first().map(|map| map.spec.place.clone()).unwrap_or_default();
        Err(Error::new(Code::Incomparable, message, hint).at(places).into())
    }

    /// Area of each type as a multiple of the mapped one, for each matrix.
    pub(super) fn factors(&self, seed: u64, stream: u64, draw: u32) -> Vec<Vec<f64>> {
        let maps = self.maps.iter().enumerate();
        maps.map(|(place, map)| map.factors(seed, stream + crate::math::count(place), draw)).collect()
    }

    /// A draw of one matrix with everything else as in the account.
    pub(super) fn alone(&self, seed: u64, map: usize, draw: u32) -> Draw {
        let mut factors = vec![Vec::new(); self.maps.len()];
        if let (Some(drawn), Some(map)) = (factors.get_mut(map), self.maps.get(map)) {
            *drawn = map.factors(seed, 1, draw);
        }
        Draw { moves: Vec::new(), factors }
    }

    /// Areas and accuracies of every matrix.
    pub(super) fn rows(&self) -> Vec<MapRow> {
        let singles = self.maps.iter().map(|map| (&map.spec, &map.matrix, map.mapped.clone()));
        let changes = self.changes.iter().map(|(spec, matrix, mapped)| (spec, matrix, mapped.clone()));
        singles
            .chain(changes)
            .filter_map(|(spec, matrix, mapped)| {
                Some(MapRow {
                    file: spec.file.clone(),
                    design: spec.design.clone(),
                    change: spec.change,
                    accuracy: matrix.overall_accuracy(&mapped).ok()?,
                    classes: matrix.areas(&mapped).ok()?,
                })
            })
            .collect()
    }
}

/// Areas of classes of change: as the table states them. A random or systematic sample tells their shares itself.
fn change_areas(
    spec: &MapErrorSpec,
    matrix: &ConfusionMatrix,
    table: &Table,
    years: &[DrawnYear<'_>],
) -> Result<Vec<f64>, Findings> {
    if let Some(stated) = matrix.stated_areas(table)? {
        return Ok(stated);
    }
    if spec.design == Design::Stratified.as_str() {
        let message = text!(
            "a stratified sample does not tell how much of each class of change is mapped",
            "分层样本不能给出各变化类别的图上面积"
        );
        let hint = text!(
            "add the column mapped_m2 with the mapped area of each class",
            "加上 mapped_m2 列，写明各类别的图上面积"
        );
        return Err(Error::new(Code::MissingKey, message, hint).at(Place::file(&spec.file)).into());
    }
    let whole: f64 = years.first().map_or(1.0, |year| year.account.area(None));
    let units = crate::math::from_count(matrix.units());
    let mapped = matrix.units_by_map().into_iter();
    Ok(mapped.map(|sampled| whole * crate::math::from_count(sampled) / units).collect())
}

impl MapError {
    fn new(
        run: &Run,
        spec: &MapErrorSpec,
        matrix: ConfusionMatrix,
        years: &[DrawnYear<'_>],
        notes: &mut Vec<Message>,
    ) -> Result<Self, Findings> {
        let mut findings = Findings::new();
        let at = |error: Error| error.at(Place::file(&spec.file));
        let classes: Vec<Option<Ecosystem>> =
            matrix.classes().iter().map(|class| findings.take(class.parse().map_err(at))).collect();
        let Some(year) = findings.take(judged_year(spec, years)) else { return Err(findings) };
        let types = ecosystems(run.source_of(year.account.year).legend());
        let mut mapped = vec![0.0; classes.len()];
        let mut class_of = Vec::new();
        for ecosystem in &types {
            let area: f64 = year
                .account
                .extent
                .iter()
                .filter(|row| row.ecosystem.plain() == *ecosystem)
                .fold(0.0, |sum, row| sum + row.area);
            let fits = |class: &Option<Ecosystem>| class.is_some_and(|class| ecosystem.is_within(class));
            // A class of level II goes before one of level I.
            let closest =
                classes.iter().enumerate().filter(|(_, class)| fits(class)).max_by_key(|(_, class)| {
                    class.map_or(0, |class| ecosystem.closeness(class).unwrap_or(0))
                });
            match closest {
                Some((place, _)) => {
                    if let Some(sum) = mapped.get_mut(place) {
                        *sum += area;
                    }
                    class_of.push(place);
                }
                None if area > 0.0 => {
                    let message = text!(
                        "no class of the matrix holds the ecosystem type {0} of the map",
                        "误差矩阵没有图上生态系统类型 {0} 所属的类别",
                        ecosystem.to_string()
                    );
                    let hint = text!("sample every type that is mapped", "图上的每个类型都要有样本");
                    findings.push(at(Error::new(Code::UnmappedClass, message, hint)));
                }
                None => class_of.push(usize::MAX),
            }
        }
        notes.extend(unmapped(spec, &matrix, &mapped));
        findings.into_result(Self { spec: spec.clone(), matrix, mapped, class_of })
    }

    fn factors(&self, seed: u64, stream: u64, draw: u32) -> Vec<f64> {
        let areas = self.matrix.drawn(&self.mapped, seed, stream, draw);
        let factor = |class: &usize| {
            let mapped = self.mapped.get(*class).copied().filter(|area| *area > 0.0);
            areas.get(*class).zip(mapped).map_or(1.0, |(area, mapped)| area / mapped)
        };
        self.class_of.iter().map(factor).collect()
    }
}

/// The year of the run whose map a matrix judges.
fn judged_year<'a, 'y>(spec: &MapErrorSpec, years: &'a [DrawnYear<'y>]) -> Result<&'a DrawnYear<'y>, Error> {
    let year = years.iter().find(|year| spec.year.is_none_or(|stated| stated == year.account.year));
    year.ok_or_else(|| {
        let message = text!("the run has no year {0}", "本次核算没有 {0} 年", spec.year.unwrap_or_default());
        let hint = text!("state a year of the run, or none", "写本次核算的年度，或不写年份");
        Error::new(Code::BadValue, message, hint).at(spec.place.clone())
    })
}

/// A note for each class of the sample that is not on the map.
fn unmapped(spec: &MapErrorSpec, matrix: &ConfusionMatrix, mapped: &[f64]) -> Vec<Message> {
    let classes = matrix.classes().iter().zip(mapped).filter(|(_, mapped)| **mapped <= 0.0);
    let note = |class: &String| {
        text!(
            "{0}: class {1} is in the sample and not on the map: the area that it gains has no value",
            "{0}：类别 {1} 在样本中而不在图上：其增加的面积没有价值量",
            &spec.file,
            class
        )
    };
    classes.map(|(class, _)| note(class)).collect()
}
