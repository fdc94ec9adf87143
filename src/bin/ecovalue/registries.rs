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
use ecovalue::wording::{Message, Name, TextArgument};
use ecovalue::{driver, extent, text};

use crate::arguments::ProfilesArguments;
use crate::printed::Printed;

pub(crate) fn services(id: Option<&str>, out: &mut Printed) -> Result<(), Findings> {
    let Some(id) = id else {
        for service in service::REGISTRY {
            let (english, chinese) = service.category.names();
            out.say(&text!(
                "{0} {1} ({2}), {3}",
                "{0} {2}（{1}），{3}",
                format!("{:24}", service.id),
                service.name,
                service.name_zh,
                Name { en: english, zh: chinese }
            ));
        }
        out.say(&text!("\ndrivers, by the quantity they make:", "\n驱动方程，按其计算的量排列："));
        for driver in driver::registry() {
            out.line(&format!("{:32} {:38} {}", driver.output.id, driver.id, driver.formula));
        }
        return Ok(());
    };
    describe(service::named(id)?, out);
    Ok(())
}

fn describe(service: &Service, out: &mut Printed) {
    out.line(&format!("{} · {} · {}", service.id, service.name, service.name_zh));
    for physical in service.physical {
        out.line(&format!("\nphysical = \"{}\"   [{}]", physical.id, physical.source));
        for supply in physical.supplies {
            let unit = service.indicator(supply.indicator).map_or("", |indicator| indicator.unit);
            out.line(&format!("  {} [{unit}]: {}", supply.indicator, supply.formula));
            for input in supply.scope().cells().map(CellEquation::inputs).unwrap_or_default() {
                let names = Message::told(format!("{} {}", input.name, input.name_zh), input.name_zh);
                out.say(&text!("    {0} [{1}] {2}", "    {0} [{1}] {2}", input.id, input.unit, names));
            }
            for term in supply.scope().terms() {
                out.say(&text!("    {0} (per zone)", "    {0}（按分区）", term.key()));
            }
        }
    }
    for value in service.values {
        out.line(&format!("\nvalue = \"{}\"   [{}]", value.id, value.source));
        for rule in value.rules {
            let text = match rule {
                Rule::LeftOut { reason, .. } => reason.name().en,
                _ => rule.formula(),
            };
            out.line(&format!("  {}: {text}", rule.indicator()));
            for term in rule.terms() {
                out.line(&format!("    {}", term.key()));
            }
        }
    }
}

pub(crate) fn parameters(key: Option<&str>, out: &mut Printed) -> Result<(), Findings> {
    let parameters = Parameters::shipped();
    let Some(key) = key else {
        for key in parameters.keys() {
            let variants = TextArgument::list(parameters.variants(key));
            let rows = parameters.rows().iter().filter(|row| row.key == key).count();
            let (key, rows) = (format!("{key:44}"), format!("{rows:3}"));
            out.say(&text!("{0} {1} rows  {2}", "{0} {1} 行  {2}", key, rows, variants));
        }
        return Ok(());
    };
    let rows: Vec<_> = parameters.rows().iter().filter(|row| row.key == key).collect();
    if rows.is_empty() {
        let message = text!("no parameter `{0}` ships with the crate", "自带参数表中没有参数 `{0}`", key);
        let hint = did_you_mean(key, parameters.keys());
        return Err(Error::new(Code::UnknownParameter, message, hint).into());
    }
    for row in rows {
        let ground = row.evidence(Role::Parameter).ground;
        out.line(&format!("{ground} [{}] {}", row.verified, row.source));
        if !row.note.is_empty() {
            out.line(&format!("    {}", row.note));
        }
    }
    Ok(())
}

pub(crate) fn profiles(arguments: &ProfilesArguments, out: &mut Printed) -> Result<(), Findings> {
    let ProfilesArguments { id, against, run } = arguments;
    if let (Some(first), Some(second), Some(run)) = (id, against, run) {
        return reconcile(run, first, second, out);
    }
    if let Some(id) = id {
        Profile::shipped(id)?;
        out.page(shipped_text(id).unwrap_or_default());
        return Ok(());
    }
    for id in shipped_ids() {
        let profile = Profile::shipped(id)?;
        let status = match profile.status.as_str() {
            "reconstructed" => Message::told(&profile.status, "据公开资料整理"),
            "published" => Message::told(&profile.status, "已发表"),
            other => Message::told(other, other),
        };
        let titles = Message::told(format!("{} · {}", profile.title, profile.title_zh), &profile.title_zh);
        out.say(&text!("{0} {1} [{2}]", "{0} {1} [{2}]", format!("{id:16}"), titles, status));
    }
    let names: Vec<&str> = crosswalk::SHIPPED.iter().map(|(id, _)| *id).collect();
    out.say(&text!("\ncrosswalks: {0}", "\n归类对照表：{0}", names));
    let letters =
        extent::Flags::letters().iter().map(|(letter, name)| text!("{0} {1}", "{0} {1}", *letter, *name));
    out.say(&text!(
        "flags behind an ecosystem code: {0}",
        "生态系统代码后的标记：{0}",
        TextArgument::list(letters)
    ));
    Ok(())
}

fn reconcile(run: &Path, first: &str, second: &str, out: &mut Printed) -> Result<(), Findings> {
    let run = Run::open(run, None)?;
    let (first, second) = (run.profile_named(first)?, run.profile_named(second)?);
    out.page(&run.reconcile(&first, &second, &Options::default())?.print(out.language));
    Ok(())
}
