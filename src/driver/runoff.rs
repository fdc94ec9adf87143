//! Surface runoff (地表径流量) and the water that a cell yields (产水量).

use super::Driver;
use crate::quantity::{
    ACTUAL_EVAPOTRANSPIRATION, PRECIPITATION, RUNOFF_COEFFICIENT, RUNOFF_PRODUCING_PRECIPITATION,
    RUNOFF_PRODUCING_RAIN_SHARE, SURFACE_RUNOFF, WATER_YIELD,
};
use crate::unit::{DepthMm, Fraction};

/// Variants of this file.
pub const DRIVERS: &[Driver] = &[
    Driver {
        id: "runoff_coefficient",
        output: SURFACE_RUNOFF,
        inputs: &[PRECIPITATION, RUNOFF_COEFFICIENT],
        kernel: |x, out| {
            x.map2(out, |p, alpha| runoff_by_coefficient(DepthMm::new(p), Fraction::new(alpha)).get());
        },
        equation: "R = P · α",
        source: "Gong et al. 2017, Acta Ecologica Sinica 37(7), Table 2",
    },
    Driver {
        id: "precipitation_less_evapotranspiration",
        output: WATER_YIELD,
        inputs: &[PRECIPITATION, ACTUAL_EVAPOTRANSPIRATION],
        kernel: |x, out| x.map2(out, |p, et| water_yield(DepthMm::new(p), DepthMm::new(et)).get()),
        equation: "Y = P − ET",
        source: "InVEST user's guide, annual water yield",
    },
    Driver {
        id: "rain_share",
        output: RUNOFF_PRODUCING_PRECIPITATION,
        inputs: &[PRECIPITATION, RUNOFF_PRODUCING_RAIN_SHARE],
        kernel: |x, out| {
            x.map2(out, |p, k| runoff_producing_rain(DepthMm::new(p), Fraction::new(k)).get());
        },
        equation: "J = J₀ · K",
        source: "Miao et al. 2017, Acta Ecologica Sinica 37(19):6422",
    },
];

/// Surface runoff by a runoff coefficient (地表径流系数).
///
/// # Equation
///
/// ```text
/// R = P · α
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `R` | returned | surface runoff | mm a⁻¹ |
/// | `P` | `precipitation` | annual precipitation | mm a⁻¹ |
/// | `α` | `coefficient` | share of the rain that runs off, by ecosystem type | 1 |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::runoff::runoff_by_coefficient;
/// use ecovalue::unit::{DepthMm, Fraction};
///
/// // Sparse woodland, α = 0.192, under 1000 mm of rain.
/// assert_eq!(runoff_by_coefficient(DepthMm::new(1000.0), Fraction::new(0.192)).get(), 192.0);
/// ```
///
/// # References
///
/// * Gong S. et al. (2017): Water retention of China's ecosystems, Acta Ecologica Sinica 37(7), Table 2.
#[inline]
#[must_use]
pub fn runoff_by_coefficient(precipitation: DepthMm, coefficient: Fraction) -> DepthMm {
    // R = P · α                                                   [mm a⁻¹]
    DepthMm::new(precipitation.get() * coefficient.get())
}

/// Water that leaves a cell as runoff or recharge (产水量): what rain leaves after evapotranspiration.
///
/// It holds quick runoff, so it is what a water bulletin calls own resources, and is more than what is retained.
///
/// # Equation
///
/// ```text
/// Y = P − ET
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `Y` | returned | water yield | mm a⁻¹ |
/// | `P` | `precipitation` | annual precipitation | mm a⁻¹ |
/// | `ET` | `evapotranspiration` | actual evapotranspiration | mm a⁻¹ |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`. It is negative where a measured ET is larger than the rain.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::runoff::water_yield;
/// use ecovalue::unit::DepthMm;
///
/// assert_eq!(water_yield(DepthMm::new(1100.0), DepthMm::new(775.0)).get(), 325.0);
/// ```
///
/// # References
///
/// * InVEST user's guide, annual water yield model.
#[inline]
#[must_use]
pub fn water_yield(precipitation: DepthMm, evapotranspiration: DepthMm) -> DepthMm {
    // Y = P − ET                                                  [mm a⁻¹]
    DepthMm::new(precipitation.get() - evapotranspiration.get())
}

/// Runoff-producing rain (产流降雨量) as a share of the annual rain.
///
/// # Equation
///
/// ```text
/// J = J₀ · K
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `J` | returned | runoff-producing rain | mm a⁻¹ |
/// | `J₀` | `precipitation` | annual precipitation | mm a⁻¹ |
/// | `K` | `share` | share of the rain that produces runoff: about 0.6 in South China | 1 |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::runoff::runoff_producing_rain;
/// use ecovalue::unit::{DepthMm, Fraction};
///
/// assert_eq!(runoff_producing_rain(DepthMm::new(1000.0), Fraction::new(0.6)).get(), 600.0);
/// ```
///
/// # References
///
/// * Miao J. et al. (2017), Acta Ecologica Sinica 37(19):6422.
#[inline]
#[must_use]
pub fn runoff_producing_rain(precipitation: DepthMm, share: Fraction) -> DepthMm {
    // J = J₀ · K                                                  [mm a⁻¹]
    DepthMm::new(precipitation.get() * share.get())
}
