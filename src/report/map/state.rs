//! How far a map is on the disk, so that it can be gone on with.

use std::fs;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{MapOptions, MapWriter, failed};
use crate::error::Error;
use crate::input::grid::Grid;
use crate::report::disk::File;

/// Bytes of a file that are read together.
const PIECE: usize = 1 << 18;

/// What is on the disk of a map that is not finished: whole rows of tiles.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct MapState {
    name: String,
    next_row: u32,
    position: u64,
    tiles: Vec<(u64, u64)>,
    /// Where the bytes of the cells begin, and their CRC-32.
    bytes: (u64, u32),
}

impl MapState {
    /// Name of the file.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Whether the file is in a folder and its bytes are those that were written.
    pub(crate) fn is_there(&self, folder: &Path) -> bool {
        // The name was written by this crate, but the file that holds it may have been changed.
        let plain = Path::new(&self.name).file_name().is_some_and(|name| name == self.name.as_str());
        plain && self.check(&folder.join(&self.name)).is_ok_and(|check| check == self.bytes.1)
    }

    /// CRC-32 of the bytes of the cells as they are on the disk.
    fn check(&self, path: &Path) -> io::Result<u32> {
        if !fs::symlink_metadata(path)?.is_file() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let mut file = fs::File::open(path)?;
        file.seek(SeekFrom::Start(self.bytes.0))?;
        let mut rest = self.position.checked_sub(self.bytes.0).ok_or(io::ErrorKind::InvalidData)?;
        let (mut check, mut buffer) = (crc32fast::Hasher::new(), vec![0; PIECE]);
        while rest > 0 {
            let wanted = usize::try_from(rest).map_or(PIECE, |rest| rest.min(PIECE));
            let piece = buffer.get_mut(..wanted).unwrap_or_default();
            file.read_exact(piece)?;
            check.update(piece);
            rest = rest.saturating_sub(crate::math::count(wanted));
        }
        Ok(check.finalize())
    }
}

impl MapWriter {
    /// Bytes before those of the cells.
    fn header_bytes(&self) -> u64 {
        crate::math::count(self.size.header(0).len())
    }

    /// Brings the map to the disk as far as it goes; nothing in the middle of a row of tiles.
    pub(crate) fn save(&mut self) -> Result<Option<MapState>, Error> {
        if self.next_row != self.band_row {
            return Ok(None);
        }
        self.file.sync().map_err(|error| failed(&self.name, &error))?;
        let name = Path::new(&self.name).file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Some(MapState {
            name,
            next_row: self.next_row,
            position: self.position,
            tiles: self.tiles.clone(),
            bytes: (self.header_bytes(), self.check.clone().finalize()),
        }))
    }

    /// Goes on with a map that was saved; what stands behind that in the file is cut off.
    pub(crate) fn go_on(
        path: &Path,
        grid: &Grid,
        description: &str,
        unit: &str,
        options: MapOptions,
        state: &MapState,
    ) -> Result<Self, Error> {
        let open = |path: &Path| File::go_on(path, state.position);
        let mut map = Self::with(path, grid, (description, unit), options, open)?;
        (map.next_row, map.band_row, map.position) = (state.next_row, state.next_row, state.position);
        map.tiles.clone_from(&state.tiles);
        let (from, check) = state.bytes;
        map.check = crc32fast::Hasher::new_with_initial_len(check, state.position.saturating_sub(from));
        Ok(map)
    }
}
