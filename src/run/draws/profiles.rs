//! The figures under other profiles.

use super::super::{Options, Run};
use super::year::DrawnYear;
use crate::account::{Account, Filter, Kind};
use crate::error::Findings;
use crate::input::manifest::UncertaintySpec;
use crate::uncertainty::results::ProfileRow;

impl Run {
    /// The figures under other profiles: what stands between authorities, and is no part of any interval.
    pub(super) fn other_profiles(
        &self,
        spec: &UncertaintySpec,
        years: &[DrawnYear<'_>],
        options: &Options<'_>,
    ) -> Result<Vec<ProfileRow>, Findings> {
        let mut rows = Vec::new();
        for id in &spec.profiles {
            let profile = self.profile_named(id).map_err(|findings| {
                findings.into_iter().map(|error| error.at(spec.place.clone())).collect::<Findings>()
            })?;
            for year in years {
                let account = self.computed(&profile, year.account.year, options).map(|own| own.account);
                rows.extend(profile_rows(id, &year.account, account));
            }
        }
        Ok(rows)
    }
}

/// Total and services of another profile, by zone.
fn profile_rows(profile: &str, own: &Account, other: Result<Account, Findings>) -> Vec<ProfileRow> {
    let row =
        |zone: &str, figure: &str, (value, base): (Option<f64>, Option<f64>), status: String| ProfileRow {
            year: own.year,
            profile: profile.to_owned(),
            zone: zone.to_owned(),
            figure: figure.to_owned(),
            value,
            difference: value.zip(base).map(|(value, base)| value - base),
            status,
        };
    let none = |status: String| vec![row("", "gep", (None, None), status)];
    let other = match other {
        Ok(other) if other.kind == Kind::Gep => other,
        Ok(_) => return none("no account of GEP".to_owned()),
        Err(findings) => {
            let first = findings.as_slice().first().map(ToString::to_string).unwrap_or_default();
            return none(format!("not_accounted: {first}"));
        }
    };
    let services = services_of_either(own, &other);
    let mut rows = Vec::new();
    for zone in std::iter::once(None).chain(own.zones.iter().map(|zone| Some(zone.as_str()))) {
        let name = zone.unwrap_or_default();
        rows.push(row(name, "gep", (other.total(zone), own.total(zone)), "accounted".to_owned()));
        for service in &services {
            let filter = Filter { zone, service: Some(service), ..Filter::default() };
            let (value, base) = (other.value(filter), own.value(filter));
            let status = if value.is_some() { "accounted" } else { "not_accounted" };
            if value.is_some() || base.is_some() {
                rows.push(row(name, service, (value, base), status.to_owned()));
            }
        }
    }
    rows
}

/// The services that one of two accounts has, by id.
fn services_of_either<'a>(own: &'a Account, other: &'a Account) -> Vec<&'a str> {
    let mut services: Vec<&str> = own.accounted_services(None).into_iter().collect();
    services.extend(other.accounted_services(None));
    services.sort_unstable();
    services.dedup();
    services
}
