//! Bad files that are kept: each gives its code, in its own file, with a hint. What breaks a reader is added here.

use std::fs;
use std::path::Path;

use ecovalue::table::Table;

use crate::common::Folder;

/// The small run with a file of the corpus in its place; the name of the file in the run.
fn run_with(name: &str, bytes: &[u8]) -> (Folder, &'static str) {
    let folder = Folder::new();
    let file = match name.split('_').next().unwrap() {
        "statistics" => "statistics.csv",
        "cells" => "cells.csv",
        "parameters" => "parameters.csv",
        "crosswalk" => {
            folder.edit("run.toml", "unit = \"hm2\" }", "unit = \"hm2\", crosswalk = \"crosswalk.csv\" }");
            "crosswalk.csv"
        }
        "profile" => {
            folder.edit("run.toml", "hj1173_2021", "own");
            "profiles/own.toml"
        }
        "run" => "run.toml",
        other => panic!("no place for {other}"),
    };
    folder.put(file, bytes);
    (folder, file)
}

#[test]
fn every_bad_file_has_its_code() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile/corpus");
    let table =
        Table::parse("expected.csv", &fs::read_to_string(corpus.join("expected.csv")).unwrap()).unwrap();
    for row in table.rows() {
        let (name, code, what) = (row.text("file"), row.text("code"), row.text("what"));
        let (folder, file) = run_with(name, &fs::read(corpus.join(name)).unwrap());
        let before = folder.names();
        let Err(findings) = folder.open() else { panic!("{name} ({what}) went through") };
        let here = findings.as_slice().iter().find(|error| {
            error.code().as_str() == code
                && error.place().file.as_deref().is_some_and(|path| path.ends_with(file))
        });
        let Some(error) = here else { panic!("{name} ({what}): expected {code} in {file}: {findings}") };
        assert!(!error.hint().to_string().is_empty(), "{error}");
        assert_eq!(folder.names(), before, "something was left behind");
    }
    let files = fs::read_dir(&corpus).unwrap().count() - 1;
    assert_eq!(files, table.len(), "every file of the corpus has a line in expected.csv");
    println!("{files} bad files refused");
}
