//! Runs: the only place that sees everything, from `run.toml` to the folder of the result.

pub mod assembly;
mod capacity;
mod cell_source;
mod check;
pub mod compare;
mod computed;
mod crosswalk;
#[cfg(feature = "uncertainty")]
mod draws;
pub mod explain;
mod folder;
mod growth;
#[cfg(feature = "two_mountains")]
pub mod indicators;
mod journal;
mod local;
mod open;
mod origin;
mod parallel;
mod pass;
mod raster_land;
mod reconcile;
mod record;
pub mod revisions;
mod sources;
mod staged;
pub mod switches;
mod transitions;
pub mod verify;

use std::path::Path;

use crate::account::partial::Partial;
use crate::account::plan::Plan;
use crate::account::{Account, Spread};
use crate::error::{Error, Findings};
use crate::extent::coverage::ClassCoverage;
use crate::index::{self, Index};
use crate::input::files::{Files, InputFile};
use crate::input::manifest::{Basis, Manifest};
use crate::input::statistics::Statistics;
use crate::parameter::Parameters;
use crate::parameter::profile::Profile;
use crate::quantity;
use crate::registry::Registry;
use crate::report::growth::GrowthRow;
use crate::report::map::{MapDigest, MapWriter};
use crate::report::switch::Switch;
use crate::valuation::{PriceBasis, Setting};

use cell_source::CellSource;
use computed::{PlannedYear, SummedYear};
use growth::Link;
use sources::Later;

#[cfg(feature = "uncertainty")]
pub use draws::UncertaintyOptions;
pub use folder::WriteOptions;
pub use pass::{Options, Progress};
pub use raster_land::{OpenedRasters, RasterLand};

/// A run that was read and checked.
///
/// # Examples
///
/// ```
/// use ecovalue::run::{Options, Run};
///
/// let run = Run::open("examples/beibei_2019/run.toml".as_ref(), None)?;
/// let outcome = run.compute(&Options::default())?;
/// let gep = outcome.years[0].account.gross_ecosystem_product(None);
/// assert!(gep.is_some_and(|gep| gep > 0.0));
/// # Ok::<(), ecovalue::Findings>(())
/// ```
#[derive(Debug)]
pub struct Run {
    pub(crate) manifest: Manifest,
    pub(crate) text: String,
    pub(crate) files: Files,
    pub(crate) profile: Profile,
    pub(crate) profile_sha256: String,
    pub(crate) parameters: Parameters,
    pub(crate) statistics: Statistics,
    /// The cells of the first year.
    pub(crate) source: CellSource,
    /// Those of the other years.
    pub(crate) later: Later,
    /// Warnings from opening the run.
    notices: Vec<Error>,
    origin: origin::Origin,
}

/// Receives intermediate output of a run: maps and checkpoints. A run in memory needs none.
trait Checkpoint {
    /// What was done for a year before: rows, and what they came to.
    fn start(&mut self, _year: i32, _plan: &Plan) -> Option<(u32, Partial)> {
        None
    }

    /// Notes that the rows up to one are done.
    fn note(&mut self, _at: (i32, u32), _whole: &Partial, _maps: &mut [MapWriter]) -> Result<(), Error> {
        Ok(())
    }

    /// Maps of indicators that are computed for every cell: the position of each in the plan.
    fn of_cells(&mut self, _year: i32, _plan: &Plan) -> Result<Vec<(usize, MapWriter)>, Error> {
        Ok(Vec::new())
    }

    /// The services of which totals are to be mapped.
    fn services(&self) -> &[String] {
        &[]
    }

    /// Takes what maps are known by that were written to their end.
    fn written(&mut self, _maps: Vec<MapDigest>) {}

    /// The map of a total that was spread over the cells.
    fn of_total(&mut self, _year: i32, _spread: &Spread) -> Result<Option<MapWriter>, Error> {
        Ok(None)
    }
}

struct NoCheckpoint;

impl Checkpoint for NoCheckpoint {}

