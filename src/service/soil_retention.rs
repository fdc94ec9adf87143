//! Soil retention (土壤保持): soil that stays where it is, and the sediment, nitrogen and phosphorus that stay with it.
//!
//! Standard: HJ 1173-2021, Annex A, Eq. (A.2) to (A.4); sediment, nutrients and prices as in Pema Dolkar et al. 2017.
//!
//! The equations credit whatever has a small cover factor: by the constants of HJ 1173-2021 paddy and wetland retain all
//! soil, and a town 99 % of it. A GEP profile leaves such types out by its list of ecosystems.

mod loss;

use super::{Category, Physical, Service, Valuation};
use crate::equation::{TermOf, as_given, inlined, numbers, parameter, priced, statistic};
use crate::quantity::{
    AREA, COVER_FACTOR, RAINFALL_EROSIVITY, SEDIMENT_DEPOSITION_RATIO, SLOPE_LENGTH_STEEPNESS,
    SOIL_BULK_DENSITY, SOIL_ERODIBILITY, SOIL_NITROGEN_CONTENT, SOIL_PHOSPHORUS_CONTENT,
    SUPPORT_PRACTICE_FACTOR,
};
use crate::unit::{
    AreaM2, Cny, CnyPerM3, CnyPerTonne, Erodibility, Erosivity, Fraction, Tonnes, TonnesPerM3, VolumeM3,
};

pub use loss::{hj1173_2021, potential_loss, rusle_ecosystem, rusle_printed};

/// Sediment that does not settle in rivers, lakes and reservoirs (减少泥沙淤积量).
///
/// # Equation
///
/// ```text
/// Q = λ · (A_s / ρ)
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `Q` | returned | sediment kept out | m³ a⁻¹ |
/// | `λ` | `deposition_ratio` | share of lost soil that settles; 0.24 in China | 1 |
/// | `A_s` | `retained` | soil retained | t a⁻¹ |
/// | `ρ` | `bulk_density` | bulk density of the soil | t m⁻³ |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`, and so does a density of 0 or below.
///
/// # Examples
///
/// ```
/// use ecovalue::service::soil_retention::reduced_sediment;
/// use ecovalue::unit::{Fraction, Tonnes, TonnesPerM3};
///
/// // Ganzi 2010: 0.24 · 38.86 · 10⁸ t / 0.93 t/m³ = 10.03 · 10⁸ m³.
/// let sediment = reduced_sediment(Tonnes::new(38.86e8), Fraction::new(0.24), TonnesPerM3::new(0.93));
/// assert!((sediment.get() / 1e8 - 10.03).abs() < 0.005);
/// ```
///
/// # References
///
/// * Pema Dolkar et al. (2017), Acta Ecologica Sinica 37(19):6302-6312; the ratio is of Ouyang et al. (1999), secondary.
#[inline]
#[must_use]
pub fn reduced_sediment(retained: Tonnes, deposition_ratio: Fraction, bulk_density: TonnesPerM3) -> VolumeM3 {
    let density = bulk_density.get();
    let volume = deposition_ratio.get() * (retained.get() / density);
    VolumeM3::new(if density > 0.0 { volume } else { f64::NAN })
}

/// Nutrient that stays with the soil (减少面源污染量).
///
/// # Equation
///
/// ```text
/// Q = A_s · C_N
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `Q` | returned | nitrogen or phosphorus kept out of waters | t a⁻¹ |
/// | `A_s` | `retained` | soil retained | t a⁻¹ |
/// | `C_N` | `content` | nitrogen or phosphorus in the soil by mass; 0.37 % is 0.0037 | 1 |
///
/// # Assumptions
///
/// All of the nutrient in the soil counts, although little of it would reach a water and be available there. The
/// nitrogen of alpine soils as in Ganzi (0.37 %) is no number for other places.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::soil_retention::retained_nutrient;
/// use ecovalue::unit::{Fraction, Tonnes};
///
/// // Ganzi 2010: nitrogen in 38.86 · 10⁸ t of soil.
/// let nitrogen = retained_nutrient(Tonnes::new(38.86e8), Fraction::new(0.0037));
/// assert!((nitrogen.get() / 1e4 - 1437.8).abs() < 0.05);
/// ```
///
/// # References
///
/// * Pema Dolkar et al. (2017), Acta Ecologica Sinica 37(19):6302-6312.
#[inline]
#[must_use]
pub fn retained_nutrient(retained: Tonnes, content: Fraction) -> Tonnes {
    retained * content.get()
}

