//! The bar on a terminal.

use std::io::IsTerminal;
use std::time::Duration;

use ecovalue::run::Options;
use ecovalue::wording::Language;
use indicatif::{ProgressBar, ProgressStyle};

/// Computes with a progress bar on a terminal; the bar is cleared at the end.
pub(crate) fn watched<T>(
    threads: Option<u16>,
    language: Language,
    compute: impl FnOnce(Options<'_>) -> T,
) -> T {
    let bar = std::io::stderr().is_terminal().then(|| progress_bar(language));
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

fn progress_bar(language: Language) -> ProgressBar {
    let bar = ProgressBar::new(0);
    let template = language.of(
        "{bar:40} {percent:>3} %  {elapsed} / {eta} left",
        "{bar:40} {percent:>3} %  已用 {elapsed}，剩余 {eta}",
    );
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
