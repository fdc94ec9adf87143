//! Two results side by side, by their folders.

use std::fs;
use std::path::PathBuf;

use ecovalue::Findings;
use ecovalue::account::change::Step;
use ecovalue::account::change::decomposition::Method;
use ecovalue::error::Code;
use ecovalue::run::WriteOptions;
use ecovalue::run::compare::{CompareOptions, Comparison, compare};
use ecovalue::wording::Language;

use crate::common::{Folder, quiet};

/// The small run, computed; the folder of the result.
fn result(folder: &Folder) -> PathBuf {
    let out = folder.path("out");
    let run = folder.open().unwrap_or_else(|findings| panic!("{findings}"));
    run.write(&out, &quiet(), WriteOptions { force: true }).unwrap();
    out
}

fn options(method: Method) -> CompareOptions<'static> {
    CompareOptions { method, from: None, to: None, rerun: None, runs: None }
}

fn compared(first: &Folder, second: &Folder, method: Method) -> Result<Comparison, Findings> {
    compare(&first.path("out"), &second.path("out"), &options(method))
}

/// Another state of the same land: forest became cropland, more rain in the south, more visitors, more people.
fn later() -> Folder {
    let folder = Folder::new();
    folder.edit("cells.csv", "north,13,100,1100", "north,13,80,1100");
    folder.edit("cells.csv", "north,51,200,1000", "north,51,220,1000");
    folder.edit("cells.csv", "south,11e,50,1200", "south,11e,50,1300");
    folder.edit("statistics.csv", "tourism_spend,north,,2019,5000", "tourism_spend,north,,2019,6000");
    folder.edit("statistics.csv", "population_resident,north,,2019,2", "population_resident,north,,2019,2.5");
    folder
}

#[test]
fn folders_are_compared_in_steps_that_close() {
    let (first, second) = (Folder::new(), later());
    result(&first);
    result(&second);
    for (_, method) in Method::ALL {
        let comparison = compared(&first, &second, method).unwrap_or_else(|findings| panic!("{findings}"));
        let change = &comparison.change;
        let total = change.total(|_| true);
        assert!(total.closes() && change.rows.iter().all(|row| row.movement.closes()));
        assert_eq!(total.from.total(), first.gep());
        assert_eq!(total.to.total(), second.gep());
        let water = change.total(|row| row.service == "water_retention" && row.zone == "north");
        assert!(water.part(Step::Area).is_some_and(|part| part != 0.0));
        assert!(water.part(Step::Quality).unwrap().abs() < 1e-6 * water.from.total());
        let south = change.total(|row| row.service == "water_retention" && row.zone == "south");
        assert!(south.part(Step::Quality).unwrap() > 0.0 && south.part(Step::Price) == Some(0.0));
        assert_eq!(total.part(Step::Coverage), None);
        let zones: Vec<&str> = comparison.per_head.iter().map(|(zone, _)| zone.as_str()).collect();
        assert_eq!(zones, ["", "north", "south"]);
        for (zone, change) in &comparison.per_head {
            let total = change.total(|_| true);
            assert!(total.closes(), "{zone}");
            let index = comparison.indices.iter().find(|index| {
                index.zone == *zone
                    && index.index == "gep_per_capita"
                    && index.denominator == "population_resident"
            });
            let index = index.unwrap();
            for (figure, index) in [(&total.from, index.from), (&total.to, index.to)] {
                assert!((figure.total() / index.unwrap() - 1.0).abs() < 1e-14);
            }
            assert!(total.part(Step::Population).is_some_and(|part| if *zone == "south" {
                part == 0.0
            } else {
                part < 0.0
            }));
        }
        let english = comparison.print(Language::English);
        for part in
            ["Change from 2019 to 2019", "quality", "population", "Water retention", "--runs", "add up"]
        {
            assert!(english.contains(part), "{part}: {english}");
        }
        let chinese = comparison.print(Language::Chinese);
        for part in ["变化", "质量", "人口", "水源涵养", "--runs", "完全一致"] {
            assert!(chinese.contains(part), "{part}: {chinese}");
        }
        println!("{english}");
    }
}

