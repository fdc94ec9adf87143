//! TOML texts of which every key must be asked for.
//!
//! A reader asks a [`Section`] for the keys it knows; what nobody asked for is a finding with a did-you-mean.
//! All findings are collected, none stops the reading.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use toml::de::{DeTable, DeValue};

use crate::error::{Code, Error, Findings, Place, did_you_mean};
use crate::text;
use crate::wording::{Message, Name, Say, TextArgument};

/// A parsed TOML text that remembers the line of every key.
#[derive(Debug, Clone)]
pub struct Document {
    file: String,
    root: Keys,
}

type Keys = BTreeMap<String, Node>;

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
    Table(Keys),
    Other,
}

/// What kind of value a key has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ValueKind {
    /// A text in quotes.
    Text,
    /// A whole number.
    Integer,
    /// A number with a decimal point or an exponent.
    Number,
    /// `true` or `false`.
    Flag,
    /// A list.
    List,
    /// A table.
    Table,
    /// A date, or a number that is too large.
    Other,
}

impl Say for ValueKind {
    fn message(&self) -> Message {
        match self {
            Self::Text => text!("a text", "文本"),
            Self::Integer => text!("a whole number", "整数"),
            Self::Number => text!("a number", "数值"),
            Self::Flag => text!("true or false", "true 或 false"),
            Self::List => text!("a list", "列表"),
            Self::Table => text!("a table", "表"),
            Self::Other => text!("a date, or a number too large", "日期或过大的数"),
        }
    }
}

const fn name(en: &'static str, zh: &'static str) -> Name {
    Name { en, zh }
}

impl Value {
    const fn kind(&self) -> ValueKind {
        match self {
            Self::Text(_) => ValueKind::Text,
            Self::Integer(_) => ValueKind::Integer,
            Self::Number(_) => ValueKind::Number,
            Self::Flag(_) => ValueKind::Flag,
            Self::List(_) => ValueKind::List,
            Self::Table(_) => ValueKind::Table,
            Self::Other => ValueKind::Other,
        }
    }

    /// The value as it was written, unless it is long.
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
    /// `EV-I003` for every place that is not TOML, or where tables and lists are nested deeper than 80. A byte order mark
    /// is skipped, and a carriage return alone ends a line.
    pub fn parse(file: &str, text: &str) -> Result<Self, Findings> {
        let text = &*with_line_feeds(text.strip_prefix('\u{feff}').unwrap_or(text));
        let breaks: Vec<usize> =
            text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at).collect();
        let line_of =
            |offset: usize| 1 + crate::math::count(breaks.partition_point(|line_break| *line_break < offset));
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut findings = Findings::new();
        let mut reported = 0;
        for error in errors {
            let line = line_of(error.span().map_or(0, |span| span.start));
            let message =
                text!("not valid TOML: {0}", "不是有效的 TOML：{0}", error.message().replace('\n', ", "));
            let foreign = error.span().and_then(|span| foreign_signs(line_around(text, &breaks, span.start)));
            // One such sign causes many errors on its line.
            if foreign.is_some() && std::mem::replace(&mut reported, line) == line {
                continue;
            }
            let hint = foreign.unwrap_or_else(|| syntax_hint(error.message()));
            findings.push(Error::new(Code::DocumentSyntax, message, hint).at(Place::file(file).row(line)));
        }
        let root = table_of(table.get_ref(), &line_of);
        findings.each_once().into_result(Self { file: file.to_owned(), root })
    }

    /// This document over a base: tables are merged key by key, all other values are replaced.
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

/// The text with a line feed for every carriage return that stands alone, as old programs end lines. Offsets stay.
fn with_line_feeds(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let alone = |at: usize| !matches!(bytes.get(at.saturating_add(1)), Some(b'\n'));
    if !bytes.iter().enumerate().any(|(at, byte)| *byte == b'\r' && alone(at)) {
        return Cow::Borrowed(text);
    }
    let signs = text.char_indices().map(|(at, sign)| if sign == '\r' && alone(at) { '\n' } else { sign });
    Cow::Owned(signs.collect())
}

