//! Years of which there is no number: what is done, and what it comes to.

use std::fmt;

use crate::document::Section;
use crate::error::{Code, Error, did_you_mean};
use crate::evidence::{Evidence, FilledNumber, Ground, Verified};

/// What stands for the accounting year in a name.
pub const YEAR: &str = "{year}";

/// What is done for an accounting year of which there is no number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum MissingYear {
    /// Nothing is taken from another year.
    #[default]
    Refuse,
    /// The latest year before is taken, and the result says so.
    CarryForward,
    /// A straight line is drawn between the nearest years on both sides, and the result says so.
    Interpolate,
}

impl MissingYear {
    const ALL: [(Self, &'static str); 3] =
        [(Self::Refuse, "refuse"), (Self::CarryForward, "carry_forward"), (Self::Interpolate, "interpolate")];

    /// What a section says under `missing_year`.
    pub(super) fn read(section: &Section<'_>, allowed: &[Self]) -> Self {
        let Some(text) = section.text("missing_year") else { return Self::default() };
        let mut known = Self::ALL.into_iter().filter(|(own, _)| allowed.contains(own));
        if let Some((own, _)) = known.clone().find(|(_, id)| *id == text) {
            return own;
        }
        let hint = did_you_mean(&text, known.by_ref().map(|(_, id)| id));
        let message = format!("missing_year `{text}` is not known here");
        section.report("missing_year", Error::new(Code::BadValue, message, hint));
        Self::default()
    }
}

impl fmt::Display for MissingYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Self::ALL.into_iter().find(|(own, _)| own == self).map_or("", |(_, id)| id))
    }
}

/// From which years a number of a year was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filled {
    /// From an earlier one.
    Carried(i32),
    /// From one before and one behind.
    Interpolated(i32, i32),
}

impl Filled {
    /// The fact as evidence, so that it goes with every row that rests on it.
    #[must_use]
    pub fn evidence(self, of: FilledNumber, year: i32) -> Evidence {
        let (from, to) = match self {
            Self::Carried(from) => (from, None),
            Self::Interpolated(from, to) => (from, Some(to)),
        };
        let source = "missing_year of the run".to_owned();
        let ground = Ground::Filled { of, year, from, to };
        Evidence { ground, source, verified: Verified::Derived, assumed: true }
    }
}
