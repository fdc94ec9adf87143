//! Ecosystem types (生态系统类型) after HJ 1166-2021, Table A.1: 8 classes of level I, 24 of level II.

pub mod coverage;
pub mod crosswalk;

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use crate::error::{Code, Error};
use crate::table::Table;
use crate::wording::Name;

/// A level II type of HJ 1166-2021.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EcosystemType {
    /// Two digits; the first is level I.
    pub code: u8,
    /// English name.
    pub name: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name of level I.
    pub group: String,
    /// Chinese name of level I.
    pub group_zh: String,
}

/// The 24 types, in the order of the standard.
#[must_use]
pub fn ecosystem_types() -> &'static [EcosystemType] {
    static TYPES: LazyLock<Vec<EcosystemType>> = LazyLock::new(|| {
        let text = include_str!("extent/data/ecosystem_types.csv");
        let table = Table::parse("ecosystem_types.csv", text);
        let rows = table.iter().flat_map(Table::rows);
        rows.map(|row| EcosystemType {
            code: row.text("l2_code").parse().unwrap_or_default(),
            name: row.text("l2_en").to_owned(),
            name_zh: row.text("l2_zh").to_owned(),
            group: row.text("l1_en").to_owned(),
            group_zh: row.text("l1_zh").to_owned(),
        })
        .collect()
    });
    &TYPES
}

/// The type of a level II code.
#[must_use]
pub fn ecosystem_type(code: u8) -> Option<&'static EcosystemType> {
    ecosystem_types().iter().find(|known| known.code == code)
}

/// English and Chinese name of a level I code.
#[must_use]
pub fn group_name(group: u8) -> Option<(&'static str, &'static str)> {
    let known = ecosystem_types().iter().find(|known| known.code / 10 == group)?;
    Some((&known.group, &known.group_zh))
}

/// Distinctions that the 24 types lack but coefficients need, as letters behind the code: `11e`, `51p`, `42r`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Flags(u16);

/// Letter and meaning of every flag; the position is its bit.
const FLAGS: &[(char, Name)] = &[
    ('e', Name { en: "evergreen", zh: "常绿" }),
    ('d', Name { en: "deciduous", zh: "落叶" }),
    ('p', Name { en: "paddy", zh: "水田" }),
    ('b', Name { en: "bamboo", zh: "竹林" }),
    ('r', Name { en: "reservoir", zh: "水库" }),
    ('a', Name { en: "alpine", zh: "高寒" }),
    ('c', Name { en: "coastal", zh: "滨海" }),
    ('t', Name { en: "temperate", zh: "温带" }),
    ('s', Name { en: "subtropical", zh: "亚热带" }),
];

impl Flags {
    /// Letter and meaning of every flag.
    #[must_use]
    pub const fn letters() -> &'static [(char, Name)] {
        FLAGS
    }

    fn of(letter: char) -> Option<Self> {
        FLAGS.iter().position(|(known, _)| *known == letter).map(|bit| Self(1 << bit))
    }

    /// How many flags are set.
    #[must_use]
    pub const fn count(self) -> u32 {
        self.0.count_ones()
    }

    /// Whether all flags of another set are set here too.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// An ecosystem type of a cell or a row: level I (`1`) or level II (`11`), with flags (`11e`).
///
/// # Examples
///
/// ```
/// use ecovalue::extent::Ecosystem;
///
/// let evergreen: Ecosystem = "11e".parse()?;
/// assert_eq!((evergreen.code(), evergreen.group()), (11, 1));
/// assert!("11e".parse::<Ecosystem>()?.is_within("1".parse()?));
/// assert!("99".parse::<Ecosystem>().is_err());
/// # Ok::<(), ecovalue::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ecosystem {
    code: u8,
    flags: Flags,
}

impl Ecosystem {
    /// Level II code, or level I code of one digit.
    #[must_use]
    pub const fn code(self) -> u8 {
        self.code
    }

    /// Level I code.
    #[must_use]
    pub const fn group(self) -> u8 {
        if self.code >= 10 { self.code / 10 } else { self.code }
    }

    /// The flags.
    #[must_use]
    pub const fn flags(self) -> Flags {
        self.flags
    }

