//! What a command reads, which the folder that it writes must not touch.

use std::path::{Path, PathBuf};

use crate::error::{Code, Error};

/// Files and folders that a command reads.
#[derive(Debug, Default)]
pub(in crate::run) struct Reads {
    /// Files, each of which is read by its name.
    pub(in crate::run) files: Vec<PathBuf>,
    /// Results, which are read whole.
    pub(in crate::run) results: Vec<PathBuf>,
}

impl Reads {
    /// Refuses a folder that holds something of it, or lies in a result.
    pub(super) fn check(&self, out: &Path) -> Result<(), Error> {
        let hint = "name another folder with --out";
        let fault = |message: String| Err(Error::new(Code::Output, message, hint));
        let Some(out) = whole(out) else { return Ok(()) };
        for file in self.files.iter().chain(&self.results) {
            if whole(file).is_some_and(|own| own.starts_with(&out)) {
                let name = file.file_name().unwrap_or_default().to_string_lossy();
                return fault(format!("the folder holds `{name}`, which the command reads"));
            }
        }
        for result in &self.results {
            if whole(result).is_some_and(|own| out.starts_with(own)) {
                let name = result.file_name().unwrap_or_default().to_string_lossy();
                return fault(format!("the folder lies in the result `{name}`, which the command reads"));
            }
        }
        Ok(())
    }
}

/// A path from the root without links, of a folder that may not be there yet.
fn whole(path: &Path) -> Option<PathBuf> {
    let path = std::path::absolute(path).ok()?;
    let there = path.ancestors().find_map(|above| Some((above, above.canonicalize().ok()?)));
    let (above, known) = there?;
    path.strip_prefix(above)
        .ok()
        .map(|rest| if rest.as_os_str().is_empty() { known } else { known.join(rest) })
}
