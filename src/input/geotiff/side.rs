//! Files beside a raster that say how it is to be read: `NAME.aux.xml` of GDAL, and `NAME.msk`.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::xml::Element;
use crate::error::{Code, Error, Place};
use crate::input::grid::Grid;
use crate::input::nodata::Item;
use crate::text;
use crate::wording::Message;

/// Ends of the names of metadata files.
const METADATA: [&str; 1] = [".aux.xml"];
/// Ends of the names of mask files.
const MASK: [&str; 2] = [".msk", ".MSK"];
/// Largest metadata file \[byte\]; those with tables of colours and histograms take some hundred thousand.
const LARGEST: u64 = 16 << 20;
/// Largest distance, in cells, between two statements of one place.
const SAME_PLACE: f64 = 1e-3;

/// The files beside a raster: their place on disk and their name in messages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sides {
    pub(super) metadata: Option<(PathBuf, String)>,
    pub(super) mask: Option<(PathBuf, String)>,
}

impl Sides {
    /// Those that `find` knows: it is given the end of a name and says where that file is, if there is one.
    ///
    /// # Errors
    ///
    /// What `find` says against a file that is there.
    pub fn find(name: &str, find: impl Fn(&str) -> Result<Option<PathBuf>, Error>) -> Result<Self, Error> {
        let first = |ends: &[&str]| {
            for end in ends {
                if let Some(path) = find(end)? {
                    return Ok(Some((path, format!("{name}{end}"))));
                }
            }
            Ok::<_, Error>(None)
        };
        Ok(Self { metadata: first(&METADATA)?, mask: first(&MASK)? })
    }

    /// Those in the folder of the raster.
    pub(super) fn beside(path: &Path, name: &str) -> Result<Self, Error> {
        Self::find(name, |end| {
            let mut file = path.as_os_str().to_owned();
            file.push(end);
            let file = PathBuf::from(file);
            Ok(std::fs::symlink_metadata(&file).is_ok().then_some(file))
        })
    }
}

/// What a metadata file says.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Metadata {
    name: String,
    bands: Vec<OfBand>,
    transform: Option<[f64; 6]>,
    system: Option<String>,
}

/// What it says of a band.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct OfBand {
    number: u16,
    pub(super) nodata: Option<Item>,
    /// Scale and offset; one that is stated alone leaves the other at 1 or 0, as in GDAL.
    pub(super) scale: Option<(f64, f64)>,
    pub(super) description: Option<String>,
}

impl Metadata {
    /// Reads the file, if there is one.
    pub(super) fn read(sides: &Sides, bands: u16) -> Result<Self, Error> {
        let Some((path, name)) = &sides.metadata else { return Ok(Self::default()) };
        let text = read(path).map_err(|error| error.at(Place::file(name)))?;
        let read = Self::parse(&text, bands).map_err(|message| damaged(message).at(Place::file(name)))?;
        Ok(Self { name: name.clone(), ..read })
    }

    fn parse(text: &str, count: u16) -> Result<Self, Message> {
        let root = Element::parse(text)?;
        if root.name != "PAMDataset" {
            return Err(text!(
                "its root is `{0}`, not PAMDataset",
                "根元素为 `{0}`，应为 PAMDataset",
                &root.name
            ));
        }
        if root.child("GCPList").is_some() {
            return Err(text!("it has ground control points, which are not read", "含地面控制点，不予读取"));
        }
        let mut bands = Vec::new();
        for element in root.children.iter().filter(|child| child.name == "PAMRasterBand") {
            let band = band(element)?;
            if band.number == 0 || band.number > count {
                if band.nodata.is_some() || band.scale.is_some() {
                    return Err(text!(
                        "it describes band {0}; the raster has {1}",
                        "描述了第 {0} 波段，而栅格共 {1} 个波段",
                        band.number,
                        count
                    ));
                }
                continue;
            }
            if bands.iter().any(|known: &OfBand| known.number == band.number) {
                return Err(text!("it describes band {0} twice", "第 {0} 波段描述了两次", band.number));
            }
            bands.push(band);
        }
        let transform = root.text_of("GeoTransform").map(transform).transpose()?;
        let system = root.text_of("SRS").map(str::to_owned);
        Ok(Self { name: String::new(), bands, transform, system })
    }

    /// What it says of a band counted from 0.
    pub(super) fn of(&self, band: usize) -> Option<&OfBand> {
        self.bands.iter().find(|known| usize::from(known.number).checked_sub(1) == Some(band))
    }

