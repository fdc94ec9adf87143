//! Where the cells of a raster lie: the transform and the coordinate reference system.

use super::directory::{Directory, Source, damaged};
use crate::error::{Code, Error};
use crate::input::grid::{Crs, GeoKeys, Grid};

mod tag {
    pub(super) const PIXEL_SCALE: u16 = 33550;
    pub(super) const TIE_POINTS: u16 = 33922;
    pub(super) const TRANSFORMATION: u16 = 34264;
    pub(super) const GEO_KEYS: u16 = 34735;
    pub(super) const GEO_DOUBLES: u16 = 34736;
    pub(super) const GEO_TEXTS: u16 = 34737;
}

/// Corner of the first cell and size of a cell, x and y.
type Transform = ((f64, f64), (f64, f64));

pub(super) fn grid(
    directory: &Directory,
    source: &mut Source,
    (width, height): (u32, u32),
) -> Result<Grid, Error> {
    let crs = Crs::from_geo_keys(geo_keys(directory, source)?)?;
    let (mut origin, step) = transform(directory, source)?;
    if crs.geo_keys().pixel_is_point() {
        origin = (origin.0 - 0.5 * step.0, origin.1 - 0.5 * step.1);
    }
    if ![origin.0, origin.1, step.0, step.1].iter().all(|value| value.is_finite()) {
        return Err(damaged(format!("origin {origin:?} or cell size {step:?} is not finite")));
    }
    if step.0 <= 0.0 || step.1.abs() <= 0.0 {
        return Err(unmeasurable(format!("cell size {step:?} is mirrored or zero")));
    }
    Ok(Grid { width, height, origin, step, crs })
}

fn geo_keys(directory: &Directory, source: &mut Source) -> Result<GeoKeys, Error> {
    let shorts = directory.unsigned_list(source, tag::GEO_KEYS, 1 << 17)?.unwrap_or_default();
    let shorts = shorts.into_iter().map(u16::try_from).collect::<Result<Vec<_>, _>>();
    let shorts = shorts.map_err(|_| damaged("the GeoKeys are not short integers"))?;
    let doubles = directory.doubles(source, tag::GEO_DOUBLES)?.unwrap_or_default();
    let texts = directory.text(source, tag::GEO_TEXTS)?.unwrap_or_default();
    Ok(GeoKeys::new(shorts, doubles, texts))
}

fn transform(directory: &Directory, source: &mut Source) -> Result<Transform, Error> {
    let ties = directory.doubles(source, tag::TIE_POINTS)?.unwrap_or_default();
    if let Some(scale) = directory.doubles(source, tag::PIXEL_SCALE)? {
        return match (scale.as_slice(), ties.as_slice()) {
            (&[width, height, ..], &[column, row, _, x, y, _, ..]) => {
                // The scale is a length; rows run to the south whatever its sign (as GDAL reads it).
                let step = (width, -height.abs());
                Ok(((x - column * step.0, y - row * step.1), step))
            }
            _ => Err(damaged("the cell size has no tie point")),
        };
    }
    match directory.doubles(source, tag::TRANSFORMATION)?.as_deref() {
        Some(&[width, shear_x, _, x, shear_y, height, _, y, ..]) => {
            if shear_x.abs() > 0.0 || shear_y.abs() > 0.0 {
                return Err(unmeasurable(format!("the grid is rotated or sheared ({shear_x}, {shear_y})")));
            }
            Ok(((x, y), (width, height)))
        }
        Some(_) => Err(damaged("the transformation has less than 16 numbers")),
        None if ties.len() > 6 => {
            Err(unmeasurable("the grid has ground control points but no cell size".to_owned()))
        }
        None => Err(Error::new(
            Code::GridUnmeasurable,
            "the raster does not say where it lies",
            "give it a transform and a system with gdal_translate -a_ullr -a_srs (a world file is not read)",
        )),
    }
}

fn unmeasurable(message: String) -> Error {
    Error::new(Code::GridUnmeasurable, message, "resample to a straight grid with gdalwarp")
}
