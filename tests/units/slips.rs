//! The usual slips of unit and scale: each is refused or warned of, with a hint that names it.

use std::fmt::Write;
use std::fs;

use ecovalue::error::Code;
use ecovalue::input::geotiff::GeoTiff;
use ecovalue::input::limits::Limits;
use ecovalue::report::map::MapWriter;
use ecovalue::wording::Language;

use crate::common::{CELLS, Folder, STATISTICS, quiet};

/// What becomes of a slip.
#[derive(Debug, PartialEq)]
enum Said {
    Refused(Vec<String>),
    Warned(Vec<String>),
}

fn said(folder: &Folder) -> Said {
    let outcome = folder.open().and_then(|run| run.compute(&quiet()));
    match outcome {
        Err(findings) => Said::Refused(findings.into_iter().map(|error| error.to_string()).collect()),
        Ok(outcome) => {
            let warnings = &outcome.years[0].account.warnings;
            for warning in warnings {
                assert!(
                    warning.say(Language::Chinese).contains("[EV-W"),
                    "{}",
                    warning.say(Language::Chinese)
                );
            }
            // Land without a coefficient is no slip of the numbers.
            let texts = warnings.iter().map(ToString::to_string);
            Said::Warned(texts.filter(|text| !text.contains("have no figure")).collect())
        }
    }
}

/// The small run with a layer of one value for every cell.
fn layer(name: &str, value: &str, unit: &str) -> Folder {
    let folder = Folder::new();
    if name == "precipitation" {
        folder.edit(
            "run.toml",
            "column = \"rain\"\nunit = \"mm\"",
            &format!("value = {value}\nunit = \"{unit}\""),
        );
    } else if name == "temperature" {
        folder.edit(
            "run.toml",
            "value = 15.0\nunit = \"degC\"",
            &format!("value = {value}\nunit = \"{unit}\""),
        );
    } else {
        let layer = format!("[[layer]]\nname = \"{name}\"\nvalue = {value}\nunit = \"{unit}\"\n[statistics]");
        folder.edit("run.toml", "[statistics]", &layer);
    }
    folder
}

/// The small run with further statistics.
fn statistics(rows: &str) -> Folder {
    let folder = Folder::new();
    let kept: Vec<&str> = STATISTICS.lines().take(1).collect();
    folder.put("statistics.csv", format!("{}\n{rows}", kept.join("\n")));
    folder
}

/// The small run with its areas times a factor and an official area of 3.75 km2.
fn areas(factor: f64, unit: &str) -> Folder {
    let folder = statistics("land_area,,,2019,3.75,km2,,,,yearbook,official,yes,\n");
    let mut cells = String::from("zone,class,area,rain\n");
    for line in CELLS.lines().skip(1) {
        let field: Vec<&str> = line.split(',').collect();
        let area = field[2].parse::<f64>().unwrap() * factor;
        let _ = writeln!(cells, "{},{},{area},{}", field[0], field[1], field[3]);
    }
    folder.put("cells.csv", cells);
    folder.edit("run.toml", "unit = \"hm2\" }", &format!("unit = \"{unit}\" }}"));
    folder
}

#[test]
fn what_is_right_gives_no_warning() {
    for folder in [Folder::new(), Folder::example("beibei_2019"), Folder::example("sichuan_basin_2019")] {
        assert_eq!(said(&folder), Said::Warned(Vec::new()));
    }
    assert_eq!(said(&areas(1.0, "hm2")), Said::Warned(Vec::new()));
    assert_eq!(said(&areas(15.0, "mu")), Said::Warned(Vec::new()));
}

/// What was done, the run, whether it is refused, and the part of the hint that names the slip.
type Slip = (&'static str, Folder, bool, &'static str);

