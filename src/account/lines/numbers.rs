//! Numbers of an equation or of a price: which they are, and how they are looked up again under other rows.

use super::compiler::{Compiler, Shared};
use crate::account::plan::PlannedService;
use crate::parameter::profile::ServiceChoice;
use crate::service::Term;
use crate::valuation::{Absence, Book, EvidenceId, Setting, Terms};
use crate::wording::Message;

/// Numbers that were looked up.
#[derive(Debug, Clone)]
pub struct Numbers<'a> {
    /// What they are, in the order of the equation.
    pub terms: Vec<Term>,
    /// The zone that they were looked up for; empty for the whole run.
    pub zone: &'a str,
    /// Place of the row among those that statistics give by ecosystem type, if it is one of them.
    pub given: Option<usize>,
    /// The numbers; money in the money of the account.
    pub values: Vec<f64>,
    /// What they rest on.
    pub evidence: Vec<EvidenceId>,
    /// Remarks for the reader: a share that was not given.
    pub notes: Vec<Message>,
}

impl<'a> Numbers<'a> {
    /// No numbers.
    pub(super) const NONE: Self = Self {
        terms: Vec::new(),
        zone: "",
        given: None,
        values: Vec::new(),
        evidence: Vec::new(),
        notes: Vec::new(),
    };

    /// Numbers that statistics give by ecosystem type.
    pub(super) fn given(
        key: &'static str,
        zone: &'a str,
        place: usize,
        (value, evidence): (f64, Vec<EvidenceId>),
    ) -> Self {
        Self {
            terms: vec![Term::Statistic(key)],
            zone,
            given: Some(place),
            values: vec![value],
            evidence,
            notes: Vec::new(),
        }
    }

    /// Numbers of an equation, looked up for a zone or for the whole run.
    ///
    /// # Errors
    ///
    /// As [`Setting::terms`].
    pub fn read(
        setting: &Setting<'_>,
        terms: Vec<Term>,
        choice: Option<&ServiceChoice>,
        zone: &'a str,
    ) -> Result<Self, Absence> {
        let read = setting.terms(&terms, choice, zone, &mut Book::default())?;
        Ok(Self::of_terms(terms, zone, read))
    }

    pub(super) fn of_terms(terms: Vec<Term>, zone: &'a str, read: Terms) -> Self {
        let Terms { values, evidence, notes } = read;
        Self { terms, zone, given: None, values, evidence, notes }
    }

    /// The same numbers under other rows or statistics.
    ///
    /// # Errors
    ///
    /// As [`Setting::terms`] and [`Setting::observed`]; none for a row that the statistics do not have.
    pub fn again(
        &self,
        setting: &Setting<'_>,
        choice: Option<&ServiceChoice>,
    ) -> Result<Option<Vec<f64>>, Absence> {
        let mut book = Book::default();
        let (Some(place), [term]) = (self.given, self.terms.as_slice()) else {
            return setting.terms(&self.terms, choice, self.zone, &mut book).map(|read| Some(read.values));
        };
        let row = setting.statistics.by_ecosystem(term.key(), self.zone, setting.year).nth(place);
        row.map(|row| Ok(vec![setting.observed(row, &mut book)?.0])).transpose()
    }
}

impl<'a> Compiler<'a, '_> {
    /// Looks up the numbers of an equation of a service.
    pub(super) fn numbers(
        &mut self,
        planned: &PlannedService,
        terms: &[Term],
        zone: &'a str,
    ) -> Result<Numbers<'a>, Absence> {
        let of_terms = |read: Terms| Numbers::of_terms(terms.to_vec(), zone, read);
        let setting = self.pass.setting;
        if !terms.iter().all(|term| matches!(term, Term::Parameter(..))) {
            return setting.terms(terms, Some(&planned.choice), zone, self.book).map(of_terms);
        }
        // Numbers that all zones share are looked up once.
        let is_it = |(service, known, _): &&Shared| *service == planned.service.id && known == terms;
        if let Some((_, _, read)) = self.shared.iter().find(is_it) {
            return read.clone().map(of_terms);
        }
        let read = setting.terms(terms, Some(&planned.choice), zone, self.book);
        self.shared.push((planned.service.id, terms.to_vec(), read.clone()));
        read.map(of_terms)
    }
}
