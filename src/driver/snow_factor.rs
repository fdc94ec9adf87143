//! Snow factor (雪盖因子, SD) of each month for wind erosion: soil under snow does not fly.

use super::{Driver, driver};
use crate::equation::monthly;
use crate::quantity::{SNOW_DAYS_MONTHLY, SNOW_FACTOR_MONTHLY};
use crate::unit::{Days, Fraction};

/// Snow factor of a month.
///
/// # Equation
///
/// ```text
/// SD = 1 − P(snow deeper than 25.4 mm) = 1 − Ns / Nd
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `SD` | returned | snow factor, 1 is bare | 1 |
/// | `Ns` | `snow_days` | days with snow deeper than 25.4 mm | d |
/// | `Nd` | `days` | days of the month | d |
///
/// # Assumptions
///
/// The share of days stands for the probability. A 29th day of February does not make the factor negative.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`, and so do negative days and a month without days.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::snow_factor::snow_factor;
/// use ecovalue::unit::Days;
///
/// assert_eq!(snow_factor(Days::new(6.0), Days::new(30.0)).get(), 0.8);
/// ```
///
/// # References
///
/// * Fryrear D. W. et al. (1998): Revised Wind Erosion Equation (RWEQ). Technical Bulletin 1, USDA-ARS, Big Spring; the
///   equation is given as recalled.
#[inline]
#[must_use]
pub fn snow_factor(snow_days: Days, days: Days) -> Fraction {
    let (snow, days) = (snow_days.get(), days.get());
    let possible = snow >= 0.0 && days > 0.0;
    let bare = 1.0 - snow / days;
    Fraction::new(if !possible {
        f64::NAN
    } else if bare < 0.0 {
        0.0
    } else {
        bare
    })
}

/// Variants of this file.
pub static DRIVERS: &[Driver] = &[driver(
    SNOW_FACTOR_MONTHLY,
    "snow_days",
    "SD = 1 − Ns/Nd",
    &monthly(|days, snow| snow_factor(snow, days), (SNOW_DAYS_MONTHLY,)),
    "Fryrear et al. 1998, as recalled",
)];
