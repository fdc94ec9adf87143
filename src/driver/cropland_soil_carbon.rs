//! Carbon that cropland soil takes up (农田土壤固碳速率).

use super::{Driver, driver};
use crate::equation::inlined;
use crate::quantity::{
    CROPLAND_BASE_CARBON_RATE, CROPLAND_SHARE, CROPLAND_SOIL_CARBON_RATE, NITROGEN_FERTILISER,
    STRAW_CARBON_INTERCEPT, STRAW_CARBON_SLOPE, STRAW_RETURN_SHARE, STRAW_YIELD,
};
use crate::unit::{CarbonKgPerTonne, CarbonRateKgPerHm2, CarbonRateTPerHm2, Fraction, TonnesPerHm2};

/// Carbon that cropland soil takes up, of its base, of fertiliser and of returned straw.
///
/// # Equation
///
/// ```text
/// r = s · (BSS + SCSR_N + PR · SCSR_S)
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `r` | returned | carbon that the soil of a cell takes up | tC hm⁻² a⁻¹ |
/// | `s` | `cropland` | share of the cell that is cropland; 0 leaves other types out | 1 |
/// | `BSS` | `base` | rate without fertiliser and straw | tC hm⁻² a⁻¹ |
/// | `SCSR_N` | `fertiliser` | rate of nitrogen fertiliser, see [`of_fertiliser`] | tC hm⁻² a⁻¹ |
/// | `PR` | `returned` | share of cropland whose straw is returned | 1 |
/// | `SCSR_S` | `straw` | rate of straw return, see [`of_straw`] | tC hm⁻² a⁻¹ |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`. A negative base rate, a soil that loses carbon, is possible.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::cropland_soil_carbon::fertiliser_and_straw;
/// use ecovalue::unit::{CarbonRateTPerHm2, Fraction};
///
/// let (one, rate) = (Fraction::new(1.0), CarbonRateTPerHm2::new);
/// let r = fertiliser_and_straw(one, rate(-0.125), rate(0.25), Fraction::new(0.5), rate(0.5));
/// assert_eq!(r.get(), 0.375);
/// ```
///
/// # References
///
/// * Unverified: from general knowledge of the fixed-rate method.
#[inline]
#[must_use]
pub fn fertiliser_and_straw(
    cropland: Fraction,
    base: CarbonRateTPerHm2,
    fertiliser: CarbonRateTPerHm2,
    returned: Fraction,
    straw: CarbonRateTPerHm2,
) -> CarbonRateTPerHm2 {
    let rate = base.get() + fertiliser.get() + returned.get() * straw.get();
    CarbonRateTPerHm2::new(cropland.get() * rate)
}

/// Carbon that cropland soil takes up with nitrogen fertiliser.
///
/// # Equation
///
/// ```text
/// SCSR_N = 0.5286 TNF + 0.002
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `SCSR_N` | returned | rate of nitrogen fertiliser | tC hm⁻² a⁻¹ |
/// | `TNF` | `nitrogen` | nitrogen fertiliser | t hm⁻² a⁻¹ |
///
/// # Missing and negative values
///
/// `NaN` gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::cropland_soil_carbon::of_fertiliser;
/// use ecovalue::unit::TonnesPerHm2;
///
/// assert!((of_fertiliser(TonnesPerHm2::new(0.2)).get() - 0.10772).abs() < 1e-15);
/// ```
///
/// # References
///
/// * Unverified: from general knowledge.
#[inline]
#[must_use]
pub fn of_fertiliser(nitrogen: TonnesPerHm2) -> CarbonRateTPerHm2 {
    CarbonRateTPerHm2::new(0.5286 * nitrogen.get() + 0.002)
}

/// Carbon that cropland soil takes up with straw that is returned (秸秆还田).
///
/// # Equation
///
/// ```text
/// SCSR_S = (a S + b) / 1000
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `SCSR_S` | returned | rate of straw return | tC hm⁻² a⁻¹ |
/// | `S` | `straw` | straw that is returned | t hm⁻² a⁻¹ |
/// | `a` | `slope` | coefficient of the region | kgC t⁻¹ |
/// | `b` | `intercept` | coefficient of the region | kgC hm⁻² a⁻¹ |
///
/// # Assumptions
///
/// The regression is printed in kg; taking it for tonnes gives a thousand times too much.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::cropland_soil_carbon::of_straw;
/// use ecovalue::unit::{CarbonKgPerTonne, CarbonRateKgPerHm2, TonnesPerHm2};
///
/// // South China, 10 t of straw: 435.48 + 375.1 kg.
/// let rate = of_straw(TonnesPerHm2::new(10.0), CarbonKgPerTonne::new(43.548), CarbonRateKgPerHm2::new(375.1));
/// assert!((rate.get() - 0.81058).abs() < 1e-12);
/// ```
///
/// # References
///
/// * Unverified: from general knowledge; one regression for each of four regions.
#[inline]
#[must_use]
pub fn of_straw(
    straw: TonnesPerHm2,
    slope: CarbonKgPerTonne,
    intercept: CarbonRateKgPerHm2,
) -> CarbonRateTPerHm2 {
    CarbonRateTPerHm2::new((slope.get() * straw.get() + intercept.get()) / 1000.0)
}

/// Variants of this file.
pub static DRIVERS: &[Driver] = &[driver(
    CROPLAND_SOIL_CARBON_RATE,
    "fertiliser_and_straw",
    "r = s · (BSS + SCSR_N + PR · SCSR_S), SCSR_N = 0.5286 TNF + 0.002, SCSR_S = (a S + b)/1000",
    &inlined!(
        |share, base, nitrogen, returned, straw, slope, intercept| {
            let straw = of_straw(straw, slope, intercept);
            fertiliser_and_straw(share, base, of_fertiliser(nitrogen), returned, straw)
        },
        (
            CROPLAND_SHARE,
            CROPLAND_BASE_CARBON_RATE,
            NITROGEN_FERTILISER,
            STRAW_RETURN_SHARE,
            STRAW_YIELD,
            STRAW_CARBON_SLOPE,
            STRAW_CARBON_INTERCEPT,
        ),
    ),
    "fixed-rate method, unverified: from general knowledge",
)];
