//! Soil erodibility K (土壤可蚀性因子) from texture and organic carbon.

use super::{Driver, driver};
use crate::equation::inlined;
use crate::math::{exp, pow};
use crate::quantity::{CLAY, SAND, SILT, SOIL_ERODIBILITY, SOIL_ERODIBILITY_AT_FLOOR, SOIL_ORGANIC_CARBON};
use crate::unit::{Erodibility, Fraction, Percent};

/// Sums of the three shares from and to which a texture is one [%].
const SUM_OF_SHARES: std::ops::RangeInclusive<f64> = 99.0..=101.0;
/// From US customary units to t hm² h hm⁻² MJ⁻¹ mm⁻¹, as HJ 1173-2021 prints it.
const US_CUSTOMARY: f64 = 0.1317;

/// Composition of the fine soil by mass.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Soil {
    /// Sand, 0.05 to 2 mm.
    pub sand: Percent,
    /// Silt, 0.002 to 0.05 mm.
    pub silt: Percent,
    /// Clay, below 0.002 mm.
    pub clay: Percent,
    /// Organic carbon.
    pub organic_carbon: Percent,
}

/// An erodibility, and whether the equation gave less than 0 for it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Corrected {
    /// Erodibility, at least 0.
    pub erodibility: Erodibility,
    /// Whether 0 stands for a negative result.
    pub clamped: bool,
}

const fn soil(sand: Percent, silt: Percent, clay: Percent, organic_carbon: Percent) -> Soil {
    Soil { sand, silt, clay, organic_carbon }
}

/// Soil erodibility by the EPIC model, as it comes.
///
/// # Equation
///
/// ```text
/// K = 0.1317 K_EPIC
/// K_EPIC = {0.2 + 0.3 exp[−0.0256 ms (1 − msilt/100)]} · [msilt/(mc + msilt)]^0.3
///        · {1 − 0.25 C/[C + exp(3.72 − 2.95 C)]}
///        · {1 − 0.7 SN/[SN + exp(−5.51 + 22.9 SN)]},   SN = 1 − ms/100          (A.8)
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `K` | returned | erodibility | t hm² h hm⁻² MJ⁻¹ mm⁻¹ |
/// | `ms` | `soil.sand` | sand, 0.05 to 2 mm | % |
/// | `msilt` | `soil.silt` | silt, 0.002 to 0.05 mm | % |
/// | `mc` | `soil.clay` | clay, below 0.002 mm | % |
/// | `C` | `soil.organic_carbon` | organic carbon; organic matter is about 1.724 times as much | % |
/// | `K_EPIC` | - | erodibility in US customary units | 1 |
///
/// # Assumptions
///
/// The classes of grain size are those of the USDA; a texture by other bounds gives another erodibility. Fitted to
/// soils of the United States: on those of China it comes out about twice too high, see [`hj1173`].
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`, and so do negative shares, shares whose sum is off 100 % by more than 1 %, and a
/// soil with neither silt nor clay, for which the second factor is undefined.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::soil_erodibility::{Soil, epic};
/// use ecovalue::unit::Percent;
///
/// // Loam: 0.3623 · 0.8855 · 0.9209 · 0.9999 = 0.2954 in US customary units.
/// let share = Percent::new;
/// let loam = Soil { sand: share(40.0), silt: share(40.0), clay: share(20.0), organic_carbon: share(1.0) };
/// assert!((epic(loam).get() - 0.0389).abs() < 5e-5);
/// let percent_of_one = Soil { sand: share(0.4), silt: share(0.4), clay: share(0.2), organic_carbon: share(0.01) };
/// assert!(epic(percent_of_one).get().is_nan());
/// ```
///
/// # References
///
/// * HJ 1173-2021, 全国生态状况调查评估技术规范 生态系统服务功能评估, Annex A, Eq. (A.8); signs restored after extraction.
/// * Sharpley A. N., Williams J. R. (1990): EPIC - Erosion/Productivity Impact Calculator. USDA Technical Bulletin 1768;
///   as recalled.
#[inline]
#[must_use]
pub fn epic(soil: Soil) -> Erodibility {
    Erodibility::new(US_CUSTOMARY * us_customary(soil))
}

