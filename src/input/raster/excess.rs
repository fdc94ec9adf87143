//! What is said of areas that are those of a plane.

use crate::error::{Code, Error, Place, Warning};
use crate::input::grid::Grid;

/// Excess of areas above which a reader should know: that of a zone of 3 degrees stays far below, that of a zone of 6
/// degrees below at 30 °N.
const TOLD: f64 = 0.0025;

/// The excess of a map, for the log of a run.
pub(super) fn note(grid: &Grid, name: &str) -> Option<String> {
    let excess = grid.areal_excess()?;
    Some(format!(
        "areas of {name} are those of the plane of {}: at the corner farthest from the meridian {:+.3} % of the area on the ellipsoid",
        grid.crs.name(),
        100.0 * excess
    ))
}

/// The excess of a map, where it is worth a warning.
pub(super) fn warning(grid: &Grid, name: &str) -> Option<Warning> {
    let excess = grid.areal_excess().filter(|excess| *excess > TOLD)?;
    let (percent, system) = (100.0 * excess, grid.crs.name());
    let message =
        format!("cells at the border of the map are up to {percent:.2} % too large on the plane of {system}");
    let hint = "use the zone whose meridian runs through the district, or an equal-area projection";
    let chinese = format!(
        "地图边缘像元在 {system} 平面上的面积偏大，最多 {percent:.2}%；提示：请改用中央经线穿过本区的投影带，或等面积投影"
    );
    Some(Warning::new(Error::new(Code::Implausible, message, hint).at(Place::file(name)), chinese))
}
