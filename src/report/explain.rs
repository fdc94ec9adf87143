//! The explanation of a figure: its equations, parameter rows, inputs, shares, and one cell worked by hand.

mod page;

use serde::Serialize;

use crate::wording::{Language, Message};

/// A name in both languages.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Name {
    /// English.
    pub en: String,
    /// 中文.
    pub zh: String,
}

impl Name {
    /// A name in both languages.
    #[must_use]
    pub fn new(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self { en: en.into(), zh: zh.into() }
    }

    /// A message in both languages.
    pub(crate) fn told(message: &Message) -> Self {
        Self::new(message.say(Language::English), message.say(Language::Chinese))
    }

    pub(super) fn of(&self, language: Language) -> &str {
        language.of(&self.en, &self.zh)
    }
}

/// What is explained.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ExplainedFigure {
    /// Accounting year.
    pub year: i32,
    /// Zone; empty for all of them.
    pub zone: String,
    /// Ecosystem type; empty for all of them.
    pub ecosystem: String,
    /// Service; empty for an index.
    pub service: String,
    /// Indicator; empty for all of the service.
    pub indicator: String,
    /// Index; empty for a service.
    pub index: String,
    /// Its name.
    pub name: Name,
    /// Quantity; none where several indicators are added up, or nothing is counted but money.
    pub quantity: Option<f64>,
    /// Unit of the quantity.
    pub unit: String,
    /// Value in the money of the account; none where it is physical only.
    pub value: Option<f64>,
    /// Currency.
    pub currency: String,
    /// Year of the prices.
    pub price_year: i32,
    /// `current`, or `constant 2015`.
    pub price_basis: String,
    /// Id of the profile.
    pub profile: String,
}

/// An equation on the way to a figure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Equation {
    /// `quantity`, `value`, or `driver`.
    pub kind: &'static str,
    /// What it makes.
    pub makes: String,
    /// Its name.
    pub name: Name,
    /// Id of the variant.
    pub variant: String,
    /// The equation on one line.
    pub equation: String,
    /// Unit of what it makes.
    pub unit: String,
    /// Where it is printed, with the clause that the profile states.
    pub source: String,
    /// The same on a Chinese page.
    #[serde(skip)]
    pub source_zh: String,
}

/// A parameter row, a price, or a row of the price index.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ParameterRow {
    /// Key.
    pub key: String,
    /// Variant; empty for the plain one.
    pub variant: String,
    /// The number in its unit.
    pub value: f64,
    /// Unit.
    pub unit: String,
    /// Ecosystem types it stands for; empty for any.
    pub ecosystem: String,
    /// Region; empty for any.
    pub region: String,
    /// Year of a price.
    pub price_year: Option<i32>,
    /// First year it holds.
    pub valid_from: Option<i32>,
    /// Source.
    pub source: String,
    /// Clause of the source.
    pub clause: String,
    /// How far it was checked.
    pub verified: Message,
    /// Whether the run brought it.
    pub local: bool,
}

/// An amount of one year in the money of another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReexpressedAmount {
    /// Key of the price or statistic.
    pub key: String,
    /// The amount as its row has it.
    pub amount: f64,
    /// Its unit.
    pub unit: String,
    /// Year of its prices.
    pub from: i32,
    /// Year of the account's prices.
    pub to: i32,
    /// What it was multiplied by.
    pub factor: f64,
}

/// A row of the statistics.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StatisticRow {
    /// Key.
    pub key: String,
    /// Its name.
    pub name: Name,
    /// Zone; empty for the whole run.
    pub zone: String,
    /// Year.
    pub year: i32,
    /// The number in its base unit.
    pub value: f64,
    /// Base unit.
    pub unit: String,
    /// Year of the prices, for money.
    pub price_year: Option<i32>,
    /// Source.
    pub source: String,
    /// `official`, `estimate`, `assumption`.
    pub status: Message,
    /// How far it was checked.
    pub verified: Message,
}

/// Something else that the figure rests on: a layer, a row of a crosswalk, a number carried from another year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ground {
    /// `layer`, `crosswalk`, `cells`, `carried_forward`, `interpolated`.
    pub kind: Message,
    /// What it is.
    pub what: Message,
    /// Source.
    pub source: String,
    /// How far it was checked.
    pub verified: Message,
}

