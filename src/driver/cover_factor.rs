//! Cover factor C (植被覆盖因子) of soil loss: loss under the cover as a share of that of bare fallow.

use super::{Driver, driver};
use crate::equation::cell;
use crate::math::log10;
use crate::quantity::{COVER_FACTOR, COVER_FACTOR_BY_COVER, DRYLAND_CROP, FRACTIONAL_COVER};
use crate::unit::Fraction;

/// Lower bounds of the classes of cover of HJ 1173-2021 Table A.1 but for the first and the last.
const CLASS_BOUNDS: [f64; 4] = [0.1, 0.3, 0.5, 0.7];
/// The last class of that table is printed as `> 90 %`.
const LAST_CLASS: f64 = 0.9;

/// Cover factor of a class of vegetation cover, by HJ 1173-2021 Table A.1.
///
/// # Equation
///
/// ```text
/// C = C_k,   k the class of c:  < 10, 10-30, 30-50, 50-70, 70-90, > 90 %
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `C` | returned | cover factor | 1 |
/// | `c` | `cover` | share of the ground that vegetation covers | 1 |
/// | `C_k` | `classes` | row of the table for an ecosystem type | 1 |
///
/// # Assumptions
///
/// The standard prints `< 10` and `> 90` but not to which class 30, 50 and 70 % belong: here a lower bound belongs to
/// its class, and 90 % to the class 70-90. The factor jumps at the bounds, by up to five times.
///
/// Types that the table gives without classes (paddy, wetland, town, desert) have the same number in all six.
///
/// # Missing and negative values
///
/// A missing cover gives `NaN`, and so does one outside 0 to 1. Of the table only the class of the cell is read: a
/// missing number in another class is ignored.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::cover_factor::hj1173_table;
/// use ecovalue::unit::Fraction;
///
/// let forest = [0.1, 0.08, 0.06, 0.02, 0.004, 0.001].map(Fraction::new);
/// assert_eq!(hj1173_table(Fraction::new(0.65), forest).get(), 0.02);
/// assert_eq!(hj1173_table(Fraction::new(0.7), forest).get(), 0.004);
/// ```
///
/// # References
///
/// * HJ 1173-2021, 全国生态状况调查评估技术规范 生态系统服务功能评估, Annex A, Table A.1.
#[must_use]
pub fn hj1173_table(cover: Fraction, classes: [Fraction; 6]) -> Fraction {
    let cover = cover.get();
    if !(0.0..=1.0).contains(&cover) {
        return Fraction::new(f64::NAN);
    }
    let reached = CLASS_BOUNDS.iter().filter(|bound| cover >= **bound).count();
    let class = if cover > LAST_CLASS { reached + 1 } else { reached };
    classes.get(class).copied().unwrap_or(Fraction::new(f64::NAN))
}

/// Cover factor of dry cropland (旱地), by HJ 1173-2021.
///
/// # Equation
///
/// ```text
/// C = 0.221 − 0.595 lg c
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `C` | returned | cover factor | 1 |
/// | `c` | `cover` | share of the ground that vegetation covers, as a fraction | 1 |
///
/// # Assumptions
///
/// C is at most 1: below 4.9 % of cover the equation exceeds it, and without cover it is infinite. The standard does
/// not print that. With full cover C is 0.221, far above that of grass. With `c` in percent the equation would be
/// negative from 2.4 % on.
///
/// A crosswalk without a flag for paddy makes all cropland dry.
///
/// # Missing and negative values
///
/// `NaN` gives `NaN`, and so does a cover outside 0 to 1.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::cover_factor::hj1173_dryland;
/// use ecovalue::unit::Fraction;
///
/// assert_eq!(hj1173_dryland(Fraction::new(1.0)).get(), 0.221);
/// assert!((hj1173_dryland(Fraction::new(0.1)).get() - 0.816).abs() < 1e-12);
/// assert_eq!(hj1173_dryland(Fraction::new(0.0)).get(), 1.0);
/// ```
///
/// # References
///
/// * HJ 1173-2021, 全国生态状况调查评估技术规范 生态系统服务功能评估, Annex A; signs restored after extraction.
#[must_use]
pub fn hj1173_dryland(cover: Fraction) -> Fraction {
    let cover = cover.get();
    if !(0.0..=1.0).contains(&cover) {
        return Fraction::new(f64::NAN);
    }
    let factor = 0.221 - 0.595 * log10(cover);
    Fraction::new(if factor > 1.0 { 1.0 } else { factor })
}

