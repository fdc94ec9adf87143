//! The figures of a model: values of services, the total, and every index of the account.

use super::{Affine, Model, Point, Probes};
use crate::index::{Above, Below, Index, IndexId, REALISED_OUTPUT, Reading};
use crate::service::{Category, Term};

/// A figure with a value in every draw.
#[derive(Debug, Clone)]
pub struct DrawnFigure {
    /// Zone; empty for the whole run.
    pub zone: String,
    /// Id of an index, or of a service.
    pub figure: String,
    /// Which reading; `value` for a service.
    pub variant: String,
    /// Unit.
    pub unit: String,
    /// Whether it is an index, and which reading.
    pub of: FigureOf,
    /// The number of the account.
    pub account: f64,
    formula: Formula,
}

/// What a figure is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FigureOf {
    /// The value of a service.
    Service,
    /// A reading of an index.
    Index(IndexId, Reading),
}

impl FigureOf {
    /// The index, if it is one.
    #[must_use]
    pub const fn index(self) -> Option<IndexId> {
        match self {
            Self::Service => None,
            Self::Index(id, _) => Some(id),
        }
    }
}

/// Figures of one run, of all years.
pub type DrawnFigures = Vec<(i32, DrawnFigure)>;

#[derive(Debug, Clone)]
enum Formula {
    /// Sum of some slots in a zone, or in all.
    Value(Option<usize>, Vec<usize>),
    /// Numerator over denominator, in the unit of the index.
    Ratio { above: Box<Side>, below: Box<Side>, scale: f64 },
}

#[derive(Debug, Clone)]
enum Side {
    Value(Option<usize>, Vec<usize>),
    Sum(Vec<Affine>),
    Product(Vec<Affine>),
}

/// Values by zone and slot, the whole run behind the zones.
pub(super) struct ByZone<'a> {
    pub(super) values: &'a [f64],
    pub(super) slots: usize,
    pub(super) zones: usize,
}

impl ByZone<'_> {
    fn sum(&self, zone: Option<usize>, slots: &[usize]) -> f64 {
        let zones = zone.map_or(0..self.zones + 1, |zone| zone..zone + 1);
        let mut sum = f64::NAN;
        for place in zones.flat_map(|zone| slots.iter().map(move |slot| zone * self.slots + slot)) {
            let value = self.values.get(place).copied().unwrap_or(f64::NAN);
            if !value.is_nan() {
                sum = if sum.is_nan() { value } else { sum + value };
            }
        }
        sum
    }
}

impl Side {
    fn value(&self, zones: &ByZone<'_>, moves: &[f64]) -> f64 {
        match self {
            Self::Value(zone, slots) => zones.sum(*zone, slots),
            Self::Sum(numbers) => numbers.iter().fold(0.0, |sum, number| sum + number.at(moves)),
            Self::Product(numbers) => numbers.iter().fold(1.0, |product, number| product * number.at(moves)),
        }
    }
}

impl DrawnFigure {
    pub(super) fn value(&self, zones: &ByZone<'_>, moves: &[f64]) -> f64 {
        match &self.formula {
            Formula::Value(zone, slots) => zones.sum(*zone, slots),
            Formula::Ratio { above, below, scale } => {
                above.value(zones, moves) / below.value(zones, moves) * scale
            }
        }
    }
}

impl Model {
    /// Services by zone, and every index of the account that has a number.
    pub(super) fn list_figures(
        &self,
        probes: &Probes<'_>,
        sums: &[f64],
        indices: &[Index],
    ) -> Vec<DrawnFigure> {
        let values = self.values(Point::default(), sums);
        let zones = ByZone { values: &values, slots: self.slots.len(), zones: self.zones.len() };
        let mut figures = Vec::new();
        let places = std::iter::once(None).chain((0..self.zones.len()).map(Some));
        for zone in places {
            let name = zone.and_then(|zone| self.zones.get(zone)).cloned().unwrap_or_default();
            for index in indices.iter().filter(|index| index.zone == name) {
                figures.extend(self.index(probes, &zones, zone, index));
            }
            let mut services: Vec<&str> = self.slots.iter().map(|(service, _)| service.id).collect();
            services.dedup();
            for service in services {
                let slots = self.slots_where(|id, _| id == service);
                let account = zones.sum(zone, &slots);
                if !account.is_nan() {
                    figures.push(DrawnFigure {
                        zone: name.clone(),
                        figure: service.to_owned(),
                        variant: "value".to_owned(),
                        unit: "CNY".to_owned(),
                        of: FigureOf::Service,
                        account,
                        formula: Formula::Value(zone, slots),
                    });
                }
            }
        }
        figures
    }

    fn slots_where(&self, test: impl Fn(&str, Category) -> bool) -> Vec<usize> {
        let slots = self.slots.iter().enumerate();
        slots.filter(|(_, (service, _))| test(service.id, service.category)).map(|(slot, _)| slot).collect()
    }

    /// An index as a function of the draws; none for an index without a number.
    fn index(
        &self,
        probes: &Probes<'_>,
        zones: &ByZone<'_>,
        zone: Option<usize>,
        index: &Index,
    ) -> Option<DrawnFigure> {
        let account = *index.value.as_ref().ok()?;
        let numbers = |keys: &[&'static str]| {
            let terms: Vec<Term> = keys.iter().map(|key| Term::Statistic(key)).collect();
            probes.terms(&terms, &index.zone)
        };
        let all = || Side::Value(zone, self.slots_where(|_, _| true));
        let above = match index.reading.above {
            Above::Total(_) => all(),
            Above::Converted => {
                let is_it =
                    |_: &str, category| matches!(category, Category::Provisioning | Category::Cultural);
                Side::Value(zone, self.slots_where(is_it))
            }
            Above::Realised => Side::Sum(numbers(&REALISED_OUTPUT)?),
        };
        let below = match index.reading.below {
            // The area of the map is in the scale.
            Below::Nothing | Below::MapArea => Side::Product(Vec::new()),
            Below::Gep => all(),
            below => Side::Product(numbers(below.keys())?),
        };
        let scale = account / (above.value(zones, &[]) / below.value(zones, &[]));
        Some(DrawnFigure {
            zone: index.zone.clone(),
            figure: index.id.code().to_owned(),
            variant: variant(index),
            unit: index.reading.unit.name().en.to_owned(),
            of: FigureOf::Index(index.id, index.reading),
            account,
            formula: Formula::Ratio { above: Box::new(above), below: Box::new(below), scale },
        })
    }
}

/// The reading of an index, with the area or the heads below the line where several are possible.
fn variant(index: &Index) -> String {
    let several = match (index.id, index.reading.below) {
        (IndexId::GepPerCapita, _) | (IndexId::EcoProductShare, Below::Income(_)) => true,
        (id, _) => id.is_per_area(),
    };
    if several {
        format!("{}; {}", index.variant(), index.denominator().en)
    } else {
        index.variant().to_string()
    }
}
