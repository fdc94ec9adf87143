//! The account as a function of what is drawn: everything behind the sums over cells, in numbers alone.
//!
//! A model is made once from the lines of an account, the same that its rows are made of. It then gives the values of any
//! draw without looking up a row, and without texts. What it gives without any move is the account itself, which its makers check.

mod figures;
mod items;
mod sums;

use crate::account::lines::{self, AmountRule, Numbers, PriceRule};
use crate::extent::Ecosystem;
use crate::parameter::profile::ServiceChoice;
use crate::service::{Service, Term};
use crate::valuation::Setting;

use super::input::{Input, InputKind};
use super::target::DrawTarget;

pub use figures::{DrawnFigure, DrawnFigures, FigureOf};
pub use sums::{CellSums, SumKey, ecosystems};

/// Rows as they are, and with each input moved once.
pub struct Probes<'a> {
    /// As they are.
    pub setting: &'a Setting<'a>,
    /// With one input moved by its [`DrawTarget::probe`].
    pub moved: Vec<Setting<'a>>,
    /// The inputs.
    pub inputs: &'a [Input],
    /// The rows that they move.
    pub targets: &'a [DrawTarget],
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
    /// The numbers of an index; none where one of them is not there.
    fn terms(&self, terms: &[Term], zone: &str) -> Option<Vec<Affine>> {
        let read = Numbers::read(self.setting, terms.to_vec(), None, zone);
        self.affine(&read.ok()?, None)
    }

    /// Numbers of a line as straight lines in the moves of the inputs that they read; none where one cannot be had.
    ///
    /// An equation reads the rows that have its keys. A number that is given by ecosystem type is money at times, which
    /// other rows bring to the money of the account.
    fn affine(&self, numbers: &Numbers<'_>, choice: Option<&ServiceChoice>) -> Option<Vec<Affine>> {
        let affine = |base: &f64| Affine { base: *base, slopes: Vec::new() };
        let mut all: Vec<Affine> = numbers.values.iter().map(affine).collect();
        for (input, (uncertain, target)) in self.inputs.iter().zip(self.targets).enumerate() {
            let reads = uncertain.kind != InputKind::Layer
                && numbers.terms.iter().any(|term| term.key() == uncertain.key);
            let Some(moved) = self.moved.get(input).filter(|_| reads || numbers.given.is_some()) else {
                continue;
            };
            let values = match numbers.again(moved, choice) {
                Ok(values) => values.unwrap_or_default(),
                Err(_) if numbers.given.is_some() => continue,
                Err(_) => return None,
            };
            for (number, value) in all.iter_mut().zip(values) {
                let slope = (value - number.base) / target.probe();
                if slope != 0.0 {
                    number.slopes.push((input, slope));
                }
            }
        }
        Some(all)
    }
}

/// A sum over the cells of a type in a zone.
#[derive(Debug, Clone, Copy)]
struct Part {
    zone: usize,
    ecosystem: usize,
    sum: usize,
}

struct Price {
    rule: PriceRule,
    numbers: Vec<Affine>,
}

/// How a total of the whole run comes to the zones.
enum AllottedBy {
    /// Not at all.
    None,
    /// By numbers of zones and types.
    Weights(Vec<(usize, usize, f64)>),
    /// By what each part adds.
    Supply,
}

/// A line of an account in numbers.
struct Item {
    slot: usize,
    /// Position of the zone; the number of zones for the whole run.
    zone: usize,
    parts: Vec<Part>,
    rule: AmountRule,
    numbers: Vec<Affine>,
    price: Option<Price>,
    /// +1, or −1 for what is taken off.
    sign: f64,
    spread: AllottedBy,
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
    figures: Vec<DrawnFigure>,
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
    pub fn figures(&self) -> &[DrawnFigure] {
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
                    let drawn = slots.iter().filter_map(|slot| values.get(zone * self.slots.len() + slot));
                    drawn.copied().filter(|value| !value.is_nan()).reduce(|sum, value| sum + value)
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
        if let Some(held) = values.get_mut(zone * self.slots.len() + slot) {
            *held = if held.is_nan() { value } else { *held + value };
        }
    }

    fn add(&self, item: &Item, point: Point<'_>, sums: &[f64], values: &mut [f64]) {
        let factor = |ecosystem: usize| point.factors.get(ecosystem).copied().unwrap_or(1.0);
        let quantity = |part: &Part| sums.get(part.sum).copied().unwrap_or(f64::NAN) * factor(part.ecosystem);
        let price = item.price.as_ref();
        let price =
            price.map(|price| (price.rule, price.rule.unit_price(&at_all(&price.numbers, point.moves))));
        let money = |quantity: f64| lines::value(quantity, price, item.sign);
        if matches!(item.rule, AmountRule::EachPart) {
            for part in &item.parts {
                self.put(values, part.zone, item.slot, money(quantity(part)));
            }
            return;
        }
        let total = item.parts.iter().map(quantity).fold(0.0, |sum, amount| sum + amount);
        let value = money(item.rule.evaluate(total, &at_all(&item.numbers, point.moves)).quantity);
        let shares: Vec<(usize, f64)> = match &item.spread {
            AllottedBy::None => Vec::new(),
            AllottedBy::Weights(weights) => {
                weights.iter().map(|(zone, ecosystem, weight)| (*zone, weight * factor(*ecosystem))).collect()
            }
            AllottedBy::Supply => item.parts.iter().map(|part| (part.zone, quantity(part))).collect(),
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
