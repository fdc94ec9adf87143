//! What the tables write as ids, said on a page: indices, the sides of their lines, units, kinds of prices.

use crate::index::side_written;
use crate::service;
use crate::wording::Language;

/// Indices by their ids.
const INDICES: &[(&str, &str, &str)] = &[
    ("gep", "GEP", "GEP"),
    ("gep_per_area", "GEP per area", "单位国土面积GEP"),
    ("gep_per_capita", "GEP per head", "人均GEP"),
    ("satellite_value", "value of the satellite account", "卫星账户价值"),
    ("satellite_value_per_area", "satellite account per area", "单位面积卫星账户价值"),
    ("cross_check_value", "value of the cross-check", "对照核算值"),
    ("cross_check_value_per_area", "cross-check per area", "单位面积对照核算值"),
    ("green_gold_index", "green gold index GEP/GDP", "绿金指数 GEP/GDP"),
    ("primary_conversion", "primary conversion", "生态产品初级转化率"),
    ("eco_product_share", "share of ecological products", "居民人均生态产品产值占比"),
];

/// The name of an index; in English its id, as in the tables.
pub(super) fn index_id(id: &str, language: Language) -> &str {
    let known = INDICES.iter().find(|(known, ..)| *known == id);
    known.map_or(id, |(_, _, chinese)| language.of(id, chinese))
}

/// A side of the line of an index, as the tables write it, in the language of a page.
pub(super) fn index_side(side: &str, language: Language) -> String {
    side_written(side).say(language)
}

/// A unit of an index; nothing for a plain number.
pub(super) fn index_unit(unit: &str, language: Language) -> &str {
    match (language, unit) {
        (_, "1") => "",
        (Language::Chinese, "10^4 CNY/mu") => "万元/亩",
        (Language::Chinese, "10^4 CNY/km2") => "万元/km2",
        (Language::Chinese, "CNY/hm2") => "元/hm2",
        (Language::Chinese, "CNY/person") => "元/人",
        (Language::Chinese, "CNY") => "元",
        (_, unit) => unit,
    }
}

/// A kind of prices, as the tables write it: `current`, `constant 2015`.
pub(super) fn price_basis(label: &str, language: Language) -> String {
    match (language, label.strip_prefix("constant ")) {
        (Language::Chinese, Some(year)) => format!("{year} 年可比价"),
        (Language::Chinese, None) if label == "current" => "现价".to_owned(),
        _ => label.to_owned(),
    }
}

/// A service or an indicator of one by its id; in Chinese by its name.
pub(super) fn service_id(id: &str, language: Language) -> &str {
    if language == Language::English {
        return id;
    }
    let indicators = || service::REGISTRY.iter().flat_map(|service| service.indicators);
    service::named(id)
        .map(|known| known.name_zh)
        .ok()
        .or_else(|| indicators().find(|known| known.id == id).map(|known| known.name_zh))
        .unwrap_or(id)
}
