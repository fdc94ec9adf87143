//! Numbers of arrays that look like missing values although nothing declares them, by the table of the crate.

use ecovalue::error::{Code, Place};
use ecovalue::input::raster::{self, Samples, Suspect, suspects};
use ecovalue::quantity::{self, Quantity};
use ecovalue::unit::{Conversion, Unit};
use ecovalue::wording::Language;
use pyo3::prelude::*;

use crate::failure::raised;

/// How the numbers of an array are stored: quantity, unit, type as numpy writes it, scale, offset, degrees Fahrenheit.
type Stored = (String, String, String, f64, f64, bool);

/// Whether it is refused, then code, column, message, hint and all of it in Chinese.
type Judged = (bool, (String, String, String, String, String));

/// Smallest and largest number of a type, and whether it is of whole numbers; none for a type that holds no such numbers.
fn extremes(kind: &str) -> Option<((f64, f64), bool)> {
    let whole = |least: f64, most: f64| Some(((least, most), true));
    match kind {
        "u1" => whole(0.0, u8::MAX.into()),
        "i1" => whole(i8::MIN.into(), i8::MAX.into()),
        "u2" => whole(0.0, u16::MAX.into()),
        "i2" => whole(i16::MIN.into(), i16::MAX.into()),
        "u4" => whole(0.0, u32::MAX.into()),
        "i4" => whole(i32::MIN.into(), i32::MAX.into()),
        "u8" => whole(0.0, 18_446_744_073_709_551_616.0),
        "i8" => whole(-9_223_372_036_854_775_808.0, 9_223_372_036_854_775_808.0),
        "f4" => Some(((f32::MIN.into(), f32::MAX.into()), false)),
        "f8" => Some(((f64::MIN, f64::MAX), false)),
        _ => None,
    }
}

/// What an array of a quantity is watched for.
struct Watched {
    quantity: &'static Quantity,
    extremes: (f64, f64),
    is_whole: bool,
    suspects: Vec<Suspect>,
}

fn watched((name, unit, kind, scale, offset, fahrenheit): &Stored) -> PyResult<Option<Watched>> {
    let place = || Place::column_only(name);
    let quantity = quantity::named(name).map_err(|error| raised(error.at(place())))?;
    let Some((extremes, is_whole)) = extremes(kind) else { return Ok(None) };
    let conversion: Conversion = unit
        .parse::<Unit>()
        .and_then(|unit| unit.to(&quantity.unit.parse()?))
        .map_err(|error| raised(error.at(place())))?;
    let physical = |stored: f64| {
        let value = stored * scale + offset;
        conversion.apply(if *fahrenheit { (value - 32.0) * 5.0 / 9.0 } else { value })
    };
    let suspects = suspects(quantity, Samples { extremes, is_whole, physical: &physical });
    Ok(Some(Watched { quantity, extremes, is_whole, suspects }))
}

/// The stored numbers, from the first to the last of each kind, that look like missing values.
#[pyfunction]
pub(crate) fn suspected(stored: Stored) -> PyResult<Vec<(f64, f64)>> {
    let found = watched(&stored)?.map(|watched| watched.suspects).unwrap_or_default();
    Ok(found.iter().map(|suspect| (suspect.low, suspect.high)).collect())
}

/// What is to be said of a band that holds so many cells of each kind of `suspected`, where all other numbers lie
/// between two. `band` is empty where there is one.
#[pyfunction]
pub(crate) fn judged(
    stored: Stored,
    cells: Vec<u64>,
    others: (f64, f64),
    band: &str,
) -> PyResult<Vec<Judged>> {
    let Some(watched) = watched(&stored)? else { return Ok(Vec::new()) };
    let met = watched.suspects.iter().zip(cells).filter(|(_, cells)| *cells > 0);
    let met: Vec<(&Suspect, u64)> = met.collect();
    let refused = met.iter().any(|(suspect, _)| suspect.refused);
    let told = met.iter().filter(|(suspect, _)| {
        if refused { suspect.refused } else { suspect.stands_apart(watched.extremes, others) }
    });
    Ok(told.map(|(suspect, cells)| (refused, remark(watched.quantity, suspect, *cells, band))).collect())
}

fn remark(
    quantity: &Quantity,
    suspect: &Suspect,
    cells: u64,
    band: &str,
) -> (String, String, String, String, String) {
    let id = quantity.id;
    let band = if band.is_empty() { String::new() } else { format!("{band}: ") };
    let (count, verb) =
        if cells == 1 { ("1 cell".to_owned(), "holds") } else { (format!("{cells} cells"), "hold") };
    let numbers = numbers(suspect);
    let (code, message) = if suspect.refused {
        (Code::OutOfRange, format!("{band}{count} {verb} {}", suspect.origin()))
    } else {
        let shown = suspect.shown();
        let looks = "which looks like a missing value (nodata) and is used";
        (Code::Implausible, format!("{band}{count} {verb} {shown}, {looks}"))
    };
    let hint = format!(
        "set .attrs[\"nodata\"] = {numbers} on the array, or .attrs[\"nodata\"] = \"none\" if they are values"
    );
    let chinese = format!(
        "{}（{id}）有 {cells} 个像元为 {}，似为缺失值（填充值），现按数值采用；提示：缺失则设 .attrs[\"nodata\"] = {numbers}，确为数值则设 .attrs[\"nodata\"] = \"none\"",
        quantity.name_zh,
        suspect.shown().say(Language::Chinese),
    );
    (code.as_str().to_owned(), id.to_owned(), message, hint, chinese)
}

/// What is to be said of an array whose impossible numbers, as they are stored, are all written for missing values.
#[pyfunction]
pub(crate) fn named(
    stored: Stored,
    impossible: Vec<f64>,
) -> PyResult<Option<(String, String, String, String)>> {
    let Some(watched) = watched(&stored)? else { return Ok(None) };
    let fills = raster::fills(watched.quantity, watched.extremes, watched.is_whole);
    let met: Vec<&Suspect> =
        fills.iter().filter(|fill| impossible.iter().any(|own| fill.has(*own))).collect();
    let all = impossible.iter().all(|own| met.iter().any(|fill| fill.has(*own)));
    if met.is_empty() || !all {
        return Ok(None);
    }
    let parts: Vec<String> = met.iter().map(|fill| fill.origin().to_string()).collect();
    let numbers: Vec<String> = impossible.iter().map(|own| number(*own)).collect();
    let message = format!("some cells hold {}", parts.join("; "));
    let hint = format!("set .attrs[\"nodata\"] = [{}] on the array", numbers.join(", "));
    Ok(Some((Code::OutOfRange.as_str().to_owned(), watched.quantity.id.to_owned(), message, hint)))
}

/// A number as Python reads it.
fn number(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 1e15 { format!("{value:.0}") } else { format!("{value:e}") }
}

/// The numbers as Python writes them.
fn numbers(suspect: &Suspect) -> String {
    if suspect.low >= suspect.high {
        return suspect.shown().to_string();
    }
    format!("list(range({:.0}, {:.0}))", suspect.low, suspect.high + 1.0)
}
