//! Water in the root zone that plants can take (植物可利用水量).

use super::{Driver, driver};
use crate::equation::cell;
use crate::quantity::{
    PLANT_AVAILABLE_WATER_CAPACITY, PLANT_AVAILABLE_WATER_FRACTION, ROOT_DEPTH, ROOT_RESTRICTING_DEPTH,
};
use crate::unit::{DepthMm, Fraction};

/// Water that plants can take from the depth which roots reach, as InVEST has it.
///
/// # Equation
///
/// ```text
/// AWC = min(z_layer, z_root) · PAWC
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `AWC` | returned | water that plants can take | mm |
/// | `z_layer` | `restricting_depth` | depth at which soil stops roots | mm |
/// | `z_root` | `root_depth` | depth of the roots of the type | mm |
/// | `PAWC` | `fraction` | share of the soil that is water plants can take | 1 |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::plant_available_water::root_zone;
/// use ecovalue::unit::{DepthMm, Fraction};
///
/// // Roots of 3.5 m in 800 mm of soil.
/// let water = root_zone(DepthMm::new(800.0), DepthMm::new(3500.0), Fraction::new(0.125));
/// assert_eq!(water.get(), 100.0);
/// ```
///
/// # References
///
/// * InVEST user's guide, annual water yield.
#[inline]
#[must_use]
pub fn root_zone(restricting_depth: DepthMm, root_depth: DepthMm, fraction: Fraction) -> DepthMm {
    let (layer, root) = (restricting_depth.get(), root_depth.get());
    // A comparison with a missing value is false: the second branch keeps a missing root, the first a missing layer.
    let depth = if layer < root || layer.is_nan() { layer } else { root };

    DepthMm::new(depth * fraction.get())
}

/// Variants of this file.
pub static DRIVERS: &[Driver] = &[driver(
    PLANT_AVAILABLE_WATER_CAPACITY,
    "invest",
    "AWC = min(z_layer, z_root) · PAWC",
    &cell(root_zone, (ROOT_RESTRICTING_DEPTH, ROOT_DEPTH, PLANT_AVAILABLE_WATER_FRACTION)),
    "InVEST user's guide, annual water yield",
)];
