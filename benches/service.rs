//! The kernels of the services and of the drivers, over a block of cells, beside a triad of the same machine.
//!
//! A triad reads two columns and writes one, which is the least that any equation of two inputs can do.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use ecovalue::driver;
use ecovalue::equation::{CellEquation, InputColumns};
use ecovalue::quantity::Quantity;
use ecovalue::service::{REGISTRY, Scope};

/// Cells of a block.
const CELLS: u32 = 65_536;
/// Every so many cells one is missing.
const MISSING_EVERY: u32 = 97;

/// A column of values from the inner half of what a quantity may be; months stand one after another.
fn column(quantity: &Quantity) -> Vec<f64> {
    let (low, high) = quantity.range;
    let bands = u32::try_from(quantity.bands).unwrap_or(1);
    let value = |index: u32| {
        // Steps of the golden ratio: no order that a branch predictor learns.
        let place = (f64::from(index) * 0.618_033_988_749_894_9).fract();
        let missing = (index % CELLS).is_multiple_of(MISSING_EVERY);
        if missing { f64::NAN } else { low + (high - low) * (0.25 + 0.5 * place) }
    };
    (0..CELLS * bands).map(value).collect()
}

fn block(bench: &mut Criterion, group: &str, name: &str, equation: &dyn CellEquation) {
    let columns: Vec<Vec<f64>> = equation.inputs().iter().map(|input| column(input)).collect();
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let mut out = vec![0.0; CELLS as usize];
    let mut group = bench.benchmark_group(group);
    group.throughput(Throughput::Elements(u64::from(CELLS)));
    group.bench_function(name, |bencher| {
        bencher.iter(|| equation.run(InputColumns::Wide(black_box(&columns)), black_box(&mut out)));
    });
    group.finish();
}

/// `a = b + s · c`, as in the STREAM benchmark.
fn triad(bench: &mut Criterion) {
    let (b, c) = (vec![1.5; CELLS as usize], vec![0.25; CELLS as usize]);
    let mut a = vec![0.0; CELLS as usize];
    let mut group = bench.benchmark_group("triad");
    group.throughput(Throughput::Elements(u64::from(CELLS)));
    group.bench_function("a = b + s c", |bencher| {
        bencher.iter(|| {
            let (b, c, s) = (black_box(&b), black_box(&c), black_box(3.0));
            for ((a, b), c) in black_box(&mut a).iter_mut().zip(b).zip(c) {
                *a = b + s * c;
            }
        });
    });
    group.finish();
}

fn drivers(bench: &mut Criterion) {
    for driver in driver::registry() {
        let name = format!("{}/{}", driver.output.id, driver.id);
        block(bench, "driver", &name, driver.equation);
    }
}

fn services(bench: &mut Criterion) {
    for service in REGISTRY {
        for physical in service.physical {
            for supply in physical.supplies {
                if let Scope::Cell(equation) = supply.scope() {
                    let name = format!("{}/{}", service.id, physical.id);
                    block(bench, "service", &name, equation);
                }
            }
        }
    }
}

criterion_group!(benches, triad, services, drivers);
criterion_main!(benches);
