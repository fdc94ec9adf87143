//! Declared and stated nodata: several numbers, ranges, `none`, in the type of the samples, and from `.aux.xml`.

use super::tiff::{Image, Sample, tiff};
use super::{
    cover, cover_keys, has, rain, rain_keys, refusal, run, upper, valued, warnings, water, with_rain,
    zone_line,
};

/// Rain whose upper half has a number.
fn half<T: Sample>(fill: T, other: T) -> Image {
    Image::new(1, move |_, place| if upper(place) { fill } else { other })
}

#[test]
fn numbers_and_ranges_are_added_to_what_the_file_declares() {
    let cells = |_, place: u32| match place {
        0..10 => -9999_i16,
        10..20 => -8888,
        20..30 => 32_761,
        30..40 => 32_767,
        40..50 => -1,
        _ => 1000,
    };
    let folder = with_rain(&Image::new(1, cells).nodata("-1"));
    rain_keys(&folder, "nodata = [-9999, \"-8888\", \"32761..32767\"]");
    assert_eq!(water(&folder), 250_000.0);
    let folder = with_rain(&half(255_u8, 100));
    rain_keys(&folder, "nodata = 255\nscale = 10.0");
    assert_eq!(water(&folder), 250_000.0);
    let folder = with_rain(&half(65_535_u16, 10_000));
    rain_keys(&folder, "nodata = \"65535\"\nscale = 0.1");
    assert_eq!(water(&folder), 250_000.0);
}

#[test]
fn a_number_is_compared_in_the_type_of_the_samples() {
    let stated = |image: Image, nodata: &str| {
        let folder = with_rain(&image);
        rain_keys(&folder, &format!("nodata = {nodata}"));
        water(&folder)
    };
    for nodata in ["-99.9", "\"-99.9000015258789\"", "[-99.9, 5]"] {
        assert_eq!(stated(half(-99.9_f32, 1000.0), nodata), 250_000.0, "{nodata}");
    }
    for nodata in [
        "-3.4028234663852886e+38",
        "\"-3.40282346638529e+38\"",
        "-3.4028235e38",
        "\"-3.40282e+38\"",
        "-3.4e38",
    ] {
        assert_eq!(stated(half(f32::MIN, 1000.0), nodata), 250_000.0, "{nodata}");
        assert_eq!(stated(half(f64::from(f32::MIN), 1000.0), nodata), 250_000.0, "{nodata}");
        assert_eq!(water(&with_rain(&half(f32::MIN, 1000.0).nodata(nodata.trim_matches('"')))), 250_000.0);
    }
    for nodata in ["-1.79769313486232e+308", "-1.7976931348623157e+308"] {
        assert_eq!(water(&with_rain(&half(f64::MIN, 1000.0).nodata(nodata))), 250_000.0, "{nodata}");
        assert_eq!(stated(half(f64::MIN, 1000.0), &format!("\"{nodata}\"")), 250_000.0, "{nodata}");
    }
    assert_eq!(stated(half(i32::MIN, 1000), "-2147483648"), 250_000.0);
    assert_eq!(water(&with_rain(&half(255_u8, 10).nodata("255.0").scale(100.0, 0.0))), 250_000.0);
}

#[test]
fn none_takes_away_what_the_file_declares() {
    let folder = with_rain(&half(0_i16, 1000).nodata("0"));
    assert_eq!(water(&folder), 250_000.0);
    rain_keys(&folder, "nodata = \"none\"\noffset = 1000");
    assert_eq!(water(&folder), 50.0 * 5000.0 + 50.0 * 15_000.0);
    let folder = with_rain(&half(7_i16, 1000).nodata("1000"));
    rain_keys(&folder, "nodata = [\"none\", 7]");
    assert_eq!(water(&folder), 250_000.0);
}

#[test]
fn land_cover_and_zones_have_the_keys_too() {
    let classes = |_, place: u32| match place {
        0..20 => 0_u8,
        20..50 => 255,
        _ => 2,
    };
    let folder = run(&[Image::new(1, classes)], &[rain()]);
    cover_keys(&folder, "nodata = [0, 255]");
    assert_eq!((water(&folder), valued(&folder)), (250_000.0, 50.0));
    let zones = |_, place: u32| if upper(place) { -3.4e38_f32 } else { 7.0 };
    let folder = run(&[cover()], &[rain()]);
    folder.put("zones.tif", tiff(&[Image::new(1, zones)]));
    zone_line(&folder, "zones = { file = \"zones.tif\", nodata = \"-inf..0\" }");
    assert_eq!((water(&folder), valued(&folder)), (250_000.0, 50.0));
}

#[test]
fn a_number_that_the_samples_cannot_hold_is_told() {
    let folder = with_rain(&half(100_u8, 100).scale(10.0, 0.0));
    rain_keys(&folder, "nodata = -9999");
    assert_eq!(water(&folder), 500_000.0);
    has(&warnings(&folder), &["can hold the nodata -9999", "0 to 255", "nodata -9999；提示"]);
    let folder = run(&[cover()], &[rain()]);
    cover_keys(&folder, "nodata = 0.5");
    has(&warnings(&folder), &["cover.tif", "nodata 0.5"]);
    let folder = run(&[cover()], &[rain()]);
    rain_keys(&folder, "nodata = [\"5..1\"]");
    has(&refusal(&folder), &["layer.nodata", "5..1", "nodata = [65535"]);
    assert!(!warnings(&run(&[cover().nodata("-9999")], &[rain()])).contains("hold"));
}

