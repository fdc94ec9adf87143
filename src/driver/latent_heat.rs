//! Latent heat of vaporisation (汽化潜热).

use super::{Driver, driver};
use crate::equation::cell;
use crate::quantity::{LATENT_HEAT_OF_VAPORISATION, TEMPERATURE};
use crate::unit::{HeatJPerG, TemperatureC};

/// Heat that a gram of water takes up when it evaporates.
///
/// # Equation
///
/// ```text
/// q = 2501 − 2.361 T
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `q` | returned | latent heat of vaporisation | J g⁻¹ |
/// | `T` | `temperature` | temperature of the air | °C |
///
/// # Missing and negative values
///
/// `NaN` gives `NaN`. Below 0 °C it is the heat of supercooled water, not of ice.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::latent_heat::fao56;
/// use ecovalue::unit::TemperatureC;
///
/// // FAO-56 takes 2.45 MJ/kg at 20 °C.
/// assert!((fao56(TemperatureC::new(20.0)).get() - 2453.78).abs() < 1e-9);
/// ```
///
/// # References
///
/// * Allen R. G. et al. (1998): Crop evapotranspiration. FAO Irrigation and drainage paper 56, annex 3.
#[inline]
#[must_use]
pub fn fao56(temperature: TemperatureC) -> HeatJPerG {
    HeatJPerG::new(2501.0 - 2.361 * temperature.get())
}

/// Variants of this file.
pub static DRIVERS: &[Driver] = &[driver(
    LATENT_HEAT_OF_VAPORISATION,
    "fao56",
    "q = 2501 − 2.361 T",
    &cell(fao56, (TEMPERATURE,)),
    "FAO Irrigation and drainage paper 56, annex 3, λ = 2.501 − 2.361·10⁻³ T MJ/kg",
)];
