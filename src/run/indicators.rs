//! The indicators of a practice base from files: tables and folders of accounts in, a folder out.

use std::io::Read;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::WriteOptions;
use super::record::{check_complete, name_a_result, take_or_run_again, unreadable};
use super::staged::{Kind, Reads, Staged, Target, put};
use crate::error::{Code, Error, Findings, Place, of_kind};
use crate::input::files::{Files, InputFile, sha256};
use crate::input::limits::Limits;
use crate::report::indicators::Report;
use crate::table::Table;
use crate::text;
use crate::two_mountains::plan::Indicators;
use crate::two_mountains::projects::{self, Project};
use crate::two_mountains::weights::{Composite, Weights};
use crate::two_mountains::{Figures, Judgement, JudgementOptions, judge};
use crate::wording::{Language, Message};

/// Largest `lock.json` that is read \[byte\].
const LARGEST_LOCK: u64 = 64 << 20;

/// Tables, accounts and choices of a judgement.
#[derive(Debug, Clone, Default)]
pub struct JudgementRequest {
    /// Table of the indicators.
    pub table: PathBuf,
    /// Folders of accounts, as `ecovalue run` writes them.
    pub accounts: Vec<PathBuf>,
    /// Table of the projects.
    pub projects: Option<PathBuf>,
    /// Table of weights.
    pub weights: Option<PathBuf>,
    /// Readings and choices.
    pub options: JudgementOptions,
}

/// Everything that a request names, read and checked.
#[derive(Debug)]
pub struct Opened {
    indicators: Indicators,
    figures: Figures,
    projects: Option<Vec<Project>>,
    weights: Option<Weights>,
    options: JudgementOptions,
    inputs: Vec<InputFile>,
    warnings: Vec<Error>,
    reads: Reads,
}

/// The result, in terms of what was read.
#[derive(Debug)]
pub struct JudgedPlan<'a> {
    opened: &'a Opened,
    judged: Vec<Judgement<'a>>,
    composites: Option<Vec<Composite>>,
}

impl JudgementRequest {
    /// Reads everything that is named.
    ///
    /// # Errors
    ///
    /// All findings at once: files, columns, targets, values, accounts that are not what their `lock.json` says.
    pub fn open(&self) -> Result<Opened, Findings> {
        let (mut findings, mut inputs) = (Findings::new(), Vec::new());
        let mut parts = Vec::new();
        for folder in &self.accounts {
            parts.extend(findings.take(account(folder, &mut inputs)));
        }
        let figures = findings.take(Figures::join(parts));
        let indicators = findings.take(table(&self.table, &mut inputs));
        let indicators = indicators.and_then(|table| findings.take(Indicators::from_table(&table)));
        let Some(indicators) = indicators else { return Err(findings) };
        let mut optional = |path: &Option<PathBuf>, findings: &mut Findings| {
            path.as_ref().and_then(|path| findings.take(table(path, &mut inputs)))
        };
        let projects = optional(&self.projects, &mut findings);
        let projects = projects.and_then(|table| findings.take(projects::from_table(&table, &indicators)));
        let weights = optional(&self.weights, &mut findings);
        let weights = weights.and_then(|table| findings.take(Weights::from_table(&table, &indicators)));
        let Some(figures) = figures else { return Err(findings) };
        let options = self.options.clone();
        let warnings = inputs.iter().filter_map(super::check::guessed).collect();
        let tables = [Some(&self.table), self.projects.as_ref(), self.weights.as_ref()];
        let reads =
            Reads { files: tables.into_iter().flatten().cloned().collect(), results: self.accounts.clone() };
        findings.into_result(Opened {
            indicators,
            figures,
            projects,
            weights,
            options,
            inputs,
            warnings,
            reads,
        })
    }
}

impl Opened {
    /// Judges every indicator in every year.
    ///
    /// # Errors
    ///
    /// As [`judge`].
    pub fn judge(&self) -> Result<JudgedPlan<'_>, Findings> {
        let judged = judge(&self.indicators, &self.figures, &self.options)?;
        let composites = self.weights.as_ref().map(|weights| weights.composites(&judged));
        Ok(JudgedPlan { opened: self, judged, composites })
    }
}

