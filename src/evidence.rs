//! What a number rests on: its source, and how far it was checked.

use std::fmt;
use std::str::FromStr;

use crate::error::{Code, Error, did_you_mean};

/// How far a row was checked against its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verified {
    /// Read in the source.
    Yes,
    /// Computed from numbers read in a source, or stated by the run itself.
    Derived,
    /// A part was read in the source.
    Partly,
    /// Read in another text that cites the source.
    Secondary,
    /// From general knowledge, or assumed.
    No,
}

impl Verified {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Yes, "yes"),
        (Self::Derived, "derived"),
        (Self::Partly, "partly"),
        (Self::Secondary, "secondary"),
        (Self::No, "no"),
    ];

    /// The mark as tables write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        Self::ALL.into_iter().find(|(known, _)| *known == self).map_or("", |(_, text)| text)
    }

    /// Whether a run may use the row only with `allow_unverified = true`.
    #[must_use]
    pub const fn needs_leave(self) -> bool {
        matches!(self, Self::Partly | Self::Secondary | Self::No)
    }
}

impl fmt::Display for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Verified {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::ALL.into_iter().find(|(_, known)| *known == text).map(|(known, _)| known).ok_or_else(|| {
            let hint = did_you_mean(text, Self::ALL.map(|(_, known)| known));
            Error::new(Code::BadValue, format!("`{text}` is no mark of verification"), hint)
        })
    }
}

/// One thing that a figure rests on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Evidence {
    /// What it is: `parameter`, `price`, `price_index`, `statistic`, `crosswalk`, `layer`.
    pub kind: &'static str,
    /// Key, with the ecosystem type, zone or year it stands for.
    pub what: String,
    /// Source as the row states it.
    pub source: String,
    /// How far it was checked.
    pub verified: Verified,
    /// Stated as an assumption, not taken from a source.
    pub assumed: bool,
}

impl Evidence {
    /// Whether a reader must be told: anything but a row that was read in its source.
    #[must_use]
    pub fn must_be_listed(&self) -> bool {
        self.verified != Verified::Yes || self.assumed
    }
}
