//! A series of years: which file, column or number stands for a year, and what is done where none does.
//!
//! `{year}` in the name of a file or a column is replaced by the accounting year; `year = 2019` on a layer says that it is
//! of that year; a layer with neither holds in every year.

pub use super::missing_year::{Filled, MissingYear, YEAR};
use super::{CellsSpec, LayerSource, LayerSpec, Manifest};
use crate::error::{Code, Error, Findings};

/// First year that a name is looked for.
const FIRST: i32 = 1900;

/// Where a run finds what names stand for.
pub trait Names {
    /// Whether a file is there.
    fn has_file(&self, name: &str) -> bool;
    /// Whether the table of parcels has a column.
    fn has_column(&self, name: &str) -> bool;
}

/// Cells and layers of one accounting year.
#[derive(Debug, Clone, PartialEq)]
pub struct OfYear {
    /// The cells.
    pub cells: CellsSpec,
    /// Where their classes are of another year.
    pub cells_filled: Option<Filled>,
    /// The layers.
    pub layers: Vec<LayerSpec>,
    /// The accounting year, where cells of another stand for it.
    pub asked: Option<i32>,
}

/// A name in which `{year}` is replaced.
fn named(template: &str, year: i32) -> String {
    template.replace(YEAR, &year.to_string())
}

/// The year whose name is there: the year itself, or the latest before it.
fn latest(year: i32, there: impl Fn(i32) -> bool) -> Option<i32> {
    (FIRST..=year).rev().find(|year| there(*year))
}

impl Manifest {
    /// The cells of a year, with the file that its name leads to.
    ///
    /// # Errors
    ///
    /// `EV-I001` if the file of the year is not there and none may stand for it.
    pub fn cells_file(&self, year: i32, names: &dyn Names) -> Result<(CellsSpec, Option<Filled>), Error> {
        let mut cells = self.cells.clone();
        let file = match &mut cells {
            CellsSpec::Raster { landcover, .. } => &mut landcover.file,
            CellsSpec::Table { file, .. } => file,
        };
        let filled = self.dated(file, year, |name| names.has_file(name), "file")?;
        Ok((cells, filled))
    }

    /// The columns of a table of parcels in a year; `cells` are those of [`Manifest::cells_file`].
    ///
    /// # Errors
    ///
    /// `EV-I007` if the column of the year is not there and none may stand for it.
    pub fn cells_columns(
        &self,
        mut cells: CellsSpec,
        filled: Option<Filled>,
        year: i32,
        names: &dyn Names,
    ) -> Result<(CellsSpec, Option<Filled>), Error> {
        let mut filled = filled;
        if let CellsSpec::Table { ecosystem, area, .. } = &mut cells {
            for column in [ecosystem, area] {
                let own = self.dated(column, year, |name| names.has_column(name), "column")?;
                filled = filled.or(own);
            }
        }
        Ok((cells, filled))
    }

    /// Puts the name of a year in the place of its template, and says which year it is if it is another.
    fn dated(
        &self,
        template: &mut String,
        year: i32,
        there: impl Fn(&str) -> bool,
        what: &str,
    ) -> Result<Option<Filled>, Error> {
        if !template.contains(YEAR) {
            return Ok(None);
        }
        let own = latest(year, |year| there(&named(template, year)));
        let name = named(template, year);
        match own {
            Some(own) if own == year => {
                *template = name;
                Ok(None)
            }
            Some(own) if self.cells_missing_year == MissingYear::CarryForward => {
                *template = named(template, own);
                Ok(Some(Filled::Carried(own)))
            }
            other => {
                let code = if what == "file" { Code::FileUnreadable } else { Code::Column };
                Err(absent(code, &format!("{what} `{name}` is not there"), other).at(self.place("cells")))
            }
        }
    }

    /// The layers of a year; with `normal`, those that are means of several years stand for their quantity.
    ///
    /// # Errors
    ///
    /// Every layer that has no number for the year and of which none may be taken from another.
    pub fn layers_of(&self, year: i32, normal: bool, names: &dyn Names) -> Result<Vec<LayerSpec>, Findings> {
        let mut findings = Findings::new();
        let mut quantities: Vec<&'static str> = Vec::new();
        for layer in &self.layers {
            if !quantities.contains(&layer.quantity.id) && (normal || !layer.normal) {
                quantities.push(layer.quantity.id);
            }
        }
        let mut all = Vec::new();
        for id in quantities {
            let own = || self.layers.iter().filter(|layer| layer.quantity.id == id);
            let mean = own().find(|layer| layer.normal);
            if let Some(mean) = mean.filter(|_| normal) {
                all.push(mean.clone());
                continue;
            }
            let stated: Vec<&LayerSpec> = own().filter(|layer| !layer.normal).collect();
            all.extend(findings.take(of_year(&stated, year, names)).flatten());
        }
        findings.into_result(all)
    }

    /// Whether some layer is a mean of several years.
    #[must_use]
    pub fn has_normals(&self) -> bool {
        self.layers.iter().any(|layer| layer.normal)
    }
}

