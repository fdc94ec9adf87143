//! Water purification (水质净化): pollutants that wetlands take out of the water.
//!
//! What counts is the smaller of what wetlands can take up and what is emitted; the rule is evaluated at the level that the
//! profile names. Ammonia nitrogen is part of total nitrogen: a variant gives one of the two. The tax law knows no
//! equivalent of total nitrogen, and the price of ammonia nitrogen is none of total nitrogen, so that has no price.

use super::{Category, Indicator, OfTotal, Physical, Rule, Service, Supply, TAX, Term, Valuation, as_given, cost, equivalent, smaller, tax, where_attained, unbound_price, UnboundTotal, unbound_numbers, unbound, ScopeEntry};
use crate::quantity::{
    ACTUAL_EVAPOTRANSPIRATION, AMMONIA_NITROGEN_PURIFICATION_RATE, AREA, COD_PURIFICATION_RATE,
    PRECIPITATION, Quantity, SURFACE_RUNOFF, TOTAL_NITROGEN_PURIFICATION_RATE,
    TOTAL_PHOSPHORUS_PURIFICATION_RATE,
};
use crate::unit::{
    AreaM2, Cny, CnyPerM3, CnyPerTonne, DepthMm, SQUARE_METRES_PER_SQUARE_KILOMETRE, Tonnes, TonnesPerKm2,
    VolumeM3,
};

pub use super::{equivalent_price, smaller_of, smaller_where_attained, treatment_cost};

