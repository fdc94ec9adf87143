//! `run_log.json`: how a result was made and where it was made from. It may differ where the result is the same.

use std::path::Path;

use serde::Serialize;

use super::lock::sealed;
use crate::error::{Code, Error, Place};
use crate::input::files::sha256_of;

/// The log of a run.
#[derive(Debug, Serialize)]
pub struct RunLog {
    ecovalue: &'static str,
    run: Option<String>,
    input_root: Option<String>,
    threads: Option<usize>,
    /// Year and row from which a run that was cut went on.
    resumed: Vec<Resumed>,
    cells: u64,
    system: &'static str,
    architecture: &'static str,
    maps: Vec<MapBytes>,
    sha256: String,
}

/// Where a run that was cut went on.
#[derive(Debug, Serialize)]
struct Resumed {
    year: i32,
    row: u32,
}

/// The bytes of a map; `lock.json` has the hash of its samples, which do not change with their compression.
#[derive(Debug, Serialize)]
pub struct MapBytes {
    /// Name in the folder.
    pub name: String,
    /// SHA-256 of the bytes, in hexadecimal.
    pub sha256: String,
}

impl MapBytes {
    /// The hash of a map in the folder of a result.
    ///
    /// # Errors
    ///
    /// `EV-I001` if the file cannot be read.
    pub fn of(folder: &Path, name: String) -> Result<Self, Error> {
        let sha256 = sha256_of(&folder.join(&name)).map_err(|error| {
            let message = format!("cannot be read: {}", error.kind());
            Error::new(Code::FileUnreadable, message, "check that the file can be read")
                .at(Place::file(&name))
        })?;
        Ok(Self { name, sha256 })
    }
}

impl RunLog {
    /// A log. `places` are `run.toml` and the second folder of inputs, as they are seen from the result.
    #[must_use]
    pub fn new(
        places: (Option<String>, Option<String>),
        threads: Option<usize>,
        cells: u64,
        maps: Vec<MapBytes>,
    ) -> Self {
        Self {
            ecovalue: env!("CARGO_PKG_VERSION"),
            run: places.0,
            input_root: places.1,
            threads,
            resumed: Vec::new(),
            cells,
            system: std::env::consts::OS,
            architecture: std::env::consts::ARCH,
            maps,
            sha256: String::new(),
        }
    }

    /// The same of a run that went on from rows of some years.
    #[must_use]
    pub fn resumed(mut self, from: &[(i32, u32)]) -> Self {
        self.resumed = from.iter().map(|(year, row)| Resumed { year: *year, row: *row }).collect();
        self
    }

    /// The text, sealed as the lock is.
    ///
    /// # Errors
    ///
    /// What `serde_json` finds.
    pub fn text(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self).map(|text| sealed(&text))
    }
}
