//! What a second computation says of a result: the same, or which file and which figure is another.

use std::fmt::Write;

use crate::error::{Findings, printable};
use crate::wording::Language;

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It is not there.
    Missing,
    /// It is there and nothing records it.
    Added,
    /// Its bytes are others than those that are recorded.
    Altered,
    /// Its own hash does not fit its text.
    Unsealed,
    /// `run.toml` differs from the text in the lock, from this line on.
    Line(usize),
    /// The program makes it no more.
    NotMade,
}

/// A file that is not as recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFault {
    /// Name, in the folder of the result or of the run.
    pub name: String,
    /// What is wrong with it.
    pub fault: Fault,
}

impl FileFault {
    /// Whether the account, the indices or the lock itself cannot be relied on.
    #[must_use]
    pub fn touches_figures(&self) -> bool {
        ["lock.json", "account.csv", "indices.csv"].contains(&self.name.as_str())
    }
}

/// A figure, a line or an entry of which the result says something else than the second computation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// File of the result.
    pub file: String,
    /// What the row is of: columns and what they hold; a cell of a map, a line of a text, an entry of the lock.
    pub key: Vec<(String, String)>,
    /// Column.
    pub column: String,
    /// What the result says; none where it has no such row.
    pub recorded: Option<String>,
    /// What the second computation says; none where it has no such row.
    pub recomputed: Option<String>,
}

/// A result held against a second computation from its inputs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verification {
    /// Version of the program that made the result, and of this one.
    pub versions: (String, String),
    /// Files of the result and of the run that are not as recorded.
    pub files: Vec<FileFault>,
    /// Figures of tables and maps, in the order of the files.
    pub figures: Vec<Difference>,
    /// Lines of texts and entries of the lock; only where both versions are the same.
    pub texts: Vec<Difference>,
    /// Files of the result that the second computation made as well.
    pub compared: usize,
    /// Why there was no second computation.
    pub stopped: Option<Findings>,
}

/// Most lines that are printed of each kind.
const SHOWN: usize = 10;

impl Fault {
    const fn text(&self, language: Language) -> &'static str {
        match self {
            Self::Missing => language.of("is missing", "缺失"),
            Self::Added => language.of("is recorded nowhere", "未在记录之中"),
            Self::Altered => language.of("is not the one that is recorded", "与记录不符"),
            Self::Unsealed => language.of("does not fit its own hash", "与其自身的校验值不符"),
            Self::Line(_) => language.of("differs from the recorded text", "与记录的文本不同"),
            Self::NotMade => language.of("is made no more by this version", "本版本不再生成"),
        }
    }
}

impl Difference {
    /// The figure with both numbers in one line.
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::wording::Language;
    /// use ecovalue::report::verification::Difference;
    ///
    /// let difference = Difference {
    ///     file: "account.csv".to_owned(),
    ///     key: vec![("year".to_owned(), "2019".to_owned()), ("zone".to_owned(), "north".to_owned())],
    ///     column: "value".to_owned(),
    ///     recorded: Some("12".to_owned()),
    ///     recomputed: None,
    /// };
    /// let line = difference.text(Language::English);
    /// assert_eq!(line, "account.csv: year 2019, zone north, value: recorded 12, recomputed no such row");
    /// ```
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let none = language.of("no such row", "无此行");
        let shown = |value: &Option<String>| match value.as_deref() {
            None => none.to_owned(),
            Some("") => language.of("nothing", "空").to_owned(),
            Some(value) => printable(value),
        };
        let key = self.key.iter().filter(|(_, value)| !value.is_empty());
        let mut key: Vec<String> =
            key.map(|(column, value)| format!("{column} {}", printable(value))).collect();
        key.extend((!self.column.is_empty()).then(|| self.column.clone()));
        let (file, key) = (printable(&self.file), key.join(language.of(", ", "，")));
        let (recorded, recomputed) = (shown(&self.recorded), shown(&self.recomputed));
        match language {
            Language::English => format!("{file}: {key}: recorded {recorded}, recomputed {recomputed}"),
            Language::Chinese => format!("{file}：{key}：记录值 {recorded}，重算值 {recomputed}"),
        }
    }
}

impl Verification {
    /// Whether every file is as recorded and every figure was computed again to the bit.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.files.is_empty() && self.figures.is_empty() && self.texts.is_empty() && self.stopped.is_none()
    }

    /// What was found, as text; its first word is `same`, `unchanged` where nothing was computed, or `different`.
    #[must_use]
    pub fn print(&self, language: Language) -> String {
        let mut out = String::new();
        let mut line = |text: String| {
            let _ = writeln!(out, "{text}");
        };
        if self.is_same() {
            let count = self.compared;
            line(match language {
                _ if count == 0 => language
                    .of(
                        "unchanged: every file is as recorded; nothing was computed again",
                        "未变：各文件均与记录一致；未重新核算",
                    )
                    .to_owned(),
                Language::English => format!("same: {count} files computed again, every figure to the bit"),
                Language::Chinese => format!("相同：重算 {count} 个文件，各数字逐位一致"),
            });
        } else {
            line(language.of("different", "不同").to_owned());
        }
        let (recorded, running) = (printable(&self.versions.0), &self.versions.1);
        if recorded != *running {
            line(match language {
                Language::English => format!(
                    "The result was made by version {recorded}, this is {running}: figures are compared, texts are not."
                ),
                Language::Chinese => {
                    format!("该结果由 {recorded} 版生成，本程序为 {running} 版：只比较数字，不比较文字。")
                }
            });
        }
        for file in self.files.iter().take(SHOWN) {
            let name = printable(&file.name);
            let place = match (&file.fault, language) {
                (Fault::Line(row), Language::English) => format!("{name}, line {row}"),
                (Fault::Line(row), Language::Chinese) => format!("{name}，第 {row} 行"),
                _ => name,
            };
            line(format!("{place}{}{}", language.of(": ", "："), file.fault.text(language)));
        }
        line_of_more(&mut line, self.files.len(), language);
        for differences in [&self.figures, &self.texts] {
            differences.iter().take(SHOWN).for_each(|difference| line(difference.text(language)));
            line_of_more(&mut line, differences.len(), language);
        }
        if let Some(findings) = &self.stopped {
            line(language.of("It could not be computed again:", "无法重算：").to_owned());
            findings.as_slice().iter().take(SHOWN).for_each(|error| line(error.say(language)));
        }
        out
    }
}

fn line_of_more(line: &mut impl FnMut(String), count: usize, language: Language) {
    let more = count.saturating_sub(SHOWN);
    if more > 0 {
        line(match language {
            Language::English => format!("… and {more} more"),
            Language::Chinese => format!("……另有 {more} 项"),
        });
    }
}
