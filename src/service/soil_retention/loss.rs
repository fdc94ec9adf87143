//! Soil loss of bare land, and what the cover of a cell retains of it.

use crate::unit::{AreaM2, Erodibility, Erosivity, Fraction, Tonnes};

/// Soil that a cell would lose in a year if it were bare (潜在土壤侵蚀量).
///
/// # Equation
///
/// ```text
/// A_p = A · 10⁻⁴ · R · K · L · S
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `A_p` | returned | soil loss of bare land | t a⁻¹ |
/// | `A` | `area` | area of the cell; 1 hm² is 10⁴ m² | m² |
/// | `R` | `erosivity` | rainfall erosivity | MJ mm hm⁻² h⁻¹ a⁻¹ |
/// | `K` | `erodibility` | soil erodibility | t hm² h hm⁻² MJ⁻¹ mm⁻¹ |
/// | `LS` | `slope` | slope length and steepness factor | 1 |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::soil_retention::potential_loss;
/// use ecovalue::unit::{AreaM2, Erodibility, Erosivity, Fraction};
///
/// let (r, k) = (Erosivity::new(2000.0), Erodibility::new(0.0625));
/// let loss = potential_loss(AreaM2::from_hectares(2.0), r, k, Fraction::new(4.0));
/// assert_eq!(loss.get(), 1000.0); // 2 hm² · 500 t/hm²
/// ```
///
/// # References
///
/// * HJ 1173-2021, 全国生态状况调查评估技术规范 生态系统服务功能评估, Annex A, Eq. (A.3).
#[inline]
#[must_use]
pub fn potential_loss(
    area: AreaM2,
    erosivity: Erosivity,
    erodibility: Erodibility,
    slope: Fraction,
) -> Tonnes {
    Tonnes::new(area.hectares() * erosivity.get() * erodibility.get() * slope.get())
}

/// Soil that the cover of a cell retains in a year, by HJ 1173-2021.
///
/// # Equation
///
/// ```text
/// A_s = A_p · (1 − C)                                          (A.2) to (A.4)
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `A_s` | returned | soil retained | t a⁻¹ |
/// | `A_p` | `potential` | soil loss of bare land, see [`potential_loss`] | t a⁻¹ |
/// | `C` | `cover_factor` | cover factor | 1 |
///
/// # Assumptions
///
/// There is no support practice factor: terraces make no difference.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::soil_retention::hj1173_2021;
/// use ecovalue::unit::{Fraction, Tonnes};
///
/// assert_eq!(hj1173_2021(Tonnes::new(1000.0), Fraction::new(0.25)).get(), 750.0);
/// ```
///
/// # References
///
/// * HJ 1173-2021, 全国生态状况调查评估技术规范 生态系统服务功能评估, Annex A, Eq. (A.2) to (A.4).
#[inline]
#[must_use]
pub fn hj1173_2021(potential: Tonnes, cover_factor: Fraction) -> Tonnes {
    potential * (1.0 - cover_factor.get())
}

/// Soil that the cover of a cell retains in a year, of what support practice leaves to lose.
///
/// # Equation
///
/// ```text
/// A_s = A_p · P · (1 − C)
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `A_s` | returned | soil retained | t a⁻¹ |
/// | `A_p` | `potential` | soil loss of bare land, see [`potential_loss`] | t a⁻¹ |
/// | `P` | `practice_factor` | support practice factor; 1 without measures | 1 |
/// | `C` | `cover_factor` | cover factor | 1 |
///
/// # Assumptions
///
/// What terraces retain is no service of the ecosystem. Where a table has P = 0, as for water and built-up land, nothing
/// is retained.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::soil_retention::rusle_ecosystem;
/// use ecovalue::unit::{Fraction, Tonnes};
///
/// let retained = rusle_ecosystem(Tonnes::new(1000.0), Fraction::new(0.5), Fraction::new(0.25));
/// assert_eq!(retained.get(), 375.0);
/// ```
///
/// # References
///
/// * Renard K. G. et al. (1997): Predicting soil erosion by water (RUSLE). USDA Agriculture Handbook 703, for the
///   factors; the credit to the cover alone is a variant of practice.
#[inline]
#[must_use]
pub fn rusle_ecosystem(potential: Tonnes, practice_factor: Fraction, cover_factor: Fraction) -> Tonnes {
    potential * practice_factor.get() * (1.0 - cover_factor.get())
}

/// Soil that cover and support practice of a cell retain in a year: potential less actual loss.
///
/// # Equation
///
/// ```text
/// A_s = A_p · (1 − C · P)
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `A_s` | returned | soil retained | t a⁻¹ |
/// | `A_p` | `potential` | soil loss of bare land, see [`potential_loss`] | t a⁻¹ |
/// | `P` | `practice_factor` | support practice factor | 1 |
/// | `C` | `cover_factor` | cover factor | 1 |
///
/// # Assumptions
///
/// Terraces count as a service of the ecosystem, and where a table has P = 0, as for water and built-up land, all of the
/// potential loss is credited to it.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::soil_retention::rusle_printed;
/// use ecovalue::unit::{Fraction, Tonnes};
///
/// let retained = |p| rusle_printed(Tonnes::new(1000.0), Fraction::new(p), Fraction::new(0.25)).get();
/// assert_eq!(retained(0.5), 875.0);
/// assert_eq!(retained(0.0), 1000.0); // a lake
/// ```
///
/// # References
///
/// * Chen Z. et al. (2016), ChinaXiv-201711.00309, for A = RKLSCP; the difference as a secondary text prints it.
#[inline]
#[must_use]
pub fn rusle_printed(potential: Tonnes, practice_factor: Fraction, cover_factor: Fraction) -> Tonnes {
    potential * (1.0 - cover_factor.get() * practice_factor.get())
}
