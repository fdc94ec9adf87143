//! Coverage of a crosswalk: which classes were met, how often, and what they became.

use std::collections::BTreeMap;

use crate::error::{Code, Error, Findings, Place};
use crate::evidence::Verified;
use crate::extent::Ecosystem;
use crate::extent::crosswalk::{Crosswalk, Untyped};
use crate::text;
use crate::wording::{Message, Say, TextArgument};

/// A class that was met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassCount {
    /// Code of the class.
    pub class: String,
    /// Its name in the crosswalk.
    pub name: String,
    /// Its ecosystem type, or why it has none.
    pub ecosystem: Result<Ecosystem, Untyped>,
    /// The rule that the run stated, or what would decide between the types of a split class.
    pub rule: String,
    /// How far the row of the crosswalk was checked.
    pub verified: Option<Verified>,
    /// Number of cells or parcels.
    pub cells: u64,
    /// The first lines of a table that it stands in.
    lines: Vec<u64>,
}

impl ClassCount {
    /// `mapped` or `unmapped`.
    #[must_use]
    pub const fn state(&self) -> &'static str {
        if self.ecosystem.is_ok() { "mapped" } else { "unmapped" }
    }

    /// Whether it is refused even where classes without a type are reported.
    fn is_fault(&self) -> bool {
        self.ecosystem.as_ref().is_err_and(Untyped::is_fault)
    }
}

/// What holds the codes; it decides what can be done about a wrong code.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Holder {
    /// An array that a caller brings.
    #[default]
    Array,
    /// A raster, which holds numbers only.
    Raster,
    /// A table, which holds texts.
    Table,
}

/// All classes that were met, by code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClassCoverage {
    classes: BTreeMap<String, ClassCount>,
    holder: Holder,
}

/// How many lines of a class are named.
const LINES: usize = 3;

impl ClassCoverage {
    /// No class yet, of a holder of codes.
    #[must_use]
    pub fn of(holder: Holder) -> Self {
        Self { holder, ..Self::default() }
    }

    /// Counts some cells of a class and gives its ecosystem type.
    ///
    /// # Errors
    ///
    /// Why the class has no type.
    pub fn count(&mut self, crosswalk: &Crosswalk, code: &str, cells: u64) -> Result<Ecosystem, Untyped> {
        if !self.classes.contains_key(code) {
            let known = crosswalk.class(code);
            let count = ClassCount {
                class: code.to_owned(),
                name: known.map(|class| class.name.clone()).unwrap_or_default(),
                ecosystem: crosswalk.ecosystem(code),
                rule: known.map(|class| class.rule.clone()).unwrap_or_default(),
                verified: known.map(|class| class.verified),
                cells: 0,
                lines: Vec::new(),
            };
            self.classes.insert(code.to_owned(), count);
        }
        let Some(class) = self.classes.get_mut(code) else { return crosswalk.ecosystem(code) };
        class.cells = class.cells.saturating_add(cells);
        class.ecosystem.clone()
    }

    /// Notes the line of a table in which a class stands; the first few are kept.
    pub fn note_line(&mut self, code: &str, line: u64) {
        if let Some(class) = self.classes.get_mut(code).filter(|class| class.lines.len() < LINES) {
            class.lines.push(line);
        }
    }

    /// The classes, by code.
    pub fn classes(&self) -> impl Iterator<Item = &ClassCount> {
        self.classes.values()
    }

    /// A finding for every class without a type.
    #[must_use]
    pub fn findings(&self, place: &Place) -> Findings {
        self.findings_with(place, |_| None::<Message>)
    }

    /// As [`ClassCoverage::findings`]; `hint` says what else a class may be.
    #[must_use]
    pub fn findings_with<M: Into<Message>>(
        &self,
        place: &Place,
        hint: impl Fn(&ClassCount) -> Option<M>,
    ) -> Findings {
        let finding = |class| self.finding(class, place, hint(class).map(Into::into));
        self.classes().filter_map(finding).collect()
    }

    /// A finding for every class whose code is wrong, so that to report it as a class without a type would hide it: a
    /// zero that was lost, a row of totals.
    #[must_use]
    pub fn faults(&self, place: &Place) -> Findings {
        self.classes()
            .filter(|class| class.is_fault())
            .filter_map(|class| self.finding(class, place, None))
            .collect()
    }

    /// The question which survey the codes of a table are of, where the crosswalk has codes with a zero in front and
    /// all codes of the table are numbers of one digit less: they are of another edition, or every zero was lost.
    ///
    /// # Errors
    ///
    /// `EV-I011` with that question.
    pub fn check_digits(&self, crosswalk: &Crosswalk, place: &Place) -> Result<(), Error> {
        let Some(digits) = crosswalk.digits_with_zero() else { return Ok(()) };
        let short = |class: &ClassCount| {
            class.class.len().saturating_add(1) == digits
                && class.class.bytes().all(|byte| byte.is_ascii_digit())
                && class.verified.is_none()
        };
        if self.classes.is_empty() || !self.classes().all(short) {
            return Ok(());
        }
        let codes: Vec<&str> = self.classes().take(LINES).map(|class| class.class.as_str()).collect();
        let message = text!(
            "all {0} codes have {1} digits ({2} …), those of crosswalk {3} have {4}: are they of another standard, or without their zero?",
            "全部 {0} 个编码均为 {1} 位（{2} ……），归类对照表 {3} 的编码为 {4} 位：是否为其他标准的编码，或前面的 0 已丢失？",
            self.classes.len(),
            digits.saturating_sub(1),
            codes,
            crosswalk.id(),
            digits
        );
        let hint = text!(
            "101 is railway land (铁路用地) in the second national survey and 0101 (水田) without its zero in the third: write the codes of the third with their zeros, or name the standard of others by a crosswalk of your own (crosswalk = \"own.csv\" with the columns class_code and ecosystem)",
            "101 在二调中为铁路用地，也可能是三调的 0101（水田）丢失了前面的 0：三调编码写全前面的 0；其他标准的编码请自备归类对照表（crosswalk = \"own.csv\"，含列 class_code 和 ecosystem）"
        );
        Err(Error::new(Code::UnmappedClass, message, hint).at(place.clone()))
    }

