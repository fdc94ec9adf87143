//! Density of air (空气密度), which the wind needs to lift soil.
//!
//! Without a layer and without a variant of the profile the parameter `air_density` is taken, 1.29 kg m⁻³ everywhere.

#![allow(clippy::inline_always, reason = "a call would keep a column from becoming vector instructions")]

use super::{Driver, driver};
use crate::equation::inlined;
use crate::math::pow;
use crate::quantity::{AIR_DENSITY, ELEVATION, TEMPERATURE};
use crate::unit::{DensityKgPerM3, Fraction, LengthM, TemperatureC};

/// Density of air from altitude and temperature.
///
/// # Equation
///
/// ```text
/// ρ = 1.293 · 273 / (273 + T) · p / 101.3
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `ρ` | returned | density | kg m⁻³ |
/// | `T` | `temperature` | annual mean temperature | °C |
/// | `p/101.3` | `elevation` | pressure over that at the sea, see [`pressure_ratio`] | 1 |
///
/// # Assumptions
///
/// Dry air, one density for the whole year.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`, and so does a temperature of −273 °C or below.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::air_density::by_altitude;
/// use ecovalue::unit::{LengthM, TemperatureC};
///
/// assert_eq!(by_altitude(LengthM::new(0.0), TemperatureC::new(0.0)).get(), 1.293);
/// // 3000 m: 69 % of the pressure.
/// let high = by_altitude(LengthM::new(3000.0), TemperatureC::new(0.0));
/// assert!((high.get() / 1.293 - 0.692).abs() < 0.001);
/// ```
///
/// # References
///
/// * The form stands in scripts of wind erosion and was not found in a standard. One of them prints 0.0255 for
///   0.02256 of the pressure, which is 5 % too low at 3 km.
#[inline(always)]
#[must_use]
pub fn by_altitude(elevation: LengthM, temperature: TemperatureC) -> DensityKgPerM3 {
    let kelvin = 273.0 + temperature.get();
    let density = 1.293 * (273.0 / kelvin) * pressure_ratio(elevation).get();
    DensityKgPerM3::new(if kelvin > 0.0 { density } else { f64::NAN })
}

/// Pressure of the air at an altitude over that at the sea, 101.3 kPa.
///
/// # Equation
///
/// ```text
/// p / 101.3 = (1 − 0.02256 · H)^5.256,  H = z · 6357 / (6357 + z)
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `p / 101.3` | returned | ratio of pressures | 1 |
/// | `z` | `elevation` | altitude; the argument is in m | km |
/// | `H` | - | geopotential height | km |
///
/// # Missing and negative values
///
/// `NaN` gives `NaN`, and so does an altitude beyond 44 km, where the formula ends. Below the sea the pressure is
/// higher.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::air_density::pressure_ratio;
/// use ecovalue::unit::LengthM;
///
/// assert_eq!(pressure_ratio(LengthM::new(0.0)).get(), 1.0);
/// assert!((pressure_ratio(LengthM::new(5500.0)).get() - 0.5).abs() < 0.005);
/// ```
///
/// # References
///
/// * The standard atmosphere of any textbook, with the radius of the earth at 6357 km.
#[inline(always)]
#[must_use]
pub fn pressure_ratio(elevation: LengthM) -> Fraction {
    // z in km.
    let altitude = elevation.get() / 1000.0;
    let height = altitude * 6357.0 / (6357.0 + altitude);
    let base = 1.0 - 0.02256 * height;
    Fraction::new(if base > 0.0 { pow(base, 5.256) } else { f64::NAN })
}

/// Variants of this file.
pub static DRIVERS: &[Driver] = &[driver(
    AIR_DENSITY,
    "altitude",
    "ρ = 1.293 · 273/(273 + T) · p/101.3, p by altitude",
    &inlined!(|elevation, temperature| by_altitude(elevation, temperature), (ELEVATION, TEMPERATURE)),
    "gas law and standard atmosphere; the form is secondary",
)];
