//! Species conservation (物种保育): forest by the diversity of its species, and its value. A satellite of the forest standard:
//! it values a stock, and no list of GEP at hand adds it.
//!
//! The value of a hectare goes by classes of the Shannon-Wiener index. So that prices stay out of the cells, the area of
//! each class is an indicator of its own with its own price.

use super::{Category, Indicator, Physical, Rule, Service, Supply, Term, Valuation, as_given, unbound_price, unbound, ScopeEntry};
use crate::driver::{Inputs, Kernel};
use crate::quantity::{AREA, SHANNON_WIENER_INDEX};
use crate::unit::{AreaHm2, AreaM2, Cny, CnyPerHm2, Fraction, IndexSum, SQUARE_METRES_PER_HECTARE};

/// Registry entry.
pub const SERVICE: Service = Service {
    id: "species_conservation",
    name: "Species conservation",
    name_zh: "物种保育",
    category: Category::Regulating,
    indicators: &[&indicator("diversity_below_1", "forest of diversity below 1", "Shannon-Wiener指数小于1的森林面积"), &indicator("diversity_1_to_2", "forest of diversity 1 to 2", "Shannon-Wiener指数1至2的森林面积"), &indicator("diversity_2_to_3", "forest of diversity 2 to 3", "Shannon-Wiener指数2至3的森林面积"), &indicator("diversity_3_to_4", "forest of diversity 3 to 4", "Shannon-Wiener指数3至4的森林面积"), &indicator("diversity_4_to_5", "forest of diversity 4 to 5", "Shannon-Wiener指数4至5的森林面积"), &indicator("diversity_5_to_6", "forest of diversity 5 to 6", "Shannon-Wiener指数5至6的森林面积"), &indicator(
            "diversity_6_and_above",
            "forest of diversity 6 and above",
            "Shannon-Wiener指数不小于6的森林面积",
        )],
    physical: &[Physical {
        id: "forest_standard",
        supplies: &[
            class("diversity_below_1", area_of::<0>),
            class("diversity_1_to_2", area_of::<1>),
            class("diversity_2_to_3", area_of::<2>),
            class("diversity_3_to_4", area_of::<3>),
            class("diversity_4_to_5", area_of::<4>),
            class("diversity_5_to_6", area_of::<5>),
            class("diversity_6_and_above", area_of::<6>),
        ],
        source: "GB/T 38582-2020 and LY/T 1721-2008, form and classes as recalled; for a forest account, not for a GEP",
    }],
    values: &[
        Valuation {
            id: "forest_standard",
            rules: &[
                price("diversity_below_1", &[value_of("species_conservation_value_below_1")]),
                price("diversity_1_to_2", &[value_of("species_conservation_value_1_to_2")]),
                price("diversity_2_to_3", &[value_of("species_conservation_value_2_to_3")]),
                price("diversity_3_to_4", &[value_of("species_conservation_value_3_to_4")]),
                price("diversity_4_to_5", &[value_of("species_conservation_value_4_to_5")]),
                price("diversity_5_to_6", &[value_of("species_conservation_value_5_to_6")]),
                price("diversity_6_and_above", &[value_of("species_conservation_value_6_and_above")]),
            ],
            source: "LY/T 1721-2008, form as recalled",
        },
        Valuation {
            id: "forest_standard_2020",
            rules: &[
                weighted(
                    "diversity_below_1",
                    &[value_of("species_conservation_value_below_1"), ENDANGERED, ENDEMIC, OLD],
                ),
                weighted(
                    "diversity_1_to_2",
                    &[value_of("species_conservation_value_1_to_2"), ENDANGERED, ENDEMIC, OLD],
                ),
                weighted(
                    "diversity_2_to_3",
                    &[value_of("species_conservation_value_2_to_3"), ENDANGERED, ENDEMIC, OLD],
                ),
                weighted(
                    "diversity_3_to_4",
                    &[value_of("species_conservation_value_3_to_4"), ENDANGERED, ENDEMIC, OLD],
                ),
                weighted(
                    "diversity_4_to_5",
                    &[value_of("species_conservation_value_4_to_5"), ENDANGERED, ENDEMIC, OLD],
                ),
                weighted(
                    "diversity_5_to_6",
                    &[value_of("species_conservation_value_5_to_6"), ENDANGERED, ENDEMIC, OLD],
                ),
                weighted(
                    "diversity_6_and_above",
                    &[value_of("species_conservation_value_6_and_above"), ENDANGERED, ENDEMIC, OLD],
                ),
            ],
            source: "GB/T 38582-2020, coefficients as recalled",
        },
    ],
};

