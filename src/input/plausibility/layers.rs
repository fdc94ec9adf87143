//! Slips of layers: what a slip makes of the values, and the hint that names it.

use super::{Observed, Spread, Warning, short};
use crate::error::Place;
use crate::quantity::Quantity;

/// Which number of a layer is looked at.
#[derive(Clone, Copy, PartialEq)]
enum Of {
    /// A cell whose value cannot be.
    Cell,
    /// The mean of the layer.
    Mean,
    /// Its largest value.
    Largest,
}
use Of::{Cell, Largest, Mean};

/// A slip: the quantities that it happens to, the values that it leads to, and what it is.
struct Slip {
    quantities: &'static [&'static str],
    of: Of,
    values: (f64, f64),
    hint: &'static str,
    hint_zh: &'static str,
}

const fn slip(
    quantities: &'static [&'static str],
    of: Of,
    values: (f64, f64),
    hint: &'static str,
    hint_zh: &'static str,
) -> Slip {
    Slip { quantities, of, values, hint, hint_zh }
}

const RAIN: &[&str] = &["precipitation", "runoff_producing_precipitation"];
const WARMTH: &[&str] =
    &["temperature", "temperature_monthly", "temperature_maximum_monthly", "temperature_minimum_monthly"];
const EVAPORATION: &[&str] = &["potential_evapotranspiration", "actual_evapotranspiration"];
const SHARES: &[&str] =
    &["runoff_coefficient", "runoff_producing_rain_share", "runoff_reduction_coefficient", "nep_npp_ratio"];
const MOST: f64 = f64::INFINITY;

