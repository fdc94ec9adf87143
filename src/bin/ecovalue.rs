//! The `ecovalue` command: a thin face of the library.
#![allow(clippy::doc_markdown, reason = "help is printed as it stands here")]

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};
use ecovalue::account::change::decomposition::Method;
use ecovalue::error::Findings;
use ecovalue::extent::crosswalk;
use ecovalue::parameter::Parameters;
use ecovalue::parameter::profile::{Profile, shipped_ids};
use ecovalue::report::summary::Language;
use ecovalue::run::compare::{CompareOptions, compare};
use ecovalue::run::explain;
use ecovalue::run::indicators::Request;
use ecovalue::run::revisions::{RevisionOptions, revisions};
use ecovalue::run::verify::{VerifyOptions, verify};
use ecovalue::run::{Options, Run, UncertaintyOptions, WriteOptions};
use ecovalue::service::{self, Rule, Service};
use ecovalue::two_mountains::rule::Terrain;
use ecovalue::two_mountains::{self, LandArea, Number, Share, Steady};
use ecovalue::{driver, extent};
use indicatif::{ProgressBar, ProgressStyle};

/// Ecosystem accounts from land-use cells (生态系统生产总值核算): physical supply, value, GEP, 万元/亩.
#[derive(Parser)]
#[command(version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Check a run and everything it names; all findings at once (检查)
    Validate {
        /// The settings of the run
        run: PathBuf,
        /// A second folder in which inputs may lie
        #[arg(long, value_name = "DIR")]
        input_root: Option<PathBuf>,
    },
    /// Compute a run, write its folder, print the summary (核算)
    Run {
        /// The settings of the run
        run: PathBuf,
        /// Folder of the result; it appears whole or not at all
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// Replace a result that is there
        #[arg(long)]
        force: bool,
        /// Language of the summary
        #[arg(long, value_enum, default_value = "en")]
        lang: Lang,
        /// Threads; the figures do not depend on them [default: all cores]
        #[arg(long, value_parser = clap::value_parser!(u16).range(1..=1024))]
        threads: Option<u16>,
        /// A second folder in which inputs may lie
        #[arg(long, value_name = "DIR")]
        input_root: Option<PathBuf>,
    },
    /// Draw intervals, ranks and sensitivities of a run with [uncertainty] (不确定性)
    Uncertainty {
        /// The settings of the run
        run: PathBuf,
        /// Folder of the result; it appears whole or not at all
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// Number of draws, instead of that of the run
        #[arg(long, value_parser = clap::value_parser!(u32).range(100..=1_000_000))]
        draws: Option<u32>,
        /// Seed, instead of that of the run
        #[arg(long)]
        seed: Option<u64>,
        /// Draws of each Sobol index; 0 leaves them out
        #[arg(long, value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
        sensitivity: Option<u32>,
        /// Replace a result that is there
        #[arg(long)]
        force: bool,
        /// Language of the page
        #[arg(long, value_enum, default_value = "en")]
        lang: Lang,
        /// Threads; the figures do not depend on them [default: all cores]
        #[arg(long, value_parser = clap::value_parser!(u16).range(1..=1024))]
        threads: Option<u16>,
        /// A second folder in which inputs may lie
        #[arg(long, value_name = "DIR")]
        input_root: Option<PathBuf>,
    },
    /// Judge the indicators of a practice base by year (“两山”基地指标)
    Indicators(Box<IndicatorArguments>),
    /// Show what changed between two results, in steps that add up (变化分解)
    Compare {
        /// Folder of the first result
        first: PathBuf,
        /// Folder of the second result; none for two years of the first
        #[arg(required_unless_present = "years")]
        second: Option<PathBuf>,
        /// How a change is shared among area, quality, price and population
        #[arg(long, value_enum, default_value = "lmdi")]
        method: Sharing,
        /// Two years of one result, the earlier first (同一结果的两个年份)
        #[arg(long, num_args = 2, value_names = ["YEAR", "YEAR"], conflicts_with_all = ["second", "from", "to"])]
        years: Option<Vec<i32>>,
        /// Year of the first result, where it has several
        #[arg(long, value_name = "YEAR")]
        from: Option<i32>,
        /// Year of the second result, where it has several
        #[arg(long, value_name = "YEAR")]
        to: Option<i32>,
        /// Result of the first year under the profile and parameters of the second: makes the method a step of its own
        #[arg(long, value_name = "DIR")]
        rerun: Option<PathBuf>,
        /// The settings of both runs, whose cells tell additions, reductions and transitions
        #[arg(long, num_args = 2, value_names = ["RUN_A", "RUN_B"])]
        runs: Option<Vec<PathBuf>>,
        /// Folder of the tables; it appears whole or not at all
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
        /// Replace a comparison that is there
        #[arg(long, requires = "out")]
        force: bool,
        /// Language of the summary
        #[arg(long, value_enum, default_value = "en")]
        lang: Lang,
    },
    /// Explain a figure: equations, parameters, inputs, shares, one cell worked by hand (数值溯源)
    Explain(Box<ExplainArguments>),
    /// Compute a result once more from its inputs: the same, or which figure is another (核验)
    Verify(VerifyArguments),
    /// Show what each figure of a year was revised by, from publication to publication, and through what (修订)
    Revisions(RevisionArguments),
    /// List the services and their equations, or one in full (服务)
    Services {
        /// Id of a service
        id: Option<String>,
    },
    /// List the parameter keys, or the rows of one (参数)
    Parameters {
        /// Key of a parameter
        key: Option<String>,
    },
    /// List the profiles, or one in full, or what moves a run from one to another (核算方案)
    Profiles {
        /// Id of a profile
        id: Option<String>,
        /// Another profile, to which the run is led choice by choice
        #[arg(long, value_name = "PROFILE", requires_all = ["id", "run"])]
        against: Option<String>,
        /// The settings of the run whose data both profiles value
        #[arg(requires = "against")]
        run: Option<PathBuf>,
    },
}

