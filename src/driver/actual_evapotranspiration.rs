//! Actual evapotranspiration (蒸散发量) of a year, from rain and either warmth or potential evapotranspiration.
//!
//! All forms are made for catchments and long means. A map of cells shows a pattern, not a measurement.

#![allow(clippy::inline_always, reason = "a call would keep a column from becoming vector instructions")]

use super::{Driver, driver};
use crate::equation::{cell, inlined};
use crate::math::{expm1, norm_excess, tanh};
use crate::quantity::{
    ACTUAL_EVAPOTRANSPIRATION, BUDYKO_FU_OMEGA, POTENTIAL_EVAPOTRANSPIRATION, PRECIPITATION, TEMPERATURE,
    VEGETATED, ZHANG_PLANT_WATER,
};
use crate::unit::{DepthMm, Fraction, TemperatureC};

/// Actual evapotranspiration from rain and temperature, by Turc.
///
/// # Equation
///
/// ```text
/// ET = P / √(0.9 + (P/L)²)      where P/L ≥ 0.316
/// ET = P                        elsewhere
/// L  = 300 + 25 T + 0.05 T³
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `ET` | returned | actual evapotranspiration | mm a⁻¹ |
/// | `P` | `precipitation` | annual precipitation | mm a⁻¹ |
/// | `L` | - | evaporating power of the air | mm a⁻¹ |
/// | `T` | `temperature` | annual mean temperature | °C |
///
/// # Assumptions
///
/// The equation was fitted to catchments of temperate and warm climates. `L` is 0 at −10 °C and negative below,
/// so a cell colder than −5 °C is outside its range. At `P/L` = 0.316 the two branches differ by 0.007 %: there
/// the upper one is larger than the rain by that much.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`, and so do negative precipitation and a temperature under −5 °C.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::actual_evapotranspiration::turc;
/// use ecovalue::unit::{DepthMm, TemperatureC};
///
/// // Beibei, 1100 mm and 18 °C: L = 300 + 450 + 291.6 = 1041.6 mm, ET = 775 mm.
/// let et = turc(DepthMm::new(1100.0), TemperatureC::new(18.0));
/// assert!((et.get() - 774.9).abs() < 0.1);
///
/// // At 0 °C, L = 300 mm: all of 90 mm evaporates.
/// assert_eq!(turc(DepthMm::new(90.0), TemperatureC::new(0.0)).get(), 90.0);
/// ```
///
/// # References
///
/// * Turc L. (1954): Le bilan d'eau des sols: relations entre les précipitations, l'évaporation et l'écoulement.
///   Annales agronomiques 5, 491-595. The constants are secondary.
#[inline(always)]
#[must_use]
pub fn turc(precipitation: DepthMm, temperature: TemperatureC) -> DepthMm {
    let (p, t) = (precipitation.get(), temperature.get());
    let power = 300.0 + 25.0 * t + 0.05 * t * t * t;
    let ratio = p / power;

    DepthMm::new(if t.is_nan() || t < -5.0 || p < 0.0 {
        f64::NAN
    } else if ratio < 0.316 {
        p
    } else {
        p / (0.9 + ratio * ratio).sqrt()
    })
}

/// Actual evapotranspiration from rain and potential evapotranspiration, by Budyko.
///
/// # Equation
///
/// ```text
/// ET = P √(φ · tanh(1/φ) · (1 − e^(−φ))),  φ = PET/P
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `ET` | returned | actual evapotranspiration | mm a⁻¹ |
/// | `P` | `precipitation` | annual precipitation | mm a⁻¹ |
/// | `PET` | `potential` | potential evapotranspiration | mm a⁻¹ |
///
/// # Assumptions
///
/// One curve for all catchments: vegetation and soil make no difference. ET is 0 where rain or PET is 0.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`, and so does a negative argument.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::actual_evapotranspiration::budyko;
/// use ecovalue::unit::DepthMm;
///
/// // φ = 1: √(0.76159 · 0.63212) = 0.69384.
/// let et = budyko(DepthMm::new(1000.0), DepthMm::new(1000.0));
/// assert!((et.get() - 693.84).abs() < 0.01);
/// ```
///
/// # References
///
/// * Budyko M. I. (1974): Climate and Life. Academic Press, New York.
#[inline(always)]
#[must_use]
pub fn budyko(precipitation: DepthMm, potential: DepthMm) -> DepthMm {
    let (p, pet) = (precipitation.get(), potential.get());
    // √(P · PET · tanh(P/PET) · (1 − e^(−PET/P))), with φ put in.
    let actual = (p * pet * tanh(p / pet) * -expm1(-pet / p)).sqrt();
    DepthMm::new(within(p, pet, actual))
}

