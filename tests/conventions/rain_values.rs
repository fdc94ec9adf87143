//! Rain that is 0 where a product ends, numbers below 0, and bands that are not a year.

use super::tiff::{Image, tiff};
use super::{cover, has, rain_keys, refusal, run, upper, valued, warnings, water, with_rain, zone_line};
use crate::common::Folder;

const ZERO: &str = "exactly 0 mm";

/// Rain of 1000 mm, and 0 on some cells.
fn with_zeros(is_zero: impl Fn(u32) -> bool) -> Image {
    Image::new(1, |_, place| if is_zero(place) { 0.0_f32 } else { 1000.0 })
}

#[test]
fn annual_rain_of_exactly_0_on_some_land_is_told() {
    for (cells, english, chinese) in [
        (
            10,
            "10 cells of `precipitation`, 10 hm2 (10 % of the land), are",
            "有 10 个单元（10 hm2，占土地面积的 10%）",
        ),
        (
            1,
            "1 cell of `precipitation`, 1 hm2 (1 % of the land), is",
            "有 1 个单元（1 hm2，占土地面积的 1%）",
        ),
        (99, "99 cells of `precipitation`, 99 hm2 (99 % of the land)", "恰为 0 mm，其余大于 0"),
    ] {
        let folder = with_rain(&with_zeros(|place| place < cells));
        let told = warnings(&folder);
        has(&told, &[english, ZERO, "nodata = 0", chinese, "[EV-W001]"]);
        // P - R - ET is -500 mm there, which is used.
        assert_eq!(water(&folder), 500_000.0 - f64::from(cells) * 10_000.0);
    }
}

#[test]
fn the_hint_of_zero_rain_makes_it_missing() {
    let folder = with_rain(&with_zeros(|place| place < 10));
    rain_keys(&folder, "nodata = 0");
    assert!(!warnings(&folder).contains(ZERO));
    assert_eq!(water(&folder), 450_000.0);
    let folder = with_rain(&with_zeros(|place| place < 10).nodata("-9999"));
    rain_keys(&folder, "nodata = 0");
    assert!(!warnings(&folder).contains(ZERO));
    assert_eq!(water(&folder), 450_000.0);
}

#[test]
fn deserts_and_zeros_outside_of_the_land_are_not_told() {
    let desert = Image::new(1, |_, place| if upper(place) { 0.2_f32 } else { 30.0 });
    let quiet = |folder: &Folder| assert!(!warnings(folder).contains(ZERO), "{}", warnings(folder));
    quiet(&with_rain(&desert));
    // Everywhere 0: told as a slip of unit, as before.
    let nowhere = with_rain(&with_zeros(|_| true));
    quiet(&nowhere);
    has(&warnings(&nowhere), &["has a mean of 0 mm"]);
    // Zeros lie where there is no land cover, and beyond the zones.
    let frame = Image::new(1, |_, place| if upper(place) { 0_u8 } else { 2 }).nodata("0");
    let folder = run(&[frame], &[with_zeros(upper)]);
    quiet(&folder);
    assert_eq!((water(&folder), valued(&folder)), (250_000.0, 50.0));
    let folder = with_rain(&with_zeros(upper));
    folder
        .put("zones.tif", tiff(&[Image::new(1, |_, place| if upper(place) { 0_u8 } else { 1 }).nodata("0")]));
    zone_line(&folder, "zones = { file = \"zones.tif\" }");
    quiet(&folder);
    // One of them lies in the zone.
    let folder = with_rain(&with_zeros(|place| place < 51));
    folder
        .put("zones.tif", tiff(&[Image::new(1, |_, place| if upper(place) { 0_u8 } else { 1 }).nodata("0")]));
    zone_line(&folder, "zones = { file = \"zones.tif\" }");
    has(&warnings(&folder), &["1 cell of `precipitation`, 1 hm2 (2 % of the land)"]);
}

#[test]
fn months_without_rain_and_rain_that_makes_no_runoff_are_not_told() {
    let months = Image::new(12, |band, _| if band < 2 { 0.0_f32 } else { 100.0 });
    let folder = with_rain(&months);
    rain_keys(&folder, "band = \"all\"\naggregate = \"sum\"");
    assert!(!warnings(&folder).contains(ZERO));
    assert_eq!(water(&folder), 500_000.0);
    // A year that is the sum of twelve zeros is told.
    let months = Image::new(12, |_, place| if place < 5 { 0.0_f32 } else { 100.0 });
    let folder = with_rain(&months);
    rain_keys(&folder, "band = \"all\"\naggregate = \"sum\"");
    has(&warnings(&folder), &["5 cells of `precipitation`"]);
    let folder = with_rain(&super::rain());
    folder.put("producing.tif", tiff(&[with_zeros(upper)]));
    let layer =
        "\n[[layer]]\nname = \"runoff_producing_precipitation\"\nfile = \"producing.tif\"\nunit = \"mm\"\n";
    folder.put("run.toml", folder.text("run.toml") + layer);
    assert!(!warnings(&folder).contains(ZERO));
}

#[test]
fn rain_of_0_in_a_table_is_told() {
    let folder = Folder::new();
    folder.edit("cells.csv", "north,13,100,1100", "north,13,100,0");
    has(
        &warnings(&folder),
        &["1 cell of `precipitation`, 100 hm2 (26.7 % of the land)", "leave the fields empty"],
    );
    folder.edit("cells.csv", "north,13,100,0", "north,13,100,0.1");
    assert!(!warnings(&folder).contains(ZERO));
}