#[test]
#[allow(clippy::too_many_lines, reason = "a table of cases")]
fn every_usual_slip_is_named() {
    let gdp = |value: &str, unit: &str, heads: &str| {
        statistics(&format!(
            "gdp,,,2019,{value},{unit},2019,,,y,official,yes,\npopulation_resident,,,2019,{heads},,,,y,official,yes,\n"
        ))
    };
    let slips: Vec<Slip> = vec![
        ("rain in m said to be mm", layer("precipitation", "1.1", "mm"), false, "is the layer in m"),
        (
            "rain in 0.1 mm said to be mm",
            layer("precipitation", "11000", "mm"),
            false,
            "0.1 mm, as stations record it",
        ),
        ("much rain in 0.1 mm", layer("precipitation", "18000", "mm"), true, "0.1 mm, as stations record it"),
        (
            "temperature in K said to be degC",
            layer("temperature", "288.15", "degC"),
            true,
            "seems to be in K",
        ),
        ("temperature in degC said to be K", layer("temperature", "15", "K"), true, "declared in K"),
        ("temperature in 0.1 degC", layer("temperature", "150", "degC"), true, "in 0.1 degC"),
        ("cold temperature in 0.1 degC", layer("temperature", "38", "degC"), false, "in 0.1 degC"),
        ("share times 10000, as NDVI", layer("runoff_coefficient", "3500", "1"), true, "NDVI"),
        ("percent said to be a fraction", layer("runoff_coefficient", "35", "1"), true, "state the unit %"),
        (
            "fraction said to be percent",
            layer("runoff_coefficient", "0.35", "%"),
            false,
            "seem to be fractions",
        ),
        ("NPP in kg said to be g", layer("net_primary_productivity", "0.55", "gC/m2"), false, "in kgC/m2"),
        (
            "raw NPP of MODIS",
            layer("net_primary_productivity", "5500", "gC/m2"),
            true,
            "raw numbers of MODIS",
        ),
        (
            "small raw NPP of MODIS",
            layer("net_primary_productivity", "4000", "gC/m2"),
            false,
            "raw numbers of MODIS",
        ),
        ("elevation in cm", layer("elevation", "150000", "m"), true, "in cm"),
        ("elevation in feet", layer("elevation", "14000", "m"), true, "in feet"),
        ("plateau in feet", layer("elevation", "8500", "m"), false, "in feet"),
        ("organic carbon in g/kg", layer("soil_organic_carbon", "12", "%"), false, "in g/kg"),
        ("longitude as latitude", layer("latitude", "106.3", "deg"), true, "longitude"),
        ("longitude of the west as latitude", layer("latitude", "81.5", "deg"), false, "longitude"),
        ("no data as a number", layer("precipitation", "-9999", "mm"), true, "no data"),
        ("rain of one month", layer("precipitation", "95", "mm"), false, "rain of one month"),
        ("PET of one month", layer("potential_evapotranspiration", "90", "mm"), false, "of one month"),
        (
            "ET of MODIS in 0.1 mm",
            layer("actual_evapotranspiration", "5500", "mm"),
            false,
            "0.1 mm, as MODIS",
        ),
        ("hm2 said to be km2", areas(1.0, "km2"), false, "km2 and hm2 seem to be exchanged"),
        ("mu said to be hm2", areas(15.0, "hm2"), false, "hm2 and mu seem to be exchanged"),
        ("hm2 said to be mu", areas(1.0, "mu"), false, "hm2 and mu seem to be exchanged"),
        ("m2 said to be hm2", areas(1e4, "hm2"), false, "hm2 and m2 seem to be exchanged"),
        ("a part of the cells is missing", areas(0.9, "hm2"), false, "do the cells cover the zone"),
        ("money in 亿元 said to be 元", gdp("605.94", "元", "82,万人"), false, "is gdp counted in 亿"),
        ("money in 万元 said to be 元", gdp("6059400", "元", "82,万人"), false, "is gdp counted in 万"),
        (
            "money in 元 said to be 亿元",
            gdp("60594000000", "亿元", "82,万人"),
            false,
            "is gdp said to be in 亿",
        ),
        (
            "persons said to be 万人",
            gdp("605.94", "亿元", "820000,万人"),
            false,
            "is population_resident said to be in 万",
        ),
        (
            "万人 said to be persons",
            gdp("605.94", "亿元", "82,人"),
            false,
            "is population_resident counted in 万",
        ),
        (
            "people who cannot stand there",
            statistics("population_resident,,,2019,82000,万人,,,,y,official,yes,\n"),
            false,
            "population_resident / the area of the cells",
        ),
        (
            "spending per visit",
            statistics(
                "tourism_spend,,,2019,109.01,元,2019,,,y,official,yes,\ntourism_visits,,,2019,1500,万人次,,,,y,official,yes,\n",
            ),
            false,
            "tourism_spend / tourism_visits",
        ),
        (
            "income in 万元 said to be 元",
            statistics("disposable_income_per_head,,,2019,3.5,元/人,2019,,,y,official,yes,\n"),
            false,
            "is disposable_income_per_head counted in 万",
        ),
        (
            "share of spending as a fraction of a percent",
            statistics("tourism_ecosystem_share,,,2019,0.5,%,,,,y,official,yes,\n"),
            false,
            "write the unit 1",
        ),
        (
            "share of spending above 1",
            statistics("tourism_ecosystem_share,,,2019,50,1,,,,y,official,yes,\n"),
            true,
            "state the unit %",
        ),
    ];
    let (mut refused, mut warned) = (0, 0);
    for (what, folder, is_refused, part) in slips {
        let said = said(&folder);
        let (Said::Refused(texts) | Said::Warned(texts)) = &said;
        assert_eq!(matches!(said, Said::Refused(_)), is_refused, "{what}: {said:#?}");
        assert!(texts.iter().any(|text| text.contains(part) && text.contains("hint: ")), "{what}: {said:#?}");
        if is_refused { refused += 1 } else { warned += 1 }
    }
    println!("{} slips: {refused} refused, {warned} warned of, each by name", refused + warned);
}

