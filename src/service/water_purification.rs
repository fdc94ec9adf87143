//! Water purification (水质净化): pollutants that wetlands take out of the water.
//!
//! What counts is the smaller of what wetlands can take up and what is emitted; the rule is evaluated at the level that the
//! profile names. Ammonia nitrogen is part of total nitrogen: a variant gives one of the two. The tax law knows no
//! equivalent of total nitrogen, and the price of ammonia nitrogen is none of total nitrogen, so that has no price.

use super::{BY_COST, BY_TAX, Category, Physical, Service, TAX, Valuation};
use crate::equation::{TermOf, as_given, cell, numbers, on_total, parameter, priced, statistic};
use crate::quantity::{
    ACTUAL_EVAPOTRANSPIRATION, AMMONIA_NITROGEN_PURIFICATION_RATE, AREA, COD_PURIFICATION_RATE,
    PRECIPITATION, SURFACE_RUNOFF, TOTAL_NITROGEN_PURIFICATION_RATE, TOTAL_PHOSPHORUS_PURIFICATION_RATE,
};
use crate::unit::{
    AreaM2, Cny, CnyPerM3, CnyPerTonne, DepthMm, Fraction, SQUARE_METRES_PER_SQUARE_KILOMETRE, Tonnes,
    TonnesPerKm2, VolumeM3,
};

pub use super::{equivalent_price, smaller_of, smaller_where_attained, treatment_cost};

/// What the wetland of a cell can take up in a year (自净能力).
///
/// # Equation
///
/// ```text
/// Q = A · q · 10⁻⁶
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `Q` | returned | pollutant that can be taken up | t a⁻¹ |
/// | `A` | `area` | area of the cell | m² |
/// | `q` | `rate` | rate of the wetland | t km⁻² a⁻¹ |
///
/// # Assumptions
///
/// The rates of the crate are recalled and of low confidence: that of total phosphorus equals that of ammonia nitrogen and
/// is about ten times too high, so it is a variant of its own.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::water_purification::capacity_of;
/// use ecovalue::unit::{AreaM2, TonnesPerKm2};
///
/// assert_eq!(capacity_of(AreaM2::new(2e6), TonnesPerKm2::new(110.23)).get(), 220.46);
/// ```
///
/// # References
///
/// * The form of the 2020 GEP guideline as recalled, unverified.
#[inline]
#[must_use]
pub fn capacity_of(area: AreaM2, rate: TonnesPerKm2) -> Tonnes {
    Tonnes::new(area.get() * rate.get() / SQUARE_METRES_PER_SQUARE_KILOMETRE)
}

/// What is taken out between inflow and outflow (物质平衡).
///
/// # Equation
///
/// ```text
/// Q = inflow + load − outflow
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `Q` | returned | pollutant taken out | t a⁻¹ |
/// | - | `inflow` | what rivers bring | t a⁻¹ |
/// | - | `load` | what is emitted within | t a⁻¹ |
/// | - | `outflow` | what rivers carry away | t a⁻¹ |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`. It is negative where more goes out than was known to come in.
///
/// # Examples
///
/// ```
/// use ecovalue::service::water_purification::mass_balance;
/// use ecovalue::unit::Tonnes;
///
/// let tonnes = Tonnes::new;
/// assert_eq!(mass_balance(tonnes(900.0), tonnes(350.0), tonnes(800.0)).get(), 450.0);
/// ```
///
/// # References
///
/// * A balance of mass; as recalled, no text was at hand.
#[must_use]
pub fn mass_balance(inflow: Tonnes, load: Tonnes, outflow: Tonnes) -> Tonnes {
    inflow + load - outflow
}

