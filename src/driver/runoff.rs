//! Surface runoff (地表径流量) and the water that a cell yields (产水量).

#![allow(clippy::inline_always, reason = "a call would keep a column from becoming vector instructions")]

use super::{Driver, driver};
use crate::equation::{cell, inlined};
use crate::math::norm_excess;
use crate::quantity::{
    ACTUAL_EVAPOTRANSPIRATION, BUDYKO_FU_OMEGA, POTENTIAL_EVAPOTRANSPIRATION, PRECIPITATION,
    RUNOFF_COEFFICIENT, RUNOFF_PRODUCING_PRECIPITATION, RUNOFF_PRODUCING_RAIN_SHARE, SURFACE_RUNOFF,
    VEGETATED, WATER_YIELD,
};
use crate::unit::{DepthMm, Fraction};

/// Surface runoff by a runoff coefficient (地表径流系数).
///
/// # Equation
///
/// ```text
/// R = P · α
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `R` | returned | surface runoff | mm a⁻¹ |
/// | `P` | `precipitation` | annual precipitation | mm a⁻¹ |
/// | `α` | `coefficient` | share of the rain that runs off, by ecosystem type | 1 |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::runoff::runoff_by_coefficient;
/// use ecovalue::unit::{DepthMm, Fraction};
///
/// // Sparse woodland, α = 0.192, under 1000 mm of rain.
/// assert_eq!(runoff_by_coefficient(DepthMm::new(1000.0), Fraction::new(0.192)).get(), 192.0);
/// ```
///
/// # References
///
/// * Gong S. et al. (2017): Water retention of China's ecosystems, Acta Ecologica Sinica 37(7), Table 2.
#[inline]
#[must_use]
pub fn runoff_by_coefficient(precipitation: DepthMm, coefficient: Fraction) -> DepthMm {
    precipitation * coefficient.get()
}

/// Water that leaves a cell as runoff or recharge (产水量): what rain leaves after evapotranspiration.
///
/// It holds quick runoff, so it corresponds to the local water resources of a water bulletin and exceeds the retained
/// water.
///
/// # Equation
///
/// ```text
/// Y = P − ET
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `Y` | returned | water yield | mm a⁻¹ |
/// | `P` | `precipitation` | annual precipitation | mm a⁻¹ |
/// | `ET` | `evapotranspiration` | actual evapotranspiration | mm a⁻¹ |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`. It is negative where a measured ET is larger than the rain.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::runoff::water_yield;
/// use ecovalue::unit::DepthMm;
///
/// assert_eq!(water_yield(DepthMm::new(1100.0), DepthMm::new(775.0)).get(), 325.0);
/// ```
///
/// # References
///
/// * InVEST user's guide, annual water yield model.
#[inline]
#[must_use]
pub fn water_yield(precipitation: DepthMm, evapotranspiration: DepthMm) -> DepthMm {
    precipitation - evapotranspiration
}

/// Water that a cell yields, by Fu (傅抱璞), without the detour over evapotranspiration.
///
/// # Equation
///
/// ```text
/// Y = P − ET = P ((1 + φ^ω)^(1/ω) − φ),  φ = PET/P
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `Y` | returned | water yield | mm a⁻¹ |
/// | `P` | `precipitation` | annual precipitation | mm a⁻¹ |
/// | `PET` | `potential` | potential evapotranspiration | mm a⁻¹ |
/// | `ω` | `omega` | catchment parameter, at least 1 | 1 |
///
/// # Assumptions
///
/// All rain is yielded where PET is 0 or ω is 1, none where no rain falls. In arid cells P − ET would take two nearly
/// equal numbers from each other: at φ = 1000 and ω = 3 the yield is a three-millionth of the rain, and six of its digits
/// would be lost.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`, and so do negative depths and ω < 1.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::runoff::fu_yield;
/// use ecovalue::unit::{DepthMm, Fraction};
///
/// // φ = 3/4, ω = 2: √(1 + 0.5625) − 0.75 = 0.5.
/// let y = fu_yield(DepthMm::new(1000.0), DepthMm::new(750.0), Fraction::new(2.0));
/// assert!((y.get() - 500.0).abs() < 1e-9);
/// ```
///
/// # References
///
/// * 傅抱璞 (1981): 论陆面蒸发的计算. 大气科学 5(1), 23-31.
#[inline(always)]
#[must_use]
pub fn fu_yield(precipitation: DepthMm, potential: DepthMm, omega: Fraction) -> DepthMm {
    let (p, pet, omega) = (precipitation.get(), potential.get(), omega.get());
    let (smaller, larger) = if p < pet { (p, pet) } else { (pet, p) };
    // What rain has over energy; two sums of numbers above 0 lose no digits.
    let surplus = if p > pet { p - pet } else { 0.0 };

    // Y = max(0, P − PET) + M ((1 + (m/M)^ω)^(1/ω) − 1), m the smaller and M the larger of P and PET   [mm a⁻¹]
    let amount = surplus + larger * norm_excess(smaller, larger, omega);
    // Without energy all rain is yielded; without rain, nothing. Rounding must not yield more than the rain.
    let positive = p > 0.0 && pet > 0.0 && amount < p;
    let amount = if positive { amount } else { p };
    let possible = p >= 0.0 && pet >= 0.0 && omega >= 1.0;
    DepthMm::new(if possible { amount } else { f64::NAN })
}

