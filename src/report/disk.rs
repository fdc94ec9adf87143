//! Operations on the disk, each of which tests can let fail.

use std::fs;
use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;
use std::thread::{self, JoinHandle};

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

/// Gives a file or folder another name.
pub(crate) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    gate()?;
    fs::rename(from, to)
}

/// Exchanges two folders in one step, where the system can.
pub(crate) fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    gate()?;
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

/// Removes a folder with all that is in it.
pub(crate) fn remove_folder(path: &Path) -> io::Result<()> {
    gate()?;
    fs::remove_dir_all(path)
}

/// Brings the names in a folder to the disk where the system can; a system that cannot has done what it does.
pub(crate) fn sync_folder(folder: &Path) {
    let _ = fs::File::open(folder).and_then(|folder| folder.sync_all());
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
    use std::cell::Cell;
    use std::io;

    thread_local! {
        /// Operations until the one that fails, and whether all after it fail too.
        static LEFT: Cell<Option<(u64, bool)>> = const { Cell::new(None) };
    }

    /// Lets the operation after so many fail, and with `lasting` every one after it.
    pub(crate) fn fail_after(operations: u64, lasting: bool) {
        LEFT.set(Some((operations, lasting)));
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