impl JudgedPlan<'_> {
    /// Tables and page.
    #[must_use]
    pub fn report(&self) -> Report<'_> {
        Report {
            indicators: &self.opened.indicators,
            judged: &self.judged,
            options: &self.opened.options,
            accounts: self.opened.figures.accounts(),
            projects: self.opened.projects.as_deref(),
            composites: self.composites.as_deref(),
            warnings: &self.opened.warnings,
        }
    }

    /// Writes the folder, whole or not at all.
    ///
    /// # Errors
    ///
    /// `EV-O001` if the folder is there and may not be replaced, or cannot be written.
    pub fn write(&self, out: &Path, write: WriteOptions) -> Result<(), Findings> {
        let target = Target { out, force: write.force, kind: Kind::Indicators, reads: &self.opened.reads };
        let staged = Staged::begin(target)?;
        let (folder, report) = (&staged.path, self.report());
        let tables = [
            ("indicators.csv", Some(report.indicators())),
            ("projects_by_indicator.csv", report.projects_by_indicator()),
            ("indicators_by_project.csv", report.indicators_by_project()),
            ("composite.csv", report.composite()),
        ];
        let mut outputs = Vec::new();
        for (name, csv) in tables {
            if let Some(csv) = csv {
                outputs.push(put(folder, name, csv.bytes())?);
            }
        }
        for (name, language) in [("report.en.txt", Language::English), ("report.zh.txt", Language::Chinese)] {
            outputs.push(put(folder, name, report.print(language).as_bytes())?);
        }
        put(folder, Kind::Indicators.record(), self.lock(&outputs).as_bytes())?;
        staged.commit()?;
        Ok(())
    }

    /// The lock of the result; its last entry is the SHA-256 of the text with that entry empty.
    fn lock(&self, outputs: &[crate::report::lock::Output]) -> String {
        let inputs = self.opened.inputs.iter().map(|file| {
            let InputFile { name, size, sha256, encoding, .. } = file;
            json!({ "name": name, "size": size, "sha256": sha256, "encoding": encoding })
        });
        let options = self.opened.options.list().into_iter();
        let options: serde_json::Map<String, Value> =
            options.map(|(name, value)| (name.to_owned(), Value::from(value))).collect();
        let mut document = json!({
            "form": 1,
            "kind": "indicators",
            "ecovalue": env!("CARGO_PKG_VERSION"),
            "options": options,
            "inputs": inputs.collect::<Vec<_>>(),
            "outputs": outputs,
            "sha256": "",
        });
        let unsealed = format!("{document:#}");
        if let Some(seal) = document.get_mut("sha256") {
            *seal = Value::from(sha256(unsealed.as_bytes()));
        }
        format!("{document:#}\n")
    }
}

/// A file or folder as parent and name, so that findings call it by its name.
fn split(path: &Path) -> Result<(PathBuf, String), Error> {
    let absent = |error: std::io::Error| {
        let message = unreadable(of_kind(error.kind()));
        Error::new(Code::FileUnreadable, message, text!("check the name", "检查名称"))
            .at(Place::file(path.display().to_string()))
    };
    let whole = path.canonicalize().map_err(absent)?;
    let name = whole.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let parent = whole.parent().map_or_else(|| PathBuf::from("/"), Path::to_path_buf);
    Ok((parent, name))
}

fn table(path: &Path, inputs: &mut Vec<InputFile>) -> Result<Table, Findings> {
    let (parent, name) = split(path)?;
    let files = Files::new(vec![parent], Limits::default());
    let table = files.table(&name, None);
    inputs.extend(files.seen());
    table
}

