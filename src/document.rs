//! TOML texts of which every key must be asked for.
//!
//! A reader asks a [`Section`] for the keys it knows; what nobody asked for is a finding with a did-you-mean.
//! All findings are collected, none stops the reading.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use toml::de::{DeTable, DeValue};

use crate::error::{Code, Error, Findings, Place, did_you_mean};

/// A parsed TOML text that remembers the line of every key.
#[derive(Debug, Clone)]
pub struct Document {
    file: String,
    root: Table,
}

type Table = BTreeMap<String, Node>;

#[derive(Debug, Clone)]
struct Node {
    line: u64,
    value: Value,
}

#[derive(Debug, Clone)]
enum Value {
    Text(String),
    Integer(i64),
    Number(f64),
    Flag(bool),
    List(Vec<Node>),
    Table(Table),
    Other,
}

impl Value {
    const fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "a text",
            Self::Integer(_) => "a whole number",
            Self::Number(_) => "a number",
            Self::Flag(_) => "true or false",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
            Self::Other => "a date, or a number too large",
        }
    }

    /// The value as it stands there, where it is short.
    fn shown(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(format!("\"{text}\"")),
            Self::Integer(number) => Some(number.to_string()),
            Self::Number(number) => Some(number.to_string()),
            Self::Flag(flag) => Some(flag.to_string()),
            Self::List(_) | Self::Table(_) | Self::Other => None,
        }
    }
}

impl Document {
    /// Parses a text; `file` is the name that findings carry.
    ///
    /// # Errors
    ///
    /// `EV-I003` for every place that is not TOML; tables and lists nested deeper than 80 are none. A byte order mark
    /// is passed over.
    pub fn parse(file: &str, text: &str) -> Result<Self, Findings> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let breaks: Vec<usize> =
            text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at).collect();
        let line_of =
            |offset: usize| 1 + crate::math::count(breaks.partition_point(|line_break| *line_break < offset));
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut findings = Findings::new();
        let mut said = 0;
        for error in errors {
            let line = line_of(error.span().map_or(0, |span| span.start));
            let message = format!("not valid TOML: {}", error.message().replace('\n', ", "));
            let foreign = error.span().and_then(|span| foreign_signs(line_around(text, &breaks, span.start)));
            // One such sign makes many faults of its line.
            if foreign.is_some() && std::mem::replace(&mut said, line) == line {
                continue;
            }
            let hint = foreign.unwrap_or_else(|| syntax_hint(error.message()));
            findings.push(Error::new(Code::DocumentSyntax, message, hint).at(Place::file(file).row(line)));
        }
        let root = table_of(table.get_ref(), &line_of);
        findings.into_result(Self { file: file.to_owned(), root })
    }

    /// The keys of this document laid over those of a base; tables are merged key by key, all else is replaced.
    #[must_use]
    pub fn over(mut self, base: &Self) -> Self {
        let mut merged = base.root.clone();
        overlay(&mut merged, std::mem::take(&mut self.root));
        self.root = merged;
        self
    }

    /// A text of the top level, before anything else is read.
    #[must_use]
    pub fn peek_text(&self, key: &str) -> Option<String> {
        let node = self.root.get(key)?;
        if let Value::Text(text) = &node.value { Some(text.clone()) } else { None }
    }

    /// Lets a reader ask for its keys, then reports the keys that it did not ask for.
    ///
    /// # Errors
    ///
    /// Everything that the reader and the sections found.
    pub fn read<T>(&self, reader: impl FnOnce(&Section<'_>) -> T) -> Result<T, Findings> {
        let findings = RefCell::new(Findings::new());
        let section = Section::new(&self.file, "", 1, &self.root, &findings);
        let value = reader(&section);
        section.finish();
        drop(section);
        findings.into_inner().each_once().into_result(value)
    }
}

fn table_of(table: &DeTable<'_>, line_of: &impl Fn(usize) -> u64) -> Table {
    let entry = |(key, value): (&toml::Spanned<_>, &toml::Spanned<DeValue<'_>>)| {
        let key: &toml::Spanned<std::borrow::Cow<'_, str>> = key;
        (key.get_ref().to_string(), node_of(value.get_ref(), line_of(key.span().start), line_of))
    };
    table.iter().map(entry).collect()
}

