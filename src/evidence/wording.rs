//! What evidence is called in English and Chinese: one text for each case.

use std::fmt;

use super::{ClassTarget, Evidence, FilledNumber, Ground, LayerOrigin, Role, StatisticOf, Verified};
use crate::quantity;
use crate::text;
use crate::wording::{Language, Message, Name, Say, TextArgument};

impl Role {
    /// The word in tables.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Parameter => "parameter",
            Self::Price => "price",
            Self::PriceIndex => "price_index",
        }
    }
}

impl Ground {
    /// The word in tables: `parameter`, `price`, `price_index`, `statistic`, `carried_forward`, `interpolated`, `layer`,
    /// `crosswalk`, `cells`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        self.kind_name().en
    }

    /// The same in both languages.
    #[must_use]
    pub const fn kind_name(&self) -> Name {
        let (en, zh) = match self {
            Self::Row { role: Role::Parameter, .. } => (Role::Parameter.as_str(), "参数"),
            Self::Row { role: Role::Price, .. } => (Role::Price.as_str(), "单价"),
            Self::Row { role: Role::PriceIndex, .. } => (Role::PriceIndex.as_str(), "价格指数"),
            Self::Statistic { .. } | Self::Assumption { .. } => ("statistic", "统计量"),
            Self::Filled { to: None, .. } => ("carried_forward", "沿用"),
            Self::Filled { to: Some(_), .. } => ("interpolated", "内插"),
            Self::Layer { .. } => ("layer", "图层"),
            Self::Class { .. } => ("crosswalk", "归类"),
            Self::Area { .. } => ("cells", "图斑"),
        };
        Name { en, zh }
    }
}

/// A quantity, or the key of a parameter, which is often that of a quantity.
fn id_of(key: &str) -> TextArgument {
    quantity::named(key).map_or_else(|_| TextArgument::Text(key.to_owned()), Into::into)
}

impl Say for Ground {
    fn message(&self) -> Message {
        match self {
            Self::Row { id, amount, .. } => text!(
                "{0}{1} = {2} {3}",
                "{0}{1} = {2} {3}",
                id_of(id.key()),
                id.behind_key(),
                amount.value.to_string(),
                &amount.unit
            ),
            Self::Statistic { statistic, year, amount } => text!(
                "{0} {1} = {2} {3}",
                "{0} {1} = {2} {3}",
                statistic.message(),
                *year,
                amount.value.to_string(),
                &amount.unit
            ),
            Self::Assumption { statistic, year, value } => {
                text!("{0} {1} = {2}", "{0} {1} = {2}", statistic.message(), *year, value.to_string())
            }
            Self::Filled { of, year, from, to: None } => {
                text!("{0} of {1} is that of {2}", "{1} 年的{0}沿用 {2} 年", of.message(), *year, *from)
            }
            Self::Filled { of, year, from, to: Some(to) } => text!(
                "{0} of {1} lies between those of {2} and {3}",
                "{1} 年的{0}由 {2} 年与 {3} 年内插",
                of.message(),
                *year,
                *from,
                *to
            ),
            Self::Layer { quantity, origin } => layer(quantity, origin),
            Self::Class { crosswalk, class, name, target } => {
                text!("{0} {1} {2} -> {3}", "{0} {1} {2} -> {3}", crosswalk, class, name, target.message())
            }
            Self::Area { ecosystem } => text!("area of {0}", "{0} 的面积", ecosystem),
        }
    }
}

fn layer(quantity: &str, origin: &LayerOrigin) -> Message {
    let id = id_of(quantity);
    match origin {
        LayerOrigin::BetweenYears => text!("{0} between two years", "两年之间的 {0}", id),
        LayerOrigin::File(file) => text!("{0} from {1}", "{0}，来自 {1}", id, file),
        LayerOrigin::Columns(columns) => {
            text!("{0} from column {1}", "{0}，来自列 {1}", id, columns.join(", "))
        }
        LayerOrigin::Constant { values, unit } => {
            let values: Vec<String> = values.iter().map(ToString::to_string).collect();
            text!("{0} = {1} {2} everywhere", "{0} 处处为 {1} {2}", id, values.join(", "), unit)
        }
        LayerOrigin::Array { unit } => text!("{0} ({1})", "{0}（{1}）", id, unit),
    }
}

impl Say for StatisticOf {
    fn message(&self) -> Message {
        let id = TextArgument::Id { id: self.key.clone(), zh: self.name_zh };
        if self.zone.is_empty() {
            text!("{0}", "{0}", id)
        } else {
            text!("{0} {1}", "{0} {1}", id, &self.zone)
        }
    }
}

impl Say for FilledNumber {
    fn message(&self) -> Message {
        match self {
            Self::LandCover => text!("land cover", "土地覆盖"),
            Self::Layer(quantity) => text!("{0}", "{0}", id_of(quantity)),
            Self::Statistic(statistic) => statistic.message(),
        }
    }
}

impl Say for ClassTarget {
    fn message(&self) -> Message {
        match self {
            Self::Type(ecosystem) => text!("{0}", "{0}", ecosystem),
            Self::Split(types) => {
                text!("split between {0} types", "分属 {0} 个类型", TextArgument::Text(types.to_string()))
            }
        }
    }
}

impl Verified {
    /// The mark in both languages.
    #[must_use]
    pub fn name(self) -> Name {
        let zh = match self {
            Self::Yes => "已核实",
            Self::Derived => "推算",
            Self::Partly => "部分核实",
            Self::Secondary => "转引",
            Self::No => "未核实",
        };
        Name { en: self.as_str(), zh }
    }
}

impl Say for Evidence {
    fn message(&self) -> Message {
        let assumed = if self.assumed { text!(", assumed", "，假定") } else { text!("", "") };
        text!(
            "[{0}{1}] {2} {3}: {4}",
            "[{0}{1}] {2} {3}：{4}",
            self.verified.name(),
            assumed,
            self.ground.kind_name(),
            self.ground.message(),
            &self.source
        )
    }
}

impl fmt::Display for Ground {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Language::English))
    }
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Language::English))
    }
}