/// Water that the forest of a cell purifies: the water that it regulates (净化水质).
///
/// # Equation
///
/// ```text
/// G = 10 · A · (P − E − C)
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `G` | returned | water | m³ a⁻¹ |
/// | `A` | `area` | area of the cell; the argument is in m², 1 mm on 1 hm² is 10 m³ | hm² |
/// | `P` | `precipitation` | precipitation | mm a⁻¹ |
/// | `E` | `evapotranspiration` | evapotranspiration of the stand | mm a⁻¹ |
/// | `C` | `runoff` | surface runoff | mm a⁻¹ |
///
/// # Assumptions
///
/// It is the water of water retention once more: never add the two in a GEP.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`; there is no clamp.
///
/// # Examples
///
/// ```
/// use ecovalue::service::water_purification::purified_water;
/// use ecovalue::unit::{AreaM2, DepthMm};
///
/// let depth = DepthMm::new;
/// let water = purified_water(AreaM2::from_hectares(1.0), depth(800.0), depth(500.0), depth(40.0));
/// assert_eq!(water.get(), 2600.0);
/// ```
///
/// # References
///
/// * LY/T 1721-2008 and GB/T 38582-2020; the form is recalled, unverified.
#[inline]
#[must_use]
pub fn purified_water(
    area: AreaM2,
    precipitation: DepthMm,
    evapotranspiration: DepthMm,
    runoff: DepthMm,
) -> VolumeM3 {
    area * (precipitation - evapotranspiration - runoff)
}

/// Value of the water that forest purifies.
///
/// # Equation
///
/// ```text
/// U = G · K
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `U` | returned | value | CNY a⁻¹ |
/// | `G` | `water` | water purified | m³ a⁻¹ |
/// | `K` | `unit_cost` | cost of purifying a cubic metre; the standard prints it per tonne | CNY m⁻³ |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::water_purification::water_cost;
/// use ecovalue::unit::{CnyPerM3, VolumeM3};
///
/// assert_eq!(water_cost(VolumeM3::new(2600.0), CnyPerM3::new(2.0)).get(), 5200.0);
/// ```
///
/// # References
///
/// * LY/T 1721-2008 and GB/T 38582-2020; the form is recalled, unverified.
#[must_use]
pub fn water_cost(water: VolumeM3, unit_cost: CnyPerM3) -> Cny {
    water * unit_cost
}

indicator! {
    pub REMOVED_COD: Tonnes = ("removed_cod", "chemical oxygen demand removed", "化学需氧量净化量");
    pub REMOVED_AMMONIA_NITROGEN: Tonnes = ("removed_ammonia_nitrogen", "ammonia nitrogen removed", "氨氮净化量");
    pub REMOVED_TOTAL_NITROGEN: Tonnes = ("removed_total_nitrogen", "total nitrogen removed", "总氮净化量");
    pub REMOVED_TOTAL_PHOSPHORUS: Tonnes = ("removed_total_phosphorus", "total phosphorus removed", "总磷净化量");
    pub PURIFIED_WATER: VolumeM3 = ("purified_water", "water that forest purifies", "森林净化水量");
}

const COD_LOAD: TermOf<Tonnes> = statistic("emission_cod");
const AMMONIA_LOAD: TermOf<Tonnes> = statistic("emission_ammonia_nitrogen");
const NITROGEN_LOAD: TermOf<Tonnes> = statistic("emission_total_nitrogen");
const PHOSPHORUS_LOAD: TermOf<Tonnes> = statistic("emission_total_phosphorus");
const ATTAINED: TermOf<Fraction> = statistic("water_quality_attainment");
const CAPACITY: &str = "Q = A · q · 10⁻⁶";
const SMALLER: &str = "Q = min(Σ A · q · 10⁻⁶, E)";
const IF_ATTAINED: &str =
    "Q = min(Σ A · q · 10⁻⁶, E) where the water attains its standard, Σ A · q · 10⁻⁶ elsewhere";
const BALANCE: &str = "Q = inflow + load − outflow";
const GUIDELINE: &str = "rule of the 2020 GEP guideline as recalled; its text was not at hand";

