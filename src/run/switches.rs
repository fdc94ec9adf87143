//! What other equations and prices would have given: every choice of the profile is exchanged, one at a time.
//!
//! Prices and values are exchanged on the same sums. Drivers and physical equations need another pass, and are tried
//! on maps up to [`TRIED_CELLS`] cells.

use super::{Options, Run, pass};
use crate::account::partial::Partial;
use crate::account::plan::{Plan, PlannedService, Step};
use crate::account::{self, Account, Outline};
use crate::driver;
use crate::evidence::Verified;
use crate::input::plausibility::Watched;
use crate::parameter::profile::{Profile, ServiceChoice};
use crate::report::switch::Switch;
use crate::service::Service;
use crate::text;
use crate::valuation::{Book, Setting};
use crate::wording::{Message, Text, TextArgument};

/// Largest map on which drivers and physical equations are exchanged.
pub const TRIED_CELLS: u64 = 2_000_000;
/// Most zones for which anything is exchanged; the rows of each exchange grow with them.
pub const TRIED_ZONES: usize = 10_000;
/// What is said where there are more.
pub(super) const NOT_TRIED: Text<0> = Text::new(
    "other equations and prices are not tried on more than 10 000 zones",
    "分区超过 10 000 个，未试算其他方程与价格",
);

/// An exchange: what, from, to, the profile with it, and the services whose rows it changes.
struct Exchange {
    what: Message,
    from: Message,
    to: String,
    profile: Profile,
    needs_pass: bool,
    services: Vec<&'static str>,
}

/// The sums that the account of a run was made of.
struct Base<'a> {
    plan: &'a Plan,
    partial: &'a Partial,
    outline: Outline,
}

/// What every exchange that can be computed on the same land changes in GEP, the largest first.
pub(super) fn switches(
    run: &Run,
    setting: &Setting<'_>,
    plan: &Plan,
    partial: &Partial,
    account: &Account,
    options: &Options<'_>,
) -> Vec<Switch> {
    let (Some(gep), false) = (account.total(None), options.without_switches) else {
        return Vec::new();
    };
    let cells: u64 = partial.cells();
    let legend = run.source_of(setting.year).legend();
    let base = Base { plan, partial, outline: Outline::new(legend, plan, partial, &account.rows, None) };
    let mut switches = Vec::new();
    for exchange in exchanges(setting, plan) {
        if exchange.needs_pass && cells > TRIED_CELLS {
            continue;
        }
        let Some(other) = exchanged(run, setting.year, &exchange, &base, options) else { continue };
        // Totals are compared only where every service is valued on the same land.
        if !base.outline.is_on_the_land_of(&other) {
            continue;
        }
        if let Some(value) = other.total().filter(|value| value.to_bits() != gep.to_bits()) {
            let Exchange { what, from, to, .. } = exchange;
            // A sign that the equations of a service do not go together.
            let turns_negative = other.turns_negative(&base.outline);
            switches.push(Switch { what, from, to, gep: value, change: value - gep, turns_negative });
        }
    }
    let size = |switch: &Switch| (!switch.turns_negative, switch.change.abs());
    switches.sort_by(|a, b| size(b).0.cmp(&size(a).0).then(size(b).1.total_cmp(&size(a).1)));
    switches
}

/// The account under an exchange, or none where it cannot be had. Only the services that it changes are computed again,
/// unless some overlap, so that many zones need little memory.
fn exchanged(
    run: &Run,
    year: i32,
    exchange: &Exchange,
    base: &Base<'_>,
    options: &Options<'_>,
) -> Option<Outline> {
    let setting = run.setting(&exchange.profile, year);
    let source = run.source_of(year);
    let legend = source.legend();
    let mut book = Book::default();
    let plan = Plan::new(&setting, legend, &mut book).ok()?;
    if plan.reaches(legend) != base.plan.reaches(legend) {
        return None;
    }
    let overlap = !(plan.net.is_empty() && base.plan.net.is_empty());
    let services = (!overlap).then_some(exchange.services.as_slice());
    if !exchange.needs_pass {
        let rows = account::rows(&setting, legend, &plan, base.partial, book, services).ok()?;
        return Some(base.outline.with(Outline::new(legend, &plan, base.partial, &rows, services)));
    }
    let mut profile = exchange.profile.clone();
    profile.services.retain(|choice| services.is_none_or(|changed| changed.contains(&choice.id.as_str())));
    let setting = run.setting(&profile, year);
    let mut book = Book::default();
    let mut plan = Plan::new(&setting, legend, &mut book).ok()?;
    // The pass of the account has looked at the numbers already.
    plan.unread.clear();
    plan.watched.fill(Watched::No);
    let quiet = Options { progress: None, ..*options };
    let partial = pass::pass(source, &plan, &quiet, Vec::new()).ok()?;
    let rows = account::rows(&setting, legend, &plan, &partial, book, services).ok()?;
    Some(base.outline.with(Outline::new(legend, &plan, &partial, &rows, services)))
}

