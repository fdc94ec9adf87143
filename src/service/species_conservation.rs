//! Species conservation (物种保育): forest by the diversity of its species, and its value. A satellite of the forest standard:
//! it values a stock, and no list of GEP at hand adds it.
//!
//! The value of a hectare goes by classes of the Shannon-Wiener index. So that prices stay out of the cells, the area of
//! each class is an indicator of its own with its own price.

use super::{Category, Physical, Service, Valuation};
use crate::equation::{TermOf, as_given, cell, numbers, parameter, priced, statistic};
use crate::quantity::{AREA, SHANNON_WIENER_INDEX};
use crate::unit::{AreaHm2, AreaM2, Cny, CnyPerHm2, Fraction, IndexSum, SQUARE_METRES_PER_HECTARE};

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
    let weight = 1.0 + 0.1 * endangered.get() + 0.1 * endemic.get() + 0.1 * old.get();

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
    area * unit_value
}

indicator! {
    pub DIVERSITY_BELOW_1: AreaHm2 = ("diversity_below_1", "forest of diversity below 1", "Shannon-Wiener指数小于1的森林面积");
    pub DIVERSITY_1_TO_2: AreaHm2 = ("diversity_1_to_2", "forest of diversity 1 to 2", "Shannon-Wiener指数1至2的森林面积");
    pub DIVERSITY_2_TO_3: AreaHm2 = ("diversity_2_to_3", "forest of diversity 2 to 3", "Shannon-Wiener指数2至3的森林面积");
    pub DIVERSITY_3_TO_4: AreaHm2 = ("diversity_3_to_4", "forest of diversity 3 to 4", "Shannon-Wiener指数3至4的森林面积");
    pub DIVERSITY_4_TO_5: AreaHm2 = ("diversity_4_to_5", "forest of diversity 4 to 5", "Shannon-Wiener指数4至5的森林面积");
    pub DIVERSITY_5_TO_6: AreaHm2 = ("diversity_5_to_6", "forest of diversity 5 to 6", "Shannon-Wiener指数5至6的森林面积");
    pub DIVERSITY_6_AND_ABOVE: AreaHm2 = ("diversity_6_and_above", "forest of diversity 6 and above", "Shannon-Wiener指数不小于6的森林面积");
}

const ENDANGERED: TermOf<IndexSum> = statistic("endangered_species_index_sum");
const ENDEMIC: TermOf<IndexSum> = statistic("endemic_species_index_sum");
const OLD: TermOf<IndexSum> = statistic("old_tree_index_sum");
const AREA_OF_CLASS: &str = "A where the index is in the class, 0 elsewhere";
const VALUE: &str = "U = S · A, S value of a hectare of the class";
const WEIGHTED: &str = "U = (1 + 0.1 ΣE + 0.1 ΣB + 0.1 ΣO) · S · A";

