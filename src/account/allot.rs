//! Spreading a total over parts by weight, so that the parts add up to it again.

use crate::exact_sum::ExactSum;

/// Parts of a total in proportion to weights; their exact sum, rounded once, is the total.
///
/// The residue of rounding goes to the largest weight, of several to the first. Without any positive weight there is
/// nothing to spread over and the answer is `None`.
///
/// # Examples
///
/// ```
/// use ecovalue::account::allot;
///
/// assert_eq!(allot(10.0, &[1.0, 3.0]), Some(vec![2.5, 7.5]));
/// assert_eq!(allot(10.0, &[0.0]), None);
/// ```
#[must_use]
pub fn allot(total: f64, weights: &[f64]) -> Option<Vec<f64>> {
    let whole = weights.iter().copied().collect::<ExactSum>().total();
    if whole <= 0.0 || !whole.is_finite() || weights.iter().any(|weight| *weight < 0.0) {
        return None;
    }
    let mut parts: Vec<f64> = weights.iter().map(|weight| total * (weight / whole)).collect();
    let mut largest = 0;
    for (index, weight) in weights.iter().enumerate() {
        if weights.get(largest).is_some_and(|so_far| weight > so_far) {
            largest = index;
        }
    }
    let others = parts.iter().enumerate().filter(|(index, _)| *index != largest).map(|(_, part)| -part);
    let residue = others.chain([total]).collect::<ExactSum>().total();
    if let Some(part) = parts.get_mut(largest) {
        *part = residue;
    }
    settle(total, &mut parts);
    Some(parts)
}

/// Where the residue itself was rounded, half a unit of the total may be left; it goes to the smallest part, which has
/// the finer places for it.
fn settle(total: f64, parts: &mut [f64]) {
    let sum: ExactSum = parts.iter().copied().collect();
    if sum.total().to_bits() == total.to_bits() {
        return;
    }
    let rest = parts.iter().map(|part| -part).chain([total]).collect::<ExactSum>().total();
    let smallest = parts.iter_mut().filter(|part| **part != 0.0);
    if let Some(part) = smallest.min_by(|one, other| one.abs().total_cmp(&other.abs())) {
        *part += rest;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn half_a_unit_that_the_residue_cannot_hold_is_not_lost() {
        let total = -221_985_210_021.289_83;
        let parts = allot(total, &[694_565_601.248_843_3, 91_013_170.507_373_15]).unwrap();
        assert_eq!(parts.into_iter().collect::<ExactSum>().total(), total);
    }

    proptest! {
        #[test]
        fn parts_add_up_to_the_total(
            total in -1e12..1e12_f64,
            weights in proptest::collection::vec(0.0..1e9_f64, 1..40),
        ) {
            prop_assume!(weights.iter().any(|weight| *weight > 0.0));
            let parts = allot(total, &weights).unwrap();
            prop_assert_eq!(parts.iter().copied().collect::<ExactSum>().total().to_bits(), (total + 0.0).to_bits());
        }
    }
}
