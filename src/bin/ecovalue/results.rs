//! Runs: checked, computed, drawn.

use ecovalue::error::Findings;
use ecovalue::report::growth;
use ecovalue::run::{Options, Run, UncertaintyOptions, WriteOptions};
use ecovalue::text;
use ecovalue::wording::{Language, Message};

use crate::arguments::{RunArguments, UncertaintyArguments, ValidateArguments};
use crate::progress::watched;
use crate::{line, written};

pub(crate) fn validate(arguments: &ValidateArguments, out: &mut String) -> Result<(), Findings> {
    let run = Run::open(&arguments.run, arguments.input_root.as_deref())?;
    // The pass reads every cell, which finds damaged rasters and values that cannot be.
    let outcome = run.compute(&Options { without_switches: true, ..Options::default() })?;
    let mut warnings: Vec<String> = Vec::new();
    for warning in outcome.years.iter().flat_map(|year| &year.account.warnings) {
        let text = warning.to_string();
        if !warnings.contains(&text) {
            warnings.push(text);
        }
    }
    let unread = outcome.years.iter().flat_map(|year| &year.account.unread);
    let mut unread: Vec<String> = unread.map(ToString::to_string).collect();
    unread.sort();
    unread.dedup();
    for note in unread {
        line(out, &format!("note: {note}"));
    }
    for warning in &warnings {
        line(out, &format!("warning: {warning}"));
    }
    let count = match warnings.len() {
        0 => Message::empty(),
        count => text!(", {0} {0|warning|warnings}", "，{0} 条警告", count),
    };
    let run = arguments.run.display().to_string();
    let cells = outcome.cells;
    let summary =
        text!("{0}: no findings{1}, {2} {2|cell|cells}", "{0}：没有错误{1}，{2} 个单元", run, count, cells);
    line(out, &summary.to_string());
    Ok(())
}

pub(crate) fn run(arguments: &RunArguments, out: &mut String) -> Result<(), Findings> {
    let run = Run::open(&arguments.run, arguments.input_root.as_deref())?;
    let write = WriteOptions { force: arguments.force };
    let outcome = watched(arguments.threads, |options| run.write(&arguments.out, &options, write))?;
    let language = Language::from(arguments.lang);
    let mut printed = Vec::new();
    for year in &outcome.years {
        if !printed.contains(&year.account.year) {
            printed.push(year.account.year);
            line(out, &run.summary(&outcome, year).print(language));
        }
    }
    if !outcome.growth.is_empty() {
        line(out, &growth::print(&outcome.growth, language));
    }
    written(out, &arguments.out, language);
    Ok(())
}

pub(crate) fn uncertainty(arguments: &UncertaintyArguments, out: &mut String) -> Result<(), Findings> {
    let UncertaintyArguments { draws, seed, sensitivity, force, threads, .. } = *arguments;
    let run = Run::open(&arguments.run, arguments.input_root.as_deref())?;
    let asked = UncertaintyOptions { draws, seed, sensitivity };
    let uncertainty = watched(threads, |options| {
        run.write_uncertainty(&arguments.out, &options, asked, WriteOptions { force })
    })?;
    let language = Language::from(arguments.lang);
    out.push_str(&uncertainty.print(language));
    written(out, &arguments.out, language);
    Ok(())
}
