//! The parameter rows that a run brings: keys that an equation reads, units that fit, values that can be.

mod index;
mod likely;
mod needs;
mod reads;
mod unread;

use std::collections::BTreeSet;

use crate::account::plan::Plan;
use crate::error::{Code, Error, Findings, Place, did_you_mean, nearest};
use crate::input::checks::check_range;
use crate::input::legend::Legend;
use crate::input::statistics;
use crate::parameter::profile::Profile;
use crate::parameter::region::{is_listed, near, unknown_region};
use crate::parameter::{Parameter, Parameters, possible};
use crate::quantity;
use crate::text;
use crate::unit::{Conversion, Unit};
use crate::valuation::{Book, Setting};

use needs::Needs;

/// Every row of the run that no equation could use as it stands; `regions` are those of the run.
pub(super) fn faults(parameters: &Parameters, profile: &Profile, regions: &[String]) -> Findings {
    let mut local = parameters.rows().iter().filter(|row| row.local).peekable();
    if local.peek().is_none() {
        return Findings::new();
    }
    let needs = Needs::new(parameters, profile);
    let mut findings: Findings = local.clone().filter_map(|row| check(row, &needs).err()).collect();
    let shipped = parameters.shipped_regions();
    let known: Vec<&str> = regions.iter().map(String::as_str).chain(shipped).collect();
    findings.extend(local.filter_map(|row| region(row, &known)));
    findings
}

/// The row of a misspelt region. A region that nobody else names may be that of another district, so that only a name
/// which is near to a known one is refused.
fn region(row: &Parameter, known: &[&str]) -> Option<Error> {
    let name = row.region.as_str();
    if name.is_empty() || known.contains(&name) || is_listed(name) {
        return None;
    }
    near(name, known).map(|_| unknown_region(name, known).at(row.place().column("region")))
}

fn check(row: &Parameter, needs: &Needs) -> Result<(), Error> {
    let units = needs.units(&row.key);
    let Some(first) = units.first() else {
        if let Ok(statistic) = statistics::known(&row.key) {
            let message =
                text!("`{0}` is a statistic, not a parameter", "`{0}` 是统计量，不是参数", &row.key);
            let hint = text!(
                "move the row to the table that [statistics] file = \"…\" names: columns key,year,value,unit,source,status, row {0},YEAR,…,{1},…,official",
                "将该行移到 [statistics] file = \"…\" 指定的统计表：列 key,year,value,unit,source,status，行 {0},年份,…,{1},…,official",
                &row.key,
                statistic.unit
            );
            return Err(Error::new(Code::UnknownParameter, message, hint).at(row.place().column("key")));
        }
        let hint = did_you_mean(&row.key, needs.keys());
        let message = text!("no equation reads a parameter `{0}`", "没有方程读取参数 `{0}`", &row.key);
        return Err(Error::new(Code::UnknownParameter, message, hint).at(row.place().column("key")));
    };
    variant(row, needs)?;
    if needs.is_index(&row.key) {
        return index::check(row);
    }
    let (unit, conversion) = converted(row, &units).ok_or_else(|| {
        let fits = first.parse::<Unit>().and_then(|unit| row.unit.to(&unit));
        let fault = fits.err().unwrap_or_else(|| {
            let message = text!("the unit does not fit", "单位不符");
            Error::new(Code::IncompatibleUnit, message, text!("write it in `{0}`", "改用单位 `{0}`", *first))
        });
        fault.at(row.place().column("unit"))
    })?;
    let value = conversion.apply(row.value);
    match quantity::named(&row.key) {
        Ok(quantity) => check_range(quantity, value, || row.place().column("value")),
        Err(_) => possible::check(&row.key, value, &unit, needs.is_signed(&row.key))
            .map_err(|error| error.at(row.place().column("value"))),
    }
}

/// The first unit of a key that the unit of a row converts to.
fn converted(row: &Parameter, units: &[&str]) -> Option<(Unit, Conversion)> {
    units.iter().find_map(|text| {
        let unit: Unit = text.parse().ok()?;
        let conversion = row.unit.to(&unit).ok()?;
        Some((unit, conversion))
    })
}

/// Refuses a variant that is near to one that the crate or the profile knows. Another may be that of another profile which
/// shares the table, so that it is told as a row that nothing reads.
fn variant(row: &Parameter, needs: &Needs) -> Result<(), Error> {
    let known = needs.variants(&row.key);
    if row.variant.is_empty() || known.contains(row.variant.as_str()) {
        return Ok(());
    }
    let named: BTreeSet<&str> = known.into_iter().filter(|variant| !variant.is_empty()).collect();
    let Some(near) = nearest(&row.variant, named) else { return Ok(()) };
    let hint = text!(
        "did you mean `{0}`? (the profile names the one that it reads)",
        "是否应为 `{0}`？（读取哪一个由核算方案指定）",
        near
    );
    let message = text!("`{0}` has no variant `{1}`", "参数 `{0}` 没有变体 `{1}`", &row.key, &row.variant);
    Err(Error::new(Code::UnknownVariant, message, hint).at(row.place().column("variant")))
}

/// That half of a name stands for a region of the crate.
pub(super) fn taken(half: &str, whole: &str, place: &Place) -> Error {
    let message = text!("the region `{0}` is taken as `{1}`", "区域 `{0}` 按 `{1}` 处理", half, whole);
    let hint = text!(
        "write \"{0}\" if it is the one, else another region",
        "若无误，写全称 \"{0}\"；否则改写其他区域",
        whole
    );
    Error::new(Code::RegionTaken, message, hint).at(place.clone())
}

/// Rows of the run whose numbers are not likely, and rows that no figure of the account rests on.
pub(super) fn warnings(setting: &Setting<'_>, legend: &Legend, plan: &Plan, book: &Book) -> Vec<Error> {
    if setting.parameters.rows().iter().all(|row| !row.local) {
        return Vec::new();
    }
    let needs = Needs::new(setting.parameters, setting.profile);
    let mut all = likely::warnings(setting.parameters, &needs);
    all.extend(index::warnings(setting.parameters, &needs));
    all.extend(unread::not_in_year(setting, book));
    all.extend(unread::unread(setting, legend, plan, book));
    all
}
