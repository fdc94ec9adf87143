//! The folder of a result as it lies there: its lock, its log, its files. It is data of strangers until it is checked.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::error::{Code, Error, Findings, Place};
use crate::input::files::sha256_of;
use crate::input::limits::Limits;
use crate::input::manifest::Manifest;
use crate::report::lock::is_sealed;
use crate::report::map::MapDigest;
use crate::report::verification::{Fault, FileFault};

/// The two files that the lock does not name.
const OWN: [&str; 2] = ["lock.json", "run_log.json"];

/// A result as it lies in its folder.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) folder: PathBuf,
    pub(super) lock: Value,
    /// None where it is missing, damaged or not sealed.
    pub(super) log: Option<Value>,
    /// Text of `run.toml`.
    pub(super) manifest: String,
    /// SHA-256 of every input.
    pub(super) inputs: BTreeMap<String, String>,
    /// SHA-256 of every output; of a map over its samples.
    pub(super) outputs: BTreeMap<String, String>,
    /// Files of the folder.
    pub(super) names: BTreeSet<String>,
    sealed: bool,
}

impl Record {
    pub(super) fn read(folder: &Path) -> Result<Self, Findings> {
        let text = text(folder, "lock.json")?;
        let at = |error: Error| error.at(Place::file(shown(folder, "lock.json")));
        let lock: Value =
            serde_json::from_str(&text).map_err(|error| at(fault(&format!("not valid JSON: {error}"))))?;
        let missing = |key: &str| at(fault(&format!("key `{key}` is missing")));
        let manifest =
            lock.get("manifest").and_then(Value::as_str).ok_or_else(|| missing("manifest"))?.to_owned();
        let hashes = |key: &str| {
            let list = lock.get(key).and_then(Value::as_array).ok_or_else(|| missing(key))?;
            let one = |file: &Value| {
                let text = |key: &str| file.get(key).and_then(Value::as_str).map(str::to_owned);
                text("name").zip(text("sha256")).ok_or_else(|| missing("sha256"))
            };
            list.iter().map(one).collect::<Result<BTreeMap<_, _>, Error>>()
        };
        let (inputs, outputs) = (hashes("inputs")?, hashes("outputs")?);
        let log = self::text(folder, "run_log.json").ok().filter(|text| is_sealed(text));
        let log = log.and_then(|text| serde_json::from_str(&text).ok());
        let sealed = is_sealed(&text);
        let names = names(folder)?;
        Ok(Self { folder: folder.to_path_buf(), lock, log, manifest, inputs, outputs, names, sealed })
    }

    /// Version of the program that made the result.
    pub(super) fn version(&self) -> &str {
        self.lock.get("ecovalue").and_then(Value::as_str).unwrap_or_default()
    }

    /// SHA-256 that the lock has of itself.
    pub(super) fn seal(&self) -> &str {
        self.lock.get("sha256").and_then(Value::as_str).unwrap_or_default()
    }

    /// The limits that the run states.
    pub(super) fn limits(&self) -> Limits {
        Manifest::parse("run.toml", &self.manifest)
            .map_or_else(|_| Limits::default(), |manifest| manifest.limits)
    }

    /// Every file of the folder that is not as the lock and the log record it.
    pub(super) fn faults(&self) -> Vec<FileFault> {
        let mut faults = Vec::new();
        let mut add = |name: &str, fault: Fault| faults.push(FileFault { name: name.to_owned(), fault });
        if !self.sealed {
            add("lock.json", Fault::Unsealed);
        }
        match (&self.log, self.names.contains("run_log.json")) {
            (None, true) => add("run_log.json", Fault::Unsealed),
            (_, false) => add("run_log.json", Fault::Missing),
            (Some(_), true) => {}
        }
        let limits = self.limits();
        for (name, recorded) in &self.outputs {
            if !self.names.contains(name) {
                add(name, Fault::Missing);
            } else if !self.is_as_recorded(name, recorded, &limits) {
                add(name, Fault::Altered);
            }
        }
        for name in &self.names {
            if !OWN.contains(&name.as_str()) && !self.outputs.contains_key(name) {
                add(name, Fault::Added);
            }
        }
        faults
    }

