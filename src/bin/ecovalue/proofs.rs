//! What a figure rests on, and whether its inputs give it once more.

use ecovalue::error::{Code, Error, Findings, Place};
use ecovalue::run::explain;
use ecovalue::run::verify::{VerifyOptions, verify};

use crate::arguments::{ExplainArguments, VerifyArguments};
use crate::choices::Format;
use crate::progress::watched;

pub(crate) fn explained(arguments: ExplainArguments, out: &mut String) -> Result<(), Findings> {
    let ExplainArguments { path, service, indicator, index, zone, ecosystem, year, price_basis, run, .. } =
        arguments;
    let request = explain::Request { year, zone, ecosystem, service, indicator, index, price_basis, run };
    let explanation = explain::explain(&path, &request, arguments.input_root.as_deref())?;
    out.push_str(&match arguments.format {
        Format::Text => explanation.print(arguments.lang.into()),
        Format::Json => explanation.json(),
    });
    Ok(())
}

pub(crate) fn verified(arguments: &VerifyArguments, out: &mut String) -> Result<(), Findings> {
    let found = watched(arguments.threads, |compute| {
        let options = VerifyOptions {
            run: arguments.run.as_deref(),
            input_root: arguments.input_root.as_deref(),
            scratch: arguments.scratch.as_deref(),
            hashes_only: arguments.hashes_only,
            compute,
        };
        verify(&arguments.folder, &options)
    })?;
    out.push_str(&found.print(arguments.lang.into()));
    if found.is_same() {
        return Ok(());
    }
    let (files, figures) = (found.files.len(), found.figures.len());
    let message = format!("the result is not what its inputs give: {files} files, {figures} figures");
    let hint = "take the inputs and the result as they were, or run it again";
    let place = Place::file(arguments.folder.display().to_string());
    Err(Error::new(Code::Altered, message, hint).at(place).into())
}
