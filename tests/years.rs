//! Series of years, and figures explained: each year as if it stood alone, years that are missing, both kinds of prices,
//! growth and shares by hand, changes that close, and printed numbers put into printed equations.
#![cfg(feature = "files")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]
#![allow(clippy::disallowed_methods, reason = "numbers by hand come from another library than the crate's")]
#![allow(clippy::float_cmp, reason = "a year of a series has the bits of the year alone")]

mod common;
#[path = "years/explain.rs"]
mod explain;

use std::collections::BTreeMap;
use std::path::Path;

use approx::assert_relative_eq;
use common::{Folder, quiet};
use ecovalue::account::change::decomposition::Method;
use ecovalue::error::Code;
use ecovalue::index::IndexId;
use ecovalue::run::compare::{CompareOptions, compare};
use ecovalue::run::{RunResult, WriteOptions};
use ecovalue::table::Table;

const EXAMPLE: &str = "constructed_district_2019_2020";
const BASES: &str = "price_basis = [\"current\", { constant = 2019 }]";

/// The rows of a table of a result: header to field.
fn rows(folder: &Path, name: &str) -> Vec<BTreeMap<String, String>> {
    let text = std::fs::read_to_string(folder.join(name)).unwrap();
    let table = Table::parse(name, &text).unwrap();
    let row = |row: ecovalue::table::TableRow<'_>| {
        table.header().iter().map(|column| (column.clone(), row.text(column).to_owned())).collect()
    };
    table.rows().map(row).collect()
}

fn number(row: &BTreeMap<String, String>, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column} of {row:?}"))
}

/// Writes the run of a folder below it, and gives its place.
fn written(folder: &Folder, name: &str) -> std::path::PathBuf {
    let out = folder.path(name);
    let run = folder.open().unwrap_or_else(|findings| panic!("{findings}"));
    run.write(&out, &quiet(), WriteOptions::default()).unwrap_or_else(|findings| panic!("{findings}"));
    out
}

fn refused(folder: &Folder) -> String {
    folder.outcome_or_findings().unwrap_err().to_string()
}

/// The only figure of a series that fits.
fn grown(outcome: &RunResult, year: i32, zone: &str, index: &str, variant: &str) -> Result<f64, String> {
    let fits = |row: &&ecovalue::report::growth::GrowthRow| {
        (row.year, row.zone.as_str(), row.index.as_str(), row.variant.as_str())
            == (year, zone, index, variant)
    };
    let found: Vec<_> = outcome.growth.iter().filter(fits).collect();
    assert_eq!(found.len(), 1, "{year} {zone} {index} {variant}");
    found[0].value.ok_or_else(|| found[0].status.to_string())
}

#[test]
fn a_year_of_a_series_has_the_bits_of_the_year_alone() {
    let series = Folder::example(EXAMPLE);
    series.edit("run.toml", "price_basis = \"both\"", BASES);
    let whole = written(&series, "out");
    for year in ["2019", "2020"] {
        let alone = Folder::example(EXAMPLE);
        alone.edit("run.toml", "price_basis = \"both\"", BASES);
        alone.edit("run.toml", "years = [2019, 2020]", &format!("year = {year}"));
        let single = written(&alone, "out");
        for table in [
            "account.csv",
            "indices.csv",
            "yields.csv",
            "extent.csv",
            "closure.csv",
            "drivers.csv",
            "switches.csv",
        ] {
            let of_year: Vec<_> = rows(&whole, table).into_iter().filter(|row| row["year"] == year).collect();
            assert_eq!(of_year, rows(&single, table), "{table} of {year}");
            assert!(!of_year.is_empty() || table == "switches.csv", "{table} of {year}");
        }
    }
}

#[test]
fn land_cover_of_each_year_is_that_of_its_column() {
    let folder = Folder::example(EXAMPLE);
    let out = written(&folder, "out");
    // Parcels 2 (6000 mu) and 6 (7500 mu) change: 10000/15 m² to the mu.
    let area = |year: &str, zone: &str, code: &str| {
        let row = rows(&out, "extent.csv").into_iter().find(|row| {
            (row["year"].as_str(), row["zone"].as_str(), row["ecosystem"].as_str()) == (year, zone, code)
        });
        row.map(|row| number(&row, "area_m2"))
    };
    assert_relative_eq!(area("2019", "east", "13").unwrap(), 52_000.0 * 10_000.0 / 15.0);
    assert_relative_eq!(area("2020", "east", "13").unwrap(), 58_000.0 * 10_000.0 / 15.0);
    assert_eq!(area("2020", "west", "33"), None);
    assert_relative_eq!(area("2020", "west", "52").unwrap(), 18_500.0 * 10_000.0 / 15.0);
    // What holds no money stands there once for each year, though the account has two kinds of prices.
    assert_eq!(rows(&out, "extent.csv").iter().filter(|row| row["year"] == "2020").count(), 6);
    assert!(out.join("coverage_2020.csv").is_file());
}

