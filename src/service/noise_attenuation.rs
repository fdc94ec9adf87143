//! Noise attenuation (噪声消减): forest and green belts that stand for a noise barrier, and their value.

use super::{Category, Indicator, Physical, Rule, Service, Supply, Term, Valuation, as_given, unbound_price, unbound_numbers, ScopeEntry};
use crate::unit::{Cny, CnyPerKm, LengthKm};

/// Registry entry.
pub const SERVICE: Service = Service {
    id: "noise_attenuation",
    name: "Noise attenuation",
    name_zh: "噪声消减",
    category: Category::Regulating,
    indicators: &[&Indicator {
        id: "noise_barrier_length",
        name: "length of noise barrier that green stands for",
        name_zh: "折算隔音墙长度",
        unit: LengthKm::SYMBOL,
    }],
    physical: &[
        Physical {
            id: "forest_standard",
            supplies: &[Supply { indicator: "noise_barrier_length", scope: ScopeEntry::Zone(unbound_numbers(&[Term::Statistic("noise_forest_length")], as_given)), formula: "A as given, forest as length of barrier" }],
            source: "GB/T 38582-2020 and LY/T 1721-2008, form as recalled; for a forest account",
        },
        Physical {
            id: "green_belts",
            supplies: &[Supply { indicator: "noise_barrier_length", scope: ScopeEntry::Zone(unbound_numbers(&[Term::Statistic("noise_green_belt_length")], as_given)), formula: "L as given, green belts along roads" }],
            source: "statistics of the run",
        },
    ],
    values: &[Valuation {
        id: "noise_barrier_cost",
        rules: &[Rule::UnboundPrice { indicator: "noise_barrier_length", price: unbound_price(&[Term::Parameter("noise_barrier_cost", CnyPerKm::SYMBOL)], as_given, CnyPerKm::SYMBOL, |quantity, price| noise_barrier_cost(LengthKm::new(quantity), CnyPerKm::new(price)).get()), formula: "U = K · A, K cost of one kilometre of noise barrier" }],
        source: "GB/T 38582-2020 and LY/T 1721-2008, form as recalled",
    }],
};

/// Value of green that attenuates noise by the barrier that it stands for (替代成本法).
///
/// # Equation
///
/// ```text
/// U = K · A
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `U` | returned | value | CNY a⁻¹ |
/// | `K` | `unit_cost` | cost of a kilometre of noise barrier | CNY km⁻¹ |
/// | `A` | `length` | forest or green belt as length of barrier | km |
///
/// # Assumptions
///
/// Counted every year, as the forest standard does, a cost of building makes many times what it would as a yearly cost. How
/// many decibels the green takes off plays no part.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::noise_attenuation::noise_barrier_cost;
/// use ecovalue::unit::{CnyPerKm, LengthKm};
///
/// assert_eq!(noise_barrier_cost(LengthKm::new(2.5), CnyPerKm::new(4e5)).get(), 1e6);
/// ```
///
/// # References
///
/// * LY/T 1721-2008 and GB/T 38582-2020; the form is recalled, unverified.
#[must_use]
pub fn noise_barrier_cost(length: LengthKm, unit_cost: CnyPerKm) -> Cny {
    // U = K · A                                                   [CNY a⁻¹]
    Cny::new(unit_cost.get() * length.get())
}
