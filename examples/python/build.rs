//! Takes one worked case for each equation out of the crate's reference numbers, for the docstrings.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

use toml::Value;

/// How long a case is, its inputs, result and name, and how far a loose one may be off.
type Worked = (usize, String, String, String, f64);

#[allow(clippy::disallowed_methods, reason = "cargo tells a build script its folder by the environment")]
fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new("../../tests/reference");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut best: BTreeMap<String, Worked> = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let text = fs::read_to_string(entry?.path())?;
        let table: toml::Table = text.parse()?;
        for case in table.get("case").and_then(Value::as_array).into_iter().flatten() {
            let Some((equation, found)) = worked(case) else { continue };
            let better = best.get(&equation).is_none_or(|known| found.0 < known.0);
            if better {
                best.insert(equation, found);
            }
        }
    }
    let mut out = "&[\n".to_owned();
    for (equation, (_, inputs, expected, name, slack)) in best {
        writeln!(out, "    ({equation:?}, {inputs:?}, {expected:?}, {name:?}, {slack:?}),")?;
    }
    out.push_str("]\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("examples.rs"), out)?;
    Ok(())
}

/// The equation of a case that gives numbers, and the case; those by hand come first, then short ones.
fn worked(case: &Value) -> Option<(String, Worked)> {
    let text = |key: &str| case.get(key).and_then(Value::as_str);
    let expected = case.get("expected").filter(|expected| is_number(expected))?;
    let inputs =
        case.get("inputs").filter(|inputs| inputs.as_table().is_some_and(|table| !table.is_empty()))?;
    let (inputs, expected) = (inputs.to_string(), expected.to_string());
    if ["= nan", "[nan", ", nan"].iter().any(|missing| inputs.contains(missing)) {
        return None;
    }
    let name = text("name").unwrap_or_default().to_owned();
    let zero = if expected.trim_matches(['0', '.', '-']).is_empty() { 1000 } else { 0 };
    let by_hand = if name.contains("by hand") { 0 } else { 500 };
    // A case at an edge, or one that gives an argument back, shows little.
    let given = format!("{inputs},").contains(&format!("= {expected},"));
    let edge = 100
        * (usize::from(inputs.contains("= 0.0"))
            + 2 * usize::from(inputs.contains("e-"))
            + 3 * usize::from(given));
    // A number that was published with few digits is compared with its own tolerance.
    let number = |key: &str| case.get(key).and_then(Value::as_float);
    let size = case.get("expected").and_then(Value::as_float).unwrap_or(1.0).abs();
    let slack = number("absolute").or_else(|| number("relative").map(|own| own * size)).unwrap_or(0.0);
    let loose = if slack > 1e-10 * size { 2000 } else { 0 };
    let mut equation = text("equation")?.to_owned();
    if case.get("inputs").and_then(|inputs| inputs.get("total")).is_some() {
        equation.push_str("/total");
    }
    let length = zero + by_hand + edge + loose + inputs.len() + expected.len();
    Some((equation, (length, inputs, expected, name, if loose > 0 { slack } else { 0.0 })))
}

fn is_number(value: &Value) -> bool {
    match value {
        Value::Float(number) => number.is_finite(),
        Value::Integer(_) => true,
        Value::Array(numbers) => numbers.iter().all(is_number),
        _ => false,
    }
}
