//! A parameter row that is not there, and what would bring one.

use super::wording::quantity_id;
use crate::error::{Code, Error};
use crate::extent::Ecosystem;
use crate::text;
use crate::wording::{Message, Say, TextArgument};

/// No parameter row of a key holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoRow {
    /// Key of the parameter.
    pub key: String,
    /// Variant; empty for the plain one.
    pub variant: String,
    /// Ecosystem type of the cell, where one was asked for.
    pub ecosystem: Option<Ecosystem>,
    /// Accounting year.
    pub year: i32,
    /// What would bring a row.
    pub remedy: RowRemedy,
}

/// What would bring a parameter row that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RowRemedy {
    /// The key has no rows.
    AddKey,
    /// The key has rows, and none for this type, grade or year.
    AddRow,
    /// The key has rows of these variants only.
    NameVariant(Vec<String>),
    /// All rows of the key are of these regions.
    AddRegion(Vec<String>),
    /// Rows of the key hold under these conditions.
    StateCondition(Vec<String>),
    /// A row of the run holds in other years.
    CorrectDates {
        /// File of the row.
        file: String,
        /// Line of the row.
        line: u64,
        /// When it holds.
        dates: Message,
    },
}

impl NoRow {
    /// What was looked for.
    #[must_use]
    pub fn finding(&self) -> Message {
        let variant =
            if self.variant.is_empty() { text!("", "") } else { text!(" ({0})", "（{0}）", &self.variant) };
        let cell = self.ecosystem.map_or_else(
            || text!("", ""),
            |cell| text!(" for ecosystem {0}", "中生态系统类型 {0} 的行", cell.to_string()),
        );
        let rows = if self.ecosystem.is_some() { text!("", "") } else { text!("", "的行") };
        text!(
            "no row of `{0}`{1}{2}{4} holds in {3}",
            "{3} 年没有适用的参数 {0}{1}{2}{4}",
            quantity_id(&self.key),
            variant,
            cell,
            self.year,
            rows
        )
    }

    /// One action that brings a row.
    #[must_use]
    pub fn hint(&self) -> Message {
        match &self.remedy {
            RowRemedy::AddKey => {
                text!("add a row to the parameter table of the run", "在本次核算的参数表中补充该参数")
            }
            RowRemedy::AddRow => text!(
                "add a row for it to the parameter table of the run",
                "在本次核算的参数表中为其补充一行"
            ),
            RowRemedy::NameVariant(variants) => text!(
                "name one of its variants in the profile: {0}",
                "在核算方案中指定其计算方法之一：{0}",
                variants.iter().collect::<Vec<_>>()
            ),
            RowRemedy::AddRegion(regions) => text!(
                "its rows hold for regions only ({0}); add a row of your own",
                "已有的行只适用于特定区域（{0}）；在本次核算的参数表中补充一行",
                regions.iter().collect::<Vec<_>>()
            ),
            RowRemedy::StateCondition(conditions) => text!(
                "state one of its conditions in the run ({0}), or add a row of your own",
                "在 run.toml 中写明其适用条件之一（{0}），或在本次核算的参数表中补充一行",
                conditions.iter().collect::<Vec<_>>()
            ),
            RowRemedy::CorrectDates { file, line, dates } => text!(
                "the row of line {0} of {1} holds {2}: correct its dates, or add a row",
                "{1} 第 {0} 行的有效期为{2}：更正其日期，或补充一行",
                TextArgument::Text(line.to_string()),
                file,
                dates
            ),
        }
    }
}

impl Say for NoRow {
    fn message(&self) -> Message {
        text!("{0} ({1})", "{0}（{1}）", self.finding(), self.hint())
    }
}

impl From<NoRow> for Error {
    fn from(row: NoRow) -> Self {
        Self::new(Code::NoParameter, row.finding(), row.hint())
    }
}
