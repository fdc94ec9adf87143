//! The figures of a model: values of services, the total, and every index of the account.

use super::{Affine, Model, Point, Probes};
use crate::index::Index;
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
    /// The number of the account.
    pub account: f64,
    formula: Formula,
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
            Self::Sum(numbers) => numbers.iter().fold(0.0, |sum, own| sum + own.at(moves)),
            Self::Product(numbers) => numbers.iter().fold(1.0, |product, own| product * own.at(moves)),
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

/// Parts of the realised output of ecological products.
const REALISED: [Term; 4] = [
    Term::Statistic("eco_agriculture_output"),
    Term::Statistic("eco_processing_output"),
    Term::Statistic("eco_tourism_income"),
    Term::Statistic("eco_compensation_income"),
];

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
                let slots = self.slots_where(|own, _| own == service);
                let account = zones.sum(zone, &slots);
                if !account.is_nan() {
                    figures.push(DrawnFigure {
                        zone: name.clone(),
                        figure: service.to_owned(),
                        variant: "value".to_owned(),
                        unit: "CNY".to_owned(),
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
        slots.filter(|(_, (own, _))| test(own.id, own.category)).map(|(slot, _)| slot).collect()
    }

    /// An index as a function of the draws; none for an index without a number.
    fn index(
        &self,
        probes: &Probes<'_>,
        zones: &ByZone<'_>,
        zone: Option<usize>,
        index: &Index,
    ) -> Option<DrawnFigure> {
        let account = index.value?;
        let numbers = |terms: &[Term]| probes.terms(terms, &index.zone);
        let all = || Side::Value(zone, self.slots_where(|_, _| true));
        let converted = || {
            let is_it = |_: &str, own| matches!(own, Category::Provisioning | Category::Cultural);
            Side::Value(zone, self.slots_where(is_it))
        };
        let above = match index.numerator.as_str() {
            text if text.starts_with("material products") => converted(),
            text if text.starts_with("realised output") => Side::Sum(numbers(&REALISED)?),
            _ => all(),
        };
        let below = match index.denominator.as_str() {
            "" | "area of the map" => Side::Product(Vec::new()),
            "GEP" => all(),
            text => {
                let keys: Vec<&str> = text.split(" x ").collect();
                let known = keys.into_iter().map(|key| crate::input::statistics::known(key).ok());
                let terms: Option<Vec<Term>> = known.map(|own| Some(Term::Statistic(own?.key))).collect();
                Side::Product(numbers(&terms?)?)
            }
        };
        let scale = account / (above.value(zones, &[]) / below.value(zones, &[]));
        Some(DrawnFigure {
            zone: index.zone.clone(),
            figure: index.index.to_owned(),
            variant: variant(index),
            unit: index.unit.to_owned(),
            account,
            formula: Formula::Ratio { above: Box::new(above), below: Box::new(below), scale },
        })
    }
}

/// The reading of an index, with the area or the heads below the line where several are possible.
fn variant(index: &Index) -> String {
    match index.index {
        id if id.contains("per_area") => format!("{}; {}", index.variant, index.denominator),
        "gep_per_capita" => format!("{}; {}", index.variant, index.denominator),
        "eco_product_share" if index.denominator.contains(" x ") => {
            format!("{}; {}", index.variant, index.denominator)
        }
        _ => index.variant.clone(),
    }
}
