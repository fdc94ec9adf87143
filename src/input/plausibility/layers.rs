//! Slips of layers: what a slip makes of the values, and the hint that names it.

use super::{Observed, Spread, Warning, short};
use crate::error::Place;
use crate::quantity::{Quantity, is_leap_year};

/// Which number of a layer is looked at.
#[derive(Clone, Copy, PartialEq)]
enum Of {
    /// A cell whose value cannot be.
    Cell,
    /// The mean of the layer.
    Mean,
    /// The mean of the sums over its bands: months or days that make a year.
    Year,
    /// Its smallest value.
    Smallest,
    /// Its largest value.
    Largest,
}
use Of::{Cell, Largest, Mean, Smallest, Year};

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
const MONTHLY_RAIN: &[&str] = &["precipitation_monthly"];
const DAILY_RAIN: &[&str] = &["precipitation_daily", "precipitation_daily_leap_year"];
const PARTS_OF_RAIN: &[&str] =
    &["precipitation_monthly", "precipitation_daily", "precipitation_daily_leap_year"];
const MONTHLY_EVAPORATION: &[&str] =
    &["potential_evapotranspiration_monthly", "actual_evapotranspiration_monthly"];
const GREENNESS: &[&str] = &["ndvi", "ndvi_monthly", "ndvi_soil", "ndvi_vegetation"];
const ABSORPTION: &[&str] = &["fapar", "fpar_monthly"];
const COVER: &[&str] = &["fractional_cover"];
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
    slip(
        MONTHLY_RAIN,
        Cell,
        (5000.0, 1e6),
        "the layer seems to be in 0.1 mm, as stations record it: unit = \"0.1 mm\"",
        "图层似以 0.1 mm（台站记录单位）为单位：unit = \"0.1 mm\"",
    ),
    slip(
        DAILY_RAIN,
        Cell,
        (2000.0, 32_000.0),
        "the layer seems to be in 0.1 mm; stations write 32700 for a trace and 32766 for no data: unit = \"0.1 mm\"",
        "图层似以 0.1 mm 为单位；台站以 32700 记微量、32766 记缺测：unit = \"0.1 mm\"",
    ),
    slip(
        DAILY_RAIN,
        Cell,
        (32_000.0, 33_000.0),
        "stations write 32700 for a trace, which is 0 mm, and 32766 for no data: replace them",
        "台站以 32700 记微量（即 0 mm）、32766 记缺测：请先替换",
    ),
    slip(
        MONTHLY_EVAPORATION,
        Cell,
        (1000.0, 1e5),
        "the layer seems to be in 0.1 mm, as MODIS stores it: unit = \"0.1 mm\"; larger numbers are its fill values",
        "图层似以 0.1 mm（MODIS 存储单位）为单位；更大的数为填充值",
    ),
    slip(
        GREENNESS,
        Cell,
        (100.0, 10_000.0),
        "the layer seems to be stored times 10000, as NDVI of MODIS is: set scale = 0.0001",
        "图层似按 10000 倍存储（如 MODIS 的 NDVI）：请设 scale = 0.0001",
    ),
    slip(
        GREENNESS,
        Cell,
        (-10_000.0, -100.0),
        "the layer seems to be stored times 10000, as NDVI of MODIS is, -3000 being no data: set scale = 0.0001 and nodata = -3000",
        "图层似按 10000 倍存储（如 MODIS 的 NDVI，-3000 为无数据）：请设 scale = 0.0001、nodata = -3000",
    ),
    slip(
        GREENNESS,
        Cell,
        (1.0, 100.0),
        "an index is at most 1: is it a share in percent, or a simple ratio?",
        "植被指数不超过 1：是否为百分数或比值植被指数？",
    ),
    slip(
        ABSORPTION,
        Cell,
        (2.45, 2.56),
        "249 to 255 times 0.01 are what MODIS writes for no data: declare those numbers as nodata",
        "MODIS 以 249 至 255（乘 0.01）记无数据：请设为 nodata",
    ),
    slip(
        ABSORPTION,
        Cell,
        (1.0, 100.0),
        "the layer seems to be in percent: state the unit %, or scale = 0.01",
        "图层似为百分数：请写 unit = \"%\" 或 scale = 0.01",
    ),
    slip(
        COVER,
        Cell,
        (1.0, 100.0),
        "the layer seems to be in percent: state the unit %",
        "图层似为百分数：请写 unit = \"%\"",
    ),
    slip(
        COVER,
        Cell,
        (100.0, 10_000.0),
        "the layer seems to be stored times 10000: set scale = 0.0001",
        "图层似按 10000 倍存储：请设 scale = 0.0001",
    ),
    // What a layer is not likely to be.
    slip(
        PARTS_OF_RAIN,
        Year,
        (0.0, 10.0),
        "is the layer in m or cm, or are its bands of another time? the rain of each month or day is needed in mm",
        "图层是否以 m 或 cm 为单位？需要逐月（日）降水量，单位 mm",
    ),
    slip(
        PARTS_OF_RAIN,
        Year,
        (4000.0, MOST),
        "is the layer in 0.1 mm, as stations record it, or is each band the rain of a year? unit = \"0.1 mm\"",
        "图层是否以 0.1 mm（台站记录单位）为单位，或各波段为全年降水？unit = \"0.1 mm\"",
    ),
    slip(
        MONTHLY_RAIN,
        Largest,
        (2000.0, MOST),
        "is a month in 0.1 mm, or the rain of a year? look at its band or column",
        "是否有某月以 0.1 mm 为单位或为全年降水？请核对该波段或列",
    ),
    slip(
        DAILY_RAIN,
        Largest,
        (800.0, MOST),
        "is a day in 0.1 mm, or the rain of a month? look at its band or column",
        "是否有某日以 0.1 mm 为单位或为全月降水？请核对该波段或列",
    ),
    slip(
        &["potential_evapotranspiration_monthly"],
        Year,
        (0.0, 200.0),
        "is the layer in cm or in mm per day? the sum of each month is needed in mm",
        "图层是否以 cm 或 mm/d 为单位？需要各月总量，单位 mm",
    ),
    slip(
        MONTHLY_EVAPORATION,
        Year,
        (3000.0, MOST),
        "is the layer in 0.1 mm, as MODIS stores it? unit = \"0.1 mm\"",
        "图层是否以 0.1 mm（MODIS 存储单位）为单位？",
    ),
    slip(
        GREENNESS,
        Smallest,
        (-0.300_001, -0.299_999),
        "-0.3 is -3000 times 0.0001, which MODIS writes for no data: if it is, set nodata to the number that the file stores (-3000, or \"-0.30005..-0.29995\" where it stores -0.3)",
        "-0.3 即 -3000×0.0001，为 MODIS 的无数据值：若是，请把 nodata 设为文件所存的数（-3000；文件存 -0.3 时为 \"-0.30005..-0.29995\"）",
    ),
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
/// assert!(impossible(&TEMPERATURE, 288.15).contains("in K"));
/// assert!(impossible(&TEMPERATURE, -9999.0).contains("nodata"));
/// assert!(impossible(&LATITUDE, 106.3).contains("longitude"));
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
/// assert!(unlikely_row(&SOIL_NITROGEN_CONTENT, 0.0009).is_none());
/// assert!(unlikely_row(&SOIL_NITROGEN_CONTENT, 0.09).is_some_and(|[hint, _]| hint.contains("g/kg")));
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
    let is_rain = |id: &str| id == "precipitation" || PARTS_OF_RAIN.contains(&id);
    let rain = layers().filter(|(quantity, spread)| is_rain(quantity.id) && spread.count > 0);
    for (quantity, spread) in rain.filter(|_| observed.forest > MUCH_FOREST) {
        if covers((10.0, LEAST_FOREST_RAIN), year(quantity, spread)) {
            let hint = if quantity.bands == 1 {
                [
                    "forest needs more rain: is it the rain of one month, or in cm? the annual sum is needed",
                    "森林需要更多降水：是否为单月降水或以 cm 为单位？需要年总量",
                ]
            } else {
                [
                    "forest needs more rain: is it in cm, or of a part of the year?",
                    "森林需要更多降水：是否以 cm 为单位或只含部分月份？",
                ]
            };
            all.push(warning(observed, quantity, spread, (Year, hint)));
        }
    }
    all.extend(layers().filter_map(|(quantity, _)| days(observed, quantity)));
    all
}

