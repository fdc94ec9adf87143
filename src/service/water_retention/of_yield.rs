//! Water that is retained, from what the land yields or from what a zone uses and lets go.

use crate::unit::{AreaM2, ConductivityCmPerDay, DepthMm, Fraction, VolumeM3};

/// Water one cell retains of what it yields, by the speed of flow, the terrain and the soil (产水量修正法).
///
/// # Equation
///
/// ```text
/// Q = A · min(1, 249/V) · min(1, 0.9 D/3) · min(1, K/300) · Y · 10⁻³
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `Q` | returned | water retained | m³ a⁻¹ |
/// | `A` | `area` | area of the cell | m² |
/// | `Y` | `water_yield` | water yield, rain less evapotranspiration | mm a⁻¹ |
/// | `V` | `velocity` | velocity coefficient of overland flow | 1 |
/// | `D` | `index` | topographic index | 1 |
/// | `K` | `conductivity` | saturated hydraulic conductivity of the soil | cm d⁻¹ |
///
/// # Assumptions
///
/// `D` is negative for a single cell of deep soil on a slope; its factor stays within 0..1 (ours, the source prints the
/// upper limit only). `D` depends on the size of the cells.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`. A negative yield is kept.
///
/// # Examples
///
/// ```
/// use ecovalue::service::water_retention::yield_retention;
/// use ecovalue::unit::{AreaM2, ConductivityCmPerDay, DepthMm, Fraction};
///
/// // Factors 1/2, 3/5 and 1/3 of 400 mm on one hectare.
/// let (area, depth) = (AreaM2::from_hectares(1.0), DepthMm::new(400.0));
/// let conductivity = ConductivityCmPerDay::new(100.0);
/// let q = yield_retention(area, depth, Fraction::new(498.0), Fraction::new(2.0), conductivity);
/// assert!((q.get() - 400.0).abs() < 1e-9);
/// ```
///
/// # References
///
/// * Ding C. et al. (2017), ChinaXiv-201706.00455.
#[inline]
#[must_use]
pub fn yield_retention(
    area: AreaM2,
    water_yield: DepthMm,
    velocity: Fraction,
    index: Fraction,
    conductivity: ConductivityCmPerDay,
) -> VolumeM3 {
    // min(1, 249/V) · min(1, 0.9 D/3) · min(1, K/300)              [1]
    let of_flow = within_one(249.0 / velocity.get());
    let of_terrain = within_one(0.9 * index.get() / 3.0);
    let of_soil = within_one(conductivity.get() / 300.0);

    // Q = A · … · Y · 10⁻³                                         [m³ a⁻¹]
    VolumeM3::from_depth(area, DepthMm::new(of_flow * of_terrain * of_soil * water_yield.get()))
}

/// Water a zone retains, from what is used there and what leaves it (供给侧).
///
/// # Equation
///
/// ```text
/// Q = (U − T) + (O − I)
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `Q` | returned | water retained | m³ a⁻¹ |
/// | `U` | `used` | water use of all sectors | m³ a⁻¹ |
/// | `T` | `brought` | water brought in from other basins | m³ a⁻¹ |
/// | `O`, `I` | `outflow`, `inflow` | water that flows out and in | m³ a⁻¹ |
///
/// # Assumptions
///
/// Water that is used and returned to the river is in `U` and in `O`.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`. More inflow than outflow and use gives a negative quantity.
///
/// # Examples
///
/// ```
/// use ecovalue::service::water_retention::supply_side;
/// use ecovalue::unit::VolumeM3;
///
/// let volume = VolumeM3::new;
/// assert_eq!(supply_side(volume(5e8), volume(1e8), volume(90e8), volume(80e8)).get(), 14e8);
/// ```
///
/// # References
///
/// * Unverified: from general knowledge.
#[must_use]
pub fn supply_side(used: VolumeM3, brought: VolumeM3, outflow: VolumeM3, inflow: VolumeM3) -> VolumeM3 {
    // Q = (U − T) + (O − I)                                        [m³ a⁻¹]
    VolumeM3::new((used.get() - brought.get()) + (outflow.get() - inflow.get()))
}

/// A factor kept within 0..1; `NaN` stays.
fn within_one(factor: f64) -> f64 {
    let factor = if factor > 1.0 { 1.0 } else { factor };
    if factor < 0.0 { 0.0 } else { factor }
}
