//! Where a result was made from: `run.toml` and the second folder of inputs, as they are seen from the result.

use std::path::{Component, Path, PathBuf};

use serde_json::Value;

use crate::error::{Code, Error, Place};
use crate::text;

/// The settings of a run, and the folder that the operator added.
#[derive(Debug, Clone)]
pub(crate) struct Origin {
    pub(crate) run: PathBuf,
    pub(crate) input_root: Option<PathBuf>,
}

impl Origin {
    /// Both as relative paths from the folder of a result; none where the way would lead through the root of the file
    /// system, which would be an absolute path in another form.
    pub(super) fn seen_from(&self, folder: &Path) -> (Option<String>, Option<String>) {
        let root = self.input_root.as_deref().and_then(|root| relative(folder, root));
        (relative(folder, &self.run), root)
    }

    /// What the operator names, else what the log of a result says.
    pub(super) fn of(
        folder: &Path,
        log: Option<&Value>,
        run: Option<&Path>,
        input_root: Option<&Path>,
    ) -> Result<Self, Error> {
        let recorded = |key: &str| log?.get(key)?.as_str().and_then(|text| followed(folder, text));
        let input_root = input_root.map(Path::to_path_buf).or_else(|| recorded("input_root"));
        let run = run.map(Path::to_path_buf).or_else(|| recorded("run")).ok_or_else(|| {
            let message =
                text!("the result does not say where its run.toml is", "结果未记录其 run.toml 的位置");
            let hint = text!("name it with --run RUN.toml", "用 --run RUN.toml 指定");
            Error::new(Code::FileUnreadable, message, hint).at(Place::file("run_log.json"))
        })?;
        Ok(Self { run, input_root })
    }
}

fn relative(from: &Path, to: &Path) -> Option<String> {
    let (from, to) = (from.canonicalize().ok()?, to.canonicalize().ok()?);
    let shared = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    if !from.components().take(shared).any(|part| matches!(part, Component::Normal(_))) {
        return None;
    }
    let up = from.components().skip(shared).map(|_| Some("..".to_owned()));
    let down = to.components().skip(shared).map(|part| part.as_os_str().to_str().map(str::to_owned));
    Some(up.chain(down).collect::<Option<Vec<_>>>()?.join("/"))
}

/// Where a recorded path leads; a log is data of strangers, and only a relative path is followed.
fn followed(folder: &Path, text: &str) -> Option<PathBuf> {
    let plain = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::ParentDir);
    let path = Path::new(text);
    path.components().all(plain).then(|| folder.canonicalize().ok().map(|folder| folder.join(path)))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_leads_nowhere_by_an_absolute_path() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        assert_eq!(followed(here, "/etc/passwd"), None);
        assert_eq!(
            followed(here, "../a/run.toml").unwrap(),
            here.canonicalize().unwrap().join("../a/run.toml")
        );
    }

    #[test]
    fn the_way_back_is_relative_and_never_by_the_root() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        assert_eq!(relative(&here.join("src/run"), &here.join("src/lib.rs")).unwrap(), "../lib.rs");
        assert_eq!(relative(Path::new("/usr"), Path::new("/etc")), None);
    }
}
