//! Functions bound to numbers of a zone: parameters, statistics, and the total of the cells.

use std::marker::PhantomData;

use crate::unit::{BaseUnit, Cny};

/// A number that an equation of a zone or a price needs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Term {
    /// A parameter row, in a unit.
    Parameter(&'static str, &'static str),
    /// A statistic of the zone, in its base unit.
    Statistic(&'static str),
    /// A statistic, or a stated number where there is none; the result says so.
    StatisticOr(&'static str, f64),
}

impl Term {
    /// Its key.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Parameter(key, _) | Self::Statistic(key) | Self::StatisticOr(key, _) => key,
        }
    }
}

/// A term whose number has a unit.
#[derive(Debug)]
pub struct TermOf<U>(Term, PhantomData<fn() -> U>);

impl<U> Clone for TermOf<U> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<U> Copy for TermOf<U> {}

/// A parameter row, in the unit of its type.
#[must_use]
pub const fn parameter<U: BaseUnit>(key: &'static str) -> TermOf<U> {
    TermOf(Term::Parameter(key, U::SYMBOL), PhantomData)
}

/// A statistic of the zone, whose base unit is that of its type.
#[must_use]
pub const fn statistic<U: BaseUnit>(key: &'static str) -> TermOf<U> {
    TermOf(Term::Statistic(key), PhantomData)
}

impl<U> TermOf<U> {
    /// A statistic with a number that stands where there is none; the result says so.
    ///
    /// # Panics
    ///
    /// For a parameter; in a registry the crate does not compile then.
    ///
    /// ```compile_fail
    /// use ecovalue::equation::{TermOf, parameter};
    /// use ecovalue::unit::Fraction;
    ///
    /// const SHARE: TermOf<Fraction> = parameter("discount_rate").or(0.05); // a row is never assumed
    /// ```
    #[must_use]
    pub const fn or(self, assumed: f64) -> Self {
        assert!(!matches!(self.0, Term::Parameter(..)), "only a statistic can be assumed");
        Self(Term::StatisticOr(self.0.key(), assumed), PhantomData)
    }
}

/// An equation of numbers of a zone.
pub trait NumberEquation: Sync {
    /// What it reads, in the order of its arguments.
    fn terms(&self) -> Vec<Term>;

    /// Units of the terms, in the same order.
    fn units(&self) -> Vec<&'static str>;

    /// Unit of the result.
    fn unit(&self) -> &'static str;

    /// The result; `NaN` where the numbers are not as many as the terms.
    fn value(&self, numbers: &[f64]) -> f64;
}

/// What an equation of numbers gives.
#[diagnostic::on_unimplemented(
    message = "this function does not take these terms",
    note = "count, order and units must be those of its arguments"
)]
pub trait GivesNumber {
    /// A number with its unit.
    type Output: BaseUnit;
}

/// A function over numbers of a zone, as [`numbers`] makes it.
#[derive(Debug, Clone, Copy)]
pub struct Numbers<F, C>(F, C);

/// Binds a function to the parameters and statistics of its arguments.
///
/// # Examples
///
/// ```
/// use ecovalue::equation::{NumberEquation, numbers, parameter, statistic};
/// use ecovalue::unit::{Fraction, VolumeM3};
///
/// let stored = numbers(
///     |share: Fraction, capacity: VolumeM3| capacity * share.get(),
///     (parameter("reservoir_flood_share"), statistic("reservoir_capacity")),
/// );
/// assert_eq!(stored.value(&[0.35, 1e6]), 350_000.0);
/// assert_eq!(stored.units(), ["1", "m3"]);
/// ```
#[must_use]
pub const fn numbers<F: Copy, C: Copy>(equation: F, terms: C) -> Numbers<F, C>
where
    Numbers<F, C>: GivesNumber,
{
    Numbers(equation, terms)
}

/// A number as it is given, as [`as_given`] makes it.
pub type AsGiven<U> = Numbers<fn(U) -> U, (TermOf<U>,)>;

/// A number as it is given.
#[must_use]
pub const fn as_given<U: BaseUnit>(term: TermOf<U>) -> AsGiven<U> {
    Numbers(itself::<U>, (term,))
}

const fn itself<U: Copy>(number: U) -> U {
    number
}

