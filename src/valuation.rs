//! Valuation: prices and given amounts, in the money of the account.
//!
//! A price of another year is re-expressed by the price index and says so; it is never used raw and never mixed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::error::{Code, Error, Place};
use crate::evidence::{Evidence, Ground, Number, Role, RowId, StatisticOf, Verified};
use crate::exact_sum::ExactSum;
use crate::extent::Ecosystem;
use crate::input::statistics::{Observation, Statistics, known};
use crate::parameter::profile::{Profile, ServiceChoice};
use crate::parameter::{NotInYear, Parameter, Parameters, Query};
use crate::reason::Reason;
use crate::registry::Registry;
use crate::service::Term;
use crate::text;
use crate::unit::Unit;
use crate::wording::{Message, Say, TextArgument};

/// The money of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceBasis {
    /// Currency.
    pub currency: String,
    /// Year of the prices.
    pub price_year: i32,
    /// `current` (现价), or `constant 2015` (可比价).
    pub label: String,
}

impl PriceBasis {
    /// Prices of the accounting year (现价).
    #[must_use]
    pub fn current(year: i32) -> Self {
        Self { currency: "CNY".to_owned(), price_year: year, label: "current".to_owned() }
    }

    /// Prices of a base year (可比价).
    #[must_use]
    pub fn constant(base_year: i32) -> Self {
        Self { currency: "CNY".to_owned(), price_year: base_year, label: format!("constant {base_year}") }
    }
}

/// What is needed to look up the rows, prices and statistics of one accounting year.
#[derive(Debug, Clone)]
pub struct Setting<'a> {
    /// The services and drivers that the profile may name.
    pub registry: &'a Registry,
    /// The profile.
    pub profile: &'a Profile,
    /// The parameter rows.
    pub parameters: &'a Parameters,
    /// The statistics.
    pub statistics: &'a Statistics,
    /// Zones of the cells.
    pub zones: &'a [String],
    /// Accounting year.
    pub year: i32,
    /// Money of the account.
    pub basis: PriceBasis,
    /// Regions that the run lies in, the narrowest first.
    pub regions: Vec<String>,
    /// Conditions that hold.
    pub conditions: Vec<String>,
    /// Whether rows that are not verified may be used.
    pub allow_unverified: bool,
}

/// Position of a piece of evidence in the [`Book`].
pub type EvidenceId = u32;

/// All evidence of an account, each piece once, and the rows and fallbacks it came by.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Book {
    list: Vec<Evidence>,
    index: BTreeMap<Evidence, EvidenceId>,
    rows: BTreeMap<RowId, Parameter>,
    /// The rows in the order in which they were noted.
    noted: Vec<RowId>,
    fallbacks: Vec<Fallback>,
    reexpressed: Vec<Reexpressed>,
    /// The same by what makes them one, since every zone may have amounts of its own.
    known_amounts: BTreeSet<AmountKey>,
    /// Rows of the run that a look-up found, whether or not a figure came of it.
    found: BTreeSet<RowId>,
    /// Rows of the run that a look-up passed over for their dates, by line.
    not_in_year: BTreeMap<u64, NotInYear>,
}

/// A row of a wider ecosystem type that was taken.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fallback {
    /// Key of the parameter.
    pub key: String,
    /// Ecosystem type of the cell.
    pub of: Ecosystem,
    /// Ecosystem types of the row.
    pub taken: Vec<Ecosystem>,
}

impl fmt::Display for Fallback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let types: Vec<String> = self.taken.iter().map(ToString::to_string).collect();
        write!(f, "{}: {} -> {}", self.key, self.of, types.join("/"))
    }
}

/// A point in a [`Book`] to roll back to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    list: usize,
    noted: usize,
    fallbacks: usize,
    reexpressed: usize,
}

/// An amount of money of one year in the money of another.
#[derive(Debug, Clone, PartialEq)]
pub struct Reexpressed {
    /// Key of the price or statistic.
    pub key: String,
    /// The amount as its row has it, in `unit`.
    pub amount: f64,
    /// Its unit.
    pub unit: String,
    /// Year of the row's prices.
    pub from: i32,
    /// Year of the account's prices.
    pub to: i32,
    /// What the amount was multiplied by.
    pub factor: f64,
}

