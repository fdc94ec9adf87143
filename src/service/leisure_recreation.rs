//! Leisure recreation (休闲游憩): short visits of residents to parks and green space.
//!
//! Visits of residents must not be among those of tourists. No standard's text was at hand and no parameter is known, so
//! every number is a statistic of the run.

use super::{Category, Physical, Service, Valuation};
use crate::equation::{as_given, numbers, priced, statistic};
use crate::unit::{Cny, CnyPerHour, CnyPerPerson, Fraction, Hours, Persons};

/// Time that residents spend in parks and green space (休闲时间).
///
/// # Equation
///
/// ```text
/// T = N · h
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `T` | returned | time of all visits | h a⁻¹ |
/// | `N` | `visits` | visits in the year | person a⁻¹ |
/// | `h` | `time_per_visit` | time of one visit | h |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::leisure_recreation::leisure_time;
/// use ecovalue::unit::{Hours, Persons};
///
/// assert_eq!(leisure_time(Persons::new(1000.0), Hours::new(1.5)).get(), 1500.0);
/// ```
///
/// # References
///
/// * As recalled of the 2022 trial rule of NDRC and NBS; unverified.
#[must_use]
pub fn leisure_time(visits: Persons, time_per_visit: Hours) -> Hours {
    Hours::new(visits.get() * time_per_visit.get())
}

/// What an hour of leisure is worth: a share of the wage.
///
/// # Equation
///
/// ```text
/// p = w · s
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `p` | returned | price of an hour | CNY h⁻¹ |
/// | `w` | `wage` | mean wage | CNY h⁻¹ |
/// | `s` | `share` | share of the wage, stated by the run | 1 |
///
/// # Assumptions
///
/// The share of travel time (0.3) is of another kind of visit and is not taken over.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::leisure_recreation::price_of_leisure;
/// use ecovalue::unit::{CnyPerHour, Fraction};
///
/// assert_eq!(price_of_leisure(CnyPerHour::new(40.0), Fraction::new(0.25)).get(), 10.0);
/// ```
///
/// # References
///
/// * As recalled of the 2022 trial rule of NDRC and NBS; unverified.
#[must_use]
pub fn price_of_leisure(wage: CnyPerHour, share: Fraction) -> CnyPerHour {
    wage * share.get()
}

/// What the visits would cost in a paid substitute such as a gym (替代成本法).
///
/// # Equation
///
/// ```text
/// V = N · p
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `V` | returned | value | CNY a⁻¹ |
/// | `N` | `visits` | visits in the year | person a⁻¹ |
/// | `p` | `price` | price of a visit to the substitute | CNY person⁻¹ |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::leisure_recreation::substitution_cost;
/// use ecovalue::unit::{CnyPerPerson, Persons};
///
/// assert_eq!(substitution_cost(Persons::new(1000.0), CnyPerPerson::new(15.0)).get(), 15_000.0);
/// ```
///
/// # References
///
/// * Replacement cost, as recalled; unverified.
#[must_use]
pub fn substitution_cost(visits: Persons, price: CnyPerPerson) -> Cny {
    visits * price
}

indicator! {
    pub LEISURE_VISITS: Persons = ("leisure_visits", "visits of residents", "居民休闲人次");
    pub LEISURE_TIME: Hours = ("leisure_time", "leisure time", "休闲时间");
    pub LOCAL_SPEND: Cny = ("local_spend", "local spending", "本地休闲花费");
    pub LEISURE_VALUE: Cny = ("leisure_value", "value of leisure, given", "休闲游憩价值（给定）");
}

/// Registry entry.
pub static SERVICE: Service = Service {
    id: "leisure_recreation",
    name: "Leisure recreation",
    name_zh: "休闲游憩",
    category: Category::Cultural,
    indicators: &[LEISURE_VISITS.0, LEISURE_TIME.0, LOCAL_SPEND.0, LEISURE_VALUE.0],
    physical: &[
        Physical {
            id: "visits_and_time",
            supplies: &[
                LEISURE_VISITS.per_zone("N as given", &as_given(statistic("leisure_visits"))),
                LEISURE_TIME.per_zone(
                    "T = N · h",
                    &numbers(
                        leisure_time,
                        (statistic("leisure_visits"), statistic("leisure_time_per_visit")),
                    ),
                ),
            ],
            source: "as recalled of the 2022 trial rule; unverified",
        },
        Physical {
            id: "visits",
            supplies: &[LEISURE_VISITS.per_zone("N as given", &as_given(statistic("leisure_visits")))],
            source: "statistics of the run",
        },
    ],
    values: &[
        Valuation {
            id: "time_cost",
            rules: &[
                LEISURE_TIME.price(
                    "V = T · w · s",
                    &priced(
                        |hours: Hours, price| hours * price,
                        numbers(
                            price_of_leisure,
                            (statistic("wage_per_hour"), statistic("leisure_time_wage_share")),
                        ),
                    ),
                ),
                LOCAL_SPEND.left_out("the variant counts time alone"),
            ],
            source: "as recalled; unverified",
        },
        Valuation {
            id: "time_and_local_cost",
            rules: &[
                LEISURE_TIME.price(
                    "V = T · w · s",
                    &priced(
                        |hours: Hours, price| hours * price,
                        numbers(
                            price_of_leisure,
                            (statistic("wage_per_hour"), statistic("leisure_time_wage_share")),
                        ),
                    ),
                ),
                LOCAL_SPEND.money("V = local spending", &as_given(statistic("leisure_local_spend"))),
            ],
            source: "as recalled; unverified",
        },
        Valuation {
            id: "substitution_cost",
            rules: &[LEISURE_VISITS.price(
                "V = N · p, p price of a substitute",
                &priced(substitution_cost, as_given(statistic("leisure_substitute_price"))),
            )],
            source: "replacement cost (替代成本法), as recalled; unverified",
        },
        Valuation {
            id: "given_value",
            rules: &[LEISURE_VALUE.money("V as given", &as_given(statistic("leisure_value")))],
            source: "statistics of the run",
        },
    ],
};
