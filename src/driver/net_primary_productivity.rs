//! Net primary productivity (净初级生产力) from climate or from light, its carbon, and net ecosystem productivity
//! (净生态系统生产力).
//!
//! The climate models give an order of magnitude, not a measured flux.

#![allow(clippy::inline_always, reason = "a call would keep a column from becoming vector instructions")]

use super::{Driver, driver};
use crate::equation::{cell, inlined};
use crate::math::{exp, expm1};
use crate::quantity::{
    ACTUAL_EVAPOTRANSPIRATION, CARBON_PER_DRY_MATTER, CASA_LIGHT_USE, DRY_MATTER_PRODUCTIVITY, FPAR_MONTHLY,
    HETEROTROPHIC_RESPIRATION, NEP_NPP_RATIO, NET_ECOSYSTEM_PRODUCTIVITY, NET_PRIMARY_PRODUCTIVITY,
    OPTIMUM_TEMPERATURE, PRECIPITATION, SOLAR_RADIATION_MONTHLY, TEMPERATURE, TEMPERATURE_MONTHLY,
    WATER_STRESS_MONTHLY,
};
use crate::unit::{
    CarbonGPerM2, CarbonPerMass, DepthMm, DryMatterGPerM2, EnergyMjPerM2, Fraction, LightUseGcPerMj,
    TemperatureC,
};

/// Dry matter that the vegetation of a climate can grow (干物质), by the Miami model.
///
/// # Equation
///
/// ```text
/// D = min(3000 / (1 + e^(1.315 − 0.119 T)), 3000 (1 − e^(−0.000664 P)))
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `D` | returned | net primary productivity, dry matter | g m⁻² a⁻¹ |
/// | `T` | `temperature` | annual mean temperature | °C |
/// | `P` | `precipitation` | annual precipitation | mm a⁻¹ |
///
/// # Assumptions
///
/// The scarcer of warmth and water limits growth. The model ignores land use: it gives the productivity of the climate,
/// the same for a forest and a paved square.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`, and so does negative precipitation. The result lies in 0..3000.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::net_primary_productivity::miami;
/// use ecovalue::unit::{DepthMm, TemperatureC};
///
/// // Beibei, 18 °C and 1100 mm: rain limits, 3000 (1 − e^−0.7304) = 1555 g m⁻² a⁻¹.
/// let dry_matter = miami(TemperatureC::new(18.0), DepthMm::new(1100.0));
/// assert!((dry_matter.get() - 1554.9).abs() < 0.1);
/// ```
///
/// # References
///
/// * Lieth H. (1975): Modeling the primary productivity of the world. In: Lieth H., Whittaker R. H. (eds),
///   Primary Productivity of the Biosphere, Springer, 237-263. The constants are secondary.
#[inline(always)]
#[must_use]
pub fn miami(temperature: TemperatureC, precipitation: DepthMm) -> DryMatterGPerM2 {
    let (t, p) = (temperature.get(), precipitation.get());
    let by_temperature = 3000.0 / (1.0 + exp(1.315 - 0.119 * t));
    let by_precipitation = -3000.0 * expm1(-0.000_664 * p);

    // A comparison with a missing value is false, so that it stays missing.
    let smaller = if by_temperature < by_precipitation { by_temperature } else { by_precipitation };
    let possible = p >= 0.0 && t >= f64::NEG_INFINITY;
    DryMatterGPerM2::new(if possible { smaller } else { f64::NAN })
}

