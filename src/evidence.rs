//! What a number rests on: its source, and how far it was checked. What it is called stands in `evidence/wording.rs`.

mod row_id;
mod wording;

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use crate::error::{Code, Error, did_you_mean};
use crate::text;

pub use row_id::{RowId, RowParts};

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
            Error::new(
                Code::BadValue,
                text!("unknown mark of verification `{0}`", "未知的核实标记 `{0}`", text),
                hint,
            )
        })
    }
}

/// One thing that a figure rests on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Evidence {
    /// What it is.
    pub ground: Ground,
    /// Source as the row states it.
    pub source: String,
    /// How far it was checked.
    pub verified: Verified,
    /// Stated as an assumption, not taken from a source.
    pub assumed: bool,
}

/// What a piece of evidence is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Ground {
    /// A parameter row.
    Row {
        /// The row.
        id: RowId,
        /// What it was read as.
        role: Role,
        /// Its number, in the unit of the row.
        amount: Amount,
    },
    /// A row of the statistics.
    Statistic {
        /// The statistic.
        statistic: StatisticOf,
        /// Year.
        year: i32,
        /// Its number, in the base unit.
        amount: Amount,
    },
    /// A statistic that was not given, and that an equation assumes.
    Assumption {
        /// The statistic.
        statistic: StatisticOf,
        /// Year.
        year: i32,
        /// What was assumed.
        value: Number,
    },
    /// A number of another year, or between those of two years, that stands for a year without one.
    Filled {
        /// What is filled.
        of: FilledNumber,
        /// The year without a number.
        year: i32,
        /// The year before it.
        from: i32,
        /// The year behind it, where a line is drawn between two.
        to: Option<i32>,
    },
    /// A layer.
    Layer {
        /// Id of its quantity.
        quantity: &'static str,
        /// Where its numbers come from.
        origin: LayerOrigin,
    },
    /// A row of a crosswalk.
    Class {
        /// Id of the crosswalk.
        crosswalk: String,
        /// The class, as the crosswalk writes it.
        class: String,
        /// Its name.
        name: String,
        /// What it becomes.
        target: ClassTarget,
    },
    /// The area of an ecosystem type, as the table of parcels states it.
    Area {
        /// The ecosystem type.
        ecosystem: String,
    },
}

/// What a parameter row was read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Role {
    /// A coefficient.
    Parameter,
    /// A price.
    Price,
    /// A year of the price index.
    PriceIndex,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Parameter, Self::Price, Self::PriceIndex];
}

/// A statistic of a zone, or of the whole run.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct StatisticOf {
    /// Its key.
    pub key: String,
    /// Its Chinese name; empty for a key that is not known.
    pub name_zh: &'static str,
    /// Zone; empty for the whole run.
    pub zone: String,
}

/// What is filled with a number of another year.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum FilledNumber {
    /// The land cover.
    LandCover,
    /// A layer, by the id of its quantity.
    Layer(&'static str),
    /// A statistic.
    Statistic(StatisticOf),
}

/// Where the numbers of a layer come from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum LayerOrigin {
    /// From the layers of two years.
    BetweenYears,
    /// From a raster.
    File(String),
    /// From columns of the table of parcels.
    Columns(Vec<String>),
    /// From the run: the same everywhere.
    Constant {
        /// One number, or one for each band.
        values: Vec<Number>,
        /// Their unit.
        unit: String,
    },
    /// From an array in memory.
    Array {
        /// Its unit.
        unit: String,
    },
}

/// What a class of a crosswalk becomes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClassTarget {
    /// An ecosystem type.
    Type(String),
    /// One of so many types, by a rule.
    Split(usize),
}

/// A number with its unit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount {
    /// The number.
    pub value: Number,
    /// Its unit.
    pub unit: String,
}

/// A number that is one thing with another of the same bits.
#[derive(Debug, Clone, Copy)]
pub struct Number(pub f64);

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Number {}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Evidence {
    /// Whether a reader must be told: anything but a row that was read in its source.
    #[must_use]
    pub fn must_be_listed(&self) -> bool {
        self.verified != Verified::Yes || self.assumed
    }

    /// The parameter row, if it is one.
    #[must_use]
    pub const fn row(&self) -> Option<&RowId> {
        match &self.ground {
            Ground::Row { id, .. } => Some(id),
            _ => None,
        }
    }

    /// Whether it is a number of another year.
    #[must_use]
    pub const fn is_filled(&self) -> bool {
        matches!(self.ground, Ground::Filled { .. })
    }

    /// Whether it is a year of the price index.
    #[must_use]
    pub const fn is_price_index(&self) -> bool {
        matches!(self.ground, Ground::Row { role: Role::PriceIndex, .. })
    }

    /// The order in which tables list evidence: by its words in English.
    #[must_use]
    pub fn in_order_of_words(&self, other: &Self) -> Ordering {
        let words = |own: &Self| (own.ground.kind(), own.ground.to_string());
        words(self).cmp(&words(other)).then_with(|| self.cmp(other))
    }
}
