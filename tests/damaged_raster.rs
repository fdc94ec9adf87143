//! Rasters that are damaged, lie about their sizes or unpack to more than they say: an error or the right cells, no
//! panic, and no more memory than the limit. What is allocated is counted, so the tests of this file take turns.
#![cfg(feature = "files")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on has failed")]
#![allow(clippy::float_cmp, reason = "damaged cells are compared with the right ones")]

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard};
use std::time::Instant;

use ecovalue::error::Code;
use ecovalue::input::geotiff::GeoTiff;
use ecovalue::input::grid::{Crs, Grid};
use ecovalue::input::limits::Limits;
use ecovalue::report::map::MapWriter;
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;
static TURN: Mutex<()> = Mutex::new(());

const MIB: usize = 1 << 20;
/// Limit of the reader in these tests.
const LIMIT: usize = MIB;
/// What the rest may take: the cells themselves, errors, and the state of a decoder.
const SLACK: usize = MIB;

fn turn() -> MutexGuard<'static, ()> {
    TURN.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn variant(file: &str) -> Vec<u8> {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests/data/geotiff", file].iter().collect();
    std::fs::read(path).unwrap()
}

/// 4 KiB of cells that do not pack well, and what packs them.
fn four_kib(folder: &Path) -> Vec<u8> {
    let crs = Crs::from_epsg(4326).unwrap();
    let grid = Grid { width: 33, height: 31, origin: (105.0, 31.0), step: (0.01, -0.01), crs };
    let mut points = Points(3);
    let cells: Vec<f32> =
        (0..33 * 31).map(|_| f32::from(u16::try_from(points.below(65_000)).unwrap()) / 7.0).collect();
    let path = folder.join("four_kib.tif");
    let mut map = MapWriter::create(&path, &grid, "cells", "m3").unwrap();
    map.write_rows(0, &cells).unwrap();
    map.finish().unwrap();
    let bytes = std::fs::read(path).unwrap();
    assert!((4000..8000).contains(&bytes.len()), "{}", bytes.len());
    bytes
}

/// What a file of bytes reads as: its grid, and the cells of its bands.
type Content = (String, Vec<Vec<f64>>);

fn read(file: &Path, bytes: &[u8]) -> Result<Content, ecovalue::Error> {
    std::fs::write(file, bytes).unwrap();
    let limits = Limits { max_cells: 1 << 15, memory_bytes: LIMIT as u64, ..Limits::default() };
    let mut map = GeoTiff::open(file, "damaged.tif", &limits)?;
    let (width, height) = (map.grid().width, map.grid().height);
    let mut bands = Vec::new();
    for band in 1..=map.bands().min(3) {
        let mut cells = vec![0.0; usize::try_from(map.grid().cells()).unwrap()];
        for row in 0..height {
            let first = usize::try_from(u64::from(row) * u64::from(width)).unwrap();
            map.read_rows(band, row, 1, &mut cells[first..first + usize::try_from(width).unwrap()])?;
        }
        let (scale, offset) = map.scale_offset(band);
        bands.push(cells.into_iter().map(|cell| cell * scale + offset).collect());
    }
    Ok((format!("{:?}", map.grid()), bands))
}

fn same(a: &Content, b: &Content) -> bool {
    let cells = |a: &[f64], b: &[f64]| {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a == b || (a.is_nan() && b.is_nan()))
    };
    a.0 == b.0 && a.1.len() == b.1.len() && a.1.iter().zip(&b.1).all(|(a, b)| cells(a, b))
}

/// Memory that some work takes at its peak, beyond what there was, and its time.
fn counted<T>(work: impl FnOnce() -> T) -> (T, usize, f64) {
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    let start = Instant::now();
    let result = work();
    let time = start.elapsed().as_secs_f64();
    (result, MEMORY.peak_usage().saturating_sub(before), time)
}

/// Numbers of Knuth's linear congruential generator, so that a failure comes back.
struct Points(u64);

