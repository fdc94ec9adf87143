//! Tables as text: CSV rows that remember their line.

mod assembly;
mod form;
mod lines;
mod missing;
mod number;
mod total;

use std::collections::BTreeSet;

use crate::error::{Code, Error, Findings, Place, did_you_mean};
use crate::text;

pub use missing::{is_missing, spreadsheet_error};
pub(crate) use number::shown;
pub use number::{is_formula, number};
pub use total::{is_part, is_plain_total, is_total};

/// How wide a table may be; its size is bounded by whoever reads the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableLimits {
    /// Longest row \[byte\].
    pub row_bytes: usize,
    /// Most columns.
    pub columns: usize,
}

impl Default for TableLimits {
    /// 1 MiB, 4096 columns.
    fn default() -> Self {
        Self { row_bytes: 1 << 20, columns: 4096 }
    }
}

/// A CSV table with a header (RFC 4180).
#[derive(Debug, Clone)]
pub struct Table {
    file: String,
    /// Names of the columns up to the last that has one; empty where a column has none.
    header: Vec<String>,
    header_line: u64,
    rows: Vec<(u64, csv::StringRecord)>,
    /// Lines above the header, with their text.
    titles: Vec<(u64, String)>,
    notes: Vec<Error>,
}

impl Table {
    /// Reads a text with commas, whose first row is the header; `file` is the name that findings carry. A byte order mark
    /// is skipped, and so are empty rows, empty columns without a name, and rows that repeat the header.
    ///
    /// # Errors
    ///
    /// `EV-I007` for a doubled column, `EV-I006` for a row with another number of fields.
    pub fn parse(file: &str, text: &str) -> Result<Self, Findings> {
        Self::parse_within(file, text, TableLimits::default())
    }

