//! A result that takes its place file by file, in a folder that cannot be exchanged: a place where another disk begins,
//! or one whose parent is not ours to write to. The record comes last; a folder without one is no result.

use std::fs;
use std::io;
use std::path::Path;

use super::earlier::Standing;
use super::marked::{MARK, Marked, REPLACED};
use super::tree::{absent, entries, folders};
use crate::report::disk;

/// Name of the lock in such a folder.
pub(super) const LOCK: &str = ".ecovalue-lock";
/// Name of the folder in it in which the result is made.
pub(super) const STAGING: &str = MARK;
/// Both, which are no part of a result.
pub(super) const OURS: [&str; 2] = [LOCK, STAGING];

/// Moves a result that is complete to its place.
pub(super) fn move_in(out: &Path, standing: &Standing, record: &str) -> io::Result<()> {
    let staging = out.join(STAGING);
    let Some(marked) = Marked::read(&staging) else { return Err(io::ErrorKind::NotFound.into()) };
    Marked::announce_move(&staging)?;
    if let Standing::Result(earlier) = standing {
        let replaced = staging.join(REPLACED);
        disk::create_folder(&replaced)?;
        move_file(out, &replaced, record)?;
        for name in earlier.names().filter(|name| *name != record) {
            move_file(out, &replaced, name)?;
        }
        for inner in folders(earlier.names()) {
            absent(fs::remove_dir(out.join(inner)))?;
        }
    }
    for name in marked.names.iter().filter(|name| *name != record) {
        move_file(&staging, out, name)?;
    }
    disk::sync_folder(out);
    move_file(&staging, out, record)?;
    disk::sync_folder(out);
    Ok(())
}

/// Moves a file, if it is there, to where none is.
fn move_file(from: &Path, to: &Path, name: &str) -> io::Result<()> {
    let (from, to) = (from.join(name), to.join(name));
    if from.symlink_metadata().is_err() {
        return Ok(());
    }
    if to.symlink_metadata().is_ok() {
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, format!("{name} is there already")));
    }
    if let Some(parent) = to.parent().filter(|_| name.contains('/')) {
        disk::create_folder(parent)?;
    }
    disk::rename(&from, &to)
}

/// Takes a result that has not got its record back out of its place, and puts there what it was to replace.
pub(super) fn restore(out: &Path, record: &str) -> io::Result<()> {
    let staging = out.join(STAGING);
    let Some(marked) = Marked::read(&staging).filter(|marked| marked.is_moving) else { return Ok(()) };
    let is_there = |path: &Path| path.symlink_metadata().is_ok();
    if is_there(&out.join(record)) && !is_there(&staging.join(record)) {
        return Ok(());
    }
    let back = |from: &Path, to: &Path| {
        to.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::rename(from, to)
    };
    for entry in entries(out, &OURS)? {
        let from = staging.join(&entry.name);
        if entry.is_file && marked.names.contains(&entry.name) && !is_there(&from) {
            back(&entry.path, &from)?;
        }
    }
    for inner in folders(marked.names.iter()) {
        // Another folder of that name may hold what stays.
        let _ = fs::remove_dir(out.join(inner));
    }
    let replaced = staging.join(REPLACED);
    if !is_there(&replaced) {
        return Ok(());
    }
    let (last, first): (Vec<_>, Vec<_>) =
        entries(&replaced, &[])?.into_iter().partition(|entry| entry.name == record);
    for entry in first.into_iter().chain(last).filter(|entry| entry.is_file) {
        let place = out.join(&entry.name);
        if !is_there(&place) {
            back(&entry.path, &place)?;
        }
    }
    Ok(())
}

/// Brings a result that was made elsewhere into the folder, as if it had been made there.
pub(super) fn bring(from: &Path, out: &Path) -> io::Result<()> {
    let staging = out.join(STAGING);
    disk::create_new_folder(&staging)?;
    Marked::mark(&staging)?;
    for entry in entries(from, &[MARK])?.into_iter().filter(|entry| entry.is_file) {
        Marked::announce(&staging, &entry.name)?;
        let place = staging.join(&entry.name);
        if let Some(parent) = place.parent() {
            disk::create_folder(parent)?;
        }
        disk::copy(&entry.path, &place)?;
    }
    Ok(())
}
