//! `lock.json`: what a result was made from, and nothing that depends on threads, tiles, time or host.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::account::Account;
use crate::input::files::{InputFile, sha256};
use crate::parameter::Parameter;
use crate::parameter::profile::Profile;
use crate::service::REGISTRY;
use crate::valuation::{Book, EvidenceId};

/// Version of the form of the lock.
const FORM: u32 = 1;

/// What a lock is made of.
#[derive(Debug)]
pub struct LockFile<'a> {
    /// Text of `run.toml`.
    pub manifest: &'a str,
    /// Profile.
    pub profile: &'a Profile,
    /// SHA-256 of the profile's text.
    pub profile_sha256: &'a str,
    /// Every file that was read.
    pub inputs: &'a [InputFile],
    /// The accounts, one for each year.
    pub accounts: Vec<&'a Account>,
    /// Every file of the result but the lock and the log: name, size, SHA-256.
    pub outputs: Vec<Output>,
}

/// A file of the result.
#[derive(Debug, Clone, Serialize)]
pub struct Output {
    /// Name in the folder.
    pub name: String,
    /// Size in bytes.
    pub size: u64,
    /// SHA-256 in hexadecimal; of a map over its samples, not over the bytes of the file.
    pub sha256: String,
}

#[derive(Serialize)]
struct Document<'a> {
    form: u32,
    ecovalue: &'static str,
    profile: ProfileEntry<'a>,
    manifest: &'a str,
    inputs: Vec<InputEntry<'a>>,
    parameters: Vec<ParameterEntry<'a>>,
    fallbacks: Vec<String>,
    not_verified: Vec<String>,
    warnings: Vec<String>,
    outputs: &'a [Output],
    sha256: String,
}

#[derive(Serialize)]
struct ProfileEntry<'a> {
    id: &'a str,
    status: &'a str,
    sha256: &'a str,
}

#[derive(Serialize)]
struct InputEntry<'a> {
    name: &'a str,
    size: u64,
    sha256: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding: Option<&'a str>,
}

#[derive(Serialize)]
struct ParameterEntry<'a> {
    key: &'a str,
    variant: &'a str,
    value: f64,
    unit: &'a str,
    ecosystem: String,
    condition: &'a str,
    region: &'a str,
    price_year: Option<i32>,
    valid_from: Option<i32>,
    valid_to: Option<i32>,
    source: &'a str,
    clause: &'a str,
    verified: &'a str,
    local: bool,
    /// Services of which a figure rests on the row.
    services: Vec<&'static str>,
}

/// How a document ends that is not sealed yet.
const UNSEALED: &str = "\"sha256\": \"\"\n}";

/// A document whose last entry, an empty `sha256`, holds the SHA-256 of the document as it was.
///
/// # Examples
///
/// ```
/// use ecovalue::report::lock::{is_sealed, sealed};
///
/// let text = sealed("{\n  \"gep\": 1,\n  \"sha256\": \"\"\n}");
/// assert!(is_sealed(&text));
/// assert!(!is_sealed(&text.replace('1', "2")));
/// ```
#[must_use]
pub fn sealed(unsealed: &str) -> String {
    let body = unsealed.strip_suffix(UNSEALED).unwrap_or(unsealed);
    format!("{body}\"sha256\": \"{}\"\n}}\n", sha256(unsealed.as_bytes()))
}

/// A record with its hash as the last entry.
pub(crate) fn sealed_record(record: &serde_json::Value) -> String {
    let text = format!("{record:#}");
    let body = text.strip_suffix("\n}").unwrap_or(&text);
    sealed(&format!("{body},\n  {UNSEALED}"))
}

/// Whether a document is, to the byte, one that [`sealed`] made.
#[must_use]
pub fn is_sealed(text: &str) -> bool {
    let parts = text.strip_suffix("\"\n}\n").and_then(|text| text.rsplit_once("\"sha256\": \""));
    parts.is_some_and(|(body, seal)| seal == sha256(format!("{body}{UNSEALED}").as_bytes()))
}

impl LockFile<'_> {
    /// The text of the lock. Its last entry is the SHA-256 of the text with that entry empty.
    ///
    /// # Errors
    ///
    /// What `serde_json` finds.
    pub fn text(&self) -> Result<String, serde_json::Error> {
        Ok(sealed(&serde_json::to_string_pretty(&self.document())?))
    }

    fn document(&self) -> Document<'_> {
        let books = || self.accounts.iter().map(|account| &account.book);
        // Few rows stand under one place, so that the whole rows need not be compared with one another.
        let mut known: BTreeMap<(&str, u64), Vec<&Parameter>> = BTreeMap::new();
        let mut rows: Vec<&Parameter> = Vec::new();
        for row in books().flat_map(Book::rows) {
            let same_place = known.entry((row.file.as_str(), row.line)).or_default();
            if !same_place.contains(&row) {
                same_place.push(row);
                rows.push(row);
            }
        }
        let mut fallbacks: Vec<String> = books().flat_map(Book::fallbacks).map(ToString::to_string).collect();
        fallbacks.sort_unstable();
        fallbacks.dedup();
        let listed = books().flat_map(Book::list).filter(|evidence| evidence.must_be_listed());
        let mut not_verified: Vec<String> = listed.map(ToString::to_string).collect();
        not_verified.sort_unstable();
        not_verified.dedup();
        let mut told = BTreeSet::new();
        let warnings = self.accounts.iter().flat_map(|account| &account.warnings).map(ToString::to_string);
        let warnings = warnings.filter(|warning| told.insert(warning.clone())).collect();
        Document {
            form: FORM,
            ecovalue: env!("CARGO_PKG_VERSION"),
            profile: ProfileEntry {
                id: &self.profile.id,
                status: &self.profile.status,
                sha256: self.profile_sha256,
            },
            manifest: self.manifest,
            inputs: self.inputs.iter().map(input).collect(),
            parameters: rows.into_iter().map(|row| self.parameter(row)).collect(),
            fallbacks,
            not_verified,
            warnings,
            outputs: &self.outputs,
            sha256: String::new(),
        }
    }
}

fn input(file: &InputFile) -> InputEntry<'_> {
    InputEntry { name: &file.name, size: file.size, sha256: &file.sha256, encoding: file.encoding.as_deref() }
}

impl LockFile<'_> {
    fn parameter<'a>(&self, row: &'a Parameter) -> ParameterEntry<'a> {
        let types: Vec<String> = row.ecosystems.iter().map(ToString::to_string).collect();
        ParameterEntry {
            key: &row.key,
            variant: &row.variant,
            value: row.value,
            unit: row.unit.text(),
            ecosystem: types.join("/"),
            condition: &row.condition,
            region: &row.region,
            price_year: row.price_year,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            source: &row.source,
            clause: &row.clause,
            verified: row.verified.as_str(),
            local: row.local,
            services: self.services_on(row),
        }
    }

    /// In the order of the registry.
    fn services_on(&self, row: &Parameter) -> Vec<&'static str> {
        let mut services = BTreeSet::new();
        for account in &self.accounts {
            let ids: Vec<EvidenceId> = account.book.evidence_of(row).collect();
            let rows = account.rows.iter().filter(|row| row.evidence.iter().any(|id| ids.contains(id)));
            services.extend(rows.map(|row| row.service.id));
        }
        REGISTRY.iter().map(|service| service.id).filter(|id| services.contains(id)).collect()
    }
}
