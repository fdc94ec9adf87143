//! The tables of services in the READMEs: made from the registry and from the reference cases, and never out of date.
//!
//! `ECOVALUE_UPDATE=1 cargo test --test matrix` writes them anew.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use ecovalue::driver;
use ecovalue::equation::CellEquation;
use ecovalue::service::{Physical, REGISTRY, Rule, Service, Supply, Term, Valuation};

const BEGIN: &str = "<!-- table of services, made by tests/matrix.rs -->\n";
const END: &str = "<!-- end of the table -->";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Sources of the reference cases of every equation.
fn sources() -> BTreeMap<String, BTreeSet<String>> {
    let mut sources: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for entry in fs::read_dir(root().join("tests/reference")).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        let table: toml::Table = toml::from_str(&text).unwrap();
        for case in table.get("case").and_then(toml::Value::as_array).unwrap() {
            let text = |key: &str| case.get(key).and_then(toml::Value::as_str).unwrap().to_owned();
            sources.entry(text("equation")).or_default().insert(text("source"));
        }
    }
    sources
}

/// What an equation was held against: published numbers by name, else an oracle.
fn verified(sources: &BTreeMap<String, BTreeSet<String>>, equations: &[String], oracle: &str) -> String {
    let listed = equations.iter().filter_map(|equation| sources.get(equation)).flatten();
    let computed = ["mpmath", "by hand", "missing in", "SEEA EA", "rule"];
    let published: BTreeSet<&str> = listed
        .map(String::as_str)
        .filter(|source| !computed.iter().any(|word| source.contains(word)))
        .collect();
    let published: Vec<&str> = published.into_iter().collect();
    if published.is_empty() { oracle.to_owned() } else { format!("{}; {}", published.join("; "), oracle) }
}

/// Inputs of the cells and terms of the zones, without the area, which every cell has.
fn inputs(supplies: &'static [Supply]) -> String {
    let mut all: Vec<&str> = Vec::new();
    for supply in supplies {
        let columns = supply.scope().cells().map(CellEquation::inputs).unwrap_or_default();
        let terms = supply.scope().terms();
        for id in columns.iter().map(|quantity| quantity.id).chain(terms.iter().map(Term::key)) {
            if id != "area" && !all.contains(&id) {
                all.push(id);
            }
        }
    }
    codes(&all)
}

fn codes(ids: &[&str]) -> String {
    ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ")
}

/// An equation of a cell of a table, `|` would end it.
fn equation(texts: impl Iterator<Item = String>) -> String {
    let mut all: Vec<String> = Vec::new();
    for text in texts {
        if !all.contains(&text) {
            all.push(text);
        }
    }
    all.join("; ").replace('|', "\\|")
}

fn physical_row(service: &Service, physical: &Physical, verified: &str) -> String {
    let equations = equation(physical.supplies.iter().map(|supply| supply.formula.to_owned()));
    format!(
        "| {} | `{}` | {} | {equations} | {verified} |",
        term(service),
        physical.id,
        inputs(physical.supplies)
    )
}

fn value_row(service: &Service, valuation: &Valuation, verified: &str) -> String {
    let mut keys: Vec<&str> = Vec::new();
    let mut texts = Vec::new();
    for rule in valuation.rules {
        if !matches!(rule, Rule::LeftOut { .. }) {
            keys.extend(rule.terms().iter().map(Term::key));
            texts.push(rule.formula().to_owned());
        }
    }
    let mut unique = Vec::new();
    for key in keys {
        if !unique.contains(&key) {
            unique.push(key);
        }
    }
    let equations = equation(texts.into_iter());
    format!("| {} | `{}` | {} | {equations} | {verified} |", term(service), valuation.id, codes(&unique))
}

fn term(service: &Service) -> String {
    format!("{} {}", service.name, service.name_zh)
}

struct Words {
    physical: &'static str,
    value: &'static str,
    drivers: &'static str,
    oracle: &'static str,
}

const ENGLISH: Words = Words {
    physical: "| service | physical supply | inputs beside the area | equation | verified against |",
    value: "| service | value | prices and statistics | equation | verified against |",
    drivers: "| quantity | equation by author | inputs | equation | verified against |",
    oracle: "50 digits",
};

const CHINESE: Words = Words {
    physical: "| 服务 | 实物量方法 | 面积以外的输入 | 方程 | 对照 |",
    value: "| 服务 | 价值量方法 | 单价与统计 | 方程 | 对照 |",
    drivers: "| 驱动量 | 方程（按作者） | 输入 | 方程 | 对照 |",
    oracle: "50 位高精度",
};

fn tables(words: &Words) -> String {
    let sources = sources();
    let rule = "|---|---|---|---|---|";
    let mut out = String::new();
    let _ = writeln!(out, "\n{}\n{rule}", words.physical);
    for service in REGISTRY {
        for physical in service.physical.iter().filter(|physical| !physical.supplies.is_empty()) {
            let name =
                |supply: &Supply| format!("service/{}/{}/{}", service.id, physical.id, supply.indicator);
            let names: Vec<String> = physical.supplies.iter().map(name).collect();
            let _ = writeln!(
                out,
                "{}",
                physical_row(service, physical, &verified(&sources, &names, words.oracle))
            );
        }
    }
    let _ = writeln!(out, "\n{}\n{rule}", words.value);
    for service in REGISTRY {
        for valuation in service.values.iter().filter(|valuation| !valuation.rules.is_empty()) {
            let name = |rule: &Rule| format!("value/{}/{}/{}", service.id, valuation.id, rule.indicator());
            let names: Vec<String> = valuation.rules.iter().map(name).collect();
            let _ =
                writeln!(out, "{}", value_row(service, valuation, &verified(&sources, &names, words.oracle)));
        }
    }
    let _ = writeln!(out, "\n{}\n{rule}", words.drivers);
    for driver in driver::registry() {
        let names = [format!("driver/{}/{}", driver.output.id, driver.id)];
        let ids: Vec<&str> = driver.inputs().iter().map(|quantity| quantity.id).collect();
        let _ = writeln!(
            out,
            "| {} {} | `{}` | {} | {} | {} |",
            driver.output.name,
            driver.output.name_zh,
            driver.id,
            codes(&ids),
            equation(std::iter::once(driver.formula.to_owned())),
            verified(&sources, &names, words.oracle)
        );
    }
    out.push('\n');
    out
}

#[test]
fn the_tables_of_the_readmes_are_those_of_the_registry() {
    for (file, words) in [("README.md", ENGLISH), ("README.zh.md", CHINESE)] {
        let path = root().join(file);
        let text = fs::read_to_string(&path).unwrap();
        let (head, rest) = text.split_once(BEGIN).unwrap();
        let (_, tail) = rest.split_once(END).unwrap();
        let text = format!("{head}{BEGIN}{}{END}{tail}", tables(&words));
        write_anew(&path, &text);
        assert!(
            fs::read_to_string(&path).unwrap() == text,
            "ECOVALUE_UPDATE=1 writes the tables of {file} anew"
        );
    }
}

#[allow(clippy::disallowed_methods, reason = "a test may be asked to write anew")]
fn write_anew(path: &Path, text: &str) {
    if std::env::var("ECOVALUE_UPDATE").is_ok() {
        fs::write(path, text).unwrap();
    }
}