/// Dry matter that the vegetation of a climate can grow (干物质), by the Thornthwaite memorial model.
///
/// # Equation
///
/// ```text
/// D = 3000 (1 − e^(−0.0009695 (ET − 20)))
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `D` | returned | net primary productivity, dry matter | g m⁻² a⁻¹ |
/// | `ET` | `evapotranspiration` | actual evapotranspiration | mm a⁻¹ |
///
/// # Assumptions
///
/// Below 20 mm the equation turns negative, which a net productivity of dry matter cannot be: it is 0 there.
///
/// # Missing and negative values
///
/// `NaN` gives `NaN`, and so does negative evapotranspiration.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::net_primary_productivity::thornthwaite_memorial;
/// use ecovalue::unit::DepthMm;
///
/// // ET = 775 mm: 3000 (1 − e^−0.7320) = 1557 g m⁻² a⁻¹.
/// assert!((thornthwaite_memorial(DepthMm::new(775.0)).get() - 1557.1).abs() < 0.1);
/// assert_eq!(thornthwaite_memorial(DepthMm::new(10.0)).get(), 0.0);
/// ```
///
/// # References
///
/// * Lieth H., Box E. (1972): Evapotranspiration and primary productivity; C. W. Thornthwaite memorial model.
///   Publications in Climatology 25(3), 37-46. The constants are secondary.
#[inline(always)]
#[must_use]
pub fn thornthwaite_memorial(evapotranspiration: DepthMm) -> DryMatterGPerM2 {
    let et = evapotranspiration.get();
    DryMatterGPerM2::new(if et < 0.0 {
        f64::NAN
    } else if et <= 20.0 {
        0.0
    } else {
        -3000.0 * expm1(-0.000_969_5 * (et - 20.0))
    })
}

/// Carbon in the dry matter that grows (净初级生产力).
///
/// # Equation
///
/// ```text
/// NPP = D · c
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `NPP` | returned | net primary productivity, carbon | gC m⁻² a⁻¹ |
/// | `D` | `dry_matter` | net primary productivity, dry matter | g m⁻² a⁻¹ |
/// | `c` | `carbon` | carbon in dry matter: 72/162 for cellulose, 0.45 with Lieth | gC g⁻¹ |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::net_primary_productivity::carbon_fraction;
/// use ecovalue::unit::{CarbonPerMass, DryMatterGPerM2};
///
/// assert_eq!(carbon_fraction(DryMatterGPerM2::new(1600.0), CarbonPerMass::new(0.45)).get(), 720.0);
/// ```
#[inline]
#[must_use]
pub fn carbon_fraction(dry_matter: DryMatterGPerM2, carbon: CarbonPerMass) -> CarbonGPerM2 {
    CarbonGPerM2::new(dry_matter.get() * carbon.get())
}

/// Net ecosystem productivity (净生态系统生产力) as a share of net primary productivity.
///
/// What soil organisms breathe out is taken off by one coefficient. Crediting all of NPP as a sink overstates it.
///
/// # Equation
///
/// ```text
/// NEP = α · NPP
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `NEP` | returned | net ecosystem productivity | gC m⁻² a⁻¹ |
/// | `α` | `ratio` | NEP as a share of NPP, by region | 1 |
/// | `NPP` | `productivity` | net primary productivity, carbon | gC m⁻² a⁻¹ |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`. A negative ratio is a source of carbon.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::net_primary_productivity::npp_ratio;
/// use ecovalue::unit::{CarbonGPerM2, Fraction};
///
/// assert_eq!(npp_ratio(CarbonGPerM2::new(700.0), Fraction::new(0.09)).get(), 63.0);
/// ```
///
/// # References
///
/// * Technical guideline for terrestrial GEP accounting (陆地生态系统生产总值核算技术指南), 2020. Secondary.
#[inline]
#[must_use]
pub fn npp_ratio(productivity: CarbonGPerM2, ratio: Fraction) -> CarbonGPerM2 {
    productivity * ratio.get()
}

