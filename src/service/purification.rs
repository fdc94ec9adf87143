//! What the purification of air and of water share: the smaller of capacity and emission, and the price of a pollutant
//! by the tax on it.

use super::Bound;
use crate::equation::{TermOf, parameter};
use crate::unit::{Cny, CnyPerTonne, Fraction, Kilograms, Tonnes};

/// The smaller of capacity and emission (取净化能力与排放量的较小值).
///
/// # Equation
///
/// ```text
/// Q = min(Q_capacity, E)
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `Q` | returned | pollutant taken out | t a⁻¹ |
/// | `Q_capacity` | `capacity` | what the ecosystems of the level can take out | t a⁻¹ |
/// | `E` | `emission` | what is emitted there | t a⁻¹ |
///
/// # Assumptions
///
/// Where the emission is the smaller, more pollution makes a larger service: the result says which side held.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::smaller_of;
/// use ecovalue::unit::Tonnes;
///
/// let bound = smaller_of(Tonnes::new(500.0), Tonnes::new(120.0));
/// assert_eq!(bound.quantity.get(), 120.0);
/// assert!(bound.branch.starts_with("emission is below capacity"));
/// ```
///
/// # References
///
/// * The rule of the 2020 GEP guideline as recalled; its text was not at hand.
#[must_use]
pub fn smaller_of(capacity: Tonnes, emission: Tonnes) -> Bound<Tonnes> {
    if emission < capacity {
        Bound { quantity: emission, branch: "emission is below capacity: the emission counts" }
    } else if emission >= capacity {
        Bound { quantity: capacity, branch: "capacity is not above emission: the capacity counts" }
    } else {
        Bound::plain(Tonnes::new(f64::NAN))
    }
}

/// The smaller of capacity and emission where the standard of quality is attained, the capacity elsewhere.
///
/// # Equation
///
/// ```text
/// Q = min(Q_capacity, E)        where the standard is attained (环境质量达标)
/// Q = Q_capacity                where it is not (环境质量超标)
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `Q` | returned | pollutant taken out | t a⁻¹ |
/// | `Q_capacity` | `capacity` | what the ecosystems of the level can take out | t a⁻¹ |
/// | `E` | `emission` | what is emitted there | t a⁻¹ |
/// | - | `attained` | 1 where the standard is attained, 0 where not | 1 |
///
/// # Assumptions
///
/// It is a variant of its own, for which the run must say whether the standard was attained: taken for granted, it would
/// lower the service of every polluted place in silence.
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`, also where the emission does not count, and so does any other number than 0 and 1
/// for `attained`.
///
/// # Examples
///
/// ```
/// use ecovalue::service::smaller_where_attained;
/// use ecovalue::unit::{Fraction, Tonnes};
///
/// let (capacity, emission) = (Tonnes::new(500.0), Tonnes::new(120.0));
/// assert_eq!(smaller_where_attained(capacity, emission, Fraction::new(1.0)).quantity, emission);
/// assert_eq!(smaller_where_attained(capacity, emission, Fraction::new(0.0)).quantity, capacity);
/// ```
///
/// # References
///
/// * The rule of the 2020 GEP guideline as recalled; its text was not at hand.
#[must_use]
pub fn smaller_where_attained(capacity: Tonnes, emission: Tonnes, attained: Fraction) -> Bound<Tonnes> {
    let smaller = smaller_of(capacity, emission);
    let attained = attained.get();
    let possible = (0.0..=1.0).contains(&attained);
    if smaller.quantity.get().is_nan() || possible && attained >= 1.0 {
        smaller
    } else if possible && attained <= 0.0 {
        let branch = "the standard of quality is not attained: the capacity counts";
        Bound { quantity: capacity, branch }
    } else {
        Bound::plain(Tonnes::new(f64::NAN))
    }
}

/// Price of a pollutant by the tax on its pollution equivalent (污染当量).
///
/// # Equation
///
/// ```text
/// c = 1000 · tax / m
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `c` | returned | price of the pollutant | CNY t⁻¹ |
/// | `tax` | `tax` | tax of one pollution equivalent, of air or of water | CNY |
/// | `m` | `mass` | mass that counts as one equivalent | kg |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`, and so does a mass of 0 or below.
///
/// # Examples
///
/// ```
/// use ecovalue::service::equivalent_price;
/// use ecovalue::unit::{Cny, Kilograms};
///
/// // Ammonia nitrogen at the least rate for water: 1.4 CNY for 0.8 kg.
/// assert_eq!(equivalent_price(Cny::new(1.4), Kilograms::new(0.8)).get(), 1750.0);
/// ```
///
/// # References
///
/// * Environmental Protection Tax Law of 2018 (环境保护税法), schedules.
#[must_use]
pub fn equivalent_price(tax: Cny, mass: Kilograms) -> CnyPerTonne {
    let price = 1000.0 * tax.get() / mass.get();
    CnyPerTonne::new(if mass.get() > 0.0 { price } else { f64::NAN })
}

/// Value of the treatment that was spared (替代成本).
///
/// # Equation
///
/// ```text
/// V = Q · c
/// ```
///
/// # Units
///
/// | symbol | argument | meaning | unit |
/// |---|---|---|---|
/// | `V` | returned | value | CNY a⁻¹ |
/// | `Q` | `removed` | pollutant taken out | t a⁻¹ |
/// | `c` | `unit_cost` | cost of treating a tonne | CNY t⁻¹ |
///
/// # Missing and negative values
///
/// `NaN` in any argument gives `NaN`; a negative quantity has a negative value.
///
/// # Examples
///
/// ```
/// use ecovalue::service::treatment_cost;
/// use ecovalue::unit::{CnyPerTonne, Tonnes};
///
/// // Chemical oxygen demand of Ganzi in 2010.
/// assert_eq!(treatment_cost(Tonnes::new(5424.0), CnyPerTonne::new(700.0)).get(), 3_796_800.0);
/// ```
///
/// # References
///
/// * Pema Dolkar et al. (2017), Acta Ecologica Sinica 37(19):6302, Table 3.
#[must_use]
pub fn treatment_cost(removed: Tonnes, unit_cost: CnyPerTonne) -> Cny {
    removed * unit_cost
}

/// Tax of one pollution equivalent; the profile names the variant, `air` or `water`.
pub(super) const TAX: TermOf<Cny> = parameter("pollution_equivalent_tax");
/// Formula of a rule with [`treatment_cost`].
pub(super) const BY_COST: &str = "V = Q · c, c cost of treating one tonne";
/// Formula of a rule with [`equivalent_price`].
pub(super) const BY_TAX: &str = "V = Q · 1000 · tax / m, m mass of one pollution equivalent";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attainment_is_yes_or_no_and_nothing_between() {
        let of = |attained: f64| {
            smaller_where_attained(Tonnes::new(10.0), Tonnes::new(4.0), Fraction::new(attained))
                .quantity
                .get()
        };
        assert_eq!((of(1.0), of(0.0), of(-0.0)), (4.0, 10.0, 10.0));
        assert!(of(0.7).is_nan() && of(f64::NAN).is_nan() && of(2.0).is_nan());
        let no_emission =
            smaller_where_attained(Tonnes::new(10.0), Tonnes::new(f64::NAN), Fraction::new(0.0));
        assert!(no_emission.quantity.get().is_nan());
    }
}
