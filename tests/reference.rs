//! Reference numbers: every case of `tests/reference/*.toml` against the equation that it names.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use ecovalue::driver::{self, Inputs};
use ecovalue::quantity;
use serde::Deserialize;

/// Cases that a driver needs at least.
const CASES_PER_DRIVER: usize = 8;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    /// `driver/<output>/<variant>`
    equation: String,
    /// By quantity id.
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
    Word(String),
}

impl Case {
    /// Why the case fails.
    fn miss(&self) -> Option<String> {
        if self.source.is_empty() {
            return Some("no source".to_owned());
        }
        match self.value() {
            Ok(found) => self.compare(found),
            Err(reason) => Some(reason),
        }
    }

    fn value(&self) -> Result<f64, String> {
        let parts: Vec<&str> = self.equation.split('/').collect();
        let [kind, of, variant] = parts.as_slice() else {
            return Err("an equation is written as kind/name/variant".to_owned());
        };
        match *kind {
            "driver" => self.driver(of, variant),
            _ => Err(format!("no kind of equation is called `{kind}`")),
        }
    }

    /// The driver's kernel over a block of one cell.
    fn driver(&self, output: &str, variant: &str) -> Result<f64, String> {
        let output = quantity::named(output).map_err(|error| error.to_string())?;
        let driver = driver::named(output, variant).map_err(|error| error.to_string())?;
        if let Some(id) = self.inputs.keys().find(|id| driver.inputs.iter().all(|input| input.id != **id)) {
            return Err(format!("input `{id}` is not read"));
        }
        let mut columns = Vec::new();
        for input in driver.inputs {
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
        let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        // Neither a number of any equation nor missing: what a kernel leaves when it writes nothing.
        let mut out = [f64::INFINITY];
        (driver.kernel)(&Inputs::new(&columns), &mut out);
        Ok(out[0])
    }

    fn compare(&self, found: f64) -> Option<String> {
        let expected = match &self.expected {
            Expected::Word(word) if word == "missing" => {
                return (!found.is_nan()).then(|| format!("found {found:e}, expected missing"));
            }
            Expected::Word(word) => return Some(format!("`{word}` is no expectation")),
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
        let own: Vec<_> = cases.iter().filter(|(_, case)| case.equation == equation).collect();
        let missing = own.iter().any(|(_, case)| matches!(case.expected, Expected::Word(_)));
        if own.len() < CASES_PER_DRIVER || !missing {
            lacking.push(equation);
        }
    }
    assert!(lacking.is_empty(), "{lacking:?}");
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
        ("driver/", "drivers/", "no kind of equation"),
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
