//! Operations on the disk, each of which tests can let fail.

use std::fs;
use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;
use std::thread::{self, JoinHandle};

use crate::error::{Code, Error, Place, of_system};
use crate::text;

/// Bytes after which what was written begins to be brought to the disk, while more is written.
const AT_ONCE: usize = 1 << 25;

/// A file that is written.
#[derive(Debug)]
pub(crate) struct File {
    open: fs::File,
    /// Bytes that nobody brings to the disk yet.
    waiting: usize,
    /// Who does for those before.
    bringing: Option<JoinHandle<io::Result<()>>>,
}

impl File {
    /// Creates a file that must not be there.
    pub(crate) fn create_new(path: &Path) -> io::Result<Self> {
        gate()?;
        fs::File::options().write(true).create_new(true).open(path).map(Self::new)
    }

    /// Creates a file, or empties the one that is there.
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        gate()?;
        fs::File::create(path).map(Self::new)
    }

    /// Opens a file that is there, to be written on from a length.
    pub(crate) fn go_on(path: &Path, length: u64) -> io::Result<Self> {
        gate()?;
        let mut file = fs::File::options().write(true).open(path)?;
        file.set_len(length)?;
        file.seek(SeekFrom::Start(length))?;
        Ok(Self::new(file))
    }

    const fn new(open: fs::File) -> Self {
        Self { open, waiting: 0, bringing: None }
    }

    /// Brings what was written to the disk.
    pub(crate) fn sync(&mut self) -> io::Result<()> {
        gate()?;
        self.brought()?;
        self.waiting = 0;
        self.open.sync_all()
    }

    /// Waits for what is being brought to the disk. The system tells a fault once, to who hears of it first.
    fn brought(&mut self) -> io::Result<()> {
        let torn_down = |_| io::Error::other("a thread was torn down");
        self.bringing.take().map_or(Ok(()), |thread| thread.join().map_err(torn_down)?)
    }

    /// Begins to bring to the disk what waits, once that is much and nothing else is on the way.
    fn begin_to_bring(&mut self) -> io::Result<()> {
        let busy = self.bringing.as_ref().is_some_and(|thread| !thread.is_finished());
        if self.waiting < AT_ONCE || busy {
            return Ok(());
        }
        self.brought()?;
        let file = self.open.try_clone()?;
        self.bringing = thread::Builder::new().spawn(move || file.sync_data()).ok();
        self.waiting = 0;
        Ok(())
    }
}

impl Write for File {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        gate()?;
        let written = self.open.write(bytes)?;
        self.waiting = self.waiting.saturating_add(written);
        self.begin_to_bring()?;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.open.flush()
    }
}

impl Seek for File {
    fn seek(&mut self, position: SeekFrom) -> io::Result<u64> {
        self.open.seek(position)
    }
}

/// Writes a whole file and brings it to the disk.
pub(crate) fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync()
}

/// Writes behind the end of a file that is there, and brings it to the disk.
pub(crate) fn append(path: &Path, bytes: &[u8]) -> io::Result<()> {
    gate()?;
    let mut file = fs::File::options().append(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_data()
}

/// Writes to a file that is open, and brings it to the disk.
pub(crate) fn note(file: &mut fs::File, bytes: &[u8]) -> io::Result<()> {
    gate()?;
    file.write_all(bytes)?;
    file.sync_data()
}

/// Creates a file that must not be there, to be read and written behind its end.
pub(crate) fn create_new(path: &Path) -> io::Result<fs::File> {
    gate()?;
    #[cfg(test)]
    faults::forbidden(path)?;
    fs::File::options().read(true).append(true).create_new(true).open(path)
}

/// Copies a file to a place where none is, and brings it to the disk.
pub(crate) fn copy(from: &Path, to: &Path) -> io::Result<()> {
    gate()?;
    let (mut from, mut to) = (fs::File::open(from)?, fs::File::create_new(to)?);
    io::copy(&mut from, &mut to)?;
    to.sync_all()
}

/// Removes a file.
pub(crate) fn remove_file(path: &Path) -> io::Result<()> {
    gate()?;
    fs::remove_file(path)
}

/// Gives a file or folder another name.
pub(crate) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    gate()?;
    #[cfg(test)]
    faults::mounted(&[from, to])?;
    fs::rename(from, to)
}

/// Exchanges two folders in one step, where the system can.
pub(crate) fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    gate()?;
    #[cfg(test)]
    faults::mounted(&[one, other])?;
    exchange_names(one, other)
}

