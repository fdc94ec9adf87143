//! Tourism (旅游康养): visits, spending, time and consumer surplus.
//!
//! Travel cost method, V = TE + TV + CS: what a figure is not given for is not accounted, and never filled by
//! another study's ratio.

use super::{Category, Indicator, Physical, Rule, Service, Supply, Term, Valuation, as_given, unbound_price, unbound_numbers, ScopeEntry};
use crate::unit::{Cny, CnyPerHour, Fraction, Hours, Persons};

/// Registry entry.
pub const SERVICE: Service = Service {
    id: "tourism",
    name: "Tourism",
    name_zh: "旅游康养",
    category: Category::Cultural,
    indicators: &[&Indicator { id: "visits", name: "visits", name_zh: "旅游总人次", unit: Persons::SYMBOL }, &Indicator {
            id: "overnight_visits",
            name: "overnight visits",
            name_zh: "过夜游客人次",
            unit: Persons::SYMBOL,
        }, &Indicator { id: "travel_spend", name: "travel spending", name_zh: "旅行消费", unit: Cny::SYMBOL }, &Indicator { id: "travel_time", name: "travel time", name_zh: "旅行时间", unit: Hours::SYMBOL }, &Indicator {
            id: "consumer_surplus",
            name: "consumer surplus",
            name_zh: "消费者剩余",
            unit: Cny::SYMBOL,
        }, &Indicator {
            id: "recreation_value",
            name: "recreation value, given",
            name_zh: "景观游憩价值（给定）",
            unit: Cny::SYMBOL,
        }],
    physical: &[
        Physical {
            id: "travel_cost",
            supplies: &[
                Supply { indicator: "visits", scope: ScopeEntry::Zone(unbound_numbers(&[Term::Statistic("tourism_visits")], as_given)), formula: "N as given" },
                Supply { indicator: "overnight_visits", scope: ScopeEntry::Zone(unbound_numbers(&[Term::Statistic("tourism_overnight_visits")], as_given)), formula: "N as given" },
                Supply { indicator: "travel_time", scope: ScopeEntry::Zone(unbound_numbers(&[Term::Statistic("tourism_visits"), Term::Statistic("tourism_time_per_visit")], |terms| match *terms {
                            [visits, hours] => travel_time(Persons::new(visits), Hours::new(hours)).get(),
                            _ => f64::NAN,
                        })), formula: "T = N · h" },
            ],
            source: "travel cost method as in ChinaXiv-201704.00322",
        },
        Physical {
            id: "given_value",
            supplies: &[Supply { indicator: "visits", scope: ScopeEntry::Zone(unbound_numbers(&[Term::Statistic("tourism_visits")], as_given)), formula: "N as given" }],
            source: "statistics of the run",
        },
    ],
    values: &[
        Valuation {
            id: "exchange_value",
            rules: &[SPEND, TIME, NO_SURPLUS],
            source: "travel cost method without consumer surplus, which exchange values leave out",
        },
        Valuation {
            id: "with_consumer_surplus",
            rules: &[SPEND, TIME, SURPLUS],
            source: "travel cost method, V = TE + TV + CS, as in ChinaXiv-201704.00322",
        },
        Valuation { id: "given_value", rules: &[GIVEN], source: "statistics of the run" },
    ],
};

const SPEND: Rule = Rule::UnboundMoney { indicator: "travel_spend", amount: unbound_numbers(&[Term::Statistic("tourism_spend"), Term::StatisticOr("tourism_ecosystem_share", 1.0)], |terms| match *terms {
        [spend, share] => travel_spend(Cny::new(spend), Fraction::new(share)).get(),
        _ => f64::NAN,
    }), formula: "TE = spending · share due to ecosystems" };

const TIME: Rule = Rule::UnboundPrice { indicator: "travel_time", price: unbound_price(&[Term::Statistic("wage_per_hour"), Term::Parameter("travel_time_wage_share", "1")], |terms| match *terms {
        [wage, share] => price_of_time(CnyPerHour::new(wage), Fraction::new(share)).get(),
        _ => f64::NAN,
    }, CnyPerHour::SYMBOL, |hours, price| hours * price), formula: "TV = T · wage · share of the wage" };

const SURPLUS: Rule = Rule::UnboundMoney { indicator: "consumer_surplus", amount: unbound_numbers(&[Term::Statistic("tourism_consumer_surplus")], as_given), formula: "CS as given" };

const NO_SURPLUS: Rule = Rule::LeftOut {
    indicator: "consumer_surplus",
    reason: "exchange values leave consumer surplus out",
};

const GIVEN: Rule = Rule::UnboundMoney { indicator: "recreation_value", amount: unbound_numbers(&[Term::Statistic("tourism_value")], as_given), formula: "V as given" };

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
    // TE = S · e                                                  [CNY a⁻¹]
    Cny::new(spending.get() * ecosystem_share.get())
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
    // T = N · h                                                   [h a⁻¹]
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
    // p = w · s                                                   [CNY h⁻¹]
    CnyPerHour::new(wage.get() * share.get())
}
