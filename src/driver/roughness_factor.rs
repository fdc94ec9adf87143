//! Surface roughness factor (地表糙度因子, K') of wind erosion, and the relief from which it is computed.

#![allow(clippy::inline_always, reason = "a call would keep a column from becoming vector instructions")]

use super::{Driver, driver};
use crate::equation::{cell, inlined};
use crate::math::{exp, pow};
use crate::quantity::{
    CELL_HEIGHT, CELL_WIDTH, ELEVATION_WINDOW, LOCAL_RELIEF, RELIEF_DISTANCE, ROUGHNESS_FACTOR,
};
use crate::unit::{Fraction, LengthM};

/// Ridge roughness at which the printed equation is smallest [cm]: 1.86 = 2.41 · 0.934 · Kr^(−0.066).
const ROUGHEST: f64 = 18.001_877_280_526_9;

/// Ridge roughness of the ground by Smith and Carson.
///
/// # Equation
///
/// ```text
/// Kr = 0.2 · ΔH² / L
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `Kr` | returned | ridge roughness, as a length in m; the factor takes cm | m |
/// | `ΔH` | `relief` | range of elevation within the distance | m |
/// | `L` | `distance` | the distance | m |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`, and so do a relief below 0 and a distance of 0 or below.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::roughness_factor::ridge_roughness;
/// use ecovalue::unit::LengthM;
///
/// // 5 m within 500 m: 0.01 m, which is 1 cm.
/// assert_eq!(ridge_roughness(LengthM::new(5.0), LengthM::new(500.0)).get(), 0.01);
/// ```
///
/// # References
///
/// * HJ 1173-2021, Annex A, equations of the wind erosion model.
#[inline(always)]
#[must_use]
pub fn ridge_roughness(relief: LengthM, distance: LengthM) -> LengthM {
    let (relief, distance) = (relief.get(), distance.get());
    let roughness = 0.2 * relief * relief / distance;
    let possible = relief >= 0.0 && distance > 0.0;
    LengthM::new(if possible { roughness } else { f64::NAN })
}

/// Surface roughness factor as the standard prints it.
///
/// # Equation
///
/// ```text
/// K' = exp(1.86 Kr − 2.41 Kr^0.934 − 0.127 Crr),  Crr = 0
/// Kr = 0.2 ΔH²/L in cm
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `K'` | returned | surface roughness factor | 1 |
/// | `Kr` | `relief`, `distance` | ridge roughness, see [`ridge_roughness`] | cm |
/// | `Crr` | - | random roughness, which the standard sets to 0 | cm |
///
/// # Assumptions
///
/// `Kr` is in centimetres although relief and distance are in metres; a known script takes kilometres. The equation is
/// made for ridges of a field. It is smallest, 0.09, at `Kr` = 18 cm, rises from there and is above 1 beyond 51 cm, which
/// is 16 m of relief within 100 m, and without bound in mountains. Above 1 it has no meaning and gives `NaN`; see [`held`].
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`, and so do a relief below 0, a distance of 0 or below, and land too rough.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::roughness_factor::as_printed;
/// use ecovalue::unit::LengthM;
///
/// // Kr = 1 cm: exp(1.86 − 2.41).
/// let factor = as_printed(LengthM::new(5.0), LengthM::new(500.0));
/// assert!((factor.get() - 0.5769).abs() < 1e-4);
/// assert!(as_printed(LengthM::new(100.0), LengthM::new(1000.0)).get().is_nan());
/// ```
///
/// # References
///
/// * HJ 1173-2021, Annex A, equations of the wind erosion model.
#[inline(always)]
#[must_use]
pub fn as_printed(relief: LengthM, distance: LengthM) -> Fraction {
    // Kr in cm.
    let factor = of_ridges(100.0 * ridge_roughness(relief, distance).get());
    Fraction::new(if factor <= 1.0 { factor } else { f64::NAN })
}

/// Surface roughness factor that does not rise again on land rougher than the equation is made for.
///
/// # Equation
///
/// ```text
/// K' = exp(1.86 Kr − 2.41 Kr^0.934)      up to its smallest value at Kr = 18 cm
/// K' = that value, 0.094                 elsewhere
/// ```
///
/// # Units
///
/// As [`as_printed`].
///
/// # Assumptions
///
/// Land that is rougher than the roughest of the equation gives no less shelter. This is a rule of this crate, not of
/// the standard.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`, and so do a relief below 0 and a distance of 0 or below.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::roughness_factor::{as_printed, held};
/// use ecovalue::unit::LengthM;
///
/// let (relief, distance) = (LengthM::new(5.0), LengthM::new(500.0));
/// assert_eq!(held(relief, distance), as_printed(relief, distance));
/// let mountains = held(LengthM::new(900.0), LengthM::new(1000.0)).get();
/// assert!((mountains - 0.094).abs() < 0.001);
/// ```
///
/// # References
///
/// * HJ 1173-2021, Annex A, for the equation.
#[inline(always)]
#[must_use]
pub fn held(relief: LengthM, distance: LengthM) -> Fraction {
    // Kr in cm.
    let ridges = 100.0 * ridge_roughness(relief, distance).get();
    Fraction::new(of_ridges(if ridges > ROUGHEST { ROUGHEST } else { ridges }))
}

