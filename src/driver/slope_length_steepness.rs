//! Slope length and steepness factor LS (坡长坡度因子) of soil loss.
//!
//! All forms are fitted to slopes of some hundred metres and up to about 30°. Channels gather so much area that LS has
//! no meaning there: of the grid forms below only that of `InVEST` caps it, and none masks them.

use super::{Driver, driver};
use crate::equation::cell;
use crate::math::{cos, expm1, ln_1p, pow, radians, sin, tan};
use crate::quantity::{
    ASPECT, CELL_HEIGHT, CELL_WIDTH, SLOPE, SLOPE_LENGTH, SLOPE_LENGTH_STEEPNESS, UPSLOPE_AREA,
};
use crate::unit::{AngleDeg, AreaM2, Fraction, LengthM};

/// Length of the unit plot [m], as HJ 1173-2021 prints it.
const UNIT_PLOT: f64 = 22.13;
/// Largest L of InVEST; its guide speaks of a length, its source limits the factor.
const LARGEST_LENGTH_FACTOR_INVEST: f64 = 122.0;

/// The slope in degrees; `NaN` outside 0 to 90°.
fn possible(slope: AngleDeg) -> f64 {
    let slope = slope.get();
    if (0.0..=90.0).contains(&slope) { slope } else { f64::NAN }
}

/// Slope length factor L.
///
/// # Equation
///
/// ```text
/// L = (λ / 22.13)^m                                                              (A.9)
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `L` | returned | slope length factor | 1 |
/// | `λ` | `length` | slope length | m |
/// | `m` | `exponent` | exponent, by the slope | 1 |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`, and so does a negative length.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::slope_length_steepness::length_factor;
/// use ecovalue::unit::{Fraction, LengthM};
///
/// assert_eq!(length_factor(LengthM::new(88.52), Fraction::new(0.5)).get(), 2.0);
/// ```
///
/// # References
///
/// * HJ 1173-2021, 全国生态状况调查评估技术规范 生态系统服务功能评估, Annex A, Eq. (A.9).
#[inline]
#[must_use]
pub fn length_factor(length: LengthM, exponent: Fraction) -> Fraction {
    let (length, exponent) = (length.get(), exponent.get());
    let known = length >= 0.0 && !exponent.is_nan();
    Fraction::new(if known { pow(length / UNIT_PLOT, exponent) } else { f64::NAN })
}

/// Exponent of the slope length, by HJ 1173-2021.
///
/// # Equation
///
/// ```text
/// m = b / (1 + b),   b = (sin θ / 0.089) / (3.0 sin^0.8 θ + 0.56)                 (A.10), (A.11)
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `m` | returned | exponent | 1 |
/// | `θ` | `slope` | slope | ° |
///
/// # Assumptions
///
/// The standard prints 0.089; McCool has 0.0896. It is kept as printed.
///
/// # Missing and negative values
///
/// `NaN` gives `NaN`, and so does a slope outside 0 to 90°.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::slope_length_steepness::exponent_hj1173;
/// use ecovalue::unit::AngleDeg;
///
/// // 30°: b = 5.618 / 2.283 = 2.461.
/// assert!((exponent_hj1173(AngleDeg::new(30.0)).get() - 0.7111).abs() < 1e-4);
/// assert_eq!(exponent_hj1173(AngleDeg::new(0.0)).get(), 0.0);
/// ```
///
/// # References
///
/// * HJ 1173-2021, Annex A, Eq. (A.10) and (A.11); signs restored after McCool et al. 1989.
#[inline]
#[must_use]
pub fn exponent_hj1173(slope: AngleDeg) -> Fraction {
    Fraction::new(rill(sin(radians(possible(slope))), 0.089))
}

/// `b / (1 + b)`, the share of erosion in rills.
fn rill(sine: f64, scale: f64) -> f64 {
    let ratio = sine / scale / (3.0 * pow(sine, 0.8) + 0.56);
    ratio / (1.0 + ratio)
}

/// Exponent of the slope length in steps of the slope in percent.
///
/// # Equation
///
/// ```text
/// m = 0.2  (< 1 %),  0.3  (1-3 %),  0.4  (3-9 %),  0.5  (≥ 9 %)
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `m` | returned | exponent | 1 |
/// | `θ` | `slope` | slope; 100 tan θ is its percent | ° |
///
/// # Assumptions
///
/// A lower bound belongs to its step; the source says so of 9 % only.
///
/// # Missing and negative values
///
/// `NaN` gives `NaN`, and so does a slope outside 0 to 90°.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::slope_length_steepness::exponent_stepped;
/// use ecovalue::unit::AngleDeg;
///
/// assert_eq!(exponent_stepped(AngleDeg::new(5.0)).get(), 0.4); // 8.7 %
/// assert_eq!(exponent_stepped(AngleDeg::new(5.2)).get(), 0.5); // 9.1 %
/// ```
///
/// # References
///
/// * Chen Z. et al. (2016), ChinaXiv-201711.00309.
#[inline]
#[must_use]
pub fn exponent_stepped(slope: AngleDeg) -> Fraction {
    let percent = 100.0 * tan(radians(possible(slope)));
    Fraction::new(if percent >= 9.0 {
        0.5
    } else if percent >= 3.0 {
        0.4
    } else if percent >= 1.0 {
        0.3
    } else if percent.is_nan() {
        f64::NAN
    } else {
        0.2
    })
}