#[derive(Args)]
struct RevisionArguments {
    /// Folders of the publications, the earliest first
    #[arg(required = true, num_args = 2.., value_name = "DIR")]
    folders: Vec<PathBuf>,
    /// The settings of every publication, in the same order [default: where each run_log.json says]
    #[arg(long, num_args = 2.., value_name = "RUN")]
    runs: Vec<PathBuf>,
    /// Folder of the table and the texts; it appears whole or not at all
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Replace revisions that are there
    #[arg(long, requires = "out")]
    force: bool,
    /// Language of the summary
    #[arg(long, value_enum, default_value = "en")]
    lang: Lang,
}

#[derive(Args)]
struct VerifyArguments {
    /// Folder of the result
    folder: PathBuf,
    /// The settings of the run [default: where run_log.json says]
    #[arg(long, value_name = "RUN")]
    run: Option<PathBuf>,
    /// A second folder in which inputs may lie [default: where run_log.json says]
    #[arg(long, value_name = "DIR")]
    input_root: Option<PathBuf>,
    /// Look at the hashes of all files only; nothing is computed
    #[arg(long)]
    hashes_only: bool,
    /// Folder for the second computation, which is removed again [default: the one that holds the result]
    #[arg(long, value_name = "DIR")]
    scratch: Option<PathBuf>,
    /// Threads [default: all cores]
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Language of the answer
    #[arg(long, value_enum, default_value = "en")]
    lang: Lang,
}

#[derive(Args)]
struct ExplainArguments {
    /// Folder of a result, or the settings of a run
    path: PathBuf,
    /// Service, e.g. water_retention (服务)
    #[arg(long, required_unless_present = "index")]
    service: Option<String>,
    /// Indicator of the service [default: all of them] (指标)
    #[arg(long, requires = "service")]
    indicator: Option<String>,
    /// Index instead of a service, e.g. gep, gep_per_area, eco_product_share (指数)
    #[arg(long, conflicts_with = "service")]
    index: Option<String>,
    /// Zone [default: the whole run] (分区)
    #[arg(long)]
    zone: Option<String>,
    /// Ecosystem type by its code [default: all of them] (生态系统)
    #[arg(long, conflicts_with = "index")]
    ecosystem: Option<String>,
    /// Accounting year, where there are several (年份)
    #[arg(long)]
    year: Option<i32>,
    /// `current` or e.g. `constant 2015`, where there are several (价格口径)
    #[arg(long, value_name = "BASIS")]
    price_basis: Option<String>,
    /// The settings of the result, where they are no more where its log says; statistics and the worked cell need them
    #[arg(long, value_name = "RUN")]
    run: Option<PathBuf>,
    /// A second folder in which inputs may lie
    #[arg(long, value_name = "DIR")]
    input_root: Option<PathBuf>,
    /// Text or JSON
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Language of the text
    #[arg(long, value_enum, default_value = "en")]
    lang: Lang,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// A page to read
    Text,
    /// Everything, for programs
    Json,
}

