//! Tables as offices and programs write them: read rightly, or refused with a remedy that works when it is followed.
//!
//! The base case is 100 hm2 of forest with 1000 mm of rain, 200 mm of runoff and 300 mm of evapotranspiration: 500 000 m3 of
//! water retained.
#![cfg(feature = "files")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod common;
#[path = "tables_as_written/offices.rs"]
mod offices;

use common::{Folder, PARAMETERS, STATISTICS};
use ecovalue::account::Filter;

const RUN: &str = r#"schema = 1
title = "t"
year = 2019
profile = "hj1173_2021"
allow_unverified = true

[cells]
kind = "table"
file = "parcels.csv"
columns = { zone = "town", ecosystem = "class", area = "area", unit = "hm2", crosswalk = "gbt21010" }
rules = { "0301" = "13" }

[[layer]]
name = "precipitation"
value = 1000.0
unit = "mm"

[[layer]]
name = "surface_runoff"
value = 200.0
unit = "mm"

[[layer]]
name = "actual_evapotranspiration"
value = 300.0
unit = "mm"
"#;

const RAIN: (&str, &str) = ("value = 1000.0", "column = \"rain\"");

/// Retained water \[m³\] and the warnings, or what stands against the run.
type Result = std::result::Result<(f64, Vec<String>), String>;

/// The run of a table of parcels; `edits` change `run.toml`.
fn run(parcels: impl AsRef<[u8]>, edits: &[(&str, &str)]) -> Result {
    let folder = Folder::empty();
    folder.put("run.toml", RUN);
    folder.put("parcels.csv", parcels);
    result(&folder, edits)
}

fn result(folder: &Folder, edits: &[(&str, &str)]) -> Result {
    for (from, to) in edits {
        folder.edit("run.toml", from, to);
    }
    let outcome = folder.outcome_or_findings().map_err(|findings| findings.to_string())?;
    let account = &outcome.years[0].account;
    let water = Filter { indicator: Some("retained_water"), ..Filter::default() };
    let warnings = account.warnings.iter().map(ToString::to_string).collect();
    Ok((account.quantity(water).unwrap(), warnings))
}

/// The run is good and gives the 500 000 m3; its warnings.
fn good(parcels: impl AsRef<[u8]>, edits: &[(&str, &str)]) -> Vec<String> {
    let text = String::from_utf8_lossy(parcels.as_ref()).into_owned();
    let (water, warnings) = run(parcels, edits).unwrap_or_else(|findings| panic!("{text}\n{findings}"));
    assert!((water - 500_000.0).abs() < 1e-6, "{text}\n{water}");
    warnings
}

/// The run is good, and nothing is said.
fn silent(parcels: impl AsRef<[u8]>, edits: &[(&str, &str)]) {
    let warnings = good(parcels, edits);
    assert!(warnings.is_empty(), "{warnings:#?}");
}

/// The run is good, and one warning holds all parts.
fn warned(parcels: impl AsRef<[u8]>, edits: &[(&str, &str)], parts: &[&str]) {
    let warnings = good(parcels, edits);
    let found = warnings.iter().filter(|text| parts.iter().all(|part| text.contains(part))).count();
    assert!(found == 1, "{parts:?}: {warnings:#?}");
}

/// The run is refused with one finding that holds all parts.
fn refused(parcels: impl AsRef<[u8]>, edits: &[(&str, &str)], parts: &[&str]) -> String {
    let text = String::from_utf8_lossy(parcels.as_ref()).into_owned();
    let Err(findings) = run(parcels, edits) else { panic!("went through:\n{text}") };
    let found = findings.lines().filter(|line| parts.iter().all(|part| line.contains(part))).count();
    assert!(found == 1, "{text}\nexpected one finding with {parts:?}:\n{findings}");
    findings
}

/// A fault that is refused with one finding, which names its remedy, and the same table with the remedy followed.
fn mended(bad: &str, parts: &[&str], mended: &str) {
    let findings = refused(bad, &[], parts);
    assert_eq!(findings.lines().count(), 1, "{findings}");
    good(mended, &[]);
}

