//! A result and its inputs, damaged in every way that a disk, a hand or a will finds.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use ecovalue::error::Findings;
use ecovalue::input::files::sha256;
use ecovalue::report::lock::{is_sealed, sealed};
use ecovalue::report::verification::{Fault, Verification};
use ecovalue::run::verify::{VerifyOptions, verify};
use ecovalue::run::{Options, Run, WriteOptions};
use ecovalue::wording::Language;

use super::common::Folder;

/// Copies a folder with all that is in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Edits an output and makes the lock say that it is so: its hash, and the hash of the lock itself.
pub(crate) fn fix_up(out: &Path, name: &str, edit: impl Fn(&str) -> String) {
    let text = fs::read_to_string(out.join(name)).unwrap();
    let edited = edit(&text);
    fs::write(out.join(name), &edited).unwrap();
    reseal(out, &[(&sha256(text.as_bytes()), &sha256(edited.as_bytes()))]);
}

/// Replaces texts of the lock and seals it again.
pub(crate) fn reseal(out: &Path, replaced: &[(&str, &str)]) {
    let path = out.join("lock.json");
    let mut lock = fs::read_to_string(&path).unwrap();
    for (from, to) in replaced {
        assert!(lock.contains(from), "the lock does not hold {from}");
        lock = lock.replace(from, to);
    }
    let (body, _) = lock.rsplit_once("\"sha256\": \"").unwrap();
    let lock = sealed(&format!("{body}\"sha256\": \"\"\n}}"));
    assert!(is_sealed(&lock));
    fs::write(path, lock).unwrap();
}

/// The inputs of the golden run, and a result of them in `out`.
fn written_folder() -> Folder {
    let folder = Folder::empty();
    let inputs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/0.1.0");
    copy(&inputs, &folder.path(""));
    fs::remove_dir_all(folder.path("out")).unwrap();
    write(&folder, "out", 1);
    folder
}

fn write(folder: &Folder, out: &str, threads: usize) {
    let options = Options { threads: Some(threads), ..Options::default() };
    let run = folder.open().unwrap_or_else(|findings| panic!("{findings}"));
    run.write(&folder.path(out), &options, WriteOptions { force: true }).unwrap();
}

fn verified(folder: &Folder) -> Result<Verification, Findings> {
    let compute = Options { threads: Some(1), ..Options::default() };
    verify(&folder.path("out"), &VerifyOptions { compute, ..VerifyOptions::default() })
}

fn said(folder: &Folder) -> String {
    verified(folder).unwrap().print(Language::English)
}

/// All files below a folder, in their order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { all.extend(files(&path)) } else { all.push(path) }
    }
    all.sort();
    all
}

/// Numbers that are the same on every run: splitmix64.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % u64::try_from(limit).unwrap()).unwrap()
    }
}

#[test]
fn what_was_not_touched_is_the_same_and_leaves_nothing_behind() {
    let folder = written_folder();
    let before = files(&folder.path(""));
    let found = verified(&folder).unwrap();
    assert!(found.is_same(), "{}", found.print(Language::English));
    assert!(
        found.print(Language::English).starts_with("same: 11 files"),
        "{}",
        found.print(Language::English)
    );
    assert!(found.print(Language::Chinese).starts_with("相同"));
    assert_eq!(files(&folder.path("")), before);
}

#[test]
fn the_lock_is_the_same_for_any_threads_and_folder() {
    let folder = written_folder();
    let lock = folder.text("out/lock.json");
    for threads in [2, 16] {
        write(&folder, "elsewhere/deep/out", threads);
        assert_eq!(folder.text("elsewhere/deep/out/lock.json"), lock);
    }
    let log = folder.text("elsewhere/deep/out/run_log.json");
    assert!(log.contains("\"run\": \"../../../run.toml\"") && is_sealed(&log), "{log}");
    for name in ["lock.json", "run_log.json"] {
        let absolute = folder.path("").canonicalize().unwrap();
        assert!(!folder.text(&format!("out/{name}")).contains(absolute.to_str().unwrap()));
    }
}

