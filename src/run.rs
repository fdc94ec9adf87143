//! Runs: the only place that sees everything, from `run.toml` to the folder of the result.

pub mod assembly;
mod capacity;
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
mod reconcile;
mod record;
pub mod revisions;
mod sources;
mod staged;
pub mod switches;
mod transitions;
pub mod verify;

use std::collections::BTreeSet;
use std::path::Path;

use crate::account::partial::Partial;
use crate::account::plan::Plan;
use crate::account::{Account, Spread};
use crate::error::{Code, Error, Findings, Place, in_chinese};
use crate::extent::coverage::ClassCoverage;
use crate::index::{self, Index};
use crate::input::cells::Landscape;
use crate::input::files::{Files, InputFile};
use crate::input::grid::Grid;
use crate::input::legend::Legend;
use crate::input::manifest::{Basis, Manifest, MissingYear};
use crate::input::raster::RasterCells;
use crate::input::statistics::Statistics;
use crate::parameter::Parameters;
use crate::parameter::profile::{Profile, Weight};
use crate::quantity;
use crate::registry::Registry;
use crate::report::growth::GrowthRow;
use crate::report::map::{MapDigest, MapWriter};
use crate::report::switch::Switch;
use crate::service::Scope;
use crate::valuation::{Book, PriceBasis, Setting};
use crate::wording::{Language, Message};

use computed::SummedYear;
use growth::Link;
use sources::Later;

#[cfg(feature = "uncertainty")]
pub use draws::UncertaintyOptions;
pub use folder::WriteOptions;
pub use pass::{Options, Progress};

/// Where the cells of a run are.
#[derive(Debug)]
pub(crate) enum Source {
    /// In memory, from a table of parcels.
    Table(Box<Landscape>),
    /// In rasters, read a part at a time.
    Raster(Box<RasterCells>),
}

impl Source {
    fn legend(&self) -> &Legend {
        match self {
            Self::Table(land) => land.legend(),
            Self::Raster(cells) => cells.legend(),
        }
    }

    const fn legend_mut(&mut self) -> &mut Legend {
        match self {
            Self::Table(land) => land.legend_mut(),
            Self::Raster(cells) => cells.legend_mut(),
        }
    }

    /// What a pass has found in the numbers of the layers and is told.
    fn warnings(&self) -> Vec<Error> {
        match self {
            Self::Table(_) => Vec::new(),
            Self::Raster(cells) => cells.warnings(),
        }
    }

    fn grid(&self) -> Option<&Grid> {
        match self {
            Self::Table(_) => None,
            Self::Raster(cells) => Some(cells.grid()),
        }
    }
}

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
    pub(crate) source: Source,
    /// Those of the other years.
    pub(crate) later: Later,
    /// What was taken for something else when the run was opened.
    notices: Vec<Error>,
    origin: origin::Origin,
}

