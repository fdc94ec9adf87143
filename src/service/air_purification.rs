//! Air purification (空气净化): sulphur dioxide, nitrogen oxides and dust that vegetation takes out of the air.
//!
//! What counts is the smaller of what vegetation can take and what is emitted. The rule is not linear: it is evaluated at
//! the level that the profile names, and its result goes down to ecosystem types by allotment only.
//!
//! Dust sizes are nested: PM2.5 is part of PM10 and both are part of dust, so only dust has a price.

use super::{Category, Indicator, OfTotal, Physical, Service, Supply, TAX, Term, Valuation, as_given, cost, equivalent, smaller, tax, where_attained, UnboundTotal, unbound_numbers, unbound, ScopeEntry};
use crate::quantity::{
    AREA, DUST_RETENTION_RATE, HF_PURIFICATION_RATE, NOX_PURIFICATION_RATE, PM10_RETENTION_RATE,
    PM25_RETENTION_RATE, Quantity, SO2_PURIFICATION_RATE,
};
use crate::unit::{AreaM2, CnyPerTonne, KgPerHm2, Tonnes};

pub use super::{equivalent_price, smaller_of, smaller_where_attained, treatment_cost};

/// Registry entry.
pub const SERVICE: Service = Service {
    id: "air_purification",
    name: "Air purification",
    name_zh: "空气净化",
    category: Category::Regulating,
    indicators: &[&Indicator {
            id: "removed_sulphur_dioxide",
            name: "sulphur dioxide removed",
            name_zh: "二氧化硫净化量",
            unit: Tonnes::SYMBOL,
        }, &Indicator {
            id: "removed_nitrogen_oxides",
            name: "nitrogen oxides removed",
            name_zh: "氮氧化物净化量",
            unit: Tonnes::SYMBOL,
        }, &Indicator { id: "retained_dust", name: "dust retained", name_zh: "滞尘量", unit: Tonnes::SYMBOL }, &Indicator {
            id: "absorbed_fluorides",
            name: "fluorides absorbed",
            name_zh: "吸收氟化物量",
            unit: Tonnes::SYMBOL,
        }, &Indicator {
            id: "retained_pm10",
            name: "PM10 retained, part of dust",
            name_zh: "滞纳PM10量（含于滞尘量）",
            unit: Tonnes::SYMBOL,
        }, &Indicator {
            id: "retained_pm25",
            name: "PM2.5 retained, part of PM10",
            name_zh: "滞纳PM2.5量（含于PM10）",
            unit: Tonnes::SYMBOL,
        }],
    physical: &[
        Physical {
            id: "smaller_of_capacity_and_emission",
            supplies: &[
                bounded("removed_sulphur_dioxide", &[AREA.0, SO2_PURIFICATION_RATE.0], &[SO2], SMALLER),
                bounded("removed_nitrogen_oxides", &[AREA.0, NOX_PURIFICATION_RATE.0], &[NOX], SMALLER),
                bounded("retained_dust", &[AREA.0, DUST_RETENTION_RATE.0], &[DUST], SMALLER),
            ],
            source: "rule of the 2020 GEP guideline as recalled; Pema Dolkar et al. 2017 count the emissions",
        },
        Physical {
            id: "smaller_where_attained",
            supplies: &[
                bounded(
                    "removed_sulphur_dioxide",
                    &[AREA.0, SO2_PURIFICATION_RATE.0],
                    &[SO2, ATTAINED],
                    IF_ATTAINED,
                ),
                bounded(
                    "removed_nitrogen_oxides",
                    &[AREA.0, NOX_PURIFICATION_RATE.0],
                    &[NOX, ATTAINED],
                    IF_ATTAINED,
                ),
                bounded("retained_dust", &[AREA.0, DUST_RETENTION_RATE.0], &[DUST, ATTAINED], IF_ATTAINED),
            ],
            source: "rule of the 2020 GEP guideline as recalled, with the case of air above its standard",
        },
        Physical {
            id: "capacity",
            supplies: &[
                capacity("removed_sulphur_dioxide", &[AREA.0, SO2_PURIFICATION_RATE.0]),
                capacity("removed_nitrogen_oxides", &[AREA.0, NOX_PURIFICATION_RATE.0]),
                capacity("retained_dust", &[AREA.0, DUST_RETENTION_RATE.0]),
            ],
            source: "rates by forest type as in Miao et al. 2017, Acta Ecologica Sinica 37(19):6422",
        },
        Physical {
            id: "emission",
            supplies: &[
                emission("removed_sulphur_dioxide", &[SO2]),
                emission("removed_nitrogen_oxides", &[NOX]),
                emission("retained_dust", &[DUST]),
            ],
            source: "Pema Dolkar et al. 2017, Acta Ecologica Sinica 37(19):6302, Table 3",
        },
        Physical {
            id: "forest_standard",
            supplies: &[
                capacity("removed_sulphur_dioxide", &[AREA.0, SO2_PURIFICATION_RATE.0]),
                capacity("removed_nitrogen_oxides", &[AREA.0, NOX_PURIFICATION_RATE.0]),
                capacity("absorbed_fluorides", &[AREA.0, HF_PURIFICATION_RATE.0]),
                capacity("retained_dust", &[AREA.0, DUST_RETENTION_RATE.0]),
                capacity("retained_pm10", &[AREA.0, PM10_RETENTION_RATE.0]),
                capacity("retained_pm25", &[AREA.0, PM25_RETENTION_RATE.0]),
            ],
            source: "GB/T 38582-2020 and LY/T 1721-2008, form as recalled; for a forest account, not for a GEP",
        },
    ],
    values: &[
        Valuation {
            id: "treatment_cost",
            rules: &[
                cost(
                    "removed_sulphur_dioxide",
                    &[Term::Parameter("so2_treatment_cost", CnyPerTonne::SYMBOL)],
                ),
                cost(
                    "removed_nitrogen_oxides",
                    &[Term::Parameter("nox_treatment_cost", CnyPerTonne::SYMBOL)],
                ),
                cost("retained_dust", &[Term::Parameter("dust_treatment_cost", CnyPerTonne::SYMBOL)]),
            ],
            source: "Pema Dolkar et al. 2017, Acta Ecologica Sinica 37(19):6302, Table 3",
        },
        Valuation {
            id: "pollution_equivalent",
            rules: &[
                tax("removed_sulphur_dioxide", &[TAX, equivalent("pollution_equivalent_mass_so2")]),
                tax("removed_nitrogen_oxides", &[TAX, equivalent("pollution_equivalent_mass_nox")]),
                tax("retained_dust", &[TAX, equivalent("pollution_equivalent_mass_dust")]),
            ],
            source: "Environmental Protection Tax Law of 2018, schedules",
        },
    ],
};