#[test]
fn a_hundred_flipped_bits_are_found_before_anything_is_computed() {
    let folder = written_folder();
    let (mut numbers, mut met) = (Numbers(2019), BTreeSet::new());
    let all = files(&folder.path(""));
    let hashes =
        || verify(&folder.path("out"), &VerifyOptions { hashes_only: true, ..VerifyOptions::default() });
    for _ in 0..100 {
        let path = &all[numbers.below(all.len())];
        let whole = fs::read(path).unwrap();
        let (byte, bit) = (numbers.below(whole.len()), numbers.below(8));
        let mut flipped = whole.clone();
        flipped[byte] ^= 1 << bit;
        fs::write(path, &flipped).unwrap();
        let found = hashes();
        let place = format!("{}, byte {byte}, bit {bit}", path.display());
        assert!(found.as_ref().map_or(true, |found| !found.is_same()), "not found: {place}");
        let told = found.map_or_else(|findings| findings.to_string(), |found| found.print(Language::English));
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(told.contains(name), "{place}: {told}");
        fs::write(path, &whole).unwrap();
        met.insert(path.clone());
    }
    assert_eq!(met.len(), all.len(), "every file was hit");
    assert!(hashes().unwrap().is_same());
}

#[test]
fn every_bit_of_the_map_and_of_the_two_records_counts() {
    let folder = written_folder();
    for name in ["out/lock.json", "out/run_log.json", "out/maps/water_retention.tif"] {
        let (path, whole) = (folder.path(name), fs::read(folder.path(name)).unwrap());
        // The ends, where a seal could be loose.
        for byte in [0, whole.len() - 1, whole.len() - 3, whole.len() - 5, whole.len() - 80] {
            let mut flipped = whole.clone();
            flipped[byte] ^= 1;
            fs::write(&path, &flipped).unwrap();
            let options = VerifyOptions { hashes_only: true, ..VerifyOptions::default() };
            let found = verify(&folder.path("out"), &options);
            assert!(found.map_or(true, |found| !found.is_same()), "{name}, byte {byte}");
        }
        fs::write(&path, &whole).unwrap();
    }
}

#[test]
fn a_coefficient_that_was_edited_with_its_hash_names_the_figure() {
    let folder = written_folder();
    let before = sha256(folder.text("parameters.csv").as_bytes());
    folder.edit("parameters.csv", ",0.17,", ",0.18,");
    let behind = sha256(folder.text("parameters.csv").as_bytes());
    let told = said(&folder);
    assert!(told.contains("parameters.csv: is not the one that is recorded"), "{told}");
    // The hash of the input, and what the lock says of the row, are made to fit as well.
    reseal(&folder.path("out"), &[(&before, &behind), ("\"value\": 0.17,", "\"value\": 0.18,")]);
    let found = verified(&folder).unwrap();
    assert_eq!(found.files, []);
    let first = found.figures.first().unwrap();
    let key = |column: &str| first.key.iter().find(|(name, _)| name == column).unwrap().1.as_str();
    assert_eq!(
        (first.file.as_str(), key("year"), key("service")),
        ("account.csv", "2019", "carbon_sequestration")
    );
    assert_eq!((key("ecosystem"), first.column.as_str()), ("11", "quantity"));
    let number = |text: &Option<String>| text.as_ref().unwrap().parse::<f64>().unwrap();
    let ratio = number(&first.recomputed) / number(&first.recorded);
    assert!((ratio - 0.18 / 0.17).abs() < 1e-12, "{ratio}");
    assert!(
        found
            .figures
            .iter()
            .all(|figure| !figure.key.contains(&("service".to_owned(), "water_retention".to_owned())))
    );
    let told = found.print(Language::English);
    assert!(told.starts_with("different\naccount.csv: year 2019, "), "{told}");
}