fn node_of(value: &DeValue<'_>, line: u64, line_of: &impl Fn(usize) -> u64) -> Node {
    let value = match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => i64::from_str_radix(&number.as_str().replace('_', ""), number.radix())
            .map_or(Value::Other, Value::Integer),
        DeValue::Float(number) => {
            number.as_str().replace('_', "").parse().map_or(Value::Other, Value::Number)
        }
        DeValue::Boolean(flag) => Value::Flag(*flag),
        DeValue::Datetime(_) => Value::Other,
        DeValue::Array(items) => Value::List(
            items.iter().map(|item| node_of(item.get_ref(), line_of(item.span().start), line_of)).collect(),
        ),
        DeValue::Table(table) => Value::Table(table_of(table, line_of)),
    };
    Node { line, value }
}

fn overlay(base: &mut Table, over: Table) {
    for (key, node) in over {
        match (base.get_mut(&key), node) {
            (Some(Node { value: Value::Table(old), .. }), Node { value: Value::Table(new), .. }) => {
                overlay(old, new);
            }
            (_, node) => {
                base.insert(key, node);
            }
        }
    }
}

/// One table of a document, with the place of everything in it.
#[derive(Debug)]
pub struct Section<'a> {
    file: &'a str,
    path: String,
    line: u64,
    table: &'a Table,
    findings: &'a RefCell<Findings>,
    asked: RefCell<BTreeSet<String>>,
}

impl<'a> Section<'a> {
    fn new(file: &'a str, path: &str, line: u64, table: &'a Table, findings: &'a RefCell<Findings>) -> Self {
        let asked = RefCell::default();
        Self { file, path: path.to_owned(), line, table, findings, asked }
    }

    /// Where a key stands; where the section begins if it does not have the key.
    #[must_use]
    pub fn place(&self, key: &str) -> Place {
        let line = self.table.get(key).map_or(self.line, |node| node.line);
        Place::file(self.file).row(line).column(self.full(key))
    }

    /// Notes a finding at a key.
    pub fn report(&self, key: &str, error: Error) {
        self.findings.borrow_mut().push(error.at(self.place(key)));
    }

    /// The value of a result, or its finding noted at a key.
    pub fn take<T>(&self, key: &str, result: Result<T, Error>) -> Option<T> {
        result.map_err(|error| self.report(key, error)).ok()
    }

    /// Notes that a key is missing.
    pub fn missing(&self, key: &str, hint: &str) {
        self.report(key, Error::new(Code::MissingKey, format!("key `{key}` is missing"), hint));
    }

