//! The folder of a run: what is in it, and the maps that are written on the way.

use std::collections::BTreeSet;
use std::path::Path;

use super::journal::Journal;
use super::staged::{Kind, Reads, Staged, Target, announce, put};
use super::{Checkpoint, Options, Run, RunResult, YearResult, pass};
use crate::account::Spread;
use crate::account::partial::Partial;
use crate::account::plan::Plan;
use crate::error::{Code, Error, Findings};
use crate::input::files::sha256;
use crate::report::disk::{self, failed};
use crate::report::lock::{LockFile, Output};
use crate::report::log::{MapBytes, RunLog};
use crate::report::map::{Compression, MapDigest, MapOptions, MapWriter};
use crate::report::summary::YearSummary;
use crate::report::tables::Csv;
use crate::report::{growth, tables};
use crate::service::{Indicator, Scope, Service};
use crate::text;
use crate::wording::Language;

/// How the folder is written.
#[derive(Debug, Clone, Copy, Default)]
pub struct WriteOptions {
    /// Replace a folder that is there.
    pub force: bool,
}

impl Run {
    /// Computes the run and writes its folder, whole or not at all. A run that was cut goes on where it stood, if
    /// nothing that decides its figures has changed since.
    ///
    /// # Errors
    ///
    /// As [`Run::compute`]; `EV-O001` if the folder is there and may not be replaced, or cannot be written; `EV-O002` if
    /// another run is writing it; `EV-O003` if the run was cancelled.
    pub fn write(
        &self,
        out: &Path,
        options: &Options<'_>,
        write: WriteOptions,
    ) -> Result<RunResult, Findings> {
        let fingerprint = self.fingerprint();
        let target = Target { out, force: write.force, kind: Kind::Run, reads: &self.reads() };
        let resume = |folder: &Path| {
            let journal = Journal::read(folder, &fingerprint)?;
            let kept = journal.kept();
            Some((journal, kept))
        };
        let (staged, left) = Staged::begin_or_resume(target, resume)?;
        let new = || Journal::new(&staged.path, &fingerprint, options.journal_every);
        let journal = left.map_or_else(new, |journal| journal.every(options.journal_every));
        let (threads, digests) = (pass::threads(options), Vec::new());
        let mut maps = Maps { run: self, folder: &staged.path, journal, threads, digests };
        let outcome = self.compute_with(options, &mut maps);
        let Maps { journal, mut digests, .. } = maps;
        digests.sort_by(|one, other| one.name.cmp(&other.name));
        let cancelled =
            |found: &Findings| found.as_slice().iter().any(|error| error.code() == Code::Cancelled);
        let outcome = match outcome {
            Err(found) if cancelled(&found) && journal.is_written() => {
                staged.keep();
                return Err(found);
            }
            outcome => outcome?,
        };
        self.write_files((&staged.path, staged.place()), &outcome, &digests, (options, journal.resumed()))?;
        staged.commit()?;
        Ok(outcome)
    }

    /// What the run reads.
    pub(super) fn reads(&self) -> Reads {
        let mut files = self.files.paths();
        files.push(self.origin.run.clone());
        Reads { files, results: Vec::new() }
    }

    /// All that decides the figures: version, settings, profile, and which files are read.
    fn fingerprint(&self) -> String {
        let version = env!("CARGO_PKG_VERSION");
        let parts = [version, &self.text, &self.profile_sha256, &self.files.identity()];
        sha256(parts.map(|part| format!("{} {part}", part.len())).concat().as_bytes())
    }

