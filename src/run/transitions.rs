//! What became of every cell between the dates of two runs.

use super::{Options, Run, Source, pass};
use crate::account::change::transitions::{Pairing, TransitionPartial, Transitions};
use crate::error::{Code, Error, Findings, Place};
use crate::input::cells::Landscape;
use crate::input::raster::RasterCells;

impl Run {
    /// What became of every cell between the first accounting year of this run and that of another. Rasters are read
    /// stripe by stripe in step, neither map is held whole; parcels are joined row by row.
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
            (Source::Raster(first), Source::Raster(second)) => {
                let names = (dated(first, year), dated(second, other_year));
                first.grid().require_same(&names.0, second.grid(), &names.1)?;
                self.pairing(sources)?
            }
            (Source::Table(first), Source::Table(second)) => {
                self.check_parcels(first, second)?;
                self.pairing(sources)?
            }
            _ => {
                let message = "one run reads a raster, the other a table of parcels";
                let hint = "give both dates as rasters on one grid, or as tables of the same parcels";
                return Err(self.at(Error::new(Code::Incomparable, message, hint)).into());
            }
        };
        let parts = match sources.0 {
            Source::Table(land) => land.cells().len().div_ceil(pass::BLOCK_CELLS),
            Source::Raster(cells) => usize::try_from(cells.stripes()).unwrap_or(usize::MAX),
        };
        let threads = pass::threads(options);
        let pool = pass::Pool::new(threads)?;
        let batch = threads.saturating_mul(2).max(1);
        let mut whole = TransitionPartial::default();
        for first in (0..parts).step_by(batch) {
            let last = first.saturating_add(batch).min(parts);
            for done in pool.map(first..last, |part| one(sources, &pairing, part)) {
                whole.merge(
                    &done.map_err(|found| found.into_iter().map(|own| self.at(own)).collect::<Findings>())?,
                );
            }
            if let Some(progress) = options.progress {
                progress(crate::math::count(last), crate::math::count(parts));
            }
        }
        self.files.check_unchanged()?;
        other.files.check_unchanged()?;
        Ok(Transitions::new((year, other_year), &pairing, whole))
    }

    fn first_year(&self) -> i32 {
        self.manifest.years.first().copied().unwrap_or_default()
    }

    fn pairing(&self, (first, second): (&Source, &Source)) -> Result<Pairing, Error> {
        Pairing::new(first.legend(), second.legend()).map_err(|error| self.at(error))
    }

    fn at(&self, error: Error) -> Error {
        error.at(Place::file(self.source.name(&self.manifest)))
    }

    fn check_parcels(&self, first: &Landscape, second: &Landscape) -> Result<(), Error> {
        let (own, other) = (first.cells().len(), second.cells().len());
        if own == other {
            return Ok(());
        }
        let message = format!("{own} parcels at the first date, {other} at the second");
        let hint = "give both dates the same parcels in the same order: intersect the two surveys first";
        Err(self.at(Error::new(Code::Incomparable, message, hint)))
    }
}

/// The raster and its year: both runs may name their rasters alike.
fn dated(cells: &RasterCells, year: i32) -> String {
    format!("{} ({year})", cells.name())
}

impl Source {
    /// Name of the land cover or of the table.
    fn name<'a>(&'a self, manifest: &'a crate::input::manifest::Manifest) -> &'a str {
        match (self, &manifest.cells) {
            (Self::Raster(cells), _) => cells.name(),
            (Self::Table(_), crate::input::manifest::CellsSpec::Table { file, .. }) => file,
            (Self::Table(_), _) => "",
        }
    }
}

/// The transitions of a part: a stripe of rows, or a block of parcels.
fn one(sources: (&Source, &Source), pairing: &Pairing, part: usize) -> Result<TransitionPartial, Findings> {
    let mut partial = TransitionPartial::default();
    match sources {
        (Source::Raster(first), Source::Raster(second)) => {
            let (mut own, mut other) = (first.reader()?, second.reader()?);
            for (row, rows) in first.blocks(u32::try_from(part).unwrap_or(u32::MAX)) {
                partial.add(pairing, &own.read(row, rows, &[])?, &other.read(row, rows, &[])?)?;
            }
        }
        (Source::Table(first), Source::Table(second)) => {
            let block =
                |land: &Landscape| land.block(part.saturating_mul(pass::BLOCK_CELLS), pass::BLOCK_CELLS);
            partial.add(pairing, &block(first), &block(second))?;
        }
        _ => {}
    }
    Ok(partial)
}
