//! Header and directory of the file of a map.

use super::options::{Compression, MapOptions, Predictor};
use crate::input::grid::Grid;
use crate::math::count;

const SHORT: u16 = 3;
const LONG: u16 = 4;
const DOUBLE: u16 = 12;
const LONG8: u16 = 16;
const ASCII: u16 = 2;

/// Largest file that offsets of 32 bit reach, less room for the directory.
const CLASSIC_END: u64 = (1 << 32) - (1 << 20);

/// Width of the offsets in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Size {
    Classic,
    Big,
}

/// What other programs show for the band.
#[derive(Debug)]
pub(super) struct Labels {
    pub(super) description: String,
    pub(super) unit: String,
}

/// One entry of the directory.
#[derive(Debug)]
pub(super) struct Field {
    tag: u16,
    kind: u16,
    count: u64,
    bytes: Vec<u8>,
}

impl Size {
    /// Offsets that reach the end of a map even if its tiles do not shrink.
    pub(super) fn of(grid: &Grid, options: &MapOptions) -> Self {
        if let Some(big) = options.big {
            return if big { Self::Big } else { Self::Classic };
        }
        let side = options.tile;
        let tiles = u64::from(grid.width.div_ceil(side)) * u64::from(grid.height.div_ceil(side));
        // Deflate adds less than 0.1 % to what it cannot shrink; 64 bytes are for its frame and the tables.
        let tile = u64::from(side) * u64::from(side) * count(options.sample.bytes());
        let most = tiles.saturating_mul(tile + tile / 1000 + 64);
        let keys = count(grid.crs.geo_keys().ascii().len()) + 8 * count(grid.crs.geo_keys().doubles().len());
        if most.saturating_add(keys) < CLASSIC_END { Self::Classic } else { Self::Big }
    }

    pub(super) fn header(self, directory: u64) -> Vec<u8> {
        let mut bytes = b"II".to_vec();
        match self {
            Self::Classic => bytes.extend(42_u16.to_le_bytes()),
            Self::Big => {
                for short in [43_u16, 8, 0] {
                    bytes.extend(short.to_le_bytes());
                }
            }
        }
        self.push(directory, &mut bytes);
        bytes
    }

    /// The directory as it stands at an offset: entries, end of the list, and the values that do not fit in an
    /// entry.
    pub(super) fn directory(self, offset: u64, fields: &[Field]) -> Vec<u8> {
        let (head, entry, inline) = match self {
            Self::Classic => (2, 12, 4),
            Self::Big => (8, 20, 8),
        };
        let entries = count(fields.len());
        let mut values = offset + head + entries * entry + inline;
        let mut bytes = match self {
            Self::Classic => u16::try_from(entries).unwrap_or_default().to_le_bytes().to_vec(),
            Self::Big => entries.to_le_bytes().to_vec(),
        };
        let mut outside = Vec::new();
        for field in fields {
            bytes.extend(field.tag.to_le_bytes());
            bytes.extend(field.kind.to_le_bytes());
            self.push(field.count, &mut bytes);
            let length = count(field.bytes.len());
            if length <= inline {
                bytes.extend(&field.bytes);
                bytes.extend((length..inline).map(|_| 0));
            } else {
                self.push(values, &mut bytes);
                outside.extend(&field.bytes);
                // Values stand at even offsets.
                outside.extend((0..length % 2).map(|_| 0));
                values += length + length % 2;
            }
        }
        self.push(0, &mut bytes);
        bytes.extend(outside);
        bytes
    }

    /// A number in the width of an offset. `of` made sure that offsets fit.
    fn push(self, number: u64, bytes: &mut Vec<u8>) {
        match self {
            Self::Classic => bytes.extend(u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes()),
            Self::Big => bytes.extend(number.to_le_bytes()),
        }
    }
}

impl Field {
    /// The entries of a map in the order of their tags.
    pub(super) fn list(
        grid: &Grid,
        labels: &Labels,
        options: &MapOptions,
        tiles: &[(u64, u64)],
        size: Size,
    ) -> Vec<Self> {
        let offsets: Vec<u64> = tiles.iter().map(|(offset, _)| *offset).collect();
        let lengths: Vec<u64> = tiles.iter().map(|(_, length)| *length).collect();
        let mut fields = vec![
            Self::long(256, grid.width),
            Self::long(257, grid.height),
            Self::shorts(258, &[8 * u16::try_from(options.sample.bytes()).unwrap_or(4)]),
            Self::shorts(259, &[compression(options.compression)]),
            Self::shorts(262, &[1]),
            Self::shorts(277, &[1]),
            Self::shorts(284, &[1]),
            Self::shorts(317, &[predictor(options.predictor())]),
            Self::long(322, options.tile),
            Self::long(323, options.tile),
            Self::offsets(324, &offsets, size),
            Self::offsets(325, &lengths, size),
            Self::shorts(339, &[options.sample.format()]),
        ];
        fields.extend(place(grid));
        fields.push(Self::text(42112, metadata(labels, options.scale).as_bytes()));
        if let Some(nodata) = options.nodata {
            let text = if nodata.is_nan() { "nan".to_owned() } else { nodata.to_string() };
            fields.push(Self::text(42113, text.as_bytes()));
        }
        fields
    }

