//! Nothing of the user's is removed, moved or changed by any command, whatever name it has.
#![cfg(all(feature = "files", feature = "cli", unix))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

#[path = "kept_files/aside.rs"]
mod aside;
mod common;
#[path = "kept_files/cut.rs"]
mod cut;
#[path = "kept_files/results.rs"]
mod results;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::Folder;

/// Every path of a folder: the bytes of a file, the target of a link, nothing of a folder.
pub(crate) fn all(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let (mut all, mut open) = (BTreeMap::new(), vec![folder.to_path_buf()]);
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            let kind = path.symlink_metadata().unwrap();
            let bytes = if kind.is_symlink() {
                fs::read_link(&path).unwrap().to_string_lossy().into_owned().into_bytes()
            } else if kind.is_dir() {
                open.push(path.clone());
                Vec::new()
            } else {
                fs::read(&path).unwrap()
            };
            all.insert(path.strip_prefix(folder).unwrap().to_path_buf(), bytes);
        }
    }
    all
}

/// The command in a folder: whether it went well, and what it said on the side.
pub(crate) fn ecovalue(folder: &Folder, arguments: &[&str]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ecovalue"));
    let output = command.current_dir(folder.path("")).args(arguments).output().unwrap();
    (output.status.success(), String::from_utf8(output.stderr).unwrap())
}

/// Inputs of every command, and two results.
pub(crate) fn prepared() -> Folder {
    let folder = Folder::new();
    let section = "[uncertainty]\nfile = \"ranges.csv\"\ndraws = 100\nseed = 5\nsensitivity = 0\n";
    folder.put("run.toml", common::RUN.to_owned() + section);
    folder.put(
        "ranges.csv",
        "id,kind,key,applied,unit,distribution,mean,sd,median,log_sd,status,source\n\
         rain,layer,precipitation,factor,,normal,1,0.05,,,assumption,test\n",
    );
    folder.put(
        "INDICATORS.csv",
        "no,indicator,unit,account_index,lead_unit,value_2020,target_2020\n\
         10,单位国土面积生态系统生产总值,万元/亩,gep_per_area,区规划自然资源局,,稳定提高\n",
    );
    for out in ["first", "second"] {
        let (good, said) = ecovalue(&folder, &["run", "run.toml", "--out", out]);
        assert!(good, "{said}");
    }
    folder
}

/// Every command that writes a folder.
pub(crate) fn writers() -> Vec<Vec<&'static str>> {
    vec![
        vec!["run", "run.toml"],
        vec!["uncertainty", "run.toml"],
        vec!["compare", "first", "second"],
        vec!["revisions", "first", "second"],
        vec!["indicators", "INDICATORS.csv", "--account", "first"],
    ]
}

/// Something of the user's under a name.
fn put(folder: &Folder, kind: &str, name: &str) {
    let path = folder.path(name);
    match kind {
        "file" => folder.put(name, "mine"),
        "table" => folder.put(name, b"\xff\xfe\x00binary"),
        "folder" => fs::create_dir_all(&path).unwrap(),
        "full folder" => folder.put(&format!("{name}/thesis.txt"), "mine"),
        "result" => {
            fs::create_dir(&path).unwrap();
            for (name, bytes) in all(&folder.path("first")) {
                fs::write(path.join(name), bytes).unwrap();
            }
        }
        "link" => symlink("run.toml", &path).unwrap(),
        "dangling link" => symlink("nowhere", &path).unwrap(),
        _ => panic!("{kind}"),
    }
}

const KINDS: [&str; 7] = ["file", "table", "folder", "full folder", "result", "link", "dangling link"];

#[test]
fn what_has_one_of_our_names_is_left_alone_by_every_command() {
    let folder = prepared();
    let before_all = all(&folder.path(""));
    let beside_all = ["file", "full folder"];
    for kind in KINDS {
        for writer in writers().into_iter().filter(|writer| writer[0] == "run" || beside_all.contains(&kind))
        {
            for ending in [".partial", ".lock", ".old"] {
                put(&folder, kind, &format!("q{ending}"));
                let before = all(&folder.path(""));
                for force in [false, true] {
                    let mut arguments = writer.clone();
                    arguments.extend(["--out", "q"]);
                    arguments.extend(force.then_some("--force"));
                    let (good, said) = ecovalue(&folder, &arguments);
                    assert_eq!(good, ending == ".old", "{arguments:?} beside {kind} q{ending}: {said}");
                    if !good {
                        assert!(said.contains(&format!("q{ending}")) && said.contains("--out"), "{said}");
                        assert!(!folder.path("q").exists());
                    }
                }
                let after = all(&folder.path(""));
                for (path, bytes) in &before {
                    assert_eq!(after.get(path), Some(bytes), "{writer:?} beside {kind} q{ending}: {path:?}");
                }
                // Nothing but the result is new.
                let others = |path: &&PathBuf| !before.contains_key(*path) && !path.starts_with("q");
                assert_eq!(after.keys().filter(others).collect::<Vec<_>>(), Vec::<&PathBuf>::new());
                clear(&folder, &before_all);
            }
        }
    }
}

/// Removes what a test has added.
fn clear(folder: &Folder, before: &BTreeMap<PathBuf, Vec<u8>>) {
    for path in all(&folder.path("")).keys().rev().filter(|path| !before.contains_key(*path)) {
        let path = folder.path(path.to_str().unwrap());
        let is_folder = path.symlink_metadata().unwrap().is_dir();
        if is_folder { fs::remove_dir(path).unwrap() } else { fs::remove_file(path).unwrap() }
    }
    assert!(all(&folder.path("")) == *before);
}

#[test]
fn what_only_reads_changes_nothing() {
    let folder = prepared();
    for name in ["first", "run.toml", "second"] {
        for ending in [".partial", ".lock", ".old", ".verify-1"] {
            folder.put(&format!("{name}{ending}/mine.txt"), "mine");
        }
    }
    folder.put("journal", "mine");
    folder.put("first.verify-2", "mine");
    let before = all(&folder.path(""));
    for arguments in [
        &["validate", "run.toml"][..],
        &["explain", "run.toml", "--index", "gep"],
        &["explain", "first", "--index", "gep"],
        &["verify", "first"],
        &["verify", "first", "--hashes-only"],
        &["compare", "first", "second"],
        &["revisions", "first", "second"],
    ] {
        let (good, said) = ecovalue(&folder, arguments);
        assert!(good, "{arguments:?}: {said}");
        assert!(all(&folder.path("")) == before, "{arguments:?}");
    }
}