#[test]
fn the_tables_are_written_whole_or_not_at_all() {
    let (first, second) = (Folder::new(), later());
    result(&first);
    result(&second);
    let (one, two) = (first.path("run.toml"), second.path("run.toml"));
    let with_runs = CompareOptions { runs: Some((&one, &two)), ..options(Method::Shapley) };
    let refused = compare(&first.path("out"), &second.path("out"), &with_runs).unwrap_err().to_string();
    assert!(refused.contains("200 hm2") || refused.contains("m2 at the second"), "{refused}");
    // The same parcels at both dates.
    let second = Folder::new();
    second.edit("cells.csv", "north,13,100,1100", "north,51,100,1100");
    result(&second);
    let two = second.path("run.toml");
    let with_runs = CompareOptions { runs: Some((&one, &two)), ..options(Method::Shapley) };
    let comparison = compare(&first.path("out"), &second.path("out"), &with_runs).unwrap();
    let out = first.path("compared");
    comparison.write(&out, WriteOptions::default()).unwrap();
    let text = |name: &str| fs::read_to_string(out.join(name)).unwrap();
    assert!(text("transitions.csv").contains("north,13,51,1000000,1\n"));
    assert!(text("extent_change.csv").contains("2019,2019,north,51,2000000,1000000,0,3000000\n"));
    let change = text("change.csv");
    let header = "measure,year_from,year_to,zone,ecosystem,service,indicator,value_from,value_to,change,area,quality,\
        allotted_quantity,zone_quantity,price,population,given_amount,coverage,correction,method,currency,price_year,\
        price_basis,decomposition\n";
    assert!(change.starts_with(header), "{change}");
    assert!(change.contains("\nvalue,") && change.contains("\nvalue_per_head,"));
    assert!(text("comparison.json").contains("\"decomposition\": \"shapley\""));
    assert!(text("change.en.txt").contains("additions") && text("change.zh.txt").contains("增加"));
    let error = comparison.write(&out, WriteOptions::default()).unwrap_err().to_string();
    assert!(error.contains("--force"), "{error}");
    comparison.write(&out, WriteOptions { force: true }).unwrap();
    let run = first.path("out");
    let error = comparison.write(&run, WriteOptions { force: true }).unwrap_err();
    assert_eq!(error.as_slice()[0].code(), Code::Output);
    assert!(first.names().iter().all(|name| !name.contains("partial")));
    fs::write(&two, fs::read_to_string(&two).unwrap() + "\n# later\n").unwrap();
    let error = compare(&first.path("out"), &second.path("out"), &with_runs).unwrap_err().to_string();
    assert!(error.contains("not those that the result was made from"), "{error}");
}

#[test]
fn unlike_money_a_changed_file_and_a_year_that_is_not_there_are_refused() {
    let (first, second) = (Folder::new(), Folder::new());
    result(&first);
    second.edit("run.toml", "year = 2019", "year = 2019\nprice_basis = { constant = 2018 }");
    result(&second);
    let error = compared(&first, &second, Method::Shapley).unwrap_err();
    assert_eq!(error.as_slice()[0].code(), Code::MoneyBasis);
    assert!(error.to_string().contains("price_basis = { constant = 2019 } in both run.toml"), "{error}");
    let year = CompareOptions { from: Some(2018), ..options(Method::Shapley) };
    let error = compare(&first.path("out"), &first.path("out"), &year).unwrap_err().to_string();
    assert!(error.contains("no year 2018, it has 2019") && error.contains("account.csv"), "{error}");
    let text = first.text("out/account.csv");
    first.put("out/account.csv", text.replacen("2019,north", "2019,nort", 1));
    let error = compared(&first, &first, Method::Shapley).unwrap_err().to_string();
    assert!(error.contains("not the one that lock.json records"), "{error}");
    let error = compare(&first.path("nowhere"), &first.path("out"), &options(Method::Shapley)).unwrap_err();
    assert_eq!(error.as_slice()[0].code(), Code::FileUnreadable);
}

#[test]
fn another_method_is_named_and_can_be_told_apart() {
    let (first, second, rerun) = (Folder::new(), later(), Folder::new());
    for folder in [&second, &rerun] {
        folder.edit("parameters.csv", "reservoir_unit_cost,,8,", "reservoir_unit_cost,,10,");
    }
    for folder in [&first, &second, &rerun] {
        result(folder);
    }
    let plain = compared(&first, &second, Method::LogarithmicMean).unwrap();
    let said = plain.print(Language::English);
    for part in
        ["Parameter rows differ", "reservoir_unit_cost", "inside the parts quality and price", "--rerun"]
    {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(plain.change.total(|_| true).part(Step::Price).unwrap() > 0.0);
    let between = rerun.path("out");
    let apart = CompareOptions { rerun: Some(&between), ..options(Method::LogarithmicMean) };
    let apart = compare(&first.path("out"), &second.path("out"), &apart).unwrap();
    let total = apart.change.total(|_| true);
    assert!(total.closes() && apart.change.rows.iter().all(|row| row.movement.closes()));
    let water = apart.change.total(|row| row.service == "water_retention");
    // Two yuan more on eight.
    assert!((water.part(Step::Method).unwrap() / water.from.total() - 0.25).abs() < 1e-12);
    assert!(water.part(Step::Price).unwrap().abs() < 1e-6);
    assert!(!apart.print(Language::English).contains("Parameter rows differ"));
    assert!(apart.per_head.iter().all(|(_, change)| change.total(|_| true).closes()));
}
