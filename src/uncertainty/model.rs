//! The account as a function of what is drawn: everything behind the sums over cells, in numbers alone.
//!
//! A model is made once from a plan, its sums and the rows that it reads. It then gives the values of any draw without
//! looking up a row, and without texts. What it gives without any move is the account itself, which its makers check.

mod build;
mod figures;

use crate::extent::Ecosystem;
use crate::parameter::profile::ServiceChoice;
use crate::service::{OfTotal, Service, Term};
use crate::valuation::{Absence, Book, Setting};

use super::input::{Input, Kind};
use super::target::Target;

pub use build::{SumKey, Sums, ecosystems};
pub use figures::{Figure, FigureOf, Figures};

/// Rows as they are, and with each input moved once.
pub struct Probes<'a> {
    /// As they are.
    pub setting: &'a Setting<'a>,
    /// With one input moved by its [`Target::probe`].
    pub moved: Vec<Setting<'a>>,
    /// The inputs.
    pub inputs: &'a [Input],
    /// The rows that they move.
    pub targets: &'a [Target],
}

/// A number that is a straight line in the moves of some inputs.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Affine {
    base: f64,
    slopes: Vec<(usize, f64)>,
}

impl Affine {
    fn at(&self, moves: &[f64]) -> f64 {
        self.slopes
            .iter()
            .fold(self.base, |sum, (input, slope)| sum + slope * moves.get(*input).copied().unwrap_or(0.0))
    }
}

fn at_all(numbers: &[Affine], moves: &[f64]) -> Vec<f64> {
    numbers.iter().map(|number| number.at(moves)).collect()
}

impl Probes<'_> {
    /// The numbers of an equation, or why they are not there.
    fn terms(
        &self,
        terms: &[Term],
        choice: Option<&ServiceChoice>,
        zone: &str,
    ) -> Result<Vec<Affine>, Absence> {
        let mut book = Book::default();
        let base = self.setting.terms(terms, choice, zone, &mut book)?.values;
        let mut numbers: Vec<Affine> =
            base.iter().map(|base| Affine { base: *base, slopes: Vec::new() }).collect();
        for (input, (own, target)) in self.inputs.iter().zip(self.targets).enumerate() {
            let read = own.kind != Kind::Layer && terms.iter().any(|term| term.key() == own.key);
            let Some(moved) = self.moved.get(input).filter(|_| read) else { continue };
            let values = moved.terms(terms, choice, zone, &mut book)?.values;
            for (number, value) in numbers.iter_mut().zip(values) {
                let slope = (value - number.base) / target.probe();
                if slope != 0.0 {
                    number.slopes.push((input, slope));
                }
            }
        }
        Ok(numbers)
    }
}

/// What the quantity or the amount of some rows is.
enum Amount {
    /// Sums of cells, each type by itself.
    Cells(Vec<Part>),
    /// An equation of the sum of all parts.
    Total { parts: Vec<Part>, terms: Vec<Affine>, equation: OfTotal },
    /// An equation of statistics, whether of a quantity or of money.
    Zone { terms: Vec<Affine>, equation: fn(&[f64]) -> f64 },
    /// A given number.
    Given(Affine),
}

/// A sum over the cells of a type in a zone.
#[derive(Debug, Clone, Copy)]
struct Part {
    zone: usize,
    ecosystem: usize,
    sum: usize,
}

#[expect(clippy::struct_field_names, reason = "the names of the valuation")]
struct Price {
    terms: Vec<Affine>,
    unit_price: fn(&[f64]) -> f64,
    of: fn(f64, f64) -> f64,
}

/// How a total of the whole run comes to the zones.
enum Spread {
    /// Not at all.
    None,
    /// By numbers of zones and types.
    Weights(Vec<(usize, usize, f64)>),
    /// By what each part adds.
    Supply,
}

/// Rows of an account that are computed together.
struct Item {
    slot: usize,
    /// Position of the zone; the number of zones for the whole run.
    zone: usize,
    amount: Amount,
    price: Option<Price>,
    /// +1, or −1 for what is taken off.
    sign: f64,
    spread: Spread,
}

/// Two services of which the smaller value is taken off the second.
struct Net {
    first: Vec<usize>,
    second: Vec<usize>,
    slot: usize,
}

/// What is different in a draw.
#[derive(Debug, Clone, Copy, Default)]
pub struct Point<'a> {
    /// Move of each input; none for as it is.
    pub moves: &'a [f64],
    /// Area of each ecosystem type as a multiple of the mapped one; none for the map as it is.
    pub factors: &'a [f64],
}