#[test]
fn both_kinds_of_prices_stand_side_by_side() {
    let folder = Folder::example(EXAMPLE);
    let out = written(&folder, "out");
    let account = rows(&out, "account.csv");
    let valued = |basis: &str| -> Vec<_> {
        let valued = account.iter().filter(|row| row["price_basis"] == basis && !row["value"].is_empty());
        valued.cloned().collect()
    };
    let (current, constant) = (valued("current"), valued("constant 2019"));
    // Two services in six groups of zone and type in 2019 and four in 2020, and tourism in two zones.
    assert_eq!((current.len(), constant.len()), (24, 24));
    for (row, other) in current.iter().zip(&constant) {
        // The index of 2020 is 102.5; quantities are the same to the bit.
        let factor = if row["year"] == "2020" { 1.025 } else { 1.0 };
        assert_relative_eq!(number(row, "value"), number(other, "value") * factor, max_relative = 1e-14);
        assert_eq!(row["quantity"], other["quantity"]);
        assert_eq!(other["price_year"], "2019");
        assert_eq!(row["price_year"], row["year"]);
    }
    let bases: Vec<_> = rows(&out, "indices.csv").into_iter().filter(|row| row["index"] == "gep").collect();
    assert_eq!(bases.len(), 2 * 2 * 3, "two years, two kinds of prices, the run and two zones");
}

#[test]
fn a_deflator_of_ones_own_brings_money_from_year_to_year() {
    let folder = Folder::example(EXAMPLE);
    folder.edit("run.toml", "price_basis = \"both\"", &format!("{BASES}\ndeflator = \"gdp_deflator\""));
    let header = folder.text("parameters.csv");
    folder.put(
        "parameters.csv",
        format!("{header}gdp_deflator,,104,previous year = 100,,,,,2020,,made up,,,no,\n"),
    );
    let outcome = folder.outcome();
    let total = |year: i32, label: &str| {
        let year_result = outcome.years.iter().find(|year_result| {
            (year_result.account.year, year_result.account.basis.label.as_str()) == (year, label)
        });
        year_result.unwrap().account.total(None).unwrap()
    };
    assert_relative_eq!(total(2020, "current"), total(2020, "constant 2019") * 1.04, max_relative = 1e-14);
}

#[test]
fn growth_is_that_of_hand_computation() {
    let folder = Folder::example(EXAMPLE);
    let out = written(&folder, "out");
    let outcome = folder.outcome();
    let account = rows(&out, "account.csv");
    let sum = |year: &str, basis: &str, service: &str, column: &str| -> f64 {
        let fits = |row: &&BTreeMap<String, String>| {
            (row["year"].as_str(), row["price_basis"].as_str(), row["service"].as_str())
                == (year, basis, service)
                && !row[column].is_empty()
        };
        account.iter().filter(fits).map(|row| number(row, column)).sum()
    };
    let gep = |year: &str, basis: &str| -> f64 {
        ["water_retention", "carbon_sequestration", "tourism"]
            .iter()
            .map(|service| sum(year, basis, service, "value"))
            .sum()
    };
    let now = gep("2019", "current");
    let percent = |first: f64, second: f64| (second / first - 1.0) * 100.0;
    let growth = |variant: &str| grown(&outcome, 2020, "", "gep_growth", variant).unwrap();
    assert_relative_eq!(growth("current"), percent(now, gep("2020", "current")), max_relative = 1e-12);
    let constant = percent(gep("2019", "constant 2019"), gep("2020", "constant 2019"));
    assert_relative_eq!(growth("constant 2019"), constant, max_relative = 1e-12);
    // Quantities of 2020 at the prices of 2019: 8 CNY/m³, 400 CNY/t. Tourism has no quantity here: its spending of 2020 in
    // money of 2019.
    let tourism = (21.5e6 * 0.6 + 11.5e6 * 0.5) / 1.025;
    let volume = sum("2020", "current", "water_retention", "quantity") * 8.0
        + sum("2020", "current", "carbon_sequestration", "quantity") * 400.0
        + tourism;
    assert_relative_eq!(growth("chained"), percent(now, volume), max_relative = 1e-12);
    assert_relative_eq!(
        grown(&outcome, 2020, "", "gep_chained_index", "chained").unwrap(),
        volume / now * 100.0,
        max_relative = 1e-12
    );
    assert_eq!(grown(&outcome, 2019, "", "gep_chained_index", "chained"), Ok(100.0));
    let names: Vec<String> = rows(&out, "growth.csv").iter().map(|row| row["index"].clone()).collect();
    assert_eq!(names.len(), outcome.growth.len());
}

