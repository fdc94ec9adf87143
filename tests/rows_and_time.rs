//! Rows of a run: what is wrong is refused, what nothing reads is told, and what is right keeps its figure.
#![cfg(feature = "files")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod common;

use std::fmt::Write;

use ecovalue::Filter;
use ecovalue::run::YearResult;
use ecovalue::wording::Language;

use common::{Folder, quiet};

const HEADER: &str = "key,variant,value,unit,ecosystem,condition,region,price_year,valid_from,valid_to,source,clause,published,verified,note\n";
const FIGURES: &str = "key,zone,ecosystem,year,value,unit,price_year,price_basis,population_basis,source,status,verified,note\n";

/// 100 ha of mixed forest in two towns, rain less runoff less evapotranspiration = 500 mm: 500 000 m³ of water.
fn water() -> Folder {
    let folder = Folder::empty();
    folder.put("cells.csv", "zone,class,area\na,13,60\nb,13,40\n");
    let mut run = String::from(
        "schema = 1\ntitle = \"Rows\"\nyear = 2019\nprofile = \"hj1173_2021\"\nallow_unverified = true\n\
         [cells]\nkind = \"table\"\nfile = \"cells.csv\"\ncolumns = { zone = \"zone\", ecosystem = \"class\", area = \"area\", unit = \"hm2\" }\n",
    );
    for (name, value) in
        [("precipitation", 1000), ("surface_runoff", 200), ("actual_evapotranspiration", 300)]
    {
        let _ = write!(run, "[[layer]]\nname = \"{name}\"\nvalue = {value}\nunit = \"mm\"\n");
    }
    folder.put("run.toml", run);
    folder
}

/// The same with rows of parameters, `key,variant,value,unit,ecosystem,condition,region,price_year,valid_from,valid_to`.
fn rows(rows: &[&str], regions: &str) -> Folder {
    let folder = water();
    let mut table = HEADER.to_owned();
    for row in rows {
        let _ = writeln!(table, "{row},survey,,,yes,");
    }
    folder.put("parameters.csv", table);
    let regions = if regions.is_empty() { String::new() } else { format!("regions = [{regions}]\n") };
    let run = folder.text("run.toml") + "[parameters]\nfile = \"parameters.csv\"\n" + &regions;
    folder.put("run.toml", run);
    folder
}

/// The same with statistics, `key,zone,value,unit` of 2019.
fn statistics(rows: &[&str]) -> Folder {
    let folder = water();
    let mut table = FIGURES.to_owned();
    for row in rows {
        let field: Vec<&str> = row.split(',').collect();
        let _ = writeln!(
            table,
            "{},{},,2019,{},{},,,,bureau,official,yes,",
            field[0], field[1], field[2], field[3]
        );
    }
    folder.put("statistics.csv", table);
    folder.put("run.toml", folder.text("run.toml") + "[statistics]\nfile = \"statistics.csv\"\n");
    folder
}

/// What became of a run.
#[derive(Debug, PartialEq)]
enum Said {
    Refused(String),
    /// GEP [10⁶ CNY] and the warnings.
    Value(f64, Vec<String>),
}

fn of_year(year: &YearResult) -> Said {
    let gep = year.account.gross_ecosystem_product(None).unwrap_or_default() / 1e6;
    let warnings = &year.account.warnings;
    for warning in warnings {
        assert!(
            warning.say(Language::Chinese).chars().any(|c| ('一'..='鿿').contains(&c)),
            "{}",
            warning.say(Language::Chinese)
        );
    }
    Said::Value(gep, warnings.iter().map(ToString::to_string).collect())
}

fn said(folder: &Folder) -> Said {
    match folder.open().and_then(|run| run.compute(&quiet())) {
        Err(findings) => Said::Refused(findings.to_string()),
        Ok(outcome) => of_year(&outcome.years[0]),
    }
}

fn refused(folder: &Folder, words: &[&str]) {
    let Said::Refused(text) = said(folder) else { panic!("accepted: {words:?} {:?}", said(folder)) };
    for word in words {
        assert!(text.contains(word), "{text} does not say {word}");
    }
}

