//! What stands in the place of the folder itself: links, files, folders, inputs.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use super::{all, ecovalue, prepared, writers};

#[test]
fn a_link_a_file_and_a_folder_of_the_users_are_never_replaced() {
    let folder = prepared();
    folder.put("mine/account.csv", "mine");
    folder.put("mine/sub/thesis.txt", "mine");
    folder.put("file", "mine");
    folder.put("odd/lock.json", "{\"name\": \"npm\", \"outputs\": []}");
    folder.put("torn/lock.json", "{");
    fs::create_dir(folder.path("empty")).unwrap();
    for (target, link) in
        [("mine", "link"), ("first", "link_to_result"), ("empty", "link_to_empty"), ("no", "dangling")]
    {
        symlink(target, folder.path(link)).unwrap();
    }
    let before = all(&folder.path(""));
    for (out, said) in [
        ("mine", "no `"),
        ("file", "a file of this name"),
        ("odd", "not the result of"),
        ("torn", "not the result of"),
        ("link", "this is a link"),
        ("link/", "this is a link"),
        ("link_to_result", "this is a link"),
        ("link_to_empty", "this is a link"),
        ("dangling", "this is a link"),
        ("file/sub", "cannot be"),
    ] {
        for writer in writers() {
            for force in [&["--force"][..], &[]] {
                let arguments = [&writer[..], &["--out", out], force].concat();
                let (good, found) = ecovalue(&folder, &arguments);
                let is_read = found.contains("which the command reads");
                assert!(!good && (found.contains(said) || is_read), "{arguments:?}: {found}");
                assert!(found.contains("EV-O001"), "{found}");
                assert!(!found.contains("--force"), "the hint does not work: {found}");
                assert!(all(&folder.path("")) == before, "{arguments:?}");
            }
        }
    }
}

#[test]
fn a_folder_that_the_command_reads_is_not_written_to() {
    let folder = prepared();
    folder.edit("run.toml", "cells.csv", "second/cells.csv");
    fs::rename(folder.path("cells.csv"), folder.path("second/cells.csv")).unwrap();
    fs::create_dir(folder.path("inner")).unwrap();
    let before = all(&folder.path(""));
    for arguments in [
        &["run", "run.toml", "--out", "."][..],
        &["run", "run.toml", "--out", "second"],
        &["run", "run.toml", "--out", "run.toml"],
        &["run", "run.toml", "--out", "inner/.."],
        &["run", "run.toml", "--out", "inner/../second/"],
        &["uncertainty", "run.toml", "--out", "second"],
        &["compare", "first", "second", "--out", "first"],
        &["compare", "first", "second", "--out", "first/change"],
        &["compare", "first", "second", "--out", "."],
        &["indicators", "INDICATORS.csv", "--account", "first", "--out", "first"],
        &["indicators", "INDICATORS.csv", "--account", "first", "--out", "first/sub/indicators"],
        &["revisions", "first", "second", "--out", "first"],
    ] {
        for force in [&["--force"][..], &[]] {
            let (good, said) = ecovalue(&folder, &[arguments, force].concat());
            assert!(!good && said.contains("EV-O001"), "{arguments:?}: {said}");
            assert!(all(&folder.path("")) == before, "{arguments:?}");
        }
    }
    // A folder among the inputs, as most have it.
    fs::rename(folder.path("second/cells.csv"), folder.path("cells.csv")).unwrap();
    folder.edit("run.toml", "second/cells.csv", "cells.csv");
    assert!(ecovalue(&folder, &["run", "run.toml", "--out", "inner/out"]).0);
}

#[test]
fn an_empty_folder_is_filled_and_keeps_its_rights() {
    let folder = prepared();
    for (number, writer) in writers().into_iter().enumerate() {
        let out = format!("empty_{number}");
        fs::create_dir(folder.path(&out)).unwrap();
        fs::set_permissions(folder.path(&out), fs::Permissions::from_mode(0o2770)).unwrap();
        let (good, said) = ecovalue(&folder, &[&writer[..], &["--out", &out]].concat());
        assert!(good && all(&folder.path(&out)).len() > 3, "{writer:?}: {said}");
        assert_eq!(folder.path(&out).metadata().unwrap().permissions().mode() & 0o7777, 0o2770);
    }
    // The folder in which one stands.
    let (inner, outer) = (folder.path("inner"), folder.path("run.toml"));
    fs::create_dir(&inner).unwrap();
    let run = || {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_ecovalue"));
        command.current_dir(&inner).args(["run", outer.to_str().unwrap(), "--out", ".", "--force"]);
        command.output().unwrap()
    };
    for _ in 0..2 {
        let output = run();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(ecovalue(&folder, &["verify", "inner"]).0);
    }
    fs::write(inner.join("mine.txt"), "mine").unwrap();
    let before = all(&inner);
    assert!(!run().status.success() && all(&inner) == before);
}
