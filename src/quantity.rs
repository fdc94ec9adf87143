//! What a cell can carry: the name, unit and possible range of every column that an equation reads.
//!
//! This is the nomenclature of the crate. A layer of a run, a coefficient by ecosystem type and the result of a
//! driver are all quantities; equations name them here and nowhere else.

use crate::error::{Code, Error, did_you_mean};

/// A column that cells can carry.
#[derive(Debug, PartialEq)]
pub struct Quantity {
    /// Id in files, Rust and Python.
    pub id: &'static str,
    /// Base unit.
    pub unit: &'static str,
    /// Numbers per cell: 1, or 12 for the months.
    pub bands: usize,
    /// Smallest and largest possible value in the base unit.
    pub range: (f64, f64),
    /// English name.
    pub name: &'static str,
    /// Chinese name.
    pub name_zh: &'static str,
}

macro_rules! quantities {
    ($($name:ident = ($id:literal, $unit:literal, $bands:literal, $low:literal..$high:literal, $en:literal, $zh:literal);)+) => {
        $(#[doc = concat!($en, " (", $zh, "), in `", $unit, "`.")]
        pub const $name: &Quantity = &Quantity {
            id: $id, unit: $unit, bands: $bands, range: ($low, $high), name: $en, name_zh: $zh,
        };)+

        /// Every quantity, in the order of the table.
        pub const QUANTITIES: &[&Quantity] = &[$($name),+];
    };
}

