//! From the records of a text to a table: the header, the rows below it, and what stands between them.

use std::collections::BTreeSet;

use csv::StringRecord;

use super::form::Form;
use super::lines::{Lines, unclosed_quote};
use super::{Note, Table, TableLimits};
use crate::error::{Code, Error, Findings, Place};

/// Most lines that a note names.
const LISTED: usize = 5;

/// Reads the records of a text in a form that is known.
pub(super) fn assemble(file: &str, text: &str, limits: TableLimits, form: Form) -> Result<Table, Findings> {
    let place = |line: u64| Place::file(file).row(line);
    if let Some(line) = unclosed_quote(text, form.separator) {
        let message = "a quote is opened here and never closed, so that all rows below it are one field";
        let error = Error::new(Code::BadValue, message, "close it, or write a quote inside a field twice");
        return Err(error.at(place(line)).into());
    }
    let reader = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .delimiter(form.separator)
        .from_reader(text.as_bytes());
    let mut lines = Lines::new(text);
    let mut builder = Builder::new(file, limits, form.separator);
    for (index, record) in reader.into_records().enumerate() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                builder.findings.push(unreadable(file, &error));
                continue;
            }
        };
        let line = record.position().map_or(0, |position| lines.of_record(position));
        if record.as_slice().len() > limits.row_bytes {
            let (found, allowed) = (record.as_slice().len(), limits.row_bytes);
            let message = format!("the row has {found} bytes, {allowed} are allowed");
            let hint = "look for a missing line break, or raise [limits] max_row_kib";
            builder.findings.push(Error::new(Code::Limit, message, hint).at(place(line)));
        } else if index < form.above {
            builder.above.push((line, record));
        } else {
            builder.record(line, record)?;
        }
    }
    builder.finish()
}

struct Builder<'a> {
    file: &'a str,
    limits: TableLimits,
    separator: u8,
    findings: Findings,
    /// What stands above the header.
    above: Vec<(u64, StringRecord)>,
    header: Option<(u64, StringRecord)>,
    /// Names up to the last that is not empty.
    names: Vec<String>,
    rows: Vec<(u64, StringRecord)>,
    /// Lines on which the header stands again.
    repeated: Vec<u64>,
    /// Columns without a name that hold something: number of the column, first line.
    unnamed: Vec<(usize, u64)>,
}

impl<'a> Builder<'a> {
    fn new(file: &'a str, limits: TableLimits, separator: u8) -> Self {
        Self {
            file,
            limits,
            separator,
            findings: Findings::new(),
            above: Vec::new(),
            header: None,
            names: Vec::new(),
            rows: Vec::new(),
            repeated: Vec::new(),
            unnamed: Vec::new(),
        }
    }

    fn place(&self, line: u64) -> Place {
        Place::file(self.file).row(line)
    }

    fn record(&mut self, line: u64, record: StringRecord) -> Result<(), Findings> {
        if self.header.is_none() && record.len() > self.limits.columns {
            return Err(self.too_wide(record.len()).at(self.place(line)).into());
        }
        if is_empty(&record) {
            return Ok(());
        }
        let Some((header_line, header)) = &self.header else {
            self.take_header(line, record);
            return Ok(());
        };
        let width = header.len();
        if record.as_slice().len() == header.as_slice().len() && record == *header {
            self.repeated.push(line);
        } else if record.len() < self.names.len() || record.len() > width && filled(&record) > width {
            let error = self.uneven(&record).at(self.place(line));
            if self.rows.is_empty() && self.names.len() == 1 && record.len() > 1 {
                // All rows below a title would be findings.
                return Err(title(*header_line, record.len()).at(self.place(*header_line)).into());
            }
            self.findings.push(error);
        } else {
            // Names are seldom missing: the fields are only looked at where one is.
            if self.names.len() < width || self.names.iter().any(String::is_empty) {
                self.look_at_unnamed(line, &record);
            }
            self.rows.push((line, record));
        }
        Ok(())
    }

    fn too_wide(&self, columns: usize) -> Error {
        let message = format!("the table has {columns} columns, {} are allowed", self.limits.columns);
        let hint = "keep the columns that the run reads, or raise [limits] max_columns";
        Error::new(Code::Limit, message, hint)
    }

    fn take_header(&mut self, line: u64, record: StringRecord) {
        let named = filled(&record);
        self.names = record.iter().take(named).map(|name| name.trim().to_owned()).collect();
        let mut names = BTreeSet::new();
        for name in self.names.iter().filter(|name| !name.is_empty()) {
            if !names.insert(name) {
                let message = format!("column `{name}` stands twice");
                let error = Error::new(Code::Column, message, "give every column its own name");
                self.findings.push(error.at(Place::file(self.file).row(line)));
            }
        }
        self.header = Some((line, record));
    }

    /// A row with fewer fields than the header has names, or with more than the header has fields.
    fn uneven(&self, record: &StringRecord) -> Error {
        let (found, wanted) = (record.len(), self.names.len());
        let hint = if filled(record) == 1 {
            "if this is a title or a note, delete the line; else add the fields that are missing"
        } else if self.separator == b',' {
            "quote a field that holds a comma, or add the missing commas"
        } else {
            "quote a field that holds the separator, or add the missing fields"
        };
        Error::new(Code::BadValue, format!("{found} fields, the header has {wanted}"), hint)
    }