fn warned(folder: &Folder, gep: f64, words: &[&str]) {
    let Said::Value(value, warnings) = said(folder) else { panic!("{words:?} {:?}", said(folder)) };
    // Where the statistics of a case add services of their own, no figure is stated.
    assert!(gep.is_nan() || (value - gep).abs() < 1e-9 * gep.max(1.0), "{value} for {gep}");
    let told = |warning: &&String| words.iter().all(|word| warning.contains(word));
    assert!(warnings.iter().any(|warning| told(&warning)), "{words:?} is not among {warnings:?}");
}

/// Accepted with a figure and without a word.
fn silent(folder: &Folder, gep: f64) {
    let Said::Value(value, warnings) = said(folder) else { panic!("{:?}", said(folder)) };
    assert!(gep.is_nan() || (value - gep).abs() < 1e-9 * gep.max(1.0), "{value} for {gep}");
    assert_eq!(warnings, Vec::<String>::new());
}

/// The price of the crate: 7.06 CNY/m³ of 2010 in the money of 2019.
const SHIPPED: f64 = 4.410_452_621_767_83;

#[test]
fn keys_variants_and_regions_that_nobody_knows_are_refused_with_the_nearest() {
    for (row, words) in [
        (
            "reservoir_unit_cots,,10,CNY/m3,,,,2019,,",
            ["no equation reads", "did you mean `reservoir_unit_cost`?"],
        ),
        ("resevoir_unit_cost,,10,CNY/m3,,,,2019,,", ["line 2, `key`", "did you mean `reservoir_unit_cost`?"]),
        (
            "co2_price,aforestation_cost,10,CNY/tCO2,,,,2019,,",
            ["line 2, `variant`", "did you mean `afforestation_cost`?"],
        ),
        (
            "co2_price,carbon_markt,10,CNY/tCO2,,,,2019,,",
            ["no variant `carbon_markt`", "did you mean `carbon_market`?"],
        ),
        (
            "reservoir_unit_cost,,10,CNY/m3,,,Chongqin,2019,,",
            ["line 2, `region`", "did you mean `Chongqing`?"],
        ),
        (
            "reservoir_unit_cost,,10,CNY/m3,,,Xinjang,2019,,",
            ["no row is of the region `Xinjang`", "did you mean `Xinjiang`?"],
        ),
    ] {
        refused(&rows(&[row], ""), &words);
    }
    // Another profile that shares the table may name what is near to nothing.
    for row in ["reservoir_service_life,mine,50,a,,,,,,", "co2_price,bench,10,CNY/tCO2,,,,2019,,"] {
        let Said::Value(_, warnings) = said(&rows(&[row], "")) else { panic!("{row} is refused") };
        let key = row.split(',').next().unwrap_or_default();
        assert!(warnings.iter().any(|text| text.contains("EV-W004") && text.contains(key)), "{warnings:?}");
    }
    let row = "reservoir_unit_cost,,10,CNY/m3,,,重庆,2019,,";
    for (regions, words) in [
        ("\"Chongqin\"", ["`parameters.regions`", "did you mean `Chongqing`?"]),
        ("\"西南\"", ["no row is of the region `西南`", "known: "]),
        ("\"重庆氏\"", ["no row is of the region `重庆氏`", "did you mean `Chongqing`?"]),
        ("\"Sichaun\"", ["EV-P007", "did you mean `sichuan`?"]),
    ] {
        refused(&rows(&[row], regions), &words);
    }
}

#[test]
fn a_place_in_another_spelling_is_the_same_place() {
    for (region, run) in [
        ("重庆", "重庆市"),
        ("Chongqing", "重庆"),
        ("chongqing", "Chongqing"),
        ("重庆市", "Chongqing Municipality"),
        ("Sichuan Province", "四川"),
        ("内蒙古自治区", "Inner Mongolia"),
        ("北碚", "北碚区"),
        ("Beibei", "beibei district"),
    ] {
        let row = format!("reservoir_unit_cost,,10,CNY/m3,,,{region},2019,,");
        silent(&rows(&[&row], &format!("\"{run}\"")), 5.0);
    }
    // Two places alike: the row is not of the region, which is told.
    for (region, run) in [("吉林市", "吉林省"), ("陕西", "山西"), ("渝中区", "渝北区")] {
        let row = format!("reservoir_unit_cost,,10,CNY/m3,,,{region},2019,,");
        let other = format!("reservoir_service_life,,50,a,,,{run},,,");
        warned(
            &rows(&[&row, &other], &format!("\"{run}\"")),
            SHIPPED,
            &["line 2 `reservoir_unit_cost`", "is not among those of the run"],
        );
    }
    // A table of several districts of which one is read says nothing.
    let districts = [
        "reservoir_unit_cost,,10,CNY/m3,,,渝北区,2019,,",
        "reservoir_unit_cost,,20,CNY/m3,,,渝中区,2019,,",
        "reservoir_unit_cost,,30,CNY/m3,,,江北区,2019,,",
    ];
    silent(&rows(&districts, "\"渝北区\", \"Chongqing\""), 5.0);
    // A province needs no row.
    silent(
        &rows(&["reservoir_unit_cost,,10,CNY/m3,,,,2019,,"], "\"Guizhou\", \"西藏自治区\", \"中国\""),
        5.0,
    );
}

