//! An index, explained: the readings that it has, both sides of the line, and the services in it.

use std::collections::BTreeSet;

use super::lines::{self, INDEX, Line, ZONE, by_service, known};
use super::{ExplainRequest, ExplainedYear};
use crate::account::Filter;
use crate::error::{Error, Findings};
use crate::index::Index;
use crate::report::explain::{Explanation, Name, Reading, ServiceShare};
use crate::service::{Category, Term};
use crate::unit::{AreaM2, WAN};
use crate::valuation::{Book, EvidenceId};

/// A number and what it rests on.
type Known = (f64, Vec<EvidenceId>);

impl ExplainedYear<'_> {
    pub(super) fn explain_index(&self, request: &ExplainRequest) -> Result<Explanation, Findings> {
        let asked = request.index.as_deref().unwrap_or_default();
        known(INDEX, asked, self.indices.iter().map(|own| own.index))?;
        let zone = request.zone.as_deref().unwrap_or_default();
        if !zone.is_empty() {
            known(ZONE, zone, self.account.zones.iter().map(String::as_str))?;
        }
        let own: Vec<&Index> =
            self.indices.iter().filter(|own| own.index == asked && own.zone == zone).collect();
        let mut book = self.account.book.clone();
        let readings = own.iter().map(|own| self.reading(own, &mut book)).collect();
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
        if asked == "gep" {
            evidence.extend(self.evidence(&rows));
        }
        self.rest_on(&evidence, &mut explanation);
        Ok(explanation)
    }

    /// An index with the numbers of both sides, which are given only if they make the index to the bit.
    fn reading(&self, own: &Index, book: &mut Book) -> Reading {
        let zone = Some(own.zone.as_str()).filter(|zone| !zone.is_empty());
        let above = self.above(own, zone, book);
        let below = if own.denominator.is_empty() { Some(1.0) } else { self.below(own, zone, book) };
        let scale = match own.unit {
            "%" => 100.0,
            unit if unit.starts_with("10^4") => 1.0 / WAN,
            _ => 1.0,
        };
        let made = above.zip(below).map(|(above, below)| above / below * scale);
        let same = made.map(f64::to_bits) == own.value.map(f64::to_bits);
        Reading {
            zone: own.zone.clone(),
            variant: own.variant.clone(),
            value: own.value,
            unit: own.unit.to_owned(),
            numerator: own.numerator.clone(),
            above: above.filter(|_| same),
            denominator: own.denominator.clone(),
            below: below.filter(|_| same && !own.denominator.is_empty()),
            scale,
            status: own.status.clone(),
        }
    }

    fn above(&self, own: &Index, zone: Option<&str>, book: &mut Book) -> Option<f64> {
        let realised = [
            "eco_agriculture_output",
            "eco_processing_output",
            "eco_tourism_income",
            "eco_compensation_income",
        ];
        if own.numerator.starts_with("material products") {
            let of =
                |category| self.account.value(Filter { zone, category: Some(category), ..Filter::default() });
            let (provisioning, cultural) = (of(Category::Provisioning), of(Category::Cultural));
            return Some(provisioning.unwrap_or(0.0) + cultural.unwrap_or(0.0));
        }
        if own.numerator.starts_with("realised output") {
            let parts: Option<Vec<f64>> = realised
                .into_iter()
                .map(|key| self.number(key, zone, book).map(|(value, _)| value))
                .collect();
            return lines::sum(parts?.into_iter());
        }
        self.account.total(zone)
    }

    fn below(&self, own: &Index, zone: Option<&str>, book: &mut Book) -> Option<f64> {
        let area = match own.denominator.as_str() {
            "area of the map" => Some(self.account.area(zone)),
            "land_area" => Some(self.number("land_area", zone, book)?.0),
            _ => None,
        };
        if let Some(area) = area {
            let area = AreaM2::new(area);
            return Some(match own.unit {
                "10^4 CNY/mu" => area.mu(),
                "10^4 CNY/km2" => area.square_kilometres(),
                _ => area.hectares(),
            });
        }
        if own.denominator == "GEP" {
            return self.account.total(zone);
        }
        match own.denominator.split_once(" x ") {
            Some((income, heads)) => {
                let heads = self.number(heads, zone, book)?.0;
                Some(heads * self.number(income, zone, book)?.0)
            }
            None => Some(self.number(&own.denominator, zone, book)?.0),
        }
    }

    fn number(&self, key: &str, zone: Option<&str>, book: &mut Book) -> Option<Known> {
        let key = crate::input::statistics::known(key).ok()?.key;
        let terms = self.setting.terms(&[Term::Statistic(key)], None, zone.unwrap_or_default(), book).ok()?;
        Some((*terms.values.first()?, terms.evidence))
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
pub(super) fn recorded(row: &crate::table::Row<'_>) -> Result<Reading, Error> {
    let text = |column: &str| row.text(column).to_owned();
    let unit = text("unit");
    let scale = match unit.as_str() {
        "%" => 100.0,
        unit if unit.starts_with("10^4") => 1.0 / WAN,
        _ => 1.0,
    };
    Ok(Reading {
        zone: text("zone"),
        variant: text("variant"),
        value: row.number("value")?,
        unit,
        numerator: text("numerator"),
        above: None,
        denominator: text("denominator"),
        below: None,
        scale,
        status: text("status"),
    })
}
