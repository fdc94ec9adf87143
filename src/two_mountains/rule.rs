//! The texts by which a plan sets its targets.
//!
//! | text | rule |
//! |---|---|
//! | `≥x`, `>x`, `≤x`, `<x`, `=x` | a bound |
//! | `x` | a plain number; [`NumberReading`] says how it is read |
//! | `稳定提高`, `稳定增加`, `稳定提升` | above last year; [`Steady`] says whether last year's value is enough |
//! | `保持稳定` | not below last year, or below by no more than a stated tolerance |
//! | `不减少`, `不降低` | not below last year |
//! | `…且…` | both |
//! | `丘陵区>40`, also `山区`, `平原区`, several with `；` between | a bound for one kind of terrain |
//! | `建立实施`, `逐步建立`, `初步建立`, `获得`, `获得多个`, `保持` | a statement, which the value must make |
//! | `未统计`, `待确定` | still open |

use super::cell::{OPEN, figure, is_nothing, normal};
use super::joined;
pub use super::options::Terrain;
use super::options::{JudgementOptions, NumberReading, Steady, TERRAINS};
use crate::error::{Code, Error};
use crate::text;
use crate::wording::{Message, Name, TextArgument};

/// Relation of a value to a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// `≥`
    AtLeast,
    /// `>`
    Above,
    /// `≤`
    AtMost,
    /// `<`
    Below,
    /// `=`
    Equal,
}

const RELATIONS: [(char, Relation, Name); 5] = [
    ('≥', Relation::AtLeast, Name { en: "at least", zh: "不低于" }),
    ('>', Relation::Above, Name { en: "above", zh: "高于" }),
    ('≤', Relation::AtMost, Name { en: "at most", zh: "不高于" }),
    ('<', Relation::Below, Name { en: "below", zh: "低于" }),
    ('=', Relation::Equal, Name { en: "equal to", zh: "等于" }),
];

impl Relation {
    /// Whether a value stands so to a number. Equal are two that differ by their rounding alone.
    #[must_use]
    pub fn holds(self, value: f64, bound: f64) -> bool {
        match self {
            Self::AtLeast => value >= bound,
            Self::Above => value > bound,
            Self::AtMost => value <= bound,
            Self::Below => value < bound,
            Self::Equal => (value - bound).abs() <= 1e-9 * bound.abs(),
        }
    }

    fn words(self) -> Name {
        let found = RELATIONS.iter().find(|(_, relation, _)| *relation == self);
        found.map_or(Name { en: "", zh: "" }, |(_, _, words)| *words)
    }

    /// The sign.
    #[must_use]
    pub fn sign(self) -> char {
        RELATIONS.iter().find(|(_, relation, _)| *relation == self).map_or(' ', |(sign, ..)| *sign)
    }
}

/// Words for a rise over last year.
const RISES: [&str; 3] = ["稳定提高", "稳定增加", "稳定提升"];
/// Words for no fall below last year.
const NOT_BELOW: [&str; 2] = ["不减少", "不降低"];
const STABLE: &str = "保持稳定";
/// Statements that are targets.
const STATEMENTS: [&str; 6] = ["建立实施", "逐步建立", "初步建立", "获得", "获得多个", "保持"];

/// A target.
#[derive(Debug, Clone, PartialEq)]
pub enum TargetRule {
    /// A bound.
    Bound(Relation, f64),
    /// A plain number.
    Plain(f64),
    /// Above last year.
    Rise,
    /// 保持稳定
    Stable,
    /// Not below last year.
    NotBelow,
    /// Every part holds.
    All(Vec<TargetRule>),
    /// A rule for each kind of terrain that is named.
    ByTerrain(Vec<(Terrain, TargetRule)>),
    /// The value must state it.
    Statement(String),
    /// Still open.
    Open(String),
}

impl TargetRule {
    /// The rule of a target's text; nothing if there is no target. `unit` may stand behind its numbers.
    ///
    /// # Errors
    ///
    /// `EV-I006` for a text of another form, with the known forms.
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::two_mountains::rule::{Relation, TargetRule};
    ///
    /// assert_eq!(TargetRule::parse("≥90%", "%")?, Some(TargetRule::Bound(Relation::AtLeast, 90.0)));
    /// let both = vec![TargetRule::Bound(Relation::AtLeast, 95.0), TargetRule::NotBelow];
    /// assert_eq!(TargetRule::parse("≥95且不降低", "%")?, Some(TargetRule::All(both)));
    /// assert!(TargetRule::parse("大幅提高", "%").unwrap_err().hint().to_string().contains("稳定提高"));
    /// # Ok::<(), ecovalue::Error>(())
    /// ```
    pub fn parse(text: &str, unit: &str) -> Result<Option<Self>, Error> {
        let compact: String = normal(text).chars().filter(|c| !c.is_whitespace()).collect();
        if is_nothing(&compact) {
            return Ok(None);
        }
        let rule = by_terrain(&compact, unit).or_else(|| all(&compact, unit));
        rule.map(Some).ok_or_else(|| unknown(text, unit))
    }

