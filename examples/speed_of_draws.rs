//! Times of draws and regressions on this machine.
//!
//! ```text
//! cargo run --release --example speed_of_draws
//! ```
#![allow(clippy::print_stdout, reason = "a program for the screen")]

use std::path::Path;
use std::time::Instant;

use ecovalue::Findings;
use ecovalue::math::exp;
use ecovalue::regression::draws::Draws;
use ecovalue::regression::{Sample, count::poisson};
use ecovalue::run::{Options, Run, UncertaintyOptions};

fn main() -> Result<(), Findings> {
    let sample = visits(20_000, 7);
    let started = Instant::now();
    let fit = poisson(&sample)?;
    println!("Poisson, 20 000 rows x 8 coefficients: {:.1} ms", 1e3 * started.elapsed().as_secs_f64());
    println!(
        "  coefficient of x1 {:+.4}, by which the data were made: -0.1",
        fit.estimates().values().get(1).unwrap_or(&f64::NAN)
    );
    for (example, draws) in [("beibei_2019", 10_000), ("sichuan_basin_2019", 1000)] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(example).join("run.toml");
        let run = Run::open(&path, None)?;
        let options = Options { without_switches: true, ..Options::default() };
        let started = Instant::now();
        let outcome = run.compute(&options)?;
        println!("{example}, {} cells: account {:.3} s", outcome.cells, started.elapsed().as_secs_f64());
        let asked =
            UncertaintyOptions { draws: Some(draws), sensitivity: Some(0), ..UncertaintyOptions::default() };
        let started = Instant::now();
        let uncertainty = run.uncertainty(&options, asked)?;
        println!("  {draws} draws: {:.3} s", started.elapsed().as_secs_f64());
        for row in uncertainty.figures.iter().filter(|row| row.figure == "gep" && row.zone.is_empty()) {
            println!("  GEP {:.6e} CNY, {:?}", row.account, row.interval);
        }
    }
    Ok(())
}

/// Numbers of visits with a known rate, by the inverse of their distribution.
fn visits(rows: u32, regressors: u64) -> Sample {
    let x = |row: u32, column: u64| Draws::new(8, column).normal(u64::from(row));
    let count = |row: u32| {
        let rate = exp((1..=regressors).fold(0.5, |sum, column| sum - 0.1 * x(row, column)));
        let (mut k, mut term, mut below) = (0.0, exp(-rate), exp(-rate));
        let u = Draws::new(8, 0).uniform(u64::from(row));
        while below < u && k < 1e3 {
            k += 1.0;
            term *= rate / k;
            below += term;
        }
        k
    };
    let sample = Sample::new("visits", (0..rows).map(count).collect()).intercept();
    (1..=regressors).fold(sample, |sample, column| {
        sample.regressor(format!("x{column}"), (0..rows).map(|row| x(row, column)).collect())
    })
}
