//! What the command is told.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::choices::{AreaArgument, Format, Lang, NumberArgument, Sharing, SteadyArgument};

/// Ecosystem accounts from land-use cells (生态系统生产总值核算): physical supply, value, GEP, 万元/亩.
#[derive(Parser)]
#[command(version, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// Language of everything that is printed: pages, lists, warnings, refusals (语言)
    #[arg(long, value_enum, default_value = "en", global = true)]
    pub(crate) lang: Lang,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Check a run and everything it names; all findings at once (检查)
    Validate(ValidateArguments),
    /// Compute a run, write its folder, print the summary (核算)
    Run(RunArguments),
    /// Draw intervals, ranks and sensitivities of a run with [uncertainty] (不确定性)
    Uncertainty(UncertaintyArguments),
    /// Judge the indicators of a practice base by year (“两山”基地指标)
    Indicators(Box<IndicatorArguments>),
    /// Show what changed between two results, in steps that add up (变化分解)
    Compare(Box<CompareArguments>),
    /// Explain a figure: equations, parameters, inputs, shares, one cell worked by hand (数值溯源)
    Explain(Box<ExplainArguments>),
    /// Compute a result once more from its inputs: the same, or which figure is another (核验)
    Verify(VerifyArguments),
    /// Show what each figure of a year was revised by, from publication to publication, and through what (修订)
    Revisions(RevisionArguments),
    /// List the services and their equations, or one in full (服务)
    Services(ServicesArguments),
    /// List the parameter keys, or the rows of one (参数)
    Parameters(ParametersArguments),
    /// List the profiles, or one in full, or what moves a run from one to another (核算方案)
    Profiles(ProfilesArguments),
}

