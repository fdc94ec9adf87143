//! The pass over rasters: the same bits however a run is cut, in bounded memory, and nothing half done on the disk.
#![cfg(all(feature = "files", feature = "uncertainty"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that cannot go on has failed"
)]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::float_cmp,
    reason = "sizes and numbers of small maps, exact in every type"
)]

mod common;
mod stack;

use std::fs::{self, File};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use common::{Folder, quiet};
use ecovalue::error::Code;
use ecovalue::input::geotiff::GeoTiff;
use ecovalue::input::limits::Limits;
use ecovalue::run::{Options, UncertaintyOptions, WriteOptions};
use peak_alloc::PeakAlloc;
use stack::Stack;

#[global_allocator]
static PEAK: PeakAlloc = PeakAlloc;

/// The test of memory runs alone: all tests of this file share one count of bytes.
static ALONE: RwLock<()> = RwLock::new(());

fn beside_others() -> impl Drop {
    ALONE.read().unwrap_or_else(PoisonError::into_inner)
}

/// What a result says, but for what names the input files.
fn figures(out: &Path) -> Vec<(&'static str, Vec<u8>)> {
    let files = [
        "account.csv",
        "extent.csv",
        "closure.csv",
        "yields.csv",
        "drivers.csv",
        "maps/water_retention.tif",
        "maps/carbon_sequestration.tif",
    ];
    let read = |file: &str| {
        let path = out.join(file);
        if path.extension().is_some_and(|ending| ending == "tif") {
            samples(&path)
        } else {
            fs::read(path).unwrap()
        }
    };
    files.map(|file| (file, read(file))).to_vec()
}

/// The numbers of a map; the keys of its grid come from the land cover as they were written there.
fn samples(path: &Path) -> Vec<u8> {
    let mut map = GeoTiff::open(path, "map", &Limits::default()).unwrap();
    let (width, height) = (map.grid().width, map.grid().height);
    let mut cells = vec![0.0; width as usize * height as usize];
    map.read_rows(1, 0, height, &mut cells).unwrap();
    cells.iter().flat_map(|value| value.to_bits().to_le_bytes()).collect()
}

fn computed(folder: &Folder, name: &str, options: &Options<'_>) -> Vec<(&'static str, Vec<u8>)> {
    let out = folder.path(name);
    folder.open().unwrap().write(&out, options, WriteOptions::default()).unwrap();
    figures(&out)
}

fn same(one: &[(&str, Vec<u8>)], other: &[(&str, Vec<u8>)], what: &str) {
    for ((file, one), (_, other)) in one.iter().zip(other) {
        assert!(one == other, "{file} differs: {what}");
    }
}

#[test]
fn any_threads_memory_and_tiles_give_the_same_bits() {
    let _beside = beside_others();
    let stack = Stack { width: 150, height: 90 };
    let reference = stack.folder(16, 256);
    let first = computed(&reference, "out", &quiet());
    for threads in [2, 3, 7, 16] {
        let options = Options { threads: Some(threads), ..quiet() };
        same(
            &first,
            &computed(&reference, &format!("out{threads}"), &options),
            &format!("{threads} threads"),
        );
    }
    for memory in [1, 2, 4096] {
        let options = Options { threads: Some(3), ..quiet() };
        let folder = stack.folder(32, memory);
        same(&first, &computed(&folder, "out", &options), &format!("{memory} MiB"));
    }
    // Strips of one row, of some rows, and of the whole; tiles of several sizes, the last larger than the map.
    for tile in [-1, -7, -90, 16, 48, 256] {
        let options = Options { threads: Some(2), ..quiet() };
        same(&first, &computed(&stack.folder(tile, 1), "out", &options), &format!("tiles of {tile}"));
    }
}

#[test]
fn a_wide_map_is_cut_in_columns_too() {
    let _beside = beside_others();
    let stack = Stack { width: 3000, height: 17 };
    let options = Options { threads: Some(2), ..quiet() };
    let wide = computed(&stack.folder(16, 1), "out", &options);
    same(&wide, &computed(&stack.folder(-1, 512), "out", &quiet()), "parts of columns");
}

