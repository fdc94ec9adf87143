//! The command on folders of accounts.

use std::process::Command;

use ecovalue::run::WriteOptions;
use ecovalue::table::Table;

use crate::common::{Folder, quiet};

const PLAN: &str = "no,indicator,unit,account_index,lead_unit,value_2020,target_2020\n\
    1,优良天数,%,,区生态环境局,91,≥90%\n\
    10,单位国土面积生态系统生产总值,万元/亩,gep_per_area,区规划自然资源局,,稳定提高\n\
    11,居民人均生态产品产值占比,%,eco_product_share,区规划自然资源局,,稳定提高\n";

/// The small run in a year and under prices, and more rain in the second year.
fn account(folder: &Folder, name: &str, year: i32, prices: &str, rain: &str) {
    let source = Folder::new();
    source.edit("run.toml", "year = 2019", &format!("year = {year}\n{prices}"));
    source.edit("statistics.csv", ",2019,", &format!(",{year},"));
    let column = "column = \"rain\"";
    if !rain.is_empty() {
        source.edit("run.toml", column, rain);
    }
    let run = source.open().unwrap_or_else(|findings| panic!("{findings}"));
    run.write(&folder.path(name), &quiet(), WriteOptions::default())
        .unwrap_or_else(|findings| panic!("{findings}"));
}

const CONSTANT: &str = "price_basis = { constant = 2019 }";
const WET: &str = "value = 1500.0";

