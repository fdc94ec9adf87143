//! Flood mitigation (洪水调蓄): flood water that vegetation, lakes, reservoirs and marshes hold back.
//!
//! Each indicator counts its own types: a column by type is the share of the cell that counts (or the depth of water),
//! and 0 elsewhere. Storage of lakes is a power of their area and not linear: all lakes of a level as one, as a published
//! account has it, or lake by lake. The two differ by a multiple: 165 km² of lake hold 2.4·10⁸ m³ as one, 10.7·10⁸ as
//! a hundred (coefficients of Qinghai-Tibet).

mod lake;

pub use lake::{lake_storage, share_of_lake};

use super::{Bound, Category, Indicator, Physical, Rule, Service, Supply, Term, Valuation, annuity, as_given, unbound_price, UnboundTotal, unbound_numbers, unbound, ScopeEntry};
use crate::quantity::{
    AREA, LAKE_AREA, LAKE_EXCHANGES, LAKE_SHARE, LAKE_STORAGE_EXPONENT, LAKE_STORAGE_INTERCEPT,
    MARSH_WATER_DEPTH, STORM_PRECIPITATION, STORM_RUNOFF, STORM_STORING_VEGETATION,
};
use crate::unit::{
    AreaM2, Cny, CnyPerM3, TonnesPerM3, DepthMm, Fraction, LengthM, LogVolumeWanM3, PerYear, VolumeM3, Years,
};

/// Registry entry.
pub const SERVICE: Service = Service {
    id: "flood_mitigation",
    name: "Flood mitigation",
    name_zh: "洪水调蓄",
    category: Category::Regulating,
    indicators: &[&indicator("vegetation_storage", "storm water stored by vegetation", "植被调蓄量"), &indicator("lake_storage", "flood water stored by lakes", "湖泊调蓄量"), &indicator("reservoir_storage", "flood water stored by reservoirs", "水库调蓄量"), &indicator("marsh_storage", "flood water stored by marshes", "沼泽调蓄量")],
    physical: &[
        physical("lakes_together", &[LAKES, RESERVOIR_SHARE, MARSH]),
        physical("lakes_one_by_one", &[LAKE_BY_LAKE, RESERVOIR_SHARE, MARSH]),
        physical("lakes_together_with_vegetation", &[VEGETATION, LAKES, RESERVOIR_SHARE, MARSH]),
        physical("lakes_one_by_one_with_vegetation", &[VEGETATION, LAKE_BY_LAKE, RESERVOIR_SHARE, MARSH]),
        physical("lakes_together_flood_capacity", &[LAKES, FLOOD_CAPACITY, MARSH]),
        physical("lakes_one_by_one_flood_capacity", &[LAKE_BY_LAKE, FLOOD_CAPACITY, MARSH]),
        physical("lakes_together_flood_capacity_with_vegetation", &[VEGETATION, LAKES, FLOOD_CAPACITY, MARSH]),
        physical(
            "lakes_one_by_one_flood_capacity_with_vegetation",
            &[VEGETATION, LAKE_BY_LAKE, FLOOD_CAPACITY, MARSH],
        ),
        physical("vegetation", &[VEGETATION]),
        given("given_quantity", &[GIVEN_LAKES, GIVEN_RESERVOIRS, GIVEN_MARSHES]),
        given(
            "given_quantity_with_vegetation",
            &[GIVEN_VEGETATION, GIVEN_LAKES, GIVEN_RESERVOIRS, GIVEN_MARSHES],
        ),
    ],
    values: &[
        Valuation {
            id: "reservoir_cost",
            rules: &[
                building("vegetation_storage"),
                building("lake_storage"),
                building("reservoir_storage"),
                building("marsh_storage"),
            ],
            source: "Pema Dolkar et al. 2017, Acta Ecologica Sinica 37(19):6302",
        },
        Valuation {
            id: "reservoir_cost_annualised",
            rules: &[
                annualised("vegetation_storage"),
                annualised("lake_storage"),
                annualised("reservoir_storage"),
                annualised("marsh_storage"),
            ],
            source: "capital recovery of the building cost; not found in a standard",
        },
        Valuation { id: "physical_only", rules: &[], source: "no value is asked for" },
    ],
};

const fn indicator(id: &'static str, name: &'static str, name_zh: &'static str) -> Indicator {
    Indicator { id, name, name_zh, unit: VolumeM3::SYMBOL }
}

