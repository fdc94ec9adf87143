//! Equivalent factors of ecosystem service value (生态系统服务价值当量, 当量因子法): a cross-check, never a part of GEP.
//!
//! One standard equivalent is what the natural grain yield of one hectare of average farmland is worth in a year. A table
//! says how many equivalents a hectare of each ecosystem supplies. The eleven lines hold supporting services, which a GEP
//! does not count, and are never added to those of other services.
//!
//! The columns of the tables are not the types of HJ 1166: the codes of the rows are ours. Types without a column (sparse
//! woodland, sparse grassland) have no row and are missing, not 0. The table of 2008 has nine lines and six columns.

use super::{Category, Indicator, Physical, Rule, Service, Supply, Valuation};
use crate::equation::{TermOf, as_given, cell, numbers, parameter, priced, statistic};
use crate::quantity::{
    AREA, EQUIVALENT_FACTOR_AESTHETIC_LANDSCAPE, EQUIVALENT_FACTOR_BIODIVERSITY,
    EQUIVALENT_FACTOR_CLIMATE_REGULATION, EQUIVALENT_FACTOR_ENVIRONMENTAL_PURIFICATION,
    EQUIVALENT_FACTOR_FOOD_PRODUCTION, EQUIVALENT_FACTOR_GAS_REGULATION,
    EQUIVALENT_FACTOR_HYDROLOGICAL_REGULATION, EQUIVALENT_FACTOR_NUTRIENT_CYCLING,
    EQUIVALENT_FACTOR_RAW_MATERIALS, EQUIVALENT_FACTOR_SOIL_CONSERVATION, EQUIVALENT_FACTOR_WATER_SUPPLY,
    NPP_RATIO, PRECIPITATION_RATIO, SOIL_RETENTION_RATIO,
};
use crate::unit::{
    AreaM2, Cny, CnyPerEquivalent, CnyPerHm2, CnyPerTonne, Equivalents, EquivalentsPerHm2, Fraction,
    TonnesPerHm2,
};

/// Standard equivalents that a cell supplies (标准当量数).
///
/// # Equation
///
/// ```text
/// N = A · F · 10⁻⁴
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `N` | returned | standard equivalents | equivalent a⁻¹ |
/// | `A` | `area` | area of the cell | m² |
/// | `F` | `factor` | equivalents of one hectare, by ecosystem type | equivalent hm⁻² a⁻¹ |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`. Water supply of paddy fields is negative (−2.63) on purpose: they take more than
/// they give. It stays.
///
/// # Examples
///
/// ```
/// use ecovalue::service::equivalent_factor::equivalents;
/// use ecovalue::unit::{AreaM2, EquivalentsPerHm2};
///
/// let paddy = equivalents(AreaM2::from_hectares(100.0), EquivalentsPerHm2::new(-2.63));
/// assert_eq!(paddy.get(), -263.0);
/// ```
///
/// # References
///
/// * Xie G. et al. (2015), Journal of Natural Resources 30(8):1243-1254, from transcriptions of its table.
#[inline]
#[must_use]
pub fn equivalents(area: AreaM2, factor: EquivalentsPerHm2) -> Equivalents {
    // 1 hm² is 10⁴ m²
    Equivalents::new(area.hectares() * factor.get())
}

/// The same, adjusted by how a place differs from the national mean (动态当量).
///
/// # Equation
///
/// ```text
/// N = A · F · R · 10⁻⁴
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `N` | returned | standard equivalents | equivalent a⁻¹ |
/// | `A` | `area` | area of the cell | m² |
/// | `F` | `factor` | equivalents of one hectare, by ecosystem type | equivalent hm⁻² a⁻¹ |
/// | `R` | `ratio` | productivity, rain or soil retention over its national mean | 1 |
///
/// Rain adjusts water supply and hydrological regulation, soil retention adjusts soil conservation, productivity the
/// eight others.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::equivalent_factor::adjusted_equivalents;
/// use ecovalue::unit::{AreaM2, EquivalentsPerHm2, Fraction};
///
/// let area = AreaM2::from_hectares(100.0);
/// let found = adjusted_equivalents(area, EquivalentsPerHm2::new(0.5), Fraction::new(1.5));
/// assert_eq!(found.get(), 75.0);
/// ```
///
/// # References
///
/// * Xie G. et al. (2015), Journal of Natural Resources 30(8):1243-1254, as recalled; unverified.
#[inline]
#[must_use]
pub fn adjusted_equivalents(area: AreaM2, factor: EquivalentsPerHm2, ratio: Fraction) -> Equivalents {
    equivalents(area, factor) * ratio.get()
}

