//! Bad input gets an error with file, place, value, rule and hint, all at once, and leaves no folder behind.
#![cfg(feature = "files")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod common;

use std::fs;

use common::{CELLS, Folder, PARAMETERS, STATISTICS, quiet};
use ecovalue::error::Code;
use ecovalue::input::geotiff::GeoTiff;
use ecovalue::input::grid::Grid;
use ecovalue::input::limits::Limits;
use ecovalue::report::map::MapWriter;
use ecovalue::run::WriteOptions;

/// A fault: file, what stands there, what comes in its place, the code, and parts of the text.
type Fault = (&'static str, &'static str, &'static str, Code, &'static [&'static str]);

/// What a run says of a fault, whether it shows at opening or in the pass; nothing may be written.
fn said(folder: &Folder) -> Vec<(Code, String)> {
    let before = folder.names();
    let out = folder.path("out");
    let written = folder.open().and_then(|run| run.write(&out, &quiet(), WriteOptions::default()));
    let Err(findings) = written else { panic!("the fault went through") };
    assert_eq!(folder.names(), before, "something was left behind");
    findings.into_iter().map(|error| (error.code(), error.to_string())).collect()
}

fn check(folder: &Folder, code: Code, parts: &[&str], what: &str) {
    let said = said(folder);
    let found =
        said.iter().find(|(raised, text)| *raised == code && parts.iter().all(|part| text.contains(part)));
    let Some((_, text)) = found else { panic!("{what}: expected {code:?} with {parts:?}, said {said:#?}") };
    assert!(text.contains("; hint: "), "{what}: {text}");
}

fn all(faults: &[Fault]) {
    for (file, from, to, code, parts) in faults {
        let folder = Folder::new();
        folder.edit(file, from, to);
        check(&folder, *code, parts, &format!("{file}: {to}"));
    }
}

#[test]
fn the_small_runs_are_good() {
    assert!(Folder::new().gep() > 0.0);
    assert!(Folder::example("sichuan_basin_2019").gep() > 0.0);
}

#[test]
#[allow(clippy::too_many_lines, reason = "a table of cases")]
fn faults_of_the_settings() {
    all(&[
        (
            "run.toml",
            "title =",
            "titel =",
            Code::UnknownKey,
            &["run.toml, line 2, `titel`", "did you mean `title`?"],
        ),
        (
            "run.toml",
            "kind = \"table\"",
            "kind = \"tabel\"",
            Code::BadValue,
            &["line 8, `cells.kind`", "`tabel`"],
        ),
        (
            "run.toml",
            "file = \"cells.csv\"",
            "fiel = \"cells.csv\"",
            Code::UnknownKey,
            &["`cells.fiel`", "`file`?"],
        ),
        (
            "run.toml",
            "column = \"rain\"",
            "colum = \"rain\"",
            Code::UnknownKey,
            &["`layer.colum`", "`column`?"],
        ),
        ("run.toml", "year = 2019\n", "", Code::MissingKey, &["`year`"]),
        ("run.toml", "year = 2019", "year = \"2019\"", Code::BadValue, &["`year`", "a text", "whole number"]),
        ("run.toml", "schema = 1", "schema = 7", Code::BadValue, &["schema 7"]),
        ("run.toml", "year = 2019", "year = ", Code::DocumentSyntax, &["run.toml, line 3"]),
        ("run.toml", "unit = \"mm\"", "unit = \"inch\"", Code::UnknownUnit, &["line 15", "`inch`"]),
        (
            "run.toml",
            "unit = \"mm\"",
            "unit = \"m2\"",
            Code::IncompatibleUnit,
            &["`layer.unit`", "`m2`", "`mm`"],
        ),
        ("run.toml", "unit = \"hm2\"", "unit = \"t\"", Code::IncompatibleUnit, &["`t`", "`m2`"]),
        (
            "run.toml",
            "name = \"precipitation\"",
            "name = \"precipitaton\"",
            Code::UnknownLayer,
            &["`precipitation`?"],
        ),
        (
            "run.toml",
            "name = \"temperature\"\nvalue = 15.0\nunit = \"degC\"",
            "name = \"precipitation\"\nvalue = 15.0\nunit = \"mm\"",
            Code::DuplicateKey,
            &["`precipitation`", "twice"],
        ),
        ("run.toml", "value = 15.0", "value = 288.15", Code::OutOfRange, &["temperature of 288.15", "in K"]),
        (
            "run.toml",
            "value = 15.0",
            "value = [1.0, 2.0]",
            Code::Band,
            &["needs 1 number per cell", "found 2"],
        ),
        ("run.toml", "value = 15.0", "value = nan", Code::BadValue, &["`layer.value`", "finite"]),
        (
            "run.toml",
            "column = \"rain\"",
            "column = \"rein\"",
            Code::Column,
            &["no column `rein`", "`rain`?"],
        ),
        (
            "run.toml",
            "\"cells.csv\"",
            "\"cell.csv\"",
            Code::FileUnreadable,
            &["`cell.csv` is not there", "`cells.csv`?"],
        ),
        (
            "run.toml",
            "\"statistics.csv\"",
            "\"../statistics.csv\"",
            Code::PathOutside,
            &["`../statistics.csv`", "climbs"],
        ),
        ("run.toml", "\"statistics.csv\"", "\"/etc/passwd\"", Code::PathOutside, &["absolute"]),
        (
            "run.toml",
            "hj1173_2021",
            "hj1137_2021",
            Code::UnknownProfile,
            &["`hj1137_2021`", "`hj1173_2021`?"],
        ),
        (
            "run.toml",
            "[statistics]",
            "[output]\nmaps = [\"tourism\"]\n[statistics]",
            Code::BadValue,
            &["`tourism`", "no map"],
        ),
        (
            "run.toml",
            "[statistics]",
            "[[exclude]]\nzone = \"nort\"\nreason = \"r\"\n[statistics]",
            Code::UnknownZone,
            &["`nort`", "`north`?"],
        ),
        (
            "run.toml",
            "[statistics]",
            "[[exclude]]\nreason = \"r\"\n[statistics]",
            Code::BadValue,
            &["`zone` or by `ecosystem`"],
        ),
        ("run.toml", "[statistics]\n", "[statistics]\nencoding = \"latin1\"\n", Code::Encoding, &["latin1"]),
        (
            "run.toml",
            "unit = \"hm2\" }",
            "unit = \"hm2\", crosswalk = \"glc30\" }",
            Code::BadValue,
            &["crosswalk `glc30`"],
        ),
    ]);
}

#[test]
fn faults_of_the_cells() {
    all(&[
        (
            "cells.csv",
            "north,51,200",
            "north,51,-200",
            Code::NegativeArea,
            &["cells.csv, line 3, `area`", "-2000000"],
        ),
        ("cells.csv", "north,51,200", "north,51,NaN", Code::NotANumber, &["line 3, `area`", "`NaN`"]),
        ("cells.csv", "north,51,200", "north,51,inf", Code::NotANumber, &["line 3, `area`", "`inf`"]),
        ("cells.csv", "north,51,200", "north,51,", Code::NotANumber, &["line 3, `area`", "empty"]),
        ("cells.csv", "north,51,200", "north,51,\"2,00\"", Code::NotANumber, &["`2,00`", "decimal point"]),
        ("cells.csv", "north,51,200", "north,51,1 000", Code::NotANumber, &["`1 000`"]),
        (
            "cells.csv",
            "north,51,",
            "north,57,",
            Code::UnmappedClass,
            &["cells.csv, `class`", "`57`", "rules"],
        ),
        ("cells.csv", "51,200,1000", "51,200,-3", Code::OutOfRange, &["line 3, `rain`", "-3 mm"]),
        ("cells.csv", "51,200,1000", "51,200,1000,7", Code::BadValue, &["line 3", "5 fields"]),
        ("cells.csv", "zone,class", "zone,zone", Code::Column, &["duplicate column `zone`"]),
        ("cells.csv", "north,51,", ",51,", Code::UnknownZone, &["line 3", "empty"]),
    ]);
    let split = Folder::new();
    split.edit("run.toml", "unit = \"hm2\" }", "unit = \"hm2\", crosswalk = \"clcd\" }");
    split.put(
        "cells.csv",
        CELLS.replace(",13,", ",2,").replace(",11e,", ",1,").replace(",61,", ",8,").replace(",51,", ",1,"),
    );
    let said = said(&split);
    let classes: Vec<_> = said.iter().filter(|(code, _)| *code == Code::UnmappedClass).collect();
    assert!(classes.len() == 2 && classes[0].1.contains("split between 11/12/13"), "{said:#?}");
    assert!(classes[1].1.contains("61/63"), "{said:#?}");
}

#[test]
fn faults_of_the_statistics() {
    all(&[
        ("statistics.csv", "gdp,north", "gpd,north", Code::UnknownStatistic, &["line 2, `key`", "`gdp`?"]),
        ("statistics.csv", "gdp,north", "gdp,nrth", Code::UnknownZone, &["line 2, `zone`", "`north`?"]),
        ("statistics.csv", "2019,3,亿元", "2019,NaN,亿元", Code::NotANumber, &["line 2, `value`", "`NaN`"]),
        ("statistics.csv", "2019,3,亿元", "2019,Infinity,亿元", Code::NotANumber, &["`Infinity`"]),
        ("statistics.csv", "2019,3,亿元", "2019,\"3,5\",亿元", Code::NotANumber, &["`3,5`", "decimal point"]),
        ("statistics.csv", "2019,3,亿元", "2019,,亿元", Code::NotANumber, &["empty"]),
        ("statistics.csv", "2019,3,亿元", "2019,-3,亿元", Code::OutOfRange, &["below 0"]),
        ("statistics.csv", "2019,3,亿元", "2019,3,亿人", Code::IncompatibleUnit, &["`亿人`", "`CNY`"]),
        ("statistics.csv", "2019,3,亿元", "2019,3,guilder", Code::UnknownUnit, &["`guilder`"]),
        ("statistics.csv", "gdp,south", "gdp,north", Code::DuplicateKey, &["line 3", "as line 2"]),
        (
            "statistics.csv",
            "yearbook,official,yes,\ngdp,south",
            "yearbook,offical,yes,\ngdp,south",
            Code::BadValue,
            &["`offical`", "`official`?"],
        ),
        ("statistics.csv", "key,zone", "kee,zone", Code::Column, &["no column `key`"]),
    ]);
}

#[test]
fn faults_of_the_parameters() {
    all(&[
        (
            "parameters.csv",
            "nep_npp_ratio,,0.1,1",
            "nep_npp_ratio,,0.1,tC",
            Code::IncompatibleUnit,
            &["parameters.csv, line 2, `unit`", "`tC`"],
        ),
        (
            "parameters.csv",
            "nep_npp_ratio,,0.1",
            "nep_npp_ratio,,10%",
            Code::NotANumber,
            &["`10%`", "unit column"],
        ),
        ("parameters.csv", "8,CNY/m3,,,,2019", "8,CNY/m3,,,,", Code::PriceIndex, &["line 3", "price_year"]),
        ("parameters.csv", "8,CNY/m3,,,,2019", "8,CNY/m3,,,,1995", Code::PriceIndex, &["no row for 1996"]),
        ("parameters.csv", "8,CNY/m3", "8,CNY/t", Code::IncompatibleUnit, &["line 3", "`CNY/t`", "`CNY/m3`"]),
        (
            "parameters.csv",
            "test,,,yes,\nreservoir",
            "test,,,perhaps,\nreservoir",
            Code::BadValue,
            &["line 2", "`perhaps`"],
        ),
        (
            "parameters.csv",
            "reservoir_unit_cost,,8",
            "nep_npp_ratio,,0.1,1,,,,,,,x,,,yes,\nreservoir_unit_cost,,8",
            Code::DuplicateKey,
            &["line 3", "line 2"],
        ),
        (
            "parameters.csv",
            "reservoir_unit_cost,,8",
            "nep_npp_ratio,,0.2,1,1,,,,,,x,,,yes,\nnep_npp_ratio,,0.3,1,1/2,,,,,,x,,,yes,\nreservoir_unit_cost,,8",
            Code::AmbiguousParameter,
            &["0.2", "0.3", "line 3", "line 4"],
        ),
        (
            "parameters.csv",
            "nep_npp_ratio,,0.1,1,,",
            "nep_npp_ratio,,0.1,1,99,",
            Code::UnmappedClass,
            &["line 2, `ecosystem`", "`99`"],
        ),
    ]);
    let unverified = Folder::new();
    unverified.edit("run.toml", "allow_unverified = true", "allow_unverified = false");
    unverified.edit(
        "run.toml",
        "unit = \"hm2\" }",
        "unit = \"hm2\", crosswalk = \"worldcover\" }\nrules = { \"10\" = \"13\" }",
    );
    unverified.put(
        "cells.csv",
        CELLS
            .replace(",13,", ",10,")
            .replace(",51,", ",40,")
            .replace(",11e,", ",10,")
            .replace(",61,", ",10,"),
    );
    unverified.put(
        "parameters.csv",
        PARAMETERS.replace("test,,,yes", "test,,,no").replace("CNY/m3,,,,2019", "CNY/m3,,,,2018"),
    );
    unverified.put("statistics.csv", STATISTICS.replace("survey,official,yes", "survey,assumption,no"));
    let said = said(&unverified);
    for kind in [
        "parameter `nep_npp_ratio",
        "price_index `consumer_price_index",
        "crosswalk `worldcover 10",
        "statistic `tourism_ecosystem_share",
    ] {
        let found = said.iter().any(|(code, text)| *code == Code::Unverified && text.contains(kind));
        assert!(found, "{kind}: {said:#?}");
    }
}

#[test]
fn faults_of_a_profile() {
    for (from, to, code, part) in [
        (
            "physical = \"water_balance\"",
            "physical = \"water_balanse\"",
            Code::UnknownVariant,
            "`water_balance`?",
        ),
        ("value = \"reservoir_cost\"", "value = \"reservoir\"", Code::UnknownVariant, "`reservoir_cost`?"),
        ("[service.tourism]", "[service.turism]", Code::UnknownVariant, "`tourism`?"),
        (
            "actual_evapotranspiration = \"turc\"",
            "actual_evapotranspiration = \"turk\"",
            Code::UnknownVariant,
            "`turc`?",
        ),
        ("surface_runoff =", "surface_runof =", Code::UnknownLayer, "`surface_runoff`?"),
        ("negative = \"keep\"\n# The", "negative = \"drop\"\n# The", Code::BadValue, "`drop`"),
        ("weight = \"none\"", "weigth = \"none\"", Code::UnknownKey, "`weight`?"),
        (
            "ecosystems = [\"1\", \"2\", \"3\", \"41\", \"42r\", \"52\"]",
            "ecosystems = [\"1\", \"19\"]",
            Code::UnmappedClass,
            "`19`",
        ),
        ("status = \"reconstructed\"", "status = \"official\"", Code::BadValue, "`official`"),
        ("\"soil_retention\"", "\"soil_retain\"", Code::UnknownVariant, "`soil_retention`?"),
        ("id = \"hj1173_2021\"", "id = \"ganzi2017\"", Code::UnknownProfile, "that of a shipped profile"),
    ] {
        let folder = Folder::new();
        let text = ecovalue::parameter::profile::shipped_text("hj1173_2021").unwrap();
        folder.put("profiles/own.toml", text.replace("id = \"hj1173_2021\"", "id = \"own\""));
        folder.edit("run.toml", "hj1173_2021", "own");
        assert!(folder.gep() > 0.0);
        let (from, to) = if from.starts_with("id") { ("id = \"own\"", to) } else { (from, to) };
        folder.edit("profiles/own.toml", from, to);
        check(&folder, code, &["profiles/own.toml", part], to);
    }
}

#[test]
fn faults_in_several_files_are_all_found_at_once() {
    let folder = Folder::new();
    folder.edit("run.toml", "hj1173_2021", "hj1173");
    folder.edit("cells.csv", "north,51,200", "north,51,-200");
    folder.edit("cells.csv", "south,11e", "south,17");
    folder.edit("statistics.csv", "gdp,north", "gpd,north");
    folder.edit("statistics.csv", "2019,1,亿元", "2019,NaN,亿元");
    folder.edit("parameters.csv", "8,CNY/m3", "x,CNY/m3");
    let codes: Vec<Code> = said(&folder).into_iter().map(|(code, _)| code).collect();
    for code in [
        Code::UnknownProfile,
        Code::NegativeArea,
        Code::UnmappedClass,
        Code::UnknownStatistic,
        Code::NotANumber,
    ] {
        assert!(codes.contains(&code), "{code:?} is not among {codes:?}");
    }
    assert_eq!(codes.len(), 6, "{codes:?}");
}

#[test]
fn a_statistic_of_another_year_only_is_not_accounted_and_says_so() {
    let folder = Folder::new();
    folder
        .put("statistics.csv", STATISTICS.replace("tourism_spend,north,,2019", "tourism_spend,north,,2018"));
    let outcome = folder.outcome();
    let row = outcome.years[0].account.rows.iter().find(|row| row.indicator.id == "travel_spend").unwrap();
    assert!(row.value.is_none());
    assert!(
        row.status.to_string().starts_with("not_accounted: no statistic tourism_spend"),
        "{}",
        row.status
    );
}

#[test]
fn damaged_and_unfit_rasters_are_refused() {
    let name = "precipitation_monthly_mm.tif";
    let whole = fs::read(Folder::example("sichuan_basin_2019").path(name)).unwrap();
    for (what, bytes) in [
        ("truncated", whole[..whole.len() / 2].to_vec()),
        ("a header only", whole[..100].to_vec()),
        ("empty", Vec::new()),
        ("random", (0..5000_u32).map(|i| i.wrapping_mul(2_654_435_761).to_le_bytes()[2]).collect()),
    ] {
        let folder = Folder::example("sichuan_basin_2019");
        folder.put(name, bytes);
        let said = said(&folder);
        assert!(
            said.iter().any(|(code, text)| *code == Code::Raster && text.contains(name)),
            "{what}: {said:#?}"
        );
    }
}

/// The land cover's grid, changed.
fn grid(folder: &Folder, change: impl Fn(&mut Grid)) -> Grid {
    let path = folder.path("landcover_igbp_2019.tif");
    let mut grid = GeoTiff::open(&path, "landcover", &Limits::default()).unwrap().grid().clone();
    change(&mut grid);
    grid
}

#[test]
fn grids_that_do_not_fit_are_refused_with_both_names() {
    type Change = fn(&mut Grid);
    let changes: [(&str, Change); 3] = [
        ("half a cell to the east", |grid| grid.origin.0 += grid.step.0 / 2.0),
        ("a row short", |grid| grid.height -= 1),
        ("another cell size", |grid| grid.step = (grid.step.0 * 1.001, grid.step.1)),
    ];
    for (what, change) in changes {
        let folder = Folder::example("sichuan_basin_2019");
        let grid = grid(&folder, change);
        let path = folder.path("elevation_m.tif");
        fs::remove_file(&path).unwrap();
        let mut writer = MapWriter::create(&path, &grid, "elevation", "m").unwrap();
        let cells = usize::try_from(grid.width * grid.height).unwrap();
        writer.write_rows(0, &vec![100.0; cells]).unwrap();
        writer.finish().unwrap();
        check(&folder, Code::GridMismatch, &["landcover_igbp_2019.tif", "elevation_m.tif"], what);
    }
}

#[test]
fn faults_of_a_raster_run() {
    for (from, to, code, parts) in [
        ("band = \"all\"\naggregate = \"sum\"", "band = 13", Code::Band, &["no band 13", "12"][..]),
        (
            "band = \"all\"\naggregate = \"sum\"",
            "band = \"all\"",
            Code::Band,
            &["needs 1 numbers", "found 12"],
        ),
        (
            "unit = \"0.1 degC\"",
            "unit = \"degC\"",
            Code::OutOfRange,
            &["temperature_monthly_0p1degC.tif", "row", "column"],
        ),
        ("unit = \"0.1 degC\"", "unit = \"K\"", Code::OutOfRange, &["temperature_monthly"]),
        ("rules = { \"10\" = \"32a\" }", "rules = { \"10\" = \"32q\" }", Code::UnmappedClass, &["`32q`"]),
        (
            "crosswalk = \"igbp\", rules = { \"10\" = \"32a\" }",
            "crosswalk = \"globeland30\"",
            Code::UnmappedClass,
            &["landcover_igbp_2019.tif", "class `2`", "does not have it"],
        ),
        ("layer = \"elevation\", belts", "layer = \"height\", belts", Code::UnknownLayer, &["`height`"]),
        (
            "id = \"hill_500_1000m\", below = 1000",
            "id = \"hill_500_1000m\", below = 400",
            Code::BadValue,
            &["belts must rise"],
        ),
        (
            "elevation_m.tif",
            "elevation.tif",
            Code::FileUnreadable,
            &["`elevation.tif`", "`elevation_m.tif`?"],
        ),
        (
            "[output]",
            "[limits]\nmax_cells = 1000\n[output]",
            Code::Limit,
            &["landcover_igbp_2019.tif", "300x220"],
        ),
    ] {
        let folder = Folder::example("sichuan_basin_2019");
        folder.edit("run.toml", from, to);
        check(&folder, code, parts, to);
    }
}

#[test]
fn a_folder_that_is_there_is_not_touched_without_leave() {
    let folder = Folder::new();
    let out = folder.path("out");
    let run = folder.open().unwrap();
    run.write(&out, &quiet(), WriteOptions::default()).unwrap();
    let first = fs::read(out.join("account.csv")).unwrap();
    let again = run.write(&out, &quiet(), WriteOptions::default()).unwrap_err();
    assert_eq!(again.as_slice()[0].code(), Code::Output);
    assert!(again.to_string().contains("--force"));
    run.write(&out, &quiet(), WriteOptions { force: true }).unwrap();
    assert_eq!(fs::read(out.join("account.csv")).unwrap(), first);

    folder.put("mine/notes.txt", "not a result");
    let mine = folder.path("mine");
    let refused = run.write(&mine, &quiet(), WriteOptions { force: true }).unwrap_err();
    assert!(refused.to_string().contains("not the result of a run"), "{refused}");
    assert_eq!(folder.text("mine/notes.txt"), "not a result");
    assert!(folder.names().iter().all(|name| !name.contains(".partial") && !name.contains(".old")));
}

#[cfg(unix)]
#[test]
fn a_link_to_the_outside_is_refused() {
    let (folder, outside) = (Folder::new(), Folder::new());
    fs::remove_file(folder.path("statistics.csv")).unwrap();
    std::os::unix::fs::symlink(outside.path("statistics.csv"), folder.path("statistics.csv")).unwrap();
    check(&folder, Code::PathOutside, &["statistics.csv", "through a link"], "link");
}
