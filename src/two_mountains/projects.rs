//! The projects of a plan, and the indicators that they serve.

use super::plan::{Indicators, ordinal, year};
use crate::error::{Code, Error, Findings};
use crate::table::{Row, Table};
use crate::text;

/// A project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// Number in the plan.
    pub no: u32,
    /// Name.
    pub name: String,
    /// Content.
    pub content: String,
    /// First and last year, if they are stated.
    pub years: Option<(i32, i32)>,
    /// Lead unit (牵头单位).
    pub lead_unit: String,
    /// Numbers of the indicators, in the order of the table.
    pub indicators: Vec<u32>,
}

impl Project {
    /// The years as the plan writes them: `2020`, `2020-2025`.
    #[must_use]
    pub fn years(&self) -> String {
        match self.years {
            None => String::new(),
            Some((first, last)) if first == last => first.to_string(),
            Some((first, last)) => format!("{first}-{last}"),
        }
    }
}

/// Reads the table of the projects: `no`, `project`, `linked_indicator_ids` (`14;18`), `lead_unit`, and `years`,
/// `section`, `content`, `linked_indicator_text` if they are there.
///
/// # Errors
///
/// `EV-I007` for columns, `EV-I006` for a number, a year or an indicator that is not there, `EV-I009` for a duplicate
/// number, `EV-I018` for a formula; all at once.
pub fn from_table(table: &Table, indicators: &Indicators) -> Result<Vec<Project>, Findings> {
    table.expect_columns(
        &["no", "project", "linked_indicator_ids", "lead_unit"],
        &["section", "content", "years", "linked_indicator_text", "note"],
    )?;
    let mut findings = Findings::new();
    let mut projects: Vec<Project> = Vec::new();
    for row in table.rows() {
        let Some(project) = findings.take(project(&row, indicators)) else { continue };
        if projects.iter().any(|first| first.no == project.no) {
            let message = text!("duplicate project {0}", "项目编号 {0} 重复", project.no);
            let hint = text!("give every project another number", "为每个项目取不同的编号");
            findings.push(Error::new(Code::DuplicateKey, message, hint).at(row.place("no")));
        }
        projects.push(project);
    }
    findings.into_result(projects)
}

fn project(row: &Row<'_>, indicators: &Indicators) -> Result<Project, Findings> {
    let mut findings = Findings::new();
    findings.take(row.plain_but(&[]));
    let no = findings.take(ordinal(row, "no"));
    let years = findings.take(span(row)).flatten();
    let mut linked = Vec::new();
    let at = |error: Error| error.at(row.place("linked_indicator_ids"));
    for id in row.text("linked_indicator_ids").split([';', '；', ',', '，', '、']).map(str::trim) {
        let number = id.parse().ok().filter(|no| indicators.has(*no));
        match number {
            _ if id.is_empty() => {}
            Some(number) if linked.contains(&number) => {
                let message = text!("indicator {0} is named twice", "指标 {0} 重复出现", number);
                let hint = text!("name it once", "只写一次");
                findings.push(at(Error::new(Code::DuplicateKey, message, hint)));
            }
            Some(number) => linked.push(number),
            None => {
                let message = text!("there is no indicator `{0}`", "没有指标 `{0}`", id);
                let hint = text!(
                    "write numbers of the table of indicators, e.g. 14;18",
                    "填写指标表中的序号，如 14;18"
                );
                findings.push(at(Error::new(Code::BadValue, message, hint)));
            }
        }
    }
    let text = |column: &str| row.text(column).to_owned();
    findings.into_result(Project {
        no: no.unwrap_or_default(),
        name: text("project"),
        content: text("content"),
        years,
        lead_unit: text("lead_unit"),
        indicators: linked,
    })
}

fn span(row: &Row<'_>) -> Result<Option<(i32, i32)>, Error> {
    let text = row.text("years");
    if text.is_empty() {
        return Ok(None);
    }
    let (first, last) = text.split_once(['-', '—', '–', '~', '～', '至']).unwrap_or((text, text));
    let years = year(first.trim()).zip(year(last.trim())).filter(|(first, last)| first <= last);
    years.map(Some).ok_or_else(|| {
        let message =
            text!("`{0}` is neither a year nor a span of years", "`{0}` 既不是年份也不是起止年份", text);
        let hint = text!("write 2020, or 2020-2025", "写为 2020 或 2020-2025");
        Error::new(Code::BadValue, message, hint).at(row.place("years"))
    })
}
