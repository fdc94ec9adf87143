//! Several bands: which is meant must be said, unless they are what the quantity has.

use super::tiff::{Image, tiff};
use super::{
    cover, cover_keys, has, rain, rain_keys, refusal, run, upper, valued, warnings, water, with_rain,
    zone_line,
};

const NAMES: &str = "<Item name=\"DESCRIPTION\" sample=\"0\" role=\"description\">2018</Item>\
    <Item name=\"DESCRIPTION\" sample=\"1\" role=\"description\">2019</Item>";

/// Two years, the second with half of the forest.
fn years() -> Image {
    Image::new(2, |band, place| if band == 1 && upper(place) { 0_u8 } else { 2 }).nodata("0").metadata(NAMES)
}

#[test]
fn land_cover_and_zones_of_several_bands_need_a_choice() {
    let folder = run(&[years()], &[rain()]);
    has(&refusal(&folder), &["cover.tif", "1 \"2018\", 2 \"2019\"", "write band = 1", "landcover = {"]);
    for (band, expected) in [(1, 500_000.0), (2, 250_000.0)] {
        let folder = run(&[years()], &[rain()]);
        cover_keys(&folder, &format!("band = {band}"));
        assert_eq!(water(&folder), expected);
    }
    for (band, part) in [("3", "no band 3; it has 2"), ("0", "no band 0"), ("\"all\"", "a text")] {
        let folder = run(&[years()], &[rain()]);
        cover_keys(&folder, &format!("band = {band}"));
        has(&refusal(&folder), &[part]);
    }
    let zones = |band: &str| {
        let folder = run(&[cover()], &[rain()]);
        folder.put("zones.tif", tiff(&[years()]));
        zone_line(&folder, &format!("zones = {{ file = \"zones.tif\"{band} }}"));
        folder
    };
    has(&refusal(&zones("")), &["zones.tif", "2 bands", "zones = {"]);
    assert_eq!(valued(&zones(", band = 2")), 50.0);
}

#[test]
fn a_layer_of_several_bands_needs_a_choice_unless_it_has_as_many_as_the_quantity() {
    let three = Image::new(3, |band, _| [1000.0_f32, 900.0, 800.0][usize::from(band)]);
    let folder = with_rain(&three);
    has(&refusal(&folder), &["rain.tif", "3 bands", "write band = 1"]);
    rain_keys(&folder, "band = 2");
    assert_eq!(water(&folder), 400_000.0);
    let folder = with_rain(&three);
    rain_keys(&folder, "aggregate = \"mean\"");
    has(&refusal(&folder), &["3 bands", "band = \"all\""]);
    rain_keys(&folder, "band = \"all\"");
    assert_eq!(water(&folder), 400_000.0);
    let months = Image::new(12, |band, _| if band == 0 { 450.0_f32 } else { 50.0 });
    let folder = with_rain(&months);
    rain_keys(&folder, "band = \"all\"\naggregate = \"sum\"");
    assert_eq!(water(&folder), 500_000.0);
    let folder = with_rain(&months);
    rain_keys(&folder, "band = 1");
    has(&warnings(&folder), &["12 bands"]);
}

#[test]
fn twelve_bands_of_a_monthly_quantity_need_no_key() {
    let months = Image::new(12, |_, _| 10.0_f32);
    let folder = with_rain(&rain());
    folder.put("months.tif", tiff(&[months]));
    let layer = "\n[[layer]]\nname = \"temperature_monthly\"\nfile = \"months.tif\"\nunit = \"degC\"\n";
    folder.put("run.toml", folder.text("run.toml") + layer);
    assert_eq!(water(&folder), 500_000.0);
    folder.put("months.tif", tiff(&[Image::new(13, |_, _| 10.0_f32)]));
    has(&refusal(&folder), &["months.tif", "13 bands", "its 12 bands"]);
}

#[test]
fn a_band_stands_once_in_a_list() {
    let three = Image::new(3, |_, _| 400.0_f32);
    for (list, twice) in [("[1, 1, 3]", "band 1"), ("[3, 2, 3]", "band 3")] {
        let folder = with_rain(&three);
        rain_keys(&folder, &format!("band = {list}\naggregate = \"sum\""));
        has(&refusal(&folder), &[twice, "listed twice"]);
    }
    let folder = with_rain(&three);
    rain_keys(&folder, "band = [3, 1, 2]\naggregate = \"sum\"");
    assert_eq!(water(&folder), 700_000.0);
}
