//! The form of a table that a program exported: its separator, and the row that is its header.

use crate::error::{Code, Error, Place};

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

/// The first records, by one of the separators.
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

/// The separator of the first line that has one; a comma where there is any. The line `sep=;` that Excel reads is no header.
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

/// Refuses a text whose columns are separated by a sign that no reader of CSV takes for a separator.
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
            "full-width signs (`，`, `；` or `、`)"
        } else if holds(char::is_whitespace) {
            "spaces"
        } else {
            continue;
        };
        let message = format!("the columns are separated by {sign}");
        let hint = "write a plain comma `,` between the columns, and a field that holds one in quotes";
        return Err(Error::new(Code::BadValue, message, hint).at(Place::default().row(line)));
    }
    Ok(())
}

/// Refuses texts that are documents of another kind under the name of a table.
fn refuse_documents(text: &str) -> Result<(), Error> {
    const SHEET: &str = "open it in a spreadsheet and save the sheet as CSV UTF-8 (comma separated)";
    const VECTOR: &str = "open it in a GIS and export the table of attributes as CSV in UTF-8";
    let start: String = text.trim_start().chars().take(400).collect::<String>().to_ascii_lowercase();
    let begins = |words: &[&str]| words.iter().any(|word| start.starts_with(word));
    let (what, hint) = if begins(&["<!doctype html", "<html", "<table", "<head", "<meta", "<style"]) {
        ("a web page (HTML), which many systems export with the ending .xls", SHEET)
    } else if begins(&["<?xml", "<kml", "<gml"]) && start.contains("spreadsheet") {
        ("a workbook of Excel in XML", SHEET)
    } else if begins(&["<?xml", "<kml", "<gml"]) {
        ("an XML document", VECTOR)
    } else if begins(&["{\\rtf"]) {
        ("a document (RTF)", "copy its table into a spreadsheet and save the sheet as CSV UTF-8")
    } else if begins(&["{", "[{"]) && start.contains("featurecollection") {
        ("a GeoJSON file", VECTOR)
    } else if begins(&["{\"", "{\n", "{\r", "{ ", "[{"]) {
        ("a JSON file", "write it as a table: CSV in UTF-8 with a header")
    } else {
        return Ok(());
    };
    Err(Error::new(Code::Encoding, format!("this is {what}, expected a table in CSV"), hint))
}
