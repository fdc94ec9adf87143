//! Partial accounts as bytes, to travel between processes and to wait on a disk.

use std::collections::BTreeMap;

use super::{Partial, Supplied, Tally, Weighted};
use crate::error::{Code, Error};
use crate::exact_sum::ExactSum;
use crate::input::plausibility::LayerRange;
use crate::text;
use crate::wording::Message;

/// What the bytes begin with: a mark and the version of the layout.
const MAGIC: &[u8] = b"ecovalue-partial\x03";

impl Partial {
    /// The partial account as bytes: the same for the same sums, however they were added up, on every machine.
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::account::partial::Partial;
    ///
    /// let partial = Partial::default();
    /// assert_eq!(Partial::from_bytes(&partial.to_bytes())?, partial);
    /// assert!(Partial::from_bytes(b"something else").is_err());
    /// # Ok::<(), ecovalue::Error>(())
    /// ```
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        self.map.write(&mut bytes);
        self.extent.write(&mut bytes);
        self.supplies.write(&mut bytes);
        self.missing.write(&mut bytes);
        self.weighted.write(&mut bytes);
        self.ranges.write(&mut bytes);
        bytes
    }

    /// The partial account that some bytes hold.
    ///
    /// # Errors
    ///
    /// `EV-A001` if the bytes are of another version or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let rest = bytes
            .strip_prefix(MAGIC)
            .ok_or_else(|| fault(&text!("are of another kind or version", "属于另一种类或版本")))?;
        let rest = &mut &*rest;
        let partial = Self {
            map: Bytes::read(rest)?,
            extent: Bytes::read(rest)?,
            supplies: Bytes::read(rest)?,
            missing: Bytes::read(rest)?,
            weighted: Bytes::read(rest)?,
            ranges: Bytes::read(rest)?,
        };
        if rest.is_empty() {
            Ok(partial)
        } else {
            Err(fault(&text!("go on behind the end", "在结尾之后仍有内容")))
        }
    }
}

fn fault(what: &Message) -> Error {
    let message = text!("the bytes of a partial account {0}", "部分账户的字节{0}", what);
    Error::new(
        Code::PartialBytes,
        message,
        text!(
            "hand on the bytes as they were written, whole, by the same version",
            "完整传递由同一版本写出的字节"
        ),
    )
}

/// What is written in a fixed order, little-endian.
trait Bytes: Sized {
    fn write(&self, bytes: &mut Vec<u8>);
    /// Takes a value off the front of the bytes.
    fn read(bytes: &mut &[u8]) -> Result<Self, Error>;
}

impl Bytes for u64 {
    fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend(self.to_le_bytes());
    }

    fn read(bytes: &mut &[u8]) -> Result<Self, Error> {
        let (number, rest) = bytes.split_first_chunk().ok_or_else(|| fault(&text!("end early", "不完整")))?;
        *bytes = rest;
        Ok(Self::from_le_bytes(*number))
    }
}

macro_rules! as_u64 {
    ($($number:ty),+) => {$(
        impl Bytes for $number {
            fn write(&self, bytes: &mut Vec<u8>) {
                u64::try_from(*self).unwrap_or(u64::MAX).write(bytes);
            }

            fn read(bytes: &mut &[u8]) -> Result<Self, Error> {
                Self::try_from(u64::read(bytes)?).map_err(|_| fault(&text!("hold a number that is too large", "含有过大的数")))
            }
        }
    )+};
}

as_u64!(u32, usize);

impl Bytes for ExactSum {
    fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend(self.to_bytes());
    }

    fn read(bytes: &mut &[u8]) -> Result<Self, Error> {
        let (sum, rest) = Self::from_bytes(bytes)?;
        *bytes = rest;
        Ok(sum)
    }
}

macro_rules! in_order {
    ($($record:ident { $($field:ident),+ };)+) => {$(
        impl Bytes for $record {
            fn write(&self, bytes: &mut Vec<u8>) {
                $(self.$field.write(bytes);)+
            }

            fn read(bytes: &mut &[u8]) -> Result<Self, Error> {
                Ok(Self { $($field: Bytes::read(bytes)?),+ })
            }
        }
    )+};
}

in_order! {
    Tally { area, cells };
    Supplied { quantity, negative, negative_quantity };
    Weighted { product, tally };
    LayerRange { sum, count, ends, zeros, zero_area };
}

impl<V: Bytes> Bytes for Option<V> {
    fn write(&self, bytes: &mut Vec<u8>) {
        u64::from(self.is_some()).write(bytes);
        if let Some(value) = self {
            value.write(bytes);
        }
    }

    fn read(bytes: &mut &[u8]) -> Result<Self, Error> {
        match u64::read(bytes)? {
            0 => Ok(None),
            1 => V::read(bytes).map(Some),
            _ => Err(fault(&text!("are damaged", "已损坏"))),
        }
    }
}

impl<A: Bytes, B: Bytes> Bytes for (A, B) {
    fn write(&self, bytes: &mut Vec<u8>) {
        self.0.write(bytes);
        self.1.write(bytes);
    }

    fn read(bytes: &mut &[u8]) -> Result<Self, Error> {
        Ok((A::read(bytes)?, B::read(bytes)?))
    }
}

impl<A: Bytes, B: Bytes, C: Bytes> Bytes for (A, B, C) {
    fn write(&self, bytes: &mut Vec<u8>) {
        self.0.write(bytes);
        self.1.write(bytes);
        self.2.write(bytes);
    }

    fn read(bytes: &mut &[u8]) -> Result<Self, Error> {
        Ok((A::read(bytes)?, B::read(bytes)?, C::read(bytes)?))
    }
}

/// Lists and tables grow as they are read, so that a count takes no memory for what the bytes do not hold.
impl<V: Bytes> Bytes for Vec<V> {
    fn write(&self, bytes: &mut Vec<u8>) {
        self.len().write(bytes);
        for value in self {
            value.write(bytes);
        }
    }

    fn read(bytes: &mut &[u8]) -> Result<Self, Error> {
        let count = usize::read(bytes)?;
        let mut values = Self::new();
        for _ in 0..count {
            values.push(V::read(bytes)?);
        }
        Ok(values)
    }
}

impl<K: Bytes + Ord, V: Bytes> Bytes for BTreeMap<K, V> {
    fn write(&self, bytes: &mut Vec<u8>) {
        self.len().write(bytes);
        for (key, value) in self {
            key.write(bytes);
            value.write(bytes);
        }
    }

    fn read(bytes: &mut &[u8]) -> Result<Self, Error> {
        let count = usize::read(bytes)?;
        let mut values = Self::new();
        for _ in 0..count {
            let key = K::read(bytes)?;
            if values.last_key_value().is_some_and(|(last, _)| *last >= key) {
                return Err(fault(&text!("have keys out of order", "键的顺序不对")));
            }
            values.insert(key, V::read(bytes)?);
        }
        Ok(values)
    }
}