/// Actual evapotranspiration from rain, potential evapotranspiration and vegetation, by Zhang.
///
/// # Equation
///
/// ```text
/// ET = P (1 + w φ) / (1 + w φ + 1/φ),  φ = PET/P
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `ET` | returned | actual evapotranspiration | mm a⁻¹ |
/// | `P` | `precipitation` | annual precipitation | mm a⁻¹ |
/// | `PET` | `potential` | potential evapotranspiration | mm a⁻¹ |
/// | `w` | `plant_water` | plant-available water coefficient: forest 2.0, grass and crops 0.5 | 1 |
///
/// # Assumptions
///
/// ET never exceeds the rain, but with `w` > 1 it exceeds PET in wet cells (`φ` < 1 − 1/`w`). It is 0 where rain
/// or PET is 0.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`, and so does a negative argument.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::actual_evapotranspiration::zhang2001;
/// use ecovalue::unit::{DepthMm, Fraction};
///
/// // φ = 1, forest: 1000 · 3/4.
/// let et = zhang2001(DepthMm::new(1000.0), DepthMm::new(1000.0), Fraction::new(2.0));
/// assert_eq!(et.get(), 750.0);
/// ```
///
/// # References
///
/// * Zhang L., Dawes W. R., Walker G. R. (2001): Response of mean annual evapotranspiration to vegetation changes
///   at catchment scale. Water Resources Research 37(3), 701-708.
#[inline(always)]
#[must_use]
pub fn zhang2001(precipitation: DepthMm, potential: DepthMm, plant_water: Fraction) -> DepthMm {
    let (p, pet, w) = (precipitation.get(), potential.get(), plant_water.get());
    if w.is_nan() || w < 0.0 {
        return DepthMm::new(f64::NAN);
    }
    let supply = w * (pet / p);
    let actual = p * ((1.0 + supply) / (1.0 + supply + p / pet));
    DepthMm::new(within(p, pet, actual))
}

/// Actual evapotranspiration from rain, potential evapotranspiration and a catchment parameter, by Fu (傅抱璞).
///
/// # Equation
///
/// ```text
/// ET = P (1 + φ − (1 + φ^ω)^(1/ω)),  φ = PET/P
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `ET` | returned | actual evapotranspiration | mm a⁻¹ |
/// | `P` | `precipitation` | annual precipitation | mm a⁻¹ |
/// | `PET` | `potential` | potential evapotranspiration | mm a⁻¹ |
/// | `ω` | `omega` | catchment parameter, at least 1 | 1 |
///
/// # Assumptions
///
/// ET exceeds neither rain nor PET. It is 0 where rain or PET is 0, and everywhere at ω = 1.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`, and so do negative depths and ω < 1.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::actual_evapotranspiration::fu;
/// use ecovalue::unit::{DepthMm, Fraction};
///
/// // φ = 3/4, ω = 2: 1 + 0.75 − √(1 + 0.5625) = 0.5.
/// let et = fu(DepthMm::new(1000.0), DepthMm::new(750.0), Fraction::new(2.0));
/// assert!((et.get() - 500.0).abs() < 1e-9);
/// ```
///
/// # References
///
/// * 傅抱璞 (1981): 论陆面蒸发的计算. 大气科学 5(1), 23-31.
/// * Zhang L. et al. (2004): A rational function approach for estimating mean annual evapotranspiration. Water
///   Resources Research 40, W02502.
#[inline(always)]
#[must_use]
pub fn fu(precipitation: DepthMm, potential: DepthMm, omega: Fraction) -> DepthMm {
    let (p, pet, omega) = (precipitation.get(), potential.get(), omega.get());
    // The equation is the same with P and PET exchanged. Taking the larger one, M, out of the root leaves the
    // smaller one, m, less a small term: as printed, two large numbers cancel in arid and in wet cells.
    let (smaller, larger) = if p < pet { (p, pet) } else { (pet, p) };

    // ET = m − M ((1 + (m/M)^ω)^(1/ω) − 1)
    let actual = smaller - larger * norm_excess(smaller, larger, omega);
    // At ω = 1 nothing evaporates, and near it rounding must not make it less.
    let actual = if omega > 1.0 && actual > 0.0 { actual } else { 0.0 };
    let omega_is_possible = omega >= 1.0;
    DepthMm::new(if omega_is_possible { within(p, pet, actual) } else { f64::NAN })
}