/// Slope steepness factor S, by HJ 1173-2021.
///
/// # Equation
///
/// ```text
/// S = 10.8 sin θ + 0.03                  θ < 5.14°
/// S = 16.8 sin θ − 0.5          5.14° ≤ θ < 10.20°
/// S = 21.9 sin θ − 0.96        10.20° ≤ θ < 28.81°
/// S = 9.5988                              28.81° ≤ θ                             (A.12)
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `S` | returned | slope steepness factor | 1 |
/// | `θ` | `slope` | slope | ° |
///
/// # Assumptions
///
/// Kept as printed, with its jumps: from 2.475 to 2.918 at 10.20°, and a small one at 28.81°, since the last number
/// belongs to a factor of 21.91 and not to the 21.9 of the standard.
///
/// # Missing and negative values
///
/// `NaN` gives `NaN`, and so does a slope outside 0 to 90°.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::slope_length_steepness::steepness_hj1173;
/// use ecovalue::unit::AngleDeg;
///
/// assert_eq!(steepness_hj1173(AngleDeg::new(0.0)).get(), 0.03);
/// assert!((steepness_hj1173(AngleDeg::new(10.19)).get() - 2.472).abs() < 1e-3);
/// assert!((steepness_hj1173(AngleDeg::new(10.20)).get() - 2.918).abs() < 1e-3);
/// assert_eq!(steepness_hj1173(AngleDeg::new(40.0)).get(), 9.5988);
/// ```
///
/// # References
///
/// * HJ 1173-2021, Annex A, Eq. (A.12); signs restored after McCool et al. 1987 and Liu et al. 1994.
#[inline]
#[must_use]
pub fn steepness_hj1173(slope: AngleDeg) -> Fraction {
    let slope = possible(slope);
    let sine = sin(radians(slope));
    Fraction::new(if slope < 5.14 {
        10.8 * sine + 0.03
    } else if slope < 10.20 {
        16.8 * sine - 0.5
    } else if slope < 28.81 {
        21.9 * sine - 0.96
    } else if slope.is_nan() {
        slope
    } else {
        9.5988
    })
}

/// Slope length factor of a cell of a grid, by Desmet and Govers.
///
/// # Equation
///
/// ```text
/// L = [(U + D²)^(m+1) − U^(m+1)] / (D^(m+2) · x^m · 22.13^m),   x = |sin α| + |cos α|
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `L` | returned | slope length factor | 1 |
/// | `U` | `upslope_area` | area that drains into the cell, without the cell | m² |
/// | `D` | `cell_size` | side of the cell | m |
/// | `α` | `aspect` | aspect | ° |
/// | `m` | `exponent` | exponent, by the slope | 1 |
///
/// # Assumptions
///
/// `α` is the aspect: `x D` is the width over which water leaves the cell. `InVEST` takes the slope instead, see
/// [`invest`]. On level ground `m` is 0 and so L is 1, whatever the aspect.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`, and so do a negative area and a cell without size.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::slope_length_steepness::length_desmet_govers;
/// use ecovalue::unit::{AngleDeg, AreaM2, Fraction, LengthM};
///
/// let l = |area| {
///     let (size, north) = (LengthM::new(22.13), AngleDeg::new(0.0));
///     length_desmet_govers(AreaM2::new(area), size, north, Fraction::new(1.0)).get()
/// };
/// // Cells of the unit plot in a row down the slope, m = 1: (i² − (i − 1)²) of the i-th.
/// let cell = 22.13 * 22.13;
/// assert!((l(0.0) - 1.0).abs() < 1e-12);
/// assert!((l(2.0 * cell) - 5.0).abs() < 1e-12);
/// ```
///
/// # References
///
/// * Desmet P. J. J., Govers G. (1996): A GIS procedure for automatically calculating the USLE LS factor on topographically
///   complex landscape units. Journal of Soil and Water Conservation 51(5), 427-433; as recalled.
#[inline]
#[must_use]
pub fn length_desmet_govers(
    upslope_area: AreaM2,
    cell_size: LengthM,
    aspect: AngleDeg,
    exponent: Fraction,
) -> Fraction {
    let angle = radians(aspect.get());
    let width = sin(angle).abs() + cos(angle).abs();
    Fraction::new(grid_length(upslope_area.get(), cell_size.get(), width, exponent.get()))
}

