//! An index, explained: the readings that it has, both sides of the line, and the services in it.

use std::collections::BTreeSet;

use super::lines::{self, INDEX, Line, ZONE, by_service, known};
use super::{ExplainRequest, ExplainedYear};
use crate::account::Filter;
use crate::error::{Error, Findings};
use crate::index::{Below, Index, IndexId, IndexUnit, side_written};
use crate::reason::Reason;
use crate::report::explain::{Explanation, Name, Reading, ServiceShare};
use crate::valuation::EvidenceId;
use crate::wording::Message;

impl ExplainedYear<'_> {
    pub(super) fn explain_index(&self, request: &ExplainRequest) -> Result<Explanation, Findings> {
        let asked = request.index.as_deref().unwrap_or_default();
        known(INDEX, asked, self.indices.iter().map(|own| own.id.code()))?;
        let zone = request.zone.as_deref().unwrap_or_default();
        if !zone.is_empty() {
            known(ZONE, zone, self.account.zones.iter().map(String::as_str))?;
        }
        let own: Vec<&Index> =
            self.indices.iter().filter(|own| own.id.code() == asked && own.zone == zone).collect();
        let readings = own.iter().map(|own| reading(own)).collect();
        let lines = lines::of_account(&self.account);
        let mut explanation = explained(asked, zone, readings, &lines);
        let subject = self.subject();
        explanation.figure.year = subject.year;
        explanation.figure.currency = subject.currency;
        explanation.figure.price_year = subject.price_year;
        explanation.figure.price_basis = subject.price_basis;
        explanation.figure.profile = subject.profile;
        let ids: BTreeSet<EvidenceId> = own.iter().flat_map(|own| own.evidence.clone()).collect();
        let mut evidence: BTreeSet<_> = ids.into_iter().filter_map(|id| self.account.book.get(id)).collect();
        let rows: Vec<_> =
            self.account.select(Filter { zone: request.zone.as_deref(), ..Filter::default() }).collect();
        if asked == IndexId::Gep.code() {
            evidence.extend(self.evidence(&rows));
        }
        self.rest_on(&evidence, &mut explanation);
        Ok(explanation)
    }
}

/// An index with the numbers of both sides, which are given only where they make the index.
fn reading(index: &Index) -> Reading {
    let value = index.value.as_ref().ok().copied();
    let told = value.is_some() == (index.above.is_some() && index.below.is_some());
    let has_below = index.reading.below != Below::Nothing;
    Reading {
        zone: index.zone.clone(),
        variant: index.variant(),
        value,
        unit: index.reading.unit.name().en.to_owned(),
        numerator: index.numerator().into(),
        above: index.above.filter(|_| told),
        denominator: index.denominator().into(),
        below: index.below.filter(|_| told && has_below),
        scale: index.reading.unit.scale(),
        status: index.status(),
    }
}

/// An index with its readings and the services of its zone.
pub(super) fn explained(index: &str, zone: &str, readings: Vec<Reading>, lines: &[Line]) -> Explanation {
    let mut explanation = Explanation { readings, adds_up: true, ..Explanation::default() };
    index.clone_into(&mut explanation.figure.index);
    zone.clone_into(&mut explanation.figure.zone);
    let place = Some(zone).filter(|zone| !zone.is_empty());
    let services = by_service(lines, place);
    let total = lines::sum(
        lines.iter().filter(|line| place.is_none_or(|zone| line.zone == zone)).filter_map(|line| line.value),
    );
    explanation.parts = services
        .into_iter()
        .map(|(service, value)| ServiceShare {
            service: service.id.to_owned(),
            name: Name::new(service.name, service.name_zh),
            value,
            share: total.map_or(f64::NAN, |total| value / total),
        })
        .collect();
    explanation
}

/// A reading as the table `indices.csv` has it: without the numbers of its sides.
pub(super) fn recorded(row: &crate::table::TableRow<'_>) -> Result<Reading, Error> {
    let text = |column: &str| row.text(column).to_owned();
    let unit = text("unit");
    let scale = IndexUnit::written(&unit).map_or(1.0, IndexUnit::scale);
    Ok(Reading {
        zone: text("zone"),
        variant: Message::english(text("variant")),
        value: row.number("value")?,
        unit,
        numerator: side_written(row.text("numerator")),
        above: None,
        denominator: side_written(row.text("denominator")),
        below: None,
        scale,
        status: status(row.text("status")),
    })
}

/// The status of a reading as the table has it, in both languages as far as they are known.
fn status(text: &str) -> Message {
    if text == "accounted" {
        Message::told(text, "已核算")
    } else {
        Reason::of_status(text).not_accounted()
    }
}