#[test]
fn half_of_a_shipped_name_is_taken_and_told() {
    let row = "reservoir_unit_cost,,10,CNY/m3,,,,2019,,";
    for half in ["云贵高原", "Yunnan-Guizhou", "yunnan guizhou", "青藏高原"] {
        warned(&rows(&[row], &format!("\"{half}\"")), 5.0, &["`parameters.regions`", half, "is taken as"]);
    }
    silent(&rows(&[row], "\"云贵高原 Yunnan-Guizhou\""), 5.0);
}

#[test]
fn rows_that_nothing_reads_are_told_in_one_warning() {
    let price = "reservoir_unit_cost,,10,CNY/m3,,,,2019,,";
    for (row, words) in [
        ("co2_price,,50,CNY/tCO2,,,,2019,,", ["line 3 `co2_price`", "of variant `afforestation_cost`"]),
        (
            "co2_price,carbon_market,50,CNY/tCO2,,,,2019,,",
            ["line 3 `co2_price`", "of variant `afforestation_cost`"],
        ),
        (
            "actual_evapotranspiration,,400,mm,13,,,,,",
            ["line 3 `actual_evapotranspiration`", "the layer of the run is read"],
        ),
        ("cover_factor,,0.1,1,13,,,,,", ["line 3 `cover_factor`", "the profile computes it (`hj1173_2021`)"]),
        (
            "soil_erodibility,,0.03,t hm2 h/(hm2 MJ mm),,,,,,",
            ["`soil_erodibility`", "the profile computes it"],
        ),
        (
            "oxygen_price,,900,CNY/tO2,,,,2019,,",
            ["`oxygen_price`", "no service of the profile `hj1173_2021` reads it"],
        ),
        (
            "so2_purification_rate,,100,kg/(hm2 a),11e,,,,,",
            ["`so2_purification_rate`", "no cell is of its type"],
        ),
        ("dredging_cost,,15,CNY/m3,,,,2019,,", ["`dredging_cost`", "is not accounted"]),
    ] {
        warned(&rows(&[price, row], ""), 5.0, &words);
    }
    let many = [
        price,
        "cover_factor,,0.1,1,11,,,,,",
        "cover_factor,,0.2,1,13,,,,,",
        "oxygen_price,,900,CNY/tO2,,,,2019,,",
    ];
    let Said::Value(_, warnings) = said(&rows(&many, "")) else { panic!() };
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(
        warnings[0].contains("lines 3 to 4 `cover_factor`") && warnings[0].contains("line 5 `oxygen_price`")
    );
    // The remedy works: a row that is taken out is not told of.
    silent(&rows(&[price], ""), 5.0);
}

#[test]
fn a_row_beside_the_one_that_is_read_is_told_so() {
    // The price of a reservoir is the same for all types: a row for one of them is not looked up.
    let folder = rows(&["reservoir_unit_cost,,10,CNY/m3,13,,,2019,,"], "");
    warned(&folder, SHIPPED, &["line 2 `reservoir_unit_cost`", "another row of the key is read"]);
    let folder = rows(&["reservoir_unit_cost,,10,CNY/m3,,,,2019,,"], "");
    silent(&folder, 5.0);
}

