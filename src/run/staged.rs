//! A folder that appears whole or not at all.
//!
//! Everything is written to `DIR.partial` beside it, which then takes the name of the folder in one step. `DIR.lock` is
//! held by the system for the process that writes, so that what a killed process leaves behind is in nobody's way.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::journal::Journal;
use crate::error::{Code, Error, Place};
use crate::input::files::sha256;
use crate::report::disk;
use crate::report::lock::Output;

/// Writes a file of a folder.
pub(super) fn put(folder: &Path, name: &str, bytes: &[u8]) -> Result<Output, Error> {
    let path = folder.join(name);
    disk::put(&path, bytes).map_err(|error| failed(&path, &error))?;
    Ok(Output { name: name.to_owned(), size: crate::math::count(bytes.len()), sha256: sha256(bytes) })
}

pub(super) fn failed(path: &Path, error: &io::Error) -> Error {
    let message = format!("cannot be written: {error}");
    Error::new(Code::Output, message, "check the folder, its rights and the room on the disk")
        .at(Place::file(path.display().to_string()))
}

/// The folder while it is being made; it is removed again unless it is committed or kept.
#[derive(Debug)]
pub(super) struct Staged {
    pub(super) path: PathBuf,
    remains: bool,
    /// Held until the folder stands.
    _lock: Lock,
}

impl Staged {
    /// Begins a folder. Only one that is empty or holds the file `mark` may be replaced.
    pub(super) fn begin(out: &Path, force: bool, mark: &str) -> Result<Self, Error> {
        Self::begin_or_resume(out, force, mark, None).map(|(staged, _)| staged)
    }

