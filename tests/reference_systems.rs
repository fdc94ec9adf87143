//! Reference systems: areas of cells on planes, one system in many spellings, grids that nearly agree.
//!
//! The data are made by `tests/oracle/reference_system_cases.py` with PROJ, GDAL and geodesic polygons.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on has failed")]

use ecovalue::error::Code;
use ecovalue::input::grid::{Crs, GeoKeys, Grid};

const ALBERS: &str = "PROJCS[\"Albers\",GEOGCS[\"x\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],\
    PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]],PROJECTION[\"Albers\"],\
    PARAMETER[\"Central_Meridian\",105.0],PARAMETER[\"Standard_Parallel_1\",25.0],\
    PARAMETER[\"Standard_Parallel_2\",47.0],PARAMETER[\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\",1.0]]";

fn rows(file: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(format!("tests/data/reference_systems/{file}.tsv")).unwrap();
    text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

fn cell(crs: Crs, x: f64, y: f64, step: f64) -> Grid {
    Grid { width: 1, height: 1, origin: (x, y), step: (step, -step), crs }
}

/// A map of 10 by 10 cells of 30 m.
fn map(crs: Crs, x: f64, y: f64) -> Grid {
    Grid { width: 10, height: 10, ..cell(crs, x, y, 30.0) }
}

fn epsg(code: u32) -> Crs {
    Crs::from_epsg(code).unwrap()
}

fn refusal(grid: &Grid) -> String {
    let error = grid.cell_area(0).unwrap_err();
    assert_eq!(error.code(), Code::GridUnmeasurable);
    error.to_string()
}

#[test]
fn areas_are_those_of_geodesic_polygons() {
    let rows = rows("areas");
    assert!(rows.len() > 60);
    for row in rows {
        let number = |index: usize| row[index].parse::<f64>().unwrap();
        let (step, expected) = (number(3), number(4));
        let grid = cell(Crs::from_wkt(&row[5]).unwrap(), number(1), number(2), step);
        let area = grid.cell_area(0).unwrap().get();
        // A polygon is a difference of areas down to the equator; PROJ's inverse of Albers is good to 10⁻¹⁰.
        let loss = 1e-5;
        let planar = (area - step * step).abs() < 1e-9;
        let tolerance = if planar { 1e-6 } else { 2e-9 };
        match grid.areal_excess() {
            None => {
                assert!(
                    (area - expected).abs() <= tolerance * expected + loss,
                    "{}: {area} {expected}",
                    row[0]
                );
            }
            Some(excess) => {
                // The excess is that of the farthest corner; it changes over a cell by 2 d x / R² at most.
                let tolerance = 1e-6 + 2.0 * 300_000.0 * step / (6.37e6 * 6.37e6);
                let true_area = area / (1.0 + excess);
                assert!(planar, "{}", row[0]);
                assert!((true_area / expected - 1.0).abs() < tolerance, "{}: {true_area} {expected}", row[0]);
                assert!(excess.abs() < 0.003, "{} {excess}", row[0]);
            }
        }
    }
}

#[test]
fn a_cell_is_the_sum_of_its_rows() {
    for (code, y) in [(3857, 3_500_000.0), (3395, -9_000_000.0), (4087, 6_000_000.0), (54_009, 8_000_000.0)] {
        let whole = cell(epsg(code), 0.0, y, 1000.0).cell_area(0).unwrap().get();
        let fine = Grid { height: 1000, step: (1000.0, -1.0), ..cell(epsg(code), 0.0, y, 1.0) };
        let sum: f64 = (0..1000).map(|row| fine.cell_area(row).unwrap().get()).sum();
        assert!((sum / whole - 1.0).abs() < 1e-12, "{code} {sum} {whole}");
        let upward =
            Grid { origin: (0.0, y - 1000.0), step: (1000.0, 1000.0), ..cell(epsg(code), 0.0, y, 1.0) };
        assert!((upward.cell_area(0).unwrap().get() / whole - 1.0).abs() < 1e-14);
    }
}

#[test]
fn a_world_in_rows_has_the_surface_of_the_ellipsoid() {
    const EARTH: f64 = 510_065_621_724_088.44;
    let quarter = 6_378_137.0 * std::f64::consts::FRAC_PI_2;
    let height = 2.0 * quarter / 1800.0;
    let grid = Grid {
        height: 1800,
        step: (4.0 * quarter, -height),
        ..cell(epsg(4087), -2.0 * quarter, quarter, 1.0)
    };
    let sum: f64 = (0..1800).map(|row| grid.cell_area(row).unwrap().get()).sum();
    assert!((sum / EARTH - 1.0).abs() < 1e-12, "{sum}");
    let beyond = Grid { origin: (0.0, quarter + 2.0 * height), ..grid };
    assert!(refusal(&beyond).contains("beyond the pole"));
}

#[test]
fn lengths_on_a_cylinder_are_those_on_the_ground() {
    // 1 km of Web Mercator at 60 °N is 0.5 km on a sphere, and a little more on the ellipsoid.
    let grid = cell(epsg(3857), 0.0, 8_399_738.0, 1000.0);
    let (width, height) = grid.cell_size(0).unwrap();
    // Geodesics through the middle of the cell.
    assert!((width - 501.293_9).abs() < 1e-4 && (height - 500.450_6).abs() < 1e-4, "{width} {height}");
    let area = grid.cell_area(0).unwrap().get();
    assert!((width * height / area - 1.0).abs() < 1e-6);
}

#[test]
fn one_system_in_many_words_is_one() {
    let rows = rows("spellings");
    assert!(rows.len() > 200);
    for row in rows {
        let (code, text) = (row[0].parse().unwrap(), &row[2]);
        let crs = Crs::from_wkt(text).unwrap();
        assert!(crs.is_same(&epsg(code)) && epsg(code).is_same(&crs), "{code} {}: {crs:?}", row[1]);
        let again = Crs::from_geo_keys(crs.geo_keys().clone()).unwrap();
        assert!(again.is_same(&crs), "{code} {}: {again:?}", row[1]);
    }
}

#[test]
fn one_system_in_many_keys_is_one() {
    for row in rows("keys") {
        let code: u32 = row[0].parse().unwrap();
        let directory = row[2].split(' ').map(|part| part.parse().unwrap()).collect();
        let doubles = row[3].split_whitespace().map(|part| part.parse().unwrap()).collect();
        let crs = Crs::from_geo_keys(GeoKeys::new(directory, doubles, row[4].clone().into_bytes())).unwrap();
        assert!(crs.is_same(&epsg(code)), "{code} {}: {crs:?}", row[1]);
    }
}

#[test]
fn systems_that_look_alike_are_two() {
    let albers = Crs::from_wkt(ALBERS).unwrap();
    for (from, to) in [
        ("105.0", "110.0"),
        ("47.0", "45.0"),
        ("\"Latitude_Of_Origin\",0.0", "\"Latitude_Of_Origin\",10.0"),
        ("298.257223563", "298.3"),
        ("PROJECTION[\"Albers\"]", "PROJECTION[\"Lambert_Conformal_Conic\"]"),
    ] {
        assert!(ALBERS.contains(from));
        assert!(!Crs::from_wkt(&ALBERS.replace(from, to)).unwrap().is_same(&albers), "{from} {to}");
    }
    // Standard parallels in another order, a rounded ellipsoid, a datum that is not named.
    let swapped = ALBERS.replace("1\",25.0", "1\",47.0").replace("2\",47.0", "2\",25.0");
    for same in
        [swapped, ALBERS.replace("298.257223563", "298.25722356"), ALBERS.replace("D_WGS_1984", "unknown")]
    {
        assert!(Crs::from_wkt(&same).unwrap().is_same(&albers), "{same}");
    }
    for (one, other) in [
        (4326, 4490),
        (4523, 4544),
        (4545, 4544),
        (2343, 4544),
        (32648, 32649),
        (32648, 32748),
        (32648, 25831),
    ] {
        assert!(!epsg(one).is_same(&epsg(other)), "{one} {other}");
    }
}

#[test]
fn systems_that_are_not_true_to_area_are_refused_by_name() {
    for (code, method) in [
        (2154, "Lambert Conic Conformal"),
        (3034, "Lambert Conic Conformal"),
        (3413, "Polar Stereographic"),
        (28992, "Oblique Stereographic"),
        (5514, "Krovak"),
        (54_030, "Robinson"),
        (2056, "Oblique Mercator"),
    ] {
        let text = refusal(&map(epsg(code), 0.0, 0.0));
        assert!(text.contains("not true to area") && text.contains(method), "{text}");
        assert!(text.contains("gdalwarp -t_srs EPSG:4490"), "{text}");
    }
    let words = [
        ("Azimuthal_Equidistant", "Azimuthal Equidistant"),
        ("Equidistant_Conic", "Equidistant Conic"),
        ("Winkel_Tripel", "Winkel Tripel"),
        ("Stereographic", "Stereographic"),
    ];
    for (projection, method) in words {
        let text = ALBERS.replace("PROJECTION[\"Albers\"]", &format!("PROJECTION[\"{projection}\"]"));
        let text = refusal(&map(Crs::from_wkt(&text).unwrap(), 0.0, 0.0));
        assert!(text.contains("not true to area") && text.contains(method), "{text}");
    }
}

#[test]
fn a_map_far_from_its_meridian_is_refused_with_the_excess() {
    // 12 and 6 degrees east of 105 °E at 30 °N; by PROJ they are 3.36 % and 0.83 % too large.
    let far = map(epsg(4544), 1_660_000.0, 3_380_000.0);
    let text = refusal(&far);
    assert!(text.contains("not true to area") && text.contains("3.4 % too large"), "{text}");
    let near = map(epsg(4544), 1_078_000.0, 3_334_000.0);
    assert!((near.areal_excess().unwrap() - 0.0083).abs() < 1e-4 && near.cell_area(0).is_ok());
    let nan = map(epsg(4544), f64::NAN, 0.0);
    assert!(nan.cell_area(0).is_err());
}

#[test]
fn an_easting_of_another_system_names_that_system() {
    let zone = refusal(&map(epsg(4544), 35_500_000.0, 3_300_000.0));
    assert!(zone.contains("gdal_edit.py -a_srs EPSG:4523"), "{zone}");
    let none = refusal(&map(epsg(4523), 500_000.0, 3_300_000.0));
    // The zone of 6 degrees on the same meridian, EPSG:4507, is the same system as that of 3, EPSG:4544.
    assert!(none.contains("gdal_edit.py -a_srs EPSG:4507") && epsg(4507).is_same(&epsg(4544)), "{none}");
    let other = refusal(&map(epsg(4513), 37_400_000.0, 3_300_000.0));
    assert!(other.contains("gdal_edit.py -a_srs EPSG:4525"), "{other}");
    let xian = refusal(&map(epsg(2343), 18_500_000.0, 3_300_000.0));
    assert!(xian.contains("gdal_edit.py -a_srs EPSG:2332"), "{xian}");
}

#[test]
fn grids_within_a_hundredth_of_a_cell_are_one() {
    let grid = Grid { width: 2000, height: 1500, ..map(epsg(4545), 500_000.0, 3_300_000.0) };
    let shifted = |x: f64, y: f64| Grid { origin: (500_000.0 + x, 3_300_000.0 + y), ..grid.clone() };
    for (other, shift) in [
        (grid.clone(), 0.0),
        (shifted(0.299, 0.0), 0.299 / 30.0),
        (shifted(0.3, -0.3), 0.01),
        (Grid { step: (30.0001, -30.0), ..grid.clone() }, 2000.0 * 0.0001 / 30.0),
        (Grid { crs: Crs::from_wkt(&gauss_kruger("unknown")).unwrap(), ..grid.clone() }, 0.0),
    ] {
        let agreement = grid.require_same("landcover.tif", &other, "rain.tif").unwrap();
        assert!((agreement.largest_shift - shift).abs() < 1e-9, "{agreement:?}");
        let told = agreement.note("landcover.tif", "rain.tif").map(|note| note.to_string());
        assert_eq!(told.is_none(), agreement.is_exact());
        assert!(told.is_none_or(|note| note.contains("of a cell") || note.contains("datum")));
    }
    for (other, parts) in [
        (shifted(0.6, 0.0), ["0.020 cells apart", "-a_ullr 500000 3300000 560000 3255000 rain.tif"]),
        (
            shifted(15.0, 0.0),
            ["0.500 cells apart", "gdalwarp -te 500000 3255000 560000 3300000 -ts 2000 1500"],
        ),
        (Grid { step: (30.001, -30.0), ..grid.clone() }, ["cell size", "0.067 cells apart over the map"]),
        (Grid { height: 1499, ..grid.clone() }, ["size 2000x1500 against 2000x1499", "gdalwarp"]),
        (shifted(f64::NAN, 0.0), ["not a number", "gdalwarp"]),
    ] {
        let text = grid.require_same("landcover.tif", &other, "rain.tif").unwrap_err().to_string();
        assert!(parts.iter().all(|part| text.contains(part)), "{text}");
    }
}

#[test]
fn the_remedy_fits_what_differs() {
    let grid = map(epsg(4490), 104.0, 31.0);
    let on = |crs| Grid { crs, ..grid.clone() };
    let told = |other| grid.require_same("landcover.tif", &other, "rain.tif").unwrap_err().to_string();
    let wgs84 = told(on(epsg(4326)));
    assert!(wgs84.contains("do not resample: gdal_edit.py -a_srs EPSG:4490 rain.tif"), "{wgs84}");
    let absent = told(on(Crs::absent()));
    assert!(absent.contains("assign it: gdal_edit.py -a_srs EPSG:4490 rain.tif"), "{absent}");
    assert!(!absent.contains("gdalwarp"), "{absent}");
    let other = told(map(epsg(32648), 500_000.0, 3_300_000.0));
    assert!(other.contains("gdalwarp -t_srs EPSG:4490 -te"), "{other}");
    // A system without a code in its file has one in the tables.
    let spelt = map(Crs::from_wkt(&gauss_kruger("D_China_2000")).unwrap(), 500_000.0, 3_300_000.0);
    let error =
        spelt.require_same("landcover.tif", &Grid { crs: Crs::absent(), ..spelt.clone() }, "rain.tif");
    assert!(error.unwrap_err().to_string().contains("-a_srs EPSG:4545 rain.tif"));
}

fn gauss_kruger(datum: &str) -> String {
    format!(
        "PROJCS[\"x\",GEOGCS[\"x\",DATUM[\"{datum}\",SPHEROID[\"x\",6378137,298.257222101]],PRIMEM[\"Greenwich\",0],\
        UNIT[\"degree\",0.0174532925199433]],PROJECTION[\"Gauss_Kruger\"],PARAMETER[\"central_meridian\",108],\
        PARAMETER[\"false_easting\",500000],UNIT[\"metre\",1]]"
    )
}

#[test]
fn what_is_no_plane_or_degree_is_told_by_name() {
    let grid = |text: &str| map(Crs::from_wkt(text).unwrap(), 0.0, 0.0);
    let degrees =
        "GEOGCS[\"x\",DATUM[\"x\",SPHEROID[\"x\",6378137,298.257223563]],UNIT[\"grad\",0.015707963267949]]";
    assert!(refusal(&grid(degrees)).contains("grad"));
    assert!(
        refusal(&grid(&ALBERS.replace("\"Meter\",1.0", "\"Foot_US\",0.304800609601219"))).contains("Foot_US")
    );
    assert!(
        refusal(&grid("LOCAL_CS[\"site\",UNIT[\"metre\",1]]")).contains("neither geographic nor projected")
    );
    assert!(refusal(&grid("GEOCCS[\"x\",DATUM[\"x\",SPHEROID[\"x\",6378137,298.25]]]")).contains("neither"));
    let rotated = "GEOGCRS[\"pole\",BASEGEOGCRS[\"x\"],DERIVINGCONVERSION[\"r\"],CS[ellipsoidal,2]]";
    assert!(refusal(&grid(rotated)).contains("neither"));
    // GDAL's name for Web Mercator in WKT 1.
    let web = "PROJCS[\"x\",GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563]],\
        UNIT[\"degree\",0.0174532925199433]],PROJECTION[\"Mercator_1SP\"],UNIT[\"metre\",1],\
        EXTENSION[\"PROJ4\",\"+proj=merc +a=6378137 +b=6378137 +nadgrids=@null\"]]";
    assert!(Crs::from_wkt(web).unwrap().is_same(&epsg(3857)));
    for text in ["", "EPSG:4490", "+proj=longlat", "GEOGCS[\"x\"", "GEOGCS[\"x\"]]", "{}"] {
        assert_eq!(Crs::from_wkt(text).unwrap_err().code(), Code::Raster, "{text}");
    }
}

#[test]
fn a_text_cut_anywhere_is_refused_and_never_a_panic() {
    for row in rows("spellings").iter().step_by(20) {
        let text = row[2].trim();
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)).step_by(7) {
            assert!(Crs::from_wkt(&text[..end]).is_err(), "{}", &text[..end]);
        }
    }
}