const GOOD: &str = "town,class,area\na,0301,60\nb,0301,40\n";

#[test]
fn lines_are_those_that_an_editor_shows() {
    let table = ["town,class,area", "a,0301,60", "", "\"b", "north\",0301,40", "b,0301,abc", "a,0301,x", ""];
    for end in ["\n", "\r\n", "\r"] {
        let text = table.join(end);
        for mark in ["", "\u{feff}"] {
            let findings = refused(format!("{mark}{text}"), &[], &["line 6, `area`", "abc"]);
            assert!(findings.contains("line 7, `area`: `x`"), "{end:?} {findings}");
        }
        let open = format!("town,class,area{end}a,0301,60{end}\"b,0301,40{end}");
        refused(open, &[], &["line 3", "quote is opened"]);
        refused(
            format!("town,class,area{end}{end}{end}a,0301,60{end}b,0301{end}"),
            &[],
            &["line 5", "2 fields"],
        );
        let (bytes, _, _) =
            encoding_rs::GB18030.encode("乡镇,地类,面积|柳荫镇,0301,60|静观镇,0301,3..5").clone();
        let bytes: Vec<u8> = bytes.iter().copied().collect();
        let gb = bytes.split(|byte| *byte == b'|').collect::<Vec<_>>().join(end.as_bytes());
        let columns = (
            "zone = \"town\", ecosystem = \"class\", area = \"area\"",
            "zone = \"乡镇\", ecosystem = \"地类\", area = \"面积\"",
        );
        refused(gb, &[columns], &["line 3, `面积`", "3..5"]);
    }
    // More than a row may have, in lines that end with CR.
    let rows: Vec<String> = (1..6000).map(|row| format!("\ra,0301,0,{row:0200}")).collect();
    let rows = rows.concat();
    silent(format!("town,class,area,no\ra,0301,100,0{rows}"), &[]);
}

#[test]
fn separators_are_found_by_themselves() {
    for separator in [";", "\t", "|"] {
        silent(GOOD.replace(',', separator), &[]);
        silent(GOOD.replace(',', separator).replace('\n', "\r\n"), &[]);
        silent(GOOD.replace(',', separator).replace('b', "\"b, north\""), &[]);
    }
    silent("\"a;x\",town,class,area\n1;2,a,0301,60\n2;3,b,0301,40\n", &[]);
    silent("sep=;\ntown;class;area\na;0301;60\nb;0301;40\n", &[]);
    silent("town;class;area;note, long\na;0301;60;x, y\nb;0301;40;z, z\n", &[]);
    // Decimal commas are never read as something else.
    mended(
        "town;class;area\na;0301;60,5\nb;0301;39.5\n",
        &["line 2, `area`", "60,5", "decimal point"],
        "town;class;area\na;0301;60.5\nb;0301;39.5\n",
    );
    mended(
        "town;class;area\na;0301;1.060,5\nb;0301;39.5\n",
        &["line 2, `area`", "decimal point"],
        "town;class;area\na;0301;60.5\nb;0301;39.5\n",
    );
    mended(
        "town,class,area\na,0301,\"60,5\"\nb,0301,39.5\n",
        &["decimal point"],
        "town,class,area\na,0301,60.5\nb,0301,39.5\n",
    );
    warned(
        "town;class;area\na;0301;60.125\nb;0301;39.875\n",
        &[],
        &["line 2", "60.125", "separates thousands"],
    );
    silent("town;class;area\na;0301;60.5\nb;0301;39.500\n", &[]);
    // Signs that no reader of CSV takes for a separator are named.
    mended("town，class，area\na，0301，60\nb，0301，40\n", &["full-width", "plain comma"], GOOD);
    mended("town class area\na 0301 60\nb 0301 40\n", &["separated by spaces", "plain comma"], GOOD);
    mended("town、class、area\na、0301、60\nb、0301、40\n", &["full-width", "plain comma"], GOOD);
}