/// The result of a rule of totals, and which of its branches held.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bound<Q = f64> {
    /// The quantity.
    pub quantity: Q,
    /// Which branch of the rule held; empty where there is one branch only.
    pub branch: &'static str,
}

impl<Q> Bound<Q> {
    /// A quantity of a rule without branches.
    #[must_use]
    pub const fn plain(quantity: Q) -> Self {
        Self { quantity, branch: "" }
    }
}

/// What a rule of totals may return: a quantity, or a quantity with the branch that held.
pub trait Ruled {
    /// The quantity.
    type Output: BaseUnit;

    /// Its number, and the branch.
    fn bound(self) -> Bound;
}

impl<U: BaseUnit> Ruled for U {
    type Output = U;

    fn bound(self) -> Bound {
        Bound::plain(self.get())
    }
}

impl<U: BaseUnit> Ruled for Bound<U> {
    type Output = U;

    fn bound(self) -> Bound {
        Bound { quantity: self.quantity.get(), branch: self.branch }
    }
}

/// An equation of the exact total of the cells of a level and of numbers.
pub trait TotalEquation: Sync {
    /// What it reads behind the total, in the order of its arguments.
    fn terms(&self) -> Vec<Term>;

    /// Units of the terms, in the same order.
    fn units(&self) -> Vec<&'static str>;

    /// The result; `NaN` where the numbers are not as many as the terms.
    fn bound(&self, total: f64, numbers: &[f64]) -> Bound;
}

/// What a rule of totals takes and gives.
#[diagnostic::on_unimplemented(
    message = "this function does not take this total and these terms",
    note = "count, order and units must be those of its arguments"
)]
pub trait GivesOfTotal {
    /// The total of the cells.
    type Total: BaseUnit;
    /// The quantity.
    type Output: BaseUnit;
}

/// A function over a total and numbers, as [`on_total`] makes it.
#[derive(Debug)]
pub struct OnTotal<F, T, C>(F, C, PhantomData<fn() -> T>);

/// Binds a function of the total of the cells to the parameters and statistics of its further arguments: a rule that is
/// not linear, such as the smaller of capacity and emission.
#[must_use]
pub const fn on_total<F: Copy, T, C: Copy>(equation: F, terms: C) -> OnTotal<F, T, C>
where
    OnTotal<F, T, C>: GivesOfTotal,
{
    OnTotal(equation, terms, PhantomData)
}

macro_rules! arities {
    ($($($number:ident $A:ident),+;)+) => {$(
        impl<F, R: BaseUnit, $($A: BaseUnit),+> GivesNumber for Numbers<F, ($(TermOf<$A>,)+)>
        where
            F: Fn($($A),+) -> R + Copy + Sync,
        {
            type Output = R;
        }

        impl<F, R: BaseUnit, $($A: BaseUnit),+> NumberEquation for Numbers<F, ($(TermOf<$A>,)+)>
        where
            F: Fn($($A),+) -> R + Copy + Sync,
        {
            fn terms(&self) -> Vec<Term> {
                let ($($number,)+) = self.1;
                vec![$($number.0),+]
            }

            fn units(&self) -> Vec<&'static str> {
                vec![$($A::SYMBOL),+]
            }

            fn unit(&self) -> &'static str {
                R::SYMBOL
            }

            fn value(&self, numbers: &[f64]) -> f64 {
                match *numbers {
                    [$($number),+] => (self.0)($($A::new($number)),+).get(),
                    _ => f64::NAN,
                }
            }
        }

        impl<F, T: BaseUnit, R: Ruled, $($A: BaseUnit),+> GivesOfTotal for OnTotal<F, T, ($(TermOf<$A>,)+)>
        where
            F: Fn(T, $($A),+) -> R + Copy + Sync,
        {
            type Total = T;
            type Output = R::Output;
        }

        impl<F, T: BaseUnit, R: Ruled, $($A: BaseUnit),+> TotalEquation for OnTotal<F, T, ($(TermOf<$A>,)+)>
        where
            F: Fn(T, $($A),+) -> R + Copy + Sync,
        {
            fn terms(&self) -> Vec<Term> {
                let ($($number,)+) = self.1;
                vec![$($number.0),+]
            }

            fn units(&self) -> Vec<&'static str> {
                vec![$($A::SYMBOL),+]
            }

            fn bound(&self, total: f64, numbers: &[f64]) -> Bound {
                match *numbers {
                    [$($number),+] => (self.0)(T::new(total), $($A::new($number)),+).bound(),
                    _ => Bound::plain(f64::NAN),
                }
            }
        }
    )+};
}

