//! Files of a run: found inside its folder, read once, and remembered by their SHA-256.

mod encoding;
mod hasher;

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, Metadata};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use sha2::{Digest, Sha256};

use self::hasher::{Hasher, digest};
use crate::error::{Code, Error, Findings, Place, in_chinese};
use crate::input::limits::Limits;
use crate::input::path;
use crate::table::Table;
use crate::text;
use crate::wording::Message;

/// A file as it was read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct InputFile {
    /// Name, relative to the folder of the run.
    pub name: String,
    /// Size in bytes.
    pub size: u64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
    /// Encoding, where it was a text and not UTF-8.
    pub encoding: Option<String>,
    /// Whether nobody declared an encoding and the bytes leave room for doubt.
    pub guessed: bool,
}

/// What tells on disk that a file was written to: where it is, how long, when, and which one.
#[derive(Debug, Clone, PartialEq)]
struct Stamp {
    path: PathBuf,
    size: u64,
    modified: Option<std::time::SystemTime>,
    file: Option<u64>,
}

/// Larger files are hashed beside the work.
const HASHED_AT_ONCE: u64 = 1 << 20;

/// Largest settings or profile file \[byte\].
pub const LARGEST_SETTINGS: u64 = 1 << 20;

/// The files that a run may read.
#[derive(Debug)]
pub struct Files {
    roots: Vec<PathBuf>,
    /// Names before the first `/` and the folders behind them, of a run whose files are those of several runs.
    mounts: Vec<(String, Vec<PathBuf>)>,
    limits: Limits,
    seen: RefCell<BTreeMap<String, InputFile>>,
    stamps: RefCell<BTreeMap<String, Stamp>>,
    hasher: OnceCell<Option<Hasher>>,
    /// Files that were written to before they were hashed, or could not be read to their end.
    changed: RefCell<BTreeSet<String>>,
    /// What the reader of the result is told about tables, by file.
    notes: RefCell<BTreeMap<String, Vec<Error>>>,
}

impl Files {
    /// Files below the folder of the run, or below those that the operator adds.
    #[must_use]
    pub fn new(roots: Vec<PathBuf>, limits: Limits) -> Self {
        Self {
            roots,
            mounts: Vec::new(),
            limits,
            seen: RefCell::default(),
            stamps: RefCell::default(),
            hasher: OnceCell::new(),
            changed: RefCell::default(),
            notes: RefCell::default(),
        }
    }

    /// Files of several runs: `1/name` is the file `name` below the folders of the mount `1`.
    #[must_use]
    pub fn mounted(mounts: Vec<(String, Vec<PathBuf>)>, limits: Limits) -> Self {
        Self { mounts, ..Self::new(Vec::new(), limits) }
    }

    /// The folder of the run, and those that the operator added.
    #[must_use]
    pub fn roots(&self) -> &[PathBuf] {
        &self.roots
    }