/// Registry entry.
pub static SERVICE: Service = Service {
    id: "species_conservation",
    name: "Species conservation",
    name_zh: "物种保育",
    category: Category::Regulating,
    indicators: &[
        DIVERSITY_BELOW_1.0,
        DIVERSITY_1_TO_2.0,
        DIVERSITY_2_TO_3.0,
        DIVERSITY_3_TO_4.0,
        DIVERSITY_4_TO_5.0,
        DIVERSITY_5_TO_6.0,
        DIVERSITY_6_AND_ABOVE.0,
    ],
    physical: &[Physical {
        id: "forest_standard",
        supplies: &[
            DIVERSITY_BELOW_1.per_cell(
                AREA_OF_CLASS,
                &cell(|area, index| area_of_class(area, index, CLASSES[0]), (AREA, SHANNON_WIENER_INDEX)),
            ),
            DIVERSITY_1_TO_2.per_cell(
                AREA_OF_CLASS,
                &cell(|area, index| area_of_class(area, index, CLASSES[1]), (AREA, SHANNON_WIENER_INDEX)),
            ),
            DIVERSITY_2_TO_3.per_cell(
                AREA_OF_CLASS,
                &cell(|area, index| area_of_class(area, index, CLASSES[2]), (AREA, SHANNON_WIENER_INDEX)),
            ),
            DIVERSITY_3_TO_4.per_cell(
                AREA_OF_CLASS,
                &cell(|area, index| area_of_class(area, index, CLASSES[3]), (AREA, SHANNON_WIENER_INDEX)),
            ),
            DIVERSITY_4_TO_5.per_cell(
                AREA_OF_CLASS,
                &cell(|area, index| area_of_class(area, index, CLASSES[4]), (AREA, SHANNON_WIENER_INDEX)),
            ),
            DIVERSITY_5_TO_6.per_cell(
                AREA_OF_CLASS,
                &cell(|area, index| area_of_class(area, index, CLASSES[5]), (AREA, SHANNON_WIENER_INDEX)),
            ),
            DIVERSITY_6_AND_ABOVE.per_cell(
                AREA_OF_CLASS,
                &cell(|area, index| area_of_class(area, index, CLASSES[6]), (AREA, SHANNON_WIENER_INDEX)),
            ),
        ],
        source: "GB/T 38582-2020 and LY/T 1721-2008, form and classes as recalled; for a forest account, not for a GEP",
    }],
    values: &[
        Valuation {
            id: "forest_standard",
            rules: &[
                DIVERSITY_BELOW_1.price(
                    VALUE,
                    &priced(conservation_value, as_given(parameter("species_conservation_value_below_1"))),
                ),
                DIVERSITY_1_TO_2.price(
                    VALUE,
                    &priced(conservation_value, as_given(parameter("species_conservation_value_1_to_2"))),
                ),
                DIVERSITY_2_TO_3.price(
                    VALUE,
                    &priced(conservation_value, as_given(parameter("species_conservation_value_2_to_3"))),
                ),
                DIVERSITY_3_TO_4.price(
                    VALUE,
                    &priced(conservation_value, as_given(parameter("species_conservation_value_3_to_4"))),
                ),
                DIVERSITY_4_TO_5.price(
                    VALUE,
                    &priced(conservation_value, as_given(parameter("species_conservation_value_4_to_5"))),
                ),
                DIVERSITY_5_TO_6.price(
                    VALUE,
                    &priced(conservation_value, as_given(parameter("species_conservation_value_5_to_6"))),
                ),
                DIVERSITY_6_AND_ABOVE.price(
                    VALUE,
                    &priced(
                        conservation_value,
                        as_given(parameter("species_conservation_value_6_and_above")),
                    ),
                ),
            ],
            source: "LY/T 1721-2008, form as recalled",
        },
        Valuation {
            id: "forest_standard_2020",
            rules: &[
                DIVERSITY_BELOW_1.price(
                    WEIGHTED,
                    &priced(
                        conservation_value,
                        numbers(
                            weighted_value,
                            (parameter("species_conservation_value_below_1"), ENDANGERED, ENDEMIC, OLD),
                        ),
                    ),
                ),
                DIVERSITY_1_TO_2.price(
                    WEIGHTED,
                    &priced(
                        conservation_value,
                        numbers(
                            weighted_value,
                            (parameter("species_conservation_value_1_to_2"), ENDANGERED, ENDEMIC, OLD),
                        ),
                    ),
                ),
                DIVERSITY_2_TO_3.price(
                    WEIGHTED,
                    &priced(
                        conservation_value,
                        numbers(
                            weighted_value,
                            (parameter("species_conservation_value_2_to_3"), ENDANGERED, ENDEMIC, OLD),
                        ),
                    ),
                ),
                DIVERSITY_3_TO_4.price(
                    WEIGHTED,
                    &priced(
                        conservation_value,
                        numbers(
                            weighted_value,
                            (parameter("species_conservation_value_3_to_4"), ENDANGERED, ENDEMIC, OLD),
                        ),
                    ),
                ),
                DIVERSITY_4_TO_5.price(
                    WEIGHTED,
                    &priced(
                        conservation_value,
                        numbers(
                            weighted_value,
                            (parameter("species_conservation_value_4_to_5"), ENDANGERED, ENDEMIC, OLD),
                        ),
                    ),
                ),
                DIVERSITY_5_TO_6.price(
                    WEIGHTED,
                    &priced(
                        conservation_value,
                        numbers(
                            weighted_value,
                            (parameter("species_conservation_value_5_to_6"), ENDANGERED, ENDEMIC, OLD),
                        ),
                    ),
                ),
                DIVERSITY_6_AND_ABOVE.price(
                    WEIGHTED,
                    &priced(
                        conservation_value,
                        numbers(
                            weighted_value,
                            (parameter("species_conservation_value_6_and_above"), ENDANGERED, ENDEMIC, OLD),
                        ),
                    ),
                ),
            ],
            source: "GB/T 38582-2020, coefficients as recalled",
        },
    ],
};
