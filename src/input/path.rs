//! Paths of a run stay inside its folder.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Code, Error, did_you_mean};

/// Device names of Windows, with or without an ending.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// The file that a text names below one of the folders, the first that has it.
///
/// # Errors
///
/// `EV-F001` for a text that is no plain relative path or that leads outside through a link, `EV-I001` if no folder
/// has the file.
pub fn resolve(roots: &[PathBuf], text: &str) -> Result<PathBuf, Error> {
    if let Some(reason) = fault(text) {
        let hint = "put the file below the folder of run.toml and name it relative to that folder";
        return Err(Error::new(Code::PathOutside, format!("path `{text}` {reason}"), hint));
    }
    let found = roots.iter().map(|root| (root, root.join(text))).find(|(_, path)| path.is_file());
    let Some((root, path)) = found else { return Err(absent(roots, text)) };
    let inside = match (root.canonicalize(), path.canonicalize()) {
        (Ok(root), Ok(path)) => path.starts_with(root),
        _ => false,
    };
    if inside {
        return Ok(path);
    }
    let message = format!("path `{text}` leads outside the folder of the run through a link");
    Err(Error::new(Code::PathOutside, message, "copy the file into the folder of the run"))
}

/// Why a text is no plain relative path.
fn fault(text: &str) -> Option<&'static str> {
    let lower = text.to_ascii_lowercase();
    let device = |part: &str| {
        let stem = part.split('.').next().unwrap_or_default().trim_end();
        let stem = stem.trim_end_matches(|c: char| c.is_ascii_digit());
        DEVICES.contains(&stem) && part.len() <= 12
    };
    let climbs = |part: &str| {
        let part = part.trim();
        part == ".." || (part.len() > 2 && part.chars().all(|c| c == '.'))
    };
    match () {
        () if text.trim().is_empty() => Some("is empty"),
        () if text.chars().any(char::is_control) => Some("holds a control character"),
        () if text.contains("://") => Some("is an address, not a file"),
        () if text.contains('\\') => Some("holds a backslash; write /"),
        () if text.starts_with('/') => Some("is absolute"),
        () if text.starts_with('~') => Some("begins with ~"),
        () if text.contains(':') => Some("holds a colon, as drives and streams do"),
        () if lower.contains("%2e")
            || lower.contains("%2f")
            || lower.contains("%5c")
            || lower.contains("%00") =>
        {
            Some("is percent-encoded")
        }
        () if text.chars().any(|c| {
            matches!(
                c,
                '\u{2024}' | '\u{2025}' | '\u{2026}' | '\u{ff0e}' | '\u{ff0f}' | '\u{2215}' | '\u{2044}'
            )
        }) =>
        {
            Some("holds a look-alike of . or /")
        }
        () if text.split('/').any(climbs) => Some("climbs out with .."),
        () if text.split('/').any(str::is_empty) => Some("has an empty part"),
        () if lower.split('/').any(device) => Some("names a device"),
        () => None,
    }
}

fn absent(roots: &[PathBuf], text: &str) -> Error {
    let names = |root: &PathBuf| -> Vec<String> {
        let folder = root.join(text).parent().map_or_else(|| root.clone(), Path::to_path_buf);
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut names: Vec<String> =
            entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    };
    let near: Vec<String> = roots.iter().flat_map(names).take(200).collect();
    let name = text.rsplit('/').next().unwrap_or(text);
    let hint = match did_you_mean(name, near.iter().map(String::as_str)) {
        hint if hint.starts_with("did") => hint,
        _ => "put the file there, or correct its name".to_owned(),
    };
    Error::new(Code::FileUnreadable, format!("file `{text}` is not there"), hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_leave_the_folder_are_refused() {
        for text in [
            "",
            " ",
            "..",
            "../a",
            "a/../b",
            "a/..",
            "/etc/passwd",
            "~/a",
            "C:/a",
            "C:a",
            "\\\\host\\a",
            "a\\b",
            "a\0b",
            "%2e%2e/a",
            "a%2Fb",
            "file:///a",
            "https://a/b",
            "a//b",
            "NUL",
            "nul.txt",
            "com1",
            "a/CON",
            "...",
            "a\nb",
            "\u{ff0e}\u{ff0e}/a",
            "/vsicurl/x",
            "a:stream",
        ] {
            let error = resolve(&[std::env::temp_dir()], text).unwrap_err();
            assert_eq!(error.code(), Code::PathOutside, "{text}: {error}");
        }
    }

    #[test]
    #[cfg(unix)]
    fn a_link_that_leads_outside_is_refused() {
        let (inside, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::write(outside.path().join("secret.csv"), "x").unwrap();
        std::os::unix::fs::symlink(outside.path().join("secret.csv"), inside.path().join("a.csv")).unwrap();
        fs::write(inside.path().join("b.csv"), "x").unwrap();
        let roots = [inside.path().to_path_buf()];
        assert_eq!(resolve(&roots, "a.csv").unwrap_err().code(), Code::PathOutside);
        assert!(resolve(&roots, "b.csv").is_ok());
        let absent = resolve(&roots, "bb.csv").unwrap_err();
        assert!(absent.code() == Code::FileUnreadable && absent.hint().contains("`b.csv`"), "{absent}");
    }
}
