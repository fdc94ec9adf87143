//! A figure, explained: from the printed number to the equation, the rows, the inputs and one cell worked by hand.

mod index;
mod lines;
mod recorded;
mod working;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::computed::Computed;
use super::{CellSource, Options, Run};
use crate::account::lines::{FinishedPass, Line};
use crate::account::partial::Partial;
use crate::account::plan::{Plan, PlannedService, Step};
use crate::account::{Account, Filter, Row};
use crate::error::{Code, Error, Findings, Place};
use crate::evidence::{Evidence, RowId};
use crate::index::Index;
use crate::input::files::InputFile;
use crate::input::manifest::{Basis, CellsSpec};
use crate::parameter::Parameter;
use crate::report::explain::{
    Equation, ExplainedFigure, Explanation, Ground, Name, ParameterRow, ReadFile, ReexpressedAmount,
    StatisticRow,
};
use crate::service::{Rule, Service};
use crate::text;
use crate::valuation::{Book, Setting};
use crate::wording::{Language, Message, Name as Word, Say, TextArgument};

/// What is to be explained.
#[derive(Debug, Clone, Default)]
pub struct ExplainRequest {
    /// Accounting year, where there are several.
    pub year: Option<i32>,
    /// Zone; none for the whole run.
    pub zone: Option<String>,
    /// Ecosystem type; none for all of them.
    pub ecosystem: Option<String>,
    /// Service.
    pub service: Option<String>,
    /// Indicator; none for all of the service.
    pub indicator: Option<String>,
    /// Index, such as `gep_per_area`, instead of a service.
    pub index: Option<String>,
    /// `current` or `constant 2015`, where there are several.
    pub price_basis: Option<String>,
    /// The `run.toml` of a result folder, where it is no more where the log of the result says; the worked cell needs it.
    pub run: Option<PathBuf>,
}

/// Explains a figure of a run, or of the folder of a result.
///
/// # Errors
///
/// `EV-R002` for an id that is not there, with the nearest one; `EV-A003` for a year that is not there or not chosen, or a
/// run that is not the one of the folder; what opening the run finds.
///
/// # Examples
///
/// ```
/// use ecovalue::run::explain::{ExplainRequest, explain};
///
/// let request = ExplainRequest { service: Some("water_retention".into()), ..ExplainRequest::default() };
/// let explanation = explain("examples/beibei_2019/run.toml".as_ref(), &request, None)?;
/// assert!(explanation.adds_up && !explanation.worked.is_empty());
/// # Ok::<(), ecovalue::Findings>(())
/// ```
pub fn explain(
    path: &Path,
    request: &ExplainRequest,
    input_root: Option<&Path>,
) -> Result<Explanation, Findings> {
    if path.is_dir() {
        return recorded::explain(path, request, input_root);
    }
    Run::open(path, input_root)?.explain(request)
}

impl Run {
    /// Explains a figure of this run.
    ///
    /// # Errors
    ///
    /// As [`explain`].
    pub fn explain(&self, request: &ExplainRequest) -> Result<Explanation, Findings> {
        let year = choose_year(&self.manifest.years, request.year)?;
        let basis = self.basis_named(year, request.price_basis.as_deref())?;
        let computed = ExplainedYear::new(self, year, basis)?;
        if request.index.is_some() {
            computed.explain_index(request)
        } else {
            computed.explain_service(request)
        }
    }
}

impl Run {
    /// The prices that are asked for, or the first of the run.
    fn basis_named(&self, year: i32, asked: Option<&str>) -> Result<Basis, Error> {
        let Some(asked) = asked else { return Ok(self.manifest.basis) };
        let label = |basis: &Basis| self.setting_in(&self.profile, year, *basis).basis.label;
        let labels: Vec<String> = self.manifest.bases.iter().map(label).collect();
        lines::known(PRICE_BASIS, asked, labels.iter().map(String::as_str))?;
        let found = self.manifest.bases.iter().zip(&labels).find(|(_, own)| *own == asked);
        Ok(found.map_or(self.manifest.basis, |(basis, _)| *basis))
    }
}

/// What a result has one or several of.
const PRICE_BASIS: Word = Word { en: "price basis", zh: "价格口径" };

