//! How the numbers of a map are stored.

use crate::error::{Code, Error};
use crate::text;
use crate::wording::Message;

/// Type of the stored numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it: unsigned, signed, floating point, and bits")]
pub enum MapSample {
    U8,
    U16,
    I16,
    U32,
    I32,
    F32,
    F64,
}

/// How tiles are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compression {
    /// Not at all.
    None,
    /// Deflate in the frame of zlib, which every program reads.
    Deflate,
    /// Zstandard, faster and smaller; GDAL reads it since 2.3.
    #[cfg(feature = "zstd")]
    Zstd,
}

impl Compression {
    /// The compression that a run names: `none`, `deflate`, or `zstd` where the crate has it.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "none" => Some(Self::None),
            "deflate" => Some(Self::Deflate),
            #[cfg(feature = "zstd")]
            "zstd" => Some(Self::Zstd),
            _ => None,
        }
    }
}

/// What is done to the numbers of a row so that they pack better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Predictor {
    /// Nothing.
    None,
    /// Each number less the one before; of floating point, the bit patterns.
    Horizontal,
    /// Bytes sorted by significance, each less the one before; floating point only.
    FloatingPoint,
}

/// How a map is written.
///
/// # Examples
///
/// ```
/// use ecovalue::report::map::{MapOptions, MapSample};
///
/// // Tenths of a degree in 16 bits: 21.3 is stored as 213 and read as 21.3.
/// let options = MapOptions { sample: MapSample::I16, nodata: Some(-9999.0), scale: (0.1, 0.0), ..MapOptions::default() };
/// assert_eq!(options.tile, 256);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MapOptions {
    /// Type of the stored numbers.
    pub sample: MapSample,
    /// How tiles are packed.
    pub compression: Compression,
    /// What is done before packing; none for the best of the type.
    pub predictor: Option<Predictor>,
    /// Rows and columns of a tile, a multiple of 16.
    pub tile: u32,
    /// Offsets of 64 bits; none for only where 4 GiB may not do.
    pub big: Option<bool>,
    /// Stored number that stands for a missing value.
    pub nodata: Option<f64>,
    /// Scale and offset: a value is what is stored times the scale, and the offset.
    pub scale: (f64, f64),
}

impl Default for MapOptions {
    /// 32 bit floating point, Deflate, tiles of 256, `NaN` for missing.
    fn default() -> Self {
        Self {
            sample: MapSample::F32,
            compression: Compression::Deflate,
            predictor: None,
            tile: 256,
            big: None,
            nodata: Some(f64::NAN),
            scale: (1.0, 0.0),
        }
    }
}

impl MapOptions {
    /// The predictor that is used.
    #[must_use]
    pub fn predictor(&self) -> Predictor {
        match (self.predictor, self.compression) {
            (Some(predictor), _) => predictor,
            (None, Compression::None) => Predictor::None,
            (None, _) if self.sample.is_float() => Predictor::FloatingPoint,
            (None, _) => Predictor::Horizontal,
        }
    }

    /// Side of the tiles for a map of so many columns: the writer holds a row of tiles, which has to stay small.
    #[must_use]
    pub fn tile_for(width: u32) -> u32 {
        /// Cells of a row of tiles at most.
        const MOST: u64 = 1 << 24;
        let fits = |tile: &u32| u64::from(width).saturating_mul(u64::from(*tile)) <= MOST;
        [256, 128, 64, 32].into_iter().find(fits).unwrap_or(16)
    }

    /// Refuses options that do not go together.
    pub(super) fn check(&self) -> Result<(), Error> {
        let fault = |message: Message, hint: Message| Err(Error::new(Code::BadValue, message, hint));
        if self.tile == 0 || !self.tile.is_multiple_of(16) || self.tile > 4096 {
            return fault(
                text!("tiles of {0} cells", "瓦片边长为 {0} 个像元", self.tile),
                text!("take a multiple of 16 up to 4096, e.g. 256", "取 16 的倍数，不超过 4096，如 256"),
            );
        }
        if self.predictor() == Predictor::FloatingPoint && !self.sample.is_float() {
            return fault(
                text!(
                    "the floating-point predictor on {0}",
                    "浮点预测器用于 {0}",
                    format!("{:?}", self.sample)
                ),
                text!("take Predictor::Horizontal for integers", "整数应取 Predictor::Horizontal"),
            );
        }
        if self.compression == Compression::None && self.predictor() != Predictor::None {
            return fault(
                text!("a predictor without compression", "不压缩却设置了预测器"),
                text!("leave the predictor out", "去掉预测器"),
            );
        }
        if !(self.scale.0.is_normal() && self.scale.1.is_finite()) {
            return fault(
                text!("scale {0} and offset {1}", "比例 {0}、偏移 {1}", self.scale.0, self.scale.1),
                text!("state a scale other than 0", "比例不能为 0"),
            );
        }
        match self.nodata {
            Some(nodata) if self.sample.hold(nodata).is_none() => fault(
                text!(
                    "nodata {0} does not fit into {1}",
                    "无数据值 {0} 超出 {1} 的范围",
                    nodata,
                    format!("{:?}", self.sample)
                ),
                text!(
                    "state a number that the type holds, or none where no value is missing",
                    "写明该类型能表示的数值；没有缺值时可不写"
                ),
            ),
            _ => Ok(()),
        }
    }
}

impl MapSample {
    /// Bytes of a number.
    #[must_use]
    pub const fn bytes(self) -> usize {
        match self {
            Self::U8 => 1,
            Self::U16 | Self::I16 => 2,
            Self::U32 | Self::I32 | Self::F32 => 4,
            Self::F64 => 8,
        }
    }

    /// Whether it is floating point.
    #[must_use]
    pub const fn is_float(self) -> bool {
        matches!(self, Self::F32 | Self::F64)
    }

    /// The code of TIFF for the kind of number.
    pub(super) const fn format(self) -> u16 {
        match self {
            Self::U8 | Self::U16 | Self::U32 => 1,
            Self::I16 | Self::I32 => 2,
            Self::F32 | Self::F64 => 3,
        }
    }

    /// The bits of a number in the type, in the lowest bytes; none if the type does not hold it.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "whole numbers within bounds; a map in 32 bits rounds by design"
    )]
    pub(super) fn hold(self, value: f64) -> Option<u64> {
        let (low, high) = match self {
            Self::U8 => (0.0, 255.0),
            Self::U16 => (0.0, 65_535.0),
            Self::I16 => (-32_768.0, 32_767.0),
            Self::U32 => (0.0, 4_294_967_295.0),
            Self::I32 => (-2_147_483_648.0, 2_147_483_647.0),
            Self::F64 => return Some(value.to_bits()),
            Self::F32 => {
                let single = value as f32;
                let overflows = single.is_infinite() && value.is_finite();
                return (!overflows).then(|| u64::from(single.to_bits()));
            }
        };
        let whole = value.fract() == 0.0 && value >= low && value <= high;
        whole.then(|| (value as i64).cast_unsigned() & (u64::MAX >> (64 - 8 * self.bytes())))
    }
}
