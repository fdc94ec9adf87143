//! A result is computed once more from its inputs, and held against what its folder says.
//!
//! Hashes alone show a slip of the disk or the hand. Whoever edits a figure can edit its hash as well: only the second
//! computation shows that, and names the figure.

mod figures;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::origin::Origin;
use super::record::{Record, text, unreadable};
use super::{Options, Run, WriteOptions};
use crate::error::{Code, Error, Findings, Place, of_kind};
use crate::input::files::{Files, InputFile};
use crate::report::disk::{self, failed};
use crate::report::verification::{Fault, FileFault, Verification};
use crate::text;

/// Where the inputs of a result are, and how it is computed again.
#[derive(Clone, Copy, Default)]
pub struct VerifyOptions<'a> {
    /// The settings of the run, where they are no more where `run_log.json` says.
    pub run: Option<&'a Path>,
    /// A second folder of inputs, where it is no more where `run_log.json` says.
    pub input_root: Option<&'a Path>,
    /// Folder in which a temporary folder may be made; else the one in which the result lies.
    pub scratch: Option<&'a Path>,
    /// Look at hashes only: every file of the result and every input, but nothing is computed.
    pub hashes_only: bool,
    /// How the run is computed.
    pub compute: Options<'a>,
}

/// Computes a result once more from its recorded inputs.
///
/// In this order: the lock and the log against their own hashes, every output against the lock, `run.toml` and every
/// input against the lock, and then every figure against the second computation, which is made of the inputs as they
/// lie there now, in a temporary folder. A result of another version of the program is compared figure by figure; its
/// texts are not, since words may be others.
///
/// # Errors
///
/// `EV-I001`, `EV-I002`, `EV-I003` or `EV-L001` for a lock that cannot be read. Whatever else is found is part of the
/// answer.
///
/// # Examples
///
/// ```no_run
/// use ecovalue::run::verify::{VerifyOptions, verify};
///
/// let verification = verify("out/2019".as_ref(), &VerifyOptions::default())?;
/// assert!(verification.is_same());
/// # Ok::<(), ecovalue::Findings>(())
/// ```
pub fn verify(folder: &Path, options: &VerifyOptions<'_>) -> Result<Verification, Findings> {
    let record = Record::read(folder)?;
    let mut found = Verification {
        versions: (record.version().to_owned(), env!("CARGO_PKG_VERSION").to_owned()),
        files: record.faults(),
        ..Verification::default()
    };
    found.stopped = recompute(&record, options, &mut found).err();
    Ok(found)
}

fn recompute(record: &Record, options: &VerifyOptions<'_>, found: &mut Verification) -> Result<(), Findings> {
    let origin = Origin::of(&record.folder, record.log.as_ref(), options.run, options.input_root)?;
    let run = match Run::open(&origin.run, origin.input_root.as_deref()) {
        Ok(run) => run,
        Err(findings) => {
            found.files.extend(unlike_inputs(record, &files_now(record, &origin)));
            found.files.extend(fs::read(&origin.run).ok().and_then(|bytes| {
                unlike_line(&record.manifest, &String::from_utf8_lossy(&bytes)).map(line_fault)
            }));
            return Err(findings);
        }
    };
    found.files.extend(unlike_line(&record.manifest, &run.text).map(line_fault));
    found.files.extend(unlike_inputs(record, &run.files.seen()));
    if options.hashes_only {
        return Ok(());
    }
    let again = Again::begin(&record.folder, options.scratch)?;
    let result = again.path.join("result");
    run.write(&result, &options.compute, WriteOptions { force: false })?;
    compare(record, &Record::read(&result)?, found)
}

/// Whether the inputs of a run are those that a result was made from, and which are not.
pub(super) fn unlike(record: &Record, run: &Run) -> Vec<FileFault> {
    let line = unlike_line(&record.manifest, &run.text).map(line_fault);
    line.into_iter().chain(unlike_inputs(record, &run.files.seen())).collect()
}

fn line_fault(line: usize) -> FileFault {
    FileFault { name: "run.toml".to_owned(), fault: Fault::Line(line) }
}

