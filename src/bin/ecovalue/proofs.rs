//! What a figure rests on, and whether its inputs give it once more.

use ecovalue::error::{Code, Error, Findings, Place};
use ecovalue::run::explain;
use ecovalue::run::verify::{VerifyOptions, verify};
use ecovalue::text;

use crate::arguments::{ExplainArguments, VerifyArguments};
use crate::choices::Format;
use crate::printed::Printed;
use crate::progress::watched;

pub(crate) fn explained(arguments: ExplainArguments, out: &mut Printed) -> Result<(), Findings> {
    let ExplainArguments { path, service, indicator, index, zone, ecosystem, year, price_basis, run, .. } =
        arguments;
    let request =
        explain::ExplainRequest { year, zone, ecosystem, service, indicator, index, price_basis, run };
    let explanation = explain::explain(&path, &request, arguments.input_root.as_deref())?;
    out.page(&match arguments.format {
        Format::Text => explanation.print(out.language),
        Format::Json => explanation.json(),
    });
    Ok(())
}

pub(crate) fn verified(arguments: &VerifyArguments, out: &mut Printed) -> Result<(), Findings> {
    let found = watched(arguments.threads, out.language, |compute| {
        let options = VerifyOptions {
            run: arguments.run.as_deref(),
            input_root: arguments.input_root.as_deref(),
            scratch: arguments.scratch.as_deref(),
            hashes_only: arguments.hashes_only,
            compute,
        };
        verify(&arguments.folder, &options)
    })?;
    out.page(&found.print(out.language));
    if found.is_same() {
        return Ok(());
    }
    let (files, figures) = (found.files.len(), found.figures.len());
    let message = text!(
        "the result is not what its inputs give: {0} files, {1} figures",
        "结果与由其输入重算所得不一致：{0} 个文件，{1} 个数字",
        files,
        figures
    );
    let hint = text!(
        "take the inputs and the result as they were, or run it again",
        "恢复原来的输入数据和结果，或重新运行"
    );
    let place = Place::file(arguments.folder.display().to_string());
    Err(Error::new(Code::Altered, message, hint).at(place).into())
}
