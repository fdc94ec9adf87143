//! Accounts: the result of a run from files, or of cells in memory.

use std::collections::BTreeSet;
use std::path::PathBuf;

use ecovalue::account::change::decomposition::Method;
use ecovalue::account::change::extent::of_totals;
use ecovalue::account::change::{Change, Side};
use ecovalue::error::{Code, Error, Findings, Place, did_you_mean};
use ecovalue::extent::coverage::ClassCoverage;
use ecovalue::index::Index;
use ecovalue::input::statistics::Statistics;
use ecovalue::report::change::{ChangeReport, IndexChange};
use ecovalue::report::summary::YearSummary;
use ecovalue::report::tables;
use ecovalue::report::verification::Difference;
use ecovalue::run::explain::{ExplainRequest, explain};
use ecovalue::run::verify::{VerifyOptions, verify};
use ecovalue::run::{Options, Run, WriteOptions, YearResult};
use ecovalue::service::REGISTRY;
use ecovalue::wording::{Language, Say};
use ecovalue::{Filter, Profile, account};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::failure::raised;
use crate::interrupt::interruptible;
use crate::tables::Columns;

/// File, column, recorded and recomputed number of what differs.
type Differs = (String, String, Option<String>, Option<String>);

/// Whether a result is the same, what was compared, what differs, in English and in Chinese.
type Verified = (bool, usize, Vec<Differs>, String, String);

/// What a summary says beside the figures.
pub(crate) struct Told {
    /// English and Chinese title.
    pub(crate) titles: (String, String),
    /// English and Chinese remark.
    pub(crate) remarks: (String, String),
    pub(crate) profile: Profile,
    pub(crate) statistics: Statistics,
}

/// The account of a run or of cells in memory, with its indices.
#[pyclass(frozen, module = "ecovalue._ecovalue")]
pub(crate) struct Account {
    pub(crate) told: Told,
    pub(crate) years: Vec<YearResult>,
    pub(crate) cells: u64,
    pub(crate) coverage: ClassCoverage,
    pub(crate) folder: Option<PathBuf>,
    /// The `run.toml` and a second folder of inputs, where the account came from files.
    pub(crate) files: Option<(PathBuf, Option<PathBuf>)>,
}

/// Reads a `run.toml`, computes it and, with `out`, writes its folder.
#[pyfunction]
#[pyo3(signature = (path, out=None, force=false, threads=None, progress=None, input_root=None))]
pub(crate) fn run(
    py: Python<'_>,
    path: PathBuf,
    out: Option<PathBuf>,
    force: bool,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
    input_root: Option<PathBuf>,
) -> PyResult<Account> {
    interruptible(py, |cancel| {
        let tell = |done: u64, all: u64| {
            if let Some(progress) = &progress {
                // A fault of the display does not stop the account.
                Python::attach(|py| progress.call1(py, (done, all)).map(|_| ()).unwrap_or_default());
            }
        };
        let options = Options { threads, progress: Some(&tell), cancel: Some(cancel), ..Options::default() };
        let run = Run::open(&path, input_root.as_deref())?;
        let outcome = match &out {
            Some(out) => run.write(out, &options, WriteOptions { force }),
            None => run.compute(&options),
        }?;
        let manifest = run.manifest();
        let told = Told {
            titles: (manifest.title.clone(), manifest.title_zh.clone()),
            remarks: (manifest.remark.clone(), manifest.remark_zh.clone()),
            profile: run.profile().clone(),
            statistics: run.statistics().clone(),
        };
        Ok(Account {
            told,
            years: outcome.years,
            cells: outcome.cells,
            coverage: outcome.coverage,
            folder: out,
            files: Some((path, input_root)),
        })
    })
}

impl Account {
    /// A year at some prices. Where there are several kinds of prices, the first is the one that the run states first.
    fn year(&self, year: Option<i32>, basis: Option<&str>) -> PyResult<&YearResult> {
        let years = self.years();
        if let Some(basis) = basis
            && !self.price_bases().iter().any(|own| own == basis)
        {
            let known = self.price_bases();
            let hint = did_you_mean(basis, known.iter().map(String::as_str));
            let message = format!("the account has no prices `{basis}`");
            let error = Error::new(Code::BadValue, message, hint);
            return Err(raised(error.at(Place::column_only("price_basis"))));
        }
        let year = match (year, years.as_slice()) {
            (None, [only]) => Some(*only),
            (year, _) => year,
        };
        let fits = |own: &&YearResult| {
            Some(own.account.year) == year && basis.is_none_or(|basis| own.account.basis.label == basis)
        };
        self.years.iter().find(fits).ok_or_else(|| {
            let message = match year {
                Some(year) => format!("the account has no year {year}"),
                None => "the account has several years".to_owned(),
            };
            let known = years.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            raised(Error::new(Code::Incomparable, message, format!("choose one of {known}")))
        })
    }

