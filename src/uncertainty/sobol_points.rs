//! Points of Sobol' in up to 64 dimensions.

/// Dimensions that have direction numbers.
pub const DIMENSIONS: usize = 64;

/// Polynomial and first direction numbers of the second and every later dimension: the coefficients of the polynomial
/// between its first and its last, and m₁, m₂, … as many as its degree.
///
/// Joe, S., Kuo, F. Y. (2008): Constructing Sobol sequences with better two-dimensional projections, SIAM Journal on
/// Scientific Computing 30, 2635-2654; set `new-joe-kuo-6`.
#[rustfmt::skip]
const NUMBERS: [(u32, &[u32]); DIMENSIONS - 1] = [
    (0, &[1]),
    (1, &[1, 3]),
    (1, &[1, 3, 1]),
    (2, &[1, 1, 1]),
    (1, &[1, 1, 3, 3]),
    (4, &[1, 3, 5, 13]),
    (2, &[1, 1, 5, 5, 17]),
    (4, &[1, 1, 5, 5, 5]),
    (7, &[1, 1, 7, 11, 19]),
    (11, &[1, 1, 5, 1, 1]),
    (13, &[1, 1, 1, 3, 11]),
    (14, &[1, 3, 5, 5, 31]),
    (1, &[1, 3, 3, 9, 7, 49]),
    (13, &[1, 1, 1, 15, 21, 21]),
    (16, &[1, 3, 1, 13, 27, 49]),
    (19, &[1, 1, 1, 15, 7, 5]),
    (22, &[1, 3, 1, 15, 13, 25]),
    (25, &[1, 1, 5, 5, 19, 61]),
    (1, &[1, 3, 7, 11, 23, 15, 103]),
    (4, &[1, 3, 7, 13, 13, 15, 69]),
    (7, &[1, 1, 3, 13, 7, 35, 63]),
    (8, &[1, 3, 5, 9, 1, 25, 53]),
    (14, &[1, 3, 1, 13, 9, 35, 107]),
    (19, &[1, 3, 1, 5, 27, 61, 31]),
    (21, &[1, 1, 5, 11, 19, 41, 61]),
    (28, &[1, 3, 5, 3, 3, 13, 69]),
    (31, &[1, 1, 7, 13, 1, 19, 1]),
    (32, &[1, 3, 7, 5, 13, 19, 59]),
    (37, &[1, 1, 3, 9, 25, 29, 41]),
    (41, &[1, 3, 5, 13, 23, 1, 55]),
    (42, &[1, 3, 7, 3, 13, 59, 17]),
    (50, &[1, 3, 1, 3, 5, 53, 69]),
    (55, &[1, 1, 5, 5, 23, 33, 13]),
    (56, &[1, 1, 7, 7, 1, 61, 123]),
    (59, &[1, 1, 7, 9, 13, 61, 49]),
    (62, &[1, 3, 3, 5, 3, 55, 33]),
    (14, &[1, 3, 1, 15, 31, 13, 49, 245]),
    (21, &[1, 3, 5, 15, 31, 59, 63, 97]),
    (22, &[1, 3, 1, 11, 11, 11, 77, 249]),
    (38, &[1, 3, 1, 11, 27, 43, 71, 9]),
    (47, &[1, 1, 7, 15, 21, 11, 81, 45]),
    (49, &[1, 3, 7, 3, 25, 31, 65, 79]),
    (50, &[1, 3, 1, 1, 19, 11, 3, 205]),
    (52, &[1, 1, 5, 9, 19, 21, 29, 157]),
    (56, &[1, 3, 7, 11, 1, 33, 89, 185]),
    (67, &[1, 3, 3, 3, 15, 9, 79, 71]),
    (70, &[1, 3, 7, 11, 15, 39, 119, 27]),
    (84, &[1, 1, 3, 1, 11, 31, 97, 225]),
    (97, &[1, 1, 1, 3, 23, 43, 57, 177]),
    (103, &[1, 3, 7, 7, 17, 17, 37, 71]),
    (115, &[1, 3, 1, 5, 27, 63, 123, 213]),
    (122, &[1, 1, 3, 5, 11, 43, 53, 133]),
    (8, &[1, 3, 5, 5, 29, 17, 47, 173, 479]),
    (13, &[1, 3, 3, 11, 3, 1, 109, 9, 69]),
    (16, &[1, 1, 1, 5, 17, 39, 23, 5, 343]),
    (22, &[1, 3, 1, 5, 25, 15, 31, 103, 499]),
    (25, &[1, 1, 1, 11, 11, 17, 63, 105, 183]),
    (44, &[1, 1, 5, 11, 9, 29, 97, 231, 363]),
    (47, &[1, 1, 5, 15, 19, 45, 41, 7, 383]),
    (52, &[1, 3, 7, 7, 31, 19, 83, 137, 221]),
    (55, &[1, 1, 1, 3, 23, 15, 111, 223, 83]),
    (59, &[1, 1, 5, 13, 31, 15, 55, 25, 161]),
    (62, &[1, 1, 3, 13, 25, 47, 39, 87, 257]),
];

