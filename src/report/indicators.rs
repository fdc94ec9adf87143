//! The indicators of a practice base as tables, and as the page that is printed.

mod page;

use std::collections::BTreeSet;

use super::tables::{Csv, figure};
use crate::error::Error;
use crate::two_mountains::plan::{Indicators, PlanIndicator};
use crate::two_mountains::projects::Project;
use crate::two_mountains::weights::Composite;
use crate::two_mountains::{Judgement, JudgementOptions};
use crate::wording::{Language, Message, Name};

/// Everything that is reported of the indicators.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// The indicators.
    pub indicators: &'a Indicators,
    /// Their judgements by year.
    pub judged: &'a [Judgement<'a>],
    /// How the plan was read.
    pub options: &'a JudgementOptions,
    /// Names of the accounts.
    pub accounts: &'a [String],
    /// The projects; none if no table of them was given.
    pub projects: Option<&'a [Project]>,
    /// Totals; none without weights.
    pub composites: Option<&'a [Composite]>,
    /// Remarks on the tables that were read.
    pub warnings: &'a [Error],
}

impl Report<'_> {
    /// `indicators.csv`: one row for each indicator, zone and year that has a value or a target.
    #[must_use]
    pub fn indicators(&self) -> Csv {
        let header = [
            "no",
            "indicator",
            "year",
            "value",
            "unit",
            "target",
            "rule",
            "state",
            "reason",
            "lead_unit",
            "zone",
            "price_basis",
            "reading",
            "basis",
            "account",
            "note",
        ];
        let said = |text: Option<&Message>| text.map(Message::to_string).unwrap_or_default();
        let rows = self.judged.iter().map(|judgement| {
            let row = judgement.indicator;
            vec![
                row.no.to_string(),
                row.name.clone(),
                judgement.year.to_string(),
                judgement.value.clone(),
                row.unit.clone(),
                judgement.target.map(|target| target.text.clone()).unwrap_or_default(),
                said(judgement.rule.as_ref()),
                judgement.verdict.state.as_str().to_owned(),
                judgement.verdict.reason.to_string(),
                row.lead_unit.clone(),
                row.zone.clone(),
                said(judgement.prices.as_ref()),
                said(judgement.reading().as_ref()),
                judgement.basis.clone(),
                judgement.account.clone(),
                judgement.remark(),
            ]
        });
        Csv::new(&header, rows)
    }

    /// `projects_by_indicator.csv`: every indicator, also one without a project.
    #[must_use]
    pub fn projects_by_indicator(&self) -> Option<Csv> {
        let projects = self.projects?;
        let header =
            ["no", "indicator", "lead_unit", "project_no", "project", "years", "project_lead_unit", "status"];
        let row = |indicator: &PlanIndicator, project: Option<&Project>| {
            vec![
                indicator.no.to_string(),
                indicator.name.clone(),
                indicator.lead_unit.clone(),
                project.map(|project| project.no.to_string()).unwrap_or_default(),
                project.map(|project| project.name.clone()).unwrap_or_default(),
                project.map(Project::years).unwrap_or_default(),
                project.map(|project| project.lead_unit.clone()).unwrap_or_default(),
                if project.is_some() { "linked" } else { "no project" }.to_owned(),
            ]
        };
        let rows = self.indicators.each().flat_map(|indicator| {
            let linked: Vec<&Project> =
                projects.iter().filter(|project| project.indicators.contains(&indicator.no)).collect();
            match linked.as_slice() {
                [] => vec![row(indicator, None)],
                linked => linked.iter().map(|project| row(indicator, Some(project))).collect(),
            }
        });
        Some(Csv::new(&header, rows))
    }

    /// `indicators_by_project.csv`: every project, also one without an indicator.
    #[must_use]
    pub fn indicators_by_project(&self) -> Option<Csv> {
        let projects = self.projects?;
        let header = ["project_no", "project", "years", "lead_unit", "no", "indicator", "status"];
        let row = |project: &Project, indicator: Option<&PlanIndicator>| {
            vec![
                project.no.to_string(),
                project.name.clone(),
                project.years(),
                project.lead_unit.clone(),
                indicator.map(|indicator| indicator.no.to_string()).unwrap_or_default(),
                indicator.map(|indicator| indicator.name.clone()).unwrap_or_default(),
                if indicator.is_some() { "linked" } else { "no indicator" }.to_owned(),
            ]
        };
        let rows = projects.iter().flat_map(|project| {
            let named = |no: &u32| self.indicators.each().find(|indicator| indicator.no == *no);
            let linked: Vec<&PlanIndicator> = project.indicators.iter().filter_map(named).collect();
            match linked.as_slice() {
                [] => vec![row(project, None)],
                linked => linked.iter().map(|indicator| row(project, Some(indicator))).collect(),
            }
        });
        Some(Csv::new(&header, rows))
    }

    /// `composite.csv`: the total of the user's own weights.
    #[must_use]
    pub fn composite(&self) -> Option<Csv> {
        let header = ["year", "zone", "total", "met", "not_met", "undecided", "unit", "status", "method"];
        let rows = self.composites?.iter().map(|composite| {
            let percent = |share: f64| figure(Some(share * 100.0));
            vec![
                composite.year.to_string(),
                composite.zone.clone(),
                composite.total.map(percent).unwrap_or_default(),
                percent(composite.met),
                percent(composite.not_met),
                percent(composite.undecided),
                "%".to_owned(),
                match composite.total {
                    Some(_) => "decided",
                    None => "undecided: indicators that have a weight are undecided",
                }
                .to_owned(),
                METHOD.en.to_owned(),
            ]
        });
        Some(Csv::new(&header, rows))
    }

    /// Indicators that no project serves.
    #[must_use]
    pub fn without_project(&self) -> Vec<&PlanIndicator> {
        let served: BTreeSet<u32> = self
            .projects
            .into_iter()
            .flatten()
            .flat_map(|project| project.indicators.iter().copied())
            .collect();
        self.indicators.each().filter(|row| self.projects.is_some() && !served.contains(&row.no)).collect()
    }

    /// The page.
    #[must_use]
    pub fn print(&self, language: Language) -> String {
        page::print(self, language)
    }
}

/// Meaning of a total.
const METHOD: Name = Name {
    en: "weight of the indicators that are met, with the user's own weights; not the official index, whose annex publishes no weights, scores or grades",
    zh: "按用户自定权重计算的达标指标权重之和；并非官方“两山指数”（官方附件未公布权重、评分与分级）",
};