const fn physical(id: &'static str, supplies: &'static [Supply]) -> Physical {
    Physical {
        id,
        supplies,
        source: "Pema Dolkar et al. 2017, Acta Ecologica Sinica 37(19):6302; lakes as in Rao et al. 2014; vegetation unverified: from general knowledge",
    }
}

const fn given(id: &'static str, supplies: &'static [Supply]) -> Physical {
    Physical { id, supplies, source: "statistics of the run" }
}

const VEGETATION: Supply = Supply { indicator: "vegetation_storage", scope: ScopeEntry::Cell(unbound(&[AREA.0, STORM_STORING_VEGETATION.0, STORM_PRECIPITATION.0, STORM_RUNOFF.0], |x, out| {
            x.map4(out, |a, share, p, r| {
                let (rain, runoff) = (DepthMm::new(p), DepthMm::new(r));
                vegetation_storage(AreaM2::new(a), Fraction::new(share), rain, runoff).get()
            });
        })), formula: "C = s · A · (P − R) · 10⁻³, s 1 for forest, shrub and grassland" };

const LAKES: Supply = Supply { indicator: "lake_storage", scope: ScopeEntry::Total(unbound(&[AREA.0, LAKE_SHARE.0], |x, out| x.map2(out, |a, share| a * share)), UnboundTotal { terms: &[
            Term::Parameter("lake_storage_intercept", LogVolumeWanM3::SYMBOL),
            Term::Parameter("lake_storage_exponent", Fraction::SYMBOL),
            Term::Parameter("lake_exchanges", PerYear::SYMBOL),
        ], equation: |area, terms| match *terms {
            [intercept, exponent, exchanges] => {
                let (a, b) = (LogVolumeWanM3::new(intercept), Fraction::new(exponent));
                Bound::plain(lake_storage(AreaM2::new(area), a, b, PerYear::new(exchanges)).get())
            }
            _ => Bound::plain(f64::NAN),
        } }), formula: "C = exp(a) · (Σ A)^b · T · 10⁴, A in km², all lakes of the level as one" };

const LAKE_BY_LAKE: Supply = Supply { indicator: "lake_storage", scope: ScopeEntry::Cell(unbound(&[AREA.0, LAKE_SHARE.0, LAKE_AREA.0, LAKE_STORAGE_INTERCEPT.0, LAKE_STORAGE_EXPONENT.0, LAKE_EXCHANGES.0], |x, out| {
            x.map6(out, |a, share, lake, intercept, exponent, exchanges| {
                let (a, share, lake) = (AreaM2::new(a), Fraction::new(share), AreaM2::new(lake));
                let (intercept, exponent) = (LogVolumeWanM3::new(intercept), Fraction::new(exponent));
                share_of_lake(a, share, lake, intercept, exponent, PerYear::new(exchanges)).get()
            });
        })), formula: "C = A/A_lake · exp(a) · A_lake^b · T · 10⁴, A_lake in km², lake by lake" };

const RESERVOIR_SHARE: Supply = Supply { indicator: "reservoir_storage", scope: ScopeEntry::Zone(unbound_numbers(&[
            Term::Parameter("reservoir_flood_share", Fraction::SYMBOL),
            Term::Statistic("reservoir_capacity"),
        ], |terms| match *terms {
            [share, capacity] => reservoir_storage(Fraction::new(share), VolumeM3::new(capacity)).get(),
            _ => f64::NAN,
        })), formula: "C = 0.35 · C_t, C_t total capacity" };

const FLOOD_CAPACITY: Supply = zone("reservoir_storage", &[Term::Statistic("reservoir_flood_capacity")]);
const GIVEN_VEGETATION: Supply = zone("vegetation_storage", &[Term::Statistic("flood_vegetation_quantity")]);
const GIVEN_LAKES: Supply = zone("lake_storage", &[Term::Statistic("flood_lake_quantity")]);
const GIVEN_RESERVOIRS: Supply = zone("reservoir_storage", &[Term::Statistic("flood_reservoir_quantity")]);
const GIVEN_MARSHES: Supply = zone("marsh_storage", &[Term::Statistic("flood_marsh_quantity")]);

const fn zone(indicator: &'static str, terms: &'static [Term]) -> Supply {
    Supply { indicator, scope: ScopeEntry::Zone(unbound_numbers(terms, as_given)), formula: "C as given" }
}

