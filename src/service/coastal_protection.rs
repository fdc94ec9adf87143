//! Coastal protection (海岸带防护): coast that mangroves, salt marshes, coral reefs and seagrass protect, and its value.
//!
//! The equations are recalled; no standard was at hand and no coefficient was found, so the costs are statistics.

use super::{Category, Indicator, Physical, Rule, Service, Supply, Term, Valuation, as_given, unbound_price, unbound_numbers, ScopeEntry};
use crate::unit::{Cny, CnyPerKm, LengthKm, Years};

/// Registry entry.
pub const SERVICE: Service = Service {
    id: "coastal_protection",
    name: "Coastal protection",
    name_zh: "海岸带防护",
    category: Category::Regulating,
    indicators: &[&Indicator {
        id: "protected_coast",
        name: "coast protected",
        name_zh: "海岸带防护长度",
        unit: LengthKm::SYMBOL,
    }],
    physical: &[
        Physical {
            id: "given_quantity",
            supplies: &[Supply { indicator: "protected_coast", scope: ScopeEntry::Zone(unbound_numbers(&[Term::Statistic("protected_coast_length")], as_given)), formula: "L as given" }],
            source: "statistics of the run",
        },
        Physical {
            id: "length_by_habitat",
            supplies: &[Supply { indicator: "protected_coast", scope: ScopeEntry::Zone(unbound_numbers(&[
                        Term::Statistic("mangrove_coast_length"),
                        Term::Statistic("salt_marsh_coast_length"),
                        Term::Statistic("coral_reef_coast_length"),
                        Term::Statistic("seagrass_coast_length"),
                    ], |terms| match *terms {
                        [mangrove, marsh, coral, seagrass] => {
                            protected_coast([mangrove, marsh, coral, seagrass].map(LengthKm::new)).get()
                        }
                        _ => f64::NAN,
                    })), formula: "L = mangrove + salt marsh + coral reef + seagrass" }],
            source: "as recalled from lists of GEP; no text was at hand",
        },
    ],
    values: &[Valuation {
        id: "seawall_cost",
        rules: &[Rule::UnboundPrice { indicator: "protected_coast", price: unbound_price(&[
                Term::Statistic("seawall_construction_cost"),
                Term::Statistic("seawall_service_life"),
                Term::Statistic("seawall_maintenance_cost"),
            ], |terms| match *terms {
                [construction, life, maintenance] => yearly_seawall_cost(
                    CnyPerKm::new(construction),
                    Years::new(life),
                    CnyPerKm::new(maintenance),
                )
                .get(),
                _ => f64::NAN,
            }, CnyPerKm::SYMBOL, |quantity, price| seawall_cost(LengthKm::new(quantity), CnyPerKm::new(price)).get()), formula: "V = L · (construction / n + maintenance)" }],
        source: "as recalled from lists of GEP; no text was at hand",
    }],
};

/// Coast that ecosystems protect.
///
/// # Equation
///
/// ```text
/// L = Σ L_i
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `L` | returned | coast protected | km |
/// | `L_i` | `habitats` | by mangroves, salt marshes, coral reefs and seagrass | km |
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
/// assert_eq!(protected_coast([12.0, 8.5, 0.0, 1.0].map(LengthKm::new)).get(), 21.5);
/// ```
///
/// # References
///
/// * As recalled; no text was at hand.
#[must_use]
pub fn protected_coast(habitats: [LengthKm; 4]) -> LengthKm {
    // L = Σ L_i                                                   [km]
    let [mangrove, marsh, coral, seagrass] = habitats.map(LengthKm::get);
    LengthKm::new(mangrove + marsh + coral + seagrass)
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
    // p = construction / n + maintenance                          [CNY km⁻¹]
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
    // V = L · p                                                   [CNY a⁻¹]
    Cny::new(length.get() * price.get())
}
