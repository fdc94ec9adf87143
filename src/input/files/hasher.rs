//! SHA-256 of large files, worked out beside the run that reads them.

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

/// A file whose hash was worked out: its name, size and hash, and how it stood on disk then.
pub(super) struct Hashed {
    pub(super) name: String,
    pub(super) digest: io::Result<(u64, String)>,
    pub(super) stamp: Option<Stamp>,
}

/// A thread that hashes files one after another. It ends when nobody waits for it any more.
#[derive(Debug)]
pub(super) struct Hasher {
    queue: Sender<(String, Stamp, File)>,
    results: Receiver<Hashed>,
    waiting: Cell<usize>,
    stop: Arc<AtomicBool>,
}

impl Hasher {
    /// Starts the thread.
    pub(super) fn start() -> io::Result<Self> {
        let (queue, files) = channel::<(String, Stamp, File)>();
        let (done, results) = channel();
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let work = move || {
            for (name, stamp, mut file) in files {
                let digest = digest(&mut file, &stopped);
                let stamp = Stamp::now(&stamp.path).ok();
                if done.send(Hashed { name, digest, stamp }).is_err() {
                    break;
                }
            }
        };
        std::thread::Builder::new().name("hash of inputs".to_owned()).spawn(work)?;
        Ok(Self { queue, results, waiting: Cell::new(0), stop })
    }

    /// Takes a file on.
    pub(super) fn add(&self, name: &str, stamp: Stamp, file: File) {
        if self.queue.send((name.to_owned(), stamp, file)).is_ok() {
            self.waiting.set(self.waiting.get().saturating_add(1));
        }
    }

    /// Waits for every file that was taken on.
    pub(super) fn wait(&self) -> impl Iterator<Item = Hashed> {
        let waiting = self.waiting.replace(0);
        (0..waiting).filter_map(|_| self.results.recv().ok())
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