    /// The summary of a year.
    #[must_use]
    pub fn summary<'a>(&'a self, _outcome: &'a RunResult, year: &'a YearResult) -> YearSummary<'a> {
        YearSummary {
            titles: (&self.manifest.title, &self.manifest.title_zh),
            remarks: (&self.manifest.remark, &self.manifest.remark_zh),
            profile: &self.profile,
            statistics: &self.statistics,
            account: &year.account,
            indices: &year.indices,
            switches: &year.switches,
            drivers: &year.drivers,
            choices: &year.choices,
            cells: year.cells,
            coverage: &year.coverage,
        }
    }

    fn write_files(
        &self,
        (folder, place): (&Path, &Path),
        outcome: &RunResult,
        maps: &[MapDigest],
        how: (&Options<'_>, &[(i32, u32)]),
    ) -> Result<(), Findings> {
        let mut outputs = self.put_tables(folder, outcome)?;
        outputs.extend(self.put_reports(folder, outcome)?);
        outputs.extend(maps.iter().map(|map| Output {
            name: map.name.clone(),
            size: map.size,
            sha256: map.cells.clone(),
        }));
        let lock = LockFile {
            manifest: &self.text,
            profile: &self.profile,
            profile_sha256: &self.profile_sha256,
            inputs: &outcome.inputs,
            accounts: outcome.years.iter().map(|year| &year.account).collect(),
            outputs,
        };
        let text = lock.text().map_err(unprintable)?;
        put(folder, "run_log.json", self.log(place, outcome, maps, how)?.as_bytes())?;
        put(folder, Kind::Run.record(), text.as_bytes())?;
        Ok(())
    }

    /// Writes the tables of the run, one after another: with many zones each is large.
    fn put_tables(&self, folder: &Path, outcome: &RunResult) -> Result<Vec<Output>, Error> {
        let accounts = || outcome.years.iter().map(|year| &year.account);
        let once = || once_a_year(outcome).map(|year| &year.account);
        let indices = outcome.years.iter().map(|year| (&year.account, year.indices.as_slice()));
        let switches = outcome.years.iter().map(|year| (&year.account, year.switches.as_slice()));
        let mut outputs = Vec::new();
        let mut table = |name: &str, csv: Csv| {
            outputs.push(put(folder, name, csv.bytes())?);
            Ok::<(), Error>(())
        };
        table("account.csv", tables::account(accounts()))?;
        table("indices.csv", tables::indices(indices))?;
        table("yields.csv", tables::yields(once()))?;
        table("extent.csv", tables::extent(once()))?;
        table("closure.csv", tables::closure(once()))?;
        table("coverage.csv", tables::coverage(&outcome.coverage))?;
        table("drivers.csv", tables::drivers(once()))?;
        table("switches.csv", tables::switches(switches))?;
        for year in once_a_year(outcome).filter(|year| self.later.has_own_cells(year.account.year)) {
            table(&format!("coverage_{}.csv", year.account.year), tables::coverage(&year.coverage))?;
        }
        if !outcome.growth.is_empty() {
            table("growth.csv", growth::table(&outcome.growth))?;
        }
        Ok(outputs)
    }

    /// Writes the printed report in both languages.
    fn put_reports(&self, folder: &Path, outcome: &RunResult) -> Result<Vec<Output>, Error> {
        let mut outputs = Vec::new();
        for (name, language) in [("report.en.txt", Language::English), ("report.zh.txt", Language::Chinese)] {
            let pages = once_a_year(outcome).map(|year| self.summary(outcome, year).print(language));
            let series = (!outcome.growth.is_empty()).then(|| growth::print(&outcome.growth, language));
            let pages = pages.chain(series);
            outputs.push(put(folder, name, pages.collect::<Vec<_>>().join("\n").as_bytes())?);
        }
        Ok(outputs)
    }

    /// What the rasters of all years have to say of their grids, each once.
    fn grid_notes(&self) -> Vec<String> {
        let mut told = BTreeSet::new();
        let notes = self.manifest.years.iter().flat_map(|year| &self.source_of(*year).legend().notes);
        notes.map(ToString::to_string).filter(|note| told.insert(note.clone())).collect()
    }

    /// What the run was made with and on: it may differ where the result is the same.
    fn log(
        &self,
        folder: &Path,
        outcome: &RunResult,
        maps: &[MapDigest],
        (options, resumed): (&Options<'_>, &[(i32, u32)]),
    ) -> Result<String, Error> {
        let maps = maps.iter().map(|map| MapBytes { name: map.name.clone(), crc32: map.bytes.clone() });
        let maps = maps.collect();
        let (run, input_root) = self.origin.seen_from(folder);
        RunLog::new((run, input_root), options.threads, outcome.cells, maps)
            .resumed(resumed)
            .with_grids(self.grid_notes())
            .text()
            .map_err(unprintable)
    }
}

/// The first result of each year: what holds no money, or states no prices, stands there once.
fn once_a_year(outcome: &RunResult) -> impl Iterator<Item = &YearResult> {
    let is_first = move |(index, year): &(usize, &YearResult)| {
        let same = |earlier: &YearResult| earlier.account.year == year.account.year;
        !outcome.years.iter().take(*index).any(same)
    };
    outcome.years.iter().enumerate().filter(is_first).map(|(_, year)| year)
}

#[expect(clippy::needless_pass_by_value, reason = "as `map_err` hands it over")]
fn unprintable(error: serde_json::Error) -> Error {
    let message =
        text!("the record of the run cannot be written: {0}", "无法写出运行记录：{0}", error.to_string());
    Error::new(Code::Output, message, text!("report this as a fault of the program", "请作为程序缺陷报告"))
}

/// The maps of a run in its folder, and the journal of what is done.
struct Maps<'a> {
    run: &'a Run,
    folder: &'a Path,
    journal: Journal,
    threads: usize,
    digests: Vec<MapDigest>,
}

