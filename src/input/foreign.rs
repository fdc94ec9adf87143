//! What a file is that is neither a table nor a raster, by its first bytes, and what makes one of it.

use crate::text;
use crate::wording::{Message, Name};

/// What to do with a file of another kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Remedy {
    SaveUtf8,
    SaveSheet,
    CopyTable,
    ExportAttributes,
    ExportZippedAttributes,
    SaveDbf,
    Unpack,
    SaveOrUnpack,
    Write,
    TypeOrExport,
    Type,
    NameTable,
    Translate,
    TranslateVariable,
    TranslateDataset,
    Rasterize,
    UnpackRaster,
    NameRaster,
    NameGeoTiff,
}

use Remedy::{
    CopyTable, ExportAttributes, ExportZippedAttributes, NameGeoTiff, NameRaster, NameTable, Rasterize,
    SaveDbf, SaveOrUnpack, SaveSheet, SaveUtf8, Translate, TranslateDataset, TranslateVariable, Type,
    TypeOrExport, Unpack, UnpackRaster, Write,
};

const fn name(en: &'static str, zh: &'static str) -> Name {
    Name { en, zh }
}

const UTF16: Name = name("UTF-16 text", "UTF-16 文本");
const DBF: Name = name("the table of a Shapefile (dbf)", "Shapefile 的属性表（dbf）");
const OLD_WORKBOOK: Name =
    name("a workbook of old Excel or WPS (xls, et)", "旧版 Excel 或 WPS 工作簿（xls、et）");
const NETCDF: Name = name("a NetCDF file", "NetCDF 文件");
const ZIP: Name = name("a zip file", "zip 压缩包");

/// Beginnings of files: what they are, what to do where a table is expected, and where a raster is.
const BEGINNINGS: &[(&[u8], Name, Remedy, Remedy)] = &[
    (b"\xff\xfe\0\0", name("UTF-32 text", "UTF-32 文本"), SaveUtf8, NameRaster),
    (b"\xff\xfe", UTF16, SaveUtf8, NameRaster),
    (b"\xfe\xff", UTF16, SaveUtf8, NameRaster),
    (b"\xd0\xcf\x11\xe0", OLD_WORKBOOK, SaveSheet, NameRaster),
    (
        b"\x09\x08\x10\0",
        name("a workbook of old Excel (xls)", "旧版 Excel 工作簿（xls）"),
        SaveSheet,
        NameRaster,
    ),
    (b"\x1f\x8b", name("a compressed file (gzip)", "压缩文件（gzip）"), Unpack, UnpackRaster),
    (b"7z\xbc\xaf\x27\x1c", name("a compressed archive (7z)", "压缩包（7z）"), Unpack, UnpackRaster),
    (b"Rar!\x1a\x07", name("a compressed archive (rar)", "压缩包（rar）"), Unpack, UnpackRaster),
    (b"%PDF", name("a PDF", "PDF 文件"), TypeOrExport, NameGeoTiff),
    (
        b"\0\0\x27\x0a",
        name("the geometry of a Shapefile (shp)", "Shapefile 的图形文件（shp）"),
        ExportAttributes,
        Rasterize,
    ),
    (
        b"SQLite format 3\0",
        name("a GeoPackage or another SQLite database", "GeoPackage 或其他 SQLite 数据库"),
        ExportAttributes,
        Rasterize,
    ),
    (b"PAR1", name("a Parquet file", "Parquet 文件"), Write, NameRaster),
    (b"ARROW1", name("a Feather (Arrow) file", "Feather（Arrow）文件"), Write, NameRaster),
    (b"II*\0", name("a TIFF raster", "TIFF 栅格"), NameTable, Translate),
    (b"MM\0*", name("a TIFF raster", "TIFF 栅格"), NameTable, Translate),
    (b"\x89PNG", name("a picture (PNG)", "图片（PNG）"), Type, Translate),
    (b"\xff\xd8\xff", name("a picture (JPEG)", "图片（JPEG）"), Type, Translate),
    (b"\x89HDF", name("a NetCDF or HDF5 file", "NetCDF 或 HDF5 文件"), Write, TranslateVariable),
    (b"CDF\x01", NETCDF, Write, TranslateVariable),
];

