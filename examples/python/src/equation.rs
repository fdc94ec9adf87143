//! Every equation of the registries under one shape: named arguments, one result.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use ecovalue::driver;
use ecovalue::equation::{CellEquation, NumberEquation, PriceEquation, TotalEquation};
use ecovalue::input::statistics;
use ecovalue::quantity::{self, Quantity};
use ecovalue::service::{Indicator, REGISTRY, Rule, Scope, Service, Term};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

/// A worked case for an equation: its path, inputs, expected result, name, and how far a published number may be off.
const EXAMPLES: &[(&str, &str, &str, &str, f64)] = include!(concat!(env!("OUT_DIR"), "/examples.rs"));

/// What an equation computes.
#[derive(Clone, Copy)]
pub(crate) enum Formula {
    /// Over a block of cells.
    Cells(&'static dyn CellEquation),
    /// From some numbers.
    Terms(&'static dyn NumberEquation),
    /// From a total and some numbers.
    Total(&'static dyn TotalEquation),
    /// A quantity at a unit price that is made of the other numbers.
    Price(&'static dyn PriceEquation),
}

/// A number that goes in or comes out.
pub(crate) struct Argument {
    pub(crate) name: String,
    pub(crate) unit: String,
    pub(crate) bands: usize,
    range: Option<(f64, f64)>,
    meaning: String,
    chinese: String,
}

impl Argument {
    /// Least and largest number: those of the quantity, or whatever is finite.
    pub(crate) fn bounds(&self) -> (f64, f64) {
        self.range.unwrap_or((-f64::MAX, f64::MAX))
    }
}

/// An equation as Python sees it.
pub(crate) struct Equation {
    group: &'static str,
    module: &'static str,
    name: String,
    path: String,
    pub(crate) arguments: Vec<Argument>,
    pub(crate) result: Argument,
    text: &'static str,
    source: &'static str,
    pub(crate) formula: Formula,
}

/// Every equation, drivers first, in the order of the registries.
pub(crate) fn all() -> &'static [Equation] {
    static ALL: OnceLock<Vec<Equation>> = OnceLock::new();
    ALL.get_or_init(|| drivers().chain(REGISTRY.iter().flat_map(|service| of_service(service))).collect())
}

fn drivers() -> impl Iterator<Item = Equation> {
    driver::modules().flat_map(|(module, drivers)| {
        drivers.iter().map(move |driver| {
            let twins = drivers.iter().filter(|other| other.id == driver.id).count();
            // The variant that makes the quantity of the module keeps the plain name.
            let plain = twins == 1 || driver.output.id == module;
            let name =
                if plain { driver.id.to_owned() } else { format!("{}_{}", driver.id, driver.output.id) };
            Equation {
                group: "driver",
                module,
                name,
                path: format!("driver/{}/{}", driver.output.id, driver.id),
                arguments: driver.inputs().iter().map(|quantity| of_quantity(quantity)).collect(),
                result: of_quantity(driver.output),
                text: driver.formula,
                source: driver.source,
                formula: Formula::Cells(driver.equation),
            }
        })
    })
}

fn of_service(service: &'static Service) -> Vec<Equation> {
    let mut all = Vec::new();
    for physical in service.physical {
        for supply in physical.supplies {
            let Some(indicator) = service.indicator(supply.indicator) else { continue };
            let own = if physical.supplies.len() == 1 {
                physical.id.to_owned()
            } else {
                format!("{}_{}", physical.id, indicator.id)
            };
            let path = format!("service/{}/{}/{}", service.id, physical.id, indicator.id);
            let mut add = |name: String, path: String, arguments, formula| {
                all.push(Equation {
                    group: "service",
                    module: service.id,
                    name,
                    path,
                    arguments,
                    result: of_indicator(indicator.id, indicator),
                    text: supply.formula,
                    source: physical.source,
                    formula,
                });
            };
            let quantities = |inputs: &[&Quantity]| inputs.iter().map(|own| of_quantity(own)).collect();
            match supply.scope() {
                Scope::Cell(cells) => add(own, path, quantities(&cells.inputs()), Formula::Cells(cells)),
                Scope::Zone(equation) => {
                    add(own, path, of_terms(&equation.terms()), Formula::Terms(equation));
                }
                Scope::Total { cells, rule } => {
                    let total = std::iter::once(of_indicator("total", indicator));
                    let terms = total.chain(of_terms(&rule.terms())).collect();
                    let inputs = quantities(&cells.inputs());
                    add(format!("{own}_of_cell"), path.clone(), inputs, Formula::Cells(cells));
                    add(own, format!("{path}/total"), terms, Formula::Total(rule));
                }
            }
        }
    }
    for value in service.values {
        let valued = value.rules.iter().filter(|rule| !matches!(rule, Rule::LeftOut { .. })).count();
        for rule in value.rules {
            let Some(indicator) = service.indicator(rule.indicator()) else { continue };
            let mut name =
                if valued == 1 { value.id.to_owned() } else { format!("{}_{}", value.id, indicator.id) };
            if all.iter().any(|other: &Equation| other.name == name) {
                name = format!("{name}_value");
            }
            let terms = of_terms(&rule.terms());
            let (arguments, formula) = if let Some(price) = rule.price() {
                let quantity = std::iter::once(of_indicator("quantity", indicator));
                (quantity.chain(terms).collect(), Formula::Price(price))
            } else if let Some(amount) = rule.amount() {
                (terms, Formula::Terms(amount))
            } else {
                continue;
            };
            all.push(Equation {
                group: "service",
                module: service.id,
                name,
                path: format!("value/{}/{}/{}", service.id, value.id, indicator.id),
                arguments,
                result: Argument {
                    name: "value".to_owned(),
                    unit: "CNY".to_owned(),
                    bands: 1,
                    range: None,
                    meaning: format!("value of {}", indicator.name),
                    chinese: format!("{}价值量", indicator.name_zh),
                },
                text: rule.formula(),
                source: value.source,
                formula,
            });
        }
    }
    all
}

fn of_quantity(quantity: &Quantity) -> Argument {
    Argument {
        name: quantity.id.to_owned(),
        unit: quantity.unit.to_owned(),
        bands: quantity.bands,
        range: Some(quantity.range),
        meaning: quantity.name.to_owned(),
        chinese: quantity.name_zh.to_owned(),
    }
}

fn of_indicator(name: &str, indicator: &Indicator) -> Argument {
    Argument {
        name: name.to_owned(),
        unit: indicator.unit.to_owned(),
        bands: 1,
        range: None,
        meaning: indicator.name.to_owned(),
        chinese: indicator.name_zh.to_owned(),
    }
}

fn of_terms(terms: &[Term]) -> Vec<Argument> {
    let term = |term: &Term| {
        let (unit, meaning, chinese) = match term {
            Term::Parameter(key, unit) => match quantity::named(key) {
                Ok(known) => (*unit, known.name.to_owned(), known.name_zh.to_owned()),
                Err(_) => (*unit, key.replace('_', " "), String::new()),
            },
            Term::Statistic(key) | Term::StatisticOr(key, _) => match statistics::known(key) {
                Ok(known) => (known.unit, known.name.to_owned(), known.name_zh.to_owned()),
                Err(_) => ("1", key.replace('_', " "), String::new()),
            },
        };
        let (name, unit) = (term.key().to_owned(), unit.to_owned());
        Argument { name, unit, bands: 1, range: None, meaning, chinese }
    };
    terms.iter().map(term).collect()
}

/// Everything that the Python layer needs to make functions, stubs and docstrings.
#[pyfunction]
pub(crate) fn equations(py: Python<'_>) -> PyResult<Bound<'_, PyList>> {
    let examples: BTreeMap<&str, _> =
        EXAMPLES.iter().map(|own| (own.0, (own.1, own.2, own.3, own.4))).collect();
    let list = PyList::empty(py);
    for (index, own) in all().iter().enumerate() {
        let dict = PyDict::new(py);
        dict.set_item("index", index)?;
        dict.set_item("group", own.group)?;
        dict.set_item("module", own.module)?;
        dict.set_item("name", &own.name)?;
        dict.set_item("path", &own.path)?;
        dict.set_item("equation", own.text)?;
        dict.set_item("source", own.source)?;
        let arguments: Vec<_> =
            own.arguments.iter().map(|argument| told(py, argument)).collect::<Result<_, _>>()?;
        dict.set_item("arguments", arguments)?;
        dict.set_item("result", told(py, &own.result)?)?;
        dict.set_item("example", examples.get(own.path.as_str()))?;
        list.append(dict)?;
    }
    Ok(list)
}

fn told<'py>(py: Python<'py>, argument: &Argument) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    dict.set_item("name", &argument.name)?;
    dict.set_item("unit", &argument.unit)?;
    dict.set_item("bands", argument.bands)?;
    dict.set_item("range", argument.range)?;
    dict.set_item("meaning", &argument.meaning)?;
    dict.set_item("chinese", &argument.chinese)?;
    Ok(dict)
}