/// Value of standard equivalents.
///
/// # Equation
///
/// ```text
/// V = N · D
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `V` | returned | value | CNY a⁻¹ |
/// | `N` | `equivalents` | standard equivalents | equivalent a⁻¹ |
/// | `D` | `unit_value` | value of one equivalent; sources print it in CNY hm⁻² a⁻¹ | CNY equivalent⁻¹ |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`; a negative quantity has a negative value.
///
/// # Examples
///
/// ```
/// use ecovalue::service::equivalent_factor::value;
/// use ecovalue::unit::{CnyPerEquivalent, Equivalents};
///
/// assert_eq!(value(Equivalents::new(-2.0), CnyPerEquivalent::new(3406.5)).get(), -6813.0);
/// ```
///
/// # References
///
/// * Luo S. and Yan W. (2018), Acta Ecologica Sinica 38(9):3248-3259: 3406.5 CNY per equivalent after Xie et al. 2015.
#[must_use]
pub fn value(equivalents: Equivalents, unit_value: CnyPerEquivalent) -> Cny {
    equivalents * unit_value
}

/// Value of one equivalent as one seventh of the market value of a hectare's grain.
///
/// # Equation
///
/// ```text
/// D = (1/7) · Σ mᵢ vᵢ yᵢ / M,   M = Σ mᵢ
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `D` | returned | value of one equivalent | CNY equivalent⁻¹ |
/// | `mᵢ` | first of `grains` | sown area of a grain | m² |
/// | `vᵢ` | second of `grains` | price of the grain | CNY t⁻¹ |
/// | `yᵢ` | third of `grains` | yield of the grain | t hm⁻² |
///
/// # Assumptions
///
/// `M` is the area of the grains that are given. A grain that is not grown is given with an area of 0.
///
/// # Missing and negative values
///
/// `NaN` in any number gives `NaN`, and so does an area of 0 in all.
///
/// # Examples
///
/// ```
/// use ecovalue::service::equivalent_factor::value_by_grain_output;
/// use ecovalue::unit::{AreaM2, CnyPerTonne, TonnesPerHm2};
///
/// // China 1990-2015: 4600.89 kg/hm² at 2.28 CNY/kg; printed 1498.58.
/// let grain = (AreaM2::new(1.0), CnyPerTonne::new(2280.0), TonnesPerHm2::new(4.60089));
/// assert_eq!((value_by_grain_output(&[grain]).get() * 100.0).round(), 149_858.0);
/// ```
///
/// # References
///
/// * One seventh of the market value of grain: Xie G. et al. (2003), as used in the literature; secondary.
#[must_use]
pub fn value_by_grain_output(grains: &[(AreaM2, CnyPerTonne, TonnesPerHm2)]) -> CnyPerEquivalent {
    let (mut brought, mut area) = (0.0, 0.0);
    for (sown, price, harvest) in grains {
        brought += sown.get() * price.get() * harvest.get();
        area += sown.get();
    }
    CnyPerEquivalent::new(brought / area / 7.0)
}

/// Value of one equivalent as the net profit of a hectare of grain.
///
/// # Equation
///
/// ```text
/// D = Σ Sᵢ Fᵢ,   Sᵢ = mᵢ / Σ mᵢ
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `D` | returned | value of one equivalent | CNY equivalent⁻¹ |
/// | `mᵢ` | first of `grains` | sown area of a grain | m² |
/// | `Fᵢ` | second of `grains` | net profit of the grain, national mean | CNY hm⁻² |
///
/// # Assumptions
///
/// Rice, wheat and maize in the source; since 2015 the profit of maize was below 0 in some years, which a statistic of a
/// run cannot state.
///
/// # Missing and negative values
///
/// `NaN` in any number gives `NaN`, and so does an area of 0 in all.
///
/// # Examples
///
/// ```
/// use ecovalue::service::equivalent_factor::value_by_grain_profit;
/// use ecovalue::unit::{AreaM2, CnyPerHm2};
///
/// let grains = [(AreaM2::new(30.0), CnyPerHm2::new(4000.0)), (AreaM2::new(10.0), CnyPerHm2::new(2000.0))];
/// assert_eq!(value_by_grain_profit(&grains).get(), 3500.0);
/// ```
///
/// # References
///
/// * Zhao H. et al. (2018), ChinaXiv-201810.00160, after Xie G. et al. (2015).
#[must_use]
pub fn value_by_grain_profit(grains: &[(AreaM2, CnyPerHm2)]) -> CnyPerEquivalent {
    let (mut brought, mut area) = (0.0, 0.0);
    for (sown, profit) in grains {
        brought += sown.get() * profit.get();
        area += sown.get();
    }
    CnyPerEquivalent::new(brought / area)
}

const RICE: TermOf<AreaM2> = statistic("grain_area_rice");
const WHEAT: TermOf<AreaM2> = statistic("grain_area_wheat");
const MAIZE: TermOf<AreaM2> = statistic("grain_area_maize");

