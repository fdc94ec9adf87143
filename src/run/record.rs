//! The folder of a result as it lies there: its lock, its log, its files. It is data of strangers until it is checked.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::error::{Code, Error, Findings, Place, of_kind};
use crate::input::files::sha256_of;
use crate::input::limits::Limits;
use crate::input::manifest::Manifest;
use crate::report::lock::is_sealed;
use crate::report::map::MapDigest;
use crate::report::verification::{Fault, FileFault};
use crate::text;
use crate::wording::{Language, Message};

/// The two files that the lock does not name.
const UNLISTED: [&str; 2] = ["lock.json", "run_log.json"];

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
        let lock: Value = serde_json::from_str(&text).map_err(|error| at(fault(not_valid_json(&error))))?;
        let missing = |key: &str| at(fault(missing_key(key)));
        let manifest =
            lock.get("manifest").and_then(Value::as_str).ok_or_else(|| missing("manifest"))?.to_owned();
        let hashes = |key: &str| {
            let list = lock.get(key).and_then(Value::as_array).ok_or_else(|| missing(key))?;
            let hash = |file: &Value| {
                let text = |key: &str| file.get(key).and_then(Value::as_str).map(str::to_owned);
                text("name").zip(text("sha256")).ok_or_else(|| missing("sha256"))
            };
            list.iter().map(hash).collect::<Result<BTreeMap<_, _>, Error>>()
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
            if !UNLISTED.contains(&name.as_str()) && !self.outputs.contains_key(name) {
                add(name, Fault::Added);
            }
        }
        faults
    }

    fn is_as_recorded(&self, name: &str, recorded: &str, limits: &Limits) -> bool {
        if !name.starts_with("maps/") {
            return sha256_of(&self.folder.join(name)).is_ok_and(|hash| hash == recorded);
        }
        let map = MapDigest::of(&self.folder.join(name), name, limits);
        let kept = |map: &MapDigest| self.log.is_none() || Some(map.bytes.as_str()) == self.map_bytes(name);
        map.is_ok_and(|map| map.cells == recorded && kept(&map))
    }

    /// What the log says of the bytes of a map.
    fn map_bytes(&self, name: &str) -> Option<&str> {
        let maps = self.log.as_ref()?.get("maps")?.as_array()?;
        let map = maps.iter().find(|map| map.get("name").and_then(Value::as_str) == Some(name))?;
        map.get("crc32")?.as_str()
    }
}

fn fault(message: Message) -> Error {
    Error::new(Code::DocumentSyntax, message, name_a_result())
}

/// The hint where a folder is not a result.
pub(super) fn name_a_result() -> Message {
    text!("name the folder of a result that `ecovalue run` wrote", "指定 `ecovalue run` 写出的结果文件夹")
}

/// The hint where a file of a result was changed.
pub(super) fn take_as_written() -> Message {
    text!("take the folder as `ecovalue run` wrote it", "使用 `ecovalue run` 写出的原样文件夹")
}

/// The hint where a result cannot be relied on as it is.
pub(super) fn take_or_run_again() -> Message {
    text!(
        "take the folder as `ecovalue run` wrote it, or run it again",
        "使用 `ecovalue run` 写出的原样文件夹，或重新运行"
    )
}

/// That a file is another than the one of the result.
pub(super) fn not_recorded() -> Message {
    text!("the file is not the one that lock.json records", "该文件不是 lock.json 所记录的文件")
}

pub(super) fn unreadable(reason: Message) -> Message {
    text!("cannot be read: {0}", "无法读取：{0}", reason)
}

pub(super) fn too_large(most: u64) -> Message {
    text!("the file has more than {0} bytes", "文件超过 {0} 字节", most)
}

pub(super) fn not_utf8(byte: usize) -> Message {
    text!("byte {0} is not UTF-8", "第 {0} 字节不是 UTF-8", byte)
}

pub(super) fn missing_key(key: &str) -> Message {
    text!("key `{0}` is missing", "缺少键 `{0}`", key)
}

pub(super) fn not_valid_json(error: &serde_json::Error) -> Message {
    text!("not valid JSON: {0}", "不是有效的 JSON：{0}", json_place(error))
}

/// That a named file is no JSON.
pub(super) fn not_json(name: &str, error: &serde_json::Error) -> Message {
    text!("{0} is not valid JSON: {1}", "{0} 不是有效的 JSON：{1}", name, json_place(error))
}

/// What the reader of JSON says, which is English; in Chinese its place.
fn json_place(error: &serde_json::Error) -> Message {
    let chinese = text!("line {0}, column {1}", "第 {0} 行第 {1} 列", error.line(), error.column());
    Message::told(error.to_string(), chinese.say(Language::Chinese))
}

pub(super) fn shown(folder: &Path, name: &str) -> String {
    folder.join(name).display().to_string()
}

/// Refuses a folder without the file that is written last.
pub(super) fn check_complete(folder: &Path, name: &str) -> Result<(), Error> {
    if name != "lock.json" || !folder.is_dir() || folder.join(name).symlink_metadata().is_ok() {
        return Ok(());
    }
    let message = text!(
        "the result is not complete: it has no `lock.json`, which is written last",
        "结果不完整：缺少最后写入的 `lock.json`"
    );
    let hint = text!(
        "start `ecovalue run` again if it was cut, or name the folder of another result",
        "若上次运行中断，重新运行 `ecovalue run`，或指定其他结果文件夹"
    );
    Err(Error::new(Code::FileUnreadable, message, hint).at(Place::file(folder.display().to_string())))
}

/// The text of a file of a result; a regular file, and no larger than a table may be.
pub(super) fn text(folder: &Path, name: &str) -> Result<String, Error> {
    let at = |error: Error| error.at(Place::file(shown(folder, name)));
    let (path, largest) = (folder.join(name), Limits::default().max_table_bytes);
    let unreadable =
        |reason: Message| at(Error::new(Code::FileUnreadable, unreadable(reason), name_a_result()));
    check_complete(folder, name)?;
    let metadata = path.metadata().map_err(|error| unreadable(of_kind(error.kind())))?;
    if !metadata.is_file() {
        return Err(unreadable(text!("it is not a file", "不是文件")));
    }
    let mut bytes = Vec::new();
    let read =
        fs::File::open(&path).and_then(|file| file.take(largest.saturating_add(1)).read_to_end(&mut bytes));
    let size = read.map_err(|error| unreadable(of_kind(error.kind())))?;
    if crate::math::count(size) > largest {
        let hint = text!("name the folder of a smaller result", "指定较小的结果文件夹");
        return Err(at(Error::new(Code::Limit, too_large(largest), hint)));
    }
    String::from_utf8(bytes).map_err(|error| {
        let byte = error.utf8_error().valid_up_to();
        at(Error::new(Code::Encoding, not_utf8(byte), text!("run it again", "重新运行")))
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
    let refused = |error: std::io::Error| {
        let message = unreadable(of_kind(error.kind()));
        let place = Place::file(folder.display().to_string());
        Error::new(Code::FileUnreadable, message, name_a_result()).at(place)
    };
    for (name, is_folder) in list(folder).map_err(refused)? {
        if is_folder && name == "maps" {
            let maps = list(&folder.join(&name)).map_err(refused)?;
            names.extend(maps.into_iter().map(|(map, _)| format!("maps/{map}")));
        } else {
            names.insert(name);
        }
    }
    Ok(names)
}
