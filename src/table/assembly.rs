//! Builds a table from the records of a text: the header, the rows below it, and warnings about the rest.

use std::collections::BTreeSet;

use csv::StringRecord;

use super::form::Form;
use super::lines::{Lines, unclosed_quote};
use super::{Table, TableLimits};
use crate::error::{Code, Error, Findings, Place};
use crate::text;
use crate::wording::{Message, TextArgument};

/// Most lines that a warning lists.
const LISTED: usize = 5;

/// Reads the records of a text in a form that is known.
pub(super) fn assemble(file: &str, text: &str, limits: TableLimits, form: Form) -> Result<Table, Findings> {
    let place = |line: u64| Place::file(file).row(line);
    if let Some(line) = unclosed_quote(text, form.separator) {
        let message = text!(
            "a quote is opened here and never closed, so that all rows below it are one field",
            "此处的引号没有闭合，其后各行都成了一个字段"
        );
        let hint = text!("close it, or write a quote inside a field twice", "补上引号；字段内的引号要写两个");
        return Err(Error::new(Code::BadValue, message, hint).at(place(line)).into());
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
            let message = text!(
                "the row has {0} bytes, {1} are allowed",
                "该行有 {0} 字节，上限为 {1}",
                record.as_slice().len(),
                limits.row_bytes
            );
            let hint = text!(
                "look for a missing line break, or raise [limits] max_row_kib",
                "检查是否缺少换行，或调高 [limits] max_row_kib"
            );
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
    /// Rows above the header.
    above: Vec<(u64, StringRecord)>,
    header: Option<(u64, StringRecord)>,
    /// Names up to the last that is not empty.
    names: Vec<String>,
    rows: Vec<(u64, StringRecord)>,
    /// Lines that repeat the header.
    repeated: Vec<u64>,
    /// Columns without a name that are not empty: number of the column, first line.
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
        let message = text!(
            "the table has {0} {0|column|columns}, {1} are allowed",
            "表有 {0} 列，上限为 {1}",
            columns,
            self.limits.columns
        );
        let hint = text!(
            "keep the columns that the run reads, or raise [limits] max_columns",
            "只保留运行所需的列，或调高 [limits] max_columns"
        );
        Error::new(Code::Limit, message, hint)
    }

    fn take_header(&mut self, line: u64, record: StringRecord) {
        let named = filled(&record);
        self.names = record.iter().take(named).map(|name| name.trim().to_owned()).collect();
        let mut names = BTreeSet::new();
        for name in self.names.iter().filter(|name| !name.is_empty()) {
            if !names.insert(name) {
                let message = text!("duplicate column `{0}`", "列 `{0}` 重复", name);
                let hint = text!("give every column its own name", "为每一列取不同的名称");
                let error = Error::new(Code::Column, message, hint);
                self.findings.push(error.at(Place::file(self.file).row(line)));
            }
        }
        self.header = Some((line, record));
    }

    /// A row with fewer fields than the header has names, or with more than the header has fields.
    fn uneven(&self, record: &StringRecord) -> Error {
        let (found, wanted) = (record.len(), self.names.len());
        let hint = if filled(record) == 1 {
            text!(
                "if this is a title or a note, delete the line; else add the fields that are missing",
                "若为标题或注释，删去该行；否则补上缺少的字段"
            )
        } else if self.separator == b',' {
            text!(
                "quote a field that holds a comma, or add the missing commas",
                "含逗号的字段加引号，或补上缺少的逗号"
            )
        } else {
            text!(
                "quote a field that holds the separator, or add the missing fields",
                "含分隔符的字段加引号，或补上缺少的字段"
            )
        };
        let message =
            text!("{0} {0|field|fields}, the header has {1}", "该行 {0} 个字段，表头 {1} 个", found, wanted);
        Error::new(Code::BadValue, message, hint)
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

    fn notes(&self) -> Vec<Error> {
        let mut notes = Vec::new();
        notes.extend(self.above_the_header());
        notes.extend(self.repeated_header());
        // The first column without a name is the index that a program wrote.
        notes.extend(
            self.unnamed.iter().filter(|(index, _)| *index > 0).map(|unnamed| self.no_name(*unnamed)),
        );
        notes.extend(self.thousands());
        notes.extend(self.no_rows());
        notes
    }

    fn note(&self, line: u64, message: Message, hint: Message) -> Error {
        Error::new(Code::Implausible, message, hint).at(self.place(line))
    }

    fn above_the_header(&self) -> Option<Error> {
        let titles: Vec<u64> = self
            .above
            .iter()
            .filter(|(_, record)| !is_empty(record) && !is_separator(record))
            .map(|(line, _)| *line)
            .collect();
        let (first, (header, _)) = (*titles.first()?, self.header.as_ref()?);
        let message = text!(
            "line {0} above the header in line {1} is taken for a title and not read",
            "第 {0} 行在表头（第 {1} 行）之上，按标题处理，未读取",
            TextArgument::first(titles, LISTED),
            *header
        );
        let hint = text!(
            "delete the titles if that is right; else make the header the first line",
            "若无误请删除标题行，否则请将表头移到首行"
        );
        Some(self.note(first, message, hint))
    }

    fn repeated_header(&self) -> Option<Error> {
        let first = *self.repeated.first()?;
        let message = text!(
            "the header is repeated {0} {0|time|times} (line {1}); these lines are skipped",
            "表头重复出现 {0} 次（第 {1} 行），已跳过",
            self.repeated.len(),
            TextArgument::first(self.repeated.iter().copied(), LISTED)
        );
        let hint = text!(
            "look whether the tables that were joined here have the same columns and units",
            "请核对所拼接各表的列和单位是否一致"
        );
        Some(self.note(first, message, hint))
    }

    fn no_name(&self, (index, line): (usize, u64)) -> Error {
        let message = text!(
            "column {0} has no name, holds something, and is not read",
            "第 {0} 列有内容但没有列名，未读取",
            index.saturating_add(1)
        );
        let hint = text!("name it in the header, or delete it", "请在表头补列名，或删除该列");
        self.note(line, message, hint)
    }

    /// A table that ends with its header gives no number to anything.
    fn no_rows(&self) -> Option<Error> {
        let (line, _) = self.header.as_ref().filter(|_| self.rows.is_empty())?;
        let message = text!("the table has no rows below its header", "表头之下没有数据行");
        let hint = text!(
            "fill in the rows, or take the table out of the run",
            "填写数据行，或不在运行配置中使用该表"
        );
        Some(self.note(*line, message, hint))
    }

    /// A table with semicolons comes from a place where the comma is the decimal sign and the point may separate thousands.
    fn thousands(&self) -> Option<Error> {
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
        let message = text!(
            "`{0}` is read with a decimal point, in a table that semicolons separate",
            "该表以分号分隔，“{0}”中的点按小数点读取",
            field
        );
        let hint = text!(
            "if the point separates thousands, save the numbers without it",
            "若该点为千位分隔符，请去掉后另存"
        );
        Some(self.note(line, message, hint))
    }
}

/// A first row that is a title: the rows below it have more fields.
fn title(line: u64, fields: usize) -> Error {
    let message = text!(
        "line {0} has one field and the rows below it have {1}: it seems to be a title and not the header",
        "第 {0} 行只有一个字段，其下各行有 {1} 个：似为标题而不是表头",
        line,
        fields
    );
    let hint = text!(
        "delete the lines above the header, so that the names of the columns come first",
        "删去表头以上各行，使列名位于首行"
    );
    Error::new(Code::Column, message, hint)
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

fn unreadable(file: &str, error: &csv::Error) -> Error {
    let line = error.position().map_or(1, csv::Position::line);
    let message = text!("not a CSV row: {0}", "不是 CSV 数据行：{0}", error.to_string());
    let hint = text!("save the table as CSV in UTF-8", "将表另存为 UTF-8 编码的 CSV");
    Error::new(Code::Encoding, message, hint).at(Place::file(file).row(line))
}