#[test]
fn no_chunk_is_decoded_twice() {
    let _beside = beside_others();
    let stack = Stack { width: 400, height: 300 };
    for (tile, memory) in [(16, 1), (64, 1), (64, 64), (-1, 1), (-11, 1), (-300, 1)] {
        for threads in [1, 3] {
            let folder = stack.folder(tile, memory);
            let run = folder.open().unwrap();
            run.compute(&Options { threads: Some(threads), ..quiet() }).unwrap();
            let chunks = run.chunks();
            assert_eq!(chunks.len(), 4);
            for (name, all, decoded) in chunks {
                // Opening looks once at what classes and zones there are.
                let passes = if name.starts_with("landcover") || name.starts_with("zones") { 2 } else { 1 };
                assert_eq!(decoded, all * passes, "{name}, tiles of {tile}, {memory} MiB");
            }
        }
    }
}

/// Cancels a run when so many per cent of its parts are done; whether it was still running.
fn cut(folder: &Folder, out: &Path, percent: u64) -> bool {
    let cancel = AtomicBool::new(false);
    let progress = |done: u64, all: u64| cancel.store(100 * done >= percent * all, Ordering::Relaxed);
    let options = Options {
        threads: Some(2),
        progress: Some(&progress),
        cancel: Some(&cancel),
        journal_every: Some(Duration::ZERO),
        ..quiet()
    };
    match folder.open().unwrap().write(out, &options, WriteOptions::default()) {
        Ok(_) => false,
        Err(found) => {
            assert!(found.as_slice().iter().all(|error| error.code() == Code::Cancelled), "{found}");
            true
        }
    }
}

fn resumed(out: &Path) -> u64 {
    let log = fs::read_to_string(out.join("run_log.json")).unwrap();
    let log: serde_json::Value = serde_json::from_str(&log).unwrap();
    log["resumed"].as_array().unwrap().iter().map(|resumption| resumption["row"].as_u64().unwrap()).sum()
}

#[test]
fn a_cut_run_goes_on_and_ends_with_the_same_bits() {
    let _beside = beside_others();
    let stack = Stack { width: 500, height: 700 };
    let folder = stack.folder(16, 1);
    let whole = computed(&folder, "whole", &quiet());
    let lock = fs::read(folder.path("whole/lock.json")).unwrap();
    let mut went_on = 0;
    for percent in [39, 41, 48, 75, 82, 91] {
        let out = folder.path("out");
        // A run may be cut more than once.
        if cut(&folder, &out, percent) {
            assert!(
                !out.exists() && folder.path("out.partial").is_dir() && !folder.path("out.lock").exists()
            );
            cut(&folder, &out, 5);
        }
        if !out.exists() {
            folder.open().unwrap().write(&out, &quiet(), WriteOptions::default()).unwrap();
        }
        went_on += u64::from(resumed(&out) > 0);
        same(&whole, &figures(&out), &format!("cut after {percent} %"));
        assert!(fs::read(out.join("lock.json")).unwrap() == lock);
        assert!(!out.join("journal").exists() && !folder.path("out.partial").exists());
        fs::remove_dir_all(&out).unwrap();
    }
    // Not before a first row of tiles is on the disk, which the shortest cuts may just miss.
    assert!(went_on >= 5, "{went_on}");
}