const ENDANGERED: Term = Term::Statistic("endangered_species_index_sum");
const ENDEMIC: Term = Term::Statistic("endemic_species_index_sum");
const OLD: Term = Term::Statistic("old_tree_index_sum");

/// A class of the Shannon-Wiener index: from `low` to just under `high`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DiversityClass {
    /// Smallest index of the class.
    pub low: f64,
    /// Smallest index of the next class.
    pub high: f64,
}

/// The seven classes; their limits are recalled.
pub const CLASSES: [DiversityClass; 7] = [
    DiversityClass { low: f64::NEG_INFINITY, high: 1.0 },
    DiversityClass { low: 1.0, high: 2.0 },
    DiversityClass { low: 2.0, high: 3.0 },
    DiversityClass { low: 3.0, high: 4.0 },
    DiversityClass { low: 4.0, high: 5.0 },
    DiversityClass { low: 5.0, high: 6.0 },
    DiversityClass { low: 6.0, high: f64::INFINITY },
];

const fn indicator(id: &'static str, name: &'static str, name_zh: &'static str) -> Indicator {
    Indicator { id, name, name_zh, unit: AreaHm2::SYMBOL }
}

const fn class(indicator: &'static str, kernel: Kernel) -> Supply {
    let scope = ScopeEntry::Cell(unbound(&[AREA.0, SHANNON_WIENER_INDEX.0], kernel));
    Supply { indicator, scope: scope, formula: "A where the index is in the class, 0 elsewhere" }
}

fn area_of<const CLASS: usize>(x: &Inputs<'_>, out: &mut [f64]) {
    if let Some(class) = CLASSES.get(CLASS) {
        x.map2(out, |a, index| area_of_class(AreaM2::new(a), Fraction::new(index), *class).get());
    }
}

const fn value_of(key: &'static str) -> Term {
    Term::Parameter(key, CnyPerHm2::SYMBOL)
}

const fn price(indicator: &'static str, terms: &'static [Term]) -> Rule {
    Rule::UnboundPrice { indicator, price: unbound_price(terms, as_given, CnyPerHm2::SYMBOL, |quantity, price| conservation_value(AreaHm2::new(quantity), CnyPerHm2::new(price)).get()), formula: "U = S · A, S value of a hectare of the class" }
}

const fn weighted(indicator: &'static str, terms: &'static [Term]) -> Rule {
    Rule::UnboundPrice { indicator, price: unbound_price(terms, |terms| match *terms {
            [value, endangered, endemic, old] => {
                let sum = |value| IndexSum::new(value);
                weighted_value(CnyPerHm2::new(value), sum(endangered), sum(endemic), sum(old)).get()
            }
            _ => f64::NAN,
        }, CnyPerHm2::SYMBOL, |quantity, price| conservation_value(AreaHm2::new(quantity), CnyPerHm2::new(price)).get()), formula: "U = (1 + 0.1 ΣE + 0.1 ΣB + 0.1 ΣO) · S · A" }
}

