//! Two results side by side: what changed, in steps that add up.

mod results;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::staged::{Kind, Reads, Staged, Target, put};
use super::{Options, Run, WriteOptions};
use crate::account::change::decomposition::Method;
use crate::account::change::extent::{ExtentChange, of_totals};
use crate::account::change::transitions::Transitions;
use crate::account::change::{Change, Side, Step};
use crate::error::{Code, Error, Findings, Place};
use crate::extent::Ecosystem;
use crate::report::change::{ChangeReport, IndexChange};
use crate::report::lock::sealed_record;
use crate::report::tables;
use crate::service;
use crate::text;
use crate::wording::{Language, Message, TextArgument};

use results::{RecordedLock, Results};

/// Most parameter keys that a remark lists.
const LISTED: usize = 12;

/// How two results are compared.
#[derive(Clone, Copy)]
pub struct CompareOptions<'a> {
    /// How changes are shared among steps.
    pub method: Method,
    /// Accounting year of the first, where its result has several.
    pub from: Option<i32>,
    /// Accounting year of the second, where its result has several.
    pub to: Option<i32>,
    /// Result of the first year under the second profile and parameters: makes `method` a step of its own.
    pub rerun: Option<&'a Path>,
    /// The `run.toml` of both, whose cells tell additions, reductions and transitions.
    pub runs: Option<(&'a Path, &'a Path)>,
}

/// Two results side by side.
#[derive(Debug)]
pub struct Comparison {
    /// The change of values.
    pub change: Change,
    /// The change of values per head: of the whole run (an empty name) and of zones; empty where the heads are not known.
    pub per_head: Vec<(String, Change)>,
    /// The indices that both have.
    pub indices: Vec<IndexChange>,
    /// The extent account.
    pub extent: Vec<ExtentChange>,
    /// What became of the cells, where the runs were named.
    pub transitions: Option<Transitions>,
    /// Remarks.
    pub notes: Vec<Message>,
    record: serde_json::Value,
    /// Folders that were read.
    results: Vec<PathBuf>,
}

/// Compares two results by their folders.
///
/// # Errors
///
/// `EV-U003` for unlike money; `EV-A002` for rows that change their sign, by the logarithmic mean; `EV-A003` for a file
/// that is not the one that the lock records, and for a year that is not there or not chosen.
///
/// # Examples
///
/// ```no_run
/// use ecovalue::account::change::decomposition::Method;
/// use ecovalue::wording::Language;
/// use ecovalue::run::compare::{CompareOptions, compare};
///
/// let options = CompareOptions { method: Method::Shapley, from: None, to: None, rerun: None, runs: None };
/// let comparison = compare("out/2019".as_ref(), "out/2020".as_ref(), &options)?;
/// assert!(comparison.change.total(|_| true).closes());
/// # Ok::<(), ecovalue::Findings>(())
/// ```
pub fn compare(first: &Path, second: &Path, options: &CompareOptions<'_>) -> Result<Comparison, Findings> {
    let mut findings = Findings::new();
    let (before, behind) =
        (findings.take(Results::read(first, options.from)), findings.take(Results::read(second, options.to)));
    let rerun = options.rerun.map(|folder| Results::read(folder, options.from));
    let rerun = rerun.and_then(|rerun| findings.take(rerun));
    let (Some(before), Some(behind)) = (before, behind) else { return Err(findings) };
    findings.into_result(())?;
    let side = rerun.as_ref().map(|results| &results.side);
    let change = match side {
        Some(rerun) => Change::over_method(&before.side, rerun, &behind.side, options.method),
        None => Change::between(&before.side, &behind.side, options.method),
    }?;
    let transitions = options.runs.map(|runs| transitions(runs, (&before, &behind))).transpose()?;
    let extent = match &transitions {
        Some(transitions) => transitions.extent(Ecosystem::plain),
        None => of_totals(&before.side, &behind.side),
    };
    let mut notes = method_notes(&before, &behind, rerun.as_ref());
    let per_head = per_head(&before.side, side, &behind.side, options.method)?;
    if per_head.is_empty() {
        notes.push(text!(
            "No figures per head: population_resident is not known for both years.",
            "无人均数值：两年的常住人口（population_resident）不全。"
        ));
    }
    notes.extend(coverage_note(&change));
    if transitions.is_none() {
        notes.push(text!(
            "Additions and reductions need the cells of both dates: name both runs with --runs RUN_A RUN_B.",
            "增加与减少需要两期单元数据：请用 --runs RUN_A RUN_B 指定两次核算。"
        ));
    }
    let record = record(&before, &behind, rerun.as_ref(), options);
    let indices = results::indices(&before, &behind);
    let results = [Some(first), Some(second), options.rerun].into_iter().flatten();
    let results = results.map(Path::to_path_buf).collect();
    Ok(Comparison { change, per_head, indices, extent, transitions, notes, record, results })
}

impl Comparison {
    /// The summary as text.
    #[must_use]
    pub fn print(&self, language: Language) -> String {
        let Self { change, per_head, indices, extent, notes, .. } = self;
        ChangeReport { change, per_head, indices, extent, notes }.print(language)
    }