/// What makes two amounts one: key, years, and the bits of amount and factor with the unit.
type AmountKey = (String, (i32, i32), (u64, u64), String);

impl Reexpressed {
    fn identity(&self) -> AmountKey {
        let bits = (self.amount.to_bits(), self.factor.to_bits());
        (self.key.clone(), (self.from, self.to), bits, self.unit.clone())
    }
}

impl Book {
    /// Notes a piece of evidence.
    pub fn note(&mut self, evidence: Evidence) -> EvidenceId {
        if let Some(known) = self.index.get(&evidence) {
            return *known;
        }
        let id = EvidenceId::try_from(self.list.len()).unwrap_or(EvidenceId::MAX);
        self.list.push(evidence.clone());
        self.index.insert(evidence, id);
        id
    }

    /// Notes a parameter row.
    pub fn note_row(&mut self, role: Role, row: &Parameter) -> EvidenceId {
        if !self.rows.contains_key(row.id()) {
            self.noted.push(row.id().clone());
            self.rows.insert(row.id().clone(), row.clone());
        }
        self.note(row.evidence(role))
    }

    /// Notes that a row of a wider ecosystem type was taken.
    pub fn note_fallback(&mut self, fallback: Fallback) {
        if !self.fallbacks.contains(&fallback) {
            self.fallbacks.push(fallback);
        }
    }

    /// Where it is written to now.
    pub(crate) const fn mark(&self) -> Mark {
        Mark {
            list: self.list.len(),
            noted: self.noted.len(),
            fallbacks: self.fallbacks.len(),
            reexpressed: self.reexpressed.len(),
        }
    }

    /// Takes out what was noted since: the number that it was noted for is not there, so that nothing rests on it.
    pub(crate) fn back_to(&mut self, mark: Mark) {
        for evidence in self.list.drain(mark.list.min(self.list.len())..) {
            self.index.remove(&evidence);
        }
        for id in self.noted.drain(mark.noted.min(self.noted.len())..) {
            self.rows.remove(&id);
        }
        self.fallbacks.truncate(mark.fallbacks);
        for own in self.reexpressed.drain(mark.reexpressed.min(self.reexpressed.len())..) {
            self.known_amounts.remove(&own.identity());
        }
    }

    /// All evidence.
    #[must_use]
    pub fn list(&self) -> &[Evidence] {
        &self.list
    }

    /// A piece of evidence.
    #[must_use]
    pub fn get(&self, id: EvidenceId) -> Option<&Evidence> {
        self.list.get(usize::try_from(id).ok()?)
    }

    /// Position of a piece of evidence, if it was noted.
    #[must_use]
    pub fn id_of(&self, evidence: &Evidence) -> Option<EvidenceId> {
        self.index.get(evidence).copied()
    }

    /// Every parameter row that was used, by file and line.
    pub fn rows(&self) -> impl Iterator<Item = &Parameter> {
        let mut rows: Vec<&Parameter> = self.rows.values().collect();
        rows.sort_by_key(|row| (row.file.as_str(), row.line));
        rows.into_iter()
    }

    /// What was noted of a parameter row, whatever it was read as.
    pub fn evidence_of<'a>(&'a self, row: &'a Parameter) -> impl Iterator<Item = EvidenceId> + 'a {
        Role::ALL.into_iter().filter_map(|role| self.id_of(&row.evidence(role)))
    }

    /// Every amount that was brought to the money of another year.
    #[must_use]
    pub fn reexpressed(&self) -> &[Reexpressed] {
        &self.reexpressed
    }

    /// Whether a look-up found a row of the run.
    #[must_use]
    pub fn has_found(&self, row: &Parameter) -> bool {
        self.found.contains(row.id())
    }

    /// Rows of the run that do not hold in the year, in whose place rows of the crate were taken; in the order of lines.
    pub fn not_in_year(&self) -> impl Iterator<Item = &NotInYear> {
        self.not_in_year.values()
    }

