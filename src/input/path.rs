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
use crate::text;
use crate::wording::{Message, Name, Say};

use name::Fault;

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
        let message = text!(
            "file `{0}` cannot be opened: {1}",
            "无法打开文件 `{0}`：{1}",
            text,
            error.kind().to_string()
        );
        Error::new(Code::FileUnreadable, message, check_readable())
    };
    let file = open_as_it_is(&path).map_err(failed)?;
    let opened = file.metadata().map_err(failed)?;
    if same_file(&checked, &opened) {
        return Ok((path, file));
    }
    let message = text!("file `{0}` was exchanged while it was opened", "文件 `{0}` 在打开时被调换", text);
    Err(Error::new(Code::PathOutside, message, let_nothing_write()))
}

/// The hint where a file cannot be read.
pub(super) fn check_readable() -> Message {
    text!("check that the file can be read", "检查文件是否可读")
}

/// The hint where a file changes during a run.
pub(super) fn let_nothing_write() -> Message {
    text!("let nothing write to the folder during a run", "运行期间不要写入该文件夹")
}

fn check(roots: &[PathBuf], text: &str) -> Result<(PathBuf, Metadata), Error> {
    if let Some(fault) = name::fault(text) {
        let message = text!("path `{0}` {1}", "路径 `{0}` {1}", text, fault.message());
        return Err(Error::new(Code::PathOutside, message, instead(roots, text, fault)));
    }
    let there = |root: &PathBuf| root.join(text).symlink_metadata().is_ok();
    let Some((index, root)) = roots.iter().enumerate().find(|(_, root)| there(root)) else {
        return Err(absent(roots, text));
    };
    let (Ok(root), Ok(path)) = (root.canonicalize(), root.join(text).canonicalize()) else {
        let message =
            text!("file `{0}` is a link that leads nowhere", "文件 `{0}` 是指向不存在目标的链接", text);
        let hint = text!("put the file itself there", "把文件本身放在该处");
        return Err(Error::new(Code::FileUnreadable, message, hint));
    };
    if !path.starts_with(root) {
        let message = text!(
            "path `{0}` leads outside the folder of the run through a link",
            "路径 `{0}` 经链接指向运行文件夹之外",
            text
        );
        let hint = text!("copy the file into the folder of the run", "把文件复制到运行文件夹中");
        return Err(Error::new(Code::PathOutside, message, hint));
    }
    let failed = |_| absent(roots, text);
    let metadata = path.metadata().map_err(failed)?;
    if !metadata.is_file() {
        let message = text!("`{0}` is {1}, expected a file", "`{0}` 是{1}，应为文件", text, kind(&metadata));
        let hint = text!("name a regular file", "写普通文件的文件名");
        return Err(Error::new(Code::FileUnreadable, message, hint));
    }
    if index == 0 && names(&metadata) > 1 {
        let message = text!(
            "file `{0}` has {1} names (hard links), one of which may lie outside",
            "文件 `{0}` 有 {1} 个名称（硬链接），其中可能有在运行文件夹之外的",
            text,
            names(&metadata)
        );
        let hint = text!(
            "copy the file, so that it has one name; or start the run with --input-root DIR and keep it there",
            "复制该文件，使其只有一个名称；或放在另一文件夹 DIR 中，以 --input-root DIR 运行"
        );
        return Err(Error::new(Code::PathOutside, message, hint));
    }
    Ok((path, metadata))
}

fn kind(metadata: &Metadata) -> Name {
    if metadata.is_dir() {
        Name { en: "a folder", zh: "文件夹" }
    } else {
        Name { en: "a pipe, a socket or a device", zh: "管道、套接字或设备" }
    }
}

/// What to write in the place of a path that is not plain and relative: the file that it most likely means, if that is
/// there.
fn instead(roots: &[PathBuf], text: &str, fault: Fault) -> Message {
    let rewritten = matches!(fault, Fault::Control | Fault::Backslash | Fault::Absolute | Fault::Colon);
    let likely = if rewritten { name::relative(text) } else { Vec::new() };
    let is_there = |path: &&String| roots.iter().any(|root| root.join(path).is_file());
    // Without folders in front it may be another file of the same name.
    let is_guess =
        |path: &String| text.starts_with(['/', '\\']) || text.contains(':') || likely.first() != Some(path);
    match (likely.iter().find(is_there), fault) {
        (Some(path), _) if is_guess(path) => text!(
            "if it is `{0}` below the folder of run.toml, write that; else put the file there, and name it relative to that folder, with / between folders",
            "若即 run.toml 所在文件夹中的 `{0}`，照此写；否则把文件放入该文件夹，写相对于该文件夹的路径，文件夹之间用 /",
            path
        ),
        (Some(path), Fault::Control) => text!(
            "in double quotes a backslash begins an escape such as \\r; write / between folders: `{0}`",
            "双引号中反斜杠是转义符（如 \\r）；文件夹之间用 /：`{0}`",
            path
        ),
        (Some(path), _) => text!("write / between folders: `{0}`", "文件夹之间用 /：`{0}`", path),
        (None, Fault::Control | Fault::Backslash | Fault::Colon) => text!(
            "put the file below the folder of run.toml and name it relative to that folder, with / between folders, such as `data/rain.tif`",
            "把文件放在 run.toml 所在文件夹中，写相对于该文件夹的路径，文件夹之间用 /，如 `data/rain.tif`"
        ),
        _ => text!(
            "put the file below the folder of run.toml and name it relative to that folder",
            "把文件放在 run.toml 所在文件夹中，写相对于该文件夹的路径"
        ),
    }
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
    let hint = hint
        .unwrap_or_else(|| text!("put the file there, or correct its name", "把文件放在该处，或更正文件名"));
    Error::new(Code::FileUnreadable, text!("file `{0}` is not there", "找不到文件 `{0}`", text), hint)
}
