//! What became of every cell between the dates of two runs.

use super::{CellSource, Options, Run, parallel, pass};
use crate::account::change::transitions::{Pairing, TransitionPartial, Transitions};
use crate::error::{Code, Error, Findings, Place};
use crate::input::cells::{Cells, Landscape};
use crate::input::raster::{Demand, RasterCells, Reader};
use crate::text;

impl Run {
    /// What became of every cell between the first accounting year of this run and that of another. Rasters are read
    /// part by part in step, neither map is held whole; parcels are joined row by row.
    ///
    /// # Errors
    ///
    /// `EV-G001`, naming both grids, if they differ; `EV-A003` if zones differ, parcels are not the same in the same
    /// order, or a table is held against a raster; findings of reading.
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::run::{Options, Run};
    ///
    /// let run = Run::open("examples/beibei_2019/run.toml".as_ref(), None)?;
    /// let transitions = run.transitions(&run, &Options::default())?;
    /// assert!(transitions.rows().all(|row| row.from == row.to));
    /// # Ok::<(), ecovalue::Findings>(())
    /// ```
    pub fn transitions(&self, other: &Self, options: &Options<'_>) -> Result<Transitions, Findings> {
        self.transitions_between(self.first_year(), (other, other.first_year()), options)
    }

    /// The same between a year of this run and a year of another, which may be this one.
    ///
    /// # Errors
    ///
    /// As [`Run::transitions`].
    pub fn transitions_between(
        &self,
        year: i32,
        (other, other_year): (&Self, i32),
        options: &Options<'_>,
    ) -> Result<Transitions, Findings> {
        let sources = (self.source_of(year), other.source_of(other_year));
        let pairing = match sources {
            (CellSource::Raster(first), CellSource::Raster(second)) => {
                let names = (dated(first, year), dated(second, other_year));
                first.grid().require_same(&names.0, second.grid(), &names.1)?;
                self.pairing(sources)?
            }
            (CellSource::Table(first), CellSource::Table(second)) => {
                self.check_parcels(first, second)?;
                self.pairing(sources)?
            }
            _ => {
                let message = text!(
                    "one run reads a raster, the other a table of parcels",
                    "一次核算读取栅格，另一次读取图斑表"
                );
                let hint = text!(
                    "give both dates as rasters on one grid, or as tables of the same parcels",
                    "两期都用同一格网的栅格，或都用相同图斑的表"
                );
                return Err(self.at(Error::new(Code::Incomparable, message, hint)).into());
            }
        };
        let whole = match sources {
            (CellSource::Raster(first), CellSource::Raster(second)) => {
                let at = |found: Findings| found.into_iter().map(|own| self.at(own)).collect::<Findings>();
                of_rasters((first, second), &pairing, options).map_err(at)?
            }
            (CellSource::Table(first), CellSource::Table(second)) => {
                of_tables((first, second), &pairing, options).map_err(|own| self.at(own))?
            }
            _ => TransitionPartial::default(),
        };
        self.files.check_unchanged()?;
        other.files.check_unchanged()?;
        Ok(Transitions::new((year, other_year), &pairing, whole))
    }

    fn first_year(&self) -> i32 {
        self.manifest.years.first().copied().unwrap_or_default()
    }

    fn pairing(&self, (first, second): (&CellSource, &CellSource)) -> Result<Pairing, Error> {
        Pairing::new(first.legend(), second.legend()).map_err(|error| self.at(error))
    }

    fn at(&self, error: Error) -> Error {
        error.at(Place::file(self.source.name(&self.manifest)))
    }

    fn check_parcels(&self, first: &Landscape, second: &Landscape) -> Result<(), Error> {
        let (before, after) = (first.cells().len(), second.cells().len());
        if before == after {
            return Ok(());
        }
        let message = text!(
            "{0} parcels at the first date, {1} at the second",
            "第一期 {0} 个图斑，第二期 {1} 个",
            before,
            after
        );
        let hint = text!(
            "give both dates the same parcels in the same order: intersect the two surveys first",
            "两期应为相同图斑、相同顺序：先将两次调查叠加求交"
        );
        Err(self.at(Error::new(Code::Incomparable, message, hint)))
    }
}

/// What became of the cells of two rasters on one grid, read part by part in step.
fn of_rasters(
    (first, second): (&RasterCells, &RasterCells),
    pairing: &Pairing,
    options: &Options<'_>,
) -> Result<TransitionPartial, Findings> {
    let threads = pass::threads(options);
    let parts = first.parts(&[], Demand { threads, columns: 6, maps: 0, first_row: 0 });
    let worker = || Ok((first.reader()?, second.reader()?, Cells::default(), Cells::default()));
    let work = |(first, second, own, other): &mut (Reader<'_>, Reader<'_>, Cells, Cells), part| {
        let mut partial = TransitionPartial::default();
        for window in parts.blocks(part) {
            first.read(window, &[], own)?;
            second.read(window, &[], other)?;
            partial.add(pairing, own, other)?;
        }
        Ok(partial)
    };
    let mut whole = TransitionPartial::default();
    let range = 0..parts.count();
    parallel::in_order(parts.threads(), range, worker, work, |part, partial| {
        whole.merge(&partial);
        options.tell(part, parts.count());
        Ok(())
    })?;
    Ok(whole)
}

/// What became of the parcels of two tables, joined row by row.
fn of_tables(
    (first, second): (&Landscape, &Landscape),
    pairing: &Pairing,
    options: &Options<'_>,
) -> Result<TransitionPartial, Error> {
    let mut whole = TransitionPartial::default();
    let parts = first.cells().len().div_ceil(pass::BLOCK_CELLS);
    for part in 0..parts {
        let start = part.saturating_mul(pass::BLOCK_CELLS);
        let block = |land: &Landscape| land.block(start, pass::BLOCK_CELLS);
        let mut partial = TransitionPartial::default();
        partial.add(pairing, &block(first), &block(second))?;
        whole.merge(&partial);
        options.tell(part, parts);
    }
    Ok(whole)
}

/// The raster and its year: both runs may name their rasters alike.
fn dated(cells: &RasterCells, year: i32) -> String {
    format!("{} ({year})", cells.name())
}

impl CellSource {
    /// Name of the land cover or of the table.
    fn name<'a>(&'a self, manifest: &'a crate::input::manifest::Manifest) -> &'a str {
        match (self, &manifest.cells) {
            (Self::Raster(cells), _) => cells.name(),
            (Self::Table(_), crate::input::manifest::CellsSpec::Table { file, .. }) => file,
            (Self::Table(_), _) => "",
        }
    }
}
