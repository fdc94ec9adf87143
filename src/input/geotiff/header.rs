//! What all handles of a file share: its layout, grid and masks, and how the numbers of each band are meant.

use super::chunk;
use super::directory::{Directory, Source, damaged};
use super::layout::{Layout, Purpose};
use super::mask::{self, Mask};
use super::missing::Missing;
use super::plane::Plane;
use super::reading::Reading;
use super::sample::Sample;
use super::side::{Metadata, Sides};
use super::window::{Cache, Window};
use super::{METADATA_TAG, NODATA_TAG, metadata, place};
use crate::error::{Code, Error};
use crate::input::grid::Grid;
use crate::input::limits::Limits;
use crate::input::nodata::{Item, Nodata};
use crate::text;
use crate::wording::Message;

/// How the numbers of a stored band are meant.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) missing: Missing,
    /// What stands where nothing was ever written: the declared missing value, or 0; `NaN` if that is missing.
    pub(super) unwritten: f64,
    pub(super) unwritten_byte: u8,
    pub(super) scale: (f64, f64),
    pub(super) description: String,
}

/// What all handles of a file share.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) name: String,
    pub(super) plane: Plane,
    pub(super) grid: Grid,
    /// Bands of data, counted from 0 as they are stored, in the order in which they are offered.
    pub(super) bands: Vec<u16>,
    /// Every stored band.
    pub(super) fields: Vec<Field>,
    pub(super) nodata: Option<f64>,
    pub(super) masks: Vec<Mask>,
    pub(super) alpha: Option<u16>,
    pub(super) limits: Limits,
    /// Stated numbers that the samples cannot hold, so that they meet nothing.
    pub(super) idle: Vec<String>,
    /// What a user should be told.
    pub(super) remarks: Vec<Message>,
}

impl Header {
    pub(super) fn read(
        source: &mut Source,
        name: &str,
        sides: &Sides,
        reading: &Reading,
        limits: &Limits,
    ) -> Result<Self, Error> {
        let (directory, behind) = Directory::read_all(source)?;
        let layout = Layout::read(&directory, source, limits, Purpose::Data)?;
        let grid = place::grid(&directory, source, (layout.width, layout.height))?;
        let masks = Mask::find(source, &behind, sides, &layout, limits)?;
        let alpha = mask::alpha(&directory, source, layout.bands)?;
        let beside = Metadata::read(sides, layout.bands)?;
        let remarks = beside.check_place(&grid)?.into_iter().collect();
        let tag = directory.text(source, NODATA_TAG)?.unwrap_or_default();
        let declared = declared(&tag)?;
        let text = directory.text(source, METADATA_TAG)?.unwrap_or_default();
        refuse_joint_nodata(&text)?;
        let fields = fields(&layout, &text, declared.as_ref(), &beside, &reading.nodata)?;
        let nodata = beside.of(0).and_then(|band| band.nodata.as_ref()).or(declared.as_ref());
        let nodata = nodata.and_then(|item| stored(layout.sample, item));
        let bands = (0..layout.bands).filter(|band| Some(*band) != alpha).collect();
        let can_hold = |item: &&Item| !Missing::new(layout.sample, std::iter::once(*item)).is_empty();
        let is_nan = |item: &&Item| item.number().is_some_and(f64::is_nan);
        let idle = reading.nodata.items().iter().filter(|item| !can_hold(item) && !is_nan(item));
        let header = Self {
            name: name.to_owned(),
            grid,
            bands,
            fields,
            nodata,
            masks,
            alpha,
            limits: *limits,
            idle: idle.map(ToString::to_string).collect(),
            remarks,
            plane: Plane::new(layout, limits),
        };
        header.chosen(reading.band)?.checked(&reading.nodata)
    }

    /// The band that is wanted, as the only one.
    fn chosen(mut self, band: Option<u16>) -> Result<Self, Error> {
        if let Some(band) = band {
            self.bands = vec![self.stored_band(band)?];
        }
        Ok(self)
    }

    /// Refuses parts that were never written where nobody says what they are.
    fn checked(self, nodata: &Nodata) -> Result<Self, Error> {
        let unclear = |band: &u16| {
            let field = self.fields.get(usize::from(*band));
            field.is_some_and(|field| !field.unwritten.is_nan()) && self.plane.layout.has_unwritten(*band)
        };
        if nodata.keeps_declared() && self.bands.iter().any(unclear) {
            return Err(Error::new(
                Code::Raster,
                text!(
                    "parts of the raster were never written, and it declares no missing value that its samples can hold: they may be 0 or missing",
                    "栅格有未写入的部分，又未注明其数据类型可表示的无数据值：这些部分可能是 0，也可能缺失"
                ),
                text!(
                    "write nodata = 0 in run.toml if they are missing, nodata = \"none\" if they are zeros, or declare a number that its type can hold with gdal_edit.py -a_nodata",
                    "缺失则在 run.toml 中写 nodata = 0，确为 0 则写 nodata = \"none\"；或用 gdal_edit.py -a_nodata 注明该类型可表示的数"
                ),
            ));
        }
        Ok(self)
    }

    /// The stored band, counted from 0, of a band that is offered, counted from 1.
    pub(super) fn stored_band(&self, band: u16) -> Result<u16, Error> {
        let stored = usize::from(band).checked_sub(1).and_then(|index| self.bands.get(index));
        stored.copied().ok_or_else(|| {
            let message = text!(
                "the raster has no band {0}; it has {1}",
                "栅格没有第 {0} 波段，共 {1} 个波段",
                band,
                self.bands.len()
            );
            let hint = match self.alpha {
                Some(alpha) if usize::from(alpha).saturating_add(1) == usize::from(band) => text!(
                    "this is the alpha band, which says which cells are valid; name a band of data",
                    "这是表示像元是否有效的 alpha 波段；改写数据波段"
                ),
                _ => text!("bands are counted from 1", "波段从 1 数起"),
            };
            Error::new(Code::Band, message, hint)
        })
    }
}