    fn finding(&self, class: &ClassCount, place: &Place, hint: Option<Message>) -> Option<Error> {
        let why = class.ecosystem.as_ref().err()?;
        let (code, cells) = (&class.class, class.cells);
        let extent = match (self.holder, class.lines.as_slice()) {
            (Holder::Table, []) => text!("{0} {0|row|rows}", "{0} 行", cells),
            (Holder::Table, lines) => {
                let more = crate::math::count(lines.len()) < cells;
                let lines = lines.iter().copied().map(TextArgument::from);
                let lines = TextArgument::List(lines.collect());
                let lines = if more { text!("{0} …", "{0} ……", lines).into() } else { lines };
                text!("{0} {0|row|rows} (line {1})", "{0} 行（第 {1} 行）", cells, lines)
            }
            _ => text!("{0} {0|cell|cells}", "{0} 个单元", cells),
        };
        let message = text!(
            "class `{0}` on {1} has no ecosystem type: {2}",
            "地类 `{0}`（{1}）没有生态系统类型：{2}",
            code,
            extent,
            why.message()
        );
        let hint = hint.filter(|_| !class.is_fault()).unwrap_or_else(|| self.hint(code, why));
        Some(Error::new(Code::UnmappedClass, message, hint).at(place.clone()))
    }

    fn hint(&self, code: &str, why: &Untyped) -> Message {
        match why {
            Untyped::LostZero { whole, .. } if self.holder == Holder::Table => text!(
                "format the column as text and write {0}; if {1} is a code of another standard, state its type: {2}",
                "将该列设为文本格式并写 {0}；若 {1} 是其他标准的编码，写明其类型：{2}",
                whole,
                code,
                self.rule(code)
            ),
            Untyped::LostZero { whole, .. } => text!(
                "numbers have no zero in front: if {0} stands for {1}, state its type: {2}",
                "数值前面没有 0：若 {0} 即 {1}，写明其类型：{2}",
                code,
                whole,
                self.rule(code)
            ),
            Untyped::ZeroLostInCrosswalk { .. } => text!(
                "format the column class_code of the crosswalk as text and write {0}",
                "将归类对照表的 class_code 列设为文本格式并写 {0}",
                code
            ),
            Untyped::Total => text!("take the rows of totals out of the table", "删去表中的合计行"),
            Untyped::Absent { .. } | Untyped::Split(_) | Untyped::NoType => text!(
                "state {0} for it, or unmapped = \"report\" to leave it out of the account",
                "写明 {0}，或写 unmapped = \"report\" 使其不计入核算",
                self.rule(code)
            ),
        }
    }

    /// A rule for a class, as it is written for this holder.
    fn rule(&self, code: &str) -> Message {
        match self.holder {
            Holder::Raster => text!(
                "landcover = {{ file = \"…\", crosswalk = \"…\", rules = {{ \"{0}\" = \"…\" }} }}",
                "landcover = {{ file = \"…\", crosswalk = \"…\", rules = {{ \"{0}\" = \"…\" }} }}",
                code
            ),
            Holder::Table => text!(
                "rules = {{ \"{0}\" = \"…\" }} under [cells]",
                "[cells] 下的 rules = {{ \"{0}\" = \"…\" }}",
                code
            ),
            Holder::Array => {
                text!("rules = {{ \"{0}\" = \"…\" }}", "rules = {{ \"{0}\" = \"…\" }}", code)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_split_class_without_a_rule_is_unmapped_and_never_the_first() {
        let mut crosswalk = Crosswalk::shipped("clcd").unwrap();
        let mut coverage = ClassCoverage::default();
        let why = coverage.count(&crosswalk, "2", 3).unwrap_err();
        assert!(why.to_string().contains("split between 11/12/13"), "{why}");
        assert_eq!(coverage.count(&crosswalk, "1", 4).unwrap().code(), 51);
        assert!(coverage.count(&crosswalk, "77", 1).is_err());
        let states: Vec<_> = coverage.classes().map(|class| (class.state(), class.cells)).collect();
        assert_eq!(states, [("mapped", 4), ("unmapped", 3), ("unmapped", 1)]);
        assert_eq!(coverage.findings(&Place::file("l.tif")).as_slice().len(), 2);

        crosswalk.state("2", "13".parse().unwrap());
        assert_eq!(ClassCoverage::default().count(&crosswalk, "2", 1).unwrap().code(), 13);
    }
}
