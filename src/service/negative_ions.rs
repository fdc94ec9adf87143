//! Negative ions (负离子) of forests: a satellite of the forest standard, in no list of GEP.

use super::{Category, Indicator, Physical, Rule, Service, Supply, Term, Valuation, as_given, unbound_price, unbound, ScopeEntry};
use crate::quantity::{AREA, NEGATIVE_ION_CONCENTRATION, NEGATIVE_ION_LIFE, Quantity, STAND_HEIGHT};
use crate::unit::{AreaM2, Cny, CnyPerIon, Ions, IonsPerCm3, LengthM, Minutes};

/// Registry entry.
pub const SERVICE: Service = Service {
    id: "negative_ions",
    name: "Negative ions",
    name_zh: "负离子",
    category: Category::Regulating,
    indicators: &[&Indicator {
            id: "negative_ions",
            name: "negative ions made",
            name_zh: "提供负离子个数",
            unit: Ions::SYMBOL,
        }, &Indicator {
            id: "beneficial_ions",
            name: "negative ions above 600 in a cubic centimetre",
            name_zh: "浓度600个/cm³以上的负离子个数",
            unit: Ions::SYMBOL,
        }],
    physical: &[Physical {
        id: "forest_standard",
        supplies: &[
            Supply { indicator: "negative_ions", scope: ScopeEntry::Cell(unbound(INPUTS, |x, out| {
                        x.map4(out, |a, q, h, l| ions(a, h, l, |air| negative_ions(air, IonsPerCm3::new(q))));
                    })), formula: "G = 5.256 · 10¹⁵ · Q · A · H / L, A in hm²" },
            Supply { indicator: "beneficial_ions", scope: ScopeEntry::Cell(unbound(INPUTS, |x, out| {
                        x.map4(out, |a, q, h, l| {
                            ions(a, h, l, |air| beneficial_ions(air, IonsPerCm3::new(q)))
                        });
                    })), formula: "G = 5.256 · 10¹⁵ · (Q − 600) · A · H / L where Q > 600, A in hm²" },
        ],
        source: "GB/T 38582-2020 and LY/T 1721-2008, form as recalled; for a forest account, not for a GEP",
    }],
    values: &[Valuation {
        id: "ion_cost",
        rules: &[Rule::UnboundPrice { indicator: "beneficial_ions", price: unbound_price(&[Term::Parameter("negative_ion_cost", CnyPerIon::SYMBOL)], as_given, CnyPerIon::SYMBOL, |quantity, price| ion_cost(Ions::new(quantity), CnyPerIon::new(price)).get()), formula: "U = G · K, K cost of making one ion" }],
        source: "GB/T 38582-2020 and LY/T 1721-2008, form as recalled",
    }],
};

const INPUTS: &[&Quantity] = &[AREA.0, NEGATIVE_ION_CONCENTRATION.0, STAND_HEIGHT.0, NEGATIVE_ION_LIFE.0];

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

#[inline]
fn ions(area: f64, height: f64, life: f64, of: impl Fn(StandAir) -> Ions) -> f64 {
    of(StandAir { area: AreaM2::new(area), height: LengthM::new(height), life: Minutes::new(life) }).get()
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
    // A · H / L                                                   [hm² m min⁻¹]
    let life = air.life.get();
    let renewed = if life > 0.0 { air.area.hectares() * air.height.get() / life } else { f64::NAN };

    // G = 5.256 · 10¹⁵ Q A H / L                                  [a⁻¹]
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
    // Q − 600                                                     [cm⁻³]
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
    // U = G · K                                                   [CNY a⁻¹]
    Cny::new(ions.get() * unit_cost.get())
}