    /// The folders in which a name is looked for, and the name there.
    fn placed<'a>(&'a self, name: &'a str) -> (&'a [PathBuf], &'a str) {
        let mount = name.split_once('/').and_then(|(mount, rest)| {
            let roots = self.mounts.iter().find(|(known, _)| known == mount)?;
            Some((roots.1.as_slice(), rest))
        });
        mount.unwrap_or((&self.roots, name))
    }

    fn open(&self, name: &str) -> Result<(PathBuf, File), Error> {
        let (roots, name) = self.placed(name);
        path::open(roots, name)
    }

    /// The limits.
    #[must_use]
    pub const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Every file that was read, by name. Waits for hashes that are still being worked out.
    #[must_use]
    pub fn seen(&self) -> Vec<InputFile> {
        self.settle();
        self.seen.borrow().values().cloned().collect()
    }

    /// Whether a file is there and may be read.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        let (roots, name) = self.placed(name);
        path::resolve(roots, name).is_ok()
    }

    /// Where the files that were read are on the disk.
    pub(crate) fn paths(&self) -> Vec<PathBuf> {
        self.stamps.borrow().values().map(|stamp| stamp.path.clone()).collect()
    }

    /// Which files were read, as far as the disk tells: name, place, size, time of the last change, number of the file.
    #[must_use]
    pub fn identity(&self) -> String {
        let stamps = self.stamps.borrow();
        let lines: Vec<String> = stamps.iter().map(|(name, stamp)| format!("{name:?} {stamp:?}")).collect();
        lines.join("\n")
    }

    /// The place of a file on disk; its bytes are hashed, those of a large file beside what follows.
    ///
    /// # Errors
    ///
    /// As [`path::resolve`]; `EV-L001` for a file over the limit; `EV-I001` if it cannot be read.
    pub fn locate(&self, name: &str) -> Result<PathBuf, Error> {
        let (path, mut file) = self.open(name)?;
        if !self.seen.borrow().contains_key(name) {
            let at = |error: std::io::Error| unreadable(&error).at(Place::file(name));
            let stamp = Stamp::of(path.clone(), &file.metadata().map_err(at)?);
            self.check_size(name, stamp.size)?;
            let hasher = (stamp.size > HASHED_AT_ONCE).then(|| self.hasher()).flatten();
            let (size, sha256) = match hasher {
                Some(_) => (stamp.size, String::new()),
                None => digest(&mut file, &AtomicBool::new(false)).map_err(at)?,
            };
            let input = InputFile { name: name.to_owned(), size, sha256, encoding: None, guessed: false };
            self.note(input, stamp.clone());
            if let Some(hasher) = hasher {
                hasher.add(name, stamp, file);
            }
        }
        Ok(path)
    }

    /// The place of the file whose name has a certain end behind that of another, if there is one.
    ///
    /// # Errors
    ///
    /// As [`Files::locate`] for a file that is there.
    pub fn beside(&self, name: &str, end: &str) -> Result<Option<PathBuf>, Error> {
        let (roots, within) = self.placed(name);
        let beside = format!("{within}{end}");
        // What is there but may not be read is refused, not passed over.
        let there = roots.iter().any(|root| root.join(&beside).symlink_metadata().is_ok());
        there.then(|| self.locate(&format!("{name}{end}"))).transpose()
    }

    /// A table: UTF-8, or GB18030 where it is declared or the bytes are no UTF-8; its header is the first row.
    ///
    /// # Errors
    ///
    /// As [`Files::table_with`].
    pub fn table(&self, name: &str, encoding: Option<&str>) -> Result<Table, Findings> {
        self.table_with(name, encoding, &[])
    }

    /// As [`Files::table`], with the header in the first row that has the expected columns. What [`Table::notes`] says is a
    /// warning of the result.
    ///
    /// # Errors
    ///
    /// As [`Files::locate`]; `EV-I002` if the bytes are no text in that encoding; `EV-L001` for a row or a table over
    /// its limit; what [`Table::read`] finds.
    pub fn table_with(
        &self,
        name: &str,
        encoding: Option<&str>,
        expected: &[&str],
    ) -> Result<Table, Findings> {
        let limits = self.limits;
        let largest = limits.max_table_bytes.min(limits.max_file_bytes);
        let text = self.text(name, encoding, largest, "max_table_mib")?;
        let table = Table::read(name, &text, limits.tables, expected)?;
        let notes = table.notes().iter();
        let notes = notes.map(|note| in_chinese(&note.finding, &note.chinese)).collect();
        self.notes.borrow_mut().insert(name.to_owned(), notes);
        Ok(table)
    }

    /// Notes something that the reader of the result is told about a table that was read.
    pub fn note_of_table(&self, name: &str, warning: Error) {
        self.notes.borrow_mut().entry(name.to_owned()).or_default().push(warning);
    }

    /// What the reader of the result is told about the tables that were read.
    #[must_use]
    pub fn notes(&self) -> Vec<Error> {
        self.notes.borrow().values().flatten().cloned().collect()
    }

    /// The text of a settings file such as a profile: UTF-8, at most 1 MiB.
    ///
    /// # Errors
    ///
    /// As [`Files::table`].
    pub fn settings(&self, name: &str) -> Result<String, Error> {
        self.text(name, Some("utf-8"), LARGEST_SETTINGS.min(self.limits.max_file_bytes), "max_file_mib")
    }

    fn text(&self, name: &str, encoding: Option<&str>, largest: u64, key: &str) -> Result<String, Error> {
        let at = |error: Error| error.at(Place::file(name));
        let (path, mut file) = self.open(name)?;
        let metadata = file.metadata().map_err(|error| at(unreadable(&error)))?;
        let size = metadata.len();
        if size > largest {
            let hint = text!("split it, or raise [limits] {0}", "拆分文件，或调大 [limits] {0}", key);
            return Err(at(Error::new(Code::Limit, too_large(size, largest), hint)));
        }
        let bytes = read_rows(&mut file, largest, self.limits.tables.row_bytes).map_err(at)?;
        let (text, used) = encoding::decode(&bytes, encoding).map_err(at)?;
        let file = InputFile {
            name: name.to_owned(),
            size: crate::math::count(bytes.len()),
            sha256: sha256(&bytes),
            encoding: used.map(str::to_owned),
            guessed: used.is_some() && encoding.is_none() || encoding::is_doubtful(&bytes, encoding),
        };
        self.note(file, Stamp::of(path, &metadata));
        Ok(text)
    }

    /// The thread that hashes; none where no thread can be started.
    fn hasher(&self) -> Option<&Hasher> {
        self.hasher.get_or_init(|| Hasher::start().ok()).as_ref()
    }

    /// Waits for the hashes and notes them. A file that stands otherwise on disk than when it was opened is noted as
    /// changed: nobody can tell which of its bytes were read.
    fn settle(&self) {
        for hashed in self.hasher.get().and_then(Option::as_ref).into_iter().flat_map(Hasher::wait) {
            let same = self.stamps.borrow().get(&hashed.name) == hashed.stamp.as_ref();
            match (hashed.digest, self.seen.borrow_mut().get_mut(&hashed.name)) {
                (Ok((size, sha256)), Some(file)) if same => (file.size, file.sha256) = (size, sha256),
                _ => drop(self.changed.borrow_mut().insert(hashed.name)),
            }
        }
    }

    fn note(&self, file: InputFile, stamp: Stamp) {
        self.stamps.borrow_mut().insert(file.name.clone(), stamp);
        self.seen.borrow_mut().insert(file.name.clone(), file);
    }

    /// Hears which share of the cells was read, which the hashes of large files follow.
    pub fn read(&self, share: f64) {
        if let Some(hasher) = self.hasher.get().and_then(Option::as_ref) {
            hasher.read(share);
        }
    }

    /// Refuses a result if a file is no longer the one that was read and hashed.
    ///
    /// # Errors
    ///
    /// `EV-I001` for every file whose bytes changed.
    pub fn check_unchanged(&self) -> Result<(), Findings> {
        self.settle();
        let mut findings = Findings::new();
        for (name, stamp) in &*self.stamps.borrow() {
            if !self.changed.borrow().contains(name) {
                if Stamp::now(&stamp.path).is_ok_and(|now| now == *stamp) {
                    continue;
                }
                let never = AtomicBool::new(false);
                let read = File::open(&stamp.path).and_then(|mut file| digest(&mut file, &never));
                let seen = self.seen.borrow().get(name).map(|file| file.sha256.clone());
                if read.is_ok_and(|(_, sha256)| Some(sha256) == seen) {
                    continue;
                }
            }
            let message =
                text!("the file changed while the run was reading it", "文件在运行读取期间发生变化");
            let hint = text!(
                "let nothing write to the folder during a run, and start it again",
                "运行期间不要写入该文件夹，然后重新运行"
            );
            findings.push(Error::new(Code::FileUnreadable, message, hint).at(Place::file(name)));
        }
        findings.into_result(())
    }

    fn check_size(&self, name: &str, size: u64) -> Result<(), Error> {
        let limit = self.limits.max_file_bytes;
        if size <= limit {
            return Ok(());
        }
        let hint = text!("raise [limits] max_file_mib", "调大 [limits] max_file_mib");
        Err(Error::new(Code::Limit, too_large(size, limit), hint).at(Place::file(name)))
    }
}

