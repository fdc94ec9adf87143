//! Numbers that look like missing values although nobody declares them.

use super::tiff::{Image, Sample, tiff};
use super::{cover, has, rain, rain_keys, refusal, run, upper, warnings, water, with_rain};
use crate::common::Folder;

fn half<T: Sample>(fill: T, other: T) -> Image {
    Image::new(1, move |_, place| if upper(place) { fill } else { other })
}

/// A run with one more layer.
fn with(name: &str, image: &Image, unit: &str, keys: &str) -> Folder {
    let folder = run(&[cover()], &[rain()]);
    folder.put("more.tif", tiff(std::slice::from_ref(image)));
    let layer = format!("\n[[layer]]\nname = \"{name}\"\nfile = \"more.tif\"\nunit = \"{unit}\"\n{keys}\n");
    folder.put("run.toml", folder.text("run.toml") + &layer);
    folder
}

/// Follows the line that a refusal names first.
fn follow(folder: &Folder) {
    let said = refusal(folder);
    let line = said.split("write ").nth(1).unwrap().split(" on the layer").next().unwrap();
    let text = folder.text("run.toml");
    let (before, last) = text.rsplit_once("[[layer]]").unwrap();
    let last: Vec<&str> = last.lines().filter(|line| !line.starts_with("nodata")).collect();
    folder.put("run.toml", format!("{before}[[layer]]{}\n{line}\n", last.join("\n")));
}

#[test]
fn what_a_product_fills_its_gaps_with_is_refused_with_the_line_to_write() {
    let npp =
        with("net_primary_productivity", &half(32_765_i16, 5000), "kgC/m2", "scale = 0.0001\nnodata = 32767");
    has(&refusal(&npp), &["more.tif", "50 cells hold 32761 to 32767", "nodata = [32767, \"32761..32767\"]"]);
    let ndvi = with("ndvi", &half(-3000_i16, 5000), "1", "scale = 0.0001");
    has(&refusal(&ndvi), &["50 cells hold -3000", "nodata = -3000", "nodata = \"none\""]);
    let bytes = with("ndvi", &half(253_u8, 100), "1", "scale = 0.004\noffset = -0.08");
    has(&refusal(&bytes), &["50 cells hold 251 to 255"]);
    let evaporation = with("potential_evapotranspiration", &half(32_766_i16, 9000), "mm", "scale = 0.1");
    has(&refusal(&evaporation), &["32761 to 32767", "MOD16A2"]);
    for folder in [npp, ndvi, bytes, evaporation] {
        follow(&folder);
        assert_eq!(water(&folder), 500_000.0);
    }
}

#[test]
fn impossible_numbers_that_look_like_fills_are_refused_with_the_line_to_write() {
    let year = with("potential_evapotranspiration", &half(65_533_u16, 9000), "mm", "scale = 0.1");
    has(&refusal(&year), &["50 cells hold 65529 to 65535", "nodata = \"65529..65535\""]);
    follow(&year);
    assert_eq!(water(&year), 500_000.0);
    for (image, part) in [
        (half(-9999_i16, 10_000).scale(0.1, 0.0), "50 cells hold -9999"),
        (half(f32::MIN, 1000.0), "50 cells hold"),
        (half(-3.4e38_f32, 1000.0), "50 cells hold"),
        (half(f64::MIN, 1000.0), "50 cells hold"),
        (half(i32::MIN, 1000), "50 cells hold -2147483648"),
        (half(1e20_f32, 1000.0), "50 cells hold numbers from 1e15 on"),
    ] {
        let folder = with_rain(&image);
        let said = refusal(&folder);
        has(&said, &["rain.tif", part]);
        let line = said.split("hint: write ").nth(1).unwrap().split(" on the layer").next().unwrap();
        rain_keys(&folder, line);
        assert_eq!(water(&folder), 250_000.0, "{line}");
    }
}