    /// Whether the section has a key. Does not count as asking for it.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// The names of all keys, sorted, all counted as asked for.
    pub fn keys(&self) -> Vec<&'a str> {
        let keys: Vec<&str> = self.table.keys().map(String::as_str).collect();
        self.asked.borrow_mut().extend(keys.iter().map(ToString::to_string));
        keys
    }

    /// A text.
    pub fn text(&self, key: &str) -> Option<String> {
        self.get(key, "a text", |value| match value {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        })
    }

    /// A text that must be there.
    pub fn required_text(&self, key: &str, hint: &str) -> Option<String> {
        if !self.has(key) {
            self.missing(key, hint);
        }
        self.text(key)
    }

    /// A finite number.
    pub fn number(&self, key: &str) -> Option<f64> {
        self.get(key, "a finite number", finite)
    }

    /// A whole number that is not negative.
    pub fn whole(&self, key: &str) -> Option<u64> {
        self.get(key, "a whole number of 0 or more", |value| match value {
            Value::Integer(number) => u64::try_from(*number).ok(),
            _ => None,
        })
    }

    /// `true` or `false`.
    pub fn flag(&self, key: &str) -> Option<bool> {
        self.get(key, "true or false", |value| match value {
            Value::Flag(flag) => Some(*flag),
            _ => None,
        })
    }

    /// A list of texts.
    pub fn texts(&self, key: &str) -> Option<Vec<String>> {
        self.list(key, "a list of texts", |value| match value {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        })
    }

    /// A list of finite numbers.
    pub fn numbers(&self, key: &str) -> Option<Vec<f64>> {
        self.list(key, "a list of finite numbers", finite)
    }

    /// A list of whole numbers of 0 or more.
    pub fn wholes(&self, key: &str) -> Option<Vec<u64>> {
        self.list(key, "a list of whole numbers", |value| match value {
            Value::Integer(number) => u64::try_from(*number).ok(),
            _ => None,
        })
    }

    /// Numbers and texts, one or a list of them, as texts.
    pub fn numbers_or_texts(&self, key: &str) -> Option<Vec<String>> {
        let wanted = "a number, a text, or a list of them";
        let one = |value: &Value| match value {
            Value::Text(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Integer(number) => Some(number.to_string()),
            _ => None,
        };
        self.get(key, wanted, |value| match value {
            Value::List(items) => items.iter().map(|item| one(&item.value)).collect(),
            value => one(value).map(|text| vec![text]),
        })
    }

    /// Counts a key as asked for, whatever its value is.
    pub fn pass_over(&self, key: &str) {
        self.ask(key);
    }

    /// Whether the value of a key is a text, a list or a table. Does not count as asking for it.
    #[must_use]
    pub fn kind(&self, key: &str) -> Option<&'static str> {
        self.table.get(key).map(|node| node.value.kind())
    }

    /// Reads a table below this one.
    pub fn section<T>(&self, key: &str, reader: impl FnOnce(&Section<'_>) -> T) -> Option<T> {
        let node = self.ask(key)?;
        let Value::Table(table) = &node.value else {
            self.wrong(key, "a table", &node.value);
            return None;
        };
        Some(self.below(key, node.line, table, reader))
    }

    /// Reads every table of a list of tables (`[[key]]`).
    pub fn sections<T>(&self, key: &str, mut reader: impl FnMut(&Section<'_>) -> T) -> Vec<T> {
        let Some(node) = self.ask(key) else { return Vec::new() };
        let Value::List(items) = &node.value else {
            self.wrong(key, "a list of tables", &node.value);
            return Vec::new();
        };
        let mut read = Vec::new();
        for item in items {
            match &item.value {
                Value::Table(table) => read.push(self.below(key, item.line, table, &mut reader)),
                other => self.wrong(key, "a list of tables", other),
            }
        }
        read
    }

    /// Reads every item of a list of texts and tables.
    pub fn texts_or_sections<T>(
        &self,
        key: &str,
        mut of_text: impl FnMut(&str) -> T,
        mut of_section: impl FnMut(&Section<'_>) -> T,
    ) -> Vec<T> {
        let Some(node) = self.ask(key) else { return Vec::new() };
        let Value::List(items) = &node.value else {
            self.wrong(key, "a list", &node.value);
            return Vec::new();
        };
        let mut read = Vec::new();
        for item in items {
            match &item.value {
                Value::Table(table) => read.push(self.below(key, item.line, table, &mut of_section)),
                Value::Text(text) => read.push(of_text(text)),
                other => self.wrong(key, "a list of texts and tables", other),
            }
        }
        read
    }

    fn below<T>(&self, key: &str, line: u64, table: &Table, reader: impl FnOnce(&Section<'_>) -> T) -> T {
        let section = Section::new(self.file, &self.full(key), line, table, self.findings);
        let value = reader(&section);
        section.finish();
        value
    }

    fn full(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    fn ask(&self, key: &str) -> Option<&'a Node> {
        self.asked.borrow_mut().insert(key.to_owned());
        self.table.get(key)
    }

    fn get<T>(&self, key: &str, wanted: &str, read: impl Fn(&Value) -> Option<T>) -> Option<T> {
        let node = self.ask(key)?;
        let value = read(&node.value);
        if value.is_none() {
            self.wrong(key, wanted, &node.value);
        }
        value
    }

    fn list<T>(&self, key: &str, wanted: &str, read: impl Fn(&Value) -> Option<T>) -> Option<Vec<T>> {
        self.get(key, wanted, |value| match value {
            Value::List(items) => items.iter().map(|item| read(&item.value)).collect(),
            _ => None,
        })
    }

    fn wrong(&self, key: &str, wanted: &str, found: &Value) {
        let shown = found.shown().map(|shown| format!(" ({shown})")).unwrap_or_default();
        let message = format!("`{key}` is {}{shown}, expected {wanted}", found.kind());
        let hint = format!("write {wanted} behind `{key} =`");
        self.report(key, Error::new(Code::BadValue, message, hint));
    }

    fn finish(&self) {
        let asked = self.asked.borrow();
        for (key, node) in self.table.iter().filter(|(key, _)| !asked.contains(*key)) {
            let hint = did_you_mean(key, asked.iter().map(String::as_str));
            self.findings.borrow_mut().push(
                Error::new(Code::UnknownKey, format!("key `{key}` is not known here"), hint).at(Place::file(
                    self.file,
                )
                .row(node.line)
                .column(self.full(key))),
            );
        }
    }
}

/// The line around an offset, if it is as short as a person writes lines.
fn line_around<'a>(text: &'a str, breaks: &[usize], offset: usize) -> &'a str {
    /// Longest line that is looked into \[byte\].
    const LONGEST: usize = 4096;
    let next = breaks.partition_point(|line_break| *line_break < offset);
    let end = breaks.get(next).copied().unwrap_or(text.len());
    let start =
        next.checked_sub(1).and_then(|last| breaks.get(last)).map_or(0, |last| last.saturating_add(1));
    text.get(start..end).filter(|line| line.len() <= LONGEST).unwrap_or_default()
}

/// What to do about quotes and signs of Chinese writing, which TOML does not know.
fn foreign_signs(line: &str) -> Option<&'static str> {
    // A text may hold them inside plain quotes; the fault is then another.
    if outside_quotes(line, &['“', '”', '‘', '’', '＂', '＇', '「', '」', '『', '』']) {
        return Some(
            "write plain quotes: \" instead of “ and ” (switch the input method to half-width, 半角)",
        );
    }
    let signs = outside_quotes(line, &['＝', '，', '［', '］', '｛', '｝', '【', '】', '：']);
    signs.then_some("write = , [ ] { } in plain (half-width, 半角) characters")
}

