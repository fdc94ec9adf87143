//! Water retention (水源涵养): physical supply and value.
//!
//! Standard: HJ 1173-2021, Annex A, Eq. (A.1); precipitation storage as in Miao et al. 2017; retention of water yield as in
//! Ding et al. 2017. The forest standard's `10 · A · (P − E − C)`, `A` in hm², is the water balance.

mod of_yield;

pub use of_yield::{supply_side, yield_retention};

use super::{Category, Physical, Service, Valuation, annuity};
use crate::equation::{TermOf, as_given, cell, numbers, parameter, priced, statistic};
use crate::quantity::{
    ACTUAL_EVAPOTRANSPIRATION, AREA, FLOW_VELOCITY_COEFFICIENT, PRECIPITATION,
    RUNOFF_PRODUCING_PRECIPITATION, RUNOFF_REDUCTION_COEFFICIENT, SATURATED_CONDUCTIVITY, SURFACE_RUNOFF,
    TOPOGRAPHIC_INDEX, WATER_YIELD,
};
use crate::unit::{AreaM2, Cny, CnyPerM3, DepthMm, Fraction, VolumeM3, Years};

/// Water one cell retains in one year, by the water balance (水量平衡法).
///
/// # Equation
///
/// ```text
/// Q = A · (P − R − ET) · 10⁻³                                   (A.1)
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `Q` | returned | water retained | m³ a⁻¹ |
/// | `A` | `area` | area of the cell | m² |
/// | `P` | `precipitation` | runoff-producing rain; most applications take annual rain | mm a⁻¹ |
/// | `R` | `runoff` | surface runoff | mm a⁻¹ |
/// | `ET` | `evapotranspiration` | actual evapotranspiration | mm a⁻¹ |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`. The standard has no clamp: a cell may be negative, and whether the account
/// keeps it is the profile's policy.
///
/// # Examples
///
/// ```
/// use ecovalue::service::water_retention::water_balance;
/// use ecovalue::unit::{AreaM2, DepthMm};
///
/// let depth = DepthMm::new;
/// let q = water_balance(AreaM2::new(900.0), depth(800.0), depth(40.0), depth(500.0));
/// assert_eq!(q.get(), 234.0); // 900 m² · 260 mm
/// ```
///
/// # References
///
/// * HJ 1173-2021, 全国生态状况调查评估技术规范 生态系统服务功能评估, Annex A, Eq. (A.1).
#[inline]
#[must_use]
pub fn water_balance(
    area: AreaM2,
    precipitation: DepthMm,
    runoff: DepthMm,
    evapotranspiration: DepthMm,
) -> VolumeM3 {
    area * (precipitation - runoff - evapotranspiration)
}

/// Water one cell retains in one year, by precipitation storage (降水贮存法).
///
/// # Equation
///
/// ```text
/// Q = A · J · R · 10⁻³,   J = J₀ · K
/// ```
///
/// The sources print `Q = 10 · A · J · R` with `A` in hm², which is the same.
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `Q` | returned | water retained | m³ a⁻¹ |
/// | `A` | `area` | area of the cell | m² |
/// | `J` | `runoff_producing_rain` | rain that produces runoff | mm a⁻¹ |
/// | `R` | `runoff_reduction` | runoff rate of bare land less that of the ecosystem | 1 |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::water_retention::precipitation_storage;
/// use ecovalue::unit::{AreaM2, DepthMm, Fraction};
///
/// // 1 hm² of broadleaf forest, R = 0.39, under 1000 mm · 0.6 of runoff-producing rain.
/// let q = precipitation_storage(AreaM2::from_hectares(1.0), DepthMm::new(600.0), Fraction::new(0.39));
/// assert_eq!(q.get(), 2340.0); // 10 · 1 · 600 · 0.39
/// ```
///
/// # References
///
/// * Miao J. et al. (2017), Acta Ecologica Sinica 37(19):6422; the factor 10 is unverified.
#[inline]
#[must_use]
pub fn precipitation_storage(
    area: AreaM2,
    runoff_producing_rain: DepthMm,
    runoff_reduction: Fraction,
) -> VolumeM3 {
    area * (runoff_producing_rain * runoff_reduction.get())
}

