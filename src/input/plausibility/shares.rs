//! Numbers in percent that were meant as fractions of 1.

use crate::text;
use crate::wording::Message;

/// Shares of a whole, with the least percent that is likely of each. Contents of soils and plants, runoff coefficients and
/// rates of pests are below 1 % in many places and are not among them.
const SHARES: &[(&str, f64)] = &[
    ("fractional_cover", 1.0),
    ("runoff_producing_rain_share", 1.0),
    ("sediment_deposition_ratio", 1.0),
    ("nep_npp_ratio", 1.0),
    ("reservoir_flood_share", 1.0),
    ("travel_time_wage_share", 1.0),
    ("diammonium_phosphate_nitrogen_share", 1.0),
    ("diammonium_phosphate_phosphorus_share", 1.0),
    ("potassium_chloride_potassium_share", 1.0),
    ("discount_rate", 0.1),
    ("tourism_ecosystem_share", 1.0),
    ("leisure_time_wage_share", 1.0),
    ("hotel_occupancy", 1.0),
    ("house_premium_rate", 0.2),
    ("hotel_premium_rate", 0.2),
    ("water_quality_class_three_share", 1.0),
    ("ecosystem_contribution_share_agriculture", 1.0),
    ("ecosystem_contribution_share_forestry", 1.0),
    ("ecosystem_contribution_share_husbandry", 1.0),
    ("ecosystem_contribution_share_fishery", 1.0),
];

/// The hint for a share whose number is called percent and seems to be a fraction of 1. It says what number the unit 1 would
/// make of it, so that a share that is right is left alone.
///
/// # Examples
///
/// ```
/// use ecovalue::input::plausibility::fraction_in_percent;
///
/// assert!(fraction_in_percent("tourism_ecosystem_share", 0.35).is_some());
/// assert!(fraction_in_percent("tourism_ecosystem_share", 1.0).is_some());
/// assert!(fraction_in_percent("tourism_ecosystem_share", 35.0).is_none());
/// assert!(fraction_in_percent("soil_nitrogen_content", 0.09).is_none());
/// ```
#[must_use]
pub fn fraction_in_percent(key: &str, percent: f64) -> Option<Message> {
    let (_, least) = SHARES.iter().find(|(known, _)| *known == key)?;
    (percent > 0.0 && percent <= *least).then(|| {
        text!(
            "if it is a fraction of 1, write the unit 1: is {0} % meant, or {1} %?",
            "若为小数，单位请写 1：应为 {0} % 还是 {1} %？",
            percent,
            super::short(percent * 100.0)
        )
    })
}
