//! The summary that `run` prints: what a statistician reads before publishing a figure.

mod parts;

use crate::account::Account;
use crate::extent::coverage::ClassCoverage;
use crate::index::Index;
use crate::input::statistics::Statistics;
use crate::parameter::profile::{Profile, ServiceChoice};
use crate::quantity::Quantity;
use crate::report::page::Page;
use crate::report::switch::Switch;
use crate::wording::Language;

/// Everything that a summary of one year says.
#[derive(Debug, Clone, Copy)]
pub struct YearSummary<'a> {
    /// English and Chinese title.
    pub titles: (&'a str, &'a str),
    /// English and Chinese remark.
    pub remarks: (&'a str, &'a str),
    /// Profile.
    pub profile: &'a Profile,
    /// Statistics, for cross-checks.
    pub statistics: &'a Statistics,
    /// Account.
    pub account: &'a Account,
    /// Indices.
    pub indices: &'a [Index],
    /// Switches, the largest change first.
    pub switches: &'a [Switch],
    /// Driver equations: quantity, variant, equation.
    pub drivers: &'a [(&'static Quantity, &'static str, &'static str)],
    /// Choices of the services.
    pub choices: &'a [ServiceChoice],
    /// Number of cells.
    pub cells: u64,
    /// Classes of the land cover that were met.
    pub coverage: &'a ClassCoverage,
}

impl YearSummary<'_> {
    /// The summary as text.
    #[must_use]
    pub fn print(&self, language: Language) -> String {
        let mut page = Page::new(self, language);
        page.head();
        page.warnings();
        page.services();
        page.basis();
        page.indices();
        page.matrix();
        page.not_accounted();
        page.rests_on();
        page.switches();
        page.drivers();
        page.notes();
        page.out
    }
}
