//! The entries of a folder, without following links.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What stands in a folder, at any depth.
#[derive(Debug)]
pub(super) struct Entry {
    /// Name seen from the folder, with `/`; a folder ends with one.
    pub(super) name: String,
    pub(super) path: PathBuf,
    pub(super) is_file: bool,
    pub(super) is_link: bool,
}

/// Every file and link of a folder and its subfolders, and the subfolders that are empty, by name. Entries directly
/// in the folder are left out if `skip` has their name.
pub(super) fn entries(folder: &Path, skip: &[&str]) -> io::Result<Vec<Entry>> {
    let mut entries = Vec::new();
    let mut open = vec![(folder.to_path_buf(), String::new())];
    while let Some((next, prefix)) = open.pop() {
        let mut is_empty = true;
        for entry in fs::read_dir(&next)? {
            let entry = entry?;
            is_empty = false;
            let own = entry.file_name();
            let own = own.to_string_lossy();
            if prefix.is_empty() && skip.contains(&own.as_ref()) {
                continue;
            }
            let (name, kind) = (format!("{prefix}{own}"), entry.file_type()?);
            if kind.is_dir() {
                open.push((entry.path(), format!("{name}/")));
            } else {
                let (is_file, is_link) = (kind.is_file(), kind.is_symlink());
                entries.push(Entry { name, path: entry.path(), is_file, is_link });
            }
        }
        if is_empty && !prefix.is_empty() {
            entries.push(Entry { name: prefix, path: next, is_file: false, is_link: false });
        }
    }
    entries.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(entries)
}

/// The folders that hold files of such names, the innermost first.
pub(super) fn folders<'a>(names: impl Iterator<Item = &'a String>) -> Vec<&'a str> {
    let above = |name: &'a String| name.match_indices('/').map(|(end, _)| name.split_at(end).0);
    let folders: BTreeSet<&str> = names.flat_map(above).collect();
    folders.into_iter().rev().collect()
}

/// Removes the files of such names, then the folders that held them, then `last`, then the folder itself. What has
/// another name stays, and so does the folder around it.
pub(super) fn remove(folder: &Path, names: &BTreeSet<String>, last: Option<&str>) -> io::Result<()> {
    for entry in entries(folder, last.as_slice())? {
        if names.contains(&entry.name) && entry.is_file {
            fs::remove_file(entry.path)?;
        }
    }
    for inner in folders(names.iter()) {
        absent(fs::remove_dir(folder.join(inner)))?;
    }
    if let Some(last) = last {
        if fs::read_dir(folder)?.any(|own| own.is_ok_and(|own| own.file_name() != last)) {
            return Err(io::ErrorKind::DirectoryNotEmpty.into());
        }
        absent(fs::remove_file(folder.join(last)))?;
    }
    fs::remove_dir(folder)
}

/// An operation that has nothing to do where there is nothing.
pub(super) fn absent(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
