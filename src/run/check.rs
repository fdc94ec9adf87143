//! What can be found without the pass over the cells, and what is told of files and prices behind it.

use std::collections::BTreeSet;

use super::{Run, local};
use crate::account::Account;
use crate::account::plan::Plan;
use crate::error::{Code, Error, Findings, Place};
use crate::input::files::InputFile;
use crate::input::legend::Legend;
use crate::input::manifest::MissingYear;
use crate::parameter::Parameter;
use crate::parameter::profile::Weight;
use crate::quantity;
use crate::service::Scope;
use crate::text;
use crate::valuation::Book;

/// A table that was read in an encoding that nobody declared.
pub(super) fn guessed(file: &InputFile) -> Option<Error> {
    if !file.guessed {
        return None;
    }
    let message = match file.encoding.as_deref() {
        Some(encoding) => {
            text!("the table is not UTF-8 and was read as {0}", "该表不是 UTF-8，按 {0} 读取", encoding)
        }
        None => text!(
            "the table was read as UTF-8, but would be Chinese in GB18030 as well",
            "该表按 UTF-8 读取，但也可能是 GB18030 中文"
        ),
    };
    let hint = text!(
        "look at a Chinese name in the result; declare encoding = \"gb18030\", or save the table in UTF-8",
        "核对结果中的中文名称，并声明 encoding = \"gb18030\" 或另存为 UTF-8"
    );
    Some(Error::new(Code::EncodingGuessed, message, hint).at(Place::file(&file.name)))
}

impl Run {
    /// Everything that can be known without the pass: names, rows, prices, maps.
    pub(super) fn check(&self) -> Result<(), Findings> {
        let mut findings = Findings::new();
        let mut zones: Vec<String> = Vec::new();
        let mut known = BTreeSet::new();
        for zone in self.manifest.years.iter().flat_map(|year| &self.source_of(*year).legend().zones) {
            if known.insert(zone) {
                zones.push(zone.clone());
            }
        }
        findings.extend(self.statistics.unknown_zones(&zones));
        findings.extend(local::faults(&self.parameters, &self.profile, &self.manifest.regions));
        let bases = &self.manifest.bases;
        for (year, basis) in
            self.manifest.years.iter().flat_map(|year| bases.iter().map(move |basis| (year, basis)))
        {
            let setting = self.setting_in(&self.profile, *year, *basis);
            let legend = self.source_of(*year).legend();
            let mut book = Book::default();
            for evidence in legend.class_evidence.iter().flatten() {
                findings.take(setting.admit(evidence, self.manifest.place("cells")));
            }
            let (plan, faults) = Plan::with_findings(&setting, legend, &mut book);
            findings.extend(faults);
            findings.take(self.check_days(*year));
            findings.extend(plan.check_terms(&setting, &mut book));
            findings.take(self.check_maps(&plan));
        }
        findings.each_once().into_result(())
    }

    /// Rain of 366 days belongs to a leap year, unless it is carried over from one.
    fn check_days(&self, year: i32) -> Result<(), Error> {
        let layers = &self.later.spec(year).layers;
        let carried = layers.iter().any(|layer| {
            layer.quantity.id == quantity::PRECIPITATION_DAILY.id && (layer.filled.is_some() || layer.normal)
        });
        if carried { Ok(()) } else { check_days(self.source_of(year).legend(), year) }
    }

    fn check_maps(&self, plan: &Plan) -> Result<(), Findings> {
        let mut findings = Findings::new();
        for service in &self.manifest.maps {
            let planned = plan.services.iter().find(|planned| planned.service.id == service);
            let supplies = planned.into_iter().flat_map(|planned| planned.physical.supplies);
            let per_cell = supplies.into_iter().any(|supply| {
                let missing = planned
                    .is_some_and(|planned| planned.unavailable.iter().any(|(id, _)| *id == supply.indicator));
                matches!(supply.scope(), Scope::Cell(_)) && !missing
            });
            let spread = planned.is_some_and(|planned| planned.choice.weight != Weight::None);
            let reason = match (per_cell || spread, self.source.grid()) {
                (_, None) => text!("a table of parcels has no map", "图斑表没有地图"),
                (false, _) => text!(
                    "the profile neither computes it cell by cell nor spreads its total (weight), or its inputs are missing",
                    "核算方案既不逐单元计算，也不按权重分摊其总量，或缺少输入"
                ),
                (true, Some(_)) => continue,
            };
            let message =
                text!("no map of `{0}` can be made: {1}", "无法输出 `{0}` 的地图：{1}", service, reason);
            let hint = text!("take it out of [output] maps", "从 [output] maps 中删去");
            let error = Error::new(Code::BadValue, message, hint);
            findings.push(error.at(self.manifest.place("output")));
        }
        findings.into_result(())
    }

    /// Refuses prices of other years where the run does.
    pub(super) fn check_price_years(&self, account: &Account) -> Result<(), Findings> {
        if self.manifest.parameters_missing_year != MissingYear::Refuse {
            return Ok(());
        }
        let other = |row: &&Parameter| row.price_year.is_some_and(|year| year != account.year);
        let refused = |row: &Parameter| {
            let of = row.price_year.unwrap_or_default();
            let message = text!(
                "the price `{0}` is of {1}, the account of {2}",
                "单价 `{0}` 为 {1} 年价格，核算年度为 {2}",
                &row.key,
                of,
                account.year
            );
            let hint = text!(
                "bring a price of the year, or take missing_year = \"refuse\" out of [parameters]",
                "提供该年的单价，或从 [parameters] 中去掉 missing_year = \"refuse\""
            );
            Error::new(Code::MissingYear, message, hint).at(row.place().column("price_year"))
        };
        let findings: Findings = account.book.rows().filter(other).map(refused).collect();
        findings.into_result(())
    }
}

/// Refuses rain of 366 days for a year that has 365.
pub(super) fn check_days(legend: &Legend, year: i32) -> Result<(), Error> {
    let id = quantity::PRECIPITATION_DAILY_LEAP_YEAR.id;
    if quantity::is_leap_year(year) || legend.columns.iter().all(|known| known.id != id) {
        return Ok(());
    }
    let message = text!(
        "`precipitation_daily` has 366 numbers per cell, the year {0} has 365 days",
        "`precipitation_daily` 每个单元有 366 个值，而 {0} 年有 365 天",
        year
    );
    let hint = text!(
        "give the 365 days of the year, or those of the year that the rain is of",
        "给出该年的 365 天，或降水实际所属年度的各天"
    );
    let place = legend.declared.get(id).map(|(_, place)| place.clone()).unwrap_or_default();
    Err(Error::new(Code::Band, message, hint).at(place))
}