#[test]
fn dates_hold_or_are_told() {
    let row =
        |value: u32, from: &str, to: &str| format!("reservoir_unit_cost,,{value},CNY/m3,,,,2019,{from},{to}");
    for (from, to) in [("2020", "2018"), ("2019-12-01", "2019-01-31"), ("2019/12/1", "2018/12/31")] {
        refused(&rows(&[&row(10, from, to)], ""), &["line 2, `valid_to`", "ends before it begins"]);
    }
    refused(&rows(&[&row(10, "2019-13-01", "")], ""), &["line 2, `valid_from`", "is not a year"]);
    for (from, to, words) in [
        ("2010", "2015", ["from 2010 to 2015", "7.06"]),
        ("2020-12-01", "", ["from 2020 on", "`valid_from`"]),
        ("", "2018-12-31", ["until 2018", "`valid_to`"]),
    ] {
        warned(&rows(&[&row(10, from, to)], ""), SHIPPED, &words);
    }
    // Ended beside one that holds, and one that follows an open one, are silent.
    silent(&rows(&[&row(8, "", "2018"), &row(10, "2019", "")], ""), 5.0);
    silent(&rows(&[&row(8, "2010", ""), &row(10, "2018", "")], ""), 5.0);
    silent(&rows(&[&row(8, "", ""), &row(10, "2019", "")], ""), 5.0);
    silent(&rows(&[&row(10, "2019-01-01", "2019-12-31"), &row(12, "2020-01-01", "2020-12-31")], ""), 5.0);
    // Rows that hold at once, of which one has an end.
    for (first, second) in [
        ((10, "2015", "2020"), (20, "2018", "2022")),
        ((10, "", "2020"), (20, "2018", "")),
        ((10, "2018", "2020"), (20, "2018", "2022")),
        ((20, "2018", ""), (10, "2015", "2019")),
    ] {
        let rows = rows(&[&row(first.0, first.1, first.2), &row(second.0, second.1, second.2)], "");
        refused(&rows, &["`reservoir_unit_cost`", "in 2019"]);
    }
    refused(&rows(&[&row(10, "", ""), &row(12, "", "")], ""), &["line 3", "as line 2"]);
}

#[test]
fn each_year_of_a_series_is_looked_at() {
    let row = |value: &str, from: &str, to: &str| {
        format!("reservoir_unit_cost,,{value},CNY/m3,,,,2019,{from},{to}")
    };
    let folder = rows(&[&row("10", "2018", "2019")], "");
    folder.edit("run.toml", "year = 2019", "years = [2019, 2020]\nprice_basis = { constant = 2019 }");
    let outcome = folder.open().and_then(|run| run.compute(&quiet())).unwrap();
    assert_eq!(of_year(&outcome.years[0]), Said::Value(5.0, Vec::new()));
    let Said::Value(_, warnings) = of_year(&outcome.years[1]) else { panic!() };
    assert!(warnings.len() == 1 && warnings[0].contains("not in 2020"), "{warnings:?}");

    // Overlapping in the second year alone.
    let folder = rows(&[&row("10", "2018", "2020"), &row("12", "2020", "")], "");
    folder.edit("run.toml", "year = 2019", "years = [2019, 2020]");
    refused(&folder, &["overlap in 2020"]);

    let folder = rows(&[&row("10", "2018", "2019"), &row("12", "2020", "")], "");
    folder.edit("run.toml", "year = 2019", "years = [2019, 2020]\nprice_basis = { constant = 2019 }");
    let outcome = folder.open().and_then(|run| run.compute(&quiet())).unwrap();
    assert_eq!(of_year(&outcome.years[0]), Said::Value(5.0, Vec::new()));
    assert_eq!(of_year(&outcome.years[1]), Said::Value(6.0, Vec::new()));
}

#[test]
fn a_type_whose_row_has_ended_is_told_beside_one_whose_row_holds() {
    let folder = rows(
        &[
            "reservoir_unit_cost,,10,CNY/m3,,,,2019,,",
            "runoff_coefficient,,0.2,1,13,,,,2019,",
            "runoff_coefficient,,0.3,1,11e,,,,2010,2015",
        ],
        "",
    );
    folder.put("cells.csv", "zone,class,area\na,13,60\nb,11e,40\n");
    let run = folder.text("run.toml").replace("name = \"surface_runoff\"\nvalue = 200\n", "");
    let run = run.replace("[[layer]]\nunit = \"mm\"\n", "");
    folder.put("run.toml", run);
    let Said::Value(_, warnings) = said(&folder) else { panic!("{:?}", said(&folder)) };
    let told = |warning: &String| warning.contains("line 4") && warning.contains("from 2010 to 2015");
    assert!(warnings.len() == 1 && told(&warnings[0]), "{warnings:?}");
}

