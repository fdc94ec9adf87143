//! What a cell cannot be.

use super::{
    ABSORPTION, COVER, DAILY_RAIN, EVAPORATION, GREENNESS, MONTHLY_EVAPORATION, MONTHLY_RAIN, RAIN, SHARES,
    Slip, WARMTH,
};
use crate::wording::Name;

const fn slip(
    quantities: &'static [&'static str],
    values: (f64, f64),
    en: &'static str,
    zh: &'static str,
) -> Slip {
    Slip { quantities, values, hint: Name { en, zh } }
}

/// The first that fits is named.
pub(super) const IMPOSSIBLE: &[Slip] = &[
    slip(
        WARMTH,
        (200.0, 340.0),
        "the layer seems to be in K, or in 0.1 degC: state its unit",
        "图层似以 K 或 0.1 ℃ 为单位：请写明单位",
    ),
    slip(
        WARMTH,
        (340.0, 4000.0),
        "the layer seems to be in 0.1 degC or 0.1 K: state that unit",
        "图层似以 0.1 ℃ 或 0.1 K 为单位：请写明单位",
    ),
    slip(
        WARMTH,
        (50.0, 200.0),
        "the layer seems to be in 0.1 degC, or in degrees Fahrenheit: state its unit, or convert it",
        "图层似以 0.1 ℃ 或华氏度为单位：请写明单位或换算",
    ),
    slip(
        WARMTH,
        (-400.0, -200.0),
        "the layer is declared in K, but seems to be in degC",
        "图层声明为 K，数值似为 ℃",
    ),
    slip(
        WARMTH,
        (-200.0, -60.0),
        "the layer seems to be in 0.1 degC: state that unit",
        "图层似以 0.1 ℃ 为单位：请写明单位",
    ),
    slip(
        RAIN,
        (15_000.0, 1.5e6),
        "the layer seems to be in 0.1 mm, as stations record it: unit = \"0.1 mm\"",
        "图层似以 0.1 mm（台站记录单位）为单位：unit = \"0.1 mm\"",
    ),
    slip(
        EVAPORATION,
        (6000.0, 6e5),
        "the layer seems to be in 0.1 mm, as MODIS stores it: unit = \"0.1 mm\"; larger numbers are its fill values",
        "图层似以 0.1 mm（MODIS 存储单位）为单位；更大的数为填充值",
    ),
    slip(
        &["net_primary_productivity"],
        (5000.0, 1e5),
        "the layer seems to hold the raw numbers of MODIS: unit = \"kgC/m2\" with scale = 0.0001; numbers above 32700 are its fill values, set nodata",
        "图层似为 MODIS 原始数值：unit = \"kgC/m2\"，scale = 0.0001；大于 32700 的为填充值，请设 nodata",
    ),
    slip(
        &["dry_matter_productivity"],
        (1e4, 1e6),
        "the layer seems to be in kg/hm2, or in raw numbers: state unit and scale",
        "图层似以 kg/hm2 为单位或为原始数值：请写明单位与比例",
    ),
    slip(
        &["latitude"],
        (90.0, 180.0),
        "this is a longitude: latitude and longitude are exchanged",
        "此为经度：经纬度互换",
    ),
    slip(
        &["latitude"],
        (-180.0, -90.0),
        "this is a longitude: latitude and longitude are exchanged",
        "此为经度：经纬度互换",
    ),
    slip(
        &["elevation"],
        (9000.0, 30_000.0),
        "the layer seems to be in feet or dm: convert it, or set scale = 0.3048 or 0.1",
        "图层似以英尺或分米为单位：请换算，或设 scale = 0.3048 或 0.1",
    ),
    slip(
        &["elevation"],
        (30_000.0, 9e6),
        "the layer seems to be in cm or mm: state that unit",
        "图层似以 cm 或 mm 为单位：请写明单位",
    ),
    slip(
        SHARES,
        (1.0, 100.0),
        "shares are fractions of 1: state the unit % if the number is in percent",
        "比例应在 0 与 1 之间：若为百分数请写 unit = \"%\"",
    ),
    slip(
        SHARES,
        (100.0, 10_000.0),
        "the layer seems to be stored times 10000, as NDVI and other shares of MODIS are: set scale = 0.0001",
        "图层似按 10000 倍存储（如 MODIS 的 NDVI）：请设 scale = 0.0001",
    ),
    slip(
        MONTHLY_RAIN,
        (5000.0, 1e6),
        "the layer seems to be in 0.1 mm, as stations record it: unit = \"0.1 mm\"",
        "图层似以 0.1 mm（台站记录单位）为单位：unit = \"0.1 mm\"",
    ),
    slip(
        DAILY_RAIN,
        (2000.0, 32_000.0),
        "the layer seems to be in 0.1 mm; stations write 32700 for a trace and 32766 for no data: unit = \"0.1 mm\"",
        "图层似以 0.1 mm 为单位；台站以 32700 记微量、32766 记缺测：unit = \"0.1 mm\"",
    ),
    slip(
        DAILY_RAIN,
        (32_000.0, 33_000.0),
        "stations write 32700 for a trace, which is 0 mm, and 32766 for no data: replace them",
        "台站以 32700 记微量（即 0 mm）、32766 记缺测：请先替换",
    ),
    slip(
        MONTHLY_EVAPORATION,
        (1000.0, 1e5),
        "the layer seems to be in 0.1 mm, as MODIS stores it: unit = \"0.1 mm\"; larger numbers are its fill values",
        "图层似以 0.1 mm（MODIS 存储单位）为单位；更大的数为填充值",
    ),
    slip(
        GREENNESS,
        (100.0, 10_000.0),
        "the layer seems to be stored times 10000, as NDVI of MODIS is: set scale = 0.0001",
        "图层似按 10000 倍存储（如 MODIS 的 NDVI）：请设 scale = 0.0001",
    ),
    slip(
        GREENNESS,
        (-10_000.0, -100.0),
        "the layer seems to be stored times 10000, as NDVI of MODIS is, -3000 being no data: set scale = 0.0001 and nodata = -3000",
        "图层似按 10000 倍存储（如 MODIS 的 NDVI，-3000 为无数据）：请设 scale = 0.0001、nodata = -3000",
    ),
    slip(
        GREENNESS,
        (1.0, 100.0),
        "an index is at most 1: is it a share in percent, or a simple ratio?",
        "植被指数不超过 1：是否为百分数或比值植被指数？",
    ),
    slip(
        ABSORPTION,
        (2.45, 2.56),
        "249 to 255 times 0.01 are what MODIS writes for no data: declare those numbers as nodata",
        "MODIS 以 249 至 255（乘 0.01）记无数据：请设为 nodata",
    ),
    slip(
        ABSORPTION,
        (1.0, 100.0),
        "the layer seems to be in percent: state the unit %, or scale = 0.01",
        "图层似为百分数：请写 unit = \"%\" 或 scale = 0.01",
    ),
    slip(
        COVER,
        (1.0, 100.0),
        "the layer seems to be in percent: state the unit %",
        "图层似为百分数：请写 unit = \"%\"",
    ),
    slip(
        COVER,
        (100.0, 10_000.0),
        "the layer seems to be stored times 10000: set scale = 0.0001",
        "图层似按 10000 倍存储：请设 scale = 0.0001",
    ),
];
