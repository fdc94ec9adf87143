//! Numbers that are no class, and what declares a number as missing.

use super::narrow;
use crate::error::{Code, Error, Place};
use crate::text;
use crate::wording::Message;

/// What a number that is not a class is.
pub(super) fn no_class(value: f64, key: &str, file: &str) -> Error {
    let error = if value.fract() == 0.0 || value.is_infinite() {
        let value = short_form(value);
        let message = text!(
            "{0} is not a class: it is what R, GDAL and others write where there is no data",
            "{0} 不是类别：R、GDAL 等软件以此数表示无数据",
            &value
        );
        Error::new(Code::Raster, message, declare(key, file, &value))
    } else {
        let message = text!("class {0} is not a whole number", "类别 {0} 不是整数", value);
        let hint = text!(
            "classes and zones are whole numbers: resample with the nearest cell, or name another raster",
            "类别和分区编号应为整数：用最邻近法重采样，或改用其他栅格"
        );
        Error::new(Code::Raster, message, hint)
    };
    error.at(Place::file(file))
}

/// A number that single precision holds, as short as it is in single precision.
fn short_form(value: f64) -> String {
    let single = narrow(value);
    #[expect(clippy::float_cmp, reason = "the same number in both precisions")]
    let same = f64::from(single) == value;
    if same { format!("{single:e}") } else { format!("{value:e}") }
}

/// The line that declares a number as missing.
pub(super) fn declare(key: &str, file: &str, number: &str) -> Message {
    text!(
        "declare it as nodata: {0} = {{ file = \"{1}\", ..., nodata = {2} }}",
        "请声明 nodata：{0} = {{ file = \"{1}\", ..., nodata = {2} }}",
        key,
        file,
        number
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fill_is_printed_as_short_as_programs_write_it() {
        assert_eq!(short_form(f64::from(-3.4e38_f32)), "-3.4e38");
        assert_eq!(short_form(f64::from(f32::MIN)), "-3.4028235e38");
        assert_eq!(short_form(f64::MIN), "-1.7976931348623157e308");
        assert!(super::super::whole(-3.4e38).is_none());
        let error = no_class(3.5, "zones", "z.tif").to_string();
        assert!(!error.contains("nodata"), "{error}");
    }
}