#[test]
fn an_edited_figure_a_moved_map_cell_and_an_edited_row_of_the_lock_are_named() {
    let folder = written_folder();
    fix_up(&folder.path("out"), "indices.csv", |text| text.replacen("GEP", "GDP", 1));
    let told = said(&folder);
    assert!(told.contains("indices.csv: ") && told.contains("no such row"), "{told}");
    let folder = written_folder();
    reseal(&folder.path("out"), &[("\"value\": 0.17,", "\"value\": 0.18,")]);
    let told = said(&folder);
    assert!(told.contains("lock.json: entry /parameters/") && told.contains("recorded 0.18"), "{told}");
    let folder = written_folder();
    fix_up(&folder.path("out"), "report.en.txt", |text| text.replacen("Golden", "Silver", 1));
    let told = said(&folder);
    assert!(told.contains("report.en.txt: line 1: recorded Silver run"), "{told}");
}

#[test]
fn settings_years_and_files_that_are_not_those_of_the_result_are_named() {
    let folder = written_folder();
    folder.edit("run.toml", "value = 17.5", "value = 17.6");
    let found = verified(&folder).unwrap();
    let line = 1 + folder.text("run.toml").lines().position(|line| line == "value = 17.6").unwrap();
    assert_eq!(found.files[0].fault, Fault::Line(line));
    assert!(found.figures[0].text(Language::English).contains("service water_retention"));

    let folder = written_folder();
    fs::remove_file(folder.path("statistics.csv")).unwrap();
    let told = said(&folder);
    assert!(
        told.contains("statistics.csv: is missing") && told.contains("could not be computed again"),
        "{told}"
    );

    let folder = written_folder();
    fs::remove_file(folder.path("out/yields.csv")).unwrap();
    folder.put("out/gep.xlsx", "PK");
    let told = said(&folder);
    assert!(
        told.contains("yields.csv: is missing") && told.contains("gep.xlsx: is recorded nowhere"),
        "{told}"
    );

    let folder = written_folder();
    fs::remove_file(folder.path("out/run_log.json")).unwrap();
    let told = said(&folder);
    assert!(told.contains("run_log.json: is missing") && told.contains("--run RUN.toml"), "{told}");
    let run = folder.path("run.toml");
    let found =
        verify(&folder.path("out"), &VerifyOptions { run: Some(&run), ..VerifyOptions::default() }).unwrap();
    assert!(found.stopped.is_none() && found.figures.is_empty() && found.compared == 11);
}

#[test]
fn two_years_exchanged_are_found_in_the_inputs_and_in_the_outputs() {
    let years = |exchanged: bool| {
        let folder = Folder::new();
        folder.edit("run.toml", "statistics.csv", "2020.csv");
        folder.put("2019.csv", folder.text("statistics.csv"));
        folder.put("2020.csv", folder.text("statistics.csv").replace(",5000,", ",6000,"));
        write(&folder, "out", 1);
        if exchanged {
            let (one, two) = (folder.text("2019.csv"), folder.text("2020.csv"));
            folder.put("2019.csv", two);
            folder.put("2020.csv", one);
        }
        folder
    };
    assert!(verified(&years(false)).unwrap().is_same());
    let told = said(&years(true));
    assert!(told.contains("2020.csv: is not the one that is recorded"), "{told}");
    assert!(
        told.contains("service tourism, indicator travel_spend") && told.contains("recomputed 25000000"),
        "{told}"
    );
    // The tables of one result under the lock of another.
    let (one, two) = (written_folder(), years(false));
    fs::copy(two.path("out/account.csv"), one.path("out/account.csv")).unwrap();
    assert!(said(&one).contains("account.csv: is not the one that is recorded"));
}

