//! Findings as Python exceptions: the same text, code, place and hint.

use ecovalue::error::{self, Code, Error, Findings, Place};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

/// One finding as Python sees it: code, kind, message, hint, file, row, column, text.
type Finding = (&'static str, String, String, String, Option<String>, Option<u64>, Option<String>, String);

/// The exception for some findings.
pub(crate) fn raised(findings: impl Into<Findings>) -> PyErr {
    let findings = findings.into();
    let text = findings.to_string();
    let list: Vec<Finding> = findings.as_slice().iter().map(told).collect();
    Python::attach(|py| {
        let made = py
            .import("ecovalue._errors")
            .and_then(|module| module.getattr("exception"))
            .and_then(|make| make.call1((text, PyTuple::new(py, list)?)));
        match made {
            Ok(exception) => PyErr::from_value(exception),
            Err(error) => error,
        }
    })
}

fn told(error: &Error) -> Finding {
    let place = error.place();
    (
        error.code().as_str(),
        format!("{:?}", error.kind()),
        error.message().to_string(),
        error.hint().to_string(),
        place.file.clone(),
        place.row,
        place.column.clone(),
        error.to_string(),
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
