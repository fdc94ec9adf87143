//! Negative ions (负离子) of forests: a satellite of the forest standard, in no list of GEP.

use super::{Category, Physical, Service, Valuation};
use crate::equation::{as_given, cell, parameter, priced};
use crate::quantity::{AREA, NEGATIVE_ION_CONCENTRATION, NEGATIVE_ION_LIFE, STAND_HEIGHT};
use crate::unit::{AreaM2, Cny, CnyPerIon, Ions, IonsPerCm3, LengthM, Minutes};

/// Ions of 1 cm³ at 1 ion that live 1 min, in a hectare of 1 m height in a year: 10¹⁰ cm³ · 525 600 min.
const PER_HECTARE: f64 = 5.256e15;

/// Concentration above which ions are worth something [cm⁻³].
const THRESHOLD: f64 = 600.0;

/// The air of a stand, renewed as often as its ions die.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StandAir {
    /// Area of the stand.
    pub area: AreaM2,
    /// Its height.
    pub height: LengthM,
    /// Life of its ions.
    pub life: Minutes,
}

/// Negative ions that a stand makes in a year.
///
/// # Equation
///
/// ```text
/// G = 5.256 · 10¹⁵ · Q · A · H / L
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `G` | returned | negative ions | a⁻¹ |
/// | `Q` | `concentration` | ions in a cubic centimetre | cm⁻³ |
/// | `A` | `air.area` | area; the field is in m² | hm² |
/// | `H` | `air.height` | height of the stand | m |
/// | `L` | `air.life` | life of an ion | min |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`, and so does a life of 0 or below.
///
/// # Examples
///
/// ```
/// use ecovalue::service::negative_ions::{StandAir, negative_ions};
/// use ecovalue::unit::{AreaM2, IonsPerCm3, LengthM, Minutes};
///
/// // 1 hm², 10 m high, 1000 ions in a cm³ that live 10 min.
/// let air = StandAir { area: AreaM2::new(1e4), height: LengthM::new(10.0), life: Minutes::new(10.0) };
/// assert_eq!(negative_ions(air, IonsPerCm3::new(1000.0)).get(), 5.256e18);
/// ```
///
/// # References
///
/// * LY/T 1721-2008 and GB/T 38582-2020; the form is recalled, the constant follows from the units.
#[inline]
#[must_use]
pub fn negative_ions(air: StandAir, concentration: IonsPerCm3) -> Ions {
    let life = air.life.get();
    let renewed = if life > 0.0 { air.area.hectares() * air.height.get() / life } else { f64::NAN };
    Ions::new(PER_HECTARE * concentration.get() * renewed)
}

/// Negative ions of a stand above the 600 in a cubic centimetre from which they do good.
///
/// # Equation
///
/// ```text
/// G = 5.256 · 10¹⁵ · (Q − 600) · A · H / L        where Q > 600
/// G = 0                                           elsewhere
/// ```
///
/// # Units
///
/// As [`negative_ions`].
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`, and so does a life of 0 or below.
///
/// # Examples
///
/// ```
/// use ecovalue::service::negative_ions::{StandAir, beneficial_ions};
/// use ecovalue::unit::{AreaM2, IonsPerCm3, LengthM, Minutes};
///
/// let air = StandAir { area: AreaM2::new(1e4), height: LengthM::new(10.0), life: Minutes::new(10.0) };
/// assert_eq!(beneficial_ions(air, IonsPerCm3::new(1600.0)).get(), 5.256e18);
/// assert_eq!(beneficial_ions(air, IonsPerCm3::new(600.0)).get(), 0.0);
/// ```
///
/// # References
///
/// * LY/T 1721-2008 and GB/T 38582-2020; the form is recalled, the constant follows from the units.
#[inline]
#[must_use]
pub fn beneficial_ions(air: StandAir, concentration: IonsPerCm3) -> Ions {
    let above = concentration.get() - THRESHOLD;
    negative_ions(air, IonsPerCm3::new(if above < 0.0 { 0.0 } else { above }))
}

/// Value of negative ions by the cost of making them (替代成本法).
///
/// # Equation
///
/// ```text
/// U = G · K
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `U` | returned | value | CNY a⁻¹ |
/// | `G` | `ions` | ions above the threshold, see [`beneficial_ions`] | a⁻¹ |
/// | `K` | `unit_cost` | cost of an ion | CNY |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::negative_ions::ion_cost;
/// use ecovalue::unit::{CnyPerIon, Ions};
///
/// let value = ion_cost(Ions::new(5e18), CnyPerIon::new(6e-18));
/// assert!((value.get() - 30.0).abs() < 1e-12);
/// ```
///
/// # References
///
/// * LY/T 1721-2008 and GB/T 38582-2020; the form is recalled, unverified.
#[must_use]
pub fn ion_cost(ions: Ions, unit_cost: CnyPerIon) -> Cny {
    ions * unit_cost
}

indicator! {
    pub NEGATIVE_IONS: Ions = ("negative_ions", "negative ions made", "提供负离子个数");
    pub BENEFICIAL_IONS: Ions = ("beneficial_ions", "negative ions above 600 in a cubic centimetre", "浓度600个/cm³以上的负离子个数");
}

/// Registry entry.
pub static SERVICE: Service = Service {
    id: "negative_ions",
    name: "Negative ions",
    name_zh: "负离子",
    category: Category::Regulating,
    indicators: &[NEGATIVE_IONS.0, BENEFICIAL_IONS.0],
    physical: &[Physical {
        id: "forest_standard",
        supplies: &[
            NEGATIVE_IONS.per_cell(
                "G = 5.256 · 10¹⁵ · Q · A · H / L, A in hm²",
                &cell(
                    |area, concentration, height, life| {
                        negative_ions(StandAir { area, height, life }, concentration)
                    },
                    (AREA, NEGATIVE_ION_CONCENTRATION, STAND_HEIGHT, NEGATIVE_ION_LIFE),
                ),
            ),
            BENEFICIAL_IONS.per_cell(
                "G = 5.256 · 10¹⁵ · (Q − 600) · A · H / L where Q > 600, A in hm²",
                &cell(
                    |area, concentration, height, life| {
                        beneficial_ions(StandAir { area, height, life }, concentration)
                    },
                    (AREA, NEGATIVE_ION_CONCENTRATION, STAND_HEIGHT, NEGATIVE_ION_LIFE),
                ),
            ),
        ],
        source: "GB/T 38582-2020 and LY/T 1721-2008, form as recalled; for a forest account, not for a GEP",
    }],
    values: &[Valuation {
        id: "ion_cost",
        rules: &[BENEFICIAL_IONS.price(
            "U = G · K, K cost of making one ion",
            &priced(ion_cost, as_given(parameter("negative_ion_cost"))),
        )],
        source: "GB/T 38582-2020 and LY/T 1721-2008, form as recalled",
    }],
};
