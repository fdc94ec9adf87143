//! `run_log.json`: how a result was made and where it was made from. It may differ where the result is the same.

use serde::Serialize;

use super::lock::sealed;

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
    /// What was overlooked in the grids, and whose plane the areas are of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    grids: Vec<String>,
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

/// A check of the bytes of a map; `lock.json` has the hash of its cells, which does not change with their packing.
#[derive(Debug, Serialize)]
pub struct MapBytes {
    /// Name in the folder.
    pub name: String,
    /// CRC-32 of the bytes, in hexadecimal.
    pub crc32: String,
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
            grids: Vec::new(),
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

    /// The same with what is to be said of the grids.
    #[must_use]
    pub fn with_grids(mut self, notes: Vec<String>) -> Self {
        self.grids = notes;
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