/// The year that is asked for, or the only one.
fn choose_year(years: &[i32], asked: Option<i32>) -> Result<i32, Error> {
    let list = || TextArgument::list(years.iter().copied());
    match (asked, years) {
        (Some(year), _) if years.contains(&year) => Ok(year),
        (None, [only]) => Ok(*only),
        (Some(year), _) => {
            let message = text!("there is no year {0}", "没有 {0} 年", year);
            Err(Error::new(Code::Incomparable, message, text!("known: {0}", "可选：{0}", list())))
        }
        (None, _) => {
            let message = text!("there are several years: {0}", "有多个年度：{0}", list());
            Err(Error::new(
                Code::Incomparable,
                message,
                text!("choose one with --year", "用 --year 选定一年"),
            ))
        }
    }
}

/// A year of a run, with everything that the pass left behind.
struct ExplainedYear<'a> {
    run: &'a Run,
    setting: Setting<'a>,
    plan: Plan,
    partial: Partial,
    account: Account,
    indices: Vec<Index>,
    inputs: Vec<InputFile>,
}

impl<'a> ExplainedYear<'a> {
    fn new(run: &'a Run, year: i32, basis: Basis) -> Result<Self, Findings> {
        let source = run.source_of(year);
        let summed = run.planned(&run.profile, year, source)?.summed(&Options::default())?;
        let Computed { setting, plan, partial, mut account } = summed.computed(basis)?;
        account.warnings.extend(source.warnings());
        let indices = crate::index::indices(&setting, &mut account)?;
        Ok(Self { run, setting, plan, partial, account, indices, inputs: run.files.seen() })
    }

    fn source(&self) -> &CellSource {
        self.run.source_of(self.setting.year)
    }

    fn cells(&self) -> &CellsSpec {
        &self.run.later.spec(self.setting.year).cells
    }

    fn subject(&self) -> ExplainedFigure {
        ExplainedFigure {
            year: self.account.year,
            currency: self.account.basis.currency.clone(),
            price_year: self.account.basis.price_year,
            price_basis: self.account.basis.label.clone(),
            profile: self.run.profile.id.clone(),
            ..ExplainedFigure::default()
        }
    }

    fn explain_service(&self, request: &ExplainRequest) -> Result<Explanation, Findings> {
        let lines = lines::of_account(&self.account);
        let chosen = lines::chosen(&lines, &self.account.zones, request)?;
        let figure = lines::figure(&chosen, request, self.subject());
        let (shares, adds_up) = lines::shares(&chosen, &figure);
        let rows: Vec<&Row> = self.rows(request);
        let mut worked = Vec::new();
        let mut notes = Vec::new();
        let Some((_, planned)) = rows.first().and_then(|row| self.planned(row.service)) else {
            return Ok(Explanation { figure, shares, adds_up, ..Explanation::default() });
        };
        let lines = self.lines(planned.service.id);
        let indicators: Vec<&str> = planned.service.indicators.iter().map(|own| own.id).collect();
        for indicator in planned.service.indicators {
            let own = rows.iter().filter(|row| row.indicator.id == indicator.id);
            let size = |row: &Row| row.value.or(row.quantity).map_or(-1.0, f64::abs);
            let mut largest: Option<&Row> = None;
            for row in own.clone().filter(|row| row.quantity.is_some() || row.value.is_some()) {
                if largest.is_none_or(|first| size(row) > size(first)) {
                    largest = Some(row);
                }
            }
            match largest {
                Some(row) => worked.extend(self.worked(row, &lines)?),
                None => notes.extend(own.take(1).map(|row| reason(row))),
            }
        }
        for row in rows.iter().filter(|row| !indicators.contains(&row.indicator.id)) {
            let note = Name::new(
                format!("{} {}: taken off the service", row.indicator.id, row.indicator.name),
                format!("{} {}：从该服务中扣减", row.indicator.id, row.indicator.name_zh),
            );
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
        let evidence = self.evidence(&rows);
        let equations = self.equations(planned, &rows);
        let mut explanation =
            Explanation { figure, equations, shares, adds_up, worked, notes, ..Explanation::default() };
        self.rest_on(&evidence, &mut explanation);
        Ok(explanation)
    }

    /// The lines that the rows of a service were made of.
    fn lines(&self, service: &str) -> Vec<Line<'_>> {
        let legend = self.source().legend();
        let pass = FinishedPass { setting: &self.setting, legend, plan: &self.plan, partial: &self.partial };
        let mut lines = Vec::new();
        // The account was compiled from the same lines: no finding is left.
        let _ = pass.lines(Some(&[service]), &mut Book::default(), &mut |line| lines.push(line));
        lines
    }