impl Points {
    fn below(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % below
    }
}

#[test]
fn a_cut_file_is_an_error_or_right() {
    let _turn = turn();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cut.tif");
    for name in ["", "tile_lzw_i2.tif", "strip_deflate_f4.tif", "packbits_strip.tif"] {
        let bytes = if name.is_empty() { four_kib(folder.path()) } else { variant(name) };
        let right = read(&file, &bytes).unwrap();
        for end in 0..bytes.len() {
            let (found, peak, _) = counted(|| read(&file, &bytes[..end]));
            assert!(peak < LIMIT + SLACK, "{name} cut at {end}: {peak} bytes");
            // The end mark or the check sum of the last chunk can be spared.
            assert!(found.is_err() || same(&found.unwrap(), &right), "{name} cut at {end}");
        }
    }
}

/// Where the header and the directory say something else that can be true, no reader can tell: the missing value, the
/// place on Earth, the scale, the sign of the numbers.
const TRUE_EITHER_WAY: [u16; 15] =
    [256, 257, 270, 273, 278, 317, 324, 339, 33550, 33922, 34735, 34736, 34737, 42112, 42113];

#[test]
fn a_flipped_bit_of_the_header_is_an_error_or_right_or_says_something_else() {
    let _turn = turn();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("flipped.tif");
    for mut bytes in [variant("tile_lzw_i2.tif"), four_kib(folder.path())] {
        let right = read(&file, &bytes).unwrap();
        let places = header_places(&bytes);
        let mut other = BTreeMap::new();
        for (byte, tag) in &places {
            for bit in 0..8 {
                bytes[*byte] ^= 1 << bit;
                let (found, peak, _) = counted(|| read(&file, &bytes));
                bytes[*byte] ^= 1 << bit;
                assert!(peak < LIMIT + SLACK, "bit {bit} of byte {byte}, tag {tag}: {peak} bytes");
                if found.is_ok_and(|found| !same(&found, &right)) {
                    *other.entry(*tag).or_insert(0) += 1;
                }
            }
        }
        let silent: Vec<_> = other.iter().filter(|(tag, _)| !TRUE_EITHER_WAY.contains(tag)).collect();
        assert!(places.len() > 300 && silent.is_empty(), "{silent:?} of {other:?}");
    }
}

/// Every byte of the header, the directory and its values, with the tag that it belongs to, 0 for none.
fn header_places(bytes: &[u8]) -> Vec<(usize, u16)> {
    let number = |at: usize, length: usize| {
        bytes[at..at + length].iter().rev().fold(0_usize, |sum, byte| (sum << 8) | usize::from(*byte))
    };
    let directory = number(4, 4);
    let mut places: Vec<(usize, u16)> =
        (0..8).chain(directory..directory + 2).map(|byte| (byte, 0)).collect();
    for entry in 0..number(directory, 2) {
        let at = directory + 2 + 12 * entry;
        let tag = u16::try_from(number(at, 2)).unwrap();
        let size = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8][number(at + 2, 2)] * number(at + 4, 4);
        let values = number(at + 8, 4);
        let outside = (values..values + size).filter(|_| size > 4);
        places.extend((at..at + 12).chain(outside).map(|byte| (byte, tag)));
    }
    places
}

/// A little-endian TIFF: entries of tag, type, count and value, and what stands behind them.
fn tiff(entries: &[(u16, u16, u32, u32)], behind: &[u8]) -> Vec<u8> {
    let mut bytes = b"II\x2a\0\x08\0\0\0".to_vec();
    bytes.extend(u16::try_from(entries.len()).unwrap().to_le_bytes());
    for (tag, kind, count, value) in entries {
        bytes.extend(tag.to_le_bytes());
        bytes.extend(kind.to_le_bytes());
        bytes.extend(count.to_le_bytes());
        bytes.extend(value.to_le_bytes());
    }
    bytes.extend([0; 4]);
    bytes.extend(behind);
    bytes
}

