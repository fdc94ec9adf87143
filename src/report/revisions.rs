//! Revisions: how each figure of a year moved from one publication to the next, and through what.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::layout::{Align, Layout, decimals, significant};
use super::words;
use crate::error::printable;
use crate::exact_sum::ExactSum;
use crate::unit::YI;
use crate::wording::{Language, Message, Name};

/// What a figure was revised through, in the order of the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RevisedPart {
    /// Land cover, zones, cells left out: what is counted as what, and where.
    Boundary,
    /// Layers and statistics.
    Data,
    /// Coefficients and prices of the run, and the regions and conditions that choose among rows.
    Parameter,
    /// Services, equations and variants.
    Profile,
    /// The version of the program, with the rows and profiles that ship with it.
    Code,
    /// What cannot be told apart.
    Undivided,
}

impl RevisedPart {
    /// Every part, in the order of the tables.
    pub const ALL: [Self; 6] =
        [Self::Boundary, Self::Data, Self::Parameter, Self::Profile, Self::Code, Self::Undivided];

    /// Id, as in `revisions.csv`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        self.name(Language::English)
    }

    /// The name in a language; the English one is the id.
    #[must_use]
    pub const fn name(self, language: Language) -> &'static str {
        self.named().of(language)
    }

    /// The name in both languages.
    #[must_use]
    pub const fn named(self) -> Name {
        match self {
            Self::Boundary => Name { en: "boundary", zh: "边界" },
            Self::Data => Name { en: "data", zh: "数据" },
            Self::Parameter => Name { en: "parameter", zh: "参数" },
            Self::Profile => Name { en: "profile", zh: "核算方案" },
            Self::Code => Name { en: "code", zh: "程序" },
            Self::Undivided => Name { en: "undivided", zh: "未分解" },
        }
    }
}

/// What a figure is of: the columns of [`Subject`].
pub const COLUMNS: [&str; 16] = [
    "level",
    "year",
    "zone",
    "ecosystem",
    "service",
    "indicator",
    "index",
    "variant",
    "numerator",
    "denominator",
    "population_basis",
    "measure",
    "unit",
    "currency",
    "price_year",
    "price_basis",
];

/// What a figure is of, one text for each of [`COLUMNS`]. The level is `row`, `service` (the sum of the rows of an
/// indicator over the whole run) or `index`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject(pub [String; 16]);

impl Subject {
    /// What stands in a column; empty where there is none of that name.
    #[must_use]
    pub fn get(&self, column: &str) -> &str {
        let texts = COLUMNS.iter().zip(&self.0);
        texts.into_iter().find(|(name, _)| **name == column).map_or("", |(_, text)| text)
    }

    /// Service, indicator, index and unit on a page.
    fn named(&self, language: Language) -> String {
        let name = |column: &str| {
            let text = self.get(column);
            match column {
                "service" | "indicator" => words::service_id(text, language).to_owned(),
                "index" => words::index_id(text, language).to_owned(),
                "denominator" => words::index_side(text, language),
                "unit" if language == Language::Chinese => words::index_unit(text, language).to_owned(),
                _ => text.to_owned(),
            }
        };
        let names = ["service", "indicator", "index", "variant", "denominator", "unit"].map(name);
        names.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" · ")
    }
}

/// A figure in two publications.
#[derive(Debug, Clone, PartialEq)]
pub struct Revision {
    /// What it is of.
    pub subject: Subject,
    /// In the earlier one; none where it has no such figure.
    pub from: Option<f64>,
    /// In the later one.
    pub to: Option<f64>,
    /// What moved it; empty where either has no such figure.
    pub parts: BTreeMap<RevisedPart, ExactSum>,
}

impl Revision {
    /// The revision, exact; none where either publication has no such figure.
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::report::revisions::{RevisedPart, Revision, Subject};
    ///
    /// let part = |value: f64| std::iter::once(value).collect();
    /// let parts = [(RevisedPart::Data, part(3.0)), (RevisedPart::Parameter, part(-1.0))].into_iter().collect();
    /// let subject = Subject(Default::default());
    /// let revision = Revision { subject, from: Some(10.0), to: Some(12.0), parts };
    /// assert_eq!(revision.change().map(|change| change.total()), Some(2.0));
    /// assert!(revision.closes());
    /// assert_eq!(revision.status(), "revised");
    /// ```
    #[must_use]
    pub fn change(&self) -> Option<ExactSum> {
        self.from.zip(self.to).map(|(from, to)| difference(from, to))
    }

    /// Whether the parts add up to the revision, to the bit.
    #[must_use]
    pub fn closes(&self) -> bool {
        let Some(mut rest) = self.change() else { return self.parts.is_empty() };
        self.parts.values().for_each(|part| rest.subtract(part));
        rest == ExactSum::new()
    }

    /// `new`, `dropped`, `revised` or `unchanged`.
    #[must_use]
    pub fn status(&self) -> &'static str {
        match (self.from, self.to) {
            (None, _) => "new",
            (_, None) => "dropped",
            (Some(from), Some(to)) if from.to_bits() == to.to_bits() => "unchanged",
            _ => "revised",
        }
    }

    /// A part, rounded once; none where the figure was not divided.
    #[must_use]
    pub fn part(&self, part: RevisedPart) -> Option<f64> {
        self.change().map(|_| self.parts.get(&part).map_or(0.0, ExactSum::total))
    }
}

/// The exact difference of two numbers.
#[must_use]
pub fn difference(from: f64, to: f64) -> ExactSum {
    [to, -from].into_iter().collect()
}

