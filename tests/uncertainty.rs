//! Draws against analytic distributions, against whole runs with changed rows, and against published indices.
#![cfg(all(feature = "files", feature = "uncertainty"))]
#![allow(clippy::many_single_char_names, reason = "symbols of published equations")]
#![allow(clippy::format_push_string, reason = "a table of a test")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::float_cmp,
    clippy::indexing_slicing,
    reason = "a test states the exact result it expects"
)]

#[path = "uncertainty/bad_input.rs"]
mod bad_input;
mod common;
#[path = "uncertainty/runs.rs"]
mod runs;

use ecovalue::math::sin;
use ecovalue::regression::draws::Draws;
use ecovalue::table::Table;
use ecovalue::uncertainty::copula::Copula;
use ecovalue::uncertainty::distribution::{Distribution, Shape};
use ecovalue::uncertainty::sampling::{Points, SamplingMethod};
use ecovalue::uncertainty::sensitivity::sobol_index;
use ecovalue::uncertainty::summary::Interval;

fn lognormal(median: f64, log_sd: f64) -> Distribution {
    Distribution::new(Shape::LogNormal { median, log_sd }).unwrap()
}

fn normal(mean: f64, sd: f64) -> Distribution {
    Distribution::new(Shape::Normal { mean, sd }).unwrap()
}

/// Normal quantile at 0.95.
const Z95: f64 = 1.644_853_626_951_472_7;

#[test]
fn a_product_of_lognormals_is_lognormal_by_every_method() {
    let inputs = [lognormal(2.0, 0.3), lognormal(5.0, 0.2), lognormal(0.1, 0.4)];
    // Median 1, mean e^(σ²/2), quantiles e^(zσ) with σ² = 0.09 + 0.04 + 0.16, by mpmath.
    let mean = 1.156_039_570_268_022;
    let percentiles =
        [0.348_027_803_501_581_2, 0.412_392_057_402_876_1, 2.424_876_963_677_977_4, 2.873_333_653_055_27];
    for (method, tolerance) in [
        (SamplingMethod::LatinHypercube, 0.01),
        (SamplingMethod::Sobol, 0.003),
        (SamplingMethod::Random, 0.03),
    ] {
        let points = Points::new(method, 16_384, 42);
        let value =
            |draw| (0..).zip(&inputs).map(|(j, input)| input.quantile(points.uniform(draw, j))).product();
        let interval = Interval::of((0..16_384).map(value)).unwrap();
        let off = |found: f64, wanted: f64| (found / wanted - 1.0).abs();
        assert!(off(interval.median, 1.0) < tolerance, "{method:?} {interval:?}");
        assert!(off(interval.mean, mean) < tolerance, "{method:?} {interval:?}");
        for (found, wanted) in interval.percentiles.into_iter().zip(percentiles) {
            assert!(off(found, wanted) < 3.0 * tolerance, "{method:?} {wanted} {interval:?}");
        }
    }
}

#[test]
fn a_sum_of_correlated_normals_is_normal() {
    let inputs = [normal(100.0, 10.0), normal(200.0, 20.0), normal(50.0, 5.0)];
    let copula = Copula::new(3, &[(0, 1, 0.5), (1, 2, -0.3)]).unwrap();
    let points = Points::new(SamplingMethod::Sobol, 16_384, 7);
    let value = |draw| {
        let mut u: Vec<f64> = (0..3).map(|input| points.uniform(draw, input)).collect();
        copula.apply(&mut u);
        inputs.iter().zip(u).map(|(input, u)| input.quantile(u)).sum()
    };
    let interval = Interval::of((0..16_384).map(value)).unwrap();
    // 10² + 20² + 5² + 2 (0.5·10·20 − 0.3·20·5)
    let sd = 665.0_f64.sqrt();
    assert!((interval.mean - 350.0).abs() < 0.02 && (interval.sd / sd - 1.0).abs() < 2e-3, "{interval:?}");
    assert!((interval.percentiles[2] - (350.0 + Z95 * sd)).abs() < 0.2, "{interval:?}");
}

/// Ishigami and Homma (1990): sin x₁ + 7 sin² x₂ + 0.1 x₃⁴ sin x₁ over −π to π.
#[test]
fn indices_of_the_function_of_ishigami() {
    let n = 20_000_u64;
    let pi = std::f64::consts::PI;
    let x = |stream, draw| (Draws::new(11, stream).uniform(draw) * 2.0 - 1.0) * pi;
    let f = |x: [f64; 3]| {
        let (s1, s2, square) = (sin(x[0]), sin(x[1]), x[2] * x[2]);
        s1 + 7.0 * s2 * s2 + 0.1 * square * square * s1
    };
    let set = |from: [u64; 3]| {
        (0..n).map(|i| f([x(from[0], i), x(from[1], i), x(from[2], i)])).collect::<Vec<f64>>()
    };
    let (a, b) = (set([0, 1, 2]), set([3, 4, 5]));
    // V = a²/8 + bπ⁴/5 + b²π⁸/18 + 1/2, V₁ = (1 + bπ⁴/5)²/2, V₂ = a²/8, V₁₃ = 8b²π⁸/225
    let fourth = pi * pi * pi * pi;
    let v1 = 0.5 * (1.0 + 0.1 * fourth / 5.0) * (1.0 + 0.1 * fourth / 5.0);
    let (v2, v13) = (49.0 / 8.0, 0.01 * fourth * fourth * 8.0 / 225.0);
    let v = v1 + v2 + v13;
    let wanted = [(v1 / v, (v1 + v13) / v), (v2 / v, v2 / v), (0.0, v13 / v)];
    for (input, (first, total)) in wanted.into_iter().enumerate() {
        let mut streams = [0, 1, 2];
        streams[input] += 3;
        let index = sobol_index(&a, &b, &set(streams)).unwrap();
        for (found, wanted) in [(index.first_order, first), (index.total, total)] {
            assert!((found.0 - wanted).abs() < 3.5 * found.1 && found.1 < 0.02, "{input} {found:?} {wanted}");
        }
    }
}

