//! Types of stored numbers.

use super::directory::unread;
use crate::error::Error;
use crate::text;

/// Type of a stored number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sample {
    U8,
    I8,
    U16,
    I16,
    U32,
    I32,
    F32,
    U64,
    I64,
    F64,
}

impl Sample {
    pub(super) const fn bytes(self) -> usize {
        match self {
            Self::U8 | Self::I8 => 1,
            Self::U16 | Self::I16 => 2,
            Self::U32 | Self::I32 | Self::F32 => 4,
            Self::U64 | Self::I64 | Self::F64 => 8,
        }
    }

    /// Smallest and largest number, rounded to 53 bits.
    pub(super) fn extremes(self) -> (f64, f64) {
        match self {
            Self::U8 => (f64::from(u8::MIN), f64::from(u8::MAX)),
            Self::I8 => (f64::from(i8::MIN), f64::from(i8::MAX)),
            Self::U16 => (f64::from(u16::MIN), f64::from(u16::MAX)),
            Self::I16 => (f64::from(i16::MIN), f64::from(i16::MAX)),
            Self::U32 => (f64::from(u32::MIN), f64::from(u32::MAX)),
            Self::I32 => (f64::from(i32::MIN), f64::from(i32::MAX)),
            Self::U64 => (0.0, 18_446_744_073_709_551_616.0),
            Self::I64 => (-9_223_372_036_854_775_808.0, 9_223_372_036_854_775_808.0),
            Self::F32 => (f64::from(f32::MIN), f64::from(f32::MAX)),
            Self::F64 => (f64::MIN, f64::MAX),
        }
    }

    /// TIFF's number for unsigned, signed or floating point.
    pub(super) const fn format(self) -> u16 {
        match self {
            Self::U8 | Self::U16 | Self::U32 | Self::U64 => 1,
            Self::I8 | Self::I16 | Self::I32 | Self::I64 => 2,
            Self::F32 | Self::F64 => 3,
        }
    }

    pub(super) fn new(bits: u64, format: u64) -> Result<Self, Error> {
        Ok(match (format, bits) {
            (1, 8) => Self::U8,
            (2, 8) => Self::I8,
            (1, 16) => Self::U16,
            (2, 16) => Self::I16,
            (1, 32) => Self::U32,
            (2, 32) => Self::I32,
            (3, 32) => Self::F32,
            (1, 64) => Self::U64,
            (2, 64) => Self::I64,
            (3, 64) => Self::F64,
            (5 | 6, _) => {
                let hint = text!("write the part that is meant as a real raster", "把所需的部分写成实数栅格");
                return Err(unread(text!("complex numbers", "复数"), hint));
            }
            _ => {
                let what = text!(
                    "samples of {0} bits, sample format {1}",
                    "{0} 位、样本格式 {1} 的数据",
                    bits,
                    format
                );
                let hint = text!(
                    "convert with gdal_translate -ot Byte, Int16, Float32 or the like",
                    "用 gdal_translate -ot Byte、Int16、Float32 等转换"
                );
                return Err(unread(what, hint));
            }
        })
    }
}