/// Area of a cell if its diversity is in a class.
///
/// # Equation
///
/// ```text
/// A_k = A        where low ≤ H' < high
/// A_k = 0        elsewhere
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `A_k` | returned | area of the class | hm² |
/// | `A` | `area` | area of the cell | m² |
/// | `H'` | `index` | Shannon-Wiener index | 1 |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::species_conservation::{CLASSES, area_of_class};
/// use ecovalue::unit::{AreaM2, Fraction};
///
/// let (area, index) = (AreaM2::new(5e4), Fraction::new(2.0));
/// let areas = CLASSES.map(|class| area_of_class(area, index, class).get());
/// assert_eq!(areas, [0.0, 0.0, 5.0, 0.0, 0.0, 0.0, 0.0]);
/// ```
///
/// # References
///
/// * LY/T 1721-2008; the limits of the classes are recalled, unverified.
#[inline]
#[must_use]
pub fn area_of_class(area: AreaM2, index: Fraction, class: DiversityClass) -> AreaHm2 {
    let index = index.get();
    let share = if index >= class.low && index < class.high {
        1.0
    } else if index.is_nan() {
        f64::NAN
    } else {
        0.0
    };
    // A_k                                                         [hm²]
    AreaHm2::new(area.get() * share / SQUARE_METRES_PER_HECTARE)
}

/// Value of a hectare with what the 2020 edition adds for rare species.
///
/// # Equation
///
/// ```text
/// S' = (1 + 0.1 Σ E_m + 0.1 Σ B_n + 0.1 Σ O_r) · S
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `S'` | returned | value of a hectare | CNY hm⁻² a⁻¹ |
/// | `S` | `value` | value of a hectare by diversity alone | CNY hm⁻² a⁻¹ |
/// | `ΣE_m` | `endangered` | sum of the indices of endangered species | 1 |
/// | `ΣB_n` | `endemic` | sum of the indices of endemic species | 1 |
/// | `ΣO_r` | `old` | sum of the age indices of old trees | 1 |
///
/// # Assumptions
///
/// The sums hold for a whole zone. The longer the list of species, the larger the value: sums of different surveys are not
/// to be compared.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::species_conservation::weighted_value;
/// use ecovalue::unit::{CnyPerHm2, IndexSum};
///
/// let sum = IndexSum::new;
/// assert_eq!(weighted_value(CnyPerHm2::new(5000.0), sum(4.0), sum(5.0), sum(1.0)).get(), 10_000.0);
/// ```
///
/// # References
///
/// * GB/T 38582-2020; the coefficients are recalled, unverified.
#[must_use]
pub fn weighted_value(value: CnyPerHm2, endangered: IndexSum, endemic: IndexSum, old: IndexSum) -> CnyPerHm2 {
    // 1 + 0.1 Σ E + 0.1 Σ B + 0.1 Σ O                             [1]
    let weight = 1.0 + 0.1 * endangered.get() + 0.1 * endemic.get() + 0.1 * old.get();

    // S'                                                          [CNY hm⁻² a⁻¹]
    CnyPerHm2::new(weight * value.get())
}

/// Value of conserved species by what their forest could earn otherwise (机会成本法).
///
/// # Equation
///
/// ```text
/// U = S · A
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `U` | returned | value | CNY a⁻¹ |
/// | `S` | `unit_value` | value of a hectare of the class | CNY hm⁻² a⁻¹ |
/// | `A` | `area` | area of the class | hm² |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::species_conservation::conservation_value;
/// use ecovalue::unit::{AreaHm2, CnyPerHm2};
///
/// // Siberian spruce of the Altai.
/// let value = conservation_value(AreaHm2::new(67_046.2), CnyPerHm2::new(5000.0));
/// assert!((value.get() - 335.23e6).abs() < 0.005e6);
/// ```
///
/// # References
///
/// * Sun Q., Zhou H. (2021), ChinaXiv-202101.00012, Table 2, after LY/T 1721-2008.
#[must_use]
pub fn conservation_value(area: AreaHm2, unit_value: CnyPerHm2) -> Cny {
    // U = S · A                                                   [CNY a⁻¹]
    Cny::new(unit_value.get() * area.get())
}
