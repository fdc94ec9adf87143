//! The `GeoKeys` of a GeoTIFF (OGC 19-008r4, section 7.1).

use crate::error::{Code, Error};
use crate::text;

/// Ids of the keys that are read.
pub(super) mod key {
    pub(in super::super) const MODEL_TYPE: u16 = 1024;
    pub(in super::super) const RASTER_TYPE: u16 = 1025;
    pub(in super::super) const CITATION: u16 = 1026;
    pub(in super::super) const GEOGRAPHIC_TYPE: u16 = 2048;
    pub(in super::super) const GEOGRAPHIC_CITATION: u16 = 2049;
    pub(in super::super) const DATUM: u16 = 2050;
    pub(in super::super) const GEOGRAPHIC_LINEAR_UNIT: u16 = 2052;
    pub(in super::super) const ANGULAR_UNIT: u16 = 2054;
    pub(in super::super) const ELLIPSOID: u16 = 2056;
    pub(in super::super) const SEMI_MAJOR: u16 = 2057;
    pub(in super::super) const SEMI_MINOR: u16 = 2058;
    pub(in super::super) const INVERSE_FLATTENING: u16 = 2059;
    pub(in super::super) const PRIME_MERIDIAN: u16 = 2061;
    pub(in super::super) const PROJECTED_TYPE: u16 = 3072;
    pub(in super::super) const PROJECTED_CITATION: u16 = 3073;
    pub(in super::super) const PROJECTION: u16 = 3074;
    pub(in super::super) const PROJECTION_METHOD: u16 = 3075;
    pub(in super::super) const LENGTH_UNIT: u16 = 3076;
    pub(in super::super) const LENGTH_UNIT_SIZE: u16 = 3077;
    /// First of the keys of a vertical system, which no area needs.
    pub(in super::super) const VERTICAL: u16 = 4096;
}

/// Tags that hold the values of keys.
const DOUBLES_TAG: u16 = 34736;
const ASCII_TAG: u16 = 34737;
/// Relative tolerance for the numbers of two definitions of one system.
const SAME_NUMBER: f64 = 1e-9;

/// The three tags that describe a coordinate reference system, as they stand in the file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GeoKeys {
    directory: Vec<u16>,
    doubles: Vec<f64>,
    ascii: Vec<u8>,
}

/// Where the value of a key is found.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Entry {
    id: u16,
    tag: u16,
    count: u16,
    value: u16,
}

