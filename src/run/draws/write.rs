//! The folder of an uncertainty: tables, two pages of text, and what they were made of.

use std::path::Path;

use super::super::staged::{Kind, Staged, Target, put};
use super::super::{Options, Run, WriteOptions};
use crate::error::Findings;
use crate::report::lock::sealed_record;
use crate::uncertainty::results::Uncertainty;
use crate::wording::Language;

/// What the caller says instead of `run.toml`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct UncertaintyOptions {
    /// Number of draws.
    pub draws: Option<u32>,
    /// Seed.
    pub seed: Option<u64>,
    /// Draws of each Sobol index; 0 leaves them out.
    pub sensitivity: Option<u32>,
}

impl Run {
    /// Computes the uncertainty of the run and writes its folder, whole or not at all.
    ///
    /// # Errors
    ///
    /// As [`Run::uncertainty`]; `EV-O001` if the folder is there and may not be replaced, or cannot be written.
    pub fn write_uncertainty(
        &self,
        out: &Path,
        options: &Options<'_>,
        asked: UncertaintyOptions,
        write: WriteOptions,
    ) -> Result<Uncertainty, Findings> {
        let staged =
            Staged::begin(Target { out, force: write.force, kind: Kind::Uncertainty, reads: &self.reads() })?;
        let uncertainty = self.uncertainty(options, asked)?;
        let mut outputs = Vec::new();
        for (name, csv) in uncertainty.tables() {
            outputs.push(put(&staged.path, name, csv.bytes())?);
        }
        for (name, language) in
            [("uncertainty.en.txt", Language::English), ("uncertainty.zh.txt", Language::Chinese)]
        {
            outputs.push(put(&staged.path, name, uncertainty.print(language).as_bytes())?);
        }
        let file = |name: &str, size: u64, sha256: &str| serde_json::json!({"name": name, "size": size, "sha256": sha256});
        let inputs = self.files.seen();
        let lock = serde_json::json!({
            "ecovalue": env!("CARGO_PKG_VERSION"),
            "run": self.text,
            "profile": {"id": self.profile.id, "sha256": self.profile_sha256},
            "draws": uncertainty.drawing.draws,
            "method": uncertainty.drawing.method,
            "seed": uncertainty.drawing.seed,
            "sensitivity": asked.sensitivity.or_else(|| Some(self.manifest.uncertainty.as_ref()?.sensitivity)),
            "inputs": inputs.iter().map(|own| file(&own.name, own.size, &own.sha256)).collect::<Vec<_>>(),
            "outputs": outputs.iter().map(|own| file(&own.name, own.size, &own.sha256)).collect::<Vec<_>>(),
        });
        put(&staged.path, Kind::Uncertainty.record(), sealed_record(&lock).as_bytes())?;
        staged.commit()?;
        Ok(uncertainty)
    }
}
