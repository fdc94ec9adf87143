//! What changed: from result to result, and from publication to publication.

use ecovalue::error::Findings;
use ecovalue::run::compare::{CompareOptions, compare};
use ecovalue::run::revisions::{RevisionOptions, revisions};
use ecovalue::run::{Options, WriteOptions};

use crate::arguments::{CompareArguments, RevisionArguments};
use crate::printed::Printed;

pub(crate) fn compared(arguments: &CompareArguments, out: &mut Printed) -> Result<(), Findings> {
    let (from, to) = match arguments.years.as_deref() {
        Some([from, to]) => (Some(*from), Some(*to)),
        _ => (arguments.from, arguments.to),
    };
    let runs = match arguments.runs.as_deref() {
        Some([first, second]) => Some((first.as_path(), second.as_path())),
        _ => None,
    };
    let method = arguments.method.into();
    let options = CompareOptions { method, from, to, rerun: arguments.rerun.as_deref(), runs };
    let second = arguments.second.as_ref().unwrap_or(&arguments.first);
    let comparison = compare(&arguments.first, second, &options)?;
    if let Some(folder) = &arguments.out {
        comparison.write(folder, WriteOptions { force: arguments.force })?;
    }
    out.page(&comparison.print(out.language));
    if let Some(folder) = &arguments.out {
        out.written(folder);
    }
    Ok(())
}

pub(crate) fn revised(arguments: &RevisionArguments, out: &mut Printed) -> Result<(), Findings> {
    let options = RevisionOptions { runs: &arguments.runs, compute: Options::default() };
    let revisions = revisions(&arguments.folders, &options)?;
    if let Some(folder) = &arguments.out {
        revisions.write(folder, WriteOptions { force: arguments.force })?;
    }
    out.page(&revisions.print(out.language));
    if let Some(folder) = &arguments.out {
        out.written(folder);
    }
    Ok(())
}