/// Value of retained water by the cost of the reservoir that would hold it (影子工程法).
///
/// # Equation
///
/// ```text
/// V = Q · C
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `V` | returned | value | CNY a⁻¹ |
/// | `Q` | `retained` | water retained | m³ a⁻¹ |
/// | `C` | `unit_cost` | cost of one m³ of reservoir | CNY m⁻³ |
///
/// # Assumptions
///
/// With the cost of building as `C` the whole stock cost is counted every year. [`annual_cost`] spreads it over the
/// life of the reservoir, which is about twenty times less.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`; a negative quantity has a negative value.
///
/// # Examples
///
/// ```
/// use ecovalue::service::water_retention::reservoir_cost;
/// use ecovalue::unit::{CnyPerM3, VolumeM3};
///
/// // Ganzi 2010: 321.49 · 10⁸ m³ at 7.06 CNY/m³ are 2269.7 · 10⁸ CNY.
/// let value = reservoir_cost(VolumeM3::new(321.49e8), CnyPerM3::new(7.06));
/// assert_eq!(value.yi().round(), 2270.0);
/// ```
///
/// # References
///
/// * Pema Dolkar et al. (2017), Acta Ecologica Sinica 37(19):6302-6312.
#[inline]
#[must_use]
pub fn reservoir_cost(retained: VolumeM3, unit_cost: CnyPerM3) -> Cny {
    retained * unit_cost
}

/// Yearly cost of one m³ of reservoir: the building cost as an annuity, without maintenance.
///
/// # Equation
///
/// ```text
/// C = C₀ · r (1 + r)ⁿ / ((1 + r)ⁿ − 1)  =  C₀ · r / (1 − (1 + r)⁻ⁿ)
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `C` | returned | cost per year | CNY m⁻³ |
/// | `C₀` | `building_cost` | cost of building | CNY m⁻³ |
/// | `r` | `discount_rate` | interest per year | 1 |
/// | `n` | `life` | life of the reservoir | a |
///
/// # Missing and negative values
///
/// `NaN` in any argument, a rate of −1 or below, or a life of 0 or below gives `NaN`. A rate of 0 gives `C₀ / n`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::water_retention::annual_cost;
/// use ecovalue::unit::{CnyPerM3, Fraction, Years};
///
/// let cost = annual_cost(CnyPerM3::new(7.06), Fraction::new(0.045), Years::new(50.0));
/// assert!((cost.get() - 0.357).abs() < 0.001);
/// assert_eq!(annual_cost(CnyPerM3::new(7.0), Fraction::new(0.0), Years::new(50.0)).get(), 0.14);
/// ```
///
/// # References
///
/// * The annuity of any textbook of investment; its use here is a variant of practice, not of a standard.
#[inline]
#[must_use]
pub fn annual_cost(building_cost: CnyPerM3, discount_rate: Fraction, life: Years) -> CnyPerM3 {
    CnyPerM3::new(annuity(building_cost.get(), discount_rate.get(), life.get()))
}

indicator! {
    pub RETAINED_WATER: VolumeM3 = ("retained_water", "water retained", "水源涵养量");
}

const BUILDING: TermOf<CnyPerM3> = parameter("reservoir_unit_cost");
const RATE: TermOf<Fraction> = parameter("discount_rate");
const LIFE: TermOf<Years> = parameter("reservoir_service_life");
const OPERATION: TermOf<CnyPerM3> = statistic("reservoir_operation_cost");

