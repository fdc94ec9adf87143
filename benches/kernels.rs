//! Kernels over columns that no cache holds, beside a STREAM triad of the same run on the same number of threads.
//!
//! The rate is in bytes: what a cell has in its columns. A kernel at the rate of the triad is as fast as memory.

use std::hint::black_box;
use std::thread;

use criterion::{
    BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main, measurement::WallTime,
};
use ecovalue::driver;
use ecovalue::equation::{self, CellEquation, InputColumns};
use ecovalue::quantity::WATER_YIELD;
use ecovalue::service::REGISTRY;

/// Cells of a column.
const CELLS: u32 = 1 << 21;
/// Cells of a block, as a run hands them to a kernel.
const BLOCK: usize = 1 << 16;
/// Classes of the land cover.
const CLASSES: u32 = 17;

/// A column of numbers between two bounds, in steps of the golden ratio: no order that a branch predictor learns.
fn column(low: f64, high: f64) -> Vec<f64> {
    let share = |index: u32| (f64::from(index) * 0.618_033_988_749_894_9).fract();
    (0..CELLS).map(|index| low + (high - low) * share(index)).collect()
}

/// Works on equal parts of a column in threads.
fn in_parts<T: Send>(threads: usize, out: &mut [T], work: impl Fn(usize, &mut [T]) + Sync) {
    let part = out.len().div_ceil(threads).next_multiple_of(BLOCK);
    thread::scope(|scope| {
        for (index, out) in out.chunks_mut(part).enumerate() {
            let work = &work;
            scope.spawn(move || work(index * part, out));
        }
    });
}

fn bytes(group: &mut BenchmarkGroup<'_, WallTime>, of_cell: u64) {
    group.throughput(Throughput::Bytes(u64::from(CELLS) * of_cell));
}

/// `a = b + s · c`, as in the STREAM benchmark.
fn triad(group: &mut BenchmarkGroup<'_, WallTime>, threads: usize) {
    let (b, c, mut a) = (column(0.0, 1.0), column(0.0, 1.0), vec![0.0; CELLS as usize]);
    bytes(group, 24);
    group.bench_function("triad", |bencher| {
        bencher.iter(|| {
            let s = black_box(3.0);
            in_parts(threads, &mut a, |first, a| {
                let columns = b.iter().skip(first).zip(c.iter().skip(first));
                a.iter_mut().zip(columns).for_each(|(a, (b, c))| *a = b + s * c);
            });
        });
    });
}

/// A number by class, such as the carbon of a type of land.
fn by_class(group: &mut BenchmarkGroup<'_, WallTime>, threads: usize) {
    let classes: Vec<u8> = column(0.0, f64::from(CLASSES)).into_iter().map(whole).collect();
    let table: Vec<f32> = (0_u8..17).map(f32::from).collect();
    let mut out = vec![0.0_f32; CELLS as usize];
    bytes(group, 5);
    group.bench_function("carbon by class", |bencher| {
        bencher.iter(|| {
            in_parts(threads, &mut out, |first, out| {
                equation::by_class(classes.get(first..).unwrap_or_default(), &table, f32::NAN, out);
            });
        });
    });
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "classes are small")]
const fn whole(value: f64) -> u8 {
    value as u8
}

/// An equation, block by block.
fn kernel(
    group: &mut BenchmarkGroup<'_, WallTime>,
    threads: usize,
    (name, equation): (&str, &dyn CellEquation),
    bounds: &[(f64, f64)],
) {
    let columns: Vec<Vec<f64>> = bounds.iter().map(|(low, high)| column(*low, *high)).collect();
    let mut out = vec![0.0; CELLS as usize];
    bytes(group, 8 * (bounds.len() as u64 + 1));
    group.bench_function(name, |bencher| {
        bencher.iter(|| {
            in_parts(threads, &mut out, |first, out| {
                for (index, out) in out.chunks_mut(BLOCK).enumerate() {
                    let first = first + index * BLOCK;
                    let block = |column: &'_ Vec<f64>| first..(first + out.len()).min(column.len());
                    let columns: Vec<&[f64]> =
                        columns.iter().map(|own| own.get(block(own)).unwrap_or_default()).collect();
                    equation.run(InputColumns::Wide(&columns), out);
                }
            });
        });
    });
}

/// The soil that vegetation retains, of the variant for ecosystems.
fn soil_retention() -> Option<&'static dyn CellEquation> {
    let service = REGISTRY.iter().find(|service| service.id == "soil_retention")?;
    let physical = service.physical.iter().find(|physical| physical.id == "rusle_ecosystem")?;
    let supply = physical.supplies.iter().find(|supply| supply.indicator == "retained_soil")?;
    supply.scope().cells()
}

fn kernels(bench: &mut Criterion) {
    for threads in [1, 2] {
        let mut group = bench.benchmark_group(format!("memory, {threads} threads"));
        group.sample_size(20);
        triad(&mut group, threads);
        by_class(&mut group, threads);
        if let Some(own) = soil_retention() {
            let bounds = [(900.0, 900.0), (500.0, 9000.0), (0.01, 0.06), (0.1, 20.0), (0.1, 1.0), (0.0, 1.0)];
            kernel(&mut group, threads, ("RUSLE product", own), &bounds);
        }
        if let Ok(fu) = driver::named(&WATER_YIELD, "fu") {
            let bounds = [(200.0, 2000.0), (300.0, 1500.0), (1.3, 5.0)];
            kernel(&mut group, threads, ("water yield by Fu", fu.equation), &bounds);
        }
        group.finish();
    }
}

criterion_group!(benches, kernels);
criterion_main!(benches);
