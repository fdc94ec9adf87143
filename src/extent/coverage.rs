//! Coverage of a crosswalk: which classes were met, how often, and what they became.

use std::collections::BTreeMap;

use crate::error::{Code, Error, Findings, Place};
use crate::evidence::Verified;
use crate::extent::Ecosystem;
use crate::extent::crosswalk::Crosswalk;

/// A class that was met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassCount {
    /// Code of the class.
    pub class: String,
    /// Its name in the crosswalk.
    pub name: String,
    /// Its ecosystem type, or why it has none.
    pub ecosystem: Result<Ecosystem, String>,
    /// The rule that the run stated, or what would decide between the types of a split class.
    pub rule: String,
    /// How far the row of the crosswalk was checked.
    pub verified: Option<Verified>,
    /// Number of cells or parcels.
    pub cells: u64,
}

impl ClassCount {
    /// `mapped` or `unmapped`.
    #[must_use]
    pub const fn state(&self) -> &'static str {
        if self.ecosystem.is_ok() { "mapped" } else { "unmapped" }
    }
}

/// All classes that were met, by code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    classes: BTreeMap<String, ClassCount>,
}

impl Coverage {
    /// Counts some cells of a class and gives its ecosystem type.
    ///
    /// # Errors
    ///
    /// Why the class has no type.
    pub fn count(&mut self, crosswalk: &Crosswalk, code: &str, cells: u64) -> Result<Ecosystem, String> {
        if !self.classes.contains_key(code) {
            let known = crosswalk.class(code);
            let count = ClassCount {
                class: code.to_owned(),
                name: known.map(|class| class.name.clone()).unwrap_or_default(),
                ecosystem: crosswalk.ecosystem(code),
                rule: known.map(|class| class.rule.clone()).unwrap_or_default(),
                verified: known.map(|class| class.verified),
                cells: 0,
            };
            self.classes.insert(code.to_owned(), count);
        }
        let Some(class) = self.classes.get_mut(code) else { return crosswalk.ecosystem(code) };
        class.cells = class.cells.saturating_add(cells);
        class.ecosystem.clone()
    }

    /// The classes, by code.
    pub fn classes(&self) -> impl Iterator<Item = &ClassCount> {
        self.classes.values()
    }

    /// A finding for every class without a type.
    #[must_use]
    pub fn findings(&self, place: &Place) -> Findings {
        self.findings_with(place, |_| None)
    }

    /// The same; `hint` says what else a class may be.
    #[must_use]
    pub fn findings_with(&self, place: &Place, hint: impl Fn(&ClassCount) -> Option<String>) -> Findings {
        let finding = |class: &ClassCount| {
            let why = class.ecosystem.as_ref().err()?;
            let (code, cells) = (&class.class, class.cells);
            let message = format!("class `{code}` on {cells} cells has no ecosystem type: {why}");
            let hint = hint(class).unwrap_or_else(|| format!(
                "state rules = {{ \"{code}\" = \"…\" }} for it, or unmapped = \"report\" to leave it out of the account"
            ));
            Some(Error::new(Code::UnmappedClass, message, hint).at(place.clone()))
        };
        self.classes().filter_map(finding).collect()
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
        assert!(why.contains("split between 11/12/13"), "{why}");
        assert_eq!(coverage.count(&crosswalk, "1", 4).unwrap().code(), 51);
        assert!(coverage.count(&crosswalk, "77", 1).is_err());
        let states: Vec<_> = coverage.classes().map(|class| (class.state(), class.cells)).collect();
        assert_eq!(states, [("mapped", 4), ("unmapped", 3), ("unmapped", 1)]);
        assert_eq!(coverage.findings(&Place::file("l.tif")).as_slice().len(), 2);

        crosswalk.state("2", "13".parse().unwrap()).unwrap();
        assert_eq!(Coverage::default().count(&crosswalk, "2", 1).unwrap().code(), 13);
    }
}
