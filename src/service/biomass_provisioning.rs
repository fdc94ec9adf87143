//! Biomass provisioning (生物质供给, 物质产品): products of farming, forestry, animal husbandry and fishery.
//!
//! Authorities differ on what the ecosystem gives: the whole output, the value added (Ganzi), what is left after every
//! input that people bring (resource rent), or a stated share of the value added. Each is a variant of its own.

use super::{Category, Indicator, Physical, Rule, Service, Supply, Term, Valuation, as_given, unbound_price, unbound_numbers, ScopeEntry};
use crate::unit::{Cny, CnyPerM3, CnyPerTonne, Fraction, Tonnes, VolumeM3};

/// Registry entry.
pub const SERVICE: Service = Service {
    id: "biomass_provisioning",
    name: "Biomass provisioning",
    name_zh: "生物质供给",
    category: Category::Provisioning,
    indicators: &[&indicator("agriculture", "farming", "农业产品", Cny::SYMBOL), &indicator("forestry", "forestry", "林业产品", Cny::SYMBOL), &indicator("husbandry", "animal husbandry", "畜牧业产品", Cny::SYMBOL), &indicator("fishery", "fishery", "渔业产品", Cny::SYMBOL), &indicator("grain", "grain", "粮食", Tonnes::SYMBOL), &indicator("oil_crops", "oil crops", "油料", Tonnes::SYMBOL), &indicator("vegetables", "vegetables", "蔬菜", Tonnes::SYMBOL), &indicator("fruit", "fruit", "水果", Tonnes::SYMBOL), &indicator("tea", "tea", "茶叶", Tonnes::SYMBOL), &indicator("timber", "timber", "木材", VolumeM3::SYMBOL), &indicator("meat", "meat", "肉类", Tonnes::SYMBOL), &indicator("eggs", "eggs", "禽蛋", Tonnes::SYMBOL), &indicator("milk", "milk", "奶类", Tonnes::SYMBOL), &indicator("aquatic_products", "aquatic products", "水产品", Tonnes::SYMBOL)],
    physical: &[
        Physical { id: "given_value", supplies: &[], source: "statistics of the run, in money alone" },
        Physical {
            id: "products",
            supplies: &[
                given("grain", &[Term::Statistic("production_grain")]),
                given("oil_crops", &[Term::Statistic("production_oil_crops")]),
                given("vegetables", &[Term::Statistic("production_vegetables")]),
                given("fruit", &[Term::Statistic("production_fruit")]),
                given("tea", &[Term::Statistic("production_tea")]),
                given("timber", &[Term::Statistic("production_timber")]),
                given("meat", &[Term::Statistic("production_meat")]),
                given("eggs", &[Term::Statistic("production_eggs")]),
                given("milk", &[Term::Statistic("production_milk")]),
                given("aquatic_products", &[Term::Statistic("production_aquatic_products")]),
            ],
            source: "statistics of the run, product by product",
        },
    ],
    values: &[
        Valuation {
            id: "gross_output",
            rules: &[
                money("agriculture", &[Term::Statistic("output_agriculture")], "V = gross output"),
                money("forestry", &[Term::Statistic("output_forestry")], "V = gross output"),
                money("husbandry", &[Term::Statistic("output_husbandry")], "V = gross output"),
                money("fishery", &[Term::Statistic("output_fishery")], "V = gross output"),
            ],
            source: "market value of all output, as recalled of GEP guidelines; unverified",
        },
        Valuation {
            id: "value_added",
            rules: &[
                money("agriculture", &[Term::Statistic("value_added_agriculture")], "V = value added"),
                money("forestry", &[Term::Statistic("value_added_forestry")], "V = value added"),
                money("husbandry", &[Term::Statistic("value_added_husbandry")], "V = value added"),
                money("fishery", &[Term::Statistic("value_added_fishery")], "V = value added"),
            ],
            source: "Pema Dolkar et al. 2017, Acta Ecologica Sinica 37(19):6302, Table 3 (农林牧渔净产值)",
        },
        Valuation {
            id: "resource_rent",
            rules: &[
                rent("agriculture", &rent_terms!("agriculture")),
                rent("forestry", &rent_terms!("forestry")),
                rent("husbandry", &rent_terms!("husbandry")),
                rent("fishery", &rent_terms!("fishery")),
            ],
            source: "residual method (残值法), as recalled of SEEA EA and of GEP guidelines; unverified",
        },
        Valuation {
            id: "contribution_share",
            rules: &[
                share("agriculture", &share_terms!("agriculture")),
                share("forestry", &share_terms!("forestry")),
                share("husbandry", &share_terms!("husbandry")),
                share("fishery", &share_terms!("fishery")),
            ],
            source: "ecosystem contribution method (生态贡献法), as recalled of GEP guidelines; unverified",
        },
        Valuation {
            id: "market_price",
            rules: &[
                price("grain", &[Term::Statistic("producer_price_grain")]),
                price("oil_crops", &[Term::Statistic("producer_price_oil_crops")]),
                price("vegetables", &[Term::Statistic("producer_price_vegetables")]),
                price("fruit", &[Term::Statistic("producer_price_fruit")]),
                price("tea", &[Term::Statistic("producer_price_tea")]),
                TIMBER,
                price("meat", &[Term::Statistic("producer_price_meat")]),
                price("eggs", &[Term::Statistic("producer_price_eggs")]),
                price("milk", &[Term::Statistic("producer_price_milk")]),
                price("aquatic_products", &[Term::Statistic("producer_price_aquatic_products")]),
            ],
            source: "market value method (市场价值法) as in ChinaXiv-201704.00322, Eq. (1) and (2)",
        },
    ],
};

