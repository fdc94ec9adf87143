//! NIST's Statistical Reference Datasets, linear regression (<https://www.itl.nist.gov/div898/strd/lls/>).
//!
//! Norris, Longley and Filip have their certified values; the sets of integers are computed anew with exact fractions.

use ecovalue::regression::{LinearFit, Sample, least_squares};

use crate::{data, digits};

fn columns(name: &str) -> Vec<Vec<f64>> {
    let text = data(&format!("nist-strd/inputs_{name}.csv"));
    let rows: Vec<Vec<f64>> = text
        .lines()
        .skip(1)
        .map(|line| line.split(',').map(|x| x.trim().parse().unwrap()).collect())
        .collect();
    (0..rows[0].len()).map(|column| rows.iter().map(|row| row[column]).collect()).collect()
}

/// The fewest digits of estimates, of standard errors, and of R² and squares.
fn fewest(name: &str, file: &str, fit: &LinearFit, factor: f64) -> [f64; 3] {
    let mut fewest = [99.0_f64; 3];
    let errors = fit.estimates().standard_errors();
    for line in data(&format!("nist-strd/{file}")).lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        if fields[0] != name {
            continue;
        }
        let wanted: f64 = fields[2].parse().unwrap();
        let number = |text: &str| text.parse::<f64>().unwrap();
        match fields[1].strip_prefix('B').map(|index| index.parse::<usize>().unwrap()) {
            Some(index) => {
                fewest[0] = fewest[0].min(digits(fit.estimates().values()[index], wanted / factor));
                fewest[1] = fewest[1].min(digits(errors[index], number(fields[3]) / factor));
            }
            None if fields[1] == "R2" => fewest[2] = fewest[2].min(digits(fit.r_squared(), wanted)),
            None => fewest[2] = fewest[2].min(digits(fit.squared_residuals(), wanted)),
        }
    }
    println!("{name}: {fewest:.1?} digits, condition number {:.2e}", fit.condition_number());
    fewest
}

#[test]
fn norris_longley_and_filip() {
    let norris = columns("norris");
    let sample = Sample::new("y", norris[0].clone()).intercept().regressor("x", norris[1].clone());
    let found = fewest("norris", "expected.csv", &least_squares(&sample).unwrap(), 1.0);
    assert!(found.iter().all(|digits| *digits > 13.0));

    let longley = columns("longley");
    let mut sample = Sample::new("y", longley[0].clone()).intercept();
    for (index, column) in longley.iter().enumerate().skip(1) {
        sample = sample.regressor(format!("x{index}"), column.clone());
    }
    let fit = least_squares(&sample).unwrap();
    assert!(fewest("longley", "expected.csv", &fit, 1.0).iter().all(|digits| *digits > 13.0));
    assert!(fit.warning().is_some());

    let filip = columns("filip");
    let sample = Sample::new("y", filip[0].clone()).intercept().powers("x", &filip[1], 10);
    let found = fewest("filip", "expected.csv", &least_squares(&sample).unwrap(), 1.0);
    assert!(found.iter().all(|digits| *digits > 13.0));
}

#[test]
fn filip_with_powers_that_are_rounded() {
    let filip = columns("filip");
    let mut sample = Sample::new("y", filip[0].clone()).intercept();
    let mut power = vec![1.0; filip[1].len()];
    for degree in 1..=10 {
        power = power.iter().zip(&filip[1]).map(|(power, x)| power * x).collect();
        sample = sample.regressor(format!("x{degree}"), power.clone());
    }
    // The rounding of x¹⁰ alone moves the coefficients in the eighth digit.
    let found = fewest("filip", "expected.csv", &least_squares(&sample).unwrap(), 1.0);
    assert!(found.iter().all(|digits| *digits > 7.0));
}

#[test]
fn sets_of_integers() {
    const NOISE: [f64; 21] = [
        759.0, -2048.0, 2048.0, -2048.0, 2523.0, -2048.0, 2048.0, -2048.0, 1838.0, -2048.0, 2048.0, -2048.0,
        1838.0, -2048.0, 2048.0, -2048.0, 2523.0, -2048.0, 2048.0, -2048.0, 759.0,
    ];
    let x: Vec<f64> = (0..21_u32).map(f64::from).collect();
    let sum = |base: f64| -> Vec<f64> {
        x.iter().map(|x| (0..6).rev().fold(0.0, |sum, k| sum * x + base.powi(k))).collect()
    };
    // Wampler2 is Σ 10⁻ᵏ xᵏ, here times 10⁵ so that the response is exact.
    let tenths: Vec<f64> =
        x.iter().map(|x| [1.0, 10.0, 100.0, 1e3, 1e4, 1e5].iter().fold(0.0, |sum, c| sum * x + c)).collect();
    let mut sets = vec![("wampler1", sum(1.0)), ("wampler2", tenths)];
    for (name, factor) in [("wampler3", 1.0), ("wampler4", 100.0), ("wampler5", 1e4)] {
        sets.push((name, sum(1.0).iter().zip(NOISE).map(|(y, noise)| y + factor * noise).collect()));
    }
    for (name, y) in sets {
        let fit = least_squares(&Sample::new("y", y).intercept().powers("x", &x, 5)).unwrap();
        let found = fewest(name, "exact.csv", &fit, 1.0);
        assert!(found.iter().all(|digits| *digits > 12.0), "{name} {found:?}");
    }
    let range = |from: u32, to: u32| -> Vec<f64> { (from..=to).map(f64::from).collect() };
    for (name, x, y, r_squared) in [
        ("noint1", range(60, 70), range(130, 140), 0.999_365_492_298_663),
        ("noint2", range(4, 6), vec![3.0, 4.0, 4.0], 0.993_348_115_299_335),
    ] {
        let fit = least_squares(&Sample::new("y", y).regressor("x", x)).unwrap();
        assert!(fewest(name, "exact.csv", &fit, 1.0).iter().all(|digits| *digits > 14.0));
        // Without an intercept R² is not centred.
        assert!(digits(fit.r_squared(), r_squared) > 14.0);
    }
}
