//! Tourism (旅游康养): visits, spending, time and consumer surplus.
//!
//! Travel cost method, V = TE + TV + CS: what a figure is not given for is not accounted, and never filled by
//! another study's ratio.

use super::{Category, Physical, Service, Valuation};
use crate::equation::{as_given, numbers, parameter, priced, statistic};
use crate::unit::{Cny, CnyPerHour, Fraction, Hours, Persons};

/// Spending of visitors that is due to ecosystems (旅行费用).
///
/// # Equation
///
/// ```text
/// TE = S · e
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `TE` | returned | travel expense credited to ecosystems | CNY a⁻¹ |
/// | `S` | `spending` | spending of all visitors in the year | CNY a⁻¹ |
/// | `e` | `ecosystem_share` | share of it that is due to ecosystems | 1 |
///
/// # Assumptions
///
/// Tourism income is gross, holds spending in towns and is in GDP already. The share is a stated statistic; all of
/// it is credited only where the run says so or says nothing, and the result names which.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::tourism::travel_spend;
/// use ecovalue::unit::{Cny, Fraction};
///
/// assert_eq!(travel_spend(Cny::new(200.0), Fraction::new(0.25)).get(), 50.0);
/// ```
///
/// # References
///
/// * Travel cost method as in ChinaXiv-201704.00322 (Baiyangdian).
#[inline]
#[must_use]
pub fn travel_spend(spending: Cny, ecosystem_share: Fraction) -> Cny {
    spending * ecosystem_share.get()
}

/// Time that visitors spend (旅行时间).
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
/// | `T` | returned | time of all visitors | h a⁻¹ |
/// | `N` | `visits` | visits in the year | person a⁻¹ |
/// | `h` | `time_per_visit` | time of one visit, with the way there and back | h |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::tourism::travel_time;
/// use ecovalue::unit::{Hours, Persons};
///
/// assert_eq!(travel_time(Persons::new(1000.0), Hours::new(6.0)).get(), 6000.0);
/// ```
///
/// # References
///
/// * Travel cost method as in ChinaXiv-201704.00322 (Baiyangdian).
#[inline]
#[must_use]
pub fn travel_time(visits: Persons, time_per_visit: Hours) -> Hours {
    Hours::new(visits.get() * time_per_visit.get())
}

/// What an hour of a visitor's time is worth: a share of the wage.
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
/// | `s` | `share` | share of the wage, 0.3 in the source, 0.25 to 0.5 in the literature | 1 |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::tourism::price_of_time;
/// use ecovalue::unit::{CnyPerHour, Fraction};
///
/// assert_eq!(price_of_time(CnyPerHour::new(40.0), Fraction::new(0.3)).get(), 12.0);
/// ```
///
/// # References
///
/// * ChinaXiv-201704.00322 (Baiyangdian): 30 % of the wage.
#[inline]
#[must_use]
pub fn price_of_time(wage: CnyPerHour, share: Fraction) -> CnyPerHour {
    wage * share.get()
}

indicator! {
    pub VISITS: Persons = ("visits", "visits", "旅游总人次");
    pub OVERNIGHT_VISITS: Persons = ("overnight_visits", "overnight visits", "过夜游客人次");
    pub TRAVEL_SPEND: Cny = ("travel_spend", "travel spending", "旅行消费");
    pub TRAVEL_TIME: Hours = ("travel_time", "travel time", "旅行时间");
    pub CONSUMER_SURPLUS: Cny = ("consumer_surplus", "consumer surplus", "消费者剩余");
    pub RECREATION_VALUE: Cny = ("recreation_value", "recreation value, given", "景观游憩价值（给定）");
}

/// Registry entry.
pub static SERVICE: Service = Service {
    id: "tourism",
    name: "Tourism",
    name_zh: "旅游康养",
    category: Category::Cultural,
    indicators: &[
        VISITS.0,
        OVERNIGHT_VISITS.0,
        TRAVEL_SPEND.0,
        TRAVEL_TIME.0,
        CONSUMER_SURPLUS.0,
        RECREATION_VALUE.0,
    ],
    physical: &[
        Physical {
            id: "travel_cost",
            supplies: &[
                VISITS.per_zone("N as given", &as_given(statistic("tourism_visits"))),
                OVERNIGHT_VISITS.per_zone("N as given", &as_given(statistic("tourism_overnight_visits"))),
                TRAVEL_TIME.per_zone(
                    "T = N · h",
                    &numbers(travel_time, (statistic("tourism_visits"), statistic("tourism_time_per_visit"))),
                ),
            ],
            source: "travel cost method as in ChinaXiv-201704.00322",
        },
        Physical {
            id: "given_value",
            supplies: &[VISITS.per_zone("N as given", &as_given(statistic("tourism_visits")))],
            source: "statistics of the run",
        },
    ],
    values: &[
        Valuation {
            id: "exchange_value",
            rules: &[
                TRAVEL_SPEND.money(
                    "TE = spending · share due to ecosystems",
                    &numbers(
                        travel_spend,
                        (statistic("tourism_spend"), statistic("tourism_ecosystem_share").or(1.0)),
                    ),
                ),
                TRAVEL_TIME.price(
                    "TV = T · wage · share of the wage",
                    &priced(
                        |hours: Hours, price| hours * price,
                        numbers(
                            price_of_time,
                            (statistic("wage_per_hour"), parameter("travel_time_wage_share")),
                        ),
                    ),
                ),
                CONSUMER_SURPLUS.left_out("exchange values leave consumer surplus out"),
            ],
            source: "travel cost method without consumer surplus, which exchange values leave out",
        },
        Valuation {
            id: "with_consumer_surplus",
            rules: &[
                TRAVEL_SPEND.money(
                    "TE = spending · share due to ecosystems",
                    &numbers(
                        travel_spend,
                        (statistic("tourism_spend"), statistic("tourism_ecosystem_share").or(1.0)),
                    ),
                ),
                TRAVEL_TIME.price(
                    "TV = T · wage · share of the wage",
                    &priced(
                        |hours: Hours, price| hours * price,
                        numbers(
                            price_of_time,
                            (statistic("wage_per_hour"), parameter("travel_time_wage_share")),
                        ),
                    ),
                ),
                CONSUMER_SURPLUS.money("CS as given", &as_given(statistic("tourism_consumer_surplus"))),
            ],
            source: "travel cost method, V = TE + TV + CS, as in ChinaXiv-201704.00322",
        },
        Valuation {
            id: "given_value",
            rules: &[RECREATION_VALUE.money("V as given", &as_given(statistic("tourism_value")))],
            source: "statistics of the run",
        },
    ],
};