/// A table of `tests/data/uncertainty`, which `tests/oracle/uncertainty.py` makes.
fn data(name: &str, text: &str) -> Table {
    Table::parse(name, text).unwrap()
}

#[test]
fn quantiles_are_those_of_mpmath() {
    let table = data("quantiles.csv", include_str!("data/uncertainty/quantiles.csv"));
    assert_eq!(table.len(), 121);
    for row in table.rows() {
        let numbers: Vec<f64> =
            row.text("numbers").split(' ').map(|number| number.parse().unwrap()).collect();
        let (shape, low) = match (row.text("family"), numbers[..].first_chunk::<2>(), &numbers[2..]) {
            ("normal", Some([mean, sd]), []) => (Shape::Normal { mean: *mean, sd: *sd }, None),
            ("normal_above", Some([mean, sd]), [low]) => (Shape::Normal { mean: *mean, sd: *sd }, Some(*low)),
            ("lognormal", Some([median, log_sd]), []) => {
                (Shape::LogNormal { median: *median, log_sd: *log_sd }, None)
            }
            ("uniform", Some([minimum, maximum]), []) => {
                (Shape::Uniform { minimum: *minimum, maximum: *maximum }, None)
            }
            ("triangular", Some([minimum, mode]), [maximum]) => {
                (Shape::Triangular { minimum: *minimum, mode: *mode, maximum: *maximum }, None)
            }
            ("beta", Some([alpha, beta]), [minimum, maximum]) => {
                (Shape::Beta { alpha: *alpha, beta: *beta, minimum: *minimum, maximum: *maximum }, None)
            }
            (family, ..) => panic!("{family}"),
        };
        let distribution = Distribution::new(shape).unwrap();
        let distribution = match low {
            None => distribution,
            low => distribution.truncated(low, None).unwrap(),
        };
        let (probability, wanted) =
            (row.required_number("probability").unwrap(), row.required_number("quantile").unwrap());
        let found = distribution.quantile(probability);
        let tolerance = match row.text("family") {
            // The probability of a beta distribution is met to 1e-15, that of a cut is rounded against 1.
            "beta" | "normal_above" => 1e-9 + 4e-15 / probability,
            _ => 1e-13,
        };
        assert!(
            (found - wanted).abs() <= tolerance * wanted.abs(),
            "{distribution} {probability} {found} {wanted}"
        );
    }
}

/// Three services, prices known to a fifth and quantities to a tenth; what is estimated differs from the truth by just
/// that, and the interval around the estimate should hold the truth nine times of ten, and where numpy's holds it.
#[test]
fn nine_of_ten_intervals_hold_the_truth() {
    let truth = [(2.0, 300.0), (5.0, 80.0), (0.5, 900.0)];
    let (log_sd, share) = (0.2, 0.1);
    let value: f64 = truth.iter().map(|(price, quantity)| price * quantity).sum();
    let table = data("errors.csv", include_str!("data/uncertainty/errors.csv"));
    let (mut held, mut otherwise) = (0_u32, 0_u32);
    for (account, row) in (0..).zip(table.rows()) {
        let inputs: Vec<(Distribution, Distribution)> = (1..)
            .zip(truth)
            .map(|(k, (price, quantity))| {
                let factor = row.required_number(&format!("price_{k}")).unwrap();
                let sds = row.required_number(&format!("quantity_{k}")).unwrap();
                let sd = share * quantity;
                (lognormal(price * factor, log_sd), normal(quantity + sd * sds, sd))
            })
            .collect();
        let points = Points::new(SamplingMethod::Sobol, 256, account);
        let draw = |draw| {
            let product = |(k, (price, quantity)): (u32, &(Distribution, Distribution))| {
                price.quantile(points.uniform(draw, 2 * k))
                    * quantity.quantile(points.uniform(draw, 2 * k + 1))
            };
            (0..).zip(&inputs).map(product).sum()
        };
        let [_, low, high, _] = Interval::of((0..256).map(draw)).unwrap().percentiles;
        let holds = low <= value && value <= high;
        held += u32::from(holds);
        otherwise += u32::from(holds != (row.text("holds") == "yes"));
    }
    assert_eq!(table.len(), 1000);
    assert!((870..=930).contains(&held) && otherwise <= 15, "{held} {otherwise}");
}