/// Cover factor from vegetation cover, by Cai (蔡崇法).
///
/// # Equation
///
/// ```text
/// C = 1                     (c = 0)
/// C = 0.6508 − 0.3436 lg c  (0 < c ≤ 78.3 %)
/// C = 0                     (c > 78.3 %)
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `C` | returned | cover factor | 1 |
/// | `c` | `cover` | vegetation cover; a fraction here, percent in the equation | 1 |
///
/// # Assumptions
///
/// C is at most 1, which the equation exceeds below 0.097 %. One equation for all ecosystem types.
///
/// # Missing and negative values
///
/// `NaN` gives `NaN`, and so does a cover outside 0 to 1.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::cover_factor::cai;
/// use ecovalue::unit::Fraction;
///
/// // 10 %: 0.6508 − 0.3436.
/// assert!((cai(Fraction::new(0.1)).get() - 0.3072).abs() < 1e-12);
/// assert_eq!(cai(Fraction::new(0.0)).get(), 1.0);
/// assert_eq!(cai(Fraction::new(0.8)).get(), 0.0);
/// ```
///
/// # References
///
/// * Chen Z. et al. (2016), ChinaXiv-201711.00309, which prints the logarithm; the pieces at 0 and above 78.3 % are as
///   recalled of Cai C. et al. (2000), 水土保持学报 14(2).
#[must_use]
pub fn cai(cover: Fraction) -> Fraction {
    let cover = cover.get();
    let factor = if !(0.0..=1.0).contains(&cover) {
        f64::NAN
    } else if cover > 0.783 {
        0.0
    } else {
        // c in percent.
        0.6508 - 0.3436 * log10(100.0 * cover)
    };
    Fraction::new(if factor > 1.0 { 1.0 } else { factor })
}

/// Cover factor of a cell, by HJ 1173-2021: [`hj1173_dryland`] where cropland is dry, [`hj1173_table`] elsewhere.
fn by_type_and_cover(cover: Fraction, dryland: Fraction, classes: [Fraction; 6]) -> Fraction {
    if dryland.get().is_nan() {
        dryland
    } else if dryland.get() >= 0.5 {
        hj1173_dryland(cover)
    } else {
        hj1173_table(cover, classes)
    }
}

/// Variants of this file.
pub static DRIVERS: &[Driver] = &[
    driver(
        COVER_FACTOR,
        "hj1173_2021",
        "C of Table A.1 by type and class of cover; dryland C = 0.221 − 0.595 lg c",
        &cell(by_type_and_cover, (FRACTIONAL_COVER, DRYLAND_CROP, COVER_FACTOR_BY_COVER)),
        "HJ 1173-2021 Annex A, Table A.1 and the text below it",
    ),
    driver(
        COVER_FACTOR,
        "cai",
        "C = 1 (c = 0), 0.6508 − 0.3436 lg c (0 < c ≤ 78.3 %), 0 (c > 78.3 %)",
        &cell(cai, (FRACTIONAL_COVER,)),
        "Cai Chongfa et al., as in Chen et al. 2016, ChinaXiv-201711.00309",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameter::{Parameters, Query};
    use crate::quantity::grades;

    #[test]
    fn the_bounds_belong_to_the_classes_as_documented() {
        let classes = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0].map(Fraction::new);
        for (cover, class) in [
            (0.0, 0.0),
            (0.0999, 0.0),
            (0.1, 1.0),
            (0.3, 2.0),
            (0.5, 3.0),
            (0.7, 4.0),
            (0.9, 4.0),
            (0.9001, 5.0),
            (1.0, 5.0),
        ] {
            assert_eq!(hj1173_table(Fraction::new(cover), classes).get(), class, "{cover}");
        }
    }

    #[test]
    fn every_type_but_cropland_and_the_others_has_a_row_of_the_table() {
        let rows = Parameters::shipped();
        let tree = ["tree_orchard".to_owned()];
        let of = |code: &str| -> Vec<Option<f64>> {
            let ecosystem = code.parse().unwrap();
            let query = |grade: &'static str| {
                Query::new("cover_factor_by_cover", 2019).ecosystem(ecosystem).grade(grade).conditions(&tree)
            };
            grades(&COVER_FACTOR_BY_COVER)
                .iter()
                .map(|grade| rows.find(&query(grade)).ok().map(|found| found.row.value))
                .collect()
        };
        let table = |row: [f64; 6]| row.map(Some).to_vec();
        assert_eq!(of("11e"), table([0.1, 0.08, 0.06, 0.02, 0.004, 0.001]));
        assert_eq!(of("23"), table([0.4, 0.22, 0.14, 0.085, 0.04, 0.011]));
        assert_eq!(of("31"), table([0.45, 0.24, 0.15, 0.09, 0.043, 0.011]));
        assert_eq!(of("52"), table([0.42, 0.23, 0.14, 0.089, 0.042, 0.011]));
        assert_eq!(of("51p"), table([0.0; 6]));
        assert_eq!(of("42r"), table([0.0; 6]));
        assert_eq!(of("62"), table([0.01; 6]));
        assert_eq!(of("71"), table([0.7; 6]));
        assert_eq!(of("51"), vec![None; 6]);
        assert_eq!(of("82"), vec![None; 6]);
        let dryland = |code: &str| {
            let query = Query::new("dryland_crop", 2019).ecosystem(code.parse().unwrap());
            rows.find(&query).unwrap().row.value
        };
        assert_eq!(["51", "51p", "52", "11"].map(dryland), [1.0, 0.0, 0.0, 0.0]);
    }
}
