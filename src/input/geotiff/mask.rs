//! Which cells are valid beside nodata: the mask within a file, the mask file beside it, an alpha band.
//!
//! A cell is missing where any of them is 0, or where its number is nodata. An alpha of any other number counts as
//! valid, half transparent cells too. Overviews of masks are passed over.

use std::path::PathBuf;

use super::directory::{Directory, Source, damaged, unread};
use super::layout::{Layout, Purpose};
use super::plane::Plane;
use super::sample::Sample;
use super::side::Sides;
use super::window::{Cache, Window};
use super::{METADATA_TAG, metadata, open_source};
use crate::error::{Code, Error, Place};
use crate::input::limits::Limits;
use crate::text;
use crate::wording::Message;

const SUBFILE_TAG: u16 = 254;
const EXTRA_SAMPLES_TAG: u16 = 338;
/// Bits of tag 254: a smaller copy of another image, and a mask of one.
const REDUCED: u64 = 1;
const MASK: u64 = 4;

/// A mask of a raster, as all handles share it.
#[derive(Debug)]
pub(super) struct Mask {
    plane: Plane,
    /// The mask file, if the mask is not within the raster itself.
    file: Option<(PathBuf, String)>,
    /// Whether every band has one.
    by_band: bool,
    /// Length of the file that holds it \[byte\].
    length: u64,
}

/// A handle of one thread on a mask.
#[derive(Debug)]
pub(super) struct MaskHandle {
    source: Source,
    cache: Cache,
}

impl Mask {
    /// Every mask of a raster.
    pub(super) fn find(
        source: &mut Source,
        behind: &[Directory],
        sides: &Sides,
        layout: &Layout,
        limits: &Limits,
    ) -> Result<Vec<Self>, Error> {
        let mut masks = Vec::new();
        for directory in behind {
            let kind = directory.unsigned(source, SUBFILE_TAG)?.unwrap_or(0);
            if kind & MASK == 0 || kind & REDUCED != 0 {
                continue;
            }
            if !masks.is_empty() {
                return Err(unread(
                    text!("several masks within one file", "同一文件内的多个掩膜"),
                    text!("keep one of them: gdal_translate -mask 1", "只保留一个：gdal_translate -mask 1"),
                ));
            }
            let plane = plane(directory, source, limits)?;
            masks.push(Self { by_band: plane.layout.bands > 1, plane, file: None, length: source.length() });
        }
        masks.extend(Self::beside(sides, limits)?);
        for mask in &masks {
            mask.check(layout)?;
        }
        Ok(masks)
    }

    /// The mask file beside the raster.
    fn beside(sides: &Sides, limits: &Limits) -> Result<Option<Self>, Error> {
        let Some((path, name)) = &sides.mask else { return Ok(None) };
        let read = || {
            let mut source = open_source(path, limits)?;
            let (directory, _) = Directory::read_all(&mut source)?;
            let text = directory.text(&mut source, METADATA_TAG)?.unwrap_or_default();
            let text = String::from_utf8_lossy(&text).into_owned();
            let flags = metadata::item(&text, "INTERNAL_MASK_FLAGS_1");
            let flags = flags.and_then(|flags| flags.parse::<u16>().ok()).ok_or_else(|| {
                let message = text!(
                    "the mask file does not say that it is one (INTERNAL_MASK_FLAGS_1), so that GDAL does not use it",
                    "掩膜文件未注明自己是掩膜（INTERNAL_MASK_FLAGS_1），GDAL 不会使用"
                );
                let hint = text!(
                    "write it with GDAL, set the item to 2 with gdal_edit.py -mo INTERNAL_MASK_FLAGS_1=2, or remove the file",
                    "用 GDAL 重写，或用 gdal_edit.py -mo INTERNAL_MASK_FLAGS_1=2 把该项设为 2，或删除该文件"
                );
                Error::new(Code::Raster, message, hint)
            })?;
            if flags & 1 != 0 {
                return Ok(None); // all cells are valid
            }
            let plane = plane(&directory, &mut source, limits)?;
            let by_band = flags & 2 == 0;
            Ok(Some(Self {
                plane,
                file: Some((path.clone(), name.clone())),
                by_band,
                length: source.length(),
            }))
        };
        read().map_err(|error: Error| error.at(Place::file(name)))
    }

