//! What stands in the place of a folder, and whether it may be replaced: a result of the same command, to the last file
//! as that command wrote it. What a person put there or changed is never removed.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use serde_json::Value;

use super::and_more;
use super::tree::{Entry, entries};
use crate::error::{Code, Error, of_system};
use crate::input::files::{sha256, sha256_of};
use crate::report::lock::is_sealed;
use crate::report::map::MapDigest;
use crate::run::record::text;
use crate::text;
use crate::wording::{Message, Name, TextArgument};

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
    const fn named(self) -> Name {
        match self {
            Self::Run => Name { en: "a run", zh: "核算" },
            Self::Uncertainty => Name { en: "an uncertainty", zh: "不确定性分析" },
            Self::Indicators => Name { en: "indicators", zh: "基地指标" },
            Self::Comparison => Name { en: "a comparison", zh: "变化比较" },
            Self::Revisions => Name { en: "revisions", zh: "修订" },
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
    why: Option<Name>,
}

/// What stands in the place of a folder.
#[derive(Debug)]
pub(super) enum Standing {
    Nothing,
    Empty,
    Result(Earlier),
}

impl Earlier {
    /// Reads a record, or tells why it lists nothing.
    pub(super) fn read(folder: &Path, kind: Kind) -> Result<Self, Message> {
        let record = kind.record();
        match folder.join(record).symlink_metadata() {
            Err(_) => return Err(text!("it has no `{0}`", "缺少 `{0}`", record)),
            Ok(metadata) if !metadata.is_file() => {
                return Err(text!("its `{0}` is not a file", "其 `{0}` 不是文件", record));
            }
            Ok(_) => {}
        }
        let damaged = |_| text!("its `{0}` is damaged", "其 `{0}` 已损坏", record);
        let text = text(folder, record)
            .map_err(|error| text!("its `{0}` {1}", "其 `{0}` {1}", record, error.message()))?;
        let document: Value = serde_json::from_str(&text).map_err(damaged)?;
        if !kind.wrote(&document) {
            return Err(text!(
                "its `{0}` is of another command or program",
                "其 `{0}` 由其他命令或程序写入",
                record
            ));
        }
        if document.get("sha256").is_some() && !is_sealed(&text) {
            return Err(text!("its `{0}` was changed since it was written", "其 `{0}` 写入后被改动", record));
        }
        let Some(outputs) = document.get("outputs").and_then(Value::as_array) else {
            return Err(text!(
                "its `{0}` does not list the files of the result",
                "其 `{0}` 没有结果文件清单",
                record
            ));
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
        let message = match strangers.len() {
            1 => text!(
                "the folder holds a file that the program did not write, or that changed since: {0}",
                "文件夹中有 1 个文件并非本程序写入，或写入后被改动：{0}",
                listed(&strangers)
            ),
            count => text!(
                "the folder holds {0} files that the program did not write, or that changed since: {1}",
                "文件夹中有 {0} 个文件并非本程序写入，或写入后被改动：{1}",
                count,
                listed(&strangers)
            ),
        };
        let hint =
            text!("move what is named elsewhere, or name another folder", "将所列文件移走，或指定其他文件夹");
        Err(Error::new(Code::Output, message, hint))
    }

    fn stranger(&self, folder: &Path, entry: &Entry) -> Option<Stranger> {
        let found = |why| Some(Stranger { name: entry.name.clone(), why });
        if entry.is_link {
            return found(Some(Name { en: "a link", zh: "链接" }));
        }
        let Some(written) = self.files.get(&entry.name).filter(|_| entry.is_file) else {
            // A folder that its files have left is in nobody's way.
            let emptied = entry.name.ends_with('/') && self.names().any(|name| name.starts_with(&entry.name));
            return if emptied { None } else { found(who(&entry.name)) };
        };
        let same = match written {
            Written::Record => true,
            Written::Bytes(hash) => sha256_of(&entry.path).is_ok_and(|found| found == *hash),
            Written::Sealed => text(folder, &entry.name).is_ok_and(|text| is_sealed(&text)),
            Written::Map(_, Some(crc32)) => {
                MapDigest::crc32_of(&entry.path).is_ok_and(|found| found == *crc32)
            }
            Written::Map(cells, None) => {
                let limits = crate::input::limits::Limits::default();
                MapDigest::of(&entry.path, &entry.name, &limits).is_ok_and(|map| map.cells == *cells)
            }
        };
        if same { None } else { found(Some(Name { en: "changed", zh: "已改动" })) }
    }
}

/// Who is known to put files of such a name into a folder.
fn who(name: &str) -> Option<Name> {
    let file = name.rsplit('/').next().unwrap_or_default();
    let managers = [".DS_Store", ".directory", "Thumbs.db", "ehthumbs.db", "desktop.ini"];
    if managers.contains(&file) || file.starts_with("._") {
        Some(Name { en: "of a file manager", zh: "文件管理器的文件" })
    } else if file.ends_with(".aux.xml") || Path::new(file).extension().is_some_and(|ending| ending == "ovr")
    {
        Some(Name { en: "of a program that shows maps", zh: "看图程序的文件" })
    } else {
        None
    }
}

/// The first names and the number of the others.
fn listed(strangers: &[Stranger]) -> Message {
    let told = |stranger: &Stranger| match stranger.why {
        None => text!("`{0}`", "`{0}`", &stranger.name),
        Some(why) => text!("`{0}` ({1})", "`{0}`（{1}）", &stranger.name, why),
    };
    let named = TextArgument::list(strangers.iter().take(NAMED).map(told));
    and_more(text!("{0}", "{0}", named), strangers.len().saturating_sub(NAMED))
}

/// What stands in the place of a folder. Refused is everything but nothing, an empty folder, and under `force` a result
/// of the same command as it was written.
pub(super) fn look(out: &Path, force: bool, kind: Kind, skip: &[&str]) -> Result<Standing, Error> {
    let fault = |message: Message, hint: Message| Err(Error::new(Code::Output, message, hint));
    let another = || text!("name another folder", "指定其他文件夹");
    match out.symlink_metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Standing::Nothing),
        Err(error) => return Err(unreadable(&error)),
        Ok(found) if found.is_symlink() => {
            let hint =
                text!("name the folder that it leads to, or another", "指定链接所指的文件夹，或其他文件夹");
            return fault(text!("this is a link", "这是链接"), hint);
        }
        Ok(found) if !found.is_dir() => {
            return fault(text!("a file of this name is there already", "已有同名文件"), another());
        }
        Ok(_) => {}
    }
    let names = fs::read_dir(out).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let names = names.map_err(|error| unreadable(&error))?;
    if names.iter().all(|entry| skip.iter().any(|skipped| entry.file_name() == *skipped)) {
        return Ok(Standing::Empty);
    }
    let earlier = match Earlier::read(out, kind) {
        Ok(earlier) => earlier,
        Err(why) => {
            let message = text!(
                "the folder exists and is not the result of {0}: {1}",
                "文件夹已存在，且不是{0}的结果：{1}",
                kind.named(),
                why
            );
            return fault(message, another());
        }
    };
    earlier.check(out, skip)?;
    if force {
        return Ok(Standing::Result(earlier));
    }
    let hint = text!("name another folder, or replace it with --force", "指定其他文件夹，或用 --force 覆盖");
    fault(text!("the folder is there already", "文件夹已存在"), hint)
}

fn unreadable(error: &io::Error) -> Error {
    let message = crate::run::record::unreadable(of_system(error));
    Error::new(Code::Output, message, text!("check the folder and its rights", "检查文件夹及其权限"))
}

/// What a log says of the bytes of a map.
fn crc32(log: Option<&Value>, name: &str) -> Option<String> {
    let maps = log?.get("maps")?.as_array()?;
    let map = maps.iter().find(|map| map.get("name").and_then(Value::as_str) == Some(name))?;
    map.get("crc32")?.as_str().map(str::to_owned)
}