/// The first line in which two texts differ, counted from 1.
fn unlike_line(recorded: &str, now: &str) -> Option<usize> {
    (recorded != now)
        .then(|| recorded.lines().zip(now.lines()).take_while(|(a, b)| a == b).count().saturating_add(1))
}

/// The recorded inputs as they lie there now, of a run that cannot be opened.
fn files_now(record: &Record, origin: &Origin) -> Vec<InputFile> {
    let folder = origin.run.parent().filter(|parent| !parent.as_os_str().is_empty());
    let folder = folder.map_or_else(|| PathBuf::from("."), Path::to_path_buf);
    let files =
        Files::new(std::iter::once(folder).chain(origin.input_root.clone()).collect(), record.limits());
    for name in record.inputs.keys() {
        // What cannot be read is missing from the list, and is said to be missing.
        let _ = files.locate(name);
    }
    files.seen()
}

fn unlike_inputs(record: &Record, now: &[InputFile]) -> Vec<FileFault> {
    let mut faults = Vec::new();
    for (name, sha256) in &record.inputs {
        let fault = match now.iter().find(|file| file.name == *name) {
            None => Fault::Missing,
            Some(file) if file.sha256 != *sha256 => Fault::Altered,
            Some(_) => continue,
        };
        faults.push(FileFault { name: name.clone(), fault });
    }
    let added = now.iter().filter(|file| !record.inputs.contains_key(&file.name));
    faults.extend(added.map(|file| FileFault { name: file.name.clone(), fault: Fault::Added }));
    faults
}

/// Holds every file of a result against that of the second computation.
fn compare(record: &Record, again: &Record, found: &mut Verification) -> Result<(), Findings> {
    let same_version = found.versions.0 == found.versions.1;
    for name in record.outputs.keys().filter(|name| record.names.contains(*name)) {
        if !again.names.contains(name) {
            found.files.push(FileFault { name: name.clone(), fault: Fault::NotMade });
            continue;
        }
        found.compared = found.compared.saturating_add(1);
        if name.starts_with("maps/") {
            found.figures.extend(figures::map(record, again, name)?);
            continue;
        }
        let (Ok(recorded), Ok(recomputed)) = (text(&record.folder, name), text(&again.folder, name)) else {
            continue;
        };
        if recorded == recomputed {
            continue;
        }
        if is_table(name) {
            // A table that is no table any more was found by its hash.
            let unlike = figures::table(name, &recorded, &recomputed).unwrap_or_default();
            if unlike.is_empty() && same_version {
                found.texts.extend(figures::line(name, &recorded, &recomputed));
            }
            found.figures.extend(unlike);
        } else if same_version {
            found.texts.extend(figures::line(name, &recorded, &recomputed));
        }
    }
    if same_version {
        found.files.extend(
            again
                .outputs
                .keys()
                .filter(|name| !record.outputs.contains_key(*name))
                .map(|name| FileFault { name: name.clone(), fault: Fault::Missing }),
        );
        found.texts.extend(figures::entry(&record.lock, &again.lock));
    }
    // The tables in the order in which a reader looks: the account first.
    found.figures.sort_by_key(|figure| (figure.file != "account.csv", !is_table(&figure.file)));
    Ok(())
}

fn is_table(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|ending| ending == "csv")
}

/// The folder of the second computation, which nobody else has; it is removed in any case.
struct Again {
    path: PathBuf,
}

impl Again {
    fn begin(folder: &Path, scratch: Option<&Path>) -> Result<Self, Error> {
        let folder = folder.canonicalize().map_err(|error| {
            let hint = text!("name the folder of a result", "指定结果文件夹");
            Error::new(Code::FileUnreadable, unreadable(of_kind(error.kind())), hint)
                .at(Place::file(folder.display().to_string()))
        })?;
        let result = folder.file_name().unwrap_or_default();
        let mut number = std::process::id();
        loop {
            let mut name = result.to_os_string();
            name.push(format!(".verify-{number}"));
            let path = scratch.map_or_else(|| folder.with_file_name(&name), |scratch| scratch.join(&name));
            match disk::create_new_folder(&path) {
                Ok(()) => return Ok(Self { path }),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number = number.wrapping_add(1),
                Err(error) => return Err(failed(&path, &error)),
            }
        }
    }
}

impl Drop for Again {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}