#[test]
fn titles_and_empty_columns_and_rows_are_no_data() {
    for title in [
        "某区土地利用现状面积汇总表,,\n",
        "某区土地利用现状面积汇总表\n",
        "\"汇总表, 2019\",,\n填报单位：某局,,单位：公顷\n",
        "汇总表,,\n,,\n",
    ] {
        warned(format!("{title}{GOOD}"), &[], &["line 1", "taken for a title"]);
    }
    warned(format!("表;;\n{}", GOOD.replace(',', ";")), &[], &["line 1", "header in line 2"]);
    silent(format!("\n\n{GOOD}"), &[]);
    silent(format!(",,\n{GOOD}"), &[]);
    silent("town,class,area,,\na,0301,60,,\nb,0301,40,,\n", &[]);
    silent("town,class,area,,\na,0301,60\nb,0301,40,\n", &[]);
    silent("town,class,area\na,0301,60,,\nb,0301,40,\n,,\n,,,,\n\n  \n", &[]);
    silent(",town,class,area\n0,a,0301,60\n1,b,0301,40\n", &[]);
    silent("town,,class,area\na,,0301,60\nb,,0301,40\n", &[]);
    warned("town,class,area,\na,0301,60,\nb,0301,40,x\n", &[], &["line 3", "column 4 has no name"]);
    warned(GOOD.replace("b,", "town,class,area\nb,"), &[], &["line 3", "header is repeated"]);
    // Without the columns that are expected, the first row is the header, and a title is named.
    let misspelt = refused("汇总表\ntown,class,aera\na,0301,60\n", &[], &["line 2", "no column `area`"]);
    assert_eq!(misspelt.lines().count(), 1, "{misspelt}");
    let other = refused(
        "汇总表\nx,y,z\na,0301,60\n",
        &[],
        &["line 1", "seems to be a title", "delete the lines above"],
    );
    assert_eq!(other.lines().count(), 1, "{other}");
    refused(format!("{GOOD}注：数据来自年鉴\n"), &[], &["line 4", "1 field,", "delete the line"]);
}

#[test]
fn titles_and_separators_of_statistics_and_parameters_too() {
    let gep = Folder::new().gep();
    for (file, text) in [("statistics.csv", STATISTICS), ("parameters.csv", PARAMETERS)] {
        for form in [
            format!("某区统计表\n{text}"),
            text.replace(',', ";"),
            text.replace(',', "\t").replace('\n', "\r\n"),
        ] {
            let folder = Folder::new();
            folder.put(file, form);
            assert_eq!(folder.gep().to_bits(), gep.to_bits(), "{file}");
        }
    }
}

const SKIP: (&str, &str) = ("kind = \"table\"", "kind = \"table\"\ntotal_rows = \"skip\"");

#[test]
fn rows_of_totals_never_count_land_twice() {
    for label in [
        "合计",
        "总 计",
        "小计",
        "合　计",
        "共计",
        "全区合计",
        "合計",
        "Total",
        "TOTAL",
        "Grand total",
        "subtotal",
        "Sum",
        "b 汇总",
        "合计：",
    ] {
        for row in [format!("{label},0301,100"), format!("a,{label},60"), format!("{label},,100")] {
            let table = format!("{GOOD}{row}\n");
            refused(&table, &[], &["line 4", label, "total_rows = \"skip\""]);
            warned(&table, &[SKIP], &["line 4", label, "left out"]);
        }
    }
    // In the first column, whatever that is; several in one finding.
    refused("no,town,class,area\n1,a,0301,60\n2,b,0301,40\n合计,,,100\n", &[], &["line 4", "合计"]);
    let blocks = "town,class,area\na,0301,60\n小计,,60\nb,0301,40\n小计,,40\n合计,,100\n";
    let findings = refused(blocks, &[], &["line 3", "`小计` in line 3, `小计` in line 5, `合计` in line 6"]);
    assert_eq!(findings.lines().count(), 1, "{findings}");
    assert_eq!(good(blocks, &[SKIP]).len(), 1);
    // Without a name, by its area.
    let nameless = "town,class,area\na,0301,60\na,0301,20\nb,0301,20\na,,80\n";
    refused(nameless, &[], &["line 5", "sum of the others", "total_rows = \"skip\""]);
    warned(nameless, &[SKIP], &["line 5", "left out"]);
    refused(
        "class,area\n0301,60\n0301,40\n,100\n",
        &[("zone = \"town\", ", "")],
        &["line 4", "sum of the others"],
    );
    // A total that does not fit its rows is told.
    for (row, sum) in [("合计,,101", "100"), ("b,小计,41", "100")] {
        warned(format!("{GOOD}{row}\n"), &[SKIP], &["line 4, `area`", "states", sum]);
    }
    let close = good(format!("{GOOD}合计,,100.05\n"), &[SKIP]);
    assert_eq!(close.len(), 1, "{close:#?}");
}

