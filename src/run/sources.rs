//! The cells of each accounting year: what a year has in common with another is opened once.

use std::collections::BTreeMap;

use super::CellSource;
use super::crosswalk::{at, read_crosswalk};
use crate::error::Findings;
use crate::evidence::FilledNumber;
use crate::input::files::Files;
use crate::input::manifest::years::Names;
use crate::input::manifest::{CellsSpec, Manifest, OfYear};
use crate::input::parcels;
use crate::input::raster::{self, RasterSpec};
use crate::table::Table;

/// The cells of the years of a run, beside those of the first.
#[derive(Debug)]
pub(crate) struct Later {
    /// Cells and layers of the first year.
    first: OfYear,
    others: Vec<(OfYear, CellSource)>,
    /// Which stands for a year, at its own weather or at that of many years: 0 the first, then the others.
    index: BTreeMap<(i32, bool), usize>,
}

impl Later {
    /// What the run says of the cells and layers of a year.
    pub(super) fn spec(&self, year: i32) -> &OfYear {
        self.other(year, false).map_or(&self.first, |(spec, _)| spec)
    }

    /// The cells of a year, if they are not those of the first; `normal` for those with means of several years in the
    /// place of the year's weather.
    pub(super) fn other(&self, year: i32, normal: bool) -> Option<&(OfYear, CellSource)> {
        let index = self.index.get(&(year, normal)).copied()?;
        self.others.get(index.checked_sub(1)?)
    }

    /// Whether the cells of a year are not those of the first, whatever its layers are.
    pub(super) fn has_own_cells(&self, year: i32) -> bool {
        self.spec(year).cells != self.first.cells
    }

    /// Where the same cells and layers were opened before.
    fn opened(&self, spec: &OfYear) -> Option<usize> {
        let known = std::iter::once(&self.first).chain(self.others.iter().map(|(own, _)| own));
        known.enumerate().find(|(_, own)| *own == spec).map(|(index, _)| index)
    }
}

/// Opens the cells of every year, what is alike once.
pub(super) fn open(manifest: &Manifest, files: &Files) -> Result<(CellSource, Later), Findings> {
    let mut findings = Findings::new();
    let mut opened: Option<(CellSource, Later)> = None;
    let weathers: &[bool] = if manifest.has_normals() { &[false, true] } else { &[false] };
    let years = manifest.years.iter();
    for (year, normal) in years.flat_map(|year| weathers.iter().map(|normal| (*year, *normal))) {
        let Some((spec, table)) = findings.take(of_year(manifest, files, year, normal)) else { continue };
        let known = opened.as_ref().and_then(|(_, later)| later.opened(&spec));
        let index = match (&mut opened, known) {
            (Some(_), Some(index)) => index,
            (opened, _) => {
                let Some(source) = findings.take(read(&spec, table, manifest, files)) else { continue };
                if let Some((_, later)) = opened {
                    later.others.push((spec, source));
                    later.others.len()
                } else {
                    let later = Later { first: spec, others: Vec::new(), index: BTreeMap::new() };
                    *opened = Some((source, later));
                    0
                }
            }
        };
        if let Some((_, later)) = &mut opened {
            later.index.insert((year, normal), index);
        }
    }
    match opened {
        Some(opened) => findings.each_once().into_result(opened),
        None => Err(findings),
    }
}

/// Files and columns that are there.
struct There<'a> {
    files: &'a Files,
    table: Option<&'a Table>,
}

impl Names for There<'_> {
    fn has_file(&self, name: &str) -> bool {
        self.files.has(name)
    }

    fn has_column(&self, name: &str) -> bool {
        self.table.is_some_and(|table| table.header().iter().any(|column| column == name))
    }
}

/// Cells and layers of a year, and the table of parcels, which says what columns there are.
fn of_year(
    manifest: &Manifest,
    files: &Files,
    year: i32,
    normal: bool,
) -> Result<(OfYear, Option<Table>), Findings> {
    let (cells, filled) = manifest.cells_file(year, &There { files, table: None })?;
    let table = match &cells {
        CellsSpec::Table { .. } => Some(parcels::open(files, &cells).map_err(at(manifest.place("cells")))?),
        CellsSpec::Raster { .. } => None,
    };
    let there = There { files, table: table.as_ref() };
    let (cells, cells_filled) = manifest.cells_columns(cells, filled, year, &there)?;
    let layers = manifest.layers_of(year, normal, &there)?;
    Ok((OfYear { cells, cells_filled, layers, asked: cells_filled.map(|_| year) }, table))
}

fn read(
    spec: &OfYear,
    table: Option<Table>,
    manifest: &Manifest,
    files: &Files,
) -> Result<CellSource, Findings> {
    let excludes = &manifest.excludes;
    let filled = spec
        .cells_filled
        .zip(spec.asked)
        .map(|(filled, year)| filled.evidence(FilledNumber::LandCover, year));
    let mut source = match (&spec.cells, table) {
        (CellsSpec::Table { classes, .. }, Some(table)) => {
            let crosswalk = read_crosswalk(classes, files)?;
            let land = parcels::read(table, &spec.cells, &crosswalk, &spec.layers, excludes)?;
            CellSource::Table(Box::new(land))
        }
        (CellsSpec::Raster { landcover, classes, zones }, _) => {
            let crosswalk = read_crosswalk(classes, files)?;
            let (crosswalk, layers) = (&crosswalk, &spec.layers);
            let spec = RasterSpec { landcover, classes, crosswalk, zones, layers, excludes };
            let cells = raster::open(files, &spec).map_err(at(manifest.place("cells")))?;
            CellSource::Raster(Box::new(cells))
        }
        (CellsSpec::Table { .. }, None) => return Err(Findings::new()),
    };
    if let Some(filled) = filled {
        source.legend_mut().note_all_classes(&filled);
    }
    Ok(source)
}