/// The mean of the sums over the bands of a layer, which make a year.
fn year(quantity: &Quantity, spread: &Spread) -> f64 {
    spread.mean() * crate::math::from_count(crate::math::count(quantity.bands))
}

/// Daily rain with a day less, or a day more, than the year has.
fn days(observed: &Observed<'_>, quantity: &Quantity) -> Option<Warning> {
    let leap = is_leap_year(observed.year);
    let days = if leap { 366 } else { 365 };
    if !DAILY_RAIN.contains(&quantity.id) || quantity.bands == days {
        return None;
    }
    let (year, found) = (observed.year, quantity.bands);
    let message = [
        format!("daily rain has {found} days, the year {year} has {days}"),
        format!("逐日降水有 {found} 天，{year} 年有 {days} 天"),
    ];
    let hint = if leap {
        [
            "give 366 numbers, 29 February in its place; without it the rain of that day is left out",
            "请给出含 2 月 29 日的 366 个数；否则该日降水未计入",
        ]
    } else {
        ["are the numbers of another year? give 365", "是否为其他年份的数据？请给出 365 个数"]
    };
    Some(Warning::implausible(place(observed, quantity), message, hint.map(str::to_owned)))
}

fn unlikely(observed: &Observed<'_>, quantity: &Quantity, spread: &Spread) -> Option<Warning> {
    let (low, high) = spread.ends()?;
    let mean = spread.mean();
    let percent = observed.legend.declared.get(quantity.id).is_some_and(|(unit, _)| unit.contains('%'));
    if percent && SHARES.contains(&quantity.id) && mean > 0.0 && mean < LEAST_PERCENT_MEAN {
        let hint = [
            "the unit is %, the numbers seem to be fractions: unit = \"1\"",
            "单位为 %，数值似为小数：unit = \"1\"",
        ];
        return Some(warning(observed, quantity, spread, (Mean, hint)));
    }
    let looked_at = [(Mean, mean), (Year, year(quantity, spread)), (Smallest, low), (Largest, high)];
    let fitting = |(of, value): (Of, f64)| slips(quantity.id, of).find(|slip| covers(slip.values, value));
    let named = looked_at.into_iter().find_map(fitting);
    named.map(|slip| warning(observed, quantity, spread, (slip.of, [slip.hint, slip.hint_zh])))
}

