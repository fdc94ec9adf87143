//! Land whose cover is missing.

use super::{Observed, Warning, short};
use crate::error::Place;
use crate::input::legend::Land;

/// The share from which on land without a cover is told where it is only at the edge of zones, whose cells need not meet
/// those of the land cover.
const EDGE: f64 = 0.01;

/// Cells inside of zones that have no land cover: they count as land, and nothing of theirs is valued.
pub(super) fn warning(observed: &Observed<'_>) -> Option<Warning> {
    let share = observed.uncovered / observed.area;
    let told = observed.uncovered > 0.0 && (observed.legend.has_holes || share > EDGE);
    if observed.legend.land == Land::Covered || !told {
        return None;
    }
    let (hectares, percent) = (short(observed.uncovered / 1e4), short(100.0 * share));
    let message = [
        format!(
            "the land cover is missing on {hectares} hm2 inside of zones, {percent} % of their land: \
             they count as land and are not valued"
        ),
        format!("分区内有 {hectares} hm2 无土地覆盖，占其面积的 {percent} %：已计入国土面积而未核算"),
    ];
    let hint = [
        "fill them in the land cover, or cut the zones to it".to_owned(),
        "请补全土地覆盖，或将分区裁剪至其范围".to_owned(),
    ];
    Some(Warning::implausible(Place::default(), message, hint))
}
