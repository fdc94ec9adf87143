//! The `ecovalue` command: a thin face of the library.
#![allow(clippy::doc_markdown, reason = "help is printed as it stands here")]

mod arguments;
mod changes;
mod choices;
mod indicators;
mod printed;
mod progress;
mod proofs;
mod registries;
mod results;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};
use printed::Printed;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut out = Printed::new(arguments.lang.into());
    let outcome = match arguments.command {
        Command::Validate(arguments) => results::validate(&arguments, &mut out),
        Command::Run(arguments) => results::run(&arguments, &mut out),
        Command::Uncertainty(arguments) => results::uncertainty(&arguments, &mut out),
        Command::Indicators(arguments) => indicators::indicators(&arguments, &mut out),
        Command::Compare(arguments) => changes::compared(&arguments, &mut out),
        Command::Revisions(arguments) => changes::revised(&arguments, &mut out),
        Command::Verify(arguments) => proofs::verified(&arguments, &mut out),
        Command::Explain(arguments) => proofs::explained(*arguments, &mut out),
        Command::Services(arguments) => registries::services(arguments.id.as_deref(), &mut out),
        Command::Parameters(arguments) => registries::parameters(arguments.key.as_deref(), &mut out),
        Command::Profiles(arguments) => registries::profiles(&arguments, &mut out),
    };
    let language = out.language;
    // A reader that closes early, such as `head`, is no fault.
    let _ = std::io::stdout().write_all(out.text().as_bytes());
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(findings) => {
            let _ = writeln!(std::io::stderr(), "{}", findings.say(language));
            ExitCode::FAILURE
        }
    }
}
