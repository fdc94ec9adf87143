//! Reference numbers: every case of `tests/reference/*.toml` against the equation that it names.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use ecovalue::driver;
use ecovalue::equation::{CellEquation, InputColumns};
use ecovalue::quantity;
use ecovalue::service::{self, Rule, Scope, Service, Term};
use serde::Deserialize;

/// Cases that a driver needs at least.
const CASES_PER_DRIVER: usize = 8;
/// Cases that a supply or a rule of a service needs at least.
const CASES_PER_EQUATION: usize = 4;
/// Key of the quantity that a price is multiplied with.
const QUANTITY: &str = "quantity";
/// Name of the total of the cells in a case of a rule that is not linear.
const TOTAL: &str = "total";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    /// `driver/<output>/<variant>`, `service/<service>/<physical variant>/<indicator>` or
    /// `value/<service>/<value variant>/<indicator>`
    equation: String,
    /// By id of the quantity or key of the term.
    #[serde(default)]
    inputs: BTreeMap<String, Input>,
    expected: Expected,
    relative: Option<f64>,
    absolute: Option<f64>,
    source: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Input {
    Number(f64),
    Months(Vec<f64>),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Expected {
    Number(f64),
    Months(Vec<f64>),
    Word(String),
}

/// What an equation gives.
enum Found {
    Number(f64),
    Months(Vec<f64>),
    LeftOut,
}

impl Case {
    /// Why the case fails.
    fn miss(&self) -> Option<String> {
        if self.source.is_empty() {
            return Some("no source".to_owned());
        }
        match self.value() {
            Ok(found) => self.compare(&found),
            Err(reason) => Some(reason),
        }
    }

    fn value(&self) -> Result<Found, String> {
        let parts: Vec<&str> = self.equation.split('/').collect();
        match parts.as_slice() {
            ["driver", output, variant] => self.driver(output, variant),
            ["service", id, variant, indicator] => self.supply(id, variant, indicator).map(Found::Number),
            ["value", id, variant, indicator] => self.rule(id, variant, indicator),
            ["driver" | "service" | "value", ..] => {
                Err("the equation has too few or too many parts".to_owned())
            }
            _ => Err(format!("no kind of equation is that of `{}`", self.equation)),
        }
    }

    fn driver(&self, output: &str, variant: &str) -> Result<Found, String> {
        let output = quantity::named(output).map_err(|error| error.to_string())?;
        let driver = driver::named(output, variant).map_err(|error| error.to_string())?;
        let found = self.one_cell(driver.equation, output.bands)?;
        Ok(if let [number] = *found { Found::Number(number) } else { Found::Months(found) })
    }

    fn supply(&self, id: &str, variant: &str, indicator: &str) -> Result<f64, String> {
        let service = service::named(id).map_err(|error| error.to_string())?;
        let physical = service.physical(variant).map_err(|error| error.to_string())?;
        let supply = Service::supply(physical, indicator)
            .ok_or_else(|| format!("`{variant}` of `{id}` gives no `{indicator}`"))?;
        match supply.scope() {
            Scope::Zone(equation) => Ok(equation.value(&self.terms(&equation.terms(), &[])?)),
            // A case of the rule names the total, a case of what one cell adds to it does not.
            Scope::Total { rule, .. } if self.inputs.contains_key(TOTAL) => {
                Ok(rule.bound(self.number(TOTAL)?, &self.terms(&rule.terms(), &[TOTAL])?).quantity)
            }
            Scope::Cell(cells) | Scope::Total { cells, .. } => Ok(first(&self.one_cell(cells, 1)?)),
        }
    }

    fn rule(&self, id: &str, variant: &str, indicator: &str) -> Result<Found, String> {
        let service = service::named(id).map_err(|error| error.to_string())?;
        let valuation = service.value(variant).map_err(|error| error.to_string())?;
        let rule = valuation
            .rules
            .iter()
            .find(|rule| rule.indicator() == indicator)
            .ok_or_else(|| format!("`{variant}` of `{id}` has no rule for `{indicator}`"))?;
        if let Some(priced) = rule.price() {
            let price = priced.price().value(&self.terms(&rule.terms(), &[QUANTITY])?);
            Ok(Found::Number(priced.value(self.number(QUANTITY)?, price)))
        } else if let Some(amount) = rule.amount() {
            Ok(Found::Number(amount.value(&self.terms(&rule.terms(), &[])?)))
        } else {
            self.terms(&[], &[]).map(|_| Found::LeftOut)
        }
    }

    /// An equation over a block of one cell.
    fn one_cell(&self, equation: &dyn CellEquation, bands: usize) -> Result<Vec<f64>, String> {
        let inputs = equation.inputs();
        self.only(|id| inputs.iter().any(|input| input.id == id))?;
        let mut columns = Vec::new();
        for input in inputs {
            let column = match self.inputs.get(input.id) {
                Some(Input::Number(number)) => vec![*number],
                Some(Input::Months(months)) => months.clone(),
                None => return Err(format!("input `{}` is missing", input.id)),
            };
            if column.len() != input.bands {
                return Err(format!("input `{}` has {} numbers", input.id, column.len()));
            }
            columns.push(column);
        }
        Ok(run_bands(equation, &columns, bands))
    }

    /// The terms of an equation in its order; `beside` are the inputs that are no terms.
    fn terms(&self, terms: &[Term], beside: &[&str]) -> Result<Vec<f64>, String> {
        self.only(|id| beside.contains(&id) || terms.iter().any(|term| term.key() == id))?;
        terms.iter().map(|term| self.number(term.key())).collect()
    }

    fn number(&self, id: &str) -> Result<f64, String> {
        match self.inputs.get(id) {
            Some(Input::Number(number)) => Ok(*number),
            Some(Input::Months(months)) => Err(format!("input `{id}` has {} numbers", months.len())),
            None => Err(format!("input `{id}` is missing")),
        }
    }

    /// No input stands there that the equation does not read.
    fn only(&self, reads: impl Fn(&str) -> bool) -> Result<(), String> {
        match self.inputs.keys().find(|id| !reads(id)) {
            Some(id) => Err(format!("input `{id}` is not read")),
            None => Ok(()),
        }
    }

    fn has_input(&self, test: impl Fn(f64) -> bool) -> bool {
        self.inputs.values().any(|input| match input {
            Input::Number(number) => test(*number),
            Input::Months(months) => months.iter().any(|month| test(*month)),
        })
    }

    fn expects(&self, test: impl Fn(f64) -> bool) -> bool {
        matches!(self.expected, Expected::Number(number) if test(number))
    }

    fn expects_word(&self, expected: &str) -> bool {
        matches!(&self.expected, Expected::Word(word) if word == expected)
    }

    fn compare(&self, found: &Found) -> Option<String> {
        match (found, &self.expected) {
            (Found::LeftOut, _) => (!self.expects_word("left out")).then(|| "it is left out".to_owned()),
            (Found::Number(found), expected) => self.compare_number(*found, expected),
            (Found::Months(found), Expected::Months(expected)) if found.len() == expected.len() => {
                let mut months = found.iter().zip(expected);
                months.find_map(|(found, expected)| match (found.is_nan(), expected.is_nan()) {
                    (true, true) => None,
                    (false, false) => self.compare_number(*found, &Expected::Number(*expected)),
                    _ => Some(format!("found {found:e}, expected {expected:e}")),
                })
            }
            (Found::Months(found), expected) => {
                found.iter().find_map(|found| self.compare_number(*found, expected))
            }
        }
    }

    fn compare_number(&self, found: f64, expected: &Expected) -> Option<String> {
        let expected = match expected {
            Expected::Word(word) if word == "missing" => {
                return (!found.is_nan()).then(|| format!("found {found:e}, expected missing"));
            }
            Expected::Word(word) if word == "left out" => {
                return Some(format!("found {found:e}, expected it left out"));
            }
            Expected::Word(word) => return Some(format!("`{word}` is no expectation")),
            Expected::Months(months) => return Some(format!("expected {} numbers", months.len())),
            Expected::Number(number) => *number,
        };
        let tolerance = match (self.relative, self.absolute) {
            (Some(relative), None) => relative * expected.abs(),
            (None, Some(absolute)) => absolute,
            _ => return Some("a number needs either `relative` or `absolute`".to_owned()),
        };
        let off = (found - expected).abs();
        let close = off <= tolerance;
        (!close).then(|| {
            format!(
                "found {found:e}, expected {expected:e} ({}), off by {off:e} of {tolerance:e}",
                self.source
            )
        })
    }
}

/// An equation over one cell: a column holds one number, or twelve months.
fn run(equation: &dyn CellEquation, columns: &[Vec<f64>]) -> f64 {
    first(&run_bands(equation, columns, 1))
}

fn first(numbers: &[f64]) -> f64 {
    numbers.first().copied().unwrap_or(f64::INFINITY)
}

/// An equation over one cell that makes so many numbers.
fn run_bands(equation: &dyn CellEquation, columns: &[Vec<f64>], bands: usize) -> Vec<f64> {
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    // Neither a number of any equation nor missing: what an equation leaves when it writes nothing.
    let mut out = vec![f64::INFINITY; bands];
    equation.run(InputColumns::Wide(&columns), &mut out);
    out
}

/// Whether an equation gives a number below zero on a corner or in the middle of what its inputs may be.
fn can_be_negative(scope: Scope) -> bool {
    // Statistics are refused below zero, and nothing is taken from one of them.
    let Some(equation) = scope.cells() else { return false };
    let inputs = equation.inputs();
    let corners = 3_u32.pow(u32::try_from(inputs.len()).unwrap_or(u32::MAX));
    (0..corners).any(|mut corner| {
        let columns = inputs.iter().map(|input| {
            let (low, high) = input.range;
            let place = f64::from(corner % 3) / 2.0;
            corner /= 3;
            vec![low + (high - low) * place; input.bands]
        });
        run(equation, &columns.collect::<Vec<_>>()) < 0.0
    })
}

/// Every case with the file it stands in, in the order of names.
fn cases() -> Result<Vec<(String, Case)>, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference");
    let entries = fs::read_dir(&folder).map_err(|error| error.to_string())?;
    let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    let mut all = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).map_err(|error| error.to_string())?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let read: Cases = toml::from_str(&text).map_err(|error| format!("{name}: {error}"))?;
        all.extend(read.case.into_iter().map(|case| (name.clone(), case)));
    }
    Ok(all)
}

