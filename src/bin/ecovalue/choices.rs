//! Words that an argument may be, and what they are in the library.

use clap::ValueEnum;
use ecovalue::account::change::decomposition::Method;
use ecovalue::two_mountains::{LandArea, NumberReading, Steady};
use ecovalue::wording::Language;

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Format {
    /// A page to read
    Text,
    /// Everything, for programs
    Json,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum AreaArgument {
    /// The official land area
    Stated,
    /// The area of the map
    Map,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum SteadyArgument {
    /// Above last year
    Strict,
    /// At or above last year
    Weak,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum NumberArgument {
    /// At least the number
    Reach,
    /// The number itself
    Exact,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Lang {
    /// English
    En,
    /// 中文
    Zh,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Sharing {
    /// Logarithmic mean (LMDI-I); not where a value changes its sign
    Lmdi,
    /// Mean over all orders of the factors
    Shapley,
}

impl From<Sharing> for Method {
    fn from(sharing: Sharing) -> Self {
        match sharing {
            Sharing::Lmdi => Self::LogarithmicMean,
            Sharing::Shapley => Self::Shapley,
        }
    }
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::En => Self::English,
            Lang::Zh => Self::Chinese,
        }
    }
}

impl From<AreaArgument> for LandArea {
    fn from(area: AreaArgument) -> Self {
        match area {
            AreaArgument::Stated => Self::Stated,
            AreaArgument::Map => Self::Map,
        }
    }
}

impl From<SteadyArgument> for Steady {
    fn from(steady: SteadyArgument) -> Self {
        match steady {
            SteadyArgument::Strict => Self::Strict,
            SteadyArgument::Weak => Self::Weak,
        }
    }
}

impl From<NumberArgument> for NumberReading {
    fn from(number: NumberArgument) -> Self {
        match number {
            NumberArgument::Reach => Self::Reach,
            NumberArgument::Exact => Self::Exact,
        }
    }
}
