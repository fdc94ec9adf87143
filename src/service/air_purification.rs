//! Air purification (空气净化): sulphur dioxide, nitrogen oxides and dust that vegetation takes out of the air.
//!
//! What counts is the smaller of what vegetation can take and what is emitted. The rule is not linear: it is evaluated at
//! the level that the profile names, and its result goes down to ecosystem types by allotment only.

use super::{
    Bound, Category, Indicator, Physical, Rule, Scope, Service, Supply, Term, Valuation, as_given,
};
use crate::quantity::{AREA, DUST_RETENTION_RATE, NOX_PURIFICATION_RATE, Quantity, SO2_PURIFICATION_RATE};
use crate::unit::{AreaM2, Cny, CnyPerTonne, KgPerHm2, Tonnes};

/// Registry entry.
pub const SERVICE: Service = Service {
    id: "air_purification",
    name: "Air purification",
    name_zh: "空气净化",
    category: Category::Regulating,
    indicators: &[
        Indicator { id: "removed_sulphur_dioxide", name: "sulphur dioxide removed", name_zh: "二氧化硫净化量", unit: Tonnes::SYMBOL },
        Indicator { id: "removed_nitrogen_oxides", name: "nitrogen oxides removed", name_zh: "氮氧化物净化量", unit: Tonnes::SYMBOL },
        Indicator { id: "retained_dust", name: "dust retained", name_zh: "滞尘量", unit: Tonnes::SYMBOL },
    ],
    physical: &[
        Physical {
            id: "smaller_of_capacity_and_emission",
            supplies: &[
                smaller("removed_sulphur_dioxide", &[AREA, SO2_PURIFICATION_RATE], &[Term::Statistic("emission_so2")]),
                smaller("removed_nitrogen_oxides", &[AREA, NOX_PURIFICATION_RATE], &[Term::Statistic("emission_nox")]),
                smaller("retained_dust", &[AREA, DUST_RETENTION_RATE], &[Term::Statistic("emission_dust")]),
            ],
            source: "rule of the 2020 GEP guideline as recalled; Pema Dolkar et al. 2017 count the emissions",
        },
        Physical {
            id: "capacity",
            supplies: &[
                capacity("removed_sulphur_dioxide", &[AREA, SO2_PURIFICATION_RATE]),
                capacity("removed_nitrogen_oxides", &[AREA, NOX_PURIFICATION_RATE]),
                capacity("retained_dust", &[AREA, DUST_RETENTION_RATE]),
            ],
            source: "rates by forest type as in Miao et al. 2017, Acta Ecologica Sinica 37(19):6422",
        },
        Physical {
            id: "emission",
            supplies: &[
                emission("removed_sulphur_dioxide", &[Term::Statistic("emission_so2")]),
                emission("removed_nitrogen_oxides", &[Term::Statistic("emission_nox")]),
                emission("retained_dust", &[Term::Statistic("emission_dust")]),
            ],
            source: "Pema Dolkar et al. 2017, Acta Ecologica Sinica 37(19):6302, Table 3",
        },
    ],
    values: &[Valuation {
        id: "treatment_cost",
        rules: &[
            cost("removed_sulphur_dioxide", &[Term::Parameter("so2_treatment_cost", CnyPerTonne::SYMBOL)]),
            cost("removed_nitrogen_oxides", &[Term::Parameter("nox_treatment_cost", CnyPerTonne::SYMBOL)]),
            cost("retained_dust", &[Term::Parameter("dust_treatment_cost", CnyPerTonne::SYMBOL)]),
        ],
        source: "Pema Dolkar et al. 2017, Acta Ecologica Sinica 37(19):6302, Table 3",
    }],
};

const fn smaller(
    indicator: &'static str,
    inputs: &'static [&'static Quantity],
    terms: &'static [Term],
) -> Supply {
    Supply {
        indicator,
        scope: Scope::Total {
            inputs,
            kernel: |x, out| x.map2(out, |a, q| capacity_of(AreaM2::new(a), KgPerHm2::new(q)).get()),
            terms,
            equation: |capacity, terms| match *terms {
                [emission] => smaller_of(Tonnes::new(capacity), Tonnes::new(emission)),
                _ => Bound::plain(f64::NAN),
            },
        },
        equation: "Q = min(Σ A · q · 10⁻⁷, E)",
    }
}

