//! With `--lang zh` everything that is printed is Chinese: refusals, warnings, lists and pages.
//!
//! Three or more English words in a row fail, unless they are told by data: sources, notes and names of the tables and
//! profiles that ship, of the examples, and formulas of the registries.
#![cfg(feature = "cli")]
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use common::{Folder, PARAMETERS};

/// English that stays: what a table of an account says is quoted as it is written there.
const QUOTED: &[&str] = &["no statistic"];

fn ecovalue(arguments: &[&str]) -> Output {
    let root = env!("CARGO_MANIFEST_DIR");
    let mut command = Command::new(env!("CARGO_BIN_EXE_ecovalue"));
    command.args(arguments).args(["--lang", "zh"]).current_dir(root).output().unwrap()
}

fn told(output: &Output) -> String {
    [&output.stdout, &output.stderr].map(|bytes| String::from_utf8(bytes.clone()).unwrap()).concat()
}

/// Words of a line, each without the marks around it; a text in backticks or quotes is an id.
fn words(line: &str) -> Vec<String> {
    let mut plain = String::new();
    for (place, part) in line.split('`').enumerate() {
        plain.push_str(if place % 2 == 0 { part } else { "`" });
    }
    let mut bare = String::new();
    for (place, part) in plain.split('"').enumerate() {
        bare.push_str(if place % 2 == 0 { part } else { "`" });
    }
    let marks = |c: char| "(),.;:：，；、。（）“”[]！？?!".contains(c);
    bare.split_whitespace().map(|word| word.trim_matches(marks).to_owned()).collect()
}

/// Whether it is a word of a sentence, and no unit.
fn is_word(word: &str) -> bool {
    word != "person"
        && word.len() > 1
        && word.chars().all(|c| c.is_ascii_alphabetic())
        && word.chars().skip(1).any(char::is_lowercase)
}

/// Three English words in a row, the first that data does not tell.
fn sentence(line: &str, data: &str) -> Option<String> {
    let words = words(line);
    let runs = words.windows(3).filter(|run| run.iter().all(|word| is_word(word)));
    runs.map(|run| run.join(" ")).find(|run| !data.contains(run))
}

/// All that tables, profiles, registries and examples say, in words with one space between them.
fn data() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut open = vec![root.join("src"), root.join("examples")];
    let mut all = String::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        let name = path.to_string_lossy().into_owned();
        let is_registry = ["/src/service/", "/src/driver/"].iter().any(|folder| name.contains(folder));
        let is_data = [".csv", ".toml"].iter().any(|ending| name.ends_with(ending));
        if is_data || is_registry {
            let text = fs::read_to_string(&path).unwrap_or_default();
            for line in text.lines() {
                all.push_str(&words(&line.replace(['"', '`'], " ")).join(" "));
                all.push('\n');
            }
        }
    }
    all
}

