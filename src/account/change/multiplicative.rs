//! Multiplicative LMDI-I: index numbers of the factors, at one level or at two.
//!
//! At two levels a total is activity x structure x structure within the groups x intensity. The two ways to weigh differ:
//! *multilevel-parallel* (M-P) decomposes at the finest level once; *multilevel-hierarchical* (M-H) decomposes the groups
//! first and then the intensity of each group.

use std::collections::BTreeMap;

use super::decomposition::{Method, logarithmic_mean, parts};
use crate::error::{Code, Error};
use crate::exact_sum::ExactSum;
use crate::math;
use crate::text;

/// Index numbers of the factors of a total: their product is the ratio of the totals.
///
/// # Equation
///
/// ```text
/// V = Σᵢ Πₖ xₖᵢ      Dₖ = exp Σᵢ L(Vᵢ₂, Vᵢ₁)/L(V₂, V₁) · ln(xₖᵢ₂/xₖᵢ₁)      Πₖ Dₖ = V₂/V₁
/// ```
///
/// # Missing and negative values
///
/// Zeros in a term are taken as limits, see [`parts`]. Where a total is 0, no index number is defined: `NaN`.
///
/// # Errors
///
/// `EV-A002` for a factor that changes its sign.
///
/// # Examples
///
/// ```
/// use ecovalue::account::change::multiplicative::index_numbers;
///
/// // One term: the ratios of its factors.
/// let [area, price] = index_numbers(&[([10.0, 2.0], [15.0, 3.0])])?;
/// assert!((area - 1.5).abs() < 1e-15 && (price - 1.5).abs() < 1e-15);
/// # Ok::<(), ecovalue::Error>(())
/// ```
///
/// # References
///
/// * Ang, B. W. (2005): The LMDI approach to decomposition analysis: a practical guide, Energy Policy 33:867-871.
pub fn index_numbers<const N: usize>(terms: &[([f64; N], [f64; N])]) -> Result<[f64; N], Error> {
    Ok(logarithms(terms)?.map(math::exp))
}

/// ln Dₖ.
fn logarithms<const N: usize>(terms: &[([f64; N], [f64; N])]) -> Result<[f64; N], Error> {
    let mut sums: [ExactSum; N] = std::array::from_fn(|_| ExactSum::new());
    let (mut before, mut after) = (ExactSum::new(), ExactSum::new());
    for (from, to) in terms {
        before.add(from.iter().product());
        after.add(to.iter().product());
        for (sum, part) in sums.iter_mut().zip(parts(Method::LogarithmicMean, from, to)?) {
            sum.add(part);
        }
    }
    let weight = logarithmic_mean(after.total(), before.total());
    Ok(sums.map(|sum| sum.total() / weight))
}

/// One unit of the finest level, at both ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unit<'a> {
    /// The group that it belongs to: level I of an ecosystem type, the sector of a subsector.
    pub group: &'a str,
    /// Activity: area, or output.
    pub activity: (f64, f64),
    /// What is decomposed: value, or energy.
    pub value: (f64, f64),
}

/// Index numbers of one level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OneLevel {
    /// Of total activity.
    pub activity: f64,
    /// Of the shares of the units in it.
    pub structure: f64,
    /// Of what a unit of activity has.
    pub intensity: f64,
}

/// Index numbers of two levels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TwoLevels {
    /// Of total activity.
    pub activity: f64,
    /// Of the shares of the groups in it.
    pub structure: f64,
    /// Of the shares of the units in their groups.
    pub substructure: f64,
    /// Of what a unit of activity has.
    pub intensity: f64,
}

/// Two numbers, at both ends.
type Pair = (f64, f64);

fn over(above: Pair, below: Pair) -> Pair {
    (above.0 / below.0, above.1 / below.1)
}

fn terms<const N: usize>(factors: [Pair; N]) -> ([f64; N], [f64; N]) {
    (factors.map(|own| own.0), factors.map(|own| own.1))
}

/// Exact sums of activity and value.
fn total<'a>(units: impl Iterator<Item = &'a Unit<'a>>) -> (Pair, Pair) {
    let mut sums: [ExactSum; 4] = std::array::from_fn(|_| ExactSum::new());
    for unit in units {
        let own = [unit.activity.0, unit.activity.1, unit.value.0, unit.value.1];
        sums.iter_mut().zip(own).for_each(|(sum, own)| sum.add(own));
    }
    let [a, b, c, d] = sums.map(|sum| sum.total());
    ((a, b), (c, d))
}

