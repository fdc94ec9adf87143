//! What stands in the place of a folder, and whether it may be replaced: a result of the same command, to the last file
//! as that command wrote it. What a person put there or changed is never removed.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use serde_json::Value;

use super::tree::{Entry, entries};
use crate::error::{Code, Error};
use crate::input::files::{sha256, sha256_of};
use crate::report::lock::is_sealed;
use crate::report::map::MapDigest;
use crate::run::record::text;

/// Most entries that a message names.
const NAMED: usize = 5;

/// The commands that write folders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::run) enum Kind {
    Run,
    #[cfg_attr(not(feature = "uncertainty"), expect(dead_code, reason = "written by draws only"))]
    Uncertainty,
    Indicators,
    Comparison,
    Revisions,
}

impl Kind {
    /// The file that lists the others, and is written last.
    pub(in crate::run) const fn record(self) -> &'static str {
        match self {
            Self::Run | Self::Indicators => "lock.json",
            Self::Uncertainty => "uncertainty_lock.json",
            Self::Comparison => "comparison.json",
            Self::Revisions => "revisions.json",
        }
    }

    /// What a message calls a result of it.
    const fn named(self) -> &'static str {
        match self {
            Self::Run => "a run",
            Self::Uncertainty => "an uncertainty",
            Self::Indicators => "indicators",
            Self::Comparison => "a comparison",
            Self::Revisions => "revisions",
        }
    }

    /// Whether a record is of this command; two of them share a name.
    fn wrote(self, record: &Value) -> bool {
        let kind = record.get("kind").and_then(Value::as_str);
        record.get("ecovalue").is_some_and(Value::is_string)
            && kind == (self == Self::Indicators).then_some("indicators")
    }
}

/// How it is told whether a file is as it was written.
#[derive(Debug, Clone)]
enum Written {
    /// SHA-256 of its bytes.
    Bytes(String),
    /// SHA-256 of its cells and, where the log has it, CRC-32 of its bytes.
    Map(String, Option<String>),
    /// It ends with its hash.
    Sealed,
    /// It is the record itself, and was looked at.
    Record,
}

/// A result, by what its record says.
#[derive(Debug)]
pub(super) struct Earlier {
    /// SHA-256 of the record.
    pub(super) hash: String,
    pub(super) record: &'static str,
    files: BTreeMap<String, Written>,
}

/// An entry of a folder that no command wrote, or wrote otherwise.
#[derive(Debug)]
struct Stranger {
    name: String,
    why: &'static str,
}

/// What stands in the place of a folder.
#[derive(Debug)]
pub(super) enum Standing {
    Nothing,
    Empty,
    Result(Earlier),
}