/// The account of a year as a function of what is drawn.
pub struct Model {
    year: i32,
    zones: Vec<String>,
    ecosystems: Vec<Ecosystem>,
    /// Service and indicator of each slot.
    slots: Vec<(&'static Service, &'static str)>,
    items: Vec<Item>,
    nets: Vec<Net>,
    figures: Vec<Figure>,
}

impl Model {
    /// Accounting year.
    #[must_use]
    pub const fn year(&self) -> i32 {
        self.year
    }

    /// Ecosystem types without flags, in the order of [`Point::factors`].
    #[must_use]
    pub fn ecosystems(&self) -> &[Ecosystem] {
        &self.ecosystems
    }

    /// The figures, in the order of [`Model::evaluate`].
    #[must_use]
    pub fn figures(&self) -> &[Figure] {
        &self.figures
    }

    /// The figures of a draw; `NaN` where one has no value.
    #[must_use]
    pub fn evaluate(&self, point: Point<'_>, sums: &[f64]) -> Vec<f64> {
        let values = self.values(point, sums);
        let zones = figures::ByZone { values: &values, slots: self.slots.len(), zones: self.zones.len() };
        self.figures.iter().map(|figure| figure.value(&zones, point.moves)).collect()
    }

    /// Value by zone and slot; the whole run stands behind the zones.
    fn values(&self, point: Point<'_>, sums: &[f64]) -> Vec<f64> {
        let mut values = vec![f64::NAN; (self.zones.len() + 1) * self.slots.len()];
        for item in &self.items {
            self.add(item, point, sums, &mut values);
        }
        for net in &self.nets {
            for zone in 0..=self.zones.len() {
                let of = |slots: &[usize]| {
                    let own = slots.iter().filter_map(|slot| values.get(zone * self.slots.len() + slot));
                    own.copied().filter(|value| !value.is_nan()).reduce(|sum, value| sum + value)
                };
                let twice =
                    of(&net.first).zip(of(&net.second)).map_or(0.0, |(first, second)| first.min(second));
                if twice > 0.0 {
                    self.put(&mut values, zone, net.slot, -twice);
                }
            }
        }
        values
    }

    fn put(&self, values: &mut [f64], zone: usize, slot: usize, value: f64) {
        if let Some(own) = values.get_mut(zone * self.slots.len() + slot) {
            *own = if own.is_nan() { value } else { *own + value };
        }
    }

    fn add(&self, item: &Item, point: Point<'_>, sums: &[f64], values: &mut [f64]) {
        let factor = |ecosystem: usize| point.factors.get(ecosystem).copied().unwrap_or(1.0);
        let quantity = |part: &Part| sums.get(part.sum).copied().unwrap_or(f64::NAN) * factor(part.ecosystem);
        let unit_price =
            item.price.as_ref().map(|price| (price.unit_price)(&at_all(&price.terms, point.moves)));
        let money = |quantity: f64| match (&item.price, unit_price) {
            (Some(price), Some(unit_price)) => (price.of)(quantity, unit_price) * item.sign,
            _ => quantity * item.sign,
        };
        let value = match &item.amount {
            Amount::Cells(parts) => {
                for part in parts {
                    self.put(values, part.zone, item.slot, money(quantity(part)));
                }
                return;
            }
            Amount::Total { parts, terms, equation } => {
                let total = parts.iter().map(quantity).fold(0.0, |sum, own| sum + own);
                money(equation(total, &at_all(terms, point.moves)).quantity)
            }
            Amount::Zone { terms, equation } => money(equation(&at_all(terms, point.moves))),
            Amount::Given(given) => money(given.at(point.moves)),
        };
        let shares: Vec<(usize, f64)> = match (&item.spread, &item.amount) {
            (Spread::Weights(weights), _) => {
                weights.iter().map(|(zone, ecosystem, weight)| (*zone, weight * factor(*ecosystem))).collect()
            }
            (Spread::Supply, Amount::Total { parts, .. }) => {
                parts.iter().map(|part| (part.zone, quantity(part))).collect()
            }
            _ => Vec::new(),
        };
        let whole = shares.iter().fold(0.0, |sum, (_, weight)| sum + weight);
        if whole > 0.0 && shares.iter().all(|(_, weight)| *weight >= 0.0) {
            for (zone, weight) in shares {
                self.put(values, zone, item.slot, value * (weight / whole));
            }
        } else {
            self.put(values, item.zone, item.slot, value);
        }
    }
}