/// Direction numbers of a dimension, as 32 bits behind the point; those of dimension 0 are 2⁻¹, 2⁻², …
///
/// # Equation
///
/// ```text
/// v_k = m_k 2⁻ᵏ,   m_k = 2a₁ m_{k−1} ⊕ 2²a₂ m_{k−2} ⊕ … ⊕ 2ˢ m_{k−s} ⊕ m_{k−s}
/// ```
fn directions(dimension: usize) -> [u32; 32] {
    let mut v = [0_u32; 32];
    let Some((polynomial, first)) = dimension.checked_sub(1).and_then(|place| NUMBERS.get(place)) else {
        return std::array::from_fn(|k| 1 << (31 - k));
    };
    let degree = first.len();
    for k in 0..32 {
        let entry = if let Some(m) = first.get(k) {
            m << (31 - k)
        } else {
            let at = |back: usize| v.get(k - back).copied().unwrap_or(0);
            let mut entry = at(degree) ^ (at(degree) >> degree);
            for bit in 1..degree {
                if (polynomial >> (degree - 1 - bit)) & 1 == 1 {
                    entry ^= at(bit);
                }
            }
            entry
        };
        if let Some(number) = v.get_mut(k) {
            *number = entry;
        }
    }
    v
}

/// One coordinate of the points of Sobol'.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coordinate {
    directions: [u32; 32],
}

impl Coordinate {
    /// A dimension from 0; none beyond [`DIMENSIONS`].
    #[must_use]
    pub fn new(dimension: usize) -> Option<Self> {
        (dimension < DIMENSIONS).then(|| Self { directions: directions(dimension) })
    }

    /// The coordinate of a point in units of 2⁻³², in the order of Gray's code.
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::uncertainty::sobol_points::Coordinate;
    ///
    /// let first = Coordinate::new(0).unwrap();
    /// let halves: Vec<f64> = (0..4).map(|i| f64::from(first.at(i)) / 4_294_967_296.0).collect();
    /// assert_eq!(halves, [0.0, 0.5, 0.75, 0.25]);
    /// ```
    #[must_use]
    pub fn at(&self, index: u32) -> u32 {
        let gray = index ^ (index >> 1);
        let taken = self.directions.iter().enumerate().filter(|(bit, _)| (gray >> bit) & 1 == 1);
        taken.fold(0, |sum, (_, direction)| sum ^ direction)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_those_of_scipy() {
        // scipy.stats.qmc.Sobol(64, scramble=False, bits=32), point 1000.
        for (dimension, wanted) in [
            (0, 943_718_400),
            (1, 415_236_096),
            (2, 2_227_175_424),
            (31, 624_951_296),
            (62, 1_111_490_560),
            (63, 1_916_796_928),
        ] {
            assert_eq!(Coordinate::new(dimension).unwrap().at(1000), wanted, "{dimension}");
        }
        assert!(Coordinate::new(64).is_none());
    }

    #[test]
    fn every_coordinate_fills_every_part_once() {
        for dimension in 0..DIMENSIONS {
            let coordinate = Coordinate::new(dimension).unwrap();
            let mut parts: Vec<u32> = (0..1024).map(|index| coordinate.at(index) >> 22).collect();
            parts.sort_unstable();
            assert!(parts.into_iter().eq(0..1024), "{dimension}");
        }
    }
}