impl Stamp {
    fn of(path: PathBuf, metadata: &Metadata) -> Self {
        #[cfg(unix)]
        let file = Some(std::os::unix::fs::MetadataExt::ino(metadata));
        #[cfg(not(unix))]
        let file = None;
        Self { path, size: metadata.len(), modified: metadata.modified().ok(), file }
    }

    fn now(path: &Path) -> std::io::Result<Self> {
        path.metadata().map(|metadata| Self::of(path.to_path_buf(), &metadata))
    }
}

/// Reads a text piece by piece and stops at a row that is too long, before the rest of it is in memory.
fn read_rows(file: &mut impl Read, largest: u64, row_bytes: usize) -> Result<Vec<u8>, Error> {
    let (mut bytes, mut row, mut line, mut before) = (Vec::new(), 0_usize, 1_u64, 0_u8);
    let mut buffer = vec![0; 1 << 16];
    let mut rest = file.take(largest.saturating_add(1));
    loop {
        let read = rest.read(&mut buffer).map_err(|error| unreadable(&error))?;
        let piece = buffer.get(..read).unwrap_or_default();
        if piece.is_empty() {
            return Ok(bytes);
        }
        for byte in piece {
            if matches!(byte, b'\r' | b'\n') {
                line = line.saturating_add(u64::from(*byte == b'\r' || before != b'\r'));
                (row, before) = (0, *byte);
                continue;
            }
            (row, before) = (row.saturating_add(1), *byte);
            if row > row_bytes {
                let message = text!("the line has more than {0} bytes", "该行超过 {0} 字节", row_bytes);
                let hint = text!(
                    "look for missing line breaks, or raise [limits] max_row_kib",
                    "检查是否缺少换行，或调大 [limits] max_row_kib"
                );
                return Err(Error::new(Code::Limit, message, hint).at(Place::default().row(line)));
            }
        }
        bytes.extend_from_slice(piece);
        if crate::math::count(bytes.len()) > largest {
            let message = text!(
                "the file grew beyond {0} bytes while it was read",
                "文件在读取期间增大到 {0} 字节以上",
                largest
            );
            return Err(Error::new(Code::Limit, message, path::let_nothing_write()));
        }
    }
}