/// Where what stands behind so many entries begins.
fn behind(entries: u32) -> u32 {
    8 + 2 + 12 * entries + 4
}

#[test]
fn sizes_of_four_thousand_million_are_refused_at_once() {
    let _turn = turn();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("large.tif");
    let max = u32::MAX;
    let long = |tag, value| (tag, 4, 1, value);
    let mut big = b"II\x2b\0\x08\0\0\0\x10\0\0\0\0\0\0\0".to_vec();
    big.extend([0xff; 8]);
    let mut counts = b"II\x2b\0\x08\0\0\0\x10\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0".to_vec();
    counts.extend([0, 1, 4, 0]);
    counts.extend([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]);
    counts.extend([0; 16]);
    let mut files = vec![big, counts];
    for entries in [
        vec![long(256, max), long(257, max), long(258, 8)],
        vec![long(256, max), long(257, 1), long(258, 8)],
        vec![long(256, 9), long(257, 9), long(258, max)],
        vec![long(256, 9), long(257, 9), long(258, 8), long(277, max)],
        vec![long(256, 9), long(257, 9), long(258, 8), long(278, max), long(273, max), long(279, max)],
        vec![
            long(256, 9),
            long(257, 9),
            long(258, 8),
            long(322, max),
            long(323, max),
            long(324, 8),
            long(325, 8),
        ],
        vec![long(256, 9), long(257, 9), (258, 3, max, 8)],
        vec![long(256, 9), long(257, 9), long(258, 8), (273, 4, max, 8), (279, 4, max, 8)],
        vec![long(256, 9), long(257, 9), long(258, 8), (42112, 2, max, 8)],
        vec![long(256, 9), long(257, 9), long(258, 8), (34735, 3, max, 8)],
        vec![long(256, 65_535), long(257, 65_535), long(258, 8), long(322, 16), long(323, 16), long(324, 8)],
    ] {
        files.push(tiff(&entries, &[]));
    }
    for (index, bytes) in files.iter().enumerate() {
        let (found, peak, time) = counted(|| read(&file, bytes));
        assert!(found.is_err() && peak < MIB, "file {index}: {peak} bytes");
        // 10 ms are kept by far; a busy machine may pause longer.
        assert!(time < 0.5, "file {index}: {time} s");
    }
}

/// Zeros packed a thousand times and more, in chunks that say they hold 64 × 64 cells.
#[test]
fn what_unpacks_to_more_than_it_says_takes_no_memory() {
    let _turn = turn();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bomb.tif");
    let zeros = vec![0_u8; 64 * MIB];
    let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::new(6));
    zlib.write_all(&zeros).unwrap();
    let lzw = weezl::encode::Encoder::with_tiff_size_switch(weezl::BitOrder::Msb, 8).encode(&zeros).unwrap();
    let packed_bits = [0x81, 0].repeat(MIB / 4);
    let mut bombs = vec![(8_u32, zlib.finish().unwrap()), (5, lzw), (32_773, packed_bits)];
    #[cfg(feature = "zstd")]
    bombs.push((50_000, zstd::bulk::compress(&zeros, 3).unwrap()));
    drop(zeros);
    bombs.push((8, Vec::new()));
    for (compression, data) in bombs {
        let long = |tag, value| (tag, 4, 1, value);
        let length = u32::try_from(data.len()).unwrap();
        let entries = [
            long(256, 64),
            long(257, 64),
            long(258, 8),
            long(259, compression),
            long(262, 1),
            long(273, behind(11)),
            long(277, 1),
            long(278, 64),
            long(279, length),
            (33550, 12, 3, behind(11) + length),
            (33922, 12, 6, behind(11) + length + 24),
        ];
        let mut tail = data.clone();
        for number in [1.0_f64, 1.0, 0.0, 0.0, 0.0, 0.0, 5.0, 6.0, 0.0] {
            tail.extend(number.to_le_bytes());
        }
        let bytes = tiff(&entries, &tail);
        let (found, peak, time) = counted(|| read(&file, &bytes));
        assert!(peak < LIMIT + SLACK + data.len(), "compression {compression}: {peak} bytes");
        assert!(time < 1.0, "compression {compression}: {time} s");
        // The first 4096 zeros may be taken as what the file says, the rest not.
        assert!(found.is_err() || found.unwrap().1 == [vec![0.0; 4096]], "compression {compression}");
    }
}