    /// As [`Table::parse`], with other limits.
    ///
    /// # Errors
    ///
    /// As [`Table::parse`]; `EV-L001` for a row that is too long or has too many columns.
    pub fn parse_within(file: &str, text: &str, limits: TableLimits) -> Result<Self, Findings> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        assembly::assemble(file, text, limits, form::Form::PLAIN)
    }

    /// Reads a table as programs export it: separated by commas, semicolons, tabs or strokes (`|`), with titles above the
    /// header. The header is the first row that has the `expected` columns (`{year}` stands for any year), or the first
    /// row if no column is expected.
    ///
    /// # Errors
    ///
    /// As [`Table::parse_within`]; `EV-I002` for a web page or a document of another kind, `EV-I006` for a
    /// separator that is not read.
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::table::{Table, TableLimits};
    ///
    /// let text = "某区土地利用汇总表;;\r\ntown;class;area\r\na;0301;60\r\n";
    /// let table = Table::read("t.csv", text, TableLimits::default(), &["town", "class", "area"])?;
    /// assert_eq!(table.header(), ["town", "class", "area"]);
    /// assert_eq!(table.rows().next().map(|row| row.line()), Some(3));
    /// # Ok::<(), ecovalue::Findings>(())
    /// ```
    pub fn read(file: &str, text: &str, limits: TableLimits, expected: &[&str]) -> Result<Self, Findings> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let form = form::find(text, expected).map_err(|error| error.at(Place::file(file)))?;
        assembly::assemble(file, text, limits, form)
    }

    /// Warnings about the table: titles that were skipped, columns without a name, a table without rows.
    #[must_use]
    pub fn notes(&self) -> &[Error] {
        &self.notes
    }

    /// What stands above the header: line and text.
    #[must_use]
    pub fn titles(&self) -> &[(u64, String)] {
        &self.titles
    }

    /// The line of the header.
    #[must_use]
    pub const fn header_line(&self) -> u64 {
        self.header_line
    }

    /// The same table without the rows that begin at some lines.
    #[must_use]
    pub fn without(mut self, lines: &BTreeSet<u64>) -> Self {
        self.rows.retain(|(line, _)| !lines.contains(line));
        self
    }

    /// Rows that equal an earlier one in every field: the line of the earlier row, and their line.
    #[must_use]
    pub fn equal_rows(&self) -> Vec<(u64, u64)> {
        let hash = |record: &csv::StringRecord| {
            let mut hasher = std::hash::DefaultHasher::new();
            std::hash::Hasher::write(&mut hasher, record.as_slice().as_bytes());
            std::hash::Hasher::finish(&hasher)
        };
        let rows = self.rows.iter().enumerate();
        let mut order: Vec<(u64, usize)> = rows.map(|(index, (_, record))| (hash(record), index)).collect();
        order.sort_unstable();
        let mut equal = Vec::new();
        for alike in order.chunk_by(|first, second| first.0 == second.0).filter(|alike| alike.len() > 1) {
            let mut rows = alike.iter().filter_map(|(_, index)| self.rows.get(*index));
            let Some((first, record)) = rows.next() else { continue };
            equal.extend(rows.filter(|(_, other)| other == record).map(|(line, _)| (*first, *line)));
        }
        equal.sort_unstable_by_key(|(_, line)| *line);
        equal
    }

    /// Name of the file.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Names of the columns; an empty text where a column has none.
    #[must_use]
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// Number of rows below the header.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row below the header.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The rows, in the order of the text.
    pub fn rows(&self) -> impl Iterator<Item = TableRow<'_>> {
        self.rows.iter().map(|(line, record)| TableRow { table: self, line: *line, record })
    }

    /// The position of a column.
    ///
    /// # Errors
    ///
    /// `EV-I007` with the nearest name.
    pub fn column(&self, name: &str) -> Result<usize, Error> {
        self.header.iter().position(|known| known == name).ok_or_else(|| {
            let hint = did_you_mean(name, self.named());
            let place = Place::file(&self.file).row(self.header_line);
            Error::new(Code::Column, text!("no column `{0}`", "没有列 `{0}`", name), hint).at(place)
        })
    }

    /// Checks that the header has the required columns and no others than the known ones.
    ///
    /// # Errors
    ///
    /// `EV-I007` for every column that is missing or not known.
    pub fn expect_columns(&self, required: &[&str], optional: &[&str]) -> Result<(), Findings> {
        let mut findings = Findings::new();
        for name in required {
            findings.take(self.column(name));
        }
        let known = || required.iter().chain(optional).copied();
        for name in self.named().filter(|name| known().all(|known| known != *name)) {
            let message = text!("column `{0}` is not known", "未知的列 `{0}`", name);
            let error = Error::new(Code::Column, message, did_you_mean(name, known()));
            findings.push(error.at(Place::file(&self.file).row(self.header_line)));
        }
        findings.into_result(())
    }

    /// Names of the columns that have one.
    fn named(&self) -> impl Iterator<Item = &str> {
        self.header.iter().map(String::as_str).filter(|name| !name.is_empty())
    }
}

/// One row of a table.
#[derive(Debug, Clone, Copy)]
pub struct TableRow<'a> {
    table: &'a Table,
    line: u64,
    record: &'a csv::StringRecord,
}

impl<'a> TableRow<'a> {
    /// Line in the file, counted from 1.
    #[must_use]
    pub const fn line(&self) -> u64 {
        self.line
    }

    /// Where a column of this row stands.
    #[must_use]
    pub fn place(&self, column: &str) -> Place {
        Place::file(&self.table.file).row(self.line).column(column)
    }

