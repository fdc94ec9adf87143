//! Slips of statistics: what one is of another, and of the land.

use super::{RunObservations, implausible, short, with_unit};
use crate::error::{Error, Place};
use crate::input::statistics::{Figure, Observation, known};
use crate::parameter::possible::largest_price;
use crate::text;
use crate::unit::Unit;
use crate::wording::{Message, Name, TextArgument};

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
const SIZES: [(f64, Name); 3] = [
    (1e4, Name { en: "万 (10^4)", zh: "万" }),
    (1e8, Name { en: "亿 (10^8)", zh: "亿" }),
    (100.0, Name { en: "100", zh: "百" }),
];

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

pub(super) fn warnings(observed: &RunObservations<'_>) -> Vec<Error> {
    let mut all: Vec<Error> =
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
fn figure<'a>(observed: &RunObservations<'a>, key: &str, zone: &str) -> Option<Figure<'a>> {
    let figure = observed.statistics.figure(key, zone, &observed.legend.zones, observed.year)?;
    // What reaches a zone from the whole is looked at there.
    let here = |row: &&Observation| row.zone == zone || observed.legend.zones.len() < 2;
    (figure.rows.len() == 1 && figure.rows.first().is_some_and(here)).then_some(figure)
}

fn place(observed: &RunObservations<'_>, row: &Observation) -> Place {
    Place::file(observed.statistics.file()).row(row.line).column("value")
}

/// `0.35 %` where 35 % was meant, or `1 %` where the whole was.
fn fraction_in_percent(observed: &RunObservations<'_>, row: &Observation) -> Option<Error> {
    let (written, unit) = &row.written;
    let hint = unit.is_percent().then(|| super::fraction_in_percent(row.statistic.key, *written))??;
    let message = text!("{0} is {1} %", "{0}为 {1} %", name(row), *written);
    Some(implausible(place(observed, row), message, hint))
}

/// The statistic of a row.
fn name(row: &Observation) -> TextArgument {
    TextArgument::Id { id: row.statistic.key.to_owned(), zh: row.statistic.name_zh }
}

/// A price, a wage or a cost beyond any that is likely for its unit.
fn dear(observed: &RunObservations<'_>, row: &Observation) -> Option<Error> {
    if row.statistic.additive || row.filled.is_some() {
        return None;
    }
    let unit: Unit = row.statistic.unit.parse().ok()?;
    let ranged = RATIOS.iter().any(|ratio| ratio.key == row.statistic.key && matches!(ratio.by, By::Itself));
    let (most, _) = largest_price(&unit).filter(|(most, _)| row.value > *most && !ranged)?;
    let message = text!(
        "{0} is {1} {2}, beyond {3} {2}",
        "{0}为 {1} {2}，超过 {3} {2}",
        name(row),
        short(row.value),
        unit.to_string(),
        short(most)
    );
    let hint = text!(
        "check the unit: is the number in 万 (10^4) or 亿 (10^8) for another amount?",
        "请核对单位：是否误写“万”“亿”？"
    );
    Some(implausible(place(observed, row), message, hint))
}

/// The area of the cells beside the official one.
fn land(observed: &RunObservations<'_>, zone: &str, cells: f64) -> Option<Error> {
    let official = figure(observed, "land_area", zone)?;
    let row = official.rows.first()?;
    let factor = cells / official.value;
    if (factor - 1.0).abs() <= AREA_TOLERANCE || !factor.is_finite() {
        return None;
    }
    let size = factor.max(1.0 / factor);
    let exchanged = AREAS.iter().find(|(usual, _, _)| (size / usual - 1.0).abs() <= FACTOR_TOLERANCE);
    let hint = match exchanged {
        None => text!(
            "do the cells cover the zone, and only the zone? look at closure.csv, and at the unit of the area",
            "单元是否恰好覆盖该分区？请查看 closure.csv 与面积单位"
        ),
        Some((usual, large, small)) => text!(
            "the factor is about {0}: {1} and {2} seem to be exchanged, in the cells or in `land_area`",
            "约为 {0} 倍：单元面积或 land_area 的 {1} 与 {2} 似互换",
            short(*usual),
            *large,
            *small
        ),
    };
    let of_zone = if zone.is_empty() { Message::empty() } else { text!(" of {0}", "{0} 的", zone) };
    let message = text!(
        "the cells{0} cover {1} km2, land_area is {2} km2 ({3} times)",
        "{0}单元面积合计 {1} km2，land_area 为 {2} km2（{3} 倍）",
        of_zone,
        short(cells / 1e6),
        short(official.value / 1e6),
        short(factor)
    );
    Some(implausible(place(observed, row), message, hint))
}

