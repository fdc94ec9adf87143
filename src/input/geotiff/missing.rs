//! The numbers that are missing in a band, in the type that the raster stores.

use super::sample::Sample;
use crate::input::nodata::Item;

/// Closed ranges of missing numbers. A type that cannot hold a number never meets it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Missing(Ranges);

/// A type of stored numbers.
pub(super) trait Stored: Copy + PartialOrd {
    /// The missing numbers, if the raster stores this type.
    fn ranges(missing: &Missing) -> &[(Self, Self)];
}

macro_rules! samples {
    ($($sample:ident: $type:ty, $read:expr;)+) => {
        #[derive(Debug, Clone, PartialEq)]
        enum Ranges {
            $($sample(Vec<($type, $type)>),)+
        }

        $(impl Stored for $type {
            fn ranges(missing: &Missing) -> &[(Self, Self)] {
                match &missing.0 {
                    Ranges::$sample(ranges) => ranges,
                    _ => &[],
                }
            }
        })+

        impl Missing {
            /// Those of the items that the type can hold.
            pub(super) fn new<'a>(sample: Sample, items: impl Iterator<Item = &'a Item>) -> Self {
                Self(match sample {
                    $(Sample::$sample => Ranges::$sample(items.filter_map($read).collect()),)+
                })
            }

            pub(super) fn is_empty(&self) -> bool {
                match &self.0 {
                    $(Ranges::$sample(ranges) => ranges.is_empty(),)+
                }
            }
        }
    };
}

macro_rules! whole {
    ($type:ty) => {
        |item: &Item| {
            let (low, high) = item.integers()?;
            let (low, high) = (low.max(i128::from(<$type>::MIN)), high.min(i128::from(<$type>::MAX)));
            if low > high {
                return None;
            }
            Some((<$type>::try_from(low).ok()?, <$type>::try_from(high).ok()?))
        }
    };
}

samples! {
    U8: u8, whole!(u8);
    I8: i8, whole!(i8);
    U16: u16, whole!(u16);
    I16: i16, whole!(i16);
    U32: u32, whole!(u32);
    I32: i32, whole!(i32);
    U64: u64, whole!(u64);
    I64: i64, whole!(i64);
    F32: f32, Item::singles;
    F64: f64, Item::doubles;
}

impl Missing {
    /// Whether a byte is missing in a raster of bytes.
    pub(super) fn has_byte(&self, byte: u8) -> bool {
        u8::ranges(self).iter().any(|(low, high)| (*low..=*high).contains(&byte))
    }

    /// Whether 0 is missing.
    pub(super) fn has_zero(&self, sample: Sample) -> bool {
        let zero = Item::parse("0");
        self.meets(&Self::new(sample, zero.iter()))
    }

    /// Whether the first number of another list is one of these.
    pub(super) fn meets(&self, other: &Self) -> bool {
        macro_rules! meets {
            ($($sample:ident),+) => {
                match (&self.0, &other.0) {
                    $((Ranges::$sample(ranges), Ranges::$sample(other)) => {
                        let holds = |value| ranges.iter().any(|(low, high)| *low <= value && value <= *high);
                        other.first().is_some_and(|(value, _)| holds(*value))
                    })+
                    _ => false,
                }
            };
        }
        meets!(U8, I8, U16, I16, U32, I32, U64, I64, F32, F64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is<T: Stored>(text: &str, sample: Sample, value: T) -> bool {
        let missing = Missing::new(sample, Item::parse(text).iter());
        T::ranges(&missing).iter().any(|(low, high)| *low <= value && value <= *high)
    }

    #[test]
    fn a_value_is_compared_in_its_own_type() {
        use Sample::{F32, F64, I64, U8, U64};
        for text in ["-3.4028235e38", "-3.40282346638529e+38", "-3.40282e+38", "-1.79769313486232e+308"] {
            assert!(is(text, F32, f32::MIN), "{text}");
        }
        assert!(is("-99.9", F32, -99.9_f32) && is("-99.9000015258789", F32, -99.9_f32));
        assert!(is("0.1", F32, 0.1_f32) && is("0.1", F64, 0.1_f64));
        assert!(is("255.0", U8, 255_u8) && is("2.55e2", U8, 255_u8));
        assert!(is("9223372036854775807", I64, i64::MAX) && is("9.22337203685478e+18", I64, i64::MAX));
        assert!(is("18446744073709551615", U64, u64::MAX));
        assert!(!is("9223372036854775807", I64, i64::MAX - 1));
        assert!(is("0", F32, -0.0_f32) && is("-inf", F32, f32::NEG_INFINITY));
        assert!(is("9.96921e+36", F32, 9.969_21e36_f32));
    }

    #[test]
    fn a_type_that_cannot_hold_it_never_meets_it() {
        use Sample::{F32, U8};
        assert!(!is("-9999", U8, 241_u8), "-9999 wraps to 241");
        assert!(!is("255.5", U8, 255_u8) && !is("nan", U8, 0_u8));
        assert!(!is("1e39", F32, f32::INFINITY));
    }

    #[test]
    fn zero_is_met_by_ranges_too() {
        let zero = |text: &str, sample| Missing::new(sample, Item::parse(text).iter()).has_zero(sample);
        assert!(zero("-1..1", Sample::I16) && zero("0", Sample::F64) && !zero("255", Sample::U8));
    }
}
