//! The account of a year, which every draw starts from.

use super::super::computed::Computed;
use super::super::{Options, Run};
use crate::account::Account;
use crate::account::partial::Partial;
use crate::account::plan::Plan;
use crate::error::Findings;
use crate::index::{self, Index};
use crate::uncertainty::model::CellSums;
use crate::valuation::Setting;

/// The account of a year and what it was made of.
pub(super) struct DrawnYear<'a> {
    pub(super) setting: Setting<'a>,
    pub(super) plan: Plan,
    pub(super) partial: Partial,
    pub(super) account: Account,
    pub(super) indices: Vec<Index>,
    pub(super) sums: CellSums,
}

impl Run {
    pub(super) fn base_year(&self, year: i32, options: &Options<'_>) -> Result<DrawnYear<'_>, Findings> {
        let Computed { setting, plan, partial, mut account } = self.computed(&self.profile, year, options)?;
        let indices = index::indices(&setting, &mut account)?;
        let sums = CellSums::new(self.source_of(year).legend(), &partial);
        Ok(DrawnYear { setting, plan, partial, account, indices, sums })
    }
}
