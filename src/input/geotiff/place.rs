//! Where the cells of a raster lie: the transform and the coordinate reference system.

use super::directory::{Directory, Source, damaged};
use crate::error::{Code, Error};
use crate::input::grid::{Crs, GeoKeys, Grid};
use crate::text;
use crate::wording::Message;

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
        return Err(damaged(text!(
            "origin {0} or cell size {1} is not finite",
            "起点 {0} 或像元大小 {1} 不是有限数",
            pair(origin),
            pair(step)
        )));
    }
    if step.0 <= 0.0 || step.1.abs() <= 0.0 {
        return Err(unmeasurable(text!(
            "cell size {0} is mirrored or zero",
            "像元大小 {0} 为镜像或零",
            pair(step)
        )));
    }
    Ok(Grid { width, height, origin, step, crs })
}

fn geo_keys(directory: &Directory, source: &mut Source) -> Result<GeoKeys, Error> {
    let shorts = directory.unsigned_list(source, tag::GEO_KEYS, 1 << 17)?.unwrap_or_default();
    let shorts = shorts.into_iter().map(u16::try_from).collect::<Result<Vec<_>, _>>();
    let shorts =
        shorts.map_err(|_| damaged(text!("the GeoKeys are not short integers", "GeoKeys 不是短整数")))?;
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
            _ => Err(damaged(text!("the cell size has no tie point", "有像元大小而无定位点"))),
        };
    }
    match directory.doubles(source, tag::TRANSFORMATION)?.as_deref() {
        Some(&[width, shear_x, _, x, shear_y, height, _, y, ..]) => {
            if shear_x.abs() > 0.0 || shear_y.abs() > 0.0 {
                return Err(unmeasurable(text!(
                    "the grid is rotated or sheared {0}",
                    "格网有旋转或错切 {0}",
                    pair((shear_x, shear_y))
                )));
            }
            Ok(((x, y), (width, height)))
        }
        Some(_) => Err(damaged(text!("the transformation has fewer than 16 numbers", "变换参数不足 16 个"))),
        None if ties.len() > 6 => Err(unmeasurable(text!(
            "the grid has ground control points but no cell size",
            "格网只有地面控制点，没有像元大小"
        ))),
        None => Err(Error::new(
            Code::GridUnmeasurable,
            text!("the raster does not say where it lies", "栅格没有位置信息"),
            text!(
                "give it a transform and a system with gdal_translate -a_ullr -a_srs (a world file is not read)",
                "用 gdal_translate -a_ullr -a_srs 写入坐标范围和坐标参考系（不读取 world 文件）"
            ),
        )),
    }
}

fn unmeasurable(message: Message) -> Error {
    let hint = text!("resample to a straight grid with gdalwarp", "用 gdalwarp 重采样到正置的格网");
    Error::new(Code::GridUnmeasurable, message, hint)
}

/// Two numbers as they stand in the file.
fn pair((x, y): (f64, f64)) -> String {
    format!("({x}, {y})")
}