/// The figures of a folder, whose tables are those that its `lock.json` names.
fn account(folder: &Path, inputs: &mut Vec<InputFile>) -> Result<Figures, Findings> {
    check_complete(folder, "lock.json")?;
    let (parent, name) = split(folder)?;
    let files = Files::new(vec![parent], Limits::default());
    let file = |table: &str| format!("{name}/{table}");
    let lock = Locked::read(&files, &file("lock.json"))?;
    let mut findings = Findings::new();
    let mut tables = ["indices.csv", "account.csv"].map(|output| {
        let table = findings.take(files.table(&file(output), Some("utf-8")));
        findings.take(lock.check(output, &file(output), &files.seen()));
        table
    });
    // Only a series of years has it.
    let growth = lock.names("growth.csv").then(|| {
        let table = findings.take(files.table(&file("growth.csv"), Some("utf-8")));
        findings.take(lock.check("growth.csv", &file("growth.csv"), &files.seen()));
        table
    });
    inputs.extend(files.seen());
    let [indices, account] = &mut tables;
    match (indices, account) {
        (Some(indices), Some(account)) => {
            let figures = Figures::from_tables(&name, &lock.profile, indices, account);
            let figures = figures.and_then(|figures| match growth.flatten() {
                Some(growth) => figures.with_series(&growth),
                None => Ok(figures),
            });
            let figures = findings.take(figures);
            figures.map_or_else(|| Err(findings.clone()), |figures| findings.clone().into_result(figures))
        }
        _ => Err(findings),
    }
}

/// The parts of a lock that are read.
struct Locked {
    name: String,
    profile: String,
    document: Value,
}

impl Locked {
    fn read(files: &Files, name: &str) -> Result<Self, Error> {
        let path = files.locate(name).map_err(|error| {
            Error::new(error.code(), error.message(), name_a_result()).at(Place::file(name))
        })?;
        let altered =
            |what: Message| Error::new(Code::Altered, what, take_or_run_again()).at(Place::file(name));
        let mut text = String::new();
        let read =
            std::fs::File::open(&path).and_then(|file| file.take(LARGEST_LOCK).read_to_string(&mut text));
        read.map_err(|_| altered(text!("the lock is not text", "锁文件不是文本")))?;
        let document: Value = serde_json::from_str(&text)
            .map_err(|_| altered(text!("the lock is not JSON", "锁文件不是 JSON")))?;
        let seal = document.get("sha256").and_then(Value::as_str).unwrap_or_default();
        let sealed = text.trim_end().rsplit_once(&format!("\"{seal}\""));
        let unsealed = sealed.map(|(before, behind)| format!("{before}\"\"{behind}"));
        if unsealed.is_none_or(|unsealed| sha256(unsealed.as_bytes()) != seal) {
            return Err(altered(text!(
                "the lock was changed: it has another hash than it says",
                "锁文件被改动：其哈希值与所记不符"
            )));
        }
        let of =
            |key: &str| document.get("profile").and_then(|profile| profile.get(key)).and_then(Value::as_str);
        let (Some(id), Some(hash)) = (of("id"), of("sha256")) else {
            return Err(altered(text!(
                "the lock names no profile: it is not that of an account",
                "锁文件没有核算方案：不是账户的锁文件"
            )));
        };
        let hash: String = hash.chars().take(12).collect();
        let profile = format!("{id} ({hash})");
        Ok(Self { name: name.to_owned(), profile, document })
    }

    /// Whether it names a file of the result.
    fn names(&self, output: &str) -> bool {
        let outputs = self.document.get("outputs").and_then(Value::as_array);
        outputs.into_iter().flatten().any(|entry| entry.get("name") == Some(&Value::from(output)))
    }

    /// Refuses a file that is not the one which the lock names.
    fn check(&self, output: &str, name: &str, seen: &[InputFile]) -> Result<(), Error> {
        let outputs = self.document.get("outputs").and_then(Value::as_array);
        let entry =
            outputs.into_iter().flatten().find(|entry| entry.get("name") == Some(&Value::from(output)));
        let hash = entry.and_then(|entry| entry.get("sha256")).and_then(Value::as_str);
        let read = seen.iter().find(|file| file.name == name).map(|file| file.sha256.as_str());
        let message = match (hash, read) {
            (_, None) => return Ok(()),
            (Some(hash), Some(read)) if hash == read => return Ok(()),
            (Some(_), Some(_)) => {
                text!(
                    "the file is not the one that {0} names: its hash differs",
                    "该文件不是 {0} 所记录的文件：哈希值不同",
                    &self.name
                )
            }
            (None, Some(_)) => text!("{0} does not name the file", "{0} 未记录该文件", &self.name),
        };
        Err(Error::new(Code::Altered, message, take_or_run_again()).at(Place::file(name)))
    }
}
