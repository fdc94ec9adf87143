//! What a cell can carry: the name, unit and possible range of every column that an equation reads.
//!
//! This is the nomenclature of the crate. A layer of a run, a coefficient by ecosystem type and the result of a
//! driver are all quantities; equations name them here and nowhere else.

use std::marker::PhantomData;
use std::ops::Deref;

use crate::error::{Code, Error, did_you_mean};
use crate::text;
use crate::unit::{
    AngleDeg, AreaM2, Argument, CarbonDioxidePerMass, CarbonGPerM2, CarbonKgPerTonne, CarbonPerCarbonDioxide,
    CarbonPerMass, CarbonRateKgPerHm2, CarbonRateTPerHm2, CarbonRateTPerKm2, CarbonStockTPerHm2,
    ConductivityCmPerDay, Days, DensityKgPerM3, DepthMm, DepthMmPerDay, DryMatterGPerM2, EnergyMjPerM2,
    EquivalentsPerHm2, Erodibility, ErosionTPerHm2, Erosivity, Fraction, HeatJPerG, HeatKjPerKgK,
    HeatKjPerM2Day, IonsPerCm3, KgPerHm2, KwhPerM3, LatitudeDeg, LengthM, LightUseGcPerMj, LogVolumeWanM3,
    Minutes, MonthNumber, OxygenPerMass, PerPercent, PerYear, Percent, SoilLossKgPerM2, TemperatureC,
    TonnesPerHm2, TonnesPerKm2, TonnesPerM3, VolumeM3PerHm2, WeatherKgPerM, WindValueM3PerS3, Years,
};
use crate::wording::TextArgument;

/// A column that cells can carry.
#[derive(Debug, PartialEq)]
pub struct Quantity {
    /// Id in files, Rust and Python.
    pub id: &'static str,
    /// Base unit.
    pub unit: &'static str,
    /// Numbers per cell: 1, 12 for the months, 365 for the days of a year.
    pub bands: usize,
    /// Smallest and largest possible value in the base unit.
    pub range: (f64, f64),
    /// English name.
    pub name: &'static str,
    /// Chinese name.
    pub name_zh: &'static str,
}