    /// Writes the comparison to a folder, whole or not at all.
    ///
    /// # Errors
    ///
    /// `EV-O001` if the folder is there and may not be replaced, or cannot be written.
    pub fn write(&self, out: &Path, write: WriteOptions) -> Result<(), Findings> {
        let reads = Reads { files: Vec::new(), results: self.results.clone() };
        let kind = Kind::Comparison;
        let staged = Staged::begin(Target { out, force: write.force, kind, reads: &reads })?;
        let folder = &staged.path;
        let whole = self.per_head.iter().filter(|(zone, _)| zone.is_empty()).map(|(_, change)| change);
        let change = tables::change(std::iter::once(&self.change).chain(whole));
        let extent = tables::extent_change(self.change.years, &self.extent);
        let mut outputs = vec![
            put(folder, "change.csv", change.bytes())?,
            put(folder, "extent_change.csv", extent.bytes())?,
        ];
        if let Some(transitions) = &self.transitions {
            outputs.push(put(folder, "transitions.csv", tables::transitions(transitions).bytes())?);
        }
        for (name, language) in [("change.en.txt", Language::English), ("change.zh.txt", Language::Chinese)] {
            outputs.push(put(folder, name, self.print(language).as_bytes())?);
        }
        let mut record = self.record.clone();
        if let Some(record) = record.as_object_mut() {
            record.insert("outputs".to_owned(), serde_json::json!(outputs));
        }
        put(folder, kind.record(), sealed_record(&record).as_bytes())?;
        staged.commit()?;
        Ok(())
    }
}

/// What was compared.
fn record(
    before: &Results,
    behind: &Results,
    rerun: Option<&Results>,
    options: &CompareOptions<'_>,
) -> serde_json::Value {
    let side = |results: &Results| {
        serde_json::json!({
            "year": results.side.year,
            "profile": results.lock.profile.0,
            "lock_sha256": results.lock.sha256,
        })
    };
    serde_json::json!({
        "form": 1,
        "ecovalue": env!("CARGO_PKG_VERSION"),
        "decomposition": options.method.id(),
        "first": side(before),
        "second": side(behind),
        "rerun": rerun.map(side),
        "transitions": options.runs.is_some(),
    })
}

/// What became of the cells of two runs, which must be those of the results.
fn transitions(runs: (&Path, &Path), results: (&Results, &Results)) -> Result<Transitions, Findings> {
    let open = |path: &Path, lock: &RecordedLock| {
        let run = Run::open(path, None)?;
        if run.text == lock.manifest {
            return Ok(run);
        }
        let message = text!(
            "these settings are not those that the result was made from",
            "该运行配置不是生成此结果时所用的配置"
        );
        let hint =
            text!("name the run.toml of the result, or run it again", "指定该结果的 run.toml，或重新运行");
        let error = Error::new(Code::Incomparable, message, hint);
        Err(Findings::from(error.at(Place::file(path.display().to_string()))))
    };
    let (before, behind) = results;
    let (first, second) = (open(runs.0, &before.lock)?, open(runs.1, &behind.lock)?);
    first.transitions_between(before.side.year, (&second, behind.side.year), &Options::default())
}

/// The changes per head of the whole run and of every zone whose heads are known at both ends.
fn per_head(
    first: &Side,
    rerun: Option<&Side>,
    second: &Side,
    method: Method,
) -> Result<Vec<(String, Change)>, Findings> {
    let known = first.population.keys().filter(|zone| second.population.contains_key(*zone));
    let zones: BTreeSet<&String> = known.collect();
    let of = |zone: &String| {
        let name = Some(zone.as_str()).filter(|zone| !zone.is_empty());
        Change::per_head(first, rerun, second, name, method).map(|change| (zone.clone(), change))
    };
    zones.into_iter().map(of).collect()
}

/// What the locks say of profiles and parameter rows, and how to tell their effect apart.
fn method_notes(before: &Results, behind: &Results, rerun: Option<&Results>) -> Vec<Message> {
    let from = &rerun.unwrap_or(before).lock;
    let to = &behind.lock;
    let keys = from.parameter_keys_unlike(to);
    let (profiles, rows) = (from.profile != to.profile, !keys.is_empty());
    let mut notes = Vec::new();
    if profiles {
        let (earlier, later) = (&from.profile.0, &to.profile.0);
        notes.push(text!("The profiles differ: {0}, {1}.", "核算方案不同：{0}，{1}。", earlier, later));
    }
    if rows {
        let more = keys.len().saturating_sub(LISTED);
        notes.push(text!(
            "Parameter rows differ for {0} keys: {1}{2}.",
            "{0} 个参数的取值行不同：{1}{2}。",
            keys.len(),
            TextArgument::list(keys.iter().take(LISTED)),
            if more > 0 { format!(" … +{more}") } else { String::new() }
        ));
    }
    if profiles || rows {
        notes.push(text!(
            "What that does is inside the parts quality and price. To tell it apart, run the first year once more with the \
             second profile and parameters, and name that result with --rerun DIR: `method` is then a step of its own.",
            "其影响包含在质量与价格两部分之内。若要分开，请用第二期的核算方案与参数重新核算第一年，并以 --rerun DIR 指定该结果，\
             方法变化即单列一步。"
        ));
    }
    notes
}

/// Services that only one side has.
fn coverage_note(change: &Change) -> Option<Message> {
    let rows = change.rows.iter().filter(|row| row.movement.parts.contains_key(&Step::Coverage));
    let services: BTreeSet<&str> = rows.map(|row| row.service.as_str()).collect();
    if services.is_empty() {
        return None;
    }
    let named = services.into_iter().map(|id| TextArgument::Id {
        id: id.to_owned(),
        zh: service::named(id).map_or("", |known| known.name_zh),
    });
    Some(text!(
        "Accounted on one side only, in whole or in part (step coverage): {0}.",
        "仅一期核算或部分仅一期核算（核算范围一步）：{0}。",
        TextArgument::list(named)
    ))
}
