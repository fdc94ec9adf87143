//! What is said of areas that are those of a plane.

use crate::error::{Code, Error, Place};
use crate::input::grid::Grid;
use crate::text;
use crate::wording::Message;

/// Excess of areas above which a reader should know: that of a zone of 3 degrees stays far below, that of a zone of 6
/// degrees below at 30 °N.
const TOLD: f64 = 0.0025;

/// The excess of a map, for the log of a run.
pub(super) fn note(grid: &Grid, name: &str) -> Option<Message> {
    let excess = grid.areal_excess()?;
    Some(text!(
        "areas of {0} are those of the plane of {1}: at the corner farthest from the meridian {2} % of the area on the ellipsoid",
        "{0} 的面积为 {1} 平面上的面积：离中央经线最远的角点处与椭球面积相差 {2} %",
        name,
        grid.crs.name(),
        format!("{:+.3}", 100.0 * excess)
    ))
}

/// The excess of a map, where it is worth a warning.
pub(super) fn warning(grid: &Grid, name: &str) -> Option<Error> {
    let excess = grid.areal_excess().filter(|excess| *excess > TOLD)?;
    let message = text!(
        "cells at the border of the map are up to {0} % too large on the plane of {1}",
        "地图边缘像元在 {1} 平面上的面积偏大，最多 {0}%",
        format!("{:.2}", 100.0 * excess),
        grid.crs.name()
    );
    let hint = text!(
        "use the zone whose meridian runs through the district, or an equal-area projection",
        "请改用中央经线穿过本区的投影带，或等面积投影"
    );
    Some(Error::new(Code::Implausible, message, hint).at(Place::file(name)))
}
