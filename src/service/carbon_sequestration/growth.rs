//! What grows, and what soil takes up besides: forms of the biomass and fixed-rate methods.

use super::CARBON_DIOXIDE_PER_CARBON;
use crate::unit::{
    AreaM2, CarbonDioxidePerMass, CarbonDioxideT, CarbonPerCarbonDioxide, CarbonPerMass, CarbonRateTPerHm2,
    DryMatterGPerM2, TonnesPerHm2, Years,
};

/// Carbon dioxide that the soil of cropland in one cell takes up in one year (农田土壤固碳).
///
/// # Equation
///
/// ```text
/// Q = 44/12 · r · A
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `Q` | returned | carbon dioxide sequestered | tCO₂ a⁻¹ |
/// | `r` | `rate` | carbon that cropland soil takes up, 0 for other types | tC hm⁻² a⁻¹ |
/// | `A` | `area` | area of the cell | m² |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`. Soil that loses carbon gives a negative quantity.
///
/// # Examples
///
/// ```
/// use ecovalue::service::carbon_sequestration::cropland_soil;
/// use ecovalue::unit::{AreaM2, CarbonRateTPerHm2};
///
/// let q = cropland_soil(AreaM2::from_hectares(6.0), CarbonRateTPerHm2::new(0.5));
/// assert_eq!(q.get(), 11.0); // 6 · 0.5 · 44/12
/// ```
///
/// # References
///
/// * Unverified: from general knowledge of the fixed-rate method.
#[inline]
#[must_use]
pub fn cropland_soil(area: AreaM2, rate: CarbonRateTPerHm2) -> CarbonDioxideT {
    CarbonDioxideT::new(area.hectares() * rate.get() * CARBON_DIOXIDE_PER_CARBON)
}

/// Carbon dioxide one cell sequesters per year between two dates, by the change of its biomass (生物量法).
///
/// # Equation
///
/// ```text
/// Q = 44/12 · (B₂ − B₁) / Δt · CF · A
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `Q` | returned | carbon dioxide sequestered per year | tCO₂ a⁻¹ |
/// | `B₁`, `B₂` | `opening`, `closing` | biomass at the earlier and the later date, dry matter | t hm⁻² |
/// | `CF` | `carbon` | carbon in biomass, about 0.5 | tC t⁻¹ |
/// | `Δt` | `interval` | years between the dates | a |
/// | `A` | `area` | area of the cell | m² |
///
/// # Missing and negative values
///
/// `NaN` in any argument, or an interval of 0 or below, gives `NaN`. A loss of biomass gives a negative quantity.
///
/// # Examples
///
/// ```
/// use ecovalue::service::carbon_sequestration::biomass_change;
/// use ecovalue::unit::{AreaM2, CarbonPerMass, TonnesPerHm2, Years};
///
/// let (area, biomass) = (AreaM2::from_hectares(6.0), TonnesPerHm2::new);
/// let q = biomass_change(area, biomass(160.0), biomass(180.0), CarbonPerMass::new(0.5), Years::new(5.0));
/// assert_eq!(q.get(), 44.0); // 6 · 20 / 5 · 0.5 · 44/12
/// ```
///
/// # References
///
/// * Unverified: from general knowledge; the carbon fraction is secondary for GB/T 38582-2020.
#[inline]
#[must_use]
pub fn biomass_change(
    area: AreaM2,
    opening: TonnesPerHm2,
    closing: TonnesPerHm2,
    carbon: CarbonPerMass,
    interval: Years,
) -> CarbonDioxideT {
    if interval.get() <= 0.0 {
        return CarbonDioxideT::new(f64::NAN);
    }
    let rate = (closing.get() - opening.get()) / interval.get() * carbon.get();
    CarbonDioxideT::new(area.hectares() * rate * CARBON_DIOXIDE_PER_CARBON)
}

