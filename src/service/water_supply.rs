//! Water supply (水资源): water that is taken from ecosystems for use.
//!
//! Water use and water retention are the same water: an account that counts both says so. In a region with large works,
//! industrial use rules the figure: in Ganzi it is 541 of 633 · 10⁸ CNY of all products.

use super::{Category, Indicator, Physical, Rule, Service, Supply, Term, Valuation, as_given, unbound_price, unbound_numbers, ScopeEntry};
use crate::unit::{Cny, CnyPerM3, Fraction, VolumeM3};

/// Registry entry.
pub const SERVICE: Service = Service {
    id: "water_supply",
    name: "Water supply",
    name_zh: "水资源",
    category: Category::Provisioning,
    indicators: &[&Indicator { id: "domestic_water", name: "domestic water", name_zh: "生活用水量", unit: VolumeM3::SYMBOL }, &Indicator { id: "industrial_water", name: "industrial water", name_zh: "工业用水量", unit: VolumeM3::SYMBOL }, &Indicator { id: "agricultural_water", name: "agricultural water", name_zh: "农业用水量", unit: VolumeM3::SYMBOL }, &Indicator { id: "lake_water", name: "water that lakes supply", name_zh: "湖泊供水量", unit: VolumeM3::SYMBOL }],
    physical: &[
        Physical {
            id: "water_use",
            supplies: &[
                used("domestic_water", &[Term::Statistic("water_use_domestic")]),
                used("industrial_water", &[Term::Statistic("water_use_industry")]),
                used("agricultural_water", &[Term::Statistic("water_use_agriculture")]),
            ],
            source: "Pema Dolkar et al. 2017, Acta Ecologica Sinica 37(19):6302, Table 3",
        },
        Physical {
            id: "water_use_class_three",
            supplies: &[
                good("domestic_water", &[Term::Statistic("water_use_domestic"), SHARE]),
                good("industrial_water", &[Term::Statistic("water_use_industry"), SHARE]),
                good("agricultural_water", &[Term::Statistic("water_use_agriculture"), SHARE]),
            ],
            source: "lists of products that ask for GB 3838 class III or better; secondary",
        },
        Physical {
            id: "lake_balance",
            supplies: &[Supply { indicator: "lake_water", scope: ScopeEntry::Zone(unbound_numbers(&[
                        Term::Statistic("lake_inflow"),
                        Term::Statistic("lake_precipitation"),
                        Term::Statistic("lake_outflow"),
                        Term::Statistic("lake_evaporation"),
                        Term::Statistic("lake_storage_opening"),
                        Term::Statistic("lake_storage_closing"),
                    ], |terms| match *terms {
                        [inflow, rain, outflow, evaporation, opening, closing] => lake_balance(
                            VolumeM3::new(inflow),
                            VolumeM3::new(rain),
                            VolumeM3::new(outflow),
                            VolumeM3::new(evaporation),
                            VolumeM3::new(opening),
                            VolumeM3::new(closing),
                        )
                        .get(),
                        _ => f64::NAN,
                    })), formula: "Q = I + P − O − E − (S₁ − S₀)" }],
            source: "Jiang et al. 2017, Acta Ecologica Sinica 37(8):2497, Eq. (3)",
        },
    ],
    values: &[Valuation {
        id: "market_price",
        rules: &[
            price("domestic_water", &[Term::Parameter("domestic_water_price", CnyPerM3::SYMBOL)]),
            price("industrial_water", &[Term::Parameter("industrial_water_price", CnyPerM3::SYMBOL)]),
            price("agricultural_water", &[Term::Parameter("agricultural_water_price", CnyPerM3::SYMBOL)]),
            price("lake_water", &[Term::Parameter("hydraulic_project_water_price", CnyPerM3::SYMBOL)]),
        ],
        source: "Pema Dolkar et al. 2017, Table 3; lakes: Jiang et al. 2017, Eq. (3)",
    }],
};

const SHARE: Term = Term::Statistic("water_quality_class_three_share");

const fn used(indicator: &'static str, terms: &'static [Term]) -> Supply {
    Supply { indicator, scope: ScopeEntry::Zone(unbound_numbers(terms, as_given)), formula: "Q = water used" }
}

const fn good(indicator: &'static str, terms: &'static [Term]) -> Supply {
    Supply { indicator, scope: ScopeEntry::Zone(unbound_numbers(terms, |terms| match *terms {
                [used, share] => water_of_quality(VolumeM3::new(used), Fraction::new(share)).get(),
                _ => f64::NAN,
            })), formula: "Q = W · s, s share of class III or better" }
}