arities! {
    a A;
    a A, b B;
    a A, b B, c C;
    a A, b B, c C, d D;
    a A, b B, c C, d D, e E;
    a A, b B, c C, d D, e E, g G;
    a A, b B, c C, d D, e E, g G, h H;
    a A, b B, c C, d D, e E, g G, h H, i I;
    a A, b B, c C, d D, e E, g G, h H, i I, j J;
}

/// The value of a quantity at a unit price that is an equation of numbers.
pub trait PriceEquation: Sync {
    /// The unit price.
    fn price(&self) -> &dyn NumberEquation;

    /// The value of a quantity at a unit price.
    fn value(&self, quantity: f64, price: f64) -> f64;
}

/// The quantity that a price is for, so that it can be held against the indicator.
#[diagnostic::on_unimplemented(message = "this price is for a quantity in another unit")]
pub trait PricesOf<Q> {}

/// A function of a quantity and its unit price, as [`priced`] makes it.
#[derive(Debug)]
pub struct Priced<V, P, Q>(V, P, PhantomData<fn() -> Q>);

/// Binds the value of a quantity to its unit price.
///
/// # Examples
///
/// ```
/// use ecovalue::equation::{PriceEquation, as_given, parameter, priced};
/// use ecovalue::unit::{CnyPerM3, VolumeM3};
///
/// let cost = priced(|water: VolumeM3, price: CnyPerM3| water * price, as_given(parameter("reservoir_unit_cost")));
/// assert_eq!(cost.value(2.0, cost.price().value(&[7.0])), 14.0);
/// assert_eq!(cost.price().unit(), "CNY/m3");
/// ```
#[must_use]
pub const fn priced<V, P, Q: BaseUnit>(value: V, price: P) -> Priced<V, P, Q>
where
    V: Fn(Q, P::Output) -> Cny + Copy,
    P: GivesNumber + Copy,
{
    Priced(value, price, PhantomData)
}

impl<V, P, Q> PricesOf<Q> for Priced<V, P, Q> {}

impl<V, P, Q: BaseUnit> PriceEquation for Priced<V, P, Q>
where
    P: NumberEquation + GivesNumber,
    V: Fn(Q, P::Output) -> Cny + Sync,
{
    fn price(&self) -> &dyn NumberEquation {
        &self.1
    }

    fn value(&self, quantity: f64, price: f64) -> f64 {
        (self.0)(Q::new(quantity), P::Output::new(price)).get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unit::{Fraction, Tonnes};

    #[test]
    fn numbers_come_in_the_order_of_the_terms() {
        let less = numbers(|a: Tonnes, b: Fraction| a * b.get(), (statistic("a"), parameter("b")));
        assert_eq!(less.terms(), [Term::Statistic("a"), Term::Parameter("b", "1")]);
        assert_eq!((less.value(&[6.0, 0.5]), less.unit()), (3.0, "t"));
        assert!(less.value(&[6.0]).is_nan() && less.value(&[6.0, 1.0, 1.0]).is_nan());
        assert_eq!(as_given(statistic::<Cny>("a").or(1.5)).terms(), [Term::StatisticOr("a", 1.5)]);
    }

    #[test]
    fn a_rule_of_totals_says_which_branch_held() {
        let smaller = |total: Tonnes, most: Tonnes| {
            let branch = if most < total { "most" } else { "total" };
            Bound { quantity: if most < total { most } else { total }, branch }
        };
        let rule = on_total(smaller, (statistic("most"),));
        assert_eq!(rule.bound(3.0, &[2.0]), Bound { quantity: 2.0, branch: "most" });
        assert_eq!(rule.bound(1.0, &[2.0]), Bound { quantity: 1.0, branch: "total" });
        assert!(rule.bound(1.0, &[]).quantity.is_nan());
        let plain = on_total(|total: Tonnes, share: Fraction| total * share.get(), (statistic("share"),));
        assert_eq!(plain.bound(4.0, &[0.25]), Bound::plain(1.0));
    }
}
