//! Paths that leave the folder of the run, or lead to something that is no file.

use std::fs;
use std::path::Path;

use ecovalue::error::Code;
use ecovalue::run::{Run, WriteOptions};
use ecovalue::table::Table;

use crate::common::{Folder, quiet};

/// Codes and texts.
type Said = Vec<(&'static str, String)>;

fn codes(folder: &Folder) -> Said {
    let Err(findings) = folder.open() else { return Vec::new() };
    findings.into_iter().map(|error| (error.code().as_str(), error.to_string())).collect()
}

fn has(said: &[(&'static str, String)], code: &str, part: &str) -> bool {
    said.iter().any(|(found, text)| *found == code && text.contains(part) && text.contains("; hint: "))
}

/// A small run with a folder, a pipe and a socket beside its files.
fn folder_with_all_kinds() -> Folder {
    let folder = Folder::new();
    fs::create_dir(folder.path("folder")).unwrap();
    #[cfg(unix)]
    {
        let pipe = std::process::Command::new("mkfifo").arg(folder.path("pipe")).status().unwrap();
        assert!(pipe.success());
        drop(std::os::unix::net::UnixListener::bind(folder.path("socket")).unwrap());
    }
    folder
}

#[test]
fn every_path_of_the_list_is_refused() {
    let table = Table::parse("paths.csv", include_str!("paths.csv")).unwrap();
    let folder = folder_with_all_kinds();
    let original = folder.text("run.toml");
    for row in table.rows() {
        let (path, code, what) = (row.field(0), row.text("code"), row.text("what"));
        // A field is trimmed when it is read; the space at an end is the point of some paths.
        let raw = include_str!("paths.csv").lines().nth(usize::try_from(row.line()).unwrap() - 1).unwrap();
        let path = raw[1..].split("\",\"").next().map_or(path, |raw| raw).replace("\"\"", "\"");
        folder.put("run.toml", original.replace("\"statistics.csv\"", &format!("\"{path}\"")));
        let said = codes(&folder);
        assert!(has(&said, code, "run.toml, line"), "{what}: `{path}`: {said:#?}");
    }
    println!("{} paths refused", table.len());
    assert!(table.len() >= 60);
}

#[test]
fn every_key_that_names_a_file_refuses_them() {
    let raster = |key: &str, path: &str| {
        let folder = Folder::example("sichuan_basin_2019");
        match key {
            "landcover" => folder.edit("run.toml", "\"landcover_igbp_2019.tif\"", &format!("\"{path}\"")),
            "crosswalk" => {
                folder.edit("run.toml", "crosswalk = \"igbp\"", &format!("crosswalk = \"{path}\""));
            }
            "layer" => folder.edit("run.toml", "\"elevation_m.tif\"", &format!("\"{path}\"")),
            _ => {
                let text = folder.text("run.toml");
                let (start, end) = (text.find("zones = {").unwrap(), text.find("] }").unwrap() + 3);
                let zones = match key {
                    "zones" => format!("zones = {{ file = \"{path}\" }}"),
                    _ => format!("zones = {{ file = \"landcover_igbp_2019.tif\", names = \"{path}\" }}"),
                };
                folder.put("run.toml", format!("{}{zones}{}", &text[..start], &text[end..]));
            }
        }
        folder
    };
    for path in ["../a.csv", "/etc/passwd.csv", "~/a.csv", "http://a/b.csv", "nul.csv"] {
        let table = |key: &str| {
            let folder = Folder::new();
            let from = match key {
                "cells" => "\"cells.csv\"",
                "parameters" => "\"parameters.csv\"",
                _ => "\"hj1173_2021\"",
            };
            let path = if key == "profile" { path.replace(".csv", ".toml") } else { path.to_owned() };
            folder.edit("run.toml", from, &format!("\"{path}\""));
            folder
        };
        let runs = ["cells", "parameters", "profile"].map(|key| (key, table(key)));
        let rasters =
            ["landcover", "crosswalk", "layer", "zones", "names"].map(|key| (key, raster(key, path)));
        for (key, folder) in runs.into_iter().chain(rasters) {
            let said = codes(&folder);
            assert!(has(&said, "EV-F001", "run.toml, line"), "{key} = {path}: {said:#?}");
        }
    }
}

#[cfg(unix)]
#[test]
fn links_to_the_outside_are_refused_and_those_inside_are_good() {
    use std::os::unix::fs::symlink;
    let outside = Folder::new();
    let link = |make: &dyn Fn(&Path, &Path)| {
        let folder = Folder::new();
        fs::remove_file(folder.path("statistics.csv")).unwrap();
        make(&outside.path("statistics.csv"), &folder.path("statistics.csv"));
        codes(&folder)
    };
    let outer = &outside;
    let refused: [(&str, &str, &str, Said); 6] = [
        ("a link to a file", "EV-F001", "through a link", link(&|from, to| symlink(from, to).unwrap())),
        (
            "a link to a link",
            "EV-F001",
            "through a link",
            link(&|from, to| {
                let _ = fs::remove_file(outer.path("second"));
                symlink(from, outer.path("second")).unwrap();
                symlink(outer.path("second"), to).unwrap();
            }),
        ),
        (
            "a hard link",
            "EV-F001",
            "hard links",
            link(&|from, to| {
                fs::hard_link(from, to).unwrap();
            }),
        ),
        (
            "a link that leads nowhere",
            "EV-I001",
            "leads nowhere",
            link(&|_, to| symlink("nowhere", to).unwrap()),
        ),
        ("a link to itself", "EV-I001", "leads nowhere", link(&|_, to| symlink(to, to).unwrap())),
        ("a link to a device", "EV-F001", "through a link", link(&|_, to| symlink("/dev/zero", to).unwrap())),
    ];
    for (what, code, part, said) in refused {
        assert!(has(&said, code, part), "{what}: {said:#?}");
    }

    let folder = Folder::new();
    symlink(outside.path(""), folder.path("data")).unwrap();
    folder.edit("run.toml", "\"statistics.csv\"", "\"data/statistics.csv\"");
    let said = codes(&folder);
    assert!(has(&said, "EV-F001", "through a link"), "a link to a folder: {said:#?}");

    let folder = Folder::new();
    fs::rename(folder.path("statistics.csv"), folder.path("s2019.csv")).unwrap();
    symlink("s2019.csv", folder.path("statistics.csv")).unwrap();
    assert!(folder.gep() > 0.0, "a link inside the folder is good");
}

#[cfg(unix)]
#[test]
fn a_file_with_two_names_is_read_from_the_folder_of_the_operator() {
    let (folder, inputs) = (Folder::new(), Folder::new());
    fs::remove_file(folder.path("statistics.csv")).unwrap();
    fs::hard_link(inputs.path("statistics.csv"), inputs.path("second.csv")).unwrap();
    let run = folder.path("run.toml");
    assert!(Run::open(&run, None).is_err());
    assert!(Run::open(&run, Some(&inputs.path(""))).is_ok());
    fs::hard_link(inputs.path("cells.csv"), folder.path("statistics.csv")).unwrap();
    let said = Run::open(&run, Some(&inputs.path(""))).unwrap_err().to_string();
    assert!(said.contains("hard links") && said.contains("--input-root"), "{said}");
}

#[test]
fn run_toml_cannot_add_a_folder_of_inputs() {
    for line in ["input_root = \"..\"", "input-root = \"/\"", "root = \"..\"", "roots = [\"..\"]"] {
        let folder = Folder::new();
        folder.edit("run.toml", "year = 2019", &format!("year = 2019\n{line}"));
        let said = codes(&folder);
        assert!(
            has(&said, "EV-F001", "run.toml, line 4") && has(&said, "EV-F001", "--input-root"),
            "{said:#?}"
        );
        assert_eq!(said.len(), 1, "{said:#?}");
    }
    for line in ["[cells]\ninput_root = \"..\"", "[limits]\ninput_root = \"..\"\n[cells]"] {
        let folder = Folder::new();
        folder.edit("run.toml", "[cells]", line);
        let said = codes(&folder);
        assert!(has(&said, "EV-I004", "input_root"), "{said:#?}");
    }
}

#[test]
fn no_output_names_a_folder_of_this_machine() {
    let (folder, inputs) = (Folder::new(), Folder::new());
    fs::remove_file(folder.path("statistics.csv")).unwrap();
    let run = Run::open(&folder.path("run.toml"), Some(&inputs.path(""))).unwrap();
    run.write(&folder.path("out"), &quiet(), WriteOptions::default()).unwrap();
    let places = [folder.path(""), inputs.path("")].map(|path| path.canonicalize().unwrap());
    let mut files = 0;
    for entry in fs::read_dir(folder.path("out")).unwrap() {
        let text = String::from_utf8_lossy(&fs::read(entry.unwrap().path()).unwrap()).into_owned();
        for place in &places {
            assert!(!text.contains(place.to_str().unwrap().trim_end_matches('/')), "{text}");
        }
        files += 1;
    }
    assert!(files > 8);
    assert!(folder.text("out/lock.json").contains("\"name\": \"statistics.csv\""));
}

#[test]
fn a_file_that_changes_during_the_run_is_seen() {
    for file in ["statistics.csv", "cells.csv", "parameters.csv"] {
        let folder = Folder::new();
        let run = folder.open().unwrap();
        let text = folder.text(file);
        folder.put(file, &text);
        assert!(run.compute(&quiet()).is_ok(), "the same bytes written again are the same file");
        folder.put(file, text.replace('1', "2"));
        let error = run.compute(&quiet()).unwrap_err().into_iter().next().unwrap();
        assert_eq!(error.code(), Code::FileUnreadable);
        assert!(error.to_string().starts_with(&format!("{file}: the file changed")), "{error}");
    }
}

#[test]
fn paths_of_windows_are_told_the_one_to_write() {
    let said_of = |quoted: &str| {
        let folder = Folder::new();
        fs::create_dir(folder.path("data")).unwrap();
        fs::copy(folder.path("cells.csv"), folder.path("data/rows.csv")).unwrap();
        folder.edit("run.toml", "file = \"cells.csv\"", &format!("file = {quoted}"));
        (codes(&folder), folder)
    };
    // TOML takes the backslash as it is between single quotes; between double quotes `\r` is a line break.
    for (quoted, part) in [
        ("'data\\rows.csv'", "holds a backslash; hint: write / between folders: `data/rows.csv`"),
        ("'.\\data\\rows.csv'", "write / between folders: `data/rows.csv`"),
        ("\"data\\rows.csv\"", "begins an escape such as \\r; write / between folders: `data/rows.csv`"),
        ("'C:\\work\\data\\rows.csv'", "if it is `data/rows.csv` below the folder of run.toml, write that"),
        ("'C:/work/data/rows.csv'", "if it is `data/rows.csv` below"),
        ("'\\\\server\\share\\data\\rows.csv'", "if it is `data/rows.csv` below"),
        ("'data\\cells.csv'", "if it is `cells.csv` below the folder of run.toml, write that; else"),
        ("'D:\\elsewhere\\other.csv'", "with / between folders, such as `data/rain.tif`"),
        ("'none\\other.csv'", "with / between folders, such as `data/rain.tif`"),
    ] {
        let (said, folder) = said_of(quoted);
        assert!(has(&said, "EV-F001", part), "{quoted}: {said:#?}");
        if part.contains("`data/rows.csv`") {
            folder.edit("run.toml", &format!("file = {quoted}"), "file = \"data/rows.csv\"");
            assert!(codes(&folder).is_empty(), "{:#?}", codes(&folder));
        }
    }
}