const fn price(indicator: &'static str, terms: &'static [Term]) -> Rule {
    Rule::UnboundPrice { indicator, price: unbound_price(terms, as_given, CnyPerM3::SYMBOL, |quantity, price| water_value(VolumeM3::new(quantity), CnyPerM3::new(price)).get()), formula: "V = Q · P" }
}

/// Water used that is of class III or better (Ⅲ类及以上水质的用水量).
///
/// # Equation
///
/// ```text
/// Q = W · s
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `Q` | returned | water that counts as a product | m³ a⁻¹ |
/// | `W` | `used` | water used | m³ a⁻¹ |
/// | `s` | `share` | share of the water of class III or better after GB 3838 | 1 |
///
/// # Assumptions
///
/// One share for every use; water for fields needs no class III, so this is the stricter reading.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::water_supply::water_of_quality;
/// use ecovalue::unit::{Fraction, VolumeM3};
///
/// assert_eq!(water_of_quality(VolumeM3::new(400.0), Fraction::new(0.75)).get(), 300.0);
/// ```
///
/// # References
///
/// * A list of ecological products that asks for class III; secondary, its text was not at hand.
#[must_use]
pub fn water_of_quality(used: VolumeM3, share: Fraction) -> VolumeM3 {
    // Q = W · s                                                   [m³ a⁻¹]
    VolumeM3::new(used.get() * share.get())
}

/// Water that a lake supplies to ground water and users, by its balance (湖泊水量平衡).
///
/// # Equation
///
/// ```text
/// Q = I + P − O − E − (S₁ − S₀)                                 (3)
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `Q` | returned | water supplied, seepage with it | m³ a⁻¹ |
/// | `I` | `inflow` | runoff into the lake | m³ a⁻¹ |
/// | `P` | `precipitation` | rain on the lake | m³ a⁻¹ |
/// | `O` | `outflow` | runoff out of the lake | m³ a⁻¹ |
/// | `E` | `evaporation` | evaporation of the lake | m³ a⁻¹ |
/// | `S₀` | `opening` | water in the lake at the beginning of the year | m³ |
/// | `S₁` | `closing` | water in the lake at the end of the year | m³ |
///
/// # Assumptions
///
/// Everything that the balance does not name is taken as supplied: errors of the five measured terms end here.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`. A negative balance is kept.
///
/// # Examples
///
/// ```
/// use ecovalue::service::water_supply::lake_balance;
/// use ecovalue::unit::VolumeM3;
///
/// let m3 = VolumeM3::new;
/// let supplied = lake_balance(m3(300.0), m3(80.0), m3(90.0), m3(150.0), m3(200.0), m3(230.0));
/// assert_eq!(supplied.get(), 110.0); // 300 + 80 − 90 − 150 − 30
/// ```
///
/// # References
///
/// * Jiang B. et al. (2017), Acta Ecologica Sinica 37(8):2497-2505, Eq. (3).
#[must_use]
pub fn lake_balance(
    inflow: VolumeM3,
    precipitation: VolumeM3,
    outflow: VolumeM3,
    evaporation: VolumeM3,
    opening: VolumeM3,
    closing: VolumeM3,
) -> VolumeM3 {
    // S₁ − S₀                                                     [m³ a⁻¹]
    let stored = closing.get() - opening.get();

    // Q = I + P − O − E − (S₁ − S₀)                               [m³ a⁻¹]
    VolumeM3::new(inflow.get() + precipitation.get() - outflow.get() - evaporation.get() - stored)
}

/// Value of water at its price (市场价值法).
///
/// # Equation
///
/// ```text
/// V = Q · P
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `V` | returned | value | CNY a⁻¹ |
/// | `Q` | `water` | water supplied | m³ a⁻¹ |
/// | `P` | `price` | price of the use | CNY m⁻³ |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`; a negative quantity has a negative value.
///
/// # Examples
///
/// ```
/// use ecovalue::service::water_supply::water_value;
/// use ecovalue::unit::{CnyPerM3, VolumeM3};
///
/// // Domestic water of Ganzi in 2010: 1.36 · 10⁸ m³ at 2.6 CNY/m³ are 3.54 · 10⁸ CNY.
/// let value = water_value(VolumeM3::new(1.36e8), CnyPerM3::new(2.6));
/// assert_eq!((value.yi() * 100.0).round(), 354.0);
/// ```
///
/// # References
///
/// * Pema Dolkar et al. (2017), Acta Ecologica Sinica 37(19):6302, Table 3.
#[must_use]
pub fn water_value(water: VolumeM3, price: CnyPerM3) -> Cny {
    // V = Q · P                                                   [CNY a⁻¹]
    Cny::new(water.get() * price.get())
}