    fn note_look_up(&mut self, row: &Parameter, passed: Option<NotInYear>) {
        if row.local {
            self.found.insert(row.id().clone());
        }
        if let Some(passed) = passed {
            self.not_in_year.entry(passed.local.line).or_insert(passed);
        }
    }

    /// Every fallback to a wider ecosystem type.
    #[must_use]
    pub fn fallbacks(&self) -> &[Fallback] {
        &self.fallbacks
    }
}

/// Why a number is not there.
#[derive(Debug, Clone, PartialEq)]
pub enum Absence {
    /// It was not given: the service is not accounted for this reason.
    NotAccounted(Reason),
    /// It may not be used: the run stops.
    Refused(Error),
}

impl From<Error> for Absence {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

/// Numbers for an equation, with what they rest on.
#[derive(Debug, Clone, PartialEq)]
pub struct Terms {
    /// In the order of the equation; money in the money of the account.
    pub values: Vec<f64>,
    /// What they rest on.
    pub evidence: Vec<EvidenceId>,
    /// Remarks for the reader: a share that was not given.
    pub notes: Vec<Message>,
}

impl<'a> Setting<'a> {
    /// A year in China at current prices, without conditions, with verified rows only.
    #[must_use]
    pub fn new(
        profile: &'a Profile,
        parameters: &'a Parameters,
        statistics: &'a Statistics,
        zones: &'a [String],
        year: i32,
    ) -> Self {
        Self {
            registry: Registry::shipped(),
            profile,
            parameters,
            statistics,
            zones,
            year,
            basis: PriceBasis::current(year),
            regions: vec!["China".to_owned()],
            conditions: Vec::new(),
            allow_unverified: false,
        }
    }

    /// The same with services and drivers beside those of the crate.
    #[must_use]
    pub const fn with_registry(mut self, registry: &'a Registry) -> Self {
        self.registry = registry;
        self
    }

    /// The same with leave to use rows that are not verified; the account lists them.
    #[must_use]
    pub fn with_unverified(mut self) -> Self {
        self.allow_unverified = true;
        self
    }
}

impl Setting<'_> {
    /// A parameter row in a unit, for an ecosystem type or without one.
    ///
    /// # Errors
    ///
    /// Not accounted if no row fits; refused if two fit, if the row is unverified without leave, or if its unit is
    /// of another kind.
    pub fn parameter(
        &self,
        key: &str,
        unit: &str,
        choice: Option<&ServiceChoice>,
        ecosystem: Option<Ecosystem>,
        book: &mut Book,
    ) -> Result<(f64, Vec<EvidenceId>), Absence> {
        self.graded_parameter((key, ""), unit, choice, ecosystem, book)
    }

    /// The same for a grade of the cell, such as a class of vegetation cover.
    ///
    /// # Errors
    ///
    /// As [`Setting::parameter`].
    pub fn graded_parameter(
        &self,
        (key, grade): (&str, &str),
        unit: &str,
        choice: Option<&ServiceChoice>,
        ecosystem: Option<Ecosystem>,
        book: &mut Book,
    ) -> Result<(f64, Vec<EvidenceId>), Absence> {
        let variant = choice.and_then(|choice| choice.variant(key)).unwrap_or_default();
        let mut query =
            Query::new(key, self.year).variant(variant).conditions(&self.conditions).regions(&self.regions);
        query = query.grade(grade);
        if let Some(ecosystem) = ecosystem {
            query = query.ecosystem(ecosystem);
        }
        let found = self.parameters.look_up(&query)?;
        let found = found.map_err(|none| Absence::NotAccounted(none.into()))?;
        book.note_look_up(found.row, self.parameters.not_in_year(&query, found.row));
        self.admit(&found.row.evidence(Role::Parameter), found.row.place())?;
        if let Some(cell) = found.fallback_from {
            let taken = found.row.ecosystems.clone();
            book.note_fallback(Fallback { key: key.to_owned(), of: cell, taken });
        }
        let same = found.row.unit.text() == unit;
        let target = if same { Ok(found.row.unit.clone()) } else { unit.parse::<Unit>() };
        let target = target.map_err(Absence::Refused)?;
        let value = found.row.unit.to(&target).map_err(|error| {
            let place = Place::file(&found.row.file).row(found.row.line).column("unit");
            Absence::Refused(error.at(place))
        })?;
        let role = if target.is_money() { Role::Price } else { Role::Parameter };
        let mut evidence = vec![book.note_row(role, found.row)];
        let mut value = value.apply(found.row.value);
        if target.is_money() {
            let from = found.row.price_year.ok_or_else(|| without_year(found.row))?;
            let at = |absence| absent_at(absence, found.row.place().column("price_year"));
            value *= self.reexpress((key, value, unit), from, book, &mut evidence).map_err(at)?;
        }
        Ok((value, evidence))
    }