#[test]
fn every_equation_gives_its_reference_numbers() {
    let cases = cases().unwrap();
    let misses: Vec<String> = cases
        .iter()
        .filter_map(|(file, case)| {
            Some(format!("{file}: {} of {}: {}", case.name, case.equation, case.miss()?))
        })
        .collect();
    assert!(misses.is_empty(), "{} of {} cases miss\n{}", misses.len(), cases.len(), misses.join("\n"));
}

#[test]
fn every_driver_has_reference_numbers_and_a_missing_value() {
    let cases = cases().unwrap();
    let mut lacking = Vec::new();
    for driver in driver::registry() {
        let equation = format!("driver/{}/{}", driver.output.id, driver.id);
        let of_driver: Vec<_> = cases.iter().filter(|(_, case)| case.equation == equation).collect();
        let missing = of_driver.iter().any(|(_, case)| matches!(case.expected, Expected::Word(_)));
        if of_driver.len() < CASES_PER_DRIVER || !missing {
            lacking.push(equation);
        }
    }
    assert!(lacking.is_empty(), "{lacking:?}");
}

/// What the cases of a supply or a rule lack.
fn lacks(cases: &[(String, Case)], equation: &str, negative: bool) -> Option<String> {
    let of_equation: Vec<&Case> =
        cases.iter().map(|(_, case)| case).filter(|case| case.equation == equation).collect();
    let any = |test: &dyn Fn(&Case) -> bool| of_equation.iter().any(|case| test(case));
    let lack = if of_equation.len() < CASES_PER_EQUATION {
        "cases"
    } else if !any(&|case| case.has_input(|input| input == 0.0) && case.expects(|_| true)) {
        "a zero"
    } else if !any(&|case| case.has_input(f64::is_nan) && case.expects_word("missing")) {
        "a missing value"
    } else if negative && !any(&|case| case.expects(|number| number < 0.0)) {
        "a negative number"
    } else {
        return None;
    };
    Some(format!("{equation} lacks {lack}"))
}

