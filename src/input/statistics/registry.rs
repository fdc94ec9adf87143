//! The statistics that the crate knows, each with its unit and meaning.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::error::{Code, Error, did_you_mean};
use crate::parameter::Parameters;
use crate::quantity::QUANTITIES;
use crate::text;

/// A statistic that the crate knows.
#[derive(Debug, PartialEq)]
pub struct Statistic {
    /// Key in `statistics.csv`.
    pub key: &'static str,
    /// Base unit.
    pub unit: &'static str,
    /// Whether zones add up to the whole.
    pub additive: bool,
    /// English meaning.
    pub name: &'static str,
    /// Chinese meaning.
    pub name_zh: &'static str,
}

impl Statistic {
    /// Whether it is an amount of money, which has a price year.
    #[must_use]
    pub fn is_money(&self) -> bool {
        self.unit.starts_with("CNY")
    }

    /// Whether a number of the whole also holds for each zone: a price, a wage, a cost, a yield or a service life; not an
    /// income, which is of the people of a place, nor a share.
    #[must_use]
    pub fn reaches_zones(&self) -> bool {
        let rate = self.unit.contains('/') && !self.key.ends_with("_per_head");
        !self.additive && (rate || self.unit == "a")
    }
}

macro_rules! statistics {
    ($($key:literal, $unit:literal, $additive:literal, $en:literal, $zh:literal;)+) => {
        /// Every statistic, in the order of the table.
        pub const STATISTICS: &[Statistic] = &[$(Statistic {
            key: $key, unit: $unit, additive: $additive, name: $en, name_zh: $zh,
        }),+];
    };
}

