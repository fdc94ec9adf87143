//! Weather factor (气候因子, WF) of wind erosion, and the wind value from which it is computed.

use super::{Driver, driver};
use crate::equation::cell;
use crate::exact_sum::ExactSum;
use crate::quantity::{
    AIR_DENSITY, SNOW_FACTOR_MONTHLY, SOIL_WETNESS_MONTHLY, WEATHER_FACTOR, WIND_VALUE_MONTHLY,
};
use crate::unit::{Days, DensityKgPerM3, Fraction, SpeedMPerS, WeatherKgPerM, WindValueM3PerS3};

/// Acceleration of gravity as the source prints it [m s⁻²].
const GRAVITY: f64 = 9.8;
/// Threshold speed of the wind at 2 m above ground [m s⁻¹].
const THRESHOLD: f64 = 5.0;

/// Weather factor of a year.
///
/// # Equation
///
/// ```text
/// WF = Σ Wf · ρ/g · SW · SD over twelve months                  (A.17)
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `WF` | returned | weather factor | kg m⁻¹ |
/// | `Wf` | `wind` | wind value of each month, see [`wind_value`] | m³ s⁻³ |
/// | `ρ` | `density` | density of air | kg m⁻³ |
/// | `g` | - | 9.8 | m s⁻² |
/// | `SW` | `wetness` | soil wetness factor of each month | 1 |
/// | `SD` | `snow` | snow factor of each month | 1 |
///
/// # Assumptions
///
/// The sources give kg m⁻¹; by its parts the unit is kg m⁻¹ s⁻¹, and the constants of the model absorb the time.
///
/// # Missing and negative values
///
/// `NaN` in any argument or month gives `NaN`, also where another factor is 0.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::weather_factor::weather_factor;
/// use ecovalue::unit::{DensityKgPerM3, Fraction, WindValueM3PerS3};
///
/// // 12 · 50 · 1.96/9.8 · 0.5 · 0.5
/// let half = [Fraction::new(0.5); 12];
/// let wf = weather_factor([WindValueM3PerS3::new(50.0); 12], DensityKgPerM3::new(1.96), half, half);
/// assert!((wf.get() - 30.0).abs() < 1e-12);
/// ```
///
/// # References
///
/// * HJ 1173-2021, Annex A, Eq. (A.17).
/// * Zou et al. (2020), ChinaXiv-202010.00034, after Fryrear et al. 1998.
#[inline]
#[must_use]
pub fn weather_factor(
    wind: [WindValueM3PerS3; 12],
    density: DensityKgPerM3,
    wetness: [Fraction; 12],
    snow: [Fraction; 12],
) -> WeatherKgPerM {
    let weight = density.get() / GRAVITY;
    let mut sum = 0.0;
    for (wind, (wetness, snow)) in wind.into_iter().zip(wetness.into_iter().zip(snow)) {
        sum += wind.get() * weight * wetness.get() * snow.get();
    }
    WeatherKgPerM::new(sum)
}

/// Wind value of a period from observations of the wind at 2 m above ground.
///
/// # Equation
///
/// ```text
/// Wf = (Nd / N) · Σ U · (U − Ut)²       over observations with U ≥ Ut = 5 m s⁻¹
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `Wf` | returned | wind value of the period | m³ s⁻³ |
/// | `U` | `observations` | speed of the wind at 2 m | m s⁻¹ |
/// | `N` | `observations` | their number, the calm ones too | 1 |
/// | `Nd` | `days` | days of the period | d |
///
/// # Assumptions
///
/// The source asks for 500 observations or more in a period of up to 15 days; a month of fewer has a wind value too,
/// but a rough one. Means of a day or of a month hide the gusts and give far too little. Wind at 10 m must be brought down
/// to 2 m first.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`, and so do no observations at all and a negative speed.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::weather_factor::wind_value;
/// use ecovalue::unit::{Days, SpeedMPerS};
///
/// // 30/4 · (7 · 2² + 10 · 5²)
/// let wind = [3.0, 5.0, 7.0, 10.0].map(SpeedMPerS::new);
/// assert_eq!(wind_value(&wind, Days::new(30.0)).get(), 2085.0);
/// ```
///
/// # References
///
/// * Fryrear D. W. et al. (1998): Revised Wind Erosion Equation (RWEQ). Technical Bulletin 1, USDA-ARS, Big Spring; through
///   Zou et al. (2020), ChinaXiv-202010.00034.
#[must_use]
pub fn wind_value(observations: &[SpeedMPerS], days: Days) -> WindValueM3PerS3 {
    if observations.iter().any(|speed| speed.get().is_nan() || speed.get() < 0.0) {
        return WindValueM3PerS3::new(f64::NAN);
    }
    let count = crate::math::from_count(crate::math::count(observations.len()));
    let strong = observations.iter().map(|speed| speed.get()).filter(|speed| *speed >= THRESHOLD);
    let sum: ExactSum = strong.map(|speed| speed * (speed - THRESHOLD) * (speed - THRESHOLD)).collect();

    WindValueM3PerS3::new(days.get() / count * sum.total())
}

/// Variants of this file.
pub static DRIVERS: &[Driver] = &[driver(
    WEATHER_FACTOR,
    "hj1173_2021",
    "WF = Σ Wf · ρ/g · SW · SD over twelve months",
    &cell(weather_factor, (WIND_VALUE_MONTHLY, AIR_DENSITY, SOIL_WETNESS_MONTHLY, SNOW_FACTOR_MONTHLY)),
    "HJ 1173-2021 Annex A, Eq. (A.17); Zou et al. 2020 for g and the sum",
)];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calm_air_carries_nothing_and_no_observation_is_no_calm() {
        let days = Days::new(15.0);
        assert_eq!(wind_value(&[SpeedMPerS::new(4.9); 500], days).get(), 0.0);
        assert!(wind_value(&[], days).get().is_nan());
        assert!(wind_value(&[SpeedMPerS::new(-1.0), SpeedMPerS::new(9.0)], days).get().is_nan());
        assert!(wind_value(&[SpeedMPerS::new(f64::NAN), SpeedMPerS::new(9.0)], days).get().is_nan());
        assert!(wind_value(&[SpeedMPerS::new(1.0)], Days::new(f64::NAN)).get().is_nan());
    }

    #[test]
    fn the_wind_value_does_not_depend_on_the_order_of_observations() {
        let mut wind: Vec<SpeedMPerS> =
            (0..997).map(|i| SpeedMPerS::new(f64::from(i % 173) * 0.117)).collect();
        let forwards = wind_value(&wind, Days::new(15.0));
        wind.reverse();
        assert_eq!(forwards, wind_value(&wind, Days::new(15.0)));
    }
}