/// Registry entry.
pub static SERVICE: Service = Service {
    id: "water_purification",
    name: "Water purification",
    name_zh: "水质净化",
    category: Category::Regulating,
    indicators: &[
        REMOVED_COD.0,
        REMOVED_AMMONIA_NITROGEN.0,
        REMOVED_TOTAL_NITROGEN.0,
        REMOVED_TOTAL_PHOSPHORUS.0,
        PURIFIED_WATER.0,
    ],
    physical: &[
        Physical {
            id: "smaller_of_capacity_and_emission",
            supplies: &[
                REMOVED_COD.per_total(
                    SMALLER,
                    &cell(capacity_of, (AREA, COD_PURIFICATION_RATE)),
                    &on_total(smaller_of, (COD_LOAD,)),
                ),
                REMOVED_AMMONIA_NITROGEN.per_total(
                    SMALLER,
                    &cell(capacity_of, (AREA, AMMONIA_NITROGEN_PURIFICATION_RATE)),
                    &on_total(smaller_of, (AMMONIA_LOAD,)),
                ),
                REMOVED_TOTAL_PHOSPHORUS.per_total(
                    SMALLER,
                    &cell(capacity_of, (AREA, TOTAL_PHOSPHORUS_PURIFICATION_RATE)),
                    &on_total(smaller_of, (PHOSPHORUS_LOAD,)),
                ),
            ],
            source: GUIDELINE,
        },
        Physical {
            id: "smaller_of_capacity_and_emission_total_nitrogen",
            supplies: &[
                REMOVED_COD.per_total(
                    SMALLER,
                    &cell(capacity_of, (AREA, COD_PURIFICATION_RATE)),
                    &on_total(smaller_of, (COD_LOAD,)),
                ),
                REMOVED_TOTAL_NITROGEN.per_total(
                    SMALLER,
                    &cell(capacity_of, (AREA, TOTAL_NITROGEN_PURIFICATION_RATE)),
                    &on_total(smaller_of, (NITROGEN_LOAD,)),
                ),
                REMOVED_TOTAL_PHOSPHORUS.per_total(
                    SMALLER,
                    &cell(capacity_of, (AREA, TOTAL_PHOSPHORUS_PURIFICATION_RATE)),
                    &on_total(smaller_of, (PHOSPHORUS_LOAD,)),
                ),
            ],
            source: GUIDELINE,
        },
        Physical {
            id: "smaller_where_attained",
            supplies: &[
                REMOVED_COD.per_total(
                    IF_ATTAINED,
                    &cell(capacity_of, (AREA, COD_PURIFICATION_RATE)),
                    &on_total(smaller_where_attained, (COD_LOAD, ATTAINED)),
                ),
                REMOVED_AMMONIA_NITROGEN.per_total(
                    IF_ATTAINED,
                    &cell(capacity_of, (AREA, AMMONIA_NITROGEN_PURIFICATION_RATE)),
                    &on_total(smaller_where_attained, (AMMONIA_LOAD, ATTAINED)),
                ),
                REMOVED_TOTAL_PHOSPHORUS.per_total(
                    IF_ATTAINED,
                    &cell(capacity_of, (AREA, TOTAL_PHOSPHORUS_PURIFICATION_RATE)),
                    &on_total(smaller_where_attained, (PHOSPHORUS_LOAD, ATTAINED)),
                ),
            ],
            source: GUIDELINE,
        },
        Physical {
            id: "capacity",
            supplies: &[
                REMOVED_COD.per_cell(CAPACITY, &cell(capacity_of, (AREA, COD_PURIFICATION_RATE))),
                REMOVED_AMMONIA_NITROGEN
                    .per_cell(CAPACITY, &cell(capacity_of, (AREA, AMMONIA_NITROGEN_PURIFICATION_RATE))),
                REMOVED_TOTAL_PHOSPHORUS
                    .per_cell(CAPACITY, &cell(capacity_of, (AREA, TOTAL_PHOSPHORUS_PURIFICATION_RATE))),
            ],
            source: "form of the 2020 GEP guideline as recalled; its text was not at hand",
        },
        Physical {
            id: "capacity_total_nitrogen",
            supplies: &[
                REMOVED_COD.per_cell(CAPACITY, &cell(capacity_of, (AREA, COD_PURIFICATION_RATE))),
                REMOVED_TOTAL_NITROGEN
                    .per_cell(CAPACITY, &cell(capacity_of, (AREA, TOTAL_NITROGEN_PURIFICATION_RATE))),
                REMOVED_TOTAL_PHOSPHORUS
                    .per_cell(CAPACITY, &cell(capacity_of, (AREA, TOTAL_PHOSPHORUS_PURIFICATION_RATE))),
            ],
            source: "form of the 2020 GEP guideline as recalled; its text was not at hand",
        },
        Physical {
            id: "emission",
            supplies: &[
                REMOVED_COD.per_zone("Q = E", &as_given(COD_LOAD)),
                REMOVED_AMMONIA_NITROGEN.per_zone("Q = E", &as_given(AMMONIA_LOAD)),
                REMOVED_TOTAL_PHOSPHORUS.per_zone("Q = E", &as_given(PHOSPHORUS_LOAD)),
            ],
            source: "Pema Dolkar et al. 2017, Acta Ecologica Sinica 37(19):6302, Table 3, without phosphorus",
        },
        Physical {
            id: "emission_total_nitrogen",
            supplies: &[
                REMOVED_COD.per_zone("Q = E", &as_given(COD_LOAD)),
                REMOVED_TOTAL_NITROGEN.per_zone("Q = E", &as_given(NITROGEN_LOAD)),
                REMOVED_TOTAL_PHOSPHORUS.per_zone("Q = E", &as_given(PHOSPHORUS_LOAD)),
            ],
            source: "as with ammonia nitrogen",
        },
        Physical {
            id: "mass_balance",
            supplies: &[
                REMOVED_COD.per_zone(
                    BALANCE,
                    &numbers(mass_balance, (statistic("inflow_cod"), COD_LOAD, statistic("outflow_cod"))),
                ),
                REMOVED_AMMONIA_NITROGEN.per_zone(
                    BALANCE,
                    &numbers(
                        mass_balance,
                        (
                            statistic("inflow_ammonia_nitrogen"),
                            AMMONIA_LOAD,
                            statistic("outflow_ammonia_nitrogen"),
                        ),
                    ),
                ),
                REMOVED_TOTAL_PHOSPHORUS.per_zone(
                    BALANCE,
                    &numbers(
                        mass_balance,
                        (
                            statistic("inflow_total_phosphorus"),
                            PHOSPHORUS_LOAD,
                            statistic("outflow_total_phosphorus"),
                        ),
                    ),
                ),
            ],
            source: "balance of mass, as recalled; no text was at hand",
        },
        Physical {
            id: "forest_standard",
            supplies: &[PURIFIED_WATER.per_cell(
                "G = 10 · A · (P − E − C), A in hm²",
                &cell(purified_water, (AREA, PRECIPITATION, ACTUAL_EVAPOTRANSPIRATION, SURFACE_RUNOFF)),
            )],
            source: "GB/T 38582-2020 and LY/T 1721-2008, form as recalled; for a forest account, not for a GEP",
        },
    ],
    values: &[
        Valuation {
            id: "treatment_cost",
            rules: &[
                REMOVED_COD
                    .price(BY_COST, &priced(treatment_cost, as_given(parameter("cod_treatment_cost")))),
                REMOVED_AMMONIA_NITROGEN.price(
                    BY_COST,
                    &priced(treatment_cost, as_given(parameter("ammonia_nitrogen_treatment_cost"))),
                ),
            ],
            source: "Pema Dolkar et al. 2017, Acta Ecologica Sinica 37(19):6302, Table 3; phosphorus has no price there",
        },
        Valuation {
            id: "pollution_equivalent",
            rules: &[
                REMOVED_COD.price(
                    BY_TAX,
                    &priced(
                        treatment_cost,
                        numbers(equivalent_price, (TAX, parameter("pollution_equivalent_mass_cod"))),
                    ),
                ),
                REMOVED_AMMONIA_NITROGEN.price(
                    BY_TAX,
                    &priced(
                        treatment_cost,
                        numbers(
                            equivalent_price,
                            (TAX, parameter("pollution_equivalent_mass_ammonia_nitrogen")),
                        ),
                    ),
                ),
                REMOVED_TOTAL_PHOSPHORUS.price(
                    BY_TAX,
                    &priced(
                        treatment_cost,
                        numbers(
                            equivalent_price,
                            (TAX, parameter("pollution_equivalent_mass_total_phosphorus")),
                        ),
                    ),
                ),
            ],
            source: "Environmental Protection Tax Law of 2018, schedules",
        },
        Valuation {
            id: "forest_standard",
            rules: &[PURIFIED_WATER.price(
                "U = G · K, K cost of purifying one m³",
                &priced(
                    water_cost,
                    // A tonne of water is a cubic metre.
                    numbers(
                        |price: CnyPerTonne| CnyPerM3::new(price.get()),
                        (parameter("water_purification_cost"),),
                    ),
                ),
            )],
            source: "GB/T 38582-2020 and LY/T 1721-2008, form as recalled; the same water as that of water retention",
        },
    ],
};
