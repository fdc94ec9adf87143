//! Making a model: the same rows as an account, in the same order.

use std::collections::BTreeMap;

use super::{Affine, Amount, Item, Model, Net, Part, Price, Probes, Spread};
use crate::account::overlap::Side;
use crate::account::partial::{Partial, Tally};
use crate::account::plan::{Plan, PlannedService};
use crate::extent::Ecosystem;
use crate::index::Index;
use crate::input::cells::Legend;
use crate::parameter::profile::{TotalLevel, Weight};
use crate::service::{Indicator, Rule, Scope, Service, Supply, Term};
use crate::valuation::{Absence, Book};

/// Indicator, zone and ecosystem type of a sum, by position.
pub type SumKey = (usize, usize, usize);

/// The sums over cells that a model starts from.
#[derive(Debug, Clone, Default)]
pub struct Sums {
    /// Place of each sum.
    pub places: BTreeMap<SumKey, usize>,
    /// The sums as they are.
    pub base: Vec<f64>,
    /// Cells that have a number, for each sum.
    valued: Vec<u64>,
    /// Cells without one.
    pub absent: Vec<u64>,
}

/// Ecosystem types without their flags, in the order of the legend.
#[must_use]
pub fn ecosystems(legend: &Legend) -> Vec<Ecosystem> {
    let mut all: Vec<Ecosystem> = Vec::new();
    for class in legend.classes.iter().map(|class| class.plain()) {
        if !all.contains(&class) {
            all.push(class);
        }
    }
    all
}

impl Sums {
    /// The sums of a finished pass.
    #[must_use]
    pub fn new(legend: &Legend, partial: &Partial) -> Self {
        let types = ecosystems(legend);
        let plain = |class: usize| {
            let class = legend.classes.get(class).map(|class| class.plain());
            types.iter().position(|own| Some(*own) == class).unwrap_or(usize::MAX)
        };
        let mut gathered: BTreeMap<SumKey, (crate::exact_sum::ExactSum, u64, u64)> = BTreeMap::new();
        for (supply, sums) in partial.supplies.iter().enumerate() {
            for ((zone, class), own) in sums {
                let (sum, cells, _) = gathered.entry((supply, *zone, plain(*class))).or_default();
                sum.merge(&own.quantity);
                *cells += partial.extent.get(&(*zone, *class)).map_or(0, |tally: &Tally| tally.cells);
            }
        }
        for (supply, missing) in partial.missing.iter().enumerate() {
            for ((zone, _, class), tally) in missing {
                if let Some((_, cells, absent)) = gathered.get_mut(&(supply, *zone, plain(*class))) {
                    *cells = cells.saturating_sub(tally.cells);
                    *absent += tally.cells;
                }
            }
        }
        let mut sums = Self::default();
        for (place, (key, (sum, cells, absent))) in gathered.into_iter().enumerate() {
            sums.places.insert(key, place);
            sums.base.push(sum.total());
            sums.valued.push(cells);
            sums.absent.push(absent);
        }
        sums
    }

    /// Zones and types of an indicator that have a number.
    fn parts(&self, supply: usize) -> Vec<Part> {
        let own = self.places.iter().filter(|((index, ..), _)| *index == supply);
        let part = |((_, zone, ecosystem), sum): (&SumKey, &usize)| Part {
            zone: *zone,
            ecosystem: *ecosystem,
            sum: *sum,
        };
        let valued = |part: &Part| self.valued.get(part.sum).is_some_and(|cells| *cells > 0);
        own.map(part).filter(valued).collect()
    }
}

struct Builder<'a> {
    probes: &'a Probes<'a>,
    legend: &'a Legend,
    plan: &'a Plan,
    partial: &'a Partial,
    sums: &'a Sums,
    types: Vec<Ecosystem>,
    slots: Vec<(&'static Service, &'static str)>,
    items: Vec<Item>,
}

/// Slots of what is taken off, beside the indicators of a service.
const INFLOW: &str = "external_inflow";
const OVERLAP: &str = "overlap";

