//! Evaporation of the days on which air is conditioned (空调开放期水面蒸发量).

use super::{Driver, driver};
use crate::equation::cell;
use crate::quantity::{AIR_CONDITIONING_DAYS, DAILY_EVAPORATION_OF_HOT_DAYS, EVAPORATION_OF_HOT_DAYS};
use crate::unit::{Days, DepthMm, DepthMmPerDay};

/// Evaporation of the days on which air is conditioned, from their mean.
///
/// # Equation
///
/// ```text
/// E = e · D
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `E` | returned | evaporation of those days | mm a⁻¹ |
/// | `e` | `daily` | mean evaporation of one of them | mm d⁻¹ |
/// | `D` | `days` | number of days on which air is conditioned | d a⁻¹ |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::evaporation_of_hot_days::mean_daily_evaporation;
/// use ecovalue::unit::{Days, DepthMmPerDay};
///
/// assert_eq!(mean_daily_evaporation(DepthMmPerDay::new(3.7), Days::new(15.0)).get(), 55.5);
/// ```
///
/// # References
///
/// * Pema Dolkar et al. (2017), Acta Ecologica Sinica 37(19):6302; the depth follows from its printed energy.
#[inline]
#[must_use]
pub fn mean_daily_evaporation(daily: DepthMmPerDay, days: Days) -> DepthMm {
    daily * days
}

/// Variants of this file.
pub static DRIVERS: &[Driver] = &[driver(
    EVAPORATION_OF_HOT_DAYS,
    "mean_daily_evaporation",
    "E = e · D",
    &cell(mean_daily_evaporation, (DAILY_EVAPORATION_OF_HOT_DAYS, AIR_CONDITIONING_DAYS)),
    "derived from Pema Dolkar et al. 2017, whose energy is that of 15 days of 3.70 mm",
)];