fn unreadable(error: &std::io::Error) -> Error {
    let message = text!("cannot be read: {0}", "无法读取：{0}", error.to_string());
    Error::new(Code::FileUnreadable, message, path::check_readable())
}

fn too_large(size: u64, limit: u64) -> Message {
    text!("the file has {0} bytes, {1} are allowed", "文件有 {0} 字节，上限 {1} 字节", size, limit)
}

/// SHA-256 of the bytes of a file, in hexadecimal.
///
/// # Errors
///
/// What the system says against reading it.
pub fn sha256_of(path: &Path) -> std::io::Result<String> {
    digest(&mut File::open(path)?, &AtomicBool::new(false)).map(|(_, sha256)| sha256)
}

/// SHA-256 of some bytes, in hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes in hexadecimal.
#[must_use]
pub fn hex(digest: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('0');
    digest.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_without_end_is_not_read_to_its_end() {
        let mut endless = std::io::Cursor::new(b"a,b\n").chain(std::io::repeat(b'x'));
        let error = read_rows(&mut endless, u64::MAX - 1, 1 << 20).unwrap_err();
        assert_eq!((error.code(), error.place().row), (Code::Limit, Some(2)));
        let mut rows = std::io::repeat(b'\n');
        assert_eq!(read_rows(&mut rows, 1 << 20, 10).unwrap_err().code(), Code::Limit);
    }

    #[test]
    fn the_digest_is_sha_256() {
        assert!(sha256(b"abc").starts_with("ba7816bf8f01cfea"));
    }
}
