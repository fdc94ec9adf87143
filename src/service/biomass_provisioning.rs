//! Biomass provisioning (生物质供给, 物质产品): products of farming, forestry, animal husbandry and fishery.
//!
//! Authorities differ on what the ecosystem gives: the whole output, the value added (Ganzi), what is left after every
//! input that people bring (resource rent), or a stated share of the value added. Each is a variant of its own.

use super::{Category, Physical, Service, Valuation};
use crate::equation::{as_given, numbers, priced, statistic};
use crate::unit::{Cny, CnyPerM3, CnyPerTonne, Fraction, Tonnes, VolumeM3};

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
    output - intermediate_consumption - labour - depreciation - capital_return - (taxes - subsidies)
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
    value_added * share.get()
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
    output * price
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
    output * price
}

indicator! {
    pub AGRICULTURE: Cny = ("agriculture", "farming", "农业产品");
    pub FORESTRY: Cny = ("forestry", "forestry", "林业产品");
    pub HUSBANDRY: Cny = ("husbandry", "animal husbandry", "畜牧业产品");
    pub FISHERY: Cny = ("fishery", "fishery", "渔业产品");
    pub GRAIN: Tonnes = ("grain", "grain", "粮食");
    pub OIL_CROPS: Tonnes = ("oil_crops", "oil crops", "油料");
    pub VEGETABLES: Tonnes = ("vegetables", "vegetables", "蔬菜");
    pub FRUIT: Tonnes = ("fruit", "fruit", "水果");
    pub TEA: Tonnes = ("tea", "tea", "茶叶");
    pub TIMBER: VolumeM3 = ("timber", "timber", "木材");
    pub MEAT: Tonnes = ("meat", "meat", "肉类");
    pub EGGS: Tonnes = ("eggs", "eggs", "禽蛋");
    pub MILK: Tonnes = ("milk", "milk", "奶类");
    pub AQUATIC_PRODUCTS: Tonnes = ("aquatic_products", "aquatic products", "水产品");
}

/// Formula of [`resource_rent`].
const RENT: &str = "V = O − IC − W − D − K − (T − S)";

