//! Cooling by a measured difference of temperature (实测温差法).

use super::KJ_PER_KWH;
use crate::unit::{AreaM2, DensityKgPerM3, Fraction, HeatKjPerKgK, KilowattHours, LengthM, TemperatureC};

/// Electricity that would cool the air over a cell by the difference that was measured (实测温差法).
///
/// # Equation
///
/// ```text
/// E = ΔT · c_p · ρ · A · h / (3600 r)
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `E` | returned | electricity spared | kWh a⁻¹ |
/// | `A`, `h` | `place` | area of the cell and height of the air that is cooled | m², m |
/// | `ΔT` | `difference` | air outside less air inside the ecosystem | °C |
/// | `c_p`, `ρ` | `air` | heat capacity and density of air | kJ kg⁻¹ K⁻¹, kg m⁻³ |
/// | `r` | `cop` | cooling of an air conditioner per electricity | 1 |
///
/// # Assumptions
///
/// Generic and unverified: the air is cooled once, since the form says nothing of days or of the air that flows in. A
/// difference is given in °C: declared in K it would lose 273.15.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`. An ecosystem that is warmer than its surroundings gives a negative energy.
///
/// # Examples
///
/// ```
/// use ecovalue::service::climate_regulation::measured_difference;
/// use ecovalue::unit::{AreaM2, DensityKgPerM3, Fraction, HeatKjPerKgK, LengthM, TemperatureC};
///
/// let place = (AreaM2::new(3600.0), LengthM::new(10.0));
/// let air = (HeatKjPerKgK::new(1.0), DensityKgPerM3::new(1.2));
/// let energy = measured_difference(place, TemperatureC::new(2.0), air, Fraction::new(3.0));
/// assert!((energy.get() - 8.0).abs() < 1e-12); // 2 · 1 · 1.2 · 36000 / 10800
/// ```
///
/// # References
///
/// * GB/T 46869-2025 A.11 names the method; its text was not at hand.
#[inline]
#[must_use]
pub fn measured_difference(
    (area, height): (AreaM2, LengthM),
    difference: TemperatureC,
    (heat_capacity, density): (HeatKjPerKgK, DensityKgPerM3),
    cop: Fraction,
) -> KilowattHours {
    // kJ m⁻²
    let heat = difference.get() * heat_capacity.get() * density.get() * height.get();
    KilowattHours::new(area.get() * (heat / (KJ_PER_KWH * cop.get())))
}
