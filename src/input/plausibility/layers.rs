//! What the numbers of a layer look like: a slip of unit or scale, months that are not a year, gaps that hold 0.

use super::slips::{self, DAILY_RAIN, Of, PARTS_OF_RAIN, SHARES};
use super::{LayerRange, RunObservations, implausible, short, with_unit};
use crate::error::{Error, Place};
use crate::quantity::{PRECIPITATION, Quantity, is_leap_year};
use crate::text;
use crate::wording::{Message, Name, TextArgument};

/// Numbers that files use for no data.
const NODATA: [f64; 9] = [-9999.0, -999.0, -99.0, -32768.0, -32767.0, 32767.0, 65535.0, -99999.0, 9999.0];

/// A layer of shares that are declared in percent and stay below this was meant as fractions.
const LEAST_PERCENT_MEAN: f64 = 0.01;

/// Forest does not grow on less rain \[mm\], nor a fifth of a map of it; still less is told as a slip of unit.
const LEAST_FOREST_RAIN: f64 = 200.0;
const LEAST_TOLD_RAIN: f64 = 10.0;
const MUCH_FOREST: f64 = 0.2;

pub(super) fn is_watched(quantity: &str) -> bool {
    SHARES.contains(&quantity) || slips::is_watched(quantity)
}

/// The hint for a value that cannot be: the slip that leads to it.
///
/// # Examples
///
/// ```
/// use ecovalue::input::plausibility::impossible;
/// use ecovalue::quantity::{LATITUDE, PRECIPITATION, TEMPERATURE};
///
/// assert!(impossible(&TEMPERATURE, 288.15).to_string().contains("in K"));
/// assert!(impossible(&TEMPERATURE, -9999.0).to_string().contains("nodata"));
/// assert!(impossible(&PRECIPITATION, -1.0).to_string().contains("nodata = -1"));
/// assert!(impossible(&LATITUDE, 106.3).to_string().contains("longitude"));
/// ```
#[must_use]
pub fn impossible(quantity: &Quantity, value: f64) -> Message {
    if NODATA.contains(&value) || value.abs() > 1e30 {
        return text!(
            "this is the number that many files use for no data: set nodata, or leave the field empty",
            "许多文件以此数表示无数据：设 nodata，表格则将该格留空"
        );
    }
    if let Some(hint) = slips::of_cell(quantity.id, value) {
        return text!("{0}", "{0}", hint);
    }
    if value < 0.0 && value.fract().abs() <= 0.0 && quantity.range.0 >= 0.0 {
        return text!(
            "if {0} stands for no data, set nodata = {0} or leave the field of a table empty; else check unit and scale",
            "若以 {0} 表示无数据，设 nodata = {0}，表格则将该格留空；否则核对单位与比例",
            value
        );
    }
    text!("check unit, scale and nodata of the number", "核对该数的单位、比例和无数据值")
}

/// The hint for a coefficient of a run that can be but is not likely.
///
/// # Examples
///
/// ```
/// use ecovalue::input::plausibility::unlikely_row;
/// use ecovalue::quantity::SOIL_NITROGEN_CONTENT;
///
/// assert!(unlikely_row(&SOIL_NITROGEN_CONTENT, 0.0009).is_none());
/// assert!(unlikely_row(&SOIL_NITROGEN_CONTENT, 0.09).is_some_and(|hint| hint.en.contains("g/kg")));
/// ```
#[must_use]
pub fn unlikely_row(quantity: &Quantity, value: f64) -> Option<Name> {
    slips::of_layer(quantity.id, Of::Mean, value)
}

pub(super) fn warnings(observed: &RunObservations<'_>) -> Vec<Error> {
    let layers = || observed.legend.columns.iter().copied().zip(observed.ranges);
    let mut all: Vec<Error> =
        layers().filter_map(|(quantity, range)| unlikely(observed, quantity, range)).collect();
    all.extend(layers().filter_map(|(quantity, range)| dry_forest(observed, quantity, range)));
    all.extend(layers().filter_map(|(quantity, range)| zero_rain(observed, quantity, range)));
    all.extend(layers().filter_map(|(quantity, _)| days(observed, quantity)));
    all
}

/// Less rain than forest needs, on a map with much of it.
fn dry_forest(observed: &RunObservations<'_>, quantity: &Quantity, range: &LayerRange) -> Option<Error> {
    let is_rain = quantity.id == PRECIPITATION.id || PARTS_OF_RAIN.contains(&quantity.id);
    if !is_rain || range.count == 0 || observed.forest <= MUCH_FOREST {
        return None;
    }
    if !(LEAST_TOLD_RAIN..=LEAST_FOREST_RAIN).contains(&year(quantity, range)) {
        return None;
    }
    let hint = if quantity.bands == 1 {
        Name {
            en: "forest needs more rain: is it the rain of one month, or in cm? the annual sum is needed",
            zh: "森林需要更多降水：是否为单月降水或以 cm 为单位？需要年总量",
        }
    } else {
        Name {
            en: "forest needs more rain: is it in cm, or of a part of the year?",
            zh: "森林需要更多降水：是否以 cm 为单位或只含部分月份？",
        }
    };
    Some(warning(observed, quantity, range, (Of::Year, hint)))
}

