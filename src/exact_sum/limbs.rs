//! The limbs of an exact sum: those of a number that is not far from others are few, and are kept without the zeros around
//! them, so that a sum takes a sixth of the memory.

use super::LIMBS;

/// Limbs that are kept in place. A value takes three; four more hold values 2¹²⁸ apart, and the carry.
const FEW: usize = 8;

/// All limbs; those that are not held are 0.
#[derive(Debug, Clone)]
pub(super) struct Limbs {
    /// Position of the first limb of `few`.
    first: usize,
    few: [i64; FEW],
    /// All limbs, where the few do not do. They hold nothing then.
    all: Option<Box<[i64; LIMBS]>>,
}

impl Limbs {
    pub(super) const fn new() -> Self {
        Self { first: 0, few: [0; FEW], all: None }
    }

    pub(super) fn of(limbs: &[i64; LIMBS]) -> Self {
        let mut held = Self::new();
        let first = limbs.iter().position(|limb| *limb != 0).unwrap_or(0);
        let end = limbs.iter().rposition(|limb| *limb != 0).map_or(first, |last| last + 1);
        held.first = first.min(LIMBS - FEW);
        if end <= held.first + FEW {
            held.few.iter_mut().zip(limbs.iter().skip(held.first)).for_each(|(kept, limb)| *kept = *limb);
        } else {
            held.all = Some(Box::new(*limbs));
        }
        held
    }

    /// Every limb.
    pub(super) fn whole(&self) -> [i64; LIMBS] {
        if let Some(all) = &self.all {
            return **all;
        }
        let mut whole = [0; LIMBS];
        whole.iter_mut().skip(self.first).zip(&self.few).for_each(|(limb, kept)| *limb = *kept);
        whole
    }

    pub(super) fn negate(&mut self) {
        self.few.iter_mut().for_each(|limb| *limb = -*limb);
        self.all.iter_mut().flat_map(|all| all.iter_mut()).for_each(|limb| *limb = -*limb);
    }

    /// Adds limbs beside one another, the first of them at a position.
    #[inline]
    pub(super) fn add(&mut self, first: usize, limbs: &[i64]) {
        let held = first.wrapping_sub(self.first);
        let slots = match &mut self.all {
            Some(all) => all.get_mut(first..),
            None if held < FEW && held + limbs.len() <= FEW => self.few.get_mut(held..),
            None => return self.move_and_add(first, limbs),
        };
        for (sum, limb) in slots.unwrap_or_default().iter_mut().zip(limbs) {
            *sum += limb;
        }
    }

    /// The same where the few that are held are others.
    #[cold]
    fn move_and_add(&mut self, first: usize, limbs: &[i64]) {
        // Zeros at the ends need no place.
        let Some(skip) = limbs.iter().position(|limb| *limb != 0) else { return };
        let last = limbs.iter().rposition(|limb| *limb != 0).unwrap_or(skip);
        let (start, end) = (first + skip, first + last + 1);
        let limbs = limbs.get(skip..=last).unwrap_or_default();
        let mut whole = self.whole();
        for (sum, limb) in whole.iter_mut().skip(start).zip(limbs) {
            *sum += limb;
        }
        let held = |limb: &i64| *limb != 0;
        let lowest = self.few.iter().position(held).map_or(start, |at| start.min(self.first + at));
        let highest = self.few.iter().rposition(held).map_or(end, |at| end.max(self.first + at + 1));
        if highest - lowest <= FEW {
            // Room on both sides, for values that are a little smaller or larger.
            let first = lowest.saturating_sub((FEW - (highest - lowest)) / 2).min(LIMBS - FEW);
            self.first = first;
            self.few.iter_mut().zip(whole.iter().skip(first)).for_each(|(kept, limb)| *kept = *limb);
        } else {
            *self = Self { first: 0, few: [0; FEW], all: Some(Box::new(whole)) };
        }
    }

    /// Adds all limbs of another number.
    pub(super) fn join(&mut self, other: &Self) {
        match &other.all {
            Some(all) => {
                let mut whole = self.whole();
                whole.iter_mut().zip(all.iter()).for_each(|(sum, limb)| *sum += limb);
                *self = Self { first: 0, few: [0; FEW], all: Some(Box::new(whole)) };
            }
            None => self.add(other.first, &other.few),
        }
    }
}