#[test]
fn a_result_of_another_version_is_said_to_be_one_and_computed_again() {
    let folder = written_folder();
    let version = format!("\"ecovalue\": \"{}\"", env!("CARGO_PKG_VERSION"));
    reseal(&folder.path("out"), &[(&version, "\"ecovalue\": \"0.0.9\"")]);
    fix_up(&folder.path("out"), "report.en.txt", |text| text.replacen("Golden", "Silver", 1));
    let found = verified(&folder).unwrap();
    assert!(found.is_same() && found.compared == 11, "{}", found.print(Language::English));
    assert!(found.print(Language::English).contains("made by version 0.0.9"));
    fix_up(&folder.path("out"), "account.csv", |text| text.replacen(",carbon", ",karbon", 1));
    assert!(said(&folder).contains("service karbon_sequestration"));
}

#[test]
fn a_moved_result_is_verified_with_its_run_named() {
    let (folder, archive) = (written_folder(), Folder::empty());
    copy(&folder.path("out"), &archive.path("archive/of/2019"));
    let (out, run) = (archive.path("archive/of/2019"), folder.path("run.toml"));
    assert!(verify(&out, &VerifyOptions::default()).unwrap().stopped.is_some());
    assert!(verify(&out, &VerifyOptions { run: Some(&run), ..VerifyOptions::default() }).unwrap().is_same());
}

#[test]
fn a_second_folder_of_inputs_is_found_again() {
    let folder = written_folder();
    fs::create_dir_all(folder.path("inputs/national")).unwrap();
    folder.put(
        "settings/run.toml",
        folder.text("run.toml").replace("profile = \"golden\"", "profile = \"golden.toml\""),
    );
    for name in ["landcover.tif", "precipitation.tif", "parameters.csv", "statistics.csv"] {
        fs::copy(folder.path(name), folder.path(&format!("inputs/national/{name}"))).unwrap();
    }
    folder.put("inputs/national/golden.toml", folder.text("profiles/golden.toml"));
    let root = folder.path("inputs/national");
    let run = Run::open(&folder.path("settings/run.toml"), Some(&root)).unwrap();
    run.write(&folder.path("results/out"), &Options::default(), WriteOptions { force: false }).unwrap();
    assert!(folder.text("results/out/run_log.json").contains("\"input_root\": \"../../inputs/national\""));
    assert!(verify(&folder.path("results/out"), &VerifyOptions::default()).unwrap().is_same());
}

#[test]
fn a_hostile_lock_is_an_error_and_never_a_panic() {
    let folder = written_folder();
    let whole = fs::read(folder.path("out/lock.json")).unwrap();
    let refused = |bytes: &[u8], part: &str| {
        folder.put("out/lock.json", bytes);
        let error = verified(&folder).unwrap_err().to_string();
        assert!(error.contains("lock.json") && error.contains(part), "{error}");
    };
    for cut in (0..whole.len() - 3).step_by(997) {
        refused(&whole[..cut], "EV-I003");
    }
    refused("[".repeat(100_000).as_bytes(), "EV-I003");
    refused(format!("{{\"a\": {}", "{\"a\": ".repeat(100_000)).as_bytes(), "EV-I003");
    refused(&[0xff, 0xfe], "EV-I002");
    refused(b"{}", "key `manifest` is missing");
    refused(br#"{"manifest": 3}"#, "key `manifest` is missing");
    refused(br#"{"manifest": "", "inputs": {}, "outputs": []}"#, "key `inputs` is missing");
    refused(br#"{"manifest": "", "inputs": [{"name": 1}], "outputs": []}"#, "key `sha256` is missing");
    // Sparse, so that it takes no room on the disk.
    fs::File::create(folder.path("out/lock.json")).unwrap().set_len(1 << 40).unwrap();
    assert!(verified(&folder).unwrap_err().to_string().contains("EV-L001"));
    // Names of outputs that lead elsewhere are never opened: they are not in the folder.
    folder.put("out/lock.json", &whole);
    reseal(&folder.path("out"), &[("\"yields.csv\"", "\"../run.toml\"")]);
    let told = said(&folder);
    assert!(
        told.contains("../run.toml: is missing") && told.contains("yields.csv: is recorded nowhere"),
        "{told}"
    );
}