#[test]
fn a_year_from_one_month_of_twelve_is_warned_of() {
    for (to, part) in
        [("band = 1", "one of them is read"), ("band = \"all\"\naggregate = \"mean\"", "their mean is taken")]
    {
        let folder = Folder::example("sichuan_basin_2019");
        folder.edit("run.toml", "band = \"all\"\naggregate = \"sum\"", to);
        let said = said(&folder);
        let Said::Warned(texts) = &said else { panic!("{said:#?}") };
        assert!(
            texts.iter().any(|text| text.contains(part) && text.contains("aggregate = \"sum\"")),
            "{said:#?}"
        );
    }
}

#[test]
fn a_raster_in_feet_is_warned_of_by_its_mean() {
    let folder = Folder::example("sichuan_basin_2019");
    let path = folder.path("elevation_m.tif");
    let mut raster = GeoTiff::open(&path, "elevation", &Limits::default()).unwrap();
    let grid = raster.grid().clone();
    let width = usize::try_from(grid.width).unwrap();
    let mut cells = vec![0.0; width * usize::try_from(grid.height).unwrap()];
    raster.read_rows(1, 0, grid.height, &mut cells).unwrap();
    fs::remove_file(&path).unwrap();
    let mut writer = MapWriter::create(&path, &grid, "elevation", "m").unwrap();
    #[allow(clippy::cast_possible_truncation, reason = "a map is f32")]
    let feet: Vec<f32> = cells.iter().map(|metres| (metres * 4.0).min(8999.0) as f32).collect();
    writer.write_rows(0, &feet).unwrap();
    writer.finish().unwrap();
    let said = said(&folder);
    let Said::Warned(texts) = &said else { panic!("{said:#?}") };
    assert!(
        texts.len() == 1 && texts[0].contains("in feet") && texts[0].contains("run.toml, line"),
        "{said:#?}"
    );
}

#[test]
fn warnings_stand_in_reports_and_lock() {
    let folder = layer("precipitation", "1.1", "mm");
    let run = folder.open().unwrap();
    run.write(&folder.path("out"), &quiet(), ecovalue::run::WriteOptions::default()).unwrap();
    for (file, part) in [
        ("report.en.txt", "Warnings: look at these before the figures are used"),
        ("report.en.txt", "run.toml, line 13, `layer.name`: precipitation has a mean of 1.1 mm"),
        ("report.zh.txt", "警告：使用结果前请核对以下各项"),
        ("report.zh.txt", "图层是否以 m 或 mm/d 为单位？ [EV-W001]"),
        ("lock.json", "is the layer in m, or in mm per day?"),
    ] {
        let text = folder.text(&format!("out/{file}"));
        assert!(text.contains(part), "{file} lacks {part}:\n{text}");
    }
    let error = &run.compute(&quiet()).unwrap().years[0].account.warnings[0];
    assert_eq!(error.code(), Code::Implausible);
}

#[test]
fn warnings_do_not_depend_on_threads() {
    let folder = Folder::example("sichuan_basin_2019");
    folder.edit("run.toml", "band = \"all\"\naggregate = \"sum\"", "band = 7");
    let run = folder.open().unwrap();
    let warnings = |threads: usize| {
        let outcome = run.compute(&ecovalue::run::Options { threads: Some(threads), ..quiet() }).unwrap();
        outcome.years[0].account.warnings.clone()
    };
    assert!(warnings(1).len() == 3 && warnings(1) == warnings(3));
}
