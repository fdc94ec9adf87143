//! The folder in which a result is made. It is known by a mark, a file that names every other file before it is written:
//! what the mark does not name was put there by somebody else, and is never removed.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use super::tree::{self, entries};
use crate::report::disk;

/// Name of the mark.
pub(super) const MARK: &str = ".ecovalue-partial";
/// Its first line.
const FIRST: &str = "ecovalue partial 1: a result that is being written; below are the names of its files";
/// A line of it: files are on their way to the place of the result.
const MOVING: &str = "= moving";
/// Names in it under which whoever makes the result notes how far it is, and writes the next note; no mark need name them.
pub(in crate::run) const NOTES: [&str; 2] = ["journal", "journal.next"];
/// Folder in it for the files of the result that is replaced.
pub(super) const REPLACED: &str = "replaced";

/// Files that a marked folder may hold.
#[derive(Debug, Default, Clone)]
pub(super) struct Marked {
    pub(super) names: BTreeSet<String>,
    /// Whether its files were on their way to the place of the result.
    pub(super) is_moving: bool,
}

impl Marked {
    /// What the mark of a folder says, if it has one.
    pub(super) fn read(folder: &Path) -> Option<Self> {
        let is_plain = |path: &Path, folder: bool| {
            path.symlink_metadata().is_ok_and(|own| if folder { own.is_dir() } else { own.is_file() })
        };
        let mark = folder.join(MARK);
        if !is_plain(folder, true) || !is_plain(&mark, false) {
            return None;
        }
        let text = fs::read_to_string(mark).ok()?;
        let mut lines = text.lines();
        if lines.next() != Some(FIRST) {
            return None;
        }
        let mut names: BTreeSet<String> = NOTES.map(str::to_owned).into();
        names.extend(lines.clone().filter(|line| *line != MOVING).map(str::to_owned));
        Some(Self { names, is_moving: lines.any(|line| line == MOVING) })
    }

    /// Marks a folder that was just created.
    pub(super) fn mark(folder: &Path) -> io::Result<()> {
        disk::put(&folder.join(MARK), format!("{FIRST}\n").as_bytes())
    }

    /// Names a file that is about to be written.
    pub(super) fn announce(folder: &Path, name: &str) -> io::Result<()> {
        disk::append(&folder.join(MARK), format!("{name}\n").as_bytes())
    }

    /// Says that files are about to be moved to the place of the result.
    pub(super) fn announce_move(folder: &Path) -> io::Result<()> {
        Self::announce(folder, MOVING)
    }

    /// Takes the mark off a folder that is complete.
    pub(super) fn take_off(folder: &Path) -> io::Result<()> {
        disk::remove_file(&folder.join(MARK))
    }

    fn knows(&self, name: &str) -> bool {
        let is_folder = name.ends_with('/') && self.names.iter().any(|own| own.starts_with(name));
        let replaced = name.strip_prefix(REPLACED).is_some_and(|rest| rest.starts_with('/'));
        self.names.contains(name) || is_folder || name == MARK || replaced
    }

    /// The entries of the folder that the mark does not name.
    pub(super) fn strangers(&self, folder: &Path) -> io::Result<Vec<String>> {
        let unknown = entries(folder, &[])?.into_iter().filter(|own| own.is_link || !self.knows(&own.name));
        Ok(unknown.map(|own| own.name).collect())
    }

    /// Removes the files that the mark names but `keep`.
    pub(super) fn tidy(&self, folder: &Path, keep: impl Fn(&str) -> bool) -> io::Result<()> {
        for entry in entries(folder, &[MARK])? {
            if entry.is_file && self.names.contains(&entry.name) && !keep(&entry.name) {
                disk::remove_file(&entry.path)?;
            }
        }
        Ok(())
    }

    /// Removes the folder with the files that the mark names, the mark last.
    pub(super) fn remove(&self, folder: &Path) -> io::Result<()> {
        let replaced = folder.join(REPLACED);
        if replaced.is_dir() {
            let inner: BTreeSet<String> = entries(&replaced, &[])?.into_iter().map(|own| own.name).collect();
            tree::remove(&replaced, &inner, None)?;
        }
        tree::remove(folder, &self.names, Some(MARK))
    }
}
