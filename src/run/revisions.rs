//! Several publications of the same year side by side: what each figure was revised by, and through what.
//!
//! The later publication is reached from the earlier one by nested runs, each of which takes one more part from the
//! later one. A run that cannot be made leaves its part and the next one undivided.

mod figures;
mod mix;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::origin::Origin;
use super::record::{Record, not_recorded, shown, text};
use super::staged::{Kind, Reads, Staged, Target, put};
use super::{Options, Run, WriteOptions};
use crate::error::{Code, Error, Findings, Place};
use crate::exact_sum::ExactSum;
use crate::report::lock::sealed_record;
use crate::report::revisions::{Passage, RevisedPart, Revision, Revisions, Subject, Vintage, difference};
use crate::report::tables;
use crate::report::verification::FileFault;
use crate::table::Table;
use crate::text;
use crate::wording::{Language, Message};

use figures::Figures;
use mix::Take;

/// Where the inputs of publications are, and how they are computed again.
#[derive(Clone, Copy, Default)]
pub struct RevisionOptions<'a> {
    /// The settings of every publication, in the same order; empty where each is where `run_log.json` says.
    pub runs: &'a [PathBuf],
    /// How runs are computed.
    pub compute: Options<'a>,
}

/// Revisions of a year, from publication to publication.
///
/// The revision of a figure is divided by nested runs in this order: the earlier publication computed by this version
/// of the program (`code`), with the land cover, zones and exclusions of the later one (`boundary`), with its layers,
/// then its statistics (`data`), with its parameter rows (`parameter`), with its profile (`profile`), and the later
/// publication as it was printed (`code`). The parts add up to the revision exactly. A publication whose inputs are not
/// at hand, as it records them, leaves its revisions `undivided`.
///
/// # Errors
///
/// `EV-A003` for fewer than two publications, for another number of settings, or without a year in common; `EV-I019`
/// for a folder that is not as its lock records.
///
/// # Examples
///
/// ```no_run
/// use ecovalue::wording::Language;
/// use ecovalue::run::revisions::{RevisionOptions, revisions};
///
/// let folders = ["out/2019_preliminary".into(), "out/2019_final".into()];
/// let revisions = revisions(&folders, &RevisionOptions::default())?;
/// assert!(revisions.passages[0].rows.iter().all(|row| row.closes()));
/// println!("{}", revisions.print(Language::English));
/// # Ok::<(), ecovalue::Findings>(())
/// ```
pub fn revisions(folders: &[PathBuf], options: &RevisionOptions<'_>) -> Result<Revisions, Findings> {
    if folders.len() < 2 {
        let message = text!("one publication has no revision", "只有一次发布，没有修订");
        let hint = text!("name two or more", "指定两次或更多次发布");
        let error = Error::new(Code::Incomparable, message, hint);
        return Err(error.into());
    }
    if !options.runs.is_empty() && options.runs.len() != folders.len() {
        let message = text!(
            "{0} settings for {1} publications",
            "运行配置 {0} 个，发布 {1} 次",
            options.runs.len(),
            folders.len()
        );
        let hint = text!("name the run.toml of each, in the same order", "按相同顺序指定每次发布的 run.toml");
        return Err(Error::new(Code::Incomparable, message, hint).into());
    }
    let mut findings = Findings::new();
    let published = folders.iter().enumerate().map(|(index, folder)| {
        findings.take(Published::read(folder, options.runs.get(index).map(PathBuf::as_path), options))
    });
    let published: Vec<Option<Published>> = published.collect();
    let published = findings.into_result(published)?.into_iter().flatten().collect::<Vec<_>>();
    let passages = published.windows(2).enumerate().filter_map(|(index, pair)| match pair {
        [first, second] => Some(passage(index.saturating_add(1), first, second, options)),
        _ => None,
    });
    let passages = passages.collect::<Result<_, Findings>>()?;
    Ok(Revisions { vintages: published.iter().map(Published::vintage).collect(), passages })
}

