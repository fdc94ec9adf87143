//! Threads that a system may refuse, where its limits or those of a container are reached.

use std::io;
use std::thread::{Builder, Scope, ScopedJoinHandle};

/// Starts a thread, if the system gives one. Its work is not done where it does not.
pub(crate) fn spawn<'scope, 'env, T: Send + 'scope>(
    scope: &'scope Scope<'scope, 'env>,
    work: impl FnOnce() -> T + Send + 'scope,
) -> io::Result<ScopedJoinHandle<'scope, T>> {
    #[cfg(test)]
    refusals::next()?;
    Builder::new().spawn_scoped(scope, work)
}

/// Threads that are refused on purpose, for the thread of a test.
#[cfg(test)]
pub(crate) mod refusals {
    use std::cell::Cell;
    use std::io;

    thread_local! {
        /// Threads that are given before all others are refused.
        static LEFT: Cell<Option<usize>> = const { Cell::new(None) };
    }

    /// Lets all threads but the first ones be refused.
    pub(crate) fn refuse_after(given: Option<usize>) {
        LEFT.set(given);
    }

    pub(super) fn next() -> io::Result<()> {
        match LEFT.get() {
            Some(0) => Err(io::ErrorKind::WouldBlock.into()),
            left => {
                LEFT.set(left.map(|left| left - 1));
                Ok(())
            }
        }
    }
}
