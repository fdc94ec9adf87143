//! Which cells are valid beside nodata: the mask within a file, the mask file beside it, an alpha band.
//!
//! A cell is missing where any of them is 0, or where its number is nodata. An alpha of any other number counts as
//! valid, half transparent cells too. Overviews of masks are passed over.

use std::path::PathBuf;

use super::directory::{Directory, Source, damaged};
use super::layout::{Layout, Purpose, Sample, unread};
use super::plane::Plane;
use super::side::Sides;
use super::window::{Cache, Window};
use super::{METADATA_TAG, metadata, open_source};
use crate::error::{Code, Error, Place};
use crate::input::limits::Limits;

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
                    "several masks within one file",
                    "keep one of them: gdal_translate -mask 1",
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
                let message = "the mask file does not say that it is one (INTERNAL_MASK_FLAGS_1), so that GDAL does not use it";
                let hint = "write it with GDAL, set the item to 2 with gdal_edit.py -mo INTERNAL_MASK_FLAGS_1=2, or remove the file";
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
        let fault = |message: String| {
            let error = Error::new(
                Code::Raster,
                message,
                "write the mask again with gdal_translate -mask, on the grid of the raster",
            );
            Err(match &self.file {
                Some((_, name)) => error.at(Place::file(name)),
                None => error,
            })
        };
        if mask.sample != Sample::U8 {
            return fault("the mask is not of bytes or bits".to_owned());
        }
        if (mask.width, mask.height) != (layout.width, layout.height) {
            return fault(format!(
                "the mask has {} columns and {} rows, the raster {} and {}",
                mask.width, mask.height, layout.width, layout.height
            ));
        }
        if self.by_band && mask.bands != layout.bands {
            return fault(format!("the mask has {} bands, the raster {}", mask.bands, layout.bands));
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
            let message = "the file changed while it was read";
            Err(Error::new(Code::FileUnreadable, message, "run again when it is complete"))
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
            None => Error::new(error.code(), format!("the mask: {}", error.message()), error.hint()),
        })
    }
}

fn plane(directory: &Directory, source: &mut Source, limits: &Limits) -> Result<Plane, Error> {
    let layout = Layout::read(directory, source, limits, Purpose::Mask);
    let layout = layout.map_err(|error| {
        Error::new(
            error.code(),
            format!("the mask: {}", error.message()),
            "write it again with gdal_translate -mask",
        )
    })?;
    Ok(Plane::new(layout, limits))
}

/// The alpha band of a raster, counted from 0.
pub(super) fn alpha(directory: &Directory, source: &mut Source, bands: u16) -> Result<Option<u16>, Error> {
    let extra = directory.unsigned_list(source, EXTRA_SAMPLES_TAG, 1 << 20)?.unwrap_or_default();
    let first = usize::from(bands).checked_sub(extra.len());
    let first = first.ok_or_else(|| damaged(format!("{} extra samples of {bands} bands", extra.len())))?;
    let mut alphas =
        extra.iter().enumerate().filter(|(_, kind)| matches!(kind, 1 | 2)).map(|(index, _)| index);
    let alpha = alphas.next();
    if alphas.next().is_some() {
        return Err(unread(
            "several alpha bands",
            "if they are data, write the raster again with gdal_translate -co ALPHA=NO",
        ));
    }
    let alpha = alpha.and_then(|index| u16::try_from(first.saturating_add(index)).ok());
    if let Some(alpha) = alpha.filter(|alpha| bands == 1 || alpha.saturating_add(1) != bands) {
        let what = format!(
            "an alpha band that is not the last of several (band {} of {bands})",
            alpha.saturating_add(1)
        );
        let hint = "if it is data, write the raster again with gdal_translate -co ALPHA=NO; else put it last";
        return Err(unread(&what, hint));
    }
    Ok(alpha)
}