/// What to do about a fault that the parser names.
fn syntax_hint(fault: &str) -> &'static str {
    match fault {
        _ if fault.contains("recurs") => {
            "write the keys of one table beside each other, not inside each other"
        }
        _ if fault.contains("duplicate") => "keep one of the two",
        _ => "correct the line: write key = value, and texts in quotes",
    }
}

/// Whether one of some signs stands in a line outside plain quotes.
fn outside_quotes(line: &str, signs: &[char]) -> bool {
    let mut open: Option<char> = None;
    line.chars().any(|c| {
        match (c, open) {
            ('#', None) => open = Some('\n'),
            ('"' | '\'', None) => open = Some(c),
            (c, Some(quote)) if c == quote => open = None,
            _ => {}
        }
        open.is_none() && signs.contains(&c)
    })
}

fn finite(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => Some(*number).filter(|number| number.is_finite()),
        #[expect(clippy::cast_precision_loss, reason = "whole numbers of a settings file are small")]
        Value::Integer(number) => Some(*number as f64),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_found_with_its_line() {
        let text = "titel = 'x'\nyear = 'y'\n[cells]\nkind = 'table'\nfil = 'a.csv'\n";
        let document = Document::parse("run.toml", text).unwrap();
        let findings = document
            .read(|root| {
                root.text("title");
                root.whole("year");
                root.section("cells", |cells| (cells.text("kind"), cells.text("file")));
            })
            .unwrap_err();
        let texts: Vec<String> = findings.as_slice().iter().map(ToString::to_string).collect();
        assert_eq!(texts.len(), 3);
        assert!(texts[0].starts_with("run.toml, line 2, `year`: `year` is a text"), "{}", texts[0]);
        assert!(texts[1].contains("line 5, `cells.fil`") && texts[1].contains("did you mean `file`?"));
        assert!(texts[2].contains("line 1, `titel`") && texts[2].contains("did you mean `title`?"));
    }

    #[test]
    fn an_own_document_is_laid_over_its_base_key_by_key() {
        let base = Document::parse("base", "a = 1\n[s]\nx = 1\ny = 2\n").unwrap();
        let own = Document::parse("own", "[s]\ny = 3\n").unwrap().over(&base);
        let read = own.read(|root| (root.whole("a"), root.section("s", |s| (s.whole("x"), s.whole("y")))));
        assert_eq!(read.unwrap(), (Some(1), Some((Some(1), Some(3)))));
    }
}
