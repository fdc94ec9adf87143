//! Values of a column that are marked as missing.

use crate::error::{Code, Error, Place, in_chinese};
use crate::table::{Row, Table};

/// How many values of a column are not there.
#[derive(Debug, Default)]
pub(super) struct Marks {
    marked: u64,
    empty: u64,
    /// Line and text of the first mark.
    first: Option<(u64, String)>,
}

impl Marks {
    /// The number of a row; `NaN` where it is empty or marked as missing.
    pub(super) fn number(&mut self, row: &Row<'_>, column: &str) -> Result<f64, Error> {
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

    /// That the column marks missing values, if it does, and how many.
    pub(super) fn warning(self, table: &Table, column: &str) -> Option<Error> {
        let Self { marked, empty, first } = self;
        let (line, mark) = first?;
        let finding = Error::new(
            Code::Implausible,
            format!(
                "{marked} values are marked as missing (`{mark}`) and {empty} are empty: these parcels have no value"
            ),
            "closure.csv says which area has no value; write 0 where the value is 0",
        );
        let chinese = format!(
            "有 {marked} 个值标为缺失（“{mark}”），{empty} 个为空：相应图斑无值；提示：无值面积见 closure.csv，值为 0 的请填 0"
        );
        Some(in_chinese(&finding.at(Place::file(table.file()).row(line).column(column)), &chinese))
    }
}
