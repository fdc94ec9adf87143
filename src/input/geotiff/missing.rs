//! The declared missing value of a raster, compared in the raster's own type.

use super::directory::damaged;
use super::layout::Sample;
use crate::error::Error;

/// The missing value in every type that can hold it. A type that cannot hold it never meets it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Missing {
    integer: Option<i128>,
    single: Option<f32>,
    double: Option<f64>,
}

/// A type of stored numbers.
pub(super) trait Stored: Copy + PartialEq {
    /// The missing value, if the type can hold it.
    fn missing(missing: &Missing) -> Option<Self>;
}

macro_rules! integers {
    ($($type:ty),+) => {$(
        impl Stored for $type {
            fn missing(missing: &Missing) -> Option<Self> {
                missing.integer.and_then(|value| value.try_into().ok())
            }
        }
    )+};
}

integers!(u8, i8, u16, i16, u32, i32, u64, i64);

impl Stored for f32 {
    fn missing(missing: &Missing) -> Option<Self> {
        missing.single
    }
}

impl Stored for f64 {
    fn missing(missing: &Missing) -> Option<Self> {
        missing.double
    }
}

impl Missing {
    /// From the text of tag 42113.
    ///
    /// # Errors
    ///
    /// `EV-I015` if the text is not a number: read over, it would let missing cells count as data.
    pub(super) fn parse(text: &[u8]) -> Result<(Self, Option<f64>), Error> {
        let lossy = String::from_utf8_lossy(text);
        let text = lossy.trim_matches(|c: char| c.is_whitespace() || c == '\0');
        if text.is_empty() {
            return Ok((Self::default(), None));
        }
        // As the C libraries of several systems print it.
        let lower = text.to_lowercase();
        if ["nan", "-nan", "nan(ind)", "-nan(ind)", "1.#qnan", "-1.#qnan", "1.#ind", "-1.#ind"]
            .contains(&lower.as_str())
        {
            return Ok((Self::default(), Some(f64::NAN)));
        }
        let double: f64 =
            text.parse().map_err(|_| damaged(format!("the missing value `{text}` is not a number")))?;
        // A text beyond the range of a type parses as infinite.
        let stays = |finite: bool| finite == double.is_finite();
        let single = text.parse::<f32>().ok().filter(|single| stays(single.is_finite()));
        let whole = || (double.fract() == 0.0).then(|| format!("{double:.0}"))?.parse().ok();
        let integer = text.parse().ok().or_else(whole);
        Ok((Self { integer, single, double: Some(double) }, Some(double)))
    }

    /// The missing value of a raster of bytes.
    pub(super) fn byte(&self) -> Option<u8> {
        u8::missing(self)
    }

    /// The declared value as the raster stores it.
    pub(super) fn stored(&self, sample: Sample, declared: f64) -> f64 {
        let single = self.single.filter(|_| sample == Sample::F32);
        single.map_or(declared, f64::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn missing(text: &str) -> Missing {
        Missing::parse(text.as_bytes()).unwrap().0
    }

    impl Missing {
        fn is<T: Stored>(&self, value: T) -> bool {
            T::missing(self) == Some(value)
        }
    }

    #[test]
    fn a_value_is_compared_in_its_own_type() {
        assert!(missing("-3.4028235e38").is(f32::MIN));
        assert!(missing("-3.40282346638529e+38").is(f32::MIN));
        assert!(missing("0.1").is(0.1_f32) && missing("0.1").is(0.1_f64));
        assert!(missing("255.0").is(255_u8) && missing("2.55e2").is(255_u8));
        assert!(missing("9223372036854775807").is(i64::MAX));
        assert!(missing("18446744073709551615").is(u64::MAX));
        assert!(!missing("9223372036854775807").is(i64::MAX - 1));
        assert!(missing("0").is(-0.0_f32));
        assert!(missing("-inf").is(f32::NEG_INFINITY));
    }

    #[test]
    fn a_type_that_cannot_hold_it_never_meets_it() {
        assert!(!missing("-9999").is(241_u8), "-9999 wraps to 241");
        assert!(!missing("255.5").is(255_u8));
        assert!(!missing("1e39").is(f32::INFINITY));
        assert!(!missing("nan").is(0_u8));
        assert!(!missing("").is(0_u8));
    }

    #[test]
    fn a_text_that_is_no_number_is_refused() {
        assert!(Missing::parse(b"none").is_err());
        assert!(Missing::parse(b"1.#QNAN").unwrap().1.unwrap().is_nan());
        assert_eq!(Missing::parse(b"").unwrap().1, None);
    }
}
