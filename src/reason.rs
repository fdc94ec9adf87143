//! Why a number is not there. A reason is data; what it is called in English and Chinese stands in `reason/wording.rs`.

mod no_row;
mod no_statistic;
mod wording;

use std::fmt;

use crate::error::Error;
use crate::extent::Ecosystem;
use crate::extent::crosswalk::Untyped;
use crate::quantity::Quantity;
use crate::wording::{Language, Name, Say};

pub use no_row::{NoRow, RowRemedy};
pub use no_statistic::{GivenStatistic, NoStatistic};

/// Why a number is not there. `Display` writes it in English, [`Say`] in any language.
///
/// # Examples
///
/// ```
/// use ecovalue::quantity;
/// use ecovalue::reason::Reason;
/// use ecovalue::wording::{Language, Say};
///
/// let reason = Reason::NoData(quantity::named("precipitation")?);
/// assert_eq!(reason.to_string(), "precipitation: no data");
/// assert_eq!(reason.say(Language::Chinese), "年降水量（precipitation）：无数据");
/// # Ok::<(), ecovalue::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Reason {
    /// Neither a layer of the run nor a driver of the profile gives it.
    NoLayer(&'static Quantity),
    /// The drivers of the profile need the quantity to compute it.
    NeedsItself(&'static Quantity),
    /// Totals cannot be spread by a quantity with several numbers for a cell.
    SeveralBands(&'static Quantity),
    /// No statistic of the zone and year.
    NoStatistic(Box<NoStatistic>),
    /// No parameter row holds.
    NoRow(Box<NoRow>),
    /// An ecosystem type has no row of a coefficient.
    NoRowOfType {
        /// The coefficient.
        quantity: &'static Quantity,
        /// The ecosystem type.
        ecosystem: Ecosystem,
    },
    /// A layer has no number there.
    NoData(&'static Quantity),
    /// The equation that computes a quantity does not reach there.
    OutsideDriver {
        /// The quantity.
        quantity: &'static Quantity,
        /// Id of the driver.
        driver: &'static str,
    },
    /// The equation of the service does not reach there.
    OutsideEquation,
    /// No cell has all inputs.
    NoCompleteCell,
    /// No cell of the ecosystem type has all inputs.
    NoCompleteCellOfType,
    /// The number is given, but not for this zone.
    NotOfZone,
    /// The profile does not count the ecosystem type.
    NotCounted,
    /// The variant of the value leaves the indicator out.
    LeftOut(Omission),
    /// No service has a value.
    NoValue,
    /// Neither material products nor cultural services have a value.
    NothingConverted,
    /// The map has no area.
    NoArea,
    /// What is below the line is 0.
    ZeroBelow(Name),
    /// A cell of a map has no land cover.
    NoLandCover,
    /// A parcel has no class.
    NoClass,
    /// A cell lies outside every zone.
    OutsideZones,
    /// A class of the land cover has no ecosystem type.
    Untyped {
        /// The class, as the land cover writes it.
        class: String,
        /// Why it has none.
        why: Untyped,
    },
    /// The number may not be used.
    Refused(Box<Error>),
    /// As the run, or a table that an earlier run wrote, states it; the same in both languages.
    Stated(String),
}

/// Why a variant of the value leaves an indicator out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Omission {
    /// Exchange values leave consumer surplus out.
    ConsumerSurplus,
    /// The variant counts the time of visitors alone.
    TimeAlone,
}

impl Omission {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::ConsumerSurplus, Self::TimeAlone];
}

impl Reason {
    /// Nothing to say, as of cells that are valued.
    pub const NONE: Self = Self::Stated(String::new());

    /// Whether nothing is said, as of cells that are valued.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Stated(text) if text.is_empty())
    }
}

impl From<&str> for Reason {
    fn from(text: &str) -> Self {
        Self::Stated(text.to_owned())
    }
}

impl From<String> for Reason {
    fn from(text: String) -> Self {
        Self::Stated(text)
    }
}

impl From<&String> for Reason {
    fn from(text: &String) -> Self {
        Self::Stated(text.clone())
    }
}

impl From<NoRow> for Reason {
    fn from(row: NoRow) -> Self {
        Self::NoRow(Box::new(row))
    }
}

impl From<NoStatistic> for Reason {
    fn from(statistic: NoStatistic) -> Self {
        Self::NoStatistic(Box::new(statistic))
    }
}

impl From<Error> for Reason {
    fn from(error: Error) -> Self {
        Self::Refused(Box::new(error))
    }
}

// A quantity holds numbers of a table, of which none is NaN.
impl Eq for Reason {}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Language::English))
    }
}