/// The numbers of the resource rent of a sector, in the order of the equation.
macro_rules! rent_terms {
    ($sector:literal) => {
        [
            Term::Statistic(concat!("output_", $sector)),
            Term::Statistic(concat!("intermediate_consumption_", $sector)),
            Term::Statistic(concat!("labour_compensation_", $sector)),
            Term::Statistic(concat!("depreciation_", $sector)),
            Term::Statistic(concat!("capital_return_", $sector)),
            Term::Statistic(concat!("product_taxes_", $sector)),
            Term::Statistic(concat!("product_subsidies_", $sector)),
        ]
    };
}
use rent_terms;

/// The numbers of the contribution of ecosystems to a sector.
macro_rules! share_terms {
    ($sector:literal) => {
        [
            Term::Statistic(concat!("value_added_", $sector)),
            Term::Statistic(concat!("ecosystem_contribution_share_", $sector)),
        ]
    };
}
use share_terms;

const fn indicator(
    id: &'static str,
    name: &'static str,
    name_zh: &'static str,
    unit: &'static str,
) -> Indicator {
    Indicator { id, name, name_zh, unit }
}

const fn given(indicator: &'static str, terms: &'static [Term]) -> Supply {
    Supply { indicator, scope: ScopeEntry::Zone(unbound_numbers(terms, as_given)), formula: "E as given" }
}

const fn money(indicator: &'static str, terms: &'static [Term], equation: &'static str) -> Rule {
    Rule::UnboundMoney { indicator, amount: unbound_numbers(terms, as_given), formula: equation }
}

const fn rent(indicator: &'static str, terms: &'static [Term]) -> Rule {
    Rule::UnboundMoney { indicator, amount: unbound_numbers(terms, |terms| match *terms {
            [output, intermediate, labour, depreciation, capital, taxes, subsidies] => resource_rent(
                Cny::new(output),
                Cny::new(intermediate),
                Cny::new(labour),
                Cny::new(depreciation),
                Cny::new(capital),
                Cny::new(taxes),
                Cny::new(subsidies),
            )
            .get(),
            _ => f64::NAN,
        }), formula: "V = O − IC − W − D − K − (T − S)" }
}

const fn share(indicator: &'static str, terms: &'static [Term]) -> Rule {
    Rule::UnboundMoney { indicator, amount: unbound_numbers(terms, |terms| match *terms {
            [value_added, share] => contribution(Cny::new(value_added), Fraction::new(share)).get(),
            _ => f64::NAN,
        }), formula: "V = VA · θ" }
}

const fn price(indicator: &'static str, terms: &'static [Term]) -> Rule {
    Rule::UnboundPrice { indicator, price: unbound_price(terms, as_given, CnyPerTonne::SYMBOL, |quantity, price| market_value(Tonnes::new(quantity), CnyPerTonne::new(price)).get()), formula: "V = E · P" }
}

const TIMBER: Rule = Rule::UnboundPrice { indicator: "timber", price: unbound_price(&[Term::Statistic("producer_price_timber")], as_given, CnyPerM3::SYMBOL, |quantity, price| timber_value(VolumeM3::new(quantity), CnyPerM3::new(price)).get()), formula: "V = E · P" };

