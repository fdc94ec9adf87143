//! Chinese wording of what the tables say in English.

use crate::input::statistics;
use crate::quantity;

/// Whole texts.
const TEXTS: &[(&str, &str)] = &[
    ("GEP", "GEP"),
    ("gdp", "地区生产总值"),
    ("gross_output", "总产出"),
    ("land_area", "统计国土面积"),
    ("population_resident", "常住人口"),
    ("population_registered", "户籍人口"),
    ("area of the map", "图上面积"),
    ("material products + cultural services", "物质产品 + 文化服务"),
    ("material products + cultural services of GEP", "GEP中物质产品 + 文化服务"),
    (
        "realised output: eco farm products + processing + tourism + compensation",
        "实现产值：绿色有机农产品 + 生态加工 + 生态旅游 + 生态补偿",
    ),
    ("disposable_income_per_head x population_resident", "居民人均可支配收入 × 常住人口"),
    ("disposable_income_per_head x population_registered", "居民人均可支配收入 × 户籍人口"),
    ("cancels: the same heads above and below", "人口口径相同，相互抵消"),
    ("exchange values leave consumer surplus out", "交换价值不含消费者剩余"),
    (
        "no cell of the type has all inputs; closure.csv names them",
        "该类型没有资料齐全的单元，见 closure.csv",
    ),
    ("neither material products nor cultural services have a value", "物质产品与文化服务均无价值量"),
    (
        "other equations and prices are not tried on more than 10 000 zones",
        "分区超过 10 000 个，未试算其他方程与价格",
    ),
    ("no service has a value", "没有服务有价值量"),
    ("no land cover", "无土地覆盖"),
    ("no class", "无类别"),
    ("outside every zone", "不在任何分区内"),
    ("outside the range of the equation", "超出方程适用范围"),
    ("not given for the zone", "该分区未给定"),
    ("official", "官方统计"),
    ("estimate", "估算"),
    ("assumption", "假定"),
    ("excluded", "有意排除"),
    ("unmapped", "未归类"),
    ("nodata", "无数据"),
    ("missing", "缺少资料"),
    ("parameter", "参数"),
    ("price", "单价"),
    ("price_index", "价格指数"),
    ("statistic", "统计量"),
    ("crosswalk", "归类"),
    ("layer", "图层"),
    ("cells", "地块"),
];

/// The Chinese of a text that the crate makes; a text that it does not make stays as it is.
pub(in crate::report) fn text(english: &str) -> String {
    if let Some((_, chinese)) = TEXTS.iter().find(|(known, _)| *known == english) {
        return (*chinese).to_owned();
    }
    statistic(english)
        .or_else(|| layer(english))
        .or_else(|| row(english))
        .or_else(|| cell(english))
        .or_else(|| note(english))
        .unwrap_or_else(|| english.to_owned())
}

fn statistic_name(key: &str) -> String {
    statistics::known(key).map_or_else(|_| key.to_owned(), |known| format!("{}（{key}）", known.name_zh))
}

fn quantity_name(id: &str) -> String {
    quantity::named(id).map_or_else(|_| id.to_owned(), |known| format!("{}（{id}）", known.name_zh))
}

fn statistic(english: &str) -> Option<String> {
    let rest = english.strip_prefix("no statistic ")?;
    let (key, rest) = rest.split_once([' ', ':']).unwrap_or((rest, ""));
    let name = statistic_name(key);
    let rest = rest.replace("for zone ", "分区 ").replace("in ", "").replace("(there is one of ", "（有 ");
    let rest = rest.replace(')', " 年的）").replace(" was taken", "（取此值）");
    Some(format!("缺统计量 {name}{}{rest}", if rest.is_empty() { "" } else { " " }))
}

fn layer(english: &str) -> Option<String> {
    if let Some(id) = english
        .strip_prefix("no layer ")
        .and_then(|rest| rest.strip_suffix(" and no driver for it in the profile"))
    {
        return Some(format!("缺图层 {}，方案也没有计算它的驱动方程", quantity_name(id)));
    }
    let id = english.strip_prefix("layer ")?.strip_suffix(" is not read by the profile")?;
    Some(format!("图层 {} 未被方案使用", quantity_name(id)))
}

fn row(english: &str) -> Option<String> {
    let rest = english.strip_prefix("no row of ")?;
    if let Some((key, ecosystem)) = rest.split_once(" for ecosystem ").filter(|(key, _)| !key.contains('`')) {
        return Some(format!("参数 {} 没有类型 {ecosystem} 的行", quantity_name(key)));
    }
    let key = rest.strip_prefix('`')?.split('`').next()?;
    let hint = rest.split_once(" (").map_or("", |(_, hint)| hint.trim_end_matches(')'));
    Some(format!("参数 {} 没有适用的行（{hint}）", quantity_name(key)))
}

fn cell(english: &str) -> Option<String> {
    let (id, rest) = english.split_once(": ")?;
    if rest == "no data" {
        return Some(format!("{}：无数据", quantity_name(id)));
    }
    let variant = rest.strip_prefix("outside the range of ")?;
    Some(format!("{}：超出 {variant} 的适用范围", quantity_name(id)))
}

fn note(english: &str) -> Option<String> {
    let (service, rest) = english.split_once(": ")?;
    let (cells, rest) = rest.split_once(" cells are below 0 (")?;
    let (quantity, policy) = rest.split_once("); ")?;
    let policy = if policy.starts_with("they stay") { "仍计入总量" } else { "按 0 计" };
    Some(format!("{service}：{cells} 个单元为负值（合计 {quantity}），{policy}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_put_into_chinese() {
        for (english, chinese) in [
            ("no statistic gdp", "缺统计量 地区生产总值（gdp）"),
            (
                "no statistic gdp in 2019 (there is one of 2018)",
                "缺统计量 地区生产总值（gdp） 2019 （有 2018 年的）",
            ),
            ("precipitation: no data", "年降水量（precipitation）：无数据"),
            (
                "no row of runoff_coefficient for ecosystem 21",
                "参数 地表径流系数（runoff_coefficient） 没有类型 21 的行",
            ),
            ("whatever a file says", "whatever a file says"),
        ] {
            assert_eq!(text(english), chinese);
        }
    }
}