/// Value of the dredging that was spared (替代成本).
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
/// | `Q` | `sediment` | sediment kept out | m³ a⁻¹ |
/// | `c` | `unit_cost` | cost of dredging one m³ out of a reservoir | CNY m⁻³ |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::soil_retention::dredging_cost;
/// use ecovalue::unit::{CnyPerM3, VolumeM3};
///
/// // Ganzi 2010: 156.26 · 10⁸ CNY.
/// let value = dredging_cost(VolumeM3::new(10.03e8), CnyPerM3::new(15.58));
/// assert!((value.yi() - 156.26).abs() < 0.08); // half a unit of the last digit of 10.03
/// ```
///
/// # References
///
/// * Pema Dolkar et al. (2017), Acta Ecologica Sinica 37(19):6302, Table 3.
#[inline]
#[must_use]
pub fn dredging_cost(sediment: VolumeM3, unit_cost: CnyPerM3) -> Cny {
    sediment * unit_cost
}

/// Price of a tonne of retained soil: what moving its volume costs (挖取单位体积土方费用).
///
/// # Equation
///
/// ```text
/// c = C / ρ
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `c` | returned | price of a tonne | CNY t⁻¹ |
/// | `C` | `unit_cost` | cost of moving a cubic metre of soil | CNY m⁻³ |
/// | `ρ` | `bulk_density` | bulk density of the soil | t m⁻³ |
///
/// # Missing and negative values
///
/// `NaN` in any argument, and a density of 0 or below, give `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::soil_retention::earthwork_price;
/// use ecovalue::unit::{CnyPerM3, TonnesPerM3};
///
/// assert_eq!(earthwork_price(CnyPerM3::new(12.6), TonnesPerM3::new(1.26)).get(), 10.0);
/// ```
///
/// # References
///
/// * GB/T 38582-2020 and LY/T 1721-2008 (`U = A C (X₂ − X₁) / ρ`), as published in applications; unverified.
#[inline]
#[must_use]
pub fn earthwork_price(unit_cost: CnyPerM3, bulk_density: TonnesPerM3) -> CnyPerTonne {
    let density = bulk_density.get();
    CnyPerTonne::new(if density > 0.0 { unit_cost.get() / density } else { f64::NAN })
}

/// Value of the treatment of nitrogen or phosphorus that was spared (替代成本).
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
/// | `Q` | `nutrient` | nitrogen or phosphorus kept out of waters | t a⁻¹ |
/// | `c` | `unit_cost` | cost of treating a tonne | CNY t⁻¹ |
///
/// # Assumptions
///
/// The published 875 CNY per tonne of nitrogen equals the old levy on ammonia nitrogen; there is none on total nitrogen.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::soil_retention::treatment_cost;
/// use ecovalue::unit::{CnyPerTonne, Tonnes};
///
/// // Ganzi 2010, phosphorus: 117.52 · 10⁸ CNY.
/// let value = treatment_cost(Tonnes::new(419.72e4), CnyPerTonne::new(2800.0));
/// assert!((value.yi() - 117.52).abs() < 0.005);
/// ```
///
/// # References
///
/// * Pema Dolkar et al. (2017), Acta Ecologica Sinica 37(19):6302, Table 3.
#[inline]
#[must_use]
pub fn treatment_cost(nutrient: Tonnes, unit_cost: CnyPerTonne) -> Cny {
    nutrient * unit_cost
}

