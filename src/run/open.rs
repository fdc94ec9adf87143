//! Reading everything that a run names; what is wrong in one file does not keep the others from being read.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::Run;
use super::crosswalk::at;
use super::local;
use super::origin::Origin;
use super::record::{not_utf8, too_large, unreadable};
use super::sources;
use crate::error::{Code, Error, Findings, Place, of_system};
use crate::input::files::{Files, LARGEST_SETTINGS, sha256};
use crate::input::manifest::Manifest;
use crate::input::statistics::{self, Statistics};
use crate::parameter::profile::{self, Profile};
use crate::parameter::{self, Parameters};
use crate::text;
use crate::wording::Message;

pub(super) fn open(path: &Path, input_root: Option<&Path>) -> Result<Run, Findings> {
    let name =
        path.file_name().map_or_else(|| "run.toml".to_owned(), |name| name.to_string_lossy().into_owned());
    let text = read_manifest(path, &name)?;
    let mut manifest = Manifest::parse(&name, &text)?;
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let folder = folder.map_or_else(|| PathBuf::from("."), Path::to_path_buf);
    let roots: Vec<PathBuf> = std::iter::once(folder).chain(input_root.map(Path::to_path_buf)).collect();
    let files = Files::new(roots, manifest.limits);
    let origin = Origin { run: path.to_path_buf(), input_root: input_root.map(Path::to_path_buf) };

    let mut findings = Findings::new();
    let profile = findings.take(read_profile(&manifest, &files)).map(|(mut profile, sha256)| {
        if let Some(deflator) = &manifest.deflator {
            profile.price_index.clone_from(deflator);
        }
        (profile, sha256)
    });
    let mut notices = Vec::new();
    let parameters = findings.take(read_parameters(&manifest, &files)).map(|mut parameters| {
        let settled = parameters.settle_regions(&mut manifest.regions);
        let place = manifest.place("parameters").column("parameters.regions");
        findings.extend(settled.unknown.into_iter().map(|error| error.at(place.clone())));
        notices = settled.taken.iter().map(|(half, whole)| local::taken(half, whole, &place)).collect();
        parameters
    });
    let statistics = findings.take(read_statistics(&manifest, &files));
    let sources = findings.take(sources::open(&manifest, &files));
    match (profile, parameters, statistics, sources) {
        (Some((profile, profile_sha256)), Some(parameters), Some(statistics), Some((source, later))) => {
            findings.into_result(Run {
                manifest,
                text,
                files,
                profile,
                profile_sha256,
                parameters,
                statistics,
                source,
                later,
                notices,
                origin,
            })
        }
        _ => Err(findings),
    }
}

fn read_manifest(path: &Path, name: &str) -> Result<String, Error> {
    let at = |error: Error| error.at(Place::file(name));
    let mut bytes = Vec::new();
    let read = fs::File::open(path)
        .and_then(|file| file.take(LARGEST_SETTINGS.saturating_add(1)).read_to_end(&mut bytes));
    let size = read
        .map_err(|error| at(Error::new(Code::FileUnreadable, unreadable(of_system(&error)), name_a_run())))?;
    if crate::math::count(size) > LARGEST_SETTINGS {
        return Err(at(Error::new(Code::Limit, too_large(LARGEST_SETTINGS), name_a_run())));
    }
    String::from_utf8(bytes).map_err(|error| {
        let byte = error.utf8_error().valid_up_to();
        let hint = text!("save the file in UTF-8", "将文件另存为 UTF-8");
        at(Error::new(Code::Encoding, not_utf8(byte), hint))
    })
}

fn name_a_run() -> Message {
    text!("name the run.toml of a run", "指定一次核算的 run.toml")
}

/// A shipped profile, a file, or the file `profiles/<id>.toml` beside the run.
fn read_profile(manifest: &Manifest, files: &Files) -> Result<(Profile, String), Findings> {
    profile_named(&manifest.profile, manifest, files)
}

pub(super) fn profile_named(
    id: &str,
    manifest: &Manifest,
    files: &Files,
) -> Result<(Profile, String), Findings> {
    let at = |error: Error| error.at(manifest.place("profile"));
    let is_file = Path::new(id).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"));
    let name = if is_file { id.to_owned() } else { format!("profiles/{id}.toml") };
    if let (false, Some(text)) = (is_file, profile::shipped_text(id)) {
        return Ok((Profile::shipped(id)?, sha256(text.as_bytes())));
    }
    let text = match files.settings(&name) {
        Ok(text) => text,
        Err(error) if is_file || error.code() != Code::FileUnreadable => return Err(at(error).into()),
        Err(_) => {
            let unknown = Profile::shipped(id).err().unwrap_or_default();
            return Err(unknown.into_iter().map(at).collect());
        }
    };
    let profile = Profile::parse(&name, &text)?;
    if profile::shipped_ids().contains(&profile.id.as_str()) {
        let message =
            text!("the id `{0}` is that of a shipped profile", "id `{0}` 与自带核算方案相同", &profile.id);
        let hint = text!("give the profile an id of its own", "为该方案另取一个 id");
        let error = Error::new(Code::UnknownProfile, message, hint);
        return Err(error.at(Place::file(name).column("id")).into());
    }
    Ok((profile, sha256(text.as_bytes())))
}

fn read_parameters(manifest: &Manifest, files: &Files) -> Result<Parameters, Findings> {
    let shipped = Parameters::shipped();
    let Some(name) = &manifest.parameters else { return Ok(shipped) };
    let encoding = manifest.parameters_encoding.as_deref();
    let table = files.table_with(name, encoding, &parameter::REQUIRED);
    shipped.with_local(&table.map_err(at(manifest.place("parameters")))?)
}

fn read_statistics(manifest: &Manifest, files: &Files) -> Result<Statistics, Findings> {
    let Some(name) = &manifest.statistics else { return Ok(Statistics::default()) };
    let encoding = manifest.statistics_encoding.as_deref();
    let table = files.table_with(name, encoding, &statistics::REQUIRED);
    let mut table = table.map_err(at(manifest.place("statistics")))?;
    let mut left_out = None;
    if manifest.statistics_skip_totals {
        let totals;
        (table, totals) = statistics::without_totals(table);
        left_out = Some(totals);
    }
    let statistics = Statistics::from_table(&table)?;
    for warning in left_out.iter().flat_map(|totals| totals.warnings(&statistics)) {
        files.note_of_table(name, warning);
    }
    Ok(statistics.filled(&manifest.years, manifest.statistics_missing_year))
}