/// A file of what a run has left, and what becomes of its bytes.
type Damage = (&'static str, fn(&mut Vec<u8>));

/// Changes the number of rows that are done, and the hash with it: the sums hold other cells than those rows.
fn other_row(bytes: &mut Vec<u8>) {
    let mut lines = bytes.splitn(3, |byte| *byte == b'\n').map(<[u8]>::to_vec);
    let (mut head, rest) = (lines.nth(1).unwrap(), lines.next().unwrap());
    flip_behind(&mut head, b"\"row\":");
    *bytes = [ecovalue::input::files::sha256(&head).as_bytes(), &head, &rest].join(&b'\n');
}

/// Changes the lowest bit of the digit behind a text.
fn flip_behind(bytes: &mut [u8], text: &[u8]) {
    let at = bytes.windows(text.len()).position(|part| part == text).unwrap() + text.len();
    assert!(bytes[at].is_ascii_digit());
    bytes[at] ^= 1;
}

#[test]
fn a_journal_of_other_inputs_or_with_damage_is_not_gone_on_with() {
    let _beside = beside_others();
    let stack = Stack { width: 500, height: 700 };
    let folder = stack.folder(16, 1);
    let out = folder.path("out");
    let journal = folder.path("out.partial/journal");
    assert!(cut(&folder, &out, 45) && journal.is_file());
    let whole = computed(&folder, "whole", &quiet());
    // A bit of a sum, of what the head says of a row, of a hash; of cells of a map that are done; a map without its end.
    let damages: [Damage; 7] = [
        ("journal", |bytes| *bytes.last_mut().unwrap() ^= 1),
        ("journal", |bytes| flip_behind(bytes, b"\"row\":")),
        ("journal", |bytes| flip_behind(bytes, b"\"tiles\":[[")),
        ("journal", |bytes| bytes[0] ^= 1),
        ("journal", other_row),
        ("maps/water_retention.tif", |bytes| bytes[1000] ^= 16),
        ("maps/carbon_sequestration.tif", |bytes| bytes.truncate(600)),
    ];
    for (name, damage) in damages {
        if !journal.is_file() {
            assert!(cut(&folder, &out, 45));
        }
        let path = folder.path("out.partial").join(name);
        let mut bytes = fs::read(&path).unwrap();
        damage(&mut bytes);
        fs::write(&path, bytes).unwrap();
        folder.open().unwrap().write(&out, &quiet(), WriteOptions::default()).unwrap();
        assert_eq!(resumed(&out), 0, "{name}");
        same(&whole, &figures(&out), name);
        fs::remove_dir_all(&out).unwrap();
    }

    assert!(cut(&folder, &out, 45));
    folder.edit("parameters.csv", "0.1,1,", "0.2,1,");
    folder.open().unwrap().write(&out, &quiet(), WriteOptions::default()).unwrap();
    assert_eq!(resumed(&out), 0);
    same(&figures(&out), &computed(&folder, "again", &quiet()), "other parameters");
}

#[test]
fn a_folder_is_written_by_one_run_at_a_time() {
    let _beside = beside_others();
    let folder = Folder::new();
    let run = folder.open().unwrap();
    let (out, lock) = (folder.path("out"), folder.path("out.lock"));
    let held = File::create(&lock).unwrap();
    held.lock().unwrap();
    let found = run.write(&out, &quiet(), WriteOptions::default()).unwrap_err();
    assert_eq!(found.as_slice()[0].code(), Code::Locked);
    assert!(found.to_string().contains("another run is writing this folder"), "{found}");
    assert!(!out.exists() && !folder.path("out.partial").exists());
    // An empty file of somebody else's serves as well, and stays.
    drop(held);
    assert!(lock.is_file());
    run.write(&out, &quiet(), WriteOptions::default()).unwrap();
    assert!(out.is_dir() && fs::read(&lock).unwrap().is_empty());
    // A killed process leaves the file, but no lock.
    fs::write(&lock, "ecovalue lock 1: a result is being written beside this file\n").unwrap();
    run.write(&out, &quiet(), WriteOptions { force: true }).unwrap();
    assert!(out.is_dir() && !lock.exists());
}

#[test]
fn memory_does_not_grow_with_the_map() {
    const MEMORY: usize = 8;
    let _alone = ALONE.write().unwrap_or_else(PoisonError::into_inner);
    let peak = |side: u32| {
        let folder = Stack { width: side, height: side }.folder(64, MEMORY);
        let run = folder.open().unwrap();
        let before = PEAK.current_usage();
        PEAK.reset_peak_usage();
        run.write(&folder.path("out"), &Options { threads: Some(2), ..quiet() }, WriteOptions::default())
            .unwrap();
        let peak = (PEAK.peak_usage() - before) as f64 / f64::from(1 << 20);
        println!("{side} x {side} cells under {MEMORY} MiB: {peak:.1} MiB at most");
        peak
    };
    let (small, large) = (peak(1000), peak(2000));
    // The rows of tiles of a map are as wide as the map.
    let rows = |side: f64| 2.0 * 256.0 * side * 16.0 / f64::from(1 << 20);
    assert!(large - rows(2000.0) <= 1.05 * small, "{small} MiB for 10^6 cells, {large} for 4 * 10^6");
    assert!(large <= MEMORY as f64 + rows(2000.0) + 8.0, "{large}");
}

#[test]
fn draws_have_the_same_bits_for_any_threads_memory_and_tiles() {
    let _beside = beside_others();
    let stack = Stack { width: 90, height: 70 };
    let header = "id,kind,key,applied,unit,distribution,mean,sd,median,log_sd,status,source\n";
    let inputs = "rain,layer,precipitation,factor,,normal,1,0.05,,,assumption,test\n\
        warmth,layer,temperature,difference,degC,normal,0,0.5,,,assumption,test\n";
    let tables = |tile: i32, memory: usize, threads: usize| {
        let folder = stack.folder(tile, memory);
        let section = "[uncertainty]\nfile = \"inputs.csv\"\ndraws = 200\nseed = 5\nsensitivity = 0\n";
        folder.put("run.toml", folder.text("run.toml") + section);
        folder.put("inputs.csv", format!("{header}{inputs}"));
        let options = Options { threads: Some(threads), without_switches: true, ..quiet() };
        let found = folder.open().unwrap().uncertainty(&options, UncertaintyOptions::default()).unwrap();
        let bytes = found.tables().into_iter().map(|(_, csv)| csv.bytes().to_vec());
        bytes.collect::<Vec<_>>()
    };
    let one = tables(16, 256, 1);
    assert!(one.iter().any(|table| table.len() > 1000));
    for (tile, memory, threads) in [(16, 1, 16), (64, 256, 3), (-1, 2, 1), (-70, 256, 16)] {
        assert!(tables(tile, memory, threads) == one, "tiles {tile}, {memory} MiB, {threads} threads");
    }
}

/// Kills the command at random moments: the folder is the old one or the new one, whole. `ECOVALUE_KILLS` asks for more.
#[cfg(feature = "cli")]
#[test]
fn a_kill_at_any_moment_leaves_the_old_folder_or_the_new_one() {
    use std::process::{Command, Stdio};
    use std::time::Instant;

    let _beside = beside_others();
    #[allow(clippy::disallowed_methods, reason = "the length of a test is no figure")]
    let kills = std::env::var("ECOVALUE_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(10_u32);
    let folder = Stack { width: 300, height: 300 }.folder(16, 1);
    let out = folder.path("out");
    let start = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ecovalue"));
        command.arg("run").arg(folder.path("run.toml")).arg("--out").arg(&out).arg("--force");
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    };
    let clock = Instant::now();
    assert!(start().wait().unwrap().success());
    let whole = clock.elapsed();
    let first = fs::read(out.join("lock.json")).unwrap();
    let title = folder.text("run.toml");
    let (mut old, mut new) = (0, 0);
    for kill in 0..kills {
        folder.put("run.toml", title.replace("\"Stack\"", &format!("\"Stack {kill}\"")));
        let before = fs::read(out.join("lock.json")).unwrap();
        let mut child = start();
        // Moments spread evenly over the length of a run and a little more.
        std::thread::sleep(whole.mul_f64(1.1 * f64::from(kill * 61 % kills) / f64::from(kills)));
        let _ = child.kill();
        let _ = child.wait();
        let lock = fs::read(out.join("lock.json")).unwrap();
        check_against_lock(&out, &lock);
        if lock == before { old += 1 } else { new += 1 }
    }
    println!("{kills} kills: {old} left the old folder, {new} the new one");
    assert!(old > 0);
    // The next run cleans up what is left, or goes on with it.
    folder.put("run.toml", &title);
    assert!(start().wait().unwrap().success());
    assert!(fs::read(out.join("lock.json")).unwrap() == first);
    let left = folder.names().into_iter().filter(|name| name.starts_with("out") && name != "out");
    assert_eq!(left.collect::<Vec<_>>(), Vec::<String>::new());
}

/// Every file of a result is the one that its lock names.
#[cfg(feature = "cli")]
fn check_against_lock(out: &Path, lock: &[u8]) {
    let lock: serde_json::Value = serde_json::from_slice(lock).unwrap();
    let outputs = lock["outputs"].as_array().unwrap();
    assert!(outputs.len() > 10);
    for output in outputs {
        let name = output["name"].as_str().unwrap();
        let bytes = fs::read(out.join(name)).unwrap();
        assert_eq!(bytes.len() as u64, output["size"].as_u64().unwrap(), "{name}");
        if !name.starts_with("maps/") {
            assert_eq!(ecovalue::input::files::sha256(&bytes), output["sha256"].as_str().unwrap(), "{name}");
        }
    }
    let names = fs::read_dir(out).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(names.into_iter().all(|name| name != "journal" && name != "journal.next"));
}
