//! The plan of a pass: which columns are read, looked up or computed, in which order, for which services.

mod planner;

use std::collections::BTreeSet;

use super::overlap::Overlap;
use crate::driver::{Driver, marks_floor_of};
use crate::error::Findings;
use crate::input::legend::Legend;
use crate::input::plausibility::Watched;
use crate::parameter::profile::{NegativePolicy, ServiceChoice};
use crate::quantity::Quantity;
use crate::reason::Reason;
use crate::service::{self, Rule, Service, Supply, Term, Valuation};
use crate::valuation::{Absence, Book, EvidenceId, Setting};
use crate::wording::{Message, TextArgument};

/// Position of a column of the pass.
pub type Slot = usize;

/// How a column of the pass comes about.
#[derive(Clone)]
pub enum Step {
    /// The area of the cells.
    Area,
    /// A column that the block brings.
    Layer {
        /// Position among the columns of the block.
        column: usize,
    },
    /// A parameter by ecosystem type; `NaN` where a type has no row.
    ByClass {
        /// Value of each type of the legend, grade after grade where the quantity has several.
        values: Vec<f64>,
        /// Rows behind each type.
        evidence: Vec<Vec<EvidenceId>>,
    },
    /// An equation over earlier columns.
    Driver {
        /// The equation.
        driver: &'static Driver,
        /// Its inputs.
        inputs: Vec<Slot>,
    },
}

/// A column of the pass.
#[derive(Clone)]
pub struct Column {
    /// What it is.
    pub quantity: &'static Quantity,
    /// How it comes about.
    pub step: Step,
    /// The service whose parameter rows are in it; a column without parameters belongs to all.
    owner: Option<String>,
}

impl Column {
    /// Whether it holds parameter rows of a service.
    #[must_use]
    pub fn belongs_to(&self, service: &str) -> bool {
        self.owner.as_deref() == Some(service)
    }
}

/// An indicator that is computed for every cell.
pub struct CellSupply {
    /// Position of the service among those of the plan.
    pub service: usize,
    /// The equation.
    pub supply: &'static Supply,
    /// Its inputs.
    pub inputs: Vec<Slot>,
    /// Whether each type of the legend counts.
    pub counted: Vec<bool>,
    /// What happens to negative cells.
    pub negative: NegativePolicy,
}

