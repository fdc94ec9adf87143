//! Slope (坡度) of the ground from the elevations of a cell and its neighbours.

use super::{Driver, driver, horn_gradient};
use crate::equation::cell;
use crate::math::{atan, degrees};
use crate::quantity::{CELL_HEIGHT, CELL_WIDTH, ELEVATION_WINDOW, SLOPE};
use crate::unit::{AngleDeg, LengthM};

/// Slope of the ground at a cell, by Horn.
///
/// # Equation
///
/// ```text
/// θ = arctan √((∂z/∂x)² + (∂z/∂y)²)
/// ```
///
/// with the gradient of [`horn_gradient`].
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `θ` | returned | slope | ° |
/// | `z` | `elevations` | nine elevations, row by row from the north-west | m |
/// | `Δx` | `width` | width of the cell from west to east | m |
/// | `Δy` | `height` | height of the cell from south to north | m |
///
/// # Assumptions
///
/// The slope is that of the grid: the coarser the cells, the gentler the mountains. A model of 1 km says little about
/// the slopes on which soil erodes.
///
/// # Missing and negative values
///
/// A missing centre, width or height gives `NaN`. Missing neighbours do not, see [`horn_gradient`]; where no difference
/// is left in a direction the slope is `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::slope::horn;
/// use ecovalue::unit::LengthM;
///
/// // The ground rises by one cell from cell to cell: 45°.
/// let metre = LengthM::new;
/// let plane = [10.0, 20.0, 30.0, 10.0, 20.0, 30.0, 10.0, 20.0, 30.0].map(metre);
/// assert_eq!(horn(plane, metre(10.0), metre(10.0)).get(), 45.0);
/// ```
///
/// # References
///
/// * Horn B. K. P. (1981): Hill shading and the reflectance map. Proceedings of the IEEE 69(1), 14-47.
#[must_use]
pub fn horn(elevations: [LengthM; 9], width: LengthM, height: LengthM) -> AngleDeg {
    let gradient = horn_gradient(&elevations, width, height);
    let rise = (gradient.east * gradient.east + gradient.north * gradient.north).sqrt();
    AngleDeg::new(degrees(atan(rise)))
}

/// Variants of this file.
pub static DRIVERS: &[Driver] = &[driver(
    SLOPE,
    "horn",
    "θ = arctan √((∂z/∂x)² + (∂z/∂y)²), weights 1-2-1",
    &cell(horn, (ELEVATION_WINDOW, CELL_WIDTH, CELL_HEIGHT)),
    "Horn 1981, Proceedings of the IEEE 69(1):14",
)];