    /// Refuses a file that puts the raster elsewhere than the raster itself does. That a system cannot be
    /// compared is told.
    pub(super) fn check_place(&self, grid: &Grid) -> Result<Option<Message>, Error> {
        let fault = |message: Message, hint: Message| {
            Err(Error::new(Code::Raster, message, hint).at(Place::file(&self.name)))
        };
        if let Some([x, width, _, y, _, height]) = self.transform {
            let (left, top) = grid.origin;
            let apart = |stated: f64, found: f64, cell: f64| (stated - found).abs() > cell.abs() * SAME_PLACE;
            let (across, down) = grid.step;
            if apart(x, left, across)
                || apart(y, top, down)
                || apart(width, across, across)
                || apart(height, down, down)
            {
                return fault(
                    text!(
                        "it states the transform {0}, the raster another",
                        "其中的仿射变换为 {0}，与栅格自身的不同",
                        format!("{:?}", self.transform.unwrap_or_default())
                    ),
                    text!(
                        "write the right one into the raster with gdal_translate, or remove GeoTransform from this file",
                        "用 gdal_translate 把正确的变换写入栅格，或从该文件中删去 GeoTransform"
                    ),
                );
            }
        }
        let Some(system) = &self.system else { return Ok(None) };
        let (stated, found) = (epsg(system), grid.crs.epsg());
        match (stated, found) {
            (Some(stated), Some(found)) if stated == found => Ok(None),
            _ if grid.crs.is_absent() => fault(
                text!(
                    "it states a coordinate reference system, the raster itself none",
                    "其中写有坐标参考系，栅格自身没有"
                ),
                text!(
                    "write it into the raster with gdal_edit.py -a_srs, or with gdal_translate",
                    "用 gdal_edit.py -a_srs 或 gdal_translate 把它写入栅格"
                ),
            ),
            (Some(stated), Some(found)) => fault(
                text!(
                    "it states EPSG:{0}, the raster EPSG:{1}",
                    "其中写 EPSG:{0}，栅格为 EPSG:{1}",
                    stated,
                    found
                ),
                text!(
                    "write the right one into the raster with gdal_edit.py -a_srs, or remove SRS from this file",
                    "用 gdal_edit.py -a_srs 把正确的坐标参考系写入栅格，或从该文件中删去 SRS"
                ),
            ),
            _ => Ok(Some(text!(
                "`{0}` states a coordinate reference system that is not compared with that of the raster, which is used",
                "{0} 另写有坐标系，未与栅格自身的坐标系比对；采用栅格自身的坐标系",
                &self.name
            ))),
        }
    }
}

fn band(element: &Element) -> Result<OfBand, Message> {
    let number: Option<u16> = element.attribute("band").and_then(|number| number.trim().parse().ok());
    let number = number.ok_or_else(|| {
        text!("a PAMRasterBand does not say which band it is", "某 PAMRasterBand 未注明波段号")
    })?;
    let text_of = |name: &str| element.text_of(name);
    let finite = |name: &str| {
        let value = |text: &str| {
            let number: Option<f64> = text.parse().ok().filter(|number: &f64| number.is_finite());
            number.ok_or_else(|| text!("the {0} `{1}` is not possible", "{0} `{1}` 不可能", name, text))
        };
        text_of(name).map(value).transpose()
    };
    let (scale, offset) = (finite("Scale")?, finite("Offset")?);
    if scale.is_some_and(|scale| scale.abs() <= 0.0) {
        return Err(text!("a Scale is 0", "Scale 为 0"));
    }
    if text_of("ColorInterp") == Some("Alpha") {
        return Err(text!(
            "it makes band {0} an alpha band, which only the raster itself can",
            "把第 {0} 波段定为 alpha 波段，而这只能由栅格自身规定",
            number
        ));
    }
    let stated = scale.is_some() || offset.is_some();
    Ok(OfBand {
        number,
        nodata: nodata(element)?,
        scale: stated.then(|| (scale.unwrap_or(1.0), offset.unwrap_or(0.0))),
        description: text_of("Description").map(str::to_owned),
    })
}

/// The missing value: its exact bytes where they are given, else its text.
fn nodata(element: &Element) -> Result<Option<Item>, Message> {
    let Some(child) = element.child("NoDataValue") else { return Ok(None) };
    let text = child.text.trim();
    let exact = child.attribute("le_hex_equiv").and_then(|hex| u64::from_str_radix(hex.trim(), 16).ok());
    let exact = exact.map(|bytes| f64::from_bits(bytes.swap_bytes())).filter(|value| value.is_finite());
    let text = exact.map_or_else(|| text.to_owned(), |value| format!("{value}"));
    if text.is_empty() {
        return Ok(None);
    }
    let item = Item::parse(&text).map(Some);
    item.ok_or_else(|| text!("the NoDataValue `{0}` is not a number", "NoDataValue `{0}` 不是数", text))
}

fn transform(text: &str) -> Result<[f64; 6], Message> {
    let numbers: Option<Vec<f64>> = text.split(',').map(|number| number.trim().parse().ok()).collect();
    let six = numbers.and_then(|numbers| <[f64; 6]>::try_from(numbers).ok());
    let six = six.filter(|six| six.iter().all(|number| number.is_finite()));
    six.ok_or_else(|| text!("its GeoTransform is not six numbers", "GeoTransform 不是六个数"))
}