/// Registry entry.
pub const SERVICE: Service = Service {
    id: "water_purification",
    name: "Water purification",
    name_zh: "水质净化",
    category: Category::Regulating,
    indicators: &[&pollutant("removed_cod", "chemical oxygen demand removed", "化学需氧量净化量"), &pollutant("removed_ammonia_nitrogen", "ammonia nitrogen removed", "氨氮净化量"), &pollutant("removed_total_nitrogen", "total nitrogen removed", "总氮净化量"), &pollutant("removed_total_phosphorus", "total phosphorus removed", "总磷净化量"), &Indicator {
            id: "purified_water",
            name: "water that forest purifies",
            name_zh: "森林净化水量",
            unit: VolumeM3::SYMBOL,
        }],
    physical: &[
        Physical {
            id: "smaller_of_capacity_and_emission",
            supplies: &[
                bounded("removed_cod", COD, &[COD_LOAD], SMALLER),
                bounded("removed_ammonia_nitrogen", AMMONIA, &[AMMONIA_LOAD], SMALLER),
                bounded("removed_total_phosphorus", PHOSPHORUS, &[PHOSPHORUS_LOAD], SMALLER),
            ],
            source: GUIDELINE,
        },
        Physical {
            id: "smaller_of_capacity_and_emission_total_nitrogen",
            supplies: &[
                bounded("removed_cod", COD, &[COD_LOAD], SMALLER),
                bounded("removed_total_nitrogen", NITROGEN, &[NITROGEN_LOAD], SMALLER),
                bounded("removed_total_phosphorus", PHOSPHORUS, &[PHOSPHORUS_LOAD], SMALLER),
            ],
            source: GUIDELINE,
        },
        Physical {
            id: "smaller_where_attained",
            supplies: &[
                bounded("removed_cod", COD, &[COD_LOAD, ATTAINED], IF_ATTAINED),
                bounded("removed_ammonia_nitrogen", AMMONIA, &[AMMONIA_LOAD, ATTAINED], IF_ATTAINED),
                bounded("removed_total_phosphorus", PHOSPHORUS, &[PHOSPHORUS_LOAD, ATTAINED], IF_ATTAINED),
            ],
            source: GUIDELINE,
        },
        Physical {
            id: "capacity",
            supplies: &[
                capacity("removed_cod", COD),
                capacity("removed_ammonia_nitrogen", AMMONIA),
                capacity("removed_total_phosphorus", PHOSPHORUS),
            ],
            source: "form of the 2020 GEP guideline as recalled; its text was not at hand",
        },
        Physical {
            id: "capacity_total_nitrogen",
            supplies: &[
                capacity("removed_cod", COD),
                capacity("removed_total_nitrogen", NITROGEN),
                capacity("removed_total_phosphorus", PHOSPHORUS),
            ],
            source: "form of the 2020 GEP guideline as recalled; its text was not at hand",
        },
        Physical {
            id: "emission",
            supplies: &[
                zone("removed_cod", &[COD_LOAD], as_given, "Q = E"),
                zone("removed_ammonia_nitrogen", &[AMMONIA_LOAD], as_given, "Q = E"),
                zone("removed_total_phosphorus", &[PHOSPHORUS_LOAD], as_given, "Q = E"),
            ],
            source: "Pema Dolkar et al. 2017, Acta Ecologica Sinica 37(19):6302, Table 3, without phosphorus",
        },
        Physical {
            id: "emission_total_nitrogen",
            supplies: &[
                zone("removed_cod", &[COD_LOAD], as_given, "Q = E"),
                zone("removed_total_nitrogen", &[NITROGEN_LOAD], as_given, "Q = E"),
                zone("removed_total_phosphorus", &[PHOSPHORUS_LOAD], as_given, "Q = E"),
            ],
            source: "as with ammonia nitrogen",
        },
        Physical {
            id: "mass_balance",
            supplies: &[
                zone(
                    "removed_cod",
                    &[Term::Statistic("inflow_cod"), COD_LOAD, Term::Statistic("outflow_cod")],
                    balance,
                    BALANCE,
                ),
                zone(
                    "removed_ammonia_nitrogen",
                    &[
                        Term::Statistic("inflow_ammonia_nitrogen"),
                        AMMONIA_LOAD,
                        Term::Statistic("outflow_ammonia_nitrogen"),
                    ],
                    balance,
                    BALANCE,
                ),
                zone(
                    "removed_total_phosphorus",
                    &[
                        Term::Statistic("inflow_total_phosphorus"),
                        PHOSPHORUS_LOAD,
                        Term::Statistic("outflow_total_phosphorus"),
                    ],
                    balance,
                    BALANCE,
                ),
            ],
            source: "balance of mass, as recalled; no text was at hand",
        },
        Physical {
            id: "forest_standard",
            supplies: &[Supply { indicator: "purified_water", scope: ScopeEntry::Cell(unbound(&[AREA.0, PRECIPITATION.0, ACTUAL_EVAPOTRANSPIRATION.0, SURFACE_RUNOFF.0], |x, out| {
                        x.map4(out, |a, p, e, c| {
                            let depth = |value| DepthMm::new(value);
                            purified_water(AreaM2::new(a), depth(p), depth(e), depth(c)).get()
                        });
                    })), formula: "G = 10 · A · (P − E − C), A in hm²" }],
            source: "GB/T 38582-2020 and LY/T 1721-2008, form as recalled; for a forest account, not for a GEP",
        },
    ],
    values: &[
        Valuation {
            id: "treatment_cost",
            rules: &[
                cost("removed_cod", &[Term::Parameter("cod_treatment_cost", CnyPerTonne::SYMBOL)]),
                cost(
                    "removed_ammonia_nitrogen",
                    &[Term::Parameter("ammonia_nitrogen_treatment_cost", CnyPerTonne::SYMBOL)],
                ),
            ],
            source: "Pema Dolkar et al. 2017, Acta Ecologica Sinica 37(19):6302, Table 3; phosphorus has no price there",
        },
        Valuation {
            id: "pollution_equivalent",
            rules: &[
                tax("removed_cod", &[TAX, equivalent("pollution_equivalent_mass_cod")]),
                tax(
                    "removed_ammonia_nitrogen",
                    &[TAX, equivalent("pollution_equivalent_mass_ammonia_nitrogen")],
                ),
                tax(
                    "removed_total_phosphorus",
                    &[TAX, equivalent("pollution_equivalent_mass_total_phosphorus")],
                ),
            ],
            source: "Environmental Protection Tax Law of 2018, schedules",
        },
        Valuation {
            id: "forest_standard",
            rules: &[Rule::UnboundPrice { indicator: "purified_water", price: unbound_price(// A tonne of water is a cubic metre.
&[Term::Parameter("water_purification_cost", CnyPerTonne::SYMBOL)], as_given, CnyPerM3::SYMBOL, |quantity, price| water_cost(VolumeM3::new(quantity), CnyPerM3::new(price)).get()), formula: "U = G · K, K cost of purifying one m³" }],
            source: "GB/T 38582-2020 and LY/T 1721-2008, form as recalled; the same water as that of water retention",
        },
    ],
};