    /// Refuses a mask that does not lie on the raster.
    fn check(&self, layout: &Layout) -> Result<(), Error> {
        let mask = &self.plane.layout;
        let fault = |message: Message| {
            let hint = text!(
                "write the mask again with gdal_translate -mask, on the grid of the raster",
                "用 gdal_translate -mask 按栅格的格网重写掩膜"
            );
            let error = Error::new(Code::Raster, message, hint);
            Err(match &self.file {
                Some((_, name)) => error.at(Place::file(name)),
                None => error,
            })
        };
        if mask.sample != Sample::U8 {
            return fault(text!("the mask is not of bytes or bits", "掩膜不是字节或位"));
        }
        if (mask.width, mask.height) != (layout.width, layout.height) {
            return fault(text!(
                "the mask has {0} columns and {1} rows, the raster {2} and {3}",
                "掩膜为 {0} 列 {1} 行，栅格为 {2} 列 {3} 行",
                mask.width,
                mask.height,
                layout.width,
                layout.height
            ));
        }
        if self.by_band && mask.bands != layout.bands {
            return fault(text!(
                "the mask has {0} {0|band|bands}, the raster {1}",
                "掩膜有 {0} 个波段，栅格有 {1} 个",
                mask.bands,
                layout.bands
            ));
        }
        Ok(())
    }

    /// A handle on the mask of a raster at a path.
    pub(super) fn open(&self, path: &std::path::Path, limits: &Limits) -> Result<MaskHandle, Error> {
        let path = self.file.as_ref().map_or(path, |(path, _)| path);
        let open = || {
            let source = open_source(path, limits)?;
            if source.length() == self.length {
                return Ok(source);
            }
            Err(super::changed())
        };
        let source = open().map_err(|error| match &self.file {
            Some((_, name)) => error.at(Place::file(name)),
            None => error,
        })?;
        Ok(MaskHandle { source, cache: Cache::default() })
    }

    /// Makes the cells of a window of a band, counted from 0, missing where the mask says so.
    pub(super) fn apply(
        &self,
        handle: &mut MaskHandle,
        band: u16,
        window: Window,
        out: &mut [f64],
    ) -> Result<(), Error> {
        let band = if self.by_band { band } else { 0 };
        let applied = handle.cache.mask(&self.plane, &mut handle.source, band, window, out);
        applied.map_err(|error| match &self.file {
            Some((_, name)) => error.at(Place::file(name)),
            None => Error::new(error.code(), of_mask(&error), error.hint()),
        })
    }
}

fn of_mask(error: &Error) -> Message {
    text!("the mask: {0}", "掩膜：{0}", error.message())
}

fn plane(directory: &Directory, source: &mut Source, limits: &Limits) -> Result<Plane, Error> {
    let layout = Layout::read(directory, source, limits, Purpose::Mask);
    let layout = layout.map_err(|error| {
        let hint = text!("write it again with gdal_translate -mask", "用 gdal_translate -mask 重写");
        Error::new(error.code(), of_mask(&error), hint)
    })?;
    Ok(Plane::new(layout, limits))
}

/// The alpha band of a raster, counted from 0.
pub(super) fn alpha(directory: &Directory, source: &mut Source, bands: u16) -> Result<Option<u16>, Error> {
    let extra = directory.unsigned_list(source, EXTRA_SAMPLES_TAG, 1 << 20)?.unwrap_or_default();
    let first = usize::from(bands).checked_sub(extra.len());
    let first = first.ok_or_else(|| {
        damaged(text!(
            "{0} extra samples of {1} bands",
            "附加样本 {0} 个，多于波段数 {1}",
            extra.len(),
            bands
        ))
    })?;
    let mut alphas =
        extra.iter().enumerate().filter(|(_, kind)| matches!(kind, 1 | 2)).map(|(index, _)| index);
    let alpha = alphas.next();
    if alphas.next().is_some() {
        return Err(unread(
            text!("several alpha bands", "多个 alpha 波段"),
            text!(
                "if they are data, write the raster again with gdal_translate -co ALPHA=NO",
                "若为数据，用 gdal_translate -co ALPHA=NO 重写栅格"
            ),
        ));
    }
    let alpha = alpha.and_then(|index| u16::try_from(first.saturating_add(index)).ok());
    if let Some(alpha) = alpha.filter(|alpha| bands == 1 || alpha.saturating_add(1) != bands) {
        let what = text!(
            "an alpha band that is not the last of several (band {0} of {1})",
            "不在最后的 alpha 波段（第 {0} 波段，共 {1} 个）",
            alpha.saturating_add(1),
            bands
        );
        let hint = text!(
            "if it is data, write the raster again with gdal_translate -co ALPHA=NO; else put it last",
            "若为数据，用 gdal_translate -co ALPHA=NO 重写栅格；否则将其移到最后"
        );
        return Err(unread(what, hint));
    }
    Ok(alpha)
}