fn beside(inside: &str) -> String {
    format!("<PAMDataset><PAMRasterBand band=\"1\">{inside}</PAMRasterBand></PAMDataset>")
}

#[test]
fn a_metadata_file_beside_states_nodata_and_scale() {
    let folder = with_rain(&half(0.0_f32, 1000.0));
    folder.put("rain.tif.aux.xml", beside("<NoDataValue>0</NoDataValue>"));
    assert_eq!(water(&folder), 250_000.0);
    assert!(folder.outcome().inputs.iter().any(|input| input.name == "rain.tif.aux.xml"));
    // It stands in the place of what the file says; a scale alone makes the offset 0.
    let folder = with_rain(&half(1000_i16, 5000).scale(7.0, 9.0));
    folder
        .put("rain.tif.aux.xml", beside("<NoDataValue>1.00000000000000E+03</NoDataValue><Scale>0.2</Scale>"));
    assert_eq!(water(&folder), 250_000.0);
    let folder = with_rain(&rain());
    folder.put("rain.tif.aux.xml", beside("<Metadata><MDI key=\"STATISTICS_MEAN\">3</MDI></Metadata>"));
    assert_eq!(water(&folder), 500_000.0);
    let folder = run(&[Image::new(1, |_, place| 2 + u8::from(upper(place)))], &[rain()]);
    folder.put("cover.tif.aux.xml", beside("<NoDataValue>3</NoDataValue>"));
    assert_eq!((water(&folder), valued(&folder)), (250_000.0, 50.0));
}

#[test]
fn a_metadata_file_that_is_damaged_or_says_another_place_is_refused() {
    for (text, part) in [
        ("", "has no element"),
        ("x", "outside of the root element"),
        ("<PAMDataset>", "has no end"),
        ("<!DOCTYPE a [<!ENTITY b SYSTEM \"/etc/passwd\">]><PAMDataset>&b;</PAMDataset>", "document type"),
        (
            "<PAMDataset><PAMRasterBand band=\"1\"><NoDataValue>x</NoDataValue></PAMRasterBand></PAMDataset>",
            "NoDataValue `x`",
        ),
        ("<PAMDataset><GeoTransform>0,30,0,0,0,-30</GeoTransform></PAMDataset>", "transform"),
        ("<PAMDataset><SRS>PROJCS[\"a\",AUTHORITY[\"EPSG\",\"32650\"]]</SRS></PAMDataset>", "EPSG:32650"),
    ] {
        let folder = with_rain(&rain());
        folder.put("rain.tif.aux.xml", text);
        has(&refusal(&folder), &["rain.tif.aux.xml", part, "hint"]);
    }
    for same in [
        "<PAMDataset><SRS>PROJCS[\"a\",AUTHORITY[\"EPSG\",\"4545\"]]</SRS></PAMDataset>",
        "<PAMDataset><GeoTransform> 5.0e+05, 1.0e+02, 0, 3.3e+06, 0, -1.0e+02</GeoTransform></PAMDataset>",
    ] {
        let folder = with_rain(&rain());
        folder.put("rain.tif.aux.xml", same);
        assert_eq!(water(&folder), 500_000.0);
    }
    let folder = with_rain(&rain());
    folder.put("rain.tif.aux.xml", "<PAMDataset><SRS>LOCAL_CS[\"x\"]</SRS></PAMDataset>");
    has(&warnings(&folder), &["rain.tif.aux.xml", "未与栅格自身的坐标系比对"]);
}

#[cfg(unix)]
#[test]
fn a_file_beside_that_leads_outside_is_refused() {
    let outside = tempfile::tempdir().unwrap();
    let target = outside.path().join("rain.tif.aux.xml");
    std::fs::write(&target, beside("<NoDataValue>0</NoDataValue>")).unwrap();
    let folder = with_rain(&half(0.0_f32, 1000.0));
    std::os::unix::fs::symlink(&target, folder.path("rain.tif.aux.xml")).unwrap();
    has(&refusal(&folder), &["rain.tif.aux.xml", "EV-F"]);
}

#[test]
fn land_that_a_layer_leaves_out_is_told() {
    let holed = |missing: u32| {
        with_rain(&Image::new(1, move |_, place| if place < missing { f32::NAN } else { 1000.0 }))
    };
    for (missing, figure) in [(1, 495_000.0), (20, 400_000.0), (50, 250_000.0)] {
        let folder = holed(missing);
        let part = format!("precipitation has no number on {missing} hm2, {missing} % of the land that");
        has(&warnings(&folder), &["run.toml", &part, "部分土地无年降水量"]);
        assert_eq!(water(&folder), figure);
    }
    assert!(!warnings(&holed(0)).contains("has no number"));
}

#[test]
fn a_land_cover_without_any_class_is_refused() {
    let nothing = Image::new(1, |_, _| 2_u8).nodata("2");
    has(&refusal(&run(&[nothing], &[rain()])), &["cover.tif", "none of the 100 cells has a class"]);
    let masked = [cover(), Image::bits(|_| false)];
    has(&refusal(&run(&masked, &[rain()])), &["none of the 100 cells has a class"]);
}
