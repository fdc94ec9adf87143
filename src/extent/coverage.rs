//! Coverage of a crosswalk: which classes were met, how often, and what they became.

use std::collections::BTreeMap;

use crate::error::{Code, Error, Findings, Place};
use crate::evidence::Verified;
use crate::extent::Ecosystem;
use crate::extent::crosswalk::{Crosswalk, Untyped};
use crate::wording::Message;

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

/// What holds the codes, which decides what can be done about a wrong one.
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
pub struct Coverage {
    classes: BTreeMap<String, ClassCount>,
    holder: Holder,
}

/// How many lines of a class are named.
const LINES: usize = 3;

impl Coverage {
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

    /// The same; `hint` says what else a class may be.
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
        let message = format!(
            "all {} codes have {} digits ({} …), those of crosswalk {} have {digits}: are they of another standard, \
             or without their zero?",
            self.classes.len(),
            digits.saturating_sub(1),
            codes.join(", "),
            crosswalk.id()
        );
        let hint = "101 is railway land (铁路用地) in the second national survey and 0101 (水田) without its zero in the \
                    third: write the codes of the third with their zeros, or name the standard of others by a crosswalk \
                    of your own (crosswalk = \"own.csv\" with the columns class_code and ecosystem)";
        Err(Error::new(Code::UnmappedClass, message, hint).at(place.clone()))
    }

    fn finding(&self, class: &ClassCount, place: &Place, hint: Option<Message>) -> Option<Error> {
        let why = class.ecosystem.as_ref().err()?;
        let (code, cells) = (&class.class, class.cells);
        let lines = match class.lines.as_slice() {
            [] => String::new(),
            lines => {
                let more = if crate::math::count(lines.len()) < cells { " …" } else { "" };
                let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
                format!(" (line {}{more})", lines.join(", "))
            }
        };
        let what = match (self.holder, cells) {
            (Holder::Table, 1) => "row",
            (Holder::Table, _) => "rows",
            (_, 1) => "cell",
            _ => "cells",
        };
        let message = format!("class `{code}` on {cells} {what}{lines} has no ecosystem type: {why}");
        let hint = hint.filter(|_| !class.is_fault()).unwrap_or_else(|| self.hint(code, why).into());
        Some(Error::new(Code::UnmappedClass, message, hint).at(place.clone()))
    }

    fn hint(&self, code: &str, why: &Untyped) -> String {
        let rule = |types: &str| match self.holder {
            Holder::Raster => {
                format!(
                    "landcover = {{ file = \"…\", crosswalk = \"…\", rules = {{ \"{code}\" = \"{types}\" }} }}"
                )
            }
            Holder::Table => format!("rules = {{ \"{code}\" = \"{types}\" }} under [cells]"),
            Holder::Array => format!("rules = {{ \"{code}\" = \"{types}\" }}"),
        };
        match why {
            Untyped::LostZero { whole, .. } if self.holder == Holder::Table => format!(
                "format the column as text and write {whole}; if {code} is a code of another standard, state its type: {}",
                rule("…")
            ),
            Untyped::LostZero { whole, .. } => format!(
                "numbers have no zero in front: if {code} stands for {whole}, state its type: {}",
                rule("…")
            ),
            Untyped::ZeroLostInCrosswalk { .. } => {
                format!("format the column class_code of the crosswalk as text and write {code}")
            }
            Untyped::Total => "take the rows of totals out of the table".to_owned(),
            Untyped::Absent { .. } | Untyped::Split(_) | Untyped::NoType => {
                format!("state {} for it, or unmapped = \"report\" to leave it out of the account", rule("…"))
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
        let mut coverage = Coverage::default();
        let why = coverage.count(&crosswalk, "2", 3).unwrap_err();
        assert!(why.to_string().contains("split between 11/12/13"), "{why}");
        assert_eq!(coverage.count(&crosswalk, "1", 4).unwrap().code(), 51);
        assert!(coverage.count(&crosswalk, "77", 1).is_err());
        let states: Vec<_> = coverage.classes().map(|class| (class.state(), class.cells)).collect();
        assert_eq!(states, [("mapped", 4), ("unmapped", 3), ("unmapped", 1)]);
        assert_eq!(coverage.findings(&Place::file("l.tif")).as_slice().len(), 2);

        crosswalk.state("2", "13".parse().unwrap());
        assert_eq!(Coverage::default().count(&crosswalk, "2", 1).unwrap().code(), 13);
    }
}