#[test]
fn a_chain_links_three_years() {
    let folder = Folder::example(EXAMPLE);
    folder.edit("run.toml", "years = [2019, 2020]", "years = [2021, 2019, 2020]");
    folder.edit(
        "run.toml",
        "name = \"precipitation\"\nyear = 2020",
        "name = \"precipitation\"\nmissing_year = \"carry_forward\"\nyear = 2020",
    );
    folder.edit("run.toml", "kind = \"table\"", "kind = \"table\"\nmissing_year = \"carry_forward\"");
    let outcome = folder.outcome();
    let of_east = |year: i32, index: &str| grown(&outcome, year, "east", index, "chained").unwrap();
    let (second, third) = (of_east(2020, "gep_growth"), of_east(2021, "gep_growth"));
    let chained = 100.0 * (1.0 + second / 100.0) * (1.0 + third / 100.0);
    assert_relative_eq!(of_east(2021, "gep_chained_index"), chained, max_relative = 1e-14);
    // Everything of 2021 is that of 2020, but the spending of tourists, which keeps its price year: nothing grows.
    assert_relative_eq!(of_east(2021, "gep_growth"), 0.0, epsilon = 1e-12);
    assert_relative_eq!(
        grown(&outcome, 2021, "", "carried_forward_share", "current").unwrap(),
        100.0,
        max_relative = 1e-14
    );
}

#[test]
fn totals_of_unlike_services_are_not_compared() {
    let folder = Folder::example(EXAMPLE);
    folder.edit("run.toml", "missing_year = \"carry_forward\"\n", "");
    for row in ["tourism_spend,east,,2020,2150", "tourism_spend,west,,2020,1150"] {
        folder.edit("statistics.csv", &format!("{row},万元,2020,current,,made up,assumption,no,\n"), "");
    }
    let outcome = folder.outcome();
    for variant in ["current", "constant 2019", "chained"] {
        let reason = grown(&outcome, 2020, "", "gep_growth", variant).unwrap_err();
        assert_eq!(reason, "not_accounted: unlike services, only in 2019: tourism", "{variant}");
    }
    let reason = grown(&outcome, 2020, "", "gep_chained_index", "chained").unwrap_err();
    assert!(reason.contains("a link of the chain is missing"), "{reason}");
}

#[test]
fn the_share_on_numbers_of_other_years_is_that_of_hand_computation() {
    let folder = Folder::example(EXAMPLE);
    let outcome = folder.outcome();
    let account = &outcome.years.iter().find(|year| year.account.year == 2020).unwrap().account;
    // Only the ecosystem share of tourism is carried: 2150 x 0.6 + 1150 x 0.5 in 10⁴ CNY.
    let tourism = 21.5e6 * 0.6 + 11.5e6 * 0.5;
    let share = tourism / account.total(None).unwrap() * 100.0;
    let carried =
        |year: i32, zone: &str| grown(&outcome, year, zone, "carried_forward_share", "current").unwrap();
    assert_relative_eq!(carried(2020, ""), share, max_relative = 1e-12);
    let west = 11.5e6 * 0.5 / account.total(Some("west")).unwrap() * 100.0;
    assert_relative_eq!(carried(2020, "west"), west, max_relative = 1e-12);
    assert_eq!(carried(2019, ""), 0.0);
    let out = written(&folder, "out");
    let report = std::fs::read_to_string(out.join("report.en.txt")).unwrap();
    assert!(report.contains("on numbers of other years, carried forward or interpolated"), "{report}");
    let lock = std::fs::read_to_string(out.join("lock.json")).unwrap();
    assert!(lock.contains("carried_forward tourism_ecosystem_share east of 2020 is that of 2019"));
    let reexpressed = grown(&outcome, 2020, "", "reexpressed_price_share", "current").unwrap();
    assert_eq!(reexpressed, 0.0, "every price has a row of its year");
}

