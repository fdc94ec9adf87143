//! Air purification (空气净化): sulphur dioxide, nitrogen oxides and dust that vegetation takes out of the air.
//!
//! What counts is the smaller of what vegetation can take and what is emitted. The rule is not linear: it is evaluated at
//! the level that the profile names, and its result goes down to ecosystem types by allotment only.
//!
//! Dust sizes are nested: PM2.5 is part of PM10 and both are part of dust, so only dust has a price.

use super::{BY_COST, BY_TAX, Category, Physical, Service, TAX, Valuation};
use crate::equation::{TermOf, as_given, cell, numbers, on_total, parameter, priced, statistic};
use crate::quantity::{
    AREA, DUST_RETENTION_RATE, HF_PURIFICATION_RATE, NOX_PURIFICATION_RATE, PM10_RETENTION_RATE,
    PM25_RETENTION_RATE, SO2_PURIFICATION_RATE,
};
use crate::unit::{AreaM2, Fraction, KgPerHm2, Tonnes};

pub use super::{equivalent_price, smaller_of, smaller_where_attained, treatment_cost};

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
    // 1 kg hm⁻² is 10⁻⁷ t m⁻²
    Tonnes::new(area.get() * rate.get() * 1e-7)
}

indicator! {
    pub REMOVED_SULPHUR_DIOXIDE: Tonnes = ("removed_sulphur_dioxide", "sulphur dioxide removed", "二氧化硫净化量");
    pub REMOVED_NITROGEN_OXIDES: Tonnes = ("removed_nitrogen_oxides", "nitrogen oxides removed", "氮氧化物净化量");
    pub RETAINED_DUST: Tonnes = ("retained_dust", "dust retained", "滞尘量");
    pub ABSORBED_FLUORIDES: Tonnes = ("absorbed_fluorides", "fluorides absorbed", "吸收氟化物量");
    pub RETAINED_PM10: Tonnes = ("retained_pm10", "PM10 retained, part of dust", "滞纳PM10量（含于滞尘量）");
    pub RETAINED_PM25: Tonnes = ("retained_pm25", "PM2.5 retained, part of PM10", "滞纳PM2.5量（含于PM10）");
}

const SO2: TermOf<Tonnes> = statistic("emission_so2");
const NOX: TermOf<Tonnes> = statistic("emission_nox");
const DUST: TermOf<Tonnes> = statistic("emission_dust");
const ATTAINED: TermOf<Fraction> = statistic("air_quality_attainment");
const CAPACITY: &str = "Q = A · q · 10⁻⁷";
const SMALLER: &str = "Q = min(Σ A · q · 10⁻⁷, E)";
const IF_ATTAINED: &str =
    "Q = min(Σ A · q · 10⁻⁷, E) where the air attains its standard, Σ A · q · 10⁻⁷ elsewhere";

