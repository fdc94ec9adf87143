//! Met, not met, or undecided with the reason.

use std::cmp::Ordering;

use super::cell::Value;
use super::options::{Number, Options, Steady};
use super::rule::{Relation, Rule, Terrain, states};
use super::series::Series;
use super::{Text, shown};

/// What became of a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// 达到
    Met,
    /// 未达到
    NotMet,
    /// 无法判定; never taken for one of the others.
    Undecided,
}

impl State {
    /// The text of `indicators.csv`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not met",
            Self::Undecided => "undecided",
        }
    }

    /// The Chinese of reports.
    #[must_use]
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Met => "达到",
            Self::NotMet => "未达到",
            Self::Undecided => "未判定",
        }
    }
}

/// A state with its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The state.
    pub state: State,
    /// Numbers compared, or why nothing was decided.
    pub reason: Text,
}

impl Verdict {
    pub(super) const fn undecided(reason: Text) -> Self {
        Self { state: State::Undecided, reason }
    }

    fn decided(met: bool, reason: Text) -> Self {
        Self { state: if met { State::Met } else { State::NotMet }, reason }
    }

    fn of(result: Result<(bool, Text), Text>) -> Self {
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
    pub(super) options: &'a Options,
}

impl Case<'_> {
    pub(super) fn verdict(&self, rule: &Rule) -> Verdict {
        match rule {
            Rule::Bound(relation, bound) => Verdict::of(self.bound(*relation, *bound)),
            Rule::Plain(bound) => Verdict::of(self.bound(
                match self.options.number {
                    Number::Reach => Relation::AtLeast,
                    Number::Exact => Relation::Equal,
                },
                *bound,
            )),
            Rule::Rise => Verdict::of(self.rise()),
            Rule::NotBelow => Verdict::of(
                self.series.with_last(self.year).map(|(own, last)| (own >= last, self.against(own, last))),
            ),
            Rule::Stable => Verdict::of(self.stable()),
            Rule::All(parts) => self.all(parts),
            Rule::ByTerrain(parts) => self.by_terrain(parts),
            Rule::Statement(text) => self.statement(text),
            Rule::Open(text) => Verdict::undecided(Text::new(
                format!("the plan leaves the target open ({text})"),
                format!("规划目标{text}"),
            )),
        }
    }

    fn bound(&self, relation: Relation, bound: f64) -> Result<(bool, Text), Text> {
        let value = self.series.number(self.year)?;
        let met = relation.holds(value, bound);
        let (value, sign) = (shown(value), relation.sign());
        let reason =
            Text::new(format!("{value} against {sign} {bound}"), format!("{value}，目标 {sign}{bound}"));
        Ok((met, reason))
    }

    /// Two years beside each other.
    fn against(&self, own: f64, last: f64) -> Text {
        let (own, last, before) = (shown(own), shown(last), self.year - 1);
        Text::new(format!("{own} against {last} in {before}"), format!("{own}，{before} 年为 {last}"))
    }

    fn rise(&self) -> Result<(bool, Text), Text> {
        let (own, last) = self.series.with_last(self.year)?;
        let reason = self.against(own, last);
        if own.partial_cmp(&last) != Some(Ordering::Equal) {
            return Ok((own > last, reason));
        }
        let (other, chinese) = match self.options.steady {
            Steady::Strict => (
                "unchanged; met if last year's value is enough (steady = weak)",
                "持平；若按不低于上年理解则达到",
            ),
            Steady::Weak => {
                ("unchanged; not met if it must rise (steady = strict)", "持平；若按高于上年理解则未达到")
            }
        };
        let reason = Text::join(&[reason, Text::new(other, chinese)]);
        Ok((self.options.steady == Steady::Weak, reason))
    }

    fn stable(&self) -> Result<(bool, Text), Text> {
        let (own, last) = self.series.with_last(self.year)?;
        let reason = self.against(own, last);
        match self.options.stable_within {
            _ if own >= last => Ok((true, reason)),
            Some(percent) => Ok((last - own <= percent / 100.0 * last.abs(), reason)),
            None => Err(Text::join(&[
                reason,
                Text::new("保持稳定 states no tolerance for a fall", "“保持稳定”未规定允许降幅"),
            ])),
        }
    }

    /// One part that fails decides; else one that is undecided leaves all undecided.
    fn all(&self, parts: &[Rule]) -> Verdict {
        let verdicts: Vec<Verdict> = parts.iter().map(|part| self.verdict(part)).collect();
        let has = |state: State| verdicts.iter().any(|verdict| verdict.state == state);
        let state = [State::NotMet, State::Undecided].into_iter().find(|state| has(*state));
        let state = state.unwrap_or(State::Met);
        let own = verdicts.iter().filter(|verdict| verdict.state == state);
        let mut reasons: Vec<Text> = own.map(|verdict| verdict.reason.clone()).collect();
        reasons.dedup();
        Verdict { state, reason: Text::join(&reasons) }
    }

    fn by_terrain(&self, parts: &[(Terrain, Rule)]) -> Verdict {
        let names = |part: fn(&Terrain) -> &'static str, between: &str| {
            parts.iter().map(|(terrain, _)| part(terrain)).collect::<Vec<_>>().join(between)
        };
        let known = Text::new(names(|own| own.names().0, ", "), names(|own| own.names().1, "、"));
        let Some(terrain) = self.terrain else {
            return Verdict::undecided(Text::new(
                format!("the target is for {}, and the terrain is not stated", known.english),
                format!("目标适用于{}，未说明地形", known.chinese),
            ));
        };
        match parts.iter().find(|(own, _)| *own == terrain) {
            Some((_, rule)) => self.verdict(rule),
            None => Verdict::undecided(Text::new(
                format!("the target is for {}, the terrain is {}", known.english, terrain.names().0),
                format!("目标适用于{}，地形为{}", known.chinese, terrain.names().1),
            )),
        }
    }

    fn statement(&self, target: &str) -> Verdict {
        let value = self.series.years.get(&self.year).map(|observed| &observed.value);
        match value {
            _ if self.series.blocked.is_some() => Verdict::undecided(self.series.absent()),
            None => Verdict::undecided(self.series.absent()),
            Some(Value::Statement(text, _)) if states(text, target) => {
                Verdict::decided(true, Text::new(format!("stated: {text}"), format!("已表述：{text}")))
            }
            Some(other) => Verdict::undecided(Text::new(
                format!("“{other}” does not state “{target}”"),
                format!("“{other}”未表明“{target}”"),
            )),
        }
    }
}
