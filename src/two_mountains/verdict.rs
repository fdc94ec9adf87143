//! Met, not met, or undecided with the reason.

use std::cmp::Ordering;

use super::cell::Value;
use super::options::{JudgementOptions, NumberReading, Steady};
use super::rule::{Relation, TargetRule, Terrain, states};
use super::series::Series;
use super::{joined, shown};
use crate::text;
use crate::wording::{Message, Name, TextArgument};

/// State of a target in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TargetState {
    /// 达到
    Met,
    /// 未达到
    NotMet,
    /// 无法判定; never taken for one of the others.
    Undecided,
}

impl TargetState {
    /// The text of `indicators.csv`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not met",
            Self::Undecided => "undecided",
        }
    }

    /// Its name.
    #[must_use]
    pub const fn name(self) -> Name {
        let zh = match self {
            Self::Met => "达到",
            Self::NotMet => "未达到",
            Self::Undecided => "未判定",
        };
        Name { en: self.as_str(), zh }
    }
}

/// A state with its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The state.
    pub state: TargetState,
    /// Numbers compared, or why nothing was decided.
    pub reason: Message,
}

impl Verdict {
    pub(super) fn undecided(reason: Message) -> Self {
        Self { state: TargetState::Undecided, reason }
    }

    fn decided(met: bool, reason: Message) -> Self {
        Self { state: if met { TargetState::Met } else { TargetState::NotMet }, reason }
    }

    fn of(result: Result<(bool, Message), Message>) -> Self {
        match result {
            Ok((met, reason)) => Self::decided(met, reason),
            Err(reason) => Self::undecided(reason),
        }
    }
}

/// One indicator in one year.
pub(super) struct Case<'a> {
    pub(super) series: &'a Series<'a>,
    pub(super) year: i32,
    pub(super) terrain: Option<Terrain>,
    pub(super) options: &'a JudgementOptions,
}

impl Case<'_> {
    pub(super) fn verdict(&self, rule: &TargetRule) -> Verdict {
        match rule {
            TargetRule::Bound(relation, bound) => Verdict::of(self.bound(*relation, *bound)),
            TargetRule::Plain(bound) => Verdict::of(self.bound(
                match self.options.number {
                    NumberReading::Reach => Relation::AtLeast,
                    NumberReading::Exact => Relation::Equal,
                },
                *bound,
            )),
            TargetRule::Rise => Verdict::of(self.rise()),
            TargetRule::NotBelow => Verdict::of(
                self.series.with_last(self.year).map(|(this, last)| (this >= last, self.against(this, last))),
            ),
            TargetRule::Stable => Verdict::of(self.stable()),
            TargetRule::All(parts) => self.all(parts),
            TargetRule::ByTerrain(parts) => self.by_terrain(parts),
            TargetRule::Statement(text) => self.statement(text),
            TargetRule::Open(words) => {
                Verdict::undecided(text!("the plan leaves the target open ({0})", "规划目标{0}", words))
            }
        }
    }

    fn bound(&self, relation: Relation, bound: f64) -> Result<(bool, Message), Message> {
        let value = self.series.number(self.year)?;
        let met = relation.holds(value, bound);
        let reason = text!("{0} against {1} {2}", "{0}，目标 {1}{2}", shown(value), relation.sign(), bound);
        Ok((met, reason))
    }

    /// Two years beside each other.
    fn against(&self, this: f64, last: f64) -> Message {
        text!("{0} against {1} in {2}", "{0}，{2} 年为 {1}", shown(this), shown(last), self.year - 1)
    }

    fn rise(&self) -> Result<(bool, Message), Message> {
        let (this, last) = self.series.with_last(self.year)?;
        let reason = self.against(this, last);
        if this.partial_cmp(&last) != Some(Ordering::Equal) {
            return Ok((this > last, reason));
        }
        let reason = match self.options.steady {
            Steady::Strict => text!(
                "{0}; unchanged; met if last year's value is enough (steady = weak)",
                "{0}；持平；若按不低于上年理解则达到",
                reason
            ),
            Steady::Weak => text!(
                "{0}; unchanged; not met if it must rise (steady = strict)",
                "{0}；持平；若按高于上年理解则未达到",
                reason
            ),
        };
        Ok((self.options.steady == Steady::Weak, reason))
    }

    fn stable(&self) -> Result<(bool, Message), Message> {
        let (this, last) = self.series.with_last(self.year)?;
        let reason = self.against(this, last);
        match self.options.stable_within {
            _ if this >= last => Ok((true, reason)),
            Some(percent) => Ok((last - this <= percent / 100.0 * last.abs(), reason)),
            None => Err(text!(
                "{0}; 保持稳定 states no tolerance for a fall",
                "{0}；“保持稳定”未规定允许降幅",
                reason
            )),
        }
    }

    /// One part that fails decides; else one that is undecided leaves all undecided.
    fn all(&self, parts: &[TargetRule]) -> Verdict {
        let verdicts: Vec<Verdict> = parts.iter().map(|part| self.verdict(part)).collect();
        let has = |state: TargetState| verdicts.iter().any(|verdict| verdict.state == state);
        let state = [TargetState::NotMet, TargetState::Undecided].into_iter().find(|state| has(*state));
        let state = state.unwrap_or(TargetState::Met);
        let deciding = verdicts.into_iter().filter(|verdict| verdict.state == state);
        let mut reasons: Vec<Message> = deciding.map(|verdict| verdict.reason).collect();
        reasons.dedup();
        Verdict { state, reason: joined(reasons).unwrap_or_else(Message::empty) }
    }

    fn by_terrain(&self, parts: &[(Terrain, TargetRule)]) -> Verdict {
        let known = TextArgument::list(parts.iter().map(|(terrain, _)| terrain.name()));
        let Some(terrain) = self.terrain else {
            return Verdict::undecided(text!(
                "the target is for {0}, and the terrain is not stated",
                "目标适用于{0}，未说明地形",
                known
            ));
        };
        match parts.iter().find(|(of, _)| *of == terrain) {
            Some((_, rule)) => self.verdict(rule),
            None => Verdict::undecided(text!(
                "the target is for {0}, the terrain is {1}",
                "目标适用于{0}，地形为{1}",
                known,
                terrain.name()
            )),
        }
    }

    fn statement(&self, target: &str) -> Verdict {
        let value = self.series.years.get(&self.year).map(|observed| &observed.value);
        match value {
            _ if self.series.blocked.is_some() => Verdict::undecided(self.series.absent()),
            None => Verdict::undecided(self.series.absent()),
            Some(Value::Statement(words, _)) if states(words, target) => {
                Verdict::decided(true, text!("stated: {0}", "已表述：{0}", words))
            }
            Some(other) => Verdict::undecided(text!(
                "“{0}” does not state “{1}”",
                "“{0}”未表明“{1}”",
                other.to_string(),
                target
            )),
        }
    }
}
