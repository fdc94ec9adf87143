//! Growth at normal weather, read beside a judgement: how much of a rise is the rain of the year.

use super::figures::{Figures, NormalGrowth, year_of};
use super::plan::{AccountIndex, Indicator};
use super::rule::Rule;
use super::{Options, Text, shown};
use crate::error::Findings;
use crate::reason::Reason;
use crate::table::Table;
use crate::wording::{Language, Say};

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
        let is_it = |index: &str, variant: &str| index == "gep_growth" && variant.ends_with(NORMAL);
        for row in growth.rows().filter(|row| is_it(row.text("index"), row.text("variant"))) {
            let (year, value) = (findings.take(year_of(&row, "year")), findings.take(row.number("value")));
            let (Some(year), Some(value)) = (year, value) else { continue };
            self.weather.push(NormalGrowth {
                year,
                zone: row.text("zone").to_owned(),
                price_basis: row.text("price_basis").to_owned(),
                growth: value.ok_or_else(|| Reason::of_status(row.text("status"))),
            });
        }
        findings.into_result(self)
    }
}

/// How the table names figures at normal weather.
const NORMAL: &str = "normal weather";

/// Whether a rule asks for a rise.
fn asks_for_rise(rule: &Rule) -> bool {
    match rule {
        Rule::Rise => true,
        Rule::All(parts) => parts.iter().any(asks_for_rise),
        Rule::ByTerrain(parts) => parts.iter().any(|(_, part)| asks_for_rise(part)),
        _ => false,
    }
}

/// What normal weather says of a rise at constant prices; empty where nothing is known of it.
pub(super) fn reading(
    row: &Indicator,
    year: i32,
    rule: Option<&Rule>,
    figures: &Figures,
    options: &Options,
) -> Text {
    if row.account_index != Some(AccountIndex::GepPerArea) || !rule.is_some_and(asks_for_rise) {
        return Text::default();
    }
    let zone = if row.zone.is_empty() { options.zone.as_deref().unwrap_or_default() } else { &row.zone };
    let own = figures
        .weather
        .iter()
        .find(|own| own.year == year && own.zone == zone && own.price_basis != "current");
    let Some(own) = own else { return Text::default() };
    let (prices, chinese) = (&own.price_basis, own.price_basis.replace("constant", "可比价"));
    match &own.growth {
        Ok(growth) => {
            let (said, said_zh) =
                if *growth > 0.0 { ("rises", "上升") } else { ("does not rise", "未上升") };
            let growth = shown(*growth);
            Text::new(
                format!("normal weather, {prices}: GEP {said} ({growth} %)"),
                format!("常年气候、{chinese}：GEP {said_zh}（{growth}%）"),
            )
        }
        Err(reason) => Text::new(
            format!("normal weather, {prices}: not known: {reason}"),
            format!("常年气候、{chinese}：未知：{}", reason.say(Language::Chinese)),
        ),
    }
}
