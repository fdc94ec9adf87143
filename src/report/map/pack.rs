//! Packing of a tile: predictor, then compression.

use std::io::{self, Write};

use flate2::write::ZlibEncoder;

use crate::report::threads::spawn;

use super::options::{Compression, MapOptions, Predictor};

/// Effort of Deflate, of 9. After the predictor more effort saves a few per cent and takes several times as long.
const LEVEL: u32 = 2;

/// Appends the bytes of a tile whose rows hold the bytes of its numbers, little-endian.
pub(super) fn pack<'a>(
    options: &MapOptions,
    lines: impl Iterator<Item = &'a [u8]>,
    out: &mut Vec<u8>,
) -> io::Result<()> {
    let bytes = options.sample.bytes();
    let mut tile = Vec::new();
    let plain = if options.compression == Compression::None { &mut *out } else { &mut tile };
    for line in lines {
        match options.predictor() {
            Predictor::None => plain.extend_from_slice(line),
            Predictor::Horizontal => differences(line, bytes, plain),
            Predictor::FloatingPoint => by_significance(line, bytes, plain),
        }
    }
    match options.compression {
        Compression::None => {}
        Compression::Deflate => {
            let mut encoder = ZlibEncoder::new(out, flate2::Compression::new(LEVEL));
            encoder.write_all(&tile)?;
            encoder.finish()?;
        }
        #[cfg(feature = "zstd")]
        Compression::Zstd => out.extend(zstd::bulk::compress(&tile, 9)?),
    }
    Ok(())
}

/// Tiles beside one another in rows of so many bytes, each a number of bytes wide, packed by several threads.
pub(super) fn pack_all(
    options: &MapOptions,
    rows: &[u8],
    (row, tile): (usize, usize),
    threads: usize,
) -> io::Result<Vec<Vec<u8>>> {
    let tiles = row / tile.max(1);
    let one = |column: usize| {
        let lines = rows.chunks_exact(row).map(|line| line.get(column * tile..(column + 1) * tile));
        let mut packed = Vec::new();
        pack(options, lines.map(Option::unwrap_or_default), &mut packed)?;
        Ok(packed)
    };
    let share = tiles.div_ceil(threads.max(1)).max(1);
    let some = |first: usize| (first..(first + share).min(tiles)).map(one).collect::<io::Result<Vec<_>>>();
    std::thread::scope(|scope| {
        let some = &some;
        // What no thread is given for is done here.
        let work =
            (0..tiles).step_by(share).map(|first| spawn(scope, move || some(first)).map_err(|_| some(first)));
        let mut packed = Vec::new();
        for spawned in work.collect::<Vec<_>>() {
            packed.extend(match spawned {
                Ok(thread) => thread.join().map_err(|_| io::Error::other("a thread was torn down"))??,
                Err(done) => done?,
            });
        }
        Ok(packed)
    })
}

/// Each number less the one before.
fn differences(line: &[u8], bytes: usize, out: &mut Vec<u8>) {
    let number =
        |digits: &[u8]| digits.iter().rev().fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
    let mut before = 0;
    for chunk in line.chunks_exact(bytes) {
        let current = number(chunk);
        out.extend(current.wrapping_sub(before).to_le_bytes().iter().take(bytes));
        before = current;
    }
}

/// The floating-point predictor (Adobe Photoshop TIFF Technical Note 3, 2005): the bytes of a row are sorted by
/// significance, the highest first, and each is replaced by its difference from the one before.
fn by_significance(line: &[u8], bytes: usize, out: &mut Vec<u8>) {
    let start = out.len();
    for plane in (0..bytes).rev() {
        out.extend(line.iter().skip(plane).step_by(bytes));
    }
    let mut before = 0;
    for byte in out.iter_mut().skip(start) {
        let current = *byte;
        *byte = current.wrapping_sub(before);
        before = current;
    }
}
