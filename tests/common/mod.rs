//! Small runs in a folder of their own.
#![allow(dead_code, reason = "every test file uses its own part")]

use std::fs;
use std::path::{Path, PathBuf};

use ecovalue::Findings;
use ecovalue::run::{Options, Run, RunResult};
use tempfile::TempDir;

/// A run in a temporary folder.
pub(crate) struct Folder {
    dir: TempDir,
}

pub(crate) const RUN: &str = r#"schema = 1
title = "Small"
year = 2019
profile = "hj1173_2021"
allow_unverified = true

[cells]
kind = "table"
file = "cells.csv"
columns = { zone = "zone", ecosystem = "class", area = "area", unit = "hm2" }

[[layer]]
name = "precipitation"
column = "rain"
unit = "mm"

[[layer]]
name = "temperature"
value = 15.0
unit = "degC"

[statistics]
file = "statistics.csv"

[parameters]
file = "parameters.csv"
regions = ["south"]
"#;

pub(crate) const CELLS: &str = "zone,class,area,rain\n\
    north,13,100,1100\n\
    north,51,200,1000\n\
    south,11e,50,1200\n\
    south,61,25,900\n";

pub(crate) const STATISTICS: &str = "key,zone,ecosystem,year,value,unit,price_year,price_basis,population_basis,source,status,verified,note\n\
     gdp,north,,2019,3,亿元,2019,current,,yearbook,official,yes,\n\
     gdp,south,,2019,1,亿元,2019,current,,yearbook,official,yes,\n\
     population_resident,north,,2019,2,万人,,,resident,yearbook,official,yes,\n\
     population_resident,south,,2019,1,万人,,,resident,yearbook,official,yes,\n\
     tourism_spend,north,,2019,5000,万元,2019,current,,yearbook,official,yes,\n\
     tourism_ecosystem_share,north,,2019,50,%,,,,survey,official,yes,\n";

pub(crate) const PARAMETERS: &str = "key,variant,value,unit,ecosystem,condition,region,price_year,valid_from,valid_to,source,clause,published,verified,note\n\
     nep_npp_ratio,,0.1,1,,,,,,,test,,,yes,\n\
     reservoir_unit_cost,,8,CNY/m3,,,,2019,,,test,,,yes,\n";

impl Folder {
    /// The small run as it is.
    pub(crate) fn new() -> Self {
        let folder = Self { dir: tempfile::tempdir().unwrap() };
        for (file, text) in [
            ("run.toml", RUN),
            ("cells.csv", CELLS),
            ("statistics.csv", STATISTICS),
            ("parameters.csv", PARAMETERS),
        ] {
            folder.put(file, text);
        }
        folder
    }

    /// A folder with nothing in it.
    pub(crate) fn empty() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    /// A copy of an example.
    pub(crate) fn example(name: &str) -> Self {
        let folder = Self { dir: tempfile::tempdir().unwrap() };
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name);
        for entry in fs::read_dir(source).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                fs::copy(&path, folder.path(path.file_name().unwrap().to_str().unwrap())).unwrap();
            }
        }
        folder
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.dir.path().join(file)
    }

    pub(crate) fn put(&self, file: &str, text: impl AsRef<[u8]>) {
        let path = self.path(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn text(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).unwrap()
    }

    /// Replaces a text of a file, which must be there.
    pub(crate) fn edit(&self, file: &str, from: &str, to: &str) {
        let text = self.text(file);
        assert!(text.contains(from), "{file} does not hold {from}");
        self.put(file, text.replace(from, to));
    }

    pub(crate) fn open(&self) -> Result<Run, Findings> {
        Run::open(&self.path("run.toml"), None)
    }

    /// The result of a run, or what stands against it.
    pub(crate) fn outcome_or_findings(&self) -> Result<RunResult, Findings> {
        self.open()?.compute(&quiet())
    }

    /// The result of a run that must go well.
    pub(crate) fn outcome(&self) -> RunResult {
        let run = self.open().unwrap_or_else(|findings| panic!("{findings}"));
        run.compute(&quiet()).unwrap_or_else(|findings| panic!("{findings}"))
    }

    /// GEP of a run of one year that must go well.
    pub(crate) fn gep(&self) -> f64 {
        self.outcome().years.first().unwrap().account.gross_ecosystem_product(None).unwrap()
    }

    /// The names in the folder.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.dir.path()).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

/// One thread, no switches.
pub(crate) fn quiet() -> Options<'static> {
    Options { threads: Some(1), without_switches: true, ..Options::default() }
}
