//! Runs: checked, computed, drawn.

use std::collections::{BTreeMap, BTreeSet};

use ecovalue::error::Findings;
use ecovalue::report::growth;
use ecovalue::run::{Options, Run, UncertaintyOptions, WriteOptions};
use ecovalue::text;
use ecovalue::wording::Message;

use crate::arguments::{RunArguments, UncertaintyArguments, ValidateArguments};
use crate::printed::Printed;
use crate::progress::watched;

pub(crate) fn validate(arguments: &ValidateArguments, out: &mut Printed) -> Result<(), Findings> {
    let run = Run::open(&arguments.run, arguments.input_root.as_deref())?;
    // The pass reads every cell, which finds damaged rasters and values that cannot be.
    let outcome = run.compute(&Options { without_switches: true, ..Options::default() })?;
    let accounts = || outcome.years.iter().map(|year| &year.account);
    let notes: BTreeMap<String, &Message> =
        accounts().flat_map(|account| &account.unread).map(|note| (note.to_string(), note)).collect();
    for note in notes.into_values() {
        out.say(&text!("note: {0}", "说明：{0}", note));
    }
    let mut told = BTreeSet::new();
    for warning in accounts().flat_map(|account| &account.warnings) {
        let warning = warning.say(out.language);
        if told.insert(warning.clone()) {
            out.say(&text!("warning: {0}", "警告：{0}", warning));
        }
    }
    let run = arguments.run.display().to_string();
    out.say(&match told.len() {
        0 => text!(
            "{0}: no findings, {1} {1|cell|cells}",
            "{0}：未发现问题，共 {1} 个单元",
            run,
            outcome.cells
        ),
        count => text!(
            "{0}: no findings, {1} {1|warning|warnings}, {2} {2|cell|cells}",
            "{0}：未发现问题，警告 {1} 项，共 {2} 个单元",
            run,
            count,
            outcome.cells
        ),
    });
    Ok(())
}

pub(crate) fn run(arguments: &RunArguments, out: &mut Printed) -> Result<(), Findings> {
    let run = Run::open(&arguments.run, arguments.input_root.as_deref())?;
    let write = WriteOptions { force: arguments.force };
    let outcome =
        watched(arguments.threads, out.language, |options| run.write(&arguments.out, &options, write))?;
    let mut printed = BTreeSet::new();
    for year in outcome.years.iter().filter(|year| printed.insert(year.account.year)) {
        out.line(&run.summary(&outcome, year).print(out.language));
    }
    if !outcome.growth.is_empty() {
        out.line(&growth::print(&outcome.growth, out.language));
    }
    out.written(&arguments.out);
    Ok(())
}

pub(crate) fn uncertainty(arguments: &UncertaintyArguments, out: &mut Printed) -> Result<(), Findings> {
    let UncertaintyArguments { draws, seed, sensitivity, force, threads, .. } = *arguments;
    let run = Run::open(&arguments.run, arguments.input_root.as_deref())?;
    let asked = UncertaintyOptions { draws, seed, sensitivity };
    let uncertainty = watched(threads, out.language, |options| {
        run.write_uncertainty(&arguments.out, &options, asked, WriteOptions { force })
    })?;
    out.page(&uncertainty.print(out.language));
    out.written(&arguments.out);
    Ok(())
}