/// Carbon that vegetation fixes in a year, by the light that it absorbs (CASA光能利用率模型).
///
/// # Equation
///
/// ```text
/// NPP  = Σ SOL_m · FPAR_m · 0.5 · T1 · T2_m · W_m · ε_max
/// T1   = 0.8 + 0.02 T_opt − 0.0005 T_opt²                      0 in a month of −10 °C or less
/// T2_m = 1.184 / (1 + e^(0.2 (T_opt − 10 − T_m))) / (1 + e^(0.3 (−T_opt − 10 + T_m)))
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `NPP` | returned | net primary productivity, carbon | gC m⁻² a⁻¹ |
/// | `SOL_m` | `radiation` | solar radiation of the months; half of it serves photosynthesis | MJ m⁻² |
/// | `FPAR_m` | `fpar` | share of it that vegetation absorbs | 1 |
/// | `T_m` | `temperature` | mean temperature of the months | °C |
/// | `W_m` | `stress` | water stress coefficient, 0.5 to 1 | 1 |
/// | `T_opt` | `optimum` | mean temperature of the greenest month | °C |
/// | `ε_max` | `light_use` | largest light use efficiency of the type | gC MJ⁻¹ |
///
/// # Assumptions
///
/// Radiation is that of a whole month, not a mean day. The tables of `ε_max` that were found swap evergreen and
/// deciduous broadleaf forest (0.692 and 0.985): two variants of its key.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::net_primary_productivity::casa;
/// use ecovalue::unit::{EnergyMjPerM2, Fraction, LightUseGcPerMj, TemperatureC};
///
/// // Twelve months of 20 °C at their optimum: T1 = 1, T2 = 1.184/(1 + e⁻²)/(1 + e⁻³) = 0.9933.
/// let npp = casa(
///     [EnergyMjPerM2::new(400.0); 12],
///     [Fraction::new(0.5); 12],
///     [TemperatureC::new(20.0); 12],
///     [Fraction::new(1.0); 12],
///     TemperatureC::new(20.0),
///     LightUseGcPerMj::new(0.5),
/// );
/// assert!((npp.get() - 12.0 * 50.0 * 0.9933).abs() < 0.1); // 400 · 0.5 · 0.5 · 0.5 = 50
/// ```
///
/// # References
///
/// * Potter C. S. et al. (1993): Terrestrial ecosystem production. Global Biogeochemical Cycles 7(4), 811-841.
/// * ChinaXiv-202106.00083 and ChinaXiv-202106.00081, for the form without T1 and T2.
#[must_use]
pub fn casa(
    radiation: [EnergyMjPerM2; 12],
    fpar: [Fraction; 12],
    temperature: [TemperatureC; 12],
    stress: [Fraction; 12],
    optimum: TemperatureC,
    light_use: LightUseGcPerMj,
) -> CarbonGPerM2 {
    let best = optimum.get();
    let of_optimum = 0.8 + 0.02 * best - 0.0005 * best * best;
    let mut sum = 0.0;
    for (((radiation, fpar), temperature), stress) in
        radiation.into_iter().zip(fpar).zip(temperature).zip(stress)
    {
        let warmth = temperature.get();
        let cold = 1.0 + exp(0.2 * (best - 10.0 - warmth));
        let hot = 1.0 + exp(0.3 * (-best - 10.0 + warmth));
        let of_month = 1.184 / cold / hot;
        let grows = if warmth <= -10.0 { 0.0 } else { of_optimum };

        sum += radiation.get() * fpar.get() * 0.5 * (grows * of_month * stress.get());
    }
    CarbonGPerM2::new(sum * light_use.get())
}

