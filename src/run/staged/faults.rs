//! Faults of the disk at every step.

use std::collections::BTreeMap;
use std::time::Duration;

use super::*;
use crate::input::grid::{Crs, Grid};
use crate::report::map::{MapOptions, MapSample, MapWriter};
use crate::run::{Options, Run, WriteOptions};

const RUN: &str = "schema = 1\ntitle = 'TITLE'\nyear = 2019\nprofile = 'hj1173_2021'\nallow_unverified = true\n\
    [cells]\nkind = 'raster'\nlandcover = { file = 'cover.tif' }\n\
    [[layer]]\nname = 'precipitation'\nvalue = 1000\nunit = 'mm'\n\
    [[layer]]\nname = 'temperature'\nvalue = 15\nunit = 'degC'\n\
    [output]\nmaps = ['water_retention']\n";

/// A run of some cells of mixed forest.
fn run(folder: &Path, title: &str) -> Run {
    let crs = Crs::from_epsg(32650).unwrap();
    let grid = Grid { width: 20, height: 40, origin: (0.0, 4e6), step: (30.0, -30.0), crs };
    let options = MapOptions { sample: MapSample::U8, tile: 16, nodata: Some(0.0), ..MapOptions::default() };
    let path = folder.join("cover.tif");
    if !path.exists() {
        let mut map = MapWriter::create_with(&path, &grid, "", "", options).unwrap();
        map.write_rows(0, &[13_u8; 800]).unwrap();
        map.finish().unwrap();
    }
    let manifest = folder.join(format!("{title}.toml"));
    fs::write(&manifest, RUN.replace("TITLE", title)).unwrap();
    Run::open(&manifest, None).unwrap()
}

/// Every file of a folder, by name.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                all.insert(path.strip_prefix(folder).unwrap().to_path_buf(), fs::read(&path).unwrap());
            }
        }
    }
    all
}

/// Lets one operation on the disk after another fail, until none is left to fail.
fn every_fault(lasting: bool) {
    let folder = tempfile::tempdir().unwrap();
    let (old, new) = (run(folder.path(), "old"), run(folder.path(), "new"));
    let out = folder.path().join("out");
    let options = Options {
        threads: Some(1),
        without_switches: true,
        journal_every: Some(Duration::ZERO),
        ..Options::default()
    };
    let force = WriteOptions { force: true };
    new.write(&out, &options, force).unwrap();
    let wanted = files(&out);
    old.write(&out, &options, force).unwrap();
    let before = files(&out);
    assert!(before != wanted && wanted.len() > 10);
    let mut failed = 0;
    for operations in 0.. {
        disk::faults::fail_after(operations, lasting);
        let result = new.write(&out, &options, force);
        let struck = disk::faults::end();
        let names: Vec<_> =
            fs::read_dir(folder.path()).unwrap().map(|own| own.unwrap().file_name()).collect();
        assert_eq!(names.len(), 4, "something was left after {operations} operations: {names:?}");
        if result.is_ok() {
            // Where folders cannot be exchanged in one step, it is done in two.
            assert!(files(&out) == wanted, "a mixture after {operations} operations");
            old.write(&out, &options, force).unwrap();
        } else {
            failed += 1;
            assert!(files(&out) == before, "the old folder changed after {operations} operations");
        }
        if !struck {
            assert!(failed > 40, "{failed} faults");
            return;
        }
    }
}

#[test]
fn a_fault_of_the_disk_at_any_step_leaves_the_old_folder() {
    every_fault(false);
}

#[test]
fn a_disk_that_fails_from_any_step_on_leaves_the_old_folder() {
    every_fault(true);
}

/// Options of a run that notes what is done as often as it can.
fn quiet() -> Options<'static> {
    Options {
        threads: Some(1),
        without_switches: true,
        journal_every: Some(Duration::ZERO),
        ..Options::default()
    }
}

