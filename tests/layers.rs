//! The order of the modules: a file names only modules that data reaches before it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on has failed")]

#[path = "layers/circles.rs"]
mod circles;
#[path = "layers/lengths.rs"]
mod lengths;

use std::fs;
use std::iter::Peekable;
use std::path::{Path, PathBuf};

/// Modules in the order of data (`text` is the macro of `wording`); those of one layer do not see each other, except in the first.
const LAYERS: &[&[&str]] = &[
    &["wording", "text", "error", "unit", "math", "exact_sum", "document", "table"],
    &["quantity", "regression"],
    &["evidence"],
    &["extent"],
    &["reason"],
    &["parameter"],
    &["equation"],
    &["input"],
    &["driver"],
    &["condition"],
    &["service"],
    &["registry"],
    &["valuation"],
    &["account"],
    &["index"],
    &["two_mountains"],
    &["report"],
    &["uncertainty"],
    &["run"],
];
/// Pairs of one layer of which the first may use the second.
const ALLOWED: &[(&str, &str)] = &[];
/// Modules whose files stand beside each other and share only what their parent holds.
const FAMILIES: &[&str] = &["service", "driver"];

/// A Rust file below `src`.
struct Source {
    /// `service`, `tourism` for `service/tourism.rs`.
    path: Vec<String>,
    text: String,
}

impl Source {
    fn new(file: &str, text: &str) -> Self {
        let path = file.trim_end_matches(".rs").trim_end_matches("/mod");
        Self { path: path.split('/').map(str::to_owned).collect(), text: text.to_owned() }
    }

    /// Every module path that the file writes against the order; `all` are the files of the crate.
    fn faults(&self, all: &[Vec<String>]) -> Vec<String> {
        let tokens = without_tests(&tokens(&self.text));
        let mut faults = Vec::new();
        for (index, token) in tokens.iter().enumerate() {
            let rest = &tokens[index..];
            let first = index == 0 || tokens[index - 1] != "::";
            if !first || !["crate", "super", "self"].contains(&token.as_str()) {
                continue;
            }
            let (base, rest) = self.base(rest);
            let follows = |at: usize, text: &str| rest.get(at).is_some_and(|token| token == text);
            if follows(0, "as") && base.len() < 2 {
                faults.push(format!("{} gives a module above it another name", self.name()));
            } else if follows(0, "::") && base.is_empty() && (follows(1, "{") || follows(1, "*")) {
                faults.push(format!("{} names no module behind `{}`: name the module", self.name(), token));
            } else if follows(0, "::") {
                let paths = paths(&mut rest[1..].iter().peekable());
                faults.extend(paths.iter().filter_map(|path| self.fault(&[&base[..], path].concat(), all)));
            }
        }
        faults
    }

    /// Where `crate`, `self` and `super::super` lead from this file, and what is written behind them.
    fn base<'a>(&self, tokens: &'a [String]) -> (Vec<String>, &'a [String]) {
        let mut base = if tokens[0] == "crate" { Vec::new() } else { self.path.clone() };
        let mut rest = &tokens[1..];
        if tokens[0] == "super" {
            base.pop();
        }
        while let [colons, up, ..] = rest
            && colons == "::"
            && up == "super"
        {
            base.pop();
            rest = &rest[2..];
        }
        (base, rest)
    }

    /// What is wrong with naming a path of the crate.
    fn fault(&self, path: &[String], all: &[Vec<String>]) -> Option<String> {
        let module = self.path[0].as_str();
        let (name, of) = (path.first()?.as_str(), self.name());
        if name == module {
            let (child, beside) = (self.path.get(1)?, path.get(1)?);
            let is_file = all.iter().any(|file| file[..] == path[..2]);
            let shared = beside == child || !FAMILIES.contains(&module) || !is_file && beside != "*";
            return (!shared).then(|| format!("{of} uses `{name}::{beside}`, which stands beside it"));
        }
        match (layer(module), layer(name)) {
            (None, _) => Some(format!("`{module}` stands in no layer")),
            (_, None) => Some(format!("{of} uses `{name}`, which stands in no layer")),
            (Some(mine), Some(other)) => {
                let allowed =
                    other < mine || mine == other && (mine == 0 || ALLOWED.contains(&(module, name)));
                (!allowed).then(|| format!("{of} uses `{name}`, which is not before `{module}`"))
            }
        }
    }

    fn name(&self) -> String {
        self.path.join("/")
    }
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// The paths that begin here: one, or one for each item of a group.
fn paths<'a>(tokens: &mut Peekable<impl Iterator<Item = &'a String>>) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    let Some(first) = tokens.next() else { return all };
    if first != "{" {
        if tokens.next_if(|token| *token == "::").is_none() {
            return vec![vec![first.clone()]];
        }
        return paths(tokens).into_iter().map(|path| [vec![first.clone()], path].concat()).collect();
    }
    while tokens.peek().is_some_and(|token| *token != "}") {
        all.extend(paths(tokens));
        while tokens.next_if(|token| *token != "," && *token != "}").is_some() {}
        tokens.next_if(|token| *token == ",");
    }
    tokens.next();
    all
}

