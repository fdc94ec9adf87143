//! Aspect (坡向) of the ground from the elevations of a cell and its neighbours.

use super::{Driver, unbound, horn_gradient};
use crate::math::{atan2, degrees};
use crate::quantity::{ASPECT, CELL_HEIGHT, CELL_WIDTH, ELEVATION_WINDOW};
use crate::unit::{AngleDeg, LengthM};

/// Variants of this file.
pub const DRIVERS: &[Driver] = &[Driver {
 id: "horn", output: ASPECT.0, equation: &unbound(&[ELEVATION_WINDOW.0, CELL_WIDTH.0, CELL_HEIGHT.0], |x, out| {
        let windows = x.bands::<9>(0, out.len());
        x.map_cells(out, |cell| {
            let elevations = windows.cell(cell).map(LengthM::new);
            horn(&elevations, LengthM::new(x.value(1, cell)), LengthM::new(x.value(2, cell))).get()
        });
    }), formula: "α = arctan2(−∂z/∂x, −∂z/∂y), weights 1-2-1", source: "Horn 1981, Proceedings of the IEEE 69(1):14" }];

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
/// Level ground has no aspect: 0 stands there. The equations of the crate that read the aspect give the same on level
/// ground for any aspect.
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
/// assert_eq!(horn(&plane, metre(10.0), metre(10.0)).get(), 270.0);
/// ```
///
/// # References
///
/// * Horn B. K. P. (1981): Hill shading and the reflectance map. Proceedings of the IEEE 69(1), 14-47.
#[must_use]
pub fn horn(elevations: &[LengthM; 9], width: LengthM, height: LengthM) -> AngleDeg {
    let gradient = horn_gradient(elevations, width, height);
    // 0 − 0 is 0 where −0 would be −0: level ground looks north.
    let (east, north) = (0.0 - gradient.east, 0.0 - gradient.north);
    // α = arctan2(−∂z/∂x, −∂z/∂y)                                  [°]
    let angle = degrees(atan2(east, north));
    AngleDeg::new(if angle < 0.0 { angle + 360.0 } else { angle })
}
