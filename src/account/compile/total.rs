//! Rows of rules that are not linear: evaluated on the exact total of a zone or of the run, and spread again by what
//! each part adds to it.

use std::collections::BTreeMap;

use super::{Compiler, row, unique};
use crate::account::allot::allot;
use crate::account::plan::PlannedService;
use crate::account::{Row, Status};
use crate::exact_sum::ExactSum;
use crate::extent::Ecosystem;
use crate::parameter::profile::{TotalLevel, Weight};
use crate::service::{Indicator, OfTotal, Rule, Term};
use crate::valuation::{Absence, EvidenceId};

/// What the ecosystem types of some zones add to a total.
type Parts = BTreeMap<(usize, Ecosystem), f64>;

impl Compiler<'_> {
    /// Rows of an indicator whose cells are added up before the equation.
    pub(super) fn total_rows(
        &mut self,
        position: usize,
        planned: &PlannedService,
        indicator: &'static Indicator,
        (terms, equation): (&[Term], OfTotal),
        rule: Option<&Rule>,
    ) {
        let groups = self.groups(position);
        let evidence = self.cell_evidence(position, groups.values().flat_map(|group| &group.classes));
        let mut levels: BTreeMap<Option<usize>, (Parts, ExactSum)> = BTreeMap::new();
        for ((zone, ecosystem), group) in &groups {
            let level = (planned.choice.level == TotalLevel::Zone).then_some(*zone);
            let (parts, total) = levels.entry(level).or_default();
            if group.valued.cells > 0 {
                parts.insert((*zone, *ecosystem), group.quantity.total());
                total.merge(&group.quantity);
            }
        }
        for (level, (parts, total)) in levels {
            let name = level.and_then(|zone| self.legend.zones.get(zone)).cloned().unwrap_or_default();
            if parts.is_empty() {
                let reason = "no cell has all inputs; closure.csv names them".to_owned();
                self.not_accounted(planned, indicator, &name, reason);
                continue;
            }
            let made = self.total_row(planned, indicator, &name, total.total(), (terms, equation), rule);
            match made {
                Ok(mut own) => {
                    own.evidence.extend(&evidence);
                    own.evidence = unique(own.evidence);
                    self.spread(planned, own, &parts);
                }
                Err(absence) => self.absent(planned, indicator, &name, absence),
            }
        }
    }

    fn total_row(
        &mut self,
        planned: &PlannedService,
        indicator: &'static Indicator,
        zone: &str,
        total: f64,
        (terms, equation): (&[Term], OfTotal),
        rule: Option<&Rule>,
    ) -> Result<Row, Absence> {
        let read = self.terms(planned, terms, zone)?;
        self.note_terms(&read.notes);
        let bound = equation(total, &read.values);
        if !bound.branch.is_empty() {
            let place = if zone.is_empty() { "the whole run" } else { zone };
            self.notes.push(format!("{}: {}: {place}: {}", planned.service.id, indicator.id, bound.branch));
        }
        let price = self.price(planned, rule, zone)?;
        let mut evidence = read.evidence;
        evidence.extend(price.evidence);
        Ok(Row {
            quantity: Some(bound.quantity),
            price: price.value,
            price_unit: price.unit,
            value: price.value.map(|unit_price| (price.of)(bound.quantity, unit_price)),
            evidence,
            ..row(planned, indicator, zone)
        })
    }

    /// Spreads the row of a level over its zones and types, as the profile says.
    fn spread(&mut self, planned: &PlannedService, own: Row, parts: &Parts) {
        match planned.choice.weight {
            Weight::None => self.rows.push(own),
            Weight::Area | Weight::Quantity(_) => self.allot_row(planned, own),
            Weight::Supply => self.allot_parts(&own, parts),
        }
    }

    /// Spreads a row over types of zones by weight; without any weight the row stays whole.
    pub(super) fn allot_parts(&mut self, own: &Row, weights: &Parts) {
        let sizes: Vec<f64> = weights.values().copied().collect();
        let spread = |total: Option<f64>| total.and_then(|total| allot(total, &sizes));
        let (quantities, values) = (spread(own.quantity), spread(own.value));
        if quantities.is_none() && values.is_none() {
            self.rows.push(own.clone());
            return;
        }
        for (part, (zone, ecosystem)) in weights.keys().enumerate() {
            let share = |parts: &Option<Vec<f64>>| parts.as_ref().and_then(|parts| parts.get(part).copied());
            self.rows.push(Row {
                zone: self.legend.zones.get(*zone).cloned().unwrap_or_default(),
                ecosystem: Some(*ecosystem),
                quantity: share(&quantities),
                value: share(&values),
                status: Status::Allotted,
                ..own.clone()
            });
        }
    }

    /// What the cells of some types rest on in a per-cell equation: rows, crosswalk and layers.
    pub(super) fn cell_evidence<'a>(
        &mut self,
        position: usize,
        classes: impl Iterator<Item = &'a usize>,
    ) -> Vec<EvidenceId> {
        let Some(supply) = self.plan.supplies.get(position) else { return Vec::new() };
        let mut evidence = Vec::new();
        for class in classes {
            evidence.extend(supply.inputs.iter().flat_map(|slot| self.plan.evidence(*slot, *class)));
            evidence.extend(self.note_all(self.legend.class_evidence.get(*class)));
        }
        for layer in supply.inputs.iter().flat_map(|slot| self.plan.layers(*slot)) {
            evidence.extend(self.note_all(self.legend.layer_evidence.get(layer)));
        }
        unique(evidence)
    }
}
