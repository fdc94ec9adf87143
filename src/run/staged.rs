//! A folder that appears whole or not at all, and in whose way nothing of the user's is removed.
//!
//! Everything is written to `DIR.partial` beside it, which then takes the name of the folder in one step. `DIR.lock` is
//! held by the system for the process that writes. Both carry a mark, so that what a killed process has left is in
//! nobody's way, and what somebody else has put there is left alone. A folder that cannot be exchanged is filled from
//! a folder in it.

mod earlier;
#[cfg(test)]
mod faults;
mod guard;
mod inside;
mod marked;
mod reads;
mod tree;

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use self::earlier::{Earlier, Standing, look};
use self::guard::Guard;
use self::inside::{LOCK, OURS, STAGING};
use self::marked::Marked;
use crate::error::{Code, Error, Place};
use crate::input::files::{sha256, sha256_of};
use crate::report::disk::{self, failed};
use crate::report::lock::Output;
use crate::text;
use crate::wording::Message;

pub(super) use self::earlier::Kind;
pub(super) use self::marked::NOTES;
pub(super) use self::reads::Reads;

/// Writes a file of a folder.
pub(super) fn put(folder: &Path, name: &str, bytes: &[u8]) -> Result<Output, Error> {
    let path = folder.join(name);
    announce(folder, name)?;
    disk::put(&path, bytes).map_err(|error| failed(&path, &error))?;
    Ok(Output { name: name.to_owned(), size: crate::math::count(bytes.len()), sha256: sha256(bytes) })
}

/// Names a file that is about to be written to a folder.
pub(super) fn announce(folder: &Path, name: &str) -> Result<(), Error> {
    Marked::announce(folder, name).map_err(|error| failed(&folder.join(name), &error))
}

/// What a folder is of, and how it may be written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target<'a> {
    pub(super) out: &'a Path,
    pub(super) force: bool,
    pub(super) kind: Kind,
    /// What the command reads.
    pub(super) reads: &'a Reads,
}

/// The folder while it is being made; it is removed again unless it is committed or kept.
#[derive(Debug)]
pub(super) struct Staged {
    pub(super) path: PathBuf,
    out: PathBuf,
    force: bool,
    kind: Kind,
    /// Whether it is made in the folder that it is to fill.
    is_inside: bool,
    /// What the mark has named, once it is taken off.
    taken_off: Option<Marked>,
    remains: bool,
    /// Held until the folder stands.
    guard: Guard,
}

impl Staged {
    /// Begins a folder.
    pub(super) fn begin(target: Target<'_>) -> Result<Self, Error> {
        Self::begin_or_resume(target, |_| None::<((), _)>).map(|(staged, _)| staged)
    }