    fn look_at_unnamed(&mut self, line: u64, record: &StringRecord) {
        let unnamed = record.iter().enumerate().filter(|(index, field)| {
            self.names.get(*index).is_none_or(String::is_empty) && !field.trim().is_empty()
        });
        for (index, _) in unnamed {
            if self.unnamed.iter().all(|(known, _)| *known != index) {
                self.unnamed.push((index, line));
            }
        }
    }

    fn finish(mut self) -> Result<Table, Findings> {
        let notes = self.notes();
        let (header_line, _) = self.header.unwrap_or((1, StringRecord::new()));
        let mut header = std::mem::take(&mut self.names);
        if header.is_empty() {
            header.push(String::new());
        }
        let (file, rows) = (self.file.to_owned(), self.rows);
        let text = |record: &StringRecord| record.iter().collect::<Vec<_>>().join(" ");
        let titles = self.above.iter().map(|(line, record)| (*line, text(record))).collect();
        self.findings.into_result(Table { file, header, header_line, rows, titles, notes })
    }

    fn notes(&self) -> Vec<Note> {
        let mut notes = Vec::new();
        let titles: Vec<u64> = self
            .above
            .iter()
            .filter(|(_, record)| !is_empty(record) && !is_separator(record))
            .map(|(line, _)| *line)
            .collect();
        if let (Some(first), Some((header, _))) = (titles.first(), &self.header) {
            let lines = listed(&titles);
            let finding = Error::new(
                Code::Implausible,
                format!("line {lines} above the header in line {header} is taken for a title and not read"),
                "delete the titles if that is right; else make the header the first line",
            );
            let chinese = format!(
                "第 {lines} 行在表头（第 {header} 行）之上，按标题处理，未读取；提示：若无误请删除标题行，否则请将表头移到首行"
            );
            notes.push(Note { finding: finding.at(self.place(*first)), chinese });
        }
        if let Some(first) = self.repeated.first() {
            let (count, lines) = (self.repeated.len(), listed(&self.repeated));
            let finding = Error::new(
                Code::Implausible,
                format!("the header stands again {count} times (line {lines}) and is passed over"),
                "look whether the tables that were joined here have the same columns and units",
            );
            let chinese = format!(
                "表头重复出现 {count} 次（第 {lines} 行），已跳过；提示：请核对所拼接各表的列和单位是否一致"
            );
            notes.push(Note { finding: finding.at(self.place(*first)), chinese });
        }
        // The first column without a name is the index that a program wrote.
        for (index, line) in self.unnamed.iter().filter(|(index, _)| *index > 0) {
            let number = index.saturating_add(1);
            let finding = Error::new(
                Code::Implausible,
                format!("column {number} has no name, holds something, and is not read"),
                "name it in the header, or delete it",
            );
            let chinese = format!("第 {number} 列有内容但没有列名，未读取；提示：请在表头补列名，或删除该列");
            notes.push(Note { finding: finding.at(self.place(*line)), chinese });
        }
        notes.extend(self.thousands());
        notes
    }

    /// A table with semicolons comes from a place where the comma is the decimal sign and the point may part thousands.
    fn thousands(&self) -> Option<Note> {
        if self.separator != b';' {
            return None;
        }
        let mut first = None;
        for (line, record) in &self.rows {
            for field in record.iter().map(str::trim).filter(|field| field.contains('.')) {
                let Some((whole, decimals)) = field.split_once('.') else { continue };
                let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
                if !digits(whole) || !digits(decimals) {
                    continue;
                }
                let group = (1..=3).contains(&whole.len()) && decimals.len() == 3 && !whole.starts_with('0');
                if !group {
                    return None;
                }
                first = first.or_else(|| Some((*line, field.to_owned())));
            }
        }
        let (line, field) = first?;
        let finding = Error::new(
            Code::Implausible,
            format!("`{field}` is read with a decimal point, in a table that semicolons separate"),
            "if the point parts thousands, save the numbers without it",
        );
        let chinese =
            format!("该表以分号分隔，“{field}”中的点按小数点读取；提示：若该点为千位分隔符，请去掉后另存");
        Some(Note { finding: finding.at(self.place(line)), chinese })
    }
}

/// A first row that is a title: the rows below it have more fields.
fn title(line: u64, fields: usize) -> Error {
    let message = format!(
        "line {line} has one field and the rows below it have {fields}: it seems to be a title and not the header"
    );
    Error::new(
        Code::Column,
        message,
        "delete the lines above the header, so that the names of the columns come first",
    )
}

/// Whether all fields are blank.
fn is_empty(record: &StringRecord) -> bool {
    record.as_slice().trim_start().is_empty()
}

/// The line by which a spreadsheet is told the separator.
fn is_separator(record: &StringRecord) -> bool {
    record.get(0).is_some_and(|field| field.trim().starts_with("sep="))
}

/// Number of fields up to the last that is not blank.
fn filled(record: &StringRecord) -> usize {
    let last = record.iter().collect::<Vec<_>>().into_iter().rposition(|field| !field.trim().is_empty());
    last.map_or(0, |last| last.saturating_add(1))
}

/// The first of some lines.
fn listed(lines: &[u64]) -> String {
    let shown: Vec<String> = lines.iter().take(LISTED).map(ToString::to_string).collect();
    shown.join(", ") + if lines.len() > LISTED { " …" } else { "" }
}

fn unreadable(file: &str, error: &csv::Error) -> Error {
    let line = error.position().map_or(1, csv::Position::line);
    Error::new(Code::Encoding, format!("not a CSV row: {error}"), "save the table as CSV in UTF-8")
        .at(Place::file(file).row(line))
}