    /// The rows of the account that a request chooses.
    fn rows<'b>(&'b self, request: &'b ExplainRequest) -> Vec<&'b Row> {
        let filter = Filter {
            zone: request.zone.as_deref(),
            service: request.service.as_deref(),
            indicator: request.indicator.as_deref(),
            ecosystem: request.ecosystem.as_deref().and_then(|text| text.parse().ok()),
            category: None,
        };
        self.account.select(filter).collect()
    }

    fn evidence(&self, rows: &[&Row]) -> BTreeSet<&Evidence> {
        let ids: BTreeSet<_> = rows.iter().flat_map(|row| &row.evidence).copied().collect();
        ids.into_iter().filter_map(|id| self.account.book.get(id)).collect()
    }

    /// Rows, statistics, layers and files behind some evidence.
    fn rest_on(&self, evidence: &BTreeSet<&Evidence>, explanation: &mut Explanation) {
        let used: BTreeSet<&RowId> = evidence.iter().filter_map(|own| own.row()).collect();
        let book = &self.account.book;
        explanation.parameters = book.rows().filter(|row| used.contains(row.id())).map(parameter).collect();
        let statistics = self.run.statistics.rows().iter().filter(|row| evidence.contains(&row.evidence()));
        explanation.statistics = statistics
            .map(|row| StatisticRow {
                key: row.statistic.key.to_owned(),
                name: Name::new(row.statistic.name, row.statistic.name_zh),
                zone: row.zone.clone(),
                year: row.year,
                value: row.value,
                unit: row.statistic.unit.to_owned(),
                price_year: row.statistic.is_money().then_some(row.price_year),
                source: row.source.clone(),
                status: row.status.name().into(),
                verified: row.verified.name().into(),
            })
            .collect();
        let keys: BTreeSet<&str> = explanation
            .parameters
            .iter()
            .map(|row| row.key.as_str())
            .chain(explanation.statistics.iter().map(|row| row.key.as_str()))
            .collect();
        let amounts = book.reexpressed().iter().filter(|own| keys.contains(own.key.as_str()));
        explanation.reexpressed = amounts
            .map(|own| ReexpressedAmount {
                key: own.key.clone(),
                amount: own.amount,
                unit: own.unit.clone(),
                from: own.from,
                to: own.to,
                factor: own.factor,
            })
            .collect();
        let mut others: Vec<&Evidence> =
            evidence.iter().copied().filter(|own| is_listed_apart(own)).collect();
        others.sort_by(|one, other| one.in_order_of_words(other));
        let ground = |own: &Evidence| Ground {
            kind: own.ground.kind_name().into(),
            what: own.ground.message(),
            source: own.source.clone(),
            verified: own.verified.name().into(),
        };
        explanation.grounds = others.into_iter().map(ground).collect();
        explanation.inputs = self.inputs.iter().map(input).collect();
    }

    /// The equations of a service that make the rows of a figure: drivers first.
    fn equations(&self, planned: &PlannedService, rows: &[&Row]) -> Vec<Equation> {
        let Some((index, _)) = self.planned(planned.service) else { return Vec::new() };
        let mut equations: Vec<Equation> = Vec::new();
        for indicator in planned.service.indicators {
            if !rows.iter().any(|row| row.indicator.id == indicator.id) {
                continue;
            }
            let slots = self.supply(index, indicator).map(|(_, supply)| supply.inputs.clone());
            for slot in self.plan.computed_before(&slots.unwrap_or_default()) {
                let Some(column) = self.plan.columns.get(slot) else { continue };
                let Step::Driver { driver, .. } = &column.step else { continue };
                let equation = Equation {
                    kind: "driver",
                    makes: column.quantity.id.to_owned(),
                    name: Name::new(column.quantity.name, column.quantity.name_zh),
                    variant: driver.id.to_owned(),
                    equation: driver.formula.to_owned(),
                    unit: column.quantity.unit.to_owned(),
                    source: driver.source.to_owned(),
                    source_zh: driver.source.to_owned(),
                };
                if !equations.contains(&equation) {
                    equations.push(equation);
                }
            }
        }
        equations
            .extend(of_service(planned.service, planned, |id| rows.iter().any(|row| row.indicator.id == id)));
        equations
    }
}

