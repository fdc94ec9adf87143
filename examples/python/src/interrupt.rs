//! Work that Ctrl-C ends: it runs in a thread of its own, while this one listens for signals.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use ecovalue::error::Findings;
use pyo3::prelude::*;

use crate::failure::raised;

/// How often signals are looked for.
const EVERY: Duration = Duration::from_millis(50);

/// Does some work with the interpreter's lock released. A signal that raises, such as Ctrl-C, sets the flag that the work
/// looks at; once the work has ended, what the signal raised is handed on.
pub(crate) fn interruptible<T: Send>(
    py: Python<'_>,
    work: impl FnOnce(&AtomicBool) -> Result<T, Findings> + Send,
) -> PyResult<T> {
    let cancel = &AtomicBool::new(false);
    py.detach(|| {
        thread::scope(|scope| {
            let (end, ended) = mpsc::channel::<()>();
            let work = scope.spawn(move || {
                // The channel closes when the work ends, in whatever way.
                let _end = end;
                work(cancel)
            });
            let mut signal = None;
            while signal.is_none() && ended.recv_timeout(EVERY) == Err(RecvTimeoutError::Timeout) {
                signal = Python::attach(handled).err();
            }
            cancel.store(signal.is_some(), Ordering::Relaxed);
            let result = work.join().unwrap_or_else(|panic| resume_unwind(panic));
            signal.map_or_else(|| result.map_err(raised), Err)
        })
    })
}

/// Lets the interpreter handle the signals that came; what a handler raises is the error.
fn handled(py: Python<'_>) -> PyResult<()> {
    py.check_signals()
}