    /// Begins a folder, or goes on with what is left of it. `resume` reads the folder that is there, and says what it can
    /// go on from and which of the files it needs for that; nothing where the folder is begun anew.
    pub(super) fn begin_or_resume<L>(
        target: Target<'_>,
        resume: impl FnOnce(&Path) -> Option<(L, BTreeSet<String>)>,
    ) -> Result<(Self, Option<L>), Error> {
        let Target { force, kind, reads, .. } = target;
        let at = |error: Error| error.at(Place::file(target.out.display().to_string()));
        let (out, keeps_name) = plain(target.out).map_err(at)?;
        reads.check(&out).map_err(at)?;
        if let Some(parent) = out.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            disk::create_folder(parent).map_err(|error| failed(parent, &error))?;
        }
        let (mut guard, is_inside) = lock(&out, keeps_name, (force, kind)).map_err(at)?;
        let path = if is_inside { out.join(STAGING) } else { beside(&out, ".partial") };
        recover(&guard, &out, kind).map_err(|error| failed(&out, &error))?;
        look(&out, force, kind, &OURS).map_err(at)?;
        if Marked::read(&path).is_some() {
            reads.check(&path).map_err(at)?;
        }
        let left = take_over(&path, &guard, kind, resume)?;
        guard.settle().map_err(|error| failed(&path, &error))?;
        let mut staged = Self { path, out, force, kind, is_inside, taken_off: None, remains: false, guard };
        if left.is_none() {
            staged.create().map_err(|error| failed(&staged.path, &error))?;
        }
        Ok((staged, left))
    }

    fn create(&mut self) -> io::Result<()> {
        // Until it is ours it is not for us to remove.
        self.remains = true;
        self.guard.note("begun")?;
        disk::create_new_folder(&self.path)?;
        self.remains = false;
        Marked::mark(&self.path)
    }

    /// A folder that is as deep as the one that is to stand.
    pub(super) fn place(&self) -> &Path {
        if self.is_inside { &self.out } else { &self.path }
    }

    /// Leaves what was done for the next run.
    pub(super) fn keep(mut self) {
        self.remains = true;
    }

    /// Puts the folder in its place.
    pub(super) fn commit(mut self) -> Result<(), Error> {
        // Much may have happened since the beginning; what was computed is not lost by it.
        let standing = look(&self.out, self.force, self.kind, &OURS).map_err(|error| {
            self.remains = self.path.join(NOTES[0]).is_file();
            error.at(Place::file(self.out.display().to_string()))
        })?;
        remove_notes(&self.path).map_err(|error| failed(&self.path, &error))?;
        disk::sync_folder(&self.path);
        if self.is_inside {
            self.move_in(&standing)?;
        } else {
            self.note_records(&standing).map_err(|error| failed(&self.path, &error))?;
            self.exchange(&standing)?;
        }
        if let Some(parent) = self.out.parent() {
            disk::sync_folder(parent);
        }
        Ok(())
    }

    /// Notes which results are about to change places, and takes the mark off.
    fn note_records(&mut self, standing: &Standing) -> io::Result<()> {
        let hash = sha256_of(&self.path.join(self.kind.record()))?;
        self.guard.note(&format!("record {hash}"))?;
        if let Standing::Result(earlier) = standing {
            self.guard.note(&format!("record {}", earlier.hash))?;
        }
        self.taken_off = Marked::read(&self.path);
        Marked::take_off(&self.path)
    }

    /// Exchanges the folder for what stands in its place, in one step where the system can.
    fn exchange(&mut self, standing: &Standing) -> Result<(), Error> {
        let Self { path, out, .. } = self;
        match standing {
            Standing::Nothing => {
                disk::rename(path, out).map_err(|error| failed(out, &error))?;
                self.remains = true;
                return Ok(());
            }
            Standing::Empty => {
                // The folder was made by the user, who has set its rights.
                let rights = fs::metadata(&*out).map(|metadata| metadata.permissions());
                let _ = rights.and_then(|rights| fs::set_permissions(&*path, rights));
            }
            Standing::Result(_) => {}
        }
        if disk::exchange(path, out).is_ok() {
            // The new folder stands; what is left of the old one is only in the way.
            let _ = discard(path, standing);
            self.remains = true;
            return Ok(());
        }
        let aside = self.free_name();
        self.guard
            .note(&format!("aside {}", aside.file_name().unwrap_or_default().to_string_lossy()))
            .map_err(|error| failed(&self.out, &error))?;
        if disk::rename(&self.out, &aside).is_err() {
            return self.bring_inside(standing);
        }
        if let Err(error) = disk::rename(&self.path, &self.out) {
            let _ = fs::rename(&aside, &self.out);
            return Err(failed(&self.out, &error));
        }
        self.remains = true;
        let _ = discard(&aside, standing);
        Ok(())
    }

    /// A name for the old folder that nobody has.
    fn free_name(&self) -> PathBuf {
        let names =
            (1_u32..).map(|number| if number == 1 { ".old".into() } else { format!(".old-{number}") });
        let mut paths = names.map(|ending| beside(&self.out, &ending));
        paths.find(|path| path.symlink_metadata().is_err()).unwrap_or_default()
    }

    /// Fills a folder that keeps its name.
    fn bring_inside(&mut self, standing: &Standing) -> Result<(), Error> {
        let brought = inside::bring(&self.path, &self.out).map_err(|error| failed(&self.out, &error));
        let moved = brought.and_then(|()| self.move_in(standing));
        self.remains = false;
        moved
    }

    fn move_in(&mut self, standing: &Standing) -> Result<(), Error> {
        let (staging, record) = (self.out.join(STAGING), self.kind.record());
        let moved = inside::move_in(&self.out, standing, record);
        let _ = inside::restore(&self.out, record);
        if let Some(marked) = Marked::read(&staging) {
            let _ = marked.remove(&staging);
        }
        self.remains = self.is_inside;
        moved.map_err(|error| failed(&self.out, &error))
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if !self.remains {
            let marked = Marked::read(&self.path).or_else(|| self.taken_off.take());
            let _ = marked.unwrap_or_default().remove(&self.path);
        }
    }
}

