//! Slips of statistics: what one is of another, and of the land.

use super::{Observed, Warning, short};
use crate::error::Place;
use crate::input::statistics::{Observation, ZoneFigure, known};
use crate::parameter::possible::largest_price;
use crate::unit::Unit;

/// What a statistic is divided by.
#[derive(Clone, Copy)]
enum By {
    /// Nothing.
    Itself,
    /// Another statistic.
    Statistic(&'static str),
    /// The area of the zone: `land_area`, or that of the cells \[m²\].
    Area,
}

/// A ratio of statistics, the range in which it lies anywhere in a country, and its unit.
struct Ratio {
    key: &'static str,
    by: By,
    /// From the base units to the unit in which the range is stated.
    scale: f64,
    range: (f64, f64),
    unit: &'static str,
}

const fn ratio(key: &'static str, by: By, scale: f64, range: (f64, f64), unit: &'static str) -> Ratio {
    Ratio { key, by, scale, range, unit }
}

const RATIOS: &[Ratio] = &[
    ratio("gdp", By::Statistic("population_resident"), 1.0, (1e3, 3e6), "CNY/person"),
    ratio("gdp", By::Statistic("population_registered"), 1.0, (1e3, 3e6), "CNY/person"),
    ratio("tertiary_value_added", By::Statistic("gdp"), 1.0, (0.01, 1.0), "1"),
    ratio("tourism_spend", By::Statistic("tourism_visits"), 1.0, (10.0, 1e4), "CNY/visit"),
    ratio("tourism_spend", By::Statistic("gdp"), 1.0, (1e-4, 5.0), "1"),
    ratio("tourism_visits", By::Statistic("population_resident"), 1.0, (0.01, 500.0), "visit/person"),
    ratio("tourism_overnight_visits", By::Statistic("tourism_visits"), 1.0, (1e-3, 1.0), "1"),
    ratio("leisure_visits", By::Statistic("population_resident"), 1.0, (0.05, 1000.0), "visit/person"),
    ratio("population_resident", By::Area, 1e6, (0.01, 6e4), "person/km2"),
    ratio("population_registered", By::Area, 1e6, (0.01, 6e4), "person/km2"),
    ratio("own_water_resources", By::Area, 1e3, (0.1, 8e3), "mm"),
    ratio("disposable_income_per_head", By::Itself, 1.0, (500.0, 1e6), "CNY/person"),
    ratio("wage_per_hour", By::Itself, 1.0, (0.5, 5e3), "CNY/h"),
    ratio("tourism_time_per_visit", By::Itself, 1.0, (0.5, 1e3), "h"),
];

/// Sizes that are taken for each other.
const SIZES: [(f64, &str); 3] = [(1e4, "万 (10^4)"), (1e8, "亿 (10^8)"), (100.0, "100")];

/// Areas that are taken for each other, larger over smaller.
const AREAS: [(f64, &str, &str); 6] = [
    (100.0, "km2", "hm2"),
    (15.0, "hm2", "mu"),
    (1500.0, "km2", "mu"),
    (1e4, "hm2", "m2"),
    (1e4 / 15.0, "mu", "m2"),
    (1e6, "km2", "m2"),
];

/// How far the cells may be from the official area, and how far a factor from one of the usual ones.
const AREA_TOLERANCE: f64 = 0.01;
const FACTOR_TOLERANCE: f64 = 0.25;

pub(super) fn warnings(observed: &Observed<'_>) -> Vec<Warning> {
    let mut all: Vec<Warning> =
        observed.statistics.rows().iter().filter_map(|row| fraction_in_percent(observed, row)).collect();
    all.extend(observed.statistics.rows().iter().filter_map(|row| dear(observed, row)));
    let zones = observed.legend.zones.iter().map(String::as_str).zip(observed.areas.iter().copied());
    let mut places: Vec<(&str, f64)> = vec![("", observed.area)];
    if observed.areas.len() > 1 {
        places.extend(zones);
    }
    for (zone, area) in places {
        all.extend(land(observed, zone, area));
        all.extend(RATIOS.iter().filter_map(|ratio| unlikely(observed, ratio, zone, area)));
    }
    all
}

/// A statistic of a zone or of the whole. Sums over zones are left out, since each zone is looked at.
fn figure<'a>(observed: &Observed<'a>, key: &str, zone: &str) -> Option<ZoneFigure<'a>> {
    let figure = observed.statistics.figure(key, zone, &observed.legend.zones, observed.year)?;
    // What reaches a zone from the whole is looked at there.
    let here = |row: &&Observation| row.zone == zone || observed.legend.zones.len() < 2;
    (figure.rows.len() == 1 && figure.rows.first().is_some_and(here)).then_some(figure)
}

fn place(observed: &Observed<'_>, row: &Observation) -> Place {
    Place::file(observed.statistics.file()).row(row.line).column("value")
}

/// `0.35 %` where 35 % was meant, or `1 %` where the whole was.
fn fraction_in_percent(observed: &Observed<'_>, row: &Observation) -> Option<Warning> {
    let (written, unit) = &row.written;
    let hint = unit.is_percent().then(|| super::fraction_in_percent(row.statistic.key, *written))??;
    let key = row.statistic.key;
    let message =
        [format!("{key} is {written} %"), format!("{}（{key}）为 {written} %", row.statistic.name_zh)];
    Some(Warning::implausible(place(observed, row), message, hint))
}

