//! Oxygen release (释氧): physical supply and value.
//!
//! Left out by the trial rule of 2022 (unverified: from general knowledge) and counted by older guides: a profile
//! switches it on. On NPP and on NEP it differs by a factor of about eight: two variants.

use super::{Category, Physical, Service, Valuation};
use crate::equation::{as_given, cell, parameter, priced, statistic};
use crate::quantity::{AREA, DRY_MATTER_PRODUCTIVITY, NET_ECOSYSTEM_PRODUCTIVITY, OXYGEN_PER_DRY_MATTER};
use crate::unit::{AreaM2, CarbonGPerM2, Cny, CnyPerTO2, DryMatterGPerM2, OxygenPerMass, OxygenT};

/// Mass of oxygen released per mass of carbon fixed: 32 g/mol over 12 g/mol.
pub const OXYGEN_PER_CARBON: f64 = 32.0 / 12.0;

/// Oxygen one cell releases in one year, by the equation of photosynthesis on NPP (光合作用方程).
///
/// # Equation
///
/// ```text
/// Q = ρ · NPP · A · 10⁻⁶
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `Q` | returned | oxygen released | tO₂ a⁻¹ |
/// | `NPP` | `productivity` | net primary productivity, as dry matter | g m⁻² a⁻¹ |
/// | `ρ` | `oxygen_ratio` | oxygen per dry matter, 1.19 | tO₂ t⁻¹ |
/// | `A` | `area` | area of the cell | m² |
///
/// # Assumptions
///
/// All of NPP counts, though most of it is respired within the year; carbon on NEP is about an eighth of it.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::oxygen_release::photosynthesis;
/// use ecovalue::unit::{AreaM2, DryMatterGPerM2, OxygenPerMass};
///
/// // 1000 g/m² on 1 km² are 1000 t of dry matter.
/// let area = AreaM2::from_square_kilometres(1.0);
/// assert_eq!(photosynthesis(area, DryMatterGPerM2::new(1000.0), OxygenPerMass::new(1.19)).get(), 1190.0);
/// ```
///
/// # References
///
/// * Miao J. et al. (2017), Acta Ecologica Sinica 37(19):6422.
#[inline]
#[must_use]
pub fn photosynthesis(area: AreaM2, productivity: DryMatterGPerM2, oxygen_ratio: OxygenPerMass) -> OxygenT {
    // 1 g m⁻² is 1 t km⁻²
    let dry_matter = productivity.get() * area.square_kilometres();
    OxygenT::new(dry_matter * oxygen_ratio.get())
}

/// Oxygen one cell releases in one year, in step with the carbon that it keeps.
///
/// # Equation
///
/// ```text
/// Q = 32/12 · NEP · A · 10⁻⁶
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `Q` | returned | oxygen released | tO₂ a⁻¹ |
/// | `NEP` | `productivity` | net ecosystem productivity, as carbon | gC m⁻² a⁻¹ |
/// | `A` | `area` | area of the cell | m² |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`. A negative NEP takes oxygen up.
///
/// # Examples
///
/// ```
/// use ecovalue::service::oxygen_release::net_ecosystem_productivity;
/// use ecovalue::unit::{AreaM2, CarbonGPerM2};
///
/// let q = net_ecosystem_productivity(AreaM2::from_square_kilometres(1.0), CarbonGPerM2::new(60.0));
/// assert_eq!(q.get(), 160.0);
/// ```
///
/// # References
///
/// * 32/44 of the carbon dioxide sequestered. Unverified: from general knowledge of the 2020 guide.
#[inline]
#[must_use]
pub fn net_ecosystem_productivity(area: AreaM2, productivity: CarbonGPerM2) -> OxygenT {
    // 1 g m⁻² is 1 t km⁻²
    let carbon = productivity.get() * area.square_kilometres();
    OxygenT::new(carbon * OXYGEN_PER_CARBON)
}

/// Value of released oxygen.
///
/// # Equation
///
/// ```text
/// V = Q · P
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `V` | returned | value | CNY a⁻¹ |
/// | `Q` | `released` | oxygen released | tO₂ a⁻¹ |
/// | `P` | `price` | price of industrial or medical oxygen, by the profile | CNY tO₂⁻¹ |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::oxygen_release::oxygen_value;
/// use ecovalue::unit::{CnyPerTO2, OxygenT};
///
/// assert_eq!(oxygen_value(OxygenT::new(2.0), CnyPerTO2::new(727.0)).get(), 1454.0);
/// ```
///
/// # References
///
/// * Pema Dolkar et al. (2017), Acta Ecologica Sinica 37(19):6302-6312.
#[inline]
#[must_use]
pub fn oxygen_value(released: OxygenT, price: CnyPerTO2) -> Cny {
    released * price
}

indicator! {
    pub RELEASED_OXYGEN: OxygenT = ("released_oxygen", "O₂ released", "释氧量");
}

/// Registry entry.
pub static SERVICE: Service = Service {
    id: "oxygen_release",
    name: "Oxygen release",
    name_zh: "释氧",
    category: Category::Regulating,
    indicators: &[RELEASED_OXYGEN.0],
    physical: &[
        Physical {
            id: "photosynthesis",
            supplies: &[RELEASED_OXYGEN.per_cell(
                "Q = ρ · NPP · A · 10⁻⁶, ρ = 1.19",
                &cell(photosynthesis, (AREA, DRY_MATTER_PRODUCTIVITY, OXYGEN_PER_DRY_MATTER)),
            )],
            source: "Miao et al. 2017, Acta Ecologica Sinica 37(19):6422",
        },
        Physical {
            id: "net_ecosystem_productivity",
            supplies: &[RELEASED_OXYGEN.per_cell(
                "Q = 32/12 · NEP · A · 10⁻⁶",
                &cell(net_ecosystem_productivity, (AREA, NET_ECOSYSTEM_PRODUCTIVITY)),
            )],
            source: "32/44 of the carbon dioxide sequestered; unverified: from general knowledge of the 2020 guide",
        },
        Physical {
            id: "given_quantity",
            supplies: &[
                RELEASED_OXYGEN.per_zone("Q as given", &as_given(statistic("oxygen_release_quantity")))
            ],
            source: "statistics of the run",
        },
    ],
    values: &[Valuation {
        id: "oxygen_price",
        rules: &[
            RELEASED_OXYGEN.price("V = Q · P", &priced(oxygen_value, as_given(parameter("oxygen_price"))))
        ],
        source: "Pema Dolkar et al. 2017, Acta Ecologica Sinica 37(19):6302",
    }],
};
