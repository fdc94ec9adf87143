//! The way from one profile to another on the same data: every choice that differs is exchanged, one after another.

use std::collections::BTreeSet;

use super::{Options, Run, open};
use crate::account::{Account, Filter};
use crate::error::{Code, Error, Findings};
use crate::exact_sum::ExactSum;
use crate::parameter::profile::{Profile, ServiceChoice};
use crate::quantity;
use crate::report::reconciliation::{ExchangedChoice, Reconciliation};
use crate::service;
use crate::text;
use crate::wording::{Message, TextArgument};

/// A choice that differs, and the profile behind it.
struct Change {
    what: Message,
    from: Option<Message>,
    to: Option<Message>,
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
            let message = text!("the run names no year", "未指定核算年度");
            let hint = text!("state the year, e.g. year = 2019", "写明年度，如 year = 2019");
            Findings::from(Error::new(Code::MissingKey, message, hint))
        })?;
        let start = self.computed(first, year, options)?.account;
        let end = self.computed(second, year, options)?.account;
        let mut steps = Vec::new();
        let mut before = start.clone();
        let mut waiting: Option<Change> = None;
        for change in changes(first, second) {
            let change = together(waiting.take(), change);
            match self.computed(&change.profile, year, options).map(|computed| computed.account) {
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
                what: text!("remaining differences", "其余差异"),
                from: None,
                to: None,
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
    let both = |first: Option<Message>, second: Option<Message>| match (first, second) {
        (Some(first), Some(second)) => Some(text!("{0} + {1}", "{0} + {1}", first, second)),
        (first, second) => first.or(second),
    };
    let clauses = [waiting.clause, change.clause];
    let clauses: Vec<String> = clauses.into_iter().filter(|clause| !clause.is_empty()).collect();
    Change {
        what: text!("{0} + {1}", "{0} + {1}", waiting.what, change.what),
        from: both(waiting.from, change.from),
        to: both(waiting.to, change.to),
        clause: clauses.join(" + "),
        profile: change.profile,
    }
}

fn step(change: Change, before: &Account, after: &Account) -> ExchangedChoice {
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
    ExchangedChoice { what, from, to, clause, changes, change: total(after) - total(before) }
}

/// The choices that differ, each laid over the profile with all before it.
struct Changes {
    profile: Profile,
    all: Vec<Change>,
}

impl Changes {
    /// Notes what the profile was changed in.
    fn add(&mut self, what: Message, [from, to]: [Option<Message>; 2], clause: &str) {
        self.all.push(Change { what, from, to, clause: clause.to_owned(), profile: self.profile.clone() });
    }
}

fn changes(first: &Profile, second: &Profile) -> Vec<Change> {
    let mut changes = Changes { profile: first.clone(), all: Vec::new() };
    // Both profiles' words on overlaps hold on the way, so that no step is refused; the last step takes the second's.
    changes.profile.overlaps.extend(second.overlaps.clone());
    let (on, off) = (|| Some(text!("on", "启用")), || Some(text!("off", "停用")));
    // What goes, goes first: services of the two profiles may not stand beside each other, and a driver that goes with
    // its service moves nothing by itself.
    for service in service::REGISTRY {
        if first.service(service.id).is_some() && second.service(service.id).is_none() {
            changes.profile.services.retain(|choice| choice.id != service.id);
            changes.add(named(service), [on(), off()], &second.source);
        }
    }
    if first.price_index != second.price_index {
        changes.profile.price_index.clone_from(&second.price_index);
        let sides = [first, second].map(|profile| choice(&profile.price_index));
        changes.add(text!("price index", "价格指数"), sides, "");
    }
    exchange_drivers(&mut changes, first, second);
    for service in service::REGISTRY {
        match (first.service(service.id), second.service(service.id)) {
            (None, Some(choice)) => {
                changes.profile.services.push(choice.clone());
                changes.add(named(service), [off(), on()], &choice.clause);
            }
            (Some(from), Some(to)) => {
                for (what, sides, exchange) in choices(from, to) {
                    let services = changes.profile.services.iter_mut();
                    services.filter(|choice| choice.id == service.id).for_each(|choice| exchange(choice, to));
                    changes.add(text!("{0}: {1}", "{0}：{1}", named(service), what), sides, &to.clause);
                }
            }
            (_, None) => {}
        }
    }
    if first.overlaps != second.overlaps {
        changes.profile.overlaps.clone_from(&second.overlaps);
        let keys = |profile: &Profile| profile.overlaps.keys().cloned().collect::<Vec<_>>().join(", ");
        changes.add(text!("overlaps", "重复计算"), [first, second].map(|side| choice(&keys(side))), "");
    }
    changes.all
}

fn exchange_drivers(changes: &mut Changes, first: &Profile, second: &Profile) {
    let quantities: BTreeSet<&String> = first.drivers.keys().chain(second.drivers.keys()).collect();
    for quantity in quantities {
        let (from, to) = (first.drivers.get(quantity), second.drivers.get(quantity));
        if from != to {
            match to {
                Some(to) => changes.profile.drivers.insert(quantity.clone(), to.clone()),
                None => changes.profile.drivers.remove(quantity),
            };
            let zh = quantity::named(quantity).map_or("", |known| known.name_zh);
            let what = text!("{0}", "{0}", TextArgument::Id { id: quantity.clone(), zh });
            changes.add(what, [from, to].map(|variant| variant.and_then(|id| choice(id))), "");
        }
    }
}

fn named(service: &service::Service) -> Message {
    text!("{0}", "{0}", TextArgument::Id { id: service.id.to_owned(), zh: service.name_zh })
}

/// What was chosen, as the profile writes it.
fn choice(id: &str) -> Option<Message> {
    (!id.is_empty()).then(|| text!("{0}", "{0}", id))
}

/// What differs, before and behind, and how it is laid over a choice.
type Exchange = (Message, [Option<Message>; 2], fn(&mut ServiceChoice, &ServiceChoice));

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
    let sides = |of: &dyn Fn(&ServiceChoice) -> String| [choice(&of(from)), choice(&of(to))];
    let all: [Exchange; 5] = [
        (text!("quantity", "实物量"), sides(&|choice| choice.physical.clone()), |choice, to| {
            choice.physical.clone_from(&to.physical);
        }),
        (text!("types that count", "计入的类型"), sides(&list), |choice, to| {
            choice.ecosystems.clone_from(&to.ecosystems);
        }),
        (
            text!("negative cells, weight, level", "负值单元、权重、层级"),
            sides(&rule),
            |choice, to| {
                (choice.negative, choice.weight, choice.level) = (to.negative, to.weight.clone(), to.level);
            },
        ),
        (text!("value", "价值量"), sides(&|choice| choice.value.clone()), |choice, to| {
            choice.value.clone_from(&to.value);
        }),
        (text!("rows", "参数行"), sides(&variants), |choice, to| choice.variants.clone_from(&to.variants)),
    ];
    all.into_iter().filter(|(_, [before, behind], _)| before != behind).collect()
}