fn place(observed: &Observed<'_>, quantity: &Quantity) -> Place {
    let place = observed.legend.declared.get(quantity.id).map(|(_, place)| place.clone());
    place.unwrap_or_else(|| Place::column_only(quantity.id))
}

fn warning(
    observed: &Observed<'_>,
    quantity: &Quantity,
    spread: &Spread,
    (of, hint): (Of, [&str; 2]),
) -> Warning {
    let (low, high) = spread.ends().unwrap_or((f64::NAN, f64::NAN));
    let (mean, low, high) = (short(spread.mean()), short(low), short(high));
    let unit = if quantity.unit == "1" { String::new() } else { format!(" {}", quantity.unit) };
    let message = if of == Year && quantity.bands > 1 {
        let sum = short(year(quantity, spread));
        [
            format!(
                "{} comes to {sum}{unit} a year ({low} to {high} in its {} bands), which is not likely",
                quantity.id, quantity.bands
            ),
            format!(
                "{}（{}）全年合计 {sum}{unit}（{} 个数为 {low} 至 {high}），不太可能",
                quantity.name_zh, quantity.id, quantity.bands
            ),
        ]
    } else {
        [
            format!("{} has a mean of {mean}{unit} ({low} to {high}), which is not likely", quantity.id),
            format!("{}（{}）平均 {mean}{unit}（{low} 至 {high}），不太可能", quantity.name_zh, quantity.id),
        ]
    };
    Warning::implausible(place(observed, quantity), message, hint.map(str::to_owned))
}
