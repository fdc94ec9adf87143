//! What a command reads, which the folder that it writes must not touch.

use std::path::{Path, PathBuf};

use crate::error::{Code, Error};
use crate::text;
use crate::wording::Message;

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
        let hint = || text!("name another folder with --out", "用 --out 指定其他文件夹");
        let fault = |message: Message| Err(Error::new(Code::Output, message, hint()));
        let Some(out) = whole(out) else { return Ok(()) };
        for file in self.files.iter().chain(&self.results) {
            if whole(file).is_some_and(|path| path.starts_with(&out)) {
                let name = file.file_name().unwrap_or_default().to_string_lossy();
                return fault(text!(
                    "the folder holds `{0}`, which the command reads",
                    "该文件夹中有本命令要读取的 `{0}`",
                    name
                ));
            }
        }
        for result in &self.results {
            if whole(result).is_some_and(|path| out.starts_with(path)) {
                let name = result.file_name().unwrap_or_default().to_string_lossy();
                return fault(text!(
                    "the folder lies in the result `{0}`, which the command reads",
                    "该文件夹位于本命令要读取的结果 `{0}` 之内",
                    name
                ));
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