/// The first that fits is named.
const SLIPS: &[Slip] = &[
    // What a cell cannot be.
    slip(
        WARMTH,
        Cell,
        (200.0, 340.0),
        "the layer seems to be in K, or in 0.1 degC: state its unit",
        "图层似以 K 或 0.1 ℃ 为单位：请写明单位",
    ),
    slip(
        WARMTH,
        Cell,
        (340.0, 4000.0),
        "the layer seems to be in 0.1 degC or 0.1 K: state that unit",
        "图层似以 0.1 ℃ 或 0.1 K 为单位：请写明单位",
    ),
    slip(
        WARMTH,
        Cell,
        (50.0, 200.0),
        "the layer seems to be in 0.1 degC, or in degrees Fahrenheit: state its unit, or convert it",
        "图层似以 0.1 ℃ 或华氏度为单位：请写明单位或换算",
    ),
    slip(
        WARMTH,
        Cell,
        (-400.0, -200.0),
        "the layer is declared in K, but seems to be in degC",
        "图层声明为 K，数值似为 ℃",
    ),
    slip(
        WARMTH,
        Cell,
        (-200.0, -60.0),
        "the layer seems to be in 0.1 degC: state that unit",
        "图层似以 0.1 ℃ 为单位：请写明单位",
    ),
    slip(
        RAIN,
        Cell,
        (15_000.0, 1.5e6),
        "the layer seems to be in 0.1 mm, as stations record it: unit = \"0.1 mm\"",
        "图层似以 0.1 mm（台站记录单位）为单位：unit = \"0.1 mm\"",
    ),
    slip(
        EVAPORATION,
        Cell,
        (6000.0, 6e5),
        "the layer seems to be in 0.1 mm, as MODIS stores it: unit = \"0.1 mm\"; larger numbers are its fill values",
        "图层似以 0.1 mm（MODIS 存储单位）为单位；更大的数为填充值",
    ),
    slip(
        &["net_primary_productivity"],
        Cell,
        (5000.0, 1e5),
        "the layer seems to hold the raw numbers of MODIS: unit = \"kgC/m2\" with scale = 0.0001; numbers above 32700 are its fill values, set nodata",
        "图层似为 MODIS 原始数值：unit = \"kgC/m2\"，scale = 0.0001；大于 32700 的为填充值，请设 nodata",
    ),
    slip(
        &["dry_matter_productivity"],
        Cell,
        (1e4, 1e6),
        "the layer seems to be in kg/hm2, or in raw numbers: state unit and scale",
        "图层似以 kg/hm2 为单位或为原始数值：请写明单位与比例",
    ),
    slip(
        &["latitude"],
        Cell,
        (90.0, 180.0),
        "this is a longitude: latitude and longitude are exchanged",
        "此为经度：经纬度互换",
    ),
    slip(
        &["latitude"],
        Cell,
        (-180.0, -90.0),
        "this is a longitude: latitude and longitude are exchanged",
        "此为经度：经纬度互换",
    ),
    slip(
        &["elevation"],
        Cell,
        (9000.0, 30_000.0),
        "the layer seems to be in feet or dm: convert it, or set scale = 0.3048 or 0.1",
        "图层似以英尺或分米为单位：请换算，或设 scale = 0.3048 或 0.1",
    ),
    slip(
        &["elevation"],
        Cell,
        (30_000.0, 9e6),
        "the layer seems to be in cm or mm: state that unit",
        "图层似以 cm 或 mm 为单位：请写明单位",
    ),
    slip(
        SHARES,
        Cell,
        (1.0, 100.0),
        "shares are fractions of 1: state the unit % if the number is in percent",
        "比例应在 0 与 1 之间：若为百分数请写 unit = \"%\"",
    ),
    slip(
        SHARES,
        Cell,
        (100.0, 10_000.0),
        "the layer seems to be stored times 10000, as NDVI and other shares of MODIS are: set scale = 0.0001",
        "图层似按 10000 倍存储（如 MODIS 的 NDVI）：请设 scale = 0.0001",
    ),
    // What a layer is not likely to be.
    slip(
        RAIN,
        Mean,
        (0.0, 10.0),
        "is the layer in m, or in mm per day? unit = \"m\"",
        "图层是否以 m 或 mm/d 为单位？",
    ),
    slip(
        RAIN,
        Mean,
        (4000.0, MOST),
        "is the layer in 0.1 mm, as stations record it? unit = \"0.1 mm\"",
        "图层是否以 0.1 mm（台站记录单位）为单位？",
    ),
    slip(
        WARMTH,
        Mean,
        (32.0, MOST),
        "is the layer in 0.1 degC, or in degrees Fahrenheit? unit = \"0.1 degC\"",
        "图层是否以 0.1 ℃ 或华氏度为单位？",
    ),
    slip(
        &["temperature_monthly"],
        Largest,
        (42.0, MOST),
        "is the layer in 0.1 degC? unit = \"0.1 degC\"",
        "图层是否以 0.1 ℃ 为单位？",
    ),
    slip(
        &["net_primary_productivity"],
        Mean,
        (0.0, 5.0),
        "is the layer in kgC/m2 or tC/hm2? state its unit",
        "图层是否以 kgC/m2 或 tC/hm2 为单位？",
    ),
    slip(
        &["net_primary_productivity"],
        Mean,
        (2500.0, MOST),
        "are these the raw numbers of MODIS? unit = \"kgC/m2\" with scale = 0.0001",
        "是否为 MODIS 原始数值？unit = \"kgC/m2\"，scale = 0.0001",
    ),
    slip(
        &["dry_matter_productivity"],
        Mean,
        (0.0, 10.0),
        "is the layer in kg/m2 or t/hm2? state its unit",
        "图层是否以 kg/m2 或 t/hm2 为单位？",
    ),
    slip(
        &["dry_matter_productivity"],
        Mean,
        (6000.0, MOST),
        "is the layer in kg/hm2, or in raw numbers? state unit and scale",
        "图层是否以 kg/hm2 为单位或为原始数值？",
    ),
    slip(
        &["potential_evapotranspiration"],
        Mean,
        (0.0, 200.0),
        "is it of one month, or in cm? annual sums are needed",
        "是否为单月值或以 cm 为单位？需要年总量",
    ),
    slip(
        EVAPORATION,
        Mean,
        (3000.0, MOST),
        "is the layer in 0.1 mm, as MODIS stores it? unit = \"0.1 mm\"",
        "图层是否以 0.1 mm（MODIS 存储单位）为单位？",
    ),
    slip(
        &["elevation"],
        Mean,
        (5500.0, MOST),
        "is the layer in feet? convert it, or set scale = 0.3048",
        "图层是否以英尺为单位？请换算或设 scale = 0.3048",
    ),
    slip(
        &["latitude"],
        Mean,
        (73.0, MOST),
        "is this a longitude? latitude and longitude seem to be exchanged",
        "是否为经度？经纬度似互换",
    ),
    slip(
        &["latitude"],
        Mean,
        (-90.0, -73.0),
        "is this a longitude? latitude and longitude seem to be exchanged",
        "是否为经度？经纬度似互换",
    ),
    slip(
        &["soil_organic_carbon"],
        Mean,
        (8.0, MOST),
        "is the layer in g/kg, or of organic matter? unit = \"g/kg\"; organic matter is about 1.724 times as much",
        "图层是否以 g/kg 为单位，或为有机质？unit = \"g/kg\"；有机质约为有机碳的 1.724 倍",
    ),
    slip(
        &["carbon_stock_opening", "carbon_stock_closing"],
        Mean,
        (1500.0, MOST),
        "is the layer in gC/m2 or tC/km2? state its unit",
        "图层是否以 gC/m2 或 tC/km2 为单位？",
    ),
    slip(
        &["soil_nitrogen_content"],
        Mean,
        (0.03, MOST),
        "soils hold less than 1 % of nitrogen, peat up to 3 %: is the number in g/kg? unit = \"g/kg\"",
        "土壤含氮量通常不足 1%，泥炭至多 3%：是否以 g/kg 为单位？",
    ),
    slip(
        &["soil_phosphorus_content"],
        Mean,
        (0.01, MOST),
        "soils hold less than 0.5 % of phosphorus: is the number in g/kg? unit = \"g/kg\"",
        "土壤含磷量通常不足 0.5%：是否以 g/kg 为单位？",
    ),
];

