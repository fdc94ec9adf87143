//! Takes one worked case for each equation out of the crate's reference numbers, for the docstrings.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

use toml::Value;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new("../../tests/reference");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut best: BTreeMap<String, (usize, String, String, String)> = BTreeMap::new();
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
    for (equation, (_, inputs, expected, name)) in best {
        writeln!(out, "    ({equation:?}, {inputs:?}, {expected:?}, {name:?}),")?;
    }
    out.push_str("]\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("examples.rs"), out)?;
    Ok(())
}

/// The equation of a case that gives numbers; its length (cases by hand come first), inputs, result and name.
fn worked(case: &Value) -> Option<(String, (usize, String, String, String))> {
    let text = |key: &str| case.get(key).and_then(Value::as_str);
    let expected = case.get("expected").filter(|expected| is_number(expected))?;
    let inputs =
        case.get("inputs").filter(|inputs| inputs.as_table().is_some_and(|table| !table.is_empty()))?;
    let (inputs, expected) = (inputs.to_string(), expected.to_string());
    let name = text("name").unwrap_or_default().to_owned();
    let zero = if expected.trim_matches(['0', '.', '-']).is_empty() { 1000 } else { 0 };
    let by_hand = if name.contains("by hand") { 0 } else { 500 };
    // A case at an edge, or one that gives an argument back, shows little.
    let given = format!("{inputs},").contains(&format!("= {expected},"));
    let edge = 100
        * (usize::from(inputs.contains("= 0.0"))
            + 2 * usize::from(inputs.contains("e-"))
            + 3 * usize::from(given));
    let mut equation = text("equation")?.to_owned();
    if case.get("inputs").and_then(|inputs| inputs.get("total")).is_some() {
        equation.push_str("/total");
    }
    Some((equation, (zero + by_hand + edge + inputs.len() + expected.len(), inputs, expected, name)))
}

fn is_number(value: &Value) -> bool {
    match value {
        Value::Float(number) => number.is_finite(),
        Value::Integer(_) => true,
        Value::Array(numbers) => numbers.iter().all(is_number),
        _ => false,
    }
}
