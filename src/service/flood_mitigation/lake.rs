//! Storage of lakes (湖泊调蓄), which is a power of their area.

use crate::math::{exp, pow};
use crate::unit::{AreaM2, Fraction, LogVolumeWanM3, PerYear, VolumeM3, WAN};

/// Flood water that lakes of some area store (湖泊调蓄).
///
/// # Equation
///
/// ```text
/// C = exp(a) · A^b · T     in 10⁴ m³, A in km²
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `C` | returned | water stored; the equation is in 10⁴ m³ | m³ a⁻¹ |
/// | `A` | `area` | area of the lakes; the equation takes km² | m² |
/// | `a` | `intercept` | coefficient of the lake region | ln(10⁴ m³) |
/// | `b` | `exponent` | coefficient of the lake region | 1 |
/// | `T` | `exchanges` | how often the water changes | a⁻¹ |
///
/// # Assumptions
///
/// The rule is not linear: many small lakes store more than one of the same area where `b` < 1. The level on which
/// areas are added up is part of the result.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`. No lake stores nothing.
///
/// # Examples
///
/// ```
/// use ecovalue::service::flood_mitigation::lake_storage;
/// use ecovalue::unit::{AreaM2, Fraction, LogVolumeWanM3, PerYear};
///
/// // Ganzi 2010, coefficients of Qinghai-Tibet: 165.1 km² store 2.43 · 10⁸ m³.
/// let (a, b) = (LogVolumeWanM3::new(6.636), Fraction::new(0.678));
/// let stored = lake_storage(AreaM2::from_square_kilometres(165.1), a, b, PerYear::new(1.0));
/// assert!((stored.get() - 2.43e8).abs() < 0.005e8);
/// ```
///
/// # References
///
/// * Rao E. et al. (2014), Acta Ecologica Sinica 34(21):6225, for the form in five lake regions; coefficients of
///   Qinghai-Tibet as in Pema Dolkar et al. (2017), the others unverified.
#[inline]
#[must_use]
pub fn lake_storage(
    area: AreaM2,
    intercept: LogVolumeWanM3,
    exponent: Fraction,
    exchanges: PerYear,
) -> VolumeM3 {
    let (size, exponent) = (area.square_kilometres(), exponent.get());
    // A power to the exponent 0 is 1 even of a missing area, and of 1 even for a missing exponent.
    let power = if size.is_nan() || exponent.is_nan() { f64::NAN } else { pow(size, exponent) };

    VolumeM3::new(exp(intercept.get()) * power * exchanges.get() * WAN)
}

/// The part of a lake's storage that one of its cells has (逐湖计算).
///
/// # Equation
///
/// ```text
/// C = s · A/A_lake · exp(a) · A_lake^b · T     in 10⁴ m³, A_lake in km²
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `C` | returned | water stored | m³ a⁻¹ |
/// | `A` | `area` | area of the cell | m² |
/// | `s` | `lake` | share of the cell that is lake | 1 |
/// | `A_lake` | `lake_area` | area of the whole lake that the cell belongs to; 0 outside lakes | m² |
/// | `a`, `b`, `T` | `intercept`, `exponent`, `exchanges` | as in [`lake_storage`] | ln(10⁴ m³), 1, a⁻¹ |
///
/// # Assumptions
///
/// The column of lake areas has a number everywhere, 0 outside lakes.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`, and so does a cell of a lake that has no area.
///
/// # Examples
///
/// ```
/// use ecovalue::service::flood_mitigation::{lake_storage, share_of_lake};
/// use ecovalue::unit::{AreaM2, Fraction, LogVolumeWanM3, PerYear};
///
/// let (a, b, t) = (LogVolumeWanM3::new(6.636), Fraction::new(0.678), PerYear::new(1.0));
/// let lake = AreaM2::from_square_kilometres(20.0);
/// let half = share_of_lake(AreaM2::from_square_kilometres(10.0), Fraction::new(1.0), lake, a, b, t);
/// assert!((2.0 * half.get() / lake_storage(lake, a, b, t).get() - 1.0).abs() < 1e-14);
/// ```
///
/// # References
///
/// * Rao E. et al. (2014), Acta Ecologica Sinica 34(21):6225.
#[inline]
#[must_use]
pub fn share_of_lake(
    area: AreaM2,
    lake: Fraction,
    lake_area: AreaM2,
    intercept: LogVolumeWanM3,
    exponent: Fraction,
    exchanges: PerYear,
) -> VolumeM3 {
    let stored = lake_storage(lake_area, intercept, exponent, exchanges).get();
    // Storage of a square metre of the lake                       [m a⁻¹]
    let depth = lake.get() * (stored / lake_area.get());
    // A^b is infinite for an area of 0 and an exponent below 0; what is not missing is 0 outside lakes.
    let outside = lake.get() == 0.0 && lake_area.get() == 0.0 && !stored.is_nan();
    let nowhere = lake_area.get() <= 0.0;
    let depth = if nowhere { f64::NAN } else { depth };
    VolumeM3::new(area.get() * if outside { 0.0 } else { depth })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lakes_one_by_one_store_more_than_together() {
        let of = |lakes: f64| {
            let lake = AreaM2::from_square_kilometres(165.0 / lakes);
            lakes
                * lake_storage(lake, LogVolumeWanM3::new(6.636), Fraction::new(0.678), PerYear::new(1.0))
                    .get()
        };
        for (lakes, stored, printed) in
            [(1.0, 2.43e8, 0.005e8), (10.0, 5.1e8, 0.05e8), (100.0, 10.7e8, 0.05e8)]
        {
            assert!((of(lakes) - stored).abs() <= printed, "{lakes}");
        }
    }

    #[test]
    fn a_cell_outside_lakes_stores_nothing_and_a_lake_without_area_is_missing() {
        let of = |lake: f64, lake_area: f64| {
            let (a, b) = (LogVolumeWanM3::new(6.636), Fraction::new(0.678));
            let cell = AreaM2::new(900.0);
            share_of_lake(cell, Fraction::new(lake), AreaM2::new(lake_area), a, b, PerYear::new(1.0)).get()
        };
        assert_eq!(of(0.0, 0.0), 0.0);
        assert_eq!(of(0.0, 2e7), 0.0);
        assert!(of(1.0, 0.0).is_nan() && of(0.0, f64::NAN).is_nan());
    }
}