#[test]
fn what_only_looks_like_a_total_is_land() {
    for name in ["合计村", "总计划林场", "小计乡", "Totalán", "Summerset", "计"] {
        silent(format!("town,class,area\na,0301,60\n{name},0301,40\n"), &[]);
    }
    // As large as the others together, with a class and a name.
    let (water, _) = run(format!("{GOOD}c,0301,100\n"), &[]).unwrap();
    assert!((water - 1e6).abs() < 1e-6, "{water}");
    // Nothing but the whole: nothing is counted twice.
    silent("town,class,area\n合计,0301,60\n合计,0301,40\n", &[]);
    silent("town,class,area\n合计,0301,100\n", &[SKIP]);
    // Land without a class is no total unless its area says so.
    silent(format!("{GOOD}a,,7\n"), &[]);
}

#[test]
fn totals_in_statistics_are_told() {
    let row = "gdp,合　计,,2019,4,亿元,2019,current,,yearbook,official,yes,\n";
    let gep = Folder::new().gep();
    let with = |row: &str, edits: &[(&str, &str)]| {
        let folder = Folder::new();
        folder.put("statistics.csv", format!("{STATISTICS}{row}"));
        for (from, to) in edits {
            folder.edit("run.toml", from, to);
        }
        let outcome = folder.outcome_or_findings().map_err(|findings| findings.to_string())?;
        let account = &outcome.years[0].account;
        assert_eq!(account.gross_ecosystem_product(None).unwrap().to_bits(), gep.to_bits());
        Ok::<Vec<String>, String>(account.warnings.iter().map(ToString::to_string).collect())
    };
    let skip = ("[statistics]", "[statistics]\ntotal_rows = \"skip\"");
    let findings = with(row, &[]).unwrap_err();
    assert!(
        findings.contains("line 8, `zone`: `合　计` is a total") && findings.contains("leave the zone empty"),
        "{findings}"
    );
    let told = |warnings: Vec<String>, part: &str| warnings.iter().filter(|text| text.contains(part)).count();
    assert_eq!(told(with(row, &[skip]).unwrap(), "rows of totals are left out"), 1);
    assert_eq!(told(with(row, &[skip]).unwrap(), "by the other rows"), 0);
    assert_eq!(
        told(
            with(&row.replace(",4,", ",5,"), &[skip]).unwrap(),
            "gdp of 2019 is 500000000 CNY for `合　计`, and 400000000 CNY"
        ),
        1
    );
    assert_eq!(told(with(&row.replace("合　计", ""), &[]).unwrap(), "total"), 0);
    let whole = format!("{}{row}", row.replace("合　计", ""));
    assert!(with(&whole, &[]).unwrap_err().contains("delete the row, or write total_rows"));
    assert_eq!(told(with(&whole, &[skip]).unwrap(), "by the other rows"), 0);
    assert!(
        with(row, &[("[statistics]", "[statistics]\ntotal_rows = \"drop\"")])
            .unwrap_err()
            .contains("\"refuse\" or \"skip\"")
    );
}