/// Code, what is printed, and what is said on the side.
fn indicators(folder: &Folder, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut all = vec!["indicators".to_owned(), folder.path("INDICATORS.csv").to_str().unwrap().to_owned()];
    for argument in arguments {
        let is_name = !argument.starts_with('-') && folder.path(argument).exists() || *argument == "out";
        let path = || folder.path(argument).to_str().unwrap().to_owned();
        all.push(if is_name { path() } else { (*argument).to_owned() });
    }
    let output = Command::new(env!("CARGO_BIN_EXE_ecovalue")).args(&all).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

/// Columns of the row of an indicator and year.
fn row(folder: &Folder, no: &str, year: &str, columns: [&str; 3]) -> [String; 3] {
    let table = Table::parse("indicators.csv", &folder.text("out/indicators.csv")).unwrap();
    let row = table.rows().find(|row| row.text("no") == no && row.text("year") == year).unwrap();
    columns.map(|column| row.text(column).to_owned())
}

fn plan() -> Folder {
    let folder = Folder::new();
    folder.put("INDICATORS.csv", PLAN);
    folder
}

#[test]
fn a_rise_is_judged_at_constant_prices_and_read_at_current_ones() {
    let folder = plan();
    account(&folder, "a2019", 2019, "", "");
    account(&folder, "b2020", 2020, CONSTANT, WET);
    account(&folder, "c2020", 2020, "", WET);
    let (code, printed, err) = indicators(
        &folder,
        &["--account", "a2019", "b2020", "--account", "c2020", "--share", "P1-N3", "--out", "out"],
    );
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert!(printed.contains("current prices of 2020"), "{printed}");
    for no in ["10", "11"] {
        let [state, prices, reading] = row(&folder, no, "2020", ["state", "price_basis", "reading"]);
        assert_eq!((state.as_str(), prices.as_str()), ("met", "constant prices of 2019"));
        assert!(reading.starts_with("current prices of 2020: ") && reading.contains("met"), "{reading}");
    }
    let [state, account, _] = row(&folder, "10", "2019", ["state", "account", "basis"]);
    assert_eq!((state.as_str(), account.as_str()), ("undecided", "a2019"));
    let header = "no,indicator,year,value,unit,target,rule,state,reason,lead_unit,";
    assert!(folder.text("out/indicators.csv").starts_with(header));
    assert!(folder.text("out/lock.json").contains("b2020/indices.csv"));
    let (code, _, err) =
        indicators(&folder, &["--account", "a2019", "--zone", "nort", "--out", "out", "--force"]);
    assert_eq!(code, Some(1));
    assert!(err.contains("did you mean `north`?"), "{err}");
    let (code, _, err) = indicators(&folder, &["--account", "a2019", "--zone", "north", "--out", "out"]);
    assert!(code == Some(1) && err.contains("--force"), "{err}");
    let (code, printed, _) = indicators(
        &folder,
        &["--account", "a2019", "--zone", "north", "--out", "out", "--force", "--lang", "zh"],
    );
    assert!(code == Some(0) && printed.contains("逐年判定") && printed.contains("未判定"), "{printed}");
}

#[test]
fn accounts_that_are_unlike_are_not_compared() {
    let folder = plan();
    account(&folder, "a2019", 2019, "", "");
    account(&folder, "b2020", 2020, "", WET);
    let arguments = &["--account", "a2019", "--account", "b2020", "--out", "out", "--force"];
    assert_eq!(indicators(&folder, arguments).0, Some(0));
    let [state, reason, reading] = row(&folder, "10", "2020", ["state", "reason", "reading"]);
    assert!(state == "undecided" && reason.contains("constant prices of one year"), "{reason}");
    assert!(reading.contains(": met ("), "{reading}");
    let [state, reason, note] = row(&folder, "11", "2020", ["state", "reason", "note"]);
    assert_eq!((state.as_str(), reason.as_str()), ("undecided", "no variant was chosen"));
    assert!(note.contains("P1-N2 2020 (current) = ") && note.contains("P3-N1"), "{note}");

    // A service less.
    let source = Folder::new();
    source.edit("run.toml", "year = 2019", &format!("year = 2020\n{CONSTANT}"));
    source.edit("statistics.csv", ",2019,", ",2020,");
    source.edit(
        "statistics.csv",
        "tourism_spend,north,,2020,5000,万元,2020,current,,yearbook,official,yes,\n",
        "",
    );
    source.open().unwrap().write(&folder.path("d2020"), &quiet(), WriteOptions::default()).unwrap();
    assert_eq!(indicators(&folder, &["--account", "a2019", "d2020", "--out", "out", "--force"]).0, Some(0));
    let [state, reason, _] = row(&folder, "10", "2020", ["state", "reason", "rule"]);
    assert!(state == "undecided" && reason.contains("unlike coverage"), "{reason}");

    let source = Folder::new();
    source.edit("run.toml", "year = 2019", &format!("year = 2020\n{CONSTANT}"));
    source.edit("run.toml", "hj1173_2021", "own");
    source.edit("statistics.csv", ",2019,", ",2020,");
    let text = ecovalue::parameter::profile::shipped_text("hj1173_2021").unwrap();
    source.put("profiles/own.toml", text.replace("id = \"hj1173_2021\"", "id = \"own\""));
    source.open().unwrap().write(&folder.path("e2020"), &quiet(), WriteOptions::default()).unwrap();
    assert_eq!(indicators(&folder, &["--account", "a2019", "e2020", "--out", "out", "--force"]).0, Some(0));
    let [state, reason, _] = row(&folder, "10", "2020", ["state", "reason", "rule"]);
    assert!(state == "undecided" && reason.contains("unlike profiles"), "{reason}");
}

#[test]
fn an_account_that_is_not_what_its_lock_says_is_refused() {
    let folder = plan();
    account(&folder, "a2019", 2019, "", "");
    let run = |part: &str| {
        let (code, out, err) = indicators(&folder, &["--account", "a2019", "--out", "out"]);
        assert_eq!((code, out.as_str()), (Some(1), ""));
        assert!(err.contains(part), "{part}: {err}");
        assert!(!folder.path("out").exists() && !folder.path("out.partial").exists());
    };
    let (indices, lock) = (folder.text("a2019/indices.csv"), folder.text("a2019/lock.json"));
    folder.put("a2019/indices.csv", indices.replacen("2019,", "2020,", 1));
    run("a2019/indices.csv: the file is not the one");
    folder.put("a2019/indices.csv", &indices);
    folder.put("a2019/lock.json", lock.replacen("hj1173_2021", "hj1173_2022", 1));
    run("a2019/lock.json: the lock was changed");
    folder.put("a2019/lock.json", "[");
    run("not JSON");
    std::fs::remove_file(folder.path("a2019/lock.json")).unwrap();
    run("EV-I001");
}

#[test]
fn the_example_runs_with_the_account_of_2019() {
    let (folder, out) = (Folder::example("beibei_2019_2025"), Folder::example("beibei_2019"));
    out.open().unwrap().write(&folder.path("account"), &quiet(), WriteOptions::default()).unwrap();
    let equal = folder.text("INDICATORS.csv").lines().count() - 1;
    let rows: Vec<String> = (1..=equal).map(|no| format!("{no},{}\n", 100.0 / 21.0)).collect();
    let each = format!("no,weight\n{}", rows.concat());
    folder.put("weights.csv", each);
    let arguments = &[
        "--account",
        "account",
        "--projects",
        "PROJECTS.csv",
        "--weights",
        "weights.csv",
        "--share",
        "P1-N2",
        "--out",
        "out",
    ];
    let (code, printed, err) = indicators(&folder, arguments);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    for part in
        ["#20 market mechanisms", "13  31, 34, 35", "not the official index", "no account of the year"]
    {
        assert!(printed.contains(part), "{part}: {printed}");
    }
    // 119.54 x 10^8 CNY on 1 132 500 mu.
    let [value, prices, _] = row(&folder, "10", "2019", ["value", "price_basis", "basis"]);
    assert!(value.starts_with("1.0555") && prices == "current prices of 2019", "{value}");
    let [value, basis, _] = row(&folder, "11", "2019", ["value", "basis", "note"]);
    assert!(value.starts_with("17.99") && basis.starts_with("P1-N2; ") && basis.contains("gdp"), "{basis}");
    let mut names: Vec<String> = std::fs::read_dir(folder.path("out"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    let files = [
        "composite.csv",
        "indicators.csv",
        "indicators_by_project.csv",
        "lock.json",
        "projects_by_indicator.csv",
        "report.en.txt",
        "report.zh.txt",
    ];
    assert_eq!(names, files);
    // The same inputs give the same bytes.
    let before = folder.text("out/indicators.csv") + &folder.text("out/lock.json");
    let again: Vec<&str> = arguments.iter().copied().chain(["--force"]).collect();
    assert_eq!(indicators(&folder, &again).0, Some(0));
    assert_eq!(before, folder.text("out/indicators.csv") + &folder.text("out/lock.json"));
}

#[test]
fn the_command_has_help_and_refuses_wrong_words() {
    let folder = plan();
    let (code, printed, _) = indicators(&folder, &["--help"]);
    assert!(code == Some(0) && printed.contains("--share"), "{printed}");
    assert_eq!(indicators(&folder, &[]).0, Some(2));
    for (arguments, part) in [
        (&["--share", "P1-N9", "--out", "out"][..], "did you mean"),
        (&["--terrain", "沙漠", "--out", "out"], "terrain"),
        (&["--account", "nowhere", "--out", "out"], "EV-I001"),
    ] {
        let (code, _, err) = indicators(&folder, arguments);
        assert!(code == Some(1) && err.contains(part), "{arguments:?}: {err}");
    }
}
