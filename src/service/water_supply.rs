//! Water supply (水资源): water that is taken from ecosystems for use.
//!
//! Water use and water retention are the same water: an account that counts both says so. In a region with large works,
//! industrial use rules the figure: in Ganzi it is 541 of 633 · 10⁸ CNY of all products.

use super::{Category, Physical, Service, Valuation};
use crate::equation::{TermOf, as_given, numbers, parameter, priced, statistic};
use crate::unit::{Cny, CnyPerM3, Fraction, VolumeM3};

/// Water used that is of class III or better (Ⅲ类及以上水质的用水量).
///
/// # Equation
///
/// ```text
/// Q = W · s
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `Q` | returned | water that counts as a product | m³ a⁻¹ |
/// | `W` | `used` | water used | m³ a⁻¹ |
/// | `s` | `share` | share of the water of class III or better after GB 3838 | 1 |
///
/// # Assumptions
///
/// One share for every use; water for fields needs no class III, so this is the stricter reading.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::water_supply::water_of_quality;
/// use ecovalue::unit::{Fraction, VolumeM3};
///
/// assert_eq!(water_of_quality(VolumeM3::new(400.0), Fraction::new(0.75)).get(), 300.0);
/// ```
///
/// # References
///
/// * A list of ecological products that asks for class III; secondary, its text was not at hand.
#[must_use]
pub fn water_of_quality(used: VolumeM3, share: Fraction) -> VolumeM3 {
    used * share.get()
}

/// Water that a lake supplies to ground water and users, by its balance (湖泊水量平衡).
///
/// # Equation
///
/// ```text
/// Q = I + P − O − E − (S₁ − S₀)                                 (3)
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `Q` | returned | water supplied, seepage with it | m³ a⁻¹ |
/// | `I` | `inflow` | runoff into the lake | m³ a⁻¹ |
/// | `P` | `precipitation` | rain on the lake | m³ a⁻¹ |
/// | `O` | `outflow` | runoff out of the lake | m³ a⁻¹ |
/// | `E` | `evaporation` | evaporation of the lake | m³ a⁻¹ |
/// | `S₀` | `opening` | water in the lake at the beginning of the year | m³ |
/// | `S₁` | `closing` | water in the lake at the end of the year | m³ |
///
/// # Assumptions
///
/// Everything that the balance does not name is taken as supplied: errors of the five measured terms end here.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`. A negative balance is kept.
///
/// # Examples
///
/// ```
/// use ecovalue::service::water_supply::lake_balance;
/// use ecovalue::unit::VolumeM3;
///
/// let m3 = VolumeM3::new;
/// let supplied = lake_balance(m3(300.0), m3(80.0), m3(90.0), m3(150.0), m3(200.0), m3(230.0));
/// assert_eq!(supplied.get(), 110.0); // 300 + 80 − 90 − 150 − 30
/// ```
///
/// # References
///
/// * Jiang B. et al. (2017), Acta Ecologica Sinica 37(8):2497-2505, Eq. (3).
#[must_use]
pub fn lake_balance(
    inflow: VolumeM3,
    precipitation: VolumeM3,
    outflow: VolumeM3,
    evaporation: VolumeM3,
    opening: VolumeM3,
    closing: VolumeM3,
) -> VolumeM3 {
    inflow + precipitation - outflow - evaporation - (closing - opening)
}

/// Value of water at its price (市场价值法).
///
/// # Equation
///
/// ```text
/// V = Q · P
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `V` | returned | value | CNY a⁻¹ |
/// | `Q` | `water` | water supplied | m³ a⁻¹ |
/// | `P` | `price` | price of the use | CNY m⁻³ |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`; a negative quantity has a negative value.
///
/// # Examples
///
/// ```
/// use ecovalue::service::water_supply::water_value;
/// use ecovalue::unit::{CnyPerM3, VolumeM3};
///
/// // Domestic water of Ganzi in 2010: 1.36 · 10⁸ m³ at 2.6 CNY/m³ are 3.54 · 10⁸ CNY.
/// let value = water_value(VolumeM3::new(1.36e8), CnyPerM3::new(2.6));
/// assert_eq!((value.yi() * 100.0).round(), 354.0);
/// ```
///
/// # References
///
/// * Pema Dolkar et al. (2017), Acta Ecologica Sinica 37(19):6302, Table 3.
#[must_use]
pub fn water_value(water: VolumeM3, price: CnyPerM3) -> Cny {
    water * price
}