/// LS of a cell of a grid as `InVEST` computes it.
///
/// # Equation
///
/// ```text
/// LS = min(L, 122) · S
/// L  = [(√U + D²)^(m+1) − √U^(m+1)] / (D^(m+2) · x^m · 22.13^m),   x = |sin θ| + |cos θ|
/// m  = 0.2 (≤ 1 %), 0.3 (≤ 3.5 %), 0.4 (≤ 5 %), 0.5 (≤ 9 %), else b/(1 + b) with 0.0896
/// S  = 10.8 sin θ + 0.03 (< 9 %), else 16.8 sin θ − 0.50
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `LS` | returned | slope length and steepness factor | 1 |
/// | `U` | `upslope_area` | area that drains into the cell, without the cell | m² |
/// | `D` | `cell_size` | side of the cell | m |
/// | `θ` | `slope` | slope; 100 tan θ is its percent | ° |
///
/// # Assumptions
///
/// For comparison only. The root of an area, in m, is added to an area in m², and the angle of the slope stands where
/// Desmet and Govers have the aspect: both are so in the source of `InVEST` since its version 3.14, and not in the
/// paper.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`, and so do a negative area, a cell without size, and a slope outside 0 to 90°.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::slope_length_steepness::invest;
/// use ecovalue::unit::{AngleDeg, AreaM2, LengthM};
///
/// // A ridge cell of 22.13 m at 0°: L = 1, S = 0.03.
/// let ls = invest(AreaM2::new(0.0), LengthM::new(22.13), AngleDeg::new(0.0));
/// assert!((ls.get() - 0.03).abs() < 1e-15);
/// ```
///
/// # References
///
/// * InVEST 3.20, model SDR, functions of LS.
#[inline]
#[must_use]
pub fn invest(upslope_area: AreaM2, cell_size: LengthM, slope: AngleDeg) -> Fraction {
    let angle = radians(possible(slope));
    let (sine, percent) = (sin(angle), 100.0 * tan(angle));
    let exponent = if percent <= 1.0 {
        0.2
    } else if percent <= 3.5 {
        0.3
    } else if percent <= 5.0 {
        0.4
    } else if percent <= 9.0 {
        0.5
    } else {
        rill(sine, 0.0896)
    };
    let steepness = if percent < 9.0 { 10.8 * sine + 0.03 } else { 16.8 * sine - 0.50 };
    // √U, in m beside the m² of the cell.
    let above = upslope_area.get().sqrt();
    let length = grid_length(above, cell_size.get(), sine.abs() + cos(angle).abs(), exponent);
    let limited = if length > LARGEST_LENGTH_FACTOR_INVEST { LARGEST_LENGTH_FACTOR_INVEST } else { length };
    Fraction::new(limited * steepness)
}

/// `[(U + D²)^(m+1) − U^(m+1)] / (D^(m+2) x^m 22.13^m)`. As printed two large numbers cancel far down a basin: the
/// difference is taken as a share of the larger one.
fn grid_length(above: f64, size: f64, width: f64, exponent: f64) -> f64 {
    let cell = size * size;
    let below = above + cell;
    // 1 − (U/(U + D²))^(m+1)
    let share = -expm1((exponent + 1.0) * ln_1p(-cell / below));
    // (U + D²)/D² · ((U + D²)/(D x 22.13))^m · share
    let length = below / cell * pow(below / (size * width * UNIT_PLOT), exponent) * share;
    let known = above >= 0.0 && size > 0.0 && !width.is_nan();
    if known { length } else { f64::NAN }
}

/// LS of a slope, by HJ 1173-2021, with `m` of [`exponent_hj1173`] and `S` of [`steepness_hj1173`].
///
/// ```text
/// LS = (λ/22.13)^m S
/// ```
fn hj1173(length: LengthM, slope: AngleDeg) -> Fraction {
    length_factor(length, exponent_hj1173(slope)) * steepness_hj1173(slope).get()
}

/// As [`hj1173`], with `m` of [`exponent_stepped`].
fn hj1173_stepped(length: LengthM, slope: AngleDeg) -> Fraction {
    length_factor(length, exponent_stepped(slope)) * steepness_hj1173(slope).get()
}

/// LS of a cell of a grid, with `L` of [`length_desmet_govers`] and `S` of [`steepness_hj1173`].
///
/// ```text
/// LS = [(U + D²)^(m+1) − U^(m+1)] / (D^(m+2) x^m 22.13^m) S,   x = |sin α| + |cos α| of the aspect
/// ```
fn desmet_govers(
    upslope_area: AreaM2,
    width: LengthM,
    height: LengthM,
    slope: AngleDeg,
    aspect: AngleDeg,
) -> Fraction {
    let exponent = exponent_hj1173(slope);
    let length = length_desmet_govers(upslope_area, side(width, height), aspect, exponent);
    length * steepness_hj1173(slope).get()
}