/// Numbers that files use for no data.
const NODATA: [f64; 9] = [-9999.0, -999.0, -99.0, -32768.0, -32767.0, 32767.0, 65535.0, -99999.0, 9999.0];

/// A layer of shares that are declared in percent and stay below this was meant as fractions.
const LEAST_PERCENT_MEAN: f64 = 0.01;

/// Forest does not grow on less rain [mm], nor a fifth of a map of it.
const LEAST_FOREST_RAIN: f64 = 200.0;
const MUCH_FOREST: f64 = 0.2;

fn slips(quantity: &str, of: Of) -> impl Iterator<Item = &'static Slip> {
    SLIPS.iter().filter(move |slip| slip.of == of && slip.quantities.contains(&quantity))
}

fn covers((low, high): (f64, f64), value: f64) -> bool {
    (low..=high).contains(&value)
}

pub(super) fn is_watched(quantity: &str) -> bool {
    SHARES.contains(&quantity)
        || SLIPS.iter().any(|slip| slip.of != Cell && slip.quantities.contains(&quantity))
}

/// The hint for a value that cannot be: the slip that leads to it.
///
/// # Examples
///
/// ```
/// use ecovalue::input::plausibility::impossible;
/// use ecovalue::quantity::{LATITUDE, TEMPERATURE};
///
/// assert!(impossible(TEMPERATURE, 288.15).contains("in K"));
/// assert!(impossible(TEMPERATURE, -9999.0).contains("nodata"));
/// assert!(impossible(LATITUDE, 106.3).contains("longitude"));
/// ```
#[must_use]
pub fn impossible(quantity: &Quantity, value: f64) -> &'static str {
    let nodata = NODATA.contains(&value) || value.abs() > 1e30;
    if nodata {
        return "this is the number that many files use for no data: set nodata, or leave the field empty";
    }
    let named = slips(quantity.id, Cell).find(|slip| covers(slip.values, value));
    named.map_or("check unit, scale and nodata of the number", |slip| slip.hint)
}