impl Quantity {
    /// The quantity that so many numbers for a cell are: itself, or that of a year of 366 days.
    #[must_use]
    pub fn of_count(&'static self, count: usize) -> Option<&'static Self> {
        match count {
            _ if count == self.bands => Some(self),
            366 if self.id == PRECIPITATION_DAILY.id => Some(PRECIPITATION_DAILY_LEAP_YEAR.0),
            _ => None,
        }
    }

    /// Whether equations that ask for another quantity take this one: the rain of 366 days for that of 365.
    #[must_use]
    pub fn stands_for(&self, other: &Self) -> bool {
        self.id == other.id
            || self.id == PRECIPITATION_DAILY_LEAP_YEAR.id && other.id == PRECIPITATION_DAILY.id
    }

    /// How many numbers a cell needs, as a text.
    #[must_use]
    pub fn needs(&self) -> String {
        if self.id == PRECIPITATION_DAILY.id { "365 or 366".to_owned() } else { self.bands.to_string() }
    }
}

impl From<&Quantity> for TextArgument {
    /// Its id, with its Chinese name before it in Chinese.
    fn from(quantity: &Quantity) -> Self {
        Self::Id { id: quantity.id.to_owned(), zh: quantity.name_zh }
    }
}

/// Whether a year has 29 February.
#[must_use]
pub const fn is_leap_year(year: i32) -> bool {
    year % 4 == 0 && year % 100 != 0 || year % 400 == 0
}

/// A quantity whose cells an equation takes as `A`: a number of one unit, or an array of them.
///
/// # Examples
///
/// ```
/// use ecovalue::quantity::PRECIPITATION;
///
/// assert_eq!(PRECIPITATION.id, "precipitation");
/// assert_eq!(PRECIPITATION.unit, "mm");
/// ```
///
/// Unit and number of bands are those of the type, or it does not compile:
///
/// ```compile_fail
/// use ecovalue::quantity::{Of, PRECIPITATION};
/// use ecovalue::unit::LengthM;
///
/// const METRES: Of<LengthM> = Of::new(PRECIPITATION.0);
/// ```
pub struct Of<A>(pub &'static Quantity, PhantomData<fn() -> A>);

impl<A: Argument> Of<A> {
    /// A quantity in the unit and with the bands of its type.
    ///
    /// # Panics
    ///
    /// For another unit or number of bands; as a constant it does not compile then.
    #[must_use]
    pub const fn new(quantity: &'static Quantity) -> Self {
        assert!(is_same(quantity.unit, A::SYMBOL), "the unit of the quantity is not that of its type");
        assert!(quantity.bands == A::BANDS, "the quantity has another number of bands than its type");
        Self(quantity, PhantomData)
    }
}

impl<A> Clone for Of<A> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<A> Copy for Of<A> {}

impl<A> std::fmt::Debug for Of<A> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl<A> Deref for Of<A> {
    type Target = Quantity;

    fn deref(&self) -> &Quantity {
        self.0
    }
}

impl<A> From<Of<A>> for &'static Quantity {
    fn from(typed: Of<A>) -> Self {
        typed.0
    }
}

/// Whether two texts are the same, when the program is compiled.
const fn is_same(one: &str, other: &str) -> bool {
    let (mut one, mut other) = (one.as_bytes(), other.as_bytes());
    while let ([first, rest @ ..], [second, others @ ..]) = (one, other) {
        if *first != *second {
            return false;
        }
        (one, other) = (rest, others);
    }
    one.is_empty() && other.is_empty()
}

macro_rules! quantities {
    ($($name:ident: $of:ty = ($id:literal, $low:literal..$high:literal, $en:literal, $zh:literal);)+) => {
        $(#[doc = concat!($en, " (", $zh, ").")]
        pub const $name: Of<$of> = Of::new(&Quantity {
            id: $id,
            unit: <$of as Argument>::SYMBOL,
            bands: <$of as Argument>::BANDS,
            range: ($low, $high),
            name: $en,
            name_zh: $zh,
        });)+

        /// Every quantity, in the order of the table.
        pub const QUANTITIES: &[&Quantity] = &[$($name.0),+];
    };
}

quantities! {
    AREA: AreaM2 = ("area", 0.0..1e15, "area of the cell", "面积");
    LATITUDE: LatitudeDeg = ("latitude", -90.0..90.0, "latitude", "纬度");
    CELL_WIDTH: LengthM = ("cell_width", 0.0..1e6, "width of the cell from west to east", "像元东西宽");
    CELL_HEIGHT: LengthM = ("cell_height", 0.0..1e6, "height of the cell from south to north", "像元南北高");
    ELEVATION: LengthM = ("elevation", -500.0..9000.0, "elevation", "高程");
    ELEVATION_WINDOW: [LengthM; 9] = ("elevation_window", -500.0..9000.0, "elevation of the cell and its eight neighbours, row by row", "高程邻域");
    UPSLOPE_AREA: AreaM2 = ("upslope_area", 0.0..1e14, "area of the land that drains into the cell", "上游汇水面积");
    PRECIPITATION: DepthMm = ("precipitation", 0.0..15000.0, "annual precipitation", "年降水量");
    RUNOFF_PRODUCING_PRECIPITATION: DepthMm = ("runoff_producing_precipitation", 0.0..15000.0, "runoff-producing precipitation", "产流降雨量");
    TEMPERATURE: TemperatureC = ("temperature", -60.0..50.0, "annual mean temperature", "年平均气温");
    TEMPERATURE_MONTHLY: [TemperatureC; 12] = ("temperature_monthly", -60.0..50.0, "monthly mean temperature", "月平均气温");
    TEMPERATURE_MAXIMUM_MONTHLY: [TemperatureC; 12] = ("temperature_maximum_monthly", -60.0..60.0, "monthly mean of daily maximum temperature", "月平均最高气温");
    TEMPERATURE_MINIMUM_MONTHLY: [TemperatureC; 12] = ("temperature_minimum_monthly", -70.0..50.0, "monthly mean of daily minimum temperature", "月平均最低气温");
    POTENTIAL_EVAPOTRANSPIRATION: DepthMm = ("potential_evapotranspiration", 0.0..6000.0, "potential evapotranspiration", "潜在蒸散发量");
    ACTUAL_EVAPOTRANSPIRATION: DepthMm = ("actual_evapotranspiration", 0.0..6000.0, "actual evapotranspiration", "蒸散发量");
    SURFACE_RUNOFF: DepthMm = ("surface_runoff", 0.0..15000.0, "surface runoff", "地表径流量");
    WATER_YIELD: DepthMm = ("water_yield", -6000.0..15000.0, "precipitation less actual evapotranspiration", "产水量");
    DRY_MATTER_PRODUCTIVITY: DryMatterGPerM2 = ("dry_matter_productivity", 0.0..10000.0, "net primary productivity, dry matter", "净初级生产力（干物质）");
    NET_PRIMARY_PRODUCTIVITY: CarbonGPerM2 = ("net_primary_productivity", 0.0..5000.0, "net primary productivity", "净初级生产力");
    NET_ECOSYSTEM_PRODUCTIVITY: CarbonGPerM2 = ("net_ecosystem_productivity", -5000.0..5000.0, "net ecosystem productivity", "净生态系统生产力");
    CARBON_STOCK_OPENING: CarbonStockTPerHm2 = ("carbon_stock_opening", 0.0..5000.0, "carbon stock at the earlier date", "期初碳储量");
    CARBON_STOCK_CLOSING: CarbonStockTPerHm2 = ("carbon_stock_closing", 0.0..5000.0, "carbon stock at the later date", "期末碳储量");
    CARBON_STOCK_INTERVAL: Years = ("carbon_stock_interval", 0.1..200.0, "years between the two stocks", "两期间隔年数");
    RUNOFF_COEFFICIENT: Fraction = ("runoff_coefficient", 0.0..1.0, "runoff coefficient", "地表径流系数");
    RUNOFF_PRODUCING_RAIN_SHARE: Fraction = ("runoff_producing_rain_share", 0.0..1.0, "share of rain that produces runoff", "产流降雨比例");
    RUNOFF_REDUCTION_COEFFICIENT: Fraction = ("runoff_reduction_coefficient", 0.0..1.0, "runoff rate saved against bare land", "径流减少系数");
    BUDYKO_FU_OMEGA: Fraction = ("budyko_fu_omega", 1.0..10.0, "Fu's catchment parameter ω", "傅抱璞公式参数ω");
    ZHANG_PLANT_WATER: Fraction = ("zhang2001_plant_available_water_coefficient", 0.0..10.0, "Zhang's plant-available water coefficient w", "植物可利用水系数");
    CARBON_PER_DRY_MATTER: CarbonPerMass = ("carbon_per_dry_matter", 0.0..1.0, "carbon in dry matter", "干物质含碳率");
    OXYGEN_PER_DRY_MATTER: OxygenPerMass = ("oxygen_per_dry_matter", 0.0..3.0, "oxygen per dry matter", "单位干物质释氧量");
    NEP_NPP_RATIO: Fraction = ("nep_npp_ratio", -1.0..1.0, "NEP as a share of NPP", "NEP/NPP转换系数");
    CARBON_SEQUESTRATION_RATE: CarbonRateTPerKm2 = ("carbon_sequestration_rate", -5000.0..5000.0, "carbon sequestration rate", "固碳速率");
    SO2_PURIFICATION_RATE: KgPerHm2 = ("so2_purification_rate", 0.0..1e5, "sulphur dioxide that vegetation takes out", "二氧化硫净化率");
    NOX_PURIFICATION_RATE: KgPerHm2 = ("nox_purification_rate", 0.0..1e5, "nitrogen oxides that vegetation takes out", "氮氧化物净化率");
    DUST_RETENTION_RATE: KgPerHm2 = ("dust_retention_rate", 0.0..1e6, "dust that vegetation retains", "滞尘率");
    PRECIPITATION_MONTHLY: [DepthMm; 12] = ("precipitation_monthly", 0.0..5000.0, "precipitation of each month", "月降水量");
    FRACTIONAL_COVER: Fraction = ("fractional_cover", 0.0..1.0, "share of the ground that vegetation covers", "植被覆盖度");
    SLOPE: AngleDeg = ("slope", 0.0..90.0, "slope", "坡度");
    COVER_FACTOR: Fraction = ("cover_factor", 0.0..1.0, "cover factor C of soil loss", "植被覆盖因子");
    COVER_FACTOR_BY_COVER: [Fraction; 6] = ("cover_factor_by_cover", 0.0..1.0, "cover factor C for each class of vegetation cover", "分覆盖度等级的植被覆盖因子");
    SAND: Percent = ("sand", 0.0..100.0, "sand, 0.05 to 2 mm, share of mass", "砂粒含量");
    SILT: Percent = ("silt", 0.0..100.0, "silt, 0.002 to 0.05 mm, share of mass", "粉粒含量");
    CLAY: Percent = ("clay", 0.0..100.0, "clay, below 0.002 mm, share of mass", "黏粒含量");
    SOIL_ORGANIC_CARBON: Percent = ("soil_organic_carbon", 0.0..60.0, "organic carbon of the soil by mass, not organic matter", "土壤有机碳含量");
    COARSE_SAND: Percent = ("coarse_sand", 0.0..100.0, "coarse sand, 0.2 to 2 mm, share of mass", "粗砂含量");
    SOIL_ORGANIC_MATTER: Percent = ("soil_organic_matter", 0.0..100.0, "organic matter of the soil, share of mass", "土壤有机质含量");
    CALCIUM_CARBONATE: Percent = ("calcium_carbonate", 0.0..100.0, "calcium carbonate of the soil, share of mass", "碳酸钙含量");
    SOIL_ERODIBLE_FRACTION: Fraction = ("soil_erodible_fraction", 0.0..1.0, "erodible fraction EF of the soil", "土壤可蚀性因子（风蚀）");
    SOIL_CRUST_FACTOR: Fraction = ("soil_crust_factor", 0.0..1.0, "soil crust factor SCF", "土壤结皮因子");
    LOCAL_RELIEF: LengthM = ("local_relief", 0.0..9500.0, "range of elevation within a distance", "地势起伏高差");
    RELIEF_DISTANCE: LengthM = ("relief_distance", 0.1..1e6, "distance within which the range of elevation is taken", "地势起伏距离");
    ROUGHNESS_FACTOR: Fraction = ("roughness_factor", 0.0..1.0, "surface roughness factor K'", "地表糙度因子");
    RWEQ_COVER_DECAY: PerPercent = ("rweq_cover_decay", 0.0..1.0, "coefficient of cover in wind erosion", "植被覆盖系数（风蚀）");
    VEGETATION_FACTOR: Fraction = ("vegetation_factor", 0.0..1.0, "vegetation factor C of wind erosion", "植被因子（风蚀）");
    SOLAR_RADIATION_MONTHLY: [EnergyMjPerM2; 12] = ("solar_radiation_monthly", 0.0..1500.0, "solar radiation of each month", "月太阳总辐射");
    RAIN_DAYS_MONTHLY: [Days; 12] = ("rain_days_monthly", 0.0..31.0, "days with rain or irrigation of each month", "月降水（灌溉）天数");
    IRRIGATION_MONTHLY: [DepthMm; 12] = ("irrigation_monthly", 0.0..5000.0, "irrigation of each month", "月灌溉量");
    SNOW_DAYS_MONTHLY: [Days; 12] = ("snow_days_monthly", 0.0..31.0, "days of each month with snow deeper than 25.4 mm", "月积雪天数（雪深大于25.4毫米）");
    RELATIVE_EVAPOTRANSPIRATION_MONTHLY: [DepthMm; 12] = ("relative_evapotranspiration_monthly", 0.0..1000.0, "potential relative evapotranspiration of each month", "月潜在相对蒸发量");
    SOIL_WETNESS_MONTHLY: [Fraction; 12] = ("soil_wetness_monthly", 0.0..1.0, "soil wetness factor SW of each month", "月土壤湿度因子");
    SNOW_FACTOR_MONTHLY: [Fraction; 12] = ("snow_factor_monthly", 0.0..1.0, "snow factor SD of each month", "月雪盖因子");
    WIND_VALUE_MONTHLY: [WindValueM3PerS3; 12] = ("wind_value_monthly", 0.0..1e6, "wind value Wf of each month", "月风力值");
    AIR_DENSITY: DensityKgPerM3 = ("air_density", 0.2..2.0, "density of air", "空气密度");
    WEATHER_FACTOR: WeatherKgPerM = ("weather_factor", 0.0..1e6, "weather factor WF of wind erosion", "气候因子（风蚀）");
    RWEQ_DOWNWIND_DISTANCE: LengthM = ("rweq_downwind_distance", 0.1..1e4, "distance downwind z", "下风向距离");
    POTENTIAL_WIND_EROSION: SoilLossKgPerM2 = ("potential_wind_erosion", 0.0..1e5, "wind erosion of bare ground", "潜在风蚀量");
    ACTUAL_WIND_EROSION: SoilLossKgPerM2 = ("actual_wind_erosion", 0.0..1e5, "wind erosion under vegetation", "实际风蚀量");
    HF_PURIFICATION_RATE: KgPerHm2 = ("hf_purification_rate", 0.0..1e5, "hydrogen fluoride that vegetation takes out", "氟化物净化率");
    PM10_RETENTION_RATE: KgPerHm2 = ("pm10_retention_rate", 0.0..1e5, "particles below 10 µm that vegetation retains", "滞纳PM10率");
    PM25_RETENTION_RATE: KgPerHm2 = ("pm25_retention_rate", 0.0..1e5, "particles below 2.5 µm that vegetation retains", "滞纳PM2.5率");
    COD_PURIFICATION_RATE: TonnesPerKm2 = ("cod_purification_rate", 0.0..1e5, "chemical oxygen demand that a wetland takes up", "化学需氧量净化率");
    AMMONIA_NITROGEN_PURIFICATION_RATE: TonnesPerKm2 = ("ammonia_nitrogen_purification_rate", 0.0..1e4, "ammonia nitrogen that a wetland takes up", "氨氮净化率");
    TOTAL_NITROGEN_PURIFICATION_RATE: TonnesPerKm2 = ("total_nitrogen_purification_rate", 0.0..1e4, "total nitrogen that a wetland takes up", "总氮净化率");
    TOTAL_PHOSPHORUS_PURIFICATION_RATE: TonnesPerKm2 = ("total_phosphorus_purification_rate", 0.0..1e4, "total phosphorus that a wetland takes up", "总磷净化率");
    NATURAL_FOREST_SHARE: Fraction = ("natural_forest_share", 0.0..1.0, "share of the cell that is natural forest", "天然林面积比例");
    NATURAL_GRASSLAND_SHARE: Fraction = ("natural_grassland_share", 0.0..1.0, "share of the cell that is natural grassland", "天然草地面积比例");
    PEST_RATE_PLANTATION: Fraction = ("pest_rate_plantation", 0.0..1.0, "share of plantations that pests strike", "人工林病虫害发生率");
    PEST_RATE_NATURAL: Fraction = ("pest_rate_natural", 0.0..1.0, "share of natural forest that pests strike", "天然林病虫害发生率");
    NEGATIVE_ION_CONCENTRATION: IonsPerCm3 = ("negative_ion_concentration", 0.0..1e6, "negative ions in the air of a stand", "林分负离子浓度");
    STAND_HEIGHT: LengthM = ("stand_height", 0.0..150.0, "height of a stand", "林分高度");
    NEGATIVE_ION_LIFE: Minutes = ("negative_ion_life", 0.01..1440.0, "life of a negative ion", "负离子寿命");
    SHANNON_WIENER_INDEX: Fraction = ("shannon_wiener_index", 0.0..12.0, "Shannon-Wiener index of a stand", "Shannon-Wiener指数");
    EROSION_MODULUS_BARE: ErosionTPerHm2 = ("erosion_modulus_bare", 0.0..1e5, "erosion modulus of land without forest", "无林地土壤侵蚀模数");
    EROSION_MODULUS_FOREST: ErosionTPerHm2 = ("erosion_modulus_forest", 0.0..1e5, "erosion modulus of forest land", "林地土壤侵蚀模数");
    FOREST_SOIL_NITROGEN: Percent = ("forest_soil_nitrogen", 0.0..100.0, "nitrogen of the forest soil, share of mass", "森林土壤含氮量");
    FOREST_SOIL_PHOSPHORUS: Percent = ("forest_soil_phosphorus", 0.0..100.0, "phosphorus of the forest soil, share of mass", "森林土壤含磷量");
    FOREST_SOIL_POTASSIUM: Percent = ("forest_soil_potassium", 0.0..100.0, "potassium of the forest soil, share of mass", "森林土壤含钾量");
    TREE_NITROGEN: Percent = ("tree_nitrogen", 0.0..100.0, "nitrogen of the trees, share of dry matter", "林木含氮量");
    TREE_PHOSPHORUS: Percent = ("tree_phosphorus", 0.0..100.0, "phosphorus of the trees, share of dry matter", "林木含磷量");
    TREE_POTASSIUM: Percent = ("tree_potassium", 0.0..100.0, "potassium of the trees, share of dry matter", "林木含钾量");
    SOIL_TO_VEGETATION_SINK_RATIO: Fraction = ("soil_to_vegetation_sink_ratio", 0.0..10.0, "soil carbon sink as a share of the vegetation's", "土壤与植被固碳比");
    PRECIPITATION_DAILY: [DepthMm; 365] = ("precipitation_daily", 0.0..2000.0, "precipitation of each day of a year, of 366 days in a leap year", "日降水量");
    PRECIPITATION_DAILY_LEAP_YEAR: [DepthMm; 366] = ("precipitation_daily_leap_year", 0.0..2000.0, "precipitation of each day of a leap year, as 366 numbers of precipitation_daily are taken", "闰年日降水量");
    EROSIVE_DAILY_RAIN: DepthMm = ("erosive_daily_rain", 0.0..100.0, "daily rain from which on rain erodes", "侵蚀性日雨量标准");
    WARM_SEASON_FIRST_MONTH: MonthNumber = ("warm_season_first_month", 1.0..12.0, "first month of the warm season", "暖季起始月");
    WARM_SEASON_LAST_MONTH: MonthNumber = ("warm_season_last_month", 1.0..12.0, "last month of the warm season", "暖季结束月");
    RAINFALL_EROSIVITY: Erosivity = ("rainfall_erosivity", 0.0..1e5, "rainfall erosivity R", "降雨侵蚀力因子");
    SOIL_ERODIBILITY: Erodibility = ("soil_erodibility", 0.0..0.15, "soil erodibility K", "土壤可蚀性因子");
    SOIL_ERODIBILITY_AT_FLOOR: Fraction = ("soil_erodibility_at_floor", 0.0..1.0, "1 where 0 stands for a negative soil erodibility, 0 elsewhere", "土壤可蚀性负值取0标记");
    ASPECT: AngleDeg = ("aspect", 0.0..360.0, "direction in which the slope falls, clockwise from north", "坡向");
    SLOPE_LENGTH: LengthM = ("slope_length", 0.0..1e5, "length of the slope", "坡长");
    SLOPE_LENGTH_STEEPNESS: Fraction = ("slope_length_steepness", 0.0..1e4, "slope length and steepness factor LS", "坡长坡度因子");
    NDVI: Fraction = ("ndvi", -1.0..1.0, "normalised difference vegetation index", "归一化植被指数");
    NDVI_SOIL: Fraction = ("ndvi_soil", -1.0..1.0, "vegetation index of bare soil", "裸土植被指数");
    NDVI_VEGETATION: Fraction = ("ndvi_vegetation", -1.0..1.0, "vegetation index of full cover", "全植被覆盖植被指数");
    FAPAR: Fraction = ("fapar", 0.0..1.0, "share of photosynthetically active radiation that vegetation absorbs", "光合有效辐射吸收比例");
    DRYLAND_CROP: Fraction = ("dryland_crop", 0.0..1.0, "1 for dry cropland, 0 for any other land", "是否旱地");
    SUPPORT_PRACTICE_FACTOR: Fraction = ("support_practice_factor", 0.0..1.0, "support practice factor P of soil loss", "水土保持措施因子");
    SEDIMENT_DEPOSITION_RATIO: Fraction = ("sediment_deposition_ratio", 0.0..1.0, "share of lost soil that settles in rivers and reservoirs", "泥沙淤积系数");
    SOIL_BULK_DENSITY: TonnesPerM3 = ("soil_bulk_density", 0.05..2.7, "bulk density of the soil", "土壤容重");
    SOIL_NITROGEN_CONTENT: Fraction = ("soil_nitrogen_content", 0.0..0.1, "nitrogen in the soil by mass", "土壤纯氮含量");
    SOIL_PHOSPHORUS_CONTENT: Fraction = ("soil_phosphorus_content", 0.0..0.1, "phosphorus in the soil by mass", "土壤纯磷含量");
    EQUIVALENT_FACTOR_FOOD_PRODUCTION: EquivalentsPerHm2 = ("equivalent_factor_food_production", 0.0..100.0, "equivalent factor of food production", "食物生产当量");
    EQUIVALENT_FACTOR_RAW_MATERIALS: EquivalentsPerHm2 = ("equivalent_factor_raw_materials", 0.0..100.0, "equivalent factor of raw materials", "原料生产当量");
    EQUIVALENT_FACTOR_WATER_SUPPLY: EquivalentsPerHm2 = ("equivalent_factor_water_supply", -50.0..100.0, "equivalent factor of water supply", "水资源供给当量");
    EQUIVALENT_FACTOR_GAS_REGULATION: EquivalentsPerHm2 = ("equivalent_factor_gas_regulation", 0.0..100.0, "equivalent factor of gas regulation", "气体调节当量");
    EQUIVALENT_FACTOR_CLIMATE_REGULATION: EquivalentsPerHm2 = ("equivalent_factor_climate_regulation", 0.0..100.0, "equivalent factor of climate regulation", "气候调节当量");
    EQUIVALENT_FACTOR_ENVIRONMENTAL_PURIFICATION: EquivalentsPerHm2 = ("equivalent_factor_environmental_purification", 0.0..100.0, "equivalent factor of environmental purification", "净化环境当量");
    EQUIVALENT_FACTOR_HYDROLOGICAL_REGULATION: EquivalentsPerHm2 = ("equivalent_factor_hydrological_regulation", 0.0..500.0, "equivalent factor of hydrological regulation", "水文调节当量");
    EQUIVALENT_FACTOR_SOIL_CONSERVATION: EquivalentsPerHm2 = ("equivalent_factor_soil_conservation", 0.0..100.0, "equivalent factor of soil conservation", "土壤保持当量");
    EQUIVALENT_FACTOR_NUTRIENT_CYCLING: EquivalentsPerHm2 = ("equivalent_factor_nutrient_cycling", 0.0..100.0, "equivalent factor of nutrient cycling", "维持养分循环当量");
    EQUIVALENT_FACTOR_BIODIVERSITY: EquivalentsPerHm2 = ("equivalent_factor_biodiversity", 0.0..100.0, "equivalent factor of biodiversity", "生物多样性当量");
    EQUIVALENT_FACTOR_AESTHETIC_LANDSCAPE: EquivalentsPerHm2 = ("equivalent_factor_aesthetic_landscape", 0.0..100.0, "equivalent factor of aesthetic landscape", "美学景观当量");
    NPP_RATIO: Fraction = ("net_primary_productivity_ratio", 0.0..100.0, "net primary productivity over its national mean", "NPP调节因子");
    PRECIPITATION_RATIO: Fraction = ("precipitation_ratio", 0.0..100.0, "precipitation over its national mean", "降水调节因子");
    SOIL_RETENTION_RATIO: Fraction = ("soil_retention_ratio", 0.0..1000.0, "soil retention over its national mean", "土壤保持调节因子");
    MEAN_NET_PRIMARY_PRODUCTIVITY: CarbonGPerM2 = ("mean_net_primary_productivity", 1.0..5000.0, "national mean of net primary productivity", "全国平均净初级生产力");
    MEAN_PRECIPITATION: DepthMm = ("mean_precipitation", 1.0..15000.0, "national mean of annual precipitation", "全国平均年降水量");
    REFERENCE_EVAPOTRANSPIRATION: DepthMm = ("reference_evapotranspiration", 0.0..6000.0, "reference evapotranspiration of a grass cover", "参考作物蒸散量");
    CROP_COEFFICIENT: Fraction = ("crop_coefficient", 0.0..2.0, "evapotranspiration of the cover over that of grass", "作物系数");
    ROOT_DEPTH: DepthMm = ("root_depth", 0.0..1e5, "depth of roots", "根系深度");
    ROOT_RESTRICTING_DEPTH: DepthMm = ("root_restricting_depth", 0.0..1e5, "depth at which soil stops roots", "根系限制层深度");
    PLANT_AVAILABLE_WATER_FRACTION: Fraction = ("plant_available_water_fraction", 0.0..1.0, "share of the soil that is water plants can take", "植物可利用水含量比例");
    PLANT_AVAILABLE_WATER_CAPACITY: DepthMm = ("plant_available_water_capacity", 0.0..1e5, "water in the root zone that plants can take", "植物可利用水量");
    SEASONALITY_FACTOR: Fraction = ("seasonality_factor", 0.0..50.0, "InVEST's factor Z of the distribution of rain over the year", "季节性因子Z");
    VEGETATED: Fraction = ("vegetated", 0.0..1.0, "whether the cover is vegetation in the sense of InVEST's water yield: 1 or 0", "是否植被覆盖");
    STORM_PRECIPITATION: DepthMm = ("storm_precipitation", 0.0..3000.0, "rain of a storm", "暴雨降雨量");
    STORM_RUNOFF: DepthMm = ("storm_runoff", 0.0..3000.0, "runoff of a storm", "暴雨径流量");
    CURVE_NUMBER: Fraction = ("curve_number", 0.0..100.0, "SCS curve number", "SCS径流曲线数");
    STORM_RUNOFF_SLOPE: DepthMm = ("storm_runoff_slope", -100.0..100.0, "runoff of a storm per unit of the logarithm of its rain", "暴雨径流回归斜率");
    STORM_RUNOFF_INTERCEPT: DepthMm = ("storm_runoff_intercept", -1000.0..1000.0, "runoff of a storm of 1 mm by the regression", "暴雨径流回归截距");
    FLOW_VELOCITY_COEFFICIENT: Fraction = ("flow_velocity_coefficient", 0.0..1e5, "velocity coefficient of overland flow", "流速系数");
    TOPOGRAPHIC_INDEX: Fraction = ("topographic_index", -25.0..20.0, "topographic index of water retention", "地形指数");
    DRAINAGE_PIXELS: Fraction = ("drainage_pixels", 1.0..1e12, "number of pixels that drain through the cell", "集水区栅格数");
    SOIL_DEPTH: DepthMm = ("soil_depth", 0.0..1e5, "soil depth", "土壤深度");
    SATURATED_CONDUCTIVITY: ConductivityCmPerDay = ("saturated_conductivity", 0.0..1e5, "saturated hydraulic conductivity of the soil", "土壤饱和导水率");
    STORM_STORING_VEGETATION: Fraction = ("storm_storing_vegetation", 0.0..1.0, "share of the cell whose vegetation stores storm rain", "滞蓄暴雨植被比例");
    LAKE_SHARE: Fraction = ("lake_share", 0.0..1.0, "share of the cell that is natural lake", "湖泊面积比例");
    LAKE_AREA: AreaM2 = ("lake_area", 0.0..1e12, "area of the lake that the cell belongs to; 0 where there is none", "所属湖泊面积");
    LAKE_STORAGE_INTERCEPT: LogVolumeWanM3 = ("lake_storage_intercept", -20.0..20.0, "logarithm of the storage of a lake of 1 km2", "湖泊调蓄模型截距");
    LAKE_STORAGE_EXPONENT: Fraction = ("lake_storage_exponent", 0.0..3.0, "exponent of the area in the storage of a lake", "湖泊调蓄模型指数");
    LAKE_EXCHANGES: PerYear = ("lake_exchanges", 0.0..100.0, "how often a lake changes its water in a year", "湖泊换水次数");
    MARSH_WATER_DEPTH: LengthM = ("marsh_water_depth", 0.0..10.0, "depth of surface water that a marsh holds back", "沼泽地表滞水深度");
    TRANSPIRATION_HEAT: HeatKjPerM2Day = ("transpiration_heat", 0.0..20000.0, "heat that transpiration takes up in a day", "单位面积蒸腾消耗热量");
    AIR_CONDITIONING_DAYS: Days = ("air_conditioning_days", 0.0..366.0, "days of the year on which air is conditioned", "空调开放天数");
    AIR_CONDITIONER_COP: Fraction = ("air_conditioner_cop", 1.0..20.0, "cooling of an air conditioner per electricity", "空调能效比");
    EVAPORATING_WATER_SHARE: Fraction = ("evaporating_water_share", 0.0..1.0, "share of the cell whose water surface evaporates", "蒸发水面比例");
    DAILY_EVAPORATION_OF_HOT_DAYS: DepthMmPerDay = ("daily_evaporation_of_hot_days", 0.0..50.0, "mean evaporation of a day on which air is conditioned", "空调开放期日均水面蒸发量");
    EVAPORATION_OF_HOT_DAYS: DepthMm = ("evaporation_of_hot_days", 0.0..5000.0, "evaporation of the days on which air is conditioned", "空调开放期水面蒸发量");
    LATENT_HEAT_OF_VAPORISATION: HeatJPerG = ("latent_heat_of_vaporisation", 2000.0..2700.0, "latent heat of vaporisation", "汽化潜热");
    WATER_DENSITY: DensityKgPerM3 = ("water_density", 900.0..1100.0, "density of water", "水的密度");
    HUMIDIFIER_ENERGY: KwhPerM3 = ("humidifier_energy", 0.0..3000.0, "electricity of a humidifier per water", "加湿器耗电量");
    TEMPERATURE_DIFFERENCE: TemperatureC = ("temperature_difference", -20.0..20.0, "air outside less air inside the ecosystem, measured", "生态系统内外实测温差");
    COOLED_AIR_HEIGHT: LengthM = ("cooled_air_height", 0.0..1000.0, "height of the air that is cooled", "降温空气层高度");
    AIR_HEAT_CAPACITY: HeatKjPerKgK = ("air_heat_capacity", 0.9..1.2, "heat capacity of air at constant pressure", "空气定压比热");
    ACTUAL_EVAPOTRANSPIRATION_MONTHLY: [DepthMm; 12] = ("actual_evapotranspiration_monthly", 0.0..1000.0, "actual evapotranspiration of each month", "月蒸散发量");
    POTENTIAL_EVAPOTRANSPIRATION_MONTHLY: [DepthMm; 12] = ("potential_evapotranspiration_monthly", 0.0..1000.0, "potential evapotranspiration of each month", "月潜在蒸散发量");
    NDVI_MONTHLY: [Fraction; 12] = ("ndvi_monthly", -1.0..1.0, "vegetation index NDVI of each month", "月归一化植被指数");
    FPAR_MONTHLY: [Fraction; 12] = ("fpar_monthly", 0.0..1.0, "share of photosynthetic radiation that vegetation absorbs, each month", "月光合有效辐射吸收比例");
    WATER_STRESS_MONTHLY: [Fraction; 12] = ("water_stress_monthly", 0.0..1.0, "what scarce water leaves of growth, each month", "月水分胁迫系数");
    OPTIMUM_TEMPERATURE: TemperatureC = ("optimum_temperature", -20.0..50.0, "mean temperature of the month in which vegetation is greenest", "植被生长最适温度");
    CASA_LIGHT_USE: LightUseGcPerMj = ("casa_maximum_light_use_efficiency", 0.0..5.0, "largest light use efficiency", "最大光能利用率");
    CASA_NDVI_MIN: Fraction = ("casa_ndvi_min", -1.0..1.0, "smallest NDVI of a vegetation type", "植被类型NDVI最小值");
    CASA_NDVI_MAX: Fraction = ("casa_ndvi_max", -1.0..1.0, "largest NDVI of a vegetation type", "植被类型NDVI最大值");
    CASA_SR_MIN: Fraction = ("casa_sr_min", 0.0..100.0, "smallest simple ratio of a vegetation type", "植被类型比值植被指数最小值");
    CASA_SR_MAX: Fraction = ("casa_sr_max", 0.0..100.0, "largest simple ratio of a vegetation type", "植被类型比值植被指数最大值");
    HETEROTROPHIC_RESPIRATION: CarbonGPerM2 = ("heterotrophic_respiration", 0.0..10000.0, "carbon that soil organisms breathe out", "土壤异养呼吸");
    STAND_VOLUME_OPENING: VolumeM3PerHm2 = ("stand_volume_opening", 0.0..5000.0, "stand volume at the earlier date", "期初蓄积量");
    STAND_VOLUME_CLOSING: VolumeM3PerHm2 = ("stand_volume_closing", 0.0..5000.0, "stand volume at the later date", "期末蓄积量");
    BIOMASS_EXPANSION_FACTOR: Fraction = ("biomass_expansion_factor", 0.1..10.0, "biomass above ground over that of stems", "生物量扩展因子");
    WOOD_DENSITY: TonnesPerM3 = ("wood_density", 0.05..1.5, "density of wood", "木材密度");
    ROOT_SHOOT_RATIO: Fraction = ("root_shoot_ratio", 0.0..10.0, "biomass of roots over that above ground", "根茎比");
    BIOMASS_OPENING: TonnesPerHm2 = ("biomass_opening", 0.0..5000.0, "biomass at the earlier date", "期初生物量");
    BIOMASS_CLOSING: TonnesPerHm2 = ("biomass_closing", 0.0..5000.0, "biomass at the later date", "期末生物量");
    BIOMASS_CARBON_FRACTION: CarbonPerMass = ("biomass_carbon_fraction", 0.0..1.0, "carbon in biomass", "生物量含碳率");
    CO2_PER_DRY_MATTER: CarbonDioxidePerMass = ("co2_per_dry_matter", 0.0..5.0, "carbon dioxide that grows into dry matter", "单位干物质固定二氧化碳量");
    CARBON_PER_CO2: CarbonPerCarbonDioxide = ("carbon_per_co2", 0.0..1.0, "carbon in carbon dioxide", "二氧化碳含碳率");
    FOREST_SOIL_CARBON_RATE: CarbonRateTPerHm2 = ("forest_soil_carbon_rate", -50.0..50.0, "carbon that the soil of a forest takes up", "森林土壤固碳速率");
    CROPLAND_SHARE: Fraction = ("cropland_share", 0.0..1.0, "share of the cell that is cropland", "耕地比例");
    CROPLAND_BASE_CARBON_RATE: CarbonRateTPerHm2 = ("cropland_base_carbon_rate", -10.0..10.0, "carbon that cropland soil takes up without fertiliser and straw", "农田土壤基础固碳速率");
    NITROGEN_FERTILISER: TonnesPerHm2 = ("nitrogen_fertiliser", 0.0..5.0, "nitrogen fertiliser on cropland", "化学氮肥施用量");
    STRAW_YIELD: TonnesPerHm2 = ("straw_yield", 0.0..100.0, "straw that cropland yields", "秸秆产量");
    STRAW_RETURN_SHARE: Fraction = ("straw_return_share", 0.0..1.0, "share of cropland whose straw is returned", "秸秆还田率");
    STRAW_CARBON_SLOPE: CarbonKgPerTonne = ("straw_carbon_slope", 0.0..1000.0, "soil carbon per straw that is returned", "秸秆还田固碳回归斜率");
    STRAW_CARBON_INTERCEPT: CarbonRateKgPerHm2 = ("straw_carbon_intercept", -1000.0..5000.0, "soil carbon of straw return by the regression, at no straw", "秸秆还田固碳回归截距");
    CROPLAND_SOIL_CARBON_RATE: CarbonRateTPerHm2 = ("cropland_soil_carbon_rate", -10.0..20.0, "carbon that cropland soil takes up; 0 elsewhere", "农田土壤固碳速率");
}

/// Quantities that the grid of a raster run brings by itself, where they can be had.
pub const OF_THE_GRID: &[&Quantity] =
    &[LATITUDE.0, CELL_WIDTH.0, CELL_HEIGHT.0, ELEVATION_WINDOW.0, UPSLOPE_AREA.0];

/// Classes of vegetation cover of HJ 1173-2021 Table A.1, in percent.
const COVER_GRADES: [&str; 6] = [
    "fractional_cover_percent:<10",
    "fractional_cover_percent:10-30",
    "fractional_cover_percent:30-50",
    "fractional_cover_percent:50-70",
    "fractional_cover_percent:70-90",
    "fractional_cover_percent:>90",
];

/// The grades of a quantity whose bands are rows for one grade each; parameter rows state them as a condition.
#[must_use]
pub fn grades(quantity: &Quantity) -> &'static [&'static str] {
    match quantity.id {
        "cover_factor_by_cover" => &COVER_GRADES,
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
            text!(
                "layer `{0}` is not a quantity that any equation reads",
                "图层 `{0}` 不是任何方程用到的量",
                id
            ),
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