/// Registry entry.
pub static SERVICE: Service = Service {
    id: "air_purification",
    name: "Air purification",
    name_zh: "空气净化",
    category: Category::Regulating,
    indicators: &[
        REMOVED_SULPHUR_DIOXIDE.0,
        REMOVED_NITROGEN_OXIDES.0,
        RETAINED_DUST.0,
        ABSORBED_FLUORIDES.0,
        RETAINED_PM10.0,
        RETAINED_PM25.0,
    ],
    physical: &[
        Physical {
            id: "smaller_of_capacity_and_emission",
            supplies: &[
                REMOVED_SULPHUR_DIOXIDE.per_total(
                    SMALLER,
                    &cell(capacity_of, (AREA, SO2_PURIFICATION_RATE)),
                    &on_total(smaller_of, (SO2,)),
                ),
                REMOVED_NITROGEN_OXIDES.per_total(
                    SMALLER,
                    &cell(capacity_of, (AREA, NOX_PURIFICATION_RATE)),
                    &on_total(smaller_of, (NOX,)),
                ),
                RETAINED_DUST.per_total(
                    SMALLER,
                    &cell(capacity_of, (AREA, DUST_RETENTION_RATE)),
                    &on_total(smaller_of, (DUST,)),
                ),
            ],
            source: "rule of the 2020 GEP guideline as recalled; Pema Dolkar et al. 2017 count the emissions",
        },
        Physical {
            id: "smaller_where_attained",
            supplies: &[
                REMOVED_SULPHUR_DIOXIDE.per_total(
                    IF_ATTAINED,
                    &cell(capacity_of, (AREA, SO2_PURIFICATION_RATE)),
                    &on_total(smaller_where_attained, (SO2, ATTAINED)),
                ),
                REMOVED_NITROGEN_OXIDES.per_total(
                    IF_ATTAINED,
                    &cell(capacity_of, (AREA, NOX_PURIFICATION_RATE)),
                    &on_total(smaller_where_attained, (NOX, ATTAINED)),
                ),
                RETAINED_DUST.per_total(
                    IF_ATTAINED,
                    &cell(capacity_of, (AREA, DUST_RETENTION_RATE)),
                    &on_total(smaller_where_attained, (DUST, ATTAINED)),
                ),
            ],
            source: "rule of the 2020 GEP guideline as recalled, with the case of air above its standard",
        },
        Physical {
            id: "capacity",
            supplies: &[
                REMOVED_SULPHUR_DIOXIDE.per_cell(CAPACITY, &cell(capacity_of, (AREA, SO2_PURIFICATION_RATE))),
                REMOVED_NITROGEN_OXIDES.per_cell(CAPACITY, &cell(capacity_of, (AREA, NOX_PURIFICATION_RATE))),
                RETAINED_DUST.per_cell(CAPACITY, &cell(capacity_of, (AREA, DUST_RETENTION_RATE))),
            ],
            source: "rates by forest type as in Miao et al. 2017, Acta Ecologica Sinica 37(19):6422",
        },
        Physical {
            id: "emission",
            supplies: &[
                REMOVED_SULPHUR_DIOXIDE.per_zone("Q = E", &as_given(SO2)),
                REMOVED_NITROGEN_OXIDES.per_zone("Q = E", &as_given(NOX)),
                RETAINED_DUST.per_zone("Q = E", &as_given(DUST)),
            ],
            source: "Pema Dolkar et al. 2017, Acta Ecologica Sinica 37(19):6302, Table 3",
        },
        Physical {
            id: "forest_standard",
            supplies: &[
                REMOVED_SULPHUR_DIOXIDE.per_cell(CAPACITY, &cell(capacity_of, (AREA, SO2_PURIFICATION_RATE))),
                REMOVED_NITROGEN_OXIDES.per_cell(CAPACITY, &cell(capacity_of, (AREA, NOX_PURIFICATION_RATE))),
                ABSORBED_FLUORIDES.per_cell(CAPACITY, &cell(capacity_of, (AREA, HF_PURIFICATION_RATE))),
                RETAINED_DUST.per_cell(CAPACITY, &cell(capacity_of, (AREA, DUST_RETENTION_RATE))),
                RETAINED_PM10.per_cell(CAPACITY, &cell(capacity_of, (AREA, PM10_RETENTION_RATE))),
                RETAINED_PM25.per_cell(CAPACITY, &cell(capacity_of, (AREA, PM25_RETENTION_RATE))),
            ],
            source: "GB/T 38582-2020 and LY/T 1721-2008, form as recalled; for a forest account, not for a GEP",
        },
    ],
    values: &[
        Valuation {
            id: "treatment_cost",
            rules: &[
                REMOVED_SULPHUR_DIOXIDE
                    .price(BY_COST, &priced(treatment_cost, as_given(parameter("so2_treatment_cost")))),
                REMOVED_NITROGEN_OXIDES
                    .price(BY_COST, &priced(treatment_cost, as_given(parameter("nox_treatment_cost")))),
                RETAINED_DUST
                    .price(BY_COST, &priced(treatment_cost, as_given(parameter("dust_treatment_cost")))),
            ],
            source: "Pema Dolkar et al. 2017, Acta Ecologica Sinica 37(19):6302, Table 3",
        },
        Valuation {
            id: "pollution_equivalent",
            rules: &[
                REMOVED_SULPHUR_DIOXIDE.price(
                    BY_TAX,
                    &priced(
                        treatment_cost,
                        numbers(equivalent_price, (TAX, parameter("pollution_equivalent_mass_so2"))),
                    ),
                ),
                REMOVED_NITROGEN_OXIDES.price(
                    BY_TAX,
                    &priced(
                        treatment_cost,
                        numbers(equivalent_price, (TAX, parameter("pollution_equivalent_mass_nox"))),
                    ),
                ),
                RETAINED_DUST.price(
                    BY_TAX,
                    &priced(
                        treatment_cost,
                        numbers(equivalent_price, (TAX, parameter("pollution_equivalent_mass_dust"))),
                    ),
                ),
            ],
            source: "Environmental Protection Tax Law of 2018, schedules",
        },
    ],
};
