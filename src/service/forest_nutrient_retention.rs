//! Forest nutrient retention (林木养分固持与保肥): nutrients that forest keeps in its soil and binds in its trees.
//!
//! A satellite of the forest standard. Nutrients in the trees are a supporting service, and those of the soil are in soil
//! retention already: neither is added in a GEP.

use super::{Category, Indicator, Physical, Rule, Service, Supply, Term, Valuation, as_given, unbound_price, unbound, ScopeEntry};
use crate::quantity::{
    AREA, DRY_MATTER_PRODUCTIVITY, EROSION_MODULUS_BARE, EROSION_MODULUS_FOREST, FOREST_SOIL_NITROGEN,
    FOREST_SOIL_PHOSPHORUS, FOREST_SOIL_POTASSIUM, Quantity, SOIL_ORGANIC_MATTER, TREE_NITROGEN,
    TREE_PHOSPHORUS, TREE_POTASSIUM,
};
use crate::unit::{AreaM2, Cny, CnyPerTonne, DryMatterGPerM2, ErosionTPerHm2, Fraction, Percent, Tonnes};

/// Registry entry.
pub const SERVICE: Service = Service {
    id: "forest_nutrient_retention",
    name: "Forest nutrient retention",
    name_zh: "林木养分固持与保肥",
    category: Category::Regulating,
    indicators: &[&indicator("kept_nitrogen", "nitrogen kept in the soil", "减少土壤氮流失量"), &indicator("kept_phosphorus", "phosphorus kept in the soil", "减少土壤磷流失量"), &indicator("kept_potassium", "potassium kept in the soil", "减少土壤钾流失量"), &indicator("kept_organic_matter", "organic matter kept in the soil", "减少土壤有机质流失量"), &indicator("bound_nitrogen", "nitrogen bound in trees", "林木固氮量"), &indicator("bound_phosphorus", "phosphorus bound in trees", "林木固磷量"), &indicator("bound_potassium", "potassium bound in trees", "林木固钾量")],
    physical: &[Physical {
        id: "forest_standard",
        supplies: &[
            soil(
                "kept_nitrogen",
                &[AREA.0, EROSION_MODULUS_BARE.0, EROSION_MODULUS_FOREST.0, FOREST_SOIL_NITROGEN.0],
            ),
            soil(
                "kept_phosphorus",
                &[AREA.0, EROSION_MODULUS_BARE.0, EROSION_MODULUS_FOREST.0, FOREST_SOIL_PHOSPHORUS.0],
            ),
            soil(
                "kept_potassium",
                &[AREA.0, EROSION_MODULUS_BARE.0, EROSION_MODULUS_FOREST.0, FOREST_SOIL_POTASSIUM.0],
            ),
            soil(
                "kept_organic_matter",
                &[AREA.0, EROSION_MODULUS_BARE.0, EROSION_MODULUS_FOREST.0, SOIL_ORGANIC_MATTER.0],
            ),
            trees("bound_nitrogen", &[AREA.0, DRY_MATTER_PRODUCTIVITY.0, TREE_NITROGEN.0]),
            trees("bound_phosphorus", &[AREA.0, DRY_MATTER_PRODUCTIVITY.0, TREE_PHOSPHORUS.0]),
            trees("bound_potassium", &[AREA.0, DRY_MATTER_PRODUCTIVITY.0, TREE_POTASSIUM.0]),
        ],
        source: "GB/T 38582-2020 and LY/T 1721-2008, form as recalled; for a forest account, not for a GEP",
    }],
    values: &[Valuation {
        id: "fertiliser_price",
        rules: &[
            fertiliser("kept_nitrogen", NITROGEN),
            fertiliser("kept_phosphorus", PHOSPHORUS),
            fertiliser("kept_potassium", POTASSIUM),
            Rule::UnboundPrice { indicator: "kept_organic_matter", price: unbound_price(&[Term::Parameter("organic_matter_price", CnyPerTonne::SYMBOL)], as_given, CnyPerTonne::SYMBOL, |quantity, price| nutrient_value(Tonnes::new(quantity), CnyPerTonne::new(price)).get()), formula: "U = G · C₃" },
            fertiliser("bound_nitrogen", NITROGEN),
            fertiliser("bound_phosphorus", PHOSPHORUS),
            fertiliser("bound_potassium", POTASSIUM),
        ],
        source: "GB/T 38582-2020 and LY/T 1721-2008, form as recalled",
    }],
};

