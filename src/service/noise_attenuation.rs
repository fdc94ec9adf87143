//! Noise attenuation (噪声消减): forest and green belts that stand for a noise barrier, and their value.

use super::{Category, Physical, Service, Valuation};
use crate::equation::{as_given, parameter, priced, statistic};
use crate::unit::{Cny, CnyPerKm, LengthKm};

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
    length * unit_cost
}

indicator! {
    pub NOISE_BARRIER_LENGTH: LengthKm = ("noise_barrier_length", "length of noise barrier that green stands for", "折算隔音墙长度");
}

/// Registry entry.
pub static SERVICE: Service = Service {
    id: "noise_attenuation",
    name: "Noise attenuation",
    name_zh: "噪声消减",
    category: Category::Regulating,
    indicators: &[NOISE_BARRIER_LENGTH.0],
    physical: &[
        Physical {
            id: "forest_standard",
            supplies: &[NOISE_BARRIER_LENGTH.per_zone(
                "A as given, forest as length of barrier",
                &as_given(statistic("noise_forest_length")),
            )],
            source: "GB/T 38582-2020 and LY/T 1721-2008, form as recalled; for a forest account",
        },
        Physical {
            id: "green_belts",
            supplies: &[NOISE_BARRIER_LENGTH.per_zone(
                "L as given, green belts along roads",
                &as_given(statistic("noise_green_belt_length")),
            )],
            source: "statistics of the run",
        },
    ],
    values: &[Valuation {
        id: "noise_barrier_cost",
        rules: &[NOISE_BARRIER_LENGTH.price(
            "U = K · A, K cost of one kilometre of noise barrier",
            &priced(noise_barrier_cost, as_given(parameter("noise_barrier_cost"))),
        )],
        source: "GB/T 38582-2020 and LY/T 1721-2008, form as recalled",
    }],
};