/// Annual rain that is exactly 0 mm on some of the land and above 0 elsewhere: no place on Earth has none in every year,
/// and products fill with 0 what lies beyond their edge.
fn zero_rain(observed: &RunObservations<'_>, quantity: &Quantity, range: &LayerRange) -> Option<Error> {
    let (_, high) = range.ends()?;
    if !counts_zeros(quantity) || range.zeros == 0 || high <= 0.0 {
        return None;
    }
    let area = range.zero_area.total();
    let message = text!(
        "{0} {0|cell|cells} of `{1}`, {2} hm2 ({3} % of the land), {0|is|are} exactly 0 mm, and others are above 0: many products fill with 0 what they do not cover",
        "{1} 有 {0} 个单元（{2} hm2，占土地面积的 {3}%）恰为 0 mm，其余大于 0：许多产品在其覆盖范围之外填 0",
        range.zeros,
        TextArgument::Id { id: quantity.id.to_owned(), zh: quantity.name_zh },
        short(area / 1e4),
        short(100.0 * area / observed.area)
    );
    let hint = text!(
        "if they are gaps, declare nodata = 0 on the layer (in a table: leave the fields empty), or take a product that covers them; else check that it did not rain there all year",
        "若为缺测，在图层上声明 nodata = 0（表格则将相应格留空），或改用覆盖该处的产品；否则核实该处全年确无降水"
    );
    Some(implausible(place(observed, quantity), message, hint))
}

/// Whether cells of exactly 0 are counted of a quantity: annual rain.
pub(super) fn counts_zeros(quantity: &Quantity) -> bool {
    quantity.id == PRECIPITATION.id
}

/// The mean of the sums over the bands of a layer, which make a year.
fn year(quantity: &Quantity, range: &LayerRange) -> f64 {
    range.mean() * crate::math::from_count(crate::math::count(quantity.bands))
}

/// Daily rain with a day less, or a day more, than the year has.
fn days(observed: &RunObservations<'_>, quantity: &Quantity) -> Option<Error> {
    let leap = is_leap_year(observed.year);
    let days = if leap { 366 } else { 365 };
    if !DAILY_RAIN.contains(&quantity.id) || quantity.bands == days {
        return None;
    }
    let (year, found) = (observed.year, quantity.bands);
    let message = text!(
        "daily rain has {0} days, the year {1} has {2}",
        "逐日降水有 {0} 天，{1} 年有 {2} 天",
        found,
        year,
        days
    );
    let hint = if leap {
        text!(
            "give 366 numbers, 29 February in its place; without it the rain of that day is left out",
            "请给出含 2 月 29 日的 366 个数；否则该日降水未计入"
        )
    } else {
        text!("are the numbers of another year? give 365", "是否为其他年份的数据？请给出 365 个数")
    };
    Some(implausible(place(observed, quantity), message, hint))
}

fn unlikely(observed: &RunObservations<'_>, quantity: &Quantity, range: &LayerRange) -> Option<Error> {
    let (low, high) = range.ends()?;
    let mean = range.mean();
    let percent = observed.legend.declared.get(quantity.id).is_some_and(|(unit, _)| unit.contains('%'));
    if percent && SHARES.contains(&quantity.id) && mean > 0.0 && mean < LEAST_PERCENT_MEAN {
        let hint = Name {
            en: "the unit is %, the numbers seem to be fractions: unit = \"1\"",
            zh: "单位为 %，数值似为小数：unit = \"1\"",
        };
        return Some(warning(observed, quantity, range, (Of::Mean, hint)));
    }
    let looked_at =
        [(Of::Mean, mean), (Of::Year, year(quantity, range)), (Of::Smallest, low), (Of::Largest, high)];
    let slip = |(of, value): (Of, f64)| slips::of_layer(quantity.id, of, value).map(|hint| (of, hint));
    looked_at.into_iter().find_map(slip).map(|slip| warning(observed, quantity, range, slip))
}

fn place(observed: &RunObservations<'_>, quantity: &Quantity) -> Place {
    let place = observed.legend.declared.get(quantity.id).map(|(_, place)| place.clone());
    place.unwrap_or_else(|| Place::column_only(quantity.id))
}

fn warning(
    observed: &RunObservations<'_>,
    quantity: &Quantity,
    range: &LayerRange,
    (of, hint): (Of, Name),
) -> Error {
    let (low, high) = range.ends().unwrap_or((f64::NAN, f64::NAN));
    let (low, high) = (short(low), short(high));
    let unit = with_unit(quantity.unit);
    let name = || TextArgument::Id { id: quantity.id.to_owned(), zh: quantity.name_zh };
    let message = if of == Of::Year && quantity.bands > 1 {
        text!(
            "{0} comes to {1}{2} a year ({3} to {4} in its {5} bands), which is not likely",
            "{0}全年合计 {1}{2}（{5} 个数为 {3} 至 {4}），不太可能",
            name(),
            short(year(quantity, range)),
            unit,
            low,
            high,
            quantity.bands
        )
    } else {
        text!(
            "{0} has a mean of {1}{2} ({3} to {4}), which is not likely",
            "{0}平均 {1}{2}（{3} 至 {4}），不太可能",
            name(),
            short(range.mean()),
            unit,
            low,
            high
        )
    };
    implausible(place(observed, quantity), message, text!("{0}", "{0}", hint))
}