/// The folder by its name, without a slash at the end, which would lead through a link; and whether it was named by
/// another way, so that somebody stands in it.
fn plain(out: &Path) -> Result<(PathBuf, bool), Error> {
    let named: PathBuf = out.components().collect();
    if matches!(named.components().next_back(), Some(Component::Normal(_))) {
        return Ok((named, false));
    }
    // `.` and `..` are known by the name that they have.
    let whole = Some(named).filter(|path| !path.as_os_str().is_empty());
    let whole = whole.and_then(|path| path.canonicalize().ok());
    whole.filter(|path| path.file_name().is_some()).map(|path| (path, true)).ok_or_else(|| {
        let message = text!("this is not a folder path", "这不是文件夹路径");
        let hint = text!("name a folder, e.g. --out out/beibei", "指定一个文件夹，如 --out out/beibei");
        Error::new(Code::Output, message, hint)
    })
}

/// A list of names that was cut off.
fn and_more(named: Message, more: usize) -> Message {
    if more == 0 { named } else { text!("{0} and {1} more", "{0} 等，另有 {1} 个", named, more) }
}

/// The hint where something else has a name that is needed.
fn move_elsewhere() -> Message {
    text!("move it elsewhere, or name another folder with --out", "将其移走，或用 --out 指定其他文件夹")
}

/// A name beside a folder.
fn beside(out: &Path, ending: &str) -> PathBuf {
    let mut name: OsString = out.file_name().unwrap_or_default().to_os_string();
    name.push(ending);
    out.with_file_name(name)
}

/// Takes the lock of a folder; whether it is in the folder, since nothing can be exchanged for that one.
fn lock(out: &Path, keeps_name: bool, (force, kind): (bool, Kind)) -> Result<(Guard, bool), Error> {
    let in_folder = || {
        if Marked::read(&out.join(STAGING)).is_none() {
            look(out, force, kind, &OURS)?;
        }
        let denied = || failed(out, &io::ErrorKind::PermissionDenied.into());
        Ok((Guard::take(&out.join(LOCK), out)?.ok_or_else(denied)?, true))
    };
    let is_folder = out.symlink_metadata().is_ok_and(|metadata| metadata.is_dir());
    if is_folder && (keeps_name || is_mount(out)) {
        return in_folder();
    }
    match Guard::take(&beside(out, ".lock"), out)? {
        Some(guard) => Ok((guard, false)),
        None if is_folder => in_folder(),
        None => Err(failed(&beside(out, ".lock"), &io::ErrorKind::PermissionDenied.into())),
    }
}

/// Whether another disk begins in a folder.
#[cfg(unix)]
fn is_mount(out: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let device = |path: &Path| fs::metadata(path).map(|metadata| metadata.dev()).ok();
    let parent = out.parent().map(|above| if above.as_os_str().is_empty() { Path::new(".") } else { above });
    parent.is_some_and(|parent| device(parent) != device(out))
}

#[cfg(not(unix))]
fn is_mount(_out: &Path) -> bool {
    false
}