/// Carbon dioxide one cell takes up in one year with all that grows, none of it breathed out again (干物质法).
///
/// # Equation
///
/// ```text
/// Q = 1.63 · NPP · A · 10⁻⁶
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `Q` | returned | carbon dioxide taken up | tCO₂ a⁻¹ |
/// | `NPP` | `productivity` | net primary productivity, as dry matter | g m⁻² a⁻¹ |
/// | `1.63` | `ratio` | carbon dioxide per dry matter, of photosynthesis | tCO₂ t⁻¹ |
/// | `A` | `area` | area of the cell | m² |
///
/// # Assumptions
///
/// All of NPP is credited as a sink, though soil organisms return most of it within the year: it overstates what stays
/// by about ten times. A result by it is not net.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::carbon_sequestration::all_of_npp_credited;
/// use ecovalue::unit::{AreaM2, CarbonDioxidePerMass, DryMatterGPerM2};
///
/// let area = AreaM2::from_square_kilometres(1.0);
/// let q = all_of_npp_credited(area, DryMatterGPerM2::new(1000.0), CarbonDioxidePerMass::new(1.63));
/// assert_eq!(q.get(), 1630.0);
/// ```
///
/// # References
///
/// * Miao J. et al. (2017), Acta Ecologica Sinica 37(19):6422; ChinaXiv-201704.00322.
#[inline]
#[must_use]
pub fn all_of_npp_credited(
    area: AreaM2,
    productivity: DryMatterGPerM2,
    ratio: CarbonDioxidePerMass,
) -> CarbonDioxideT {
    // 1 g m⁻² is 1 t km⁻²
    CarbonDioxideT::new(area.square_kilometres() * (productivity.get() * ratio.get()))
}

/// Carbon dioxide one cell of forest takes up in one year, with its soil, by the forest standard (森林固碳).
///
/// # Equation
///
/// ```text
/// G = A · (1.63 · R_C · B + F_soil),   Q = 44/12 · G
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `Q` | returned | carbon dioxide taken up; the standard's `G` is carbon | tCO₂ a⁻¹ |
/// | `A` | `area` | area of the cell; hm² in the standard | m² |
/// | `B` | `productivity` | net productivity of the stand, dry matter; t hm⁻² a⁻¹ in the standard | g m⁻² a⁻¹ |
/// | `1.63` | `ratio` | carbon dioxide per dry matter | tCO₂ t⁻¹ |
/// | `R_C` | `carbon` | carbon in carbon dioxide, 27.27 % | tC tCO₂⁻¹ |
/// | `F_soil` | `soil` | carbon that the soil takes up | tC hm⁻² a⁻¹ |
///
/// # Assumptions
///
/// The standard credits all of the stand's productivity, as [`all_of_npp_credited`] does, and the soil besides. A price per
/// ton of carbon belongs to `G`, one per ton of carbon dioxide to `Q`.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`. A soil that loses more than grows gives a negative quantity.
///
/// # Examples
///
/// ```
/// use ecovalue::service::carbon_sequestration::forest_standard;
/// use ecovalue::unit::{
///     AreaM2, CarbonDioxidePerMass, CarbonPerCarbonDioxide, CarbonRateTPerHm2, DryMatterGPerM2,
/// };
///
/// // 1 hm², 10 t of dry matter: 1.63 · 3/11 · 10 + 0.5 = 4.945 tC, or 18.13 tCO₂.
/// let (area, npp) = (AreaM2::from_hectares(1.0), DryMatterGPerM2::new(1000.0));
/// let soil = CarbonRateTPerHm2::new(0.5);
/// let (ratio, carbon) = (CarbonDioxidePerMass::new(1.63), CarbonPerCarbonDioxide::new(3.0 / 11.0));
/// let q = forest_standard(area, npp, ratio, carbon, soil);
/// assert!((q.get() - 18.133).abs() < 0.001);
/// ```
///
/// # References
///
/// * LY/T 1721-2008 and GB/T 38582-2020; inputs as listed by a calculator, the algebra is unverified.
#[inline]
#[must_use]
pub fn forest_standard(
    area: AreaM2,
    productivity: DryMatterGPerM2,
    ratio: CarbonDioxidePerMass,
    carbon: CarbonPerCarbonDioxide,
    soil: CarbonRateTPerHm2,
) -> CarbonDioxideT {
    // 1 g m⁻² is 0.01 t hm⁻²
    let grown = productivity.get() / 100.0;
    let rate = ratio.get() * carbon.get() * grown + soil.get();
    CarbonDioxideT::new(area.hectares() * rate * CARBON_DIOXIDE_PER_CARBON)
}