#[test]
fn a_slip_of_the_unit_keeps_its_own_message() {
    let folder = with("temperature", &Image::new(1, |_, place| 2880.0_f32 + place as f32), "degC", "");
    has(&refusal(&folder), &["in 0.1 degC"]);
}

#[test]
fn what_could_be_true_is_told() {
    let folder = with_rain(&half(32_767_i16, 10_000).scale(0.1, 0.0));
    let said = warnings(&folder);
    has(&said, &["50 cells of precipitation hold 32767", "nodata = 32767", "有 50 个像元为 32767"]);
    rain_keys(&folder, "nodata = 32767");
    assert_eq!(water(&folder), 250_000.0);
    let folder = with_rain(&half(32_767_i16, 10_000).scale(0.1, 0.0));
    rain_keys(&folder, "nodata = \"none\"");
    assert!(!warnings(&folder).contains("looks like"));
    let folder = with("net_ecosystem_productivity", &half(-999.0_f32, 200.0), "gC/m2", "");
    has(&warnings(&folder), &["50 cells of net_ecosystem_productivity hold -999"]);
}

#[test]
fn values_are_left_alone() {
    for (image, keys, expected) in [
        // A byte layer that really ranges to 255.
        (Image::new(1, |_, place| 156 + place as u8), "scale = 10.0", 100.0 * 20_550.0 - 500_000.0),
        // Numbers near an extreme, but none of it.
        (half(32_760_i16, 10_000).scale(0.1, 0.0), "", 50.0 * 10.0 * (3276.0 - 500.0) + 250_000.0),
    ] {
        let folder = with_rain(&image);
        rain_keys(&folder, keys);
        assert!((water(&folder) - expected).abs() < 1e-3, "{}", water(&folder));
        assert!(!warnings(&folder).contains("looks like"));
    }
    let npp = with("net_primary_productivity", &half(3000_i16, 400), "gC/m2", "");
    assert!(!warnings(&npp).contains("looks like"));
    let nep = with("net_ecosystem_productivity", &half(-1200.0_f32, -999.0), "gC/m2", "");
    assert!(!warnings(&nep).contains("looks like"));
}

#[test]
fn a_layer_that_nothing_reads_is_looked_over() {
    let folder = with("elevation", &half(-32_768_i16, 500), "m", "");
    has(&refusal(&folder), &["more.tif", "50 cells hold -32768", "nodata = -32768"]);
}

#[test]
fn fills_are_found_in_wider_types_and_scaled_too() {
    let name = "net_primary_productivity";
    let raw = "scale = 0.1";
    for folder in [
        with(name, &half(32_766.0_f32, 6000.0), "gC/m2", raw),
        with(name, &half(32_766_i32, 6000), "gC/m2", raw),
        with(name, &half(32_766_u16, 6000), "gC/m2", raw),
    ] {
        has(&refusal(&folder), &["50 cells hold 32761 to 32767", "MOD17A3"]);
        follow(&folder);
        assert_eq!(water(&folder), 500_000.0);
    }
    for (name, fill, value, unit, line) in [
        (name, 3276.6_f32, 600.0, "gC/m2", "nodata = \"3276.05..3276.75\""),
        (name, 3.2761, 0.6, "kgC/m2", "nodata = \"3.27605..3.27675\""),
        ("potential_evapotranspiration", 3276.7, 900.0, "mm", "nodata = \"3276.05..3276.75\""),
        ("ndvi", -0.3, 0.6, "1", "nodata = \"-0.30005..-0.29995\""),
    ] {
        let folder = with(name, &half(fill, value), unit, "");
        has(&warnings(&folder), &["50 cells", "scaled", "的填充值经换算", line]);
        let stated = with(name, &half(fill, value), unit, line);
        assert!(!warnings(&stated).contains("scaled"), "{}", warnings(&stated));
    }
    // A number among others, on both sides of it, is a number.
    let many = Image::new(1, |_, place| -0.4 + 0.01 * f64::from(place));
    assert!(!warnings(&with("ndvi", &many, "1", "")).contains("scaled"));
}