const fn capacity(indicator: &'static str, inputs: &'static [&'static Quantity]) -> Supply {
    Supply {
        indicator,
        scope: Scope::Cell {
            inputs,
            kernel: |x, out| x.map2(out, |a, q| capacity_of(AreaM2::new(a), KgPerHm2::new(q)).get()),
        },
        equation: "Q = A · q · 10⁻⁷",
    }
}

const fn emission(indicator: &'static str, terms: &'static [Term]) -> Supply {
    Supply { indicator, scope: Scope::Zone { terms, equation: as_given }, equation: "Q = E" }
}

const fn cost(indicator: &'static str, terms: &'static [Term]) -> Rule {
    Rule::Price {
        indicator,
        terms,
        unit_price: as_given,
        unit: CnyPerTonne::SYMBOL,
        value: |quantity, price| treatment_cost(Tonnes::new(quantity), CnyPerTonne::new(price)).get(),
        equation: "V = Q · c, c cost of treating one tonne",
    }
}

/// What the vegetation of a cell can take out of the air in a year (自净能力).
///
/// # Equation
///
/// ```text
/// Q = A · q · 10⁻⁷
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `Q` | returned | pollutant that can be taken out | t a⁻¹ |
/// | `A` | `area` | area of the cell | m² |
/// | `q` | `rate` | rate of the ecosystem type; 1 kg hm⁻² is 10⁻⁷ t m⁻² | kg hm⁻² a⁻¹ |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::air_purification::capacity_of;
/// use ecovalue::unit::{AreaM2, KgPerHm2};
///
/// // 1 km² of needleleaf forest at 215.6 kg/hm².
/// let capacity = capacity_of(AreaM2::new(1e6), KgPerHm2::new(215.6)).get();
/// assert!((capacity - 21.56).abs() < 1e-12);
/// ```
///
/// # References
///
/// * Miao J. et al. (2017), Acta Ecologica Sinica 37(19):6422, for rates of forest types.
#[inline]
#[must_use]
pub fn capacity_of(area: AreaM2, rate: KgPerHm2) -> Tonnes {
    // Q = A · q · 10⁻⁷                                            [t a⁻¹]
    Tonnes::new(area.get() * rate.get() * 1e-7)
}

/// The smaller of capacity and emission (取净化能力与排放量的较小值).
///
/// # Equation
///
/// ```text
/// Q = min(Q_capacity, E)
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `Q` | returned | pollutant taken out | t a⁻¹ |
/// | `Q_capacity` | `capacity` | what vegetation of the level can take out | t a⁻¹ |
/// | `E` | `emission` | what is emitted there | t a⁻¹ |
///
/// # Assumptions
///
/// Where the emission is the smaller, more pollution makes a larger service: the result says which side held.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::air_purification::smaller_of;
/// use ecovalue::unit::Tonnes;
///
/// let bound = smaller_of(Tonnes::new(500.0), Tonnes::new(120.0));
/// assert_eq!(bound.quantity, 120.0);
/// assert!(bound.branch.starts_with("emission is below capacity"));
/// ```
///
/// # References
///
/// * The rule of the 2020 GEP guideline as recalled; its text was not at hand.
#[must_use]
pub fn smaller_of(capacity: Tonnes, emission: Tonnes) -> Bound {
    let (capacity, emission) = (capacity.get(), emission.get());
    if emission < capacity {
        Bound { quantity: emission, branch: "emission is below capacity: the emission counts" }
    } else if emission >= capacity {
        Bound { quantity: capacity, branch: "capacity is not above emission: the capacity counts" }
    } else {
        Bound::plain(f64::NAN)
    }
}

/// Value of the treatment that was spared (替代成本).
///
/// # Equation
///
/// ```text
/// V = Q · c
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `V` | returned | value | CNY a⁻¹ |
/// | `Q` | `removed` | pollutant taken out | t a⁻¹ |
/// | `c` | `unit_cost` | cost of treating a tonne | CNY t⁻¹ |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::air_purification::treatment_cost;
/// use ecovalue::unit::{CnyPerTonne, Tonnes};
///
/// // Sulphur dioxide of Ganzi in 2010.
/// assert_eq!(treatment_cost(Tonnes::new(1137.0), CnyPerTonne::new(1200.0)).get(), 1_364_400.0);
/// ```
///
/// # References
///
/// * Pema Dolkar et al. (2017), Acta Ecologica Sinica 37(19):6302, Table 3.
#[must_use]
pub fn treatment_cost(removed: Tonnes, unit_cost: CnyPerTonne) -> Cny {
    // V = Q · c                                                   [CNY a⁻¹]
    Cny::new(removed.get() * unit_cost.get())
}
