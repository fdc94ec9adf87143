//! What a file is that is named as a raster and is no TIFF, and what makes a GeoTIFF of it.

const TRANSLATE: &str = "convert it to GeoTIFF: gdal_translate -co COMPRESS=DEFLATE FILE FILE.tif";
const RASTERIZE: &str = "burn a column of zone numbers into a raster on the grid of the land cover: gdal_rasterize -a zone_id -te XMIN YMIN XMAX YMAX -tr XRES YRES -ot Int32 -a_nodata 0 -co COMPRESS=DEFLATE FILE zones.tif (gdalinfo landcover.tif prints the numbers), and name zones.tif";
const UNPACK: &str = "unpack it and name the GeoTIFF in it; zones as polygons (shp, gpkg) become a raster with gdal_rasterize -a zone_id -te XMIN YMIN XMAX YMAX -tr XRES YRES -ot Int32 -a_nodata 0 FILE zones.tif";
const NETCDF: &str = "convert the variable to GeoTIFF: gdal_translate -co COMPRESS=DEFLATE NETCDF:\"FILE\":VARIABLE FILE.tif (gdalinfo FILE lists the variables)";
const TABLE: &str = "name a GeoTIFF here; cells in a table are read with [cells] kind = \"table\"";

/// Beginnings of files, with what they are and what to do.
const KINDS: &[(&[u8], &str, &str)] = &[
    (b"\0\0\x27\x0a", "a Shapefile (polygons, lines or points)", RASTERIZE),
    (b"SQLite", "a GeoPackage or another database of polygons", RASTERIZE),
    (b"{", "GeoJSON or other JSON", RASTERIZE),
    (b"<", "XML, such as KML or GML", RASTERIZE),
    (b"PK\x03\x04", "a zip file", UNPACK),
    (b"\x1f\x8b", "a compressed file (gzip)", UNPACK),
    (b"7z\xbc\xaf", "a compressed archive (7z)", UNPACK),
    (b"Rar!", "a compressed archive (rar)", UNPACK),
    (b"CDF", "a NetCDF file", NETCDF),
    (b"\x89HDF", "a NetCDF or HDF5 file", NETCDF),
    (
        b"\x0e\x03\x13\x01",
        "an HDF4 file",
        "convert the dataset to GeoTIFF with gdal_translate (gdalinfo FILE lists the datasets)",
    ),
    (b"EHFA_HEA", "an Erdas Imagine raster (img)", TRANSLATE),
    (b"ncols", "an ASCII grid", TRANSLATE),
    (b"NCOLS", "an ASCII grid", TRANSLATE),
    (b"\x89PNG", "a picture (PNG)", TRANSLATE),
    (b"\xff\xd8\xff", "a picture (JPEG)", TRANSLATE),
    (b"\xd0\xcf\x11\xe0", "a workbook of old Excel or WPS (xls, et)", TABLE),
    (b"%PDF", "a PDF", "name a GeoTIFF"),
    (b"\x03", "the table of a Shapefile (dbf)", RASTERIZE),
];

/// What a file that is no TIFF is by its first bytes, and what to do.
pub(super) fn of_bytes(start: &[u8]) -> (String, &'static str) {
    match KINDS.iter().find(|(beginning, _, _)| start.starts_with(beginning)) {
        Some((_, what, hint)) => (format!("the file is not a TIFF file but {what}"), hint),
        None => ("the file is not a TIFF file".to_owned(), TRANSLATE),
    }
}