    /// The factor from the prices of a year to the money of the account.
    fn reexpress(
        &self,
        (key, amount, unit): (&str, f64, &str),
        from: i32,
        book: &mut Book,
        evidence: &mut Vec<EvidenceId>,
    ) -> Result<f64, Absence> {
        let to = self.basis.price_year;
        let index = self.parameters.reexpress(&self.profile.price_index, from, to, &self.regions)?;
        for row in &index.rows {
            book.note_look_up(row, None);
            self.admit(&row.evidence(Role::PriceIndex), row.place())?;
            evidence.push(book.note_row(Role::PriceIndex, row));
        }
        let (key, unit) = (key.to_owned(), unit.to_owned());
        let reexpressed = Reexpressed { key, amount, unit, from, to, factor: index.factor };
        if from != to && book.known_amounts.insert(reexpressed.identity()) {
            book.reexpressed.push(reexpressed);
        }
        Ok(index.factor)
    }

    /// Refuses a row that is not verified, unless the run gives leave.
    ///
    /// # Errors
    ///
    /// `EV-P003` naming the row and its source.
    pub fn admit(&self, evidence: &Evidence, place: Place) -> Result<(), Error> {
        if self.allow_unverified || !evidence.verified.needs_leave() {
            return Ok(());
        }
        let message = text!(
            "{0} `{1}` is marked verified = {2} (source: {3})",
            "{0} `{1}` 标为 verified = {2}（来源：{3}）",
            evidence.ground.kind_name(),
            evidence.ground.message(),
            evidence.verified.as_str(),
            &evidence.source
        );
        let hint = text!(
            "set allow_unverified = true in run.toml, or bring a verified row of your own",
            "在 run.toml 中设 allow_unverified = true，或自备已核实的行"
        );
        Err(Error::new(Code::Unverified, message, hint).at(place))
    }

    /// The numbers of an equation for a zone, or for the whole run (`zone` empty).
    ///
    /// # Errors
    ///
    /// Not accounted with the first number that is not given; refused as [`Setting::parameter`].
    pub fn terms(
        &self,
        terms: &[Term],
        choice: Option<&ServiceChoice>,
        zone: &str,
        book: &mut Book,
    ) -> Result<Terms, Absence> {
        let mut read = Terms { values: Vec::new(), evidence: Vec::new(), notes: Vec::new() };
        let (mut refused, mark) = (None, book.mark());
        for term in terms {
            match self.term(term, choice, zone, book, &mut read) {
                Ok(value) => read.values.push(value),
                Err(Absence::Refused(error)) => refused = refused.or(Some(error)),
                // A number that is not given leaves nothing to refuse.
                Err(absence @ Absence::NotAccounted(_)) => {
                    book.back_to(mark);
                    return Err(absence);
                }
            }
        }
        refused.map_or(Ok(read), |error| Err(Absence::Refused(error)))
    }

    /// The zones for which some terms are not all alike, and the whole run behind them: none of the zones where no
    /// statistic among the terms has a row of a zone.
    pub fn zones_apart(&self, terms: &[Term]) -> impl Iterator<Item = &str> {
        let of_zones = |term: &Term| match term {
            Term::Statistic(key) | Term::StatisticOr(key, _) => {
                self.zones.len() == 1 || self.statistics.tells_zones_apart(key, self.year)
            }
            Term::Parameter(..) => false,
        };
        let zones = if terms.iter().any(of_zones) { self.zones } else { &[] };
        zones.iter().map(String::as_str).chain([""])
    }

