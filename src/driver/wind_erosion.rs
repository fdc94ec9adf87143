//! Wind erosion (风蚀量) with and without vegetation, by the revised wind erosion equation (RWEQ).

#![allow(clippy::inline_always, reason = "a call would keep a column from becoming vector instructions")]

use super::{Driver, driver};
use crate::equation::inlined;
use crate::math::{exp, pow};
use crate::quantity::{
    ACTUAL_WIND_EROSION, POTENTIAL_WIND_EROSION, ROUGHNESS_FACTOR, RWEQ_DOWNWIND_DISTANCE, SOIL_CRUST_FACTOR,
    SOIL_ERODIBLE_FRACTION, VEGETATION_FACTOR, WEATHER_FACTOR,
};
use crate::unit::{Fraction, LengthM, SoilLossKgPerM2, WeatherKgPerM};

/// What wind, soil, ground and vegetation together let the wind carry.
///
/// # Equation
///
/// ```text
/// x = WF · EF · SCF · K' · C,   C = 1 for bare ground
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `x` | returned | product of the factors | kg m⁻¹ |
/// | `WF` | `weather` | weather factor | kg m⁻¹ |
/// | `EF` | `erodible` | erodible fraction of the soil | 1 |
/// | `SCF` | `crust` | soil crust factor | 1 |
/// | `K'` | `roughness` | surface roughness factor | 1 |
/// | `C` | `vegetation` | vegetation factor, 1 for bare ground | 1 |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::wind_erosion::transport;
/// use ecovalue::unit::{Fraction, WeatherKgPerM};
///
/// let half = Fraction::new(0.5);
/// assert_eq!(transport(WeatherKgPerM::new(48.0), half, half, half, half).get(), 3.0);
/// ```
///
/// # References
///
/// * HJ 1173-2021, Annex A, Eq. (A.15) and (A.16), the bracket of both.
#[inline(always)]
#[must_use]
pub fn transport(
    weather: WeatherKgPerM,
    erodible: Fraction,
    crust: Fraction,
    roughness: Fraction,
    vegetation: Fraction,
) -> WeatherKgPerM {
    WeatherKgPerM::new(weather.get() * erodible.get() * crust.get() * roughness.get() * vegetation.get())
}

/// Soil that the wind takes in a year at a distance from where it begins to carry.
///
/// # Equation
///
/// ```text
/// Qmax = 109.8 · x
/// S    = 150.71 · x^(−0.3711)
/// SL   = 2 z / S² · Qmax · exp(−(z/S)²)
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `SL` | returned | wind erosion; × 1000 is t km⁻² | kg m⁻² a⁻¹ |
/// | `x` | `transport` | product of the factors, see [`transport`] | kg m⁻¹ |
/// | `z` | `distance` | distance downwind; 50 m is usual | m |
/// | `Qmax` | - | most that the wind can carry | kg m⁻¹ |
/// | `S` | - | critical length of the field | m |
///
/// # Assumptions
///
/// 109.8, 150.71 and −0.3711 are constants of the equation, not coefficients of a place. A known script has 105.71, two
/// digits exchanged. Use it where the wind erodes, in the north and northwest of China.
///
/// `SL` does not rise with `x` for ever: at `z` = 50 m it is largest at `x` = 62 kg m⁻¹, beyond which the soil is taken
/// up before `z`. There bare ground loses less than covered ground by this equation, and the sand fixed is negative.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`, and so does a negative one. Without transport, or at the very beginning, it is 0.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::wind_erosion::rweq;
/// use ecovalue::unit::{LengthM, WeatherKgPerM};
///
/// // x = 1: 2·50/150.71² · 109.8 · exp(−(50/150.71)²) = 0.4330 kg/m².
/// let loss = rweq(WeatherKgPerM::new(1.0), LengthM::new(50.0));
/// assert!((loss.get() - 0.4330).abs() < 1e-4);
/// assert_eq!(rweq(WeatherKgPerM::new(0.0), LengthM::new(50.0)).get(), 0.0);
/// ```
///
/// # References
///
/// * HJ 1173-2021, Annex A, Eq. (A.15) to (A.22).
/// * Fryrear D. W. et al. (1998): Revised Wind Erosion Equation (RWEQ). Technical Bulletin 1, USDA-ARS, Big Spring.
#[inline(always)]
#[must_use]
pub fn rweq(transport: WeatherKgPerM, distance: LengthM) -> SoilLossKgPerM2 {
    let (x, z) = (transport.get(), distance.get());
    let most = 109.8 * x;
    let length = 150.71 * pow(x, -0.3711);
    let ratio = z / length;
    let loss = 2.0 * z / (length * length) * most * exp(-(ratio * ratio));
    let moving = x > 0.0 && z > 0.0;
    let possible = x >= 0.0 && z >= 0.0;
    let value = if moving { loss } else { 0.0 };
    SoilLossKgPerM2::new(if possible { value } else { f64::NAN })
}

/// Variants of this file.
pub static DRIVERS: &[Driver] = &[
    driver(
        POTENTIAL_WIND_EROSION,
        "hj1173_2021",
        "SL = 2z/S² · Qmax · exp(−(z/S)²), C = 1",
        &inlined!(
            |weather, erodible, crust, roughness, distance| {
                let bare = Fraction::new(1.0);
                rweq(transport(weather, erodible, crust, roughness, bare), distance)
            },
            (
                WEATHER_FACTOR,
                SOIL_ERODIBLE_FRACTION,
                SOIL_CRUST_FACTOR,
                ROUGHNESS_FACTOR,
                RWEQ_DOWNWIND_DISTANCE,
            ),
        ),
        "HJ 1173-2021 Annex A, Eq. (A.15) to (A.22)",
    ),
    driver(
        ACTUAL_WIND_EROSION,
        "hj1173_2021",
        "SL = 2z/S² · Qmax · exp(−(z/S)²)",
        &inlined!(
            |weather, erodible, crust, roughness, vegetation, distance| {
                rweq(transport(weather, erodible, crust, roughness, vegetation), distance)
            },
            (
                WEATHER_FACTOR,
                SOIL_ERODIBLE_FRACTION,
                SOIL_CRUST_FACTOR,
                ROUGHNESS_FACTOR,
                VEGETATION_FACTOR,
                RWEQ_DOWNWIND_DISTANCE,
            ),
        ),
        "HJ 1173-2021 Annex A, Eq. (A.15) to (A.22)",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn loss(x: f64) -> f64 {
        rweq(WeatherKgPerM::new(x), LengthM::new(50.0)).get()
    }

    #[test]
    fn erosion_is_largest_where_the_critical_length_is_two_thirds_of_the_distance() {
        assert!(loss(61.0) > loss(40.0) && loss(61.0) > loss(90.0));
        assert!(loss(1e6).is_finite() && loss(f64::MIN_POSITIVE).is_finite());
    }

    #[test]
    fn a_missing_value_stays_missing() {
        let (x, z) = (WeatherKgPerM::new(0.0), LengthM::new(50.0));
        assert_eq!(rweq(x, z).get(), 0.0);
        assert!(rweq(x, LengthM::new(f64::NAN)).get().is_nan());
        assert!(loss(f64::NAN).is_nan() && loss(-1.0).is_nan());
    }
}
