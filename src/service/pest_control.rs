//! Pest control (病虫害控制): natural forest and grassland that keep pests down, and its value.

use super::{Category, Indicator, Physical, Rule, Service, Supply, Term, Valuation, as_given, unbound_price, unbound_numbers, unbound, ScopeEntry};
use crate::quantity::{
    AREA, NATURAL_FOREST_SHARE, NATURAL_GRASSLAND_SHARE, PEST_RATE_NATURAL, PEST_RATE_PLANTATION, Quantity,
};
use crate::unit::{AreaHm2, AreaM2, Cny, CnyPerHm2, Fraction, SQUARE_METRES_PER_HECTARE};

/// Registry entry.
pub const SERVICE: Service = Service {
    id: "pest_control",
    name: "Pest control",
    name_zh: "病虫害控制",
    category: Category::Regulating,
    indicators: &[&Indicator {
            id: "natural_forest",
            name: "natural forest that controls pests",
            name_zh: "森林病虫害控制面积",
            unit: AreaHm2::SYMBOL,
        }, &Indicator {
            id: "natural_grassland",
            name: "natural grassland that controls pests",
            name_zh: "草地病虫害控制面积",
            unit: AreaHm2::SYMBOL,
        }, &Indicator {
            id: "spared_forest",
            name: "forest spared from pests",
            name_zh: "减少的森林病虫害面积",
            unit: AreaHm2::SYMBOL,
        }],
    physical: &[
        Physical {
            id: "natural_area",
            supplies: &[
                area("natural_forest", &[AREA.0, NATURAL_FOREST_SHARE.0]),
                area("natural_grassland", &[AREA.0, NATURAL_GRASSLAND_SHARE.0]),
            ],
            source: "Pema Dolkar et al. 2017, Acta Ecologica Sinica 37(19):6302",
        },
        Physical {
            id: "given_quantity",
            supplies: &[
                given("natural_forest", &[Term::Statistic("natural_forest_area")]),
                given("natural_grassland", &[Term::Statistic("natural_grassland_area")]),
            ],
            source: "statistics of the run",
        },
        Physical {
            id: "rate_difference",
            supplies: &[Supply { indicator: "spared_forest", scope: ScopeEntry::Cell(unbound(&[AREA.0, NATURAL_FOREST_SHARE.0, PEST_RATE_PLANTATION.0, PEST_RATE_NATURAL.0], |x, out| {
                        x.map4(out, |a, share, planted, natural| {
                            let part = |value| Fraction::new(value);
                            spared_forest(AreaM2::new(a), part(share), part(planted), part(natural)).get()
                        });
                    })), formula: "Q = A · s · (rate of plantations − rate of natural forest)" }],
            source: "form of the 2020 GEP guideline as recalled; its text was not at hand",
        },
    ],
    values: &[
        Valuation {
            id: "control_cost",
            rules: &[
                cost("natural_forest", &[Term::Parameter("forest_pest_control_cost", CnyPerHm2::SYMBOL)]),
                cost(
                    "natural_grassland",
                    &[Term::Parameter("grassland_pest_control_cost", CnyPerHm2::SYMBOL)],
                ),
            ],
            source: "Pema Dolkar et al. 2017, Acta Ecologica Sinica 37(19):6302, Table 3",
        },
        Valuation {
            id: "control_cost_of_struck_area",
            rules: &[cost("spared_forest", &[Term::Statistic("pest_control_unit_cost")])],
            source: "form of the 2020 GEP guideline as recalled; its text was not at hand",
        },
    ],
};

const fn area(indicator: &'static str, inputs: &'static [&'static Quantity]) -> Supply {
    Supply { indicator, scope: ScopeEntry::Cell(unbound(inputs, |x, out| x.map2(out, |a, share| natural_area(AreaM2::new(a), Fraction::new(share)).get()))), formula: "Q = A · s" }
}

const fn given(indicator: &'static str, terms: &'static [Term]) -> Supply {
    Supply { indicator, scope: ScopeEntry::Zone(unbound_numbers(terms, as_given)), formula: "Q as given" }
}

const fn cost(indicator: &'static str, terms: &'static [Term]) -> Rule {
    Rule::UnboundPrice { indicator, price: unbound_price(terms, as_given, CnyPerHm2::SYMBOL, |quantity, price| control_cost(AreaHm2::new(quantity), CnyPerHm2::new(price)).get()), formula: "V = Q · c, c cost of controlling pests on one hectare" }
}

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
    // Q = A · s                                                   [hm²]
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
    // Q = A · s · (r_plantation − r_natural)                      [hm² a⁻¹]
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
    // V = Q · c                                                   [CNY a⁻¹]
    Cny::new(area.get() * unit_cost.get())
}
