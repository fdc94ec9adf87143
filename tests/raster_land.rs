//! Rasters that a program names give what the same rasters give in a `run.toml`, and are refused where those are.
#![cfg(feature = "files")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test")]

use ecovalue::error::Code;
use ecovalue::input::manifest::{Aggregate, FileLayer, LayerSpec, Zones};
use ecovalue::quantity::{ELEVATION, PRECIPITATION, TEMPERATURE, TEMPERATURE_MONTHLY};
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
    let layers = [
        LayerSpec::file(ELEVATION, "elevation_m.tif", "m"),
        LayerSpec::file(PRECIPITATION, "precipitation_monthly_mm.tif", "mm")
            .map(|layer| layer.aggregate(Aggregate::Sum)),
        LayerSpec::file(TEMPERATURE, "temperature_monthly_0p1degC.tif", "0.1 degC")
            .map(|layer| layer.aggregate(Aggregate::Mean)),
    ];
    let land = land().zones(Zones::Belts { layer: "elevation".to_owned(), belts });
    let land = layers.into_iter().try_fold(land, |land, layer| land.layer(layer?));
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
    let elevation = |file: &str| LayerSpec::file(ELEVATION, file, "m").unwrap();
    let of_file = |file: &str| land().layer(elevation(file)).unwrap().open();
    let code = |opened: Result<OpenedRasters, Findings>| opened.unwrap_err().as_slice()[0].code();
    assert_eq!(code(of_file("no_such.tif")), Code::FileUnreadable);
    assert_eq!(code(of_file("../beibei_2019/run.toml")), Code::PathOutside);
    assert_eq!(code(of_file("precipitation_monthly_mm.tif")), Code::Band);
    assert_eq!(code(RasterLand::new(FOLDER, "landcover_igbp_2019.tif", None).open()), Code::UnmappedClass);
    let cold = land().layer(LayerSpec::value(TEMPERATURE, [-500.0], "degC").unwrap()).unwrap().open();
    assert_eq!(code(cold), Code::OutOfRange);

    let of_unit = |unit| LayerSpec::file(ELEVATION, "elevation_m.tif", unit).unwrap_err().code();
    assert_eq!((of_unit("fathoms"), of_unit("d")), (Code::UnknownUnit, Code::IncompatibleUnit));
    // One number is not a temperature of each month.
    let of_months = |values: Vec<f64>| LayerSpec::value(TEMPERATURE_MONTHLY, values, "degC");
    assert_eq!(of_months(vec![16.0]).unwrap_err().code(), Code::Band);
    assert!(of_months(vec![16.0; 12]).is_ok());
    assert_eq!(of_months(vec![f64::NAN; 12]).unwrap_err().code(), Code::NotANumber);
    let refused = |layer: FileLayer| land().layer(layer).unwrap_err().code();
    assert_eq!(refused(elevation("elevation_m.tif").band([1, 1])), Code::DuplicateKey);
    assert_eq!(refused(elevation("elevation_m.tif").band([1, 2])), Code::Band);
    assert_eq!(refused(elevation("elevation_m.tif").scale(0.0)), Code::BadValue);
    let twice = land().layer(elevation("elevation_m.tif")).unwrap().layer(elevation("elevation_m.tif"));
    assert_eq!(twice.unwrap_err().code(), Code::DuplicateKey);
}

#[test]
fn the_remedies_of_refusals_can_be_followed() {
    // "choose the bands": a month alone is taken for the year where the caller says so.
    let rain = LayerSpec::file(PRECIPITATION, "precipitation_monthly_mm.tif", "mm").unwrap();
    assert!(land().layer(rain.clone()).unwrap().open().is_err());
    assert!(land().layer(rain.clone().band([7])).unwrap().open().is_ok());
    assert!(land().layer(rain.band([6, 7, 8]).aggregate(Aggregate::Sum)).unwrap().open().is_ok());
    // "unmapped": classes without a type are left out, and the closure has their area.
    let untyped = || RasterLand::new(FOLDER, "landcover_igbp_2019.tif", None).report_unmapped();
    assert!(untyped().open().is_ok());
}
