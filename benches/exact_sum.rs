//! Exact sums beside the plain sum, which rounds at every step, and beside another exact algorithm.

use std::hint::black_box;

use accurate::sum::OnlineExactSum;
use accurate::traits::SumAccumulator;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use ecovalue::exact_sum::ExactSum;

/// Numbers of values: a block of cells, and a map.
const COUNTS: [u32; 2] = [65_536, 1_000_000];

/// Volumes of cells between −50 and 450 m³, as water retention gives them.
fn values(count: u32) -> Vec<f64> {
    (0..count).map(|index| (f64::from(index) * 0.618_033_988_749_894_9).fract() * 500.0 - 50.0).collect()
}

fn sums(bench: &mut Criterion) {
    for count in COUNTS {
        let values = values(count);
        let mut group = bench.benchmark_group(format!("sum of {count}"));
        group.throughput(Throughput::Elements(u64::from(count)));
        group.bench_function("plain", |bencher| {
            bencher.iter(|| {
                let mut sum = 0.0;
                for value in black_box(&values) {
                    sum += value;
                }
                sum
            });
        });
        group.bench_function("ExactSum", |bencher| {
            bencher.iter(|| {
                let mut sum = ExactSum::new();
                sum.add_slice(black_box(&values));
                sum.total()
            });
        });
        group.bench_function("accurate OnlineExactSum", |bencher| {
            bencher.iter(|| {
                let mut sum = OnlineExactSum::zero();
                for value in black_box(&values) {
                    sum += *value;
                }
                sum.sum()
            });
        });
        group.finish();
    }
}

/// What a total that is made of the totals of blocks costs beyond its values.
fn merges(bench: &mut Criterion) {
    let part: ExactSum = values(1000).into_iter().collect();
    let mut group = bench.benchmark_group("of one sum");
    group.bench_function("merge", |bencher| {
        let mut sum = ExactSum::new();
        bencher.iter(|| sum.merge(black_box(&part)));
    });
    group.bench_function("total", |bencher| bencher.iter(|| black_box(&part).total()));
    group.finish();
}

criterion_group!(benches, sums, merges);
criterion_main!(benches);