#[derive(Debug, PartialEq)]
enum Value<'a> {
    Short(u16),
    Doubles(&'a [f64]),
    Text(&'a [u8]),
}

impl GeoKeys {
    /// Keys from the tags 34735, 34736 and 34737.
    #[must_use]
    pub const fn new(directory: Vec<u16>, doubles: Vec<f64>, ascii: Vec<u8>) -> Self {
        Self { directory, doubles, ascii }
    }

    /// Tag 34735.
    #[must_use]
    pub fn directory(&self) -> &[u16] {
        &self.directory
    }

    /// Tag 34736.
    #[must_use]
    pub fn doubles(&self) -> &[f64] {
        &self.doubles
    }

    /// Tag 34737, without the closing zero.
    #[must_use]
    pub fn ascii(&self) -> &[u8] {
        &self.ascii
    }

    /// Whether coordinates name the centres of cells, not their corners.
    #[must_use]
    pub fn pixel_is_point(&self) -> bool {
        self.short(key::RASTER_TYPE) == Some(2)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.directory.is_empty()
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        let counted =
            self.directory.get(3).map(|count| usize::from(*count).saturating_add(1).saturating_mul(4));
        let complete = counted.is_some_and(|needed| needed <= self.directory.len());
        if complete && self.entries().all(|entry| self.value(entry).is_some()) {
            return Ok(());
        }
        Err(Error::new(
            Code::Raster,
            text!(
                "the GeoKeys of the coordinate reference system are damaged",
                "坐标参考系的 GeoKeys 已损坏"
            ),
            text!(
                "assign the system again, e.g. with gdal_edit.py -a_srs",
                "重新指定坐标参考系，如用 gdal_edit.py -a_srs"
            ),
        ))
    }

    pub(super) fn short(&self, id: u16) -> Option<u16> {
        match self.find(id)? {
            Value::Short(value) => Some(value),
            _ => None,
        }
    }

    pub(super) fn double(&self, id: u16) -> Option<f64> {
        match self.find(id)? {
            Value::Doubles([value, ..]) => Some(*value),
            _ => None,
        }
    }

    pub(super) fn text(&self, id: u16) -> Option<String> {
        match self.find(id)? {
            // The parts of a text end with a bar.
            Value::Text(text) => {
                Some(String::from_utf8_lossy(text).trim_end_matches(['|', '\0']).trim().to_owned())
            }
            _ => None,
        }
    }

    /// Whether the keys define the same horizontal system: all equal but citations, the raster type and the
    /// vertical system.
    pub(super) fn same_definition(&self, other: &Self) -> bool {
        let defining = |keys: &Self, entry: &Entry| {
            entry.id != key::RASTER_TYPE
                && entry.id < key::VERTICAL
                && !matches!(keys.value(*entry), Some(Value::Text(_)))
        };
        let all_in = |these: &Self, those: &Self| {
            these.entries().filter(|entry| defining(these, entry)).all(|entry| {
                match (these.value(entry), those.find(entry.id)) {
                    (Some(Value::Doubles(a)), Some(Value::Doubles(b))) => {
                        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| near(*a, *b))
                    }
                    (a, b) => a == b,
                }
            })
        };
        all_in(self, other) && all_in(other, self)
    }

    fn entries(&self) -> impl Iterator<Item = Entry> + '_ {
        let count = self.directory.get(3).copied().map_or(0, usize::from);
        self.directory.chunks_exact(4).skip(1).take(count).filter_map(|entry| match *entry {
            [id, tag, count, value] => Some(Entry { id, tag, count, value }),
            _ => None,
        })
    }

    fn find(&self, id: u16) -> Option<Value<'_>> {
        self.entries().find(|entry| entry.id == id).and_then(|entry| self.value(entry))
    }

    fn value(&self, entry: Entry) -> Option<Value<'_>> {
        let start = usize::from(entry.value);
        let end = start.saturating_add(usize::from(entry.count));
        match entry.tag {
            0 => Some(Value::Short(entry.value)),
            DOUBLES_TAG => self.doubles.get(start..end).map(Value::Doubles),
            // Some writers count the closing zero, which is not kept.
            ASCII_TAG => self.ascii.get(start..end.min(self.ascii.len())).map(Value::Text),
            _ => self.directory.get(start..end)?.first().copied().map(Value::Short),
        }
    }
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= SAME_NUMBER * a.abs().max(b.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_in_their_tag() {
        let directory = vec![1, 1, 0, 3, 1024, 0, 1, 2, 2049, 34737, 7, 0, 2057, 34736, 1, 1];
        let keys = GeoKeys::new(directory, vec![0.0, 6_378_137.0], b"WGS 84|".to_vec());
        assert!(keys.check().is_ok());
        assert_eq!(keys.short(1024), Some(2));
        assert_eq!(keys.text(2049).as_deref(), Some("WGS 84"));
        assert_eq!(keys.double(2057), Some(6_378_137.0));
        assert_eq!(keys.short(3072), None);
    }

    #[test]
    fn a_directory_that_points_outside_is_damaged() {
        let short = GeoKeys::new(vec![1, 1, 0, 3, 1024, 0, 1, 2], vec![], vec![]);
        let outside = GeoKeys::new(vec![1, 1, 0, 1, 2057, 34736, 1, 5], vec![1.0], vec![]);
        assert_eq!(short.check().unwrap_err().code(), Code::Raster);
        assert_eq!(outside.check().unwrap_err().code(), Code::Raster);
    }
}