    /// Whether some terms ask for a statistic that no zone has.
    #[must_use]
    pub fn no_zone_has(&self, terms: &[Term]) -> bool {
        self.zones.len() > 1
            && terms.iter().any(|term| match term {
                Term::Statistic(key) => !self.statistics.tells_zones_apart(key, self.year),
                _ => false,
            })
    }

    fn term(
        &self,
        term: &Term,
        choice: Option<&ServiceChoice>,
        zone: &str,
        book: &mut Book,
        read: &mut Terms,
    ) -> Result<f64, Absence> {
        match *term {
            Term::Parameter(key, unit) => {
                let (value, evidence) = self.parameter(key, unit, choice, None, book)?;
                read.evidence.extend(evidence);
                Ok(value)
            }
            Term::Statistic(key) => self.statistic(key, zone, book, &mut read.evidence),
            Term::StatisticOr(key, default) => match self.statistic(key, zone, book, &mut read.evidence) {
                Err(Absence::NotAccounted(_)) => Ok(self.assume(key, default, book, read)),
                other => other,
            },
        }
    }

    fn assume(&self, key: &str, default: f64, book: &mut Book, read: &mut Terms) -> f64 {
        let name_zh = known(key).map_or("", |statistic| statistic.name_zh);
        let id = TextArgument::Id { id: key.to_owned(), zh: name_zh };
        read.notes.push(text!(
            "no statistic {0} in {1}: {2} was taken",
            "缺少 {1} 年的统计量 {0}：取 {2}",
            id,
            self.year,
            default
        ));
        let statistic = StatisticOf { key: key.to_owned(), name_zh, zone: String::new() };
        read.evidence.push(book.note(Evidence {
            ground: Ground::Assumption { statistic, year: self.year, value: Number(default) },
            source: "not given; assumed by the equation".to_owned(),
            verified: Verified::No,
            assumed: true,
        }));
        default
    }

    /// The number of one row, money in the money of the account.
    ///
    /// # Errors
    ///
    /// Refused if the row may not be used or its money cannot be re-expressed.
    pub fn observed(&self, row: &Observation, book: &mut Book) -> Result<(f64, Vec<EvidenceId>), Absence> {
        self.admit(&row.evidence(), Place::file(self.statistics.file()).row(row.line))?;
        let mut evidence = vec![book.note(row.evidence())];
        evidence.extend(row.filled_evidence().map(|own| book.note(own)));
        let mut value = row.value;
        if row.statistic.is_money() {
            let amount = (row.statistic.key, row.value, row.statistic.unit);
            let place = Place::file(self.statistics.file()).row(row.line).column("price_year");
            let at = |absence| absent_at(absence, place.clone());
            value *= self.reexpress(amount, row.price_year, book, &mut evidence).map_err(at)?;
        }
        Ok((value, evidence))
    }

    fn statistic(
        &self,
        key: &str,
        zone: &str,
        book: &mut Book,
        evidence: &mut Vec<EvidenceId>,
    ) -> Result<f64, Absence> {
        let figure = self.statistics.figure(key, zone, self.zones, self.year);
        let figure =
            figure.ok_or_else(|| Absence::NotAccounted(self.statistics.absence(key, zone, self.year)))?;
        // Rows of several zones are each brought to the money of the account before they are added up.
        let mut values = ExactSum::new();
        for row in &figure.rows {
            let (value, own) = self.observed(row, book)?;
            evidence.extend(own);
            values.add(value);
        }
        Ok(values.total())
    }
}

/// A refusal at the row that led to it.
fn absent_at(absence: Absence, place: Place) -> Absence {
    match absence {
        Absence::Refused(error) => Absence::Refused(error.at(place)),
        other @ Absence::NotAccounted(_) => other,
    }
}

fn without_year(row: &Parameter) -> Absence {
    let message = text!(
        "a price without price_year cannot be brought to another year",
        "没有 price_year 的单价不能换算到其他年度"
    );
    let hint = text!("state the year of the price", "写明单价的年份（price_year）");
    let error = Error::new(Code::PriceIndex, message, hint);
    Absence::Refused(error.at(row.place().column("price_year")))
}