#[test]
fn one_number_below_0_is_refused_with_its_nodata_line() {
    for (value, line) in [(-1.0_f32, "nodata = -1"), (-3.0, "nodata = -3"), (-88.0, "nodata = -88")] {
        let image = Image::new(1, |_, place| if place < 10 { value } else { 1000.0 });
        let folder = with_rain(&image);
        has(&refusal(&folder), &["rain.tif", "10 cells hold", "never below 0", line, "[EV-I017]"]);
        rain_keys(&folder, line);
        assert_eq!(water(&folder), 450_000.0);
    }
    // Stored in steps of 0.1 mm: the line has the number as it is stored.
    let image = Image::new(1, |_, place| if place < 1 { -1_i16 } else { 10_000 });
    let folder = with_rain(&image);
    rain_keys(&folder, "scale = 0.1");
    has(&refusal(&folder), &["1 cell holds -1", "nodata = -1 on the layer"]);
    rain_keys(&folder, "nodata = -1");
    assert_eq!(water(&folder), 495_000.0);
    // Several numbers below 0 are no fill.
    let image = Image::new(1, |_, place| if place < 3 { -1.0 - place as f32 } else { 1000.0 });
    let refused = refusal(&with_rain(&image));
    has(&refused, &["`precipitation at row 0, column 0`", "precipitation of -1 mm is outside 0 to 15000 mm"]);
}

#[test]
fn eleven_months_are_not_a_year() {
    for (bands, parts) in [(11, "12 months"), (13, "12 months"), (364, "365 or 366 days")] {
        let folder = with_rain(&Image::new(bands, |_, _| 80.0_f32));
        has(
            &refusal(&folder),
            &[&format!("{bands} bands are not the {parts} of a year"), "add those that are missing"],
        );
    }
    let eleven = |key: &str| {
        let folder = with_rain(&Image::new(11, |_, _| 80.0_f32));
        rain_keys(&folder, key);
        folder
    };
    has(
        &warnings(&eleven("band = \"all\"\naggregate = \"sum\"")),
        &["11 bands of `rain.tif` are taken together for `precipitation` of the year, which has 12 months"],
    );
    assert!(!warnings(&eleven("band = 3")).contains("taken together"));
    let twelve = with_rain(&Image::new(12, |_, _| 80.0_f32));
    rain_keys(&twelve, "band = \"all\"\naggregate = \"sum\"");
    assert!(!warnings(&twelve).contains("taken together"));
}

#[test]
fn a_raster_of_too_few_months_or_days_says_what_a_year_needs() {
    for (name, bands, needs) in [
        ("precipitation_monthly", 11, "has 11 bands, `precipitation_monthly` needs 12 for one year"),
        ("precipitation_daily", 364, "has 364 bands, `precipitation_daily` needs 365 or 366 for one year"),
    ] {
        for key in ["", "band = \"all\"\n"] {
            let folder = run(&[cover()], &[super::rain()]);
            folder.put("parts.tif", tiff(&[Image::new(bands, |_, _| 3.0_f32)]));
            let layer = format!("\n[[layer]]\nname = \"{name}\"\nfile = \"parts.tif\"\n{key}unit = \"mm\"\n");
            folder.put("run.toml", folder.text("run.toml") + &layer);
            let refused = refusal(&folder);
            if key.is_empty() {
                has(&refused, &[needs, "add the missing bands"]);
            } else {
                has(&refused, &["numbers per cell", "add the missing bands"]);
            }
        }
    }
    let folder = run(&[cover()], &[super::rain()]);
    let layer = "\n[[layer]]\nname = \"precipitation_monthly\"\nfile = \"rain.tif\"\nunit = \"mm\"\n";
    folder.put("run.toml", folder.text("run.toml") + layer);
    has(&refusal(&folder), &["needs 12 numbers per cell, found 1", "add the missing bands"]);
}

#[test]
fn numbers_in_findings_have_no_digits_of_a_calculation() {
    // 153.31556701660156 is 426.46556 K in single precision; 13333.333333333334 m2 are 20 mu.
    let folder = with_rain(&super::rain());
    folder.put("warm.tif", tiff(&[Image::new(1, |_, _| 153.315_57_f32)]));
    let layer = "\n[[layer]]\nname = \"temperature\"\nfile = \"warm.tif\"\nunit = \"degC\"\n";
    folder.put("run.toml", folder.text("run.toml") + layer);
    has(&refusal(&folder), &["temperature of 153.316 degC is outside"]);
    let folder = Folder::new();
    folder.edit("run.toml", "unit = \"hm2\"", "unit = \"mu\"");
    folder.edit("cells.csv", "north,13,100,1100", "north,13,-20,1100");
    has(&refusal(&folder), &["area -13333.3 m2 is below 0"]);
    // A value just outside keeps the digits that show it.
    folder.edit("run.toml", "unit = \"mu\"", "unit = \"hm2\"");
    folder.edit("cells.csv", "north,13,-20,1100", "north,13,100,15000.0001");
    has(&refusal(&folder), &["precipitation of 15000.0001 mm is outside 0 to 15000 mm"]);
}
