//! What the READMEs show is what the command prints.
#![cfg(feature = "files")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use ecovalue::run::{Options, Run};
use ecovalue::wording::Language;

/// The lines of the block behind the mark.
fn shown(readme: &str) -> Vec<&str> {
    let (_, rest) = readme.split_once("<!-- printed by the command -->\n```text\n").unwrap();
    rest.split_once("\n```").unwrap().0.lines().collect()
}

#[test]
fn every_line_that_a_readme_shows_is_printed() {
    let run = Run::open("examples/beibei_2019/run.toml".as_ref(), None).unwrap();
    let outcome = run.compute(&Options::default()).unwrap();
    let summary = run.summary(&outcome, &outcome.years[0]);
    for (readme, language) in [
        (include_str!("../README.md"), Language::English),
        (include_str!("../README.zh.md"), Language::Chinese),
    ] {
        let printed = summary.print(language);
        let printed: Vec<&str> = printed.lines().collect();
        let shown = shown(readme);
        assert!(shown.len() > 20);
        for line in shown {
            // A long line is cut in the README.
            let start = line.strip_suffix(" …").unwrap_or(line);
            assert!(printed.iter().any(|printed| printed.starts_with(start)), "not printed: {line}");
        }
    }
}
