//! Readings: what stands above and below the line of an index, and in which unit. What they are called stands in
//! `index/wording.rs`.

use crate::account::Kind;
use crate::unit::WAN;

/// An index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum IndexId {
    /// The gross ecosystem product.
    Gep,
    /// The same per area.
    GepPerArea,
    /// The total of a satellite account.
    SatelliteValue,
    /// The same per area.
    SatelliteValuePerArea,
    /// The total of a cross-check.
    CrossCheckValue,
    /// The same per area.
    CrossCheckValuePerArea,
    /// GEP per head.
    GepPerCapita,
    /// GEP against GDP.
    GreenGoldIndex,
    /// Material products and cultural services against GEP.
    PrimaryConversion,
    /// A reading of the share of ecological products.
    EcoProductShare,
}

impl IndexId {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Gep,
        Self::GepPerArea,
        Self::SatelliteValue,
        Self::SatelliteValuePerArea,
        Self::CrossCheckValue,
        Self::CrossCheckValuePerArea,
        Self::GepPerCapita,
        Self::GreenGoldIndex,
        Self::PrimaryConversion,
        Self::EcoProductShare,
    ];

    /// Id in files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Gep => "gep",
            Self::GepPerArea => "gep_per_area",
            Self::SatelliteValue => "satellite_value",
            Self::SatelliteValuePerArea => "satellite_value_per_area",
            Self::CrossCheckValue => "cross_check_value",
            Self::CrossCheckValuePerArea => "cross_check_value_per_area",
            Self::GepPerCapita => "gep_per_capita",
            Self::GreenGoldIndex => "green_gold_index",
            Self::PrimaryConversion => "primary_conversion",
            Self::EcoProductShare => "eco_product_share",
        }
    }

    /// The index that is the total of a kind of account.
    #[must_use]
    pub const fn total(kind: Kind) -> Self {
        match kind {
            Kind::Gep => Self::Gep,
            Kind::Satellite => Self::SatelliteValue,
            Kind::CrossCheck => Self::CrossCheckValue,
        }
    }

    /// The index that is the same per area.
    #[must_use]
    pub const fn per_area(kind: Kind) -> Self {
        match kind {
            Kind::Gep => Self::GepPerArea,
            Kind::Satellite => Self::SatelliteValuePerArea,
            Kind::CrossCheck => Self::CrossCheckValuePerArea,
        }
    }

    /// Whether it is a total per area.
    #[must_use]
    pub const fn is_per_area(self) -> bool {
        matches!(self, Self::GepPerArea | Self::SatelliteValuePerArea | Self::CrossCheckValuePerArea)
    }
}

/// Which heads are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Heads {
    /// The resident population (常住人口).
    Resident,
    /// The registered population (户籍人口).
    Registered,
}

impl Heads {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Resident, Self::Registered];

    /// Key of the statistic.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Resident => "population_resident",
            Self::Registered => "population_registered",
        }
    }
}

/// What stands above the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Above {
    /// The total of an account.
    Total(Kind),
    /// The value of material products and cultural services (“两山”转化).
    Converted,
    /// The realised output of ecological products.
    Realised,
}

/// Parts of the realised output of ecological products.
pub const REALISED_OUTPUT: [&str; 4] =
    ["eco_agriculture_output", "eco_processing_output", "eco_tourism_income", "eco_compensation_income"];

/// What stands below the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Below {
    /// Nothing.
    Nothing,
    /// The area of the map.
    MapArea,
    /// The area of the land that statistics state.
    LandArea,
    /// A population.
    Heads(Heads),
    /// The gross domestic product.
    Gdp,
    /// The gross output.
    GrossOutput,
    /// Disposable income per head times a population.
    Income(Heads),
    /// The gross ecosystem product.
    Gep,
}

impl Below {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Nothing,
        Self::MapArea,
        Self::LandArea,
        Self::Heads(Heads::Resident),
        Self::Heads(Heads::Registered),
        Self::Gdp,
        Self::GrossOutput,
        Self::Income(Heads::Resident),
        Self::Income(Heads::Registered),
        Self::Gep,
    ];

    /// Keys of the statistics that are multiplied, in this order; none where it is no statistic.
    #[must_use]
    pub const fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Nothing | Self::MapArea | Self::Gep => &[],
            Self::LandArea => &["land_area"],
            Self::Heads(Heads::Resident) => const { &[Heads::Resident.key()] },
            Self::Heads(Heads::Registered) => const { &[Heads::Registered.key()] },
            Self::Gdp => &["gdp"],
            Self::GrossOutput => &["gross_output"],
            Self::Income(Heads::Resident) => const { &[INCOME, Heads::Resident.key()] },
            Self::Income(Heads::Registered) => const { &[INCOME, Heads::Registered.key()] },
        }
    }
}

/// Key of the disposable income per head.
pub(super) const INCOME: &str = "disposable_income_per_head";

/// Unit of an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum IndexUnit {
    /// 元.
    Cny,
    /// 万元/亩.
    WanCnyPerMu,
    /// 万元/km².
    WanCnyPerKm2,
    /// 元/hm².
    CnyPerHm2,
    /// 元/人.
    CnyPerPerson,
    /// A plain number.
    One,
    /// %.
    Percent,
}

impl IndexUnit {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Cny,
        Self::WanCnyPerMu,
        Self::WanCnyPerKm2,
        Self::CnyPerHm2,
        Self::CnyPerPerson,
        Self::One,
        Self::Percent,
    ];

    /// What the quotient of both sides is multiplied by.
    #[must_use]
    pub fn scale(self) -> f64 {
        match self {
            Self::WanCnyPerMu | Self::WanCnyPerKm2 => 1.0 / WAN,
            Self::Percent => 100.0,
            Self::Cny | Self::CnyPerHm2 | Self::CnyPerPerson | Self::One => 1.0,
        }
    }
}

/// One reading of an index: `above / below * scale`, in a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reading {
    /// What stands above the line.
    pub above: Above,
    /// What stands below it.
    pub below: Below,
    /// The unit.
    pub unit: IndexUnit,
}

/// Which heads the number of an index rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PopulationBasis {
    /// None.
    Nobody,
    /// The same heads above and below the line.
    Cancels,
    /// Those of a population.
    Of(Heads),
    /// As the row of the statistics states it.
    Stated(String),
}

/// How many of the services that a profile lists have a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServiceCoverage {
    /// Services with a value.
    pub accounted: usize,
    /// Services that the profile lists.
    pub listed: usize,
}