#[test]
fn parcels_are_told_apart_by_their_id() {
    let table = "id,village,town,class,area\n1,甲,a,0301,60\n2,甲,b,0301,20\n1,乙,b,0301,20\n";
    let id = |id: &'static str| [("zone = \"town\"", id)];
    refused(table, &id("id = \"id\", zone = \"town\""), &["line 4, `id`", "parcel `1`", "line 2"]);
    silent(table, &id("id = [\"village\", \"id\"], zone = \"town\""));
    refused(
        table.replace("2,甲", "1,甲"),
        &id("id = [\"village\", \"id\"], zone = \"town\""),
        &["line 3", "甲 1"],
    );
    refused(table.replace("\n2,", "\n,"), &id("id = \"id\", zone = \"town\""), &["line 3, `id`", "empty"]);
    refused(table, &id("id = \"bsm\", zone = \"town\""), &["no column `bsm`"]);
    // Equal rows without an id: one warning; with one they are refused, as the warning advises to find out.
    let equal = "town,class,area\na,0301,20\nb,0301,20\na,0301,20\na,0301,20\nb,0301,20\n";
    warned(equal, &[], &["line 4", "earlier one in every field: 3", "line 4 as line 2"]);
    silent("no,town,class,area\n1,a,0301,50\n2,a,0301,50\n", &[]);
    silent("no,town,class,area\n1,a,0301,50\n2,a,0301,50\n", &id("id = \"no\", zone = \"town\""));
    silent("town,class,area\na,0301,60\na,0301,6\nb,0301,34\n", &[]);
}

#[test]
fn a_row_in_the_wrong_table_is_told_where_it_belongs() {
    let folder = Folder::new();
    let head = STATISTICS.lines().next().unwrap();
    for (key, unit) in
        [("nep_npp_ratio", "1"), ("reservoir_unit_cost", "CNY/m3"), ("runoff_coefficient", "1")]
    {
        folder.put("statistics.csv", format!("{head}\n{key},,,2019,0.1,{unit},,,,bureau,official,yes,\n"));
        let findings = folder.open().unwrap_err().to_string();
        assert!(
            findings.contains("statistics.csv, line 2, `key`") && findings.contains("is a parameter"),
            "{findings}"
        );
        assert!(
            findings.contains("[parameters]") && findings.contains(&format!("row {key},…,")),
            "{findings}"
        );
    }
    for key in ["gdp", "population_resident", "tourism_spend"] {
        let folder = Folder::new();
        folder.put("parameters.csv", format!("{PARAMETERS}{key},,1,CNY,,,,,,,test,,,yes,\n"));
        let findings = folder.outcome_or_findings().map(drop).unwrap_err().to_string();
        assert!(
            findings.contains("is a statistic, not a parameter") && findings.contains("[statistics]"),
            "{findings}"
        );
    }
    // A key that is neither has its did-you-mean.
    folder.put("statistics.csv", STATISTICS.replacen("gdp", "gpd", 1));
    assert!(folder.open().unwrap_err().to_string().contains("did you mean `gdp`?"));
}

#[test]
fn unknown_units_are_never_told_nonsense() {
    use ecovalue::unit::Unit;
    let hint = |text: &str| text.parse::<Unit>().unwrap_err().hint().to_string();
    for text in ["瓦", "桶", "层", "ppm", "x", "件", "吋", "度", "床", "户", "斤", "次"] {
        assert!(
            !hint(text).contains("did you mean") || hint(text).chars().any(|c| text.contains(c)),
            "{text}: {}",
            hint(text)
        );
        assert!(!hint(text).contains('‰'), "{text}: {}", hint(text));
    }
    assert!(hint("CNYY").contains("did you mean `CNY`?"));
    assert!(hint("度").contains("kWh"));
    for (area, factor) in
        [("亩", 15.0), ("㎡", 1e4), ("平方千米", 0.01), ("公頃", 1.0), ("万㎡", 1.0), ("平米", 1e4)]
    {
        let table = format!("town,class,area\na,0301,{}\n", 100.0 * factor);
        silent(table, &[("unit = \"hm2\", cross", &format!("unit = \"{area}\", cross"))]);
    }
}

