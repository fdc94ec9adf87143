//! Cost of a trip, and the share of it that is due to one site.

use crate::unit::{Cny, CnyPerHour, Fraction, Hours};

/// Cost of the time of a trip.
///
/// # Equation
///
/// ```text
/// C = h · w · s
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `C` | returned | cost of time | CNY |
/// | `h` | `time` | hours on the way, with those at the site if they are counted | h |
/// | `w` | `wage` | wage | CNY h⁻¹ |
/// | `s` | `share` | share of the wage, 0.3 in ChinaXiv-201704.00322, 0.25 to 0.5 in the literature | 1 |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::regression::travel_cost::time_cost;
/// use ecovalue::unit::{CnyPerHour, Fraction, Hours};
///
/// assert_eq!(time_cost(Hours::new(5.0), CnyPerHour::new(40.0), Fraction::new(0.25)).get(), 50.0);
/// ```
#[must_use]
pub fn time_cost(time: Hours, wage: CnyPerHour, share: Fraction) -> Cny {
    // C = h · w · s                                              [CNY]
    Cny::new(time.get() * wage.get() * share.get())
}

/// Cost of a trip.
///
/// # Equation
///
/// ```text
/// TC = fare + lodging + entry + time
/// ```
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`. Only what the trip adds counts: lodging and food less what they cost at home.
///
/// # Examples
///
/// ```
/// use ecovalue::regression::travel_cost::trip_cost;
/// use ecovalue::unit::Cny;
///
/// let cost = trip_cost(Cny::new(60.0), Cny::new(120.0), Cny::new(30.0), Cny::new(50.0));
/// assert_eq!(cost.get(), 260.0);
/// ```
#[must_use]
pub fn trip_cost(fare: Cny, lodging: Cny, entry: Cny, time: Cny) -> Cny {
    Cny::new(fare.get() + lodging.get() + entry.get() + time.get())
}

/// Share of a trip with several destinations that is due to one of them, by days or by stated weights.
///
/// # Equation
///
/// ```text
/// s = wⱼ / Σ w
/// ```
///
/// # Missing and negative values
///
/// `NaN` in any weight, or weights that are all 0, give `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::regression::travel_cost::destination_share;
///
/// // One day of four.
/// assert_eq!(destination_share(1.0, &[1.0, 3.0]).get(), 0.25);
/// ```
#[must_use]
pub fn destination_share(weight: f64, weights: &[f64]) -> Fraction {
    Fraction::new(weight / weights.iter().fold(0.0, |sum, weight| sum + weight))
}

/// Cost of a trip that is due to one destination.
///
/// # Equation
///
/// ```text
/// C = shared cost · s + cost of the destination
/// ```
///
/// The way there is shared, entry is not. To count a trip of several destinations in full is the usual fault of a
/// travel cost study, and overstates the site.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::regression::travel_cost::attributed_cost;
/// use ecovalue::unit::{Cny, Fraction};
///
/// assert_eq!(attributed_cost(Cny::new(800.0), Fraction::new(0.25), Cny::new(30.0)).get(), 230.0);
/// ```
#[must_use]
pub fn attributed_cost(shared: Cny, share: Fraction, at_destination: Cny) -> Cny {
    Cny::new(shared.get() * share.get() + at_destination.get())
}
