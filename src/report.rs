//! Reports: tables as data, the printed summary, maps and the lock.

pub mod change;
#[cfg(feature = "files")]
pub(crate) mod disk;
#[cfg(feature = "files")]
pub mod explain;
pub mod growth;
#[cfg(feature = "two_mountains")]
pub mod indicators;
mod layout;
#[cfg(feature = "files")]
pub mod lock;
#[cfg(feature = "files")]
pub mod log;
#[cfg(feature = "files")]
pub mod map;
mod page;
pub mod reconciliation;
pub mod revisions;
pub mod summary;
pub mod switch;
pub mod tables;
#[cfg(feature = "files")]
pub(crate) mod threads;
pub mod verification;
mod words;