impl Earlier {
    /// Reads a record; in words why it lists nothing.
    pub(super) fn read(folder: &Path, kind: Kind) -> Result<Self, String> {
        let record = kind.record();
        match folder.join(record).symlink_metadata() {
            Err(_) => return Err(format!("it has no `{record}`")),
            Ok(metadata) if !metadata.is_file() => return Err(format!("its `{record}` is no file")),
            Ok(_) => {}
        }
        let damaged = |_| format!("its `{record}` is damaged");
        let text = text(folder, record).map_err(|error| format!("its `{record}` {}", error.message()))?;
        let document: Value = serde_json::from_str(&text).map_err(damaged)?;
        if !kind.wrote(&document) {
            return Err(format!("its `{record}` is of another command or program"));
        }
        if document.get("sha256").is_some() && !is_sealed(&text) {
            return Err(format!("its `{record}` was changed since it was written"));
        }
        let Some(outputs) = document.get("outputs").and_then(Value::as_array) else {
            return Err(format!("its `{record}` does not list the files of the result"));
        };
        let log = self::text(folder, "run_log.json").ok().and_then(|text| serde_json::from_str(&text).ok());
        let mut files = BTreeMap::from([(record.to_owned(), Written::Record)]);
        for output in outputs {
            let of = |key: &str| output.get(key).and_then(Value::as_str).map(str::to_owned);
            let Some((name, hash)) = of("name").zip(of("sha256")) else { continue };
            let is_map = kind == Kind::Run && name.starts_with("maps/");
            let written =
                if is_map { Written::Map(hash, crc32(log.as_ref(), &name)) } else { Written::Bytes(hash) };
            files.insert(name, written);
        }
        if kind == Kind::Run {
            files.insert("run_log.json".to_owned(), Written::Sealed);
        }
        Ok(Self { hash: sha256(text.as_bytes()), record, files })
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &String> {
        self.files.keys()
    }

    /// Refuses what the result did not write, or what was changed since; files may be missing.
    pub(super) fn check(&self, folder: &Path, skip: &[&str]) -> Result<(), Error> {
        let all = entries(folder, skip).map_err(|error| unreadable(&error))?;
        let strangers: Vec<Stranger> = all.iter().filter_map(|entry| self.stranger(folder, entry)).collect();
        if strangers.is_empty() {
            return Ok(());
        }
        let count = strangers.len();
        let of = if count == 1 { "a file".to_owned() } else { format!("{count} files") };
        let message = format!(
            "the folder holds {of} that the program did not write, or that changed since: {}",
            listed(&strangers)
        );
        Err(Error::new(Code::Output, message, "move what is named elsewhere, or name another folder"))
    }

    fn stranger(&self, folder: &Path, entry: &Entry) -> Option<Stranger> {
        let found = |why| Some(Stranger { name: entry.name.clone(), why });
        if entry.is_link {
            return found("a link");
        }
        let Some(written) = self.files.get(&entry.name).filter(|_| entry.is_file) else {
            // A folder that its files have left is in nobody's way.
            let emptied = entry.name.ends_with('/') && self.names().any(|own| own.starts_with(&entry.name));
            return if emptied { None } else { found(who(&entry.name)) };
        };
        let same = match written {
            Written::Record => true,
            Written::Bytes(hash) => sha256_of(&entry.path).is_ok_and(|own| own == *hash),
            Written::Sealed => text(folder, &entry.name).is_ok_and(|text| is_sealed(&text)),
            Written::Map(_, Some(crc32)) => MapDigest::crc32_of(&entry.path).is_ok_and(|own| own == *crc32),
            Written::Map(cells, None) => {
                let limits = crate::input::limits::Limits::default();
                MapDigest::of(&entry.path, &entry.name, &limits).is_ok_and(|own| own.cells == *cells)
            }
        };
        if same { None } else { found("changed") }
    }
}

/// Who is known to put files of such a name into a folder.
fn who(name: &str) -> &'static str {
    let own = name.rsplit('/').next().unwrap_or_default();
    let managers = [".DS_Store", ".directory", "Thumbs.db", "ehthumbs.db", "desktop.ini"];
    if managers.contains(&own) || own.starts_with("._") {
        "of a file manager"
    } else if own.ends_with(".aux.xml") || Path::new(own).extension().is_some_and(|own| own == "ovr") {
        "of a program that shows maps"
    } else {
        ""
    }
}

/// The first names and the number of the others.
fn listed(strangers: &[Stranger]) -> String {
    let one = |own: &Stranger| {
        let why = if own.why.is_empty() { String::new() } else { format!(" ({})", own.why) };
        format!("`{}`{why}", own.name)
    };
    let named: Vec<String> = strangers.iter().take(NAMED).map(one).collect();
    let more = strangers.len().saturating_sub(NAMED);
    named.join(", ") + &if more > 0 { format!(" and {more} more") } else { String::new() }
}

/// What stands in the place of a folder. Refused is everything but nothing, an empty folder, and under `force` a result
/// of the same command as it was written.
pub(super) fn look(out: &Path, force: bool, kind: Kind, skip: &[&str]) -> Result<Standing, Error> {
    let fault = |message: String, hint: &str| Err(Error::new(Code::Output, message, hint));
    let another = "name another folder";
    match out.symlink_metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Standing::Nothing),
        Err(error) => return Err(unreadable(&error)),
        Ok(own) if own.is_symlink() => {
            return fault("this is a link".to_owned(), "name the folder that it leads to, or another");
        }
        Ok(own) if !own.is_dir() => return fault("a file of this name is there already".to_owned(), another),
        Ok(_) => {}
    }
    let names = fs::read_dir(out).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let names = names.map_err(|error| unreadable(&error))?;
    if names.iter().all(|own| skip.iter().any(|skipped| own.file_name() == *skipped)) {
        return Ok(Standing::Empty);
    }
    let earlier = match Earlier::read(out, kind) {
        Ok(earlier) => earlier,
        Err(why) => {
            let message = format!("the folder is there and is not the result of {}: {why}", kind.named());
            return fault(message, another);
        }
    };
    earlier.check(out, skip)?;
    if force {
        return Ok(Standing::Result(earlier));
    }
    fault("the folder is there already".to_owned(), "name another folder, or replace it with --force")
}

fn unreadable(error: &io::Error) -> Error {
    Error::new(Code::Output, format!("cannot be read: {error}"), "check the folder and its rights")
}

/// What a log says of the bytes of a map.
fn crc32(log: Option<&Value>, name: &str) -> Option<String> {
    let maps = log?.get("maps")?.as_array()?;
    let own = maps.iter().find(|map| map.get("name").and_then(Value::as_str) == Some(name))?;
    own.get("crc32")?.as_str().map(str::to_owned)
}