const MARSH: Supply = Supply { indicator: "marsh_storage", scope: ScopeEntry::Cell(unbound(&[AREA.0, MARSH_WATER_DEPTH.0], |x, out| x.map2(out, |a, h| marsh_storage(AreaM2::new(a), LengthM::new(h)).get()))), formula: "C = A · h, h 0.3 m for marsh and 0 for other types" };

const fn building(indicator: &'static str) -> Rule {
    Rule::UnboundPrice { indicator, price: unbound_price(&[Term::Parameter("reservoir_unit_cost", CnyPerM3::SYMBOL)], as_given, CnyPerM3::SYMBOL, |quantity, price| reservoir_cost(VolumeM3::new(quantity), CnyPerM3::new(price)).get()), formula: "V = C · c, c cost of building one m³ of reservoir, counted every year" }
}

const fn annualised(indicator: &'static str) -> Rule {
    Rule::UnboundPrice { indicator, price: unbound_price(&[
            Term::Parameter("reservoir_unit_cost", CnyPerM3::SYMBOL),
            Term::Parameter("discount_rate", Fraction::SYMBOL),
            Term::Parameter("reservoir_service_life", Years::SYMBOL),
        ], |terms| match *terms {
            [cost, rate, life] => annuity(cost, rate, life),
            _ => f64::NAN,
        }, CnyPerM3::SYMBOL, |quantity, price| reservoir_cost(VolumeM3::new(quantity), CnyPerM3::new(price)).get()), formula: "V = C · c, c = c₀ · r(1+r)ⁿ / ((1+r)ⁿ − 1), without maintenance" }
}

/// Storm water that the vegetation of a cell keeps from running off (植被调蓄).
///
/// # Equation
///
/// ```text
/// C = s · A · (P − R) · 10⁻³
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `C` | returned | storm water stored | m³ a⁻¹ |
/// | `A` | `area` | area of the cell | m² |
/// | `s` | `vegetation` | share of the cell whose vegetation counts: forest, shrub and grassland 1, else 0 | 1 |
/// | `P` | `rain` | rain of storms | mm a⁻¹ |
/// | `R` | `runoff` | runoff of storms | mm a⁻¹ |
///
/// # Assumptions
///
/// The water balance of water retention holds the same storm rain: both together count it twice, so that a profile
/// has vegetation off unless it says otherwise.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`. More runoff than rain gives a negative quantity.
///
/// # Examples
///
/// ```
/// use ecovalue::service::flood_mitigation::vegetation_storage;
/// use ecovalue::unit::{AreaM2, DepthMm, Fraction};
///
/// let (area, all) = (AreaM2::from_hectares(1.0), Fraction::new(1.0));
/// let stored = vegetation_storage(area, all, DepthMm::new(100.0), DepthMm::new(16.0));
/// assert_eq!(stored.get(), 840.0); // 10⁴ m² · 84 mm
/// ```
///
/// # References
///
/// * Unverified: from general knowledge of the 2020 guide.
#[inline]
#[must_use]
pub fn vegetation_storage(area: AreaM2, vegetation: Fraction, rain: DepthMm, runoff: DepthMm) -> VolumeM3 {
    // C = s · A · (P − R) · 10⁻³                                  [m³ a⁻¹]
    VolumeM3::from_depth(area, DepthMm::new(vegetation.get() * (rain.get() - runoff.get())))
}

/// Flood water that reservoirs store, as a share of their total capacity (水库调蓄).
///
/// # Equation
///
/// ```text
/// C = 0.35 · C_t
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `C` | returned | water stored | m³ a⁻¹ |
/// | `C_t` | `capacity` | total capacity of reservoirs | m³ |
/// | `0.35` | `share` | share of it that stores floods | 1 |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::flood_mitigation::reservoir_storage;
/// use ecovalue::unit::{Fraction, VolumeM3};
///
/// assert_eq!(reservoir_storage(Fraction::new(0.35), VolumeM3::new(2e8)).get(), 0.7e8);
/// ```
///
/// # References
///
/// * Pema Dolkar et al. (2017), Acta Ecologica Sinica 37(19):6302-6312.
#[inline]
#[must_use]
pub fn reservoir_storage(share: Fraction, capacity: VolumeM3) -> VolumeM3 {
    // C = 0.35 · C_t                                              [m³ a⁻¹]
    VolumeM3::new(share.get() * capacity.get())
}