#[test]
fn marks_of_missing_values_are_missing_and_never_nought() {
    for mark in [
        "-",
        "—",
        "——",
        "－",
        "/",
        "／",
        "…",
        "……",
        "...",
        "N/A",
        "n/a",
        "NA",
        "#N/A",
        "Ｎ／Ａ",
        "缺",
        "NaN",
        "null",
    ] {
        let table = format!("town,class,area,rain\na,0301,100,1000\nb,0301,40,{mark}\nc,0301,7,\n");
        warned(
            table,
            &[RAIN],
            &["line 3, `rain`", &format!("1 value is marked as missing (`{mark}`) and 1 is empty")],
        );
        // Where a number is required the mark is refused, and what is advised works.
        let required = format!("town,class,area\na,0301,100\nb,0301,{mark}\n");
        mended(
            &required,
            &["line 3, `area`", mark, "marks a missing value", "fill in the number, or drop the row"],
            "town,class,area\na,0301,100\n",
        );
    }
    // What is left empty is no mark; the land that it leaves without a number is told.
    let empty = "town,class,area,rain\na,0301,100,1000\nb,0301,40,\n";
    warned(empty, &[RAIN], &["precipitation has no number on 40 hm2"]);
    assert_eq!(good(empty, &[RAIN]).len(), 1);
    refused(
        "town,class,area,rain\na,0301,100,无\n",
        &[RAIN],
        &["`rain`", "`无`", "write 0 if there is nothing, or leave the field empty"],
    );
    warned("town,class,area,rain\na,0301,100,1000\nb,0301,3,\n", &[RAIN], &["no number on 3 hm2"]);
    for (error, meaning) in [
        ("#DIV/0!", "division by zero"),
        ("#REF!", "reference"),
        ("#VALUE!", "wrong kind"),
        ("#NAME?", "name"),
        ("####", "too narrow"),
    ] {
        refused(
            format!("town,class,area,rain\na,0301,100,{error}\n"),
            &[RAIN],
            &["line 2, `rain`", error, "error of the spreadsheet", meaning],
        );
        refused(format!("town,class,area\na,0301,{error}\n"), &[], &["line 2, `area`", error, meaning]);
    }
}

#[test]
fn files_that_are_no_tables_are_named() {
    let zip = |name: &str| [b"PK\x03\x04\x14\0\0\0\0\0".as_slice(), name.as_bytes(), b"\0data"].concat();
    let utf16: Vec<u8> = format!("\u{feff}{GOOD}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cases: Vec<(Vec<u8>, &str, &str)> = vec![
        (zip("[Content_Types].xml..xl/workbook.xml"), "workbook (xlsx)", "save the sheet as CSV UTF-8"),
        (zip("mimetypeapplication/vnd.oasis.opendocument.spreadsheet"), "workbook (ods)", "save the sheet"),
        (zip("zones.shp...zones.dbf"), "zipped Shapefile", "export its table of attributes"),
        (zip("parcels.csv"), "a zip file", "unpack it"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(),
            "workbook of old Excel or WPS (xls, et)",
            "save the sheet",
        ),
        (b"%PDF-1.7 ...".to_vec(), "a PDF", "export the table as CSV"),
        (b"SQLite format 3\0".to_vec(), "GeoPackage", "table of attributes"),
        (b"\0\0\x27\x0a\0\0\0\0".to_vec(), "Shapefile (shp)", "table of attributes"),
        (utf16.clone(), "UTF-16 text", "CSV in UTF-8"),
        (utf16[2..].to_vec(), "UTF-16 text", "CSV in UTF-8"),
        (
            b"<html><body><table><tr><td>town</td></tr></table></body></html>".to_vec(),
            "web page (HTML)",
            "save the sheet as CSV",
        ),
        (b"  <TABLE border=1><tr><td>town".to_vec(), "ending .xls", "save the sheet as CSV"),
        (
            b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">"
                .to_vec(),
            "workbook of Excel in XML",
            "save the sheet",
        ),
        (b"{\"type\":\"FeatureCollection\",\"features\":[]}".to_vec(), "GeoJSON", "table of attributes"),
        (b"[{\"town\":\"a\"}]".to_vec(), "JSON", "CSV in UTF-8"),
    ];
    for (bytes, what, hint) in cases {
        let Err(findings) = run(&bytes, &[]) else { panic!("{what} was read") };
        assert!(findings.contains(what) && findings.contains(hint), "{what}: {findings}");
        assert!(findings.starts_with("parcels.csv") && findings.lines().count() == 1, "{findings}");
        assert!(!what.contains("Shapefile") || !findings.contains("sheet"), "{findings}");
    }
    // Text with tabs under the name of a workbook is a table.
    let folder = Folder::empty();
    folder.put("run.toml", RUN);
    folder.put("parcels.xls", GOOD.replace(',', "\t"));
    let (water, _) = result(&folder, &[("parcels.csv", "parcels.xls")]).unwrap();
    assert!((water - 500_000.0).abs() < 1e-6);
}