quantities! {
    AREA = ("area", "m2", 1, 0.0..1e15, "area of the cell", "面积");
    LATITUDE = ("latitude", "deg", 1, -90.0..90.0, "latitude", "纬度");
    CELL_WIDTH = ("cell_width", "m", 1, 0.0..1e6, "width of the cell from west to east", "像元东西宽");
    CELL_HEIGHT = ("cell_height", "m", 1, 0.0..1e6, "height of the cell from south to north", "像元南北高");
    ELEVATION = ("elevation", "m", 1, -500.0..9000.0, "elevation", "高程");
    ELEVATION_WINDOW = ("elevation_window", "m", 9, -500.0..9000.0, "elevation of the cell and its eight neighbours, row by row", "高程邻域");
    PRECIPITATION = ("precipitation", "mm", 1, 0.0..15000.0, "annual precipitation", "年降水量");
    RUNOFF_PRODUCING_PRECIPITATION = ("runoff_producing_precipitation", "mm", 1, 0.0..15000.0, "runoff-producing precipitation", "产流降雨量");
    TEMPERATURE = ("temperature", "degC", 1, -60.0..50.0, "annual mean temperature", "年平均气温");
    TEMPERATURE_MONTHLY = ("temperature_monthly", "degC", 12, -60.0..50.0, "monthly mean temperature", "月平均气温");
    TEMPERATURE_MAXIMUM_MONTHLY = ("temperature_maximum_monthly", "degC", 12, -60.0..60.0, "monthly mean of daily maximum temperature", "月平均最高气温");
    TEMPERATURE_MINIMUM_MONTHLY = ("temperature_minimum_monthly", "degC", 12, -70.0..50.0, "monthly mean of daily minimum temperature", "月平均最低气温");
    POTENTIAL_EVAPOTRANSPIRATION = ("potential_evapotranspiration", "mm", 1, 0.0..6000.0, "potential evapotranspiration", "潜在蒸散发量");
    ACTUAL_EVAPOTRANSPIRATION = ("actual_evapotranspiration", "mm", 1, 0.0..6000.0, "actual evapotranspiration", "蒸散发量");
    SURFACE_RUNOFF = ("surface_runoff", "mm", 1, 0.0..15000.0, "surface runoff", "地表径流量");
    WATER_YIELD = ("water_yield", "mm", 1, -6000.0..15000.0, "precipitation less actual evapotranspiration", "产水量");
    DRY_MATTER_PRODUCTIVITY = ("dry_matter_productivity", "g/m2", 1, 0.0..10000.0, "net primary productivity, dry matter", "净初级生产力（干物质）");
    NET_PRIMARY_PRODUCTIVITY = ("net_primary_productivity", "gC/m2", 1, 0.0..5000.0, "net primary productivity", "净初级生产力");
    NET_ECOSYSTEM_PRODUCTIVITY = ("net_ecosystem_productivity", "gC/m2", 1, -5000.0..5000.0, "net ecosystem productivity", "净生态系统生产力");
    CARBON_STOCK_OPENING = ("carbon_stock_opening", "tC/hm2", 1, 0.0..5000.0, "carbon stock at the earlier date", "期初碳储量");
    CARBON_STOCK_CLOSING = ("carbon_stock_closing", "tC/hm2", 1, 0.0..5000.0, "carbon stock at the later date", "期末碳储量");
    CARBON_STOCK_INTERVAL = ("carbon_stock_interval", "a", 1, 0.1..200.0, "years between the two stocks", "两期间隔年数");
    RUNOFF_COEFFICIENT = ("runoff_coefficient", "1", 1, 0.0..1.0, "runoff coefficient", "地表径流系数");
    RUNOFF_PRODUCING_RAIN_SHARE = ("runoff_producing_rain_share", "1", 1, 0.0..1.0, "share of rain that produces runoff", "产流降雨比例");
    RUNOFF_REDUCTION_COEFFICIENT = ("runoff_reduction_coefficient", "1", 1, 0.0..1.0, "runoff rate saved against bare land", "径流减少系数");
    BUDYKO_FU_OMEGA = ("budyko_fu_omega", "1", 1, 1.0..10.0, "Fu's catchment parameter ω", "傅抱璞公式参数ω");
    ZHANG_PLANT_WATER = ("zhang2001_plant_available_water_coefficient", "1", 1, 0.0..10.0, "Zhang's plant-available water coefficient w", "植物可利用水系数");
    CARBON_PER_DRY_MATTER = ("carbon_per_dry_matter", "tC/t", 1, 0.0..1.0, "carbon in dry matter", "干物质含碳率");
    OXYGEN_PER_DRY_MATTER = ("oxygen_per_dry_matter", "tO2/t", 1, 0.0..3.0, "oxygen per dry matter", "单位干物质释氧量");
    NEP_NPP_RATIO = ("nep_npp_ratio", "1", 1, -1.0..1.0, "NEP as a share of NPP", "NEP/NPP转换系数");
    CARBON_SEQUESTRATION_RATE = ("carbon_sequestration_rate", "tC/(km2 a)", 1, -5000.0..5000.0, "carbon sequestration rate", "固碳速率");
    SO2_PURIFICATION_RATE = ("so2_purification_rate", "kg/(hm2 a)", 1, 0.0..1e5, "sulphur dioxide that vegetation takes out", "二氧化硫净化率");
    NOX_PURIFICATION_RATE = ("nox_purification_rate", "kg/(hm2 a)", 1, 0.0..1e5, "nitrogen oxides that vegetation takes out", "氮氧化物净化率");
    DUST_RETENTION_RATE = ("dust_retention_rate", "kg/(hm2 a)", 1, 0.0..1e6, "dust that vegetation retains", "滞尘率");
    PRECIPITATION_MONTHLY = ("precipitation_monthly", "mm", 12, 0.0..5000.0, "precipitation of each month", "月降水量");
    FRACTIONAL_COVER = ("fractional_cover", "1", 1, 0.0..1.0, "share of the ground that vegetation covers", "植被覆盖度");
    SLOPE = ("slope", "deg", 1, 0.0..90.0, "slope", "坡度");
    COVER_FACTOR = ("cover_factor", "1", 1, 0.0..1.0, "cover factor C of soil loss", "植被覆盖因子");
    COVER_FACTOR_BY_COVER = ("cover_factor_by_cover", "1", 6, 0.0..1.0, "cover factor C for each class of vegetation cover", "分覆盖度等级的植被覆盖因子");
    SOIL_TO_VEGETATION_SINK_RATIO = ("soil_to_vegetation_sink_ratio", "1", 1, 0.0..10.0, "soil carbon sink as a share of the vegetation's", "土壤与植被固碳比");
    EQUIVALENT_FACTOR_FOOD_PRODUCTION = ("equivalent_factor_food_production", "equivalent/hm2", 1, 0.0..100.0, "equivalent factor of food production", "食物生产当量");
    EQUIVALENT_FACTOR_RAW_MATERIALS = ("equivalent_factor_raw_materials", "equivalent/hm2", 1, 0.0..100.0, "equivalent factor of raw materials", "原料生产当量");
    EQUIVALENT_FACTOR_WATER_SUPPLY = ("equivalent_factor_water_supply", "equivalent/hm2", 1, -50.0..100.0, "equivalent factor of water supply", "水资源供给当量");
    EQUIVALENT_FACTOR_GAS_REGULATION = ("equivalent_factor_gas_regulation", "equivalent/hm2", 1, 0.0..100.0, "equivalent factor of gas regulation", "气体调节当量");
    EQUIVALENT_FACTOR_CLIMATE_REGULATION = ("equivalent_factor_climate_regulation", "equivalent/hm2", 1, 0.0..100.0, "equivalent factor of climate regulation", "气候调节当量");
    EQUIVALENT_FACTOR_ENVIRONMENTAL_PURIFICATION = ("equivalent_factor_environmental_purification", "equivalent/hm2", 1, 0.0..100.0, "equivalent factor of environmental purification", "净化环境当量");
    EQUIVALENT_FACTOR_HYDROLOGICAL_REGULATION = ("equivalent_factor_hydrological_regulation", "equivalent/hm2", 1, 0.0..500.0, "equivalent factor of hydrological regulation", "水文调节当量");
    EQUIVALENT_FACTOR_SOIL_CONSERVATION = ("equivalent_factor_soil_conservation", "equivalent/hm2", 1, 0.0..100.0, "equivalent factor of soil conservation", "土壤保持当量");
    EQUIVALENT_FACTOR_NUTRIENT_CYCLING = ("equivalent_factor_nutrient_cycling", "equivalent/hm2", 1, 0.0..100.0, "equivalent factor of nutrient cycling", "维持养分循环当量");
    EQUIVALENT_FACTOR_BIODIVERSITY = ("equivalent_factor_biodiversity", "equivalent/hm2", 1, 0.0..100.0, "equivalent factor of biodiversity", "生物多样性当量");
    EQUIVALENT_FACTOR_AESTHETIC_LANDSCAPE = ("equivalent_factor_aesthetic_landscape", "equivalent/hm2", 1, 0.0..100.0, "equivalent factor of aesthetic landscape", "美学景观当量");
    NPP_RATIO = ("net_primary_productivity_ratio", "1", 1, 0.0..100.0, "net primary productivity over its national mean", "NPP调节因子");
    PRECIPITATION_RATIO = ("precipitation_ratio", "1", 1, 0.0..100.0, "precipitation over its national mean", "降水调节因子");
    SOIL_RETENTION_RATIO = ("soil_retention_ratio", "1", 1, 0.0..1000.0, "soil retention over its national mean", "土壤保持调节因子");
    MEAN_NET_PRIMARY_PRODUCTIVITY = ("mean_net_primary_productivity", "gC/m2", 1, 1.0..5000.0, "national mean of net primary productivity", "全国平均净初级生产力");
    MEAN_PRECIPITATION = ("mean_precipitation", "mm", 1, 1.0..15000.0, "national mean of annual precipitation", "全国平均年降水量");
}

