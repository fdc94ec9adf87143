//! Flood mitigation (洪水调蓄): flood water that vegetation, lakes, reservoirs and marshes hold back.
//!
//! Each indicator counts its own types: a column by type is the share of the cell that counts (or the depth of water),
//! and 0 elsewhere. Storage of lakes is a power of their area and not linear: all lakes of a level as one, as a published
//! account has it, or lake by lake. The two differ by a multiple: 165 km² of lake hold 2.4·10⁸ m³ as one, 10.7·10⁸ as
//! a hundred (coefficients of Qinghai-Tibet).

mod lake;

pub use lake::{lake_storage, share_of_lake};

use super::{Category, Physical, Service, Supply, Valuation, annuity};
use crate::equation::{TermOf, as_given, cell, numbers, on_total, parameter, priced, statistic};
use crate::quantity::{
    AREA, LAKE_AREA, LAKE_EXCHANGES, LAKE_SHARE, LAKE_STORAGE_EXPONENT, LAKE_STORAGE_INTERCEPT,
    MARSH_WATER_DEPTH, STORM_PRECIPITATION, STORM_RUNOFF, STORM_STORING_VEGETATION,
};
use crate::unit::{AreaM2, Cny, CnyPerM3, DepthMm, Fraction, LengthM, TonnesPerM3, VolumeM3, Years};

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
    area * ((rain - runoff) * vegetation.get())
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
    capacity * share.get()
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
    stored * unit_cost
}

indicator! {
    pub VEGETATION_STORAGE: VolumeM3 = ("vegetation_storage", "storm water stored by vegetation", "植被调蓄量");
    pub LAKE_STORAGE: VolumeM3 = ("lake_storage", "flood water stored by lakes", "湖泊调蓄量");
    pub RESERVOIR_STORAGE: VolumeM3 = ("reservoir_storage", "flood water stored by reservoirs", "水库调蓄量");
    pub MARSH_STORAGE: VolumeM3 = ("marsh_storage", "flood water stored by marshes", "沼泽调蓄量");
}

const UNIT_COST: TermOf<CnyPerM3> = parameter("reservoir_unit_cost");
const RATE: TermOf<Fraction> = parameter("discount_rate");
const LIFE: TermOf<Years> = parameter("reservoir_service_life");
const BUILDING: &str = "V = C · c, c cost of building one m³ of reservoir, counted every year";
const ANNUALISED: &str = "V = C · c, c = c₀ · r(1+r)ⁿ / ((1+r)ⁿ − 1), without maintenance";
const PUBLISHED: &str = "Pema Dolkar et al. 2017, Acta Ecologica Sinica 37(19):6302; lakes as in Rao et al. 2014; vegetation unverified: from general knowledge";

/// Lake in a cell.
#[inline]
fn lake_in_cell(area: AreaM2, share: Fraction) -> AreaM2 {
    area * share.get()
}

/// Yearly cost of one m³ of reservoir, by [`annuity`].
fn annual_cost(cost: CnyPerM3, rate: Fraction, life: Years) -> CnyPerM3 {
    CnyPerM3::new(annuity(cost.get(), rate.get(), life.get()))
}

const VEGETATION: Supply = VEGETATION_STORAGE.per_cell(
    "C = s · A · (P − R) · 10⁻³, s 1 for forest, shrub and grassland",
    &cell(vegetation_storage, (AREA, STORM_STORING_VEGETATION, STORM_PRECIPITATION, STORM_RUNOFF)),
);
const LAKES: Supply = LAKE_STORAGE.per_total(
    "C = exp(a) · (Σ A)^b · T · 10⁴, A in km², all lakes of the level as one",
    &cell(lake_in_cell, (AREA, LAKE_SHARE)),
    &on_total(
        lake_storage,
        (
            parameter("lake_storage_intercept"),
            parameter("lake_storage_exponent"),
            parameter("lake_exchanges"),
        ),
    ),
);
const LAKE_BY_LAKE: Supply = LAKE_STORAGE.per_cell(
    "C = A/A_lake · exp(a) · A_lake^b · T · 10⁴, A_lake in km², lake by lake",
    &cell(
        share_of_lake,
        (AREA, LAKE_SHARE, LAKE_AREA, LAKE_STORAGE_INTERCEPT, LAKE_STORAGE_EXPONENT, LAKE_EXCHANGES),
    ),
);
const RESERVOIR_SHARE: Supply = RESERVOIR_STORAGE.per_zone(
    "C = 0.35 · C_t, C_t total capacity",
    &numbers(reservoir_storage, (parameter("reservoir_flood_share"), statistic("reservoir_capacity"))),
);
const FLOOD_CAPACITY: Supply =
    RESERVOIR_STORAGE.per_zone("C as given", &as_given(statistic("reservoir_flood_capacity")));
