//! `file`, `band` and `nodata`: a raster, and how it is read.

use crate::document::Section;
use crate::error::{Code, Error};
use crate::input::nodata::Nodata;
use crate::text;
use crate::wording::Message;

/// A raster of land cover or zones, and how it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RasterSource {
    /// The file.
    pub file: String,
    /// Its band, counted from 1; none if it has only one.
    pub band: Option<u16>,
    /// What the run states about missing values.
    pub nodata: Nodata,
}

impl RasterSource {
    pub(super) fn read(section: &Section<'_>, hint: impl Into<Message>) -> Option<Self> {
        let file = section.required_text("file", hint);
        let band = section.whole("band").and_then(|band| {
            let number = u16::try_from(band).ok().filter(|band| *band > 0);
            section.take("band", number.ok_or_else(|| no_band(band)))
        });
        let nodata = nodata(section);
        Some(Self { file: file?, band, nodata })
    }
}

fn no_band(band: u64) -> Error {
    let message = text!("there is no band {0}", "没有波段 {0}", band);
    Error::new(Code::Band, message, text!("count the bands from 1", "波段从 1 开始编号"))
}

/// What a section states under `nodata`: a number, a text, or a list of them.
pub(super) fn nodata(section: &Section<'_>) -> Nodata {
    let texts = section.numbers_or_texts("nodata").unwrap_or_default();
    section.take("nodata", Nodata::stated(texts.iter().map(String::as_str))).unwrap_or_default()
}