const GUIDELINE: &str = "rule of the 2020 GEP guideline as recalled; its text was not at hand";
const COD: &[&Quantity] = &[AREA.0, COD_PURIFICATION_RATE.0];
const AMMONIA: &[&Quantity] = &[AREA.0, AMMONIA_NITROGEN_PURIFICATION_RATE.0];
const NITROGEN: &[&Quantity] = &[AREA.0, TOTAL_NITROGEN_PURIFICATION_RATE.0];
const PHOSPHORUS: &[&Quantity] = &[AREA.0, TOTAL_PHOSPHORUS_PURIFICATION_RATE.0];
const COD_LOAD: Term = Term::Statistic("emission_cod");
const AMMONIA_LOAD: Term = Term::Statistic("emission_ammonia_nitrogen");
const NITROGEN_LOAD: Term = Term::Statistic("emission_total_nitrogen");
const PHOSPHORUS_LOAD: Term = Term::Statistic("emission_total_phosphorus");
const ATTAINED: Term = Term::Statistic("water_quality_attainment");
const SMALLER: (OfTotal, &str) = (smaller, "Q = min(Σ A · q · 10⁻⁶, E)");
const IF_ATTAINED: (OfTotal, &str) = (
    where_attained,
    "Q = min(Σ A · q · 10⁻⁶, E) where the water attains its standard, Σ A · q · 10⁻⁶ elsewhere",
);
const BALANCE: &str = "Q = inflow + load − outflow";

const fn pollutant(id: &'static str, name: &'static str, name_zh: &'static str) -> Indicator {
    Indicator { id, name, name_zh, unit: Tonnes::SYMBOL }
}

const fn bounded(
    indicator: &'static str,
    inputs: &'static [&'static Quantity],
    terms: &'static [Term],
    (rule, equation): (OfTotal, &'static str),
) -> Supply {
    Supply { indicator, scope: ScopeEntry::Total(unbound(inputs, |x, out| x.map2(out, |a, q| capacity_of(AreaM2::new(a), TonnesPerKm2::new(q)).get())), UnboundTotal { terms, equation: rule }), formula: equation }
}

const fn capacity(indicator: &'static str, inputs: &'static [&'static Quantity]) -> Supply {
    Supply { indicator, scope: ScopeEntry::Cell(unbound(inputs, |x, out| x.map2(out, |a, q| capacity_of(AreaM2::new(a), TonnesPerKm2::new(q)).get()))), formula: "Q = A · q · 10⁻⁶" }
}

const fn zone(
    indicator: &'static str,
    terms: &'static [Term],
    rule: fn(&[f64]) -> f64,
    equation: &'static str,
) -> Supply {
    Supply { indicator, scope: ScopeEntry::Zone(unbound_numbers(terms, rule)), formula: equation }
}

fn balance(terms: &[f64]) -> f64 {
    match *terms {
        [inflow, load, outflow] => {
            mass_balance(Tonnes::new(inflow), Tonnes::new(load), Tonnes::new(outflow)).get()
        }
        _ => f64::NAN,
    }
}

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
    // Q = A · q · 10⁻⁶                                            [t a⁻¹]
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
    // Q = inflow + load − outflow                                 [t a⁻¹]
    Tonnes::new(inflow.get() + load.get() - outflow.get())
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
    // P − E − C                                                   [mm a⁻¹]
    let depth = precipitation.get() - evapotranspiration.get() - runoff.get();

    // G = 10 A (P − E − C)                                        [m³ a⁻¹]
    VolumeM3::from_depth(area, DepthMm::new(depth))
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
    // U = G · K                                                   [CNY a⁻¹]
    Cny::new(water.get() * unit_cost.get())
}
