//! The projects of a plan, and the indicators that they serve.

use super::plan::{Indicators, ordinal, year};
use crate::error::{Code, Error, Findings};
use crate::table::{Table, TableRow};

/// A project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// Number in the plan.
    pub no: u32,
    /// Name.
    pub name: String,
    /// What is done.
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
/// `EV-I007` for columns, `EV-I006` for a number, a year or an indicator that is not there, `EV-I009` for a number that
/// stands twice, `EV-I018` for a formula; all at once.
pub fn from_table(table: &Table, indicators: &Indicators) -> Result<Vec<Project>, Findings> {
    table.expect_columns(
        &["no", "project", "linked_indicator_ids", "lead_unit"],
        &["section", "content", "years", "linked_indicator_text", "note"],
    )?;
    let mut findings = Findings::new();
    let mut projects: Vec<Project> = Vec::new();
    for row in table.rows() {
        let Some(own) = findings.take(project(&row, indicators)) else { continue };
        if projects.iter().any(|first| first.no == own.no) {
            let message = format!("project {} stands twice", own.no);
            let error = Error::new(Code::DuplicateKey, message, "give every project its own number");
            findings.push(error.at(row.place("no")));
        }
        projects.push(own);
    }
    findings.into_result(projects)
}

fn project(row: &TableRow<'_>, indicators: &Indicators) -> Result<Project, Findings> {
    let mut findings = Findings::new();
    findings.take(row.plain_but(&[]));
    let no = findings.take(ordinal(row, "no"));
    let years = findings.take(span(row)).flatten();
    let mut own = Vec::new();
    let at = |error: Error| error.at(row.place("linked_indicator_ids"));
    for id in row.text("linked_indicator_ids").split([';', '；', ',', '，', '、']).map(str::trim) {
        let number = id.parse().ok().filter(|no| indicators.has(*no));
        match number {
            _ if id.is_empty() => {}
            Some(number) if own.contains(&number) => {
                let message = format!("indicator {number} is named twice");
                findings.push(at(Error::new(Code::DuplicateKey, message, "name it once")));
            }
            Some(number) => own.push(number),
            None => {
                let message = format!("there is no indicator `{id}`");
                let hint = "write numbers of the table of indicators, e.g. 14;18";
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
        indicators: own,
    })
}

fn span(row: &TableRow<'_>) -> Result<Option<(i32, i32)>, Error> {
    let text = row.text("years");
    if text.is_empty() {
        return Ok(None);
    }
    let (first, last) = text.split_once(['-', '—', '–', '~', '～', '至']).unwrap_or((text, text));
    let years = year(first.trim()).zip(year(last.trim())).filter(|(first, last)| first <= last);
    years.map(Some).ok_or_else(|| {
        let message = format!("`{text}` is no year and no span of years");
        Error::new(Code::BadValue, message, "write 2020, or 2020-2025").at(row.place("years"))
    })
}
