//! Why a class has no ecosystem type.

use std::fmt;

use crate::extent::Ecosystem;
use crate::text;
use crate::wording::{Message, Say};

/// Why a class has no ecosystem type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Untyped {
    /// The crosswalk does not have it.
    Absent {
        /// Id of the crosswalk.
        crosswalk: String,
    },
    /// The crosswalk splits it, and the run states no rule.
    Split(Vec<Ecosystem>),
    /// The code is not a type of HJ 1166-2021.
    NoType,
    /// The code lacks a zero in front.
    LostZero {
        /// Id of the crosswalk.
        crosswalk: String,
        /// The code with its zero.
        whole: String,
    },
    /// The code has a zero in front that the crosswalk has lost.
    ZeroLostInCrosswalk {
        /// Id of the crosswalk.
        crosswalk: String,
        /// The code in the crosswalk.
        cut: String,
    },
    /// It is the label of a row of totals.
    Total,
}

impl Untyped {
    /// Whether the code itself is wrong, so that it is refused even where classes without a type are reported.
    #[must_use]
    pub const fn is_fault(&self) -> bool {
        matches!(self, Self::LostZero { .. } | Self::ZeroLostInCrosswalk { .. } | Self::Total)
    }
}

impl Say for Untyped {
    fn message(&self) -> Message {
        match self {
            Self::Absent { crosswalk } => {
                text!("crosswalk {0} does not have it", "归类对照表 {0} 中没有", crosswalk)
            }
            Self::Split(types) => {
                let types: Vec<String> = types.iter().map(ToString::to_string).collect();
                text!(
                    "it is split between {0} and the run states no rule",
                    "可归入 {0}，运行配置未写明规则",
                    types.join("/")
                )
            }
            Self::NoType => {
                text!("it is not an ecosystem type of HJ 1166-2021", "不是 HJ 1166-2021 的生态系统类型")
            }
            Self::LostZero { crosswalk, whole } => text!(
                "crosswalk {0} has {1}: was a zero in front lost?",
                "归类对照表 {0} 中有 {1}：前面的 0 是否丢失？",
                crosswalk,
                whole
            ),
            Self::ZeroLostInCrosswalk { crosswalk, cut } => text!(
                "crosswalk {0} has {1}: was a zero in front lost there?",
                "归类对照表 {0} 中有 {1}：表中前面的 0 是否丢失？",
                crosswalk,
                cut
            ),
            Self::Total => text!(
                "it is the label of a row of totals, which would count its land twice",
                "这是合计行的名称，会使土地重复计算"
            ),
        }
    }
}

impl fmt::Display for Untyped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}