#[test]
fn every_supply_and_every_rule_has_reference_numbers() {
    let cases = cases().unwrap();
    let mut lacking = Vec::new();
    for service in service::REGISTRY {
        let supplies = || {
            service.physical.iter().flat_map(|physical| physical.supplies.iter().map(move |s| (physical, s)))
        };
        for (physical, supply) in supplies() {
            let equation = format!("service/{}/{}/{}", service.id, physical.id, supply.indicator);
            lacking.extend(lacks(&cases, &equation, can_be_negative(supply.scope())));
        }
        for valuation in service.values {
            for rule in valuation.rules {
                let equation = format!("value/{}/{}/{}", service.id, valuation.id, rule.indicator());
                let is_signed = |(_, supply): (_, &'static service::Supply)| {
                    supply.indicator == rule.indicator() && can_be_negative(supply.scope())
                };
                lacking.extend(match rule {
                    Rule::LeftOut { .. } => {
                        let known = cases.iter().any(|(_, case)| case.equation == equation);
                        (!known).then(|| format!("{equation} lacks a case"))
                    }
                    _ => lacks(&cases, &equation, rule.price().is_some() && supplies().any(is_signed)),
                });
            }
        }
    }
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
}

#[test]
fn a_wrong_case_of_a_service_is_a_miss() {
    let case = |text: &str| toml::from_str::<Case>(text).unwrap().miss();
    let supply = r#"
        name = "cell"
        equation = "service/water_retention/water_balance/retained_water"
        inputs = { area = 900.0, precipitation = 800.0, surface_runoff = 40.0, actual_evapotranspiration = 500.0 }
        expected = 234.0
        relative = 1e-15
        source = "by hand"
    "#;
    let price = r#"
        name = "price"
        equation = "value/water_retention/reservoir_cost/retained_water"
        inputs = { reservoir_unit_cost = 7.0, quantity = 2.0 }
        expected = 14.0
        relative = 1e-15
        source = "by hand"
    "#;
    let left_out = r#"
        name = "surplus"
        equation = "value/tourism/exchange_value/consumer_surplus"
        expected = "left out"
        source = "by hand"
    "#;
    for (good, from, to, reason) in [
        (supply, "", "", ""),
        (supply, "water_retention/", "water/", "water"),
        (supply, "/water_balance", "/balance", "balance"),
        (supply, "/retained_water", "/water", "gives no `water`"),
        (supply, "/retained_water", "", "too few or too many"),
        (supply, "area = 900.0, ", "", "`area` is missing"),
        (supply, "234.0", "\"left out\"", "expected it left out"),
        (price, "", "", ""),
        (price, ", quantity = 2.0", "", "`quantity` is missing"),
        (price, "reservoir_unit_cost = 7.0, ", "", "`reservoir_unit_cost` is missing"),
        (price, "quantity =", "price = 1.0, quantity =", "`price` is not read"),
        (price, "/retained_water", "/visits", "no rule for `visits`"),
        (price, "= 2.0", "= [2.0]", "has 1 numbers"),
        (left_out, "", "", ""),
        (left_out, "\"left out\"", "0.0", "it is left out"),
        (left_out, "exchange_value", "with_consumer_surplus", "`tourism_consumer_surplus` is missing"),
    ] {
        let miss = case(&good.replacen(from, to, 1)).unwrap_or_default();
        assert!(miss.contains(reason) && miss.is_empty() == reason.is_empty(), "{reason}: {miss}");
    }
}

