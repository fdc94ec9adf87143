//! Paths of a run stay inside its folder.
//!
//! A run is data that others may have written. It names its files by plain relative paths, and every file is a regular
//! file below the folder of the run, or below the folder that the operator adds. A file of the run's folder that has a
//! second name elsewhere (a hard link) is refused as well, since it may be somebody else's; back-up systems that share
//! files this way are read through the operator's folder.

mod name;

use std::fs::{self, File, Metadata};
use std::path::{Path, PathBuf};

use crate::error::{Code, Error, meant};

/// The file that a text names below one of the folders, the first that has it; links are resolved.
///
/// The first folder is that of the run, the others are the operator's.
///
/// # Errors
///
/// `EV-F001` for a text that is no plain relative path, a file that lies outside through a link, or one of the run's
/// folder that has several names; `EV-I001` if no folder has the file, or it is no regular file.
pub fn resolve(roots: &[PathBuf], text: &str) -> Result<PathBuf, Error> {
    check(roots, text).map(|(path, _)| path)
}

/// As [`resolve`], and opens the file; what was opened is what was checked.
///
/// # Errors
///
/// As [`resolve`]; `EV-I001` if it cannot be opened, `EV-F001` if another file has taken its place in between.
pub fn open(roots: &[PathBuf], text: &str) -> Result<(PathBuf, File), Error> {
    let (path, checked) = check(roots, text)?;
    let failed = |error: std::io::Error| {
        let message = format!("file `{text}` cannot be opened: {}", error.kind());
        Error::new(Code::FileUnreadable, message, "check that the file can be read")
    };
    let file = open_as_it_is(&path).map_err(failed)?;
    let opened = file.metadata().map_err(failed)?;
    if same_file(&checked, &opened) {
        return Ok((path, file));
    }
    let message = format!("file `{text}` was exchanged while it was opened");
    Err(Error::new(Code::PathOutside, message, "let nothing write to the folder during a run"))
}

fn check(roots: &[PathBuf], text: &str) -> Result<(PathBuf, Metadata), Error> {
    if let Some(reason) = name::fault(text) {
        let hint = "put the file below the folder of run.toml and name it relative to that folder";
        return Err(Error::new(Code::PathOutside, format!("path `{text}` {reason}"), hint));
    }
    let there = |root: &PathBuf| root.join(text).symlink_metadata().is_ok();
    let Some((index, root)) = roots.iter().enumerate().find(|(_, root)| there(root)) else {
        return Err(absent(roots, text));
    };
    let (Ok(root), Ok(path)) = (root.canonicalize(), root.join(text).canonicalize()) else {
        let message = format!("file `{text}` is a link that leads nowhere");
        return Err(Error::new(Code::FileUnreadable, message, "put the file itself there"));
    };
    if !path.starts_with(root) {
        let message = format!("path `{text}` leads outside the folder of the run through a link");
        return Err(Error::new(Code::PathOutside, message, "copy the file into the folder of the run"));
    }
    let failed = |_| absent(roots, text);
    let metadata = path.metadata().map_err(failed)?;
    if !metadata.is_file() {
        let message = format!("`{text}` is {}, expected a file", kind(&metadata));
        return Err(Error::new(Code::FileUnreadable, message, "name a regular file"));
    }
    if index == 0 && names(&metadata) > 1 {
        let message = format!(
            "file `{text}` has {} names (hard links), one of which may lie outside",
            names(&metadata)
        );
        let hint = "copy the file, so that it has one name; or start the run with --input-root DIR and keep it there";
        return Err(Error::new(Code::PathOutside, message, hint));
    }
    Ok((path, metadata))
}

fn kind(metadata: &Metadata) -> &'static str {
    if metadata.is_dir() { "a folder" } else { "a pipe, a socket or a device" }
}

/// Number of names of a file; 1 where the system does not tell.
#[cfg(unix)]
fn names(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(metadata)
}

#[cfg(not(unix))]
fn names(_metadata: &Metadata) -> u64 {
    1
}

#[cfg(unix)]
fn same_file(a: &Metadata, b: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    b.is_file() && (a.dev(), a.ino()) == (b.dev(), b.ino())
}

#[cfg(not(unix))]
fn same_file(a: &Metadata, b: &Metadata) -> bool {
    b.is_file() && a.len() == b.len()
}

/// Opens without following a link, and without waiting at a pipe that was put there meanwhile.
#[cfg(unix)]
fn open_as_it_is(path: &Path) -> std::io::Result<File> {
    use rustix::fs::{Mode, OFlags, open};
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    Ok(File::from(open(path, flags, Mode::empty())?))
}

#[cfg(not(unix))]
fn open_as_it_is(path: &Path) -> std::io::Result<File> {
    File::open(path)
}

fn absent(roots: &[PathBuf], text: &str) -> Error {
    let names = |root: &PathBuf| -> Vec<String> {
        let folder = root.join(text).parent().map_or_else(|| root.clone(), Path::to_path_buf);
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut names: Vec<String> =
            entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    };
    let near: Vec<String> = roots.iter().flat_map(names).take(200).collect();
    let name = text.rsplit('/').next().unwrap_or(text);
    let hint = meant(name, near.iter().map(String::as_str));
    let hint = hint.unwrap_or_else(|| "put the file there, or correct its name".into());
    Error::new(Code::FileUnreadable, format!("file `{text}` is not there"), hint)
}