/// The EPSG code of a whole system in WKT, which stands at its end.
fn epsg(wkt: &str) -> Option<u32> {
    let end = wkt.trim_end().trim_end_matches(']');
    let (_, last) = end.rsplit_once('[')?;
    let (authority, code) = last.split_once(',')?;
    let clean = |text: &str| text.trim().trim_matches('"').to_owned();
    (clean(authority) == "EPSG").then(|| clean(code).parse().ok()).flatten()
}

/// The text of a metadata file.
fn read(path: &Path) -> Result<String, Error> {
    let failed = |error: std::io::Error| {
        Error::new(
            Code::FileUnreadable,
            text!("the file cannot be read: {0}", "无法读取文件：{0}", error.to_string()),
            text!("check its permissions", "检查文件权限"),
        )
    };
    if !std::fs::metadata(path).map_err(failed)?.is_file() {
        let message = text!("this is not a regular file", "这不是普通文件");
        return Err(Error::new(Code::FileUnreadable, message, text!("remove it", "将其删除")));
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(failed)?;
    file.take(LARGEST.saturating_add(1)).read_to_end(&mut bytes).map_err(failed)?;
    if crate::math::count(bytes.len()) > LARGEST {
        let message = text!("the file has more than {0} bytes", "文件超过 {0} 字节", LARGEST);
        let hint =
            text!("remove what is not needed of it, such as histograms", "删去其中不需要的内容，如直方图");
        return Err(Error::new(Code::Limit, message, hint));
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn damaged(fault: Message) -> Error {
    let message = text!("the metadata file cannot be read: {0}", "元数据文件无法读取：{0}", fault);
    let hint = text!(
        "correct it, or remove it if the raster is right without it",
        "更正该文件；若无此文件栅格也正确，则将其删除"
    );
    Error::new(Code::Raster, message, hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_one_band(inside: &str) -> Result<Metadata, Message> {
        Metadata::parse(
            &format!("<PAMDataset><PAMRasterBand band=\"1\">{inside}</PAMRasterBand></PAMDataset>"),
            2,
        )
    }

    #[test]
    fn nodata_scale_and_offset_are_read() {
        let read = |inside: &str| of_one_band(inside).unwrap().of(0).unwrap().clone();
        assert_eq!(read("<Scale>0.1</Scale>").scale, Some((0.1, 0.0)));
        assert_eq!(read("<Offset>-5</Offset>").scale, Some((1.0, -5.0)));
        assert_eq!(
            read("<NoDataValue>-9.99900000000000E+03</NoDataValue>").nodata,
            Item::parse("-9.99900000000000E+03")
        );
        let exact = read("<NoDataValue le_hex_equiv=\"000000E0FFFFEFC7\">-3.4E+38</NoDataValue>").nodata;
        assert_eq!(exact.unwrap().number(), Some(f64::from(f32::MIN)));
        assert_eq!(read("<Metadata><MDI key=\"STATISTICS_MEAN\">9</MDI></Metadata>").nodata, None);
        assert_eq!(of_one_band("").unwrap().of(1), None);
    }

    #[test]
    fn what_cannot_be_is_refused() {
        for inside in [
            "<Scale>0</Scale>",
            "<Scale>x</Scale>",
            "<Offset>inf</Offset>",
            "<NoDataValue>x</NoDataValue>",
            "<ColorInterp>Alpha</ColorInterp>",
        ] {
            assert!(of_one_band(inside).is_err(), "{inside}");
        }
        for text in [
            "<x/>",
            "<PAMDataset><GeoTransform>1,2</GeoTransform></PAMDataset>",
            "<PAMDataset><PAMRasterBand><Scale>2</Scale></PAMRasterBand></PAMDataset>",
            "<PAMDataset><PAMRasterBand band=\"3\"><Scale>2</Scale></PAMRasterBand></PAMDataset>",
        ] {
            assert!(Metadata::parse(text, 2).is_err(), "{text}");
        }
    }

    #[test]
    fn the_code_of_a_system_stands_at_its_end() {
        assert_eq!(
            epsg("PROJCS[\"x\",GEOGCS[\"y\",AUTHORITY[\"EPSG\",\"4326\"]],AUTHORITY[\"EPSG\",\"32650\"]]"),
            Some(32650)
        );
        assert_eq!(epsg("PROJCRS[\"x\",ID[\"EPSG\",32650]]"), Some(32650));
        assert_eq!(epsg("PROJCS[\"x\",GEOGCS[\"y\",AUTHORITY[\"EPSG\",\"4326\"]],UNIT[\"metre\",1]]"), None);
    }
}