impl Revisions {
    /// Writes the table and the texts to a folder, whole or not at all.
    ///
    /// # Errors
    ///
    /// `EV-O001` if the folder is there and may not be replaced, or cannot be written.
    pub fn write(&self, out: &Path, write: WriteOptions) -> Result<(), Findings> {
        let (kind, reads) = (Kind::Revisions, Reads::default());
        let staged = Staged::begin(Target { out, force: write.force, kind, reads: &reads })?;
        let mut outputs = vec![put(&staged.path, "revisions.csv", tables::revisions(self).bytes())?];
        for (name, language) in
            [("revisions.en.txt", Language::English), ("revisions.zh.txt", Language::Chinese)]
        {
            outputs.push(put(&staged.path, name, self.print(language).as_bytes())?);
        }
        let vintages = self.vintages.iter().map(|vintage| {
            serde_json::json!({
                "name": vintage.name,
                "ecovalue": vintage.version,
                "profile": vintage.profile,
                "lock_sha256": vintage.lock_sha256,
                "inputs_at_hand": vintage.at_hand,
            })
        });
        let record = serde_json::json!({
            "form": 1,
            "ecovalue": env!("CARGO_PKG_VERSION"),
            "vintages": vintages.collect::<Vec<_>>(),
            "outputs": outputs,
        });
        put(&staged.path, kind.record(), sealed_record(&record).as_bytes())?;
        staged.commit()?;
        Ok(())
    }
}

/// A publication, and its run where that is at hand.
struct Published {
    record: Record,
    figures: Figures,
    /// The run and what it gives now, or why there is none.
    again: Result<(Run, Figures), Message>,
}

impl Published {
    fn read(folder: &Path, run: Option<&Path>, options: &RevisionOptions<'_>) -> Result<Self, Findings> {
        let record = Record::read(folder)?;
        let altered = |name: &str| {
            let hint = text!(
                "take the folder as `ecovalue run` wrote it; `ecovalue verify` says more",
                "使用 `ecovalue run` 写出的原样文件夹；详情见 `ecovalue verify`"
            );
            Error::new(Code::Altered, not_recorded(), hint).at(Place::file(shown(folder, name)))
        };
        // The log may be lost and nothing may be added to the figures by what else lies there.
        let faults = record.faults().into_iter();
        let faults: Findings =
            faults.filter(FileFault::touches_figures).map(|fault| altered(&fault.name)).collect();
        faults.into_result(())?;
        let open = |name: &str| Table::parse(&shown(folder, name), &text(folder, name)?);
        let figures = figures::of(&open("account.csv")?, &open("indices.csv")?)?;
        let again = again(&record, run, options);
        Ok(Self { record, figures, again })
    }

    fn vintage(&self) -> Vintage {
        let profile = self.record.lock.pointer("/profile/id").and_then(serde_json::Value::as_str);
        let name = self.record.folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Vintage {
            name,
            version: self.record.version().to_owned(),
            profile: profile.unwrap_or_default().to_owned(),
            lock_sha256: self.record.seal().to_owned(),
            at_hand: self.again.is_ok(),
        }
    }
}

/// The run of a publication, if its inputs are those that it records, and what it gives now.
fn again(
    record: &Record,
    run: Option<&Path>,
    options: &RevisionOptions<'_>,
) -> Result<(Run, Figures), Message> {
    let told = |findings: Findings| first_of(&findings);
    let origin = Origin::of(&record.folder, record.log.as_ref(), run, None).map_err(|error| error.told())?;
    let run = Run::open(&origin.run, origin.input_root.as_deref()).map_err(told)?;
    if let Some(unlike) = super::verify::unlike(record, &run).first() {
        return Err(text!(
            "{0} is not the one that lock.json records",
            "{0} 不是 lock.json 所记录的文件",
            &unlike.name
        ));
    }
    let figures = computed(&run, options).map_err(told)?;
    Ok((run, figures))
}

/// The first of some findings, as part of another text.
fn first_of(findings: &Findings) -> Message {
    findings.as_slice().first().map_or_else(Message::empty, Error::told)
}

fn computed(run: &Run, options: &RevisionOptions<'_>) -> Result<Figures, Findings> {
    let outcome = run.compute(&Options { progress: None, without_switches: true, ..options.compute })?;
    let account = tables::account(outcome.years.iter().map(|year| &year.account));
    let indices = tables::indices(outcome.years.iter().map(|year| (&year.account, year.indices.as_slice())));
    let table = |csv: &tables::Csv| Table::parse("recomputed", &String::from_utf8_lossy(csv.bytes()));
    figures::of(&table(&account)?, &table(&indices)?)
}

/// The figures after one more part was taken from the later publication; none where they cannot be computed.
struct State {
    part: RevisedPart,
    figures: Option<Figures>,
}

