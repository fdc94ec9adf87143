//! Potential relative evapotranspiration (潜在相对蒸发量, `ETp`) of each month, as the wind erosion model takes it for the
//! wetness of the soil. Two forms differ by 20 %.

use super::{Driver, driver};
use crate::equation::bandwise;
use crate::quantity::{RELATIVE_EVAPOTRANSPIRATION_MONTHLY, SOLAR_RADIATION_MONTHLY, TEMPERATURE_MONTHLY};
use crate::unit::{DepthMm, EnergyMjPerM2, TemperatureC};

/// Joules of one thermochemical calorie.
const JOULES_PER_CALORIE: f64 = 4.184;

/// Potential relative evapotranspiration of a month, with radiation in calories.
///
/// # Equation
///
/// ```text
/// ETp = 0.0162 · (SR / 58.5) · (T + 17.8)
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `ETp` | returned | potential relative evapotranspiration of the month | mm |
/// | `SR` | `radiation` | solar radiation of the month; the argument is in MJ m⁻² | cal cm⁻² |
/// | `T` | `temperature` | mean temperature of the month | °C |
///
/// # Assumptions
///
/// 58.5 cal cm⁻² evaporate 1 mm, and one calorie is 4.184 J. It is 20 % above [`hargreaves`]. A month below −17.8 °C has
/// 0, where the equation is negative.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`, and so does negative radiation.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::relative_evapotranspiration::samani_pessarakli;
/// use ecovalue::unit::{EnergyMjPerM2, TemperatureC};
///
/// // 244.764 MJ/m² are 5850 cal/cm²: 0.0162 · 100 · 20.
/// let et = samani_pessarakli(EnergyMjPerM2::new(244.764), TemperatureC::new(2.2));
/// assert!((et.get() - 32.4).abs() < 1e-12);
/// ```
///
/// # References
///
/// * Fryrear D. W. et al. (1998): Revised Wind Erosion Equation (RWEQ). Technical Bulletin 1, USDA-ARS, Big Spring; the
///   equation is given as recalled.
#[inline]
#[must_use]
pub fn samani_pessarakli(radiation: EnergyMjPerM2, temperature: TemperatureC) -> DepthMm {
    // In cal cm⁻²: 1 MJ m⁻² = 100 J cm⁻².
    let calories = radiation.get() * 100.0 / JOULES_PER_CALORIE;

    of_energy(0.0162 * (calories / 58.5), temperature)
}

/// Potential relative evapotranspiration of a month, with radiation in megajoules.
///
/// # Equation
///
/// ```text
/// ETp = 0.0135 · (SR / 2.45) · (T + 17.8)
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `ETp` | returned | potential relative evapotranspiration of the month | mm |
/// | `SR` | `radiation` | solar radiation of the month | MJ m⁻² |
/// | `T` | `temperature` | mean temperature of the month | °C |
///
/// # Assumptions
///
/// 2.45 MJ evaporate 1 kg of water; a known script prints 2.54. A month below −17.8 °C has 0, where the equation is
/// negative.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`, and so does negative radiation.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::relative_evapotranspiration::hargreaves;
/// use ecovalue::unit::{EnergyMjPerM2, TemperatureC};
///
/// // 0.0135 · 100 · 20
/// let et = hargreaves(EnergyMjPerM2::new(245.0), TemperatureC::new(2.2));
/// assert!((et.get() - 27.0).abs() < 1e-12);
/// ```
///
/// # References
///
/// * Hargreaves G. H. (1975): Moisture availability and crop production. Transactions of the ASAE 18(5), 980-984; the
///   equation is secondary.
#[inline]
#[must_use]
pub fn hargreaves(radiation: EnergyMjPerM2, temperature: TemperatureC) -> DepthMm {
    of_energy(0.0135 * (radiation.get() / 2.45), temperature)
}

#[inline]
fn of_energy(energy: f64, temperature: TemperatureC) -> DepthMm {
    let depth = energy * (temperature.get() + 17.8);
    DepthMm::new(if energy < 0.0 {
        f64::NAN
    } else if depth < 0.0 {
        0.0
    } else {
        depth
    })
}

/// Variants of this file.
pub static DRIVERS: &[Driver] = &[
    driver(
        RELATIVE_EVAPOTRANSPIRATION_MONTHLY,
        "samani_pessarakli1986",
        "ETp = 0.0162 (SR/58.5) (T + 17.8), SR in cal/cm²",
        &bandwise(samani_pessarakli, (SOLAR_RADIATION_MONTHLY, TEMPERATURE_MONTHLY)),
        "Samani and Pessarakli 1986 in the wind erosion model of Fryrear et al. 1998, as recalled",
    ),
    driver(
        RELATIVE_EVAPOTRANSPIRATION_MONTHLY,
        "hargreaves1975",
        "ETp = 0.0135 (SR/2.45) (T + 17.8), SR in MJ/m²",
        &bandwise(hargreaves, (SOLAR_RADIATION_MONTHLY, TEMPERATURE_MONTHLY)),
        "Hargreaves 1975; secondary",
    ),
];
