//! What the whole numbers of a land-cover or zone raster stand for.

use std::collections::BTreeMap;

/// Widest range of numbers that is kept as a plain list.
const MOST: i64 = 1 << 17;

/// A meaning for each number, and one for all others.
#[derive(Debug)]
pub(super) struct Codes<T> {
    first: f64,
    /// Meanings of the numbers from the first on, where they lie close together.
    near: Vec<T>,
    far: BTreeMap<i64, T>,
    other: T,
}

impl<T: Copy> Codes<T> {
    pub(super) fn new(meanings: BTreeMap<i64, T>, other: T) -> Self {
        let ends = meanings.first_key_value().zip(meanings.last_key_value());
        let (first, last) = ends.map_or((0, 0), |((first, _), (last, _))| (*first, *last));
        let range = last.checked_sub(first).filter(|range| *range < MOST);
        let Some(range) = range else { return Self { first: 0.0, near: Vec::new(), far: meanings, other } };
        let number = |number: i64| meanings.get(&number).copied().unwrap_or(other);
        let near = (first..=first.saturating_add(range)).map(number).collect();
        // Classes and zones are below 9e15, which `whole` sees to: exact.
        #[expect(clippy::cast_precision_loss, reason = "numbers of classes are exact in 53 bits")]
        let first = first as f64;
        Self { first, near, far: BTreeMap::new(), other }
    }

    /// What each byte of a raster of bytes stands for.
    #[expect(clippy::unnecessary_box_returns, reason = "a reader keeps it: large tables stay off the stack")]
    pub(super) fn of_bytes(&self, numbers: &[f64; 256]) -> Box<[T; 256]> {
        Box::new(std::array::from_fn(|byte| numbers.get(byte).map_or(self.other, |number| self.get(*number))))
    }

    /// What a stored number stands for.
    #[inline]
    pub(super) fn get(&self, value: f64) -> T {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a number that is cut does not come back the same"
        )]
        let index = (value - self.first) as u32;
        #[expect(clippy::float_cmp, reason = "a whole number comes back as it was")]
        let is_whole = f64::from(index) + self.first == value;
        let near = usize::try_from(index).ok().filter(|_| is_whole);
        if let Some(meaning) = near.and_then(|index| self.near.get(index)) {
            return *meaning;
        }
        let far = || super::whole(value).and_then(|value| self.far.get(&value)).copied();
        if self.far.is_empty() { self.other } else { far().unwrap_or(self.other) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::cast_precision_loss, reason = "the numbers are exact in 53 bits")]
    fn near_and_far_numbers_are_found_and_others_are_not() {
        for numbers in [vec![3, 5, 200], vec![-4, 0, 7], vec![0, 1 << 40], vec![-(1 << 40), 3]] {
            let codes = Codes::new(numbers.iter().map(|number| (*number, *number)).collect(), -1);
            for number in &numbers {
                assert_eq!(codes.get(*number as f64), *number);
                for beside in [0.5, -0.25, 1e-20, 1e9] {
                    if *number as f64 + beside != *number as f64 {
                        assert_eq!(codes.get(*number as f64 + beside), -1, "{number} {beside}");
                    }
                }
            }
            for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300, -1e300, 4.5e9, 6.0] {
                assert_eq!(codes.get(value), -1, "{value}");
            }
        }
        assert_eq!(Codes::new(BTreeMap::new(), 9).get(0.0), 9);
    }
}