statistics! {
    "population_resident", "person", true, "resident population", "常住人口";
    "population_registered", "person", true, "registered population", "户籍人口";
    "gdp", "CNY", true, "gross domestic product", "地区生产总值";
    "gross_output", "CNY", true, "gross output of all sectors", "总产出";
    "tertiary_value_added", "CNY", true, "value added of the tertiary sector", "第三产业增加值";
    "disposable_income_per_head", "CNY/person", false, "disposable income per head", "居民人均可支配收入";
    "land_area", "m2", true, "land area of the administrative unit", "国土面积";
    "own_water_resources", "m3", true, "own water resources", "当地水资源量";
    "water_retention_quantity", "m3", true, "water retained, given", "水源涵养量（给定）";
    "carbon_sequestration_quantity", "tCO2", true, "carbon dioxide sequestered, given", "固碳量（给定）";
    "oxygen_release_quantity", "tO2", true, "oxygen released, given", "释氧量（给定）";
    "retained_soil_quantity", "t", true, "soil retained, given", "土壤保持量（给定）";
    "reduced_sediment_quantity", "m3", true, "sediment kept out of rivers and reservoirs, given", "减少泥沙淤积量（给定）";
    "reduced_nitrogen_quantity", "t", true, "nitrogen kept out of waters, given", "减少氮面源污染量（给定）";
    "reduced_phosphorus_quantity", "t", true, "phosphorus kept out of waters, given", "减少磷面源污染量（给定）";
    "tourism_visits", "person", true, "visits of tourists", "旅游总人次";
    "tourism_overnight_visits", "person", true, "overnight visits of tourists", "过夜游客人次";
    "tourism_spend", "CNY", true, "spending of tourists", "旅游总收入";
    "tourism_ecosystem_share", "1", false, "share of tourist spending due to ecosystems", "旅游收入中生态系统贡献比例";
    "tourism_time_per_visit", "h", false, "time spent per visit", "人均旅游时间";
    "wage_per_hour", "CNY/h", false, "mean wage per hour", "小时工资";
    "tourism_consumer_surplus", "CNY", true, "consumer surplus of tourists", "旅游消费者剩余";
    "tourism_value", "CNY", true, "value of tourism, given", "景观游憩价值（给定）";
    "leisure_visits", "person", true, "visits of residents to parks and green space", "居民休闲游憩人次";
    "leisure_time_per_visit", "h", false, "time of one visit of residents", "单次休闲游憩时间";
    "leisure_time_wage_share", "1", false, "value of leisure time as a share of the wage", "休闲时间价值占工资比例";
    "leisure_local_spend", "CNY", true, "local spending of residents on visits", "居民休闲游憩本地花费";
    "leisure_substitute_price", "CNY/person", false, "price of a visit to a substitute such as a gym", "休闲替代场所单次价格";
    "leisure_value", "CNY", true, "value of leisure recreation, given", "休闲游憩价值（给定）";
    "landscape_house_area", "m2", true, "floor area of houses with a landscape premium", "享受景观增值的住房面积";
    "house_price", "CNY/m2", false, "mean price of houses", "住房均价";
    "house_premium_rate", "1", false, "share of the price of houses due to the landscape", "住房景观溢价率";
    "house_useful_years", "a", false, "years over which the premium of houses is spread", "住房使用年限";
    "landscape_hotel_rooms", "room", true, "hotel rooms with a landscape premium", "享受景观增值的客房数";
    "hotel_room_price", "CNY/(room d)", false, "mean price of a hotel room for a night", "客房均价";
    "hotel_occupancy", "1", false, "share of hotel rooms that are let", "客房出租率";
    "hotel_premium_rate", "1", false, "share of the price of hotel rooms due to the landscape", "客房景观溢价率";
    "landscape_premium_value", "CNY", true, "value of the landscape premium, given", "景观增值（给定）";
    "eco_agriculture_output", "CNY", true, "output of green and organic farm products", "绿色、有机农产品产值";
    "eco_processing_output", "CNY", true, "output of ecological processing industry", "生态加工业产值";
    "eco_tourism_income", "CNY", true, "income of ecological tourism", "生态旅游收入";
    "eco_compensation_income", "CNY", true, "income from ecological compensation", "生态补偿类收入";
    "external_inflow_biomass_provisioning", "CNY", true, "value of biomass provisioning that came from outside", "区域外流入：生物质供给";
    "external_inflow_water_supply", "CNY", true, "value of water supply that came from outside", "区域外流入：水资源";
    "external_inflow_ecological_energy", "CNY", true, "value of ecological energy that came from outside", "区域外流入：生态能源";
    "external_inflow_water_retention", "CNY", true, "value of water retention that came from outside", "区域外流入：水源涵养";
    "external_inflow_soil_retention", "CNY", true, "value of soil retention that came from outside", "区域外流入：土壤保持";
    "external_inflow_sand_fixation", "CNY", true, "value of sand fixation that came from outside", "区域外流入：防风固沙";
    "external_inflow_coastal_protection", "CNY", true, "value of coastal protection that came from outside", "区域外流入：海岸带防护";
    "external_inflow_flood_mitigation", "CNY", true, "value of flood mitigation that came from outside", "区域外流入：洪水调蓄";
    "external_inflow_air_purification", "CNY", true, "value of air purification that came from outside", "区域外流入：空气净化";
    "external_inflow_water_purification", "CNY", true, "value of water purification that came from outside", "区域外流入：水质净化";
    "external_inflow_carbon_sequestration", "CNY", true, "value of carbon sequestration that came from outside", "区域外流入：固碳";
    "external_inflow_oxygen_release", "CNY", true, "value of oxygen release that came from outside", "区域外流入：释氧";
    "external_inflow_climate_regulation", "CNY", true, "value of local climate regulation that came from outside", "区域外流入：局部气候调节";
    "external_inflow_noise_attenuation", "CNY", true, "value of noise attenuation that came from outside", "区域外流入：噪声消减";
    "external_inflow_pest_control", "CNY", true, "value of pest control that came from outside", "区域外流入：病虫害控制";
    "external_inflow_negative_ions", "CNY", true, "value of negative ions that came from outside", "区域外流入：负离子";
    "external_inflow_species_conservation", "CNY", true, "value of species conservation that came from outside", "区域外流入：物种保育";
    "external_inflow_forest_nutrient_retention", "CNY", true, "value of forest nutrient retention that came from outside", "区域外流入：林木养分固持与保肥";
    "external_inflow_tourism", "CNY", true, "value of tourism that came from outside", "区域外流入：旅游康养";
    "external_inflow_leisure_recreation", "CNY", true, "value of leisure recreation that came from outside", "区域外流入：休闲游憩";
    "external_inflow_landscape_premium", "CNY", true, "value of landscape premium that came from outside", "区域外流入：景观增值";
    "output_agriculture", "CNY", true, "gross output of farming", "农业总产值";
    "output_forestry", "CNY", true, "gross output of forestry", "林业总产值";
    "output_husbandry", "CNY", true, "gross output of animal husbandry", "牧业总产值";
    "output_fishery", "CNY", true, "gross output of fishery", "渔业总产值";
    "value_added_agriculture", "CNY", true, "value added of farming", "农业增加值";
    "value_added_forestry", "CNY", true, "value added of forestry", "林业增加值";
    "value_added_husbandry", "CNY", true, "value added of animal husbandry", "牧业增加值";
    "value_added_fishery", "CNY", true, "value added of fishery", "渔业增加值";
    "intermediate_consumption_agriculture", "CNY", true, "intermediate consumption of farming", "农业中间消耗";
    "intermediate_consumption_forestry", "CNY", true, "intermediate consumption of forestry", "林业中间消耗";
    "intermediate_consumption_husbandry", "CNY", true, "intermediate consumption of animal husbandry", "牧业中间消耗";
    "intermediate_consumption_fishery", "CNY", true, "intermediate consumption of fishery", "渔业中间消耗";
    "labour_compensation_agriculture", "CNY", true, "compensation of labour of farming", "农业劳动者报酬";
    "labour_compensation_forestry", "CNY", true, "compensation of labour of forestry", "林业劳动者报酬";
    "labour_compensation_husbandry", "CNY", true, "compensation of labour of animal husbandry", "牧业劳动者报酬";
    "labour_compensation_fishery", "CNY", true, "compensation of labour of fishery", "渔业劳动者报酬";
    "depreciation_agriculture", "CNY", true, "consumption of fixed capital of farming", "农业固定资产折旧";
    "depreciation_forestry", "CNY", true, "consumption of fixed capital of forestry", "林业固定资产折旧";
    "depreciation_husbandry", "CNY", true, "consumption of fixed capital of animal husbandry", "牧业固定资产折旧";
    "depreciation_fishery", "CNY", true, "consumption of fixed capital of fishery", "渔业固定资产折旧";
    "capital_return_agriculture", "CNY", true, "normal return on capital of farming", "农业资本正常回报";
    "capital_return_forestry", "CNY", true, "normal return on capital of forestry", "林业资本正常回报";
    "capital_return_husbandry", "CNY", true, "normal return on capital of animal husbandry", "牧业资本正常回报";
    "capital_return_fishery", "CNY", true, "normal return on capital of fishery", "渔业资本正常回报";
    "product_taxes_agriculture", "CNY", true, "taxes on products of farming", "农业产品税";
    "product_taxes_forestry", "CNY", true, "taxes on products of forestry", "林业产品税";
    "product_taxes_husbandry", "CNY", true, "taxes on products of animal husbandry", "牧业产品税";
    "product_taxes_fishery", "CNY", true, "taxes on products of fishery", "渔业产品税";
    "product_subsidies_agriculture", "CNY", true, "subsidies on products of farming", "农业产品补贴";
    "product_subsidies_forestry", "CNY", true, "subsidies on products of forestry", "林业产品补贴";
    "product_subsidies_husbandry", "CNY", true, "subsidies on products of animal husbandry", "牧业产品补贴";
    "product_subsidies_fishery", "CNY", true, "subsidies on products of fishery", "渔业产品补贴";
    "ecosystem_contribution_share_agriculture", "1", false, "share of the value added of farming due to ecosystems", "农业增加值中生态系统贡献比例";
    "ecosystem_contribution_share_forestry", "1", false, "share of the value added of forestry due to ecosystems", "林业增加值中生态系统贡献比例";
    "ecosystem_contribution_share_husbandry", "1", false, "share of the value added of animal husbandry due to ecosystems", "牧业增加值中生态系统贡献比例";
    "ecosystem_contribution_share_fishery", "1", false, "share of the value added of fishery due to ecosystems", "渔业增加值中生态系统贡献比例";
    "production_grain", "t", true, "production of grain", "粮食产量";
    "production_oil_crops", "t", true, "production of oil crops", "油料产量";
    "production_vegetables", "t", true, "production of vegetables", "蔬菜产量";
    "production_fruit", "t", true, "production of fruit", "水果产量";
    "production_tea", "t", true, "production of tea", "茶叶产量";
    "production_timber", "m3", true, "production of timber", "木材产量";
    "production_meat", "t", true, "production of meat", "肉类产量";
    "production_eggs", "t", true, "production of eggs", "禽蛋产量";
    "production_milk", "t", true, "production of milk", "奶类产量";
    "production_aquatic_products", "t", true, "production of aquatic products", "水产品产量";
    "producer_price_grain", "CNY/t", false, "producer price of grain", "粮食生产者价格";
    "producer_price_oil_crops", "CNY/t", false, "producer price of oil crops", "油料生产者价格";
    "producer_price_vegetables", "CNY/t", false, "producer price of vegetables", "蔬菜生产者价格";
    "producer_price_fruit", "CNY/t", false, "producer price of fruit", "水果生产者价格";
    "producer_price_tea", "CNY/t", false, "producer price of tea", "茶叶生产者价格";
    "producer_price_timber", "CNY/m3", false, "producer price of timber", "木材生产者价格";
    "producer_price_meat", "CNY/t", false, "producer price of meat", "肉类生产者价格";
    "producer_price_eggs", "CNY/t", false, "producer price of eggs", "禽蛋生产者价格";
    "producer_price_milk", "CNY/t", false, "producer price of milk", "奶类生产者价格";
    "producer_price_aquatic_products", "CNY/t", false, "producer price of aquatic products", "水产品生产者价格";
    "water_use_domestic", "m3", true, "domestic water use", "生活用水量";
    "water_use_industry", "m3", true, "industrial water use", "工业用水量";
    "water_use_agriculture", "m3", true, "agricultural water use", "农业用水量";
    "water_quality_class_three_share", "1", false, "share of water of class III or better", "Ⅲ类及以上水质比例";
    "lake_inflow", "m3", true, "runoff into lakes", "入湖径流量";
    "lake_precipitation", "m3", true, "rain on lakes", "湖面降水量";
    "lake_outflow", "m3", true, "runoff out of lakes", "出湖径流量";
    "lake_evaporation", "m3", true, "evaporation of lakes", "湖面蒸发量";
    "lake_storage_opening", "m3", true, "water in lakes at the beginning of the year", "年初湖泊蓄水量";
    "lake_storage_closing", "m3", true, "water in lakes at the end of the year", "年末湖泊蓄水量";
    "water_use_total", "m3", true, "water use of all sectors", "用水总量";
    "water_transfer_in", "m3", true, "water brought in from other basins", "跨流域调入水量";
    "water_inflow", "m3", true, "water that flows in", "入境水量";
    "water_outflow", "m3", true, "water that flows out", "出境水量";
    "reservoir_operation_cost", "CNY/m3", false, "yearly cost of operation and maintenance of reservoirs per volume", "水库单位库容运营维护成本";
    "flood_vegetation_quantity", "m3", true, "flood water stored by vegetation, given", "植被调蓄量（给定）";
    "flood_lake_quantity", "m3", true, "flood water stored by lakes, given", "湖泊调蓄量（给定）";
    "flood_reservoir_quantity", "m3", true, "flood water stored by reservoirs, given", "水库调蓄量（给定）";
    "flood_marsh_quantity", "m3", true, "flood water stored by marshes, given", "沼泽调蓄量（给定）";
    "transpiration_energy_quantity", "kWh", true, "energy of cooling by transpiration, given", "植被蒸腾降温增湿能量（给定）";
    "evaporation_energy_quantity", "kWh", true, "energy of cooling by evaporation, given", "水面蒸发降温增湿能量（给定）";
    "hydropower_generation", "kWh", true, "hydropower generated", "水力发电量";
    "straw_energy_use", "t", true, "straw used as fuel", "秸秆能源利用量";
    "firewood_use", "t", true, "firewood used as fuel", "薪柴利用量";
    "biogas_use", "m3", true, "biogas used as fuel", "沼气利用量";
    "straw_price", "CNY/t", false, "price of straw as fuel", "秸秆燃料价格";
    "firewood_price", "CNY/t", false, "price of firewood", "薪柴价格";
    "biogas_price", "CNY/m3", false, "price of biogas", "沼气价格";
    "reservoir_capacity", "m3", true, "total capacity of reservoirs", "水库总库容";
    "reservoir_flood_capacity", "m3", true, "flood capacity of reservoirs", "水库防洪库容";
    "emission_so2", "t", true, "emission of sulphur dioxide", "二氧化硫排放量";
    "emission_nox", "t", true, "emission of nitrogen oxides", "氮氧化物排放量";
    "emission_dust", "t", true, "emission of dust", "烟粉尘排放量";
    "emission_cod", "t", true, "emission of chemical oxygen demand", "化学需氧量排放量";
    "emission_ammonia_nitrogen", "t", true, "emission of ammonia nitrogen", "氨氮排放量";
    "emission_total_nitrogen", "t", true, "emission of total nitrogen", "总氮排放量";
    "emission_total_phosphorus", "t", true, "emission of total phosphorus", "总磷排放量";
    "inflow_cod", "t", true, "chemical oxygen demand that flows in with rivers", "化学需氧量入境量";
    "inflow_ammonia_nitrogen", "t", true, "ammonia nitrogen that flows in with rivers", "氨氮入境量";
    "inflow_total_phosphorus", "t", true, "total phosphorus that flows in with rivers", "总磷入境量";
    "outflow_cod", "t", true, "chemical oxygen demand that flows out with rivers", "化学需氧量出境量";
    "outflow_ammonia_nitrogen", "t", true, "ammonia nitrogen that flows out with rivers", "氨氮出境量";
    "outflow_total_phosphorus", "t", true, "total phosphorus that flows out with rivers", "总磷出境量";
    "air_quality_attainment", "1", false, "1 where the air attains its standard of quality, 0 where not", "空气质量是否达标（1达标，0超标）";
    "water_quality_attainment", "1", false, "1 where the water attains its standard of quality, 0 where not", "水环境质量是否达标（1达标，0超标）";
    "sand_fixation_quantity", "t", true, "sand fixed, given", "防风固沙量（给定）";
    "natural_forest_area", "hm2", true, "area of natural forest", "天然林面积";
    "natural_grassland_area", "hm2", true, "area of natural grassland", "天然草地面积";
    "pest_control_unit_cost", "CNY/hm2", false, "cost of controlling pests on a struck hectare", "单位面积病虫害防治成本";
    "protected_coast_length", "km", true, "coast that ecosystems protect", "生态系统防护海岸带长度";
    "mangrove_coast_length", "km", true, "coast that mangroves protect", "红树林防护海岸带长度";
    "salt_marsh_coast_length", "km", true, "coast that salt marshes protect", "盐沼防护海岸带长度";
    "coral_reef_coast_length", "km", true, "coast that coral reefs protect", "珊瑚礁防护海岸带长度";
    "seagrass_coast_length", "km", true, "coast that seagrass beds protect", "海草床防护海岸带长度";
    "seawall_construction_cost", "CNY/km", false, "cost of building a kilometre of seawall", "单位长度海堤建设成本";
    "seawall_maintenance_cost", "CNY/km", false, "yearly cost of keeping a kilometre of seawall", "单位长度海堤年维护成本";
    "seawall_service_life", "a", false, "years that a seawall lasts", "海堤使用年限";
    "noise_forest_length", "km", true, "forest that stands for a noise barrier, as length", "折算隔音墙的森林长度";
    "noise_green_belt_length", "km", true, "green belts along roads that stand for a noise barrier", "道路防噪绿化带长度";
    "endangered_species_index_sum", "index", false, "sum of the indices of endangered species", "濒危物种指数之和";
    "endemic_species_index_sum", "index", false, "sum of the indices of endemic species", "特有种指数之和";
    "old_tree_index_sum", "index", false, "sum of the age indices of old trees", "古树年龄指数之和";
    "grain_area_rice", "m2", true, "sown area of rice", "稻谷播种面积";
    "grain_area_wheat", "m2", true, "sown area of wheat", "小麦播种面积";
    "grain_area_maize", "m2", true, "sown area of maize", "玉米播种面积";
    "grain_price_rice", "CNY/t", false, "price of rice", "稻谷价格";
    "grain_price_wheat", "CNY/t", false, "price of wheat", "小麦价格";
    "grain_price_maize", "CNY/t", false, "price of maize", "玉米价格";
    "grain_yield_rice", "t/hm2", false, "yield of rice", "稻谷单产";
    "grain_yield_wheat", "t/hm2", false, "yield of wheat", "小麦单产";
    "grain_yield_maize", "t/hm2", false, "yield of maize", "玉米单产";
    "grain_profit_rice", "CNY/hm2", false, "net profit of rice per area", "稻谷单位面积净利润";
    "grain_profit_wheat", "CNY/hm2", false, "net profit of wheat per area", "小麦单位面积净利润";
    "grain_profit_maize", "CNY/hm2", false, "net profit of maize per area", "玉米单位面积净利润";
}