/// What of a text is English, line by line.
fn english(text: &str, data: &str) -> Vec<String> {
    let lines = text.lines().filter(|line| !QUOTED.iter().any(|known| line.contains(known)));
    lines.filter_map(|line| Some(format!("{}: {line}", sentence(line, data)?))).collect()
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

/// A folder with a result in `out`.
fn with_result() -> Folder {
    let folder = Folder::new();
    let outcome = ecovalue(&["run", path(&folder, "run.toml").as_str(), "--out", &path(&folder, "out")]);
    assert!(outcome.status.success(), "{}", told(&outcome));
    folder
}

fn path(folder: &Folder, file: &str) -> String {
    folder.path(file).to_str().unwrap().to_owned()
}

fn parameters(row: &str) -> String {
    format!("{PARAMETERS}{row}\n")
}

/// Commands that are refused, each with its folder: a name, what is done to the folder, the command.
type Refusal = (&'static str, fn(&Folder), &'static [&'static str]);

/// `@` before a word is the folder.
const REFUSALS: &[Refusal] = &[
    ("no run.toml", |_| {}, &["validate", "@nowhere/run.toml"]),
    (
        "a run.toml that is not text",
        |folder| folder.put("run.toml", b"title = \"\xff\xfe\""),
        &["validate", "@run.toml"],
    ),
    ("a result that is there", |_| {}, &["run", "@run.toml", "--out", "@out"]),
    ("a file in the place", |folder| folder.put("file", ""), &["run", "@run.toml", "--out", "@file"]),
    (
        "a folder of others",
        |folder| folder.put("mine/a.txt", ""),
        &["run", "@run.toml", "--out", "@mine", "--force"],
    ),
    (
        "a stranger in a result",
        |folder| folder.put("out/a.txt", ""),
        &["run", "@run.toml", "--out", "@out", "--force"],
    ),
    (
        "two strangers",
        |folder| {
            folder.put("out/a.txt", "");
            folder.put("out/.DS_Store", "");
        },
        &["run", "@run.toml", "--out", "@out", "--force"],
    ),
    ("the folder of the inputs", |_| {}, &["run", "@run.toml", "--out", "@."]),
    ("no folder", |_| {}, &["run", "@run.toml", "--out", "/"]),
    ("an unknown parameter", |_| {}, &["parameters", "runof_coefficient"]),
    ("another year", |_| {}, &["explain", "@run.toml", "--service", "water_retention", "--year", "1999"]),
    ("an unknown service", |_| {}, &["explain", "@run.toml", "--service", "water_retain"]),
    ("an unknown zone", |_| {}, &["explain", "@out", "--service", "water_retention", "--zone", "nrth"]),
    ("unknown prices", |_| {}, &["explain", "@run.toml", "--index", "gep", "--price-basis", "constant 1900"]),
    ("an unknown index", |_| {}, &["explain", "@out", "--index", "gep_per_tree"]),
    (
        "no row",
        |_| {},
        &["explain", "@out", "--service", "water_retention", "--zone", "north", "--ecosystem", "11e"],
    ),
    (
        "a changed table",
        |folder| folder.edit("out/account.csv", "north", "nord"),
        &["compare", "@out", "@out"],
    ),
    ("a year that is not there", |_| {}, &["compare", "@out", "@out", "--from", "1999"]),
    ("a damaged lock", |folder| folder.put("out/lock.json", "{"), &["compare", "@out", "@out"]),
    ("a lock without keys", |folder| folder.put("out/lock.json", "{}"), &["compare", "@out", "@out"]),
    ("no lock", |folder| fs::remove_file(folder.path("out/lock.json")).unwrap(), &["verify", "@out"]),
    ("a changed figure", |folder| folder.edit("out/account.csv", "north", "nord"), &["verify", "@out"]),
    ("a lost log", |folder| fs::remove_file(folder.path("out/run_log.json")).unwrap(), &["verify", "@out"]),
    (
        "changed publications",
        |folder| folder.edit("out/account.csv", "north", "nord"),
        &["revisions", "@out", "@out"],
    ),
    ("other settings", |_| {}, &["revisions", "@out", "@out", "--runs", "a", "b", "c"]),
    (
        "settings of another run",
        |folder| {
            folder.edit("run.toml", "title = \"Small\"", "title = \"Other\"");
        },
        &["compare", "@out", "@out", "--runs", "@run.toml", "@run.toml"],
    ),
    ("no section", |_| {}, &["uncertainty", "@run.toml", "--out", "@draws"]),
    ("no indicators", |_| {}, &["indicators", "@indicators.csv", "--out", "@judged"]),
    (
        "a map of a table",
        |folder| {
            folder.edit("run.toml", "[statistics]", "[output]\nmaps = [\"water_retention\"]\n[statistics]");
        },
        &["validate", "@run.toml"],
    ),
    (
        "an unknown key",
        |folder| folder.put("parameters.csv", parameters("soil_color,,1,1,,,,,,,test,,,yes,")),
        &["validate", "@run.toml"],
    ),
    (
        "a statistic",
        |folder| folder.put("parameters.csv", parameters("gdp,,1,CNY,,,,,,,test,,,yes,")),
        &["validate", "@run.toml"],
    ),
    (
        "an index without a year",
        |folder| {
            folder.put(
                "parameters.csv",
                parameters("consumer_price_index,,102,previous year = 100,,,,,,,test,,,yes,"),
            );
        },
        &["validate", "@run.toml"],
    ),
    (
        "an impossible index",
        |folder| {
            folder.put(
                "parameters.csv",
                parameters("consumer_price_index,,2,previous year = 100,,,,,2019,2019,test,,,yes,"),
            );
        },
        &["validate", "@run.toml"],
    ),
    (
        "the id of a shipped profile",
        |folder| {
            let text = ecovalue::parameter::profile::shipped_text("hj1173_2021").unwrap();
            folder.put("profiles/own.toml", text);
            folder.edit("run.toml", "profile = \"hj1173_2021\"", "profile = \"own\"");
        },
        &["validate", "@run.toml"],
    ),
    (
        "a price of another year",
        |folder| {
            folder.edit(
                "run.toml",
                "file = \"parameters.csv\"",
                "file = \"parameters.csv\"\nmissing_year = \"refuse\"",
            );
        },
        &["validate", "@run.toml"],
    ),
];

#[test]
fn refusals_are_chinese() {
    let data = data();
    let mut wrong = Vec::new();
    for (name, prepare, arguments) in REFUSALS {
        let folder = with_result();
        prepare(&folder);
        let arguments: Vec<String> = arguments
            .iter()
            .map(|word| word.strip_prefix('@').map_or_else(|| (*word).to_owned(), |file| path(&folder, file)))
            .collect();
        let output = ecovalue(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
        let text = told(&output);
        if output.status.code() != Some(1) || !is_chinese(&text) || !text.contains("提示：") {
            wrong.push(format!("{name}: not refused in Chinese: {text}"));
        }
        wrong.extend(english(&text, &data).into_iter().map(|line| format!("{name}: {line}")));
    }
    assert!(REFUSALS.len() > 30 && wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pages_and_lists_are_chinese() {
    let data = data();
    let folder = Folder::empty();
    let mut wrong = Vec::new();
    let mut look = |arguments: &[&str]| {
        let output = ecovalue(arguments);
        let text = told(&output);
        if !output.status.success() || !is_chinese(&text) {
            wrong.push(format!("{arguments:?}: {text}"));
        }
        wrong.extend(english(&text, &data).into_iter().map(|line| format!("{arguments:?}: {line}")));
    };
    let mut out = Vec::new();
    for example in ["beibei_2019", "constructed_district_2019_2020", "ganzi_2010", "sichuan_basin_2019"] {
        let run = format!("examples/{example}/run.toml");
        let result = path(&folder, example);
        look(&["run", &run, "--out", &result]);
        out.push((run, result));
    }
    for (run, result) in &out {
        let year = if run.contains("2019_2020") { "2020" } else { "" };
        let year = if year.is_empty() { Vec::new() } else { vec!["--year", year] };
        look(&[&["explain", run.as_str(), "--service", "water_retention"], &year[..]].concat());
        look(&[&["explain", result.as_str(), "--index", "gep"], &year[..]].concat());
    }
    for command in ["services", "parameters", "profiles"] {
        look(&[command]);
    }
    look(&["services", "water_retention"]);
    let (run, result) = &out[0];
    look(&["validate", run]);
    look(&["verify", result, "--run", run]);
    look(&["revisions", result, result, "--runs", run, run]);
    let (run, result) = &out[1];
    look(&["compare", result, "--years", "2019", "2020", "--runs", run, run]);
    look(&["profiles", "ndrc2022", "--against", "hj1173_2021", out[0].0.as_str()]);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_language_may_stand_before_and_behind_the_command() {
    for arguments in
        [&["--lang", "zh", "validate", "nowhere.toml"][..], &["validate", "nowhere.toml", "--lang", "zh"]]
    {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ecovalue"));
        let output = command.args(arguments).output().unwrap();
        assert_eq!(
            told(&output).trim_end(),
            "nowhere.toml：无法读取：文件或文件夹不存在；提示：指定一次核算的 run.toml [EV-I001]"
        );
    }
    let output =
        Command::new(env!("CARGO_BIN_EXE_ecovalue")).args(["validate", "nowhere.toml"]).output().unwrap();
    assert!(told(&output).starts_with("nowhere.toml: cannot be read: "), "{}", told(&output));
}