const NITROGEN: &[Term] = &[
    Term::Parameter("diammonium_phosphate_price", CnyPerTonne::SYMBOL),
    Term::Parameter("diammonium_phosphate_nitrogen_share", Fraction::SYMBOL),
];
const PHOSPHORUS: &[Term] = &[
    Term::Parameter("diammonium_phosphate_price", CnyPerTonne::SYMBOL),
    Term::Parameter("diammonium_phosphate_phosphorus_share", Fraction::SYMBOL),
];
const POTASSIUM: &[Term] = &[
    Term::Parameter("potassium_chloride_price", CnyPerTonne::SYMBOL),
    Term::Parameter("potassium_chloride_potassium_share", Fraction::SYMBOL),
];

const fn indicator(id: &'static str, name: &'static str, name_zh: &'static str) -> Indicator {
    Indicator { id, name, name_zh, unit: Tonnes::SYMBOL }
}

const fn soil(indicator: &'static str, inputs: &'static [&'static Quantity]) -> Supply {
    Supply { indicator, scope: ScopeEntry::Cell(unbound(inputs, |x, out| {
                x.map4(out, |a, bare, forest, share| {
                    let modulus = |value| ErosionTPerHm2::new(value);
                    kept_nutrient(AreaM2::new(a), modulus(bare), modulus(forest), Percent::new(share)).get()
                });
            })), formula: "G = A · (X₂ − X₁) · n, A in hm²" }
}

const fn trees(indicator: &'static str, inputs: &'static [&'static Quantity]) -> Supply {
    Supply { indicator, scope: ScopeEntry::Cell(unbound(inputs, |x, out| {
                x.map3(out, |a, growth, share| {
                    bound_nutrient(AreaM2::new(a), DryMatterGPerM2::new(growth), Percent::new(share)).get()
                });
            })), formula: "G = A · B · n, A in hm²" }
}

const fn fertiliser(indicator: &'static str, terms: &'static [Term]) -> Rule {
    Rule::UnboundPrice { indicator, price: unbound_price(terms, |terms| match *terms {
            [price, share] => price_of_nutrient(CnyPerTonne::new(price), Fraction::new(share)).get(),
            _ => f64::NAN,
        }, CnyPerTonne::SYMBOL, |quantity, price| nutrient_value(Tonnes::new(quantity), CnyPerTonne::new(price)).get()), formula: "U = G · C / R, R share of the nutrient in the fertiliser" }
}

/// Nutrient that forest keeps in the soil of a cell (保肥).
///
/// # Equation
///
/// ```text
/// G = A · (X₂ − X₁) · n
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `G` | returned | nutrient kept | t a⁻¹ |
/// | `A` | `area` | area of the cell; the argument is in m² | hm² |
/// | `X₂` | `bare` | erosion of land without forest | t hm⁻² a⁻¹ |
/// | `X₁` | `forest` | erosion under forest | t hm⁻² a⁻¹ |
/// | `n` | `share` | nutrient in the soil | % |
///
/// # Assumptions
///
/// It is the soil of soil retention once more: never add the two in a GEP.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`. It is negative where forest loses more soil than bare land.
///
/// # Examples
///
/// ```
/// use ecovalue::service::forest_nutrient_retention::kept_nutrient;
/// use ecovalue::unit::{AreaM2, ErosionTPerHm2, Percent};
///
/// let modulus = ErosionTPerHm2::new;
/// // 4 hm² · 50 t/hm² · 0.5 %
/// let kept = kept_nutrient(AreaM2::new(4e4), modulus(55.0), modulus(5.0), Percent::new(0.5));
/// assert_eq!(kept.get(), 1.0);
/// ```
///
/// # References
///
/// * LY/T 1721-2008 and GB/T 38582-2020; the form is recalled, unverified.
#[inline]
#[must_use]
pub fn kept_nutrient(area: AreaM2, bare: ErosionTPerHm2, forest: ErosionTPerHm2, share: Percent) -> Tonnes {
    // X₂ − X₁                                                     [t hm⁻² a⁻¹]
    let soil = bare.get() - forest.get();

    // G = A (X₂ − X₁) n, n in percent                             [t a⁻¹]
    Tonnes::new(area.hectares() * soil * share.get() / 100.0)
}

/// Nutrient that the trees of a cell bind in a year (林木养分固持).
///
/// # Equation
///
/// ```text
/// G = A · B · n
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `G` | returned | nutrient bound | t a⁻¹ |
/// | `A` | `area` | area of the cell; the argument is in m² | hm² |
/// | `B` | `growth` | net productivity of the stand; the argument is in g m⁻², 100 of which are 1 t hm⁻² | t hm⁻² a⁻¹ |
/// | `n` | `share` | nutrient in dry matter | % |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::forest_nutrient_retention::bound_nutrient;
/// use ecovalue::unit::{AreaM2, DryMatterGPerM2, Percent};
///
/// // 4 hm² · 10 t/hm² · 0.5 %
/// let bound = bound_nutrient(AreaM2::new(4e4), DryMatterGPerM2::new(1000.0), Percent::new(0.5));
/// assert_eq!(bound.get(), 0.2);
/// ```
///
/// # References
///
/// * LY/T 1721-2008 and GB/T 38582-2020; the form is recalled, unverified.
#[inline]
#[must_use]
pub fn bound_nutrient(area: AreaM2, growth: DryMatterGPerM2, share: Percent) -> Tonnes {
    // G = A B n; 1 g is 10⁻⁶ t, n in percent                      [t a⁻¹]
    Tonnes::new(area.get() * growth.get() * share.get() / 1e8)
}

/// Price of a nutrient by the fertiliser that holds it.
///
/// # Equation
///
/// ```text
/// p = C / R
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `p` | returned | price of a tonne of the nutrient | CNY t⁻¹ |
/// | `C` | `fertiliser_price` | price of the fertiliser | CNY t⁻¹ |
/// | `R` | `share` | nutrient in the fertiliser | 1 |
///
/// # Assumptions
///
/// Nitrogen and phosphorus both go by diammonium phosphate, so that each carries its whole price.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`, and so does a share of 0 or below.
///
/// # Examples
///
/// ```
/// use ecovalue::service::forest_nutrient_retention::price_of_nutrient;
/// use ecovalue::unit::{CnyPerTonne, Fraction};
///
/// assert_eq!(price_of_nutrient(CnyPerTonne::new(2200.0), Fraction::new(0.5)).get(), 4400.0);
/// ```
///
/// # References
///
/// * LY/T 1721-2008 and GB/T 38582-2020; the form is recalled, unverified.
#[must_use]
pub fn price_of_nutrient(fertiliser_price: CnyPerTonne, share: Fraction) -> CnyPerTonne {
    // p = C / R                                                   [CNY t⁻¹]
    let price = fertiliser_price.get() / share.get();
    CnyPerTonne::new(if share.get() > 0.0 { price } else { f64::NAN })
}

/// Value of nutrients by what they cost as fertiliser (市场价值法).
///
/// # Equation
///
/// ```text
/// U = G · p
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `U` | returned | value | CNY a⁻¹ |
/// | `G` | `nutrient` | nutrient kept or bound | t a⁻¹ |
/// | `p` | `price` | its price, see [`price_of_nutrient`] | CNY t⁻¹ |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`; a negative quantity has a negative value.
///
/// # Examples
///
/// ```
/// use ecovalue::service::forest_nutrient_retention::nutrient_value;
/// use ecovalue::unit::{CnyPerTonne, Tonnes};
///
/// assert_eq!(nutrient_value(Tonnes::new(0.25), CnyPerTonne::new(4400.0)).get(), 1100.0);
/// ```
///
/// # References
///
/// * LY/T 1721-2008 and GB/T 38582-2020; the form is recalled, unverified.
#[must_use]
pub fn nutrient_value(nutrient: Tonnes, price: CnyPerTonne) -> Cny {
    // U = G · p                                                   [CNY a⁻¹]
    Cny::new(nutrient.get() * price.get())
}
