//! The one way of a run to an account: a plan, the pass, and accounts at any prices.

use super::{CellSource, Options, Run, pass};
use crate::account::partial::Partial;
use crate::account::plan::Plan;
use crate::account::{Account, compile};
use crate::error::Findings;
use crate::input::manifest::Basis;
use crate::parameter::profile::Profile;
use crate::valuation::{Book, Setting};

/// A year under a profile, before its pass.
pub(super) struct PlannedYear<'a> {
    run: &'a Run,
    profile: &'a Profile,
    pub(super) year: i32,
    pub(super) source: &'a CellSource,
    pub(super) plan: Plan,
    book: Book,
}

/// A year under a profile and the sums of its cells.
pub(super) struct SummedYear<'a> {
    pub(super) planned: PlannedYear<'a>,
    pub(super) partial: Partial,
}

/// The account of a year and what it was made of.
pub(super) struct Computed<'a> {
    pub(super) setting: Setting<'a>,
    pub(super) plan: Plan,
    pub(super) partial: Partial,
    pub(super) account: Account,
}

impl Run {
    /// Plans the pass over some cells of a year.
    pub(super) fn planned<'a>(
        &'a self,
        profile: &'a Profile,
        year: i32,
        source: &'a CellSource,
    ) -> Result<PlannedYear<'a>, Findings> {
        let mut book = Book::default();
        // Columns hold no money, so that one pass serves every kind of prices.
        let plan = Plan::new(&self.setting(profile, year), source.legend(), &mut book)?;
        Ok(PlannedYear { run: self, profile, year, source, plan, book })
    }

    /// The account of a year at the prices that the run names first.
    pub(super) fn computed<'a>(
        &'a self,
        profile: &'a Profile,
        year: i32,
        options: &Options<'_>,
    ) -> Result<Computed<'a>, Findings> {
        let planned = self.planned(profile, year, self.source_of(year))?;
        planned.summed(options)?.computed(self.manifest.basis)
    }
}

impl<'a> PlannedYear<'a> {
    /// Runs the pass without maps or progress reports.
    pub(super) fn summed(self, options: &Options<'_>) -> Result<SummedYear<'a>, Findings> {
        let quiet = Options { progress: None, ..*options };
        let partial = pass::pass(self.source, &self.plan, &quiet, Vec::new())?;
        Ok(self.with(partial))
    }

    /// The year with the sums of a pass.
    pub(super) const fn with(self, partial: Partial) -> SummedYear<'a> {
        SummedYear { planned: self, partial }
    }
}

impl<'a> SummedYear<'a> {
    /// The account at one kind of prices, and what it was looked up by.
    pub(super) fn account(&self, basis: Basis) -> Result<(Setting<'a>, Account), Findings> {
        let PlannedYear { run, profile, year, source, plan, book } = &self.planned;
        let setting = run.setting_in(profile, *year, basis);
        let account = compile(&setting, source.legend(), plan, &self.partial, book.clone())?;
        Ok((setting, account))
    }

    /// The same with the plan and the sums.
    pub(super) fn computed(self, basis: Basis) -> Result<Computed<'a>, Findings> {
        let (setting, account) = self.account(basis)?;
        Ok(Computed { setting, plan: self.planned.plan, partial: self.partial, account })
    }
}