fn exchanges(setting: &Setting<'_>, plan: &Plan) -> Vec<Exchange> {
    // Means that are only reported would cost time and change nothing.
    let profile = &Profile { reported: Vec::new(), ..setting.profile.clone() };
    let mut all = Vec::new();
    for planned in &plan.services {
        let id = planned.service.id;
        for other in planned.service.values.iter().filter(|other| other.id != planned.valuation.id) {
            let change = |choice: &mut ServiceChoice| {
                other.id.clone_into(&mut choice.value);
            };
            let what = text!("{0}: value", "{0}：价值量", named(planned.service));
            let sides = (choice(planned.valuation.id), other.id);
            all.push(exchange(profile, id, (what, sides, false), change));
        }
        for other in planned.service.physical.iter().filter(|other| other.id != planned.physical.id) {
            if other.supplies.iter().all(|supply| supply.scope().cells().is_some()) {
                let change = |choice: &mut ServiceChoice| {
                    other.id.clone_into(&mut choice.physical);
                };
                let what = text!("{0}: quantity", "{0}：实物量", named(planned.service));
                let sides = (choice(planned.physical.id), other.id);
                all.push(exchange(profile, id, (what, sides, true), change));
            }
        }
        for (key, needs_pass) in parameter_keys(plan, planned) {
            let from = planned.choice.variant(key).unwrap_or_default();
            for to in checked_variants(setting, key).into_iter().filter(|to| *to != from) {
                let change = |choice: &mut ServiceChoice| {
                    choice.variants.insert(key.to_owned(), to.to_owned());
                };
                let what = text!("{0}: {1}", "{0}：{1}", named(planned.service), key);
                let from = if from.is_empty() { text!("plain", "无变体") } else { choice(from) };
                all.push(exchange(profile, id, (what, (from, to), needs_pass), change));
            }
        }
    }
    for (output, used) in plan.drivers().filter(|(output, _)| plan.is_valued(output)) {
        let others = driver::registry().filter(|other| other.output.id == output.id && other.id != used.id);
        for other in others {
            let mut changed = profile.clone();
            changed.drivers.insert(output.id.to_owned(), other.id.to_owned());
            let named = TextArgument::Id { id: output.id.to_owned(), zh: output.name_zh };
            all.push(Exchange {
                what: text!("{0}", "{0}", named),
                from: choice(used.id),
                to: other.id.to_owned(),
                profile: changed,
                needs_pass: true,
                services: plan.services_that_read(output).collect(),
            });
        }
    }
    all
}

/// An exchange in the choice of one service: what, from, to, and whether it needs another pass.
fn exchange(
    profile: &Profile,
    service: &'static str,
    (what, (from, to), needs_pass): (Message, (Message, &str), bool),
    change: impl Fn(&mut ServiceChoice),
) -> Exchange {
    let mut profile = profile.clone();
    profile.services.iter_mut().filter(|choice| choice.id == service).for_each(change);
    Exchange { what, from, to: to.to_owned(), profile, needs_pass, services: vec![service] }
}

fn named(service: &Service) -> TextArgument {
    TextArgument::Id { id: service.id.to_owned(), zh: service.name_zh }
}

/// What was chosen, as the profile writes it.
fn choice(id: &str) -> Message {
    text!("{0}", "{0}", id)
}

/// Keys of the parameters that a service reads, and whether another row needs another pass.
fn parameter_keys(plan: &Plan, planned: &PlannedService) -> Vec<(&'static str, bool)> {
    let mut keys = Vec::new();
    for rule in planned.valuation.rules {
        keys.extend(rule.terms().iter().map(|term| (term.key(), false)));
    }
    for column in &plan.columns {
        if matches!(column.step, Step::ByClass { .. }) && column.belongs_to(planned.service.id) {
            keys.push((column.quantity.id, true));
        }
    }
    keys
}

/// Variants of a key of which a row was checked: one whose unit may be wrong must not be tried.
fn checked_variants<'a>(setting: &Setting<'a>, key: &str) -> Vec<&'a str> {
    let parameters = setting.parameters;
    let checked = |variant: &&str| {
        parameters
            .rows()
            .iter()
            .any(|row| row.key == key && row.variant == **variant && row.verified != Verified::No)
    };
    parameters.variants(key).into_iter().filter(checked).collect()
}