const SO2: Term = Term::Statistic("emission_so2");
const NOX: Term = Term::Statistic("emission_nox");
const DUST: Term = Term::Statistic("emission_dust");
const ATTAINED: Term = Term::Statistic("air_quality_attainment");
const SMALLER: (OfTotal, &str) = (smaller, "Q = min(Σ A · q · 10⁻⁷, E)");
const IF_ATTAINED: (OfTotal, &str) = (
    where_attained,
    "Q = min(Σ A · q · 10⁻⁷, E) where the air attains its standard, Σ A · q · 10⁻⁷ elsewhere",
);

const fn bounded(
    indicator: &'static str,
    inputs: &'static [&'static Quantity],
    terms: &'static [Term],
    (rule, equation): (OfTotal, &'static str),
) -> Supply {
    Supply { indicator, scope: ScopeEntry::Total(unbound(inputs, |x, out| x.map2(out, |a, q| capacity_of(AreaM2::new(a), KgPerHm2::new(q)).get())), UnboundTotal { terms, equation: rule }), formula: equation }
}

const fn capacity(indicator: &'static str, inputs: &'static [&'static Quantity]) -> Supply {
    Supply { indicator, scope: ScopeEntry::Cell(unbound(inputs, |x, out| x.map2(out, |a, q| capacity_of(AreaM2::new(a), KgPerHm2::new(q)).get()))), formula: "Q = A · q · 10⁻⁷" }
}

const fn emission(indicator: &'static str, terms: &'static [Term]) -> Supply {
    Supply { indicator, scope: ScopeEntry::Zone(unbound_numbers(terms, as_given)), formula: "Q = E" }
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
