//! Double counting: pairs of services that hold some of the same benefit, and what a profile does about them.
//!
//! The pairs are data (`data/overlaps.csv`). A pair marked `refuse` may not be added up unless the profile says how:
//! `net` takes the smaller of the two values off once, which is the most that can be counted twice; `count_both` keeps
//! both and says so.

use crate::error::{Code, Error, Findings, Place};
use crate::parameter::profile::{OverlapRule, Profile};
use crate::service::{Physical, named};
use crate::table::Table;
use crate::text;
use crate::wording::Message;

/// The pairs that the crate knows.
const DATA: &str = include_str!("data/overlaps.csv");

/// One of two sides: a service, or one indicator of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// The service.
    pub service: String,
    /// The indicator, where only one is meant.
    pub indicator: Option<String>,
}

/// A pair of services that overlap.
#[derive(Debug, Clone)]
pub struct Overlap {
    /// The side whose value stays.
    pub first: Side,
    /// The side from which the overlap is taken off.
    pub second: Side,
    /// Whether adding both needs a word of the profile.
    pub refused: bool,
    /// Why they overlap.
    pub reason: Message,
}

impl Side {
    fn parse(text: &str) -> Self {
        let (service, indicator) = text.split_once('.').map_or((text, None), |(a, b)| (a, Some(b)));
        Self { service: service.to_owned(), indicator: indicator.map(str::to_owned) }
    }

    /// Whether the profile counts it with a physical variant.
    fn is_on(&self, physical: impl Fn(&str) -> Option<&'static Physical>) -> bool {
        physical(&self.service).is_some_and(|physical| {
            let gives = |id: &String| physical.supplies.iter().any(|supply| supply.indicator == id.as_str());
            self.indicator.as_ref().is_none_or(gives)
        })
    }
}

impl std::fmt::Display for Side {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.service)?;
        self.indicator.as_ref().map_or(Ok(()), |indicator| write!(f, ".{indicator}"))
    }
}

impl Overlap {
    /// The name of the pair, as profiles write it.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{}+{}", self.first, self.second)
    }
}

/// Every pair that the crate knows.
#[must_use]
pub fn all() -> Vec<Overlap> {
    let Ok(table) = Table::parse("overlaps.csv", DATA) else { return Vec::new() };
    let pair = |row: crate::table::TableRow<'_>| Overlap {
        first: Side::parse(row.text("first")),
        second: Side::parse(row.text("second")),
        refused: row.text("treatment") == "refuse",
        reason: Message::told(row.text("reason"), row.text("reason_zh")),
    };
    table.rows().map(pair).collect()
}

/// A cross-check values the same land by another method: it may not stand beside services of GEP at all.
fn mixed(profile: &Profile) -> Option<Error> {
    let services = || profile.services.iter().filter_map(|choice| named(&choice.id).ok());
    let check = services().find(|service| !service.category.is_in_gep())?;
    let other = services().find(|service| service.category.is_in_gep())?;
    let message = text!(
        "{0} is a cross-check and is never added to {1}",
        "{0} 为对照核算，不与 {1} 相加",
        check.id,
        other.id
    );
    let hint = text!(
        "switch it off, or give it a profile of its own, such as xie2015, and compare the two",
        "将其关闭，或另用单独的核算方案（如 xie2015），再比较两者"
    );
    Some(Error::new(Code::BadValue, message, hint).at(Place::file(&profile.file)))
}

/// What a profile adds up twice: the pairs to net, remarks for the reader, and the pairs it may not add up.
pub(super) fn check(
    profile: &Profile,
    physical: impl Fn(&str) -> Option<&'static Physical>,
) -> (Vec<Overlap>, Vec<(Overlap, Message)>, Findings) {
    let (mut net, mut notes, mut findings) = (Vec::new(), Vec::new(), Findings::new());
    findings.extend(mixed(profile));
    let pairs = all();
    for id in profile.overlaps.keys().filter(|id| pairs.iter().all(|pair| pair.id() != **id)) {
        let hint = crate::error::did_you_mean(
            id,
            pairs.iter().map(Overlap::id).collect::<Vec<_>>().iter().map(String::as_str),
        );
        let error = Error::new(
            Code::UnknownKey,
            text!("unknown pair of overlapping services `{0}`", "未知的重复计算服务对 `{0}`", id),
            hint,
        );
        findings.push(error.at(Place::file(&profile.file).column("overlaps")));
    }
    for pair in pairs {
        if !(pair.first.is_on(&physical) && pair.second.is_on(&physical)) {
            continue;
        }
        let (id, reason) = (pair.id(), &pair.reason);
        let done = match profile.overlaps.get(&id) {
            Some(OverlapRule::Net) => {
                net.push(pair.clone());
                text!("the smaller of the two values is taken off once", "扣减两者中的较小值一次")
            }
            Some(OverlapRule::CountBoth) => text!("the profile counts both", "核算方案两者都计"),
            None if pair.refused => {
                let message = text!(
                    "{0} and {1} are added up, but {2}",
                    "{0} 与 {1} 相加，但{2}",
                    pair.first.to_string(),
                    pair.second.to_string(),
                    reason
                );
                let hint = text!(
                    "switch one of them off, or state [overlaps] \"{0}\" = \"net\" (or \"count_both\")",
                    "关闭其中一项，或在 [overlaps] 中写 \"{0}\" = \"net\"（或 \"count_both\"）",
                    &id
                );
                findings.push(Error::new(Code::BadValue, message, hint).at(Place::file(&profile.file)));
                continue;
            }
            None => text!("both are counted", "两者都计入"),
        };
        let note = text!("overlap {0}: {1}; {2}", "重复计算 {0}：{1}；{2}", id, reason, done);
        notes.push((pair, note));
    }
    (net, notes, findings)
}
