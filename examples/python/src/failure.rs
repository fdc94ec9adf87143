//! Findings as Python exceptions: the same text, code, place and hint.

use ecovalue::error::{self, Code, Error, Findings, Place};
use ecovalue::wording::Language;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

/// Where a finding was made: file, row, column.
type FoundAt = (Option<String>, Option<u64>, Option<String>);
/// Message, hint and whole text of a finding in one language.
type Told = (String, String, String);
/// One finding as Python sees it: code, kind, place, and what it tells in English and in Chinese.
type Finding = (&'static str, String, FoundAt, Told, Told);

/// The exception for some findings.
pub(crate) fn raised(findings: impl Into<Findings>) -> PyErr {
    let findings = findings.into();
    let text = findings.to_string();
    let list: Vec<Finding> = findings.as_slice().iter().map(told).collect();
    Python::attach(|py| {
        let exception = py
            .import("ecovalue._errors")
            .and_then(|module| module.getattr("exception"))
            .and_then(|make| make.call1((text, PyTuple::new(py, list)?)));
        match exception {
            Ok(exception) => PyErr::from_value(exception),
            Err(error) => error,
        }
    })
}

fn told(error: &Error) -> Finding {
    let Place { file, row, column } = error.place().clone();
    let told = |language| (error.message().say(language), error.hint().say(language), error.say(language));
    (
        error.code().as_str(),
        format!("{:?}", error.kind()),
        (file, row, column),
        told(Language::English),
        told(Language::Chinese),
    )
}

/// A code by its text.
pub(crate) fn code_named(text: &str) -> Code {
    Code::ALL.iter().copied().find(|known| known.as_str() == text).unwrap_or(Code::BadValue)
}

/// A hint that names the likeliest of some known names, or all.
#[pyfunction]
pub(crate) fn did_you_mean(found: &str, known: Vec<String>) -> String {
    error::did_you_mean(found, known.iter().map(String::as_str)).to_string()
}

/// Raises a finding of the Python layer, worded and coded as those of the crate.
#[pyfunction]
#[pyo3(signature = (code, message, hint, column=None, file=None))]
pub(crate) fn refuse(
    code: &str,
    message: &str,
    hint: &str,
    column: Option<String>,
    file: Option<String>,
) -> PyResult<()> {
    let place = Place { file, row: None, column };
    Err(raised(Error::new(code_named(code), message, hint).at(place)))
}