/// Beginnings of files that are told apart only where a raster is expected.
const NO_RASTER: &[(&[u8], Name, Remedy)] = &[
    (b"{", name("GeoJSON or other JSON", "GeoJSON 或其他 JSON"), Rasterize),
    (b"<", name("XML, such as KML or GML", "XML（如 KML、GML）"), Rasterize),
    (b"PK\x03\x04", ZIP, UnpackRaster),
    (b"CDF", NETCDF, TranslateVariable),
    (b"\x0e\x03\x13\x01", name("an HDF4 file", "HDF4 文件"), TranslateDataset),
    (b"EHFA_HEA", name("an Erdas Imagine raster (img)", "Erdas Imagine 栅格（img）"), Translate),
    (b"ncols", name("an ASCII grid", "ASCII 格网"), Translate),
    (b"NCOLS", name("an ASCII grid", "ASCII 格网"), Translate),
    (b"\x03", DBF, Rasterize),
];

/// What lies in a zip file, by a name that stands in it.
const IN_ZIP: &[(&[u8], Name, Remedy)] = &[
    (b"xl/", name("a workbook (xlsx)", "工作簿（xlsx）"), SaveSheet),
    (b"application/vnd.oasis.opendocument.spreadsheet", name("a workbook (ods)", "工作簿（ods）"), SaveSheet),
    (b"word/", name("a document (docx)", "文档（docx）"), CopyTable),
    (b".shp", name("a zipped Shapefile", "压缩的 Shapefile"), ExportZippedAttributes),
    (b".csv", ZIP, Unpack),
    (b".txt", ZIP, Unpack),
    (b".gdb/", name("a zipped geodatabase", "压缩的地理数据库"), ExportZippedAttributes),
    (b".gpkg", name("a zipped GeoPackage", "压缩的 GeoPackage"), ExportZippedAttributes),
];

/// What the bytes of a file that should be a table are if they are no text, and what to do.
pub(super) fn no_table(bytes: &[u8]) -> Option<(Name, Message)> {
    let (what, remedy) = if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        let found = IN_ZIP.iter().find(|(part, ..)| holds(bytes, part));
        let other = name("a workbook (xlsx, ods) or zip file", "工作簿（xlsx、ods）或 zip 压缩包");
        found.map_or((other, SaveOrUnpack), |(_, what, remedy)| (*what, *remedy))
    } else if let Some((_, what, remedy, _)) = BEGINNINGS.iter().find(|(start, ..)| bytes.starts_with(start))
    {
        (*what, *remedy)
    } else if is_dbf(bytes) {
        (DBF, SaveDbf)
    } else if is_utf16(bytes) {
        (UTF16, SaveUtf8)
    } else {
        return None;
    };
    Some((what, remedy.message()))
}

/// What the first eight bytes of a file that is no TIFF are, and what to do.
pub(super) fn no_raster(start: &[u8]) -> Option<(Name, Message)> {
    let begins = |known: &[u8]| start.starts_with(known.get(..known.len().min(8)).unwrap_or_default());
    let of_any_use =
        BEGINNINGS.iter().find(|(known, ..)| begins(known)).map(|(_, what, _, remedy)| (what, remedy));
    let of_rasters =
        || NO_RASTER.iter().find(|(known, ..)| begins(known)).map(|(_, what, remedy)| (what, remedy));
    let (what, remedy) = of_any_use.or_else(of_rasters)?;
    Some((*what, remedy.message()))
}

/// The hint for a table that is no text.
pub(super) fn save_as_utf8() -> Message {
    SaveUtf8.message()
}

/// The hint for a raster of an unknown form.
pub(super) fn translate() -> Message {
    Translate.message()
}