/// Keeps what is made on the way: maps, and what is done so far. A run that is kept in memory keeps nothing.
trait Keeper {
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

struct KeepNothing;

impl Keeper for KeepNothing {}

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
pub struct Outcome {
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

/// A table that was read in an encoding that nobody declared.
fn guessed(file: &InputFile) -> Option<Error> {
    if !file.guessed {
        return None;
    }
    let (message, chinese) = match file.encoding.as_deref() {
        Some(encoding) => (
            format!("the table is no UTF-8 and was read as {encoding}"),
            format!("该表不是 UTF-8，按 {encoding} 读取"),
        ),
        None => (
            "the table was read as UTF-8, but would be Chinese in GB18030 as well".to_owned(),
            "该表按 UTF-8 读取，但也可能是 GB18030 中文".to_owned(),
        ),
    };
    let hint =
        "look at a Chinese name in the result; declare encoding = \"gb18030\", or save the table in UTF-8";
    let chinese =
        format!("{chinese}；提示：请核对结果中的中文名称，并声明 encoding = \"gb18030\" 或另存为 UTF-8");
    let finding = Error::new(Code::EncodingGuessed, message, hint).at(Place::file(&file.name));
    Some(in_chinese(&finding, &chinese))
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
        let Source::Raster(cells) = &self.source else { return Vec::new() };
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

    /// What equations and rows are looked up by in a year.
    #[must_use]
    pub fn setting<'a>(&'a self, profile: &'a Profile, year: i32) -> Setting<'a> {
        self.setting_in(profile, year, self.manifest.basis)
    }

    /// The same at one kind of prices.
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
    pub(crate) fn source_of(&self, year: i32) -> &Source {
        self.later.other(year, false).map_or(&self.source, |(_, source)| source)
    }

    /// Everything that can be known without the pass: names, rows, prices, maps.
    fn check(&self) -> Result<(), Findings> {
        let mut findings = Findings::new();
        let mut zones: Vec<String> = Vec::new();
        let mut known = BTreeSet::new();
        for zone in self.manifest.years.iter().flat_map(|year| &self.source_of(*year).legend().zones) {
            if known.insert(zone) {
                zones.push(zone.clone());
            }
        }
        findings.extend(self.statistics.unknown_zones(&zones));
        findings.extend(local::faults(&self.parameters, &self.profile, &self.manifest.regions));
        let bases = &self.manifest.bases;
        for (year, basis) in
            self.manifest.years.iter().flat_map(|year| bases.iter().map(move |own| (year, own)))
        {
            let setting = self.setting_in(&self.profile, *year, *basis);
            let legend = self.source_of(*year).legend();
            let mut book = Book::default();
            for evidence in legend.class_evidence.iter().flatten() {
                findings.take(setting.admit(evidence, self.manifest.place("cells")));
            }
            let (plan, faults) = Plan::with_findings(&setting, legend, &mut book);
            findings.extend(faults);
            findings.take(self.check_days(*year));
            findings.extend(plan.check_terms(&setting, &mut book));
            findings.take(self.check_maps(&plan));
        }
        findings.each_once().into_result(())
    }

    /// Rain of 366 days belongs to a leap year, unless it is carried over from one.
    fn check_days(&self, year: i32) -> Result<(), Error> {
        let legend = self.source_of(year).legend();
        let id = quantity::PRECIPITATION_DAILY_LEAP_YEAR.id;
        let layers = &self.later.spec(year).layers;
        let carried = layers.iter().any(|layer| {
            layer.quantity.id == quantity::PRECIPITATION_DAILY.id && (layer.filled.is_some() || layer.normal)
        });
        let brought = legend.columns.iter().any(|known| known.id == id);
        if !brought || carried || quantity::is_leap_year(year) {
            return Ok(());
        }
        let message = format!("`precipitation_daily` has 366 numbers per cell, the year {year} has 365 days");
        let hint = "give the 365 days of the year, or those of the year that the rain is of";
        let place = legend.declared.get(id).map(|(_, place)| place.clone()).unwrap_or_default();
        Err(Error::new(Code::Band, message, hint).at(place))
    }

    fn check_maps(&self, plan: &Plan) -> Result<(), Findings> {
        let mut findings = Findings::new();
        for service in &self.manifest.maps {
            let planned = plan.services.iter().find(|planned| planned.service.id == service);
            let supplies = planned.into_iter().flat_map(|planned| planned.physical.supplies);
            let per_cell = supplies.into_iter().any(|supply| {
                let missing =
                    planned.is_some_and(|own| own.unavailable.iter().any(|(id, _)| *id == supply.indicator));
                matches!(supply.scope(), Scope::Cell(_)) && !missing
            });
            let spread = planned.is_some_and(|planned| planned.choice.weight != Weight::None);
            let reason = match (per_cell || spread, self.source.grid()) {
                (_, None) => "a table of parcels has no map",
                (false, _) => {
                    "the profile neither computes it cell by cell nor spreads its total (weight), or its inputs are missing"
                }
                (true, Some(_)) => continue,
            };
            let message = format!("no map of `{service}` can be made: {reason}");
            let error = Error::new(Code::BadValue, message, "take it out of [output] maps");
            findings.push(error.at(self.manifest.place("output")));
        }
        findings.into_result(())
    }

    /// Computes the run and keeps the result in memory.
    ///
    /// # Errors
    ///
    /// Findings that only the pass can make: damaged rasters, values that cannot be.
    pub fn compute(&self, options: &Options<'_>) -> Result<Outcome, Findings> {
        self.compute_with(options, &mut KeepNothing)
    }

    /// Computes the run; `keeper` opens the maps of a year and notes what is done.
    fn compute_with(&self, options: &Options<'_>, keeper: &mut dyn Keeper) -> Result<Outcome, Findings> {
        let mut years = Vec::new();
        let mut links = Vec::new();
        let mut cells = 0;
        for year in &self.manifest.years {
            let source = self.source_of(*year);
            let legend = source.legend();
            let planned = self.planned(&self.profile, *year, source)?;
            capacity::check(source, &planned.plan, self.manifest.limits.memory_bytes)?;
            let start = keeper.start(*year, &planned.plan);
            let writers = keeper.of_cells(*year, &planned.plan)?;
            let height = source.grid().map_or(1, |grid| grid.height);
            let mut note = |row: u32, whole: &Partial, maps: &mut [MapWriter]| {
                self.files.read(f64::from(row) / f64::from(height));
                keeper.note((*year, row), whole, maps)
            };
            let (partial, maps) = pass::pass_from(source, &planned.plan, options, start, writers, &mut note)?;
            keeper.written(maps);
            cells = partial.cells();
            self.files.check_unchanged()?;
            let summed = planned.with(partial);
            let (plan, partial) = (&summed.planned.plan, &summed.partial);
            for basis in &self.manifest.bases {
                let (setting, mut account) = summed.account(*basis)?;
                self.check_price_years(&account)?;
                let is_first = *basis == self.manifest.basis;
                let mut spread = Vec::new();
                let spread_of = |id: &String| account.spreads(id, legend, plan, partial);
                let services = keeper.services().to_vec();
                for own in services.iter().filter(|_| is_first).flat_map(spread_of) {
                    if let Some(writer) = keeper.of_total(*year, &own)? {
                        spread.push((own, writer));
                    }
                }
                if !spread.is_empty() {
                    keeper.written(pass::spread_pass(source, plan, options, spread)?);
                }
                account.warnings.extend(source.warnings());
                account.warnings.extend(self.files.seen().iter().filter_map(guessed));
                account.warnings.extend(self.files.notes());
                let indices = index::indices(&setting, &mut account)?;
                account.warnings.extend(self.notices.iter().cloned());
                account.warnings.extend(local::warnings(&setting, legend, plan, &account.book));
                let quiet = Options { without_switches: options.without_switches || !is_first, ..*options };
                let many = legend.zones.len() > switches::TRIED_ZONES;
                if many && !quiet.without_switches {
                    account.notes.push(switches::NOT_TRIED.with([]));
                }
                let quiet = Options { without_switches: quiet.without_switches || many, ..quiet };
                let switches = switches::switches(self, &setting, plan, partial, &account, &quiet);
                let drivers =
                    plan.drivers().map(|(made, driver)| (made, driver.id, driver.formula)).collect();
                let choices = plan.services.iter().map(|planned| planned.choice.clone()).collect();
                let coverage = legend.coverage.clone();
                years.push(YearResult { account, indices, switches, drivers, choices, cells, coverage });
            }
            links.extend(self.link(*year, &summed, options)?);
        }
        let accounts: Vec<&Account> = years.iter().map(|year| &year.account).collect();
        let growth = growth::rows(&accounts, &links);
        let coverage = self.source.legend().coverage.clone();
        Ok(Outcome { years, growth, inputs: self.files.seen(), cells, coverage })
    }

    /// What the growth of a series needs of a year; nothing where there is one year only, at its own weather.
    fn link(
        &self,
        year: i32,
        summed: &SummedYear<'_>,
        options: &Options<'_>,
    ) -> Result<Option<Link>, Findings> {
        let manifest = &self.manifest;
        if manifest.years.len() < 2 && !manifest.has_normals() {
            return Ok(None);
        }
        let before = manifest.years.iter().copied().filter(|known| *known < year).max();
        let in_money = |basis| match summed.account(basis) {
            Ok((_, account)) => Ok(account),
            Err(findings) => {
                let [english, chinese] = [Language::English, Language::Chinese].map(|own| findings.say(own));
                Err(Message::told(english, chinese))
            }
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
            rules: summed.planned.plan.services.iter().map(|own| (own.service.id, own.valuation)).collect(),
            normal,
        }))
    }

    /// Refuses prices of other years where the run does.
    fn check_price_years(&self, account: &Account) -> Result<(), Findings> {
        if self.manifest.parameters_missing_year != MissingYear::Refuse {
            return Ok(());
        }
        let other =
            |row: &&crate::parameter::Parameter| row.price_year.is_some_and(|year| year != account.year);
        let refused = |row: &crate::parameter::Parameter| {
            let of = row.price_year.unwrap_or_default();
            let message = format!("the price `{}` is of {of}, the account of {}", row.key, account.year);
            let hint = "bring a price of the year, or take missing_year = \"refuse\" out of [parameters]";
            Error::new(Code::MissingYear, message, hint).at(row.place().column("price_year"))
        };
        let findings: Findings = account.book.rows().filter(other).map(refused).collect();
        findings.into_result(())
    }
}
