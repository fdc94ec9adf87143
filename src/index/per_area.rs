//! The total of an account per area of land (单位国土面积生态系统生产总值).

use super::IndexUnit;
use crate::account::Account;
use crate::reason::Reason;
use crate::unit::{AreaM2, Cny};

/// A value and the area of land that it is of.
///
/// # Examples
///
/// ```
/// use ecovalue::index::PerArea;
/// use ecovalue::unit::{AreaM2, Cny};
///
/// // 15 million CNY on 1 km², which is 1500 mu.
/// let per_area = PerArea { value: Cny::new(15e6), area: AreaM2::from_square_kilometres(1.0) };
/// assert_eq!(per_area.wan_yuan_per_mu(), 1.0);
/// assert_eq!(per_area.wan_yuan_per_square_kilometre(), 1500.0);
/// assert_eq!(per_area.yuan_per_hectare(), 150_000.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PerArea {
    /// Value in the money of the account.
    pub value: Cny,
    /// Area of the land, whatever was accounted on it.
    pub area: AreaM2,
}

impl PerArea {
    /// In 10⁴ CNY per mu (万元/亩).
    #[must_use]
    pub fn wan_yuan_per_mu(self) -> f64 {
        self.over(self.area.mu(), IndexUnit::WanCnyPerMu)
    }

    /// In 10⁴ CNY per km² (万元/平方千米).
    #[must_use]
    pub fn wan_yuan_per_square_kilometre(self) -> f64 {
        self.over(self.area.square_kilometres(), IndexUnit::WanCnyPerKm2)
    }

    /// In CNY per hm² (元/公顷).
    #[must_use]
    pub fn yuan_per_hectare(self) -> f64 {
        self.over(self.area.hectares(), IndexUnit::CnyPerHm2)
    }

    fn over(self, area: f64, unit: IndexUnit) -> f64 {
        self.value.get() / area * unit.scale()
    }
}

impl Account {
    /// The total of a zone or of the whole run per area of the map: of GEP, or of another
    /// [`Kind`](crate::account::Kind), as [`Account::total`] is. The index over the stated land area of the administrative
    /// unit is one of [`super::indices`].
    ///
    /// # Errors
    ///
    /// The reason why there is none: no service has a value, or there is no land.
    pub fn per_area(&self, zone: Option<&str>) -> Result<PerArea, Reason> {
        let value = self.total(zone).map(Cny::new).ok_or(Reason::NoValue)?;
        let area = self.area(zone);
        if area > 0.0 { Ok(PerArea { value, area: AreaM2::new(area) }) } else { Err(Reason::NoArea) }
    }
}
