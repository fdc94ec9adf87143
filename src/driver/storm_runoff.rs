//! Runoff of a storm (暴雨径流量).
//!
//! Neither equation is linear in the rain: it is meant for one storm, or for the mean storm of a year. The rain of all
//! storms of a year in one sum gives too much runoff.

use super::{Driver, driver};
use crate::equation::cell;
use crate::math::ln;
use crate::quantity::{
    CURVE_NUMBER, STORM_PRECIPITATION, STORM_RUNOFF, STORM_RUNOFF_INTERCEPT, STORM_RUNOFF_SLOPE,
};
use crate::unit::{DepthMm, Fraction};

/// Runoff of a storm by the curve number of the Soil Conservation Service (径流曲线数法).
///
/// # Equation
///
/// ```text
/// R = (P − 0.2 S)² / (P + 0.8 S)      where P > 0.2 S
/// R = 0                               elsewhere
/// S = 25400/CN − 254
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `R` | returned | runoff of the storm | mm |
/// | `P` | `precipitation` | rain of the storm | mm |
/// | `CN` | `curve_number` | curve number, 0 to 100 | 1 |
/// | `S` | - | most that the soil can hold back | mm |
///
/// # Assumptions
///
/// A fifth of `S` is held back before any water runs off. All runs off at a curve number of 100, nothing at 0
/// (InVEST takes 100 m for `S` there).
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`, and so do negative rain and a curve number outside 0..100.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::storm_runoff::scs_curve_number;
/// use ecovalue::unit::{DepthMm, Fraction};
///
/// // CN 80: S = 63.5 mm; of 100 mm, 87.3² / 150.8 = 50.54 mm run off.
/// let runoff = scs_curve_number(DepthMm::new(100.0), Fraction::new(80.0));
/// assert!((runoff.get() - 50.54).abs() < 0.005);
/// ```
///
/// # References
///
/// * InVEST user's guide, urban flood risk mitigation; NRCS National Engineering Handbook, part 630, chapter 10.
#[inline]
#[must_use]
pub fn scs_curve_number(precipitation: DepthMm, curve_number: Fraction) -> DepthMm {
    let (rain, number) = (precipitation.get(), curve_number.get());
    // 25400/CN − 254 = 254 (100 − CN)/CN
    let retention = 254.0 * (100.0 - number) / number;
    let excess = rain - 0.2 * retention;
    let possible = rain >= 0.0 && (0.0..=100.0).contains(&number);
    let runoff = if excess > 0.0 { excess * (excess / (rain + 0.8 * retention)) } else { 0.0 };
    DepthMm::new(if possible { runoff } else { f64::NAN })
}

/// Runoff of a storm by a regression on the logarithm of its rain (暴雨径流量回归).
///
/// # Equation
///
/// ```text
/// R = a ln P + b,   0 ≤ R ≤ P
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `R` | returned | runoff of the storm | mm |
/// | `P` | `precipitation` | rain of the storm, as its number of mm under the logarithm | mm |
/// | `a`, `b` | `slope`, `intercept` | coefficients of the ecosystem type | mm |
///
/// # Assumptions
///
/// Low confidence: form and coefficients are recalled, and a second recollection differs by a factor of five for the
/// same forest. Meant for each storm day of 50 mm or more. Small rain would give negative runoff, which counts as 0.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`, and so does negative rain. Without rain there is no runoff.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::storm_runoff::log_regression_recalled;
/// use ecovalue::unit::DepthMm;
///
/// // Needleleaf forest, 100 mm: 13.36 · 4.60517 − 45.257 = 16.27 mm.
/// let depth = DepthMm::new;
/// let runoff = log_regression_recalled(depth(100.0), depth(13.36), depth(-45.257));
/// assert!((runoff.get() - 16.268).abs() < 0.001);
/// assert_eq!(log_regression_recalled(depth(20.0), depth(13.36), depth(-45.257)).get(), 0.0);
/// ```
///
/// # References
///
/// * Recalled from DB33/T 2274-2020 and the 2020 guide, whose texts were not at hand.
#[inline]
#[must_use]
pub fn log_regression_recalled(precipitation: DepthMm, slope: DepthMm, intercept: DepthMm) -> DepthMm {
    let rain = precipitation.get();
    let coefficients = slope.get() + intercept.get();
    let regression = slope.get() * ln(rain) + intercept.get();
    let runoff = if regression > 0.0 { regression } else { 0.0 };
    let runoff = if runoff > rain { rain } else { runoff };
    // Without rain there is no runoff, though 0 · ln 0 is `NaN`.
    let runoff = if rain > 0.0 { runoff } else { 0.0 };
    DepthMm::new(if rain >= 0.0 && !coefficients.is_nan() { runoff } else { f64::NAN })
}

/// Variants of this file.
pub static DRIVERS: &[Driver] = &[
    driver(
        STORM_RUNOFF,
        "scs_curve_number",
        "R = (P − 0.2 S)² / (P + 0.8 S), S = 25400/CN − 254",
        &cell(scs_curve_number, (STORM_PRECIPITATION, CURVE_NUMBER)),
        "Soil Conservation Service curve number method; InVEST urban flood risk mitigation",
    ),
    driver(
        STORM_RUNOFF,
        "log_regression_recalled",
        "R = a ln P + b, within 0..P",
        &cell(log_regression_recalled, (STORM_PRECIPITATION, STORM_RUNOFF_SLOPE, STORM_RUNOFF_INTERCEPT)),
        "unverified, low confidence: recalled from DB33/T 2274-2020 and the 2020 guide",
    ),
];
