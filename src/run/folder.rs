//! The folder of a run: it appears whole or not at all.
//!
//! Everything is written to `DIR.partial` beside it, which then takes the name of the folder in one step.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use super::{OpenMaps, Options, Outcome, Run, YearResult};
use crate::account::Spread;
use crate::account::plan::Plan;
use crate::error::{Code, Error, Findings, Place};
use crate::input::files::{hex, sha256};
use crate::input::geotiff::GeoTiff;
use crate::input::limits::Limits;
use crate::report::lock::{Lock, Output};
use crate::report::log::{MapBytes, RunLog};
use crate::report::map::MapWriter;
use crate::report::summary::{Language, Summary};
use crate::report::{growth, tables};
use crate::service::{Indicator, Scope, Service};

/// How the folder is written.
#[derive(Debug, Clone, Copy, Default)]
pub struct WriteOptions {
    /// Replace a folder that is there.
    pub force: bool,
}

impl Run {
    /// Computes the run and writes its folder, whole or not at all.
    ///
    /// # Errors
    ///
    /// As [`Run::compute`]; `EV-O001` if the folder is there and may not be replaced, or cannot be written.
    pub fn write(&self, out: &Path, options: &Options<'_>, write: WriteOptions) -> Result<Outcome, Findings> {
        let staged = Staged::begin(out, write.force, "account.csv")?;
        let outcome = self.compute_with(options, &Maps { run: self, folder: &staged.path })?;
        self.write_files(&staged.path, &outcome, options)?;
        staged.commit(out, write.force)?;
        Ok(outcome)
    }

    /// The summary of a year.
    #[must_use]
    pub fn summary<'a>(&'a self, _outcome: &'a Outcome, year: &'a YearResult) -> Summary<'a> {
        Summary {
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

    fn write_files(&self, folder: &Path, outcome: &Outcome, options: &Options<'_>) -> Result<(), Findings> {
        let accounts = || outcome.years.iter().map(|year| &year.account);
        // What holds no money, or states no prices, stands there once for each year.
        let once = || {
            let is_first = move |(index, year): &(usize, &YearResult)| {
                let same = |earlier: &YearResult| earlier.account.year == year.account.year;
                !outcome.years.iter().take(*index).any(same)
            };
            outcome.years.iter().enumerate().filter(is_first).map(|(_, year)| year)
        };
        let csvs = [
            ("account.csv", tables::account(accounts())),
            (
                "indices.csv",
                tables::indices(outcome.years.iter().map(|y| (&y.account, y.indices.as_slice()))),
            ),
            ("yields.csv", tables::yields(once().map(|year| &year.account))),
            ("extent.csv", tables::extent(once().map(|year| &year.account))),
            ("closure.csv", tables::closure(once().map(|year| &year.account))),
            ("coverage.csv", tables::coverage(&outcome.coverage)),
            ("drivers.csv", tables::drivers(once().map(|year| &year.account))),
            ("switches.csv", tables::switches(once().map(|y| (&y.account, y.switches.as_slice())))),
        ];
        let mut outputs = Vec::new();
        for (name, csv) in csvs {
            outputs.push(put(folder, name, csv.bytes())?);
        }
        for year in once().filter(|year| self.later.has_own_cells(year.account.year)) {
            let name = format!("coverage_{}.csv", year.account.year);
            outputs.push(put(folder, &name, tables::coverage(&year.coverage).bytes())?);
        }
        if !outcome.growth.is_empty() {
            outputs.push(put(folder, "growth.csv", growth::table(&outcome.growth).bytes())?);
        }
        for (name, language) in [("report.en.txt", Language::English), ("report.zh.txt", Language::Chinese)] {
            let pages = once().map(|year| self.summary(outcome, year).print(language));
            let series = (!outcome.growth.is_empty()).then(|| growth::print(&outcome.growth, language));
            let pages = pages.chain(series);
            outputs.push(put(folder, name, pages.collect::<Vec<_>>().join("\n").as_bytes())?);
        }
        outputs.extend(self.map_outputs(folder)?);
        let lock = Lock {
            manifest: &self.text,
            profile: &self.profile,
            profile_sha256: &self.profile_sha256,
            inputs: &outcome.inputs,
            accounts: accounts().collect(),
            outputs,
        };
        let text = lock.text().map_err(unprintable)?;
        put(folder, "lock.json", text.as_bytes())?;
        put(folder, "run_log.json", self.log(folder, outcome, options)?.as_bytes())?;
        Ok(())
    }

    /// What the run was made with and on: it may differ where the result is the same.
    fn log(&self, folder: &Path, outcome: &Outcome, options: &Options<'_>) -> Result<String, Error> {
        let maps = map_names(folder).into_iter().map(|name| MapBytes::of(folder, name));
        let maps = maps.collect::<Result<Vec<_>, Error>>()?;
        let (run, input_root) = self.origin.seen_from(folder);
        RunLog::new((run, input_root), options.threads, outcome.cells, maps).text().map_err(unprintable)
    }

    /// Maps are hashed over their samples, so that another compression is the same map.
    fn map_outputs(&self, folder: &Path) -> Result<Vec<Output>, Error> {
        map_names(folder).into_iter().map(|name| map_output(folder, name, &self.manifest.limits)).collect()
    }
}