/// A service of the profile with its equations.
pub struct PlannedService {
    /// The service.
    pub service: &'static Service,
    /// The choices of the profile.
    pub choice: ServiceChoice,
    /// The physical variant.
    pub physical: &'static service::Physical,
    /// The value variant.
    pub valuation: &'static Valuation,
    /// Why a per-cell indicator cannot be computed: indicator and reason.
    pub unavailable: Vec<(&'static str, Reason)>,
    /// Coefficients that no type of the run has a row of, with the types that are counted, where nothing else is
    /// missing for an indicator.
    pub without_rows: Vec<(&'static Quantity, Vec<usize>)>,
    /// The column by which totals are spread over cells, or why it cannot be had.
    pub weight: Option<Result<Slot, Reason>>,
}

impl PlannedService {
    /// The service in a text: its id, with its Chinese name before it in Chinese.
    #[must_use]
    pub fn argument(&self) -> TextArgument {
        TextArgument::Id { id: self.service.id.to_owned(), zh: self.service.name_zh }
    }

    /// Why an indicator is not there at all, if it is not: the value leaves it out, or its columns cannot be had.
    #[must_use]
    pub fn absence(&self, indicator: &str) -> Option<Reason> {
        if let Some(Rule::LeftOut { reason, .. }) = self.rule(indicator) {
            return Some((*reason).into());
        }
        self.unavailable.iter().find(|(id, _)| *id == indicator).map(|(_, reason)| reason.clone())
    }

    /// How an indicator becomes money, if it does.
    #[must_use]
    pub fn rule(&self, indicator: &str) -> Option<&'static Rule> {
        self.valuation.rules.iter().find(|rule| rule.indicator() == indicator)
    }

    /// Whether the service counts a type of the legend.
    #[must_use]
    pub fn counts(&self, legend: &Legend, class: usize) -> bool {
        let types = &self.choice.ecosystems;
        legend
            .classes
            .get(class)
            .is_some_and(|class| types.is_empty() || types.iter().any(|listed| class.is_within(*listed)))
    }
}

/// What one pass over the cells does.
pub struct Plan {
    /// Columns in the order in which they come about.
    pub columns: Vec<Column>,
    /// Services in the order of the registry.
    pub services: Vec<PlannedService>,
    /// Indicators that are computed for every cell.
    pub supplies: Vec<CellSupply>,
    /// Columns that are added up with the area of their cells, for means and for weights.
    pub weighted: Vec<Slot>,
    /// Those of them whose means are reported.
    pub reported: Vec<Slot>,
    /// Number of zones and types of the legend.
    pub size: (usize, usize),
    /// Pairs of services whose overlap is taken off once.
    pub net: Vec<Overlap>,
    /// Every pair of services that overlap, and what is said of it where both have a value.
    pub overlaps: Vec<(Overlap, Message)>,
    /// Whether slips are looked for in each layer of the legend.
    pub watched: Vec<Watched>,
    /// Quantities of layers that the run brings and the profile does not read; their numbers are looked at all the same.
    pub unread: Vec<&'static str>,
}

impl Plan {
    /// Every statistic, parameter and price of the services that may not be used, before any cell is read.
    #[must_use]
    pub fn check_terms(&self, setting: &Setting<'_>, book: &mut Book) -> Findings {
        let mut findings = Findings::new();
        for planned in &self.services {
            for indicator in planned.service.indicators {
                let missing = |(id, _): &(&str, Reason)| *id == indicator.id;
                if planned.unavailable.iter().any(missing) {
                    continue;
                }
                let supply = Service::supply(planned.physical, indicator.id);
                let supplied = supply.map(|supply| supply.scope().terms()).unwrap_or_default();
                let rule = planned.valuation.rules.iter().find(|rule| rule.indicator() == indicator.id);
                // What has a price and no quantity makes no row.
                let without_quantity = supply.is_none() && rule.is_some_and(|rule| rule.price().is_some());
                let priced = rule.filter(|_| !without_quantity).map(Rule::terms).unwrap_or_default();
                let all = [&supplied[..], &priced[..]].concat();
                for zone in setting.zones_apart(&all) {
                    let mut read =
                        |terms: &Vec<Term>| setting.terms(terms, Some(&planned.choice), zone, book).err();
                    // Where there is no quantity, no price is asked for.
                    let absent = [&supplied, &priced].into_iter().find_map(&mut read);
                    if let Some(Absence::Refused(error)) = absent
                        && !findings.as_slice().contains(&error)
                    {
                        findings.push(error);
                    }
                }
            }
        }
        findings
    }