    /// Refuses a zone or service that the account cannot have.
    fn check_names(&self, zone: Option<&str>, service: Option<&str>) -> PyResult<()> {
        if let Some(zone) = zone
            && !self.zones().iter().any(|known| known == zone)
        {
            let hint = did_you_mean(zone, self.zones().iter().map(String::as_str));
            let error = Error::new(Code::UnknownZone, format!("unknown zone `{zone}`"), hint);
            return Err(raised(error.at(Place::column_only("zone"))));
        }
        if let Some(service) = service
            && !REGISTRY.iter().any(|known| known.id == service)
        {
            let hint = did_you_mean(service, REGISTRY.iter().map(|known| known.id));
            let error = Error::new(Code::BadValue, format!("unknown service `{service}`"), hint);
            return Err(raised(error.at(Place::column_only("service"))));
        }
        Ok(())
    }

    fn rows(&self) -> impl Iterator<Item = (&account::Account, &account::Row)> {
        self.years.iter().flat_map(|own| own.account.rows.iter().map(move |row| (&own.account, row)))
    }

    fn index_list(&self) -> impl Iterator<Item = (&account::Account, &Index)> {
        self.years.iter().flat_map(|own| own.indices.iter().map(move |index| (&own.account, index)))
    }

    /// The year as one side of a comparison.
    fn side(&self, year: &YearResult) -> Side {
        let account = &year.account;
        let mut side = Side::of(account);
        for zone in std::iter::once("").chain(account.zones.iter().map(String::as_str)) {
            let heads =
                self.told.statistics.figure("population_resident", zone, &account.zones, account.year);
            if let Some(heads) = heads {
                side = side.with_population(zone, heads.value);
            }
        }
        side
    }
}

#[pymethods]
impl Account {
    /// Accounting years.
    #[getter]
    fn years(&self) -> Vec<i32> {
        let mut years: Vec<i32> = self.years.iter().map(|own| own.account.year).collect();
        years.dedup();
        years
    }

    /// Zones in the order of the input.
    #[getter]
    fn zones(&self) -> Vec<String> {
        self.years.first().map(|own| own.account.zones.clone()).unwrap_or_default()
    }

    /// Number of cells.
    #[getter]
    const fn cells(&self) -> u64 {
        self.cells
    }

    /// The folder that was written, if one was.
    #[getter]
    fn folder(&self) -> Option<PathBuf> {
        self.folder.clone()
    }

    /// Whether the states of every service add up to the map, to the bit.
    #[getter]
    fn closes(&self) -> bool {
        self.years.iter().all(|own| own.account.closes())
    }

    /// Sum of all values of a zone, or of everything; none where no service has a value.
    #[pyo3(signature = (zone=None, service=None, year=None, price_basis=None))]
    fn total(
        &self,
        zone: Option<&str>,
        service: Option<&str>,
        year: Option<i32>,
        price_basis: Option<&str>,
    ) -> PyResult<Option<f64>> {
        self.check_names(zone, service)?;
        let filter = Filter { zone, service, ..Filter::default() };
        Ok(self.year(year, price_basis)?.account.value(filter))
    }

    /// Kinds of prices, the one that the run states first before the others.
    #[getter]
    fn price_bases(&self) -> Vec<String> {
        let mut bases: Vec<String> = Vec::new();
        for own in &self.years {
            if !bases.contains(&own.account.basis.label) {
                bases.push(own.account.basis.label.clone());
            }
        }
        bases
    }