/// A price, a wage or a cost beyond any that is likely for its unit.
fn dear(observed: &Observed<'_>, row: &Observation) -> Option<Warning> {
    if row.statistic.additive || row.filled.is_some() {
        return None;
    }
    let unit: Unit = row.statistic.unit.parse().ok()?;
    let ranged = RATIOS.iter().any(|ratio| ratio.key == row.statistic.key && matches!(ratio.by, By::Itself));
    let (most, _) = largest_price(&unit).filter(|(most, _)| row.value > *most && !ranged)?;
    let (key, number, most) = (row.statistic.key, short(row.value), short(most));
    let message = [
        format!("{key} is {number} {unit}, beyond {most} {unit}"),
        format!("{}（{key}）为 {number} {unit}，超过 {most} {unit}", row.statistic.name_zh),
    ];
    let hint = [
        "check the unit: is the number in 万 (10^4) or 亿 (10^8) for another amount?".to_owned(),
        "请核对单位：是否误写“万”“亿”？".to_owned(),
    ];
    Some(Warning::implausible(place(observed, row), message, hint))
}

/// The area of the cells beside the official one.
fn land(observed: &Observed<'_>, zone: &str, cells: f64) -> Option<Warning> {
    let official = figure(observed, "land_area", zone)?;
    let row = official.rows.first()?;
    let factor = cells / official.value;
    if (factor - 1.0).abs() <= AREA_TOLERANCE || !factor.is_finite() {
        return None;
    }
    let size = factor.max(1.0 / factor);
    let exchanged = AREAS.iter().find(|(usual, _, _)| (size / usual - 1.0).abs() <= FACTOR_TOLERANCE);
    let hint = exchanged.map_or_else(
        || {
            [
                "do the cells cover the zone, and only the zone? look at closure.csv, and at the unit of the area".to_owned(),
                "单元是否恰好覆盖该分区？请查看 closure.csv 与面积单位".to_owned(),
            ]
        },
        |(usual, large, small)| {
            [
                format!("the factor is about {}: {large} and {small} seem to be exchanged, in the cells or in `land_area`", short(*usual)),
                format!("约为 {} 倍：单元面积或 land_area 的 {large} 与 {small} 似互换", short(*usual)),
            ]
        },
    );
    let (of, of_zh) = if zone.is_empty() {
        (String::new(), String::new())
    } else {
        (format!(" of {zone}"), format!("{zone} 的"))
    };
    let (cells, official) = (short(cells / 1e6), short(official.value / 1e6));
    let message = [
        format!("the cells{of} cover {cells} km2, land_area is {official} km2 ({} times)", short(factor)),
        format!("{of_zh}单元面积合计 {cells} km2，land_area 为 {official} km2（{} 倍）", short(factor)),
    ];
    Some(Warning::implausible(place(observed, row), message, hint))
}

fn unlikely(observed: &Observed<'_>, ratio: &Ratio, zone: &str, cells: f64) -> Option<Warning> {
    let over = figure(observed, ratio.key, zone)?;
    let row = over.rows.first()?;
    let (under, name) = match ratio.by {
        By::Itself => (1.0, None),
        By::Statistic(key) => (figure(observed, key, zone)?.value, Some(key)),
        By::Area => {
            let official = figure(observed, "land_area", zone).map(|figure| figure.value);
            (
                official.unwrap_or(cells),
                Some(if official.is_some() { "land_area" } else { "the area of the cells" }),
            )
        }
    };
    let value = over.value / under * ratio.scale;
    let (low, high) = ratio.range;
    if !value.is_finite() || (low..=high).contains(&value) || over.value <= 0.0 {
        return None;
    }
    let by = name.map_or_else(String::new, |name| format!(" / {name}"));
    let by_zh = name.map_or_else(String::new, |name| match known(name) {
        Ok(statistic) => format!(" / {}（{name}）", statistic.name_zh),
        Err(_) => " / 单元面积".to_owned(),
    });
    let number = short(value);
    let unit = if ratio.unit == "1" { String::new() } else { format!(" {}", ratio.unit) };
    let range = format!("{} to {}{unit}", short(low), short(high));
    let range_zh = format!("{} 至 {}{unit}", short(low), short(high));
    let message = [
        format!("{}{by} is {number}{unit}, expected {range}", ratio.key),
        format!("{}（{}）{by_zh} 为 {number}{unit}，应在 {range_zh} 之间", row.statistic.name_zh, ratio.key),
    ];
    Some(Warning::implausible(place(observed, row), message, hint(ratio, value, name)))
}

/// The size that would bring a ratio into its range.
fn hint(ratio: &Ratio, value: f64, by: Option<&str>) -> [String; 2] {
    let (low, high) = ratio.range;
    let small = value < low;
    let fits = |size: &f64| (low..=high).contains(&if small { value * size } else { value / size });
    let Some((size, name)) = SIZES.iter().find(|(size, _)| fits(size)) else {
        return [
            format!(
                "check the unit of `{}`{}",
                ratio.key,
                by.map_or_else(String::new, |by| format!(" and of {by}"))
            ),
            "请核对单位".to_owned(),
        ];
    };
    // Too small: the upper one is counted in the larger size, or the lower one is said to be and is not.
    let (counted, declared) = if small { (Some(ratio.key), by) } else { (by, Some(ratio.key)) };
    let counted_in =
        counted.map(|key| [format!("is {key} counted in {name}?"), format!("{key} 是否以 {name} 计？")]);
    let declared_in = declared.map(|key| {
        [format!("is {key} said to be in {name} and is not?"), format!("{key} 是否误标为 {name}？")]
    });
    let factor = short(*size);
    let begin = [format!("a factor of {factor}: "), format!("相差 {factor} 倍：")];
    let texts: Vec<[String; 2]> = counted_in.into_iter().chain(declared_in).collect();
    let join = |language: usize, between: &str| {
        let texts: Vec<&str> =
            texts.iter().filter_map(|text| text.get(language)).map(String::as_str).collect();
        texts.join(between)
    };
    let [english, chinese] = begin;
    [english + &join(0, " or "), chinese + &join(1, "")]
}
