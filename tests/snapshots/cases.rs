//! Kinds of faults, each a small run with one thing wrong.

use std::fs;

use ecovalue::input::geotiff::GeoTiff;
use ecovalue::input::limits::Limits;
use ecovalue::report::map::MapWriter;

use crate::common::Folder;

/// What a case begins with.
#[derive(Clone, Copy)]
pub(crate) enum Start {
    /// The small table run.
    Table,
    /// The raster example.
    Raster,
    /// The small table run with a profile of its own.
    Profile,
    /// The indicators of a practice base, with an account of the small table run.
    Indicators,
}
use Start::{Indicators, Profile, Raster, Table};

/// The tables of the indicators.
pub(crate) const INDICATORS: &[(&str, &str)] = &[
    (
        "INDICATORS.csv",
        "no,zone,indicator,unit,account_index,terrain,lead_unit,value_2019,target_2020\n\
         1,,优良天数比例,%,,,区生态环境局,87.67（320天）,≥90%\n\
         10,,单位国土面积生态系统生产总值,万元/亩,gep_per_area,,区规划自然资源局,,稳定提高\n",
    ),
    ("PROJECTS.csv", "no,project,years,linked_indicator_ids,lead_unit\n1,治理,2020-2025,1;10,区生态环境局\n"),
    ("WEIGHTS.csv", "no,weight\n1,0.4\n10,0.6\n"),
];

/// One kind of fault.
#[derive(Clone, Copy)]
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) start: Start,
    /// File, what stands there, what comes in its place; the whole file where nothing is to be found.
    pub(crate) edits: &'static [(&'static str, &'static str, &'static str)],
    /// The value found, which the message must name.
    pub(crate) found: &'static str,
    /// Whether the fault has no place inside the file.
    pub(crate) whole_file: bool,
    /// What else is done to the folder.
    pub(crate) prepare: fn(&Folder),
}

type Edits = &'static [(&'static str, &'static str, &'static str)];

const fn case(name: &'static str, start: Start, edits: Edits, found: &'static str) -> Case {
    Case { name, start, edits, found, whole_file: false, prepare: |_| {} }
}

const fn whole(name: &'static str, start: Start, edits: Edits, found: &'static str) -> Case {
    Case { whole_file: true, ..case(name, start, edits, found) }
}

const fn with(case: Case, prepare: fn(&Folder)) -> Case {
    Case { prepare, ..case }
}

/// Another grid for the elevation of the raster example.
fn shift(folder: &Folder) {
    let path = folder.path("elevation_m.tif");
    let mut grid = GeoTiff::open(&path, "elevation", &Limits::default()).unwrap().grid().clone();
    grid.origin.0 += grid.step.0 / 2.0;
    write(folder, "elevation_m.tif", &grid);
}

/// Land cover whose rows reach beyond the pole.
fn beyond_the_pole(folder: &Folder) {
    let path = folder.path("landcover_igbp_2019.tif");
    let mut grid = GeoTiff::open(&path, "landcover", &Limits::default()).unwrap().grid().clone();
    grid.origin = (grid.origin.1, grid.origin.0);
    write(folder, "landcover_igbp_2019.tif", &grid);
}

fn write(folder: &Folder, name: &str, grid: &ecovalue::input::grid::Grid) {
    let path = folder.path(name);
    fs::remove_file(&path).unwrap();
    let mut writer = MapWriter::create(&path, grid, "x", "m").unwrap();
    let cells = usize::try_from(grid.width * grid.height).unwrap();
    writer.write_rows(0, &vec![1.0; cells]).unwrap();
    writer.finish().unwrap();
}