/// A publication of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vintage {
    /// Name of its folder.
    pub name: String,
    /// Version of the program that made it.
    pub version: String,
    /// Profile.
    pub profile: String,
    /// The hash that its lock has of itself.
    pub lock_sha256: String,
    /// Whether its inputs are at hand, as it records them.
    pub at_hand: bool,
}

/// From a publication to the next.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    /// Numbers of both, counted from 1.
    pub between: (usize, usize),
    /// Every figure that either has.
    pub rows: Vec<Revision>,
    /// What could not be told apart, and why.
    pub notes: Vec<Message>,
}

/// Several publications of the same year.
#[derive(Debug, Clone, PartialEq)]
pub struct Revisions {
    /// The publications in their order.
    pub vintages: Vec<Vintage>,
    /// From each to the next.
    pub passages: Vec<Passage>,
}

impl Revisions {
    /// The revisions as text.
    #[must_use]
    pub fn print(&self, language: Language) -> String {
        let mut out = String::new();
        let mut line = |text: &str| {
            let _ = writeln!(out, "{}", printable(text));
        };
        line(language.of("Publications", "各次发布"));
        for (index, vintage) in self.vintages.iter().enumerate() {
            let number = index.saturating_add(1);
            let seal: String = vintage.lock_sha256.chars().take(12).collect();
            let Vintage { name, version, profile, at_hand, .. } = vintage;
            let inputs = if *at_hand {
                language.of("inputs at hand", "输入数据可用")
            } else {
                language.of("inputs not at hand", "输入数据不可用")
            };
            let lock = language.of("lock", "锁文件");
            line(&format!("  {number}  {name} · ecovalue {version} · {profile} · {lock} {seal} · {inputs}"));
        }
        for passage in &self.passages {
            passage.print(language, &mut out);
        }
        out.push_str(language.of(
            "\nThe parts are taken one after another: code of the earlier publication, boundary, layers, statistics, \
             parameters, profile, code of the later one; another order shares a revision otherwise. They add up to it \
             exactly.\n",
            "\n各部分依次替换：前次发布的程序、边界、图层、统计数据、参数、方案、后次发布的程序；次序不同，分解结果也不同。\
             各部分之和与修订量严格相等。\n",
        ));
        out
    }
}

impl Passage {
    fn print(&self, language: Language, out: &mut String) {
        let (from, to) = self.between;
        let money = self.rows.iter().find(|row| row.subject.get("measure") == "value");
        let currency = money.map_or("", |row| row.subject.get("currency"));
        let title = match language {
            Language::English => format!("From publication {from} to {to}, 10^8 {currency}"),
            Language::Chinese => format!("第 {from} 次至第 {to} 次发布，亿元（{currency}）"),
        };
        let _ = writeln!(out, "\n{}", printable(&title));
        let total = |row: &&Revision| {
            let subject = &row.subject;
            let gep = subject.get("index") == "gep" && subject.get("zone").is_empty();
            subject.get("level") == "service" && subject.get("measure") == "value" || gep
        };
        self.table(language, total, |value| decimals(value / YI, 4), out);
        let index = |row: &&Revision| {
            let subject = &row.subject;
            subject.get("level") == "index" && subject.get("index") != "gep" && subject.get("zone").is_empty()
        };
        self.table(language, index, significant, out);
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for row in &self.rows {
            let count = counts.entry(row.status()).or_default();
            *count = count.saturating_add(1);
        }
        let count = |status: &str| counts.get(status).copied().unwrap_or_default();
        let [revised, unchanged, new, dropped] = ["revised", "unchanged", "new", "dropped"].map(count);
        let _ = writeln!(
            out,
            "{}",
            match language {
                Language::English => format!(
                    "  Figures: {revised} revised, {unchanged} unchanged, {new} new, {dropped} dropped (revisions.csv)"
                ),
                Language::Chinese => format!(
                    "  数字：修订 {revised} 个，未变 {unchanged} 个，新增 {new} 个，取消 {dropped} 个（revisions.csv）"
                ),
            }
        );
        let told: BTreeSet<String> = self.notes.iter().map(|note| note.say(language)).collect();
        for note in told {
            let _ = writeln!(out, "  {}", printable(&note));
        }
    }

    fn table(
        &self,
        language: Language,
        chosen: impl Fn(&&Revision) -> bool,
        number: fn(f64) -> String,
        out: &mut String,
    ) {
        let rows: Vec<&Revision> =
            self.rows.iter().filter(&chosen).filter(|row| row.status() != "unchanged").collect();
        if rows.is_empty() {
            return;
        }
        let parts: Vec<RevisedPart> = RevisedPart::ALL
            .into_iter()
            .filter(|part| rows.iter().any(|row| row.parts.contains_key(part)))
            .collect();
        let mut aligns = vec![Align::Left];
        aligns.extend(std::iter::repeat_n(Align::Right, parts.len().saturating_add(3)));
        let mut table = Layout::new(&aligns);
        let heads = [("figure", "数字"), ("from", "修订前"), ("to", "修订后"), ("revision", "修订量")];
        let heads = heads.map(|(english, chinese)| language.of(english, chinese).to_owned());
        table.cells(heads.into_iter().chain(parts.iter().map(|part| part.name(language).to_owned())));
        table.rule();
        let shown = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), number);
        for row in rows {
            let name = format!("{} {}", row.subject.get("year"), row.subject.named(language));
            let change = row.change().map(|change| change.total());
            let figures =
                [row.from, row.to, change].into_iter().chain(parts.iter().map(|part| row.part(*part)));
            table.cells(std::iter::once(printable(&name)).chain(figures.map(shown)));
        }
        table.print(out);
    }
}
