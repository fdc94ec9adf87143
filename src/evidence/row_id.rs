//! Stable ids of parameter rows.

use std::fmt;
use std::sync::Arc;

/// Stable id of a parameter row: its key and what tells it from the other rows of the key, never its line.
///
/// # Examples
///
/// ```
/// use ecovalue::parameter::{Parameters, Query};
///
/// let rows = Parameters::shipped();
/// let found = rows.find(&Query::new("runoff_coefficient", 2019).ecosystem("11e".parse()?))?;
/// assert_eq!(found.row.id().to_string(), "runoff_coefficient[ecosystem=11e]");
/// # Ok::<(), ecovalue::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowId(Arc<RowParts>);

/// What tells a parameter row from all others of its table.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowParts {
    /// Key.
    pub key: String,
    /// Variant; empty for the plain one.
    pub variant: String,
    /// Ecosystem types, `/` between two; empty for any.
    pub ecosystem: String,
    /// Condition; empty for none.
    pub condition: String,
    /// Region; empty for any.
    pub region: String,
    /// Year of a price.
    pub price_year: Option<i32>,
    /// First year it holds.
    pub valid_from: Option<i32>,
    /// Last year it holds.
    pub valid_to: Option<i32>,
}

impl RowId {
    /// The id of a row with these parts.
    #[must_use]
    pub fn new(parts: RowParts) -> Self {
        Self(Arc::new(parts))
    }

    /// Key of the row.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.0.key
    }

    /// Its parts.
    #[must_use]
    pub fn parts(&self) -> &RowParts {
        &self.0
    }

    /// Year of a price, else the first year in which the row holds.
    #[must_use]
    pub fn year(&self) -> Option<i32> {
        self.0.price_year.or(self.0.valid_from)
    }

    /// What stands behind the key: variant, types, condition, region and year, with a space before each.
    pub(super) fn behind_key(&self) -> String {
        let RowParts { variant, ecosystem, condition, region, .. } = &*self.0;
        let year = self.year().map(|year| year.to_string()).unwrap_or_default();
        let parts = [variant, ecosystem, condition, region, &year];
        parts.into_iter().filter(|part| !part.is_empty()).flat_map(|part| [" ", part]).collect()
    }
}

impl fmt::Display for RowId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let RowParts { key, variant, ecosystem, condition, region, price_year, valid_from, valid_to } =
            &*self.0;
        let [year, from, to] = [price_year, valid_from, valid_to]
            .map(|year| year.map(|year| year.to_string()).unwrap_or_default());
        let parts = [
            ("variant", variant),
            ("ecosystem", ecosystem),
            ("condition", condition),
            ("region", region),
            ("year", &year),
            ("from", &from),
            ("to", &to),
        ];
        f.write_str(key)?;
        let mut before = "[";
        for (name, part) in parts.into_iter().filter(|(_, part)| !part.is_empty()) {
            write!(f, "{before}{name}={part}")?;
            before = ",";
        }
        if before == "," { f.write_str("]") } else { Ok(()) }
    }
}