    /// The rows behind a column for a type, all columns before it included.
    #[must_use]
    pub fn evidence(&self, slot: Slot, class: usize) -> Vec<EvidenceId> {
        match self.step(slot) {
            Some(Step::ByClass { evidence, .. }) => evidence.get(class).cloned().unwrap_or_default(),
            Some(Step::Driver { inputs, .. }) => {
                inputs.iter().flat_map(|input| self.evidence(*input, class)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The quantities of layers behind a column.
    #[must_use]
    pub fn layers(&self, slot: Slot) -> Vec<&'static str> {
        let Some(column) = self.columns.get(slot) else { return Vec::new() };
        match &column.step {
            Step::Layer { .. } => vec![column.quantity.id],
            Step::Driver { inputs, .. } => inputs.iter().flat_map(|input| self.layers(*input)).collect(),
            Step::Area | Step::ByClass { .. } => Vec::new(),
        }
    }

    /// Which of the columns that blocks bring are read: by an equation, or to see whether its numbers can be.
    #[must_use]
    pub fn needed(&self, legend: &Legend) -> Vec<bool> {
        let mut needed = vec![false; legend.columns.len()];
        for column in &self.columns {
            if let Step::Layer { column } = column.step
                && let Some(needed) = needed.get_mut(column)
            {
                *needed = true;
            }
        }
        for (quantity, needed) in legend.columns.iter().zip(&mut needed) {
            *needed |= self.unread.contains(&quantity.id);
        }
        needed
    }

    /// Whether the value of a service depends on a quantity.
    #[must_use]
    pub fn is_valued(&self, quantity: &Quantity) -> bool {
        let inputs: Vec<Slot> = self.supplies.iter().flat_map(|supply| supply.inputs.clone()).collect();
        self.reads(&inputs, quantity)
    }

    /// The services whose cells, or the weights by which their totals are spread, depend on a quantity.
    #[cfg(feature = "files")]
    pub(crate) fn services_that_read(&self, quantity: &Quantity) -> impl Iterator<Item = &'static str> {
        let of = move |(index, planned): (usize, &PlannedService)| {
            let supplies = self.supplies.iter().filter(|supply| supply.service == index);
            let weight = planned.weight.iter().flatten().copied();
            let slots: Vec<Slot> = supplies.flat_map(|supply| supply.inputs.clone()).chain(weight).collect();
            self.reads(&slots, quantity).then_some(planned.service.id)
        };
        self.services.iter().enumerate().filter_map(of)
    }

    fn reads(&self, slots: &[Slot], quantity: &Quantity) -> bool {
        let is_it = |slot: &Slot| self.columns.get(*slot).is_some_and(|own| own.quantity.id == quantity.id);
        self.behind(slots).iter().any(is_it)
    }

    /// Some columns and all that they are computed from, each once, in the order in which they come about.
    #[must_use]
    pub fn behind(&self, slots: &[Slot]) -> Vec<Slot> {
        let (mut open, mut found) = (slots.to_vec(), BTreeSet::new());
        while let Some(slot) = open.pop() {
            if found.insert(slot)
                && let Some(Step::Driver { inputs, .. }) = self.step(slot)
            {
                open.extend(inputs);
            }
        }
        found.into_iter().collect()
    }

    /// The columns that equations compute on the way to some columns, each once, in the order in which they come about.
    #[must_use]
    pub fn computed_before(&self, slots: &[Slot]) -> Vec<Slot> {
        let is_driver = |slot: &Slot| matches!(self.step(*slot), Some(Step::Driver { .. }));
        self.behind(slots).into_iter().filter(is_driver).collect()
    }

    fn step(&self, slot: Slot) -> Option<&Step> {
        self.columns.get(slot).map(|column| &column.step)
    }

    /// For every per-cell indicator, the counted types that have all their parameter rows.
    #[must_use]
    pub fn reaches(&self, legend: &Legend) -> Vec<(&'static str, Vec<bool>)> {
        let has = |slot: &Slot, class: usize| self.has_rows(*slot, class);
        let supply = |supply: &CellSupply| {
            let counted = supply.counted.iter().enumerate();
            let reached =
                counted.map(|(class, counted)| *counted && supply.inputs.iter().all(|s| has(s, class)));
            (supply.supply.indicator, reached.take(legend.classes.len()).collect())
        };
        self.supplies.iter().map(supply).collect()
    }

    /// The columns of parameters by type behind some columns.
    #[must_use]
    pub fn coefficients(&self, inputs: &[Slot]) -> Vec<Slot> {
        let is_by_class = |slot: &Slot| matches!(self.step(*slot), Some(Step::ByClass { .. }));
        self.behind(inputs).into_iter().filter(is_by_class).collect()
    }

    /// Of a column of parameters by type: how many grades a type has a row of, and how many there are.
    #[must_use]
    pub fn rows(&self, slot: Slot, class: usize) -> (usize, usize) {
        let Some(Step::ByClass { values, .. }) = self.step(slot) else {
            return (0, 0);
        };
        let grades = values.iter().skip(class).step_by(self.size.1.max(1));
        (grades.clone().filter(|value| !value.is_nan()).count(), grades.count())
    }

    fn has_rows(&self, slot: Slot, class: usize) -> bool {
        match self.step(slot) {
            Some(Step::ByClass { .. }) => {
                let (known, all) = self.rows(slot, class);
                all > 0 && known == all
            }
            Some(Step::Driver { inputs, .. }) => inputs.iter().all(|input| self.has_rows(*input, class)),
            _ => true,
        }
    }

    /// Every driver equation of the plan, with the quantity it makes.
    pub fn drivers(&self) -> impl Iterator<Item = (&'static Quantity, &'static Driver)> {
        self.columns.iter().filter_map(|column| match &column.step {
            Step::Driver { driver, .. } if marks_floor_of(driver.output).is_none() => {
                Some((column.quantity, *driver))
            }
            _ => None,
        })
    }
}
