//! Kernels over columns in memory, beside a STREAM triad of the same run on the same number of threads.
//!
//! `in_memory FOLDER THREADS REPETITIONS ROW...` reads the columns that `side_by_side.py` has put into the folder, works
//! each row out so many times, writes the last result beside the columns, and prints one line for each row: its name, the
//! bytes that a cell moves, and the seconds of every repetition.
#![allow(clippy::print_stdout, reason = "the times are its result")]

use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::Instant;

use ecovalue::driver;
use ecovalue::equation::{self, CellEquation, InputColumns, Single};
use ecovalue::quantity::{ACTUAL_EVAPOTRANSPIRATION, WATER_YIELD};
use ecovalue::service::REGISTRY;

/// Area of a cell of the RUSLE product: with one hectare the result is in tonnes a hectare.
const HECTARE: f64 = 10_000.0;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, threads, repetitions, rows @ ..] = arguments.as_slice() else {
        return Err("usage: in_memory FOLDER THREADS REPETITIONS ROW...".into());
    };
    let (threads, repetitions) = (threads.parse()?, repetitions.parse()?);
    let folder = Path::new(folder);
    for row in rows {
        let (bytes, seconds) = match row.as_str() {
            "triad" => (24, triad(folder, threads, repetitions)?),
            "carbon" => (5, carbon(folder, threads, repetitions)?),
            "rusle" => (24, rusle(folder, threads, repetitions)?),
            "water_yield" => (16, water_yield(folder, threads, repetitions)?),
            "accuracy" => (0, accuracy(folder)?),
            other => return Err(format!("`{other}` is no row").into()),
        };
        let seconds: Vec<String> = seconds.iter().map(f64::to_string).collect();
        println!("{row} {bytes} {}", seconds.join(" "));
    }
    Ok(())
}

/// `a = b + s · c` over as many cells as the other rows have.
fn triad(folder: &Path, threads: usize, repetitions: usize) -> Outcome<Vec<f64>> {
    let cells = usize::try_from(fs::metadata(folder.join("class.u8"))?.len())?;
    let (b, c, mut a) = (vec![1.5; cells], vec![0.25; cells], vec![0.0_f64; cells]);
    let part = cells.div_ceil(threads);
    Ok(timed(repetitions, || {
        let s = std::hint::black_box(3.0);
        std::thread::scope(|scope| {
            for ((a, b), c) in a.chunks_mut(part).zip(b.chunks(part)).zip(c.chunks(part)) {
                scope.spawn(move || a.iter_mut().zip(b).zip(c).for_each(|((a, b), c)| *a = b + s * c));
            }
        });
    }))
}

/// Carbon stock of each cell by its class.
fn carbon(folder: &Path, threads: usize, repetitions: usize) -> Outcome<Vec<f64>> {
    let classes = fs::read(folder.join("class.u8"))?;
    let stocks = column(folder, "stock")?;
    let mut out = vec![0.0_f32; classes.len()];
    let part = classes.len().div_ceil(threads);
    let seconds = timed(repetitions, || {
        let stocks = &stocks;
        std::thread::scope(|scope| {
            for (out, classes) in out.chunks_mut(part).zip(classes.chunks(part)) {
                scope.spawn(move || equation::by_class(classes, stocks, f32::NAN, out));
            }
        });
    });
    write(folder, "carbon", &out)?;
    Ok(seconds)
}

/// Soil that the cover retains: R · K · LS · P · (1 − C).
fn rusle(folder: &Path, threads: usize, repetitions: usize) -> Outcome<Vec<f64>> {
    let soil = REGISTRY.iter().find(|service| service.id == "soil_retention").ok_or("no soil retention")?;
    let physical = soil.physical.iter().find(|own| own.id == "rusle_ecosystem").ok_or("no RUSLE")?;
    let supply = physical.supplies.iter().find(|own| own.indicator == "retained_soil");
    let equation = supply.and_then(|supply| supply.scope().cells()).ok_or("no soil retained in cells")?;
    let columns = ["erosivity", "erodibility", "slope_length_steepness", "practice", "cover"];
    map(folder, ("rusle", equation), (Some(HECTARE), &columns), threads, repetitions)
}

/// Water yield by Fu's equation, two powers a cell.
fn water_yield(folder: &Path, threads: usize, repetitions: usize) -> Outcome<Vec<f64>> {
    let equation = driver::named(&WATER_YIELD, "fu")?.equation;
    map(
        folder,
        ("water_yield", equation),
        (None, &["precipitation", "potential", "omega"]),
        threads,
        repetitions,
    )
}

/// Fu's equation with results of 64 bits, to be held against many digits.
fn accuracy(folder: &Path) -> Outcome<Vec<f64>> {
    let names = ["precipitation", "potential", "omega"];
    let columns = names.iter().map(|name| column(folder, name)).collect::<Outcome<Vec<_>>>()?;
    let columns: Vec<Vec<f64>> =
        columns.iter().map(|own| own.iter().map(|value| f64::from(*value)).collect()).collect();
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    for (name, quantity) in
        [("fu_yield", WATER_YIELD.0), ("fu_evapotranspiration", ACTUAL_EVAPOTRANSPIRATION.0)]
    {
        let mut out = vec![0.0; columns.first().map_or(0, |column| column.len())];
        driver::named(quantity, "fu")?.equation.run(InputColumns::Wide(&columns), &mut out);
        let bytes: Vec<u8> = out.iter().flat_map(|value| value.to_le_bytes()).collect();
        fs::write(folder.join(format!("{name}.result.f64")), bytes)?;
    }
    Ok(Vec::new())
}

/// An equation over columns of 32 bits; the first column may be one number.
fn map(
    folder: &Path,
    (name, bound): (&str, &dyn CellEquation),
    (constant, names): (Option<f64>, &[&str]),
    threads: usize,
    repetitions: usize,
) -> Outcome<Vec<f64>> {
    let columns = names.iter().map(|name| column(folder, name)).collect::<Outcome<Vec<_>>>()?;
    let cells = columns.first().map_or(0, Vec::len);
    let mut out = vec![0.0_f32; cells];
    let part = cells.div_ceil(threads);
    let seconds = timed(repetitions, || {
        let columns = &columns;
        std::thread::scope(|scope| {
            for (index, out) in out.chunks_mut(part).enumerate() {
                scope.spawn(move || {
                    let own = columns.iter().map(|column| column.get(index * part..).unwrap_or_default());
                    let own: Vec<Single<'_>> =
                        constant.map(Single::All).into_iter().chain(own.map(Single::Column)).collect();
                    equation::in_single(bound, &own, out);
                });
            }
        });
    });
    write(folder, name, &out)?;
    Ok(seconds)
}

fn timed(repetitions: usize, mut work: impl FnMut()) -> Vec<f64> {
    work(); // the first touches every page
    let once = |_| {
        let start = Instant::now();
        work();
        start.elapsed().as_secs_f64()
    };
    (0..repetitions).map(once).collect()
}

fn column(folder: &Path, name: &str) -> Outcome<Vec<f32>> {
    let bytes = fs::read(folder.join(format!("{name}.f32")))?;
    Ok(bytes.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect())
}

fn write(folder: &Path, name: &str, values: &[f32]) -> Outcome<()> {
    let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
    Ok(fs::write(folder.join(format!("{name}.result.f32")), bytes)?)
}
