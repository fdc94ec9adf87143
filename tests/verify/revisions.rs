//! Publications of the same year: the parts of each revision, by hand and against runs made of both.

use std::fs;
use std::path::PathBuf;

use ecovalue::error::Code;
use ecovalue::report::revisions::{Passage, RevisedPart, Revision, Revisions};
use ecovalue::run::revisions::{RevisionOptions, revisions};
use ecovalue::run::{Options, WriteOptions};
use ecovalue::wording::Language;

use super::common::{Folder, quiet};
use super::tampering::{copy, fix_up, reseal};

fn publish(folder: &Folder) -> PathBuf {
    let run = folder.open().unwrap_or_else(|findings| panic!("{findings}"));
    let options = Options { threads: Some(1), ..Options::default() };
    run.write(&folder.path("out"), &options, WriteOptions::default()).unwrap();
    folder.path("out")
}

/// The first publication, and a second one after an edit.
fn two(first: Folder, edit: impl Fn(&Folder)) -> (Folder, Folder, Revisions) {
    let second = Folder::empty();
    copy(&first.path(""), &second.path(""));
    edit(&second);
    let folders = [publish(&first), publish(&second)];
    let options = RevisionOptions { compute: quiet(), ..RevisionOptions::default() };
    let found = revisions(&folders, &options).unwrap_or_else(|findings| panic!("{findings}"));
    assert!(found.passages[0].rows.iter().all(Revision::closes), "the parts add up");
    (first, second, found)
}

fn small(edit: impl Fn(&Folder)) -> Passage {
    two(Folder::new(), edit).2.passages.remove(0)
}

/// The golden run without its result.
fn golden() -> Folder {
    let folder = Folder::empty();
    copy(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/0.1.0"), &folder.path(""));
    fs::remove_dir_all(folder.path("out")).unwrap();
    folder
}

fn service<'a>(passage: &'a Passage, service: &str, measure: &str) -> &'a Revision {
    let is_it = |row: &&Revision| {
        let subject = &row.subject;
        subject.get("level") == "service"
            && subject.get("service") == service
            && subject.get("measure") == measure
    };
    passage.rows.iter().find(is_it).unwrap()
}

fn gep(passage: &Passage) -> &Revision {
    let is_it = |row: &&Revision| row.subject.get("index") == "gep" && row.subject.get("zone").is_empty();
    passage.rows.iter().find(is_it).unwrap()
}

/// The parts that are not 0.
fn moved(revision: &Revision) -> Vec<RevisedPart> {
    RevisedPart::ALL
        .into_iter()
        .filter(|part| revision.part(*part).is_some_and(|value| value != 0.0))
        .collect()
}

fn near(value: f64, expected: f64) -> bool {
    (value - expected).abs() <= 1e-12 * expected.abs()
}

#[test]
fn a_statistic_is_data_and_a_row_is_a_parameter() {
    let passage = small(|second| {
        second.edit("statistics.csv", ",5000,万元", ",6000,万元");
        second.edit("parameters.csv", "nep_npp_ratio,,0.1,", "nep_npp_ratio,,0.12,");
    });
    // 1000 x 10^4 CNY, half of it for ecosystems.
    let tourism = service(&passage, "tourism", "value");
    assert_eq!((tourism.status(), moved(tourism)), ("revised", vec![RevisedPart::Data]));
    assert!(near(tourism.part(RevisedPart::Data).unwrap(), 5e6));
    let carbon = service(&passage, "carbon_sequestration", "value");
    assert_eq!(moved(carbon), [RevisedPart::Parameter]);
    assert!(near(carbon.part(RevisedPart::Parameter).unwrap(), 0.2 * carbon.from.unwrap()));
    assert_eq!(service(&passage, "water_retention", "value").status(), "unchanged");
    let gep = gep(&passage);
    assert_eq!(moved(gep), [RevisedPart::Data, RevisedPart::Parameter]);
    assert!((gep.part(RevisedPart::Data).unwrap() - 5e6).abs() < 1e-6);
    assert!(passage.notes.is_empty());
}