/// Registry entry.
pub static SERVICE: Service = Service {
    id: "water_retention",
    name: "Water retention",
    name_zh: "水源涵养",
    category: Category::Regulating,
    indicators: &[RETAINED_WATER.0],
    physical: &[
        Physical {
            id: "water_balance",
            supplies: &[RETAINED_WATER.per_cell(
                "Q = A · (P − R − ET) · 10⁻³, P annual rain",
                &cell(water_balance, (AREA, PRECIPITATION, SURFACE_RUNOFF, ACTUAL_EVAPOTRANSPIRATION)),
            )],
            source: "HJ 1173-2021 Annex A, Eq. (A.1), with annual rain",
        },
        Physical {
            id: "water_balance_runoff_producing",
            supplies: &[RETAINED_WATER.per_cell(
                "Q = A · (P − R − ET) · 10⁻³, P runoff-producing rain",
                &cell(
                    water_balance,
                    (AREA, RUNOFF_PRODUCING_PRECIPITATION, SURFACE_RUNOFF, ACTUAL_EVAPOTRANSPIRATION),
                ),
            )],
            source: "HJ 1173-2021 Annex A, Eq. (A.1), with runoff-producing rain",
        },
        Physical {
            id: "precipitation_storage",
            supplies: &[RETAINED_WATER.per_cell(
                "Q = A · J · R · 10⁻³, J = J₀ · K",
                &cell(
                    precipitation_storage,
                    (AREA, RUNOFF_PRODUCING_PRECIPITATION, RUNOFF_REDUCTION_COEFFICIENT),
                ),
            )],
            source: "Miao et al. 2017, Acta Ecologica Sinica 37(19):6422",
        },
        Physical {
            id: "yield_retention",
            supplies: &[RETAINED_WATER.per_cell(
                "Q = A · min(1, 249/V) · min(1, 0.9 D/3) · min(1, K/300) · Y · 10⁻³",
                &cell(
                    yield_retention,
                    (AREA, WATER_YIELD, FLOW_VELOCITY_COEFFICIENT, TOPOGRAPHIC_INDEX, SATURATED_CONDUCTIVITY),
                ),
            )],
            source: "Ding et al. 2017, ChinaXiv-201706.00455",
        },
        Physical {
            id: "supply_side",
            supplies: &[RETAINED_WATER.per_zone(
                "Q = (U − T) + (O − I)",
                &numbers(
                    supply_side,
                    (
                        statistic("water_use_total"),
                        statistic("water_transfer_in"),
                        statistic("water_outflow"),
                        statistic("water_inflow"),
                    ),
                ),
            )],
            source: "unverified: from general knowledge",
        },
        Physical {
            id: "given_quantity",
            supplies: &[
                RETAINED_WATER.per_zone("Q as given", &as_given(statistic("water_retention_quantity")))
            ],
            source: "statistics of the run",
        },
    ],
    values: &[
        Valuation {
            id: "reservoir_cost",
            rules: &[RETAINED_WATER.price(
                "V = Q · C, C cost of building one m³ of reservoir, counted every year",
                &priced(reservoir_cost, as_given(BUILDING)),
            )],
            source: "Pema Dolkar et al. 2017, Acta Ecologica Sinica 37(19):6302",
        },
        Valuation {
            id: "reservoir_cost_annualised",
            rules: &[RETAINED_WATER.price(
                "V = Q · C, C = C₀ · r(1+r)ⁿ / ((1+r)ⁿ − 1), without maintenance",
                &priced(reservoir_cost, numbers(annual_cost, (BUILDING, RATE, LIFE))),
            )],
            source: "capital recovery of the building cost; not found in a standard",
        },
        Valuation {
            id: "reservoir_cost_with_operation",
            rules: &[RETAINED_WATER.price(
                "V = Q · (C₀ + C_o), C₀ of building, counted every year, C_o of operation",
                &priced(
                    reservoir_cost,
                    numbers(|building: CnyPerM3, operation| building + operation, (BUILDING, OPERATION)),
                ),
            )],
            source: "building and operation as in a county platform; its numbers have no unit, C_o is a required input",
        },
        Valuation {
            id: "reservoir_cost_annualised_with_operation",
            rules: &[RETAINED_WATER.price(
                "V = Q · (C₀ · r(1+r)ⁿ / ((1+r)ⁿ − 1) + C_o), C_o of operation",
                &priced(
                    reservoir_cost,
                    numbers(
                        |building, rate, life, operation| annual_cost(building, rate, life) + operation,
                        (BUILDING, RATE, LIFE, OPERATION),
                    ),
                ),
            )],
            source: "capital recovery of the building cost and operation; unverified: from general knowledge",
        },
        Valuation {
            id: "water_project_price",
            rules: &[RETAINED_WATER.price(
                "V = Q · P, P price of water from works (水利工程水价)",
                &priced(reservoir_cost, as_given(parameter("water_project_price"))),
            )],
            source: "price as in ChinaXiv-201704.00322; its use for retained water is unverified",
        },
    ],
};