indicator! {
    pub DOMESTIC_WATER: VolumeM3 = ("domestic_water", "domestic water", "生活用水量");
    pub INDUSTRIAL_WATER: VolumeM3 = ("industrial_water", "industrial water", "工业用水量");
    pub AGRICULTURAL_WATER: VolumeM3 = ("agricultural_water", "agricultural water", "农业用水量");
    pub LAKE_WATER: VolumeM3 = ("lake_water", "water that lakes supply", "湖泊供水量");
}

const SHARE: TermOf<Fraction> = statistic("water_quality_class_three_share");
const OF_QUALITY: &str = "Q = W · s, s share of class III or better";

/// Registry entry.
pub static SERVICE: Service = Service {
    id: "water_supply",
    name: "Water supply",
    name_zh: "水资源",
    category: Category::Provisioning,
    indicators: &[DOMESTIC_WATER.0, INDUSTRIAL_WATER.0, AGRICULTURAL_WATER.0, LAKE_WATER.0],
    physical: &[
        Physical {
            id: "water_use",
            supplies: &[
                DOMESTIC_WATER.per_zone("Q = water used", &as_given(statistic("water_use_domestic"))),
                INDUSTRIAL_WATER.per_zone("Q = water used", &as_given(statistic("water_use_industry"))),
                AGRICULTURAL_WATER.per_zone("Q = water used", &as_given(statistic("water_use_agriculture"))),
            ],
            source: "Pema Dolkar et al. 2017, Acta Ecologica Sinica 37(19):6302, Table 3",
        },
        Physical {
            id: "water_use_class_three",
            supplies: &[
                DOMESTIC_WATER.per_zone(
                    OF_QUALITY,
                    &numbers(water_of_quality, (statistic("water_use_domestic"), SHARE)),
                ),
                INDUSTRIAL_WATER.per_zone(
                    OF_QUALITY,
                    &numbers(water_of_quality, (statistic("water_use_industry"), SHARE)),
                ),
                AGRICULTURAL_WATER.per_zone(
                    OF_QUALITY,
                    &numbers(water_of_quality, (statistic("water_use_agriculture"), SHARE)),
                ),
            ],
            source: "lists of products that ask for GB 3838 class III or better; secondary",
        },
        Physical {
            id: "lake_balance",
            supplies: &[LAKE_WATER.per_zone(
                "Q = I + P − O − E − (S₁ − S₀)",
                &numbers(
                    lake_balance,
                    (
                        statistic("lake_inflow"),
                        statistic("lake_precipitation"),
                        statistic("lake_outflow"),
                        statistic("lake_evaporation"),
                        statistic("lake_storage_opening"),
                        statistic("lake_storage_closing"),
                    ),
                ),
            )],
            source: "Jiang et al. 2017, Acta Ecologica Sinica 37(8):2497, Eq. (3)",
        },
    ],
    values: &[Valuation {
        id: "market_price",
        rules: &[
            DOMESTIC_WATER
                .price("V = Q · P", &priced(water_value, as_given(parameter("domestic_water_price")))),
            INDUSTRIAL_WATER
                .price("V = Q · P", &priced(water_value, as_given(parameter("industrial_water_price")))),
            AGRICULTURAL_WATER
                .price("V = Q · P", &priced(water_value, as_given(parameter("agricultural_water_price")))),
            LAKE_WATER.price(
                "V = Q · P",
                &priced(water_value, as_given(parameter("hydraulic_project_water_price"))),
            ),
        ],
        source: "Pema Dolkar et al. 2017, Table 3; lakes: Jiang et al. 2017, Eq. (3)",
    }],
};