fn table_of(table: &DeTable<'_>, line_of: &impl Fn(usize) -> u64) -> Keys {
    let entry = |(key, value): (&toml::Spanned<_>, &toml::Spanned<DeValue<'_>>)| {
        let key: &toml::Spanned<Cow<'_, str>> = key;
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

fn overlay(base: &mut Keys, over: Keys) {
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
    table: &'a Keys,
    findings: &'a RefCell<Findings>,
    asked: RefCell<BTreeSet<String>>,
}

impl<'a> Section<'a> {
    fn new(file: &'a str, path: &str, line: u64, table: &'a Keys, findings: &'a RefCell<Findings>) -> Self {
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
    pub fn missing(&self, key: &str, hint: impl Into<Message>) {
        let message = text!("key `{0}` is missing", "缺少键 `{0}`", key);
        self.report(key, Error::new(Code::MissingKey, message, hint));
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
        self.get(key, ValueKind::Text.message(), |value| match value {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        })
    }

    /// A text that must be there.
    pub fn required_text(&self, key: &str, hint: impl Into<Message>) -> Option<String> {
        if !self.has(key) {
            self.missing(key, hint);
        }
        self.text(key)
    }

    /// A finite number.
    pub fn number(&self, key: &str) -> Option<f64> {
        self.get(key, name("a finite number", "有限数值"), finite)
    }

    /// A whole number that is not negative.
    pub fn whole(&self, key: &str) -> Option<u64> {
        self.get(key, name("a whole number of 0 or more", "非负整数"), |value| match value {
            Value::Integer(number) => u64::try_from(*number).ok(),
            _ => None,
        })
    }

    /// `true` or `false`.
    pub fn flag(&self, key: &str) -> Option<bool> {
        self.get(key, ValueKind::Flag.message(), |value| match value {
            Value::Flag(flag) => Some(*flag),
            _ => None,
        })
    }

    /// A list of texts.
    pub fn texts(&self, key: &str) -> Option<Vec<String>> {
        self.list(key, name("a list of texts", "文本列表"), |value| match value {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        })
    }

    /// A list of finite numbers.
    pub fn numbers(&self, key: &str) -> Option<Vec<f64>> {
        self.list(key, name("a list of finite numbers", "有限数值的列表"), finite)
    }

    /// A list of whole numbers of 0 or more.
    pub fn wholes(&self, key: &str) -> Option<Vec<u64>> {
        self.list(key, name("a list of whole numbers", "整数列表"), |value| match value {
            Value::Integer(number) => u64::try_from(*number).ok(),
            _ => None,
        })
    }

    /// Numbers and texts, one or a list of them, as texts.
    pub fn numbers_or_texts(&self, key: &str) -> Option<Vec<String>> {
        let wanted = name("a number, a text, or a list of them", "数值、文本或二者的列表");
        let text_of = |value: &Value| match value {
            Value::Text(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Integer(number) => Some(number.to_string()),
            _ => None,
        };
        self.get(key, wanted, |value| match value {
            Value::List(items) => items.iter().map(|item| text_of(&item.value)).collect(),
            value => text_of(value).map(|text| vec![text]),
        })
    }

    /// Counts a key as asked for, whatever its value.
    pub fn pass_over(&self, key: &str) {
        self.ask(key);
    }

    /// The kind of the value of a key. Does not count as asking for it.
    #[must_use]
    pub fn kind(&self, key: &str) -> Option<ValueKind> {
        self.table.get(key).map(|node| node.value.kind())
    }

    /// Reads a table below this one.
    pub fn section<T>(&self, key: &str, reader: impl FnOnce(&Section<'_>) -> T) -> Option<T> {
        let node = self.ask(key)?;
        let Value::Table(table) = &node.value else {
            self.wrong(key, ValueKind::Table.message(), &node.value);
            return None;
        };
        Some(self.below(key, node.line, table, reader))
    }

    /// Reads every table of a list of tables (`[[key]]`).
    pub fn sections<T>(&self, key: &str, mut reader: impl FnMut(&Section<'_>) -> T) -> Vec<T> {
        let Some(node) = self.ask(key) else { return Vec::new() };
        let Value::List(items) = &node.value else {
            self.wrong(key, TABLES, &node.value);
            return Vec::new();
        };
        let mut read = Vec::new();
        for item in items {
            match &item.value {
                Value::Table(table) => read.push(self.below(key, item.line, table, &mut reader)),
                other => self.wrong(key, TABLES, other),
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
            self.wrong(key, ValueKind::List.message(), &node.value);
            return Vec::new();
        };
        let mut read = Vec::new();
        for item in items {
            match &item.value {
                Value::Table(table) => read.push(self.below(key, item.line, table, &mut of_section)),
                Value::Text(text) => read.push(of_text(text)),
                other => self.wrong(key, name("a list of texts and tables", "文本和表的列表"), other),
            }
        }
        read
    }

    fn below<T>(&self, key: &str, line: u64, table: &Keys, reader: impl FnOnce(&Section<'_>) -> T) -> T {
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

    fn get<T>(
        &self,
        key: &str,
        wanted: impl Into<TextArgument>,
        read: impl Fn(&Value) -> Option<T>,
    ) -> Option<T> {
        let node = self.ask(key)?;
        let value = read(&node.value);
        if value.is_none() {
            self.wrong(key, wanted, &node.value);
        }
        value
    }

    fn list<T>(&self, key: &str, wanted: Name, read: impl Fn(&Value) -> Option<T>) -> Option<Vec<T>> {
        self.get(key, wanted, |value| match value {
            Value::List(items) => items.iter().map(|item| read(&item.value)).collect(),
            _ => None,
        })
    }

    fn wrong(&self, key: &str, wanted: impl Into<TextArgument>, found: &Value) {
        let wanted = wanted.into();
        let kind = found.kind().message();
        let found = match found.shown() {
            Some(shown) => text!("{0} ({1})", "{0}（{1}）", kind, shown),
            None => kind,
        };
        let message = text!("`{0}` is {1}, expected {2}", "`{0}` 是{1}，应为{2}", key, found, wanted.clone());
        let hint = text!("write {0} behind `{1} =`", "在 `{1} =` 后写{0}", wanted, key);
        self.report(key, Error::new(Code::BadValue, message, hint));
    }

    fn finish(&self) {
        let asked = self.asked.borrow();
        for (key, node) in self.table.iter().filter(|(key, _)| !asked.contains(*key)) {
            let hint = did_you_mean(key, asked.iter().map(String::as_str));
            let message = text!("key `{0}` is not known here", "此处没有键 `{0}`", key);
            let place = Place::file(self.file).row(node.line).column(self.full(key));
            self.findings.borrow_mut().push(Error::new(Code::UnknownKey, message, hint).at(place));
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

/// What `[[key]]` holds.
const TABLES: Name = name("a list of tables", "表的列表");

/// What to do about full-width quotes and signs, which TOML does not know.
fn foreign_signs(line: &str) -> Option<Message> {
    // A text may hold them inside plain quotes; the error is then another one.
    if outside_quotes(line, &['“', '”', '‘', '’', '＂', '＇', '「', '」', '『', '』']) {
        return Some(text!(
            "write plain quotes: \" instead of “ and ” (switch the input method to half-width, 半角)",
            "改用半角引号：用 \" 代替 “ 和 ”（将输入法切换为半角）"
        ));
    }
    let signs = outside_quotes(line, &['＝', '，', '［', '］', '｛', '｝', '【', '】', '：']);
    signs.then(|| {
        text!("write = , [ ] {{ }} in plain (half-width, 半角) characters", "用半角字符书写 = , [ ] {{ }}")
    })
}

/// What to do about an error of the parser, which has no code but its text.
fn syntax_hint(error: &str) -> Message {
    match error {
        _ if error.contains("recurs") => text!(
            "write the keys of one table beside each other, not inside each other",
            "将同一表的各键并列书写，不要层层嵌套"
        ),
        _ if error.contains("duplicate") => text!("keep one of the two", "两处只保留一处"),
        _ => text!(
            "correct the line: write key = value, and texts in quotes",
            "改正该行：写成 键 = 值，文本加引号"
        ),
    }
}

/// Whether a line has one of some signs outside plain quotes.
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
    fn a_document_is_laid_over_its_base_key_by_key() {
        let base = Document::parse("base", "a = 1\n[s]\nx = 1\ny = 2\n").unwrap();
        let document = Document::parse("local", "[s]\ny = 3\n").unwrap().over(&base);
        let read =
            document.read(|root| (root.whole("a"), root.section("s", |s| (s.whole("x"), s.whole("y")))));
        assert_eq!(read.unwrap(), (Some(1), Some((Some(1), Some(3)))));
    }

    #[test]
    fn lines_may_end_in_any_way() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["# settings", "a = 1", "b = \"x\"", "", "c = 2"].join(end);
            let document = Document::parse("run.toml", &text).unwrap();
            let read = document.read(|root| (root.whole("a"), root.text("b")));
            let error = read.unwrap_err();
            assert_eq!(error.as_slice().len(), 1, "{end:?}");
            assert!(error.to_string().starts_with("run.toml, line 5, `c`"), "{end:?}: {error}");
            let text = ["a = 1", "b = ", "c = 2"].join(end);
            let findings = Document::parse("run.toml", &text).unwrap_err();
            assert_eq!(findings.as_slice().len(), 1, "{end:?}: {findings}");
            assert!(findings.to_string().starts_with("run.toml, line 2: not valid TOML"), "{findings}");
        }
        assert_eq!(with_line_feeds("水\r\n一\r二\r"), "水\r\n一\n二\n");
    }

    #[test]
    fn a_wrong_value_is_told_in_both_languages() {
        use crate::wording::Language::Chinese;
        let document = Document::parse("run.toml", "year = 'y'\n").unwrap();
        let findings = document.read(|root| root.whole("year")).unwrap_err();
        assert_eq!(
            findings.say(Chinese),
            "run.toml，第 1 行，`year`：`year` 是文本（\"y\"），应为非负整数；提示：在 `year =` 后写非负整数 [EV-I006]"
        );
    }
}
