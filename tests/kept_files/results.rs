//! `--force` replaces a result of the same command as it was written, and nothing else.

use std::fs;
use std::os::unix::fs::symlink;

use super::{all, ecovalue, prepared, writers};

/// What a person does to a result, and what the refusal names.
type Change = (&'static str, fn(&std::path::Path), &'static [&'static str]);

const CHANGES: [Change; 8] = [
    ("a note", |out| fs::write(out.join("批注.docx"), "mine").unwrap(), &["`批注.docx`"]),
    (
        "a file further down",
        |out| {
            fs::create_dir_all(out.join("sub/deep")).unwrap();
            fs::write(out.join("sub/deep/thesis.txt"), "mine").unwrap();
        },
        &["`sub/deep/thesis.txt`"],
    ),
    ("an empty folder", |out| fs::create_dir(out.join("drafts")).unwrap(), &["`drafts/`"]),
    ("a link", |out| symlink("/etc/hosts", out.join("hosts")).unwrap(), &["`hosts` (a link)"]),
    (
        "a file of a file manager",
        |out| fs::write(out.join(".DS_Store"), "x").unwrap(),
        &[".DS_Store", "file manager"],
    ),
    (
        "many files",
        |out| (0..9).for_each(|number| fs::write(out.join(format!("n{number}")), "mine").unwrap()),
        &["9 files", "`n0`", "`n4`", "and 4 more"],
    ),
    ("a table that was edited", edit, &["(changed)"]),
    ("the record that was edited", edit_record, &["was changed since it was written"]),
];

/// The first file of a result that is no record.
fn edit(out: &std::path::Path) {
    let is_table = |path: &std::path::PathBuf| path.extension().is_some_and(|extension| extension == "csv");
    let table = fs::read_dir(out).unwrap().map(|entry| entry.unwrap().path()).find(is_table).unwrap();
    fs::write(&table, fs::read_to_string(&table).unwrap() + "\n").unwrap();
}

fn edit_record(out: &std::path::Path) {
    let names = ["lock.json", "uncertainty_lock.json", "comparison.json", "revisions.json"];
    let path = names.map(|name| out.join(name)).into_iter().find(|path| path.is_file()).unwrap();
    fs::write(&path, fs::read_to_string(&path).unwrap().replacen("0.", "0 .", 1)).unwrap();
}

#[test]
fn what_a_person_put_into_a_result_or_changed_stops_force() {
    let folder = prepared();
    for writer in writers() {
        // Every change once; those that depend on the record for every command.
        let for_all = ["a note", "a table that was edited", "the record that was edited"];
        for (what, change, named) in CHANGES {
            if writer[0] != "run" && !for_all.contains(&what) {
                continue;
            }
            let write =
                |force: &[&'static str]| ecovalue(&folder, &[&writer[..], &["--out", "q"], force].concat());
            assert!(write(&[]).0);
            let (good, said) = write(&["--force"]);
            assert!(good, "a result as it was written is replaced: {said}");
            change(&folder.path("q"));
            let before = all(&folder.path(""));
            for force in [&["--force"][..], &[]] {
                let (good, said) = write(force);
                assert!(!good && named.iter().all(|part| said.contains(part)), "{writer:?}, {what}: {said}");
                assert!(all(&folder.path("")) == before, "{writer:?}, {what}");
            }
            fs::remove_dir_all(folder.path("q")).unwrap();
        }
    }
}

#[test]
fn the_remedy_of_a_refusal_works() {
    let folder = prepared();
    let force = ["run", "run.toml", "--out", "first", "--force"];
    folder.put("first/notes.docx", "mine");
    assert!(!ecovalue(&folder, &force).0);
    fs::rename(folder.path("first/notes.docx"), folder.path("notes.docx")).unwrap();
    let (good, said) = ecovalue(&folder, &force);
    assert!(good, "{said}");
    // Files that were taken out are in nobody's way.
    fs::remove_file(folder.path("first/yields.csv")).unwrap();
    assert!(ecovalue(&folder, &force).0 && ecovalue(&folder, &["verify", "first"]).0);
}

#[test]
fn a_result_of_another_command_is_not_replaced() {
    let folder = prepared();
    for (number, writer) in writers().into_iter().enumerate() {
        assert!(ecovalue(&folder, &[&writer[..], &["--out", &format!("q{number}")]].concat()).0);
    }
    let before = all(&folder.path(""));
    for (place, writer) in writers().into_iter().enumerate() {
        for other in (0..writers().len()).filter(|other| *other != place) {
            let (good, said) =
                ecovalue(&folder, &[&writer[..], &["--out", &format!("q{other}"), "--force"]].concat());
            assert!(!good && said.contains("not the result of"), "{writer:?} over q{other}: {said}");
        }
    }
    assert!(all(&folder.path("")) == before);
}

#[test]
fn without_its_lock_a_folder_is_no_result() {
    let folder = prepared();
    fs::remove_file(folder.path("first/lock.json")).unwrap();
    let before = all(&folder.path(""));
    for arguments in [
        &["verify", "first"][..],
        &["compare", "first", "second"],
        &["explain", "first", "--index", "gep"],
        &["revisions", "first", "second"],
        &["indicators", "INDICATORS.csv", "--account", "first", "--out", "i"],
    ] {
        let (good, said) = ecovalue(&folder, arguments);
        assert!(
            !good && said.contains("not complete") && said.contains("lock.json"),
            "{arguments:?}: {said}"
        );
    }
    let (good, said) = ecovalue(&folder, &["run", "run.toml", "--out", "first", "--force"]);
    assert!(!good && said.contains("it has no `lock.json`"), "{said}");
    assert!(all(&folder.path("")) == before);
}
