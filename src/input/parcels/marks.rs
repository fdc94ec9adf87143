//! Values of a column that are marked as missing.

use crate::error::{Code, Error, Place};
use crate::table::{Table, TableRow};
use crate::text;

/// Counts the missing values of a column.
#[derive(Debug, Default)]
pub(super) struct Marks {
    marked: u64,
    empty: u64,
    /// Line and text of the first mark.
    first: Option<(u64, String)>,
}

impl Marks {
    /// The number of a row; `NaN` where it is empty or marked as missing.
    pub(super) fn number(&mut self, row: &TableRow<'_>, column: &str) -> Result<f64, Error> {
        if let Some(value) = row.number_or_missing(column)? {
            return Ok(value);
        }
        let text = row.text(column);
        if text.is_empty() {
            self.empty = self.empty.saturating_add(1);
        } else {
            self.marked = self.marked.saturating_add(1);
            self.first.get_or_insert_with(|| (row.line(), text.to_owned()));
        }
        Ok(f64::NAN)
    }

    /// A warning of the missing values that the column marks, if it marks any.
    pub(super) fn warning(self, table: &Table, column: &str) -> Option<Error> {
        let Self { marked, empty, first } = self;
        let (line, mark) = first?;
        let message = text!(
            "{0} {0|value is|values are} marked as missing (`{1}`) and {2} {2|is|are} empty: these parcels have no value",
            "有 {0} 个值标为缺失（“{1}”），{2} 个为空：相应图斑无值",
            marked,
            mark,
            empty
        );
        let hint = text!(
            "look in closure.csv for the area without a value; write 0 where the value is 0",
            "无值面积见 closure.csv，值为 0 的请填 0"
        );
        let place = Place::file(table.file()).row(line).column(column);
        Some(Error::new(Code::Implausible, message, hint).at(place))
    }
}