/// Soil erodibility by the EPIC model with the correction for soils of China.
///
/// # Equation
///
/// ```text
/// K = (−0.01383 + 0.51575 K_EPIC) · 0.1317                                      (A.7)
/// ```
///
/// with `K_EPIC` of [`epic`].
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `K` | returned | erodibility | t hm² h hm⁻² MJ⁻¹ mm⁻¹ |
/// | `K_EPIC` | `soil` | erodibility of the soil in US customary units | 1 |
///
/// # Assumptions
///
/// The correction is about half of EPIC's erodibility less an offset. Where `K_EPIC` is below 0.0268, as on nearly pure
/// sand, it is negative, which no soil is: 0 takes its place, and the result says so. The standard does not print that.
///
/// # Missing and negative values
///
/// As [`epic`].
///
/// # Examples
///
/// ```
/// use ecovalue::driver::soil_erodibility::{Soil, hj1173};
/// use ecovalue::unit::Percent;
///
/// let share = Percent::new;
/// // Loam with K_EPIC = 0.2954: (−0.01383 + 0.15234) · 0.1317.
/// let loam = Soil { sand: share(40.0), silt: share(40.0), clay: share(20.0), organic_carbon: share(1.0) };
/// let found = hj1173(loam);
/// assert!((found.erodibility.get() - 0.0182).abs() < 5e-5 && !found.clamped);
///
/// let sand = Soil { sand: share(99.0), silt: share(0.001), clay: share(0.999), organic_carbon: share(5.0) };
/// assert!(hj1173(sand).clamped);
/// ```
///
/// # References
///
/// * HJ 1173-2021, 全国生态状况调查评估技术规范 生态系统服务功能评估, Annex A, Eq. (A.7); signs restored after extraction.
#[inline]
#[must_use]
pub fn hj1173(soil: Soil) -> Corrected {
    let corrected = (-0.01383 + 0.51575 * us_customary(soil)) * US_CUSTOMARY;
    let clamped = corrected < 0.0;
    Corrected { erodibility: Erodibility::new(if clamped { 0.0 } else { corrected }), clamped }
}

/// 1 where 0 stands for a negative result, else 0; `NaN` where the result is missing.
fn at_floor(corrected: Corrected) -> Fraction {
    Fraction::new(match (corrected.erodibility.get().is_nan(), corrected.clamped) {
        (true, _) => f64::NAN,
        (false, true) => 1.0,
        (false, false) => 0.0,
    })
}

/// `K_EPIC`, (A.8).
#[inline]
fn us_customary(soil: Soil) -> f64 {
    let (sand, silt, clay) = (soil.sand.get(), soil.silt.get(), soil.clay.get());
    let carbon = soil.organic_carbon.get();
    let shares = sand >= 0.0 && silt >= 0.0 && clay >= 0.0 && SUM_OF_SHARES.contains(&(sand + silt + clay));
    let coarse = 0.2 + 0.3 * exp(-0.0256 * sand * (1.0 - silt / 100.0));
    let fine = pow(silt / (clay + silt), 0.3);
    let humus = 1.0 - 0.25 * carbon / (carbon + exp(3.72 - 2.95 * carbon));
    let rest = 1.0 - sand / 100.0;
    let very_sandy = 1.0 - 0.7 * rest / (rest + exp(-5.51 + 22.9 * rest));

    if shares && carbon >= 0.0 { coarse * fine * humus * very_sandy } else { f64::NAN }
}

/// Variants of this file.
pub static DRIVERS: &[Driver] = &[
    driver(
        SOIL_ERODIBILITY,
        "epic",
        "K = 0.1317 K_EPIC",
        &inlined!(
            |sand, silt, clay, carbon| epic(soil(sand, silt, clay, carbon)),
            (SAND, SILT, CLAY, SOIL_ORGANIC_CARBON),
        ),
        "EPIC model; HJ 1173-2021 Annex A, Eq. (A.8), without the correction of (A.7)",
    ),
    driver(
        SOIL_ERODIBILITY,
        "hj1173_2021",
        "K = (−0.01383 + 0.51575 K_EPIC) 0.1317, at least 0",
        &inlined!(
            |sand, silt, clay, carbon| hj1173(soil(sand, silt, clay, carbon)).erodibility,
            (SAND, SILT, CLAY, SOIL_ORGANIC_CARBON),
        ),
        "HJ 1173-2021 Annex A, Eq. (A.7) and (A.8)",
    ),
    driver(
        SOIL_ERODIBILITY_AT_FLOOR,
        "hj1173_2021",
        "1 where (−0.01383 + 0.51575 K_EPIC) 0.1317 < 0, else 0",
        &inlined!(
            |sand, silt, clay, carbon| at_floor(hj1173(soil(sand, silt, clay, carbon))),
            (SAND, SILT, CLAY, SOIL_ORGANIC_CARBON),
        ),
        "a count of what HJ 1173-2021 Annex A, Eq. (A.7) makes negative",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_negative_correction_is_clamped() {
        let percent = Percent::new;
        for silt in [0.0, 1e-6, 1e-4, 1e-3, 0.01, 0.05, 0.2, 0.5] {
            let poor = soil(percent(99.0), percent(silt), percent(1.0 - silt), percent(5.0));
            let Corrected { erodibility, clamped } = hj1173(poor);
            let raw = epic(poor).get() / US_CUSTOMARY;
            assert_eq!(clamped, 0.51575 * raw < 0.01383, "{silt}");
            assert!(erodibility.get() >= 0.0 && (erodibility.get() == 0.0) == clamped, "{silt}");
        }
        let missing = hj1173(soil(percent(99.0), percent(0.5), percent(0.5), percent(f64::NAN)));
        assert!(missing.erodibility.get().is_nan() && !missing.clamped);
    }
}
