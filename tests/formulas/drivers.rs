//! Every part of a driver's formula stands in the documentation of its file.

use std::fs;
use std::path::Path;

/// The sources under a folder of the library.
fn sources(folder: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder);
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    files.filter(|file| file.is_file()).map(|file| fs::read_to_string(file).unwrap()).collect()
}

/// An equation in one spelling: without spaces and dots of products.
fn spelled(equation: &str) -> String {
    equation.replace(|c: char| c.is_whitespace() || c == '·', "").replace("e^(", "exp(")
}

/// The equations that stand in the doc blocks of a source, in one spelling.
fn documented(source: &str) -> String {
    let mut equations = String::new();
    let mut inside = false;
    for line in source.lines().filter_map(|line| line.trim_start().strip_prefix("///")) {
        match line.trim() {
            "```text" => inside = true,
            "```" => inside = false,
            line if inside => equations.push_str(&spelled(line)),
            _ => {}
        }
    }
    equations
}

/// The right sides of the equations in a formula, whose parts are separated by commas or semicolons outside of brackets.
fn right_sides(formula: &str) -> Vec<String> {
    let mut depth = 0;
    let is_separator = |c: char| {
        depth += i32::from(c == '(' || c == '[') - i32::from(c == ')' || c == ']');
        depth == 0 && (c == ',' || c == ';')
    };
    let parts = formula.split(is_separator);
    parts.filter_map(|part| Some(spelled(&format!("={}", part.split_once(" = ")?.1)))).collect()
}

/// Formulas of a folder of the library whose equations stand in the doc blocks of their file; gives how many equations.
fn formulas_are_documented(folder: &str, formulas: impl Iterator<Item = &'static str>) -> usize {
    let sources = sources(folder);
    let mut equations = 0;
    for formula in formulas {
        let literal = format!("\"{formula}\"");
        let mut files = sources.iter().filter(|source| source.contains(&literal)).peekable();
        assert!(files.peek().is_some(), "no file of {folder} has `{formula}`");
        for file in files {
            let documented = documented(file);
            for side in right_sides(formula) {
                assert!(documented.contains(&side), "`{side}` of `{formula}` stands in no doc block");
                equations += 1;
            }
        }
    }
    equations
}

#[test]
fn the_formula_of_a_driver_is_that_of_its_documentation() {
    let formulas = ecovalue::driver::registry().map(|driver| driver.formula);
    assert!(formulas_are_documented("driver", formulas) > 80);
    assert_eq!(right_sides("C = 1 (a, b), 2; x = [c, d] y"), ["=1(a,b)", "=[c,d]y"]);
    assert_eq!(documented("/// c\n/// ```text\n/// a = e^(b · c)\n/// ```\n/// d"), "a=exp(bc)");
}
