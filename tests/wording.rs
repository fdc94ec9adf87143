//! Words stand at the edge: what is worded has a Chinese text, and nothing reads a meaning out of a label.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};

use ecovalue::account::{Kind, LandState, Status};
use ecovalue::index::{Above, Below, Heads, IndexId, IndexUnit, PopulationBasis, ServiceCoverage};
use ecovalue::input::statistics::Certainty;
use ecovalue::reason::Reason;
use ecovalue::wording::{Language, Name, Say};

/// Signs, units and abbreviations that are the same in both languages.
const ALIKE: [&str; 5] = ["", "1", "%", "GEP", "not_accounted"];

fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

fn numerators() -> Vec<Name> {
    let totals = [Kind::Gep, Kind::Satellite, Kind::CrossCheck].map(Above::Total);
    let all = totals.into_iter().chain([Above::Converted, Above::Realised]);
    all.flat_map(|above| IndexId::ALL.map(|id| above.name(id))).collect()
}

#[test]
fn every_name_of_an_index_and_a_state_is_told_in_chinese() {
    let mut names = numerators();
    names.extend(IndexId::ALL.map(IndexId::name));
    names.extend(Below::ALL.map(Below::name));
    names.extend(IndexUnit::ALL.map(IndexUnit::name));
    names.extend(LandState::ALL.map(LandState::name));
    names.extend(Certainty::ALL.map(Certainty::name));
    assert!(names.len() > 80);
    for name in names {
        assert!(is_chinese(name.zh) || ALIKE.contains(&name.zh) && name.en == name.zh, "{name:?}");
    }
    let bases = [PopulationBasis::Cancels].into_iter().chain(Heads::ALL.map(PopulationBasis::Of));
    let coverages = [(3, 14), (14, 14)].map(|(accounted, listed)| ServiceCoverage { accounted, listed });
    let statuses = [Status::Accounted, Status::Allotted, Status::NotAccounted(Reason::NoValue)];
    let said = bases.map(|basis| basis.say(Language::Chinese));
    let said = said.chain(coverages.map(|coverage| coverage.say(Language::Chinese)));
    for text in said.chain(statuses.map(|status| status.say(Language::Chinese))) {
        assert!(is_chinese(&text) && !text.contains("services") && !text.contains("accounted"), "{text}");
    }
}

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// Draws, explanations, judgements and pages go by `Above` and `Below`: whoever renames a label renames it in one file,
/// and no figure moves. A label of one word is the key of a statistic as well, which other files name.
#[test]
fn a_label_of_an_index_stands_in_one_file() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    rust_files(&root.join("src"), &mut files);
    rust_files(&root.join("examples/python/src"), &mut files);
    let table = root.join("src/index/wording.rs");
    let text = fs::read_to_string(&table).unwrap();
    let labels = numerators().into_iter().chain(Below::ALL.map(Below::name)).map(|name| name.en);
    let mut labels: Vec<&str> = labels.filter(|label| label.contains(' ')).collect();
    labels.sort_unstable();
    labels.dedup();
    assert_eq!(labels.len(), 8, "{labels:?}");
    for label in labels {
        let of_account = label.contains("no GEP");
        assert!(of_account || text.contains(&format!("\"{label}\"")), "{label}");
        for file in files.iter().filter(|file| **file != table) {
            let source = fs::read_to_string(file).unwrap();
            let is_kind = of_account && file.ends_with("src/account.rs");
            let begins = label.split([' ', ':']).next().unwrap();
            let parsed = source.contains(&format!("starts_with(\"{begins}"));
            let quoted = source.contains(&format!("\"{label}"));
            assert!(is_kind || !quoted && !parsed, "{label} in {}", file.display());
        }
    }
}
