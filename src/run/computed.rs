//! The account of a year by itself, under any profile, with what it was made of.

use super::{Options, Run, pass};
use crate::account::partial::Partial;
use crate::account::plan::Plan;
use crate::account::{Account, compile};
use crate::error::Findings;
use crate::parameter::profile::Profile;
use crate::valuation::{Book, Setting};

/// The account of a year and what it was made of.
#[cfg_attr(
    not(feature = "uncertainty"),
    expect(dead_code, reason = "draws read more of it than the account")
)]
pub(super) struct Computed<'a> {
    pub(super) setting: Setting<'a>,
    pub(super) plan: Plan,
    pub(super) partial: Partial,
    pub(super) account: Account,
}

impl Run {
    /// A pass without maps and without a word on how far it is.
    pub(super) fn computed<'a>(
        &'a self,
        profile: &'a Profile,
        year: i32,
        options: &Options<'_>,
    ) -> Result<Computed<'a>, Findings> {
        let setting = self.setting(profile, year);
        let source = self.source_of(year);
        let legend = source.legend();
        let mut book = Book::default();
        let plan = Plan::new(&setting, legend, &mut book)?;
        let quiet = Options { progress: None, ..*options };
        let partial = pass::pass(source, &plan, &quiet, Vec::new())?;
        let account = compile(&setting, legend, &plan, &partial, book)?;
        Ok(Computed { setting, plan, partial, account })
    }
}
