//! Packing of a tile: predictor, then compression.

use std::io::{self, Write};

use flate2::write::ZlibEncoder;

use super::options::{Compression, MapOptions, Predictor};

/// The bytes of a tile whose rows hold the bits of its numbers.
pub(super) fn pack<'a>(options: &MapOptions, lines: impl Iterator<Item = &'a [u64]>) -> io::Result<Vec<u8>> {
    let bytes = options.sample.bytes();
    let mut tile = Vec::new();
    let mut line_bytes = Vec::new();
    for line in lines {
        line_bytes.clear();
        match options.predictor() {
            Predictor::None => plain(line.iter().copied(), bytes, &mut line_bytes),
            Predictor::Horizontal => {
                let before = std::iter::once(0).chain(line.iter().copied());
                plain(
                    line.iter().zip(before).map(|(own, before)| own.wrapping_sub(before)),
                    bytes,
                    &mut line_bytes,
                );
            }
            Predictor::FloatingPoint => by_significance(line, bytes, &mut line_bytes),
        }
        tile.extend_from_slice(&line_bytes);
    }
    match options.compression {
        Compression::None => Ok(tile),
        Compression::Deflate => {
            let mut encoder = ZlibEncoder::new(Vec::new(), flate2::Compression::new(6));
            encoder.write_all(&tile)?;
            encoder.finish()
        }
        #[cfg(feature = "zstd")]
        Compression::Zstd => zstd::bulk::compress(&tile, 9),
    }
}

/// The lowest bytes of each number, little-endian.
fn plain(numbers: impl Iterator<Item = u64>, bytes: usize, out: &mut Vec<u8>) {
    for number in numbers {
        out.extend(number.to_le_bytes().iter().take(bytes));
    }
}

/// The floating-point predictor (Adobe Photoshop TIFF Technical Note 3, 2005): the bytes of a row are sorted by
/// significance, the highest first, and each is replaced by its difference from the one before.
fn by_significance(line: &[u64], bytes: usize, out: &mut Vec<u8>) {
    for plane in (0..bytes).rev() {
        out.extend(line.iter().filter_map(|number| number.to_le_bytes().get(plane).copied()));
    }
    let mut before = 0;
    for byte in out {
        let own = *byte;
        *byte = own.wrapping_sub(before);
        before = own;
    }
}
