//! Aspect (坡向) of the ground from the elevations of a cell and its neighbours.

use super::{Driver, driver, horn_gradient};
use crate::equation::cell;
use crate::math::{atan2, degrees};
use crate::quantity::{ASPECT, CELL_HEIGHT, CELL_WIDTH, ELEVATION_WINDOW};
use crate::unit::{AngleDeg, LengthM};

/// Direction in which the ground falls at a cell, clockwise from north: 90° falls to the east.
///
/// # Equation
///
/// ```text
/// α = arctan2(−∂z/∂x, −∂z/∂y)
/// ```
///
/// with the gradient of [`horn_gradient`].
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `α` | returned | aspect, 0 to 360 | ° |
/// | `z` | `elevations` | nine elevations, row by row from the north-west | m |
/// | `Δx` | `width` | width of the cell from west to east | m |
/// | `Δy` | `height` | height of the cell from south to north | m |
///
/// # Assumptions
///
/// On level ground the aspect is undefined and set to 0. The equations of the crate that read the aspect give the same
/// on level ground for any aspect.
///
/// # Missing and negative values
///
/// As those of the slope: a missing centre, width or height gives `NaN`, a missing neighbour does not.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::aspect::horn;
/// use ecovalue::unit::LengthM;
///
/// // The ground rises to the east, so it falls to the west.
/// let metre = LengthM::new;
/// let plane = [10.0, 20.0, 30.0, 10.0, 20.0, 30.0, 10.0, 20.0, 30.0].map(metre);
/// assert_eq!(horn(plane, metre(10.0), metre(10.0)).get(), 270.0);
/// ```
///
/// # References
///
/// * Horn B. K. P. (1981): Hill shading and the reflectance map. Proceedings of the IEEE 69(1), 14-47.
#[must_use]
pub fn horn(elevations: [LengthM; 9], width: LengthM, height: LengthM) -> AngleDeg {
    let gradient = horn_gradient(&elevations, width, height);
    // 0 − 0 is 0 where −0 would be −0: level ground looks north.
    let (east, north) = (0.0 - gradient.east, 0.0 - gradient.north);
    let angle = degrees(atan2(east, north));
    AngleDeg::new(if angle < 0.0 { angle + 360.0 } else { angle })
}

/// Variants of this file.
pub static DRIVERS: &[Driver] = &[driver(
    ASPECT,
    "horn",
    "α = arctan2(−∂z/∂x, −∂z/∂y), weights 1-2-1",
    &cell(horn, (ELEVATION_WINDOW, CELL_WIDTH, CELL_HEIGHT)),
    "Horn 1981, Proceedings of the IEEE 69(1):14",
)];
