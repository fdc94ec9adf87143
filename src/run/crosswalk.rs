//! The crosswalk of a land cover: shipped or of a file, with the rules of the run.

use crate::error::{Error, Findings, Place};
use crate::extent::crosswalk::{self, Crosswalk};
use crate::input::files::Files;
use crate::input::manifest::Classes;

/// The place in `run.toml` for findings that have none of their own.
pub(super) fn at(place: Place) -> impl Fn(Findings) -> Findings {
    move |findings| findings.into_iter().map(|error| error.at(place.clone())).collect()
}

/// A shipped crosswalk or a CSV file, with the rules that the run states laid over it.
pub(super) fn read_crosswalk(classes: &Classes, files: &Files) -> Result<Crosswalk, Findings> {
    let at = |error: Error| error.at(classes.place.clone());
    let mut crosswalk = match classes.crosswalk.as_deref() {
        None => Crosswalk::identity(),
        Some(id) if crosswalk::SHIPPED.iter().any(|(known, _)| *known == id) => Crosswalk::shipped(id)?,
        Some(name) if name.contains('.') => {
            let table = files.table_with(name, None, &["class_code"]);
            let table = table.map_err(|found| found.into_iter().map(at).collect::<Findings>())?;
            Crosswalk::from_table(name, &table)?
        }
        Some(id) => return Crosswalk::shipped(id).map_err(|found| found.into_iter().map(at).collect()),
    };
    for (class, ecosystem) in &classes.rules {
        crosswalk.state(class, *ecosystem);
    }
    Ok(crosswalk)
}