/// What a ratio is taken of.
#[derive(Clone, Copy)]
enum Under {
    Nothing,
    Statistic(&'static str),
    AreaOfCells,
}

impl Under {
    /// Its key, without the name.
    fn plain(self) -> Option<TextArgument> {
        match self {
            Self::Statistic(key) => Some(key.into()),
            _ => self.text(),
        }
    }

    fn text(self) -> Option<TextArgument> {
        match self {
            Self::Nothing => None,
            Self::Statistic(key) => Some(match known(key) {
                Ok(statistic) => TextArgument::Id { id: key.to_owned(), zh: statistic.name_zh },
                Err(_) => key.into(),
            }),
            Self::AreaOfCells => Some(Name { en: "the area of the cells", zh: "单元面积" }.into()),
        }
    }
}

fn unlikely(observed: &RunObservations<'_>, ratio: &Ratio, zone: &str, cells: f64) -> Option<Error> {
    let over = figure(observed, ratio.key, zone)?;
    let row = over.rows.first()?;
    let (divisor, under) = match ratio.by {
        By::Itself => (1.0, Under::Nothing),
        By::Statistic(key) => (figure(observed, key, zone)?.value, Under::Statistic(key)),
        By::Area => match figure(observed, "land_area", zone) {
            Some(official) => (official.value, Under::Statistic("land_area")),
            None => (cells, Under::AreaOfCells),
        },
    };
    let value = over.value / divisor * ratio.scale;
    let (low, high) = ratio.range;
    if !value.is_finite() || (low..=high).contains(&value) || over.value <= 0.0 {
        return None;
    }
    let by = under.text().map_or_else(Message::empty, |under| text!(" / {0}", " / {0}", under));
    let message = text!(
        "{0}{1} is {2}{3}, expected {4} to {5}{3}",
        "{0}{1} 为 {2}{3}，应在 {4} 至 {5}{3} 之间",
        name(row),
        by,
        short(value),
        with_unit(ratio.unit),
        short(low),
        short(high)
    );
    Some(implausible(place(observed, row), message, hint(ratio, value, under)))
}

/// The size that would bring a ratio into its range.
fn hint(ratio: &Ratio, value: f64, under: Under) -> Message {
    let (low, high) = ratio.range;
    let small = value < low;
    let fits = |size: &f64| (low..=high).contains(&if small { value * size } else { value / size });
    let over = || Some(TextArgument::from(ratio.key));
    let Some((size, name)) = SIZES.iter().find(|(size, _)| fits(size)) else {
        return match under.plain() {
            Some(under) => {
                text!("check the unit of `{0}` and of {1}", "请核对 {0} 和 {1} 的单位", ratio.key, under)
            }
            None => text!("check the unit of `{0}`", "请核对 {0} 的单位", ratio.key),
        };
    };
    // Too small: the upper one is counted in the larger size, or the lower one is said to be and is not.
    let (counted, declared) = if small { (over(), under.plain()) } else { (under.plain(), over()) };
    let counted = counted.map(|key| text!("is {0} counted in {1}?", "{0} 是否以“{1}”计？", key, *name));
    let declared = declared
        .map(|key| text!("is {0} said to be in {1} and is not?", "{0} 是否误标为“{1}”？", key, *name));
    let factor = short(*size);
    match (counted, declared) {
        (Some(counted), Some(declared)) => {
            text!("a factor of {0}: {1} or {2}", "相差 {0} 倍：{1}{2}", factor, counted, declared)
        }
        (counted, declared) => text!(
            "a factor of {0}: {1}",
            "相差 {0} 倍：{1}",
            factor,
            counted.or(declared).unwrap_or_else(Message::empty)
        ),
    }
}