/// What is left of the output of a sector after all that people bring (资源租金, 残值法).
///
/// # Equation
///
/// ```text
/// V = O − IC − W − D − K − (T − S)
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `V` | returned | resource rent | CNY a⁻¹ |
/// | `O` | `output` | gross output | CNY a⁻¹ |
/// | `IC` | `intermediate_consumption` | seed, fertiliser, fodder, fuel, services | CNY a⁻¹ |
/// | `W` | `labour` | compensation of labour, with that of the owners themselves | CNY a⁻¹ |
/// | `D` | `depreciation` | consumption of fixed capital | CNY a⁻¹ |
/// | `K` | `capital_return` | normal return on capital | CNY a⁻¹ |
/// | `T` | `taxes` | taxes on products | CNY a⁻¹ |
/// | `S` | `subsidies` | subsidies on products | CNY a⁻¹ |
///
/// # Assumptions
///
/// No part of it has a default: a cost that is not given leaves the sector not accounted, and one that is nothing is
/// given as 0.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`. The rent is negative where costs are larger than the output; it is kept.
///
/// # Examples
///
/// ```
/// use ecovalue::service::biomass_provisioning::resource_rent;
/// use ecovalue::unit::Cny;
///
/// let cny = Cny::new;
/// let rent = resource_rent(cny(100.0), cny(40.0), cny(30.0), cny(5.0), cny(8.0), cny(2.0), cny(6.0));
/// assert_eq!(rent.get(), 21.0); // 100 − 40 − 30 − 5 − 8 − (2 − 6)
/// ```
///
/// # References
///
/// * Residual method as recalled of SEEA EA; unverified.
#[must_use]
pub fn resource_rent(
    output: Cny,
    intermediate_consumption: Cny,
    labour: Cny,
    depreciation: Cny,
    capital_return: Cny,
    taxes: Cny,
    subsidies: Cny,
) -> Cny {
    // T − S                                                       [CNY a⁻¹]
    let net_taxes = taxes.get() - subsidies.get();

    // V = O − IC − W − D − K − (T − S)                            [CNY a⁻¹]
    Cny::new(
        output.get()
            - intermediate_consumption.get()
            - labour.get()
            - depreciation.get()
            - capital_return.get()
            - net_taxes,
    )
}

/// Part of the value added of a sector that is due to ecosystems (生态贡献).
///
/// # Equation
///
/// ```text
/// V = VA · θ
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `V` | returned | value due to ecosystems | CNY a⁻¹ |
/// | `VA` | `value_added` | value added of the sector | CNY a⁻¹ |
/// | `θ` | `share` | contribution share of ecosystems, a stated statistic | 1 |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::biomass_provisioning::contribution;
/// use ecovalue::unit::{Cny, Fraction};
///
/// assert_eq!(contribution(Cny::new(80.0), Fraction::new(0.25)).get(), 20.0);
/// ```
///
/// # References
///
/// * Ecosystem contribution method as recalled of GEP guidelines; unverified.
#[must_use]
pub fn contribution(value_added: Cny, share: Fraction) -> Cny {
    // V = VA · θ                                                  [CNY a⁻¹]
    Cny::new(value_added.get() * share.get())
}

/// Value of a product at its price (市场价值法).
///
/// # Equation
///
/// ```text
/// V = E · P
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `V` | returned | value | CNY a⁻¹ |
/// | `E` | `output` | product of the year | t a⁻¹ |
/// | `P` | `price` | price at the farm gate | CNY t⁻¹ |
///
/// # Assumptions
///
/// Only the products that have a statistic here are valued; their sum is less than the output of the sectors.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::biomass_provisioning::market_value;
/// use ecovalue::unit::{CnyPerTonne, Tonnes};
///
/// // Reed of Baiyangdian: 40 % at 7000, 40 % at 4000 and 20 % at 300 CNY/t make 4460 CNY/t.
/// let value = market_value(Tonnes::new(3.74e4), CnyPerTonne::new(4460.0));
/// assert_eq!((value.yi() * 100.0).round(), 167.0); // 1.67 · 10⁸ CNY
/// ```
///
/// # References
///
/// * Jiang B. et al. (2017), Acta Ecologica Sinica 37(8):2497-2505, Eq. (1) and (2).
#[must_use]
pub fn market_value(output: Tonnes, price: CnyPerTonne) -> Cny {
    // V = E · P                                                   [CNY a⁻¹]
    Cny::new(output.get() * price.get())
}

/// Value of timber at its price (市场价值法).
///
/// # Equation
///
/// ```text
/// V = E · P
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `V` | returned | value | CNY a⁻¹ |
/// | `E` | `output` | timber felled in the year | m³ a⁻¹ |
/// | `P` | `price` | price at the roadside | CNY m⁻³ |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::biomass_provisioning::timber_value;
/// use ecovalue::unit::{CnyPerM3, VolumeM3};
///
/// assert_eq!(timber_value(VolumeM3::new(200.0), CnyPerM3::new(800.0)).get(), 160_000.0);
/// ```
///
/// # References
///
/// * The same method as [`market_value`]; what is felled counts, never the standing stock.
#[must_use]
pub fn timber_value(output: VolumeM3, price: CnyPerM3) -> Cny {
    // V = E · P                                                   [CNY a⁻¹]
    Cny::new(output.get() * price.get())
}