#[test]
fn what_can_be_negative_is_known() {
    let scope = |id: &str, variant: &str| {
        service::named(id).unwrap().physical(variant).unwrap().supplies.first().unwrap().scope()
    };
    assert!(can_be_negative(scope("water_retention", "water_balance")));
    assert!(can_be_negative(scope("carbon_sequestration", "stock_change")));
    assert!(!can_be_negative(scope("water_retention", "precipitation_storage")));
    assert!(!can_be_negative(scope("tourism", "travel_cost")));
}

#[test]
fn a_wrong_case_is_a_miss() {
    let case = |text: &str| toml::from_str::<Case>(text).unwrap().miss();
    let good = r#"
        name = "rain"
        equation = "driver/surface_runoff/runoff_coefficient"
        inputs = { precipitation = 1000.0, runoff_coefficient = 0.192 }
        expected = 192.0
        relative = 1e-15
        source = "by hand"
    "#;
    assert_eq!(case(good), None);
    for (from, to, reason) in [
        ("driver/", "drivers/", "no kind of equation is that of `drivers/"),
        ("surface_runoff", "surface", "surface"),
        ("/runoff_coefficient", "/curve_number", "curve_number"),
        ("precipitation = 1000.0, ", "", "`precipitation` is missing"),
        ("precipitation =", "temperature = 1.0, precipitation =", "`temperature` is not read"),
        ("= 1000.0", "= [1000.0, 1.0]", "has 2 numbers"),
        ("192.0", "193.0", "found 1.92e2"),
        ("192.0", "\"missing\"", "expected missing"),
        ("= 1000.0", "= nan", "found NaN"),
        ("relative = 1e-15", "", "needs either"),
    ] {
        let miss = case(&good.replacen(from, to, 1)).unwrap_or_default();
        assert!(miss.contains(reason), "{reason}: {miss}");
    }
}