#[test]
fn normal_weather_takes_the_rain_of_the_year_out_of_growth() {
    let folder = Folder::example(EXAMPLE);
    let outcome = folder.outcome();
    let normal = |year: i32| grown(&outcome, year, "west", "gep", "constant 2019, normal weather").unwrap();
    // The same run with 1120 mm in both years.
    let steady = Folder::example(EXAMPLE);
    steady.edit("run.toml", "value = 1100", "value = 1120");
    steady.edit("run.toml", "value = 1265", "value = 1120");
    let same = steady.outcome();
    for year in [2019, 2020] {
        assert_eq!(normal(year), grown(&same, year, "west", "gep", "constant 2019").unwrap());
    }
    let growth = |variant: &str| grown(&outcome, 2020, "west", "gep_growth", variant).unwrap();
    assert!(growth("constant 2019") > 0.0 && growth("constant 2019, normal weather") < 0.0);
}

#[test]
fn a_layer_of_no_year_is_refused_carried_or_interpolated() {
    let between = |policy: &str, years: &str| {
        let folder = Folder::example(EXAMPLE);
        folder.edit("run.toml", "years = [2019, 2020]", years);
        folder.edit("run.toml", "year = 2019\nvalue", &format!("year = 2016\n{policy}value"));
        folder.edit("run.toml", "town\", ecosystem = \"class_{year}\"", "town\", ecosystem = \"class_2019\"");
        folder
    };
    let rain = |folder: &Folder| {
        let outcome = folder.outcome();
        let account = &outcome.years[0].account;
        let mean = account.means.iter().find(|row| row.quantity.id == "precipitation" && row.zone == "east");
        mean.unwrap().mean
    };
    let text = refused(&between("", "years = [2018]"));
    for part in [
        "layer `precipitation` has nothing for 2018 (there is one of 2016, 2020; missing_year = \"refuse\")",
        "state missing_year = \"carry_forward\"",
        "EV-P006",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert_relative_eq!(rain(&between("missing_year = \"carry_forward\"\n", "years = [2018]")), 1100.0);
    // 2018 lies halfway between 1100 of 2016 and 1265 of 2020.
    assert_relative_eq!(rain(&between("missing_year = \"interpolate\"\n", "years = [2018]")), 1182.5);
    let text = refused(&between("missing_year = \"interpolate\"\n", "years = [2021]"));
    assert!(text.contains("years on both sides of it"), "{text}");
    let text = refused(&between("missing_year = \"carry_forward\"\n", "years = [2015]"));
    assert!(text.contains("one of an earlier year"), "{text}");
    let text = refused(&between("missing_year = \"carry\"\n", "years = [2018]"));
    assert!(text.contains("did you mean `carry_forward`?"), "{text}");
}

#[test]
fn columns_of_two_years_are_interpolated_parcel_by_parcel() {
    let folder = Folder::new();
    folder.edit("run.toml", "year = 2019", "years = [2019, 2020]");
    folder.edit("run.toml", "column = \"rain\"", "column = \"rain_{year}\"\nmissing_year = \"interpolate\"");
    folder.put(
        "cells.csv",
        "zone,class,area,rain_2018,rain_2022\nnorth,13,100,1000,1400\nsouth,13,50,1200,800\n",
    );
    let outcome = folder.outcome();
    let mean = |index: usize, zone: &str| {
        let means = &outcome.years[index].account.means;
        means.iter().find(|row| row.quantity.id == "precipitation" && row.zone == zone).unwrap().mean
    };
    // A quarter and a half of the way.
    assert_relative_eq!(mean(0, "north"), 1100.0);
    assert_relative_eq!(mean(0, "south"), 1100.0);
    assert_relative_eq!(mean(1, "north"), 1200.0);
    assert_relative_eq!(mean(1, "south"), 1000.0);
    let kinds: Vec<&str> =
        outcome.years[0].account.book.list().iter().map(|evidence| evidence.ground.kind()).collect();
    assert!(kinds.contains(&"interpolated"));
}

#[test]
fn rasters_and_tables_of_a_year_are_found_by_name() {
    let folder = Folder::example("sichuan_basin_2019");
    let rain = std::fs::read(folder.path("precipitation_monthly_mm.tif")).unwrap();
    folder.put("rain_2019.tif", &rain);
    folder.edit("run.toml", "precipitation_monthly_mm.tif", "rain_{year}.tif");
    folder.edit("run.toml", "landcover_igbp_2019.tif", "landcover_igbp_{year}.tif");
    folder.edit("run.toml", "[output]\nmaps = [\"water_retention\"]\n", "");
    let alone = folder.outcome();
    folder.edit("run.toml", "year = 2019", "years = [2019, 2020]");
    let text = refused(&folder);
    assert!(text.contains("file `landcover_igbp_2020.tif` is not there"), "{text}");
    assert!(text.contains("there is one of 2019"), "{text}");
    folder.edit("run.toml", "kind = \"raster\"", "kind = \"raster\"\nmissing_year = \"carry_forward\"");
    let text = refused(&folder);
    assert!(text.contains("layer `precipitation` has nothing for 2020"), "{text}");
    folder.edit("run.toml", "aggregate = \"sum\"", "aggregate = \"sum\"\nmissing_year = \"interpolate\"");
    assert!(refused(&folder).contains("years on both sides of it"));
    folder.edit("run.toml", "\"interpolate\"", "\"carry_forward\"");
    let series = folder.outcome();
    let totals = |outcome: &RunResult, index: usize| outcome.years[index].account.total(None).unwrap();
    assert_eq!(totals(&series, 0), totals(&alone, 0));
    let files: Vec<&str> = series.inputs.iter().map(|file| file.name.as_str()).collect();
    assert!(files.contains(&"rain_2019.tif") && files.contains(&"landcover_igbp_2019.tif"));
    let evidence: Vec<String> =
        series.years[1].account.book.list().iter().map(|evidence| evidence.ground.to_string()).collect();
    for fact in ["land cover of 2020 is that of 2019", "precipitation of 2020 is that of 2019"] {
        assert!(evidence.iter().any(|ground| ground == fact), "{fact}");
    }
    let share = grown(&series, 2020, "", "carried_forward_share", "current").unwrap();
    assert_relative_eq!(share, 100.0, max_relative = 1e-14);
}

#[test]
fn statistics_of_other_years_stand_in_only_where_the_run_says_so() {
    let gdp = |policy: &str, table: &str| {
        let folder = Folder::new();
        folder.edit("run.toml", "year = 2019", "year = 2020\nprice_basis = { constant = 2019 }");
        folder.edit("run.toml", "file = \"statistics.csv\"", &format!("file = \"statistics.csv\"{policy}"));
        folder.put(
            "statistics.csv",
            format!("key,zone,year,value,unit,price_year,source,status,verified\n{table}"),
        );
        let outcome = folder.outcome();
        let index = outcome.years[0]
            .indices
            .iter()
            .find(|index| index.id == IndexId::GreenGoldIndex && index.zone.is_empty());
        index.unwrap().value.clone().ok().map(|share| outcome.years[0].account.total(None).unwrap() / share)
    };
    let carry = "\nmissing_year = \"carry_forward\"";
    let line = "\nmissing_year = \"interpolate\"";
    let one = "gdp,,2019,4e8,CNY,2019,yearbook,official,yes\n";
    let two = "gdp,,2019,4e8,CNY,2019,yearbook,official,yes\ngdp,,2023,8e8,CNY,2019,yearbook,official,yes\n";
    assert_eq!(gdp("", one), None);
    assert_relative_eq!(gdp(carry, one).unwrap(), 4e8, max_relative = 1e-12);
    // A quarter of the way from 4 to 8, both in prices of 2019.
    assert_relative_eq!(gdp(line, two).unwrap(), 5e8, max_relative = 1e-12);
    assert_eq!(gdp(line, one), None);
    // Money of unlike years is not put on one line.
    assert_eq!(gdp(line, &two.replace("8e8,CNY,2019", "8e8,CNY,2023")), None);
}

#[test]
fn prices_of_other_years_may_be_refused() {
    let folder = Folder::example(EXAMPLE);
    folder.edit(
        "run.toml",
        "file = \"parameters.csv\"",
        "file = \"parameters.csv\"\nmissing_year = \"refuse\"",
    );
    folder.outcome();
    folder.edit("parameters.csv", "reservoir_unit_cost,,8.4,CNY/m3,,,,2020,,,made up,,,no,\n", "");
    let text = refused(&folder);
    assert!(text.contains("the price `reservoir_unit_cost` is of 2019, the account of 2020"), "{text}");
}

#[test]
fn what_a_layer_cannot_say_is_found() {
    for (from, to, part) in [
        ("normal = true", "normal = true\nyear = 2019", "a mean of several years has no year"),
        ("year = 2020\nvalue", "year = 2019\nvalue", "layer `precipitation` of 2019 is given twice"),
        ("\"both\"", "\"boht\"", "price_basis `boht` is not known"),
        ("\"both\"", "[\"current\", \"current\"]", "duplicate price basis"),
        ("\"both\"", "[\"current\", { constant = \"x\" }]", "price_basis"),
        (
            "kind = \"table\"",
            "kind = \"table\"\nmissing_year = \"interpolate\"",
            "missing_year `interpolate`",
        ),
    ] {
        let folder = Folder::example(EXAMPLE);
        folder.edit("run.toml", from, to);
        let text = folder.open().unwrap_err().to_string();
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn the_change_between_two_years_of_a_series_closes() {
    let folder = Folder::example(EXAMPLE);
    let out = written(&folder, "out");
    let run = folder.path("run.toml");
    for method in [Method::LogarithmicMean, Method::Shapley] {
        let options = CompareOptions {
            method,
            from: Some(2019),
            to: Some(2020),
            rerun: None,
            runs: Some((&run, &run)),
        };
        let comparison = compare(&out, &out, &options).unwrap_or_else(|findings| panic!("{findings}"));
        assert_eq!(comparison.change.basis.label, "constant 2019");
        assert!(comparison.change.rows.iter().all(|row| row.movement.closes()));
        let total = comparison.change.total(|_| true);
        assert!(total.closes());
        let outcome = folder.outcome();
        let gep = |year: i32| grown(&outcome, year, "", "gep", "constant 2019").unwrap();
        assert_eq!(total.from.total(), gep(2019));
        assert_eq!(total.to.total(), gep(2020));
        // 6000 mu of orchard became forest, 7500 mu of grass became orchard.
        let transitions = comparison.transitions.unwrap();
        let moved = |from: &str, to: &str| {
            let row = transitions
                .rows()
                .find(|row| row.from.to_string() == from && row.to.to_string() == to)
                .unwrap();
            row.tally.area.total()
        };
        assert_relative_eq!(moved("52", "13"), 6000.0 * 10_000.0 / 15.0);
        assert_relative_eq!(moved("33", "52"), 7500.0 * 10_000.0 / 15.0);
    }
    let unlike =
        CompareOptions { method: Method::Shapley, from: Some(2018), to: Some(2020), rerun: None, runs: None };
    let findings = compare(&out, &out, &unlike).unwrap_err();
    assert_eq!(findings.as_slice()[0].code(), Code::Incomparable);
}

#[cfg(feature = "two_mountains")]
#[test]
fn a_steady_rise_is_judged_at_constant_prices_and_read_at_current_ones() {
    use ecovalue::two_mountains::plan::Indicators;
    use ecovalue::two_mountains::{Figures, JudgementOptions, LandArea, TargetState, judge};
    let folder = Folder::example(EXAMPLE);
    let out = written(&folder, "out");
    let table = |name: &str| Table::parse(name, &std::fs::read_to_string(out.join(name)).unwrap()).unwrap();
    let figures =
        Figures::from_tables("out", "hj1173_2021", &table("indices.csv"), &table("account.csv")).unwrap();
    let figures = figures.with_series(&table("growth.csv")).unwrap();
    let text = "no,indicator,unit,account_index,value_2019,target_2020,lead_unit\n\
                10,单位国土面积生态系统生产总值,万元/亩,gep_per_area,,稳定提高,区统计局\n";
    let indicators = Indicators::from_table(&Table::parse("INDICATORS.csv", text).unwrap()).unwrap();
    for (zone, met_at_normal_weather) in [("east", true), ("west", false)] {
        let options = JudgementOptions {
            land_area: Some(LandArea::Map),
            zone: Some(zone.to_owned()),
            ..JudgementOptions::default()
        };
        let judged = judge(&indicators, &figures, &options).unwrap();
        let judgement = judged.iter().find(|judgement| judgement.year == 2020).unwrap();
        assert_eq!(judgement.verdict.state, TargetState::Met);
        assert_eq!(judgement.prices.as_ref().unwrap().to_string(), "constant prices of 2019");
        let reading = judgement.reading().unwrap().to_string();
        assert!(reading.starts_with("current prices of 2020: "), "{reading}");
        let weather = if met_at_normal_weather { "rises" } else { "does not rise" };
        assert!(reading.contains(&format!("normal weather, constant 2019: GEP {weather}")), "{reading}");
    }
}
