//! Areas below demand curves, from no added price to the choke price.

use super::super::summary::short;
use crate::error::{Code, Error};
use crate::math;
use crate::text;

/// How the visit rate depends on the cost of a trip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DemandForm {
    /// r = a + b c
    Linear,
    /// ln r = a + b c
    SemiLog,
    /// ln r = a + b ln c
    DoubleLog,
}

/// The added price from which on nobody comes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Choke {
    /// A price added to the cost of a trip \[CNY\].
    At(f64),
    /// None: the integral runs to infinity, or to where linear demand ends.
    Unbounded,
}

/// Consumer surplus of linear demand.
///
/// # Equation
///
/// ```text
/// S = ∫₀ˣ max(r + b t, 0) dt = r m + b m²/2,   m = min(x, −r/b);   r²/(−2b) without a choke price below −r/b
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `S` | returned | surplus of one person in the period of the rate | CNY |
/// | `r` | `rate` | visits of one person at no added price | 1 |
/// | `b` | `slope` | change of the rate with the price | CNY⁻¹ |
/// | `x` | `choke` | choke price | CNY |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`. A rate below 0, which a straight line may give to a far zone, is no demand and gives
/// 0.
///
/// # Errors
///
/// `EV-S010` for a slope that is not below 0, `EV-I006` for a choke price below 0.
///
/// # Examples
///
/// ```
/// use ecovalue::regression::travel_cost::{Choke, linear_surplus};
///
/// assert_eq!(linear_surplus(2.0, -0.02, Choke::Unbounded)?, 100.0);
/// // r x + b x²/2 = 100 − 25
/// assert_eq!(linear_surplus(2.0, -0.02, Choke::At(50.0))?, 75.0);
/// # Ok::<(), ecovalue::Error>(())
/// ```
pub fn linear_surplus(rate: f64, slope: f64, choke: Choke) -> Result<f64, Error> {
    falls(slope)?;
    let rate = if rate < 0.0 { 0.0 } else { rate };
    let end = -rate / slope;
    Ok(match choke_price(choke)? {
        // S = r x + b x²/2                                       [CNY]
        Some(x) if x < end || x.is_nan() => rate * x + 0.5 * slope * x * x,
        // S = r²/(−2b)                                           [CNY]
        _ => rate * rate / (-2.0 * slope),
    })
}

/// Consumer surplus of semi-log demand.
///
/// # Equation
///
/// ```text
/// S = ∫₀ˣ r e^(b t) dt = r (1 − e^(b x)) / (−b);   r/(−b) without a choke price
/// ```
///
/// # Units
///
/// As [`linear_surplus`], with the slope of ln r.
///
/// # Assumptions
///
/// Without a choke price all trips at any price count: at b = −0.02 CNY⁻¹ the first 100 CNY hold 86 % of the integral.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Errors
///
/// As [`linear_surplus`].
///
/// # Examples
///
/// ```
/// use ecovalue::regression::travel_cost::{Choke, semi_log_surplus};
///
/// let all = semi_log_surplus(1.0, -0.02, Choke::Unbounded)?;
/// assert_eq!(all, 50.0);
/// assert!((semi_log_surplus(1.0, -0.02, Choke::At(100.0))? / all - 0.8647).abs() < 5e-5);
/// # Ok::<(), ecovalue::Error>(())
/// ```
pub fn semi_log_surplus(rate: f64, slope: f64, choke: Choke) -> Result<f64, Error> {
    falls(slope)?;
    Ok(match choke_price(choke)? {
        // S = r (1 − e^(b x))/(−b)                               [CNY]
        Some(x) => rate * math::expm1(slope * x) / slope,
        None => rate / -slope,
    })
}

/// Consumer surplus of double-log demand.
///
/// # Equation
///
/// ```text
/// S = ∫₀ˣ r ((c + t)/c)^b dt = r c (((c + x)/c)^(b+1) − 1)/(b + 1);   r c ln((c + x)/c) at b = −1
///   = r c / (−b − 1) without a choke price, for b < −1 only
/// ```
///
/// # Units
///
/// As [`linear_surplus`]; `b`, `elasticity`, has unit 1, and `c`, `cost`, is the cost of a trip \[CNY\].
///
/// # Assumptions
///
/// Demand never ends: without a choke price the integral is infinite for an elasticity of −1 and above, and there is none.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Errors
///
/// `EV-S010` for an elasticity that is not below 0, or not below −1 without a choke price; `EV-I006` for a cost that is
/// not above 0 or a choke price below 0.
///
/// # Examples
///
/// ```
/// use ecovalue::regression::travel_cost::{Choke, double_log_surplus};
///
/// // r c (1 − c/(c + x)) = 100 · ½ at b = −2, x = c
/// assert!((double_log_surplus(1.0, -2.0, 100.0, Choke::At(100.0))? - 50.0).abs() < 1e-12);
/// assert_eq!(double_log_surplus(1.0, -2.0, 100.0, Choke::Unbounded)?, 100.0);
/// assert!(double_log_surplus(1.0, -0.8, 100.0, Choke::Unbounded).is_err());
/// # Ok::<(), ecovalue::Error>(())
/// ```
pub fn double_log_surplus(rate: f64, elasticity: f64, cost: f64, choke: Choke) -> Result<f64, Error> {
    falls(elasticity)?;
    if cost <= 0.0 {
        let message = text!("a cost of {0} CNY has no logarithm", "旅行费用 {0} 元没有对数", cost);
        let hint =
            text!("take the semi-log form, or add what the trip costs", "改用半对数形式，或补上旅行费用");
        return Err(Error::new(Code::BadValue, message, hint));
    }
    match choke_price(choke)? {
        Some(x) => {
            let (power, log) = (elasticity + 1.0, math::ln_1p(x / cost));
            // The limit at b = −1 is ln((c + x)/c).
            let area = if power.abs() > 0.0 { math::expm1(power * log) / power } else { log };
            Ok(rate * cost * area)
        }
        None if elasticity >= -1.0 => {
            let message = text!(
                "the integral of demand with elasticity {0} is infinite",
                "弹性为 {0} 的需求，积分为无穷大",
                elasticity
            );
            Err(Error::new(
                Code::NoSurplus,
                message,
                text!("state a choke price", "给出使需求归零的追加费用"),
            ))
        }
        None => Ok(rate * cost / (-elasticity - 1.0)),
    }
}

/// Refuses demand that does not fall.
pub(super) fn falls(slope: f64) -> Result<(), Error> {
    if slope >= 0.0 {
        let message = text!(
            "demand does not fall with the price: the coefficient is {0}",
            "需求不随价格下降：系数为 {0}",
            short(slope)
        );
        let hint = text!("look for missing regressors, such as income", "检查是否遗漏自变量，如收入");
        return Err(Error::new(Code::NoSurplus, message, hint));
    }
    Ok(())
}

fn choke_price(choke: Choke) -> Result<Option<f64>, Error> {
    match choke {
        Choke::Unbounded => Ok(None),
        Choke::At(price) if price < 0.0 => {
            let message = text!(
                "a choke price of {0} CNY is below the cost of today",
                "使需求归零的追加费用为 {0} 元，低于现有费用",
                price
            );
            let hint = text!("state the price that is added to the cost", "给出在现有费用上追加的数额");
            Err(Error::new(Code::BadValue, message, hint))
        }
        Choke::At(price) => Ok(Some(price)),
    }
}
