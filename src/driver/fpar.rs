//! Share of photosynthetic radiation that vegetation absorbs (光合有效辐射吸收比例), from a vegetation index.

use super::{Driver, driver};
use crate::equation::bandwise;
use crate::quantity::{CASA_NDVI_MAX, CASA_NDVI_MIN, CASA_SR_MAX, CASA_SR_MIN, FPAR_MONTHLY, NDVI_MONTHLY};
use crate::unit::Fraction;

/// Smallest share of the model.
const FPAR_MIN: f64 = 0.001;
/// Largest share of the model.
const FPAR_MAX: f64 = 0.95;

/// Share of photosynthetic radiation that vegetation absorbs in a month, as the mean of two vegetation indices.
///
/// # Equation
///
/// ```text
/// FPAR = (F_NDVI + F_SR) / 2
/// F    = (x − x_min)/(x_max − x_min) · (0.95 − 0.001) + 0.001,   x = NDVI or SR = (1 + NDVI) / (1 − NDVI)
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `FPAR` | returned | share of radiation absorbed | 1 |
/// | `NDVI` | `ndvi` | vegetation index of the month | 1 |
/// | `x_min`, `x_max` | `ndvi_limits`, `simple_ratio_limits` | smallest and largest index of the vegetation type | 1 |
///
/// # Assumptions
///
/// 0.001 and 0.95 are the least and the largest share: an index outside the limits of its type gives them. The
/// source does not print what it does there.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`, and so do limits of which the larger is not larger.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::fpar::casa_ndvi_sr;
/// use ecovalue::unit::Fraction;
///
/// // NDVI 0.5 in the middle of 0.2 and 0.8 gives 0.4755; its SR 3 is at the upper limit and gives 0.95.
/// let limits = |low, high| [Fraction::new(low), Fraction::new(high)];
/// let fpar = casa_ndvi_sr(Fraction::new(0.5), limits(0.2, 0.8), limits(1.0, 3.0));
/// assert!((fpar.get() - (0.4755 + 0.95) / 2.0).abs() < 1e-12);
/// ```
///
/// # References
///
/// * 朱文泉等 (2006): 中国典型植被最大光利用率模拟. 科学通报 51(6), 700-706. The form is quoted from memory.
#[inline]
#[must_use]
pub fn casa_ndvi_sr(
    ndvi: Fraction,
    ndvi_limits: [Fraction; 2],
    simple_ratio_limits: [Fraction; 2],
) -> Fraction {
    let ratio = (1.0 + ndvi.get()) / (1.0 - ndvi.get());

    Fraction::new(0.5 * (scaled(ndvi.get(), ndvi_limits) + scaled(ratio, simple_ratio_limits)))
}

fn scaled(index: f64, [low, high]: [Fraction; 2]) -> f64 {
    let (low, high) = (low.get(), high.get());
    let share = (index - low) / (high - low) * (FPAR_MAX - FPAR_MIN) + FPAR_MIN;
    let possible = high > low && !index.is_nan();
    let bounded = if share < FPAR_MIN { FPAR_MIN } else { share };
    let bounded = if bounded > FPAR_MAX { FPAR_MAX } else { bounded };
    if possible { bounded } else { f64::NAN }
}

/// Variants of this file.
pub static DRIVERS: &[Driver] = &[driver(
    FPAR_MONTHLY,
    "casa_ndvi_sr",
    "FPAR = (F_NDVI + F_SR) / 2, F = (x − x_min)/(x_max − x_min) · (0.95 − 0.001) + 0.001",
    &bandwise(
        |ndvi, low, high, ratio_low, ratio_high| casa_ndvi_sr(ndvi, [low, high], [ratio_low, ratio_high]),
        (NDVI_MONTHLY, CASA_NDVI_MIN, CASA_NDVI_MAX, CASA_SR_MIN, CASA_SR_MAX),
    ),
    "CASA as in Zhu et al. 2006; unverified: from general knowledge",
)];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::equation::InputColumns;

    #[test]
    fn every_month_of_a_cell_takes_the_limits_of_its_type() {
        let ndvi: Vec<f64> = (0..12).flat_map(|month| [0.05 * f64::from(month), 0.4]).collect();
        let (low, high, sr_low, sr_high) = ([0.0; 2], [0.6, 0.8], [1.0; 2], [4.0, 9.0]);
        let mut out = [f64::INFINITY; 24];
        for driver in DRIVERS {
            driver.equation.run(InputColumns::Wide(&[&ndvi, &low, &high, &sr_low, &sr_high]), &mut out);
        }
        for (cell, found) in out.iter().enumerate() {
            let limits =
                |low: &[f64], high: &[f64]| [Fraction::new(low[cell % 2]), Fraction::new(high[cell % 2])];
            let expected =
                casa_ndvi_sr(Fraction::new(ndvi[cell]), limits(&low, &high), limits(&sr_low, &sr_high));
            assert_eq!(*found, expected.get());
        }
    }
}