/// Ends what a process that was killed has begun in the place of the folder.
fn recover(guard: &Guard, out: &Path, kind: Kind) -> io::Result<()> {
    if let Some(aside) = guard.left.aside.as_ref().map(|name| out.with_file_name(name)) {
        let earlier = Earlier::read(&aside, kind).ok();
        let earlier = earlier.filter(|earlier| guard.left.records.contains(&earlier.hash));
        match earlier {
            Some(_) if out.symlink_metadata().is_err() => disk::rename(&aside, out)?,
            Some(earlier) if earlier.check(&aside, &[]).is_ok() => {
                discard(&aside, &Standing::Result(earlier))?;
            }
            _ => {}
        }
    }
    inside::restore(out, kind.record())?;
    let staging = out.join(STAGING);
    match Marked::read(&staging).filter(|marked| marked.is_moving) {
        Some(marked) => marked.remove(&staging),
        None => Ok(()),
    }
}

/// Looks at what has the name of the folder in which the result is made: what can be gone on with is kept, other leavings
/// are removed, and what is not ours is refused.
fn take_over<L>(
    path: &Path,
    guard: &Guard,
    kind: Kind,
    resume: impl FnOnce(&Path) -> Option<(L, BTreeSet<String>)>,
) -> Result<Option<L>, Error> {
    let fault = |error: io::Error| failed(path, &error);
    let foreign = |message: Message| {
        Err(Error::new(Code::Output, message, move_elsewhere()).at(Place::file(path.display().to_string())))
    };
    if path.symlink_metadata().is_err() {
        return Ok(None);
    }
    if let Some(marked) = Marked::read(path) {
        let strangers = marked.strangers(path).map_err(fault)?;
        if let Some(first) = strangers.first() {
            let more = strangers.len().saturating_sub(1);
            return foreign(text!(
                "what a run has left to go on from holds something that the program did not write: {0}",
                "上次运行留下的未完成结果中有并非本程序写入的内容：{0}",
                and_more(text!("`{0}`", "`{0}`", first), more)
            ));
        }
        if let Some((left, kept)) = resume(path) {
            marked.tidy(path, |name| kept.contains(name)).map_err(fault)?;
            return Ok(Some(left));
        }
        marked.remove(path).map_err(fault)?;
        return Ok(None);
    }
    if is_left(path, guard, kind).map_err(fault)? {
        return Ok(None);
    }
    foreign(text!(
        "the name is needed while the result is made, and something that the program did not write has it",
        "写结果时需要用到这个名称，而它被并非本程序写入的文件或文件夹占用"
    ))
}

/// Whether a folder without a mark was left by a process that was killed, as the lock has noted; then it is removed.
fn is_left(path: &Path, guard: &Guard, kind: Kind) -> io::Result<bool> {
    if !guard.left.begun || !path.symlink_metadata()?.is_dir() {
        return Ok(false);
    }
    if let Ok(earlier) = Earlier::read(path, kind) {
        let known = guard.left.records.contains(&earlier.hash) && earlier.check(path, &[]).is_ok();
        return if known { discard(path, &Standing::Result(earlier)).map(|()| true) } else { Ok(false) };
    }
    // Between two steps of creating or removing it; a mark without a word is one of ours too.
    let is_mark = |entry: &tree::Entry| {
        entry.is_file
            && entry.name == marked::MARK
            && entry.path.metadata().is_ok_and(|metadata| metadata.len() == 0)
    };
    let is_empty = tree::entries(path, &[])?.iter().all(is_mark);
    if is_empty {
        tree::remove(path, &BTreeSet::new(), Some(marked::MARK))?;
    }
    Ok(is_empty)
}

/// Removes what a result was exchanged for; what the result did not write stays.
fn discard(path: &Path, standing: &Standing) -> io::Result<()> {
    match standing {
        Standing::Nothing => Ok(()),
        Standing::Empty => fs::remove_dir(path),
        Standing::Result(earlier) => {
            tree::remove(path, &earlier.names().cloned().collect(), Some(earlier.record))
        }
    }
}

/// Removes the notes of progress from a folder that is complete.
fn remove_notes(folder: &Path) -> io::Result<()> {
    for name in NOTES {
        match disk::remove_file(&folder.join(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}
