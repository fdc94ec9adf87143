//! What comes out does no harm: no formula in a table, no terminal escape on a screen.

use std::fs;

use ecovalue::error::{Code, Error, Findings, Place, printable};
use ecovalue::report::tables::harmless;
use ecovalue::run::WriteOptions;
use ecovalue::table::is_formula;
use ecovalue::wording::Message;

use crate::common::{CELLS, Folder, STATISTICS, quiet};

/// Texts that a spreadsheet runs, a terminal obeys or a reader misreads.
const HOSTILE: [&str; 32] = [
    "=1+1",
    "=HYPERLINK(\"http://example.org\",\"click\")",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "+cmd|' /C calc'!A0",
    "-1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "@",
    "=",
    " =1+1",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\u{a0}=1+1",
    "＝1+1",
    "＋1",
    "－1+2",
    "＠SUM(1)",
    "=DDE(\"cmd\";\"/C calc\";\"x\")",
    "=IMPORTXML(CONCAT(\"http://example.org/\",A1),\"//a\")",
    "-",
    "--",
    "+",
    "\u{1b}[2J\u{1b}[31mred",
    "\u{1b}]0;title\u{7}",
    "\u{9b}31m",
    "a\u{202e}vsc.b",
    "a\u{200b}b",
    "a\rb",
    "a\u{0}b",
    "a\u{2028}b",
];

fn acts(text: &str) -> bool {
    let first = text.trim_start().chars().next();
    let runs = first.is_some_and(|c| "=+-@＝＋－＠".contains(c));
    let white = text.starts_with(['\t', '\r', '\n']);
    (runs || white) && text.parse::<f64>().is_err()
        || printable(&text.replace('\n', "")) != text.replace('\n', "")
}

#[test]
fn hostile_fields_are_harmless_in_tables_and_messages() {
    for text in HOSTILE {
        let field = harmless(text);
        assert!(acts(text) && !acts(&field), "{text:?} became {field:?}");
        let error = Error::new(Code::BadValue, Message::english(text), Message::english(text))
            .at(Place::file(text).column(text));
        for shown in [error.to_string(), Findings::from(error.clone()).to_string()] {
            assert!(!shown.chars().any(char::is_control) && printable(&shown) == shown, "{shown:?}");
        }
    }
    for text in
        ["", "north", "北碚", "-12.5", "+3", "-1e-7", "1e21", "0", "a=b", "a-b", "not_accounted: no layer"]
    {
        assert_eq!(harmless(text), text);
    }
    println!("{} vectors neutral in tables and messages", HOSTILE.len());
}

/// A raster run whose title, zone, source and reason are hostile.
fn hostile_zone(text: &str) -> Folder {
    let folder = Folder::example("sichuan_basin_2019");
    let quoted = toml_text(text);
    folder.edit("run.toml", "title = \"Sichuan basin and its rim, 2019\"", &format!("title = {quoted}"));
    folder.edit("run.toml", "id = \"plain_below_500m\"", &format!("id = {quoted}"));
    folder.edit("run.toml", "source = \"ITU-R P.1511-2\"", &format!("source = {quoted}"));
    let exclude = format!("[[exclude]]\necosystem = \"43\"\nreason = {quoted}\n[output]");
    folder.edit("run.toml", "[output]", &exclude);
    folder
}

/// A table run whose title, source and reason are hostile.
fn hostile_reason(text: &str) -> Folder {
    let folder = Folder::new();
    let quoted = toml_text(text);
    folder.edit("run.toml", "title = \"Small\"", &format!("title = {quoted}"));
    folder.edit("run.toml", "value = 15.0", &format!("value = 15.0\nsource = {quoted}"));
    folder.edit(
        "run.toml",
        "[statistics]",
        &format!("[[exclude]]\necosystem = \"61\"\nreason = {quoted}\n[statistics]"),
    );
    folder
}

fn toml_text(text: &str) -> String {
    let escaped: Vec<String> = text.chars().map(|c| format!("\\U{:08X}", u32::from(c))).collect();
    format!("\"{}\"", escaped.concat())
}

