//! What a layer is not likely to be.

use super::Of::{Largest, Mean, Smallest, Year};
use super::{
    DAILY_RAIN, EVAPORATION, GREENNESS, MONTHLY_EVAPORATION, MONTHLY_RAIN, Of, PARTS_OF_RAIN, RAIN, Slip,
    WARMTH,
};
use crate::wording::Name;

const MOST: f64 = f64::INFINITY;

const fn slip(
    quantities: &'static [&'static str],
    of: Of,
    values: (f64, f64),
    en: &'static str,
    zh: &'static str,
) -> (Of, Slip) {
    (of, Slip { quantities, values, hint: Name { en, zh } })
}

/// The first that fits is named.
pub(super) const UNLIKELY: &[(Of, Slip)] = &[
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