impl Model {
    /// The model of a year: `indices` are those of its account.
    #[must_use]
    pub fn new(
        probes: &Probes<'_>,
        legend: &Legend,
        plan: &Plan,
        partial: &Partial,
        sums: &Sums,
        indices: &[Index],
    ) -> Self {
        let mut builder = Builder {
            probes,
            legend,
            plan,
            partial,
            sums,
            types: ecosystems(legend),
            slots: Vec::new(),
            items: Vec::new(),
        };
        for (index, planned) in plan.services.iter().enumerate() {
            for indicator in planned.service.indicators {
                builder.indicator(index, planned, indicator);
            }
            builder.inflow(planned);
        }
        let nets = builder.nets();
        let Builder { types, slots, items, .. } = builder;
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
    fn slot(&mut self, service: &'static Service, indicator: &'static str) -> usize {
        let known = self.slots.iter().position(|(own, id)| own.id == service.id && *id == indicator);
        known.unwrap_or_else(|| {
            self.slots.push((service, indicator));
            self.slots.len() - 1
        })
    }

    fn indicator(&mut self, index: usize, planned: &PlannedService, indicator: &'static Indicator) {
        let supply = Service::supply(planned.physical, indicator.id);
        let rule = planned.valuation.rules.iter().find(|rule| rule.indicator() == indicator.id);
        let left_out = matches!(rule, Some(Rule::LeftOut { .. }));
        if left_out || planned.unavailable.iter().any(|(id, _)| *id == indicator.id) {
            return;
        }
        let slot = self.slot(planned.service, indicator.id);
        let of_cells = self
            .plan
            .supplies
            .iter()
            .position(|supply| supply.service == index && supply.supply.indicator == indicator.id);
        match supply.map(|supply| &supply.scope) {
            Some(Scope::Cell { .. }) => {
                let parts = of_cells.map(|position| self.sums.parts(position)).unwrap_or_default();
                let legend = self.legend;
                for (zone, name) in legend.zones.iter().enumerate() {
                    let parts: Vec<Part> = parts.iter().copied().filter(|part| part.zone == zone).collect();
                    if let (false, Some(price)) = (parts.is_empty(), self.price(planned, rule, name)) {
                        self.push(slot, zone, Amount::Cells(parts), Some(price), Spread::None);
                    }
                }
            }
            Some(Scope::Total { terms, equation, .. }) => {
                let parts = of_cells.map(|position| self.sums.parts(position)).unwrap_or_default();
                self.totals(slot, planned, rule, &parts, (terms, *equation));
            }
            Some(Scope::Zone { terms, .. }) => self.of_zones(slot, planned, terms, supply, rule),
            None => {
                if let Some(Rule::Money { terms, .. }) = rule {
                    self.of_zones(slot, planned, terms, None, rule);
                }
            }
        }
    }

    fn push(&mut self, slot: usize, zone: usize, amount: Amount, price: Option<Price>, spread: Spread) {
        self.items.push(Item { slot, zone, amount, price, sign: 1.0, spread });
    }

    /// The unit price of a rule; none where it is not there. A rule without a price has no value.
    fn price(&self, planned: &PlannedService, rule: Option<&Rule>, zone: &str) -> Option<Price> {
        let Some(Rule::Price { terms, unit_price, value, .. }) = rule else { return None };
        let terms = self.probes.terms(terms, Some(&planned.choice), zone).ok()?;
        Some(Price { terms, unit_price: *unit_price, of: *value })
    }

    /// Rules of totals: once for each zone, or once for the run.
    fn totals(
        &mut self,
        slot: usize,
        planned: &PlannedService,
        rule: Option<&Rule>,
        parts: &[Part],
        (terms, equation): (&[Term], crate::service::OfTotal),
    ) {
        let legend = self.legend;
        let levels: Vec<(usize, &str, Vec<Part>)> = match planned.choice.level {
            TotalLevel::Run => vec![(legend.zones.len(), "", parts.to_vec())],
            TotalLevel::Zone => {
                let own = |zone| parts.iter().copied().filter(|part| part.zone == zone).collect();
                legend.zones.iter().enumerate().map(|(zone, name)| (zone, name.as_str(), own(zone))).collect()
            }
        };
        for (zone, name, parts) in levels.into_iter().filter(|(.., parts)| !parts.is_empty()) {
            let Ok(terms) = self.probes.terms(terms, Some(&planned.choice), name) else { continue };
            let Some(price) = self.price(planned, rule, name) else { continue };
            let spread = match planned.choice.weight {
                Weight::None => Spread::None,
                Weight::Supply => Spread::Supply,
                Weight::Area | Weight::Quantity(_) => self.weights(planned, zone),
            };
            self.push(slot, zone, Amount::Total { parts, terms, equation }, Some(price), spread);
        }
    }

    /// Rows that are known for zones, else for the whole run.
    fn of_zones(
        &mut self,
        slot: usize,
        planned: &PlannedService,
        terms: &[Term],
        supply: Option<&Supply>,
        rule: Option<&Rule>,
    ) {
        if let [Term::Statistic(key)] = terms
            && self.given_by_ecosystem(slot, planned, key, rule)
        {
            return;
        }
        let legend = self.legend;
        let read = |zone: &str| self.probes.terms(terms, Some(&planned.choice), zone);
        let mut rows: Vec<(usize, &str, Vec<Affine>)> = Vec::new();
        for (zone, name) in legend.zones.iter().enumerate() {
            rows.extend(read(name).ok().map(|terms| (zone, name.as_str(), terms)));
        }
        if rows.is_empty() {
            rows.extend(read("").ok().map(|terms| (legend.zones.len(), "", terms)));
        }
        for (zone, name, terms) in rows {
            let (equation, price) = match (supply.map(|supply| &supply.scope), rule) {
                (Some(Scope::Zone { equation, .. }), _) => {
                    let Some(price) = self.price(planned, rule, name) else { continue };
                    (*equation, Some(price))
                }
                (_, Some(Rule::Money { amount, .. })) => (*amount, None),
                _ => continue,
            };
            let spread = match planned.choice.weight {
                Weight::Area | Weight::Quantity(_) => self.weights(planned, zone),
                Weight::None | Weight::Supply => Spread::None,
            };
            self.push(slot, zone, Amount::Zone { terms, equation }, price, spread);
        }
    }

    /// Rows of what statistics give by ecosystem type; whether there are any.
    fn given_by_ecosystem(
        &mut self,
        slot: usize,
        planned: &PlannedService,
        key: &str,
        rule: Option<&Rule>,
    ) -> bool {
        let (legend, setting) = (self.legend, self.probes.setting);
        let first = self.items.len();
        let zones = legend.zones.iter().map(String::as_str).enumerate();
        for (zone, name) in zones.chain([(legend.zones.len(), "")]) {
            let (zone, named) = match legend.zones.as_slice() {
                [only] if name.is_empty() => (0, only.as_str()),
                _ => (zone, name),
            };
            for (place, row) in setting.statistics.by_ecosystem(key, name, setting.year).enumerate() {
                let Ok((base, _)) = setting.observed(row, &mut Book::default()) else { continue };
                let mut given = Affine { base, slopes: Vec::new() };
                for (input, (moved, target)) in self.probes.moved.iter().zip(self.probes.targets).enumerate()
                {
                    let own = moved.statistics.by_ecosystem(key, name, setting.year).nth(place);
                    let value = own.and_then(|own| moved.observed(own, &mut Book::default()).ok());
                    let slope = value.map_or(0.0, |(value, _)| (value - base) / target.probe());
                    if slope != 0.0 {
                        given.slopes.push((input, slope));
                    }
                }
                let money = matches!(rule, Some(Rule::Money { .. }));
                let price = self.price(planned, rule, named);
                if money || price.is_some() {
                    self.push(slot, zone, Amount::Given(given), price, Spread::None);
                }
            }
        }
        self.items.len() > first
    }

    /// What spreads a total of the whole run over the zones; a total of a zone stays where it is.
    fn weights(&self, planned: &PlannedService, zone: usize) -> Spread {
        if zone < self.legend.zones.len() {
            return Spread::None;
        }
        let listed = |class: usize| {
            let types = &planned.choice.ecosystems;
            let class = self.legend.classes.get(class)?;
            let counts = types.is_empty() || types.iter().any(|listed| class.is_within(*listed));
            counts.then(|| self.types.iter().position(|own| *own == class.plain())).flatten()
        };
        let mut weights = Vec::new();
        let mut add = |(zone, class): (usize, usize), weight: f64| {
            weights.extend(listed(class).map(|ecosystem| (zone, ecosystem, weight)));
        };
        match &planned.weight {
            None => self.partial.extent.iter().for_each(|(key, tally)| add(*key, tally.area.total())),
            Some(Ok(slot)) => {
                let position = self.plan.weighted.iter().position(|own| own == slot);
                let sums = position.and_then(|position| self.partial.weighted.get(position));
                sums.into_iter().flatten().for_each(|(key, sum)| add(*key, sum.product.total()));
            }
            Some(Err(_)) => {}
        }
        Spread::Weights(weights)
    }

    /// What came from outside, taken off.
    fn inflow(&mut self, planned: &PlannedService) {
        let key = format!("external_inflow_{}", planned.service.id);
        let Ok(statistic) = crate::input::statistics::known(&key) else { return };
        let terms = [Term::Statistic(statistic.key)];
        let legend = self.legend;
        let read = |zone: &str| -> Result<Vec<Affine>, Absence> {
            self.probes.terms(&terms, Some(&planned.choice), zone)
        };
        let mut rows: Vec<(usize, Vec<Affine>)> = Vec::new();
        for (zone, name) in legend.zones.iter().enumerate() {
            rows.extend(read(name).ok().map(|terms| (zone, terms)));
        }
        if rows.is_empty() {
            rows.extend(read("").ok().map(|terms| (legend.zones.len(), terms)));
        }
        for (zone, terms) in rows {
            let slot = self.slot(planned.service, INFLOW);
            for given in terms {
                let amount = Amount::Given(given);
                self.items.push(Item { slot, zone, amount, price: None, sign: -1.0, spread: Spread::None });
            }
        }
    }

    fn nets(&mut self) -> Vec<Net> {
        let plan = self.plan;
        let mut nets = Vec::new();
        for pair in &plan.net {
            let mut services = plan.services.iter();
            let Some(planned) = services.find(|own| own.service.id == pair.second.service) else { continue };
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
        self.slots.iter().enumerate().filter(|(_, own)| is_it(own)).map(|(slot, _)| slot).collect()
    }
}