/// Net ecosystem productivity (净生态系统生产力): what soil organisms leave of net primary productivity.
///
/// # Equation
///
/// ```text
/// NEP = NPP − R_h
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `NEP` | returned | net ecosystem productivity | gC m⁻² a⁻¹ |
/// | `NPP` | `productivity` | net primary productivity, carbon | gC m⁻² a⁻¹ |
/// | `R_h` | `respiration` | carbon that soil organisms breathe out | gC m⁻² a⁻¹ |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`. Soil that breathes out more than grows is a source, below 0.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::net_primary_productivity::npp_less_heterotrophic_respiration;
/// use ecovalue::unit::CarbonGPerM2;
///
/// let carbon = CarbonGPerM2::new;
/// assert_eq!(npp_less_heterotrophic_respiration(carbon(500.0), carbon(380.0)).get(), 120.0);
/// ```
///
/// # References
///
/// * Bo W. et al. (2017), Acta Ecologica Sinica 37(12):4182.
#[inline]
#[must_use]
pub fn npp_less_heterotrophic_respiration(
    productivity: CarbonGPerM2,
    respiration: CarbonGPerM2,
) -> CarbonGPerM2 {
    productivity - respiration
}

/// Variants of this file.
pub static DRIVERS: &[Driver] = &[
    driver(
        DRY_MATTER_PRODUCTIVITY,
        "miami",
        "D = min(3000 / (1 + exp(1.315 − 0.119 T)), 3000 (1 − exp(−0.000664 P)))",
        &inlined!(
            |temperature, precipitation| miami(temperature, precipitation),
            (TEMPERATURE, PRECIPITATION),
        ),
        "Lieth 1975, Modeling the primary productivity of the world",
    ),
    driver(
        DRY_MATTER_PRODUCTIVITY,
        "thornthwaite_memorial",
        "D = 3000 (1 − exp(−0.0009695 (ET − 20)))",
        &inlined!(
            |evapotranspiration| thornthwaite_memorial(evapotranspiration),
            (ACTUAL_EVAPOTRANSPIRATION,),
        ),
        "Lieth and Box 1972, Publications in Climatology 25(3)",
    ),
    driver(
        NET_PRIMARY_PRODUCTIVITY,
        "carbon_fraction",
        "NPP = D · c",
        &cell(carbon_fraction, (DRY_MATTER_PRODUCTIVITY, CARBON_PER_DRY_MATTER)),
        "definition of the carbon content of dry matter",
    ),
    driver(
        NET_PRIMARY_PRODUCTIVITY,
        "casa",
        "NPP = Σ SOL_m · FPAR_m · 0.5 · T1 · T2_m · W_m · ε_max",
        &cell(
            casa,
            (
                SOLAR_RADIATION_MONTHLY,
                FPAR_MONTHLY,
                TEMPERATURE_MONTHLY,
                WATER_STRESS_MONTHLY,
                OPTIMUM_TEMPERATURE,
                CASA_LIGHT_USE,
            ),
        ),
        "CASA as in ChinaXiv-202106.00083; T1 and T2 unverified: from general knowledge",
    ),
    driver(
        NET_ECOSYSTEM_PRODUCTIVITY,
        "npp_less_heterotrophic_respiration",
        "NEP = NPP − R_h",
        &cell(npp_less_heterotrophic_respiration, (NET_PRIMARY_PRODUCTIVITY, HETEROTROPHIC_RESPIRATION)),
        "Bo et al. 2017, Acta Ecologica Sinica 37(12):4182; ChinaXiv-202106.00081",
    ),
    driver(
        NET_ECOSYSTEM_PRODUCTIVITY,
        "npp_ratio",
        "NEP = α · NPP",
        &cell(npp_ratio, (NET_PRIMARY_PRODUCTIVITY, NEP_NPP_RATIO)),
        "NEP/NPP conversion coefficient of the 2020 GEP guideline (secondary)",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_value_stays_missing() {
        assert!(miami(TemperatureC::new(f64::NAN), DepthMm::new(0.0)).get().is_nan());
        assert!(miami(TemperatureC::new(10.0), DepthMm::new(f64::NAN)).get().is_nan());
        assert!(thornthwaite_memorial(DepthMm::new(f64::NAN)).get().is_nan());
    }

    #[test]
    fn no_rain_grows_nothing() {
        assert_eq!(miami(TemperatureC::new(25.0), DepthMm::new(0.0)).get(), 0.0);
    }
}