impl Checkpoint for Maps<'_> {
    fn start(&mut self, year: i32, plan: &Plan) -> Option<(u32, Partial)> {
        let height = self.run.source_of(year).grid()?.height;
        let (row, partial) = self.journal.start(year)?;
        let width = self.run.source_of(year).grid()?.width;
        // Every cell of the rows that are done went somewhere.
        let is_closed = partial.cells() == u64::from(row).saturating_mul(u64::from(width));
        if row <= height && partial.fits(plan) && is_closed {
            return Some((row, partial));
        }
        self.journal.discard(year);
        None
    }

    fn note(&mut self, at: (i32, u32), whole: &Partial, maps: &mut [MapWriter]) -> Result<(), Error> {
        self.journal.note(at, whole, maps)
    }

    fn of_cells(&mut self, year: i32, plan: &Plan) -> Result<Vec<(usize, MapWriter)>, Error> {
        let mut writers = Vec::new();
        for (index, supply) in plan.supplies.iter().enumerate() {
            let Some(planned) = plan.services.get(supply.service) else { continue };
            let per_cell = matches!(supply.supply.scope(), Scope::Cell(_));
            if !per_cell || !self.services().iter().any(|service| service == planned.service.id) {
                continue;
            }
            let Some(indicator) = planned.service.indicator(supply.supply.indicator) else { continue };
            writers.extend(self.open(year, planned.service, indicator)?.map(|writer| (index, writer)));
        }
        Ok(writers)
    }

    fn services(&self) -> &[String] {
        &self.run.manifest.maps
    }

    fn written(&mut self, maps: Vec<MapDigest>) {
        let in_folder = |map: MapDigest| {
            let name = Path::new(&map.name).file_name().unwrap_or_default().to_string_lossy().into_owned();
            MapDigest { name: format!("maps/{name}"), ..map }
        };
        self.digests.extend(maps.into_iter().map(in_folder));
    }

    fn of_total(&mut self, year: i32, spread: &Spread) -> Result<Option<MapWriter>, Error> {
        self.open(year, spread.service, spread.indicator)
    }
}

impl Maps<'_> {
    /// A map of an indicator, begun or gone on with; none without a grid.
    fn open(&self, year: i32, service: &Service, indicator: &Indicator) -> Result<Option<MapWriter>, Error> {
        let Some(grid) = self.run.source_of(year).grid() else { return Ok(None) };
        let suffix = if self.run.manifest.years.len() > 1 { format!("_{year}") } else { String::new() };
        let first = service.indicators.first().is_some_and(|first| first.id == indicator.id);
        let part = if first { String::new() } else { format!("_{}", indicator.id) };
        let name = format!("{}{part}{suffix}.tif", service.id);
        announce(self.folder, &format!("maps/{name}"))?;
        let maps = self.folder.join("maps");
        disk::create_folder(&maps).map_err(|error| failed(&maps, &error))?;
        let description = format!("{} per cell, {year}", indicator.name);
        let mut options = MapOptions { tile: MapOptions::tile_for(grid.width), ..MapOptions::default() };
        if let Some(compression) = self.run.manifest.compression.as_deref().and_then(Compression::named) {
            options.compression = compression;
        }
        let path = maps.join(&name);
        let mut map = match self.journal.map(year, &name) {
            Some(state) => MapWriter::go_on(&path, grid, &description, indicator.unit, options, state)?,
            None => MapWriter::create_with(&path, grid, &description, indicator.unit, options)?,
        };
        map.set_threads(self.threads);
        Ok(Some(map))
    }
}
