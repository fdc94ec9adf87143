//! Sand fixation (防风固沙): soil that vegetation keeps from the wind, and its value.
//!
//! Standard: HJ 1173-2021, Annex A, Eq. (A.14) to (A.22). The factors of the wind erosion model are drivers.

use super::{Category, Physical, Service, Valuation};
use crate::equation::{as_given, cell, numbers, parameter, priced, statistic};
use crate::quantity::{ACTUAL_WIND_EROSION, AREA, POTENTIAL_WIND_EROSION};
use crate::unit::{AreaM2, Cny, CnyPerM2, CnyPerTonne, LengthM, SoilLossKgPerM2, Tonnes, TonnesPerM3};

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
    // 1 kg is 10⁻³ t
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
/// use ecovalue::unit::{CnyPerM2, TonnesPerM3, LengthM};
///
/// let price = price_of_sand(CnyPerM2::new(3.75), TonnesPerM3::new(1.28), LengthM::new(0.1));
/// assert!((price.get() - 29.296875).abs() < 1e-12); // 3.75 / 0.128
/// ```
///
/// # References
///
/// * Pema Dolkar et al. (2017), Acta Ecologica Sinica 37(19):6302-6312.
#[must_use]
pub fn price_of_sand(cost: CnyPerM2, density: TonnesPerM3, depth: LengthM) -> CnyPerTonne {
    let (density, depth) = (density.get(), depth.get());
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
/// use ecovalue::unit::{CnyPerM2, TonnesPerM3, LengthM, Tonnes};
///
/// // Ganzi 2010: 779.42 · 10⁴ t would cover 60.89 km² and are worth 2.2835 · 10⁸ CNY.
/// let price = price_of_sand(CnyPerM2::new(3.75), TonnesPerM3::new(1.28), LengthM::new(0.1));
/// let value = sand_control_cost(Tonnes::new(779.42e4), price);
/// assert!((value.yi() - 2.2835).abs() < 1e-4);
/// ```
///
/// # References
///
/// * Pema Dolkar et al. (2017), Acta Ecologica Sinica 37(19):6302-6312, Table 3.
#[must_use]
pub fn sand_control_cost(fixed: Tonnes, price: CnyPerTonne) -> Cny {
    fixed * price
}

indicator! {
    pub FIXED_SAND: Tonnes = ("fixed_sand", "sand fixed", "防风固沙量");
}

/// Registry entry.
pub static SERVICE: Service = Service {
    id: "sand_fixation",
    name: "Sand fixation",
    name_zh: "防风固沙",
    category: Category::Regulating,
    indicators: &[FIXED_SAND.0],
    physical: &[
        Physical {
            id: "hj1173_2021",
            supplies: &[FIXED_SAND.per_cell(
                "SR = A · (SL_potential − SL_actual) · 10⁻³",
                &cell(fixed_sand, (AREA, POTENTIAL_WIND_EROSION, ACTUAL_WIND_EROSION)),
            )],
            source: "HJ 1173-2021 Annex A, Eq. (A.14)",
        },
        Physical {
            id: "given_quantity",
            supplies: &[FIXED_SAND.per_zone("SR as given", &as_given(statistic("sand_fixation_quantity")))],
            source: "statistics of the run",
        },
    ],
    values: &[Valuation {
        id: "sand_control_cost",
        rules: &[FIXED_SAND.price(
            "V = SR / (ρ · h) · c, c cost of restoring one m² that sand covers",
            &priced(
                sand_control_cost,
                numbers(
                    price_of_sand,
                    (
                        parameter("sand_control_cost"),
                        parameter("sand_bulk_density"),
                        parameter("sand_cover_depth"),
                    ),
                ),
            ),
        )],
        source: "Pema Dolkar et al. 2017, Acta Ecologica Sinica 37(19):6302, Table 3",
    }],
};