#[test]
fn directories_in_a_ring_and_of_a_million_entries_come_to_an_end() {
    let _turn = turn();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ring.tif");
    let mut ring = variant("tile_lzw_i2.tif");
    let right = read(&file, &ring).unwrap();
    let directory = usize::from(u16::from_le_bytes([ring[4], ring[5]]));
    let entries = usize::from(u16::from_le_bytes([ring[directory], ring[directory + 1]]));
    let next = directory + 2 + 12 * entries;
    let first = ring[4..8].to_vec();
    ring[next..next + 4].copy_from_slice(&first);
    assert!(same(&read(&file, &ring).unwrap(), &right));

    let mut many = b"II\x2b\0\x08\0\0\0\x10\0\0\0\0\0\0\0".to_vec();
    many.extend(1_000_000_u64.to_le_bytes());
    for tag in 0..1_000_000_u32 {
        many.extend(u16::try_from(tag % 65_536).unwrap().to_le_bytes());
        many.extend([4, 0, 1, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0]);
    }
    let (found, peak, time) = counted(|| read(&file, &many));
    assert!(matches!(found.unwrap_err().code(), Code::Limit | Code::Raster));
    assert!(peak < 64 * MIB && time < 1.0, "{peak} bytes, {time} s");
}

/// `ECOVALUE_MUTATIONS` asks for more than the few that every test run makes.
#[test]
fn damage_anywhere_does_not_panic_or_hang() {
    let _turn = turn();
    #[allow(clippy::disallowed_methods, reason = "the length of a test is no figure")]
    let count: Option<usize> = std::env::var("ECOVALUE_MUTATIONS").ok().and_then(|count| count.parse().ok());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("damaged.tif");
    let seeds = [
        "tile_lzw_i2.tif",
        "strip_deflate_f4.tif",
        "packbits_strip.tif",
        "big_endian_bigtiff_bands.tif",
        "bands_pixel_tile_p3_f4.tif",
        "scale_offset.tif",
        "sparse_tile.tif",
        "gauss_kruger.tif",
        "zstd_p2_i2.tif",
        "bigtiff_strip.tif",
    ];
    let seeds: Vec<Vec<u8>> = seeds.into_iter().map(variant).collect();
    let mut points = Points(7);
    let (mut longest, mut largest, mut read_all) = (0.0, 0, 0);
    for index in 0..count.unwrap_or(3000) {
        let mut bytes = seeds[index % seeds.len()].clone();
        for _ in 0..=points.below(4) {
            let place = points.below(bytes.len());
            match points.below(5) {
                0 => bytes[place] ^= 1 << points.below(8),
                1 => bytes[place] = u8::try_from(points.below(256)).unwrap(),
                2 => bytes[place] = [0, 1, 0x7f, 0x80, 0xff][points.below(5)],
                3 => bytes.truncate(place.max(8)),
                _ => {
                    let from = points.below(bytes.len());
                    let length = points.below(16).min(bytes.len() - from.max(place));
                    bytes.copy_within(from..from + length, place);
                }
            }
        }
        let (found, peak, time) = counted(|| read(&file, &bytes));
        assert!(peak < LIMIT + SLACK, "mutation {index}: {peak} bytes");
        longest = time.max(longest);
        largest = peak.max(largest);
        read_all += usize::from(found.is_ok());
    }
    assert!(longest < 5.0, "{longest} s, at most {largest} bytes, {read_all} were read");
}