/// Registry entry.
pub static SERVICE: Service = Service {
    id: "biomass_provisioning",
    name: "Biomass provisioning",
    name_zh: "生物质供给",
    category: Category::Provisioning,
    indicators: &[
        AGRICULTURE.0,
        FORESTRY.0,
        HUSBANDRY.0,
        FISHERY.0,
        GRAIN.0,
        OIL_CROPS.0,
        VEGETABLES.0,
        FRUIT.0,
        TEA.0,
        TIMBER.0,
        MEAT.0,
        EGGS.0,
        MILK.0,
        AQUATIC_PRODUCTS.0,
    ],
    physical: &[
        Physical { id: "given_value", supplies: &[], source: "statistics of the run, in money alone" },
        Physical {
            id: "products",
            supplies: &[
                GRAIN.per_zone("E as given", &as_given(statistic("production_grain"))),
                OIL_CROPS.per_zone("E as given", &as_given(statistic("production_oil_crops"))),
                VEGETABLES.per_zone("E as given", &as_given(statistic("production_vegetables"))),
                FRUIT.per_zone("E as given", &as_given(statistic("production_fruit"))),
                TEA.per_zone("E as given", &as_given(statistic("production_tea"))),
                TIMBER.per_zone("E as given", &as_given(statistic("production_timber"))),
                MEAT.per_zone("E as given", &as_given(statistic("production_meat"))),
                EGGS.per_zone("E as given", &as_given(statistic("production_eggs"))),
                MILK.per_zone("E as given", &as_given(statistic("production_milk"))),
                AQUATIC_PRODUCTS.per_zone("E as given", &as_given(statistic("production_aquatic_products"))),
            ],
            source: "statistics of the run, product by product",
        },
    ],
    values: &[
        Valuation {
            id: "gross_output",
            rules: &[
                AGRICULTURE.money("V = gross output", &as_given(statistic("output_agriculture"))),
                FORESTRY.money("V = gross output", &as_given(statistic("output_forestry"))),
                HUSBANDRY.money("V = gross output", &as_given(statistic("output_husbandry"))),
                FISHERY.money("V = gross output", &as_given(statistic("output_fishery"))),
            ],
            source: "market value of all output, as recalled of GEP guidelines; unverified",
        },
        Valuation {
            id: "value_added",
            rules: &[
                AGRICULTURE.money("V = value added", &as_given(statistic("value_added_agriculture"))),
                FORESTRY.money("V = value added", &as_given(statistic("value_added_forestry"))),
                HUSBANDRY.money("V = value added", &as_given(statistic("value_added_husbandry"))),
                FISHERY.money("V = value added", &as_given(statistic("value_added_fishery"))),
            ],
            source: "Pema Dolkar et al. 2017, Acta Ecologica Sinica 37(19):6302, Table 3 (农林牧渔净产值)",
        },
        Valuation {
            id: "resource_rent",
            rules: &[
                AGRICULTURE.money(
                    RENT,
                    &numbers(
                        resource_rent,
                        (
                            statistic("output_agriculture"),
                            statistic("intermediate_consumption_agriculture"),
                            statistic("labour_compensation_agriculture"),
                            statistic("depreciation_agriculture"),
                            statistic("capital_return_agriculture"),
                            statistic("product_taxes_agriculture"),
                            statistic("product_subsidies_agriculture"),
                        ),
                    ),
                ),
                FORESTRY.money(
                    RENT,
                    &numbers(
                        resource_rent,
                        (
                            statistic("output_forestry"),
                            statistic("intermediate_consumption_forestry"),
                            statistic("labour_compensation_forestry"),
                            statistic("depreciation_forestry"),
                            statistic("capital_return_forestry"),
                            statistic("product_taxes_forestry"),
                            statistic("product_subsidies_forestry"),
                        ),
                    ),
                ),
                HUSBANDRY.money(
                    RENT,
                    &numbers(
                        resource_rent,
                        (
                            statistic("output_husbandry"),
                            statistic("intermediate_consumption_husbandry"),
                            statistic("labour_compensation_husbandry"),
                            statistic("depreciation_husbandry"),
                            statistic("capital_return_husbandry"),
                            statistic("product_taxes_husbandry"),
                            statistic("product_subsidies_husbandry"),
                        ),
                    ),
                ),
                FISHERY.money(
                    RENT,
                    &numbers(
                        resource_rent,
                        (
                            statistic("output_fishery"),
                            statistic("intermediate_consumption_fishery"),
                            statistic("labour_compensation_fishery"),
                            statistic("depreciation_fishery"),
                            statistic("capital_return_fishery"),
                            statistic("product_taxes_fishery"),
                            statistic("product_subsidies_fishery"),
                        ),
                    ),
                ),
            ],
            source: "residual method (残值法), as recalled of SEEA EA and of GEP guidelines; unverified",
        },
        Valuation {
            id: "contribution_share",
            rules: &[
                AGRICULTURE.money(
                    "V = VA · θ",
                    &numbers(
                        contribution,
                        (
                            statistic("value_added_agriculture"),
                            statistic("ecosystem_contribution_share_agriculture"),
                        ),
                    ),
                ),
                FORESTRY.money(
                    "V = VA · θ",
                    &numbers(
                        contribution,
                        (
                            statistic("value_added_forestry"),
                            statistic("ecosystem_contribution_share_forestry"),
                        ),
                    ),
                ),
                HUSBANDRY.money(
                    "V = VA · θ",
                    &numbers(
                        contribution,
                        (
                            statistic("value_added_husbandry"),
                            statistic("ecosystem_contribution_share_husbandry"),
                        ),
                    ),
                ),
                FISHERY.money(
                    "V = VA · θ",
                    &numbers(
                        contribution,
                        (statistic("value_added_fishery"), statistic("ecosystem_contribution_share_fishery")),
                    ),
                ),
            ],
            source: "ecosystem contribution method (生态贡献法), as recalled of GEP guidelines; unverified",
        },
        Valuation {
            id: "market_price",
            rules: &[
                GRAIN.price("V = E · P", &priced(market_value, as_given(statistic("producer_price_grain")))),
                OIL_CROPS.price(
                    "V = E · P",
                    &priced(market_value, as_given(statistic("producer_price_oil_crops"))),
                ),
                VEGETABLES.price(
                    "V = E · P",
                    &priced(market_value, as_given(statistic("producer_price_vegetables"))),
                ),
                FRUIT.price("V = E · P", &priced(market_value, as_given(statistic("producer_price_fruit")))),
                TEA.price("V = E · P", &priced(market_value, as_given(statistic("producer_price_tea")))),
                TIMBER
                    .price("V = E · P", &priced(timber_value, as_given(statistic("producer_price_timber")))),
                MEAT.price("V = E · P", &priced(market_value, as_given(statistic("producer_price_meat")))),
                EGGS.price("V = E · P", &priced(market_value, as_given(statistic("producer_price_eggs")))),
                MILK.price("V = E · P", &priced(market_value, as_given(statistic("producer_price_milk")))),
                AQUATIC_PRODUCTS.price(
                    "V = E · P",
                    &priced(market_value, as_given(statistic("producer_price_aquatic_products"))),
                ),
            ],
            source: "market value method (市场价值法) as in ChinaXiv-201704.00322, Eq. (1) and (2)",
        },
    ],
};