#[test]
fn a_run_with_hostile_names_writes_harmless_files() {
    for text in ["=1+1", "+1+1", "-1+1", "@A1", "\t=1+1", "\u{1b}[31mred", "a\u{202e}b", "＝1"] {
        let folder = if text == "=1+1" { hostile_zone(text) } else { hostile_reason(text) };
        let run = folder.open().unwrap_or_else(|findings| panic!("{text:?}: {findings}"));
        run.write(&folder.path("out"), &quiet(), WriteOptions::default()).unwrap();
        let mut found = 0;
        for entry in fs::read_dir(folder.path("out")).unwrap() {
            let path = entry.unwrap().path();
            match path.extension().and_then(|ending| ending.to_str()) {
                Some("csv") => {
                    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(&path).unwrap();
                    for field in reader
                        .records()
                        .flat_map(|record| record.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
                    {
                        assert!(!acts(&field), "{text:?}: {} holds {field:?}", path.display());
                        found += usize::from(field == harmless(text));
                    }
                }
                Some("txt") => {
                    let page = fs::read_to_string(&path).unwrap();
                    assert!(page.lines().all(|line| printable(line) == line), "{text:?}: {page}");
                }
                _ => {}
            }
        }
        assert!(found > 2, "{text:?} stands in {found} fields");
    }
}

#[test]
fn formulas_in_inputs_are_refused_where_a_text_is_read() {
    for text in ["=1+1", "+A1", "-A1", "@A1", "\tx", "＝A1", "=cmd|' /C calc'!A0"] {
        assert!(is_formula(text), "{text:?}");
        let zone = format!("\"{}\"", text.replace('"', "\"\""));
        for (file, content, place) in [
            ("cells.csv", CELLS.replace("north,13", &format!("{zone},13")), "line 2, `zone`"),
            ("statistics.csv", STATISTICS.replacen("yearbook", &zone, 1), "line 2, `source`"),
            ("statistics.csv", STATISTICS.replacen("gdp", &zone, 1), "line 2, `key`"),
            (
                "statistics.csv",
                STATISTICS.replacen("official,yes,\n", &format!("official,yes,{zone}\n"), 1),
                "line 2, `note`",
            ),
            (
                "parameters.csv",
                crate::common::PARAMETERS.replacen(",yes,\n", &format!(",yes,{zone}\n"), 1),
                "line 2, `note`",
            ),
        ] {
            let folder = Folder::new();
            folder.put(file, content);
            let findings = folder.open().map(|_| ()).unwrap_err();
            let found = findings.as_slice().iter().find(|error| error.code() == Code::Formula);
            let Some(error) = found else { panic!("{file} {text:?}: {findings}") };
            assert!(error.to_string().starts_with(&format!("{file}, {place}")), "{error}");
        }
        let folder = Folder::new();
        folder.put("statistics.csv", STATISTICS.replacen("2019,3,", &format!("2019,{zone},"), 1));
        let error = folder.open().map(|_| ()).unwrap_err().into_iter().next().unwrap();
        let hinted = error.code() == Code::NotANumber
            && (error.hint().to_string().contains("formulas") || !text.starts_with('='));
        assert!(hinted, "{error}");
    }
    // A plain number with a sign is a number, also in a text.
    let folder = Folder::new();
    folder.put("statistics.csv", STATISTICS.replacen("official,yes,\n", "official,yes,-3.5\n", 1));
    assert!(folder.gep() > 0.0);
}

#[test]
fn names_in_gb18030_are_read_and_the_guess_is_told() {
    let text = STATISTICS.replace("yearbook", "重庆市统计年鉴");
    let (bytes, _, _) = encoding_rs::GB18030.encode(&text);
    let folder = Folder::new();
    folder.put("statistics.csv", &*bytes);
    let run = folder.open().unwrap();
    let outcome = run.compute(&quiet()).unwrap();
    assert_eq!(run.statistics().rows()[0].source, "重庆市统计年鉴");
    assert!(outcome.years[0].account.warnings[0].to_string().contains("was read as GB18030"));
    run.write(&folder.path("out"), &quiet(), WriteOptions::default()).unwrap();
    assert!(folder.text("out/lock.json").contains("\"encoding\": \"GB18030\""));
    folder.edit("run.toml", "[statistics]", "[statistics]\nencoding = \"gb18030\"");
    let outcome = folder.outcome();
    assert!(
        outcome.years[0].account.warnings.is_empty()
            && outcome.inputs.iter().any(|file| file.encoding.is_some())
    );
    // UTF-8 is GB18030 without a fault, and other characters: the declaration is refused.
    folder.put("statistics.csv", &text);
    let error = folder.open().map(|_| ()).unwrap_err().into_iter().next().unwrap();
    assert!(error.code() == Code::Encoding && error.to_string().contains("the bytes are UTF-8"), "{error}");
    let utf16: Vec<u8> =
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    folder.put("statistics.csv", utf16);
    let error = folder.open().map(|_| ()).unwrap_err().into_iter().next().unwrap();
    assert!(error.code() == Code::Encoding && error.hint().to_string().contains("CSV UTF-8"), "{error}");
}