const MARSH: Supply = MARSH_STORAGE.per_cell(
    "C = A · h, h 0.3 m for marsh and 0 for other types",
    &cell(marsh_storage, (AREA, MARSH_WATER_DEPTH)),
);

/// Registry entry.
pub static SERVICE: Service = Service {
    id: "flood_mitigation",
    name: "Flood mitigation",
    name_zh: "洪水调蓄",
    category: Category::Regulating,
    indicators: &[VEGETATION_STORAGE.0, LAKE_STORAGE.0, RESERVOIR_STORAGE.0, MARSH_STORAGE.0],
    physical: &[
        Physical { id: "lakes_together", supplies: &[LAKES, RESERVOIR_SHARE, MARSH], source: PUBLISHED },
        Physical {
            id: "lakes_one_by_one",
            supplies: &[LAKE_BY_LAKE, RESERVOIR_SHARE, MARSH],
            source: PUBLISHED,
        },
        Physical {
            id: "lakes_together_with_vegetation",
            supplies: &[VEGETATION, LAKES, RESERVOIR_SHARE, MARSH],
            source: PUBLISHED,
        },
        Physical {
            id: "lakes_one_by_one_with_vegetation",
            supplies: &[VEGETATION, LAKE_BY_LAKE, RESERVOIR_SHARE, MARSH],
            source: PUBLISHED,
        },
        Physical {
            id: "lakes_together_flood_capacity",
            supplies: &[LAKES, FLOOD_CAPACITY, MARSH],
            source: PUBLISHED,
        },
        Physical {
            id: "lakes_one_by_one_flood_capacity",
            supplies: &[LAKE_BY_LAKE, FLOOD_CAPACITY, MARSH],
            source: PUBLISHED,
        },
        Physical {
            id: "lakes_together_flood_capacity_with_vegetation",
            supplies: &[VEGETATION, LAKES, FLOOD_CAPACITY, MARSH],
            source: PUBLISHED,
        },
        Physical {
            id: "lakes_one_by_one_flood_capacity_with_vegetation",
            supplies: &[VEGETATION, LAKE_BY_LAKE, FLOOD_CAPACITY, MARSH],
            source: PUBLISHED,
        },
        Physical { id: "vegetation", supplies: &[VEGETATION], source: PUBLISHED },
        Physical {
            id: "given_quantity",
            supplies: &[
                LAKE_STORAGE.per_zone("C as given", &as_given(statistic("flood_lake_quantity"))),
                RESERVOIR_STORAGE.per_zone("C as given", &as_given(statistic("flood_reservoir_quantity"))),
                MARSH_STORAGE.per_zone("C as given", &as_given(statistic("flood_marsh_quantity"))),
            ],
            source: "statistics of the run",
        },
        Physical {
            id: "given_quantity_with_vegetation",
            supplies: &[
                VEGETATION_STORAGE.per_zone("C as given", &as_given(statistic("flood_vegetation_quantity"))),
                LAKE_STORAGE.per_zone("C as given", &as_given(statistic("flood_lake_quantity"))),
                RESERVOIR_STORAGE.per_zone("C as given", &as_given(statistic("flood_reservoir_quantity"))),
                MARSH_STORAGE.per_zone("C as given", &as_given(statistic("flood_marsh_quantity"))),
            ],
            source: "statistics of the run",
        },
    ],
    values: &[
        Valuation {
            id: "reservoir_cost",
            rules: &[
                VEGETATION_STORAGE.price(BUILDING, &priced(reservoir_cost, as_given(UNIT_COST))),
                LAKE_STORAGE.price(BUILDING, &priced(reservoir_cost, as_given(UNIT_COST))),
                RESERVOIR_STORAGE.price(BUILDING, &priced(reservoir_cost, as_given(UNIT_COST))),
                MARSH_STORAGE.price(BUILDING, &priced(reservoir_cost, as_given(UNIT_COST))),
            ],
            source: "Pema Dolkar et al. 2017, Acta Ecologica Sinica 37(19):6302",
        },
        Valuation {
            id: "reservoir_cost_annualised",
            rules: &[
                VEGETATION_STORAGE.price(
                    ANNUALISED,
                    &priced(reservoir_cost, numbers(annual_cost, (UNIT_COST, RATE, LIFE))),
                ),
                LAKE_STORAGE.price(
                    ANNUALISED,
                    &priced(reservoir_cost, numbers(annual_cost, (UNIT_COST, RATE, LIFE))),
                ),
                RESERVOIR_STORAGE.price(
                    ANNUALISED,
                    &priced(reservoir_cost, numbers(annual_cost, (UNIT_COST, RATE, LIFE))),
                ),
                MARSH_STORAGE.price(
                    ANNUALISED,
                    &priced(reservoir_cost, numbers(annual_cost, (UNIT_COST, RATE, LIFE))),
                ),
            ],
            source: "capital recovery of the building cost; not found in a standard",
        },
        Valuation { id: "physical_only", rules: &[], source: "no value is asked for" },
    ],
};
