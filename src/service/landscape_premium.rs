//! Landscape premium (景观增值): what houses and hotel rooms cost more for their green surroundings.
//!
//! A premium paid at the sale of a house is a stock: it is spread over the years that the house serves, or a year's account
//! would hold the use of seventy. Rooms of hotels are in the spending of tourists already.

use super::{Category, Physical, Service, Valuation};
use crate::equation::{as_given, numbers, priced, statistic};
use crate::unit::{AreaM2, CnyPerM2, CnyPerRoomDay, Fraction, RoomDays, Rooms, Years};

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
    price * rate.get()
}

indicator! {
    pub HOUSING: AreaM2 = ("housing", "floor area of houses", "景观增值住房面积");
    pub HOTEL_NIGHTS: RoomDays = ("hotel_nights", "nights in hotel rooms", "景观增值客房间夜数");
    pub PREMIUM_VALUE: Cny = ("premium_value", "landscape premium, given", "景观增值（给定）");
}

/// Registry entry.
pub static SERVICE: Service = Service {
    id: "landscape_premium",
    name: "Landscape premium",
    name_zh: "景观增值",
    category: Category::Cultural,
    indicators: &[HOUSING.0, HOTEL_NIGHTS.0, PREMIUM_VALUE.0],
    physical: &[
        Physical {
            id: "houses",
            supplies: &[HOUSING.per_zone("A as given", &as_given(statistic("landscape_house_area")))],
            source: "as recalled; unverified",
        },
        Physical {
            id: "houses_and_hotels",
            supplies: &[
                HOUSING.per_zone("A as given", &as_given(statistic("landscape_house_area"))),
                HOTEL_NIGHTS.per_zone(
                    "N = rooms · occupancy · 365",
                    &numbers(nights_let, (statistic("landscape_hotel_rooms"), statistic("hotel_occupancy"))),
                ),
            ],
            source: "as recalled; unverified",
        },
        Physical { id: "given_value", supplies: &[], source: "statistics of the run, in money alone" },
    ],
    values: &[
        Valuation {
            id: "price_premium",
            rules: &[
                HOUSING.price(
                    "V = A · p · r / n",
                    &priced(
                        |area: AreaM2, premium| area * premium,
                        numbers(
                            house_premium,
                            (
                                statistic("house_price"),
                                statistic("house_premium_rate"),
                                statistic("house_useful_years"),
                            ),
                        ),
                    ),
                ),
                HOTEL_NIGHTS.price(
                    "V = N · p · r",
                    &priced(
                        |nights: RoomDays, premium| nights * premium,
                        numbers(
                            hotel_premium,
                            (statistic("hotel_room_price"), statistic("hotel_premium_rate")),
                        ),
                    ),
                ),
            ],
            source: "premium rates of prices, as recalled of GEP guidelines; unverified",
        },
        Valuation {
            id: "given_value",
            rules: &[PREMIUM_VALUE.money("V as given", &as_given(statistic("landscape_premium_value")))],
            source: "statistics of the run",
        },
    ],
};
