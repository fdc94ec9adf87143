//! Landscape premium (景观增值): what houses and hotel rooms cost more for their green surroundings.
//!
//! A premium paid at the sale of a house is a stock: it is spread over the years that the house serves, or a year's account
//! would hold the use of seventy. Rooms of hotels are in the spending of tourists already.

use super::{Category, Indicator, Physical, Rule, Service, Supply, Term, Valuation, as_given, unbound_price, unbound_numbers, ScopeEntry};
use crate::unit::{AreaM2, Cny, CnyPerM2, CnyPerRoomDay, Fraction, RoomDays, Rooms, Years};

/// Registry entry.
pub const SERVICE: Service = Service {
    id: "landscape_premium",
    name: "Landscape premium",
    name_zh: "景观增值",
    category: Category::Cultural,
    indicators: &[&Indicator { id: "housing", name: "floor area of houses", name_zh: "景观增值住房面积", unit: AreaM2::SYMBOL }, &Indicator { id: "hotel_nights", name: "nights in hotel rooms", name_zh: "景观增值客房间夜数", unit: RoomDays::SYMBOL }, &Indicator { id: "premium_value", name: "landscape premium, given", name_zh: "景观增值（给定）", unit: Cny::SYMBOL }],
    physical: &[
        Physical { id: "houses", supplies: &[HOUSES], source: "as recalled; unverified" },
        Physical { id: "houses_and_hotels", supplies: &[HOUSES, HOTELS], source: "as recalled; unverified" },
        Physical { id: "given_value", supplies: &[], source: "statistics of the run, in money alone" },
    ],
    values: &[
        Valuation {
            id: "price_premium",
            rules: &[
                Rule::UnboundPrice { indicator: "housing", price: unbound_price(&[
                        Term::Statistic("house_price"),
                        Term::Statistic("house_premium_rate"),
                        Term::Statistic("house_useful_years"),
                    ], |terms| match *terms {
                        [price, rate, years] => {
                            house_premium(CnyPerM2::new(price), Fraction::new(rate), Years::new(years)).get()
                        }
                        _ => f64::NAN,
                    }, CnyPerM2::SYMBOL, |area, premium| area * premium), formula: "V = A · p · r / n" },
                Rule::UnboundPrice { indicator: "hotel_nights", price: unbound_price(&[Term::Statistic("hotel_room_price"), Term::Statistic("hotel_premium_rate")], |terms| match *terms {
                        [price, rate] => hotel_premium(CnyPerRoomDay::new(price), Fraction::new(rate)).get(),
                        _ => f64::NAN,
                    }, CnyPerRoomDay::SYMBOL, |nights, premium| nights * premium), formula: "V = N · p · r" },
            ],
            source: "premium rates of prices, as recalled of GEP guidelines; unverified",
        },
        Valuation {
            id: "given_value",
            rules: &[Rule::UnboundMoney { indicator: "premium_value", amount: unbound_numbers(&[Term::Statistic("landscape_premium_value")], as_given), formula: "V as given" }],
            source: "statistics of the run",
        },
    ],
};

const HOUSES: Supply = Supply { indicator: "housing", scope: ScopeEntry::Zone(unbound_numbers(&[Term::Statistic("landscape_house_area")], as_given)), formula: "A as given" };

const HOTELS: Supply = Supply { indicator: "hotel_nights", scope: ScopeEntry::Zone(unbound_numbers(&[Term::Statistic("landscape_hotel_rooms"), Term::Statistic("hotel_occupancy")], |terms| match *terms {
            [rooms, occupancy] => nights_let(Rooms::new(rooms), Fraction::new(occupancy)).get(),
            _ => f64::NAN,
        })), formula: "N = rooms · occupancy · 365" };

/// Premium of one square metre of housing for one year (住房景观溢价).
///
/// # Equation
///
/// ```text
/// v = p · r / n
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `v` | returned | premium of a year | CNY m⁻² |
/// | `p` | `price` | price of the houses | CNY m⁻² |
/// | `r` | `rate` | share of the price that is due to the landscape | 1 |
/// | `n` | `years` | years over which the premium is spread | a |
///
/// # Assumptions
///
/// The premium is spread evenly, without interest. A run whose houses are all newly sold, and which counts the sale of
/// the year, would state 1 year and overstate every later account.
///
/// # Missing and negative values
///
/// `NaN` in any argument, or 0 years or fewer, gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::landscape_premium::house_premium;
/// use ecovalue::unit::{CnyPerM2, Fraction, Years};
///
/// let premium = house_premium(CnyPerM2::new(14_000.0), Fraction::new(0.05), Years::new(70.0));
/// assert_eq!(premium.get(), 10.0);
/// ```
///
/// # References
///
/// * As recalled of GEP guidelines; unverified.
#[must_use]
pub fn house_premium(price: CnyPerM2, rate: Fraction, years: Years) -> CnyPerM2 {
    if years.get() <= 0.0 {
        return CnyPerM2::new(f64::NAN);
    }
    // v = p · r / n                                               [CNY m⁻² a⁻¹]
    CnyPerM2::new(price.get() * rate.get() / years.get())
}

/// Nights that hotel rooms are let in a year (间夜数).
///
/// # Equation
///
/// ```text
/// N = R · o · 365
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `N` | returned | nights of rooms | room d a⁻¹ |
/// | `R` | `rooms` | rooms with a premium | room |
/// | `o` | `occupancy` | share of rooms that are let | 1 |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::landscape_premium::nights_let;
/// use ecovalue::unit::{Fraction, Rooms};
///
/// assert_eq!(nights_let(Rooms::new(100.0), Fraction::new(0.5)).get(), 18_250.0);
/// ```
///
/// # References
///
/// * As recalled of GEP guidelines; unverified.
#[must_use]
pub fn nights_let(rooms: Rooms, occupancy: Fraction) -> RoomDays {
    // 365 d of the published equation, in leap years too           [d a⁻¹]
    const DAYS: f64 = 365.0;

    // N = R · o · 365                                             [room d a⁻¹]
    RoomDays::new(rooms.get() * occupancy.get() * DAYS)
}

/// Premium of one night of a hotel room (客房景观溢价).
///
/// # Equation
///
/// ```text
/// v = p · r
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `v` | returned | premium of a night | CNY room⁻¹ d⁻¹ |
/// | `p` | `price` | price of a night | CNY room⁻¹ d⁻¹ |
/// | `r` | `rate` | share of the price that is due to the landscape | 1 |
///
/// # Assumptions
///
/// Guests pay the price as a part of their travel spending: with tourism in the account it is counted twice.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::landscape_premium::hotel_premium;
/// use ecovalue::unit::{CnyPerRoomDay, Fraction};
///
/// assert_eq!(hotel_premium(CnyPerRoomDay::new(400.0), Fraction::new(0.25)).get(), 100.0);
/// ```
///
/// # References
///
/// * As recalled of GEP guidelines; unverified.
#[must_use]
pub fn hotel_premium(price: CnyPerRoomDay, rate: Fraction) -> CnyPerRoomDay {
    // v = p · r                                                   [CNY room⁻¹ d⁻¹]
    CnyPerRoomDay::new(price.get() * rate.get())
}
