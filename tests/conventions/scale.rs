//! Scale and offset: of the file, of the run, of columns, and beside a unit that holds a factor.

use super::tiff::Image;
use super::{has, rain_keys, refusal, warnings, water, with_rain};
use crate::common::{Folder, RUN};
use ecovalue::Filter;

fn scaled() -> Image {
    Image::new(1, |_, _| 10_000_i16).scale(0.1, 0.0)
}

#[test]
fn a_scale_in_the_file_or_the_run_and_again_in_the_unit_is_refused() {
    let in_tenths = |keys: &str| {
        let folder = with_rain(&scaled());
        folder.edit(
            "run.toml",
            "file = \"rain.tif\"\nunit = \"mm\"",
            "file = \"rain.tif\"\nunit = \"0.1 mm\"",
        );
        rain_keys(&folder, keys);
        folder
    };
    has(
        &refusal(&in_tenths("")),
        &["the file states a scale of 0.1", "`0.1 mm`", "unit = \"mm\"", "scale = 1"],
    );
    has(&refusal(&in_tenths("scale = 0.1")), &["the run states a scale of 0.1"]);
    // Both remedies.
    assert_eq!(water(&in_tenths("scale = 1")), 500_000.0);
    assert_eq!(water(&with_rain(&scaled())), 500_000.0);
    // The same scale once more, and another in its place.
    let folder = with_rain(&scaled());
    rain_keys(&folder, "scale = 0.1");
    assert_eq!(water(&folder), 500_000.0);
    let folder = with_rain(&Image::new(1, |_, _| 1000_i16).scale(0.1, 5.0));
    rain_keys(&folder, "scale = 1.0\noffset = 0");
    assert_eq!(water(&folder), 500_000.0);
    // A unit without a factor goes with any scale.
    let folder = with_rain(&Image::new(1, |_, _| 10_000_i16).scale(1e-4, 0.0));
    folder.edit("run.toml", "file = \"rain.tif\"\nunit = \"mm\"", "file = \"rain.tif\"\nunit = \"m\"");
    assert!((water(&folder) - 500_000.0).abs() < 1e-6);
}

/// Water \[m3\] of the small run on a table, whose layer of rain has some keys.
fn of_table(keys: &str) -> Folder {
    let folder = Folder::new();
    folder.put("run.toml", RUN.replace("column = \"rain\"\n", &format!("column = \"rain\"\n{keys}\n")));
    folder
}

fn retained(folder: &Folder) -> f64 {
    let filter = Filter { indicator: Some("retained_water"), ..Filter::default() };
    folder.outcome().years[0].account.quantity(filter).unwrap()
}

#[test]
fn columns_have_scale_offset_and_nodata() {
    let plain = retained(&of_table(""));
    let tenths = of_table("scale = 0.1\noffset = 100.0");
    let cells = tenths.text("cells.csv");
    let change = |line: &str| match line.rsplit_once(',') {
        Some((rest, rain)) if rain != "rain" => {
            format!("{rest},{}\n", (rain.parse::<f64>().unwrap() - 100.0) * 10.0)
        }
        _ => format!("{line}\n"),
    };
    tenths.put("cells.csv", cells.lines().map(change).collect::<String>());
    assert!((retained(&tenths) / plain - 1.0).abs() < 1e-12);
    // The number of the table is compared, before scale and offset.
    let filled = of_table("scale = 1.0\nnodata = [-9999, \"-5..-1\"]");
    filled.edit("cells.csv", "1200", "-9999");
    let empty = of_table("");
    empty.edit("cells.csv", "1200", "");
    assert_eq!(retained(&filled), retained(&empty));
    has(&refusal(&of_table("scale = 0.1\nband = 2")), &["`band` does not go with `column`"]);
    let twice = of_table("scale = 0.1");
    twice.edit("run.toml", "unit = \"mm\"", "unit = \"0.1 mm\"");
    has(&refusal(&twice), &["the run states a scale of 0.1"]);
}

#[test]
fn a_number_for_every_cell_has_neither() {
    for (key, part) in [
        ("scale = 0.1", "scale"),
        ("offset = 3.0", "offset"),
        ("nodata = -1", "nodata"),
        ("band = 1", "band"),
    ] {
        let folder = Folder::new();
        folder.edit("run.toml", "value = 15.0\n", &format!("value = 15.0\n{key}\n"));
        has(&refusal(&folder), &[&format!("`{part}` does not go with `value`"), "take it out"]);
    }
}

#[test]
fn a_scale_of_the_run_that_is_not_that_of_the_file_is_told() {
    let tenths = Image::new(1, |_, _| 10_000_i16).scale(0.1, 0.0);
    let folder = with_rain(&tenths);
    rain_keys(&folder, "scale = 0.05");
    has(&warnings(&folder), &["the scale 0.1 for band 1, and the run 0.05", "采用后者"]);
    assert_eq!(water(&folder), 0.0);
    for (image, keys, figure) in
        [(tenths, "scale = 0.1", 500_000.0), (Image::new(1, |_, _| 10_000_i16), "scale = 0.1", 500_000.0)]
    {
        let folder = with_rain(&image);
        rain_keys(&folder, keys);
        assert!(!warnings(&folder).contains("the scale"));
        assert_eq!(water(&folder), figure);
    }
}
