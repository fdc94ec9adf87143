//! Exponentials, logarithms and powers beside those of `libm` and of the platform.
#![allow(clippy::disallowed_methods, reason = "the functions of the platform are the rivals here")]
#![allow(clippy::redundant_closure_call, reason = "a row of the table is an expression")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use ecovalue::math;

/// Cells of a block that stays in the cache.
const CELLS: u32 = 32_768;

macro_rules! columns {
    ($($name:ident = $f:expr;)+) => {
        $(
            #[multiversion::multiversion(targets("x86_64+avx512f+avx512dq+avx512vl", "x86_64+avx2"))]
            fn $name(x: &[f64], y: &[f64], out: &mut [f64]) {
                for ((out, x), y) in out.iter_mut().zip(x).zip(y) {
                    let f: fn(f64, f64) -> f64 = $f;
                    *out = f(*x, *y);
                }
            }
        )+
    };
}

columns! {
    own_exp = |x, _| math::exp(x);
    own_ln = |x, _| math::ln(x);
    own_pow = |x, y| math::pow(x, y);
    own_expm1 = |x, _| math::expm1(x);
    own_ln_1p = |x, _| math::ln_1p(x);
    own_tanh = |x, _| math::tanh(x);
    libm_exp = |x, _| libm::exp(x);
    libm_ln = |x, _| libm::log(x);
    libm_pow = |x, y| libm::pow(x, y);
    libm_expm1 = |x, _| libm::expm1(x);
    libm_ln_1p = |x, _| libm::log1p(x);
    libm_tanh = |x, _| libm::tanh(x);
    std_exp = |x, _| x.exp();
    std_ln = |x, _| x.ln();
    std_pow = |x, y| x.powf(y);
    std_expm1 = |x, _| x.exp_m1();
    std_ln_1p = |x, _| x.ln_1p();
    std_tanh = |x, _| x.tanh();
}

type Column = fn(&[f64], &[f64], &mut [f64]);

fn functions(bench: &mut Criterion) {
    let x: Vec<f64> = (0..CELLS).map(|cell| 0.05 + f64::from(cell) / 6000.0).collect();
    let y: Vec<f64> = (0..CELLS).map(|cell| 1.5 + f64::from(cell % 100) / 40.0).collect();
    let mut out = vec![0.0; x.len()];
    let rows: [(&str, [Column; 3]); 6] = [
        ("exp", [own_exp, libm_exp, std_exp]),
        ("ln", [own_ln, libm_ln, std_ln]),
        ("pow", [own_pow, libm_pow, std_pow]),
        ("expm1", [own_expm1, libm_expm1, std_expm1]),
        ("ln_1p", [own_ln_1p, libm_ln_1p, std_ln_1p]),
        ("tanh", [own_tanh, libm_tanh, std_tanh]),
    ];
    for (name, columns) in rows {
        let mut group = bench.benchmark_group(name);
        group.throughput(Throughput::Elements(u64::from(CELLS)));
        for (library, column) in ["own", "libm", "std"].into_iter().zip(columns) {
            group.bench_function(library, |bencher| {
                bencher.iter(|| column(black_box(&x), black_box(&y), black_box(&mut out)));
            });
        }
        group.finish();
    }
}

criterion_group!(benches, functions);
criterion_main!(benches);