/// Actual evapotranspiration as InVEST has it: Fu's equation under vegetation, all that rain and energy allow elsewhere.
///
/// # Equation
///
/// ```text
/// ET = P (1 + φ − (1 + φ^ω)^(1/ω)),  φ = PET/P       vegetated
/// ET = min(P, PET)                                    water, wetland, town, bare land
/// PET = Kc · ET0
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `ET` | returned | actual evapotranspiration | mm a⁻¹ |
/// | `P` | `precipitation` | annual precipitation | mm a⁻¹ |
/// | `PET` | `potential` | potential evapotranspiration of the cover | mm a⁻¹ |
/// | `ω` | `omega` | catchment parameter, in InVEST of soil water and seasons | 1 |
/// | - | `vegetated` | 1 where the cover is vegetation, 0 elsewhere | 1 |
///
/// # Assumptions
///
/// InVEST takes the smaller of φ and Fu's share, which is always Fu's. Where no rain falls ET is 0; InVEST gives no
/// number there, so that a dry cell drops out of its means. Its manual wants results by sub-basin, not by cell.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`, and so do negative depths, ω < 1 and a `vegetated` that is neither 0 nor 1.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::actual_evapotranspiration::invest_budyko_fu;
/// use ecovalue::unit::{DepthMm, Fraction};
///
/// let et = |vegetated| {
///     let (p, pet, omega) = (DepthMm::new(1000.0), DepthMm::new(750.0), Fraction::new(2.0));
///     invest_budyko_fu(p, pet, omega, Fraction::new(vegetated)).get()
/// };
/// assert!((et(1.0) - 500.0).abs() < 1e-9); // 1 + 0.75 − √(1 + 0.5625) = 0.5
/// assert_eq!(et(0.0), 750.0);
/// ```
///
/// # References
///
/// * InVEST user's guide, annual water yield, and the code of version 3.20.
#[inline(always)]
#[must_use]
pub fn invest_budyko_fu(
    precipitation: DepthMm,
    potential: DepthMm,
    omega: Fraction,
    vegetated: Fraction,
) -> DepthMm {
    let (p, pet) = (precipitation.get(), potential.get());
    let by_fu = fu(precipitation, potential, omega).get();
    let smaller = if p < pet { p } else { pet };
    let by_limit = if by_fu.is_nan() { f64::NAN } else { smaller };
    let cover = vegetated.get();
    let other = if cover == 0.0 { by_limit } else { f64::NAN };
    DepthMm::new(if cover - 1.0 == 0.0 { by_fu } else { other })
}

/// The equation where rain and potential evapotranspiration are positive, 0 where one of them is 0, and `NaN`
/// where one is negative or missing. The equation is worked out everywhere, so that a column has no branches.
#[inline(always)]
fn within(precipitation: f64, potential: f64, equation: f64) -> f64 {
    let positive = precipitation > 0.0 && potential > 0.0;
    let possible = precipitation >= 0.0 && potential >= 0.0;
    let value = if positive { equation } else { 0.0 };
    if possible { value } else { f64::NAN }
}

