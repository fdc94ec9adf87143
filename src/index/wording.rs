//! What indices and both sides of their line are called in English and Chinese. Tables have the English names.

use std::fmt;

use super::{Above, Below, Heads, Index, IndexId, IndexUnit, PopulationBasis, ServiceCoverage};
use crate::account::Kind;
use crate::text;
use crate::wording::{Language, Message, Name, Say};

const fn name(en: &'static str, zh: &'static str) -> Name {
    Name { en, zh }
}

impl IndexId {
    /// Its name; that of the share is the reading, such as `P1-N2`.
    #[must_use]
    pub const fn name(self) -> Name {
        match self {
            Self::Gep => Kind::Gep.name(),
            Self::SatelliteValue => Kind::Satellite.name(),
            Self::CrossCheckValue => Kind::CrossCheck.name(),
            Self::GepPerArea => name("GEP per area", "单位国土面积GEP"),
            Self::SatelliteValuePerArea => name("satellite account per area", "单位面积卫星账户价值"),
            Self::CrossCheckValuePerArea => name("cross-check per area", "单位面积对照核算值"),
            Self::GepPerCapita => name("GEP per head", "人均GEP"),
            Self::GreenGoldIndex => name("green gold index GEP/GDP", "绿金指数 GEP/GDP"),
            Self::PrimaryConversion => name("primary conversion", "生态产品初级转化率"),
            Self::EcoProductShare => name("share of ecological products", "生态产品产值占比"),
        }
    }
}

impl Above {
    /// Its name in an index.
    #[must_use]
    pub const fn name(self, of: IndexId) -> Name {
        match (self, of) {
            (Self::Total(kind), _) => kind.name(),
            (Self::Converted, IndexId::EcoProductShare) => {
                name("material products + cultural services of GEP", "GEP中物质产品 + 文化服务")
            }
            (Self::Converted, _) => name("material products + cultural services", "物质产品 + 文化服务"),
            (Self::Realised, _) => name(
                "realised output: eco farm products + processing + tourism + compensation",
                "实现产值：绿色有机农产品 + 生态加工 + 生态旅游 + 生态补偿",
            ),
        }
    }

    /// Its place among the numerators of the share of ecological products.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Realised => "N1",
            Self::Converted => "N2",
            Self::Total(_) => "N3",
        }
    }
}

impl Below {
    /// Its name; empty where nothing stands below the line.
    #[must_use]
    pub const fn name(self) -> Name {
        match self {
            Self::Nothing => name("", ""),
            Self::MapArea => name("area of the map", "图上面积"),
            Self::LandArea => name("land_area", "统计国土面积"),
            Self::Heads(Heads::Resident) => name("population_resident", "常住人口"),
            Self::Heads(Heads::Registered) => name("population_registered", "户籍人口"),
            Self::Gdp => name("gdp", "地区生产总值"),
            Self::GrossOutput => name("gross_output", "总产出"),
            Self::Income(Heads::Resident) => {
                name("disposable_income_per_head x population_resident", "居民人均可支配收入 × 常住人口")
            }
            Self::Income(Heads::Registered) => {
                name("disposable_income_per_head x population_registered", "居民人均可支配收入 × 户籍人口")
            }
            Self::Gep => name("GEP", "GEP"),
        }
    }

    /// Its place among the denominators of the share of ecological products; empty for others.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Gdp => "P1",
            Self::Income(_) => "P2",
            Self::GrossOutput => "P3",
            Self::Nothing | Self::MapArea | Self::LandArea | Self::Heads(_) | Self::Gep => "",
        }
    }

    /// The one that a table writes so.
    #[must_use]
    pub fn written(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|below| below.name().en == text)
    }
}

/// A side of a line as a table names it, in both languages where it is one that this version writes.
#[must_use]
pub fn side_written(text: &str) -> Message {
    let ids = [IndexId::Gep, IndexId::EcoProductShare];
    let above = [Kind::Gep, Kind::Satellite, Kind::CrossCheck].map(Above::Total);
    let above = above.into_iter().chain([Above::Converted, Above::Realised]);
    let above = above.flat_map(|above| ids.map(|id| above.name(id)));
    let mut names = above.chain(Below::ALL.map(Below::name));
    names.find(|name| name.en == text).map_or_else(|| Message::english(text), Message::from)
}

impl IndexUnit {
    /// Its name.
    #[must_use]
    pub const fn name(self) -> Name {
        match self {
            Self::Cny => name("CNY", "元"),
            Self::WanCnyPerMu => name("10^4 CNY/mu", "万元/亩"),
            Self::WanCnyPerKm2 => name("10^4 CNY/km2", "万元/km2"),
            Self::CnyPerHm2 => name("CNY/hm2", "元/hm2"),
            Self::CnyPerPerson => name("CNY/person", "元/人"),
            Self::One => name("1", "1"),
            Self::Percent => name("%", "%"),
        }
    }

    /// The one that a table writes so.
    #[must_use]
    pub fn written(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.name().en == text)
    }
}

impl Say for PopulationBasis {
    fn message(&self) -> Message {
        match self {
            Self::Nobody => text!("", ""),
            Self::Cancels => text!("cancels: the same heads above and below", "人口口径相同，相互抵消"),
            Self::Of(Heads::Resident) => text!("resident (常住人口)", "常住人口"),
            Self::Of(Heads::Registered) => text!("registered (户籍人口)", "户籍人口"),
            Self::Stated(text) => text!("{0}", "{0}", text),
        }
    }
}

impl Say for ServiceCoverage {
    fn message(&self) -> Message {
        let [accounted, listed] = [self.accounted, self.listed].map(|count| count.to_string());
        if self.accounted == self.listed {
            text!("full: {0} of {1} services", "全部核算：{0}/{1}项服务", accounted, listed)
        } else {
            text!("partial: {0} of {1} services", "部分核算：{0}/{1}项服务", accounted, listed)
        }
    }
}

impl fmt::Display for ServiceCoverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Language::English))
    }
}

impl Index {
    /// What is above the line.
    #[must_use]
    pub const fn numerator(&self) -> Name {
        self.reading.above.name(self.id)
    }

    /// What is below the line.
    #[must_use]
    pub const fn denominator(&self) -> Name {
        self.reading.below.name()
    }

    /// Place among the readings of the share of ecological products, such as `P1-N2`; none for other indices.
    #[must_use]
    pub fn share(&self) -> Option<String> {
        let code = || format!("{}-{}", self.reading.below.code(), self.reading.above.code());
        (self.id == IndexId::EcoProductShare).then(code)
    }

    /// Which reading, and whether services are missing. Realised output rests on statistics, and on no service.
    #[must_use]
    pub fn variant(&self) -> Message {
        match (self.share(), self.reading.above) {
            (Some(share), Above::Realised) => text!("{0}", "{0}", share),
            (Some(share), _) => text!("{0}; {1}", "{0}；{1}", share, self.coverage.message()),
            (None, _) => self.coverage.message(),
        }
    }

    /// `accounted`, or `not_accounted: reason`.
    #[must_use]
    pub fn status(&self) -> Message {
        match &self.value {
            Ok(_) => text!("accounted", "已核算"),
            Err(reason) => reason.not_accounted(),
        }
    }
}
