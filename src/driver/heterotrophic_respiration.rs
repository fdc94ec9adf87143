//! Carbon that soil organisms breathe out (土壤异养呼吸) in a year.

use super::{Driver, driver};
use crate::equation::cell;
use crate::math::{exp, ln_1p};
use crate::quantity::{HETEROTROPHIC_RESPIRATION, PRECIPITATION_MONTHLY, TEMPERATURE_MONTHLY};
use crate::unit::{CarbonGPerM2, DepthMm, TemperatureC};

/// Carbon that soil organisms breathe out in a year, from the warmth and rain of its months.
///
/// # Equation
///
/// ```text
/// R_h = Σ 0.22 · (e^(0.0912 T_m) + ln(0.3145 P_m + 1)) · 30 · 0.465
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `R_h` | returned | carbon breathed out by soil organisms | gC m⁻² a⁻¹ |
/// | `T_m` | `temperature` | mean temperature of the months, January first | °C |
/// | `P_m` | `precipitation` | precipitation of the months | mm |
///
/// # Assumptions
///
/// Calibrated for the arid north-west of China, where it applies to all soils. Elsewhere, above all in warm and wet
/// climates, it is an extrapolation. Every month has 30 days; other texts print 0.0913.
///
/// # Missing and negative values
///
/// `NaN` in any month gives `NaN`, and so does negative rain.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::heterotrophic_respiration::pei_zhiyong;
/// use ecovalue::unit::{DepthMm, TemperatureC};
///
/// // 0 °C and no rain all year: twelve times 0.22 · 1 · 30 · 0.465.
/// let respired = pei_zhiyong([TemperatureC::new(0.0); 12], [DepthMm::new(0.0); 12]);
/// assert!((respired.get() - 36.828).abs() < 1e-9);
/// ```
///
/// # References
///
/// * ChinaXiv-202106.00081, which names Pei Zhiyong (裴志永).
#[must_use]
pub fn pei_zhiyong(temperature: [TemperatureC; 12], precipitation: [DepthMm; 12]) -> CarbonGPerM2 {
    let mut respired = 0.0;
    for (temperature, rain) in temperature.into_iter().zip(precipitation) {
        let rain = rain.get();
        let wetness = if rain >= 0.0 { ln_1p(0.3145 * rain) } else { f64::NAN };
        respired += 0.22 * (exp(0.0912 * temperature.get()) + wetness) * 30.0 * 0.465;
    }
    CarbonGPerM2::new(respired)
}

/// Variants of this file.
pub static DRIVERS: &[Driver] = &[driver(
    HETEROTROPHIC_RESPIRATION,
    "pei_zhiyong",
    "R_h = Σ 0.22 · (exp(0.0912 T_m) + ln(0.3145 P_m + 1)) · 30 · 0.465",
    &cell(pei_zhiyong, (TEMPERATURE_MONTHLY, PRECIPITATION_MONTHLY)),
    "Pei Zhiyong's regression as in ChinaXiv-202106.00081",
)];