/// A file that the run read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReadFile {
    /// Name in the folder of the run.
    pub name: String,
    /// Size in bytes.
    pub size: u64,
    /// SHA-256.
    pub sha256: String,
}

/// What one ecosystem type has of the figure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TypeShare {
    /// Ecosystem type; empty for what is not spread over types.
    pub ecosystem: String,
    /// Quantity, where the figure has one.
    pub quantity: Option<f64>,
    /// Value.
    pub value: Option<f64>,
    /// Share of the value, or of the quantity where there is no value.
    pub share: Option<f64>,
}

/// One number of a worked step.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WorkedNumber {
    /// What it is.
    pub id: String,
    /// Its name.
    pub name: Name,
    /// The number; twelve for months.
    pub values: Vec<f64>,
    /// Unit.
    pub unit: String,
    /// Where it comes from; empty for an earlier step.
    pub from: String,
}

/// One equation with its numbers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WorkedStep {
    /// The equation, or what is done.
    pub equation: Message,
    /// Its numbers, in the order of the equation's arguments.
    pub inputs: Vec<WorkedNumber>,
    /// Its result.
    pub result: WorkedNumber,
    /// Which branch of a rule held; empty where there is one only.
    pub branch: Message,
}

/// A figure worked from one cell, or from the total of a zone.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Worked {
    /// Indicator.
    pub indicator: String,
    /// Where the cell is; empty for a total.
    pub place: Name,
    /// Zone.
    pub zone: String,
    /// Ecosystem type.
    pub ecosystem: String,
    /// The steps.
    pub steps: Vec<WorkedStep>,
}

/// A reading of an index, with both sides of its line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reading {
    /// Zone; empty for the whole run.
    pub zone: String,
    /// Which reading, and whether services are missing.
    pub variant: Message,
    /// The number; none where it cannot be computed.
    pub value: Option<f64>,
    /// Unit.
    pub unit: String,
    /// What is above the line.
    pub numerator: Message,
    /// Its number, where it is at hand.
    pub above: Option<f64>,
    /// What is below the line; empty where nothing is.
    pub denominator: Message,
    /// Its number, in the unit of the index, where it is at hand.
    pub below: Option<f64>,
    /// What the quotient is multiplied by.
    pub scale: f64,
    /// `accounted`, or `not_accounted: reason`.
    pub status: Message,
}

/// What one service has of an index.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ServiceShare {
    /// Service.
    pub service: String,
    /// Its name.
    pub name: Name,
    /// Value.
    pub value: f64,
    /// Share of the total.
    pub share: f64,
}

/// A figure, explained.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Explanation {
    /// What is explained.
    pub figure: ExplainedFigure,
    /// Readings, where it is an index.
    pub readings: Vec<Reading>,
    /// Services, where it is an index.
    pub parts: Vec<ServiceShare>,
    /// Equations.
    pub equations: Vec<Equation>,
    /// Parameter rows, prices and rows of the price index.
    pub parameters: Vec<ParameterRow>,
    /// Prices of other years.
    pub reexpressed: Vec<ReexpressedAmount>,
    /// Statistics.
    pub statistics: Vec<StatisticRow>,
    /// Layers, crosswalk rows, numbers of other years.
    pub grounds: Vec<Ground>,
    /// Files.
    pub inputs: Vec<ReadFile>,
    /// Shares by ecosystem type.
    pub shares: Vec<TypeShare>,
    /// Whether the shares add up to the figure, to the bit.
    pub adds_up: bool,
    /// Worked numbers, one for each indicator.
    pub worked: Vec<Worked>,
    /// What is left out, and why.
    pub notes: Vec<Name>,
}

impl Explanation {
    /// The explanation as text.
    ///
    /// # Examples
    ///
    /// ```
    /// use ecovalue::report::explain::Explanation;
    /// use ecovalue::wording::Language;
    ///
    /// let mut explanation = Explanation::default();
    /// explanation.figure.service = "water_retention".into();
    /// assert!(explanation.print(Language::English).starts_with("water_retention"));
    /// ```
    #[must_use]
    pub fn print(&self, language: Language) -> String {
        page::print(self, language)
    }

    /// The explanation as JSON. A number that is missing is `null`.
    #[must_use]
    pub fn json(&self) -> String {
        // Texts and numbers alone: there is nothing that cannot be written.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}