#[test]
fn cells_and_their_columns_in_one_table_are_told_apart_where_only_one_moved() {
    let area = small(|second| second.edit("cells.csv", "north,13,100,", "north,13,90,"));
    let water = service(&area, "water_retention", "quantity");
    assert_eq!(moved(water), [RevisedPart::Boundary]);
    let rain = small(|second| second.edit("cells.csv", "100,1100", "100,1200"));
    let water = service(&rain, "water_retention", "quantity");
    assert_eq!(moved(water), [RevisedPart::Data]);
    let both = small(|second| {
        second.edit("cells.csv", "north,13,100,1100", "north,13,90,1200");
        second.edit("statistics.csv", ",5000,万元", ",6000,万元");
    });
    assert_eq!(moved(service(&both, "water_retention", "quantity")), [RevisedPart::Undivided]);
    assert_eq!(moved(service(&both, "tourism", "value")), [RevisedPart::Data]);
    assert!(
        both.notes.iter().any(|note| note.to_string().contains("one table of parcels")),
        "{:?}",
        both.notes
    );
}

#[test]
fn maps_of_both_publications_are_exchanged_one_after_another() {
    let edit = |second: &Folder| {
        let mut cover = fs::read(second.path("landcover.tif")).unwrap();
        // The last 30 bytes are the cells: one of grassland becomes forest.
        let at = cover.len() - 5;
        assert_eq!(cover[at], 31);
        cover[at] = 13;
        second.put("landcover.tif", cover);
        let mut rain = fs::read(second.path("precipitation.tif")).unwrap();
        let at = rain.len() - 30 * 4;
        assert_eq!(rain[at..at + 4], 1100.0_f32.to_le_bytes());
        rain[at..at + 4].copy_from_slice(&1300.0_f32.to_le_bytes());
        second.put("precipitation.tif", rain);
    };
    let (first, second, found) = two(golden(), edit);
    let revision = gep(&found.passages[0]);
    assert_eq!(moved(revision), [RevisedPart::Boundary, RevisedPart::Data]);
    // The state in between, as a run of its own: land cover of the second, rain of the first.
    let between = Folder::empty();
    copy(&first.path(""), &between.path(""));
    fs::copy(second.path("landcover.tif"), between.path("landcover.tif")).unwrap();
    let (opening, middle, closing) = (first.gep(), between.gep(), second.gep());
    assert_eq!((revision.from, revision.to), (Some(opening), Some(closing)));
    let exact = |from: f64, to: f64| ecovalue::report::revisions::difference(from, to);
    assert_eq!(revision.parts[&RevisedPart::Boundary], exact(opening, middle));
    assert_eq!(revision.parts[&RevisedPart::Data], exact(middle, closing));
}

#[test]
fn another_profile_is_a_part_and_a_service_that_goes_is_dropped() {
    let passage = small(|second| {
        second.edit("run.toml", "profile = \"hj1173_2021\"", "profile = \"own.toml\"");
        second.put(
            "own.toml",
            "id = 'own'\nextends = 'hj1173_2021'\n[drivers]\ndry_matter_productivity = 'thornthwaite_memorial'\n\
             [service.tourism]\non = false\n",
        );
    });
    assert_eq!(moved(service(&passage, "carbon_sequestration", "quantity")), [RevisedPart::Profile]);
    let tourism = service(&passage, "tourism", "value");
    assert_eq!((tourism.status(), tourism.change(), tourism.parts.len()), ("dropped", None, 0));
    assert_eq!(moved(gep(&passage)), [RevisedPart::Profile]);
}

#[test]
fn what_the_program_gives_now_less_what_was_printed_is_code() {
    let (first, second) = (Folder::new(), Folder::new());
    second.edit("statistics.csv", ",5000,万元", ",6000,万元");
    let folders = [publish(&first), publish(&second)];
    // As if an older version had printed one row 1000 CNY lower.
    let printed = |text: &str| {
        let row = text.lines().find(|line| line.contains("travel_spend") && line.contains("north")).unwrap();
        text.replace(row, &row.replace(",25000000,", ",24999000,"))
    };
    fix_up(&folders[0], "account.csv", printed);
    let version = format!("\"ecovalue\": \"{}\"", env!("CARGO_PKG_VERSION"));
    reseal(&folders[0], &[(&version, "\"ecovalue\": \"0.0.9\"")]);
    let found =
        revisions(&folders, &RevisionOptions { compute: quiet(), ..RevisionOptions::default() }).unwrap();
    let tourism = service(&found.passages[0], "tourism", "value");
    assert_eq!((tourism.from, tourism.to), (Some(24_999_000.0), Some(30_000_000.0)));
    assert_eq!(tourism.part(RevisedPart::Code), Some(1000.0));
    assert_eq!(tourism.part(RevisedPart::Data), Some(5_000_000.0));
    assert!(tourism.closes());
    assert_eq!(found.vintages[0].version, "0.0.9");
}

