//! What a map is known by: its cells whichever way they are packed, and the bytes of its file.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::error::{Code, Error, Place, of_kind};
use crate::input::files::hex;
use crate::input::geotiff::GeoTiff;
use crate::input::grid::Grid;
use crate::input::limits::Limits;
use crate::math::count;
use crate::text;

/// Bytes of a file that are read together.
const PIECE: usize = 1 << 18;

/// Hashes of a map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapDigest {
    /// The file, as it was named.
    pub name: String,
    /// Size of the file \[byte\].
    pub size: u64,
    /// SHA-256 of grid and cells, which no packing changes.
    pub cells: String,
    /// CRC-32 of the bytes of the file, which finds what was damaged beside the cells.
    pub bytes: String,
}

/// The hash of grid and cells while they come in, row after row.
#[derive(Debug)]
pub(super) struct CellHash(Sha256);

impl MapDigest {
    /// The hashes of a file that is there; `name` is the file as messages name it.
    ///
    /// # Errors
    ///
    /// As [`GeoTiff::open`] and [`GeoTiff::read_rows`].
    pub fn of(path: &Path, name: &str, limits: &Limits) -> Result<Self, Error> {
        let mut map = GeoTiff::open(path, name, limits)?;
        let mut cells = CellHash::new(map.grid());
        let (width, height) = (map.grid().width, map.grid().height);
        let mut row = vec![f64::NAN; usize::try_from(width).unwrap_or(usize::MAX)];
        for index in 0..height {
            map.read_rows(1, index, 1, &mut row)?;
            cells.add_numbers(&row);
        }
        let (size, bytes) = bytes_of(path).map_err(|error| {
            let message = text!("cannot be read: {0}", "无法读取：{0}", of_kind(error.kind()));
            let hint = text!("check that the file can be read", "检查文件是否可读");
            Error::new(Code::FileUnreadable, message, hint).at(Place::file(name))
        })?;
        Ok(Self { name: name.to_owned(), size, cells: cells.hex(), bytes: printed(&bytes) })
    }
}

impl MapDigest {
    /// CRC-32 of the bytes of a file, as it is printed.
    pub(crate) fn crc32_of(path: &Path) -> std::io::Result<String> {
        bytes_of(path).map(|(_, check)| printed(&check))
    }
}

impl CellHash {
    /// The hash of no cell of a grid.
    pub(super) fn new(grid: &Grid) -> Self {
        let mut hash = Sha256::new();
        hash.update([grid.width, grid.height].map(u32::to_le_bytes).concat());
        let keys = grid.crs.geo_keys();
        let place = [grid.origin.0, grid.origin.1, grid.step.0, grid.step.1];
        for number in place.iter().chain(keys.doubles()) {
            hash.update(number.to_le_bytes());
        }
        for key in keys.directory() {
            hash.update(key.to_le_bytes());
        }
        hash.update(keys.ascii());
        Self(hash)
    }

    /// Adds cells in 32 bit floating point, little-endian, with one pattern for all that are missing.
    pub(super) fn add(&mut self, cells: &[u8]) {
        self.0.update(cells);
    }

    /// Adds the same cells as numbers. One that 32 bits do not hold was not written by a run; it counts with all its bits.
    fn add_numbers(&mut self, cells: &[f64]) {
        let mut bytes = Vec::with_capacity(cells.len().saturating_mul(4));
        for value in cells {
            #[expect(clippy::cast_possible_truncation, reason = "it is held against the number")]
            let single = if value.is_nan() { f32::NAN } else { *value as f32 };
            if value.is_nan() || f64::from(single).to_bits() == value.to_bits() {
                bytes.extend(single.to_le_bytes());
            } else {
                bytes.extend(value.to_le_bytes());
            }
        }
        self.0.update(&bytes);
    }

    pub(super) fn hex(self) -> String {
        hex(&self.0.finalize())
    }
}

/// The check as it is printed.
pub(super) fn printed(bytes: &crc32fast::Hasher) -> String {
    format!("{:08x}", bytes.clone().finalize())
}

fn bytes_of(path: &Path) -> std::io::Result<(u64, crc32fast::Hasher)> {
    let (mut file, mut size, mut check) = (File::open(path)?, 0_u64, crc32fast::Hasher::new());
    let mut buffer = vec![0; PIECE];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok((size, check));
        }
        check.update(buffer.get(..read).unwrap_or_default());
        size = size.saturating_add(count(read));
    }
}
