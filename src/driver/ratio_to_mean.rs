//! Ratios of a place to the national mean (调节因子), which adjust equivalent factors.
//!
//! No national mean is shipped: a run brings it as a layer or as parameter rows by ecosystem type. The ratio of soil
//! retention is a separate layer.

use super::{Driver, driver};
use crate::equation::cell;
use crate::quantity::{
    MEAN_NET_PRIMARY_PRODUCTIVITY, MEAN_PRECIPITATION, NET_PRIMARY_PRODUCTIVITY, NPP_RATIO, PRECIPITATION,
    PRECIPITATION_RATIO,
};
use crate::unit::{CarbonGPerM2, DepthMm, Fraction};

/// Net primary productivity over its national mean (NPP调节因子).
///
/// # Equation
///
/// ```text
/// P = B / B̄
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `P` | returned | ratio | 1 |
/// | `B` | `local` | net primary productivity of the cell | gC m⁻² a⁻¹ |
/// | `B̄` | `mean` | national mean, of the same ecosystem type | gC m⁻² a⁻¹ |
///
/// # Missing and negative values
///
/// `NaN` in any argument, or a mean of 0 or below, gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::ratio_to_mean::productivity_ratio;
/// use ecovalue::unit::CarbonGPerM2;
///
/// assert_eq!(productivity_ratio(CarbonGPerM2::new(600.0), CarbonGPerM2::new(400.0)).get(), 1.5);
/// ```
///
/// # References
///
/// * Xie G. et al. (2015), Journal of Natural Resources 30(8):1243-1254, as recalled; unverified.
#[inline]
#[must_use]
pub fn productivity_ratio(local: CarbonGPerM2, mean: CarbonGPerM2) -> Fraction {
    ratio(local.get(), mean.get())
}

/// Precipitation over its national mean (降水调节因子).
///
/// # Equation
///
/// ```text
/// R = W / W̄
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `R` | returned | ratio | 1 |
/// | `W` | `local` | annual precipitation of the cell | mm a⁻¹ |
/// | `W̄` | `mean` | national mean | mm a⁻¹ |
///
/// # Missing and negative values
///
/// `NaN` in any argument, or a mean of 0 or below, gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::ratio_to_mean::precipitation_ratio;
/// use ecovalue::unit::DepthMm;
///
/// assert_eq!(precipitation_ratio(DepthMm::new(1280.0), DepthMm::new(640.0)).get(), 2.0);
/// ```
///
/// # References
///
/// * Xie G. et al. (2015), Journal of Natural Resources 30(8):1243-1254, as recalled; unverified.
#[inline]
#[must_use]
pub fn precipitation_ratio(local: DepthMm, mean: DepthMm) -> Fraction {
    ratio(local.get(), mean.get())
}

fn ratio(local: f64, mean: f64) -> Fraction {
    Fraction::new(if mean <= 0.0 { f64::NAN } else { local / mean })
}

/// Variants of this file.
pub static DRIVERS: &[Driver] = &[
    driver(
        NPP_RATIO,
        "local_to_mean",
        "P = B / B̄",
        &cell(productivity_ratio, (NET_PRIMARY_PRODUCTIVITY, MEAN_NET_PRIMARY_PRODUCTIVITY)),
        "Xie et al. 2015, Journal of Natural Resources 30(8):1243, as recalled",
    ),
    driver(
        PRECIPITATION_RATIO,
        "local_to_mean",
        "R = W / W̄",
        &cell(precipitation_ratio, (PRECIPITATION, MEAN_PRECIPITATION)),
        "Xie et al. 2015, Journal of Natural Resources 30(8):1243, as recalled",
    ),
];