/// The equations of the quantity and the value of some indicators of a service.
fn of_service(
    service: &'static Service,
    planned: &PlannedService,
    covers: impl Fn(&str) -> bool,
) -> Vec<Equation> {
    equations_of(service, &planned.choice, covers).unwrap_or_default()
}

/// The same by the ids of the variants that a profile chooses.
fn equations_of(
    service: &'static Service,
    choice: &crate::parameter::profile::ServiceChoice,
    covers: impl Fn(&str) -> bool,
) -> Result<Vec<Equation>, Error> {
    let (physical, value) = (service.physical(&choice.physical)?, service.value(&choice.value)?);
    let sourced = |source: &str, language: Language| match choice.clause.as_str() {
        "" => source.to_owned(),
        clause => format!("{source}{}{clause}", language.of("; profile: ", "；核算方案：")),
    };
    let mut equations = Vec::new();
    for indicator in service.indicators.iter().filter(|indicator| covers(indicator.id)) {
        let name = Name::new(indicator.name, indicator.name_zh);
        if let Some(supply) = Service::supply(physical, indicator.id) {
            equations.push(Equation {
                kind: "quantity",
                makes: indicator.id.to_owned(),
                name: name.clone(),
                variant: physical.id.to_owned(),
                equation: supply.formula.to_owned(),
                unit: indicator.unit.to_owned(),
                source: sourced(physical.source, Language::English),
                source_zh: sourced(physical.source, Language::Chinese),
            });
        }
        let rule = value.rules.iter().find(|rule| rule.indicator() == indicator.id);
        if let Some(formula) = rule.map(Rule::formula).filter(|formula| !formula.is_empty()) {
            equations.push(Equation {
                kind: "value",
                makes: indicator.id.to_owned(),
                name,
                variant: value.id.to_owned(),
                equation: formula.to_owned(),
                unit: "CNY".to_owned(),
                source: sourced(value.source, Language::English),
                source_zh: sourced(value.source, Language::Chinese),
            });
        }
    }
    Ok(equations)
}

/// Whether evidence is neither among the parameter rows nor among the statistics of an explanation.
const fn is_listed_apart(evidence: &Evidence) -> bool {
    use crate::evidence::Ground as Of;
    !matches!(evidence.ground, Of::Row { .. } | Of::Statistic { .. } | Of::Assumption { .. })
}

fn reason(row: &Row) -> Name {
    let told = text!(
        "{0}: {1}",
        "{0}：{1}",
        TextArgument::Id { id: row.indicator.id.to_owned(), zh: row.indicator.name_zh },
        row.status.message()
    );
    Name::new(told.say(Language::English), told.say(Language::Chinese))
}

fn input(file: &InputFile) -> ReadFile {
    ReadFile { name: file.name.clone(), size: file.size, sha256: file.sha256.clone() }
}

fn parameter(row: &Parameter) -> ParameterRow {
    let types: Vec<String> = row.ecosystems.iter().map(ToString::to_string).collect();
    ParameterRow {
        key: row.key.clone(),
        variant: row.variant.clone(),
        value: row.value,
        unit: row.unit.text().to_owned(),
        ecosystem: types.join("/"),
        region: row.region.clone(),
        price_year: row.price_year,
        valid_from: row.valid_from,
        source: row.source.clone(),
        clause: row.clause.clone(),
        verified: row.verified.name().into(),
        local: row.local,
    }
}

/// A finding about the folder of a result.
fn of_folder(folder: &Path, message: Message, hint: Message) -> Error {
    Error::new(Code::Incomparable, message, hint).at(Place::file(folder.display().to_string()))
}
