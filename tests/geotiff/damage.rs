//! Damaged files are an error or are read; they never panic and never take memory for what they claim.

use std::path::Path;

use ecovalue::error::Code;
use ecovalue::input::geotiff::GeoTiff;
use ecovalue::input::limits::Limits;

use super::{VARIANTS, path, read};

const FILES: [&str; 4] =
    ["tile_lzw_i2.tif", "big_endian_bigtiff_bands.tif", "bands_pixel_tile_p3_f4.tif", "packbits_strip.tif"];

/// Reads a whole file of bytes; how it ended.
fn read_all(file: &Path, bytes: &[u8]) -> Result<(), ecovalue::Error> {
    std::fs::write(file, bytes).unwrap();
    let limits = Limits { max_cells: 1 << 20, memory_bytes: 1 << 20, ..Limits::default() };
    let mut map = GeoTiff::open(file, "damaged.tif", &limits)?;
    for band in 1..=map.bands().min(3) {
        read(&mut map, band, 500)?;
    }
    let _ = map.grid().cell_area(0);
    Ok(())
}

#[test]
fn a_file_cut_at_any_byte_does_not_panic() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cut.tif");
    for name in FILES {
        let bytes = std::fs::read(path(VARIANTS, name)).unwrap();
        read_all(&file, &bytes).unwrap();
        let whole = (0..bytes.len()).filter(|end| read_all(&file, &bytes[..*end]).is_ok()).count();
        // Only the end mark or the check sum of the last chunk can be spared.
        assert!(whole <= 8, "{name}: {whole}");
    }
}

#[test]
fn a_flipped_bit_does_not_panic() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("flipped.tif");
    for name in FILES {
        let mut bytes = std::fs::read(path(VARIANTS, name)).unwrap();
        for bit in 0..256 * 8 {
            bytes[bit / 8] ^= 1 << (bit % 8);
            let _ = read_all(&file, &bytes);
            bytes[bit / 8] ^= 1 << (bit % 8);
        }
    }
}

#[test]
fn damage_anywhere_does_not_panic() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("damaged.tif");
    // Numbers of Knuth's linear congruential generator, so that a failure comes back.
    let mut state = 1_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    for name in FILES {
        let bytes = std::fs::read(path(VARIANTS, name)).unwrap();
        for _ in 0..1000 {
            let mut bytes = bytes.clone();
            for _ in 0..3 {
                let place = next(bytes.len());
                bytes[place] = u8::try_from(next(256)).unwrap();
            }
            let _ = read_all(&file, &bytes);
        }
    }
    for length in 0..64 {
        let noise: Vec<u8> = (0..length).map(|_| u8::try_from(next(256)).unwrap()).collect();
        assert!(read_all(&file, &noise).is_err());
    }
}

/// A little-endian TIFF of nothing but a directory of long integers.
fn header(entries: &[(u16, u32)]) -> Vec<u8> {
    let mut bytes = b"II\x2a\0\x08\0\0\0".to_vec();
    bytes.extend(u16::try_from(entries.len()).unwrap().to_le_bytes());
    for (tag, value) in entries {
        bytes.extend(tag.to_le_bytes());
        bytes.extend([4, 0, 1, 0, 0, 0]);
        bytes.extend(value.to_le_bytes());
    }
    bytes.extend([0; 4]);
    bytes
}

#[test]
fn sizes_that_a_file_only_claims_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("large.tif");
    let max = u32::MAX;
    for (entries, code) in [
        (vec![(256, max), (257, max), (258, 8)], Code::Limit),
        // 2⁴⁸ strips: 65535 planes of a column of 2³² − 1 cells.
        (vec![(256, 1), (257, max), (258, 8), (277, 65535), (278, 1), (284, 2)], Code::Limit),
        (vec![(256, 9), (257, 9), (258, 8), (277, 65535), (322, max), (323, max), (324, 8)], Code::Limit),
        (vec![(256, max), (257, 15), (258, 64), (339, 3)], Code::Limit),
        (vec![(256, 9), (257, 9), (258, 8), (322, 0), (323, 16), (324, 8)], Code::Raster),
        (vec![(256, 9), (257, 9), (258, 8), (278, 0)], Code::Raster),
        (vec![(256, 9), (257, 9), (258, 8), (273, 8)], Code::Raster),
        (vec![(256, 0), (257, 9), (258, 8)], Code::Raster),
        (vec![(256, 9)], Code::Raster),
        (vec![], Code::Raster),
    ] {
        std::fs::write(&file, header(&entries)).unwrap();
        let error = GeoTiff::open(&file, "large.tif", &Limits::default()).unwrap_err();
        assert_eq!(error.code(), code, "{error}");
    }
}

#[test]
fn a_count_beyond_the_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("count.tif");
    let mut bytes = header(&[(256, 3), (257, 3), (258, 8)]);
    bytes[38..42].copy_from_slice(&u32::MAX.to_le_bytes());
    std::fs::write(&file, bytes).unwrap();
    let error = GeoTiff::open(&file, "count.tif", &Limits::default()).unwrap_err();
    assert!(error.to_string().contains("tag 258 has 4294967295 values, more than the file"), "{error}");
}

#[test]
fn files_that_are_none_are_refused() {
    let limits = Limits::default();
    let open = |path: &Path| GeoTiff::open(path, "x.tif", &limits).unwrap_err();
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(open(&folder.path().join("absent.tif")).code(), Code::FileUnreadable);
    assert_eq!(open(folder.path()).code(), Code::FileUnreadable);
    let text = open(&path(VARIANTS, "expected.csv"));
    assert_eq!(text.code(), Code::Raster);
    assert!(text.to_string().starts_with("x.tif: the file is not a TIFF file; hint: "), "{text}");
    let small = Limits { max_file_bytes: 100, ..limits };
    let error = GeoTiff::open(&path(VARIANTS, "raw_tile.tif"), "x.tif", &small).unwrap_err();
    assert_eq!(error.code(), Code::Limit);
}