indicator! {
    pub RETAINED_SOIL: Tonnes = ("retained_soil", "soil retained", "土壤保持量");
    pub REDUCED_SEDIMENT: VolumeM3 = ("reduced_sediment", "sediment kept out", "减少泥沙淤积量");
    pub REDUCED_NITROGEN: Tonnes = ("reduced_nitrogen", "nitrogen kept out", "减少氮面源污染量");
    pub REDUCED_PHOSPHORUS: Tonnes = ("reduced_phosphorus", "phosphorus kept out", "减少磷面源污染量");
}

const GIVEN_SOIL: TermOf<Tonnes> = statistic("retained_soil_quantity");
const BULK_DENSITY: TermOf<TonnesPerM3> = parameter("soil_bulk_density");
const DREDGING: TermOf<CnyPerM3> = parameter("dredging_cost");
const TREATMENT: &str = "V = Q · c, c cost of treating one tonne";

#[inline]
fn without_practice(area: AreaM2, r: Erosivity, k: Erodibility, ls: Fraction, c: Fraction) -> Tonnes {
    hj1173_2021(potential_loss(area, r, k, ls), c)
}

#[inline]
fn ecosystem(area: AreaM2, r: Erosivity, k: Erodibility, ls: Fraction, p: Fraction, c: Fraction) -> Tonnes {
    rusle_ecosystem(potential_loss(area, r, k, ls), p, c)
}

#[inline]
fn printed(area: AreaM2, r: Erosivity, k: Erodibility, ls: Fraction, p: Fraction, c: Fraction) -> Tonnes {
    rusle_printed(potential_loss(area, r, k, ls), p, c)
}

/// The four indicators of a variant for cells: each reads the factors of the soil loss, in their order.
macro_rules! of_cells {
    ($retained:ident($($factor:ident: $quantity:ident),+), $formula:literal) => {
        &[
            RETAINED_SOIL.per_cell(
                $formula,
                &inlined!(|area, $($factor),+| $retained(area, $($factor),+), (AREA, $($quantity),+)),
            ),
            REDUCED_SEDIMENT.per_cell(
                concat!($formula, "; Q = λ A_s / ρ"),
                &inlined!(
                    |area, $($factor),+, ratio, density| {
                        reduced_sediment($retained(area, $($factor),+), ratio, density)
                    },
                    (AREA, $($quantity),+, SEDIMENT_DEPOSITION_RATIO, SOIL_BULK_DENSITY),
                ),
            ),
            REDUCED_NITROGEN.per_cell(
                concat!($formula, "; Q = A_s C_N"),
                &inlined!(
                    |area, $($factor),+, content| retained_nutrient($retained(area, $($factor),+), content),
                    (AREA, $($quantity),+, SOIL_NITROGEN_CONTENT),
                ),
            ),
            REDUCED_PHOSPHORUS.per_cell(
                concat!($formula, "; Q = A_s C_P"),
                &inlined!(
                    |area, $($factor),+, content| retained_nutrient($retained(area, $($factor),+), content),
                    (AREA, $($quantity),+, SOIL_PHOSPHORUS_CONTENT),
                ),
            ),
        ]
    };
}

