//! Making a model of the lines of an account: what is added up as it stands, and each number as a straight line.

use super::{AllottedBy, CellSums, Item, Model, Net, Part, Price, Probes, ecosystems};
use crate::account::lines::{Allotment, AmountRule, FinishedPass, Line};
use crate::account::overlap::Side;
use crate::account::partial::Partial;
use crate::account::plan::{Plan, PlannedService};
use crate::extent::Ecosystem;
use crate::index::Index;
use crate::input::legend::Legend;
use crate::service::Service;
use crate::valuation::Book;

/// Slot of what an overlap takes off a service, beside the indicators of its lines.
const OVERLAP: &str = "overlap";

struct Builder<'a> {
    probes: &'a Probes<'a>,
    pass: FinishedPass<'a>,
    sums: &'a CellSums,
    types: Vec<Ecosystem>,
    slots: Vec<(&'static Service, &'static str)>,
}

impl Model {
    /// The model of a year: `indices` are those of its account.
    #[must_use]
    pub fn new(
        probes: &Probes<'_>,
        legend: &Legend,
        plan: &Plan,
        partial: &Partial,
        sums: &CellSums,
        indices: &[Index],
    ) -> Self {
        let pass = FinishedPass { setting: probes.setting, legend, plan, partial };
        let mut lines = Vec::new();
        // The account was compiled from the same lines: no finding is left.
        let _ = pass.lines(None, &mut Book::default(), &mut |line| lines.push(line));
        let mut builder = Builder { probes, pass, sums, types: ecosystems(legend), slots: Vec::new() };
        for planned in &plan.services {
            builder.slots_of(planned, &lines);
        }
        let items = lines.iter().filter_map(|line| builder.item(line)).collect();
        let nets = builder.nets();
        let Builder { types, slots, .. } = builder;
        let mut model = Self {
            year: probes.setting.year,
            zones: legend.zones.clone(),
            ecosystems: types,
            slots,
            items,
            nets,
            figures: Vec::new(),
        };
        model.figures = model.list_figures(probes, &sums.base, indices);
        model
    }
}

impl Builder<'_> {
    /// The slots of a service: its indicators, then what its lines take off.
    fn slots_of(&mut self, planned: &PlannedService, lines: &[Line<'_>]) {
        let indicators = planned.service.indicators.iter().map(|indicator| indicator.id);
        for indicator in indicators.filter(|indicator| planned.absence(indicator).is_none()) {
            self.slot(planned.service, indicator);
        }
        let of_service = |line: &&Line<'_>| line.planned.service.id == planned.service.id;
        for line in lines.iter().filter(of_service).filter(|line| line.sign < 0.0) {
            self.slot(planned.service, line.indicator.id);
        }
    }

    fn slot(&mut self, service: &'static Service, indicator: &'static str) -> usize {
        let known = self.slots.iter().position(|(known, id)| known.id == service.id && *id == indicator);
        known.unwrap_or_else(|| {
            self.slots.push((service, indicator));
            self.slots.len() - 1
        })
    }

    /// A line whose numbers move; none for one that has no value.
    fn item(&mut self, line: &Line<'_>) -> Option<Item> {
        let amount = line.amount.as_ref().ok()?;
        let choice = Some(&line.planned.choice);
        let price = match line.price.as_ref().ok()? {
            Some(price) => {
                let numbers = self.probes.affine(&price.numbers, choice)?;
                Some(Price { rule: price.rule, numbers })
            }
            None if amount.is_money => None,
            None => return None,
        };
        let parts = self.parts(line);
        if parts.is_empty() && matches!(amount.rule, AmountRule::EachPart) {
            return None;
        }
        Some(Item {
            slot: self.slot(line.planned.service, line.indicator.id),
            zone: line.territory.zone.unwrap_or(self.pass.legend.zones.len()),
            parts,
            rule: amount.rule,
            numbers: self.probes.affine(&amount.numbers, choice)?,
            price,
            sign: line.sign,
            spread: self.spread(line),
        })
    }

    /// The parts of a line that have a number, in the order of zones and types of the model.
    fn parts(&self, line: &Line<'_>) -> Vec<Part> {
        let part = |part: &crate::account::lines::Part| {
            let ecosystem = self.types.iter().position(|known| *known == part.ecosystem)?;
            let sum = *self.sums.places.get(&(line.supply?, part.zone, ecosystem))?;
            Some(Part { zone: part.zone, ecosystem, sum })
        };
        let mut parts: Vec<Part> = line.parts.iter().filter(|part| part.cells > 0).filter_map(part).collect();
        parts.sort_by_key(|part| (part.zone, part.ecosystem));
        parts
    }

    /// What spreads a total of the whole run over the zones; a total of a zone stays where it is.
    fn spread(&self, line: &Line<'_>) -> AllottedBy {
        match line.allotment {
            Allotment::Supply => return AllottedBy::Supply,
            Allotment::Area | Allotment::Column(_) if line.territory.zone.is_none() => {}
            _ => return AllottedBy::None,
        }
        let weight = |((zone, class), sum): ((usize, usize), &crate::exact_sum::ExactSum)| {
            let class = self.pass.legend.classes.get(class)?.plain();
            let ecosystem = self.types.iter().position(|known| *known == class)?;
            Some((zone, ecosystem, sum.total()))
        };
        AllottedBy::Weights(self.pass.weights(line).into_iter().filter_map(weight).collect())
    }

    fn nets(&mut self) -> Vec<Net> {
        let plan = self.pass.plan;
        let mut nets = Vec::new();
        for pair in &plan.net {
            let mut services = plan.services.iter();
            let Some(planned) = services.find(|planned| planned.service.id == pair.second.service) else {
                continue;
            };
            let slot = self.slot(planned.service, OVERLAP);
            let (first, second) = (self.side(&pair.first), self.side(&pair.second));
            nets.push(Net { first, second, slot });
        }
        nets
    }

    fn side(&self, side: &Side) -> Vec<usize> {
        let is_it = |(service, indicator): &(&Service, &str)| {
            service.id == side.service && side.indicator.as_ref().is_none_or(|id| id == indicator)
        };
        self.slots.iter().enumerate().filter(|(_, of)| is_it(of)).map(|(slot, _)| slot).collect()
    }
}