#[test]
fn numbers_that_cannot_be_are_refused_and_unlikely_ones_told() {
    for (row, word) in [
        ("reservoir_unit_cost,,-10,CNY/m3,,,,2019,,", "below 0"),
        ("reservoir_unit_cost,,1e308,CNY/m3,,,,2019,,", "outside what a price can be"),
        ("reservoir_unit_cost,,nan,CNY/m3,,,,2019,,", "EV-I008"),
        ("reservoir_unit_cost,,inf,CNY/m3,,,,2019,,", "EV-I008"),
        ("reservoir_unit_cost,,7.06,10^12 CNY/m3,,,,2019,,", "outside what a price can be"),
        ("noise_barrier_cost,,-1,元/km,,,,2019,,", "below 0"),
        ("reservoir_service_life,,0,a,,,,,,", "divides by it"),
        ("reservoir_service_life,,-50,a,,,,,,", "below 0"),
        ("reservoir_flood_share,,35,1,,,,,,", "outside 0 to 1"),
        ("discount_rate,,4.5,1,,,,,,", "outside 0 to 1"),
    ] {
        refused(&rows(&[row], ""), &[word, "line 2"]);
    }
    for (row, gep, word) in [
        ("reservoir_unit_cost,,7.06,万元/m3,,,,2019,,", 35_300.0, "859 times the shipped 82.18"),
        ("reservoir_unit_cost,,0.000706,CNY/m3,,,,2019,,", 0.000_353, "of the shipped"),
        ("reservoir_unit_cost,,70600,CNY/m3,,,,2019,,", 35_300.0, "check the unit"),
    ] {
        warned(&rows(&[row], ""), gep, &["reservoir_unit_cost", word]);
    }
    for (value, gep) in [("0", 0.0), ("0.5", 0.25), ("82.18", 41.09), ("1000", 500.0)] {
        silent(&rows(&[&format!("reservoir_unit_cost,,{value},CNY/m3,,,,2019,,")], ""), gep);
    }
}

/// A price of 2018 with an index of 2019.
fn index(value: &str, unit: &str) -> Folder {
    let index = format!("consumer_price_index,,{value},{unit},,,,,2019-01-01,2019-12-31");
    rows(&[&index, "reservoir_unit_cost,,10,CNY/m3,,,,2018,,"], "")
}

const PREVIOUS: &str = "previous year = 100";

#[test]
fn an_index_is_told_apart_from_a_ratio_a_change_and_a_fixed_base() {
    for (value, unit, gep) in [
        ("102", PREVIOUS, 5.1),
        ("99.2", PREVIOUS, 4.96),
        ("118.8", PREVIOUS, 5.94),
        ("124.1", PREVIOUS, 6.205),
        ("1.034", "1", 5.17),
        ("102.9", "%", 5.145),
        ("102.9", "上年=100", 5.145),
    ] {
        silent(&index(value, unit), gep);
    }
    for (value, unit, remedy, next) in [
        ("102", "1", "the unit `previous year = 100`", ("102", PREVIOUS)),
        ("1.02", PREVIOUS, "the unit `1`", ("1.02", "1")),
        ("3.4", PREVIOUS, "written as 103.4", ("103.4", PREVIOUS)),
        ("3.4", "1", "written as 103.4", ("103.4", PREVIOUS)),
        ("3.4", "%", "written as 103.4", ("103.4", PREVIOUS)),
        ("-0.8", PREVIOUS, "written as 99.2", ("99.2", PREVIOUS)),
        ("-102", PREVIOUS, "fixed base", ("102", PREVIOUS)),
        ("0", PREVIOUS, "written as 100", ("100", PREVIOUS)),
        ("0.034", "1", "by the share 0.034 is 103.4", ("103.4", PREVIOUS)),
        ("600", PREVIOUS, "fixed base", ("102", PREVIOUS)),
        ("1.5", "1", "written as 101.5", ("101.5", PREVIOUS)),
    ] {
        refused(&index(value, unit), &["price index", remedy]);
        assert!(matches!(said(&index(next.0, next.1)), Said::Value(_, warnings) if warnings.is_empty()));
    }
    warned(&index("0.9", "1"), 4.5, &["0.9 times those of the year before", "write 100.9"]);
    warned(&index("1.2", "1"), 6.0, &["1.2 times those of the year before", "write 101.2"]);
}

