//! SHA-256 of large files, worked out beside the run that reads them.
//!
//! A hash follows the pass over the cells: what it reads was read a moment before and is at hand, so that a file larger
//! than the memory comes from its disk once.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use sha2::{Digest, Sha256};

use super::{Stamp, hex};

/// Bytes that are hashed together.
const PIECE: usize = 1 << 18;
/// Bytes of a file that are hashed before any cell is read.
const AHEAD: u64 = 1 << 20;

/// A file whose hash was worked out: its name, size and hash, and how it stood on disk then.
pub(super) struct Hashed {
    pub(super) name: String,
    pub(super) digest: io::Result<(u64, String)>,
    pub(super) stamp: Option<Stamp>,
}

/// What the thread is told.
#[derive(Debug)]
enum HashTask {
    /// A file to hash.
    Take(Box<(String, Stamp, File)>),
    /// The share of the cells that was read; above 1 where nobody reads on.
    Read(f64),
}

/// A thread that hashes files while they are read. It ends when nobody waits for it any more.
#[derive(Debug)]
pub(super) struct Hasher {
    queue: Sender<HashTask>,
    results: Receiver<Hashed>,
    waiting: Cell<usize>,
    stop: Arc<AtomicBool>,
}

impl Hasher {
    /// Starts the thread.
    pub(super) fn start() -> io::Result<Self> {
        let (queue, messages) = channel();
        let (done, results) = channel();
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let work = move || follow(&messages, &done, &stopped);
        std::thread::Builder::new().name("hash of inputs".to_owned()).spawn(work)?;
        Ok(Self { queue, results, waiting: Cell::new(0), stop })
    }

    /// Takes a file on.
    pub(super) fn add(&self, name: &str, stamp: Stamp, file: File) {
        if self.queue.send(HashTask::Take(Box::new((name.to_owned(), stamp, file)))).is_ok() {
            self.waiting.set(self.waiting.get().saturating_add(1));
        }
    }

    /// Hears which share of the cells was read.
    pub(super) fn read(&self, share: f64) {
        // Without the thread there is nobody to hear it.
        let _ = self.queue.send(HashTask::Read(share));
    }

    /// Waits for every file that was taken on.
    pub(super) fn wait(&self) -> impl Iterator<Item = Hashed> {
        self.read(f64::INFINITY);
        let waiting = self.waiting.replace(0);
        (0..waiting).filter_map(|_| self.results.recv().ok())
    }
}

/// A file that is partly hashed.
struct PartialHash {
    name: String,
    stamp: Stamp,
    file: File,
    hash: Sha256,
    size: u64,
}

/// Hashes the files that come in as far as they were read.
fn follow(messages: &Receiver<HashTask>, done: &Sender<Hashed>, stop: &AtomicBool) {
    let (mut parts, mut share) = (Vec::<PartialHash>::new(), 0.0_f64);
    let mut buffer = vec![0; PIECE];
    while let Ok(message) = messages.recv() {
        for message in std::iter::once(message).chain(messages.try_iter()) {
            match message {
                HashTask::Take(file) => {
                    let (name, stamp, file) = *file;
                    parts.push(PartialHash { name, stamp, file, hash: Sha256::new(), size: 0 });
                }
                HashTask::Read(read) => share = share.max(read),
            }
        }
        let hashed: Vec<PartialHash> = parts
            .extract_if(.., |part| {
                let end = crate::math::from_count(part.stamp.size) * share + crate::math::from_count(AHEAD);
                part.read_to(end, &mut buffer, stop).unwrap_or(true)
            })
            .collect();
        for mut part in hashed {
            // What is left, if reading failed, fails once more.
            let rest = part.read_to(f64::INFINITY, &mut buffer, stop);
            let digest = rest.map(|_| (part.size, hex(&part.hash.finalize())));
            let stamp = Stamp::now(&part.stamp.path).ok();
            if done.send(Hashed { name: part.name, digest, stamp }).is_err() {
                return;
            }
        }
        if stop.load(Ordering::Relaxed) {
            return;
        }
    }
}

impl PartialHash {
    /// Hashes on up to a byte; whether the file ended.
    fn read_to(&mut self, end: f64, buffer: &mut [u8], stop: &AtomicBool) -> io::Result<bool> {
        while crate::math::from_count(self.size) < end {
            if stop.load(Ordering::Relaxed) {
                return Err(io::Error::from(io::ErrorKind::Interrupted));
            }
            let read = self.file.read(buffer)?;
            if read == 0 {
                return Ok(true);
            }
            self.hash.update(buffer.get(..read).unwrap_or_default());
            self.size = self.size.saturating_add(crate::math::count(read));
        }
        Ok(false)
    }
}

impl Drop for Hasher {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// Size and SHA-256 of what is left to read of a file.
pub(super) fn digest(file: &mut impl Read, stop: &AtomicBool) -> io::Result<(u64, String)> {
    let (mut hash, mut size) = (Sha256::new(), 0_u64);
    let mut buffer = vec![0; PIECE];
    while !stop.load(Ordering::Relaxed) {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok((size, hex(&hash.finalize())));
        }
        hash.update(buffer.get(..read).unwrap_or_default());
        size = size.saturating_add(crate::math::count(read));
    }
    Err(io::Error::from(io::ErrorKind::Interrupted))
}