#[cfg(target_os = "linux")]
fn exchange_names(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).map_err(io::Error::from)
}

#[cfg(not(target_os = "linux"))]
fn exchange_names(_one: &Path, _other: &Path) -> io::Result<()> {
    Err(io::Error::from(io::ErrorKind::Unsupported))
}

/// Creates a folder and those above it.
pub(crate) fn create_folder(path: &Path) -> io::Result<()> {
    gate()?;
    fs::create_dir_all(path)
}

/// Creates a folder that must not be there.
pub(crate) fn create_new_folder(path: &Path) -> io::Result<()> {
    gate()?;
    #[cfg(test)]
    faults::forbidden(path)?;
    fs::create_dir(path)
}

/// Brings the names in a folder to the disk where the system can; a system that cannot has done what it does.
pub(crate) fn sync_folder(folder: &Path) {
    let _ = fs::File::open(folder).and_then(|folder| folder.sync_all());
}

/// What is said of an operation that failed.
pub(crate) fn failed(path: &Path, error: &io::Error) -> Error {
    let message = text!("cannot be written: {0}", "无法写入：{0}", of_system(error));
    let hint =
        text!("check the folder, its rights and the room on the disk", "检查文件夹、其权限和磁盘剩余空间");
    Error::new(Code::Output, message, hint).at(Place::file(path.display().to_string()))
}

/// Every operation comes through here.
#[cfg(not(test))]
#[expect(clippy::unnecessary_wraps, reason = "tests let it fail")]
const fn gate() -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
fn gate() -> io::Result<()> {
    faults::next()
}

/// Operations that fail on purpose, for the thread of a test.
#[cfg(test)]
pub(crate) mod faults {
    use std::cell::{Cell, RefCell};
    use std::io;
    use std::path::{Path, PathBuf};

    thread_local! {
        /// A folder that is a place where another disk begins, so that it keeps its name.
        static MOUNT: RefCell<Option<PathBuf>> = const { RefCell::new(None) };
        /// A folder in which nothing can be created.
        static FORBIDDEN: RefCell<Option<PathBuf>> = const { RefCell::new(None) };
        /// Operations until the one that fails, and whether all after it fail too.
        static LEFT: Cell<Option<(u64, bool)>> = const { Cell::new(None) };
    }

    /// Lets the operation after so many fail, and with `lasting` every one after it.
    pub(crate) fn fail_after(operations: u64, lasting: bool) {
        LEFT.set(Some((operations, lasting)));
    }

    /// Lets a folder be one that cannot be given another name.
    pub(crate) fn mount(folder: Option<&Path>) {
        MOUNT.set(folder.map(Path::to_path_buf));
    }

    /// Lets nothing be created directly in a folder.
    pub(crate) fn forbid(folder: Option<&Path>) {
        FORBIDDEN.set(folder.map(Path::to_path_buf));
    }

    pub(super) fn mounted(paths: &[&Path]) -> io::Result<()> {
        let inside = |mount: &PathBuf, path: &Path| path != mount && path.starts_with(mount);
        MOUNT.with_borrow(|mount| match mount {
            Some(mount) if paths.iter().any(|path| *path == mount) => {
                Err(io::Error::from(io::ErrorKind::ResourceBusy))
            }
            Some(mount) if paths.iter().any(|path| inside(mount, path) != inside(mount, paths[0])) => {
                Err(io::Error::from(io::ErrorKind::CrossesDevices))
            }
            _ => Ok(()),
        })
    }

    pub(super) fn forbidden(path: &Path) -> io::Result<()> {
        let is_forbidden =
            FORBIDDEN.with_borrow(|folder| folder.is_some() && path.parent() == folder.as_deref());
        if is_forbidden { Err(io::ErrorKind::PermissionDenied.into()) } else { Ok(()) }
    }

    /// Lets all operations be; whether one was made to fail.
    pub(crate) fn end() -> bool {
        LEFT.replace(None).is_none_or(|(left, _)| left == 0)
    }

    pub(super) fn next() -> io::Result<()> {
        match LEFT.get() {
            Some((0, lasting)) => {
                LEFT.set(lasting.then_some((0, true)));
                Err(io::Error::other("a fault on purpose"))
            }
            Some((left, lasting)) => {
                LEFT.set(Some((left - 1, lasting)));
                Ok(())
            }
            None => Ok(()),
        }
    }
}