fn absent(code: Code, message: &str, earlier: Option<i32>) -> Error {
    let hint = match earlier {
        Some(year) => {
            format!("put it there, or state missing_year = \"carry_forward\": there is one of {year}")
        }
        None => "put it there, or correct the name".to_owned(),
    };
    Error::new(code, message, hint)
}

/// The layer of a quantity in a year.
fn of_year(stated: &[&LayerSpec], year: i32, names: &dyn Names) -> Result<Option<LayerSpec>, Error> {
    let Some(first) = stated.first() else { return Ok(None) };
    let at = |year: i32| at_year(stated, year, names);
    if let Some(own) = at(year) {
        return Ok(Some(own));
    }
    if let Some(always) = stated.iter().find(|layer| layer.year.is_none() && !layer.is_template()) {
        return Ok(Some((*always).clone()));
    }
    let id = first.quantity.id;
    let policy = stated.iter().map(|layer| layer.missing_year).find(|own| *own != MissingYear::Refuse);
    let before = latest(year, |year| at(year).is_some());
    let behind = (year..=LAST).find(|year| at(*year).is_some());
    match (policy.unwrap_or_default(), before, behind) {
        (MissingYear::CarryForward, Some(before), _) => {
            let filled = Some(Filled::Carried(before));
            Ok(at(before).map(|layer| LayerSpec { filled, asked: Some(year), ..layer }))
        }
        (MissingYear::Interpolate, Some(before), Some(behind)) => {
            let (Some(from), Some(to)) = (at(before), at(behind)) else { return Ok(None) };
            between((before, from), (behind, to), year).map(Some)
        }
        (policy, ..) => {
            let known = [before, behind].into_iter().flatten().map(|year| year.to_string());
            let known = known.collect::<Vec<_>>().join(", ");
            let there = if known.is_empty() {
                "none of any year".to_owned()
            } else {
                format!("there is one of {known}")
            };
            let hint = match policy {
                MissingYear::Refuse => "give it, or state missing_year = \"carry_forward\" on the layer",
                MissingYear::CarryForward => "give it, or one of an earlier year",
                MissingYear::Interpolate => "give it, or years on both sides of it",
            };
            let message =
                format!("layer `{id}` has nothing for {year} ({there}; missing_year = \"{policy}\")");
            Err(Error::new(Code::MissingYear, message, hint).at(first.place.clone()))
        }
    }
}

/// Last year that a name is looked for.
const LAST: i32 = 2200;

/// The layer that is stated for a year, if it is there.
fn at_year(stated: &[&LayerSpec], year: i32, names: &dyn Names) -> Option<LayerSpec> {
    let own = stated.iter().find(|layer| layer.year == Some(year));
    if let Some(own) = own {
        return Some((*own).clone());
    }
    let template = stated.iter().find(|layer| layer.year.is_none() && layer.is_template())?;
    let mut layer = (*template).clone();
    let there = match &mut layer.source {
        LayerSource::Raster { file, .. } => {
            *file = named(file, year);
            names.has_file(file)
        }
        LayerSource::Columns(columns) => {
            for column in columns.iter_mut() {
                *column = named(column, year);
            }
            columns.iter().all(|column| names.has_column(column))
        }
        LayerSource::Constant(_) | LayerSource::Between { .. } => true,
    };
    there.then_some(layer)
}

/// A layer between those of two years.
fn between(
    (before, from): (i32, LayerSpec),
    (behind, to): (i32, LayerSpec),
    year: i32,
) -> Result<LayerSpec, Error> {
    let fault =
        |message: &str, hint: &str| Err(Error::new(Code::MissingYear, message, hint).at(from.place.clone()));
    if from.unit != to.unit {
        return fault("layers of unlike units cannot be interpolated", "state both years in one unit");
    }
    if from.stored != to.stored {
        let hint = "state scale, offset and nodata alike on both years";
        return fault("layers that are stored in unlike ways cannot be interpolated", hint);
    }
    let raster = |layer: &LayerSpec| matches!(layer.source, LayerSource::Raster { .. });
    if raster(&from) || raster(&to) {
        return fault(
            "rasters are not interpolated between years",
            "carry one forward, or make the raster of the year before the run",
        );
    }
    let weight = way(before, year, behind);
    let (earlier, later) = (Box::new(from.source.clone()), Box::new(to.source));
    let status = if from.status == to.status { from.status.clone() } else { "assumption".to_owned() };
    let stated_source = if from.stated_source == to.stated_source {
        from.stated_source.clone()
    } else {
        format!("{}; {}", from.stated_source, to.stated_source)
    };
    Ok(LayerSpec {
        source: LayerSource::Between { earlier, later, weight },
        status,
        stated_source,
        filled: Some(Filled::Interpolated(before, behind)),
        asked: Some(year),
        ..from
    })
}

/// How far a year lies on the way between two others, 0 to 1.
#[must_use]
pub fn way(before: i32, year: i32, behind: i32) -> f64 {
    let [before, year, behind] = [before, year, behind].map(f64::from);
    (year - before) / (behind - before)
}

/// A number on the straight line between two.
#[must_use]
pub fn on_the_line(from: f64, to: f64, weight: f64) -> f64 {
    from + (to - from) * weight
}
