//! The form of a table that a program exported: its separator, and which row is the header.

use crate::error::{Code, Error, Place};
use crate::text;
use crate::wording::{Message, Name};

/// Separator, and which record is the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Form {
    pub(super) separator: u8,
    /// Records above the header.
    pub(super) above: usize,
}

impl Form {
    /// Commas, and the header in the first row.
    pub(super) const PLAIN: Self = Self { separator: b',', above: 0 };
}

/// Separators that are read.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How far the header is looked for.
const RECORDS: usize = 24;
const BYTES: usize = 1 << 16;

/// The form of a text in which the most expected columns are found, the plainest of those that are alike.
pub(super) fn find(text: &str, expected: &[&str]) -> Result<Form, Error> {
    refuse_documents(text)?;
    let sample = beginning(text);
    let mut best = (0, Form::PLAIN);
    for separator in SEPARATORS {
        for (above, record) in records(sample, separator).enumerate() {
            let found = expected.iter().filter(|name| has(&record, name)).count();
            // A row that has but a few of the names may be a row of data.
            let is_header = above == 0 || found.saturating_mul(2) > expected.len();
            if found > best.0 && is_header {
                best = (found, Form { separator, above });
            }
            if found == expected.len() && found > 0 {
                return Ok(best.1);
            }
        }
    }
    if best.0 > 0 {
        return Ok(best.1);
    }
    let form = by_signs(sample);
    refuse_separators(sample, form, expected)?;
    Ok(form)
}

/// Whether a record has a column; `{year}` stands for four digits.
fn has(record: &csv::StringRecord, name: &str) -> bool {
    let is_year = |text: &str| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    record.iter().map(str::trim).any(|field| match name.split_once("{year}") {
        _ if field == name => true,
        Some((start, end)) => {
            field.strip_prefix(start).and_then(|rest| rest.strip_suffix(end)).is_some_and(is_year)
        }
        None => false,
    })
}

/// The first records, with one of the separators.
fn records(sample: &str, separator: u8) -> impl Iterator<Item = csv::StringRecord> {
    let reader = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .delimiter(separator)
        .from_reader(sample.as_bytes());
    reader.into_records().take(RECORDS).filter_map(Result::ok)
}

/// The first lines of a text.
fn beginning(text: &str) -> &str {
    let end = (0..=BYTES.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    text.get(..end).unwrap_or(text)
}

/// The separator of the first line that has one; a comma where there is any. The line `sep=;` that Excel reads is not a header.
fn by_signs(sample: &str) -> Form {
    let first = sample.lines().next().unwrap_or_default().trim();
    if let Some(&[separator]) = first.strip_prefix("sep=").map(str::as_bytes)
        && SEPARATORS.contains(&separator)
    {
        return Form { separator, above: 1 };
    }
    let count = |line: &str, separator: u8| {
        let mut quoted = false;
        let outside = line.bytes().filter(|byte| {
            quoted ^= *byte == b'"';
            !quoted && *byte == separator
        });
        outside.count()
    };
    for line in sample.split(['\n', '\r']) {
        if count(line, b',') > 0 {
            return Form::PLAIN;
        }
        let signs = SEPARATORS.iter().map(|separator| (count(line, *separator), *separator));
        if let Some((_, separator)) = signs.filter(|(count, _)| *count > 0).max_by_key(|(count, _)| *count) {
            return Form { separator, above: 0 };
        }
    }
    Form::PLAIN
}

/// Refuses a text whose columns are separated by a sign that is not a separator of CSV.
fn refuse_separators(sample: &str, form: Form, expected: &[&str]) -> Result<(), Error> {
    if records(sample, form.separator).next().is_some_and(|record| record.len() > 1) {
        return Ok(());
    }
    for (line, text) in (1..).zip(sample.lines().take(RECORDS)) {
        let holds = |separator: fn(char) -> bool| {
            let fields: Vec<&str> = text.split(separator).map(str::trim).collect();
            expected.len() > 1 && expected.iter().all(|name| fields.contains(name))
        };
        let sign = if holds(|c| matches!(c, '，' | '；' | '、')) {
            Name {
                en: "full-width signs (`，`, `；` or `、`)", zh: "全角符号（`，`、`；` 或 `、`）"
            }
        } else if holds(char::is_whitespace) {
            Name { en: "spaces", zh: "空格" }
        } else {
            continue;
        };
        let message = text!("the columns are separated by {0}", "各列以{0}分隔", sign);
        let hint = text!(
            "write a plain comma `,` between the columns, and a field that holds one in quotes",
            "列间使用半角逗号 `,`，含逗号的字段加引号"
        );
        return Err(Error::new(Code::BadValue, message, hint).at(Place::default().row(line)));
    }
    Ok(())
}

/// Refuses documents of another kind with the name of a table.
fn refuse_documents(text: &str) -> Result<(), Error> {
    let start: String = text.trim_start().chars().take(400).collect::<String>().to_ascii_lowercase();
    let begins = |words: &[&str]| words.iter().any(|word| start.starts_with(word));
    let (what, hint) = if begins(&["<!doctype html", "<html", "<table", "<head", "<meta", "<style"]) {
        let what = text!(
            "a web page (HTML), which many systems export with the ending .xls",
            "网页（HTML），许多系统以 .xls 为扩展名导出"
        );
        (what, save_sheet())
    } else if begins(&["<?xml", "<kml", "<gml"]) && start.contains("spreadsheet") {
        (text!("a workbook of Excel in XML", "XML 格式的 Excel 工作簿"), save_sheet())
    } else if begins(&["<?xml", "<kml", "<gml"]) {
        (text!("an XML document", "XML 文档"), export_attributes())
    } else if begins(&["{\\rtf"]) {
        let hint = text!(
            "copy its table into a spreadsheet and save the sheet as CSV UTF-8",
            "将其中的表复制到电子表格，另存为 CSV UTF-8"
        );
        (text!("a document (RTF)", "RTF 文档"), hint)
    } else if begins(&["{", "[{"]) && start.contains("featurecollection") {
        (text!("a GeoJSON file", "GeoJSON 文件"), export_attributes())
    } else if begins(&["{\"", "{\n", "{\r", "{ ", "[{"]) {
        let hint = text!("write it as a table: CSV in UTF-8 with a header", "改为带表头的 CSV 表（UTF-8）");
        (text!("a JSON file", "JSON 文件"), hint)
    } else {
        return Ok(());
    };
    let message = text!("this is {0}, expected a table in CSV", "这是{0}，应为 CSV 表", what);
    Err(Error::new(Code::Encoding, message, hint))
}

fn save_sheet() -> Message {
    text!(
        "open it in a spreadsheet and save the sheet as CSV UTF-8 (comma separated)",
        "用电子表格打开，另存为 CSV UTF-8（逗号分隔）"
    )
}

fn export_attributes() -> Message {
    text!(
        "open it in a GIS and export the table of attributes as CSV in UTF-8",
        "用 GIS 打开，将属性表导出为 UTF-8 编码的 CSV"
    )
}
