//! The bar on a terminal.

use std::io::IsTerminal;
use std::time::Duration;

use ecovalue::run::Options;
use indicatif::{ProgressBar, ProgressStyle};

/// Computes with a bar where somebody watches; it goes when all is done.
pub(crate) fn watched<T>(threads: Option<u16>, compute: impl FnOnce(Options<'_>) -> T) -> T {
    let bar = std::io::stderr().is_terminal().then(progress_bar);
    let progress = |done: u64, all: u64| {
        if let Some(bar) = &bar {
            bar.set_length(all);
            bar.set_position(done);
        }
    };
    let threads = threads.map(usize::from);
    let outcome = compute(Options { threads, progress: Some(&progress), ..Options::default() });
    if let Some(bar) = &bar {
        bar.finish_and_clear();
    }
    outcome
}

fn progress_bar() -> ProgressBar {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {percent:>3} %  {elapsed} / {eta} left") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
