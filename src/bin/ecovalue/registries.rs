//! What ships with the crate: services, parameters, profiles.

use std::path::Path;

use ecovalue::equation::CellEquation;
use ecovalue::error::{Code, Error, Findings, did_you_mean};
use ecovalue::evidence::Role;
use ecovalue::extent::crosswalk;
use ecovalue::parameter::Parameters;
use ecovalue::parameter::profile::{Profile, shipped_ids, shipped_text};
use ecovalue::run::{Options, Run};
use ecovalue::service::{self, Rule, Service};
use ecovalue::{driver, extent};

use crate::arguments::ProfilesArguments;
use crate::line;

pub(crate) fn services(id: Option<&str>, out: &mut String) -> Result<(), Findings> {
    let Some(id) = id else {
        for service in service::REGISTRY {
            let (category, _) = service.category.names();
            line(out, &format!("{:24} {} ({}), {category}", service.id, service.name, service.name_zh));
        }
        line(out, "\ndrivers, by the quantity they make:");
        for driver in driver::registry() {
            line(out, &format!("{:32} {:38} {}", driver.output.id, driver.id, driver.formula));
        }
        return Ok(());
    };
    describe(service::named(id)?, out);
    Ok(())
}

fn describe(service: &Service, out: &mut String) {
    line(out, &format!("{} · {} · {}", service.id, service.name, service.name_zh));
    for physical in service.physical {
        line(out, &format!("\nphysical = \"{}\"   [{}]", physical.id, physical.source));
        for supply in physical.supplies {
            let unit = service.indicator(supply.indicator).map_or("", |indicator| indicator.unit);
            line(out, &format!("  {} [{unit}]: {}", supply.indicator, supply.formula));
            for input in supply.scope().cells().map(CellEquation::inputs).unwrap_or_default() {
                line(out, &format!("    {} [{}] {} {}", input.id, input.unit, input.name, input.name_zh));
            }
            for term in supply.scope().terms() {
                line(out, &format!("    {} (per zone)", term.key()));
            }
        }
    }
    for value in service.values {
        line(out, &format!("\nvalue = \"{}\"   [{}]", value.id, value.source));
        for rule in value.rules {
            let text = match rule {
                Rule::LeftOut { reason, .. } => reason.name().en,
                _ => rule.formula(),
            };
            line(out, &format!("  {}: {text}", rule.indicator()));
            for term in rule.terms() {
                line(out, &format!("    {}", term.key()));
            }
        }
    }
}

pub(crate) fn parameters(key: Option<&str>, out: &mut String) -> Result<(), Findings> {
    let parameters = Parameters::shipped();
    let Some(key) = key else {
        for key in parameters.keys() {
            let variants = parameters.variants(key).join(", ");
            let rows = parameters.rows().iter().filter(|row| row.key == key).count();
            line(out, &format!("{key:44} {rows:3} rows  {variants}"));
        }
        return Ok(());
    };
    let rows: Vec<_> = parameters.rows().iter().filter(|row| row.key == key).collect();
    if rows.is_empty() {
        let hint = did_you_mean(key, parameters.keys());
        let message = format!("no parameter `{key}` ships with the crate");
        let code = Code::UnknownParameter;
        return Err(Error::new(code, message, hint).into());
    }
    for row in rows {
        let ground = row.evidence(Role::Parameter).ground;
        line(out, &format!("{ground} [{}] {}", row.verified, row.source));
        if !row.note.is_empty() {
            line(out, &format!("    {}", row.note));
        }
    }
    Ok(())
}

pub(crate) fn profiles(arguments: &ProfilesArguments, out: &mut String) -> Result<(), Findings> {
    let ProfilesArguments { id, against, run } = arguments;
    if let (Some(first), Some(second), Some(run)) = (id, against, run) {
        return reconcile(run, first, second, out);
    }
    if let Some(id) = id {
        Profile::shipped(id)?;
        out.push_str(shipped_text(id).unwrap_or_default());
        return Ok(());
    }
    for id in shipped_ids() {
        let profile = Profile::shipped(id)?;
        line(out, &format!("{id:16} {} · {} [{}]", profile.title, profile.title_zh, profile.status));
    }
    let names: Vec<&str> = crosswalk::SHIPPED.iter().map(|(id, _)| *id).collect();
    line(out, &format!("\ncrosswalks: {}", names.join(", ")));
    let letters = extent::Flags::letters().iter().map(|(letter, name)| format!("{letter} {}", name.en));
    line(out, &format!("flags behind an ecosystem code: {}", letters.collect::<Vec<_>>().join(", ")));
    Ok(())
}

fn reconcile(run: &Path, first: &str, second: &str, out: &mut String) -> Result<(), Findings> {
    let run = Run::open(run, None)?;
    let (first, second) = (run.profile_named(first)?, run.profile_named(second)?);
    out.push_str(&run.reconcile(&first, &second, &Options::default())?.print());
    Ok(())
}