    /// The rule in words, with the reading that the options choose.
    #[must_use]
    pub fn describe(&self, options: &JudgementOptions) -> Message {
        match self {
            Self::Bound(relation, bound) => text!("{0} {1}", "{0} {1}", relation.words(), *bound),
            Self::Plain(bound) => match options.number {
                NumberReading::Reach => text!("{0} reached (at least {0})", "达到 {0}（不低于 {0}）", *bound),
                NumberReading::Exact => text!("exactly {0}", "等于 {0}", *bound),
            },
            Self::Rise => match options.steady {
                Steady::Strict => text!("above last year (strict)", "高于上年（严格）"),
                Steady::Weak => text!("at or above last year (weak)", "不低于上年（宽松）"),
            },
            Self::Stable => match options.stable_within {
                Some(percent) => {
                    text!("not below last year by more than {0} %", "比上年下降不超过 {0}%", percent)
                }
                None => text!("not below last year, no tolerance stated", "不低于上年，未规定允许降幅"),
            },
            Self::NotBelow => text!("not below last year", "不低于上年"),
            Self::All(parts) => {
                let parts = parts.iter().map(|part| part.describe(options));
                let both = parts.reduce(|before, next| text!("{0} and {1}", "{0}，且{1}", before, next));
                both.unwrap_or_else(Message::empty)
            }
            Self::ByTerrain(parts) => {
                let part = |(terrain, rule): &(Terrain, Self)| {
                    text!("{0}: {1}", "{0}：{1}", terrain.name(), rule.describe(options))
                };
                joined(parts.iter().map(part)).unwrap_or_else(Message::empty)
            }
            Self::Statement(words) => text!("stated: {0}", "表述：{0}", words),
            Self::Open(words) => text!("open: {0}", "未定：{0}", words),
        }
    }
}

fn by_terrain(text: &str, unit: &str) -> Option<TargetRule> {
    let terrain = |part: &str| {
        let known = TERRAINS.iter().find(|(name, _)| part.starts_with(name))?;
        let rest = part.get(known.0.len()..)?;
        Some((known.1, all(rest.trim_start_matches(':'), unit)?))
    };
    let parts: Option<Vec<_>> = text.split([';', ',', '、']).map(terrain).collect();
    parts.map(TargetRule::ByTerrain)
}

fn all(text: &str, unit: &str) -> Option<TargetRule> {
    let parts: Option<Vec<TargetRule>> = text.split('且').map(|part| single(part, unit)).collect();
    let mut parts = parts?;
    if parts.len() > 1 { Some(TargetRule::All(parts)) } else { parts.pop() }
}

fn single(text: &str, unit: &str) -> Option<TargetRule> {
    match text {
        STABLE => return Some(TargetRule::Stable),
        _ if RISES.contains(&text) => return Some(TargetRule::Rise),
        _ if NOT_BELOW.contains(&text) => return Some(TargetRule::NotBelow),
        _ if STATEMENTS.contains(&text) => return Some(TargetRule::Statement(text.to_owned())),
        _ if OPEN.contains(&text) => return Some(TargetRule::Open(text.to_owned())),
        _ => {}
    }
    let bound = RELATIONS.iter().find_map(|(sign, relation, _)| Some((*relation, text.strip_prefix(*sign)?)));
    match bound {
        Some((relation, rest)) => figure(rest, unit).ok().map(|bound| TargetRule::Bound(relation, bound)),
        None => figure(text, unit).ok().map(TargetRule::Plain),
    }
}

fn unknown(text: &str, unit: &str) -> Error {
    let unit = normal(unit);
    let message =
        text!("unknown target `{0}` (unit `{1}`)", "未知的目标写法 `{0}`（单位 `{1}`）", text.trim(), unit);
    let words = RISES.into_iter().chain([STABLE]).chain(NOT_BELOW).chain(STATEMENTS);
    let terrains = ["丘陵区>x", "山区>x", "平原区>x"];
    let hint = text!(
        "known: ≥x, >x, ≤x, <x, =x, x, {0}, …且…, {1}, {2}; x is a number, with the unit of the row or without",
        "可写：≥x、>x、≤x、<x、=x、x、{0}、…且…、{1}、{2}；x 为数值，可带该行的单位",
        TextArgument::list(words),
        TextArgument::list(terrains),
        TextArgument::list(OPEN)
    );
    Error::new(Code::BadValue, message, hint)
}

/// Whether a statement says what a target asks for: the same words, also with 已 in front; several (获得多个) are one.
pub(super) fn states(value: &str, target: &str) -> bool {
    let value = value.strip_prefix("已经").or_else(|| value.strip_prefix('已')).unwrap_or(value);
    value == target || value == "获得多个" && target == "获得"
}