#[inline(always)]
fn of_ridges(ridges: f64) -> f64 {
    exp(1.86 * ridges - 2.41 * pow(ridges, 0.934))
}

/// Range of elevation of a cell and its eight neighbours.
///
/// # Equation
///
/// ```text
/// ΔH = max z − min z = highest less lowest of the cell and its eight neighbours
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `ΔH` | returned | range of elevation | m |
/// | `z` | `elevation` | elevation of the cell and its neighbours | m |
///
/// # Assumptions
///
/// The standard names no distance. With a window of three cells the roughness depends on the size of the cells.
///
/// # Missing and negative values
///
/// `NaN` in any of the nine gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::roughness_factor::relief_of_window;
/// use ecovalue::unit::LengthM;
///
/// let window = [3.0, 4.0, 5.0, 4.0, 5.0, 6.0, 5.0, 6.0, 7.5].map(LengthM::new);
/// assert_eq!(relief_of_window(window).get(), 4.5);
/// ```
///
/// # References
///
/// * None: the window is a choice of this crate.
#[inline]
#[must_use]
pub fn relief_of_window(elevation: [LengthM; 9]) -> LengthM {
    let (mut low, mut high, mut sum) = (f64::INFINITY, f64::NEG_INFINITY, 0.0);
    for metres in elevation.map(LengthM::get) {
        low = if metres < low { metres } else { low };
        high = if metres > high { metres } else { high };
        sum += metres;
    }
    // The sum is `NaN` where one of the nine is.
    LengthM::new(if sum.is_nan() { f64::NAN } else { high - low })
}

/// Side of the window of [`relief_of_window`], between the middles of its outer cells.
///
/// # Equation
///
/// ```text
/// L = w + h = width + height of the cell
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `L` | returned | two cells, the mean of both directions | m |
/// | `w` | `width` | width of the cell | m |
/// | `h` | `height` | height of the cell | m |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::roughness_factor::side_of_window;
/// use ecovalue::unit::LengthM;
///
/// assert_eq!(side_of_window(LengthM::new(80.0), LengthM::new(90.0)).get(), 170.0);
/// ```
///
/// # References
///
/// * None: the window is a choice of this crate.
#[inline]
#[must_use]
pub fn side_of_window(width: LengthM, height: LengthM) -> LengthM {
    LengthM::new(width.get() + height.get())
}

/// Variants of this file.
pub static DRIVERS: &[Driver] = &[
    driver(
        ROUGHNESS_FACTOR,
        "hj1173_2021",
        "K' = exp(1.86 Kr − 2.41 Kr^0.934), Kr = 0.2 ΔH²/L in cm; none above 1",
        &inlined!(|relief, distance| as_printed(relief, distance), (LOCAL_RELIEF, RELIEF_DISTANCE)),
        "HJ 1173-2021 Annex A, with random roughness 0",
    ),
    driver(
        ROUGHNESS_FACTOR,
        "hj1173_2021_held",
        "as printed up to its smallest value at Kr = 18 cm, which rougher land keeps",
        &inlined!(|relief, distance| held(relief, distance), (LOCAL_RELIEF, RELIEF_DISTANCE)),
        "HJ 1173-2021 Annex A; holding it is a rule of this crate",
    ),
    driver(
        LOCAL_RELIEF,
        "window",
        "ΔH = highest less lowest of the cell and its eight neighbours",
        &cell(relief_of_window, (ELEVATION_WINDOW,)),
        "the window is a choice of this crate",
    ),
    driver(
        RELIEF_DISTANCE,
        "window",
        "L = width + height of the cell, the mean side between the outer cells of the window",
        &cell(side_of_window, (CELL_WIDTH, CELL_HEIGHT)),
        "the window is a choice of this crate",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn land_rougher_than_the_equation_keeps_its_smallest_value() {
        let least = of_ridges(ROUGHEST);
        for ridges in [0.1, 1.0, 10.0, ROUGHEST - 0.01, ROUGHEST + 0.01, 25.0, 50.0] {
            assert!(of_ridges(ridges) >= least, "{ridges}");
        }
        assert!(of_ridges(50.0) < 1.0 && of_ridges(52.0) > 1.0);
    }

    #[test]
    fn a_missing_neighbour_is_no_relief() {
        let mut window = [LengthM::new(10.0); 9];
        assert_eq!(relief_of_window(window).get(), 0.0);
        window[8] = LengthM::new(f64::NAN);
        assert!(relief_of_window(window).get().is_nan());
    }
}