/// Registry entry.
pub static SERVICE: Service = Service {
    id: "soil_retention",
    name: "Soil retention",
    name_zh: "土壤保持",
    category: Category::Regulating,
    indicators: &[RETAINED_SOIL.0, REDUCED_SEDIMENT.0, REDUCED_NITROGEN.0, REDUCED_PHOSPHORUS.0],
    physical: &[
        Physical {
            id: "hj1173_2021",
            supplies: of_cells!(
            without_practice(r: RAINFALL_EROSIVITY, k: SOIL_ERODIBILITY, ls: SLOPE_LENGTH_STEEPNESS, c: COVER_FACTOR),
            "A_s = A · 10⁻⁴ · R · K · LS · (1 − C)"
            ),
            source: "HJ 1173-2021 Annex A, Eq. (A.2) to (A.4), without P",
        },
        Physical {
            id: "rusle_ecosystem",
            supplies: of_cells!(
            ecosystem(r: RAINFALL_EROSIVITY, k: SOIL_ERODIBILITY, ls: SLOPE_LENGTH_STEEPNESS,
            p: SUPPORT_PRACTICE_FACTOR, c: COVER_FACTOR),
            "A_s = A · 10⁻⁴ · R · K · LS · P · (1 − C)"
            ),
            source: "revised universal soil loss equation, the cover alone credited; not of a standard",
        },
        Physical {
            id: "rusle_printed",
            supplies: of_cells!(
            printed(r: RAINFALL_EROSIVITY, k: SOIL_ERODIBILITY, ls: SLOPE_LENGTH_STEEPNESS,
            p: SUPPORT_PRACTICE_FACTOR, c: COVER_FACTOR),
            "A_s = A · 10⁻⁴ · R · K · LS · (1 − C · P)"
            ),
            source: "potential less actual loss, as a secondary text prints it and after A = RKLSCP of Chen et al. 2016",
        },
        Physical {
            id: "given_retained_soil",
            supplies: &[
                RETAINED_SOIL.per_zone("A_s as given", &as_given(GIVEN_SOIL)),
                REDUCED_SEDIMENT.per_zone(
                    "Q = λ A_s / ρ, A_s as given",
                    &numbers(
                        reduced_sediment,
                        (GIVEN_SOIL, parameter("sediment_deposition_ratio"), BULK_DENSITY),
                    ),
                ),
                REDUCED_NITROGEN.per_zone(
                    "Q = A_s C_N, A_s as given",
                    &numbers(retained_nutrient, (GIVEN_SOIL, parameter("soil_nitrogen_content"))),
                ),
                REDUCED_PHOSPHORUS.per_zone(
                    "Q = A_s C_P, A_s as given",
                    &numbers(retained_nutrient, (GIVEN_SOIL, parameter("soil_phosphorus_content"))),
                ),
            ],
            source: "retained soil from statistics of the run; Pema Dolkar et al. 2017, Acta Ecologica Sinica 37(19):6302",
        },
        Physical {
            id: "given_quantity",
            supplies: &[
                REDUCED_SEDIMENT.per_zone("Q as given", &as_given(statistic("reduced_sediment_quantity"))),
                REDUCED_NITROGEN.per_zone("Q as given", &as_given(statistic("reduced_nitrogen_quantity"))),
                REDUCED_PHOSPHORUS
                    .per_zone("Q as given", &as_given(statistic("reduced_phosphorus_quantity"))),
            ],
            source: "statistics of the run",
        },
    ],
    values: &[
        Valuation {
            id: "dredging_and_treatment",
            rules: &[
                REDUCED_SEDIMENT.price(
                    "V = Q · c, c cost of dredging one m³ out of a reservoir",
                    &priced(dredging_cost, as_given(DREDGING)),
                ),
                REDUCED_NITROGEN.price(
                    TREATMENT,
                    &priced(treatment_cost, as_given(parameter("nitrogen_treatment_cost"))),
                ),
                REDUCED_PHOSPHORUS.price(
                    TREATMENT,
                    &priced(treatment_cost, as_given(parameter("phosphorus_treatment_cost"))),
                ),
            ],
            source: "Pema Dolkar et al. 2017, Acta Ecologica Sinica 37(19):6302, Table 3",
        },
        Valuation {
            id: "forest_standard",
            rules: &[RETAINED_SOIL.price(
                "V = A_s · C / ρ, C cost of moving one m³ of soil",
                &priced(treatment_cost, numbers(earthwork_price, (DREDGING, BULK_DENSITY))),
            )],
            source: "GB/T 38582-2020 and LY/T 1721-2008 as published in applications; the texts were not at hand",
        },
        Valuation { id: "physical_only", rules: &[], source: "no value is asked for" },
    ],
};
