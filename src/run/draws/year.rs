//! The account of a year, which every draw starts from.

use super::super::{Options, Run, pass};
use crate::account::partial::Partial;
use crate::account::plan::Plan;
use crate::account::{Account, compile};
use crate::error::Findings;
use crate::index::{self, Index};
use crate::uncertainty::model::Sums;
use crate::valuation::{Book, Setting};

/// The account of a year and what it was made of.
pub(super) struct Year<'a> {
    pub(super) setting: Setting<'a>,
    pub(super) plan: Plan,
    pub(super) partial: Partial,
    pub(super) account: Account,
    pub(super) indices: Vec<Index>,
    pub(super) sums: Sums,
}

impl Run {
    pub(super) fn base_year(&self, year: i32, options: &Options<'_>) -> Result<Year<'_>, Findings> {
        let setting = self.setting(&self.profile, year);
        let source = self.source_of(year);
        let legend = source.legend();
        let mut book = Book::default();
        let plan = Plan::new(&setting, legend, &mut book)?;
        let quiet = Options { progress: None, ..*options };
        let partial = pass::pass(source, &plan, &quiet, Vec::new())?;
        let mut account = compile(&setting, legend, &plan, &partial, book)?;
        let indices = index::indices(&setting, &mut account)?;
        let sums = Sums::new(legend, &partial);
        Ok(Year { setting, plan, partial, account, indices, sums })
    }
}
