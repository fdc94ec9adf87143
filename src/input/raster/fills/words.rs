//! What is told of stored numbers that look like missing values.

use super::Watch;
use super::suspect::Suspect;
use crate::error::{Code, Error, Place};
use crate::input::geotiff::GeoTiff;
use crate::input::raster::Band;
use crate::quantity::Quantity;
use crate::text;
use crate::wording::{Message, TextArgument};

impl Suspect {
    /// The numbers, and who writes them where there is no value.
    #[must_use]
    pub fn origin(&self) -> Message {
        if self.product.is_empty() {
            return text!(
                "{0}, which many files write for missing values",
                "{0}，许多文件以此表示缺失值",
                self.shown()
            );
        }
        text!(
            "{0}, which {1} writes for missing values",
            "{0}，{1} 以此表示缺失值",
            self.shown(),
            self.product
        )
    }

    /// The numbers, for messages.
    #[must_use]
    pub fn shown(&self) -> Message {
        if self.low.is_infinite() {
            return text!("numbers down from {0}", "不大于 {0} 的数", number_text(self.high));
        }
        if self.high.is_infinite() {
            return text!("numbers from {0} on", "不小于 {0} 的数", number_text(self.low));
        }
        if self.low >= self.high {
            return text!("{0}", "{0}", number_text(self.low));
        }
        text!("{0} to {1}", "{0} 至 {1}", number_text(self.low), number_text(self.high))
    }

    /// As it stands in `run.toml`.
    fn text(&self) -> String {
        if self.low >= self.high {
            return number_text(self.low);
        }
        format!("\"{}..{}\"", number_text(self.low), number_text(self.high))
    }
}

impl Watch {
    /// The finding of numbers of a band that are not values: some that may stand for missing ones, or cannot be.
    pub(super) fn refusal(
        &self,
        raster: &GeoTiff,
        band: &Band,
        met: &[(&Suspect, u64)],
        possible: bool,
    ) -> Error {
        let part = |(suspect, cells): &(&Suspect, u64)| {
            text!("{0} {0|cell holds|cells hold} {1}", "{0} 个像元为 {1}", *cells, suspect.origin())
        };
        let join = |list, next| text!("{0}; {1}", "{0}；{1}", list, next);
        let message = met.iter().map(part).reduce(join).unwrap_or_else(Message::empty);
        let hint = if possible {
            self.both_lines(raster, met)
        } else {
            text!("write {0} on the layer", "在图层上写 {0}", self.line(met))
        };
        Error::new(Code::OutOfRange, message, hint).at(band_of(raster, band))
    }

    /// The finding of one number below 0 that a quantity cannot be, and that is all that is wrong with a band.
    pub(super) fn below_zero(
        &self,
        quantity: &Quantity,
        raster: &GeoTiff,
        band: &Band,
        (stored, cells): (f64, u64),
    ) -> Error {
        let message = text!(
            "{0} {0|cell holds|cells hold} {1}, and `{2}` is never below 0",
            "{0} 个像元为 {1}，而 {2} 不会为负",
            cells,
            number_text(stored),
            quantity.id
        );
        let hint = text!(
            "if it stands for missing values, write {0} on the layer; else check unit, scale and offset",
            "若表示缺失值，在图层上写 {0}；否则核对单位、比例和偏移",
            self.line(&[(&Suspect::one(stored), cells)])
        );
        Error::new(Code::OutOfRange, message, hint).at(band_of(raster, band))
    }

    fn line(&self, met: &[(&Suspect, u64)]) -> String {
        let texts: Vec<String> = met.iter().map(|(suspect, _)| suspect.text()).collect();
        self.nodata.line_with(&texts)
    }

    /// The lines that make the numbers missing, and values.
    fn both_lines(&self, raster: &GeoTiff, met: &[(&Suspect, u64)]) -> Message {
        let mut kept = vec!["\"none\"".to_owned()];
        kept.extend(raster.nodata().filter(|nodata| !nodata.is_nan()).map(number_text));
        text!(
            "write {0} on the layer, or {1} if they are values",
            "缺失则在图层上写 {0}，确为数值则写 {1}",
            self.line(met),
            self.nodata.line_with(&kept)
        )
    }

    /// That numbers of a band look like missing values and are used.
    pub(super) fn warning(
        &self,
        quantity: &Quantity,
        raster: &GeoTiff,
        band: &Band,
        (suspect, cells): (&Suspect, u64),
    ) -> Error {
        let of_product = match suspect.product {
            "" => Message::empty(),
            product => text!(" of {0}, scaled,", "（{0} 的填充值经换算）", product),
        };
        let message = text!(
            "`{0}`, band {1}: {2} {2|cell|cells} of {3} {2|holds|hold} {4}, which looks like a missing value (nodata){5} and is used",
            "{0} 第 {1} 波段：{3}有 {2} 个像元为 {4}，似为缺失值（填充值）{5}，现按数值采用",
            raster.name(),
            band.number,
            cells,
            TextArgument::Id { id: quantity.id.to_owned(), zh: quantity.name_zh },
            suspect.shown(),
            of_product
        );
        let hint = self.both_lines(raster, &[(suspect, cells)]);
        Error::new(Code::Implausible, message, hint).at(self.place.clone())
    }
}

fn band_of(raster: &GeoTiff, band: &Band) -> Place {
    Place::file(raster.name()).column(format!("band {}", band.number))
}

/// A stored number as `run.toml` takes it.
fn number_text(value: f64) -> String {
    const LARGEST_I64: f64 = 9_223_372_036_854_775_808.0;
    let size = value.abs();
    match () {
        () if value.is_infinite() => value.to_string(),
        () if value.fract() == 0.0 && size < 1e15 => format!("{value:.0}"),
        () if (1e-4..1e15).contains(&size) => value.to_string(),
        () if value >= LARGEST_I64 && size < 1.1 * LARGEST_I64 => i64::MAX.to_string(),
        () if size > LARGEST_I64 && size < 2.1 * LARGEST_I64 => format!("\"{}\"", u64::MAX),
        () => format!("{value:e}"),
    }
}
