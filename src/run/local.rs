//! The parameter rows that a run brings: keys that an equation reads, units that fit, values that can be.

use std::collections::BTreeSet;

use crate::error::{Code, Error, Findings, did_you_mean};
use crate::input::cells::check_range;
use crate::input::plausibility::Warning;
use crate::input::statistics;
use crate::parameter::profile::Profile;
use crate::parameter::{Parameter, Parameters};
use crate::quantity;
use crate::service::{REGISTRY, Rule, Term};
use crate::unit::Unit;

/// Unit of a price index; any plain number will do.
const INDEX: &str = "1";

/// Every row of the run that no equation could use as it stands.
pub(super) fn faults(parameters: &Parameters, profile: &Profile) -> Findings {
    let needed = needed(parameters, profile);
    let local = parameters.rows().iter().filter(|row| row.local);
    local.filter_map(|row| check(row, &needed).err()).collect()
}

/// Keys with the units that equations read them in, and those of the shipped rows.
fn needed(parameters: &Parameters, profile: &Profile) -> BTreeSet<(String, String)> {
    let mut needed: BTreeSet<(String, String)> = BTreeSet::new();
    let mut need = |key: &str, unit: &str| needed.insert((key.to_owned(), unit.to_owned()));
    need(&profile.price_index, INDEX);
    for quantity in quantity::QUANTITIES {
        need(quantity.id, quantity.unit);
    }
    for term in REGISTRY.iter().flat_map(|service| {
        let supplies = service.physical.iter().flat_map(|physical| physical.supplies);
        let zone = supplies.map(|supply| supply.scope.terms());
        let money = service.values.iter().flat_map(|value| value.rules).filter_map(|rule| match rule {
            Rule::Price { terms, .. } | Rule::Money { terms, .. } => Some(*terms),
            Rule::LeftOut { .. } => None,
        });
        zone.chain(money).flatten()
    }) {
        if let Term::Parameter(key, unit) = term {
            need(key, unit);
        }
    }
    for row in parameters.rows().iter().filter(|row| !row.local) {
        need(&row.key, row.unit.text());
    }
    needed
}

fn check(row: &Parameter, needed: &BTreeSet<(String, String)>) -> Result<(), Error> {
    let units: Vec<&str> =
        needed.iter().filter(|(key, _)| *key == row.key).map(|(_, unit)| unit.as_str()).collect();
    let Some(first) = units.first() else {
        if let Ok(statistic) = statistics::known(&row.key) {
            let message = format!("`{}` is a statistic and no parameter", row.key);
            let hint = format!(
                "move the row to the table that [statistics] file = \"…\" names: columns key,year,value,unit,source,status, row {},YEAR,…,{},…,official",
                row.key, statistic.unit
            );
            return Err(Error::new(Code::UnknownParameter, message, hint).at(row.place().column("key")));
        }
        let hint = did_you_mean(&row.key, needed.iter().map(|(key, _)| key.as_str()));
        let message = format!("no equation reads a parameter `{}`", row.key);
        return Err(Error::new(Code::UnknownParameter, message, hint).at(row.place().column("key")));
    };
    let fits = |unit: &&str| unit.parse::<Unit>().and_then(|unit| row.unit.to(&unit));
    let Some(conversion) = units.iter().find_map(|unit| fits(unit).ok()) else {
        let fault = fits(first).err().unwrap_or_else(|| {
            Error::new(Code::IncompatibleUnit, "the unit does not fit", format!("write it in `{first}`"))
        });
        return Err(fault.at(row.place().column("unit")));
    };
    match quantity::named(&row.key) {
        Ok(quantity) => check_range(quantity, conversion.apply(row.value), || row.place().column("value")),
        Err(_) => Ok(()),
    }
}

/// Rows of the run that are written as a fraction and called percent.
pub(super) fn warnings(parameters: &Parameters) -> Vec<Warning> {
    let local = parameters.rows().iter().filter(|row| row.local);
    let suspicious = local.filter(|row| row.unit.is_percent() && row.value.abs() < 1.0 && row.value != 0.0);
    suspicious
        .map(|row| {
            let message = format!("{} is {} %, less than a hundredth", row.key, row.value);
            let hint = "the unit is %, the number seems to be a fraction: write the unit 1";
            let chinese =
                format!("{} 为 {} %，不足百分之一；提示：数值似为小数，单位请写 1", row.key, row.value);
            let finding = Error::new(Code::Implausible, message, hint).at(row.place().column("value"));
            Warning::new(finding, chinese)
        })
        .collect()
}