/// Water that a cell yields as InVEST has it: Fu's equation under vegetation, what rain has over energy elsewhere.
///
/// # Equation
///
/// ```text
/// Y = P ((1 + φ^ω)^(1/ω) − φ),  φ = PET/P      vegetated
/// Y = max(0, P − PET)                          water, wetland, town, bare land
/// PET = Kc · ET0
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `Y` | returned | water yield | mm a⁻¹ |
/// | `P` | `precipitation` | annual precipitation | mm a⁻¹ |
/// | `PET` | `potential` | potential evapotranspiration of the cover | mm a⁻¹ |
/// | `ω` | `omega` | catchment parameter, in InVEST of soil water and seasons | 1 |
/// | - | `vegetated` | 1 where the cover is vegetation, 0 elsewhere | 1 |
///
/// # Assumptions
///
/// Where no rain falls the yield is 0; InVEST gives `NaN` there. See [`fu_yield`] for the form.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`, and so do negative depths, ω < 1 and a `vegetated` that is neither 0 nor 1.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::runoff::invest_yield;
/// use ecovalue::unit::{DepthMm, Fraction};
///
/// // A lake: 1000 mm of rain and 750 mm of evaporation.
/// let lake = Fraction::new(0.0);
/// let y = invest_yield(DepthMm::new(1000.0), DepthMm::new(750.0), Fraction::new(2.0), lake);
/// assert_eq!(y.get(), 250.0);
/// ```
///
/// # References
///
/// * InVEST user's guide, annual water yield, and the code of version 3.20.
#[inline(always)]
#[must_use]
pub fn invest_yield(
    precipitation: DepthMm,
    potential: DepthMm,
    omega: Fraction,
    vegetated: Fraction,
) -> DepthMm {
    let (p, pet) = (precipitation.get(), potential.get());
    let by_fu = fu_yield(precipitation, potential, omega).get();

    let surplus = if p > pet { p - pet } else { 0.0 };
    let by_limit = if by_fu.is_nan() { f64::NAN } else { surplus };
    let cover = vegetated.get();
    let other = if cover == 0.0 { by_limit } else { f64::NAN };
    DepthMm::new(if cover - 1.0 == 0.0 { by_fu } else { other })
}

/// Runoff-producing rain (产流降雨量) as a share of the annual rain.
///
/// # Equation
///
/// ```text
/// J = J₀ · K
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `J` | returned | runoff-producing rain | mm a⁻¹ |
/// | `J₀` | `precipitation` | annual precipitation | mm a⁻¹ |
/// | `K` | `share` | share of the rain that produces runoff: about 0.6 in South China | 1 |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::runoff::runoff_producing_rain;
/// use ecovalue::unit::{DepthMm, Fraction};
///
/// assert_eq!(runoff_producing_rain(DepthMm::new(1000.0), Fraction::new(0.6)).get(), 600.0);
/// ```
///
/// # References
///
/// * Miao J. et al. (2017), Acta Ecologica Sinica 37(19):6422.
#[inline]
#[must_use]
pub fn runoff_producing_rain(precipitation: DepthMm, share: Fraction) -> DepthMm {
    precipitation * share.get()
}

/// Variants of this file.
pub static DRIVERS: &[Driver] = &[
    driver(
        SURFACE_RUNOFF,
        "runoff_coefficient",
        "R = P · α",
        &cell(runoff_by_coefficient, (PRECIPITATION, RUNOFF_COEFFICIENT)),
        "Gong et al. 2017, Acta Ecologica Sinica 37(7), Table 2",
    ),
    driver(
        WATER_YIELD,
        "precipitation_less_evapotranspiration",
        "Y = P − ET",
        &cell(water_yield, (PRECIPITATION, ACTUAL_EVAPOTRANSPIRATION)),
        "InVEST user's guide, annual water yield",
    ),
    driver(
        WATER_YIELD,
        "fu",
        "Y = P ((1 + φ^ω)^(1/ω) − φ), φ = PET/P",
        &inlined!(
            |rain, potential, omega| fu_yield(rain, potential, omega),
            (PRECIPITATION, POTENTIAL_EVAPOTRANSPIRATION, BUDYKO_FU_OMEGA),
        ),
        "Fu 1981, Chinese Journal of Atmospheric Sciences 5(1):23",
    ),
    driver(
        WATER_YIELD,
        "invest_budyko_fu",
        "Y by Fu's equation where vegetated, max(0, P − PET) elsewhere; PET = Kc · ET0",
        &inlined!(
            |rain, potential, omega, vegetated| invest_yield(rain, potential, omega, vegetated),
            (PRECIPITATION, POTENTIAL_EVAPOTRANSPIRATION, BUDYKO_FU_OMEGA, VEGETATED),
        ),
        "InVEST user's guide, annual water yield",
    ),
    driver(
        RUNOFF_PRODUCING_PRECIPITATION,
        "rain_share",
        "J = J₀ · K",
        &cell(runoff_producing_rain, (PRECIPITATION, RUNOFF_PRODUCING_RAIN_SHARE)),
        "Miao et al. 2017, Acta Ecologica Sinica 37(19):6422",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yield_lies_between_nothing_and_rain() {
        for p in [1e-6, 0.1, 300.0, 15_000.0] {
            for pet in [0.0, 1e-6, 300.0, 6000.0] {
                for omega in [1.0, 1.25, 2.6, 10.0] {
                    let found = fu_yield(DepthMm::new(p), DepthMm::new(pet), Fraction::new(omega)).get();
                    assert!((0.0..=p * (1.0 + 1e-15)).contains(&found), "{p} {pet} {omega}: {found}");
                }
            }
        }
    }
}