/// Names, `::` and single signs of a Rust text, without comments, texts and characters.
fn tokens(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let rest = &chars[at..];
        let name = rest.iter().take_while(|c| c.is_alphanumeric() || **c == '_').count();
        let quote = rest[name..].iter().take_while(|c| **c == '#').count() + name;
        let prefix: String = rest[..name].iter().collect();
        at += match rest {
            ['/', '/', ..] => rest.iter().take_while(|c| **c != '\n').count(),
            ['/', '*', ..] => block_comment(rest),
            _ if ["r", "br"].contains(&prefix.as_str()) && rest.get(quote) == Some(&'"') => {
                raw_text(rest, quote, quote - name)
            }
            _ if name > 0 => {
                tokens.push(prefix);
                name
            }
            // A text or a character; a lifetime has no quote behind its name.
            ['"', ..] | ['\'', '\\', ..] | ['\'', _, '\'', ..] => quoted(rest),
            [':', ':', ..] => {
                tokens.push("::".to_owned());
                2
            }
            _ => {
                tokens.extend(rest.first().filter(|c| !c.is_whitespace()).map(char::to_string));
                1
            }
        };
    }
    tokens
}

/// Length of a text or character up to its closing quote.
fn quoted(chars: &[char]) -> usize {
    let mut at = 1;
    while at < chars.len() && chars[at] != chars[0] {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

/// Length of a raw text whose opening quote stands at `quote`, behind so many hashes.
fn raw_text(chars: &[char], quote: usize, hashes: usize) -> usize {
    let closes = |at: &usize| {
        chars[*at] == '"' && chars[*at + 1..].iter().take_while(|c| **c == '#').count() >= hashes
    };
    (quote + 1..chars.len()).find(closes).map_or(chars.len(), |at| at + 1 + hashes)
}

/// Length of a comment that may hold comments.
fn block_comment(chars: &[char]) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < chars.len() {
        match chars[at..] {
            ['/', '*', ..] => (depth, at) = (depth + 1, at + 2),
            ['*', '/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

/// The tokens but for every item behind `#[cfg(test)]`.
fn without_tests(tokens: &[String]) -> Vec<String> {
    const MARK: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::new();
    let mut rest = tokens;
    while let Some((first, others)) = rest.split_first() {
        if rest.len() < MARK.len() || rest.iter().zip(MARK).any(|(token, mark)| token != mark) {
            kept.push(first.clone());
            rest = others;
            continue;
        }
        let mut depth = 0;
        let ends = |token: &String| {
            depth += match token.as_str() {
                "{" => 1,
                "}" => -1,
                _ => 0,
            };
            depth == 0 && ["}", ";"].contains(&token.as_str())
        };
        let end = rest.iter().position(ends).map_or(rest.len(), |end| end + 1);
        rest = &rest[end..];
    }
    kept
}

/// Every file below `src` that the order holds for.
fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut open = vec![root.clone()];
    let mut sources = Vec::new();
    while let Some(folder) = open.pop() {
        let mut paths: Vec<PathBuf> =
            fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            let below = path.strip_prefix(&root).unwrap();
            let file: Vec<_> = below.iter().map(|part| part.to_string_lossy().into_owned()).collect();
            let file = file.join("/");
            if path.is_dir() && file != "bin" {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") && file != "lib.rs" {
                sources.push(Source::new(&file, &fs::read_to_string(&path).unwrap()));
            }
        }
    }
    sources
}

/// The faults of a text as the file of a crate that has the listed files beside it.
fn faults(file: &str, text: &str) -> String {
    let all = [
        "service",
        "service/tourism",
        "service/water_retention",
        "driver",
        "driver/runoff",
        "driver/temperature",
    ];
    let all: Vec<Vec<String>> = all.iter().map(|file| Source::new(file, "").path).collect();
    Source::new(file, text).faults(&all).join("\n")
}

#[test]
fn every_file_names_only_modules_before_it() {
    let sources = sources();
    let all: Vec<Vec<String>> = sources.iter().map(|source| source.path.clone()).collect();
    let faults: Vec<String> = sources.iter().flat_map(|source| source.faults(&all)).collect();
    assert!(sources.len() > 30, "{} files", sources.len());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_module_stands_in_a_layer_and_lib_lists_them_in_order() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs");
    let tokens = tokens(&fs::read_to_string(path).unwrap());
    let modules: Vec<&String> =
        tokens.windows(3).filter(|part| part[0] == "mod" && part[2] == ";").map(|part| &part[1]).collect();
    let layers: Vec<Option<usize>> = modules.iter().map(|module| layer(module)).collect();
    assert!(!modules.is_empty() && layers.iter().all(Option::is_some), "{modules:?} {layers:?}");
    assert!(layers.is_sorted(), "{modules:?} {layers:?}");
}

#[test]
fn what_is_against_the_order_is_refused() {
    for (file, text, reason) in [
        ("service/tourism.rs", "use crate::account::Row;", "uses `account`"),
        ("service/tourism.rs", "use super::water_retention::water_balance;", "stands beside it"),
        ("service/tourism.rs", "use super::{Rule, water_retention::annual_cost};", "stands beside it"),
        ("service/tourism.rs", "use super::{Rule, water_retention};", "stands beside it"),
        ("service/tourism.rs", "use crate::service::{water_retention, Rule};", "stands beside it"),
        ("service/tourism.rs", "fn f() { crate::service::water_retention::f(); }", "stands beside it"),
        ("service/tourism.rs", "fn f() { super::super::account::f(); }", "uses `account`"),
        (
            "service/tourism.rs",
            "use super::super::service::{Rule, water_retention::{a, b}};",
            "stands beside it",
        ),
        ("service/tourism.rs", "use super::*;", "stands beside it"),
        ("service/tourism/zones.rs", "use super::super::water_retention;", "stands beside it"),
        ("driver/runoff.rs", "use super::temperature;", "stands beside it"),
        ("driver/runoff.rs", "use crate::service::Term;", "uses `service`"),
        ("driver.rs", "use crate::{quantity::Quantity, error::Error};", "name the module"),
        ("driver.rs", "use crate::*;", "name the module"),
        ("driver.rs", "use crate as root;", "another name"),
        ("quantity.rs", "use crate::extent::Ecosystem;", "uses `extent`"),
        ("extent.rs", "use crate::parameter::Parameters;", "uses `parameter`"),
        ("extent.rs", "use super::account::Row;", "uses `account`"),
        ("valuation.rs", "fn f() -> crate::Error { todo!() }", "`Error`, which stands in no layer"),
        ("helpers.rs", "use crate::error::Error;", "`helpers` stands in no layer"),
        ("unit.rs", "macro_rules! m { () => { $crate::account::Row } }", "uses `account`"),
        ("unit.rs", "#[cfg(test)]\nmod tests;\nuse crate::account::Row;", "uses `account`"),
        ("unit.rs", "#[cfg(test)]\nmod tests { fn f() {} }\nuse crate::account::Row;", "uses `account`"),
        ("unit.rs", "const Q: char = '\"'; use crate::account::Row; const R: char = '\"';", "uses `account`"),
        ("unit.rs", "fn f<'a>(x: &'a str) {} use crate::account::Row;", "uses `account`"),
    ] {
        let found = faults(file, text);
        assert!(found.contains(reason), "{file}: {text}: {found}");
    }
}

#[test]
fn what_keeps_the_order_passes() {
    for (file, text) in [
        ("service/tourism.rs", "use super::{Category, Rule, as_given}; use crate::unit::Cny;"),
        ("service/tourism.rs", "use super::tourism; use crate::service::tourism::travel_spend;"),
        ("service/tourism/zones.rs", "use super::travel_spend; use super::super::Rule;"),
        ("service.rs", "use crate::driver::Kernel; pub(crate) fn f() { self::tourism::f(); tourism::f(); }"),
        ("parameter/lookup.rs", "use super::{Parameter, Parameters}; use crate::extent::Ecosystem;"),
        ("error.rs", "use crate::unit::Unit; use crate::table::Table;"),
        ("account/compile.rs", "use super::plan::Plan; use super::allot::allot;"),
        (
            "unit.rs",
            "//! See [`crate::account`].\n/// use crate::account;\n/* crate::account /* nested */ */",
        ),
        ("unit.rs", "const A: &str = \"crate::account\"; const B: &str = r#\"\"crate::account\"#;"),
        (
            "unit.rs",
            "#[cfg(test)]\nmod tests { use crate::account::Row; const A: char = '}'; const B: &str = \"}\"; }",
        ),
    ] {
        assert_eq!(faults(file, text), "", "{file}: {text}");
    }
}
