//! A lock of the system on a file beside the folder. It ends with the process, however that ends.
//!
//! The file begins with a mark; one without is somebody else's and is left alone. Behind the mark stands what is about
//! to be done with names beside the folder, so that the next process knows what a killed one has left there.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::error::{Code, Error, Place};
use crate::report::disk::{self, failed};
use crate::text;

/// First line of the file.
const FIRST: &str = "ecovalue lock 1: a result is being written beside this file";
/// Largest file that may be one of ours \[byte\].
const LARGEST: u64 = 1 << 16;

/// What a process that was killed has noted.
#[derive(Debug, Default)]
pub(super) struct Left {
    /// It began to make `DIR.partial`.
    pub(super) begun: bool,
    /// SHA-256 of the records of the results that it exchanged.
    pub(super) records: Vec<String>,
    /// Name under which it put the old folder aside.
    pub(super) aside: Option<String>,
}

/// The lock, held until it is dropped.
#[derive(Debug)]
pub(super) struct Guard {
    path: PathBuf,
    file: Option<File>,
    /// Whether the file is removed in the end; not one that somebody else has put there.
    removed: bool,
    /// Notes of a process that was killed, which still stand.
    pub(super) left: Left,
}

impl Guard {
    /// Takes the lock of a folder; nothing where its file may not be created.
    pub(super) fn take(path: &Path, out: &Path) -> Result<Option<Self>, Error> {
        loop {
            let (file, is_new) = match open(path)? {
                Opened::File(file) => (file, false),
                Opened::New(file) => (file, true),
                Opened::Gone => continue,
                Opened::Denied => return Ok(None),
            };
            match file.try_lock() {
                Ok(()) => {}
                Err(fs::TryLockError::WouldBlock) => {
                    let message = text!("another run is writing this folder", "另一个运行正在写入此文件夹");
                    let hint =
                        text!("wait until it ends, or name another folder", "等它结束，或指定其他文件夹");
                    let place = Place::file(out.display().to_string());
                    return Err(Error::new(Code::Locked, message, hint).at(place));
                }
                Err(fs::TryLockError::Error(error)) => return Err(failed(path, &error)),
            }
            // The one before may have removed the file between opening and locking.
            if !is_at(&file, path) {
                continue;
            }
            let mut guard =
                Self { path: path.to_path_buf(), file: Some(file), removed: is_new, left: Left::default() };
            if is_new {
                guard.note(FIRST).map_err(|error| failed(path, &error))?;
            } else if let Some(left) = read(path)? {
                // What it says stands until it is dealt with.
                (guard.left, guard.removed) = (left, false);
            }
            return Ok(Some(guard));
        }
    }

    /// Says that what a killed process has left was dealt with; the file is ours from now on.
    pub(super) fn settle(&mut self) -> io::Result<()> {
        self.left = Left::default();
        self.removed = self.removed || read(&self.path).is_ok_and(|noted| noted.is_some());
        self.note("settled")
    }

    /// Notes what is about to be done; in an empty file of somebody else's nothing.
    pub(super) fn note(&mut self, line: &str) -> io::Result<()> {
        match &mut self.file {
            Some(file) if self.removed => disk::note(file, format!("{line}\n").as_bytes()),
            _ => Ok(()),
        }
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        if self.removed {
            // Removed while it is held, so that nobody else's file is.
            let _ = fs::remove_file(&self.path);
        }
        self.file = None;
    }
}

/// What became of opening the file of a lock.
enum Opened {
    File(File),
    New(File),
    /// It came or went meanwhile.
    Gone,
    Denied,
}

/// Opens the file of a lock, or creates it.
fn open(path: &Path) -> Result<Opened, Error> {
    let denied = [io::ErrorKind::PermissionDenied, io::ErrorKind::ReadOnlyFilesystem];
    match path.symlink_metadata() {
        Ok(found) if found.is_file() => {
            read(path)?;
            match File::options().read(true).append(true).open(path).or_else(|_| File::open(path)) {
                Ok(file) => Ok(Opened::File(file)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Opened::Gone),
                Err(error) => Err(failed(path, &error)),
            }
        }
        Ok(_) => Err(foreign(path)),
        Err(_) => match disk::create_new(path) {
            Ok(file) => Ok(Opened::New(file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(Opened::Gone),
            Err(error) if denied.contains(&error.kind()) => Ok(Opened::Denied),
            Err(error) => Err(failed(path, &error)),
        },
    }
}

/// What a file says; nothing if it is empty, and refused if it is somebody else's.
fn read(path: &Path) -> Result<Option<Left>, Error> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(LARGEST).read_to_end(&mut bytes));
    match read {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(path, &error)),
        Ok(0) => return Ok(None),
        Ok(_) => {}
    }
    let text = String::from_utf8(bytes).map_err(|_| foreign(path))?;
    let mut lines = text.lines();
    if lines.next() != Some(FIRST) {
        return Err(foreign(path));
    }
    let mut left = Left::default();
    for line in lines {
        match line.split_once(' ') {
            Some(("record", hash)) => left.records.push(hash.to_owned()),
            Some(("aside", name)) => left.aside = Some(name.to_owned()),
            _ if line == "settled" => left = Left::default(),
            _ => left.begun |= line == "begun",
        }
    }
    Ok(Some(left))
}

fn foreign(path: &Path) -> Error {
    let message = text!(
        "the name is needed for a lock, and something that the program did not write has it",
        "加锁需要用到这个名称，而它被并非本程序写入的文件占用"
    );
    let hint = super::move_elsewhere();
    Error::new(Code::Output, message, hint).at(Place::file(path.display().to_string()))
}

/// Whether an open file is the one that has the name.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let both = file.metadata().and_then(|open| Ok((open, fs::symlink_metadata(path)?)));
    both.is_ok_and(|(open, there)| (open.dev(), open.ino()) == (there.dev(), there.ino()))
}

#[cfg(not(unix))]
fn is_at(_file: &File, path: &Path) -> bool {
    path.is_file()
}
