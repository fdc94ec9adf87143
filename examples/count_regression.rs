//! Fits a regression to a table and prints the estimates as JSON.
//!
//! ```text
//! cargo run --release --example count_regression -- examples/data/visits.csv \
//!     --response visits --regressors cost,income --family negbin2
//! ```
//!
//! Families: `ols`, `poisson`, `negbin2`, `truncated_poisson`, `truncated_negbin2`, `on_site_poisson`, `on_site_negbin2`.
//! An intercept is added. `--errors hc0` (or `hc1`; for `ols` also `hc2`, `hc3`) gives robust standard errors.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for the screen")]

use std::process::ExitCode;

use ecovalue::error::{Code, Place, did_you_mean};
use ecovalue::regression::count::{self, Family};
use ecovalue::regression::{Estimates, Sample, StandardErrors, least_squares_with};
use ecovalue::table::Table;
use ecovalue::{Error, Findings};
use serde_json::{Map, Value, json};

const FAMILIES: [(&str, Option<Family>); 7] = [
    ("ols", None),
    ("poisson", Some(Family::Poisson)),
    ("negbin2", Some(Family::NegativeBinomial)),
    ("truncated_poisson", Some(Family::TruncatedPoisson)),
    ("truncated_negbin2", Some(Family::TruncatedNegativeBinomial)),
    ("on_site_poisson", Some(Family::OnSitePoisson)),
    ("on_site_negbin2", Some(Family::OnSiteNegativeBinomial)),
];
const ERRORS: [(&str, StandardErrors); 5] = [
    ("classical", StandardErrors::Classical),
    ("hc0", StandardErrors::Hc0),
    ("hc1", StandardErrors::Hc1),
    ("hc2", StandardErrors::Hc2),
    ("hc3", StandardErrors::Hc3),
];

fn main() -> ExitCode {
    match run(&std::env::args().skip(1).collect::<Vec<_>>()) {
        Ok(answer) => {
            println!("{answer:#}");
            ExitCode::SUCCESS
        }
        Err(findings) => {
            eprintln!("{findings}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<Value, Findings> {
    let option = |name: &str| {
        let value = arguments.iter().position(|argument| argument == name);
        value.and_then(|index| arguments.get(index + 1)).map(String::as_str)
    };
    let required = |name: &str| {
        let hint =
            "DATA.csv --response COLUMN --regressors A,B,C --family ols|poisson|negbin2|truncated_poisson";
        option(name).ok_or_else(|| Error::new(Code::MissingKey, format!("`{name}` is missing"), hint))
    };
    let Some(file) = arguments.first().filter(|first| !first.starts_with("--")) else {
        let hint = "begin with the file of the data";
        return Err(Error::new(Code::MissingKey, "no file of data", hint).into());
    };
    let family = chosen(required("--family")?, &FAMILIES)?;
    let errors = chosen(option("--errors").unwrap_or("classical"), &ERRORS)?;
    let text = std::fs::read_to_string(file).map_err(|error| {
        Error::new(Code::FileUnreadable, error.to_string(), "check the path").at(Place::file(file))
    })?;
    let table = Table::parse(file, &text)?;
    let regressors: Vec<&str> = required("--regressors")?.split(',').map(str::trim).collect();
    let sample = Sample::from_table(&table, required("--response")?, &regressors)?;
    match family {
        None => {
            let fit = least_squares_with(&sample, errors)?;
            let mut answer = answer(fit.estimates(), fit.log_likelihood(), fit.aic(), 1);
            answer.insert("r_squared".to_owned(), json!(fit.r_squared()));
            Ok(Value::Object(answer))
        }
        Some(family) => {
            let fit = count::fit(&sample, family, errors)?;
            Ok(Value::Object(answer(fit.estimates(), fit.log_likelihood(), fit.aic(), fit.iterations())))
        }
    }
}

fn chosen<T: Copy>(name: &str, known: &[(&str, T)]) -> Result<T, Error> {
    let found = known.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    found.ok_or_else(|| {
        let hint = did_you_mean(name, known.iter().map(|(known, _)| *known));
        Error::new(Code::BadValue, format!("`{name}` is not known"), hint)
    })
}

fn answer(estimates: &Estimates, log_likelihood: f64, aic: f64, iterations: u32) -> Map<String, Value> {
    let by_name = |of: fn(&ecovalue::regression::Coefficient) -> f64| -> Map<String, Value> {
        estimates.coefficients().iter().map(|row| (row.name.clone(), json!(of(row)))).collect()
    };
    let parts = [
        ("coefficients", Value::Object(by_name(|row| row.estimate))),
        ("standard_errors", Value::Object(by_name(|row| row.standard_error))),
        ("p_values", Value::Object(by_name(|row| row.p_value))),
        ("log_likelihood", json!(log_likelihood)),
        ("aic", json!(aic)),
        ("iterations", json!(iterations)),
    ];
    parts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