pub(crate) const CASES: &[Case] = &[
    // run.toml
    case("toml: a value is missing", Table, &[("run.toml", "year = 2019", "year =")], "TOML"),
    case("toml: a key twice", Table, &[("run.toml", "year = 2019", "year = 2019\nyear = 2020")], "duplicate"),
    case("toml: a text without quotes", Table, &[("run.toml", "\"Small\"", "Small")], "TOML"),
    case("run: a misspelt key", Table, &[("run.toml", "title =", "titel =")], "titel"),
    case(
        "run: a misspelt key in a table",
        Table,
        &[("run.toml", "column = \"rain\"", "colum = \"rain\"")],
        "colum",
    ),
    case("run: no year", Table, &[("run.toml", "year = 2019\n", "")], "year"),
    case("run: a year as text", Table, &[("run.toml", "year = 2019", "year = \"2019\"")], "2019"),
    case("run: a year out of range", Table, &[("run.toml", "year = 2019", "year = 20190")], "20190"),
    case(
        "run: year and years",
        Table,
        &[("run.toml", "year = 2019", "year = 2019\nyears = [2019]")],
        "years",
    ),
    case("run: another schema", Table, &[("run.toml", "schema = 1", "schema = 2")], "2"),
    case("run: an unknown kind of cells", Table, &[("run.toml", "\"table\"", "\"tabel\"")], "tabel"),
    case(
        "run: another currency",
        Table,
        &[("run.toml", "year = 2019", "year = 2019\ncurrency = \"USD\"")],
        "USD",
    ),
    case(
        "run: an unknown price basis",
        Table,
        &[("run.toml", "year = 2019", "year = 2019\nprice_basis = \"constant\"")],
        "constant",
    ),
    case(
        "run: a folder of inputs",
        Table,
        &[("run.toml", "year = 2019", "year = 2019\ninput_root = \"/data\"")],
        "input_root",
    ),
    case(
        "run: a limit below nought",
        Table,
        &[("run.toml", "[statistics]", "[limits]\nmax_cells = -1\n[statistics]")],
        "-1",
    ),
    case(
        "run: an unknown encoding",
        Table,
        &[("run.toml", "[statistics]", "[statistics]\nencoding = \"latin1\"")],
        "latin1",
    ),
    case(
        "run: a map of a table",
        Table,
        &[("run.toml", "[statistics]", "[output]\nmaps = [\"tourism\"]\n[statistics]")],
        "tourism",
    ),
    case(
        "run: an exclusion without target",
        Table,
        &[("run.toml", "[statistics]", "[[exclude]]\nreason = \"x\"\n[statistics]")],
        "zone",
    ),
    case(
        "run: an exclusion of an unknown zone",
        Table,
        &[("run.toml", "[statistics]", "[[exclude]]\nzone = \"nort\"\nreason = \"x\"\n[statistics]")],
        "nort",
    ),
    case(
        "run: an exclusion of an unknown type",
        Table,
        &[("run.toml", "[statistics]", "[[exclude]]\necosystem = \"15\"\nreason = \"x\"\n[statistics]")],
        "15",
    ),
    case(
        "run: an unknown crosswalk",
        Table,
        &[("run.toml", "unit = \"hm2\" }", "unit = \"hm2\", crosswalk = \"glc30\" }")],
        "glc30",
    ),
    case("run: belts that do not rise", Raster, &[("run.toml", "below = 1000", "below = 400")], "belts"),
    // layers
    case(
        "layer: an unknown quantity",
        Table,
        &[("run.toml", "name = \"precipitation\"", "name = \"rainfall\"")],
        "rainfall",
    ),
    case(
        "layer: twice",
        Table,
        &[(
            "run.toml",
            "name = \"temperature\"\nvalue = 15.0\nunit = \"degC\"",
            "name = \"precipitation\"\nvalue = 15.0\nunit = \"mm\"",
        )],
        "precipitation",
    ),
    case("layer: no unit", Table, &[("run.toml", "unit = \"mm\"\n", "")], "unit"),
    case("layer: an empty unit", Table, &[("run.toml", "unit = \"mm\"", "unit = \"\"")], "unit"),
    case("layer: an unknown unit", Table, &[("run.toml", "unit = \"mm\"", "unit = \"inch\"")], "inch"),
    case("layer: a unit of another kind", Table, &[("run.toml", "unit = \"mm\"", "unit = \"m2\"")], "m2"),
    case("layer: no source", Table, &[("run.toml", "value = 15.0\n", "")], "file"),
    case(
        "layer: two sources",
        Table,
        &[("run.toml", "value = 15.0\n", "value = 15.0\ncolumn = \"rain\"\n")],
        "one of",
    ),
    case(
        "layer: a wrong number of values",
        Table,
        &[("run.toml", "value = 15.0", "value = [1.0, 2.0]")],
        "found 2",
    ),
    case("layer: not a number", Table, &[("run.toml", "value = 15.0", "value = nan")], "NaN"),
    case("layer: in K", Table, &[("run.toml", "value = 15.0", "value = 288.15")], "288.15"),
    case(
        "layer: a column that is not there",
        Table,
        &[("run.toml", "column = \"rain\"", "column = \"rein\"")],
        "rein",
    ),
    case("layer: a raster for a table", Table, &[("run.toml", "value = 15.0", "file = \"t.tif\"")], "t.tif"),
    // files and paths
    case(
        "path: a file that is not there",
        Table,
        &[("run.toml", "\"cells.csv\"", "\"cell.csv\"")],
        "cell.csv",
    ),
    case("path: climbs out", Table, &[("run.toml", "\"cells.csv\"", "\"../cells.csv\"")], "../cells.csv"),
    case("path: absolute", Table, &[("run.toml", "\"cells.csv\"", "\"/data/cells.csv\"")], "/data/cells.csv"),
    case(
        "path: an address",
        Table,
        &[("run.toml", "\"cells.csv\"", "\"https://example.org/cells.csv\"")],
        "https://example.org",
    ),
    case(
        "path: a backslash",
        Table,
        &[("run.toml", "\"cells.csv\"", "'data\\cells.csv'")],
        "data\\cells.csv",
    ),
    case("path: a device", Table, &[("run.toml", "\"cells.csv\"", "\"aux.csv\"")], "aux.csv"),
    case(
        "path: a folder",
        Table,
        &[("run.toml", "\"cells.csv\"", "\"profiles\""), ("profiles/x", "", "x")],
        "profiles",
    ),
    #[cfg(unix)]
    with(case("path: a hard link", Table, &[], "cells.csv"), |folder| {
        fs::hard_link(folder.path("cells.csv"), folder.path("second.csv")).unwrap();
    }),
    #[cfg(unix)]
    with(case("path: a link to the outside", Table, &[], "cells.csv"), |folder| {
        fs::remove_file(folder.path("cells.csv")).unwrap();
        std::os::unix::fs::symlink("/etc/passwd", folder.path("cells.csv")).unwrap();
    }),
    // tables
    with(whole("table: UTF-16", Table, &[], "UTF-16"), |folder| {
        let text: Vec<u8> = "\u{feff}zone,class".encode_utf16().flat_map(u16::to_le_bytes).collect();
        folder.put("cells.csv", text);
    }),
    with(whole("table: a workbook", Table, &[], "workbook"), |folder| folder.put("cells.csv", b"PK\x03\x04")),
    with(whole("table: no text", Table, &[], "byte 4"), |folder| folder.put("cells.csv", b"zone\xff\xff")),
    case(
        "table: too many columns",
        Table,
        &[("run.toml", "[statistics]", "[limits]\nmax_columns = 14\n[statistics]")],
        "15 columns",
    ),
    case(
        "table: a line too long",
        Table,
        &[("run.toml", "[statistics]", "[limits]\nmax_row_kib = 0\n[statistics]")],
        "0 bytes",
    ),
    whole(
        "table: a file too large",
        Table,
        &[("run.toml", "[statistics]", "[limits]\nmax_table_mib = 0\n[statistics]")],
        "bytes",
    ),
    case("table: a quote that is not closed", Table, &[("cells.csv", "north,51", "\"north,51")], "quote"),
    case("table: a field too many", Table, &[("cells.csv", "51,200,1000", "51,200,1,000")], "5 fields"),
    case("table: a column twice", Table, &[("cells.csv", "zone,class", "zone,zone")], "zone"),
    case("table: a missing column", Table, &[("statistics.csv", "key,zone", "kee,zone")], "kee"),
    case("table: a decimal comma", Table, &[("cells.csv", "51,200,", "51,\"2,5\",")], "2,5"),
    case("table: thousands separators", Table, &[("cells.csv", "51,200,", "51,\"1,200\",")], "1,200"),
    case("table: spaces between thousands", Table, &[("cells.csv", "51,200,", "51,1 200,")], "1 200"),
    case("table: full-width digits", Table, &[("cells.csv", "51,200,", "51,２００,")], "２００"),
    case("table: percent in a number", Table, &[("statistics.csv", "2019,50,%", "2019,50%,1")], "50%"),
    case("table: 亿元 in a number", Table, &[("statistics.csv", "2019,3,亿元", "2019,3亿元,CNY")], "3亿元"),
    case("table: a formula as a number", Table, &[("cells.csv", "51,200,", "51,=A1*2,")], "=A1*2"),
    case("table: a formula as a name", Table, &[("cells.csv", "north,51", "=A1,51")], "=A1"),
    case("table: an error of a spreadsheet", Table, &[("cells.csv", "51,200,", "51,#DIV/0!,")], "#DIV/0!"),
    case("table: no number", Table, &[("cells.csv", "51,200,", "51,n.a.,")], "n.a."),
    case("table: an empty number", Table, &[("cells.csv", "51,200,", "51,,")], "empty"),
    // cells
    case("cells: a negative area", Table, &[("cells.csv", "51,200,", "51,-200,")], "-2000000"),
    case("cells: an area too large", Table, &[("cells.csv", "51,200,", "51,1e307,")], "1e307"),
    case("cells: no zone", Table, &[("cells.csv", "north,51", ",51")], "empty"),
    case("cells: a class without a type", Table, &[("cells.csv", "north,51", "north,57")], "57"),
    case(
        "cells: a table without rows",
        Table,
        &[("cells.csv", "", "zone,class,area,rain\n")],
        "no rows below its header",
    ),
    case("cells: a number for no data", Table, &[("cells.csv", "51,200,1000", "51,200,-9999")], "-9999"),
    case("cells: a unit of the area of another kind", Table, &[("run.toml", "\"hm2\"", "\"mm\"")], "mm"),
    // statistics
    case("statistics: an unknown key", Table, &[("statistics.csv", "gdp,north", "gpd,north")], "gpd"),
    case("statistics: an unknown zone", Table, &[("statistics.csv", "gdp,north", "gdp,nrth")], "nrth"),
    case("statistics: twice", Table, &[("statistics.csv", "gdp,south", "gdp,north")], "line 2"),
    case("statistics: below nought", Table, &[("statistics.csv", "2019,3,", "2019,-3,")], "-300000000"),
    case("statistics: a share above 1", Table, &[("statistics.csv", "2019,50,%", "2019,50,1")], "50"),
    case("statistics: no year", Table, &[("statistics.csv", "north,,2019,3", "north,,,3")], "year"),
    case("statistics: a wrong year", Table, &[("statistics.csv", "north,,2019,3", "north,,19,3")], "19"),
    case("statistics: no unit", Table, &[("statistics.csv", "3,亿元", "3,")], "unit"),
    case("statistics: a unit of another kind", Table, &[("statistics.csv", "3,亿元", "3,亿人")], "亿人"),
    case("statistics: per head for the whole", Table, &[("statistics.csv", "3,亿元", "3,元/人")], "元/人"),
    case(
        "statistics: an unknown status",
        Table,
        &[("statistics.csv", "survey,official", "survey,offical")],
        "offical",
    ),
    // parameters
    case(
        "parameters: an unknown key",
        Table,
        &[("parameters.csv", "nep_npp_ratio", "nep_ratio")],
        "nep_ratio",
    ),
    case("parameters: a unit of another kind", Table, &[("parameters.csv", "8,CNY/m3", "8,CNY/t")], "CNY/t"),
    case("parameters: out of range", Table, &[("parameters.csv", "ratio,,0.1,1", "ratio,,10,1")], "10"),
    case(
        "parameters: twice",
        Table,
        &[("parameters.csv", "reservoir_unit_cost,,8,CNY/m3,,,,2019", "nep_npp_ratio,,8,1,,,,")],
        "line 2",
    ),
    case(
        "parameters: two that fit",
        Table,
        &[(
            "parameters.csv",
            "reservoir_unit_cost,,8,CNY/m3,,,,2019",
            "nep_npp_ratio,,0.2,1,1,,,,,,x,,,yes,\nnep_npp_ratio,,0.3,1,1/2,,,",
        )],
        "equally",
    ),
    case(
        "parameters: an unknown mark",
        Table,
        &[("parameters.csv", "test,,,yes,\nreservoir", "test,,,sure,\nreservoir")],
        "sure",
    ),
    case("parameters: an unknown type", Table, &[("parameters.csv", "0.1,1,,", "0.1,1,15,")], "15"),
    case(
        "parameters: an unknown variant",
        Table,
        &[("parameters.csv", "reservoir_unit_cost,,8,CNY/m3", "co2_price,aforestation_cost,8,CNY/tCO2")],
        "aforestation_cost",
    ),
    case(
        "parameters: an unknown region",
        Table,
        &[("parameters.csv", "8,CNY/m3,,,", "8,CNY/m3,,,Chongqin")],
        "Chongqin",
    ),
    case("parameters: an unknown region of the run", Table, &[("run.toml", "\"south\"", "\"西南\"")], "西南"),
    case(
        "parameters: a half of the name of a region",
        Table,
        &[("run.toml", "\"south\"", "\"云贵高原\"")],
        "云贵高原 Yunnan-Guizhou",
    ),
    case(
        "parameters: a row that ends before it begins",
        Table,
        &[("parameters.csv", "CNY/m3,,,,2019,,,", "CNY/m3,,,,2019,2020,2018,")],
        "valid_to 2018",
    ),
    case(
        "parameters: a row that has ended",
        Table,
        &[("parameters.csv", "CNY/m3,,,,2019,,,", "CNY/m3,,,,2019,2010,2015,")],
        "from 2010 to 2015",
    ),
    case(
        "parameters: rows that overlap",
        Table,
        &[(
            "parameters.csv",
            "8,CNY/m3,,,,2019,,,test",
            "8,CNY/m3,,,,2019,2015,2020,test,,,yes,\nreservoir_unit_cost,,9,CNY/m3,,,,2019,2018,,test",
        )],
        "overlap in 2019",
    ),
    case(
        "parameters: rows that nothing reads",
        Table,
        &[(
            "parameters.csv",
            "reservoir_unit_cost,,8,CNY/m3",
            "cover_factor,,0.1,1,13,,,,,,x,,,yes,\nco2_price,,50,CNY/tCO2",
        )],
        "afforestation_cost",
    ),
    case("parameters: a price below 0", Table, &[("parameters.csv", "8,CNY/m3", "-8,CNY/m3")], "-8"),
    case("parameters: a price in 万元", Table, &[("parameters.csv", "8,CNY/m3", "8,万元/m3")], "8 万元/m3"),
    case(
        "parameters: an index of another base",
        Table,
        &[(
            "parameters.csv",
            "reservoir_unit_cost,,8,CNY/m3,,,,2019,",
            "consumer_price_index,,102,1,,,,,2019",
        )],
        "102 times",
    ),
    case(
        "statistics: the whole is not its zones",
        Table,
        &[(
            "statistics.csv",
            "gdp,north",
            "gdp,,,2019,6,亿元,2019,current,,yearbook,official,yes,\ngdp,north",
        )],
        "all its zones",
    ),
    case(
        "parameters: a price without year",
        Table,
        &[("parameters.csv", "CNY/m3,,,,2019", "CNY/m3,,,,")],
        "price_year",
    ),
    case(
        "parameters: a year without index",
        Table,
        &[("parameters.csv", "CNY/m3,,,,2019", "CNY/m3,,,,1985")],
        "1986",
    ),
    case(
        "layer: a year that is missing",
        Table,
        &[("run.toml", "column = \"rain\"", "year = 2018\ncolumn = \"rain\"")],
        "nothing for 2019",
    ),
    case(
        "parameters: not verified",
        Table,
        &[
            ("run.toml", "allow_unverified = true\n", ""),
            ("parameters.csv", "test,,,yes,\nreservoir", "test,,,no,\nreservoir"),
        ],
        "verified = no",
    ),
    // profiles
    case("profile: unknown", Table, &[("run.toml", "hj1173_2021", "hj1137_2021")], "hj1137_2021"),
    case(
        "profile: an unknown equation",
        Profile,
        &[("profiles/own.toml", "\"water_balance\"", "\"water_balanse\"")],
        "water_balanse",
    ),
    case("profile: an unknown driver", Profile, &[("profiles/own.toml", "\"turc\"", "\"turk\"")], "turk"),
    case(
        "profile: an unknown service",
        Profile,
        &[("profiles/own.toml", "[service.tourism]", "[service.turism]")],
        "turism",
    ),
    case(
        "profile: a misspelt key",
        Profile,
        &[("profiles/own.toml", "weight = \"none\"", "weigth = \"none\"")],
        "weigth",
    ),
    case(
        "profile: an unknown word",
        Profile,
        &[("profiles/own.toml", "negative = \"keep\"\n# The", "negative = \"drop\"\n# The")],
        "drop",
    ),
    case(
        "profile: the id of a shipped one",
        Profile,
        &[("profiles/own.toml", "id = \"own\"", "id = \"ganzi2017\"")],
        "ganzi2017",
    ),
    // rasters
    whole("raster: no raster", Raster, &[("elevation_m.tif", "", "not a raster")], "TIFF"),
    with(whole("raster: cut off", Raster, &[], ""), |folder| {
        let whole = fs::read(folder.path("elevation_m.tif")).unwrap();
        folder.put("elevation_m.tif", &whole[..whole.len() / 2]);
    }),
    case(
        "raster: a layer whose file is not there",
        Raster,
        &[("run.toml", "precipitation_monthly_mm.tif", "rain.tif")],
        "rain.tif",
    ),
    case(
        "raster: a band that is not there",
        Raster,
        &[("run.toml", "band = \"all\"\naggregate = \"sum\"", "band = 13")],
        "13",
    ),
    case(
        "raster: twelve bands for one",
        Raster,
        &[("run.toml", "band = \"all\"\naggregate = \"sum\"", "band = \"all\"")],
        "12",
    ),
    case(
        "raster: a value that cannot be",
        Raster,
        &[("run.toml", "unit = \"0.1 degC\"", "unit = \"degC\"")],
        "degC",
    ),
    whole(
        "raster: too many cells",
        Raster,
        &[("run.toml", "[output]", "[limits]\nmax_cells = 1000\n[output]")],
        "300",
    ),
    with(whole("raster: another grid", Raster, &[], "elevation_m.tif"), shift),
    with(whole("raster: latitude and longitude exchanged", Raster, &[], "latitude"), beyond_the_pole),
    // indicators
    case("indicators: an unknown target", Indicators, &[("INDICATORS.csv", "≥90%", "大幅提高")], "大幅提高"),
    case(
        "indicators: a target in another unit",
        Indicators,
        &[("INDICATORS.csv", "≥90%", "≥90万元")],
        "≥90万元",
    ),
    case(
        "indicators: a value in another unit",
        Indicators,
        &[("INDICATORS.csv", "87.67（320天）", "320天")],
        "320天",
    ),
    case("indicators: a share above 100 %", Indicators, &[("INDICATORS.csv", "87.67", "8767")], "8767"),
    case(
        "indicators: a formula",
        Indicators,
        &[("INDICATORS.csv", "87.67（320天）", "=320/365")],
        "=320/365",
    ),
    case(
        "indicators: a column without a year",
        Indicators,
        &[("INDICATORS.csv", "value_2019", "value")],
        "value",
    ),
    case("indicators: no number", Indicators, &[("INDICATORS.csv", "\n1,,", "\n一,,")], "一"),
    case("indicators: twice", Indicators, &[("INDICATORS.csv", "\n10,,", "\n1,,")], "line 2"),
    case("indicators: an unknown terrain", Indicators, &[("INDICATORS.csv", "%,,,", "%,,沙漠,")], "沙漠"),
    case(
        "indicators: an unknown index",
        Indicators,
        &[("INDICATORS.csv", "gep_per_area", "gep_per_aera")],
        "gep_per_aera",
    ),
    case(
        "indicators: an index in another unit",
        Indicators,
        &[("INDICATORS.csv", "万元/亩", "万元/km2")],
        "万元/km2",
    ),
    case(
        "indicators: no index of an account",
        Indicators,
        &[("INDICATORS.csv", "gep_per_area", "")],
        "no indicator",
    ),
    case("indicators: an unknown zone", Indicators, &[("INDICATORS.csv", "\n10,,", "\n10,nrth,")], "nrth"),
    case(
        "indicators: a value beside that of an account",
        Indicators,
        &[("INDICATORS.csv", "区规划自然资源局,,", "区规划自然资源局,1.2,")],
        "account",
    ),
    whole(
        "account: a table that was changed",
        Indicators,
        &[("account/indices.csv", "2019,north", "2020,north")],
        "hash",
    ),
    whole(
        "account: a lock that was changed",
        Indicators,
        &[("account/lock.json", "hj1173_2021", "own")],
        "hash",
    ),
    with(whole("account: no lock", Indicators, &[], "lock.json"), |folder| {
        fs::remove_file(folder.path("account/lock.json")).unwrap();
    }),
    case("projects: an unknown indicator", Indicators, &[("PROJECTS.csv", "1;10", "1;11")], "11"),
    case("projects: no years", Indicators, &[("PROJECTS.csv", "2020-2025", "2025-2020")], "2025-2020"),
    case("weights: another sum", Indicators, &[("WEIGHTS.csv", "0.6", "0.5")], "0.9"),
    case("weights: not complete", Indicators, &[("WEIGHTS.csv", "1,0.4\n", "")], "1"),
    case("weights: below nought", Indicators, &[("WEIGHTS.csv", "0.6", "-0.6")], "-0.6"),
    case("weights: an unknown indicator", Indicators, &[("WEIGHTS.csv", "10,0.6", "10,0.6\n12,0")], "12"),
    // the result
    with(whole("output: the folder is there", Table, &[], "not the result of a run"), |folder| {
        folder.put("out/notes.txt", "mine");
    }),
    // warnings
    case(
        "warning: rain in m",
        Table,
        &[("run.toml", "column = \"rain\"\nunit = \"mm\"", "value = 1.1\nunit = \"mm\"")],
        "1.1",
    ),
    case(
        "warning: one month of twelve",
        Raster,
        &[("run.toml", "band = \"all\"\naggregate = \"sum\"", "band = 7")],
        "12 bands",
    ),
    case(
        "warning: money in 亿元",
        Table,
        &[("statistics.csv", "north,,2019,3,亿元", "north,,2019,3,元")],
        "gdp",
    ),
    case(
        "warning: hectares for square kilometres",
        Table,
        &[
            ("statistics.csv", "gdp,north", "land_area,,,2019,3.75,km2,,,,y,official,yes,\ngdp,north"),
            ("run.toml", "\"hm2\"", "\"km2\""),
        ],
        "3.75 km2",
    ),
    with(whole("warning: an encoding that nobody declared", Table, &[], "GB18030"), |folder| {
        let text = folder.text("statistics.csv").replace("yearbook", "统计年鉴");
        folder.put("statistics.csv", &*encoding_rs::GB18030.encode(&text).0);
    }),
];
