//! Results of earlier releases, computed again by this one.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use ecovalue::report::verification::{Difference, Verification};
use ecovalue::run::verify::{VerifyOptions, verify};
use ecovalue::wording::Language;

fn releases() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let folders = entries.filter(|entry| entry.file_type().unwrap().is_dir());
    let mut names: Vec<String> = folders.map(|entry| entry.file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn result(release: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(release).join("out")
}

/// The second computation lies in a folder of its own, so that the repository stays as it is.
fn again(release: &str) -> Verification {
    let scratch = tempfile::tempdir().unwrap();
    verify(&result(release), &VerifyOptions { scratch: Some(scratch.path()), ..VerifyOptions::default() })
        .unwrap()
}

/// The services whose figures are others, as the rows name them; where no service is, the indices or the tables.
fn subjects(figures: &[Difference]) -> BTreeSet<String> {
    let named = |column: &str| {
        let pairs =
            figures.iter().filter_map(move |figure| figure.key.iter().find(|(name, _)| name == column));
        pairs.map(|(_, value)| value.clone()).filter(|value| value != "map").collect::<BTreeSet<String>>()
    };
    let mut services = named("service");
    let maps = figures.iter().filter_map(|figure| figure.file.strip_prefix("maps/")?.strip_suffix(".tif"));
    services.extend(maps.map(str::to_owned));
    let other = if services.is_empty() { named("index") } else { services };
    if other.is_empty() { figures.iter().map(|figure| figure.file.clone()).collect() } else { other }
}

/// What the changelog lists under "Numbers changed" of every release after this one: the first word in backquotes of
/// each entry.
fn listed(changelog: &str, release: &str) -> BTreeSet<String> {
    let heading = format!("## [{release}]");
    if !changelog.contains(&heading) {
        // The release is not out yet: what changes before it is no change of a published number.
        return BTreeSet::new();
    }
    let later = changelog.split("\n## ").map(|section| format!("## {section}"));
    let later = later.take_while(|section| !section.starts_with(&heading));
    let mut listed = BTreeSet::new();
    for section in later {
        let Some((_, changed)) = section.split_once("\n### Numbers changed\n") else { continue };
        let changed = changed.split("\n### ").next().unwrap_or_default();
        let entries = changed.lines().filter_map(|line| line.strip_prefix("- `")?.split('`').next());
        listed.extend(entries.map(str::to_owned));
    }
    listed
}

#[test]
fn every_release_is_computed_again_to_the_bit_or_the_changelog_says_what_moved() {
    let changelog = include_str!("../../CHANGELOG.md");
    let releases = releases();
    assert!(releases.contains(&"0.1.0".to_owned()));
    for release in &releases {
        let again = again(release);
        assert!(
            again.stopped.is_none() && again.files.is_empty(),
            "{release}: {}",
            again.print(Language::English)
        );
        assert_eq!(again.versions.0, *release, "the folder is named by the version that made it");
        assert!(again.compared >= 10, "{release}: only {} files", again.compared);
        let (moved, listed) = (subjects(&again.figures), listed(changelog, release));
        assert_eq!(moved, listed, "{release}: moved / listed; {}", again.print(Language::English));
    }
}

#[test]
fn a_service_that_moves_must_be_listed_and_one_that_stays_must_not() {
    let changelog = "# Changelog\n\n## [0.3.0]\n\n### Numbers changed\n\n- `water_retention`, 2019: +1 %\n\nText.\n\n\
        ### Added\n\n- `tourism`\n\n## [0.2.0]\n\n### Numbers changed\n\n- `soil_retention`: all\n\n## [0.1.0]\n\n\
        ### Numbers changed\n\n- `sand_fixation`\n";
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<String>>();
    assert_eq!(listed(changelog, "0.1.0"), names(&["soil_retention", "water_retention"]));
    assert_eq!(listed(changelog, "0.2.0"), names(&["water_retention"]));
    assert_eq!(listed(changelog, "0.3.0"), names(&[]));
    assert_eq!(listed(changelog, "0.4.0"), names(&[]));

    // A golden run whose recorded figures are edited, hashes and all, is seen to move in that service only.
    let folder = super::common::Folder::empty();
    super::tampering::copy(&result("0.1.0").join(".."), &folder.path(""));
    let out = folder.path("out");
    super::tampering::fix_up(&out, "account.csv", |text| {
        let row = text
            .lines()
            .find(|line| line.contains("carbon_sequestration") && line.contains("accounted"))
            .unwrap();
        let other = row.replacen("tCO2,4", "tCO2,5", 1);
        assert_ne!(row, other);
        text.replace(row, &other)
    });
    let again = verify(&out, &VerifyOptions::default()).unwrap();
    assert!(again.files.is_empty(), "{}", again.print(Language::English));
    assert_eq!(subjects(&again.figures), names(&["carbon_sequestration"]));
}
