//! Biomass of stands (生物量) from their timber volume, at two dates.

use super::{Driver, driver};
use crate::equation::cell;
use crate::quantity::{
    BIOMASS_CLOSING, BIOMASS_EXPANSION_FACTOR, BIOMASS_OPENING, ROOT_SHOOT_RATIO, STAND_VOLUME_CLOSING,
    STAND_VOLUME_OPENING, WOOD_DENSITY,
};
use crate::unit::{Fraction, TonnesPerHm2, TonnesPerM3, VolumeM3PerHm2};

/// Biomass of a stand, roots included, from its timber volume (生物量扩展因子法).
///
/// # Equation
///
/// ```text
/// B = BEF · V · WD · (1 + RSR)
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `B` | returned | biomass, roots included | t hm⁻² |
/// | `V` | `volume` | stand volume | m³ hm⁻² |
/// | `BEF` | `expansion` | biomass above ground over that of stems | 1 |
/// | `WD` | `density` | density of wood | t m⁻³ |
/// | `RSR` | `root_shoot` | roots over biomass above ground | 1 |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::driver::biomass::expansion_factor;
/// use ecovalue::unit::{TonnesPerM3, Fraction, VolumeM3PerHm2};
///
/// let density = TonnesPerM3::new(0.5);
/// let biomass = expansion_factor(VolumeM3PerHm2::new(100.0), Fraction::new(1.5), density, Fraction::new(0.25));
/// assert_eq!(biomass.get(), 93.75); // 1.5 · 100 · 0.5 · 1.25
/// ```
///
/// # References
///
/// * IPCC 2006 Guidelines, Volume 4, Chapter 2; secondary for GB/T 38582-2020.
#[inline]
#[must_use]
pub fn expansion_factor(
    volume: VolumeM3PerHm2,
    expansion: Fraction,
    density: TonnesPerM3,
    root_shoot: Fraction,
) -> TonnesPerHm2 {
    TonnesPerHm2::new(expansion.get() * volume.get() * density.get() * (1.0 + root_shoot.get()))
}

/// The formula of both dates.
const FORMULA: &str = "B = BEF · V · WD · (1 + RSR)";
/// The source of both dates.
const SOURCE: &str = "IPCC expansion factors; secondary, attributed to GB/T 38582-2020";

/// Variants of this file.
pub static DRIVERS: &[Driver] = &[
    driver(
        BIOMASS_OPENING,
        "expansion_factor",
        FORMULA,
        &cell(
            expansion_factor,
            (STAND_VOLUME_OPENING, BIOMASS_EXPANSION_FACTOR, WOOD_DENSITY, ROOT_SHOOT_RATIO),
        ),
        SOURCE,
    ),
    driver(
        BIOMASS_CLOSING,
        "expansion_factor",
        FORMULA,
        &cell(
            expansion_factor,
            (STAND_VOLUME_CLOSING, BIOMASS_EXPANSION_FACTOR, WOOD_DENSITY, ROOT_SHOOT_RATIO),
        ),
        SOURCE,
    ),
];
