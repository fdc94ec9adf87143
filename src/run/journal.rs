//! What a run has done so far, so that a run that was cut goes on where it stood.
//!
//! `DIR.partial/journal` names what decides the figures, and for each year how many rows were added up, what they came
//! to, and how far each map is on the disk. Sums are exact, so a run that goes on ends with the same bits.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::staged::NOTES;
use crate::account::partial::Partial;
use crate::error::Error;
use crate::input::files::sha256;
use crate::report::disk::{self, failed};
use crate::report::map::{MapState, MapWriter};

/// Version of the form of the journal.
const FORM: u32 = 2;
/// Name of the journal in the folder, and the name under which the next one is written.
const NAME: &str = NOTES[0];
const NEXT: &str = NOTES[1];
/// How often it is written; what is lost by a cut is what was done since.
const EVERY: Duration = Duration::from_secs(2);

/// The journal of a run.
#[derive(Debug)]
pub(super) struct Journal {
    folder: PathBuf,
    fingerprint: String,
    every: Duration,
    last: Instant,
    years: Vec<Year>,
    /// Year and row from which this run went on.
    resumed: Vec<(i32, u32)>,
    written: bool,
}

/// What was done for a year.
#[derive(Debug)]
#[expect(clippy::struct_field_names, reason = "a year is known by its number")]
struct Year {
    year: i32,
    row: u32,
    partial: Vec<u8>,
    maps: Vec<MapState>,
}

/// The second line of the file, behind the SHA-256 of it; the partial accounts follow.
#[derive(Serialize, Deserialize)]
struct Head {
    form: u32,
    fingerprint: String,
    years: Vec<YearHead>,
}

#[derive(Serialize, Deserialize)]
struct YearHead {
    year: i32,
    row: u32,
    maps: Vec<MapState>,
    bytes: usize,
    sha256: String,
}

impl Journal {
    /// The journal of a run that begins.
    pub(super) fn new(folder: &Path, fingerprint: &str, every: Option<Duration>) -> Self {
        Self {
            folder: folder.to_path_buf(),
            fingerprint: fingerprint.to_owned(),
            every: every.unwrap_or(EVERY),
            last: Instant::now(),
            years: Vec::new(),
            resumed: Vec::new(),
            written: false,
        }
    }

    /// What a run with this fingerprint has left; nothing if there is none, or it is damaged.
    pub(super) fn read(folder: &Path, fingerprint: &str) -> Option<Self> {
        let bytes = fs::read(folder.join(NAME)).ok()?;
        let line = |bytes: &'_ [u8]| bytes.iter().position(|byte| *byte == b'\n');
        let (sum, behind) = bytes.split_at(line(&bytes)?);
        let behind = behind.get(1..)?;
        let (head, rest) = behind.split_at(line(behind)?);
        if sha256(head).as_bytes() != sum {
            return None;
        }
        let head: Head = serde_json::from_slice(head).ok()?;
        if head.form != FORM || head.fingerprint != fingerprint || head.years.is_empty() {
            return None;
        }
        let mut rest = rest.get(1..)?;
        let mut own = Self::new(folder, fingerprint, None);
        for YearHead { year, row, maps, bytes, sha256: sum } in head.years {
            let (partial, behind) = rest.split_at_checked(bytes)?;
            if sha256(partial) != sum || !maps.iter().all(|map| map.is_there(&folder.join("maps"))) {
                return None;
            }
            own.years.push(Year { year, row, partial: partial.to_vec(), maps });
            rest = behind;
        }
        own.written = true;
        Some(own)
    }

    pub(super) const fn every(mut self, every: Option<Duration>) -> Self {
        if let Some(every) = every {
            self.every = every;
        }
        self
    }

    /// The files of the folder that a run which goes on needs.
    pub(super) fn kept(&self) -> BTreeSet<String> {
        let maps = self.years.iter().flat_map(|year| &year.maps);
        let maps = maps.map(|map| format!("maps/{}", map.name()));
        maps.chain([NAME.to_owned()]).collect()
    }

    /// What was done for a year: the rows, and what they came to.
    pub(super) fn start(&mut self, year: i32) -> Option<(u32, Partial)> {
        let own = self.years.iter().find(|own| own.year == year)?;
        let partial = Partial::from_bytes(&own.partial).ok()?;
        self.resumed.push((year, own.row));
        Some((own.row, partial))
    }

    /// How far a map of a year is on the disk.
    pub(super) fn map(&self, year: i32, name: &str) -> Option<&MapState> {
        let years = self.years.iter().filter(|own| own.year == year);
        years.flat_map(|own| &own.maps).find(|map| map.name() == name)
    }

    /// Forgets what was done for a year, and removes its maps, which are begun anew.
    pub(super) fn discard(&mut self, year: i32) {
        for map in self.years.iter().filter(|own| own.year == year).flat_map(|own| &own.maps) {
            // One that stays is told by the writer of the next.
            let _ = disk::remove_file(&self.folder.join("maps").join(map.name()));
        }
        self.resumed.retain(|(own, _)| *own != year);
        self.forget(year);
    }

    /// Forgets what was done for a year.
    pub(super) fn forget(&mut self, year: i32) {
        self.years.retain(|own| own.year != year);
    }

    /// Years and rows from which this run went on.
    pub(super) fn resumed(&self) -> &[(i32, u32)] {
        &self.resumed
    }

    /// Whether there is something on the disk to go on from.
    pub(super) const fn is_written(&self) -> bool {
        self.written
    }

    /// Notes what was done, if it is time. Maps come to the disk before the journal that counts on them.
    pub(super) fn note(
        &mut self,
        (year, row): (i32, u32),
        whole: &Partial,
        maps: &mut [MapWriter],
    ) -> Result<(), Error> {
        if self.last.elapsed() < self.every {
            return Ok(());
        }
        let mut states = Vec::new();
        for map in maps {
            let Some(state) = map.save()? else { return Ok(()) };
            states.push(state);
        }
        self.forget(year);
        self.years.push(Year { year, row, partial: whole.to_bytes(), maps: states });
        self.write().map_err(|error| failed(&self.folder.join(NAME), &error))?;
        self.last = Instant::now();
        self.written = true;
        Ok(())
    }

    fn write(&self) -> io::Result<()> {
        let years = self.years.iter().map(|own| YearHead {
            year: own.year,
            row: own.row,
            maps: own.maps.clone(),
            bytes: own.partial.len(),
            sha256: sha256(&own.partial),
        });
        let head = Head { form: FORM, fingerprint: self.fingerprint.clone(), years: years.collect() };
        let head = serde_json::to_vec(&head)?;
        let mut bytes = sha256(&head).into_bytes();
        bytes.push(b'\n');
        bytes.extend(head);
        bytes.push(b'\n');
        for own in &self.years {
            bytes.extend(&own.partial);
        }
        let next = self.folder.join(NEXT);
        disk::put(&next, &bytes)?;
        disk::rename(&next, &self.folder.join(NAME))?;
        disk::sync_folder(&self.folder);
        Ok(())
    }
}