#[test]
fn without_its_inputs_a_publication_leaves_the_revision_undivided() {
    let (first, second) = (Folder::new(), Folder::new());
    second.edit("statistics.csv", ",5000,万元", ",6000,万元");
    let folders = [publish(&first), publish(&second), publish(&Folder::new())];
    first.edit("cells.csv", "1100", "1101");
    let folders = &folders[..2];
    let found =
        revisions(folders, &RevisionOptions { compute: quiet(), ..RevisionOptions::default() }).unwrap();
    let passage = &found.passages[0];
    let tourism = service(passage, "tourism", "value");
    assert_eq!(
        (moved(tourism), tourism.part(RevisedPart::Undivided)),
        (vec![RevisedPart::Undivided], Some(5e6))
    );
    let note = passage.notes[0].to_string();
    assert!(note.contains("publication 1") && note.contains("cells.csv"), "{note}");
    assert!(passage.rows.iter().all(Revision::closes));
    assert!(!found.vintages[0].at_hand && found.vintages[1].at_hand);
}

#[test]
fn three_publications_are_written_in_two_languages_without_a_path() {
    let (first, second, third) = (Folder::new(), Folder::new(), Folder::new());
    second.edit("statistics.csv", ",5000,万元", ",6000,万元");
    third.edit("statistics.csv", ",5000,万元", ",5500,万元");
    let folders = [publish(&first), publish(&second), publish(&third)];
    let runs = [first.path("run.toml"), second.path("run.toml"), third.path("run.toml")];
    let found = revisions(&folders, &RevisionOptions { runs: &runs, compute: quiet() }).unwrap();
    assert_eq!(found.passages.len(), 2);
    found.write(&third.path("revisions"), WriteOptions::default()).unwrap();
    assert_eq!(
        found.write(&third.path("revisions"), WriteOptions::default()).unwrap_err().as_slice()[0].code(),
        Code::Output
    );
    let text = |name: &str| third.text(&format!("revisions/{name}"));
    for name in ["revisions.csv", "revisions.en.txt", "revisions.zh.txt", "revisions.json"] {
        assert!(!text(name).contains(third.path("").to_str().unwrap()), "{name}");
    }
    let table = text("revisions.csv");
    let row = "2,3,service,2019,,,tourism,travel_spend,,,,,,value,CNY,CNY,2019,current,30000000,27500000,-2500000,0,-2500000,0,0,0,0,revised";
    assert!(table.lines().any(|line| line == row), "{table}");
    let (english, chinese) = (found.print(Language::English), found.print(Language::Chinese));
    assert!(english.contains("From publication 1 to 2") && english.contains("data"), "{english}");
    assert!(chinese.contains("第 2 次至第 3 次发布") && chinese.contains("数据"), "{chinese}");
    assert_eq!((text("revisions.en.txt"), text("revisions.zh.txt")), (english, chinese));
}

#[test]
fn folders_that_cannot_stand_side_by_side_are_refused() {
    let (first, second) = (Folder::new(), Folder::new());
    second.edit("run.toml", "year = 2019", "year = 2020");
    second.put("statistics.csv", second.text("statistics.csv").replace(",2019,", ",2020,"));
    let folders = [publish(&first), publish(&second)];
    let code = |folders: &[PathBuf], runs: &[PathBuf]| {
        revisions(folders, &RevisionOptions { runs, compute: quiet() }).unwrap_err().as_slice()[0].code()
    };
    assert_eq!(code(&folders, &[]), Code::Incomparable);
    assert_eq!(code(&folders[..1], &[]), Code::Incomparable);
    assert_eq!(code(&folders, &[first.path("run.toml")]), Code::Incomparable);
    fs::write(folders[0].join("account.csv"), "year\n").unwrap();
    assert_eq!(code(&folders, &[]), Code::Altered);
}