    /// The text of a column, trimmed; empty if the table does not have the column.
    #[must_use]
    pub fn text(&self, column: &str) -> &'a str {
        let index = self.table.header.iter().position(|known| known == column);
        index.map_or("", |index| self.field(index))
    }

    /// The text at a position, trimmed.
    #[must_use]
    pub fn field(&self, index: usize) -> &'a str {
        self.record.get(index).unwrap_or_default().trim()
    }

    /// The texts of the row, trimmed.
    pub fn fields(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.record.iter().map(str::trim)
    }

    /// The first text of the row that is not empty, trimmed.
    #[must_use]
    pub fn first(&self) -> &'a str {
        self.fields().find(|text| !text.is_empty()).unwrap_or_default()
    }

    /// Refuses the row if a spreadsheet would run one of its fields as a formula. A plain number may have a sign.
    ///
    /// # Errors
    ///
    /// `EV-I018` for a field that begins with `=`, `+`, `-`, `@` (also full-width), a tab or a carriage return.
    pub fn plain(&self, columns: impl IntoIterator<Item = &'a str>) -> Result<(), Error> {
        for column in columns {
            let index = self.table.header.iter().position(|known| known == column);
            let field = index.and_then(|index| self.record.get(index)).unwrap_or_default();
            if is_formula(field) {
                let message = text!("`{0}` begins like a formula", "`{0}` 的开头像公式", field.trim());
                let hint = text!(
                    "save the values, not the formulas; begin a text with a letter or a digit",
                    "保存数值而不是公式；文本以字母、汉字或数字开头"
                );
                return Err(Error::new(Code::Formula, message, hint).at(self.place(column)));
            }
        }
        Ok(())
    }

    /// As [`TableRow::plain`] for every column but those of numbers, which have hints of their own.
    ///
    /// # Errors
    ///
    /// As [`TableRow::plain`].
    pub fn plain_but(&self, numbers: &[&str]) -> Result<(), Error> {
        self.plain(self.table.header.iter().map(String::as_str).filter(|column| !numbers.contains(column)))
    }

    /// A finite number, or `None` where the field is empty.
    ///
    /// # Errors
    ///
    /// `EV-I008` for anything else, with a hint for decimal commas, thousands separators and infinities.
    pub fn number(&self, column: &str) -> Result<Option<f64>, Error> {
        match self.text(column) {
            "" => Ok(None),
            text => number(text).map(Some).map_err(|error| error.at(self.place(column))),
        }
    }

    /// A finite number, or `None` where the field is empty or holds a mark of a missing value ([`is_missing`]).
    ///
    /// # Errors
    ///
    /// As [`TableRow::number`].
    pub fn number_or_missing(&self, column: &str) -> Result<Option<f64>, Error> {
        match self.text(column) {
            text if text.is_empty() || is_missing(text) => Ok(None),
            text => number(text).map(Some).map_err(|error| error.at(self.place(column))),
        }
    }

    /// A finite number that must be there.
    ///
    /// # Errors
    ///
    /// `EV-I008` if it is not, or is no finite number.
    pub fn required_number(&self, column: &str) -> Result<f64, Error> {
        let text = self.text(column);
        let message = match text {
            "" => text!("the field is empty, expected a number", "该栏为空，应填数值"),
            _ if is_missing(text) => text!(
                "`{0}` marks a missing value, and a number is required here",
                "`{0}` 表示缺失，此处必须有数值",
                text
            ),
            _ => return number::required(text).map_err(|error| error.at(self.place(column))),
        };
        let hint = text!("fill in the number, or drop the row", "填写数值，或删去该行");
        Err(Error::new(Code::NotANumber, message, hint).at(self.place(column)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_remember_their_line_across_quoted_newlines() {
        let table = Table::parse("t.csv", "\u{feff}a,b\n\"x\ny\",1\nz,2\n").unwrap();
        let lines: Vec<u64> = table.rows().map(|row| row.line()).collect();
        assert_eq!(lines, [2, 4]);
        assert_eq!(table.rows().last().unwrap().required_number("b").unwrap(), 2.0);
    }

    #[test]
    fn faults_name_the_place() {
        let findings = Table::parse("t.csv", "a,a\n1\n").unwrap_err();
        assert_eq!(findings.as_slice().len(), 2);
        let table = Table::parse("t.csv", "a\nInfinity\n").unwrap();
        let error = table.rows().next().unwrap().number("a").unwrap_err();
        assert!(error.to_string().starts_with("t.csv, line 2, `a`: `Infinity` is not a finite number"));
    }
}