/// The hint, in English and Chinese, for a coefficient of a run that can be but is not likely.
///
/// # Examples
///
/// ```
/// use ecovalue::input::plausibility::unlikely_row;
/// use ecovalue::quantity::SOIL_NITROGEN_CONTENT;
///
/// assert!(unlikely_row(SOIL_NITROGEN_CONTENT, 0.0009).is_none());
/// assert!(unlikely_row(SOIL_NITROGEN_CONTENT, 0.09).is_some_and(|[hint, _]| hint.contains("g/kg")));
/// ```
#[must_use]
pub fn unlikely_row(quantity: &Quantity, value: f64) -> Option<[&'static str; 2]> {
    let slip = slips(quantity.id, Mean).find(|slip| covers(slip.values, value));
    slip.map(|slip| [slip.hint, slip.hint_zh])
}

pub(super) fn warnings(observed: &Observed<'_>) -> Vec<Warning> {
    let layers = || observed.legend.columns.iter().copied().zip(observed.spreads);
    let mut all: Vec<Warning> =
        layers().filter_map(|(quantity, spread)| unlikely(observed, quantity, spread)).collect();
    let rain = layers().find(|(quantity, spread)| quantity.id == "precipitation" && spread.count > 0);
    if let Some((quantity, spread)) = rain
        && covers((10.0, LEAST_FOREST_RAIN), spread.mean())
        && observed.forest > MUCH_FOREST
    {
        let hint = [
            "forest needs more rain: is it the rain of one month, or in cm? the annual sum is needed",
            "森林需要更多降水：是否为单月降水或以 cm 为单位？需要年总量",
        ];
        all.push(warning(observed, quantity, spread, hint));
    }
    all
}

fn unlikely(observed: &Observed<'_>, quantity: &Quantity, spread: &Spread) -> Option<Warning> {
    let (_, high) = spread.ends()?;
    let mean = spread.mean();
    let percent = observed.legend.declared.get(quantity.id).is_some_and(|(unit, _)| unit.contains('%'));
    if percent && SHARES.contains(&quantity.id) && mean > 0.0 && mean < LEAST_PERCENT_MEAN {
        let hint = [
            "the unit is %, the numbers seem to be fractions: unit = \"1\"",
            "单位为 %，数值似为小数：unit = \"1\"",
        ];
        return Some(warning(observed, quantity, spread, hint));
    }
    let named = slips(quantity.id, Mean).find(|slip| covers(slip.values, mean));
    let named = named.or_else(|| slips(quantity.id, Largest).find(|slip| covers(slip.values, high)));
    named.map(|slip| warning(observed, quantity, spread, [slip.hint, slip.hint_zh]))
}

fn warning(observed: &Observed<'_>, quantity: &Quantity, spread: &Spread, hint: [&str; 2]) -> Warning {
    let (low, high) = spread.ends().unwrap_or((f64::NAN, f64::NAN));
    let (mean, low, high) = (short(spread.mean()), short(low), short(high));
    let unit = if quantity.unit == "1" { String::new() } else { format!(" {}", quantity.unit) };
    let message = [
        format!("{} has a mean of {mean}{unit} ({low} to {high}), which is not likely", quantity.id),
        format!("{}（{}）平均 {mean}{unit}（{low} 至 {high}），不太可能", quantity.name_zh, quantity.id),
    ];
    let place = observed.legend.declared.get(quantity.id).map(|(_, place)| place.clone());
    let place = place.unwrap_or_else(|| Place::column_only(quantity.id));
    Warning::implausible(place, message, hint.map(str::to_owned))
}
