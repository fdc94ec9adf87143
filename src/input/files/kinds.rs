//! What the bytes of a file are, where they are no text.

const UTF8: &str = "save the table as CSV in UTF-8 (in a spreadsheet: CSV UTF-8, comma separated)";
const SHEET: &str = "open it and save the sheet as CSV UTF-8 (comma separated)";
const ATTRIBUTES: &str = "open the layer in a GIS and export its table of attributes as CSV in UTF-8";
const UNPACK: &str = "unpack it, and name the table (CSV in UTF-8) that is in it";

const EITHER: &str =
    "open it and save the sheet as CSV UTF-8, or unpack the table (CSV in UTF-8) that is in it";

/// Beginnings of files, with what they are and what to do.
const BEGINNINGS: &[(&[u8], &str, &str)] = &[
    (b"\xff\xfe\0\0", "UTF-32 text", UTF8),
    (b"\xff\xfe", "UTF-16 text", UTF8),
    (b"\xfe\xff", "UTF-16 text", UTF8),
    (b"\xd0\xcf\x11\xe0", "a workbook of old Excel or WPS (xls, et)", SHEET),
    (b"\x09\x08\x10\0", "a workbook of old Excel (xls)", SHEET),
    (b"\x1f\x8b", "a compressed file (gzip)", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a compressed archive (7z)", UNPACK),
    (b"Rar!\x1a\x07", "a compressed archive (rar)", UNPACK),
    (b"%PDF", "a PDF", "type or export the table as CSV UTF-8"),
    (b"\0\0\x27\x0a", "the geometry of a Shapefile (shp)", ATTRIBUTES),
    (b"SQLite format 3\0", "a GeoPackage or another SQLite database", ATTRIBUTES),
    (b"PAR1", "a Parquet file", "write the table as CSV in UTF-8"),
    (b"ARROW1", "a Feather (Arrow) file", "write the table as CSV in UTF-8"),
    (
        b"II*\0",
        "a TIFF raster",
        "name a table (CSV in UTF-8); a raster is named as a layer or as the land cover",
    ),
    (
        b"MM\0*",
        "a TIFF raster",
        "name a table (CSV in UTF-8); a raster is named as a layer or as the land cover",
    ),
    (b"\x89PNG", "a picture (PNG)", "type the table and save it as CSV UTF-8"),
    (b"\xff\xd8\xff", "a picture (JPEG)", "type the table and save it as CSV UTF-8"),
    (b"\x89HDF", "a NetCDF or HDF5 file", "write the table as CSV in UTF-8"),
    (b"CDF\x01", "a NetCDF file", "write the table as CSV in UTF-8"),
];

/// What lies in a zip file, by a name that stands in it.
const IN_ZIP: &[(&[u8], &str, &str)] = &[
    (b"xl/", "a workbook (xlsx)", SHEET),
    (b"application/vnd.oasis.opendocument.spreadsheet", "a workbook (ods)", SHEET),
    (b"word/", "a document (docx)", "copy its table into a spreadsheet and save the sheet as CSV UTF-8"),
    (
        b".shp",
        "a zipped Shapefile",
        "unpack it, open the layer in a GIS and export its table of attributes as CSV in UTF-8",
    ),
    (b".csv", "a zip file", UNPACK),
    (b".txt", "a zip file", UNPACK),
    (
        b".gdb/",
        "a zipped geodatabase",
        "unpack it, open the layer in a GIS and export its table of attributes as CSV in UTF-8",
    ),
    (
        b".gpkg",
        "a zipped GeoPackage",
        "unpack it, open the layer in a GIS and export its table of attributes as CSV in UTF-8",
    ),
];

/// What some bytes are if they are no text, and what to do.
pub(super) fn of_bytes(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        let found = IN_ZIP.iter().find(|(name, _, _)| holds(bytes, name));
        return Some(
            found.map_or(("a workbook (xlsx, ods) or zip file", EITHER), |(_, what, hint)| (*what, *hint)),
        );
    }
    let known = BEGINNINGS.iter().find(|(start, _, _)| bytes.starts_with(start));
    match known {
        Some((_, what, hint)) => Some((*what, *hint)),
        None if is_dbf(bytes) => Some((
            "the table of a Shapefile (dbf)",
            "open it in a GIS or a spreadsheet and save it as CSV UTF-8",
        )),
        None if is_utf16(bytes) => Some(("UTF-16 text", UTF8)),
        None => None,
    }
}

/// Whether a name stands in the bytes near an end of a file, where a zip file has its names.
fn holds(bytes: &[u8], name: &[u8]) -> bool {
    const NEAR: usize = 1 << 16;
    let tail = bytes.len().saturating_sub(NEAR);
    let ends = [bytes.get(..NEAR.min(bytes.len())), bytes.get(tail..)];
    ends.into_iter().flatten().any(|part| part.windows(name.len()).any(|window| window == name))
}

/// Whether the head of a table of dBase stands there: its version, a date, and the NUL that ends a name.
fn is_dbf(bytes: &[u8]) -> bool {
    let [version, _, month, day, ..] = bytes else { return false };
    matches!(version, 0x03 | 0x30 | 0x31 | 0x83 | 0x8b | 0xf5)
        && (1..=12).contains(month)
        && (1..=31).contains(day)
        && bytes.get(..64).is_some_and(|head| head.contains(&0))
}

/// Whether every second of the first bytes is NUL: Latin letters in UTF-16 without a mark.
fn is_utf16(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(64)).unwrap_or_default();
    let pairs = || head.chunks_exact(2);
    let nul = |index: usize| pairs().filter(|pair| pair.get(index) == Some(&0)).count();
    let half = pairs().len() / 2;
    pairs().len() > 1 && (nul(0) > half && nul(1) == 0 || nul(1) > half && nul(0) == 0)
}
