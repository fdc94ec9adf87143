//! Forest nutrient retention (林木养分固持与保肥): nutrients that forest keeps in its soil and binds in its trees.
//!
//! A satellite of the forest standard. Nutrients in the trees are a supporting service, and those of the soil are in soil
//! retention already: neither is added in a GEP.

use super::{Category, Physical, Service, Valuation};
use crate::equation::{TermOf, as_given, cell, numbers, parameter, priced};
use crate::quantity::{
    AREA, DRY_MATTER_PRODUCTIVITY, EROSION_MODULUS_BARE, EROSION_MODULUS_FOREST, FOREST_SOIL_NITROGEN,
    FOREST_SOIL_PHOSPHORUS, FOREST_SOIL_POTASSIUM, SOIL_ORGANIC_MATTER, TREE_NITROGEN, TREE_PHOSPHORUS,
    TREE_POTASSIUM,
};
use crate::unit::{AreaM2, Cny, CnyPerTonne, DryMatterGPerM2, ErosionTPerHm2, Fraction, Percent, Tonnes};

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
    let soil = bare.get() - forest.get();
    // n is in percent
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
    // 1 g is 10⁻⁶ t, n is in percent
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
    nutrient * price
}

indicator! {
    pub KEPT_NITROGEN: Tonnes = ("kept_nitrogen", "nitrogen kept in the soil", "减少土壤氮流失量");
    pub KEPT_PHOSPHORUS: Tonnes = ("kept_phosphorus", "phosphorus kept in the soil", "减少土壤磷流失量");
    pub KEPT_POTASSIUM: Tonnes = ("kept_potassium", "potassium kept in the soil", "减少土壤钾流失量");
    pub KEPT_ORGANIC_MATTER: Tonnes = ("kept_organic_matter", "organic matter kept in the soil", "减少土壤有机质流失量");
    pub BOUND_NITROGEN: Tonnes = ("bound_nitrogen", "nitrogen bound in trees", "林木固氮量");
    pub BOUND_PHOSPHORUS: Tonnes = ("bound_phosphorus", "phosphorus bound in trees", "林木固磷量");
    pub BOUND_POTASSIUM: Tonnes = ("bound_potassium", "potassium bound in trees", "林木固钾量");
}

const PHOSPHATE: TermOf<CnyPerTonne> = parameter("diammonium_phosphate_price");
const NITROGEN_SHARE: TermOf<Fraction> = parameter("diammonium_phosphate_nitrogen_share");
const PHOSPHORUS_SHARE: TermOf<Fraction> = parameter("diammonium_phosphate_phosphorus_share");
const CHLORIDE: TermOf<CnyPerTonne> = parameter("potassium_chloride_price");
const POTASSIUM_SHARE: TermOf<Fraction> = parameter("potassium_chloride_potassium_share");
const SOIL: &str = "G = A · (X₂ − X₁) · n, A in hm²";
const TREES: &str = "G = A · B · n, A in hm²";
const FERTILISER: &str = "U = G · C / R, R share of the nutrient in the fertiliser";

/// Registry entry.
pub static SERVICE: Service = Service {
    id: "forest_nutrient_retention",
    name: "Forest nutrient retention",
    name_zh: "林木养分固持与保肥",
    category: Category::Regulating,
    indicators: &[
        KEPT_NITROGEN.0,
        KEPT_PHOSPHORUS.0,
        KEPT_POTASSIUM.0,
        KEPT_ORGANIC_MATTER.0,
        BOUND_NITROGEN.0,
        BOUND_PHOSPHORUS.0,
        BOUND_POTASSIUM.0,
    ],
    physical: &[Physical {
        id: "forest_standard",
        supplies: &[
            KEPT_NITROGEN.per_cell(
                SOIL,
                &cell(
                    kept_nutrient,
                    (AREA, EROSION_MODULUS_BARE, EROSION_MODULUS_FOREST, FOREST_SOIL_NITROGEN),
                ),
            ),
            KEPT_PHOSPHORUS.per_cell(
                SOIL,
                &cell(
                    kept_nutrient,
                    (AREA, EROSION_MODULUS_BARE, EROSION_MODULUS_FOREST, FOREST_SOIL_PHOSPHORUS),
                ),
            ),
            KEPT_POTASSIUM.per_cell(
                SOIL,
                &cell(
                    kept_nutrient,
                    (AREA, EROSION_MODULUS_BARE, EROSION_MODULUS_FOREST, FOREST_SOIL_POTASSIUM),
                ),
            ),
            KEPT_ORGANIC_MATTER.per_cell(
                SOIL,
                &cell(
                    kept_nutrient,
                    (AREA, EROSION_MODULUS_BARE, EROSION_MODULUS_FOREST, SOIL_ORGANIC_MATTER),
                ),
            ),
            BOUND_NITROGEN
                .per_cell(TREES, &cell(bound_nutrient, (AREA, DRY_MATTER_PRODUCTIVITY, TREE_NITROGEN))),
            BOUND_PHOSPHORUS
                .per_cell(TREES, &cell(bound_nutrient, (AREA, DRY_MATTER_PRODUCTIVITY, TREE_PHOSPHORUS))),
            BOUND_POTASSIUM
                .per_cell(TREES, &cell(bound_nutrient, (AREA, DRY_MATTER_PRODUCTIVITY, TREE_POTASSIUM))),
        ],
        source: "GB/T 38582-2020 and LY/T 1721-2008, form as recalled; for a forest account, not for a GEP",
    }],
    values: &[Valuation {
        id: "fertiliser_price",
        rules: &[
            KEPT_NITROGEN.price(
                FERTILISER,
                &priced(nutrient_value, numbers(price_of_nutrient, (PHOSPHATE, NITROGEN_SHARE))),
            ),
            KEPT_PHOSPHORUS.price(
                FERTILISER,
                &priced(nutrient_value, numbers(price_of_nutrient, (PHOSPHATE, PHOSPHORUS_SHARE))),
            ),
            KEPT_POTASSIUM.price(
                FERTILISER,
                &priced(nutrient_value, numbers(price_of_nutrient, (CHLORIDE, POTASSIUM_SHARE))),
            ),
            KEPT_ORGANIC_MATTER
                .price("U = G · C₃", &priced(nutrient_value, as_given(parameter("organic_matter_price")))),
            BOUND_NITROGEN.price(
                FERTILISER,
                &priced(nutrient_value, numbers(price_of_nutrient, (PHOSPHATE, NITROGEN_SHARE))),
            ),
            BOUND_PHOSPHORUS.price(
                FERTILISER,
                &priced(nutrient_value, numbers(price_of_nutrient, (PHOSPHATE, PHOSPHORUS_SHARE))),
            ),
            BOUND_POTASSIUM.price(
                FERTILISER,
                &priced(nutrient_value, numbers(price_of_nutrient, (CHLORIDE, POTASSIUM_SHARE))),
            ),
        ],
        source: "GB/T 38582-2020 and LY/T 1721-2008, form as recalled",
    }],
};
