//! Leisure recreation (休闲游憩): short visits of residents to parks and green space.
//!
//! Visits of residents must not be among those of tourists. No standard's text was at hand and no parameter is known, so
//! every number is a statistic of the run.

use super::{Category, Indicator, Physical, Rule, Service, Supply, Term, Valuation, as_given, unbound_price, unbound_numbers, ScopeEntry};
use crate::unit::{Cny, CnyPerHour, CnyPerPerson, Fraction, Hours, Persons};

/// Registry entry.
pub const SERVICE: Service = Service {
    id: "leisure_recreation",
    name: "Leisure recreation",
    name_zh: "休闲游憩",
    category: Category::Cultural,
    indicators: &[&Indicator { id: "leisure_visits", name: "visits of residents", name_zh: "居民休闲人次", unit: Persons::SYMBOL }, &Indicator { id: "leisure_time", name: "leisure time", name_zh: "休闲时间", unit: Hours::SYMBOL }, &Indicator { id: "local_spend", name: "local spending", name_zh: "本地休闲花费", unit: Cny::SYMBOL }, &Indicator { id: "leisure_value", name: "value of leisure, given", name_zh: "休闲游憩价值（给定）", unit: Cny::SYMBOL }],
    physical: &[
        Physical {
            id: "visits_and_time",
            supplies: &[
                VISITS,
                Supply { indicator: "leisure_time", scope: ScopeEntry::Zone(unbound_numbers(&[Term::Statistic("leisure_visits"), Term::Statistic("leisure_time_per_visit")], |terms| match *terms {
                            [visits, hours] => leisure_time(Persons::new(visits), Hours::new(hours)).get(),
                            _ => f64::NAN,
                        })), formula: "T = N · h" },
            ],
            source: "as recalled of the 2022 trial rule; unverified",
        },
        Physical { id: "visits", supplies: &[VISITS], source: "statistics of the run" },
    ],
    values: &[
        Valuation { id: "time_cost", rules: &[TIME, NO_SPEND], source: "as recalled; unverified" },
        Valuation { id: "time_and_local_cost", rules: &[TIME, SPEND], source: "as recalled; unverified" },
        Valuation {
            id: "substitution_cost",
            rules: &[Rule::UnboundPrice { indicator: "leisure_visits", price: unbound_price(&[Term::Statistic("leisure_substitute_price")], as_given, CnyPerPerson::SYMBOL, |visits, price| substitution_cost(Persons::new(visits), CnyPerPerson::new(price)).get()), formula: "V = N · p, p price of a substitute" }],
            source: "replacement cost (替代成本法), as recalled; unverified",
        },
        Valuation {
            id: "given_value",
            rules: &[Rule::UnboundMoney { indicator: "leisure_value", amount: unbound_numbers(&[Term::Statistic("leisure_value")], as_given), formula: "V as given" }],
            source: "statistics of the run",
        },
    ],
};

const VISITS: Supply = Supply { indicator: "leisure_visits", scope: ScopeEntry::Zone(unbound_numbers(&[Term::Statistic("leisure_visits")], as_given)), formula: "N as given" };

const TIME: Rule = Rule::UnboundPrice { indicator: "leisure_time", price: unbound_price(&[Term::Statistic("wage_per_hour"), Term::Statistic("leisure_time_wage_share")], |terms| match *terms {
        [wage, share] => price_of_leisure(CnyPerHour::new(wage), Fraction::new(share)).get(),
        _ => f64::NAN,
    }, CnyPerHour::SYMBOL, |hours, price| hours * price), formula: "V = T · w · s" };

const SPEND: Rule = Rule::UnboundMoney { indicator: "local_spend", amount: unbound_numbers(&[Term::Statistic("leisure_local_spend")], as_given), formula: "V = local spending" };

const NO_SPEND: Rule =
    Rule::LeftOut { indicator: "local_spend", reason: "the variant counts time alone" };

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
    // T = N · h                                                   [h a⁻¹]
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
    // p = w · s                                                   [CNY h⁻¹]
    CnyPerHour::new(wage.get() * share.get())
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
    // V = N · p                                                   [CNY a⁻¹]
    Cny::new(visits.get() * price.get())
}
