//! A formula stands once in a registry and once in the documentation of its function: the two are held equal.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "formulas/drivers.rs"]
mod drivers;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use ecovalue::service::{REGISTRY, Rule};

/// Formulas of services that are put together from those of several functions, or name a number as it is given.
const COMPOSED_OF_SERVICES: usize = 61;
/// The blocks of text of the documentation below a folder of `src`, each space once.
fn documented(folder: &str) -> String {
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder)];
    let mut texts = String::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        let mut inside = false;
        for line in fs::read_to_string(&path).unwrap().lines() {
            match line.trim().strip_prefix("///").map(str::trim) {
                Some("```text") => inside = true,
                Some("```") => inside = false,
                Some(text) if inside => texts = texts + " " + text,
                _ => {}
            }
        }
    }
    texts.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The formula itself, without what is said of its symbols.
fn core(formula: &str) -> &str {
    let ends = [", ", "; "].iter().filter_map(|sign| formula.find(sign));
    formula.split_at(ends.min().unwrap_or(formula.len())).0
}

/// The formulas that no documentation has.
fn undocumented<'a>(folder: &str, formulas: impl Iterator<Item = &'a str>) -> BTreeSet<&'a str> {
    let known = documented(folder);
    assert!(known.len() > 1000);
    formulas.filter(|formula| !formula.is_empty() && !known.contains(core(formula))).collect()
}

#[test]
fn a_formula_of_the_registry_is_that_of_the_documentation() {
    let supplies =
        REGISTRY.iter().flat_map(|service| service.physical).flat_map(|physical| physical.supplies);
    let rules = REGISTRY.iter().flat_map(|service| service.values).flat_map(|valuation| valuation.rules);
    let formulas = supplies.map(|supply| supply.formula).chain(rules.map(Rule::formula));
    let composed = undocumented("service", formulas);
    assert_eq!(composed.len(), COMPOSED_OF_SERVICES, "{composed:#?}");
}

#[test]
fn a_formula_that_differs_is_found() {
    let formulas = ["Q = A · (P − R − ET) · 10⁻³, P annual rain", "Q = A · (P + R − ET) · 10⁻³"];
    assert_eq!(undocumented("service", formulas.into_iter()), BTreeSet::from([formulas[1]]));
}
