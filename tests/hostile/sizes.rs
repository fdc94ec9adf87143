//! Tables and settings that are too large, too wide or too deep.

use std::fmt::Write;
use std::time::{Duration, Instant};

use ecovalue::document::Document;
use ecovalue::error::Code;
use ecovalue::parameter::profile::Profile;
use ecovalue::table::{Table, TableLimits};

use crate::common::Folder;

/// Longer than any of these takes in a debug build on a slow machine.
const SOON: Duration = Duration::from_secs(50);

fn refused(folder: &Folder, code: Code, part: &str) {
    let start = Instant::now();
    let findings = folder.open().map(|_| ()).unwrap_err();
    let found =
        findings.as_slice().iter().find(|error| error.code() == code && error.to_string().contains(part));
    let Some(error) = found else { panic!("expected {code:?} with {part}: {findings}") };
    assert!(error.to_string().contains("; hint: "), "{error}");
    assert!(start.elapsed() < SOON, "{part}: {:?}", start.elapsed());
}

#[test]
fn a_line_of_a_gibibyte_is_not_read_to_its_end() {
    let folder = Folder::new();
    // A sparse file: the size is there, the bytes are not on disk.
    let file = std::fs::OpenOptions::new().append(true).open(folder.path("statistics.csv")).unwrap();
    file.set_len(1 << 30).unwrap();
    refused(&folder, Code::Limit, "statistics.csv, line 8: the line has more than 1048576 bytes");
    file.set_len((1 << 30) + 1).unwrap();
    refused(&folder, Code::Limit, "1073741825 bytes, 1073741824 are allowed");
}

#[test]
fn the_limits_of_tables_are_set_by_the_run() {
    for (limit, code, part) in [
        ("max_table_mib = 0", Code::Limit, ".csv: the file has"),
        ("max_file_mib = 0", Code::Limit, "0 are allowed"),
        ("max_columns = 3", Code::Limit, "cells.csv, line 1: the table has 4 columns, 3 are allowed"),
        ("max_row_kib = 0", Code::Limit, "line 1: the line has more than 0 bytes"),
    ] {
        let folder = Folder::new();
        folder.edit("run.toml", "[statistics]", &format!("[limits]\n{limit}\n[statistics]"));
        refused(&folder, code, part);
    }
    let wide = format!("{}\n", ",".repeat(5000));
    let findings = Table::parse("wide.csv", &wide).unwrap_err();
    assert_eq!(findings.as_slice()[0].code(), Code::Limit);
    let long = format!("a,b\nx,\"{}\"\n", "y\n".repeat(100));
    let limits = TableLimits { row_bytes: 100, columns: 2 };
    let error = Table::parse_within("long.csv", &long, limits).unwrap_err();
    assert!(
        error.to_string().starts_with("long.csv, line 2: the row has 201 bytes, 100 are allowed"),
        "{error}"
    );
}

#[test]
fn settings_nested_deeply_are_refused() {
    let deep = 100_000;
    let nested = [
        format!("x = {}1{}\n", "[".repeat(deep), "]".repeat(deep)),
        format!("x = {}\n", "[".repeat(deep)),
        format!("x = {}1{}\n", "{a=".repeat(deep), "}".repeat(deep)),
        format!("x = {}\n", "{a=[".repeat(deep)),
        format!("{}x = 1\n", "a.".repeat(deep)),
        format!("[{}x]\n", "a.".repeat(deep)),
        format!("[[{}x]]\n", "a.".repeat(deep)),
        "[".repeat(deep),
        "[[a]]\n".repeat(deep),
        "\"\"\"".to_owned() + &"\\".repeat(deep),
    ];
    for text in &nested {
        let start = Instant::now();
        // A flat list of many tables is good TOML, and no run.
        let parsed =
            Document::parse("run.toml", text).map(|document| document.read(|root| root.keys().len()));
        if let Err(findings) = &parsed {
            let error = &findings.as_slice()[0];
            assert!(error.code() == Code::DocumentSyntax && error.place().row.is_some(), "{error}");
        }
        let folder = Folder::new();
        folder.put("run.toml", text);
        assert!(folder.open().is_err());
        folder.put("profiles/deep.toml", text);
        assert!(Profile::parse("deep.toml", text).is_err());
        assert!(start.elapsed() < SOON, "{:?} for {}", start.elapsed(), &text[..20]);
    }
    let first = Document::parse("run.toml", &nested[0]).unwrap_err();
    assert!(first.to_string().contains("recurs"), "{first}");
}

#[test]
fn many_keys_and_long_ones_take_no_time() {
    let mut keys = String::new();
    for index in 0..50_000 {
        let _ = writeln!(keys, "k{index} = 1");
    }
    let start = Instant::now();
    let folder = Folder::new();
    folder.put("run.toml", format!("{keys}{}", folder.text("run.toml")));
    let findings = folder.open().map(|_| ()).unwrap_err();
    assert_eq!(findings.as_slice().len(), 50_000);
    assert!(findings.to_string().ends_with("… and 49800 more findings"));
    let long = format!("{} = 1\n", "k".repeat(1 << 19));
    folder.put("run.toml", format!("{long}{}", crate::common::RUN));
    let text = folder.open().map(|_| ()).unwrap_err().to_string();
    assert!(text.len() < 5000, "{} bytes", text.len());
    folder.put("run.toml", "x".repeat((1 << 20) + 1));
    assert_eq!(folder.open().map(|_| ()).unwrap_err().as_slice()[0].code(), Code::Limit);
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
}

#[test]
fn many_rows_with_one_key_take_no_time() {
    let mut rows = String::from("key,year,value,unit,source,status\n");
    let mut local = String::from("key,value,unit,valid_from,source,verified\n");
    for index in 0..20_000 {
        let _ = writeln!(rows, "gdp,2019,{index},CNY,s,official");
        let _ = writeln!(local, "nep_npp_ratio,0.1,1,2019,s,yes");
    }
    let start = Instant::now();
    let table = Table::parse("s.csv", &rows).unwrap();
    let findings = ecovalue::Statistics::from_table(&table).unwrap_err();
    assert_eq!(findings.as_slice().len(), 19_999);
    let table = Table::parse("p.csv", &local).unwrap();
    let findings = ecovalue::Parameters::shipped().with_local(&table).unwrap_err();
    assert_eq!(findings.as_slice().len(), 19_999);
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
}