#[test]
fn an_index_is_of_one_year() {
    let price = "reservoir_unit_cost,,10,CNY/m3,,,,2018,,";
    for (row, words) in [
        ("consumer_price_index,,102,previous year = 100,,,,2019,,", ["`valid_from`", "has no year"]),
        (
            "consumer_price_index,,102,previous year = 100,,,,,2015,2019",
            ["`valid_to`", "one row for each year"],
        ),
        ("consumer_price_index,food,102,previous year = 100,,,,,2019,2019", ["`variant`", "food"]),
    ] {
        refused(&rows(&[row, price], ""), &words);
    }
    // A series of a fixed base rises in every year.
    let series = |values: [&str; 5]| {
        let rows = values.iter().zip(2015..).map(|(value, year)| {
            format!("consumer_price_index,,{value},previous year = 100,,,,,{year},{year}")
        });
        rows.chain([price.to_owned()]).collect::<Vec<_>>()
    };
    let folder = |values| {
        let table = series(values);
        rows(&table.iter().map(String::as_str).collect::<Vec<_>>(), "")
    };
    warned(
        &folder(["100", "103", "106", "109", "112"]),
        5.6,
        &["rises in every year from 2015 to 2019", "fixed base"],
    );
    silent(&folder(["101.4", "102.0", "101.6", "102.1", "102.9"]), 5.145);
    // An index of another region than those of the run: the one of the crate is taken, which is told.
    let other = "consumer_price_index,,102,previous year = 100,,,四川,,2019,2019";
    warned(
        &rows(&[other, price], "\"Chongqing\""),
        5.145,
        &["line 2 `consumer_price_index`", "its region `四川`"],
    );
}

#[test]
fn the_whole_and_its_zones_agree_or_are_told() {
    for (given, words) in [
        (&["gdp,,60,亿元", "gdp,a,20,亿元", "gdp,b,20,亿元"][..], ["gdp is", "for all its zones together"]),
        (
            &["emission_so2,,100,t", "emission_so2,a,60,t", "emission_so2,b,50,t"],
            ["emission_so2 is 100", "110 t"],
        ),
        (&["population_resident,,1000,人", "population_resident,a,1200,人"], ["1 of 2 zones", "EV-W005"]),
        (
            &["wage_per_hour,,50,元/小时", "wage_per_hour,a,30,元/小时", "wage_per_hour,b,40,元/小时"],
            ["30 to 40", "wage_per_hour is 50"],
        ),
    ] {
        warned(&statistics(given), f64::NAN, &words);
    }
    for given in [
        &["gdp,,60,亿元", "gdp,a,20,亿元"][..],
        &["gdp,,60,亿元", "gdp,a,20.1,亿元", "gdp,b,40.2,亿元"],
        &["population_resident,,1000,人", "population_resident,a,600,人", "population_resident,b,400,人"],
        &["wage_per_hour,,35,元/小时", "wage_per_hour,a,30,元/小时", "wage_per_hour,b,40,元/小时"],
        &["water_inflow,,1,亿m3", "water_inflow,a,1,亿m3", "water_inflow,b,0.9,亿m3"],
        &[
            "endemic_species_index_sum,,100,index",
            "endemic_species_index_sum,a,60,index",
            "endemic_species_index_sum,b,70,index",
        ],
        &["tourism_spend,,0,元", "tourism_spend,a,0,元", "tourism_spend,b,0,元"],
    ] {
        silent(&statistics(given), f64::NAN);
    }
    let only = statistics(&["gdp,,605.94,亿元", "gdp,a,5,亿元"]);
    only.put("cells.csv", "zone,class,area\na,13,100\n");
    warned(&only, SHIPPED, &["gdp is", "for its only zone"]);
    let rate = statistics(&["tourism_ecosystem_share,,50,%", "tourism_ecosystem_share,a,75,%"]);
    rate.put("cells.csv", "zone,class,area\na,13,100\n");
    warned(&rate, SHIPPED, &["tourism_ecosystem_share is 0.5", "0.75"]);
}

