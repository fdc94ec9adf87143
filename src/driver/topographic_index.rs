//! Topographic index (地形指数): how much water gathers in a cell against how fast it can leave.

use super::{Driver, driver};
use crate::equation::cell;
use crate::math::{log10, radians, tan};
use crate::quantity::{DRAINAGE_PIXELS, SLOPE, SOIL_DEPTH, TOPOGRAPHIC_INDEX};
use crate::unit::{AngleDeg, DepthMm, Fraction};

/// Largest index: its factor in the retention is 1 from 10/3 on.
const LARGEST: f64 = 20.0;

/// Topographic index from the drainage area, the depth of the soil and the slope.
///
/// # Equation
///
/// ```text
/// D = lg(N / (z · s))
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `D` | returned | topographic index | 1 |
/// | `N` | `pixels` | number of pixels that drain through the cell, itself included | 1 |
/// | `z` | `soil_depth` | depth of the soil | mm |
/// | `s` | `slope` | slope, 100 tan θ percent in the equation | ° |
///
/// # Assumptions
///
/// The source prints "log"; base 10 is usual. The number of pixels makes the index depend on the size of the cells. It
/// is negative for a single cell of deep soil on a slope. On flat land or bare rock the printed form is infinite: the
/// index is then 20.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`, and so do fewer pixels than one, negative depth, and a slope outside 0..90.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::topographic_index::drainage_pixels;
/// use ecovalue::unit::{DepthMm, Fraction, AngleDeg};
///
/// // A slope of 100 % under 1000 mm of soil, 10⁶ pixels: log₁₀(10⁶ / 10⁵) = 1.
/// let index = drainage_pixels(Fraction::new(1e6), DepthMm::new(1000.0), AngleDeg::new(45.0));
/// assert!((index.get() - 1.0).abs() < 1e-12);
/// ```
///
/// # References
///
/// * Ding C. et al. (2017), ChinaXiv-201706.00455, after the water retention of older InVEST.
#[inline]
#[must_use]
pub fn drainage_pixels(pixels: Fraction, soil_depth: DepthMm, slope: AngleDeg) -> Fraction {
    let (pixels, depth, slope) = (pixels.get(), soil_depth.get(), slope.get());
    // s in percent.
    let percent = 100.0 * tan(radians(slope));
    let index = log10(pixels / (depth * percent));
    let index = if index > LARGEST { LARGEST } else { index };
    let possible = pixels >= 1.0 && depth >= 0.0 && (0.0..=90.0).contains(&slope);
    Fraction::new(if possible { index } else { f64::NAN })
}

/// Variants of this file.
pub static DRIVERS: &[Driver] = &[driver(
    TOPOGRAPHIC_INDEX,
    "drainage_pixels",
    "D = lg(N / (z · s)), N draining pixels, z soil depth in mm, s slope in percent",
    &cell(drainage_pixels, (DRAINAGE_PIXELS, SOIL_DEPTH, SLOPE)),
    "Ding et al. 2017, ChinaXiv-201706.00455",
)];