/// Quantities that the grid of a raster run brings by itself, where they can be had.
pub const OF_THE_GRID: &[&Quantity] = &[LATITUDE, CELL_WIDTH, CELL_HEIGHT, ELEVATION_WINDOW];

/// Classes of vegetation cover of HJ 1173-2021 Table A.1, in percent.
const COVER_GRADES: [&str; 6] = [
    "fractional_cover_percent:<10",
    "fractional_cover_percent:10-30",
    "fractional_cover_percent:30-50",
    "fractional_cover_percent:50-70",
    "fractional_cover_percent:70-90",
    "fractional_cover_percent:>90",
];

/// Classes of the Shannon-Wiener index of LY/T 1721-2008.
const DIVERSITY_GRADES: [&str; 7] = [
    "shannon_wiener:<1",
    "shannon_wiener:1<=<2",
    "shannon_wiener:2<=<3",
    "shannon_wiener:3<=<4",
    "shannon_wiener:4<=<5",
    "shannon_wiener:5<=<6",
    "shannon_wiener:>=6",
];

/// The grades of a quantity whose bands are rows for one grade each; parameter rows state them as a condition.
#[must_use]
pub fn grades(quantity: &Quantity) -> &'static [&'static str] {
    match quantity.id {
        "cover_factor_by_cover" => &COVER_GRADES,
        "species_conservation_value_by_diversity" => &DIVERSITY_GRADES,
        _ => &[""],
    }
}

/// The quantity of an id.
///
/// # Errors
///
/// `EV-I014` with the nearest known id.
///
/// # Examples
///
/// ```
/// use ecovalue::quantity;
///
/// assert_eq!(quantity::named("precipitation")?.unit, "mm");
/// assert!(quantity::named("rainfal").is_err());
/// # Ok::<(), ecovalue::Error>(())
/// ```
pub fn named(id: &str) -> Result<&'static Quantity, Error> {
    QUANTITIES.iter().copied().find(|quantity| quantity.id == id).ok_or_else(|| {
        let hint = did_you_mean(id, QUANTITIES.iter().map(|quantity| quantity.id));
        Error::new(
            Code::UnknownLayer,
            format!("layer `{id}` is not a quantity that any equation reads"),
            hint,
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unit::Unit;

    #[test]
    fn ids_are_unique_and_units_are_read() {
        for (index, quantity) in QUANTITIES.iter().enumerate() {
            assert!(quantity.unit.parse::<Unit>().is_ok(), "{}", quantity.id);
            assert!(
                QUANTITIES.iter().skip(index + 1).all(|other| other.id != quantity.id),
                "{}",
                quantity.id
            );
        }
    }
}