impl Remedy {
    /// The hint.
    fn message(self) -> Message {
        match self {
            SaveUtf8 => text!(
                "save the table as CSV in UTF-8 (in a spreadsheet: CSV UTF-8, comma separated)",
                "把表格另存为 UTF-8 编码的 CSV（在电子表格软件中选“CSV UTF-8（逗号分隔）”）"
            ),
            SaveSheet => text!(
                "open it and save the sheet as CSV UTF-8 (comma separated)",
                "打开后把工作表另存为“CSV UTF-8（逗号分隔）”"
            ),
            CopyTable => text!(
                "copy its table into a spreadsheet and save the sheet as CSV UTF-8",
                "把其中的表格复制到电子表格软件，再另存为 CSV UTF-8"
            ),
            ExportAttributes => text!(
                "open the layer in a GIS and export its table of attributes as CSV in UTF-8",
                "在 GIS 软件中打开图层，把属性表导出为 UTF-8 编码的 CSV"
            ),
            ExportZippedAttributes => text!(
                "unpack it, open the layer in a GIS and export its table of attributes as CSV in UTF-8",
                "解压后在 GIS 软件中打开图层，把属性表导出为 UTF-8 编码的 CSV"
            ),
            SaveDbf => text!(
                "open it in a GIS or a spreadsheet and save it as CSV UTF-8",
                "在 GIS 或电子表格软件中打开，另存为 CSV UTF-8"
            ),
            Unpack => text!(
                "unpack it, and name the table (CSV in UTF-8) that is in it",
                "解压后写其中表格（UTF-8 编码的 CSV）的文件名"
            ),
            SaveOrUnpack => text!(
                "open it and save the sheet as CSV UTF-8, or unpack the table (CSV in UTF-8) that is in it",
                "打开后把工作表另存为 CSV UTF-8，或解压其中的表格（UTF-8 编码的 CSV）"
            ),
            Write => text!("write the table as CSV in UTF-8", "把表格写成 UTF-8 编码的 CSV"),
            TypeOrExport => {
                text!("type or export the table as CSV UTF-8", "录入表格或将其导出为 CSV UTF-8")
            }
            Type => text!("type the table and save it as CSV UTF-8", "录入表格并另存为 CSV UTF-8"),
            NameTable => text!(
                "name a table (CSV in UTF-8); a raster is named as a layer or as the land cover",
                "此处写表格（UTF-8 编码的 CSV）；栅格写作图层或土地覆盖"
            ),
            Translate | TranslateVariable | TranslateDataset | Rasterize | UnpackRaster | NameRaster
            | NameGeoTiff => self.for_raster(),
        }
    }

    /// The hint where a raster is expected; for any other remedy, that of naming one.
    fn for_raster(self) -> Message {
        match self {
            Translate => text!(
                "convert it to GeoTIFF: gdal_translate -co COMPRESS=DEFLATE FILE FILE.tif",
                "转换为 GeoTIFF：gdal_translate -co COMPRESS=DEFLATE FILE FILE.tif"
            ),
            TranslateVariable => text!(
                "convert the variable to GeoTIFF: gdal_translate -co COMPRESS=DEFLATE NETCDF:\"FILE\":VARIABLE FILE.tif (gdalinfo FILE lists the variables)",
                "把变量转换为 GeoTIFF：gdal_translate -co COMPRESS=DEFLATE NETCDF:\"FILE\":VARIABLE FILE.tif（gdalinfo FILE 列出各变量）"
            ),
            TranslateDataset => text!(
                "convert the dataset to GeoTIFF with gdal_translate (gdalinfo FILE lists the datasets)",
                "用 gdal_translate 把数据集转换为 GeoTIFF（gdalinfo FILE 列出各数据集）"
            ),
            Rasterize => text!(
                "burn a column of zone numbers into a raster on the grid of the land cover: gdal_rasterize -a zone_id -te XMIN YMIN XMAX YMAX -tr XRES YRES -ot Int32 -a_nodata 0 -co COMPRESS=DEFLATE FILE zones.tif (gdalinfo landcover.tif prints the numbers), and name zones.tif",
                "按土地覆盖的格网把分区编号列栅格化：gdal_rasterize -a zone_id -te XMIN YMIN XMAX YMAX -tr XRES YRES -ot Int32 -a_nodata 0 -co COMPRESS=DEFLATE FILE zones.tif（各数由 gdalinfo landcover.tif 给出），再写 zones.tif"
            ),
            UnpackRaster => text!(
                "unpack it and name the GeoTIFF in it; zones as polygons (shp, gpkg) become a raster with gdal_rasterize -a zone_id -te XMIN YMIN XMAX YMAX -tr XRES YRES -ot Int32 -a_nodata 0 FILE zones.tif",
                "解压后写其中 GeoTIFF 的文件名；面状分区（shp、gpkg）用 gdal_rasterize -a zone_id -te XMIN YMIN XMAX YMAX -tr XRES YRES -ot Int32 -a_nodata 0 FILE zones.tif 栅格化"
            ),
            NameRaster => text!(
                "name a GeoTIFF here; cells in a table are read with [cells] kind = \"table\"",
                "此处写 GeoTIFF；单元在表格中时写 [cells] kind = \"table\""
            ),
            _ => text!("name a GeoTIFF", "写 GeoTIFF 的文件名"),
        }
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