impl Cache {
    /// Fills a buffer with a window of a stored band; both were checked.
    pub(super) fn read(
        &mut self,
        header: &Header,
        source: &mut Source,
        band: u16,
        window: Window,
        out: &mut [f64],
    ) -> Result<(), Error> {
        let Some(field) = header.fields.get(usize::from(band)) else { return Ok(()) };
        self.lines(&header.plane, source, band, window, |range, line| {
            let target = out.get_mut(range).unwrap_or_default();
            match line {
                Some((decoded, part)) => {
                    chunk::numbers(header.plane.layout.sample, &field.missing, decoded, part, target);
                }
                None => target.fill(field.unwritten),
            }
        })
    }

    /// Fills a buffer with a window of a stored band of a raster of bytes, as they are stored.
    pub(super) fn read_bytes(
        &mut self,
        header: &Header,
        source: &mut Source,
        band: u16,
        window: Window,
        out: &mut [u8],
    ) -> Result<(), Error> {
        let Some(field) = header.fields.get(usize::from(band)) else { return Ok(()) };
        self.lines(&header.plane, source, band, window, |range, line| {
            let target = out.get_mut(range).unwrap_or_default();
            match line {
                Some((decoded, part)) => chunk::bytes(decoded, part, target),
                None => target.fill(field.unwritten_byte),
            }
        })
    }
}

/// The missing value of tag 42113.
fn declared(text: &[u8]) -> Result<Option<Item>, Error> {
    let lossy = String::from_utf8_lossy(text);
    let text = lossy.trim_matches(|c: char| c.is_whitespace() || c == '\0');
    if text.is_empty() {
        return Ok(None);
    }
    // Read over, a text that is no number would let missing cells count as data.
    let item = Item::parse(text).filter(|item| item.number().is_some());
    item.map(Some).ok_or_else(|| {
        damaged(text!("the missing value `{0}` is not a number", "无数据值 `{0}` 不是数", text))
    })
}

/// The declared value as the raster stores it.
fn stored(sample: Sample, item: &Item) -> Option<f64> {
    let number = item.number()?;
    // Near an extreme a text stands for a range, which its own number lies within.
    let single = item.singles().filter(|_| sample == Sample::F32 && number.abs() < 1e30);
    let rounded = || format!("{number:e}").parse::<f32>().ok().filter(|single| single.is_finite());
    let single = match (sample, single) {
        (Sample::F32, None) if number.is_finite() => rounded(),
        (_, single) => single.map(|(low, _)| low),
    };
    Some(single.map_or(number, f64::from))
}

fn fields(
    layout: &Layout,
    text: &[u8],
    declared: Option<&Item>,
    beside: &Metadata,
    nodata: &Nodata,
) -> Result<Vec<Field>, Error> {
    let scales = metadata::scales(text, layout.bands)?;
    let descriptions = metadata::descriptions(text, layout.bands);
    let field = |(band, (scale, description)): (usize, ((f64, f64), String))| {
        let said = beside.of(band);
        let declared = said.and_then(|said| said.nodata.as_ref()).or(declared);
        let held = declared.filter(|_| nodata.keeps_declared());
        let missing = Missing::new(layout.sample, held.into_iter().chain(nodata.items()));
        let (unwritten, unwritten_byte) = unwritten(layout.sample, declared, &missing);
        let stated = said.and_then(|said| said.description.clone());
        Field {
            missing,
            unwritten,
            unwritten_byte,
            scale: said.and_then(|said| said.scale).unwrap_or(scale),
            description: stated.unwrap_or(description),
        }
    };
    Ok(scales.into_iter().zip(descriptions).enumerate().map(field).collect())
}

/// What stands where nothing was written, as GDAL fills it: the declared missing value if the type can hold it, else 0.
fn unwritten(sample: Sample, declared: Option<&Item>, missing: &Missing) -> (f64, u8) {
    let number = declared.and_then(Item::number);
    let nan_of_floats = number.is_some_and(f64::is_nan) && matches!(sample, Sample::F32 | Sample::F64);
    let held = declared.filter(|item| !Missing::new(sample, std::iter::once(*item)).is_empty());
    let byte = held.and_then(Item::integers).and_then(|(low, _)| u8::try_from(low).ok()).unwrap_or(0);
    let is_missing = match held {
        Some(item) => missing.meets(&Missing::new(sample, std::iter::once(item))),
        None => nan_of_floats || missing.has_zero(sample),
    };
    let number = held.and_then(|item| stored(sample, item)).unwrap_or(0.0);
    (if is_missing { f64::NAN } else { number }, byte)
}

/// GDAL's `NODATA_VALUES` make a cell missing where all bands together have certain numbers.
fn refuse_joint_nodata(text: &[u8]) -> Result<(), Error> {
    let text = String::from_utf8_lossy(text);
    let Some(values) = metadata::item(&text, "NODATA_VALUES") else { return Ok(()) };
    let message = text!(
        "NODATA_VALUES ({0}), missing values of all bands together, cannot be read",
        "不读取 NODATA_VALUES（{0}），即各波段联合的无数据值",
        values
    );
    let hint = text!(
        "declare the missing value of the bands with gdal_edit.py -a_nodata, and unset NODATA_VALUES",
        "用 gdal_edit.py -a_nodata 注明各波段的无数据值，并删去 NODATA_VALUES"
    );
    Err(Error::new(Code::Raster, message, hint))
}