    /// The same type with the flags of another beside its own: `11b` with those of `11e` is `11eb`.
    #[must_use]
    pub const fn with_flags_of(self, other: Self) -> Self {
        Self { code: self.code, flags: Flags(self.flags.0 | other.flags.0) }
    }

    /// The same type without flags, as accounts list it.
    #[must_use]
    pub const fn plain(self) -> Self {
        Self { code: self.code, flags: Flags(0) }
    }

    /// The level I class that it belongs to.
    #[must_use]
    pub const fn level_one(self) -> Self {
        Self { code: self.group(), flags: Flags(0) }
    }

    /// Whether this type is the other one or belongs to it: `11e` is within `11e`, `11` and `1`.
    #[must_use]
    pub const fn is_within(self, other: Self) -> bool {
        (other.code == self.code || other.code == self.group()) && self.flags.contains(other.flags)
    }

    /// How closely a row for `other` fits a cell of this type; larger is closer, `None` does not fit.
    /// The order of falling back: code with flags, code, level I.
    #[must_use]
    pub fn closeness(self, other: Self) -> Option<u32> {
        let level = if other.code == self.code { 100 } else { 0 };
        self.is_within(other).then(|| level + other.flags.count())
    }

    /// English and Chinese name of the type, without flags.
    #[must_use]
    pub fn names(self) -> (&'static str, &'static str) {
        match ecosystem_type(self.code) {
            Some(known) => (&known.name, &known.name_zh),
            None => group_name(self.code).unwrap_or(("", "")),
        }
    }

    /// The alternatives of a text such as `41/42r`.
    ///
    /// # Errors
    ///
    /// `EV-I011` for the first that is no type.
    pub fn list(text: &str) -> Result<Vec<Self>, Error> {
        text.split('/').map(|part| part.trim().parse()).collect()
    }
}

impl fmt::Display for Ecosystem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letters = FLAGS.iter().filter_map(|(letter, _)| {
            Flags::of(*letter).filter(|flag| self.flags.contains(*flag)).map(|_| *letter)
        });
        write!(f, "{}{}", self.code, letters.collect::<String>())
    }
}

impl FromStr for Ecosystem {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let unknown = || {
            Error::new(
                Code::UnmappedClass,
                format!("`{text}` is no ecosystem type of HJ 1166-2021"),
                "write a level I code (1 to 8), a level II code such as 11, or one with flags such as 11e, 51p, 42r",
            )
        };
        let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (code, letters) = text.split_at_checked(digits).ok_or_else(unknown)?;
        let code: u8 = code.parse().map_err(|_| unknown())?;
        if group_name(code).is_none() && ecosystem_type(code).is_none() {
            return Err(unknown());
        }
        let mut flags = Flags::default();
        for letter in letters.chars() {
            flags.0 |= Flags::of(letter).ok_or_else(unknown)?.0;
        }
        Ok(Self { code, flags })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_has_eight_classes_and_twenty_four_types() {
        assert_eq!(ecosystem_types().len(), 24);
        assert_eq!((1..=8).filter(|group| group_name(*group).is_some()).count(), 8);
        assert_eq!(ecosystem_type(52).unwrap().name_zh, "园地");
    }

    #[test]
    fn a_row_fits_by_flags_then_code_then_level_one() {
        let cell: Ecosystem = "11e".parse().unwrap();
        let closeness = |row: &str| cell.closeness(row.parse().unwrap());
        assert!(closeness("11e") > closeness("11") && closeness("11") > closeness("1"));
        assert_eq!((closeness("11d"), closeness("12"), closeness("2")), (None, None, None));
        assert_eq!("32".parse::<Ecosystem>().unwrap().closeness("32a".parse().unwrap()), None);
    }

    #[test]
    fn texts_come_back() {
        for text in ["1", "11", "11e", "42r", "33s"] {
            assert_eq!(text.parse::<Ecosystem>().unwrap().to_string(), text);
        }
        for text in ["", "0", "9", "15", "11x", "e", "111", "-1"] {
            assert!(text.parse::<Ecosystem>().is_err(), "{text}");
        }
    }
}
