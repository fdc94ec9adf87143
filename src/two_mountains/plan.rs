//! The table of the indicators: values and targets by year.
//!
//! One row for each indicator, and for each zone if there is a column `zone`. Values stand in `value_2019`, targets in
//! `target_2020`, and what a value rests on, where it changes or is not plain, in `basis_2019`.

use std::collections::{BTreeMap, BTreeSet};

use super::cell::{self, Value};
use super::rule::{TargetRule, Terrain};
use crate::error::{Code, Error, Findings, Place, did_you_mean, meant};
use crate::table::{Row, Table};
use crate::text;

const REQUIRED: [&str; 4] = ["no", "indicator", "unit", "lead_unit"];
const OPTIONAL: [&str; 8] =
    ["zone", "goal", "task", "indicator_en", "account_index", "terrain", "support_units", "note"];
/// Kinds of columns by year, each with a year behind it.
const YEARLY: [&str; 3] = ["value_", "target_", "basis_"];

/// The index of an account that is an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountIndex {
    /// GEP per area in 10⁴ CNY/mu (单位国土面积生态系统生产总值).
    GepPerArea,
    /// A reading of the share of ecological products (居民人均生态产品产值占比).
    EcoProductShare,
}

impl AccountIndex {
    /// Every index that may be an indicator.
    pub const ALL: [Self; 2] = [Self::GepPerArea, Self::EcoProductShare];

    /// The id in `indices.csv`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::GepPerArea => "gep_per_area",
            Self::EcoProductShare => "eco_product_share",
        }
    }

    /// The unit in `indices.csv`, and as the plan writes it.
    #[must_use]
    pub const fn units(self) -> (&'static str, &'static str) {
        match self {
            Self::GepPerArea => ("10^4 CNY/mu", "万元/亩"),
            Self::EcoProductShare => ("%", "%"),
        }
    }
}

/// A target: its text, and the rule that it is.
#[derive(Debug, Clone, PartialEq)]
pub struct YearTarget {
    /// The text of the plan.
    pub text: String,
    /// The rule.
    pub rule: TargetRule,
}

/// Value and target of an indicator in a year.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PlanYear {
    /// The value.
    pub value: Option<Value>,
    /// The target.
    pub target: Option<YearTarget>,
    /// Basis of the value, if it is stated.
    pub basis: String,
}

/// One indicator, in one zone.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanIndicator {
    /// Number in the plan.
    pub no: u32,
    /// Zone; empty for the whole base.
    pub zone: String,
    /// Name.
    pub name: String,
    /// English name; empty if none is given.
    pub name_en: String,
    /// Goal (目标).
    pub goal: String,
    /// Task (任务).
    pub task: String,
    /// Unit.
    pub unit: String,
    /// Lead unit (牵头单位).
    pub lead_unit: String,
    /// Index of an account that is its value.
    pub account_index: Option<AccountIndex>,
    /// Terrain, if the row states one.
    pub terrain: Option<Terrain>,
    /// Values and targets.
    pub years: BTreeMap<i32, PlanYear>,
    /// Remark.
    pub note: String,
    /// Its row in the table.
    pub place: Place,
}

/// The indicators of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Indicators {
    /// The rows, in the order of the table.
    pub rows: Vec<PlanIndicator>,
    /// Whether the table has a column of zones.
    pub by_zone: bool,
}

impl Indicators {
    /// Reads the table.
    ///
    /// # Errors
    ///
    /// `EV-I007` for columns, `EV-I006` for a target that is not known and for other words, `EV-I008` and `EV-I017` for
    /// values, `EV-I009` for a duplicate indicator, `EV-I018` for a formula; all at once.
    pub fn from_table(table: &Table) -> Result<Self, Findings> {
        let yearly = yearly(table)?;
        let mut findings = Findings::new();
        let mut rows: Vec<PlanIndicator> = Vec::new();
        for row in table.rows() {
            let Some(new) = findings.take(indicator(&row, &yearly)) else { continue };
            if let Some(first) = rows.iter().find(|first| (first.no, &first.zone) == (new.no, &new.zone)) {
                let line = first.place.row.unwrap_or_default();
                let message = text!(
                    "indicator {0} stands in line {1} already",
                    "指标 {0} 已在第 {1} 行出现",
                    new.no,
                    line
                );
                let hint = text!(
                    "keep one of the two rows, or give each its zone",
                    "保留其中一行，或为两行分别填写分区"
                );
                findings.push(Error::new(Code::DuplicateKey, message, hint).at(row.place("no")));
            }
            rows.push(new);
        }
        if table.is_empty() {
            let message = text!("the table has no row", "表中没有数据行");
            let hint = text!("write one row for each indicator", "每个指标写一行");
            let error = Error::new(Code::BadValue, message, hint);
            findings.push(error.at(Place::file(table.file()).row(1)));
        }
        let by_zone = table.header().iter().any(|name| name == "zone");
        findings.into_result(Self { rows, by_zone })
    }

    /// The indicators without their zones: the first row of each number, in the order of the table.
    pub fn each(&self) -> impl Iterator<Item = &PlanIndicator> {
        let mut seen = BTreeSet::new();
        self.rows.iter().filter(move |row| seen.insert(row.no))
    }

    /// Whether there is an indicator of a number.
    #[must_use]
    pub fn has(&self, no: u32) -> bool {
        self.rows.iter().any(|row| row.no == no)
    }
}

