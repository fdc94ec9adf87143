//! Masks within a file and beside it, alpha bands, and files that were only partly written.

use super::tiff::{Image, tiff};
use super::{cover, has, rain, rain_keys, refusal, run, upper, valued, water, with_rain};

#[test]
fn a_mask_of_bits_or_bytes_within_the_file_takes_cells_out() {
    let bits = || Image::bits(|place| !upper(place));
    let bytes = || Image::new(1, |_, place| if upper(place) { 0_u8 } else { 255 }).subfile(4);
    for mask in [bits(), bytes()] {
        let folder = run(&[cover(), mask.clone()], &[rain()]);
        assert_eq!((water(&folder), valued(&folder)), (250_000.0, 50.0));
        let folder = run(&[cover()], &[rain(), mask]);
        assert_eq!((water(&folder), valued(&folder)), (250_000.0, 100.0));
    }
    // Overviews, and masks of overviews, lie before and behind.
    let small = || Image::new(1, |_, _| 0_u8).size((5, 5));
    let folder = run(&[cover(), small().subfile(1), small().subfile(5), bits()], &[rain()]);
    assert_eq!(water(&folder), 250_000.0);
}

#[test]
fn a_mask_and_nodata_and_scale_hold_together() {
    let cells = |_, place: u32| if place.is_multiple_of(10) { -9999_i16 } else { 5000 };
    let image = Image::new(1, cells).nodata("-9999").scale(0.1, 500.0);
    // 50 cells are masked; 5 of the other 50 are nodata.
    let folder = run(&[cover()], &[image, Image::bits(|place| !upper(place))]);
    assert_eq!(water(&folder), 45.0 * 5000.0);
}

#[test]
fn a_mask_file_beside_takes_cells_out_and_is_an_input() {
    let mask = Image::new(1, |_, place| u8::from(!upper(place)));
    let mask = mask.metadata("<Item name=\"INTERNAL_MASK_FLAGS_1\">2</Item>");
    let folder = run(&[cover()], &[rain()]);
    folder.put("cover.tif.msk", tiff(&[mask]));
    assert_eq!(water(&folder), 250_000.0);
    let inputs = folder.outcome().inputs;
    assert!(inputs.iter().any(|input| input.name == "cover.tif.msk" && input.sha256.len() == 64));
    // One that does not say what it is, or is of another size.
    folder.put("cover.tif.msk", tiff(&[Image::new(1, |_, _| 1_u8)]));
    has(&refusal(&folder), &["cover.tif.msk", "INTERNAL_MASK_FLAGS_1"]);
    let small = Image::new(1, |_, _| 1_u8).size((5, 5));
    folder.put("cover.tif.msk", tiff(&[small.metadata("<Item name=\"INTERNAL_MASK_FLAGS_1\">2</Item>")]));
    has(&refusal(&folder), &["cover.tif.msk", "5 columns", "10"]);
    folder.put("cover.tif.msk", "x");
    has(&refusal(&folder), &["cover.tif.msk", "not a TIFF"]);
}

#[test]
fn masks_that_are_not_read_are_refused_by_name() {
    let bits = || Image::bits(upper);
    let folder = run(&[cover(), bits(), bits()], &[rain()]);
    has(&refusal(&folder), &["cover.tif", "several masks"]);
    let folder = run(&[cover(), bits().size((5, 5))], &[rain()]);
    has(&refusal(&folder), &["the mask has 5 columns"]);
    let folder = run(&[cover(), Image::new(2, |_, _| 1_u8).subfile(4)], &[rain()]);
    has(&refusal(&folder), &["the mask has 2 bands, the raster 1"]);
}

#[test]
fn an_alpha_band_says_which_cells_are_valid_and_is_no_data() {
    let alpha = |place| match place {
        0..50 => 0_u8,
        50..60 => 1,
        _ => 255,
    };
    for kind in [1, 2] {
        let classes = Image::new(2, |band, place| if band == 0 { 2 } else { alpha(place) }).extra(&[kind]);
        let folder = run(&[classes], &[rain()]);
        assert_eq!((water(&folder), valued(&folder)), (250_000.0, 50.0));
    }
    let months = Image::new(3, |band, place| if band == 2 { f32::from(alpha(place)) } else { 500.0 });
    let folder = with_rain(&months.extra(&[0, 2]));
    rain_keys(&folder, "band = \"all\"\naggregate = \"sum\"");
    assert_eq!(water(&folder), 250_000.0);
    // An extra band that is no alpha is a band of data.
    let folder = run(&[Image::new(2, |band, _| 2 * u8::from(band == 0)).extra(&[0])], &[rain()]);
    has(&refusal(&folder), &["cover.tif", "2 bands"]);
    let folder = run(&[Image::new(3, |_, _| 2_u8).extra(&[2, 0])], &[rain()]);
    has(&refusal(&folder), &["alpha band that is not the last"]);
}

#[test]
fn parts_that_were_never_written_are_missing_or_refused() {
    let unwritten = || Image::new(1, |_, _| 0_u8).unwritten();
    for nodata in ["0", "255", "255.0"] {
        let folder = run(&[unwritten().nodata(nodata)], &[rain()]);
        has(&refusal(&folder), &["none of the 100 cells has a class"]);
    }
    for image in
        [unwritten(), unwritten().nodata("-9999"), unwritten().nodata("nan"), unwritten().nodata("300")]
    {
        has(&refusal(&run(&[image], &[rain()])), &["never written", "nodata"]);
    }
    let floats = Image::new(1, |_, _| 0.0_f32).unwritten();
    assert_eq!(water(&with_rain(&floats.clone().nodata("nan"))), 0.0);
    // Both remedies that the refusal names.
    let folder = with_rain(&floats);
    has(&refusal(&folder), &["nodata = 0", "nodata = \"none\""]);
    rain_keys(&folder, "nodata = 0");
    assert_eq!(water(&folder), 0.0);
    let folder = with_rain(&floats);
    rain_keys(&folder, "nodata = \"none\"\noffset = 1000");
    assert_eq!(water(&folder), 500_000.0);
}