/// Flood water that a marsh holds on its surface (沼泽地表滞水).
///
/// # Equation
///
/// ```text
/// C = A · h
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `C` | returned | water stored | m³ a⁻¹ |
/// | `A` | `area` | area of the cell | m² |
/// | `h` | `depth` | depth of surface water, 0.3 m for marsh and 0 for other types | m |
///
/// # Assumptions
///
/// The source prints `C = 0.3 · S · 10⁶` with `S` in km² and labels it 10⁴ m³; its own numbers show that it is m³.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::flood_mitigation::marsh_storage;
/// use ecovalue::unit::{AreaM2, LengthM};
///
/// // 2000 km² of marsh: 6 · 10⁸ m³.
/// assert_eq!(marsh_storage(AreaM2::from_square_kilometres(2000.0), LengthM::new(0.3)).get(), 6e8);
/// ```
///
/// # References
///
/// * Pema Dolkar et al. (2017), Acta Ecologica Sinica 37(19):6302-6312.
#[inline]
#[must_use]
pub fn marsh_storage(area: AreaM2, depth: LengthM) -> VolumeM3 {
    // C = A · h                                                   [m³ a⁻¹]
    VolumeM3::new(area.get() * depth.get())
}

/// Flood water that the soil of a marsh can take up (沼泽土壤蓄水). No variant counts it: its inputs have no rows.
///
/// # Equation
///
/// ```text
/// C = A · h · ρ · (F − E) · 10⁻² / ρ_w
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `C` | returned | water that the soil can take up | m³ a⁻¹ |
/// | `A` | `area` | area of the marsh | m² |
/// | `h` | `depth` | depth of its soil | m |
/// | `ρ` | `bulk_density` | bulk density of the soil | t m⁻³ |
/// | `F`, `E` | `saturated`, `natural` | water of the saturated and of the natural soil; percent in the equation | 1 |
/// | `ρ_w` | - | density of water, 1 t m⁻³ | t m⁻³ |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::flood_mitigation::marsh_soil_storage;
/// use ecovalue::unit::{AreaM2, TonnesPerM3, Fraction, LengthM};
///
/// let (area, share) = (AreaM2::from_hectares(1.0), Fraction::new);
/// let stored = marsh_soil_storage(area, LengthM::new(0.5), TonnesPerM3::new(0.75), share(0.75), share(0.25));
/// assert_eq!(stored.get(), 1875.0); // 10⁴ · 0.5 · 0.75 · 0.5
/// ```
///
/// # References
///
/// * Unverified: from general knowledge.
#[must_use]
pub fn marsh_soil_storage(
    area: AreaM2,
    depth: LengthM,
    bulk_density: TonnesPerM3,
    saturated: Fraction,
    natural: Fraction,
) -> VolumeM3 {
    // C = A · h · ρ · (F − E) / ρ_w                               [m³ a⁻¹]
    VolumeM3::new(area.get() * depth.get() * bulk_density.get() * (saturated.get() - natural.get()))
}

/// Value of stored flood water by the cost of the reservoir that would store it (影子工程法).
///
/// # Equation
///
/// ```text
/// V = C · c
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `V` | returned | value | CNY a⁻¹ |
/// | `C` | `stored` | flood water stored | m³ a⁻¹ |
/// | `c` | `unit_cost` | cost of one m³ of reservoir, or its annuity | CNY m⁻³ |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::flood_mitigation::reservoir_cost;
/// use ecovalue::unit::{CnyPerM3, VolumeM3};
///
/// // Ganzi 2010: 6.00 · 10⁸ m³ of marsh storage at 7.06 CNY/m³, printed as 42.34 · 10⁸ CNY.
/// let value = reservoir_cost(VolumeM3::new(6e8), CnyPerM3::new(7.06));
/// assert!((value.yi() - 42.36).abs() < 1e-9);
/// ```
///
/// # References
///
/// * Pema Dolkar et al. (2017), Acta Ecologica Sinica 37(19):6302-6312.
#[inline]
#[must_use]
pub fn reservoir_cost(stored: VolumeM3, unit_cost: CnyPerM3) -> Cny {
    // V = C · c                                                   [CNY a⁻¹]
    Cny::new(stored.get() * unit_cost.get())
}
