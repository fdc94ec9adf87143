//! No long functions: what does not fit on a screen is not read as a whole.

use super::{Source, sources};

/// Lines of a function from `fn` to its closing brace, as rustfmt sets them.
const MOST: usize = 60;
/// Functions that may be longer, each with its reason: file, name, reason.
const EXCEPTIONS: &[(&str, &str, &str)] = &[];

/// Name and lines of every function of a file before its tests.
fn functions(text: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let tests = lines
        .windows(2)
        .position(|two| two[0] == "#[cfg(test)]" && two[1].starts_with("mod ") && two[1].ends_with('{'));
    let lines = &lines[..tests.unwrap_or(lines.len())];
    let mut functions = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let Some(name) = name(line) else { continue };
        let indent = &line[..line.len() - line.trim_start().len()];
        // The first line as far left as `fn` that ends the item; the end of the arguments goes on with a brace.
        let ends = |line: &&str| {
            let rest = line.strip_prefix(indent).unwrap_or_default();
            rest.starts_with('}') || !rest.starts_with(' ') && rest.ends_with(';')
        };
        let one_line = line.ends_with('}') || line.ends_with(';');
        let more = lines[index + 1..].iter().position(ends).map_or(0, |behind| behind + 1);
        functions.push((name, if one_line { 1 } else { more + 1 }));
    }
    functions
}

/// The name of the function that begins on a line.
fn name(line: &str) -> Option<String> {
    let mut words = line.trim_start();
    while let Some((word, rest)) = words.split_once(' ') {
        if word == "fn" {
            return Some(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
        let leads = ["const", "async", "extern", "\"C\""].contains(&word) || word.starts_with("pub");
        if !leads {
            return None;
        }
        words = rest;
    }
    None
}

/// The functions of some files that are too long.
fn long(sources: &[Source]) -> Vec<String> {
    let mut long = Vec::new();
    for source in sources {
        for (name, lines) in functions(&source.text) {
            let file = source.name();
            let allowed = EXCEPTIONS.iter().any(|(of, known, _)| *of == file && *known == name);
            if lines > MOST && !allowed {
                long.push(format!("{file}: `{name}` has {lines} lines"));
            }
        }
    }
    long
}

#[test]
fn no_function_is_longer_than_a_screen() {
    let sources = sources();
    let count: usize = sources.iter().map(|source| functions(&source.text).len()).sum();
    assert!(count > 1000, "{count} functions");
    let long = long(&sources);
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn lines_are_counted_from_the_name_to_the_brace() {
    let body = |lines: usize| "        f();\n".repeat(lines);
    for (text, found) in [
        (format!("    pub(super) const fn f() {{\n{}    }}\n", body(58)), vec![]),
        (format!("    pub(super) const fn f() {{\n{}    }}\n", body(59)), vec!["a: `f` has 61 lines"]),
        (format!("    fn f(\n        a: A,\n    ) {{\n{}    }}\n", body(57)), vec!["a: `f` has 61 lines"]),
        (format!("fn f() {{}}\nfn g();\nconst A: &[A] = &[\n{}];\n", body(80)), vec![]),
        (format!("#[cfg(test)]\nmod tests {{\n    fn f() {{\n{}    }}\n}}\n", body(80)), vec![]),
    ] {
        assert_eq!(long(&[Source::new("a.rs", &text)]), found, "{text}");
    }
}