    /// The rows of the account as columns.
    fn account_columns<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let columns = Columns::new(py);
        let text = |text: Option<String>| text.unwrap_or_default();
        columns.whole("year", self.rows().map(|(account, _)| i64::from(account.year)))?;
        columns.texts("zone", self.rows().map(|(_, row)| &row.zone))?;
        columns
            .texts("ecosystem", self.rows().map(|(_, row)| text(row.ecosystem.map(|own| own.to_string()))))?;
        columns.texts("service", self.rows().map(|(_, row)| row.service.id))?;
        columns.texts("indicator", self.rows().map(|(_, row)| row.indicator.id))?;
        columns.numbers("quantity", self.rows().map(|(_, row)| row.quantity))?;
        columns.texts("unit", self.rows().map(|(_, row)| row.indicator.unit))?;
        columns.numbers("price", self.rows().map(|(_, row)| row.price))?;
        columns.texts("price_unit", self.rows().map(|(_, row)| row.price_unit))?;
        columns.numbers("value", self.rows().map(|(_, row)| row.value))?;
        columns.texts("currency", self.rows().map(|(account, _)| &account.basis.currency))?;
        columns.whole("price_year", self.rows().map(|(account, _)| i64::from(account.basis.price_year)))?;
        columns.texts("price_basis", self.rows().map(|(account, _)| &account.basis.label))?;
        columns.texts("status", self.rows().map(|(_, row)| row.status.to_string()))?;
        Ok(columns.dict)
    }

    /// The indices as columns.
    fn index_columns<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let columns = Columns::new(py);
        columns.whole("year", self.index_list().map(|(account, _)| i64::from(account.year)))?;
        columns.texts("zone", self.index_list().map(|(_, index)| &index.zone))?;
        columns.texts("index", self.index_list().map(|(_, index)| index.id.code()))?;
        columns.texts("variant", self.index_list().map(|(_, index)| index.variant().to_string()))?;
        columns.numbers("value", self.index_list().map(|(_, index)| index.value.as_ref().ok().copied()))?;
        columns.texts("unit", self.index_list().map(|(_, index)| index.reading.unit.name().en))?;
        columns.texts("currency", self.index_list().map(|(account, _)| &account.basis.currency))?;
        columns
            .whole("price_year", self.index_list().map(|(account, _)| i64::from(account.basis.price_year)))?;
        columns.texts("price_basis", self.index_list().map(|(account, _)| &account.basis.label))?;
        columns.texts("numerator", self.index_list().map(|(_, index)| index.numerator().en))?;
        columns.texts("denominator", self.index_list().map(|(_, index)| index.denominator().en))?;
        let basis = |index: &Index| index.population_basis.message().to_string();
        columns.texts("population_basis", self.index_list().map(|(_, index)| basis(index)))?;
        columns.texts("status", self.index_list().map(|(_, index)| index.status().to_string()))?;
        Ok(columns.dict)
    }

    /// A table of the folder by its name, as the text of the CSV file.
    fn table(&self, name: &str) -> PyResult<String> {
        let accounts = || self.years.iter().map(|own| &own.account);
        let csv = match name {
            "account" => tables::account(accounts()),
            "indices" => tables::indices(self.years.iter().map(|own| (&own.account, own.indices.as_slice()))),
            "yields" => tables::yields(accounts()),
            "extent" => tables::extent(accounts()),
            "closure" => tables::closure(accounts()),
            "coverage" => tables::coverage(&self.coverage),
            "drivers" => tables::drivers(accounts()),
            "switches" => {
                tables::switches(self.years.iter().map(|own| (&own.account, own.switches.as_slice())))
            }
            _ => {
                let known = "known: account, indices, yields, extent, closure, coverage, drivers, switches";
                return Err(raised(Error::new(Code::BadValue, format!("no table `{name}`"), known)));
            }
        };
        Ok(String::from_utf8_lossy(csv.bytes()).into_owned())
    }

    /// The summary of a year as text.
    #[pyo3(signature = (language="en", year=None, price_basis=None))]
    fn summary_text(&self, language: &str, year: Option<i32>, price_basis: Option<&str>) -> PyResult<String> {
        let language = language_of(language)?;
        let own = self.year(year, price_basis)?;
        let Told { titles, remarks, profile, statistics } = &self.told;
        let summary = YearSummary {
            titles: (&titles.0, &titles.1),
            remarks: (&remarks.0, &remarks.1),
            profile,
            statistics,
            account: &own.account,
            indices: &own.indices,
            switches: &own.switches,
            drivers: &own.drivers,
            choices: &own.choices,
            cells: own.cells,
            coverage: &own.coverage,
        };
        Ok(summary.print(language))
    }

    /// A figure down to its equation, rows, inputs and one worked cell: as JSON, in English and in Chinese.
    #[pyo3(signature = (service=None, zone=None, ecosystem=None, indicator=None, index=None, year=None, price_basis=None))]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments of Python")]
    fn explain(
        &self,
        py: Python<'_>,
        service: Option<String>,
        zone: Option<String>,
        ecosystem: Option<String>,
        indicator: Option<String>,
        index: Option<String>,
        year: Option<i32>,
        price_basis: Option<String>,
    ) -> PyResult<(String, String, String)> {
        let (run, input_root) = self.files.as_ref().ok_or_else(|| {
            let hint = "explain an account that ecovalue.run made: its inputs can be read again";
            raised(Error::new(Code::Incomparable, "the account was made of cells in memory", hint))
        })?;
        let request =
            ExplainRequest { year, zone, ecosystem, service, indicator, index, price_basis, run: None };
        py.detach(|| {
            let told = explain(run, &request, input_root.as_deref())?;
            Ok((told.json(), told.print(Language::English), told.print(Language::Chinese)))
        })
        .map_err(|findings: Findings| raised(findings))
    }

    /// The folder of the result against a second computation: whether it is the same, what was compared, what differs, in
    /// English and in Chinese.
    #[pyo3(signature = (threads=None))]
    fn verify(&self, py: Python<'_>, threads: Option<usize>) -> PyResult<Verified> {
        let folder = self.folder.as_ref().ok_or_else(|| {
            let hint = "name a folder: ecovalue.run(path, out=...)";
            raised(Error::new(Code::Incomparable, "the account was not written to a folder", hint))
        })?;
        let (run, input_root) =
            self.files.as_ref().map_or((None, None), |(run, root)| (Some(run.as_path()), root.as_deref()));
        interruptible(py, |cancel| {
            let compute = Options { threads, cancel: Some(cancel), ..Options::default() };
            let found =
                verify(folder, &VerifyOptions { run, input_root, compute, ..VerifyOptions::default() })?;
            let of = |own: &Difference| {
                (own.file.clone(), own.column.clone(), own.recorded.clone(), own.recomputed.clone())
            };
            let differences = found.figures.iter().chain(&found.texts).map(of).collect();
            Ok((
                found.is_same(),
                found.compared,
                differences,
                found.print(Language::English),
                found.print(Language::Chinese),
            ))
        })
    }

    /// Remarks for the reader, each once.
    fn notes(&self) -> Vec<String> {
        each_once(self.years.iter().flat_map(|own| own.account.notes.iter().map(ToString::to_string)))
    }

    /// What a reader should look at before using the figures, each once.
    fn warnings(&self) -> Vec<String> {
        each_once(self.years.iter().flat_map(|own| own.account.warnings.iter().map(ToString::to_string)))
    }

    /// The change from this account to another: `change.csv`, `extent_change.csv`, the summary in English and Chinese.
    #[pyo3(signature = (other, method="lmdi", from_year=None, to_year=None, price_basis=None))]
    fn change(
        &self,
        py: Python<'_>,
        other: &Self,
        method: &str,
        from_year: Option<i32>,
        to_year: Option<i32>,
        price_basis: Option<&str>,
    ) -> PyResult<(String, String, String, String)> {
        let (before, behind) = (self.year(from_year, price_basis)?, other.year(to_year, price_basis)?);
        let method = Method::named(method).map_err(raised)?;
        py.detach(|| {
            let (first, second) = (self.side(before), other.side(behind));
            let change = Change::between(&first, &second, method)?;
            let zones: BTreeSet<&String> =
                first.population.keys().filter(|zone| second.population.contains_key(*zone)).collect();
            let heads = zones.into_iter().map(|zone| {
                let name = Some(zone.as_str()).filter(|zone| !zone.is_empty());
                Ok((zone.clone(), Change::per_head(&first, None, &second, name, method)?))
            });
            let per_head = heads.collect::<Result<Vec<_>, Findings>>()?;
            let extent = of_totals(&first, &second);
            let indices = index_changes(&before.indices, &behind.indices);
            let report = ChangeReport {
                change: &change,
                per_head: &per_head,
                indices: &indices,
                extent: &extent,
                notes: &[],
            };
            let whole = per_head.iter().filter(|(zone, _)| zone.is_empty()).map(|(_, change)| change);
            let changes = tables::change(std::iter::once(&change).chain(whole));
            let text = |csv: tables::Csv| String::from_utf8_lossy(csv.bytes()).into_owned();
            Ok((
                text(changes),
                text(tables::extent_change(change.years, &extent)),
                report.print(Language::English),
                report.print(Language::Chinese),
            ))
        })
        .map_err(|findings: Findings| raised(findings))
    }
}

fn each_once(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    texts.filter(|text| seen.insert(text.clone())).collect()
}

fn language_of(name: &str) -> PyResult<Language> {
    match name {
        "en" => Ok(Language::English),
        "zh" => Ok(Language::Chinese),
        _ => Err(raised(Error::new(Code::BadValue, format!("no language `{name}`"), "write en or zh"))),
    }
}

/// The indices that both sides name alike.
fn index_changes(before: &[Index], behind: &[Index]) -> Vec<IndexChange> {
    let same = |a: &Index, b: &Index| (&a.zone, a.id, a.reading) == (&b.zone, b.id, b.reading);
    let change = |index: &Index| {
        let number = |index: &Index| index.value.as_ref().ok().copied();
        let (from, to) = (number(index), number(behind.iter().find(|other| same(index, other))?));
        (from.is_some() || to.is_some()).then(|| IndexChange {
            zone: index.zone.clone(),
            index: index.id.code().to_owned(),
            numerator: index.numerator().en.to_owned(),
            denominator: index.denominator().en.to_owned(),
            unit: index.reading.unit.name().en.to_owned(),
            from,
            to,
        })
    };
    before.iter().filter_map(change).collect()
}