    fn is_as_recorded(&self, name: &str, recorded: &str, limits: &Limits) -> bool {
        if !name.starts_with("maps/") {
            return sha256_of(&self.folder.join(name)).is_ok_and(|own| own == recorded);
        }
        let map = MapDigest::of(&self.folder.join(name), name, limits);
        let kept = |map: &MapDigest| self.log.is_none() || Some(map.bytes.as_str()) == self.map_bytes(name);
        map.is_ok_and(|map| map.cells == recorded && kept(&map))
    }

    /// What the log says of the bytes of a map.
    fn map_bytes(&self, name: &str) -> Option<&str> {
        let maps = self.log.as_ref()?.get("maps")?.as_array()?;
        let own = maps.iter().find(|map| map.get("name").and_then(Value::as_str) == Some(name))?;
        own.get("crc32")?.as_str()
    }
}

fn fault(message: &str) -> Error {
    Error::new(Code::DocumentSyntax, message, "name the folder of a result that `ecovalue run` wrote")
}

pub(super) fn shown(folder: &Path, name: &str) -> String {
    folder.join(name).display().to_string()
}

/// Refuses a folder without the file that is written last.
pub(super) fn check_complete(folder: &Path, name: &str) -> Result<(), Error> {
    if name != "lock.json" || !folder.is_dir() || folder.join(name).symlink_metadata().is_ok() {
        return Ok(());
    }
    let message = "the result is not complete: it has no `lock.json`, which is written last";
    let hint = "start `ecovalue run` again if it was cut, or name the folder of another result";
    Err(Error::new(Code::FileUnreadable, message, hint).at(Place::file(folder.display().to_string())))
}

/// The text of a file of a result; a regular file, and no larger than a table may be.
pub(super) fn text(folder: &Path, name: &str) -> Result<String, Error> {
    let at = |error: Error| error.at(Place::file(shown(folder, name)));
    let (path, largest) = (folder.join(name), Limits::default().max_table_bytes);
    let hint = "name the folder of a result that `ecovalue run` wrote";
    let unreadable =
        |reason: String| at(Error::new(Code::FileUnreadable, format!("cannot be read: {reason}"), hint));
    check_complete(folder, name)?;
    let metadata = path.metadata().map_err(|error| unreadable(error.kind().to_string()))?;
    if !metadata.is_file() {
        return Err(unreadable("it is no file".to_owned()));
    }
    let mut bytes = Vec::new();
    let read =
        fs::File::open(&path).and_then(|file| file.take(largest.saturating_add(1)).read_to_end(&mut bytes));
    let size = read.map_err(|error| unreadable(error.kind().to_string()))?;
    if crate::math::count(size) > largest {
        let message = format!("the file has more than {largest} bytes");
        return Err(at(Error::new(Code::Limit, message, "name the folder of a smaller result")));
    }
    String::from_utf8(bytes).map_err(|error| {
        let byte = error.utf8_error().valid_up_to();
        at(Error::new(Code::Encoding, format!("byte {byte} is no UTF-8"), "run it again"))
    })
}

/// Files of a result: those of the folder, and those of `maps`.
fn names(folder: &Path) -> Result<BTreeSet<String>, Error> {
    let mut names = BTreeSet::new();
    let list = |folder: &Path| -> std::io::Result<Vec<(String, bool)>> {
        let entries = fs::read_dir(folder)?.map(|entry| {
            let entry = entry?;
            Ok((entry.file_name().to_string_lossy().into_owned(), entry.file_type()?.is_dir()))
        });
        entries.collect()
    };
    let unreadable = |error: std::io::Error| {
        let message = format!("cannot be read: {}", error.kind());
        let hint = "name the folder of a result that `ecovalue run` wrote";
        Error::new(Code::FileUnreadable, message, hint).at(Place::file(folder.display().to_string()))
    };
    for (name, is_folder) in list(folder).map_err(unreadable)? {
        if is_folder && name == "maps" {
            let maps = list(&folder.join(&name)).map_err(unreadable)?;
            names.extend(maps.into_iter().map(|(map, _)| format!("maps/{map}")));
        } else {
            names.insert(name);
        }
    }
    Ok(names)
}
