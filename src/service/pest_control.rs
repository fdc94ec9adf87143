//! Pest control (病虫害控制): natural forest and grassland that keep pests down, and its value.

use super::{Category, Physical, Service, Valuation};
use crate::equation::{as_given, cell, parameter, priced, statistic};
use crate::quantity::{
    AREA, NATURAL_FOREST_SHARE, NATURAL_GRASSLAND_SHARE, PEST_RATE_NATURAL, PEST_RATE_PLANTATION,
};
use crate::unit::{AreaHm2, AreaM2, Cny, CnyPerHm2, Fraction, SQUARE_METRES_PER_HECTARE};

/// Natural forest or grassland of a cell.
///
/// # Equation
///
/// ```text
/// Q = A · s
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `Q` | returned | natural area | hm² |
/// | `A` | `area` | area of the cell | m² |
/// | `s` | `share` | share of the cell that is natural forest, or natural grassland | 1 |
///
/// # Assumptions
///
/// A map of land cover does not tell natural forest from plantations: without a layer of the share the profile may take
/// the variant `all_natural`, which overstates the service by the plantations.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::pest_control::natural_area;
/// use ecovalue::unit::{AreaM2, Fraction};
///
/// assert_eq!(natural_area(AreaM2::new(1e6), Fraction::new(0.75)).get(), 75.0);
/// ```
///
/// # References
///
/// * Pema Dolkar et al. (2017), Acta Ecologica Sinica 37(19):6302-6312.
#[inline]
#[must_use]
pub fn natural_area(area: AreaM2, share: Fraction) -> AreaHm2 {
    AreaHm2::new(area.get() * share.get() / SQUARE_METRES_PER_HECTARE)
}

/// Forest that pests would strike if it were planted.
///
/// # Equation
///
/// ```text
/// Q = A · s · (r_plantation − r_natural)
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `Q` | returned | forest spared | hm² a⁻¹ |
/// | `A` | `area` | area of the cell | m² |
/// | `s` | `share` | share of the cell that is natural forest | 1 |
/// | `r_plantation` | `plantation` | share of plantations that pests strike in a year | 1 |
/// | `r_natural` | `natural` | share of natural forest that pests strike in a year | 1 |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`. It is negative where natural forest is struck more often than plantations.
///
/// # Examples
///
/// ```
/// use ecovalue::service::pest_control::spared_forest;
/// use ecovalue::unit::{AreaM2, Fraction};
///
/// let share = Fraction::new;
/// assert_eq!(spared_forest(AreaM2::new(1e6), share(0.5), share(0.25), share(0.125)).get(), 6.25);
/// ```
///
/// # References
///
/// * The form of the 2020 GEP guideline as recalled, unverified.
#[inline]
#[must_use]
pub fn spared_forest(area: AreaM2, share: Fraction, plantation: Fraction, natural: Fraction) -> AreaHm2 {
    let spared = share.get() * (plantation.get() - natural.get());
    AreaHm2::new(area.get() * spared / SQUARE_METRES_PER_HECTARE)
}

/// Value of the control of pests that was spared (防治成本).
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
/// | `Q` | `area` | natural area, or forest spared | hm² |
/// | `c` | `unit_cost` | cost of controlling pests on a hectare | CNY hm⁻² |
///
/// # Assumptions
///
/// The costs of Ganzi are per hectare of natural forest and grassland; they are no cost of a hectare that pests struck.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::pest_control::control_cost;
/// use ecovalue::unit::{AreaHm2, CnyPerHm2};
///
/// // Natural forest of Ganzi in 2010.
/// assert_eq!(control_cost(AreaHm2::new(158e4), CnyPerHm2::new(375.0)).get(), 5.925e8);
/// ```
///
/// # References
///
/// * Pema Dolkar et al. (2017), Acta Ecologica Sinica 37(19):6302-6312, Table 3.
#[must_use]
pub fn control_cost(area: AreaHm2, unit_cost: CnyPerHm2) -> Cny {
    area * unit_cost
}

indicator! {
    pub NATURAL_FOREST: AreaHm2 = ("natural_forest", "natural forest that controls pests", "森林病虫害控制面积");
    pub NATURAL_GRASSLAND: AreaHm2 = ("natural_grassland", "natural grassland that controls pests", "草地病虫害控制面积");
    pub SPARED_FOREST: AreaHm2 = ("spared_forest", "forest spared from pests", "减少的森林病虫害面积");
}

/// Formula of [`control_cost`].
const COST: &str = "V = Q · c, c cost of controlling pests on one hectare";

/// Registry entry.
pub static SERVICE: Service = Service {
    id: "pest_control",
    name: "Pest control",
    name_zh: "病虫害控制",
    category: Category::Regulating,
    indicators: &[NATURAL_FOREST.0, NATURAL_GRASSLAND.0, SPARED_FOREST.0],
    physical: &[
        Physical {
            id: "natural_area",
            supplies: &[
                NATURAL_FOREST.per_cell("Q = A · s", &cell(natural_area, (AREA, NATURAL_FOREST_SHARE))),
                NATURAL_GRASSLAND.per_cell("Q = A · s", &cell(natural_area, (AREA, NATURAL_GRASSLAND_SHARE))),
            ],
            source: "Pema Dolkar et al. 2017, Acta Ecologica Sinica 37(19):6302",
        },
        Physical {
            id: "given_quantity",
            supplies: &[
                NATURAL_FOREST.per_zone("Q as given", &as_given(statistic("natural_forest_area"))),
                NATURAL_GRASSLAND.per_zone("Q as given", &as_given(statistic("natural_grassland_area"))),
            ],
            source: "statistics of the run",
        },
        Physical {
            id: "rate_difference",
            supplies: &[SPARED_FOREST.per_cell(
                "Q = A · s · (rate of plantations − rate of natural forest)",
                &cell(spared_forest, (AREA, NATURAL_FOREST_SHARE, PEST_RATE_PLANTATION, PEST_RATE_NATURAL)),
            )],
            source: "form of the 2020 GEP guideline as recalled; its text was not at hand",
        },
    ],
    values: &[
        Valuation {
            id: "control_cost",
            rules: &[
                NATURAL_FOREST
                    .price(COST, &priced(control_cost, as_given(parameter("forest_pest_control_cost")))),
                NATURAL_GRASSLAND
                    .price(COST, &priced(control_cost, as_given(parameter("grassland_pest_control_cost")))),
            ],
            source: "Pema Dolkar et al. 2017, Acta Ecologica Sinica 37(19):6302, Table 3",
        },
        Valuation {
            id: "control_cost_of_struck_area",
            rules: &[SPARED_FOREST
                .price(COST, &priced(control_cost, as_given(statistic("pest_control_unit_cost"))))],
            source: "form of the 2020 GEP guideline as recalled; its text was not at hand",
        },
    ],
};
