//! Many zones: what they cost, what of memory is refused beforehand, and that the order of rows leaves no trace.
#![cfg(feature = "files")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::float_cmp,
    reason = "a test that cannot go on has failed"
)]

mod common;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use common::{CELLS, Folder, quiet};
use ecovalue::run::WriteOptions;

/// All files of a result but the log and the lock, which names the input files by their bytes.
fn files(folder: &Folder) -> BTreeMap<String, String> {
    let out = folder.path("out");
    let _ = fs::remove_dir_all(&out);
    folder.open().unwrap().write(&out, &quiet(), WriteOptions::default()).unwrap();
    let entries = fs::read_dir(out).unwrap().map(|entry| entry.unwrap().path());
    let texts = entries.filter(|path| path.extension().is_some_and(|ending| ending != "json"));
    texts
        .map(|path| {
            (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap())
        })
        .collect()
}

/// Rows of parcels in an order of their own.
fn shuffled(rows: &str, mut state: u32) -> String {
    let (header, rows) = rows.split_once('\n').unwrap();
    let mut rows: Vec<&str> = rows.lines().collect();
    for last in (1..rows.len()).rev() {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        rows.swap(last, usize::try_from(state >> 8).unwrap() % (last + 1));
    }
    format!("{header}\n{}\n", rows.join("\n"))
}

#[test]
fn the_order_of_the_rows_leaves_no_trace() {
    // Zones without some services, types without coefficients, missing rain, empty classes, numbered and Chinese names.
    let mixed = "zone,class,area,rain\n\
        z10,13,100,1100\nz9,51,200,1000\nz9,11e,50,1200\n北碚,61,25,900\n北碚,99,12,\nz10,,30,1000\n\
        z10,71,5,1000\n缙云,81,7,\n缙云,53,9,1000\nz9,22,14,800\n北碚,32,11,\n缙云,13,3,1000\n";
    for rows in [CELLS, mixed] {
        let folder = Folder::new();
        folder.edit("run.toml", "[statistics]\nfile = \"statistics.csv\"\n", "");
        folder.edit("run.toml", "kind = \"table\"\n", "kind = \"table\"\nunmapped = \"report\"\n");
        folder.put("cells.csv", rows);
        let expected = files(&folder);
        assert!(expected.len() > 8, "{:?}", expected.keys());
        for seed in 1..6 {
            folder.put("cells.csv", shuffled(rows, seed));
            for (name, text) in files(&folder) {
                assert_eq!(Some(&text), expected.get(&name), "{name} under another order of rows");
            }
        }
    }
}

#[test]
fn zones_stand_in_the_order_of_their_names() {
    let folder = Folder::new();
    folder.edit("run.toml", "[statistics]\nfile = \"statistics.csv\"\n", "");
    folder.put("cells.csv", "zone,class,area,rain\n10,13,1,1000\n9,13,2,1000\n北,13,4,1000\n1,13,3,1000\n");
    let account = &folder.outcome().years[0].account;
    assert_eq!(account.zones, ["1", "9", "10", "北"]);
    let areas: Vec<f64> = account.zones.iter().map(|zone| account.area(Some(zone))).collect();
    assert_eq!(areas, [3e4, 2e4, 1e4, 4e4]);
}

#[test]
fn zones_that_print_as_one_name_are_refused() {
    for (one, other) in [
        ("x\u{1b}", "x\u{7}"),
        ("北碚", "北\u{200b}碚"),
        ("caf\u{e9}", "cafe\u{301}"),
        ("A村", "\u{ff21}村"),
        ("a b", "a\u{3000}b"),
    ] {
        let folder = Folder::new();
        folder.edit("run.toml", "[statistics]\nfile = \"statistics.csv\"\n", "");
        folder.put("cells.csv", format!("zone,class,area,rain\n{one},13,1,1000\n{other},13,2,1000\n"));
        let text = folder.outcome_or_findings().map(|_| ()).unwrap_err().to_string();
        assert!(text.contains("look alike") && text.contains("<U+"), "{one:?} {other:?}: {text}");
    }
    // Names that differ to the eye are names.
    let folder = Folder::new();
    folder.edit("run.toml", "[statistics]\nfile = \"statistics.csv\"\n", "");
    folder
        .put("cells.csv", "zone,class,area,rain\n东村,13,1,1000\n束村,13,2,1000\nA,13,1,1000\na,13,1,1000\n");
    assert_eq!(folder.outcome().years[0].account.zones.len(), 4);
}

/// So many zones of a hectare, half of them with two types.
fn many(zones: u32, memory_mib: u32) -> Folder {
    let folder = Folder::new();
    folder.edit("run.toml", "[statistics]\nfile = \"statistics.csv\"\n", "");
    let run = folder.text("run.toml");
    folder.put("run.toml", format!("{run}\n[limits]\nmemory_mib = {memory_mib}\n"));
    let mut rows = "zone,class,area,rain\n".to_owned();
    for zone in 0..zones {
        let _ = writeln!(rows, "z{zone},13,1,1000");
        if zone % 2 == 0 {
            let _ = writeln!(rows, "z{zone},51,1,1000");
        }
    }
    folder.put("cells.csv", rows);
    folder
}

#[test]
fn zones_that_do_not_fit_are_refused_with_the_number_that_does() {
    let text = many(2000, 8).outcome_or_findings().map(|_| ()).unwrap_err().to_string();
    assert!(text.contains("2000 zones") && text.contains("3000 ecosystem types"), "{text}");
    let fitting = text.split(": ").find_map(|part| part.split_once(" such zones fit")).unwrap().0;
    let fitting: u32 = fitting.parse().unwrap();
    assert!((10..2000).contains(&fitting), "{fitting}");
    // What is said to fit does, and the memory that is asked for is enough.
    let even = fitting - fitting % 2;
    assert_eq!(u32::try_from(many(even, 8).outcome().years[0].account.zones.len()).unwrap(), even);
    let needed = text.split("memory_mib to ").nth(1).unwrap().split(',').next().unwrap().parse().unwrap();
    assert_eq!(many(2000, needed).outcome().years[0].account.zones.len(), 2000);
}

#[test]
fn figures_of_a_zone_do_not_depend_on_how_many_there_are() {
    let (few, large) = (many(2, 64).outcome(), many(700, 512).outcome());
    let (few, large) = (&few.years[0], &large.years[0]);
    for (index, other) in few.indices.iter().zip(&large.indices).filter(|(index, _)| index.zone == "z0") {
        assert_eq!(index.value, other.value);
    }
    let of = |account: &ecovalue::Account| account.total(Some("z1")).unwrap();
    assert_eq!(of(&few.account), of(&large.account));
    let page = folder_page(&many(700, 512));
    assert!(page.contains("… and 640 more zones, see indices.csv"), "{page}");
    assert!(page.lines().count() < 400, "{}", page.lines().count());
}

fn folder_page(folder: &Folder) -> String {
    files(folder).remove("report.en.txt").unwrap()
}