/// Side of a square that is as large as the cell.
fn side(width: LengthM, height: LengthM) -> LengthM {
    LengthM::new((width.get() * height.get()).sqrt())
}

/// Variants of this file.
pub static DRIVERS: &[Driver] = &[
    driver(
        SLOPE_LENGTH_STEEPNESS,
        "hj1173_2021",
        "LS = (λ/22.13)^m S, m = b/(1 + b), S in four steps",
        &cell(hj1173, (SLOPE_LENGTH, SLOPE)),
        "HJ 1173-2021 Annex A, Eq. (A.9) to (A.12)",
    ),
    driver(
        SLOPE_LENGTH_STEEPNESS,
        "hj1173_2021_stepped_exponent",
        "LS = (λ/22.13)^m S, m 0.2, 0.3, 0.4, 0.5 from 0, 1, 3, 9 % of slope, S in four steps",
        &cell(hj1173_stepped, (SLOPE_LENGTH, SLOPE)),
        "m as in Chen et al. 2016, ChinaXiv-201711.00309; S of HJ 1173-2021 Eq. (A.12)",
    ),
    driver(
        SLOPE_LENGTH_STEEPNESS,
        "desmet_govers",
        "LS = [(U + D²)^(m+1) − U^(m+1)] / (D^(m+2) x^m 22.13^m) S, x = |sin α| + |cos α| of the aspect",
        &cell(desmet_govers, (UPSLOPE_AREA, CELL_WIDTH, CELL_HEIGHT, SLOPE, ASPECT)),
        "Desmet and Govers 1996, Journal of Soil and Water Conservation 51(5):427; m and S of HJ 1173-2021",
    ),
    driver(
        SLOPE_LENGTH_STEEPNESS,
        "desmet_govers_invest",
        "LS = min(L, 122) S, L = [(√U + D²)^(m+1) − √U^(m+1)] / (D^(m+2) x^m 22.13^m), x of the slope",
        &cell(
            |area, width, height, slope| invest(area, side(width, height), slope),
            (UPSLOPE_AREA, CELL_WIDTH, CELL_HEIGHT, SLOPE),
        ),
        "InVEST 3.20, model SDR, as its source computes it",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_steepness_jumps_where_the_standard_jumps() {
        let s = |slope: f64| steepness_hj1173(AngleDeg::new(slope)).get();
        let jump = |slope: f64| s(slope) - s(slope - 1e-9);
        assert!((s(10.20 - 1e-9) - 2.475).abs() < 5e-4);
        assert!((s(10.20) - 2.918).abs() < 5e-4);
        assert!((jump(5.14) - 7.5e-3).abs() < 1e-4);
        assert!((jump(28.81) - 5.0e-3).abs() < 1e-4);
        for (low, high) in [(0.0, 5.14), (5.14, 10.20), (10.20, 28.81), (28.81, 90.0)] {
            let middle = f64::midpoint(low, high);
            assert!((s(middle) - s(middle - 1e-9)).abs() < 1e-8);
        }
    }

    #[test]
    fn cells_down_a_slope_have_the_length_factor_of_the_whole() {
        // Mean L of n cells in a row is that of a slope of n cells.
        let (size, slope) = (LengthM::new(30.0), AngleDeg::new(12.0));
        let exponent = exponent_hj1173(slope);
        let cells = 1000;
        let mut sum = 0.0;
        for above in 0..cells {
            let area = AreaM2::new(f64::from(above) * 900.0);
            sum += length_desmet_govers(area, size, AngleDeg::new(90.0), exponent).get();
        }
        let whole = length_factor(LengthM::new(30.0 * f64::from(cells)), exponent).get();
        assert!((sum / f64::from(cells) / whole - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_slope_that_cannot_be_is_missing() {
        for slope in [-0.1, 90.1, f64::NAN, f64::INFINITY] {
            let slope = AngleDeg::new(slope);
            assert!(exponent_hj1173(slope).get().is_nan() && exponent_stepped(slope).get().is_nan());
            assert!(steepness_hj1173(slope).get().is_nan());
            assert!(invest(AreaM2::new(0.0), LengthM::new(30.0), slope).get().is_nan());
        }
        let l = |area: f64, size: f64, aspect: f64| {
            let exponent = Fraction::new(0.0);
            length_desmet_govers(AreaM2::new(area), LengthM::new(size), AngleDeg::new(aspect), exponent).get()
        };
        assert!(l(-1.0, 30.0, 0.0).is_nan() && l(0.0, 0.0, 0.0).is_nan() && l(0.0, 30.0, f64::NAN).is_nan());
        assert!((l(1e12, 30.0, 77.0) - 1.0).abs() < 1e-14);
    }
}
