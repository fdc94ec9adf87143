//! Tables as text: CSV rows that remember their line.

mod number;

use std::collections::BTreeSet;

use crate::error::{Code, Error, Findings, Place, did_you_mean};

pub use number::{is_formula, number};

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
    header: Vec<String>,
    rows: Vec<(u64, csv::StringRecord)>,
}

impl Table {
    /// Reads a text; `file` is the name that findings carry. A byte order mark is passed over.
    ///
    /// # Errors
    ///
    /// `EV-I007` for a doubled or empty column, `EV-I006` for a row with another number of fields.
    pub fn parse(file: &str, text: &str) -> Result<Self, Findings> {
        Self::parse_within(file, text, TableLimits::default())
    }

    /// As [`Table::parse`], with limits of one's own.
    ///
    /// # Errors
    ///
    /// As [`Table::parse`]; `EV-L001` for a row that is too long or has too many columns.
    pub fn parse_within(file: &str, text: &str, limits: TableLimits) -> Result<Self, Findings> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let mut findings = Findings::new();
        if let Some(line) = unclosed_quote(text) {
            let message = "a quote is opened here and never closed, so that all rows below it are one field";
            let error =
                Error::new(Code::BadValue, message, "close it, or write a quote inside a field twice");
            return Err(error.at(Place::file(file).row(line)).into());
        }
        let header: Vec<String> = match reader.headers() {
            Ok(header) => header.iter().map(|name| name.trim().to_owned()).collect(),
            Err(error) => return Err(unreadable(file, &error).into()),
        };
        if header.len() > limits.columns {
            let message = format!("the table has {} columns, {} are allowed", header.len(), limits.columns);
            let error = Error::new(
                Code::Limit,
                message,
                "keep the columns that the run reads, or raise [limits] max_columns",
            );
            return Err(error.at(Place::file(file).row(1)).into());
        }
        let mut names = BTreeSet::new();
        for name in &header {
            if !names.insert(name) {
                let message = format!("column `{name}` stands twice");
                let error = Error::new(Code::Column, message, "give every column its own name");
                findings.push(error.at(Place::file(file).row(1)));
            }
        }
        let mut rows = Vec::new();
        for record in reader.records() {
            match record {
                Ok(record) if record.as_slice().len() > limits.row_bytes => {
                    let (found, allowed) = (record.as_slice().len(), limits.row_bytes);
                    let message = format!("the row has {found} bytes, {allowed} are allowed");
                    let error = Error::new(
                        Code::Limit,
                        message,
                        "look for a missing line break, or raise [limits] max_row_kib",
                    );
                    let line = record.position().map_or(0, csv::Position::line);
                    findings.push(error.at(Place::file(file).row(line)));
                }
                Ok(record) if record.len() == header.len() => {
                    rows.push((record.position().map_or(0, csv::Position::line), record));
                }
                Ok(record) => {
                    let (found, wanted) = (record.len(), header.len());
                    let message = format!("{found} fields, the header has {wanted}");
                    let error = Error::new(
                        Code::BadValue,
                        message,
                        "quote a field that holds a comma, or add the missing commas",
                    );
                    let line = record.position().map_or(0, csv::Position::line);
                    findings.push(error.at(Place::file(file).row(line)));
                }
                Err(error) => findings.push(unreadable(file, &error)),
            }
        }
        findings.into_result(Self { file: file.to_owned(), header, rows })
    }

    /// Name of the file.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Names of the columns.
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
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, record)| Row { table: self, line: *line, record })
    }

    /// The position of a column.
    ///
    /// # Errors
    ///
    /// `EV-I007` with the nearest name.
    pub fn column(&self, name: &str) -> Result<usize, Error> {
        self.header.iter().position(|known| known == name).ok_or_else(|| {
            let hint = did_you_mean(name, self.header.iter().map(String::as_str));
            Error::new(Code::Column, format!("no column `{name}`"), hint).at(Place::file(&self.file).row(1))
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
        for name in self.header.iter().filter(|name| known().all(|known| known != name.as_str())) {
            let error = Error::new(
                Code::Column,
                format!("column `{name}` is not known"),
                did_you_mean(name, known()),
            );
            findings.push(error.at(Place::file(&self.file).row(1)));
        }
        findings.into_result(())
    }
}

/// The line of a quote that opens a field and is not closed before the end of the text.
fn unclosed_quote(text: &str) -> Option<u64> {
    let (mut line, mut opened) = (1_u64, None);
    let mut begins = true;
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        match (byte, opened) {
            (b'"', Some(_)) if bytes.peek() == Some(&b'"') => {
                bytes.next();
            }
            (b'"', Some(_)) => opened = None,
            (b'"', None) if begins => opened = Some(line),
            _ => {}
        }
        line += u64::from(byte == b'\n');
        begins = opened.is_none() && matches!(byte, b',' | b'\n' | b'\r');
    }
    opened
}

fn unreadable(file: &str, error: &csv::Error) -> Error {
    let line = error.position().map_or(1, csv::Position::line);
    Error::new(Code::Encoding, format!("not a CSV row: {error}"), "save the table as CSV in UTF-8")
        .at(Place::file(file).row(line))
}

/// One row of a table.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    table: &'a Table,
    line: u64,
    record: &'a csv::StringRecord,
}

impl<'a> Row<'a> {
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
                let message = format!("`{}` begins like a formula", field.trim());
                let hint = "save the values, not the formulas; begin a text with a letter or a digit";
                return Err(Error::new(Code::Formula, message, hint).at(self.place(column)));
            }
        }
        Ok(())
    }

    /// As [`Row::plain`] for every column but those of numbers, which have hints of their own.
    ///
    /// # Errors
    ///
    /// As [`Row::plain`].
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

    /// A finite number that must be there.
    ///
    /// # Errors
    ///
    /// `EV-I008` if it is not, or is no finite number.
    pub fn required_number(&self, column: &str) -> Result<f64, Error> {
        self.number(column)?.ok_or_else(|| {
            Error::new(
                Code::NotANumber,
                "the field is empty, expected a number",
                "fill it in, or drop the row",
            )
            .at(self.place(column))
        })
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
