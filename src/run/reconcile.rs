//! The way from one profile to another on the same data: every choice that differs is exchanged, one after another.

use std::collections::BTreeSet;

use super::{Options, Run, open};
use crate::account::{Account, Filter};
use crate::error::{Code, Error, Findings};
use crate::exact_sum::ExactSum;
use crate::parameter::profile::{Profile, ServiceChoice};
use crate::report::reconciliation::{Reconciliation, Step};
use crate::service;

/// A choice that differs, and the profile behind it.
struct Change {
    what: String,
    from: String,
    to: String,
    clause: String,
    profile: Profile,
}

impl Run {
    /// A profile by the id of a shipped one, or by a file of the run's folder.
    ///
    /// # Errors
    ///
    /// As for the profile of the run itself.
    pub fn profile_named(&self, id: &str) -> Result<Profile, Findings> {
        open::profile_named(id, &self.manifest, &self.files).map(|(profile, _)| profile)
    }

    /// What moves the total of the first accounting year from one profile to another.
    ///
    /// # Errors
    ///
    /// What stands against either profile on this data; a step in between that cannot be computed is put together
    /// with the next.
    pub fn reconcile(
        &self,
        first: &Profile,
        second: &Profile,
        options: &Options<'_>,
    ) -> Result<Reconciliation, Findings> {
        let year = self.manifest.years.first().copied().ok_or_else(|| {
            Findings::from(Error::new(Code::MissingKey, "the run names no year", "state year = 2019"))
        })?;
        let start = self.computed(first, year, options)?.account;
        let end = self.computed(second, year, options)?.account;
        let mut steps = Vec::new();
        let mut before = start.clone();
        let mut waiting: Option<Change> = None;
        for change in changes(first, second) {
            let change = together(waiting.take(), change);
            match self.computed(&change.profile, year, options).map(|own| own.account) {
                Ok(after) => {
                    steps.push(step(change, &before, &after));
                    before = after;
                }
                Err(_) => waiting = Some(change),
            }
        }
        // What the list of choices does not name, such as titles, moves nothing; what waits ends at the second.
        if let Some(change) = waiting {
            steps.push(step(change, &before, &end));
        } else {
            let rest = Change {
                what: "all that is left".to_owned(),
                from: String::new(),
                to: String::new(),
                clause: String::new(),
                profile: second.clone(),
            };
            let last = step(rest, &before, &end);
            steps.extend((!last.changes.is_empty()).then_some(last));
        }
        let total = |account: &Account| account.total(None);
        let sum: ExactSum = steps
            .iter()
            .map(|step| -step.change)
            .chain([total(&end).unwrap_or(0.0), -total(&start).unwrap_or(0.0)])
            .collect();
        Ok(Reconciliation {
            first: (first.id.clone(), total(&start)),
            second: (second.id.clone(), total(&end)),
            steps,
            rest: sum.total(),
        })
    }
}

/// Two changes as one, where the first alone could not be computed.
fn together(waiting: Option<Change>, change: Change) -> Change {
    let Some(waiting) = waiting else { return change };
    let both =
        |a: &str, b: &str| [a, b].into_iter().filter(|own| !own.is_empty()).collect::<Vec<_>>().join(" + ");
    Change {
        what: both(&waiting.what, &change.what),
        from: both(&waiting.from, &change.from),
        to: both(&waiting.to, &change.to),
        clause: both(&waiting.clause, &change.clause),
        profile: change.profile,
    }
}

fn step(change: Change, before: &Account, after: &Account) -> Step {
    let value = |account: &Account, service: &str| {
        account.value(Filter { service: Some(service), ..Filter::default() }).unwrap_or(0.0)
    };
    let moved = |service: &&service::Service| {
        let change = value(after, service.id) - value(before, service.id);
        (change != 0.0).then(|| (service.id.to_owned(), change))
    };
    let changes = service::REGISTRY.iter().filter_map(moved).collect();
    let total = |account: &Account| account.total(None).unwrap_or(0.0);
    let Change { what, from, to, clause, .. } = change;
    Step { what, from, to, clause, changes, change: total(after) - total(before) }
}