#[test]
fn polygons_as_zones_are_told_to_be_burnt_into_a_raster() {
    for (name, bytes, what) in [
        ("zones.shp", b"\0\0\x27\x0a\0\0\0\0\0\0\0\0".as_slice(), "Shapefile"),
        ("zones.gpkg", b"SQLite format 3\0\x10\0", "GeoPackage"),
        ("zones.geojson", b"{\"type\":\"FeatureCollection\"}", "GeoJSON"),
        ("zones.kml", b"<?xml version=\"1.0\"?><kml/>", "KML"),
        ("zones.zip", b"PK\x03\x04\x14\0\0\0\0\0zones.shp", "zip"),
    ] {
        let folder = Folder::example("sichuan_basin_2019");
        folder.put(name, bytes);
        let text = folder.text("run.toml");
        let start = text.find("zones = {").unwrap();
        let end = start + text[start..].find("] }").unwrap() + 3;
        folder.put("run.toml", text.replace(&text[start..end], &format!("zones = {{ file = \"{name}\" }}")));
        let findings = folder.open().unwrap_err().to_string();
        assert!(
            findings.contains(what) && findings.contains("gdal_rasterize -a zone_id -te"),
            "{name}: {findings}"
        );
        assert!(!findings.contains("gdal_translate"), "{findings}");
    }
}

#[test]
fn numbers_with_ornaments_are_refused_with_a_remedy_that_works() {
    for (ornate, hint, plain) in [
        ("\"1,060\"", "without thousands separators", "1060"),
        ("1 060", "without thousands separators", "1060"),
        ("1\u{a0}060", "without thousands separators", "1060"),
        ("６０", "half-width", "60"),
        ("60．0", "half-width", "60.0"),
        ("\"60,0\"", "decimal point", "60.0"),
        ("(60)", "minus sign", "-60"),
        ("0.6×10^2", "1.5e8", "0.6e2"),
        ("约60", "one number", "60"),
        ("60~61", "one number", "60"),
        ("=60", "save the values", "60"),
    ] {
        let table = |area: &str| format!("town,class,area\na,0301,{area}\nb,0301,40\n");
        refused(table(ornate), &[], &["line 2, `area`", hint]);
        match plain {
            "1060" => assert!((run(table(plain), &[]).unwrap().0 - 5.5e6).abs() < 1e-6),
            "-60" => drop(refused(table(plain), &[], &["below 0", "correct the table"])),
            _ => drop(good(table(plain), &[])),
        }
    }
    // A unit in the field goes where the hint says.
    for unit in ["公顷", "亩", "hm2", "km2"] {
        refused(
            format!("town,class,area\na,0301,60{unit}\n"),
            &[],
            &["write 60 alone", &format!("state the unit {unit}"), "run.toml"],
        );
        run(
            "town,class,area\na,0301,60\n",
            &[("unit = \"hm2\", cross", &format!("unit = \"{unit}\", cross"))],
        )
        .unwrap();
    }
    let share = "town,class,area,rain\na,0301,100,5%\n";
    refused(share, &[RAIN], &["`5%`", "state the unit %"]);
    silent("town,class,area\na,0301,1e2\n", &[]);
    silent("town,class,area\na,0301,+100.\n", &[]);
}