    /// Begins a folder, or goes on with what a run with the same fingerprint has left of it.
    pub(super) fn begin_or_resume(
        out: &Path,
        force: bool,
        mark: &str,
        fingerprint: Option<&str>,
    ) -> Result<(Self, Option<Journal>), Error> {
        let at = |error: Error| error.at(Place::file(out.display().to_string()));
        let (Some(path), Some(lock), Some(aside)) =
            (beside(out, ".partial"), beside(out, ".lock"), beside(out, ".old"))
        else {
            let error =
                Error::new(Code::Output, "this names no folder", "name a folder, e.g. --out out/beibei");
            return Err(at(error));
        };
        if let Some(parent) = out.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            disk::create_folder(parent).map_err(|error| failed(parent, &error))?;
        }
        let lock = Lock::take(&lock)?;
        if aside.is_dir() && out.symlink_metadata().is_err() {
            // A process was stopped between the two steps of a system that cannot exchange folders in one.
            disk::rename(&aside, out).map_err(|error| failed(out, &error))?;
        }
        may_stand(out, force, mark).map_err(at)?;
        let left = fingerprint.and_then(|own| Journal::read(&path, own));
        match &left {
            Some(journal) => journal.tidy(&path).map_err(|error| failed(&path, &error))?,
            None if path.symlink_metadata().is_ok() => {
                disk::remove_folder(&path).map_err(|error| failed(&path, &error))?;
            }
            None => {}
        }
        let staged = Self { path, remains: false, _lock: lock };
        disk::create_folder(&staged.path).map_err(|error| failed(&staged.path, &error))?;
        Ok((staged, left))
    }

    /// Leaves what was done for the next run.
    pub(super) fn keep(mut self) {
        self.remains = true;
    }

    /// Puts the folder in its place.
    pub(super) fn commit(mut self, out: &Path, force: bool) -> Result<(), Error> {
        Journal::remove(&self.path).map_err(|error| failed(&self.path, &error))?;
        disk::sync_folder(&self.path);
        if force && out.symlink_metadata().is_ok() {
            exchange(&self.path, out)?;
        } else {
            disk::rename(&self.path, out).map_err(|error| failed(out, &error))?;
        }
        self.remains = true;
        if let Some(parent) = out.parent() {
            disk::sync_folder(parent);
        }
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if !self.remains {
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

/// Whether a folder may be made, or replaced.
fn may_stand(out: &Path, force: bool, mark: &str) -> Result<(), Error> {
    if out.symlink_metadata().is_err() {
        return Ok(());
    }
    if !force {
        let message = "the folder is there already";
        return Err(Error::new(Code::Output, message, "name another folder, or replace it with --force"));
    }
    let empty = fs::read_dir(out).is_ok_and(|mut entries| entries.next().is_none());
    if !empty && !out.join(mark).is_file() {
        let message = "the folder is there and is no result of a run";
        return Err(Error::new(Code::Output, message, "name another folder"));
    }
    Ok(())
}

/// A name beside a folder.
fn beside(out: &Path, ending: &str) -> Option<PathBuf> {
    let mut name: OsString = out.file_name()?.to_os_string();
    name.push(ending);
    Some(out.with_file_name(name))
}

/// Puts the new folder in the place of the old one, in one step where the system can.
fn exchange(new: &Path, old: &Path) -> Result<(), Error> {
    if disk::exchange(new, old).is_ok() {
        // The new folder stands; what is left of the old one is only in the way.
        let _ = fs::remove_dir_all(new);
        return Ok(());
    }
    let aside = beside(old, ".old").unwrap_or_default();
    disk::rename(old, &aside).map_err(|error| failed(old, &error))?;
    if let Err(error) = disk::rename(new, old) {
        let _ = fs::rename(&aside, old);
        return Err(failed(old, &error));
    }
    let _ = fs::remove_dir_all(&aside);
    Ok(())
}

/// A lock of the system on a file beside the folder. It ends with the process, however that ends.
#[derive(Debug)]
struct Lock {
    path: PathBuf,
    file: Option<File>,
}

impl Lock {
    fn take(path: &Path) -> Result<Self, Error> {
        let at = |error: &io::Error| failed(path, error);
        loop {
            let file = File::options().create(true).truncate(false).write(true).open(path);
            let file = file.map_err(|error| at(&error))?;
            match file.try_lock() {
                Ok(()) => {}
                Err(fs::TryLockError::WouldBlock) => {
                    let message = "another run is writing this folder";
                    let hint = "wait until it ends, or name another folder";
                    return Err(Error::new(Code::Locked, message, hint)
                        .at(Place::file(path.with_extension("").display().to_string())));
                }
                Err(fs::TryLockError::Error(error)) => return Err(at(&error)),
            }
            // The one before may have removed the file between opening and locking.
            if is_at(&file, path) {
                return Ok(Self { path: path.to_path_buf(), file: Some(file) });
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Removed while it is held, so that nobody else's file is.
        let _ = fs::remove_file(&self.path);
        self.file = None;
    }
}

/// Whether an open file is the one that has the name.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let both = file.metadata().and_then(|own| Ok((own, fs::metadata(path)?)));
    both.is_ok_and(|(own, there)| (own.dev(), own.ino()) == (there.dev(), there.ino()))
}

#[cfg(not(unix))]
fn is_at(_file: &File, path: &Path) -> bool {
    path.is_file()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::time::Duration;

    use super::*;
    use crate::input::grid::{Crs, Grid};
    use crate::report::map::{MapOptions, MapWriter, Sample};
    use crate::run::{Options, Run, WriteOptions};

    const RUN: &str = "schema = 1\ntitle = 'TITLE'\nyear = 2019\nprofile = 'hj1173_2021'\nallow_unverified = true\n\
        [cells]\nkind = 'raster'\nlandcover = { file = 'cover.tif' }\n\
        [[layer]]\nname = 'precipitation'\nvalue = 1000\nunit = 'mm'\n\
        [[layer]]\nname = 'temperature'\nvalue = 15\nunit = 'degC'\n\
        [output]\nmaps = ['water_retention']\n";

    /// A run of some cells of mixed forest.
    fn run(folder: &Path, title: &str) -> Run {
        let crs = Crs::from_epsg(32650).unwrap();
        let grid = Grid { width: 20, height: 40, origin: (0.0, 4e6), step: (30.0, -30.0), crs };
        let options = MapOptions { sample: Sample::U8, tile: 16, nodata: Some(0.0), ..MapOptions::default() };
        let path = folder.join("cover.tif");
        if !path.exists() {
            let mut map = MapWriter::create_with(&path, &grid, "", "", options).unwrap();
            map.write_rows(0, &[13_u8; 800]).unwrap();
            map.finish().unwrap();
        }
        let manifest = folder.join(format!("{title}.toml"));
        fs::write(&manifest, RUN.replace("TITLE", title)).unwrap();
        Run::open(&manifest, None).unwrap()
    }

    /// Every file of a folder, by name.
    fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut all = BTreeMap::new();
        let mut open = vec![folder.to_path_buf()];
        while let Some(next) = open.pop() {
            for entry in fs::read_dir(next).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    open.push(path);
                } else {
                    all.insert(path.strip_prefix(folder).unwrap().to_path_buf(), fs::read(&path).unwrap());
                }
            }
        }
        all
    }

    /// Lets one operation on the disk after another fail, until none is left to fail.
    fn every_fault(lasting: bool) {
        let folder = tempfile::tempdir().unwrap();
        let (old, new) = (run(folder.path(), "old"), run(folder.path(), "new"));
        let out = folder.path().join("out");
        let options = Options {
            threads: Some(1),
            without_switches: true,
            journal_every: Some(Duration::ZERO),
            ..Options::default()
        };
        let force = WriteOptions { force: true };
        new.write(&out, &options, force).unwrap();
        let wanted = files(&out);
        old.write(&out, &options, force).unwrap();
        let before = files(&out);
        assert!(before != wanted && wanted.len() > 10);
        let mut failed = 0;
        for operations in 0.. {
            disk::faults::fail_after(operations, lasting);
            let result = new.write(&out, &options, force);
            let struck = disk::faults::end();
            let names: Vec<_> =
                fs::read_dir(folder.path()).unwrap().map(|own| own.unwrap().file_name()).collect();
            assert_eq!(names.len(), 4, "something was left after {operations} operations: {names:?}");
            if result.is_ok() {
                // Where folders cannot be exchanged in one step, it is done in two.
                assert!(files(&out) == wanted, "a mixture after {operations} operations");
                old.write(&out, &options, force).unwrap();
            } else {
                failed += 1;
                assert!(files(&out) == before, "the old folder changed after {operations} operations");
            }
            if !struck {
                assert!(failed > 40, "{failed} faults");
                return;
            }
        }
    }

    #[test]
    fn a_fault_of_the_disk_at_any_step_leaves_the_old_folder() {
        every_fault(false);
    }

    #[test]
    fn a_disk_that_fails_from_any_step_on_leaves_the_old_folder() {
        every_fault(true);
    }
}
