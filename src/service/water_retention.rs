//! Water retention (水源涵养): physical supply and value.
//!
//! Standard: HJ 1173-2021, Annex A, Eq. (A.1); precipitation storage as in Miao et al. 2017; retention of water yield as in
//! Ding et al. 2017. The forest standard's `10 · A · (P − E − C)`, `A` in hm², is the water balance.

mod of_yield;

pub use of_yield::{yield_retention, supply_side};

use super::{Category, Indicator, Physical, Rule, Scope, Service, Supply, Term, Valuation, annuity, as_given};
use crate::quantity::{
    ACTUAL_EVAPOTRANSPIRATION, AREA, FLOW_VELOCITY_COEFFICIENT, PRECIPITATION, RUNOFF_PRODUCING_PRECIPITATION,
    RUNOFF_REDUCTION_COEFFICIENT, SATURATED_CONDUCTIVITY, SURFACE_RUNOFF, TOPOGRAPHIC_INDEX, WATER_YIELD,
};
use crate::unit::{AreaM2, Cny, CnyPerM3, ConductivityCmPerDay, DepthMm, Fraction, VolumeM3, Years};

/// Registry entry.
pub const SERVICE: Service = Service {
    id: "water_retention",
    name: "Water retention",
    name_zh: "水源涵养",
    category: Category::Regulating,
    indicators: &[Indicator {
        id: "retained_water",
        name: "water retained",
        name_zh: "水源涵养量",
        unit: VolumeM3::SYMBOL,
    }],
    physical: &[
        Physical {
            id: "water_balance",
            supplies: &[Supply {
                indicator: "retained_water",
                scope: Scope::Cell {
                    inputs: &[AREA, PRECIPITATION, SURFACE_RUNOFF, ACTUAL_EVAPOTRANSPIRATION],
                    kernel: |x, out| x.map4(out, balance),
                },
                equation: "Q = A · (P − R − ET) · 10⁻³, P annual rain",
            }],
            source: "HJ 1173-2021 Annex A, Eq. (A.1), with annual rain",
        },
        Physical {
            id: "water_balance_runoff_producing",
            supplies: &[Supply {
                indicator: "retained_water",
                scope: Scope::Cell {
                    inputs: &[AREA, RUNOFF_PRODUCING_PRECIPITATION, SURFACE_RUNOFF, ACTUAL_EVAPOTRANSPIRATION],
                    kernel: |x, out| x.map4(out, balance),
                },
                equation: "Q = A · (P − R − ET) · 10⁻³, P runoff-producing rain",
            }],
            source: "HJ 1173-2021 Annex A, Eq. (A.1), with runoff-producing rain",
        },
        Physical {
            id: "precipitation_storage",
            supplies: &[Supply {
                indicator: "retained_water",
                scope: Scope::Cell {
                    inputs: &[AREA, RUNOFF_PRODUCING_PRECIPITATION, RUNOFF_REDUCTION_COEFFICIENT],
                    kernel: |x, out| {
                        x.map3(out, |a, j, r| {
                            precipitation_storage(AreaM2::new(a), DepthMm::new(j), Fraction::new(r)).get()
                        });
                    },
                },
                equation: "Q = A · J · R · 10⁻³, J = J₀ · K",
            }],
            source: "Miao et al. 2017, Acta Ecologica Sinica 37(19):6422",
        },
        Physical {
            id: "yield_retention",
            supplies: &[Supply {
                indicator: "retained_water",
                scope: Scope::Cell {
                    inputs: &[
                        AREA,
                        WATER_YIELD,
                        FLOW_VELOCITY_COEFFICIENT,
                        TOPOGRAPHIC_INDEX,
                        SATURATED_CONDUCTIVITY,
                    ],
                    kernel: |x, out| {
                        x.map5(out, |a, y, v, d, k| {
                            let (area, depth, index) = (AreaM2::new(a), DepthMm::new(y), Fraction::new);
                            yield_retention(area, depth, index(v), index(d), ConductivityCmPerDay::new(k)).get()
                        });
                    },
                },
                equation: "Q = A · min(1, 249/V) · min(1, 0.9 D/3) · min(1, K/300) · Y · 10⁻³",
            }],
            source: "Ding et al. 2017, ChinaXiv-201706.00455",
        },
        Physical {
            id: "supply_side",
            supplies: &[Supply {
                indicator: "retained_water",
                scope: Scope::Zone {
                    terms: &[
                        Term::Statistic("water_use_total"),
                        Term::Statistic("water_transfer_in"),
                        Term::Statistic("water_outflow"),
                        Term::Statistic("water_inflow"),
                    ],
                    equation: |terms| match *terms {
                        [used, brought, outflow, inflow] => {
                            let volume = VolumeM3::new;
                            supply_side(volume(used), volume(brought), volume(outflow), volume(inflow)).get()
                        }
                        _ => f64::NAN,
                    },
                },
                equation: "Q = (U − T) + (O − I)",
            }],
            source: "unverified: from general knowledge",
        },
        Physical {
            id: "given_quantity",
            supplies: &[Supply {
                indicator: "retained_water",
                scope: Scope::Zone {
                    terms: &[Term::Statistic("water_retention_quantity")],
                    equation: as_given,
                },
                equation: "Q as given",
            }],
            source: "statistics of the run",
        },
    ],
    values: &[
        Valuation {
            id: "reservoir_cost",
            rules: &[Rule::Price {
                indicator: "retained_water",
                terms: &[Term::Parameter("reservoir_unit_cost", CnyPerM3::SYMBOL)],
                unit_price: as_given,
                unit: CnyPerM3::SYMBOL,
                value: |quantity, price| {
                    reservoir_cost(VolumeM3::new(quantity), CnyPerM3::new(price)).get()
                },
                equation: "V = Q · C, C cost of building one m³ of reservoir, counted every year",
            }],
            source: "Pema Dolkar et al. 2017, Acta Ecologica Sinica 37(19):6302",
        },
        Valuation {
            id: "reservoir_cost_annualised",
            rules: &[Rule::Price {
                indicator: "retained_water",
                terms: &[
                    Term::Parameter("reservoir_unit_cost", CnyPerM3::SYMBOL),
                    Term::Parameter("discount_rate", Fraction::SYMBOL),
                    Term::Parameter("reservoir_service_life", Years::SYMBOL),
                ],
                unit_price: |terms| match *terms {
                    [cost, rate, life] => {
                        annual_cost(CnyPerM3::new(cost), Fraction::new(rate), Years::new(life)).get()
                    }
                    _ => f64::NAN,
                },
                unit: CnyPerM3::SYMBOL,
                value: |quantity, price| {
                    reservoir_cost(VolumeM3::new(quantity), CnyPerM3::new(price)).get()
                },
                equation: "V = Q · C, C = C₀ · r(1+r)ⁿ / ((1+r)ⁿ − 1), without maintenance",
            }],
            source: "capital recovery of the building cost; not found in a standard",
        },
        Valuation {
            id: "reservoir_cost_with_operation",
            rules: &[Rule::Price {
                indicator: "retained_water",
                terms: &[
                    Term::Parameter("reservoir_unit_cost", CnyPerM3::SYMBOL),
                    Term::Statistic("reservoir_operation_cost"),
                ],
                unit_price: |terms| match *terms {
                    [building, operation] => building + operation,
                    _ => f64::NAN,
                },
                unit: CnyPerM3::SYMBOL,
                value: |quantity, price| {
                    reservoir_cost(VolumeM3::new(quantity), CnyPerM3::new(price)).get()
                },
                equation: "V = Q · (C₀ + C_o), C₀ of building, counted every year, C_o of operation",
            }],
            source: "building and operation as in a county platform; its numbers have no unit, C_o is a required input",
        },
        Valuation {
            id: "reservoir_cost_annualised_with_operation",
            rules: &[Rule::Price {
                indicator: "retained_water",
                terms: &[
                    Term::Parameter("reservoir_unit_cost", CnyPerM3::SYMBOL),
                    Term::Parameter("discount_rate", Fraction::SYMBOL),
                    Term::Parameter("reservoir_service_life", Years::SYMBOL),
                    Term::Statistic("reservoir_operation_cost"),
                ],
                unit_price: |terms| match *terms {
                    [cost, rate, life, operation] => {
                        let yearly = annual_cost(CnyPerM3::new(cost), Fraction::new(rate), Years::new(life));
                        yearly.get() + operation
                    }
                    _ => f64::NAN,
                },
                unit: CnyPerM3::SYMBOL,
                value: |quantity, price| {
                    reservoir_cost(VolumeM3::new(quantity), CnyPerM3::new(price)).get()
                },
                equation: "V = Q · (C₀ · r(1+r)ⁿ / ((1+r)ⁿ − 1) + C_o), C_o of operation",
            }],
            source: "capital recovery of the building cost and operation; unverified: from general knowledge",
        },
        Valuation {
            id: "water_project_price",
            rules: &[Rule::Price {
                indicator: "retained_water",
                terms: &[Term::Parameter("water_project_price", CnyPerM3::SYMBOL)],
                unit_price: as_given,
                unit: CnyPerM3::SYMBOL,
                value: |quantity, price| {
                    reservoir_cost(VolumeM3::new(quantity), CnyPerM3::new(price)).get()
                },
                equation: "V = Q · P, P price of water from works (水利工程水价)",
            }],
            source: "price as in ChinaXiv-201704.00322; its use for retained water is unverified",
        },
    ],
};

fn balance(area: f64, precipitation: f64, runoff: f64, evapotranspiration: f64) -> f64 {
    let depth = |value| DepthMm::new(value);
    water_balance(AreaM2::new(area), depth(precipitation), depth(runoff), depth(evapotranspiration)).get()
}

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
    // P − R − ET                                                   [mm a⁻¹]
    let retained = precipitation.get() - runoff.get() - evapotranspiration.get();

    // Q = A (P − R − ET) 10⁻³                                      [m³ a⁻¹]
    VolumeM3::from_depth(area, DepthMm::new(retained))
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
    // J · R                                                        [mm a⁻¹]
    let stored = runoff_producing_rain.get() * runoff_reduction.get();

    // Q = A · J · R · 10⁻³                                         [m³ a⁻¹]
    VolumeM3::from_depth(area, DepthMm::new(stored))
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
    // V = Q · C                                                    [CNY a⁻¹]
    Cny::new(retained.get() * unit_cost.get())
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
    // C = C₀ · r / (1 − (1 + r)⁻ⁿ)                                 [CNY m⁻³]
    CnyPerM3::new(annuity(building_cost.get(), discount_rate.get(), life.get()))
}