#[test]
fn a_price_of_the_whole_is_that_of_its_zones() {
    let visits = [
        "leisure_visits,a,100000,人次",
        "leisure_visits,b,50000,人次",
        "leisure_time_wage_share,a,50,%",
        "leisure_time_wage_share,b,50,%",
        "leisure_time_per_visit,a,2,小时",
        "leisure_time_per_visit,b,2,小时",
    ];
    let value = |wages: &[&str], zone: &str| {
        let outcome = statistics(&[&visits[..], wages].concat()).open().unwrap().compute(&quiet()).unwrap();
        let filter = Filter { service: Some("leisure_recreation"), zone: Some(zone), ..Filter::default() };
        outcome.years[0].account.value(filter)
    };
    let (run_wide, each) = (
        &["wage_per_hour,,30,元/小时"][..],
        &["wage_per_hour,a,30,元/小时", "wage_per_hour,b,30,元/小时"][..],
    );
    // 100 000 visits of 2 h at half of 30 CNY/h.
    assert_eq!(value(run_wide, "a"), Some(3e6));
    assert_eq!(value(run_wide, "b"), Some(1.5e6));
    assert_eq!(value(each, "a"), Some(3e6));
    let mixed = &["wage_per_hour,,30,元/小时", "wage_per_hour,b,40,元/小时"];
    assert_eq!((value(mixed, "a"), value(mixed, "b")), (Some(3e6), Some(2e6)));
}

#[test]
fn an_absent_statistic_names_what_there_is() {
    for (given, zone, text) in [
        (&["gdp,a,5,亿元"][..], Some("b"), "no statistic gdp for zone b (there is one of zone a)"),
        (&["gdp,,5,亿元"], Some("a"), "no statistic gdp for zone a (there is one of the whole run)"),
        (&["gdp,a,5,亿元"], None, "no statistic gdp for the whole run (there is one of zone a)"),
        (&["population_resident,a,5,万人"], Some("a"), "no statistic gdp for zone a"),
    ] {
        let outcome = statistics(given).open().unwrap().compute(&quiet()).unwrap();
        let mut all = outcome.years[0].indices.iter();
        let found = all.find(|index| {
            index.id == ecovalue::index::IndexId::GreenGoldIndex && index.zone == zone.unwrap_or_default()
        });
        assert_eq!(found.unwrap().status().to_string(), format!("not_accounted: {text}"));
    }
    // Years that a rule of the run fills in are none that there are.
    let folder = statistics(&["gdp,a,5,亿元"]);
    let table = FIGURES.to_owned()
        + "gdp,a,,2005,5,亿元,,,,bureau,official,yes,\ngdp,a,,2009,6,亿元,,,,bureau,official,yes,\n";
    folder.put("statistics.csv", table);
    folder.edit("run.toml", "year = 2019", "year = 2004");
    folder.edit("run.toml", "[statistics]", "[statistics]\nmissing_year = \"interpolate\"");
    let outcome = folder.open().unwrap().compute(&quiet()).unwrap();
    let all: Vec<String> = outcome.years[0].indices.iter().map(|index| index.status().to_string()).collect();
    let all = all.join("\n");
    assert!(all.contains("no statistic gdp for zone a in 2004 (there is one of 2005, 2009)"), "{all}");
}

#[test]
fn hints_leave_right_numbers_alone() {
    let price = "reservoir_unit_cost,,10,CNY/m3,,,,2019,,";
    for row in [
        "soil_nitrogen_content,,0.09,%,,,,,,",
        "soil_phosphorus_content,,0.06,%,,,,,,",
        "tree_phosphorus,,0.24,%,,,,,,",
        "runoff_coefficient,,0.88,%,12,,,,,",
    ] {
        let Said::Value(_, warnings) = said(&rows(&[price, row], "")) else { panic!("{row}") };
        assert!(warnings.iter().all(|warning| !warning.contains("fraction")), "{warnings:?}");
    }
    for (row, words) in [
        ("soil_nitrogen_content,,9,%,,,,,,", ["soil_nitrogen_content is 9 %", "g/kg"]),
        ("soil_phosphorus_content,,2,%,,,,,,", ["soil_phosphorus_content is 2 %", "g/kg"]),
        ("reservoir_flood_share,,0.35,%,,,,,,", ["reservoir_flood_share is 0.35 %", "or 35 %"]),
        ("nep_npp_ratio,,0.09,%,,,,,,", ["nep_npp_ratio is 0.09 %", "or 9 %"]),
    ] {
        warned(&rows(&[price, row], ""), 5.0, &words);
    }
    for (row, words) in [
        ("tourism_ecosystem_share,,1,%", ["tourism_ecosystem_share is 1 %", "or 100 %"]),
        ("hotel_occupancy,,0.6,%", ["hotel_occupancy is 0.6 %", "or 60 %"]),
        ("house_premium_rate,,0.08,%", ["house_premium_rate is 0.08 %", "or 8 %"]),
    ] {
        warned(&statistics(&[row]), SHIPPED, &words);
    }
    for row in ["tourism_ecosystem_share,,1,1", "house_premium_rate,,0.8,%", "hotel_premium_rate,,8,%"] {
        silent(&statistics(&[row]), SHIPPED);
    }
}