#[test]
fn nothing_advises_to_leave_a_required_number_empty() {
    for text in ["abc", "无", "-", "NA", "3..5", "0x10", "1e999"] {
        let findings = refused(format!("town,class,area\na,0301,{text}\n"), &[], &["line 2, `area`", text]);
        assert!(!findings.contains("leave the field empty"), "{findings}");
        let layer = run(format!("town,class,area,rain\na,0301,100,{text}\nb,0301,1,1000\n"), &[RAIN]);
        let empty = run("town,class,area,rain\na,0301,100,\nb,0301,1,1000\n", &[RAIN]);
        assert!(
            empty.is_ok() && layer.err().is_none_or(|findings| findings.contains("leave the field empty"))
        );
    }
}

#[test]
fn codes_that_became_numbers_or_dates_are_no_codes() {
    mended(
        "town,class,area\na,301.0,60\nb,301.0,40\n",
        &["line 2, `class`", "`301.0`", "2 rows", "write `0301`"],
        GOOD,
    );
    mended("town,class,area\na,301.00,100\n", &["`0301`"], "town,class,area\na,0301,100\n");
    // Neither of two codes is taken where the crosswalk has both, and no rule of a group catches either.
    refused("town,class,area\na,103.0,5\n", &[], &["`103.0`", "0103"]);
    refused("town,class,area\na,103.0,5\n", &[("rules =", "unmapped = \"report\"\nrules =")], &["`103.0`"]);
    mended(
        "town,class,area\na,3月1日,100\n",
        &["`3月1日`", "a date", "format Text"],
        "town,class,area\na,0301,100\n",
    );
    mended("town,class,area\na,2019-03-01,100\n", &["a date"], "town,class,area\na,0301,100\n");
    mended("town,class,area\na,3.01E+02,100\n", &["a power of ten"], "town,class,area\na,0301,100\n");
}

#[test]
fn full_width_signs_in_the_settings_are_named() {
    for (from, to, hint) in [
        ("title = \"t\"", "title = “t”", "plain quotes"),
        ("title = \"t\"", "title = 「t」", "plain quotes"),
        ("title = \"t\"", "title ＝ \"t\"", "half-width"),
        ("area = \"area\", unit", "area = \"area\"， unit", "half-width"),
    ] {
        let findings = refused(GOOD, &[(from, to)], &["run.toml, line", "not valid TOML", hint]);
        assert_eq!(findings.lines().count(), 1, "{findings}");
    }
    // Inside plain quotes they are text.
    silent(GOOD, &[("title = \"t\"", "title = \"“t”，＝\"")]);
}

#[test]
fn a_table_of_parcels_without_rows_is_refused() {
    for text in
        ["town,class,area", "town,class,area\n", "town;class;area\r\n\r\n", "title,,\ntown,class,area\n,,\n"]
    {
        let findings = refused(
            text,
            &[],
            &["parcels.csv, line", "no rows below its header", "add a row for each parcel"],
        );
        assert_eq!(findings.lines().count(), 1, "{findings}");
    }
    // A missing column is told as well.
    let findings = refused("town,class\n", &[], &["parcels.csv, line 1", "no rows below its header"]);
    assert!(findings.contains("no column `area`"), "{findings}");
    silent("town,class,area\nb,0301,100\n", &[]);
}

#[test]
fn a_number_with_a_multiplier_is_told_in_full() {
    for (field, hint) in [
        ("0.4万", "write 4000, or write 0.4 and put 万 before the unit"),
        ("1.13万", "write 11300, or"),
        ("-2 亿", "write -200000000, or"),
        ("60亩", "write 60 alone and state the unit 亩"),
        ("0.006万亩", "write 0.006 alone and state the unit 万亩"),
    ] {
        refused(GOOD.replace("60", field), &[], &["line 2, `area`", field, hint]);
    }
    // The hint works when followed: 100 hm2 are 0.01 万hm2.
    let text = GOOD.replace("60", "0.006").replace("40", "0.004");
    silent(text, &[("unit = \"hm2\"", "unit = \"万hm2\"")]);
}
