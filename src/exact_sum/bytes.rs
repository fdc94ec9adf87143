//! Exact sums as bytes, for partial results that travel between processes or wait on a disk.

use super::{ExactSum, LIMBS, Limbs, Specials};
use crate::error::{Code, Error};
use crate::text;
use crate::wording::Message;

/// Version of the layout, the first byte.
const VERSION: u8 = 1;
/// Bytes before the limbs: version, sign, first limb, number of limbs, three counts.
const HEAD: usize = 4 + 3 * 8;
/// Bytes of a limb.
const LIMB: usize = 4;

impl ExactSum {
    /// The sum as bytes: the same for the same number, however it was added up, on every machine.
    ///
    /// Layout 1, little-endian: version, 1 if the number is negative, position of the first limb and number of
    /// limbs (one byte each); how many values were +∞, −∞ and `NaN` (eight bytes each); the limbs of the magnitude
    /// in base 2³² from the first to the last that is not zero (four bytes each), the unit of limb 0 being 2⁻¹⁰⁷⁴.
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::exact_sum::ExactSum;
    ///
    /// let sum: ExactSum = [0.1, 0.2].into_iter().collect();
    /// let bytes = sum.to_bytes();
    /// let (read, rest) = ExactSum::from_bytes(&bytes)?;
    /// assert!(read == sum && rest.is_empty());
    /// # Ok::<(), ecovalue::Error>(())
    /// ```
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let (negative, limbs) = self.magnitude_limbs();
        let first = limbs.iter().position(|limb| *limb != 0).unwrap_or(0);
        let end = limbs.iter().rposition(|limb| *limb != 0).map_or(0, |last| last + 1);
        let byte = |number: usize| u8::try_from(number).unwrap_or(u8::MAX);
        let mut bytes = vec![VERSION, u8::from(negative), byte(first), byte(end - first)];
        let Specials { infinite: [above, below], nan } = self.specials();
        for count in [above, below, nan] {
            bytes.extend(count.to_le_bytes());
        }
        for limb in limbs.iter().take(end).skip(first) {
            // The topmost limb holds more sums than can be added up.
            bytes.extend(u32::try_from(*limb).unwrap_or(u32::MAX).to_le_bytes());
        }
        bytes
    }

    /// The sum at the beginning of some bytes, and the bytes behind it.
    ///
    /// # Errors
    ///
    /// `EV-A001` if the bytes are of another version, too short, or not as [`ExactSum::to_bytes`] writes them.
    pub fn from_bytes(bytes: &[u8]) -> Result<(Self, &[u8]), Error> {
        let (head, rest) = bytes.split_first_chunk::<HEAD>().ok_or_else(too_short)?;
        let ([version, sign, first, count], counts) = head.split_first_chunk::<4>().ok_or_else(too_short)?;
        if *version != VERSION {
            return Err(damaged(text!(
                "the bytes of an exact sum are of version {0}, this is version {1}",
                "精确和的字节为版本 {0}，本程序为版本 {1}",
                *version,
                VERSION
            )));
        }
        let (first, count) = (usize::from(*first), usize::from(*count));
        let (limbs, rest) = rest.split_at_checked(count * LIMB).ok_or_else(too_short)?;
        let mut whole = [0; LIMBS];
        for (limb, bytes) in whole.iter_mut().skip(first).zip(limbs.as_chunks().0) {
            *limb = i64::from(u32::from_le_bytes(*bytes));
        }
        let mut sum = Self { limbs: Limbs::of(&whole), ..Self::new() };
        let mut counts = counts.as_chunks().0.iter().map(|bytes| u64::from_le_bytes(*bytes));
        let infinite = [counts.next().unwrap_or(0), counts.next().unwrap_or(0)];
        let specials = Specials { infinite, nan: counts.next().unwrap_or(0) };
        sum.specials = (specials != Specials::default()).then(|| Box::new(specials));
        if *sign == 1 {
            sum.limbs.negate();
        }
        // One number has one form: no zeros at the ends, no negative zero, no limb beyond the last.
        let read = bytes.len() - rest.len();
        if first + count > LIMBS || bytes.get(..read) != Some(&sum.to_bytes()) {
            return Err(damaged(text!("the bytes of an exact sum are damaged", "精确和的字节已损坏")));
        }
        Ok((sum, rest))
    }
}

fn too_short() -> Error {
    damaged(text!("the bytes of an exact sum end early", "精确和的字节不完整"))
}

fn damaged(message: Message) -> Error {
    let hint = text!("hand on the bytes as they were written, whole", "按写出时的原样完整传递这些字节");
    Error::new(Code::PartialBytes, message, hint)
}