/// Names of the maps in the folder of a result, in their order.
fn map_names(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder.join("maps")) else { return Vec::new() };
    let mut names: Vec<String> =
        entries.flatten().map(|entry| format!("maps/{}", entry.file_name().to_string_lossy())).collect();
    names.sort();
    names
}

pub(super) fn map_output(folder: &Path, name: String, limits: &Limits) -> Result<Output, Error> {
    use sha2::{Digest, Sha256};
    let path = folder.join(&name);
    let mut map = GeoTiff::open(&path, &name, limits)?;
    let (width, height) = (map.grid().width, map.grid().height);
    let mut row = vec![f64::NAN; usize::try_from(width).unwrap_or(usize::MAX)];
    let mut hash = Sha256::new();
    for index in 0..height {
        map.read_rows(1, index, 1, &mut row)?;
        for value in &row {
            let value = if value.is_nan() { f64::NAN } else { *value };
            hash.update(value.to_bits().to_le_bytes());
        }
    }
    let size = fs::metadata(&path).map_err(|error| failed(&path, &error))?.len();
    Ok(Output { name, size, sha256: hex(&hash.finalize()) })
}

fn unprintable(error: serde_json::Error) -> Error {
    let message = format!("the record of the run cannot be written: {error}");
    Error::new(Code::Output, message, "report this as a fault of the program")
}

/// The maps of a run in its folder.
struct Maps<'a> {
    run: &'a Run,
    folder: &'a Path,
}

impl OpenMaps for Maps<'_> {
    fn of_cells(&self, year: i32, plan: &Plan) -> Result<Vec<(usize, MapWriter)>, Error> {
        let mut writers = Vec::new();
        for (index, supply) in plan.supplies.iter().enumerate() {
            let Some(planned) = plan.services.get(supply.service) else { continue };
            let per_cell = matches!(supply.supply.scope, Scope::Cell { .. });
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

    fn of_total(&self, year: i32, spread: &Spread) -> Result<Option<MapWriter>, Error> {
        self.open(year, spread.service, spread.indicator)
    }
}

impl Maps<'_> {
    /// A map of an indicator; none without a grid.
    fn open(&self, year: i32, service: &Service, indicator: &Indicator) -> Result<Option<MapWriter>, Error> {
        let Some(grid) = self.run.source_of(year).grid() else { return Ok(None) };
        let suffix = if self.run.manifest.years.len() > 1 { format!("_{year}") } else { String::new() };
        let first = service.indicators.first().is_some_and(|first| first.id == indicator.id);
        let own = if first { String::new() } else { format!("_{}", indicator.id) };
        let maps = self.folder.join("maps");
        fs::create_dir_all(&maps).map_err(|error| failed(&maps, &error))?;
        let path = maps.join(format!("{}{own}{suffix}.tif", service.id));
        let description = format!("{} per cell, {year}", indicator.name);
        MapWriter::create(&path, grid, &description, indicator.unit).map(Some)
    }
}

