//! The command: exit codes, texts, and where they go.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

use std::process::{Command, Output};

use common::Folder;

fn ecovalue(arguments: &[&str]) -> Output {
    let root = env!("CARGO_MANIFEST_DIR");
    Command::new(env!("CARGO_BIN_EXE_ecovalue")).args(arguments).current_dir(root).output().unwrap()
}

fn said(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn help_is_there_for_every_command() {
    for arguments in [
        &["--help"][..],
        &["validate", "--help"],
        &["run", "--help"],
        &["compare", "--help"],
        &["services", "--help"],
        &["parameters", "--help"],
        &["profiles", "--help"],
    ] {
        let (code, out, err) = said(&ecovalue(arguments));
        assert_eq!((code, err.as_str()), (Some(0), ""), "{arguments:?}");
        assert!(out.contains("Usage: ecovalue"), "{arguments:?}: {out}");
    }
}

#[test]
fn wrong_usage_is_two_and_a_wrong_input_is_one() {
    for (arguments, code, part) in [
        (&[][..], 2, "Usage"),
        (&["value"], 2, "unrecognized subcommand"),
        (&["run", "examples/beibei_2019/run.toml"], 2, "--out"),
        (&["run", "x", "--out", "y", "--threads", "0"], 2, "--threads"),
        (&["validate", "examples/nowhere/run.toml"], 1, "EV-I001"),
        (&["services", "water_retain"], 1, "did you mean `water_retention`?"),
        (&["parameters", "runof_coefficient"], 1, "did you mean `runoff_coefficient`?"),
        (&["profiles", "hj1173"], 1, "did you mean `hj1173_2021`?"),
    ] {
        let (found, out, err) = said(&ecovalue(arguments));
        assert_eq!((found, out.as_str()), (Some(code), ""), "{arguments:?}");
        assert!(err.contains(part), "{arguments:?}: {err}");
    }
}

#[test]
fn the_lists_show_equations_rows_and_profiles() {
    for (arguments, parts) in [
        (&["services"][..], &["water_retention", "水源涵养", "thornthwaite"][..]),
        (
            &["services", "water_retention"],
            &["Q = A · (P − R − ET) · 10⁻³", "precipitation [mm]", "reservoir_unit_cost"],
        ),
        (&["parameters"], &["runoff_coefficient", "consumer_price_index", "afforestation_cost"]),
        (&["parameters", "runoff_coefficient"], &["11e = 0.0465 1", "[yes]", "Gong et al. 2017"]),
        (&["profiles"], &["hj1173_2021", "ganzi2017", "reconstructed", "clcd"]),
        (&["profiles", "hj1173_2021"], &["[service.water_retention]", "physical = \"water_balance\""]),
    ] {
        let (code, out, err) = said(&ecovalue(arguments));
        assert_eq!((code, err.as_str()), (Some(0), ""), "{arguments:?}");
        for part in parts {
            assert!(out.contains(part), "{arguments:?} lacks {part}: {out}");
        }
    }
}

#[test]
fn both_examples_are_valid() {
    for run in ["examples/beibei_2019/run.toml", "examples/sichuan_basin_2019/run.toml"] {
        let (code, out, err) = said(&ecovalue(&["validate", run]));
        assert_eq!((code, err.as_str()), (Some(0), ""));
        assert!(out.contains("no findings"), "{out}");
    }
}

#[test]
fn a_run_prints_what_a_statistician_reads_in_both_languages() {
    let folder = Folder::example("beibei_2019");
    let (run, out) = (folder.path("run.toml"), folder.path("out"));
    let (run, out) = (run.to_str().unwrap(), out.to_str().unwrap());
    let (code, printed, err) = said(&ecovalue(&["run", run, "--out", out]));
    assert_eq!((code, err.as_str()), (Some(0), ""));
    for part in ["GEP (partial: 3 of 14 services)", "10^4 CNY/mu", "Not accounted, and why", "cross-check"] {
        assert!(printed.contains(part), "{part}: {printed}");
    }
    let (code, _, err) = said(&ecovalue(&["run", run, "--out", out]));
    assert_eq!(code, Some(1));
    assert!(err.contains("--force"), "{err}");
    let (code, printed, _) = said(&ecovalue(&["run", run, "--out", out, "--force", "--lang", "zh"]));
    assert_eq!(code, Some(0));
    for part in ["部分核算：3/14项服务", "万元/亩", "未核算项及原因", "水源涵养", "均非官方口径"]
    {
        assert!(printed.contains(part), "{part}: {printed}");
    }
}

#[test]
fn an_operator_may_add_a_second_folder_for_inputs() {
    let (folder, inputs) = (Folder::new(), Folder::new());
    std::fs::remove_file(folder.path("statistics.csv")).unwrap();
    let run = folder.path("run.toml");
    let run = run.to_str().unwrap();
    let (code, _, err) = said(&ecovalue(&["validate", run]));
    assert_eq!(code, Some(1));
    assert!(err.contains("`statistics.csv` is not there"), "{err}");
    let root = inputs.path("");
    let (code, _, err) = said(&ecovalue(&["validate", run, "--input-root", root.to_str().unwrap()]));
    assert_eq!((code, err.as_str()), (Some(0), ""));
}

#[test]
fn two_results_are_compared_and_unlike_money_is_refused() {
    let (first, second) = (Folder::new(), Folder::new());
    second.edit("cells.csv", "north,13,100,1100", "north,13,90,1100");
    for folder in [&first, &second] {
        let (run, out) = (folder.path("run.toml"), folder.path("out"));
        let (code, _, err) = said(&ecovalue(&["run", run.to_str().unwrap(), "--out", out.to_str().unwrap()]));
        assert_eq!((code, err.as_str()), (Some(0), ""));
    }
    let (one, two, out) = (first.path("out"), second.path("out"), first.path("change"));
    let (one, two, out) = (one.to_str().unwrap(), two.to_str().unwrap(), out.to_str().unwrap());
    let (code, printed, err) = said(&ecovalue(&["compare", one, two, "--out", out]));
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert!(printed.contains("LMDI-I") && printed.contains("quality") && printed.contains(out), "{printed}");
    let (code, printed, _) = said(&ecovalue(&["compare", one, two, "--method", "shapley", "--lang", "zh"]));
    assert!(code == Some(0) && printed.contains("价值量"), "{printed}");
    let (code, _, err) = said(&ecovalue(&["compare", one, two, "--method", "paasche"]));
    assert!(code == Some(2) && err.contains("lmdi"), "{err}");
    second.edit("run.toml", "year = 2019", "year = 2019\nprice_basis = { constant = 2018 }");
    let run = second.path("run.toml");
    said(&ecovalue(&["run", run.to_str().unwrap(), "--out", two, "--force"]));
    let (code, _, err) = said(&ecovalue(&["compare", one, two]));
    assert!(code == Some(1) && err.contains("EV-U003") && err.contains("price_basis"), "{err}");
}