#[derive(Args)]
struct IndicatorArguments {
    /// The indicators: values, units, targets by year, lead units
    table: PathBuf,
    /// A result of `run` whose indices are values of indicators; several for several years
    #[arg(long = "account", value_name = "DIR", num_args = 1..)]
    accounts: Vec<PathBuf>,
    /// Folder of the result; it appears whole or not at all
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The projects, with the indicators that they serve
    #[arg(long, value_name = "CSV")]
    projects: Option<PathBuf>,
    /// Your own weights, for a total that is not the official one
    #[arg(long, value_name = "CSV")]
    weights: Option<PathBuf>,
    /// Reading of 居民人均生态产品产值占比, e.g. P1-N2; none is official
    #[arg(long, value_name = "VARIANT")]
    share: Option<String>,
    /// Zone of the accounts, for indicators without a zone [default: the whole run]
    #[arg(long)]
    zone: Option<String>,
    /// Area below GEP per area [default: stated, if every account has it]
    #[arg(long, value_enum)]
    land_area: Option<AreaArgument>,
    /// Base year of the constant prices, where accounts have several
    #[arg(long, value_name = "YEAR")]
    price_year: Option<i32>,
    /// Whether 稳定提高 asks for more than last year
    #[arg(long, value_enum, default_value = "strict")]
    steady: SteadyArgument,
    /// Whether a target that is a plain number is to be reached, or met exactly
    #[arg(long, value_enum, default_value = "reach")]
    plain_number: NumberArgument,
    /// Fall below last year that 保持稳定 allows, in percent
    #[arg(long, value_name = "PERCENT")]
    stable_within: Option<f64>,
    /// Terrain of rows that state none: hills, mountains, plains
    #[arg(long)]
    terrain: Option<String>,
    /// Replace a result that is there
    #[arg(long)]
    force: bool,
    /// Language of the summary
    #[arg(long, value_enum, default_value = "en")]
    lang: Lang,
}

#[derive(Clone, Copy, ValueEnum)]
enum AreaArgument {
    /// The official land area
    Stated,
    /// The area of the map
    Map,
}

#[derive(Clone, Copy, ValueEnum)]
enum SteadyArgument {
    /// Above last year
    Strict,
    /// At or above last year
    Weak,
}

#[derive(Clone, Copy, ValueEnum)]
enum NumberArgument {
    /// At least the number
    Reach,
    /// The number itself
    Exact,
}

#[derive(Clone, Copy, ValueEnum)]
enum Lang {
    /// English
    En,
    /// 中文
    Zh,
}