pub(super) fn put(folder: &Path, name: &str, bytes: &[u8]) -> Result<Output, Error> {
    let path = folder.join(name);
    let written = File::create(&path).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.map_err(|error| failed(&path, &error))?;
    Ok(Output { name: name.to_owned(), size: crate::math::count(bytes.len()), sha256: sha256(bytes) })
}

fn failed(path: &Path, error: &std::io::Error) -> Error {
    let message = format!("cannot be written: {error}");
    Error::new(Code::Output, message, "check the folder, its rights and the room on the disk")
        .at(Place::file(path.display().to_string()))
}

/// The folder while it is being made; it is removed again unless it is committed.
pub(super) struct Staged {
    pub(super) path: PathBuf,
    committed: bool,
}

impl Staged {
    /// Begins a folder. Only one that is empty or holds the file `mark` may be replaced.
    pub(super) fn begin(out: &Path, force: bool, mark: &str) -> Result<Self, Error> {
        let at = |error: Error| error.at(Place::file(out.display().to_string()));
        if out.symlink_metadata().is_ok() {
            if !force {
                let message = "the folder is there already";
                return Err(at(Error::new(
                    Code::Output,
                    message,
                    "name another folder, or replace it with --force",
                )));
            }
            let empty = fs::read_dir(out).is_ok_and(|mut entries| entries.next().is_none());
            if !empty && !out.join(mark).is_file() {
                let message = "the folder is there and is no result of a run";
                return Err(at(Error::new(Code::Output, message, "name another folder")));
            }
        }
        let Some(name) = out.file_name() else {
            let error =
                Error::new(Code::Output, "this names no folder", "name a folder, e.g. --out out/beibei");
            return Err(at(error));
        };
        let mut partial = name.to_os_string();
        partial.push(".partial");
        let path = out.with_file_name(partial);
        if path.symlink_metadata().is_ok() {
            fs::remove_dir_all(&path).map_err(|error| failed(&path, &error))?;
        }
        fs::create_dir_all(&path).map_err(|error| failed(&path, &error))?;
        Ok(Self { path, committed: false })
    }

    pub(super) fn commit(mut self, out: &Path, force: bool) -> Result<(), Error> {
        sync(&self.path);
        if force && out.symlink_metadata().is_ok() {
            exchange(&self.path, out)?;
        } else {
            fs::rename(&self.path, out).map_err(|error| failed(out, &error))?;
        }
        self.committed = true;
        if let Some(parent) = out.parent() {
            sync(parent);
        }
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if !self.committed {
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

/// Brings a folder to disk where the system can; a system that cannot has done what it does.
fn sync(folder: &Path) {
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

/// Puts the new folder in the place of the old one, in one step where the system can.
fn exchange(new: &Path, old: &Path) -> Result<(), Error> {
    if exchanged(new, old) {
        return fs::remove_dir_all(new).map_err(|error| failed(new, &error));
    }
    let mut name = old.file_name().unwrap_or_default().to_os_string();
    name.push(".old");
    let aside = old.with_file_name(name);
    fs::rename(old, &aside).map_err(|error| failed(old, &error))?;
    if let Err(error) = fs::rename(new, old) {
        let _ = fs::rename(&aside, old);
        return Err(failed(old, &error));
    }
    fs::remove_dir_all(&aside).map_err(|error| failed(&aside, &error))
}

#[cfg(target_os = "linux")]
fn exchanged(new: &Path, old: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, new, CWD, old, RenameFlags::EXCHANGE).is_ok()
}

#[cfg(not(target_os = "linux"))]
fn exchanged(_new: &Path, _old: &Path) -> bool {
    false
}