/// Activity and value of every group.
fn groups<'a>(units: &'a [Unit<'a>]) -> BTreeMap<&'a str, (Pair, Pair)> {
    let names: std::collections::BTreeSet<&str> = units.iter().map(|unit| unit.group).collect();
    names.into_iter().map(|name| (name, total(units.iter().filter(move |unit| unit.group == name)))).collect()
}

/// Shares and intensities need an activity and a value above 0.
fn check(units: &[Unit<'_>]) -> Result<(), Error> {
    let above = |pair: Pair| pair.0 > 0.0 && pair.1 > 0.0;
    match units.iter().position(|unit| !(above(unit.activity) && above(unit.value))) {
        None => Ok(()),
        Some(index) => {
            let message = text!(
                "unit {0} has an activity or a value that is not above 0",
                "单位 {0} 的规模或价值量不大于 0",
                index
            );
            let hint = text!(
                "put it together with another unit of its group, or decompose additively",
                "与同组的另一单位合并，或改用加法分解"
            );
            Err(Error::new(Code::SignChange, message, hint))
        }
    }
}

/// LMDI-I of the units as they are.
///
/// # Errors
///
/// `EV-A002` for an activity or a value that is not above 0.
pub fn single_level(units: &[Unit<'_>]) -> Result<OneLevel, Error> {
    check(units)?;
    let (activity, _) = total(units.iter());
    let of =
        |unit: &Unit<'_>| terms([activity, over(unit.activity, activity), over(unit.value, unit.activity)]);
    let [activity, structure, intensity] = index_numbers(&units.iter().map(of).collect::<Vec<_>>())?;
    Ok(OneLevel { activity, structure, intensity })
}

/// LMDI-I of the groups as they are.
///
/// # Errors
///
/// As [`single_level`].
pub fn of_groups(units: &[Unit<'_>]) -> Result<OneLevel, Error> {
    check(units)?;
    let groups: Vec<Unit<'_>> =
        groups(units).into_iter().map(|(group, (activity, value))| Unit { group, activity, value }).collect();
    single_level(&groups)
}

/// Two levels, multilevel-parallel (M-P): every factor is weighed at the finest level.
///
/// # Equation
///
/// ```text
/// V = Σⱼ Σᵢ A · Aⱼ/A · Aᵢⱼ/Aⱼ · Vᵢⱼ/Aᵢⱼ      weights L(Vᵢⱼ₂, Vᵢⱼ₁)/L(V₂, V₁)
/// ```
///
/// # Errors
///
/// As [`single_level`].
///
/// # References
///
/// * Xu, X. Y., Ang, B. W. (2014): Multilevel index decomposition analysis: approaches and application, Energy Economics
///   44:375-382, M-P with LMDI-I.
pub fn multilevel_parallel(units: &[Unit<'_>]) -> Result<TwoLevels, Error> {
    check(units)?;
    let (activity, _) = total(units.iter());
    let groups = groups(units);
    let of = |unit: &Unit<'_>| {
        let group = groups.get(unit.group).map_or((f64::NAN, f64::NAN), |(activity, _)| *activity);
        terms([activity, over(group, activity), over(unit.activity, group), over(unit.value, unit.activity)])
    };
    let found = index_numbers(&units.iter().map(of).collect::<Vec<_>>())?;
    let [activity, structure, substructure, intensity] = found;
    Ok(TwoLevels { activity, structure, substructure, intensity })
}

/// Two levels, multilevel-hierarchical (M-H): the groups first, then the intensity of each group by LMDI-I of its own.
///
/// # Equation
///
/// ```text
/// Iⱼ = Vⱼ/Aⱼ = Σᵢ Aᵢⱼ/Aⱼ · Vᵢⱼ/Aᵢⱼ
/// D  = exp Σⱼ L(Vⱼ₂, Vⱼ₁)/L(V₂, V₁) · Σᵢ L(eᵢⱼ₂, eᵢⱼ₁)/L(Iⱼ₂, Iⱼ₁) · ln(xᵢⱼ₂/xᵢⱼ₁),   eᵢⱼ = Vᵢⱼ/Aⱼ
/// ```
///
/// The second level is weighed by intensities, not by values: with values it would be M-P.
///
/// # Errors
///
/// As [`single_level`].
///
/// # References
///
/// * Xu and Ang (2014), as above, M-H with LMDI-I at both levels.
pub fn multilevel_hierarchical(units: &[Unit<'_>]) -> Result<TwoLevels, Error> {
    let first = of_groups(units)?;
    let (_, value) = total(units.iter());
    let whole = logarithmic_mean(value.1, value.0);
    let (mut substructure, mut intensity) = (ExactSum::new(), ExactSum::new());
    for (name, (activity, value)) in groups(units) {
        let own = units.iter().filter(|unit| unit.group == name);
        let of = |unit: &Unit<'_>| terms([over(unit.activity, activity), over(unit.value, unit.activity)]);
        let [structure, of_unit] = logarithms(&own.map(of).collect::<Vec<_>>())?;
        let weight = logarithmic_mean(value.1, value.0) / whole;
        substructure.add(weight * structure);
        intensity.add(weight * of_unit);
    }
    Ok(TwoLevels {
        activity: first.activity,
        structure: first.structure,
        substructure: math::exp(substructure.total()),
        intensity: math::exp(intensity.total()),
    })
}
