//! Slope length (坡长) of a cell.
//!
//! The true length runs from where the water begins to flow to where soil settles, and has no bound within a window of
//! neighbours: a layer given by the run is better than the approximation below, and takes precedence.

use super::{Driver, driver};
use crate::equation::cell;
use crate::math::{cos, radians};
use crate::quantity::{CELL_HEIGHT, CELL_WIDTH, SLOPE, SLOPE_LENGTH};
use crate::unit::{AngleDeg, LengthM};

/// Length of the slope within one cell, as an approximation of the slope length.
///
/// # Equation
///
/// ```text
/// λ = √(Δx · Δy) / cos θ
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `λ` | returned | slope length | m |
/// | `Δx` | `width` | width of the cell from west to east | m |
/// | `Δy` | `height` | height of the cell from south to north | m |
/// | `θ` | `slope` | slope | ° |
///
/// # Assumptions
///
/// Every cell is a separate slope: a square with the area of the cell. The length, and with it the
/// retained soil, depends on the grid: HJ 1173-2021 takes lengths of slopes, and on cells of 1 km this is far beyond
/// the slopes its equations were fitted to (some hundred metres).
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`, and so do a negative size, a slope below 0 and a slope of 90° and more.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::slope_length::cell_over_cosine;
/// use ecovalue::unit::{AngleDeg, LengthM};
///
/// // 20 m by 45 m are a square of 30 m; at 60° the slope is twice as long.
/// let length = cell_over_cosine(LengthM::new(20.0), LengthM::new(45.0), AngleDeg::new(60.0));
/// assert!((length.get() - 60.0).abs() < 1e-12);
/// ```
///
/// # References
///
/// * Common practice in applications of the soil loss equation to grids; unverified.
#[inline]
#[must_use]
pub fn cell_over_cosine(width: LengthM, height: LengthM, slope: AngleDeg) -> LengthM {
    let (width, height, slope) = (width.get(), height.get(), slope.get());
    let possible = width >= 0.0 && height >= 0.0 && (0.0..90.0).contains(&slope);
    let length = (width * height).sqrt() / cos(radians(slope));
    LengthM::new(if possible { length } else { f64::NAN })
}

/// Variants of this file.
pub static DRIVERS: &[Driver] = &[driver(
    SLOPE_LENGTH,
    "cell_over_cosine",
    "λ = √(Δx Δy) / cos θ",
    &cell(cell_over_cosine, (CELL_WIDTH, CELL_HEIGHT, SLOPE)),
    "common practice, not of a standard",
)];
