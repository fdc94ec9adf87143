//! Sand fixation (防风固沙): soil that vegetation keeps from the wind, and its value.
//!
//! Standard: HJ 1173-2021, Annex A, Eq. (A.14) to (A.22). The factors of the wind erosion model are drivers.

use super::{Category, Indicator, Physical, Rule, Scope, Service, Supply, Term, Valuation, as_given};
use crate::quantity::{ACTUAL_WIND_EROSION, AREA, POTENTIAL_WIND_EROSION};
use crate::unit::{AreaM2, Cny, CnyPerM2, CnyPerTonne, DensityTPerM3, LengthM, SoilLossKgPerM2, Tonnes};

/// Registry entry.
pub const SERVICE: Service = Service {
    id: "sand_fixation",
    name: "Sand fixation",
    name_zh: "防风固沙",
    category: Category::Regulating,
    indicators: &[Indicator {
        id: "fixed_sand",
        name: "sand fixed",
        name_zh: "防风固沙量",
        unit: Tonnes::SYMBOL,
    }],
    physical: &[
        Physical {
            id: "hj1173_2021",
            supplies: &[Supply {
                indicator: "fixed_sand",
                scope: Scope::Cell {
                    inputs: &[AREA, POTENTIAL_WIND_EROSION, ACTUAL_WIND_EROSION],
                    kernel: |x, out| {
                        x.map3(out, |a, bare, covered| {
                            let loss = |value| SoilLossKgPerM2::new(value);
                            fixed_sand(AreaM2::new(a), loss(bare), loss(covered)).get()
                        });
                    },
                },
                equation: "SR = A · (SL_potential − SL_actual) · 10⁻³",
            }],
            source: "HJ 1173-2021 Annex A, Eq. (A.14)",
        },
        Physical {
            id: "given_quantity",
            supplies: &[Supply {
                indicator: "fixed_sand",
                scope: Scope::Zone {
                    terms: &[Term::Statistic("sand_fixation_quantity")],
                    equation: as_given,
                },
                equation: "SR as given",
            }],
            source: "statistics of the run",
        },
    ],
    values: &[Valuation {
        id: "sand_control_cost",
        rules: &[Rule::Price {
            indicator: "fixed_sand",
            terms: &[
                Term::Parameter("sand_control_cost", CnyPerM2::SYMBOL),
                Term::Parameter("sand_bulk_density", DensityTPerM3::SYMBOL),
                Term::Parameter("sand_cover_depth", LengthM::SYMBOL),
            ],
            unit_price: |terms| match *terms {
                [cost, density, depth] => {
                    price_of_sand(CnyPerM2::new(cost), DensityTPerM3::new(density), LengthM::new(depth)).get()
                }
                _ => f64::NAN,
            },
            unit: CnyPerTonne::SYMBOL,
            value: |quantity, price| sand_control_cost(Tonnes::new(quantity), CnyPerTonne::new(price)).get(),
            equation: "V = SR / (ρ · h) · c, c cost of restoring one m² that sand covers",
        }],
        source: "Pema Dolkar et al. 2017, Acta Ecologica Sinica 37(19):6302, Table 3",
    }],
};

/// Sand that one cell keeps from the wind in one year.
///
/// # Equation
///
/// ```text
/// SR = A · (SL_potential − SL_actual) · 10⁻³                    (A.14)
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `SR` | returned | sand fixed | t a⁻¹ |
/// | `A` | `area` | area of the cell | m² |
/// | `SL_potential` | `potential` | wind erosion of bare ground | kg m⁻² a⁻¹ |
/// | `SL_actual` | `actual` | wind erosion under vegetation | kg m⁻² a⁻¹ |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`. Where the weather factor is very large the model has less erosion without
/// vegetation than with it (see [`rweq`](crate::driver::wind_erosion::rweq)): such a cell is negative, and whether the
/// account keeps it is the profile's policy.
///
/// # Examples
///
/// ```
/// use ecovalue::service::sand_fixation::fixed_sand;
/// use ecovalue::unit::{AreaM2, SoilLossKgPerM2};
///
/// let loss = SoilLossKgPerM2::new;
/// assert_eq!(fixed_sand(AreaM2::new(1e6), loss(4.0), loss(1.5)).get(), 2500.0);
/// ```
///
/// # References
///
/// * HJ 1173-2021, Annex A, Eq. (A.14).
#[inline]
#[must_use]
pub fn fixed_sand(area: AreaM2, potential: SoilLossKgPerM2, actual: SoilLossKgPerM2) -> Tonnes {
    // SR = A (SL_potential − SL_actual) 10⁻³                      [t a⁻¹]
    Tonnes::new(area.get() * (potential.get() - actual.get()) / 1000.0)
}

/// Price of a tonne of sand: the cost of restoring the land that it would cover.
///
/// # Equation
///
/// ```text
/// p = c / (ρ · h)
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `p` | returned | price of a tonne | CNY t⁻¹ |
/// | `c` | `cost` | cost of restoring a square metre | CNY m⁻² |
/// | `ρ` | `density` | bulk density of sand | t m⁻³ |
/// | `h` | `depth` | depth of sand that makes land a desert | m |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`, and so do a density and a depth of 0 or below.
///
/// # Examples
///
/// ```
/// use ecovalue::service::sand_fixation::price_of_sand;
/// use ecovalue::unit::{CnyPerM2, DensityTPerM3, LengthM};
///
/// let price = price_of_sand(CnyPerM2::new(3.75), DensityTPerM3::new(1.28), LengthM::new(0.1));
/// assert!((price.get() - 29.296875).abs() < 1e-12); // 3.75 / 0.128
/// ```
///
/// # References
///
/// * Pema Dolkar et al. (2017), Acta Ecologica Sinica 37(19):6302-6312.
#[must_use]
pub fn price_of_sand(cost: CnyPerM2, density: DensityTPerM3, depth: LengthM) -> CnyPerTonne {
    let (density, depth) = (density.get(), depth.get());

    // p = c / (ρ h)                                               [CNY t⁻¹]
    let price = cost.get() / (density * depth);
    CnyPerTonne::new(if density > 0.0 && depth > 0.0 { price } else { f64::NAN })
}

/// Value of fixed sand by the cost of restoring the land that it would cover (恢复成本法).
///
/// # Equation
///
/// ```text
/// V = SR · p = SR / (ρ · h) · c
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `V` | returned | value | CNY a⁻¹ |
/// | `SR` | `fixed` | sand fixed | t a⁻¹ |
/// | `p` | `price` | price of a tonne, see [`price_of_sand`] | CNY t⁻¹ |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`; a negative quantity has a negative value.
///
/// # Examples
///
/// ```
/// use ecovalue::service::sand_fixation::{price_of_sand, sand_control_cost};
/// use ecovalue::unit::{CnyPerM2, DensityTPerM3, LengthM, Tonnes};
///
/// // Ganzi 2010: 779.42 · 10⁴ t would cover 60.89 km² and are worth 2.2835 · 10⁸ CNY.
/// let price = price_of_sand(CnyPerM2::new(3.75), DensityTPerM3::new(1.28), LengthM::new(0.1));
/// let value = sand_control_cost(Tonnes::new(779.42e4), price);
/// assert!((value.yi() - 2.2835).abs() < 1e-4);
/// ```
///
/// # References
///
/// * Pema Dolkar et al. (2017), Acta Ecologica Sinica 37(19):6302-6312, Table 3.
#[must_use]
pub fn sand_control_cost(fixed: Tonnes, price: CnyPerTonne) -> Cny {
    // V = SR · p                                                  [CNY a⁻¹]
    Cny::new(fixed.get() * price.get())
}