#[test]
fn slips_of_units_of_statistics_are_told() {
    for (given, words) in [
        (
            &["tourism_spend,,45.2,亿元", "tourism_visits,,620,人次"][..],
            ["tourism_spend / tourism_visits", "CNY/visit"],
        ),
        (&["tourism_spend,,45.2,万元", "gdp,,185.6,亿元"], ["tourism_spend / gdp", "expected"]),
        (
            &["tourism_visits,,620,人次", "population_resident,,38.2,万人"],
            ["tourism_visits / population_resident", "visit/person"],
        ),
        (
            &["leisure_visits,,900,人次", "population_resident,,38.2,万人"],
            ["leisure_visits / population_resident", "10^4"],
        ),
        (
            &["tourism_visits,,620,人次", "tourism_overnight_visits,,210,万人次"],
            ["tourism_overnight_visits / tourism_visits", "expected"],
        ),
        (&["gdp,,185.6,万元", "population_resident,,38.2,万人"], ["gdp / population_resident", "10^4"]),
        (&["house_price,,620,万元/平方米"], ["house_price is", "beyond"]),
    ] {
        warned(&statistics(given), f64::NAN, &words);
    }
    for (row, word) in [
        ("tourism_visits,,-1,人次", "below 0"),
        ("population_resident,,-5,万人", "below 0"),
        ("gdp,,1e300,元", "more than the world has"),
    ] {
        refused(&statistics(&[row]), &[word]);
    }
    silent(
        &statistics(&[
            "gdp,,1856,万元",
            "population_resident,,382,人",
            "tourism_spend,,452,万元",
            "tourism_visits,,6200,人次",
            "tourism_overnight_visits,,2100,人次",
            "leisure_visits,,9000,人次",
        ]),
        f64::NAN,
    );
}

#[test]
fn a_table_without_rows_is_told_and_changes_nothing() {
    let told = |folder: &Folder, parts: &[&str]| warned(folder, SHIPPED, parts);
    told(
        &statistics(&[]),
        &["statistics.csv, line 1", "no rows below its header", "take the table out of the run"],
    );
    told(&rows(&[], ""), &["parameters.csv, line 1", "no rows below its header"]);
    let folder = statistics(&[]);
    folder.put("statistics.csv", format!("\u{feff}{}\r\n,,\r\n", FIGURES.trim_end()));
    told(&folder, &["statistics.csv, line 1", "no rows"]);
    // A row that the account does not need is told by its own warning or by none.
    let Said::Value(_, warnings) = said(&statistics(&["population_resident,,1000,person"])) else { panic!() };
    assert!(warnings.iter().all(|warning| !warning.contains("no rows")), "{warnings:?}");
}

#[test]
fn settings_with_any_ends_of_lines_give_one_figure() {
    for end in ["\n", "\r\n", "\r"] {
        let folder = water();
        folder.put("run.toml", folder.text("run.toml").replace('\n', end));
        silent(&folder, SHIPPED);
        let wrong = folder.text("run.toml").replace("unit = \"hm2\"", "unit = hm2");
        folder.put("run.toml", wrong);
        let Said::Refused(text) = said(&folder) else { panic!("{end:?}") };
        assert_eq!(text.lines().count(), 1, "{end:?}: {text}");
        assert!(text.contains("run.toml, line 9: not valid TOML"), "{end:?}: {text}");
    }
}
