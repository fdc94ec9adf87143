//! Choices that a plan leaves open: how its words are read, and which figures of an account are taken.

use super::cell::normal;
use crate::error::{Code, Error, did_you_mean};
use crate::text;
use crate::wording::Name;

/// How 稳定提高, 稳定增加 and 稳定提升 are read; the plans do not say it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Steady {
    /// Above last year: the words say that the value rises.
    #[default]
    Strict,
    /// At or above last year.
    Weak,
}

/// How a target that is a plain number is read; the plans do not say it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum NumberReading {
    /// The number is reached or passed: every indicator of the plan is the better the higher.
    #[default]
    Reach,
    /// The number itself.
    Exact,
}

/// Kind of terrain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Terrain {
    /// 丘陵区
    Hills,
    /// 山区
    Mountains,
    /// 平原区
    Plains,
}

pub(super) const TERRAINS: [(&str, Terrain); 8] = [
    ("丘陵地区", Terrain::Hills),
    ("丘陵区", Terrain::Hills),
    ("hills", Terrain::Hills),
    ("山区", Terrain::Mountains),
    ("mountains", Terrain::Mountains),
    ("平原地区", Terrain::Plains),
    ("平原区", Terrain::Plains),
    ("plains", Terrain::Plains),
];

impl Terrain {
    /// The terrain of a name: 丘陵区, 山区, 平原区, or hills, mountains, plains.
    ///
    /// # Errors
    ///
    /// `EV-I006` with the known names.
    pub fn named(name: &str) -> Result<Self, Error> {
        let name = normal(name);
        TERRAINS.iter().find(|(known, _)| *known == name).map(|(_, terrain)| *terrain).ok_or_else(|| {
            let hint = did_you_mean(&name, TERRAINS.iter().map(|(known, _)| *known));
            Error::new(Code::BadValue, text!("unknown terrain `{0}`", "未知的地形 `{0}`", &name), hint)
        })
    }

    /// Its name.
    #[must_use]
    pub const fn name(self) -> Name {
        match self {
            Self::Hills => Name { en: "hills", zh: "丘陵区" },
            Self::Mountains => Name { en: "mountains", zh: "山区" },
            Self::Plains => Name { en: "plains", zh: "平原区" },
        }
    }
}

/// Area that GEP is divided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LandArea {
    /// The official land area (国土面积), statistic `land_area`.
    Stated,
    /// The area of the map.
    Map,
}

impl LandArea {
    /// The denominator as `indices.csv` names it.
    #[must_use]
    pub const fn denominator(self) -> &'static str {
        match self {
            Self::Stated => "land_area",
            Self::Map => "area of the map",
        }
    }
}

/// A reading of the share of ecological products (居民人均生态产品产值占比). None is the official one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareReading {
    /// Denominator and numerator, e.g. `P1-N2`.
    variant: String,
    /// Whether registered heads are counted, where heads are.
    registered: bool,
}

/// The readings that accounts hold.
const SHARES: [&str; 9] = ["P1-N1", "P1-N2", "P1-N3", "P2-N1", "P2-N2", "P2-N3", "P3-N1", "P3-N2", "P3-N3"];

impl ShareReading {
    /// A reading by its name: `P1-N2`; `P2-N2/registered` counts the registered population.
    ///
    /// # Errors
    ///
    /// `EV-I006` with the known names.
    pub fn named(name: &str) -> Result<Self, Error> {
        let (variant, population) = name.split_once('/').unwrap_or((name, "resident"));
        let population_known =
            population == "resident" || population == "registered" && variant.starts_with("P2");
        if SHARES.contains(&variant) && population_known {
            return Ok(Self { variant: variant.to_owned(), registered: population == "registered" });
        }
        let message = text!(
            "unknown variant `{0}` of the share of ecological products",
            "居民人均生态产品产值占比没有口径 `{0}`",
            name
        );
        let hint = text!(
            "{0}; P2 may end in /registered",
            "{0}；P2 可加后缀 /registered",
            did_you_mean(variant, SHARES)
        );
        Err(Error::new(Code::BadValue, message, hint))
    }

    /// Whether a row of `indices.csv` is this reading.
    #[must_use]
    pub fn is(&self, variant: &str, denominator: &str) -> bool {
        self.variant == variant && denominator.ends_with("population_registered") == self.registered
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> String {
        let heads = if self.registered { "/registered" } else { "" };
        format!("{}{heads}", self.variant)
    }
}

/// The choices of a judgement.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct JudgementOptions {
    /// Reading of 稳定提高.
    pub steady: Steady,
    /// Reading of a plain number.
    pub number: NumberReading,
    /// The fall below last year, in percent of it, that 保持稳定 allows.
    pub stable_within: Option<f64>,
    /// Terrain of rows that state none.
    pub terrain: Option<Terrain>,
    /// Reading of the share of ecological products; without one it is undecided.
    pub share: Option<ShareReading>,
    /// Zone of the accounts for rows without a zone; none for the whole run.
    pub zone: Option<String>,
    /// Area below GEP per area; without a choice the stated one, if every account has it.
    pub land_area: Option<LandArea>,
    /// Base year of the constant prices, where accounts have several.
    pub price_year: Option<i32>,
}

impl JudgementOptions {
    /// Names and values of the choices, as they are recorded.
    #[must_use]
    pub fn list(&self) -> Vec<(&'static str, String)> {
        let or_none = |text: Option<String>| text.unwrap_or_else(|| "none".to_owned());
        let area = self.land_area.map_or("land_area if every account has it", LandArea::denominator);
        vec![
            ("steady", if self.steady == Steady::Strict { "strict" } else { "weak" }.to_owned()),
            ("plain_number", if self.number == NumberReading::Reach { "reach" } else { "exact" }.to_owned()),
            ("stable_within", or_none(self.stable_within.map(|percent| format!("{percent} %")))),
            ("terrain", or_none(self.terrain.map(|terrain| terrain.name().en.to_owned()))),
            ("share", or_none(self.share.as_ref().map(ShareReading::name))),
            ("zone", self.zone.clone().unwrap_or_else(|| "whole run".to_owned())),
            ("land_area", area.to_owned()),
            ("price_year", or_none(self.price_year.map(|year| year.to_string()))),
        ]
    }
}