    fn long(tag: u16, value: u32) -> Self {
        Self { tag, kind: LONG, count: 1, bytes: value.to_le_bytes().to_vec() }
    }

    fn shorts(tag: u16, values: &[u16]) -> Self {
        let bytes = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        Self { tag, kind: SHORT, count: count(values.len()), bytes }
    }

    fn doubles(tag: u16, values: &[f64]) -> Self {
        let bytes = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        Self { tag, kind: DOUBLE, count: count(values.len()), bytes }
    }

    fn text(tag: u16, text: &[u8]) -> Self {
        let bytes = [text, &[0]].concat();
        Self { tag, kind: ASCII, count: count(bytes.len()), bytes }
    }

    fn offsets(tag: u16, values: &[u64], size: Size) -> Self {
        let mut bytes = Vec::new();
        for value in values {
            size.push(*value, &mut bytes);
        }
        let kind = if size == Size::Big { LONG8 } else { LONG };
        Self { tag, kind, count: count(values.len()), bytes }
    }
}

/// The codes of TIFF and its extensions.
const fn compression(compression: Compression) -> u16 {
    match compression {
        Compression::None => 1,
        Compression::Deflate => 8,
        #[cfg(feature = "zstd")]
        Compression::Zstd => 50_000,
    }
}

const fn predictor(predictor: Predictor) -> u16 {
    match predictor {
        Predictor::None => 1,
        Predictor::Horizontal => 2,
        Predictor::FloatingPoint => 3,
    }
}

/// Transform and keys of the grid.
fn place(grid: &Grid) -> Vec<Field> {
    let keys = grid.crs.geo_keys();
    let (step, mut origin) = (grid.step, grid.origin);
    if keys.pixel_is_point() {
        // The keys are kept as they came, so the coordinates name the centre of the first cell.
        origin = (origin.0 + 0.5 * step.0, origin.1 + 0.5 * step.1);
    }
    let mut fields = Vec::new();
    if step.1 < 0.0 {
        fields.push(Field::doubles(33550, &[step.0, -step.1, 0.0]));
        fields.push(Field::doubles(33922, &[0.0, 0.0, 0.0, origin.0, origin.1, 0.0]));
    } else {
        // The cell size of TIFF is a length: rows that run north need the matrix.
        let mut matrix = [0.0; 16];
        for (value, number) in matrix.iter_mut().zip([step.0, 0.0, 0.0, origin.0, 0.0, step.1, 0.0, origin.1])
        {
            *value = number;
        }
        if let Some(last) = matrix.last_mut() {
            *last = 1.0;
        }
        fields.push(Field::doubles(34264, &matrix));
    }
    if !keys.directory().is_empty() {
        fields.push(Field::shorts(34735, keys.directory()));
    }
    if !keys.doubles().is_empty() {
        fields.push(Field::doubles(34736, keys.doubles()));
    }
    if !keys.ascii().is_empty() {
        fields.push(Field::text(34737, keys.ascii()));
    }
    fields
}

/// Description, unit, scale and offset of the band as GDAL writes them.
fn metadata(labels: &Labels, (scale, offset): (f64, f64)) -> String {
    let escape =
        |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\0', "");
    let item = |name: &str, role: &str, text: &str| {
        // GDAL takes the escapes of a text off twice.
        let text = escape(&escape(text));
        format!("  <Item name=\"{name}\" sample=\"0\" role=\"{role}\">{text}</Item>\n")
    };
    let scales = if (scale, offset) == (1.0, 0.0) {
        String::new()
    } else {
        item("OFFSET", "offset", &offset.to_string()) + &item("SCALE", "scale", &scale.to_string())
    };
    format!(
        "<GDALMetadata>\n{}{}{}</GDALMetadata>\n",
        item("DESCRIPTION", "description", &labels.description),
        item("UNITTYPE", "unittype", &labels.unit),
        scales
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::grid::Crs;

    #[test]
    fn a_map_that_may_pass_4_gib_is_big() {
        let crs = Crs::absent();
        let grid = |side| Grid {
            width: side,
            height: side,
            origin: (0.0, 0.0),
            step: (1.0, -1.0),
            crs: crs.clone(),
        };
        let size = |side| Size::of(&grid(side), &MapOptions::default());
        assert_eq!([size(32_000), size(32_768), size(u32::MAX)], [Size::Classic, Size::Big, Size::Big]);
        let small = MapOptions { big: Some(true), ..MapOptions::default() };
        assert_eq!(Size::of(&grid(10), &small), Size::Big);
    }

    #[test]
    fn a_value_that_fits_stands_in_its_entry() {
        let fields = [Field::shorts(258, &[32]), Field::text(42113, b"nan"), Field::text(270, b"longer")];
        for (size, length) in [(Size::Classic, 2 + 3 * 12 + 4 + 8), (Size::Big, 8 + 3 * 20 + 8)] {
            assert_eq!(size.directory(8, &fields).len(), length);
        }
    }
}