/// Variants of this file.
pub static DRIVERS: &[Driver] = &[
    driver(
        ACTUAL_EVAPOTRANSPIRATION,
        "turc",
        "ET = P / √(0.9 + (P/L)²), L = 300 + 25 T + 0.05 T³",
        &cell(turc, (PRECIPITATION, TEMPERATURE)),
        "Turc 1954, Annales agronomiques 5",
    ),
    driver(
        ACTUAL_EVAPOTRANSPIRATION,
        "budyko",
        "ET = P √(φ tanh(1/φ) (1 − exp(−φ))), φ = PET/P",
        &inlined!(|rain, potential| budyko(rain, potential), (PRECIPITATION, POTENTIAL_EVAPOTRANSPIRATION)),
        "Budyko 1974, Climate and Life",
    ),
    driver(
        ACTUAL_EVAPOTRANSPIRATION,
        "zhang2001",
        "ET = P (1 + w φ) / (1 + w φ + 1/φ), φ = PET/P",
        &cell(zhang2001, (PRECIPITATION, POTENTIAL_EVAPOTRANSPIRATION, ZHANG_PLANT_WATER)),
        "Zhang et al. 2001, Water Resources Research 37(3):701",
    ),
    driver(
        ACTUAL_EVAPOTRANSPIRATION,
        "fu",
        "ET = P (1 + φ − (1 + φ^ω)^(1/ω)), φ = PET/P",
        &inlined!(
            |rain, potential, omega| fu(rain, potential, omega),
            (PRECIPITATION, POTENTIAL_EVAPOTRANSPIRATION, BUDYKO_FU_OMEGA),
        ),
        "Fu 1981, Chinese Journal of Atmospheric Sciences 5(1):23",
    ),
    driver(
        ACTUAL_EVAPOTRANSPIRATION,
        "invest_budyko_fu",
        "ET by Fu's equation where vegetated, min(P, PET) elsewhere; PET = Kc · ET0",
        &inlined!(
            |rain, potential, omega, vegetated| invest_budyko_fu(rain, potential, omega, vegetated),
            (PRECIPITATION, POTENTIAL_EVAPOTRANSPIRATION, BUDYKO_FU_OMEGA, VEGETATED),
        ),
        "InVEST user's guide, annual water yield",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    const ROUNDING: f64 = 1e-15;

    fn depths() -> impl Iterator<Item = (f64, f64)> {
        let values = [1e-9, 0.1, 5.0, 300.0, 999.0, 1000.0, 6000.0, 15000.0];
        values.into_iter().flat_map(move |p| values.into_iter().map(move |pet| (p, pet)))
    }

    #[test]
    fn evapotranspiration_takes_no_more_than_rain_or_energy() {
        for (p, pet) in depths() {
            let limit = p.min(pet);
            for omega in [1.0, 1.25, 2.6, 5.0, 10.0] {
                let et = fu(DepthMm::new(p), DepthMm::new(pet), Fraction::new(omega)).get();
                assert!((-limit * ROUNDING..=limit).contains(&et), "fu {p} {pet} {omega}: {et}");
            }
            let et = budyko(DepthMm::new(p), DepthMm::new(pet)).get();
            assert!((0.0..=limit * (1.0 + ROUNDING)).contains(&et), "budyko {p} {pet}: {et}");
            for w in [0.0, 0.5, 2.0] {
                let et = zhang2001(DepthMm::new(p), DepthMm::new(pet), Fraction::new(w)).get();
                assert!((0.0..=p).contains(&et), "zhang {p} {pet} {w}: {et}");
            }
        }
    }

    #[test]
    fn fu_is_the_same_with_rain_and_energy_exchanged() {
        for (p, pet) in depths() {
            let one = fu(DepthMm::new(p), DepthMm::new(pet), Fraction::new(2.6)).get();
            let two = fu(DepthMm::new(pet), DepthMm::new(p), Fraction::new(2.6)).get();
            assert_eq!(one, two);
        }
    }

    #[test]
    fn nothing_evaporates_without_rain_or_without_energy() {
        for (p, pet) in [(0.0, 0.0), (0.0, 800.0), (800.0, 0.0)] {
            let (p, pet) = (DepthMm::new(p), DepthMm::new(pet));
            assert_eq!(budyko(p, pet).get(), 0.0);
            assert_eq!(zhang2001(p, pet, Fraction::new(0.5)).get(), 0.0);
            assert_eq!(fu(p, pet, Fraction::new(2.6)).get(), 0.0);
        }
    }

    #[test]
    fn a_missing_value_stays_missing() {
        let (nan, depth) = (DepthMm::new(f64::NAN), DepthMm::new(100.0));
        let missing = Fraction::new(f64::NAN);
        assert!(turc(nan, TemperatureC::new(10.0)).get().is_nan());
        assert!(turc(depth, TemperatureC::new(f64::NAN)).get().is_nan());
        assert!(budyko(nan, depth).get().is_nan());
        assert!(budyko(depth, nan).get().is_nan());
        assert!(zhang2001(depth, depth, missing).get().is_nan());
        assert!(fu(DepthMm::new(0.0), depth, missing).get().is_nan());
    }
}