fn passage(
    number: usize,
    first: &Published,
    second: &Published,
    options: &RevisionOptions<'_>,
) -> Result<Passage, Findings> {
    let years = |published: &Published| {
        published.figures.keys().map(|subject| subject.get("year").to_owned()).collect::<BTreeSet<_>>()
    };
    let common: BTreeSet<String> = years(first).intersection(&years(second)).cloned().collect();
    let between = (number, number.saturating_add(1));
    if common.is_empty() {
        let message = text!(
            "publications {0} and {1} have no year in common",
            "第 {0} 次与第 {1} 次发布没有相同的年度",
            between.0,
            between.1
        );
        let hint = text!("`ecovalue compare` is for several years", "不同年度的比较用 `ecovalue compare`");
        return Err(Error::new(Code::Incomparable, message, hint).into());
    }
    let mut notes = Vec::new();
    let states = match (&first.again, &second.again) {
        (Ok(earlier), Ok(later)) => nested(earlier, later, options, &mut notes),
        (one, two) => {
            for (index, reason) in [(between.0, one.as_ref().err()), (between.1, two.as_ref().err())] {
                notes.extend(reason.map(|reason| {
                    text!(
                        "The inputs of publication {0} are not at hand, so the revision is not divided: {1}",
                        "第 {0} 次发布的输入数据不可用，修订量不分解：{1}",
                        index,
                        reason
                    )
                }));
            }
            Vec::new()
        }
    };
    let subjects: BTreeSet<&Subject> = first.figures.keys().chain(second.figures.keys()).collect();
    let subjects = subjects.into_iter().filter(|subject| common.contains(subject.get("year")));
    let last = if states.is_empty() { RevisedPart::Undivided } else { RevisedPart::Code };
    let rows = subjects.map(|subject| {
        let (from, to) = (first.figures.get(subject).copied(), second.figures.get(subject).copied());
        let parts = match (from, to) {
            (Some(from), Some(to)) => divided(subject, from, to, &states, last),
            _ => BTreeMap::new(),
        };
        Revision { subject: subject.clone(), from, to, parts }
    });
    Ok(Passage { between, rows: rows.collect(), notes })
}

/// What every state adds to a figure. Where a figure is missing in between, what stands on both sides of the gap is
/// undivided, unless it is of one part.
fn divided(
    subject: &Subject,
    from: f64,
    to: f64,
    states: &[State],
    last: RevisedPart,
) -> BTreeMap<RevisedPart, ExactSum> {
    let mut parts: BTreeMap<RevisedPart, ExactSum> = BTreeMap::new();
    let (mut now, mut passed) = (from, BTreeSet::new());
    let reached = states
        .iter()
        .map(|state| (state.part, state.figures.as_ref().and_then(|figures| figures.get(subject).copied())));
    for (part, figure) in reached.chain([(last, Some(to))]) {
        passed.insert(part);
        let Some(figure) = figure else { continue };
        let part = if passed.len() > 1 { RevisedPart::Undivided } else { part };
        parts.entry(part).or_default().merge(&difference(now, figure));
        (now, passed) = (figure, BTreeSet::new());
    }
    parts
}

/// The states between two publications as they were printed.
fn nested(
    (first, before): &(Run, Figures),
    (second, behind): &(Run, Figures),
    options: &RevisionOptions<'_>,
    notes: &mut Vec<Message>,
) -> Vec<State> {
    let mut states = vec![State { part: RevisedPart::Code, figures: Some(before.clone()) }];
    for (part, take) in Take::steps(first, second) {
        let figures = take
            .ok_or_else(|| {
                let message = text!(
                    "cells and their columns changed in one table of parcels",
                    "同一图斑表中单元及其列都有变化"
                );
                let hint = text!("publish one change at a time", "每次发布只改一处");
                Findings::from(Error::new(Code::Incomparable, message, hint))
            })
            .and_then(|take| mix::mixed(first, second, take))
            .and_then(|run| computed(&run, options));
        let figures = figures.map_err(|findings| {
            notes.push(text!(
                "The part {0} cannot be told from the next one: {1}",
                "“{0}”部分无法与下一部分分开：{1}",
                part.named(),
                first_of(&findings)
            ));
        });
        states.push(State { part, figures: figures.ok() });
    }
    states.push(State { part: RevisedPart::Profile, figures: Some(behind.clone()) });
    states
}