/// The statistic of a key.
///
/// # Errors
///
/// `EV-I013` with the nearest key, or with the table of parameters where the key is one of those.
pub fn known(key: &str) -> Result<&'static Statistic, Error> {
    STATISTICS.iter().find(|statistic| statistic.key == key).ok_or_else(|| {
        if let Some(unit) = parameter(key) {
            let message =
                text!("`{0}` is a parameter, not a statistic", "`{0}` 是参数，不是统计量", key);
            let hint = text!(
                "move the row to the table that [parameters] file = \"…\" names: columns key,value,unit,source,verified, row {0},…,{1},…,yes",
                "将该行移到 [parameters] file = \"…\" 所指的参数表：列为 key,value,unit,source,verified，行为 {0},…,{1},…,yes",
                key,
                unit
            );
            return Error::new(Code::UnknownStatistic, message, hint);
        }
        let hint = did_you_mean(key, STATISTICS.iter().map(|statistic| statistic.key));
        Error::new(Code::UnknownStatistic, text!("statistic `{0}` is not known", "未知的统计量 `{0}`", key), hint)
    })
}

/// The unit of a parameter of that key: a shipped row, or a quantity that rows by ecosystem type give.
fn parameter(key: &str) -> Option<&'static str> {
    static UNITS: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    let units = UNITS.get_or_init(|| {
        let shipped = Parameters::shipped();
        let rows = shipped.rows().iter().map(|row| (row.key.clone(), row.unit.text().to_owned()));
        let quantities = QUANTITIES.iter().map(|known| (known.id.to_owned(), known.unit.to_owned()));
        rows.chain(quantities).collect()
    });
    units.get(key).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unit::Unit;

    #[test]
    fn keys_are_unique_and_units_are_read() {
        for (index, known) in STATISTICS.iter().enumerate() {
            assert!(known.unit.parse::<Unit>().is_ok(), "{}", known.key);
            assert!(STATISTICS.iter().skip(index + 1).all(|other| other.key != known.key), "{}", known.key);
        }
    }
}
