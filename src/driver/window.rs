//! The gradient of a surface from the nine elevations around a cell; slope and aspect share it.

use crate::unit::LengthM;

/// Rise of the ground per metre towards the east and towards the north.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gradient {
    /// Rise towards the east \[m/m\].
    pub east: f64,
    /// Rise towards the north \[m/m\].
    pub north: f64,
}

/// Gradient of the ground at a cell, by Horn's weights.
///
/// # Equation
///
/// ```text
/// ∂z/∂x = [(z₃ − z₁) + 2 (z₆ − z₄) + (z₉ − z₇)] / (8 Δx)
/// ∂z/∂y = [(z₁ − z₇) + 2 (z₂ − z₈) + (z₃ − z₉)] / (8 Δy)
/// ```
///
/// with the nine elevations row by row from the north-west, `z₅` in the middle.
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `∂z/∂x`, `∂z/∂y` | returned | rise towards east and north | m/m |
/// | `z` | `elevations` | elevations | m |
/// | `Δx` | `width` | width of the cell from west to east | m |
/// | `Δy` | `height` | height of the cell from south to north | m |
///
/// # Assumptions
///
/// Where an outer neighbour of a row or column is missing, as at the edge of the map, the difference of the other one
/// to the middle of that row or column takes its place; where both cannot be had, the row or column is left out, and
/// the weights 1, 2, 1 are those of the rest. On a plane the result is the same everywhere, at edges and corners too.
///
/// # Missing and negative values
///
/// A missing centre gives `NaN`. A missing neighbour does not: this is the exception from the rule that a missing
/// input makes the result missing. A direction without any difference, as on a map of one column, gives `NaN`; so does
/// a cell without width or height.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::horn_gradient;
/// use ecovalue::unit::LengthM;
///
/// // Cells of 10 m; the ground rises by 1 m from cell to cell towards the east, and lies level from south to north.
/// let metre = LengthM::new;
/// let plane = [7.0, 8.0, 9.0, 7.0, 8.0, 9.0, 7.0, 8.0, 9.0].map(metre);
/// let gradient = horn_gradient(&plane, metre(10.0), metre(10.0));
/// assert_eq!((gradient.east, gradient.north), (0.1, 0.0));
///
/// // The same at the north-west corner of a map.
/// let no = f64::NAN;
/// let corner = [no, no, no, no, 8.0, 9.0, no, 8.0, 9.0].map(metre);
/// assert_eq!(horn_gradient(&corner, metre(10.0), metre(10.0)), gradient);
/// ```
///
/// # References
///
/// * Horn B. K. P. (1981): Hill shading and the reflectance map. Proceedings of the IEEE 69(1), 14-47. The treatment of
///   missing neighbours is not Horn's.
#[must_use]
pub fn horn_gradient(elevations: &[LengthM; 9], width: LengthM, height: LengthM) -> Gradient {
    let [nw, above, ne, left, centre, right, sw, below, se] = elevations.map(LengthM::get);
    Gradient {
        east: weighted([[nw, above, ne], [left, centre, right], [sw, below, se]], width.get()),
        north: weighted([[sw, left, nw], [below, centre, above], [se, right, ne]], height.get()),
    }
}

/// Mean rise along three lines per metre, the one in the middle weighs twice.
fn weighted(lines: [[f64; 3]; 3], size: f64) -> f64 {
    let centre_is_missing = lines.get(1).and_then(|line| line.get(1)).is_none_or(|centre| centre.is_nan());
    let size_is_possible = size > 0.0;
    if centre_is_missing || !size_is_possible {
        return f64::NAN;
    }
    let (mut sum, mut weights) = (0.0, 0.0);
    for (line, weight) in lines.into_iter().zip([1.0, 2.0, 1.0]) {
        let rise = rise(line);
        if !rise.is_nan() {
            sum += weight * rise;
            weights += weight;
        }
    }
    sum / weights / size
}

/// Rise from one cell of a line to the next: over two cells where both ends are known, over one elsewhere.
fn rise([first, middle, last]: [f64; 3]) -> f64 {
    match (first.is_nan(), last.is_nan()) {
        (false, false) => (last - first) / 2.0,
        (true, _) => last - middle,
        (false, true) => middle - first,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// z = 1000 + 3 x/10 − 7 y/10 on cells of 20 m by 40 m, x to the east and y to the north.
    fn plane() -> [f64; 9] {
        std::array::from_fn(|band| {
            let across = [-20.0, 0.0, 20.0][band % 3];
            let up = [40.0, 0.0, -40.0][band / 3];
            1000.0 + 0.3 * across - 0.7 * up
        })
    }

    fn gradient(elevations: [f64; 9]) -> Gradient {
        horn_gradient(&elevations.map(LengthM::new), LengthM::new(20.0), LengthM::new(40.0))
    }

    #[test]
    fn a_plane_is_exact_whatever_neighbours_are_missing() {
        for missing in 0..256_u32 {
            let mut window = plane();
            for (bit, band) in [0, 1, 2, 3, 5, 6, 7, 8].into_iter().enumerate() {
                if missing & (1 << bit) != 0 {
                    window[band] = f64::NAN;
                }
            }
            let Gradient { east, north } = gradient(window);
            let known = |band: usize| !window[band].is_nan();
            let pair =
                |a: usize, b: usize, c: usize| (known(a) && known(c)) || (known(b) && (known(a) || known(c)));
            for (found, wanted, any) in [
                (east, 0.3, pair(0, 1, 2) || pair(3, 4, 5) || pair(6, 7, 8)),
                (north, -0.7, pair(0, 3, 6) || pair(1, 4, 7) || pair(2, 5, 8)),
            ] {
                assert_eq!(found.is_nan(), !any, "{missing:b}");
                assert!(!any || (found - wanted).abs() < 1e-13, "{missing:b}: {found}");
            }
        }
    }

    #[test]
    fn without_a_centre_or_a_size_nothing_is_known() {
        let mut window = plane();
        window[4] = f64::NAN;
        let Gradient { east, north } = gradient(window);
        assert!(east.is_nan() && north.is_nan());
        let flat = [LengthM::new(5.0); 9];
        for size in [0.0, -1.0, f64::NAN] {
            let Gradient { east, north } = horn_gradient(&flat, LengthM::new(size), LengthM::new(1.0));
            assert!(east.is_nan() && north == 0.0);
        }
    }

    #[test]
    fn the_middle_line_weighs_twice() {
        let mut bump = [0.0; 9];
        bump[5] = 8.0;
        assert_eq!(gradient(bump), Gradient { east: 8.0 * 2.0 / (8.0 * 20.0), north: 0.0 });
        bump = [0.0; 9];
        bump[0] = 8.0;
        assert_eq!(gradient(bump), Gradient { east: -8.0 / (8.0 * 20.0), north: 8.0 / (8.0 * 40.0) });
    }
}