/// The result of one accounting year.
#[derive(Debug)]
pub struct YearResult {
    /// The account.
    pub account: Account,
    /// The indices.
    pub indices: Vec<Index>,
    /// What other equations and prices would have given, the largest change first.
    pub switches: Vec<Switch>,
    /// The driver equations that were used: quantity, variant, equation.
    pub drivers: Vec<(&'static quantity::Quantity, &'static str, &'static str)>,
    /// Services with the choices of the profile: id, physical and value variant, clause, note.
    pub choices: Vec<crate::parameter::profile::ServiceChoice>,
    /// Number of cells.
    pub cells: u64,
    /// Classes of the land cover of the year, and what they became.
    pub coverage: ClassCoverage,
}

/// The result of a run.
#[derive(Debug)]
pub struct RunResult {
    /// One result for each accounting year, and for each kind of prices.
    pub years: Vec<YearResult>,
    /// Totals of the series, growth, and what is not of the year itself; empty for a single year.
    pub growth: Vec<GrowthRow>,
    /// Every file that was read.
    pub inputs: Vec<InputFile>,
    /// Number of cells.
    pub cells: u64,
    /// Classes of the land cover that were met, and what they became.
    pub coverage: ClassCoverage,
}

impl Run {
    /// Reads and checks everything that a run names. `input_root` is a second folder for inputs, which only the
    /// operator may add.
    ///
    /// # Errors
    ///
    /// All findings at once: files, keys, units, classes, zones, grids, numbers, rows without leave.
    pub fn open(path: &Path, input_root: Option<&Path>) -> Result<Self, Findings> {
        let run = open::open(path, input_root)?;
        run.check()?;
        Ok(run)
    }

    /// The settings.
    #[must_use]
    pub const fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The rasters that the cells are read from, and how many chunks (tiles or strips) each has and how many were
    /// decoded so far. Land cover and zones are read once when the run is opened and once for each pass, layers once
    /// for each pass; elevation under equations that look at neighbours a little more, since windows share an edge.
    #[must_use]
    pub fn chunks(&self) -> Vec<(&str, u64, u64)> {
        let CellSource::Raster(cells) = &self.source else { return Vec::new() };
        cells.chunks().map(|(name, (all, decoded))| (name, all, decoded)).collect()
    }

    /// The profile.
    #[must_use]
    pub const fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The statistics.
    #[must_use]
    pub const fn statistics(&self) -> &Statistics {
        &self.statistics
    }

    /// What is needed to look up the rows, prices and statistics of an accounting year.
    #[must_use]
    pub fn setting<'a>(&'a self, profile: &'a Profile, year: i32) -> Setting<'a> {
        self.setting_in(profile, year, self.manifest.basis)
    }

    /// As [`Run::setting`], at the given price basis.
    #[must_use]
    pub fn setting_in<'a>(&'a self, profile: &'a Profile, year: i32, basis: Basis) -> Setting<'a> {
        Setting {
            registry: Registry::shipped(),
            profile,
            parameters: &self.parameters,
            statistics: &self.statistics,
            zones: &self.source_of(year).legend().zones,
            year,
            basis: match basis {
                Basis::Current => PriceBasis::current(year),
                Basis::Constant(base) => PriceBasis::constant(base),
            },
            regions: self.manifest.regions.clone(),
            conditions: self.manifest.conditions.clone(),
            allow_unverified: self.manifest.allow_unverified,
        }
    }

    /// The cells of an accounting year.
    pub(crate) fn source_of(&self, year: i32) -> &CellSource {
        self.later.other(year, false).map_or(&self.source, |(_, source)| source)
    }

    /// Computes the run and keeps the result in memory.
    ///
    /// # Errors
    ///
    /// Findings that only the pass can make: damaged rasters, values that cannot be.
    pub fn compute(&self, options: &Options<'_>) -> Result<RunResult, Findings> {
        self.compute_with(options, &mut NoCheckpoint)
    }

    /// Computes the run; `checkpoint` opens the maps of a year and notes what is done.
    fn compute_with(
        &self,
        options: &Options<'_>,
        checkpoint: &mut dyn Checkpoint,
    ) -> Result<RunResult, Findings> {
        let mut years = Vec::new();
        let mut links = Vec::new();
        let mut cells = 0;
        for year in &self.manifest.years {
            let source = self.source_of(*year);
            let planned = self.planned(&self.profile, *year, source)?;
            capacity::check(source, &planned.plan, self.manifest.limits.memory_bytes)?;
            let start = checkpoint.start(*year, &planned.plan);
            let writers = checkpoint.of_cells(*year, &planned.plan)?;
            let height = source.grid().map_or(1, |grid| grid.height);
            let mut note = |row: u32, whole: &Partial, maps: &mut [MapWriter]| {
                self.files.read(f64::from(row) / f64::from(height));
                checkpoint.note((*year, row), whole, maps)
            };
            let (partial, maps) = pass::pass_from(source, &planned.plan, options, start, writers, &mut note)?;
            checkpoint.written(maps);
            cells = partial.cells();
            self.files.check_unchanged()?;
            let summed = planned.with(partial);
            for basis in &self.manifest.bases {
                years.push(self.year_result(&summed, *basis, options, checkpoint)?);
            }
            links.extend(self.link(&summed, options)?);
        }
        let accounts: Vec<&Account> = years.iter().map(|year| &year.account).collect();
        let growth = growth::rows(&accounts, &links);
        let coverage = self.source.legend().coverage.clone();
        Ok(RunResult { years, growth, inputs: self.files.seen(), cells, coverage })
    }