/// Every choice that differs, each laid over the profile with all before it.
fn changes(first: &Profile, second: &Profile) -> Vec<Change> {
    let mut now = first.clone();
    // Both profiles' words on overlaps hold on the way, so that no step is refused; the last step takes the second's.
    now.overlaps.extend(second.overlaps.clone());
    let mut all = Vec::new();
    let mut add = |what: String, from: String, to: String, clause: &str, now: &Profile| {
        let clause = clause.to_owned();
        all.push(Change { what, from, to, clause, profile: now.clone() });
    };
    // What goes, goes first: services of the two profiles may not stand beside each other, and a driver that goes with
    // its service moves nothing by itself.
    for service in service::REGISTRY {
        if first.service(service.id).is_some() && second.service(service.id).is_none() {
            now.services.retain(|choice| choice.id != service.id);
            add(service.id.to_owned(), "on".to_owned(), "off".to_owned(), &second.source, &now);
        }
    }
    if first.price_index != second.price_index {
        now.price_index.clone_from(&second.price_index);
        add("price index".to_owned(), first.price_index.clone(), second.price_index.clone(), "", &now);
    }
    let quantities: BTreeSet<&String> = first.drivers.keys().chain(second.drivers.keys()).collect();
    for quantity in quantities {
        let (from, to) = (first.drivers.get(quantity), second.drivers.get(quantity));
        if from != to {
            match to {
                Some(to) => now.drivers.insert(quantity.clone(), to.clone()),
                None => now.drivers.remove(quantity),
            };
            let text = |variant: Option<&String>| variant.cloned().unwrap_or_default();
            add(quantity.clone(), text(from), text(to), "", &now);
        }
    }
    for service in service::REGISTRY {
        match (first.service(service.id), second.service(service.id)) {
            (None, Some(choice)) => {
                now.services.push(choice.clone());
                add(service.id.to_owned(), "off".to_owned(), "on".to_owned(), &choice.clause, &now);
            }
            (Some(from), Some(to)) => {
                for (what, before, behind, exchange) in choices(from, to) {
                    now.services
                        .iter_mut()
                        .filter(|choice| choice.id == service.id)
                        .for_each(|own| exchange(own, to));
                    add(format!("{}: {what}", service.id), before, behind, &to.clause, &now);
                }
            }
            (_, None) => {}
        }
    }
    if first.overlaps != second.overlaps {
        now.overlaps.clone_from(&second.overlaps);
        let text = |profile: &Profile| profile.overlaps.keys().cloned().collect::<Vec<_>>().join(", ");
        add("overlaps".to_owned(), text(first), text(second), "", &now);
    }
    all
}

/// What differs, before and behind, and how it is laid over a choice.
type Exchange = (&'static str, String, String, fn(&mut ServiceChoice, &ServiceChoice));

fn choices(from: &ServiceChoice, to: &ServiceChoice) -> Vec<Exchange> {
    let list = |choice: &ServiceChoice| {
        let types: Vec<String> = choice.ecosystems.iter().map(ToString::to_string).collect();
        types.join(" ")
    };
    let variants = |choice: &ServiceChoice| {
        let pairs: Vec<String> =
            choice.variants.iter().map(|(key, variant)| format!("{key} = {variant}")).collect();
        pairs.join(", ")
    };
    let rule = |choice: &ServiceChoice| {
        format!("{:?}, {:?}, {:?}", choice.negative, choice.weight, choice.level).to_lowercase()
    };
    let all: [Exchange; 5] = [
        ("quantity", from.physical.clone(), to.physical.clone(), |own, to| {
            own.physical.clone_from(&to.physical);
        }),
        ("types that count", list(from), list(to), |own, to| own.ecosystems.clone_from(&to.ecosystems)),
        ("negative cells, weight, level", rule(from), rule(to), |own, to| {
            (own.negative, own.weight, own.level) = (to.negative, to.weight.clone(), to.level);
        }),
        ("value", from.value.clone(), to.value.clone(), |own, to| own.value.clone_from(&to.value)),
        ("rows", variants(from), variants(to), |own, to| own.variants.clone_from(&to.variants)),
    ];
    all.into_iter().filter(|(_, before, behind, _)| before != behind).collect()
}