/// The tables of a registry entry: each line with its equivalents and the ratio that adjusts them.
macro_rules! lines {
    ($($line:ident = ($id:literal, $name:literal, $name_zh:literal), $factor:ident, $ratio:ident;)+) => {
        indicator! {
            $(pub $line: Equivalents = ($id, $name, $name_zh);)+
        }
        const INDICATORS: &[&Indicator] = &[$($line.0),+];
        const TABLE: &[Supply] = &[$($line.per_cell("N = A · F · 10⁻⁴", &cell(equivalents, (AREA, $factor)))),+];
        const ADJUSTED: &[Supply] =
            &[$($line.per_cell("N = A · F · R · 10⁻⁴", &cell(adjusted_equivalents, (AREA, $factor, $ratio)))),+];
        const STANDARD: &[Rule] =
            &[$($line.price("V = N · D", &priced(value, as_given(parameter("equivalent_factor_value"))))),+];
        const GRAIN_OUTPUT: &[Rule] = &[$($line.price(
            "V = N · D, D = (1/7) · Σ mᵢ vᵢ yᵢ / M",
            &priced(value, numbers(
                |a1, a2, a3, p1, p2, p3, y1, y2, y3| {
                    value_by_grain_output(&[(a1, p1, y1), (a2, p2, y2), (a3, p3, y3)])
                },
                (
                    RICE,
                    WHEAT,
                    MAIZE,
                    statistic("grain_price_rice"),
                    statistic("grain_price_wheat"),
                    statistic("grain_price_maize"),
                    statistic("grain_yield_rice"),
                    statistic("grain_yield_wheat"),
                    statistic("grain_yield_maize"),
                ),
            )),
        )),+];
        const GRAIN_PROFIT: &[Rule] = &[$($line.price(
            "V = N · D, D = Σ Sᵢ Fᵢ",
            &priced(value, numbers(
                |a1, a2, a3, f1, f2, f3| value_by_grain_profit(&[(a1, f1), (a2, f2), (a3, f3)]),
                (
                    RICE,
                    WHEAT,
                    MAIZE,
                    statistic("grain_profit_rice"),
                    statistic("grain_profit_wheat"),
                    statistic("grain_profit_maize"),
                ),
            )),
        )),+];
    };
}

lines! {
    FOOD_PRODUCTION = ("food_production", "food production", "食物生产"), EQUIVALENT_FACTOR_FOOD_PRODUCTION, NPP_RATIO;
    RAW_MATERIALS = ("raw_materials", "raw materials", "原料生产"), EQUIVALENT_FACTOR_RAW_MATERIALS, NPP_RATIO;
    WATER_SUPPLY = ("water_supply", "water supply", "水资源供给"), EQUIVALENT_FACTOR_WATER_SUPPLY, PRECIPITATION_RATIO;
    GAS_REGULATION = ("gas_regulation", "gas regulation", "气体调节"), EQUIVALENT_FACTOR_GAS_REGULATION, NPP_RATIO;
    CLIMATE_REGULATION = ("climate_regulation", "climate regulation", "气候调节"), EQUIVALENT_FACTOR_CLIMATE_REGULATION, NPP_RATIO;
    ENVIRONMENTAL_PURIFICATION = ("environmental_purification", "environmental purification", "净化环境"), EQUIVALENT_FACTOR_ENVIRONMENTAL_PURIFICATION, NPP_RATIO;
    HYDROLOGICAL_REGULATION = ("hydrological_regulation", "hydrological regulation", "水文调节"), EQUIVALENT_FACTOR_HYDROLOGICAL_REGULATION, PRECIPITATION_RATIO;
    SOIL_CONSERVATION = ("soil_conservation", "soil conservation", "土壤保持"), EQUIVALENT_FACTOR_SOIL_CONSERVATION, SOIL_RETENTION_RATIO;
    NUTRIENT_CYCLING = ("nutrient_cycling", "nutrient cycling", "维持养分循环"), EQUIVALENT_FACTOR_NUTRIENT_CYCLING, NPP_RATIO;
    BIODIVERSITY = ("biodiversity", "biodiversity", "生物多样性"), EQUIVALENT_FACTOR_BIODIVERSITY, NPP_RATIO;
    AESTHETIC_LANDSCAPE = ("aesthetic_landscape", "aesthetic landscape", "美学景观"), EQUIVALENT_FACTOR_AESTHETIC_LANDSCAPE, NPP_RATIO;
}

/// Registry entry.
pub static SERVICE: Service = Service {
    id: "equivalent_factor",
    name: "Equivalent factors (cross-check)",
    name_zh: "生态系统服务价值当量（对照）",
    category: Category::CrossCheck,
    indicators: INDICATORS,
    physical: &[
        Physical {
            id: "table",
            supplies: TABLE,
            source: "Xie et al. 2015, Journal of Natural Resources 30(8):1243, from transcriptions",
        },
        Physical {
            id: "adjusted",
            supplies: ADJUSTED,
            source: "Xie et al. 2015, adjusted by productivity, rain and soil retention; as recalled",
        },
    ],
    values: &[
        Valuation {
            id: "standard_value",
            rules: STANDARD,
            source: "Xie et al. 2015 via Luo and Yan 2018, Acta Ecologica Sinica 38(9):3248",
        },
        Valuation {
            id: "grain_output",
            rules: GRAIN_OUTPUT,
            source: "one seventh of the market value of grain, Xie et al. 2003 as used in the literature; secondary",
        },
        Valuation {
            id: "grain_profit",
            rules: GRAIN_PROFIT,
            source: "net profit of grain after Xie et al. 2015, as printed in ChinaXiv-201810.00160",
        },
    ],
};