    /// The result of a year at one kind of prices; the maps of totals are written with the first.
    fn year_result(
        &self,
        summed: &SummedYear<'_>,
        basis: Basis,
        options: &Options<'_>,
        checkpoint: &mut dyn Checkpoint,
    ) -> Result<YearResult, Findings> {
        let SummedYear { planned: PlannedYear { source, plan, .. }, partial } = summed;
        let legend = source.legend();
        let (setting, mut account) = summed.account(basis)?;
        self.check_price_years(&account)?;
        let is_first = basis == self.manifest.basis;
        if is_first {
            Self::map_totals(summed, &account, options, checkpoint)?;
        }
        account.warnings.extend(source.warnings());
        account.warnings.extend(self.files.seen().iter().filter_map(check::guessed));
        account.warnings.extend(self.files.notes());
        let indices = index::indices(&setting, &mut account)?;
        account.warnings.extend(self.notices.iter().cloned());
        account.warnings.extend(local::warnings(&setting, legend, plan, &account.book));
        let without_switches = options.without_switches || !is_first;
        let has_many_zones = legend.zones.len() > switches::TRIED_ZONES;
        if has_many_zones && !without_switches {
            account.notes.push(switches::NOT_TRIED.with([]));
        }
        let quiet = Options { without_switches: without_switches || has_many_zones, ..*options };
        let switches = switches::switches(self, &setting, plan, partial, &account, &quiet);
        let drivers = plan.drivers().map(|(output, driver)| (output, driver.id, driver.formula)).collect();
        let choices = plan.services.iter().map(|planned| planned.choice.clone()).collect();
        let (cells, coverage) = (partial.cells(), legend.coverage.clone());
        Ok(YearResult { account, indices, switches, drivers, choices, cells, coverage })
    }

    /// Writes the maps of totals that are spread over the cells.
    fn map_totals(
        summed: &SummedYear<'_>,
        account: &Account,
        options: &Options<'_>,
        checkpoint: &mut dyn Checkpoint,
    ) -> Result<(), Findings> {
        let SummedYear { planned: PlannedYear { year, source, plan, .. }, partial } = summed;
        let mut spreads = Vec::new();
        let services = checkpoint.services().to_vec();
        for spread in services.iter().flat_map(|id| account.spreads(id, source.legend(), plan, partial)) {
            if let Some(writer) = checkpoint.of_total(*year, &spread)? {
                spreads.push((spread, writer));
            }
        }
        if !spreads.is_empty() {
            checkpoint.written(pass::spread_pass(source, plan, options, spreads)?);
        }
        Ok(())
    }

    /// What the growth of a series needs of a year; nothing where there is one year only, at its own weather.
    fn link(&self, summed: &SummedYear<'_>, options: &Options<'_>) -> Result<Option<Link>, Findings> {
        let manifest = &self.manifest;
        let PlannedYear { year, plan, .. } = &summed.planned;
        let year = *year;
        if manifest.years.len() < 2 && !manifest.has_normals() {
            return Ok(None);
        }
        let before = manifest.years.iter().copied().filter(|known| *known < year).max();
        let in_money = |basis| match summed.account(basis) {
            Ok((_, account)) => Ok(account),
            Err(findings) => Err(findings.told()),
        };
        let mut normal = Vec::new();
        if manifest.has_normals() {
            let source = self.later.other(year, true).map_or(&self.source, |(_, source)| source);
            let of_normals = self.planned(&self.profile, year, source)?.summed(options)?;
            for basis in &manifest.bases {
                normal.push(of_normals.account(*basis)?.1);
            }
        }
        Ok(Some(Link {
            year,
            before,
            current: in_money(Basis::Current),
            deflated: before.map(|before| in_money(Basis::Constant(before))),
            rules: plan.services.iter().map(|planned| (planned.service.id, planned.valuation)).collect(),
            normal,
        }))
    }
}