/// What a run writes to a folder that is not there.
fn wanted(run: &Run, folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let out = folder.join("wanted");
    run.write(&out, &quiet(), WriteOptions::default()).unwrap();
    result(&out)
}

/// The files of a result but its log, which says how the inputs are seen from its place.
fn result(out: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = files(out);
    assert!(files.remove(Path::new("run_log.json")).is_some());
    files
}

/// Lets go of what a test lets fail, however the test ends.
struct Lifted;

impl Drop for Lifted {
    fn drop(&mut self) {
        disk::faults::mount(None);
        disk::faults::forbid(None);
    }
}

#[test]
fn an_empty_folder_and_one_that_keeps_its_name_are_filled() {
    let folder = tempfile::tempdir().unwrap();
    let (old, new) = (run(folder.path(), "old"), run(folder.path(), "new"));
    let (before, after) = (wanted(&old, folder.path()), {
        fs::remove_dir_all(folder.path().join("wanted")).unwrap();
        wanted(&new, folder.path())
    });
    let _lifted = Lifted;
    for case in ["plain", "mount", "forbidden"] {
        let above = folder.path().join(case);
        let out = above.join("out");
        fs::create_dir_all(&out).unwrap();
        match case {
            "mount" => disk::faults::mount(Some(&out)),
            "forbidden" => disk::faults::forbid(Some(&above)),
            _ => {}
        }
        old.write(&out, &quiet(), WriteOptions::default()).unwrap();
        assert!(result(&out) == before, "{case}");
        let found = new.write(&out, &quiet(), WriteOptions::default()).unwrap_err().to_string();
        assert!(found.contains("there already") && found.contains("--force"), "{case}: {found}");
        new.write(&out, &quiet(), WriteOptions { force: true }).unwrap();
        assert!(result(&out) == after, "{case}");
        let names: Vec<_> = fs::read_dir(&above).unwrap().map(|own| own.unwrap().file_name()).collect();
        assert_eq!(names, ["out"], "{case}");
        fs::write(out.join("notes.txt"), "mine").unwrap();
        let found = old.write(&out, &quiet(), WriteOptions { force: true }).unwrap_err().to_string();
        assert!(found.contains("`notes.txt`"), "{case}: {found}");
        assert_eq!(fs::read(out.join("notes.txt")).unwrap(), b"mine");
        drop(Lifted);
    }
}

#[test]
fn a_fault_in_a_folder_that_keeps_its_name_leaves_the_old_result_or_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (old, new) = (run(folder.path(), "old"), run(folder.path(), "new"));
    let _lifted = Lifted;
    for (lasting, forbidden) in [(false, true), (true, false)] {
        let above = folder.path().join(format!("{lasting}{forbidden}"));
        let out = above.join("out");
        fs::create_dir_all(&out).unwrap();
        let block = || {
            disk::faults::mount((!forbidden).then_some(out.as_path()));
            disk::faults::forbid(forbidden.then_some(above.as_path()));
        };
        block();
        new.write(&out, &quiet(), WriteOptions::default()).unwrap();
        let wanted = result(&out);
        old.write(&out, &quiet(), WriteOptions { force: true }).unwrap();
        let before = result(&out);
        let mut failed = 0;
        for operations in 0.. {
            disk::faults::fail_after(operations, lasting);
            let done = new.write(&out, &quiet(), WriteOptions { force: true });
            let struck = disk::faults::end();
            let names: Vec<_> = fs::read_dir(&above).unwrap().map(|own| own.unwrap().file_name()).collect();
            assert_eq!(names, ["out"], "after {operations} operations");
            if done.is_ok() {
                assert!(result(&out) == wanted, "a mixture after {operations} operations");
                old.write(&out, &quiet(), WriteOptions { force: true }).unwrap();
            } else {
                failed += 1;
                assert!(result(&out) == before, "the old folder changed after {operations} operations");
            }
            if !struck {
                break;
            }
        }
        assert!(failed > 60, "{failed} faults");
    }
}
