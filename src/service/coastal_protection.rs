//! Coastal protection (海岸带防护): coast that mangroves, salt marshes, coral reefs and seagrass protect, and its value.
//!
//! The equations are recalled; no standard was at hand and no coefficient was found, so the costs are statistics.

use super::{Category, Physical, Service, Valuation};
use crate::equation::{as_given, numbers, priced, statistic};
use crate::unit::{Cny, CnyPerKm, LengthKm, Years};

/// Coast that ecosystems protect.
///
/// # Equation
///
/// ```text
/// L = mangrove + salt marsh + coral reef + seagrass
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `L` | returned | coast protected | km |
/// | - | `mangrove`, `marsh`, `coral`, `seagrass` | by each habitat | km |
///
/// # Assumptions
///
/// A stretch behind two habitats counts once: the lengths must not overlap. A habitat that is not there is stated as 0.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::coastal_protection::protected_coast;
/// use ecovalue::unit::LengthKm;
///
/// let [mangrove, marsh, coral, seagrass] = [12.0, 8.5, 0.0, 1.0].map(LengthKm::new);
/// assert_eq!(protected_coast(mangrove, marsh, coral, seagrass).get(), 21.5);
/// ```
///
/// # References
///
/// * As recalled; no text was at hand.
#[must_use]
pub fn protected_coast(mangrove: LengthKm, marsh: LengthKm, coral: LengthKm, seagrass: LengthKm) -> LengthKm {
    mangrove + marsh + coral + seagrass
}

/// Yearly cost of a kilometre of seawall.
///
/// # Equation
///
/// ```text
/// p = construction / n + maintenance
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `p` | returned | cost per year | CNY km⁻¹ |
/// | - | `construction` | cost of building | CNY km⁻¹ |
/// | `n` | `life` | years that it lasts | a |
/// | - | `maintenance` | cost of keeping it for a year | CNY km⁻¹ |
///
/// # Assumptions
///
/// The cost of building is spread evenly, without interest.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`, and so does a life of 0 or below.
///
/// # Examples
///
/// ```
/// use ecovalue::service::coastal_protection::yearly_seawall_cost;
/// use ecovalue::unit::{CnyPerKm, Years};
///
/// let cost = yearly_seawall_cost(CnyPerKm::new(3e7), Years::new(50.0), CnyPerKm::new(2e5));
/// assert_eq!(cost.get(), 8e5);
/// ```
///
/// # References
///
/// * As recalled; no text was at hand.
#[must_use]
pub fn yearly_seawall_cost(construction: CnyPerKm, life: Years, maintenance: CnyPerKm) -> CnyPerKm {
    let cost = construction.get() / life.get() + maintenance.get();
    CnyPerKm::new(if life.get() > 0.0 { cost } else { f64::NAN })
}

/// Value of protected coast by the seawall that would stand there (替代成本法).
///
/// # Equation
///
/// ```text
/// V = L · p
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `V` | returned | value | CNY a⁻¹ |
/// | `L` | `length` | coast protected | km |
/// | `p` | `price` | yearly cost of a kilometre, see [`yearly_seawall_cost`] | CNY km⁻¹ |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::coastal_protection::seawall_cost;
/// use ecovalue::unit::{CnyPerKm, LengthKm};
///
/// assert_eq!(seawall_cost(LengthKm::new(21.5), CnyPerKm::new(8e5)).get(), 1.72e7);
/// ```
///
/// # References
///
/// * As recalled; no text was at hand.
#[must_use]
pub fn seawall_cost(length: LengthKm, price: CnyPerKm) -> Cny {
    length * price
}

indicator! {
    pub PROTECTED_COAST: LengthKm = ("protected_coast", "coast protected", "海岸带防护长度");
}

/// Registry entry.
pub static SERVICE: Service = Service {
    id: "coastal_protection",
    name: "Coastal protection",
    name_zh: "海岸带防护",
    category: Category::Regulating,
    indicators: &[PROTECTED_COAST.0],
    physical: &[
        Physical {
            id: "given_quantity",
            supplies: &[
                PROTECTED_COAST.per_zone("L as given", &as_given(statistic("protected_coast_length")))
            ],
            source: "statistics of the run",
        },
        Physical {
            id: "length_by_habitat",
            supplies: &[PROTECTED_COAST.per_zone(
                "L = mangrove + salt marsh + coral reef + seagrass",
                &numbers(
                    protected_coast,
                    (
                        statistic("mangrove_coast_length"),
                        statistic("salt_marsh_coast_length"),
                        statistic("coral_reef_coast_length"),
                        statistic("seagrass_coast_length"),
                    ),
                ),
            )],
            source: "as recalled from lists of GEP; no text was at hand",
        },
    ],
    values: &[Valuation {
        id: "seawall_cost",
        rules: &[PROTECTED_COAST.price(
            "V = L · (construction / n + maintenance)",
            &priced(
                seawall_cost,
                numbers(
                    yearly_seawall_cost,
                    (
                        statistic("seawall_construction_cost"),
                        statistic("seawall_service_life"),
                        statistic("seawall_maintenance_cost"),
                    ),
                ),
            ),
        )],
        source: "as recalled from lists of GEP; no text was at hand",
    }],
};
