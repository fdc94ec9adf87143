//! Which rows of the run each input moves.

use super::super::Run;
use super::year::DrawnYear;
use crate::error::{Code, Error, Findings};
use crate::input::statistics::Statistics;
use crate::parameter::Parameters;
use crate::text;
use crate::uncertainty::input::Input;
use crate::uncertainty::target::DrawTarget;

impl Run {
    pub(super) fn targets(
        &self,
        inputs: &[Input],
        years: &[DrawnYear<'_>],
    ) -> Result<Vec<DrawTarget>, Findings> {
        let mut findings = Findings::new();
        let books = years.iter().map(|year| &year.account.book);
        let mut targets: Vec<DrawTarget> = Vec::new();
        for input in inputs {
            let found = DrawTarget::find(
                input,
                books.clone(),
                &self.parameters,
                &self.statistics,
                &self.manifest.years,
            );
            let Some(target) = findings.take(found) else { continue };
            let twice = targets.iter().any(|known| known.shares_rows_with(&target));
            if twice {
                let message = text!(
                    "`{0}` moves a row that another input moves as well",
                    "`{0}` 与另一项输入改变同一参数行",
                    &input.id
                );
                let hint = text!(
                    "name the variant, ecosystem type, zone or year of each, or keep one of them",
                    "分别写明变体、生态系统类型、分区或年份，或只保留一项"
                );
                findings.push(Error::new(Code::DuplicateKey, message, hint).at(input.place.clone()));
            }
            targets.push(target);
        }
        if inputs.iter().any(|input| input.key == self.profile.price_index) {
            let message = text!(
                "the price index `{0}` cannot be drawn",
                "价格指数 `{0}` 不能抽样",
                &self.profile.price_index
            );
            let hint =
                text!("draw the prices that it brings to another year", "对由它换算到其他年份的单价抽样");
            findings.push(Error::new(Code::BadValue, message, hint));
        }
        findings.into_result(targets)
    }

    /// The rows of the run with each input moved once.
    pub(super) fn moved_tables(&self, targets: &[DrawTarget]) -> Vec<(Parameters, Statistics)> {
        let moved = |target: &DrawTarget| {
            let probe = target.probe();
            (
                self.parameters.altered(|row| target.parameter(row, probe)),
                self.statistics.altered(|row| target.statistic(row, probe)),
            )
        };
        targets.iter().map(moved).collect()
    }
}