#[derive(Clone, Copy, ValueEnum)]
enum Sharing {
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

fn main() -> ExitCode {
    let mut out = String::new();
    let done = match Arguments::parse().command {
        Command::Validate { run, input_root } => validate(&run, input_root.as_deref(), &mut out),
        Command::Run { run, out: folder, force, lang, threads, input_root } => {
            let opened = Run::open(&run, input_root.as_deref());
            opened.and_then(|run| compute(&run, &folder, force, lang.into(), threads, &mut out))
        }
        Command::Uncertainty {
            run,
            out: folder,
            draws,
            seed,
            sensitivity,
            force,
            lang,
            threads,
            input_root,
        } => {
            let asked = UncertaintyOptions { draws, seed, sensitivity };
            let opened = Run::open(&run, input_root.as_deref());
            opened.and_then(|run| uncertain(&run, &folder, asked, (force, threads), lang.into(), &mut out))
        }
        Command::Indicators(arguments) => indicators(&arguments, &mut out),
        Command::Compare {
            first,
            second,
            method,
            years,
            from,
            to,
            rerun,
            runs,
            out: folder,
            force,
            lang,
        } => {
            let (from, to) = match years.as_deref() {
                Some([from, to]) => (Some(*from), Some(*to)),
                _ => (from, to),
            };
            let second = second.unwrap_or_else(|| first.clone());
            let runs = runs.as_deref().and_then(|runs| match runs {
                [first, second] => Some((first.as_path(), second.as_path())),
                _ => None,
            });
            let options = CompareOptions { method: method.into(), from, to, rerun: rerun.as_deref(), runs };
            compared((&first, &second), &options, folder.as_deref(), force, lang.into(), &mut out)
        }
        Command::Revisions(arguments) => revised(&arguments, &mut out),
        Command::Verify(arguments) => verified(&arguments, &mut out),
        Command::Explain(arguments) => explained(*arguments, &mut out),
        Command::Services { id } => services(id.as_deref(), &mut out),
        Command::Parameters { key } => parameters(key.as_deref(), &mut out),
        Command::Profiles { id: Some(first), against: Some(second), run: Some(run) } => {
            reconcile(&run, &first, &second, &mut out)
        }
        Command::Profiles { id, .. } => profiles(id.as_deref(), &mut out),
    };
    // A reader that closes early, such as `head`, is no fault.
    let _ = std::io::stdout().write_all(out.as_bytes());
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(findings) => {
            let _ = writeln!(std::io::stderr(), "{findings}");
            ExitCode::FAILURE
        }
    }
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

fn validate(
    path: &std::path::Path,
    input_root: Option<&std::path::Path>,
    out: &mut String,
) -> Result<(), Findings> {
    let run = Run::open(path, input_root)?;
    // The pass reads every cell, which finds damaged rasters and values that cannot be.
    let outcome = run.compute(&Options { without_switches: true, ..Options::default() })?;
    let mut warnings: Vec<String> = Vec::new();
    for warning in outcome.years.iter().flat_map(|year| &year.account.warnings) {
        let text = warning.to_string();
        if !warnings.contains(&text) {
            warnings.push(text);
        }
    }
    for warning in &warnings {
        line(out, &format!("warning: {warning}"));
    }
    let count = match warnings.len() {
        0 => String::new(),
        count => format!(", {count} warnings"),
    };
    line(out, &format!("{}: no findings{count}, {} cells", path.display(), outcome.cells));
    Ok(())
}

fn compute(
    run: &Run,
    folder: &std::path::Path,
    force: bool,
    language: Language,
    threads: Option<u16>,
    out: &mut String,
) -> Result<(), Findings> {
    let bar = std::io::stderr().is_terminal().then(progress_bar);
    let progress = |done: u64, all: u64| {
        if let Some(bar) = &bar {
            bar.set_length(all);
            bar.set_position(done);
        }
    };
    let options =
        Options { threads: threads.map(usize::from), progress: Some(&progress), ..Options::default() };
    let outcome = run.write(folder, &options, WriteOptions { force });
    if let Some(bar) = &bar {
        bar.finish_and_clear();
    }
    let outcome = outcome?;
    let mut printed = Vec::new();
    for year in &outcome.years {
        if !printed.contains(&year.account.year) {
            printed.push(year.account.year);
            line(out, &run.summary(&outcome, year).print(language));
        }
    }
    if !outcome.growth.is_empty() {
        line(out, &ecovalue::report::growth::print(&outcome.growth, language));
    }
    line(out, &format!("{}: {}", language.of("written to", "已写入"), folder.display()));
    Ok(())
}

fn uncertain(
    run: &Run,
    folder: &std::path::Path,
    asked: UncertaintyOptions,
    (force, threads): (bool, Option<u16>),
    language: Language,
    out: &mut String,
) -> Result<(), Findings> {
    let bar = std::io::stderr().is_terminal().then(progress_bar);
    let progress = |done: u64, all: u64| {
        if let Some(bar) = &bar {
            bar.set_length(all);
            bar.set_position(done);
        }
    };
    let options =
        Options { threads: threads.map(usize::from), progress: Some(&progress), ..Options::default() };
    let uncertainty = run.write_uncertainty(folder, &options, asked, WriteOptions { force });
    if let Some(bar) = &bar {
        bar.finish_and_clear();
    }
    out.push_str(&uncertainty?.print(language));
    line(out, &format!("{}: {}", language.of("written to", "已写入"), folder.display()));
    Ok(())
}

fn indicators(arguments: &IndicatorArguments, out: &mut String) -> Result<(), Findings> {
    let options = two_mountains::Options {
        steady: match arguments.steady {
            SteadyArgument::Strict => Steady::Strict,
            SteadyArgument::Weak => Steady::Weak,
        },
        number: match arguments.plain_number {
            NumberArgument::Reach => Number::Reach,
            NumberArgument::Exact => Number::Exact,
        },
        stable_within: arguments.stable_within,
        terrain: arguments.terrain.as_deref().map(Terrain::named).transpose()?,
        share: arguments.share.as_deref().map(Share::named).transpose()?,
        zone: arguments.zone.clone(),
        land_area: arguments.land_area.map(|area| match area {
            AreaArgument::Stated => LandArea::Stated,
            AreaArgument::Map => LandArea::Map,
        }),
        price_year: arguments.price_year,
    };
    let opened = Request {
        table: arguments.table.clone(),
        accounts: arguments.accounts.clone(),
        projects: arguments.projects.clone(),
        weights: arguments.weights.clone(),
        options,
    }
    .open()?;
    let outcome = opened.judge()?;
    outcome.write(&arguments.out, WriteOptions { force: arguments.force })?;
    let language = Language::from(arguments.lang);
    line(out, &outcome.report().print(language));
    line(out, &format!("{}: {}", language.of("written to", "已写入"), arguments.out.display()));
    Ok(())
}

fn compared(
    (first, second): (&std::path::Path, &std::path::Path),
    options: &CompareOptions<'_>,
    folder: Option<&std::path::Path>,
    force: bool,
    language: Language,
    out: &mut String,
) -> Result<(), Findings> {
    let comparison = compare(first, second, options)?;
    if let Some(folder) = folder {
        comparison.write(folder, WriteOptions { force })?;
    }
    out.push_str(&comparison.print(language));
    if let Some(folder) = folder {
        line(out, &format!("{}: {}", language.of("written to", "已写入"), folder.display()));
    }
    Ok(())
}

fn explained(arguments: ExplainArguments, out: &mut String) -> Result<(), Findings> {
    let ExplainArguments { path, service, indicator, index, zone, ecosystem, year, price_basis, run, .. } =
        arguments;
    let request = explain::Request { year, zone, ecosystem, service, indicator, index, price_basis, run };
    let explanation = explain::explain(&path, &request, arguments.input_root.as_deref())?;
    out.push_str(&match arguments.format {
        Format::Text => explanation.print(arguments.lang.into()),
        Format::Json => explanation.json(),
    });
    Ok(())
}

fn revised(arguments: &RevisionArguments, out: &mut String) -> Result<(), Findings> {
    let options = RevisionOptions { runs: &arguments.runs, compute: Options::default() };
    let revisions = revisions(&arguments.folders, &options)?;
    let language = Language::from(arguments.lang);
    if let Some(folder) = &arguments.out {
        revisions.write(folder, WriteOptions { force: arguments.force })?;
    }
    out.push_str(&revisions.print(language));
    if let Some(folder) = &arguments.out {
        line(out, &format!("{}: {}", language.of("written to", "已写入"), folder.display()));
    }
    Ok(())
}

fn verified(arguments: &VerifyArguments, out: &mut String) -> Result<(), Findings> {
    let bar = std::io::stderr().is_terminal().then(progress_bar);
    let progress = |done: u64, all: u64| {
        if let Some(bar) = &bar {
            bar.set_length(all);
            bar.set_position(done);
        }
    };
    let threads = arguments.threads.map(usize::from);
    let options = VerifyOptions {
        run: arguments.run.as_deref(),
        input_root: arguments.input_root.as_deref(),
        scratch: arguments.scratch.as_deref(),
        hashes_only: arguments.hashes_only,
        compute: Options { threads, progress: Some(&progress), ..Options::default() },
    };
    let found = verify(&arguments.folder, &options);
    if let Some(bar) = &bar {
        bar.finish_and_clear();
    }
    let found = found?;
    out.push_str(&found.print(arguments.lang.into()));
    if found.is_same() {
        return Ok(());
    }
    let (files, figures) = (found.files.len(), found.figures.len());
    let message = format!("the result is not what its inputs give: {files} files, {figures} figures");
    let hint = "take the inputs and the result as they were, or run it again";
    let place = ecovalue::error::Place::file(arguments.folder.display().to_string());
    Err(ecovalue::Error::new(ecovalue::error::Code::Altered, message, hint).at(place).into())
}

fn progress_bar() -> ProgressBar {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {percent:>3} %  {elapsed} / {eta} left") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

fn services(id: Option<&str>, out: &mut String) -> Result<(), Findings> {
    let Some(id) = id else {
        for service in service::REGISTRY {
            let (category, _) = service.category.names();
            line(out, &format!("{:24} {} ({}), {category}", service.id, service.name, service.name_zh));
        }
        line(out, "\ndrivers, by the quantity they make:");
        for driver in driver::registry() {
            line(out, &format!("{:32} {:38} {}", driver.output.id, driver.id, driver.equation));
        }
        return Ok(());
    };
    describe(service::named(id)?, out);
    Ok(())
}

fn describe(service: &Service, out: &mut String) {
    line(out, &format!("{} · {} · {}", service.id, service.name, service.name_zh));
    for physical in service.physical {
        line(out, &format!("\nphysical = \"{}\"   [{}]", physical.id, physical.source));
        for supply in physical.supplies {
            let unit = service.indicator(supply.indicator).map_or("", |indicator| indicator.unit);
            line(out, &format!("  {} [{unit}]: {}", supply.indicator, supply.equation));
            for input in supply.scope.cells().map_or(&[][..], |(inputs, _)| inputs) {
                line(out, &format!("    {} [{}] {} {}", input.id, input.unit, input.name, input.name_zh));
            }
            for term in supply.scope.terms() {
                line(out, &format!("    {} (per zone)", term.key()));
            }
        }
    }
    for value in service.values {
        line(out, &format!("\nvalue = \"{}\"   [{}]", value.id, value.source));
        for rule in value.rules {
            let (terms, text) = match rule {
                Rule::Price { terms, equation, .. } | Rule::Money { terms, equation, .. } => {
                    (*terms, *equation)
                }
                Rule::LeftOut { reason, .. } => (&[][..], *reason),
            };
            line(out, &format!("  {}: {text}", rule.indicator()));
            for term in terms {
                line(out, &format!("    {}", term.key()));
            }
        }
    }
}

fn parameters(key: Option<&str>, out: &mut String) -> Result<(), Findings> {
    let parameters = Parameters::shipped();
    let Some(key) = key else {
        for key in parameters.keys() {
            let variants = parameters.variants(key).join(", ");
            let rows = parameters.rows().iter().filter(|row| row.key == key).count();
            line(out, &format!("{key:44} {rows:3} rows  {variants}"));
        }
        return Ok(());
    };
    let rows: Vec<_> = parameters.rows().iter().filter(|row| row.key == key).collect();
    if rows.is_empty() {
        let hint = ecovalue::error::did_you_mean(key, parameters.keys());
        let message = format!("no parameter `{key}` ships with the crate");
        let code = ecovalue::error::Code::UnknownParameter;
        return Err(ecovalue::Error::new(code, message, hint).into());
    }
    for row in rows {
        let evidence = row.evidence("parameter");
        line(out, &format!("{} [{}] {}", evidence.what, row.verified, row.source));
        if !row.note.is_empty() {
            line(out, &format!("    {}", row.note));
        }
    }
    Ok(())
}

fn reconcile(run: &std::path::Path, first: &str, second: &str, out: &mut String) -> Result<(), Findings> {
    let run = Run::open(run, None)?;
    let (first, second) = (run.profile_named(first)?, run.profile_named(second)?);
    out.push_str(&run.reconcile(&first, &second, &Options::default())?.print());
    Ok(())
}

fn profiles(id: Option<&str>, out: &mut String) -> Result<(), Findings> {
    if let Some(id) = id {
        Profile::shipped(id)?;
        out.push_str(ecovalue::parameter::profile::shipped_text(id).unwrap_or_default());
        return Ok(());
    }
    for id in shipped_ids() {
        let profile = Profile::shipped(id)?;
        line(out, &format!("{id:16} {} · {} [{}]", profile.title, profile.title_zh, profile.status));
    }
    let names: Vec<&str> = crosswalk::SHIPPED.iter().map(|(id, _)| *id).collect();
    line(out, &format!("\ncrosswalks: {}", names.join(", ")));
    let letters = extent::Flags::letters().iter().map(|(letter, name)| format!("{letter} {name}"));
    line(out, &format!("flags behind an ecosystem code: {}", letters.collect::<Vec<_>>().join(", ")));
    Ok(())
}
