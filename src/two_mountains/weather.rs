//! Growth at normal weather, read beside a judgement: how much of a rise is the rain of the year.

use super::figures::{Figures, NormalGrowth, year_of};
use super::plan::{AccountIndex, PlanIndicator};
use super::rule::TargetRule;
use super::{JudgementOptions, shown};
use crate::error::Findings;
use crate::table::Table;
use crate::text;
use crate::wording::Message;

impl Figures {
    /// The same figures with what the table `growth.csv` of a series says of normal weather.
    ///
    /// # Errors
    ///
    /// `EV-I007` for a missing column, `EV-I006` for a year, `EV-I008` for a number that is none.
    pub fn with_series(mut self, growth: &Table) -> Result<Self, Findings> {
        let mut findings = Findings::new();
        for column in ["year", "zone", "index", "variant", "value", "price_basis", "status"] {
            findings.take(growth.column(column));
        }
        findings.into_result(())?;
        let mut findings = Findings::new();
        let is_normal = |index: &str, variant: &str| index == "gep_growth" && variant.ends_with(NORMAL);
        for row in growth.rows().filter(|row| is_normal(row.text("index"), row.text("variant"))) {
            let (year, value) = (findings.take(year_of(&row, "year")), findings.take(row.number("value")));
            let (Some(year), Some(value)) = (year, value) else { continue };
            let status = row.text("status");
            let reason = status.strip_prefix("not_accounted: ").unwrap_or(status).to_owned();
            self.weather.push(NormalGrowth {
                year,
                zone: row.text("zone").to_owned(),
                price_basis: row.text("price_basis").to_owned(),
                growth: value.ok_or(reason),
            });
        }
        findings.into_result(self)
    }
}

/// Name of figures at normal weather in the table.
const NORMAL: &str = "normal weather";

/// Whether a rule asks for a rise.
fn asks_for_rise(rule: &TargetRule) -> bool {
    match rule {
        TargetRule::Rise => true,
        TargetRule::All(parts) => parts.iter().any(asks_for_rise),
        TargetRule::ByTerrain(parts) => parts.iter().any(|(_, part)| asks_for_rise(part)),
        _ => false,
    }
}

/// Growth at normal weather beside a rise at constant prices; none where it is not known.
pub(super) fn reading(
    row: &PlanIndicator,
    year: i32,
    rule: Option<&TargetRule>,
    figures: &Figures,
    options: &JudgementOptions,
) -> Option<Message> {
    if row.account_index != Some(AccountIndex::GepPerArea) || !rule.is_some_and(asks_for_rise) {
        return None;
    }
    let zone = if row.zone.is_empty() { options.zone.as_deref().unwrap_or_default() } else { &row.zone };
    let growth = figures
        .weather
        .iter()
        .find(|growth| growth.year == year && growth.zone == zone && growth.price_basis != "current")?;
    let prices = match growth.price_basis.strip_prefix("constant ") {
        Some(base) => text!("constant {0}", "可比价 {0}", base),
        None => text!("{0}", "{0}", &growth.price_basis),
    };
    Some(match &growth.growth {
        Ok(percent) if *percent > 0.0 => text!(
            "normal weather, {0}: GEP rises ({1} %)",
            "常年气候、{0}：GEP 上升（{1}%）",
            prices,
            shown(*percent)
        ),
        Ok(percent) => text!(
            "normal weather, {0}: GEP does not rise ({1} %)",
            "常年气候、{0}：GEP 未上升（{1}%）",
            prices,
            shown(*percent)
        ),
        Err(reason) => {
            text!("normal weather, {0}: not known: {1}", "常年气候、{0}：未知：{1}", prices, reason)
        }
    })
}
