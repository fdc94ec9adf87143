//! Land whose cover is missing.

use super::{RunObservations, implausible, short};
use crate::error::{Error, Place};
use crate::input::legend::Land;
use crate::text;

/// The share from which on land without a cover is told where it is only at the edge of zones, whose cells need not meet
/// those of the land cover.
const EDGE: f64 = 0.01;

/// Cells inside of zones that have no land cover: they count as land, and nothing of theirs is valued.
pub(super) fn warning(observed: &RunObservations<'_>) -> Option<Error> {
    let share = observed.uncovered / observed.area;
    let told = observed.uncovered > 0.0 && (observed.legend.has_holes || share > EDGE);
    if observed.legend.land == Land::Covered || !told {
        return None;
    }
    let (hectares, percent) = (short(observed.uncovered / 1e4), short(100.0 * share));
    let message = text!(
        "the land cover is missing on {0} hm2 inside of zones, {1} % of their land: they count as land and are not valued",
        "分区内有 {0} hm2 无土地覆盖，占其面积的 {1} %：已计入国土面积而未核算",
        hectares,
        percent
    );
    let hint =
        text!("fill them in the land cover, or cut the zones to it", "请补全土地覆盖，或将分区裁剪至其范围");
    Some(implausible(Place::default(), message, hint))
}