#[derive(Args)]
pub(crate) struct ValidateArguments {
    /// The settings of the run
    pub(crate) run: PathBuf,
    /// A second folder in which inputs may lie
    #[arg(long, value_name = "DIR")]
    pub(crate) input_root: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct RunArguments {
    /// The settings of the run
    pub(crate) run: PathBuf,
    /// Folder of the result; it appears whole or not at all
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Replace a result that is there
    #[arg(long)]
    pub(crate) force: bool,
    /// Threads; the figures do not depend on them [default: all cores]
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
    /// A second folder in which inputs may lie
    #[arg(long, value_name = "DIR")]
    pub(crate) input_root: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct UncertaintyArguments {
    /// The settings of the run
    pub(crate) run: PathBuf,
    /// Folder of the result; it appears whole or not at all
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Number of draws, instead of that of the run
    #[arg(long, value_parser = clap::value_parser!(u32).range(100..=1_000_000))]
    pub(crate) draws: Option<u32>,
    /// Seed, instead of that of the run
    #[arg(long)]
    pub(crate) seed: Option<u64>,
    /// Draws of each Sobol index; 0 leaves them out
    #[arg(long, value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
    pub(crate) sensitivity: Option<u32>,
    /// Replace a result that is there
    #[arg(long)]
    pub(crate) force: bool,
    /// Threads; the figures do not depend on them [default: all cores]
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
    /// A second folder in which inputs may lie
    #[arg(long, value_name = "DIR")]
    pub(crate) input_root: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct CompareArguments {
    /// Folder of the first result
    pub(crate) first: PathBuf,
    /// Folder of the second result; none for two years of the first
    #[arg(required_unless_present = "years")]
    pub(crate) second: Option<PathBuf>,
    /// How a change is shared among area, quality, price and population
    #[arg(long, value_enum, default_value = "lmdi")]
    pub(crate) method: Sharing,
    /// Two years of one result, the earlier first (同一结果的两个年份)
    #[arg(long, num_args = 2, value_names = ["YEAR", "YEAR"], conflicts_with_all = ["second", "from", "to"])]
    pub(crate) years: Option<Vec<i32>>,
    /// Year of the first result, where it has several
    #[arg(long, value_name = "YEAR")]
    pub(crate) from: Option<i32>,
    /// Year of the second result, where it has several
    #[arg(long, value_name = "YEAR")]
    pub(crate) to: Option<i32>,
    /// Result of the first year under the profile and parameters of the second: makes the method a step of its own
    #[arg(long, value_name = "DIR")]
    pub(crate) rerun: Option<PathBuf>,
    /// The settings of both runs, whose cells tell additions, reductions and transitions
    #[arg(long, num_args = 2, value_names = ["RUN_A", "RUN_B"])]
    pub(crate) runs: Option<Vec<PathBuf>>,
    /// Folder of the tables; it appears whole or not at all
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Replace a comparison that is there
    #[arg(long, requires = "out")]
    pub(crate) force: bool,
}

#[derive(Args)]
pub(crate) struct ServicesArguments {
    /// Id of a service
    pub(crate) id: Option<String>,
}

#[derive(Args)]
pub(crate) struct ParametersArguments {
    /// Key of a parameter
    pub(crate) key: Option<String>,
}

#[derive(Args)]
pub(crate) struct ProfilesArguments {
    /// Id of a profile
    pub(crate) id: Option<String>,
    /// Another profile, to which the run is led choice by choice
    #[arg(long, value_name = "PROFILE", requires_all = ["id", "run"])]
    pub(crate) against: Option<String>,
    /// The settings of the run whose data both profiles value
    #[arg(requires = "against")]
    pub(crate) run: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct RevisionArguments {
    /// Folders of the publications, the earliest first
    #[arg(required = true, num_args = 2.., value_name = "DIR")]
    pub(crate) folders: Vec<PathBuf>,
    /// The settings of every publication, in the same order [default: where each run_log.json says]
    #[arg(long, num_args = 2.., value_name = "RUN")]
    pub(crate) runs: Vec<PathBuf>,
    /// Folder of the table and the texts; it appears whole or not at all
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Replace revisions that are there
    #[arg(long, requires = "out")]
    pub(crate) force: bool,
}

#[derive(Args)]
pub(crate) struct VerifyArguments {
    /// Folder of the result
    pub(crate) folder: PathBuf,
    /// The settings of the run [default: where run_log.json says]
    #[arg(long, value_name = "RUN")]
    pub(crate) run: Option<PathBuf>,
    /// A second folder in which inputs may lie [default: where run_log.json says]
    #[arg(long, value_name = "DIR")]
    pub(crate) input_root: Option<PathBuf>,
    /// Look at the hashes of all files only; nothing is computed
    #[arg(long)]
    pub(crate) hashes_only: bool,
    /// Folder for the second computation, which is removed again [default: the one that holds the result]
    #[arg(long, value_name = "DIR")]
    pub(crate) scratch: Option<PathBuf>,
    /// Threads [default: all cores]
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
}

#[derive(Args)]
pub(crate) struct ExplainArguments {
    /// Folder of a result, or the settings of a run
    pub(crate) path: PathBuf,
    /// Service, e.g. water_retention (服务)
    #[arg(long, required_unless_present = "index")]
    pub(crate) service: Option<String>,
    /// Indicator of the service [default: all of them] (指标)
    #[arg(long, requires = "service")]
    pub(crate) indicator: Option<String>,
    /// Index instead of a service, e.g. gep, gep_per_area, eco_product_share (指数)
    #[arg(long, conflicts_with = "service")]
    pub(crate) index: Option<String>,
    /// Zone [default: the whole run] (分区)
    #[arg(long)]
    pub(crate) zone: Option<String>,
    /// Ecosystem type by its code [default: all of them] (生态系统)
    #[arg(long, conflicts_with = "index")]
    pub(crate) ecosystem: Option<String>,
    /// Accounting year, where there are several (年份)
    #[arg(long)]
    pub(crate) year: Option<i32>,
    /// `current` or e.g. `constant 2015`, where there are several (价格口径)
    #[arg(long, value_name = "BASIS")]
    pub(crate) price_basis: Option<String>,
    /// The settings of the result, where they are no more where its log says; statistics and the worked cell need them
    #[arg(long, value_name = "RUN")]
    pub(crate) run: Option<PathBuf>,
    /// A second folder in which inputs may lie
    #[arg(long, value_name = "DIR")]
    pub(crate) input_root: Option<PathBuf>,
    /// Text or JSON
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: Format,
}

#[derive(Args)]
pub(crate) struct IndicatorArguments {
    /// The indicators: values, units, targets by year, lead units
    pub(crate) table: PathBuf,
    /// A result of `run` whose indices are values of indicators; several for several years
    #[arg(long = "account", value_name = "DIR", num_args = 1..)]
    pub(crate) accounts: Vec<PathBuf>,
    /// Folder of the result; it appears whole or not at all
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// The projects, with the indicators that they serve
    #[arg(long, value_name = "CSV")]
    pub(crate) projects: Option<PathBuf>,
    /// Your own weights, for a total that is not the official one
    #[arg(long, value_name = "CSV")]
    pub(crate) weights: Option<PathBuf>,
    /// Reading of 居民人均生态产品产值占比, e.g. P1-N2; none is official
    #[arg(long, value_name = "VARIANT")]
    pub(crate) share: Option<String>,
    /// Zone of the accounts, for indicators without a zone [default: the whole run]
    #[arg(long)]
    pub(crate) zone: Option<String>,
    /// Area below GEP per area [default: stated, if every account has it]
    #[arg(long, value_enum)]
    pub(crate) land_area: Option<AreaArgument>,
    /// Base year of the constant prices, where accounts have several
    #[arg(long, value_name = "YEAR")]
    pub(crate) price_year: Option<i32>,
    /// Whether 稳定提高 asks for more than last year
    #[arg(long, value_enum, default_value = "strict")]
    pub(crate) steady: SteadyArgument,
    /// Whether a target that is a plain number is to be reached, or met exactly
    #[arg(long, value_enum, default_value = "reach")]
    pub(crate) plain_number: NumberArgument,
    /// Fall below last year that 保持稳定 allows, in percent
    #[arg(long, value_name = "PERCENT")]
    pub(crate) stable_within: Option<f64>,
    /// Terrain of rows that state none: hills, mountains, plains
    #[arg(long)]
    pub(crate) terrain: Option<String>,
    /// Replace a result that is there
    #[arg(long)]
    pub(crate) force: bool,
}
