//! How far a map is on the disk, so that it can be gone on with.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{MapOptions, MapWriter, failed};
use crate::error::Error;
use crate::input::grid::Grid;
use crate::report::disk::File;

/// What is on the disk of a map that is not finished: whole rows of tiles.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct MapState {
    name: String,
    next_row: u32,
    position: u64,
    tiles: Vec<(u64, u64)>,
}

impl MapState {
    /// Name of the file.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Whether the file is in a folder and as long as it was.
    pub(crate) fn is_there(&self, folder: &Path) -> bool {
        // The name was written by this crate, but the file that holds it may have been changed.
        let plain = Path::new(&self.name).file_name().is_some_and(|name| name == self.name.as_str());
        plain && fs::metadata(folder.join(&self.name)).is_ok_and(|file| file.len() >= self.position)
    }
}

impl MapWriter {
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
        Ok(map)
    }
}