/// The columns by year: kind, year, name.
fn yearly(table: &Table) -> Result<Vec<(&'static str, i32, &str)>, Findings> {
    let mut columns = Vec::new();
    for name in table.header() {
        let found = YEARLY.iter().find_map(|kind| Some((*kind, year(name.strip_prefix(kind)?)?)));
        columns.extend(found.map(|(kind, year)| (kind, year, name.as_str())));
    }
    let optional: Vec<&str> = OPTIONAL.into_iter().chain(columns.iter().map(|(_, _, name)| *name)).collect();
    table.expect_columns(&REQUIRED, &optional).map_err(|findings| {
        // A name that is near to none of the fixed ones is most likely meant to carry a year.
        let known: Vec<&str> = REQUIRED.into_iter().chain(optional.iter().copied()).collect();
        let with_year = |error: Error| {
            let name = error.place().column.as_deref().unwrap_or_default();
            if REQUIRED.contains(&name) || meant(name, known.iter().copied()).is_some() {
                return error;
            }
            let hint = text!(
                "{0}, and value_2019, target_2020, basis_2019 with a year",
                "{0}，以及带年份的 value_2019、target_2020、basis_2019",
                error.hint()
            );
            Error::new(error.code(), error.message(), hint).at(error.place().clone())
        };
        findings.into_iter().map(with_year).collect::<Findings>()
    })?;
    Ok(columns)
}

/// A year of four digits, 1900 to 2200.
pub(super) fn year(text: &str) -> Option<i32> {
    let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|year| digits && (1900..=2200).contains(year))
}

/// A number of a plan, counted from 1.
pub(super) fn ordinal(row: &Row<'_>, column: &str) -> Result<u32, Error> {
    let text = row.text(column);
    text.parse().ok().filter(|no| *no > 0).ok_or_else(|| {
        let message = text!("`{0}` is not a number of the plan", "`{0}` 不是规划中的序号", text);
        let hint = text!("write a whole number of 1 or more", "填写不小于 1 的整数");
        Error::new(Code::BadValue, message, hint).at(row.place(column))
    })
}

fn indicator(row: &Row<'_>, yearly: &[(&'static str, i32, &str)]) -> Result<PlanIndicator, Findings> {
    let mut findings = Findings::new();
    // `=100` is a target, and a value is a number or has a hint of its own.
    let columns = yearly.iter().filter(|(kind, ..)| *kind != "basis_").map(|(.., name)| *name);
    findings.take(row.plain_but(&columns.collect::<Vec<_>>()));
    let no = findings.take(ordinal(row, "no"));
    for column in ["indicator", "lead_unit"] {
        if row.text(column).is_empty() {
            let message = text!("the field is empty, expected a name", "字段为空，应为名称");
            let error = Error::new(Code::BadValue, message, text!("fill it in", "填写该字段"));
            findings.push(error.at(row.place(column)));
        }
    }
    let unit = row.text("unit");
    let account_index = findings.take(account_index(row)).flatten();
    let terrain = match row.text("terrain") {
        "" => None,
        name => findings.take(Terrain::named(name).map_err(|error| error.at(row.place("terrain")))),
    };
    let mut years: BTreeMap<i32, PlanYear> = BTreeMap::new();
    for (kind, year, column) in yearly {
        let (text, of) = (row.text(column), years.entry(*year).or_default());
        let at = |error: Error| error.at(row.place(column));
        match *kind {
            "value_" => {
                let value = cell::value(text, unit, account_index.is_none());
                of.value = findings.take(value.map_err(at)).flatten();
            }
            "target_" => {
                let rule = findings.take(TargetRule::parse(text, unit).map_err(at)).flatten();
                of.target = rule.map(|rule| YearTarget { text: text.to_owned(), rule });
            }
            _ => text.clone_into(&mut of.basis),
        }
    }
    let text = |column: &str| row.text(column).to_owned();
    findings.into_result(PlanIndicator {
        no: no.unwrap_or_default(),
        zone: text("zone"),
        name: text("indicator"),
        name_en: text("indicator_en"),
        goal: text("goal"),
        task: text("task"),
        unit: text("unit"),
        lead_unit: text("lead_unit"),
        account_index,
        terrain,
        years,
        note: text("note"),
        place: Place { column: None, ..row.place("no") },
    })
}

fn account_index(row: &Row<'_>) -> Result<Option<AccountIndex>, Error> {
    let name = row.text("account_index");
    if name.is_empty() {
        return Ok(None);
    }
    let known = AccountIndex::ALL.into_iter().find(|index| index.id() == name);
    let index = known.ok_or_else(|| {
        let hint = did_you_mean(name, AccountIndex::ALL.map(AccountIndex::id));
        let message = text!("unknown index `{0}` of an account", "未知的核算指数 `{0}`", name);
        Error::new(Code::BadValue, message, hint).at(row.place("account_index"))
    })?;
    let (as_computed, as_planned) = index.units();
    let unit = cell::normal(row.text("unit"));
    if unit != as_computed && unit != as_planned {
        let message = text!(
            "{0} is in {1}, the unit here is `{2}`",
            "{0} 的单位为{1}，此处单位为 `{2}`",
            name,
            as_planned,
            unit
        );
        let hint = text!("write {0}", "填写 {0}", as_planned);
        return Err(Error::new(Code::IncompatibleUnit, message, hint).at(row.place("unit")));
    }
    Ok(Some(index))
}
