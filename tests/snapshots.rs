//! What is said of each kind of fault, as the user reads it: file, place, value found, rule, hint.
//!
//! The texts stand in `snapshots/errors.txt`; `ECOVALUE_UPDATE=1` writes them anew.
#![cfg(all(feature = "files", feature = "two_mountains"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that cannot go on has failed; it prints what it counted"
)]

#[path = "snapshots/cases.rs"]
mod cases;
mod common;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use ecovalue::error::{Code, ErrorKind};
use ecovalue::run::WriteOptions;
use ecovalue::run::indicators::JudgementRequest;
use ecovalue::{Error, Findings};

use cases::{Case, Start};
use common::{Folder, quiet};

/// Codes that no input of a run leads to: they are reasons inside a result, guards behind other checks, said of bytes
/// that processes hand on, of two results that are compared (`change.rs`), or of a run that another process or its own
/// caller stops (`streaming.rs`).
const INSIDE: [Code; 7] = [
    Code::NoParameter,
    Code::MoneyBasis,
    Code::PartialBytes,
    Code::SignChange,
    Code::Incomparable,
    Code::Locked,
    Code::Cancelled,
];

/// Whether a code is said of the data of a regression, which no run makes; `tests/regression.rs` has its cases.
fn of_a_regression(code: Code) -> bool {
    code.kind() == ErrorKind::Regression || code == Code::IllConditioned
}

fn folder(case: &Case) -> Folder {
    let folder = match case.start {
        Start::Table => Folder::new(),
        Start::Raster => Folder::example("sichuan_basin_2019"),
        Start::Profile => {
            let folder = Folder::new();
            let text = ecovalue::parameter::profile::shipped_text("hj1173_2021").unwrap();
            folder.put("profiles/own.toml", text.replace("id = \"hj1173_2021\"", "id = \"own\""));
            folder.edit("run.toml", "hj1173_2021", "own");
            folder
        }
        Start::Indicators => {
            let folder = Folder::new();
            folder
                .open()
                .and_then(|run| run.write(&folder.path("account"), &quiet(), WriteOptions::default()))
                .unwrap();
            for (file, text) in cases::INDICATORS {
                folder.put(file, text);
            }
            folder
        }
    };
    for (file, from, to) in case.edits {
        match *from {
            "" => folder.put(file, to),
            from => folder.edit(file, from, to),
        }
    }
    (case.prepare)(&folder);
    folder
}

/// Everything that is said of a case: findings, or the warnings of a run that goes well.
fn said(case: &Case) -> Vec<Error> {
    let folder = folder(case);
    if matches!(case.start, Start::Indicators) {
        let request = JudgementRequest {
            table: folder.path("INDICATORS.csv"),
            accounts: vec![folder.path("account")],
            projects: Some(folder.path("PROJECTS.csv")),
            weights: Some(folder.path("WEIGHTS.csv")),
            ..JudgementRequest::default()
        };
        let written = request
            .open()
            .and_then(|opened| opened.judge()?.write(&folder.path("out"), WriteOptions::default()));
        return written.err().into_iter().flatten().collect();
    }
    let written =
        folder.open().and_then(|run| run.write(&folder.path("out"), &quiet(), WriteOptions::default()));
    match written {
        Err(findings) => Findings::into_iter(findings).collect(),
        Ok(outcome) => {
            let warnings = outcome.years.iter().flat_map(|year| &year.account.warnings);
            warnings.cloned().collect()
        }
    }
}

/// What is wrong with the texts of a case.
fn complaints(case: &Case, errors: &[Error]) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut expect = |good: bool, what: &str, text: &str| {
        if !good {
            wrong.push(format!("{}: {what}: {text}", case.name));
        }
    };
    for error in errors {
        let (place, text) = (error.place(), error.to_string());
        let inside = place.row.is_some() || place.column.is_some();
        expect(place.file.is_some(), "no file", &text);
        expect(case.whole_file || inside, "no place", &text);
        expect(error.hint().to_string().len() > 8, "no hint", &text);
        expect(
            !error.hint().to_string().ends_with('.') && !error.message().to_string().ends_with('.'),
            "ends in a stop",
            &text,
        );
        expect(
            !text.contains("``") && !text.contains("Error") && !text.contains("os error"),
            "not for users",
            &text,
        );
        expect(text.len() < 900, "too long", &text);
    }
    let found = errors.iter().any(|error| error.message().to_string().contains(case.found));
    expect(found, &format!("lacks {}", case.found), &format!("{errors:?}"));
    wrong
}

#[test]
fn every_kind_of_fault_is_said_as_it_was_agreed() {
    let (mut page, mut wrong) = (String::new(), Vec::new());
    let (mut codes, mut names) = (BTreeSet::new(), BTreeSet::new());
    for case in cases::CASES {
        assert!(names.insert(case.name), "{} stands twice", case.name);
        let errors = said(case);
        wrong.extend(complaints(case, &errors));
        let _ = writeln!(page, "# {}", case.name);
        for error in &errors {
            codes.insert(error.code());
            // The folder of a test has another name each time.
            let text = error.to_string();
            let named = |at: usize| ["/out", "/account"].iter().find_map(|name| text[at..].find(name));
            let start = text.find("/tmp").map_or(0, |at| named(at).map_or(0, |end| at + end + 1));
            let _ = writeln!(page, "{}", &text[start..]);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let elsewhere = |code: &Code| INSIDE.contains(code) || of_a_regression(*code);
    let missing: Vec<&Code> =
        Code::ALL.iter().filter(|code| !codes.contains(code) && !elsewhere(code)).collect();
    assert!(missing.is_empty(), "no case for {missing:?}");
    println!("{} kinds of fault, {} codes", cases::CASES.len(), codes.len());
    assert!(cases::CASES.len() >= 50);

    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots/errors.txt");
    #[allow(clippy::disallowed_methods, reason = "a test may be asked to write anew")]
    if std::env::var("ECOVALUE_UPDATE").is_ok() {
        fs::write(&file, &page).unwrap();
    }
    let agreed = fs::read_to_string(&file).unwrap_or_default();
    for (line, agreed) in page.lines().zip(agreed.lines()) {
        assert_eq!(line, agreed, "ECOVALUE_UPDATE=1 writes the texts anew");
    }
    assert_eq!(page.lines().count(), agreed.lines().count(), "ECOVALUE_UPDATE=1 writes the texts anew");
}
