//! Rasters that a program names give what the same rasters give in a `run.toml`, and are refused where those are.
#![cfg(feature = "files")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test")]

use ecovalue::error::Code;
use ecovalue::input::manifest::{Aggregate, Zones};
use ecovalue::quantity::{ELEVATION, PRECIPITATION, TEMPERATURE};
use ecovalue::run::assembly::Choices;
use ecovalue::run::{OpenedRasters, Options, RasterLand, Run};
use ecovalue::{Findings, Profile};

const FOLDER: &str = "examples/sichuan_basin_2019";

const RUN: &str = r#"
schema = 1
title = "the same rasters"
year = 2019
price_basis = "current"
profile = "hj1173_2021"
allow_unverified = true
[cells]
kind = "raster"
landcover = { file = "landcover_igbp_2019.tif", crosswalk = "igbp", rules = { "10" = "32a" } }
zones = { layer = "elevation", belts = [{ id = "low", below = 1000 }, { id = "high" }] }
[[layer]]
name = "elevation"
file = "elevation_m.tif"
unit = "m"
[[layer]]
name = "precipitation"
file = "precipitation_monthly_mm.tif"
band = "all"
aggregate = "sum"
unit = "mm"
[[layer]]
name = "temperature"
file = "temperature_monthly_0p1degC.tif"
band = "all"
aggregate = "mean"
unit = "0.1 degC"
"#;

fn land() -> RasterLand {
    RasterLand::new(FOLDER, "landcover_igbp_2019.tif", Some("igbp")).class("10", "32a".parse().unwrap())
}

fn opened() -> OpenedRasters {
    let belts = vec![("low".to_owned(), Some(1000.0)), ("high".to_owned(), None)];
    let land = land()
        .zones(Zones::Belts { layer: "elevation".to_owned(), belts })
        .layer(ELEVATION, "elevation_m.tif", "m")
        .and_then(|land| land.bands(PRECIPITATION, "precipitation_monthly_mm.tif", "mm", Aggregate::Sum))
        .and_then(|land| {
            land.bands(TEMPERATURE, "temperature_monthly_0p1degC.tif", "0.1 degC", Aggregate::Mean)
        });
    land.unwrap().open().unwrap()
}

fn choices() -> Choices {
    Choices { allow_unverified: true, ..Choices::new(Profile::shipped("hj1173_2021").unwrap(), 2019) }
}

#[test]
fn a_program_and_a_run_have_the_same_bits() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("run.toml"), RUN).unwrap();
    for file in std::fs::read_dir(FOLDER).unwrap().map(Result::unwrap) {
        if file.path().extension().is_some_and(|end| end == "tif") {
            std::fs::copy(file.path(), folder.path().join(file.file_name())).unwrap();
        }
    }
    let run = Run::open(&folder.path().join("run.toml"), None).unwrap();
    let of_run = &run.compute(&Options::default()).unwrap().years[0];
    for threads in [1, 3] {
        let of_program =
            opened().compute(choices(), &Options { threads: Some(threads), ..Options::default() }).unwrap();
        let numbers = |rows: &[ecovalue::account::Row]| -> Vec<_> {
            let bits = |number: Option<f64>| number.map(f64::to_bits);
            rows.iter().map(|row| (row.zone.clone(), bits(row.quantity), bits(row.value))).collect()
        };
        assert_eq!(numbers(&of_program.account.rows), numbers(&of_run.account.rows));
        let indices = |all: &[ecovalue::index::Index]| -> Vec<_> {
            all.iter().map(|index| index.value.as_ref().map(|value| value.to_bits()).ok()).collect()
        };
        assert_eq!(indices(&of_program.indices), indices(&of_run.indices));
        let warnings = |all: &[ecovalue::Error]| all.iter().map(ecovalue::Error::code).collect::<Vec<_>>();
        assert_eq!(warnings(&of_program.account.warnings), warnings(&of_run.account.warnings));
        let (high, per_area) =
            (of_program.account.total(Some("high")), of_program.account.per_area(Some("high")));
        assert_eq!(per_area.unwrap().value.get().to_bits(), high.unwrap().to_bits());
        let per_mu = of_program.account.per_area(None).unwrap().wan_yuan_per_mu();
        assert!(indices(&of_run.indices).contains(&Some(per_mu.to_bits())));
    }
}

#[test]
fn what_a_run_refuses_a_program_is_refused() {
    let code = |opened: Result<OpenedRasters, Findings>| opened.unwrap_err().as_slice()[0].code();
    let missing = land().layer(ELEVATION, "no_such.tif", "m").unwrap().open();
    assert_eq!(code(missing), Code::FileUnreadable);
    let outside = land().layer(ELEVATION, "../beibei_2019/run.toml", "m").unwrap().open();
    assert_eq!(code(outside), Code::PathOutside);
    let of_time = land().layer(ELEVATION, "elevation_m.tif", "d").unwrap().open();
    assert_eq!(code(of_time), Code::IncompatibleUnit);
    let untyped = RasterLand::new(FOLDER, "landcover_igbp_2019.tif", None).open();
    assert_eq!(code(untyped), Code::UnmappedClass);
    let unknown = land().layer(ELEVATION, "elevation_m.tif", "fathoms").unwrap_err();
    assert_eq!(unknown.code(), Code::UnknownUnit);
    let twice = land().constant(ELEVATION, 300.0, "m").unwrap().layer(ELEVATION, "elevation_m.tif", "m");
    assert_eq!(twice.unwrap_err().code(), Code::DuplicateKey);
    let cold = land().constant(TEMPERATURE, -500.0, "degC").unwrap().open();
    assert_eq!(code(cold), Code::OutOfRange);
}
